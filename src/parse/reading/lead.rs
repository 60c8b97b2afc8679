//! What a list item begins with, up to its colon or sign.

use std::ops::Range;

/// An id and its colon.
pub(super) struct Lead {
    pub(super) name: Range<usize>,
    /// Where the value may begin.
    pub(super) end: usize,
}

/// Reads `id:`, `**id**:`, `` `id`: ``, `**id:**` and what combines them.
pub(super) fn lead(text: &str) -> Option<Lead> {
    let bold = ["**", "__"]
        .into_iter()
        .find(|mark| text.starts_with(mark))
        .unwrap_or("");
    let mut at = bold.len();
    let code = if text[at..].starts_with('`') { "`" } else { "" };
    at += code.len();
    let rest = &text[at..];
    let plain = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let length = rest[plain..]
        .char_indices()
        .find(|&(i, c)| {
            !(c.is_alphanumeric() || c == '-' || c == '_' && bold != "__")
                || rest[plain + i..].starts_with("->")
        })
        .map_or(rest.len(), |(i, _)| plain + i);
    let name = at..at + length;
    if !text[name.clone()].contains(char::is_alphanumeric) {
        return None;
    }
    at = name.end;
    text[at..].starts_with(code).then_some(())?;
    at += code.len();
    let end = if let Some(rest) = text[at..].strip_prefix(':') {
        // With `**id:**` the colon is bold as well.
        if rest.starts_with(bold) {
            at + 1 + bold.len()
        } else {
            return None;
        }
    } else {
        text[at..].strip_prefix(bold)?.strip_prefix(':')?;
        at + bold.len() + 1
    };
    Some(Lead { name, end })
}

/// The first word, without the marks around it, and where the text behind it and its marks begins.
pub(super) fn first_word(text: &str) -> Option<(Range<usize>, usize)> {
    let start = text.find(|c: char| {
        !matches!(
            c,
            '*' | '_' | '`' | '~' | '[' | '(' | '"' | '\'' | '<' | '«' | '“'
        )
    })?;
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .find(|&(i, c)| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) || rest[i..].starts_with("->"))
        .map_or(rest.len(), |(i, _)| i);
    let word = rest[..length].trim_end_matches(['_', '.']);
    if word.is_empty() {
        return None;
    }
    let end = start + word.len();
    let mut behind = text[end..].trim_start_matches(['*', '_', '`', '~', ']', '"', '\'', '»', '”', ')']);
    if text[end..].starts_with("](")
        && let Some(close) = text[end..].find(')')
    {
        behind = &text[end + close + 1..];
    }
    Some((start..end, text.len() - behind.len()))
}

/// How long a check box at the beginning is.
pub(super) fn checkbox(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    matches!(bytes, [b'[', b' ' | b'x' | b'X', b']', b' ' | b'\t', ..]).then_some(4)
}

/// Whether so many edits make the name the id: a character more, less or another, or two neighbours swapped.
pub(super) fn within(name: &[char], id: &[u8], edits: usize) -> bool {
    let same = name
        .iter()
        .zip(id)
        .take_while(|(a, b)| **a == char::from(**b))
        .count();
    let (name, id) = (&name[same..], &id[same..]);
    if name.is_empty() && id.is_empty() {
        return true;
    }
    // At most two edits: four tries each, so sixteen ends.
    let Some(left) = edits.checked_sub(1) else {
        return false;
    };
    if name.len().abs_diff(id.len()) > edits {
        return false;
    }
    let swapped = |name: &[char], id: &[u8]| name[0] == char::from(id[1]) && name[1] == char::from(id[0]);
    !name.is_empty() && !id.is_empty() && within(&name[1..], &id[1..], left)
        || !name.is_empty() && within(&name[1..], id, left)
        || !id.is_empty() && within(name, &id[1..], left)
        || name.len() > 1 && id.len() > 1 && swapped(name, id) && within(&name[2..], &id[2..], left)
}
