//! A key result says how much.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Measure;
use crate::msg;
use crate::rules::title::{Of, Title};
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place, title};

pub static RULE: Rule = Rule {
    name: "key-result-is-vague",
    severity: Severity::Warning,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "Two people must come to the same answer when they ask whether it is reached. “Improve” and “better” \
                  let one say yes and the other no, and so they are argued about at the end instead of agreed on at \
                  the start.",
        french: "Deux personnes doivent arriver à la même réponse quand elles demandent si c’est atteint. «\u{a0}Améliorer \
                \u{a0}» et «\u{a0}mieux\u{a0}» laissent l’une dire oui et l’autre non\u{202f}: on en discute à la fin, au lieu de \
                 s’entendre au début.",
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
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: replies
    title: Improve the first reply
    owner: bo
---
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: replies
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
---
";

const FAIBLE: &str = "\
---
title: Rendre le premier contact facile
period: 2026-Q3
team: support
language: fr
key_results:
  - id: reponse
    title: Améliorer la première réponse
    owner: bo
---
";

const FORT: &str = "\
---
title: Rendre le premier contact facile
period: 2026-Q3
team: support
language: fr
key_results:
  - id: reponse
    title: Première réponse en 4 heures, en médiane
    owner: bo
    start: 9
    target: 4
    unit: h
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, kr) in title::key_results(context) {
        let file = &context.sources[objective.file];
        let title = || Title::new(&kr.title, objective.language);
        let mut report = |word: std::ops::Range<usize>, message, help, severity| {
            let span = place::part(file, &kr.title, word);
            let finding = Diagnostic::new(RULE.name, objective.file, span, message);
            findings.push(finding.help(help).severity(severity));
        };
        match kr.measure {
            Measure::Judged | Measure::Milestone => {
                let title = title();
                let Some(word) = title.open_word() else { continue };
                let message = msg!(
                    "`{word}` leaves open how much: when would two people agree that it is reached?",
                    word = title.slice(&word)
                );
                let help = msg!("give it `start` and `target`, or name what can be seen then");
                report(word, message, help, Severity::Warning);
            }
            // The figures are there, and the title does not say of what.
            Measure::Metric(_) | Measure::Maintain { .. } if kr.unit.is_none() => {
                let title = title();
                let Some(word) = title
                    .unnamed_measure()
                    .filter(|_| title.work(Of::KeyResult).is_none())
                else {
                    continue;
                };
                let message = msg!(
                    "what do the figures count? `{word}` does not say",
                    word = title.slice(&word)
                );
                let help = msg!("name the measure in the title, or give it a `unit`");
                report(word, message, help, Severity::Info);
            }
            Measure::Metric(_) | Measure::Maintain { .. } | Measure::Steps(_) => {}
        }
    }
}
