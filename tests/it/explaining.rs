//! `okr explain RULE`: every name, in both languages, with examples that do not lie.

use okrbook::diagnostic::names::{self, Sort};
use okrbook::rules::form::{self, Sample};

use crate::repo::{Repo, Run};

/// The names of what is found in a repository that has only these files.
fn found(files: &[(String, String)]) -> Option<Vec<String>> {
    let repo = Repo::clean();
    std::fs::remove_dir_all(repo.at("objectives")).unwrap();
    for (path, text) in files {
        repo.put(path, text);
    }
    // Where capitals do not part files, two of them are one.
    let there = files
        .iter()
        .filter(|(path, text)| std::fs::read_to_string(repo.at(path)).unwrap() == *text)
        .count();
    let listed = |folder: &str| std::fs::read_dir(repo.at(folder)).map_or(0, Iterator::count);
    if there < files.len() || files.len() > 1 && listed("objectives/support") == 1 {
        return None;
    }
    let json = repo.okr("check --format json").out();
    let findings: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let names = findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap().to_owned());
    Some(names.collect())
}

#[test]
fn what_is_wrong_is_found_and_what_is_right_is_not() {
    let mut lies = Vec::new();
    for form in form::ALL {
        if matches!(form.wrong, Sample::Words(_)) {
            continue;
        }
        let (Some(wrong), Some(right)) = (found(&form.wrong.files()), found(&form.right.files())) else {
            continue;
        };
        if !wrong.iter().any(|name| name == form.name) {
            lies.push(format!(
                "{} is not found in its wrong sample: {wrong:?}",
                form.name
            ));
        }
        let errors: Vec<_> = right
            .iter()
            .filter(|name| names::find(name).is_some_and(|name| name.sort == Sort::Form))
            .collect();
        if !errors.is_empty() {
            lies.push(format!("the right sample of {} has {errors:?}", form.name));
        }
    }
    assert!(lies.is_empty(), "{}", lies.join("\n"));
}

#[test]
fn every_name_is_explained_in_both_languages() {
    let repo = Repo::clean();
    let french = Repo::clean().with("okr.yaml", "language: fr\n");
    for name in names::ALL {
        let explain = format!("explain {}", name.name);
        let (english, french) = (repo.okr(&explain), french.okr(&explain));
        for run in [&english, &french] {
            assert_eq!(run.code(), Some(0), "{}", run.err());
            assert!(
                run.out().starts_with(&format!("{}  ", name.name)),
                "{}",
                run.out()
            );
            let are_trimmed = run.out().lines().all(|line| line.trim_end() == line);
            assert!(are_trimmed, "blanks at the end of a line: {}", run.out());
        }
        assert_ne!(english.out(), french.out(), "{}", name.name);
    }
}

#[test]
fn a_rule_is_explained_as_it_is_set_here() {
    let repo = Repo::clean().with(
        "okr.yaml",
        "rules:\n  missing-guard: error\n  key-result-count: { max: 4 }\n  unaligned: off\n",
    );
    repo.okr("explain missing-guard")
        .prints("missing-guard  error here, info by default\n")
        .prints("        missing-guard: error   # error, warning, info, off\n")
        .exits(0);
    repo.okr("explain key-result-count")
        .prints("key-result-count  warning, as by default\n")
        .prints("key-result-count: { min: 3, max: 4, severity: warning }");
    repo.okr("explain unaligned")
        .prints("unaligned  off here, info by default\n");
}

#[test]
fn an_explanation_needs_no_repository() {
    let repo = Repo::clean();
    let outside = |arguments: &[&str]| {
        let mut command = repo.command(arguments);
        command.current_dir(repo.root().parent().unwrap());
        Run::of(command)
    };
    outside(&["explain", "missing-owner"])
        .prints("missing-owner  error, as by default\n")
        .says_nothing()
        .exits(0);
    outside(&["explain", "mising-owner"])
        .prints_nothing()
        .says("error: there is no rule and no error of form `mising-owner`; did you mean `missing-owner`?")
        .exits(2);
    outside(&["-C", "nowhere", "explain", "missing-owner"]).exits(2);
    let broken = Repo::clean().with("okr.yaml", "title: [\n");
    broken
        .okr("explain missing-owner")
        .prints("missing-owner  error, as by default\n")
        .says("warning: `okr.yaml` cannot be read")
        .exits(0);
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let repo = Repo::clean();
    repo.okr("explain guard")
        .says("did you mean `missing-guard`?")
        .exits(2);
    repo.okr("explain qqqqqq")
        .says("there are `unknown-key`, ")
        .exits(2);
    repo.okr("explain").exits(2);
    Repo::clean()
        .with("okr.yaml", "language: fr\n")
        .okr("explain garde")
        .says("il n’y a ni règle, ni erreur de forme, ni objectif `garde`")
        .exits(2);
    let run = Run::of(repo.command(["explain", "\u{1b}[31mx\n"])).exits(2);
    assert!(!run.err().contains('\u{1b}'), "{}", run.err());
}

#[test]
fn explanations_look_like_this() {
    let repo = Repo::clean();
    let french = Repo::clean().with("okr.yaml", "language: fr\n");
    insta::assert_snapshot!("explain_rule", repo.okr("explain key-result-is-a-task").out());
    insta::assert_snapshot!(
        "explain_rule_in_french",
        french.okr("explain missing-guard").out()
    );
    insta::assert_snapshot!("explain_form", repo.okr("explain invalid-reading").out());
    insta::assert_snapshot!("explain_form_in_french", french.okr("explain not-utf-8").out());
    let mut narrow = repo.command(["--color", "always", "explain", "wrong-unit"]);
    narrow.env("COLUMNS", "48");
    insta::assert_snapshot!(
        "explain_in_colour_and_narrow",
        Run::of(narrow).out().replace('\u{1b}', "ESC")
    );
}
