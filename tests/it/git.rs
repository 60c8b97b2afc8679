//! The program in a repository of git: who wrote what, what moved, and repositories that are out of the ordinary.

use std::path::Path;
use std::process::Command;

use super::repo::{Repo, Run};
use super::tree;

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

/// Where there is one processor, the thread that asks for everything does everything, and git is asked beside it.
#[test]
fn one_thread_builds_the_same_site() {
    let (repo, _) = committed();
    repo.okr("build").exits(0);
    for threads in ["1", "2", "5"] {
        let mut command = repo.command(["build", "-o", "other", "--force"]);
        command.env("RAYON_NUM_THREADS", threads);
        Run::of(command).exits(0);
        assert_eq!(tree::below(&repo.at("_site")), tree::below(&repo.at("other")));
        std::fs::remove_dir_all(repo.at("other")).unwrap();
        let mut command = repo.command(["diff", "HEAD"]);
        command.env("RAYON_NUM_THREADS", threads);
        Run::of(command).exits(0);
    }
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
fn every_term_is_explained_down_to_line_and_commit() {
    let (repo, first) = committed();
    let repo = repo.edit(
        "calm.md",
        "- mood: 3.6\n",
        "- mood: 3.6\n\n## 2026-09-07 (at risk)\n\n- mood: 3.7\n\n### Risks\n\n- x\n",
    );
    let second = commit(&repo, "2026-09-07", "Eli & Co");
    let by = |line: u32, day: &str, who: &str, commit: &str| {
        format!(
            "objectives/calm.md:{line}, on {day} by {who}, commit {}\n",
            &commit[..10]
        )
    };
    let (ada, eli) = (
        by(32, "2026-08-31", "Ada Ley", &first),
        by(40, "2026-09-07", "Eli & Co", &second),
    );
    repo.okr("explain calm").prints(&ada).prints(&eli).exits(0);
    repo.okr("explain calm#reply").prints(&ada).exits(0);
    repo.edit("calm.md", "- mood: 3.7\n", "- mood: 3.8\n")
        .okr("explain calm#mood")
        .prints("objectives/calm.md:40, not committed yet\n")
        .exits(0);
}

#[test]
fn a_day_that_is_still_to_come_is_warned_of() {
    let (repo, _) = committed();
    repo.okr("status --at 2026-09-10").says_nothing().exits(0);
    for command in ["status", "build", "export json"] {
        repo.okr(&format!("{command} --at 2026-09-11"))
            .says("2026-09-11 is still to come: the last commit by now is meant")
            .exits(0);
    }
}

#[test]
fn in_a_bare_repository_nobody_is_told_to_begin_and_nothing_is_begun() {
    let (repo, _) = committed();
    let bare = repo.root().parent().unwrap().join("bare.git");
    let folder = bare.to_str().unwrap();
    git(
        &repo.root(),
        "2026-09-08",
        "Ada",
        &["clone", "-q", "--bare", ".", folder],
    );
    for command in ["status", "check", "build", "due"] {
        let run = Run::of(repo.command([command, "-C", folder]))
            .prints_nothing()
            .says("bare.git is a bare repository of git, which has no work tree")
            .says("`okr status --at HEAD`")
            .exits(2);
        assert!(!run.err().contains("okr init"), "{}", run.err());
    }
    Run::of(repo.command(["status", "--at", "HEAD", "-C", folder])).exits(0);
    let inside = bare.join("hooks/okrs");
    for place in [
        folder,
        inside.to_str().unwrap(),
        repo.at(".git").to_str().unwrap(),
    ] {
        Run::of(repo.command(["init", place]))
            .prints_nothing()
            .says("is where git keeps a repository")
            .exits(2);
    }
    assert!(!bare.join("okr.yaml").exists() && !inside.exists());
}

#[test]
fn a_target_is_explained_with_where_it_stands_and_what_it_was() {
    let (repo, _) = committed();
    let repo = repo.edit("grow.md", "target: 200", "target: 180");
    let moved = commit(&repo, "2026-09-04", "Bo");
    let repo = repo.edit(
        "grow.md",
        "owner: ada\nkey_results",
        "owner: ada\namendments: [{ date: 2026-09-05, what: signups.target, why: Half of them moved }]\nkey_results",
    );
    let repo = repo.edit("grow.md", "target: 4.6", "target: 4.5");
    repo.okr("explain grow#signups")
        .prints(&format!(
            "  target 200 → 180, reason (5 September 2026): Half of them moved\n      objectives/grow.md:12, on 2026-09-04 by Bo, commit {}\n",
            &moved[..10]
        ))
        .exits(0);
    repo.okr("explain grow")
        .prints("target 200 → 180, reason (5 September 2026): Half of them moved")
        .prints("target 4.6 → 4.5, no reason given\n      objectives/grow.md:17, not committed yet\n")
        .exits(0);
    repo.okr("explain calm#reply")
        .prints("objectives/calm.md:11\n")
        .exits(0);
    std::fs::remove_dir_all(repo.at(".git")).unwrap();
    repo.okr("explain grow#signups")
        .prints("Amended on 5 September 2026: target. Half of them moved")
        .exits(0);
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
        let fact = match when {
            "committed" => "  note: on 20",
            _ => "  note: this is not committed yet\n",
        };
        repo.okr("check")
            .prints(fact)
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
    other
        .okr("status --format json")
        .says("`git fetch --unshallow`")
        .exits(0);
    for which in ["status", "due", "export csv", "export ics", "export markdown"] {
        // None of them shows who wrote what.
        other.okr(which).says_nothing().exits(0);
    }
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

/// A second check-in on 7 September, and a moved picture.
fn with_a_past() -> (Repo, String) {
    let repo = Repo::clean()
        .edit(
            "calm.md",
            "The evening shift carries",
            "![The shift](../shift.png) The evening shift carries",
        )
        .with("shift.png", "old picture");
    let first = commit(&repo, "2026-08-31", "Ada Ley");
    let repo = repo
        .edit(
            "calm.md",
            "- mood: 3.6\n",
            "- mood: 3.6\n\n## 2026-09-07 (off track)\n\n### Why\n\nHolidays.\n\n- mood: 3.1\n",
        )
        .with("shift.png", "new picture");
    repo.put("theme.css", ".of-today { color: red }");
    commit(&repo, "2026-09-07", "Eli Roth");
    (repo, first)
}

fn data(repo: &Repo) -> serde_json::Value {
    let text = std::fs::read_to_string(repo.at("_site/data/okrs.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Without the day that every other run has.
fn okr_as_of_itself(repo: &Repo, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    command
        .env_clear()
        .env("HOME", repo.root())
        .env("TZ", "UTC")
        .current_dir(repo.root())
        .args(arguments);
    Run::of(command)
}

#[test]
fn a_site_of_a_revision_or_a_day_is_as_it_was() {
    let (repo, first) = with_a_past();
    let text = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    repo.put(
        "objectives/calm.md",
        text.replace("title:", "title: Not committed"),
    );
    for (at, as_of) in [
        (first.as_str(), "2026-08-31"),
        ("HEAD~1", "2026-08-31"),
        ("2026-09-06", "2026-09-06"),
    ] {
        okr_as_of_itself(&repo, &["build", "--at", at, "--force"]).exits(0);
        let data = data(&repo);
        assert_eq!(
            (&data["as_of"], &data["commit"]),
            (&as_of.into(), &first.as_str().into()),
            "{at}"
        );
        assert_eq!(data["objectives"][0]["title"], "Bring calm to the evening shift");
        assert_eq!(data["objectives"][0]["check_ins"].as_array().unwrap().len(), 1);
        let picture = std::fs::read_to_string(repo.at("_site/files/shift.png")).unwrap();
        assert_eq!(picture, "old picture");
        let style = std::fs::read_to_string(repo.at("_site/assets/okr.css")).unwrap();
        assert!(
            !style.contains("of-today"),
            "the theme is that of the revision too"
        );
    }
    for at in ["HEAD~1", "2026-09-06"] {
        let run = okr_as_of_itself(&repo, &["export", "json", "--at", at]).exits(0);
        let data: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
        assert_eq!(data["commit"], first.as_str());
        let run = okr_as_of_itself(&repo, &["status", "--at", at, "--format", "json"]).exits(0);
        let objectives: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
        assert_eq!(objectives[0]["last_check_in"], "2026-08-31");
        assert_eq!(objectives[0]["check_ins"][0]["author"], "Ada Ley");
    }
    repo.okr("status --at HEAD").prints("Bring calm").exits(0);
    repo.okr("build --at HEAD").exits(0);
    assert_eq!(data(&repo)["as_of"], "2026-09-10", "--today says otherwise");
    repo.okr("build --at HEAD").says("is up to date").exits(0);
    repo.okr("build --at HEAD --verify").exits(0);
}

#[test]
fn a_revision_that_is_none_is_told_with_the_nearest() {
    let (repo, _) = with_a_past();
    git(&repo.root(), "2026-09-08", "Ada", &["tag", "release-q3"]);
    let check = |at: &str, said: &str| {
        Run::of(repo.command(["build", "--at", at])).says(said).exits(2);
    };
    check("release-q4", "did you mean `release-q3`?");
    check("--output=/tmp/x", "does not begin with `-`");
    check("2026-02-30", "there is no such day");
    check(
        "2026-08-30",
        "there is no commit of 2026-08-30 or before; the first is of 2026-08-31",
    );
    check("", "it is no name");
    assert!(!repo.at("_site").exists());
    git(
        &repo.root(),
        "2026-09-08",
        "Ada",
        &["switch", "-q", "--orphan", "empty"],
    );
    commit(&repo, "2026-09-09", "Ada");
    std::fs::create_dir_all(repo.at("objectives")).unwrap();
    check("HEAD", "there are no OKRs in ");
    let none = Repo::clean();
    Run::of(none.command(["build", "--at", "HEAD"]))
        .says("is in no git repository")
        .exits(2);
    git(&none.root(), "2026-09-08", "Ada", &["init", "-q"]);
    Run::of(none.command(["build", "--at", "HEAD"]))
        .says("there is no commit yet")
        .exits(2);
}

#[test]
fn a_repository_that_git_cannot_read_is_called_so_and_everything_else_works() {
    let check = |harm: &dyn Fn(&Repo), words: &str| {
        let (repo, _) = committed();
        harm(&repo);
        let said = format!(
            "there is a repository at {} that git cannot read: {words}",
            repo.root().display()
        );
        for arguments in ["check", "build", "export json"] {
            let run = repo.okr(arguments).says(&said).exits(0);
            assert_eq!(run.err().matches("warning: there is a repository").count(), 1);
        }
        repo.okr("status").prints("Make people").exits(0);
        for arguments in ["diff HEAD", "status --at HEAD", "check --since HEAD"] {
            let run = repo.okr(arguments).says(&said).exits(2);
            assert!(!run.err().contains("git init"), "{}", run.err());
        }
    };
    let head = |text: &'static str| move |repo: &Repo| repo.put(".git/HEAD", text);
    check(&head("garbage\n"), "not a git repository");
    check(
        &head("1111111111111111111111111111111111111111\n"),
        "HEAD names no commit",
    );
    check(&|repo| repo.put(".git/refs/heads/main", "garbage\n"), "");
    check(
        &|repo| {
            std::fs::remove_dir_all(repo.at(".git")).unwrap();
            repo.put(".git", "gitdir: /nowhere/okrs\n");
        },
        "not a git repository: /nowhere/okrs",
    );
    let empty = Repo::clean();
    std::fs::create_dir(empty.at(".git")).unwrap();
    empty.okr("diff HEAD").says("`git init` makes one").exits(2);
}

#[test]
fn a_bare_repository_and_a_detached_head_can_be_built_from() {
    let (repo, first) = with_a_past();
    let bare = repo.root().parent().unwrap().join("bare.git");
    git(
        &repo.root(),
        "2026-09-08",
        "Ada",
        &["clone", "-q", "--bare", ".", bare.to_str().unwrap()],
    );
    let run = |arguments: &[&str]| {
        let mut all = vec!["build", "--at", "HEAD~1", "-C", bare.to_str().unwrap()];
        all.extend(arguments);
        Run::of(repo.command(all))
    };
    run(&[]).says("-o site").exits(2);
    let out = repo.at("_site");
    run(&["-o", out.to_str().unwrap()]).exits(0);
    assert_eq!(data(&repo)["commit"], first.as_str());
    std::fs::remove_dir_all(out).unwrap();
    git(
        &repo.root(),
        "2026-09-08",
        "Ada",
        &["switch", "-q", "--detach", &first],
    );
    repo.okr("build").exits(0);
    assert_eq!(data(&repo)["commit"], first.as_str());
}

#[test]
fn a_submodule_among_the_objectives_and_okrs_in_a_submodule_are_what_the_disk_shows() {
    let repo = Repo::clean();
    let theirs = Repo::clean().edit("grow.md", "Make people", "Let people");
    theirs.put(
        "quiet.md",
        theirs
            .text("objectives/calm.md")
            .replace("Bring calm", "Bring quiet"),
    );
    commit(&theirs, "2026-08-20", "Pia");
    let from = theirs.root();
    let from = from.to_str().unwrap();
    commit(&repo, "2026-08-31", "Bo");
    for folder in ["objectives/theirs", "below"] {
        git(
            &repo.root(),
            "2026-09-01",
            "Bo",
            &["submodule", "--quiet", "add", from, folder],
        );
    }
    commit(&repo, "2026-09-01", "Bo");
    repo.okr("diff HEAD --exit-code").says_nothing().exits(0);
    let ids = |arguments: &str| -> Vec<String> {
        let data: serde_json::Value = serde_json::from_str(&repo.okr(arguments).exits(0).out()).unwrap();
        let objectives = data["objectives"].as_array().unwrap();
        objectives
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = [
        "calm",
        "grow",
        "theirs/objectives/calm",
        "theirs/objectives/grow",
        "theirs/quiet",
    ];
    assert_eq!(ids("export json"), all);
    assert_eq!(ids("export json --at HEAD"), all);
    repo.okr("check --since HEAD").prints_nothing().exits(0);
    let repo = repo.edit("theirs/quiet.md", "- reply: 5.5 h", "- reply: 5 h");
    repo.okr("diff HEAD")
        .prints("value 5.5\u{a0}h → 5\u{a0}h")
        .exits(0);

    let below = repo.at("below");
    let run = |arguments: &str| {
        let arguments = arguments.split(' ').chain(["-C", below.to_str().unwrap()]);
        Run::of(repo.command(arguments))
    };
    run("diff HEAD --exit-code")
        .prints("No objective moved.")
        .says_nothing()
        .exits(0);
    run("explain calm").prints("on 2026-08-20 by Pia").exits(0);
    run("status --at HEAD").prints("Let people").exits(0);
}

#[test]
fn a_submodule_is_read_at_the_commit_that_the_revision_names() {
    let (repo, _) = committed();
    let theirs = repo.root().parent().unwrap().join("platform");
    std::fs::create_dir_all(theirs.join("objectives")).unwrap();
    let text = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    std::fs::write(theirs.join("objectives/theirs.md"), &text).unwrap();
    for arguments in [
        &["init", "-q"][..],
        &["add", "-A"],
        &["commit", "-q", "-m", "theirs"],
    ] {
        git(&theirs, "2026-08-20", "Pia", arguments);
    }
    let from = theirs.to_str().unwrap();
    git(
        &repo.root(),
        "2026-09-01",
        "Bo",
        &["submodule", "--quiet", "add", from, "repos/platform"],
    );
    repo.put(
        "okr.yaml",
        "title: Acme\nsources: [{ name: platform, path: repos/platform }]\n",
    );
    commit(&repo, "2026-09-01", "Bo");
    let inside = repo.at("repos/platform");
    std::fs::write(
        inside.join("objectives/theirs.md"),
        text.replace("Bring calm", "Bring noise"),
    )
    .unwrap();
    git(
        &inside,
        "2026-09-02",
        "Pia",
        &["commit", "-q", "-a", "-m", "noise"],
    );
    commit(&repo, "2026-09-03", "Bo");
    for (at, title) in [
        ("HEAD~1", "Bring calm to the evening shift"),
        ("HEAD", "Bring noise to the evening shift"),
    ] {
        Run::of(repo.command(["build", "--at", at, "--force"])).exits(0);
        let data = data(&repo);
        let objectives = data["objectives"].as_array().unwrap();
        let theirs = objectives
            .iter()
            .find(|it| it["id"] == "platform/theirs")
            .unwrap();
        assert_eq!(theirs["title"], title, "{at}");
    }
}

#[test]
fn a_second_work_tree_is_a_repository_like_the_first() {
    let (repo, first) = with_a_past();
    let second = repo.root().parent().unwrap().join("second");
    let there = second.to_str().unwrap();
    git(
        &repo.root(),
        "2026-09-08",
        "Ada",
        &["worktree", "add", "-q", there],
    );
    let run = Run::of(repo.command(["export", "json", "-C", there])).exits(0);
    let data: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(data["objectives"][0]["check_ins"][0]["commit"], first.as_str());
    let run = Run::of(repo.command(["export", "json", "-C", there, "--at", "HEAD~1"])).exits(0);
    let data: serde_json::Value = serde_json::from_str(&run.out()).unwrap();
    assert_eq!(data["commit"], first.as_str());
}

#[test]
fn a_revision_that_was_broken_is_told_as_it_was() {
    let (repo, _) = committed();
    let repo = repo.edit("grow.md", "title: Make", "titel: Make").edit(
        "calm.md",
        "team: support\n",
        "team: support\nparent: gone\n",
    );
    commit(&repo, "2026-09-01", "Bo");
    let repo = repo
        .edit("grow.md", "titel: Make", "title: Make")
        .edit("calm.md", "parent: gone\n", "");
    commit(&repo, "2026-09-02", "Bo");
    repo.okr("build --at HEAD~1")
        .says("objectives/grow.md")
        .says("unknown-parent")
        .exits(1);
    assert!(!repo.at("_site").exists());
    repo.okr("build").exits(0);
}
