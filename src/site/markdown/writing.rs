//! From the events of a body to HTML, by an allow-list.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::address::Address;
use super::links::open_link;
use super::{Headings, Reader};
use crate::site::html::{Html, Tag as HtmlTag, attributes};
use crate::site::{Site, begin_scroll};
use crate::words::fill;

impl Reader<'_> {
    /// Writes events. Those before byte `from` are left out, and so are tags that begin there.
    pub(super) fn write(
        &mut self,
        html: &mut Html,
        events: Range<usize>,
        from: u32,
        headings: &mut Headings,
    ) {
        let mut state = Writing::default();
        let mut number = events.start;
        while number < events.end {
            let piece = &self.document.events()[number];
            let (close, is_end) = (piece.close as usize, matches!(piece.event, Event::End(_)));
            if piece.start < from && !is_end {
                if piece.end <= from {
                    number = close + 1;
                    continue;
                }
                match &piece.event {
                    Event::Start(_) => {
                        state.cut.push(close);
                        number += 1;
                    }
                    Event::Text(text) => {
                        let skip = (from - piece.start) as usize;
                        let whole = self.document.text.get(piece.start as usize..piece.end as usize);
                        let rest = text.get(skip..).filter(|_| whole == Some(&**text));
                        number = self.text_with_addresses(html, rest.unwrap_or(text), number + 1, events.end);
                    }
                    _ => number += 1,
                }
                continue;
            }
            if is_end && state.cut.last() == Some(&number) {
                state.cut.pop();
                number += 1;
                continue;
            }
            number = self.event(html, number, events.end, headings, &mut state);
        }
    }

    /// Writes one event, or as much as belongs together; returns the number of the next.
    pub(super) fn event(
        &mut self,
        html: &mut Html,
        number: usize,
        limit: usize,
        headings: &mut Headings,
        state: &mut Writing,
    ) -> usize {
        let piece = &self.document.events()[number];
        let behind = piece.close as usize + 1;
        match &piece.event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => {
                    self.block(html, "p").open();
                }
                Tag::Heading { level, .. } => {
                    let name = heading_name(headings.shifted(level_of(*level)));
                    let id = headings.anchored.then(|| self.heading_id(number)).flatten();
                    let tag = self.block(html, name);
                    match id {
                        Some(id) => tag.attr("id", &id).open(),
                        None => tag.open(),
                    };
                    state.headings.push(name);
                }
                Tag::BlockQuote(_) => {
                    html.markup("<blockquote>");
                }
                Tag::CodeBlock(kind) => open_code(html, kind, state),
                Tag::HtmlBlock => {
                    let mut raw = String::new();
                    for piece in &self.document.events()[number + 1..behind - 1] {
                        if let Event::Html(text) | Event::Text(text) = &piece.event {
                            raw.push_str(text);
                        }
                    }
                    let shown = without_comments(&raw);
                    if !shown.trim().is_empty() {
                        self.block(html, "p").holding(shown.trim());
                    }
                    return behind;
                }
                Tag::List(start) => {
                    if !self.hidden.is_empty() && self.all_hidden(&(number + 1..behind - 1)) {
                        return behind;
                    }
                    match start {
                        None => html.markup("<ul>"),
                        Some(1) => html.markup("<ol>"),
                        Some(start) => html.tag("ol").attr("start", &start.to_string()).open(),
                    };
                }
                Tag::Item if self.is_hidden(number) => return behind,
                Tag::Item => {
                    let tag = self.block(html, "li");
                    if self.is_task(number) {
                        tag.fixed(attributes!("class" = "task")).open();
                    } else {
                        tag.open();
                    }
                }
                // Footnotes stand at the end of the page.
                Tag::FootnoteDefinition(_) => return behind,
                Tag::Table(alignments) => {
                    state.alignments = alignments.clone();
                    self.tables += 1;
                    open_table(html, self.site, self.tables);
                }
                Tag::TableHead => open_row(html, true, state),
                Tag::TableRow => open_row(html, false, state),
                Tag::TableCell => self.open_cell(html, state),
                Tag::Link {
                    dest_url,
                    title,
                    link_type,
                    ..
                } => {
                    let address = match link_type {
                        pulldown_cmark::LinkType::Email => Address::Mail(["mailto:", dest_url].concat()),
                        _ => self.address(dest_url),
                    };
                    state.links.push(open_link(html, &address, title));
                    if number + 1 == behind - 1 {
                        html.text(dest_url);
                    }
                }
                Tag::Image { dest_url, title, .. } => {
                    self.image(html, dest_url, title, number + 1..behind - 1, state);
                    return behind;
                }
                Tag::Emphasis => {
                    html.markup("<em>");
                }
                Tag::Strong => {
                    html.markup("<strong>");
                }
                Tag::Strikethrough => {
                    html.markup("<del>");
                }
                Tag::Superscript => {
                    html.markup("<sup>");
                }
                Tag::Subscript => {
                    html.markup("<sub>");
                }
                Tag::DefinitionList
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::MetadataBlock(_) => {}
            },
            Event::End(tag) => end(html, tag, state),
            Event::Text(text) => {
                if state.verbatim || !state.links.is_empty() {
                    html.text(text);
                } else {
                    return self.text_with_addresses(html, text, number + 1, limit);
                }
            }
            Event::Code(text) => {
                html.tag("code").holding(text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                html.text(text);
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                html.text(&without_comments(text));
            }
            Event::FootnoteReference(label) => {
                let label = label.clone();
                self.mention(html, &label);
            }
            Event::SoftBreak => {
                html.text("\n");
            }
            Event::HardBreak => {
                html.markup("<br>");
            }
            Event::Rule => {
                html.markup("<hr>");
            }
            Event::TaskListMarker(done) => task_box(html, self.site, *done),
        }
        number + 1
    }

    pub(super) fn open_cell(&self, html: &mut Html, state: &mut Writing) {
        let alignment = state.alignments.get(state.column).copied();
        state.column += 1;
        let mut tag = if state.head {
            self.block(html, "th").fixed(attributes!("scope" = "col"))
        } else {
            self.block(html, "td")
        };
        tag = match alignment {
            Some(Alignment::Right) => tag.fixed(attributes!("class" = "ar")),
            Some(Alignment::Center) => tag.fixed(attributes!("class" = "ac")),
            _ => tag,
        };
        tag.open();
    }

    /// A tag of a block; a text that may run from right to left says so.
    pub(super) fn block<'h>(&self, html: &'h mut Html, name: &'static str) -> HtmlTag<'h> {
        let tag = html.tag(name);
        if self.document.right_to_left {
            tag.fixed(attributes!("dir" = "auto"))
        } else {
            tag
        }
    }
}

/// Where the writing of events stands.
#[derive(Default)]
pub(super) struct Writing {
    /// Whether the text is code.
    pub(super) verbatim: bool,
    /// Whether the open links have tags.
    pub(super) links: Vec<bool>,
    /// The names of the open headings.
    headings: Vec<&'static str>,
    pub(super) alignments: Vec<Alignment>,
    head: bool,
    column: usize,
    /// Ends of tags that were not opened.
    cut: Vec<usize>,
}

pub(super) fn open_code(html: &mut Html, kind: &CodeBlockKind<'_>, state: &mut Writing) {
    html.markup(r#"<pre tabindex="0">"#);
    match class_of(kind) {
        Some(class) => html.tag("code").attr("class", &class).open(),
        None => html.markup("<code>"),
    };
    state.verbatim = true;
}

/// Begins the table of a page that has so many up to it.
pub(super) fn open_table(html: &mut Html, site: &Site<'_>, number: usize) {
    let name = fill(site.words.table_n, &[("n", &number.to_string())]);
    begin_scroll(html, &name);
    html.markup(r#"<table class="tbl">"#);
}

pub(super) fn open_row(html: &mut Html, head: bool, state: &mut Writing) {
    state.head = head;
    state.column = 0;
    html.markup(if head { "<thead><tr>" } else { "<tr>" });
}

/// The box of a task, for the eye and the ear.
pub(super) fn task_box(html: &mut Html, site: &Site<'_>, done: bool) {
    let (mark, word) = match done {
        true => ("☑", site.words.task_done),
        false => ("☐", site.words.task_open),
    };
    html.markup("<span aria-hidden=\"true\">")
        .word(mark)
        .markup("</span><span class=\"vh\">")
        .word(word)
        .markup("</span> ");
}

pub(super) fn end(html: &mut Html, tag: &TagEnd, state: &mut Writing) {
    let name = match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(_) => state.headings.pop().unwrap_or("h6"),
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => {
            state.verbatim = false;
            html.markup("</code>");
            "pre"
        }
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => {
            html.markup("</tbody></table>");
            "div"
        }
        TagEnd::TableHead => {
            state.head = false;
            html.markup("</tr></thead><tbody>");
            return;
        }
        TagEnd::TableRow => "tr",
        TagEnd::TableCell if state.head => "th",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::Link => {
            if state.links.pop() != Some(true) {
                return;
            }
            "a"
        }
        TagEnd::HtmlBlock
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::Image
        | TagEnd::MetadataBlock(_) => return,
    };
    html.end(name);
}

/// The class of a code block's language, when it is a plain word.
pub(super) fn class_of(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let word = info.split_whitespace().next()?;
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (word.len() <= 40 && word.bytes().all(plain)).then(|| ["language-", word].concat())
}

/// Raw HTML without its comments; an unclosed one goes on to the end.
pub(super) fn without_comments(raw: &str) -> Cow<'_, str> {
    let Some(first) = raw.find("<!--") else {
        return Cow::Borrowed(raw);
    };
    let mut out = raw[..first].to_owned();
    let mut rest = &raw[first..];
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 4..];
        let end = match inside {
            _ if inside.starts_with('>') => Some(1),
            _ if inside.starts_with("->") => Some(2),
            _ => inside.find("-->").map(|at| at + 3),
        };
        let Some(end) = end else {
            return Cow::Owned(out);
        };
        rest = &inside[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

pub(super) fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

pub(super) fn heading_name(level: u8) -> &'static str {
    match level {
        ..=1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}
