//! What is due when.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{sign, time_html};
use crate::model::ObjectiveIx;
use crate::site::Site;
use crate::site::chart::days_between;
use crate::site::html::Html;
use crate::site::route::{Here, Route};

/// A check-in that is due.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DueRow {
    glyph_html: Html,
    date_html: Html,
    href: String,
    title: String,
    lang: Option<&'static str>,
    owner_html: Html,
    when: String,
    late: bool,
}

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

/// A row of the list.
pub fn row(site: &Site<'_>, here: &Here, due: Date, ix: ObjectiveIx) -> DueRow {
    let objective = &site.inputs.book[ix];
    let as_of = site.inputs.standing.as_of;
    let mut owner = Html::with_capacity(60);
    match &objective.owner {
        Some(handle) => owner.text(site.person_name(handle)),
        None => owner
            .tag("span")
            .fixed("class", "warn")
            .holding(site.words.no_owner),
    };
    DueRow {
        glyph_html: sign(site, ix).glyph(),
        date_html: time_html(due, &site.language.day_and_month(due)),
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        owner_html: owner,
        when: when(site, due, as_of),
        late: due < as_of,
    }
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
