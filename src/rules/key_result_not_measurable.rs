//! A key result can be measured, or seen.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Measure;
use crate::msg;
use crate::rules::title::{Of, Title};
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place, title};

pub static RULE: Rule = Rule {
    name: "key-result-not-measurable",
    severity: Severity::Warning,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "Without a number, a step or a day in it a key result is an opinion, and the score a mood. Now and \
                  then a judgement is the best measure there is: then `allow` this, and say who judges and by what.",
        french: "Sans nombre, sans étape et sans date, un résultat clé est une opinion, et son score une humeur. Un \
                 jugement est parfois la meilleure mesure qui soit\u{202f}: permettez-le alors avec `allow`, et dites qui \
                 juge et sur quoi.",
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
  - id: feeling
    title: Customers feel welcome
    owner: cy
---
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
";

const FAIBLE: &str = "\
---
title: Rendre le premier contact facile
period: 2026-Q3
team: support
language: fr
key_results:
  - id: accueil
    title: Nos clients se sentent bienvenus
    owner: cy
---
";

const FORT: &str = "\
---
title: Rendre le premier contact facile
period: 2026-Q3
team: support
language: fr
key_results:
  - id: csat
    title: La satisfaction après le premier contact atteint 4,6
    owner: cy
    start: 4.0
    target: 4.6
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, kr) in title::key_results(context) {
        if kr.measure != Measure::Judged {
            continue;
        }
        let title = Title::new(&kr.title, objective.language);
        if title.work(Of::KeyResult).is_some() || title.open_word().is_some() {
            continue;
        }
        let file = &context.sources[objective.file];
        let (span, message, help, severity) = if let Some(figure) = title.figure() {
            (
                place::part(file, &kr.title, figure.clone()),
                msg!(
                    "`{figure}` stands in the title only: from where does it start?",
                    figure = title.slice(&figure)
                ),
                msg!("write `start` and `target`; a baseline still to be measured is `start: unknown`"),
                Severity::Info,
            )
        } else if title.is_observable() {
            (
                place::first_line(file, kr.title.span),
                msg!("whether this is so can be seen: need it be judged?"),
                msg!("`milestone: true` makes it done or not done, and `steps` show the way there"),
                Severity::Info,
            )
        } else {
            (
                place::first_line(file, kr.title.span),
                msg!("what could somebody count or see when this is reached?"),
                msg!("give it `start` and `target`, `steps` or `milestone: true`"),
                Severity::Warning,
            )
        };
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message)
                .help(help)
                .severity(severity),
        );
    }
}
