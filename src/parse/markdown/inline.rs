//! What stands in the lines of a paragraph, as far as it is plain to see: text, and in it code, emphasis and links
//! that hold nothing but words. Whatever may mean more is left to all of Markdown.

use std::ops::Range;

use crate::bytes::{ByteSet, byte_set, line_length};

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// Between backticks.
    Code(&'a str),
    /// Between single asterisks or underscores.
    Emphasis(&'a str),
    /// Between double ones.
    Strong(&'a str),
    /// `[words](to)`
    Link {
        /// What is shown.
        words: &'a str,
        /// Where to.
        to: &'a str,
    },
}

/// The pieces of a part of a line with the bytes that each one takes; `None`, after some of them maybe, when it takes
/// more than is known here.
pub(super) fn read<'a>(
    text: &'a str,
    range: Range<usize>,
    mut each: impl FnMut(Piece<'a>, Range<usize>),
) -> Option<()> {
    let line = Line { text, end: range.end };
    let bytes = &text.as_bytes()[..range.end];
    let (mut done, mut at) = (range.start, range.start);
    while let Some(found) = Marks::first_in(&bytes[at..]) {
        let mark = at + found;
        let next = bytes.get(mark + 1).copied();
        let before = (mark > range.start).then(|| bytes[mark - 1]);
        let is_text = match bytes[mark] {
            b'!' => next != Some(b'['),
            b'&' => !next.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'#'),
            b'<' => !next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?')),
            b'*' => before == Some(b' ') && next == Some(b' '),
            b'_' => {
                before.is_some_and(|b| b.is_ascii_alphanumeric())
                    && next.is_some_and(|b| b.is_ascii_alphanumeric())
            }
            b'^' | b'{' | b'}' => true,
            _ => false,
        };
        if is_text {
            at = mark + 1;
            continue;
        }
        if done < mark {
            each(Piece::Text(&text[done..mark]), done..mark);
        }
        let (piece, behind) = match bytes[mark] {
            b'`' => line.code(mark)?,
            b'*' | b'_' => line.emphasis(mark, before)?,
            b'[' => line.link(mark)?,
            _ => return None,
        };
        each(piece, mark..behind);
        (done, at) = (behind, behind);
    }
    if done < range.end {
        each(Piece::Text(&text[done..range.end]), done..range.end);
    }
    Some(())
}

/// The pieces of a paragraph that is all there is in a range, from a byte of its first line on; `None`, after some of
/// them maybe, when it is more than that. Behind the first line each one is indented by so many spaces.
pub fn paragraph<'a>(
    text: &'a str,
    range: Range<usize>,
    from: usize,
    indent: usize,
    mut each: impl FnMut(Piece<'a>),
) -> Option<()> {
    let bytes = text.as_bytes().get(..range.end)?;
    let blank = bytes
        .get(range.start..)?
        .iter()
        .rev()
        .take_while(|&&b| b == b'\n');
    let end = range.end - blank.count();
    let before = bytes.get(range.start..from)?;
    if before.iter().any(|&b| Marks::has(b)) || before.last().is_some_and(|&b| b != b' ') {
        return None;
    }
    let mut start = range.start;
    let mut told = from;
    loop {
        let line = bytes.get(start..end)?;
        let line = &line[..line_length(line)];
        let line_end = start + line.len();
        let content = if start == range.start {
            line
        } else {
            let (spaces, content) = line.split_at_checked(indent)?;
            if spaces.iter().any(|&b| b != b' ') {
                return None;
            }
            each(Piece::Text("\n"));
            told = start + indent;
            content
        };
        if !begins_text(content) || content.last() == Some(&b' ') || told >= line_end {
            return None;
        }
        read(text, told..line_end, |piece, _| each(piece))?;
        if line_end == end {
            return Some(());
        }
        start = line_end + 1;
    }
}

/// A part of a text that ends where its line does.
struct Line<'a> {
    text: &'a str,
    end: usize,
}

impl<'a> Line<'a> {
    fn bytes(&self, start: usize) -> &'a [u8] {
        &self.text.as_bytes()[start..self.end]
    }

    /// One backtick, and another.
    fn code(&self, start: usize) -> Option<(Piece<'a>, usize)> {
        let bytes = self.bytes(start + 1);
        let length = bytes.iter().position(|&b| b == b'`')?;
        let content = &bytes[..length];
        if bytes.get(length + 1) == Some(&b'`') || matches!(content, [] | [b' ', ..] | [.., b' ']) {
            return None;
        }
        let behind = start + 1 + length;
        Some((Piece::Code(&self.text[start + 1..behind]), behind + 1))
    }

    /// Words between marks of one sort that begin and end with a letter or digit.
    fn emphasis(&self, start: usize, before: Option<u8>) -> Option<(Piece<'a>, usize)> {
        let bytes = self.bytes(start);
        let mark = bytes[0];
        let marks = 1 + usize::from(bytes.get(1) == Some(&mark));
        let length = bytes[marks..].iter().position(|&b| Marks::has(b))?;
        let (content, rest) = bytes[marks..].split_at(length);
        let closing = rest.iter().take_while(|&&b| b == mark).count();
        let opens = matches!(before, None | Some(b' ' | b'('));
        let whole = content.first()?.is_ascii_alphanumeric() && content.last()?.is_ascii_alphanumeric();
        let closes = match rest.get(closing) {
            None => true,
            Some(&b) => b == b' ' || b.is_ascii_punctuation() && !Marks::has(b),
        };
        if !opens || !whole || closing != marks || !closes {
            return None;
        }
        let words = &self.text[start + marks..start + marks + length];
        let piece = if marks == 1 {
            Piece::Emphasis(words)
        } else {
            Piece::Strong(words)
        };
        Some((piece, start + 2 * marks + length))
    }

    /// `[words](address)`
    fn link(&self, start: usize) -> Option<(Piece<'a>, usize)> {
        let bytes = self.bytes(start + 1);
        let words = bytes.iter().position(|&b| Marks::has(b))?;
        let rest = bytes[words..].strip_prefix(b"](")?;
        let length = NotOfLink::first_in(rest)?;
        if words == 0 || length == 0 || rest.get(length) != Some(&b')') {
            return None;
        }
        let address = start + 1 + words + 2;
        let piece = Piece::Link {
            words: &self.text[start + 1..start + 1 + words],
            to: &self.text[address..address + length],
        };
        Some((piece, address + length + 1))
    }
}

byte_set! {
    /// What is neither a letter nor a digit nor one of `/:.#?=%_+,;@-`.
    NotOfLink: [0, b'#' - 1], [b'$', b'$'], [b'&', b'+' - 1], [b'<', b'<'], [b'>', b'>'], [b'[', b'_' - 1], [b'`', b'`'], [b'{', 0xff]
}

byte_set! {
    /// What may mean something in a line. In few ranges, so `^`, `{` and `}` are in it, which mean nothing; in emphasis and
    /// in a link they are left to all of Markdown.
    Marks: [0, b' ' - 1], [b'!', b'!'], [b'&', b'&'], [b'*', b'*'], [b'<', b'<'], [b'[', b'`'], [b'{', b'~']
}

/// Whether a line that begins so is text, whatever stands before it.
pub fn begins_text(line: &[u8]) -> bool {
    match *line {
        [b'0'..=b'9', ..] => {
            let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
            !matches!(line.get(digits), Some(b'.' | b')'))
        }
        [b'*' | b'_', b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] => true,
        [b'*', b'*', b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] => true,
        [b'`', second, ..] => second != b'`',
        [first, ..] => {
            first.is_ascii_alphabetic() || first >= 0x80 || matches!(first, b'(' | b'[' | b'"' | b'\'')
        }
        [] => false,
    }
}
