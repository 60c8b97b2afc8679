//! Where a finding stands when what it is about is more than one word.

use crate::model::{CheckIn, KeyResult, Objective};
use crate::rules::Context;
use crate::source::{SourceFile, Span};

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

/// The value of a key at the left margin of the front matter, without quotes, as written.
pub(super) fn value_of_key(file: &SourceFile, key: &str) -> Option<Span> {
    let text = &file.text[..body_start(&file.text)];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')) {
            return scalar(rest).map(|(from, to)| {
                let start = at + line.len() - rest.len();
                Span::new(start + from..start + to)
            });
        }
        at += line.len();
    }
    None
}

/// Where in the rest of a line behind `key:` the value stands.
fn scalar(rest: &str) -> Option<(usize, usize)> {
    let end = rest.find(" #").unwrap_or(rest.len());
    let value = rest[..end].trim().trim_matches(['"', '\'']);
    let start = rest.find(value)?;
    (!value.is_empty()).then_some((start, start + value.len()))
}

/// The byte at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1)
}
