//! One list item: the reading of a key result, something that was meant as one, or prose.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::boundary::{dash, is_boundary, value_length};
use super::piece::Piece;
use super::scalar;
use super::status::{self, listed};
use super::steps::Labels;
use super::typed::{Case, nearest, prefix, same_words, shown};
use crate::diagnostic::{Diagnostic, Message};
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
    pub note: &'a str,
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
}

/// So many parts of the parentheses are looked at: three are right, and with more than a few nothing is clear.
const PARTS: usize = 6;

/// Past so many suggestions in a file nobody reads them, and each costs time.
const SUGGESTIONS: u32 = 200;

/// So many of the names or labels are looked at for a nearest one: as many as a file may have key results.
const CANDIDATES: usize = 100;

/// The words that stand for a value, with what they mean.
const NO_VALUE: [(&str, Value); 3] = [
    ("n/a", Value::NotAvailable),
    ("na", Value::NotAvailable),
    ("void", Value::Void),
];

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
        let labels = shape.key_results.iter().map(|_| OnceCell::new()).collect();
        Reader {
            shape,
            ids,
            labels,
            suggestions: Cell::new(SUGGESTIONS),
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
        let it = &self.shape.key_results[key_result];
        match &it.measure {
            Some(Measure::Metric(metric)) if metric.target.is_some() => {}
            Some(Measure::Maintain { .. }) => {}
            _ => return None,
        }
        let value = id + 2;
        let number = value + scalar::plain_prefix(&text[value..])?;
        let mut end = number;
        if let Some(unit) = it.unit.as_deref() {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'%';
            if unit.is_empty() || !unit.bytes().all(is_plain) {
                return None;
            }
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
            "" => "",
            rest => rest.strip_prefix(" — ")?.trim(),
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
        let place = self.ids.partition_point(|(known, _)| *known < id);
        self.ids
            .get(place)
            .filter(|(known, _)| *known == id)
            .map(|&(_, at)| at)
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

    /// The value at the beginning, and where it ends with its unit.
    fn value(&self, key_result: usize, text: Piece<'_>) -> Result<(Value, usize), Diagnostic> {
        let it = &self.shape.key_results[key_result];
        if let Some(Measure::Steps(steps)) = &it.measure {
            return self.step(key_result, text, steps.len());
        }
        if let Some(found) = word_value(text.text) {
            return Ok(found);
        }
        match &it.measure {
            None => Ok((Value::NotAvailable, value_length(text.text))),
            // The value is confidential: no message repeats it.
            Some(Measure::Metric(metric)) if metric.target.is_none() => {
                let typed = text.part(0..value_length(text.text));
                Err(typed
                    .finding(
                        "invalid-reading",
                        msg!(
                            "the target of `{id}` is hidden: only a score is written",
                            id = it.id
                        ),
                    )
                    .help(msg!("write `{id}: n/a (0.5)` with the score", id = it.id)))
            }
            Some(Measure::Metric(_) | Measure::Maintain { .. }) => self
                .number(it, text)
                .map(|(number, end)| (Value::Number(number), end)),
            Some(Measure::Milestone) => match self.milestone(text.text) {
                Some((done, end)) => Ok((Value::Number(f64::from(u8::from(done))), end)),
                None => Err(self.no_milestone(it, text)),
            },
            Some(Measure::Judged) => {
                judged(it, text).map_err(|wrong| self.status_as_value(it, text).unwrap_or(wrong))
            }
            Some(Measure::Steps(_)) => Ok((Value::NotAvailable, 0)),
        }
    }

    fn labels(&self, key_result: usize) -> Option<&Labels> {
        match &self.shape.key_results[key_result].measure {
            Some(Measure::Steps(steps)) => Some(
                self.labels[key_result]
                    .get_or_init(|| Labels::new(steps.iter().map(|step| step.label.as_str()))),
            ),
            _ => None,
        }
    }

    /// The step at the beginning: a label, `n/m`, or a word that stands for no value.
    fn step(&self, key_result: usize, text: Piece<'_>, count: usize) -> Result<(Value, usize), Diagnostic> {
        let it = &self.shape.key_results[key_result];
        if let Some((step, end)) = self
            .labels(key_result)
            .and_then(|labels| labels.longest(text.text))
        {
            return Ok((Value::Number(step as f64 + 1.0), end));
        }
        if let Some(found) = word_value(text.text) {
            return Ok(found);
        }
        let typed = text.part(0..value_length(text.text));
        if let Some((reached, of, end)) =
            fraction(text.text).filter(|(.., end)| is_boundary(&text.text[*end..]))
        {
            return match (reached, of) {
                (Some(reached), Some(of)) if of == count && reached <= count => {
                    Ok((Value::Number(reached as f64), end))
                }
                (_, Some(of)) if of == count => Err(typed.finding(
                    "invalid-reading",
                    msg!(
                        "`{typed}` is more steps than `{id}` has: {count}",
                        typed = shown(typed.text),
                        id = it.id,
                        count = count
                    ),
                )),
                (reached, _) => Err(typed
                    .finding(
                        "invalid-reading",
                        msg!(
                            "`{typed}` counts other steps than the {count} of `{id}`",
                            typed = shown(typed.text),
                            count = count,
                            id = it.id
                        ),
                    )
                    .instead(
                        reached
                            .filter(|reached| *reached <= count)
                            .map(|reached| format!("{reached}/{count}")),
                    )),
            };
        }
        if let Some(finding) = self.status_as_value(it, text) {
            return Err(finding);
        }
        let finding = typed.finding(
            "unknown-step",
            msg!(
                "`{typed}` is not a step of `{id}`",
                typed = shown(typed.text),
                id = it.id
            ),
        );
        let Some(Measure::Steps(steps)) = &it.measure else {
            return Err(finding);
        };
        let labels = || steps.iter().take(CANDIDATES).map(|step| step.label.as_str());
        if let Ok(reached) = typed.text.parse::<usize>()
            && reached <= count
        {
            return Err(finding.instead(Some(format!("{reached}/{count}"))));
        }
        Err(match self.nearest(typed.text, labels()) {
            Some(label) => finding.instead(Some(label)),
            None => {
                let first: Vec<&str> = labels().take(10).collect();
                finding.help(msg!("its steps are {steps}", steps = listed(&first)))
            }
        })
    }

    fn nearest<'b>(&self, text: &str, known: impl IntoIterator<Item = &'b str>) -> Option<&'b str> {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        if left == 0 { None } else { nearest(text, known) }
    }

    /// Whether a milestone is done, and where that word ends.
    fn milestone(&self, text: &str) -> Option<(bool, usize)> {
        let typed = &text[..value_length(text)];
        [self.language(), Language::English]
            .into_iter()
            .find_map(|language| {
                let words = language.file_words();
                [(words.not_done, false), (words.done, true)]
                    .into_iter()
                    .find(|(word, _)| same_words(word, typed))
                    .map(|(_, done)| (done, typed.len()))
            })
    }

    fn no_milestone(&self, it: &KeyResultShape, text: Piece<'_>) -> Diagnostic {
        if let Some(finding) = self.status_as_value(it, text) {
            return finding;
        }
        let typed = text.part(0..value_length(text.text));
        let words = self.language().file_words();
        typed
            .finding(
                "invalid-reading",
                msg!(
                    "`{typed}` does not say whether `{id}` is done",
                    typed = shown(typed.text),
                    id = it.id
                ),
            )
            .help(msg!(
                "write `{done}` or `{not_done}`",
                done = words.done,
                not_done = words.not_done
            ))
    }

    /// A status where the value belongs.
    fn status_as_value(&self, it: &KeyResultShape, text: Piece<'_>) -> Option<Diagnostic> {
        let typed = text.part(0..value_length(text.text));
        status::named(typed.text, self.language())?;
        Some(
            typed
                .finding(
                    "invalid-reading",
                    msg!("`{typed}` is a status, not a value", typed = shown(typed.text)),
                )
                .help(msg!(
                    "write the value before it, or `{id}: n/a ({typed})`",
                    id = it.id,
                    typed = shown(typed.text)
                )),
        )
    }

    /// The number of a metric or a maintained value, and where it ends with its unit.
    fn number(&self, it: &KeyResultShape, text: Piece<'_>) -> Result<(f64, usize), Diagnostic> {
        if let Some(number) = scalar::plain_prefix(text.text) {
            let after = &text.text[number..];
            let unit = it
                .unit
                .as_deref()
                .and_then(|unit| unit_length(after, unit))
                .filter(|length| is_boundary(&after[*length..]));
            let end = match unit {
                Some(length) => Some(number + length),
                // A bare number ends the value, or something follows that is not its unit.
                None => (value_length(text.text) == number).then_some(number),
            };
            if let Some(end) = end {
                let typed = text.part(0..number);
                return match scalar::number(typed.text) {
                    Ok(value) => Ok((value, end)),
                    Err(message) => Err(typed.finding("invalid-number", message)),
                };
            }
        }
        Err(self.no_number(it, text))
    }

    /// Says why a value is not a number with its unit.
    fn no_number(&self, it: &KeyResultShape, text: Piece<'_>) -> Diagnostic {
        if let Some(finding) = self.status_as_value(it, text) {
            return finding;
        }
        let typed = text.part(0..value_length(text.text)).trimmed();
        let bare = match it.unit.as_deref().and_then(|unit| typed.text.strip_suffix(unit)) {
            Some(bare) if !bare.trim().is_empty() => typed.part(0..bare.len()).trimmed(),
            _ => typed,
        };
        let Some(number) = scalar::plain_prefix(typed.text) else {
            return not_a_value(bare);
        };
        let behind = typed.from(number).trimmed();
        let is_word = behind.text.starts_with(|c: char| {
            !c.is_ascii_digit()
                && !matches!(
                    c,
                    ',' | '.' | '\'' | '’' | '_' | '-' | '–' | '—' | '/' | '+' | '*' | '^' | '<'
                )
        });
        let is_clause = behind
            .text
            .strip_prefix([',', ';', ':', '.'])
            .is_some_and(|rest| rest.starts_with(' '));
        if !is_word && !is_clause || is_part_of_number(behind.text) {
            return not_a_value(bare);
        }
        let one_word = !behind.text.contains(char::is_whitespace);
        let near = it
            .unit
            .as_deref()
            .filter(|unit| self.nearest(behind.text, [*unit]).is_some());
        let message = match &it.unit {
            _ if !one_word && near.is_none() => {
                let number = &typed.text[..number];
                let finding = behind.finding(
                    "invalid-reading",
                    msg!(
                        "`{text}` follows the value of `{id}`",
                        text = shown(behind.text),
                        id = it.id
                    ),
                );
                return finding.help(msg!(
                    "a note stands behind a dash: `{number} — {text}`",
                    number = number,
                    text = shown(behind.text.trim_start_matches([',', ';', ':', '.']))
                ));
            }
            Some(_) => msg!(
                "`{text}` is not the unit of `{id}`",
                text = shown(behind.text),
                id = it.id
            ),
            None => msg!(
                "`{id}` has no unit, but `{text}` follows the number",
                id = it.id,
                text = shown(behind.text)
            ),
        };
        let finding = behind.finding("wrong-unit", message);
        match it.unit.as_deref() {
            Some(unit) if is_spelling_of(unit, behind.text) => finding.instead(Some(unit)),
            // 6 days are not 6 hours.
            Some(unit) => finding.help(msg!("write the value in `{unit}`", unit = unit)),
            None => finding.help(msg!("write the number alone, or add a `unit` to the key result")),
        }
    }

    /// Reads what follows the value: parentheses and a note.
    fn tail<'t>(&self, value: Piece<'t>, end: usize) -> Result<Tail<'t>, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut tail = Tail {
            words: Parentheses::default(),
            end,
            note: "",
        };
        let mut rest = value.from(end);
        let open = rest.text.len() - rest.text.trim_start().len();
        if rest.text[open..].starts_with('(') {
            let inside = rest.from(open + 1);
            match inside.text.find(')') {
                Some(close) => {
                    let pair = rest.part(open..open + close + 2);
                    tail.words = self.parentheses(pair, &mut findings);
                    rest = inside.from(close + 1);
                    tail.end = rest.start - value.start;
                }
                None => {
                    let typed = rest.from(open);
                    findings.push(
                        typed
                            .finding(
                                "invalid-reading",
                                msg!(
                                    "the parenthesis of `{typed}` is not closed",
                                    typed = shown(typed.text)
                                ),
                            )
                            .help(msg!(
                                "close it with `)` on the same line; a note stands behind it"
                            )),
                    );
                    return Err(findings);
                }
            }
        }
        match note(rest) {
            Ok(note) => tail.note = note,
            Err(extra) => findings.push(self.extra(extra)),
        }
        if let Some((before, range)) = range_of_numbers(value.text, tail.end) {
            let typed = value.part(before..range);
            findings.push(
                typed
                    .finding(
                        "invalid-reading",
                        msg!("`{typed}` is a range, not a value", typed = shown(typed.text)),
                    )
                    .help(msg!("write one number; a note stands behind ` — `")),
            );
        }
        if findings.is_empty() {
            Ok(tail)
        } else {
            Err(findings)
        }
    }

    /// Something stands where only parentheses or a note may.
    fn extra(&self, extra: Piece<'_>) -> Diagnostic {
        let text = shown(extra.text);
        let finding = extra.finding(
            "invalid-reading",
            msg!("`{text}` follows the reading", text = text),
        );
        if extra.text.starts_with('(') {
            finding.help(msg!(
                "a reading has one pair of parentheses: `(STATUS, SCORE, CONFIDENCE%)`"
            ))
        } else if status::named(&extra.text[..value_length(extra.text)], self.language()).is_some() {
            finding.help(msg!("a status stands in parentheses: `({text})`", text = text))
        } else {
            finding.help(msg!("a note stands behind a dash: `— {text}`", text = text))
        }
    }

    /// Reads `STATUS, SCORE, CONFIDENCE%`, each at most once, in any order.
    fn parentheses(&self, pair: Piece<'_>, findings: &mut Vec<Diagnostic>) -> Parentheses {
        let mut words = Parentheses::default();
        let inside = pair.part(1..pair.text.len() - 1);
        if inside.text.trim().is_empty() {
            findings.push(pair.finding("invalid-reading", msg!("the parentheses are empty")).help(msg!(
                "write a status, a score or a confidence, as in `(on track, 0.7, 60%)`, or leave them out"
            )));
            return words;
        }
        let (mut at, mut count) = (0, 0);
        while at <= inside.text.len() {
            let comma = inside.text[at..]
                .find(',')
                .map_or(inside.text.len(), |comma| at + comma);
            let end = decimal_comma_end(inside.text, at, comma).unwrap_or(comma);
            count += 1;
            if count > PARTS {
                let rest = inside.from(at).trimmed();
                findings.push(rest.finding(
                    "invalid-reading",
                    msg!("the parentheses hold more than a status, a score and a confidence"),
                ));
                break;
            }
            self.part(inside.part(at..end).trimmed(), end > comma, &mut words, findings);
            at = end + 1;
        }
        words
    }

    /// Reads one part of the parentheses.
    fn part(
        &self,
        part: Piece<'_>,
        decimal_comma: bool,
        words: &mut Parentheses,
        findings: &mut Vec<Diagnostic>,
    ) {
        let text = part.text;
        if text.is_empty() {
            findings.push(part.finding(
                "invalid-reading",
                msg!("nothing stands beside the comma in the parentheses"),
            ));
        } else if let Some(number) = text.strip_suffix('%') {
            match confidence(part, number.trim_end()) {
                Ok(value) => put(&mut words.confidence, value, part, "confidence", findings),
                Err(finding) => findings.push(finding),
            }
        } else if text.starts_with(|c: char| c.is_numeric() || matches!(c, '.' | '-' | '+')) {
            match score(part, decimal_comma) {
                Ok(value) => put(&mut words.score, value, part, "score", findings),
                Err(finding) => findings.push(finding),
            }
        } else {
            match status::named(text, self.language()) {
                Some(value) => put(&mut words.status, value, part, "status", findings),
                None => findings.push(status::unknown(part, self.language())),
            }
        }
    }
}

/// What follows a value.
struct Tail<'a> {
    words: Parentheses,
    /// The end of the parentheses, in bytes of the value's piece.
    end: usize,
    note: &'a str,
}

/// An id and its colon.
struct Lead {
    name: Range<usize>,
    /// Where the value may begin.
    end: usize,
}

/// Reads `id:`, `**id**:`, `` `id`: ``, `**id:**` and what combines them.
fn lead(text: &str) -> Option<Lead> {
    let bold = ["**", "__"]
        .into_iter()
        .find(|mark| text.starts_with(mark))
        .unwrap_or("");
    let mut at = bold.len();
    let code = if text[at..].starts_with('`') { "`" } else { "" };
    at += code.len();
    let rest = &text[at..];
    let plain = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let length = rest[plain..]
        .char_indices()
        .find(|&(i, c)| {
            !(c.is_alphanumeric() || c == '-' || c == '_' && bold != "__")
                || rest[plain + i..].starts_with("->")
        })
        .map_or(rest.len(), |(i, _)| plain + i);
    let name = at..at + length;
    if !text[name.clone()].contains(char::is_alphanumeric) {
        return None;
    }
    at = name.end;
    text[at..].starts_with(code).then_some(())?;
    at += code.len();
    let end = if let Some(rest) = text[at..].strip_prefix(':') {
        // With `**id:**` the colon is bold as well.
        if rest.starts_with(bold) {
            at + 1 + bold.len()
        } else {
            return None;
        }
    } else {
        text[at..].strip_prefix(bold)?.strip_prefix(':')?;
        at + bold.len() + 1
    };
    Some(Lead { name, end })
}

/// The first word, without the marks around it, and where the text behind it and its marks begins.
fn first_word(text: &str) -> Option<(Range<usize>, usize)> {
    let start = text.find(|c: char| {
        !matches!(
            c,
            '*' | '_' | '`' | '~' | '[' | '(' | '"' | '\'' | '<' | '«' | '“'
        )
    })?;
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .find(|&(i, c)| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) || rest[i..].starts_with("->"))
        .map_or(rest.len(), |(i, _)| i);
    let word = rest[..length].trim_end_matches(['_', '.']);
    if word.is_empty() {
        return None;
    }
    let end = start + word.len();
    let mut behind = text[end..].trim_start_matches(['*', '_', '`', '~', ']', '"', '\'', '»', '”', ')']);
    if text[end..].starts_with("](")
        && let Some(close) = text[end..].find(')')
    {
        behind = &text[end + close + 1..];
    }
    Some((start..end, text.len() - behind.len()))
}

/// How long a check box at the beginning is.
fn checkbox(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    matches!(bytes, [b'[', b' ' | b'x' | b'X', b']', b' ' | b'\t', ..]).then_some(4)
}

/// Whether a text begins with a token that is a number, with one of the shortenings, or with the unit.
fn is_number(text: &str, unit: Option<&str>) -> bool {
    let token = &text[..text
        .find(|c: char| c.is_whitespace() || c == '(')
        .unwrap_or(text.len())];
    let token = token.strip_prefix('.').unwrap_or(token);
    let Some(end) = scalar::plain_prefix(token) else {
        return false;
    };
    let rest = &token[end..];
    rest.chars().all(|c| !c.is_alphabetic())
        || matches!(rest, "k" | "K" | "m" | "M")
        || unit.is_some_and(|unit| prefix(rest, unit, Case::Exact) == Some(rest.len()))
}

/// `n/a`, `na` and `void`, in any letter case.
fn word_value(text: &str) -> Option<(Value, usize)> {
    if !text.starts_with(['n', 'N', 'v', 'V']) {
        return None;
    }
    NO_VALUE.iter().find_map(|(word, value)| {
        let end = prefix(text, word, Case::Ignored)?;
        is_boundary(&text[end..]).then_some((*value, end))
    })
}

/// `2/3`: the two numbers, `None` for one that is too large, and where it ends.
fn fraction(text: &str) -> Option<(Option<usize>, Option<usize>, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let second = digits(text[first..].strip_prefix('/')?);
    let end = first + 1 + second;
    (first > 0 && second > 0).then(|| (text[..first].parse().ok(), text[first + 1..end].parse().ok(), end))
}

/// How long the unit at the beginning is, with white space before it.
fn unit_length(text: &str, unit: &str) -> Option<usize> {
    let space = text.len() - text.trim_start().len();
    prefix(&text[space..], unit, Case::Exact).map(|length| space + length)
}

/// The note behind a dash; `Err` is what stands there instead.
fn note(rest: Piece<'_>) -> Result<&str, Piece<'_>> {
    let mut rest = rest;
    // Comments are not shown, wherever they stand.
    while let Some(comment) = rest.text.trim_start().strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { break };
        rest = rest.from(rest.text.len() - comment.len() + end + 3);
    }
    let text = rest.text;
    match dash(text) {
        Some(end) => Ok(text[end..].trim()),
        None if text.trim().is_empty() => Ok(""),
        None => Err(rest.trimmed()),
    }
}

/// Two numbers with a dash between them and no space: where they begin and end. `at` is where the dash may stand.
fn range_of_numbers(text: &str, at: usize) -> Option<(usize, usize)> {
    let length = dash(&text[at..]).filter(|_| !text[at..].starts_with(char::is_whitespace))?;
    let behind = &text[at + length..];
    let digits = behind
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    (text[..at].ends_with(|c: char| c.is_ascii_digit()) && digits > 0).then_some((0, at + length + digits))
}

/// A decimal comma between digits, as in `0,7`: where the number ends, unless that is where the part ends anyway.
fn decimal_comma_end(text: &str, at: usize, comma: usize) -> Option<usize> {
    let whole = text[at..comma].trim_start();
    let behind = text.get(comma + 1..)?;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let next = behind[digits..].trim_start();
    let is_number = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    (is_number && digits > 0 && (next.is_empty() || next.starts_with([',', '%']))).then(|| {
        let end = comma + 1 + digits;
        if next.starts_with('%') {
            text.len() - next.len() + 1
        } else {
            end
        }
    })
}

fn put<T>(
    slot: &mut Option<T>,
    value: T,
    part: Piece<'_>,
    sort: &'static str,
    findings: &mut Vec<Diagnostic>,
) {
    if slot.is_some() {
        findings.push(part.finding(
            "invalid-reading",
            msg!(
                "`{part}` is a second {sort} in the parentheses",
                part = shown(part.text),
                sort = sort
            ),
        ));
    } else {
        *slot = Some(value);
    }
}

fn confidence(part: Piece<'_>, number: &str) -> Result<f64, Diagnostic> {
    match scalar::number(number) {
        Ok(value) if (0.0..=100.0).contains(&value) => Ok(value),
        Ok(_) => Err(part.finding(
            "invalid-reading",
            msg!(
                "`{part}` is no confidence: it lies between 0% and 100%",
                part = shown(part.text)
            ),
        )),
        Err(message) => Err(part.finding("invalid-number", message)),
    }
}

fn score(part: Piece<'_>, decimal_comma: bool) -> Result<f64, Diagnostic> {
    let text = part.text;
    let zeroed = text.starts_with('.').then(|| format!("0{text}"));
    match scalar::number(zeroed.as_deref().unwrap_or(text)) {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        Ok(value) => {
            let finding = part.finding(
                "invalid-score",
                msg!(
                    "`{part}` is no score: it lies between 0 and 1",
                    part = shown(text)
                ),
            );
            Err(if value <= 100.0 && value.fract() == 0.0 && value > 0.0 {
                finding.help(msg!("a confidence is written `{part}%`", part = shown(text)))
            } else {
                finding
            })
        }
        Err(_) if decimal_comma => Err(part
            .finding(
                "invalid-score",
                msg!("`{part}` has a decimal comma", part = shown(text)),
            )
            .instead(Some(text.replace(',', ".")))
            .surely(Some(text.replace(',', ".")))),
        Err(message) => Err(part.finding("invalid-score", message)),
    }
}

/// A judged reading: the score itself.
fn judged(it: &KeyResultShape, text: Piece<'_>) -> Result<(Value, usize), Diagnostic> {
    let typed = text.part(0..value_length(text.text));
    let out_of_range = |likely: f64| {
        let finding = typed.finding(
            "invalid-score",
            msg!(
                "`{typed}` is no score of `{id}`: it lies between 0 and 1",
                typed = shown(typed.text),
                id = it.id
            ),
        );
        finding.instead((0.0..=1.0).contains(&likely).then(|| likely.to_string()))
    };
    match scalar::number(typed.text) {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok((Value::Number(value), typed.text.len())),
        // Whole numbers are tenths up to 10, and percent above.
        Ok(value) if value.fract() != 0.0 => Err(out_of_range(value)),
        Ok(value) => Err(out_of_range(if value > 10.0 {
            value / 100.0
        } else {
            value / 10.0
        })),
        Err(message) => match typed
            .text
            .strip_suffix('%')
            .map(|percent| scalar::number(percent.trim_end()))
        {
            Some(Ok(percent)) => Err(out_of_range(percent / 100.0)),
            _ => Err(not_a_number(typed, message)),
        },
    }
}

fn not_a_value(typed: Piece<'_>) -> Diagnostic {
    match scalar::number(typed.text) {
        Err(message) => not_a_number(typed, message),
        Ok(_) => typed.finding(
            "invalid-reading",
            msg!("`{typed}` is not a reading", typed = shown(typed.text)),
        ),
    }
}

fn not_a_number(typed: Piece<'_>, message: Message) -> Diagnostic {
    let proposes = message.parts.iter().any(|(name, _)| *name == "instead");
    let finding = typed.finding("invalid-number", message);
    if proposes {
        finding
    } else {
        finding.help(msg!("write a number, or `n/a` when there is none this time"))
    }
}

/// Whether the text behind a number belongs to it: a shortening or an exponent.
fn is_part_of_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "k" | "m" | "b" | "bn" | "mio" | "thousand" | "million" | "billion" | "mille"
    ) || lower.strip_prefix(['e', 'x']).is_some_and(|rest| {
        rest.trim_start_matches(['+', '-'])
            .starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether so many edits make the name the id: a character more, less or another, or two neighbours swapped.
fn within(name: &[char], id: &[u8], edits: usize) -> bool {
    let same = name
        .iter()
        .zip(id)
        .take_while(|(a, b)| **a == char::from(**b))
        .count();
    let (name, id) = (&name[same..], &id[same..]);
    if name.is_empty() && id.is_empty() {
        return true;
    }
    // At most two edits: four tries each, so sixteen ends.
    let Some(left) = edits.checked_sub(1) else {
        return false;
    };
    if name.len().abs_diff(id.len()) > edits {
        return false;
    }
    let swapped = |name: &[char], id: &[u8]| name[0] == char::from(id[1]) && name[1] == char::from(id[0]);
    !name.is_empty() && !id.is_empty() && within(&name[1..], &id[1..], left)
        || !name.is_empty() && within(&name[1..], id, left)
        || !id.is_empty() && within(name, &id[1..], left)
        || name.len() > 1 && id.len() > 1 && swapped(name, id) && within(&name[2..], &id[2..], left)
}

/// Whether a text means the same unit: in other letters, or shorter or longer.
fn is_spelling_of(unit: &str, text: &str) -> bool {
    let (unit, text) = (unit.to_lowercase(), text.to_lowercase());
    unit.starts_with(&text) || text.starts_with(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Help;
    use crate::few::Few;
    use crate::model::{Metric, Step};
    use crate::source::{FileId, Span};

    fn shape(language: Language) -> Shape {
        let metric = |target| {
            Measure::Metric(Metric {
                start: Some(9.0),
                target,
                rubric: Few::new(),
                plan: Few::new(),
            })
        };
        let step = |label: &str, score| Step {
            label: label.to_owned(),
            score,
        };
        let it = |id: &str, unit: Option<&str>, measure| KeyResultShape {
            id: id.to_owned(),
            unit: unit.map(Box::from),
            measure,
        };
        Shape {
            language,
            key_results: vec![
                it("response-time", Some("h"), Some(metric(Some(4.0)))),
                it("csat", None, Some(metric(Some(4.6)))),
                it("nps", None, Some(metric(Some(40.0)))),
                it(
                    "reopened",
                    Some("%"),
                    Some(Measure::Maintain {
                        min: None,
                        max: Some(5.0),
                    }),
                ),
                it(
                    "help-centre",
                    None,
                    Some(Measure::Steps(vec![
                        step("Designed", 1.0 / 3.0),
                        step("English live", 2.0 / 3.0),
                        step("French live (beta)", 1.0),
                    ])),
                ),
                it("launch", None, Some(Measure::Milestone)),
                it("trust", None, Some(Measure::Judged)),
                it("salary", Some("k€"), Some(metric(None))),
                it("revenue", Some("€ (net)"), Some(metric(Some(5.0)))),
                it("broken", None, None),
            ],
        }
    }

    /// A short form of what an item is: `id value status score confidence | note`, or what is found, with its place.
    fn told(text: &str, language: Language) -> String {
        let shape = shape(language);
        let reader = Reader::new(&shape);
        let line = Piece {
            file: FileId(0),
            start: 10,
            text,
        };
        match reader.item(line) {
            Item::Prose => "prose".to_owned(),
            Item::Reading(line) => {
                assert_eq!(
                    line.typed.text,
                    &text[line.typed.start - 10..][..line.typed.text.len()]
                );
                let value = match line.value {
                    Value::Number(number) => number.to_string(),
                    Value::NotAvailable => "n/a".to_owned(),
                    Value::Void => "void".to_owned(),
                };
                let mut out = format!("{} {value}", shape.key_results[line.key_result].id);
                out.extend(line.words.status.map(|status| format!(" {}", status.name())));
                out.extend(line.words.score.map(|score| format!(" score {score}")));
                out.extend(line.words.confidence.map(|confidence| format!(" {confidence}%")));
                if !line.note.is_empty() {
                    out += &format!(" | {}", line.note);
                }
                out
            }
            Item::Wrong(findings) => findings
                .iter()
                .map(|finding| {
                    let Span { start, end } = finding.span;
                    let at = &text[start as usize - 10..end as usize - 10];
                    let help = finding.help.iter().map(|help| match help {
                        Help::Replacement(text) => format!("; did you mean `{text}`?"),
                        Help::Note(note) | Help::Fact(note) => format!("; {note}"),
                    });
                    format!(
                        "{}[{at}]: {}{}",
                        finding.rule,
                        finding.message,
                        help.collect::<String>()
                    )
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(told(text, Language::English), expected, "{text}");
    }

    #[test]
    fn every_form_of_a_reading_is_read() {
        check(
            "response-time: 6.2 h (at risk) — hiring slipped",
            "response-time 6.2 at-risk | hiring slipped",
        );
        check("response-time: 6.2h", "response-time 6.2");
        check("response-time: 6.2", "response-time 6.2");
        check("response-time: 6.2\u{a0}h(at risk)", "response-time 6.2 at-risk");
        check(
            "csat: 4.3 (on track, 0.7, 60%)",
            "csat 4.3 on-track score 0.7 60%",
        );
        check(
            "csat: 4.3 (60 %, .7, On-Track)",
            "csat 4.3 on-track score 0.7 60%",
        );
        check("csat: 4.3 (0.7)", "csat 4.3 score 0.7");
        check("csat: 4.3 (1)", "csat 4.3 score 1");
        check("csat: 4.3 (62.5%)", "csat 4.3 62.5%");
        check("csat: 4.3 (🟡)", "csat 4.3 at-risk");
        check("csat:4.3", "csat 4.3");
        check("csat:  4.3  ", "csat 4.3");
        check("csat: -3", "csat -3");
        check("csat: -0", "csat 0");
        check("**csat**: 4.3", "csat 4.3");
        check("__csat__: 4.3", "csat 4.3");
        check("**csat:** 4.3 (on track)", "csat 4.3 on-track");
        check("`csat`: 4.3", "csat 4.3");
        check("**`csat`**: 4.3", "csat 4.3");
        check("**`csat`:** 4.3", "csat 4.3");
        for dash in ["—", "–", "--", "-", "---"] {
            check(&format!("csat: 4.3 {dash} well"), "csat 4.3 | well");
            check(
                &format!("csat: 4.3 (on track) {dash} well - done"),
                "csat 4.3 on-track | well - done",
            );
        }
        check("csat: 4.3—well", "csat 4.3 | well");
        check("csat: 4.3 (on track)— well", "csat 4.3 on-track | well");
        check("csat: 4.3 —", "csat 4.3");
        check("csat: 4.3 — (on track)", "csat 4.3 | (on track)");
        check("csat: 4.3 <!-- from the dashboard -->", "csat 4.3");
        check("csat: 4.3 (on track) <!-- a --> — b", "csat 4.3 on-track | b");
        for word in ["n/a", "N/A", "na", "NA"] {
            check(&format!("csat: {word}"), "csat n/a");
            check(&format!("help-centre: {word} — ill"), "help-centre n/a | ill");
            check(&format!("salary: {word} (0.5)"), "salary n/a score 0.5");
        }
        check("csat: n/a (at risk, 0.5, 40%)", "csat n/a at-risk score 0.5 40%");
        check("csat: void", "csat void");
        check(
            "csat: void (paused) — the figure was wrong",
            "csat void paused | the figure was wrong",
        );
        check("launch: void", "launch void");
        check("reopened: 4.1 %", "reopened 4.1");
        check("reopened: 4.1%(on track)", "reopened 4.1 on-track");
        check("revenue: 5 € (net) (on track)", "revenue 5 on-track");
        check("revenue: 5", "revenue 5");
        check("help-centre: English live (on track)", "help-centre 2 on-track");
        check("help-centre: english LIVE — at last", "help-centre 2 | at last");
        check("help-centre: french live (beta) (done)", "help-centre 3 done");
        check("help-centre: 2/3", "help-centre 2");
        check("help-centre: 0/3 (pending)", "help-centre 0 pending");
        check("launch: done", "launch 1");
        check("launch: Not done (at risk) — soon", "launch 0 at-risk | soon");
        check("launch: DONE — yes", "launch 1 | yes");
        check("trust: 0.6", "trust 0.6");
        check("trust: 1 (done)", "trust 1 done");
        check(
            "broken: whatever it is (on track) — a note",
            "broken n/a on-track | a note",
        );
    }

    #[test]
    fn french_words_are_read_in_french_files() {
        fn french(text: &str, expected: &str) {
            assert_eq!(told(text, Language::French), expected, "{text}");
        }
        french("launch: fait (en bonne voie)", "launch 1 on-track");
        french("launch: pas fait (À RISQUE)", "launch 0 at-risk");
        french("launch: done (on track)", "launch 1 on-track");
        french(
            "csat: 4.3 (termine\u{301}, 0.7) — très bien",
            "csat 4.3 done score 0.7 | très bien",
        );
        french(
            "reopened: 4.1\u{202f}% (en\u{a0}retard)",
            "reopened 4.1 off-track",
        );
        check(
            "launch: fait",
            "invalid-reading[fait]: `fait` does not say whether `launch` is done; write `done` or `not done`",
        );
        french(
            "launch: fini",
            "invalid-reading[fini]: `fini` does not say whether `launch` is done; write `fait` or `pas fait`",
        );
    }

    #[test]
    fn other_items_are_prose() {
        for text in [
            "todo: call Ana",
            "New hires joined",
            "csat",
            "csat is up",
            "csat - up by a little",
            "csat — 4.3 points up",
            "nps2 went well",
            "npx: 4 people",
            "Users: 42 people",
            "10:30",
            "https://example.org: 42",
            "response to the survey: 6",
            "[csat](#csat) went up",
            "see `csat`",
            "csatisfaction",
            "csat 2nd round",
            "done",
            "",
            "**",
            ": 4",
            "— csat: 4",
            "[x] call Ana",
        ] {
            check(text, "prose");
        }
    }

    #[test]
    fn a_wrong_id_gets_the_right_one() {
        let unknown = |text: &str, typed: &str, id: &str| {
            check(
                text,
                &format!(
                    "unknown-key-result[{typed}]: this objective has no key result `{typed}`; did you mean `{id}`?"
                ),
            );
        };
        unknown("respnse-time: 6", "respnse-time", "response-time");
        unknown("response_time: 6 h", "response_time", "response-time");
        unknown("reponse-tim: 6", "reponse-tim", "response-time");
        unknown("CSAT: 4.3", "CSAT", "csat");
        unknown("NPS: 4.3", "NPS", "nps");
        unknown("cast: 4.3", "cast", "csat");
        unknown("csats: rubbish", "csats", "csat");
        unknown("csta 4.3", "csta", "csat");
        unknown("lanch => done", "lanch", "launch");
        unknown("**cast**: 4.3", "cast", "csat");
        unknown("Launch = done", "Launch", "launch");
        let ids = "its key results are `response-time`, `csat`, `nps`, `reopened`, `help-centre`, `launch`, `trust`, `salary`, `revenue`, `broken`";
        for (text, typed) in [
            ("velocity: 42", "velocity"),
            ("velocity: 42 (on track)", "velocity"),
            ("Velocity: n/a", "Velocity"),
            ("migration: not done — next week", "migration"),
            ("rollout: 2/5", "rollout"),
            ("errors: 4 %", "errors"),
            ("delay: 4 h (at risk)", "delay"),
            ("page: English live", "page"),
            ("ratio: void", "ratio"),
        ] {
            check(
                text,
                &format!("unknown-key-result[{typed}]: this objective has no key result `{typed}`; {ids}"),
            );
        }
    }

    #[test]
    fn a_known_id_without_its_colon_is_pointed_out() {
        let form = |text: &str, at: &str, help: &str| {
            check(
                text,
                &format!(
                    "invalid-reading[{at}]: a reading of `csat` begins with the id, a colon and the value; write `csat: {help}`"
                ),
            );
        };
        form("csat 4.3", "csat", "4.3");
        form("csat：4.3", "csat：", "4.3");
        form("csat => 4.3", "csat =>", "4.3");
        form("csat -> 4.3", "csat ->", "4.3");
        form("csat->4.3", "csat->", "4.3");
        form("csat = 4.3 (on track)", "csat =", "4.3 (on track)");
        form("csat : 4.3", "csat :", "4.3");
        form("**csat: 4.3**", "csat:", "4.3**");
        form("*csat*: 4.3", "csat*:", "4.3");
        form("[csat](#csat): 4.3", "csat](#csat):", "4.3");
        form("csat 4,3", "csat", "4,3");
        form("csat -3", "csat", "-3");
    }

    #[test]
    fn a_wrong_value_is_pointed_at() {
        check(
            "csat:",
            "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
        );
        check(
            "csat: (on track)",
            "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
        );
        check(
            "csat: — ill",
            "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
        );
        check(
            "csat: - ill",
            "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
        );
        check(
            "csat: 4,3",
            "invalid-number[4,3]: `4,3` has a decimal comma: write `4.3`",
        );
        check(
            "csat: 1,000 (on track)",
            "invalid-number[1,000]: `1,000` has a thousands separator: write `1000`",
        );
        check(
            "csat: 1 000 — x",
            "invalid-number[1 000]: `1 000` has a thousands separator: write `1000`",
        );
        check(
            "csat: 1'000",
            "invalid-number[1'000]: `1'000` has a thousands separator: write `1000`",
        );
        check(
            "csat: 1_000",
            "invalid-number[1_000]: `1_000` has a thousands separator: write `1000`",
        );
        check(
            "csat: 10k",
            "invalid-number[10k]: `10k` is shortened: write `10000`",
        );
        check(
            "csat: 10 k",
            "invalid-number[10 k]: `10 k` is shortened: write `10000`",
        );
        check(
            "csat: 1e5",
            "invalid-number[1e5]: `1e5` has an exponent: write `100000`",
        );
        check("csat: +5", "invalid-number[+5]: `+5` has a plus sign: write `5`");
        check(
            "csat: .5",
            "invalid-number[.5]: `.5` lacks a digit beside its point: write `0.5`",
        );
        check(
            "csat: 5.",
            "invalid-number[5.]: `5.` lacks a digit beside its point: write `5`",
        );
        check(
            "csat: ４",
            "invalid-number[４]: `４` is not written with the digits 0 to 9: write `4`",
        );
        check(
            "csat: $5",
            "invalid-number[$5]: `$5` has a currency in it: write `5`, the currency belongs to `unit`",
        );
        check(
            "response-time: 1,5 h",
            "invalid-number[1,5]: `1,5` has a decimal comma: write `1.5`",
        );
        check(
            "csat: TBD",
            "invalid-number[TBD]: `TBD` is not a number yet: write the figure once it is known; write a number, or `n/a` when there is none this time",
        );
        check(
            "csat: about 4",
            "invalid-number[about 4]: `about 4` is not a number; write a number, or `n/a` when there is none this time",
        );
        check(
            "csat: on track",
            "invalid-reading[on track]: `on track` is a status, not a value; write the value before it, or `csat: n/a (on track)`",
        );
        check(
            "csat: 1234567890123456",
            "invalid-number[1234567890123456]: `1234567890123456` has 16 significant digits: round it to 15",
        );
        check(
            "csat: 4-5",
            "invalid-number[4-5]: `4-5` is not a number; write a number, or `n/a` when there is none this time",
        );
        check(
            "csat: 4–5",
            "invalid-reading[4–5]: `4–5` is a range, not a value; write one number; a note stands behind ` — `",
        );
        check(
            "csat: 2/3",
            "invalid-number[2/3]: `2/3` is not a number; write a number, or `n/a` when there is none this time",
        );
        check(
            "response-time: 6.2 min",
            "wrong-unit[min]: `min` is not the unit of `response-time`; write the value in `h`",
        );
        check(
            "response-time: 6 days",
            "wrong-unit[days]: `days` is not the unit of `response-time`; write the value in `h`",
        );
        check(
            "response-time: 6 hours",
            "wrong-unit[hours]: `hours` is not the unit of `response-time`; did you mean `h`?",
        );
        check(
            "response-time: 6.2H",
            "wrong-unit[H]: `H` is not the unit of `response-time`; did you mean `h`?",
        );
        check(
            "response-time: 6.2 % (at risk)",
            "wrong-unit[%]: `%` is not the unit of `response-time`; write the value in `h`",
        );
        check(
            "csat: 4.3 %",
            "wrong-unit[%]: `csat` has no unit, but `%` follows the number; write the number alone, or add a `unit` to the key result",
        );
        check(
            "csat: 4.3 points",
            "wrong-unit[points]: `csat` has no unit, but `points` follows the number; write the number alone, or add a `unit` to the key result",
        );
        check(
            "csat: 4.3 but falling",
            "invalid-reading[but falling]: `but falling` follows the value of `csat`; a note stands behind a dash: `4.3 — but falling`",
        );
        check(
            "response-time: 6.2 h but falling",
            "invalid-reading[but falling]: `but falling` follows the reading; a note stands behind a dash: `— but falling`",
        );
        check(
            "response-time: 6.2 h on track",
            "invalid-reading[on track]: `on track` follows the reading; a status stands in parentheses: `(on track)`",
        );
        check(
            "launch: maybe",
            "invalid-reading[maybe]: `maybe` does not say whether `launch` is done; write `done` or `not done`",
        );
        check(
            "launch: 100%",
            "invalid-reading[100%]: `100%` does not say whether `launch` is done; write `done` or `not done`",
        );
        check(
            "launch: done yesterday",
            "invalid-reading[done yesterday]: `done yesterday` does not say whether `launch` is done; write `done` or `not done`",
        );
        check(
            "trust: 7",
            "invalid-score[7]: `7` is no score of `trust`: it lies between 0 and 1; did you mean `0.7`?",
        );
        check(
            "trust: 70%",
            "invalid-score[70%]: `70%` is no score of `trust`: it lies between 0 and 1; did you mean `0.7`?",
        );
        check(
            "trust: -0.1",
            "invalid-score[-0.1]: `-0.1` is no score of `trust`: it lies between 0 and 1",
        );
        check(
            "trust: 0,7",
            "invalid-number[0,7]: `0,7` has a decimal comma: write `0.7`",
        );
        check(
            "trust: good",
            "invalid-number[good]: `good` is not a number; write a number, or `n/a` when there is none this time",
        );
        check(
            "salary: 80 k€",
            "invalid-reading[80 k€]: the target of `salary` is hidden: only a score is written; write `salary: n/a (0.5)` with the score",
        );
        check(
            "help-centre: Englsh live",
            "unknown-step[Englsh live]: `Englsh live` is not a step of `help-centre`; did you mean `English live`?",
        );
        check(
            "help-centre: nothing (at risk)",
            "unknown-step[nothing]: `nothing` is not a step of `help-centre`; its steps are `Designed`, `English live`, `French live (beta)`",
        );
        check(
            "help-centre: 2",
            "unknown-step[2]: `2` is not a step of `help-centre`; did you mean `2/3`?",
        );
        check(
            "help-centre: 2/4",
            "invalid-reading[2/4]: `2/4` counts other steps than the 3 of `help-centre`; did you mean `2/3`?",
        );
        check(
            "help-centre: 4/3",
            "invalid-reading[4/3]: `4/3` is more steps than `help-centre` has: 3",
        );
        check(
            "help-centre: 99999999999999999999999/3",
            "invalid-reading[99999999999999999999999/3]: `99999999999999999999999/3` is more steps than `help-centre` has: 3",
        );
        check(
            "csat: void (0.5)",
            "invalid-reading[void (0.5)]: `void` takes a reading back, so it has no score and no confidence; write `n/a` to keep the last value",
        );
        check(
            "[ ] csat: 4.3",
            "invalid-reading[[ ]]: a reading has no check box; write `- csat: 4.3`",
        );
    }

    #[test]
    fn wrong_parentheses_are_pointed_at() {
        let status = |typed: &str, help: &str| {
            check(
                &format!("csat: 4.3 ({typed})"),
                &format!("invalid-status[{typed}]: `{typed}` is not a status; {help}"),
            );
        };
        status("on trak", "did you mean `on track`?");
        status("green", "did you mean `on track`?");
        status("fine", "did you mean `done`?");
        check(
            "csat: 4.3 (on track",
            "invalid-reading[(on track]: the parenthesis of `(on track` is not closed; close it with `)` on the same line; a note stands behind it",
        );
        check(
            "csat: 4.3 (on track, at risk)",
            "invalid-reading[at risk]: `at risk` is a second status in the parentheses",
        );
        check(
            "csat: 4.3 (0.5, 0.6)",
            "invalid-reading[0.6]: `0.6` is a second score in the parentheses",
        );
        check(
            "csat: 4.3 (50%, 60%)",
            "invalid-reading[60%]: `60%` is a second confidence in the parentheses",
        );
        check(
            "csat: 4.3 (1.2)",
            "invalid-score[1.2]: `1.2` is no score: it lies between 0 and 1",
        );
        check(
            "csat: 4.3 (60)",
            "invalid-score[60]: `60` is no score: it lies between 0 and 1; a confidence is written `60%`",
        );
        check(
            "csat: 4.3 (-0.1)",
            "invalid-score[-0.1]: `-0.1` is no score: it lies between 0 and 1",
        );
        check(
            "csat: 4.3 (0,7)",
            "invalid-score[0,7]: `0,7` has a decimal comma; did you mean `0.7`?",
        );
        check(
            "csat: 4.3 (on track, 0,7, 60%)",
            "invalid-score[0,7]: `0,7` has a decimal comma; did you mean `0.7`?",
        );
        check(
            "csat: 4.3 (62,5%)",
            "invalid-number[62,5%]: `62,5` has a decimal comma: write `62.5`",
        );
        check(
            "csat: 4.3 (120%)",
            "invalid-reading[120%]: `120%` is no confidence: it lies between 0% and 100%",
        );
        check("csat: 4.3 (x%)", "invalid-number[x%]: `x` is not a number");
        check(
            "csat: 4.3 ()",
            "invalid-reading[()]: the parentheses are empty; write a status, a score or a confidence, as in `(on track, 0.7, 60%)`, or leave them out",
        );
        check(
            "csat: 4.3 (on track,)",
            "invalid-reading[]: nothing stands beside the comma in the parentheses",
        );
        check(
            "csat: 4.3 (on track) (60%)",
            "invalid-reading[(60%)]: `(60%)` follows the reading; a reading has one pair of parentheses: `(STATUS, SCORE, CONFIDENCE%)`",
        );
        check(
            "csat: 4.3 (on track) up",
            "invalid-reading[up]: `up` follows the reading; a note stands behind a dash: `— up`",
        );
        check(
            &format!("csat: 4.3 (0.5{})", ", x".repeat(6)),
            &format!(
                "{}invalid-reading[x]: the parentheses hold more than a status, a score and a confidence",
                "invalid-status[x]: `x` is not a status; a status is one of `on track`, `at risk`, `off track`, `pending`, `paused`, `done`, `cancelled`\n"
                    .repeat(5)
            ),
        );
        check(
            "csat: 4,3 (on trak, 2)",
            "invalid-number[4,3]: `4,3` has a decimal comma: write `4.3`\n\
             invalid-status[on trak]: `on trak` is not a status; did you mean `on track`?\n\
             invalid-score[2]: `2` is no score: it lies between 0 and 1; a confidence is written `2%`",
        );
        check(
            "broken: 4.3 (on trak)",
            "invalid-status[on trak]: `on trak` is not a status; did you mean `on track`?",
        );
    }

    #[test]
    fn edits_are_counted_like_typing_slips() {
        fn check(name: &str, id: &str, edits: usize) {
            let name: Vec<char> = name.chars().collect();
            assert_eq!(
                (0..=2).find(|&edits| within(&name, id.as_bytes(), edits)),
                Some(edits),
                "{name:?} {id}"
            );
        }
        check("csat", "csat", 0);
        check("cast", "csat", 1);
        check("csa", "csat", 1);
        check("csatt", "csat", 1);
        check("cšat", "csat", 1);
        check("scatt", "csat", 2);
        check("", "ab", 2);
        let name: Vec<char> = "csat".chars().collect();
        assert!(!within(&name, b"nps", 2));
    }

    proptest::proptest! {
        #[test]
        fn no_item_is_too_odd(text in "(csat|\\*\\*nps:\\*\\*|help-centre|launch|trust|salary|revenue|broken|.{0,6})[:=> -]{0,3}.{0,30}[(]?.{0,20}[)]? ?.{0,5}") {
            told(&text, Language::French);
        }

        #[test]
        fn what_is_plain_is_read_as_anything_is(
            text in "(csat|nps|response-time|reopened|salary|revenue|launch|cs): {1,2}-?[0-9]{0,2}(\\.[0-9])? {0,2}(h|%|k)?( ?\\([a-z ]{0,3}\\)| \\((at risk|on track| done|paused )\\))?( ?(—|-|–|<!--) ?[a(—-]{0,3})? {0,1}"
        ) {
            let shape = shape(Language::French);
            let reader = Reader::new(&shape);
            let line = Piece { file: FileId(0), start: 10, text: text.trim() };
            if let Some(plain) = reader.plain(line) {
                let any = reader.any_item(line);
                proptest::prop_assert_eq!(format!("{:?}", Item::Reading(plain)), format!("{any:?}"));
            }
        }

        #[test]
        fn edits_are_those_of_optimal_alignment(name in "[a-d]{0,8}", id in "[a-d]{0,8}") {
            let letters: Vec<char> = name.chars().collect();
            let distance = strsim::osa_distance(&name, &id);
            for edits in 0..=2 {
                proptest::prop_assert_eq!(within(&letters, id.as_bytes(), edits), distance <= edits);
            }
        }
    }
}
