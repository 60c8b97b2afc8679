//! How findings are printed: one file a format. Nothing here decides what is found or what it means.

use std::io;

use crate::diagnostic::{Diagnostic, Help, Message};
use crate::msg;
use crate::source::{Place, Sources};

mod closing;
mod json;
mod show;
mod text;

pub use closing::{Counts, closing};
pub use show::show;

/// A way to print findings.
#[derive(Clone, Copy)]
pub struct Format {
    /// As `--format` has it.
    pub name: &'static str,
    /// Whether people read it: then the closing line goes with it.
    pub for_people: bool,
    /// Prints all of it.
    pub print: fn(&Findings, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub const ALL: &[Format] = &[text::FORMAT, json::FORMAT];

/// What is printed.
pub struct Findings<'a> {
    /// In the order in which they are printed.
    pub list: &'a [Diagnostic],
    /// The texts they point at.
    pub sources: &'a Sources,
    /// For a terminal or not.
    pub colour: Colour,
    /// Puts a message into words.
    pub say: &'a dyn Fn(&Message) -> String,
}

/// Whether escape sequences may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// A terminal, or asked for.
    On,
    /// Bytes for a file or a pipe.
    Off,
}

impl Colour {
    /// `text` in a style such as `1;31`.
    pub fn paint(self, style: &str, text: &str) -> String {
        match self {
            Colour::On if !style.is_empty() => format!("\x1b[{style}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}

impl Findings<'_> {
    /// Where a finding begins and ends; the end is just past its last character.
    fn places(&self, finding: &Diagnostic) -> (Place, Place) {
        let file = &self.sources[finding.file];
        (
            file.place(finding.span.start),
            file.place(finding.span.end.max(finding.span.start)),
        )
    }

    /// The advice beside a caret, when there is one.
    fn replacement(&self, finding: &Diagnostic) -> Option<String> {
        let offers = finding.help.iter().filter_map(|help| match help {
            Help::Replacement(text) => Some((self.say)(&msg!("did you mean `{text}`?", text = text))),
            Help::Note(_) => None,
        });
        offers.reduce(|all, offer| format!("{all} {offer}"))
    }

    /// The advice on lines of its own.
    fn notes(&self, finding: &Diagnostic) -> impl Iterator<Item = String> {
        finding.help.iter().filter_map(|help| match help {
            Help::Note(message) => Some((self.say)(message)),
            Help::Replacement(_) => None,
        })
    }
}
