//! The first sentence of a page about objectives, and the list of what needs attention.

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
use crate::words::fill;

/// One objective that needs attention.
#[derive(Debug, Serialize)]
pub struct AttentionRow {
    glyph_html: Html,
    word: &'static str,
    href: String,
    title: String,
    lang: Option<&'static str>,
    side: String,
    text: String,
}

/// The answer, and the rest of its sentence: how many are on track, or how many ended well, and the others in words.
pub fn answer(site: &Site<'_>, period: PeriodIx, objectives: &[ObjectiveIx]) -> (String, String) {
    let (words, language) = (site.words, site.language);
    let state = super::state_of(site, period);
    let all = objectives.len();
    let total = language.whole(all as u64);
    if all == 0 {
        return (words.answer_empty.to_owned(), ".".to_owned());
    }
    if state == PeriodState::Upcoming {
        return (language.count(words.answer_upcoming, all), ".".to_owned());
    }
    let mut counts = super::counts(site, objectives);
    counts.sort_by_key(|(sign, _)| (*sign != Sign::Word(Status::Done), sign.order()));
    let closed = state == PeriodState::Closed;
    let good = |sign: Sign| match sign {
        Sign::Ended(band) => band >= Band::CameClose,
        sign => sign == Sign::Word(Status::OnTrack),
    };
    let well: usize = counts
        .iter()
        .filter(|(sign, _)| good(*sign))
        .map(|(_, n)| n)
        .sum();
    let (none, some, every) = if closed {
        (words.answer_none_well, words.answer_well, words.answer_all_well)
    } else {
        (
            words.answer_none_on_track,
            words.answer_on_track,
            words.answer_all_on_track,
        )
    };
    let answer = match well {
        0 => fill(none, &[("total", &total)]),
        n if n == all && all > 1 => fill(every, &[("total", &total)]),
        n => fill(&language.count(some, n), &[("total", &total)]),
    };
    let rest: Vec<String> = counts
        .iter()
        .filter(|(sign, _)| !good(*sign))
        .map(|(sign, n)| [&language.whole(*n as u64), " ", super::sentence_word(site, *sign)].concat())
        .collect();
    if rest.is_empty() {
        return (answer, ".".to_owned());
    }
    (answer, [", ", &listed(site, &rest), "."].concat())
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
        side: team_name(site, &objective.team),
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
