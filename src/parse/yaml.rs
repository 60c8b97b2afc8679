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
mod tests {
    use super::*;
    use crate::parse::testing;

    fn shown(node: &Node<'_>) -> String {
        match &node.value {
            Value::Plain(text) => text.to_string(),
            Value::Quoted(text) => format!("{text:?}"),
            Value::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
            Value::Mapping(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|e| format!("{}: {}", e.key, shown(&e.value)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
            Value::Fault => "!".to_owned(),
        }
    }

    fn read_shown(text: &str) -> (String, String) {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec());
        let mut out = Vec::new();
        let read = read(FileId(0), &source, Span::new(0..source.text.len()), &mut out);
        let tree = read
            .as_ref()
            .map_or("nothing".to_owned(), |read| shown(&read.root));
        (tree, testing::printed(&source, &out))
    }

    fn check(text: &str, tree: &str, findings: &str) {
        let (found, said) = read_shown(text);
        assert_eq!((found.as_str(), said.as_str()), (tree, findings), "{text}");
    }

    #[test]
    fn scalars_are_text_as_typed() {
        check("", "{}", "");
        check("# a comment\n", "{}", "");
        check("---\na: 1\n", "{a: 1}", "");
        check(
            "team: no\ntitle: 2026\nx: 1.10\ny: 010\nz: 1e3\n",
            "{team: no, title: 2026, x: 1.10, y: 010, z: 1e3}",
            "",
        );
        check(
            "a: ~\nb: null\nc:\nd: \"\"\n",
            "{a: ~, b: null, c: , d: \"\"}",
            "",
        );
        check(
            "a: x\n  y\nb: \"é\\u0041\"\nc: 'it''s'\n",
            "{a: x y, b: \"éA\", c: \"it's\"}",
            "",
        );
        check(
            "a: |\n  x\n  y\nb: >\n  f\n  g\n",
            "{a: \"x\\ny\\n\", b: \"f g\\n\"}",
            "",
        );
        check("a: {b: c, d: [e, f], g}\n", "{a: {b: c, d: [e, f], g: }}", "");
        check("a:\n- b\n- c\n", "{a: [b, c]}", "");
        check(
            "a: http://x\nb: 10:30\nc: -b\nd: :e\n",
            "{a: http://x, b: 10:30, c: -b, d: :e}",
            "",
        );
        check(
            "a: x # a comment\nb: [x] # one\n# one more\n",
            "{a: x, b: [x]}",
            "",
        );
        check("“a”: b\n", "{“a”: b}", "");
        check("k: v\n  - a\n", "{k: v - a}", "");
    }

    #[test]
    fn each_trap_is_said_in_words_of_the_file() {
        check(
            "owner: @ana\n",
            "{owner: !}",
            "1:8 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n",
        );
        check(
            "owner: [@ana, bo]\n",
            "{owner: [!, bo]}",
            "1:9 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n",
        );
        check(
            "title: @home and away\n",
            "{title: !}",
            "1:8 invalid-yaml: a value cannot begin with `@`\n  help: put it in quotes: `\"@home and away\"`\n",
        );
        check(
            "unit: %\n",
            "{unit: !}",
            "1:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
        );
        check(
            "unit: %x # per cent\n",
            "{unit: !}",
            "1:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%x\"`\n",
        );
        check(
            "unit: { a: % }\n",
            "{unit: {a: !}}",
            "1:12 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
        );
        check(
            "title: `x` wins\n",
            "{title: !}",
            "1:8 invalid-yaml: a value cannot begin with a backtick\n  help: put it in quotes: \"`x` wins\"\n",
        );
        check(
            "title: Grow: fast\n",
            "{title: !}",
            "1:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n",
        );
        check(
            "title: Grow:\n",
            "{title: !}",
            "1:8 invalid-yaml: the text `Grow:` has a `:` in it\n  help: put the text in quotes: `\"Grow:\"`\n",
        );
        check(
            "title: \"Grow\": fast\n",
            "{title: !}",
            "1:8 invalid-yaml: the text `\"Grow\": fast` has a `:` in it\n  help: put the text in quotes: `'\"Grow\": fast'`\n",
        );
        check(
            "links: [{title: Docs: here, url: x}]\n",
            "{links: [{title: !, url: x}]}",
            "1:17 invalid-yaml: the text `Docs: here` has a `:` in it\n  help: put the text in quotes, or a comma between two entries\n",
        );
        check(
            "rubric: { 0.3: 8 0.7: 5 }\n",
            "{rubric: {0.3: !}}",
            "1:16 invalid-yaml: the text `8 0.7: 5` has a `:` in it\n  help: put the text in quotes, or a comma between two entries\n",
        );
        check(
            "rubric: {0.3:8, 0.7: 5}\n",
            "{rubric: {0.3: !, 0.7: 5}}",
            "1:10 invalid-yaml: `0.3:8` has no space behind its `:`\n  help: write `0.3: 8`\n",
        );
        check(
            "key_results:\n\t- id: a\n\t  title: b\n",
            "{key_results: [{id: a, title: b}]}",
            "2:1 invalid-yaml: this line and another one are indented with tabs\n  help: indent with spaces: YAML does not take tabs there\n",
        );
        check(
            "a:\n  - x\n\t- y\n",
            "{a: [x]}",
            "3:1 invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n",
        );
        check(
            "title: \"abc\nteam: x\n",
            "{title: !, team: x}",
            "1:8 invalid-yaml: this text has no closing `\"`\n  help: write a `\"` at its end\n",
        );
        check(
            "title: \"abc\nteam: \"x\"\nb: c\n",
            "{title: !, team: \"x\", b: c}",
            "1:8 invalid-yaml: this text has no closing `\"`\n  help: write a `\"` at its end\n",
        );
        check(
            "title: 'abc\n",
            "{title: !}",
            "1:8 invalid-yaml: this text has no closing `'`\n  help: write a `'` at its end\n",
        );
        check(
            "title: 'it's'\n",
            "{title: !}",
            "1:8 invalid-yaml: a `'` inside this text ends it early\n  help: write `'it''s'`\n",
        );
        check(
            "title: \"a \"b\" c\"\n",
            "{title: !}",
            "1:8 invalid-yaml: a `\"` inside this text ends it early\n  help: write `'a \"b\" c'`\n",
        );
        check(
            "title: \"a\" b\n",
            "{title: !}",
            "1:8 invalid-yaml: text stands behind the closing `\"`\n  help: put all of it in quotes: `'\"a\" b'`\n",
        );
        check(
            "title: \"C:\\qa\"\n",
            "{title: !}",
            "1:11 invalid-yaml: `\\q` is no escape that YAML knows\n  help: write `'C:\\qa'`\n",
        );
        check(
            "tags: [a, b\nteam: x\n",
            "{tags: !, team: x}",
            "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
        );
        check(
            "tags: [\n  a,\n  b\n\nteam: x\n",
            "{tags: !, team: x}",
            "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
        );
        check(
            "tags: {a: b\nteam: x\n",
            "{tags: !, team: x}",
            "1:7 invalid-yaml: this `{` has no closing `}`\n  help: write `}` behind the last entry\n",
        );
        check(
            "tags: [a, b}\n",
            "{tags: !}",
            "1:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n",
        );
        check(
            "tags: [a]]\n",
            "{tags: !}",
            "1:10 invalid-yaml: this `]` closes nothing\n  help: take it out, or put the text in quotes\n",
        );
        check(
            "a: 1\n  b: 2\nc: 3\n",
            "{a: 1, c: 3}",
            "2:3 invalid-yaml: this line is indented, as if the text of the line before went on here, and it has a `: `\n  help: indent it like the key above, or put the whole text in quotes\n",
        );
        check(
            "a:\n  b: 1\n c: 2\n",
            "{a: {b: 1}}",
            "3:2 invalid-yaml: this line begins in column 2, where no key above does\n  help: indent it like the lines it belongs to\n",
        );
        check(
            "k:\n  - id: a\n   title: y\n",
            "{k: [{id: a}]}",
            "3:4 invalid-yaml: this line begins in column 4, where no key above does\n  help: indent it like the lines it belongs to\n",
        );
        check(
            "k:\n  - id: a\n - id: b\n",
            "{k: [{id: a}]}",
            "3:2 invalid-yaml: this `-` stands in column 2, where no list above has one\n  help: indent it like the lines it belongs to\n",
        );
        check(
            "k:\n- a\n  b: c\n",
            "{k: [a]}",
            "3:3 invalid-yaml: this line is indented, as if the text of the line before went on here, and it has a `: `\n  help: indent it like the key above, or put the whole text in quotes\n",
        );
        check(
            "k: v\n- a\n",
            "{k: v}",
            "2:1 invalid-yaml: this `-` stands in column 1, where no list above has one\n  help: indent it like the lines it belongs to\n",
        );
        check(
            "k: - a\n",
            "{k: !}",
            "1:4 invalid-yaml: a list cannot begin beside its key\n  help: write each `- ` on a line of its own below the key, or `[a, b]`; put a text that begins with `-` in quotes\n",
        );
        check(
            "k: -\n",
            "{k: !}",
            "1:4 invalid-yaml: a list cannot begin beside its key\n  help: write each `- ` on a line of its own below the key, or `[a, b]`; put a text that begins with `-` in quotes\n",
        );
        check(
            "title Grow\nteam: x\n",
            "{team: x}",
            "1:1 invalid-yaml: this line has no `key: value`\n  help: write `title: Grow`\n",
        );
        check(
            "team: x\ntitle=Grow\n",
            "{team: x}",
            "2:1 invalid-yaml: this line has no `key: value`\n  help: write `title: Grow`\n",
        );
        check(
            "team: x\ntitle:Grow\nb: c\n",
            "{team: x, title: !, b: c}",
            "2:1 invalid-yaml: no space stands behind `title:`\n  help: write `title: Grow`\n",
        );
        check(
            "a:1\nb: 2\n",
            "{a: !, b: 2}",
            "1:1 invalid-yaml: no space stands behind `a:`\n  help: write `a: 1`\n",
        );
        check(
            "team: x\n\nWhy this matters to all of us here.\n",
            "{team: x}",
            "3:1 invalid-yaml: this line has no `key: value`\n  help: is the line `---` missing that ends the front matter?\n",
        );
        check(
            "a: | text\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `|` is no text in YAML\n  help: put it in quotes: `\"| text\"`\n",
        );
        check(
            "a: > 5\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `>` is no text in YAML\n  help: put it in quotes: `\"> 5\"`\n",
        );
        check(
            "a: & b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `&` is no text in YAML\n  help: put it in quotes: `\"& b\"`\n",
        );
        check(
            "a: * b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `*` is no text in YAML\n  help: put it in quotes: `\"* b\"`\n",
        );
        check(
            "a: ? b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `?` is no text in YAML\n  help: put it in quotes: `\"? b\"`\n",
        );
        check(
            "a: ,b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `,` is no text in YAML\n  help: put it in quotes: `\",b\"`\n",
        );
        check(
            "a: !e!x b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `!` is no text in YAML\n  help: put it in quotes: `\"!e!x b\"`\n",
        );
        check(
            "a: **bold** b\n",
            "{a: !}",
            "1:4 invalid-yaml: a value that begins with `*` is no text in YAML\n  help: put it in quotes: `\"**bold** b\"`\n",
        );
        check(
            "a: }\n",
            "{a: !}",
            "1:4 invalid-yaml: this `}` closes nothing\n  help: take it out, or put the text in quotes\n",
        );
        check(
            "a: \"x\"#y\n",
            "{a: !}",
            "1:7 invalid-yaml: no space stands before `#`\n  help: write a space before and behind the `#` of a comment, or put the text in quotes\n",
        );
        check(
            "a: x\u{feff}\nb: \u{feff}y\n",
            "{a: x\u{feff}, b: !}",
            "2:4 invalid-yaml: an invisible character U+FEFF stands here\n  help: delete it\n",
        );
        check(
            "a: 1\u{7}b\n",
            "{a: !}",
            "1:5 invalid-yaml: a control character U+0007 stands here\n  help: delete it\n",
        );
        check(
            "%YAML 1.2\n---\na: 1\n",
            "{a: 1}",
            "1:1 invalid-yaml: a line that begins with `%` is a YAML directive; directives are not read\n  help: take the line out\n",
        );
        check(": b\n", "{}", "1:1 invalid-yaml: a `:` without a key before it\n");
        check(
            "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n",
            "{}",
            "1:1 invalid-yaml: a merge conflict is not resolved\n  help: keep one side, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`\n",
        );
    }

    #[test]
    fn a_hash_behind_a_space_cuts_a_value() {
        check(
            "title: Reach #1\n",
            "{title: Reach}",
            "1:14 cut-by-comment: `#1` would be cut off: behind a space, `#` begins a comment\n  help: write `\"Reach #1\"`; a comment has a space behind its `#`\n",
        );
        check("title: Reach # 1\n", "{title: Reach}", "");
        check("title: Reach#1\n", "{title: Reach#1}", "");
        check("title: \"Reach #1\"\n", "{title: \"Reach #1\"}", "");
        check("title: 'Reach' #1\n", "{title: \"Reach\"}", "");
        check(
            "accent: #0b5fff\n",
            "{accent: !}",
            "1:9 cut-by-comment: `#0b5fff` would be cut off: behind a space, `#` begins a comment\n  help: write `\"#0b5fff\"`; a comment has a space behind its `#`\n",
        );
        check("key_results: #todo\n  - x\n", "{key_results: [x]}", "");
        check("key_results: # todo\n  - x\n", "{key_results: [x]}", "");
        check(
            "title: Reach #\n",
            "{title: Reach}",
            "1:14 cut-by-comment: `#` would be cut off: behind a space, `#` begins a comment\n  help: write `\"Reach #\"`; a comment has a space behind its `#`\n",
        );
        check(
            "tags:\n  - a #b\n  - c # d\n",
            "{tags: [a, c]}",
            "2:7 cut-by-comment: `#b` would be cut off: behind a space, `#` begins a comment\n  help: write `\"a #b\"`; a comment has a space behind its `#`\n",
        );
        check(
            "tags: [a, b #c\n  ]\n",
            "{tags: [a, b]}",
            "1:13 cut-by-comment: `#c` would be cut off: behind a space, `#` begins a comment\n  help: write `\"b #c\"`; a comment has a space behind its `#`\n",
        );
        check(
            "title: Reach #1\n  and more\n",
            "{title: !}",
            "1:14 cut-by-comment: `#1` would be cut off: behind a space, `#` begins a comment\n  help: put the whole text in quotes\n",
        );
        check(
            "title: a ## b\n",
            "{title: a}",
            "1:10 cut-by-comment: `## b` would be cut off: behind a space, `#` begins a comment\n  help: write `\"a ## b\"`; a comment has a space behind its `#`\n",
        );
        check(
            "key #1: a\n",
            "key",
            "1:5 cut-by-comment: `#1: a` would be cut off: behind a space, `#` begins a comment\n  help: write `\"key #1: a\"`; a comment has a space behind its `#`\n",
        );
        check("a: [x] #y\n", "{a: [x]}", "");
    }

    #[test]
    fn anchors_aliases_tags_merge_keys_and_documents_are_refused() {
        check(
            "a: &x 1\nb: *x\nc: *y\n",
            "{a: 1, b: !, c: !}",
            "1:4 invalid-yaml: `&x` is a YAML anchor; anchors are not read\n  help: write the value out, or put a text that begins so in quotes\n2:4 invalid-yaml: `*x` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n3:4 invalid-yaml: `*y` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n",
        );
        check(
            "a: !t 1\nb: !!str 2\nc: !\n",
            "{a: 1, b: 2, c: }",
            "1:4 invalid-yaml: `!t` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n2:4 invalid-yaml: `!!str` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n3:4 invalid-yaml: `!` is a YAML tag; tags are not read\n  help: write the value out, or put a text that begins so in quotes\n",
        );
        check(
            "<<: {a: 1}\nb: 2\n",
            "{b: 2}",
            "1:1 invalid-yaml: `<<` is a YAML merge key; merge keys are not read\n",
        );
        check(
            "&a b: 1\n*a : 1\n",
            "{b: 1}",
            "1:1 invalid-yaml: `&a` is a YAML anchor; anchors are not read\n  help: write the value out, or put a text that begins so in quotes\n2:1 invalid-yaml: `*a` is a YAML alias; aliases are not read\n  help: write the value out, or put a text that begins so in quotes\n",
        );
        check(
            "[a]: b\n{c: d}: e\n",
            "{}",
            "1:1 invalid-yaml: a key is a word, not a list or a mapping\n2:1 invalid-yaml: a key is a word, not a list or a mapping\n",
        );
        check(
            "a: 1\n--- b\n",
            "{a: 1}",
            "2:1 invalid-yaml: a second YAML document begins here\n  help: keep one document in a file\n",
        );
        check(
            "a: 1\n...\nb: 2\n",
            "{a: 1}",
            "3:1 invalid-yaml: a second YAML document begins here\n  help: keep one document in a file\n",
        );
    }

    #[test]
    fn tabs_do_not_indent() {
        let tab = |place: &str| {
            format!(
                "{place} invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n"
            )
        };
        check(
            "\ta: 1\n\tb: 2\n",
            "{a: 1, b: 2}",
            &tab("1:1").replace(
                "this line is indented with a tab",
                "this line and another one are indented with tabs",
            ),
        );
        check("\ta: 1\nb: 2\n", "{a: 1}", &tab("1:1"));
        check("a: 1\n\tb: 2\n", "{a: 1}", &tab("2:1"));
        check("k:\n  - id: x\n    \ttitle: y\n", "{k: [{id: x}]}", &tab("3:5"));
        check("a: |\n  x\n\ty\nb: 2\n", "{a: \"x\\n\", b: 2}", &tab("3:1"));
        check("a: {\n\tb: c\n}\n", "{a: {b: c}}", &tab("2:1"));
        check("a:\n  -\tb\nc:\td\n", "{a: [b], c: d}", "");
        check("a: \"x\n\ty\"\nb: [x,\n\ty]\n", "{a: \"x y\", b: [x, y]}", "");
    }

    #[test]
    fn a_key_stands_once() {
        check(
            "a: 1\nb: 2\na: 3\n",
            "{a: 1, b: 2}",
            "3:1 duplicate-key: `a` stands twice; the first one is on line 1\n  help: keep one of them\n",
        );
        check(
            "x: {a: 1, \"a\": 2}\n",
            "{x: {a: 1}}",
            "1:11 duplicate-key: `a` stands twice; the first one is on line 1\n  help: keep one of them\n",
        );
        check("a: 1\nA: 2\n", "{a: 1, A: 2}", "");
    }

    #[test]
    fn several_faults_are_found_in_one_go() {
        check(
            "owner: @ana\nunit: %\ntitle: Grow: fast\ntags: [a\nteam: support\nweight:2\nb: `x`\n",
            "{owner: !, unit: !, title: !, tags: !, team: support, weight: !, b: !}",
            "1:8 invalid-yaml: a handle is written without `@`\n  did you mean `ana`?\n2:7 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n3:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n4:7 invalid-yaml: this `[` has no closing `]`\n  help: write `]` behind the last entry\n6:1 invalid-yaml: no space stands behind `weight:`\n  help: write `weight: 2`\n7:4 invalid-yaml: a value cannot begin with a backtick\n  help: put it in quotes: \"`x`\"\n",
        );
        check(
            "title: Grow: fast\nkey_results:\n  - id: a\n   title: x\n  - id: b\n    unit: %\n    owner: @bo\n",
            "{title: !, key_results: [{id: a}, {id: b, unit: !, owner: !}]}",
            "1:8 invalid-yaml: the text `Grow: fast` has a `:` in it\n  help: put the text in quotes: `\"Grow: fast\"`\n4:4 invalid-yaml: this line begins in column 4, where no key above does\n  help: indent it like the lines it belongs to\n6:11 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n7:12 invalid-yaml: a handle is written without `@`\n  did you mean `bo`?\n",
        );
        check(
            "a:\n\t- x\nb: %\n",
            "{a: [x], b: !}",
            "2:1 invalid-yaml: this line is indented with a tab\n  help: indent with spaces: YAML does not take tabs there\n3:4 invalid-yaml: a value cannot begin with `%`\n  help: put it in quotes: `\"%\"`\n",
        );
    }

    #[test]
    fn places_are_exact_in_bytes() {
        let text =
            "é: ü\nlist: [ä, \"ö\"]\nfolded:\n  a\n  b\nquoted: 'x\n  y'\nblock: |\n  z\nmap: { k: v }\n";
        let source = SourceFile::new("a.md", format!("---\n{text}---\n").into_bytes());
        let tree =
            read(FileId(0), &source, Span::new(4..4 + text.len()), &mut Vec::new()).expect("it is YAML");
        let mut slices = Vec::new();
        let mut open = vec![&tree.root];
        while let Some(node) = open.pop() {
            match &node.value {
                Value::Sequence(items) => open.extend(items.iter().rev()),
                Value::Mapping(entries) => {
                    slices.extend(entries.iter().map(|entry| source.slice(entry.key_span)));
                    open.extend(entries.iter().rev().map(|entry| &entry.value));
                }
                _ => {}
            }
            slices.push(source.slice(node.span));
        }
        assert_eq!(
            slices,
            [
                "é",
                "list",
                "folded",
                "quoted",
                "block",
                "map",
                text.trim_end(),
                "ü",
                "[ä, \"ö\"]",
                "ä",
                "\"ö\"",
                "a\n  b",
                "'x\n  y'",
                "z\n",
                "k",
                "{ k: v }",
                "v",
            ]
        );
    }

    /// Hostile texts: what counts is that reading ends soon, and in a few words.
    fn ends(text: &str, first: &str) {
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let begun = std::time::Instant::now();
        let (_, findings) = read_shown(text);
        assert!(begun.elapsed().as_secs() < 5, "{:.40}", text);
        let said = findings
            .lines()
            .next()
            .and_then(|line| line.split_once(' '))
            .map_or("", |(_, said)| said);
        assert_eq!(said, first, "{:.40}", text);
    }

    #[test]
    fn depth_ends_at_sixteen() {
        let nested = |depth: usize| format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
        ends(&nested(15), "");
        ends(
            &nested(16),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(
            &nested(100_000),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(
            &format!("a: {}", "[".repeat(100_000)),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(
            &"- ".repeat(30_000),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(
            &format!("{}1", "{a: ".repeat(30_000)),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        let steps: String = (0..300)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect();
        ends(
            &steps,
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
    }

    #[test]
    fn hostile_texts_end_soon() {
        let bomb: String = (1..40)
            .map(|i| format!("a{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(9)))
            .collect();
        ends(
            &bomb,
            "invalid-yaml: `&a1` is a YAML anchor; anchors are not read",
        );
        ends(
            &"a: @b\n".repeat(10_000),
            "invalid-yaml: a handle is written without `@`",
        );
        ends(
            &"a: 'b\n".repeat(10_000),
            "invalid-yaml: this text has no closing `'`",
        );
        ends(
            &"a: [\n".repeat(10_000),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(&"a\n".repeat(30_000), "");
        ends(
            &"? ".repeat(30_000),
            "limit: lists and mappings stand more than 16 deep in each other; the limit is 16",
        );
        ends(&"\t".repeat(60_000), "");
        ends(&"x".repeat(60_000), "");
        let keys: String = (0..6_000).map(|i| format!("k{}: v\n", i / 2)).collect();
        ends(
            &keys,
            "duplicate-key: `k0` stands twice; the first one is on line 1",
        );
        ends(
            &format!("a: \"{}\n", "\\q".repeat(30_000)),
            "invalid-yaml: `\\q` is no escape that YAML knows",
        );
    }

    /// As serde_yaml has it, or `None` where it says no.
    fn oracle(text: &str) -> Option<serde_yaml::Value> {
        serde_yaml::from_str(text).ok()
    }

    fn same(ours: &Node<'_>, theirs: &serde_yaml::Value) -> bool {
        use serde_yaml::Value as Theirs;
        match (&ours.value, theirs) {
            (Value::Sequence(ours), Theirs::Sequence(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
            }
            (Value::Mapping(ours), Theirs::Mapping(theirs)) => {
                ours.len() == theirs.len()
                    && ours.iter().zip(theirs).all(|(ours, (key, theirs))| {
                        let is_key =
                            key.as_str() == Some(&ours.key) || oracle(&ours.key).as_ref() == Some(key);
                        is_key && same(&ours.value, theirs)
                    })
            }
            (Value::Plain(ours) | Value::Quoted(ours), Theirs::String(theirs)) => ours == theirs,
            // What they take for a number or a word of their own is text here, and the same when they read it again.
            (Value::Plain(ours), theirs) => oracle(ours).as_ref() == Some(theirs),
            _ => false,
        }
    }

    fn agree(text: &str) {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec());
        let mut out = Vec::new();
        let tree = read(FileId(0), &source, Span::new(0..source.text.len()), &mut out);
        // Line ends to YAML 1.1, which serde_yaml reads, and to no editor.
        let old = source.text.contains(['\u{85}', '\u{2028}', '\u{feff}']);
        let theirs = oracle(&source.text).filter(|_| !old);
        if let (Some(tree), Some(theirs), true) = (&tree, theirs, out.is_empty())
            && !theirs.is_string()
        {
            let is_empty = theirs.is_null() && tree.root.value == Value::Mapping(Vec::new());
            assert!(
                is_empty || same(&tree.root, &theirs),
                "{text:?}: {:?} {theirs:?}",
                tree.root
            );
        }
        for finding in out {
            assert!(
                finding.span.end as usize <= source.text.len() && finding.span.start <= finding.span.end,
                "{text:?}"
            );
            assert!(
                source.text.is_char_boundary(finding.span.start as usize),
                "{text:?}"
            );
            assert!(
                source.text.is_char_boundary(finding.span.end as usize),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_serde_yaml_reads_too_has_the_same_value() {
        for text in [
            "title: Grow\nperiod: 2026-Q3\ntags: [a, b]\nkey_results:\n  - id: x\n    start: 9\n    rubric: { 0.3: 8, 0.7: 5.5 }\n",
            "a: no\nb: ~\nc: 1.10\nd: 2026-07-31\ne: yes\n",
            "a: \"x\\ty\"\nb: 'it''s'\nc: |\n  one\n   two\n\nd: >-\n  one\n  two\n",
            "a:\n- b: 1\n  c: 2\n- - d\n  - e\n",
            "{a: [1, {b: c}], \"d\": e}",
        ] {
            agree(text);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 2_000, failure_persistence: None, ..Default::default() })]
        #[test]
        fn no_text_breaks_the_reader(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..24)) {
            agree(&parts.concat());
        }
    }

    const PARTS: &[&str] = &[
        "a",
        "b: ",
        "c:\n",
        "\n",
        "  ",
        "    ",
        " ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "\"",
        "'",
        "#",
        " # x",
        " #y",
        ":",
        ": ",
        "@ana",
        "%",
        "`",
        "&x ",
        "*x",
        "!t ",
        "|\n",
        ">\n",
        "~",
        "null",
        "1.5",
        "é",
        "🎯",
        "\t",
        "\\",
        "\\q",
        "---\n",
        "...\n",
        "? ",
        "<<: ",
        "<<<<<<< HEAD\n",
        "x:y",
        "=",
        "\u{feff}",
        "\u{7}",
        "\u{85}",
        "\u{2028}",
        "key: value\n",
        "- item\n",
        "\n\n",
    ];
}
