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
    from.until(to).map_or(0, |span| span.get_days())
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
