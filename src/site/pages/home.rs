//! The current period at a glance, and what needs attention.

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::movement::{self, Move};
use crate::history::{PeriodState, attention, worst};
use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::chart;
use crate::site::figures::{self, Change};
use crate::site::frame::Room;
use crate::site::html::{Html, tag};
use crate::site::parts::attention::AttentionRow;
use crate::site::parts::ended::Closing;
use crate::site::parts::teams::{Entry, Look, TeamTable};
use crate::site::parts::{self, Chip, ObjectiveTable, Strip};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// How many objectives that need attention are named; twice as many on a large site.
const ATTENTION: usize = 6;
/// How many movements are named; twice as many on a large site.
const MOVES: usize = 5;
/// How many teams are shown where objectives are too many.
const TEAMS: usize = 24;
/// Characters of a title in the list of movements.
const SHORT_TITLE: usize = 60;

#[derive(JsonSchema, Serialize)]
struct Page {
    /// The current period, or the title of the site.
    heading: String,
    /// How it stands, the first half of the sentence.
    answer: String,
    /// The other half, with the full stop.
    answer_rest: String,
    /// The days of the period, drawn; empty without an end.
    ruler_html: Html,
    /// Other periods of today.
    also_running: Vec<Also>,
    /// Objectives that could not be read.
    left_out: Option<LeftOut>,
    /// The figures of the period.
    strip: Option<Strip>,
    /// What to do where there is no objective.
    empty: Option<String>,
    /// How the period ended, when it has.
    closing: Option<Closing>,
    /// Whether the two lists below are shown.
    shows_attention: bool,
    /// What is said where none needs it.
    attention_none: &'static str,
    /// Objectives that need attention, the worst first.
    attention: Vec<AttentionRow>,
    /// How many they are, in words.
    attention_count: String,
    /// How many are not named.
    attention_more: Option<String>,
    /// Where those are.
    attention_more_href: Option<String>,
    /// Since when.
    moved_title: String,
    /// What moved most since then.
    moved: Vec<MovedRow>,
    /// The filter of the table.
    chips: Vec<Chip>,
    /// The objectives by team; on a large site there are teams instead.
    table: Option<ObjectiveTable>,
    /// The teams of a large site.
    teams: Option<TeamTable>,
    /// How many teams are not shown.
    teams_note: Option<String>,
    /// Where to read on.
    more: Vec<More>,
}

/// Where to read on.
#[derive(JsonSchema, Serialize)]
struct More {
    href: String,
    name: String,
}

#[derive(JsonSchema, Serialize)]
struct Also {
    href: String,
    name: String,
    note: String,
}

#[derive(JsonSchema, Serialize)]
struct LeftOut {
    title: String,
    files: Vec<String>,
}

#[derive(JsonSchema, Serialize)]
struct MovedRow {
    /// Sign of its status.
    glyph_html: Html,
    /// Its page.
    href: String,
    /// As written, shortened at a word.
    title: String,
    /// When it is not the language of the site.
    lang: Option<&'static str>,
    /// By how much.
    change: Option<Change>,
    /// From what to what.
    text: String,
}

/// `index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let here = Here::at(Route::Home.file());
    let period = site.index.current();
    let page = page(site, &here, period);
    let title = site.inputs.book.config.title.clone();
    let name = period.map(|period| site.inputs.book.periods[period.0].name.as_str());
    let mut frame = site.frame(&here, Room::Overview, &title, name);
    frame.footer_html = build_html(site);
    Ok(vec![site.page("home.html", &frame, &page)?])
}

fn page(site: &Site<'_>, here: &Here, period: Option<PeriodIx>) -> Page {
    let (book, standing, words, language) =
        (site.inputs.book, site.inputs.standing, site.words, site.language);
    let mut page = Page {
        heading: book.config.title.clone(),
        answer: parts::attention::nothing_set(site).to_owned(),
        answer_rest: ".".to_owned(),
        ruler_html: Html::new(),
        also_running: Vec::new(),
        left_out: left_out(site),
        strip: None,
        empty: None,
        closing: None,
        shows_attention: false,
        attention_none: parts::attention::none(site),
        attention: Vec::new(),
        attention_count: String::new(),
        attention_more: None,
        attention_more_href: None,
        moved_title: String::new(),
        moved: Vec::new(),
        chips: Vec::new(),
        table: None,
        teams: None,
        teams_note: None,
        more: Vec::new(),
    };
    let Some(period) = period else {
        page.empty = parts::attention::first_steps(site, "objectives/");
        for (route, name) in [
            (Route::Objectives, words.all_objectives),
            (Route::Periods, words.all_periods),
        ] {
            page.more.push(More {
                href: here.to(route),
                name: name.to_owned(),
            });
        }
        return page;
    };
    let (the_period, group) = (&book.periods[period.0], &standing.periods[period.0]);
    page.heading = the_period.name.clone();
    (page.answer, page.answer_rest) = parts::attention::answer(site, period, &group.objectives);
    page.ruler_html = chart::ruler(the_period, standing.as_of, language);
    page.also_running = also_running(site, here, period);
    let shown = site.index.of_period(period);
    if shown.is_empty() {
        let folder = ["objectives/", &the_period.id, "/"].concat();
        page.empty = parts::attention::first_steps(site, &folder);
        return page;
    }
    page.strip = (!group.objectives.is_empty()).then(|| match group.state {
        PeriodState::Closed => parts::ended::strip(site, group),
        _ => parts::strip(site, period, group),
    });
    page.closing = (group.state == PeriodState::Closed).then(|| parts::ended::closing(site, here, period));
    page.shows_attention = group.state == PeriodState::Active && !group.objectives.is_empty();
    let many = parts::are_many(site, shown);
    let since = parts::since(site, period);
    let attention = attention::of(book, standing, &group.objectives, since);
    let limit = if many { 2 * ATTENTION } else { ATTENTION };
    page.attention_count = language.count(words.n_objectives, attention.len());
    page.attention = attention
        .iter()
        .take(limit)
        .map(|one| parts::attention::row(site, here, one))
        .collect();
    let more = attention.len().saturating_sub(limit);
    if more > 0 {
        page.attention_more = Some(language.count(words.and_n_more, more));
        page.attention_more_href = Some(here.to(Route::Period(&the_period.id)));
    }
    page.moved_title = fill(words.what_moved, &[("month", &language.day_and_month(since))]);
    page.moved = moved(
        site,
        here,
        &group.objectives,
        since,
        if many { 2 * MOVES } else { MOVES },
    );
    if many {
        let teams = teams_to_look_at(site, period);
        let all = site.index.teams_of(period).len();
        page.teams_note = (teams.len() < all).then(|| {
            fill(
                site.words.teams_to_look_at,
                &[
                    ("n", &teams.len().to_string()),
                    ("total", &language.whole(all as u64)),
                ],
            )
        });
        page.teams = Some(parts::teams::table(site, here, period, &teams, Look::Bars));
        page.more.push(More {
            href: here.to(Route::Teams),
            name: words.all_teams.to_owned(),
        });
    } else {
        let table = parts::table_by_team(site, here, period, shown);
        page.chips = parts::chips(site, period, shown);
        page.table = Some(table);
    }
    page.more.push(More {
        href: here.to(Route::Period(&the_period.id)),
        name: fill(words.more_about, &[("name", &the_period.name)]),
    });
    if super::present::is_there(site, period) {
        page.more.push(More {
            href: here.to(Route::Present(&the_period.id)),
            name: words.present.to_owned(),
        });
    }
    page.more.push(More {
        href: here.to(Route::Objectives),
        name: words.all_objectives.to_owned(),
    });
    page
}

/// The teams that need a look first.
fn teams_to_look_at<'a>(site: &'a Site<'_>, period: PeriodIx) -> Vec<Entry<'a>> {
    let teams = site.index.teams_of(period);
    worst::first(teams)
        .into_iter()
        .take(TEAMS)
        .map(|at| (teams[at].0, 0, Some(teams[at].1)))
        .collect()
}

fn also_running(site: &Site<'_>, here: &Here, shown: PeriodIx) -> Vec<Also> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let running = site.index.running().iter().filter(|&&period| period != shown);
    running
        .map(|period| (&book.periods[period.0], &standing.periods[period.0]))
        .take(6)
        .map(|(period, group)| Also {
            href: here.to(Route::Period(&period.id)),
            name: period.name.clone(),
            note: [
                site.language
                    .count(site.words.n_objectives, group.objectives.len()),
                figures::score(group.score, site.language),
            ]
            .join(", "),
        })
        .collect()
}

fn left_out(site: &Site<'_>) -> Option<LeftOut> {
    let left_out = &site.inputs.options.left_out;
    (!left_out.is_empty()).then(|| LeftOut {
        title: site.language.count(site.words.left_out, left_out.len()),
        files: left_out.iter().map(|(_, file)| file.clone()).collect(),
    })
}

/// The largest movements: up first, then down.
fn moved(
    site: &Site<'_>,
    here: &Here,
    objectives: &[ObjectiveIx],
    since: jiff::civil::Date,
    limit: usize,
) -> Vec<MovedRow> {
    let standing = site.inputs.standing;
    let mut moves: Vec<(ObjectiveIx, Move)> = objectives
        .iter()
        .filter_map(|&ix| Some((ix, movement::of(&standing[ix], since)?)))
        .filter(|(_, moved)| !crate::score::is_nothing(moved.change()))
        .collect();
    moves.sort_by(|(a_ix, a), (b_ix, b)| b.change().abs().total_cmp(&a.change().abs()).then(a_ix.cmp(b_ix)));
    moves.truncate(limit);
    moves.sort_by(|(a_ix, a), (b_ix, b)| b.change().total_cmp(&a.change()).then(a_ix.cmp(b_ix)));
    moves
        .into_iter()
        .map(|(ix, moved)| moved_row(site, here, ix, moved))
        .collect()
}

fn moved_row(site: &Site<'_>, here: &Here, ix: ObjectiveIx, moved: Move) -> MovedRow {
    let objective = &site.inputs.book[ix];
    MovedRow {
        glyph_html: parts::sign(site, ix).glyph(),
        href: here.to(Route::Objective(&objective.id)),
        title: parts::shortened(&objective.title, SHORT_TITLE).into_owned(),
        lang: site.lang(objective.language),
        change: figures::change(Some(moved.change()), site.language),
        text: figures::from_to(moved, site.language),
    }
}

/// Of which day and commit the site is; other pages link here, so that a commit changes only what it changed.
fn build_html(site: &Site<'_>) -> Html {
    let (words, language) = (site.words, site.language);
    let mut html = Html::new();
    html.markup(r#"<span id="okr-build">"#);
    html.text(&fill(
        words.as_of,
        &[("date", &language.long_date(site.inputs.standing.as_of))],
    ));
    if let Some(commit) = &site.inputs.options.commit {
        html.text(" · ");
        let short = commit.get(..7).unwrap_or(commit);
        let text = fill(words.built_from, &[("commit", short)]);
        match &site.inputs.book.config.repository {
            Some(repository) => {
                crate::site::link(&mut html, &[repository, "/commit/", commit].concat(), &text)
            }
            None => {
                html.text(&text);
            }
        }
    }
    html.markup("</span>");
    let here = Here::at(Route::Home.file());
    tag!(html, "a", "class" = "no-print")
        .attr("href", &here.to(Route::DataJson))
        .holding(words.data);
    tag!(html, "a", "class" = "no-print")
        .attr("href", &here.to(Route::DataCsv))
        .holding(&[words.data, " (CSV)"].concat());
    let places = [
        (Route::Feed, words.feed),
        (Route::Calendar, words.calendar),
        (Route::Registers, words.registers),
        (Route::Retrospectives, words.retrospectives),
        (Route::Calibration, words.calibration),
        (Route::Ledger, words.ledger),
        (Route::Quality, words.quality),
        (Route::Guide, words.guide),
    ];
    for (route, name) in places {
        tag!(html, "a", "class" = "no-print")
            .attr("href", &here.to(route))
            .holding(name);
    }
    html
}
