//! Why something was moved: what `amendments` say of it.

use jiff::civil::Date;

use super::{Both, Kind};
use crate::model::{Amendment, Dropped};

/// Why something was moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Reason {
    /// Nobody asks.
    #[default]
    NotAsked,
    /// It was moved after the start, and nobody says why.
    Lacking,
    /// As written.
    Given(String),
}

impl Reason {
    /// As written, where one is given.
    pub fn text(&self) -> Option<&str> {
        match self {
            Reason::Given(why) => Some(why),
            Reason::NotAsked | Reason::Lacking => None,
        }
    }

    /// Of something that was given up.
    pub fn of_dropped(dropped: Option<&Dropped>) -> Reason {
        dropped.map_or(Reason::NotAsked, |dropped| Reason::Given(dropped.reason.clone()))
    }
}

/// The amendments that can explain what moved between two versions of an objective.
pub struct Amendments<'a> {
    /// In the order of the file.
    fresh: Vec<&'a Amendment>,
    /// Whether the period has begun, so that a move wants a reason.
    has_begun: bool,
}

impl<'a> Amendments<'a> {
    /// Those of the head that are new there, or of the day `since` or later: an older one explains an older move.
    pub fn new(both: Both<&'a [Amendment]>, since: Option<Date>, has_begun: bool) -> Amendments<'a> {
        let is_old = |it: &Amendment| {
            let known = |other: &Amendment| {
                (other.date, &other.what.value, &other.why) == (it.date, &it.what.value, &it.why)
            };
            both.before.iter().any(known) && since.is_none_or(|since| it.date < since)
        };
        Amendments {
            fresh: both.after.iter().filter(|it| !is_old(it)).collect(),
            has_begun,
        }
    }

    /// The day and the reason of a change of `kind`: of the objective, or of the key result that has these ids.
    /// What was filled in, because nothing was there, needs none.
    pub fn explain(&self, kind: Kind, ids: &[&str], filled_in: bool) -> (Option<Date>, Reason) {
        let is_meant = |what: &str| match what.split_once('.') {
            Some((id, key)) => ids.contains(&id) && kind.is_named_by(key),
            None => ids.is_empty() && kind.is_named_by(what),
        };
        let latest = self
            .fresh
            .iter()
            .filter(|it| is_meant(&it.what))
            .max_by_key(|it| it.date);
        match latest {
            Some(it) => (Some(it.date), Reason::Given(it.why.clone())),
            None if self.has_begun && kind.asks_why() && !filled_in => (None, Reason::Lacking),
            None => (None, Reason::NotAsked),
        }
    }
}
