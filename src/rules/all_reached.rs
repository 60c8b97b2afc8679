//! Everything at 1.0 means that the stretch was none.

use crate::diagnostic::{Diagnostic, Severity};
use crate::history::PeriodState;
use crate::model::ObjectiveIx;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::score;

pub static RULE: Rule = Rule {
    name: "all-reached",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::Book,
    why: Why {
        english: "Even odds of a full score are what a stretch means. A team that reached everything can ask more of itself next \
                  time.",
        french: "Viser haut, c’est avoir une chance sur deux d’atteindre 1,0. Une équipe qui a tout atteint peut se demander \
                 davantage la prochaine fois.",
    },
    weak: Example {
        today: "2026-10-05",
        files: &[("objectives/a-csat.md", CSAT), ("objectives/b-calm.md", REACHED)],
    },
    at: "objectives/b-calm.md:2:1",
    strong: Example {
        today: "2026-10-05",
        files: &[("objectives/a-csat.md", CSAT), ("objectives/b-calm.md", CLOSE)],
    },
    in_french: None,
    check,
};

const CSAT: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---

## 2026-09-30 (done) Customers thank us

- csat: 4.7
";

const REACHED: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---

## 2026-09-30 (done) Quiet evenings

- overtime: 4 h
";

const CLOSE: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---

## 2026-09-30 (done) Quiet evenings, but for the sale

- overtime: 9 h
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for ((team, period), group) in &context.standing.teams {
        if group.state != PeriodState::Closed || objective_file::may_be_broken(context.book, team) {
            continue;
        }
        // A derived score is its children's.
        let own = |ix: &&ObjectiveIx| !context.standing[**ix].derived;
        let reached = |ix: &ObjectiveIx| {
            context.standing[*ix]
                .score
                .is_some_and(|score| score::at_least(score, 1.0))
        };
        let objectives: Vec<ObjectiveIx> = group.objectives.iter().filter(own).copied().collect();
        let Some(&last) = objectives.last() else { continue };
        if objectives.len() < 2 || !objectives.iter().all(reached) {
            continue;
        }
        let objective = &context.book[last];
        let message = msg!(
            "team `{team}` reached 1.0 in each of its {count} objectives of `{period}`",
            team = team,
            count = objectives.len(),
            period = context.book.periods[period.0].id
        );
        findings.push(
            Diagnostic::new(
                RULE.name,
                objective.file,
                place::title(context, objective),
                message,
            )
            .help(msg!(
                "set the next targets where a full score is as likely as not"
            )),
        );
    }
}
