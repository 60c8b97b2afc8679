//! A share with its interval: the band of what chance allows, the share as a dot, and a tick where it was meant to be.

use crate::site::html::Html;

/// Draws it from 0 to 1; heights are those of the bar. The figures must stand beside it.
pub fn interval(low: f64, share: f64, high: f64, meant: Option<f64>) -> Html {
    let mut svg = Html::with_capacity(260);
    svg.tag("svg")
        .class("bar", "neutral")
        .fixed("aria-hidden", "true")
        .open();
    svg.tag("rect")
        .fixed("class", "track")
        .fixed("width", "100%")
        .close();
    svg.tag("rect")
        .fixed("class", "over")
        .percent("x", low)
        .percent("width", high - low)
        .close();
    svg.tag("circle")
        .percent("cx", share)
        .fixed("cy", "4")
        .fixed("r", "5")
        .close();
    if let Some(meant) = meant {
        svg.tag("rect").fixed("class", "tick").percent("x", meant).close();
    }
    svg.end("svg");
    svg
}
