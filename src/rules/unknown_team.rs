//! Where `okr.yaml` says which teams there are, no other has objectives.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::nearest::Nearest;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::{FileId, Span};

pub static RULE: Rule = Rule {
    name: "unknown-team",
    severity: Severity::Error,
    group: Group::Owners,
    reach: Reach::Book,
    why: Why {
        english: "Once `okr.yaml` lists `teams:`, a team that is not among them is a slip of the keyboard, and the objective \
                  would be missing where its team looks for it.",
        french: "Dès que `okr.yaml` liste `teams:`, une équipe qui n’y figure pas est une faute de frappe, et l’objectif \
                 manquerait là où son équipe le cherche.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", SETTINGS), ("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:4:7",
    strong: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", SETTINGS), ("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check,
};

const SETTINGS: &str = "\
teams:
  support: { name: Customer Support }
rules:
  key-result-count: off
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: suport
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
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
    start: 4.0
    target: 4.6
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let config = &context.book.config;
    let Some(teams) = &config.teams else { return };
    let mut nearest = Nearest::new(teams.keys().map(String::as_str));
    let mut report = |file: FileId, team: &str, span: Span| {
        if teams.contains_key(team) {
            return;
        }
        let finding = Diagnostic::new(
            RULE.name,
            file,
            span,
            msg!("`{team}` is not among `teams` in `okr.yaml`", team = team),
        );
        findings.push(match nearest.to(team) {
            Some(near) => finding.instead(Some(near)),
            None => finding.help(msg!(
                "add `{team}: {}` below `teams:`, or write one of its teams",
                team = team
            )),
        });
    };

    for it in objective_file::all(context.book) {
        if let Some(team) = it.team {
            report(it.file, team, team.span);
        }
        // With `people` declared a contributor who is no team is no person either: `unknown-person` says so.
    }
    for retrospective in &context.book.retrospectives {
        if let Some(team) = &retrospective.team {
            let file = &context.sources[retrospective.file];
            let span = place::value_of_key(file, "team").unwrap_or_default();
            report(retrospective.file, team, span);
        }
    }
    if let Some(file) = config.file {
        for parent in teams.values().filter_map(|team| team.parent.as_ref()) {
            report(file, parent, parent.span);
        }
    }
}
