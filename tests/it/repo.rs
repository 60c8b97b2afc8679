//! A small repository that is clean, and the program run in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The day of every run.
pub const TODAY: &str = "2026-09-10";

const GROW: &str = "\
---
title: Make people bring their friends
period: 2026-Q3
team: growth
owner: ada
key_results:
  - id: signups
    title: People a week who come by invitation reach 200
    owner: ada
    start: 40
    target: 200
  - id: rating
    title: Rating of the first week reaches 4.6
    owner: bo
    start: 4.0
    target: 4.6
  - id: churn
    title: Churn in the first month falls to 3 %
    owner: cy
    start: 9
    target: 3
    unit: \"%\"
---

Those who come by invitation stay twice as long.

## 2026-08-31 (on track) Invitations work

The new page is live.

- signups: 140

- rating: 4.3

- churn: 6 %
";

const CALM: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
owner: dora
key_results:
  - id: reply
    title: Median first reply falls to 4 hours
    owner: dora
    start: 9
    target: 4
    unit: h
  - id: overtime
    title: Overtime a month falls to 5 hours
    owner: eli
    start: 21
    target: 5
    unit: h
  - id: mood
    title: Mood of the shift reaches 4
    owner: eli
    start: 3
    target: 4
---

The evening shift carries the week.

## 2026-08-31 (on track) Two people joined

Both of them know the product.

- reply: 5.5 h

- overtime: 11 h

- mood: 3.6
";

const SETTINGS: &str = "title: Acme OKRs\n";

/// A repository in a folder of its own.
pub struct Repo {
    dir: tempfile::TempDir,
}

impl Repo {
    /// Two objectives of two teams, about which there is nothing to say.
    pub fn clean() -> Repo {
        let repo = Repo {
            dir: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(repo.root()).unwrap();
        repo.with("okr.yaml", SETTINGS)
            .with("objectives/grow.md", GROW)
            .with("objectives/calm.md", CALM)
    }

    /// The folder of the OKRs. The one above it is the test's as well.
    pub fn root(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join("okrs")
    }

    /// A path below the root.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    /// With this file.
    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Repo {
        self.put(path, bytes);
        self
    }

    /// Puts a file there.
    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), bytes).unwrap();
    }

    /// What is in a file.
    pub fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    /// With `from`, which stands in an objective's file exactly once, replaced by `to`.
    pub fn edit(self, file: &str, from: &str, to: &str) -> Repo {
        let path = self.at("objectives").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// Runs git in the root, with nobody's settings.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.root())
            .env(
                "GIT_CONFIG_GLOBAL",
                if cfg!(windows) { "NUL" } else { "/dev/null" },
            )
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args(["-c", "user.name=Ana", "-c", "user.email=ana@example.com"])
            .args(arguments);
        assert!(git.status().unwrap().success(), "{arguments:?}");
    }

    /// Runs `okr` in the root, with the arguments parted by blanks.
    pub fn okr(&self, arguments: &str) -> Run {
        Run::of(self.command(arguments.split_whitespace()))
    }

    /// The program with an environment of its own, in the root, as of [`TODAY`].
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
        command
            .env_clear()
            .env("HOME", self.dir.path())
            .env("TZ", "UTC")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        // Without it Windows starts no program that opens a connection or draws a random number.
        if let Some(system) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", system);
        }
        command
            .current_dir(self.root())
            .args(["--today", TODAY])
            .args(arguments);
        command
    }
}

/// A run that has ended.
pub struct Run {
    output: Output,
    shown: String,
}

impl Run {
    /// Runs a command to its end.
    pub fn of(mut command: Command) -> Run {
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let shown = format!(
            "{command:?} ended with {}\nstdout:\n{}\nstderr:\n{}",
            output.status,
            text(&output.stdout),
            text(&output.stderr)
        );
        Run { output, shown }
    }

    /// What went to standard output.
    pub fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    /// What went to standard error.
    pub fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// The exit code; a signal has none.
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// Standard output holds this text.
    #[track_caller]
    pub fn prints(self, text: &str) -> Run {
        assert!(
            self.out().contains(text),
            "no `{text}` on stdout of {}",
            self.shown
        );
        self
    }

    /// Standard output is empty.
    #[track_caller]
    pub fn prints_nothing(self) -> Run {
        assert!(
            self.output.stdout.is_empty(),
            "something on stdout of {}",
            self.shown
        );
        self
    }

    /// Standard error holds this text.
    #[track_caller]
    pub fn says(self, text: &str) -> Run {
        assert!(
            self.err().contains(text),
            "no `{text}` on stderr of {}",
            self.shown
        );
        self
    }

    /// Standard error is empty.
    #[track_caller]
    pub fn says_nothing(self) -> Run {
        assert!(
            self.output.stderr.is_empty(),
            "something on stderr of {}",
            self.shown
        );
        self
    }

    /// It ended with this code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert_eq!(self.code(), Some(code), "{}", self.shown);
        self
    }
}
