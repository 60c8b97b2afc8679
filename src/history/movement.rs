//! What moved: today's score against the one a cadence ago.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::{KeyResultStanding, ObjectiveStanding, Point};
use crate::config::Cadence;
use crate::model::Period;

/// How a score moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// On the reference day.
    pub before: f64,
    /// Now.
    pub after: f64,
}

impl Move {
    /// Up is positive.
    pub fn change(self) -> f64 {
        crate::score::round12(self.after - self.before)
    }
}

/// The day that "since" means: one cadence before `as_of`, or before the period's last day when that has passed;
/// never before the period's first day.
pub fn reference(period: &Period, cadence: Cadence, as_of: Date) -> Date {
    let now = period.end.map_or(as_of, |end| as_of.min(end));
    let back: Span = match cadence {
        Cadence::Days(days) => i64::from(days).days(),
        Cadence::Months(months) => i64::from(months).months(),
    };
    now.checked_sub(back).unwrap_or(period.start).max(period.start)
}

/// How an objective moved since a day: its first score counts from 0, since a period begins there.
/// `None` without a score, and for one that is derived from its children.
pub fn of(objective: &ObjectiveStanding, since: Date) -> Option<Move> {
    let after = objective.score.filter(|_| !objective.derived)?;
    Some(to(after, &objective.series, since))
}

/// How a key result moved since a day, as [`of`] does for an objective.
pub fn of_key_result(key_result: &KeyResultStanding, since: Date) -> Option<Move> {
    Some(to(key_result.score?, &key_result.series, since))
}

fn to(after: f64, series: &[Point], since: Date) -> Move {
    let before = series
        .iter()
        .rev()
        .find(|point| point.date <= since)
        .and_then(|point| point.score);
    Move {
        before: before.map_or(0.0, f64::from),
        after,
    }
}

/// How the weighted mean of some objectives moved: over those that have a score now.
pub fn of_group(moves: impl IntoIterator<Item = (f64, Option<Move>)>) -> Option<f64> {
    let (mut weights, mut sum) = (0.0, 0.0);
    for (weight, moved) in moves {
        if let Some(moved) = moved {
            weights += weight;
            sum += weight * (moved.after - moved.before);
        }
    }
    (weights > 0.0).then(|| crate::score::round12(sum / weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Scoring;
    use jiff::civil::date;

    fn check(cadence: Cadence, as_of: Date, expected: Date) {
        let period = Period {
            id: "2026-H2".to_owned(),
            name: "2026-H2".to_owned(),
            start: date(2026, 7, 1),
            end: Some(date(2026, 12, 31)),
            scoring: Scoring::Progress,
            page: None,
        };
        assert_eq!(reference(&period, cadence, as_of), expected);
    }

    #[test]
    fn since_means_a_cadence_ago_within_the_period() {
        check(Cadence::Months(1), date(2026, 11, 22), date(2026, 10, 22));
        check(Cadence::Months(1), date(2026, 7, 10), date(2026, 7, 1));
        check(Cadence::Months(1), date(2027, 3, 1), date(2026, 11, 30));
        check(Cadence::Days(7), date(2026, 8, 10), date(2026, 8, 3));
    }
}
