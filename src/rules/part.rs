//! Some objectives of a book, as if there were no others: for rules that look at one file at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::history::Standing;
use crate::model::{Book, ObjectiveIx, Period};
use crate::source::{SourceFile, Sources};

use super::Context;

/// A part of what rules look at, with the same file numbers.
pub(super) struct Part {
    book: Book,
    standing: Standing,
    sources: Sources,
}

impl Part {
    /// These objectives, and the settings, teams, people and periods of the whole.
    pub(super) fn of(whole: &Context<'_>, these: &[ObjectiveIx]) -> Part {
        let (book, standing) = (whole.book, whole.standing);
        let nothing = Arc::new(SourceFile::default());
        let mut sources = Sources(vec![nothing; whole.sources.0.len()]);
        for &ix in these {
            let file = book[ix].file.0 as usize;
            sources.0[file] = whole.sources.0[file].clone();
        }
        Part {
            book: Book {
                config: book.config.clone(),
                objectives: these.iter().map(|&ix| book[ix].clone()).collect(),
                broken: Vec::new(),
                periods: book.periods.iter().map(without_page).collect(),
                teams: book.teams.clone(),
                people: book.people.clone(),
                retrospectives: Vec::new(),
            },
            standing: Standing {
                as_of: standing.as_of,
                objectives: these.iter().map(|&ix| standing[ix].clone()).collect(),
                periods: standing.periods.clone(),
                teams: BTreeMap::new(),
                calibration: standing.calibration,
            },
            sources,
        }
    }

    /// What a rule may look at.
    pub(super) fn context<'a>(&'a self, whole: &Context<'a>) -> Context<'a> {
        Context {
            book: &self.book,
            sources: &self.sources,
            standing: &self.standing,
            assets: whole.assets,
            chronicle: whole.chronicle,
        }
    }
}

fn without_page(period: &Period) -> Period {
    Period {
        page: None,
        ..period.clone()
    }
}
