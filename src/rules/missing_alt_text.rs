//! A picture says in words what it shows.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file};

pub static RULE: Rule = Rule {
    name: "missing-alt-text",
    severity: Severity::Warning,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "Who cannot see the picture, or reads the file in an editor, gets what stands between the brackets.",
        french: "Qui ne voit pas l’image, ou lit le fichier dans un éditeur, n’a que ce qui est entre les crochets.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/first-contact.md", WEAK),
            ("objectives/queue.svg", QUEUE),
        ],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/first-contact.md", STRONG),
            ("objectives/queue.svg", QUEUE),
        ],
    },
    in_french: None,
    check,
};

const QUEUE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";

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

![](queue.svg)
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

![Tickets wait twice as long after six in the evening](queue.svg)
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (file, link) in objective_file::links_of(context).filter(|(_, link)| link.image) {
        let text = context.sources[file].slice(link.span);
        let Some(behind) = text.strip_prefix("![") else {
            continue;
        };
        if !behind.trim_start().starts_with(']') {
            continue;
        }
        let message = msg!("the image `{image}` has no text", image = link.destination);
        findings.push(
            Diagnostic::new(RULE.name, file, link.span, message)
                .help(msg!("say between `![` and `]` what it shows")),
        );
    }
}
