//! The history of a score over its period: the line with its check-ins, the pace, the forecast, today.
//! Fluid without a script: percent coordinates outside, pixels inside, only lines in a stretched box.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{Scale, months};
use crate::digits::whole_into;
use crate::history::{Forecast, Point};
use crate::model::Period;
use crate::site::html::{Html, Part};
use crate::site::sign::Sign;
use crate::words::Language;

/// What stands behind the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The zone of a good score, and the line begins at 0: a score is progress.
    Progress,
    /// The three bands of a projected score.
    Projection,
}

/// What the chart shows.
#[derive(Clone, Copy)]
pub struct History<'a> {
    /// Its time.
    pub period: &'a Period,
    /// The score day by day, ascending.
    pub points: &'a [Point],
    /// Where the pace or the plan wants it: a day and a score, ascending; empty without a pace.
    pub pace: &'a [(Date, f64)],
    /// Where it leads.
    pub forecast: Option<Forecast>,
    /// The day that is marked as today, while the period runs.
    pub today: Option<Date>,
    /// What stands behind the line.
    pub ground: Ground,
    /// Writes what the chart is, for the ear.
    pub title: &'a dyn Fn(&mut Html),
    /// Writes what it says, for the ear.
    pub description: &'a dyn Fn(&mut Html),
    /// Of its words.
    pub language: Language,
}

/// Marks nearer to the next one than this share of the width are left out.
const MARK_GAP: f64 = 0.022;
/// Labels nearer than this are left out on a wide page.
const LABEL_GAP: f64 = 0.055;
/// Labels nearer than this are left out on a phone.
const NARROW_LABEL_GAP: f64 = 0.13;
/// Height of the plot on a phone, in pixels: where labels come nearest to each other.
const HEIGHT: f64 = 200.0;
/// What a label of two lines needs below its anchor so that the next one reads as another, in pixels.
const TWO_LINES: f64 = 44.0;
/// What a label of one line needs.
const ONE_LINE: f64 = 30.0;

/// Draws the chart.
pub fn history(svg: &mut Html, chart: &History<'_>) {
    let period = bounded(chart);
    let scale = Scale::of(&period);
    let at = |day: Date| scale.map_or(0.0, |scale| scale.at(day).clamp(0.0, 1.0));
    let drawn: Vec<(f64, Point)> = chart
        .points
        .iter()
        .map(|point| (at(point.date), *point))
        .collect();
    svg.markup(
        r#"<svg role="img" aria-labelledby="okr-chart-title okr-chart-text"><title id="okr-chart-title">"#,
    );
    (chart.title)(svg);
    svg.markup(r#"</title><desc id="okr-chart-text">"#);
    (chart.description)(svg);
    svg.markup(r#"</desc><g aria-hidden="true">"#);
    ground(svg, chart);
    time(svg, &period, chart.language);
    let ends = ends(chart);
    lines(svg, chart, &drawn, &at);
    if let Some(today) = chart.today {
        let now = at(today);
        svg.markup(r#"<line class="now" x1=""#)
            .percent(now)
            .markup(r#"" x2=""#)
            .percent(now)
            .markup(r#"" y1="0" y2="100%"/><text x=""#)
            .percent(now)
            .markup(r#"" y="-6" class="mid">"#)
            .word(chart.language.page_words().today)
            .markup("</text>");
    }
    end_labels(svg, chart, ends);
    marks(svg, chart, &drawn, &at);
    svg.markup("</g></svg>");
}

/// The period, with an end to draw to when it has none.
fn bounded<'a>(chart: &History<'a>) -> Cow<'a, Period> {
    if chart.period.end.is_some() {
        return Cow::Borrowed(chart.period);
    }
    let last = chart.points.last().map(|point| point.date).max(chart.today);
    let end = last.map_or(chart.period.start, |day| day.max(chart.period.start));
    Cow::Owned(Period {
        end: Some(end),
        ..chart.period.clone()
    })
}

/// Zones and lines. Places are counted from the top: a score of 0.7 lies at 30 %.
fn ground(svg: &mut Html, chart: &History<'_>) {
    match chart.ground {
        Ground::Progress => svg.markup(r#"<rect class="zone on" y="0%" width="100%" height="30%"/>"#),
        // A projected score is read to one decimal: 0.35 is the first that reads 0.4.
        Ground::Projection => svg
            .markup(r#"<rect class="zone off" y="65%" width="100%" height="35%"/>"#)
            .markup(r#"<rect class="zone risk" y="35%" width="100%" height="30%"/>"#)
            .markup(r#"<rect class="zone on" y="0%" width="100%" height="35%"/>"#),
    };
    for (class, y, score) in [
        ("ax", "100%", "0.0"),
        ("gl2", "70%", "0.3"),
        ("gl2", "30%", "0.7"),
        ("gl2", "0%", "1.0"),
    ] {
        svg.markup(r#"<line class=""#)
            .word(class)
            .markup(r#"" x2="100%" y1=""#)
            .word(y)
            .markup(r#"" y2=""#)
            .word(y)
            .markup(r#""/><text x="-8" y=""#)
            .word(y)
            .markup(r#"" dy="4">"#)
            .text(&chart.language.number(score))
            .markup("</text>");
    }
}

fn time(svg: &mut Html, period: &Period, language: Language) {
    let Some(scale) = Scale::of(period) else { return };
    let months = months(period);
    let each = months.len().div_ceil(12).max(1);
    for &month in months.iter().step_by(each) {
        let at = scale.at(month);
        svg.markup(r#"<svg x=""#)
            .percent(at)
            .markup(r#"" y="100%"><line class="ax" y2="5"/>"#);
        if at < 0.96 {
            svg.markup(r#"<text x="4" y="19">"#)
                .text(language.short_month(month))
                .markup("</text>");
        }
        svg.markup("</svg>");
    }
}

/// The band, the line of the score and the pace, in one stretched box of 1000 by 1000.
fn lines(svg: &mut Html, chart: &History<'_>, drawn: &[(f64, Point)], at: &impl Fn(Date) -> f64) {
    let last = last(drawn);
    svg.markup(r#"<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">"#);
    if let (Some(forecast), Some((from, score))) = (chart.forecast, last) {
        let mut band = String::with_capacity(32);
        for (x, y) in [(from, score), (1.0, forecast.high), (1.0, forecast.low)] {
            vertex(&mut band, x, y);
        }
        svg.markup(r#"<polygon class="band" points=""#)
            .text(&band)
            .markup("\"/>");
    }
    if !chart.pace.is_empty() {
        let mut pace = String::with_capacity(10 * chart.pace.len());
        for &(day, score) in chart.pace {
            vertex(&mut pace, at(day), score);
        }
        svg.markup(r#"<polyline class="pace" points=""#)
            .text(&pace)
            .markup("\"/>");
    }
    for line in polylines(chart.ground, drawn) {
        svg.markup(r#"<polyline class="ln" points=""#)
            .text(&line)
            .markup("\"/>");
    }
    svg.markup("</svg>");
    if let (Some(forecast), Some((from, score))) = (chart.forecast, last) {
        svg.markup(r#"<line class="fc" x1=""#)
            .percent(from)
            .markup(r#"" y1=""#)
            .percent(1.0 - score)
            .markup(r#"" x2="100%" y2=""#)
            .percent(1.0 - forecast.end)
            .markup(r#""/>"#);
    }
}

/// Where the line ends now: nothing after a `void`.
fn last(drawn: &[(f64, Point)]) -> Option<(f64, f64)> {
    let (x, point) = drawn.last()?;
    Some((*x, point.score?.into()))
}

/// The lines between the days without a score. Of points at one place the last is drawn.
fn polylines(ground: Ground, drawn: &[(f64, Point)]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::with_capacity(10 * (drawn.len() + 1));
    if ground == Ground::Progress {
        vertex(&mut line, 0.0, 0.0);
    }
    for (i, (x, point)) in drawn.iter().enumerate() {
        let same = |next: &(f64, Point)| thousandths(next.0) == thousandths(*x);
        if drawn.get(i + 1).is_some_and(same) {
            continue;
        }
        match point.score {
            Some(score) => vertex(&mut line, *x, f64::from(score)),
            None => lines.push(std::mem::take(&mut line)),
        }
    }
    lines.push(line);
    lines.retain(|line| line.contains(' '));
    lines
}

fn vertex(line: &mut String, x: f64, score: f64) {
    if !line.is_empty() {
        line.push(' ');
    }
    whole_into(line, thousandths(x));
    line.push(',');
    whole_into(line, thousandths(1.0 - score.clamp(0.0, 1.0)));
}

/// The nearest of a share from 0 to 1.
fn thousandths(share: f64) -> u64 {
    (share * 1000.0 + 0.5) as u64
}

/// A label at the right edge: the score that it stands at, and how far it is pushed, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    score: f64,
    push: f64,
}

/// Where the labels of pace and forecast stand: pushed apart where they would touch.
fn ends(chart: &History<'_>) -> (Option<End>, Option<End>) {
    let pace = chart.pace.last().map(|&(_, score)| End { score, push: 0.0 });
    let forecast = chart
        .forecast
        .filter(|_| chart.points.last().is_some_and(|point| point.score.is_some()))
        .map(|forecast| End {
            score: forecast.end,
            push: 0.0,
        });
    let (Some(mut pace), Some(mut forecast)) = (pace, forecast) else {
        return (pace, forecast);
    };
    let below = (pace.score - forecast.score) * HEIGHT;
    let (needed, apart, direction) = if below >= 0.0 {
        (ONE_LINE, below, 1.0)
    } else {
        (TWO_LINES, -below, -1.0)
    };
    let push = ((needed - apart) / 2.0).max(0.0) * direction;
    pace.push = -push;
    forecast.push = push;
    (Some(pace), Some(forecast))
}

fn end_labels(svg: &mut Html, chart: &History<'_>, (pace, forecast): (Option<End>, Option<End>)) {
    let language = chart.language;
    let words = language.page_words();
    if let (Some(end), Some(forecast)) = (forecast, chart.forecast) {
        svg.markup(r#"<svg x="100%" y=""#)
            .percent(1.0 - end.score)
            .markup(r#""><text class="fct" x="8" y=""#)
            .short(4.0 + end.push)
            .markup(r#"">"#)
            .score(Some(forecast.low), language)
            .markup("–")
            .score(Some(forecast.high), language)
            .markup(r#"</text><text x="8" y=""#)
            .short(19.0 + end.push)
            .markup(r#"">"#)
            .word(words.forecast_label)
            .markup("</text></svg>");
    }
    if let Some(end) = pace {
        svg.markup(r#"<svg x="100%" y=""#)
            .percent(1.0 - end.score)
            .markup(r#""><text x="8" y=""#)
            .short(4.0 + end.push)
            .markup(r#"">"#)
            .sentence(words.pace, &[("score", Part::Score(end.score))], language)
            .markup("</text></svg>");
    }
}

/// The check-ins with their signs and scores; where they stand too close, the later ones.
fn marks(svg: &mut Html, chart: &History<'_>, drawn: &[(f64, Point)], at: &impl Fn(Date) -> f64) {
    let (mut mark, mut label, mut narrow) = (f64::MAX, f64::MAX, f64::MAX);
    let mut marks = Vec::new();
    for &(x, point) in drawn.iter().rev() {
        let Some(score) = point.score.map(f64::from) else {
            continue;
        };
        if mark - x < MARK_GAP {
            continue;
        }
        mark = x;
        let class = if narrow - x >= NARROW_LABEL_GAP {
            (label, narrow) = (x, x);
            Some("v")
        } else if label - x >= LABEL_GAP {
            label = x;
            Some("v w")
        } else {
            None
        };
        marks.push((x, score, point.status, class));
    }
    for (x, score, status, class) in marks.into_iter().rev() {
        let sign = status.map_or(Sign::NoStatus, Sign::Word);
        svg.markup(r#"<svg class="dot "#)
            .word(sign.class())
            .markup(r#"" x=""#)
            .percent(x)
            .markup(r#"" y=""#)
            .percent(1.0 - score)
            .markup("\">");
        sign.mark_into(svg);
        if let Some(class) = class {
            let behind = score > 0.12 && pace_at(chart.pace, x, at).is_some_and(|pace| score < pace);
            svg.markup(r#"<text class=""#)
                .word(class)
                .markup(r#"" y=""#)
                .word(if behind { "24" } else { "-14" })
                .markup(r#"">"#)
                .score(Some(score), chart.language)
                .markup("</text>");
        }
        svg.markup("</svg>");
    }
}

/// Where the pace is at a place.
fn pace_at(pace: &[(Date, f64)], place: f64, at: &impl Fn(Date) -> f64) -> Option<f64> {
    let behind = pace.iter().position(|&(day, _)| at(day) >= place)?;
    let (to, high) = (at(pace[behind].0), pace[behind].1);
    let Some(&(day, low)) = behind.checked_sub(1).and_then(|before| pace.get(before)) else {
        return Some(high);
    };
    let from = at(day);
    let share = if to > from {
        (place - from) / (to - from)
    } else {
        1.0
    };
    Some(low + (high - low) * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Scoring;
    use crate::model::Status;
    use crate::number::Number;
    use jiff::civil::date;

    fn period(end: Option<Date>) -> Period {
        Period {
            id: "2026-H2".to_owned(),
            name: "H2 2026".to_owned(),
            start: date(2026, 7, 1),
            end,
            scoring: Scoring::Progress,
            page: None,
        }
    }

    fn points(scores: &[(i8, i8, Option<f64>)]) -> Vec<Point> {
        scores
            .iter()
            .map(|&(month, day, score)| Point {
                date: date(2026, month, day),
                score: score.map(Number::from),
                status: Some(Status::OnTrack),
            })
            .collect()
    }

    fn chart<'a>(period: &'a Period, points: &'a [Point], pace: &'a [(Date, f64)]) -> History<'a> {
        History {
            period,
            points,
            pace,
            forecast: None,
            today: Some(date(2026, 11, 22)),
            ground: Ground::Progress,
            title: &|html| {
                html.text("t");
            },
            description: &|html| {
                html.text("d");
            },
            language: Language::English,
        }
    }

    fn drawn(chart: &History<'_>) -> String {
        let mut svg = Html::new();
        history(&mut svg, chart);
        svg.into_string()
    }

    #[test]
    fn the_line_begins_at_zero_and_breaks_where_there_is_no_score() {
        let period = period(Some(date(2026, 12, 31)));
        let points = points(&[
            (7, 31, Some(0.1)),
            (8, 31, None),
            (9, 30, Some(0.3)),
            (10, 31, Some(0.4)),
        ]);
        let svg = drawn(&chart(&period, &points, &[]));
        assert!(svg.contains("points=\"0,1000 164,900\""), "{svg}");
        assert!(svg.contains("points=\"497,700 667,600\""), "{svg}");
        let projected = History {
            ground: Ground::Projection,
            ..chart(&period, &points, &[])
        };
        let svg = drawn(&projected);
        assert!(!svg.contains("0,1000 "), "{svg}");
        assert!(svg.contains("zone risk"), "{svg}");
    }

    #[test]
    fn a_label_stands_below_its_point_where_it_is_behind_the_pace() {
        let period = period(Some(date(2026, 12, 31)));
        let points = points(&[(7, 31, Some(0.05)), (9, 30, Some(0.2)), (11, 15, Some(0.9))]);
        let pace = [(period.start, 0.0), (date(2026, 12, 31), 0.7)];
        let svg = drawn(&chart(&period, &points, &pace));
        let places: Vec<&str> = svg
            .split("class=\"v\" y=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap_or(""))
            .collect();
        assert_eq!(places, ["-14", "24", "-14"]);
    }

    #[test]
    fn labels_at_the_edge_are_pushed_apart() {
        let period = period(Some(date(2026, 12, 31)));
        let points = points(&[(10, 31, Some(0.4))]);
        let pace = [(period.start, 0.0), (date(2026, 12, 31), 0.7)];
        let check = |end: f64, expected: (f64, f64)| {
            let forecast = Forecast {
                end,
                low: end,
                high: end,
            };
            let chart = History {
                forecast: Some(forecast),
                ..chart(&period, &points, &pace)
            };
            let (pace, forecast) = ends(&chart);
            let push = |end: Option<End>| end.map_or(f64::NAN, |end| (end.push * 10.0).round() / 10.0);
            assert_eq!((push(pace), push(forecast)), expected, "{end}");
        };
        check(0.5, (0.0, 0.0));
        check(0.7, (-15.0, 15.0));
        check(0.68, (-13.0, 13.0));
        check(0.75, (17.0, -17.0));
        check(0.9, (2.0, -2.0));
        check(0.95, (0.0, 0.0));
    }

    #[test]
    fn many_check_ins_stay_a_chart() {
        let period = period(None);
        let mut day = period.start;
        let mut points = Vec::new();
        for n in 0..2000 {
            points.push(Point {
                date: day,
                score: Some((f64::from(n % 7) / 7.0).into()),
                status: None,
            });
            day = day.tomorrow().expect("it is not the end of time");
        }
        let svg = drawn(&chart(&period, &points, &[]));
        assert!(svg.len() < 30_000, "{}", svg.len());
        assert!(svg.matches("<use").count() <= 46);
        assert!(drawn(&chart(&period, &[], &[])).contains("<title"));
    }
}
