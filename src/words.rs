//! The languages: the words read in files and shown on pages. One file each; a third language is one more.

mod changes;
mod english;
mod examples;
mod french;
mod page;
pub mod title;

use std::borrow::Cow;

use crate::diagnostic::Message;

pub use changes::ChangeWords;
pub use examples::Example;
pub use page::{IsoDate, PageWords, Piece, Plural, fill, iso_date, pieces};

/// A language of files, pages and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// `en`
    English,
    /// `fr`
    French,
}

/// Parts of messages that are figures of ours; others are shown as their file has them.
const COMPUTED: [&str; 3] = ["computed", "pace", "given"];

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

    /// What is told of files and of a run, in this language; in English where it has no words for it.
    pub fn say(self, message: &Message) -> String {
        let known = match self {
            Language::English => return message.render(message.template),
            Language::French => french::messages::MESSAGES,
        };
        let translated = |english: &str| {
            let at = known.binary_search_by(|(key, _)| (*key).cmp(english)).ok()?;
            Some(known[at].1)
        };
        let parts = message.parts.iter().map(|(name, part)| {
            let said = translated(part).map_or_else(|| self.part(name, part), Cow::Borrowed);
            (*name, said.into_owned())
        });
        let message = Message {
            template: message.template,
            parts: parts.collect(),
        };
        message.render(translated(message.template).unwrap_or(message.template))
    }

    /// A part that is no phrase of ours: a figure that we computed, a list of names between backticks, or as it is.
    fn part<'a>(self, name: &str, part: &'a str) -> Cow<'a, str> {
        match self {
            Language::French if COMPUTED.contains(&name) => Cow::Owned(self.number(part)),
            Language::French if part.contains("` or `") => Cow::Owned(part.replace("` or `", "` ou `")),
            _ => Cow::Owned(part.to_owned()),
        }
    }
}

/// A text in every language.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// In English.
    pub english: &'static str,
    /// In French.
    pub french: &'static str,
}

impl Text {
    /// As readers of a language are told it.
    pub fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::French => self.french,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg;

    #[test]
    fn messages_are_found_by_their_english_and_keep_their_parts() {
        let known = french::messages::MESSAGES;
        assert!(
            known.is_sorted_by(|(one, _), (other, _)| one < other),
            "sorted, each once"
        );
        let parts = |text: &str| {
            let mut parts: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
                .collect();
            parts.sort();
            parts.dedup();
            parts
        };
        for (english, french) in known {
            assert_eq!(parts(english), parts(french), "{english}");
        }
    }

    #[test]
    fn a_message_and_its_parts_speak_the_language() {
        let message = msg!("`{name}` is {sort}, not a file", name = "x", sort = "a folder");
        assert_eq!(Language::English.say(&message), "`x` is a folder, not a file");
        assert_eq!(
            Language::French.say(&message),
            "`x` est un dossier, pas un fichier"
        );
        let choice = msg!("write {choice}", choice = "`a`, `b` or `c`");
        assert_eq!(Language::French.say(&choice), "écrivez `a`, `b` ou `c`");
    }
}
