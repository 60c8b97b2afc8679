//! Objectives by team and period; where the news is worst comes first.

use std::collections::BTreeMap;

use super::Comparison;
use super::entry::{Entry, Rank};
use super::line::{Piece, ours, score};
use crate::changes::GroupMove;
use crate::history::Mix;
use crate::model::Period;
use crate::words::{Language, Plural};

/// The objectives of a team in a period, of which something is told.
pub(super) struct Group<'a> {
    /// The team's id.
    pub(super) team: &'a str,
    /// As people know it.
    pub(super) name: &'a str,
    /// When.
    pub(super) period: &'a Period,
    /// How its score moved, if it did.
    pub(super) moved: Option<&'a GroupMove>,
    /// What matters first; not empty.
    pub(super) entries: Vec<Entry<'a>>,
}

/// Every group.
pub(super) fn groups<'a>(comparison: &'a Comparison<'a>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(&str, &str), Group<'a>> = BTreeMap::new();
    let moves: BTreeMap<(&str, &str), &GroupMove> = comparison
        .changes
        .teams
        .iter()
        .map(|it| ((it.id.as_str(), it.period.as_str()), it))
        .collect();
    for changes in &comparison.changes.objectives {
        let entry = Entry::new(comparison, changes);
        let side = match changes.at.after {
            Some(_) => comparison.sides.after,
            None => comparison.sides.before,
        };
        let (team, period) = (
            entry.objective.team.as_str(),
            side.book.period_of(entry.objective),
        );
        let key = (team, period.id.as_str());
        let group = groups.entry(key).or_insert_with(|| Group {
            team,
            name: side.book.team(team).map_or(team, |team| &team.name),
            period,
            moved: moves.get(&key).copied(),
            entries: Vec::new(),
        });
        group.entries.push(entry);
    }
    let mut groups: Vec<Group<'a>> = groups.into_values().collect();
    for group in &mut groups {
        group.entries.sort_by(|one, other| one.rank.cmp(&other.rank));
    }
    groups.sort_by(|one, other| key(one).cmp(&key(other)));
    groups
}

fn key<'a>(group: &'a Group<'_>) -> (&'a Rank, &'a str, &'a str) {
    (&group.entries[0].rank, group.team, &group.period.id)
}

/// Score and mix: `0.52 → 0.55 ▲ 0.03, 3 → 2 on track, 1 → 2 at risk`.
pub(super) fn of_both(group: &GroupMove, language: Language) -> Vec<Piece> {
    let words = language.page_words();
    let classes = |mix: &Mix| -> [(usize, Plural); 5] {
        [
            (mix.on_track, words.n_on_track),
            (mix.at_risk, words.n_at_risk),
            (mix.off_track, words.n_off_track),
            (mix.stale, words.n_stale),
            (mix.no_check_in, words.n_no_check_in),
        ]
    };
    let mixes = group.mix.as_ref().map(classes);
    let mut pieces = score(group.score.before, group.score.after, language);
    for ((before, _), (after, plural)) in mixes.before.into_iter().zip(mixes.after) {
        if before != after {
            let word = language.form(plural, after);
            pieces.push(ours(format!(", {before} → {after} {word}")));
        }
    }
    pieces
}
