//! The output folder belongs to the user, and holds one whole build at any moment.

use std::collections::BTreeMap;
use std::fs::Metadata;
#[cfg(unix)]
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::repo::{Repo, Run};
use crate::tree;

#[test]
fn a_second_build_does_nothing_and_a_change_is_seen() {
    let repo = Repo::clean();
    repo.okr("build").says("wrote ").exits(0);
    let stamp = || repo.at("_site").metadata().unwrap().modified().unwrap();
    let before = stamp();
    repo.okr("build").says("_site is up to date").exits(0);
    assert_eq!(stamp(), before);
    std::fs::remove_file(repo.at("_site/index.html")).unwrap();
    repo.okr("build").says("wrote ").exits(0);
    assert!(repo.at("_site/index.html").exists());
    let repo = repo.edit("grow.md", "Invitations work", "Invitations pay");
    repo.okr("build").says("wrote ").exits(0);
    assert!(
        std::fs::read_to_string(repo.at("_site/objectives/grow/index.html"))
            .unwrap()
            .contains("Invitations pay")
    );
}

#[test]
fn when_nothing_has_changed_nothing_is_parsed() {
    let repo = Repo::clean();
    repo.okr("build -v").says("parse").exits(0);
    for arguments in ["build -v", "build -v -o _site"] {
        let again = repo.okr(arguments).says("_site is up to date").exits(0);
        assert!(!again.err().contains("parse"), "{arguments}: {}", again.err());
    }
    for arguments in ["build -v --strict", "build -v --keep-going"] {
        repo.okr(arguments)
            .says("parse")
            .says("_site is up to date")
            .exits(0);
    }
}

const THEME: &str = "name = \"acme\"\nversion = \"1.0.0\"\napi = 1\n";

#[test]
fn whatever_a_site_is_made_from_makes_another_one() {
    let repo = Repo::clean()
        .with("img/a.png", "one")
        .with("img/b.txt", "one")
        .with("themes/acme/theme.css", ".x {}")
        .with("themes/acme/theme.toml", THEME)
        .edit(
            "grow.md",
            "twice as long.",
            "twice as long. ![Chart](../img/a.png) [Notes](../img/b.txt)",
        );
    repo.okr("build").says("wrote ").exits(0);
    repo.okr("build").says("up to date").exits(0);
    let builds = |what: &str, arguments: &str| {
        let run = repo.okr(arguments);
        assert!(run.err().contains("wrote "), "{what}: {}", run.err());
        repo.okr(arguments).says("up to date");
    };
    for (path, text) in [
        ("img/a.png", "two"),
        ("img/b.txt", "two"),
        ("theme.css", ":root {}"),
        ("head.html", "<!-- -->"),
        ("footer.html", "by us"),
        ("okr.yaml", "title: Other\ntheme: { name: acme }\n"),
        ("themes/acme/theme.css", ".y {}"),
        ("periods/2026-Q3.md", "---\ntitle: Third\n---\n\nHello.\n"),
    ] {
        repo.put(path, text);
        builds(path, "build");
    }
    builds("url", "build --base-url https://okrs.example");
    builds("drafts", "build --drafts");
    builds("theme", "build --theme paper");
    let mut another_day = Command::new(env!("CARGO_BIN_EXE_okr"));
    another_day
        .current_dir(repo.root())
        .args(["--today", "2026-10-02", "build"]);
    Run::of(another_day).says("wrote ");
    repo.okr("build").says("wrote ");
    repo.git(&["init", "-q"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "first"]);
    builds("a first commit", "build");
    repo.git(&["commit", "-q", "--allow-empty", "-m", "second"]);
    builds("another commit", "build");
}

#[test]
fn what_the_check_found_is_not_forgotten_when_nothing_has_changed() {
    let repo = Repo::clean().edit(
        "grow.md",
        "title: Make people bring",
        "title: Automate how people bring",
    );
    repo.okr("build").says("warning").exits(0);
    repo.okr("build")
        .says("_site is up to date: ")
        .says("`okr check` lists")
        .exits(0);
    repo.okr("build --strict").exits(1);
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(windows)]
fn inode(_: &Metadata) -> u64 {
    0
}

#[test]
fn a_build_after_an_edit_writes_only_files_that_differ() {
    let repo = Repo::clean();
    repo.okr("build").exits(0);
    let places = |repo: &Repo| -> BTreeMap<PathBuf, (u64, SystemTime)> {
        let site = repo.at("_site");
        let place = |path: &PathBuf| {
            let stat = site.join(path).symlink_metadata().unwrap();
            (inode(&stat), stat.modified().unwrap())
        };
        tree::below(&site)
            .keys()
            .map(|path| (path.clone(), place(path)))
            .collect()
    };
    let (bytes, before) = (tree::below(&repo.at("_site")), places(&repo));
    let text = repo.text("objectives/grow.md");
    repo.put(
        "objectives/grow.md",
        text.replace("title: Make people", "title: Let people"),
    );
    repo.okr("build").exits(0);
    let (now, after) = (tree::below(&repo.at("_site")), places(&repo));
    let written: Vec<&PathBuf> = after
        .keys()
        .filter(|path| before.get(*path) != after.get(*path))
        .collect();
    let differ: Vec<&PathBuf> = now
        .keys()
        .filter(|path| bytes.get(*path) != now.get(*path))
        .collect();
    assert_eq!(written, differ);
    assert!(differ.len() < now.len() / 2 && differ.contains(&&PathBuf::from("objectives/grow/index.html")));
}

#[test]
fn what_is_the_users_stays_and_what_is_in_the_way_is_named() {
    let repo = Repo::clean();
    repo.okr("build").exits(0);
    repo.put("_site/CNAME", "okrs.example");
    repo.put("_site/objectives/grow/mine.txt", "mine");
    repo.okr("build --base-url https://okrs.example").exits(0);
    assert_eq!(std::fs::read(repo.at("_site/CNAME")).unwrap(), b"okrs.example");
    assert_eq!(
        std::fs::read(repo.at("_site/objectives/grow/mine.txt")).unwrap(),
        b"mine"
    );

    repo.put("_site/index.html", "my words");
    let before = tree::below(&repo.at("_site"));
    for arguments in ["build", "build --force"] {
        repo.okr(arguments)
            .says("_site/index.html was changed by hand")
            .exits(2);
        assert_eq!(tree::below(&repo.at("_site")), before);
    }
    assert_eq!(tree::names(&repo.root()), ["_site", "objectives", "okr.yaml"]);
}

#[cfg(unix)]
#[test]
fn places_that_are_not_ours_to_write_are_refused() {
    let repo = Repo::clean();
    repo.put("thesis/chapter.txt", "years");
    symlink("thesis", repo.at("link")).unwrap();
    let before = tree::below(&repo.root());
    for out in [
        ".",
        "..",
        "/",
        "objectives",
        "objectives/site",
        "okr.yaml",
        "link",
        "thesis",
        ".git",
        "okr.yaml/x",
    ] {
        let run = repo.okr(&format!("build -o {out}")).exits(2);
        assert!(run.err().contains("error: "), "{out}: {}", run.err());
        assert_eq!(tree::below(&repo.root()), before, "{out}");
    }
    repo.okr("build -o thesis --force").exits(0);
    assert_eq!(std::fs::read(repo.at("thesis/chapter.txt")).unwrap(), b"years");
}

/// Builds a repository in two states into one folder, and kills the builds at moments all over their time.
#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let [old, new] = ["Old words", "New words"].map(|words| {
        let repo = Repo::clean().edit("grow.md", "Invitations work", words);
        for i in 0..150 {
            let text = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
            repo.put(
                &format!("objectives/more/calm-{i}.md"),
                text.replace("calm", words),
            );
        }
        repo
    });
    let out = old.at("../../okrs-site-of-test").display().to_string();
    let out = format!("{out}-{}", std::process::id());
    let shared = tempfile::tempdir().unwrap();
    let site = shared.path().join("site");
    drop(out);
    let build = |repo: &Repo| repo.command(["build", "-q", "--keep-going", "-o", site.to_str().unwrap()]);
    let begin = Instant::now();
    let whole = [&old, &new].map(|repo| {
        assert!(matches!(
            build(repo).stderr(Stdio::null()).status().unwrap().code(),
            Some(0 | 1)
        ));
        tree::below(&site)
    });
    let time = begin.elapsed() / 2;
    assert_ne!(whole[0], whole[1]);
    const KILLS: u32 = 20;
    for i in 0..KILLS {
        let repo = if i % 2 == 0 { &old } else { &new };
        let mut child = build(repo).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(time * i / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = tree::below(&site);
        assert!(whole.contains(&found), "a mixture after kill {i}");
        assert!(
            tree::names(shared.path()).len() <= 2,
            "{:?}",
            tree::names(shared.path())
        );
    }
    assert!(matches!(
        build(&new).stderr(Stdio::null()).status().unwrap().code(),
        Some(0 | 1)
    ));
    assert_eq!(tree::below(&site), whole[1]);
    assert_eq!(tree::names(shared.path()), ["site"]);
}

#[test]
fn builds_at_the_same_time_end_well() {
    let repo = Repo::clean();
    repo.okr("build -o ../reference").exits(0);
    let reference = tree::below(&repo.at("../reference"));
    for round in 0..3 {
        let builds: Vec<_> = (0..8)
            .map(|_| {
                repo.command(["build", "--force", "-q"])
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let codes: Vec<_> = builds
            .into_iter()
            .map(|build| build.wait_with_output().unwrap().status.code())
            .collect();
        assert!(
            codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 2))),
            "{codes:?}"
        );
        assert_eq!(tree::below(&repo.at("_site")), reference, "round {round}");
        assert_eq!(tree::names(&repo.root()), ["_site", "objectives", "okr.yaml"]);
    }
}

/// A small file system in memory, as long as it lives.
struct Mount(tempfile::TempDir);

impl Mount {
    fn new(options: &str) -> Option<Mount> {
        let dir = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(dir.path())
            .stderr(Stdio::null());
        let is_mounted = mount.status().is_ok_and(|status| status.success());
        if !is_mounted {
            println!("skipped: file systems cannot be mounted here");
        }
        is_mounted.then_some(Mount(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    let Some(disk) = Mount::new("size=1m") else { return };
    let repo = Repo::clean();
    let out = disk.path().join("site");
    let build = format!("build -o {}", out.display());
    repo.okr(&build).exits(0);
    let before = tree::below(&out);
    std::fs::write(disk.path().join("filler"), vec![0; 4 << 20]).unwrap_err();
    let repo = repo.edit("grow.md", "Invitations work", "Invitations pay");
    let run = repo.okr(&build).says("no space left on device").exits(2);
    assert!(
        run.err().contains(&format!("cannot write {}", out.display())),
        "{}",
        run.err()
    );
    assert_eq!(tree::below(&out), before);
    assert_eq!(tree::names(disk.path()), ["filler", "site"]);
    std::fs::remove_file(disk.path().join("filler")).unwrap();
    repo.okr(&build).exits(0);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let Some(disk) = Mount::new("size=8m") else { return };
    let repo = Repo::clean();
    let out = disk.path().join("site");
    repo.okr(&format!("build -o {}", out.display())).exits(0);
    let before = tree::below(&out);
    let read_only = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(disk.path())
        .status()
        .unwrap();
    assert!(read_only.success());
    let repo = repo.edit("grow.md", "Invitations work", "Invitations pay");
    for out in [out.clone(), disk.path().join("other"), disk.path().join("a/b")] {
        let run = repo
            .okr(&format!("build -o {}", out.display()))
            .says("read-only file system")
            .exits(2);
        assert!(
            run.err().contains(&format!("{}", disk.path().display())),
            "{}",
            run.err()
        );
    }
    assert_eq!(tree::below(&out), before);
}

#[test]
fn another_build_is_waited_for() {
    let repo = Repo::clean();
    repo.okr("build").exits(0);
    // Holds the lock of the folder for a moment, as another build would.
    let Ok(mut holder) = Command::new("flock")
        .arg(repo.at("_site"))
        .args(["sleep", "0.3"])
        .spawn()
    else {
        println!("skipped: there is no flock(1) here");
        return;
    };
    std::thread::sleep(Duration::from_millis(100));
    let begin = Instant::now();
    repo.okr("build --force").exits(0);
    assert!(begin.elapsed() > Duration::from_millis(100));
    assert!(holder.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_export_replaces_nothing_that_is_read_and_nothing_of_git() {
    let repo = Repo::clean();
    repo.git(&["init", "-q"]);
    std::os::unix::fs::symlink("okr.yaml", repo.at("link")).unwrap();
    let before = tree::below(&repo.root());
    for place in [
        "okr.yaml",
        "theme.css",
        "link",
        "objectives/calm.md",
        "objectives/new.md",
        "periods/2026-Q3.md",
        ".git/config",
        "objectives/../okr.yaml",
    ] {
        let run = repo.okr(&format!("export csv -o {place}"));
        assert!(run.err().contains("cannot write "), "{place}: {}", run.err());
        run.exits(2);
    }
    assert_eq!(tree::below(&repo.root()), before);
    repo.okr("export csv -o okrs.csv").exits(0);
    assert!(repo.at("okrs.csv").is_file());
}
