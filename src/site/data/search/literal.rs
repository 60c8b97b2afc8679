//! JSON that may stand in a script.

use crate::bytes::{ByteSet, byte_set};

byte_set! {
    /// What may not be able to stand there as it is. The two line ends of Unicode begin with the last one.
    Special: [0, b' ' - 1], [b'"', b'"'], [b'\\', b'\\'], [b'<', b'<'], [0x7f, 0x7f], [0xe2, 0xe2]
}

/// Appends a text in quotes. A script cannot hold `<` (it could end its element) nor the two line ends of Unicode.
pub fn text(out: &mut String, text: &str) {
    if Special::first_in(text.as_bytes()).is_none() {
        for part in ["\"", text, "\""] {
            out.push_str(part);
        }
        return;
    }
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '<' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' | '\u{7f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(char)));
            }
            char => out.push(char),
        }
    }
    out.push('"');
}

/// Appends a number.
pub fn number(out: &mut String, number: usize) {
    crate::digits::whole_into(out, number as u64);
}

/// Appends a list, each item as `write` has it.
pub fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    out.push('[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_script_and_every_text_is_json() {
        for hostile in [
            "</script><!--",
            "\u{2028}\u{2029}",
            "\"\\\n\r\t\0\u{7f}",
            "é 東 😀",
        ] {
            let mut out = String::new();
            text(&mut out, hostile);
            assert!(!out.contains(['<', '\u{2028}', '\u{2029}', '\n']), "{out}");
            let read: String = serde_json::from_str(&out).expect("it is JSON");
            assert_eq!(read, hostile);
        }
    }

    #[test]
    fn lists_have_commas_between() {
        let mut out = String::new();
        list(&mut out, [1, 20], number);
        list(&mut out, [], number);
        assert_eq!(out, "[1,20][]");
    }
}
