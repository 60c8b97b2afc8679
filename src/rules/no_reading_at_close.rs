//! A period ends with a last reading of every key result.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Status, Value};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place};

pub static RULE: Rule = Rule {
    name: "no-reading-at-close",
    severity: Severity::Warning,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "The period is over, and nobody has said how this key result ended. Without a last reading its final score is \
                  an old one, or 0.",
        french: "La période est finie, et personne n’a dit comment ce résultat clé s’est terminé. Sans dernier relevé son score \
                 final est un ancien, ou 0.",
    },
    weak: Example {
        today: "2026-10-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:6:5",
    strong: Example {
        today: "2026-10-05",
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

## 2026-08-31 (on track) Short answers are liked

- csat: 4.4
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

## 2026-09-30 (on track) Close to the target

- csat: 4.5

## 2026-08-31 (on track) Short answers are liked

- csat: 4.4
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let as_of = context.standing.as_of;
    for (objective, standing) in context.objectives().iter().zip(context.standings()) {
        let period = context.book.period_of(objective);
        let Some(end) = period.end.filter(|&end| end < as_of) else {
            continue;
        };
        let given_up = objective.draft || objective.dropped.is_some() || standing.derived;
        if given_up || matches!(standing.status, Some(Status::Cancelled)) {
            continue;
        }
        // As late as a check-in may be after its due date, so early may the last one be before the end.
        let from = calendar::days_before(end, context.book.config.grace);
        let closing = calendar::closing_day(context, period).unwrap_or(end);
        for ((i, kr), of_kr) in objective
            .key_results
            .iter()
            .enumerate()
            .zip(&standing.key_results)
        {
            let finished = matches!(of_kr.status, Some(Status::Done | Status::Cancelled));
            if finished || kr.guards.is_some() || kr.dropped.is_some() {
                continue;
            }
            let last = calendar::last_reading(context, objective, i, |reading| {
                matches!(reading.value, Value::Number(_) | Value::Void) || reading.typed_score.is_some()
            })
            .filter(|(_, reading)| reading.value != Value::Void)
            .map(|(check_in, _)| check_in.date);
            let message = match last {
                Some(last) if last >= from => continue,
                Some(last) => msg!(
                    "the last reading of `{key_result}` is of {last}, and `{period}` ended on {end}",
                    key_result = kr.id.value,
                    last = last,
                    period = period.id,
                    end = end
                ),
                None => msg!(
                    "`{key_result}` has no reading, and `{period}` ended on {end}",
                    key_result = kr.id.value,
                    period = period.id,
                    end = end
                ),
            };
            let help = if as_of <= closing {
                msg!(
                    "give the final reading until {closing}, or run `okr close {period}`",
                    closing = closing,
                    period = period.id
                )
            } else {
                msg!(
                    "the closing days ended on {closing}: say why under `allow`",
                    closing = closing
                )
            };
            let span = place::key_result(&context.sources[objective.file], kr);
            findings.push(Diagnostic::new(RULE.name, objective.file, span, message).help(help));
        }
    }
}
