//! A part of a body of which every block is plain to see: written as it is told, without events.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::writing::{Writing, end, open_code, open_row, open_table, task_box};
use super::{Html, Reader};
use crate::parse::markdown::{self, Listener, Piece};
use crate::site::html::attributes;

impl Reader<'_> {
    /// Writes a text that no heading and nothing outside of it has a say in; `false` when it takes more than is told, and
    /// nothing was written.
    pub(super) fn told(&mut self, html: &mut Html, text: &str) -> bool {
        let before = html.len();
        let mut page = Page {
            tables: self.tables,
            reader: self,
            html,
            state: Writing::default(),
            paragraphs: Vec::new(),
            has_heading: false,
        };
        let all = markdown::part(text, 0, true, &mut page) == Ok(text.len()) && !page.has_heading;
        let tables = page.tables;
        if all {
            self.tables = tables;
        } else {
            html.cut(before);
        }
        all
    }
}

/// The page to which is written what is told.
struct Page<'p, 'a> {
    reader: &'p Reader<'a>,
    html: &'p mut Html,
    state: Writing,
    /// How many tables it has so far.
    tables: usize,
    /// Where the tags of paragraphs stand in the list at hand: if it is a tight one it has none.
    paragraphs: Vec<Range<usize>>,
    /// Names of headings depend on those of the whole body.
    has_heading: bool,
}

impl<'t> Listener<'t> for Page<'_, '_> {
    fn heading(&mut self, _: HeadingLevel, _: Range<usize>, _: Range<usize>) -> usize {
        self.has_heading = true;
        0
    }

    fn item(&mut self, is_task: bool, _: usize) -> usize {
        let tag = self.reader.block(self.html, "li");
        match is_task {
            true => tag.fixed(attributes!("class" = "task")).open(),
            false => tag.open(),
        };
        0
    }

    fn begin(&mut self, tag: Tag<'t>, _: usize) -> usize {
        let begun = self.html.len();
        match tag {
            Tag::Paragraph => {
                self.reader.block(self.html, "p").open();
                self.paragraphs.push(begun..self.html.len());
            }
            Tag::List(_) => {
                self.paragraphs.clear();
                self.html.markup("<ul>");
            }
            Tag::CodeBlock(kind) => open_code(self.html, &kind, &mut self.state),
            Tag::Table(alignments) => {
                self.state.alignments = alignments;
                self.tables += 1;
                open_table(self.html, self.reader.site, self.tables);
            }
            Tag::TableHead => open_row(self.html, true, &mut self.state),
            Tag::TableRow => open_row(self.html, false, &mut self.state),
            Tag::TableCell => self.reader.open_cell(self.html, &mut self.state),
            _ => {}
        }
        begun
    }

    fn end(&mut self, _: usize, tag: TagEnd, _: Range<usize>) {
        let before = self.html.len();
        end(self.html, &tag, &mut self.state);
        if tag == TagEnd::Paragraph {
            self.paragraphs.push(before..self.html.len());
        }
    }

    fn tight(&mut self, _: usize) {
        self.html.cut_out(&self.paragraphs);
        self.paragraphs.clear();
    }

    fn task(&mut self, done: bool, _: Range<usize>) {
        task_box(self.html, self.reader.site, done);
    }

    fn piece(&mut self, piece: Piece<'t>, _: Range<usize>) {
        match piece {
            Piece::Text(text) if self.state.verbatim => {
                self.html.text(text);
            }
            piece => self.reader.piece(self.html, piece),
        }
    }

    fn line_end(&mut self, _: Range<usize>) {
        self.html.markup("\n");
    }

    fn skips(&self, _: &[u8]) -> bool {
        false
    }
}
