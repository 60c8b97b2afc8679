//! A dated section has something to say.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::CheckIn;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::SourceFile;

pub static RULE: Rule = Rule {
    name: "empty-check-in",
    severity: Severity::Warning,
    group: Group::CheckIns,
    reach: Reach::File,
    why: Why {
        english: "A heading with nothing below it counts as a check-in: it makes a stale objective look alive.",
        french: "Un titre sans rien dessous compte comme un point\u{202f}: il donne l’air vivant à un objectif dont on ne sait rien.",
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

## 2026-07-31 (on track)

The survey comes in August; the first answers sound friendly.

- csat: n/a
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for it in objective_file::of(context) {
        let file = &context.sources[it.file];
        // In a broken file a reading with a fault is not among the readings.
        let empty = |check_in: &&CheckIn| is_empty(check_in) && (!it.broken || has_no_text(file, check_in));
        for check_in in it.check_ins.iter().filter(empty) {
            let message = msg!("check-in of {date} is empty", date = check_in.date);
            let finding = Diagnostic::new(RULE.name, it.file, place::heading(file, check_in), message);
            findings.push(match it.key_results.first() {
                Some(kr) => finding.help(msg!(
                    "write a sentence, or a reading such as `- {key_result}: n/a`",
                    key_result = kr.id.value
                )),
                None => finding.help(msg!("write a sentence below it")),
            });
        }
    }
}

fn is_empty(check_in: &CheckIn) -> bool {
    check_in.readings.is_empty()
        && check_in.narrative.is_empty()
        && [
            &check_in.decisions,
            &check_in.risks,
            &check_in.learnings,
            &check_in.asks,
        ]
        .iter()
        .all(|it| it.is_empty())
}

fn has_no_text(file: &SourceFile, check_in: &CheckIn) -> bool {
    let from = check_in.heading.end.min(check_in.span.end) as usize;
    file.text
        .get(from..check_in.span.end as usize)
        .is_none_or(|text| text.trim().is_empty())
}
