//! Key results of an objective's front matter: what each measures, told by the keys it has.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::few::Few;
use crate::model::{KeyResult, KeyResultIx, Measure, Metric, Step};
use crate::msg;
use crate::source::{Span, Spanned};

use super::decode::{Decoder, Fields};
use super::period::Days;
use super::typed::{nearest, shown};
use super::yaml::{Node, Value};
use super::{name, scalar};

/// The most key results of an objective.
pub const LIMIT: usize = 100;

/// Every key of a key result, in the order in which they are usually written.
pub const KEYS: &[&str] = &[
    "id",
    "title",
    "owner",
    "contributors",
    "start",
    "target",
    "unit",
    "rubric",
    "plan",
    "min",
    "max",
    "steps",
    "milestone",
    "guards",
    "weight",
    "tags",
    "links",
    "allow",
    "dropped",
    "reason",
];

/// The key results of a file, as far as they could be read.
#[derive(Clone, Debug, Default)]
pub struct KeyResults {
    /// Those that have an id, in file order. One whose measure could not be read is [`Measure::Judged`].
    pub list: Vec<KeyResult>,
    /// Beside `list`: how its readings are read; `None` when that could not be told.
    pub measured: Vec<Option<Measure>>,
    /// Whether every entry has an id that could be read.
    pub all_named: bool,
}

/// Reads `key_results`. `period`: the days of the objective's period, where they are known.
pub fn read(node: &Node<'_>, period: Option<Days>, decoder: &mut Decoder<'_>) -> KeyResults {
    let items = decoder.list("key_results", node);
    if items.len() > LIMIT {
        decoder.report(
            "limit",
            super::decode::first_line(decoder.source, items[LIMIT].span),
            msg!(
                "there are {count} key results; the limit is {limit}",
                count = items.len(),
                limit = LIMIT
            ),
        );
    }
    let mut read = KeyResults {
        all_named: matches!(node.value, Value::Sequence(_)),
        ..KeyResults::default()
    };
    let mut guards = Vec::new();
    for item in items {
        let Some(fields) = decoder.fields("key_results", item, KEYS) else {
            read.all_named = false;
            continue;
        };
        let id = decoder.required(fields, "id").and_then(|node| id(node, decoder));
        let (mut one, measured, guarded) = rest(fields, item.span, period, decoder);
        let Some(id) = id else {
            read.all_named = false;
            continue;
        };
        if let Some(first) = read.list.iter().find(|other| other.id.value == id.value) {
            let line = decoder.source.place(first.id.span.start).line;
            decoder.report_with(
                "duplicate-key",
                id.span,
                msg!(
                    "the key result `{id}` stands twice; the first one is on line {line}",
                    id = id.value,
                    line = line
                ),
                msg!("give one of them another id"),
            );
        }
        if one.title.value.is_empty() {
            one.title.span = id.span;
        }
        one.id = id;
        guards.push(guarded);
        read.list.push(one);
        read.measured.push(measured);
    }
    for (at, guarded) in guards.into_iter().enumerate() {
        let Some(guarded) = guarded else { continue };
        read.list[at].guards = guard(&guarded, at, &read, decoder);
    }
    read
}

fn id(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Spanned<String>> {
    let id = decoder.slug("id", node)?;
    if id.starts_with("okr-") {
        decoder
            .report(
                "invalid-slug",
                id.span,
                msg!(
                    "the id `{id}` begins with `okr-`, as the page's own anchors do",
                    id = id.value
                ),
            )
            .help
            .extend(name::slug_like(&id.value[4..]).map(crate::diagnostic::Help::Replacement));
        return None;
    }
    // The anchors of check-ins are dates, a second one of a day with a number behind it.
    let is_date = id.get(..10).is_some_and(|date| scalar::date(date).is_ok());
    if is_date
        && (id.len() == 10 || (id.as_bytes()[10] == b'-' && id[11..].bytes().all(|b| b.is_ascii_digit())))
    {
        decoder.report_with(
            "invalid-slug",
            id.span,
            msg!(
                "the id `{id}` is a date, as the anchors of check-ins are",
                id = id.value
            ),
            msg!("give it a name that says what is measured"),
        );
        return None;
    }
    Some(id)
}

/// Everything but the id; how its readings are read; and what it guards, as written.
fn rest(
    fields: Fields<'_>,
    span: Span,
    period: Option<Days>,
    decoder: &mut Decoder<'_>,
) -> (KeyResult, Option<Measure>, Option<Spanned<String>>) {
    let title = decoder
        .required(fields, "title")
        .and_then(|node| decoder.title("title", node));
    let owner = fields
        .find("owner")
        .and_then(|node| decoder.handle("owner", node));
    let contributors = fields
        .find("contributors")
        .map(|node| decoder.handles("contributors", node));
    let weight = fields
        .find("weight")
        .and_then(|node| decoder.positive("weight", node));
    let tags = fields.find("tags").map(|node| decoder.values("tags", node));
    let links = fields.find("links").map(|node| decoder.links("links", node));
    let allow = fields.find("allow").map(|node| decoder.allow(node));
    let dropped = decoder.dropped(fields).map(Box::new);
    let guards = fields
        .find("guards")
        .and_then(|node| decoder.text("guards", node));
    let written = fields.find("unit");
    let unit = written.and_then(|node| unit(node, decoder));
    let unit_known = unit.is_some() || written.is_none();
    let before = decoder.findings.len();
    let measure = measure(fields, period, decoder);
    // A measure with any fault of its own is not to be relied on: a reading of it must not be called wrong.
    // The same goes where a key is unknown: it may have been the one that tells the kind.
    // But figures that are wrong leave a metric what it is.
    let all_known = fields.entries.iter().all(|entry| fields.meant(entry).is_some());
    let is_sound = decoder.findings.len() == before;
    let measured = match &measure {
        _ if !unit_known || !all_known => None,
        Some(measure) if is_sound => Some(measure.clone()),
        _ if kind(fields) == Some(Kind::Metric) => Some(Measure::Metric(NUMBERS)),
        _ => None,
    };
    let one = KeyResult {
        id: Spanned::new(String::new(), span),
        title: title.unwrap_or(Spanned::new(String::new(), span)),
        owner,
        contributors: contributors.unwrap_or_default().into(),
        weight: weight.unwrap_or(1.0),
        tags: tags.unwrap_or_default().into(),
        links: links.unwrap_or_default().into(),
        allow: allow.unwrap_or_default().into(),
        dropped,
        guards: None,
        unit: unit.map(String::into_boxed_str),
        measure: measure.unwrap_or(Measure::Judged),
        span,
    };
    (one, measured, guards)
}

fn unit(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let unit = decoder.text("unit", node)?;
    if unit.bytes().any(|b| b.is_ascii_digit()) && scalar::number(&unit).is_ok() {
        decoder.report_with(
            "wrong-type",
            node.span,
            msg!("the unit `{unit}` is a number", unit = unit.value),
            msg!("write what is counted, as in `unit: h`"),
        );
        return None;
    }
    Some(unit.value)
}

fn guard(
    written: &Spanned<String>,
    at: usize,
    read: &KeyResults,
    decoder: &mut Decoder<'_>,
) -> Option<KeyResultIx> {
    match read.list.iter().position(|other| other.id.value == written.value) {
        Some(guarded) if guarded == at => {
            decoder.report_with(
                "unknown-key-result",
                written.span,
                msg!("the key result `{id}` guards itself", id = written.value),
                msg!("name the key result whose quality it watches"),
            );
            None
        }
        Some(guarded) => Some(KeyResultIx(guarded)),
        None if !read.all_named => None,
        None => {
            let others = read
                .list
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != at)
                .map(|(_, other)| other.id.as_str());
            let near = nearest(written, others);
            let message = msg!(
                "there is no key result `{id}` in this file to guard",
                id = shown(written)
            );
            let finding =
                Diagnostic::new("unknown-key-result", decoder.file, written.span, message).instead(near);
            decoder.findings.push(finding);
            None
        }
    }
}

/// The kinds of key result that are told by keys of their own.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Metric,
    Maintain,
    Steps,
    Milestone,
}

/// The keys that tell a kind.
const TELLING: &[(&str, Kind)] = &[
    ("start", Kind::Metric),
    ("target", Kind::Metric),
    ("rubric", Kind::Metric),
    ("plan", Kind::Metric),
    ("min", Kind::Maintain),
    ("max", Kind::Maintain),
    ("steps", Kind::Steps),
    ("milestone", Kind::Milestone),
];

fn kind_of(key: &str) -> Option<Kind> {
    TELLING
        .iter()
        .find(|(telling, _)| *telling == key)
        .map(|(_, kind)| *kind)
}

/// A metric of which no more is known than that its readings are numbers.
const NUMBERS: Metric = Metric {
    start: Some(0.0),
    target: Some(1.0),
    rubric: Few::new(),
    plan: Few::new(),
};

/// The one kind that the keys tell.
fn kind(fields: Fields<'_>) -> Option<Kind> {
    let written = fields.entries.iter().filter(|entry| !entry.value.is_empty());
    let mut kinds = written.filter_map(|entry| kind_of(fields.meant(entry)?));
    let first = kinds.next()?;
    kinds.all(|other| other == first).then_some(first)
}

fn measure(fields: Fields<'_>, period: Option<Days>, decoder: &mut Decoder<'_>) -> Option<Measure> {
    let written = fields.entries.iter().filter(|entry| !entry.value.is_empty());
    let mut kinds = written.filter_map(|entry| Some((kind_of(fields.meant(entry)?)?, entry)));
    let Some((kind, telling)) = kinds.next() else {
        return unmeasured(fields, decoder);
    };
    let mut mixed = false;
    for (_, entry) in kinds.filter(|(other, _)| *other != kind) {
        mixed = true;
        decoder.report_with(
            "mixed-kinds",
            entry.key_span,
            msg!("`{key}` does not go with `{first}`", key = entry.key, first = telling.key),
            msg!("keep the keys of one kind: `start` and `target`, or `min` and `max`, or `steps`, or `milestone`"),
        );
    }
    if let Some(unit) = fields.entry("unit").filter(|unit| !unit.value.is_empty())
        && matches!(kind, Kind::Steps | Kind::Milestone)
    {
        mixed = true;
        decoder.report_with(
            "mixed-kinds",
            unit.key_span,
            msg!("`unit` does not go with `{key}`", key = telling.key),
            msg!("take `unit` out"),
        );
    }
    if mixed {
        return None;
    }
    match kind {
        Kind::Metric => metric(fields, period, decoder).map(Measure::Metric),
        Kind::Maintain => maintain(fields, decoder),
        Kind::Steps => steps(fields.find("steps")?, decoder),
        Kind::Milestone => milestone(fields.find("milestone")?, decoder),
    }
}

/// None of the keys that measure something: a judged key result, unless one of them is there with nothing behind it.
fn unmeasured(fields: Fields<'_>, decoder: &mut Decoder<'_>) -> Option<Measure> {
    let emptied = fields.entries.iter().find(|entry| kind_of(&entry.key).is_some());
    if let Some(entry) = emptied {
        decoder.missing(fields, &entry.key);
        return None;
    }
    if let Some(unit) = fields.entry("unit").filter(|unit| !unit.value.is_empty()) {
        decoder.report_with(
            "missing-key",
            unit.key_span,
            msg!("`unit` is there, but neither `start` and `target` nor `min` or `max`"),
            msg!("add what is measured, or take `unit` out"),
        );
        return None;
    }
    Some(Measure::Judged)
}

/// A number that need not be known.
#[derive(Clone, Copy)]
enum Known {
    Number(f64),
    Not,
}

impl Known {
    fn number(self) -> Option<f64> {
        match self {
            Known::Number(number) => Some(number),
            Known::Not => None,
        }
    }
}

fn metric(fields: Fields<'_>, period: Option<Days>, decoder: &mut Decoder<'_>) -> Option<Metric> {
    let start = required_bound(fields, "start", decoder);
    let target = required_bound(fields, "target", decoder);
    // Between equal ends there is no way for a rubric or a plan to follow: one finding says it.
    let (from, to) = match (start, target) {
        (Some(Known::Number(from)), Some(Known::Number(to))) if same(from, to) => (None, None),
        ends => ends,
    };
    let rubric = fields.find("rubric").map(|node| rubric(node, from, to, decoder));
    let plan = fields
        .find("plan")
        .map(|node| plan(node, from, to, period, decoder));
    let (start, target) = (start?.number(), target?.number());
    if let (Some(from), Some(to)) = (start, target) {
        let span = fields.find("target").map_or(fields.span, |node| node.span);
        if same(from, to) {
            decoder.report_with(
                "start-equals-target",
                span,
                msg!("`target` is {target}, the same as `start`", target = to),
                msg!("nothing would move; to keep a value within bounds write `min` or `max`"),
            );
            return None;
        }
        if !(to - from).is_finite() {
            decoder.report(
                "invalid-number",
                span,
                msg!("`start` and `target` are too far apart"),
            );
            return None;
        }
    }
    Some(Metric {
        start,
        target,
        rubric: rubric.unwrap_or_default().into(),
        plan: plan.unwrap_or_default().into(),
    })
}

/// `start` or `target`; `None` when it is missing or wrong, which is reported.
fn required_bound(fields: Fields<'_>, key: &str, decoder: &mut Decoder<'_>) -> Option<Known> {
    let Some(node) = fields.find(key) else {
        if fields.is_misspelt(key) {
            return None;
        }
        let other = if key == "start" { "target" } else { "start" };
        let message = if fields.entry(key).is_some() {
            msg!("`{key}` is empty", key = key)
        } else if fields.find(other).is_some() {
            msg!("`{other}` is there, but no `{key}`", other = other, key = key)
        } else {
            msg!("`{key}` is missing", key = key)
        };
        let help = if key == "start" {
            msg!("add `start: NUMBER`, or `start: unknown` while it is still to be measured")
        } else {
            msg!("add `target: NUMBER`, or `target: hidden` when it is confidential")
        };
        let at = if fields.entry(key).is_some() || fields.entry(other).is_none() {
            key
        } else {
            other
        };
        decoder.report_with("missing-key", fields.key_span(at), message, help);
        return None;
    };
    let word = if key == "start" { "unknown" } else { "hidden" };
    match &node.value {
        Value::Plain(text) | Value::Quoted(text) if text == word => Some(Known::Not),
        _ => {
            let before = decoder.findings.len();
            let number = decoder.number(key, node);
            let in_words = matches!(&node.value, Value::Plain(text) | Value::Quoted(text) if !text.contains(|c: char| c.is_ascii_digit()));
            if in_words
                && let Some(finding) = decoder.findings[before..].last_mut()
                && finding.rule == "invalid-number"
            {
                finding
                    .help
                    .push(crate::diagnostic::Help::Note(if key == "start" {
                        msg!("while it is still to be measured, write `start: unknown`")
                    } else {
                        msg!("when it is confidential, write `target: hidden`")
                    }));
            }
            number.map(Known::Number)
        }
    }
}

fn rubric(
    node: &Node<'_>,
    start: Option<Known>,
    target: Option<Known>,
    decoder: &mut Decoder<'_>,
) -> Vec<(f64, f64)> {
    let Some(entries) = decoder.mapping("rubric", node) else {
        return Vec::new();
    };
    let mut levels = Vec::with_capacity(entries.len());
    for entry in entries {
        let score = match scalar::number(entry.key.trim()) {
            Ok(score) if score > 0.0 && score < 1.0 => Some(score),
            Ok(score) if score == 0.0 || score == 1.0 => {
                let key = if score == 0.0 { "start" } else { "target" };
                decoder.report_with(
                    "invalid-rubric",
                    entry.key_span,
                    msg!(
                        "the score {score} of the rubric is `{key}` already",
                        score = score,
                        key = key
                    ),
                    msg!("take it out: a rubric has scores between 0 and 1"),
                );
                None
            }
            _ => {
                decoder.report_with(
                    "invalid-rubric",
                    entry.key_span,
                    msg!("`{key}` is no score between 0 and 1", key = shown(&entry.key)),
                    msg!("write `rubric: { 0.3: 8, 0.7: 5.5 }`, scores before values"),
                );
                None
            }
        };
        let value = if entry.value.is_empty() {
            decoder.report_with(
                "invalid-rubric",
                entry.key_span,
                msg!("the rubric has no value for `{key}`", key = shown(&entry.key)),
                msg!("write `rubric: { 0.3: 8, 0.7: 5.5 }`, scores before values"),
            );
            None
        } else {
            decoder.number("rubric", &entry.value)
        };
        if let (Some(score), Some(value)) = (score, value) {
            levels.push((score, value, entry.key_span, entry.value.span));
        }
    }
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(twice) = levels.windows(2).find(|pair| same(pair[0].0, pair[1].0)) {
        decoder.report(
            "invalid-rubric",
            twice[1].2,
            msg!("the score {score} stands twice in the rubric", score = twice[1].0),
        );
        return Vec::new();
    }
    let (Some(start), Some(target)) = (start, target) else {
        return levels.iter().map(|level| (level.0, level.1)).collect();
    };
    if levels.len() == entries.len() {
        let line = start.number().map(|value| (value, None)).into_iter();
        let line = line.chain(levels.iter().map(|level| (level.1, Some((level.0, level.3)))));
        let line: Vec<_> = line.chain(target.number().map(|value| (value, None))).collect();
        let direction = match (start, target) {
            (Known::Number(from), Known::Number(to)) => compare(from, to),
            _ => line
                .first()
                .zip(line.last())
                .map_or(Ordering::Equal, |(first, last)| compare(first.0, last.0)),
        };
        // Start and target that are the same have their own finding.
        let wrong = line
            .windows(2)
            .find(|pair| compare(pair[0].0, pair[1].0) != direction);
        if let (Some(pair), true) = (
            wrong,
            line.len() > 1 && !(direction == Ordering::Equal && line.len() == 2),
        ) {
            let at = pair[1].1.or(pair[0].1);
            let span = at.map_or(node.span, |(_, span)| span);
            decoder.report_with(
                "invalid-rubric",
                span,
                msg!(
                    "by score, {after} comes behind {before}, against the way from `start` to `target`",
                    after = pair[1].0,
                    before = pair[0].0
                ),
                msg!("by rising score the values run from `start` towards `target`"),
            );
        }
    }
    levels.into_iter().map(|level| (level.0, level.1)).collect()
}

fn plan(
    node: &Node<'_>,
    start: Option<Known>,
    target: Option<Known>,
    period: Option<Days>,
    decoder: &mut Decoder<'_>,
) -> Vec<(Date, f64)> {
    let Some(entries) = decoder.mapping("plan", node) else {
        return Vec::new();
    };
    let mut points: Vec<(Date, f64, Span, Span)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let date = match scalar::date(entry.key.trim()) {
            Ok(date) => Some(date),
            Err(message) => {
                decoder.report_with(
                    "invalid-date",
                    entry.key_span,
                    message,
                    msg!("write `plan: { 2026-07-31: 8, 2026-08-31: 6 }`, dates before values"),
                );
                None
            }
        };
        if let (Some(date), Some((first, last))) = (date, period)
            && (date < first || last.is_some_and(|last| date > last))
        {
            let message = match last {
                Some(last) => msg!(
                    "the plan's {date} lies outside the period, {first} to {last}",
                    date = date,
                    first = first,
                    last = last
                ),
                None => msg!(
                    "the plan's {date} lies before the period, which begins on {first}",
                    date = date,
                    first = first
                ),
            };
            decoder.report("invalid-plan", entry.key_span, message);
        }
        let value = if entry.value.is_empty() {
            decoder.report_with(
                "invalid-plan",
                entry.key_span,
                msg!("the plan has no value for `{key}`", key = shown(&entry.key)),
                msg!("write `plan: { 2026-07-31: 8, 2026-08-31: 6 }`, dates before values"),
            );
            None
        } else {
            decoder.number("plan", &entry.value)
        };
        if let (Some(date), Some(value)) = (date, value) {
            points.push((date, value, entry.key_span, entry.value.span));
        }
    }
    if let Some(pair) = points.windows(2).find(|pair| pair[1].0 <= pair[0].0) {
        decoder.report_with(
            "invalid-plan",
            pair[1].2,
            msg!(
                "the plan's {date} stands behind {before}",
                date = pair[1].0,
                before = pair[0].0
            ),
            msg!("write the dates in order, the earliest first"),
        );
    } else if points.len() == entries.len()
        && let (Some(start), Some(target)) = (start, target)
    {
        let ends_itself = period.is_some_and(|(_, last)| points.last().map(|point| point.0) == last);
        let line = start.number().map(|value| (value, None)).into_iter();
        let line = line.chain(points.iter().map(|point| (point.1, Some(point))));
        let line: Vec<_> = line
            .chain(
                target
                    .number()
                    .filter(|_| !ends_itself)
                    .map(|value| (value, None)),
            )
            .collect();
        let direction = match (start, target) {
            (Known::Number(from), Known::Number(to)) => compare(from, to),
            _ => line
                .first()
                .zip(line.last())
                .map_or(Ordering::Equal, |(first, last)| compare(first.0, last.0)),
        };
        let wrong = line.windows(2).find(|pair| {
            let step = compare(pair[0].0, pair[1].0);
            step != Ordering::Equal && step != direction
        });
        if let Some(pair) = wrong
            && let Some(point) = pair[1].1.or(pair[0].1)
        {
            decoder.report_with(
                "invalid-plan",
                point.3,
                msg!(
                    "the plan turns back: {value} comes after {before}",
                    value = pair[1].0,
                    before = pair[0].0
                ),
                msg!("by date the values run from `start` towards `target`"),
            );
        }
    }
    points.sort_by_key(|point| point.0);
    points.into_iter().map(|point| (point.0, point.1)).collect()
}

fn maintain(fields: Fields<'_>, decoder: &mut Decoder<'_>) -> Option<Measure> {
    let mut read = |key: &str| match fields.find(key) {
        Some(node) => decoder.number(key, node).map(Some),
        None => Some(None),
    };
    let (min, max) = (read("min"), read("max"));
    let (min, max) = (min?, max?);
    if let (Some(low), Some(high)) = (min, max)
        && compare(low, high) == Ordering::Greater
    {
        let span = fields.find("min").map_or(fields.span, |node| node.span);
        decoder.report_with(
            "invalid-number",
            span,
            msg!("`min` is {min}, greater than `max`, {max}", min = low, max = high),
            msg!("nothing would lie inside; exchange them"),
        );
        return None;
    }
    Some(Measure::Maintain { min, max })
}

/// A step as written: its label, and the score with its place where it has one.
type Label = (Spanned<String>, Option<(f64, Span)>);

fn steps(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Measure> {
    if matches!(&node.value, Value::Sequence(items) if items.is_empty()) {
        decoder.report_with(
            "missing-key",
            node.span,
            msg!("`steps` has no labels"),
            msg!("write `steps: [Designed, Built, Live]`"),
        );
        return None;
    }
    if !matches!(node.value, Value::Sequence(_)) {
        decoder.list("steps", node);
        return None;
    }
    let items = decoder.list("steps", node);
    let mut labels: Vec<Label> = Vec::with_capacity(items.len());
    let mut all = true;
    for item in &items {
        let read = if matches!(item.value, Value::Mapping(_)) {
            scored_step(item, decoder)
        } else {
            decoder.text("steps", item).map(|label| (label, None))
        };
        match read {
            Some(step) => labels.push(step),
            None => all = false,
        }
    }
    let mut seen = std::collections::HashSet::new();
    for (label, _) in &labels {
        let key = label.to_lowercase();
        if is_reading_word(&key) {
            all = false;
            decoder.report_with(
                "wrong-type",
                label.span,
                msg!(
                    "a step cannot be called `{label}`: a reading means something else by it",
                    label = label.value
                ),
                msg!("give it a name in words"),
            );
        } else if !seen.insert(key) {
            all = false;
            decoder.report_with(
                "duplicate-key",
                label.span,
                msg!("the step `{label}` stands twice", label = label.value),
                msg!("letter case does not tell steps apart"),
            );
        }
    }
    let count = labels.len();
    let scored = labels.iter().filter(|step| step.1.is_some()).count();
    if scored > 0 && scored < count {
        let bare = labels
            .iter()
            .find(|step| step.1.is_none())
            .map_or(node.span, |step| step.0.span);
        decoder.report_with(
            "missing-key",
            bare,
            msg!("some steps have a `score` and this one has none"),
            msg!("give each step a score, or none"),
        );
        return None;
    }
    let mut last = 0.0;
    for (_, score) in &labels {
        let Some((score, span)) = *score else { break };
        if !(score > last && score <= 1.0) {
            decoder.report_with(
                "invalid-score",
                span,
                msg!(
                    "the score {score} of a step does not rise from {last} towards 1",
                    score = score,
                    last = last
                ),
                msg!("scores of steps rise from above 0 to 1"),
            );
            return None;
        }
        last = score;
    }
    if scored > 0 && all && !same(last, 1.0) {
        let span = labels
            .last()
            .and_then(|step| step.1)
            .map_or(node.span, |(_, span)| span);
        decoder.report_with(
            "invalid-score",
            span,
            msg!("the last step has the score {score}", score = last),
            msg!("the last step is the whole: its score is 1"),
        );
        return None;
    }
    if !all {
        return None;
    }
    let even = |at: usize| (at + 1) as f64 / count as f64;
    let steps = labels.into_iter().enumerate().map(|(at, (label, score))| Step {
        label: label.value,
        score: score.map_or(even(at), |(score, _)| score),
    });
    Some(Measure::Steps(steps.collect()))
}

fn scored_step(item: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Label> {
    let fields = decoder.fields("steps", item, &["label", "score"])?;
    let label = decoder
        .required(fields, "label")
        .and_then(|node| decoder.text("label", node));
    let score = match fields.find("score") {
        Some(node) => Some((decoder.number("score", node)?, node.span)),
        None => None,
    };
    Some((label?, score))
}

/// What a reading says that is no label: `n/a`, `void`, `2/3`.
fn is_reading_word(label: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    matches!(label, "n/a" | "na" | "void")
        || label
            .split_once('/')
            .is_some_and(|(n, m)| digits(n.trim()) && digits(m.trim()))
}

fn milestone(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Measure> {
    let text = decoder.scalar("milestone", node)?;
    if text == "true" {
        return Some(Measure::Milestone);
    }
    let message = msg!("`milestone` is `{text}`", text = shown(text));
    decoder.report_with(
        "wrong-type",
        node.span,
        message,
        msg!("write `milestone: true`, or take the key out; whether it is reached is a reading, `done` or `not done`"),
    );
    None
}

/// Whether two numbers are the same to 12 significant digits.
fn same(a: f64, b: f64) -> bool {
    compare(a, b) == Ordering::Equal
}

/// Compares to 12 significant digits, as every comparison with a bound does.
fn compare(a: f64, b: f64) -> Ordering {
    let rounded = |number: f64| format!("{number:.11e}").parse::<f64>().unwrap_or(number);
    if a == b {
        Ordering::Equal
    } else if (a - b).abs() > 1e-9 * a.abs().max(b.abs()) {
        a.total_cmp(&b)
    } else {
        rounded(a).total_cmp(&rounded(b))
    }
}
