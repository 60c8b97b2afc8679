//! The day as of which everything is told: the only place where a clock is read.

use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The day of `--today`.
pub(super) fn given(text: &str) -> Result<Date, String> {
    let is_form = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if matches!(i, 4 | 7) {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if !is_form {
        return Err("a date is written YYYY-MM-DD, as in 2026-09-10".to_owned());
    }
    let date: Date = text.parse().map_err(|_| "there is no such day".to_owned())?;
    in_range(date).ok_or_else(|| "dates lie between 1970-01-01 and 2200-12-31".to_owned())
}

/// The day of the run: as asked for, else of `SOURCE_DATE_EPOCH` in UTC, else today's local date.
pub(super) fn of_run(given: Option<Date>) -> anyhow::Result<Date> {
    if let Some(date) = given {
        return Ok(date);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) if !seconds.is_empty() => of_epoch(&seconds).with_context(|| {
            format!("SOURCE_DATE_EPOCH is `{seconds}`, not a number of seconds between 1970 and 2200")
        }),
        _ => Ok(Zoned::now().date()),
    }
}

fn of_epoch(seconds: &str) -> Option<Date> {
    let instant = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    in_range(instant.to_zoned(TimeZone::UTC).date())
}

fn in_range(date: Date) -> Option<Date> {
    (1970..=2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_ten_characters_that_are_a_real_date() {
        assert_eq!(given("2026-09-10").unwrap(), jiff::civil::date(2026, 9, 10));
        for text in [
            "2026-9-1",
            "20260910",
            "2026-02-30",
            "2026-09-10T00:00",
            "",
            "today",
            "１２３４",
            "1969-12-31",
            "2201-01-01",
            "-026-09-10",
        ] {
            assert!(given(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_epoch_is_a_day_in_utc() {
        assert_eq!(of_epoch("1789084799"), Some(jiff::civil::date(2026, 9, 10)));
        assert_eq!(of_epoch("1789084800"), Some(jiff::civil::date(2026, 9, 11)));
        assert_eq!(
            [of_epoch("x"), of_epoch("-1"), of_epoch("99999999999999999999")],
            [None; 3]
        );
    }
}
