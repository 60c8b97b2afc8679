//! The closing of a period: its strip of figures, the dot plot of final scores, and how many ended how.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Cell, Strip, mix_cell, of, order_teams, team_name};
use crate::history::GroupStanding;
use crate::history::outcome;
use crate::model::{ObjectiveIx, PeriodIx};
use crate::score::Band;
use crate::site::Site;
use crate::site::chart::{Lane, Mark, dots};
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::words::fill;

/// Lanes of the plot at most; the rest is in the table.
const LANES: usize = 30;
/// Titles named for one way of ending.
const TITLES: usize = 12;

/// How a period ended.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Closing {
    plot_html: Html,
    endings: Vec<Ending>,
    open: Option<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Ending {
    glyph_html: Html,
    text: String,
    titles: Vec<Title>,
    more: Option<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Title {
    href: String,
    title: String,
    lang: Option<&'static str>,
}

/// The strip of figures of a group of objectives in a period that is over.
pub fn strip(site: &Site<'_>, group: &GroupStanding) -> Strip {
    let words = site.words;
    let carried = site.index.carried_over();
    let ending = outcome::of(site.inputs.standing, &group.objectives, carried);
    let figures = crate::history::tally::of(site.inputs.book, site.inputs.standing, &group.objectives);
    let total = of(site, group.objectives.len());
    let number = |n: usize| site.language.whole(n as u64);
    Strip {
        cells: vec![
            Cell {
                label: words.average_final_score.to_owned(),
                big: figures::score(group.score, site.language),
                note: words.healthy_range.to_owned(),
                ..Cell::default()
            },
            mix_cell(site, &group.objectives),
            Cell {
                label: words.ended_well.to_owned(),
                big: number(ending.well),
                of: total.clone(),
                note: site.language.count(words.n_key_results_unread, figures.unread),
                ..Cell::default()
            },
            Cell {
                label: words.carried_over.to_owned(),
                big: number(ending.carried_over),
                of: total,
                note: words.carried_over_note.to_owned(),
                ..Cell::default()
            },
        ],
    }
}

/// How a period ended, in a picture and in words.
pub fn closing(site: &Site<'_>, here: &Here, period: PeriodIx) -> Closing {
    let (book, standing, language) = (site.inputs.book, site.inputs.standing, site.language);
    let open = outcome::open_until(book, standing, period).map(|date| {
        fill(
            site.words.final_readings_until,
            &[("date", &language.long_date(date))],
        )
    });
    Closing {
        plot_html: plot(site, period, None),
        endings: endings(site, here, &standing.periods[period.0].objectives),
        open,
    }
}

fn endings(site: &Site<'_>, here: &Here, objectives: &[ObjectiveIx]) -> Vec<Ending> {
    super::counts(site, objectives)
        .into_iter()
        .map(|(sign, n)| {
            let of_sign = objectives
                .iter()
                .filter(|&&ix| super::sign(site, ix) == sign)
                .take(TITLES);
            let titles: Vec<Title> = of_sign
                .map(|&ix| {
                    let objective = &site.inputs.book[ix];
                    Title {
                        href: here.to(Route::Objective(&objective.id)),
                        title: objective.title.value.clone(),
                        lang: site.lang(objective.language),
                    }
                })
                .collect();
            Ending {
                glyph_html: sign.glyph(),
                text: [
                    &site.language.whole(n as u64),
                    " ",
                    &super::counted_word(site, sign, n),
                ]
                .concat(),
                more: n
                    .checked_sub(titles.len())
                    .filter(|more| *more > 0)
                    .map(|more| site.language.count(site.words.and_n_more, more)),
                titles,
            }
        })
        .collect()
}

/// One lane a team, of all or of one; the figures again in words.
pub fn plot(site: &Site<'_>, period: PeriodIx, of_team: Option<&str>) -> Html {
    let (standing, words, language) = (site.inputs.standing, site.words, site.language);
    let mut teams: Vec<&str> = site.index.teams_of(period).iter().map(|(id, _)| *id).collect();
    teams.retain(|&team| of_team.is_none_or(|only| only == team));
    order_teams(site, &mut teams);
    teams.truncate(LANES);
    let mut lanes = Vec::new();
    let mut said = Vec::new();
    for team in teams {
        let Some(group) = site.index.team_in(team, period) else {
            continue;
        };
        let name = team_name(site, team);
        let found = outcome::dots(standing, &group.objectives);
        let scores: Vec<String> = found
            .iter()
            .map(|dot| {
                let score = figures::score(Some(dot.score), language);
                match dot.count {
                    1 => score,
                    n => fill(words.n_times, &[("score", &score), ("n", &n.to_string())]),
                }
            })
            .collect();
        said.push([name, words.colon, &scores.join(", "), "."].concat());
        let marks = found
            .iter()
            .map(|dot| Mark {
                at: dot.score,
                sign: Sign::Ended(Band::of(dot.score)),
                count: dot.count,
            })
            .collect();
        lanes.push(Lane {
            name: name.to_owned(),
            marks,
        });
    }
    let title = fill(
        words.final_scores_of,
        &[("period", &site.inputs.book.periods[period.0].name)],
    );
    dots(&title, &said.join(" "), &lanes, language)
}
