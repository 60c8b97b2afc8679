//! SVG geometry. Fluid without a script and without distortion: percent coordinates outside, pixels inside.
//! One scale everywhere: x is the whole period, y and bars run from 0 to 1.

mod bar;
mod dots;
mod history;
mod interval;
mod mix;
mod ruler;
mod spark;

pub use bar::{Bar, Domain, bar};
pub use dots::{Lane, Mark, dots};
pub use history::{Ground, History, history};
pub use interval::interval;
pub use mix::mix;
pub use ruler::ruler;
pub use spark::{Range, spark};

use jiff::civil::Date;

use crate::model::Period;

/// Where a day lies in a period: 0 on its first day, 1 on its last; `None` without an end.
pub fn x(period: &Period, day: Date) -> Option<f64> {
    let days = days_between(period.start, period.end?);
    if days == 0 {
        return Some(if day < period.start { 0.0 } else { 1.0 });
    }
    Some(f64::from(days_between(period.start, day)) / f64::from(days))
}

/// Days from one date to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    day_number(to) - day_number(from)
}

/// Days since 1 March of the year 0, in the Gregorian calendar: with March first, the day that some years have more is
/// the last of its year, and the months before it have the same days in each. For the years that our dates lie in.
fn day_number(date: Date) -> i32 {
    let month = i32::from(date.month());
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let since_march = (month + 9) % 12;
    let of_months = (153 * since_march + 2) / 5;
    365 * year + year / 4 - year / 100 + year / 400 + of_months + i32::from(date.day()) - 1
}

/// The first days of the months that begin inside a period, its own first day included.
pub fn months(period: &Period) -> Vec<Date> {
    let Some(end) = period.end else { return Vec::new() };
    let mut starts = vec![period.start];
    let mut month = period.start.first_of_month();
    while starts.len() < 600 {
        let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else {
            break;
        };
        if next > end {
            break;
        }
        starts.push(next);
        month = next;
    }
    starts
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        let first = date(1970, 1, 1);
        let mut day = first;
        for number in 0..84_000 {
            assert_eq!(days_between(first, day), number, "{day}");
            assert_eq!(days_between(day, first), -number, "{day}");
            day = day.tomorrow().expect("it is before the year 2200");
        }
    }
}
