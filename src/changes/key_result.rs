//! What moved in the key results of an objective.

use super::fact::{self, Fact};
use super::reason::{Amendments, Reason};
use super::{Both, Change, KeyResultChanged, Kind};
use crate::history::{KeyResultStanding, ObjectiveStanding};
use crate::model::{KeyResult, KeyResultIx, Measure, Metric, Objective};

/// Beside the key results of the base: where each is at the head. One whose id changed is known by its title.
pub fn pairs(both: Both<&Objective>) -> Vec<Option<KeyResultIx>> {
    let (old, new) = (&both.before.key_results, &both.after.key_results);
    let mut found: Vec<Option<usize>> = old
        .iter()
        .map(|one| new.iter().position(|other| other.id.value == one.id.value))
        .collect();
    for (at, one) in old.iter().enumerate() {
        if found[at].is_none() {
            found[at] = (0..new.len())
                .find(|place| !found.contains(&Some(*place)) && new[*place].title.value == one.title.value);
        }
    }
    found.into_iter().map(|it| it.map(KeyResultIx)).collect()
}

/// Adds what moved, in the order of the head's file, then what is gone. Gives [`pairs`].
pub fn changes(
    both: Both<&Objective>,
    standing: Both<&ObjectiveStanding>,
    amendments: &Amendments<'_>,
    list: &mut Vec<Change>,
) -> Vec<Option<KeyResultIx>> {
    let pairs = pairs(both);
    for (place, after) in both.after.key_results.iter().enumerate() {
        let at = KeyResultIx(place);
        let before = pairs.iter().position(|it| *it == Some(at)).map(KeyResultIx);
        let mut told = Told {
            amendments,
            key_result: KeyResultChanged {
                id: after.id.value.clone(),
                at: Both {
                    before,
                    after: Some(at),
                },
            },
            ids: vec![&after.id],
            list,
        };
        let Some(before) = before else {
            told.add(Kind::KeyResultAdded, only(None, Some(&after.title)));
            continue;
        };
        let now = Both {
            before: &standing.before.key_results[before.0],
            after: &standing.after.key_results[place],
        };
        let key_results = Both {
            before: &both.before.key_results[before.0],
            after,
        };
        told.ids.push(&key_results.before.id);
        told.moved(both, key_results, now, &pairs);
    }
    for (place, gone) in both.before.key_results.iter().enumerate() {
        if pairs[place].is_none() {
            let mut told = Told {
                amendments,
                key_result: KeyResultChanged {
                    id: gone.id.value.clone(),
                    at: Both {
                        before: Some(KeyResultIx(place)),
                        after: None,
                    },
                },
                ids: vec![&gone.id],
                list,
            };
            told.add(Kind::KeyResultRemoved, only(Some(&gone.title), None));
        }
    }
    pairs
}

fn only(before: Option<&str>, after: Option<&str>) -> Both<Option<Fact>> {
    Both { before, after }.map(Fact::text)
}

/// The changes of one key result.
struct Told<'a> {
    amendments: &'a Amendments<'a>,
    key_result: KeyResultChanged,
    /// At the head and at the base.
    ids: Vec<&'a str>,
    list: &'a mut Vec<Change>,
}

impl Told<'_> {
    fn add(&mut self, kind: Kind, fact: Both<Option<Fact>>) {
        let (date, reason) = self.amendments.explain(kind, &self.ids, fact.before.is_none());
        self.push(kind, fact, (date, reason));
    }

    fn push(
        &mut self,
        kind: Kind,
        fact: Both<Option<Fact>>,
        (date, reason): (Option<jiff::civil::Date>, Reason),
    ) {
        if fact::is_moved(&fact) {
            self.list.push(Change {
                kind,
                key_result: Some(self.key_result.clone()),
                before: fact.before,
                after: fact.after,
                date,
                reason,
            });
        }
    }

    fn moved(
        &mut self,
        objective: Both<&Objective>,
        both: Both<&KeyResult>,
        now: Both<&KeyResultStanding>,
        pairs: &[Option<KeyResultIx>],
    ) {
        self.add(Kind::KeyResultRenamed, both.map(|it| Fact::text(Some(&it.id))));
        let day = now.after.value_date.filter(|_| now.after.value.is_some());
        self.add(Kind::Status, now.map(|it| it.status.map(Fact::Status)));
        self.add(Kind::Score, now.map(|it| Fact::number(it.score)));
        if !is_same_step(both, now) {
            let value = now.map(|it| Fact::number(it.value));
            self.push(Kind::Value, value, (day, Reason::NotAsked));
        }
        self.add(Kind::Confidence, now.map(|it| Fact::number(it.confidence)));
        self.add(Kind::Title, both.map(|it| Fact::text(Some(&it.title))));
        self.add(
            Kind::Owner,
            both.map(|it| Fact::text(it.owner.as_ref().map(|owner| owner.as_str()))),
        );
        self.measure(both.map(|it| &it.measure));
        self.add(Kind::Unit, both.map(|it| Fact::text(it.unit.as_deref())));
        self.add(Kind::Weight, both.map(|it| Some(Fact::Number(it.weight))));
        self.guards(objective, both, pairs);
        let dropped = both.map(|it| it.dropped.as_deref());
        self.push(
            Kind::KeyResultDropped,
            dropped.map(|it| it.cloned().map(Fact::Dropped)),
            (dropped.after.map(|it| it.date), Reason::of_dropped(dropped.after)),
        );
    }

    /// When it is measured in another way, that is what wants a reason, and not each key that came or went with it.
    fn measure(&mut self, both: Both<&Measure>) {
        self.add(Kind::Kind, both.map(|it| Fact::text(Some(it.name()))));
        let keys = self.list.len();
        self.keys(both);
        if both.before.name() != both.after.name() {
            let lacking = self.list[keys..]
                .iter_mut()
                .filter(|it| it.reason == Reason::Lacking);
            lacking.for_each(|it| it.reason = Reason::NotAsked);
        }
    }

    fn keys(&mut self, both: Both<&Measure>) {
        let metric = both.map(|it| match it {
            Measure::Metric(metric) => Some(metric),
            _ => None,
        });
        let number = |of: fn(&Metric) -> Option<f64>| metric.map(|it| Fact::number(it.and_then(of)));
        self.add(Kind::Start, number(|it| it.start));
        self.add(Kind::Target, number(|it| it.target));
        let rubric = |it: &Metric| (!it.rubric.is_empty()).then(|| Fact::Rubric(it.rubric.to_vec()));
        self.add(Kind::Rubric, metric.map(|it| it.and_then(rubric)));
        let plan = |it: &Metric| (!it.plan.is_empty()).then(|| Fact::Plan(it.plan.to_vec()));
        self.add(Kind::Plan, metric.map(|it| it.and_then(plan)));
        let bound = |of: fn(&Measure) -> Option<f64>| both.map(|it| Fact::number(of(it)));
        self.add(Kind::Min, bound(|it| bounds(it).0));
        self.add(Kind::Max, bound(|it| bounds(it).1));
        self.add(
            Kind::Steps,
            both.map(|it| match it {
                Measure::Steps(steps) => Some(Fact::Steps(steps.clone())),
                _ => None,
            }),
        );
    }

    /// The guarded key result by its id at the head, so that its new name is no change here.
    fn guards(&mut self, objective: Both<&Objective>, both: Both<&KeyResult>, pairs: &[Option<KeyResultIx>]) {
        let before = both
            .before
            .guards
            .map(|it| match pairs.get(it.0).copied().flatten() {
                Some(at) => &objective.after.key_results[at.0].id,
                None => &objective.before.key_results[it.0].id,
            });
        let after = both.after.guards.map(|it| &objective.after.key_results[it.0].id);
        let fact = Both { before, after }.map(|id| Fact::text(id.map(|id| id.as_str())));
        self.add(Kind::Guards, fact);
    }
}

/// Whether the step reached is the same one, though steps before it came or went.
fn is_same_step(both: Both<&KeyResult>, now: Both<&KeyResultStanding>) -> bool {
    let label = |key_result: &KeyResult, now: &KeyResultStanding| match &key_result.measure {
        Measure::Steps(steps) => {
            let reached = now.value.and_then(|value| (value as usize).checked_sub(1))?;
            steps.get(reached).map(|step| step.label.clone())
        }
        _ => None,
    };
    let before = label(both.before, now.before);
    before.is_some() && before == label(both.after, now.after)
}

fn bounds(measure: &Measure) -> (Option<f64>, Option<f64>) {
    match measure {
        Measure::Maintain { min, max } => (*min, *max),
        _ => (None, None),
    }
}
