//! Text as people type it: compared by what it says, with look-alikes of ASCII put right, and quoted short in messages.

use unicode_normalization::char::decompose_canonical;

use crate::diagnostic;

/// The most characters of somebody's text that a message repeats.
const SHOWN: usize = 60;

/// The longest text for which a nearest name is looked for: names have at most 64 characters, statuses fewer.
const LONGEST_NAME: usize = 80;

/// The text for a message: on one line, its ends trimmed, cut with `…` past 60 characters.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * SHOWN));
    let mut count = 0;
    let mut space = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        if count >= SHOWN {
            out.push('…');
            break;
        }
        out.push(c);
        count += 1;
    }
    out
}

/// The nearest known name, as [`diagnostic::nearest`] has it; `None` for what is too long to be one.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.trim();
    if text.chars().nth(LONGEST_NAME).is_some() {
        None
    } else {
        diagnostic::nearest(text, known)
    }
}

/// The name that is meant beyond doubt, as [`diagnostic::surely`] has it; `None` for what is too long to be one.
pub fn surely<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.chars().nth(LONGEST_NAME).is_some() {
        None
    } else {
        diagnostic::surely(text, known)
    }
}

/// Whether two texts are the same words: letter case, hyphens, spaces of every kind and the way accents are encoded do
/// not matter, nor does the mark that makes an emoji coloured.
pub fn same_words(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Most words differ in one of their first letters.
    let letters = a.bytes().zip(b.bytes());
    for (a, b) in letters.take_while(|(a, b)| a.is_ascii_alphabetic() && b.is_ascii_alphabetic()) {
        if !a.eq_ignore_ascii_case(&b) {
            return false;
        }
    }
    if a.eq_ignore_ascii_case(b) {
        true
    } else if a.is_ascii() && b.is_ascii() {
        ascii_words(a).eq(ascii_words(b))
    } else {
        words(a).eq(words(b))
    }
}

/// Whether a text of nothing but ASCII begins with these words, as [`same_words`] compares them.
pub fn begins_with_words(text: &str, words: &str) -> bool {
    let mut typed = ascii_words(text);
    words.is_ascii() && ascii_words(words).all(|letter| typed.next() == Some(letter))
}

fn ascii_words(text: &str) -> impl Iterator<Item = u8> {
    let letters = text
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'-' | b'\t'..=b'\r'));
    letters.map(|byte| byte.to_ascii_lowercase())
}

fn words(text: &str) -> impl Iterator<Item = char> {
    folded(text, Case::Ignored)
        .map(|(c, _)| c)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{fe0f}'))
}

/// Whether letter case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `H` is not `h`.
    Exact,
    /// `H` is `h`.
    Ignored,
}

/// How many bytes of `text` are `pattern` at its beginning. Spaces of every kind are one space, and the way accents are
/// encoded does not matter.
pub fn prefix(text: &str, pattern: &str, case: Case) -> Option<usize> {
    let mut typed = folded(text, case);
    let mut end = 0;
    for (wanted, _) in folded(pattern, case) {
        let (found, at) = typed.next()?;
        if found != wanted {
            return None;
        }
        end = at;
    }
    // A letter whose accent follows as a character of its own is another letter.
    match typed.next() {
        Some((c, at)) if at == end || is_combining(c) => None,
        _ => Some(end),
    }
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) && c != '\u{fe0f}'
}

/// The characters, decomposed, with the byte offset just past the one that each comes from.
pub(super) fn folded(text: &str, case: Case) -> impl Iterator<Item = (char, usize)> {
    let mut rest = text.char_indices();
    let mut waiting: [char; 8] = ['\0'; 8];
    let (mut next, mut count, mut end) = (0, 0, 0);
    std::iter::from_fn(move || {
        if next == count {
            let (at, c) = rest.next()?;
            end = at + c.len_utf8();
            if c.is_ascii() {
                return Some(match case {
                    _ if c.is_ascii_whitespace() => (' ', end),
                    Case::Ignored => (c.to_ascii_lowercase(), end),
                    Case::Exact => (c, end),
                });
            }
            (next, count) = (0, 0);
            let mut push = |c: char| {
                if count < waiting.len() {
                    waiting[count] = c;
                    count += 1;
                }
            };
            decompose_canonical(c, |c| match case {
                _ if c.is_whitespace() => push(' '),
                Case::Ignored => c.to_lowercase().for_each(&mut push),
                Case::Exact => push(c),
            });
        }
        next += 1;
        Some((waiting[next - 1], end))
    })
}

/// The text with digits of every script, full-width signs, and the many dashes and minus signs as ASCII.
/// `None` when there are none of them.
pub fn as_ascii(text: &str) -> Option<String> {
    text.chars()
        .any(|c| ascii(c) != c)
        .then(|| text.chars().map(ascii).collect())
}

/// A digit of any script, a full-width sign, or a dash or minus sign as ASCII has it; another character as it is.
pub fn ascii(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => digit(c)
            .and_then(|value| char::from_digit(value, 10))
            .unwrap_or(c),
    }
}

/// The value of a decimal digit of the scripts in common use.
fn digit(c: char) -> Option<u32> {
    const ZEROS: [u32; 20] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
    ];
    ZEROS
        .iter()
        .find_map(|&zero| (c as u32).checked_sub(zero).filter(|value| *value < 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_whatever_case_spaces_and_accents_do() {
        for (a, b) in [
            ("on track", "On-Track"),
            ("ontrack", "ON  TRACK"),
            ("à risque", "A\u{300} RISQUE"),
            ("termine\u{301}", "terminé"),
            ("en\u{a0}bonne\u{202f}voie", "en bonne voie"),
            ("🟢", "🟢\u{fe0f}"),
        ] {
            assert!(same_words(a, b), "{a} {b}");
        }
        for (a, b) in [("a risque", "à risque"), ("on track", "on tracks"), ("", "done")] {
            assert!(!same_words(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_prefix_is_measured_in_the_text_as_typed() {
        fn check(text: &str, pattern: &str, case: Case, expected: Option<usize>) {
            assert_eq!(prefix(text, pattern, case), expected, "{text} {pattern}");
        }
        check("English Live now", "english live", Case::Ignored, Some(12));
        check("h", "H", Case::Exact, None);
        check("h", "hours", Case::Exact, None);
        check("e\u{301}te\u{301} fini", "été", Case::Exact, Some(7));
        check("été fini", "e\u{301}te\u{301}", Case::Exact, Some(5));
        check("e\u{301}", "e", Case::Exact, None);
        check("é", "e", Case::Exact, None);
        check("a\u{a0}b", "a b", Case::Exact, Some(4));
        check("x", "", Case::Exact, Some(0));
    }

    #[test]
    fn look_alikes_become_ascii() {
        assert_eq!(as_ascii("٢٠٢٦‑０７−31").as_deref(), Some("2026-07-31"));
        assert_eq!(as_ascii("2026-07-31 é"), None);
    }

    #[test]
    fn a_message_repeats_little_and_on_one_line() {
        assert_eq!(shown(" a\n  b\u{a0}c "), "a b c");
        assert_eq!(shown(&"x".repeat(100)), format!("{}…", "x".repeat(60)));
    }
}
