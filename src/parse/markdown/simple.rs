//! The little of Markdown that nearly every body is written in: headings, paragraphs, one level of bullets and tasks,
//! fenced code and tables at the margin, and in them emphasis, code and links that are plain to see. What is in it gives
//! the same events as all of Markdown, for a fraction of the work; of anything else this reader knows nothing, and the
//! other one is asked.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::BlockMarks;
use super::inline::{self, Piece, begins_text};
use crate::bytes::{ByteSet, byte_set, line_length};

/// An event with its bytes.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

/// Who is told what stands in a text, in its order. Places are bytes of the text.
pub trait Listener<'a> {
    /// A heading begins: all of it, and what stands behind its mark. What is returned names it to `end`.
    fn heading(&mut self, level: HeadingLevel, whole: Range<usize>, content: Range<usize>) -> usize;
    /// An item of a list begins, which may be a task; what is returned names it to `end`.
    fn item(&mut self, is_task: bool, start: usize) -> usize;
    /// Anything else begins that has more in it, at a byte; what is returned names it to `end`.
    fn begin(&mut self, tag: Tag<'a>, start: usize) -> usize;
    /// What has begun ends, and now it is known from where to where it goes.
    fn end(&mut self, begun: usize, tag: TagEnd, range: Range<usize>);
    /// The list that has ended is a tight one: the text of its items is in no paragraphs.
    fn tight(&mut self, begun: usize);
    /// The box before the text of an item that is a task; its paragraph has begun, though that stands behind it.
    fn task(&mut self, done: bool, range: Range<usize>);
    /// What stands in a line.
    fn piece(&mut self, piece: Piece<'a>, range: Range<usize>);
    /// A line ends, and its paragraph does not.
    fn line_end(&mut self, range: Range<usize>);
    /// Whether nobody wants to know what stands in a paragraph, a heading or a row of a table with this text.
    fn skips(&self, text: &[u8]) -> bool;
}

/// Tells a listener the part of a text that begins at a byte; where it ends. `in_parts`: the text has no definitions that
/// hold for all of it.
///
/// # Errors
/// Where the part ends when it takes more than this reader knows: what was told is to be forgotten.
pub fn part<'a>(
    text: &'a str,
    from: usize,
    in_parts: bool,
    listener: &mut impl Listener<'a>,
) -> Result<usize, usize> {
    if !in_parts {
        return Err(text.len());
    }
    read(text, from, listener).ok_or_else(|| part_end(text, from))
}

/// Where the part ends that begins at a byte and this reader does not know: before the next second-level heading that no
/// code and no HTML can hide, or where the text ends when something in it may reach over such a heading.
fn part_end(text: &str, from: usize) -> usize {
    let mut fence: Option<(u8, usize)> = None;
    let mut at = from;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let start = at;
        let rest = &bytes[start..];
        let line = &rest[..line_length(rest)];
        at += line.len() + 1;
        let Some(&first) = line.first() else { continue };
        if let Some((mark, length)) = fence {
            if ends_fence(line, mark, length) {
                fence = None;
            }
        } else if line.starts_with(b"## ") {
            if start > from {
                return start;
            }
        } else if !first.is_ascii_alphabetic() && first != b'#' {
            let marks = line.iter().take_while(|b| BlockMarks::has(**b)).count();
            match line[marks..] {
                // Where an item with nothing in it ends depends on what follows.
                [] if line.iter().any(|&b| b != b' ') => return text.len(),
                [b'[', _, b']', ref rest @ ..] if rest.trim_ascii().is_empty() => return text.len(),
                [mark @ (b'`' | b'~'), second, third, ..] if mark == second && mark == third => {
                    let length = line.iter().take_while(|&&b| b == mark).count();
                    // One in a list or a quote ends with that, and nobody counts here how deep that is.
                    if marks > 0 || line[length..].contains(&b'`') {
                        return text.len();
                    }
                    fence = Some((mark, length));
                }
                [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?', ..] => return text.len(),
                _ => {}
            }
        }
    }
    text.len()
}

/// Whether something in a text may hold for all of it: the definition of a link or a footnote.
pub fn has_definitions(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b']', bytes).any(|at| bytes.get(at + 1) == Some(&b':'))
}

fn ends_fence(line: &[u8], mark: u8, length: usize) -> bool {
    let indent = line.iter().take_while(|&&b| b == b' ').count();
    let marks = line[indent..].iter().take_while(|&&b| b == mark).count();
    let rest = &line[indent + marks..];
    indent <= 3 && marks >= length && rest.iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Reads a text from a byte, where a line and nothing else begins, up to the next second-level heading; where that is.
/// `None` when it takes more than this reader knows: what was told is to be forgotten.
fn read<'a>(text: &'a str, from: usize, listener: &mut impl Listener<'a>) -> Option<usize> {
    let mut reader = Reader {
        text,
        at: from,
        listener,
    };
    while let Some(line) = reader.line() {
        if line.start > from && reader.bytes(line.start..line.end).starts_with(b"## ") {
            return Some(line.start);
        }
        match reader.sort_of(line)? {
            Sort::Blank => reader.at = line.behind,
            Sort::Heading(level) => reader.heading(line, level)?,
            Sort::Item => reader.list(line)?,
            Sort::Fence => reader.code(line)?,
            Sort::Row => reader.table(line)?,
            Sort::Text => reader.paragraph(line, 0)?,
        }
    }
    Some(text.len())
}

/// Events as they are told.
pub(super) struct Told<'a> {
    pub events: Vec<Placed<'a>>,
}

impl<'a> Told<'a> {
    /// Nothing yet, of a part that is so long at most.
    pub fn of(length: usize) -> Told<'a> {
        Told {
            events: Vec::with_capacity(length.min(4096) / 14 + 8),
        }
    }

    /// Words in a tag, so many bytes behind its beginning.
    fn around(&mut self, tag: Tag<'a>, words: &'a str, behind: usize, range: Range<usize>) {
        let end = tag.to_end();
        let start = range.start + behind;
        self.events.push((Event::Start(tag), range.clone()));
        self.events
            .push((Event::Text(words.into()), start..start + words.len()));
        self.events.push((Event::End(end), range));
    }
}

impl<'a> Listener<'a> for Told<'a> {
    fn heading(&mut self, level: HeadingLevel, whole: Range<usize>, _: Range<usize>) -> usize {
        let tag = Tag::Heading {
            level,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        };
        self.events.push((Event::Start(tag), whole));
        self.events.len() - 1
    }

    fn item(&mut self, _: bool, start: usize) -> usize {
        self.begin(Tag::Item, start)
    }

    fn begin(&mut self, tag: Tag<'a>, start: usize) -> usize {
        self.events.push((Event::Start(tag), start..start));
        self.events.len() - 1
    }

    fn end(&mut self, begun: usize, tag: TagEnd, range: Range<usize>) {
        self.events[begun].1 = range.clone();
        self.events.push((Event::End(tag), range));
    }

    fn tight(&mut self, begun: usize) {
        // There are no other paragraphs in it.
        let mut behind = self.events.split_off(begun);
        behind.retain(|(event, _)| {
            !matches!(
                event,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            )
        });
        self.events.append(&mut behind);
    }

    fn task(&mut self, done: bool, range: Range<usize>) {
        self.events.push((Event::TaskListMarker(done), range));
    }

    fn piece(&mut self, piece: Piece<'a>, range: Range<usize>) {
        match piece {
            Piece::Text(text) => self.events.push((Event::Text(text.into()), range)),
            Piece::Code(code) => self.events.push((Event::Code(code.into()), range)),
            Piece::Emphasis(words) => self.around(Tag::Emphasis, words, 1, range),
            Piece::Strong(words) => self.around(Tag::Strong, words, 2, range),
            Piece::Link { words, to } => {
                let tag = Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: to.into(),
                    title: "".into(),
                    id: "".into(),
                };
                self.around(tag, words, 1, range);
            }
        }
    }

    fn line_end(&mut self, range: Range<usize>) {
        self.events.push((Event::SoftBreak, range));
    }

    fn skips(&self, _: &[u8]) -> bool {
        false
    }
}

struct Reader<'a, 'l, L> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    listener: &'l mut L,
}

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Where the next one begins.
    behind: usize,
}

enum Sort {
    Blank,
    Heading(usize),
    Item,
    Fence,
    Row,
    Text,
}

/// Whether an item with this text is done, if it is a task; `None` when it takes more than is known here.
fn task(content: &[u8]) -> Option<Option<bool>> {
    match content {
        [b'[', mark @ (b' ' | b'x' | b'X'), b']', b' ', text @ ..] => {
            (begins_text(text) && text[0] != b'[').then_some(Some(*mark != b' '))
        }
        // White space of other sorts, or nothing behind the box.
        [b'[', b' ' | b'\t' | b'x' | b'X', b']', ..] => None,
        _ => begins_text(content).then_some(None),
    }
}

/// Bytes of the box of a task and the space behind it.
const BOX: usize = 4;

impl<'a, L: Listener<'a>> Reader<'a, '_, L> {
    /// The next line, which is not taken yet.
    fn line(&self) -> Option<Line> {
        self.line_at(self.at)
    }

    fn line_at(&self, start: usize) -> Option<Line> {
        let rest = self.text.as_bytes().get(start..)?;
        let length = match rest.first()? {
            b'\n' => 0,
            _ => line_length(rest),
        };
        let end = start + length;
        Some(Line {
            start,
            end,
            behind: (end + 1).min(self.text.len()),
        })
    }

    fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        &self.text.as_bytes()[range]
    }

    fn sort_of(&self, line: Line) -> Option<Sort> {
        let bytes = self.bytes(line.start..line.end);
        match bytes {
            [] => Some(Sort::Blank),
            [.., b' '] => None,
            [b'#', ..] => {
                let level = bytes.iter().take_while(|&&b| b == b'#').count();
                let content = bytes.get(level + 1).is_some_and(|&b| b != b' ');
                let closed = bytes.last() == Some(&b'#');
                (content && level <= 6 && bytes[level] == b' ' && !closed).then_some(Sort::Heading(level))
            }
            [b'-', b' ', content @ ..] => task(content).map(|_| Sort::Item),
            [b'`', b'`', b'`', ..] => Some(Sort::Fence),
            [b'|', ..] => Some(Sort::Row),
            _ => begins_text(bytes).then_some(Sort::Text),
        }
    }

    fn heading(&mut self, line: Line, level: usize) -> Option<()> {
        const LEVELS: [HeadingLevel; 6] = [
            HeadingLevel::H1,
            HeadingLevel::H2,
            HeadingLevel::H3,
            HeadingLevel::H4,
            HeadingLevel::H5,
            HeadingLevel::H6,
        ];
        let (whole, content) = (line.start..line.behind, line.start + level + 1..line.end);
        let level = LEVELS[level - 1];
        let begun = self.listener.heading(level, whole.clone(), content.clone());
        let text = self.bytes(content.clone());
        // Of one that begins with an escape the text begins behind the backslash.
        if text.first() == Some(&b'\\') || !self.listener.skips(text) {
            self.inline(content)?;
        }
        self.listener.end(begun, TagEnd::Heading(level), whole);
        self.at = line.behind;
        Some(())
    }

    /// A paragraph whose first line begins at `line`, and whose others are indented by so many spaces.
    fn paragraph(&mut self, line: Line, indent: usize) -> Option<()> {
        let begun = self.listener.begin(Tag::Paragraph, line.start);
        let end = self.lines(line, indent)?;
        self.listener.end(begun, TagEnd::Paragraph, line.start..end);
        Some(())
    }

    /// The lines of a paragraph; returns where the line behind it begins.
    fn lines(&mut self, first: Line, indent: usize) -> Option<usize> {
        let (end, behind) = self.extent(first, indent)?;
        self.at = behind;
        if self.listener.skips(self.bytes(first.start..end)) {
            return Some(behind);
        }
        self.inline(first.start..first.end)?;
        let mut before = first;
        while before.behind < behind {
            let line = self.line_at(before.behind)?;
            self.listener.line_end(before.end..before.behind);
            self.inline(line.start + indent..line.end)?;
            before = line;
        }
        Some(behind)
    }

    /// Where a paragraph ends, and where the line behind it begins.
    fn extent(&self, first: Line, indent: usize) -> Option<(usize, usize)> {
        let (mut end, mut behind) = (first.end, first.behind);
        while let Some(line) = self.line_at(behind) {
            let bytes = self.bytes(line.start..line.end);
            let content = match (indent, bytes) {
                (_, [] | [b'#', ..]) => break,
                (_, [b'-', b' ', ..]) => break,
                (0, [b'`', b'`', b'`', ..]) => break,
                (0, _) => bytes,
                (_, [b' ', b' ', content @ ..]) => content,
                _ => return None,
            };
            if !begins_text(content) || content.last() == Some(&b' ') {
                return None;
            }
            (end, behind) = (line.end, line.behind);
        }
        Some((end, behind))
    }

    /// A list of bullets, each with one paragraph.
    fn list(&mut self, first: Line) -> Option<()> {
        let list = self.listener.begin(Tag::List(None), first.start);
        let mut loose = false;
        let mut line = first;
        let end = loop {
            let start = line.start + 2;
            let done = task(self.bytes(start..line.end))?;
            let item = self.listener.item(done.is_some(), line.start);
            self.item(Line { start, ..line }, done)?;
            let text_end = self.at;
            while self.text.as_bytes().get(self.at) == Some(&b'\n') {
                self.at += 1;
            }
            self.listener.end(item, TagEnd::Item, line.start..self.at);
            let next = self.line();
            let is_blank = self.at > text_end;
            match next {
                Some(next) if matches!(self.bytes(next.start..next.end), [b'-', b' ', ..]) => {
                    let Sort::Item = self.sort_of(next)? else {
                        return None;
                    };
                    loose |= is_blank;
                    line = next;
                }
                // What is indented, or follows at once, may belong to the item.
                Some(next) if self.text.as_bytes()[next.start] == b' ' => return None,
                Some(next) if !is_blank && self.text.as_bytes()[next.start] != b'#' => return None,
                _ => break self.at,
            }
        };
        self.listener.end(list, TagEnd::List(false), first.start..end);
        if !loose {
            self.listener.tight(list);
        }
        Some(())
    }

    /// What stands in an item, behind its mark; whether it is done, if it is a task.
    fn item(&mut self, content: Line, done: Option<bool>) -> Option<()> {
        let Some(done) = done else {
            return self.paragraph(content, 2);
        };
        let text = Line {
            start: content.start + BOX,
            ..content
        };
        let begun = self.listener.begin(Tag::Paragraph, text.start);
        self.listener.task(done, content.start..text.start - 1);
        let end = self.lines(text, 2)?;
        self.listener.end(begun, TagEnd::Paragraph, text.start..end);
        Some(())
    }

    /// Code between fences, with a plain word behind the first one at most.
    fn code(&mut self, first: Line) -> Option<()> {
        let bytes = self.bytes(first.start..first.end);
        let length = bytes.iter().take_while(|&&b| b == b'`').count();
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+');
        if !bytes[length..].iter().all(is_word) {
            return None;
        }
        let word = &self.text[first.start + length..first.end];
        let kind = CodeBlockKind::Fenced(word.into());
        let begun = self.listener.begin(Tag::CodeBlock(kind), first.start);
        let mut at = first.behind;
        let last = loop {
            let line = self.line_at(at)?;
            let bytes = self.bytes(line.start..line.end);
            if ends_fence(bytes, b'`', length) {
                break bytes.iter().all(|&b| b == b'`').then_some(line)?;
            }
            at = line.behind;
        };
        if first.behind < last.start {
            let code = first.behind..last.start;
            self.listener.piece(Piece::Text(&self.text[code.clone()]), code);
        }
        self.listener.end(begun, TagEnd::CodeBlock, first.start..last.end);
        self.at = last.behind;
        Some(())
    }

    /// A table of lines that begin and end with `|`, all with the same number of cells, and a blank line behind it.
    fn table(&mut self, first: Line) -> Option<()> {
        let second = self.line_at(first.behind)?;
        let columns: Option<Vec<Alignment>> = cells(self.bytes(second.start..second.end))?
            .iter()
            .map(|cell| alignment(cell.1))
            .collect();
        let columns = columns?;
        let count = columns.len();
        let table = self.listener.begin(Tag::Table(columns), first.start);
        self.row(first, count, Tag::TableHead)?;
        let mut end = second.behind;
        while let Some(line) = self.line_at(end) {
            if line.start == line.end {
                break;
            }
            self.row(line, count, Tag::TableRow)?;
            end = line.behind;
        }
        self.listener.end(table, TagEnd::Table, first.start..end);
        self.at = end;
        Some(())
    }

    fn row(&mut self, line: Line, columns: usize, tag: Tag<'a>) -> Option<()> {
        let bytes = self.bytes(line.start..line.end);
        let cells = cells(bytes)?;
        if cells.count() != columns {
            return None;
        }
        let end = tag.to_end();
        let row = self.listener.begin(tag, line.start);
        let skipped = self.listener.skips(bytes);
        for (at, cell) in cells.iter().filter(|_| !skipped) {
            let start = line.start + at;
            let begun = self.listener.begin(Tag::TableCell, start);
            let text = cell.trim_ascii();
            let from = start + (cell.len() - cell.trim_ascii_start().len());
            self.inline(from..from + text.len())?;
            self.listener
                .end(begun, TagEnd::TableCell, start..start + cell.len());
        }
        self.listener.end(row, end, line.start..line.behind);
        Some(())
    }

    /// What stands in a line.
    fn inline(&mut self, range: Range<usize>) -> Option<()> {
        inline::read(self.text, range, |piece, range| self.listener.piece(piece, range))
    }
}

/// The cells of a row of a table that begins and ends with `|`.
fn cells(row: &[u8]) -> Option<Cells<'_>> {
    let inner = row.strip_prefix(b"|")?.strip_suffix(b"|")?;
    NotOfRow::first_in(inner).is_none().then_some(Cells(inner))
}

byte_set! {
    /// A tab is no white space in the second row, and a backslash may stand before a `|`.
    NotOfRow: [0, b' ' - 1], [b'\\', b'\\']
}

struct Cells<'r>(&'r [u8]);

impl<'r> Cells<'r> {
    fn count(&self) -> usize {
        1 + memchr::memchr_iter(b'|', self.0).count()
    }

    /// Each with where it begins in the row.
    fn iter(&self) -> impl Iterator<Item = (usize, &'r [u8])> + use<'r> {
        let cells = self.0.split(|&b| b == b'|');
        cells.scan(1, |at, cell| {
            let start = *at;
            *at += cell.len() + 1;
            Some((start, cell))
        })
    }
}

/// How the cells below one of the second row are aligned; `None` when it is no such cell.
fn alignment(cell: &[u8]) -> Option<Alignment> {
    let cell = cell.trim_ascii();
    let (left, cell) = match cell {
        [b':', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    let (right, line) = match cell {
        [rest @ .., b':'] => (true, rest),
        _ => (false, cell),
    };
    let is_line = !line.is_empty() && line.iter().all(|&b| b == b'-');
    is_line.then_some(match (left, right) {
        (false, false) => Alignment::None,
        (true, false) => Alignment::Left,
        (true, true) => Alignment::Center,
        (false, true) => Alignment::Right,
    })
}

/// A line as tests make them up: nearly every mark of Markdown.
#[cfg(test)]
pub const LINE: &str = "(\\| a \\| \\*b\\* \\||\\|-\\| :--:\\||- \\[[ xX]\\] |## |### |# |- |-|  |   |> |1. |```|~~~|<!--|-->|    |\\t|\\* |\\[a\\]: )?(a|é |b_c|\\*d\\*|\\*\\*e f\\*\\*|_g_|`h`|\\[i\\]\\(j\\)|[a.*_`\\[\\]()<&;!~\\\\|:#={}^\u{a0}“ -]{0,4}| ){0,4}";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::CowStr;

    use super::super::{events, markdown};
    use super::*;

    /// Texts side by side are one text, wherever a reader cut it.
    fn joined<'a>(text: &'a str, events: impl Iterator<Item = Placed<'a>>) -> Vec<Placed<'a>> {
        let mut joined: Vec<Placed<'_>> = Vec::new();
        for (event, range) in events {
            if let (Event::Text(part), Some((Event::Text(before), place))) = (&event, joined.last_mut())
                && place.end == range.start
                && **before == text[place.clone()]
                && **part == text[range.clone()]
            {
                place.end = range.end;
                *before = CowStr::Borrowed(&text[place.clone()]);
            } else {
                joined.push((event, range));
            }
        }
        joined
    }

    fn check(text: &str) {
        let found = joined(text, events(text));
        let whole = joined(text, markdown(text));
        assert_eq!(found, whole, "{text:?}");
        if let Some(simple) = known(text) {
            assert_eq!(joined(text, simple.into_iter()), whole, "{text:?}");
        }
    }

    /// The events of a text that is known part by part.
    fn known(text: &str) -> Option<Vec<Placed<'_>>> {
        let mut told = Told::of(text.len());
        let mut at = 0;
        while at < text.len() {
            at = read(text, at, &mut told)?;
        }
        Some(told.events)
    }

    /// Where a text is cut, as if this reader knew nothing.
    fn parts(text: &str) -> Vec<usize> {
        let mut starts = vec![0];
        while let Some(&start) = starts.last().filter(|&&start| start < text.len()) {
            starts.push(part_end(text, start));
        }
        starts
    }

    #[test]
    fn what_check_ins_are_made_of_is_known() {
        for text in [
            "## 2026-08-31 (at risk) Hiring bites\n\nTwo people joined late,\nso it is *still* open: 5 % & <3.\n",
            "- response-time: 6.2 h (at risk) — hiring slipped\n\n- csat: 4.3 (on track)\n  A longer note,\n  two lines.\n\n### Why\n",
            "- a\n- b `c`\n- **d** e\n\ntext [a](https://a.example/b_c?d=1#e).\n",
            "### What\n\nsnake_case and 2 * 3, (_so_) it goes!\n### Why\nBecause.",
            "- one\n\n\n",
            "a\n- b\n# c\n",
            "- [ ] a `b`\n- [x] c\n  d\n- [e](f) g\n",
            "- [X] a\n\n- b\n",
            "a\n```\n## b\n```\nc\n\n```sh\n\n d | <e>\n````\n- f\n",
            "```\n```\n",
            "| a | b_c *d* |\n|---|:-:|\n| `e` ||\n|  [f](g)  |h|\n\na\n",
            "|a|\n| :- |\n",
            "",
            "\n\na",
        ] {
            assert!(known(text).is_some(), "{text:?}");
            check(text);
        }
    }

    #[test]
    fn whatever_may_mean_more_is_left_to_all_of_markdown() {
        for text in [
            "a  \nb",
            "a\n---\n",
            "a\n===\n",
            "1. a\n",
            "* a\n",
            "- [ ]\n",
            "- [x]  a\n",
            "- [x]a\n",
            "- [ ] [a](b)\n",
            "> a\n",
            "    a\n",
            "```\na\n",
            "```a b\nc\n```\n",
            "```a`\nb\n```\n",
            "```\na\n ```\n",
            "```\na\n``` \n```\n",
            "- a\n```\nb\n```\n",
            "~~~\na\n~~~\n",
            "a | b\n-|-\n",
            "| a | b |\n|---|\n",
            "| a |\n|---|\n| b | c |\n",
            "| a |\n|---|\nb\n",
            "| a |\n|---|\n- b\n",
            "| a |\n| --- : |\n",
            "| a |\n|:--:\t|\n",
            "| a \\| b |\n|---|\n",
            "| `a | b` |\n|---|---|\n",
            "a\n| b |\n|---|\n",
            "|a|\n",
            "|\n|\n",
            "<b>x</b>",
            "a <b>x</b>",
            "&amp;",
            "a\\*b",
            "*a **b***",
            "a*b*",
            "**a",
            "`a``b`",
            "` a `",
            "![a](b)",
            "[a]",
            "[a][b]",
            "[a](b \"c\")",
            "[^1]",
            "~~a~~",
            "# a #",
            "##",
            "#",
            "- - a\n",
            "-\n",
            "- a\n\n  b\n",
            "- a\nb\n",
            "- a\n   b\n",
            "\ta",
            "<https://a.example>",
            "a_b_",
            "_a_b",
            "- a\n\n   b\n",
            "***a***",
            "__init__ x",
        ] {
            check(text);
        }
        assert!(known("- [ ]\n").is_none());
    }

    #[test]
    fn a_text_is_read_in_parts_where_nothing_reaches_over() {
        assert_eq!(parts("a\n## b\n\n## c\n"), [0, 2, 8, 13]);
        assert_eq!(parts("```\n## b\n```\n## c\n"), [0, 13, 18]);
        assert_eq!(parts("~~~~\n## b\n~~~\n## c\n"), [0, 19]);
        assert_eq!(parts("```\n## b\n  ````  \n## c\n"), [0, 18, 23]);
        for text in [
            "<!--\n## c\n-->\n",
            "- ```\n## c\n",
            "> <div>\n## c\n",
            "```a`b\n## c\n",
            "1. <!--\n## c\n",
            "- [x] \n\n## c\n",
        ] {
            assert_eq!(parts(text), [0, text.len()], "{text:?}");
            check(text);
        }
        assert!(has_definitions("[a]: b\n## c\n") && !has_definitions("[a](b)]"));
        check("[a]: b\n## c\n");
    }

    proptest! {
        #[test]
        fn what_is_known_is_what_all_of_markdown_gives(
            lines in proptest::collection::vec(
                LINE,
                0..9
            )
        ) {
            check(&lines.join("\n"));
            check(&(lines.join("\n") + "\n"));
        }
    }
}
