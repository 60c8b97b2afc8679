//! The command line: wrong usage is exit 2 and says so, whatever it is.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::repo::{Repo, Run};

#[test]
fn wrong_usage_is_a_failure() {
    let repo = Repo::clean();
    for arguments in [
        "",
        "frobnicate",
        "check --format xml",
        "check --today tomorrow",
        "check --today 2026-02-30",
        "check -q -v",
        "-v check -q",
        "check --color sometimes",
        "build --base-url acme.example",
        "build extra",
        "export",
        "export pdf",
        "schema",
        "schema everything",
        "check --nonsense",
    ] {
        let run = repo.okr(arguments).prints_nothing().exits(2);
        assert!(!run.err().is_empty(), "{arguments}");
    }
}

#[test]
fn help_and_version_are_results() {
    let repo = Repo::clean();
    repo.okr("--version").prints("okr ").exits(0);
    for arguments in ["--help", "-h", "check --help", "build -h", "help export"] {
        repo.okr(arguments).prints("Usage:").says_nothing().exits(0);
    }
}

#[test]
fn a_date_comes_from_the_environment_or_the_command_line() {
    let repo = Repo::clean();
    let as_of = |arguments: &[&str], epoch: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_okr"));
        command
            .env_clear()
            .env("SOURCE_DATE_EPOCH", epoch)
            .current_dir(repo.root())
            .args(arguments);
        Run::of(command)
    };
    as_of(&["export", "json"], "1789084799")
        .prints("\"as_of\": \"2026-09-10\"")
        .exits(0);
    as_of(&["export", "json", "--today", "2026-08-31"], "1789084799")
        .prints("\"as_of\": \"2026-08-31\"")
        .exits(0);
    as_of(&["export", "json"], "soon")
        .says("SOURCE_DATE_EPOCH is `soon`")
        .exits(2);
}

#[test]
fn no_command_line_ends_in_a_panic_or_a_signal() {
    let repo = Repo::clean();
    let words = prop_oneof![
        4 => prop::sample::select(vec![
            "check", "build", "export", "schema", "help", "json", "csv", "data", "-q", "-v", "-C", "--today", "2026-09-10",
            "--format", "text", "--strict", "--keep-going", "--drafts", "--force", "--verify", "-o", "_site", "objectives",
            "objectives/grow.md", ".", "..", "--", "-", "--color", "never", "", "--base-url", "https://acme.example",
        ]).prop_map(str::to_owned),
        1 => "[^\\x00]{0,12}",
    ];
    let lines = prop::collection::vec(words, 0..6);
    // Nothing is written to the project: a failing line is printed.
    let mut runner = TestRunner::new(Config {
        cases: 96,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&lines, |line| {
            // A file that a line names may be written next to the repository, and only there.
            let run = Run::of(repo.command(&line));
            prop_assert!(
                matches!(run.code(), Some(0..=2)),
                "{:?}: {:?} {}",
                line,
                run.code(),
                run.err()
            );
            prop_assert!(!run.err().contains("panicked"), "{:?}: {}", line, run.err());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_path_that_is_offered_can_be_typed_where_we_are() {
    let repo = Repo::clean();
    repo.okr("check objectives/grw.md")
        .exits(2)
        .says("did you mean `objectives/grow.md`?");
    let mut elsewhere = repo.command(["check", "objectives/grow.md"]);
    elsewhere.current_dir(repo.at("objectives"));
    Run::of(elsewhere).exits(2).says("/objectives/grow.md`?");
}
