//! How figures are written on pages: scores, changes, ages. Two decimals, true minus, an en dash for none.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::chart::days_between;
use crate::history::movement::Move;
use crate::words::{Language, PageWords, digit, whole_into};

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
    let Some(hundredths) = crate::score::hundredths(value) else {
        out.push_str(&language.number(&crate::score::two_decimals(value)));
        return;
    };
    if hundredths < 0 {
        out.push('\u{2212}');
    }
    let hundredths = u64::from(hundredths.unsigned_abs());
    whole_into(out, hundredths / 100);
    out.push(language.decimal_mark());
    out.push(digit(hundredths / 10));
    out.push(digit(hundredths));
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

/// A change for the eye and the ear; `None` stays none, and less than a hundredth is flat.
pub fn change(moved: Option<f64>, language: Language) -> Option<Change> {
    let moved = moved?;
    let nothing = crate::score::hundredths(moved) == Some(0);
    let words = language.page_words();
    let (direction, sign, word) = match moved {
        _ if nothing => ("flat", "", ""),
        moved if moved > 0.0 => ("up", "▲", words.up),
        _ => ("down", "▼", words.down),
    };
    Some(Change {
        direction,
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
    fn a_change_below_a_hundredth_is_flat() {
        let direction = |moved: f64| change(Some(moved), Language::English).map(|change| change.direction);
        assert_eq!(direction(0.004), Some("flat"));
        assert_eq!(direction(-0.02), Some("down"));
        assert_eq!(direction(0.2), Some("up"));
    }
}
