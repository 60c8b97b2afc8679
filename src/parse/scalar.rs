//! Numbers and dates as they are written.

use jiff::civil::Date;

use crate::diagnostic::Message;
use crate::msg;

/// A plain number, `-?[0-9]+(\.[0-9]+)?`, or what to write instead.
pub fn number(text: &str) -> Result<f64, Message> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(number) if plain(whole) && plain(part) && number.is_finite() => Ok(number + 0.0),
        _ => Err(msg!("`{text}` is not a number", text = text)),
    }
}

/// A date, `YYYY-MM-DD`, from 1970 to 2200, or what to write instead.
pub fn date(text: &str) -> Result<Date, Message> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    match text.parse::<Date>() {
        Ok(date) if form && (1970..=2200).contains(&date.year()) => Ok(date),
        _ => Err(msg!("`{text}` is no date", text = text)),
    }
}
