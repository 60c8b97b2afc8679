//! What of a side has an error that stops a build. What it says is told as far as it could be read, and no mean counts it:
//! the means of a commit are those of its site.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Place;
use super::side::Said;
use crate::chronicle::Chronicle;
use crate::commands::left_out;
use crate::diagnostic::Diagnostic;
use crate::history::{self, Standing};
use crate::model::Book;
use crate::parse::Parsed;
use crate::rules::{self, link};
use crate::source::FileId;

/// What is wrong on a side.
pub(super) struct Judged {
    /// The errors.
    pub(super) errors: Vec<Diagnostic>,
    /// Where the side stands, with what has errors.
    pub(super) standing: Standing,
}

impl Judged {
    /// The files that have errors.
    pub(super) fn wrong(&self) -> BTreeSet<FileId> {
        left_out::wrong(&self.errors)
    }
}

/// What is wrong on a side.
pub(super) fn of(said: &Said, parsed: &mut Parsed, as_of: Date, place: &Place) -> anyhow::Result<Judged> {
    let (book, sources) = (&parsed.book, &said.sources);
    let wanted = link::paths(book, sources);
    let standing = history::on(book, as_of);
    let errors = rules::stopping(
        &rules::Context {
            book,
            sources,
            standing: &standing,
            assets: &place.look_up(said.commit.as_ref(), &wanted)?,
            chronicle: &Chronicle::default(),
            part: rules::Part::default(),
        },
        std::mem::take(&mut parsed.findings),
    );
    Ok(Judged { errors, standing })
}

/// Where a side stands without what is counted nowhere.
pub(super) fn standing(book: &Book, uncounted: &BTreeSet<FileId>, as_of: Date) -> Standing {
    match uncounted.is_empty() {
        true => history::on(book, as_of),
        false => history::on(&left_out::uncounted(book, uncounted), as_of),
    }
}
