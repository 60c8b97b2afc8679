//! Text → [`Book`] and what is wrong with it. Parsing does not fail: a broken file costs its own objective and nothing
//! else, and every fault in it is found in one run.

pub mod check_in;
pub mod heading;
pub mod markdown;
pub mod piece;
pub mod register;
pub mod scalar;
pub mod status;
pub mod typed;

use crate::diagnostic::Diagnostic;
use crate::model::Book;
use crate::source::Sources;

/// What reading gives: the book, and everything that is wrong in form.
#[derive(Debug)]
pub struct Parsed {
    /// What the folder says.
    pub book: Book,
    /// In file order.
    pub findings: Vec<Diagnostic>,
}

/// Reads every file. `sources` may stand in any order: the book is the same.
pub fn book(sources: &Sources) -> Parsed {
    let _ = sources;
    todo!("written next")
}
