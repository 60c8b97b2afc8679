//! Against repositories made for each test.

use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::date;

use super::*;
use crate::source::Trouble;
use crate::system::{canonical, with_slashes};

/// A repository of its own, whose commits are a day apart.
struct Repo {
    dir: tempfile::TempDir,
    commits: std::cell::Cell<u32>,
}

impl Repo {
    fn new() -> Repo {
        let repo = Repo {
            dir: tempfile::tempdir().unwrap(),
            commits: std::cell::Cell::new(0),
        };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// With one objective, committed on 2026-01-01.
    fn with_one() -> Repo {
        let repo = Repo::new();
        repo.put("okr.yaml", "title: Acme\n");
        repo.put("objectives/a.md", "first\n");
        repo.commit("first");
        repo
    }

    fn path(&self) -> PathBuf {
        canonical(self.dir.path()).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(&self.path(), self.commits.get(), arguments)
    }

    /// Commits everything, a day after the last time.
    fn commit(&self, message: &str) -> String {
        self.commits.set(self.commits.get() + 1);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn open(&self) -> Repository {
        Repository::of(&self.path()).unwrap()
    }
}

fn git(dir: &Path, day: u32, arguments: &[&str]) -> String {
    let when = format!("2026-01-{day:02}T12:00:00Z");
    let program = places::git().unwrap();
    let mut command = Command::new(&program);
    command
        .args(["-c", "protocol.file.allow=always", "-C"])
        .arg(dir)
        .args(arguments)
        .env_clear()
        .env("HOME", dir)
        .env("GIT_CONFIG_NOSYSTEM", "1");
    if cfg!(windows) {
        // To clone, it starts itself.
        command.env("PATH", program.parent().unwrap());
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Ana")
            .env(format!("GIT_{who}_EMAIL"), "ana@example.com")
            .env(format!("GIT_{who}_DATE"), &when);
    }
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {err}");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    let sources = snapshot.tree.sources.0.iter();
    sources.map(|file| file.path.as_str()).collect()
}

fn read(repository: &Repository, revision: &str) -> Snapshot {
    let commit = repository.resolve(revision).unwrap();
    repository.read(&[&commit]).unwrap().remove(0)
}

#[test]
fn the_address_of_origin_is_known_where_there_is_one() {
    let repo = Repo::with_one();
    assert_eq!(repo.open().origin(), Ok(None));
    repo.git(&["remote", "add", "origin", "git@github.com:acme/okrs.git"]);
    let origin = repo.open().origin().unwrap();
    assert_eq!(origin.as_deref(), Some("git@github.com:acme/okrs.git"));
}

/// The commit of HEAD; none without a repository or a commit.
fn head(root: &Path) -> Result<Option<Commit>, Failure> {
    match Repository::of(root) {
        Err(Failure::NoRepository(_)) => Ok(None),
        repository => repository?.head(),
    }
}

#[test]
fn head_is_the_commit_or_nothing() {
    let plain = tempfile::tempdir().unwrap();
    assert_eq!(head(plain.path()), Ok(None));
    let repo = Repo::new();
    assert_eq!(head(&repo.path()), Ok(None), "no commit yet");
    let commit = repo.commit("first");
    repo.put("okrs/okr.yaml", "");
    let found = |path: &Path| head(path).unwrap().map(|commit| commit.text().to_owned());
    assert_eq!(found(&repo.path()), Some(commit.clone()));
    let below = repo.path().join("okrs");
    assert_eq!(
        found(&below),
        Some(commit),
        "also for a root inside the repository"
    );
}

#[test]
fn a_revision_is_what_git_calls_one_and_nothing_else() {
    let repo = Repo::with_one();
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.put("objectives/a.md", "second\n");
    let second = repo.commit("second");
    repo.git(&["tag", "-a", "q1", "-m", "the end of it"]);
    let repository = repo.open();
    for (revision, commit) in [
        ("HEAD", &second),
        ("main", &second),
        ("q1", &second),
        ("HEAD~1", &first),
        (&first[..12], &first),
    ] {
        assert_eq!(repository.resolve(revision).unwrap().text(), commit, "{revision}");
    }
    for (revision, why) in [
        ("mian", "there is no revision `mian`: did you mean `main`?"),
        (
            "release",
            "there is no revision `release`: there are `main` and `q1`",
        ),
        ("--exec=touch x", "does not begin with `-`"),
        ("-h", "does not begin with `-`"),
        ("", "it is no name"),
        ("a\0b", "it is no name"),
        ("HEAD~1..HEAD", "there is no revision `HEAD~1..HEAD`"),
        ("HEAD:objectives/a.md", "there is no revision"),
        ("ffffffffffffffffffffffffffffffffffffffff", "there is no revision"),
    ] {
        let failure = repository.resolve(revision).unwrap_err().to_string();
        assert!(failure.contains(why), "{revision:?}: {failure}");
    }
    let empty = Repo::new();
    let failure = empty.open().resolve("HEAD").unwrap_err().to_string();
    assert!(failure.contains("there is no commit yet"), "{failure}");
}

#[test]
fn a_day_is_the_last_commit_of_it_or_before_on_the_line_of_head() {
    let repo = Repo::with_one();
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["switch", "-q", "-c", "side"]);
    repo.put("objectives/b.md", "of the side\n");
    repo.commit("on the side, 2 January");
    repo.git(&["switch", "-q", "main"]);
    repo.commits.set(3);
    repo.git(&["merge", "-q", "--no-ff", "-m", "merged on 3 January", "side"]);
    let merged = repo.git(&["rev-parse", "HEAD"]);
    let repository = repo.open();
    for (day, commit) in [(1, &first), (2, &first), (3, &merged), (31, &merged)] {
        let found = repository.commit_at(date(2026, 1, day)).unwrap();
        assert_eq!(found.text(), commit, "2026-01-{day}");
    }
    let commit = repository.resolve("HEAD").unwrap();
    assert_eq!(repository.date(&commit), Ok(date(2026, 1, 3)));
    let failure = repository.commit_at(date(2025, 12, 31)).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "there is no commit of 2025-12-31 or before; the first is of 2026-01-01"
    );
    assert_eq!(
        Repo::new().open().commit_at(date(2026, 1, 1)),
        Err(Failure::NoCommit)
    );
}

#[test]
fn the_default_branch_is_that_of_origin_or_main() {
    let repo = Repo::with_one();
    let first = repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(repo.open().default_branch().unwrap().text(), first);
    repo.git(&["switch", "-q", "-c", "topic"]);
    repo.put("objectives/a.md", "second\n");
    let second = repo.commit("second");
    let repository = repo.open();
    assert_eq!(repository.default_branch().unwrap().text(), first);
    let (base, head) = (
        repository.default_branch().unwrap(),
        repository.resolve("topic").unwrap(),
    );
    assert_eq!(repository.merge_base(&base, &head).unwrap().text(), first);
    repo.git(&["update-ref", "refs/remotes/origin/trunk", "HEAD"]);
    repo.git(&[
        "symbolic-ref",
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/trunk",
    ]);
    assert_eq!(repository.default_branch().unwrap().text(), second);
    repo.git(&["symbolic-ref", "-d", "refs/remotes/origin/HEAD"]);
    repo.git(&["branch", "-q", "-D", "main"]);
    assert_eq!(repository.default_branch(), Err(Failure::NoDefaultBranch));
    repo.git(&["switch", "-q", "--orphan", "other"]);
    repo.commit("another root");
    let other = repository.resolve("HEAD").unwrap();
    let failure = repository.merge_base(&head, &other).unwrap_err().to_string();
    assert!(failure.contains("no commit in common"), "{failure}");
}

#[test]
fn the_files_of_a_revision_are_those_that_the_disk_had() {
    let repo = Repo::with_one();
    let top = repo.path();
    repo.put("objectives/q3/b.md", "b\r\n");
    repo.put("objectives/q3/README.md", "not read");
    repo.put("objectives/_old/c.md", "not read");
    repo.put("objectives/d.MD", "stray");
    repo.put("periods/2026-Q3.md", "period");
    repo.put("periods/deep/x.md", "too deep");
    repo.put("retrospectives/2026-Q3/support.md", "retrospective");
    repo.put("img/a.png", "png");
    repo.put(".hidden", "secret");
    repo.put("src/main.rs", "other things");
    #[cfg(unix)]
    for (target, name) in [("a.md", "link.md"), ("q3", "folder")] {
        std::os::unix::fs::symlink(target, top.join("objectives").join(name)).unwrap();
    }
    let limit = crate::disk::FILE_LIMIT as usize;
    repo.put("objectives/limit.md", &"x".repeat(limit));
    repo.put("objectives/large.md", &"x".repeat(limit + 1));
    repo.commit("second");
    let disk = crate::disk::read(&crate::disk::Root::open(&top).unwrap()).unwrap();
    std::fs::remove_dir_all(top.join("objectives")).unwrap();
    let repository = repo.open();
    let commit = repository.resolve("HEAD").unwrap();
    let snapshot = repository.read(&[&commit]).unwrap().remove(0);
    assert_eq!(
        paths(&snapshot),
        disk.sources
            .0
            .iter()
            .map(|file| file.path.as_str())
            .collect::<Vec<_>>()
    );
    for (read, there) in snapshot.tree.sources.0.iter().zip(&disk.sources.0) {
        assert_eq!(
            (&read.text, &read.trouble),
            (&there.text, &there.trouble),
            "{}",
            read.path
        );
    }
    let large = snapshot
        .tree
        .sources
        .0
        .iter()
        .find(|file| file.path == "objectives/large.md");
    let trouble = large.and_then(|file| file.trouble.clone());
    assert_eq!(trouble, Some(Trouble::TooLarge(limit as u64 + 1)));
    let odd = |tree: &crate::disk::Tree| -> Vec<String> {
        tree.oddities
            .iter()
            .map(|odd| format!("{} {} {}", odd.path, odd.rule, odd.message))
            .collect()
    };
    assert_eq!(odd(&snapshot.tree), odd(&disk));
    let wanted = [
        "img/a.png",
        "img",
        ".hidden",
        "../x",
        "objectives/link.md",
        "none",
        "",
    ];
    let assets = repository.look_up(&commit, wanted).unwrap();
    assert_eq!(
        assets.files.iter().map(String::as_str).collect::<Vec<_>>(),
        ["img/a.png"]
    );
}

#[test]
fn a_root_below_the_top_sees_only_its_own_files() {
    let repo = Repo::new();
    repo.put("okrs/okr.yaml", "title: Acme\n");
    repo.put("okrs/objectives/a.md", "a\n");
    repo.put("objectives/not-ours.md", "x\n");
    repo.commit("first");
    let repository = Repository::of(&repo.path().join("okrs")).unwrap();
    assert_eq!(repository.prefix(), "okrs/");
    assert_eq!(paths(&read(&repository, "HEAD")), ["objectives/a.md", "okr.yaml"]);
}

#[test]
fn a_revision_without_okrs_is_empty() {
    let repo = Repo::new();
    repo.put("README.md", "nothing yet");
    repo.commit("first");
    repo.put("okr.yaml", "");
    assert!(read(&repo.open(), "HEAD").is_empty());
}

#[test]
fn what_two_revisions_share_is_in_both() {
    let repo = Repo::with_one();
    repo.put("objectives/b.md", "b\n");
    repo.commit("second");
    let repository = repo.open();
    let (old, new) = (
        repository.resolve("HEAD~1").unwrap(),
        repository.resolve("HEAD").unwrap(),
    );
    let both = repository.read(&[&old, &new]).unwrap();
    assert_eq!(paths(&both[0]), ["objectives/a.md", "okr.yaml"]);
    assert_eq!(
        paths(&both[1]),
        ["objectives/a.md", "objectives/b.md", "okr.yaml"]
    );
    assert_eq!(both[0].tree.sources.0[0].text, both[1].tree.sources.0[0].text);
}

#[test]
fn bare_repositories_work_trees_and_detached_heads_are_read() {
    let repo = Repo::with_one();
    let other = tempfile::tempdir().unwrap();
    let there = canonical(other.path()).unwrap();
    let bare = there.join("bare.git");
    repo.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let repository = Repository::bare(&bare).unwrap();
    assert_eq!(paths(&read(&repository, "main")), ["objectives/a.md", "okr.yaml"]);
    assert!(Repository::bare(&there).is_err());

    let tree = there.join("tree");
    repo.git(&["worktree", "add", "-q", "--detach", tree.to_str().unwrap()]);
    let repository = Repository::of(&tree).unwrap();
    assert_eq!(paths(&read(&repository, "HEAD")), ["objectives/a.md", "okr.yaml"]);
    assert!(repository.commit_at(date(2026, 1, 1)).is_ok());
}

#[test]
fn a_shallow_clone_says_so_with_its_cure() {
    let repo = Repo::with_one();
    repo.put("objectives/a.md", "second\n");
    repo.commit("second");
    let other = tempfile::tempdir().unwrap();
    let clone = canonical(other.path()).unwrap().join("clone");
    let from = format!("file:///{}", with_slashes(&repo.path()).trim_start_matches('/'));
    repo.git(&["clone", "-q", "--depth", "1", &from, clone.to_str().unwrap()]);
    let repository = Repository::of(&clone).unwrap();
    assert!(repository.is_shallow());
    assert_eq!(paths(&read(&repository, "HEAD")), ["objectives/a.md", "okr.yaml"]);
    for failure in [
        repository.commit_at(date(2026, 1, 1)).unwrap_err(),
        repository.resolve("HEAD~1").unwrap_err(),
    ] {
        assert!(
            failure.to_string().contains("`git fetch --unshallow`"),
            "{failure}"
        );
    }
    git(&clone, 3, &["fetch", "-q", "--unshallow"]);
    assert!(
        Repository::of(&clone)
            .unwrap()
            .commit_at(date(2026, 1, 1))
            .is_ok()
    );
}

#[test]
fn a_clone_that_has_left_files_out_fetches_none_and_says_so() {
    let repo = Repo::with_one();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let other = tempfile::tempdir().unwrap();
    let clone = canonical(other.path()).unwrap().join("clone");
    let from = format!("file:///{}", with_slashes(&repo.path()).trim_start_matches('/'));
    let to = clone.to_str().unwrap();
    repo.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &from, to]);
    let repository = Repository::of(&clone).unwrap();
    let head = repository.resolve("HEAD").unwrap();
    let failure = repository.read(&[&head]).unwrap_err().to_string();
    assert!(failure.contains("`git fetch --refetch --no-filter`"), "{failure}");
    git(&clone, 3, &["fetch", "-q", "--refetch", "--no-filter"]);
    assert_eq!(paths(&read(&repository, "HEAD")), ["objectives/a.md", "okr.yaml"]);
}

#[test]
fn nothing_in_the_settings_of_a_repository_is_run_or_believed() {
    let repo = Repo::with_one();
    let dir = repo.path();
    let proof = dir.join("proof");
    let run = format!("touch {}", with_slashes(&proof));
    repo.put(".gitattributes", "*.md diff=x filter=x\n");
    repo.put(".mailmap", "Somebody Else <ana@example.com>\n");
    repo.put("objectives/a.md", "second\n");
    let second = repo.commit("second");
    let first = repo.git(&["rev-parse", "HEAD~1"]);
    repo.git(&["replace", &second, &first]);
    std::fs::create_dir_all(dir.join(".git/info")).unwrap();
    std::fs::write(dir.join(".git/info/grafts"), format!("{second}\n")).unwrap();
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {run}\n\tpager = {run}\n\tsshCommand = {run}\n\thooksPath = {dir}\n\teditor = {run}\n\tgitProxy = {run}\n\taskPass = {run}\n\tworktree = /nowhere\n\tbare = true\n\tquotePath = true\n\tabbrev = 4\n\tusereplacerefs = true\n[diff]\n\texternal = {run}\n\torderFile = /nowhere\n\trelative = objectives\n[diff \"x\"]\n\ttextconv = {run}\n\tcommand = {run}\n[alias]\n\trev-parse = !{run}\n\tls-tree = !{run}\n\tcat-file = !{run}\n[credential]\n\thelper = !{run}\n[filter \"x\"]\n\tclean = {run}\n\tsmudge = {run}\n[gpg]\n\tprogram = {run}\n[log]\n\tshowSignature = true\n\tdate = relative\n[color]\n\tui = always\n[i18n]\n\tlogOutputEncoding = UTF-16\n[uploadpack]\n\tpackObjectsHook = {run}\n",
        dir = with_slashes(&dir)
    );
    std::fs::write(dir.join(".git/config"), config).unwrap();
    let repository = repo.open();
    let commit = repository.resolve("HEAD").unwrap();
    assert_eq!(commit.text(), second);
    assert_eq!(
        repository.resolve("HEAD~1").unwrap().text(),
        first,
        "grafts cut nothing off"
    );
    assert_eq!(
        repository.date(&commit),
        Ok(date(2026, 1, 2)),
        "nothing is replaced"
    );
    let snapshot = read(&repository, "HEAD");
    assert_eq!(snapshot.tree.sources.0[0].text, "second\n");
    assert!(repository.commit_at(date(2026, 1, 1)).is_ok());
    assert!(!proof.exists());
}

#[test]
fn files_that_look_like_a_repository_are_none() {
    let repo = Repo::with_one();
    let inside = repo.path().join("okrs");
    repo.git(&["init", "-q", "--bare", "okrs"]);
    repo.put("okrs/okr.yaml", "title: Acme\n");
    repo.commit("second");
    let repository = Repository::of(&inside).unwrap();
    assert_eq!(repository.prefix(), "okrs/");
    assert!(repository.head().unwrap().is_some());
}

#[test]
fn settings_that_git_cannot_read_are_told() {
    let repo = Repo::with_one();
    std::fs::write(repo.path().join(".git/config"), "[core\n").unwrap();
    let failure = Repository::of(&repo.path()).unwrap_err().to_string();
    assert!(failure.contains("bad config line 1"), "{failure}");
}

#[test]
fn a_repository_of_somebody_else_is_named_with_its_cure() {
    let failure = Failure::Ownership("/srv/okrs".to_owned()).to_string();
    assert!(
        failure.contains("`git config --global --add safe.directory /srv/okrs`"),
        "{failure}"
    );
}
