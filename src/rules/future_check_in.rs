//! Nobody knows figures of a day to come.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, objective_file, place};

pub static RULE: Rule = Rule {
    name: "future-check-in",
    severity: Severity::Error,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "The date of a check-in is the day for which its figures hold. One that is more than a day ahead is a slip, and \
                  would hide the figures of today.",
        french: "La date d’un point est le jour pour lequel ses chiffres valent. Au-delà d’un jour d’avance c’est une faute de \
                 frappe, qui cacherait les chiffres d’aujourd’hui.",
    },
    weak: Example {
        today: "2026-08-02",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-08-02",
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

## 2026-08-31 (on track) Good start

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

## 2026-07-31 (on track) Good start

- csat: 4.3
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let as_of = context.standing.as_of;
    // Somewhere on earth it is tomorrow already.
    let last = calendar::days_after(as_of, 1);
    for it in objective_file::of(context) {
        for check_in in it.check_ins.iter().filter(|check_in| check_in.date > last) {
            let span = place::heading(&context.sources[it.file], check_in);
            let message = msg!(
                "check-in of {date} is in the future: today is {today}",
                date = check_in.date,
                today = as_of
            );
            findings.push(
                Diagnostic::new(RULE.name, it.file, span, message)
                    .help(msg!("write the day for which the figures hold")),
            );
        }
    }
}
