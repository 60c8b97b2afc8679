//! One person: the objectives and key results they own, and what is due. No averages and no ranks of people.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{KeyResultIx, Measure, ObjectiveIx, Person};
use crate::site::chart::{Bar, Domain};
use crate::site::figures;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::pages::people::{counts, is_now, key_result_counts, owed};
use crate::site::pages::team::{Section, now_and_before, sections};
use crate::site::paging::{self, Pager};
use crate::site::parts::due;
use crate::site::parts::lines::{self, Lines};
use crate::site::parts::row::{score_and_bar, sign_cell};
use crate::site::parts::{self, Below};
use crate::site::route::{Here, Route, folder};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site, link_of_title, link_to};
use crate::words::fill;

/// Objectives of running periods on one page.
const NOW: usize = 40;
/// Key results of running periods on one page.
const KEY_RESULTS: usize = 60;
/// Objectives of other periods, or of other owners, on one page.
const OTHERS: usize = 60;
/// Teams named.
const TEAMS: usize = 24;
/// Due dates named.
const DUE: usize = 20;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    name: String,
    answer: String,
    answer_rest: String,
    facts: Vec<Fact>,
    facts_more: Option<String>,
    sections: Vec<Section>,
    key_results_html: Html,
    due_html: Html,
    due_more: Option<String>,
    contributes_html: Html,
    before_lines: Vec<Lines>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let sections = self.sections.iter_mut().flat_map(Section::long_texts);
        let lists = [
            &mut self.key_results_html,
            &mut self.due_html,
            &mut self.contributes_html,
        ];
        let before = self.before_lines.iter_mut().map(Lines::long_text);
        sections.chain(lists).chain(before).collect()
    }
}

#[derive(JsonSchema, Serialize)]
struct Fact {
    href: String,
    name: String,
}

/// What stands on the pages of one person, before it is cut into pages.
struct Lists {
    now: Vec<ObjectiveIx>,
    key_results: Vec<(ObjectiveIx, KeyResultIx)>,
    contributes: Vec<ObjectiveIx>,
    before: Vec<ObjectiveIx>,
    domain: Domain,
}

/// How many people there are.
pub fn count(site: &Site<'_>) -> usize {
    site.inputs.book.people.len()
}

/// Whose page lies at a path.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    let id = folder(path, 1)?;
    site.inputs.book.people.iter().position(|person| person.id == id)
}

/// `people/<handle>/index.html`, of one person.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    of(site, &site.inputs.book.people[at], at)
}

fn of(site: &Site<'_>, person: &Person, at: usize) -> Result<Vec<OutputFile>, Failure> {
    let (book, standing) = (site.inputs.book, site.inputs.standing);
    let owned = site.index.owned(at);
    let (now, before) = now_and_before(site, &owned.objectives);
    let key_results: Vec<_> = owned
        .key_results
        .iter()
        .copied()
        .filter(|(ix, _)| is_now(site, *ix))
        .collect();
    let values = key_results
        .iter()
        .filter_map(|(ix, kr)| standing[*ix].key_results[kr.0].progress);
    let lists = Lists {
        domain: Domain::of(values),
        contributes: owned
            .contributes
            .iter()
            .copied()
            .filter(|&ix| is_now(site, ix))
            .collect(),
        now,
        key_results,
        before,
    };
    let pages = paging::count(lists.now.len(), NOW)
        .max(paging::count(lists.key_results.len(), KEY_RESULTS))
        .max(paging::count(lists.contributes.len(), OTHERS))
        .max(paging::count(lists.before.len(), OTHERS));
    let name = site
        .index
        .current()
        .map(|period| book.periods[period.0].name.as_str());
    (1..=pages)
        .map(|number| {
            let route = Route::Person(&person.id);
            let here = Here::at(route.page_file(number));
            let mut page = page(site, &here, person, at, &lists, number);
            page.pager = paging::pager(site, &here, route, number, pages);
            let mut frame = site.frame(&here, Room::People, &person.name, name);
            frame.feed = here.to(Route::PersonFeed(&person.id));
            site.page_of_long_texts("person.html", &frame, page)
        })
        .collect()
}

fn page(site: &Site<'_>, here: &Here, person: &Person, at: usize, lists: &Lists, number: usize) -> Page {
    let due = owed(site, site.index.owned(at));
    let (answer, answer_rest) = answer(site, lists, due.first().map(|(date, _)| *date));
    let first = number == 1;
    Page {
        crumbs_html: parts::crumbs(
            site,
            here,
            [(Some(Route::People), site.words.people), (None, &person.name)],
        ),
        name: person.name.clone(),
        answer,
        answer_rest,
        facts: site
            .index
            .memberships(at)
            .iter()
            .take(TEAMS)
            .map(|team| Fact {
                href: here.to(Route::Team(team)),
                name: parts::team_name(site, team).to_owned(),
            })
            .collect(),
        facts_more: parts::more(site, site.index.memberships(at).len(), TEAMS),
        sections: sections(site, here, Below::Team, paging::part(&lists.now, number, NOW)),
        key_results_html: key_results(site, here, lists, number),
        due_html: due::rows(site, here, &due[..if first { due.len().min(DUE) } else { 0 }]),
        due_more: due
            .len()
            .checked_sub(DUE)
            .filter(|more| first && *more > 0)
            .map(|more| site.language.count(site.words.and_n_more, more)),
        contributes_html: lines::of(
            site,
            here,
            paging::part(&lists.contributes, number, OTHERS).iter().copied(),
            lines::WHOSE,
        ),
        before_lines: lines::by_period(
            site,
            here,
            paging::part(&lists.before, number, OTHERS),
            &[Below::Team],
            |period| {
                let state = parts::state_of(site, period);
                crate::site::frame::state_word(state, site.words).to_owned()
            },
        ),
        pager: None,
    }
}

/// `Owns one objective and 4 key results in H2 2026`, and when the next check-in is due.
fn answer(site: &Site<'_>, lists: &Lists, next: Option<jiff::civil::Date>) -> (String, String) {
    let (words, language) = (site.words, site.language);
    let period = site.index.current();
    let name = period.map_or("", |period| &site.inputs.book.periods[period.0].name);
    let rest = next.map_or_else(
        || ".".to_owned(),
        |date| {
            [
                ". ",
                &fill(
                    if date < site.inputs.standing.as_of {
                        words.check_in_due_since
                    } else {
                        words.next_check_in_due
                    },
                    &[("date", &language.day_and_month(date))],
                ),
            ]
            .concat()
        },
    );
    let owned = lists.now.iter().filter(|&&ix| counts(site, ix)).count();
    let owned_key_results = lists
        .key_results
        .iter()
        .filter(|(ix, kr)| key_result_counts(site, *ix, *kr))
        .count();
    let objectives = language.count(words.n_objectives, owned);
    let key_results = language.count(words.n_key_results, owned_key_results);
    let template = match (owned, owned_key_results) {
        (0, 0) => words.owns_nothing,
        (_, 0) => words.owns_objectives,
        (0, _) => words.owns_key_results,
        _ => words.owns_both,
    };
    let parts = [
        ("objectives", objectives.as_str()),
        ("key_results", key_results.as_str()),
        ("name", name),
    ];
    (fill(template, &parts), rest)
}

/// The rows of the key results on a page.
fn key_results(site: &Site<'_>, here: &Here, lists: &Lists, number: usize) -> Html {
    let mut html = Html::new();
    for &(ix, kr) in paging::part(&lists.key_results, number, KEY_RESULTS) {
        key_result_into(site, here, &mut html, (ix, kr), lists.domain);
    }
    html
}

fn key_result_into(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    (ix, kr): (ObjectiveIx, KeyResultIx),
    domain: Domain,
) {
    let objective = &site.inputs.book[ix];
    let key_result = &objective.key_results[kr.0];
    let now = &site.inputs.standing[ix].key_results[kr.0];
    let sign = parts::sign_of_key_result(site, ix, kr);
    let lang = site.lang(objective.language);
    let route = Route::Objective(&objective.id);
    html.markup(r#"<tr role="row"><th role="rowheader" scope="row" class="obj wide">"#);
    link_of_title(
        html,
        &here.to_anchor(route, &key_result.id),
        lang,
        &key_result.title,
    );
    html.markup(r#"<span class="sub">"#)
        .word(site.words.for_objective)
        .markup(" ");
    link_to(html, here, route, lang, &objective.title);
    html.markup("</span></th>");
    sign_cell(site, html, sign);
    html.markup(r#"<td role="cell" class="c-sc" data-v=""#)
        .text(&figures::sort_key(now.score))
        .markup("\">");
    let value = match key_result.measure {
        Measure::Metric(_) => now.progress.or(now.score),
        _ => now.score,
    };
    let shown = Bar {
        value,
        expected: parts::expected(site, objective.period, now.expected),
        class: sign.class(),
    };
    score_and_bar(site, html, now.score, shown, domain);
    html.markup("</span></td></tr>");
}
