//! Where everything stands on a day: status, score, pace, staleness, and the series behind the charts.

pub mod attention;
mod course;
pub mod coverage;
mod due;
mod family;
mod groups;
pub mod hindsight;
mod months;
pub mod movement;
pub mod now;
mod objective;
pub mod outcome;
pub mod tally;
pub mod terms;
pub mod worst;

pub use crate::score::calibration::{Reached, Share};
pub use crate::score::forecast::Forecast;
pub use due::{Due, DueState, due, due_after};
pub use groups::{FinalScores, final_scores};
pub use months::{Mark, Month, months, months_of};

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::model::{Book, Dropped, KeyResultIx, Measure, Objective, ObjectiveIx, Period, PeriodIx, Status};
use crate::number::Number;
use crate::shared::Shared;

/// Everything that can be said of a [`Book`] on one day. All numbers of pages, data and messages come from here.
#[derive(Debug)]
pub struct Standing {
    /// The day.
    pub as_of: Date,
    /// Beside [`Book::objectives`].
    pub objectives: Vec<ObjectiveStanding>,
    /// Beside [`Book::periods`].
    pub periods: Vec<GroupStanding>,
    /// By team id and period: only where the team has objectives that count.
    pub teams: BTreeMap<(String, PeriodIx), GroupStanding>,
    /// How ambitious the targets were.
    pub calibration: Calibration,
}

impl std::ops::Index<ObjectiveIx> for Standing {
    type Output = ObjectiveStanding;
    fn index(&self, ix: ObjectiveIx) -> &ObjectiveStanding {
        &self.objectives[ix.0]
    }
}

/// One objective on the day. A copy costs nothing.
pub type ObjectiveStanding = Shared<ObjectiveFigures>;

/// Where an objective stands.
#[derive(Clone, Debug)]
pub struct ObjectiveFigures {
    /// The heading's word of the latest check-in, else the weakest of its key results.
    pub status: Option<Status>,
    /// What pace, or with `projection` the band, suggests.
    pub suggested: Option<Status>,
    /// Due and grace are over without a check-in.
    pub stale: bool,
    /// 0–1, unrounded. After the end key results without a score count 0 in it.
    pub score: Option<f64>,
    /// Key results with a score, of those that count.
    pub scored: usize,
    /// Key results that count: no guards, no dropped ones.
    pub counted: usize,
    /// The score is the children's mean.
    pub derived: bool,
    /// Mean of the children by weight, derived ones included.
    pub children_score: Option<f64>,
    /// Objectives that name it or one of its key results as parent, by id; drafts and dropped ones are left out.
    pub children: Vec<ObjectiveIx>,
    /// Where the pace wants it today.
    pub expected: Option<f64>,
    /// `expected − score`.
    pub gap: Option<f64>,
    /// At this pace, on the last day.
    pub forecast: Option<Forecast>,
    /// Day of the latest check-in that is not in the future.
    pub last_check_in: Option<Date>,
    /// When the next is due, also when that has passed; `None` when ended, done, cancelled, dropped or a draft, and when
    /// the last check-in is of the period's last day, so that none is left to make.
    pub next_check_in: Option<Date>,
    /// Where it counts in a mix; `None` for a draft or a dropped one.
    pub class: Option<Class>,
    /// Beside its key results.
    pub key_results: Vec<KeyResultStanding>,
    /// Beside its check-ins.
    pub check_ins: Vec<CheckInStanding>,
    /// The score at each day with a check-in that counts by now, ascending, one point a day: the line of its chart.
    pub series: Vec<Point>,
}

/// One key result on the day.
#[derive(Clone, Debug)]
pub struct KeyResultStanding {
    /// The last value, of the kind of its measure.
    pub value: Option<f64>,
    /// Its day.
    pub value_date: Option<Date>,
    /// Metrics only, raw: below 0 is worse than the start, above 1 is beyond the target.
    pub progress: Option<f64>,
    /// 0–1: the typed one if there is one, else computed.
    pub score: Option<f64>,
    /// The typed score that holds.
    pub typed_score: Option<f64>,
    /// The computed score, also beside a typed one.
    pub computed_score: Option<f64>,
    /// Day of the reading that gave the score.
    pub score_date: Option<Date>,
    /// Percent, last written.
    pub confidence: Option<f64>,
    /// Last written.
    pub status: Option<Status>,
    /// What pace, or the band, suggests.
    pub suggested: Option<Status>,
    /// Where the pace or the plan wants it today.
    pub expected: Option<f64>,
    /// `expected − score`.
    pub gap: Option<f64>,
    /// Metrics only.
    pub forecast: Option<Forecast>,
    /// Maintained ones: whether the last value lies inside.
    pub inside: Option<bool>,
    /// Maintained ones: the days behind the computed score.
    pub kept: Option<Kept>,
    /// Its score at each reading that counts by now, ascending, one point a day.
    pub series: Vec<Point>,
}

/// The days of a maintained key result, from its first reading on, at most to the period's last day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Days whose last reading lies inside.
    pub inside: i64,
    /// All days; those after a `void` are left out until the next reading.
    pub days: i64,
}

/// One check-in.
#[derive(Clone, Debug)]
pub struct CheckInStanding {
    /// Dated after the day: shown as future, counts nowhere.
    pub future: bool,
    /// The objective's score on its date; `None` for a future one.
    pub score: Option<Number>,
    /// Against the check-in before it.
    pub change: Option<Number>,
    /// What the heading says, or the objective's status on that date.
    pub status: Option<Status>,
    /// Beside its readings: the key result's score on that date.
    pub reading_scores: Vec<Option<Number>>,
}

/// A score on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// The score; `None` where there is none from that day on (`void`).
    pub score: Option<Number>,
    /// The status on that day.
    pub status: Option<Status>,
}

/// Where an objective counts in a mix: the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Never had a check-in.
    NoCheckIn,
    /// Silence is never green.
    Stale,
    /// Says on track.
    OnTrack,
    /// Says at risk.
    AtRisk,
    /// Says off track.
    OffTrack,
    /// Says anything else, or nothing.
    Other,
}

/// How many objectives are of which class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    /// [`Class::OnTrack`]
    pub on_track: usize,
    /// [`Class::AtRisk`]
    pub at_risk: usize,
    /// [`Class::OffTrack`]
    pub off_track: usize,
    /// [`Class::Stale`]
    pub stale: usize,
    /// [`Class::NoCheckIn`]
    pub no_check_in: usize,
    /// [`Class::Other`]
    pub other: usize,
}

/// A period, or a team in a period.
#[derive(Clone, Debug)]
pub struct GroupStanding {
    /// Only meaningful for a period, but the same for a team in it.
    pub state: PeriodState,
    /// Mean of the objectives' scores by weight; derived ones stay out.
    pub score: Option<f64>,
    /// Weighted mean of the objectives' `expected`.
    pub expected: Option<f64>,
    /// Objectives that count: no drafts, no dropped ones; by id.
    pub objectives: Vec<ObjectiveIx>,
    /// Each of them once.
    pub mix: Mix,
}

/// State of a period on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodState {
    /// Not begun.
    Upcoming,
    /// From the first to the last day.
    Active,
    /// After it.
    Closed,
}

impl PeriodState {
    /// As in the data.
    pub fn name(self) -> &'static str {
        match self {
            PeriodState::Upcoming => "upcoming",
            PeriodState::Active => "active",
            PeriodState::Closed => "closed",
        }
    }
}

/// How ambitious the targets of closed periods were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Calibration {
    /// `None` below 8 key results.
    pub aspirational: Option<Reached>,
    /// `None` below 8 key results.
    pub committed: Option<Reached>,
}

/// Objectives that one thread works out one behind the other, at most: another one that has nothing to do takes the next.
const TOGETHER: usize = 64;

/// Everything that can be said of `book` on `as_of`.
///
/// A reading counts from its date, at the earliest from the period's first day and not when it is later than the closing
/// days or than the day on which its key result was dropped.
/// Each past day is scored with what was true on it (had the period ended, was something dropped yet) and with today's
/// front matter.
pub fn on(book: &Book, as_of: Date) -> Standing {
    let mut own: Vec<objective::Own> = book
        .objectives
        .par_iter()
        .with_max_len(TOGETHER)
        .map(|objective| objective::own(book, objective, as_of))
        .collect();
    family::roll_up(book, as_of, &mut own);
    let objectives: Vec<ObjectiveStanding> = own
        .into_par_iter()
        .zip(&book.objectives)
        .with_max_len(TOGETHER)
        .map(|(own, objective)| objective::finished(book, objective, as_of, own.standing))
        .collect();
    together(book, as_of, objectives)
}

/// The same for a book in which nothing but what these objectives say is other than at `before`, and the same day.
/// With it come all that may stand elsewhere now: they, and those above them.
pub fn again(book: &Book, before: &Standing, changed: &[ObjectiveIx]) -> (Standing, Vec<ObjectiveIx>) {
    let as_of = before.as_of;
    let touched = family::above(book, changed);
    let is_touched = |place: usize| touched.binary_search(&ObjectiveIx(place)).is_ok();
    let mut own: Vec<objective::Own> = book
        .objectives
        .par_iter()
        .zip(&before.objectives)
        .enumerate()
        .map(|(place, (objective, standing))| match is_touched(place) {
            true => objective::own(book, objective, as_of),
            false => objective::Own::settled(standing.clone()),
        })
        .collect();
    family::roll_up(book, as_of, &mut own);
    let mut objectives: Vec<ObjectiveStanding> = own.into_iter().map(|own| own.standing).collect();
    for &ix in &touched {
        let standing = objectives[ix.0].clone();
        objectives[ix.0] = objective::finished(book, &book[ix], as_of, standing);
    }
    (together(book, as_of, objectives), touched)
}

fn together(book: &Book, as_of: Date, objectives: Vec<ObjectiveStanding>) -> Standing {
    let periods = || groups::periods(book, as_of, &objectives);
    let teams = || groups::teams(book, as_of, &objectives);
    let calibration = || groups::calibration(book, as_of, &objectives);
    let (calibration, (teams, periods)) = rayon::join(calibration, || rayon::join(teams, periods));
    Standing {
        as_of,
        periods,
        teams,
        calibration,
        objectives,
    }
}

impl PeriodState {
    /// The state of a period on a day. Without an end it stays active.
    pub fn on(period: &Period, day: Date) -> PeriodState {
        if day < period.start {
            PeriodState::Upcoming
        } else if period.end.is_some_and(|end| day > end) {
            PeriodState::Closed
        } else {
            PeriodState::Active
        }
    }
}

/// Whether something with this `dropped` is given up on a day: from its date on.
pub fn is_dropped(dropped: Option<&Dropped>, day: Date) -> bool {
    dropped.is_some_and(|dropped| dropped.date <= day)
}

/// The guards of a key result that are broken on the day: a maintained one whose last value lies outside, a metric that
/// is worse than its start, and any guard whose owner says off track. In file order; dropped ones are left out.
pub fn broken_guards(
    objective: &Objective,
    standing: &ObjectiveStanding,
    guarded: KeyResultIx,
    as_of: Date,
) -> Vec<KeyResultIx> {
    let broken = |place: usize| {
        let (guard, on_the_day) = (&objective.key_results[place], &standing.key_results[place]);
        let by_value = match guard.measure {
            Measure::Maintain { .. } => on_the_day.inside == Some(false),
            Measure::Metric(_) => on_the_day
                .progress
                .is_some_and(|progress| crate::score::above(0.0, progress)),
            Measure::Steps(_) | Measure::Milestone | Measure::Judged => false,
        };
        guard.guards == Some(guarded)
            && !is_dropped(guard.dropped.as_deref(), as_of)
            && (by_value || on_the_day.status == Some(Status::OffTrack))
    };
    (0..objective.key_results.len())
        .filter(|place| broken(*place))
        .map(KeyResultIx)
        .collect()
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
