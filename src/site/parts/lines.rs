//! A compact list of objectives, one light line each.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Below, sign, verdict};
use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Site, link_to};

/// Lines under one heading.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Lines {
    /// The heading.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// What stands beside it.
    pub note: String,
    /// Its lines.
    pub rows_html: Html,
}

impl Lines {
    /// Its lines, which may be long.
    pub fn long_text(&mut self) -> &mut Html {
        &mut self.rows_html
    }
}

/// Both the team and the owner of an objective.
pub const WHOSE: &[Below] = &[Below::Team, Below::Owner];

/// The lines of some objectives.
pub fn of(
    site: &Site<'_>,
    here: &Here,
    objectives: impl IntoIterator<Item = ObjectiveIx>,
    whose: &[Below],
) -> Html {
    /// Bytes about that a line takes.
    const LINE: usize = 320;
    let objectives = objectives.into_iter();
    let mut html = Html::with_capacity(LINE * objectives.size_hint().0);
    for ix in objectives {
        line(site, here, &mut html, ix, whose);
    }
    html
}

/// One objective: its sign in a word, then what says whose it is.
fn line(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx, whose: &[Below]) {
    let objective = &site.inputs.book[ix];
    let sign = sign(site, ix);
    let score = site.inputs.standing[ix].score;
    html.markup("<li>");
    sign.glyph_into(html, true);
    html.markup("<span>");
    let lang = site.lang(objective.language);
    link_to(
        html,
        here,
        Route::Objective(&objective.id),
        lang,
        &objective.title,
    );
    html.markup(" <small>").word(sign.word(site.words));
    if let (Sign::Ended(_), Some(score)) = (sign, score)
        && let Some(below) = verdict::just_below(site, score)
    {
        html.markup(" · ").text(&below);
    }
    for whose in whose {
        let name = match whose {
            Below::Team => Some(super::team_name(site, &objective.team)),
            Below::Owner => objective.owner.as_ref().map(|owner| site.person_name(owner)),
        };
        if let Some(name) = name {
            html.markup(" · ").text(name);
        }
    }
    if objective.draft {
        html.markup(" · ").word(site.words.draft);
    }
    html.markup("</small></span><b>")
        .score(score, site.language)
        .markup("</b></li>");
}

/// About how many bytes the line of an objective takes.
pub fn size(site: &Site<'_>, ix: ObjectiveIx) -> usize {
    let objective = &site.inputs.book[ix];
    280 + objective.id.len() + objective.title.len()
}

/// Lines of objectives by period, the latest period first; `objectives` are by id, `more` says what stands beside a
/// period's name.
pub fn by_period(
    site: &Site<'_>,
    here: &Here,
    objectives: &[ObjectiveIx],
    whose: &[Below],
    more: impl Fn(PeriodIx) -> String,
) -> Vec<Lines> {
    let book = site.inputs.book;
    let mut groups: Vec<(PeriodIx, Lines)> = Vec::new();
    for &ix in objectives {
        let at = book[ix].period;
        if groups.last().is_none_or(|(period, _)| *period != at) {
            let period = &book.periods[at.0];
            groups.push((
                at,
                Lines {
                    name: period.name.clone(),
                    href: here.to(Route::Period(&period.id)),
                    note: more(at),
                    rows_html: Html::new(),
                },
            ));
        }
        if let Some((_, lines)) = groups.last_mut() {
            line(site, here, &mut lines.rows_html, ix, whose);
        }
    }
    groups.into_iter().map(|(_, lines)| lines).collect()
}

/// Objectives with those of the latest period first, within a period by id.
pub fn latest_first(site: &Site<'_>, objectives: impl IntoIterator<Item = ObjectiveIx>) -> Vec<ObjectiveIx> {
    let mut all: Vec<ObjectiveIx> = objectives.into_iter().collect();
    all.sort_by_key(|&ix| (std::cmp::Reverse(site.inputs.book[ix].period), ix));
    all
}
