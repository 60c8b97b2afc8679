//! Every team, and how it stands in the current period.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::PeriodIx;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::parts::teams::{self, Entry, Look, MANY, TeamTable};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    answer: String,
    answer_rest: String,
    empty: Option<String>,
    table: Option<TeamTable>,
    pager: Option<Pager>,
}

/// `teams/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let period = site.index.current();
    let all: Vec<Entry<'_>> = teams::in_order(site)
        .into_iter()
        .map(|(team, depth)| {
            let standing = period.and_then(|period| site.index.team_in(team, period));
            (team, depth, standing)
        })
        .collect();
    let pages = paging::count(all.len(), MANY);
    (1..=pages)
        .map(|number| {
            let here = Here::at(Route::Teams.page_file(number));
            let part = paging::part(&all, number, MANY);
            let page = Page {
                crumbs_html: parts::crumbs(site, &here, [(None, site.words.teams)]),
                answer: answer(site, period, &all),
                answer_rest: period.map_or_else(String::new, |period| {
                    let name = &site.inputs.book.periods[period.0].name;
                    fill(site.words.in_period, &[("name", name)])
                }),
                empty: all.is_empty().then(|| site.words.no_teams.to_owned()),
                table: period
                    .filter(|_| !part.is_empty())
                    .map(|period| teams::table(site, &here, period, part, Look::of(all.len()))),
                pager: paging::pager(site, &here, Route::Teams, number, pages),
            };
            let name = period.map(|period| site.inputs.book.periods[period.0].name.as_str());
            let frame = site.frame(&here, Room::Teams, site.words.teams, name);
            site.page("teams.html", &frame, &page)
        })
        .collect()
}

/// How many of the teams have objectives.
fn answer(site: &Site<'_>, period: Option<PeriodIx>, all: &[Entry<'_>]) -> String {
    let with = period.map_or(0, |period| site.index.teams_of(period).len());
    let total = site.language.whole(all.len() as u64);
    fill(
        &site.language.count(site.words.teams_with_objectives, with),
        &[("total", &total)],
    )
}
