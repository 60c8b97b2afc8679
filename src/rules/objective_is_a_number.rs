//! An objective is a direction in words; its figures are key results.

use crate::diagnostic::{Diagnostic, Severity};
use crate::history::is_dropped;
use crate::msg;
use crate::rules::title::{Of, Title};
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "objective-is-a-number",
    severity: Severity::Warning,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "An objective says where to go, in words that people remember and that call to act. A figure says how \
                  far we are; alone it can be reached in ways that nobody wanted. That is what key results are for.",
        french: "Un objectif dit où aller, avec des mots que l’on retient et qui donnent envie d’agir. Un chiffre dit \
                 où l’on en est\u{202f}; seul, il peut être atteint par des chemins dont personne ne voulait. C’est le rôle \
                 des résultats clés.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:2:50",
    strong: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: Some(Pair {
        weak: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FAIBLE)],
        },
        at: "objectives/premier-contact.md:2:58",
        strong: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FORT)],
        },
    }),
    check,
};

const WEAK: &str = "\
---
title: Raise satisfaction after first contact to 4.6
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
title: Porter la satisfaction après le premier contact à 4,6
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
    for objective in context.objectives() {
        if is_dropped(objective.dropped.as_deref(), context.standing.as_of) {
            continue;
        }
        // There is no figure without a digit.
        if !objective.title.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let title = Title::new(&objective.title, objective.language);
        // Hire five engineers: the work is the greater surprise, and enough.
        let Some(figure) = title
            .figure_to_reach()
            .filter(|_| title.work(Of::Objective).is_none())
        else {
            continue;
        };
        let message = msg!(
            "`{figure}` is a measure: which direction does it stand for?",
            figure = title.slice(&figure)
        );
        let file = &context.sources[objective.file];
        let span = place::part(file, &objective.title, figure);
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message).help(msg!(
                "say in words what you want, and give the figure to a key result"
            )),
        );
    }
}
