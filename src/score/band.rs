//! The words that always stand beside a score.

use crate::score::at_least;

/// What a score means, in words. Bands follow the unrounded score: 0.6996 prints 0.70 and is in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Below 0.4.
    Missed,
    /// From 0.4 to below 0.7.
    InBetween,
    /// From 0.7 to below 1.
    CameClose,
    /// 1.0
    Reached,
}

impl Band {
    /// From missed to reached.
    pub const ALL: [Band; 4] = [Band::Missed, Band::InBetween, Band::CameClose, Band::Reached];

    /// The band of a score.
    pub fn of(score: f64) -> Band {
        if at_least(score, 1.0) {
            Band::Reached
        } else if at_least(score, 0.7) {
            Band::CameClose
        } else if at_least(score, 0.4) {
            Band::InBetween
        } else {
            Band::Missed
        }
    }

    /// The lowest score in it.
    pub fn from(self) -> f64 {
        match self {
            Band::Missed => 0.0,
            Band::InBetween => 0.4,
            Band::CameClose => 0.7,
            Band::Reached => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_has_its_words() {
        let check = |score: f64, expected: Band| assert_eq!(Band::of(score), expected, "{score}");
        check(0.0, Band::Missed);
        check(0.3999, Band::Missed);
        check(0.4, Band::InBetween);
        check(0.6996, Band::InBetween);
        check(0.7, Band::CameClose);
        check(0.1 + 0.6, Band::CameClose);
        check(0.9999, Band::CameClose);
        check(1.0, Band::Reached);
        for band in Band::ALL {
            check(band.from(), band);
        }
    }
}
