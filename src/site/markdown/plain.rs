//! Paragraphs of plain lines, as nearly all of a check-in is: written from the text itself, without the events of the
//! body. What takes more, or what something elsewhere in the body may change, is left to those.

use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Event, Tag};

use super::document::Document;
use super::links::{may_have_addresses, open_link};
use super::{Headings, Html, Reader, bodies};
use crate::parse::markdown::{self, Piece};
use crate::source::Span;

impl<'a> Reader<'a> {
    /// Writes a block that is one plain paragraph; `false` when it is not, and nothing was written.
    pub(super) fn plain_paragraph(&self, html: &mut Html, block: Span) -> bool {
        let before = html.len();
        self.block(html, "p").open();
        let written = self.plain_content(html, block);
        if written {
            html.markup("</p>");
        } else {
            html.cut(before);
        }
        written
    }

    /// The same without its tags.
    pub(super) fn plain_content(&self, html: &mut Html, block: Span) -> bool {
        let range = self.range(block);
        self.begins_line(range.start) && self.plain_lines(html, range.clone(), range.start, 0)
    }

    /// Writes what a bullet holds that is one plain paragraph, or what is behind a byte of its first line; `false` when
    /// it is not, and nothing was written.
    pub(super) fn plain_item(&self, html: &mut Html, item: Span, from: Option<u32>) -> bool {
        const BULLET: &[u8] = b"- ";
        let range = self.range(item);
        let text = self.document.text.as_bytes();
        let content = range.start + BULLET.len();
        let is_bullet = text.get(range.start..content) == Some(BULLET);
        // `- [ ]` may be a task.
        if !is_bullet || text.get(content) == Some(&b'[') || !self.begins_line(range.start) {
            return false;
        }
        let from = from.map_or(content, |from| from as usize);
        self.plain_lines(html, content..range.end, from, BULLET.len())
    }

    /// Writes a part of the body for itself, when nothing in it is a heading or leads to one: the names of headings
    /// depend on all of them. `false` when it cannot, and nothing was written.
    pub(super) fn part_alone(&mut self, html: &mut Html, part: Span) -> bool {
        let Some(text) = self.text_of(part) else {
            return false;
        };
        let depends = self.document.defines || has_heading_mark(text) || bodies::may_name_a_heading(text);
        if depends || !self.begins_line(self.range(part).start) {
            return false;
        }
        if !self.has_hidden(part) && self.told(html, text) {
            return true;
        }
        let before = html.len();
        let rest = self.plain_paragraphs(html, part);
        let mut document = Document::new(self.text_of(rest).unwrap_or(""), rest.start);
        document.right_to_left = self.document.right_to_left;
        let is_heading = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { .. }));
        if document.events().iter().any(|piece| is_heading(&piece.event)) {
            html.cut(before);
            return false;
        }
        let mut alone = Reader::of_document(self.site, self.here, self.from, Rc::new(document));
        alone.tables = self.tables;
        alone.hidden = Rc::clone(&self.hidden);
        alone.objective = self.objective;
        alone.part(html, rest, &mut Headings::below(0));
        self.tables = alone.tables;
        true
    }

    /// Whether some list item of a part is not shown.
    fn has_hidden(&self, part: Span) -> bool {
        let before = self.hidden.partition_point(|hidden| hidden.start < part.start);
        self.hidden
            .get(before)
            .is_some_and(|hidden| hidden.start < part.end)
    }

    /// Writes the plain paragraphs that a part begins with; what is left of it.
    fn plain_paragraphs(&self, html: &mut Html, part: Span) -> Span {
        const BETWEEN: &[u8] = b"\n\n";
        let mut rest = part;
        while let Some(text) = self.text_of(rest)
            && let Some(length) = memchr::memmem::find(text.as_bytes(), BETWEEN)
        {
            let end = rest.start + length as u32;
            if !self.plain_paragraph(html, Span { end, ..rest }) {
                break;
            }
            rest.start = end + BETWEEN.len() as u32;
        }
        rest
    }

    fn text_of(&self, part: Span) -> Option<&'a str> {
        self.document.text.get(self.range(part))
    }

    /// Where a part of the file stands in the text.
    fn range(&self, span: Span) -> Range<usize> {
        self.document.offset(span.start) as usize..self.document.offset(span.end) as usize
    }

    fn begins_line(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .map(|before| self.document.text.as_bytes().get(before));
        before.is_none_or(|before| before == Some(&b'\n'))
    }

    fn plain_lines(&self, html: &mut Html, range: Range<usize>, from: usize, indent: usize) -> bool {
        if self.document.defines {
            return false;
        }
        let text = self.document.text.get(range.clone());
        if from == range.start
            && text
                .and_then(line_of_text)
                .is_some_and(|line| html.unmarked(line))
        {
            return true;
        }
        let before = html.len();
        let piece = |piece: Piece<'_>| self.piece(html, piece);
        let written = markdown::paragraph(self.document.text, range, from, indent, piece).is_some();
        if !written {
            html.cut(before);
        }
        written
    }

    pub(super) fn piece(&self, html: &mut Html, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) if may_have_addresses(text) => self.addresses(html, text),
            Piece::Text(text) => {
                html.text(text);
            }
            Piece::Code(code) => {
                html.tag("code").holding(code);
            }
            Piece::Emphasis(words) => {
                html.tag("em").holding(words);
            }
            Piece::Strong(words) => {
                html.tag("strong").holding(words);
            }
            Piece::Link { words, to } => {
                let opened = open_link(html, &self.address(to), "");
                html.text(words);
                if opened {
                    html.markup("</a>");
                }
            }
        }
    }
}

/// A paragraph of one line, as most are, which is text unless it has marks.
fn line_of_text(paragraph: &str) -> Option<&str> {
    let line = paragraph.trim_end_matches('\n');
    let is_text = markdown::begins_text(line.as_bytes()) && !line.ends_with(' ');
    is_text.then_some(line)
}

/// Whether a line begins with the mark of a heading.
fn has_heading_mark(text: &str) -> bool {
    text.starts_with('#') || text.contains("\n#")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::ObjectiveIx;
    use crate::parse::markdown::LINE;
    use crate::site::check_in::TimeLine;
    use crate::site::fixture::Fixture;
    use crate::site::route::{Here, Route};

    const FRONT: &str = "---\ntitle: Grow\nperiod: 2026-Q3\nteam: support\nkey_results:\n  - id: nps\n    title: NPS\n---\n\n";

    /// All that a body says, as its own page shows it; `whole`: by the events of the whole body.
    fn written(fixture: &Fixture, ix: ObjectiveIx, whole: bool) -> String {
        let site = fixture.site();
        let here = Here::at(Route::Objective(&fixture.book[ix].id).file());
        let mut reader = Reader::of_objective(&site, &here, ix);
        if whole {
            let mut document = Document::new(reader.document.text, fixture.book[ix].body.start);
            // Nothing is plain where something may be defined elsewhere.
            document.defines = true;
            reader.document = Rc::new(document);
        }
        let mut html = Html::new();
        reader.blocks(&mut html, &fixture.book[ix].prose, &mut Headings::anchored(2));
        let all = 0..fixture.book[ix].check_ins.len();
        html.html(&TimeLine::new(&site, &here, ix).write(&mut reader, all));
        reader.footnotes(&mut html);
        html.into_string()
    }

    fn check(body: &str) {
        let fixture = Fixture::of_any(&[("objectives/2026-Q3/a.md", &[FRONT, body].concat())]);
        let Some(ix) = fixture.book.objectives.len().checked_sub(1).map(ObjectiveIx) else {
            return;
        };
        assert_eq!(
            written(&fixture, ix, false),
            written(&fixture, ix, true),
            "{body}"
        );
    }

    #[test]
    fn a_line_that_html_takes_unmarked_is_one_text_to_markdown() {
        for byte in 0..=0x7f {
            let line = format!("a {0}b{0} c", char::from(byte));
            if !Html::new().unmarked(&line) {
                continue;
            }
            let mut pieces = Vec::new();
            let read = markdown::paragraph(&line, 0..line.len(), 0, 0, |piece| pieces.push(piece));
            assert_eq!((read, pieces), (Some(()), vec![Piece::Text(&line)]));
            assert!(!may_have_addresses(&line));
        }
        assert!(!Html::new().unmarked("see https://a.example"));
    }

    #[test]
    fn what_is_plain_is_written_as_by_its_events() {
        check(
            "Why, see https://a.example/b_c: *now*\nand `then`.\n\n- a\n- b\n\n## 2026-08-31 (at risk) A\n\n- nps: 0.4 — see https://a.example, **so** it\n  goes [on](b.md)\n\nOne.\n\n    two\n\nThree\n===\n\n### Risks\n\n- One _risk_. Plan: two\n  lines.\n- [ ] a\n- b\n\n  c\n",
        );
        check("a\n\n## 2026-08-31\n\nשלום\n");
        check(
            "## Context\n\n[a](#context) | b\n-|-\n1 | 2\n\n## 2026-08-31\n\n- nps: 0.5 - *a*\n\n### Risks\n\n1. a\n\n* b\n",
        );
    }

    #[test]
    fn what_is_plain_takes_no_events() {
        let body = "Why *so*.\n\n## 2026-08-31 (at risk) A\n\n- nps: 0.4 — see [it](https://a.example),\n  all of it\n\n### Why\n\nTwo\nlines.\n\nAnd `one`.\n\n### Risks\n\n- One. Plan: two.\n";
        let fixture = Fixture::of(&[("objectives/2026-Q3/a.md", &[FRONT, body].concat())]);
        let (site, ix) = (fixture.site(), fixture.last());
        let here = Here::at(Route::Objective(&fixture.book[ix].id).file());
        let mut reader = Reader::of_objective(&site, &here, ix);
        let mut html = Html::new();
        reader.blocks(&mut html, &fixture.book[ix].prose, &mut Headings::anchored(2));
        TimeLine::new(&site, &here, ix).write(&mut reader, 0..1);
        reader.footnotes(&mut html);
        assert!(!reader.document.is_parsed());
    }

    proptest! {
        #[test]
        fn what_is_plain_is_written_as_by_its_events_whatever_stands_around_it(
            prose in proptest::collection::vec(LINE, 0..4),
            before in proptest::collection::vec(LINE, 0..3),
            note in "( — | - )",
            said in LINE,
            behind in proptest::collection::vec(LINE, 0..5),
            risk in proptest::collection::vec(LINE, 0..3),
        ) {
            let (prose, before, behind, risk) = (prose.join("\n"), before.join("\n"), behind.join("\n"), risk.join("\n  "));
            check(&format!("{prose}\n\n## 2026-08-31 (at risk) {said}\n\n{before}\n\n- nps: 0.4{note}{said}\n{behind}\n\n### Risks\n\n- {risk}\n"));
        }
    }
}
