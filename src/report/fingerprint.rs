//! By what a forge knows a finding again after the lines above it have moved.

use std::collections::HashMap;

use super::Findings;
use crate::diagnostic::Diagnostic;

/// A fingerprint for each finding, in the order given, all different.
///
/// It is made of the rule, the file, the text of the line, and which of several alike it is; not of the message, where
/// a number of days may change overnight, and not of the line's number.
pub(super) fn all(findings: &Findings, list: &[&Diagnostic]) -> Vec<String> {
    let mut seen: HashMap<u128, u32> = HashMap::new();
    let one = |finding: &&Diagnostic| {
        let file = &findings.sources[finding.file];
        let line = file.line(file.place(finding.span.start).line).trim();
        let mark = hash(&[finding.rule, &findings.path(finding), line]);
        let alike = seen.entry(mark).or_default();
        let fingerprint = hash(&[&format!("{mark:032x}"), &alike.to_string()]);
        *alike += 1;
        format!("{fingerprint:032x}")
    };
    list.iter().map(one).collect()
}

fn hash(parts: &[&str]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(parts.join("\0").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Message;
    use crate::msg;
    use crate::report::Colour;
    use crate::source::{FileId, SourceFile, Sources, Span};
    use crate::words::Language;

    fn of(text: &str, starts: &[usize], message: impl Fn(usize) -> Message) -> Vec<String> {
        let sources = Sources::from(vec![SourceFile::new("a.md", text.into())]);
        let list: Vec<Diagnostic> = starts
            .iter()
            .map(|&at| Diagnostic::new("unknown-key", FileId(0), Span::new(at..at + 1), message(at)))
            .collect();
        let findings = Findings {
            list: &list,
            sources: &sources,
            colour: Colour::Off,
            language: Language::English,
            prefix: "",
        };
        all(&findings, &findings.gravest_first())
    }

    #[test]
    fn a_finding_is_known_again_when_it_has_moved_and_two_alike_are_told_apart() {
        let before = of("x: 1\ny: 1\nx: 1\n", &[0, 5, 10], |at| msg!("{n} days", n = at));
        let after = of("a\n\n  x: 1\ny: 1\nx: 1\n", &[5, 10, 15], |at| {
            msg!("{n} days", n = at)
        });
        assert_eq!(before, after);
        assert_eq!(before.iter().collect::<std::collections::HashSet<_>>().len(), 3);
        assert_ne!(of("x: 2\n", &[0], |_| msg!("a"))[0], before[0]);
    }
}
