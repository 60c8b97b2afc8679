//! Which team, person and period a command is asked about: names of the command line, looked up.

use super::known;
use crate::history::{Standing, is_dropped};
use crate::model::{Book, Objective, ObjectiveIx, PeriodIx};
use crate::msg;

/// A team that is there, by its id or its name.
pub(super) fn team<'a>(book: &'a Book, asked: &str) -> anyhow::Result<&'a str> {
    let same = |name: &str| name.to_lowercase() == asked.to_lowercase();
    let found = book.team(asked);
    let found = found.or_else(|| book.teams.iter().find(|team| same(&team.id) || same(&team.name)));
    found.map(|team| team.id.as_str()).ok_or_else(|| {
        let what = msg!("there is no team `{team}`", team = asked);
        let ids = book.teams.iter().map(|team| team.id.as_str());
        known::none(book.config.language, &what, asked, ids)
    })
}

/// A person who is there, by the handle, with `@` or without.
pub(super) fn person<'a>(book: &'a Book, asked: &str) -> anyhow::Result<&'a str> {
    let handle = asked.strip_prefix('@').unwrap_or(asked);
    book.person(handle)
        .map(|person| person.id.as_str())
        .ok_or_else(|| {
            let what = msg!("there is nobody called `{person}`", person = asked);
            let ids = book.people.iter().map(|person| person.id.as_str());
            known::none(book.config.language, &what, handle, ids)
        })
}

/// A period that is there, by its id or its name.
pub(super) fn period(book: &Book, asked: &str) -> anyhow::Result<PeriodIx> {
    let same = |name: &str| name.to_lowercase() == asked.to_lowercase();
    let by_id = book.periods.iter().position(|period| same(&period.id));
    let found = by_id.or_else(|| book.periods.iter().position(|period| same(&period.name)));
    found.map(PeriodIx).ok_or_else(|| {
        let what = msg!("there is no period `{period}`", period = asked);
        let ids = book.periods.iter().map(|period| period.id.as_str());
        known::none(book.config.language, &what, asked, ids)
    })
}

/// The objectives of the site, by id.
pub(super) fn objectives(book: &Book) -> impl Iterator<Item = (ObjectiveIx, &Objective)> {
    let all = book.objectives.iter().enumerate();
    all.filter(|(_, objective)| !objective.draft)
        .map(|(at, objective)| (ObjectiveIx(at), objective))
}

/// Whether somebody answers for an objective or for one of its key results that still stands.
pub(super) fn is_owned_by(objective: &Objective, person: &str, standing: &Standing) -> bool {
    let key_results = objective.key_results.iter();
    let standing = key_results.filter(|kr| !is_dropped(kr.dropped.as_deref(), standing.as_of));
    let mut owners = standing.map(|kr| &kr.owner).chain([&objective.owner]).flatten();
    owners.any(|owner| owner.eq_ignore_ascii_case(person))
}
