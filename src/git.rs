//! What git knows: commits, the files of a revision, who wrote what and when. The `git` program is asked, for reading
//! only, and nothing in the repository can make it run something, open a connection or wait for an answer.
#![allow(
    clippy::disallowed_methods,
    reason = "a program is started here, and nowhere else"
)]

mod running;
mod places;
mod program;
mod commit;
mod history;
mod repository;
mod revision;
mod objects;
mod shelf;
mod walk;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::diagnostic::Message;
use crate::msg;
use crate::words::Language;

use program::{PATIENCE, Program};

pub use commit::Commit;
pub use history::{Heads, History, heads, history, history_at};
pub use repository::Repository;
pub use shelf::{Revision, Snapshot};

/// Why there is no answer.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum Failure {
    /// There is no such program on this machine.
    NoProgram,
    /// Neither the folder nor one above it is in a repository.
    NoRepository(String),
    /// There is a repository, and git makes nothing of it.
    Broken {
        /// The folder that holds `.git`.
        top: String,
        /// What git said.
        complaint: String,
    },
    /// The repository belongs to another user, and git refuses to read it.
    Ownership(String),
    /// It did not go on.
    Silent,
    /// It refused.
    Refused {
        /// What we asked for.
        doing: &'static str,
        /// What it said.
        complaint: String,
    },
    /// A revision that nobody knows.
    Revision {
        /// As typed.
        revision: String,
        /// What is there instead.
        why: Message,
    },
    /// HEAD names no commit.
    NoCommit,
    /// Neither `main` nor `master` is there.
    NoDefaultBranch,
    /// Two lines of commits that never met.
    NothingInCommon(String, String),
    /// What was asked for lies before the first commit that is here.
    Shallow {
        /// What it does not know.
        what: &'static str,
    },
    /// There was nothing yet.
    Before {
        /// The day asked for.
        day: Date,
        /// Of the first commit.
        first: Option<Date>,
    },
    /// A commit whose date is none.
    NoDate(String),
    /// A clone that has left out files of earlier commits.
    Missing,
    /// A fault while the files of a revision were read.
    Tree(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Language::English))
    }
}

impl Failure {
    /// What makes a shallow clone whole.
    pub const UNSHALLOW: &str = "git fetch --unshallow";

    /// In a language.
    pub fn said(&self, language: Language) -> String {
        language.say(&match self {
            Failure::NoProgram => msg!(
                "there is no git in the usual places (such as {place}) nor in a safe folder of `PATH`: install it",
                place = crate::system::GIT[0]
            ),
            Failure::NoRepository(place) => msg!(
                "{place} is in no git repository: `git init` makes one",
                place = place
            ),
            Failure::Broken { top, complaint } => msg!(
                "there is a repository at {top} that git cannot read: {complaint}; mend what `.git` holds, or clone it anew",
                top = top,
                complaint = complaint
            ),
            Failure::Ownership(place) => msg!(
                "git does not read {place}, which belongs to another user: if you trust it, `git config --global --add safe.directory {place}`",
                place = place
            ),
            Failure::Silent => msg!(
                "git gave no answer within {seconds} seconds",
                seconds = PATIENCE.as_secs()
            ),
            Failure::Refused { doing, complaint } => msg!(
                "git cannot {doing}: {complaint}",
                doing = doing,
                complaint = complaint
            ),
            Failure::Revision { revision, why } => msg!(
                "there is no revision `{revision}`: {why}",
                revision = revision,
                why = language.say(why)
            ),
            Failure::NoCommit => msg!("there is no commit yet: `git commit` makes the first"),
            Failure::NoDefaultBranch => msg!(
                "there is no default branch: neither `origin/HEAD` nor `main` or `master`, there or here; name a revision"
            ),
            Failure::NothingInCommon(one, other) => msg!(
                "{one} and {other} have no commit in common",
                one = one,
                other = other
            ),
            Failure::Shallow { what } => msg!(
                "the clone is shallow and does not know {what}: `{cure}` brings the rest, in continuous integration `fetch-depth: 0`",
                what = what,
                cure = Failure::UNSHALLOW
            ),
            Failure::Before { day, first: None } => {
                msg!("there is no commit of {day} or before", day = day)
            }
            Failure::Before {
                day,
                first: Some(first),
            } => msg!(
                "there is no commit of {day} or before; the first is of {first}",
                day = day,
                first = first
            ),
            Failure::NoDate(commit) => msg!(
                "the commit {commit} has no date between 1970 and 2200",
                commit = commit
            ),
            Failure::Missing => msg!(
                "the clone is partial and does not hold all files of that revision: `git fetch --refetch --no-filter` brings them"
            ),
            Failure::Tree(fault) => return fault.clone(),
        })
    }

    fn revision(revision: &str, why: Message) -> Failure {
        Failure::Revision {
            revision: revision.to_owned(),
            why,
        }
    }

    /// With the line of what git said that names the fault.
    fn refused(doing: &'static str, complaint: &str) -> Failure {
        if complaint.contains("promisor remote") {
            return Failure::Missing;
        }
        Failure::Refused {
            doing,
            complaint: fault(complaint).to_owned(),
        }
    }

    fn of_pipe(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::TimedOut => Failure::Silent,
            _ => Failure::refused("be read", &crate::disk::reason(&error)),
        }
    }
}

/// The line of what git said that names the fault.
fn fault(complaint: &str) -> &str {
    let lines = || complaint.lines().filter(|line| !line.trim().is_empty());
    let marked = |mark| lines().find_map(move |line| line.strip_prefix(mark));
    let line = marked("fatal: ").or_else(|| marked("error: "));
    line.or_else(|| lines().next()).unwrap_or("it gave no reason")
}

impl From<Failure> for crate::disk::Failure {
    fn from(failure: Failure) -> crate::disk::Failure {
        crate::disk::Failure::Refused(failure.to_string())
    }
}

impl From<crate::disk::Failure> for Failure {
    fn from(failure: crate::disk::Failure) -> Failure {
        Failure::Tree(failure.to_string())
    }
}

/// The `.git` of a folder that is no repository yet, as while one is being made.
pub fn half_made(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(".git")).filter(|place| place.is_dir())
}

/// The folder in which git keeps a repository, when `folder` is one or lies in one: a bare repository, or a `.git`.
pub fn store_around(folder: &Path) -> Option<PathBuf> {
    let folder = crate::system::canonical(folder).ok()?;
    let is_store = |folder: &&Path| {
        let has = |name: &str| folder.join(name).is_dir();
        folder.join("HEAD").is_file() && has("objects") && has("refs")
    };
    folder.ancestors().find(is_store).map(Path::to_owned)
}

#[cfg(test)]
mod tests;
