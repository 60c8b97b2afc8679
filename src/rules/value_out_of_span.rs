//! A reading far beyond start and target is a slip of a digit or a unit.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Measure, Value};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};
use crate::score;

pub static RULE: Rule = Rule {
    name: "value-out-of-span",
    severity: Severity::Warning,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "A value many times further from the start than the target is, is most often a digit too many or another unit.",
        french: "Une valeur bien plus loin du départ que la cible est le plus souvent un chiffre de trop ou une autre unité.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:16:3",
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
  - id: response-time
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
---

## 2026-07-31 Good start

- response-time: 79 h
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: response-time
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
---

## 2026-07-31 Good start

- response-time: 7.9 h
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let factor = context.book.config.limit(RULE.name, "factor");
    for objective in context.objectives() {
        for reading in objective.check_ins.iter().flat_map(|check_in| &check_in.readings) {
            let kr = &objective.key_results[reading.key_result.0];
            let (Measure::Metric(metric), Value::Number(value)) = (&kr.measure, reading.value) else {
                continue;
            };
            let (Some(start), Some(target)) = (metric.start, metric.target) else {
                continue;
            };
            if !score::above((value - start).abs(), factor * (target - start).abs()) {
                continue;
            }
            let message = msg!(
                "{value} is far beyond what `{key_result}` spans, from {start} to {target}",
                value = score::round12(value),
                key_result = kr.id.value,
                start = score::round12(start),
                target = score::round12(target)
            );
            findings.push(
                Diagnostic::new(RULE.name, objective.file, reading.span, message)
                    .help(msg!("look at the digits and at the unit")),
            );
        }
    }
}
