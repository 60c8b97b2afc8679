//! The registers: lists below a heading of their own, each item an entry.

use std::ops::Range;

use super::piece::Piece;
use super::typed::same_words;
use crate::diagnostic::{Diagnostic, slips};
use crate::model::Entry;
use crate::msg;
use crate::source::Span;
use crate::words::{FileWords, Language};

/// What a heading of level 3 opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// `### What`
    What,
    /// `### Why`
    Why,
    /// `### So what`
    SoWhat,
    /// `### Decisions`
    Decisions,
    /// `### Risks`
    Risks,
    /// `### Learnings`
    Learnings,
    /// `### Asks`
    Asks,
    /// `### Keep`
    Keep,
    /// `### Change`
    Change,
}

/// The headings of a check-in.
pub const OF_CHECK_IN: &[Heading] = &[
    Heading::What,
    Heading::Why,
    Heading::SoWhat,
    Heading::Decisions,
    Heading::Risks,
    Heading::Learnings,
    Heading::Asks,
];

/// The headings of a retrospective.
pub const OF_RETROSPECTIVE: &[Heading] = &[
    Heading::Keep,
    Heading::Change,
    Heading::Learnings,
    Heading::Decisions,
];

/// Which of the headings a text is, in a language or in English.
pub fn heading(text: &str, among: &[Heading], language: Language) -> Option<Heading> {
    let known = |heading: &&Heading| {
        let of = |words: &'static FileWords| same_words(heading.word(words), text);
        of(language.file_words()) || language != Language::English && of(Language::English.file_words())
    };
    among.iter().find(known).copied()
}

/// The one of the headings that a text was perhaps meant to be, which it is not: that in bold or with a mark behind it,
/// or one slip of the keyboard away, two from seven letters on. The first letter is seldom wrong, and with another one
/// it is often another word: `Tasks` are no `Asks`.
pub fn near(text: &str, among: &[Heading], language: Language) -> Option<String> {
    let words = among.iter().flat_map(|heading| {
        let english = heading.word(Language::English.file_words());
        [heading.word(language.file_words()), english]
    });
    near_word(text, words)
}

/// The same among words, as the beginning of a heading is written.
pub fn near_word(text: &str, among: impl Iterator<Item = &'static str>) -> Option<String> {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "*_`?!:.…".contains(c));
    if bare.chars().nth(LONGEST).is_some() {
        return None;
    }
    let typed = bare.to_lowercase();
    let distance = |word: &'static str| {
        if same_words(word, bare) {
            return Some((0, word));
        }
        let known = word.to_lowercase();
        let limit = slips(&known);
        let distance = strsim::osa_distance(&typed, &known);
        (typed.chars().next() == known.chars().next() && distance <= limit).then_some((distance, word))
    };
    let (_, word) = among.filter_map(distance).min()?;
    let mut letters = word.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The finding about a heading that is near a word and not read as it.
pub fn unread(heading: Piece<'_>, word: String) -> Diagnostic {
    let message = msg!(
        "this heading is not read as `{word}`, which it nearly is",
        word = word
    );
    heading.finding("unread-heading", message).instead(Some(word))
}

/// A heading of more characters is none that is near a word of ours.
const LONGEST: usize = 30;

impl Heading {
    fn word(self, words: &FileWords) -> &'static str {
        match self {
            Heading::What => words.what,
            Heading::Why => words.why,
            Heading::SoWhat => words.so_what,
            Heading::Decisions => words.decisions,
            Heading::Risks => words.risks,
            Heading::Learnings => words.learnings,
            Heading::Asks => words.asks,
            Heading::Keep => words.keep,
            Heading::Change => words.change,
        }
    }
}

/// The entry of a list item: `content` is where the text behind its marker begins. `None` when it is empty.
/// Ranges are of `text`, which begins at byte `base` of its file.
pub fn entry(text: &str, base: usize, item: Range<usize>, content: usize) -> Option<Entry> {
    let written = unindented(text, content..item.end);
    (!written.is_empty()).then(|| Entry {
        text: written,
        span: Span::new(base + item.start..base + item.end),
    })
}

/// The text of a range without white space at its end, and without the indentation that its first line has: up to
/// where the range begins, every further line begins with it.
fn unindented(text: &str, range: Range<usize>) -> String {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = text[line..range.start].chars().count();
    let body = text[range].trim_end();
    match body.split_once('\n') {
        None => body.to_owned(),
        Some((first, rest)) => format!("{}\n{}", first, unindented_lines(rest, indent)),
    }
}

/// The lines, each without up to so many columns of white space, and without white space at the end.
pub fn unindented_lines(lines: &str, columns: usize) -> String {
    let lines = lines.trim_end();
    let mut out = String::with_capacity(lines.len());
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', lines.as_bytes()) {
        out.push_str(without_indent(&lines[start..end], columns));
        out.push('\n');
        start = end + 1;
    }
    out.push_str(without_indent(&lines[start..], columns));
    out
}

/// The line without up to so many columns of white space. A tab that reaches further goes whole.
fn without_indent(line: &str, columns: usize) -> &str {
    let mut column = 0;
    let end = line.bytes().position(|byte| {
        let width = match byte {
            b' ' => 1,
            b'\t' => 4 - column % 4,
            _ => return true,
        };
        let inside = column < columns;
        column += width;
        !inside
    });
    &line[end.unwrap_or(line.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_the_language_and_in_english() {
        fn check(text: &str, language: Language, expected: Option<Heading>) {
            assert_eq!(heading(text, OF_CHECK_IN, language), expected, "{text}");
        }
        let (en, fr) = (Language::English, Language::French);
        check("So what", en, Some(Heading::SoWhat));
        check("so-what", fr, Some(Heading::SoWhat));
        check("De\u{301}cisions", fr, Some(Heading::Decisions));
        check("Décisions", en, None);
        check("Demandes", fr, Some(Heading::Asks));
        check("Keep", en, None);
        check("Something else", en, None);
        assert_eq!(heading("GARDER", OF_RETROSPECTIVE, fr), Some(Heading::Keep));
    }

    #[test]
    fn a_heading_that_is_nearly_one_is_known_and_another_word_is_not() {
        fn check(text: &str, language: Language, expected: Option<&str>) {
            assert_eq!(near(text, OF_CHECK_IN, language).as_deref(), expected, "{text}");
        }
        let (en, fr) = (Language::English, Language::French);
        check("Riskss", en, Some("Risks"));
        check("risk", en, Some("Risks"));
        check("Risks:", en, Some("Risks"));
        check("**Risks**", en, Some("Risks"));
        check("Why?", en, Some("Why"));
        check("Desisions", en, Some("Decisions"));
        check("So whatt", en, Some("So what"));
        check("Lerning", en, Some("Learnings"));
        check("Demande", fr, Some("Demandes"));
        check("Decisons", fr, Some("Decisions"));
        for free in [
            "Tasks",
            "Who",
            "When",
            "Numbers",
            "What next",
            "Help",
            "Costs",
            "",
            "***",
            "Next steps",
        ] {
            check(free, en, None);
        }
        check(&"Risks".repeat(100), en, None);
    }

    #[test]
    fn an_entry_loses_the_indentation_of_its_item() {
        fn check(item: &str, content: usize, expected: &str) {
            let found = entry(item, 10, 0..item.len(), content);
            assert_eq!(
                found.map(|entry| entry.text).unwrap_or_default(),
                expected,
                "{item:?}"
            );
        }
        check("- one\n", 2, "one");
        check(
            "- one\n  two\n\n      code\nlazy\n\n",
            2,
            "one\ntwo\n\n    code\nlazy",
        );
        check("10. one\n\ttwo\n", 4, "one\ntwo");
        check("-\n  one\n  two\n", 4, "one\ntwo");
        check("- \n", 2, "");
    }
}
