//! Addresses that stand in a text as they are, without marks of a link.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// No address.
    Text(&'a str),
    /// An address, `http://` or `https://`.
    Address(&'a str),
}

/// The parts of a text in order.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut done, mut from) = (0, 0);
    while let Some(found) = memchr::memchr(b':', &text.as_bytes()[from..]) {
        let colon = from + found;
        from = colon + 1;
        if !text[from..].starts_with("//") {
            continue;
        }
        from += 2;
        let Some(start) = scheme_before(text, done, colon) else {
            continue;
        };
        if !text[from..].starts_with(|c: char| c.is_alphanumeric() || c == '[') {
            continue;
        }
        let end = end_of(text, from);
        if start > done {
            parts.push(Part::Text(&text[done..start]));
        }
        parts.push(Part::Address(&text[start..end]));
        (done, from) = (end, end);
    }
    if done < text.len() {
        parts.push(Part::Text(&text[done..]));
    }
    parts
}

/// Where `http` or `https` begins before a colon, as a word of its own.
fn scheme_before(text: &str, done: usize, colon: usize) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|&start| start >= done)?;
        let word = text.get(start..colon)?;
        let before = text[done..start].chars().next_back();
        (word.eq_ignore_ascii_case(scheme) && !before.is_some_and(char::is_alphanumeric)).then_some(start)
    })
}

/// Where an address that goes on at `from` ends: at white space, `<` or a quote, without marks that end a sentence and
/// without a parenthesis that was not opened in it.
fn end_of(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let stop = rest
        .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`'))
        .unwrap_or(rest.len());
    let mut address = &rest[..stop];
    let (mut open, mut closed) = (0_usize, 0_usize);
    for byte in address.bytes() {
        match byte {
            b'(' => open += 1,
            b')' => closed += 1,
            _ => {}
        }
    }
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if closed > open => closed -= 1,
            '(' => open = open.saturating_sub(1),
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '”' | '»' | '…' => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    from + address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_a_reader_would_end_it() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = parts(text)
                .into_iter()
                .filter_map(|part| match part {
                    Part::Address(address) => Some(address),
                    Part::Text(_) => None,
                })
                .collect();
            assert_eq!(found, expected, "{text}");
            let whole: String = parts(text)
                .into_iter()
                .map(|part| match part {
                    Part::Address(text) | Part::Text(text) => text,
                })
                .collect();
            assert_eq!(whole, text);
        };
        check("see https://a.example/b, then", &["https://a.example/b"]);
        check("(https://a.example/b_(c))", &["https://a.example/b_(c)"]);
        check("HTTP://A.example.", &["HTTP://A.example"]);
        check("xhttps://a.example", &[]);
        check("éhttp://a.example", &[]);
        check("https://", &[]);
        check("https:///x", &[]);
        check("javascript://a.example", &[]);
        check(
            "http://a.example https://b.example",
            &["http://a.example", "https://b.example"],
        );
        check("http://a.example<b>", &["http://a.example"]);
        check("l’adresse https://é.example/ä…", &["https://é.example/ä"]);
        check("://://://http://http://x", &["http://http://x"]);
        check("http://[", &["http://["]);
    }

    #[test]
    fn a_text_full_of_beginnings_takes_no_longer_than_another() {
        let text = "http://(".repeat(100_000);
        assert_eq!(parts(&text), [Part::Text(&text)]);
        let text = "http://a.".repeat(100_000);
        assert_eq!(parts(&text).len(), 2);
    }
}
