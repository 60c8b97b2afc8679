//! The parts of a file by its lines: quick enough for every version of every file. A text is parted in the same way
//! wherever it stands, so that a section of today is found again in the versions before; what it says is not read here.

use jiff::civil::Date;

use crate::bytes::line_length;

/// A part of a file.
#[derive(Debug, PartialEq)]
pub enum Part<'a> {
    /// Between the two lines `---`.
    Front(&'a str),
    /// From a heading with a date to the next heading of level 1 or 2.
    Section {
        /// The day in the heading.
        date: Date,
        /// Line of the heading, from 1.
        line: u32,
        /// All of it.
        text: &'a str,
    },
}

/// Hands out the parts of a file in its order.
pub fn parts<'a>(text: &'a str, mut part: impl FnMut(Part<'a>)) {
    let mut lines = Lines {
        text,
        at: 0,
        number: 0,
    };
    if text.lines().next().is_some_and(is_fence_of_front) {
        lines.next();
        let start = lines.at;
        let end = lines.find(|line| is_fence_of_front(line.text));
        part(Part::Front(
            &text[start..end.map_or(text.len(), |line| line.start)],
        ));
    }
    let mut open: Option<(Date, Line<'_>)> = None;
    let mut close = |open: Option<(Date, Line<'_>)>, end: usize| {
        if let Some((date, line)) = open {
            let (line, text) = (line.number, &text[line.start..end]);
            part(Part::Section { date, line, text });
        }
    };
    let mut aside = Aside::None;
    let mut last = None;
    for line in lines {
        // Most lines begin with a letter, and open, close and are nothing.
        let first = line.text.as_bytes().first();
        if !aside.is_open() && first.is_none_or(|byte| !b" #`~-=<>*+\t".contains(byte)) {
            aside = Aside::None;
            last = first.is_some().then_some(line);
            continue;
        }
        aside = aside.after(line.text);
        if aside != Aside::None {
            last = None;
            continue;
        }
        let heading = match heading(line.text) {
            Some((level, text)) => Some((line, level, text)),
            // A line of `-` below a text makes a heading of it, wherever a paragraph can be.
            None if is_underline(line.text) => {
                let level = if line.text.contains('-') { 2 } else { 1 };
                last.map(|last: Line<'a>| (last, level, last.text.trim()))
            }
            None => None,
        };
        if let Some((line, level, text)) = heading {
            close(open.take(), line.start);
            open = dated(text).filter(|_| level == 2).map(|date| (date, line));
        }
        last = (heading.is_none() && is_paragraph(line.text)).then_some(line);
    }
    close(open, text.len());
}

/// What is no text of the file's own structure.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Aside {
    /// Neither: the line is the file's own.
    None,
    /// In a code block, opened by so many of a character.
    Code(u8, usize),
    /// In a comment.
    Comment,
    /// The last line of either.
    Ends,
}

impl Aside {
    fn is_open(self) -> bool {
        matches!(self, Aside::Code(..) | Aside::Comment)
    }

    /// Where the file is once this line is read.
    pub(super) fn after(self, line: &str) -> Aside {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        let fence = bare
            .bytes()
            .next()
            .filter(|byte| matches!(byte, b'`' | b'~') && indent < 4);
        let fence = fence.map(|byte| (byte, bare.bytes().take_while(|it| *it == byte).count()));
        match self {
            Aside::Code(byte, length) => match fence {
                Some((closing, n)) if closing == byte && n >= length && bare[n..].trim().is_empty() => {
                    Aside::Ends
                }
                _ => self,
            },
            Aside::Comment if line.contains("-->") => Aside::Ends,
            Aside::Comment => Aside::Comment,
            Aside::None | Aside::Ends => match fence {
                Some((byte, n)) if n >= 3 && !(byte == b'`' && bare[n..].contains('`')) => {
                    Aside::Code(byte, n)
                }
                _ if bare.starts_with("<!--") && indent < 4 && !bare.contains("-->") => Aside::Comment,
                _ => Aside::None,
            },
        }
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: u32,
    start: usize,
    text: &'a str,
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: u32,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = line_length(rest.as_bytes());
        let start = self.at;
        self.at = (start + length + 1).min(self.text.len());
        self.number += 1;
        Some(Line {
            number: self.number,
            start,
            text: &rest[..length],
        })
    }
}

fn is_fence_of_front(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Level and text of a heading of level 1 or 2.
fn heading(line: &str) -> Option<(usize, &str)> {
    let bare = line.trim_start_matches(' ');
    if line.len() - bare.len() > 3 {
        return None;
    }
    let text = bare.trim_start_matches('#');
    let level = bare.len() - text.len();
    let parted = text.is_empty() || text.starts_with([' ', '\t']);
    (matches!(level, 1 | 2) && parted).then(|| (level, text.trim()))
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'='))
}

fn is_paragraph(line: &str) -> bool {
    !line.trim().is_empty()
        && !line.starts_with("    ")
        && !line.trim_start().starts_with(['#', '>', '-', '*', '+'])
}

fn dated(heading: &str) -> Option<Date> {
    let day = heading.get(..10)?;
    let behind = heading[10..].chars().next();
    if !day.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        || behind.is_some_and(|c| c != '(' && !c.is_whitespace())
    {
        return None;
    }
    day.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u32, &str)]) {
        let mut found = Vec::new();
        parts(text, |part| {
            if let Part::Section { line, text, .. } = part {
                found.push((line, text));
            }
        });
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_section_goes_from_its_heading_to_the_next_one_of_level_1_or_2() {
        check(
            "---\ntitle: x\n---\n\nWhy.\n\n## 2026-08-31 (at risk) Hiring\n\n- a: 1\n\n### Why\n\nx\n\n## 2026-07-31\n- a: 2\n## Retrospective\nx",
            &[
                (7, "## 2026-08-31 (at risk) Hiring\n\n- a: 1\n\n### Why\n\nx\n\n"),
                (15, "## 2026-07-31\n- a: 2\n"),
            ],
        );
        check(
            "2026-08-31 x\n------------\ntext\n",
            &[(1, "2026-08-31 x\n------------\ntext\n")],
        );
        check(
            "## 2026-08-31\n\ntext\n\n---\n\nmore",
            &[(1, "## 2026-08-31\n\ntext\n\n---\n\nmore")],
        );
        check(
            "# 2026-08-31\n\n## 2026-02-30\n\n##2026-08-31\n\n## 2026-08-31: x\n",
            &[],
        );
        check("", &[]);
    }

    #[test]
    fn what_is_in_code_or_in_a_comment_is_no_heading() {
        check(
            "```\n## 2026-08-31\n```\n## 2026-07-31\n",
            &[(4, "## 2026-07-31\n")],
        );
        check("~~~~ x\n~~~\n## 2026-08-31\n~~~~\n", &[]);
        check(
            "<!--\n## 2026-08-31\n-->\n## 2026-07-31\n",
            &[(4, "## 2026-07-31\n")],
        );
        check("<!-- x -->\n## 2026-07-31\n", &[(2, "## 2026-07-31\n")]);
        check("    ## 2026-07-31\n", &[]);
    }

    #[test]
    fn the_front_matter_is_what_stands_between_its_lines() {
        let front = |text| {
            let mut front = None;
            parts(text, |part| {
                if let Part::Front(text) = part {
                    front = Some(text.to_owned());
                }
            });
            front
        };
        assert_eq!(front("---\na: 1\n---\nb"), Some("a: 1\n".to_owned()));
        assert_eq!(front("---\na: 1\n"), Some("a: 1\n".to_owned()), "without an end");
        assert_eq!(front("a: 1\n---\n"), None);
    }
}
