//! Every period: its state, its days, how many objectives it has and how they stand.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::PeriodIx;
use crate::site::chart::{Bar, Domain, bar};
use crate::site::figures;
use crate::site::frame::{Room, state_word};
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts::{self, MixData};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Rows on one page.
const ROWS: usize = 100;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    answer: String,
    answer_rest: String,
    empty: Option<String>,
    table: PeriodTable,
    pager: Option<Pager>,
}

/// A table of periods.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PeriodTable {
    /// For the ear.
    pub caption: String,
    /// Its rows.
    pub rows: Vec<PeriodRow>,
}

/// A row of a table of periods.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PeriodRow {
    href: String,
    name: String,
    title: Option<String>,
    state: &'static str,
    days_html: Html,
    objectives: String,
    mix: Option<MixData>,
    score: String,
    score_sort: String,
    bar_html: Html,
}

/// `periods/index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let periods: Vec<PeriodIx> = (0..site.inputs.book.periods.len()).rev().map(PeriodIx).collect();
    let pages = paging::count(periods.len(), ROWS);
    (1..=pages)
        .map(|number| {
            let here = Here::at(Route::Periods.page_file(number));
            let page = page(
                site,
                &here,
                &periods,
                paging::part(&periods, number, ROWS),
                paging::pager(site, &here, Route::Periods, number, pages),
            );
            let frame = site.frame(&here, Room::Overview, site.words.periods, None);
            site.page("periods.html", &frame, &page)
        })
        .collect()
}

fn page(site: &Site<'_>, here: &Here, all: &[PeriodIx], part: &[PeriodIx], pager: Option<Pager>) -> Page {
    let (book, standing, words) = (site.inputs.book, site.inputs.standing, site.words);
    let running = site.index.running().first().map(|period| &book.periods[period.0]);
    Page {
        crumbs_html: parts::crumbs(site, here, [(None, words.periods)]),
        answer: site.language.count(words.n_periods, all.len()),
        answer_rest: running.map_or_else(
            || ".".to_owned(),
            |period| fill(words.now_in, &[("name", &period.name)]),
        ),
        empty: all
            .is_empty()
            .then(|| parts::attention::first_steps(site, "objectives/"))
            .flatten(),
        table: PeriodTable {
            caption: words.periods.to_owned(),
            rows: part
                .iter()
                .map(|&period| {
                    let group = &standing.periods[period.0];
                    row(site, here, period, group)
                })
                .collect(),
        },
        pager,
    }
}

/// A row: a period as a whole, or a team in it.
pub fn row(
    site: &Site<'_>,
    here: &Here,
    period: PeriodIx,
    group: &crate::history::GroupStanding,
) -> PeriodRow {
    let the_period = &site.inputs.book.periods[period.0];
    let shown = Bar {
        value: group.score,
        expected: parts::expected(site, period, group.expected),
        class: "neutral",
    };
    PeriodRow {
        href: here.to(Route::Period(&the_period.id)),
        name: the_period.name.clone(),
        title: the_period.page.as_ref().and_then(|page| page.title.clone()),
        state: state_word(group.state, site.words),
        days_html: parts::span_html(site, period),
        objectives: site
            .language
            .count(site.words.n_objectives, group.objectives.len()),
        mix: (!group.objectives.is_empty()).then(|| parts::mix_of(site, &group.objectives)),
        score: figures::score(group.score, site.language),
        score_sort: figures::sort_key(group.score),
        bar_html: bar(shown, Domain::UNIT),
    }
}
