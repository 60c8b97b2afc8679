//! The languages: the words read in files and shown on pages. One file each; a third language is one more.

mod english;
mod french;
mod page;

pub use page::{PageWords, Plural, digit, fill, iso_date, whole_into};

/// A language of files, pages and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// `en`
    English,
    /// `fr`
    French,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// The code of `language:` and of `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// The language of a code.
    pub fn of_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The words read in files of this language. English is always read as well.
    pub fn file_words(self) -> &'static FileWords {
        match self {
            Language::English => &english::FILE,
            Language::French => &french::FILE,
        }
    }
}

/// The words that files are read by. All in lower case; how they are compared is `parse`'s affair.
#[derive(Debug)]
pub struct FileWords {
    /// Words of the seven statuses, in the order of `model::Status::ALL`.
    pub statuses: [&'static str; 7],
    /// `### What`
    pub what: &'static str,
    /// `### Why`
    pub why: &'static str,
    /// `### So what`
    pub so_what: &'static str,
    /// `### Decisions`
    pub decisions: &'static str,
    /// `### Risks`
    pub risks: &'static str,
    /// `### Learnings`
    pub learnings: &'static str,
    /// `### Asks`
    pub asks: &'static str,
    /// `## Retrospective`
    pub retrospective: &'static str,
    /// A milestone that is reached.
    pub done: &'static str,
    /// A milestone that is not.
    pub not_done: &'static str,
    /// `### Keep` of a retrospective.
    pub keep: &'static str,
    /// `### Change` of a retrospective.
    pub change: &'static str,
}
