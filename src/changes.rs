//! What moved between two books, in meaning: neither layout nor the order of files is a change.
//! Drafts are in no site and in no count, and so they are on neither side.

mod check_in;
mod fact;
mod key_result;
mod kind;
mod objective;
mod pairs;
mod reason;
mod reference;
mod scores;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::history::{Mix, Standing};
use crate::model::{Book, KeyResultIx, ObjectiveIx, Status};
use crate::source::{FileId, Sources};

pub use fact::{CheckInFact, Fact, Named};
pub use kind::Kind;
pub use pairs::{Uncounted, uncounted};
pub use reason::Reason;

/// One of the two that are compared.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What it says.
    pub book: &'a Book,
    /// The texts it was read from.
    pub sources: &'a Sources,
    /// Where it stands; both sides on the same day, or the calendar would move things.
    pub standing: &'a Standing,
}

/// Something on both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Both<T> {
    /// At the base.
    pub before: T,
    /// At the head.
    pub after: T,
}

impl<T> Both<T> {
    /// The same of each side.
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Both<U> {
        Both {
            before: of(self.before),
            after: of(self.after),
        }
    }

    /// Without taking it apart.
    pub fn as_ref(&self) -> Both<&T> {
        Both {
            before: &self.before,
            after: &self.after,
        }
    }
}

impl<T> Both<Option<T>> {
    /// The head's, else the base's.
    pub fn latest(self) -> Option<T> {
        self.after.or(self.before)
    }
}

/// Everything that moved. Empty lists: nothing did.
#[derive(Debug, Default, PartialEq)]
pub struct Changes {
    /// Objectives of which something is told, by id.
    pub objectives: Vec<ObjectiveChanges>,
    /// Teams in a period whose score or mix moved, by id, then in the order of periods.
    pub teams: Vec<GroupMove>,
    /// Periods whose score or mix moved, in their order.
    pub periods: Vec<GroupMove>,
    /// Ids of objectives that are there and have errors on one side, by id: nothing can be said of them.
    pub unread: Vec<String>,
    /// Ids of objectives that can be read and have an error that stops a build on one side, by id: no mean counts them.
    pub uncounted: Vec<String>,
}

/// What moved in an objective.
#[derive(Debug, PartialEq)]
pub struct ObjectiveChanges {
    /// At the head; of a removed one at the base.
    pub id: String,
    /// Where it stands in each book.
    pub at: Both<Option<ObjectiveIx>>,
    /// 0–1.
    pub score: Both<Option<f64>>,
    /// The word of its owner.
    pub status: Both<Option<Status>>,
    /// Not empty. What the objective is comes first, then its key results in the order of the file, then its check-ins.
    pub list: Vec<Change>,
}

/// One thing that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What.
    pub kind: Kind,
    /// Of which key result; none: of the objective.
    pub key_result: Option<KeyResultChanged>,
    /// What was there; `None`: nothing.
    pub before: Option<Fact>,
    /// What is there now; `None`: nothing.
    pub after: Option<Fact>,
    /// The day of a check-in, of a value, or of what explains the change.
    pub date: Option<Date>,
    /// Why it was moved.
    pub reason: Reason,
}

/// The key result that a change is about.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyResultChanged {
    /// At the head; of a removed one at the base.
    pub id: String,
    /// Its place in each objective.
    pub at: Both<Option<KeyResultIx>>,
}

/// How a period, or a team in a period, moved.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMove {
    /// Of the team, or of the period.
    pub id: String,
    /// Of the period.
    pub period: String,
    /// Mean of its objectives; `None`: without a score, or without objectives.
    pub score: Both<Option<f64>>,
    /// Its objectives by class.
    pub mix: Both<Mix>,
}

/// What moved from one side to the other. `since` is the day of the base: an amendment of that day or later explains a
/// move, and so does one that is new.
pub fn between(sides: Both<Side<'_>>, since: Option<Date>) -> Changes {
    let pairs = pairs::of(sides.map(|side| side.book));
    let mut objectives: Vec<ObjectiveChanges> = pairs
        .objectives
        .par_iter()
        .filter_map(|&at| objective::changes(sides, &pairs, at, since))
        .collect();
    objectives.sort_by(|one, other| (&one.id, one.at.after).cmp(&(&other.id, other.at.after)));
    Changes {
        objectives,
        teams: scores::teams(sides),
        periods: scores::periods(sides),
        unread: pairs.unread,
        uncounted: Vec::new(),
    }
}

/// Files that can be read, of objectives that cannot be read on the other side. Left in the books they would move the
/// means they count in, though nobody moved them.
pub fn without_counterpart(books: Both<&Book>) -> Both<BTreeSet<FileId>> {
    pairs::of(books).alone
}

impl Changes {
    /// Whether nothing moved.
    pub fn is_empty(&self) -> bool {
        self.objectives.is_empty() && self.teams.is_empty() && self.periods.is_empty()
    }

    /// Every change, with its objective.
    pub fn all(&self) -> impl Iterator<Item = (&ObjectiveChanges, &Change)> {
        self.objectives
            .iter()
            .flat_map(|objective| objective.list.iter().map(move |change| (objective, change)))
    }
}

/// Whether a status got worse. Having none is better than being behind, and no better than being on track.
pub fn is_worse(status: Both<Option<Status>>) -> bool {
    let rank = |status: Option<Status>| match status {
        Some(Status::Done) => 0,
        Some(Status::OnTrack) => 1,
        None | Some(Status::Pending) => 2,
        Some(Status::Paused) => 3,
        Some(Status::AtRisk) => 4,
        Some(Status::OffTrack) => 5,
        Some(Status::Cancelled) => 6,
    };
    rank(status.after) > rank(status.before).max(2)
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
