//! A typed score far from the computed one.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar};
use crate::score;

pub static RULE: Rule = Rule {
    name: "typed-score-differs",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::File,
    why: Why {
        english: "The typed score counts, and both are shown. Where they are far apart, a rubric says once for all what 0.3 and \
                  0.7 mean.",
        french: "Le score saisi compte, et les deux sont montrés. S’ils sont loin l’un de l’autre, une `rubric` dit une fois \
                 pour toutes ce que veulent dire 0,3 et 0,7.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:15:3",
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

## 2026-07-31 (on track) Good start

- csat: 4.2 (on track, 0.7)
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
    rubric: { 0.3: 4.1, 0.7: 4.2 }
---

## 2026-07-31 (on track) Good start

- csat: 4.2 (on track)
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let above = context.book.config.limit(RULE.name, "above");
    for (objective, standing) in context.objectives().iter().zip(context.standings()) {
        for ((i, kr), of_kr) in objective
            .key_results
            .iter()
            .enumerate()
            .zip(&standing.key_results)
        {
            let (Some(typed), Some(computed)) = (of_kr.typed_score, of_kr.computed_score) else {
                continue;
            };
            if !score::above((typed - computed).abs(), above) {
                continue;
            }
            let Some((_, reading)) =
                calendar::last_reading(context, objective, i, |it| it.typed_score.is_some())
            else {
                continue;
            };
            let message = msg!(
                "the typed score of `{key_result}` is {given}, the computed one {computed}",
                key_result = kr.id.value,
                given = score::two_decimals(typed),
                computed = score::two_decimals(computed)
            );
            findings.push(
                Diagnostic::new(RULE.name, objective.file, reading.span, message).help(msg!(
                    "leave the score out, or write a `rubric` with what 0.3 and 0.7 mean"
                )),
            );
        }
    }
}
