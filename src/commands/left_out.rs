//! What is left out of a book: every objective whose file has an error that stops a build. Pages, data, the terminal and
//! what moved are made of what is left, so that a commit has one set of means.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Book, ObjectiveIx, Reference, Target};
use crate::source::{FileId, Sources};

/// Takes the objectives with errors out of `book`, and gives id and file of each, by id.
/// What refers to one of them then refers to something broken, as it does with a file that could not be read.
pub(super) fn of(book: &mut Book, findings: &[Diagnostic], sources: &Sources) -> Vec<(String, String)> {
    let wrong = wrong(findings);
    let path = |file: FileId| sources[file].path.clone();
    let broken = book.broken.iter();
    let mut left_out: Vec<(String, String)> = broken
        .map(|broken| (broken.id.clone(), path(broken.file)))
        .collect();
    let taken = without(book, &wrong);
    left_out.extend(taken.into_iter().map(|(id, file)| (id, path(file))));
    left_out.sort_unstable();
    left_out
}

/// The same book with the objectives of these files as drafts: what they say is there, and no mean counts them.
pub(super) fn uncounted(book: &Book, files: &BTreeSet<FileId>) -> Book {
    let mut book = book.clone();
    let these = book.objectives.iter_mut();
    these
        .filter(|objective| files.contains(&objective.file))
        .for_each(|objective| objective.draft = true);
    book
}

/// The files of which nothing is counted.
pub(super) fn wrong(findings: &[Diagnostic]) -> BTreeSet<FileId> {
    let stopping = findings.iter().filter(|finding| finding.stops_build());
    stopping.map(|finding| finding.file).collect()
}

/// Takes what stands in these files out of `book`, and gives id and file of each objective that is gone.
pub(super) fn without(book: &mut Book, wrong: &BTreeSet<FileId>) -> Vec<(String, FileId)> {
    let mut left_out = Vec::new();
    let mut place = Vec::with_capacity(book.objectives.len());
    let mut kept = 0;
    for objective in &book.objectives {
        if wrong.contains(&objective.file) {
            left_out.push((objective.id.clone(), objective.file));
            place.push(None);
        } else {
            place.push(Some(ObjectiveIx(kept)));
            kept += 1;
        }
    }
    book.objectives
        .retain(|objective| !wrong.contains(&objective.file));
    book.retrospectives
        .retain(|retrospective| !wrong.contains(&retrospective.file));
    for period in &mut book.periods {
        period.page = period.page.take().filter(|page| !wrong.contains(&page.file));
    }
    let references = book.objectives.iter_mut().flat_map(|objective| {
        let facts = &mut **objective;
        facts.parent.iter_mut().chain(&mut facts.supports)
    });
    let carried = book
        .retrospectives
        .iter_mut()
        .flat_map(|retrospective| &mut retrospective.carry_over);
    references
        .chain(carried)
        .for_each(|reference| redirect(reference, &place));
    left_out
}

fn redirect(reference: &mut Reference, place: &[Option<ObjectiveIx>]) {
    let new = |old: ObjectiveIx| place.get(old.0).copied().flatten();
    let target = match &reference.target {
        Target::Objective(old) => new(*old).map(Target::Objective),
        Target::KeyResult(old, key_result) => new(*old).map(|ix| Target::KeyResult(ix, *key_result)),
        Target::UnknownKeyResult(old, near) => new(*old).map(|ix| Target::UnknownKeyResult(ix, near.clone())),
        Target::Broken | Target::Ambiguous | Target::UnknownObjective(_) => return,
    };
    reference.target = target.unwrap_or(Target::Broken);
}
