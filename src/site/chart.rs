//! SVG geometry. Fluid without a script and without distortion: percent coordinates outside, pixels inside.
//! One scale everywhere: x is the whole period, y and bars run from 0 to 1.

mod bar;
mod dots;
mod history;
mod interval;
mod mix;
mod ruler;
mod spark;

pub use bar::{Bar, Domain, bar, bar_into};
pub use dots::{Lane, Mark, dots};
pub use history::{Ground, History, history};
pub use interval::interval;
pub use mix::mix;
pub use ruler::ruler;
pub use spark::{Range, spark_into};

use jiff::civil::Date;

use crate::model::Period;

/// Where days lie in a period with an end.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Number of its first day.
    first: i32,
    /// From its first day to its last.
    days: i32,
}

impl Scale {
    /// Of a period; `None` without an end.
    pub fn of(period: &Period) -> Option<Scale> {
        let first = day_number(period.start);
        Some(Scale {
            first,
            days: day_number(period.end?) - first,
        })
    }

    /// Where a day lies: 0 on the first day, 1 on the last.
    pub fn at(self, day: Date) -> f64 {
        let behind = day_number(day) - self.first;
        match self.days {
            0 if behind < 0 => 0.0,
            0 => 1.0,
            days => f64::from(behind) / f64::from(days),
        }
    }
}

/// Where a day lies in a period: 0 on its first day, 1 on its last; `None` without an end.
pub fn x(period: &Period, day: Date) -> Option<f64> {
    Some(Scale::of(period)?.at(day))
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
    let mut month = period.start;
    while starts.len() < 600 {
        // Only the last month of all has none behind it.
        let Ok(next) = month.last_of_month().tomorrow() else {
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
