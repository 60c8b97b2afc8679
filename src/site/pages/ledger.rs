//! The ledger: what was moved after it was promised, and what was given up, each with its reason, the newest first.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{KeyResultIx, Objective, ObjectiveIx, PeriodIx};
use crate::site::chart;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts::{self, Crumb};
use crate::site::route::{Here, Route};
use crate::site::sign::glyph_into;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Bytes of a row beside its texts.
const ROW: usize = 640;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs: Vec<Crumb>,
    answer: String,
    groups: Vec<Group>,
    pager: Option<Pager>,
}

/// The changes of a period.
#[derive(JsonSchema, Serialize)]
struct Group {
    id: String,
    name: String,
    href: String,
    note: String,
    rows_html: Html,
}

/// One change.
struct Change<'a> {
    date: Date,
    ix: ObjectiveIx,
    key_result: Option<KeyResultIx>,
    what: What<'a>,
    why: &'a str,
}

#[derive(Clone, Copy)]
enum What<'a> {
    /// A key of the front matter.
    Moved(&'a str),
    /// The objective, or the key result.
    GivenUp,
}

/// `ledger/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let words = site.words;
    let changes = changes(site);
    let sizes = changes.iter().map(|change| size(site, change));
    let cut = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(Route::Ledger.page_file(at + 1));
            let page = Page {
                crumbs: parts::crumbs(site, &here, [(None, words.ledger)]),
                answer: match changes.len() {
                    0 => words.ledger_none.to_owned(),
                    n => site.language.count(words.n_moves, n),
                },
                groups: groups(site, &here, &changes, range.clone()),
                pager: paging::pager(site, &here, Route::Ledger, at + 1, cut.len()),
            };
            let frame = site.frame(&here, Room::Elsewhere, words.ledger, None);
            site.page("ledger.html", &frame, &page)
        })
        .collect()
}

/// By period, the latest first, and in it by day, the latest first.
fn changes<'a>(site: &Site<'a>) -> Vec<Change<'a>> {
    let (book, as_of) = (site.inputs.book, site.inputs.standing.as_of);
    let mut changes = Vec::new();
    for (at, objective) in book.objectives.iter().enumerate() {
        if objective.draft {
            continue;
        }
        let ix = ObjectiveIx(at);
        let mut add = |date, key_result, what, why| {
            if date <= as_of {
                changes.push(Change {
                    date,
                    ix,
                    key_result,
                    what,
                    why,
                });
            }
        };
        for amendment in &objective.amendments {
            let (key_result, key) = named(objective, &amendment.what);
            // A change that is told below as given up is not told twice.
            let given_up = key == "dropped" || key == "reason";
            let dropped = match key_result {
                Some(kr) => objective.key_results[kr.0].dropped.is_some(),
                None => objective.dropped.is_some(),
            };
            let what = match given_up && dropped {
                true => What::GivenUp,
                false => What::Moved(key),
            };
            add(amendment.date, key_result, what, amendment.why.as_str());
        }
        let told = |key_result: Option<KeyResultIx>| {
            objective.amendments.iter().any(|amendment| {
                let (of, key) = named(objective, &amendment.what);
                of == key_result && (key == "dropped" || key == "reason")
            })
        };
        if let Some(dropped) = objective.dropped.as_ref().filter(|_| !told(None)) {
            add(dropped.date, None, What::GivenUp, dropped.reason.as_str());
        }
        for (at, key_result) in objective.key_results.iter().enumerate() {
            let place = Some(KeyResultIx(at));
            if let Some(dropped) = key_result.dropped.as_ref().filter(|_| !told(place)) {
                add(dropped.date, place, What::GivenUp, dropped.reason.as_str());
            }
        }
    }
    changes.sort_by(|a, b| {
        let key = |change: &Change<'_>| (book[change.ix].period, change.date);
        key(b).cmp(&key(a)).then(a.ix.cmp(&b.ix))
    });
    changes
}

/// `nps.target` is a key of a key result, `owner` one of the objective.
fn named<'a>(objective: &Objective, what: &'a str) -> (Option<KeyResultIx>, &'a str) {
    let Some((id, key)) = what.split_once('.') else {
        return (None, what);
    };
    let place = objective.key_results.iter().position(|kr| kr.id.value == id);
    match place {
        Some(place) => (Some(KeyResultIx(place)), key),
        None => (None, what),
    }
}

fn size(site: &Site<'_>, change: &Change<'_>) -> usize {
    let objective = &site.inputs.book[change.ix];
    let key_result = change
        .key_result
        .map_or(0, |kr| objective.key_results[kr.0].title.len());
    ROW + change.why.len() + objective.title.len() + 2 * objective.id.len() + key_result
}

fn groups(site: &Site<'_>, here: &Here, changes: &[Change<'_>], shown: std::ops::Range<usize>) -> Vec<Group> {
    let book = site.inputs.book;
    let period_of = |change: &Change<'_>| book[change.ix].period;
    changes[shown]
        .chunk_by(|a, b| period_of(a) == period_of(b))
        .map(|of_period| {
            let PeriodIx(at) = period_of(&of_period[0]);
            let period = &book.periods[at];
            let mut rows_html = Html::with_capacity(ROW * of_period.len());
            for change in of_period {
                row(site, here, &mut rows_html, change);
            }
            Group {
                id: ["okr-p-", &period.id].concat(),
                name: period.name.clone(),
                href: here.to(Route::Period(&period.id)),
                note: site.language.whole(of_period.len() as u64),
                rows_html,
            }
        })
        .collect()
}

fn row(site: &Site<'_>, here: &Here, html: &mut Html, change: &Change<'_>) {
    let (book, words) = (site.inputs.book, site.words);
    let objective = &book[change.ix];
    let lang = site.lang(objective.language);
    html.markup("<li>");
    let (class, symbol) = match change.what {
        What::GivenUp => ("g none", "okr-i-cancelled"),
        What::Moved(_) => ("g flat", "okr-i-dec"),
    };
    glyph_into(html, class, symbol);
    html.markup("<span class=\"t\">")
        .text(&name_of(site, change))
        .text(words.colon);
    let (href, title) = match change.key_result {
        Some(kr) => {
            let kr = &objective.key_results[kr.0];
            (
                here.to_anchor(Route::Objective(&objective.id), &kr.id),
                kr.title.value.as_str(),
            )
        }
        None => (
            here.to(Route::Objective(&objective.id)),
            objective.title.value.as_str(),
        ),
    };
    linked(html, &href, title, lang);
    html.markup("</span><span class=\"small muted\">");
    let day = site.language.long_date(change.date);
    html.html(&parts::time_html(change.date, &day));
    html.markup("</span><span class=\"d\">");
    if change.key_result.is_some() {
        let href = here.to(Route::Objective(&objective.id));
        linked(html, &href, &objective.title, lang);
        html.text(" · ");
    }
    html.text(&parts::team_name(site, &objective.team));
    if let Some(passed) = passed(site, objective.period, change.date) {
        html.text(" · ").text(&passed);
    }
    html.markup("<br>");
    let mut why = html.tag("span").attr("class", "why");
    if let Some(lang) = lang {
        why = why.attr("lang", lang);
    }
    why.holding(change.why);
    html.markup("</span></li>");
}

fn linked(html: &mut Html, href: &str, title: &str, lang: Option<&'static str>) {
    let mut link = html.tag("a").attr("href", href);
    if let Some(lang) = lang {
        link = link.attr("lang", lang);
    }
    link.holding(title);
}

/// What was changed, in words where there are some, else by its key.
fn name_of(site: &Site<'_>, change: &Change<'_>) -> String {
    let words = site.words;
    let key = match change.what {
        What::GivenUp => return words.given_up.to_owned(),
        What::Moved(key) => key,
    };
    match key {
        "target" => words.moved_target,
        "start" => words.moved_start,
        "rubric" => words.moved_rubric,
        "plan" => words.moved_plan,
        "weight" => words.weight,
        "owner" => words.owner,
        "team" => words.team,
        "period" => words.period,
        other => other,
    }
    .to_owned()
}

/// How much of the period had passed.
fn passed(site: &Site<'_>, period: PeriodIx, day: Date) -> Option<String> {
    let (words, period) = (site.words, &site.inputs.book.periods[period.0]);
    let at = chart::x(period, day)?;
    if day < period.start {
        return Some(words.before_the_period.to_owned());
    }
    if period.end.is_some_and(|end| day > end) {
        return Some(words.after_the_period.to_owned());
    }
    let percent = format!("{:.0}", crate::score::round12(at * 100.0));
    let share = fill(words.percent, &[("n", &percent)]);
    Some(fill(words.share_passed, &[("share", &share)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    const MOVED: &str = "---\ntitle: First\nperiod: 2026-H2\nteam: support\nowner: ana\namendments:\n  - { date: 2026-09-30, what: k.target, why: The <b>market</b> shrank }\n  - { date: 2026-06-20, what: owner, why: Bo left }\n  - { date: 2026-10-05, what: gone.dropped, why: Told once }\nkey_results:\n  - { id: k, title: K one, owner: ana, start: 0, target: 2 }\n  - { id: gone, title: K two, owner: ana, start: 0, target: 2, dropped: 2026-10-05, reason: Nobody needs it }\n  - { id: out, title: K three, owner: ana, start: 0, target: 2, dropped: 2026-11-01, reason: Out of reach }\n---\n";

    fn page(text: &str) -> String {
        let fixture = Fixture::of(&[("objectives/2026-H2/support/first.md", text)]);
        let mut files = files(&fixture.site()).expect("the templates are right");
        assert_eq!(files[0].path, "ledger/index.html");
        match files.remove(0).content {
            Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Content::CopyOf(path) => panic!("a copy of {path}"),
        }
    }

    #[test]
    fn every_change_is_told_once_with_its_reason_and_how_far_in_it_came() {
        let page = page(MOVED);
        for expected in [
            "4 changes.",
            "The &lt;b&gt;market&lt;/b&gt; shrank",
            "50\u{a0}% of the period had passed",
            "before the period began",
            "Told once",
            "Out of reach",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("Nobody needs it"));
        let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(place("Out of reach") < place("Told once") && place("Told once") < place("Bo left"));
    }

    #[test]
    fn without_changes_it_says_so() {
        let without = MOVED.split_once("amendments:").expect("there").0.to_owned()
            + "key_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 2 }\n---\n";
        assert!(page(&without).contains("Nothing was moved and nothing given up."));
    }
}
