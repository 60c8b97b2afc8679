//! One objective: key results, history, check-ins, what it helps and is helped by, how its numbers come about, its file.

mod about;
mod course;
mod head;
mod key_results;
mod why;

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{ObjectiveIx, Status};
use crate::site::check_in::TimeLine;
use crate::site::data::{badge, feed};
use crate::site::forge;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown::{Headings, Reader};
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::theme::cast::{Text, Texts};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Bytes of prose that still stand in the aside.
const SHORT_PROSE: usize = 700;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    title: String,
    lang: Option<&'static str>,
    dir: Option<&'static str>,
    score_html: Html,
    meta_html: Html,
    notices_html: Html,
    legend: String,
    key_results_html: Html,
    chart_html: Html,
    why_this_html: Html,
    why_this_aside_html: Html,
    check_ins_html: Html,
    check_ins_note: String,
    older: Option<String>,
    older_href: Option<String>,
    first_due: Option<String>,
    add: Option<String>,
    retrospective_html: Html,
    footnotes_html: Html,
    about_html: Html,
    numbers_html: Html,
}

impl Texts for Page {
    fn texts(&self) -> Vec<(&'static str, Text<'_>)> {
        // All of them: a new one is a text as well.
        let Page {
            crumbs_html,
            title,
            lang,
            dir,
            score_html,
            meta_html,
            notices_html,
            legend,
            key_results_html,
            chart_html,
            why_this_html,
            why_this_aside_html,
            check_ins_html,
            check_ins_note,
            older,
            older_href,
            first_due,
            add,
            retrospective_html,
            footnotes_html,
            about_html,
            numbers_html,
        } = self;
        vec![
            ("crumbs_html", Text::html(crumbs_html)),
            ("title", Text::plain(title)),
            ("lang", Text::optional(*lang)),
            ("dir", Text::optional(*dir)),
            ("score_html", Text::html(score_html)),
            ("meta_html", Text::html(meta_html)),
            ("notices_html", Text::html(notices_html)),
            ("legend", Text::plain(legend)),
            ("key_results_html", Text::html(key_results_html)),
            ("chart_html", Text::html(chart_html)),
            ("why_this_html", Text::html(why_this_html)),
            ("why_this_aside_html", Text::html(why_this_aside_html)),
            ("check_ins_html", Text::html(check_ins_html)),
            ("check_ins_note", Text::plain(check_ins_note)),
            ("older", Text::optional(older.as_deref())),
            ("older_href", Text::optional(older_href.as_deref())),
            ("first_due", Text::optional(first_due.as_deref())),
            ("add", Text::optional(add.as_deref())),
            ("retrospective_html", Text::html(retrospective_html)),
            ("footnotes_html", Text::html(footnotes_html)),
            ("about_html", Text::html(about_html)),
            ("numbers_html", Text::html(numbers_html)),
        ]
    }
}

#[derive(JsonSchema, Serialize)]
struct HistoryPage {
    crumbs_html: Html,
    title: String,
    lang: Option<&'static str>,
    check_ins_html: Html,
    footnotes_html: Html,
    pager: Option<Pager>,
}

#[derive(JsonSchema, Serialize)]
struct MovedPage {
    title: String,
    lang: Option<&'static str>,
    href: String,
}

/// `objectives/<id>/index.html`, its history when it is long, and a page a former id.
pub fn files(site: &Site<'_>, ix: ObjectiveIx) -> Result<Vec<OutputFile>, Failure> {
    let objective = &site.inputs.book[ix];
    let here = Here::at(Route::Objective(&objective.id).file());
    let cut = site.history.pages(ix, objective.check_ins.len());
    let older: Vec<Here> = (1..cut.len())
        .map(|number| Here::at(Route::ObjectiveHistory(&objective.id).page_file(number)))
        .collect();
    let body = Reader::of_objective(site, &here, ix);
    let page = page(site, &here, &body, ix, cut[0].clone());
    let period = site.inputs.book.period_of(objective);
    let mut frame = site.frame(&here, Room::Overview, &objective.title, Some(&period.name));
    frame.title_lang = site.lang(objective.language);
    frame.feed = here.to(Route::ObjectiveFeed(&objective.id));
    let mut files = vec![site.page_of_texts("objective.html", &frame, &page)?];
    for (number, here) in (1..).zip(&older) {
        files.push(history(site, here, &body, ix, &cut, number)?);
    }
    for alias in &objective.aliases {
        files.push(moved(site, ix, alias)?);
    }
    files.push(feed::of_objective(site, ix));
    files.push(badge::of_objective(site, ix));
    Ok(files)
}

/// The page of a former id: it leads to the objective.
fn moved(site: &Site<'_>, ix: ObjectiveIx, alias: &str) -> Result<OutputFile, Failure> {
    let objective = &site.inputs.book[ix];
    let here = Here::at(Route::Objective(alias).file());
    let page = MovedPage {
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        href: here.to(Route::Objective(&objective.id)),
    };
    let period = site.inputs.book.period_of(objective);
    let mut frame = site.frame(&here, Room::Overview, &objective.title, Some(&period.name));
    frame.title_lang = site.lang(objective.language);
    site.page("moved.html", &frame, &page)
}

/// The objective's own page, with the check-ins at some places.
fn page<'a>(
    site: &'a Site<'a>,
    here: &'a Here,
    body: &Reader<'a>,
    ix: ObjectiveIx,
    shown: Range<usize>,
) -> Page {
    let (words, language) = (site.words, site.language);
    let objective = &site.inputs.book[ix];
    let now = &site.inputs.standing[ix];
    let mut reader = body.again(here);
    let total = objective.check_ins.len();
    let mut why_this = Html::with_capacity(1024);
    reader.blocks(&mut why_this, &objective.prose, &mut Headings::anchored(2));
    let older = shown.start;
    let check_ins_html = TimeLine::new(site, here, ix).write(&mut reader, shown);
    let mut retrospective = Html::new();
    if let Some(closing) = &objective.retrospective {
        reader.blocks(&mut retrospective, &[closing.span], &mut Headings::anchored(2));
    }
    let mut footnotes = Html::new();
    reader.footnotes(&mut footnotes);
    let short = is_short(&why_this);
    let (why_this, why_this_aside) = if short {
        (Html::new(), why_this)
    } else {
        (why_this, Html::new())
    };
    let path = &site.inputs.sources[objective.file].path;
    let open = !matches!(now.status, Some(Status::Done | Status::Cancelled)) && objective.dropped.is_none();
    Page {
        crumbs_html: head::crumbs(site, here, ix),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        dir: crate::site::markdown::is_right_to_left(&objective.title).then_some("auto"),
        score_html: head::score(site, ix),
        meta_html: head::meta(site, here, ix),
        notices_html: head::notices(site, ix),
        legend: key_results::legend(site, ix),
        key_results_html: key_results::table(site, here, ix),
        chart_html: course::figure(site, ix),
        why_this_html: why_this,
        why_this_aside_html: why_this_aside,
        check_ins_html,
        check_ins_note: language.count(words.n_check_ins, total),
        older: (older > 0).then(|| language.count(words.older_check_ins, older)),
        older_href: (older > 0).then(|| here.to(Route::ObjectiveHistory(&objective.id))),
        first_due: now
            .next_check_in
            .filter(|_| total == 0)
            .map(|date| fill(words.first_due, &[("date", &language.long_date(date))])),
        add: forge::of(site, path)
            .filter(|_| open)
            .map(|forge| forge.edit_at(about::line_of_next(objective))),
        retrospective_html: retrospective,
        footnotes_html: footnotes,
        about_html: about::aside(site, here, ix),
        numbers_html: why::section(site, ix),
    }
}

/// Whether prose is short and plain enough for the aside.
fn is_short(prose: &Html) -> bool {
    let text = prose.as_str();
    text.len() <= SHORT_PROSE
        && ["<pre", "<table", "<img", "<h3", "<blockquote"]
            .iter()
            .all(|wide| !text.contains(wide))
}

/// A page of the check-ins that are too old for the objective's own.
fn history<'a>(
    site: &'a Site<'a>,
    here: &'a Here,
    body: &Reader<'a>,
    ix: ObjectiveIx,
    cut: &[Range<usize>],
    number: usize,
) -> Result<OutputFile, Failure> {
    let objective = &site.inputs.book[ix];
    let route = Route::ObjectiveHistory(&objective.id);
    let mut reader = body.again(here);
    let check_ins_html = TimeLine::new(site, here, ix).write(&mut reader, cut[number].clone());
    let mut footnotes = Html::new();
    reader.footnotes(&mut footnotes);
    let period = site.inputs.book.period_of(objective);
    let page = HistoryPage {
        crumbs_html: parts::crumbs(
            site,
            here,
            [
                (
                    Some(Route::Objective(&objective.id)),
                    objective.title.value.as_str(),
                ),
                (None, site.words.older_title),
            ],
        ),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        check_ins_html,
        footnotes_html: footnotes,
        pager: paging::pager(site, here, route, number, cut.len() - 1),
    };
    let title = [&objective.title.value, " · ", site.words.older_title].concat();
    let mut frame = site.frame(here, Room::Overview, &title, Some(&period.name));
    frame.title_lang = site.lang(objective.language);
    site.page("objective-history.html", &frame, &page)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::site::fixture::Fixture;

    const EVERYTHING: &str = r##"---
title: Make <first> contact "effortless"
period: 2026-H2
team: support
owner: ana
contributors: [bo, growth]
parent: above#incidents
tags: [quality]
links: [{ title: The plan, url: "https://a.example/plan" }, { title: Bad, url: "docs/none.md" }]
amendments: [{ date: 2026-08-05, what: response.target, why: It was too easy }]
key_results:
  - id: response
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
    rubric: { 0.3: 8, 0.7: 5.5 }
    plan: { 2026-09-30: 7 }
  - id: cost
    title: Cost falls
    owner: bo
    start: unknown
    target: 5
  - id: revenue
    title: Revenue grows
    owner: bo
    start: 1
    target: hidden
  - id: reopened
    title: Reopened tickets stay below 5 %
    owner: bo
    guards: response
    max: 5
    unit: "%"
  - id: help-centre
    title: New help centre is live
    owner: ana
    weight: 2
    steps: [Designed, English live, French live]
  - id: contract
    title: The contract is signed
    owner: ana
    milestone: true
  - id: mood
    title: The team is content
    owner: ana
    dropped: 2026-10-01
    reason: nobody could measure it
---

Why this matters, see [the other](above.md#incidents) and [a key result](#response)[^1].

## Background

### nps

[^1]: A note.

## 2026-12-24 (on track) Soon

- response: 4 h

## 2026-10-30 (at risk) Hiring *bites*

Two people joined late.

- response: 12 h (off track, 60%) — hiring slipped

- cost: n/a (0.5)

- revenue: n/a (0.2)

- reopened: 6 %

- help-centre: English live (on track)

- contract: not done

### Numbers

| a | b |
|---|---|
| 1 | 2 |

### Risks

- One translator. Plan: a second one.

## 2026-08-31 (on track) Good start

- response: 7 h

- mood: 0.4

## Retrospective

Done.

### Learnings

- Start earlier.
"##;

    const ABOVE: &str = "---\ntitle: Above\nperiod: 2026-H2\nteam: company\nowner: ana\nparent: 2026-H2/below\nkey_results:\n  - id: incidents\n    title: Incidents fall\n    owner: ana\n    start: 9\n    target: 1\n---\n";

    fn everything() -> Fixture {
        let config =
            "title: Acme\nrepository: https://github.com/acme/okrs\nperiods: { 2026-H2: { name: H2 } }\n";
        Fixture::of(&[
            ("okr.yaml", config),
            (
                "objectives/2026-H2/above.md",
                &ABOVE.replace("parent: 2026-H2/below\n", ""),
            ),
            ("objectives/2026-H2/below.md", EVERYTHING),
        ])
    }

    /// The values of an attribute.
    fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        html.split(&format!(" {attribute}=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    }

    #[test]
    fn a_page_says_everything_about_its_objective() {
        let fixture = everything();
        let (path, html) = &fixture.objective_pages("2026-H2/below")[0];
        assert_eq!(path, "objectives/2026-H2/below/index.html");
        for said in [
            "Make &lt;first&gt; contact",
            "Amended on 5 August 2026: response.target. It was too easy",
            "9 → <b class=\"score\">12</b> → 4\u{a0}h",
            "worse than start",
            "unknown → ",
            "hidden",
            "60\u{a0}% sure",
            "at most 5\u{a0}%",
            ">outside<",
            "Guard broken:",
            "<b class=\"score\">English live</b>",
            "2 of 3",
            "✓\u{a0}Designed · ✓\u{a0}English live · French live",
            "<b class=\"score\">not done</b>",
            "Dropped on 1 October 2026: nobody could measure it",
            "weight 2",
            "Hiring <em>bites</em>",
            "hiring slipped",
            ">Numbers</dt>",
            "One translator. Plan: a second one.",
            "in the future",
            ">A note. <a href=\"#okr-fnref-1-1\"",
            "<h3 id=\"okr-h-background\">Background</h3><h4 id=\"okr-h-nps\">nps</h4>",
            ">Retrospective</h2>",
            "<h3 id=\"okr-h-learnings\">Learnings</h3>",
            "href=\"https://github.com/acme/okrs/edit/HEAD/objectives/2026-H2/below.md\"",
            "href=\"../above/index.html#incidents\"",
            "<a href=\"https://a.example/plan\" rel=\"noopener nofollow\">The plan</a>",
            "<li>Bad</li>",
            "Pace",
        ] {
            assert!(html.contains(said), "{said}\n{html}");
        }
    }

    #[test]
    fn a_page_has_no_id_twice_and_none_of_its_own_that_a_key_result_could_have() {
        let fixture = everything();
        let (_, html) = &fixture.objective_pages("2026-H2/below")[0];
        let ids = values(html, "id");
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        let own = |id: &&&str| {
            !id.starts_with("okr-")
                && !id.starts_with("2026-")
                && !EVERYTHING.contains(&format!("  - id: {id}\n"))
        };
        assert_eq!(ids.iter().find(own), None);
        for anchor in values(html, "href")
            .iter()
            .filter_map(|href| href.strip_prefix('#'))
        {
            assert!(ids.contains(&anchor), "#{anchor} leads nowhere");
        }
        for label in values(html, "aria-labelledby")
            .iter()
            .flat_map(|ids| ids.split(' '))
        {
            assert!(ids.contains(&label), "nothing is called {label}");
        }
    }

    #[test]
    fn no_level_of_heading_is_skipped() {
        let fixture = everything();
        let (_, html) = &fixture.objective_pages("2026-H2/below")[0];
        let levels: Vec<u8> = html
            .split("<h")
            .skip(1)
            .filter_map(|rest| {
                rest.as_bytes()
                    .first()
                    .filter(|byte| (b'1'..=b'6').contains(byte))
            })
            .map(|digit| digit - b'0')
            .collect();
        assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
        for pair in levels.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{levels:?}");
        }
    }

    #[test]
    fn older_check_ins_stand_on_pages_of_their_own() {
        let fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .check_ins(600, jiff::civil::date(2025, 1, 1));
        let pages = fixture.objective_pages("2026-H2/a");
        let shown: Vec<(&str, usize)> = pages
            .iter()
            .map(|(path, html)| (path.as_str(), html.matches("<li id=\"202").count()))
            .collect();
        assert_eq!(
            shown,
            [
                ("objectives/2026-H2/a/index.html", 60),
                ("objectives/2026-H2/a/history/index.html", 500),
                ("objectives/2026-H2/a/history/page-2/index.html", 40)
            ]
        );
        assert!(pages[0].1.contains("540 older check-ins"));
    }

    #[test]
    fn an_objective_without_check_ins_says_when_the_first_is_due() {
        let fixture = Fixture::of(&[(
            "objectives/2026-H2/above.md",
            &ABOVE.replace("parent: 2026-H2/below\n", ""),
        )]);
        let (_, html) = &fixture.objective_pages("2026-H2/above")[0];
        assert!(html.contains("No check-in yet"));
        assert!(html.contains("The first is due on 1 August 2026."), "{html}");
        assert!(!html.contains("<figure"));
    }

    #[test]
    fn a_former_id_leads_to_the_objective() {
        let text = ABOVE.replace("parent: 2026-H2/below\n", "aliases: [2026-H1/old]\n");
        let fixture = Fixture::of(&[("objectives/2026-H2/above.md", &text)]);
        let pages = fixture.objective_pages("2026-H2/above");
        let (path, html) = &pages[1];
        assert_eq!(path, "objectives/2026-H1/old/index.html");
        assert!(
            html.contains("content=\"0; url=../../2026-H2/above/index.html\""),
            "{html}"
        );
    }

    #[test]
    fn a_ring_of_parents_ends() {
        let mut fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .objective("2026-H2/b", "");
        for (at, parent) in [(0, 1), (1, 0)] {
            fixture.book.objectives[at].parent = Some(crate::model::Reference {
                written: crate::source::Spanned::new("x".to_owned(), crate::source::Span::default()),
                target: crate::model::Target::Objective(crate::model::ObjectiveIx(parent)),
            });
        }
        let (_, html) = &fixture.objective_pages("2026-H2/a")[0];
        assert!(html.contains("Title of 2026-H2/b"));
    }

    #[test]
    fn what_is_written_in_a_field_is_text_on_the_page() {
        let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        let text = EVERYTHING
            .replace("Median first reply within 4 hours", "H0STILE")
            .replace("unit: h\n", "unit: 'U0STILE'\n")
            .replace(" h (off", " U0STILE (off")
            .replace(": 7 h", ": 7 U0STILE")
            .replace(": 4 h", ": 4 U0STILE")
            .replace("It was too easy", "H0STILE")
            .replace("nobody could measure it", "H0STILE")
            .replace("French live]", "'H0STILE']")
            .replace("### Numbers", "### H0STILE")
            .replace("Hiring *bites*", "H0STILE")
            .replace("hiring slipped", "H0STILE")
            .replace("U0STILE", "<b>")
            .replace("H0STILE", hostile);
        // Quoted, since YAML has its own thoughts about these marks.
        let text = text
            .lines()
            .map(|line| match line.trim_start().strip_prefix("title: <") {
                Some(rest) => format!("    title: '<{}'", rest.replace('\'', "''")),
                None => line.to_owned(),
            })
            .collect::<Vec<_>>()
            .join("\n")
            .replace(
                &format!("reason: {hostile}"),
                &format!("reason: '{}'", hostile.replace('\'', "''")),
            )
            .replace(
                &format!("why: {hostile}"),
                &format!("why: '{}'", hostile.replace('\'', "''")),
            )
            .replace(
                &format!("'{hostile}'"),
                &format!("'{}'", hostile.replace('\'', "''")),
            );
        let fixture = Fixture::of(&[
            (
                "objectives/2026-H2/above.md",
                &ABOVE.replace("parent: 2026-H2/below\n", ""),
            ),
            ("objectives/2026-H2/below.md", &text),
        ]);
        let (_, html) = &fixture.objective_pages("2026-H2/below")[0];
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(!html.contains("<img") && !html.contains("<b>\u{a0}") && !html.contains("'>"));
        assert!(html.matches("&lt;script&gt;alert(1)&lt;/script&gt;").count() >= 8);
    }

    #[test]
    fn a_chart_says_where_its_line_begins_and_ends() {
        let check = |language: &str, check_ins: &str, expected: &str| {
            let config = format!("title: Acme\nlanguage: {language}\n");
            let front = "title: T\nperiod: 2026-H2\nteam: t\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 10 }\n";
            let text = format!("---\n{front}---\n{check_ins}");
            let fixture = Fixture::of(&[("okr.yaml", &config), ("objectives/a.md", &text)]);
            let pages = fixture.objective_pages("a");
            let (_, behind) = pages[0].1.split_once("<desc id=\"okr-chart-text\">").unwrap();
            assert!(behind.starts_with(expected), "{}", &behind[..300]);
        };
        let three = "\n## 2026-08-31 (on track)\n\n- k: 1\n\n## 2026-09-30 (at risk)\n\n- k: 2\n\n## 2026-10-31\n\n- k: 4\n";
        let one = "\n## 2026-08-31 (on track)\n\n- k: 1\n";
        check(
            "en",
            three,
            "3 check-ins, from 0.10 on 31 August (on track) to 0.40 on 31 October. ",
        );
        check("en", one, "1 check-in: 0.10 on 31 August (on track). ");
        check(
            "fr",
            three,
            "3 points d’étape, de 0,10 le 31 août (en bonne voie) à 0,40 le 31 octobre. ",
        );
    }
}
