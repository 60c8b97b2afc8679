//! One period: everything promised for it, and where it stands; after its end the closing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{PeriodState, attention, coverage};
use crate::model::{Period, PeriodIx};
use crate::site::chart;
use crate::site::frame::{Room, state_word};
use crate::site::html::Html;
use crate::site::markdown;
use crate::site::paging::{self, Pager};
use crate::site::parts::attention::AttentionRow;
use crate::site::parts::ended::Closing;
use crate::site::parts::teams::{Entry, Look, MANY, TeamTable};
use crate::site::parts::{self, Chip, ObjectiveTable, Strip};
use crate::site::route::{Here, Route, folder};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site};

/// Objectives that need attention named on one page.
const ATTENTION: usize = 100;
/// The same beside a long table of objectives.
const ATTENTION_BESIDE: usize = 25;
/// From this many objectives on their table is long.
const LONG: usize = 75;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    state: &'static str,
    days_html: Html,
    countdown: Option<String>,
    answer: String,
    answer_rest: String,
    ruler_html: Html,
    strip: Option<Strip>,
    empty: Option<String>,
    closing: Option<Closing>,
    introduction_html: Html,
    inputs: Vec<Input>,
    not_doing: Vec<String>,
    shows_attention: bool,
    attention_none: &'static str,
    attention: Vec<AttentionRow>,
    attention_count: String,
    attention_more: Option<More>,
    chips: Vec<Chip>,
    table: Option<ObjectiveTable>,
    teams: Option<TeamTable>,
    teams_note: String,
    coverage: Vec<CoverageRow>,
    map: Option<String>,
    present: Option<String>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let table = self.table.iter_mut().flat_map(ObjectiveTable::long_texts);
        table.chain([&mut self.introduction_html]).collect()
    }
}

#[derive(JsonSchema, Serialize)]
struct More {
    href: String,
    text: String,
}

/// What the period starts from, linked where it leads somewhere.
#[derive(JsonSchema, Serialize)]
struct Input {
    title: String,
    link_html: Option<Html>,
}

#[derive(JsonSchema, Serialize)]
struct CoverageRow {
    name: &'static str,
    n: String,
    of: String,
}

/// How many periods there are.
pub fn count(site: &Site<'_>) -> usize {
    site.inputs.book.periods.len()
}

/// Which period's page lies at a path.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    let id = folder(path, 1)?;
    site.inputs.book.periods.iter().position(|period| period.id == id)
}

/// `periods/<period>/index.html`, of one period.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    of(site, PeriodIx(at))
}

fn of(site: &Site<'_>, period: PeriodIx) -> Result<Vec<OutputFile>, Failure> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let the_period = &book.periods[period.0];
    let group = &standing.periods[period.0];
    let attention = attention::of(book, standing, &group.objectives, parts::since(site, period));
    let shown = site.index.of_period(period);
    let many = parts::are_many(site, shown);
    let teams: Vec<Entry<'_>> = if many { teams(site, period) } else { Vec::new() };
    let named = if !many && shown.len() >= LONG {
        ATTENTION_BESIDE
    } else {
        ATTENTION
    };
    let pages = paging::count(attention.len(), named).max(paging::count(teams.len(), MANY));
    let heading = heading(the_period);
    let title = if heading == the_period.name {
        heading.to_owned()
    } else {
        [&the_period.name, site.words.colon, heading].concat()
    };
    (1..=pages)
        .map(|number| {
            let route = Route::Period(&the_period.id);
            let here = Here::at(route.page_file(number));
            let mut page = page(site, &here, period, number);
            page.attention = paging::part(&attention, number, named)
                .iter()
                .map(|one| parts::attention::row(site, &here, one))
                .collect();
            page.attention_count = site.language.count(site.words.n_objectives, attention.len());
            page.attention_more = (number * named < attention.len()).then(|| More {
                href: here.to_page(route, number + 1),
                text: site
                    .language
                    .count(site.words.and_n_more, attention.len() - number * named),
            });
            if many {
                let teams = paging::part(&teams, number, MANY);
                page.teams = (!teams.is_empty())
                    .then(|| parts::teams::table(site, &here, period, teams, Look::of(teams.len())));
            }
            page.pager = paging::pager(site, &here, route, number, pages);
            let frame = site.frame(&here, Room::Overview, &title, Some(&the_period.name));
            site.page_of_long_texts("period.html", &frame, page)
        })
        .collect()
}

/// The title of the period's page, or its name.
fn heading(period: &Period) -> &str {
    let title = period.page.as_ref().and_then(|page| page.title.as_deref());
    title.unwrap_or(&period.name)
}

/// The teams with objectives in a period, a team behind the one above it.
fn teams<'a>(site: &Site<'a>, period: PeriodIx) -> Vec<Entry<'a>> {
    parts::teams::in_order(site)
        .into_iter()
        .filter_map(|(team, depth)| Some((team, depth, Some(site.index.team_in(team, period)?))))
        .collect()
}

fn page(site: &Site<'_>, here: &Here, period: PeriodIx, number: usize) -> Page {
    let (book, standing, words, language) =
        (site.inputs.book, site.inputs.standing, site.words, site.language);
    let (the_period, group) = (&book.periods[period.0], &standing.periods[period.0]);
    let shown = site.index.of_period(period);
    let (answer, answer_rest) = parts::attention::answer(site, period, &group.objectives);
    let mut page = Page {
        crumbs_html: parts::crumbs(
            site,
            here,
            [(Some(Route::Periods), words.periods), (None, &the_period.name)],
        ),
        heading: heading(the_period).to_owned(),
        state: state_word(group.state, words),
        days_html: parts::span_html(site, period),
        countdown: countdown(site, the_period, group.state),
        answer,
        answer_rest,
        ruler_html: chart::ruler(the_period, standing.as_of, language),
        strip: None,
        empty: None,
        closing: None,
        introduction_html: Html::new(),
        inputs: Vec::new(),
        not_doing: Vec::new(),
        shows_attention: group.state == PeriodState::Active && !group.objectives.is_empty(),
        attention_none: parts::attention::none(site),
        attention: Vec::new(),
        attention_count: String::new(),
        attention_more: None,
        chips: Vec::new(),
        table: None,
        teams: None,
        teams_note: language.count(words.n_teams, site.index.teams_of(period).len()),
        coverage: Vec::new(),
        map: None,
        present: super::present::is_there(site, period).then(|| here.to(Route::Present(&the_period.id))),
        pager: None,
    };
    if number > 1 {
        return page;
    }
    if let Some(said) = &the_period.page {
        page.introduction_html = markdown::body(site, here, said.file, said.body, 1);
        page.inputs = said
            .inputs
            .iter()
            .map(|input| Input {
                title: input.title.clone(),
                link_html: markdown::link(site, here, said.file, input),
            })
            .collect();
        page.not_doing = said.not_doing.clone();
    }
    if shown.is_empty() {
        let folder = ["objectives/", &the_period.id, "/"].concat();
        page.empty = parts::attention::first_steps(site, &folder);
        return page;
    }
    if !group.objectives.is_empty() {
        page.strip = Some(match group.state {
            PeriodState::Closed => parts::ended::strip(site, group),
            _ => parts::strip(site, period, group),
        });
        page.coverage = coverage(site, period);
    }
    page.closing = (group.state == PeriodState::Closed).then(|| parts::ended::closing(site, here, period));
    page.map = Some(super::map::address(site, here, period));
    if !parts::are_many(site, shown) {
        let table = parts::table_by_team(site, here, period, shown);
        page.chips = parts::chips(site, period, shown);
        page.table = Some(table);
    }
    page
}

/// How long it is to the end of a running period, or to the beginning of the next.
fn countdown(site: &Site<'_>, period: &Period, state: PeriodState) -> Option<String> {
    let as_of = site.inputs.standing.as_of;
    let days = |to| chart::days_between(as_of, to).max(0) as usize;
    match (state, period.end) {
        (PeriodState::Upcoming, _) => Some(site.language.count(site.words.begins_in, days(period.start))),
        (PeriodState::Active, Some(end)) if end == as_of => Some(site.words.last_day.to_owned()),
        (PeriodState::Active, Some(end)) => Some(site.language.count(site.words.days_left, days(end))),
        _ => None,
    }
}

fn coverage(site: &Site<'_>, period: PeriodIx) -> Vec<CoverageRow> {
    let (book, standing, words) = (site.inputs.book, site.inputs.standing, site.words);
    let found = coverage::of(book, standing, &standing.periods[period.0].objectives);
    let row = |name: &'static str, n: usize, total: usize| CoverageRow {
        name,
        n: site.language.whole(n as u64),
        of: parts::of(site, total),
    };
    let mut rows = vec![
        row(words.covered_owner, found.owned, found.objectives),
        row(words.covered_aligned, found.aligned, found.objectives),
    ];
    if standing.periods[period.0].state != PeriodState::Upcoming {
        rows.push(row(words.covered_check_in, found.checked_in, found.objectives));
        rows.push(row(words.covered_reading, found.read, found.key_results));
    }
    rows
}
