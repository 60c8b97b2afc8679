//! A key result is what comes of the work, not the work.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::title::Of;
use crate::rules::{Context, Example, Group, Pair, Reach, Rule, Why, place, title};

pub static RULE: Rule = Rule {
    name: "key-result-is-a-task",
    severity: Severity::Info,
    group: Group::Wording,
    reach: Reach::File,
    why: Why {
        english: "Five new web pages are work; 5 % more page views are a result. Work can be done on time and change \
                  nothing, and then nobody notices. Some work is worth having as a key result all the same, a first \
                  launch for instance: `allow` it, with the reason.",
        french: "Cinq nouvelles pages web sont un travail\u{202f}; 5\u{202f}% de pages vues en plus sont un résultat. Un travail \
                 peut être fait à temps sans rien changer, et personne ne le remarque. Certains travaux méritent \
                 pourtant d’être un résultat clé, un premier lancement par exemple\u{202f}: permettez-le avec `allow`, et \
                 dites pourquoi.",
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
title: Let customers find the answer themselves
period: 2026-Q3
team: support
key_results:
  - id: pages
    title: Create five web pages
    owner: ana
    start: 0
    target: 5
---
";

const STRONG: &str = "\
---
title: Let customers find the answer themselves
period: 2026-Q3
team: support
key_results:
  - id: page-views
    title: 5 % more page views
    owner: ana
    start: 0
    target: 5
    unit: \"%\"
---
";

const FAIBLE: &str = "\
---
title: Que nos clients trouvent seuls la réponse
period: 2026-Q3
team: support
language: fr
key_results:
  - id: pages
    title: Créer cinq pages web
    owner: ana
    start: 0
    target: 5
---
";

const FORT: &str = "\
---
title: Que nos clients trouvent seuls la réponse
period: 2026-Q3
team: support
language: fr
key_results:
  - id: pages-vues
    title: 5 % de pages vues en plus
    owner: ana
    start: 0
    target: 5
    unit: \"%\"
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (objective, kr) in title::key_results(context) {
        let Some(verb) = title::work(&kr.title, objective.language, Of::KeyResult) else {
            continue;
        };
        let message = msg!(
            "`{verb}` names work: what will it change that can be measured?",
            verb = &kr.title[verb.clone()]
        );
        let file = &context.sources[objective.file];
        let span = place::part(file, &kr.title, verb);
        findings.push(
            Diagnostic::new(RULE.name, objective.file, span, message).help(msg!(
                "name the change, as `5 % more page views` does where `create five web pages` does not"
            )),
        );
    }
}
