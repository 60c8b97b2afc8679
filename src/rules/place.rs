//! Where a finding stands when what it is about is more than one word.

use std::ops::Range;

use crate::model::{CheckIn, KeyResult, Objective};
use crate::rules::Context;
use crate::source::{SourceFile, Span, Spanned};

/// An objective as a whole: its `title`, key and value. Findings about a set stand there too.
pub(super) fn title(context: &Context<'_>, objective: &Objective) -> Span {
    let file = &context.sources[objective.file];
    let value = first_line(file, objective.title.span);
    let start = line_start(&file.text, value.start as usize);
    let begins_with_key = file.text[start..]
        .trim_start_matches(['"', '\''])
        .starts_with("title");
    if begins_with_key {
        Span {
            start: start as u32,
            end: value.end,
        }
    } else {
        value
    }
}

/// A key result as a whole: the first line of its entry.
pub(super) fn key_result(file: &SourceFile, key_result: &KeyResult) -> Span {
    first_line(file, key_result.span)
}

/// A check-in as a whole: the first line of its heading.
pub(super) fn heading(file: &SourceFile, check_in: &CheckIn) -> Span {
    first_line(file, check_in.heading)
}

/// A span up to the end of its first line, without blanks at that end.
pub(super) fn first_line(file: &SourceFile, span: Span) -> Span {
    let text = file.slice(span);
    let line = text.lines().next().unwrap_or("").trim_end();
    Span {
        start: span.start,
        end: span.start + line.len() as u32,
    }
}

/// Where the body begins: behind the front matter, or at the start when there is none.
pub(super) fn body_start(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let mut at = match lines.next() {
        Some(first) if first.trim_end() == "---" => first.len(),
        _ => return 0,
    };
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return at;
        }
    }
    text.len()
}

/// The value of a key at the left margin of the front matter, as written but without quotes.
pub(super) fn value_of_key(file: &SourceFile, key: &str) -> Option<Span> {
    let front_matter = &file.text[..body_start(&file.text)];
    let lines = front_matter.lines().filter(|line| !line.starts_with([' ', '\t']));
    value_among(&file.text, lines, key)
}

/// The value of a key in an entry, be it on a line of its own or within braces, as written but without quotes.
/// `None` when there is no such key or nothing behind it.
pub(super) fn value_in(file: &SourceFile, entry: Span, key: &str) -> Option<Span> {
    let parts = file.slice(entry).split(['\n', ',', '{']);
    value_among(
        &file.text,
        parts.map(|part| part.trim_start().trim_start_matches("- ").trim_start()),
        key,
    )
}

fn value_among<'a>(text: &'a str, mut parts: impl Iterator<Item = &'a str>, key: &str) -> Option<Span> {
    let rest = parts.find_map(|part| part.strip_prefix(key)?.strip_prefix(':'))?;
    let value = rest
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('}')
        .trim_end();
    let bare = value.trim_matches(['"', '\'']);
    // `bare` is a part of `text`, so that its place is the distance of their beginnings.
    let start = bare.as_ptr() as usize - text.as_ptr() as usize;
    let missing = matches!(bare, "" | "null") || value == "~" || value.starts_with('#');
    (!missing).then(|| Span::new(start..start + bare.len()))
}

/// A part of a text, where the file has the text as it was read; else the first line of the whole.
pub(super) fn part(file: &SourceFile, text: &Spanned<String>, part: Range<usize>) -> Span {
    let written = file.slice(text.span);
    // Within quotes a text begins one later.
    let quote = usize::from(written.starts_with(['"', '\'']));
    if written.get(quote..quote + text.value.len()) == Some(text.value.as_str()) {
        let start = text.span.start as usize + quote;
        return Span::new(start + part.start..start + part.end);
    }
    first_line(file, text.span)
}

/// The byte at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1)
}

/// A key with its value in the entry of a key result.
pub(super) fn key_in(source: &SourceFile, within: Span, key: &str) -> Option<Span> {
    let text = source.slice(within);
    text.match_indices(key).find_map(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        let behind = text[at + key.len()..].trim_start_matches(' ');
        let begins = before.is_empty() || before.ends_with(['\n', '{', ',', '-']);
        let value = behind.strip_prefix(':').filter(|_| begins)?;
        let end = value.find(['\n', ',', '}']).unwrap_or(value.len());
        let value = value[..end].trim_end();
        let end = text.len() - behind.len() + 1 + value.len();
        let start = within.start + at as u32;
        Some(Span {
            start,
            end: within.start + end as u32,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_pointed_at_with_its_value() {
        let check = |text: &str, key: &str, expected: Option<&str>| {
            let source = SourceFile::new("a.md", text.as_bytes().to_vec());
            let found = key_in(&source, Span::new(0..text.len()), key);
            assert_eq!(found.map(|span| source.slice(span)), expected, "{text}");
        };
        check(
            "- id: a\n    start: 4\n    target: 5\n",
            "target",
            Some("target: 5"),
        );
        check("{ id: a, start: 4, target: 5 }", "target", Some("target: 5"));
        check("{ id: a, start: 4, target: 5 }", "start", Some("start: 4"));
        check("- id: target\n    title: the target: 5\n", "target", None);
    }
}
