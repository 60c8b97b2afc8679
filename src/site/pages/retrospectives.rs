//! What was learned: the list of retrospectives, and a page for each with its figures, which are computed and never typed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::hindsight::{self, Topic};
use crate::history::{GroupStanding, PeriodState, is_dropped};
use crate::model::{ObjectiveIx, PeriodIx, Retrospective};
use crate::site::chart::{Bar, Domain, bar};
use crate::site::figures;
use crate::site::forge;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown;
use crate::site::pages::periods::{self, PeriodRow};
use crate::site::paging::{self, Pager};
use crate::site::parts::{self, Cell, Strip, ended};
use crate::site::route::{Here, Route};
use crate::site::sign::{SignData, glyph_into};
use crate::site::symbol::Symbol;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Periods on one page of the list.
const ROWS: usize = 60;
/// What is worth a conversation, at most; beyond that a meeting would not end.
const TOPICS: usize = 12;

#[derive(JsonSchema, Serialize)]
struct List {
    crumbs_html: Html,
    rows: Vec<ListRow>,
    pager: Option<Pager>,
}

/// A period that is over, or of which somebody has written.
#[derive(JsonSchema, Serialize)]
struct ListRow {
    period: PeriodRow,
    retrospectives: Vec<Link>,
    help_html: Option<Html>,
}

#[derive(JsonSchema, Serialize)]
struct Link {
    href: String,
    name: String,
    note_html: Option<Html>,
}

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    answer: String,
    answer_rest: String,
    held_html: Option<Html>,
    open: bool,
    strip: Option<Strip>,
    plot_html: Html,
    is_over: bool,
    topics_html: Html,
    more_topics: Option<String>,
    lang: Option<&'static str>,
    body_html: Html,
    table: Option<Table>,
    all: Option<String>,
    edit: Option<String>,
    history: Option<String>,
}

/// The final scores.
#[derive(JsonSchema, Serialize)]
struct Table {
    caption: String,
    rows: Vec<Row>,
}

#[derive(JsonSchema, Serialize)]
struct Row {
    href: String,
    title: String,
    lang: Option<&'static str>,
    team: String,
    sign: SignData,
    score: String,
    score_sort: String,
    bar_html: Html,
    forecast: String,
    forecast_sort: String,
    outcome_html: Html,
}

/// `retrospectives/index.html`, and `retrospectives/<id>/index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let mut files = list(site)?;
    for retrospective in &site.inputs.book.retrospectives {
        files.push(of(site, retrospective)?);
    }
    Ok(files)
}

/// The name of a retrospective: its period, and its team when it is of one.
pub fn name(site: &Site<'_>, retrospective: &Retrospective) -> String {
    let period = &site.inputs.book.periods[retrospective.period.0].name;
    match &retrospective.team {
        Some(team) => fill(
            site.words.retrospective_of_team,
            &[("team", parts::team_name(site, team)), ("period", period)],
        ),
        None => fill(site.words.retrospective_of, &[("period", period)]),
    }
}

fn list(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let written = |period: PeriodIx| {
        let of_period = move |it: &&Retrospective| it.period == period;
        book.retrospectives.iter().filter(of_period)
    };
    let is_listed = |&period: &PeriodIx| {
        let group = &standing.periods[period.0];
        let over = group.state == PeriodState::Closed && !group.objectives.is_empty();
        over || written(period).next().is_some()
    };
    let periods: Vec<PeriodIx> = (0..book.periods.len())
        .rev()
        .map(PeriodIx)
        .filter(is_listed)
        .collect();
    let pages = paging::count(periods.len(), ROWS);
    (1..=pages)
        .map(|number| {
            let here = Here::at(Route::Retrospectives.page_file(number));
            let row = |&period: &PeriodIx| ListRow {
                period: periods::row(site, &here, period, &standing.periods[period.0]),
                retrospectives: written(period).map(|it| list_link(site, &here, it)).collect(),
                help_html: written(period).next().is_none().then(|| help(site, period)),
            };
            let page = List {
                crumbs_html: parts::crumbs(site, &here, [(None, site.words.retrospectives)]),
                rows: paging::part(&periods, number, ROWS).iter().map(row).collect(),
                pager: paging::pager(site, &here, Route::Retrospectives, number, pages),
            };
            let frame = site.frame(&here, Room::Elsewhere, site.words.retrospectives, None);
            site.page("retrospectives.html", &frame, &page)
        })
        .collect()
}

/// Where to write one.
fn help(site: &Site<'_>, period: PeriodIx) -> Html {
    let file = ["`retrospectives/", &site.inputs.book.periods[period.0].id, ".md`"].concat();
    markdown::phrase(&fill(site.words.no_retrospective_help, &[("file", &file)]))
}

fn list_link(site: &Site<'_>, here: &Here, retrospective: &Retrospective) -> Link {
    Link {
        href: here.to(Route::Retrospective(&retrospective.id)),
        name: match &retrospective.team {
            Some(team) => parts::team_name(site, team).to_owned(),
            None => site.words.whole_organisation.to_owned(),
        },
        note_html: held(site, retrospective),
    }
}

fn held(site: &Site<'_>, retrospective: &Retrospective) -> Option<Html> {
    let date = retrospective.date?;
    let text = fill(site.words.held_on, &[("date", &site.language.long_date(date))]);
    Some(parts::time_html(date, &text))
}

fn of(site: &Site<'_>, retrospective: &Retrospective) -> Result<OutputFile, Failure> {
    let (book, standing, words) = (site.inputs.book, site.inputs.standing, site.words);
    let here = Here::at(Route::Retrospective(&retrospective.id).file());
    let period = retrospective.period;
    let the_period = &book.periods[period.0];
    let team = retrospective.team.as_deref();
    let group: Option<&GroupStanding> = match team {
        Some(team) => site.index.team_in(team, period),
        None => Some(&standing.periods[period.0]),
    };
    let objectives: &[ObjectiveIx] = group.map_or(&[], |group| &group.objectives);
    let is_over = parts::state_of(site, period) == PeriodState::Closed;
    let (answer, answer_rest) = parts::attention::answer(site, period, objectives);
    let heading = name(site, retrospective);
    let source = &site.inputs.sources[retrospective.file];
    let forge = forge::of(site, &source.path);
    let mut page = Page {
        crumbs_html: parts::crumbs(
            site,
            &here,
            [
                (Some(Route::Retrospectives), words.retrospectives),
                (None, &heading),
            ],
        ),
        heading: heading.clone(),
        answer,
        answer_rest,
        held_html: held(site, retrospective),
        open: !is_over && !objectives.is_empty(),
        strip: None,
        plot_html: Html::new(),
        is_over: is_over && !objectives.is_empty(),
        topics_html: Html::new(),
        more_topics: None,
        lang: site.lang(retrospective.language),
        body_html: markdown::body(site, &here, retrospective.file, retrospective.body, 2),
        table: None,
        all: None,
        edit: forge.as_ref().map(forge::OnForge::edit),
        history: forge.as_ref().map(forge::OnForge::history),
    };
    if let Some(group) = group.filter(|group| !group.objectives.is_empty()) {
        page.strip = Some(match is_over {
            true => strip(site, group),
            false => parts::strip(site, period, group),
        });
    }
    if page.is_over {
        page.plot_html = ended::plot(site, period, team);
        let topics = hindsight::topics(book, standing, period, objectives);
        page.topics_html = topics_html(site, &here, &topics);
        page.more_topics =
            (topics.len() > TOPICS).then(|| site.language.count(words.and_n_more, topics.len() - TOPICS));
        let shown = shown(site, period, team);
        match parts::are_many(site, &shown) {
            true => page.all = Some(here.to(Route::Period(&the_period.id))),
            false => page.table = Some(table(site, &here, &heading, &shown)),
        }
    }
    let frame = site.frame(&here, Room::Elsewhere, &heading, Some(&the_period.name));
    site.page("retrospective.html", &frame, &page)
}

/// The strip of a period that is over, with the forecasts' error in place of what the first sentence says already.
fn strip(site: &Site<'_>, group: &GroupStanding) -> Strip {
    let mut strip = ended::strip(site, group);
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let error = hindsight::forecast_error(book, standing, &group.objectives);
    if let (Some(error), Some(cell)) = (error, strip.cells.get_mut(2)) {
        *cell = Cell {
            label: site.words.forecast_error.to_owned(),
            big: figures::score(Some(error), site.language),
            note: site.words.forecast_error_note.to_owned(),
            ..Cell::default()
        };
    }
    strip
}

/// The objectives of a period, or of a team in it: also the dropped ones, but no drafts.
fn shown(site: &Site<'_>, period: PeriodIx, team: Option<&str>) -> Vec<ObjectiveIx> {
    let book = site.inputs.book;
    let mut shown: Vec<ObjectiveIx> = site
        .index
        .of_period(period)
        .iter()
        .copied()
        .filter(|&ix| !book[ix].draft && team.is_none_or(|team| book[ix].team.value == team))
        .collect();
    let score = |ix: ObjectiveIx| site.inputs.standing[ix].score.unwrap_or(-1.0);
    let dropped = |ix: ObjectiveIx| is_dropped(book[ix].dropped.as_deref(), site.inputs.standing.as_of);
    shown.sort_by(|&a, &b| {
        dropped(a)
            .cmp(&dropped(b))
            .then(score(b).total_cmp(&score(a)))
            .then(a.cmp(&b))
    });
    shown
}

fn table(site: &Site<'_>, here: &Here, heading: &str, objectives: &[ObjectiveIx]) -> Table {
    Table {
        caption: [site.words.all_final_scores, ", ", heading].concat(),
        rows: objectives.iter().map(|&ix| row(site, here, ix)).collect(),
    }
}

fn row(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Row {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let (objective, now) = (&book[ix], &standing[ix]);
    let sign = parts::sign(site, ix);
    let forecast = hindsight::said(book, standing, ix).forecast;
    Row {
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        team: parts::team_name(site, &objective.team).to_owned(),
        sign: SignData::new(sign, site.words),
        score: figures::score(now.score, site.language),
        score_sort: figures::sort_key(now.score),
        bar_html: bar(
            Bar {
                value: now.score,
                expected: parts::goal(site, objective),
                class: sign.class(),
            },
            Domain::UNIT,
        ),
        forecast: figures::score(forecast, site.language),
        forecast_sort: figures::sort_key(forecast),
        outcome_html: outcome(site, here, ix),
    }
}

/// What became of it: given up, carried over and into which period, or closed.
fn outcome(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Html {
    let (book, words) = (site.inputs.book, site.words);
    let objective = &book[ix];
    let mut html = Html::with_capacity(80);
    if is_dropped(objective.dropped.as_deref(), site.inputs.standing.as_of) {
        html.word(words.given_up);
        return html;
    }
    if !site.index.is_carried_over(ix) {
        html.markup("<span class=\"muted\">")
            .word(words.outcome_closed)
            .markup("</span>");
        return html;
    }
    let next = hindsight::successor(book, objective.period, ix).filter(|&next| site.shows(&book[next]));
    match next {
        Some(next) => {
            let period = &book.period_of(&book[next]).name;
            let text = fill(words.goes_on_in, &[("period", period)]);
            crate::site::link(&mut html, &here.to(Route::Objective(&book[next].id)), &text);
        }
        None => {
            html.word(words.was_carried_over);
        }
    }
    html
}

fn topics_html(site: &Site<'_>, here: &Here, topics: &[Topic<'_>]) -> Html {
    let mut html = Html::with_capacity(500 * topics.len().min(TOPICS));
    for topic in topics.iter().take(TOPICS) {
        html.markup("<li>");
        glyph_into(&mut html, "g flat", Symbol::Ask);
        html.markup("<span class=\"t\">");
        let text = self::topic(site, here, &mut html, topic);
        html.markup("</span><span class=\"d\">")
            .text(&text)
            .markup("</span></li>");
    }
    html
}

/// Writes what it is about, and returns what there is to say.
fn topic(site: &Site<'_>, here: &Here, html: &mut Html, topic: &Topic<'_>) -> String {
    let (book, words) = (site.inputs.book, site.words);
    let score = |value: f64| figures::score(Some(value), site.language);
    match *topic {
        Topic::AllReached { team, objectives } => {
            let name = parts::team_name(site, team);
            let number = site.language.whole(objectives as u64);
            let title = fill(words.all_reached_title, &[("team", name), ("n", &number)]);
            crate::site::link(html, &here.to(Route::Team(team)), &title);
            words.all_reached_text.to_owned()
        }
        Topic::BelowForecast {
            objective,
            forecast,
            score: ended,
            on_track,
        } => {
            about(site, here, html, objective);
            let said = fill(
                words.below_forecast_text,
                &[("score", &score(ended)), ("forecast", &score(forecast))],
            );
            match on_track {
                true => [&said, " ", words.was_called_on_track].concat(),
                false => said,
            }
        }
        Topic::OnTrackMissed {
            objective,
            score: ended,
        } => {
            about(site, here, html, objective);
            fill(words.on_track_missed_text, &[("score", &score(ended))])
        }
        Topic::GoesOn { objective, successor } => {
            about(site, here, html, objective);
            let standing = site.inputs.standing;
            fill(
                words.goes_on_text,
                &[
                    ("score", &figures::score(standing[objective].score, site.language)),
                    ("period", &book.period_of(&book[successor]).name),
                    ("now", &figures::score(standing[successor].score, site.language)),
                ],
            )
        }
        Topic::Unscored { objective } => {
            about(site, here, html, objective);
            words.unscored_text.to_owned()
        }
    }
}

fn about(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx) {
    let objective = &site.inputs.book[ix];
    let href = here.to(Route::Objective(&objective.id));
    let mut link = html.tag("a").attr("href", &href);
    if let Some(lang) = site.lang(objective.language) {
        link = link.attr("lang", lang);
    }
    link.holding(&objective.title);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    const GONE: &str = "---\ntitle: Grow <b>\nperiod: 2026-H1\nteam: growth\nowner: ana\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 10 }\n---\n\n## 2026-06-30 (off track) Late\n\n- k: 4\n\n## 2026-05-31 (on track) Fine\n\n- k: 6\n";
    const NEXT: &str = "---\ntitle: Grow <b>\nperiod: 2026-H2\nteam: growth\nowner: ana\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 10 }\n---\n\n## 2026-10-31 (at risk) On\n\n- k: 1\n";
    const WRITTEN: &str = "---\nperiod: 2026-H1\nteam: growth\ndate: 2026-07-02\ncarry_over: [2026-H1/growth/grow]\n---\n\nOne half.\n\n### Keep\n\n- The [goal](../../objectives/2026-H1/growth/grow.md)\n";

    fn made(files_of: &[(&str, &str)]) -> Vec<(String, String)> {
        files(&Fixture::of(files_of).site())
            .expect("the templates are right")
            .into_iter()
            .map(|file| match file.content {
                Content::Bytes(bytes) => (file.path, String::from_utf8_lossy(&bytes).into_owned()),
                Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .collect()
    }

    #[test]
    fn a_retrospective_shows_its_figures_and_its_words() {
        let files = made(&[
            ("objectives/2026-H1/growth/grow.md", GONE),
            ("objectives/2026-H2/growth/grow.md", NEXT),
            ("retrospectives/2026-H1/growth.md", WRITTEN),
        ]);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "retrospectives/index.html",
                "retrospectives/2026-H1/growth/index.html"
            ]
        );
        assert!(files[0].1.contains("2026-H1/growth/index.html"), "{}", files[0].1);
        let page = &files[1].1;
        for expected in [
            "Grow &lt;b&gt;",
            "It was called on track a month before the end, and ended at 0.40.",
            "goes on under the same title in 2026-H2, where it stands at 0.10",
            "Goes on in 2026-H2",
            "<h3 id=\"okr-h-keep\">Keep</h3>",
            "../../../objectives/2026-H1/growth/grow/index.html",
            "Held on 2 July 2026",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("Grow <b>"));
    }

    #[test]
    fn a_period_that_is_over_without_one_says_where_to_write() {
        let files = made(&[("objectives/2026-H1/growth/grow.md", GONE)]);
        assert!(
            files[0].1.contains("<code>retrospectives/2026-H1.md</code>"),
            "{}",
            files[0].1
        );
    }

    #[test]
    fn one_of_a_running_period_shows_where_it_stands() {
        let files = made(&[
            ("objectives/2026-H2/growth/grow.md", NEXT),
            (
                "retrospectives/2026-H2.md",
                "---\nperiod: 2026-H2\n---\n\nHalf-way.\n",
            ),
        ]);
        let page = &files[1].1;
        assert!(page.contains("these figures still move"), "{page}");
        assert!(!page.contains("okr-final"));
    }
}
