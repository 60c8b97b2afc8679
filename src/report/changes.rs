//! How it is printed what moved between two revisions: one file a format. Nothing here decides what moved.

use std::io;

use crate::changes::{Both, Changes, Side};
use crate::report::Colour;
use crate::words::Language;

mod bar;
mod entry;
mod facts;
mod group;
mod json;
mod line;
mod markdown;
mod summary;
mod text;

pub(super) use facts::label;
pub use markdown::MARK;

/// A way to print what moved.
#[derive(Clone, Copy)]
pub struct Format {
    /// As `--format` has it.
    pub name: &'static str,
    /// Prints all of it.
    pub print: fn(&Comparison, &mut dyn io::Write) -> io::Result<()>,
}

/// Every format; the first is the default.
pub const ALL: &[Format] = &[text::FORMAT, markdown::FORMAT, json::FORMAT];

/// What is printed.
pub struct Comparison<'a> {
    /// What moved.
    pub changes: &'a Changes,
    /// Between these.
    pub sides: Both<Side<'a>>,
    /// All digits of their commits; the head has none when it is the work tree.
    pub commits: Both<Option<&'a str>>,
    /// For a terminal or not.
    pub colour: Colour,
}

impl Comparison<'_> {
    /// The language of the head.
    fn language(&self) -> Language {
        self.sides.after.book.config.language
    }

    /// What people call a period.
    fn period_name<'n>(&'n self, id: &'n str) -> &'n str {
        let books = [self.sides.after.book, self.sides.before.book];
        let mut periods = books.iter().flat_map(|book| &book.periods);
        periods
            .find(|period| period.id == id)
            .map_or(id, |period| &period.name)
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
