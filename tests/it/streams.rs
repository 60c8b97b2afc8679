//! Which stream says what, in which form, with which colour.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::repo::{Repo, Run};

fn wrong() -> Repo {
    Repo::clean().edit(
        "grow.md",
        "period: 2026-Q3\n",
        "period: 2026-Q3\npriority: high\n",
    )
}

#[test]
fn check_prints_findings_as_its_result_and_build_beside_it() {
    wrong()
        .okr("check")
        .prints("error[unknown-key]")
        .says("checked 2 objectives")
        .exits(1);
    let run = wrong()
        .okr("build")
        .prints_nothing()
        .says("error[unknown-key]")
        .says("checked 2 objectives")
        .exits(1);
    assert!(!run.err().contains('\x1b'));
}

#[test]
fn json_is_an_array_and_nothing_else() {
    let run = wrong().okr("check --format json").says_nothing().exits(1);
    let findings: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), 1);
    let finding = &findings[0];
    let keys = [
        "rule",
        "severity",
        "source",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "help",
    ];
    let places: Vec<Option<usize>> = keys
        .iter()
        .map(|key| run.out().find(&format!("\"{key}\":")))
        .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{}", run.out());
    assert_eq!(finding["source"], "objectives/grow.md");
    assert_eq!(
        (&finding["line"], &finding["column"], &finding["end_column"]),
        (&4.into(), &1.into(), &9.into())
    );
    let clean = Repo::clean().okr("check --format json").says_nothing().exits(0);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&clean.out()).unwrap(),
        serde_json::json!([])
    );
}

#[test]
fn quiet_leaves_out_what_is_about_the_run() {
    wrong()
        .okr("check -q")
        .prints("error[unknown-key]")
        .says_nothing()
        .exits(1);
    Repo::clean()
        .okr("build -q")
        .prints_nothing()
        .says_nothing()
        .exits(0);
    Repo::clean().okr("-v build").says("parse").says(" ms").exits(0);
}

#[test]
fn colour_is_for_terminals_or_when_asked_for() {
    let has_colour = |arguments: &str, variable: Option<(&str, &str)>| {
        let repo = wrong();
        let mut command = repo.command(arguments.split_whitespace());
        command.envs(variable);
        Run::of(command).out().contains("\x1b[")
    };
    assert!(!has_colour("check", None));
    assert!(has_colour("check --color always", None));
    assert!(has_colour("check", Some(("CLICOLOR_FORCE", "1"))));
    assert!(!has_colour("check --color never", Some(("CLICOLOR_FORCE", "1"))));
    assert!(has_colour("check --color always", Some(("NO_COLOR", "1"))));
    assert!(!has_colour("check", Some(("NO_COLOR", "1"))));
    assert!(!has_colour("check --format json --color always", None));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let text = (0..2_000)
        .map(|i| format!("nonsense{i}: 1\n"))
        .collect::<String>();
    let repo = Repo::clean().edit(
        "grow.md",
        "period: 2026-Q3\n",
        &format!("period: 2026-Q3\n{text}"),
    );
    for arguments in [
        "check",
        "check --format json",
        "export json",
        "schema data",
        "--help",
    ] {
        let mut child = repo
            .command(arguments.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 1)), "{arguments}: {code:?} {err}");
        assert!(
            !err.contains("panic") && !err.contains("roken pipe"),
            "{arguments}: {err}"
        );
    }
}

#[test]
fn a_full_output_is_a_failure_that_says_so() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full here");
        return;
    };
    let repo = wrong();
    let mut command = repo.command(["check"]);
    let output = command
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("cannot write to standard output: no space left on device"),
        "{err}"
    );
}

#[test]
fn what_a_file_says_cannot_drive_a_terminal_or_a_log() {
    let hostile = "\u{1b}]0;x\u{7}\u{202e}::error::\u{9b}31m";
    let repo = Repo::clean().edit(
        "grow.md",
        "period: 2026-Q3\n",
        &format!("period: 2026-Q3\n\"{}\": 1\n", hostile),
    );
    for arguments in ["check", "check --format json", "build"] {
        let run = repo.okr(arguments);
        for text in [run.out(), run.err()] {
            assert!(
                !text
                    .chars()
                    .any(|c| c.is_control() && c != '\n' || c == '\u{202e}'),
                "{text:?}"
            );
            assert!(
                !text.lines().any(|line| line.trim_start().starts_with("::")),
                "{text}"
            );
        }
    }
}
