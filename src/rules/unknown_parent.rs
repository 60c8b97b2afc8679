//! References lead somewhere: `parent`, `supports`, `carry_over`.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Reference, Target};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};
use crate::source::FileId;

pub static RULE: Rule = Rule {
    name: "unknown-parent",
    severity: Severity::Error,
    group: Group::Alignment,
    reach: Reach::Book,
    why: Why {
        english: "A parent that is not there is a slip of the keyboard or an objective that was moved: the cascade would lose \
                  this one without a word. A moved objective keeps its old id under `aliases`.",
        french: "Un parent qui n’existe pas est une faute de frappe ou un objectif déplacé\u{202f}: la cascade perdrait celui-ci sans \
                 un mot. Un objectif déplacé garde son ancien identifiant sous `aliases`.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", WEAK),
        ],
    },
    at: "objectives/first-contact.md:5:9",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", STRONG),
        ],
    },
    in_french: None,
    check,
};

const COMPANY: &str = "\
---
title: Delight customers
period: 2026-H2
team: company
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
parent: compny#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
parent: company#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for objective in &context.book.objectives {
        for reference in objective.parent.iter().chain(&objective.supports) {
            findings.extend(unknown(context, objective.file, reference));
        }
    }
    for retrospective in &context.book.retrospectives {
        for reference in &retrospective.carry_over {
            findings.extend(unknown(context, retrospective.file, reference));
        }
    }
}

fn unknown(context: &Context<'_>, file: FileId, reference: &Reference) -> Option<Diagnostic> {
    let written = reference.written.value.as_str();
    let (objective, key_result) = match written.split_once('#') {
        Some((objective, key_result)) => (objective, Some(key_result)),
        None => (written, None),
    };
    let finding = |message| Diagnostic::new(RULE.name, file, reference.written.span, message);
    match &reference.target {
        Target::UnknownObjective(nearest) => {
            let finding = finding(msg!("there is no objective `{objective}`", objective = objective));
            Some(match (nearest, key_result) {
                (Some(near), Some(key_result)) => finding.instead(Some(format!("{near}#{key_result}"))),
                (Some(near), None) => finding.instead(Some(near.clone())),
                (None, _) => finding.help(msg!(
                    "write an id: the path of a file below `objectives/`, without `.md`"
                )),
            })
        }
        Target::UnknownKeyResult(ix, nearest) => {
            let target = &context.book[*ix];
            let message = msg!(
                "objective `{objective}` has no key result `{key_result}`",
                objective = target.id,
                key_result = key_result.unwrap_or_default()
            );
            let finding = finding(message);
            Some(match nearest {
                Some(near) => finding.instead(Some(format!("{objective}#{near}"))),
                None => {
                    let ids: Vec<String> = target
                        .key_results
                        .iter()
                        .map(|kr| format!("`{}`", kr.id.value))
                        .collect();
                    finding.help(msg!("it has {ids}", ids = ids.join(", ")))
                }
            })
        }
        Target::Objective(_) | Target::KeyResult(..) | Target::Broken | Target::Ambiguous => None,
    }
}
