//! Where a command reads: the work tree as it is, or a revision as it was, which needs no checkout and no work tree.

use anyhow::bail;
use jiff::civil::Date;

use super::console::Console;
use super::{Everywhere, today};
use crate::disk::{self, Root, Shelf, Text, Tree};
use crate::git::{self, Commit, Revision};
use crate::source::FileId;
use crate::system::with_slashes;
use crate::words::Language;
use crate::{msg, parse};

/// Where a command reads, and as of when.
pub(super) struct Place {
    /// The folder on the disk: the root of the OKRs, or a bare repository.
    pub(super) root: Root,
    /// What is asked for; `None`: the work tree.
    pub(super) at: Option<At>,
    /// The day as of which everything is told.
    pub(super) today: Date,
}

/// A revision.
pub(super) struct At {
    /// Its repository.
    pub(super) repository: git::Repository,
    /// Its files.
    pub(super) files: Revision,
    /// Whether there is no work tree around it.
    pub(super) is_bare: bool,
    /// The day that was asked for, when it is still to come.
    to_come: Option<Date>,
}

/// Of the work tree that the command line names.
pub(super) fn of_work_tree(everywhere: &Everywhere) -> anyhow::Result<Place> {
    let today = today::of_run(everywhere.today)?;
    let root = disk::find_root(&everywhere.directory).map_err(|failure| or_bare(everywhere, failure))?;
    let root = Root::open(&root)?;
    Ok(Place {
        root,
        at: None,
        today,
    })
}

/// The language of the settings, as far as they can be read.
pub(super) fn language(everywhere: &Everywhere) -> Language {
    let settings = || {
        let root = Root::open(&disk::find_root(&everywhere.directory).ok()?).ok()?;
        match root.texts(&["okr.yaml".to_owned()]).pop()?.ok()? {
            Text::File(file) => Some(parse::config::read(&file, FileId(0)).0.language),
            Text::Link | Text::Gone => None,
        }
    };
    settings().unwrap_or(Language::English)
}

/// Why there are no OKRs in a folder: where it is a repository without a work tree, none can be there.
fn or_bare(everywhere: &Everywhere, failure: disk::Failure) -> anyhow::Error {
    match git::store_around(&everywhere.directory) {
        Some(store) => anyhow::anyhow!(
            "{} is a bare repository of git, which has no work tree: `okr status`, `okr build` and `okr export` read a revision of it, as in `okr status --at HEAD`",
            with_slashes(&store)
        ),
        None => failure.into(),
    }
}

/// Of what `--at` names, else of the work tree.
pub(super) fn of(everywhere: &Everywhere, at: Option<&str>) -> anyhow::Result<Place> {
    match at {
        Some(at) => of_revision(everywhere, at),
        None => of_work_tree(everywhere),
    }
}

/// Of what `--at` names, a revision or a day, as of its day unless `--today` says otherwise.
fn of_revision(everywhere: &Everywhere, asked: &str) -> anyhow::Result<Place> {
    let (root, repository, is_bare) = match disk::find_root(&everywhere.directory) {
        Ok(root) => {
            let root = Root::open(&root)?;
            let repository = git::Repository::of(root.path())?;
            (root, repository, false)
        }
        Err(failure) => match git::Repository::bare(&everywhere.directory) {
            Ok(repository) => (Root::open(repository.top())?, repository, true),
            Err(_) => return Err(failure.into()),
        },
    };
    let (commit, day) = commit(&repository, asked, everywhere)?;
    let is_to_come = is_like_a_day(asked) && day > today::of_run(everywhere.today)?;
    let files = repository.revision(&commit)?;
    Ok(Place {
        root,
        today: everywhere.today.unwrap_or(day),
        at: Some(At {
            repository,
            files,
            is_bare,
            to_come: is_to_come.then_some(day),
        }),
    })
}

/// The commit that is meant, with the day as of which it is told: as asked for, else that of the commit.
fn commit(
    repository: &git::Repository,
    asked: &str,
    everywhere: &Everywhere,
) -> anyhow::Result<(Commit, Date)> {
    if is_like_a_day(asked) {
        let day = match today::given(asked) {
            Ok(day) => day,
            Err(why) => {
                let said = msg!("cannot use `--at {asked}`: {why}", asked = asked, why = why);
                bail!(language(everywhere).say(&said))
            }
        };
        return Ok((repository.commit_at(day)?, day));
    }
    let commit = repository.resolve(asked)?;
    let day = repository.date(&commit)?;
    Ok((commit, day))
}

/// `2026-08-31`, be there such a day or not.
fn is_like_a_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day]
    if year.len() == 4 && [year, month, day].iter().all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
    }))
}

impl Place {
    /// All files that are read for what they say.
    pub(super) fn read(&self, console: &Console) -> anyhow::Result<Tree> {
        super::work_here();
        let Some(at) = &self.at else {
            return Ok(disk::read(&self.root)?);
        };
        if let Some(day) = at.to_come {
            console.warning(&format!(
                "{day} is still to come: the last commit by now is meant"
            ));
        }
        let snapshot = at.files.snapshot()?;
        if snapshot.is_empty() {
            let below = match at.repository.prefix() {
                "" => String::new(),
                prefix => format!(" below `{prefix}`"),
            };
            bail!(
                "there are no OKRs in {}{below}: neither `okr.yaml` nor a file in `objectives/`",
                snapshot.commit.short()
            );
        }
        for name in &snapshot.absent {
            console.warning(&format!(
                "the source `{name}` is not here as it was at {}, so it is left out",
                snapshot.commit.short()
            ));
        }
        Ok(snapshot.tree)
    }

    /// Where linked files and themes are read.
    pub(super) fn files(&self) -> &dyn Shelf {
        match &self.at {
            Some(at) => &at.files,
            None => &self.root,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_like_a_day_is_one() {
        for text in ["2026-08-31", "2026-02-30", "2026-8-1"] {
            assert!(is_like_a_day(text), "{text}");
        }
        for text in [
            "main",
            "v2026-08",
            "2026-Q3",
            "20260831",
            "2026-08-31-fix",
            "ab12-34-56",
            "",
        ] {
            assert!(!is_like_a_day(text), "{text}");
        }
    }
}
