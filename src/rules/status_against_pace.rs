//! The word of the owner and the calendar say about the same.

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::Status;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, place};
use crate::score;
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "status-against-pace",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::File,
    why: Why {
        english: "The owner knows more than the calendar, and the owner's word stands. Where both are far apart a sentence for \
                  the others is worth it.",
        french: "Qui répond du résultat en sait plus que le calendrier, et son mot fait foi. Quand les deux sont loin l’un de \
                 l’autre, une phrase pour les autres en vaut la peine.",
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

## 2026-07-31 Short answers are liked

- csat: 4.0 (on track)
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

## 2026-07-31 Short answers are not enough

- csat: 4.0 (off track) — the survey moved to a later mail, and fewer answer it
";

/// How far behind the pace "on track" may be.
const GAP: f64 = 0.25;

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, standing) in context.objectives().iter().zip(context.standings()) {
        let over = calendar::is_settled(context, context.book.period_of(objective));
        if over || objective.dropped.is_some() {
            continue;
        }
        let file = &context.sources[objective.file];
        let mut report = |span: Span, message: Message| {
            let help = msg!("say why, or choose another word");
            findings.push(Diagnostic::new(RULE.name, objective.file, span, message).help(help));
        };
        if let Some(latest) = calendar::check_ins(context, objective).last()
            && let Some(written) = latest.status
            && contradicts(written, standing.suggested, standing.gap)
            && let Some(score) = standing.score
        {
            report(
                place::heading(file, latest),
                of_objective(written, score, standing.expected),
            );
        }
        for ((i, kr), of_kr) in objective
            .key_results
            .iter()
            .enumerate()
            .zip(&standing.key_results)
        {
            if let (None, Some(written), Some(score)) = (&kr.dropped, of_kr.status, of_kr.score)
                && contradicts(written, of_kr.suggested, of_kr.gap)
                && let Some((_, reading)) =
                    calendar::last_reading(context, objective, i, |it| it.status.is_some())
            {
                report(
                    reading.span,
                    of_key_result(&kr.id, written, score, of_kr.expected),
                );
            }
        }
    }
}

/// Whether a written status is far from what the figures suggest.
fn contradicts(written: Status, suggested: Option<Status>, gap: Option<f64>) -> bool {
    let apart = suggested.is_some_and(|suggested| match (step(written), step(suggested)) {
        (Some(written), Some(suggested)) => written.abs_diff(suggested) >= 2,
        _ => false,
    });
    apart || (written == Status::OnTrack && gap.is_some_and(|gap| score::above(gap, GAP)))
}

fn of_objective(written: Status, score: f64, expected: Option<f64>) -> Message {
    let (status, score) = (words(written), score::two_decimals(score));
    match expected.map(score::two_decimals) {
        Some(pace) => msg!(
            "the objective is `{status}` with a score of {computed}, where the pace is at {pace}",
            status = status,
            computed = score,
            pace = pace
        ),
        None => msg!(
            "the objective is `{status}` with a projected score of {computed}",
            status = status,
            computed = score
        ),
    }
}

fn of_key_result(id: &str, written: Status, score: f64, expected: Option<f64>) -> Message {
    let (status, score) = (words(written), score::two_decimals(score));
    match expected.map(score::two_decimals) {
        Some(pace) => msg!(
            "`{key_result}` is `{status}` with a score of {computed}, where the pace is at {pace}",
            key_result = id,
            status = status,
            computed = score,
            pace = pace
        ),
        None => msg!(
            "`{key_result}` is `{status}` with a projected score of {computed}",
            key_result = id,
            status = status,
            computed = score
        ),
    }
}

fn step(status: Status) -> Option<u8> {
    match status {
        Status::OnTrack => Some(0),
        Status::AtRisk => Some(1),
        Status::OffTrack => Some(2),
        _ => None,
    }
}

/// As people write it.
pub(super) fn words(status: Status) -> &'static str {
    let all = &crate::words::Language::English.file_words().statuses;
    Status::ALL
        .iter()
        .position(|it| *it == status)
        .map_or("", |i| all[i])
}
