//! Rounding, once and in one way: 12 significant digits for every comparison and every print, then two decimals, half
//! away from zero.

use crate::digits::{pair, whole_into};

/// Rounded to 12 significant digits, half away from zero, so that `4.3 - 4.0` is 0.3. Minus zero is zero.
pub fn round12(number: f64) -> f64 {
    if number == number.trunc() && number.abs() < 1e12 {
        return number + 0.0;
    }
    if let Some(rounded) = plain_round12(number) {
        return rounded;
    }
    match decimal(number) {
        Some(decimal) => decimal.number(),
        None => number,
    }
}

/// The same for a number of ordinary size that is far from the middle between two neighbours: a whole number below 10¹²
/// over a power of ten is the nearest number to its decimal, so no text is needed on the way.
fn plain_round12(number: f64) -> Option<f64> {
    let Plain { digits, decimals } = Plain::of(number.abs())?;
    Some((digits as f64 / POWERS[decimals]).copysign(number))
}

const POWERS: [f64; 18] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
];

/// The 12 significant digits of a size between 10⁻⁵ and 10¹¹ that is far from the middle between two neighbours.
struct Plain {
    digits: u64,
    /// How many of them stand behind the point: 1 to 16.
    decimals: usize,
}

impl Plain {
    fn of(size: f64) -> Option<Plain> {
        const FROM: [f64; 16] = [
            1e10, 1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5,
        ];
        if size >= 1e11 {
            return None;
        }
        let decimals = 1 + FROM.iter().position(|&from| size >= from)?;
        let scaled = size * POWERS[decimals];
        // As an integer it loses what is behind its point.
        let digits = (scaled + 0.5) as u64;
        ((scaled - digits as f64).abs() <= 0.49).then_some(Plain { digits, decimals })
    }
}

/// Whether `number` is `bound` or more, both rounded to 12 significant digits.
pub fn at_least(number: f64, bound: f64) -> bool {
    if far_apart(number, bound) {
        number > bound
    } else {
        round12(number) >= round12(bound)
    }
}

/// Whether `number` is more than `bound`, both rounded to 12 significant digits.
pub fn above(number: f64, bound: f64) -> bool {
    !at_least(bound, number)
}

/// `one − other`, unrounded; exactly 0 when both are the same to 12 significant digits.
pub fn difference(one: f64, other: f64) -> f64 {
    if !far_apart(one, other) && round12(one) == round12(other) {
        0.0
    } else {
        one - other
    }
}

/// `number` with two decimals, half away from zero, with a point and a hyphen for minus: `0.70`, `-0.25`, never `-0.00`.
/// A number that is none is an en dash, the sign for "none"; the arithmetic here never makes one.
pub fn two_decimals(number: f64) -> String {
    if let Some(hundredths) = hundredths(number) {
        let mut text = String::with_capacity(8);
        if hundredths < 0 {
            text.push('-');
        }
        let size = u64::from(hundredths.unsigned_abs());
        whole_into(&mut text, size / 100);
        text.push('.');
        text.push_str(pair(size));
        return text;
    }
    let Some(decimal) = decimal(number) else {
        return "–".to_owned();
    };
    let mut hundredths = decimal.hundredths();
    while hundredths.len() < 3 {
        hundredths.insert(0, '0');
    }
    let point = hundredths.len() - 2;
    let minus = if decimal.negative && hundredths.bytes().any(|digit| digit != b'0') {
        "-"
    } else {
        ""
    };
    format!("{minus}{}.{}", &hundredths[..point], &hundredths[point..])
}

/// The hundredths of [`two_decimals`], of a number below 10,000 whose 12 digits are plain to see; `None` of others.
pub fn hundredths(number: f64) -> Option<i32> {
    let hundredths = number.abs() * 100.0;
    if hundredths >= 1e6 || number.is_nan() {
        return None;
    }
    let mut nearest = (hundredths + 0.5) as i32;
    if (hundredths - f64::from(nearest)).abs() > 0.499_99 {
        // So near to the middle between two that the digits decide.
        let Plain { digits, decimals } = Plain::of(number.abs())?;
        let unit = 10_u64.pow(u32::try_from(decimals.checked_sub(2)?).ok()?);
        nearest = i32::try_from((digits + unit / 2) / unit).ok()?;
    }
    Some(if number < 0.0 { -nearest } else { nearest })
}

/// Whether two decimals of a number show nothing: it is `0.00`.
pub fn is_nothing(number: f64) -> bool {
    match hundredths(number) {
        Some(hundredths) => hundredths == 0,
        None => two_decimals(number) == "0.00",
    }
}

/// Rounding could not bring the two together, nor past each other: most comparisons need none.
fn far_apart(one: f64, other: f64) -> bool {
    (one - other).abs() > one.abs().max(other.abs()) * 1e-10
}

/// 12 significant digits and the power of ten of the last of them.
struct Decimal {
    negative: bool,
    /// Below 10¹², or 10¹² itself when the digits were rounded up.
    digits: u64,
    exponent: i32,
}

/// `None` for what is no number.
fn decimal(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    // Enough digits to see on which side of the half the number lies.
    let written = format!("{:.24e}", number.abs());
    let (mantissa, exponent) = written.split_once('e')?;
    let mut figures = mantissa
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|byte| u64::from(byte - b'0'));
    let digits = figures
        .by_ref()
        .take(12)
        .fold(0, |digits, figure| digits * 10 + figure);
    let up = u64::from(figures.next().is_some_and(|figure| figure >= 5));
    Some(Decimal {
        negative: number < 0.0,
        digits: digits + up,
        exponent: exponent.parse::<i32>().ok()? - 11,
    })
}

impl Decimal {
    /// The nearest number.
    fn number(&self) -> f64 {
        let sign = if self.negative { "-" } else { "" };
        let number: f64 = format!("{sign}{}e{}", self.digits, self.exponent)
            .parse()
            .unwrap_or(0.0);
        // The twelfth digit of the greatest numbers can round past them.
        number.clamp(f64::MIN, f64::MAX) + 0.0
    }

    /// Without a sign, as a whole number of hundredths, half away from zero.
    fn hundredths(&self) -> String {
        match u32::try_from(-(self.exponent + 2)) {
            Err(_) => {
                let zeros = usize::try_from(self.exponent + 2).unwrap_or(0);
                format!(
                    "{}{}",
                    self.digits,
                    "0".repeat(if self.digits == 0 { 0 } else { zeros })
                )
            }
            Ok(too_many) => match 10u64.checked_pow(too_many) {
                Some(unit) => ((self.digits + unit / 2) / unit).to_string(),
                None => "0".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_decimals_are_half_away_from_zero() {
        let check = |number: f64, expected: &str| assert_eq!(two_decimals(number), expected, "{number}");
        check(0.285, "0.29");
        check(-0.285, "-0.29");
        check(0.284999999999, "0.28");
        check(4.3 - 4.0, "0.30");
        check(0.6996, "0.70");
        check(1.005, "1.01");
        check(0.005, "0.01");
        check(0.0049, "0.00");
        check(-0.004_999_95, "0.00");
        check(-0.004, "0.00");
        check(-0.0, "0.00");
        check(0.0, "0.00");
        check(1.0, "1.00");
        check(0.999, "1.00");
        check(99.999, "100.00");
        check(-0.25, "-0.25");
        check(1234567890.125, "1234567890.13");
        check(12345.0, "12345.00");
        check(1e15, "1000000000000000.00");
        check(1e-300, "0.00");
        check(5e-324, "0.00");
        check(f64::NAN, "–");
        check(f64::INFINITY, "–");
    }

    #[test]
    fn twelve_significant_digits_are_kept() {
        let check = |number: f64, expected: f64| {
            let rounded = round12(number);
            assert_eq!(rounded, expected, "{number}");
            assert!(!(rounded == 0.0 && rounded.is_sign_negative()));
        };
        check(4.3 - 4.0, 0.3);
        check(2.0 / 3.0, 0.666666666667);
        check(0.1 + 0.2, 0.3);
        check(-1.0 / 3.0, -0.333333333333);
        check(123456789012345.0, 123456789012000.0);
        check(999999999999.96, 1e12);
        check(-0.0, 0.0);
        check(1e300, 1e300);
        check(0.285, 0.285);
        check(f64::MAX, f64::MAX.min(1.79769313486e308));
    }

    #[test]
    fn comparisons_see_through_the_last_digits() {
        assert!(at_least(0.1 + 0.2, 0.3) && at_least(0.3, 0.1 + 0.2));
        assert!(!above(0.1 + 0.2, 0.3));
        assert!(at_least(0.7000000000001, 0.7) && at_least(0.6999999999999, 0.7));
        assert!(!at_least(0.69999999999, 0.7));
        assert!(above(0.7001, 0.7) && !above(0.7, 0.7));
        assert!(at_least(0.0, -0.0) && at_least(-1.0, -1.0) && !at_least(-1.0, 0.0));
    }

    #[test]
    fn what_is_the_same_does_not_differ() {
        assert_eq!(difference(0.1 + 0.2, 0.3), 0.0);
        assert_eq!(difference(0.5, 0.25), 0.25);
        assert_eq!(difference(0.3, 0.300000000001), 0.3 - 0.300000000001);
    }

    proptest! {
        #[test]
        fn rounding_twice_is_rounding_once(number in -1e15..1e15f64) {
            prop_assert_eq!(round12(round12(number)), round12(number));
            prop_assert!((round12(number) - number).abs() <= number.abs() * 1e-11);
        }

        #[test]
        fn two_decimals_are_a_number_near_by(number in -1e9..1e9f64) {
            let printed: f64 = two_decimals(number).parse().expect("a number");
            prop_assert!((printed - number).abs() <= 0.005 + number.abs() * 1e-11);
        }

        #[test]
        fn a_comparison_is_the_comparison_of_the_rounded(one in -2.0..2.0f64, step in -3i32..=3) {
            let other = one * (1.0 + f64::from(step) * 1e-13);
            prop_assert_eq!(at_least(one, other), round12(one) >= round12(other));
        }
    }

    proptest! {
        #[test]
        fn the_short_way_of_rounding_ends_where_the_long_one_does(
            whole in -100_000i64..100_000,
            part in 0u64..1_000_000_000_000_000,
            shift in 0u32..16,
        ) {
            let number = whole as f64 / 10f64.powi(shift as i32) + part as f64 / 1e15;
            let number = if shift % 2 == 0 { number } else { number / 3.0 };
            if let Some(short) = plain_round12(number) {
                prop_assert_eq!(short, decimal(number).expect("it is finite").number());
            }
        }
    }
}
