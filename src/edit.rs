//! Changes to files as texts put in place of others: whatever they do not name keeps its bytes.
//! Nothing here reads a file or writes one.

pub mod fix;

use crate::source::{SourceFile, Span};

/// A text in place of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What is replaced, in the text of a [`SourceFile`]; an empty span is where something is put in.
    pub span: Span,
    /// What stands there afterwards; a line ends with `\n`, whatever the file has.
    pub text: String,
}

/// The bytes of a file with its edits made. `bytes` are those that `file` was read from, with their byte order mark and
/// their line ends. The edits may stand in any order; of two that overlap, the one further up is made.
pub fn spliced(file: &SourceFile, bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let crlf = bytes
        .iter()
        .position(|&byte| byte == b'\n')
        .is_some_and(|at| at > 0 && bytes[at - 1] == b'\r');
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut done = 0;
    for edit in in_order(edits) {
        let [start, end] = [edit.span.start, edit.span.end].map(|at| file.original_offset(at));
        out.extend_from_slice(&bytes[done..start]);
        match crlf {
            true => out.extend_from_slice(edit.text.replace('\n', "\r\n").as_bytes()),
            false => out.extend_from_slice(edit.text.as_bytes()),
        }
        done = end;
    }
    out.extend_from_slice(&bytes[done..]);
    out
}

/// The text of a file with its edits made.
pub fn spliced_text(file: &SourceFile, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(file.text.len() + 64);
    let mut done = 0;
    for edit in in_order(edits) {
        let range = edit.span.range();
        out.push_str(&file.text[done..range.start]);
        out.push_str(&edit.text);
        done = range.end;
    }
    out.push_str(&file.text[done..]);
    out
}

/// From the top, without those that reach into an earlier one.
fn in_order(edits: &[Edit]) -> Vec<&Edit> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.span.start >= end;
        if free {
            end = edit.span.end.max(edit.span.start);
        }
        free
    });
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &str, edits: &[(std::ops::Range<usize>, &str)], expected: &str) {
        let file = SourceFile::new("a.md", bytes.into());
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(range, text)| Edit {
                span: Span::new(range.clone()),
                text: (*text).to_owned(),
            })
            .collect();
        assert_eq!(
            String::from_utf8(spliced(&file, bytes.as_bytes(), &edits)).unwrap(),
            expected
        );
        let text = SourceFile::new("a.md", expected.into()).text;
        assert_eq!(spliced_text(&file, &edits), text);
    }

    #[test]
    fn what_no_edit_names_keeps_its_bytes() {
        check("abc\n", &[(1..2, "xyz")], "axyzc\n");
        check("abc", &[(2..3, ""), (0..1, "Z")], "Zb");
        check(
            "\u{feff}a\r\nbc\r\n",
            &[(2..3, "B"), (0..0, ">")],
            "\u{feff}>a\r\nBc\r\n",
        );
        check("a\r\nb\n", &[(1..2, "\n\n")], "a\r\n\r\nb\n");
        check("é\nb\r\nc", &[(3..4, "é")], "é\né\r\nc");
    }

    #[test]
    fn a_line_put_in_ends_as_the_others_do() {
        check("a\r\nb\r\n", &[(2..2, "x\n")], "a\r\nx\r\nb\r\n");
        check("a\nb\n", &[(2..2, "x\n")], "a\nx\nb\n");
        check("a\r\nb", &[(3..3, "\n")], "a\r\nb\r\n");
    }

    #[test]
    fn of_two_edits_that_overlap_one_is_made() {
        check("abcd", &[(1..3, "x"), (2..4, "y")], "axd");
        check("abcd", &[(1..1, "x"), (1..2, "y")], "axycd");
    }
}
