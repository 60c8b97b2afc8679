//! Where others are linked, one that is not stands out.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ObjectiveIx;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "unaligned",
    severity: Severity::Info,
    group: Group::Alignment,
    reach: Reach::Book,
    why: Why {
        english: "OKRs work best when they are linked from level to level. In a period where others are, one without parent and \
                  without child says neither what it helps nor who helps it.",
        french: "Les OKR marchent mieux reliés d’un niveau à l’autre. Dans une période où d’autres le sont, un objectif sans \
                 parent ni enfant ne dit ni ce qu’il sert ni qui le sert.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/calm.md", ALONE),
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    at: "objectives/calm.md:2:1",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/calm.md", LINKED),
            ("objectives/company.md", COMPANY),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    in_french: None,
    check,
};

const ALONE: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---
";

const LINKED: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
parent: company
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---
";

const COMPANY: &str = "\
---
title: Delight customers
period: 2026-Q3
team: company
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const CHILD: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
parent: company#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let book = context.book;
    let has_child = |ix: ObjectiveIx| !context.standing[ix].children.is_empty();
    let parents_in_broken = parents_in_broken(context);
    for (period, group) in book.periods.iter().zip(&context.standing.periods) {
        let linked = |ix: &ObjectiveIx| book[*ix].parent.is_some() || has_child(*ix);
        if !group.objectives.iter().any(linked) {
            continue;
        }
        for objective in group
            .objectives
            .iter()
            .filter(|ix| !linked(ix))
            .map(|&ix| &book[ix])
        {
            let name = objective.id.rsplit('/').next().unwrap_or_default();
            if parents_in_broken.contains(name) {
                continue;
            }
            let message = msg!(
                "no parent and no child, while other objectives of `{period}` have",
                period = period.id
            );
            findings.push(
                Diagnostic::new(
                    RULE.name,
                    objective.file,
                    place::title(context, objective),
                    message,
                )
                .help(msg!("add `parent:` with the objective or key result it helps")),
            );
        }
    }
}

/// The last parts of what broken files name as their parent: those may have a child.
fn parents_in_broken<'a>(context: &Context<'a>) -> HashSet<&'a str> {
    let sources = context.sources;
    context
        .book
        .broken
        .iter()
        .filter_map(|it| {
            let file = &sources[it.file];
            let written = file.slice(place::value_of_key(file, "parent")?);
            let objective = written.split('#').next().unwrap_or_default();
            objective.rsplit('/').next()
        })
        .collect()
}
