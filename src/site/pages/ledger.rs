//! The ledger: what was moved after it was promised, and what was given up, each with its reason, the newest first.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::changes::{Fact, Kind};
use crate::chronicle::{Edit, Figures, Rewritten};
use crate::model::{PeriodIx, Status, Value};
use crate::site::chart;
use crate::site::check_in;
use crate::site::figures::{self, with_unit};
use crate::site::frame::Room;
use crate::site::html::{Html, tag};
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::provenance;
use crate::site::route::{Here, Route};
use crate::site::sign::{self, glyph_into};
use crate::site::symbol::Symbol;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

mod entries;

use entries::{Entry, What};

/// Bytes of a row beside its texts.
const ROW: usize = 640;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    answer: String,
    /// That more may have been moved than is known.
    notice: Option<String>,
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

/// `ledger/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let words = site.words;
    let changes = entries::all(site);
    let sizes = changes.iter().map(|change| size(site, change));
    let cut = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(Route::Ledger.page_file(at + 1));
            let page = Page {
                crumbs_html: parts::crumbs(site, &here, [(None, words.ledger)]),
                answer: match changes.len() {
                    0 => words.ledger_none.to_owned(),
                    n => site.language.count(words.n_moves, n),
                },
                notice: site
                    .inputs
                    .chronicle
                    .shallow
                    .then(|| fill(words.shallow, &[("command", "`git fetch --unshallow`")])),
                groups: groups(site, &here, &changes, range.clone()),
                pager: paging::pager(site, &here, Route::Ledger, at + 1, cut.len()),
            };
            let frame = site.frame(&here, Room::Elsewhere, words.ledger, None);
            site.page("ledger.html", &frame, &page)
        })
        .collect()
}

fn size(site: &Site<'_>, change: &Entry<'_>) -> usize {
    let objective = &site.inputs.book[change.ix];
    let key_result = change
        .key_result
        .map_or(0, |kr| objective.key_results[kr.0].title.len());
    ROW + change.why.map_or(0, str::len) + objective.title.len() + 2 * objective.id.len() + key_result
}

fn groups(site: &Site<'_>, here: &Here, changes: &[Entry<'_>], shown: std::ops::Range<usize>) -> Vec<Group> {
    let book = site.inputs.book;
    let period_of = |change: &Entry<'_>| book[change.ix].period;
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

fn row(site: &Site<'_>, here: &Here, html: &mut Html, change: &Entry<'_>) {
    let (book, words) = (site.inputs.book, site.words);
    let objective = &book[change.ix];
    let lang = site.lang(objective.language);
    html.markup("<li>");
    let (class, symbol) = match change.what {
        What::GivenUp => ("g none", Symbol::Cancelled),
        What::Amended(_) | What::Moved(_) | What::Rewritten(_) => ("g flat", Symbol::Decision),
    };
    glyph_into(html, class, symbol);
    html.markup("<span class=\"t\">")
        .text(&name_of(site, change))
        .word(words.colon);
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
    if let Some(date) = change.date {
        let day = site.language.long_date(date);
        html.html(&parts::time_html(date, &day));
    }
    html.markup("</span><span class=\"d\">");
    if change.key_result.is_some() {
        let href = here.to(Route::Objective(&objective.id));
        linked(html, &href, &objective.title, lang);
        html.text(" · ");
    }
    html.text(parts::team_name(site, &objective.team));
    if let Some(passed) = change.date.and_then(|date| passed(site, objective.period, date)) {
        html.text(" · ").text(&passed);
    }
    if let Some(way) = from_to(site, change) {
        html.markup("<br>").text(&way);
    }
    by(site, html, change);
    html.markup("<br>");
    match change.why {
        Some(why) => {
            let mut tag = tag!(html, "span", "class" = "why");
            if let Some(lang) = lang {
                tag = tag.attr("lang", lang);
            }
            tag.holding(why);
        }
        None if entries::asks_why(change) => {
            html.word(words.no_reason);
        }
        None => {}
    }
    html.markup("</span></li>");
}

/// Who did it.
fn by(site: &Site<'_>, html: &mut Html, change: &Entry<'_>) {
    let is_of_git = matches!(change.what, What::Moved(_) | What::Rewritten(_));
    match change.commit {
        Some(commit) => {
            html.text(" · ");
            provenance::author(site, html, &site.inputs.book[change.ix], commit);
        }
        None if is_of_git => {
            html.text(" · ").word(site.words.not_committed);
        }
        None => {}
    }
}

/// What stood there, and what stands there since: `50 → 45`.
fn from_to(site: &Site<'_>, change: &Entry<'_>) -> Option<String> {
    let (before, after) = match change.what {
        What::Moved(moved) => {
            let shown =
                |fact: &Option<Fact>| fact.as_ref().map_or("–".to_owned(), |it| shown(site, change, it));
            match moved.kind {
                Kind::KeyResultAdded | Kind::KeyResultRemoved => {
                    // Its title is told above only while it is there.
                    let title = moved.after.as_ref().or(moved.before.as_ref())?;
                    return change.key_result.is_none().then(|| title.as_typed());
                }
                _ => (shown(&moved.before), shown(&moved.after)),
            }
        }
        What::Rewritten(edit) => rewritten(site, change, edit)?,
        What::Amended(_) | What::GivenUp => return None,
    };
    Some([&before, " → ", &after].concat())
}

/// A fact of a key result, with its unit where it is a value of it.
fn shown(site: &Site<'_>, change: &Entry<'_>, fact: &Fact) -> String {
    let What::Moved(moved) = change.what else {
        return fact.as_typed();
    };
    let is_value = matches!(moved.kind, Kind::Target | Kind::Start | Kind::Min | Kind::Max);
    let key_result = change
        .key_result
        .map(|kr| &site.inputs.book[change.ix].key_results[kr.0]);
    match (fact, key_result) {
        (Fact::Number(number), Some(kr)) if is_value => with_unit(site.language, *number, kr.unit.as_deref()),
        (Fact::Number(number), _) => figures::number(site.language, *number),
        (fact, _) => fact.as_typed(),
    }
}

fn rewritten(site: &Site<'_>, change: &Entry<'_>, edit: &Edit) -> Option<(String, String)> {
    let status = |status: Option<Status>| {
        status.map_or("–".to_owned(), |status| {
            sign::status_in_sentence(status, site.words)
        })
    };
    match &edit.what {
        Rewritten::Removed => None,
        Rewritten::Status { before, after } => Some((status(Some(*before)), status(*after))),
        Rewritten::Reading { before, after, .. } => {
            let kr = &site.inputs.book[change.ix].key_results[change.key_result?.0];
            let figures = |figures: &Figures| {
                let value = match figures.value {
                    Value::Number(number) => check_in::value(site.language, kr, number),
                    Value::NotAvailable => "n/a".to_owned(),
                    Value::Void => "void".to_owned(),
                };
                let words = [
                    figures.status.map(|it| status(Some(it))),
                    figures.score.map(|it| figures::score(Some(it), site.language)),
                    figures
                        .confidence
                        .map(|it| fill(site.words.percent, &[("n", &figures::number(site.language, it))])),
                ];
                let words: Vec<String> = words.into_iter().flatten().collect();
                match words.is_empty() {
                    true => value,
                    false => [&value, " (", &words.join(", "), ")"].concat(),
                }
            };
            Some((figures(before), after.as_ref().map_or("–".to_owned(), figures)))
        }
    }
}

fn linked(html: &mut Html, href: &str, title: &str, lang: Option<&'static str>) {
    let mut link = html.tag("a").attr("href", href);
    if let Some(lang) = lang {
        link = link.attr("lang", lang);
    }
    link.holding(title);
}

/// What was changed, in words where there are some, else by its key.
fn name_of(site: &Site<'_>, change: &Entry<'_>) -> String {
    let words = site.words;
    let key = match change.what {
        What::GivenUp => return words.given_up.to_owned(),
        What::Amended(key) => key,
        What::Moved(moved) => moved.kind.name(),
        What::Rewritten(edit) => {
            let template = match edit.what {
                Rewritten::Removed => words.removed,
                Rewritten::Status { .. } | Rewritten::Reading { .. } => words.rewritten,
            };
            return fill(template, &[("date", &site.language.long_date(edit.check_in))]);
        }
    };
    match key {
        "target" => words.moved_target,
        "start" => words.moved_start,
        "rubric" => words.moved_rubric,
        "plan" => words.moved_plan,
        "min" => words.moved_min,
        "max" => words.moved_max,
        "steps" => words.moved_steps,
        "unit" => words.moved_unit,
        "kind" => words.moved_kind,
        "type" => words.moved_type,
        "weight" => words.weight,
        "owner" => words.owner,
        "team" => words.team,
        "period" => words.period,
        "key-result-added" => words.key_result_added,
        "key-result-removed" => words.key_result_removed,
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
    use jiff::civil::date;

    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    const MOVED: &str = "---\ntitle: First\nperiod: 2026-H2\nteam: support\nowner: ana\namendments:\n  - { date: 2026-09-30, what: k.target, why: The <b>market</b> shrank }\n  - { date: 2026-06-20, what: owner, why: Bo left }\n  - { date: 2026-10-05, what: gone.dropped, why: Told once }\nkey_results:\n  - { id: k, title: K one, owner: ana, start: 0, target: 2 }\n  - { id: gone, title: K two, owner: ana, start: 0, target: 2, dropped: 2026-10-05, reason: Nobody needs it }\n  - { id: out, title: K three, owner: ana, start: 0, target: 2, dropped: 2026-11-01, reason: Out of reach }\n---\n";

    const PATH: &str = "objectives/2026-H2/support/first.md";

    fn page(text: &str) -> String {
        page_of(&Fixture::of(&[(PATH, text)]))
    }

    fn page_of(fixture: &Fixture) -> String {
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

    const FRONT: &str = "---\ntitle: First\nperiod: 2026-H2\nteam: support\nowner: ana\nkey_results:\n  - { id: k, title: K one, owner: ana, start: 0, target: 2, unit: h }\n---\n\n## 2026-07-31 (on track)\n\n- k: 1 h\n";

    #[test]
    fn what_git_knows_to_have_moved_is_told_with_or_without_a_reason() {
        let silent = FRONT
            .replace("target: 2", "target: 1.5")
            .replace("k: 1 h", "k: 1.2 h");
        let fixture = Fixture::of(&[(PATH, &silent)]).after(PATH, &[FRONT], date(2026, 9, 30));
        let page = page_of(&fixture);
        for expected in [
            "2 changes.",
            "Target: ",
            "2\u{a0}h → 1.5\u{a0}h",
            "<bdi>Ana Lopes</bdi> (<code>0000000000</code>)",
            "No reason was written down.",
            "Check-in of 31 July 2026 rewritten",
            "1\u{a0}h → 1.2\u{a0}h",
            "1 October 2026",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        let told = silent.replace(
            "key_results:",
            "amendments:\n  - { date: 2026-10-01, what: k.target, why: The market }\nkey_results:",
        );
        let mut fixture = Fixture::of(&[(PATH, &told)]).after(PATH, &[FRONT], date(2026, 9, 30));
        fixture.book.config.repository = Some("https://github.com/acme/okrs".to_owned());
        let page = page_of(&fixture);
        assert!(
            page.contains("The market") && page.contains("2\u{a0}h → 1.5\u{a0}h"),
            "{page}"
        );
        assert!(
            page.contains("https://github.com/acme/okrs/commit/0000000000000000000000000000000000000001")
        );
        assert!(!page.contains("No reason was written down."));
    }

    #[test]
    fn a_shallow_clone_says_that_more_may_have_moved() {
        let mut fixture = Fixture::of(&[(PATH, FRONT)]);
        fixture.chronicle.shallow = true;
        assert!(page_of(&fixture).contains("git fetch --unshallow"));
    }

    #[test]
    fn without_changes_it_says_so() {
        let without = MOVED.split_once("amendments:").expect("there").0.to_owned()
            + "key_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 2 }\n---\n";
        assert!(page(&without).contains("Nothing was moved and nothing given up."));
    }
}
