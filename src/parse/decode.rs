//! From the tree of a file to texts, numbers, dates and lists. Every fault of a mapping is found in one go: a value that
//! cannot be read is reported and `None`, and the reading goes on.

use jiff::civil::Date;

use crate::bytes::{ByteSet, byte_set};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::{Allow, Dropped, Link};
use crate::msg;
use crate::source::{FileId, SourceFile, Span, Spanned};

use super::status::listed;
use super::typed::{nearest, shown, surely};
use super::yaml::{Entry, Node, Value};
use super::{link, name, scalar};

/// The longest title, in characters.
pub const TITLE_LIMIT: usize = 500;

/// So many keys are listed where one is unknown and near none of them.
const FEW: usize = 8;

/// A file that is being read, and what was found in it.
pub struct Decoder<'a> {
    /// Its number.
    pub file: FileId,
    /// Its text.
    pub source: &'a SourceFile,
    /// What is wrong, in the order of reading.
    pub findings: Vec<Diagnostic>,
}

/// The entries of a mapping whose keys are known.
#[derive(Clone, Copy)]
pub struct Fields<'n> {
    /// As written, unknown ones among them.
    pub entries: &'n [Entry<'n>],
    /// The keys that are known.
    pub known: &'n [&'n str],
    /// Where a missing key is reported.
    pub span: Span,
    /// Whether one is unknown.
    pub strange: bool,
    /// The [`sign`]s of the keys that are there.
    signs: u64,
}

/// A bit for a key, which another one may have as well.
fn sign(key: &str) -> u64 {
    let ends = key.bytes().next().zip(key.bytes().last());
    let (first, last) = ends.unwrap_or_default();
    1 << ((3 * key.len() + 5 * usize::from(first) + usize::from(last)) % 64)
}

impl<'n> Fields<'n> {
    /// Those of a mapping, of which none is unknown.
    pub fn of(entries: &'n [Entry<'n>], known: &'n [&'n str], span: Span) -> Fields<'n> {
        Fields {
            entries,
            known,
            span,
            strange: false,
            signs: entries.iter().fold(0, |signs, entry| signs | sign(&entry.key)),
        }
    }

    /// The value of a key; `None` when it is not there or nothing is written behind it.
    pub fn find(&self, key: &str) -> Option<&'n Node<'n>> {
        self.entry(key)
            .map(|entry| &entry.value)
            .filter(|value| !value.is_empty())
    }

    /// A key that is there, also with nothing behind it. An unknown one that can only be this one is read as it, so that
    /// what is wrong with its value is told in the same run.
    pub fn entry(&self, key: &str) -> Option<&'n Entry<'n>> {
        if !self.strange && self.signs & sign(key) == 0 {
            // Most keys are left out in most files.
            return None;
        }
        let found = self.entries.iter().find(|entry| entry.key == key);
        if found.is_some() || !self.strange {
            return found;
        }
        self.entries.iter().find(|entry| self.meant(entry) == Some(key))
    }

    /// The key that an entry has, or, where it has an unknown one, can only mean.
    pub fn meant(&self, entry: &'n Entry<'n>) -> Option<&'n str> {
        if !self.strange {
            return Some(&entry.key);
        }
        match self.known.iter().find(|known| **known == entry.key) {
            Some(known) => Some(known),
            None => only_meant(entry, self.entries, self.known).filter(|key| {
                // What is of another sort was perhaps not meant.
                let is_one = matches!(entry.value.value, Value::Plain(_) | Value::Quoted(_));
                is_one != TAKES_MORE.contains(key)
            }),
        }
    }

    /// Whether a key is only written wrong: one that is unknown is almost it.
    pub fn is_misspelt(&self, key: &str) -> bool {
        let mut unknown = self
            .entries
            .iter()
            .filter(|entry| !self.known.contains(&&*entry.key));
        unknown.any(|entry| nearest(&entry.key, self.known.iter().copied()) == Some(key))
    }

    /// Where a key stands, or where it would be missing.
    pub fn key_span(&self, key: &str) -> Span {
        self.entry(key).map_or(self.span, |entry| entry.key_span)
    }
}

/// Keys whose value is a list or a mapping.
const TAKES_MORE: &[&str] = &[
    "aliases",
    "allow",
    "amendments",
    "carry_over",
    "contributors",
    "images",
    "inputs",
    "key_results",
    "links",
    "members",
    "not_doing",
    "options",
    "people",
    "periods",
    "plan",
    "rubric",
    "rules",
    "sources",
    "steps",
    "supports",
    "tags",
    "teams",
    "theme",
];

/// The key that an unknown one is meant to be, beyond doubt: it is missing, and no other unknown one is near it.
fn only_meant<'k>(unknown: &Entry<'_>, entries: &[Entry<'_>], known: &[&'k str]) -> Option<&'k str> {
    let key = surely(&unknown.key, known.iter().copied())?;
    let others = entries.iter().filter(|entry| entry.key_span != unknown.key_span);
    let is_claimed = |entry: &Entry<'_>| {
        let near = nearest(&entry.key, known.iter().copied());
        entry.key == key || !known.contains(&&*entry.key) && near == Some(key)
    };
    let claimed = others.into_iter().any(is_claimed);
    (!claimed).then_some(key)
}

/// What a value should have been.
#[derive(Clone, Copy)]
enum Wanted<'k> {
    Text,
    List,
    Mapping,
    /// A mapping with these keys.
    Fields(&'k [&'k str]),
}

impl<'a> Decoder<'a> {
    /// Nothing read yet.
    pub fn new(file: FileId, source: &'a SourceFile) -> Decoder<'a> {
        Decoder {
            file,
            source,
            findings: Vec::new(),
        }
    }

    /// Notes a finding; what it returns takes help.
    pub fn report(&mut self, rule: &'static str, span: Span, message: Message) -> &mut Diagnostic {
        let at = self.findings.len();
        self.findings
            .push(Diagnostic::new(rule, self.file, span, message));
        &mut self.findings[at]
    }

    /// Notes a finding with a line of help.
    pub fn report_with(&mut self, rule: &'static str, span: Span, message: Message, help: Message) {
        self.findings
            .push(Diagnostic::new(rule, self.file, span, message).help(help));
    }

    /// The entries of a mapping. Keys that are not `known` are reported; `key` names the mapping.
    pub fn fields<'n>(&mut self, key: &str, node: &'n Node<'n>, known: &'n [&'n str]) -> Option<Fields<'n>> {
        let Value::Mapping(entries) = &node.value else {
            self.wrong_type(key, node, Wanted::Fields(known));
            return None;
        };
        let mut strange = false;
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            strange = true;
            let near = nearest(&entry.key, known.iter().copied());
            let message = msg!("unknown key `{key}`", key = shown(&entry.key));
            let finding = Diagnostic::new("unknown-key", self.file, entry.key_span, message)
                .surely(only_meant(entry, entries, known));
            self.findings.push(match near {
                None if known.len() <= FEW => finding.help(msg!("its keys are {keys}", keys = listed(known))),
                near => finding.instead(near),
            });
        }
        let span = entries.first().map_or(node.span, |entry| entry.key_span);
        Some(Fields {
            strange,
            ..Fields::of(entries, known, span)
        })
    }

    /// The entries of a mapping, whatever its keys are.
    pub fn mapping<'n>(&mut self, key: &str, node: &'n Node<'n>) -> Option<&'n [Entry<'n>]> {
        match &node.value {
            Value::Mapping(entries) => Some(entries),
            _ => {
                self.wrong_type(key, node, Wanted::Mapping);
                None
            }
        }
    }

    /// The items of a list. Items that are empty are reported and left out.
    pub fn list<'n>(&mut self, key: &str, node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
        let Value::Sequence(items) = &node.value else {
            self.wrong_type(key, node, Wanted::List);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if item.is_empty() {
                self.report_with(
                    "wrong-type",
                    item.span,
                    msg!("an item of `{key}` is empty", key = key),
                    msg!("take it out, or write something behind the `-`"),
                );
            } else {
                read.push(item);
            }
        }
        read
    }

    /// A text: spaces around it taken away, line ends read as spaces.
    pub fn text(&mut self, key: &str, node: &Node<'_>) -> Option<Spanned<String>> {
        let text = self.scalar(key, node)?;
        let text = text.trim();
        if LineEndOrTab::first_in(text.as_bytes()).is_some() {
            let words: Vec<&str> = text.split_whitespace().collect();
            return Some(Spanned::new(words.join(" "), node.span));
        }
        Some(Spanned::new(text.to_owned(), node.span))
    }

    /// A text that is not longer than a title may be.
    pub fn title(&mut self, key: &str, node: &Node<'_>) -> Option<Spanned<String>> {
        let title = self.text(key, node)?;
        // Characters are only counted where there might be too many.
        let length = if title.value.len() <= TITLE_LIMIT {
            0
        } else {
            title.value.chars().count()
        };
        if length > TITLE_LIMIT {
            self.report(
                "limit",
                node.span,
                msg!(
                    "`{key}` is {length} characters long; the limit is {limit}",
                    key = key,
                    length = length,
                    limit = TITLE_LIMIT
                ),
            );
        }
        Some(title)
    }

    /// The text of a scalar as typed.
    pub fn scalar<'n>(&mut self, key: &str, node: &'n Node<'_>) -> Option<&'n str> {
        match &node.value {
            Value::Plain(text) => Some(text),
            Value::Quoted(text) => {
                self.look_for_hidden(node, text);
                Some(text)
            }
            _ => {
                self.wrong_type(key, node, Wanted::Text);
                None
            }
        }
    }

    /// Characters that are written as escapes, so that nobody sees them in the file.
    fn look_for_hidden(&mut self, node: &Node<'_>, text: &str) {
        let hidden = |c: &char| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        let Some(found) = text.chars().find(hidden) else {
            return;
        };
        if self.source.slice(node.span).contains('\\') {
            self.report_with(
                "hidden-character",
                node.span,
                msg!(
                    "an escape writes the invisible character U+{code}",
                    code = format!("{:04X}", found as u32)
                ),
                msg!("take the escape out"),
            );
        }
    }

    /// A plain number.
    pub fn number(&mut self, key: &str, node: &Node<'_>) -> Option<f64> {
        let (text, is_quoted) = match &node.value {
            Value::Plain(text) => (text, false),
            Value::Quoted(text) => (text, true),
            _ => {
                self.wrong_type(key, node, Wanted::Text);
                return None;
            }
        };
        match scalar::number(text.trim()) {
            Ok(number) if !is_quoted => Some(number),
            Ok(_) => {
                self.report_with(
                    "invalid-number",
                    node.span,
                    msg!("the number of `{key}` is in quotes", key = key),
                    msg!("write `{key}: {number}`", key = key, number = text.trim()),
                );
                None
            }
            Err(message) => {
                self.report("invalid-number", node.span, message);
                None
            }
        }
    }

    /// A number greater than 0.
    pub fn positive(&mut self, key: &str, node: &Node<'_>) -> Option<f64> {
        let number = self.number(key, node)?;
        if number > 0.0 {
            return Some(number);
        }
        self.report(
            "invalid-number",
            node.span,
            msg!(
                "`{key}` is {number}; it must be greater than 0",
                key = key,
                number = number
            ),
        );
        None
    }

    /// A whole number between two bounds.
    pub fn whole(&mut self, key: &str, node: &Node<'_>, from: u32, to: u32) -> Option<u32> {
        let number = self.number(key, node)?;
        if number.fract() == 0.0 && (f64::from(from)..=f64::from(to)).contains(&number) {
            return Some(number as u32);
        }
        self.report(
            "invalid-number",
            node.span,
            msg!(
                "`{key}` is {number}; it must be a whole number from {from} to {to}",
                key = key,
                number = number,
                from = from,
                to = to
            ),
        );
        None
    }

    /// A date.
    pub fn date(&mut self, key: &str, node: &Node<'_>) -> Option<Date> {
        let text = self.scalar(key, node)?;
        match scalar::date(text.trim()) {
            Ok(date) => Some(date),
            Err(message) => {
                self.report("invalid-date", node.span, message);
                None
            }
        }
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, key: &str, node: &Node<'_>, words: &[(&str, T)]) -> Option<T> {
        let text = self.scalar(key, node)?.trim();
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let near = nearest(text, words.iter().map(|(word, _)| *word)).map(str::to_owned);
        let message = msg!("`{key}` cannot be `{text}`", key = key, text = shown(text));
        let choice: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let fix = surely(text, words.iter().map(|(word, _)| *word));
        let finding = Diagnostic::new("wrong-type", self.file, node.span, message).surely(fix);
        let finding = match near {
            Some(near) => finding.instead(Some(near)),
            None => finding.help(msg!("write {choice}", choice = one_of(&choice))),
        };
        self.findings.push(finding);
        None
    }

    /// A slug.
    pub fn slug(&mut self, key: &str, node: &Node<'_>) -> Option<Spanned<String>> {
        let text = self.text(key, node)?;
        if name::is_slug(&text) {
            return Some(text);
        }
        self.invalid_slug(key, &text);
        None
    }

    /// Notes that a text is no slug, and why.
    pub fn invalid_slug(&mut self, key: &str, text: &Spanned<String>) {
        let message = if text.len() > name::LIMIT && text.is_ascii() {
            msg!(
                "`{key}` is {length} characters long; the limit is {limit}",
                key = key,
                length = text.len(),
                limit = name::LIMIT
            )
        } else if name::is_reserved(text) {
            msg!("`{text}` is a reserved name", text = shown(text))
        } else {
            msg!(
                "`{text}` cannot be a name in `{key}`: it takes small letters, digits and `-`",
                text = shown(text),
                key = key
            )
        };
        let finding = Diagnostic::new("invalid-slug", self.file, text.span, message);
        self.findings
            .push(finding.instead(name::slug_like(text).filter(|like| *like != text.value)));
    }

    /// A handle. One in quotes with an `@` is read without it.
    pub fn handle(&mut self, key: &str, node: &Node<'_>) -> Option<Spanned<String>> {
        let mut text = self.text(key, node)?;
        if let Some(bare) = text.value.strip_prefix('@').filter(|bare| name::is_handle(bare)) {
            let bare = bare.to_owned();
            self.findings.push(
                Diagnostic::new(
                    "handle-with-at",
                    self.file,
                    node.span,
                    msg!("the handle `{handle}` has an `@`", handle = shown(&text.value)),
                )
                .instead(Some(bare.as_str()))
                // Out of its quotes it would be no text.
                .surely(Some(&bare).filter(|bare| !bare.eq_ignore_ascii_case("null"))),
            );
            text.value = bare;
        }
        if name::is_handle(&text) {
            return Some(text);
        }
        let several = text.contains([',', '&', '+', '/']);
        let message = if text.len() > name::HANDLE_LIMIT && text.is_ascii() && !several {
            msg!(
                "`{key}` is {length} characters long; the limit is {limit}",
                key = key,
                length = text.len(),
                limit = name::HANDLE_LIMIT
            )
        } else if name::is_reserved(&text) {
            msg!("`{text}` is a reserved name", text = shown(&text))
        } else {
            msg!(
                "`{text}` is no handle: it takes letters, digits and `-`",
                text = shown(&text)
            )
        };
        let finding = Diagnostic::new("invalid-slug", self.file, node.span, message);
        self.findings.push(if several {
            finding.help(msg!("write one handle; others stand in a list of `contributors`"))
        } else {
            finding.instead(name::handle_like(&text).filter(|like| *like != text.value))
        });
        None
    }

    /// A list of handles or slugs, without repetition.
    pub fn handles(&mut self, key: &str, node: &Node<'_>) -> Vec<Spanned<String>> {
        let mut read: Vec<Spanned<String>> = Vec::new();
        for item in self.list(key, node) {
            let is_slug =
                matches!(&item.value, Value::Plain(text) | Value::Quoted(text) if name::is_slug(text));
            let one = if is_slug {
                self.text(key, item)
            } else {
                self.handle(key, item)
            };
            read.extend(one);
        }
        let mut seen = std::collections::HashSet::new();
        read.retain(|one| seen.insert(one.value.to_ascii_lowercase()));
        read
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &str, node: &Node<'_>) -> Vec<Spanned<String>> {
        self.list(key, node)
            .into_iter()
            .filter_map(|item| self.text(key, item))
            .collect()
    }

    /// A list of texts, without their places.
    pub fn values(&mut self, key: &str, node: &Node<'_>) -> Vec<String> {
        self.texts(key, node).into_iter().map(|text| text.value).collect()
    }

    /// A list of `{title, url}`.
    pub fn links(&mut self, key: &str, node: &Node<'_>) -> Vec<Link> {
        let mut links = Vec::new();
        for item in self.list(key, node) {
            let Some(fields) = self.fields(key, item, &["title", "url"]) else {
                continue;
            };
            let title = self
                .required(fields, "title")
                .and_then(|node| self.title("title", node));
            let url = self
                .required(fields, "url")
                .and_then(|node| self.url("url", node));
            if let (Some(title), Some(url)) = (title, url) {
                links.push(Link {
                    title: title.value,
                    url,
                });
            }
        }
        links
    }

    fn url(&mut self, key: &str, node: &Node<'_>) -> Option<String> {
        let url = self.scalar(key, node)?.trim();
        match link::allowed(url) {
            Ok(()) => Some(url.to_owned()),
            Err(message) => {
                self.report("wrong-type", node.span, message);
                None
            }
        }
    }

    /// `allow`: silenced rules.
    pub fn allow(&mut self, node: &Node<'_>) -> Vec<Allow> {
        let mut allowed = Vec::new();
        for item in self.list("allow", node) {
            let Some(fields) = self.fields("allow", item, &["rule", "reason"]) else {
                continue;
            };
            let rule = self
                .required(fields, "rule")
                .and_then(|node| self.rule("rule", node));
            let reason = self
                .required(fields, "reason")
                .and_then(|node| self.text("reason", node));
            if let (Some(rule), Some(reason)) = (rule, reason) {
                allowed.push(Allow {
                    rule,
                    reason: reason.value,
                });
            }
        }
        allowed
    }

    fn rule(&mut self, key: &str, node: &Node<'_>) -> Option<Spanned<String>> {
        let rule = self.text(key, node)?;
        self.rule_name(&rule.value, node.span).then_some(rule)
    }

    /// Whether a name is one of a rule; if not, that is reported.
    pub fn rule_name(&mut self, written: &str, span: Span) -> bool {
        use crate::diagnostic::names::{self, Sort};
        match names::find(written) {
            Some(found) if found.sort == Sort::Rule => true,
            Some(_) => {
                self.report_with(
                    "unknown-key",
                    span,
                    msg!(
                        "`{name}` is an error of form, no rule: it can be neither set nor allowed",
                        name = written
                    ),
                    msg!("correct what it points at"),
                );
                false
            }
            None => {
                let rules = names::ALL
                    .iter()
                    .filter(|entry| entry.sort == Sort::Rule)
                    .map(|entry| entry.name);
                let near = nearest(written, rules.clone());
                let message = msg!("unknown rule `{name}`", name = shown(written));
                let finding = Diagnostic::new("unknown-key", self.file, span, message);
                self.findings
                    .push(finding.instead(near).surely(surely(written, rules)));
                false
            }
        }
    }

    /// `dropped` with its `reason`: both or none.
    pub fn dropped(&mut self, fields: Fields<'_>) -> Option<Dropped> {
        let (date, reason) = (fields.find("dropped"), fields.find("reason"));
        match (date, reason) {
            (Some(date), Some(reason)) => {
                let date = self.date("dropped", date);
                let reason = self.text("reason", reason);
                Some(Dropped {
                    date: date?,
                    reason: reason?.value,
                })
            }
            (Some(date), None) => {
                self.date("dropped", date);
                self.report_with(
                    "missing-key",
                    fields.key_span("dropped"),
                    msg!("`dropped` has no `reason`"),
                    msg!("add `reason: why it was given up`"),
                );
                None
            }
            (None, Some(_)) => {
                self.report_with(
                    "missing-key",
                    fields.key_span("reason"),
                    msg!("`reason` has no `dropped`"),
                    msg!("add `dropped: YYYY-MM-DD`, the day it was given up"),
                );
                None
            }
            (None, None) => None,
        }
    }

    /// The value of a key that must be there; that it is not is reported.
    pub fn required<'n>(&mut self, fields: Fields<'n>, key: &str) -> Option<&'n Node<'n>> {
        let found = fields.find(key);
        if found.is_none() {
            self.missing(fields, key);
        }
        found
    }

    /// Notes that a key is missing, or has nothing behind it.
    pub fn missing(&mut self, fields: Fields<'_>, key: &str) {
        if fields.is_misspelt(key) {
            return;
        }
        let message = if fields.entry(key).is_some() {
            msg!("`{key}` is empty", key = key)
        } else {
            msg!("`{key}` is missing", key = key)
        };
        self.report_with(
            "missing-key",
            fields.key_span(key),
            message,
            msg!("write `{key}: …`", key = key),
        );
    }

    fn wrong_type(&mut self, key: &str, node: &Node<'_>, wanted: Wanted<'_>) {
        let key = &shown(key);
        let message = match (&node.value, wanted) {
            (Value::Fault, _) => return,
            (Value::Plain(_) | Value::Quoted(_), Wanted::List) => {
                msg!("`{key}` is text, not a list", key = key)
            }
            (Value::Plain(_) | Value::Quoted(_), _) => msg!("`{key}` is text, not a mapping", key = key),
            (Value::Sequence(_), Wanted::Text) => msg!("`{key}` is a list, not text", key = key),
            (Value::Sequence(_), _) => msg!("`{key}` is a list, not a mapping", key = key),
            (Value::Mapping(_), Wanted::List) => msg!("`{key}` is a mapping, not a list", key = key),
            (Value::Mapping(_), _) => msg!("`{key}` is a mapping, not text", key = key),
        };
        let fields;
        let help = match wanted {
            Wanted::Fields(known) => {
                fields = known
                    .iter()
                    .take(2)
                    .map(|key| format!("{key}: …"))
                    .collect::<Vec<_>>()
                    .join(", ");
                msg!("write its keys and values, as in `{ {fields} }`", fields = fields)
            }
            Wanted::Text if key == "owner" => msg!("name one person; others stand under `contributors`"),
            Wanted::Text => msg!("write `{key}: …` on one line", key = key),
            Wanted::List => msg!("write each item on a line below `{key}:`, behind `- `", key = key),
            Wanted::Mapping => msg!("write keys and values: `{ key: value }`"),
        };
        self.report_with("wrong-type", first_line(self.source, node.span), message, help);
    }
}

/// Words to choose from, for a message: "`a`, `b` or `c`".
fn one_of(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or `{last}`", listed(rest)),
        words => listed(words),
    }
}

/// A span cut at the end of its first line: what a caret can point at.
pub fn first_line(source: &SourceFile, span: Span) -> Span {
    let line = source.slice(span).split('\n').next().unwrap_or("").trim_end();
    Span::new(span.start as usize..span.start as usize + line.len())
}
byte_set! { LineEndOrTab: [b'\t', b'\n'] }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_the_sign_of_another_is_not_it() {
        let (there, other) = ("ay", "bt");
        assert_eq!(sign(there), sign(other));
        let value = Node {
            span: Span::default(),
            value: Value::Plain("x".into()),
        };
        let entries = [Entry {
            key: there.into(),
            key_span: Span::default(),
            value,
        }];
        let known = [there, other, "c"];
        let fields = Fields::of(&entries, &known, Span::default());
        assert!(fields.entry(there).is_some());
        assert!(fields.entry(other).is_none() && fields.entry("c").is_none());
    }
}
