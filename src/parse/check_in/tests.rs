//! Bodies as people write them: sections, registers, readings, and what was meant as one.

use super::*;
use proptest::prelude::*;

use crate::model::{Measure, Metric, Step, Value};

fn shape(language: Language) -> Shape {
    let metric = Measure::Metric(Metric {
        start: Some(9.0),
        target: Some(4.0),
        rubric: Few::new(),
        plan: Few::new(),
    });
    let steps = ["Designed", "English live", "French live"];
    let steps = steps.iter().enumerate().map(|(at, label)| Step {
        label: (*label).to_owned(),
        score: (at as f64 + 1.0) / 3.0,
    });
    let it = |id: &str, unit: Option<&str>, measure| KeyResultShape {
        id: id.to_owned(),
        unit: unit.map(Box::from),
        measure: Some(measure),
    };
    Shape {
        language,
        key_results: vec![
            it("response-time", Some("h"), metric.clone()),
            it("csat", None, metric),
            it(
                "reopened",
                Some("%"),
                Measure::Maintain {
                    min: None,
                    max: Some(5.0),
                },
            ),
            it("help-centre", None, Measure::Steps(steps.collect())),
        ],
    }
}

/// What stands before every body here.
const FRONT: &str = "---\ntitle: é\n---\n";

struct Read {
    source: SourceFile,
    body: Body,
    findings: Vec<Diagnostic>,
}

impl Read {
    fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }
}

fn read_in(text: &str, language: Language) -> Read {
    let source = SourceFile::new("objectives/a.md", format!("{FRONT}{text}").into_bytes());
    let mut findings = Vec::new();
    let span = Span::new(FRONT.len()..source.text.len());
    let body = body(FileId(0), &source, span, &shape(language), &mut findings);
    Read {
        source,
        body,
        findings,
    }
}

fn read(text: &str) -> Read {
    read_in(text, Language::English)
}

/// The check-ins with all their parts, a line each: what two bodies are compared by.
fn told(read: &Read) -> String {
    let mut out = String::new();
    let entries = |entries: &[Entry]| entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
    for it in &read.body.check_ins {
        out += &format!("{} {:?} {:?}\n", it.anchor(), it.status, it.title);
        let mut readings: Vec<_> = it.readings.iter().collect();
        readings.sort_by_key(|reading| reading.key_result);
        for reading in readings {
            let Reading {
                key_result,
                value,
                typed_score,
                status,
                confidence,
                note,
                ..
            } = reading;
            let note = note.text(&read.source);
            out += &format!(
                "- {} {value:?} {typed_score:?} {status:?} {confidence:?} {note:?}\n",
                key_result.0
            );
        }
        for part in &it.narrative {
            let blocks: Vec<_> = part.blocks.iter().map(|&span| read.slice(span).trim()).collect();
            let heading = match part.part {
                Part::Other(heading) => format!("Other({:?})", read.slice(heading)),
                part => format!("{part:?}"),
            };
            out += &format!("{heading} {blocks:?}\n");
        }
        for (name, list) in [
            ("decisions", &it.decisions),
            ("risks", &it.risks),
            ("learnings", &it.learnings),
            ("asks", &it.asks),
        ] {
            if !list.is_empty() {
                out += &format!("{name} {:?}\n", entries(list));
            }
        }
    }
    for &span in &read.body.prose {
        out += &format!("prose {:?}\n", read.slice(span).trim());
    }
    if let Some(closing) = &read.body.retrospective {
        out += &format!(
            "closing {:?} {:?}\n",
            read.slice(closing.span).trim(),
            entries(&closing.learnings)
        );
    }
    out
}

/// Every finding as `line:column rule [text at its place] message`.
fn found(read: &Read) -> Vec<String> {
    let first_line = read.source.place(FRONT.len() as u32).line;
    read.findings
        .iter()
        .map(|finding| {
            let place = read.source.place(finding.span.start);
            let at = read.slice(finding.span);
            format!(
                "{}:{} {} [{at}] {}",
                place.line - first_line + 1,
                place.column,
                finding.rule,
                finding.message
            )
        })
        .collect()
}

fn check(text: &str, expected: &str) {
    let read = read(text);
    assert_eq!(found(&read), Vec::<String>::new(), "{text}");
    assert_eq!(told(&read).trim_end(), expected.trim_end(), "{text}");
}

/// Findings: place, rule and text at the place; the messages are tested where they are made.
fn check_found(text: &str, expected: &[&str]) {
    let read = read(text);
    let found = found(&read);
    let short: Vec<&str> = found
        .iter()
        .map(|line| line.split_once("] ").map_or(line.as_str(), |(head, _)| head))
        .collect();
    let expected: Vec<&str> = expected.iter().map(|line| line.trim_end_matches(']')).collect();
    assert_eq!(short, expected, "{text}");
}

const EXAMPLE: &str = "
Why this matters, in ordinary Markdown.

## 2026-08-31 (at risk) Hiring bites

Two people joined late, so the evening shift is still uncovered.

- response-time: 6.2 h (at risk) — hiring slipped by two weeks

- csat: 4.3 (on track, 0.7, 60%)
  A longer note goes on indented lines,
  like in any list item.

- reopened: 4.1 %

- help-centre: English live (on track)

### Why

Head wind: the market for support engineers.

### Decisions

- Move the evening shift to the Lisbon team — decided by ana

### Risks

- French copy depends on one translator. Plan: a second one from 15 September.

## 2026-07-31 (on track) Good start

- response-time: 7.9 h

- csat: 4.1
";

#[test]
fn the_example_of_the_format_is_read() {
    check(
        EXAMPLE,
        r#"2026-07-31 Some(OnTrack) Some("Good start")
- 0 Number(7.9) None None None None
- 1 Number(4.1) None None None None
2026-08-31 Some(AtRisk) Some("Hiring bites")
- 0 Number(6.2) None Some(AtRisk) None Some("hiring slipped by two weeks")
- 1 Number(4.3) Some(0.7) Some(OnTrack) Some(60.0) Some("A longer note goes on indented lines,\nlike in any list item.")
- 2 Number(4.1) None None None None
- 3 Number(2.0) None Some(OnTrack) None None
What ["Two people joined late, so the evening shift is still uncovered."]
Why ["Head wind: the market for support engineers."]
decisions ["Move the evening shift to the Lisbon team — decided by ana"]
risks ["French copy depends on one translator. Plan: a second one from 15 September."]
prose "Why this matters, in ordinary Markdown.""#,
    );
}

#[test]
fn every_part_knows_its_place() {
    let read = read(EXAMPLE);
    let latest = &read.body.check_ins[1];
    assert_eq!(read.slice(latest.heading), "## 2026-08-31 (at risk) Hiring bites");
    assert_eq!(latest.line, read.source.place(latest.heading.start).line);
    assert!(
        read.slice(latest.span)
            .starts_with("## 2026-08-31 (at risk) Hiring bites\n\nTwo people")
    );
    assert!(read.slice(latest.span).ends_with("15 September.\n\n"));
    let reading = &latest.readings[1];
    assert_eq!(read.slice(reading.span), "csat: 4.3 (on track, 0.7, 60%)");
    assert!(
        read.slice(reading.item)
            .starts_with("- csat: 4.3 (on track, 0.7, 60%)\n  A longer")
    );
    assert!(
        read.slice(latest.decisions[0].span)
            .starts_with("- Move the evening")
    );
    assert_eq!(
        read.slice(read.body.check_ins[0].span).lines().last(),
        Some("- csat: 4.1")
    );
}

#[test]
fn a_heading_may_be_underlined() {
    check(
        "2026-08-31 (at risk) Hiring\nbites\n---\n\n- csat: 4\n",
        "2026-08-31 Some(AtRisk) Some(\"Hiring bites\")\n- 1 Number(4.0) None None None None",
    );
    check(
        "   ## 2026-08-31 *so* `so` ##\n",
        "2026-08-31 None Some(\"*so* `so`\")",
    );
}

#[test]
fn a_section_ends_at_the_next_heading_of_level_1_or_2() {
    check(
        "## 2026-08-31\n\na\n\n## Notes\n\nb\n\n### c\n\n## 2026-07-31\n\nd\n\n# End\n\ne\n",
        "2026-07-31 None None\nWhat [\"d\"]\n2026-08-31 None None\nWhat [\"a\"]\nprose \"## Notes\\n\\nb\\n\\n### c\"\nprose \"# End\\n\\ne\"",
    );
}

#[test]
fn sections_of_one_date_are_numbered_in_the_order_of_the_file() {
    check(
        "## 2026-08-31 a\n- csat: 4\n\n## 2026-07-31\n\n## 2026-08-31 b\n- reopened: 3\n\n## 2026-08-31 c\n",
        "2026-07-31 None None\n\
             2026-08-31 None Some(\"a\")\n- 1 Number(4.0) None None None None\n\
             2026-08-31-2 None Some(\"b\")\n- 2 Number(3.0) None None None None\n\
             2026-08-31-3 None Some(\"c\")",
    );
}

#[test]
fn a_key_result_is_read_once_a_date() {
    check_found(
        "## 2026-08-31\n- csat: 4\n- csat: 5\n",
        &["3:3 duplicate-reading [csat: 5]"],
    );
    check_found(
        "## 2026-08-31\n- csat: 4\n\n## 2026-08-31 b\n- csat: n/a\n",
        &["5:3 duplicate-reading [csat: n/a]"],
    );
    check_found(
        "## 31.08.2026\n- csat: 4\n- csat: 5\n",
        &["1:4 invalid-date [31.08.2026]", "3:3 duplicate-reading [csat: 5]"],
    );
    assert_eq!(
        read("## 2026-08-31\n- csat: 4\n- csat: 5\n").body.check_ins[0]
            .readings
            .len(),
        1
    );
}

#[test]
fn every_top_level_list_before_the_first_heading_is_read() {
    check(
        "## 2026-08-31\n* csat: 4\n\ntext\n\n1. reopened: 3\n\n#### Details\n\n+ help-centre: 1/3\n",
        "2026-08-31 None None\n- 1 Number(4.0) None None None None\n- 2 Number(3.0) None None None None\n- 3 Number(1.0) None None None None\nWhat [\"text\", \"#### Details\"]",
    );
}

#[test]
fn a_list_of_readings_and_prose_is_kept_whole() {
    check(
        "## 2026-08-31\n- csat: 4\n- New hires joined\n- todo: call Ana\n",
        "2026-08-31 None None\n- 1 Number(4.0) None None None None\nWhat [\"- csat: 4\\n- New hires joined\\n- todo: call Ana\"]",
    );
}

#[test]
fn a_note_is_markdown_without_its_indentation() {
    let note = |text: &str, expected: &str| {
        let read = read(&format!("## 2026-08-31\n{text}\n- reopened: 3\n"));
        assert_eq!(found(&read), Vec::<String>::new());
        assert_eq!(
            read.body.check_ins[0].readings[0]
                .note
                .text(&read.source)
                .unwrap_or(""),
            expected,
            "{text}"
        );
    };
    note("- csat: 4 — one\n  two\n", "one\ntwo");
    note(
        "- csat: 4\n\n  one\n\n  - a\n    - b\n\n      code\n",
        "one\n\n- a\n  - b\n\n    code",
    );
    note("-   csat: 4\n    one\n", "one");
    note("- csat: 4\\\n  one\n", "one");
    note("- csat: 4  \n  one\n", "one");
    note("- csat: 4\nlazy\n", "lazy");
    note("-\n  csat: 4 (on track)\n  one\n", "one");
    note("1. csat: 4 -- one\n   two\n", "one\ntwo");
    note("- csat: 4 —\n  two\n", "two");
    note("- csat: 4\n\n\n", "");
}

#[test]
fn narrative_and_registers_are_told_apart() {
    check(
        "## 2026-08-31\n\nfirst\n\n### What\n\nsecond\n\n- item\n\n### so-what\n\n> third\n\n### Numbers *by team*\n\n| a |\n|---|\n| 1 |\n\n### Asks\n\n- one\n  two\n\n- three\n\n  - four\n\nloose\n\n### Learnings\n\n### Why\n",
        "2026-08-31 None None\nWhat [\"first\"]\nWhat [\"second\", \"- item\"]\nSoWhat [\"> third\"]\nOther(\"Numbers *by team*\") [\"| a |\\n|---|\\n| 1 |\"]\nOther(\"Asks\") [\"loose\"]\nasks [\"one\\ntwo\", \"three\\n\\n- four\"]",
    );
}

#[test]
fn comments_and_lines_between_sections_are_no_text() {
    check(
        "## 2026-08-31\n\n<!-- to do -->\n\n---\n\n## 2026-07-31\n\n***\n\ntext\n\n***\n\nmore\n\n---\n",
        "2026-07-31 None None\nWhat [\"text\", \"***\", \"more\"]\n2026-08-31 None None",
    );
    check(
        "## 2026-08-31\n\n<!-- a --> b\n",
        "2026-08-31 None None\nWhat [\"<!-- a --> b\"]",
    );
}

#[test]
fn french_headings_are_read_in_french_files() {
    let text = "## 2026-08-31 (en bonne voie) Très bien\n\n### Faits\n\na\n\n### Pourquoi\n\nb\n\n### Et maintenant\n\nc\n\n### De\u{301}cisions\n\n- d\n\n### Risques\n\n- e\n\n### Apprentissages\n\n- f\n\n### Demandes\n\n- g\n\n## Rétrospective\n\nh\n\n### Apprentissages\n\n- i\n";
    let read = read_in(text, Language::French);
    assert_eq!(
        told(&read),
        "2026-08-31 Some(OnTrack) Some(\"Très bien\")\nWhat [\"a\"]\nWhy [\"b\"]\nSoWhat [\"c\"]\ndecisions [\"d\"]\nrisks [\"e\"]\nlearnings [\"f\"]\nasks [\"g\"]\nclosing \"h\\n\\n### Apprentissages\\n\\n- i\" [\"i\"]\n"
    );
    assert!(
        read_in("## Rétrospective\n", Language::English)
            .body
            .retrospective
            .is_none()
    );
}

#[test]
fn the_closing_section_gives_its_learnings() {
    check(
        "text\n\n## Retrospective\n\nIt went well.\n\n### Learnings\n\n- a\n- b\n\n### Other\n\n- c\n\n## 2026-08-31\n\nx\n",
        "2026-08-31 None None\nWhat [\"x\"]\nprose \"text\"\nclosing \"It went well.\\n\\n### Learnings\\n\\n- a\\n- b\\n\\n### Other\\n\\n- c\" [\"a\", \"b\"]",
    );
    check(
        "## Retrospective\n\na\n\n## retrospective\n\n### Learnings\n\n- b\n",
        "prose \"## retrospective\\n\\n### Learnings\\n\\n- b\"\nclosing \"a\" [\"b\"]",
    );
}

#[test]
fn headings_that_only_look_like_a_date_are_errors() {
    check_found(
        "text\n\n## 31.07.2026 x\n- csat: 4\n",
        &["3:4 invalid-date [31.07.2026]"],
    );
    check_found(
        "##2026-07-31\n\n- csat: 4\n",
        &["1:1 invalid-date [##2026-07-31]"],
    );
    check_found(
        "text\n##2026-07-31 (x)\nmore\n",
        &["2:1 invalid-date [##2026-07-31]"],
    );
    check_found("# 2026-07-31\n- csat: 4\n", &["1:1 invalid-date [# 2026-07-31]"]);
    check_found(
        "### 2026-07-31\n- csat: 4\n",
        &["1:1 invalid-date [### 2026-07-31]"],
    );
    check_found(
        "## Friday, 2026-07-31\n- csat: 4\n",
        &["1:4 invalid-date [Friday, 2026-07-31]"],
    );
    check_found("## 2026-02-30\n- csat: 4\n", &["1:4 invalid-date [2026-02-30]"]);
    check_found("## 2026-08-31x\n- csat: 4\n", &["1:4 invalid-date [2026-08-31x]"]);
    check_found("2026-08-31\n===\n", &["1:1 invalid-date [2026-08-31]"]);
    check_found(
        "## 2026-08-31\n- csat: 4\n### 2026-07-31\n- csat: 5\n",
        &["3:1 invalid-date [### 2026-07-31]"],
    );
    check_found(
        "## 2026-08-31\n- csat: 4\n##2026-07-31\n- csat: 5\n",
        &["3:1 invalid-date [##2026-07-31]"],
    );
    check_found(
        "## 2026-08-31\n- csat: 4\n##2026-07-31\n\n* csat: 5\n",
        &["3:1 invalid-date [##2026-07-31]"],
    );
    check_found(
        "## 2026-08-31\n> quote\n##2026-07-31\n\n- csat: 5\n",
        &["3:1 invalid-date [##2026-07-31]"],
    );
    check_found(
        "## 2026-13-01\n- csat: 4,5\n",
        &["1:4 invalid-date [2026-13-01]", "2:9 invalid-number [4,5]"],
    );
    check_found("## 2026-08-31 (at rsk) x\n", &["1:16 invalid-status [at rsk]"]);
}

#[test]
fn a_check_in_where_none_is_read_is_a_warning() {
    check_found("> ## 2026-07-31\n", &["1:3 misplaced-check-in [## 2026-07-31]"]);
    check_found("> ### 31.07.2026\n", &["1:3 misplaced-check-in [### 31.07.2026]"]);
    check_found("- ## 2026-07-31\n", &["1:3 misplaced-check-in [## 2026-07-31]"]);
    check_found(
        "```\n## 2026-07-31 x\n```\n",
        &["2:1 misplaced-check-in [## 2026-07-31 x]"],
    );
    check_found("    ## 2026-07-31\n", &["1:5 misplaced-check-in [## 2026-07-31]"]);
    check_found(
        "<!--\n## 2026-07-31\n-->\n",
        &["2:1 misplaced-check-in [## 2026-07-31]"],
    );
    check_found(
        "<!--\n\n## 2026-07-31\n",
        &["3:1 misplaced-check-in [## 2026-07-31]"],
    );
    check_found(
        "<div>\n## 2026-07-31\n</div>\n",
        &["2:1 misplaced-check-in [## 2026-07-31]"],
    );
    check_found(
        "<details>\n\n## 2026-07-31\n\n</details>\n",
        &["3:1 misplaced-check-in [## 2026-07-31]"],
    );
    check_found(
        "<DETAILS open>\n<summary>x</summary>\n\n### 2026-07-31\n\ntext </details>\n\n## 2026-08-31\n",
        &["4:1 misplaced-check-in [### 2026-07-31]"],
    );
    check_found("<!-- <details> -->\n\n## 2026-08-31\n", &[]);
    check_found("```sh\n# 2026-07-31: a comment\n```\n", &[]);
    let read =
        read("## 2026-08-31\n- csat: 4\n\n<details>\n\n## 2026-07-31\n\n- reopened: 3\n\n</details>\n");
    assert_eq!(read.body.check_ins.len(), 1);
    assert_eq!(read.body.check_ins[0].readings.len(), 1);
    assert_eq!(read.findings.len(), 2, "{:?}", found(&read));
}

#[test]
fn a_reading_where_none_is_read_is_a_warning() {
    check_found("- csat: 4\n", &["1:3 misplaced-reading [csat: 4]"]);
    check_found(
        "## Notes\n\n- csat: 4 (on track) — x\n",
        &["3:3 misplaced-reading [csat: 4 (on track) — x]"],
    );
    check_found(
        "## Retrospective\n\n- csat: 4\n",
        &["3:3 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n### Why\n- csat: 4\n",
        &["3:3 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n### Risks\n- csat: 4\n",
        &["3:3 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n- a\n  - csat: 4\n",
        &["3:5 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n> - csat: 4\n",
        &["2:5 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n```\n- csat: 4\n```\n",
        &["3:3 misplaced-reading [csat: 4]"],
    );
    check_found(
        "- a\n\n  - csat: 4\n\n    note\n",
        &["3:5 misplaced-reading [csat: 4]"],
    );
    check_found(
        "## 2026-08-31\n<div>\n- csat: 4\n</div>\n",
        &["3:3 misplaced-reading [csat: 4]"],
    );
    check_found("## 2026-08-31\n<!--\n- csat: 4\n-->\n", &[]);
    check_found("## 2026-08-31\n-csat: 4\n", &["2:2 misplaced-reading [csat: 4]"]);
    check_found(
        "## 2026-08-31\n-\u{a0}csat: 4\n• reopened: 4%\n",
        &[
            "2:3 misplaced-reading [csat: 4]",
            "3:3 misplaced-reading [reopened: 4%]",
        ],
    );
    check_found("- csat: some 4 or 5\n- todo: 5\n- csats: 4\n", &[]);
    check_found(
        "## 2026-08-31\n### Risks\n- csat: people may leave\n- csat: 4,5\n",
        &[],
    );
}

#[test]
fn an_item_with_a_fault_is_pointed_out_and_not_shown_as_text() {
    let read = read("## 2026-08-31\n- respnse-time: 6\n- csat 4.3\n- csat: (on track)\n");
    assert_eq!(
        read.findings
            .iter()
            .map(|finding| finding.rule)
            .collect::<Vec<_>>(),
        ["unknown-key-result", "invalid-reading", "invalid-reading"]
    );
    assert!(read.body.check_ins[0].narrative.is_empty());
}

#[test]
fn links_are_found_wherever_they_stand() {
    let read = read(
        "[a](b.md)\n\n## 2026-08-31 [c](d.md)\n\n- csat: 4 — ![e](f.png)\n\n### Why\n\n<https://g.example>\n",
    );
    let links: Vec<_> = read
        .body
        .body_links
        .iter()
        .map(|link| (&*link.destination, read.slice(link.span), link.image))
        .collect();
    assert_eq!(
        links,
        [
            ("b.md", "[a](b.md)", false),
            ("d.md", "[c](d.md)", false),
            ("f.png", "![e](f.png)", true),
            ("https://g.example", "<https://g.example>", false)
        ]
    );
}

#[test]
fn a_file_has_at_most_2000_check_ins() {
    let many = |count: usize| {
        (0..count)
            .map(|at| format!("## 2026-08-31 {at}\n"))
            .collect::<String>()
    };
    assert!(read(&many(2000)).findings.is_empty());
    let beyond = read(&many(2001));
    assert_eq!(
        found(&beyond),
        ["2001:1 limit [## 2026-08-31 2000] `objectives/a.md` has 2001 check-ins: at most 2000"]
    );
    assert_eq!(&*beyond.body.check_ins[1999].anchor(), "2026-08-31-2000");
}

#[test]
fn nesting_beyond_all_reason_is_a_finding() {
    check_found(
        &format!("## 2026-08-31\n\n{}\n", ">".repeat(101)),
        &[&format!("3:1 limit [{}]", ">".repeat(101))],
    );
}

#[test]
fn a_retrospective_file_gives_its_registers() {
    let text = "Intro [a](b.md)\n\n### Keep\n\n- one\n- two\n\n### Changer\n\n- three\n\n### Decisions\n\n- four\n\n## More\n\n- five\n\n### Learnings\n\n- six\n  - seven\n";
    let source = SourceFile::new("retrospectives/a.md", text.as_bytes().to_vec());
    let found = retrospective_body(
        FileId(0),
        &source,
        Span::new(0..text.len()),
        Language::French,
        &mut Vec::new(),
    );
    let texts = |entries: &[Entry]| entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&found.keep), ["one", "two"]);
    assert_eq!(texts(&found.change), ["three"]);
    assert_eq!(texts(&found.decisions), ["four"]);
    assert_eq!(texts(&found.learnings), ["six\n- seven"]);
    assert_eq!(found.body_links.len(), 1);
}

/// The renderer meets the list of a narrative again, on its own: it has to know which items are readings.
#[test]
fn the_items_of_a_block_are_where_they_were() {
    let read = read("## 2026-08-31\n\n- csat: 4\n\n- prose\n\n- reopened: 3\n  note\n\n\n\ntext\n");
    let check_in = &read.body.check_ins[0];
    let block = check_in.narrative[0].blocks[0];
    let items: Vec<Span> = markdown::events(read.slice(block))
        .filter(|(event, _)| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Item)))
        .map(|(_, range)| Span::new(range.start + block.start as usize..range.end + block.start as usize))
        .collect();
    let read_items: Vec<u32> = check_in
        .readings
        .iter()
        .map(|reading| reading.item.start)
        .collect();
    assert_eq!([items[0].start, items[2].start], read_items[..]);
    assert_eq!(check_in.readings[0].value, Value::Number(4.0));
}

/// Lines of which bodies are put together at random, right and wrong.
fn line() -> impl Strategy<Value = String> {
    let lines = [
        "",
        "",
        "text",
        "## 2026-08-31 (at risk) Title",
        "## 2026-07-31",
        "## 31.07.2026",
        "##2026-07-31",
        "### Why",
        "### Decisions",
        "### Other `x`",
        "#### Deep",
        "# Top",
        "## Retrospective",
        "### Learnings",
        "---",
        "===",
        "- csat: 4.3 (on track, 0.7, 60%) — note",
        "- csat: 4,3",
        "- response-time: 6 h",
        "  further",
        "  - csat: 4",
        "- help-centre: English live",
        "> quote",
        "> ## 2026-07-31",
        "> - csat: 4",
        "```",
        "<!--",
        "-->",
        "<details>",
        "</details>",
        "a </details> b",
        "- [ ] csat: 4",
        "1. reopened: 4 %",
        "[a]: b",
        "[a](b) ![c](d)",
        "| a | b |",
        "|---|---|",
        "[^1]: note",
        "    code",
        "\t- csat: 4",
        "- ",
        "* * *",
        "é\u{301}\u{200d}🟢",
        "-",
        "\\",
    ];
    prop_oneof![4 => prop::sample::select(lines.to_vec()).prop_map(str::to_owned), 1 => "[ -~é🟢\u{a0}]{0,20}"]
}

/// A check-in without faults, dated `DATE`, in parts between which more blank lines may stand.
fn section() -> impl Strategy<Value = Vec<String>> {
    let text = prop::sample::select(vec![
        "Some *text*\nin lines.\n",
        "> A quote\n",
        "```\ncode\n```\n",
        "| a |\n|---|\n| 1 |\n",
    ]);
    let part = (
        prop::sample::select(vec!["### What\n", "### Why\n", "### So what\n", "### Numbers\n"]),
        prop::collection::vec(text.clone(), 1..3),
    );
    let register = (
        prop::sample::select(vec![
            "### Decisions\n",
            "### Risks\n",
            "### Learnings\n",
            "### Asks\n",
        ]),
        prop::collection::vec(
            prop::sample::select(vec!["- one\n", "- two\n  lines\n", "- three\n\n  parts\n"]),
            1..3,
        ),
    );
    let head = prop::sample::select(vec![
        " (on track) Good\n",
        "\n",
        " (🔴)\n",
        " A title (with more)\n",
    ]);
    let readings = vec![
        "- response-time: 6.2 h (at risk) — hiring slipped\n  by weeks\n",
        "- csat: 4.3 (on track, 0.7, 60%)\n",
        "- **reopened:** 4.1% -- fewer\n",
        "- `help-centre`: 2/3\n\n  A note\n\n  - with a list\n",
    ];
    let readings = prop::sample::subsequence(readings, 0..=4);
    (
        head,
        prop::collection::vec(text, 0..2),
        readings,
        prop::collection::vec(part, 0..3),
        prop::collection::vec(register, 0..3),
    )
        .prop_map(|(head, text, readings, parts, registers)| {
            let mut out = vec![format!("## DATE{head}")];
            out.extend(text.iter().map(|text| text.to_string()));
            out.extend(readings.iter().map(|reading| reading.to_string()));
            for (heading, blocks) in parts.iter().chain(&registers) {
                out.push(heading.to_string());
                out.extend(blocks.iter().map(|block| block.to_string()));
            }
            out
        })
}

proptest! {
    #[test]
    fn no_body_is_too_odd(lines in prop::collection::vec(line(), 0..40)) {
        let read = read_in(&lines.join("\n"), Language::French);
        let body = Span::new(FRONT.len()..read.source.text.len());
        let inside = |outer: Span, inner: Span| {
            assert!(outer.contains(inner), "{inner:?} is not in {outer:?}");
            assert!(read.source.text.get(inner.range()).is_some(), "{inner:?} splits a character");
        };
        for it in &read.body.check_ins {
            inside(body, it.span);
            inside(it.span, it.heading);
            for reading in &it.readings {
                inside(it.span, reading.item);
                inside(reading.item, reading.span);
            }
            for &block in it.narrative.iter().flat_map(|part| &part.blocks) {
                inside(it.span, block);
            }
            for entry in [&it.decisions, &it.risks, &it.learnings, &it.asks].into_iter().flatten() {
                inside(it.span, entry.span);
            }
        }
        for finding in &read.findings {
            inside(body, finding.span);
        }
        for link in &read.body.body_links {
            inside(body, link.span);
        }
        for pair in read.body.prose.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }

    #[test]
    fn only_what_is_said_counts(
        sections in prop::collection::vec(section(), 1..4),
        blank in prop::collection::vec(0..3usize, 60),
        turn in 0..4usize,
    ) {
        let dated: Vec<Vec<String>> = sections
            .into_iter()
            .zip(["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"])
            .map(|(parts, date)| parts.into_iter().map(|part| part.replace("DATE", date)).collect())
            .collect();
        let text = |sections: &[Vec<String>], blank: &[usize], end: &str| {
            let parts = sections.iter().flatten().zip(blank.iter().cycle());
            parts.map(|(part, &lines)| format!("{part}{}", "\n".repeat(1 + lines))).collect::<String>().replace('\n', end)
        };
        let plain = read(&text(&dated, &[0], "\n"));
        prop_assert_eq!(found(&plain), Vec::<String>::new());
        prop_assert_eq!(plain.body.check_ins.len(), dated.len());
        for (it, parts) in plain.body.check_ins.iter().zip(&dated) {
            let readings = parts.iter().filter(|part| part.starts_with("- ") && part.contains(':')).count();
            prop_assert_eq!(it.readings.len(), readings);
        }
        let told_plain = told(&plain);
        prop_assert_eq!(&told(&read(&text(&dated, &blank, "\n"))), &told_plain, "blank lines");
        let carriage = text(&dated, &[0], "\r\n");
        prop_assert_eq!(&told(&read(&carriage)), &told_plain, "line ends");
        let mut turned = dated.clone();
        turned.rotate_left(turn % dated.len());
        prop_assert_eq!(&told(&read(&text(&turned, &[0], "\n"))), &told_plain, "order");
    }
}
