//! `data/okrs.json`, in one pass over the book.

use super::findings;
use super::form::{Day, Lines, ToJson};
use super::record::Records;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ObjectiveIx;
use crate::site::route::Route;
use crate::site::{Drafts, Inputs, LargeFile};

/// How many objectives one part of the file has, and about how many bytes each.
const TOGETHER: usize = 32;
const A_RECORD: usize = 10 * 1024;

/// The same of findings.
const FINDINGS_TOGETHER: usize = 512;
const A_FINDING: usize = 512;

/// `data/okrs.json`, with a line end. An entry of a list is one line; an objective has a line a key, and within it a line
/// a key result and a line a check-in, so that `git diff` shows what moved. Drafts, and what was found in them, are in it
/// only with [`Drafts::Show`].
pub fn json<'a>(inputs: Inputs<'a>) -> LargeFile<'a> {
    let records = Records::of(inputs);
    let shown: Vec<ObjectiveIx> = records.shown().collect();
    let chunks = shown.len().div_ceil(TOGETHER);
    let findings: Vec<&Diagnostic> = findings_of_the_site(&inputs).collect();
    let parts = chunks + 3 + findings.len().div_ceil(FINDINGS_TOGETHER);
    let part = move |part: usize| match part.checked_sub(1) {
        None => before(&records),
        Some(chunk) if chunk < chunks => {
            let first = chunk * TOGETHER;
            let end = (first + TOGETHER).min(shown.len());
            objectives_from(&records, first, &shown[first..end])
        }
        Some(chunk) if chunk == chunks => between(shown.is_empty()),
        Some(chunk) if chunk + 2 < parts => {
            let first = (chunk - chunks - 1) * FINDINGS_TOGETHER;
            let end = (first + FINDINGS_TOGETHER).min(findings.len());
            findings_from(&records, first, &findings[first..end])
        }
        Some(_) => behind(findings.is_empty()),
    };
    LargeFile {
        path: Route::DataJson.file(),
        parts,
        part: Box::new(part),
    }
}

/// What stands before the first objective.
fn before(records: &Records<'_>) -> Vec<u8> {
    let Inputs {
        book,
        standing,
        options,
        ..
    } = records.inputs;
    let mut out = Vec::new();
    let mut document = Lines::object(&mut out, 0);
    document.value("version", &1_usize);
    document.value("title", &book.config.title);
    document.value("as_of", &Day(standing.as_of));
    document.value("commit", &options.commit);
    document.items("periods", records.periods());
    document.items("teams", book.teams.iter().map(|team| records.team(team)));
    document.items("people", book.people.iter().map(|person| records.person(person)));
    document.value("calibration", &records.calibration());
    document.key("objectives").push(b'[');
    out
}

/// Objectives side by side; `first` is the place of the first one among all.
fn objectives_from(records: &Records<'_>, first: usize, which: &[ObjectiveIx]) -> Vec<u8> {
    let mut out = Vec::with_capacity(which.len() * A_RECORD);
    let mut list = Lines::behind(&mut out, 1, first == 0);
    for &ix in which {
        records.objective(list.item(), 2, ix);
    }
    out
}

/// What stands between the last objective and the first finding.
fn between(no_objectives: bool) -> Vec<u8> {
    let mut out = Vec::new();
    Lines::behind(&mut out, 1, no_objectives).end(b']');
    Lines::behind(&mut out, 0, false).key("findings").push(b'[');
    out
}

/// Findings side by side; `first` is the place of the first one among all.
fn findings_from(records: &Records<'_>, first: usize, which: &[&Diagnostic]) -> Vec<u8> {
    let sources = records.inputs.sources;
    let mut out = Vec::with_capacity(which.len() * A_FINDING);
    let mut list = Lines::behind(&mut out, 1, first == 0);
    for finding in which {
        findings::finding(finding, sources, &ToString::to_string).write(list.item());
    }
    out
}

/// What stands behind the last finding.
fn behind(no_findings: bool) -> Vec<u8> {
    let mut out = Vec::new();
    Lines::behind(&mut out, 1, no_findings).end(b']');
    Lines::behind(&mut out, 0, false).end(b'}');
    out.push(b'\n');
    out
}

/// These objectives as in `data/okrs.json`: a JSON array with a line end, in the order given.
pub fn objectives(inputs: Inputs<'_>, which: &[ObjectiveIx]) -> Vec<u8> {
    let records = Records::of(inputs);
    let mut out = Vec::new();
    let mut list = Lines::list(&mut out, 0);
    for &ix in which {
        records.objective(list.item(), 1, ix);
    }
    list.end(b']');
    out.push(b'\n');
    out
}

/// A JSON array with a line end, a line for each of its items.
pub(super) fn array<T: ToJson>(items: impl Iterator<Item = T>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut list = Lines::list(&mut out, 0);
    for item in items {
        item.write(list.item());
    }
    list.end(b']');
    out.push(b'\n');
    out
}

fn findings_of_the_site<'a>(inputs: &Inputs<'a>) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
    let drafts = match inputs.options.drafts {
        Drafts::Show => Default::default(),
        Drafts::Hide => {
            let whole = inputs
                .book
                .objectives
                .iter()
                .filter(|it| it.draft)
                .map(|it| it.file);
            let broken = inputs.book.broken.iter().filter(|it| it.draft).map(|it| it.file);
            whole.chain(broken).collect::<std::collections::HashSet<_>>()
        }
    };
    inputs
        .findings
        .iter()
        .filter(move |it| it.severity != Severity::Off && !drafts.contains(&it.file))
}
