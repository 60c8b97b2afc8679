//! The word of the owner and the calendar say about the same.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Status;
use crate::msg;
use crate::rules::number::{exact, two_decimals};
use crate::rules::{Context, Example, Group, Rule, Why, calendar, place};
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "status-against-pace",
    severity: Severity::Info,
    group: Group::Honesty,
    why: Why {
        english: "The owner knows more than the calendar, and the owner's word stands. Where both are far apart a sentence for \
                  the others is worth it.",
        french: "Qui répond du résultat en sait plus que le calendrier, et son mot fait foi. Quand les deux sont loin l'un de \
                 l'autre, une phrase pour les autres en vaut la peine.",
    },
    weak: Example {
        today: "2026-09-02",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:15:3",
    strong: Example {
        today: "2026-09-02",
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
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

## 2026-08-31 Short answers are liked

- csat: 4.05 (on track)
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

## 2026-08-31 Short answers are not enough

- csat: 4.05 (off track) — the survey moved to a later mail, and fewer answer it
";

/// How far behind the pace "on track" may be.
const GAP: f64 = 0.25;

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, standing) in context.book.objectives.iter().zip(&context.standing.objectives) {
        let over = calendar::is_settled(context, context.book.period_of(objective));
        if over || objective.dropped.is_some() {
            continue;
        }
        let file = &context.sources[objective.file];
        let mut report = |what: &str, span: Span, word: Word| {
            if let Some(message) = word.message(what) {
                let help = msg!("say why, or choose another word");
                findings.push(Diagnostic::new(RULE.name, objective.file, span, message).help(help));
            }
        };
        if let Some(latest) = calendar::check_ins(context, objective).last()
            && let Some(written) = latest.status
        {
            let word = Word {
                written,
                suggested: standing.suggested,
                score: standing.score,
                expected: standing.expected,
                gap: standing.gap,
            };
            report("the objective", place::heading(file, latest), word);
        }
        for ((i, kr), of_kr) in objective
            .key_results
            .iter()
            .enumerate()
            .zip(&standing.key_results)
        {
            if kr.dropped.is_some() {
                continue;
            }
            let Some(written) = of_kr.status else { continue };
            let word = Word {
                written,
                suggested: of_kr.suggested,
                score: of_kr.score,
                expected: of_kr.expected,
                gap: of_kr.gap,
            };
            if !word.is_contradicted() {
                continue;
            }
            if let Some((_, reading)) =
                calendar::last_reading(context, objective, i, |it| it.status.is_some())
            {
                report(&format!("`{}`", kr.id.value), reading.span, word);
            }
        }
    }
}

/// A written status beside what the figures suggest.
struct Word {
    written: Status,
    suggested: Option<Status>,
    score: Option<f64>,
    expected: Option<f64>,
    gap: Option<f64>,
}

impl Word {
    fn is_contradicted(&self) -> bool {
        let apart = self
            .suggested
            .is_some_and(|suggested| match (step(self.written), step(suggested)) {
                (Some(written), Some(suggested)) => written.abs_diff(suggested) >= 2,
                _ => false,
            });
        apart || (self.written == Status::OnTrack && self.gap.is_some_and(|gap| exact(gap) > GAP))
    }

    fn message(&self, what: &str) -> Option<crate::diagnostic::Message> {
        if !self.is_contradicted() {
            return None;
        }
        let score = two_decimals(self.score?);
        Some(match self.expected {
            Some(expected) => msg!(
                "{what} is `{status}` by its owner's word, with {score} where the pace is at {expected}",
                what = what,
                status = words(self.written),
                score = score,
                expected = two_decimals(expected)
            ),
            None => msg!(
                "{what} is `{status}` by its owner's word, with a projected score of {score}",
                what = what,
                status = words(self.written),
                score = score
            ),
        })
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
