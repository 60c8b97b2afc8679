//! Letters and words as a search compares them: without accents, case and ligatures.
//! The script of the search page does the same; what is changed here is changed there.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::bytes::{ByteSet, byte_set};

/// Characters of a word that count.
const LONGEST: usize = 40;

/// A text without accents, case and ligatures, so that É stands among the E and ß is ss.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        fold(char, |char| out.push(char));
    }
    out
}

/// The words of a text, folded. Scripts that put no space between words have a word a character.
pub fn each_word(text: &str, mut each: impl FnMut(&str)) {
    if text.is_ascii() {
        let text = text.to_ascii_lowercase();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let length = NotOfWord::first_in(rest.as_bytes()).unwrap_or(rest.len());
            if length > 0 {
                each(&rest[..length.min(LONGEST)]);
            }
            rest = rest.get(length + 1..).unwrap_or_default();
        }
        return;
    }
    let (mut word, mut length) = (String::new(), 0);
    let mut end = |word: &mut String, length: &mut usize| {
        if !word.is_empty() {
            each(word);
        }
        word.clear();
        *length = 0;
    };
    for char in text.chars() {
        fold(char, |char| {
            let alone = has_no_spaces(char);
            if alone || !is_of_word(char) {
                end(&mut word, &mut length);
            }
            if is_of_word(char) && length < LONGEST {
                word.push(char);
                length += 1;
            }
            if alone {
                end(&mut word, &mut length);
            }
        });
    }
    end(&mut word, &mut length);
}

byte_set! {
    /// What parts words in small letters of ASCII.
    NotOfWord: [0, b'0' - 1], [b'9' + 1, b'a' - 1], [b'z' + 1, 0x7f]
}

fn fold(char: char, mut put: impl FnMut(char)) {
    if char.is_ascii() {
        put(char.to_ascii_lowercase());
        return;
    }
    for char in std::iter::once(char).nfkd().flat_map(char::to_lowercase) {
        match char {
            'ß' => "ss".chars().for_each(&mut put),
            'æ' => "ae".chars().for_each(&mut put),
            'œ' => "oe".chars().for_each(&mut put),
            'þ' => "th".chars().for_each(&mut put),
            'ø' => put('o'),
            'đ' | 'ð' => put('d'),
            'ħ' => put('h'),
            'ı' => put('i'),
            'ł' => put('l'),
            'ŧ' => put('t'),
            'ς' => put('σ'),
            char if is_accent(char) => {}
            char => put(char),
        }
    }
}

/// Marks that a reader may leave out when typing: accents, the points of Hebrew and Arabic, the voicing of kana.
fn is_accent(char: char) -> bool {
    matches!(char,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || is_combining_mark(char)
}

/// Thai, Lao, Burmese, Khmer, kana and Han.
fn has_no_spaces(char: char) -> bool {
    matches!(char,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn words_have_neither_accents_nor_case_nor_ligatures() {
        check(
            "Réduire l’ÉCART, d'abord",
            &["reduire", "l", "ecart", "d", "abord"],
        );
        check(
            "Œuvre ﬁnie à Łódź: Straße, STRASSE",
            &["oeuvre", "finie", "a", "lodz", "strasse", "strasse"],
        );
        check("İstanbul ıssız Ærø Þór", &["istanbul", "issiz", "aero", "thor"]);
        check("ΤΕΛΟΣ τέλος", &["τελοσ", "τελοσ"]);
        check("E\u{301}cole ＮＰＳ ①", &["ecole", "nps", "1"]);
    }

    #[test]
    fn words_end_at_what_is_no_letter_and_no_digit() {
        check(
            "first-contact: 4.6 % (p95) a_b <b>",
            &["first", "contact", "4", "6", "p95", "a", "b", "b"],
        );
        check("", &[]);
        check(" … — ", &[]);
        check(&"x".repeat(500), &[&"x".repeat(LONGEST)]);
    }

    #[test]
    fn scripts_without_spaces_have_a_word_a_character() {
        check("東京Q3", &["東", "京", "q3"]);
        check("がく", &["か", "く"]);
        check("हिन्दी", &["हिन्दी"]);
    }

    #[test]
    fn a_folded_text_keeps_what_is_no_letter() {
        assert_eq!(folded("É. Noël-Ångström"), "e. noel-angstrom");
    }
}
