//! A status and a score that exclude each other.

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::Status;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place, status_against_pace};
use crate::score;
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "status-against-score",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::File,
    why: Why {
        english: "On track with a score below 0.3 in the second half, or off track at 0.7 and more: readers will believe one of \
                  the two, and nobody knows which.",
        french: "En bonne voie avec moins de 0,3 dans la seconde moitié, ou en retard avec 0,7 et plus\u{202f}: on croira l’un des \
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
    for (objective, standing) in context.objectives().iter().zip(context.standings()) {
        let period = context.book.period_of(objective);
        if calendar::is_settled(context, period) || objective.dropped.is_some() {
            continue;
        }
        let second_half = score::pace::elapsed(period, context.standing.as_of)
            .is_some_and(|elapsed| score::above(elapsed, 0.5));
        let contradicts = |written: Option<Status>, score: Option<f64>| {
            score.filter(|&score| match written {
                Some(Status::OnTrack) => second_half && !score::at_least(score, 0.3),
                Some(Status::OffTrack) => score::at_least(score, 0.7),
                _ => false,
            })
        };
        let file = &context.sources[objective.file];
        let mut report = |message: Message, span: Span| {
            let help = msg!("say in a sentence which of the two holds");
            findings.push(Diagnostic::new(RULE.name, objective.file, span, message).help(help));
        };
        if let Some(latest) = calendar::check_ins(context, objective).last()
            && let Some(written) = latest.status
            && let Some(score) = contradicts(latest.status, standing.score)
        {
            let message = msg!(
                "the objective is `{status}` with a score of {computed}",
                status = status_against_pace::words(written),
                computed = score::two_decimals(score)
            );
            report(message, place::heading(file, latest));
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
                let message = msg!(
                    "`{key_result}` is `{status}` with a score of {computed}",
                    key_result = kr.id.value,
                    status = status_against_pace::words(written),
                    computed = score::two_decimals(score)
                );
                report(message, reading.span);
            }
        }
    }
}
