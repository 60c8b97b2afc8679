//! Findings as SARIF 2.1.0, the form in which scanners of code exchange theirs.

use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Findings, Format, fingerprint, show};
use crate::diagnostic::names::{self, Name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules;

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    for_people: false,
    print,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What stands in a path of a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Text,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[Fix; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Clone, Serialize)]
struct Artifact {
    uri: String,
}

/// Counted from 1; the end is just past the last character.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "okrFinding/v1")]
    finding: String,
}

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let list = findings.gravest_first();
    let fingerprints = fingerprint::all(findings, &list);
    let results = list.iter().zip(fingerprints);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "okr",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: names::ALL.iter().map(|name| rule(name, findings)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: results
                .map(|(finding, fingerprint)| outcome(finding, fingerprint, findings))
                .collect(),
        }],
    };
    show::json(&serde_json::to_string_pretty(&log)?, out)?;
    writeln!(out)
}

fn rule(name: &Name, findings: &Findings) -> Rule {
    let language = findings.language;
    let rule = rules::find(name.name).map(|rule| rule.why.in_language(language).to_owned());
    let form = || {
        let form = rules::form::find(name.name)?;
        let [meaning, remedy] = [form.meaning, form.remedy].map(|text| text.in_language(language));
        Some(format!("{meaning}\n{remedy}"))
    };
    let why = rule.or_else(form).unwrap_or_else(|| name.name.to_owned());
    let more = findings.say(&msg!("`okr explain {rule}` says more", rule = name.name));
    Rule {
        id: name.name,
        short_description: Text {
            text: name.name.replace('-', " "),
        },
        help: Text {
            text: format!("{why}\n{more}"),
        },
        full_description: Text { text: why },
        help_uri: format!(
            "{}/blob/v{}/docs/findings.md",
            env!("CARGO_PKG_REPOSITORY"),
            env!("CARGO_PKG_VERSION")
        ),
        default_configuration: Configuration {
            level: level(name.severity),
        },
    }
}

fn outcome(finding: &Diagnostic, fingerprint: String, findings: &Findings) -> Outcome {
    let (start, end) = finding.places(findings.sources);
    let place = names::ALL.iter().position(|name| name.name == finding.rule);
    let artifact = Artifact {
        uri: utf8_percent_encode(&findings.path(finding), PLAIN).to_string(),
    };
    let region = Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    };
    let fix = |text: &String| {
        let replacement = Replacement {
            deleted_region: region.clone(),
            inserted_content: Text { text: text.clone() },
        };
        let change = Change {
            artifact_location: artifact.clone(),
            replacements: [replacement],
        };
        [Fix {
            artifact_changes: [change],
        }]
    };
    Outcome {
        rule_id: finding.rule,
        rule_index: place.expect("a finding has a name of `names::ALL`"),
        level: level(finding.severity),
        message: Text {
            text: findings.words(finding).join("\n"),
        },
        fixes: finding.fix.as_ref().map(fix),
        locations: [Location {
            physical_location: Physical {
                artifact_location: artifact,
                region,
            },
        }],
        partial_fingerprints: Fingerprints { finding: fingerprint },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}
