//! Markdown as the whole project reads it: one set of options, so that what is read and what is shown never disagree.

use pulldown_cmark::{Event, LinkType, OffsetIter, Options, Parser, Tag};

use crate::model::BodyLink;
use crate::source::{SourceFile, Span};

/// The events of a text with their byte ranges: CommonMark with tables, footnotes, strikethrough and task lists.
pub fn events(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
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
pub(super) fn link(tag: &Tag<'_>, range: std::ops::Range<usize>, base: usize) -> Option<BodyLink> {
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
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_string(),
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
            .map(|link| (link.destination.as_str(), source.slice(link.span), link.image))
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
}
