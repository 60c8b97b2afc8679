//! One objective on the day, by its own key results: everything but what comes from its children.

use jiff::civil::Date;

use crate::config::Scoring;
use crate::history::course::Course;
use crate::history::{
    CheckInStanding, Class, Forecast, KeyResultStanding, ObjectiveFigures, ObjectiveStanding, PeriodState,
    Point, due, is_dropped,
};
use crate::model::{Book, CheckIn, KeyResult, Measure, Objective, Period, Status};
use crate::number::Number;
use crate::score::{Mean, difference, forecast, metric, pace};

/// An objective as far as its own key results tell.
pub struct Own {
    /// With the own score on every day.
    pub standing: ObjectiveStanding,
    /// Whether a key result that counts is read on the day. If not, the children decide.
    pub is_read: bool,
    /// Days of the check-ins and of the series on which none is read, ascending.
    pub unread: Vec<Date>,
}

impl Own {
    /// Of an objective about which all is known already: nothing goes up to it any more.
    pub fn settled(standing: ObjectiveStanding) -> Own {
        Own {
            standing,
            is_read: true,
            unread: Vec::new(),
        }
    }
}

/// The courses of an objective's key results, from which any day up to now can be told.
pub struct Courses<'a> {
    book: &'a Book,
    objective: &'a Objective,
    period: &'a Period,
    as_of: Date,
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
    let mut past = Past {
        check_ins: Vec::with_capacity(objective.check_ins.len()),
        series: Vec::with_capacity(objective.check_ins.len()),
        ..Past::default()
    };
    for check_in in &objective.check_ins {
        past.add(&courses, check_in);
    }
    past.unread.sort_unstable();
    past.unread.dedup();

    let today = courses.score(as_of);
    let status = courses.status(as_of);
    let last_check_in = latest(objective, as_of).map(|place| objective.check_ins[place].date);
    let stale = due::is_stale(book, objective, status, last_check_in, as_of);
    let counts = !objective.draft && !is_dropped(objective.dropped.as_deref(), as_of);
    let key_results = courses.key_results(stale);
    let mut expected = Mean::default();
    for (key_result, standing) in objective.key_results.iter().zip(&key_results) {
        if let Some(pace) = standing.expected {
            expected.add(pace, key_result.counted_weight());
        }
    }
    Own {
        is_read: today.is_read,
        unread: past.unread,
        standing: ObjectiveFigures {
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
            class: counts.then(|| class(last_check_in, stale, status)),
            key_results,
            check_ins: past.check_ins,
            series: past.series,
        }
        .into(),
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
    standing.gap = gap(standing.expected, standing.score);
    if !is_dropped(objective.dropped.as_deref(), as_of) {
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
        standing.check_ins[place].change = before
            .zip(now)
            .map(|(before, now)| difference(now.into(), before.into()).into());
    }
    standing
}

impl<'a> Courses<'a> {
    /// Of the readings that count by now.
    pub fn by(book: &'a Book, objective: &'a Objective, as_of: Date) -> Courses<'a> {
        // More than that grows as it comes: a file may have many check-ins, and many key results that none of them reads.
        const MANY: usize = 16;
        let period = book.period_of(objective);
        let readings = objective.check_ins.len().min(MANY);
        let mut courses: Vec<Course<'a>> = objective
            .key_results
            .iter()
            .map(|key_result| Course::new(key_result, period, readings))
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
            book,
            objective,
            period,
            as_of,
            courses,
        }
    }

    /// Every key result on the day, beside [`Objective::key_results`]. One that is given up, with its objective or
    /// alone, has no pace, no suggestion and no forecast.
    fn key_results(&self, stale: bool) -> Vec<KeyResultStanding> {
        let Courses {
            objective,
            period,
            as_of,
            ..
        } = *self;
        let objective_is_dropped = is_dropped(objective.dropped.as_deref(), as_of);
        let pairs = objective.key_results.iter().zip(&self.courses);
        pairs
            .map(|(key_result, course)| {
                let mut standing = key_result_standing(key_result, course, as_of);
                if objective_is_dropped || is_dropped(key_result.dropped.as_deref(), as_of) {
                    return standing;
                }
                standing.expected = pace::expected(key_result, objective.ambition, period, as_of);
                standing.gap = gap(standing.expected, standing.score);
                standing.suggested = suggested(objective, period, standing.score, standing.gap, as_of);
                if matches!(key_result.measure, Measure::Metric(_)) && standing.score.is_some() {
                    standing.forecast = forecast_of(period, &standing.series, stale, as_of);
                }
                standing
            })
            .collect()
    }

    /// The own score on a day.
    pub fn score(&self, day: Date) -> OwnScore {
        let has_ended = self.period.end.is_some_and(|end| day > end);
        let mut mean = Mean::default();
        let (mut scored, mut counted, mut is_read) = (0, 0, false);
        for (key_result, course) in self.counting(day) {
            counted += 1;
            let now = course.at(day);
            is_read |= now.is_some_and(|now| now.is_read());
            match now.and_then(|now| now.score()) {
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
                .filter_map(|(_, course)| course.at(day)?.moment().status);
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
                key_result.guards.is_none() && !is_dropped(key_result.dropped.as_deref(), day)
            })
    }
}

/// The check-ins of an objective, and what was true on their days.
#[derive(Default)]
struct Past {
    check_ins: Vec<CheckInStanding>,
    series: Vec<Point>,
    /// Days on which no key result that counts was read.
    unread: Vec<Date>,
}

impl Past {
    /// The next check-in, in the order of dates and then of the file.
    fn add(&mut self, courses: &Courses, check_in: &CheckIn) {
        let date = check_in.date;
        if date > courses.as_of {
            self.check_ins.push(CheckInStanding {
                future: true,
                score: None,
                change: None,
                status: check_in.status,
                reading_scores: vec![None; check_in.readings.len()],
            });
            return;
        }
        let score = self.score(courses, date);
        let score_of = |place: usize| courses.courses.get(place)?.at(date)?.score();
        self.check_ins.push(CheckInStanding {
            future: false,
            score: score.map(Number::from),
            change: None,
            status: check_in.status.or_else(|| courses.status(date)),
            reading_scores: check_in
                .readings
                .iter()
                .map(|reading| score_of(reading.key_result.0).map(Number::from))
                .collect(),
        });
        let Some(from) = counts_from(courses.book, courses.period, date, courses.as_of) else {
            return;
        };
        if self.series.last().is_none_or(|last| last.date < from) {
            let score = if from == date {
                score
            } else {
                self.score(courses, from)
            };
            self.series.push(Point {
                date: from,
                score: score.map(Number::from),
                status: courses.status(from),
            });
        }
    }

    fn score(&mut self, courses: &Courses, day: Date) -> Option<f64> {
        let own = courses.score(day);
        if !own.is_read {
            self.unread.push(day);
        }
        own.score
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

/// Where there is both a pace and a score.
fn gap(expected: Option<f64>, score: Option<f64>) -> Option<f64> {
    expected
        .zip(score)
        .map(|(expected, score)| pace::gap(expected, score))
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
    let moment = now.map(|now| *now.moment());
    let value = moment.and_then(|moment| moment.value);
    let typed = moment.and_then(|moment| moment.typed);
    let score = now.and_then(|now| now.score());
    KeyResultStanding {
        value: value.map(|(value, _)| value),
        value_date: value.map(|(_, date)| date),
        progress: match (&key_result.measure, value) {
            (Measure::Metric(metric), Some((value, _))) => metric::progress(metric, value),
            _ => None,
        },
        score,
        typed_score: typed.map(|(score, _)| score),
        computed_score: now.and_then(|now| now.computed()),
        score_date: score.and(typed.or(value)).map(|(_, date)| date),
        confidence: moment.and_then(|moment| moment.confidence),
        status: moment.and_then(|moment| moment.status),
        suggested: None,
        expected: None,
        gap: None,
        forecast: None,
        inside: now.and_then(|now| now.inside()),
        kept: now.and_then(|now| now.kept()),
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
    if stale || !active {
        return None;
    }
    line_to_end(period, series)
}

/// The line through a series, read at the period's last day. None with `scoring: projection` and below three points.
pub fn line_to_end(period: &Period, series: &[Point]) -> Option<Forecast> {
    if period.scoring == Scoring::Projection {
        return None;
    }
    let last_day = pace::days(period.start, period.end?);
    let points: Vec<(i64, f64)> = series
        .iter()
        .filter_map(|point| Some((pace::days(period.start, point.date), point.score?.into())))
        .collect();
    Some(forecast::line(&points)?.at(last_day))
}
