//! A status and a score that exclude each other.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Status;
use crate::msg;
use crate::rules::number::{exact, two_decimals};
use crate::rules::{Context, Example, Group, Rule, Why, calendar, place};
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "status-against-score",
    severity: Severity::Info,
    group: Group::Honesty,
    why: Why {
        english: "On track with a score below 0.3 in the second half, or off track at 0.7 and more: readers will believe one of \
                  the two, and nobody knows which.",
        french: "En bonne voie avec moins de 0,3 dans la seconde moitié, ou en retard avec 0,7 et plus : on croira l'un des \
                 deux, et personne ne sait lequel.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:3",
    strong: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    check,
};

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: The team judges its answers as good as they can be
    owner: cy
---

## 2026-07-31 Hiring bites

- csat: 0.75 (off track) — two people joined late
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: The team judges its answers as good as they can be
    owner: cy
---

## 2026-07-31 Hiring bites

- csat: 0.35 (off track) — two people joined late
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, standing) in context.book.objectives.iter().zip(&context.standing.objectives) {
        let period = context.book.period_of(objective);
        if calendar::is_settled(context, period) || objective.dropped.is_some() {
            continue;
        }
        let second_half =
            calendar::elapsed(period, context.standing.as_of).is_some_and(|elapsed| exact(elapsed) > 0.5);
        let contradicts = |written: Option<Status>, score: Option<f64>| {
            score.map(exact).filter(|&score| match written {
                Some(Status::OnTrack) => second_half && score < 0.3,
                Some(Status::OffTrack) => score >= 0.7,
                _ => false,
            })
        };
        let file = &context.sources[objective.file];
        let mut report = |what: &str, span: Span, written: Status, score: f64| {
            let message = msg!(
                "{what} is `{status}` with a score of {score}",
                what = what,
                status = super::status_against_pace::words(written),
                score = two_decimals(score)
            );
            let help = msg!("say in a sentence which of the two holds");
            findings.push(Diagnostic::new(RULE.name, objective.file, span, message).help(help));
        };
        if let Some(latest) = calendar::check_ins(context, objective).last()
            && let Some(written) = latest.status
            && let Some(score) = contradicts(latest.status, standing.score)
        {
            report("the objective", place::heading(file, latest), written, score);
        }
        for ((i, kr), of_kr) in objective
            .key_results
            .iter()
            .enumerate()
            .zip(&standing.key_results)
        {
            let Some(score) = contradicts(of_kr.status, of_kr.score) else {
                continue;
            };
            let last = calendar::last_reading(context, objective, i, |it| it.status.is_some());
            if let (None, Some(written), Some((_, reading))) = (&kr.dropped, of_kr.status, last) {
                report(&format!("`{}`", kr.id.value), reading.span, written, score);
            }
        }
    }
}
