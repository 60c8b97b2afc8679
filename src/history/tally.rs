//! Counts over some objectives: key results that go well, check-ins on time.

use jiff::civil::Date;

use super::Standing;
use crate::model::{Book, ObjectiveIx, Status};

/// What the strip of figures counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Key results that count: no guards, no dropped ones.
    pub key_results: usize,
    /// Of these, on track or done.
    pub well: usize,
    /// Of these, off track.
    pub off_track: usize,
    /// Of these, never read.
    pub unread: usize,
    /// Objectives that owe check-ins: neither done, cancelled nor dropped.
    pub expected: usize,
    /// Of these, not stale.
    pub on_time: usize,
    /// The next due date from today on.
    pub next_due: Option<Date>,
}

/// Counts over `objectives`.
pub fn of(book: &Book, standing: &Standing, objectives: &[ObjectiveIx]) -> Tally {
    let mut tally = Tally::default();
    for &ix in objectives {
        let (objective, now) = (&book[ix], &standing[ix]);
        for (key_result, now) in objective.key_results.iter().zip(&now.key_results) {
            let dropped = key_result
                .dropped
                .as_ref()
                .is_some_and(|dropped| dropped.date <= standing.as_of);
            if key_result.guards.is_some() || dropped {
                continue;
            }
            tally.key_results += 1;
            match now.status {
                Some(Status::OnTrack | Status::Done) => tally.well += 1,
                Some(Status::OffTrack) => tally.off_track += 1,
                _ if now.score.is_none() => tally.unread += 1,
                _ => {}
            }
        }
        if matches!(now.status, Some(Status::Done | Status::Cancelled)) {
            continue;
        }
        tally.expected += 1;
        if !now.stale {
            tally.on_time += 1;
        }
        let due = now.next_check_in.filter(|&due| due >= standing.as_of);
        tally.next_due = [tally.next_due, due].into_iter().flatten().min();
    }
    tally
}
