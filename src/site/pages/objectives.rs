//! Every objective, the latest period first, in compact lines.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::frame::{Room, state_word};
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::parts::lines::{self, Lines};
use crate::site::route::{Here, Route};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site};

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    count: String,
    count_rest: String,
    empty: Option<String>,
    groups: Vec<Lines>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let groups = self.groups.iter_mut();
        groups.map(Lines::long_text).collect()
    }
}

/// What stands on which page.
pub struct Plan {
    all: Vec<ObjectiveIx>,
    pages: Vec<Range<usize>>,
}

fn plan<'s>(site: &'s Site<'_>) -> &'s Plan {
    site.plans.objectives.get_or_init(|| {
        let periods = (0..site.inputs.book.periods.len()).rev().map(PeriodIx);
        let all: Vec<ObjectiveIx> = periods
            .flat_map(|period| site.index.of_period(period).iter().copied())
            .collect();
        let sizes = all.iter().map(|&ix| lines::size(site, ix));
        let pages = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
        Plan { all, pages }
    })
}

/// How many pages the list has.
pub fn count(site: &Site<'_>) -> usize {
    plan(site).pages.len()
}

/// Which page lies at a path.
pub fn part(_: &Site<'_>, path: &str) -> Option<usize> {
    paging::place(path)
}

/// `objectives/index.html`, or one of its further pages.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    let Plan { all, pages } = plan(site);
    let words = site.words;
    let note = |period: PeriodIx| state_word(parts::state_of(site, period), words).to_owned();
    let here = Here::at(Route::Objectives.page_file(at + 1));
    let page = Page {
        crumbs_html: parts::crumbs(site, &here, [(None, words.objectives)]),
        count: site.language.count(words.n_objectives, all.len()),
        count_rest: site
            .language
            .count(words.in_n_periods, site.inputs.book.periods.len()),
        empty: all
            .is_empty()
            .then(|| parts::attention::first_steps(site, "objectives/"))
            .flatten(),
        groups: lines::by_period(site, &here, &all[pages[at].clone()], lines::WHOSE, note),
        pager: paging::pager(site, &here, Route::Objectives, at + 1, pages.len()),
    };
    let frame = site.frame(&here, Room::Overview, words.objectives, None);
    Ok(vec![site.page_of_long_texts("objectives.html", &frame, page)?])
}
