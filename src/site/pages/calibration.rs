//! How ambitious the targets were, over all periods that are over, by period and by team; and how often a word held.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::history::hindsight;
use crate::history::{FinalScores, PeriodState, Reached, Share, final_scores};
use crate::model::{Ambition, ObjectiveIx, PeriodIx};
use crate::score::calibration;
use crate::site::chart::interval;
use crate::site::figures;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::parts;
use crate::site::parts::lines;
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Periods, and teams, in a table.
const ROWS: usize = 60;
/// Objectives whose word did not hold.
const MISSED: usize = 20;

/// A score, and the share of stretches that were meant to reach it.
const LEVELS: [(&str, f64); 2] = [("0.7", 0.8), ("1.0", 0.5)];

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    sections: Vec<Section>,
    word: String,
    missed_html: Html,
    more_missed: Option<String>,
}

/// Stretches, or promises.
#[derive(JsonSchema, Serialize)]
struct Section {
    id: &'static str,
    name: &'static str,
    note: String,
    verdict: Option<&'static str>,
    heads: Vec<String>,
    groups: Vec<Group>,
}

#[derive(JsonSchema, Serialize)]
struct Group {
    name: Option<&'static str>,
    rows: Vec<Row>,
    more: Option<String>,
    /// How many have too few key results to say anything.
    hidden: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct Row {
    name: String,
    href: Option<String>,
    count: String,
    shares: Vec<ShareCell>,
}

#[derive(JsonSchema, Serialize)]
struct ShareCell {
    share: String,
    share_sort: String,
    between: String,
    chart_html: Html,
}

/// Some final scores under a name.
struct Named {
    name: String,
    href: Option<String>,
    scores: FinalScores,
}

/// `calibration/index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let words = site.words;
    let here = Here::at(Route::Calibration.file());
    let over = over(site);
    let all: Vec<ObjectiveIx> = over.iter().flat_map(|&period| of_period(site, period)).collect();
    let total = Named {
        name: words.all.to_owned(),
        href: None,
        scores: final_scores(site.inputs.book, site.inputs.standing, &all),
    };
    let by_period: Vec<Named> = over
        .iter()
        .map(|&period| period_named(site, &here, period))
        .collect();
    let by_team = teams(site, &here, &over);
    let sections = [Ambition::Aspirational, Ambition::Committed]
        .into_iter()
        .filter_map(|ambition| section(site, ambition, &total, &by_period, &by_team))
        .collect();
    let held = hindsight::word(site.inputs.book, site.inputs.standing, &all);
    let missed = lines::latest_first(site, held.missed.iter().copied());
    let page = Page {
        crumbs_html: parts::crumbs(site, &here, [(None, words.calibration)]),
        sections,
        word: word(site, &held),
        more_missed: (missed.len() > MISSED)
            .then(|| site.language.count(words.and_n_more, missed.len() - MISSED)),
        missed_html: lines::of(site, &here, missed.into_iter().take(MISSED), lines::WHOSE),
    };
    let frame = site.frame(&here, Room::Elsewhere, words.calibration, None);
    Ok(vec![site.page("calibration.html", &frame, &page)?])
}

/// The periods that are over, the latest first.
fn over(site: &Site<'_>) -> Vec<PeriodIx> {
    let periods = (0..site.inputs.book.periods.len()).rev().map(PeriodIx);
    periods
        .filter(|&period| parts::state_of(site, period) == PeriodState::Closed)
        .collect()
}

fn of_period(site: &Site<'_>, period: PeriodIx) -> impl Iterator<Item = ObjectiveIx> {
    site.inputs.standing.periods[period.0].objectives.iter().copied()
}

fn period_named(site: &Site<'_>, here: &Here, period: PeriodIx) -> Named {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let the_period = &book.periods[period.0];
    Named {
        name: the_period.name.clone(),
        href: Some(here.to(Route::Period(&the_period.id))),
        scores: final_scores(book, standing, &standing.periods[period.0].objectives),
    }
}

/// The teams that had objectives in a period that is over, in the order of all lists of teams.
fn teams(site: &Site<'_>, here: &Here, over: &[PeriodIx]) -> Vec<Named> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let occurring = over.iter().flat_map(|&period| site.index.teams_of(period));
    let mut ids: Vec<&str> = occurring
        .map(|(id, _)| *id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    parts::order_teams(site, &mut ids);
    ids.into_iter()
        .map(|id| {
            let objectives: Vec<ObjectiveIx> = over
                .iter()
                .filter_map(|&period| site.index.team_in(id, period))
                .flat_map(|group| group.objectives.iter().copied())
                .collect();
            Named {
                name: parts::team_name(site, id).to_owned(),
                href: Some(here.to(Route::Team(id))),
                scores: final_scores(book, standing, &objectives),
            }
        })
        .collect()
}

fn scores_of(named: &Named, ambition: Ambition) -> &[f64] {
    match ambition {
        Ambition::Aspirational => &named.scores.aspirational,
        Ambition::Committed => &named.scores.committed,
    }
}

fn section(
    site: &Site<'_>,
    ambition: Ambition,
    total: &Named,
    by_period: &[Named],
    by_team: &[Named],
) -> Option<Section> {
    let (words, language) = (site.words, site.language);
    let scores = scores_of(total, ambition);
    if scores.is_empty() {
        return None;
    }
    let reached = calibration::over(scores);
    let (id, name) = match ambition {
        Ambition::Aspirational => ("okr-aspirational", words.aspirational),
        Ambition::Committed => ("okr-committed", words.committed),
    };
    let mut groups = vec![group(site, ambition, None, std::slice::from_ref(total))];
    // Of one period the first row says it all.
    if by_period.len() > 1 {
        groups.push(group(site, ambition, Some(words.by_period), by_period));
    }
    groups.push(group(site, ambition, Some(words.by_team), by_team));
    Some(Section {
        id,
        name,
        note: match reached {
            Some(_) => language.count(words.n_key_results, scores.len()),
            None => language.count(words.calibration_too_few, scores.len()),
        },
        verdict: reached
            .filter(|_| ambition == Ambition::Aspirational)
            .map(|reached| verdict(site, &reached)),
        heads: LEVELS
            .iter()
            .map(|(level, meant)| {
                let reached = fill(words.reached_level, &[("level", &language.number(level))]);
                match ambition {
                    Ambition::Aspirational => {
                        let meant = fill(words.meant_about, &[("share", &percent(site, *meant))]);
                        [&reached, ", ", &meant].concat()
                    }
                    Ambition::Committed => reached,
                }
            })
            .collect(),
        groups: groups
            .into_iter()
            .filter(|group| reached.is_some() && (!group.rows.is_empty() || group.hidden.is_some()))
            .collect(),
    })
}

/// The rows that say something: those with enough key results; how many have too few is told.
fn group(site: &Site<'_>, ambition: Ambition, name: Option<&'static str>, named: &[Named]) -> Group {
    let measured = named
        .iter()
        .filter(|named| !scores_of(named, ambition).is_empty())
        .count();
    let some: Vec<(&Named, Reached)> = named
        .iter()
        .filter_map(|named| Some((named, calibration::over(scores_of(named, ambition))?)))
        .collect();
    Group {
        name,
        rows: some
            .iter()
            .take(ROWS)
            .map(|(named, reached)| row(site, ambition, named, reached))
            .collect(),
        more: (some.len() > ROWS).then(|| site.language.count(site.words.and_n_more, some.len() - ROWS)),
        hidden: (measured > some.len()).then(|| {
            site.language
                .count(site.words.calibration_hidden, measured - some.len())
        }),
    }
}

fn row(site: &Site<'_>, ambition: Ambition, named: &Named, reached: &Reached) -> Row {
    let shares = [reached.reached_0_7, reached.reached_1_0];
    Row {
        name: named.name.clone(),
        href: named.href.clone(),
        count: site.language.whole(reached.count as u64),
        shares: shares
            .into_iter()
            .zip(LEVELS)
            .map(|(share, (_, meant))| {
                cell(
                    site,
                    share,
                    Some(meant).filter(|_| ambition == Ambition::Aspirational),
                )
            })
            .collect(),
    }
}

fn cell(site: &Site<'_>, share: Share, meant: Option<f64>) -> ShareCell {
    ShareCell {
        share: percent(site, share.share),
        share_sort: figures::sort_key(Some(share.share)),
        between: fill(
            site.words.share_between,
            &[
                ("low", &percent(site, share.low)),
                ("high", &percent(site, share.high)),
            ],
        ),
        chart_html: interval(share.low, share.share, share.high, meant),
    }
}

/// By the share that reached 0.7: whether what was meant lies within what chance allows.
fn verdict(site: &Site<'_>, reached: &Reached) -> &'static str {
    let (share, meant) = (reached.reached_0_7, LEVELS[0].1);
    if share.high < meant {
        site.words.calibration_too_high
    } else if share.low > meant {
        site.words.calibration_too_safe
    } else {
        site.words.calibration_as_meant
    }
}

fn percent(site: &Site<'_>, share: f64) -> String {
    let percent = format!("{:.0}", crate::score::round12(share * 100.0));
    fill(site.words.percent, &[("n", &percent)])
}

fn word(site: &Site<'_>, word: &hindsight::Word) -> String {
    if word.on_track == 0 {
        return site.words.the_word_none.to_owned();
    }
    fill(
        site.words.the_word_held,
        &[
            ("kept", &site.language.whole(word.kept() as u64)),
            ("n", &site.language.whole(word.on_track as u64)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    /// An objective of 2026-H1 whose key results end at these scores.
    fn objective(kind: &str, scores: &[&str]) -> String {
        let (mut front, mut readings) = (String::new(), String::new());
        for (at, score) in scores.iter().enumerate() {
            front.push_str(&format!(
                "  - {{ id: k{at}, title: K{at}, owner: ana, start: 0, target: 1 }}\n"
            ));
            readings.push_str(&format!("- k{at}: {score}\n"));
        }
        format!(
            "---\ntitle: T\nperiod: 2026-H1\nteam: growth\ntype: {kind}\nkey_results:\n{front}---\n\n## 2026-05-31 (on track) May\n\n{readings}\n## 2026-06-30 (done) End\n\n{readings}"
        )
    }

    fn page(files_of: &[(&str, &str)]) -> String {
        let mut files = files(&Fixture::of(files_of).site()).expect("the templates are right");
        match files.remove(0).content {
            Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Content::CopyOf(path) => panic!("a copy of {path}"),
        }
    }

    #[test]
    fn shares_have_their_intervals_and_a_verdict() {
        let text = objective(
            "aspirational",
            &["1", "1", "0.7", "0.2", "0.1", "0", "0.3", "0.3"],
        );
        let page = page(&[("objectives/2026-H1/growth/a.md", &text)]);
        for expected in [
            "38\u{a0}%",
            "25\u{a0}%",
            "14\u{a0}% to 69\u{a0}%",
            "Reached less often than meant",
            "became 0.7 or more 0 of 1 times",
            "By team",
            "<b>0.45</b>",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
    }

    #[test]
    fn too_few_key_results_say_nothing_and_promises_stand_apart() {
        let text = objective("committed", &["1", "1", "1"]);
        let page = page(&[("objectives/2026-H1/growth/a.md", &text)]);
        assert!(
            page.contains("3 key results: too few to tell, it takes 8."),
            "{page}"
        );
        assert!(page.contains("Committed") && !page.contains("Aspirational"));
        assert!(!page.contains("By team"));
    }

    #[test]
    fn before_the_first_end_there_is_nothing_to_say() {
        let text = objective("aspirational", &["1"])
            .replace("2026-H1", "2027-H1")
            .replace("2026-0", "2027-0");
        let page = page(&[("objectives/2027-H1/growth/a.md", &text)]);
        assert!(
            page.contains("No period with final scores is over yet."),
            "{page}"
        );
    }
}
