//! How figures are written on pages: scores, changes, ages. Two decimals, true minus, an en dash for none.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::chart::days_between;
use crate::digits::{ascii, digit, pair, whole_into};
use crate::history::movement::Move;
use crate::words::{Language, PageWords};

/// A score, a progress or a gap with two decimals; an en dash for none.
pub fn score(value: Option<f64>, language: Language) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    let mut text = String::with_capacity(8);
    score_into(&mut text, value, language);
    text
}

/// The same, behind what is there.
pub fn score_into(out: &mut String, value: f64, language: Language) {
    match crate::score::hundredths(value) {
        Some(hundredths @ 0..=100) => {
            let at = SCORE * hundredths as usize;
            out.push_str(&scores(language)[at..at + SCORE]);
        }
        Some(hundredths) => {
            if hundredths < 0 {
                out.push('\u{2212}');
            }
            let hundredths = u64::from(hundredths.unsigned_abs());
            whole_into(out, hundredths / 100);
            out.push(language.decimal_mark());
            out.push_str(pair(hundredths));
        }
        None => out.push_str(&language.number(&crate::score::two_decimals(value))),
    }
}

/// Bytes of a score from 0 to 1.
const SCORE: usize = "0.00".len();

/// `0.00` to `1.00`, one behind the other.
fn scores(language: Language) -> &'static str {
    const fn with(mark: u8) -> [u8; 101 * SCORE] {
        let mut scores = [mark; 101 * SCORE];
        let mut n = 0;
        while n <= 100 {
            scores[SCORE * n] = b'0' + (n / 100) as u8;
            scores[SCORE * n + 2] = b'0' + (n / 10 % 10) as u8;
            scores[SCORE * n + 3] = b'0' + (n % 10) as u8;
            n += 1;
        }
        scores
    }
    static POINT: &str = ascii(&with(b'.'));
    static COMMA: &str = ascii(&with(b','));
    match language {
        Language::English => POINT,
        Language::French => COMMA,
    }
}

/// A number with its unit: `22 min`.
pub fn with_unit(language: Language, value: f64, unit: Option<&str>) -> String {
    let mut text = String::with_capacity(24);
    number_into(&mut text, value, language);
    if let Some(unit) = unit {
        text.push('\u{a0}');
        text.push_str(unit);
    }
    text
}

/// A number as people write it.
pub fn number(language: Language, value: f64) -> String {
    let mut text = String::with_capacity(12);
    number_into(&mut text, value, language);
    text
}

/// The same, behind what is there.
pub fn number_into(out: &mut String, value: f64, language: Language) {
    // Below this, digits stand in no groups.
    const GROUPED: f64 = 10_000.0;
    // Two decimals that read back as the value are all that it has.
    let hundredths = (value * 100.0).round();
    if value.abs() < GROUPED && hundredths / 100.0 == value {
        if hundredths < 0.0 {
            out.push('\u{2212}');
        }
        let hundredths = hundredths.abs() as u64;
        let fraction = hundredths % 100;
        whole_into(out, hundredths / 100);
        if fraction > 0 {
            out.push(language.decimal_mark());
        }
        match fraction {
            0 => {}
            _ if fraction.is_multiple_of(10) => out.push(digit(fraction / 10)),
            _ => out.push_str(pair(fraction)),
        }
        return;
    }
    let written = value.to_string();
    // So few digits are the same after rounding to 12.
    if written.len() <= 12 && value != 0.0 {
        return out.push_str(&language.number(&written));
    }
    out.push_str(&language.number(&crate::score::round12(value).to_string()));
}

/// For `data-v`: plain, and below everything when there is none.
pub fn sort_key(value: Option<f64>) -> String {
    value.map_or_else(|| "-9".to_owned(), crate::score::two_decimals)
}

/// A change as templates use it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Change {
    /// `up`, `down` or `flat`.
    pub direction: &'static str,
    /// ▲ or ▼, for the eye.
    pub sign: &'static str,
    /// The same in a word.
    pub word: &'static str,
    /// How much, without a sign.
    pub text: String,
}

/// Which way a change goes.
pub struct Direction {
    /// `up`, `down` or `flat`.
    pub name: &'static str,
    /// ▲ or ▼, for the eye; empty for flat.
    pub sign: &'static str,
    /// The same in a word.
    pub word: &'static str,
}

/// Which way a change goes; less than a hundredth is flat.
pub fn direction(moved: f64, language: Language) -> Direction {
    let words = language.page_words();
    let (name, sign, word) = match moved {
        moved if crate::score::is_nothing(moved) => ("flat", "", ""),
        moved if moved > 0.0 => ("up", "▲", words.up),
        _ => ("down", "▼", words.down),
    };
    Direction { name, sign, word }
}

/// A change for the eye and the ear; `None` stays none, and less than a hundredth is flat.
pub fn change(moved: Option<f64>, language: Language) -> Option<Change> {
    let moved = moved?;
    let Direction { name, sign, word } = direction(moved, language);
    Some(Change {
        direction: name,
        sign,
        word,
        text: score(Some(moved.abs()), language),
    })
}

/// `0.62 → 0.84`
pub fn from_to(moved: Move, language: Language) -> String {
    [
        score(Some(moved.before), language),
        score(Some(moved.after), language),
    ]
    .join(" → ")
}

/// Days from one day to another, negative backwards.
pub fn days(from: Date, to: Date) -> i64 {
    i64::from(days_between(from, to))
}

/// `today`, `yesterday`, `6 days ago`; `never` for none.
pub fn age(last: Option<Date>, today: Date, language: Language) -> String {
    let words: &PageWords = language.page_words();
    let Some(last) = last else {
        return words.never.to_owned();
    };
    match days_between(last, today) {
        ..=0 => words.today.to_owned(),
        1 => words.yesterday.to_owned(),
        days => language.count(words.days_ago, days as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_have_two_decimals_whatever_they_are() {
        for n in -250..=250_i32 {
            let value = f64::from(n) / 100.0;
            let sign = if n < 0 { "\u{2212}" } else { "" };
            let expected = format!("{sign}{:.2}", value.abs());
            for language in Language::ALL {
                let mark = language.decimal_mark().to_string();
                assert_eq!(score(Some(value), language), expected.replace('.', &mark));
            }
        }
        assert_eq!(score(Some(-0.001), Language::English), "0.00");
        assert_eq!(score(None, Language::English), "–");
    }

    #[test]
    fn a_change_below_a_hundredth_is_flat() {
        let direction = |moved: f64| change(Some(moved), Language::English).map(|change| change.direction);
        for flat in [0.0, 0.004, 0.004_999_95, -0.004_999_95] {
            assert_eq!(direction(flat), Some("flat"), "{flat}");
        }
        assert_eq!(direction(-0.02), Some("down"));
        assert_eq!(direction(0.2), Some("up"));
    }
}
