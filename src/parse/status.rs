//! The words of a status, in the languages of a file.

use super::piece::Piece;
use super::typed::{begins_with_words, nearest, same_words, shown, surely};
use crate::diagnostic::Diagnostic;
use crate::model::Status;
use crate::msg;
use crate::words::Language;

/// The status that a text names, in a language or in English. Letter case, `-` and spaces do not matter; 🟢, 🟡 and 🔴
/// are the first three.
pub fn named(text: &str, language: Language) -> Option<Status> {
    let place = languages(language)
        .find_map(|language| {
            language
                .file_words()
                .statuses
                .iter()
                .position(|word| same_words(word, text))
        })
        .or_else(|| ["🟢", "🟡", "🔴"].iter().position(|sign| same_words(sign, text)))?;
    Some(Status::ALL[place])
}

/// What is said of a text that should be a status and is none.
pub fn unknown(typed: Piece<'_>, language: Language) -> Diagnostic {
    let finding = typed.finding(
        "invalid-status",
        msg!("`{word}` is not a status", word = shown(typed.text)),
    );
    let every = || languages(language).flat_map(|language| language.file_words().statuses);
    let words = language.file_words().statuses;
    let first = typed.text.split(',').next().unwrap_or_default();
    let meant = named(first, language)
        .map(|status| words[Status::ALL.iter().position(|known| *known == status).unwrap_or(0)])
        .or_else(|| colour(typed.text).map(|place| words[place]))
        .or_else(|| nearest(typed.text, every()));
    match meant {
        Some(word) => {
            let fix = surely(typed.text, every()).filter(|fix| *fix == word);
            finding.instead(Some(word)).surely(fix)
        }
        None => finding.help(msg!("a status is one of {words}", words = listed(&words))),
    }
}

/// How many bytes at the beginning of a title are a status that was perhaps meant to stand in parentheses: one alone, in
/// other brackets, before a mark or before a word that begins anew. `On track again` is a title.
pub fn before_title(title: &str, language: Language) -> Option<usize> {
    for (open, close) in [('[', ']'), ('{', '}')] {
        if let Some((word, _)) = title.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            return named(word, language).map(|_| word.len() + 2);
        }
    }
    let mut words = languages(language).flat_map(|language| language.file_words().statuses);
    if title.is_ascii() && !words.any(|word| begins_with_words(title, word)) {
        return None;
    }
    let ends = title
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric() && *c != '-');
    let ends = ends.map(|(at, _)| at).chain([title.len()]).take(WORDS);
    let longest = ends
        .filter(|&end| named(&title[..end], language).is_some())
        .max()?;
    let longest = title[..longest].trim_end().len();
    let rest = title[longest..].trim_start();
    // `Cancelled Berlin launch` says what was done, `At risk Berlin launch` how it stands.
    let is_phrase = title[..longest].contains(char::is_whitespace);
    let begins_anew = |c: char| is_phrase && c.is_uppercase() || "—–:-,.;".contains(c);
    let is_sign = !title.starts_with(char::is_alphanumeric);
    (is_sign || rest.is_empty() || rest.starts_with(begins_anew)).then_some(longest)
}

/// So many words, and marks between them, are looked at.
const WORDS: usize = 5;

/// Names in backticks with commas between them.
pub fn listed(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn languages(language: Language) -> impl Iterator<Item = Language> {
    [language, Language::English]
        .into_iter()
        .take(if language == Language::English { 1 } else { 2 })
}

/// The place of the status whose colour a text names.
fn colour(text: &str) -> Option<usize> {
    const NAMES: [&[&str]; 3] = [
        &["green", "vert"],
        &["amber", "yellow", "orange", "jaune"],
        &["red", "rouge"],
    ];
    NAMES
        .iter()
        .position(|names| names.iter().any(|name| same_words(name, text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_status_is_known_by_its_words() {
        fn check(text: &str, language: Language, expected: Option<Status>) {
            assert_eq!(named(text, language), expected, "{text}");
        }
        let (en, fr) = (Language::English, Language::French);
        for (word, status) in en.file_words().statuses.iter().zip(Status::ALL) {
            check(word, en, Some(status));
            check(word, fr, Some(status));
            check(&word.to_uppercase().replace(' ', "-"), en, Some(status));
            check(status.name(), en, Some(status));
        }
        for (word, status) in fr.file_words().statuses.iter().zip(Status::ALL) {
            check(word, fr, Some(status));
            check(word, en, None);
        }
        check("🟢", en, Some(Status::OnTrack));
        check("🟡\u{fe0f}", fr, Some(Status::AtRisk));
        check("🔴", en, Some(Status::OffTrack));
        check("A\u{300}\u{a0}Risque", fr, Some(Status::AtRisk));
        check("on\u{a0}track", en, Some(Status::OnTrack));
        check("", en, None);
        check("⚪", en, None);
    }

    #[test]
    fn a_status_at_the_beginning_of_a_title_is_told_from_a_title() {
        fn check(title: &str, language: Language, expected: Option<&str>) {
            let found = before_title(title, language).map(|end| &title[..end]);
            assert_eq!(found, expected, "{title}");
        }
        let (en, fr) = (Language::English, Language::French);
        check("at risk Hiring bites", en, Some("at risk"));
        check("at-risk: hiring bites", en, Some("at-risk"));
        check("On track", en, Some("On track"));
        check("[on track] Good start", en, Some("[on track]"));
        check("🟡 hiring bites", en, Some("🟡"));
        check("done — all of it", en, Some("done"));
        check("à risque Embauches", fr, Some("à risque"));
        check("on track Bon début", fr, Some("on track"));
        for title in [
            "On track again",
            "Done with it",
            "Cancelled Berlin launch",
            "Paused hiring",
            "Hiring bites",
            "[x] on track",
            "At",
            "",
        ] {
            check(title, en, None);
        }
        check("En retard de deux semaines", fr, None);
    }

    #[test]
    fn an_unknown_status_gets_the_nearest_one() {
        fn check(text: &str, language: Language, expected: &str) {
            let piece = Piece {
                file: FileId(0),
                start: 0,
                text,
            };
            let finding = unknown(piece, language);
            let help = match &finding.help[..] {
                [crate::diagnostic::Help::Replacement(word)] => format!("did you mean `{word}`?"),
                [crate::diagnostic::Help::Note(note)] => note.to_string(),
                other => panic!("{other:?}"),
            };
            assert_eq!(help, expected, "{text}");
        }
        check("on trak", Language::English, "did you mean `on track`?");
        check("canceled", Language::English, "did you mean `cancelled`?");
        check("at risk, 60%", Language::English, "did you mean `at risk`?");
        check("amber", Language::English, "did you mean `at risk`?");
        check("a risque", Language::French, "did you mean `à risque`?");
        check("rouge", Language::French, "did you mean `en retard`?");
        check(
            "wonderful",
            Language::English,
            "a status is one of `on track`, `at risk`, `off track`, `pending`, `paused`, `done`, `cancelled`",
        );
    }
}
