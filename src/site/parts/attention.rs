//! The first sentence of a page about objectives, and the list of what needs attention.

use schemars::JsonSchema;
use serde::Serialize;

use super::{sign, team_name};
use crate::history::PeriodState;
use crate::history::attention::{Attention, Reason};
use crate::model::{ObjectiveIx, PeriodIx, Status};
use crate::score::Band;
use crate::site::Site;
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::words::{Plural, fill};

/// One objective that needs attention.
#[derive(Debug, JsonSchema, Serialize)]
pub struct AttentionRow {
    glyph_html: Html,
    word: &'static str,
    href: String,
    title: String,
    lang: Option<&'static str>,
    side: String,
    text: String,
}

/// What is said where no objective needs attention: no more than what could be read.
pub fn none(site: &Site<'_>) -> &'static str {
    match site.inputs.options.left_out.is_empty() {
        true => site.words.nothing_needs_attention,
        false => site.words.nothing_else_needs_attention,
    }
}

/// The answer where there is no objective. Of what was left out nobody knows the period.
pub fn nothing_set(site: &Site<'_>) -> &'static str {
    match site.inputs.options.left_out.is_empty() {
        true => site.words.answer_empty,
        false => site.words.answer_left_out,
    }
}

/// What to do where there is no objective; nothing when one was left out, for it may be there that it belongs.
pub fn first_steps(site: &Site<'_>, folder: &str) -> Option<String> {
    let is_all = site.inputs.options.left_out.is_empty();
    is_all.then(|| fill(site.words.empty_help, &[("folder", folder)]))
}

/// The answer, and the rest of what there is to say: how many are on track, or how many ended well, and the others.
pub fn answer(site: &Site<'_>, period: PeriodIx, objectives: &[ObjectiveIx]) -> (String, String) {
    let (words, language) = (site.words, site.language);
    let all = objectives.len();
    if all == 0 {
        return (nothing_set(site).to_owned(), ".".to_owned());
    }
    if super::state_of(site, period) == PeriodState::Upcoming {
        return (language.count(words.answer_upcoming, all), ".".to_owned());
    }
    let counts = super::counts(site, objectives);
    let count_of = |is_meant: &dyn Fn(Sign) -> bool| {
        let meant = counts.iter().filter(|(sign, _)| is_meant(*sign));
        meant.map(|(_, n)| n).sum::<usize>()
    };
    let (on_track, done, well) = (
        count_of(&|sign| sign == Sign::Word(Status::OnTrack)),
        count_of(&|sign| sign == Sign::Word(Status::Done)),
        count_of(&|sign| matches!(sign, Sign::Ended(band) if band >= Band::CameClose)),
    );
    let number = language.whole(all as u64);
    let total = [("total", number.as_str())];
    let answer = if super::state_of(site, period) == PeriodState::Closed {
        match well {
            0 => language.count(words.answer_none_well, all),
            n if n == all && all > 1 => fill(words.answer_all_well, &total),
            n => fill(&language.count(words.answer_well, n), &total),
        }
    } else {
        match (on_track, done) {
            (0, 0) => language.count(words.answer_none_on_track, all),
            (0, n) => fill(&language.count(words.answer_done, n), &total),
            (n, _) if n == all && all > 1 => fill(words.answer_all_on_track, &total),
            (n, 0) => fill(&language.count(words.answer_on_track, n), &total),
            (n, done) => {
                let on_track = fill(&language.count(words.answer_on_track, n), &total);
                [
                    &on_track,
                    " ",
                    words.and,
                    " ",
                    &language.count(words.is_done, done),
                ]
                .concat()
            }
        }
    };
    let rest: Vec<String> = counts
        .iter()
        .filter_map(|(sign, n)| Some(language.count(clause(site, *sign)?, *n)))
        .collect();
    if rest.is_empty() {
        return (answer, ".".to_owned());
    }
    (answer, [". ", &listed(site, &rest), "."].concat())
}

/// What is said of the objectives that the answer itself does not speak of.
fn clause(site: &Site<'_>, sign: Sign) -> Option<Plural> {
    let words = site.words;
    Some(match sign {
        Sign::Word(Status::AtRisk) => words.is_at_risk,
        Sign::Word(Status::OffTrack) => words.is_off_track,
        Sign::Word(Status::Pending) => words.is_pending,
        Sign::Word(Status::Paused) => words.is_paused,
        Sign::Word(Status::Cancelled) => words.is_cancelled,
        Sign::Stale => words.is_stale,
        Sign::NoCheckIn => words.has_no_check_in,
        Sign::NotStarted => words.is_not_started,
        Sign::NoStatus => words.has_no_status,
        Sign::Ended(Band::InBetween) => words.is_in_between,
        Sign::Ended(Band::Missed) => words.was_missed,
        Sign::NoScore => words.has_no_score,
        Sign::Word(Status::OnTrack | Status::Done) | Sign::Ended(_) | Sign::Dropped => return None,
    })
}

/// `a, b and c`
pub fn listed(site: &Site<'_>, parts: &[String]) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => [&before.join(", "), " ", site.words.and, " ", last].concat(),
    }
}

/// A row of the list.
pub fn row(site: &Site<'_>, here: &Here, attention: &Attention) -> AttentionRow {
    let objective = &site.inputs.book[attention.objective];
    let sign = sign(site, attention.objective);
    AttentionRow {
        glyph_html: sign.glyph(),
        word: sign.word(site.words),
        href: here.to(Route::Objective(&objective.id)),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        side: team_name(site, &objective.team).to_owned(),
        text: attention
            .reasons
            .iter()
            .map(|reason| reason_text(site, *reason))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn reason_text(site: &Site<'_>, reason: Reason) -> String {
    let (words, language) = (site.words, site.language);
    let score = |value: f64| figures::score(Some(value), language);
    match reason {
        Reason::OffTrack(date) => fill(words.reason_off_track, &[("date", &language.day_and_month(date))]),
        Reason::Stale(days) => language.count(words.reason_stale, days.max(0) as usize),
        Reason::NoCheckIn(None) => words.reason_no_check_in.to_owned(),
        Reason::NoCheckIn(Some(due)) => [
            words.reason_no_check_in,
            &fill(words.reason_due, &[("date", &language.day_and_month(due))]),
        ]
        .join(" "),
        Reason::NoOwner => words.reason_no_owner.to_owned(),
        Reason::Behind(gap) => fill(words.reason_behind, &[("gap", &score(gap))]),
        Reason::Fell(before, after) => fill(
            words.reason_fell,
            &[("before", &score(before)), ("after", &score(after))],
        ),
        Reason::WorseThanStart(n) => language.count(words.reason_worse_than_start, n),
    }
}
