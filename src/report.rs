//! How findings and changes are printed: one file a format. Nothing here decides what is found or what it means.

use std::io;

use crate::diagnostic::{Diagnostic, Help, Message, Severity};
use crate::msg;
use crate::source::Sources;
use crate::words::Language;

mod bar;
pub mod changes;
mod closing;
mod code;
mod dashboard;
mod dues;
mod explanation;
mod fingerprint;
mod fit;
mod github;
mod gitlab;
mod json;
mod left_out;
mod sarif;
mod show;
mod summary;
pub mod terms;
mod text;

pub use closing::{Counts, closing, outcome};
pub use dashboard::{Dashboard, Means, dashboard};
pub use dues::{Dues, dues};
pub use explanation::{Explained, Telling, explanation};
use left_out::left_out;
pub use show::show;
pub use summary::summary;

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
pub const ALL: &[Format] = &[
    text::FORMAT,
    json::FORMAT,
    github::FORMAT,
    sarif::FORMAT,
    gitlab::FORMAT,
];

/// What is printed.
pub struct Findings<'a> {
    /// In the order in which they are printed.
    pub list: &'a [Diagnostic],
    /// The texts they point at.
    pub sources: &'a Sources,
    /// For a terminal or not.
    pub colour: Colour,
    /// In which words.
    pub language: Language,
    /// The way to the root of the OKR repository from the top of the work tree it lies in, `okrs/` for one, else empty:
    /// what goes to a forge is found from there.
    pub prefix: &'a str,
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

/// Of each finding the line that says what is wrong, and where.
pub fn heads(findings: &Findings<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    findings
        .list
        .iter()
        .try_for_each(|it| text::head(it, findings, out))
}

impl Findings<'_> {
    /// A message in words.
    fn say(&self, message: &Message) -> String {
        self.language.say(message)
    }

    /// The file of a finding as a forge knows it.
    fn path(&self, finding: &Diagnostic) -> String {
        format!("{}{}", self.prefix, self.sources[finding.file].path)
    }

    /// What is there and what to do, each on a line of its own, harmless.
    fn words(&self, finding: &Diagnostic) -> Vec<String> {
        let message = self.say(&finding.message);
        let help = self.replacement(finding).into_iter();
        let help = help.chain(self.facts(finding)).chain(self.notes(finding));
        std::iter::once(message)
            .chain(help)
            .map(|line| show(&line))
            .collect()
    }

    /// Those that are reported, the gravest first: forges show the first few.
    fn gravest_first(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self
            .list
            .iter()
            .filter(|it| it.severity != Severity::Off)
            .collect();
        list.sort_by_key(|finding| finding.severity);
        list
    }

    /// The advice beside a caret, when there is one.
    fn replacement(&self, finding: &Diagnostic) -> Option<String> {
        let offers = finding.help.iter().filter_map(|help| match help {
            Help::Replacement(text) => Some(self.say(&msg!("did you mean `{text}`?", text = text))),
            Help::Note(_) | Help::Fact(_) => None,
        });
        offers.reduce(|all, offer| format!("{all} {offer}"))
    }

    /// The advice on lines of its own.
    fn notes(&self, finding: &Diagnostic) -> impl Iterator<Item = String> {
        finding.help.iter().filter_map(|help| match help {
            Help::Note(message) => Some(self.say(message)),
            Help::Replacement(_) | Help::Fact(_) => None,
        })
    }

    /// What else is so, on lines of its own.
    fn facts(&self, finding: &Diagnostic) -> impl Iterator<Item = String> {
        finding.help.iter().filter_map(|help| match help {
            Help::Fact(message) => Some(self.say(message)),
            Help::Replacement(_) | Help::Note(_) => None,
        })
    }
}
