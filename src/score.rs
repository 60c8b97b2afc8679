//! x
/// x
pub fn two_decimals(value: f64) -> String {
    format!("{value:.2}")
}
/// x
pub fn round12(value: f64) -> f64 {
    value
}
