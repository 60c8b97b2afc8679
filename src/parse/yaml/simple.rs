//! The little of YAML that nearly every front matter is written in: keys at the beginnings of lines, values on one line,
//! lists with a `-`. What is in it is the same tree that the whole language gives, and a fraction of the work; with
//! anything else in the text this reader knows nothing, and the other one is asked.

use std::borrow::Cow;

use super::{Entry, Node, Value};
use crate::bytes::{ByteSet, byte_set, line_length};
use crate::source::Span;

/// How deep lists and mappings may stand in each other here.
const DEPTH: usize = 6;
/// Bytes of a key.
const KEY: usize = 64;

/// The tree of a text that begins at byte `base` of its file; `None` when it takes more than this reader knows.
pub(super) fn read(text: &str, base: usize) -> Option<Node<'_>> {
    if !is_printable(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        text,
        base,
        next: 0,
        depth: 0,
    };
    let first = reader.line()??;
    if first.indent > 0 {
        return None;
    }
    let root = reader.mapping(first)?;
    reader.line()?.is_none().then_some(root)
}

/// Whether nothing but spaces, line ends and characters with a shape is in a text: no tabs, no controls, no other line
/// ends. Some more are taken for such, which costs nothing but time.
fn is_printable(bytes: &[u8]) -> bool {
    // Controls, byte order marks and line ends beyond ASCII begin with one of these pairs.
    let begins_odd = |at: usize| {
        let pair = bytes.get(at..at + 2);
        pair.is_some_and(|pair| matches!(pair, [0xc2, ..0xa0] | [0xe2, 0x80] | [0xef, 0xbb | 0xbf]))
    };
    Controls::first_in(bytes).is_none() && !memchr::memchr3_iter(0xc2, 0xe2, 0xef, bytes).any(begins_odd)
}

byte_set! {
    /// The controls that no front matter has.
    Controls: [0, b'\n' - 1], [b'\n' + 1, b' ' - 1], [0x7f, 0x7f]
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    /// Where the next line begins.
    next: usize,
    depth: usize,
}

/// What a line holds behind its indentation.
#[derive(Clone, Copy)]
struct Line {
    /// Columns from the left edge; for what stands behind a `- ` the columns before it.
    indent: usize,
    start: usize,
    end: usize,
}

impl<'t> Reader<'t> {
    /// The next line, which is not taken yet; inside, `None` at the end.
    fn line(&self) -> Option<Option<Line>> {
        let rest = self.text.as_bytes().get(self.next..).unwrap_or_default();
        if rest.is_empty() {
            return Some(None);
        }
        let length = line_length(rest);
        let indent = rest.iter().take_while(|&&b| b == b' ').count();
        // An empty line or a comment may belong to the text around it.
        (indent < length && rest[indent] != b'#').then_some(Some(Line {
            indent,
            start: self.next + indent,
            end: self.next + length,
        }))
    }

    fn bytes(&self, line: Line) -> &'t [u8] {
        &self.text.as_bytes()[line.start..line.end]
    }

    fn node(&self, start: usize, end: usize, value: Value<'t>) -> Node<'t> {
        Node {
            span: self.span(start, end),
            value,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start..self.base + end)
    }

    /// Everything from a key on that stands as far from the left edge.
    fn mapping(&mut self, first: Line) -> Option<Node<'t>> {
        self.depth += 1;
        let mut entries = Vec::with_capacity(8);
        let mut line = first;
        while self.depth <= DEPTH {
            entries.push(self.entry(line)?);
            line = match self.line()? {
                Some(next) if next.indent == first.indent && !is_item(self.bytes(next)) => next,
                Some(next) if next.indent > first.indent => return None,
                _ => {
                    self.depth -= 1;
                    let end = entries
                        .last()
                        .map_or(first.end, |entry| entry.value.span.end as usize);
                    return self.of_entries(first.start, end - self.base, entries);
                }
            };
        }
        None
    }

    fn of_entries(&self, start: usize, end: usize, entries: Vec<Entry<'t>>) -> Option<Node<'t>> {
        let is_new = |at: usize| entries[..at].iter().all(|other| other.key != entries[at].key);
        let unique = entries.len() <= 24 && (1..entries.len()).all(is_new);
        unique.then(|| self.node(start, end, Value::Mapping(entries)))
    }

    fn entry(&mut self, line: Line) -> Option<Entry<'t>> {
        let bytes = self.bytes(line);
        let key = word(bytes);
        let begins_well = bytes.first().is_some_and(u8::is_ascii_alphabetic);
        if !begins_well || key > KEY || bytes.get(key) != Some(&b':') {
            return None;
        }
        let spaces = bytes[key + 1..].iter().take_while(|&&b| b == b' ').count();
        let start = line.start + key + 1 + spaces;
        self.next = line.end + 1;
        let value = if start == line.end {
            self.below(line.indent)?
        } else if spaces > 0 {
            self.scalar(Line { start, ..line })?
        } else {
            return None;
        };
        Some(Entry {
            key: Cow::Borrowed(&self.text[line.start..line.start + key]),
            key_span: self.span(line.start, line.start + key),
            value,
        })
    }

    /// What stands below a key with nothing behind its colon.
    fn below(&mut self, indent: usize) -> Option<Node<'t>> {
        let line = self.line()??;
        if line.indent >= indent && is_item(self.bytes(line)) {
            let mut list = self.sequence(line)?;
            if line.indent == indent
                && let Value::Sequence(items) = &list.value
            {
                // The place of a list that is not indented begins behind its first mark for the whole language, too.
                list.span.start = items.first()?.span.start;
            }
            Some(list)
        } else if line.indent > indent {
            self.mapping(line)
        } else {
            None
        }
    }

    fn sequence(&mut self, first: Line) -> Option<Node<'t>> {
        self.depth += 1;
        let mut items: Vec<Node<'t>> = Vec::new();
        let mut line = first;
        while self.depth <= DEPTH {
            let spaces = self.bytes(line)[1..].iter().take_while(|&&b| b == b' ').count();
            let content = Line {
                indent: line.indent + 1 + spaces,
                start: line.start + 1 + spaces,
                end: line.end,
            };
            let bytes = self.bytes(content);
            let item = if bytes.get(word(bytes)) == Some(&b':') {
                self.mapping(content)?
            } else {
                self.next = line.end + 1;
                self.scalar(content)?
            };
            items.push(item);
            line = match self.line()? {
                Some(next) if next.indent == first.indent && is_item(self.bytes(next)) => next,
                Some(next) if next.indent > first.indent => return None,
                _ => {
                    self.depth -= 1;
                    let end = items.last().map_or(first.end, |item| item.span.end as usize);
                    return Some(self.node(first.start, end - self.base, Value::Sequence(items)));
                }
            };
        }
        None
    }

    /// A value that ends with its line.
    fn scalar(&self, at: Line) -> Option<Node<'t>> {
        let text = &self.text[at.start..at.end];
        let bytes = text.as_bytes();
        let (&first, &last) = (bytes.first()?, bytes.last()?);
        let value = match first {
            b'"' | b'\'' => {
                let inner = text.get(1..bytes.len() - 1).filter(|_| last == first)?;
                let mut inside = inner.bytes();
                if inside.any(|b| b == first || b == b'\\' && first == b'"') {
                    return None;
                }
                Value::Quoted(Cow::Borrowed(inner))
            }
            b'[' if last == b']' => return self.flow_sequence(at),
            b'{' if last == b'}' => return self.flow_mapping(at),
            b'-' if !bytes.get(1)?.is_ascii_digit() => return None,
            b'-' | b'(' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => {
                let ends = |pair: &[u8]| matches!(pair, [b':', b' '] | [b' ', b'#']);
                if matches!(last, b' ' | b':') || bytes.windows(2).any(ends) {
                    return None;
                }
                Value::Plain(Cow::Borrowed(text))
            }
            _ => return None,
        };
        Some(self.node(at.start, at.end, value))
    }

    /// `[one, two]`, of nothing but words.
    fn flow_sequence(&self, at: Line) -> Option<Node<'t>> {
        let items = self
            .parts(at)
            .map(|part| self.words(part?))
            .collect::<Option<_>>()?;
        Some(self.node(at.start, at.end, Value::Sequence(items)))
    }

    /// `{ one: two, three: four }`, of nothing but words.
    fn flow_mapping(&self, at: Line) -> Option<Node<'t>> {
        let entry = |part: Option<Line>| {
            let part = part?;
            let bytes = self.bytes(part);
            let key = word(bytes);
            if key == 0 || !bytes[0].is_ascii_alphanumeric() || bytes.get(key..key + 2) != Some(b": ") {
                return None;
            }
            let value = self.trimmed(part.start + key + 2, part.end)?;
            Some(Entry {
                key: Cow::Borrowed(&self.text[part.start..part.start + key]),
                key_span: self.span(part.start, part.start + key),
                value: self.words(value)?,
            })
        };
        self.of_entries(
            at.start,
            at.end,
            self.parts(at).map(entry).collect::<Option<_>>()?,
        )
    }

    /// What stands between brackets, from comma to comma.
    fn parts(&self, at: Line) -> impl Iterator<Item = Option<Line>> {
        let mut start = at.start + 1;
        let end = at.end - 1;
        let is_empty = self.text[start..end].bytes().all(|b| b == b' ');
        std::iter::from_fn(move || {
            if is_empty || start > end {
                return None;
            }
            let rest = &self.text.as_bytes()[start..end];
            let length = rest.iter().position(|&b| b == b',').unwrap_or(rest.len());
            let part = self.trimmed(start, start + length);
            start += length + 1;
            Some(part)
        })
    }

    fn trimmed(&self, start: usize, end: usize) -> Option<Line> {
        let text = &self.text[start..end];
        let begin = start + text.bytes().take_while(|&b| b == b' ').count();
        let end = start + text.trim_end_matches(' ').len();
        (begin < end).then_some(Line {
            indent: 0,
            start: begin,
            end,
        })
    }

    /// Text without any mark that could mean something.
    fn words(&self, at: Line) -> Option<Node<'t>> {
        let bytes = self.bytes(at);
        let begins_well = bytes[0].is_ascii_alphanumeric() || bytes[0] >= 0x80;
        let plain = begins_well && bytes.iter().all(|&b| is_of_word(b) || b == b' ' || b >= 0x80);
        plain.then(|| {
            self.node(
                at.start,
                at.end,
                Value::Plain(Cow::Borrowed(&self.text[at.start..at.end])),
            )
        })
    }
}

/// Whether a line is an item of a list.
fn is_item(bytes: &[u8]) -> bool {
    bytes.starts_with(b"- ")
}

/// How long the word is with which something begins.
fn word(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&b| is_of_word(b)).count()
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Context, attempt};
    use super::*;
    use crate::source::{FileId, SourceFile};

    /// Whether this reader knows a text; what it reads is what the whole language gives, without any finding.
    fn is_known(text: &str) -> bool {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec());
        let context = Context {
            file: FileId(0),
            source: &source,
            base: 7,
        };
        let Some(root) = read(&source.text, 7) else {
            return false;
        };
        let whole = attempt(&source.text, context, &[])
            .unwrap_or_else(|_| panic!("{text:?} is no YAML, and was read as {root:?}"));
        assert_eq!(root, whole.root, "{text:?}");
        assert!(whole.findings.is_empty(), "{text:?}: {:?}", whole.findings);
        true
    }

    #[test]
    fn what_front_matter_is_made_of_is_known() {
        for text in [
            "title: Grow the café, at 5 % (or more)\n",
            "title: 2026\nteam: no\nowner: ana-b",
            "a: \"one: two # three\"\nb: 'x \"y\"'\nc: -3\n",
            "key_results:\n  - id: a\n    title: b\n    start: -1.5\n  - id: c\nteam: x\n",
            "key_results:\n- id: a\n  title: b\n- id: c\nteam: x\n",
            "steps: [Designed, English live, fr-2]\ntags: []\nrubric: { 0.3: 8, 0.7: 5.5 }\n",
            "plan:\n  2026-07-31: 8\n",
            "steps:\n  - one\n  - two three\nparent: a/b#c\n",
            "a:\n  b:\n    c: d\n  e: f\ng: h\n",
        ] {
            let known = !text.contains("2026-07-31");
            assert_eq!(is_known(text), known, "{text:?}");
        }
    }

    #[test]
    fn whatever_may_mean_more_is_left_to_the_whole_language() {
        for text in [
            "",
            "\n",
            "a: b # c\n",
            "# c\na: b\n",
            "a: b\n\nc: d\n",
            "a: b: c\n",
            "a: @b\n",
            "a: *b\n",
            "a:\n",
            "a:\nb: c\n",
            "a: b\n  c\n",
            "a: b\na: c\n",
            "- a\n",
            "a: |\n  b\n",
            "a: \"\\n\"\n",
            "a: 'it''s'\n",
            "a: b\tc\n",
            "a: [b, [c]]\n",
            "a: [b: c]\n",
            "a: {b: c, b: d}\n",
            " a: b\n",
            "a: b \n",
            "a:b\n",
            "? a\n",
            "a: [b\n",
            "a: b\u{85}c\n",
            "a: ]\n",
            "a:\n  - b\n    c\n",
            "a:\n  - b: c\n     d: e\n",
            "a: {b}\n",
            "a: [b,]\n",
            "a: -b\n",
            "---\na: b\n",
            "a: b:\n",
        ] {
            assert!(!is_known(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_known_is_what_the_whole_language_reads(
            lines in proptest::collection::vec(
                "( {0,2}|    )(- )?(-  )?([ab](:| :|: |:  )?)?(x|-2|- |\"x: #\"|'y'|\"a\"b|[\\[{][ab:, -]{0,6}[\\]}]|[ab:#'\"é\\-,?&*!|>%@ .\\[\\]{}]{0,6})?",
                0..7
            )
        ) {
            is_known(&lines.join("\n"));
            is_known(&(lines.join("\n") + "\n"));
        }
    }
}
