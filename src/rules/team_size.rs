//! Three to eleven people share objectives well.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};

/// The rule.
pub static RULE: Rule = Rule {
    name: "team-size",
    severity: Severity::Info,
    group: Group::Set,
    reach: Reach::Book,
    why: Why {
        english: "A handful of people can agree on objectives in a room. Fewer lack views, more lack time to hear them.",
        french: "Une poignée de personnes peut s’accorder sur des objectifs dans une salle. Moins nombreuses, les avis \
                 manquent\u{202f}; plus nombreuses, c’est le temps de les entendre.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", WEAK)],
    },
    at: "okr.yaml:2:3",
    strong: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", STRONG)],
    },
    in_french: None,
    check,
};

const WEAK: &str = "\
teams:
  support: { name: Customer Support, members: [ana, bo] }
";

const STRONG: &str = "\
teams:
  support: { name: Customer Support, members: [ana, bo, cy] }
";

/// The fewest and the most.
pub fn limits(config: &Config) -> (f64, f64) {
    (config.limit(RULE.name, "min"), config.limit(RULE.name, "max"))
}

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let config = &context.book.config;
    let (Some(file), Some(teams)) = (config.file, &config.teams) else {
        return;
    };
    let (min, max) = limits(config);
    // A team without `members` does not say how large it is.
    for (id, team) in teams.iter().filter(|(_, team)| !team.members.is_empty()) {
        let count = team.members.len();
        if (min..=max).contains(&(count as f64)) {
            continue;
        }
        let message = if count as f64 > max {
            msg!(
                "team `{team}` has {count} members, more than {max}",
                team = id,
                count = count,
                max = max
            )
        } else {
            msg!(
                "team `{team}` has {count} of at least {min} members",
                team = id,
                count = count,
                min = min
            )
        };
        let help =
            msg!("divide it or join it with another, or set `team-size: { min: …, max: … }` below `rules:`");
        findings.push(Diagnostic::new(RULE.name, file, team.span, message).help(help));
    }
}
