//! A target that was moved after the period began, and nobody says why.

use crate::changes::{Fact, Kind};
use crate::chronicle::Move;
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::{KeyResult, Objective, ObjectiveIx};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};

pub static RULE: Rule = Rule {
    name: "target-moved-without-amendment",
    severity: Severity::Warning,
    group: Group::Honesty,
    reach: Reach::Book,
    why: Why {
        english: "The world changes, and targets may move with it. With its reason beside it, a moved target is something learned; \
                  without one, nobody can tell it from a score made to look better.",
        french: "Le monde change, et les cibles peuvent changer avec lui. Avec sa raison, une cible déplacée est quelque chose \
                 d’appris\u{202f}; sans raison, on ne la distingue pas d’un score embelli.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[
            ("objectives/first-contact.md", PROMISED),
            ("objectives/first-contact.md", WEAK),
        ],
    },
    at: "objectives/first-contact.md:10:5",
    strong: Example {
        today: "2026-08-05",
        files: &[
            ("objectives/first-contact.md", PROMISED),
            ("objectives/first-contact.md", STRONG),
        ],
    },
    in_french: None,
    check,
};

const PROMISED: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact rises
    owner: cy
    start: 4.0
    target: 4.6
---
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact rises
    owner: cy
    start: 4.0
    target: 4.3
---
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
amendments:
  - { date: 2026-08-05, what: csat.target, why: Half of the customers now come by telephone }
key_results:
  - id: csat
    title: Satisfaction after first contact rises
    owner: cy
    start: 4.0
    target: 4.3
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (at, objective) in context.book.objectives.iter().enumerate() {
        if objective.draft {
            continue;
        }
        for it in &context.chronicle[ObjectiveIx(at)].moves {
            let key_result = it
                .key_result
                .as_ref()
                .and_then(|id| objective.key_results.iter().find(|kr| kr.id.value == *id));
            if let Some(key_result) = key_result
                && it.amendment.is_none()
                && it.kind.moves_the_goal_posts()
            {
                findings.push(finding(context, objective, key_result, it));
            }
        }
    }
}

fn finding(context: &Context<'_>, objective: &Objective, key_result: &KeyResult, it: &Move) -> Diagnostic {
    let source = &context.sources[objective.file];
    let key = it.kind.name();
    let span = super::place_of(source, key_result, key);
    let commit = context.chronicle.commit(it.commit);
    let day = match (it.commit, commit.and_then(|commit| commit.day)) {
        (None, _) => context.standing.as_of.to_string(),
        (_, Some(day)) => day.to_string(),
        (Some(_), None) => "YYYY-MM-DD".to_owned(),
    };
    let what = format!("{}.{}", key_result.id.value, amended(it, key));
    let finding = Diagnostic::new(RULE.name, objective.file, span, message(key_result, it));
    let finding = match commit {
        Some(commit) => finding.note(commit.told()),
        None => finding.note(msg!("this is not committed yet")),
    };
    finding.help(msg!(
        "say why, under `amendments`: `- { date: {date}, what: {what}, why: … }`",
        date = day,
        what = what
    ))
}

/// The key that an amendment names.
fn amended<'a>(it: &Move, key: &'a str) -> &'a str {
    if it.kind == Kind::Kind { "target" } else { key }
}

fn message(key_result: &KeyResult, it: &Move) -> Message {
    let shown = |fact: &Option<Fact>| fact.as_ref().map_or("–".to_owned(), Fact::as_typed);
    msg!(
        "`{key}` of `{key_result}` was moved from `{before}` to `{after}`, and nobody says why",
        key = it.kind.name(),
        key_result = key_result.id.value,
        before = shown(&it.before),
        after = shown(&it.after)
    )
}
