//! The sparkline: a word-sized line over the whole period. Blank space to its right is time left.

use super::x;
use crate::history::Point;
use crate::model::Period;
use crate::site::html::{Html, short, shorter};

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
pub fn spark(
    period: &Period,
    points: &[Point],
    goal: Option<f64>,
    range: Range,
    class: &'static str,
) -> Html {
    let mut svg = Html::with_capacity(420);
    svg.tag("svg")
        .class("spark", class)
        .fixed("viewBox", "0 0 104 32")
        .fixed("aria-hidden", "true")
        .open();
    let at = |share: f64| INSET + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * INSET);
    let mut base = String::with_capacity(24);
    move_to(&mut base, 'M', INSET, range.y(0.0));
    base.push('h');
    short(&mut base, WIDTH - 2.0 * INSET);
    svg.tag("path").fixed("class", "base").attr("d", &base).close();
    if let Some(goal) = goal {
        let mut pace = String::with_capacity(32);
        move_to(&mut pace, 'M', INSET, range.y(0.0));
        line(&mut pace, &[(WIDTH - INSET, range.y(goal))]);
        svg.tag("path").fixed("class", "pace").attr("d", &pace).close();
    }
    let drawn: Vec<(f64, f64)> = points
        .iter()
        .filter_map(|point| Some((at(x(period, point.date)?), range.y(point.score?.into()))))
        .collect();
    let drawn = thinned(&drawn);
    if let Some(&(end_x, end_y)) = drawn.last() {
        let mut path = String::with_capacity(16 + 12 * drawn.len());
        move_to(&mut path, 'M', INSET, range.y(0.0));
        line(&mut path, &drawn);
        svg.tag("path").fixed("class", "ln").attr("d", &path).close();
        svg.tag("circle")
            .fixed("class", "end")
            .num("cx", end_x)
            .num("cy", end_y)
            .close();
    }
    svg.end("svg");
    svg
}

/// Only as many points as can be told apart, the last always among them.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::with_capacity(points.len().min(24));
    for (i, &(x, y)) in points.iter().enumerate() {
        let is_last = i + 1 == points.len();
        if is_last || kept.last().is_none_or(|last| x - last.0 >= APART) {
            kept.push((x, y));
        }
    }
    kept
}

fn move_to(path: &mut String, command: char, x: f64, y: f64) {
    path.push(command);
    shorter(path, x);
    path.push(' ');
    shorter(path, y);
}

fn line(path: &mut String, points: &[(f64, f64)]) {
    for &(x, y) in points {
        move_to(path, 'L', x, y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_that_cannot_be_told_apart_are_left_out_but_never_the_last() {
        let points: Vec<(f64, f64)> = (0..1000).map(|i| (f64::from(i) / 10.0, 1.0)).collect();
        let kept = thinned(&points);
        assert!(kept.len() <= 26);
        assert_eq!(kept.last(), points.last());
        assert_eq!(thinned(&[(0.0, 1.0), (10.0, 0.5)]).len(), 2);
    }
}
