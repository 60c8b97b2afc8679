//! A number that may be missing, in no more room than one that is there.

use std::fmt;
use std::num::NonZeroU64;

/// A number of which there are many: an `Option` of it takes up eight bytes, where one of `f64` takes sixteen.
#[derive(Clone, Copy)]
pub struct Number {
    /// Its bits, turned around: they are all 0 only for a NaN that no arithmetic gives.
    turned: NonZeroU64,
}

impl From<f64> for Number {
    fn from(number: f64) -> Number {
        let turned = NonZeroU64::new(!number.to_bits());
        Number {
            turned: turned.unwrap_or(NonZeroU64::MIN),
        }
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> f64 {
        f64::from_bits(!number.turned.get())
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        f64::from(*self) == f64::from(*other)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f64::from(*self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is() {
        for number in [
            0.0,
            -0.0,
            1.0,
            -0.1,
            f64::MIN,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::INFINITY,
        ] {
            assert_eq!(f64::from(Number::from(number)).to_bits(), number.to_bits());
        }
        for bits in [f64::NAN.to_bits(), u64::MAX, u64::MAX >> 1] {
            assert!(f64::from(Number::from(f64::from_bits(bits))).is_nan(), "{bits:x}");
        }
    }

    #[test]
    fn a_missing_one_takes_no_more_room() {
        assert_eq!(size_of::<Option<Number>>(), size_of::<f64>());
    }
}
