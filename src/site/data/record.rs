//! The records of `data/okrs.json`: the order of the fields is the order of the keys.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::form::{Day, Lines, ToJson, Word, list, record};
use crate::history::{Calibration, Forecast, GroupStanding, Mix, Reached, Share};
use crate::model::{
    CheckIn, Dropped, Entry, KeyResult, Link, Measure, ObjectiveIx, Person, Reading, Reference, Status, Team,
    Value,
};
use crate::number::Number;
use crate::site::index::in_lower_case;
use crate::site::{Drafts, Inputs};
use crate::source::{SourceFile, Spanned};

record! {
    pub(super) struct PeriodRecord<'a> {
        id: &'a str,
        name: &'a str,
        start: Day,
        end: Option<Day>,
        state: Word,
        score: Option<f64>,
        objectives: usize,
        mix: MixRecord,
    }
}

record! {
    struct MixRecord {
        on_track: usize,
        at_risk: usize,
        off_track: usize,
        stale: usize,
        no_check_in: usize,
        other: usize,
    }
}

record! {
    pub(super) struct TeamRecord<'a> {
        id: &'a str,
        name: &'a str,
        parent: Option<&'a str>,
        periods: Vec<TeamPeriod<'a>>,
    }
}

record! {
    struct TeamPeriod<'a> {
        period: &'a str,
        score: Option<f64>,
        objectives: usize,
        mix: MixRecord,
    }
}

record! {
    pub(super) struct PersonRecord<'a> {
        id: &'a str,
        name: &'a str,
    }
}

record! {
    pub(super) struct CalibrationRecord {
        aspirational: Option<ReachedRecord>,
        committed: Option<ReachedRecord>,
    }
}

record! {
    struct ReachedRecord {
        count: usize,
        reached_0_7: ShareRecord,
        reached_1_0: ShareRecord,
    }
}

record! {
    struct ShareRecord {
        share: f64,
        low: f64,
        high: f64,
    }
}

record! {
    struct LinkRecord<'a> {
        title: &'a str,
        url: &'a str,
    }
}

record! {
    struct ReferenceRecord<'a> {
        objective: &'a str,
        key_result: Option<&'a str>,
    }
}

record! {
    struct ForecastRecord {
        end: f64,
        low: f64,
        high: f64,
    }
}

record! {
    struct DroppedRecord<'a> {
        date: Day,
        reason: &'a str,
    }
}

record! {
    struct KeyResultRecord<'a> {
        id: &'a str,
        title: &'a str,
        owner: Option<&'a str>,
        contributors: Vec<&'a str>,
        kind: Word,
        guards: Option<&'a str>,
        tags: &'a [String],
        links: Vec<LinkRecord<'a>>,
        weight: f64,
        unit: Option<&'a str>,
        start: IfAny<Bound>,
        target: IfAny<Bound>,
        min: IfAny<Bound>,
        max: IfAny<Bound>,
        value: Option<f64>,
        value_date: Option<Day>,
        progress: Option<f64>,
        score: Option<f64>,
        typed_score: Option<f64>,
        confidence: Option<f64>,
        status: Option<Word>,
        suggested_status: Option<Word>,
        expected: Option<f64>,
        forecast: Option<ForecastRecord>,
        dropped: Option<DroppedRecord<'a>>,
    }
}

/// A value that is left out with its key when there is none.
struct IfAny<T>(Option<T>);

impl<T: ToJson> ToJson for IfAny<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn is_left_out(&self) -> bool {
        self.0.is_none()
    }
}

/// One of the two numbers a key result lies between; `null` when it is not given.
type Bound = Option<f64>;

/// Both of them.
#[derive(Clone, Copy)]
pub(super) enum Bounds {
    Way { start: Bound, target: Bound },
    Maintained { min: Bound, max: Bound },
}

record! {
    struct CheckInRecord<'a> {
        date: Day,
        line: u32,
        status: Option<Word>,
        title: Option<&'a str>,
        score: Option<f64>,
        readings: Readings<'a>,
        decisions: Texts<'a>,
        risks: Texts<'a>,
        learnings: Texts<'a>,
        asks: Texts<'a>,
        commit: Option<&'a str>,
        author: Option<&'a str>,
    }
}

/// Those of a check-in, each made into a record when it is written.
struct Readings<'a> {
    key_results: &'a [KeyResult],
    file: &'a SourceFile,
    readings: &'a [Reading],
    /// Beside the readings.
    scores: &'a [Option<Number>],
}

impl ToJson for Readings<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let readings = self.readings.iter().zip(self.scores);
        let records = readings.map(|(reading, &score)| ReadingRecord {
            key_result: &self.key_results[reading.key_result.0].id.value,
            kind: kind(reading.value),
            value: value(reading.value),
            score: score.map(f64::from),
            typed_score: reading.typed_score.map(f64::from),
            status: reading.status.map(|status| Word(status.name())),
            confidence: reading.confidence.map(f64::from),
            note: reading.note.text(self.file),
        });
        list(out, records);
    }
}

/// The texts of entries.
struct Texts<'a>(&'a [Entry]);

impl ToJson for Texts<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        list(out, self.0.iter().map(|entry| &entry.text));
    }
}

record! {
    struct ReadingRecord<'a> {
        key_result: &'a str,
        kind: Word,
        value: Option<f64>,
        score: Option<f64>,
        typed_score: Option<f64>,
        status: Option<Word>,
        confidence: Option<f64>,
        note: Option<&'a str>,
    }
}

/// The inputs, with what many records look up in them.
pub(super) struct Records<'a> {
    pub inputs: Inputs<'a>,
    people: HashMap<Cow<'a, str>, &'a str, RandomState>,
}

impl<'a> Records<'a> {
    pub fn of(inputs: Inputs<'a>) -> Records<'a> {
        let people = inputs
            .book
            .people
            .iter()
            .map(|person| (in_lower_case(&person.id), person.id.as_str()));
        Records {
            inputs,
            people: people.collect(),
        }
    }

    /// The objectives of the site, by id.
    pub fn shown(&self) -> impl Iterator<Item = ObjectiveIx> + '_ {
        (0..self.inputs.book.objectives.len())
            .map(ObjectiveIx)
            .filter(|&ix| self.is_shown(ix))
    }

    fn is_shown(&self, ix: ObjectiveIx) -> bool {
        self.inputs.options.drafts == Drafts::Show || !self.inputs.book[ix].draft
    }

    pub fn periods(&self) -> impl Iterator<Item = PeriodRecord<'a>> {
        let Inputs { book, standing, .. } = self.inputs;
        book.periods
            .iter()
            .zip(&standing.periods)
            .map(|(period, now)| PeriodRecord {
                id: &period.id,
                name: &period.name,
                start: Day(period.start),
                end: period.end.map(Day),
                state: Word(now.state.name()),
                score: now.score,
                objectives: now.objectives.len(),
                mix: mix(now.mix),
            })
    }

    pub fn team(&self, team: &'a Team) -> TeamRecord<'a> {
        let Inputs { book, standing, .. } = self.inputs;
        let first = (team.id.clone(), crate::model::PeriodIx(0));
        let periods = standing
            .teams
            .range(first..)
            .take_while(|((id, _), _)| *id == team.id)
            .map(|((_, period), now): (_, &GroupStanding)| TeamPeriod {
                period: &book.periods[period.0].id,
                score: now.score,
                objectives: now.objectives.len(),
                mix: mix(now.mix),
            });
        TeamRecord {
            id: &team.id,
            name: &team.name,
            parent: team.parent.as_deref(),
            periods: periods.collect(),
        }
    }

    pub fn person(&self, person: &'a Person) -> PersonRecord<'a> {
        PersonRecord {
            id: &person.id,
            name: &person.name,
        }
    }

    pub fn calibration(&self) -> CalibrationRecord {
        let Calibration {
            aspirational,
            committed,
        } = self.inputs.standing.calibration;
        CalibrationRecord {
            aspirational: aspirational.map(reached),
            committed: committed.map(reached),
        }
    }

    /// Writes an objective that stands in so many containers: it has a line a key, and within it a line a key result and a
    /// line a check-in.
    pub fn objective(&self, out: &mut Vec<u8>, depth: usize, ix: ObjectiveIx) {
        let Inputs {
            book,
            standing,
            sources,
            ..
        } = self.inputs;
        let it = &book[ix];
        let now = &standing[ix];
        let word = |status: Status| Word(status.name());
        let references = it.supports.iter().filter_map(|other| self.reference(other));
        let mut lines = Lines::object(out, depth);
        lines.value("id", &it.id);
        lines.value("source", &sources[it.file].path);
        lines.value("title", &it.title.value);
        lines.value("period", &book.period_of(it).id);
        lines.value("team", &it.team.value);
        lines.value("owner", &self.owner(&it.owner));
        lines.items("contributors", self.contributors(&it.contributors));
        lines.value("type", &Word(it.ambition.name()));
        lines.value("language", &Word(it.language.code()));
        lines.items("tags", it.tags.iter());
        lines.items("links", links(&it.links));
        let parent = it.parent.as_ref().and_then(|parent| self.reference(parent));
        lines.value("parent", &parent);
        lines.items("supports", references);
        lines.items("children", now.children.iter().map(|&child| &book[child].id));
        lines.value("status", &now.status.map(word));
        lines.value("suggested_status", &now.suggested.map(word));
        lines.value("stale", &now.stale);
        lines.value("score", &now.score);
        lines.value("scored", &now.scored);
        lines.value("counted", &now.counted);
        lines.value("derived", &now.derived);
        lines.value("children_score", &now.children_score);
        lines.value("weight", &it.weight);
        lines.value("expected", &now.expected);
        lines.value("forecast", &now.forecast.map(forecast));
        lines.value("last_check_in", &now.last_check_in.map(Day));
        lines.value("next_check_in", &now.next_check_in.map(Day));
        lines.value("dropped", &it.dropped.as_deref().map(dropped));
        let key_results = 0..it.key_results.len();
        lines.items("key_results", key_results.map(|kr| self.key_result(ix, kr)));
        let check_ins = it.check_ins.iter().enumerate();
        lines.items(
            "check_ins",
            check_ins.map(|(i, check_in)| self.check_in(ix, i, check_in)),
        );
        lines.end(b'}');
    }

    fn key_result(&self, objective: ObjectiveIx, kr: usize) -> KeyResultRecord<'a> {
        let all = &self.inputs.book[objective].key_results;
        let it = &all[kr];
        let now = &self.inputs.standing[objective].key_results[kr];
        let [start, target, min, max] = match bounds(it) {
            Bounds::Way { start, target } => [Some(start), Some(target), None, None],
            Bounds::Maintained { min, max } => [None, None, Some(min), Some(max)],
        };
        KeyResultRecord {
            id: &it.id.value,
            title: &it.title.value,
            owner: self.owner(&it.owner),
            contributors: self.contributors(&it.contributors).collect(),
            kind: Word(it.measure.name()),
            guards: it.guards.map(|guarded| all[guarded.0].id.value.as_str()),
            tags: &it.tags,
            links: links(&it.links).collect(),
            weight: it.counted_weight(),
            unit: it.unit.as_deref(),
            start: IfAny(start),
            target: IfAny(target),
            min: IfAny(min),
            max: IfAny(max),
            value: now.value,
            value_date: now.value_date.map(Day),
            progress: now.progress,
            score: now.score,
            typed_score: now.typed_score,
            confidence: now.confidence,
            status: now.status.map(|status| Word(status.name())),
            suggested_status: now.suggested.map(|status| Word(status.name())),
            expected: now.expected,
            forecast: now.forecast.map(forecast),
            dropped: it.dropped.as_deref().map(dropped),
        }
    }

    fn check_in(&self, objective: ObjectiveIx, i: usize, it: &'a CheckIn) -> CheckInRecord<'a> {
        let book = self.inputs.book;
        let key_results = &book[objective].key_results;
        let file = &self.inputs.sources[book[objective].file];
        let now = &self.inputs.standing[objective].check_ins[i];
        let commit = self.inputs.chronicle.check_in(objective, i);
        CheckInRecord {
            date: Day(it.date),
            line: it.line,
            status: it.status.map(|status| Word(status.name())),
            title: it.title.as_deref(),
            score: now.score.map(f64::from),
            readings: Readings {
                key_results,
                file,
                readings: &it.readings,
                scores: &now.reading_scores,
            },
            decisions: Texts(&it.decisions),
            risks: Texts(&it.risks),
            learnings: Texts(&it.learnings),
            asks: Texts(&it.asks),
            commit: commit.map(|commit| commit.id.as_str()),
            author: commit.map(|commit| commit.author.as_str()),
        }
    }

    /// An owner by the id that `people` has: handles compare without case.
    pub fn owner(&self, owner: &'a Option<Spanned<String>>) -> Option<&'a str> {
        owner.as_ref().map(|handle| self.handle(&handle.value))
    }

    fn contributors(&self, contributors: &'a [Spanned<String>]) -> impl Iterator<Item = &'a str> {
        contributors.iter().map(|name| match self.inputs.book.team(name) {
            Some(_) => name.value.as_str(),
            None => self.handle(name),
        })
    }

    fn handle(&self, handle: &'a str) -> &'a str {
        self.people.get(&in_lower_case(handle)).copied().unwrap_or(handle)
    }

    /// What a reference leads to, as long as that is on the site.
    fn reference(&self, reference: &Reference) -> Option<ReferenceRecord<'a>> {
        let ix = reference.objective().filter(|&ix| self.is_shown(ix))?;
        let objective = &self.inputs.book[ix];
        let key_result = reference
            .key_result()
            .map(|kr| objective.key_results[kr.0].id.value.as_str());
        Some(ReferenceRecord {
            objective: &objective.id,
            key_result,
        })
    }
}

/// Start and target; the bounds of a maintained key result.
pub(super) fn bounds(key_result: &KeyResult) -> Bounds {
    match &key_result.measure {
        Measure::Metric(metric) => Bounds::Way {
            start: metric.start,
            target: metric.target,
        },
        Measure::Maintain { min, max } => Bounds::Maintained { min: *min, max: *max },
        Measure::Steps(_) | Measure::Milestone | Measure::Judged => Bounds::Way {
            start: None,
            target: None,
        },
    }
}

/// The number of a reading that has one.
pub(super) fn value(value: Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(number),
        Value::NotAvailable | Value::Void => None,
    }
}

fn kind(value: Value) -> Word {
    Word(match value {
        Value::Number(_) => "value",
        Value::NotAvailable => "none",
        Value::Void => "void",
    })
}

fn mix(mix: Mix) -> MixRecord {
    let Mix {
        on_track,
        at_risk,
        off_track,
        stale,
        no_check_in,
        other,
    } = mix;
    MixRecord {
        on_track,
        at_risk,
        off_track,
        stale,
        no_check_in,
        other,
    }
}

fn reached(reached: Reached) -> ReachedRecord {
    let share = |Share { share, low, high }: Share| ShareRecord { share, low, high };
    ReachedRecord {
        count: reached.count,
        reached_0_7: share(reached.reached_0_7),
        reached_1_0: share(reached.reached_1_0),
    }
}

fn forecast(Forecast { end, low, high }: Forecast) -> ForecastRecord {
    ForecastRecord { end, low, high }
}

fn dropped(dropped: &Dropped) -> DroppedRecord<'_> {
    DroppedRecord {
        date: Day(dropped.date),
        reason: &dropped.reason,
    }
}

fn links(links: &[Link]) -> impl Iterator<Item = LinkRecord<'_>> {
    links.iter().map(|link| LinkRecord {
        title: &link.title,
        url: &link.url,
    })
}
