//! Whole folders: what is read of them, and what is found between files.

use super::*;
use crate::model::Target;

const OKR: &str = "teams: { company: {}, support: { parent: company, members: [ana] } }\n";

fn objective(period: &str, team: &str, more: &str) -> String {
    format!(
        "---\ntitle: T\nperiod: {period}\nteam: {team}\n{more}key_results:\n  - id: nps\n    title: N\n    start: 1\n    target: 5\n---\n"
    )
}

fn sources(files: &[(&str, String)]) -> Sources {
    files
        .iter()
        .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()))
        .collect()
}

/// The book and what is said, and that neither depends on the order of the files.
fn read(files: &[(&str, String)]) -> (Parsed, String) {
    let said = |sources: &Sources, parsed: &Parsed| {
        let one = |finding: &Diagnostic| {
            let source = &sources[finding.file];
            format!(
                "{}:{}",
                source.path,
                testing::printed(source, std::slice::from_ref(finding))
            )
        };
        parsed.findings.iter().map(one).collect::<String>()
    };
    let forwards = sources(files);
    let parsed = book(&forwards);
    let first = said(&forwards, &parsed);
    let mut backwards: Vec<_> = files.to_vec();
    backwards.reverse();
    let backwards = sources(&backwards);
    let again = book(&backwards);
    assert_eq!(first, said(&backwards, &again));
    let shown = |book: &Book| {
        let objectives: Vec<_> = book
            .objectives
            .iter()
            .map(|one| (&one.id, one.period, format!("{:?}", one.parent)))
            .collect();
        let broken: Vec<_> = book.broken.iter().map(|one| &one.id).collect();
        format!(
            "{objectives:?} {broken:?} {:?} {:?} {:?}",
            book.periods.iter().map(|one| &one.id).collect::<Vec<_>>(),
            book.teams,
            book.people
        )
    };
    assert_eq!(shown(&parsed.book), shown(&again.book));
    (parsed, first)
}

fn check(files: &[(&str, String)], findings: &str) {
    assert_eq!(read(files).1, findings);
}

#[test]
fn two_states_read_together_are_as_each_read_alone() {
    let state = |files: &[(&str, String)]| sources(files);
    let a = ("objectives/a.md", objective("2026-Q3", "support", "parent: b\n"));
    let b = ("objectives/b.md", objective("summer", "company", "ovner: x\n"));
    let c = (
        "objectives/c.md",
        objective("2026-Q3", "support", "owner: \"@ana\"\n"),
    );
    let settings = ("okr.yaml", OKR.to_owned());
    let french = ("okr.yaml", format!("{OKR}language: fr\n"));
    let summer = |end: &str| {
        let text = format!("---\nstart: 2026-06-21\nend: {end}\n---\n");
        ("periods/summer.md", text)
    };
    let edited = ("objectives/a.md", objective("2026-Q3", "company", ""));
    let states = [
        vec![settings.clone(), a.clone(), b.clone(), c.clone()],
        vec![
            c.clone(),
            summer("2026-09-20"),
            b.clone(),
            a.clone(),
            settings.clone(),
        ],
        vec![
            settings.clone(),
            edited,
            c.clone(),
            summer("2026-09-20"),
            b.clone(),
        ],
        vec![summer("2026-07-01"), french, a.clone(), c.clone(), b.clone()],
        vec![("objectives/moved.md", a.1.clone()), settings, b, c],
        vec![a],
    ];
    for before in &states {
        for after in &states {
            let (before, after) = (state(before), state(after));
            let (one, other) = both(&before, &after);
            assert_eq!(format!("{one:?}"), format!("{:?}", book(&before)));
            assert_eq!(format!("{other:?}"), format!("{:?}", book(&after)));
        }
    }
}

#[test]
fn ids_come_from_paths_and_are_checked() {
    check(
        &[
            ("objectives/a.md", objective("2026-Q3", "support", "")),
            ("objectives/_x/b.md", objective("2026-Q3", "support", "")),
            ("objectives/x/README.md", objective("2026-Q3", "support", "")),
            ("objectives/notes.txt", "x".to_owned()),
        ],
        "",
    );
    check(
        &[("objectives/Über uns.md", objective("2026-Q3", "support", ""))],
        "objectives/Über uns.md:1:1 invalid-path: `Über uns` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  help: rename the file so that its id is `Uber-uns`\n",
    );
    check(
        &[("objectives/a b/c.md", objective("2026-Q3", "support", ""))],
        "objectives/a b/c.md:1:1 invalid-path: `a b` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  help: rename the file so that its id is `a-b/c`\n",
    );
    check(
        &[("objectives/con.md", objective("2026-Q3", "support", ""))],
        "objectives/con.md:1:1 invalid-path: `con` is a reserved name\n  help: rename the file so that its id is `con-1`\n",
    );
    check(
        &[(
            "objectives/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/a.md",
            objective("2026-Q3", "support", ""),
        )],
        "objectives/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/a.md:1:1 limit: the file lies 33 folders deep; the limit is 32\n",
    );
    check(
        &[
            ("objectives/a.md", objective("2026-Q3", "support", "")),
            ("objectives/A.md", objective("2026-Q3", "support", "")),
        ],
        "objectives/a.md:1:1 duplicate-path: `a` and `A` differ only in case\n  help: the other is in `objectives/A.md`; give one of them another name\n",
    );
    check(
        &[
            ("objectives/a.md", objective("2026-Q3", "support", "")),
            ("objectives/a/history.md", objective("2026-Q3", "support", "")),
        ],
        "objectives/a/history.md:1:1 duplicate-path: the page of `a/history` would stand where `a` has its `history`\n  help: the other is in `objectives/a.md`; give one of them another name\n",
    );
    check(
        &[
            (
                "objectives/a.md",
                objective("2026-Q3", "support", "aliases: [b]\n"),
            ),
            ("objectives/b.md", objective("2026-Q3", "support", "")),
        ],
        "objectives/a.md:5:11 duplicate-path: `b` is taken already\n  help: the other is in `objectives/b.md`; give one of them another name\n",
    );
    check(
        &[
            (
                "objectives/a.md",
                objective("2026-Q3", "support", "aliases: [old]\n"),
            ),
            (
                "objectives/c.md",
                objective("2026-Q3", "support", "aliases: [old]\n"),
            ),
        ],
        "objectives/c.md:5:11 duplicate-path: `old` is taken already\n  help: the other is in `objectives/a.md`; give one of them another name\n",
    );
    check(
        &[
            (
                "okr.yaml",
                "sources: [{ name: platform, path: repos/platform }]\n".to_owned(),
            ),
            ("objectives/platform/x.md", objective("2026-Q3", "support", "")),
            (
                "repos/platform/objectives/x.md",
                objective("2026-Q3", "support", ""),
            ),
        ],
        "repos/platform/objectives/x.md:1:1 duplicate-path: `platform/x` is taken already\n  help: the other is in `objectives/platform/x.md`; give one of them another name\n",
    );
    check(
        &[
            ("retrospectives/a.md", "---\nperiod: 2026-Q3\n---\n".to_owned()),
            ("retrospectives/A.md", "---\nperiod: 2026-Q3\n---\n".to_owned()),
        ],
        "retrospectives/a.md:1:1 duplicate-path: `a` and `A` differ only in case\n  help: the other is in `retrospectives/A.md`; give one of them another name\n",
    );
}

#[test]
fn several_objectives_of_a_tail_are_listed() {
    check(
        &[
            (
                "objectives/2026-Q3/x/grow.md",
                objective("2026-Q3", "support", ""),
            ),
            (
                "objectives/2026-Q3/y/grow.md",
                objective("2026-Q3", "support", ""),
            ),
            (
                "objectives/2026-Q3/z/a.md",
                objective("2026-Q3", "support", "parent: grow\n"),
            ),
        ],
        "objectives/2026-Q3/z/a.md:5:9 ambiguous-reference: `grow` could be `2026-Q3/x/grow`, `2026-Q3/y/grow`\n  help: write more of the path in front\n",
    );
    check(
        &[
            (
                "objectives/2026-Q3/x/grow.md",
                objective("2026-Q3", "support", ""),
            ),
            ("objectives/2026/y/grow.md", objective("2026", "support", "")),
            (
                "objectives/2026-Q2/y/grow.md",
                objective("2026-Q2", "support", ""),
            ),
            (
                "objectives/2026-Q2/z/a.md",
                objective("2026-Q2", "support", "parent: y/grow\nsupports: [grow#nps]\n"),
            ),
        ],
        "objectives/2026-Q2/z/a.md:5:9 ambiguous-reference: `y/grow` could be `2026-Q2/y/grow`, `2026/y/grow`\n  help: write more of the path in front\nobjectives/2026-Q2/z/a.md:6:12 ambiguous-reference: `grow` could be `2026-Q2/y/grow`, `2026/y/grow`\n  help: write more of the path in front\n",
    );
    check(
        &[
            (
                "objectives/2026-Q3/x/grow.md",
                objective("2026-Q3", "support", ""),
            ),
            (
                "objectives/2026-Q3/y/grow.md",
                objective("2026-Q3", "support", ""),
            ),
            (
                "retrospectives/2026-Q3/x.md",
                "---\nperiod: 2026-Q3\ncarry_over: [grow#nps, x/grow]\n---\n".to_owned(),
            ),
        ],
        "retrospectives/2026-Q3/x.md:3:14 ambiguous-reference: `grow` could be `2026-Q3/x/grow`, `2026-Q3/y/grow`\n  help: write more of the path in front\n",
    );
}

#[test]
fn periods_are_declared_in_one_way() {
    check(
        &[
            (
                "okr.yaml",
                "periods: { summer: { start: 2026-06-21 } }\n".to_owned(),
            ),
            (
                "periods/summer.md",
                "---\nstart: 2026-06-22\nend: 2026-09-20\n---\n".to_owned(),
            ),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "periods/summer.md:2:8 duplicate-key: `start` of `summer` is `2026-06-22` here and `2026-06-21` elsewhere\n  help: keep one of them: `okr.yaml` and `periods/` declare the same period\n",
    );
    check(
        &[
            (
                "periods/summer.md",
                "---\nstart: 2026-06-22\nend: 2026-06-01\n---\n".to_owned(),
            ),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "periods/summer.md:3:6 invalid-date: `end` is 2026-06-01, before `start`, 2026-06-22\n",
    );
    check(
        &[
            ("periods/summer.md", "---\ntitle: Summer\n---\n".to_owned()),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "periods/summer.md:2:1 missing-key: the period `summer` has no `start`\n  help: add `start: YYYY-MM-DD`\n",
    );
    check(
        &[("periods/2026-q3.md", "---\ntitle: Q\n---\n".to_owned())],
        "periods/2026-q3.md:2:1 missing-key: the period `2026-q3` has no `start`\n  help: rename the file to `2026-Q3.md`, or add `start: YYYY-MM-DD`\n",
    );
    check(
        &[
            ("okr.yaml", "periods: { summer: { name: S } }\n".to_owned()),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "okr.yaml:1:12 missing-key: the period `summer` has no `start`\n  help: add `start: YYYY-MM-DD`\n",
    );
    check(
        &[
            ("okr.yaml", "periods: { summer: { name: S } }\n".to_owned()),
            ("periods/summer.md", "---\nstart: 2026-06-22\n---\n".to_owned()),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "",
    );
    check(
        &[
            ("okr.yaml", "periods: { summer: { start: soon } }\n".to_owned()),
            ("objectives/a.md", objective("summer", "support", "")),
        ],
        "okr.yaml:1:29 invalid-date: `soon` is not a date: write it as `YYYY-MM-DD`\n",
    );
    check(
        &[
            (
                "okr.yaml",
                "periods: { summer: { start: 2026-06-22 } }\n".to_owned(),
            ),
            ("periods/Summer.md", "---\nstart: 2026-06-22\n---\n".to_owned()),
            ("objectives/a.md", objective("sumer", "support", "")),
        ],
        "objectives/a.md:3:9 unknown-period: unknown period `sumer`\n  did you mean `Summer`?\nperiods/Summer.md:1:1 duplicate-path: the periods `Summer` and `summer` differ only in case\n  help: rename one of them\n",
    );
    check(
        &[("periods/x/2026-Q3.md", "---\n---\n".to_owned())],
        "periods/x/2026-Q3.md:1:1 unknown-file: this file is not read: periods lie directly in `periods/`\n  help: move it to `periods/`\n",
    );
    check(
        &[("periods/2026-Q3.md", "no front matter\n".to_owned())],
        "periods/2026-Q3.md:1:1 missing-front-matter: the file has no front matter\n  help: begin it with a line `---`, the keys, and a line `---`\n",
    );
    check(
        &[(
            "periods/2026-Q3.md",
            "---\nstart: 2026-07-01\nnot_doing: fax\ninputs: [{title: x}]\n---\n".to_owned(),
        )],
        "periods/2026-Q3.md:2:1 unknown-key: `start` of the period `2026-Q3` cannot be set: its name tells its days\n  help: take it out, or give the period another name\nperiods/2026-Q3.md:3:12 wrong-type: `not_doing` is text, not a list\n  help: write each item on a line below `not_doing:`, behind `- `\nperiods/2026-Q3.md:4:11 missing-key: `url` is missing\n  help: write `url: …`\n",
    );
    check(
        &[
            (
                "okr.yaml",
                "fiscal_year_start: 4\nfiscal_year_name: end\n".to_owned(),
            ),
            ("objectives/a.md", objective("2026-Q1", "support", "")),
        ],
        "",
    );
}

#[test]
fn retrospectives_have_a_period() {
    check(
        &[(
            "retrospectives/a.md",
            "---\nteam: Support\ndate: 2026-13-01\ncarry_over: x\nfoo: 1\n---\n".to_owned(),
        )],
        "retrospectives/a.md:1:1 missing-key: `period` is missing\n  help: write `period: …`\nretrospectives/a.md:2:7 invalid-slug: `Support` cannot be a name in `team`: it takes small letters, digits and `-`\n  did you mean `support`?\nretrospectives/a.md:3:7 invalid-date: `2026-13-01` is no date: there is no month 13; write `2026-01-13`\nretrospectives/a.md:4:13 wrong-type: `carry_over` is text, not a list\n  help: write each item on a line below `carry_over:`, behind `- `\nretrospectives/a.md:5:1 unknown-key: unknown key `foo`\n  help: its keys are `period`, `team`, `date`, `carry_over`, `language`\n",
    );
    check(
        &[("retrospectives/a.md", "".to_owned())],
        "retrospectives/a.md:1:1 missing-front-matter: the file is empty\n  help: begin it with front matter: a line `---`, the keys, and a line `---`\n",
    );
}

#[test]
fn a_reference_has_its_target() {
    let files = [
        (
            "objectives/2026/company/grow.md",
            objective("2026", "company", "aliases: [old/name]\n"),
        ),
        (
            "objectives/2026-Q3/support/bad.md",
            objective("2026-Q3", "support", "foo: 1\n"),
        ),
        (
            "objectives/2026-Q3/support/help.md",
            objective(
                "2026-Q3",
                "support",
                "parent: grow#nps\nsupports: [old/name, bad, 'bad#x', grow#npx, gorw, grow#, '#nps']\n",
            ),
        ),
    ];
    let (parsed, _) = read(&files);
    let book = &parsed.book;
    assert_eq!(
        book.broken.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["2026-Q3/support/bad"]
    );
    let help = &book[book.find("2026-Q3/support/help").expect("it was read")];
    let grow = book.find("2026/company/grow").expect("it was read");
    let key_result = crate::model::KeyResultIx(0);
    assert_eq!(
        help.parent.as_ref().map(|parent| &parent.target),
        Some(&Target::KeyResult(grow, key_result))
    );
    let supports: Vec<&Target> = help.supports.iter().map(|one| &one.target).collect();
    assert_eq!(
        supports,
        [
            &Target::Objective(grow),
            &Target::Broken,
            &Target::Broken,
            &Target::UnknownKeyResult(grow, Some("nps".into())),
            &Target::UnknownObjective(Some("2026/company/grow".into())),
            &Target::UnknownKeyResult(grow, None),
            &Target::UnknownObjective(None),
        ]
    );
}

#[test]
fn a_reference_to_several_costs_the_file_that_has_it() {
    let files = [
        (
            "objectives/2026-Q3/x/grow.md",
            objective("2026-Q3", "x", "parent: a\n"),
        ),
        ("objectives/2026-Q3/y/grow.md", objective("2026-Q3", "y", "")),
        (
            "objectives/2026-Q3/z/a.md",
            objective("2026-Q3", "z", "parent: grow\n"),
        ),
    ];
    let (parsed, _) = read(&files);
    assert_eq!(
        parsed
            .book
            .broken
            .iter()
            .map(|one| one.id.as_str())
            .collect::<Vec<_>>(),
        ["2026-Q3/z/a"]
    );
    assert_eq!(
        parsed.book.objectives[0]
            .parent
            .as_ref()
            .map(|parent| &parent.target),
        Some(&Target::Broken)
    );
}

#[test]
fn a_broken_file_costs_its_own_objective_and_keeps_what_could_be_read() {
    let bad = "---\ntitle: Grow: fast\nperiod: 2026-Q3\nteam: support\nowner: ana\ndraft: true\naliases: [old]\nkey_results:\n\
                   \x20 - id: nps\n    title: N\n    start: 1\n    target: many\n---\n\n## 2026-07-31\n\n- nps: 4\n";
    let files = [
        ("okr.yaml", OKR.to_owned()),
        ("objectives/bad.md", bad.to_owned()),
        (
            "objectives/good.md",
            objective("2026-Q3", "support", "parent: old\n"),
        ),
        ("objectives/binary.md", "\u{0}PNG\u{1}picture".to_owned()),
    ];
    let (parsed, said) = read(&files);
    assert!(
        said.contains("objectives/bad.md:2:8 invalid-yaml")
            && said.contains("objectives/bad.md:12:13 invalid-number"),
        "{said}"
    );
    assert!(
        said.contains("objectives/binary.md:1:1 not-utf-8: the file is not UTF-8 (looks like a binary file)"),
        "{said}"
    );
    let book = parsed.book;
    assert_eq!(book.objectives.len(), 1);
    assert_eq!(
        book.objectives[0].parent.as_ref().map(|parent| &parent.target),
        Some(&Target::Broken)
    );
    let [bad, binary] = &book.broken[..] else {
        panic!("two broken files")
    };
    assert_eq!(
        (bad.id.as_str(), bad.draft, bad.aliases.as_slice()),
        ("bad", true, &["old".to_owned()][..])
    );
    assert_eq!(bad.owner.as_ref().map(|owner| owner.as_str()), Some("ana"));
    assert_eq!(bad.check_ins[0].readings.len(), 1);
    assert_eq!((binary.id.as_str(), binary.title.as_deref()), ("binary", None));
}

#[test]
fn what_is_allowed_or_a_warning_does_not_cost_the_objective() {
    let (parsed, said) = read(&[(
        "objectives/a.md",
        objective("2026-Q3", "support", "owner: '@ana'\n"),
    )]);
    assert!(said.contains("handle-with-at"));
    assert_eq!((parsed.book.objectives.len(), parsed.book.broken.len()), (1, 0));
}

#[test]
fn declared_and_occurring_periods_teams_and_people_are_in_the_book() {
    let files = [
        (
            "okr.yaml",
            "teams: { support: { name: Support, members: [ana] } }\npeople: { Zoe: { name: Zoe Z } }\n\
                 periods: { summer: { start: 2026-06-21, name: Summer, scoring: projection }, 2027: { name: Next } }\n"
                .to_owned(),
        ),
        ("periods/2026-Q4.md", "---\ntitle: Soon\n---\nHello\n".to_owned()),
        ("objectives/a.md", objective("2026-Q3", "growth", "owner: ZOE\ncontributors: [support, Bo]\n")),
        ("objectives/b.md", objective("summer", "growth", "owner: bo\n")),
        ("retrospectives/2026-H1/ops.md", "---\nperiod: 2026-H1\nteam: ops\n---\n".to_owned()),
    ];
    let (parsed, said) = read(&files);
    assert_eq!(said, "");
    let book = parsed.book;
    let periods: Vec<_> = book
        .periods
        .iter()
        .map(|one| (one.id.as_str(), one.name.as_str(), one.page.is_some()))
        .collect();
    assert_eq!(
        periods,
        [
            ("2026-H1", "2026-H1", false),
            ("summer", "Summer", false),
            ("2026-Q3", "2026-Q3", false),
            ("2026-Q4", "2026-Q4", true),
            ("2027", "Next", false),
        ]
    );
    assert_eq!(book.periods[1].end, None);
    let teams: Vec<_> = book
        .teams
        .iter()
        .map(|one| (one.id.as_str(), one.name.as_str()))
        .collect();
    assert_eq!(
        teams,
        [("growth", "growth"), ("ops", "ops"), ("support", "Support")]
    );
    let people: Vec<_> = book
        .people
        .iter()
        .map(|one| (one.id.as_str(), one.name.as_str()))
        .collect();
    assert_eq!(people, [("Zoe", "Zoe Z"), ("ana", "ana"), ("bo", "bo")]);
    assert_eq!(book.person_name("zoe"), "Zoe Z");
    assert_eq!(
        (book.retrospectives.len(), book.retrospectives[0].team.as_deref()),
        (1, Some("ops"))
    );
}

#[test]
fn objectives_of_another_checkout_have_its_name_in_front() {
    let files = [
        (
            "okr.yaml",
            "sources: [{ name: platform, path: repos/platform }]\n".to_owned(),
        ),
        (
            "repos/platform/objectives/2026-Q3/fast.md",
            objective("2026-Q3", "platform", ""),
        ),
        ("repos/platform/okr.yaml", "title: Theirs\n".to_owned()),
        (
            "objectives/2026-Q3/a.md",
            objective("2026-Q3", "support", "parent: fast\n"),
        ),
    ];
    let (parsed, said) = read(&files);
    assert_eq!(said, "");
    let fast = parsed.book.find("platform/2026-Q3/fast");
    assert!(fast.is_some());
    assert_eq!(
        parsed.book.objectives[0]
            .parent
            .as_ref()
            .and_then(|parent| parent.objective()),
        fast
    );
}

#[test]
fn an_empty_folder_is_an_empty_book() {
    let parsed = book(&Sources::default());
    assert!(parsed.findings.is_empty() && !parsed.config_unreadable && parsed.book.config.file.is_none());
    let parsed = book(&sources(&[("okr.yaml", "not yaml: [".to_owned())]));
    assert!(parsed.config_unreadable);
}

#[test]
fn a_file_past_a_mebibyte_is_refused_with_its_size() {
    let sources = Sources::from(vec![SourceFile::too_large("objectives/a.md", 1_048_577)]);
    let parsed = book(&sources);
    assert_eq!(
        testing::printed(&sources.0[0], &parsed.findings),
        "1:1 limit: the file is 1048577 bytes long; the limit is 1048576 (1 MiB)\n"
    );
    assert_eq!(parsed.book.broken.len(), 1);
}
