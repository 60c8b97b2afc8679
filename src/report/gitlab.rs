//! Findings as GitLab's code quality report, which a merge request shows beside the lines it changes.

use std::io::{self, Write};

use serde::Serialize;

use super::{Findings, Format, fingerprint, show};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    for_people: false,
    print,
};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let list = findings.gravest_first();
    let fingerprints = fingerprint::all(findings, &list);
    let issue = |(finding, fingerprint): (&Diagnostic, String)| {
        let (start, end) = finding.places(findings.sources);
        Issue {
            description: findings.words(finding).join("; "),
            check_name: finding.rule,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info | Severity::Off => "info",
            },
            location: Location {
                path: findings.path(finding),
                lines: Lines {
                    begin: start.line,
                    end: end.line,
                },
            },
        }
    };
    let issues: Vec<Issue> = list.iter().copied().zip(fingerprints).map(issue).collect();
    show::json(&serde_json::to_string_pretty(&issues)?, out)?;
    writeln!(out)
}
