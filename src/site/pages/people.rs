//! Everybody who is named in a file, and what they answer for now. No averages and no ranks of people.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{KeyResultIx, ObjectiveIx, Person};
use crate::site::fold;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::index::Owned;
use crate::site::paging::{self, Pager};
use crate::site::parts::{self, due};
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Teams named beside a person.
const TEAMS: usize = 6;
/// Rows on one page.
const ROWS: usize = 350;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    answer: String,
    answer_rest: String,
    empty: Option<String>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

#[derive(JsonSchema, Serialize)]
struct Row {
    href: String,
    name: String,
    teams: String,
    objectives: usize,
    key_results: usize,
    due_html: Html,
    due_sort: String,
    late: bool,
}

/// `people/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let book = site.inputs.book;
    let mut order: Vec<usize> = (0..book.people.len()).collect();
    order.sort_by_cached_key(|&at| (fold::folded(&book.people[at].name), at));
    let pages = paging::count(order.len(), ROWS);
    let name = site
        .index
        .current()
        .map(|period| book.periods[period.0].name.as_str());
    (1..=pages)
        .map(|number| {
            let here = Here::at(Route::People.page_file(number));
            let page = Page {
                crumbs_html: parts::crumbs(site, &here, [(None, site.words.people)]),
                answer: site.language.count(site.words.people_named, order.len()),
                answer_rest: name.map_or_else(String::new, |name| {
                    fill(site.words.people_rest, &[("name", name)])
                }),
                empty: order.is_empty().then(|| site.words.no_people.to_owned()),
                rows: paging::part(&order, number, ROWS)
                    .iter()
                    .map(|&at| row(site, &here, &book.people[at], at))
                    .collect(),
                pager: paging::pager(site, &here, Route::People, number, pages),
            };
            let frame = site.frame(&here, Room::People, site.words.people, name);
            site.page("people.html", &frame, &page)
        })
        .collect()
}

/// Whether an objective belongs to a period that runs.
pub fn is_now(site: &Site<'_>, ix: ObjectiveIx) -> bool {
    site.index.running().contains(&site.inputs.book[ix].period)
}

/// Whether an objective counts now: it belongs to a period that runs, and is neither a draft nor dropped.
pub fn counts(site: &Site<'_>, ix: ObjectiveIx) -> bool {
    is_now(site, ix) && site.inputs.standing[ix].class.is_some()
}

/// The same for a key result, which may be dropped by itself.
pub fn key_result_counts(site: &Site<'_>, ix: ObjectiveIx, kr: KeyResultIx) -> bool {
    counts(site, ix) && parts::sign_of_key_result(site, ix, kr) != Sign::Dropped
}

/// The check-ins that somebody owes now: for objectives, and for those of their key results; the earliest first.
pub fn owed(site: &Site<'_>, owned: &Owned) -> Vec<(Date, ObjectiveIx)> {
    let mut all: Vec<ObjectiveIx> = owned
        .objectives
        .iter()
        .copied()
        .chain(owned.key_results.iter().map(|(ix, _)| *ix))
        .filter(|&ix| is_now(site, ix))
        .collect();
    all.sort_unstable();
    all.dedup();
    due::dates(site, &all)
}

fn row(site: &Site<'_>, here: &Here, person: &Person, at: usize) -> Row {
    let owned = site.index.owned(at);
    let next = owed(site, owned).first().map(|(date, _)| *date);
    let teams: Vec<String> = site
        .index
        .memberships(at)
        .iter()
        .take(TEAMS)
        .map(|team| parts::team_name(site, team).to_owned())
        .chain(parts::more(site, site.index.memberships(at).len(), TEAMS))
        .collect();
    Row {
        href: here.to(Route::Person(&person.id)),
        name: person.name.clone(),
        teams: teams.join(", "),
        objectives: owned.objectives.iter().filter(|&&ix| counts(site, ix)).count(),
        key_results: owned
            .key_results
            .iter()
            .filter(|(ix, kr)| key_result_counts(site, *ix, *kr))
            .count(),
        due_html: next.map_or_else(Html::new, |date| {
            parts::time_html(date, &site.language.short_date(date))
        }),
        due_sort: next.map_or_else(|| "9".to_owned(), |date| date.to_string()),
        late: next.is_some_and(|date| date < site.inputs.standing.as_of),
    }
}
