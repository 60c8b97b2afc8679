//! The dot plot: one lane a team, from 0 to 1, with a sign at each score. Never moved aside along the scores.

use crate::site::html::Html;
use crate::site::sign::Sign;
use crate::words::Language;

/// One lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Rising.
    pub marks: Vec<Mark>,
}

/// A mark on a lane.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// 0–1
    pub at: f64,
    /// What it looks like.
    pub sign: Sign,
    /// How many it stands for.
    pub count: usize,
}

const LANE: f64 = 44.0;
/// Where the line of a lane runs, from its top.
const LINE: f64 = 26.0;

/// Draws the lanes, with their zone from 0.7 on; `description` says the figures. Nothing without lanes.
pub fn dots(title: &str, description: &str, lanes: &[Lane], language: Language) -> Html {
    let mut svg = Html::with_capacity(600 + lanes.len() * 600);
    if lanes.is_empty() {
        return svg;
    }
    let height = lanes.len() as f64 * LANE;
    svg.tag("svg")
        .fixed("class", "plot")
        .num("height", height)
        .fixed("role", "img")
        .fixed("aria-labelledby", "okr-dots-title okr-dots-text")
        .open();
    svg.tag("title").fixed("id", "okr-dots-title").holding(title);
    svg.tag("desc").fixed("id", "okr-dots-text").holding(description);
    svg.tag("g").fixed("aria-hidden", "true").open();
    svg.tag("rect")
        .fixed("class", "zone")
        .fixed("x", "70%")
        .fixed("width", "30%")
        .fixed("height", "100%")
        .close();
    for (at, label, anchor) in [
        (0.0, "0.0", "start"),
        (0.4, "0.4", "middle"),
        (0.7, "0.7", "middle"),
        (1.0, "1.0", "middle"),
    ] {
        svg.tag("line")
            .fixed("class", "gl2")
            .percent("x1", at)
            .percent("x2", at)
            .fixed("y2", "100%")
            .close();
        svg.tag("text")
            .percent("x", at)
            .num("y", height + 18.0)
            .attr("text-anchor", anchor)
            .holding(&language.number(label));
    }
    for (i, lane) in lanes.iter().enumerate() {
        let y = i as f64 * LANE + LINE;
        svg.tag("line")
            .fixed("class", "lane")
            .fixed("x2", "100%")
            .num("y1", y)
            .num("y2", y)
            .close();
        svg.tag("text").num("y", y - 10.0).holding(&lane.name);
        for mark in &lane.marks {
            draw(&mut svg, mark, y);
        }
    }
    svg.end("g").end("svg");
    svg
}

fn draw(svg: &mut Html, mark: &Mark, y: f64) {
    svg.tag("svg")
        .class("dot", mark.sign.class())
        .percent("x", mark.at)
        .num("y", y)
        .open();
    svg.tag("use")
        .symbol(mark.sign.symbol())
        .fixed("x", "-8")
        .fixed("y", "-8")
        .fixed("width", "16")
        .fixed("height", "16")
        .close();
    if mark.count > 1 {
        svg.tag("text")
            .fixed("class", "v")
            .fixed("x", "-13")
            .fixed("y", "4")
            .fixed("text-anchor", "end")
            .holding(&format!("{} ×", mark.count));
    }
    svg.end("svg");
}
