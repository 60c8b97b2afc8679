//! `data/okrs.json`, in one pass over the book.

use serde::Serialize;

use super::findings;
use super::form::{self, Day};
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
    let mut document = Document::new();
    document.value("version", &1);
    document.value("title", &book.config.title);
    document.value("as_of", &Day(standing.as_of));
    document.value("commit", &options.commit);
    document.list("periods", records.periods().map(one_line));
    document.list(
        "teams",
        book.teams.iter().map(|team| one_line(records.team(team))),
    );
    document.list(
        "people",
        book.people.iter().map(|person| one_line(records.person(person))),
    );
    document.value("calibration", &records.calibration());
    document.key("objectives");
    document.out.push(b'[');
    document.out
}

/// Objectives side by side; `first` is the place of the first one among all.
fn objectives_from(records: &Records<'_>, first: usize, which: &[ObjectiveIx]) -> Vec<u8> {
    let mut out = Vec::with_capacity(which.len() * A_RECORD);
    for (i, &ix) in which.iter().enumerate() {
        if first + i > 0 {
            out.push(b',');
        }
        form::line(&mut out, 2);
        form::write(&mut out, &records.objective(ix), 2, 4);
    }
    out
}

/// What stands between the last objective and the first finding.
fn between(no_objectives: bool) -> Vec<u8> {
    let mut document = Document {
        out: Vec::new(),
        empty: false,
    };
    if !no_objectives {
        form::line(&mut document.out, 1);
    }
    document.out.push(b']');
    document.key("findings");
    document.out.push(b'[');
    document.out
}

/// Findings side by side; `first` is the place of the first one among all.
fn findings_from(records: &Records<'_>, first: usize, which: &[&Diagnostic]) -> Vec<u8> {
    let sources = records.inputs.sources;
    let mut out = Vec::with_capacity(which.len() * A_FINDING);
    for (i, finding) in which.iter().enumerate() {
        if first + i > 0 {
            out.push(b',');
        }
        form::line(&mut out, 2);
        form::write(
            &mut out,
            &findings::record(finding, sources, &ToString::to_string),
            0,
            0,
        );
    }
    out
}

/// What stands behind the last finding.
fn behind(no_findings: bool) -> Vec<u8> {
    let mut out = Vec::new();
    if !no_findings {
        form::line(&mut out, 1);
    }
    out.extend_from_slice(b"]\n}\n");
    out
}

/// These objectives as in `data/okrs.json`: a JSON array with a line end, in the order given.
pub fn objectives(inputs: Inputs<'_>, which: &[ObjectiveIx]) -> Vec<u8> {
    let records = Records::of(inputs);
    array(which.iter().map(|&ix| objective(&records, ix, 1)), 0)
}

/// A JSON array whose items are written already, each on lines of its own.
pub(super) fn array(items: impl Iterator<Item = Vec<u8>>, depth: usize) -> Vec<u8> {
    let mut out = b"[".to_vec();
    list(&mut out, items, depth);
    out.extend_from_slice(b"]\n");
    out
}

fn objective(records: &Records<'_>, ix: ObjectiveIx, depth: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    form::write(&mut out, &records.objective(ix), depth, depth + 2);
    out
}

pub(super) fn one_line(value: impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    form::write(&mut out, &value, 0, 0);
    out
}

fn list(out: &mut Vec<u8>, items: impl Iterator<Item = Vec<u8>>, depth: usize) {
    let mut empty = true;
    for item in items {
        if !empty {
            out.push(b',');
        }
        empty = false;
        form::line(out, depth + 1);
        out.extend_from_slice(&item);
    }
    if !empty {
        form::line(out, depth);
    }
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

/// The outermost object, key by key.
pub(super) struct Document {
    out: Vec<u8>,
    empty: bool,
}

impl Document {
    /// Without a key yet.
    pub(super) fn new() -> Document {
        Document {
            out: b"{".to_vec(),
            empty: true,
        }
    }

    /// All of it, with a line end.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.out.extend_from_slice(b"\n}\n");
        self.out
    }

    fn key(&mut self, key: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        form::line(&mut self.out, 1);
        self.out.extend_from_slice(format!("\"{key}\": ").as_bytes());
    }

    /// A key and its value on one line.
    pub(super) fn value(&mut self, key: &str, value: &impl Serialize) {
        self.key(key);
        form::write(&mut self.out, value, 1, 0);
    }

    /// A key and its list, each item on a line.
    pub(super) fn list(&mut self, key: &str, items: impl Iterator<Item = Vec<u8>>) {
        self.key(key);
        self.out.push(b'[');
        list(&mut self.out, items, 1);
        self.out.push(b']');
    }
}
