//! What the public reads of a text. Rather too little than too much: what is left out here is looked for on every page.

use crate::source::Span;

/// A text without its HTML comments, the references at `spans`, and the addresses of relative links.
pub(super) fn shown(text: &str, spans: &[Span]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for span in spans {
        blank(&mut bytes, span.start as usize, span.end as usize);
    }
    between(text, "<!--", "-->", |start, end| blank(&mut bytes, start, end));
    let is_relative = |address: &str| !address.contains("://");
    between(text, "](", ")", |start, end| {
        if is_relative(&text[start..end]) {
            blank(&mut bytes, start + "](".len(), end);
        }
    });
    // `[name]: address`
    between(text, "]: ", "\n", |start, end| {
        if is_relative(&text[start..end]) {
            blank(&mut bytes, start + "]: ".len(), end);
        }
    });
    String::from_utf8_lossy(&bytes).into_owned()
}

fn blank(bytes: &mut [u8], start: usize, end: usize) {
    if let Some(part) = bytes.get_mut(start..end) {
        part.fill(b' ');
    }
}

/// Each stretch from `open` to the next `close`, or to the end of the text, as a range of bytes.
fn between(text: &str, open: &str, close: &str, mut found: impl FnMut(usize, usize)) {
    let mut from = 0;
    while let Some(at) = text[from..].find(open) {
        let start = from + at;
        let behind = start + open.len();
        let end = text[behind..]
            .find(close)
            .map_or(text.len(), |at| behind + at + close.len());
        found(start, end);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_for_us_alone_is_not_shown() {
        let check = |text: &str, is_shown: bool| {
            assert_eq!(shown(text, &[]).contains("initech"), is_shown, "{text:?}");
        };
        check("We buy initech.", true);
        check("See [initech](calm.md).", true);
        check("See [it](https://initech.example/).", true);
        check("<!-- initech --> é", false);
        check("<!-- never closed: initech", false);
        check("See [it](secret/initech.md), please", false);
        check("See [it][1].\n\n[1]: secret/initech.md\n", false);
        let text = "parent: initech";
        assert!(!shown(text, &[Span::new(8..15)]).contains("initech"));
    }
}
