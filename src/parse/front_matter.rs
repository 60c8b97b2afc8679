//! Where the front matter of a file begins and ends. What is in it is `yaml`'s affair.

use crate::bytes::line_length;
use crate::diagnostic::Diagnostic;
use crate::msg;
use crate::source::{FileId, SourceFile, Span};

/// The largest front matter, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// A file in two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The text between the two lines `---`; `None` when it cannot be told or is too large, which is then reported.
    pub yaml: Option<Span>,
    /// Everything behind the front matter; without one, the whole file.
    pub body: Span,
}

/// Splits a file. Whatever is wrong with the two lines is reported once, on the first line of the file.
pub fn split(file: FileId, source: &SourceFile, out: &mut Vec<Diagnostic>) -> Split {
    let text = source.text.as_str();
    let missing = |span, message| Diagnostic::new("missing-front-matter", file, span, message);
    let mut lines = Lines { text, at: 0 };
    let Some(first) = lines.next() else {
        out.push(missing(Span::default(), msg!("the file is empty")).help(msg!(
            "begin it with front matter: a line `---`, the keys, and a line `---`"
        )));
        return Split {
            yaml: None,
            body: Span::default(),
        };
    };
    if !is_fence(source.slice(first)) {
        let whole = Span::new(0..text.len());
        let (message, help) = unopened(source, first);
        out.push(missing(first, message).help(help));
        return Split {
            yaml: None,
            body: whole,
        };
    }
    let start = lines.at;
    let mut nearly = None;
    let mut heading = None;
    for line in lines {
        let content = source.slice(line);
        if is_fence(content) {
            return within_limit(file, first, start..line.start as usize, behind(text, line), out);
        }
        let dots = content.trim_end();
        if nearly.is_none() && (dots == "..." || (dots.len() > 3 && dots.bytes().all(|b| b == b'-'))) {
            nearly = Some(line);
        }
        if heading.is_none() && content.starts_with("## ") {
            heading = Some(line);
        }
    }
    let message = msg!("the front matter has no end");
    let found = match nearly {
        Some(line) => missing(first, message).help(msg!(
            "line {line} is `{text}`: write `---` there",
            line = source.place(line.start).line,
            text = source.slice(line).trim_end()
        )),
        None => missing(first, message).help(msg!("put a line `---` below the last key")),
    };
    out.push(found);
    match (nearly, heading) {
        (Some(line), _) => within_limit(file, first, start..line.start as usize, behind(text, line), out),
        (None, Some(line)) => Split {
            yaml: None,
            body: Span::new(line.start as usize..text.len()),
        },
        (None, None) => Split {
            yaml: None,
            body: Span::new(text.len()..text.len()),
        },
    }
}

fn within_limit(
    file: FileId,
    first: Span,
    yaml: std::ops::Range<usize>,
    body: Span,
    out: &mut Vec<Diagnostic>,
) -> Split {
    if yaml.len() <= LIMIT {
        return Split {
            yaml: Some(Span::new(yaml)),
            body,
        };
    }
    out.push(Diagnostic::new(
        "limit",
        file,
        first,
        msg!(
            "the front matter is {size} bytes long; the limit is {limit} (64 KiB)",
            size = yaml.len(),
            limit = LIMIT
        ),
    ));
    Split { yaml: None, body }
}

/// Why the first line does not open front matter, and what to do.
fn unopened(source: &SourceFile, first: Span) -> (crate::diagnostic::Message, crate::diagnostic::Message) {
    let content = source.slice(first).trim_end();
    if content.len() > 3 && content.bytes().all(|b| b == b'-') {
        return (
            msg!("`{text}` does not open front matter", text = content),
            msg!("write `---`: exactly three dashes"),
        );
    }
    if content.trim_start().starts_with("---") {
        return (
            msg!("the first line is not exactly `---`"),
            msg!("write `---` alone on it, without anything before or behind"),
        );
    }
    let later = Lines {
        text: &source.text,
        at: 0,
    }
    .find(|&line| is_fence(source.slice(line)));
    match later {
        Some(line) => (
            msg!("the front matter does not begin on the first line"),
            msg!(
                "line {line} is `---`: move it to the top of the file",
                line = source.place(line.start).line
            ),
        ),
        None => (
            msg!("the file has no front matter"),
            msg!("begin it with a line `---`, the keys, and a line `---`"),
        ),
    }
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.bytes().all(|b| b == b' ' || b == b'\t'))
}

fn behind(text: &str, line: Span) -> Span {
    Span::new((line.end as usize + 1).min(text.len())..text.len())
}

/// The lines of a text without their ends, with their places.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;
    fn next(&mut self) -> Option<Span> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let end = start + line_length(&self.text.as_bytes()[start..]);
        self.at = (end + 1).min(self.text.len());
        Some(Span::new(start..end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::testing;

    fn check(text: &str, yaml: Option<&str>, body: &str, findings: &str) {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec());
        let mut out = Vec::new();
        let split = split(FileId(0), &source, &mut out);
        assert_eq!(split.yaml.map(|span| source.slice(span)), yaml, "{text:?}");
        assert_eq!(source.slice(split.body), body, "{text:?}");
        assert_eq!(testing::printed(&source, &out), findings, "{text:?}");
    }

    #[test]
    fn front_matter_stands_between_two_lines_of_three_dashes() {
        check("---\na: 1\n---\nbody\n", Some("a: 1\n"), "body\n", "");
        check("---  \na: 1\n---\t \n", Some("a: 1\n"), "", "");
        check("---\n---\n", Some(""), "", "");
        check("---\na: 1\n---", Some("a: 1\n"), "", "");
        check("---\na: 1\n---\nb\n---\nc\n", Some("a: 1\n"), "b\n---\nc\n", "");
        check("\u{feff}---\r\na: 1\r\n---\r\nbody", Some("a: 1\n"), "body", "");
        check("---\na: 1\n ---\n---\nbody", Some("a: 1\n ---\n"), "body", "");
    }

    #[test]
    fn every_wrong_fence_is_said_on_the_first_line() {
        check(
            "",
            None,
            "",
            "1:1 missing-front-matter: the file is empty\n  help: begin it with front matter: a line `---`, the keys, and a line `---`\n",
        );
        check(
            "# Grow\n",
            None,
            "# Grow\n",
            "1:1 missing-front-matter: the file has no front matter\n  help: begin it with a line `---`, the keys, and a line `---`\n",
        );
        check(
            "\n---\na: 1\n---\n",
            None,
            "\n---\na: 1\n---\n",
            "1:1 missing-front-matter: the front matter does not begin on the first line\n  help: line 2 is `---`: move it to the top of the file\n",
        );
        check(
            "----\na: 1\n----\n",
            None,
            "----\na: 1\n----\n",
            "1:1 missing-front-matter: `----` does not open front matter\n  help: write `---`: exactly three dashes\n",
        );
        check(
            " ---\na: 1\n---\n",
            None,
            " ---\na: 1\n---\n",
            "1:1 missing-front-matter: the first line is not exactly `---`\n  help: write `---` alone on it, without anything before or behind\n",
        );
        check(
            "---\na: 1\n...\nbody\n",
            Some("a: 1\n"),
            "body\n",
            "1:1 missing-front-matter: the front matter has no end\n  help: line 3 is `...`: write `---` there\n",
        );
        check(
            "---\na: 1\n----\nbody\n",
            Some("a: 1\n"),
            "body\n",
            "1:1 missing-front-matter: the front matter has no end\n  help: line 3 is `----`: write `---` there\n",
        );
        check(
            "---\na: 1\n\n## 2026-07-31\n\n- nps: 4\n",
            None,
            "## 2026-07-31\n\n- nps: 4\n",
            "1:1 missing-front-matter: the front matter has no end\n  help: put a line `---` below the last key\n",
        );
    }

    #[test]
    fn front_matter_past_64_kib_is_refused_with_its_size() {
        let at = |size: usize| format!("---\n{}\n---\nbody", "#".repeat(size - 1));
        check(
            &at(LIMIT),
            Some(&format!("{}\n", "#".repeat(LIMIT - 1))),
            "body",
            "",
        );
        check(
            &at(LIMIT + 1),
            None,
            "body",
            "1:1 limit: the front matter is 65537 bytes long; the limit is 65536 (64 KiB)\n",
        );
    }

    #[test]
    fn what_gray_matter_takes_as_front_matter_is_ours_too() {
        use gray_matter::{Matter, engine::YAML};
        for text in [
            "---\na: 1\n---\nbody",
            "---\ntitle: x\nb: [1]\n---\n\n# H\n",
            "---\na: é\n---\n",
        ] {
            let source = SourceFile::new("a.md", text.as_bytes().to_vec());
            let mut out = Vec::new();
            let ours = split(FileId(0), &source, &mut out);
            let theirs = Matter::<YAML>::new()
                .parse::<gray_matter::Pod>(text)
                .expect("gray_matter reads it");
            assert_eq!(
                ours.yaml.map(|span| source.slice(span).trim()),
                Some(theirs.matter.trim())
            );
            assert_eq!(source.slice(ours.body).trim(), theirs.content.trim());
        }
    }
}
