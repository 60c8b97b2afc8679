//! The program in a repository of git: who wrote what, what moved, and repositories that are out of the ordinary.

use std::path::Path;
use std::process::Command;

use super::repo::{Repo, Run};

/// Runs git with an author, on a day.
fn git(dir: &Path, day: &str, author: &str, arguments: &[&str]) -> String {
    let when = format!("{day}T10:00:00Z");
    let mut command = Command::new("/usr/bin/git");
    command
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .current_dir(dir)
        .env_clear()
        .env("HOME", dir)
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), author)
            .env(format!("GIT_{who}_EMAIL"), "somebody@example.com")
            .env(format!("GIT_{who}_DATE"), &when);
    }
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {err}");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// Commits everything, and gives the commit.
fn commit(repo: &Repo, day: &str, author: &str) -> String {
    if !repo.at(".git").exists() {
        git(&repo.root(), day, author, &["init", "-q"]);
    }
    git(&repo.root(), day, author, &["add", "-A"]);
    git(
        &repo.root(),
        day,
        author,
        &["commit", "-q", "--allow-empty", "-m", "OKRs"],
    );
    git(&repo.root(), day, author, &["rev-parse", "HEAD"])
}

/// The check-ins of an objective in the data.
fn check_ins(repo: &Repo, id: &str) -> serde_json::Value {
    let data: serde_json::Value = serde_json::from_str(&repo.okr("export json").exits(0).out()).unwrap();
    let objectives = data["objectives"].as_array().unwrap();
    let found = objectives.iter().find(|it| it["id"] == id).unwrap();
    found["check_ins"].clone()
}

fn committed() -> (Repo, String) {
    let repo = Repo::clean();
    let first = commit(&repo, "2026-08-31", "Ada Ley");
    (repo, first)
}

#[test]
fn a_check_in_names_its_commit_and_its_author() {
    let (repo, first) = committed();
    let repo = repo.edit(
        "calm.md",
        "- mood: 3.6\n",
        "- mood: 3.6\n\n## 2026-09-07\n\n- mood: 3.7\n",
    );
    let second = commit(&repo, "2026-09-07", "Eli & Co");
    let found = check_ins(&repo, "calm");
    assert_eq!(
        (&found[0]["commit"], &found[0]["author"]),
        (&first.into(), &"Ada Ley".into())
    );
    assert_eq!(
        (&found[1]["commit"], &found[1]["author"]),
        (&second.clone().into(), &"Eli & Co".into())
    );
    repo.okr("build").exits(0);
    let page = std::fs::read_to_string(repo.at("_site/objectives/calm/index.html")).unwrap();
    assert!(
        page.contains("Eli &amp; Co") && page.contains(&second[..10]),
        "{page}"
    );
}

#[test]
fn a_file_that_was_renamed_keeps_its_history() {
    let (repo, first) = committed();
    git(
        &repo.root(),
        "2026-09-01",
        "Bo",
        &["mv", "objectives/calm.md", "objectives/quiet.md"],
    );
    let repo = repo.edit("quiet.md", "Bring calm", "Bring more calm");
    commit(&repo, "2026-09-01", "Bo");
    assert_eq!(check_ins(&repo, "quiet")[0]["commit"], first.as_str());
}

#[test]
fn a_moved_target_and_a_rewritten_check_in_are_found() {
    let (repo, _) = committed();
    let repo =
        repo.edit("grow.md", "target: 200", "target: 150")
            .edit("calm.md", "- reply: 5.5 h", "- reply: 5 h");
    for when in ["not committed", "committed"] {
        repo.okr("check")
            .prints("objectives/grow.md:11:5: warning[target-moved-without-amendment]: `target` of `signups` was moved from `200` to `150`, and nobody says why")
            .prints("objectives/calm.md:32:3: warning[past-check-in-edited]: `reply` was `5.5` on 2026-08-31 and is `5`")
            .exits(0);
        if when == "not committed" {
            commit(&repo, "2026-09-05", "Bo Lind");
        }
    }
    repo.okr("check").prints("on 2026-09-05 by Bo Lind, commit ");
    repo.okr("check --strict").exits(1);
    let repo = repo.edit(
        "grow.md",
        "key_results:",
        "amendments:\n  - { date: 2026-09-05, what: signups.target, why: The partner left }\nkey_results:",
    );
    let run = repo.okr("check");
    assert!(!run.out().contains("target-moved"), "{}", run.out());
    repo.okr("build").exits(0);
    let ledger = std::fs::read_to_string(repo.at("_site/ledger/index.html")).unwrap();
    assert!(
        ledger.contains("The partner left") && ledger.contains("200 → 150"),
        "{ledger}"
    );
}

#[test]
fn a_shallow_clone_is_told_with_its_cure_and_names_no_wrong_author() {
    let (repo, _) = committed();
    let repo = repo.edit(
        "calm.md",
        "- mood: 3.6\n",
        "- mood: 3.6\n\n## 2026-09-07\n\n- mood: 3.7\n",
    );
    commit(&repo, "2026-09-07", "Eli");
    let other = Repo::clean();
    std::fs::remove_dir_all(other.root()).unwrap();
    let from = format!("file://{}", repo.root().display());
    let to = other.root();
    git(
        &repo.root(),
        "2026-09-08",
        "Eli",
        &["clone", "-q", "--depth", "1", &from, to.to_str().unwrap()],
    );
    other.okr("check").says("`git fetch --unshallow`").exits(0);
    assert_eq!(check_ins(&other, "calm")[0]["commit"], serde_json::Value::Null);
    git(&to, "2026-09-08", "Eli", &["fetch", "-q", "--unshallow"]);
    other.okr("check").exits(0);
    assert_eq!(check_ins(&other, "calm")[1]["author"], "Eli");
    assert_eq!(check_ins(&other, "calm")[0]["author"], "Ada Ley");
}

#[test]
fn a_source_that_is_a_checkout_of_its_own_has_its_own_history() {
    let (repo, _) = committed();
    let platform = repo.at("repos/platform");
    std::fs::create_dir_all(platform.join("objectives")).unwrap();
    let text = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    std::fs::write(platform.join("objectives/calm.md"), text).unwrap();
    for arguments in [
        &["init", "-q"][..],
        &["add", "-A"],
        &["commit", "-q", "-m", "theirs"],
    ] {
        git(&platform, "2026-08-20", "Pia", arguments);
    }
    repo.put(
        "okr.yaml",
        "title: Acme\nsources: [{ name: platform, path: repos/platform }]\n",
    );
    repo.put(".gitignore", "repos\n");
    commit(&repo, "2026-09-01", "Bo");
    assert_eq!(check_ins(&repo, "platform/calm")[0]["author"], "Pia");
    assert_eq!(check_ins(&repo, "calm")[0]["author"], "Ada Ley");
}

#[test]
fn without_a_repository_everything_else_works() {
    let repo = Repo::clean();
    assert_eq!(check_ins(&repo, "calm")[0]["commit"], serde_json::Value::Null);
    repo.okr("check").exits(0);
    git(&repo.root(), "2026-09-01", "Bo", &["init", "-q"]);
    assert_eq!(
        check_ins(&repo, "calm")[0]["author"],
        serde_json::Value::Null,
        "no commit yet"
    );
}

#[test]
fn a_hostile_repository_runs_nothing_and_changes_no_answer() {
    let (repo, first) = committed();
    repo.put(".gitattributes", "*.md diff=x filter=x merge=x\n");
    repo.put(".mailmap", "Nobody <somebody@example.com>\n");
    let second = commit(&repo, "2026-09-01", "Bo");
    git(&repo.root(), "2026-09-01", "Bo", &["replace", &first, &second]);
    let proof = repo.at("proof");
    let run = format!("touch {}", proof.display());
    let hooks = repo.at("hooks");
    std::fs::create_dir(&hooks).unwrap();
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {run}\n\tpager = {run}\n\tsshCommand = {run}\n\thooksPath = {hooks}\n\tattributesFile = /nowhere\n[diff]\n\texternal = {run}\n\torderFile = /nowhere\n\trenames = false\n\trelative = true\n\tnoprefix = true\n[diff \"x\"]\n\ttextconv = {run}\n\tcommand = {run}\n[filter \"x\"]\n\tclean = {run}\n\tsmudge = {run}\n\tprocess = {run}\n[log]\n\tshowSignature = true\n\tmailmap = true\n\tshowRoot = false\n\tfollow = true\n[mailmap]\n\tfile = .mailmap\n[format]\n\tpretty = raw\n[color]\n\tui = always\n[i18n]\n\tlogOutputEncoding = UTF-16\n[gpg]\n\tprogram = {run}\n[alias]\n\tdiff-tree = !{run}\n\trev-list = !{run}\n\tcat-file = !{run}\n[fetch]\n\trecurseSubmodules = true\n[remote \"origin\"]\n\turl = ext::{run}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n",
        hooks = hooks.display()
    );
    std::fs::write(repo.at(".git/config"), config).unwrap();
    let found = check_ins(&repo, "calm");
    assert_eq!(
        (&found[0]["commit"], &found[0]["author"]),
        (&first.into(), &"Ada Ley".into())
    );
    repo.okr("build").exits(0);
    assert!(!proof.exists(), "something was run");
}

#[test]
fn files_that_conflict_or_are_broken_in_between_cost_no_history() {
    let (repo, first) = committed();
    let whole = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    repo.put(
        "objectives/calm.md",
        whole.replace("title:", "<<<<<<< HEAD\ntitle:"),
    );
    commit(&repo, "2026-09-01", "Bo");
    repo.okr("check").prints("objectives/calm.md").exits(1);
    repo.put("objectives/calm.md", &whole);
    commit(&repo, "2026-09-02", "Bo");
    assert_eq!(check_ins(&repo, "calm")[0]["commit"], first.as_str());
    Run::of(repo.command(["check"])).exits(0);
}
