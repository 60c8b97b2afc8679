//! What `okr check` writes for forges and scanners, read as they read it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::repo::{Repo, Run};

/// One error, one warning and one info, with characters of several bytes before the error.
fn faulty() -> Repo {
    Repo::clean()
        .edit(
            "grow.md",
            "    target: 200\n",
            "    target: 200\n    \"élan\": x\n",
        )
        .edit(
            "calm.md",
            "## 2026-08-31 (on track) Two",
            "## 2026-07-02 (at risk) Two",
        )
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/schemas")
        .join(name);
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // `…]?$` without an opening bracket is no regular expression for the validator; no log of ours has a language.
    for of in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{of}/properties/language")) {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    let options = jsonschema::draft7::options().should_validate_formats(true);
    options.build(&schema).unwrap()
}

fn sarif(repo: &Repo) -> Value {
    let log = serde_json::from_str(&repo.okr("check --format sarif").says_nothing().out()).unwrap();
    let faults: Vec<String> = schema("sarif-2.1.0.json")
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    log
}

#[test]
fn annotations_stand_on_the_lines_they_are_about() {
    let run = faulty().okr("check --format github").says_nothing().exits(1);
    let out = run.out();
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].starts_with(
            "::error file=objectives/grow.md,line=12,endLine=12,col=5,endColumn=11,title=unknown-key::unknown key `élan`"
        ),
        "{out}"
    );
    assert!(
        lines[1].starts_with("::warning file=objectives/calm.md,line="),
        "{out}"
    );
    assert!(
        lines[2].starts_with("::notice file=objectives/calm.md,line="),
        "{out}"
    );
    Repo::clean()
        .okr("check --format github")
        .prints_nothing()
        .says_nothing()
        .exits(0);
}

#[test]
fn paths_for_a_forge_begin_at_the_top_of_the_work_tree() {
    let repo = faulty();
    fs::create_dir(repo.root().parent().unwrap().join(".git")).unwrap();
    repo.okr("check --format github")
        .prints("file=okrs/objectives/grow.md,");
    repo.okr("check --format gitlab")
        .prints("\"okrs/objectives/grow.md\"");
    repo.okr("check --format sarif")
        .prints("\"okrs/objectives/grow.md\"");
    repo.okr("check").prints("\nobjectives/grow.md:12:5: error");
}

#[test]
fn sarif_fits_its_schema_and_counts_columns_in_characters() {
    let log = sarif(&faulty());
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"unknown-key".into(), &"error".into())
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "objectives/grow.md");
    assert_eq!(
        place["region"],
        serde_json::json!({ "startLine": 12, "startColumn": 5, "endLine": 12, "endColumn": 11 })
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().unwrap().len() > 40, "{rule}");
    }
    let slip = sarif(&Repo::clean().edit("grow.md", "    target: 200\n", "    traget: 200\n"));
    let fix = &slip["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(
        (
            &fix["insertedContent"]["text"],
            &fix["deletedRegion"]["endColumn"]
        ),
        (&"target".into(), &11.into())
    );
    let unexplained: Vec<&str> = rules
        .iter()
        .filter(|rule| rule["fullDescription"]["text"] == rule["id"])
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    println!("not explained yet: {unexplained:?}");
    assert!(unexplained.len() <= 2, "{unexplained:?}");
    sarif(&Repo::clean());
    sarif(&Repo::clean().with("objectives/a b\u{1b}%é.md", "x"));
    sarif(&Repo::clean().with("objectives/binary.md", b"\0\x01\xff"));
}

#[test]
fn a_finding_keeps_its_fingerprint_when_lines_are_added_above_it() {
    let marks = |log: &Value| -> BTreeSet<String> {
        let results = log["runs"][0]["results"].as_array().unwrap().iter();
        results
            .map(|result| result["partialFingerprints"]["okrFinding/v1"].to_string())
            .collect()
    };
    let before = marks(&sarif(&faulty()));
    let moved = faulty().edit("grow.md", "period: 2026-Q3\n", "period: 2026-Q3\ntags: [a]\n\n");
    assert_eq!(marks(&sarif(&moved)), before);
    assert_eq!(before.len(), 3);
}

#[test]
fn the_code_quality_report_has_what_gitlab_asks_for() {
    let out = faulty().okr("check --format gitlab").exits(1).out();
    let issues: Vec<Value> = serde_json::from_str(&out).unwrap();
    let severities: Vec<&str> = issues
        .iter()
        .map(|issue| issue["severity"].as_str().unwrap())
        .collect();
    assert_eq!(severities, ["critical", "minor", "info"]);
    assert_eq!(
        issues[0]["location"],
        serde_json::json!({ "path": "objectives/grow.md", "lines": { "begin": 12, "end": 12 } })
    );
    assert_eq!(issues[0]["check_name"], "unknown-key");
    for issue in &issues {
        assert!(!issue["description"].as_str().unwrap().contains('\n'));
    }
    let marks: BTreeSet<_> = issues
        .iter()
        .map(|issue| issue["fingerprint"].to_string())
        .collect();
    assert_eq!(marks.len(), issues.len());
    assert_eq!(Repo::clean().okr("check --format gitlab").out(), "[]\n");
}

#[test]
fn only_text_is_cut() {
    let keys: String = (0..1_200).map(|n| format!("k{n}: x\n")).collect();
    let repo = Repo::clean().edit("grow.md", "team: growth\n", &format!("team: growth\n{keys}"));
    repo.okr("check").prints("and 200 more findings").exits(1);
    for (format, mark) in [
        ("github", "::error "),
        ("sarif", "\"level\": \"error\",\n          \"message\""),
        ("gitlab", "\"critical\""),
        ("json", "\"error\""),
    ] {
        let out = repo.okr(&format!("check --format {format}")).exits(1).out();
        assert_eq!(out.matches(mark).count(), 1_200, "{format}");
    }
}

#[test]
fn a_job_gets_its_summary_whatever_the_format() {
    let repo = faulty();
    repo.put("summary.md", "before\n");
    for format in ["text", "github"] {
        let mut command = repo.command(["check", "--format", format]);
        command.env("GITHUB_STEP_SUMMARY", repo.at("summary.md"));
        Run::of(command).exits(1);
    }
    let summary = fs::read_to_string(repo.at("summary.md")).unwrap();
    assert!(summary.starts_with("before\n### okr check\n\nchecked 2 objectives, 6 key results, 2 check-ins: 1 error, 1 warning, 1 info\n\n#### 1 error\n\n- `objectives/grow.md:12:5` `` unknown key `élan` `` `unknown-key`\n"), "{summary}");
    assert_eq!(summary.matches("#### 1 warning").count(), 2);
    let mut command = repo.command(["check"]);
    command.env("GITHUB_STEP_SUMMARY", repo.at("none/summary.md"));
    Run::of(command).says("cannot write").exits(2);
    let mut command = repo.command(["check"]);
    command.env("GITHUB_STEP_SUMMARY", "");
    Run::of(command).exits(1);
}

#[test]
fn what_people_wrote_is_never_a_command_of_a_build_server() {
    let hostile = "%0A::error::x ##[add-mask]e ##vso[task.complete] \u{1b}]8;;x\u{7} @everyone";
    let repo = Repo::clean()
        .edit(
            "grow.md",
            "team: growth\n",
            &format!(
                "team: growth\n\"{}\": x\n",
                hostile.replace(['\u{1b}', '\u{7}'], "")
            ),
        )
        .with("objectives/##[error]\n::stop-commands::t.md", "x");
    for arguments in [
        "check",
        "check --format github",
        "check --format json",
        "check --format sarif",
        "check --format gitlab",
        "build",
    ] {
        let run = repo.okr(arguments).exits(1);
        for line in run.out().lines().chain(run.err().lines()) {
            let command = line.trim_start().starts_with("::");
            assert!(
                !command || line.starts_with("::error file="),
                "{arguments}: {line}"
            );
            assert!(
                !line.contains("##[") && !line.contains("##vso["),
                "{arguments}: {line}"
            );
            assert!(!line.contains('\u{1b}'), "{arguments}: {line}");
        }
    }
}
