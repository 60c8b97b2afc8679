//! Findings for people: place, what is there, the line with a caret, what to do.

use std::borrow::Cow;
use std::io::{self, Write};

use rayon::prelude::*;
use unicode_width::UnicodeWidthChar;

use super::show::{is_command, is_hidden, push};
use super::{Findings, Format, show};
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;

pub(super) const FORMAT: Format = Format {
    name: "text",
    for_people: true,
    print,
};

/// Findings printed; the others are counted.
const PRINTED: usize = 1_000;
/// Findings that one thread puts into words, one behind the other.
const TOGETHER: usize = 32;
/// Characters shown of a line, at most.
const SHOWN: usize = 120;
/// Characters of a longer line shown before the caret.
const BEFORE: usize = 40;
const TAB: &str = "    ";

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let printed = &findings.list[..findings.list.len().min(PRINTED)];
    let in_words = |part: &[Diagnostic]| -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        for finding in part {
            one(finding, findings, &mut text)?;
        }
        Ok(text)
    };
    let parts: Vec<_> = printed.par_chunks(TOGETHER).map(in_words).collect();
    for part in parts {
        out.write_all(&part?)?;
    }
    match findings.list.len().saturating_sub(PRINTED) {
        0 => Ok(()),
        1 => writeln!(out, "{}", findings.say(&msg!("and 1 more finding"))),
        more => {
            let more = msg!("and {more} more findings", more = more);
            writeln!(out, "{}", findings.say(&more))
        }
    }
}

/// The line that says what is wrong, and where.
pub(super) fn head(finding: &Diagnostic, findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let colour = findings.colour;
    let file = &findings.sources[finding.file];
    let (start, _) = finding.places(findings.sources);
    let style = style(finding.severity);
    writeln!(
        out,
        "{}:{}:{}: {}: {}",
        show(&at_line_start(&file.path)),
        start.line,
        start.column,
        colour.paint(style, &format!("{}[{}]", finding.severity.name(), finding.rule)),
        colour.paint("1", &show(&findings.say(&finding.message))),
    )
}

fn one(finding: &Diagnostic, findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    head(finding, findings, out)?;
    let colour = findings.colour;
    let file = &findings.sources[finding.file];
    let (start, end) = finding.places(findings.sources);
    let style = style(finding.severity);
    let replacement = findings.replacement(finding).map(|text| show(&text));
    let mut helps: Vec<String> = findings.notes(finding).map(|note| show(&note)).collect();
    if file.text.is_empty() {
        // There is no line to point at.
        helps.splice(0..0, replacement);
    } else {
        let line = file.line(start.line);
        let length = match end.line == start.line {
            true => end.column - start.column,
            false => u32::MAX,
        };
        let (shown, indent, carets) = excerpt(line, start.column as usize - 1, length as usize);
        let bar = colour.paint("34", "|");
        let number = colour.paint("34", &format!("{:>5}", start.line));
        writeln!(out, "{}", format!("{number} {bar} {shown}").trim_end())?;
        let number = " ".repeat(start.line.to_string().len().max(5));
        let carets = colour.paint(style, &"^".repeat(carets));
        let beside = replacement
            .map(|text| format!(" {}", colour.paint(style, &text)))
            .unwrap_or_default();
        writeln!(out, "{number} {bar} {}{carets}{beside}", " ".repeat(indent))?;
    }
    let colon = findings.language.page_words().colon;
    let facts = findings.facts(finding).map(|fact| (msg!("note"), show(&fact)));
    for (word, text) in facts.chain(helps.into_iter().map(|help| (msg!("help"), help))) {
        let word = findings.say(&word);
        writeln!(out, "  {}{colon}{text}", colour.paint("36", &word))?;
    }
    Ok(())
}

/// A line must not begin with what a folder is called, where that could be read as a command: `::error::`, `##[`.
fn at_line_start(path: &str) -> Cow<'_, str> {
    match path.starts_with(|c: char| c.is_alphanumeric() || c == '.') {
        true => path.into(),
        false => format!("./{path}").into(),
    }
}

pub(super) fn style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info | Severity::Off => "1;34",
    }
}

/// The part of a line around `length` characters from `start`, how far the caret is indented, and how wide it is;
/// both in columns of a terminal.
fn excerpt(line: &str, start: usize, length: usize) -> (String, usize, usize) {
    let is_long = line.chars().nth(SHOWN).is_some();
    let first = if is_long { start.saturating_sub(BEFORE) } else { 0 };
    let mut shown = String::new();
    let (mut indent, mut carets) = (0, 0);
    if first > 0 {
        shown.push('…');
        indent = 1;
    }
    let mut rest = line.chars().enumerate().skip(first);
    for (at, c) in rest.by_ref().take(SHOWN) {
        let width = match c {
            '\t' => {
                shown.push_str(TAB);
                TAB.len()
            }
            c if is_hidden(c) || is_command(&shown, c) => {
                let before = shown.len();
                push(&mut shown, c);
                shown.len() - before
            }
            c => {
                shown.push(c);
                c.width().unwrap_or(0)
            }
        };
        if at < start {
            indent += width;
        } else if at < start.saturating_add(length) {
            carets += width;
        }
    }
    if rest.next().is_some() {
        shown.push('…');
    }
    (shown, indent, carets.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg;
    use crate::report::Colour;
    use crate::source::{FileId, SourceFile, Sources, Span};
    use crate::words::Language;

    fn printed(text: &str, finding: Diagnostic) -> String {
        let sources = Sources::from(vec![SourceFile::new("objectives/a.md", text.into())]);
        let mut out = Vec::new();
        print(
            &Findings {
                list: &[finding],
                sources: &sources,
                colour: Colour::Off,
                language: Language::English,
                prefix: "",
            },
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn unknown(span: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::new(
            "unknown-key",
            FileId(0),
            Span::new(span),
            msg!("unknown key `{key}`", key = "traget"),
        )
    }

    fn check(text: &str, span: std::ops::Range<usize>, excerpt: &str) {
        let lines = printed(text, unknown(span));
        let lines: Vec<&str> = lines.lines().skip(1).collect();
        assert_eq!(lines.join("\n"), excerpt);
    }

    #[test]
    fn a_finding_is_shown_as_the_format_says() {
        let text = format!("{}    traget: 4\n", "\n".repeat(12));
        assert_eq!(
            printed(
                &text,
                unknown(16..22)
                    .instead(Some("target"))
                    .help(msg!("keys are known by name"))
            ),
            "objectives/a.md:13:5: error[unknown-key]: unknown key `traget`\n   13 |     traget: 4\n      |     ^^^^^^ did you mean `target`?\n  help: keys are known by name\n"
        );
    }

    #[test]
    fn the_caret_stands_below_what_it_means() {
        check("\ta: 1\n", 1..2, "    1 |     a: 1\n      |     ^");
        check("日本: x\n", 6..7, "    1 | 日本: x\n      |     ^");
        check("日本: x\n", 0..6, "    1 | 日本: x\n      | ^^^^");
        check("\x1b: x\n", 1..2, "    1 | \\u{1b}: x\n      |       ^");
        check("##[x]: y\n", 3..4, "    1 | ##\\u{5b}x]: y\n      |         ^");
        check("ab\n", 2..2, "    1 | ab\n      |   ^");
        check("ab\ncd\n", 1..5, "    1 | ab\n      |  ^");
        check("a\n\nb", 2..2, "    2 |\n      | ^");
        check("a\n", 2..2, "    2 |\n      | ^");
        let text = format!("{}xy", "\n".repeat(123_456));
        check(&text, 123_457..123_458, "123457 | xy\n       |  ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}HERE{}", "a".repeat(1_000), "b".repeat(1_000));
        let excerpt = format!("…{}HERE{}…", "a".repeat(BEFORE), "b".repeat(SHOWN - BEFORE - 4));
        check(
            &text,
            1_000..1_004,
            &format!("    1 | {excerpt}\n      | {}^^^^", " ".repeat(BEFORE + 1)),
        );
        let text = "a".repeat(2_000);
        check(
            &text,
            0..2_000,
            &format!("    1 | {}…\n      | {}", "a".repeat(SHOWN), "^".repeat(SHOWN)),
        );
    }

    #[test]
    fn without_a_text_there_is_no_excerpt() {
        assert_eq!(
            printed("", unknown(0..0).instead(Some("b"))),
            "objectives/a.md:1:1: error[unknown-key]: unknown key `traget`\n  help: did you mean `b`?\n"
        );
    }

    #[test]
    fn no_line_begins_with_a_command_for_a_build_server() {
        for path in [
            "::error::/objectives/a.md",
            "##[error]/objectives/a.md",
            " ::stop-commands::x/a.md",
        ] {
            let sources = Sources::from(vec![SourceFile::new(path, "x".into())]);
            let mut out = Vec::new();
            let list = [unknown(0..1)];
            print(
                &Findings {
                    list: &list,
                    sources: &sources,
                    colour: Colour::Off,
                    language: Language::English,
                    prefix: "",
                },
                &mut out,
            )
            .unwrap();
            assert!(
                String::from_utf8(out)
                    .unwrap()
                    .starts_with(&format!("./{}:1:1: error", show(path)))
            );
        }
    }

    #[test]
    fn findings_past_a_thousand_are_counted() {
        let sources = Sources::from(vec![SourceFile::new("a.md", "x".into())]);
        let list: Vec<Diagnostic> = (0..PRINTED + 2).map(|_| unknown(0..1)).collect();
        let mut out = Vec::new();
        print(
            &Findings {
                list: &list,
                sources: &sources,
                colour: Colour::Off,
                language: Language::English,
                prefix: "",
            },
            &mut out,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("error[").count(), PRINTED);
        assert!(text.ends_with("and 2 more findings\n"));
    }
}
