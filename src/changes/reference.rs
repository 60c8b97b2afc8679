//! What parents and supports name, told in the ids of the head: following a renamed objective is no change.

use super::pairs::Pairs;
use super::{Both, Named, Side, key_result};
use crate::model::{KeyResultIx, ObjectiveIx, Reference, Target};

/// Looks references up.
pub struct References<'a> {
    /// Where they stand.
    pub sides: Both<Side<'a>>,
    /// Who is who.
    pub pairs: &'a Pairs,
}

impl References<'_> {
    /// What the references of one objective name, in the order of the file. One that stands there as before, and leads
    /// nowhere on a side, names the same: it is the other objective that moved.
    pub fn names(&self, written: Both<&[Reference]>) -> Both<Vec<Named>> {
        let before: Vec<Named> = written.before.iter().map(|it| self.before(it)).collect();
        let after = written.after.iter().map(|it| {
            let same = written
                .before
                .iter()
                .position(|old| old.written.value == it.written.value);
            match same {
                Some(at) if it.objective().is_none() || written.before[at].objective().is_none() => {
                    before[at].clone()
                }
                _ => self.after(it),
            }
        });
        Both {
            after: after.collect(),
            before,
        }
    }

    fn before(&self, reference: &Reference) -> Named {
        let books = self.sides.map(|side| side.book);
        match meant(reference) {
            None => as_written(reference),
            Some((ix, key_result)) => {
                let old = &books.before[ix];
                let Some(new) = self.pairs.after(ix).map(|ix| &books.after[ix]) else {
                    return named(&old.id, key_result.map(|it| old.key_results[it.0].id.as_str()));
                };
                let both = Both {
                    before: old,
                    after: new,
                };
                let key_result = key_result.map(|it| match key_result::pairs(both)[it.0] {
                    Some(at) => &new.key_results[at.0].id,
                    None => &old.key_results[it.0].id,
                });
                named(&new.id, key_result.map(|id| id.as_str()))
            }
        }
    }

    fn after(&self, reference: &Reference) -> Named {
        match meant(reference) {
            None => as_written(reference),
            Some((ix, key_result)) => {
                let objective = &self.sides.after.book[ix];
                named(
                    &objective.id,
                    key_result.map(|it| objective.key_results[it.0].id.as_str()),
                )
            }
        }
    }
}

fn meant(reference: &Reference) -> Option<(ObjectiveIx, Option<KeyResultIx>)> {
    match &reference.target {
        Target::Objective(ix) => Some((*ix, None)),
        Target::KeyResult(ix, key_result) => Some((*ix, Some(*key_result))),
        Target::Broken | Target::Ambiguous | Target::UnknownObjective(_) | Target::UnknownKeyResult(..) => {
            None
        }
    }
}

fn named(objective: &str, key_result: Option<&str>) -> Named {
    Named {
        objective: objective.to_owned(),
        key_result: key_result.map(str::to_owned),
    }
}

fn as_written(reference: &Reference) -> Named {
    match reference.written.split_once('#') {
        Some((objective, key_result)) => named(objective.trim(), Some(key_result.trim())),
        None => named(&reference.written, None),
    }
}
