//! Who says "off track" says why.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Part, Status};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place};

pub static RULE: Rule = Rule {
    name: "off-track-without-why",
    severity: Severity::Warning,
    group: Group::Honesty,
    reach: Reach::File,
    why: Why {
        english: "Some goals should be off track. Without the root of it nobody learns, and nobody can help.",
        french: "Il est bon que certains objectifs soient en retard. Sans la cause, personne n’apprend et personne ne peut aider.",
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

## 2026-07-31 (off track) Far behind

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

## 2026-07-31 (off track) Far behind

- csat: 4.1

### Why

Two people joined late, so the evening shift was uncovered for three weeks.
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let off_track = Some(Status::OffTrack);
    for objective in context.objectives() {
        // Only the latest: what was written earlier is no longer edited.
        let Some(latest) = calendar::check_ins(context, objective).last() else {
            continue;
        };
        let has_why = latest
            .narrative
            .iter()
            .any(|narrative| narrative.part == Part::Why);
        if has_why || objective.dropped.is_some() {
            continue;
        }
        let file = &context.sources[objective.file];
        let of_key_results = || {
            latest
                .readings
                .iter()
                .filter(|reading| reading.status == off_track)
        };
        if latest.status == off_track {
            // A note at what is off track is a why as well.
            if of_key_results().any(|reading| !reading.note.is_empty()) {
                continue;
            }
            let message = msg!(
                "check-in of {date} is `off track` and does not say why",
                date = latest.date
            );
            findings.push(
                Diagnostic::new(RULE.name, objective.file, place::heading(file, latest), message)
                    .help(msg!("add `### Why` with what held you back")),
            );
            continue;
        }
        for reading in of_key_results().filter(|reading| reading.note.is_empty()) {
            let id = &objective.key_results[reading.key_result.0].id.value;
            let message = msg!(
                "`{key_result}` is `off track` without a word why",
                key_result = id
            );
            findings.push(
                Diagnostic::new(RULE.name, objective.file, reading.span, message)
                    .help(msg!("add a note behind a dash, or `### Why`")),
            );
        }
    }
}
