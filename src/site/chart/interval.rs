//! A share with its interval: the band of what chance allows, the share as a dot, and a tick where it was meant to be.

use crate::site::html::Html;

/// Draws it from 0 to 1; heights are those of the bar. The figures must stand beside it.
pub fn interval(low: f64, share: f64, high: f64, meant: Option<f64>) -> Html {
    let mut svg = Html::with_capacity(260);
    svg.markup(r#"<svg class="bar neutral" aria-hidden="true"><rect class="track" width="100%"/><rect class="over" x=""#)
        .percent(low)
        .markup(r#"" width=""#)
        .percent(high - low)
        .markup(r#""/><circle cx=""#)
        .percent(share)
        .markup(r#"" cy="4" r="5"/>"#);
    if let Some(meant) = meant {
        svg.markup(r#"<rect class="tick" x=""#)
            .percent(meant)
            .markup(r#""/>"#);
    }
    svg.markup("</svg>");
    svg
}
