//! Markdown as the whole project reads it: one set of options, so that what is read and what is shown never disagree.

mod inline;
pub(super) mod simple;

pub use inline::{Piece, begins_text, paragraph};
pub use simple::{Listener, has_definitions, part};

#[cfg(test)]
pub use simple::LINE;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::bytes::{ByteSet, byte_set};
use crate::model::BodyLink;
use crate::source::{SourceFile, Span};

/// The most quotes, lists and items that may begin in one line.
/// Each open one is looked at again in every line that follows, so that a few thousand would take minutes.
pub const DEPTH: usize = 100;

/// The events of a text with their byte ranges: CommonMark with tables, footnotes, strikethrough and task lists.
/// A text with a line that is [`too_deep`] is one block of code: it is shown as it stands.
pub fn events(text: &str) -> Events<'_> {
    let mut events = Events {
        text,
        at: 0,
        in_parts: !simple::has_definitions(text),
        part: Part::Known(Vec::new().into_iter()),
    };
    if too_deep(text).is_some() {
        let code = Tag::CodeBlock(CodeBlockKind::Indented);
        let all = [
            Event::Start(code),
            Event::Text(text.into()),
            Event::End(TagEnd::CodeBlock),
        ];
        events.at = text.len();
        events.part = Part::Known(all.map(|event| (event, 0..text.len())).to_vec().into_iter());
    }
    events
}

/// The events of a text in one piece, by the library.
pub(super) fn markdown(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// What [`events`] gives. The text is read part by part, the simple ones without the library.
pub struct Events<'a> {
    text: &'a str,
    /// Where the next part begins.
    at: usize,
    /// Whether it can be read in parts at all.
    in_parts: bool,
    part: Part<'a>,
}

enum Part<'a> {
    Known(std::vec::IntoIter<simple::Placed<'a>>),
    /// By the library, which counts from the beginning of the part.
    Markdown(Box<OffsetIter<'a>>, usize),
}

impl Events<'_> {
    /// Goes on to the next part, if there is one.
    fn advance(&mut self) -> bool {
        let (text, start) = (self.text, self.at);
        if start == text.len() {
            return false;
        }
        let mut told = simple::Told::of(text.len() - start);
        (self.at, self.part) = match simple::part(text, start, self.in_parts, &mut told) {
            Ok(end) => (end, Part::Known(told.events.into_iter())),
            Err(end) => (end, Part::Markdown(Box::new(markdown(&text[start..end])), start)),
        };
        true
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let event = match &mut self.part {
                Part::Known(events) => events.next(),
                Part::Markdown(events, base) => events
                    .next()
                    .map(|(event, range)| (event, range.start + *base..range.end + *base)),
            };
            if event.is_some() {
                return event;
            }
            if !self.advance() {
                return None;
            }
        }
    }

    /// Part by part: an event is large, and moved less often so.
    fn fold<B, F: FnMut(B, Self::Item) -> B>(mut self, init: B, mut each: F) -> B {
        let mut all = init;
        loop {
            let part = std::mem::replace(&mut self.part, Part::Known(Vec::new().into_iter()));
            all = match part {
                Part::Known(events) => events.fold(all, &mut each),
                Part::Markdown(events, base) => events.fold(all, |all, (event, range)| {
                    each(all, (event, range.start + base..range.end + base))
                }),
            };
            if !self.advance() {
                return all;
            }
        }
    }
}

/// The first line in which more than [`DEPTH`] quotes, lists and items begin, by its bytes.
pub fn too_deep(text: &str) -> Option<Range<usize>> {
    // More than `DEPTH` marks in a row have so many neighbours at every step. Elsewhere three seldom stand together.
    const NEIGHBOURS: usize = 3;
    const STEP: usize = DEPTH - NEIGHBOURS;
    let bytes = text.as_bytes();
    let marks = |byte: &&u8| BlockMarks::has(**byte);
    let mut at = STEP;
    while let Some(neighbours) = bytes.get(at..at + NEIGHBOURS) {
        // All are looked at: a branch for each takes longer.
        if !neighbours
            .iter()
            .fold(true, |all, byte| all & BlockMarks::has(*byte))
        {
            at += STEP;
            continue;
        }
        let run = bytes[at..].iter().take_while(marks).count();
        let start = at - bytes[..at].iter().rev().take_while(marks).count();
        let end = at + run;
        if end - start > DEPTH && (start == 0 || bytes[start - 1] == b'\n') {
            let length = text[start..].find('\n').unwrap_or(text.len() - start);
            let line = text[start..start + length].trim_end();
            if depth(line) > DEPTH {
                return Some(start..start + line.len());
            }
        }
        at = end + STEP;
    }
    None
}

byte_set! {
    /// What may stand before the text of a line: indentation, quotes and items.
    BlockMarks: [b'\t', b'\t'], [b' ', b' '], [b')', b'+'], [b'-', b'.'], [b'0', b'9'], [b'>', b'>']
}

/// How many quotes, lists and items begin in a line.
fn depth(line: &str) -> usize {
    let mut rest = line.trim_end().as_bytes();
    let mut count = 0;
    let mut rule = true;
    let mut first = None;
    while let [byte, tail @ ..] = rest {
        let spaced = |tail: &[u8]| matches!(tail.first(), None | Some(b' ' | b'\t'));
        rest = match byte {
            b' ' | b'\t' => {
                rest = tail;
                continue;
            }
            b'>' => tail,
            b'-' | b'+' | b'*' if spaced(tail) => tail,
            b'0'..=b'9' => {
                let digits = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
                match &tail[digits..] {
                    [b'.' | b')', tail @ ..] if spaced(tail) => tail,
                    _ => return count,
                }
            }
            _ => return count,
        };
        count += 1;
        rule &= matches!(byte, b'-' | b'*') && *first.get_or_insert(*byte) == *byte;
    }
    // A line of nothing but `- - -` is drawn, however long.
    if rule { 0 } else { count }
}

/// Every link and image of a part of a file, in its order.
pub fn links(source: &SourceFile, span: Span) -> Vec<BodyLink> {
    let mut links = Vec::new();
    for (event, range) in events(source.slice(span)) {
        if let Event::Start(tag) = event
            && let Some(link) = link(&tag, range, span.start as usize)
        {
            links.push(link);
        }
    }
    links
}

/// The link that a tag opens; `base` is where the text of the events begins in its file.
pub(super) fn link(tag: &Tag<'_>, range: Range<usize>, base: usize) -> Option<BodyLink> {
    let (kind, destination, image) = match tag {
        Tag::Link {
            link_type, dest_url, ..
        } => (link_type, dest_url, false),
        Tag::Image {
            link_type, dest_url, ..
        } => (link_type, dest_url, true),
        _ => return None,
    };
    let destination = match kind {
        LinkType::Email => format!("mailto:{destination}").into(),
        _ => (**destination).into(),
    };
    Some(BodyLink {
        destination,
        span: Span::new(base + range.start..base + range.end),
        image,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &[(&str, &str, bool)]) {
        let text = format!("---\n---\n{body}");
        let source = SourceFile::new("a.md", text.into_bytes());
        let span = Span::new(8..source.text.len());
        let found = links(&source, span);
        let found: Vec<_> = found
            .iter()
            .map(|link| (&*link.destination, source.slice(link.span), link.image))
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn every_sort_of_link_is_found_with_its_place() {
        check(
            "see [a](b.md#c \"t\") now",
            &[("b.md#c", "[a](b.md#c \"t\")", false)],
        );
        check(
            "![alt](img/a%20b.png)",
            &[("img/a%20b.png", "![alt](img/a%20b.png)", true)],
        );
        check("[x][ref]\n\n[ref]: <a b.md>", &[("a b.md", "[x][ref]", false)]);
        check("[ref]\n\n[ref]: x.md", &[("x.md", "[ref]", false)]);
        check(
            "<https://a.example> <a@b.example>",
            &[
                ("https://a.example", "<https://a.example>", false),
                ("mailto:a@b.example", "<a@b.example>", false),
            ],
        );
        check(
            "[a &amp; b](x?a=1&amp;b=2)",
            &[("x?a=1&b=2", "[a &amp; b](x?a=1&amp;b=2)", false)],
        );
        check(
            "[![i](i.png)](j.md)",
            &[
                ("j.md", "[![i](i.png)](j.md)", false),
                ("i.png", "![i](i.png)", true),
            ],
        );
        check("`[a](b)` \\[a](b) [nothing]", &[]);
    }

    #[test]
    fn braces_behind_a_heading_are_text() {
        let heading = events("## A {#b onclick=c}\n").next().map(|(event, _)| event);
        let Some(Event::Start(Tag::Heading { id, attrs, .. })) = heading else {
            panic!("no heading")
        };
        assert!(id.is_none() && attrs.is_empty());
    }

    #[test]
    fn nesting_beyond_all_reason_is_shown_as_it_stands() {
        fn check(text: &str, deep: Option<Range<usize>>) {
            assert_eq!(too_deep(text), deep, "{text}");
            let first = events(text).next().map(|(event, _)| event);
            let code = Event::Start(Tag::CodeBlock(CodeBlockKind::Indented));
            assert_eq!(first == Some(code), deep.is_some(), "{text}");
        }
        check(&">".repeat(100), None);
        check(&format!("a\n{}\nb", "> ".repeat(101)), Some(2..203));
        check(&"> - 1. ".repeat(34), Some(0..237));
        check(&"- ".repeat(1000), None);
        check(&"* ".repeat(1000), None);
        check(&format!("{}a", "- ".repeat(101)), Some(0..203));
        check(&"1 ".repeat(1000), None);
    }

    proptest::proptest! {
        #[test]
        fn every_line_that_is_too_deep_is_found(
            before in "(a{0,120}\n){0,2}",
            marks in "(> ?){60,130}|([-+] |> ?){60,130}",
            after in "[a\n>]{0,130}",
        ) {
            let text = format!("{before}{marks}{after}");
            let naive = text.lines().find(|line| depth(line) > DEPTH).map(str::trim_end);
            proptest::prop_assert_eq!(too_deep(&text).map(|line| &text[line]), naive);
        }
    }
}
