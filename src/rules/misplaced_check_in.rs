//! Check-ins stand where they are read. Found while reading: see `parse`.

use crate::diagnostic::Severity;
use crate::rules::{Example, Group, Reach, Rule, Why, found_while_reading};

pub static RULE: Rule = Rule {
    name: "misplaced-check-in",
    severity: Severity::Warning,
    group: Group::Markdown,
    reach: Reach::Form,
    why: Why {
        english: "A dated heading in a comment, a quote, a code block or `<details>` is not read as a check-in. Most often it \
                  was meant to be.",
        french: "Un titre daté dans un commentaire, une citation, un bloc de code ou `<details>` n’est pas lu comme un point. \
                 Le plus souvent, il devait l’être.",
    },
    weak: Example {
        today: "2026-07-20",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:3",
    strong: Example {
        today: "2026-07-20",
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

> ## 2026-07-15 (on track) Good start
>
> Short answers are liked.
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

## 2026-07-15 (on track) Good start

- csat: 4.3
";
