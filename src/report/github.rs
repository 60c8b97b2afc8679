//! Findings as commands of GitHub's workflows, which become annotations on the lines of a pull request.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Findings, Format, show};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const FORMAT: Format = Format {
    name: "github",
    for_people: false,
    print,
};

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let list = findings.gravest_first();
    list.into_iter()
        .try_for_each(|finding| writeln!(out, "{}", command(finding, findings)))
}

fn command(finding: &Diagnostic, findings: &Findings) -> String {
    let (start, end) = finding.places(findings.sources);
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "notice",
    };
    let mut command = format!(
        "::{name} file={},line={},endLine={}",
        property(&show(&findings.path(finding))),
        start.line,
        end.line
    );
    // An annotation of several lines has no columns.
    if start.line == end.line {
        // Writing to a `String` cannot fail.
        let _ = write!(command, ",col={},endColumn={}", start.column, end.column);
    }
    let data = data(&findings.words(finding).join("\n"));
    let title = property(finding.rule);
    let _ = write!(command, ",title={title}::{data}");
    command
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the name of a command and its text.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg;
    use crate::report::Colour;
    use crate::source::{FileId, SourceFile, Sources, Span};
    use crate::words::Language;

    fn printed(path: &str, prefix: &str, list: &[Diagnostic]) -> String {
        let sources = Sources::from(vec![SourceFile::new(path, "title: é x\nperiod: y\n".into())]);
        let mut out = Vec::new();
        let findings = Findings {
            list,
            sources: &sources,
            colour: Colour::Off,
            language: Language::English,
            prefix,
        };
        print(&findings, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn finding(rule: &'static str, span: std::ops::Range<usize>, key: &str) -> Diagnostic {
        Diagnostic::new(
            rule,
            FileId(0),
            Span::new(span),
            msg!("unknown key `{key}`", key = key),
        )
    }

    #[test]
    fn errors_come_first_each_on_its_line() {
        let list = [
            finding("owner-load", 0..5, "a"),
            finding("stale-check-in", 7..13, "b"),
            finding("unknown-key", 10..11, "c").instead(Some("d")),
        ];
        assert_eq!(
            printed("objectives/a.md", "okrs/", &list),
            "::error file=okrs/objectives/a.md,line=1,endLine=1,col=10,endColumn=11,title=unknown-key::unknown key `c`%0Adid you mean `d`?\n\
             ::warning file=okrs/objectives/a.md,line=1,endLine=2,title=stale-check-in::unknown key `b`\n\
             ::notice file=okrs/objectives/a.md,line=1,endLine=1,col=1,endColumn=6,title=owner-load::unknown key `a`\n"
        );
    }

    #[test]
    fn what_people_wrote_cannot_end_a_command_or_begin_one() {
        let path = "a,line=9::x%0A\n::stop-commands::t.md";
        let key = "100%\r\n::error::%0A ##[add-mask]e\u{1b}[31m";
        let printed = printed(path, "", &[finding("unknown-key", 0..1, key)]);
        assert_eq!(
            printed,
            "::error file=a%2Cline=9%3A%3Ax%250A\\u{a}%3A%3Astop-commands%3A%3At.md,line=1,endLine=1,col=1,endColumn=2,title=unknown-key::unknown key `100%25\\u{d}\\u{a}::error::%250A ##\\u{5b}add-mask]e\\u{1b}[31m`\n"
        );
        assert_eq!(printed.lines().count(), 1);
    }
}
