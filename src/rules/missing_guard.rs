//! Quality is watched where a count is to rise.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{KeyResult, Measure};
use crate::msg;
use crate::rules::title::Title;
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place, title};

pub static RULE: Rule = Rule {
    name: "missing-guard",
    severity: Severity::Info,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "What is counted gets done, and what is not counted pays for it: many tickets are solved quickly when \
                  they may come back. A guard beside the count shows that its quality holds; it has no weight, and a \
                  broken one is shown at the score it guards.",
        french: "Ce que l’on compte se fait, et ce que l’on ne compte pas en paie le prix\u{202f}: on résout vite beaucoup \
                 de tickets quand ils peuvent revenir. Un garde-fou à côté du compte montre que la qualité tient\u{202f}; il \
                 n’a pas de poids, et s’il cède, cela se voit à côté du score qu’il garde.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:7:12",
    strong: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: Some(Pair {
        weak: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FAIBLE)],
        },
        at: "objectives/premier-contact.md:8:12",
        strong: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FORT)],
        },
    }),
    check,
};

const WEAK: &str = "\
---
title: Give customers their day back
period: 2026-Q3
team: support
key_results:
  - id: tickets
    title: Tickets solved per week
    owner: bo
    start: 120
    target: 200
---
";

const STRONG: &str = "\
---
title: Give customers their day back
period: 2026-Q3
team: support
key_results:
  - id: tickets
    title: Tickets solved per week
    owner: bo
    start: 120
    target: 200
  - id: reopened
    title: Reopened tickets stay below 5 %
    owner: cy
    guards: tickets
    max: 5
    unit: \"%\"
---
";

const FAIBLE: &str = "\
---
title: Rendre leur journée à nos clients
period: 2026-Q3
team: support
language: fr
key_results:
  - id: tickets
    title: Tickets résolus par semaine
    owner: bo
    start: 120
    target: 200
---
";

const FORT: &str = "\
---
title: Rendre leur journée à nos clients
period: 2026-Q3
team: support
language: fr
key_results:
  - id: tickets
    title: Tickets résolus par semaine
    owner: bo
    start: 120
    target: 200
  - id: rouverts
    title: Moins de 5 % de tickets rouverts
    owner: cy
    guards: tickets
    max: 5
    unit: \"%\"
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, kr) in title::key_results(context) {
        let place = || objective.key_results.iter().position(|it| std::ptr::eq(it, kr));
        let is_guarded = || {
            let guarded = |ix: usize| {
                objective
                    .key_results
                    .iter()
                    .any(|it| it.guards.is_some_and(|of| of.0 == ix))
            };
            place().is_some_and(guarded)
        };
        if kr.guards.is_some() || !rises(kr) || is_guarded() {
            continue;
        }
        let title = Title::new(&kr.title, objective.language);
        let Some(counted) = title.counted() else { continue };
        let message = msg!(
            "`{counted}` can rise at the cost of quality: what would show it?",
            counted = title.slice(&counted)
        );
        let file = &context.sources[objective.file];
        let span = place::part(file, &kr.title, counted);
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message).help(msg!(
                "add a key result with `guards: {key_result}`",
                key_result = kr.id.value
            )),
        );
    }
}

/// Whether it is a plain count that is to become more.
fn rises(kr: &KeyResult) -> bool {
    let Measure::Metric(metric) = &kr.measure else {
        return false;
    };
    let is_count = kr.unit.as_deref().is_none_or(|unit| {
        // A share, money and time are no counts; `tickets` and `k` are.
        !unit.contains(['%', '€', '$', '£'])
            && !matches!(unit, "h" | "min" | "s" | "ms" | "d" | "j" | "days" | "jours")
    });
    let falls = metric
        .start
        .zip(metric.target)
        .is_some_and(|(start, target)| target < start);
    is_count && !falls
}
