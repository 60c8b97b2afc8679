//! What is due when.

use jiff::civil::Date;

use super::{owner_name_into, sign, time_html};
use crate::model::ObjectiveIx;
use crate::site::chart::days_between;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::{Site, link_in};

/// The check-ins that `objectives` owe, the earliest first.
pub fn dates(site: &Site<'_>, objectives: &[ObjectiveIx]) -> Vec<(Date, ObjectiveIx)> {
    let standing = site.inputs.standing;
    let mut due: Vec<(Date, ObjectiveIx)> = objectives
        .iter()
        .filter(|&&ix| standing[ix].class.is_some())
        .filter_map(|&ix| Some((standing[ix].next_check_in?, ix)))
        .collect();
    due.sort_unstable();
    due
}

/// Writes the rows of a list.
pub fn rows(site: &Site<'_>, here: &Here, due: &[(Date, ObjectiveIx)]) -> Html {
    let mut html = Html::with_capacity(400 * due.len());
    for &(date, ix) in due {
        row_into(site, here, &mut html, date, ix);
    }
    html
}

fn row_into(site: &Site<'_>, here: &Here, html: &mut Html, due: Date, ix: ObjectiveIx) {
    let objective = &site.inputs.book[ix];
    let as_of = site.inputs.standing.as_of;
    html.markup("<li>");
    sign(site, ix).glyph_into(html, true);
    html.markup(r#"<span class="t">"#);
    let href = here.to(Route::Objective(&objective.id));
    link_in(html, &href, site.lang(objective.language), &objective.title);
    html.markup(r#"</span><span class="small num">"#)
        .html(&time_html(due, &site.language.day_and_month(due)))
        .markup(r#"</span><span class="d">"#);
    let owner = objective.owner.as_ref().map(|owner| owner.value.as_str());
    owner_name_into(site, html, owner);
    html.markup(if due < as_of {
        r#" · <span class="warn">"#
    } else {
        " · <span>"
    })
    .text(&when(site, due, as_of))
    .markup("</span></span></li>");
}

/// `9 days late`, `today`, `in 8 days`
pub fn when(site: &Site<'_>, due: Date, as_of: Date) -> String {
    let (words, language) = (site.words, site.language);
    match days_between(as_of, due) {
        0 => words.today.to_owned(),
        days if days < 0 => language.count(words.days_late, days.unsigned_abs() as usize),
        days => language.count(words.in_days, days as usize),
    }
}
