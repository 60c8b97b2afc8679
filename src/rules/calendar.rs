//! Days that rules compare with, and the check-ins that count by now.

use jiff::civil::Date;

use crate::model::{CheckIn, KeyResultIx, Objective, Period, Reading};
use crate::rules::Context;

/// So many days later; at the end of the calendar it stays there.
pub(super) fn days_after(date: Date, days: u32) -> Date {
    date.saturating_add(jiff::Span::new().days(i64::from(days.min(1_000_000))))
}

/// So many days earlier; at the beginning of the calendar it stays there.
pub(super) fn days_before(date: Date, days: u32) -> Date {
    date.saturating_sub(jiff::Span::new().days(i64::from(days.min(1_000_000))))
}

/// The last day on which final readings are given; `None` for a period without an end.
pub(super) fn closing_day(context: &Context<'_>, period: &Period) -> Option<Date> {
    period.end.map(|end| days_after(end, context.book.config.closing))
}

/// Whether nothing can be added to a period any more.
pub(super) fn is_settled(context: &Context<'_>, period: &Period) -> bool {
    closing_day(context, period).is_some_and(|day| context.standing.as_of > day)
}

/// The check-ins that count by now, oldest first: neither in the future nor after the closing days.
pub(super) fn check_ins<'a>(context: &Context<'a>, objective: &'a Objective) -> &'a [CheckIn] {
    let as_of = context.standing.as_of;
    let last = closing_day(context, context.book.period_of(objective)).map_or(as_of, |day| day.min(as_of));
    let count = objective
        .check_ins
        .partition_point(|check_in| check_in.date <= last);
    &objective.check_ins[..count]
}

/// The last reading of a key result that counts by now and that `fits`.
pub(super) fn last_reading<'a>(
    context: &Context<'a>,
    objective: &'a Objective,
    key_result: usize,
    fits: impl Fn(&Reading) -> bool,
) -> Option<(&'a CheckIn, &'a Reading)> {
    check_ins(context, objective).iter().rev().find_map(|check_in| {
        let reading = check_in
            .readings
            .iter()
            .find(|it| it.key_result == KeyResultIx(key_result) && fits(it))?;
        Some((check_in, reading))
    })
}
