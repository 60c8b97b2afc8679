//! What people wrote, made harmless for a terminal or a log.

use std::fmt::Write;
use std::io;

/// `text` with every control and format character written as `\u{1b}`; a tab stays.
/// So nothing a file says can move the cursor, begin a line or turn the direction of the text.
/// The bracket of `##[` and `##vso[` too: build servers take these for a command wherever in a line they stand.
pub fn show(text: &str) -> String {
    if is_harmless(text) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut shown, c);
    }
    shown
}

/// Whether a text can be seen at a glance to have nothing that is taken out.
fn is_harmless(text: &str) -> bool {
    text.bytes()
        .all(|b| matches!(b, b' '..=b'~' | b'\t') && b != b'#')
}

/// Adds one character.
pub(super) fn push(shown: &mut String, c: char) {
    if c != '\t' && is_hidden(c) || is_command(shown, c) {
        // Writing to a `String` cannot fail.
        let _ = write!(shown, "\\u{{{:x}}}", c as u32);
    } else {
        shown.push(c);
    }
}

/// Whether a character behind `before` makes `##[` or `##vso[`.
pub(super) fn is_command(before: &str, c: char) -> bool {
    c == '[' && (before.ends_with("##") || before.ends_with("##vso"))
}

/// Writes JSON that means the same without what [`show`] takes out of a text, so that it is harmless in the same places.
/// Outside of texts JSON has none of it but line ends.
pub(super) fn json(json: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut plain = 0;
    let harmful = |at: usize, c: char| c != '\n' && is_hidden(c) || is_command(&json[..at], c);
    for (at, c) in json.char_indices().filter(|&(at, c)| harmful(at, c)) {
        out.write_all(&json.as_bytes()[plain..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        plain = at + c.len_utf8();
    }
    out.write_all(&json.as_bytes()[plain..])
}

/// Whether a character is of the Unicode category Cc or Cf, or parts lines (Zl, Zp).
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{890}'..='\u{891}'
                | '\u{8e2}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{110bd}'
                | '\u{110cd}'
                | '\u{13430}'..='\u{1343f}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0001}'
                | '\u{e0020}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_or_hides_is_printed() {
        for (text, shown) in [
            ("Grow é 日本 🎯\tnow", "Grow é 日本 🎯\tnow"),
            ("\x1b[31mred\x07", "\\u{1b}[31mred\\u{7}"),
            ("a\r\nb", "a\\u{d}\\u{a}b"),
            ("\u{9b}31m", "\\u{9b}31m"),
            (
                "a\u{202e}b\u{2066}c\u{200d}d\u{feff}",
                "a\\u{202e}b\\u{2066}c\\u{200d}d\\u{feff}",
            ),
            ("\u{7f}\u{e0041}", "\\u{7f}\\u{e0041}"),
            ("a ##[add-mask]e", "a ##\\u{5b}add-mask]e"),
            ("##vso[task.complete]", "##vso\\u{5b}task.complete]"),
            ("###[[# [", "###\\u{5b}[# ["),
        ] {
            assert_eq!(show(text), shown);
        }
    }

    #[test]
    fn json_means_the_same_and_is_harmless() {
        let text = "a\u{202e}b\u{9b}c\u{e0041}d é ##[error]x";
        let mut out = Vec::new();
        json(&serde_json::to_string_pretty(&[text]).unwrap(), &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(
            json,
            "[\n  \"a\\u202eb\\u009bc\\udb40\\udc41d é ##\\u005berror]x\"\n]"
        );
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
