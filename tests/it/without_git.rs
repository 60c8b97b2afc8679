//! A machine without git, from end to end: the program in a root that holds nothing but itself, its libraries and a
//! repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::repo::{Repo, Run};
use super::tree;

/// The root of a machine that has the program, what the program loads, and the OKRs of `repo` in `/okrs`.
fn machine(repo: &Repo) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_okr");
    let loads = Command::new("ldd").arg(program).output().unwrap();
    let loads = String::from_utf8(loads.stdout).unwrap();
    let libraries = loads.split_whitespace().filter(|word| word.starts_with('/'));
    for library in libraries {
        put(Path::new(library), &root.path().join(&library[1..]));
    }
    put(Path::new(program), &root.path().join("bin/okr"));
    for path in tree::below(&repo.root()).keys() {
        put(&repo.at(path), &root.path().join("okrs").join(path));
    }
    root
}

fn put(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}

/// How a program is started with another root: as oneself, or, where the system does not let anybody, as its
/// administrator.
const WAYS: [&[&str]; 2] = [
    &[
        "/usr/bin/unshare",
        "--user",
        "--map-root-user",
        "/usr/sbin/chroot",
    ],
    &["/usr/sbin/chroot"],
];

/// Starts the program on that machine.
fn command(way: &[&str], machine: &Path, arguments: &str) -> Command {
    let mut command = Command::new(way[0]);
    command
        .args(&way[1..])
        .arg(machine)
        .args(["/bin/okr", "-C", "/okrs", "--today", super::repo::TODAY])
        .args(arguments.split(' '))
        .env_clear()
        .env("PATH", "");
    command
}

const NONE: &str = "warning: there is no git in the usual places";

#[test]
fn without_git_everything_but_history_works_and_it_is_said_once() {
    let repo = Repo::clean();
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    let machine = machine(&repo);
    let machine = machine.path();
    let works = |way: &&&[&str]| {
        let output = command(way, machine, "completions bash").output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(way) = WAYS.iter().find(works) else {
        eprintln!("nobody may change the root here, so that this is not tried");
        return;
    };
    let okr = |arguments: &str| Run::of(command(way, machine, arguments));
    for arguments in [
        "check",
        "build",
        "export json",
        "status --format json",
        "explain calm",
    ] {
        let run = okr(arguments).exits(0);
        assert_eq!(run.err().matches(NONE).count(), 1, "{arguments}: {}", run.err());
    }
    let data = okr("export json").out();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert!(data["commit"].is_null() && data["objectives"][0]["check_ins"][0]["commit"].is_null());
    let with_git = repo.okr("export json").out();
    let with_git: serde_json::Value = serde_json::from_str(&with_git).unwrap();
    assert!(with_git["commit"].is_string());
    assert_eq!(data["periods"], with_git["periods"]);
    assert_eq!(data["objectives"][0]["score"], with_git["objectives"][0]["score"]);
    assert!(machine.join("okrs/_site/objectives/calm/index.html").is_file());
    okr("status").prints("Bring calm").says_nothing().exits(0);
    okr("due").prints("calm").says_nothing().exits(0);
    for arguments in ["diff HEAD", "status --at HEAD", "check --since HEAD"] {
        okr(arguments)
            .prints_nothing()
            .says("there is no git in the usual places (such as /usr/bin/git) nor in a safe folder of `PATH`: install it")
            .exits(2);
    }
    fs::remove_dir_all(machine.join("okrs/.git")).unwrap();
    for arguments in ["check", "build --force", "init /okrs"] {
        let run = okr(arguments).exits(0);
        assert!(!run.err().contains("git in the usual places"), "{}", run.err());
    }
}
