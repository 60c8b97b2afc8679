//! The schemas that editors use, and what shells and manuals are made of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repo::Repo;

fn schema(repo: &Repo, of: &str) -> jsonschema::Validator {
    let run = repo.okr(&format!("schema {of}")).says_nothing().exits(0);
    let schema = serde_json::from_str(&run.out()).expect("a schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema), "{of}");
    jsonschema::draft202012::new(&schema).expect("a schema of 2020-12")
}

fn yaml(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).expect("the example is YAML")
}

fn objectives(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the example") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            objectives(&path, found);
        } else if path.extension().is_some_and(|it| it == "md") && !path.to_string_lossy().contains("/_") {
            found.push(path);
        }
    }
}

#[test]
fn the_example_fits_the_schemas() {
    let repo = Repo::clean();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-okrs");
    let config = yaml(&fs::read_to_string(example.join("okr.yaml")).expect("okr.yaml"));
    let faults: Vec<String> = schema(&repo, "config")
        .iter_errors(&config)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    let validator = schema(&repo, "objective");
    let mut files = Vec::new();
    objectives(&example.join("objectives"), &mut files);
    assert!(files.len() > 20);
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of the example");
        let front = text.split("---\n").nth(1).expect("front matter");
        let faults: Vec<String> = validator
            .iter_errors(&yaml(front))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}: {faults:?}", file.display());
    }
}

#[test]
fn the_schemas_refuse_what_the_check_refuses() {
    let repo = Repo::clean();
    let validator = schema(&repo, "objective");
    let good =
        "title: T\nperiod: 2026-Q3\nteam: ops\nkey_results:\n  - { id: a, title: A, start: 1, target: 2 }\n";
    assert!(validator.is_valid(&yaml(good)));
    for (from, to) in [
        ("team: ops", "team: Ops Team"),
        ("title: T", "titel: T"),
        ("start: 1, target: 2", "start: 1"),
        ("start: 1, target: 2", "start: 1, target: 2, milestone: true"),
        ("start: 1, target: 2", "milestone: false"),
        ("start: 1, target: 2", "start: 1, target: 2, rubric: { 1.5: 3 }"),
        ("title: T", "title: T\ndropped: 2026-08-01"),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        assert!(!validator.is_valid(&yaml(&bad)), "{bad}");
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let repo = Repo::clean();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = repo.okr(&format!("completions {shell}")).says_nothing().exits(0);
        for command in ["build", "check", "export", "schema"] {
            assert!(run.out().contains(command), "{shell}: {command}");
        }
    }
    repo.okr("man").prints(".TH okr 1").says_nothing().exits(0);
    repo.okr("man build").prints("keep\\-going").exits(0);
    repo.okr("man biuld")
        .prints_nothing()
        .says("did you mean `build`?")
        .exits(2);
}
