//! One objective: key results, history, check-ins, what it helps and is helped by, how its numbers come about, its file.

mod about;
mod course;
mod head;
mod key_results;
mod sheet;
mod why;

use crate::model::ObjectiveIx;
use crate::site::data::{badge, feed};
use crate::site::{Failure, OutputFile, Site};

use self::sheet::{Places, Sheet};

/// `objectives/<id>/index.html`, its history when it is long, a page a former id, its feed and its badge: of some
/// objectives side by side. Each part is made for all of them before the next one, so that the processor has the code for
/// it at hand.
pub fn files(site: &Site<'_>, objectives: &[ObjectiveIx]) -> Result<Vec<OutputFile>, Failure> {
    let places: Vec<Places> = objectives.iter().map(|&ix| Places::of(site, ix)).collect();
    let mut sheets: Vec<Sheet<'_>> = places.iter().map(|places| Sheet::new(site, places)).collect();
    let parts = [
        Sheet::body,
        Sheet::key_results,
        Sheet::chart,
        Sheet::numbers,
        Sheet::about,
        Sheet::head,
    ];
    for part in parts {
        sheets.iter_mut().for_each(part);
    }
    let pages: Vec<OutputFile> = sheets.iter().map(Sheet::file).collect::<Result<_, _>>()?;
    let feeds: Vec<OutputFile> = objectives
        .iter()
        .map(|&ix| feed::of_objective(site, ix))
        .collect();
    let mut files = Vec::with_capacity(3 * objectives.len());
    // What lies in one folder is written one behind the other.
    for ((sheet, page), feed) in sheets.iter().zip(pages).zip(feeds) {
        files.push(page);
        files.extend(sheet.further_pages()?);
        files.push(feed);
    }
    files.extend(objectives.iter().map(|&ix| badge::of_objective(site, ix)));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use crate::model::ObjectiveIx;
    use crate::site::Job;
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
    fn pages_made_side_by_side_are_those_that_are_made_alone() {
        let check_ins: String = (1..=200)
            .map(|n| format!("## 2025-{:02}-{:02}\n\nSaid {n}[^n].\n\n", 1 + n / 28, 1 + n % 28))
            .collect();
        let files: Vec<(String, String)> = (0..10)
            .map(|n| {
                let facts = match n {
                    3 => "draft: true\n",
                    5 => "aliases: [2026-H2/former, 2026-H2/old]\n",
                    _ => "language: fr\n",
                };
                let said = if n % 4 == 1 { check_ins.as_str() } else { "" };
                let text = format!(
                    "---\ntitle: Title {n} & more\nperiod: 2026-H2\nteam: t\nowner: ana\n{facts}key_results:\n  - {{ id: k, title: K, owner: ana, start: 0, target: {} }}\n---\n\nProse[^n].\n\n{said}## 2026-08-31 (on track) Soon\n\nMore[^m].\n\n- k: 1\n\n## Retrospective\n\nDone[^o].\n\n[^m]: M {n}.\n\n[^n]: N {n}.\n\n[^o]: O {n}.\n",
                    n + 2
                );
                (format!("objectives/2026-H2/o{n}.md"), text)
            })
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let fixture = Fixture::of(&files);
        let site = fixture.site();
        let made = |job: Job| -> BTreeMap<String, String> {
            let files = site.run(job).expect("the templates are right").into_iter();
            files
                .map(|file| (file.path.clone(), format!("{:?}", file.content)))
                .collect()
        };
        let together = Job::Objectives(ObjectiveIx(0), 10);
        let alone: BTreeMap<String, String> = together.one_by_one().flat_map(made).collect();
        let together = made(together);
        // Nine are shown, each with a feed and a badge; one has two former ids, three have a history.
        assert!(together.len() >= 9 * 3 + 2 + 3, "{}", together.len());
        assert!(together.contains_key("objectives/2026-H2/o9/history/index.html"));
        assert!(!together.contains_key("objectives/2026-H2/o3/index.html"));
        assert!(together == alone);
        // Footnotes in the order of the page.
        let fixture = Fixture::of(&files[..1]);
        let (_, html) = &fixture.objective_pages("2026-H2/o0")[0];
        let notes: Vec<usize> = ["N 0.", "M 0.", "O 0."]
            .iter()
            .map(|note| html.find(note).expect("it is mentioned"))
            .collect();
        assert!(notes.is_sorted(), "{html}");
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
