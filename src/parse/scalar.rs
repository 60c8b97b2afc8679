//! Plain numbers and dates, as front matter, settings and check-ins have them, and what to write where one is not plain.

use jiff::civil::Date;

use super::typed::{as_ascii, shown};
use crate::diagnostic::Message;
use crate::msg;

/// The most significant digits that a number keeps exactly.
const DIGITS: usize = 15;

/// The years in which dates lie.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// A plain number: `-?[0-9]+(\.[0-9]+)?`, at most 15 significant digits. Minus zero is zero.
/// Anything else is a message that says what to write.
pub fn number(text: &str) -> Result<f64, Message> {
    if let Some(number) = short_number(text) {
        Ok(number)
    } else if is_plain(text) {
        plain_number(text)
    } else {
        Err(not_plain(text))
    }
}

/// The quick way for a plain number that is written with at most [`DIGITS`] digits, zeros among them. They are a whole
/// number over a power of ten, each of which is exact, so that the division rounds as it should.
fn short_number(text: &str) -> Option<f64> {
    const POWERS: [f64; DIGITS] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
    ];
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // With a point; the whole number has room for one digit more.
    if digits.len() > DIGITS + 1 {
        return None;
    }
    let (mut whole, mut point) = (0, None);
    for (at, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = 10 * whole + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let before = point.unwrap_or(digits.len());
    let behind = digits.len() - before - usize::from(point.is_some());
    // A point has digits on both sides.
    if before == 0 || (point.is_some() && behind == 0) || before + behind > DIGITS {
        return None;
    }
    let number = whole as f64 / POWERS[behind];
    Some(if is_negative && whole > 0 { -number } else { number })
}

/// A date: `YYYY-MM-DD` in ASCII, a day of the calendar, in the years 1970 to 2200.
/// Anything else is a message that says what to write.
pub fn date(text: &str) -> Result<Date, Message> {
    let Some((year, month, day)) = iso(text) else {
        return Err(not_iso(text));
    };
    let date = Date::new(year, month, day);
    if let (true, Ok(date)) = (YEARS.contains(&year), date) {
        return Ok(date);
    }
    let value = shown(text);
    if !YEARS.contains(&year) {
        return Err(msg!(
            "`{value}` is out of range: dates lie in the years 1970 to 2200",
            value = value
        ));
    }
    if let (13..=31, Ok(swapped)) = (month, Date::new(year, day, month)) {
        return Err(msg!(
            "`{value}` is no date: there is no month {month}; write `{instead}`",
            value = value,
            month = month,
            instead = swapped
        ));
    }
    match Date::new(year, month, 1) {
        Err(_) => Err(msg!(
            "`{value}` is no date: there is no month {month}",
            value = value,
            month = month
        )),
        Ok(_) if day == 0 => Err(msg!("`{value}` is no date: days count from 01", value = value)),
        Ok(first) => Err(msg!(
            "`{value}` is no date: the last day of that month is `{last}`",
            value = value,
            last = first.last_of_month()
        )),
    }
}

/// Year, month and day of a text in the form `YYYY-MM-DD`, whether or not there is such a day.
fn iso(text: &str) -> Option<(i16, i8, i8)> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let digits = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0i16, |sum, b| {
            b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0'))
        })
    };
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Some((digits(0..4)?, digits(5..7)? as i8, digits(8..10)? as i8))
}

/// Whether the text begins like `YYYY-MM-DD`.
pub fn begins_iso(text: &str) -> bool {
    text.get(..10).is_some_and(|start| iso(start).is_some())
}

/// How many bytes at the beginning are a plain number, of whatever length.
pub fn plain_prefix(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let whole = sign + digits(sign);
    if whole == sign {
        return None;
    }
    match bytes.get(whole) {
        Some(b'.') if digits(whole + 1) > 0 => Some(whole + 1 + digits(whole + 1)),
        _ => Some(whole),
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && plain_prefix(text) == Some(text.len())
}

fn plain_number(text: &str) -> Result<f64, Message> {
    let significant = text
        .bytes()
        .filter(u8::is_ascii_digit)
        .skip_while(|&b| b == b'0')
        .count();
    if significant > DIGITS {
        return Err(msg!(
            "`{value}` has {count} significant digits: round it to 15",
            value = shown(text),
            count = significant
        ));
    }
    let value: f64 = text.parse().map_err(|_| not_a_number(text))?;
    if value == 0.0 && significant > 0 {
        return Err(msg!(
            "`{value}` is too small to be told from 0: write `0`",
            value = shown(text)
        ));
    }
    // Adding zero turns minus zero into zero.
    if value.is_finite() {
        Ok(value + 0.0)
    } else {
        Err(not_a_number(text))
    }
}

fn not_a_number(text: &str) -> Message {
    msg!("`{value}` is not a number", value = shown(text))
}

/// Says what is not plain about a number, and how it is written plainly where that can be told.
fn not_plain(text: &str) -> Message {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return msg!("a number is missing");
    }
    let value = shown(trimmed);
    // Nothing as long as this was meant as one number; what follows looks at a text several times.
    if trimmed.len() > 200 {
        return msg!("`{value}` is not a number", value = value);
    }
    if is_plain(trimmed) {
        return msg!(
            "`{value}` has spaces around it: write `{instead}`",
            value = value,
            instead = trimmed
        );
    }
    let lower = trimmed.to_lowercase();
    match lower.trim_start_matches(['+', '-', '.', '−']) {
        "inf" | "infinity" | "∞" => {
            return msg!(
                "`{value}` is not a number that can be reached: write a finite one",
                value = value
            );
        }
        "nan" => return msg!("`{value}` is not a number: write the figure", value = value),
        "tbd" | "tba" | "tbc" | "todo" | "?" | "??" | "???" | "xx" | "xxx" => {
            return msg!(
                "`{value}` is not a number yet: write the figure once it is known",
                value = value
            );
        }
        _ => {}
    }
    if let Some(ascii) = as_ascii(trimmed) {
        return if trimmed.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
            propose(
                &ascii,
                || msg!("`{value}` is not written with the digits 0 to 9", value = value),
                |instead| {
                    msg!(
                        "`{value}` is not written with the digits 0 to 9: write `{instead}`",
                        value = value,
                        instead = instead
                    )
                },
            )
        } else {
            propose(
                &ascii,
                || not_a_number(trimmed),
                |instead| {
                    msg!(
                        "`{value}` has another sign than the plain minus `-`: write `{instead}`",
                        value = value,
                        instead = instead
                    )
                },
            )
        };
    }
    if let Some(radix) = radix(&lower) {
        return match i64::from_str_radix(
            &lower[lower.find(char::is_alphabetic).map_or(0, |at| at + 1)..],
            radix,
        ) {
            Ok(number) => {
                let number = if lower.starts_with('-') { -number } else { number };
                msg!(
                    "`{value}` is not written in decimal digits: write `{instead}`",
                    value = value,
                    instead = number
                )
            }
            Err(_) => not_a_number(trimmed),
        };
    }
    if let Some((mantissa, exponent)) = lower.split_once('e')
        && is_plain(mantissa.trim_start_matches('+'))
        && let Ok(exponent) = exponent.parse::<i32>()
    {
        return match shifted(mantissa.trim_start_matches('+'), exponent) {
            Some(instead) => {
                msg!(
                    "`{value}` has an exponent: write `{instead}`",
                    value = value,
                    instead = instead
                )
            }
            None => msg!("`{value}` has an exponent: write all its digits", value = value),
        };
    }
    if let Some(rest) = trimmed.strip_prefix('+') {
        return propose(
            rest,
            || not_a_number(trimmed),
            |instead| {
                msg!(
                    "`{value}` has a plus sign: write `{instead}`",
                    value = value,
                    instead = instead
                )
            },
        );
    }
    if let Some(instead) = with_zeros(trimmed) {
        return msg!(
            "`{value}` lacks a digit beside its point: write `{instead}`",
            value = value,
            instead = instead
        );
    }
    if let Some(rest) = trimmed.strip_suffix('%').or_else(|| trimmed.strip_prefix('%')) {
        return propose(
            rest,
            || {
                msg!(
                    "`{value}` has a percent sign: write the number alone, the sign belongs to `unit`",
                    value = value
                )
            },
            |instead| {
                msg!(
                    "`{value}` has a percent sign: write `{instead}`, the sign belongs to `unit`",
                    value = value,
                    instead = instead
                )
            },
        );
    }
    if let Some(rest) = without_currency(trimmed) {
        return propose(
            &rest,
            || {
                msg!(
                    "`{value}` has a currency in it: write the number alone, the currency belongs to `unit`",
                    value = value
                )
            },
            |instead| {
                msg!(
                    "`{value}` has a currency in it: write `{instead}`, the currency belongs to `unit`",
                    value = value,
                    instead = instead
                )
            },
        );
    }
    if let Some(instead) = multiplied(&lower) {
        return msg!(
            "`{value}` is shortened: write `{instead}`",
            value = value,
            instead = instead
        );
    }
    match separated(trimmed) {
        Some(Separated::Decimal(instead)) => {
            return msg!(
                "`{value}` has a decimal comma: write `{instead}`",
                value = value,
                instead = instead
            );
        }
        Some(Separated::Thousands(instead)) => {
            return msg!(
                "`{value}` has a thousands separator: write `{instead}`",
                value = value,
                instead = instead
            );
        }
        None => {}
    }
    if let Some(rest) = trimmed.strip_prefix(['~', '≈', '<', '>', '=', '≤', '≥']) {
        return propose(
            rest.trim_start_matches('='),
            || not_a_number(trimmed),
            |instead| {
                msg!(
                    "`{value}` is not one plain number: write `{instead}`",
                    value = value,
                    instead = instead
                )
            },
        );
    }
    if let Some(end) = plain_prefix(trimmed) {
        let unit = trimmed[end..].trim();
        if unit
            .chars()
            .all(|c| c.is_alphabetic() || c == '°' || c == '²' || c == '/')
        {
            return msg!(
                "`{value}` is a number and a unit: write `{instead}`, and `{unit}` as the `unit`",
                value = value,
                instead = &trimmed[..end],
                unit = unit
            );
        }
    }
    not_a_number(trimmed)
}

/// The message that proposes `text`, made plain where it is not yet, or the one that cannot.
fn propose(text: &str, vague: impl FnOnce() -> Message, clear: impl FnOnce(&str) -> Message) -> Message {
    let text = text.trim();
    if is_plain(text) {
        return clear(text);
    }
    let better = separated(text)
        .map(|(Separated::Decimal(plain) | Separated::Thousands(plain))| plain)
        .or_else(|| with_zeros(text))
        .or_else(|| multiplied(&text.to_lowercase()));
    match better {
        Some(plain) => clear(&plain),
        None => vague(),
    }
}

fn radix(lower: &str) -> Option<u32> {
    let digits = lower.trim_start_matches(['-', '+']);
    [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(sign, radix)| digits.starts_with(sign).then_some(radix))
}

/// `.5` and `5.` with the zero that lacks.
fn with_zeros(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let plain = if digits.starts_with('.') {
        format!("{sign}0{digits}")
    } else {
        format!("{sign}{}", digits.strip_suffix('.')?)
    };
    is_plain(&plain).then_some(plain)
}

fn without_currency(text: &str) -> Option<String> {
    const CODES: [&str; 12] = [
        "EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "CNY", "INR", "SEK", "NOK", "DKK",
    ];
    let sign = |c: char| {
        matches!(
            c,
            '$' | '£' | '¥' | '¢' | '€' | '₣' | '₹' | '₽' | '₩' | '₺' | '฿' | '₿'
        )
    };
    if text.chars().any(sign) {
        return Some(text.replace(sign, ""));
    }
    let upper = text.to_ascii_uppercase();
    CODES.iter().find_map(|code| {
        let rest = upper.strip_suffix(code).or_else(|| upper.strip_prefix(code))?;
        rest.contains(|c: char| c.is_ascii_digit())
            .then(|| rest.trim().to_owned())
    })
}

/// `10k` and `1.5 m` in full.
fn multiplied(lower: &str) -> Option<String> {
    const WORDS: [(&str, i32); 10] = [
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("mille", 3),
        ("mio", 6),
        ("bn", 9),
        ("md", 9),
        ("k", 3),
        ("m", 6),
        ("b", 9),
    ];
    WORDS.iter().find_map(|(word, zeros)| {
        let number = lower.strip_suffix(word)?.trim_end();
        match separated(number) {
            Some(Separated::Decimal(plain) | Separated::Thousands(plain)) => shifted(&plain, *zeros),
            None if is_plain(number) => shifted(number, *zeros),
            None => None,
        }
    })
}

/// A plain number times a power of ten, in plain digits; `None` where that would not be a number people write.
fn shifted(plain: &str, zeros: i32) -> Option<String> {
    if !(-20..=20).contains(&zeros) || plain.len() > 40 {
        return None;
    }
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    let point = whole.len() as i32 + zeros;
    let (whole, fraction) = if point <= 0 {
        (
            String::new(),
            format!("{}{all}", "0".repeat(point.unsigned_abs() as usize)),
        )
    } else if point as usize >= all.len() {
        (
            format!("{all}{}", "0".repeat(point as usize - all.len())),
            String::new(),
        )
    } else {
        (all[..point as usize].to_owned(), all[point as usize..].to_owned())
    };
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let out = if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    };
    plain_number(&out).is_ok().then_some(out)
}

/// A number with separators, written plainly.
enum Separated {
    Decimal(String),
    Thousands(String),
}

/// Reads `4,5`, `1,000`, `1 000`, `1'000`, `1_000`, `1.234,5`. A comma before exactly three digits separates thousands,
/// unless the number begins with 0.
fn separated(text: &str) -> Option<Separated> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let separator = |c: char| matches!(c, ',' | '.' | '\'' | '’' | '_') || c.is_whitespace();
    let inside = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || separator(c));
    if !inside || is_plain(text) {
        return None;
    }
    let last = digits.rfind(separator)?;
    let mark = digits[last..].chars().next()?;
    let same = digits.chars().filter(|&c| c == mark).count();
    let others = digits.chars().any(|c| separator(c) && c != mark);
    let whole: String = digits[..last].chars().filter(char::is_ascii_digit).collect();
    let tail = &digits[last + mark.len_utf8()..];
    let decimal = same == 1
        && match mark {
            ',' => others || tail.len() != 3 || digits.starts_with('0'),
            '.' => others,
            _ => false,
        };
    let plain = if decimal {
        format!("{sign}{whole}.{tail}")
    } else {
        format!("{sign}{whole}{tail}")
    };
    Some(if decimal && !others {
        Separated::Decimal(plain)
    } else {
        Separated::Thousands(plain)
    })
}

/// Says what is not the form `YYYY-MM-DD` about a date, and how it is written where that can be told.
fn not_iso(text: &str) -> Message {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return msg!("a date is missing: write it as `YYYY-MM-DD`");
    }
    let value = shown(trimmed);
    if trimmed.len() > 200 {
        return msg!("`{value}` is not a date: write it as `YYYY-MM-DD`", value = value);
    }
    let ascii = as_ascii(trimmed);
    match meant(ascii.as_deref().unwrap_or(trimmed)) {
        Some(Meant::Day(date)) => msg!(
            "`{value}` is not in the form `YYYY-MM-DD`: write `{instead}`",
            value = value,
            instead = date
        ),
        Some(Meant::Either(one, other)) => msg!(
            "`{value}` can be two dates: write `{one}` or `{other}`",
            value = value,
            one = one,
            other = other
        ),
        Some(Meant::Month(month)) => {
            msg!(
                "`{value}` has no day: write it as `{month}-DD`",
                value = value,
                month = month
            )
        }
        None => msg!("`{value}` is not a date: write it as `YYYY-MM-DD`", value = value),
    }
}

/// What a date in another form means.
enum Meant {
    Day(Date),
    Either(Date, Date),
    Month(String),
}

fn meant(text: &str) -> Option<Meant> {
    let day = |year: i16, month: i16, day: i16| {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        YEARS.contains(&year).then_some(date)
    };
    if let Some(date) = text
        .get(..10)
        .and_then(iso)
        .and_then(|(y, m, d)| day(y, m.into(), d.into()))
    {
        return Some(Meant::Day(date));
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| -> Option<i16> {
        let digits = part.trim_end_matches(|c: char| c.is_alphabetic());
        let ordinal = matches!(
            part[digits.len()..].to_ascii_lowercase().as_str(),
            "" | "st" | "nd" | "rd" | "th" | "er"
        );
        (ordinal && digits.len() <= 4)
            .then(|| digits.parse().ok())
            .flatten()
    };
    let century = |year: i16, part: &str| if part.len() == 2 { year + 2000 } else { year };
    match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => day(
            all[..4].parse().ok()?,
            all[4..6].parse().ok()?,
            all[6..].parse().ok()?,
        )
        .map(Meant::Day),
        [year, month] if year.len() == 4 => {
            let (year, month) = (number(year)?, number(month)?);
            day(year, month, 1)?;
            Some(Meant::Month(format!("{year:04}-{month:02}")))
        }
        [a, b, c] => {
            let months = (month_of(a), month_of(b));
            if let (_, Some(month)) = months {
                let (first, last) = (number(a)?, number(c)?);
                let date = if a.len() == 4 && a.parse::<i16>().is_ok() {
                    day(first, month, last)
                } else {
                    day(century(last, c), month, first)
                };
                return date.map(Meant::Day);
            }
            if let (Some(month), None) = months {
                return day(century(number(c)?, c), month, number(b)?).map(Meant::Day);
            }
            let (first, second, third) = (number(a)?, number(b)?, number(c)?);
            if a.len() == 4 {
                return day(first, second, third)
                    .or_else(|| day(first, third, second))
                    .map(Meant::Day);
            }
            let year = century(third, c);
            match (day(year, second, first), day(year, first, second)) {
                (Some(one), Some(other)) if one != other && text.contains('/') => {
                    Some(Meant::Either(one, other))
                }
                (Some(date), _) | (None, Some(date)) => Some(Meant::Day(date)),
                (None, None) => None,
            }
        }
        _ => None,
    }
}

/// The month of an English or French name, or of its first letters, three or more.
pub fn month_of(word: &str) -> Option<i16> {
    const NAMES: [(&str, &str); 12] = [
        ("january", "janvier"),
        ("february", "février"),
        ("march", "mars"),
        ("april", "avril"),
        ("may", "mai"),
        ("june", "juin"),
        ("july", "juillet"),
        ("august", "août"),
        ("september", "septembre"),
        ("october", "octobre"),
        ("november", "novembre"),
        ("december", "décembre"),
    ];
    if word.len() > 20 {
        return None;
    }
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let found = NAMES
        .iter()
        .position(|(english, french)| english.starts_with(&word) || french.starts_with(&word))?;
    Some(found as i16 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_number_is_read() {
        fn check(text: &str, expected: f64) {
            let found = number(text);
            assert_eq!(found, Ok(expected), "{text}");
            assert!(
                found.is_ok_and(|value| value != 0.0 || value.is_sign_positive()),
                "{text}"
            );
        }
        check("0", 0.0);
        check("-0", 0.0);
        check("-0.0", 0.0);
        check("10000", 10000.0);
        check("4.5", 4.5);
        check("-3", -3.0);
        check("007", 7.0);
        check("0.000000000000001", 1e-15);
        check("123456789012345", 123456789012345.0);
        check("0.00123456789012345", 0.00123456789012345);
    }

    #[test]
    fn any_other_number_says_what_to_write() {
        fn check(text: &str, expected: &str) {
            let message = number(text).expect_err(text).to_string();
            assert_eq!(message, expected, "{text}");
        }
        let thousands = |text: &str, instead: &str| {
            check(
                text,
                &format!("`{}` has a thousands separator: write `{instead}`", shown(text)),
            )
        };
        thousands("1,000", "1000");
        thousands("1 000", "1000");
        thousands("1\u{a0}000", "1000");
        thousands("1\u{202f}000", "1000");
        thousands("1'000", "1000");
        thousands("1’000", "1000");
        thousands("1_000", "1000");
        thousands("-1,234,567", "-1234567");
        thousands("1.234.567", "1234567");
        thousands("1,234.5", "1234.5");
        thousands("1.234,5", "1234.5");
        thousands("12 345,6", "12345.6");
        check("4,5", "`4,5` has a decimal comma: write `4.5`");
        check("-0,125", "`-0,125` has a decimal comma: write `-0.125`");
        check("10k", "`10k` is shortened: write `10000`");
        check("1.5K", "`1.5K` is shortened: write `1500`");
        check("1,5 k", "`1,5 k` is shortened: write `1500`");
        check("2m", "`2m` is shortened: write `2000000`");
        check("0.25 million", "`0.25 million` is shortened: write `250000`");
        check(
            "5%",
            "`5%` has a percent sign: write `5`, the sign belongs to `unit`",
        );
        check(
            "5,5 %",
            "`5,5 %` has a percent sign: write `5.5`, the sign belongs to `unit`",
        );
        check(
            "€1,000",
            "`€1,000` has a currency in it: write `1000`, the currency belongs to `unit`",
        );
        check(
            "10k$",
            "`10k$` has a currency in it: write `10000`, the currency belongs to `unit`",
        );
        check(
            "100 EUR",
            "`100 EUR` has a currency in it: write `100`, the currency belongs to `unit`",
        );
        check(
            ".inf",
            "`.inf` is not a number that can be reached: write a finite one",
        );
        check(
            "-.Inf",
            "`-.Inf` is not a number that can be reached: write a finite one",
        );
        check(".nan", "`.nan` is not a number: write the figure");
        check("NaN", "`NaN` is not a number: write the figure");
        check(
            "TBD",
            "`TBD` is not a number yet: write the figure once it is known",
        );
        check("1e5", "`1e5` has an exponent: write `100000`");
        check("1.5E-3", "`1.5E-3` has an exponent: write `0.0015`");
        check("1e999", "`1e999` has an exponent: write all its digits");
        check("+5", "`+5` has a plus sign: write `5`");
        check(".5", "`.5` lacks a digit beside its point: write `0.5`");
        check("-.5", "`-.5` lacks a digit beside its point: write `-0.5`");
        check("5.", "`5.` lacks a digit beside its point: write `5`");
        check("0x10", "`0x10` is not written in decimal digits: write `16`");
        check("0o17", "`0o17` is not written in decimal digits: write `15`");
        check("٤٢", "`٤٢` is not written with the digits 0 to 9: write `42`");
        check(
            "４.５",
            "`４.５` is not written with the digits 0 to 9: write `4.5`",
        );
        check("−5", "`−5` has another sign than the plain minus `-`: write `-5`");
        check("~5", "`~5` is not one plain number: write `5`");
        check(">= 5", "`>= 5` is not one plain number: write `5`");
        check(
            "5 h",
            "`5 h` is a number and a unit: write `5`, and `h` as the `unit`",
        );
        check("", "a number is missing");
        check(" 5", "`5` has spaces around it: write `5`");
        check("forty", "`forty` is not a number");
        check("2/3", "`2/3` is not a number");
        check("--5", "`--5` is not a number");
        check("5-6", "`5-6` is not a number");
        check(
            "1234567890123456",
            "`1234567890123456` has 16 significant digits: round it to 15",
        );
        let long = "9".repeat(400);
        check(
            &long,
            &format!("`{}…` has 400 significant digits: round it to 15", "9".repeat(60)),
        );
        let tiny = format!("0.{}1", "0".repeat(400));
        check(
            &tiny,
            &format!(
                "`0.{}…` is too small to be told from 0: write `0`",
                "0".repeat(58)
            ),
        );
    }

    #[test]
    fn a_date_is_read() {
        assert_eq!(date("2026-08-31"), Ok(jiff::civil::date(2026, 8, 31)));
        assert_eq!(date("1970-01-01"), Ok(jiff::civil::date(1970, 1, 1)));
        assert_eq!(date("2200-12-31"), Ok(jiff::civil::date(2200, 12, 31)));
        assert_eq!(date("2028-02-29"), Ok(jiff::civil::date(2028, 2, 29)));
    }

    #[test]
    fn any_other_date_says_what_to_write() {
        fn check(text: &str, expected: &str) {
            assert_eq!(date(text).expect_err(text).to_string(), expected, "{text}");
        }
        let form = |text: &str, instead: &str| {
            check(
                text,
                &format!("`{text}` is not in the form `YYYY-MM-DD`: write `{instead}`"),
            )
        };
        form("31.07.2026", "2026-07-31");
        form("31/07/2026", "2026-07-31");
        form("07/31/2026", "2026-07-31");
        form("31.7.26", "2026-07-31");
        form("2026-7-1", "2026-07-01");
        form("2026/07/31", "2026-07-31");
        form("2026.07.31", "2026-07-31");
        form("20260731", "2026-07-31");
        form("2026-07-31T10:00:00Z", "2026-07-31");
        form("2026-07-31 10:00", "2026-07-31");
        form("31 July 2026", "2026-07-31");
        form("July 31, 2026", "2026-07-31");
        form("1er août 2026", "2026-08-01");
        form("31st Jul 2026", "2026-07-31");
        form("２０２６-０７-３１", "2026-07-31");
        form("٢٠٢٦-٠٧-٣١", "2026-07-31");
        form("2026‑07‑31", "2026-07-31");
        check(
            "08/07/2026",
            "`08/07/2026` can be two dates: write `2026-07-08` or `2026-08-07`",
        );
        check("2026-07", "`2026-07` has no day: write it as `2026-07-DD`");
        check(
            "2026-02-30",
            "`2026-02-30` is no date: the last day of that month is `2026-02-28`",
        );
        check(
            "2026-31-07",
            "`2026-31-07` is no date: there is no month 31; write `2026-07-31`",
        );
        check("2026-13-40", "`2026-13-40` is no date: there is no month 13");
        check("2026-00-10", "`2026-00-10` is no date: there is no month 0");
        check("2026-01-00", "`2026-01-00` is no date: days count from 01");
        check(
            "1969-12-31",
            "`1969-12-31` is out of range: dates lie in the years 1970 to 2200",
        );
        check(
            "2201-01-01",
            "`2201-01-01` is out of range: dates lie in the years 1970 to 2200",
        );
        check(
            "0000-01-01",
            "`0000-01-01` is out of range: dates lie in the years 1970 to 2200",
        );
        check(
            "10000-01-01",
            "`10000-01-01` is not a date: write it as `YYYY-MM-DD`",
        );
        check(
            "-2026-01-01",
            "`-2026-01-01` is not in the form `YYYY-MM-DD`: write `2026-01-01`",
        );
        check("2026-W31", "`2026-W31` is not a date: write it as `YYYY-MM-DD`");
        check("soon", "`soon` is not a date: write it as `YYYY-MM-DD`");
        check("", "a date is missing: write it as `YYYY-MM-DD`");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,40}") {
            let _ = (number(&text), date(&text));
        }

        #[test]
        fn a_plain_number_is_the_nearest_one_there_is(text in "-?[0-9]{1,12}(\\.[0-9]{1,12})?") {
            let significant = text.trim_start_matches(['-', '0', '.']).replace('.', "").len();
            let nearest = text.parse::<f64>().unwrap() + 0.0;
            match number(&text) {
                Ok(number) => proptest::prop_assert_eq!(number.to_bits(), nearest.to_bits(), "{}", text),
                Err(_) => proptest::prop_assert!(significant > DIGITS, "{}", text),
            }
        }

        #[test]
        fn what_is_short_and_plain_is_a_short_number_and_nothing_else(text in "[-.]?[0-9.]{0,6}[-.a ]?") {
            proptest::prop_assert_eq!(short_number(&text).is_some(), is_plain(&text), "{}", text);
        }

        #[test]
        fn what_a_message_proposes_can_be_read(text in "[-+]?[0-9]{1,4}([,.'_ ][0-9]{1,4}){0,3}(k|m|%|e2)?") {
            if let Err(message) = number(&text)
                && let Some((_, instead)) = message.parts.iter().find(|(name, _)| *name == "instead")
            {
                proptest::prop_assert!(number(instead).is_ok() || instead.len() > 15, "{text} {instead}");
            }
        }
    }
}
