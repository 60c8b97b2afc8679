//! What moved between two revisions, as data: `okr diff --format json`. A fact has the form that it has in `data/okrs.json`,
//! where that knows it. What could not be compared, and what no mean counts, is named only where there is such a thing.

use super::form::{self, Day, Lines, ToJson, list, record};
use crate::changes::{Both, Change, Changes, CheckInFact, Fact, Kind, Named, ObjectiveChanges};
use crate::model::Step;

/// The changes as a JSON object with a line end, a line each. The head has no commit when it is the work tree.
pub fn changes(changes: &Changes, base: Option<&str>, head: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut document = Lines::object(&mut out, 0);
    document.value("version", &1_usize);
    document.value("base", &base);
    document.value("head", &head);
    let all = changes
        .all()
        .flat_map(|(objective, change)| records(objective, change));
    document.items("changes", all);
    document.items(
        "objectives",
        changes.objectives.iter().map(|it| ObjectiveRecord {
            id: &it.id,
            score: pair(it.score),
            status: pair(it.status.map(|status| status.map(|status| status.name()))),
        }),
    );
    document.items(
        "teams",
        changes.teams.iter().map(|it| TeamRecord {
            id: &it.id,
            period: &it.period,
            score: pair(it.score),
        }),
    );
    document.items(
        "periods",
        changes.periods.iter().map(|it| PeriodRecord {
            id: &it.id,
            score: pair(it.score),
        }),
    );
    for (key, ids) in [
        ("not_compared", &changes.unread),
        ("not_counted", &changes.uncounted),
    ] {
        if !ids.is_empty() {
            document.items(key, ids.iter());
        }
    }
    document.end(b'}');
    out.push(b'\n');
    out
}

fn pair<T>(both: Both<T>) -> [T; 2] {
    [both.before, both.after]
}

record! {
    struct ObjectiveRecord<'a> {
        id: &'a str,
        score: [Option<f64>; 2],
        status: [Option<&'static str>; 2],
    }
}

record! {
    struct TeamRecord<'a> {
        id: &'a str,
        period: &'a str,
        score: [Option<f64>; 2],
    }
}

record! {
    struct PeriodRecord<'a> {
        id: &'a str,
        score: [Option<f64>; 2],
    }
}

record! {
    struct ChangeRecord<'a> {
        kind: &'static str,
        objective: &'a str,
        key_result: Option<&'a str>,
        before: Option<Written<'a>>,
        after: Option<Written<'a>>,
        date: Option<Day>,
        reason: Option<&'a str>,
    }
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

impl ToJson for Written<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        match self.0 {
            Fact::Text(text) => text.write(out),
            Fact::Number(number) => number.write(out),
            Fact::Status(status) => status.name().write(out),
            Fact::Named(named) => NamedRecord::of(named).write(out),
            Fact::Names(names) => list(out, names.iter().map(NamedRecord::of)),
            Fact::Rubric(points) => map(out, points.iter().map(|(score, value)| (digits(*score), *value))),
            Fact::Plan(points) => map(
                out,
                points
                    .iter()
                    .map(|(date, value)| (crate::words::iso_date(*date).to_string(), *value)),
            ),
            Fact::Steps(steps) => {
                let steps = steps.iter();
                list(
                    out,
                    steps.map(|Step { label, score }| StepRecord { label, score: *score }),
                );
            }
            Fact::Dropped(dropped) => DroppedRecord {
                date: Day(dropped.date),
                reason: &dropped.reason,
            }
            .write(out),
            Fact::CheckIn(check_in) => CheckInRecord::of(check_in).write(out),
        }
    }
}

/// An object with these keys.
fn map(out: &mut Vec<u8>, pairs: impl Iterator<Item = (String, f64)>) {
    out.push(b'{');
    for (at, (key, value)) in pairs.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        key.write(out);
        out.push(b':');
        value.write(out);
    }
    out.push(b'}');
}

/// A number as a key.
fn digits(number: f64) -> String {
    let mut out = Vec::new();
    form::number(&mut out, number);
    String::from_utf8_lossy(&out).into_owned()
}

record! {
    struct NamedRecord<'a> {
        objective: &'a str,
        key_result: Option<&'a str>,
    }
}

impl<'a> NamedRecord<'a> {
    fn of(named: &'a Named) -> NamedRecord<'a> {
        NamedRecord {
            objective: &named.objective,
            key_result: named.key_result.as_deref(),
        }
    }
}

record! {
    struct StepRecord<'a> {
        label: &'a str,
        score: f64,
    }
}

record! {
    struct DroppedRecord<'a> {
        date: Day,
        reason: &'a str,
    }
}

record! {
    struct CheckInRecord<'a> {
        date: Day,
        status: Option<&'static str>,
        title: Option<&'a str>,
        text: &'a str,
    }
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
