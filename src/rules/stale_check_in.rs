//! A check-in came when it was due.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "stale-check-in",
    severity: Severity::Warning,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "Silence is never green. A status that is older than the cadence and its days of grace tells nobody how it \
                  goes today.",
        french: "Le silence n’est jamais vert. Un statut plus vieux que la cadence et son délai de grâce ne dit à personne où en \
                 est l’objectif aujourd’hui.",
    },
    weak: Example {
        today: "2026-09-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:2:1",
    strong: Example {
        today: "2026-09-10",
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

## 2026-07-31 (on track) Good start

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

## 2026-08-31 (on track) Short answers are liked

- csat: 4.4

## 2026-07-31 (on track) Good start

- csat: 4.3
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let as_of = context.standing.as_of;
    for (objective, standing) in context.objectives().iter().zip(context.standings()) {
        if !standing.stale || objective.draft {
            continue;
        }
        let message = match (standing.last_check_in, standing.next_check_in) {
            (Some(last), Some(due)) => {
                msg!(
                    "the last check-in is of {last}, the next was due on {due}",
                    last = last,
                    due = due
                )
            }
            (Some(last), None) => msg!("the last check-in is of {last}", last = last),
            (None, Some(due)) => msg!("no check-in so far, the first was due on {due}", due = due),
            (None, None) => msg!("no check-in so far"),
        };
        let help = msg!("write a section `## {today}`", today = as_of);
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
