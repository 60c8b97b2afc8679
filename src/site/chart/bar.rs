//! The progress bar: how far it is from 0 to 1, with a tick where the pace wants it.

use crate::site::html::Html;

/// What one bar shows.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// Score, or raw progress; `None` draws the track alone.
    pub value: Option<f64>,
    /// Where the tick stands.
    pub expected: Option<f64>,
    /// Class of its colour.
    pub class: &'static str,
}

/// The stretch of values that all bars of a table share, so that their zero lines align.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Domain {
    lo: f64,
    hi: f64,
}

impl Domain {
    /// Only 0 to 1.
    pub const UNIT: Domain = Domain { lo: 0.0, hi: 1.0 };
    /// Raw progress beyond this is drawn at the edge: the number beside it says it.
    const FARTHEST: f64 = 1.0;

    /// Widened so that every value has a place.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Domain {
        let (mut smallest, mut largest) = (0.0_f64, 1.0_f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            smallest = smallest.min(value.max(-Domain::FARTHEST));
            largest = largest.max(value.min(1.0 + Domain::FARTHEST));
        }
        Domain {
            lo: if smallest < 0.0 { smallest - 0.02 } else { 0.0 },
            hi: if largest > 1.0 { largest + 0.03 } else { 1.0 },
        }
    }

    fn at(self, value: f64) -> f64 {
        ((value - self.lo) / (self.hi - self.lo)).clamp(0.0, 1.0)
    }
}

/// Draws a bar; heights and corners are in the style sheet. The number must stand beside it.
pub fn bar(bar: Bar, domain: Domain) -> Html {
    let mut svg = Html::with_capacity(240);
    bar_into(&mut svg, bar, domain);
    svg
}

/// The same, behind what is there.
pub fn bar_into(svg: &mut Html, bar: Bar, domain: Domain) {
    let (zero, one) = (domain.at(0.0), domain.at(1.0));
    svg.markup(r#"<svg class="bar "#)
        .word(bar.class)
        .markup(r#"" aria-hidden="true">"#);
    stretch(svg, "track", zero, one);
    if let Some(value) = bar.value.filter(|value| value.is_finite()) {
        // A sliver of colour says "begun" where a true width could not be seen.
        let drawn = if value > 0.0 && value < 0.02 { 0.02 } else { value };
        if drawn < 0.0 {
            stretch(svg, "fill back", domain.at(drawn), zero);
        } else if drawn > 0.0 {
            stretch(svg, "fill", zero, domain.at(drawn.min(1.0)));
        }
        if drawn > 1.0 {
            stretch(svg, "over", one, domain.at(drawn));
        }
    }
    if domain != Domain::UNIT {
        post(svg, "goal", zero);
        post(svg, "goal", one);
    }
    if let Some(expected) = bar.expected {
        post(svg, "tick", domain.at(expected));
    }
    svg.markup("</svg>");
}

fn stretch(svg: &mut Html, class: &'static str, from: f64, to: f64) {
    svg.markup(r#"<rect class=""#).word(class);
    if from > 0.0 {
        svg.markup(r#"" x=""#).percent(from);
    }
    svg.markup(r#"" width=""#).percent(to - from).markup(r#""/>"#);
}

fn post(svg: &mut Html, class: &'static str, at: f64) {
    svg.markup(r#"<rect class=""#)
        .word(class)
        .markup(r#"" x=""#)
        .percent(at)
        .markup(r#""/>"#);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: Option<f64>, domain: Domain) -> String {
        bar(
            Bar {
                value,
                expected: None,
                class: "on",
            },
            domain,
        )
        .into_string()
    }

    #[test]
    fn nothing_is_drawn_for_no_score_and_for_zero() {
        assert!(!drawn(None, Domain::UNIT).contains("fill"));
        assert!(!drawn(Some(0.0), Domain::UNIT).contains("fill"));
        assert!(drawn(Some(0.001), Domain::UNIT).contains("width=\"2%\""));
    }

    #[test]
    fn the_stretch_is_widened_only_when_a_value_needs_it() {
        assert_eq!(Domain::of([0.0, 0.5, 1.0]), Domain::UNIT);
        assert!(drawn(Some(-0.2), Domain::of([-0.2])).contains("goal"));
        assert!(drawn(Some(1.12), Domain::of([1.12])).contains("over"));
        assert!(drawn(Some(1e300), Domain::of([1e300])).contains("over"));
    }
}
