//! No file keeps the marks of a merge that was never finished.

use memchr::memmem;

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "merge-conflict-marker",
    severity: Severity::Error,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "Two people changed the same lines, and the choice between them was never made. Both versions stand in the \
                  file, and both would be read.",
        french: "Deux personnes ont changé les mêmes lignes, et le choix n’a jamais été fait. Les deux versions sont dans le \
                 fichier, et toutes deux seraient lues.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check,
};

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

<<<<<<< HEAD
The first answer decides whether a customer stays.
=======
A good first answer saves the next three.
>>>>>>> evening-shift
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

Why the first answer matters
=======

It decides whether a customer stays, and a good one saves the next three.
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (id, file) in context.sources.iter().filter(|(_, file)| file.trouble.is_none()) {
        for conflict in conflicts(&file.text) {
            let first = file.place(conflict.first.start).line;
            let finding = |message| Diagnostic::new(RULE.name, id, conflict.first, message);
            findings.push(match conflict.last {
                Some(last) => finding(msg!("a merge was never finished here")).help(msg!(
                    "keep what is right of the lines {first} to {last}, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
                    first = first,
                    last = file.place(last.start).line
                )),
                None => finding(msg!("`{marker}` was left over by a merge", marker = &file.slice(conflict.first)[..7]))
                    .help(msg!("delete the line, and look whether two versions stand above or below it")),
            });
        }
    }
}

/// From its first marker to its last; without a last one it is a marker alone.
#[derive(Debug, PartialEq)]
struct Conflict {
    first: Span,
    last: Option<Span>,
}

fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    let has = |marker: &str| memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has("<<<<<<<") && !has(">>>>>>>") {
        return found;
    }
    let mut open = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at..at + line.trim_end().len());
        at += line.len();
        if is_marker(line, '<') {
            open = Some(found.len());
            found.push(Conflict {
                first: span,
                last: None,
            });
        } else if is_marker(line, '>') {
            match open.take() {
                Some(i) => found[i].last = Some(span),
                None => found.push(Conflict {
                    first: span,
                    last: None,
                }),
            }
        }
    }
    found
}

/// Seven times the sign, then the end or a space and the name of a side.
fn is_marker(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 && (rest.trim_end().is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, Option<usize>)]) {
        let line = |span: Span| text[..span.start as usize].matches('\n').count() + 1;
        let found: Vec<_> = conflicts(text)
            .iter()
            .map(|it| (line(it.first), it.last.map(line)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_conflict_is_told_from_an_underline_and_a_quote() {
        check("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", &[(1, Some(5))]);
        check("a\n<<<<<<<\n||||||| base\n=======\n>>>>>>>", &[(2, Some(5))]);
        check(
            "<<<<<<< a\n>>>>>>> b\n<<<<<<< c\n>>>>>>> d\n",
            &[(1, Some(2)), (3, Some(4))],
        );
        check("<<<<<<< a\n<<<<<<< b\n>>>>>>> c\n", &[(1, None), (2, Some(3))]);
        check(">>>>>>> c\n", &[(1, None)]);
        check("Title\n=======\n", &[]);
        check("<<<<<<<< eight\n <<<<<<< indented\n<<<<<<<no\n", &[]);
    }
}
