//! Check-ins are dated within their period.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place};

pub static RULE: Rule = Rule {
    name: "check-in-outside-period",
    severity: Severity::Warning,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "A check-in from before the period counts from its first day, one from after the closing days counts nowhere. \
                  Most often the year or the month is a slip.",
        french: "Un point daté d’avant la période compte dès son premier jour, un point daté d’après la clôture ne compte nulle \
                 part. Le plus souvent l’année ou le mois est une faute de frappe.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:17:1",
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

- csat: 4.3

## 2026-06-15 (on track) We begin early

- csat: 4.1
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

## 2026-07-31 (on track) Good start

- csat: 4.3

## 2026-07-15 (on track) We begin

- csat: 4.1
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for objective in context.objectives() {
        let period = context.book.period_of(objective);
        let closing = calendar::closing_day(context, period);
        let file = &context.sources[objective.file];
        for check_in in &objective.check_ins {
            let message = match closing {
                _ if check_in.date < period.start => msg!(
                    "check-in of {date} is before `{period}` begins on {start}",
                    date = check_in.date,
                    period = period.id,
                    start = period.start
                ),
                Some(closing) if check_in.date > closing => msg!(
                    "check-in of {date} is after the closing days of `{period}`, which end on {closing}",
                    date = check_in.date,
                    period = period.id,
                    closing = closing
                ),
                _ => continue,
            };
            let help = msg!("correct the date, or move the section to the objective of that time");
            findings.push(
                Diagnostic::new(RULE.name, objective.file, place::heading(file, check_in), message)
                    .help(help),
            );
        }
    }
}
