//! Where everything stands on a day: status, score, pace, staleness, and the series behind the charts.

pub mod attention;
pub mod coverage;
pub mod movement;
pub mod outcome;
pub mod tally;
pub mod worst;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Book, KeyResultIx, ObjectiveIx, PeriodIx, Status};

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

/// One objective on the day.
#[derive(Clone, Debug)]
pub struct ObjectiveStanding {
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
    /// Objectives that name it or one of its key results as parent, drafts left out, by id. Dropped ones are listed, and count nowhere.
    pub children: Vec<ObjectiveIx>,
    /// Where the pace wants it today.
    pub expected: Option<f64>,
    /// `expected − score`.
    pub gap: Option<f64>,
    /// At this pace, on the last day.
    pub forecast: Option<Forecast>,
    /// Day of the latest check-in that is not in the future.
    pub last_check_in: Option<Date>,
    /// When the next is due, also when that has passed; `None` when ended, done, cancelled or dropped.
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
    /// Its score at each reading that counts by now, ascending, one point a day.
    pub series: Vec<Point>,
}

/// One check-in.
#[derive(Clone, Debug)]
pub struct CheckInStanding {
    /// Dated after the day: shown as future, counts nowhere.
    pub future: bool,
    /// The objective's score on its date; `None` for a future one.
    pub score: Option<f64>,
    /// Against the check-in before it.
    pub change: Option<f64>,
    /// What the heading says, or the objective's status on that date.
    pub status: Option<Status>,
    /// Beside its readings: the key result's score on that date.
    pub reading_scores: Vec<Option<f64>>,
}

/// A score on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// The score; `None` where there is none from that day on (`void`).
    pub score: Option<f64>,
    /// The status on that day.
    pub status: Option<Status>,
}

/// The Theil–Sen line at the period's last day, clamped to 0–1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The line.
    pub end: f64,
    /// With the 10 % quantile of the residuals.
    pub low: f64,
    /// With the 90 % quantile.
    pub high: f64,
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

/// What share of key results reached a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// How many key results.
    pub count: usize,
    /// Meant: about 80 %.
    pub reached_0_7: Share,
    /// Meant: about 50 %.
    pub reached_1_0: Share,
}

/// A share with its Wilson interval (z = 1.96).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// 0–1.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Everything that can be said of `book` on `as_of`.
pub fn on(book: &Book, as_of: Date) -> Standing {
    let _ = (book, as_of, KeyResultIx(0));
    todo!("written next")
}
