//! What moved between two revisions, as data: `okr diff --format json`. A fact has the form that it has in `data/okrs.json`,
//! where that knows it. What could not be compared, and what no mean counts, is named only where there is such a thing.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::form::{self, Day};
use super::json::{Document, one_line};
use crate::changes::{Both, Change, Changes, CheckInFact, Fact, Kind, Named, ObjectiveChanges};
use crate::model::Step;

/// The changes as a JSON object with a line end, a line each. The head has no commit when it is the work tree.
pub fn changes(changes: &Changes, base: Option<&str>, head: Option<&str>) -> Vec<u8> {
    let mut document = Document::new();
    document.value("version", &1);
    document.value("base", &base);
    document.value("head", &head);
    let all = changes
        .all()
        .flat_map(|(objective, change)| records(objective, change));
    document.list("changes", all.map(one_line));
    document.list(
        "objectives",
        changes.objectives.iter().map(|it| {
            one_line(ObjectiveRecord {
                id: &it.id,
                score: pair(it.score),
                status: pair(it.status.map(|status| status.map(|status| status.name()))),
            })
        }),
    );
    document.list(
        "teams",
        changes.teams.iter().map(|it| {
            one_line(TeamRecord {
                id: &it.id,
                period: &it.period,
                score: pair(it.score),
            })
        }),
    );
    document.list(
        "periods",
        changes.periods.iter().map(|it| {
            one_line(PeriodRecord {
                id: &it.id,
                score: pair(it.score),
            })
        }),
    );
    for (key, ids) in [
        ("not_compared", &changes.unread),
        ("not_counted", &changes.uncounted),
    ] {
        if !ids.is_empty() {
            document.list(key, ids.iter().map(one_line));
        }
    }
    document.end()
}

fn pair<T>(both: Both<T>) -> [T; 2] {
    [both.before, both.after]
}

#[derive(Serialize)]
struct ObjectiveRecord<'a> {
    id: &'a str,
    score: [Option<f64>; 2],
    status: [Option<&'static str>; 2],
}

#[derive(Serialize)]
struct TeamRecord<'a> {
    id: &'a str,
    period: &'a str,
    score: [Option<f64>; 2],
}

#[derive(Serialize)]
struct PeriodRecord<'a> {
    id: &'a str,
    score: [Option<f64>; 2],
}

#[derive(Serialize)]
struct ChangeRecord<'a> {
    kind: &'static str,
    objective: &'a str,
    key_result: Option<&'a str>,
    before: Option<Written<'a>>,
    after: Option<Written<'a>>,
    date: Option<Day>,
    reason: Option<&'a str>,
}

/// One of a change; two of a key result whose id changed: the data know it as one removed and one added.
fn records<'a>(objective: &'a ObjectiveChanges, change: &'a Change) -> Vec<ChangeRecord<'a>> {
    let key_result = change.key_result.as_ref().map(|it| it.id.as_str());
    let record = |kind: Kind, key_result: Option<&'a str>| ChangeRecord {
        kind: kind.name(),
        objective: &objective.id,
        key_result,
        before: change.before.as_ref().map(Written),
        after: change.after.as_ref().map(Written),
        date: change.date.map(Day),
        reason: change.reason.text(),
    };
    match (change.kind, &change.before) {
        (Kind::KeyResultRenamed, Some(Fact::Text(old))) => vec![
            record(Kind::KeyResultRemoved, Some(old)),
            record(Kind::KeyResultAdded, key_result),
        ],
        (kind, _) => vec![record(kind, key_result)],
    }
}

struct Written<'a>(&'a Fact);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Fact::Text(text) => to.serialize_str(text),
            Fact::Number(number) => to.serialize_f64(*number),
            Fact::Status(status) => to.serialize_str(status.name()),
            Fact::Named(named) => NamedRecord::of(named).serialize(to),
            Fact::Names(names) => {
                let mut list = to.serialize_seq(Some(names.len()))?;
                for named in names {
                    list.serialize_element(&NamedRecord::of(named))?;
                }
                list.end()
            }
            Fact::Rubric(points) => map(to, points.iter().map(|(score, value)| (digits(*score), *value))),
            Fact::Plan(points) => map(
                to,
                points
                    .iter()
                    .map(|(date, value)| (crate::words::iso_date(*date).to_string(), *value)),
            ),
            Fact::Steps(steps) => {
                let mut list = to.serialize_seq(Some(steps.len()))?;
                for Step { label, score } in steps {
                    list.serialize_element(&StepRecord { label, score: *score })?;
                }
                list.end()
            }
            Fact::Dropped(dropped) => DroppedRecord {
                date: Day(dropped.date),
                reason: &dropped.reason,
            }
            .serialize(to),
            Fact::CheckIn(check_in) => CheckInRecord::of(check_in).serialize(to),
        }
    }
}

fn map<S: Serializer>(to: S, pairs: impl Iterator<Item = (String, f64)>) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    for (key, value) in pairs {
        map.serialize_entry(&key, &value)?;
    }
    map.end()
}

/// A number as a key.
fn digits(number: f64) -> String {
    let mut out = Vec::new();
    form::number(&mut out, number);
    String::from_utf8_lossy(&out).into_owned()
}

#[derive(Serialize)]
struct NamedRecord<'a> {
    objective: &'a str,
    key_result: Option<&'a str>,
}

impl<'a> NamedRecord<'a> {
    fn of(named: &'a Named) -> NamedRecord<'a> {
        NamedRecord {
            objective: &named.objective,
            key_result: named.key_result.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct StepRecord<'a> {
    label: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct DroppedRecord<'a> {
    date: Day,
    reason: &'a str,
}

#[derive(Serialize)]
struct CheckInRecord<'a> {
    date: Day,
    status: Option<&'static str>,
    title: Option<&'a str>,
    text: &'a str,
}

impl<'a> CheckInRecord<'a> {
    fn of(check_in: &'a CheckInFact) -> CheckInRecord<'a> {
        CheckInRecord {
            date: Day(check_in.date),
            status: check_in.status.map(|status| status.name()),
            title: check_in.title.as_deref(),
            text: &check_in.text,
        }
    }
}
