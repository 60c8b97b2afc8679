//! Figures of a check-in that were rewritten once it was published.

use crate::chronicle::{Edit, Figures, Rewritten};
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::{KeyResult, Measure, Objective, ObjectiveIx, Value};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};
use crate::score;
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "past-check-in-edited",
    severity: Severity::Warning,
    group: Group::Honesty,
    reach: Reach::Book,
    why: Why {
        english: "A check-in says what was known on its day. Who rewrites it later takes away what others decided by; a new check-in, \
                  or a note beside the old figure, keeps both. What is mended on the day itself is a hint only.",
        french: "Un point dit ce qu’on savait ce jour-là. Le réécrire plus tard enlève ce sur quoi d’autres ont décidé\u{202f}; un \
                 nouveau point, ou une note à côté de l’ancien chiffre, garde les deux. Ce qui est corrigé le jour même n’est \
                 qu’une remarque.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[
            ("objectives/first-contact.md", PUBLISHED),
            ("objectives/first-contact.md", WEAK),
        ],
    },
    at: "objectives/first-contact.md:15:3",
    strong: Example {
        today: "2026-08-05",
        files: &[
            ("objectives/first-contact.md", PUBLISHED),
            ("objectives/first-contact.md", STRONG),
        ],
    },
    in_french: None,
    check,
};

const PUBLISHED: &str = "\
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

## 2026-07-31 (on track) Good start

- csat: 4.1
";

const WEAK: &str = "\
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

## 2026-07-31 (on track) Good start

- csat: 4.3
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

## 2026-08-05 (on track) A late answer

The last survey came in today.

- csat: 4.3 — 4.1 on 31 July was without the last survey

## 2026-07-31 (on track) Good start

- csat: 4.1
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (at, objective) in context.book.objectives.iter().enumerate() {
        if objective.draft {
            continue;
        }
        for edit in &context.chronicle[ObjectiveIx(at)].edits {
            findings.push(finding(context, objective, edit));
        }
    }
}

fn finding(context: &Context<'_>, objective: &Objective, edit: &Edit) -> Diagnostic {
    let span = span(context, objective, edit);
    let finding = Diagnostic::new(RULE.name, objective.file, span, message(objective, edit));
    let finding = match context.chronicle.commit(edit.commit) {
        Some(commit) => finding.note(commit.told()),
        None => finding.note(msg!("this is not committed yet")),
    };
    let finding = finding.help(msg!(
        "leave what was published, and write a new check-in or a note beside it"
    ));
    match is_of_one_day(context, edit) {
        true => finding.severity(Severity::Info),
        false => finding,
    }
}

/// Whether it was rewritten on the day on which it was published.
fn is_of_one_day(context: &Context<'_>, edit: &Edit) -> bool {
    let day = |commit| context.chronicle.commit(commit).map(|commit| commit.day);
    match (day(edit.published), day(edit.commit)) {
        (Some(published), Some(rewritten)) => published.is_some() && published == rewritten,
        _ => false,
    }
}

fn span(context: &Context<'_>, objective: &Objective, edit: &Edit) -> Span {
    let source = &context.sources[objective.file];
    let mut of_day = objective
        .check_ins
        .iter()
        .filter(|check_in| check_in.date == edit.check_in);
    let reading = match &edit.what {
        Rewritten::Reading { key_result, .. } => {
            let mut readings = of_day.clone().flat_map(|check_in| &check_in.readings);
            readings.find(|reading| reading.key_result == *key_result)
        }
        Rewritten::Status { .. } | Rewritten::Removed => None,
    };
    match (reading, of_day.next()) {
        (Some(reading), _) => reading.span,
        (None, Some(check_in)) => place::heading(source, check_in),
        (None, None) => place::title(context, objective),
    }
}

fn message(objective: &Objective, edit: &Edit) -> Message {
    let date = edit.check_in;
    match &edit.what {
        Rewritten::Removed => msg!("the check-in of {date} is gone", date = date),
        Rewritten::Status { before, after } => msg!(
            "the check-in of {date} said `{before}` and says `{after}`",
            date = date,
            before = before.name(),
            after = after.map_or("–", |after| after.name())
        ),
        Rewritten::Reading {
            key_result,
            before,
            after,
        } => {
            let kr = &objective.key_results[key_result.0];
            msg!(
                "`{key_result}` was {before} on {date} and is {after}",
                key_result = kr.id.value,
                date = date,
                before = shown(kr, *before),
                after = after.map_or("–".to_owned(), |after| shown(kr, after))
            )
        }
    }
}

/// As it is typed.
fn shown(kr: &KeyResult, figures: Figures) -> String {
    let value = match (figures.value, &kr.measure) {
        (Value::NotAvailable, _) => "n/a".to_owned(),
        (Value::Void, _) => "void".to_owned(),
        (Value::Number(number), Measure::Steps(steps)) => format!("{number}/{}", steps.len()),
        (Value::Number(number), Measure::Milestone) => {
            if number > 0.0 { "done" } else { "not done" }.to_owned()
        }
        (Value::Number(number), _) => score::round12(number).to_string(),
    };
    let words = [
        figures.status.map(|status| status.name().to_owned()),
        figures.score.map(|score| score::round12(score).to_string()),
        figures
            .confidence
            .map(|confidence| format!("{}%", score::round12(confidence))),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    match words.is_empty() {
        true => format!("`{value}`"),
        false => format!("`{value} ({})`", words.join(", ")),
    }
}
