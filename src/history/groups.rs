//! Periods, teams in a period, and how ambitious the targets of closed periods were. Nothing here is by person.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::history::{
    Calibration, Class, GroupStanding, Mix, ObjectiveStanding, PeriodState, Standing, is_dropped,
};
use crate::model::{Ambition, Book, Measure, ObjectiveIx, PeriodIx};
use crate::score::{Mean, calibration as scores};

/// Beside the periods.
pub fn periods(book: &Book, as_of: Date, objectives: &[ObjectiveStanding]) -> Vec<GroupStanding> {
    let mut groups: Vec<Group> = book.periods.iter().map(|_| Group::default()).collect();
    for (ix, standing) in counting(objectives) {
        groups[book[ix].period.0].add(book, ix, standing);
    }
    let states = book.periods.iter().map(|period| PeriodState::on(period, as_of));
    groups
        .into_iter()
        .zip(states)
        .map(|(group, state)| group.standing(state))
        .collect()
}

/// By team and period, where there are objectives that count.
pub fn teams(
    book: &Book,
    as_of: Date,
    objectives: &[ObjectiveStanding],
) -> BTreeMap<(String, PeriodIx), GroupStanding> {
    let mut groups: BTreeMap<(&str, PeriodIx), Group> = BTreeMap::new();
    let key = |ix: ObjectiveIx| (book[ix].team.as_str(), book[ix].period);
    let counting: Vec<_> = counting(objectives).collect();
    // Those of a team mostly stand one behind the other.
    for together in counting.chunk_by(|(a, _), (b, _)| key(*a) == key(*b)) {
        let group = groups.entry(key(together[0].0)).or_default();
        for &(ix, standing) in together {
            group.add(book, ix, standing);
        }
    }
    groups
        .into_iter()
        .map(|((team, period), group)| {
            let state = PeriodState::on(&book.periods[period.0], as_of);
            ((team.to_owned(), period), group.standing(state))
        })
        .collect()
}

/// Objectives that one thread looks at one behind the other, at least.
const TOGETHER: usize = 512;

/// Final scores of key results, by ambition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FinalScores {
    /// Of stretches.
    pub aspirational: Vec<f64>,
    /// Of promises.
    pub committed: Vec<f64>,
}

impl FinalScores {
    /// What share of them got there.
    pub fn calibration(&self) -> Calibration {
        Calibration {
            aspirational: scores::over(&self.aspirational),
            committed: scores::over(&self.committed),
        }
    }

    fn and(mut self, more: FinalScores) -> FinalScores {
        self.aspirational.extend(more.aspirational);
        self.committed.extend(more.committed);
        self
    }

    fn add(&mut self, book: &Book, as_of: Date, ix: ObjectiveIx, standing: &ObjectiveStanding) {
        let objective = &book[ix];
        if PeriodState::on(book.period_of(objective), as_of) != PeriodState::Closed {
            return;
        }
        let scores = match objective.ambition {
            Ambition::Aspirational => &mut self.aspirational,
            Ambition::Committed => &mut self.committed,
        };
        for (key_result, standing) in objective.key_results.iter().zip(&standing.key_results) {
            let counts = key_result.guards.is_none()
                && !matches!(key_result.measure, Measure::Maintain { .. })
                && !is_dropped(key_result.dropped.as_deref(), as_of);
            scores.extend(standing.score.filter(|_| counts));
        }
    }
}

/// Over the key results of closed periods that have a final score: no guards, no maintained and no dropped ones.
pub fn calibration(book: &Book, as_of: Date, objectives: &[ObjectiveStanding]) -> Calibration {
    let finals = objectives
        .par_iter()
        .enumerate()
        .with_min_len(TOGETHER)
        .filter(|(_, standing)| standing.class.is_some())
        .fold(FinalScores::default, |mut finals, (at, standing)| {
            finals.add(book, as_of, ObjectiveIx(at), standing);
            finals
        })
        .reduce(FinalScores::default, FinalScores::and);
    finals.calibration()
}

/// The final scores that calibration is made of, of some objectives: those of a team, or of a period.
pub fn final_scores(book: &Book, standing: &Standing, objectives: &[ObjectiveIx]) -> FinalScores {
    let mut finals = FinalScores::default();
    for &ix in objectives {
        if standing[ix].class.is_some() {
            finals.add(book, standing.as_of, ix, &standing[ix]);
        }
    }
    finals
}

/// No drafts, no dropped ones: those have no class.
fn counting(objectives: &[ObjectiveStanding]) -> impl Iterator<Item = (ObjectiveIx, &ObjectiveStanding)> {
    let all = objectives
        .iter()
        .enumerate()
        .map(|(place, standing)| (ObjectiveIx(place), standing));
    all.filter(|(_, standing)| standing.class.is_some())
}

#[derive(Default)]
struct Group {
    score: Mean,
    expected: Mean,
    objectives: Vec<ObjectiveIx>,
    mix: Mix,
}

impl Group {
    fn add(&mut self, book: &Book, ix: ObjectiveIx, standing: &ObjectiveStanding) {
        self.objectives.push(ix);
        self.mix.count(standing.class);
        // A derived score is counted where its key results are; its pace stays out with it.
        if standing.derived {
            return;
        }
        let weight = book[ix].weight;
        if let Some(score) = standing.score {
            self.score.add(score, weight);
        }
        if let Some(expected) = standing.expected {
            self.expected.add(expected, weight);
        }
    }

    fn standing(self, state: PeriodState) -> GroupStanding {
        GroupStanding {
            state,
            score: self.score.value(),
            expected: self.expected.value(),
            objectives: self.objectives,
            mix: self.mix,
        }
    }
}

impl Mix {
    fn count(&mut self, class: Option<Class>) {
        match class {
            Some(Class::OnTrack) => self.on_track += 1,
            Some(Class::AtRisk) => self.at_risk += 1,
            Some(Class::OffTrack) => self.off_track += 1,
            Some(Class::Stale) => self.stale += 1,
            Some(Class::NoCheckIn) => self.no_check_in += 1,
            Some(Class::Other) => self.other += 1,
            None => {}
        }
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.on_track + self.at_risk + self.off_track + self.stale + self.no_check_in + self.other
    }
}
