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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PeriodIx;
    use crate::source::{SourceFile, Sources};

    #[test]
    fn each_part_is_counted_beside_its_whole() {
        let objective = |id: &str, more: &str, body: &str| {
            let text = format!(
                "---\ntitle: Grow {id}\nperiod: 2026-Q3\nteam: ops\n{more}key_results:\n  \
                 - {{ id: one, title: First, owner: ana, start: 0, target: 100 }}\n  \
                 - {{ id: two, title: Second, owner: ana, start: 0, target: 10 }}\n---\n{body}"
            );
            SourceFile::new(format!("objectives/2026-Q3/ops/{id}.md"), text.into_bytes())
        };
        let sources = Sources::from(vec![
            objective("a", "owner: ana\n", "\n## 2026-07-31\n\n- one: 40\n\nWell.\n"),
            objective("b", "parent: a\n", ""),
            objective("c", "", ""),
            objective("d", "draft: true\n", ""),
        ]);
        let book = crate::parse::book(&sources).book;
        let standing = crate::history::on(&book, jiff::civil::date(2026, 8, 20));
        let objectives = &standing.periods[PeriodIx(0).0].objectives;
        let expected = Coverage {
            objectives: 3,
            owned: 1,
            checked_in: 1,
            aligned: 2,
            key_results: 6,
            read: 1,
        };
        assert_eq!(of(&book, &standing, objectives), expected);
    }
}
