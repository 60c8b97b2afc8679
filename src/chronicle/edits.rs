//! Check-ins that were rewritten: figures that stand otherwise today than when they were published.
//!
//! What came in with one merge was not published before it, so that what was mended on the way there is no edit. What was
//! only added is none either: a status, a score, a value where there was `n/a`, the reading of somebody else.

use jiff::civil::Date;

use super::outline::Aside;
use super::past::{Present, TextIx};
use super::timeline::{State, Timeline};
use super::{Edit, Figures, Rewritten, of_day};
use crate::model::{KeyResultIx, Objective, Status, Value};
use crate::parse::check_in::{KeyResultShape, Shape};
use crate::parse::heading::{self, Heading};
use crate::parse::piece::Piece;
use crate::parse::reading::{Item, Reader};
use crate::source::FileId;

/// Every edit of an objective, by day.
pub fn of(objective: &Objective, now: &Present, timeline: &Timeline<'_>) -> Vec<Edit> {
    let is_as_it_was = |texts: &[TextIx]| matches!(texts, [only] if now.sections.iter().any(|(_, _, text)| *text == Some(*only)));
    let mut edits = Vec::new();
    let shape = shape(objective);
    let reader = Reader::new(&shape);
    for (&date, texts) in &timeline.days {
        if !is_as_it_was(texts) {
            let day = Day {
                objective,
                timeline,
                date,
                read: texts
                    .iter()
                    .map(|&text| (text, read(&reader, &shape, &timeline.contents[text])))
                    .collect(),
            };
            day.edits(now, &mut edits);
        }
    }
    edits
}

fn shape(objective: &Objective) -> Shape {
    Shape {
        language: objective.language,
        key_results: objective
            .key_results
            .iter()
            .map(|kr| KeyResultShape {
                id: kr.id.value.clone(),
                unit: kr.unit.clone(),
                measure: Some(kr.measure.clone()),
            })
            .collect(),
    }
}

/// The figures of a section.
#[derive(Default)]
struct Said {
    status: Option<Status>,
    readings: Vec<(KeyResultIx, Figures)>,
}

/// What a section says, as today's front matter has it read. What cannot be read so is left out.
fn read(reader: &Reader<'_>, shape: &Shape, text: &str) -> Said {
    let piece = |text| Piece {
        file: FileId(0),
        start: 0,
        text,
    };
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let content = piece(first.trim().trim_start_matches('#').trim());
    let status = match heading::read(piece(first), content, 2, shape.language) {
        Heading::CheckIn(heading) => heading.status,
        Heading::Undated | Heading::Wrong(_) => None,
    };
    let mut readings = Vec::new();
    let mut aside = Aside::None;
    for line in lines {
        aside = aside.after(line);
        if aside != Aside::None {
            continue;
        }
        if line.trim_start().starts_with("###") {
            break;
        }
        let bare = line.trim_start_matches(' ');
        let Some(item) = (line.len() - bare.len() < 4)
            .then(|| behind_marker(bare))
            .flatten()
        else {
            continue;
        };
        if let Item::Reading(line) = reader.item(piece(item).trimmed()) {
            let figures = Figures {
                value: line.value,
                score: line.words.score,
                status: line.words.status,
                confidence: line.words.confidence,
            };
            readings.push((KeyResultIx(line.key_result), figures));
        }
    }
    Said { status, readings }
}

/// What stands behind the mark of a list item.
fn behind_marker(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+']),
        _ => line[digits..].strip_prefix(['.', ')']),
    };
    rest.filter(|rest| rest.starts_with([' ', '\t']))
}

/// One day of check-ins, in all versions of the file.
struct Day<'a> {
    objective: &'a Objective,
    timeline: &'a Timeline<'a>,
    date: Date,
    read: Vec<(TextIx, Said)>,
}

impl Day<'_> {
    fn edits(&self, now: &Present, edits: &mut Vec<Edit>) {
        let present: Vec<_> = of_day(self.objective, self.date).collect();
        if present.is_empty() {
            self.removed(now, edits);
            return;
        }
        let status = present.iter().find_map(|check_in| check_in.status);
        self.rewritten(
            |said| said.status,
            |before| status != Some(before),
            status.is_none(),
            |before| Rewritten::Status {
                before,
                after: status,
            },
            edits,
        );
        for place in 0..self.objective.key_results.len() {
            let key_result = KeyResultIx(place);
            let mut readings = present.iter().flat_map(|check_in| &check_in.readings);
            let reading = readings.find(|reading| reading.key_result == key_result);
            let after = reading.map(|reading| Figures {
                value: reading.value,
                score: reading.typed_score.map(f64::from),
                status: reading.status,
                confidence: reading.confidence.map(f64::from),
            });
            self.rewritten(
                |said| {
                    let mut readings = said.readings.iter();
                    readings.find_map(|(of, figures)| (*of == key_result).then_some(*figures))
                },
                |before| after.is_none_or(|after| is_rewritten(before, after)),
                after.is_none(),
                |before| Rewritten::Reading {
                    key_result,
                    before,
                    after,
                },
                edits,
            );
        }
    }

    /// Adds an edit, where what was published first is not what stands there today.
    fn rewritten<T: Copy>(
        &self,
        of: impl Fn(&Said) -> Option<T>,
        differs: impl Fn(T) -> bool,
        is_gone: bool,
        edit: impl Fn(T) -> Rewritten,
        edits: &mut Vec<Edit>,
    ) {
        let found = |state: &State<'_>| self.said(state).find_map(&of);
        let states = &self.timeline.states;
        let Some(first) = states.iter().find(|state| found(state).is_some()) else {
            return;
        };
        let at_once = states
            .iter()
            .filter(|state| state.published.is_some() && state.published == first.published);
        let Some(before) = at_once.filter_map(found).next_back().or_else(|| found(first)) else {
            return;
        };
        if !differs(before) {
            return;
        }
        // The oldest state from which on it stands as it does today.
        let as_today = |state: &&State<'_>| found(state).map_or(is_gone, |it| !differs(it));
        let newest = states.iter().rev().take_while(as_today).last();
        edits.push(Edit {
            check_in: self.date,
            what: edit(before),
            published: first.commit,
            commit: newest.and_then(|state| state.commit),
        });
    }

    /// All sections of the day are gone. One that has only got another date is still there.
    fn removed(&self, now: &Present, edits: &mut Vec<Edit>) {
        let is_kept = |text: TextIx| {
            let body = |text: TextIx| {
                self.timeline.contents[text]
                    .split_once('\n')
                    .map(|(_, body)| body.trim())
            };
            let mut present = now.sections.iter().filter_map(|(_, _, text)| *text);
            body(text).is_some_and(|it| !it.is_empty() && present.any(|other| body(other) == Some(it)))
        };
        let states = &self.timeline.states;
        let holds = |state: &&State<'_>| state.outline.sections.iter().any(|it| it.date == self.date);
        let Some(first) = states.iter().find(holds) else {
            return;
        };
        let last = states.iter().rposition(|state| holds(&state));
        let said_anything = self.read.iter().any(|(_, said)| !said.readings.is_empty());
        let gone = last.and_then(|last| states.get(last + 1));
        let never_published =
            gone.is_some_and(|gone| gone.published.is_some() && gone.published == first.published);
        if said_anything && !never_published && !self.read.iter().any(|(text, _)| is_kept(*text)) {
            edits.push(Edit {
                check_in: self.date,
                what: Rewritten::Removed,
                published: first.commit,
                commit: gone.and_then(|state| state.commit),
            });
        }
    }

    fn said<'b>(&'b self, state: &'b State<'_>) -> impl Iterator<Item = &'b Said> {
        let of_day = state.outline.sections.iter().filter(|it| it.date == self.date);
        of_day.filter_map(|section| {
            let mut read = self.read.iter();
            read.find_map(|(text, said)| (*text == section.text).then_some(said))
        })
    }
}

/// Whether a figure that was there is another one now.
fn is_rewritten(before: Figures, after: Figures) -> bool {
    let differs = |before: Option<f64>, after: Option<f64>| before.is_some() && before != after;
    let value = match (before.value, after.value) {
        (Value::NotAvailable, _) => false,
        (before, after) => before != after,
    };
    value
        || differs(before.score, after.score)
        || differs(before.confidence, after.confidence)
        || before.status.is_some() && before.status != after.status
}
