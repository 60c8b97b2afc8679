//! The `git` program, started so that nothing in the repository can make it run something, open a connection, ask a
//! question or change what it answers.
//!
//! What a repository could say in its settings, in replaced objects and in grafts is overruled or not looked at.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::running::{Input, Running};
use super::{Failure, places};
use crate::system::{self, NOTHING};

/// How long git may take until it says something more.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes read of a short answer.
const ANSWER: u64 = 64 << 10;

/// Settings that hold whatever the repository says.
const SETTINGS: [&str; 10] = [
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.quotePath=false",
    "core.useReplaceRefs=false",
    "core.warnAmbiguousRefs=false",
    "diff.external=",
    "log.mailmap=false",
    "log.showSignature=false",
    "protocol.allow=never",
    "i18n.logOutputEncoding=UTF-8",
];

/// The program, and the folder in which it looks for its repository.
#[derive(Clone, Debug)]
pub(super) struct Program {
    path: PathBuf,
    /// The folder that holds `.git`, or a bare repository. No folder above it is looked at.
    top: PathBuf,
    /// Whether the folder itself is the repository.
    bare: bool,
    /// How long it may be silent.
    patience: Duration,
}

/// What git said in a few lines.
pub(super) struct Answer {
    /// On standard output.
    pub(super) text: String,
    /// On standard error.
    pub(super) complaint: String,
    /// Whether it did what it was asked.
    pub(super) succeeded: bool,
}

impl Program {
    /// The program for a folder that holds `.git`.
    pub(super) fn at(top: &Path) -> Result<Program, Failure> {
        places::git().map_or(Err(Failure::NoProgram), |path| Ok(Program::of(path, top)))
    }

    fn of(path: PathBuf, top: &Path) -> Program {
        Program {
            path,
            top: top.to_owned(),
            bare: false,
            patience: PATIENCE,
        }
    }

    /// The same for a folder that is itself the repository.
    pub(super) fn bare(self) -> Program {
        Program { bare: true, ..self }
    }

    /// Asks for a short answer.
    pub(super) fn ask(&self, question: &[&str]) -> Result<Answer, Failure> {
        let mut running = self.start(question, Input::None)?;
        let mut bytes = Vec::new();
        running
            .by_ref()
            .take(ANSWER)
            .read_to_end(&mut bytes)
            .map_err(|_| Failure::Silent)?;
        // What is beyond a short answer is nobody's question; it ends by itself when nobody reads.
        let (succeeded, complaint) = running.end()?;
        if complaint.contains("dubious ownership") {
            let place = quoted(&complaint).unwrap_or_else(|| system::with_slashes(&self.top));
            return Err(Failure::Ownership(place));
        }
        Ok(Answer {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            complaint,
            succeeded,
        })
    }

    /// Asks for a long answer, to be read as it comes.
    pub(super) fn start(&self, question: &[&str], input: Input) -> Result<Running, Failure> {
        let mut command = self.command(question);
        command.stdin(match input {
            Input::None => Stdio::null(),
            Input::Lines(_) | Input::Fed(_) => Stdio::piped(),
        });
        let child = command.spawn().map_err(|error| Failure::Refused {
            doing: "be started",
            complaint: crate::disk::reason(&error),
        })?;
        Ok(Running::new(child, input, self.patience))
    }

    fn command(&self, question: &[&str]) -> Command {
        let mut command = Command::new(&self.path);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .env("PATH", system::PATH)
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            // Many short answers at once are quicker to hear than each for itself.
            .env("GIT_FLUSH", "0")
            // A path that cannot be: an empty file would be hinted at.
            .env("GIT_GRAFT_FILE", [NOTHING, "/none"].concat())
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .current_dir(&self.top);
        if let Some(above) = self.top.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        if !self.bare {
            // Files of the tree that look like a repository are none.
            command.args(["-c", "safe.bareRepository=explicit"]);
        }
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(["-c", &format!("core.hooksPath={NOTHING}")]);
        command
            .args(question)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// The path in git's complaint: `… in repository at '/srv/okrs'`.
fn quoted(complaint: &str) -> Option<String> {
    let (_, rest) = complaint.split_once('\'')?;
    let (path, _) = rest.split_once('\'')?;
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_of_somebody_else_is_named() {
        let complaint =
            "fatal: detected dubious ownership in repository at '/srv/okrs'\nTo add an exception …";
        assert_eq!(quoted(complaint).as_deref(), Some("/srv/okrs"));
    }

    /// A script in the place of git, with little patience for it.
    #[cfg(unix)]
    fn script(folder: &tempfile::TempDir, text: &str) -> Program {
        let path = folder.path().join("git");
        // Written by another program: one that has a file open for writing cannot start it.
        let written = Command::new("/bin/sh")
            .args([
                "-c",
                "printf '#!/bin/sh\n%s\n' \"$1\" > \"$2\" && chmod 755 \"$2\"",
                "sh",
                text,
            ])
            .arg(&path)
            .status()
            .unwrap();
        assert!(written.success());
        Program {
            patience: Duration::from_secs(1),
            ..Program::of(path, folder.path())
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_git_that_says_nothing_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let failure = script(&folder, "exec sleep 60").ask(&["x"]).err();
        assert_eq!(failure, Some(Failure::Silent));
        let running =
            script(&folder, "read line; exec sleep 60").start(&["x"], Input::Lines(b"1\n".to_vec()));
        let error = running.unwrap().read_to_string(&mut String::new()).unwrap_err();
        assert_eq!(Failure::of_pipe(error), Failure::Silent);
    }

    #[cfg(unix)]
    #[test]
    fn a_git_that_has_said_everything_and_does_not_end_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let failure = script(&folder, "echo yes; exec sleep 60 >/dev/null 2>/dev/null").ask(&["x"]);
        assert_eq!(failure.err(), Some(Failure::Silent));
    }

    #[cfg(unix)]
    #[test]
    fn while_git_waits_for_us_it_may_be_silent() {
        let folder = tempfile::tempdir().unwrap();
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let mut running = script(&folder, "exec cat")
            .start(&["x"], Input::Fed(receive))
            .unwrap();
        let asking = std::thread::spawn(move || {
            for line in ["one\n", "two\n"] {
                std::thread::sleep(Duration::from_millis(1500));
                send.send(line.as_bytes().to_vec()).unwrap();
            }
        });
        let mut text = String::new();
        running.read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\n");
        asking.join().unwrap();
        assert_eq!(running.end(), Ok((true, String::new())));
    }

    #[cfg(unix)]
    #[test]
    fn once_everything_is_asked_git_is_waited_for_no_longer_than_else() {
        let folder = tempfile::tempdir().unwrap();
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let running =
            script(&folder, "read line; echo $line; exec sleep 60").start(&["x"], Input::Fed(receive));
        send.send(b"one\n".to_vec()).unwrap();
        drop(send);
        let mut text = String::new();
        let error = running.unwrap().read_to_string(&mut text).unwrap_err();
        assert_eq!(Failure::of_pipe(error), Failure::Silent);
        assert_eq!(text, "one\n", "it had answered before");
    }
}
