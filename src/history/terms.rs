//! How the numbers of an objective come about: which reading gave what, and with which weight it counts.

use jiff::civil::Date;

use super::{PeriodState, Standing, is_dropped};
use crate::model::{Book, KeyResultIx, Objective, ObjectiveIx, Reading, Value};

/// The terms of an objective's score, and where its status comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Beside its key results.
    pub key_results: Vec<Term>,
    /// The weights of the terms that are in the mean.
    pub weights: f64,
    /// Who says the status.
    pub status: StatusOf,
}

/// What a key result brings into the mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    /// 0 for a guard and for one that was given up.
    pub weight: f64,
    /// What it counts in the mean: its score, after the end 0 without one; `None`: it is not in it.
    pub counts: Option<f64>,
    /// The reading that gave its value.
    pub value: Option<Place>,
    /// The reading that gave its typed score.
    pub typed: Option<Place>,
    /// The reading that gave its status.
    pub status: Option<Place>,
    /// The reading that gave its confidence.
    pub confidence: Option<Place>,
}

/// A reading, by the places of its check-in and its own in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In [`Objective::check_ins`].
    pub check_in: usize,
    /// In the readings of that check-in.
    pub reading: usize,
}

/// Where an objective's status comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusOf {
    /// The heading of the check-in at this place.
    Heading(usize),
    /// The latest check-in names none, and this key result is the weakest.
    Weakest(KeyResultIx),
    /// Nobody names one.
    Nobody,
}

/// The terms of an objective on the day of a standing.
pub fn terms(book: &Book, standing: &Standing, ix: ObjectiveIx) -> Terms {
    let (objective, now, as_of) = (&book[ix], &standing[ix], standing.as_of);
    let has_ended = PeriodState::on(book.period_of(objective), as_of) == PeriodState::Closed;
    let term = |at: usize| {
        let (kr, of_kr) = (&objective.key_results[at], &now.key_results[at]);
        let is_counted = kr.guards.is_none() && !is_dropped(kr.dropped.as_deref(), as_of);
        let find = |is_it: &dyn Fn(Date, &Reading) -> bool| latest(objective, standing, ix, at, is_it);
        let is_number = |reading: &Reading| matches!(reading.value, Value::Number(_));
        Term {
            weight: if is_counted { kr.weight } else { 0.0 },
            counts: match of_kr.score {
                _ if !is_counted => None,
                None if has_ended => Some(0.0),
                score => score,
            },
            value: of_kr
                .value_date
                .and_then(|day| find(&|date, it| date == day && is_number(it))),
            typed: of_kr
                .score_date
                .filter(|_| of_kr.typed_score.is_some())
                .and_then(|day| find(&|date, it| date == day && it.typed_score.is_some())),
            status: of_kr
                .status
                .and_then(|status| find(&|_, it| it.status == Some(status))),
            confidence: of_kr
                .confidence
                .and_then(|confidence| find(&|_, it| it.confidence.map(f64::from) == Some(confidence))),
        }
    };
    let key_results: Vec<Term> = (0..objective.key_results.len()).map(term).collect();
    Terms {
        weights: key_results
            .iter()
            .filter(|term| term.counts.is_some())
            .map(|term| term.weight)
            .sum(),
        status: status_of(objective, standing, ix),
        key_results,
    }
}

/// The latest reading of a key result that is one of those asked for and not in the future.
fn latest(
    objective: &Objective,
    standing: &Standing,
    ix: ObjectiveIx,
    key_result: usize,
    is_it: &dyn Fn(Date, &Reading) -> bool,
) -> Option<Place> {
    let all = objective
        .check_ins
        .iter()
        .zip(&standing[ix].check_ins)
        .enumerate();
    all.rev()
        .filter(|(_, (_, now))| !now.future)
        .find_map(|(check_in, (it, _))| {
            let reading = it
                .readings
                .iter()
                .position(|reading| reading.key_result.0 == key_result && is_it(it.date, reading))?;
            Some(Place { check_in, reading })
        })
}

fn status_of(objective: &Objective, standing: &Standing, ix: ObjectiveIx) -> StatusOf {
    let now = &standing[ix];
    let latest = now.check_ins.iter().rposition(|check_in| !check_in.future);
    if let Some(at) = latest
        && objective.check_ins[at].status.is_some()
    {
        return StatusOf::Heading(at);
    }
    let weakest = now
        .key_results
        .iter()
        .zip(&objective.key_results)
        .position(|(of_kr, kr)| {
            of_kr.status.is_some()
                && of_kr.status == now.status
                && !is_dropped(kr.dropped.as_deref(), standing.as_of)
        });
    match weakest {
        Some(at) => StatusOf::Weakest(KeyResultIx(at)),
        None => StatusOf::Nobody,
    }
}
