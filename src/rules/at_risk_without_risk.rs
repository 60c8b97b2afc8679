//! Who says "at risk" says what the danger is.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Status;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place};

pub static RULE: Rule = Rule {
    name: "at-risk-without-risk",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::File,
    why: Why {
        english: "At risk means: in time, but we know of dangers. Written down under `### Risks` they are in the register, \
                  where others can help.",
        french: "À risque veut dire\u{202f}: dans les temps, mais nous connaissons des dangers. Écrits sous `### Risques`, ils sont \
                 au registre, où d’autres peuvent aider.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-08-05",
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
    owner: cy
    start: 4.0
    target: 4.6
---

## 2026-07-31 (at risk) Hiring bites

- csat: 4.3
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

## 2026-07-31 (at risk) Hiring bites

- csat: 4.3

### Risks

- The evening shift has two people. Plan: a third from 15 August.
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for objective in context.objectives() {
        // Only the latest: what was written earlier is no longer edited.
        let Some(latest) = calendar::check_ins(context, objective).last() else {
            continue;
        };
        if !latest.risks.is_empty() || objective.dropped.is_some() {
            continue;
        }
        let file = &context.sources[objective.file];
        let at_risk = Some(Status::AtRisk);
        let (span, message) = if latest.status == at_risk {
            (
                place::heading(file, latest),
                msg!(
                    "check-in of {date} is `at risk` and names no risk",
                    date = latest.date
                ),
            )
        } else if let Some(reading) = latest.readings.iter().find(|reading| reading.status == at_risk) {
            let id = &objective.key_results[reading.key_result.0].id.value;
            (
                reading.span,
                msg!(
                    "`{key_result}` is `at risk`, and the check-in names no risk",
                    key_result = id
                ),
            )
        } else {
            continue;
        };
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message).help(msg!(
                "add `### Risks` with a list item: the danger, and `Plan: …`"
            )),
        );
    }
}
