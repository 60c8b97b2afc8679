//! Front matter as people write it, right and wrong, key by key.

use super::*;
use crate::model::Measure;
use crate::parse::testing;

const CLEAN: &str = "---
title: Make first contact effortless
period: 2026-Q3
team: support
owner: ana
key_results:
  - id: nps
    title: NPS reaches 50
    owner: bo
    start: 31
    target: 50
  - id: csat
    title: Satisfaction
    owner: cy
---
";

fn read_text(text: &str) -> (SourceFile, Read) {
    let config = Config::default();
    let calendar = Calendar::new(&config, Default::default());
    let source = SourceFile::new("objectives/a.md", text.as_bytes().to_vec());
    let read = read(FileId(0), &source, &config, &calendar);
    (source, read)
}

/// What is said when `old` in the clean file is `new`.
fn said(old: &str, new: &str) -> String {
    assert!(old.is_empty() || CLEAN.contains(old), "{old}");
    let (source, read) = read_text(&CLEAN.replacen(old, new, 1));
    testing::printed(&source, &read.findings)
}

fn check(old: &str, new: &str, findings: &str) {
    assert_eq!(said(old, new), findings, "{new}");
}

#[test]
fn a_clean_file_has_no_findings() {
    check("", "", "");
    check(
        "owner: ana\n",
        "owner: ana\ncontributors: [bo, support]\nparent: company/x#nps\nsupports: [a, b#c]\ntype: committed\ntags: [a, \"b c\"]\nlinks: [{title: Board, url: https://a.example/x}]\nweight: 2.5\ndraft: true\ndropped: 2026-08-01\nreason: gone\nlanguage: fr\nvisibility: internal\namendments:\n  - { date: 2026-07-20, what: nps.target, why: market }\naliases: [old/name]\nallow:\n  - { rule: missing-guard, reason: none needed }\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    unit: '%'\n    rubric: {0.7: 45, 0.3: 38}\n    plan: {2026-07-31: 35, 2026-08-31: 40}\n    weight: 2\n    tags: [x]\n    guards: csat\n",
        "",
    );
    check("owner: ana\n", "owner: ana\ntags:\nweight: ~\nparent: null\n", "");
    check(
        "    title: Satisfaction\n    owner: cy\n",
        "    title: Satisfaction\n    owner: cy\n    dropped: 2026-08-01\n    reason: gone\n    allow: [{rule: key-result-is-vague, reason: known}]\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [Designed, Built]\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{label: Designed, score: 0.2}, {label: Built, score: 1}]\n",
        "",
    );
    check("    start: 31\n    target: 50\n", "    milestone: true\n", "");
    check("    start: 31\n    target: 50\n", "    min: 3\n    unit: h\n", "");
    check("    start: 31\n    target: 50\n", "    max: 5\n", "");
    check("    start: 31\n    target: 50\n", "    min: 3\n    max: 3\n", "");
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: 50\n    rubric: {0.3: 40, 0.7: 45}\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: hidden\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: hidden\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 9\n    target: 4\n    plan: {2026-07-01: 9, 2026-07-31: 8, 2026-08-15: 8, 2026-09-30: 5}\n",
        "",
    );
}

#[test]
fn what_is_required_is_missed() {
    check(
        "title: Make first contact effortless\n",
        "",
        "1:1 missing-key: `title` is missing\n  help: write `title: …`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title:\n",
        "2:1 missing-key: `title` is empty\n  help: write `title: …`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: ~\n",
        "2:1 missing-key: `title` is empty\n  help: write `title: …`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: \"\"\n",
        "2:1 missing-key: `title` is empty\n  help: write `title: …`\n",
    );
    check(
        "period: 2026-Q3\n",
        "",
        "1:1 missing-key: `period` is missing\n  help: write `period: …`\n",
    );
    check(
        "team: support\n",
        "team: null\n",
        "4:1 missing-key: `team` is empty\n  help: write `team: …`\n",
    );
    check(
        "key_results:\n  - id: nps\n    title: NPS reaches 50\n    owner: bo\n    start: 31\n    target: 50\n  - id: csat\n    title: Satisfaction\n    owner: cy\n",
        "key_results: []\n",
        "6:1 missing-key: `key_results` is empty\n  help: an objective has at least one key result: `- id: …` and `title: …` below `key_results:`\n",
    );
    check(
        "key_results:\n  - id: nps\n    title: NPS reaches 50\n    owner: bo\n    start: 31\n    target: 50\n  - id: csat\n    title: Satisfaction\n    owner: cy\n",
        "key_results:\n",
        "6:1 missing-key: `key_results` is empty\n  help: an objective has at least one key result: `- id: …` and `title: …` below `key_results:`\n",
    );
    check(
        "key_results:\n  - id: nps\n    title: NPS reaches 50\n    owner: bo\n    start: 31\n    target: 50\n  - id: csat\n    title: Satisfaction\n    owner: cy\n",
        "",
        "1:1 missing-key: `key_results` is missing\n  help: an objective has at least one key result: `- id: …` and `title: …` below `key_results:`\n",
    );
    check(
        "    title: NPS reaches 50\n",
        "",
        "7:5 missing-key: `title` is missing\n  help: write `title: …`\n",
    );
    check(
        "  - id: nps\n    title",
        "  - title",
        "7:5 missing-key: `id` is missing\n  help: write `id: …`\n",
    );
    check(
        "  - id: csat\n",
        "  - id:\n",
        "12:5 missing-key: `id` is empty\n  help: write `id: …`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: [{title: x}]\n",
        "6:10 missing-key: `url` is missing\n  help: write `url: …`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20}]\n",
        "6:15 missing-key: `what` is missing\n  help: write `what: …`\n6:15 missing-key: `why` is missing\n  help: write `why: …`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nallow: [{rule: missing-guard}]\n",
        "6:10 missing-key: `reason` is missing\n  help: write `reason: …`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ndropped: 2026-08-01\n",
        "6:1 missing-key: `dropped` has no `reason`\n  help: add `reason: why it was given up`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nreason: gone\n",
        "6:1 missing-key: `reason` has no `dropped`\n  help: add `dropped: YYYY-MM-DD`, the day it was given up\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n",
        "10:5 missing-key: `start` is there, but no `target`\n  help: add `target: NUMBER`, or `target: hidden` when it is confidential\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    target: 31\n",
        "10:5 missing-key: `target` is there, but no `start`\n  help: add `start: NUMBER`, or `start: unknown` while it is still to be measured\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start:\n    target: 5\n",
        "10:5 missing-key: `start` is empty\n  help: add `start: NUMBER`, or `start: unknown` while it is still to be measured\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    rubric: {0.3: 8}\n",
        "7:5 missing-key: `start` is missing\n  help: add `start: NUMBER`, or `start: unknown` while it is still to be measured\n7:5 missing-key: `target` is missing\n  help: add `target: NUMBER`, or `target: hidden` when it is confidential\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    unit: h\n",
        "10:5 missing-key: `unit` is there, but neither `start` and `target` nor `min` or `max`\n  help: add what is measured, or take `unit` out\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    min:\n",
        "10:5 missing-key: `min` is empty\n  help: write `min: …`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: []\n",
        "10:12 missing-key: `steps` has no labels\n  help: write `steps: [Designed, Built, Live]`\n",
    );
    check(
        "key_results:\n",
        "keyresults:\n",
        "6:1 unknown-key: unknown key `keyresults`\n  did you mean `key_results`?\n",
    );
}

#[test]
fn unknown_keys_come_with_the_nearest_one() {
    check(
        "target: 50",
        "traget: 50",
        "11:5 unknown-key: unknown key `traget`\n  did you mean `target`?\n",
    );
    check(
        "team: support\n",
        "teams: support\n",
        "4:1 unknown-key: unknown key `teams`\n  did you mean `team`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nfoo: bar\n",
        "6:1 unknown-key: unknown key `foo`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: [{title: x, link: y}]\n",
        "6:10 missing-key: `url` is missing\n  help: write `url: …`\n6:20 unknown-key: unknown key `link`\n  help: its keys are `title`, `url`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    start_date: 2026-07-01\n",
        "12:5 unknown-key: unknown key `start_date`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nallow: [{rule: missing-gard, reason: x}]\n",
        "6:16 unknown-key: unknown rule `missing-gard`\n  did you mean `missing-guard`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nallow: [{rule: missing-key, reason: x}]\n",
        "6:16 unknown-key: `missing-key` is an error of form, no rule: it can be neither set nor allowed\n  help: correct what it points at\n",
    );
    check(
        "title: Make first contact effortless\n",
        "titel: Grow\n",
        "2:1 unknown-key: unknown key `titel`\n  did you mean `title`?\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: Make first contact effortless\ntitle: again\n",
        "3:1 duplicate-key: `title` stands twice; the first one is on line 2\n  help: keep one of them\n",
    );
    check(
        "  - id: csat",
        "  - id: nps",
        "12:9 duplicate-key: the key result `nps` stands twice; the first one is on line 7\n  help: give one of them another id\n",
    );
}

#[test]
fn values_are_of_the_right_sort() {
    check(
        "owner: ana\n",
        "owner: ana\ntags: a, b\n",
        "6:7 wrong-type: `tags` is text, not a list\n  help: write each item on a line below `tags:`, behind `- `\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntags: {a: b}\n",
        "6:7 wrong-type: `tags` is a mapping, not a list\n  help: write each item on a line below `tags:`, behind `- `\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntags: [a, [b]]\n",
        "6:11 wrong-type: `tags` is a list, not text\n  help: write `tags: …` on one line\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntags: [a, , b]\n",
        "6:7 invalid-yaml: what stands in these brackets cannot be read\n  help: is there a `,` too many?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntags:\n  - a\n  -\n",
        "8:4 wrong-type: an item of `tags` is empty\n  help: take it out, or write something behind the `-`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: [a]\n",
        "2:8 wrong-type: `title` is a list, not text\n  help: write `title: …` on one line\n",
    );
    check(
        "owner: ana\n",
        "owner: [ana, bo]\n",
        "5:8 wrong-type: `owner` is a list, not text\n  help: name one person; others stand under `contributors`\n",
    );
    check(
        "owner: ana\n",
        "owner: {a: b}\n",
        "5:8 wrong-type: `owner` is a mapping, not text\n  help: name one person; others stand under `contributors`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nparent: [a, b]\n",
        "6:9 wrong-type: `parent` is a list\n  help: name one parent; what else the objective helps stands under `supports`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntype: ambitious\n",
        "6:7 wrong-type: `type` cannot be `ambitious`\n  help: write `aspirational` or `committed`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ntype: comitted\n",
        "6:7 wrong-type: `type` cannot be `comitted`\n  did you mean `committed`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ndraft: yes\n",
        "6:8 wrong-type: `draft` cannot be `yes`\n  help: write `true` or `false`\n",
    );
    check("owner: ana\n", "owner: ana\ndraft: false\n", "");
    check(
        "owner: ana\n",
        "owner: ana\nlanguage: de\n",
        "6:11 wrong-type: `language` cannot be `de`\n  help: write `en` or `fr`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nvisibility: secret\n",
        "6:13 wrong-type: `visibility` cannot be `secret`\n  help: write `internal`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: https://a\n",
        "6:8 wrong-type: `links` is text, not a list\n  help: write each item on a line below `links:`, behind `- `\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: [https://a]\n",
        "6:9 wrong-type: `links` is text, not a mapping\n  help: write its keys and values, as in `{ title: …, url: … }`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: [{title: x, url: 'javascript:alert(1)'}]\n",
        "6:25 wrong-type: a link with `javascript:` is not taken; use `https:`, `http:`, `mailto:`, or a path in the repository\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nlinks: [{title: x, url: //evil.example}]\n",
        "6:25 wrong-type: a link that begins with `//` has no scheme; write `https://…`\n",
    );
    check(
        "  - id: nps\n    title: NPS reaches 50\n    owner: bo\n    start: 31\n    target: 50\n",
        "  - nps\n",
        "7:5 wrong-type: `key_results` is text, not a mapping\n  help: write its keys and values, as in `{ id: …, title: … }`\n",
    );
    check(
        "key_results:\n  - id: nps\n    title: NPS reaches 50\n    owner: bo\n    start: 31\n    target: 50\n",
        "key_results: nps\n",
        "6:14 wrong-type: `key_results` is text, not a list\n  help: write each item on a line below `key_results:`, behind `- `\n7:3 invalid-yaml: this line is indented, as if the text of the line before went on here, and it has a `: `\n  help: indent it like the key above, or put the whole text in quotes\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    milestone: false\n",
        "10:16 wrong-type: `milestone` is `false`\n  help: write `milestone: true`, or take the key out; whether it is reached is a reading, `done` or `not done`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    milestone: yes\n",
        "10:16 wrong-type: `milestone` is `yes`\n  help: write `milestone: true`, or take the key out; whether it is reached is a reading, `done` or `not done`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: Designed\n",
        "10:12 wrong-type: `steps` is text, not a list\n  help: write each item on a line below `steps:`, behind `- `\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [[a]]\n",
        "10:13 wrong-type: `steps` is a list, not text\n  help: write `steps: …` on one line\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    rubric: [1]\n    start: 1\n    target: 3\n",
        "10:13 wrong-type: `rubric` is a list, not a mapping\n  help: write keys and values: `{ key: value }`\n",
    );
}

#[test]
fn names_are_plain() {
    check(
        "team: support\n",
        "team: Support Team\n",
        "4:7 invalid-slug: `Support Team` cannot be a name in `team`: it takes small letters, digits and `-`\n  did you mean `support-team`?\n",
    );
    check(
        "team: support\n",
        "team: Équipe\n",
        "4:7 invalid-slug: `Équipe` cannot be a name in `team`: it takes small letters, digits and `-`\n  did you mean `equipe`?\n",
    );
    check(
        "team: support\n",
        "team: con\n",
        "4:7 invalid-slug: `con` is a reserved name\n  did you mean `con-1`?\n",
    );
    check(
        "owner: ana\n",
        "owner: \"@ana\"\n",
        "5:8 handle-with-at: the handle `@ana` has an `@`\n  did you mean `ana`?\n",
    );
    check(
        "owner: ana\n",
        "owner: Ana Lopes\n",
        "5:8 invalid-slug: `Ana Lopes` is no handle: it takes letters, digits and `-`\n  did you mean `ana-lopes`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana, bo\n",
        "5:8 invalid-slug: `ana, bo` is no handle: it takes letters, digits and `-`\n  help: write one handle; others stand in a list of `contributors`\n",
    );
    check(
        "owner: ana\n",
        "owner: аna\n",
        "5:8 invalid-slug: `аna` is no handle: it takes letters, digits and `-`\n",
    );
    check("owner: ana\n", "owner: TBD\n", "");
    check(
        "owner: ana\n",
        "owner: ana\ncontributors: [bo, Ana Lopes, '@cy', bo]\n",
        "6:20 invalid-slug: `Ana Lopes` is no handle: it takes letters, digits and `-`\n  did you mean `ana-lopes`?\n6:31 handle-with-at: the handle `@cy` has an `@`\n  did you mean `cy`?\n",
    );
    check(
        "id: nps",
        "id: NPS",
        "7:9 invalid-slug: `NPS` cannot be a name in `id`: it takes small letters, digits and `-`\n  did you mean `nps`?\n",
    );
    check(
        "id: nps",
        "id: okr-nps",
        "7:9 invalid-slug: the id `okr-nps` begins with `okr-`, as the page's own anchors do\n  did you mean `nps`?\n",
    );
    check(
        "id: nps",
        "id: 2026-08-31",
        "7:9 invalid-slug: the id `2026-08-31` is a date, as the anchors of check-ins are\n  help: give it a name that says what is measured\n",
    );
    check(
        "id: nps",
        "id: 2026-08-31-2",
        "7:9 invalid-slug: the id `2026-08-31-2` is a date, as the anchors of check-ins are\n  help: give it a name that says what is measured\n",
    );
    check("id: nps", "id: 2026-08-31-x", "");
    check(
        "id: nps",
        "id: first_contact",
        "7:9 invalid-slug: `first_contact` cannot be a name in `id`: it takes small letters, digits and `-`\n  did you mean `first-contact`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\naliases: [../x, a b, good/one]\n",
        "6:11 invalid-path: `..` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n6:17 invalid-path: `a b` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  did you mean `a-b`?\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: \"a\\u202eb\"\n",
        "2:8 hidden-character: an escape writes the invisible character U+202E\n  help: take the escape out\n",
    );
    check("title: Make first contact effortless\n", "title: \"a\\nb\"\n", "");
}

#[test]
fn numbers_and_dates_are_plain() {
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50 %\n",
        "11:13 invalid-number: `50 %` has a percent sign: write `50`, the sign belongs to `unit`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: \"50\"\n",
        "11:13 invalid-number: the number of `target` is in quotes\n  help: write `target: 50`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: TBD\n    target: 50\n",
        "10:12 invalid-number: `TBD` is not a number yet: write the figure once it is known\n  help: while it is still to be measured, write `start: unknown`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 10,5\n",
        "11:13 invalid-number: `10,5` has a decimal comma: write `10.5`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: .inf\n",
        "11:13 invalid-number: `.inf` is not a number that can be reached: write a finite one\n  help: when it is confidential, write `target: hidden`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: [1]\n    target: 50\n",
        "10:12 wrong-type: `start` is a list, not text\n  help: write `start: …` on one line\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nweight: 0\n",
        "6:9 invalid-number: `weight` is 0; it must be greater than 0\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nweight: -1\n",
        "6:9 invalid-number: `weight` is -1; it must be greater than 0\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\nweight: heavy\n",
        "6:9 invalid-number: `heavy` is not a number\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ndropped: 31.07.2026\nreason: x\n",
        "6:10 invalid-date: `31.07.2026` is not in the form `YYYY-MM-DD`: write `2026-07-31`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\ndropped: 2026-02-30\nreason: x\n",
        "6:10 invalid-date: `2026-02-30` is no date: the last day of that month is `2026-02-28`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {31.07.2026: 40}\n",
        "12:12 invalid-date: `31.07.2026` is not in the form `YYYY-MM-DD`: write `2026-07-31`\n  help: write `plan: { 2026-07-31: 8, 2026-08-31: 6 }`, dates before values\n",
    );
    check(
        "period: 2026-Q3\n",
        "period: 2026-Q5\n",
        "3:9 unknown-period: unknown period `2026-Q5`\n  help: write a year, half, quarter or month as `2026`, `2026-H2`, `2026-Q3`, `2026-07`, or declare it under `periods:` in `okr.yaml`\n",
    );
    check(
        "period: 2026-Q3\n",
        "period: Q3 2026\n",
        "3:9 unknown-period: unknown period `Q3 2026`\n  did you mean `2026-Q3`?\n",
    );
    check(
        "period: 2026-Q3\n",
        "period: 2026-q3\n",
        "3:9 unknown-period: unknown period `2026-q3`\n  did you mean `2026-Q3`?\n",
    );
    check(
        "period: 2026-Q3\n",
        "period: [2026-Q3]\n",
        "3:9 wrong-type: `period` is a list, not text\n  help: write `period: …` on one line\n",
    );
}

#[test]
fn a_unit_that_cannot_be_read_makes_no_reading_wrong() {
    for (unit, rule) in [("%", "invalid-yaml"), ("4", "wrong-type")] {
        let target = "    target: 50\n";
        let text = CLEAN.replacen(target, &format!("{target}    unit: {unit}\n"), 1);
        let (source, read) = read_text(&(text + "\n## 2026-07-31\n\n- nps: 40 %\n"));
        let found = testing::printed(&source, &read.findings);
        assert_eq!(read.findings.len(), 1, "{found}");
        assert!(found.contains(rule), "{found}");
    }
}

#[test]
fn a_key_result_is_of_one_kind() {
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    steps: [a]\n",
        "12:5 mixed-kinds: `steps` does not go with `start`\n  help: keep the keys of one kind: `start` and `target`, or `min` and `max`, or `steps`, or `milestone`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    min: 3\n    milestone: true\n",
        "12:5 mixed-kinds: `min` does not go with `start`\n  help: keep the keys of one kind: `start` and `target`, or `min` and `max`, or `steps`, or `milestone`\n13:5 mixed-kinds: `milestone` does not go with `start`\n  help: keep the keys of one kind: `start` and `target`, or `min` and `max`, or `steps`, or `milestone`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    milestone: true\n    unit: h\n",
        "11:5 mixed-kinds: `unit` does not go with `milestone`\n  help: take `unit` out\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [a]\n    unit: h\n",
        "11:5 mixed-kinds: `unit` does not go with `steps`\n  help: take `unit` out\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 31\n",
        "11:13 start-equals-target: `target` is 31, the same as `start`\n  help: nothing would move; to keep a value within bounds write `min` or `max`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 31.0\n",
        "11:13 start-equals-target: `target` is 31, the same as `start`\n  help: nothing would move; to keep a value within bounds write `min` or `max`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    min: 5\n    max: 3\n",
        "10:10 invalid-number: `min` is 5, greater than `max`, 3\n  help: nothing would lie inside; exchange them\n",
    );
}

#[test]
fn rubric_and_plan_run_from_start_to_target() {
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: 45, 0.7: 40}\n",
        "12:28 invalid-rubric: by score, 40 comes behind 45, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: 30}\n",
        "12:19 invalid-rubric: by score, 30 comes behind 31, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: 60}\n",
        "12:19 invalid-rubric: by score, 50 comes behind 60, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: 31}\n",
        "12:19 invalid-rubric: by score, 31 comes behind 31, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0: 31, 1: 50, 1.5: 60, x: 3, 0.5: }\n",
        "12:14 invalid-rubric: the score 0 of the rubric is `start` already\n  help: take it out: a rubric has scores between 0 and 1\n12:21 invalid-rubric: the score 1 of the rubric is `target` already\n  help: take it out: a rubric has scores between 0 and 1\n12:28 invalid-rubric: `1.5` is no score between 0 and 1\n  help: write `rubric: { 0.3: 8, 0.7: 5.5 }`, scores before values\n12:37 invalid-rubric: `x` is no score between 0 and 1\n  help: write `rubric: { 0.3: 8, 0.7: 5.5 }`, scores before values\n12:43 invalid-rubric: the rubric has no value for `0.5`\n  help: write `rubric: { 0.3: 8, 0.7: 5.5 }`, scores before values\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: 40, 0.30: 41}\n",
        "12:23 invalid-rubric: the score 0.3 stands twice in the rubric\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {0.3: many}\n",
        "12:19 invalid-number: `many` is not a number\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    rubric: {}\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: 50\n    rubric: {0.3: 45, 0.7: 40}\n",
        "12:28 invalid-rubric: by score, 40 comes behind 45, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: hidden\n    rubric: {0.3: 45, 0.7: 40}\n",
        "12:28 invalid-rubric: by score, 40 comes behind 45, against the way from `start` to `target`\n  help: by rising score the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: 50\n    rubric: {0.3: 60, 0.7: 55}\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-06-30: 35}\n",
        "12:12 invalid-plan: the plan's 2026-06-30 lies outside the period, 2026-07-01 to 2026-09-30\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-10-01: 35}\n",
        "12:12 invalid-plan: the plan's 2026-10-01 lies outside the period, 2026-07-01 to 2026-09-30\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-08-31: 40, 2026-07-31: 35}\n",
        "12:28 invalid-plan: the plan's 2026-07-31 stands behind 2026-08-31\n  help: write the dates in order, the earliest first\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-07-31: 45, 2026-08-31: 40}\n",
        "12:40 invalid-plan: the plan turns back: 40 comes after 45\n  help: by date the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-07-31: 20}\n",
        "12:24 invalid-plan: the plan turns back: 20 comes after 31\n  help: by date the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-07-31: 60}\n",
        "12:24 invalid-plan: the plan turns back: 50 comes after 60\n  help: by date the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-09-30: 60}\n",
        "",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: {2026-07-31: }\n",
        "12:12 invalid-plan: the plan has no value for `2026-07-31`\n  help: write `plan: { 2026-07-31: 8, 2026-08-31: 6 }`, dates before values\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    plan: 5\n",
        "12:11 wrong-type: `plan` is text, not a mapping\n  help: write keys and values: `{ key: value }`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: 50\n    plan: {2026-07-31: 45, 2026-08-31: 40}\n",
        "12:40 invalid-plan: the plan turns back: 40 comes after 45\n  help: by date the values run from `start` towards `target`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: unknown\n    target: hidden\n    plan: {2026-07-31: 45, 2026-08-01: 47, 2026-08-31: 46}\n",
        "12:56 invalid-plan: the plan turns back: 46 comes after 47\n  help: by date the values run from `start` towards `target`\n",
    );
}

#[test]
fn steps_rise_to_one() {
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{label: a, score: 0.5}, {label: b, score: 0.4}]\n",
        "10:55 invalid-score: the score 0.4 of a step does not rise from 0.5 towards 1\n  help: scores of steps rise from above 0 to 1\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{label: a, score: 0.5}, {label: b, score: 0.9}]\n",
        "10:55 invalid-score: the last step has the score 0.9\n  help: the last step is the whole: its score is 1\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{label: a, score: 0}, {label: b, score: 1}]\n",
        "10:31 invalid-score: the score 0 of a step does not rise from 0 towards 1\n  help: scores of steps rise from above 0 to 1\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{label: a, score: 2}]\n",
        "10:31 invalid-score: the score 2 of a step does not rise from 0 towards 1\n  help: scores of steps rise from above 0 to 1\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [a, {label: b, score: 1}]\n",
        "10:13 missing-key: some steps have a `score` and this one has none\n  help: give each step a score, or none\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [a, A]\n",
        "10:16 duplicate-key: the step `A` stands twice\n  help: letter case does not tell steps apart\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [n/a, 2/3, void]\n",
        "10:13 wrong-type: a step cannot be called `n/a`: a reading means something else by it\n  help: give it a name in words\n10:18 wrong-type: a step cannot be called `2/3`: a reading means something else by it\n  help: give it a name in words\n10:23 wrong-type: a step cannot be called `void`: a reading means something else by it\n  help: give it a name in words\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    steps: [{score: 1}]\n",
        "10:14 missing-key: `label` is missing\n  help: write `label: …`\n",
    );
}

#[test]
fn guards_and_amendments_name_what_is_there() {
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    guards: nps\n",
        "12:13 unknown-key-result: the key result `nps` guards itself\n  help: name the key result whose quality it watches\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    guards: csta\n",
        "12:13 unknown-key-result: there is no key result `csta` in this file to guard\n  did you mean `csat`?\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n    target: 50\n    guards: other\n",
        "12:13 unknown-key-result: there is no key result `other` in this file to guard\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20, what: npss.target, why: x}]\n",
        "6:39 unknown-key-result: there is no key result `npss`\n  did you mean `nps.target`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20, what: gone.target, why: x}]\n",
        "",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20, what: nps.tarket, why: x}]\n",
        "6:39 unknown-key: `nps.tarket` is no key of this file\n  did you mean `nps.target`?\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20, what: nps, why: x}]\n",
        "6:39 unknown-key: `nps` is no key of this file\n  help: write the key result and its key, as in `nps.target`\n",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: 2026-07-20, what: title, why: x}]\n",
        "",
    );
    check(
        "owner: ana\n",
        "owner: ana\namendments: [{date: tomorrow, what: title, why: x}]\n",
        "6:21 invalid-date: `tomorrow` is not a date: write it as `YYYY-MM-DD`\n",
    );
}

#[test]
fn a_fault_of_yaml_hides_nothing_else() {
    check(
        "title: Make first contact effortless\nperiod: 2026-Q3\nteam: support\nowner: ana\n",
        "title: Grow: fast\nperiod: 2026-Q5\nteam: Support Team\nowner: @ana\nfoo: x\n",
        "2:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n3:9 unknown-period: unknown period `2026-Q5`\n  help: write a year, half, quarter or month as `2026`, `2026-H2`, `2026-Q3`, `2026-07`, or declare it under `periods:` in `okr.yaml`\n4:7 invalid-slug: `Support Team` cannot be a name in `team`: it takes small letters, digits and `-`\n  did you mean `support-team`?\n5:8 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n6:1 unknown-key: unknown key `foo`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "title: Grow: fast\n",
        "2:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n",
    );
    check(
        "title: Make first contact effortless\n",
        "titel Grow\n",
        "2:1 invalid-yaml: this line has no `key: value`\n  help: write `titel: Grow`\n",
    );
    check(
        "    start: 31\n    target: 50\n",
        "    start: 31\n   target: 50\n",
        "11:4 invalid-yaml: this line begins in column 4, where no key above does\n  help: indent it like the lines it belongs to\n",
    );
    check(
        "key_results:",
        "key_results: {",
        "6:14 invalid-yaml: this `{` has no closing `}`\n  help: write `}` behind the last entry\n",
    );
}

#[test]
fn lengths_are_limited() {
    let long = |count: usize| format!("title: {}\n", "é".repeat(count));
    check("title: Make first contact effortless\n", &long(500), "");
    check(
        "title: Make first contact effortless\n",
        &long(501),
        "2:8 limit: `title` is 501 characters long; the limit is 500\n",
    );
    let team = |count: usize| format!("team: {}\n", "a".repeat(count));
    check("team: support\n", &team(64), "");
    let near = "a".repeat(64);
    check(
        "team: support\n",
        &team(65),
        &format!(
            "4:7 invalid-slug: `team` is 65 characters long; the limit is 64\n  did you mean `{near}`?\n"
        ),
    );
    let owner = |count: usize| format!("owner: {}\n", "a".repeat(count));
    check("owner: ana\n", &owner(39), "");
    let near = "a".repeat(39);
    check(
        "owner: ana\n",
        &owner(40),
        &format!(
            "5:8 invalid-slug: `owner` is 40 characters long; the limit is 39\n  did you mean `{near}`?\n"
        ),
    );
    let many = |count: usize| {
        (0..count)
            .map(|i| format!("  - {{ id: k{i}, title: T }}\n"))
            .collect::<String>()
    };
    check("key_results:\n", &format!("key_results:\n{}", many(98)), "");
    check(
        "key_results:\n",
        &format!("key_results:\n{}", many(99)),
        "111:5 limit: there are 101 key results; the limit is 100\n",
    );
}

#[test]
fn what_is_written_is_what_is_read() {
    let (source, read) = read_text(
        "---\ntitle: >\n  Grow\n  fast\nperiod: 2026-Q3\nteam: no\nowner: '@Ana'\ncontributors: [bo, no]\nparent: x#y\n\
             type: committed\ntags: [1.10, \"b\"]\nlinks: [{ title: Board, url: docs/a.md }]\nweight: 2.5\nlanguage: fr\n\
             visibility: internal\nkey_results:\n  - id: a\n    title: A\n    steps: [One, Two]\n  - id: b\n    title: B\n\
             \x20   start: -3\n    target: hidden\n    unit: '%'\n    guards: a\n    rubric: { 0.7: 5, 0.3: 1 }\n---\nBody\n",
    );
    let front = read.front;
    assert_eq!(
        front.title.as_ref().map(|title| title.as_str()),
        Some("Grow fast")
    );
    assert_eq!(
        front.team.as_ref().map(|team| source.slice(team.span)),
        Some("no")
    );
    assert_eq!(front.owner.as_ref().map(|owner| owner.as_str()), Some("Ana"));
    assert_eq!(
        front
            .contributors
            .iter()
            .map(|one| one.as_str())
            .collect::<Vec<_>>(),
        ["bo", "no"]
    );
    assert_eq!(
        front.parent.as_ref().map(|parent| source.slice(parent.span)),
        Some("x#y")
    );
    assert_eq!(*front.tags, ["1.10", "b"]);
    assert_eq!(
        *front.links,
        [Link {
            title: "Board".into(),
            url: "docs/a.md".into()
        }]
    );
    assert_eq!((front.ambition, front.weight), (Ambition::Committed, 2.5));
    assert_eq!(
        (front.language, front.visibility),
        (Language::French, Visibility::Internal)
    );
    let [first, second] = &front.key_results.list[..] else {
        panic!("two key results")
    };
    let Measure::Steps(steps) = &first.measure else {
        panic!("steps")
    };
    assert_eq!(
        steps.iter().map(|step| step.score).collect::<Vec<_>>(),
        [0.5, 1.0]
    );
    let Measure::Metric(metric) = &second.measure else {
        panic!("a metric")
    };
    assert_eq!((metric.start, metric.target), (Some(-3.0), None));
    assert_eq!(*metric.rubric, [(0.3, 1.0), (0.7, 5.0)]);
    assert_eq!(
        (second.unit.as_deref(), second.guards),
        (Some("%"), Some(crate::model::KeyResultIx(0)))
    );
    assert!(source.slice(second.span).starts_with("id: b") && source.slice(second.span).ends_with('}'));
    assert_eq!(source.slice(read.body_span), "Body\n");
}

#[test]
fn an_unreadable_key_result_does_not_make_its_readings_wrong() {
    let body = "\n## 2026-07-31\n\n- nps: 40\n\n- other: 3\n";
    let text = format!("{CLEAN}{body}");
    let said = |text: String| {
        let (source, read) = read_text(&text);
        testing::printed(&source, &read.findings)
    };
    assert!(
        said(text.clone()).contains("unknown-key-result"),
        "{}",
        said(text.clone())
    );
    for (old, new) in [
        ("  - id: nps", "  - id: NPS"),
        ("key_results:\n", "key_results: {\n"),
        ("---\ntitle", "title"),
    ] {
        let said = said(text.replacen(old, new, 1));
        assert!(!said.is_empty() && !said.contains("unknown-key-result"), "{said}");
    }
}

const FULL: &str = "---
title: Grow
period: 2026-Q3
team: support
owner: ana
contributors: [bo, company]
parent: x#y
type: committed
links: [{ title: A, url: https://a.example }]
weight: 2
dropped: 2026-08-01
reason: gone
amendments: [{ date: 2026-07-20, what: nps.target, why: market }]
aliases: [old/name]
allow: [{ rule: missing-guard, reason: none }]
key_results:
  - id: nps
    title: N
    start: 9
    target: 4
    rubric: { 0.3: 8, 0.7: 5.5 }
    plan: { 2026-07-31: 8, 2026-08-31: 6 }
  - { id: b, title: B, min: 1, max: 2, guards: nps }
  - { id: c, title: C, steps: [{ label: x, score: 0.5 }, { label: y, score: 1 }] }
---

## 2026-07-31 (at risk) T

- nps: 7 (0.5) — note
";

const BITS: &[&str] = &[
    "",
    "\n",
    " ",
    "  ",
    "\t",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    " #",
    "'",
    "\"",
    "@",
    "%",
    "&a",
    "*a",
    "!t",
    "~",
    "null",
    "0",
    "-1",
    "1.5",
    "1e999",
    "999999999999999",
    "NaN",
    "2026-13-40",
    "unknown",
    "hidden",
    "true",
    "---\n",
    "...\n",
    "é",
    "🎯",
    "\\u0000",
    "\u{202e}",
    "/",
    "../",
    "con",
    "title: x\n",
    "key_results:\n",
    "  - id: nps\n",
    "|\n",
    "? ",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]
    #[test]
    fn no_change_of_a_file_breaks_the_reader(
        edits in proptest::collection::vec((0..FULL.len(), 0..12_usize, proptest::sample::select(BITS)), 1..6),
    ) {
        let mut text = FULL.to_owned();
        for (at, length, bit) in edits {
            let start = text.floor_char_boundary(at);
            let end = text.floor_char_boundary(at + length).max(start);
            text.replace_range(start..end, bit);
        }
        let (source, read) = read_text(&text);
        for finding in &read.findings {
            let (start, end) = (finding.span.start as usize, finding.span.end as usize);
            assert!(start <= end && source.text.get(start..end).is_some(), "{finding:?} in {text}");
        }
        for one in &read.front.key_results.list {
            if let Measure::Metric(metric) = &one.measure {
                assert!(metric.start.is_none_or(f64::is_finite) && metric.target.is_none_or(f64::is_finite));
            }
        }
    }
}
