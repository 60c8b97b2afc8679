//! Figures and words together.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "check-in-without-words",
    severity: Severity::Info,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "A figure says where we are, a sentence says why and what follows. The next reader needs both.",
        french: "Un chiffre dit où l’on en est, une phrase dit pourquoi et ce qui suit. Qui lira ensuite a besoin des deux.",
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

## 2026-07-31 (on track)

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

## 2026-07-31 (on track) Short answers are liked

- csat: 4.3
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for objective in context.objectives() {
        let file = &context.sources[objective.file];
        for check_in in &objective.check_ins {
            let registers = [
                &check_in.decisions,
                &check_in.risks,
                &check_in.learnings,
                &check_in.asks,
            ];
            let words = check_in.title.is_some()
                || !check_in.narrative.is_empty()
                || check_in.readings.iter().any(|reading| !reading.note.is_empty())
                || registers.iter().any(|it| !it.is_empty());
            if words || check_in.readings.is_empty() {
                continue;
            }
            let message = msg!(
                "check-in of {date} has readings and no words",
                date = check_in.date
            );
            findings.push(
                Diagnostic::new(RULE.name, objective.file, place::heading(file, check_in), message)
                    .help(msg!("give it a title: the one thing that others should remember")),
            );
        }
    }
}
