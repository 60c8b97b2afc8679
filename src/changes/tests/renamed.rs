//! Objectives that came, went, moved to another file, point at each other, or cannot be read.

use super::{check_files, edited};
use crate::changes::fixture::GROW;

const CALM: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
parent: grow#signups
key_results:
  - id: reply
    title: Median first reply falls to 4 hours
    owner: dora
    start: 9
    target: 4
---
";

#[test]
fn objectives_come_and_go_as_a_whole() {
    check_files(
        &[("objectives/grow.md", GROW)],
        &[("objectives/calm.md", CALM)],
        "objective-added calm: – → Bring calm to the evening shift\n\
         objective-removed grow: Make people bring their friends → –\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         team support 2026-Q3: – → –\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
    check_files(&[], &[], "");
}

#[test]
fn a_moved_file_is_followed_with_its_edits_and_so_is_what_points_at_it() {
    let edits = [
        (
            "title: Make people bring their friends",
            "title: Let people bring all their friends",
        ),
        ("target: 200", "target: 180"),
        ("- The press may find us late.", "- None."),
    ];
    check_files(
        &[("objectives/grow.md", GROW), ("objectives/calm.md", CALM)],
        &[
            ("objectives/2026-Q3/growth/invite.md", &edited(GROW, &edits)),
            (
                "objectives/calm.md",
                &edited(CALM, &[("parent: grow", "parent: growth/invite")]),
            ),
        ],
        "objective-renamed 2026-Q3/growth/invite: grow → 2026-Q3/growth/invite\n\
         title 2026-Q3/growth/invite: Make people bring their friends → Let people bring all their friends without a reason\n\
         target 2026-Q3/growth/invite#signups: 200 → 180 without a reason\n\
         check-in-edited 2026-Q3/growth/invite: 2026-08-31 on-track \"Invitations work\" 110 bytes → 2026-08-31 on-track \"Invitations work\" 88 bytes (2026-08-31)\n",
    );
}

#[test]
fn an_alias_decides_even_when_nothing_else_is_the_same() {
    check_files(
        &[("objectives/grow.md", GROW)],
        &[(
            "objectives/other.md",
            &edited(CALM, &[("parent: grow#signups\n", "aliases: [grow]\n")]),
        )],
        "objective-renamed other: grow → other\n\
         status other: on-track → –\n\
         score other: 0.620634920635 → –\n\
         title other: Make people bring their friends → Bring calm to the evening shift without a reason\n\
         owner other: ada → – without a reason\n\
         team other: growth → support without a reason\n\
         key-result-added other#reply: – → Median first reply falls to 4 hours\n\
         key-result-removed other#signups: Signups by invitation a week reach 200 → –\n\
         key-result-removed other#churn: Churn in the first month stays below 3 % → –\n\
         key-result-removed other#page: The invitation page is live → –\n\
         key-result-removed other#legal: The terms are agreed on → –\n\
         key-result-removed other#mood: People like to invite → –\n\
         check-in-removed other: 2026-07-31 on-track \"A good start\" 13 bytes → – (2026-07-31)\n\
         check-in-removed other: 2026-08-31 on-track \"Invitations work\" 110 bytes → – (2026-08-31)\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         team support 2026-Q3: – → –\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
}

#[test]
fn of_several_that_are_alike_the_most_alike_is_chosen_and_then_the_name() {
    let (near, far) = (
        edited(GROW, &[("target: 200", "target: 190")]),
        edited(
            GROW,
            &[(
                "title: Make people bring their friends",
                "title: Something else entirely here",
            )],
        ),
    );
    check_files(
        &[("objectives/a/grow.md", GROW)],
        &[
            ("objectives/b/far.md", &far),
            ("objectives/z/grow.md", &near),
            ("objectives/b/near.md", &near),
        ],
        "objective-added b/far: – → Something else entirely here\n\
         objective-added b/near: – → Make people bring their friends\n\
         objective-renamed z/grow: a/grow → z/grow\n\
         target z/grow#signups: 200 → 190 without a reason\n\
         team growth 2026-Q3: 0.620634920635 → 0.620634920635\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.620634920635\n",
    );
}

#[test]
fn what_has_little_in_common_is_not_one() {
    let other = "---\ntitle: Make people bring their parents\nperiod: 2026-Q3\nteam: growth\nkey_results:\n  - { id: calls, title: Calls, owner: ada, start: 0, target: 5 }\n---\n";
    check_files(
        &[("objectives/grow.md", GROW)],
        &[("objectives/parents.md", other)],
        "objective-removed grow: Make people bring their friends → –\n\
         objective-added parents: – → Make people bring their parents\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
}

#[test]
fn whoever_pointed_at_a_deleted_objective_has_not_moved() {
    let calm = ("objectives/calm.md", CALM);
    check_files(
        &[("objectives/grow.md", GROW), calm],
        &[calm],
        "objective-removed grow: Make people bring their friends → –\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
    check_files(
        &[("objectives/grow.md", GROW), calm],
        &[
            ("objectives/grow.md", GROW),
            (
                "objectives/calm.md",
                &edited(CALM, &[("parent: grow#signups", "supports: [grow, gone#x]")]),
            ),
        ],
        "parent calm: grow#signups → –\n\
         supports calm: – → grow gone#x\n",
    );
}

#[test]
fn a_renamed_key_result_is_no_other_parent() {
    check_files(
        &[("objectives/grow.md", GROW), ("objectives/calm.md", CALM)],
        &[
            ("objectives/grow.md", &GROW.replace("signups", "joined")),
            (
                "objectives/calm.md",
                &edited(CALM, &[("grow#signups", "grow#joined")]),
            ),
        ],
        "key-result-renamed grow#joined: signups → joined\n",
    );
}

#[test]
fn what_cannot_be_read_on_a_side_is_neither_new_nor_gone() {
    let broken = edited(GROW, &[("target: 200", "target: many")]);
    let moved = edited(GROW, &[("target: 200", "target: 180")]);
    for (before, after) in [(&broken, &moved), (&moved, &broken)] {
        let told = crate::changes::fixture::told(&crate::changes::fixture::changes(
            &[("objectives/grow.md", before)],
            &[("objectives/grow.md", after)],
        ));
        assert!(
            told.ends_with("unread grow\n") && !told.contains("objective-"),
            "{told}"
        );
    }
    check_files(
        &[("objectives/grow.md", &broken)],
        &[("objectives/elsewhere.md", &broken)],
        "unread elsewhere\n",
    );
}

#[test]
fn a_draft_is_on_neither_side() {
    let draft = edited(GROW, &[("owner: ada\nkey", "owner: ada\ndraft: true\nkey")]);
    check_files(&[], &[("objectives/grow.md", &draft)], "");
    check_files(
        &[("objectives/grow.md", &draft)],
        &[("objectives/grow.md", GROW)],
        "objective-added grow: – → Make people bring their friends\n\
         team growth 2026-Q3: – → 0.620634920635\n\
         period 2026-Q3 2026-Q3: – → 0.620634920635\n",
    );
}
