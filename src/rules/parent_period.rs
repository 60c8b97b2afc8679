//! A parent's period contains its children's.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};

pub static RULE: Rule = Rule {
    name: "parent-period",
    severity: Severity::Warning,
    group: Group::Alignment,
    reach: Reach::Book,
    why: Why {
        english: "A quarter helps its quarter, its half or its year. A parent of another time is over when the child counts, or \
                  has not begun.",
        french: "Un trimestre sert son trimestre, son semestre ou son année. Un parent d’un autre temps est fini quand l’enfant \
                 compte, ou n’a pas commencé.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", WEAK),
        ],
    },
    at: "objectives/first-contact.md:5:9",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", STRONG),
        ],
    },
    in_french: None,
    check,
};

const COMPANY: &str = "\
---
title: Delight customers
period: 2026-H2
team: company
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2027-Q1
team: support
parent: company#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q4
team: support
parent: company#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let book = context.book;
    for objective in &book.objectives {
        let Some((reference, ix)) = objective
            .parent
            .as_ref()
            .and_then(|it| Some((it, it.objective()?)))
        else {
            continue;
        };
        let (own, above) = (book.period_of(objective), book.period_of(&book[ix]));
        if own.id == above.id || above.contains(own) {
            continue;
        }
        let message = msg!(
            "the parent's period `{above}` does not contain `{own}`",
            above = above.id,
            own = own.id
        );
        findings.push(
            Diagnostic::new(RULE.name, objective.file, reference.written.span, message).help(msg!(
                "choose a parent of `{own}` or of a longer period around it",
                own = own.id
            )),
        );
    }
}
