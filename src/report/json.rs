//! Findings as the `findings` array of the data, and nothing else.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::show::is_hidden;
use super::{Findings, Format, notes, places, replacement};

pub(super) const FORMAT: Format = Format { name: "json", for_people: false, print };

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    source: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: String,
    help: Option<String>,
}

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let list = findings.list.iter().map(|finding| {
        let (start, end) = places(finding, findings.sources);
        let help: Vec<String> = replacement(finding).into_iter().chain(notes(finding)).collect();
        Finding {
            rule: finding.rule,
            severity: finding.severity.name(),
            source: &findings.sources[finding.file].path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            message: finding.message.to_string(),
            help: (!help.is_empty()).then(|| help.join("; ")),
        }
    });
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Inert(PrettyFormatter::new()));
    serde::Serializer::collect_seq(&mut serializer, list)?;
    writeln!(out)
}

/// JSON whose texts hold no control or format character, so that it is harmless on a terminal as well.
struct Inert<'a>(PrettyFormatter<'a>);

impl Formatter for Inert<'_> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_hidden(c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::msg;
    use crate::report::Colour;
    use crate::source::{FileId, SourceFile, Sources, Span};

    #[test]
    fn each_finding_is_an_object_and_its_text_is_inert() {
        let sources = Sources(vec![SourceFile::new("objectives/a.md", "é: x\n".into())]);
        let message = msg!("unknown key `{key}`", key = "a\u{1b}\u{202e}\u{e0041}\"");
        let list = [
            Diagnostic::new("unknown-key", FileId(0), Span::new(0..2), message).instead(Some("b")).help(msg!("or not")),
            Diagnostic::new("stale-check-in", FileId(0), Span::new(6..6), msg!("late")),
        ];
        let mut out = Vec::new();
        print(&Findings { list: &list, sources: &sources, colour: Colour::On }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.is_ascii() && text.contains(r#""message": "unknown key `a\u001b\u202e\udb40\udc41\"`""#), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value,
            serde_json::json!([
                {
                    "rule": "unknown-key", "severity": "error", "source": "objectives/a.md", "line": 1, "column": 1,
                    "end_line": 1, "end_column": 2, "message": "unknown key `a\u{1b}\u{202e}\u{e0041}\"`",
                    "help": "did you mean `b`?; or not"
                },
                {
                    "rule": "stale-check-in", "severity": "warning", "source": "objectives/a.md", "line": 2, "column": 1,
                    "end_line": 2, "end_column": 1, "message": "late", "help": null
                }
            ])
        );
    }
}
