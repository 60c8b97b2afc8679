//! Nobody works for what was given up.

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Dropped;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};

pub static RULE: Rule = Rule {
    name: "parent-dropped",
    severity: Severity::Warning,
    group: Group::Alignment,
    reach: Reach::Book,
    why: Why {
        english: "The objective was made to help one that has been given up. It may be worth keeping, but not for that reason.",
        french: "L’objectif devait servir un objectif abandonné. Il mérite peut-être de rester, mais pas pour cette raison.",
    },
    weak: Example {
        today: "2026-07-20",
        files: &[
            ("objectives/company.md", DROPPED),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    at: "objectives/first-contact.md:5:9",
    strong: Example {
        today: "2026-07-20",
        files: &[
            ("objectives/company.md", KEPT),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    in_french: None,
    check,
};

const DROPPED: &str = "\
---
title: Delight customers
period: 2026
team: company
dropped: 2026-07-15
reason: the merger comes first
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const KEPT: &str = "\
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
    let by_now = |dropped: Option<&Dropped>| -> Option<Date> {
        dropped
            .map(|dropped| dropped.date)
            .filter(|&date| date <= context.standing.as_of)
    };
    for objective in context
        .book
        .objectives
        .iter()
        .filter(|it| by_now(it.dropped.as_deref()).is_none())
    {
        let Some((reference, ix)) = objective
            .parent
            .as_ref()
            .and_then(|it| Some((it, it.objective()?)))
        else {
            continue;
        };
        let parent = &context.book[ix];
        let key_result = reference.key_result().map(|kr| &parent.key_results[kr.0]);
        let message = if let Some(date) = by_now(parent.dropped.as_deref()) {
            msg!(
                "parent `{parent}` was dropped on {date}",
                parent = parent.id,
                date = date
            )
        } else if let Some((kr, date)) = key_result.and_then(|kr| Some((kr, by_now(kr.dropped.as_deref())?)))
        {
            msg!(
                "key result `{key_result}` of parent `{parent}` was dropped on {date}",
                key_result = kr.id.value,
                parent = parent.id,
                date = date
            )
        } else {
            continue;
        };
        findings.push(
            Diagnostic::new(RULE.name, objective.file, reference.written.span, message).help(msg!(
                "choose another `parent`, take it out, or drop this one too with `dropped:` and `reason:`"
            )),
        );
    }
}
