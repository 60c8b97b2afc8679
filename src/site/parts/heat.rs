//! The heat map: objectives by month, a sign and a score each.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::history::{Mark, months, months_of};
use crate::model::{ObjectiveIx, Period, PeriodIx};
use crate::site::Site;
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;

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
    rows: Vec<Row>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Row {
    href: String,
    title: String,
    lang: Option<&'static str>,
    cells: Vec<Cell>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Cell {
    class: &'static str,
    glyph_html: Html,
    /// Said before the text.
    word: &'static str,
    text: String,
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
    let rows = objectives
        .iter()
        .map(|&ix| {
            let objective = &book[ix];
            let months = months(book, standing, ix);
            Row {
                href: here.to(Route::Objective(&objective.id)),
                title: objective.title.value.clone(),
                lang: site.lang(objective.language),
                cells: months
                    .get(window.clone())
                    .unwrap_or(&[])
                    .iter()
                    .map(|month| cell(site, month.mark))
                    .collect(),
            }
        })
        .collect();
    Some(Heat {
        caption: [&the_period.name, site.words.colon, site.words.heat_caption].concat(),
        folds: heads.len() <= FOLDS,
        months: heads,
        rows,
    })
}

/// The months to show: all of them, or the last ones up to today.
fn window(all: &[Date], as_of: Date) -> std::ops::Range<usize> {
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
        glyph_html: Html::new(),
        word,
        text: String::new(),
    };
    match mark {
        Mark::CheckedIn { status, score, .. } => {
            let sign = status.map_or(Sign::NoStatus, Sign::Word);
            Cell {
                class: sign.class(),
                glyph_html: sign.plain_glyph(),
                word: sign.word(words),
                text: figures::score(score, site.language),
            }
        }
        Mark::Missed => Cell {
            class: "miss",
            glyph_html: Html::new(),
            word: "",
            text: words.check_in_missed.to_owned(),
        },
        Mark::Awaited => Cell {
            class: "future",
            glyph_html: Html::new(),
            word: "",
            text: words.check_in_awaited.to_owned(),
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
