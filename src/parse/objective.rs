//! The front matter of an objective, as far as it can be read.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::few::Few;
use crate::model::{Allow, Ambition, Amendment, Dropped, Link, Visibility};
use crate::msg;
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::words::Language;

use super::check_in::{self, Body};
use super::decode::{Decoder, Fields};
use super::key_result::{self, KeyResults};
use super::period::{Calendar, Days};
use super::typed::{nearest, shown};
use super::{conflict, front_matter, path, yaml};

/// Every key of an objective, in the order in which they are usually written.
pub const KEYS: &[&str] = &[
    "title",
    "period",
    "team",
    "owner",
    "contributors",
    "parent",
    "supports",
    "type",
    "tags",
    "links",
    "weight",
    "draft",
    "dropped",
    "reason",
    "language",
    "visibility",
    "amendments",
    "aliases",
    "allow",
    "key_results",
];

/// A file under `objectives/`, read on its own: what it names in other files is still to be looked up.
#[derive(Clone, Debug)]
pub struct Read {
    /// The keys.
    pub front: Front,
    /// Where the body is.
    pub body_span: Span,
    /// What it says.
    pub body: Body,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
}

/// The front matter. What is required and missing is `None`, and reported.
#[derive(Clone, Debug)]
pub struct Front {
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `period`, when there is one of that name.
    pub period: Option<Spanned<String>>,
    /// `team`
    pub team: Option<Spanned<String>>,
    /// `owner`
    pub owner: Option<Spanned<String>>,
    /// `contributors`
    pub contributors: Few<Spanned<String>>,
    /// `parent`, as written.
    pub parent: Option<Spanned<String>>,
    /// `supports`, as written.
    pub supports: Few<Spanned<String>>,
    /// `type`
    pub ambition: Ambition,
    /// `tags`
    pub tags: Few<String>,
    /// `links`
    pub links: Few<Link>,
    /// `weight`
    pub weight: f64,
    /// `draft`
    pub draft: bool,
    /// `dropped` and `reason`
    pub dropped: Option<Box<Dropped>>,
    /// `language`, or that of the repository.
    pub language: Language,
    /// `visibility`
    pub visibility: Visibility,
    /// `amendments`
    pub amendments: Few<Amendment>,
    /// `aliases`
    pub aliases: Few<Spanned<String>>,
    /// `allow`
    pub allow: Few<Allow>,
    /// `key_results`
    pub key_results: KeyResults,
}

impl Read {
    /// The same, read from another file with the same path and text.
    pub fn in_file(&self, file: FileId) -> Read {
        let mut read = self.clone();
        for finding in &mut read.findings {
            finding.file = file;
        }
        read
    }

    /// What a file says that cannot be read.
    pub fn nothing(config: &Config) -> Read {
        Read {
            front: Front::nothing(config),
            body_span: Span::default(),
            body: Body::default(),
            findings: Vec::new(),
        }
    }
}

impl Front {
    fn nothing(config: &Config) -> Front {
        Front {
            title: None,
            period: None,
            team: None,
            owner: None,
            contributors: Few::new(),
            parent: None,
            supports: Few::new(),
            ambition: Ambition::Aspirational,
            tags: Few::new(),
            links: Few::new(),
            weight: 1.0,
            draft: false,
            dropped: None,
            language: config.language,
            visibility: Visibility::Public,
            amendments: Few::new(),
            aliases: Few::new(),
            allow: Few::new(),
            key_results: KeyResults::default(),
        }
    }
}

/// Reads an objective's file.
pub fn read(file: FileId, source: &SourceFile, config: &Config, calendar: &Calendar) -> Read {
    let settled = conflict::settled(source, config);
    let read = read_as(file, &settled, config, calendar);
    let is_allowed = |allow: &[Allow]| allow.iter().any(|allow| allow.rule.value == conflict::RULE);
    let front = &read.front;
    // What is allowed is meant to stand there.
    let as_it_is = matches!(settled, Cow::Owned(_))
        && (is_allowed(&front.allow) || front.key_results.list.iter().any(|it| is_allowed(&it.allow)));
    match as_it_is {
        true => read_as(file, source, config, calendar),
        false => read,
    }
}

fn read_as(file: FileId, source: &SourceFile, config: &Config, calendar: &Calendar) -> Read {
    let mut decoder = Decoder::new(file, source);
    let split = front_matter::split(file, source, &mut decoder.findings);
    let tree = split
        .yaml
        .and_then(|span| yaml::read(file, source, span, &mut decoder.findings));
    let is_part = tree.as_ref().is_none_or(|tree| tree.extent == yaml::Extent::Part);
    let before = decoder.findings.len();
    let front = front(tree.as_ref(), source, config, calendar, &mut decoder);
    if is_part {
        // Where lines are left out nobody can say what is missing.
        forget(&mut decoder, before, &["missing-key", "unknown-key-result"]);
    }
    let shapes = front.key_results.list.iter().zip(&front.key_results.measured);
    let shape = check_in::Shape {
        language: front.language,
        key_results: shapes
            .map(|(one, measured)| check_in::KeyResultShape {
                id: one.id.value.clone(),
                unit: one.unit.clone(),
                measure: measured.clone().filter(|_| !is_part),
            })
            .collect(),
    };
    let before = decoder.findings.len();
    let body = check_in::body(file, source, split.body, &shape, &mut decoder.findings);
    if is_part || !front.key_results.all_named {
        // A reading of a key result whose id could not be read is no mistake of the reading.
        forget(&mut decoder, before, &["unknown-key-result"]);
    }
    Read {
        front,
        body_span: split.body,
        body,
        findings: decoder.findings,
    }
}

/// The former ids that a file names, and nothing else of it.
pub fn former_ids(file: FileId, source: &SourceFile) -> Vec<String> {
    if !source.text.contains("\naliases:") {
        return Vec::new();
    }
    let config = Config::default();
    let read = read(file, source, &config, &Calendar::new(&config, BTreeSet::new()));
    read.front.aliases.into_iter().map(|alias| alias.value).collect()
}

/// Takes back the findings of some names, from the one at `from` on.
fn forget(decoder: &mut Decoder<'_>, from: usize, names: &[&str]) {
    let kept = decoder.findings.split_off(from);
    decoder
        .findings
        .extend(kept.into_iter().filter(|finding| !names.contains(&finding.rule)));
}

fn front(
    tree: Option<&yaml::Tree<'_>>,
    source: &SourceFile,
    config: &Config,
    calendar: &Calendar,
    decoder: &mut Decoder<'_>,
) -> Front {
    let mut front = Front::nothing(config);
    let Some(tree) = tree else { return front };
    let Some(mut fields) = decoder.fields("the front matter", &tree.root, KEYS) else {
        return front;
    };
    // What the front matter lacks is said at its first line, `---`.
    fields.span = Span::new(0..source.text.find('\n').unwrap_or(source.text.len()).min(3));
    front.title = decoder
        .required(fields, "title")
        .and_then(|node| decoder.title("title", node));
    let period = decoder
        .required(fields, "period")
        .and_then(|node| decoder.text("period", node));
    let period = period.and_then(|written| calendar.named(decoder, written));
    front.team = decoder
        .required(fields, "team")
        .and_then(|node| decoder.slug("team", node));
    front.owner = fields
        .find("owner")
        .and_then(|node| decoder.handle("owner", node));
    if let Some(node) = fields.find("contributors") {
        front.contributors = decoder.handles("contributors", node).into();
    }
    front.parent = fields.find("parent").and_then(|node| parent(node, decoder));
    if let Some(node) = fields.find("supports") {
        front.supports = decoder.texts("supports", node).into();
    }
    const TYPES: &[(&str, Ambition)] = &[
        ("aspirational", Ambition::Aspirational),
        ("committed", Ambition::Committed),
    ];
    if let Some(ambition) = fields
        .find("type")
        .and_then(|node| decoder.word("type", node, TYPES))
    {
        front.ambition = ambition;
    }
    if let Some(node) = fields.find("tags") {
        front.tags = decoder.values("tags", node).into();
    }
    if let Some(node) = fields.find("links") {
        front.links = decoder.links("links", node).into();
    }
    if let Some(weight) = fields
        .find("weight")
        .and_then(|node| decoder.positive("weight", node))
    {
        front.weight = weight;
    }
    let draft = fields
        .find("draft")
        .and_then(|node| decoder.word("draft", node, &[("true", true), ("false", false)]));
    front.draft = draft.unwrap_or(false);
    front.dropped = decoder.dropped(fields).map(Box::new);
    if let Some(language) = fields.find("language").and_then(|node| language(node, decoder)) {
        front.language = language;
    }
    const VISIBILITIES: &[(&str, Visibility)] = &[("internal", Visibility::Internal)];
    if let Some(visibility) = fields
        .find("visibility")
        .and_then(|node| decoder.word("visibility", node, VISIBILITIES))
    {
        front.visibility = visibility;
    }
    if let Some(node) = fields.find("aliases") {
        front.aliases = aliases(node, decoder).into();
    }
    if let Some(node) = fields.find("allow") {
        front.allow = decoder.allow(node).into();
    }
    let days: Option<Days> = period.as_ref().map(|(_, days)| *days);
    front.period = period.map(|(period, _)| period);
    if let Some(node) = key_results(fields, decoder) {
        front.key_results = key_result::read(node, days, decoder);
    }
    // After the key results, which it names.
    if let Some(node) = fields.find("amendments") {
        front.amendments = amendments(node, &front.key_results, decoder).into();
    }
    front
}

/// `language:` of a file.
pub fn language(node: &yaml::Node<'_>, decoder: &mut Decoder<'_>) -> Option<Language> {
    let words: Vec<(&str, Language)> = Language::ALL
        .iter()
        .map(|language| (language.code(), *language))
        .collect();
    decoder.word("language", node, &words)
}

fn parent(node: &yaml::Node<'_>, decoder: &mut Decoder<'_>) -> Option<Spanned<String>> {
    if matches!(node.value, yaml::Value::Sequence(_)) {
        decoder.report_with(
            "wrong-type",
            super::decode::first_line(decoder.source, node.span),
            msg!("`parent` is a list"),
            msg!("name one parent; what else the objective helps stands under `supports`"),
        );
        return None;
    }
    decoder.text("parent", node)
}

fn key_results<'n>(fields: Fields<'n>, decoder: &mut Decoder<'_>) -> Option<&'n yaml::Node<'n>> {
    let node = fields.find("key_results");
    if !node.is_none_or(|node| matches!(&node.value, yaml::Value::Sequence(items) if items.is_empty())) {
        return node;
    }
    if fields.is_misspelt("key_results") {
        return None;
    }
    let message = if fields.entry("key_results").is_some() {
        msg!("`key_results` is empty")
    } else {
        msg!("`key_results` is missing")
    };
    decoder.report_with(
        "missing-key",
        fields.key_span("key_results"),
        message,
        msg!("an objective has at least one key result: `- id: …` and `title: …` below `key_results:`"),
    );
    None
}

fn aliases(node: &yaml::Node<'_>, decoder: &mut Decoder<'_>) -> Vec<Spanned<String>> {
    let mut read = Vec::new();
    for alias in decoder.texts("aliases", node) {
        match path::problem(&alias) {
            None => read.push(alias),
            Some(problem) => {
                let finding = Diagnostic::new(problem.rule, decoder.file, alias.span, problem.message);
                decoder.findings.push(finding.instead(problem.instead));
            }
        }
    }
    read
}

fn amendments(node: &yaml::Node<'_>, key_results: &KeyResults, decoder: &mut Decoder<'_>) -> Vec<Amendment> {
    let mut read = Vec::new();
    for item in decoder.list("amendments", node) {
        let Some(fields) = decoder.fields("amendments", item, &["date", "what", "why"]) else {
            continue;
        };
        let date = decoder
            .required(fields, "date")
            .and_then(|node| decoder.date("date", node));
        let what = decoder
            .required(fields, "what")
            .and_then(|node| decoder.text("what", node));
        let why = decoder
            .required(fields, "why")
            .and_then(|node| decoder.text("why", node));
        if let Some(what) = &what {
            amended(what, key_results, decoder);
        }
        if let (Some(date), Some(what), Some(why)) = (date, what, why) {
            read.push(Amendment {
                date,
                what,
                why: why.value,
            });
        }
    }
    read
}

/// Looks at `what` of an amendment: `nps.target`, or a key of the objective.
/// A key result that is not there any more may be named; one that is almost one that is there is a slip.
fn amended(what: &Spanned<String>, key_results: &KeyResults, decoder: &mut Decoder<'_>) {
    let (id, key, known) = match what.split_once('.') {
        Some((id, key)) => (Some(id), key, key_result::KEYS),
        None => (None, what.as_str(), KEYS),
    };
    let ids = || key_results.list.iter().map(|one| one.id.as_str());
    if let Some(id) = id
        && !ids().any(|known| known == id)
        && let Some(near) = nearest(id, ids())
    {
        let message = msg!("there is no key result `{id}`", id = shown(id));
        let instead = format!("{near}.{key}");
        decoder.findings.push(
            Diagnostic::new("unknown-key-result", decoder.file, what.span, message).instead(Some(instead)),
        );
    }
    if known.contains(&key) {
        return;
    }
    let message = msg!("`{what}` is no key of this file", what = shown(what));
    let finding = Diagnostic::new("unknown-key", decoder.file, what.span, message);
    let near = nearest(key, known.iter().copied())
        .map(|near| id.map_or(near.to_owned(), |id| format!("{id}.{near}")));
    decoder.findings.push(match near {
        Some(near) => finding.instead(Some(near)),
        None => finding.help(msg!("write the key result and its key, as in `nps.target`")),
    });
}

#[cfg(test)]
mod tests;
