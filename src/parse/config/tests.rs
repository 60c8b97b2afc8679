//! `okr.yaml` as people write it, right and wrong.

use super::*;
use crate::config::Scoring;
use crate::parse::testing;

fn read_text(text: &str) -> (SourceFile, Read) {
    let source = SourceFile::new("okr.yaml", text.as_bytes().to_vec());
    let read = read_whole(&source, FileId(0));
    (source, read)
}

fn said(text: &str) -> String {
    let (source, read) = read_text(text);
    testing::printed(&source, &read.findings)
}

fn check(text: &str, findings: &str) {
    assert_eq!(said(text), findings, "{text}");
}

#[test]
fn settings_that_cannot_be_read_say_why() {
    check(
        "titel: x\n",
        "1:1 unknown-key: unknown key `titel`\n  did you mean `title`?\n",
    );
    check(
        "language: de\n",
        "1:11 wrong-type: `language` cannot be `de`\n  help: write `en` or `fr`\n",
    );
    check(
        "url: acme.example\n",
        "1:6 wrong-type: `acme.example` is no address of a site\n  help: write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`\n",
    );
    check(
        "url: https://a.example/?q\n",
        "1:6 wrong-type: `https://a.example/?q` is no address of a site\n  help: write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`\n",
    );
    check(
        "url: 'https://a.example/\"x'\n",
        "1:6 wrong-type: `https://a.example/\"x` is no address of a site\n  help: write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`\n",
    );
    check(
        "repository: git@github.com:acme/okrs\n",
        "1:13 wrong-type: `git@github.com:acme/okrs` is no address of a site\n  help: write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`\n",
    );
    check(
        "scoring: projected\n",
        "1:10 wrong-type: `scoring` cannot be `projected`\n  did you mean `projection`?\n",
    );
    check(
        "cadence: dayly\n",
        "1:10 wrong-type: `cadence` cannot be `dayly`\n  help: write `weekly`, `biweekly`, `monthly` or `quarterly`\n  help: for another rhythm write `cadence: { days: 10 }`\n",
    );
    check(
        "cadence: mothly\n",
        "1:10 wrong-type: `cadence` cannot be `mothly`\n  did you mean `monthly`?\n  help: for another rhythm write `cadence: { days: 10 }`\n",
    );
    check(
        "cadence: { days: 0 }\n",
        "1:18 invalid-number: `days` is 0; it must be a whole number from 1 to 3660\n",
    );
    check(
        "cadence: { days: 3, weeks: 1 }\n",
        "1:21 unknown-key: unknown key `weeks`\n  help: its keys are `days`\n",
    );
    check(
        "cadence: {}\n",
        "1:10 missing-key: `days` is missing\n  help: write `days: …`\n",
    );
    check(
        "grace: -1\n",
        "1:8 invalid-number: `grace` is -1; it must be a whole number from 0 to 3660\n",
    );
    check(
        "grace: 1.5\n",
        "1:8 invalid-number: `grace` is 1.5; it must be a whole number from 0 to 3660\n",
    );
    check("grace: soon\n", "1:8 invalid-number: `soon` is not a number\n");
    check(
        "closing: 4000\n",
        "1:10 invalid-number: `closing` is 4000; it must be a whole number from 0 to 3660\n",
    );
    check(
        "fiscal_year_start: 13\n",
        "1:20 invalid-number: `fiscal_year_start` is 13; it must be a whole number from 1 to 12\n",
    );
    check(
        "fiscal_year_name: last\n",
        "1:19 wrong-type: `fiscal_year_name` cannot be `last`\n  help: write `start` or `end`\n",
    );
    check(
        "images: [img.acme.example, https://a.example/x, 'http://a.example']\n",
        "1:10 wrong-type: `img.acme.example` is no host that pages may load images from\n  help: write `https://` and the host, without a path\n1:28 wrong-type: `https://a.example/x` is no host that pages may load images from\n  help: write `https://` and the host, without a path\n1:49 wrong-type: `http://a.example` is no host that pages may load images from\n  help: write `https://` and the host, without a path\n",
    );
    check(
        "theme: dark\n",
        "1:8 wrong-type: `theme` is text, not a mapping\n  help: write its keys and values, as in `{ name: …, accent: … }`\n",
    );
    check(
        "theme: { name: ../x, accent: blue, option: 1 }\n",
        "1:16 invalid-path: `../x` cannot be the name of a theme\n  did you mean `x`?\n1:30 wrong-type: `blue` is no colour\n  help: write `#` and 3, 4, 6 or 8 hexadecimal digits in quotes, as in `accent: \"#0b5fff\"`\n1:36 unknown-key: unknown key `option`\n  did you mean `options`?\n",
    );
    check(
        "theme: { accent: #0b5fff }\n",
        "1:18 cut-by-comment: `#0b5fff` would be cut off: behind a space, `#` begins a comment\n  help: put it in quotes: `\"#0b5fff\"`\n",
    );
    check(
        "theme: { accent: \"#0b5ff\" }\n",
        "1:18 wrong-type: `#0b5ff` is no colour\n  help: write `#` and 3, 4, 6 or 8 hexadecimal digits in quotes, as in `accent: \"#0b5fff\"`\n",
    );
    check(
        "theme: { options: { a: [1] } }\n",
        "1:24 wrong-type: `a` is a list, not text\n  help: write `a: …` on one line\n",
    );
    check(
        "title: aaa\ntitle: b\n",
        "2:1 duplicate-key: `title` stands twice; the first one is on line 1\n  help: keep one of them\n",
    );
}

#[test]
fn teams_and_people_are_declared_once() {
    check(
        "teams: [a]\n",
        "1:8 wrong-type: `teams` is a list, not a mapping\n  help: write keys and values: `{ key: value }`\n",
    );
    check(
        "teams: { Support: {} }\n",
        "1:10 invalid-slug: `Support` cannot be a name in `teams`: it takes small letters, digits and `-`\n  did you mean `support`?\n",
    );
    check(
        "teams: { support: { nme: x } }\n",
        "1:21 unknown-key: unknown key `nme`\n  did you mean `name`?\n",
    );
    check(
        "teams: { support: { parent: compny }, company: {} }\n",
        "1:29 unknown-team: unknown team `compny`\n  did you mean `company`?\n",
    );
    check(
        "teams: { a: { parent: a } }\n",
        "1:23 parent-cycle: teams are their own parents: `a` → `a`\n  help: take one `parent` out\n",
    );
    check(
        "teams: { c: { parent: a }, a: { parent: b }, b: { parent: c }, d: { parent: a } }\n",
        "1:41 parent-cycle: teams are their own parents: `a` → `b` → `c` → `a`\n  help: take one `parent` out\n",
    );
    check(
        "teams: { a: { parent: b }, b: { parent: a }, c: { parent: d }, d: { parent: c } }\n",
        "1:23 parent-cycle: teams are their own parents: `a` → `b` → `a`\n  help: take one `parent` out\n1:59 parent-cycle: teams are their own parents: `c` → `d` → `c`\n  help: take one `parent` out\n",
    );
    check(
        "teams: { a: { members: [Ana Lopes, '@bo', bo, BO] } }\n",
        "1:25 invalid-slug: `Ana Lopes` is no handle: it takes letters, digits and `-`\n  did you mean `ana-lopes`?\n1:36 handle-with-at: the handle `@bo` has an `@`\n  did you mean `bo`?\n",
    );
    check(
        "people: { Ana Lopes: {} }\n",
        "1:11 invalid-slug: `Ana Lopes` is no handle: it takes letters, digits and `-`\n  did you mean `ana-lopes`?\n",
    );
    check(
        "people: { ana: {}, Ana: {} }\n",
        "1:20 duplicate-key: `Ana` stands twice under `people`\n  help: letter case does not tell handles apart\n",
    );
    check(
        "people: { '@ana': { name: Ana } }\n",
        "1:11 handle-with-at: the handle `@ana` has an `@`\n  did you mean `ana`?\n",
    );
    check(
        "people: { ana: Ana Lopes }\n",
        "1:16 wrong-type: `ana` is text, not a mapping\n  help: write its keys and values, as in `{ name: …, github: … }`\n",
    );
    check(
        "people: { ana: { github: a b } }\n",
        "1:26 invalid-slug: `a b` is no handle: it takes letters, digits and `-`\n  did you mean `a-b`?\n",
    );
    check("teams:\n  support:\npeople:\n  ana:\n", "");
}

#[test]
fn periods_have_days() {
    check("periods: { summer: {} }\n", "");
    check("periods: { summer: { start: 2026-06-21 } }\n", "");
    check(
        "periods: { summer: { start: 2026-06-31 } }\n",
        "1:29 invalid-date: `2026-06-31` is no date: the last day of that month is `2026-06-30`\n",
    );
    check(
        "periods: { summer: { start: 2026-06-21, end: 2026-06-20 } }\n",
        "1:46 invalid-date: `end` is 2026-06-20, before `start`, 2026-06-21\n",
    );
    check("periods: { 2026-Q3: { name: Third, scoring: projection } }\n", "");
    check(
        "periods: { 2026-Q3: { start: 2026-07-01, end: 2026-09-30 } }\n",
        "1:23 unknown-key: `start` of the period `2026-Q3` cannot be set: its name tells its days\n  help: take it out, or give the period another name\n1:42 unknown-key: `end` of the period `2026-Q3` cannot be set: its name tells its days\n  help: take it out, or give the period another name\n",
    );
    check(
        "periods: { sommer 26: { start: 2026-06-21 } }\n",
        "1:12 invalid-path: `sommer 26` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  did you mean `sommer-26`?\n",
    );
    check(
        "periods: { a/b: { start: 2026-06-21 } }\n",
        "1:12 invalid-path: a period's name has no `/`\n  did you mean `a-b`?\n",
    );
    check(
        "periods: { Summer: { start: 2026-06-21 }, summer: { start: 2026-06-21 } }\n",
        "1:43 duplicate-path: the periods `summer` and `Summer` differ only in case\n  help: rename one of them\n",
    );
    check(
        "periods: { page-2: { start: 2026-06-21 } }\n",
        "1:12 invalid-path: `page-2` is a reserved name\n  did you mean `page-2-1`?\n",
    );
}

#[test]
fn rules_are_set_by_severity_or_parameters() {
    check(
        "rules: { stale-check-in: error, objective-count: off, team-size: false }\n",
        "",
    );
    check(
        "rules: { stale-check-in: eror }\n",
        "1:26 wrong-type: `stale-check-in` cannot be `eror`\n  did you mean `error`?\n",
    );
    check(
        "rules: { stale-check-in: true }\n",
        "1:26 wrong-type: `stale-check-in` cannot be `true`\n  help: write `error`, `warning`, `info` or `off`\n",
    );
    check(
        "rules: { stale-chek-in: error }\n",
        "1:10 unknown-key: unknown rule `stale-chek-in`\n  did you mean `stale-check-in`?\n",
    );
    check(
        "rules: { missing-key: off }\n",
        "1:10 unknown-key: `missing-key` is an error of form, no rule: it can be neither set nor allowed\n  help: correct what it points at\n",
    );
    check(
        "rules: { stale-check-in: }\n",
        "1:10 missing-key: `stale-check-in` is empty\n  help: write `stale-check-in: off`, or `info`, `warning`, `error`\n",
    );
    check(
        "rules: { key-result-count: { min: 3, max: 5, severity: warning } }\n",
        "",
    );
    check(
        "rules: { key-result-count: { min: 5, max: 3 } }\n",
        "1:35 invalid-number: `min` is 5, greater than `max`, 3\n",
    );
    check(
        "rules: { key-result-count: { min: -1 } }\n",
        "1:35 invalid-number: `min` is -1; it cannot be less than 0\n",
    );
    check(
        "rules: { owner-load: { min: 1 } }\n",
        "1:24 unknown-key: unknown key `min`\n  help: its keys are `severity`, `max`\n",
    );
    check(
        "rules: { stale-check-in: { max: 1 } }\n",
        "1:28 unknown-key: unknown key `max`\n  help: its keys are `severity`\n",
    );
    check(
        "rules: { value-out-of-span: { factor: ten } }\n",
        "1:39 invalid-number: `ten` is not a number\n",
    );
}

#[test]
fn sources_lie_inside_the_root() {
    check("sources: [{ name: platform, path: repos/platform }]\n", "");
    check(
        "sources: [{ name: platform }]\n",
        "1:13 missing-key: `path` is missing\n  help: write `path: …`\n",
    );
    check(
        "sources: [{ name: a/b, path: x }]\n",
        "1:19 invalid-path: the name of a source has no `/`\n  did you mean `a-b`?\n",
    );
    check(
        "sources: [{ name: a b, path: x }]\n",
        "1:19 invalid-path: `a b` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  did you mean `a-b`?\n",
    );
    check(
        "sources: [{ name: a, path: /etc }]\n",
        "1:28 invalid-path: `/etc` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: ../x }]\n",
        "1:28 invalid-path: `../x` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: x/../.. }]\n",
        "1:28 invalid-path: `x/../..` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: 'C:\\x' }]\n",
        "1:28 invalid-path: `C:\\x` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: . }]\n",
        "1:28 invalid-path: `.` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: .git }]\n",
        "1:28 invalid-path: `.git` is no folder inside the root\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: objectives/x }]\n",
        "1:28 invalid-path: `objectives/x` lies in a folder of this repository's own files\n  help: write a path from the folder of `okr.yaml`, as in `repos/platform`\n",
    );
    check(
        "sources: [{ name: a, path: x, repository: x }]\n",
        "1:43 wrong-type: `x` is no address of a site\n  help: write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`\n",
    );
    check(
        "sources: [{ name: a, path: x }, { name: A, path: y }]\n",
        "1:41 duplicate-key: the source `A` or its path stands twice\n",
    );
    check(
        "sources: [{ name: a, path: ./x/ }, { name: b, path: x }]\n",
        "1:44 duplicate-key: the source `b` or its path stands twice\n",
    );
    check(
        "sources: platform\n",
        "1:10 wrong-type: `sources` is text, not a list\n  help: write each item on a line below `sources:`, behind `- `\n",
    );
}

#[test]
fn what_is_set_is_what_is_read() {
    let (_, read) = read_text(
        "title: Acme\nlanguage: fr\nurl: https://acme.github.io/okrs\nrepository: https://github.com/acme/okrs.git/\n\
             scoring: projection\ncadence: { days: 10 }\ngrace: 3\nclosing: 0\nfiscal_year_start: 4\nfiscal_year_name: end\n\
             teams:\n  company: { name: Acme }\n  support: { parent: company, members: [ana, bo] }\n\
             people: { ana: { name: Ana Lopes, github: analopes } }\n\
             periods: { summer: { start: 2026-06-21, end: 2026-09-20, name: Summer, scoring: progress } }\n\
             rules: { key-result-count: { min: 2, severity: info }, team-size: false }\n\
             theme: { name: default, accent: \"#0B5fff\", options: { wide: true } }\n\
             sources: [{ name: platform, path: ./repos/platform/, repository: https://a.example/x/ }]\n\
             images: [https://IMG.acme.example/]\n",
    );
    assert!(
        read.findings.is_empty() && !read.is_unreadable,
        "{:?}",
        read.findings
    );
    let config = read.config;
    assert_eq!((config.title.as_str(), config.language.code()), ("Acme", "fr"));
    assert_eq!(config.url.as_deref(), Some("https://acme.github.io/okrs/"));
    assert_eq!(config.repository.as_deref(), Some("https://github.com/acme/okrs"));
    assert_eq!(
        (config.scoring, config.cadence),
        (Scoring::Projection, Cadence::Days(10))
    );
    assert_eq!((config.grace, config.closing), (3, 0));
    assert_eq!(
        (config.fiscal_year_start, config.fiscal_year_name),
        (4, FiscalYearName::End)
    );
    let teams = config.teams.as_ref().expect("declared");
    assert_eq!(
        teams["support"].parent.as_ref().map(|parent| parent.as_str()),
        Some("company")
    );
    assert_eq!(teams["support"].members.len(), 2);
    assert_eq!(
        config.people.as_ref().expect("declared")["ana"].github.as_deref(),
        Some("analopes")
    );
    assert_eq!(
        config.periods["summer"].end.map(|end| end.to_string()).as_deref(),
        Some("2026-09-20")
    );
    assert_eq!(config.severity("key-result-count"), Severity::Info);
    assert_eq!(config.severity("team-size"), Severity::Off);
    assert_eq!(config.limit("key-result-count", "min"), 2.0);
    assert_eq!(
        (
            config.theme.accent.as_deref(),
            config.theme.options[0].value.as_str()
        ),
        (Some("#0B5fff"), "true")
    );
    assert_eq!(
        (
            config.sources[0].path.as_str(),
            config.sources[0].repository.as_deref()
        ),
        ("repos/platform", Some("https://a.example/x"))
    );
    assert_eq!(config.images, ["https://img.acme.example"]);
}

#[test]
fn nothing_set_is_the_default() {
    for text in ["", "# nothing\n", "title:\ncadence: ~\n"] {
        let (_, read) = read_text(text);
        assert!(read.findings.is_empty() && !read.is_unreadable, "{text}");
        assert_eq!(
            (read.config.title.as_str(), read.config.cadence),
            ("OKRs", Cadence::Months(1))
        );
        assert!(read.config.teams.is_none() && read.config.people.is_none());
    }
}

#[test]
fn what_is_no_yaml_is_told_from_what_is_wrong_in_it() {
    for (text, expected) in [
        ("titel: x\n", false),
        ("title: &a x\n", false),
        ("title: x\ntitle: y\n", false),
        ("this is prose\n", true),
        ("- a list\n", true),
        ("title: Grow: fast\n", true),
        ("{{{{", true),
        ("a: [\n", true),
        ("\u{0}", true),
    ] {
        let (_, read) = read_text(text);
        assert_eq!(read.is_unreadable, expected, "{text}");
        assert!(!read.findings.is_empty(), "{text}");
    }
}

#[test]
fn every_rule_with_parameters_is_a_rule() {
    for (rule, _) in config::PARAMETERS {
        assert!(
            crate::diagnostic::names::find(rule)
                .is_some_and(|name| name.sort == crate::diagnostic::names::Sort::Rule)
        );
    }
}

#[test]
fn a_ring_of_many_teams_is_opened_in_no_time() {
    let ring: String = (0..5_000)
        .map(|i| format!("  t{i}: {{ parent: t{} }}\n", (i + 1) % 5_000))
        .collect();
    let (_, read) = read_text(&format!("teams:\n{ring}"));
    assert_eq!(read.findings.len(), 1);
    let teams = read.config.teams.expect("declared");
    assert_eq!(teams.values().filter(|team| team.parent.is_none()).count(), 1);
}
