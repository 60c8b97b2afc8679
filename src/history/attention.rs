//! What needs attention, in the order of how much: off track, stale, no owner, not started, far behind the pace.

use jiff::civil::Date;

use super::movement;
use super::{Class, PeriodState, Standing};
use crate::model::{Book, ObjectiveIx, Status};

/// One objective that needs attention.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// Which one.
    pub objective: ObjectiveIx,
    /// Why, the gravest first.
    pub reasons: Vec<Reason>,
}

/// Why an objective needs attention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Its owner says off track, without a break since that check-in.
    OffTrack(Date),
    /// So many days without a check-in.
    Stale(i32),
    /// There never was a check-in; the day the first was due.
    NoCheckIn(Option<Date>),
    /// Nobody owns it.
    NoOwner,
    /// So far behind the pace.
    Behind(f64),
    /// The score went down, from and to.
    Fell(f64, f64),
    /// So many key results are worse than their start.
    WorseThanStart(usize),
}

/// The objectives among `among` that need attention, the worst first; `since` is the day that "fell" looks back to.
/// Nothing for a period that is not running.
pub fn of(book: &Book, standing: &Standing, among: &[ObjectiveIx], since: Date) -> Vec<Attention> {
    let mut all: Vec<(u8, f64, Attention)> = among
        .iter()
        .filter_map(|&ix| one(book, standing, ix, since))
        .collect();
    all.sort_by(|a, b| {
        (a.0.cmp(&b.0))
            .then(b.1.total_cmp(&a.1))
            .then(a.2.objective.cmp(&b.2.objective))
    });
    all.into_iter().map(|(_, _, attention)| attention).collect()
}

/// Rank (less is worse), how far behind it is, and the reasons.
fn one(book: &Book, standing: &Standing, ix: ObjectiveIx, since: Date) -> Option<(u8, f64, Attention)> {
    let (objective, now) = (&book[ix], &standing[ix]);
    if standing.periods[objective.period.0].state != PeriodState::Active {
        return None;
    }
    if matches!(now.status, Some(Status::Done | Status::Cancelled)) {
        return None;
    }
    let mut reasons = Vec::new();
    let mut rank = None;
    let mut say = |of: u8, reason: Reason| {
        rank = Some(rank.map_or(of, |before: u8| before.min(of)));
        reasons.push(reason);
    };
    let never = now.class == Some(Class::NoCheckIn);
    if now.status == Some(Status::OffTrack) {
        say(0, Reason::OffTrack(off_track_since(now).unwrap_or(since)));
    }
    if now.stale && !never {
        let days = now.last_check_in.map_or(0, |last| days(last, standing.as_of));
        say(1, Reason::Stale(days));
    }
    if objective.owner.is_none() {
        say(2, Reason::NoOwner);
    }
    if never && now.stale {
        say(3, Reason::NoCheckIn(now.next_check_in));
    }
    let gap = now
        .gap
        .filter(|&gap| crate::score::round12(gap) > objective.ambition.goal() / 4.0);
    if let Some(gap) = gap {
        say(4, Reason::Behind(gap));
    }
    let rank = rank?;
    if let Some(moved) = movement::of(now, since).filter(|moved| moved.change() < 0.0) {
        reasons.push(Reason::Fell(moved.before, moved.after));
    }
    let worse = now
        .key_results
        .iter()
        .filter(|kr| kr.progress.is_some_and(|progress| progress < 0.0))
        .count();
    if worse > 0 {
        reasons.push(Reason::WorseThanStart(worse));
    }
    Some((
        rank,
        now.gap.unwrap_or(0.0),
        Attention {
            objective: ix,
            reasons,
        },
    ))
}

/// The first day of the unbroken run of off-track points that lasts until now.
fn off_track_since(now: &super::ObjectiveStanding) -> Option<Date> {
    now.series
        .iter()
        .rev()
        .take_while(|point| point.status == Some(Status::OffTrack))
        .last()
        .map(|point| point.date)
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
