//! Tables of teams in a period: with bars when they are few, with counts when they are many.

use schemars::JsonSchema;
use serde::Serialize;

use super::{MixData, class_signs, group_change, mix_of, since, since_title, team_name};
use crate::history::GroupStanding;
use crate::model::PeriodIx;
use crate::site::Site;
use crate::site::chart::{Bar, Domain, bar};
use crate::site::figures::{self, Change};
use crate::site::fold;
use crate::site::html::Html;
use crate::site::route::{Here, Route};

/// Above this many rows a table shows counts in place of bars.
pub const FEW: usize = 40;
/// Rows of a table of counts on one page at most.
pub const MANY: usize = 250;

/// A table of teams.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TeamTable {
    caption: String,
    since: String,
    heads: Vec<Head>,
    rows: Vec<TeamRow>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Head {
    glyph_html: Html,
    name: &'static str,
}

#[derive(Debug, JsonSchema, Serialize)]
struct TeamRow {
    href: String,
    name: String,
    depth: usize,
    objectives: String,
    n: usize,
    mix: Option<MixData>,
    counts: Vec<usize>,
    score: String,
    score_sort: String,
    bar_html: Html,
    change: Option<Change>,
    change_sort: String,
}

/// How rows look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Mix and score as bars.
    Bars,
    /// Figures only.
    Counts,
}

impl Look {
    /// What fits so many rows.
    pub fn of(rows: usize) -> Look {
        if rows > FEW { Look::Counts } else { Look::Bars }
    }
}

/// A team of a table: its id, how deep below others it stands, and where it stands in the period, if it has objectives.
pub type Entry<'a> = (&'a str, usize, Option<&'a GroupStanding>);

/// A table of teams in a period, in the order given.
pub fn table(site: &Site<'_>, here: &Here, period: PeriodIx, teams: &[Entry<'_>], look: Look) -> TeamTable {
    let name = &site.inputs.book.periods[period.0].name;
    let heads = match look {
        Look::Bars => Vec::new(),
        Look::Counts => class_signs(site, period)
            .into_iter()
            .map(|(_, sign, name)| Head {
                glyph_html: sign.glyph(),
                name,
            })
            .collect(),
    };
    TeamTable {
        caption: [name, site.words.colon, site.words.teams].concat(),
        since: since_title(site, period),
        heads,
        rows: teams
            .iter()
            .map(|entry| row(site, here, period, *entry, look))
            .collect(),
    }
}

fn row(site: &Site<'_>, here: &Here, period: PeriodIx, entry: Entry<'_>, look: Look) -> TeamRow {
    let (team, depth, standing) = entry;
    let objectives = standing.map_or(&[][..], |standing| &standing.objectives);
    let score = standing.and_then(|standing| standing.score);
    let moved = standing.and_then(|standing| group_change(site, standing, since(site, period)));
    let mut row = TeamRow {
        href: here.to(Route::Team(team)),
        name: team_name(site, team).to_owned(),
        depth: depth.min(3),
        objectives: site.language.count(site.words.n_objectives, objectives.len()),
        n: objectives.len(),
        mix: None,
        counts: Vec::new(),
        score: figures::score(score, site.language),
        score_sort: figures::sort_key(score),
        bar_html: Html::new(),
        change: figures::change(moved, site.language),
        change_sort: figures::sort_key(moved),
    };
    match look {
        Look::Bars => {
            row.mix = (!objectives.is_empty()).then(|| mix_of(site, objectives));
            let shown = Bar {
                value: score,
                expected: super::expected(site, period, standing.and_then(|standing| standing.expected)),
                class: "neutral",
            };
            row.bar_html = bar(shown, Domain::UNIT);
        }
        Look::Counts => {
            let counts = super::counts(site, objectives);
            row.counts = class_signs(site, period)
                .iter()
                .map(|(class, ..)| {
                    let of_class = counts.iter().filter(|(sign, _)| sign.class() == *class);
                    of_class.map(|(_, n)| n).sum()
                })
                .collect();
        }
    }
    row
}

/// Teams with those below them, each with its depth: a team stands behind the one above it, equals by name.
pub fn in_order<'a>(site: &Site<'a>) -> Vec<(&'a str, usize)> {
    let book = site.inputs.book;
    let mut names: Vec<(String, &'a str)> = book
        .teams
        .iter()
        .map(|team| (fold::folded(&team.name), team.id.as_str()))
        .collect();
    names.sort();
    let place: std::collections::HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, (_, id))| (*id, at)).collect();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    let mut tops = Vec::new();
    for (at, (_, id)) in names.iter().enumerate() {
        let parent = site.index.team(id).and_then(|team| team.parent.as_deref());
        match parent
            .and_then(|parent| place.get(parent))
            .filter(|&&parent| parent != at)
        {
            Some(&parent) => below[parent].push(at),
            None => tops.push(at),
        }
    }
    let mut seen = vec![false; names.len()];
    let mut order = Vec::with_capacity(names.len());
    // Teams in a ring have no top: each of them that is still missing begins its own branch.
    for top in tops.into_iter().chain(0..names.len()) {
        let mut stack = vec![(top, 0)];
        while let Some((at, depth)) = stack.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            order.push((names[at].1, depth));
            stack.extend(below[at].iter().rev().map(|&next| (next, depth + 1)));
        }
    }
    order
}
