//! Where the value of a reading ends: before white space, parentheses, a dash or a comment.

/// Whether a value may end before this text.
pub fn is_boundary(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '(') || dash(rest).is_some()
}

/// How long the dash at the beginning is; a single hyphen needs white space on both sides.
pub fn dash(text: &str) -> Option<usize> {
    let bare = text.trim_start();
    let space = text.len() - bare.len();
    if bare.starts_with(['—', '–']) {
        return Some(space + '—'.len_utf8());
    }
    let hyphens = bare.bytes().take_while(|&b| b == b'-').count();
    let alone = || space > 0 && (bare.len() == 1 || bare[1..].starts_with(char::is_whitespace));
    (hyphens > 1 || hyphens == 1 && alone()).then_some(space + hyphens)
}

/// How long the text before parentheses, dash or comment is, without white space at its end.
pub fn value_length(text: &str) -> usize {
    let ends = |at: usize| {
        // Only first bytes of characters come here.
        let (before, rest) = text.split_at(at);
        rest.starts_with(['(', '—', '–'])
            || rest.starts_with("--")
            || rest.starts_with("<!--")
            || rest.strip_prefix('-').is_some_and(|behind| {
                before.chars().next_back().is_none_or(char::is_whitespace)
                    && behind.chars().next().is_none_or(char::is_whitespace)
            })
    };
    let bytes = text.bytes().enumerate();
    let end = bytes
        .filter(|(_, byte)| matches!(byte, b'(' | b'-' | b'<' | 0xe2))
        .find_map(|(at, _)| ends(at).then_some(at));
    text[..end.unwrap_or(text.len())].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_is_a_dash_only_between_spaces() {
        fn check(text: &str, length: Option<usize>, value: &str) {
            assert_eq!(dash(text), length, "{text:?}");
            assert_eq!(&text[..value_length(text)], value, "{text:?}");
        }
        check(" — x", Some(4), "");
        check("— x", Some(3), "");
        check(" - x", Some(2), "");
        check(" -", Some(2), "");
        check("- x", None, "");
        check("-3", None, "-3");
        check("--x", Some(2), "");
        check("", None, "");
        check("4.5 h - note", None, "4.5 h");
        check("4–5", None, "4");
        check("well-known (x)", None, "well-known");
        check("a\u{a0}- b", None, "a");
        check("4 <!-- x -->", None, "4");
        check("é--", None, "é");
    }
}
