//! A compact list of objectives, one light line each.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Below, sign, team_name, verdict};
use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::Site;
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;

/// One objective in a compact list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Line {
    glyph_html: Html,
    href: String,
    title: String,
    lang: Option<&'static str>,
    score: String,
    note: String,
}

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
    pub rows: Vec<Line>,
}

/// Both the team and the owner of an objective.
pub const WHOSE: &[Below] = &[Below::Team, Below::Owner];

/// One objective: its sign in a word, then what says whose it is.
pub fn line(site: &Site<'_>, here: &Here, ix: ObjectiveIx, whose: &[Below]) -> Line {
    let objective = &site.inputs.book[ix];
    let sign = sign(site, ix);
    let mut note = vec![sign.word(site.words).to_owned()];
    if let (Sign::Ended(_), Some(score)) = (sign, site.inputs.standing[ix].score) {
        note.extend(verdict::just_below(site, score));
    }
    note.extend(whose.iter().filter_map(|whose| match whose {
        Below::Team => Some(team_name(site, &objective.team)),
        Below::Owner => {
            let owner = objective.owner.as_ref()?;
            Some(site.person_name(owner).to_owned())
        }
    }));
    if objective.draft {
        note.push(site.words.draft.to_owned());
    }
    Line {
        glyph_html: sign.glyph(),
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        score: figures::score(site.inputs.standing[ix].score, site.language),
        note: note.join(" · "),
    }
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
                    rows: Vec::new(),
                },
            ));
        }
        if let Some((_, lines)) = groups.last_mut() {
            lines.rows.push(line(site, here, ix, whose));
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
