//! A period for the review meeting: one objective a screen in large type, what it measures, and what happened since last
//! time. It reads as a plain page too.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::history::movement::{self, Move};
use crate::history::{PeriodState, attention, is_dropped};
use crate::model::{KeyResultIx, Measure, ObjectiveIx, PeriodIx};
use crate::site::chart::{self, Bar, Domain};
use crate::site::check_in;
use crate::site::figures::{self, Change};
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown::Bodies;
use crate::site::paging::{self, Pager};
use crate::site::parts::register::{self, Register};
use crate::site::parts::row::{change_alone_into, score_and_bar};
use crate::site::parts::{self, Strip};
use crate::site::route::{Here, Route};
use crate::site::sign::SignData;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Screens of a period with so many objectives that no meeting goes through all.
const SCREENS: usize = 40;
/// Key results of an objective on its screen.
const KEY_RESULTS: usize = 12;
/// Entries of each register on the last screen.
const OPEN: usize = 12;
/// The anchor of the last screen.
const END: &str = "okr-s-end";
/// Bytes of a screen and of a key result beside their texts.
const SCREEN: usize = 2_200;
const KEY_RESULT: usize = 700;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    answer: String,
    answer_rest: String,
    ruler_html: Html,
    strip: Option<Strip>,
    note: &'static str,
    screens: Vec<Screen>,
    end: Option<End>,
    pager: Option<Pager>,
}

/// The last screen: what waits for an answer.
#[derive(JsonSchema, Serialize)]
struct End {
    id: &'static str,
    previous: Option<String>,
    registers: Vec<Open>,
}

#[derive(JsonSchema, Serialize)]
struct Open {
    name: &'static str,
    href: String,
    rows_html: Html,
    more: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct Screen {
    id: String,
    href: String,
    title: String,
    lang: Option<&'static str>,
    place: String,
    previous: Option<String>,
    next: Option<String>,
    team: String,
    owner_html: Html,
    sign: SignData,
    score: String,
    change: Option<Change>,
    since: String,
    forecast: Option<String>,
    key_results_html: Html,
    more: Option<String>,
    last_html: Html,
    date_html: Html,
}

/// How many periods there are.
pub fn count(site: &Site<'_>) -> usize {
    site.inputs.book.periods.len()
}

/// Which period's page lies at a path.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    super::period::part(site, path)
}

/// `periods/<period>/present/index.html` of one period with objectives, and its further pages.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    of(site, PeriodIx(at))
}

/// Whether a period has such a page.
pub fn is_there(site: &Site<'_>, period: PeriodIx) -> bool {
    !site.inputs.standing.periods[period.0].objectives.is_empty()
}

fn of(site: &Site<'_>, period: PeriodIx) -> Result<Vec<OutputFile>, Failure> {
    if !is_there(site, period) {
        return Ok(Vec::new());
    }
    let words = site.words;
    let the_period = &site.inputs.book.periods[period.0];
    let route = Route::Present(&the_period.id);
    let (objectives, is_all) = shown(site, period);
    let cut = paging::pages(
        objectives.iter().map(|&ix| size(site, ix)),
        SCREENS,
        paging::BYTES,
    );
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(route.page_file(at + 1));
            let end = (at + 1 == cut.len())
                .then(|| end(site, &here, period, range))
                .flatten();
            let page = Page {
                screens: range
                    .clone()
                    .map(|place| screen(site, &here, &objectives, place, range, end.is_some()))
                    .collect(),
                end,
                note: match is_all {
                    true => words.present_lede,
                    false => words.present_rest,
                },
                pager: paging::pager(site, &here, route, at + 1, cut.len()),
                ..opening(site, &here, period, at == 0)
            };
            let title = [words.present, words.colon, &the_period.name].concat();
            let frame = site.frame(&here, Room::Overview, &title, Some(&the_period.name));
            site.page("present.html", &frame, &page)
        })
        .collect()
}

/// The first screen: how the period stands.
fn opening(site: &Site<'_>, here: &Here, period: PeriodIx, is_first: bool) -> Page {
    let (standing, words) = (site.inputs.standing, site.words);
    let (the_period, group) = (&site.inputs.book.periods[period.0], &standing.periods[period.0]);
    let (answer, answer_rest) = parts::attention::answer(site, period, &group.objectives);
    Page {
        crumbs_html: parts::crumbs(
            site,
            here,
            [
                (Some(Route::Period(&the_period.id)), the_period.name.as_str()),
                (None, words.present),
            ],
        ),
        heading: the_period.name.clone(),
        answer,
        answer_rest,
        ruler_html: chart::ruler(the_period, standing.as_of, site.language),
        strip: is_first.then(|| match group.state {
            PeriodState::Closed => parts::ended::strip(site, group),
            _ => parts::strip(site, period, group),
        }),
        note: "",
        screens: Vec::new(),
        end: None,
        pager: None,
    }
}

/// What is open in a period: its asks and its risks, the newest first.
fn end(site: &Site<'_>, here: &Here, period: PeriodIx, on_page: &Range<usize>) -> Option<End> {
    let objectives = &site.inputs.standing.periods[period.0].objectives;
    let registers: Vec<Open> = [Register::Asks, Register::Risks]
        .into_iter()
        .filter_map(|register| {
            let open = register::open_of(site, register, objectives);
            let mut rows_html = Html::new();
            for entry in open.iter().take(OPEN) {
                register::row(site, here, &mut rows_html, register, entry, register::Team::Named);
            }
            (!open.is_empty()).then(|| Open {
                name: register.name(site.words),
                href: here.to(Route::Register(register.slug())),
                rows_html,
                more: (open.len() > OPEN)
                    .then(|| site.language.count(site.words.and_n_more, open.len() - OPEN)),
            })
        })
        .collect();
    (!registers.is_empty()).then(|| End {
        id: END,
        previous: on_page.clone().last().map(anchor),
        registers,
    })
}

fn anchor(place: usize) -> String {
    format!("#okr-s-{}", place + 1)
}

/// The objectives team by team; of very many those that need attention, the worst first. And whether these are all.
fn shown(site: &Site<'_>, period: PeriodIx) -> (Vec<ObjectiveIx>, bool) {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let group = &standing.periods[period.0];
    if parts::are_many(site, &group.objectives) {
        let worst = attention::of(book, standing, &group.objectives, parts::since(site, period));
        let mut shown: Vec<ObjectiveIx> = worst.iter().map(|one| one.objective).collect();
        if shown.is_empty() {
            shown.clone_from(&group.objectives);
        }
        shown.truncate(SCREENS);
        return (shown, false);
    }
    let mut teams: Vec<&str> = site.index.teams_of(period).iter().map(|(id, _)| *id).collect();
    parts::order_teams(site, &mut teams);
    let of_team = |team: &&str| site.index.team_in(team, period);
    let shown = teams.iter().filter_map(of_team);
    (
        shown.flat_map(|group| group.objectives.iter().copied()).collect(),
        true,
    )
}

fn size(site: &Site<'_>, ix: ObjectiveIx) -> usize {
    let objective = &site.inputs.book[ix];
    let last = last_check_in(site, ix).map_or(0, |at| {
        let span = objective.check_ins[at].span;
        (span.end - span.start) as usize
    });
    SCREEN + KEY_RESULT * objective.key_results.len().min(KEY_RESULTS) + 2 * last
}

/// The place of the latest check-in that is not in the future.
fn last_check_in(site: &Site<'_>, ix: ObjectiveIx) -> Option<usize> {
    let standing = &site.inputs.standing[ix];
    standing.check_ins.iter().rposition(|check_in| !check_in.future)
}

fn screen(
    site: &Site<'_>,
    here: &Here,
    all: &[ObjectiveIx],
    place: usize,
    on_page: &Range<usize>,
    has_end: bool,
) -> Screen {
    let (book, standing, words, language) =
        (site.inputs.book, site.inputs.standing, site.words, site.language);
    let ix = all[place];
    let (objective, now) = (&book[ix], &standing[ix]);
    let since = parts::since(site, objective.period);
    let moved = movement::of(now, since).map(Move::change);
    let last = last_check_in(site, ix);
    let number = |n: usize| language.whole(n as u64);
    Screen {
        id: format!("okr-s-{}", place + 1),
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        place: fill(
            words.screen_of,
            &[("n", &number(place + 1)), ("total", &number(all.len()))],
        ),
        previous: (place > on_page.start).then(|| anchor(place - 1)),
        next: match place + 1 < on_page.end {
            true => Some(anchor(place + 1)),
            false => has_end.then(|| ["#", END].concat()),
        },
        team: parts::team_name(site, &objective.team).to_owned(),
        owner_html: parts::owner_html(
            site,
            here,
            objective.owner.as_ref().map(|owner| owner.value.as_str()),
        ),
        sign: SignData::new(parts::sign(site, ix), words),
        score: figures::score(now.score, language),
        change: figures::change(moved, language),
        since: fill(words.since, &[("month", &language.short_date(since))]),
        forecast: now.forecast.map(|forecast| {
            let score = |value| figures::score(Some(value), language);
            [
                words.forecast_label,
                " ",
                &score(forecast.low),
                "–",
                &score(forecast.high),
            ]
            .concat()
        }),
        key_results_html: key_results(site, here, ix, since),
        more: (objective.key_results.len() > KEY_RESULTS)
            .then(|| language.count(words.and_n_more, objective.key_results.len() - KEY_RESULTS)),
        date_html: last.map_or_else(Html::new, |at| {
            let date = objective.check_ins[at].date;
            parts::time_html(date, &language.long_date(date))
        }),
        last_html: last.map_or_else(Html::new, |at| {
            let mut reader = Bodies::new(site, here).check_in(ix, at).numbered(place + 1);
            check_in::told(site, here, &mut reader, ix, at)
        }),
    }
}

/// The rows of the key results on the screen of an objective.
fn key_results(site: &Site<'_>, here: &Here, ix: ObjectiveIx, since: Date) -> Html {
    let (key_results, as_of) = (&site.inputs.book[ix].key_results, site.inputs.standing.as_of);
    let mut html = Html::new();
    (0..key_results.len())
        .filter(|&at| !is_dropped(key_results[at].dropped.as_deref(), as_of))
        .take(KEY_RESULTS)
        .for_each(|at| key_result_into(site, here, &mut html, (ix, KeyResultIx(at)), since));
    html
}

fn key_result_into(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    (ix, at): (ObjectiveIx, KeyResultIx),
    since: Date,
) {
    let objective = &site.inputs.book[ix];
    let kr = &objective.key_results[at.0];
    let now = &site.inputs.standing[ix].key_results[at.0];
    let sign = parts::sign_of_key_result(site, ix, at);
    html.markup("<li>");
    sign.glyph_into(html, true);
    html.markup(r#"<span><span class="vh">"#)
        .word(sign.word(site.words))
        .word(site.words.colon)
        .markup("</span>");
    let mut title = html.tag("span");
    if let Some(lang) = site.lang(objective.language) {
        title = title.attr("lang", lang);
    }
    title.holding(&kr.title).markup(" <small>");
    match now.value {
        Some(value) => html.text(&check_in::value(site.language, kr, value)),
        None => html.markup("–"),
    };
    if let Measure::Metric(metric) = &kr.measure
        && let Some(target) = metric.target
    {
        html.markup(" → ")
            .with_unit(target, kr.unit.as_deref(), site.language);
    }
    html.markup(" · ");
    let owner = kr.owner.as_ref().map(|owner| owner.value.as_str());
    parts::owner_into(site, here, html, owner);
    html.markup("</small></span>");
    let shown = Bar {
        value: now.score,
        expected: now.expected,
        class: sign.class(),
    };
    score_and_bar(site, html, now.score, shown, Domain::UNIT);
    let moved = movement::of_key_result(now, since).map(Move::change);
    if moved.is_some() {
        html.markup("<small>");
        change_alone_into(site, html, moved);
        html.markup("</small>");
    }
    html.markup("</span></li>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    fn objective(title: &str, team: &str) -> String {
        format!(
            "---\ntitle: {title}\nperiod: 2026-H2\nteam: {team}\nowner: ana\nkey_results:\n  - {{ id: k, title: Less <i>, owner: bo, start: 9, target: 4, unit: h }}\n---\n\n## 2026-10-31 (at risk) Slower than *meant*\n\n- k: 6\n\n### So what\n\nMore hands.\n\n### Asks\n\n- A second reviewer\n\n## 2026-08-31 (on track) Old news\n\n- k: 8\n"
        )
    }

    fn made(count: usize) -> Vec<(String, String)> {
        let texts: Vec<(String, String)> = (0..count)
            .map(|at| {
                let team = ["growth", "platform"][at % 2];
                (
                    format!("objectives/2026-H2/{team}/o{at:03}.md"),
                    objective(&format!("Aim {at}"), team),
                )
            })
            .collect();
        let files_of: Vec<(&str, &str)> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let fixture = Fixture::of(&files_of);
        let site = fixture.site();
        (0..super::count(&site))
            .flat_map(|at| files(&site, at).expect("the templates are right"))
            .map(|file| match file.content {
                Content::Bytes(bytes) => (file.path, String::from_utf8_lossy(&bytes).into_owned()),
                Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .collect()
    }

    #[test]
    fn every_objective_is_a_screen_with_what_happened_last() {
        let files = made(3);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].0, "periods/2026-H2/present/index.html");
        let page = &files[0].1;
        for expected in [
            "id=\"okr-s-3\"",
            "3 of 3",
            "Slower than <em>meant</em>",
            "More hands.",
            "A second reviewer",
            "Less &lt;i&gt;",
            "6\u{a0}h",
            "href=\"#okr-s-2\"",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("Old news"));
        assert!(!page.contains("#okr-s-4"), "behind the last there is none");
        assert!(page.contains("href=\"#okr-s-end\"") && page.contains("id=\"okr-s-end\""));
        let (_, end) = page.split_once("id=\"okr-s-end\"").expect("the last screen");
        assert_eq!(end.matches("A second reviewer").count(), 3, "{end}");
        assert!(!end.contains("Risks"), "there are none");
    }

    #[test]
    fn of_very_many_those_that_need_attention_are_shown() {
        let files = made(160);
        assert_eq!(files.len(), 1);
        let page = &files[0].1;
        assert!(page.contains("id=\"okr-s-40\"") && !page.contains("id=\"okr-s-41\""));
        assert!(page.contains("The period’s page has the others"));
        assert!(page.len() < 200_000, "{}", page.len());
    }
}
