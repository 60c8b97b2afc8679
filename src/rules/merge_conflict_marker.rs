//! No file keeps the marks of a merge that was never finished.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::parse::conflict;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file};

pub static RULE: Rule = Rule {
    name: conflict::RULE,
    severity: Severity::Error,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "Two people changed the same lines, and the choice between them was never made. Both versions stand in the \
                  file, and both would be read.",
        french: "Deux personnes ont changé les mêmes lignes, et le choix n’a jamais été fait. Les deux versions sont dans le \
                 fichier, et toutes deux seraient lues.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-07-10",
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

<<<<<<< HEAD
The first answer decides whether a customer stays.
=======
A good first answer saves the next three.
>>>>>>> evening-shift
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

Why the first answer matters
=======

It decides whether a customer stays, and a good one saves the next three.
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (id, file) in objective_file::texts(context) {
        for conflict in conflict::all(&file.text) {
            let first = file.place(conflict.first.start).line;
            let finding = |message| Diagnostic::new(RULE.name, id, conflict.first, message);
            findings.push(match conflict.last {
                Some(last) => finding(msg!("a merge was never finished here")).help(msg!(
                    "keep what is right of the lines {first} to {last}, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
                    first = first,
                    last = file.place(last.start).line
                )),
                None => finding(msg!("`{marker}` was left over by a merge", marker = &file.slice(conflict.first)[..7]))
                    .help(msg!("delete the line, and look whether two versions stand above or below it")),
            });
        }
    }
}
