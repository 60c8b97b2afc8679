//! Headings are read as they are meant. Found while reading: see `parse`.

use crate::diagnostic::Severity;
use crate::rules::{Example, Group, Reach, Rule, Why, found_while_reading};

pub static RULE: Rule = Rule {
    name: "unread-heading",
    severity: Severity::Info,
    group: Group::Markdown,
    reach: Reach::Form,
    why: Why {
        english: "A heading that is one letter away from `### Risks` is shown as written, and its list is in no register; a \
                  status without its parentheses is a part of the title. Most often it was meant to be read.",
        french: "Un titre à une lettre de `### Risques` est montré tel qu’il est écrit, et sa liste n’est dans aucun registre\u{202f}; \
                 un statut sans ses parenthèses fait partie du titre. Le plus souvent, il devait être lu.",
    },
    weak: Example {
        today: "2026-08-05",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:19:5",
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

- csat: 4.3

Short answers are liked.

### Riskss

- French copy depends on one translator.
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

Short answers are liked.

### Risks

- French copy depends on one translator.
";
