//! Five green lights twice in a row are too good to be learned from.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CheckIn, KeyResultIx, Objective, Status};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, calendar, objective_file, place};

pub static RULE: Rule = Rule {
    name: "all-on-track",
    severity: Severity::Info,
    group: Group::Honesty,
    reach: Reach::Book,
    why: Why {
        english: "Ambitious goals are off track now and then. Where everything has been on track for two check-ins, the goals \
                  may be too easy, or the words too kind.",
        french: "Des objectifs ambitieux sont parfois en retard. Quand tout est en bonne voie deux points de suite, les objectifs \
                 sont peut-être trop faciles, ou les mots trop doux.",
    },
    weak: Example {
        today: "2026-09-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:2:1",
    strong: Example {
        today: "2026-09-05",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check,
};

/// From so many key results on.
const FEWEST: usize = 5;

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
  - { id: replies, title: Median first reply within 4 hours, owner: bo, start: 9, target: 4, unit: h }
  - { id: languages, title: Six languages are answered, owner: ana, start: 2, target: 6 }
  - { id: reopened, title: Reopened tickets fall to 5, owner: bo, start: 15, target: 5 }
  - { id: staff, title: The evening shift is four people strong, owner: ana, start: 2, target: 4 }
---

## 2026-08-31 (on track) All well again

- csat: 4.3 (on track)

- replies: 6 h (on track)

- languages: 4 (on track)

- reopened: 9 (on track)

- staff: 3 (on track)

## 2026-07-31 (on track) All well

- csat: 4.2 (on track)

- replies: 7 h (on track)

- languages: 3 (on track)

- reopened: 12 (on track)

- staff: 3 (on track)
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
  - { id: replies, title: Median first reply within 4 hours, owner: bo, start: 9, target: 4, unit: h }
  - { id: languages, title: Six languages are answered, owner: ana, start: 2, target: 6 }
  - { id: reopened, title: Reopened tickets fall to 5, owner: bo, start: 15, target: 5 }
  - { id: staff, title: The evening shift is four people strong, owner: ana, start: 2, target: 4 }
---

## 2026-08-31 (on track) Languages are harder than we thought

- csat: 4.3 (on track)

- replies: 6 h (on track)

- languages: 3 (off track) — nobody we met writes both Finnish and English

- reopened: 9 (on track)

- staff: 3 (on track)

## 2026-07-31 (on track) All well

- csat: 4.2 (on track)

- replies: 7 h (on track)

- languages: 3 (on track)

- reopened: 12 (on track)

- staff: 3 (on track)
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for ((team, period), group) in &context.standing.teams {
        let period = &context.book.periods[period.0];
        if calendar::is_settled(context, period) || objective_file::may_be_broken(context.book, team) {
            continue;
        }
        let mut count = 0;
        let all = group.objectives.iter().all(|&ix| {
            let objective = &context.book[ix];
            let counted = counted(objective);
            count += counted.len();
            twice_on_track(calendar::check_ins(context, objective), &counted)
        });
        let Some(&last) = group.objectives.last() else {
            continue;
        };
        if !all || count < FEWEST {
            continue;
        }
        let objective = &context.book[last];
        let message = msg!(
            "all {count} key results of team `{team}` in `{period}` are on track, for the second check-in in a row",
            count = count,
            team = team,
            period = period.id
        );
        findings.push(
            Diagnostic::new(
                RULE.name,
                objective.file,
                place::title(context, objective),
                message,
            )
            .help(msg!(
                "ask in the next review what would have to go wrong, and whether the targets are a stretch"
            )),
        );
    }
}

fn counted(objective: &Objective) -> Vec<KeyResultIx> {
    let counts =
        |i: &usize| objective.key_results[*i].guards.is_none() && objective.key_results[*i].dropped.is_none();
    (0..objective.key_results.len())
        .filter(counts)
        .map(KeyResultIx)
        .collect()
}

/// Whether each key result was on track at the last check-in and at the one before: by the last word written of it, or,
/// where there is none, by the heading's.
fn twice_on_track(check_ins: &[CheckIn], key_results: &[KeyResultIx]) -> bool {
    if check_ins.len() < 2 {
        return false;
    }
    let mut words: Vec<Option<Status>> = vec![None; key_results.len()];
    for (i, check_in) in check_ins.iter().enumerate() {
        for reading in check_in
            .readings
            .iter()
            .filter(|reading| reading.status.is_some())
        {
            if let Some(at) = key_results.iter().position(|kr| *kr == reading.key_result) {
                words[at] = reading.status;
            }
        }
        let among_last_two = i + 2 >= check_ins.len();
        if among_last_two
            && !words
                .iter()
                .all(|word| word.or(check_in.status) == Some(Status::OnTrack))
        {
            return false;
        }
    }
    true
}
