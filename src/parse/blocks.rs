//! The blocks of a body: what check-ins are read from, without the text between them.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::markdown::simple::{self, Listener};
use super::markdown::{self, Piece, markdown};
use crate::model::BodyLink;
use crate::source::Span;

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
    /// A paragraph at the margin: one in something else is not told.
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
#[derive(Debug, Default)]
pub struct Blocks {
    /// In the order of the text. Their ranges are of the text, those of links of the file.
    pub list: Vec<Block>,
    /// Every link and image.
    pub links: Vec<BodyLink>,
    /// Where the text begins in its file.
    base: usize,
    depth: usize,
    quotes: usize,
    /// The heading whose text is being read: its level, its bytes, and those of its text so far.
    heading: Option<(u8, Range<usize>, Range<usize>)>,
    /// The place of an item whose content has not come yet.
    item: Option<usize>,
    /// The tasks of the list at hand: the place of the item, and where its box stands.
    tasks: Vec<(usize, usize)>,
}

impl Blocks {
    /// The blocks of a text that begins at byte `base` of its file; the line that is [`markdown::too_deep`] if there is one.
    pub fn of(text: &str, base: usize) -> Result<Blocks, Range<usize>> {
        if let Some(line) = markdown::too_deep(text) {
            return Err(line);
        }
        let mut blocks = Blocks::new(text, base);
        let in_parts = !markdown::has_definitions(text);
        let mut at = 0;
        while at < text.len() {
            let (told, links) = (blocks.list.len(), blocks.links.len());
            at = match simple::part(text, at, in_parts, &mut blocks) {
                Ok(end) => end,
                Err(end) => {
                    blocks.list.truncate(told);
                    blocks.links.truncate(links);
                    blocks.depth = 0;
                    blocks.tasks.clear();
                    for (event, range) in markdown(&text[at..end]) {
                        blocks.take(event, at + range.start..at + range.end);
                    }
                    end
                }
            };
        }
        Ok(blocks)
    }

    fn new(text: &str, base: usize) -> Blocks {
        Blocks {
            list: Vec::with_capacity(text.len() / 64 + 8),
            base,
            ..Blocks::default()
        }
    }

    /// Notes a block; where it stands in the list.
    fn push(&mut self, kind: Kind, range: Range<usize>) -> usize {
        self.list.push(Block {
            kind,
            range,
            depth: self.depth,
            quoted: self.quotes > 0,
        });
        self.list.len() - 1
    }

    /// What an event of the library adds.
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let waiting = self.item.take();
        if let Some(item) = waiting
            && !matches!(event, Event::End(_))
        {
            let inline = !matches!(
                &event,
                Event::Rule
                    | Event::Start(
                        Tag::List(_)
                            | Tag::CodeBlock(_)
                            | Tag::HtmlBlock
                            | Tag::BlockQuote(_)
                            | Tag::Table(_)
                            | Tag::FootnoteDefinition(_)
                            | Tag::Heading { .. }
                    )
            );
            let content = range.start;
            self.list[item].kind = Kind::Item { content, inline };
        }
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(TagEnd::Item) => {
                // One with nothing in it is none.
                self.list.truncate(waiting.unwrap_or(self.list.len()));
                self.depth -= 1;
            }
            Event::End(tag) => {
                self.item = waiting;
                self.close(tag, range);
            }
            Event::Rule => {
                self.push(Kind::Rule, range);
            }
            Event::InlineHtml(html) => {
                self.extend_heading(&range);
                if html.to_ascii_lowercase().contains("details") {
                    self.push(Kind::InlineHtml, range);
                }
            }
            _ => self.extend_heading(&range),
        }
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::List(_) => Kind::List,
            Tag::Item => Kind::Item {
                content: range.end,
                inline: false,
            },
            Tag::CodeBlock(_) => Kind::Code,
            Tag::HtmlBlock => Kind::Html,
            Tag::BlockQuote(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) => Kind::Other,
            Tag::Heading { level, .. } => {
                // As long as it has no text, that ends before it begins.
                let content = range.end..range.start;
                self.heading = Some((level as u8, range, content));
                return;
            }
            tag => {
                self.links.extend(markdown::link(&tag, range.clone(), self.base));
                self.extend_heading(&range);
                return;
            }
        };
        if kind != Kind::Paragraph || self.depth == 0 {
            let place = self.push(kind, range);
            self.item = matches!(tag, Tag::Item).then_some(place);
        }
        self.depth += 1;
        self.quotes += usize::from(matches!(tag, Tag::BlockQuote(_)));
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some((level, range, content)) = self.heading.take() {
                    let content = match content.start < content.end {
                        true => content,
                        false => range.end..range.end,
                    };
                    self.push(Kind::Heading { level, content }, range);
                }
                return;
            }
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => {}
            _ => return,
        }
        self.depth -= 1;
        if matches!(tag, TagEnd::List(_)) {
            self.push(Kind::ListEnd, range.end..range.end);
        }
    }

    fn extend_heading(&mut self, range: &Range<usize>) {
        if let Some((_, _, content)) = &mut self.heading {
            content.start = content.start.min(range.start);
            content.end = content.end.max(range.end);
        }
    }
}

impl<'a> Listener<'a> for Blocks {
    fn heading(&mut self, level: HeadingLevel, whole: Range<usize>, content: Range<usize>) -> usize {
        let level = level as u8;
        self.push(Kind::Heading { level, content }, whole)
    }

    fn item(&mut self, _: bool, start: usize) -> usize {
        let kind = Kind::Item {
            content: start,
            inline: true,
        };
        let place = self.push(kind, start..start);
        self.depth += 1;
        place
    }

    fn begin(&mut self, tag: Tag<'a>, start: usize) -> usize {
        let kind = match tag {
            Tag::List(_) => Kind::List,
            Tag::CodeBlock(_) => Kind::Code,
            Tag::Table(_) => Kind::Other,
            Tag::Paragraph if self.depth == 0 => Kind::Paragraph,
            Tag::Paragraph => {
                if let Some(Block {
                    kind: Kind::Item { content, .. },
                    ..
                }) = self.list.last_mut()
                {
                    *content = start;
                }
                self.depth += 1;
                return self.list.len();
            }
            _ => return self.list.len(),
        };
        let place = self.push(kind, start..start);
        self.depth += 1;
        place
    }

    fn end(&mut self, begun: usize, tag: TagEnd, range: Range<usize>) {
        let end = range.end;
        match tag {
            TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::Table => {
                self.depth -= 1;
                if tag != TagEnd::Paragraph || self.depth == 0 {
                    self.list[begun].range = range;
                }
                if matches!(tag, TagEnd::List(_)) {
                    self.push(Kind::ListEnd, end..end);
                }
            }
            _ => {}
        }
    }

    fn tight(&mut self, begun: usize) {
        // Without a paragraph the box is the first that stands in the item.
        for (place, start) in self.tasks.drain(..).filter(|(place, _)| *place > begun) {
            if let Kind::Item { content, .. } = &mut self.list[place].kind {
                *content = start;
            }
        }
    }

    fn task(&mut self, _: bool, range: Range<usize>) {
        self.tasks.push((self.list.len() - 1, range.start));
    }

    fn piece(&mut self, piece: Piece<'a>, range: Range<usize>) {
        if let Piece::Link { to, .. } = piece {
            self.links.push(BodyLink {
                destination: to.into(),
                span: Span::new(self.base + range.start..self.base + range.end),
                image: false,
            });
        }
    }

    fn line_end(&mut self, _: Range<usize>) {}

    /// Only links are kept of what stands in a text, and HTML that opens something.
    fn skips(&self, text: &[u8]) -> bool {
        memchr::memchr2(b'[', b'<', text).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let found = Blocks::of(text, 7).expect("nothing is deep");
        let mut whole = Blocks::new(text, 7);
        for (event, range) in markdown(text) {
            whole.take(event, range);
        }
        assert_eq!(found.list, whole.list, "{text:?}");
        assert_eq!(found.links, whole.links, "{text:?}");
    }

    #[test]
    fn what_is_skipped_has_the_blocks_and_links_of_all_of_markdown() {
        for text in [
            "### \\*Note\n\n## \\[a](b)\n",
            "## a\\*b\n### \\_Risks\n",
            "# &amp; *a* `b`\n## *a*\n",
            "|a|b|\n|-|-|\n|*a*|`c`|\n|d|[e](f)|\n",
            "a `b\nc`[d](e)`f\n",
        ] {
            check(text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_known_gives_the_blocks_and_links_of_all_of_markdown(
            lines in proptest::collection::vec(markdown::LINE, 0..9)
        ) {
            check(&lines.join("\n"));
        }
    }
}
