//! A metric's way from its start to its target: raw progress, and the score through the rubric.

use crate::model::Metric;
use crate::score::within;

/// `(value − start) / (target − start)`, the same up and down: below 0 is worse than the start, above 1 beyond the
/// target. `None` while the start is unknown or the target hidden.
pub fn progress(metric: &Metric, value: f64) -> Option<f64> {
    let (start, target) = metric.start.zip(metric.target)?;
    Some(share(start, target, value))
}

/// Piecewise linear through (`start`, 0), the rubric, (`target`, 1), clamped to 0–1. `None` as for [`progress`].
pub fn score(metric: &Metric, value: f64) -> Option<f64> {
    let (start, target) = metric.start.zip(metric.target)?;
    let reached = |level: f64| {
        if start < target {
            value >= level
        } else {
            value <= level
        }
    };
    let mut below = (0.0, start);
    for above in metric.rubric.iter().copied().chain([(1.0, target)]) {
        if !reached(above.1) {
            let way = within(share(below.1, above.1, value));
            return Some(within(below.0 + (above.0 - below.0) * way));
        }
        below = above;
    }
    Some(1.0)
}

/// How much of the way from `start` to `target` lies behind `value`: always a number, even where the way is longer or
/// shorter than numbers go.
fn share(start: f64, target: f64, value: f64) -> f64 {
    let (way, gone) = (target - start, value - start);
    let share = if way.is_finite() && gone.is_finite() {
        gone / way
    } else {
        (value / 4.0 - start / 4.0) / (target / 4.0 - start / 4.0)
    };
    if share.is_nan() {
        0.0
    } else {
        share.clamp(f64::MIN, f64::MAX) + 0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::few::Few;
    use crate::score::round12;

    fn metric(start: f64, target: f64, rubric: &[(f64, f64)]) -> Metric {
        Metric {
            start: Some(start),
            target: Some(target),
            rubric: rubric.to_vec().into(),
            plan: Few::new(),
        }
    }

    #[test]
    fn progress_is_raw_and_the_score_is_clamped() {
        let check = |start, target, value, raw, clamped| {
            let metric = metric(start, target, &[]);
            assert_eq!(
                progress(&metric, value).map(round12),
                Some(raw),
                "{start} to {target} at {value}"
            );
            assert_eq!(
                score(&metric, value).map(round12),
                Some(clamped),
                "{start} to {target} at {value}"
            );
        };
        check(20.0, 50.0, 35.0, 0.5, 0.5);
        check(10.0, 2.0, 4.0, 0.75, 0.75);
        check(10.0, 2.0, 12.0, -0.25, 0.0);
        check(10.0, 2.0, 1.0, 1.125, 1.0);
        check(10.0, 0.0, 7.0, 0.3, 0.3);
        check(4.0, 4.6, 4.3, 0.5, 0.5);
        check(-10.0, 10.0, 0.0, 0.5, 0.5);
        check(10.0, 2.0, 10.0, 0.0, 0.0);
    }

    #[test]
    fn a_rubric_bends_the_line() {
        let down = metric(10.0, 2.0, &[(0.3, 7.0), (0.7, 4.0)]);
        let check = |value, expected| assert_eq!(score(&down, value).map(round12), Some(expected), "{value}");
        check(7.0, 0.3);
        check(5.5, 0.5);
        check(4.0, 0.7);
        check(3.0, 0.85);
        check(1.0, 1.0);
        check(11.0, 0.0);
        check(10.0, 0.0);
        check(2.0, 1.0);
        let hours = metric(9.0, 4.0, &[(0.3, 8.0), (0.7, 5.5)]);
        assert_eq!(score(&hours, 6.2).map(round12), Some(0.588));
        assert_eq!(progress(&hours, 6.2).map(round12), Some(0.56));
    }

    #[test]
    fn an_unknown_start_or_a_hidden_target_gives_no_number() {
        for hidden in [
            Metric {
                start: None,
                ..metric(0.0, 1.0, &[])
            },
            Metric {
                target: None,
                ..metric(0.0, 1.0, &[])
            },
        ] {
            assert_eq!(progress(&hidden, 0.5), None);
            assert_eq!(score(&hidden, 0.5), None);
        }
    }

    #[test]
    fn the_ends_of_the_number_range_give_numbers() {
        for (start, target, value) in [
            (f64::MIN, f64::MAX, 0.0),
            (f64::MAX, f64::MIN, f64::MIN),
            (0.0, 5e-324, f64::MAX),
            (0.0, -5e-324, f64::MAX),
            (1.0, 1.0, 1.0),
            (1.0, 1.0, 2.0),
        ] {
            let metric = metric(start, target, &[(0.5, start / 2.0 + target / 2.0)]);
            assert!(
                progress(&metric, value).is_some_and(f64::is_finite),
                "{start} {target} {value}"
            );
            assert!(score(&metric, value).is_some_and(|score| (0.0..=1.0).contains(&score)));
        }
    }

    proptest! {
        #[test]
        fn a_score_is_between_0_and_1_and_up_mirrors_down(
            start in -1e6..1e6f64, way in 1e-3..1e6f64, first in 0.05..0.45f64, second in 0.5..0.95f64, at in -1.0..2.0f64,
        ) {
            let bends = |sign: f64| [(0.3, sign * (start + first * way)), (0.7, sign * (start + second * way))];
            let value = start + at * way;
            let up = metric(start, start + way, &bends(1.0));
            let down = metric(-start, -(start + way), &bends(-1.0));
            let score_up = score(&up, value).expect("both ends are known");
            prop_assert!((0.0..=1.0).contains(&score_up));
            prop_assert_eq!(score(&down, -value), Some(score_up));
            prop_assert_eq!(progress(&down, -value), progress(&up, value));
        }

        #[test]
        fn nearer_to_the_target_never_scores_less(start in -100.0..100.0f64, way in 1.0..100.0f64, a in -1.0..2.0f64, b in -1.0..2.0f64) {
            let metric = metric(start, start + way, &[(0.3, start + 0.5 * way), (0.7, start + 0.6 * way)]);
            let (less, more) = if a < b { (a, b) } else { (b, a) };
            prop_assert!(score(&metric, start + less * way) <= score(&metric, start + more * way));
        }
    }
}
