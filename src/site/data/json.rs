//! `data/okrs.json`, in one pass over the book.

use rayon::prelude::*;
use serde::Serialize;

use super::findings;
use super::form::{self, Day};
use super::record::Records;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ObjectiveIx;
use crate::site::{Drafts, Inputs};

/// How many objectives one part of the file has, and about how many bytes each.
const TOGETHER: usize = 32;
const A_RECORD: usize = 10 * 1024;

/// `data/okrs.json`, with a line end. An entry of a list is one line; an objective has a line a key, and within it a line
/// a key result and a line a check-in, so that `git diff` shows what moved. Drafts, and what was found in them, are in it
/// only with [`Drafts::Show`].
///
/// It comes in parts, to be written one behind the other.
pub fn json(inputs: &Inputs<'_>) -> Vec<Vec<u8>> {
    let records = Records::of(inputs);
    let Inputs {
        book,
        standing,
        sources,
        options,
        ..
    } = inputs;
    let mut document = Document {
        out: b"{".to_vec(),
        empty: true,
    };
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
    let shown: Vec<ObjectiveIx> = records.shown().collect();
    let mut rest = Document {
        out: Vec::new(),
        empty: false,
    };
    let findings = findings_of_the_site(inputs);
    rest.list(
        "findings",
        findings.map(|it| one_line(findings::record(it, sources, &ToString::to_string))),
    );
    rest.out.extend_from_slice(b"\n}\n");
    if shown.is_empty() {
        document.list("objectives", std::iter::empty());
        return vec![document.out, rest.out];
    }
    document.key("objectives");
    document.out.push(b'[');
    let mut parts = vec![document.out];
    parts.par_extend(shown.par_chunks(TOGETHER).enumerate().map(|(place, chunk)| {
        let mut out = Vec::with_capacity(chunk.len() * A_RECORD);
        for (i, &ix) in chunk.iter().enumerate() {
            if place + i > 0 {
                out.push(b',');
            }
            new_line(&mut out, 2);
            form::write(&mut out, &records.objective(ix), 2, 4);
        }
        out
    }));
    let mut end = Vec::new();
    new_line(&mut end, 1);
    end.push(b']');
    parts.extend([end, rest.out]);
    parts
}

/// These objectives as in `data/okrs.json`: a JSON array with a line end, in the order given.
pub fn objectives(inputs: &Inputs<'_>, which: &[ObjectiveIx]) -> Vec<u8> {
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
        new_line(out, depth + 1);
        out.extend_from_slice(&item);
    }
    if !empty {
        new_line(out, depth);
    }
}

fn new_line(out: &mut Vec<u8>, depth: usize) {
    form::line(out, depth).expect("memory takes every byte");
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
struct Document {
    out: Vec<u8>,
    empty: bool,
}

impl Document {
    fn key(&mut self, key: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        new_line(&mut self.out, 1);
        self.out.extend_from_slice(format!("\"{key}\": ").as_bytes());
    }

    fn value(&mut self, key: &str, value: &impl Serialize) {
        self.key(key);
        form::write(&mut self.out, value, 1, 0);
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = Vec<u8>>) {
        self.key(key);
        self.out.push(b'[');
        list(&mut self.out, items, 1);
        self.out.push(b']');
    }
}
