//! Texts in so many columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text as it may begin a line: what a build server would take for a command gets a sign before it.
pub fn line_start(text: &str) -> String {
    match text.trim_start() {
        command if command.starts_with("::") || command.starts_with("##[") => format!("› {text}"),
        _ => text.to_owned(),
    }
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text in at most so many columns: as it is when it fits, else up to the last word that does, with an ellipsis.
/// A word that is too long by itself is cut.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let (mut end, mut taken) = (0, 0);
    for (at, c) in text.char_indices() {
        let wide = c.width().unwrap_or(0);
        if taken + wide > room {
            break;
        }
        taken += wide;
        end = at + c.len_utf8();
    }
    let fits = &text[..end];
    // The word that was cut is left out, unless little would be left.
    let at_word = match text[end..].starts_with(char::is_whitespace) {
        true => Some(end),
        false => fits.rfind(char::is_whitespace),
    };
    let kept = at_word.map(|at| fits[..at].trim_end_matches(is_between));
    let kept = kept.filter(|kept| width(kept) * 2 >= room).unwrap_or(fits);
    match columns {
        0 => String::new(),
        _ => format!("{}…", kept.trim_end()),
    }
}

/// What does not end a text well.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '(')
}

/// A text and blanks up to so many columns.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Blanks and a text, up to so many columns.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text in lines of at most so many columns, broken at blanks; a word that is longer has a line for itself.
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_cut_at_a_word_and_only_as_needed() {
        let check = |text: &str, columns, expected: &str| {
            let shown = cut(text, columns);
            assert_eq!(shown, expected, "{text} in {columns}");
            assert!(width(&shown) <= columns, "{shown}");
        };
        check(
            "Make first contact effortless",
            29,
            "Make first contact effortless",
        );
        check("Make first contact effortless", 28, "Make first contact…");
        check("Make first contact effortless", 19, "Make first contact…");
        check("Make first, contact", 12, "Make first…");
        check("Incomprehensibilities", 10, "Incompreh…");
        check("A incomprehensibilities", 10, "A incompr…");
        check("日本語のタイトル", 8, "日本語…");
        check("日本語のタイトル", 7, "日本語…");
        check("日本語", 1, "…");
        check("abc", 0, "");
        check("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…");
        check("🎯🎯🎯", 5, "🎯🎯…");
    }

    #[test]
    fn no_line_begins_with_a_command_for_a_build_server() {
        for (text, shown) in [
            ("::error::x", "› ::error::x"),
            (" ##[error]", "›  ##[error]"),
            ("a::b", "a::b"),
        ] {
            assert_eq!(line_start(text), shown);
        }
    }

    #[test]
    fn columns_are_filled_by_what_is_seen() {
        assert_eq!(left("日本", 6), "日本  ");
        assert_eq!(right("é", 3), "  é");
        assert_eq!(left("long", 2), "long");
    }

    #[test]
    fn lines_break_at_blanks_that_may_break() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(
            lines("dit\u{202f}: « oui »  non", 9),
            ["dit\u{202f}: «", "oui » non"]
        );
        assert_eq!(lines("incomprehensible is it", 5), ["incomprehensible", "is it"]);
        assert!(lines(" ", 5).is_empty());
    }
}
