//! An objective is something to reach, not something to do.

use crate::diagnostic::{Diagnostic, Severity};
use crate::history::is_dropped;
use crate::msg;
use crate::rules::title::{self, Of};
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "objective-is-a-task",
    severity: Severity::Warning,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "Work can be finished and change nothing. An objective names what is then different, and for whom; \
                  the team finds the work that gets there, and may find better work on the way.",
        french: "Un travail peut être terminé sans rien changer. Un objectif dit ce qui sera alors différent, et pour \
                 qui\u{202f}; l’équipe trouve le travail qui y mène, et parfois un meilleur en chemin.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:2:8",
    strong: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: Some(Pair {
        weak: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FAIBLE)],
        },
        at: "objectives/premier-contact.md:2:8",
        strong: Example {
            today: "2026-07-10",
            files: &[("objectives/premier-contact.md", FORT)],
        },
    }),
    check,
};

const WEAK: &str = "\
---
title: Launch the new help centre
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
title: Mettre en place un nouveau centre d’aide
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
        let Some(verb) = title::work(&objective.title, objective.language, Of::Objective) else {
            continue;
        };
        let message = msg!(
            "`{verb}` names work: what is better, and for whom, once it is done?",
            verb = &objective.title[verb.clone()]
        );
        let file = &context.sources[objective.file];
        let span = place::part(file, &objective.title, verb);
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message)
                .help(msg!("say that in the title, and let `links:` lead to the work")),
        );
    }
}
