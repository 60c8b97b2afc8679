//! Three to five key results prove an objective.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};

/// The rule.
pub static RULE: Rule = Rule {
    name: "key-result-count",
    severity: Severity::Warning,
    group: Group::Set,
    reach: Reach::File,
    why: Why {
        english: "Too few key results rarely prove an objective; too many are a to-do list that nobody keeps in mind.",
        french: "Trop peu de résultats clés prouvent rarement un objectif\u{202f}; trop en font une liste de tâches que personne ne \
                 garde en tête.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", "{}\n"), ("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:2:1",
    strong: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", "{}\n"), ("objectives/first-contact.md", STRONG)],
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
  - id: response-time
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
  - id: help-centre
    title: New help centre is live in both languages
    owner: ana
    steps: [Designed, English live, French live]
---
";

/// The fewest and the most.
pub fn limits(config: &Config) -> (f64, f64) {
    (config.limit(RULE.name, "min"), config.limit(RULE.name, "max"))
}

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (min, max) = limits(&context.book.config);
    let as_of = context.standing.as_of;
    for objective in context.objectives() {
        if objective
            .dropped
            .as_ref()
            .is_some_and(|dropped| dropped.date <= as_of)
        {
            continue;
        }
        let counts = |dropped: Option<jiff::civil::Date>| dropped.is_none_or(|date| date > as_of);
        let count = objective
            .key_results
            .iter()
            .filter(|kr| kr.guards.is_none() && counts(kr.dropped.as_deref().map(|it| it.date)))
            .count();
        let (message, help) = if (count as f64) < min {
            (
                msg!("{count} of at least {min} key results", count = count, min = min),
                msg!("ask what else is true when the objective is met, and add it below `key_results:`"),
            )
        } else if count as f64 > max {
            (
                msg!("{count} key results, more than {max}", count = count, max = max),
                msg!("keep those that prove the objective, or make two objectives of it"),
            )
        } else {
            continue;
        };
        findings.push(
            Diagnostic::new(
                RULE.name,
                objective.file,
                place::title(context, objective),
                message,
            )
            .help(help),
        );
    }
}
