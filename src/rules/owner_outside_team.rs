//! Owners are members of the team.

use std::collections::{BTreeMap, HashSet};

use crate::config::TeamSetting;
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, placeholder_owner};

pub static RULE: Rule = Rule {
    name: "owner-outside-team",
    severity: Severity::Info,
    group: Group::Owners,
    reach: Reach::File,
    why: Why {
        english: "A key result is the team's, and its owner is in the room when the team talks about it. Somebody from another \
                  team is a contributor.",
        french: "Un résultat clé est celui de l’équipe, et qui en répond est là quand l’équipe en parle. Une personne d’une \
                 autre équipe y contribue (`contributors`).",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", SETTINGS), ("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:8:12",
    strong: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", SETTINGS), ("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check,
};

const SETTINGS: &str = "\
teams:
  support: { name: Customer Support, members: [ana, bo, cy] }
rules:
  key-result-count: off
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: dan
    start: 4.0
    target: 4.6
---
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
    contributors: [dan]
    start: 4.0
    target: 4.6
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let config = &context.book.config;
    let Some(teams) = &config.teams else { return };
    let people = config
        .people
        .as_ref()
        .map(|people| people.keys().map(|it| it.to_ascii_lowercase()).collect());
    let people: Option<HashSet<String>> = people;
    let members = members(teams);
    for it in objective_file::of(context) {
        let Some((team, members)) = it.team.and_then(|team| Some((team, members.get(team.as_str())?))) else {
            continue;
        };
        let owners = it
            .owner
            .into_iter()
            .chain(it.key_results.iter().filter_map(|kr| kr.owner.as_ref()));
        for owner in owners {
            let handle = owner.to_ascii_lowercase();
            let said_otherwise = people.as_ref().is_some_and(|people| !people.contains(&handle))
                || placeholder_owner::is_placeholder(context.book, owner);
            if said_otherwise || members.contains(handle.as_str()) {
                continue;
            }
            let message = msg!(
                "`{owner}` is not a member of team `{team}`",
                owner = owner.value,
                team = team.value
            );
            findings.push(
                Diagnostic::new(RULE.name, it.file, owner.span, message).help(msg!(
                    "choose an owner in the team, or add `{owner}` to `members` of `{team}` in `okr.yaml`",
                    owner = owner.value,
                    team = team.value
                )),
            );
        }
    }
}

/// The members of each team that names some, with those of the teams below it.
fn members(teams: &BTreeMap<String, TeamSetting>) -> BTreeMap<&str, HashSet<String>> {
    let own = |team: &TeamSetting| {
        team.members
            .iter()
            .map(|member| member.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    let mut members: BTreeMap<&str, HashSet<String>> = teams
        .iter()
        .filter(|(_, team)| !team.members.is_empty())
        .map(|(id, team)| (id.as_str(), own(team).into_iter().collect()))
        .collect();
    for team in teams.values() {
        let mut above = team.parent.as_ref();
        // Teams may stand in a ring by mistake: a few levels are more than any organisation has.
        for _ in 0..16 {
            let Some(parent) = above else { break };
            if let Some(of_parent) = members.get_mut(parent.as_str()) {
                of_parent.extend(own(team));
            }
            above = teams.get(parent.as_str()).and_then(|team| team.parent.as_ref());
        }
    }
    members
}
