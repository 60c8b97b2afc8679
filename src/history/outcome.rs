//! How a period ended: the word of each final score, how many ended how, and where the scores lie.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Standing;
use crate::model::{Book, ObjectiveIx, PeriodIx};
use crate::score::Band;

/// How some objectives of a period ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// How many ended in each band, the best first; those without any score last.
    pub counts: Vec<(Option<Band>, usize)>,
    /// Those at 0.7 or more.
    pub well: usize,
    /// Those that a retrospective of the period carries over.
    pub carried_over: usize,
}

/// How `objectives` ended; `carried` are those that go on.
pub fn of(standing: &Standing, objectives: &[ObjectiveIx], carried: &BTreeSet<ObjectiveIx>) -> Ending {
    let bands = Band::ALL.into_iter().rev().map(Some).chain([None]);
    let mut ending = Ending {
        counts: bands.map(|band| (band, 0)).collect(),
        ..Ending::default()
    };
    for &ix in objectives {
        let band = standing[ix].score.map(Band::of);
        for (_, count) in ending.counts.iter_mut().filter(|(of, _)| *of == band) {
            *count += 1;
        }
        ending.well += usize::from(band >= Some(Band::CameClose));
        ending.carried_over += usize::from(carried.contains(&ix));
    }
    ending
}

/// The objectives that a retrospective of their own period carries over.
pub fn carried_over(book: &Book) -> BTreeSet<ObjectiveIx> {
    let mut carried = BTreeSet::new();
    for retrospective in &book.retrospectives {
        let named = retrospective.carry_over.iter();
        carried.extend(
            named
                .filter_map(|reference| reference.objective())
                .filter(|&ix| book[ix].period == retrospective.period),
        );
    }
    carried
}

/// Until when final readings of a period are still given; `None` when that day has passed or there is no end.
pub fn open_until(book: &Book, standing: &Standing, period: PeriodIx) -> Option<Date> {
    let end = book.periods[period.0].end?;
    let last = end.checked_add(i64::from(book.config.closing).days()).ok()?;
    (end < standing.as_of && standing.as_of <= last).then_some(last)
}

/// A final score, and how many objectives have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// 0–1.
    pub score: f64,
    /// How many print the same.
    pub count: usize,
}

/// The final scores of some objectives, rising; those that print the same are one.
pub fn dots(standing: &Standing, objectives: &[ObjectiveIx]) -> Vec<Dot> {
    let mut scores: Vec<f64> = objectives.iter().filter_map(|&ix| standing[ix].score).collect();
    scores.sort_by(f64::total_cmp);
    let mut dots: Vec<Dot> = Vec::new();
    for score in scores {
        match dots.last_mut() {
            Some(last) if printed(last.score) == printed(score) => last.count += 1,
            _ => dots.push(Dot { score, count: 1 }),
        }
    }
    dots
}

/// Two scores are one mark when they print the same and have the same word.
fn printed(score: f64) -> (String, Band) {
    (crate::score::two_decimals(score), Band::of(score))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Sources};

    fn objective(id: &str, score: &str) -> SourceFile {
        let text = format!(
            "---\ntitle: Grow {id}\nperiod: 2026-Q2\nteam: ops\nkey_results:\n  \
             - {{ id: one, title: First, owner: ana, start: 0, target: 1000 }}\n---\n\n## 2026-06-30\n\n- one: {score}\n\nDone.\n"
        );
        SourceFile::new(format!("objectives/2026-Q2/ops/{id}.md"), text.into_bytes())
    }

    #[test]
    fn scores_that_print_the_same_and_mean_the_same_are_one_dot() {
        let retrospective = "---\nperiod: 2026-Q2\ncarry_over: [2026-Q2/ops/b]\n---\n\nIt went.\n";
        let sources = Sources::from(vec![
            objective("a", "1000"),
            objective("b", "699.6"),
            objective("c", "700"),
            objective("d", "700"),
            SourceFile::new("retrospectives/2026-Q2.md", retrospective.as_bytes().to_vec()),
        ]);
        let book = crate::parse::book(&sources).book;
        let standing = crate::history::on(&book, jiff::civil::date(2026, 7, 20));
        let objectives = &standing.periods[0].objectives;
        let found: Vec<(f64, usize)> = dots(&standing, objectives)
            .into_iter()
            .map(|dot| (dot.score, dot.count))
            .collect();
        assert_eq!(found, [(0.6996, 1), (0.7, 2), (1.0, 1)]);
        let ending = of(&standing, objectives, &carried_over(&book));
        assert_eq!((ending.well, ending.carried_over), (3, 1));
        let counts: Vec<usize> = ending.counts.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [1, 2, 1, 0, 0]);
        let until = |day| open_until(&book, &crate::history::on(&book, day), PeriodIx(0));
        assert_eq!(until(jiff::civil::date(2026, 6, 30)), None);
        let last = jiff::civil::date(2026, 8, 14);
        assert_eq!(until(last), Some(last));
        assert_eq!(until(jiff::civil::date(2026, 8, 15)), None);
    }
}
