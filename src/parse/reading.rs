//! One list item: the reading of a key result, something that was meant as one, or prose.

mod lead;
mod tail;
mod value;

use std::cell::{Cell, OnceCell};

use self::lead::{Lead, checkbox, first_word, lead, within};
use self::value::{fraction, is_number, unit_length, word_value};
use super::boundary::{is_boundary, value_length};
use super::piece::Piece;
use super::scalar;
use super::status::{self, listed};
use super::steps::Labels;
use super::typed::shown;
use crate::diagnostic::Diagnostic;
use crate::model::{Measure, Status, Value};
use crate::msg;
use crate::words::Language;

/// What has to be known of an objective to read its body.
#[derive(Debug)]
pub struct Shape {
    /// Of its words.
    pub language: Language,
    /// In file order; readings refer to them by place.
    pub key_results: Vec<KeyResultShape>,
}

/// What has to be known of a key result to read its readings.
#[derive(Debug)]
pub struct KeyResultShape {
    /// As in the front matter.
    pub id: String,
    /// Its unit.
    pub unit: Option<Box<str>>,
    /// What its readings are; `None` when that could not be read, and then only their form is checked.
    pub measure: Option<Measure>,
}

impl KeyResultShape {
    /// Whether its values are numbers, and no sign of its unit could mean something else in a reading.
    fn reads_plainly(&self) -> bool {
        let is_number = match &self.measure {
            Some(Measure::Metric(metric)) => metric.target.is_some(),
            Some(Measure::Maintain { .. }) => true,
            _ => false,
        };
        let is_harmless = |c: char| match c {
            '—' | '–' => false,
            '%' => true,
            c if c.is_ascii() => c.is_ascii_alphanumeric(),
            c => !c.is_whitespace(),
        };
        let unit = self.unit.as_deref();
        is_number && unit.is_none_or(|unit| !unit.is_empty() && unit.chars().all(is_harmless))
    }
}

/// What a list item is.
#[derive(Debug)]
pub enum Item<'a> {
    /// A reading.
    Reading(Line<'a>),
    /// Meant as a reading, with what is wrong.
    Wrong(Vec<Diagnostic>),
    /// Anything else.
    Prose,
}

/// The first line of a reading.
#[derive(Debug)]
pub struct Line<'a> {
    /// The place of its key result in the shape.
    pub key_result: usize,
    /// The value.
    pub value: Value,
    /// Score, status and confidence.
    pub words: Parentheses,
    /// From the id to the end of the parentheses.
    pub typed: Piece<'a>,
    /// What stands behind the dash; may be empty.
    pub note: Piece<'a>,
}

/// What the parentheses of a reading hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parentheses {
    /// The owner's word.
    pub status: Option<Status>,
    /// 0–1.
    pub score: Option<f64>,
    /// Percent, 0–100.
    pub confidence: Option<f64>,
}

/// Reads list items of one objective.
#[derive(Debug)]
pub struct Reader<'a> {
    shape: &'a Shape,
    /// Ids with their places, in byte order.
    ids: Vec<(&'a str, usize)>,
    /// Labels of key results in steps, made when the first reading needs them.
    labels: Vec<OnceCell<Labels>>,
    /// How often a nearest label is still looked for.
    suggestions: Cell<u32>,
    /// The key result that is looked for first, the one behind the last that was found: readings mostly stand in the order
    /// of the key results.
    next: Cell<usize>,
    /// Whether no two key results have one id.
    is_distinct: bool,
    /// Beside the key results: whether one [reads plainly](KeyResultShape::reads_plainly).
    reads_plainly: Vec<bool>,
}

/// Past so many suggestions in a file nobody reads them, and each costs time.
const SUGGESTIONS: u32 = 200;

/// So many of the names or labels are looked at for a nearest one: as many as a file may have key results.
const CANDIDATES: usize = 100;

impl<'a> Reader<'a> {
    /// A reader for the key results of an objective.
    pub fn new(shape: &'a Shape) -> Reader<'a> {
        let mut ids: Vec<_> = shape
            .key_results
            .iter()
            .enumerate()
            .map(|(at, it)| (it.id.as_str(), at))
            .collect();
        // Of two with one id, which is a finding of its own, the first is meant.
        ids.sort();
        let is_distinct = ids.array_windows().all(|[(one, _), (other, _)]| one != other);
        let labels = shape.key_results.iter().map(|_| OnceCell::new()).collect();
        let plainly = shape.key_results.iter().map(KeyResultShape::reads_plainly);
        Reader {
            shape,
            ids,
            labels,
            suggestions: Cell::new(SUGGESTIONS),
            next: Cell::new(0),
            is_distinct,
            reads_plainly: plainly.collect(),
        }
    }

    /// Reads the first line of an item, from behind the marker of the list.
    pub fn item<'t>(&self, line: Piece<'t>) -> Item<'t> {
        match self.plain(line) {
            Some(reading) => Item::Reading(reading),
            None => self.any_item(line),
        }
    }

    /// A reading in the form that nearly all have, `id: 6.2 h (at risk) — note`: every sign of it stands where it is
    /// looked for, once. It says the same as [`Reader::any_item`], from less work.
    fn plain<'t>(&self, line: Piece<'t>) -> Option<Line<'t>> {
        let text = line.text;
        let bytes = text.as_bytes();
        let id = bytes
            .iter()
            .take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            .count();
        if bytes.get(id..id + 2) != Some(b": ") {
            return None;
        }
        let key_result = self.find(&text[..id])?;
        if !self.reads_plainly[key_result] {
            return None;
        }
        let value = id + 2;
        let number = value + scalar::plain_prefix(&text[value..])?;
        let mut end = number;
        if let Some(unit) = self.shape.key_results[key_result].unit.as_deref() {
            let behind = &text[number..];
            let behind = behind.strip_prefix(' ').unwrap_or(behind);
            end = match behind.strip_prefix(unit) {
                Some(rest) if matches!(rest.as_bytes(), [] | [b' ' | b'(', ..]) => text.len() - rest.len(),
                _ => number,
            };
        }
        let mut words = Parentheses::default();
        if let Some(inside) = text[end..].strip_prefix(" (") {
            let length = inside
                .bytes()
                .take_while(|byte| byte.is_ascii_lowercase() || *byte == b' ')
                .count();
            if inside.as_bytes().get(length) != Some(&b')') {
                return None;
            }
            words.status = Some(status::named(&inside[..length], self.language())?);
            end += length + 3;
        }
        let note = match &text[end..] {
            "" => line.from(end),
            rest => line.from(text.len() - rest.strip_prefix(" — ")?.len()).trimmed(),
        };
        Some(Line {
            key_result,
            value: Value::Number(scalar::number(&text[value..number]).ok()?),
            words,
            typed: line.part(0..end),
            note,
        })
    }

    fn any_item<'t>(&self, line: Piece<'t>) -> Item<'t> {
        if let Some(checkbox) = checkbox(line.text) {
            return self.with_checkbox(line, checkbox);
        }
        match lead(line.text) {
            Some(lead) => match self.find(&line.text[lead.name.clone()]) {
                Some(key_result) => self.reading(key_result, line, lead.end),
                None => self.unknown(line, &lead),
            },
            None => self.meant(line),
        }
    }

    /// Whether the line is a reading without a fault, and of which key result.
    pub fn complete(&self, line: Piece<'_>) -> Option<&'a str> {
        let lead = lead(line.text)?;
        let key_result = self.find(&line.text[lead.name])?;
        match self.reading(key_result, line, lead.end) {
            Item::Reading(_) => Some(&self.shape.key_results[key_result].id),
            _ => None,
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        let all = &self.shape.key_results;
        let next = self.next.get();
        let is_next = self.is_distinct && all.get(next).is_some_and(|it| it.id == id);
        let at = if is_next {
            next
        } else {
            let place = self.ids.partition_point(|(known, _)| *known < id);
            self.ids.get(place).filter(|(known, _)| *known == id)?.1
        };
        self.next.set((at + 1) % all.len());
        Some(at)
    }

    fn language(&self) -> Language {
        self.shape.language
    }

    /// A reading behind `[ ]` or `[x]`: nothing is ticked off here.
    fn with_checkbox<'t>(&self, line: Piece<'t>, checkbox: usize) -> Item<'t> {
        let rest = line.from(checkbox).trimmed();
        match self.item(rest) {
            Item::Prose => Item::Prose,
            Item::Wrong(findings) => Item::Wrong(findings),
            Item::Reading(reading) => Item::Wrong(vec![
                line.part(0..checkbox)
                    .trimmed()
                    .finding("invalid-reading", msg!("a reading has no check box"))
                    .help(msg!("write `- {reading}`", reading = shown(reading.typed.text))),
            ]),
        }
    }

    /// The id is written as one, and no key result has it.
    fn unknown<'t>(&self, line: Piece<'t>, lead: &Lead) -> Item<'t> {
        let name = line.part(lead.name.clone());
        let near = self.near(name.text);
        // `10:30` is a time.
        let is_word = name.text.contains(char::is_alphabetic);
        if near.is_none() && !(is_word && self.is_complete_for_any(line.from(lead.end))) {
            return Item::Prose;
        }
        Item::Wrong(vec![self.unknown_id(name, near)])
    }

    fn unknown_id(&self, name: Piece<'_>, near: Option<usize>) -> Diagnostic {
        let finding = name.finding(
            "unknown-key-result",
            msg!(
                "this objective has no key result `{name}`",
                name = shown(name.text)
            ),
        );
        match near {
            Some(near) => finding.instead(Some(self.shape.key_results[near].id.as_str())),
            None => {
                let ids: Vec<&str> = self
                    .shape
                    .key_results
                    .iter()
                    .take(10)
                    .map(|it| it.id.as_str())
                    .collect();
                finding.help(msg!("its key results are {ids}", ids = listed(&ids)))
            }
        }
    }

    /// Not written as `id:`, but its first word may be an id and what follows may be meant as a value.
    fn meant<'t>(&self, line: Piece<'t>) -> Item<'t> {
        let Some((name, next)) = first_word(line.text) else {
            return Item::Prose;
        };
        let name = line.part(name);
        let exact = self.find(name.text);
        let Some(rest) = self.behind_sign(line.from(next), exact) else {
            return Item::Prose;
        };
        match exact {
            Some(key_result) => {
                let id = &self.shape.key_results[key_result].id;
                let typed = line
                    .part(name.start - line.start..rest.start - line.start)
                    .trimmed();
                let instead = if rest.text.is_empty() {
                    msg!("write `{id}:` and the value", id = id)
                } else {
                    msg!("write `{id}: {rest}`", id = id, rest = shown(rest.text))
                };
                let finding = typed.finding(
                    "invalid-reading",
                    msg!(
                        "a reading of `{id}` begins with the id, a colon and the value",
                        id = id
                    ),
                );
                Item::Wrong(vec![finding.help(instead)])
            }
            None => match self.near(name.text) {
                Some(near) => Item::Wrong(vec![self.unknown_id(name, Some(near))]),
                None => Item::Prose,
            },
        }
    }

    /// What follows `:`, `：`, `=`, `=>`, `->`, or begins with a number.
    fn behind_sign<'t>(&self, rest: Piece<'t>, key_result: Option<usize>) -> Option<Piece<'t>> {
        let rest = rest.trimmed();
        for sign in ["=>", "->", ":", "：", "="] {
            if rest.text.starts_with(sign) {
                let value = rest
                    .from(sign.len())
                    .text
                    .trim_start_matches(['*', '_', '`', ' ']);
                return Some(rest.from(rest.text.len() - value.len()));
            }
        }
        let unit = key_result.and_then(|at| self.shape.key_results[at].unit.as_deref());
        is_number(rest.text, unit).then_some(rest)
    }

    /// The key result whose id is nearest: only letter case is wrong, or one edit in ids of 4 to 6 characters, or at
    /// most two in longer ones.
    fn near(&self, name: &str) -> Option<usize> {
        if name.len() > 80 {
            return None;
        }
        let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        let allowed = |id: &str| match id.len() {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        (0..=2).find_map(|edits| {
            let ids = self.shape.key_results.iter().take(CANDIDATES);
            ids.enumerate()
                .find(|(_, it)| allowed(&it.id) >= edits && within(&name, it.id.as_bytes(), edits))
                .map(|(at, _)| at)
        })
    }

    /// Whether it is a whole reading of some kind of key result.
    fn is_complete_for_any(&self, value: Piece<'_>) -> bool {
        let value = value.trimmed();
        let text = value.text;
        let ends: [Option<usize>; 3] = [
            word_value(text).map(|(_, end)| end),
            scalar::plain_prefix(text),
            fraction(text).map(|(.., end)| end),
        ];
        let whole = |end: usize| is_boundary(&text[end..]) && self.tail(value, end).is_ok();
        if ends.into_iter().flatten().any(whole) || self.milestone(text).is_some_and(|(_, end)| whole(end)) {
            return true;
        }
        let number = scalar::plain_prefix(text);
        self.shape
            .key_results
            .iter()
            .take(CANDIDATES)
            .enumerate()
            .any(|(at, it)| match &it.measure {
                Some(Measure::Steps(_)) => self
                    .labels(at)
                    .and_then(|labels| labels.longest(text))
                    .is_some_and(|(_, end)| whole(end)),
                _ => number.is_some_and(|number| {
                    let unit = it.unit.as_deref().unwrap_or("%");
                    unit_length(&text[number..], unit).is_some_and(|length| whole(number + length))
                }),
            })
    }

    /// Reads what stands behind the colon.
    fn reading<'t>(&self, key_result: usize, line: Piece<'t>, colon: usize) -> Item<'t> {
        let it = &self.shape.key_results[key_result];
        let value = line.from(colon).trimmed();
        let length = value_length(value.text);
        if length == 0 {
            let typed = line.part(0..colon);
            let finding = typed.finding("invalid-reading", msg!("`{id}` has no value here", id = it.id));
            return Item::Wrong(vec![
                finding.help(msg!("write the value, or `n/a` when there is none this time")),
            ]);
        }
        let (found, end) = match self.value(key_result, value) {
            Ok((found, end)) => (Ok(found), end),
            // What follows is read all the same, so that all its faults are said at once.
            Err(finding) => (Err(finding), length),
        };
        let tail = self.tail(value, end);
        match (found, tail) {
            (Ok(found), Ok(tail)) => {
                if found == Value::Void && (tail.words.score.is_some() || tail.words.confidence.is_some()) {
                    let typed = value.part(0..tail.end);
                    return Item::Wrong(vec![
                        typed
                            .finding(
                                "invalid-reading",
                                msg!("`void` takes a reading back, so it has no score and no confidence"),
                            )
                            .help(msg!("write `n/a` to keep the last value")),
                    ]);
                }
                let end = value.start + tail.end - line.start;
                Item::Reading(Line {
                    key_result,
                    value: found,
                    words: tail.words,
                    typed: line.part(0..end),
                    note: tail.note,
                })
            }
            (Ok(_), Err(findings)) => Item::Wrong(findings),
            (Err(finding), Ok(_)) => Item::Wrong(vec![finding]),
            (Err(finding), Err(mut findings)) => {
                findings.insert(0, finding);
                Item::Wrong(findings)
            }
        }
    }
}

#[cfg(test)]
mod tests;
