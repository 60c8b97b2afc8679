//! One to three objectives a team and period.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};

/// The rule.
pub static RULE: Rule = Rule {
    name: "objective-count",
    severity: Severity::Warning,
    group: Group::Set,
    reach: Reach::Book,
    why: Why {
        english: "Objectives are the team's first priority. With more than a few of them nothing is first any more.",
        french: "Les objectifs sont la première priorité de l’équipe. Au-delà de quelques-uns, plus rien n’est premier.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-first-contact.md", FIRST_CONTACT),
            ("objectives/b-hiring.md", HIRING),
            ("objectives/c-calm.md", CALM),
            ("objectives/d-reach.md", REACH),
        ],
    },
    at: "objectives/d-reach.md:2:1",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-first-contact.md", FIRST_CONTACT),
            ("objectives/b-hiring.md", HIRING),
            ("objectives/c-calm.md", CALM),
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
---
";

const HIRING: &str = "\
---
title: Become a team that people want to join
period: 2026-Q3
team: support
key_results:
  - { id: offers, title: Nine of ten offers are accepted, owner: bo, start: 60, target: 90, unit: \"%\" }
---
";

const CALM: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---
";

const REACH: &str = "\
---
title: Answer in the languages our customers speak
period: 2026-Q3
team: support
key_results:
  - { id: languages, title: Six languages are answered, owner: bo, start: 2, target: 6 }
---
";

/// The fewest and the most.
pub fn limits(config: &Config) -> (f64, f64) {
    (config.limit(RULE.name, "min"), config.limit(RULE.name, "max"))
}

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (min, max) = limits(&context.book.config);
    for ((team, period), group) in &context.standing.teams {
        let Some(&last) = group.objectives.last() else {
            continue;
        };
        let count = group.objectives.len();
        let too_many = count as f64 > max;
        // A broken file may be the one that is missing.
        let too_few = (count as f64) < min && !objective_file::may_be_broken(context.book, team);
        if !too_many && !too_few {
            continue;
        }
        let objective = &context.book[last];
        let period = &context.book.periods[period.0].id;
        let finding = |message, help| {
            Diagnostic::new(
                RULE.name,
                objective.file,
                place::title(context, objective),
                message,
            )
            .help(help)
        };
        findings.push(if too_many {
            finding(
                msg!(
                    "team `{team}` has {count} objectives in `{period}`, more than {max}",
                    team = team,
                    count = count,
                    period = period,
                    max = max
                ),
                msg!(
                    "join what is alike, or write what can wait under `not_doing` in `periods/{period}.md`",
                    period = period
                ),
            )
        } else {
            finding(
                msg!(
                    "team `{team}` has {count} of at least {min} objectives in `{period}`",
                    team = team,
                    count = count,
                    period = period,
                    min = min
                ),
                msg!("add one with `okr new objective`"),
            )
        });
    }
}
