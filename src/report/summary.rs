//! Findings as Markdown for the summary page of a job: counted, then listed, the gravest first.

use std::fmt::Write;

use super::code::code;
use super::{Counts, Findings};
use crate::diagnostic::Severity;
use crate::msg;
use crate::words::{Plural, fill};

/// Characters of a summary, at most; forges refuse what is much longer.
const LIMIT: usize = 60_000;
/// Characters of one finding, at most.
const LINE: usize = 1_000;

/// The summary of a run that ends with the sentence `closing`.
pub fn summary(findings: &Findings, closing: &str) -> String {
    let mut text = format!("### okr check\n\n{closing}\n");
    let mut rest = findings.gravest_first();
    let mut length = text.chars().count();
    let mut heading = None;
    while let Some(finding) = rest.first() {
        let mut part = String::new();
        if heading != Some(finding.severity) {
            // Writing to a `String` cannot fail.
            let _ = write!(part, "\n#### {}\n\n", counted(findings, finding.severity));
        }
        let (start, _) = finding.places(findings.sources);
        let place = format!("{}:{}:{}", findings.path(finding), start.line, start.column);
        let mut words = findings.words(finding).into_iter();
        let what = words.next().unwrap_or_default();
        let _ = writeln!(
            part,
            "- {} {} `{}`",
            code(&place, LINE),
            code(&what, LINE),
            finding.rule
        );
        for help in words {
            let _ = writeln!(part, "  - {}", code(&help, LINE));
        }
        length += part.chars().count();
        if length > LIMIT {
            break;
        }
        heading = Some(finding.severity);
        text.push_str(&part);
        rest.remove(0);
    }
    let more = match rest.len() {
        0 => return text,
        1 => msg!("and 1 more finding"),
        more => msg!("and {more} more findings", more = more),
    };
    let _ = writeln!(text, "\n{}", findings.say(&more));
    text
}

fn counted(findings: &Findings, severity: Severity) -> String {
    let counts = Counts::of(findings.list);
    let words = findings.language.page_words();
    let many = |plural: Plural, n: usize| {
        let form = findings.language.form(plural, n);
        fill(form, &[("n", &n.to_string())])
    };
    match severity {
        Severity::Error => many(words.n_errors, counts.errors),
        Severity::Warning => many(words.n_warnings, counts.warnings),
        Severity::Info | Severity::Off => many(words.n_infos, counts.infos),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::report::Colour;
    use crate::source::{FileId, SourceFile, Sources, Span};
    use crate::words::Language;

    fn of(list: &[Diagnostic]) -> String {
        let sources = Sources::from(vec![SourceFile::new("objectives/a.md", "x\n".into())]);
        let findings = Findings {
            list,
            sources: &sources,
            colour: Colour::Off,
            language: Language::English,
            prefix: "",
        };
        summary(&findings, "checked it")
    }

    fn finding(rule: &'static str, key: &str) -> Diagnostic {
        Diagnostic::new(
            rule,
            FileId(0),
            Span::new(0..1),
            msg!("unknown key `{key}`", key = key),
        )
    }

    #[test]
    fn errors_come_first_with_their_count() {
        let list = [
            finding("owner-load", "a"),
            finding("unknown-key", "b").instead(Some("c")),
            finding("missing-key", "d"),
        ];
        assert_eq!(
            of(&list),
            "### okr check\n\nchecked it\n\n#### 2 errors\n\n\
             - `objectives/a.md:1:1` `` unknown key `b` `` `unknown-key`\n  - ``did you mean `c`?``\n\
             - `objectives/a.md:1:1` `` unknown key `d` `` `missing-key`\n\n#### 1 info\n\n\
             - `objectives/a.md:1:1` `` unknown key `a` `` `owner-load`\n"
        );
        assert_eq!(of(&[]), "### okr check\n\nchecked it\n");
    }

    #[test]
    fn what_people_wrote_stays_inside_its_code() {
        let hostile = "```` @everyone closes #1\n\n</details>| ![x](https://evil.example/x.png) <!-- okr-diff --> \u{202e}";
        let text = of(&[finding("unknown-key", hostile)]);
        let events: Vec<_> = pulldown_cmark::Parser::new(&text).collect();
        let spans: Vec<&str> = events
            .iter()
            .filter_map(|event| match event {
                pulldown_cmark::Event::Code(code) => Some(&**code),
                _ => None,
            })
            .collect();
        let shown = super::super::show(hostile).replace("<!--", "<! --");
        assert_eq!(spans[1], format!("unknown key `{shown}`"));
        assert!(!events.iter().any(|event| {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::Text(text) => text.contains(['@', '#', '<']),
                Event::Html(_) | Event::InlineHtml(_) => true,
                Event::Start(tag) => matches!(tag, Tag::Link { .. } | Tag::Image { .. }),
                _ => false,
            }
        }));
    }

    #[test]
    fn a_long_summary_ends_with_the_count_of_the_rest() {
        let list: Vec<Diagnostic> = (0..5_000)
            .map(|n| finding("unknown-key", &format!("{n} {}", "x".repeat(5_000))))
            .collect();
        let text = of(&list);
        assert!(text.chars().count() < LIMIT + 100, "{}", text.chars().count());
        let listed = text.matches("- `objectives").count();
        assert!(listed > 50);
        assert!(text.ends_with(&format!("and {} more findings\n", 5_000 - listed)));
    }
}
