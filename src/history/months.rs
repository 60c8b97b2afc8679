//! The heat map of an objective: one cell a month of its period.

use jiff::civil::Date;

use crate::config::Cadence;
use crate::history::{CheckInStanding, Standing, due, is_dropped};
use crate::model::{Book, Objective, ObjectiveIx, Period, Status};
use crate::score::pace;

/// One month of an objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Its first day in the calendar, also when the period begins later in it.
    pub first: Date,
    /// What stands in its cell.
    pub mark: Mark,
}

/// What stands in a cell of the heat map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// The last check-in of the month. One from before the period belongs to its first month, one of the closing days to
    /// its last.
    CheckedIn {
        /// Its place in [`Objective::check_ins`].
        check_in: usize,
        /// What its heading said, or the weakest of the key results.
        status: Option<Status>,
        /// The objective's score on its date.
        score: Option<f64>,
    },
    /// A check-in was due, and was made neither in the month nor within the days of grace.
    Missed,
    /// A check-in is due in the month, and can still be made in time.
    Awaited,
    /// None was made and none was due.
    Quiet,
    /// Not begun.
    Future,
}

/// The first day of every month of a period. One without an end has months up to that of `as_of`.
pub fn months_of(period: &Period, as_of: Date) -> Vec<Date> {
    let last = period.end.unwrap_or(as_of.max(period.start));
    let mut months = vec![period.start.first_of_month()];
    while let Some(month) = months.last().and_then(|month| following(*month))
        && month <= last
    {
        months.push(month);
    }
    months
}

/// The months of an objective's period, in the order of [`months_of`].
pub fn months(book: &Book, standing: &Standing, objective: ObjectiveIx) -> Vec<Month> {
    let (of, on_the_day) = (&book[objective], &standing[objective]);
    let period = book.period_of(of);
    let is_counted = |date: Date| {
        date <= standing.as_of
            && period
                .end
                .is_none_or(|end| pace::days(end, date) <= i64::from(book.config.closing))
    };
    let dates: Vec<Date> = of
        .check_ins
        .iter()
        .map(|check_in| check_in.date)
        .take_while(|date| is_counted(*date))
        .collect();
    let placed = |date: Date| period.end.map_or(date, |end| date.min(end)).max(period.start);
    let mut before = 0;
    let mut cells = Vec::new();
    for first in months_of(period, standing.as_of) {
        let last = first.last_of_month();
        let until = dates.partition_point(|date| placed(*date) <= last);
        let mark = if until > before {
            let check_in = until - 1;
            let CheckInStanding { status, score, .. } = on_the_day.check_ins[check_in];
            Mark::CheckedIn {
                check_in,
                status,
                score: score.map(f64::from),
            }
        } else if first > standing.as_of {
            Mark::Future
        } else {
            let silence = Silence {
                since: before.checked_sub(1).map(|place| dates[place]),
                status: before
                    .checked_sub(1)
                    .and_then(|place| on_the_day.check_ins[place].status),
                until: dates.get(before).copied(),
                first,
                last,
            };
            silence.mark(book, of, standing.as_of)
        };
        cells.push(Month { first, mark });
        before = until;
    }
    cells
}

/// A month without a check-in.
struct Silence {
    /// The check-in before it.
    since: Option<Date>,
    /// What was said then.
    status: Option<Status>,
    /// The check-in after it.
    until: Option<Date>,
    first: Date,
    last: Date,
}

impl Silence {
    fn mark(&self, book: &Book, objective: &Objective, as_of: Date) -> Mark {
        let period = book.period_of(objective);
        let over = objective.draft
            || due::is_finished(self.status)
            || period
                .end
                .zip(self.since)
                .is_some_and(|(end, since)| since >= end);
        let Some(due) = self.due(period, book.config.cadence).filter(|_| !over) else {
            return Mark::Quiet;
        };
        let in_time = due::last_day_of_grace(book, due);
        if is_dropped(objective.dropped.as_deref(), due) || self.until.is_some_and(|until| until <= in_time) {
            Mark::Quiet
        } else if as_of > in_time || self.until.is_some() {
            Mark::Missed
        } else {
            Mark::Awaited
        }
    }

    /// The first check-in due in the month, when nothing but silence follows the one before it.
    fn due(&self, period: &Period, cadence: Cadence) -> Option<Date> {
        let from = self.since.unwrap_or(period.start);
        let (way, step) = match cadence {
            Cadence::Days(days) => (pace::days(from, self.first), days),
            Cadence::Months(months) => (calendar_month(self.first) - calendar_month(from), months),
        };
        let step = i64::from(step.max(1));
        let count = (way.max(1) + step - 1) / step;
        let due = due::nth_due(from, u32::try_from(count).unwrap_or(u32::MAX), period, cadence);
        (self.first..=self.last).contains(&due).then_some(due)
    }
}

/// Months since year 0.
fn calendar_month(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

fn following(month: Date) -> Option<Date> {
    month.last_of_month().tomorrow().ok()
}
