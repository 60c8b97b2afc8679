//! `okr check --fix`: what it changes, and what it leaves alone.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::repo::{Repo, Run};
use crate::tree;

/// A clean repository with slips in two files and a fault that only people can put right.
fn slipped() -> Repo {
    Repo::clean()
        .edit("grow.md", "    target: 200\n", "    traget: 200\n")
        .edit("grow.md", "## 2026-08-31 (on track)", "## 2026-08-31 (on trakc)")
        .edit("calm.md", "owner: dora\nkey", "owner: \"@dora\"\nkey")
        .edit("calm.md", "- mood: 3.6", "- moood: 3.6")
}

#[test]
fn slips_are_put_right_and_nothing_else_is_touched() {
    let repo = slipped();
    let run = repo
        .okr("check --fix")
        .says("put right: objectives/calm.md:5:8: `\"@dora\"` is now `dora`\n")
        .says("put right: objectives/grow.md:11:5: `traget` is now `target`\n")
        .says("put right: objectives/grow.md:27:16: `on trakc` is now `on track`\n")
        .says("1 error, 0 warnings")
        .prints("error[unknown-key-result]")
        .exits(1);
    assert!(!run.out().contains("traget"), "{}", run.out());
    let expected = Repo::clean().edit("calm.md", "- mood: 3.6", "- moood: 3.6");
    let below = |repo: &Repo| tree::below(&repo.root());
    assert_eq!(below(&repo), below(&expected));
    let again = repo.okr("check --fix").exits(1);
    assert!(!again.err().contains("put right"), "{}", again.err());
    assert_eq!(below(&repo), below(&expected));
    let clean = Repo::clean();
    let before = tree::modes(&clean.root());
    clean
        .okr("check --fix")
        .prints_nothing()
        .says(": clean\n")
        .exits(0);
    assert_eq!(tree::modes(&clean.root()), before);
}

#[test]
fn a_key_is_put_right_whose_value_was_not_read_before() {
    let repo = Repo::clean().edit("grow.md", "key_results:", "key_reslts:");
    repo.okr("check --fix").says("is now `key_results`").exits(0);
    let before = tree::below(&repo.root());
    assert_eq!(before, tree::below(&Repo::clean().root()));
}

#[cfg(unix)]
#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let repo = slipped();
    let windows = |text: String| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let grow = fs::read_to_string(repo.at("objectives/grow.md")).unwrap();
    repo.put("objectives/grow.md", windows(grow));
    fs::set_permissions(repo.at("objectives/grow.md"), fs::Permissions::from_mode(0o660)).unwrap();
    repo.okr("check --fix").exits(1);
    let clean = fs::read_to_string(Repo::clean().at("objectives/grow.md")).unwrap();
    assert_eq!(
        fs::read_to_string(repo.at("objectives/grow.md")).unwrap(),
        windows(clean)
    );
    let mode = fs::metadata(repo.at("objectives/grow.md"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o660);
    assert_eq!(tree::names(&repo.at("objectives")), ["calm.md", "grow.md"]);
}

#[test]
fn only_the_files_that_are_asked_for_are_changed() {
    let repo = slipped();
    repo.okr("check --fix objectives/calm.md").exits(1);
    let grow = fs::read_to_string(repo.at("objectives/grow.md")).unwrap();
    assert!(grow.contains("traget"));
}

#[test]
fn a_fix_that_would_bring_another_error_is_refused_aloud() {
    let repo = Repo::clean().edit("grow.md", "- signups: 140\n", "- signups: 140 (at risk, 1,7)\n");
    let before = tree::below(&repo.root());
    repo.okr("check --fix")
        .says("with `1.7` in place of `1,7` the file would have another error: ")
        .exits(1);
    assert_eq!(tree::below(&repo.root()), before);
}

#[test]
fn what_is_wrong_behind_a_misspelt_key_is_told_with_it_and_keeps_no_fix_from_the_key() {
    let repo = Repo::clean().edit("grow.md", "    target: 200\n", "    traget: lots\n");
    repo.okr("check")
        .prints("objectives/grow.md:11:5: error[unknown-key]")
        .prints("objectives/grow.md:11:13: error[invalid-number]: `lots` is not a number")
        .exits(1);
    repo.okr("check --fix")
        .says("put right: objectives/grow.md:11:5: `traget` is now `target`")
        .prints("objectives/grow.md:11:13: error[invalid-number]")
        .exits(1);
}

#[test]
fn settings_are_put_right_too_unless_they_are_no_yaml() {
    let repo = Repo::clean().with("okr.yaml", "titel: Acme OKRs\ncadence: montly\n");
    repo.okr("check --fix").exits(0);
    assert_eq!(
        fs::read_to_string(repo.at("okr.yaml")).unwrap(),
        "title: Acme OKRs\ncadence: monthly\n"
    );
    let repo = slipped().with("okr.yaml", "title: [\n");
    let before = tree::below(&repo.root());
    repo.okr("check --fix").prints("okr.yaml:").exits(2);
    assert_eq!(tree::below(&repo.root()), before);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_named_and_links_are_not_followed() {
    let repo = slipped();
    fs::rename(repo.at("objectives/grow.md"), repo.at("grow.txt")).unwrap();
    symlink("../grow.txt", repo.at("objectives/grow.md")).unwrap();
    repo.okr("check --fix").prints("warning[link-in-tree]").exits(1);
    assert!(
        fs::read_to_string(repo.at("grow.txt"))
            .unwrap()
            .contains("traget")
    );
    assert!(repo.at("objectives/grow.md").is_symlink());
}

#[test]
fn in_french_it_is_told_in_french() {
    let repo = slipped().with("okr.yaml", "title: Acme\nlanguage: fr\n");
    Run::of(repo.command(["check", "--fix"]))
        .says("corrigé\u{202f}: objectives/grow.md:11:5\u{202f}: `traget` est devenu `target`\n")
        .says("`on trakc` est devenu `on track`")
        .exits(1);
}
