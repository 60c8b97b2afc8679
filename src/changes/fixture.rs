//! Two sides from texts, for tests.

use jiff::civil::Date;

use super::{Both, Changes, Fact, Named, Reason, Side, between};
use crate::history::{self, Standing};
use crate::model::{Book, Step};
use crate::parse;
use crate::source::{SourceFile, Sources};

/// The day of every test.
pub const TODAY: Date = jiff::civil::date(2026, 9, 10);

/// An objective with a key result of each kind and two check-ins.
pub const GROW: &str = "\
---
title: Make people bring their friends
period: 2026-Q3
team: growth
owner: ada
key_results:
  - id: signups
    title: Signups by invitation a week reach 200
    owner: ada
    start: 40
    target: 200
    rubric: { 0.3: 80, 0.7: 150 }
    plan: { 2026-08-31: 120 }
  - id: churn
    title: Churn in the first month stays below 3 %
    owner: cy
    guards: signups
    max: 3
    unit: \"%\"
  - id: page
    title: The invitation page is live
    owner: bo
    steps: [Designed, Built, Live]
    weight: 2
  - id: legal
    title: The terms are agreed on
    owner: bo
    milestone: true
  - id: mood
    title: People like to invite
    owner: cy
---

Those who come by invitation stay twice as long.

## 2026-08-31 (on track) Invitations work

The new page is live.

- signups: 120 (on track, 60%)

- page: Built

### Risks

- The press may find us late.

## 2026-07-31 (on track) A good start

- signups: 80
";

/// Files of one side.
pub type Files<'a> = &'a [(&'a str, &'a str)];

/// A side with what it borrows from.
pub struct Whole {
    sources: Sources,
    book: Book,
    standing: Standing,
}

impl Whole {
    /// Reads files; errors are left to the test.
    pub fn of(files: Files<'_>) -> Whole {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()));
        let sources: Sources = files.collect();
        let book = parse::book(&sources).book;
        let standing = history::on(&book, TODAY);
        Whole {
            sources,
            book,
            standing,
        }
    }

    /// To compare.
    pub fn side(&self) -> Side<'_> {
        Side {
            book: &self.book,
            sources: &self.sources,
            standing: &self.standing,
        }
    }
}

/// What moved between two folders.
pub fn changes(before: Files<'_>, after: Files<'_>) -> Changes {
    let (before, after) = (Whole::of(before), Whole::of(after));
    let sides = Both {
        before: before.side(),
        after: after.side(),
    };
    between(sides, None)
}

/// A text with each of `edits` made in it; what is replaced stands there once.
pub fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "`{from}` in\n{text}");
        text.replacen(from, to, 1)
    })
}

/// One line a change, then one a group: `target grow#signups: 200 → 180 (2026-08-01) because …`.
pub fn told(changes: &Changes) -> String {
    let mut out = String::new();
    for (objective, change) in changes.all() {
        out += &format!("{} {}", change.kind.name(), objective.id);
        if let Some(key_result) = &change.key_result {
            out += &format!("#{}", key_result.id);
        }
        out += &format!(": {} → {}", fact(&change.before), fact(&change.after));
        if let Some(date) = change.date {
            out += &format!(" ({date})");
        }
        out += &match &change.reason {
            Reason::NotAsked => "\n".to_owned(),
            Reason::Lacking => " without a reason\n".to_owned(),
            Reason::Given(why) => format!(" because {why}\n"),
        };
    }
    for (what, groups) in [("team", &changes.teams), ("period", &changes.periods)] {
        for group in groups {
            let score = group.score.map(|score| fact(&score.map(Fact::Number)));
            let Both { before, after } = score;
            out += &format!("{what} {} {}: {before} → {after}\n", group.id, group.period);
        }
    }
    for id in &changes.unread {
        out += &format!("unread {id}\n");
    }
    out
}

fn fact(fact: &Option<Fact>) -> String {
    let Some(fact) = fact else { return "–".to_owned() };
    match fact {
        Fact::Text(text) => text.clone(),
        Fact::Number(number) => crate::score::round12(*number).to_string(),
        Fact::Status(status) => status.name().to_owned(),
        Fact::Named(named) => name(named),
        Fact::Names(names) => names.iter().map(name).collect::<Vec<_>>().join(" "),
        Fact::Rubric(points) => format!("{points:?}"),
        Fact::Plan(points) => points
            .iter()
            .map(|(date, value)| format!("{date}: {value}"))
            .collect::<Vec<_>>()
            .join(", "),
        Fact::Steps(steps) => steps.iter().map(step).collect::<Vec<_>>().join(", "),
        Fact::Dropped(dropped) => format!("{} {}", dropped.date, dropped.reason),
        Fact::CheckIn(it) => format!(
            "{} {} {:?} {} bytes",
            it.date,
            it.status.map_or("–", |status| status.name()),
            it.title.as_deref().unwrap_or("–"),
            it.text.len()
        ),
    }
}

fn name(named: &Named) -> String {
    match &named.key_result {
        Some(key_result) => format!("{}#{key_result}", named.objective),
        None => named.objective.clone(),
    }
}

fn step(step: &Step) -> String {
    format!("{} {:.2}", step.label, step.score)
}
