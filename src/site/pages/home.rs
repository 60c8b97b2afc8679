//! The current period at a glance, and what needs attention.

use serde::Serialize;

use crate::history::PeriodState;
use crate::history::attention::{self, Attention, Reason};
use crate::history::movement::{self, Move};
use crate::model::{ObjectiveIx, PeriodIx, Status};
use crate::site::chart;
use crate::site::figures::{self, Change};
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::parts::{self, Chip, MANY_OBJECTIVES, ObjectiveTable, Strip, TeamTable};
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// How many objectives that need attention are named; twice as many on a large site.
const ATTENTION: usize = 6;
/// How many movements are named.
const MOVES: usize = 5;
/// Characters of a title in the list of movements.
const SHORT_TITLE: usize = 60;

#[derive(Serialize)]
struct Page {
    heading: String,
    answer: String,
    answer_rest: String,
    ruler_html: Html,
    also_running: Vec<Also>,
    left_out: Option<LeftOut>,
    strip: Option<Strip>,
    empty: Option<String>,
    attention: Vec<AttentionRow>,
    attention_count: String,
    attention_more: Option<String>,
    attention_more_href: Option<String>,
    moved_title: String,
    moved: Vec<MovedRow>,
    chips: Vec<Chip>,
    table: Option<ObjectiveTable>,
    teams: Option<TeamTable>,
}

#[derive(Serialize)]
struct Also {
    href: String,
    name: String,
    note: String,
}

#[derive(Serialize)]
struct LeftOut {
    title: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct AttentionRow {
    glyph_html: Html,
    word: &'static str,
    href: String,
    title: String,
    lang: Option<&'static str>,
    side: String,
    text: String,
}

#[derive(Serialize)]
struct MovedRow {
    glyph_html: Html,
    href: String,
    title: String,
    lang: Option<&'static str>,
    change: Option<Change>,
    text: String,
}

/// `index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let here = Here::at(Route::Home.file());
    let period = current(site);
    let page = page(site, &here, period);
    let title = site.inputs.book.config.title.clone();
    let name = period.map(|period| site.inputs.book.periods[period.0].name.as_str());
    let mut frame = site.frame(&here, Room::Overview, &title, name);
    frame.footer_html = build_html(site);
    Ok(vec![site.page("home.html", &frame, &page)?])
}

/// The period that home is about: the running one that began last, else the last that is over, else the next.
/// Among equals the one with more objectives; periods without any only when there is no other.
pub fn current(site: &Site<'_>) -> Option<PeriodIx> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let rank = |ix: usize| {
        let (period, group) = (&book.periods[ix], &standing.periods[ix]);
        let count = group.objectives.len();
        let state = match group.state {
            PeriodState::Active => 2,
            PeriodState::Closed => 1,
            PeriodState::Upcoming => 0,
        };
        let days = chart::days_between(jiff::civil::Date::ZERO, period.start);
        let start = if group.state == PeriodState::Upcoming {
            -days
        } else {
            days
        };
        (count > 0, state, start, count)
    };
    (0..book.periods.len()).max_by_key(|&ix| rank(ix)).map(PeriodIx)
}

fn page(site: &Site<'_>, here: &Here, period: Option<PeriodIx>) -> Page {
    let (book, standing, words, language) =
        (site.inputs.book, site.inputs.standing, site.words, site.language);
    let mut page = Page {
        heading: book.config.title.clone(),
        answer: words.answer_empty.to_owned(),
        answer_rest: ".".to_owned(),
        ruler_html: Html::new(),
        also_running: Vec::new(),
        left_out: left_out(site),
        strip: None,
        empty: None,
        attention: Vec::new(),
        attention_count: String::new(),
        attention_more: None,
        attention_more_href: None,
        moved_title: String::new(),
        moved: Vec::new(),
        chips: Vec::new(),
        table: None,
        teams: None,
    };
    let Some(period) = period else {
        page.empty = Some(fill(words.empty_help, &[("folder", "objectives/")]));
        return page;
    };
    let (the_period, group) = (&book.periods[period.0], &standing.periods[period.0]);
    page.heading = the_period.name.clone();
    (page.answer, page.answer_rest) = answer(site, period);
    page.ruler_html = chart::ruler(the_period, standing.as_of, language);
    page.also_running = also_running(site, here, period);
    let shown = site.objectives_of(period);
    if shown.is_empty() {
        page.empty = Some(fill(
            words.empty_help,
            &[("folder", &["objectives/", &the_period.id, "/"].concat())],
        ));
        return page;
    }
    page.strip = (!group.objectives.is_empty()).then(|| parts::strip(site, period, group));
    let many = shown.len() > MANY_OBJECTIVES;
    let since = parts::since(site, period);
    let attention = attention::of(book, standing, &group.objectives, since);
    let limit = if many { 2 * ATTENTION } else { ATTENTION };
    page.attention_count = language.count(words.n_objectives, attention.len());
    page.attention = attention
        .iter()
        .take(limit)
        .map(|one| attention_row(site, here, one))
        .collect();
    let more = attention.len().saturating_sub(limit);
    if more > 0 {
        page.attention_more = Some(language.count(words.and_n_more, more));
        page.attention_more_href = Some(here.to(Route::Period(&the_period.id)));
    }
    page.moved_title = fill(words.what_moved, &[("month", &language.day_and_month(since))]);
    page.moved = moved(site, here, &group.objectives, since);
    if many {
        page.teams = Some(parts::team_table(site, here, period));
    } else {
        let table = parts::table_by_team(site, here, period, &shown);
        page.chips = parts::chips(site, &table);
        page.table = Some(table);
    }
    page
}

/// The first sentence: how many are on track, and the rest in words.
fn answer(site: &Site<'_>, period: PeriodIx) -> (String, String) {
    let (words, language) = (site.words, site.language);
    let group = &site.inputs.standing.periods[period.0];
    let total = group.objectives.len();
    if total == 0 {
        return (words.answer_empty.to_owned(), ".".to_owned());
    }
    if group.state == PeriodState::Upcoming {
        return (language.count(words.answer_upcoming, total), ".".to_owned());
    }
    let mut counts = parts::counts(site, &group.objectives);
    counts.sort_by_key(|(sign, _)| (*sign != Sign::Word(Status::Done), sign.order()));
    let on_track = counts
        .iter()
        .find(|(sign, _)| *sign == Sign::Word(Status::OnTrack))
        .map_or(0, |(_, n)| *n);
    let answer = match on_track {
        0 => fill(
            words.answer_none_on_track,
            &[("total", &language.whole(total as u64))],
        ),
        n if n == total => fill(
            words.answer_all_on_track,
            &[("total", &language.whole(total as u64))],
        ),
        n => fill(
            &language.count(words.answer_on_track, n),
            &[("total", &language.whole(total as u64))],
        ),
    };
    let rest: Vec<String> = counts
        .iter()
        .filter(|(sign, _)| *sign != Sign::Word(Status::OnTrack))
        .map(|(sign, n)| [&language.whole(*n as u64), " ", parts::sentence_word(site, *sign)].concat())
        .collect();
    let rest = match rest.split_last() {
        None => ".".to_owned(),
        Some((last, [])) => [", ", last, "."].concat(),
        Some((last, before)) => [", ", &before.join(", "), " ", words.and, " ", last, "."].concat(),
    };
    (answer, rest)
}

fn also_running(site: &Site<'_>, here: &Here, shown: PeriodIx) -> Vec<Also> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let running = book
        .periods
        .iter()
        .zip(&standing.periods)
        .enumerate()
        .filter(|(ix, (_, group))| {
            *ix != shown.0 && group.state == PeriodState::Active && !group.objectives.is_empty()
        });
    running
        .take(6)
        .map(|(_, (period, group))| Also {
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

fn attention_row(site: &Site<'_>, here: &Here, attention: &Attention) -> AttentionRow {
    let objective = &site.inputs.book[attention.objective];
    let sign = parts::sign(site, attention.objective);
    AttentionRow {
        glyph_html: sign.glyph(),
        word: sign.word(site.words),
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        side: parts::team_name(site, &objective.team),
        text: attention
            .reasons
            .iter()
            .map(|reason| reason_text(site, *reason))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn reason_text(site: &Site<'_>, reason: Reason) -> String {
    let (words, language) = (site.words, site.language);
    let score = |value: f64| figures::score(Some(value), language);
    match reason {
        Reason::OffTrack(date) => fill(words.reason_off_track, &[("date", &language.day_and_month(date))]),
        Reason::Stale(days) => language.count(words.reason_stale, days.max(0) as usize),
        Reason::NoCheckIn(None) => words.reason_no_check_in.to_owned(),
        Reason::NoCheckIn(Some(due)) => [
            words.reason_no_check_in,
            &fill(words.reason_due, &[("date", &language.day_and_month(due))]),
        ]
        .join(" "),
        Reason::NoOwner => words.reason_no_owner.to_owned(),
        Reason::Behind(gap) => fill(words.reason_behind, &[("gap", &score(gap))]),
        Reason::Fell(before, after) => fill(
            words.reason_fell,
            &[("before", &score(before)), ("after", &score(after))],
        ),
        Reason::WorseThanStart(n) => language.count(words.reason_worse_than_start, n),
    }
}

/// The largest movements: up first, then down.
fn moved(
    site: &Site<'_>,
    here: &Here,
    objectives: &[ObjectiveIx],
    since: jiff::civil::Date,
) -> Vec<MovedRow> {
    let standing = site.inputs.standing;
    let mut moves: Vec<(ObjectiveIx, Move)> = objectives
        .iter()
        .filter_map(|&ix| Some((ix, movement::of(&standing[ix], since)?)))
        .filter(|(_, moved)| crate::score::two_decimals(moved.change().abs()) != "0.00")
        .collect();
    moves.sort_by(|(a_ix, a), (b_ix, b)| b.change().abs().total_cmp(&a.change().abs()).then(a_ix.cmp(b_ix)));
    moves.truncate(MOVES);
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
        title: parts::shortened(&objective.title, SHORT_TITLE),
        lang: site.lang(objective.language),
        change: figures::change(Some(moved.change()), site.language),
        text: figures::from_to(moved, site.language),
    }
}

/// Of which day and commit the site is; other pages link here, so that a commit changes only what it changed.
fn build_html(site: &Site<'_>) -> Html {
    let (words, language) = (site.words, site.language);
    let mut html = Html::new();
    html.tag("span").attr("id", "okr-build").open();
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
    html.end("span");
    let here = Here::at(Route::Home.file());
    html.tag("a")
        .attr("class", "no-print")
        .attr("href", &here.to(Route::DataJson))
        .holding(words.data);
    html
}
