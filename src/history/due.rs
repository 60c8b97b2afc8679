//! When a check-in is due, and when silence becomes stale.

use jiff::Span;
use jiff::civil::Date;

use crate::config::Cadence;
use crate::history::{PeriodState, Standing, is_dropped};
use crate::model::{Book, Objective, ObjectiveIx, Period, Status};
use crate::score::pace;

/// A check-in that somebody owes, now or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// By when.
    pub date: Date,
    /// Days since then; 0 on the day itself and before it.
    pub days_late: i64,
    /// How pressing it is.
    pub state: DueState,
}

/// How pressing a check-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// Its day is still to come.
    Upcoming,
    /// Today.
    Due,
    /// Its day has passed, the days of grace have not.
    Late,
    /// The days of grace are over as well.
    Stale,
}

impl DueState {
    /// As in the data.
    pub fn name(self) -> &'static str {
        match self {
            DueState::Upcoming => "upcoming",
            DueState::Due => "due",
            DueState::Late => "late",
            DueState::Stale => "stale",
        }
    }
}

/// The next check-in of an objective; `None` where none is due any more: see `ObjectiveStanding::next_check_in`.
pub fn due(standing: &Standing, objective: ObjectiveIx) -> Option<Due> {
    let of = &standing[objective];
    let date = of.next_check_in?;
    let days_late = pace::days(date, standing.as_of);
    let state = match days_late {
        _ if of.stale => DueState::Stale,
        ..0 => DueState::Upcoming,
        0 => DueState::Due,
        1.. => DueState::Late,
    };
    Some(Due {
        date,
        days_late: days_late.max(0),
        state,
    })
}

/// When the check-in after `last` is due: a cadence later, at the latest on the period's last day.
/// Without a check-in yet a cadence after the period's first day.
pub fn due_after(last: Option<Date>, period: &Period, cadence: Cadence) -> Date {
    nth_due(last.unwrap_or(period.start), 1, period, cadence)
}

/// The `count`th due date in a row without a check-in since `from`, capped like the first. Months are counted from
/// `from`, so that the 31st comes back after a short month.
pub(super) fn nth_due(from: Date, count: u32, period: &Period, cadence: Cadence) -> Date {
    let span = match cadence {
        Cadence::Days(days) => Span::new().try_days(i64::from(days).saturating_mul(i64::from(count))),
        Cadence::Months(months) => Span::new().try_months(i64::from(months).saturating_mul(i64::from(count))),
    };
    // Beyond the calendar is never.
    let due = span
        .ok()
        .and_then(|span| from.checked_add(span).ok())
        .unwrap_or(Date::MAX);
    period.end.map_or(due, |end| due.min(end))
}

/// The last day of grace of a check-in that was due on a day.
pub(super) fn last_day_of_grace(book: &Book, due: Date) -> Date {
    let grace = Span::new().try_days(i64::from(book.config.grace)).ok();
    grace
        .and_then(|grace| due.checked_add(grace).ok())
        .unwrap_or(Date::MAX)
}

/// Whether due date and grace are over while the period runs. Done, cancelled and dropped ones never are; a draft
/// owes nothing yet.
pub(super) fn is_stale(
    book: &Book,
    objective: &Objective,
    status: Option<Status>,
    last_check_in: Option<Date>,
    as_of: Date,
) -> bool {
    let period = book.period_of(objective);
    PeriodState::on(period, as_of) == PeriodState::Active
        && next(book, objective, status, last_check_in, as_of)
            .is_some_and(|due| as_of > last_day_of_grace(book, due))
}

/// When the next check-in is due, also when that has passed; `None` where none is due any more.
pub(super) fn next(
    book: &Book,
    objective: &Objective,
    status: Option<Status>,
    last_check_in: Option<Date>,
    as_of: Date,
) -> Option<Date> {
    let period = book.period_of(objective);
    let over = PeriodState::on(period, as_of) == PeriodState::Closed
        || objective.draft
        || is_dropped(objective.dropped.as_deref(), as_of)
        || is_finished(status)
        || period
            .end
            .zip(last_check_in)
            .is_some_and(|(end, last)| last >= end);
    (!over).then(|| due_after(last_check_in, period, book.config.cadence))
}

/// Done or cancelled: nobody waits for a check-in.
pub(super) fn is_finished(status: Option<Status>) -> bool {
    matches!(status, Some(Status::Done | Status::Cancelled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::fixture::{day, period, quarter};

    #[test]
    fn silence_owes_one_check_in_after_the_other() {
        let endless = period("always", "2026-01-31", None);
        let check = |period: &Period, count, cadence, expected: &str| {
            assert_eq!(
                nth_due(day("2026-01-31"), count, period, cadence),
                day(expected),
                "{count} after {cadence:?}"
            );
        };
        check(&endless, 1, Cadence::Months(1), "2026-02-28");
        check(&endless, 2, Cadence::Months(1), "2026-03-31");
        check(&endless, 1, Cadence::Months(3), "2026-04-30");
        check(&endless, 3, Cadence::Days(14), "2026-03-14");
        check(&quarter(), 12, Cadence::Months(1), "2026-09-30");
        for cadence in [Cadence::Days(u32::MAX), Cadence::Months(u32::MAX)] {
            assert_eq!(nth_due(day("2026-01-31"), u32::MAX, &endless, cadence), Date::MAX);
        }
    }
}
