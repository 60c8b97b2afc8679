//! The word of a score beside its figure, so that neither says what the other does not.

use crate::config::Scoring;
use crate::history::PeriodState;
use crate::model::PeriodIx;
use crate::score::{Band, two_decimals};
use crate::site::sign::{Sign, band_word};
use crate::site::{Site, figures};
use crate::words::fill;

/// What stands beside a score whose sign is shown too. After the end the sign is the word; before it, the word is what the score would end as.
pub fn beside(site: &Site<'_>, period: PeriodIx, sign: Sign, score: f64) -> Option<String> {
    let words = site.words;
    let said = match sign {
        Sign::Ended(_) => None,
        _ => {
            let word = band_word(Band::of(score), words).to_lowercase();
            let period_now = &site.inputs.standing.periods[period.0];
            Some(
                match (period_now.state, site.inputs.book.periods[period.0].scoring) {
                    (PeriodState::Closed, _) => word,
                    (_, Scoring::Progress) => fill(words.if_it_ended_today, &[("word", &word)]),
                    (_, Scoring::Projection) => fill(words.expected_to_end, &[("word", &word)]),
                },
            )
        }
    };
    match (said, just_below(site, score)) {
        (Some(said), Some(below)) => Some(format!("{said} ({below})")),
        (said, below) => said.or(below),
    }
}

/// `just below 0.70`, where rounding shows a score at a bound that it has not reached.
pub fn just_below(site: &Site<'_>, score: f64) -> Option<String> {
    let shown: f64 = two_decimals(score).parse().ok()?;
    (Band::of(shown) > Band::of(score)).then(|| {
        let shown = figures::score(Some(shown), site.language);
        fill(site.words.just_below, &[("score", &shown)])
    })
}
