//! From numbers to scores. Nothing here but arithmetic: no day is looked up and no reading is chosen; `history` does that.

pub mod band;
pub mod calibration;
pub mod forecast;
pub mod metric;
pub mod pace;
pub mod rounding;

pub use band::Band;
pub use rounding::{above, at_least, difference, hundredths, is_nothing, round12, two_decimals};

use crate::model::{Measure, Step};

/// The score that a value of a reading has by itself, 0–1. `None` where it has none: a metric without a known start or
/// target, and a maintained key result, whose score is a share of days and not of one value.
pub fn of_value(measure: &Measure, value: f64) -> Option<f64> {
    match measure {
        Measure::Metric(metric) => metric::score(metric, value),
        Measure::Maintain { .. } => None,
        Measure::Steps(steps) => Some(of_step(steps, value)),
        Measure::Milestone | Measure::Judged => Some(within(value)),
    }
}

/// Whether a maintained value lies inside its bounds, which belong to the inside.
pub fn inside(min: Option<f64>, max: Option<f64>, value: f64) -> bool {
    min.is_none_or(|min| at_least(value, min)) && max.is_none_or(|max| at_least(max, value))
}

/// The mean of scores by weight, `(score, weight)`; `None` of nothing. It never leaves the span of its parts, and a weight
/// that is not greater than 0 takes no part.
pub fn mean(parts: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let mut mean = Mean::default();
    for (score, weight) in parts {
        mean.add(score, weight);
    }
    mean.value()
}

/// A mean that is put together part by part.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mean {
    /// Everything is divided by the greatest weight so far, so that no sum can overflow.
    greatest: f64,
    sum: f64,
    weights: f64,
    span: Option<(f64, f64)>,
}

impl Mean {
    /// One part more.
    pub fn add(&mut self, score: f64, weight: f64) {
        if weight.is_nan() || weight <= 0.0 {
            return;
        }
        if weight > self.greatest {
            let shrink = self.greatest / weight;
            self.sum *= shrink;
            self.weights *= shrink;
            self.greatest = weight;
        }
        self.sum += score * (weight / self.greatest);
        self.weights += weight / self.greatest;
        let (low, high) = self.span.unwrap_or((score, score));
        self.span = Some((low.min(score), high.max(score)));
    }

    /// The mean of the parts so far.
    pub fn value(&self) -> Option<f64> {
        let (low, high) = self.span?;
        Some((self.sum / self.weights).clamp(low, high))
    }
}

/// Clamped to 0–1; minus zero is zero.
pub fn within(score: f64) -> f64 {
    score.clamp(0.0, 1.0) + 0.0
}

/// The score of the last step reached; more steps than there are count as all of them.
fn of_step(steps: &[Step], reached: f64) -> f64 {
    let reached = steps.len().min(reached.max(0.0) as usize);
    reached
        .checked_sub(1)
        .map_or(0.0, |last| within(steps[last].score))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn steps() -> Measure {
        let step = |label: &str, score| Step {
            label: label.to_owned(),
            score,
        };
        Measure::Steps(vec![
            step("Designed", 0.2),
            step("English live", 0.6),
            step("French live", 1.0),
        ])
    }

    #[test]
    fn each_kind_scores_its_own_values() {
        let check = |measure: &Measure, value: f64, expected: Option<f64>| {
            assert_eq!(of_value(measure, value), expected, "{measure:?} at {value}");
        };
        check(&steps(), 0.0, Some(0.0));
        check(&steps(), 2.0, Some(0.6));
        check(&steps(), 3.0, Some(1.0));
        check(&steps(), 9.0, Some(1.0));
        check(&Measure::Steps(Vec::new()), 1.0, Some(0.0));
        check(&Measure::Milestone, 0.0, Some(0.0));
        check(&Measure::Milestone, 1.0, Some(1.0));
        check(&Measure::Judged, 0.45, Some(0.45));
        check(
            &Measure::Maintain {
                min: None,
                max: Some(5.0),
            },
            4.0,
            None,
        );
    }

    #[test]
    fn bounds_belong_to_the_inside() {
        let check = |min, max, value, expected| assert_eq!(inside(min, max, value), expected, "{value}");
        check(None, Some(5.0), 5.0, true);
        check(None, Some(5.0), 5.1, false);
        check(Some(2.0), None, 2.0, true);
        check(Some(2.0), None, 1.9, false);
        check(Some(0.3), Some(0.4), 4.3 - 4.0, true);
        check(Some(2.0), Some(5.0), 3.0, true);
    }

    #[test]
    fn a_mean_goes_by_weight() {
        assert_eq!(mean([]), None);
        assert_eq!(mean([(0.5, 0.0)]), None);
        let example = mean([(0.588, 1.0), (0.7, 2.0), (2.0 / 3.0, 1.0)]).map(round12);
        assert_eq!(example, Some(0.663666666667));
        assert_eq!(
            mean([(0.2, 1e308), (0.4, 1e308), (0.6, 1e308)]).map(round12),
            Some(0.4)
        );
    }

    proptest! {
        #[test]
        fn the_mean_lies_between_its_parts(parts in prop::collection::vec((0.0..=1.0f64, 1e-6..1e6f64), 1..20)) {
            let mean = mean(parts.iter().copied()).expect("there are parts");
            let low = parts.iter().map(|part| part.0).fold(f64::INFINITY, f64::min);
            let high = parts.iter().map(|part| part.0).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(low <= mean && mean <= high);
        }

        #[test]
        fn any_value_scores_between_0_and_1(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            for measure in [steps(), Measure::Milestone, Measure::Judged] {
                let score = of_value(&measure, value).expect("these always score");
                prop_assert!((0.0..=1.0).contains(&score));
            }
        }
    }
}
