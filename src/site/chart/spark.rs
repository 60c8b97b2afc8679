//! The sparkline: a word-sized line over the whole period. Blank space to its right is time left.

use super::Scale;
use crate::history::Point;
use crate::model::Period;
use crate::site::html::Html;

const WIDTH: f64 = 104.0;
const HEIGHT: f64 = 32.0;
const INSET: f64 = 3.5;
/// Pixels between two points of the line at least.
const APART: f64 = 4.0;

/// What y runs over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// 0 to 1, for objectives.
    Score,
    /// −0.25 to 1.25, for key results.
    Progress,
}

impl Range {
    fn y(self, value: f64) -> f64 {
        let (lo, hi) = match self {
            Range::Score => (0.0, 1.0),
            Range::Progress => (-0.25, 1.25),
        };
        let share = ((value - lo) / (hi - lo)).clamp(0.0, 1.0);
        HEIGHT - INSET - share * (HEIGHT - 2.0 * INSET)
    }
}

/// Draws a sparkline from the period's start over `points`; `goal` is where the pace ends, if there is one.
/// The number must stand beside it.
pub fn spark_into(
    svg: &mut Html,
    period: &Period,
    points: &[Point],
    goal: Option<f64>,
    range: Range,
    class: &'static str,
) {
    svg.markup(r#"<svg class="spark "#)
        .word(class)
        .markup(r#"" viewBox="0 0 104 32" aria-hidden="true">"#);
    let zero = (INSET, range.y(0.0));
    svg.markup("<path class=\"base\" d=\"");
    vertex(svg, "M", zero);
    svg.markup("h").short(WIDTH - 2.0 * INSET).markup("\"/>");
    if let Some(goal) = goal {
        svg.markup("<path class=\"pace\" d=\"");
        vertex(svg, "M", zero);
        vertex(svg, "L", (WIDTH - INSET, range.y(goal)));
        svg.markup("\"/>");
    }
    let scale = Scale::of(period);
    let at = |share: f64| INSET + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * INSET);
    let place = |point: &Point| Some((at(scale?.at(point.date)), range.y(point.score?.into())));
    let drawn = thinned(points.iter().filter_map(place));
    if let Some(&(end_x, end_y)) = drawn.last() {
        svg.markup("<path class=\"ln\" d=\"");
        vertex(svg, "M", zero);
        for &point in &drawn {
            vertex(svg, "L", point);
        }
        svg.markup(r#""/><circle class="end" cx=""#)
            .short(end_x)
            .markup(r#"" cy=""#)
            .short(end_y)
            .markup(r#""/>"#);
    }
    svg.markup("</svg>");
}

/// Only as many points as can be told apart, the last always among them.
fn thinned(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::with_capacity(points.size_hint().1.unwrap_or(0).clamp(1, 26));
    let mut last = None;
    for (x, y) in points {
        let near = kept.last().is_some_and(|kept| x - kept.0 < APART);
        last = near.then_some((x, y));
        if !near {
            kept.push((x, y));
        }
    }
    kept.extend(last);
    kept
}

fn vertex(svg: &mut Html, command: &'static str, (x, y): (f64, f64)) {
    svg.markup(command).shorter(x).markup(" ").shorter(y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_cannot_be_told_apart_are_left_out_but_never_the_last() {
        let points: Vec<(f64, f64)> = (0..1000).map(|i| (f64::from(i) / 10.0, 1.0)).collect();
        let kept = thinned(points.iter().copied());
        assert!(kept.len() <= 26);
        assert_eq!(kept.last(), points.last());
        assert_eq!(thinned([(0.0, 1.0), (10.0, 0.5)].into_iter()).len(), 2);
    }
}
