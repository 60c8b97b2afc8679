//! Bytes and trees that are not what they should be: each is pointed at, and none ends the program.

#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(unix)]
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::repo::{Repo, Run};

/// Ends in time, with exit 1, and with this on standard output; the other file is still looked at.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &str) {
    let repo = Repo::clean()
        .with("objectives/grow.md", bytes)
        .edit("calm.md", "    owner: dora\n", "");
    let begin = Instant::now();
    repo.okr("check")
        .prints(expected)
        .prints("objectives/calm.md:")
        .exits(1);
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[test]
fn bytes_that_are_no_text_are_errors_at_their_place() {
    let utf16: Vec<u8> = "---\ntitle: Grow\n---\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(
        b"---\ntitle: caf\xe9\n---\n",
        "objectives/grow.md:2:11: error[not-utf-8]",
    );
    check(
        b"---\ntitle: a\0b\n---\n",
        "objectives/grow.md:2:9: error[not-utf-8]",
    );
    check(utf16, "objectives/grow.md:1:2: error[not-utf-8]");
    check(b"\xed\xa0\x80", "objectives/grow.md:1:1: error[not-utf-8]");
    check(b"\xc0\xaf", "objectives/grow.md:1:1: error[not-utf-8]");
    check(b"", "objectives/grow.md:1:1: error[missing-front-matter]");
    check(b"\n\n", "objectives/grow.md:1:1: error[missing-front-matter]");
    check(b"---\ntitle: x\n", "objectives/grow.md:1:1: error[");
}

#[test]
fn a_file_beyond_the_limit_is_refused_with_its_size() {
    let run = Repo::clean()
        .with("objectives/grow.md", vec![b'a'; (1 << 20) + 1])
        .okr("check")
        .exits(1);
    assert!(
        run.out().contains("objectives/grow.md:1:1: error[limit]"),
        "{}",
        run.out()
    );
    assert!(
        run.out().contains("1048577") || run.out().contains("1,048,577"),
        "{}",
        run.out()
    );
}

#[cfg(unix)]
#[test]
fn links_in_the_tree_are_reported_and_not_followed() {
    let repo = Repo::clean();
    repo.put("../secret.md", "the secret");
    symlink("../../secret.md", repo.at("objectives/link.md")).unwrap();
    symlink("..", repo.at("objectives/loop")).unwrap();
    symlink("nowhere", repo.at("objectives/dangling.md")).unwrap();
    let run = repo.okr("check");
    for name in ["link.md", "loop", "dangling.md"] {
        let expected = format!("objectives/{name}:1:1: warning[link-in-tree]");
        assert!(run.out().contains(&expected), "{}", run.out());
    }
    run.says("2 objectives").exits(0);
    repo.okr("build").exits(0);
    let site = crate::tree::below(&repo.at("_site"));
    assert!(
        !site
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("the secret"))
    );
}

#[cfg(unix)]
#[test]
fn folders_that_are_links_are_not_read() {
    let repo = Repo::clean();
    std::fs::rename(repo.at("objectives"), repo.at("elsewhere")).unwrap();
    symlink("elsewhere", repo.at("objectives")).unwrap();
    repo.okr("check")
        .prints("objectives:1:1: warning[link-in-tree]")
        .says("0 objectives")
        .exits(0);
    let repo = Repo::clean();
    std::fs::rename(repo.at("okr.yaml"), repo.at("settings")).unwrap();
    symlink("settings", repo.at("okr.yaml")).unwrap();
    repo.okr("check").says("`okr.yaml` is a symbolic link").exits(2);
}

#[cfg(unix)]
#[test]
fn pipes_are_reported_and_never_opened() {
    let repo = Repo::clean();
    let pipe = repo.at("objectives/pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    repo.okr("check")
        .prints("objectives/pipe.md:1:1: warning[unknown-file]")
        .says("2 objectives")
        .exits(0);
    let repo = Repo::clean();
    std::fs::remove_file(repo.at("okr.yaml")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(repo.at("okr.yaml"))
            .status()
            .unwrap()
            .success()
    );
    repo.okr("check").says("`okr.yaml` is a named pipe").exits(2);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_are_reported() {
    use std::os::unix::ffi::OsStrExt;
    let repo = Repo::clean();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    if std::fs::write(repo.at(Path::new("objectives").join(name)), "x").is_err() {
        println!("skipped: this file system takes only UTF-8");
        return;
    }
    repo.okr("check")
        .prints("error[invalid-path]")
        .prints("caf\\xe9.md")
        .exits(1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_a_failure_that_names_it() {
    let repo = Repo::clean();
    let mut command = Command::new("setpriv");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o000);
    std::fs::set_permissions(repo.at("objectives/grow.md"), mode).unwrap();
    if std::fs::read(repo.at("objectives/grow.md")).is_ok() {
        // We are root, and can read everything: become nobody, if we may.
        for folder in repo.root().ancestors().take(2) {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(folder, mode).unwrap();
        }
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(env!("CARGO_BIN_EXE_okr"));
        command
            .args(["check", "--today", crate::repo::TODAY, "-C"])
            .arg(repo.root());
        let is_possible = Command::new("setpriv")
            .args([
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "test",
                "-x",
                env!("CARGO_BIN_EXE_okr"),
            ])
            .status()
            .is_ok_and(|status| status.success());
        if !is_possible {
            println!("skipped: root reads everything, and there is no way to be somebody else here");
            return;
        }
    } else {
        command = repo.command(["check"]);
    }
    Run::of(command)
        .says("cannot read objectives/grow.md: permission denied")
        .exits(2);
}

#[test]
fn a_hostile_repository_of_git_runs_nothing() {
    let repo = Repo::clean();
    let proof = repo.at("proof");
    repo.git(&["init", "-q"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    let run = format!("touch {}", proof.display());
    repo.put(
        ".git/config",
        format!("[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {run}\n\tpager = {run}\n\thooksPath = hooks\n[alias]\n\trev-parse = \"!{run}\"\n"),
    );
    repo.put("git", "#!/bin/sh\ntouch proof\n");
    assert!(
        Command::new("chmod")
            .arg("+x")
            .arg(repo.at("git"))
            .status()
            .unwrap()
            .success()
    );
    let mut command = repo.command(["export", "json"]);
    command
        .env("PATH", ".")
        .env("GIT_DIR", "/nowhere")
        .env("GIT_EXTERNAL_DIFF", "touch proof");
    let run = Run::of(command).exits(0);
    let data: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(
        data["commit"].as_str().map(str::len),
        Some(40),
        "{}",
        data["commit"]
    );
    assert!(!proof.exists());
}
