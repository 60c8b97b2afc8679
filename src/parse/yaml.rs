//! YAML as a tree of texts with their places. No schema and no types: scalars are text as typed.
//!
//! A fault does not end the reading where it can be told what it costs: the value is taken out, the rest is read again,
//! so that several faults of a file are found in one run and what stands around them is checked too.

mod simple;
mod trap;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};

use super::typed;
use crate::diagnostic::Diagnostic;
use crate::msg;
use crate::source::{FileId, SourceFile, Span};

/// How deep lists and mappings may stand in each other.
pub const DEPTH: usize = 16;

/// After so many faults of one text the reading ends.
const CURES: usize = 24;

/// What was read, and how well.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The outermost value; an empty mapping where nothing is written.
    pub root: Node<'a>,
    /// How much of the text it stands for.
    pub extent: Extent,
}

/// How much of a text could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// All keys, but there were faults: the values they cost are [`Value::Fault`].
    Cured,
    /// Lines are left out: that a key is missing here says nothing.
    Part,
}

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// From its first to its last character, with quotes and brackets.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// The values of YAML, as far as we read them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text without quotes; empty where nothing is written.
    Plain(Cow<'a, str>),
    /// Text in quotes or in a block.
    Quoted(Cow<'a, str>),
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// A mapping, in file order; no key stands twice.
    Mapping(Vec<Entry<'a>>),
    /// Something that cannot be read, which is reported.
    Fault,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Its place.
    pub key_span: Span,
    /// What stands behind the colon.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// Whether nothing is written: empty, `null` or `~`, or quotes with nothing in them.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Plain(text) => matches!(&**text, "" | "null" | "~"),
            Value::Quoted(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    fn into_owned(self) -> Node<'static> {
        let value = match self.value {
            Value::Plain(text) => Value::Plain(Cow::Owned(text.into_owned())),
            Value::Quoted(text) => Value::Quoted(Cow::Owned(text.into_owned())),
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(Node::into_owned).collect()),
            Value::Mapping(entries) => Value::Mapping(entries.into_iter().map(Entry::into_owned).collect()),
            Value::Fault => Value::Fault,
        };
        Node {
            span: self.span,
            value,
        }
    }
}

impl Entry<'_> {
    fn into_owned(self) -> Entry<'static> {
        Entry {
            key: Cow::Owned(self.key.into_owned()),
            key_span: self.key_span,
            value: self.value.into_owned(),
        }
    }
}

/// Reads the YAML in `span` of a file. `None` when nothing of it can be read, which is reported.
pub fn read<'a>(
    file: FileId,
    source: &'a SourceFile,
    span: Span,
    out: &mut Vec<Diagnostic>,
) -> Option<Tree<'a>> {
    let text = source.slice(span);
    if let Some(root) = simple::read(text, span.start as usize) {
        return Some(Tree {
            root,
            extent: Extent::Whole,
        });
    }
    let context = Context {
        file,
        source,
        base: span.start as usize,
    };
    let stop = match attempt(text, context, &[]) {
        Ok(read) => {
            out.extend(read.findings);
            return Some(Tree {
                root: read.root,
                extent: Extent::Whole,
            });
        }
        Err(stop) => stop,
    };
    let mut patient = Patient {
        text: text.to_owned(),
        cut: Vec::new(),
        extent: Extent::Cured,
        silent: false,
    };
    let mut stop = stop;
    for cures in 1.. {
        let going_on = if cures < CURES {
            patient.treat(context, stop, out)
        } else {
            cures == CURES && patient.give_up(context, stop, out)
        };
        if !going_on {
            return None;
        }
        match attempt(&patient.text, context, &patient.cut) {
            Ok(read) => {
                out.extend(read.findings);
                return Some(Tree {
                    root: read.root.into_owned(),
                    extent: patient.extent,
                });
            }
            Err(next) => stop = next,
        }
    }
    None
}

/// A text while its faults are taken out one by one. Every cure keeps its length, so that places stay right.
struct Patient {
    text: String,
    /// What was replaced; scalars that touch it are faults.
    cut: Vec<Range<usize>>,
    extent: Extent,
    /// The structure is already known to be lost: what comes of that is not worth saying.
    silent: bool,
}

impl Patient {
    /// Reports a fault and takes it out; `false` when nothing is left to be read.
    fn treat(&mut self, context: Context<'_>, stop: Stop, out: &mut Vec<Diagnostic>) -> bool {
        let fault = match stop {
            Stop::Limit(finding) => {
                out.push(finding);
                return false;
            }
            Stop::Fault(fault) => fault,
        };
        let trap = trap::of(&self.text, &fault);
        let structural = matches!(trap.cure, trap::Cure::Line(_) | trap::Cure::Rest(_));
        if !(structural && self.silent) {
            out.extend(trap.findings.into_iter().map(|found| {
                let span = Span::new(context.base + found.range.start..context.base + found.range.end);
                let mut finding = Diagnostic::new(found.rule, context.file, span, found.message);
                finding.help = found.help;
                finding
            }));
        }
        match trap.cure {
            trap::Cure::Value(range) => self.replace(range, b'x'),
            trap::Cure::Open(range) => {
                self.silent = true;
                self.replace(range, b'x')
            }
            trap::Cure::Unspaced(range) => {
                let first = self.text[range.clone()].chars().next().map_or(0, char::len_utf8);
                let spaced = self.replace(range.start..range.start + first, b' ');
                self.cut.push(range.clone());
                self.replace(range.start + first..range.end, b'x') || spaced
            }
            trap::Cure::Line(range) => {
                // What stands below a lost line is often lost with it.
                self.silent = true;
                self.extent = Extent::Part;
                self.replace(range, b' ')
            }
            trap::Cure::Tabs(ranges) => {
                self.silent = true;
                self.extent = Extent::Part;
                let mut changed = false;
                for range in ranges {
                    changed |= self.replace(range, b' ');
                }
                changed
            }
            trap::Cure::Rest(from) => {
                self.extent = Extent::Part;
                self.replace(from..self.text.len(), b' ')
            }
        }
    }

    /// Reports a last fault and leaves out everything from its line on.
    fn give_up(&mut self, context: Context<'_>, stop: Stop, out: &mut Vec<Diagnostic>) -> bool {
        let at = match &stop {
            Stop::Limit(_) => None,
            Stop::Fault(fault) => Some(trap::line_start(&self.text, fault.at)),
        };
        self.treat(context, stop, out);
        self.extent = Extent::Part;
        at.is_some_and(|at| self.replace(at..self.text.len(), b' '))
    }

    /// Overwrites a range but for its line ends; `false` when that changes nothing.
    fn replace(&mut self, range: Range<usize>, with: u8) -> bool {
        let Some(old) = self.text.get(range.clone()) else {
            return false;
        };
        let new: String = old
            .bytes()
            .map(|b| if b == b'\n' { '\n' } else { with as char })
            .collect();
        if new == old {
            return false;
        }
        self.text.replace_range(range.clone(), &new);
        if with == b'x' {
            self.cut.push(range);
        }
        true
    }
}

/// The file a text is part of, and where in it the text begins.
#[derive(Clone, Copy)]
struct Context<'a> {
    file: FileId,
    source: &'a SourceFile,
    base: usize,
}

impl Context<'_> {
    fn span(self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start..self.base + range.end)
    }

    fn invalid(self, range: Range<usize>, message: crate::diagnostic::Message) -> Diagnostic {
        Diagnostic::new("invalid-yaml", self.file, self.span(range), message)
    }
}

/// Why one reading ended early.
enum Stop {
    Limit(Diagnostic),
    Fault(Fault),
}

/// A fault of syntax, with what is known of its surroundings. Places are bytes of the text.
struct Fault {
    kind: ErrorKind,
    at: usize,
    /// Where the outermost open bracket stands.
    bracket: Option<usize>,
    /// The scalar that was read last.
    scalar: Option<Range<usize>>,
    /// Aliases, anchors and tags seen so far.
    refused: Vec<Range<usize>>,
}

struct Read<'t> {
    root: Node<'t>,
    findings: Vec<Diagnostic>,
}

/// Reads a text once, up to its first fault of syntax.
fn attempt<'t>(text: &'t str, context: Context<'_>, cut: &[Range<usize>]) -> Result<Read<'t>, Stop> {
    let options = granit_parser::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut builder = Builder {
        text,
        context,
        cut,
        frames: Vec::with_capacity(8),
        root: None,
        documents: 0,
        scalar: None,
        refused: Vec::new(),
        findings: Vec::new(),
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_span().and_then(|tag| tag.byte_range());
                builder.take(event, range, tag)?;
            }
            Err(error) => return Err(builder.stop(&error)),
        }
    }
    let root = builder.root.unwrap_or(Node {
        span: context.span(0..0),
        value: Value::Mapping(Vec::new()),
    });
    Ok(Read {
        root,
        findings: builder.findings,
    })
}

/// Builds a tree from events, with a stack of its own.
struct Builder<'t, 'c> {
    text: &'t str,
    context: Context<'c>,
    cut: &'c [Range<usize>],
    frames: Vec<Frame<'t>>,
    root: Option<Node<'t>>,
    documents: usize,
    scalar: Option<Range<usize>>,
    refused: Vec<Range<usize>>,
    findings: Vec<Diagnostic>,
}

/// A collection that is not yet closed.
struct Frame<'t> {
    start: usize,
    style: StructureStyle,
    items: Items<'t>,
}

enum Items<'t> {
    Sequence(Vec<Node<'t>>),
    Mapping(Vec<Entry<'t>>, Option<Key<'t>>),
}

/// What follows a plain scalar on its line.
enum Comment {
    None,
    CutsText,
}

/// A key whose value is still to come.
enum Key<'t> {
    Word(Cow<'t, str>, Range<usize>),
    /// No key that we read; reported.
    Refused,
}

impl<'t> Builder<'t, '_> {
    fn take(&mut self, event: Event<'t>, range: Range<usize>, tag: Option<Range<usize>>) -> Result<(), Stop> {
        if let Some(tag) = tag {
            let written = &self.text[tag.clone()];
            self.refuse(
                tag,
                msg!(
                    "`{tag}` is a YAML tag; tags are not read",
                    tag = typed::shown(written)
                ),
            );
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.findings.push(
                        self.context
                            .invalid(range, msg!("a second YAML document begins here"))
                            .help(msg!("keep one document in a file")),
                    );
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let written = &self.text[range.clone()];
                self.refuse(
                    range.clone(),
                    msg!(
                        "`{alias}` is a YAML alias; aliases are not read",
                        alias = typed::shown(written)
                    ),
                );
                self.node(range, Value::Fault);
            }
            Event::Anchor(..) => {
                let written = &self.text[range.clone()];
                self.refuse(
                    range,
                    msg!(
                        "`{anchor}` is a YAML anchor; anchors are not read",
                        anchor = written
                    ),
                );
            }
            Event::Scalar(text, style, ..) => self.scalar(text, style, range),
            Event::SequenceStart(style, ..) => self.open(range, style, Items::Sequence(Vec::new()))?,
            Event::MappingStart(style, ..) => {
                self.open(range, style, Items::Mapping(Vec::with_capacity(8), None))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            _ => {}
        }
        Ok(())
    }

    fn refuse(&mut self, range: Range<usize>, message: crate::diagnostic::Message) {
        let finding = self.context.invalid(range.clone(), message).help(msg!(
            "write the value out, or put a text that begins so in quotes"
        ));
        self.findings.push(finding);
        self.refused.push(range);
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, range: Range<usize>) {
        self.scalar = Some(range.clone());
        let value = if self.is_cut(&range) {
            Value::Fault
        } else if style == ScalarStyle::Plain {
            match (self.look_for_comment(&range), range.is_empty()) {
                (Comment::CutsText, true) => Value::Fault,
                (_, true) => Value::Plain(Cow::Borrowed("")),
                (_, false) => Value::Plain(text),
            }
        } else {
            Value::Quoted(text)
        };
        self.node(range, value);
    }

    /// A value that is missing counts as cut when what would have been it is.
    fn is_cut(&self, range: &Range<usize>) -> bool {
        let reach = if range.is_empty() {
            range.end + 2
        } else {
            range.end
        };
        self.cut
            .iter()
            .any(|cut| cut.start < reach && range.start < cut.end)
    }

    /// `title: Reach #1`: for YAML the rest of the line is a comment. Whoever means one writes a space behind the `#`.
    fn look_for_comment(&mut self, range: &Range<usize>) -> Comment {
        let rest = self.text[range.end..].split('\n').next().unwrap_or("");
        let behind = if range.is_empty() {
            rest.trim_start_matches([' ', '\t', ':', '-'])
        } else {
            rest.trim_start_matches([' ', '\t'])
        };
        if !behind.starts_with('#') || behind[1..].starts_with([' ', '\t']) {
            return Comment::None;
        }
        let at = range.end + (rest.len() - behind.len());
        if at == 0 || !matches!(self.text.as_bytes()[at - 1], b' ' | b'\t') {
            return Comment::None;
        }
        let comment = behind.trim_end();
        let whole = self.text[range.start..at + comment.len()].trim_start_matches([' ', '\t', ':', '-']);
        let span = self.context.span(at..at + comment.len());
        self.findings.push(
            Diagnostic::new(
                "cut-by-comment",
                self.context.file,
                span,
                msg!(
                    "{text} would be cut off: behind a space, `#` begins a comment",
                    text = trap::code(comment)
                ),
            )
            .help(if whole.contains('\n') {
                msg!("put the text in quotes; a comment has a space behind its `#`")
            } else {
                msg!(
                    "write {quoted}; a comment has a space behind its `#`",
                    quoted = trap::code(&trap::quoted(whole))
                )
            }),
        );
        Comment::CutsText
    }

    fn open(&mut self, range: Range<usize>, style: StructureStyle, items: Items<'t>) -> Result<(), Stop> {
        if self.frames.len() == DEPTH {
            return Err(Stop::Limit(self.too_deep(range.start)));
        }
        self.frames.push(Frame {
            start: range.start,
            style,
            items,
        });
        Ok(())
    }

    fn too_deep(&self, at: usize) -> Diagnostic {
        Diagnostic::new(
            "limit",
            self.context.file,
            self.context.span(at..trap::behind(self.text, at)),
            msg!(
                "lists and mappings stand more than {limit} deep in each other; the limit is {limit}",
                limit = DEPTH
            ),
        )
    }

    fn close(&mut self, range: Range<usize>) {
        let Some(frame) = self.frames.pop() else { return };
        let (value, last) = match frame.items {
            Items::Sequence(items) => {
                let last = items.last().map(|node| node.span.end as usize);
                (Value::Sequence(items), last)
            }
            Items::Mapping(entries, _) => {
                let last = entries
                    .last()
                    .map(|entry| entry.value.span.end.max(entry.key_span.end) as usize);
                (Value::Mapping(self.without_duplicates(entries)), last)
            }
        };
        let end = match frame.style {
            StructureStyle::Flow => range.end,
            // The end of a block is only told by what follows it.
            StructureStyle::Block => last.map_or(range.end, |end| end - self.context.base),
        };
        self.node(frame.start..end.max(frame.start), value);
    }

    /// A node is complete: it is a key, a value, an item, or all there is.
    fn node(&mut self, range: Range<usize>, value: Value<'t>) {
        let Some(frame) = self.frames.last_mut() else {
            if self.root.is_none() {
                let value = if matches!(&value, Value::Plain(text) if text.is_empty()) {
                    Value::Mapping(Vec::new())
                } else {
                    value
                };
                self.root = Some(Node {
                    span: self.context.span(range),
                    value,
                });
            }
            return;
        };
        let style = frame.style;
        match &mut frame.items {
            Items::Sequence(items) => {
                // Nothing behind a `-` is placed where the next thing begins: the line of the `-` is meant.
                let end = if range.is_empty() {
                    self.text[..range.end].trim_end().len()
                } else {
                    range.end
                };
                items.push(Node {
                    span: self.context.span(range.start.min(end)..end),
                    value,
                });
            }
            Items::Mapping(entries, key) => match key.take() {
                None => {
                    *key = Some(Key::Refused);
                    let refused = match value {
                        Value::Plain(text) if text == "<<" => {
                            Some(msg!("`<<` is a YAML merge key; merge keys are not read"))
                        }
                        Value::Plain(text) if text.is_empty() => Some(msg!("a `:` without a key before it")),
                        Value::Plain(text) | Value::Quoted(text) => {
                            *key = Some(Key::Word(text, range.clone()));
                            None
                        }
                        Value::Sequence(_) | Value::Mapping(_) => {
                            Some(msg!("a key is a word, not a list or a mapping"))
                        }
                        Value::Fault => None,
                    };
                    if let Some(message) = refused {
                        self.findings.push(self.context.invalid(range, message));
                    }
                }
                Some(Key::Refused) => {}
                Some(Key::Word(word, key_range)) => {
                    let unspaced = style == StructureStyle::Flow
                        && range.is_empty()
                        && matches!(&value, Value::Plain(text) if text.is_empty())
                        && word.find(':').is_some_and(|i| i > 0);
                    let (word, value) = if unspaced {
                        let (name, rest) = word.split_once(':').unwrap_or((&word, ""));
                        self.findings.push(
                            self.context
                                .invalid(
                                    key_range.clone(),
                                    msg!("`{text}` has no space behind its `:`", text = typed::shown(&word)),
                                )
                                .help(msg!(
                                    "write `{key}: {value}`",
                                    key = typed::shown(name),
                                    value = typed::shown(rest)
                                )),
                        );
                        (Cow::Owned(name.to_owned()), Value::Fault)
                    } else {
                        (word, value)
                    };
                    entries.push(Entry {
                        key: word,
                        key_span: self.context.span(key_range),
                        value: Node {
                            span: self.context.span(range),
                            value,
                        },
                    });
                }
            },
        }
    }

    fn without_duplicates(&mut self, mut entries: Vec<Entry<'t>>) -> Vec<Entry<'t>> {
        if entries.len() <= 24 {
            let is_first = |i: usize| !entries[..i].iter().any(|earlier| earlier.key == entries[i].key);
            if (1..entries.len()).all(is_first) {
                return entries;
            }
        }
        let mut first: HashMap<Cow<'t, str>, Span> = HashMap::with_capacity(entries.len());
        let findings = &mut self.findings;
        let context = self.context;
        entries.retain(|entry| {
            let Some(earlier) = first.get(&entry.key) else {
                first.insert(entry.key.clone(), entry.key_span);
                return true;
            };
            findings.push(
                Diagnostic::new(
                    "duplicate-key",
                    context.file,
                    entry.key_span,
                    msg!(
                        "`{key}` stands twice; the first one is on line {line}",
                        key = typed::shown(&entry.key),
                        line = context.source.place(earlier.start).line
                    ),
                )
                .help(msg!("keep one of them")),
            );
            false
        });
        entries
    }

    fn stop(mut self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(0);
        let at = self.text.floor_char_boundary(at);
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return Stop::Limit(self.too_deep(at));
        }
        Stop::Fault(Fault {
            kind: error.kind().clone(),
            at,
            bracket: self
                .frames
                .iter()
                .find(|frame| frame.style == StructureStyle::Flow)
                .map(|frame| frame.start),
            scalar: self.scalar.take(),
            refused: self.refused,
        })
    }
}

#[cfg(test)]
mod tests;
