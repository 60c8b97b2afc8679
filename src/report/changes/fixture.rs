//! A pull request with good and bad news, for tests.

use crate::changes::fixture::{Files, GROW, Whole, edited};
use crate::changes::{Both, between};
use crate::report::Colour;

use super::{Comparison, Format};

const CALM: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
owner: dora
key_results:
  - id: reply
    title: Median first reply falls to 4 hours
    owner: dora
    start: 9
    target: 4
    unit: h
---

## 2026-08-31 (on track) Two people joined

- reply: 5.5 h
";

const MORE: &str = "\
---
title: Answer in the language of the customer
period: 2026-Q3
team: support
key_results:
  - { id: share, title: Share of answers, owner: dora, start: unknown, target: 80, unit: \"%\" }
  - { id: open, title: Open questions, owner: dora, min: 2, max: 9 }
  - { id: words, title: The list of words, owner: eli, steps: [Begun, Read, Used] }
  - { id: law, title: The law is kept, owner: eli, milestone: true }
  - { id: tone, title: It sounds right, owner: eli }
---
";

/// What stood there, and what stands there after the pull request.
pub(super) fn pull_request(settings: &str) -> Both<Whole> {
    let grow = edited(
        GROW,
        &[
            ("target: 200", "target: 180"),
            (
                "team: growth\n",
                "team: growth\namendments:\n  - { date: 2026-09-01, what: page.weight, why: \"It matters more\" }\n",
            ),
            ("weight: 2", "weight: 3"),
            (
                "  - id: mood\n    title: People like to invite\n    owner: cy\n",
                "",
            ),
            (
                "    milestone: true\n",
                "    milestone: true\n    dropped: 2026-09-01\n    reason: The law changed\n",
            ),
            (
                "0.7: 150 }\n    plan: { 2026-08-31: 120 }",
                "0.7: 140 }\n    plan: { 2026-08-31: 100 }",
            ),
            (
                "## 2026-07-31 (on track) A good start",
                "## 2026-07-30 (on track) A good start",
            ),
        ],
    );
    let calm = edited(
        CALM,
        &[
            (
                "## 2026-08-31",
                "## 2026-09-09 (off track) Both left again\n\n- reply: 8 h (off track, 20%)\n\n## 2026-08-31",
            ),
            ("owner: dora\nkey", "key"),
        ],
    );
    let of = |files: Files<'_>| Whole::of(files);
    Both {
        before: of(&[
            ("okr.yaml", settings),
            ("objectives/grow.md", GROW),
            ("objectives/calm.md", CALM),
            ("objectives/broken.md", "---\n---\n"),
        ]),
        after: of(&[
            ("okr.yaml", settings),
            ("objectives/2026-Q3/grow.md", &grow),
            ("objectives/calm.md", &calm),
            ("objectives/more.md", MORE),
        ]),
    }
}

/// Printed in a format.
pub(super) fn printed(format: &Format, whole: &Both<Whole>, colour: Colour) -> String {
    let sides = whole.as_ref().map(Whole::side);
    let changes = between(sides, None);
    let comparison = Comparison {
        changes: &changes,
        sides,
        commits: Both {
            before: Some("0123456789abcdef0123456789abcdef01234567"),
            after: None,
        },
        colour,
    };
    let mut out = Vec::new();
    (format.print)(&comparison, &mut out).expect("memory takes every byte");
    String::from_utf8(out).expect("text")
}
