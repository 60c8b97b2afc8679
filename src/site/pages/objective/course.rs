//! The course of an objective's score: the chart, its legend, and the same as a table.

use jiff::civil::Date;

use crate::config::Scoring;
use crate::history::{ObjectiveStanding, PeriodState, Point};
use crate::model::{Measure, Objective, ObjectiveIx, Period};
use crate::site::chart::{Ground, History, history, months};
use crate::site::check_in::ON_PAGE;
use crate::site::html::{Html, Part};
use crate::site::parts;
use crate::site::sign::{self, Sign};
use crate::site::{Site, begin_scroll};

/// Scores of key results in the table of the history, at most.
const CELLS: usize = 900;

/// The figure; nothing for an objective without a score.
pub fn figure(site: &Site<'_>, ix: ObjectiveIx) -> Html {
    let (words, language, standing) = (site.words, site.language, site.inputs.standing);
    let objective = &site.inputs.book[ix];
    let now = &standing[ix];
    if now.series.iter().all(|point| point.score.is_none()) {
        return Html::new();
    }
    let period = site.inputs.book.period_of(objective);
    let state = parts::state_of(site, objective.period);
    let pace = pace(objective, now, period);
    let mut html = Html::with_capacity(5000 + 280 * now.series.len().min(ON_PAGE));
    html.markup(r#"<figure class="card"><div class="chart">"#);
    let named = [
        ("title", Part::Text(&objective.title)),
        ("period", Part::Text(&period.name)),
    ];
    history(
        &mut html,
        &History {
            period,
            points: &now.series,
            pace: &pace,
            forecast: now.forecast,
            today: (state == PeriodState::Active).then_some(standing.as_of),
            ground: match period.scoring {
                Scoring::Progress => Ground::Progress,
                Scoring::Projection => Ground::Projection,
            },
            title: &|html| {
                html.sentence(words.chart_title, &named, language);
            },
            description: &|html| description(site, html, now, period, &pace),
            language,
        },
    );
    html.markup("</div><figcaption>");
    legend(site, &mut html, now, &pace, period);
    table(site, &mut html, objective, now);
    html.markup("</figcaption></figure>");
    html
}

/// The pace day by day where a plan bends it, else its two ends; empty without a pace.
fn pace(objective: &Objective, now: &ObjectiveStanding, period: &Period) -> Vec<(Date, f64)> {
    let Some(end) = period.end.filter(|_| now.expected.is_some()) else {
        return Vec::new();
    };
    let plans: Vec<&[(Date, f64)]> = objective
        .key_results
        .iter()
        .filter_map(|kr| match &kr.measure {
            Measure::Metric(metric) if !metric.plan.is_empty() => Some(metric.plan.as_slice()),
            _ => None,
        })
        .collect();
    if plans.is_empty() {
        return vec![(period.start, 0.0), (end, objective.ambition.goal())];
    }
    let mut days: Vec<Date> = plans.into_iter().flatten().map(|(day, _)| *day).collect();
    days.extend(months(period));
    days.push(end);
    days.sort_unstable();
    days.dedup();
    let expected = |day: Date| {
        let parts = objective.key_results.iter().filter_map(|kr| {
            let expected = crate::score::pace::expected(kr, objective.ambition, period, day)?;
            Some((expected, kr.counted_weight()))
        });
        Some((day, crate::score::mean(parts)?))
    };
    days.into_iter().filter_map(expected).collect()
}

/// What the chart says, in sentences: where the line begins and ends, and where it leads. The table has every point.
fn description(
    site: &Site<'_>,
    html: &mut Html,
    now: &ObjectiveStanding,
    period: &Period,
    pace: &[(Date, f64)],
) {
    let (words, language) = (site.words, site.language);
    let (Some(first), Some(last)) = (now.series.first(), now.series.last()) else {
        return;
    };
    let first = |html: &mut Html| point(site, html, first);
    let last = |html: &mut Html| point(site, html, last);
    let points = now.series.len();
    html.sentence(
        language.form(words.chart_points, points),
        &[
            ("n", Part::Count(points)),
            ("first", Part::Written(&first)),
            ("last", Part::Written(&last)),
        ],
        language,
    );
    if let (Some(&(day, goal)), Some(end)) = (pace.last(), period.end) {
        html.markup(" ").sentence(
            words.chart_pace,
            &[
                ("score", Part::Score(goal)),
                ("date", Part::DayAndMonth(day.min(end))),
            ],
            language,
        );
    }
    if let (Some(forecast), Some(end)) = (now.forecast, period.end) {
        html.markup(" ").sentence(
            words.chart_forecast,
            &[
                ("end", Part::Score(forecast.end)),
                ("low", Part::Score(forecast.low)),
                ("high", Part::Score(forecast.high)),
                ("date", Part::DayAndMonth(end)),
            ],
            language,
        );
    }
    html.markup(" ").word(words.chart_table);
}

/// A point of the line: its score, its day, and its status when it has one.
fn point(site: &Site<'_>, html: &mut Html, point: &Point) {
    let (words, language) = (site.words, site.language);
    let score = |html: &mut Html| {
        html.score(point.score.map(f64::from), language);
    };
    let (score, date) = (Part::Written(&score), Part::DayAndMonth(point.date));
    match point.status {
        Some(status) => {
            let status = sign::status_in_sentence(status, words);
            let parts = [("score", score), ("date", date), ("status", Part::Text(&status))];
            html.sentence(words.chart_point_status, &parts, language);
        }
        None => {
            html.sentence(words.chart_point, &[("score", score), ("date", date)], language);
        }
    }
}

fn legend(site: &Site<'_>, html: &mut Html, now: &ObjectiveStanding, pace: &[(Date, f64)], period: &Period) {
    let (words, language) = (site.words, site.language);
    html.markup(r#"<ul class="key">"#);
    let entry =
        |html: &mut Html, [mark, behind]: [&'static str; 2], class, template, parts: &[(&str, Part<'_>)]| {
            html.markup(r#"<li><svg aria-hidden="true">"#)
                .markup(mark)
                .word(class)
                .markup(behind)
                .sentence(template, parts, language)
                .markup("</li>");
        };
    const LINE: [&str; 2] = [r#"<line class=""#, r#"" x2="22" y1="6" y2="6"/></svg>"#];
    const SQUARE: [&str; 2] = [r#"<rect class=""#, r#"" width="22" height="12"/></svg>"#];
    entry(html, LINE, "ln", words.score, &[]);
    if let Some(&(_, goal)) = pace.last() {
        let template = if pace.len() > 2 {
            words.planned_to
        } else {
            words.pace_to
        };
        entry(html, LINE, "pace", template, &[("score", Part::Score(goal))]);
    }
    if let Some(forecast) = now.forecast {
        let parts = [
            ("end", Part::Score(forecast.end)),
            ("low", Part::Score(forecast.low)),
            ("high", Part::Score(forecast.high)),
        ];
        entry(html, SQUARE, "band", words.at_this_pace, &parts);
    }
    if period.scoring == Scoring::Projection {
        for (class, template) in [
            ("zone off", words.band_off),
            ("zone risk", words.band_risk),
            ("zone on", words.band_on),
        ] {
            entry(html, SQUARE, class, template, &[]);
        }
    }
    html.markup("</ul>");
}

/// Every day of the series with the score of each key result on it; of a long one the latest.
fn table(site: &Site<'_>, html: &mut Html, objective: &Objective, now: &ObjectiveStanding) {
    let (words, language) = (site.words, site.language);
    html.markup(r#"<details class="more"><summary>"#)
        .word(words.show_as_table)
        .markup("</summary>");
    begin_scroll(html, words.history_as_table);
    html.markup(r#"<table class="tbl nums"><caption class="vh">"#)
        .word(words.score_history)
        .markup("</caption><thead><tr>");
    for name in [words.check_in, words.status] {
        html.markup(r#"<th scope="col">"#).text(name).markup("</th>");
    }
    html.markup(r#"<th scope="col">"#)
        .word(words.score)
        .markup("</th>");
    for kr in &objective.key_results {
        html.markup(r#"<th scope="col">"#).text(&kr.id).markup("</th>");
    }
    html.markup("</tr></thead><tbody>");
    let rows = ON_PAGE.min(CELLS / now.key_results.len().max(1));
    let from = now.series.len().saturating_sub(rows.max(5));
    // Where each key result's own series has got to.
    let mut at: Vec<usize> = vec![0; now.key_results.len()];
    for point in &now.series[from..] {
        html.markup(r#"<tr><th scope="row">"#)
            .long_date(point.date, language)
            .markup("</th><td>")
            .word(point.status.map_or(Sign::NoStatus, Sign::Word).word(words))
            .markup("</td><td>")
            .score(point.score.map(f64::from), language)
            .markup("</td>");
        for (kr, at) in now.key_results.iter().zip(&mut at) {
            let score = on(&kr.series, at, point.date);
            html.markup("<td>").score(score, language).markup("</td>");
        }
        html.markup("</tr>");
    }
    html.markup("</tbody></table></div></details>");
}

/// The score on a day; `at` only goes forward.
fn on(series: &[Point], at: &mut usize, day: Date) -> Option<f64> {
    while series.get(*at).is_some_and(|point| point.date <= day) {
        *at += 1;
    }
    at.checked_sub(1)
        .and_then(|last| series[last].score)
        .map(f64::from)
}
