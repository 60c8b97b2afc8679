//! One objective on the day, by its own key results: everything but what comes from its children.

use jiff::civil::Date;

use crate::config::Scoring;
use crate::history::course::Course;
use crate::history::{
    CheckInStanding, Class, Forecast, KeyResultStanding, ObjectiveStanding, PeriodState, Point, due,
    is_dropped,
};
use crate::model::{Book, KeyResult, Measure, Objective, Period, Status};
use crate::score::{Mean, forecast, metric, pace};

/// An objective as far as its own key results tell.
pub struct Own {
    /// With the own score on every day.
    pub standing: ObjectiveStanding,
    /// Whether a key result that counts is read on the day. If not, the children decide.
    pub is_read: bool,
    /// Days of the check-ins and of the series on which none is read, ascending.
    pub unread: Vec<Date>,
}

/// The courses of an objective's key results, from which any day up to now can be told.
pub struct Courses<'a> {
    objective: &'a Objective,
    period: &'a Period,
    /// Beside [`Objective::key_results`].
    courses: Vec<Course<'a>>,
}

/// The objective's own score on a day.
#[derive(Clone, Copy, Debug)]
pub struct OwnScore {
    /// Mean of the scored key results; after the period's last day those without a score count 0 in it.
    pub score: Option<f64>,
    /// Key results with a score, of those that count.
    pub scored: usize,
    /// Key results that count: no guards, no dropped ones.
    pub counted: usize,
    /// Whether one that counts is read.
    pub is_read: bool,
}

/// Everything about an objective that does not depend on its children.
pub fn own(book: &Book, objective: &Objective, as_of: Date) -> Own {
    let courses = Courses::by(book, objective, as_of);
    let period = book.period_of(objective);
    let (mut check_ins, mut series, mut unread) = (
        Vec::with_capacity(objective.check_ins.len()),
        Vec::new(),
        Vec::new(),
    );
    for check_in in &objective.check_ins {
        if check_in.date > as_of {
            check_ins.push(CheckInStanding {
                future: true,
                score: None,
                change: None,
                status: check_in.status,
                reading_scores: vec![None; check_in.readings.len()],
            });
            continue;
        }
        let day = courses.score(check_in.date);
        if !day.is_read {
            unread.push(check_in.date);
        }
        let score_of = |place: usize| {
            courses
                .courses
                .get(place)
                .and_then(|course| course.score(check_in.date))
        };
        check_ins.push(CheckInStanding {
            future: false,
            score: day.score,
            change: None,
            status: check_in.status.or_else(|| courses.status(check_in.date)),
            reading_scores: check_in
                .readings
                .iter()
                .map(|reading| score_of(reading.key_result.0))
                .collect(),
        });
        if let Some(from) = counts_from(book, period, check_in.date, as_of)
            && series.last().is_none_or(|last: &Point| last.date < from)
        {
            let day = if from == check_in.date {
                day
            } else {
                courses.score(from)
            };
            if !day.is_read {
                unread.push(from);
            }
            series.push(Point {
                date: from,
                score: day.score,
                status: courses.status(from),
            });
        }
    }
    unread.sort_unstable();
    unread.dedup();

    let today = courses.score(as_of);
    let status = courses.status(as_of);
    let last_check_in = latest(objective, as_of).map(|place| objective.check_ins[place].date);
    let stale = due::is_stale(book, objective, status, last_check_in, as_of);
    let is_dropped = is_dropped(objective.dropped.as_ref(), as_of);
    let class = (!objective.draft && !is_dropped).then(|| class(last_check_in, stale, status));
    let pace_of = |key_result: &KeyResult| {
        (!is_dropped && !crate::history::is_dropped(key_result.dropped.as_ref(), as_of))
            .then(|| pace::expected(key_result, objective.ambition, period, as_of))
            .flatten()
    };
    let key_results: Vec<KeyResultStanding> = objective
        .key_results
        .iter()
        .zip(&courses.courses)
        .map(|(key_result, course)| {
            let expected = pace_of(key_result);
            let mut standing = key_result_standing(key_result, course, as_of);
            standing.expected = expected;
            standing.gap = expected
                .zip(standing.score)
                .map(|(expected, score)| pace::gap(expected, score));
            standing.suggested =
                if is_dropped || crate::history::is_dropped(key_result.dropped.as_ref(), as_of) {
                    None
                } else {
                    suggested(objective, period, standing.score, standing.gap, as_of)
                };
            if matches!(key_result.measure, Measure::Metric(_))
                && standing.score.is_some()
                && !is_dropped
                && !crate::history::is_dropped(key_result.dropped.as_ref(), as_of)
            {
                standing.forecast = forecast_of(period, &standing.series, stale, as_of);
            }
            standing
        })
        .collect();
    let mut expected = Mean::default();
    for (key_result, standing) in objective.key_results.iter().zip(&key_results) {
        if let Some(pace) = standing.expected {
            expected.add(pace, key_result.counted_weight());
        }
    }
    Own {
        is_read: today.is_read,
        unread,
        standing: ObjectiveStanding {
            status,
            suggested: None,
            stale,
            score: today.score,
            scored: today.scored,
            counted: today.counted,
            derived: false,
            children_score: None,
            children: Vec::new(),
            expected: expected.value(),
            gap: None,
            forecast: None,
            last_check_in,
            next_check_in: due::next(book, objective, status, last_check_in, as_of),
            class,
            key_results,
            check_ins,
            series,
        },
    }
}

/// What follows from the score once it is known whether it is derived: gap, suggestion, forecast, changes.
pub fn finished(
    book: &Book,
    objective: &Objective,
    as_of: Date,
    mut standing: ObjectiveStanding,
) -> ObjectiveStanding {
    let period = book.period_of(objective);
    standing.gap = standing
        .expected
        .zip(standing.score)
        .map(|(expected, score)| pace::gap(expected, score));
    if !is_dropped(objective.dropped.as_ref(), as_of) {
        standing.suggested = suggested(objective, period, standing.score, standing.gap, as_of);
        if standing.score.is_some() {
            standing.forecast = forecast_of(period, &standing.series, standing.stale, as_of);
        }
    }
    for place in 1..standing.check_ins.len() {
        let (before, now) = (
            standing.check_ins[place - 1].score,
            standing.check_ins[place].score,
        );
        standing.check_ins[place].change = before.zip(now).map(|(before, now)| now - before);
    }
    standing
}

impl<'a> Courses<'a> {
    /// Of the readings that count by now.
    pub fn by(book: &'a Book, objective: &'a Objective, as_of: Date) -> Courses<'a> {
        let period = book.period_of(objective);
        let mut courses: Vec<Course<'a>> = objective
            .key_results
            .iter()
            .map(|key_result| Course::new(key_result, period))
            .collect();
        for check_in in &objective.check_ins {
            let Some(day) = counts_from(book, period, check_in.date, as_of) else {
                continue;
            };
            for reading in &check_in.readings {
                if let Some(course) = courses.get_mut(reading.key_result.0) {
                    course.read(reading, check_in.date, day);
                }
            }
        }
        Courses {
            objective,
            period,
            courses,
        }
    }

    /// The own score on a day.
    pub fn score(&self, day: Date) -> OwnScore {
        let has_ended = self.period.end.is_some_and(|end| day > end);
        let mut mean = Mean::default();
        let (mut scored, mut counted, mut is_read) = (0, 0, false);
        for (key_result, course) in self.counting(day) {
            counted += 1;
            is_read |= course.is_read(day);
            match course.score(day) {
                Some(score) => {
                    scored += 1;
                    mean.add(score, key_result.weight);
                }
                None if has_ended => mean.add(0.0, key_result.weight),
                None => {}
            }
        }
        OwnScore {
            score: mean.value(),
            scored,
            counted,
            is_read,
        }
    }

    /// What the latest check-in's heading says; if it says nothing, the weakest of the key results that count.
    pub fn status(&self, day: Date) -> Option<Status> {
        let latest = latest(self.objective, day)?;
        self.objective.check_ins[latest].status.or_else(|| {
            let said = self
                .counting(day)
                .filter_map(|(_, course)| course.at(day)?.status);
            said.filter(|status| matches!(status, Status::OnTrack | Status::AtRisk | Status::OffTrack))
                .max()
        })
    }

    /// No guards, none that is dropped by the day.
    fn counting(&self, day: Date) -> impl Iterator<Item = (&'a KeyResult, &Course<'a>)> {
        self.objective
            .key_results
            .iter()
            .zip(&self.courses)
            .filter(move |(key_result, _)| {
                key_result.guards.is_none() && !is_dropped(key_result.dropped.as_ref(), day)
            })
    }
}

/// The first day on which a check-in's readings count: its own, at the earliest the period's first. `None` when they
/// do not count by now, or never because the closing days were over.
fn counts_from(book: &Book, period: &Period, date: Date, as_of: Date) -> Option<Date> {
    let from = date.max(period.start);
    let closed = period
        .end
        .is_some_and(|end| pace::days(end, date) > i64::from(book.config.closing));
    (from <= as_of && date <= as_of && !closed).then_some(from)
}

/// The place of the latest check-in on or before a day; of two on one date the one further down the file.
fn latest(objective: &Objective, day: Date) -> Option<usize> {
    objective
        .check_ins
        .partition_point(|check_in| check_in.date <= day)
        .checked_sub(1)
}

fn class(last_check_in: Option<Date>, stale: bool, status: Option<Status>) -> Class {
    match status {
        _ if last_check_in.is_none() => Class::NoCheckIn,
        _ if stale => Class::Stale,
        Some(Status::OnTrack) => Class::OnTrack,
        Some(Status::AtRisk) => Class::AtRisk,
        Some(Status::OffTrack) => Class::OffTrack,
        _ => Class::Other,
    }
}

/// A key result by its course alone: no pace, no forecast.
fn key_result_standing(key_result: &KeyResult, course: &Course, as_of: Date) -> KeyResultStanding {
    let now = course.at(as_of);
    let value = now.and_then(|moment| moment.value);
    let typed = now.and_then(|moment| moment.typed);
    let score = course.score(as_of);
    KeyResultStanding {
        value: value.map(|(value, _)| value),
        value_date: value.map(|(_, date)| date),
        progress: match (&key_result.measure, value) {
            (Measure::Metric(metric), Some((value, _))) => metric::progress(metric, value),
            _ => None,
        },
        score,
        typed_score: typed.map(|(score, _)| score),
        computed_score: course.computed(as_of),
        score_date: score.and(typed.or(value)).map(|(_, date)| date),
        confidence: now.and_then(|moment| moment.confidence),
        status: now.and_then(|moment| moment.status),
        suggested: None,
        expected: None,
        gap: None,
        forecast: None,
        inside: course.inside(as_of),
        kept: course.kept(as_of),
        series: course.series(),
    }
}

/// By the gap, or with `scoring: projection` by the band of the score.
fn suggested(
    objective: &Objective,
    period: &Period,
    score: Option<f64>,
    gap: Option<f64>,
    as_of: Date,
) -> Option<Status> {
    match period.scoring {
        Scoring::Projection => score.map(pace::projected),
        Scoring::Progress => pace::suggestion(gap?, objective.ambition, pace::elapsed(period, as_of)?),
    }
}

/// The line through a series, read at the period's last day. None when stale, not active or with `scoring: projection`.
fn forecast_of(period: &Period, series: &[Point], stale: bool, as_of: Date) -> Option<Forecast> {
    let active = PeriodState::on(period, as_of) == PeriodState::Active;
    if stale || !active || period.scoring == Scoring::Projection {
        return None;
    }
    let last_day = pace::days(period.start, period.end?);
    let points: Vec<(i64, f64)> = series
        .iter()
        .filter_map(|point| Some((pace::days(period.start, point.date), point.score?)))
        .collect();
    Some(forecast::line(&points)?.at(last_day))
}
