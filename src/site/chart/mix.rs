//! The mix: one stacked bar, decoration above a legend in the same order.

use crate::site::html::Html;

/// Draws the parts in order, each with the class of its colour and how many it has.
pub fn mix(parts: &[(&'static str, usize)]) -> Html {
    let total: usize = parts.iter().map(|(_, n)| n).sum();
    let mut svg = Html::with_capacity(400);
    svg.markup(r#"<svg class="dist" aria-hidden="true">"#);
    let mut before = 0;
    for &(class, n) in parts.iter().filter(|(_, n)| *n > 0) {
        let share = n as f64 / total as f64;
        let gap = if n < total {
            0.006_f64.min(share / 4.0)
        } else {
            0.0
        };
        svg.markup(r#"<rect class=""#)
            .word(class)
            .markup(r#"" x=""#)
            .percent(before as f64 / total as f64)
            .markup(r#"" width=""#)
            .percent(share - gap)
            .markup(r#""/>"#);
        before += n;
    }
    svg.markup("</svg>");
    svg
}
