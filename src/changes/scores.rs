//! How the scores and mixes of periods, and of teams in them, moved.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::fact::same_or_none;
use super::{Both, GroupMove, Side};
use crate::history::{GroupStanding, Mix};
use crate::model::Period;

/// By id of the group, then of the period.
type Groups = BTreeMap<(String, String), Group>;

#[derive(Clone, Copy)]
struct Group {
    /// Of the period.
    start: Date,
    score: Option<f64>,
    mix: Mix,
}

/// Periods, in their order.
pub fn periods(sides: Both<Side<'_>>) -> Vec<GroupMove> {
    let groups = sides.map(|side| {
        let periods = side.book.periods.iter().zip(&side.standing.periods);
        periods
            .map(|(period, standing)| group(&period.id, period, standing))
            .collect()
    });
    let mut moves = moves(groups);
    moves.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
    moves.into_iter().map(|(_, group)| group).collect()
}

/// Teams by id, each in the order of periods.
pub fn teams(sides: Both<Side<'_>>) -> Vec<GroupMove> {
    let groups = sides.map(|side| {
        let teams = side.standing.teams.iter();
        teams
            .map(|((team, period), standing)| group(team, &side.book.periods[period.0], standing))
            .collect()
    });
    let mut moves = moves(groups);
    moves.sort_by(|one, other| {
        let key = |it: &(Date, GroupMove)| (it.1.id.clone(), it.0, it.1.period.clone());
        key(one).cmp(&key(other))
    });
    moves.into_iter().map(|(_, group)| group).collect()
}

fn group(id: &str, period: &Period, standing: &GroupStanding) -> ((String, String), Group) {
    let group = Group {
        start: period.start,
        score: standing.score,
        mix: standing.mix,
    };
    ((id.to_owned(), period.id.clone()), group)
}

/// Those that moved, each with the start of its period.
fn moves(groups: Both<Groups>) -> Vec<(Date, GroupMove)> {
    let Both { before, after } = &groups;
    let gone = before.iter().filter(|(key, _)| !after.contains_key(key));
    let moves = after.iter().chain(gone).map(|(key, group)| {
        let both = groups.as_ref().map(|side| side.get(key));
        let moved = GroupMove {
            id: key.0.clone(),
            period: key.1.clone(),
            score: both.map(|group| group.and_then(|group| group.score)),
            mix: both.map(|group| group.map(|group| group.mix).unwrap_or_default()),
        };
        (group.start, moved)
    });
    moves.filter(|(_, group)| moved(group)).collect()
}

fn moved(group: &GroupMove) -> bool {
    !same_or_none(group.score.before, group.score.after) || group.mix.before != group.mix.after
}
