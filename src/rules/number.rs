//! Numbers as comparisons see them and as messages print them.

/// Rounded to 12 significant digits: every comparison with a bound works on this, so that 4.3 − 4 is 0.3.
pub(super) fn exact(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// With two decimals, half away from zero; minus zero is zero.
pub(super) fn two_decimals(value: f64) -> String {
    let cents = (exact(value * 100.0)).round();
    format!("{:.2}", cents / 100.0 + 0.0)
}

/// As people type it: no exponent, no zeros at the end.
pub(super) fn plain(value: f64) -> String {
    format!("{}", exact(value) + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_people_round_them() {
        for (value, text) in [
            (0.285, "0.29"),
            (0.6996, "0.70"),
            (-0.001, "0.00"),
            (4.3 - 4.0, "0.30"),
            (-0.255, "-0.26"),
        ] {
            assert_eq!(two_decimals(value), text, "{value}");
        }
        for (value, text) in [
            (4.3 - 4.0, "0.3"),
            (10000.0, "10000"),
            (-0.0, "0"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(plain(value), text);
        }
    }
}
