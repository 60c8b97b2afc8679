//! Check-ins that came, went or were edited. A section that says the same in another layout is the same.

use std::collections::BTreeSet;

use super::{Both, Change, CheckInFact, Fact, Kind, Reason, Side};
use crate::model::{CheckIn, Entry, KeyResultIx, Narrative, Objective, Part, Reading, Status, Value};
use crate::source::SourceFile;

/// Adds what happened to the check-ins of an objective, by date.
/// `after` gives the place at the head of a key result of the base.
pub fn changes(
    sides: Both<Side<'_>>,
    objective: Both<&Objective>,
    after: &dyn Fn(KeyResultIx) -> Option<KeyResultIx>,
    list: &mut Vec<Change>,
) {
    let files = Both {
        before: &sides.before.sources[objective.before.file],
        after: &sides.after.sources[objective.after.file],
    };
    if files.before.slice(objective.before.body) == files.after.slice(objective.after.body)
        && ids(objective.before).eq(ids(objective.after))
    {
        return;
    }
    let (old, new) = (&objective.before.check_ins, &objective.after.check_ins);
    let at_the_head = |it: KeyResultIx| after(it).map_or(Err(it.0), |new| Ok(new.0));
    let said = Both {
        before: all_said(old, files.before, &at_the_head),
        after: all_said(new, files.after, &|new| Ok(new.0)),
    };
    let is_same = |one: usize, other: usize| said.before[one] == said.after[other];
    let mut found: Vec<Option<usize>> = vec![None; old.len()];
    let mut rest: BTreeSet<usize> = (0..new.len()).collect();
    let mut meet = |is_one: &dyn Fn(usize, usize) -> bool| {
        let alone = found.iter_mut().enumerate().filter(|(_, found)| found.is_none());
        for (before, found) in alone {
            *found = rest.iter().copied().find(|&at| is_one(before, at));
            if let Some(at) = found {
                rest.remove(at);
            }
        }
    };
    meet(&|one, other| old[one].date == new[other].date && is_same(one, other));
    meet(&|one, other| old[one].date == new[other].date);
    // What only got another date was not taken away and written anew.
    meet(&|one, other| !is_empty(&old[one]) && is_same(one, other));
    let mut told: Vec<Change> = Vec::new();
    for (one, at) in found.iter().enumerate() {
        let before = || Some(Fact::CheckIn(fact(files.before, &old[one])));
        match *at {
            None => told.push(change(Kind::CheckInRemoved, before(), None)),
            Some(other) if old[one].date != new[other].date || !is_same(one, other) => {
                let after = Fact::CheckIn(fact(files.after, &new[other]));
                told.push(change(Kind::CheckInEdited, before(), Some(after)));
            }
            Some(_) => {}
        }
    }
    for at in rest {
        let after = Fact::CheckIn(fact(files.after, &new[at]));
        told.push(change(Kind::CheckInAdded, None, Some(after)));
    }
    told.sort_by_key(|change| change.date);
    list.append(&mut told);
}

fn ids(objective: &Objective) -> impl Iterator<Item = &str> {
    objective.key_results.iter().map(|it| it.id.as_str())
}

fn change(kind: Kind, before: Option<Fact>, after: Option<Fact>) -> Change {
    let date = match after.as_ref().or(before.as_ref()) {
        Some(Fact::CheckIn(check_in)) => Some(check_in.date),
        _ => None,
    };
    Change {
        kind,
        key_result: None,
        before,
        after,
        date,
        reason: Reason::NotAsked,
    }
}

fn fact(file: &SourceFile, check_in: &CheckIn) -> CheckInFact {
    let below = check_in.heading.end.max(check_in.span.start) as usize..check_in.span.end as usize;
    CheckInFact {
        date: check_in.date,
        status: check_in.status,
        title: check_in.title.as_deref().map(str::to_owned),
        text: file.text.get(below).unwrap_or_default().trim().to_owned(),
    }
}

fn is_empty(check_in: &CheckIn) -> bool {
    let CheckIn {
        title,
        readings,
        narrative,
        decisions,
        risks,
        learnings,
        asks,
        ..
    } = check_in;
    let entries = [decisions, risks, learnings, asks];
    title.is_none()
        && readings.is_empty()
        && narrative.is_empty()
        && entries.iter().all(|entries| entries.is_empty())
}

/// What a check-in says, its date aside.
#[derive(PartialEq)]
struct Said<'a> {
    status: Option<Status>,
    title: Option<&'a str>,
    readings: Vec<ReadingSaid<'a>>,
    narrative: Vec<(Result<Part, &'a str>, String)>,
    registers: [Vec<&'a str>; 4],
}

/// The key result is the place at the head, or, of one that is not there any more, at the base.
type ReadingSaid<'a> = (
    Result<usize, usize>,
    Value,
    Option<f64>,
    Option<Status>,
    Option<f64>,
    Option<&'a str>,
);

fn all_said<'a>(
    check_ins: &'a [CheckIn],
    file: &'a SourceFile,
    place: &dyn Fn(KeyResultIx) -> Result<usize, usize>,
) -> Vec<Said<'a>> {
    check_ins.iter().map(|it| said(it, file, place)).collect()
}

fn said<'a>(
    check_in: &'a CheckIn,
    file: &'a SourceFile,
    place: &dyn Fn(KeyResultIx) -> Result<usize, usize>,
) -> Said<'a> {
    let reading = |it: &'a Reading| {
        (
            place(it.key_result),
            it.value,
            it.typed_score.map(f64::from),
            it.status,
            it.confidence.map(f64::from),
            it.note.text(file),
        )
    };
    let part = |it: &'a Narrative| {
        let blocks: Vec<&str> = it.blocks.iter().map(|span| file.slice(*span).trim()).collect();
        let heading = match it.part {
            Part::Other(heading) => Err(file.slice(heading)),
            part => Ok(part),
        };
        (heading, blocks.join("\n\n"))
    };
    let entries = |it: &'a [Entry]| it.iter().map(|entry| entry.text.as_str()).collect();
    let mut readings: Vec<ReadingSaid<'a>> = check_in.readings.iter().map(reading).collect();
    readings.sort_by_key(|it| it.0);
    Said {
        status: check_in.status,
        title: check_in.title.as_deref(),
        readings,
        narrative: check_in.narrative.iter().map(part).collect(),
        registers: [
            entries(&check_in.decisions),
            entries(&check_in.risks),
            entries(&check_in.learnings),
            entries(&check_in.asks),
        ],
    }
}
