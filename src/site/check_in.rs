//! Check-ins as pages show them: where each one stands, and its parts.

use super::route::{Here, Route};
use crate::model::Objective;

/// How many check-ins stand on the page of their objective; the rest is on the pages of its history.
pub const ON_PAGE: usize = 60;
/// How many stand on a page of the history.
pub const ON_HISTORY_PAGE: usize = 500;

/// The link to the check-in at a place of [`Objective::check_ins`].
pub fn href(here: &Here, objective: &Objective, at: usize) -> String {
    let Some(check_in) = objective.check_ins.get(at) else {
        return here.to(Route::Objective(&objective.id));
    };
    let newer = objective.check_ins.len() - 1 - at;
    match newer.checked_sub(ON_PAGE) {
        None => here.to_anchor(Route::Objective(&objective.id), &check_in.anchor),
        Some(older) => here.to_page_anchor(
            Route::ObjectiveHistory(&objective.id),
            older / ON_HISTORY_PAGE + 1,
            &check_in.anchor,
        ),
    }
}
