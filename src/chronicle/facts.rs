//! What the front matter of a version promises: the keys that people ask about when they move.

use std::collections::BTreeSet;

use crate::changes::{Fact, Kind};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::diagnostic::names::{self, Sort};
use crate::model::{Ambition, Book, KeyResult, Measure, Metric};
use crate::parse::objective::{self, Front};
use crate::parse::period::Calendar;
use crate::source::{FileId, SourceFile};

/// Reads front matter of any version with today's settings.
pub struct Parser<'a> {
    config: &'a Config,
    calendar: Calendar,
}

/// What a front matter promises.
#[derive(Debug, Default)]
pub struct Facts {
    /// Whether it was still a draft.
    pub draft: bool,
    /// Of the objective.
    pub own: Vec<(Kind, Fact)>,
    /// Of its key results, in the order of the file.
    pub key_results: Vec<KeyResultFacts>,
}

/// What a key result promises.
#[derive(Debug)]
pub struct KeyResultFacts {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The keys it has.
    pub list: Vec<(Kind, Fact)>,
}

impl<'a> Parser<'a> {
    /// With the settings of a book.
    pub fn new(book: &'a Book) -> Parser<'a> {
        Parser {
            config: &book.config,
            calendar: Calendar::new(&book.config, BTreeSet::new()),
        }
    }

    /// The facts of a front matter, without its two lines `---`. `None`: it has errors, and nobody can say.
    pub fn facts(&self, front: &str) -> Option<Facts> {
        let text = ["---\n", front, "\n---\n"].concat();
        let source = SourceFile::new("", text.into_bytes());
        let read = objective::read(FileId(0), &source, self.config, &self.calendar);
        // A period of a page under `periods/` is not known here, and matters to nothing below.
        let is_wrong = read.findings.iter().any(|finding| {
            let name = names::find(finding.rule);
            finding.rule != "unknown-period"
                && name.is_some_and(|name| name.sort == Sort::Form && name.severity == Severity::Error)
        });
        (!is_wrong && !read.front.key_results.list.is_empty()).then(|| of(&read.front))
    }
}

fn of(front: &Front) -> Facts {
    let mut own = Vec::new();
    let text = |text: &str| Fact::Text(text.to_owned());
    if let Some(owner) = &front.owner {
        own.push((Kind::Owner, text(owner)));
    }
    if let Some(team) = &front.team {
        own.push((Kind::Team, text(team)));
    }
    if let Some(period) = &front.period {
        own.push((Kind::Period, text(period)));
    }
    if front.ambition != Ambition::Aspirational {
        own.push((Kind::Type, text(front.ambition.name())));
    }
    own.push((Kind::Weight, Fact::Number(front.weight)));
    Facts {
        draft: front.draft,
        own,
        key_results: front.key_results.list.iter().map(key_result).collect(),
    }
}

fn key_result(kr: &KeyResult) -> KeyResultFacts {
    let mut list = vec![(Kind::Kind, Fact::Text(kr.measure.name().to_owned()))];
    let mut number =
        |kind, number: Option<f64>| list.extend(number.map(|number| (kind, Fact::Number(number))));
    number(Kind::Weight, Some(kr.weight));
    match &kr.measure {
        Measure::Metric(Metric {
            start,
            target,
            rubric,
            plan,
        }) => {
            number(Kind::Start, *start);
            number(Kind::Target, *target);
            if !rubric.is_empty() {
                list.push((Kind::Rubric, Fact::Rubric(rubric.to_vec())));
            }
            if !plan.is_empty() {
                list.push((Kind::Plan, Fact::Plan(plan.to_vec())));
            }
        }
        Measure::Maintain { min, max } => {
            number(Kind::Min, *min);
            number(Kind::Max, *max);
        }
        Measure::Steps(steps) => list.push((Kind::Steps, Fact::Steps(steps.clone()))),
        Measure::Milestone | Measure::Judged => {}
    }
    if let Some(unit) = &kr.unit {
        list.push((Kind::Unit, Fact::Text(unit.to_string())));
    }
    if let Some(owner) = &kr.owner {
        list.push((Kind::Owner, Fact::Text(owner.value.clone())));
    }
    KeyResultFacts {
        id: kr.id.value.clone(),
        title: kr.title.value.clone(),
        list,
    }
}
