//! The head of an objective's page: the way there, the score, who and when, and what must be known first.

use crate::config::Scoring;
use crate::history::movement::{self, Move};
use crate::history::{ObjectiveStanding, PeriodState};
use crate::model::{Ambition, Objective, ObjectiveIx, Status, Visibility};
use crate::site::chart::days_between;
use crate::site::check_in::change_into;
use crate::site::figures;
use crate::site::html::Html;
use crate::site::parts::{self, verdict};
use crate::site::route::{Here, Route};
use crate::site::sign;
use crate::site::{Site, link_to, link_to_anchor};
use crate::words::fill;

/// Objectives above that the way names.
const ANCESTORS: usize = 3;

/// The way to it: over the objectives above, the nearest ones, or over its period and its team.
pub fn crumbs(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Html {
    let book = site.inputs.book;
    let objective = &book[ix];
    let mut seen = vec![ix];
    let mut above = Vec::new();
    let mut at = objective;
    while let Some(parent) = at.parent.as_ref().and_then(|parent| parent.objective())
        && !seen.contains(&parent)
        && above.len() < ANCESTORS
    {
        seen.push(parent);
        at = &book[parent];
        if site.shows(at) {
            above.push(at);
        }
    }
    let mut html = parts::way(site, here);
    for at in above.iter().rev() {
        let route = Route::Objective(&at.id);
        parts::crumb_into(&mut html, here, route, site.lang(at.language), &at.title);
    }
    if above.is_empty() {
        let period = book.period_of(objective);
        let team = parts::team_name(site, &objective.team);
        for (route, name) in [
            (Route::Period(&period.id), period.name.as_str()),
            (Route::Team(&objective.team), team),
        ] {
            parts::crumb_into(&mut html, here, route, None, name);
        }
    } else if let Some(parent) = &objective.parent
        && let (Some(of), Some(kr)) = (parent.objective(), parent.key_result())
        && site.shows(&book[of])
    {
        // A place on the page before it.
        let (of, kr) = (&book[of], &book[of].key_results[kr.0]);
        let place = (Route::Objective(&of.id), kr.id.as_str());
        html.markup("<li>");
        link_to_anchor(&mut html, here, place, site.lang(of.language), &kr.title);
        html.markup("</li>");
    }
    html
}

/// The score, its word, the status, how it moved and where the pace is.
pub fn score(site: &Site<'_>, ix: ObjectiveIx) -> Html {
    let (words, language) = (site.words, site.language);
    let objective = &site.inputs.book[ix];
    let now = &site.inputs.standing[ix];
    let mut html = Html::with_capacity(700);
    html.markup(r##"<div class="scorebox"><a class="big tt" href="#okr-why"><span class="vh">"##)
        .word(words.score)
        .markup("</span> ")
        .score(now.score, language)
        .markup("</a>");
    let sign = parts::sign(site, ix);
    html.html(&sign.pill(words));
    html.markup(r#"<span class="small">"#);
    let moved = movement::of(now, parts::since(site, objective.period)).map(Move::change);
    let mut notes: Vec<String> = Vec::new();
    if moved.is_some() {
        change_into(site, &mut html, moved);
        html.text(" ");
        let since = parts::since(site, objective.period);
        notes.push(fill(words.since, &[("month", &language.short_date(since))]));
    }
    let state = parts::state_of(site, objective.period);
    if now.score.is_none() {
        notes.push(words.no_reading_yet.to_owned());
    }
    if let Some(expected) = now.expected.filter(|_| state == PeriodState::Active) {
        notes.push(fill(
            words.pace,
            &[("score", &figures::score(Some(expected), language))],
        ));
    }
    notes.extend(coverage(site, now));
    html.markup(r#"<span class="muted">"#)
        .text(&notes.join(" · "))
        .markup("</span>");
    let verdict = now
        .score
        .and_then(|score| verdict::beside(site, objective.period, sign, score));
    if let Some(verdict) = verdict {
        html.markup(r#"<span class="sub">"#)
            .text(&verdict)
            .markup("</span>");
    }
    html.markup("</span></div>");
    html
}

/// `4 of 5 key results`, or that it is the mean of the objectives below.
fn coverage(site: &Site<'_>, now: &ObjectiveStanding) -> Option<String> {
    if now.derived {
        return Some(site.words.derived.to_owned());
    }
    (now.score.is_some() && now.scored < now.counted).then(|| {
        fill(
            &site.language.count(site.words.scored_of, now.counted),
            &[("scored", &now.scored.to_string())],
        )
    })
}

/// Who, whose, when, what sort.
pub fn meta(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Html {
    let (words, language, book) = (site.words, site.language, site.inputs.book);
    let objective = &book[ix];
    let now = &site.inputs.standing[ix];
    let mut html = Html::with_capacity(1100);
    html.markup(r#"<dl class="meta">"#);
    let owner = objective.owner.as_ref().map(|owner| owner.value.as_str());
    fact(&mut html, words.owner, |html| {
        parts::owner_into(site, here, html, owner)
    });
    if !objective.contributors.is_empty() {
        fact(&mut html, words.contributors, |html| {
            html.html(&contributors(site, here, &objective.contributors));
        });
    }
    fact(&mut html, words.team, |html| {
        let name = parts::team_name(site, &objective.team);
        link_to(html, here, Route::Team(&objective.team), None, name);
    });
    fact(&mut html, words.period, |html| {
        let period = book.period_of(objective);
        link_to(html, here, Route::Period(&period.id), None, &period.name);
    });
    fact(&mut html, words.ambition, |html| {
        html.word(match objective.ambition {
            Ambition::Aspirational => words.aspirational,
            Ambition::Committed => words.committed,
        });
    });
    if objective.weight != 1.0 {
        fact(&mut html, words.weight, |html| {
            html.number(objective.weight, language);
        });
    }
    let as_of = site.inputs.standing.as_of;
    fact(&mut html, words.last_check_in, |html| {
        match now.last_check_in {
            Some(last) => parts::time_into(html, last, &figures::age(Some(last), as_of, language)),
            None => html.word(words.never),
        };
    });
    if let Some(due) = now.next_check_in {
        let late = due < as_of;
        fact(&mut html, words.next_check_in, |html| {
            if late {
                html.markup(r#"<span class="warn">"#);
            }
            parts::time_into(html, due, &language.day_and_month(due));
            if late {
                html.text(", ")
                    .text(&parts::due::when(site, due, as_of))
                    .markup("</span>");
            }
        });
    }
    let marks = marks(site, objective);
    if !marks.is_empty() {
        fact(&mut html, words.tags, |html| {
            html.html(&marks);
        });
    }
    html.markup("</dl>");
    html
}

fn fact(html: &mut Html, name: &'static str, value: impl FnOnce(&mut Html)) {
    html.markup("<div><dt>").word(name).markup("</dt><dd>");
    value(html);
    html.markup("</dd></div>");
}

fn marks(site: &Site<'_>, objective: &Objective) -> Html {
    let mut html = Html::new();
    let marks = [
        (objective.draft, site.words.draft),
        (objective.visibility == Visibility::Internal, site.words.internal),
    ];
    let marks = marks.iter().filter(|(yes, _)| *yes).map(|(_, word)| *word);
    for (i, tag) in marks.chain(objective.tags.iter().map(String::as_str)).enumerate() {
        if i > 0 {
            html.text(" ");
        }
        html.markup(r#"<span class="tag">"#).text(tag).markup("</span>");
    }
    html
}

/// People and teams by name, with where they lead.
pub fn contributors(site: &Site<'_>, here: &Here, handles: &[crate::source::Spanned<String>]) -> Html {
    let book = site.inputs.book;
    let mut html = Html::with_capacity(80 * handles.len());
    for (i, handle) in handles.iter().enumerate() {
        if i > 0 {
            html.text(", ");
        }
        if let Some(person) = site.index.person(book, handle) {
            link_to(&mut html, here, Route::Person(&person.id), None, &person.name);
        } else if let Some(team) = site.index.team(handle) {
            link_to(&mut html, here, Route::Team(&team.id), None, &team.name);
        } else {
            html.text(handle);
        }
    }
    html
}

/// What must be known before the rest is read.
pub fn notices(site: &Site<'_>, ix: ObjectiveIx) -> Html {
    let (words, language) = (site.words, site.language);
    let objective = &site.inputs.book[ix];
    let now = &site.inputs.standing[ix];
    let as_of = site.inputs.standing.as_of;
    let lang = site.lang(objective.language);
    let mut notices: Vec<(&'static str, Html)> = Vec::new();
    let text = |text: &str| {
        let mut html = Html::new();
        html.text(text);
        html
    };
    if let Some(dropped) = &objective.dropped {
        let template = if dropped.date <= as_of {
            words.dropped_on
        } else {
            words.will_be_dropped
        };
        let date = language.long_date(dropped.date);
        let mut html = Html::new();
        quoting(
            &mut html,
            template,
            &[("date", &date)],
            ("reason", &dropped.reason),
            lang,
        );
        notices.push(("none", html));
    }
    if now.stale {
        notices.push(("risk", text(&silence(site, now))));
    }
    if let Some(said) = contradiction(site, objective, now) {
        notices.push(("risk", text(&said)));
    }
    for amendment in &objective.amendments {
        let date = language.long_date(amendment.date);
        let what = [("date", date.as_str()), ("what", &amendment.what)];
        let mut html = Html::new();
        quoting(&mut html, words.amended, &what, ("why", &amendment.why), lang);
        notices.push(("neutral", html));
    }
    let mut html = Html::with_capacity(200 * notices.len());
    if notices.is_empty() {
        return html;
    }
    html.markup(r#"<ul class="notices">"#);
    for (class, text) in &notices {
        html.markup(r#"<li class=""#)
            .word(class)
            .markup("\">")
            .html(text)
            .markup("</li>");
    }
    html.markup("</ul>");
    html
}

/// Writes a template that quotes what somebody wrote, in the language that they wrote it in.
pub fn quoting(
    html: &mut Html,
    template: &str,
    parts: &[(&str, &str)],
    (name, quoted): (&str, &str),
    lang: Option<&'static str>,
) {
    let place = ["{", name, "}"].concat();
    let (before, behind) = template.split_once(&place).unwrap_or((template, ""));
    html.text(&fill(before, parts));
    match lang {
        Some(lang) => html.tag("span").attr("lang", lang).holding(quoted),
        None => html.text(quoted),
    };
    html.text(&fill(behind, parts));
}

fn silence(site: &Site<'_>, now: &ObjectiveStanding) -> String {
    let (words, language) = (site.words, site.language);
    let as_of = site.inputs.standing.as_of;
    let mut text = now.last_check_in.map_or_else(
        || words.reason_no_check_in.to_owned(),
        |last| language.count(words.reason_stale, days_between(last, as_of).max(0) as usize),
    );
    if let Some(due) = now.next_check_in {
        text.push(' ');
        text.push_str(&fill(words.was_due, &[("date", &language.day_and_month(due))]));
    }
    text
}

/// `0.18 behind the pace, reported on track`: where the owner's word and the pace are far apart. The word stays.
fn contradiction(site: &Site<'_>, objective: &Objective, now: &ObjectiveStanding) -> Option<String> {
    /// How far behind the pace "on track" is a surprise.
    const FAR: f64 = 0.25;
    let (status, suggested) = (now.status?, now.suggested?);
    if now.stale || now.class.is_none() {
        return None;
    }
    let far = now.gap.is_some_and(|gap| crate::score::above(gap, FAR));
    let surprising = match (status, suggested) {
        (Status::OnTrack, Status::OffTrack) | (Status::OffTrack, Status::OnTrack) => true,
        (Status::OnTrack, _) => far,
        _ => false,
    };
    if !surprising {
        return None;
    }
    let (words, language) = (site.words, site.language);
    let reported = &sign::status_in_sentence(status, words);
    let score = |value: f64| figures::score(Some(value), language);
    if site.inputs.book.period_of(objective).scoring == Scoring::Projection {
        let own = score(now.score?);
        return Some(fill(
            words.score_but_reported,
            &[("score", &own), ("status", reported)],
        ));
    }
    let gap = now.gap?;
    let template = if gap > 0.0 {
        words.behind_but_reported
    } else {
        words.ahead_but_reported
    };
    Some(fill(
        template,
        &[("gap", &score(gap.abs())), ("status", reported)],
    ))
}
