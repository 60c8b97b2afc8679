//! The blocks of a body: what check-ins are read from, without the text between them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::{self, Events};
use crate::model::BodyLink;

/// A block of Markdown.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub range: Range<usize>,
    /// How many quotes, lists, items and footnotes stand around it.
    pub depth: usize,
    /// Whether one of them is a quote.
    pub quoted: bool,
}

/// The sorts of blocks.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// A heading, when all of it is read.
    Heading {
        /// From 1 to 6.
        level: u8,
        /// What stands between its marks.
        content: Range<usize>,
    },
    /// A list begins.
    List,
    /// A list ends. The range is empty.
    ListEnd,
    /// An item that is not empty.
    Item {
        /// Where what stands behind its marker begins.
        content: usize,
        /// Whether that is text, and not another block.
        inline: bool,
    },
    /// A paragraph.
    Paragraph,
    /// A code block, indented or fenced.
    Code,
    /// HTML on lines of its own, comments among it.
    Html,
    /// A thematic break.
    Rule,
    /// A quote, a table or a footnote begins.
    Other,
    /// A tag of HTML in a line of text that opens or closes `<details>`.
    InlineHtml,
}

/// The blocks of a text, and in passing its links.
pub struct Blocks<'a> {
    events: Events<'a>,
    base: usize,
    depth: usize,
    quotes: usize,
    /// The heading whose text is being read: its level, its bytes, and those of its text so far.
    heading: Option<(u8, Range<usize>, Range<usize>)>,
    /// An item whose content has not come yet.
    item: Option<Block>,
    /// The first block of the item that was given last.
    next: Option<Block>,
    /// Every link and image so far.
    pub links: Vec<BodyLink>,
}

impl<'a> Blocks<'a> {
    /// The blocks of a text that begins at byte `base` of its file. Their ranges are of the text, those of links of the file.
    pub fn new(text: &'a str, base: usize) -> Blocks<'a> {
        Blocks::of(markdown::events_of_blocks(text), base)
    }

    fn of(events: Events<'a>, base: usize) -> Blocks<'a> {
        Blocks {
            events,
            base,
            depth: 0,
            quotes: 0,
            heading: None,
            item: None,
            next: None,
            links: Vec::new(),
        }
    }

    fn block(&self, kind: Kind, range: Range<usize>) -> Block {
        Block {
            kind,
            range,
            depth: self.depth,
            quoted: self.quotes > 0,
        }
    }

    /// The block that a tag opens; `None` for headings, which are given when they end, and for what is inside a block.
    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) -> Option<Block> {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::List(_) => Kind::List,
            Tag::CodeBlock(_) => Kind::Code,
            Tag::HtmlBlock => Kind::Html,
            Tag::BlockQuote(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) => Kind::Other,
            Tag::Heading { level, .. } => {
                // As long as it has no text, that ends before it begins.
                self.heading = Some((level as u8, range.clone(), range.end..range.start));
                return None;
            }
            tag => {
                self.links.extend(markdown::link(&tag, range.clone(), self.base));
                self.extend_heading(&range);
                return None;
            }
        };
        let block = self.block(kind, range);
        self.depth += 1;
        self.quotes += usize::from(matches!(tag, Tag::BlockQuote(_)));
        Some(block)
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) -> Option<Block> {
        match tag {
            TagEnd::Heading(_) => {
                let (level, range, content) = self.heading.take()?;
                let content = if content.start < content.end {
                    content
                } else {
                    range.end..range.end
                };
                return Some(self.block(Kind::Heading { level, content }, range));
            }
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::Item => self.item = None,
            TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => {}
            _ => return None,
        }
        self.depth -= 1;
        matches!(tag, TagEnd::List(_)).then(|| self.block(Kind::ListEnd, range.end..range.end))
    }

    fn extend_heading(&mut self, range: &Range<usize>) {
        if let Some((_, _, content)) = &mut self.heading {
            content.start = content.start.min(range.start);
            content.end = content.end.max(range.end);
        }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if let Some(block) = self.next.take() {
            return Some(block);
        }
        loop {
            let (event, range) = self.events.next()?;
            let content = range.start;
            let mut inline = true;
            let block = match event {
                Event::Start(Tag::Item) => {
                    self.item = Some(self.block(Kind::Item { content, inline }, range));
                    self.depth += 1;
                    continue;
                }
                Event::Start(tag) => {
                    let block = self.open(tag, range);
                    inline = match &block {
                        Some(block) => block.kind == Kind::Paragraph,
                        None => self.heading.is_none(),
                    };
                    block
                }
                Event::End(tag) => match self.close(tag, range) {
                    Some(block) => return Some(block),
                    None => continue,
                },
                Event::Rule => {
                    inline = false;
                    Some(self.block(Kind::Rule, range))
                }
                Event::InlineHtml(html) if html.to_ascii_lowercase().contains("details") => {
                    self.extend_heading(&range);
                    Some(self.block(Kind::InlineHtml, range))
                }
                _ => {
                    self.extend_heading(&range);
                    None
                }
            };
            if let Some(item) = self.item.take() {
                self.next = block;
                return Some(Block {
                    kind: Kind::Item { content, inline },
                    ..item
                });
            }
            if block.is_some() {
                return block;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut blocks: Blocks<'_>) -> (Vec<Block>, Vec<BodyLink>) {
        let all = blocks.by_ref().collect();
        (all, blocks.links)
    }

    proptest::proptest! {
        #[test]
        fn what_is_left_out_of_paragraphs_changes_no_block_and_no_link(
            lines in proptest::collection::vec(markdown::LINE, 0..9)
        ) {
            let text = lines.join("\n");
            let found = all(Blocks::new(&text, 7));
            proptest::prop_assert_eq!(found, all(Blocks::of(markdown::events(&text), 7)), "{:?}", text);
        }
    }
}
