//! The heat map: objectives by month, a sign and a score each.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{Mark, months, months_of};
use crate::model::{ObjectiveIx, Period, PeriodIx};
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Site, link_of_title};

/// Columns at most: the latest months of a longer period.
const MONTHS: usize = 12;
/// Up to so many columns a phone shows the months of an objective as one line.
const FOLDS: usize = 6;

/// A heat map.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Heat {
    caption: String,
    folds: bool,
    months: Vec<String>,
    rows_html: Html,
}

impl Heat {
    /// Its rows, which may be long.
    pub fn long_text(&mut self) -> &mut Html {
        &mut self.rows_html
    }
}

/// What a month of an objective shows.
struct Cell {
    class: &'static str,
    /// Its shape.
    sign: Option<Sign>,
    /// Said before the text.
    word: &'static str,
    text: Cow<'static, str>,
}

/// The heat map of objectives of one period; nothing before it begins.
pub fn of(site: &Site<'_>, here: &Here, period: PeriodIx, objectives: &[ObjectiveIx]) -> Option<Heat> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let the_period = &book.periods[period.0];
    if the_period.start > standing.as_of {
        return None;
    }
    let all = months_of(the_period, standing.as_of);
    let window = window(&all, standing.as_of);
    let heads: Vec<String> = all[window.clone()]
        .iter()
        .map(|&month| head(site, the_period, month))
        .collect();
    let mut rows_html = Html::with_capacity(objectives.len() * (200 + 200 * window.len()));
    for &ix in objectives {
        row_into(site, here, &mut rows_html, ix, window.clone());
    }
    Some(Heat {
        caption: [&the_period.name, site.words.colon, site.words.heat_caption].concat(),
        folds: heads.len() <= FOLDS,
        months: heads,
        rows_html,
    })
}

/// Writes the months of an objective that are in the window.
fn row_into(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx, window: Range<usize>) {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let objective = &book[ix];
    html.markup(r#"<tr role="row"><th role="rowheader" scope="row">"#);
    let href = here.to(Route::Objective(&objective.id));
    link_of_title(html, &href, site.lang(objective.language), &objective.title);
    html.markup("</th>");
    for month in months(book, standing, ix).get(window).unwrap_or(&[]) {
        let cell = cell(site, month.mark);
        html.markup(r#"<td role="cell" class=""#)
            .word(cell.class)
            .markup("\">");
        if let Some(sign) = cell.sign {
            sign.glyph_into(html, false);
        }
        if !cell.word.is_empty() {
            html.markup(r#"<span class="vh">"#)
                .word(cell.word)
                .markup(" </span>");
        }
        html.text(&cell.text).markup("</td>");
    }
    html.markup("</tr>");
}

/// The months to show: all of them, or the last ones up to today.
fn window(all: &[Date], as_of: Date) -> Range<usize> {
    let begun = all.partition_point(|&month| month <= as_of);
    let end = begun.clamp(MONTHS.min(all.len()), all.len());
    end.saturating_sub(MONTHS)..end
}

/// `Jul`, with its year where the period lasts longer than one.
fn head(site: &Site<'_>, period: &Period, month: Date) -> String {
    let name = site.language.short_month(month);
    let one_year = period.end.is_some_and(|end| end.year() == period.start.year());
    if one_year {
        return name.to_owned();
    }
    [name, " ", &month.year().to_string()].concat()
}

fn cell(site: &Site<'_>, mark: Mark) -> Cell {
    let words = site.words;
    let blank = |word: &'static str| Cell {
        class: "future",
        sign: None,
        word,
        text: "".into(),
    };
    match mark {
        Mark::CheckedIn { status, score, .. } => {
            let sign = status.map_or(Sign::NoStatus, Sign::Word);
            Cell {
                class: sign.class(),
                sign: Some(sign),
                word: sign.word(words),
                text: figures::score(score, site.language).into(),
            }
        }
        Mark::Missed => Cell {
            class: "miss",
            sign: None,
            word: "",
            text: words.check_in_missed.into(),
        },
        Mark::Awaited => Cell {
            class: "future",
            sign: None,
            word: "",
            text: words.check_in_awaited.into(),
        },
        Mark::Quiet => blank(words.nothing_was_due),
        Mark::Future => blank(words.not_yet_due),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_long_period_shows_its_last_months_up_to_today() {
        let months: Vec<Date> = (1..=12)
            .map(|month| date(2026, month, 1))
            .chain((1..=12).map(|month| date(2027, month, 1)))
            .collect();
        assert_eq!(window(&months[..6], date(2026, 3, 9)), 0..6);
        assert_eq!(window(&months, date(2026, 3, 9)), 0..12);
        assert_eq!(window(&months, date(2027, 3, 9)), 3..15);
        assert_eq!(window(&months, date(2029, 1, 1)), 12..24);
    }
}
