//! What a merge that was never finished leaves in a file: the error is one, and the file is read as one of its sides.

use std::borrow::Cow;

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::source::{SourceFile, Span};

/// The rule that reports it.
pub const RULE: &str = "merge-conflict-marker";

/// The file as one side has it, that above `=======` unless there is nothing in it: the marks of a conflict and the other
/// side are blank, so that nothing but the conflict itself is wrong because of it. Everything stays in its place.
///
/// Where the conflict is no error the file is read as it stands: no side is taken without a word.
pub fn settled<'a>(source: &'a SourceFile, config: &Config) -> Cow<'a, SourceFile> {
    let conflicts = match config.severity(RULE) {
        Severity::Error => all(&source.text),
        Severity::Warning | Severity::Info | Severity::Off => Vec::new(),
    };
    if conflicts.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.text.len());
    for conflict in conflicts {
        let Span { start, end } = conflict.span();
        text.push_str(&source.text[text.len()..start as usize]);
        let lines = || source.text[start as usize..end as usize].split_inclusive('\n');
        let is_above = |line: &&str| !is_marker(line, '|') && !is_marker(line, '=');
        let mut above = lines().skip(1).take_while(is_above);
        let wanted = match above.all(|line| line.trim().is_empty()) {
            true => Side::Below,
            false => Side::Above,
        };
        let mut side = Side::Above;
        for line in lines() {
            let is_mark = ['<', '|', '=', '>'].iter().any(|&sign| is_marker(line, sign));
            if is_marker(line, '|') {
                side = Side::Base;
            } else if is_marker(line, '=') {
                side = Side::Below;
            }
            match side == wanted && !is_mark {
                true => text.push_str(line),
                false => text.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            }
        }
    }
    text.push_str(&source.text[text.len()..]);
    Cow::Owned(source.with_text(text))
}

/// Where a line of a conflict stands.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Above,
    Base,
    Below,
}

/// From its first marker to its last; without a last one it is a marker alone.
#[derive(Debug, PartialEq)]
pub struct Conflict {
    /// Its first line.
    pub first: Span,
    /// Its last line.
    pub last: Option<Span>,
}

impl Conflict {
    /// All of it.
    pub fn span(&self) -> Span {
        Span {
            start: self.first.start,
            end: self.last.unwrap_or(self.first).end,
        }
    }
}

/// Those of a text.
pub fn all(text: &str) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    let bytes = text.as_bytes();
    let mut signs = memchr::memchr2_iter(b'<', b'>', bytes);
    if !signs.any(|at| matches!(bytes.get(at..at + 7), Some(b"<<<<<<<" | b">>>>>>>"))) {
        return found;
    }
    let mut open = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at..at + line.trim_end().len());
        at += line.len();
        if is_marker(line, '<') {
            open = Some(found.len());
            found.push(Conflict {
                first: span,
                last: None,
            });
        } else if is_marker(line, '>') {
            match open.take() {
                Some(i) => found[i].last = Some(span),
                None => found.push(Conflict {
                    first: span,
                    last: None,
                }),
            }
        }
    }
    found
}

/// Seven times the sign, then the end or a space and the name of a side.
fn is_marker(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 && (rest.trim_end().is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, Option<usize>)]) {
        let line = |span: Span| text[..span.start as usize].matches('\n').count() + 1;
        let found: Vec<_> = all(text)
            .iter()
            .map(|it| (line(it.first), it.last.map(line)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_conflict_is_told_from_an_underline_and_a_quote() {
        check("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", &[(1, Some(5))]);
        check("a\n<<<<<<<\n||||||| base\n=======\n>>>>>>>", &[(2, Some(5))]);
        check(
            "<<<<<<< a\n>>>>>>> b\n<<<<<<< c\n>>>>>>> d\n",
            &[(1, Some(2)), (3, Some(4))],
        );
        check("<<<<<<< a\n<<<<<<< b\n>>>>>>> c\n", &[(1, None), (2, Some(3))]);
        check(">>>>>>> c\n", &[(1, None)]);
        check("Title\n=======\n", &[]);
        check("<<<<<<<< eight\n <<<<<<< indented\n<<<<<<<no\n", &[]);
    }

    #[test]
    fn one_side_is_read_and_every_place_stays_what_it_is() {
        fn check(text: &str, expected: &str) {
            let source = SourceFile::new("a.md", text.as_bytes().to_vec());
            let settled = settled(&source, &Config::default());
            let lines: Vec<&str> = settled.text.lines().map(str::trim_end).collect();
            assert_eq!(lines.join("|"), expected, "{text}");
            assert_eq!(settled.text.len(), source.text.len());
        }
        check("a\n<<<<<<< x\nb\n=======\né\n>>>>>>> y\nd", "a||b||||d");
        check("<<<<<<<\nb\n||||||| base\nc\n=======\nd\n>>>>>>>\n", "|b|||||");
        check("<<<<<<< x\n\n||||||| base\nb\n=======\nc\n>>>>>>>\n", "|||||c|");
        check("<<<<<<< x\n=======\n>>>>>>>\n", "||");
        check("a\n>>>>>>> y\nb\n=======\nc", "a||b|=======|c");
        check("a\n=======\nc", "a|=======|c");
        check("<<<<<<< x\na\n<<<<<<< y\nb\n=======\nc\n>>>>>>> y\n", "|a||b|||");
    }
}
