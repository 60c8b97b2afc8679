//! What stood somewhere before, or stands there after a change.

use jiff::civil::Date;

use super::Both;
use crate::model::{Dropped, Status, Step};
use crate::score;

/// One side of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A title, a handle, an id, a unit, or a word of the format.
    Text(String),
    /// A value, a score, a target.
    Number(f64),
    /// The word of its owner.
    Status(Status),
    /// An objective, or one of its key results.
    Named(Named),
    /// Several of them, in the order of the file.
    Names(Vec<Named>),
    /// Score and value, by rising score.
    Rubric(Vec<(f64, f64)>),
    /// Day and value, ascending.
    Plan(Vec<(Date, f64)>),
    /// Labels and the scores of having reached them.
    Steps(Vec<Step>),
    /// That it was given up.
    Dropped(Dropped),
    /// A dated section.
    CheckIn(CheckInFact),
}

/// An objective by its id, or one of its key results.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The whole id; as written where nobody knows it.
    pub objective: String,
    /// The key result meant, when one is.
    pub key_result: Option<String>,
}

/// A check-in as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckInFact {
    /// Its day.
    pub date: Date,
    /// The heading's word.
    pub status: Option<Status>,
    /// The takeaway.
    pub title: Option<String>,
    /// Markdown below the heading, without blank lines around it.
    pub text: String,
}

impl Named {
    fn as_typed(&self) -> String {
        match &self.key_result {
            Some(key_result) => [&self.objective, "#", key_result].concat(),
            None => self.objective.clone(),
        }
    }
}

impl Fact {
    /// A number, when there is one.
    pub fn number(number: Option<f64>) -> Option<Fact> {
        number.map(Fact::Number)
    }

    /// A text, when there is one.
    pub fn text(text: Option<&str>) -> Option<Fact> {
        text.map(|text| Fact::Text(text.to_owned()))
    }

    /// As it would be typed in a file, on one line.
    pub fn as_typed(&self) -> String {
        let number = |number: f64| score::round12(number).to_string();
        let pairs = |pairs: Vec<String>| format!("{{ {} }}", pairs.join(", "));
        match self {
            Fact::Text(text) => text.clone(),
            Fact::Number(value) => number(*value),
            Fact::Status(status) => status.name().to_owned(),
            Fact::Named(named) => named.as_typed(),
            Fact::Names(names) => names.iter().map(Named::as_typed).collect::<Vec<_>>().join(", "),
            Fact::Rubric(points) => pairs(
                points
                    .iter()
                    .map(|(score, value)| format!("{}: {}", number(*score), number(*value)))
                    .collect(),
            ),
            Fact::Plan(points) => pairs(
                points
                    .iter()
                    .map(|(day, value)| format!("{day}: {}", number(*value)))
                    .collect(),
            ),
            Fact::Steps(steps) => {
                let labels: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
                labels.join(", ")
            }
            Fact::Dropped(dropped) => dropped.date.to_string(),
            Fact::CheckIn(check_in) => check_in.date.to_string(),
        }
    }

    /// Whether both mean the same: numbers are compared as they are printed in the data.
    pub fn is(&self, other: &Fact) -> bool {
        let pairs = |one: &[(f64, f64)], other: &[(f64, f64)]| {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| same(one.0, other.0) && same(one.1, other.1))
        };
        match (self, other) {
            (Fact::Number(one), Fact::Number(other)) => same(*one, *other),
            (Fact::Rubric(one), Fact::Rubric(other)) => pairs(one, other),
            (one, other) => one == other,
        }
    }
}

/// Whether two numbers are printed alike.
pub fn same(one: f64, other: f64) -> bool {
    score::difference(one, other) == 0.0
}

/// Whether both are missing or printed alike.
pub fn same_or_none(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// Whether two sides of a change differ.
pub fn is_moved(fact: &Both<Option<Fact>>) -> bool {
    match (&fact.before, &fact.after) {
        (Some(before), Some(after)) => !before.is(after),
        (before, after) => before.is_some() || after.is_some(),
    }
}
