//! Nobody looks after more than a handful of key results at once.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::history::PeriodState;
use crate::model::ObjectiveIx;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place, placeholder_owner};

pub static RULE: Rule = Rule {
    name: "owner-load",
    severity: Severity::Info,
    group: Group::Owners,
    reach: Reach::Book,
    why: Why {
        english: "Who owns too many key results at once keeps track of none of them well. Hand some to those who do the \
                  work.",
        french: "Qui répond de trop de résultats clés à la fois n’en suit bien aucun. Confiez-en à celles et ceux qui font \
                 le travail.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-first-contact.md", FIRST_CONTACT),
            ("objectives/b-calm.md", ALL_MINE),
        ],
    },
    at: "objectives/b-calm.md:2:1",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-first-contact.md", FIRST_CONTACT),
            ("objectives/b-calm.md", SHARED),
        ],
    },
    in_french: None,
    check,
};

const FIRST_CONTACT: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
  - { id: replies, title: Median first reply within 4 hours, owner: cy, start: 9, target: 4, unit: h }
  - { id: languages, title: Six languages are answered, owner: cy, start: 2, target: 6 }
---
";

const ALL_MINE: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: cy, start: 21, target: 5, unit: h }
  - { id: swaps, title: Shift swaps fall to 3 a month, owner: cy, start: 17, target: 3 }
  - { id: staff, title: The shift is four people strong, owner: cy, start: 2, target: 4 }
---
";

const SHARED: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
  - { id: swaps, title: Shift swaps fall to 3 a month, owner: bo, start: 17, target: 3 }
  - { id: staff, title: The shift is four people strong, owner: ana, start: 2, target: 4 }
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let max = context.book.config.limit(RULE.name, "max");
    let as_of = context.standing.as_of;
    let mut loads: BTreeMap<String, (usize, ObjectiveIx)> = BTreeMap::new();
    let running = context
        .standing
        .periods
        .iter()
        .filter(|period| period.state == PeriodState::Active);
    for &ix in running.flat_map(|period| &period.objectives) {
        for kr in &context.book[ix].key_results {
            let dropped = kr.dropped.as_deref().is_some_and(|dropped| dropped.date <= as_of);
            let (false, None, Some(owner)) = (dropped, kr.guards, &kr.owner) else {
                continue;
            };
            let load = loads.entry(owner.to_ascii_lowercase()).or_insert((0, ix));
            load.0 += 1;
            load.1 = load.1.max(ix);
        }
    }
    for (owner, (count, last)) in loads {
        if count as f64 <= max || placeholder_owner::is_placeholder(context.book, &owner) {
            continue;
        }
        let objective = &context.book[last];
        let message = msg!(
            "`{owner}` owns {count} key results of running periods, more than {max}",
            owner = owner,
            count = count,
            max = max
        );
        findings.push(
            Diagnostic::new(
                RULE.name,
                objective.file,
                place::title(context, objective),
                message,
            )
            .help(msg!("give some of them another `owner`")),
        );
    }
}
