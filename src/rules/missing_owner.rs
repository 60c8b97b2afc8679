//! Every key result has one owner.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{KeyResult, Measure};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::SourceFile;

pub static RULE: Rule = Rule {
    name: "missing-owner",
    severity: Severity::Error,
    group: Group::Owners,
    reach: Reach::File,
    why: Why {
        english: "A key result that belongs to everybody is looked after by nobody. It stays the team's, and one person keeps \
                  track of it. In a draft this is a warning, since owners are chosen after the key results.",
        french: "Un résultat clé qui est à tout le monde n’est suivi par personne. Il reste celui de l’équipe, et une personne \
                 en tient le compte. Dans un brouillon c’est un avertissement, car on choisit les responsables après les \
                 résultats clés.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:6:5",
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
    start: 4.0
    target: 4.6
---
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
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for it in objective_file::of(context) {
        let file = &context.sources[it.file];
        for kr in it.key_results.iter().filter(|kr| kr.owner.is_none()) {
            // In a broken file the owner may be what is wrong: then it is not missing.
            if it.broken && place::value_in(file, kr.span, "owner").is_some() {
                continue;
            }
            let message = msg!("key result `{key_result}` has no owner", key_result = kr.id.value);
            let help = msg!("add `owner: name` below `{key}:`", key = last_key(file, kr));
            let mut finding =
                Diagnostic::new(RULE.name, it.file, place::key_result(file, kr), message).help(help);
            if it.draft {
                finding.severity = Severity::Warning;
            }
            findings.push(finding);
        }
    }
}

/// The key after which an owner is at home: the last one of the measure that is written.
fn last_key(file: &SourceFile, key_result: &KeyResult) -> &'static str {
    let keys: &[&'static str] = match key_result.measure {
        Measure::Metric(_) => &["target"],
        Measure::Maintain { .. } => &["max", "min"],
        Measure::Steps(_) => &["steps"],
        Measure::Milestone => &["milestone"],
        Measure::Judged => &["target", "max", "min", "milestone"],
    };
    keys.iter()
        .copied()
        .find(|key| place::value_in(file, key_result.span, key).is_some())
        .unwrap_or("title")
}
