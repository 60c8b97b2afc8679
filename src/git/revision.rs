//! Revisions: from what somebody typed, or from a day, to a commit, and when that was made.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::{Commit, Failure, Repository};
use crate::diagnostic::{Message, nearest};
use crate::msg;

/// Names that are looked through for one that is near, and those that are listed when none is.
const KNOWN: &str = "--count=2000";
const LISTED: usize = 5;

/// Where the branch that others start from is looked for.
const DEFAULT: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

impl Repository {
    /// The commit of a revision that somebody typed: a branch, a tag, a commit, `HEAD~3`.
    pub fn resolve(&self, revision: &str) -> Result<Commit, Failure> {
        if revision.starts_with('-') {
            let why = msg!("a revision does not begin with `-`");
            return Err(Failure::revision(revision, why));
        }
        if revision.is_empty() || revision.chars().any(char::is_control) {
            let why = msg!("it is no name of a branch, a tag or a commit");
            return Err(Failure::revision(revision, why));
        }
        let commit = [revision, "^{commit}"].concat();
        let answer = self
            .program
            .ask(&["rev-parse", "--verify", "--end-of-options", &commit])?;
        match Commit::of(&answer.text).filter(|_| answer.succeeded) {
            Some(commit) => Ok(commit),
            // Before the first commit nothing is there, whatever it is called.
            None if revision == "HEAD" && self.head()?.is_none() => Err(Failure::NoCommit),
            None => Err(Failure::revision(
                revision,
                self.why_not(revision, &answer.complaint)?,
            )),
        }
    }

    /// What a name stands for that is no commit: `a tree`.
    fn sort_of(&self, revision: &str) -> Result<Option<&'static str>, Failure> {
        let object = self
            .program
            .ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", revision])?;
        let Some(object) = Commit::of(&object.text).filter(|_| object.succeeded) else {
            return Ok(None);
        };
        let sort = self.program.ask(&["cat-file", "-t", object.text()])?;
        Ok(match sort.text.trim() {
            "tree" => Some("a tree"),
            "blob" => Some("a blob"),
            _ => None,
        })
    }

    /// The branch that others start from: `origin/HEAD`, else `main` or `master`, there or here.
    pub fn default_branch(&self) -> Result<Commit, Failure> {
        for name in DEFAULT {
            let commit = [name, "^{commit}"].concat();
            let answer =
                self.program
                    .ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
            if let Some(commit) = Commit::of(&answer.text).filter(|_| answer.succeeded) {
                return Ok(commit);
            }
        }
        Err(Failure::NoDefaultBranch)
    }

    /// Where two lines of commits parted.
    pub fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, Failure> {
        let answer = self
            .program
            .ask(&["merge-base", "--end-of-options", one.text(), other.text()])?;
        match answer.text.lines().next().and_then(Commit::of) {
            Some(commit) if answer.succeeded => Ok(commit),
            _ if self.is_shallow() => Err(Failure::Shallow {
                what: "where the two revisions parted",
            }),
            _ => Err(Failure::NothingInCommon(one.short(), other.short())),
        }
    }

    /// The last commit of a day or before it, in UTC by the committer's clock, on the line of HEAD: what was merged
    /// later counts from its merge.
    pub fn commit_at(&self, day: Date) -> Result<Commit, Failure> {
        let head = self.head()?.ok_or(Failure::NoCommit)?;
        let end = day
            .to_zoned(TimeZone::UTC)
            .ok()
            .and_then(|day| day.tomorrow().ok());
        let Some(end) = end else {
            return Err(Failure::Before { day, first: None });
        };
        match self.commit_until(&head, end.timestamp().as_second() - 1)? {
            Some(commit) => Ok(commit),
            None if self.is_shallow() => Err(Failure::Shallow {
                what: "what was then",
            }),
            None => Err(Failure::Before {
                day,
                first: self.first_day(&head)?,
            }),
        }
    }

    /// The last commit on the line of `head` that is not younger than so many seconds since 1970.
    fn commit_until(&self, head: &Commit, seconds: i64) -> Result<Option<Commit>, Failure> {
        let until = format!("--min-age={seconds}");
        let answer = self.program.ask(&[
            "rev-list",
            "--first-parent",
            "--max-count=1",
            &until,
            "--end-of-options",
            head.text(),
        ])?;
        Ok(Commit::of(&answer.text).filter(|_| answer.succeeded))
    }

    /// The last commit here that is not younger than one of another repository.
    pub(super) fn commit_beside(
        &self,
        other: &Repository,
        commit: &Commit,
    ) -> Result<Option<Commit>, Failure> {
        let seconds = other.seconds(commit)?.trim().parse();
        match (self.head()?, seconds) {
            (Some(head), Ok(seconds)) => self.commit_until(&head, seconds),
            _ => Ok(None),
        }
    }

    /// The day of a commit, in UTC by the committer's clock.
    pub fn date(&self, commit: &Commit) -> Result<Date, Failure> {
        day(&self.seconds(commit)?).ok_or_else(|| Failure::NoDate(commit.short()))
    }

    fn seconds(&self, commit: &Commit) -> Result<String, Failure> {
        let answer = self.program.ask(&[
            "rev-list",
            "--max-count=1",
            "--format=%ct",
            "--end-of-options",
            commit.text(),
        ])?;
        Ok(answer.text.lines().last().unwrap_or_default().to_owned())
    }

    fn first_day(&self, head: &Commit) -> Result<Option<Date>, Failure> {
        let answer = self.program.ask(&[
            "rev-list",
            "--first-parent",
            "--max-parents=0",
            "--format=%ct",
            "--end-of-options",
            head.text(),
        ])?;
        Ok(answer.text.lines().last().and_then(day))
    }

    fn why_not(&self, revision: &str, complaint: &str) -> Result<Message, Failure> {
        if complaint.contains("is ambiguous") {
            return Ok(msg!("several commits begin so; write more digits"));
        }
        if revision.contains("..") {
            return Ok(msg!("it is a range; name one revision"));
        }
        if let Some(sort) = self.sort_of(revision)? {
            return Ok(msg!("it is {sort}, not a commit", sort = sort));
        }
        let answer = self.program.ask(&[
            "for-each-ref",
            "--sort=-creatordate",
            KNOWN,
            "--format=%(refname:short)",
            "refs/heads",
            "refs/tags",
            "refs/remotes",
        ])?;
        let known: Vec<&str> = answer.text.lines().collect();
        if let Some(near) = nearest(revision, known.iter().copied()) {
            return Ok(msg!("did you mean `{text}`?", text = near));
        }
        let mut listed: Vec<String> = known
            .iter()
            .take(LISTED)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = known.len().saturating_sub(LISTED);
        let last = listed.pop();
        let names = listed.join(", ");
        Ok(match (last, self.is_shallow()) {
            (None, false) => msg!("there is no commit yet"),
            (None, true) => msg!(
                "the clone is shallow: `{cure}` brings the rest",
                cure = Failure::UNSHALLOW
            ),
            (Some(last), true) => msg!(
                "there is {names}, and the clone is shallow: `{cure}` brings the rest",
                names = [names, last].join(", ").trim_start_matches(", "),
                cure = Failure::UNSHALLOW
            ),
            (Some(only), false) if names.is_empty() => msg!("there is {name}", name = only),
            (Some(last), false) if more == 0 => {
                msg!("there are {names} and {last}", names = names, last = last)
            }
            (Some(last), false) => msg!(
                "there are {names} and {last}, among {more} more",
                names = names,
                last = last,
                more = more
            ),
        })
    }
}

/// The day in UTC of seconds since 1970, from the years that dates may lie in.
pub(super) fn day(seconds: &str) -> Option<Date> {
    let instant = Timestamp::from_second(seconds.trim().parse().ok()?).ok()?;
    let day = instant.to_zoned(TimeZone::UTC).date();
    (date(1970, 1, 1)..=date(2200, 12, 31))
        .contains(&day)
        .then_some(day)
}
