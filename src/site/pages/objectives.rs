//! Every objective, the latest period first, in compact lines.

use serde::Serialize;

use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::frame::{Room, state_word};
use crate::site::paging::{self, Pager};
use crate::site::parts::lines::{self, Lines};
use crate::site::parts::{self, Crumb};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

#[derive(Serialize)]
struct Page {
    crumbs: Vec<Crumb>,
    count: String,
    count_rest: String,
    empty: Option<String>,
    groups: Vec<Lines>,
    pager: Option<Pager>,
}

/// `objectives/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let periods = (0..site.inputs.book.periods.len()).rev().map(PeriodIx);
    let all: Vec<ObjectiveIx> = periods
        .flat_map(|period| site.index.of_period(period).iter().copied())
        .collect();
    let sizes = all.iter().map(|&ix| lines::size(site, ix));
    let cut = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
    let words = site.words;
    let note = |period: PeriodIx| state_word(parts::state_of(site, period), words).to_owned();
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(Route::Objectives.page_file(at + 1));
            let page = Page {
                crumbs: parts::crumbs(site, &here, [(None, words.objectives)]),
                count: site.language.count(words.n_objectives, all.len()),
                count_rest: site
                    .language
                    .count(words.in_n_periods, site.inputs.book.periods.len()),
                empty: all
                    .is_empty()
                    .then(|| fill(words.empty_help, &[("folder", "objectives/")])),
                groups: lines::by_period(site, &here, &all[range.clone()], lines::WHOSE, note),
                pager: paging::pager(site, &here, Route::Objectives, at + 1, cut.len()),
            };
            let frame = site.frame(&here, Room::Overview, words.objectives, None);
            site.page("objectives.html", &frame, &page)
        })
        .collect()
}
