//! The word of a score beside its figure, so that neither says what the other does not.

use crate::config::Scoring;
use crate::history::PeriodState;
use crate::model::PeriodIx;
use crate::score::{Band, hundredths, two_decimals};
use crate::site::sign::{Sign, band_word};
use crate::site::{Site, figures};
use crate::words::fill;

/// What stands beside a score whose sign is shown too: while the period runs, what the score would be called if it ended
/// like that. After the end the sign is the word; what was dropped will not end, and counts nowhere.
pub fn beside(site: &Site<'_>, period: PeriodIx, sign: Sign, score: f64) -> Option<String> {
    let words = site.words;
    let word = || band_word(Band::of(score), words).to_lowercase();
    let running = match site.inputs.book.periods[period.0].scoring {
        Scoring::Progress => words.if_it_ended_today,
        Scoring::Projection => words.expected_to_end,
    };
    let said = match (sign, site.inputs.standing.periods[period.0].state) {
        (Sign::Ended(_), _) => None,
        (Sign::Dropped, _) | (_, PeriodState::Closed | PeriodState::Upcoming) => Some(word()),
        (_, PeriodState::Active) => Some(fill(running, &[("word", &word())])),
    };
    match (said, just_below(site, score)) {
        (Some(said), Some(below)) => Some(format!("{said} ({below})")),
        (said, below) => said.or(below),
    }
}

/// `just below 0.70`, where rounding shows a score at a bound that it has not reached.
pub fn just_below(site: &Site<'_>, score: f64) -> Option<String> {
    let shown = match hundredths(score) {
        Some(hundredths) => f64::from(hundredths) / 100.0,
        None => two_decimals(score).parse().ok()?,
    };
    (Band::of(shown) > Band::of(score)).then(|| {
        let shown = figures::score(Some(shown), site.language);
        fill(site.words.just_below, &[("score", &shown)])
    })
}
