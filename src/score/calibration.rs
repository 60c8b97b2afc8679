//! How ambitious targets were: the share of key results that got there, with what chance allows.

use crate::score::{at_least, within};

/// Below this number of key results a share says nothing, and is hidden.
pub const FEWEST: usize = 8;

/// What share of key results reached a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// How many key results.
    pub count: usize,
    /// Meant: about 80 %.
    pub reached_0_7: Share,
    /// Meant: about 50 %.
    pub reached_1_0: Share,
}

/// A share with its Wilson interval (z = 1.96).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// 0–1.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Over final scores. `None` below [`FEWEST`].
pub fn over(scores: &[f64]) -> Option<Reached> {
    let at = |level: f64| {
        share(
            scores.iter().filter(|score| at_least(**score, level)).count(),
            scores.len(),
        )
    };
    (scores.len() >= FEWEST).then(|| Reached {
        count: scores.len(),
        reached_0_7: at(0.7),
        reached_1_0: at(1.0),
    })
}

/// `part` of `count`, which is at least 1.
fn share(part: usize, count: usize) -> Share {
    const Z: f64 = 1.96;
    let (share, count) = (part as f64 / count as f64, count as f64);
    let middle = share + Z * Z / (2.0 * count);
    let reach = Z * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    let whole = 1.0 + Z * Z / count;
    Share {
        share,
        low: within((middle - reach) / whole).min(share),
        high: within((middle + reach) / whole).max(share),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::score::round12;

    #[test]
    fn the_interval_is_wilsons() {
        let check = |part, count, low, high| {
            let share = share(part, count);
            assert_eq!(
                (round12(share.low), round12(share.high)),
                (low, high),
                "{part} of {count}"
            );
        };
        check(18, 24, 0.551001746879, 0.880007965207);
        check(9, 24, 0.211591334336, 0.572903809621);
    }

    #[test]
    fn few_key_results_say_nothing() {
        assert_eq!(over(&[1.0; 7]), None);
        let reached = over(&[1.0, 0.7, 0.1 + 0.6, 0.69, 0.0, 1.0, 0.5, 0.4]).expect("eight");
        assert_eq!(reached.count, 8);
        assert_eq!(reached.reached_0_7.share, 0.5);
        assert_eq!(reached.reached_1_0.share, 0.25);
    }

    proptest! {
        #[test]
        fn the_interval_contains_the_share(count in 1usize..2000, part in 0.0..=1.0f64) {
            let part = (part * count as f64) as usize;
            let Share { share, low, high } = share(part, count);
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
        }
    }
}
