//! Every row of a table has the cells of its head.

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::parse::markdown;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file};
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "ragged-table",
    severity: Severity::Warning,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "Cells beyond the last column are dropped by every reader of Markdown, without a word. A `|` within a cell is \
                  written `\\|`.",
        french: "Les cellules au-delà de la dernière colonne disparaissent chez tous les lecteurs de Markdown, sans un mot. Un \
                 `|` dans une cellule s’écrit `\\|`.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:15:1",
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

| Shift | Hours |
| --- | --- |
| Evening | 18 | 22 |
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

| Shift | Hours |
| --- | --- |
| Evening | 18 to 22 |
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (id, body) in objective_file::bodies(context) {
        let text = context.sources[id].slice(body);
        if !may_be_ragged(text) {
            continue;
        }
        let mut columns = 0;
        for (event, range) in markdown::events(text) {
            match event {
                Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
                Event::Start(Tag::TableRow) => {
                    let row = text[range.clone()].trim_end();
                    let cells = cells(row);
                    if cells == columns {
                        continue;
                    }
                    let start = body.start as usize + range.start;
                    let message = msg!(
                        "the row has {cells} cells, and the table {columns} columns",
                        cells = cells,
                        columns = columns
                    );
                    let help = if cells > columns {
                        msg!("join cells, add a column to the head, or write `|` within a cell as `\\|`")
                    } else {
                        msg!("add the cells that are missing; they may be empty")
                    };
                    findings.push(
                        Diagnostic::new(RULE.name, id, Span::new(start..start + row.len()), message)
                            .help(help),
                    );
                }
                _ => {}
            }
        }
    }
}

/// A quick look, since reading Markdown is dear: only where there is a `|`, from empty line to empty line.
fn may_be_ragged(text: &str) -> bool {
    let mut done = 0;
    while let Some(bar) = memchr::memchr(b'|', &text.as_bytes()[done..]) {
        let start = text[done..done + bar].rfind("\n\n").map_or(done, |at| done + at);
        let end = text[done + bar..].find("\n\n");
        done = end.map_or(text.len(), |at| done + bar + at);
        if is_ragged(&text[start..done]) {
            return true;
        }
    }
    false
}

/// Whether some line of those that follow a row of dashes has other cells.
fn is_ragged(text: &str) -> bool {
    let mut columns = None;
    for line in text.lines() {
        // A table may stand in a quote.
        let line = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        if line.is_empty() {
            columns = None;
        } else if columns.is_some_and(|columns| columns != cells(line)) {
            return true;
        } else if line.contains('-')
            && line
                .bytes()
                .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'))
        {
            columns = Some(cells(line));
        }
    }
    false
}

/// How many cells a row has: it is divided at every `|` without a backslash in front.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut escaped = false;
    let mut ends_with_bar = false;
    for c in inner.chars() {
        ends_with_bar = c == '|' && !escaped;
        bars += usize::from(ends_with_bar);
        escaped = c == '\\' && !escaped;
    }
    bars + usize::from(!ends_with_bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_sees_tables_in_quotes_and_lists() {
        let check = |text: &str, expected: bool| assert_eq!(may_be_ragged(text), expected, "{text}");
        check("| a | b |\n|---|---|\n| c | d |\n\n| e |", false);
        check("| a | b |\n|---|---|\n| c | d | e |", true);
        check("> | a | b |\n> |---|---|\n> | c |", true);
        check("- | a | b |\n  |:--|--:|\n  | c |", true);
        check("a | b\n--- | ---\nc", true);
        check("Text, with a | in it\nand no table", false);
    }

    #[test]
    fn cells_are_counted_between_bars_that_divide() {
        for (row, count) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b", 2),
            ("| a \\| b |", 1),
            ("| a | |", 2),
            ("| a ||", 2),
            ("| a \\\\| b |", 2),
            ("a", 1),
        ] {
            assert_eq!(cells(row), count, "{row}");
        }
    }
}
