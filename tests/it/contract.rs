//! The format, held to its text: one change to a clean repository, and exactly the findings that it must give.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The example of the format: clean on 2026-09-10.
const FIRST_CONTACT: &str = "---
title: Make first contact effortless
period: 2026-Q3
team: support
owner: ana
parent: company/delight-customers#nps
type: aspirational
key_results:
  - id: response-time
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
    rubric: { 0.3: 8, 0.7: 5.5 }
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
    weight: 2
  - id: reopened
    title: Reopened tickets stay below 5 %
    owner: bo
    guards: response-time
    max: 5
    unit: \"%\"
  - id: help-centre
    title: New help centre is live in both languages
    owner: ana
    steps: [Designed, English live, French live]
---

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

const DELIGHT: &str = "---
title: Delight customers
period: 2026-Q3
team: company
owner: ana
key_results:
  - { id: nps, title: Net promoter score of 50, owner: li, start: 31, target: 50 }
  - { id: churn, title: Monthly churn below 1 percent, owner: li, start: 2, target: 1, unit: \"%\" }
  - { id: reviews, title: Public reviews average 4.5, owner: li, start: 4.1, target: 4.5 }
---

## 2026-08-31 (on track) Better

- nps: 42

- churn: 1.4 %

- reviews: 4.3
";

const CONFIG: &str = "title: Acme OKRs
teams:
  company: { name: Acme }
  support: { name: Customer Support, parent: company, members: [ana, bo, cy] }
people:
  ana: { name: Ana Lopes, github: analopes }
  bo: { name: Bo Lind }
  cy: { name: Cy Young }
  li: { name: Li Wei }
";

const FILE: &str = "objectives/2026-Q3/support/first-contact.md";

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Findings of `okr check --format json` as `rule line:column`, those without the infos.
fn findings(objective: &str, config: &str) -> (Vec<String>, Vec<serde_json::Value>) {
    let dir = tempfile::tempdir().expect("a temp folder");
    write(dir.path(), "okr.yaml", config);
    write(
        dir.path(),
        "objectives/2026-Q3/company/delight-customers.md",
        DELIGHT,
    );
    write(dir.path(), FILE, objective);
    let out = Command::new(env!("CARGO_BIN_EXE_okr"))
        .args(["check", "--today", "2026-09-10", "--format", "json", "-C"])
        .arg(dir.path())
        .output()
        .expect("okr runs");
    let stderr = String::from_utf8_lossy(&out.stderr);
    let json: Vec<serde_json::Value> =
        serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("no JSON: {error}\n{stderr}"));
    let lines = json
        .iter()
        .filter(|one| one["severity"] != "info")
        .map(|one| {
            format!(
                "{} {}:{}",
                one["rule"].as_str().unwrap_or("?"),
                one["line"],
                one["column"]
            )
        })
        .collect();
    (lines, json)
}

/// Line and column of the first `needle` behind `anchor`.
fn place(text: &str, needle: &str) -> String {
    let at = text
        .find(needle)
        .unwrap_or_else(|| panic!("`{needle}` is not in the text"));
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{line}:{column}")
}

/// Replaces `from` by `to` and expects exactly these findings: a rule and the text its caret stands at.
#[track_caller]
fn check(from: &str, to: &str, expected: &[(&str, &str)]) {
    assert!(FIRST_CONTACT.contains(from), "`{from}` is not in the example");
    let text = FIRST_CONTACT.replacen(from, to, 1);
    let (found, json) = findings(&text, CONFIG);
    let mut expected: Vec<String> = expected
        .iter()
        .map(|(rule, needle)| format!("{rule} {}", place(&text, needle)))
        .collect();
    let mut sorted = found.clone();
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected, "`{from}` → `{to}`\n{json:#?}");
}

/// As `check`, for the rules alone: the place is not held.
#[track_caller]
fn says(from: &str, to: &str, rules: &[&str]) {
    assert!(FIRST_CONTACT.contains(from), "`{from}` is not in the example");
    let text = FIRST_CONTACT.replacen(from, to, 1);
    let (found, json) = findings(&text, CONFIG);
    let found: Vec<&str> = found
        .iter()
        .map(|line| line.split(' ').next().unwrap_or(""))
        .collect();
    assert_eq!(found, rules, "`{from}` → `{to}`\n{json:#?}");
}

#[test]
fn the_example_is_clean() {
    assert_eq!(findings(FIRST_CONTACT, CONFIG).0, Vec::<String>::new());
}

#[test]
fn keys_are_known_once_and_there() {
    check("    target: 4\n", "    traget: 4\n", &[("unknown-key", "traget")]);
    check(
        "owner: ana\n",
        "owner: ana\nowners: [bo]\n",
        &[("unknown-key", "owners")],
    );
    check(
        "team: support\n",
        "team: support\nteam: support\n",
        &[("duplicate-key", "team: support\nowner")],
    );
    says("title: Make first contact effortless\n", "", &["missing-key"]);
    says(
        "title: Make first contact effortless\n",
        "title:\n",
        &["missing-key"],
    );
    says(
        "title: Make first contact effortless\n",
        "title: ~\n",
        &["missing-key"],
    );
    says(
        "title: Make first contact effortless\n",
        "title: null\n",
        &["missing-key"],
    );
    says("period: 2026-Q3\n", "", &["missing-key"]);
    says("team: support\n", "", &["missing-key"]);
    says(
        "    title: Median first reply within 4 hours\n",
        "",
        &["missing-key"],
    );
}

#[test]
fn traps_of_yaml_have_plain_words() {
    let needles = |from: &str, to: &str, rule: &str| says(from, to, &[rule]);
    says("owner: ana\n", "owner: \"@ana\"\n", &["handle-with-at"]);
    needles(
        "title: Make first contact effortless\n",
        "title: Reach #1\n",
        "cut-by-comment",
    );
    for (from, to) in [
        ("owner: ana\n", "owner: @ana\n"),
        ("    unit: h\n", "    unit: %\n"),
        ("title: Make first contact effortless\n", "title: Grow: fast\n"),
        ("title: Make first contact effortless\n", "title: \"Grow\n"),
        ("    unit: h\n", "\tunit: h\n"),
        ("title: Make first contact effortless\n", "title: &a Grow\n"),
        ("title: Make first contact effortless\n", "title: !!str Grow\n"),
        ("title: Make first contact effortless\n", "title: *a\n"),
    ] {
        let text = FIRST_CONTACT.replacen(from, to, 1);
        let (found, json) = findings(&text, CONFIG);
        assert!(
            found.iter().any(|line| line.starts_with("invalid-yaml ")),
            "{to}: {found:?}"
        );
        for one in &json {
            let words = [&one["message"], &one["help"]]
                .map(|text| text.as_str().unwrap_or("").to_owned())
                .concat();
            assert!(
                !words.contains("granit") && !words.contains("simple key"),
                "{to}: {words}"
            );
        }
    }
}

#[test]
fn scalars_are_text_as_typed() {
    says("title: Make first contact effortless\n", "title: 2026\n", &[]);
    says("title: Make first contact effortless\n", "title: 1.10\n", &[]);
    says("title: Make first contact effortless\n", "title: no\n", &[]);
}

#[test]
fn numbers_are_plain() {
    for number in [
        "1,000",
        "4,5",
        "10k",
        "2m",
        "5%",
        "€4",
        ".inf",
        ".nan",
        "TBD",
        "1e5",
        "0x10",
        "\"4\"",
        "1 000",
        "12345678901234567890",
        "+4",
        ".5",
    ] {
        let text = FIRST_CONTACT.replacen("    target: 4\n", &format!("    target: {number}\n"), 1);
        let (found, _) = findings(&text, CONFIG);
        assert_eq!(
            found,
            [format!(
                "invalid-number {}",
                place(&text, &format!("{number}\n    unit"))
            )],
            "{number}"
        );
    }
}

#[test]
fn key_results_are_of_one_kind() {
    says(
        "    unit: h\n",
        "    unit: h\n    milestone: true\n",
        &["mixed-kinds"],
    );
    says(
        "    steps: [Designed, English live, French live]\n",
        "    steps: [Designed, English live, French live]\n    max: 3\n",
        &["mixed-kinds"],
    );
    says("    start: 9\n", "    start: 4\n", &["start-equals-target"]);
    says("    start: 9\n", "", &["missing-key"]);
    says(
        "rubric: { 0.3: 8, 0.7: 5.5 }",
        "rubric: { 0.3: 5, 0.7: 5.5 }",
        &["invalid-rubric"],
    );
    says(
        "rubric: { 0.3: 8, 0.7: 5.5 }",
        "rubric: { 0.7: 5.5, 0.3: 8 }",
        &[],
    );
    says(
        "rubric: { 0.3: 8, 0.7: 5.5 }",
        "rubric: { 0.3: 8, 1.2: 5.5 }",
        &["invalid-rubric"],
    );
    says(
        "    unit: h\n",
        "    unit: h\n    plan: { 2026-07-31: 8, 2026-08-31: 6 }\n",
        &[],
    );
    says(
        "    unit: h\n",
        "    unit: h\n    plan: { 2026-10-31: 8 }\n",
        &["invalid-plan"],
    );
    says("    weight: 2\n", "    weight: 0\n", &["invalid-number"]);
    says("  - id: csat\n", "  - id: Csat\n", &["invalid-slug"]);
    says("  - id: csat\n", "  - id: okr-csat\n", &["invalid-slug"]);
    says(
        "    guards: response-time\n",
        "    guards: respons-time\n",
        &["unknown-key-result"],
    );
}

#[test]
fn references_are_known() {
    says(
        "parent: company/delight-customers#nps",
        "parent: company/delight-customer",
        &["unknown-parent"],
    );
    says(
        "parent: company/delight-customers#nps",
        "parent: company/delight-customers#npss",
        &["unknown-parent"],
    );
    says(
        "parent: company/delight-customers#nps",
        "parent: delight-customers",
        &[],
    );
    says(
        "parent: company/delight-customers#nps",
        "parent: 2026-Q3/company/delight-customers",
        &[],
    );
    says(
        "parent: company/delight-customers#nps",
        "parent: first-contact",
        &["parent-cycle"],
    );
    says("team: support\n", "team: suport\n", &["unknown-team"]);
    says("    owner: cy\n", "    owner: cyy\n", &["unknown-person"]);
    says("    owner: cy\n", "    owner: Cy\n", &[]);
    says("    owner: cy\n", "", &["missing-owner"]);
    says("    owner: cy\n", "    owner: TBD\n", &["placeholder-owner"]);
    says("period: 2026-Q3\n", "period: 2026-Q5\n", &["unknown-period"]);
}

#[test]
fn dated_headings_are_never_ignored_in_silence() {
    for heading in [
        "## 31.08.2026 (at risk) Hiring bites",
        "##2026-08-31",
        "# 2026-08-31",
        "### 2026-08-31",
        "## Friday, 2026-08-31",
        "## 2026-02-30",
        "## 2026-8-31",
        "## 2026-08-31x",
    ] {
        let text = FIRST_CONTACT.replacen("## 2026-08-31 (at risk) Hiring bites", heading, 1);
        let (found, json) = findings(&text, CONFIG);
        assert!(
            found.iter().any(|line| line.starts_with("invalid-date ")),
            "{heading}: {json:#?}"
        );
    }
    check(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-08-31 (at rsik) Hiring bites",
        &[("invalid-status", "at rsik")],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-08-31 — Hiring bites",
        &[],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-08-31: Hiring bites",
        &["invalid-date"],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-08-31 (AT-RISK)",
        &[],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-08-31 (🟡) Hiring bites",
        &[],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "2026-08-31 (at risk) Hiring bites\n---",
        &[],
    );
    says(
        "Why this matters, in ordinary Markdown.",
        "```\n## 2026-06-30\n```",
        &["misplaced-check-in"],
    );
    says(
        "Why this matters, in ordinary Markdown.",
        "> ## 2026-06-30",
        &["misplaced-check-in"],
    );
    says(
        "Why this matters, in ordinary Markdown.",
        "<!--\n## 2026-06-30\n-->",
        &["misplaced-check-in"],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-09-12 (at risk) Hiring bites",
        &["stale-check-in", "future-check-in"],
    );
    says(
        "## 2026-08-31 (at risk) Hiring bites",
        "## 2026-09-11 (at risk) Hiring bites",
        &["stale-check-in"],
    );
    says(
        "## 2026-07-31 (on track) Good start",
        "## 2026-08-31 (on track) Good start",
        &["duplicate-reading", "duplicate-reading"],
    );
    says(
        "## 2026-07-31 (on track) Good start",
        "## 2026-06-20 (on track) Good start",
        &["check-in-outside-period"],
    );
}

#[test]
fn readings_in_every_right_form() {
    for reading in [
        "response-time: 6.2 h (at risk) — note",
        "response-time: 6.2h",
        "response-time: 6.2",
        "response-time:6.2 h",
        "**response-time**: 6.2 h",
        "**response-time:** 6.2 h",
        "`response-time`: 6.2 h",
        "response-time: 6.2 h (0.5)",
        "response-time: 6.2 h (.5, at risk, 60%)",
        "response-time: 6.2 h – note",
        "response-time: 6.2 h -- note",
        "response-time: 6.2 h - note",
        "response-time: n/a",
        "response-time: N/A (0.5)",
        "response-time: na",
        "response-time: void",
        "response-time: -3",
        "todo: call Ana",
        "New hires joined",
        "respo: a word",
    ] {
        says(
            "response-time: 6.2 h (at risk) — hiring slipped by two weeks",
            reading,
            &[],
        );
    }
    for reading in [
        "help-centre: 2/3",
        "help-centre: 0/3",
        "help-centre: english LIVE",
        "help-centre: French live (done)",
    ] {
        says("help-centre: English live (on track)", reading, &[]);
    }
}

#[test]
fn readings_in_every_wrong_form() {
    for (reading, rule) in [
        ("respnse-time: 6.2 h", "unknown-key-result"),
        ("response-time 6.2", "invalid-reading"),
        ("response-time：6.2", "invalid-reading"),
        ("response-time => 6.2", "invalid-reading"),
        ("response-time = 6.2", "invalid-reading"),
        ("response-time -> 6.2", "invalid-reading"),
        ("response-time: 6.2 days", "wrong-unit"),
        ("response-time: 6,2 h", "invalid-number"),
        ("response-time: 1,000", "invalid-number"),
        ("response-time: 6.2 h (at rsik)", "invalid-status"),
        ("response-time: 6.2 h (at risk", "invalid-reading"),
        ("response-time: 6.2 h (at risk, on track)", "invalid-reading"),
        ("response-time: 6.2 h (1.5)", "invalid-score"),
        ("response-time: 6.2 h (60%, 70%)", "invalid-reading"),
        ("response-time:", "invalid-reading"),
    ] {
        says(
            "response-time: 6.2 h (at risk) — hiring slipped by two weeks",
            reading,
            &[rule],
        );
    }
    for (reading, rule) in [
        ("help-centre: Designd", "unknown-step"),
        ("help-centre: 2/4", "invalid-reading"),
        ("help-centre: 4/3", "invalid-reading"),
    ] {
        says("help-centre: English live (on track)", reading, &[rule]);
    }
    // What is wrong with a key, a date or a figure hides nothing that stands behind it.
    says("target: 4\n", "traget: 4,5\n", &["unknown-key", "invalid-number"]);
    says(
        "## 2026-07-31 (on track)",
        "## 2026-02-30 (on trck)",
        &["invalid-date", "invalid-status"],
    );
    let comma = FIRST_CONTACT
        .replacen("7.9 h", "7,9 h", 1)
        .replacen("start: 9\n", "start: 9,5\n", 1);
    let (found, _) = findings(&comma, CONFIG);
    let found: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(found, ["invalid-number", "invalid-number"]);
    says("### Why\n", "### Why\n\n- csat: 4.2\n", &["misplaced-reading"]);
    says(
        "Why this matters, in ordinary Markdown.",
        "- csat: 4.2",
        &["misplaced-reading"],
    );
}

#[test]
fn front_matter_is_there() {
    says("---\ntitle", "title", &["missing-front-matter"]);
    says("---\ntitle", "----\ntitle", &["missing-front-matter"]);
    says("---\ntitle", "\n---\ntitle", &["missing-front-matter"]);
}

#[test]
fn several_faults_show_in_one_run() {
    let text = FIRST_CONTACT
        .replacen("team: support\n", "team: suport\n", 1)
        .replacen("    target: 4\n", "    traget: 4\n", 1)
        .replacen("    owner: cy\n", "", 1)
        .replacen("- csat: 4.1\n", "- csat: 4,1\n", 1);
    let (found, json) = findings(&text, CONFIG);
    for rule in ["unknown-team", "unknown-key", "missing-owner", "invalid-number"] {
        assert!(
            found.iter().any(|line| line.starts_with(rule)),
            "{rule}: {json:#?}"
        );
    }
}

#[test]
fn settings_are_checked() {
    let config = |from: &str, to: &str, rules: &[&str]| {
        let text = if from.is_empty() {
            format!("{CONFIG}{to}")
        } else {
            CONFIG.replacen(from, to, 1)
        };
        let (found, json) = findings(FIRST_CONTACT, &text);
        let found: Vec<&str> = found
            .iter()
            .map(|line| line.split(' ').next().unwrap_or(""))
            .collect();
        assert_eq!(found, rules, "{to}\n{json:#?}");
    };
    config("", "cadance: monthly\n", &["unknown-key"]);
    config("", "cadence: { days: 30 }\n", &[]);
    config("", "rules:\n  stale-check-in: error\n", &[]);
    config("", "rules:\n  stale-check-in: off\n", &[]);
    config("", "rules:\n  stale-check-in: false\n", &[]);
    config(
        "",
        "rules:\n  key-result-count: { min: 4, max: 6, severity: warning }\n",
        &["key-result-count", "key-result-count"],
    );
    config("", "rules:\n  stale-chekc-in: error\n", &["unknown-key"]);
    config("", "theme: { accent: \"#0b5fff\" }\n", &[]);
    config("", "theme: { accent: blue }\n", &["wrong-type"]);
    config(
        "",
        "periods:\n  summer: { start: 2026-06-21, end: 2026-09-20 }\n",
        &[],
    );
    config("", "periods:\n  2026-Q3: { name: Third quarter }\n", &[]);
}
