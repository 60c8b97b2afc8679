//! Where `okr.yaml` says who there is, nobody else owns anything.

use std::collections::{BTreeMap, HashSet};

use crate::config::PersonSetting;
use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::nearest::Nearest;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, placeholder_owner};
use crate::source::{FileId, Spanned};

pub static RULE: Rule = Rule {
    name: "unknown-person",
    severity: Severity::Error,
    group: Group::Owners,
    reach: Reach::Book,
    why: Why {
        english: "Once `okr.yaml` lists `people:`, a handle that is not among them is a slip of the keyboard, and the key result \
                  would be on nobody's page.",
        french: "Dès que `okr.yaml` liste `people:`, un identifiant qui n’y figure pas est une faute de frappe, et le résultat \
                 clé ne serait sur la page de personne.",
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
people:
  cyril: { name: Cyril Noir }
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
    owner: cyrill
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
    owner: cyril
    start: 4.0
    target: 4.6
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let config = &context.book.config;
    let Some(people) = &config.people else { return };
    let mut known = Known::of(people);

    for it in objective_file::all(context.book) {
        let owners = it
            .owner
            .into_iter()
            .chain(it.key_results.iter().filter_map(|kr| kr.owner.as_ref()));
        for owner in owners.filter(|owner| !placeholder_owner::is_placeholder(context.book, owner)) {
            known.report(it.file, owner, findings);
        }
        let contributors = it
            .contributors
            .iter()
            .chain(it.key_results.iter().flat_map(|kr| &kr.contributors));
        for contributor in contributors {
            let is_team = match &config.teams {
                Some(teams) => teams.contains_key(contributor.as_str()),
                None => context.book.team(contributor).is_some(),
            };
            if !is_team {
                known.report(it.file, contributor, findings);
            }
        }
    }
    if let (Some(file), Some(teams)) = (config.file, &config.teams) {
        for member in teams.values().flat_map(|team| &team.members) {
            known.report(file, member, findings);
        }
    }
}

struct Known<'a> {
    handles: HashSet<String>,
    nearest: Nearest<'a>,
}

impl<'a> Known<'a> {
    fn of(people: &'a BTreeMap<String, PersonSetting>) -> Known<'a> {
        Known {
            handles: people.keys().map(|handle| handle.to_ascii_lowercase()).collect(),
            nearest: Nearest::new(people.keys().map(String::as_str)),
        }
    }

    fn report(&mut self, file: FileId, handle: &Spanned<String>, findings: &mut Vec<Diagnostic>) {
        if self.handles.contains(&handle.to_ascii_lowercase()) {
            return;
        }
        let message = msg!(
            "`{person}` is not among `people` in `okr.yaml`",
            person = handle.value
        );
        let finding = Diagnostic::new(RULE.name, file, handle.span, message);
        findings.push(match self.nearest.to(handle) {
            Some(near) => finding.instead(Some(near)),
            None => finding.help(msg!(
                "add `{person}: {}` below `people:`, or write one of its handles",
                person = handle.value
            )),
        });
    }
}
