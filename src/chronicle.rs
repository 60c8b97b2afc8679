//! Who wrote what and when, and what was moved or rewritten afterwards: the objectives against the earlier versions of
//! their files. Everything here is a value; `git` brings the versions.

pub mod past;
pub mod outline;
mod timeline;
mod written;
mod edits;
mod facts;
mod moves;

use rayon::prelude::*;

use crate::changes::{Fact, Kind};
use crate::model::{Book, CheckIn, KeyResultIx, Objective, ObjectiveIx, Status, Value};
use crate::source::{SourceFile, Sources};

use past::{Commit, CommitIx, Past};

/// What git knows of the objectives of a book. Without git it knows nothing, and that is no error.
#[derive(Debug, Default)]
pub struct Chronicle {
    /// The commits that are named below.
    pub commits: Vec<Commit>,
    /// Whether the clone has left commits out: what was before them is not known.
    pub shallow: bool,
    /// Beside [`Book::objectives`]; empty when nothing is known.
    pub objectives: Vec<Written>,
}

/// What is known of an objective's file.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The commit that last changed the file.
    pub last: Option<CommitIx>,
    /// Beside its check-ins.
    pub check_ins: Vec<WrittenCheckIn>,
    /// What was moved after the period began, the oldest first.
    pub moves: Vec<Move>,
    /// Figures that were rewritten, by day, then in the order of the file.
    pub edits: Vec<Edit>,
}

/// Who wrote a check-in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WrittenCheckIn {
    /// The first commit in which it stands as it stands today; `None`: it is not committed, or nobody knows.
    pub commit: Option<CommitIx>,
    /// The same for each of its readings.
    pub readings: Vec<Option<CommitIx>>,
}

/// Something in the front matter that was changed after the period began.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// What.
    pub kind: Kind,
    /// Of which key result, by its id today; `None`: of the objective.
    pub key_result: Option<String>,
    /// What was there; `None`: nothing.
    pub before: Option<Fact>,
    /// What is there since; `None`: nothing.
    pub after: Option<Fact>,
    /// Who did it; `None`: it is not committed.
    pub commit: Option<CommitIx>,
    /// The place in [`Objective::amendments`] of what says why.
    pub amendment: Option<usize>,
}

/// A check-in that was rewritten once it was published.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Of which day the check-in is.
    pub check_in: jiff::civil::Date,
    /// What of it.
    pub what: Rewritten,
    /// Who published it first.
    pub published: Option<CommitIx>,
    /// Who rewrote it; `None`: it is not committed.
    pub commit: Option<CommitIx>,
}

impl Edit {
    /// The key result whose reading was rewritten.
    pub fn key_result(&self) -> Option<KeyResultIx> {
        match &self.what {
            Rewritten::Reading { key_result, .. } => Some(*key_result),
            Rewritten::Status { .. } | Rewritten::Removed => None,
        }
    }
}

/// What was rewritten.
#[derive(Clone, Debug, PartialEq)]
pub enum Rewritten {
    /// A reading.
    Reading {
        /// Of which key result.
        key_result: KeyResultIx,
        /// As it was published.
        before: Figures,
        /// As it stands today; `None`: it is gone.
        after: Option<Figures>,
    },
    /// The status in the heading.
    Status {
        /// As it was published.
        before: Status,
        /// As it stands today.
        after: Option<Status>,
    },
    /// The whole section is gone.
    Removed,
}

/// The figures of a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The value.
    pub value: Value,
    /// The typed score.
    pub score: Option<f64>,
    /// The owner's word.
    pub status: Option<Status>,
    /// Percent.
    pub confidence: Option<f64>,
}

impl std::ops::Index<ObjectiveIx> for Chronicle {
    type Output = Written;
    fn index(&self, ix: ObjectiveIx) -> &Written {
        static NOTHING: Written = Written {
            last: None,
            check_ins: Vec::new(),
            moves: Vec::new(),
            edits: Vec::new(),
        };
        self.objectives.get(ix.0).unwrap_or(&NOTHING)
    }
}

impl Chronicle {
    /// The commit of a place.
    pub fn commit(&self, ix: Option<CommitIx>) -> Option<&Commit> {
        self.commits.get(ix?.0)
    }

    /// Who wrote a check-in, by its place.
    pub fn check_in(&self, ix: ObjectiveIx, place: usize) -> Option<&Commit> {
        self.commit(self[ix].check_ins.get(place)?.commit)
    }

    /// Who wrote a reading, by the places of its check-in and its own in it.
    pub fn reading(&self, ix: ObjectiveIx, check_in: usize, place: usize) -> Option<&Commit> {
        let written = self[ix].check_ins.get(check_in)?;
        self.commit(written.readings.get(place).copied().flatten())
    }
}

/// What the earlier versions say of the objectives of a book; each repository that holds some has a past of its own.
pub fn of(book: &Book, sources: &Sources, pasts: &[Past]) -> Chronicle {
    let parser = facts::Parser::new(book);
    let written = |objective: &Objective| {
        let path = &sources[objective.file].path;
        let mut first = 0;
        for past in pasts {
            if !past.versions(path).is_empty() {
                let mut written = of_file(book, objective, &sources[objective.file], past, &parser);
                written.commits_from(first);
                return written;
            }
            first += past.commits.len();
        }
        Written::default()
    };
    let of_each = match pasts {
        [] => vec![Written::default(); book.objectives.len()],
        _ => book.objectives.par_iter().map(written).collect(),
    };
    Chronicle {
        commits: pasts.iter().flat_map(|past| &past.commits).cloned().collect(),
        shallow: pasts.iter().any(|past| past.shallow),
        objectives: of_each,
    }
}

fn of_file(
    book: &Book,
    objective: &Objective,
    source: &SourceFile,
    past: &Past,
    parser: &facts::Parser<'_>,
) -> Written {
    let versions = past.versions(&source.path);
    let timeline = timeline::Timeline::new(versions, &past.contents, &past.commits);
    let now = past.contents.look_up(&source.text);
    Written {
        last: versions.iter().find_map(|version| version.commit),
        check_ins: written::check_ins(objective, source, &now, &timeline),
        moves: moves::of(book, objective, source, past, parser),
        edits: edits::of(objective, &now, &timeline),
    }
}

impl Written {
    /// Counts its commits from another one on.
    fn commits_from(&mut self, first: usize) {
        let check_ins = self.check_ins.iter_mut();
        let of_check_ins = check_ins.flat_map(|it| std::iter::once(&mut it.commit).chain(&mut it.readings));
        let of_moves = self.moves.iter_mut().map(|it| &mut it.commit);
        let of_edits = self
            .edits
            .iter_mut()
            .flat_map(|it| [&mut it.published, &mut it.commit]);
        let all = of_check_ins
            .chain(of_moves)
            .chain(of_edits)
            .chain([&mut self.last]);
        for commit in all.flatten() {
            commit.0 += first;
        }
    }
}

/// The figures of the check-in of a day, wherever they stand in it.
fn of_day(objective: &Objective, date: jiff::civil::Date) -> impl Iterator<Item = &CheckIn> {
    objective
        .check_ins
        .iter()
        .filter(move |check_in| check_in.date == date)
}

#[cfg(test)]
mod tests;
