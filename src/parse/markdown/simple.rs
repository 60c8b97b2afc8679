//! The little of Markdown that nearly every check-in is written in: headings, paragraphs, one level of bullets, and in
//! them emphasis, code and links that are plain to see. What is in it gives the same events as all of Markdown, for a
//! fraction of the work; of anything else this reader knows nothing, and the other one is asked.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::Detail;
use super::inline::{self, Piece, begins_text};

/// An event with its bytes.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

/// Where a text can be read in parts, each by itself: at second-level headings that no code and no HTML can hide.
/// `None` when something in it reaches from one part to another.
pub(super) fn parts(text: &str) -> Option<Vec<usize>> {
    // Definitions of links and footnotes hold for the whole text.
    if text.contains("]:") {
        return None;
    }
    let mut starts = vec![0];
    let mut fence: Option<(u8, usize)> = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let start = at;
        let rest = &bytes[start..];
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        at += line.len() + 1;
        let Some(&first) = line.first() else { continue };
        if let Some((mark, length)) = fence {
            if ends_fence(line, mark, length) {
                fence = None;
            }
        } else if line.starts_with(b"## ") {
            if start > 0 {
                starts.push(start);
            }
        } else if !first.is_ascii_alphabetic() && first != b'#' {
            let marks = line.iter().take_while(|b| MARKS.contains(b)).count();
            match line[marks..] {
                // Where an item with nothing in it ends depends on what follows.
                [] if line.iter().any(|&b| b != b' ') => return None,
                [mark @ (b'`' | b'~'), second, third, ..] if mark == second && mark == third => {
                    let length = line.iter().take_while(|&&b| b == mark).count();
                    // One in a list or a quote ends with that, and nobody counts here how deep that is.
                    if marks > 0 || line[length..].contains(&b'`') {
                        return None;
                    }
                    fence = Some((mark, length));
                }
                [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?', ..] => return None,
                _ => {}
            }
        }
    }
    Some(starts)
}

/// What may stand before the text of a line: indentation, quotes and items.
const MARKS: &[u8] = b" \t>-+*.)0123456789";

fn ends_fence(line: &[u8], mark: u8, length: usize) -> bool {
    let indent = line.iter().take_while(|&&b| b == b' ').count();
    let marks = line[indent..].iter().take_while(|&&b| b == mark).count();
    let rest = &line[indent + marks..];
    indent <= 3 && marks >= length && rest.iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// The events of a text, their places counted from `base`; `None` when it takes more than this reader knows.
pub(super) fn read(text: &str, base: usize, detail: Detail) -> Option<Vec<Placed<'_>>> {
    let per_event = match detail {
        Detail::All => 14,
        Detail::Blocks => 28,
    };
    let mut reader = Reader {
        text,
        base,
        detail,
        at: 0,
        events: Vec::with_capacity(text.len() / per_event + 8),
    };
    while let Some(line) = reader.line() {
        match reader.sort_of(line)? {
            Sort::Blank => reader.at = line.behind,
            Sort::Heading(level) => reader.heading(line, level)?,
            Sort::Item => reader.list(line)?,
            Sort::Text => reader.paragraph(line, 0)?,
        }
    }
    Some(reader.events)
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    detail: Detail,
    /// Where the next line begins.
    at: usize,
    events: Vec<Placed<'a>>,
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
    Text,
}

impl<'a> Reader<'a> {
    /// The next line, which is not taken yet.
    fn line(&self) -> Option<Line> {
        self.line_at(self.at)
    }

    fn line_at(&self, start: usize) -> Option<Line> {
        let rest = self
            .text
            .as_bytes()
            .get(start..)
            .filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
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

    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        self.events
            .push((event, range.start + self.base..range.end + self.base));
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
            [b'-', b' ', content @ ..] => (begins_text(content) && content[0] != b'[').then_some(Sort::Item),
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
        let whole = line.start..line.behind;
        let tag = Tag::Heading {
            level: LEVELS[level - 1],
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        };
        let end = tag.to_end();
        self.push(Event::Start(tag), whole.clone());
        self.inline(line.start + level + 1..line.end)?;
        self.push(Event::End(end), whole);
        self.at = line.behind;
        Some(())
    }

    /// A paragraph whose first line begins at `line`, and whose others are indented by so many spaces.
    fn paragraph(&mut self, line: Line, indent: usize) -> Option<()> {
        let place = self.events.len();
        self.push(Event::Start(Tag::Paragraph), line.start..line.start);
        let end = self.lines(line, indent)?;
        let whole = self.base + line.start..self.base + end;
        self.events[place].1 = whole.clone();
        self.events.push((Event::End(TagEnd::Paragraph), whole));
        Some(())
    }

    /// The lines of a paragraph; returns where the line behind it begins.
    fn lines(&mut self, first: Line, indent: usize) -> Option<usize> {
        let (end, behind) = self.extent(first, indent)?;
        self.at = behind;
        if self.detail == Detail::Blocks {
            let text = &self.text.as_bytes()[first.start..end];
            if memchr::memchr2(b'[', b'<', text).is_none() {
                self.text(first.start..end);
                return Some(behind);
            }
        }
        self.inline(first.start..first.end)?;
        let mut before = first;
        while before.behind < behind {
            let line = self.line_at(before.behind)?;
            self.push(Event::SoftBreak, before.end..before.behind);
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
        let list = self.events.len();
        self.push(Event::Start(Tag::List(None)), first.start..first.start);
        let mut items = Vec::new();
        let mut loose = false;
        let mut line = first;
        let end = loop {
            let item = self.events.len();
            self.push(Event::Start(Tag::Item), line.start..line.start);
            let content = Line {
                start: line.start + 2,
                ..line
            };
            self.paragraph(content, 2)?;
            let close = self.events.len();
            self.push(Event::End(TagEnd::Item), line.start..line.start);
            let text_end = self.at;
            while self.text.as_bytes().get(self.at) == Some(&b'\n') {
                self.at += 1;
            }
            items.push((item, close, line.start..self.at));
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
        for (open, close, range) in items {
            let range = range.start + self.base..range.end + self.base;
            self.events[open].1 = range.clone();
            self.events[close].1 = range;
        }
        let whole = first.start..end;
        self.events[list].1 = self.base + whole.start..self.base + whole.end;
        self.push(Event::End(TagEnd::List(false)), whole);
        if !loose {
            // The text of a tight list is in no paragraphs; there are no others in it.
            let mut behind = self.events.split_off(list);
            behind.retain(|(event, _)| {
                !matches!(
                    event,
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                )
            });
            self.events.append(&mut behind);
        }
        Some(())
    }

    /// What stands in a line.
    fn inline(&mut self, range: Range<usize>) -> Option<()> {
        inline::read(self.text, range, |piece, range| match piece {
            Piece::Text(text) => self.push(Event::Text(text.into()), range),
            Piece::Code(code) => self.push(Event::Code(code.into()), range),
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
        })
    }

    fn text(&mut self, range: Range<usize>) {
        self.push(Event::Text(self.text[range.clone()].into()), range);
    }

    /// Words in a tag, so many bytes behind its beginning.
    fn around(&mut self, tag: Tag<'a>, words: &'a str, behind: usize, range: Range<usize>) {
        let end = tag.to_end();
        let start = range.start + behind;
        self.push(Event::Start(tag), range.clone());
        self.push(Event::Text(words.into()), start..start + words.len());
        self.push(Event::End(end), range);
    }
}

/// A line as tests make them up: nearly every mark of Markdown.
#[cfg(test)]
pub const LINE: &str = "(## |### |# |- |-|  |   |> |1. |```|~~~|<!--|-->|    |\\t|\\* |\\[a\\]: )?(a|é |b_c|\\*d\\*|\\*\\*e f\\*\\*|_g_|`h`|\\[i\\]\\(j\\)|[a.*_`\\[\\]()<&;!~\\\\|:#=\u{a0}“ -]{0,4}| ){0,4}";

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
        if let Some(simple) = read(text, 0, Detail::All) {
            assert_eq!(joined(text, simple.into_iter()), whole, "{text:?}");
        }
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
            "",
            "\n\na",
        ] {
            assert!(read(text, 0, Detail::All).is_some(), "{text:?}");
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
            "- [ ] a\n",
            "> a\n",
            "    a\n",
            "```\na\n```\n",
            "a | b\n-|-\n",
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
        assert!(read("- [ ] a\n", 0, Detail::All).is_none());
    }

    #[test]
    fn a_text_is_read_in_parts_where_nothing_reaches_over() {
        let cut = |text: &str| parts(text).map_or(0, |starts| starts.len());
        assert_eq!(cut("a\n## b\n\n## c\n"), 3);
        assert_eq!(cut("```\n## b\n```\n## c\n"), 2);
        assert_eq!(cut("~~~~\n## b\n~~~\n## c\n"), 1);
        assert_eq!(cut("```\n## b\n  ````  \n## c\n"), 2);
        for text in [
            "[a]: b\n## c\n",
            "<!--\n## c\n-->\n",
            "- ```\n## c\n",
            "> <div>\n## c\n",
            "```a`b\n## c\n",
            "1. <!--\n## c\n",
        ] {
            assert_eq!(cut(text), 0, "{text:?}");
            check(text);
        }
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
