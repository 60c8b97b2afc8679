//! `okr diff`: what moved between two revisions, or between a revision and the work tree.

mod errors;
mod range;
mod side;

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use jiff::civil::Date;

use super::console::Console;
use super::{Everywhere, Exit, left_out, today};
use crate::changes::{self, Both, Side};
use crate::disk::{self, Root};
use crate::git::{self, Commit};
use crate::model::Assets;
use crate::parse;
use crate::report::changes::{ALL, Comparison, Format};

use range::Range;
use side::Said;

/// Say what moved between two revisions, or between a revision and the work tree
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// From where, and to where: BASE is compared with the work tree, BASE..HEAD with HEAD, and BASE...HEAD is from where
    /// the two parted
    ///
    /// Without it, from where HEAD and the default branch parted to the work tree. Both sides are told as of one day:
    /// that of the head, or today for the work tree.
    #[arg(value_name = "BASE[..HEAD]")]
    range: Option<String>,
    /// The second revision, as one would write it for git; it is asked for behind `..`
    #[arg(value_name = "HEAD", hide = true)]
    second: Option<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = ALL[0].name, value_parser = format_names())]
    format: String,
    /// Exit with 1 when something moved
    #[arg(long)]
    exit_code: bool,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(ALL.iter().map(|format| format.name))
}

/// Compares.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let format = ALL.iter().find(|format| format.name == arguments.format);
    let format: &Format = format.context("clap lets only known formats pass")?;
    if let (Some(base), Some(head)) = (&arguments.range, &arguments.second) {
        bail!("two revisions are written as one: `okr diff {base}..{head}`");
    }
    let place = Place::of(everywhere)?;
    let range = Range::of(arguments.range.as_deref());
    let commits = range.commits(&place.repository, place.root.is_some())?;
    let as_of = day(everywhere, &place.repository, commits.after.as_ref())?;
    let since = place.repository.date(&commits.before)?;

    let said = console.stage("read", || place.read(&commits))?;
    let (mut before, mut after) =
        console.stage("parse", || parse::both(&said.before.sources, &said.after.sources));
    let language = after.book.config.language;
    let (judged_before, judged_after) = console.stage("check", || {
        rayon::join(
            || errors::of(&said.before, &mut before, as_of, &place),
            || errors::of(&said.after, &mut after, as_of, &place),
        )
    });
    let (judged_before, judged_after) = (judged_before?, judged_after?);
    said.before
        .warn(&before, &judged_before.errors, language, console);
    said.after.warn(&after, &judged_after.errors, language, console);
    let alone = changes::without_counterpart(Both {
        before: &before.book,
        after: &after.book,
    });
    left_out::without(&mut before.book, &alone.before);
    left_out::without(&mut after.book, &alone.after);
    let uncounted = changes::uncounted(
        Both {
            before: &before.book,
            after: &after.book,
        },
        Both {
            before: &judged_before.wrong(),
            after: &judged_after.wrong(),
        },
    );
    let is_whole = alone.before.is_empty() && alone.after.is_empty() && uncounted.ids.is_empty();
    let (standing_before, standing_after) = console.stage("score", || match is_whole {
        true => (judged_before.standing, judged_after.standing),
        false => rayon::join(
            || errors::standing(&before.book, &uncounted.files.before, as_of),
            || errors::standing(&after.book, &uncounted.files.after, as_of),
        ),
    });
    let sides = Both {
        before: Side {
            book: &before.book,
            sources: &said.before.sources,
            standing: &standing_before,
        },
        after: Side {
            book: &after.book,
            sources: &said.after.sources,
            standing: &standing_after,
        },
    };
    let mut changes = console.stage("compare", || changes::between(sides, Some(since)));
    changes.uncounted = uncounted.ids.into_iter().collect();
    let comparison = Comparison {
        changes: &changes,
        sides,
        commits: Both {
            before: Some(commits.before.text()),
            after: commits.after.as_ref().map(Commit::text),
        },
        colour: console.out_colour,
    };
    console.result(|out| (format.print)(&comparison, out))?;
    Ok(match arguments.exit_code && !changes.is_empty() {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

/// The day as of which both sides are told: as asked for, else that of the head.
fn day(everywhere: &Everywhere, repository: &git::Repository, head: Option<&Commit>) -> anyhow::Result<Date> {
    match (everywhere.today, head) {
        (None, Some(head)) => Ok(repository.date(head)?),
        (given, _) => today::of_run(given),
    }
}

/// Where the OKRs are.
struct Place {
    /// Of the work tree; a bare repository has none.
    root: Option<Root>,
    repository: git::Repository,
}

/// The commits of both sides; the head has none when it is the work tree.
struct Commits {
    before: Commit,
    after: Option<Commit>,
}

impl Place {
    fn of(everywhere: &Everywhere) -> anyhow::Result<Place> {
        match disk::find_root(&everywhere.directory) {
            Ok(root) => {
                let root = Root::open(&root)?;
                Ok(Place {
                    repository: git::Repository::of(root.path())?,
                    root: Some(root),
                })
            }
            Err(failure) => match git::Repository::bare(&everywhere.directory) {
                Ok(repository) => Ok(Place {
                    root: None,
                    repository,
                }),
                Err(_) => Err(failure.into()),
            },
        }
    }

    /// Which of the files that a side links to are there.
    fn look_up(&self, commit: Option<&Commit>, wanted: &BTreeSet<String>) -> anyhow::Result<Assets> {
        if wanted.is_empty() {
            return Ok(Assets::default());
        }
        let wanted = wanted.iter().map(String::as_str);
        Ok(match (commit, &self.root) {
            (None, Some(root)) => disk::look_up(root, wanted)?,
            (Some(commit), _) => self.repository.look_up(commit, wanted)?,
            (None, None) => Assets::default(),
        })
    }

    /// The files of both sides.
    fn read(&self, commits: &Commits) -> anyhow::Result<Both<Said>> {
        super::work_here();
        let wanted: Vec<&Commit> = std::iter::once(&commits.before).chain(&commits.after).collect();
        let mut snapshots = self.repository.read(&wanted)?.into_iter();
        let mut next = || snapshots.next().context("git gives the files of each commit");
        let before = Said::of_revision(next()?);
        let after = match (&commits.after, &self.root) {
            (None, Some(root)) => Said::of_work_tree(disk::read(root)?),
            _ => Said::of_revision(next()?),
        };
        let mut said = Both { before, after };
        side::without_what_a_side_lacks(&mut said);
        Ok(said)
    }
}
