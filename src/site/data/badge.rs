//! `badge/<id>.svg`: how an objective stands, for a README.

use unicode_width::UnicodeWidthStr;

use super::xml::Xml;
use crate::model::ObjectiveIx;
use crate::site::figures;
use crate::site::parts;
use crate::site::route::Route;
use crate::site::{OutputFile, Site};

/// Pixels a column of text takes, and beside each text.
const COLUMN: usize = 7;
const BESIDE: usize = 8;

/// The badge: `OKR`, the word of the status and the score.
pub fn of_objective(site: &Site<'_>, ix: ObjectiveIx) -> OutputFile {
    let objective = &site.inputs.book[ix];
    let sign = parts::sign(site, ix);
    let mut status = sign.word(site.words).to_lowercase();
    if let Some(score) = site.inputs.standing[ix].score {
        status.push(' ');
        figures::score_into(&mut status, score, site.language);
    }
    // The inks of the style sheet: white text on them has a contrast of at least 4.5.
    let colour = match sign.class() {
        "on" => "#0b5d45",
        "risk" => "#7a4a00",
        "off" => "#98260e",
        "done" => "#1f4c9a",
        _ => "#50545b",
    };
    let (left, right) = (width("OKR"), width(&status));
    let mut xml = Xml::with_capacity(700 + 2 * objective.title.len());
    xml.markup(r#"<svg xmlns="http://www.w3.org/2000/svg" width=""#)
        .whole(left + right)
        .markup(r#"" height="20" role="img" aria-label=""#);
    spoken(&mut xml, site, &objective.title, &status);
    xml.markup("\"><title>");
    spoken(&mut xml, site, &objective.title, &status);
    xml.markup("</title>\n");
    ground(&mut xml, 0, left, "#3a3d43");
    ground(&mut xml, left, right, colour);
    words(&mut xml, left / 2, left, "OKR");
    words(&mut xml, left + right / 2, right, &status);
    xml.markup("</svg>\n");
    OutputFile::new(Route::Badge(&objective.id).file(), xml.into_bytes())
}

/// What it says, for the ear.
fn spoken(xml: &mut Xml, site: &Site<'_>, title: &str, status: &str) {
    xml.text(title).word(site.words.colon).text(status);
}

fn width(text: &str) -> usize {
    text.width() * COLUMN + 2 * BESIDE
}

fn ground(xml: &mut Xml, x: usize, width: usize, colour: &'static str) {
    xml.markup("<rect x=\"")
        .whole(x)
        .markup("\" width=\"")
        .whole(width)
        .markup("\" height=\"20\" fill=\"")
        .markup(colour)
        .markup("\"/>\n");
}

/// Text in the middle, stretched to the room it was given, whatever font there is.
fn words(xml: &mut Xml, middle: usize, room: usize, text: &str) {
    xml.markup("<text x=\"")
        .whole(middle)
        .markup("\" y=\"14\" fill=\"#fff\" text-anchor=\"middle\" textLength=\"")
        .whole(room - 2 * BESIDE)
        .markup("\" font-family=\"Verdana, DejaVu Sans, sans-serif\" font-size=\"11\">")
        .text(text)
        .markup("</text>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    #[test]
    fn a_badge_says_the_status_and_the_score_and_runs_nothing() {
        let objective = "---\ntitle: \"<script>alert(1)</script>\"\nperiod: 2026-H2\nteam: support\nkey_results:\n  - id: k\n    title: K\n    owner: ana\n    start: 0\n    target: 2\n---\n\n## 2026-11-20 (at risk) Good\n\n- k: 1\n";
        let fixture = Fixture::of(&[("objectives/2026-H2/a.md", objective)]);
        let file = of_objective(&fixture.site(), ObjectiveIx(0));
        assert_eq!(file.path, "badge/2026-H2/a.svg");
        let Content::Bytes(bytes) = file.content else {
            panic!("a badge is no copy")
        };
        let svg = String::from_utf8(bytes).expect("text");
        assert!(svg.contains(">at risk 0.50</text>"), "{svg}");
        assert!(!svg.contains("<script"), "{svg}");
    }
}
