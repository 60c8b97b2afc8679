//! What several pages show: rows and tables of objectives, the strip of figures, the mix, the filter.

pub mod attention;
pub mod due;
pub mod ended;
pub mod heat;
pub mod lines;
pub mod register;
pub mod row;
pub mod teams;
pub mod verdict;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::chart::mix;
use super::figures::{self, Change};
use super::fold;
use super::html::Html;
use super::route::{Here, Route};
use super::sign::Sign;
use super::{Site, frame, link_to};
use crate::config::Scoring;
use crate::history::movement;
use crate::history::{GroupStanding, PeriodState};
use crate::model::{KeyResultIx, Objective, ObjectiveIx, PeriodIx, Status};
use crate::score::Band;
use crate::words::fill;
use row::row_into;

/// Above this many objectives in a period the home and period pages list teams instead.
const MANY_OBJECTIVES: usize = 150;

/// Bytes of rows that a page may have, and about how many a row takes beside its title and its address.
const ROOM: usize = 178_000;
const ROW: usize = 1_060;

/// Whether a table of these objectives would be too long for a page.
pub fn are_many(site: &Site<'_>, objectives: &[ObjectiveIx]) -> bool {
    let bytes = |&ix: &ObjectiveIx| {
        let objective = &site.inputs.book[ix];
        ROW + objective.id.len() + objective.title.len()
    };
    objectives.len() > MANY_OBJECTIVES || objectives.iter().map(bytes).sum::<usize>() > ROOM
}

/// Rows under one heading.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Group {
    /// Anchor.
    pub id: Option<String>,
    /// Nothing for a table without groups.
    pub name: Option<String>,
    /// Where the name leads.
    pub href: Option<String>,
    /// What stands beside the name.
    pub note: Option<String>,
    /// Its rows.
    pub rows_html: Html,
}

/// A table of objectives.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ObjectiveTable {
    /// For the ear.
    pub caption: String,
    /// Head of the column of signs.
    pub status: &'static str,
    /// Head of the column of changes.
    pub since: String,
    /// What the tick on a bar means, when there are ticks.
    pub tick: Option<String>,
    /// Its rows.
    pub groups: Vec<Group>,
}

impl ObjectiveTable {
    /// Its rows, which may be long.
    pub fn long_texts(&mut self) -> impl Iterator<Item = &mut Html> {
        self.groups.iter_mut().map(|group| &mut group.rows_html)
    }
}

/// The mix as templates use it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MixData {
    chart_html: Html,
    parts: Vec<MixPart>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct MixPart {
    glyph_html: Html,
    n: usize,
    name: String,
}

/// A choice of the filter.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Chip {
    class: &'static str,
    glyph_html: Html,
    name: &'static str,
    n: usize,
}

/// The strip of figures.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Strip {
    /// Four of them.
    pub cells: Vec<Cell>,
}

/// A figure of the strip: a number, or a mix.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub struct Cell {
    /// What it is.
    pub label: String,
    /// How some objectives stand, in place of a number.
    pub mix: Option<MixData>,
    /// The number.
    pub big: String,
    /// Of how many.
    pub of: String,
    /// How it moved.
    pub change: Option<Change>,
    /// What else there is to say.
    pub note: String,
}

/// The way to a page: the site, then these. What leads nowhere is the page itself.
pub fn crumbs<'a>(
    site: &Site<'_>,
    here: &Here,
    steps: impl IntoIterator<Item = (Option<Route<'a>>, &'a str)>,
) -> Html {
    let mut html = way(site, here);
    for (route, name) in steps {
        match route {
            Some(route) => crumb_into(&mut html, here, route, None, name),
            None => {
                html.markup(r#"<li><span aria-current="page">"#)
                    .text(name)
                    .markup("</span></li>");
            }
        }
    }
    html
}

/// The beginning of the way to a page: the site.
pub fn way(site: &Site<'_>, here: &Here) -> Html {
    let mut html = Html::with_capacity(400);
    let title = shortened(&site.inputs.book.config.title, frame::BRAND);
    crumb_into(&mut html, here, Route::Home, None, &title);
    html
}

/// A step of the way, in a language when it is not the site's.
pub fn crumb_into(html: &mut Html, here: &Here, route: Route<'_>, lang: Option<&'static str>, name: &str) {
    html.markup("<li>");
    link_to(html, here, route, lang, name);
    html.markup("</li>");
}

/// What lists show of an objective: after the end of its period the word of its final score.
pub fn sign(site: &Site<'_>, ix: ObjectiveIx) -> Sign {
    let (objective, standing) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    Sign::in_list(objective, standing, state_of(site, objective.period))
}

/// What lists show of a key result.
pub fn sign_of_key_result(site: &Site<'_>, ix: ObjectiveIx, kr: KeyResultIx) -> Sign {
    let (objective, standing) = (&site.inputs.book[ix], site.inputs.standing);
    let dropped = objective.key_results[kr.0].dropped.as_deref();
    let now = &standing[ix].key_results[kr.0];
    match dropped {
        Some(dropped) if dropped.date <= standing.as_of => Sign::Dropped,
        _ if sign(site, ix) == Sign::Dropped => Sign::Dropped,
        _ if state_of(site, objective.period) == PeriodState::Closed => now
            .score
            .map_or(Sign::NoScore, |score| Sign::Ended(Band::of(score))),
        _ => Sign::of_key_result(now),
    }
}

/// The state of a period.
pub fn state_of(site: &Site<'_>, period: PeriodIx) -> PeriodState {
    site.inputs.standing.periods[period.0].state
}

/// A day as people write it, for machines too.
pub fn time_html(date: Date, text: &str) -> Html {
    let mut html = Html::with_capacity(64);
    time_into(&mut html, date, text);
    html
}

/// The same, behind what is there.
pub fn time_into<'h>(html: &'h mut Html, date: Date, text: &str) -> &'h mut Html {
    html.markup("<time datetime=\"")
        .iso_date(date)
        .markup("\">")
        .text(text)
        .markup("</time>")
}

/// `1 July – 31 December 2026`, or only the first day.
pub fn span_html(site: &Site<'_>, period: PeriodIx) -> Html {
    let period = &site.inputs.book.periods[period.0];
    let language = site.language;
    let Some(end) = period.end else {
        let text = fill(
            site.words.from_day,
            &[("date", &language.long_date(period.start))],
        );
        return time_html(period.start, &text);
    };
    let start = if period.start.year() == end.year() {
        language.day_and_month(period.start)
    } else {
        language.long_date(period.start)
    };
    let mut html = time_html(period.start, &start);
    html.text(" – ");
    html.html(&time_html(end, &language.long_date(end)));
    html
}

/// The day that "since" means in a period.
pub fn since(site: &Site<'_>, period: PeriodIx) -> Date {
    let book = site.inputs.book;
    movement::reference(
        &book.periods[period.0],
        book.config.cadence,
        site.inputs.standing.as_of,
    )
}

/// `Since 22 Oct`
pub fn since_title(site: &Site<'_>, period: PeriodIx) -> String {
    let text = fill(
        site.words.since,
        &[("month", &site.language.short_date(since(site, period)))],
    );
    capitalised(&text)
}

/// With its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Where the pace of an objective ends: its goal, when its period has a pace.
pub fn goal(site: &Site<'_>, objective: &Objective) -> Option<f64> {
    let period = site.inputs.book.period_of(objective);
    (period.scoring == Scoring::Progress && period.end.is_some()).then(|| objective.ambition.goal())
}

/// Where the tick of a bar stands: nowhere before the period begins.
pub fn expected(site: &Site<'_>, period: PeriodIx, expected: Option<f64>) -> Option<f64> {
    expected.filter(|_| state_of(site, period) != PeriodState::Upcoming)
}

/// A person as a link, or the words for nobody.
pub fn owner_html(site: &Site<'_>, here: &Here, owner: Option<&str>) -> Html {
    let mut html = Html::with_capacity(80);
    owner_into(site, here, &mut html, owner);
    html
}

/// The same, behind what is there.
pub fn owner_into(site: &Site<'_>, here: &Here, html: &mut Html, owner: Option<&str>) {
    match owner {
        Some(handle) => {
            let person = site.index.person(site.inputs.book, handle);
            let (id, name) = person.map_or((handle, handle), |person| (&person.id, &person.name));
            link_to(html, here, Route::Person(id), None, name);
        }
        None => nobody_into(site, html),
    }
}

/// The name of a person, or the words for nobody.
pub fn owner_name_into(site: &Site<'_>, html: &mut Html, owner: Option<&str>) {
    match owner {
        Some(handle) => {
            html.text(site.person_name(handle));
        }
        None => nobody_into(site, html),
    }
}

fn nobody_into(site: &Site<'_>, html: &mut Html) {
    html.markup(r#"<span class="warn">"#)
        .word(site.words.no_owner)
        .markup("</span>");
}

/// What stands below the title of an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// Who owns it.
    Owner,
    /// Which team has it.
    Team,
}

/// A table of the objectives of one period, grouped by team.
pub fn table_by_team(
    site: &Site<'_>,
    here: &Here,
    period: PeriodIx,
    objectives: &[ObjectiveIx],
) -> ObjectiveTable {
    let book = site.inputs.book;
    let mut rows: BTreeMap<&str, Html> = BTreeMap::new();
    for &ix in objectives {
        let rows = rows.entry(&book[ix].team.value).or_default();
        row_into(site, here, rows, ix, Below::Owner);
    }
    let mut teams: Vec<&str> = rows.keys().copied().collect();
    order_teams(site, &mut teams);
    let groups = teams
        .into_iter()
        .map(|team| {
            let standing = site.index.team_in(team, period);
            let score = standing.and_then(|standing| standing.score);
            Group {
                id: Some(["okr-team-", team].concat()),
                name: Some(team_name(site, team).to_owned()),
                href: Some(here.to(Route::Team(team))),
                note: score.map(|score| {
                    fill(
                        site.words.average,
                        &[("score", &figures::score(Some(score), site.language))],
                    )
                }),
                rows_html: rows.remove(team).unwrap_or_default(),
            }
        })
        .collect();
    table(site, period, groups)
}

/// A table of objectives of one period without groups.
pub fn table_of(
    site: &Site<'_>,
    here: &Here,
    period: PeriodIx,
    objectives: &[ObjectiveIx],
    below: Below,
) -> ObjectiveTable {
    let mut rows_html = Html::with_capacity(ROW * objectives.len());
    for &ix in objectives {
        row_into(site, here, &mut rows_html, ix, below);
    }
    let group = Group {
        id: None,
        name: None,
        href: None,
        note: None,
        rows_html,
    };
    table(site, period, vec![group])
}

fn table(site: &Site<'_>, period: PeriodIx, groups: Vec<Group>) -> ObjectiveTable {
    let name = &site.inputs.book.periods[period.0].name;
    ObjectiveTable {
        caption: [name, site.words.colon, site.words.table_caption].concat(),
        status: match state_of(site, period) {
            PeriodState::Closed => site.words.result,
            _ => site.words.status,
        },
        since: since_title(site, period),
        tick: tick(site, period),
        groups,
    }
}

/// What the tick means, for a period that has a pace and has begun.
pub fn tick(site: &Site<'_>, period: PeriodIx) -> Option<String> {
    let group = &site.inputs.standing.periods[period.0];
    let has_pace =
        site.inputs.book.periods[period.0].scoring == Scoring::Progress && group.expected.is_some();
    has_pace.then(|| {
        match group.state {
            PeriodState::Closed => site.words.tick_closed,
            _ => site.words.tick_legend,
        }
        .to_owned()
    })
}

/// The name of a team; its id when it is not declared.
pub fn team_name<'s>(site: &'s Site<'_>, id: &'s str) -> &'s str {
    site.index.team(id).map_or(id, |team| &team.name)
}

/// Teams above others first, then by name.
pub fn order_teams(site: &Site<'_>, teams: &mut [&str]) {
    teams.sort_by_cached_key(|id| (team_depth(site, id), fold::folded(team_name(site, id))));
}

/// How many teams stand above one.
pub fn team_depth(site: &Site<'_>, id: &str) -> usize {
    site.inputs.book.team_depth(id)
}

/// How the mean of a group moved since a day.
pub fn group_change(site: &Site<'_>, group: &GroupStanding, since: Date) -> Option<f64> {
    let book = site.inputs.book;
    let moves = group
        .objectives
        .iter()
        .map(|&ix| (book[ix].weight, movement::of(&site.inputs.standing[ix], since)));
    movement::of_group(moves)
}

/// The mix of some objectives, by what lists show of each.
pub fn mix_of(site: &Site<'_>, objectives: &[ObjectiveIx]) -> MixData {
    let counts = counts(site, objectives);
    MixData {
        chart_html: mix(&counts
            .iter()
            .map(|&(sign, n)| (sign.class(), n))
            .collect::<Vec<_>>()),
        parts: counts
            .iter()
            .map(|&(sign, n)| MixPart {
                glyph_html: sign.glyph(),
                n,
                name: counted_word(site, sign, n),
            })
            .collect(),
    }
}

/// How many show each sign, good ones first; signs nobody shows are left out.
pub fn counts(site: &Site<'_>, objectives: &[ObjectiveIx]) -> Vec<(Sign, usize)> {
    let mut counts: Vec<(Sign, usize)> = Vec::new();
    for &ix in objectives {
        let sign = sign(site, ix);
        match counts.iter_mut().find(|(known, _)| *known == sign) {
            Some((_, n)) => *n += 1,
            None => counts.push((sign, 1)),
        }
    }
    counts.sort_by_key(|(sign, _)| (rank(*sign), sign.order()));
    counts
}

/// Good ones first.
fn rank(sign: Sign) -> u8 {
    match (sign, sign.class()) {
        (Sign::Ended(Band::Reached), _) => 0,
        (_, "on") => 1,
        (_, "done") => 2,
        (_, "risk") => 3,
        (_, "off") => 4,
        _ => 5,
    }
}

/// The word of a sign behind a number of objectives.
pub fn counted_word(site: &Site<'_>, sign: Sign, n: usize) -> String {
    site.language.count(sign.counted(site.words), n)
}

/// The sign that stands for each class in a period, with its word; good ones first.
pub fn class_signs(site: &Site<'_>, period: PeriodIx) -> [(&'static str, Sign, &'static str); 5] {
    let signs = match state_of(site, period) {
        PeriodState::Closed => [
            Sign::Ended(Band::Reached),
            Sign::Ended(Band::CameClose),
            Sign::Ended(Band::InBetween),
            Sign::Ended(Band::Missed),
            Sign::NoScore,
        ],
        _ => [
            Sign::Word(Status::OnTrack),
            Sign::Word(Status::Done),
            Sign::Word(Status::AtRisk),
            Sign::Word(Status::OffTrack),
            Sign::NotStarted,
        ],
    };
    signs.map(|sign| {
        let word = match sign {
            Sign::NotStarted => site.words.silent_or_other,
            Sign::NoScore => site.words.no_score_or_dropped,
            sign => sign.word(site.words),
        };
        (sign.class(), sign, word)
    })
}

/// The filter over a table: all, then each class of sign that occurs in it.
pub fn chips(site: &Site<'_>, period: PeriodIx, objectives: &[ObjectiveIx]) -> Vec<Chip> {
    let classes: Vec<&str> = objectives.iter().map(|&ix| sign(site, ix).class()).collect();
    let all = Chip {
        class: "all",
        glyph_html: Html::new(),
        name: site.words.all,
        n: classes.len(),
    };
    let some = class_signs(site, period)
        .into_iter()
        .filter_map(|(class, sign, name)| {
            let n = classes.iter().filter(|&&it| it == class).count();
            (n > 0).then(|| Chip {
                class,
                glyph_html: sign.glyph(),
                name,
                n,
            })
        });
    std::iter::once(all).chain(some).collect()
}

/// The strip of figures of a group of objectives in a period.
pub fn strip(site: &Site<'_>, period: PeriodIx, group: &GroupStanding) -> Strip {
    let (book, standing, words) = (site.inputs.book, site.inputs.standing, site.words);
    let language = site.language;
    let since = since(site, period);
    let figures = crate::history::tally::of(book, standing, &group.objectives);
    let mut note = Vec::new();
    let moved = group_change(site, group, since);
    if moved.is_some() {
        note.push(fill(words.since, &[("month", &language.short_date(since))]));
    }
    if let Some(expected) = group.expected {
        note.push(fill(
            words.pace,
            &[("score", &figures::score(Some(expected), language))],
        ));
    }
    Strip {
        cells: vec![
            Cell {
                label: words.average_score.to_owned(),
                big: figures::score(group.score, language),
                change: figures::change(moved, language),
                note: note.join(" · "),
                ..Cell::default()
            },
            mix_cell(site, &group.objectives),
            Cell {
                label: words.key_results_well.to_owned(),
                big: language.whole(figures.well as u64),
                of: of(site, figures.key_results),
                note: fill(
                    words.key_results_rest,
                    &[
                        ("off", &figures.off_track.to_string()),
                        ("none", &figures.unread.to_string()),
                    ],
                ),
                ..Cell::default()
            },
            Cell {
                label: words.checked_in_on_time.to_owned(),
                big: language.whole(figures.on_time as u64),
                of: of(site, figures.expected),
                note: figures.next_due.map_or_else(
                    || words.nothing_due.to_owned(),
                    |date| fill(words.next_due, &[("date", &language.day_and_month(date))]),
                ),
                ..Cell::default()
            },
        ],
    }
}

/// How many objectives there are, and how they stand.
pub fn mix_cell(site: &Site<'_>, objectives: &[ObjectiveIx]) -> Cell {
    Cell {
        label: site.language.count(site.words.n_objectives, objectives.len()),
        mix: Some(mix_of(site, objectives)),
        ..Cell::default()
    }
}

/// `of 13`
pub fn of(site: &Site<'_>, n: usize) -> String {
    fill(site.words.of, &[("n", &site.language.whole(n as u64))])
}

/// `and 5 more`, when only some of them are named.
pub fn more(site: &Site<'_>, all: usize, named: usize) -> Option<String> {
    (all > named).then(|| site.language.count(site.words.and_n_more, all - named))
}

/// A title cut at a word, for lists that must stay short.
pub fn shortened(title: &str, limit: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    if title.len() <= limit || title.chars().count() <= limit {
        return title.into();
    }
    let cut: String = title.chars().take(limit).collect();
    let end = cut.rfind(' ').filter(|&at| at > limit / 2).unwrap_or(cut.len());
    [cut[..end].trim_end_matches([',', ';', ':', '.', ' ']), "…"]
        .concat()
        .into()
}
