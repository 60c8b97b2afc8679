//! Short texts: a phrase that can stand in a link, and one without any mark.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::document;
use super::links::may_have_addresses;
use crate::bytes::{ByteSet, byte_set};
use crate::parse::markdown::Piece;
use crate::site::html::Html;

/// A short text as a phrase: emphasis and code, no links and no blocks, so that it can stand in a link.
pub fn phrase(text: &str) -> Html {
    let mut html = Html::with_capacity(text.len() + 16);
    if is_plain(text) {
        html.text(text);
        return html;
    }
    let written = pieces(text, |piece| {
        match piece {
            Piece::Text(words) | Piece::Link { words, .. } => html.text(words),
            Piece::Code(code) => html.tag("code").holding(code),
            Piece::Emphasis(words) => html.tag("em").holding(words),
            Piece::Strong(words) => html.tag("strong").holding(words),
        };
    });
    if written {
        return html;
    }
    html.cut(0);
    let mut blocks = 0;
    for (event, _) in crate::parse::markdown::events(text) {
        match &event {
            Event::Start(Tag::Emphasis) => {
                html.markup("<em>");
            }
            Event::End(TagEnd::Emphasis) => {
                html.markup("</em>");
            }
            Event::Start(Tag::Strong) => {
                html.markup("<strong>");
            }
            Event::End(TagEnd::Strong) => {
                html.markup("</strong>");
            }
            Event::Start(Tag::Strikethrough) => {
                html.markup("<del>");
            }
            Event::End(TagEnd::Strikethrough) => {
                html.markup("</del>");
            }
            Event::Code(code) => {
                html.tag("code").holding(code);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_)) => {
                if blocks > 0 {
                    html.text(" ");
                }
                blocks += 1;
            }
            event => {
                let mut plain = String::new();
                document::push_plain(&mut plain, event);
                html.text(&plain);
            }
        }
    }
    html
}

/// Tells the pieces of a line; `false` when it takes more than they are, and some of them were told maybe.
pub(super) fn pieces<'t>(text: &'t str, each: impl FnMut(Piece<'t>)) -> bool {
    !text.contains('\n') && crate::parse::markdown::paragraph(text, 0..text.len(), 0, 0, each).is_some()
}

/// A short text without any mark.
pub fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let written = pieces(text, |piece| {
        let (Piece::Text(words)
        | Piece::Link { words, .. }
        | Piece::Code(words)
        | Piece::Emphasis(words)
        | Piece::Strong(words)) = piece;
        out.push_str(words);
    });
    if written {
        return Cow::Owned(out);
    }
    out.clear();
    for (event, _) in crate::parse::markdown::events(text) {
        let begins_block = matches!(
            event,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_))
        );
        if begins_block && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        document::push_plain(&mut out, &event);
    }
    Cow::Owned(out)
}

/// Whether a text has nothing that Markdown could read as a mark.
pub(super) fn is_plain(text: &str) -> bool {
    let first = text.bytes().next();
    Marks::first_in(text.as_bytes()).is_none()
        && !may_have_addresses(text)
        && !first.is_some_and(|byte| byte == b'-' || byte == b' ' || byte.is_ascii_digit())
        && !text.ends_with(' ')
}

byte_set! {
    /// What Markdown could read as a mark.
    Marks: [b'\t', b'\n'], [b'!', b'!'], [b'#', b'#'], [b'&', b'&'], [b'*', b'+'], [b'<', b'>'], [b'[', b']'], [b'_', b'`'], [b'|', b'|'], [b'~', b'~']
}
