//! The one writer of XML for feeds, the map of the site and badges: it escapes everything.

use crate::bytes::{ByteSet, byte_set};
use crate::digits::whole_into;
use crate::site::figures;
use crate::words::Language;

/// XML that is being written.
#[derive(Default)]
pub(super) struct Xml(String);

impl Xml {
    /// Begins a document, with room for `bytes`.
    pub(super) fn document(bytes: usize) -> Xml {
        let mut text = String::with_capacity(bytes);
        text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Xml(text)
    }

    /// Nothing yet, with room for `bytes`.
    pub(super) fn with_capacity(bytes: usize) -> Xml {
        Xml(String::with_capacity(bytes))
    }

    /// Writes what was written elsewhere.
    pub(super) fn written(&mut self, other: &Xml) -> &mut Xml {
        self.0.push_str(&other.0);
        self
    }

    /// Writes what stands in the program and needs no escape.
    #[inline(always)]
    pub(super) fn markup(&mut self, text: &'static str) -> &mut Xml {
        self.0.push_str(text);
        self
    }

    /// Writes a word of the program: none of them needs an escape, which a test sees to.
    pub(super) fn word(&mut self, word: &'static str) -> &mut Xml {
        self.0.push_str(word);
        self
    }

    /// Writes what this program made of letters, digits and marks that need no escape: a day, a score, an anchor.
    pub(super) fn plain(&mut self, text: &str) -> &mut Xml {
        debug_assert!(Special::first_in(text.as_bytes()).is_none(), "{text:?}");
        self.0.push_str(text);
        self
    }

    /// Writes a score, or how far one moved, with two decimals.
    pub(super) fn score(&mut self, score: f64, language: Language) -> &mut Xml {
        figures::score_into(&mut self.0, score, language);
        self
    }

    /// Writes a whole number.
    pub(super) fn whole(&mut self, number: usize) -> &mut Xml {
        whole_into(&mut self.0, number as u64);
        self
    }

    /// Writes text.
    pub(super) fn text(&mut self, text: &str) -> &mut Xml {
        escape(&mut self.0, text);
        self
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

byte_set! {
    /// What cannot stand in XML as it is, or may begin a character that cannot: of those beyond ASCII that are left out, all
    /// begin with one of the last two.
    Special: [0, b' ' - 1], [b'"', b'"'], [b'&', b'\''], [b'<', b'<'], [b'>', b'>'], [0x7f, 0x7f], [0xc2, 0xc2], [0xef, 0xef]
}

/// Text in XML, in content and in quoted attributes. What XML cannot hold, and what steers a terminal, is left out.
fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(near) = Special::first_in(&bytes[at..]) {
        at += near;
        let (length, instead) = match bytes[at..] {
            [b'&', ..] => (1, "&amp;"),
            [b'<', ..] => (1, "&lt;"),
            [b'>', ..] => (1, "&gt;"),
            [b'"', ..] => (1, "&quot;"),
            [b'\'', ..] => (1, "&#39;"),
            [b'\t' | b'\n', ..] => (1, " "),
            [0..=0x1f | 0x7f, ..] => (1, ""),
            // U+0080 to U+009F.
            [0xc2, 0x80..=0x9f, ..] => (2, ""),
            // U+FFFE and U+FFFF.
            [0xef, 0xbf, 0xbe | 0xbf, ..] => (3, ""),
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        at += length;
        done = at;
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        let mut xml = Xml::default();
        xml.markup("<a b=\"")
            .text("\"<&'")
            .markup("\">")
            .text("]]>\u{0}\u{1b}x\ny\u{ffff}")
            .markup("</a>\n");
        let written = String::from_utf8(xml.into_bytes()).expect("text");
        assert_eq!(written, "<a b=\"&quot;&lt;&amp;&#39;\">]]&gt;x y</a>\n");
    }

    #[test]
    fn no_word_of_the_program_needs_an_escape() {
        for language in Language::ALL {
            for word in language.page_texts().lines() {
                let mut escaped = String::new();
                escape(&mut escaped, word);
                assert_eq!(escaped, word);
            }
        }
    }

    #[test]
    fn what_cannot_be_in_xml_is_left_out_wherever_it_stands() {
        for at in 0..40 {
            let before = "é".repeat(at / 2) + &"a".repeat(at % 3);
            let mut written = String::new();
            let hidden = format!("{before}\u{80}<\u{9f}\u{a0}\u{fffe}\u{fffd}\u{7f}\u{ffff}\r{before}\u{85}");
            escape(&mut written, &hidden);
            assert_eq!(written, format!("{before}&lt;\u{a0}\u{fffd}{before}"));
        }
    }
}
