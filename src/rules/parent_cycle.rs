//! Nobody is their own ancestor.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ObjectiveIx, Reference};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why};

pub static RULE: Rule = Rule {
    name: "parent-cycle",
    severity: Severity::Error,
    group: Group::Alignment,
    reach: Reach::Book,
    why: Why {
        english: "A cascade has a top. Objectives that are each other's parents would be on no map, and their scores would wait \
                  for one another.",
        french: "Une cascade a un sommet. Des objectifs parents les uns des autres ne seraient sur aucune carte, et leurs scores \
                 s’attendraient.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", WEAK),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    at: "objectives/company.md:5:9",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/company.md", STRONG),
            ("objectives/first-contact.md", CHILD),
        ],
    },
    in_french: None,
    check,
};

const WEAK: &str = "\
---
title: Delight customers
period: 2026-Q3
team: company
parent: first-contact
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const STRONG: &str = "\
---
title: Delight customers
period: 2026-Q3
team: company
key_results:
  - { id: nps, title: Net promoter score reaches 50, owner: li, start: 31, target: 50 }
---
";

const CHILD: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
parent: company#nps
key_results:
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
---
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let book = context.book;
    let parents: Vec<Option<usize>> = book
        .objectives
        .iter()
        .map(|objective| {
            objective
                .parent
                .as_ref()
                .and_then(Reference::objective)
                .map(|ix| ix.0)
        })
        .collect();
    for ring in rings(&parents) {
        let first = &book[ObjectiveIx(ring[0])];
        let Some(parent) = &first.parent else { continue };
        let ids: Vec<String> = ring
            .iter()
            .chain(&ring[..1])
            .map(|&i| format!("`{}`", book.objectives[i].id))
            .collect();
        let message = msg!("parents go round in a ring: {ring}", ring = ids.join(" → "));
        findings.push(
            Diagnostic::new(RULE.name, first.file, parent.written.span, message)
                .help(msg!("take `parent` out of the one that stands highest")),
        );
    }
}

/// The rings among places that each lead to one other at most, every ring once, beginning with its lowest place.
fn rings(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut rings = Vec::new();
    // On which walk a place was first met; 0: not yet.
    let mut walk_of = vec![0; next.len()];
    for start in 0..next.len() {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(i) = at
            && walk_of[i] == 0
        {
            walk_of[i] = walk;
            at = next[i];
        }
        let Some(entry) = at.filter(|&i| walk_of[i] == walk) else {
            continue;
        };
        let around = std::iter::successors(next[entry], |&i| next[i]).take_while(|&i| i != entry);
        let mut ring: Vec<usize> = std::iter::once(entry).chain(around).collect();
        let lowest = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
        ring.rotate_left(lowest);
        rings.push(ring);
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ring_is_found_once_and_begins_with_its_lowest_place() {
        assert_eq!(rings(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(rings(&[Some(1), Some(2), None]), Vec::<Vec<usize>>::new());
        assert_eq!(rings(&[Some(0)]), [[0]]);
        assert_eq!(rings(&[Some(3), Some(2), Some(1), Some(1)]), [[1, 2]]);
        assert_eq!(
            rings(&[Some(2), Some(3), Some(0), Some(1), Some(0)]),
            [[0, 2], [1, 3]]
        );
        let long: Vec<Option<usize>> = (0..100_000).map(|i| Some((i + 1) % 100_000)).collect();
        assert_eq!(rings(&long)[0].len(), 100_000);
    }
}
