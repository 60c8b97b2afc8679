//! A row of a table of objectives.

use super::{Below, expected, goal, owner_name_into, since, state_of, verdict};
use crate::history::PeriodState;
use crate::history::movement::{self, Move};
use crate::model::{Objective, ObjectiveIx, Visibility};
use crate::site::chart::{Bar, Domain, Range, bar_into, days_between, spark_into};
use crate::site::figures;
use crate::site::html::Html;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Site, link_of_title};

/// How many days ago what never was sorts.
const NEVER: i32 = 99_999;

/// Writes the row of an objective.
pub fn row_into(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx, below: Below) {
    let objective = &site.inputs.book[ix];
    let sign = super::sign(site, ix);
    html.markup(r#"<tr role="row" data-s=""#)
        .word(sign.class())
        .markup(r#""><th role="rowheader" scope="row" class="obj wide">"#);
    let href = here.to(Route::Objective(&objective.id));
    link_of_title(html, &href, site.lang(objective.language), &objective.title);
    beside_title(site, html, ix, below);
    html.markup("</th>");
    sign_cell(site, html, sign);
    trend_cell(site, html, ix, sign);
    score_cell(site, html, ix, sign);
    change_cell(site, html, ix);
    age_cell(site, html, ix);
    html.markup("</tr>");
}

fn beside_title(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx, below: Below) {
    let (objective, now) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    html.markup(r#"<span class="sub">"#);
    match below {
        Below::Team => {
            html.text(super::team_name(site, &objective.team));
        }
        Below::Owner => {
            let owner = objective.owner.as_ref().map(|owner| owner.value.as_str());
            owner_name_into(site, html, owner);
        }
    }
    let final_score = now.score.filter(|_| is_closed(site, objective));
    if let Some(below) = final_score.and_then(|score| verdict::just_below(site, score)) {
        html.markup(" · ").text(&below);
    }
    html.markup("<small> · ")
        .text(&site.language.count(site.words.n_key_results, now.counted))
        .markup("</small>");
    let marks = [
        (objective.draft, site.words.draft),
        (objective.visibility == Visibility::Internal, site.words.internal),
        (now.derived, site.words.derived),
        (site.index.is_carried_over(ix), site.words.was_carried_over),
    ];
    for (_, mark) in marks.into_iter().filter(|(is_so, _)| *is_so) {
        html.markup(r#" <span class="tag">"#).word(mark).markup("</span>");
    }
    html.markup("</span>");
}

/// The cell of a sign, as it is sorted.
pub fn sign_cell(site: &Site<'_>, html: &mut Html, sign: Sign) {
    html.markup(r#"<td role="cell" data-v=""#)
        .short(f64::from(sign.order()))
        .markup("\">");
    sign.pill_into(html, site.words);
    html.markup("</td>");
}

fn trend_cell(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx, sign: Sign) {
    let (objective, now) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    let period = site.inputs.book.period_of(objective);
    html.markup(r#"<td role="cell" class="c-tr">"#);
    let goal = goal(site, objective);
    spark_into(html, period, &now.series, goal, Range::Score, sign.class());
    html.markup("</td>");
}

fn score_cell(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx, sign: Sign) {
    let (objective, now) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    html.markup(r#"<td role="cell" class="c-sc""#);
    let (score, sorted) = (
        figures::score(now.score, site.language),
        figures::sort_key(now.score),
    );
    if score != sorted {
        html.markup(" data-v=\"").text(&sorted).markup("\"");
    }
    html.markup(">");
    let bar = Bar {
        value: now.score,
        expected: expected(site, objective.period, now.expected),
        class: sign.class(),
    };
    score_and_bar(site, html, now.score, bar, Domain::UNIT);
    html.markup("</span></td>");
}

/// Begins the place of a score with its bar; more may follow before its end.
pub fn score_and_bar(site: &Site<'_>, html: &mut Html, score: Option<f64>, bar: Bar, domain: Domain) {
    html.markup(r#"<span class="scorecell"><b>"#)
        .score(score, site.language)
        .markup("</b>");
    bar_into(html, bar, domain);
}

fn change_cell(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx) {
    let period = site.inputs.book[ix].period;
    let moved = movement::of(&site.inputs.standing[ix], since(site, period)).map(Move::change);
    html.markup(r#"<td role="cell" class="num r" data-v=""#)
        .text(&figures::sort_key(moved))
        .markup("\">");
    change_alone_into(site, html, moved);
    html.markup("</td>");
}

/// How much something moved, in a cell of its own; a dash when that cannot be said.
pub fn change_alone_into(site: &Site<'_>, html: &mut Html, moved: Option<f64>) {
    let Some(moved) = moved else {
        html.markup(r#"<span class="flat">–</span>"#);
        return;
    };
    let direction = figures::direction(moved, site.language);
    html.markup("<span class=\"").word(direction.name).markup("\">");
    if !direction.sign.is_empty() {
        html.markup("<span aria-hidden=\"true\">")
            .word(direction.sign)
            .markup("</span> <span class=\"vh\">")
            .word(direction.word)
            .markup(" </span>");
    }
    html.score(Some(moved.abs()), site.language).markup("</span>");
}

fn age_cell(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx) {
    let (objective, now) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    let as_of = site.inputs.standing.as_of;
    let days = now.last_check_in.map_or(NEVER, |last| days_between(last, as_of));
    html.markup(r#"<td role="cell" class="num r c-lc" data-v=""#)
        .short(f64::from(days))
        .markup("\">");
    let age = match now.last_check_in {
        Some(last) if is_closed(site, objective) => site.language.short_date(last),
        last => figures::age(last, as_of, site.language),
    };
    if now.stale {
        html.markup(r#"<span class="warn">"#).text(&age).markup("</span>");
    } else {
        html.text(&age);
    }
    html.markup("</td>");
}

fn is_closed(site: &Site<'_>, objective: &Objective) -> bool {
    state_of(site, objective.period) == PeriodState::Closed
}
