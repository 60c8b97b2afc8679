//! Findings as data: the array of `okr check --format json` and of `data/okrs.json`.

use super::form::record;
use super::json::array;
use crate::diagnostic::{Diagnostic, Help, Message, Severity};
use crate::msg;
use crate::source::Sources;

/// The findings as a JSON array with a line end, a line each, in the order given. `say` puts a message into words.
pub fn findings(findings: &[Diagnostic], sources: &Sources, say: &dyn Fn(&Message) -> String) -> Vec<u8> {
    let reported = findings.iter().filter(|it| it.severity != Severity::Off);
    array(reported.map(|it| finding(it, sources, say)))
}

record! {
    pub(super) struct FindingRecord<'a> {
        rule: &'a str,
        severity: &'static str,
        source: &'a str,
        line: u32,
        column: u32,
        end_line: u32,
        end_column: u32,
        message: String,
        help: Option<String>,
    }
}

pub(super) fn finding<'a>(
    it: &'a Diagnostic,
    sources: &'a Sources,
    say: &dyn Fn(&Message) -> String,
) -> FindingRecord<'a> {
    let (start, end) = it.places(sources);
    let helps: Vec<String> = it.help.iter().map(|help| sentence(help, say)).collect();
    FindingRecord {
        rule: it.rule,
        severity: it.severity.name(),
        source: &sources[it.file].path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: say(&it.message),
        help: (!helps.is_empty()).then(|| helps.join("\n")),
    }
}

fn sentence(help: &Help, say: &dyn Fn(&Message) -> String) -> String {
    match help {
        Help::Replacement(text) => say(&msg!("did you mean `{text}`?", text = text)),
        Help::Note(note) | Help::Fact(note) => say(note),
    }
}
