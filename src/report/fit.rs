//! Texts in so many columns of a terminal.

use unicode_width::UnicodeWidthStr;

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
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
