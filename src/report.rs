//! How findings are printed: one file a format. Nothing here decides what is found or what it means.

use std::io;

use crate::diagnostic::Diagnostic;
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

/// Sorts findings as people read them: by file, then place, the graver first.
pub fn sort(findings: &mut [Diagnostic], sources: &Sources) {
    findings.sort_by(|a, b| {
        let key = |finding: &Diagnostic| (finding.span.start, finding.severity, finding.rule, finding.span.end);
        sources[a.file].path.cmp(&sources[b.file].path).then_with(|| key(a).cmp(&key(b)))
    });
}

/// Where a finding begins and ends; the end is just past its last character.
fn places(finding: &Diagnostic, sources: &Sources) -> (Place, Place) {
    let file = &sources[finding.file];
    (file.place(finding.span.start), file.place(finding.span.end.max(finding.span.start)))
}

/// The advice beside a caret, when there is one.
fn replacement(finding: &Diagnostic) -> Option<String> {
    use crate::diagnostic::Help;
    let offers: Vec<String> = finding
        .help
        .iter()
        .filter_map(|help| match help {
            Help::Replacement(text) => Some(format!("`{text}`")),
            Help::Note(_) => None,
        })
        .collect();
    (!offers.is_empty()).then(|| format!("did you mean {}?", offers.join(" or ")))
}

/// The advice on lines of its own.
fn notes(finding: &Diagnostic) -> impl Iterator<Item = String> {
    use crate::diagnostic::Help;
    finding.help.iter().filter_map(|help| match help {
        Help::Note(message) => Some(message.to_string()),
        Help::Replacement(_) => None,
    })
}
