//! One team: its objectives now, month by month, what is due, who is in it, and what it did before.

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{GroupStanding, PeriodState};
use crate::model::{ObjectiveIx, PeriodIx, Team};
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::pages::periods::{self, PeriodTable};
use crate::site::paging::{self, Pager};
use crate::site::parts::due;
use crate::site::parts::heat::{self, Heat};
use crate::site::parts::lines::{self, Lines};
use crate::site::parts::{self, Below, ObjectiveTable, Strip};
use crate::site::route::{Here, Route, folder};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Objectives of running periods on one page.
pub const NOW: usize = 50;
/// Objectives of other periods on one page.
pub const BEFORE: usize = 150;
/// Due dates named.
const DUE: usize = 40;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    name: String,
    answer: String,
    answer_rest: String,
    facts: Vec<Fact>,
    strip: Option<Strip>,
    sections: Vec<Section>,
    empty: Option<String>,
    due_html: Html,
    due_more: Option<String>,
    before: Option<PeriodTable>,
    before_lines: Vec<Lines>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let sections = self.sections.iter_mut().flat_map(Section::long_texts);
        let before = self.before_lines.iter_mut().map(Lines::long_text);
        sections.chain([&mut self.due_html]).chain(before).collect()
    }
}

#[derive(JsonSchema, Serialize)]
struct Fact {
    name: &'static str,
    links_html: Html,
}

/// What a page shows of one running period.
#[derive(JsonSchema, Serialize)]
pub struct Section {
    /// For ids.
    id: String,
    /// Name of the period, when there are several.
    name: Option<String>,
    heat: Option<Heat>,
    table: ObjectiveTable,
}

impl Section {
    /// Those of its texts that may be long.
    pub fn long_texts(&mut self) -> impl Iterator<Item = &mut Html> {
        let heat = self.heat.iter_mut().map(Heat::long_text);
        heat.chain(self.table.long_texts())
    }
}

/// Members and teams below that are named.
const NAMED: usize = 120;

/// How many teams there are.
pub fn count(site: &Site<'_>) -> usize {
    site.inputs.book.teams.len()
}

/// Which team's page lies at a path.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    let id = folder(path, 1)?;
    site.inputs.book.teams.iter().position(|team| team.id == id)
}

/// `teams/<team>/index.html`, of one team.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    of(site, &site.inputs.book.teams[at])
}

/// The objectives of running periods, and the others, the latest period first.
pub fn now_and_before(site: &Site<'_>, objectives: &[ObjectiveIx]) -> (Vec<ObjectiveIx>, Vec<ObjectiveIx>) {
    let book = site.inputs.book;
    let place = |ix: ObjectiveIx| {
        site.index
            .running()
            .iter()
            .position(|&period| period == book[ix].period)
    };
    let (mut now, before): (Vec<_>, Vec<_>) = objectives.iter().copied().partition(|&ix| place(ix).is_some());
    now.sort_by_key(|&ix| (place(ix), ix));
    (now, lines::latest_first(site, before))
}

/// Tables and heat maps of objectives that stand together by period.
pub fn sections(site: &Site<'_>, here: &Here, below: Below, objectives: &[ObjectiveIx]) -> Vec<Section> {
    let book = site.inputs.book;
    let current = site.index.current();
    objectives
        .chunk_by(|&a, &b| book[a].period == book[b].period)
        .map(|of_period| {
            let period = book[of_period[0]].period;
            let the_period = &book.periods[period.0];
            Section {
                id: the_period.id.clone(),
                name: (Some(period) != current).then(|| the_period.name.clone()),
                heat: heat::of(site, here, period, of_period),
                table: parts::table_of(site, here, period, of_period, below),
            }
        })
        .collect()
}

fn of(site: &Site<'_>, team: &Team) -> Result<Vec<OutputFile>, Failure> {
    let (now, before) = now_and_before(site, site.index.of_team(&team.id));
    let pages = paging::count(now.len(), NOW).max(paging::count(before.len(), BEFORE));
    (1..=pages)
        .map(|number| {
            let route = Route::Team(&team.id);
            let here = Here::at(route.page_file(number));
            let mut page = page(site, &here, team, &now, &before, number);
            page.pager = paging::pager(site, &here, route, number, pages);
            let name = site
                .index
                .current()
                .map(|period| site.inputs.book.periods[period.0].name.as_str());
            let mut frame = site.frame(&here, Room::Teams, &team.name, name);
            frame.feed = here.to(Route::TeamFeed(&team.id));
            site.page_of_long_texts("team.html", &frame, page)
        })
        .collect()
}

fn page(
    site: &Site<'_>,
    here: &Here,
    team: &Team,
    now: &[ObjectiveIx],
    before: &[ObjectiveIx],
    number: usize,
) -> Page {
    let book = site.inputs.book;
    let first = now.first().map(|&ix| book[ix].period);
    let standing = first.and_then(|period| Some((period, site.index.team_in(&team.id, period)?)));
    let (answer, answer_rest) = answer(site, first, standing);
    let mut page = Page {
        crumbs_html: parts::crumbs(
            site,
            here,
            [(Some(Route::Teams), site.words.teams), (None, &team.name)],
        ),
        name: team.name.clone(),
        answer,
        answer_rest,
        facts: Vec::new(),
        strip: None,
        sections: sections(site, here, Below::Owner, paging::part(now, number, NOW)),
        empty: None,
        due_html: Html::new(),
        due_more: None,
        before: None,
        before_lines: lines::by_period(
            site,
            here,
            paging::part(before, number, BEFORE),
            &[Below::Owner],
            |period| {
                let group = site.index.team_in(&team.id, period);
                let n = group.map_or(0, |group| group.objectives.len());
                site.language.count(site.words.n_objectives, n)
            },
        ),
        pager: None,
    };
    if number > 1 {
        return page;
    }
    page.facts = facts(site, here, team);
    page.strip = standing.map(|(period, group)| match group.state {
        PeriodState::Closed => parts::ended::strip(site, group),
        _ => parts::strip(site, period, group),
    });
    if now.is_empty() {
        let folder = site.index.current().map_or_else(
            || "objectives/".to_owned(),
            |period| ["objectives/", &book.periods[period.0].id, "/", &team.id, "/"].concat(),
        );
        page.empty = parts::attention::first_steps(site, &folder);
    }
    let owed = due::dates(site, now);
    page.due_html = due::rows(site, here, &owed[..owed.len().min(DUE)]);
    page.due_more = owed
        .len()
        .checked_sub(DUE)
        .filter(|more| *more > 0)
        .map(|more| site.language.count(site.words.and_n_more, more));
    page.before = periods_before(site, here, team);
    page
}

fn answer(
    site: &Site<'_>,
    first: Option<PeriodIx>,
    standing: Option<(PeriodIx, &GroupStanding)>,
) -> (String, String) {
    if let Some((period, group)) = standing {
        return parts::attention::answer(site, period, &group.objectives);
    }
    let period = first.or(site.index.current());
    let name = period.map_or("", |period| &site.inputs.book.periods[period.0].name);
    (fill(site.words.nothing_in, &[("name", name)]), ".".to_owned())
}

/// Members, the team above, the teams below.
fn facts(site: &Site<'_>, here: &Here, team: &Team) -> Vec<Fact> {
    let book = site.inputs.book;
    let (words, mut facts) = (site.words, Vec::new());
    let mut add = |name: &'static str, links: Vec<(String, String)>| {
        if links.is_empty() {
            return;
        }
        let mut html = Html::with_capacity(links.len() * 80);
        for (at, (href, text)) in links.iter().take(NAMED).enumerate() {
            if at > 0 {
                html.text(", ");
            }
            crate::site::link(&mut html, href, text);
        }
        if let Some(more) = parts::more(site, links.len(), NAMED) {
            html.text(" ").text(&more);
        }
        facts.push(Fact {
            name,
            links_html: html,
        });
    };
    let person = |handle: &String| {
        let id = site
            .index
            .person(book, handle)
            .map_or(handle, |person| &person.id);
        (here.to(Route::Person(id)), site.person_name(handle).to_owned())
    };
    let other = |id: &str| (here.to(Route::Team(id)), parts::team_name(site, id).to_owned());
    add(words.members, team.members.iter().map(person).collect());
    let parent = team
        .parent
        .as_deref()
        .filter(|parent| site.index.team(parent).is_some());
    add(words.part_of, parent.map(other).into_iter().collect());
    let mut below: Vec<&str> = site.index.subteams(&team.id).to_vec();
    parts::order_teams(site, &mut below);
    add(words.teams_below, below.into_iter().map(other).collect());
    facts
}

/// The periods that do not run in which the team has objectives, with score and mix.
fn periods_before(site: &Site<'_>, here: &Here, team: &Team) -> Option<PeriodTable> {
    let book = site.inputs.book;
    let rows: Vec<_> = (0..book.periods.len())
        .rev()
        .map(PeriodIx)
        .filter(|period| !site.index.running().contains(period))
        .filter_map(|period| Some((period, site.index.team_in(&team.id, period)?)))
        .take(24)
        .map(|(period, group)| periods::row(site, here, period, group))
        .collect();
    (!rows.is_empty()).then(|| PeriodTable {
        caption: [&team.name, site.words.colon, site.words.other_periods].concat(),
        rows,
    })
}
