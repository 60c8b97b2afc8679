//! Readings stand where they are read. Found while reading: see `parse`.

use crate::diagnostic::Severity;
use crate::rules::{Example, Group, Reach, Rule, Why, found_while_reading};

pub static RULE: Rule = Rule {
    name: "misplaced-reading",
    severity: Severity::Warning,
    group: Group::Markdown,
    reach: Reach::Form,
    why: Why {
        english: "A list item that looks like a reading, but stands under a `###`, in a quote or outside a check-in, is not \
                  counted. Most often it was meant to be.",
        french: "Un élément de liste qui ressemble à un relevé, mais se trouve sous un `###`, dans une citation ou hors d’un \
                 point, n’est pas compté. Le plus souvent, il devait l’être.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:19:3",
    strong: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check: found_while_reading,
};

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

Short answers are liked.

### What

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

## 2026-07-31 (on track) Good start

- csat: 4.3

### What

Short answers are liked.
";
