//! `okr init`: from nothing to a repository that is checked and published.

use std::collections::BTreeMap;
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::repo::{Repo, Run};
use crate::tree;

/// A folder of its own, with nothing in it.
fn nowhere() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().canonicalize().unwrap();
    (dir, path)
}

fn okr(folder: &Path, arguments: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    command
        .env_clear()
        .env("HOME", folder)
        .stdin(Stdio::null())
        .current_dir(folder)
        .args(arguments.split_whitespace());
    Run::of(command)
}

#[test]
fn what_is_written_is_clean_on_the_day_whatever_the_day() {
    for language in ["en", "fr"] {
        for day in [
            "2026-01-01",
            "2026-02-28",
            "2026-06-30",
            "2026-11-28",
            "2028-12-31",
        ] {
            let (_dir, at) = nowhere();
            okr(&at, &format!("init --language {language} --today {day}")).exits(0);
            let run = okr(&at, &format!("check --strict --format json --today {day}")).exits(0);
            assert_eq!(run.out(), "[]\n", "{language} {day}");
            okr(&at, &format!("build --strict --today {day}")).exits(0);
            assert!(at.join("_site/index.html").exists());
        }
    }
}

#[test]
fn every_file_is_named_and_the_steps_are_exact() {
    let (_dir, at) = nowhere();
    let run = okr(&at, "init our/okrs --today 2026-11-28")
        .prints("wrote okr.yaml\n")
        .prints("wrote objectives/2026-Q4/product/first-week.md\n")
        .prints(
            "\n  cd our/okrs\n  git init -b main\n  git add -A\n  git commit -m \"Begin our OKRs\"\n  gh repo create --private --source=. --push\n  gh api --method POST 'repos/{owner}/{repo}/pages' -f build_type=workflow\n  gh workflow run okr-site.yml\n",
        )
        .prints("A Pages site may be public although the repository is private")
        .says("1 objective, 3 key results, 1 check-in: clean")
        .exits(0);
    let out = run.out();
    let mut named: Vec<&str> = out
        .lines()
        .filter_map(|line| line.strip_prefix("wrote "))
        .collect();
    named.sort_unstable();
    let below = tree::below(&at.join("our/okrs"));
    let there: Vec<&str> = below.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(named, there);
    for (path, mode) in tree::modes(&at.join("our/okrs")) {
        assert_eq!(mode & 0o022, 0, "{}", path.display());
    }
}

#[test]
fn a_quiet_start_says_nothing_but_errors() {
    let (_dir, at) = nowhere();
    okr(&at, "init -q --today 2026-11-28")
        .prints_nothing()
        .says_nothing()
        .exits(0);
    assert!(at.join("okr.yaml").is_file());
    let repo = Repo::clean().edit("grow.md", "    target: 200\n", "    traget: 200\n");
    repo.okr("init -q")
        .prints_nothing()
        .says("error[unknown-key]")
        .exits(1);
}

#[cfg(unix)]
#[test]
fn nothing_that_is_there_is_touched() {
    let (_dir, at) = nowhere();
    fs::create_dir_all(at.join(".github/workflows")).unwrap();
    fs::write(at.join(".github/workflows/okr-check.yml"), "mine").unwrap();
    fs::write(at.join(".gitignore"), "target/\n").unwrap();
    symlink("nowhere", at.join(".gitattributes")).unwrap();
    okr(&at, "init")
        .prints("kept .github/workflows/okr-check.yml, which was there\n")
        .prints("kept .gitattributes, which was there\n")
        .prints(".gitignore was there: add a line `_site/`\n")
        .exits(0);
    assert_eq!(
        fs::read(at.join(".github/workflows/okr-check.yml")).unwrap(),
        b"mine"
    );
    assert!(at.join(".gitattributes").is_symlink() && !at.join("nowhere").exists());
    let before = tree::below(&at);
    let again = okr(&at, "init").exits(0);
    assert!(!again.out().contains("wrote "), "{}", again.out());
    assert_eq!(tree::below(&at), before);
}

#[test]
fn objectives_that_are_there_stay_and_bring_their_owners() {
    let repo = Repo::clean()
        .with(
            "okr.yaml",
            "title: Acme\nlanguage: fr\nrepository: https://gitlab.com/acme/okrs\npeople:\n  ada: { name: Ada, github: adalove }\n  bo: { name: Bo }\n  cy: { name: Cy }\n  dora: { name: Dora }\n  eli: { name: Eli }\n",
        )
        .edit("calm.md", "period: 2026-Q3\n", "period: 2026-Q1\n");
    let calm = fs::read(repo.at("objectives/calm.md")).unwrap();
    repo.okr("init --forge github")
        .prints("gardé\u{202f}: okr.yaml, qui était là\n")
        .exits(0);
    assert_eq!(fs::read(repo.at("objectives/calm.md")).unwrap(), calm);
    assert_eq!(tree::names(&repo.at("objectives")), ["calm.md", "grow.md"]);
    let owners = fs::read_to_string(repo.at(".github/CODEOWNERS")).unwrap();
    assert!(
        owners.ends_with("\n/objectives/grow.md @adalove @bo @cy\n"),
        "{owners}"
    );
    assert!(
        !owners.contains("calm.md"),
        "whose period is over on {}",
        crate::repo::TODAY
    );
    let template = fs::read_to_string(repo.at(".github/pull_request_template.md")).unwrap();
    assert!(template.contains("cible"), "{template}");
    repo.okr("init")
        .prints("écrit\u{202f}: .gitlab/okr.yml\n")
        .prints("glab schedule create")
        .exits(0);
}

#[test]
fn an_example_fits_the_settings_that_are_there() {
    let (_dir, at) = nowhere();
    fs::write(
        at.join("okr.yaml"),
        "title: Acme\nlanguage: fr\nfiscal_year_start: 4\nteams:\n  ventes: { name: Ventes }\npeople:\n  zoe: { name: Zoé }\n",
    )
    .unwrap();
    okr(&at, "init --today 2026-11-28")
        .prints("objectives/2026-Q3/ventes/premiere-semaine.md\n")
        .exits(0);
    okr(&at, "check --strict --today 2026-11-28").exits(0);
    okr(&at, "init --language en")
        .says("okr.yaml says `language: fr`")
        .exits(2);
}

#[test]
fn in_a_work_tree_forges_find_their_files_at_the_top() {
    let repo = Repo::clean();
    let top = repo.root().parent().unwrap().to_owned();
    repo.git(&["init", "-q", "-b", "main", ".."]);
    repo.git(&["remote", "add", "origin", "git@github.com:acme/shop.git"]);
    fs::remove_dir_all(repo.at("objectives")).unwrap();
    fs::remove_file(repo.at("okr.yaml")).unwrap();
    let run = repo
        .okr("init")
        .prints("wrote okrs/okr.yaml\n")
        .prints("wrote .github/workflows/okr-check.yml\n")
        .prints("\n  git add -A\n  git commit -m \"Begin our OKRs\"\n  git push --set-upstream origin HEAD\n")
        .exits(0);
    assert!(!run.out().contains("git init"), "{}", run.out());
    let check = fs::read_to_string(top.join(".github/workflows/okr-check.yml")).unwrap();
    assert!(check.contains("  OKR_DIR: \"okrs\"\n"), "{check}");
    assert!(!repo.at(".github").exists());
    let settings = fs::read_to_string(repo.at("okr.yaml")).unwrap();
    assert!(
        settings.contains("\nrepository: https://github.com/acme/shop\n"),
        "{settings}"
    );
}

#[test]
fn for_gitlab_a_pipeline_that_is_there_is_asked_to_include_ours() {
    let (_dir, at) = nowhere();
    okr(&at, "init --forge gitlab")
        .prints("wrote .gitlab-ci.yml\n")
        .exits(0);
    let (_dir, at) = nowhere();
    fs::write(at.join(".gitlab-ci.yml"), "build:\n  script: make\n").unwrap();
    okr(&at, "init --forge gitlab")
        .prints(".gitlab-ci.yml was there: add `- local: .gitlab/okr.yml` to its `include:`\n")
        .prints("OKR_TOKEN")
        .exits(0);
}

#[cfg(unix)]
#[test]
fn where_it_cannot_be_it_says_so() {
    let repo = Repo::clean();
    repo.okr("init okr.yaml/x")
        .says("cannot make okr.yaml/x")
        .exits(2);
    repo.okr("init okr.yaml").says("cannot make okr.yaml").exits(2);
    repo.okr("init objectives/more")
        .says("lies among the objectives of")
        .exits(2);
    assert!(!repo.at("objectives/more").exists());
    repo.okr("init --forge bitbucket").exits(2);
    repo.okr("init --language de").exits(2);
    let (_dir, at) = nowhere();
    fs::write(at.join("okr.yaml"), "title: [\n").unwrap();
    okr(&at, "init").says("okr.yaml:").exits(2);
    assert_eq!(tree::names(&at), ["okr.yaml"]);
    let (_dir, at) = nowhere();
    fs::create_dir(at.join("elsewhere")).unwrap();
    symlink("elsewhere", at.join(".github")).unwrap();
    okr(&at, "init")
        .says("cannot write .github/actions/okr/action.yml")
        .exits(2);
    assert_eq!(tree::names(&at.join("elsewhere")), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn in_a_folder_that_is_read_only_nothing_is_written() {
    let (_dir, at) = nowhere();
    fs::set_permissions(&at, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(at.join("probe"), "").is_ok() {
        eprintln!("not looked at: this user may write everywhere");
        return;
    }
    okr(&at, "init")
        .says("cannot write okr.yaml: permission denied")
        .exits(2);
    fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(tree::names(&at), Vec::<String>::new());
}

#[test]
fn the_schemas_for_editors_are_those_of_the_program() {
    let (_dir, at) = nowhere();
    okr(&at, "init").exits(0);
    for of in ["config", "objective"] {
        let written = fs::read_to_string(at.join(format!(".okr/{of}.schema.json"))).unwrap();
        assert_eq!(written, okr(&at, &format!("schema {of}")).out());
    }
    let settings: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&fs::read(at.join(".vscode/settings.json")).unwrap()).unwrap();
    for schema in settings["yaml.schemas"].as_object().unwrap().keys() {
        assert!(at.join(schema).exists(), "{schema}");
    }
    let okr_yaml = fs::read_to_string(at.join("okr.yaml")).unwrap();
    assert!(okr_yaml.starts_with("# yaml-language-server: $schema=.okr/config.schema.json\n"));
}
