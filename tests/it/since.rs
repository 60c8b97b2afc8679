//! `okr check --since`: only what is different from a revision.

use std::fs;
use std::process::Command;

use crate::repo::{Repo, Run};

/// Two objectives with a fault each, committed.
fn committed() -> Repo {
    let repo = Repo::clean()
        .edit(
            "grow.md",
            "period: 2026-Q3\n",
            "period: 2026-Q3\npriority: high\n",
        )
        .edit("calm.md", "period: 2026-Q3\n", "period: 2026-Q3\nurgency: high\n");
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    repo
}

#[test]
fn what_was_there_before_in_files_that_are_as_they_were_is_left_out() {
    let repo = committed();
    repo.okr("check").prints("priority").prints("urgency").exits(1);
    repo.okr("check --since HEAD")
        .prints_nothing()
        .says(": clean")
        .exits(0);
    let repo = repo.edit("grow.md", "title: Make", "title: Let");
    let run = repo.okr("check --since HEAD").prints("priority").exits(1);
    assert!(!run.out().contains("urgency"), "{}", run.out());
    repo.git(&["commit", "-q", "-a", "-m", "second"]);
    repo.okr("check --since main").prints_nothing().exits(0);
    repo.okr("check --since HEAD~1").prints("priority").exits(1);
    repo.okr("check --since HEAD~1 objectives/calm.md")
        .prints_nothing()
        .exits(0);
    repo.okr("check --since HEAD~1 --format github")
        .prints("::error file=objectives/grow.md,line=4,")
        .exits(1);
}

#[test]
fn what_a_change_breaks_elsewhere_is_told() {
    let repo = Repo::clean()
        .edit("calm.md", "owner: dora\nkey", "owner: dora\nparent: grow\nkey")
        .with("objectives/old.MD", "x");
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "aligned"]);
    repo.okr("check --since HEAD").prints_nothing().exits(0);
    fs::remove_file(repo.at("objectives/grow.md")).unwrap();
    let run = repo
        .okr("check --since HEAD")
        .prints("objectives/calm.md:6:9: error[unknown-parent]")
        .exits(1);
    assert!(!run.out().contains("old.MD"), "{}", run.out());
    repo.git(&["checkout", "-q", "objectives"]);
    repo.put("okr.yaml", "title: Acme\nteams:\n  support: {}\n");
    repo.okr("check --since HEAD")
        .prints("objectives/grow.md:4:7: error[unknown-team]")
        .exits(1);
}

#[test]
fn what_only_the_other_branch_changed_is_not_told() {
    let repo = Repo::clean().edit("calm.md", "    target: 5\n", "    traget: 5\n");
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    repo.git(&["switch", "-q", "-c", "more"]);
    let repo = repo.edit("grow.md", "owner: ada\nkey", "owner: bo\nkey");
    repo.git(&["commit", "-q", "-a", "-m", "more"]);
    repo.git(&["switch", "-q", "main"]);
    let repo = repo.edit("calm.md", "    traget: 5\n", "    target: 5\n");
    repo.git(&["commit", "-q", "-a", "-m", "mended there"]);
    repo.git(&["switch", "-q", "more"]);
    repo.okr("check").prints("unknown-key").exits(1);
    repo.okr("check --since main").prints_nothing().exits(0);
    repo.git(&["switch", "-q", "--orphan", "other"]);
    repo.git(&["checkout", "-q", "more", "--", "."]);
    repo.git(&["commit", "-q", "-m", "apart"]);
    repo.okr("check --since main")
        .prints("unknown-key")
        .says("have no commit in common; what is different is told from")
        .exits(1);
    repo.okr("check --since main..other")
        .says("it is a range; name one revision")
        .exits(2);
}

#[test]
fn a_new_file_and_a_renamed_one_are_changed_ones() {
    let repo = committed();
    fs::rename(repo.at("objectives/grow.md"), repo.at("objectives/growth.md")).unwrap();
    repo.okr("check --since HEAD")
        .prints("objectives/growth.md:4:1: error[unknown-key]")
        .exits(1);
}

#[test]
fn time_alone_brings_nothing_new() {
    let repo = committed();
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    command
        .current_dir(repo.root())
        .args(["check", "--since", "HEAD", "--today", "2026-12-31"]);
    Run::of(command).prints_nothing().exits(0);
}

#[test]
fn only_what_is_different_is_put_right() {
    let repo = Repo::clean().edit("calm.md", "    target: 5\n", "    traget: 5\n");
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    let repo = repo.edit("grow.md", "    target: 200\n", "    traget: 200\n");
    repo.okr("check --since HEAD --fix").says("grow.md:11:5").exits(0);
    let calm = fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    assert!(calm.contains("traget"));
}

#[test]
fn a_wrong_revision_is_named() {
    let repo = committed();
    for revision in ["nowhere", "-x", "--output=proof", "HEAD~9", "", "main:okr.yaml"] {
        let mut command = repo.command(["check", "--since"]);
        command.arg(revision);
        Run::of(command)
            .prints_nothing()
            .says("error: there is no revision `")
            .exits(2);
    }
    assert!(!repo.at("proof").exists());
    Repo::clean()
        .okr("check --since HEAD")
        .says("is in no git repository")
        .exits(2);
}
