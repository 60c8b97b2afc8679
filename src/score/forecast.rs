//! Where a score ends at this pace: the Theil–Sen line, which one odd reading cannot bend, with a band.

use crate::score::within;

/// The Theil–Sen line at the period's last day, clamped to 0–1: in words "at this pace 0.61 (0.48–0.74)".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The line.
    pub end: f64,
    /// With the 10 % quantile of the residuals.
    pub low: f64,
    /// With the 90 % quantile.
    pub high: f64,
}

/// The line through the points, and how far they lie from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Score a day: the median of the slopes between any two points.
    pub slope: f64,
    /// Score on day 0: the median of `score − slope × day`.
    pub intercept: f64,
    /// 10 % quantile of the residuals.
    pub low: f64,
    /// 90 % quantile of the residuals.
    pub high: f64,
}

/// The line through `(day since the period's start, score)`, on days that differ. `None` below three points.
pub fn line(points: &[(i64, f64)]) -> Option<Line> {
    if points.len() < 3 {
        return None;
    }
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (i, earlier) in points.iter().enumerate() {
        for later in &points[i + 1..] {
            if later.0 != earlier.0 {
                slopes.push((later.1 - earlier.1) / (later.0 - earlier.0) as f64);
            }
        }
    }
    let slope = median(&mut slopes)?;
    let mut rests: Vec<f64> = points
        .iter()
        .map(|(day, score)| score - slope * *day as f64)
        .collect();
    let intercept = median(&mut rests)?;
    for rest in &mut rests {
        *rest -= intercept;
    }
    rests.sort_unstable_by(f64::total_cmp);
    Some(Line {
        slope,
        intercept,
        low: quantile(&rests, 0.1),
        high: quantile(&rests, 0.9),
    })
}

impl Line {
    /// The line and its band on a day since the period's start.
    pub fn at(&self, day: i64) -> Forecast {
        let end = self.intercept + self.slope * day as f64;
        let clamped = within(end);
        Forecast {
            end: clamped,
            // The middle residual is 0 but for the last digit: the band never leaves its line.
            low: within(end + self.low).min(clamped),
            high: within(end + self.high).max(clamped),
        }
    }
}

/// Of an even number the mean of the middle two. `None` of nothing.
fn median(numbers: &mut [f64]) -> Option<f64> {
    let middle = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    let even = numbers.len().is_multiple_of(2);
    let (below, upper, _) = numbers.select_nth_unstable_by(middle, f64::total_cmp);
    if !even {
        return Some(*upper);
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some((lower + *upper) / 2.0)
}

/// Linear between order statistics. `sorted` has at least one number.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_line_is_the_median_of_all_slopes() {
        let line = line(&[(0, 0.0), (30, 0.22), (61, 0.41)]).expect("three points");
        let near = |number: f64, expected: f64, digits: f64| {
            assert!((number - expected).abs() < digits, "{number} is not {expected}");
        };
        near(line.slope, 0.00672, 5e-6);
        let forecast = line.at(91);
        near(forecast.end, 0.6116, 5e-5);
        near(forecast.low, 0.6116, 5e-5);
        near(forecast.high, 0.6263, 5e-5);
    }

    #[test]
    fn two_points_make_no_line() {
        assert_eq!(line(&[(0, 0.0), (30, 0.2)]), None);
        assert_eq!(line(&[]), None);
        assert_eq!(line(&[(5, 0.0), (5, 0.2), (5, 0.3)]), None);
    }

    #[test]
    fn one_odd_reading_does_not_bend_the_line() {
        let straight: Vec<_> = (0..9).map(|week| (week * 7, 0.05 * week as f64)).collect();
        let mut odd = straight.clone();
        odd[4].1 = 1.0;
        let ends = |points: &[(i64, f64)]| line(points).map(|line| line.at(91).end).unwrap_or(f64::NAN);
        assert!((ends(&straight) - ends(&odd)).abs() < 0.02);
    }

    #[test]
    fn an_even_number_has_its_median_in_the_middle() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut [9.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&mut []), None);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.1), 1.4);
        assert_eq!(quantile(&[1.0], 0.9), 1.0);
    }

    proptest! {
        #[test]
        fn a_forecast_stays_within_0_and_1(
            scores in prop::collection::btree_map(0i64..92, 0.0..=1.0f64, 3..20), day in 0i64..400,
        ) {
            let points: Vec<_> = scores.into_iter().collect();
            let forecast = line(&points).expect("three points").at(day);
            prop_assert!(0.0 <= forecast.low && forecast.low <= forecast.end);
            prop_assert!(forecast.end <= forecast.high && forecast.high <= 1.0);
        }

        #[test]
        fn points_on_a_line_are_continued(start in 0.0..0.3f64, slope in 0.0..0.005f64) {
            let points: Vec<_> = [0i64, 20, 47, 60].map(|day| (day, start + slope * day as f64)).to_vec();
            let forecast = line(&points).expect("three points").at(91);
            prop_assert!((forecast.end - (start + slope * 91.0)).abs() < 1e-9);
            prop_assert!(forecast.high - forecast.low < 1e-9);
        }
    }
}
