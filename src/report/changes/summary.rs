//! What moved, in a sentence.

use super::Comparison;
use super::group::Group;
use crate::changes::{Kind, Reason};
use crate::words::{Plural, fill};

/// `3 objectives moved: 1 got worse, 2 new check-ins, 1 change without a reason.`
pub(super) fn sentence(comparison: &Comparison<'_>, groups: &[Group<'_>]) -> String {
    let language = comparison.language();
    let words = language.change_words();
    let objectives = comparison.changes.objectives.len();
    if objectives == 0 {
        let sides = [&comparison.sides.before, &comparison.sides.after];
        let all_are_known = comparison.changes.unread.is_empty()
            && comparison.changes.uncounted.is_empty()
            && sides.iter().all(|side| side.book.broken.is_empty());
        let said = match all_are_known {
            true => words.nothing,
            false => words.nothing_known,
        };
        return said.to_owned();
    }
    let of_kind = |kind: Kind| comparison.changes.all().filter(|(_, it)| it.kind == kind).count();
    let worse = groups
        .iter()
        .flat_map(|group| &group.entries)
        .filter(|entry| entry.is_worse())
        .count();
    let dropped = comparison
        .changes
        .all()
        .filter(|(_, it)| it.kind == Kind::ObjectiveDropped && it.after.is_some())
        .count();
    let lacking = comparison
        .changes
        .all()
        .filter(|(_, it)| it.reason == Reason::Lacking)
        .count();
    let counts: [(Plural, usize); 6] = [
        (words.n_worse, worse),
        (words.n_dropped, dropped),
        (words.n_removed, of_kind(Kind::ObjectiveRemoved)),
        (words.n_added, of_kind(Kind::ObjectiveAdded)),
        (words.n_check_ins, of_kind(Kind::CheckInAdded)),
        (words.n_lacking, lacking),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(plural, n)| language.count(plural, n))
        .collect();
    let all = language.count(words.n_objectives, objectives);
    match parts.is_empty() {
        true => format!("{all}."),
        false => format!("{all}{}{}.", language.page_words().colon, parts.join(", ")),
    }
}

/// `From 3f2a1b9c01 to the work tree, as of 10 September 2026.` `named` writes a commit.
pub(super) fn from_to(comparison: &Comparison<'_>, named: impl Fn(&str) -> String) -> String {
    let language = comparison.language();
    let words = language.change_words();
    let name = |commit: Option<&str>| match commit {
        Some(commit) => named(commit.get(..SHORT).unwrap_or(commit)),
        None => words.work_tree.to_owned(),
    };
    let names = comparison.commits.map(name);
    let day = language.long_date(comparison.sides.after.standing.as_of);
    fill(
        words.from_to,
        &[("base", &names.before), ("head", &names.after), ("date", &day)],
    )
}

/// Digits of a commit as people are told it.
const SHORT: usize = 10;
