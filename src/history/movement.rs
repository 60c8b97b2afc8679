//! What moved: two days of one book, side by side.

use jiff::Span;
use jiff::civil::Date;

use crate::history::Standing;
use crate::model::{ObjectiveIx, Status};
use crate::score::difference;

/// How an objective moved between two days. Only what has a score on both of them moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Movement {
    /// Score before.
    pub from: f64,
    /// Score now.
    pub to: f64,
    /// `to − from`; exactly 0 when both are the same to 12 significant digits.
    pub change: f64,
    /// Status before.
    pub status_before: Option<Status>,
    /// Status now.
    pub status_now: Option<Status>,
}

/// Days that the end of a month must lie back to be compared with.
const LEAST_DAYS_BACK: i64 = 14;

/// The day to compare `as_of` with under "what moved since": the end of the latest calendar month that is at least a
/// fortnight back. Check-ins gather around the end of a month; a week into November they are still seen against September.
pub fn baseline(as_of: Date) -> Date {
    let fortnight = Span::new().days(LEAST_DAYS_BACK);
    let earlier = as_of.checked_sub(fortnight).unwrap_or(Date::MIN);
    if earlier == earlier.last_of_month() {
        return earlier;
    }
    earlier.first_of_month().yesterday().unwrap_or(Date::MIN)
}

/// How an objective moved from one standing to a later one of the same book: `on(book, baseline(as_of))` and
/// `on(book, as_of)`. Periods and teams are compared the same way, by their scores in both.
pub fn moved(before: &Standing, now: &Standing, objective: ObjectiveIx) -> Option<Movement> {
    let (before, now) = (
        before.objectives.get(objective.0)?,
        now.objectives.get(objective.0)?,
    );
    let (from, to) = before.score.zip(now.score)?;
    Some(Movement {
        from,
        to,
        change: difference(to, from),
        status_before: before.status,
        status_now: now.status,
    })
}
