//! The built-in periods: `2026`, `2026-H2`, `2026-Q3`, `2026-07`, and the days they stand for.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::config::FiscalYearName;

/// When fiscal years begin, and which of its days names one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FiscalYear {
    /// Month, 1–12.
    pub start: u8,
    /// First or last day.
    pub name: FiscalYearName,
}

impl FiscalYear {
    /// The calendar year.
    pub const CALENDAR: FiscalYear = FiscalYear {
        start: 1,
        name: FiscalYearName::Start,
    };
}

/// The quarter in which a day lies.
pub fn quarter_of(day: Date, fiscal: FiscalYear) -> String {
    let quarters = (day.year() - 1..=day.year() + 1)
        .flat_map(|year| (1..=4).map(move |quarter| format!("{year}-Q{quarter}")));
    let mut around =
        quarters.filter(|name| days(name, fiscal).is_some_and(|(first, last)| (first..=last).contains(&day)));
    // At the edges of the years that are counted a quarter may reach beyond them.
    around
        .next()
        .unwrap_or_else(|| format!("{}-Q{}", day.year(), (day.month() + 2) / 3))
}

/// First and last day of a built-in period; `None` for any other name, and where its days leave 1970–2200.
/// A month is always the calendar month; years, halves and quarters are fiscal.
pub fn days(name: &str, fiscal: FiscalYear) -> Option<(Date, Date)> {
    let (year, part) = match name.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (name, None),
    };
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let months = match part.map(str::as_bytes) {
        None => (0, 12),
        Some([b'H', half @ b'1'..=b'2']) => (i32::from(half - b'1') * 6, 6),
        Some([b'Q', quarter @ b'1'..=b'4']) => (i32::from(quarter - b'1') * 3, 3),
        Some([tens @ b'0'..=b'1', ones @ b'0'..=b'9']) => {
            let month = (tens - b'0') * 10 + (ones - b'0');
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            return within(first, first.last_of_month());
        }
        Some(_) => return None,
    };
    let begins_before = fiscal.name == FiscalYearName::End && fiscal.start > 1;
    let year_start = Date::new(
        if begins_before { year - 1 } else { year },
        i8::try_from(fiscal.start).ok()?,
        1,
    )
    .ok()?;
    let first = year_start.checked_add(months.0.months()).ok()?;
    let last = first.checked_add(months.1.months()).ok()?.yesterday().ok()?;
    within(first, last)
}

fn within(first: Date, last: Date) -> Option<(Date, Date)> {
    (first.year() >= 1970 && last.year() <= 2200).then_some((first, last))
}

/// The built-in name that somebody meant who wrote `2026-q3`, `Q3 2026`, `2026Q3`, `2026-7`.
pub fn meant(text: &str) -> Option<String> {
    if text.len() > 20 {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let words: Vec<&str> = upper
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let (year, part) = match words[..] {
        [year, part] if is_year(year) => (year, part),
        [part, year] if is_year(year) => (year, part),
        [word] if word.is_ascii() && word.len() > 4 && is_year(&word[..4]) => word.split_at(4),
        [word] if word.is_ascii() && word.len() > 4 && is_year(&word[word.len() - 4..]) => {
            let (part, year) = word.split_at(word.len() - 4);
            (year, part)
        }
        _ => return None,
    };
    let name = match part.as_bytes() {
        [b'Q', b'1'..=b'4'] | [b'H', b'1'..=b'2'] | [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'] => {
            format!("{year}-{part}")
        }
        [b'0'..=b'9'] if part != "0" => format!("{year}-0{part}"),
        [b'1'..=b'4', b'Q'] => format!("{year}-Q{}", &part[..1]),
        _ => return None,
    };
    (name != text).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lies_in_its_quarter() {
        let check = |day: &str, start: u8, name: FiscalYearName, expected: &str| {
            let fiscal = FiscalYear { start, name };
            assert_eq!(quarter_of(day.parse().unwrap(), fiscal), expected, "{day}");
        };
        let (start, end) = (FiscalYearName::Start, FiscalYearName::End);
        check("2026-01-01", 1, start, "2026-Q1");
        check("2026-12-31", 1, start, "2026-Q4");
        check("2026-03-31", 4, start, "2025-Q4");
        check("2026-04-01", 4, start, "2026-Q1");
        check("2026-04-01", 4, end, "2027-Q1");
        check("1970-01-01", 4, start, "1969-Q4");
        check("2200-12-31", 2, start, "2200-Q4");
    }

    fn check(name: &str, start: u8, named: FiscalYearName, expected: &str) {
        let found =
            days(name, FiscalYear { start, name: named }).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{name}");
    }

    #[test]
    fn a_name_stands_for_its_days() {
        use FiscalYearName::{End, Start};
        check("2026", 1, Start, "2026-01-01 2026-12-31");
        check("2026-H1", 1, Start, "2026-01-01 2026-06-30");
        check("2026-H2", 1, End, "2026-07-01 2026-12-31");
        check("2026-Q3", 1, Start, "2026-07-01 2026-09-30");
        check("2026-02", 1, Start, "2026-02-01 2026-02-28");
        check("2026-Q1", 4, Start, "2026-04-01 2026-06-30");
        check("2026-Q4", 4, Start, "2027-01-01 2027-03-31");
        check("2026-Q1", 4, End, "2025-04-01 2025-06-30");
        check("2026", 4, End, "2025-04-01 2026-03-31");
        check("2026-07", 4, End, "2026-07-01 2026-07-31");
        check("1970-01", 1, Start, "1970-01-01 1970-01-31");
        check("2200", 1, Start, "2200-01-01 2200-12-31");
        for wrong in [
            "1969",
            "1970-Q1x",
            "2201",
            "2026-Q0",
            "2026-Q5",
            "2026-H3",
            "2026-00",
            "2026-13",
            "2026-1",
            "2026-q3",
            "26",
            "２０２６",
            "2026-",
            "-2026",
            "summer",
        ] {
            check(wrong, 1, Start, "none");
        }
        check("2200", 4, Start, "none");
        check("1970", 4, End, "none");
    }

    #[test]
    fn another_way_to_write_a_period_is_understood() {
        for (text, name) in [
            ("2026-q3", Some("2026-Q3")),
            ("Q3 2026", Some("2026-Q3")),
            ("2026Q3", Some("2026-Q3")),
            ("Q32026", Some("2026-Q3")),
            ("2026/h2", Some("2026-H2")),
            ("2026-7", Some("2026-07")),
            ("3Q 2026", Some("2026-Q3")),
            ("2026-Q5", None),
            ("2026-Q3", None),
            ("summer", None),
            ("é2026", None),
        ] {
            assert_eq!(meant(text).as_deref(), name, "{text}");
        }
    }
}
