//! A piece of a file's text that knows where it stands.

use std::ops::Range;

use crate::bytes::line_length;
use crate::diagnostic::{Diagnostic, Message};
use crate::source::{FileId, Span};

/// Some text of a file.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its file.
    pub file: FileId,
    /// The byte of the file at which it begins.
    pub start: usize,
    /// As it stands there.
    pub text: &'a str,
}

impl<'a> Piece<'a> {
    /// A part of it, by bytes of this piece.
    pub fn part(self, range: Range<usize>) -> Piece<'a> {
        Piece {
            start: self.start + range.start,
            text: &self.text[range],
            ..self
        }
    }

    /// What follows a byte of this piece.
    pub fn from(self, at: usize) -> Piece<'a> {
        self.part(at..self.text.len())
    }

    /// Without white space at its ends.
    pub fn trimmed(self) -> Piece<'a> {
        // Nearly all begin and end with a letter or sign of ASCII, or with a line end beside one.
        let end = self.text.trim_ascii_end().len();
        let start = end - self.text[..end].trim_ascii_start().len();
        if let [first, .., last] = self.text.as_bytes()[start..end]
            && first.is_ascii_graphic()
            && last.is_ascii_graphic()
        {
            return self.part(start..end);
        }
        let end = self.text.trim_end().len();
        let start = end - self.text[..end].trim_start().len();
        self.part(start..end)
    }

    /// Without white space at its end.
    fn without_end(self) -> Piece<'a> {
        match self.text.as_bytes().last() {
            Some(last) if last.is_ascii_graphic() => self,
            _ => self.part(0..self.text.trim_end().len()),
        }
    }

    /// Its first line, without white space at its end.
    pub fn first_line(self) -> Piece<'a> {
        let end = line_length(self.text.as_bytes());
        self.part(0..end).without_end()
    }

    /// Its place in the file.
    pub fn span(self) -> Span {
        Span::new(self.start..self.start + self.text.len())
    }

    /// A finding that points at all of it.
    pub fn finding(self, rule: &'static str, message: Message) -> Diagnostic {
        Diagnostic::new(rule, self.file, self.span(), message)
    }
}
