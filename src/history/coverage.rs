//! How much of a period can be known: owners, readings, check-ins, alignment.

use super::Standing;
use crate::model::{Book, ObjectiveIx};

/// What is covered, each part beside the whole it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Objectives that count.
    pub objectives: usize,
    /// Of these, with an owner.
    pub owned: usize,
    /// Of these, with a check-in.
    pub checked_in: usize,
    /// Of these, with a parent or with objectives below.
    pub aligned: usize,
    /// Key results that count: no guards, no dropped ones.
    pub key_results: usize,
    /// Of these, with a score.
    pub read: usize,
}

/// Counts over `objectives`.
pub fn of(book: &Book, standing: &Standing, objectives: &[ObjectiveIx]) -> Coverage {
    let mut coverage = Coverage::default();
    for &ix in objectives {
        let (objective, now) = (&book[ix], &standing[ix]);
        let parent = objective.parent.as_ref().and_then(|parent| parent.objective());
        coverage.objectives += 1;
        coverage.owned += usize::from(objective.owner.is_some());
        coverage.checked_in += usize::from(now.last_check_in.is_some());
        coverage.aligned += usize::from(parent.is_some() || !now.children.is_empty());
        coverage.key_results += now.counted;
        coverage.read += now.scored;
    }
    coverage
}
