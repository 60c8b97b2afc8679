//! Two objectives of a period that say nearly the same.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ObjectiveIx, Period};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, place};

pub static RULE: Rule = Rule {
    name: "objective-similar",
    severity: Severity::Info,
    group: Group::Set,
    reach: Reach::Book,
    why: Why {
        english: "Two objectives that share most of their words are one objective in two files. Join them, or say what sets them \
                  apart.",
        french: "Deux objectifs qui ont presque les mêmes mots n’en font qu’un dans deux fichiers. Réunissez-les, ou dites ce qui \
                 les distingue.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-contact.md", CONTACT),
            ("objectives/b-contact.md", AGAIN),
        ],
    },
    at: "objectives/b-contact.md:2:1",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/a-contact.md", CONTACT),
            ("objectives/b-calm.md", CALM),
        ],
    },
    in_french: None,
    check,
};

const CONTACT: &str = "\
---
title: Make every first contact with support effortless
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

const AGAIN: &str = "\
---
title: Every first contact with our support is effortless
period: 2026-Q3
team: support
key_results:
  - { id: replies, title: Median first reply within 4 hours, owner: bo, start: 9, target: 4, unit: h }
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

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let periods = context.book.periods.par_iter().zip(&context.standing.periods);
    let of_each: Vec<Vec<Diagnostic>> = periods
        .map(|(period, group)| of_period(context, period, &group.objectives))
        .collect();
    findings.extend(of_each.into_iter().flatten());
}

fn of_period(context: &Context<'_>, period: &Period, objectives: &[ObjectiveIx]) -> Vec<Diagnostic> {
    let titles: Vec<&str> = objectives
        .iter()
        .map(|&ix| context.book[ix].title.as_str())
        .collect();
    let found = similar(&titles).into_iter().map(|(first, second)| {
        let objective = &context.book[objectives[second]];
        let message = msg!(
            "the title has nearly the words of `{other}`, an objective of `{period}` too",
            other = context.book[objectives[first]].id,
            period = period.id
        );
        let finding = Diagnostic::new(
            RULE.name,
            objective.file,
            place::title(context, objective),
            message,
        );
        finding.help(msg!("join the two, or say in the title what sets this one apart"))
    });
    found.collect()
}

/// For each title that is like an earlier one, that earlier one and itself.
///
/// Two like titles share four fifths of their words, so if each is sorted by how rare its words are, they share one of
/// their rarest: only titles that do are compared.
fn similar(titles: &[&str]) -> Vec<(usize, usize)> {
    let titles: Vec<Vec<u32>> = by_rarity(titles);
    let mut with_word: HashMap<u32, Vec<usize>, RandomState> = HashMap::default();
    let mut same: HashMap<&[u32], usize, RandomState> = HashMap::default();
    let mut compared = vec![usize::MAX; titles.len()];
    let mut found = Vec::new();
    for (i, words) in titles.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        if let Some(&earlier) = same.get(words.as_slice()) {
            found.push((earlier, i));
            continue;
        }
        same.insert(words, i);
        let rarest = &words[..words.len() - shared_at_least(words.len()) + 1];
        let mut like = None;
        for word in rarest {
            for &earlier in with_word.get(word).into_iter().flatten() {
                if compared[earlier] != i {
                    compared[earlier] = i;
                    if like.is_none_or(|like| earlier < like) && are_like(&titles[earlier], words) {
                        like = Some(earlier);
                    }
                }
            }
        }
        found.extend(like.map(|earlier| (earlier, i)));
        for &word in rarest {
            with_word.entry(word).or_default().push(i);
        }
    }
    found
}

/// Of so many words, four fifths.
fn shared_at_least(words: usize) -> usize {
    (words * 4).div_ceil(5)
}

/// Both sorted alike and without repetition.
fn are_like(a: &[u32], b: &[u32]) -> bool {
    let needed = shared_at_least(a.len().max(b.len()));
    if a.len().min(b.len()) < needed {
        return false;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
        if shared + (a.len() - i).min(b.len() - j) < needed {
            return false;
        }
    }
    true
}

/// The words longer than three letters of each title, each once, as numbers: the rarer the word, the lower.
fn by_rarity(titles: &[&str]) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<String, u32, RandomState> = HashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut titles: Vec<Vec<u32>> = titles
        .iter()
        .map(|title| {
            let parts = title.split(|c: char| !c.is_alphanumeric());
            let words = parts.filter(|part| part.chars().nth(3).is_some());
            let count = |word: &str| {
                let number = *numbers.entry(word.to_lowercase()).or_insert(counts.len() as u32);
                match counts.get_mut(number as usize) {
                    Some(count) => *count += 1,
                    None => counts.push(1),
                }
                number
            };
            words.map(count).collect()
        })
        .collect();
    let mut rarest: Vec<u32> = (0..counts.len() as u32).collect();
    rarest.sort_by_key(|&number| counts[number as usize]);
    let mut places = vec![0; counts.len()];
    for (place, &number) in rarest.iter().enumerate() {
        places[number as usize] = place as u32;
    }
    for words in &mut titles {
        words.iter_mut().for_each(|word| *word = places[*word as usize]);
        words.sort_unstable();
        words.dedup();
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(titles: &[&str], expected: &[(usize, usize)]) {
        assert_eq!(similar(titles), expected, "{titles:?}");
    }

    #[test]
    fn four_fifths_of_the_longer_words_are_shared() {
        check(
            &[
                "Make first contact effortless",
                "First contact: effortless, make!",
            ],
            &[(0, 1)],
        );
        check(
            &["alpha bravo carol delta echoes", "alpha bravo carol delta other"],
            &[(0, 1)],
        );
        check(&["alpha bravo carol delta", "alpha bravo carol other"], &[]);
        check(
            &["alpha bravo carol delta", "alpha bravo carol delta echoes"],
            &[(0, 1)],
        );
        check(
            &[
                "alpha bravo carol delta",
                "alpha bravo carol delta echoes foxtrot",
            ],
            &[],
        );
        check(&["a b c", "a b c"], &[]);
        check(&["Grow", "Other", "grow", "GROW"], &[(0, 2), (0, 3)]);
    }

    #[test]
    fn ten_thousand_titles_of_few_words_end_soon() {
        let titles: Vec<String> = (0..10_000_u32)
            .map(|i| {
                (0..5)
                    .map(|k| format!("word{} ", i.wrapping_mul(2_654_435_761).rotate_left(k * 6) % 400))
                    .collect()
            })
            .collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let slow = titles.iter().take(300).enumerate().flat_map(|(i, _)| {
            let numbers = by_rarity(&titles[..300]);
            (0..i)
                .find(|&j| are_like(&numbers[j], &numbers[i]))
                .map(|j| (j, i))
        });
        assert_eq!(similar(&titles[..300]), slow.collect::<Vec<_>>());
        similar(&titles);
    }
}
