//! What is owed as data: the array of `okr due --format json`.

use super::form::{Day, record};
use super::json::array;
use super::record::Records;
use crate::history::Due;
use crate::model::ObjectiveIx;
use crate::site::Inputs;

record! {
    struct DueRecord<'a> {
        objective: &'a str,
        owner: Option<&'a str>,
        due: Day,
        days_late: i64,
        state: &'static str,
    }
}

/// Check-ins that are owed as a JSON array with a line end, a line each, in the order given.
pub fn due(inputs: Inputs<'_>, list: &[(ObjectiveIx, Due)]) -> Vec<u8> {
    let records = Records::of(inputs);
    let lines = list.iter().map(|(ix, due)| {
        let objective = &inputs.book[*ix];
        DueRecord {
            objective: &objective.id,
            owner: records.owner(&objective.owner),
            due: Day(due.date),
            days_late: due.days_late,
            state: due.state.name(),
        }
    });
    array(lines)
}
