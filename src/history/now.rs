//! Which periods are meant by "now".

use jiff::civil::Date;

use super::{PeriodState, Standing};
use crate::model::{Book, PeriodIx};
use crate::score::pace;

/// The period that is meant first: the running one that began last, else the last that is over, else the next.
/// Among equals the one with more objectives; periods without any only when there is no other.
pub fn current(book: &Book, standing: &Standing) -> Option<PeriodIx> {
    let rank = |ix: usize| {
        let (period, group) = (&book.periods[ix], &standing.periods[ix]);
        let count = group.objectives.len();
        let state = match group.state {
            PeriodState::Active => 2,
            PeriodState::Closed => 1,
            PeriodState::Upcoming => 0,
        };
        let days = pace::days(Date::ZERO, period.start);
        let start = match group.state {
            PeriodState::Upcoming => -days,
            PeriodState::Active | PeriodState::Closed => days,
        };
        (count > 0, state, start, count)
    };
    (0..book.periods.len()).max_by_key(|&ix| rank(ix)).map(PeriodIx)
}

/// The current period, then the others that run and have objectives, the latest first.
pub fn running(book: &Book, standing: &Standing) -> Vec<PeriodIx> {
    let current = current(book, standing);
    let others = (0..standing.periods.len()).rev().map(PeriodIx).filter(|&ix| {
        let group = &standing.periods[ix.0];
        group.state == PeriodState::Active && !group.objectives.is_empty() && current != Some(ix)
    });
    current.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::fixture::{day, period};

    #[test]
    fn the_running_period_that_began_last_is_meant_first() {
        let book = Book {
            periods: vec![
                period("2026", "2026-01-01", Some("2026-12-31")),
                period("2026-Q1", "2026-01-01", Some("2026-03-31")),
                period("2026-Q3", "2026-07-01", Some("2026-09-30")),
            ],
            ..Book::default()
        };
        let check = |today: &str, expected: &str| {
            let standing = crate::history::on(&book, day(today));
            let found = current(&book, &standing).map(|ix| book.periods[ix.0].id.as_str());
            assert_eq!(found, Some(expected), "{today}");
        };
        check("2026-08-01", "2026-Q3");
        check("2026-05-01", "2026");
        check("2027-05-01", "2026-Q3");
        check("2025-05-01", "2026-Q1");
        let empty = Book::default();
        assert!(running(&empty, &crate::history::on(&empty, day("2026-01-01"))).is_empty());
    }
}
