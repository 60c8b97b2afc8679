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
    svg.markup(r#"<svg class="plot" height=""#)
        .short(height)
        .markup(r#"" role="img" aria-labelledby="okr-dots-title okr-dots-text"><title id="okr-dots-title">"#)
        .text(title)
        .markup(r#"</title><desc id="okr-dots-text">"#)
        .text(description)
        .markup(r#"</desc><g aria-hidden="true"><rect class="zone" x="70%" width="30%" height="100%"/>"#);
    for (at, label, anchor) in [
        (0.0, "0.0", "start"),
        (0.4, "0.4", "middle"),
        (0.7, "0.7", "middle"),
        (1.0, "1.0", "middle"),
    ] {
        svg.markup(r#"<line class="gl2" x1=""#)
            .percent(at)
            .markup(r#"" x2=""#)
            .percent(at)
            .markup(r#"" y2="100%"/><text x=""#)
            .percent(at)
            .markup(r#"" y=""#)
            .short(height + 18.0)
            .markup(r#"" text-anchor=""#)
            .word(anchor)
            .markup(r#"">"#)
            .text(&language.number(label))
            .markup("</text>");
    }
    for (i, lane) in lanes.iter().enumerate() {
        let y = i as f64 * LANE + LINE;
        svg.markup(r#"<line class="lane" x2="100%" y1=""#)
            .short(y)
            .markup(r#"" y2=""#)
            .short(y)
            .markup(r#""/><text y=""#)
            .short(y - 10.0)
            .markup(r#"">"#)
            .text(&lane.name)
            .markup("</text>");
        for mark in &lane.marks {
            draw(&mut svg, mark, y);
        }
    }
    svg.markup("</g></svg>");
    svg
}

fn draw(svg: &mut Html, mark: &Mark, y: f64) {
    svg.markup(r#"<svg class="dot "#)
        .word(mark.sign.class())
        .markup(r#"" x=""#)
        .percent(mark.at)
        .markup(r#"" y=""#)
        .short(y)
        .markup("\">");
    mark.sign.mark_into(svg);
    if mark.count > 1 {
        svg.markup(r#"<text class="v" x="-13" y="4" text-anchor="end">"#)
            .text(&format!("{} ×", mark.count))
            .markup("</text>");
    }
    svg.markup("</svg>");
}
