//! Edits, and what is told of them.

mod properties;
mod renamed;

use super::fixture::{Files, GROW, changes, edited, told};
use super::{Both, Kind, is_worse};
use crate::model::Status;

const PATH: &str = "objectives/grow.md";

fn check_files(before: Files<'_>, after: Files<'_>, expected: &str) {
    let told = told(&changes(before, after));
    assert!(told == expected, "told:\n{told}\nexpected:\n{expected}");
}

fn check(edits: &[(&str, &str)], expected: &str) {
    check_files(&[(PATH, GROW)], &[(PATH, &edited(GROW, edits))], expected);
}

#[test]
fn what_an_objective_is_called_whose_it_is_and_how_bold() {
    check(&[], "");
    check(
        &[(
            "title: Make people bring their friends",
            "title: Friends bring friends",
        )],
        "title grow: Make people bring their friends → Friends bring friends without a reason\n",
    );
    check(
        &[("team: growth\nowner: ada\n", "team: growth\nowner: bo\n")],
        "owner grow: ada → bo without a reason\n",
    );
    check(
        &[("team: growth\nowner: ada\n", "team: growth\n")],
        "owner grow: ada → – without a reason\n",
    );
    check(
        &[(
            "team: growth",
            "team: growth\ntype: committed\nweight: 2\nvisibility: internal",
        )],
        "type grow: aspirational → committed without a reason\n\
         weight grow: 1 → 2 without a reason\n\
         visibility grow: – → internal\n",
    );
}

#[test]
fn another_team_or_period_moves_the_scores_of_both() {
    check(
        &[("team: growth", "team: sales")],
        "team grow: growth → sales without a reason\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         team sales 2026-Q3: – → 0.620634920635\n",
    );
    check(
        &[("period: 2026-Q3", "period: 2026-H2")],
        "period grow: 2026-Q3 → 2026-H2 without a reason\n\
         team growth 2026-H2: – → 0.620634920635\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         period 2026-H2 2026-H2: – → 0.620634920635\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
}

#[test]
fn what_a_key_result_measures() {
    check(
        &[("start: 40", "start: unknown"), ("target: 200", "target: 180")],
        "score grow: 0.620634920635 → 0.666666666667\n\
         score grow#signups: 0.528571428571 → –\n\
         start grow#signups: 40 → – without a reason\n\
         target grow#signups: 200 → 180 without a reason\n\
         team growth 2026-Q3: 0.620634920635 → 0.666666666667\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.666666666667\n",
    );
    check(
        &[("rubric: { 0.3: 80, 0.7: 150 }", "rubric: { 0.7: 150, 0.3: 80 }")],
        "",
    );
    check(
        &[
            ("rubric: { 0.3: 80, 0.7: 150 }", "rubric: { 0.5: 120 }"),
            ("    plan: { 2026-08-31: 120 }\n", ""),
        ],
        "score grow: 0.620634920635 → 0.611111111111\n\
         score grow#signups: 0.528571428571 → 0.5\n\
         rubric grow#signups: [(0.3, 80.0), (0.7, 150.0)] → [(0.5, 120.0)] without a reason\n\
         plan grow#signups: 2026-08-31: 120 → – without a reason\n\
         team growth 2026-Q3: 0.620634920635 → 0.611111111111\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.611111111111\n",
    );
    check(
        &[
            ("max: 3", "min: 1\n    max: 4"),
            ("unit: \"%\"", "unit: pp"),
            ("    guards: signups\n", ""),
        ],
        "min grow#churn: – → 1\n\
         max grow#churn: 3 → 4 without a reason\n\
         unit grow#churn: % → pp without a reason\n\
         guards grow#churn: signups → – without a reason\n",
    );
    check(
        &[
            ("milestone: true", "start: 0\n    target: 4"),
            (
                "title: The terms are agreed on\n    owner: bo",
                "title: Terms\n    owner: cy",
            ),
        ],
        "title grow#legal: The terms are agreed on → Terms without a reason\n\
         owner grow#legal: bo → cy without a reason\n\
         kind grow#legal: milestone → metric without a reason\n\
         start grow#legal: – → 0\n\
         target grow#legal: – → 4\n",
    );
}

#[test]
fn a_step_more_is_no_other_value() {
    check(
        &[(
            "steps: [Designed, Built, Live]\n    weight: 2",
            "steps: [Asked, Designed, Built, Live]\n    weight: 3",
        )],
        "score grow: 0.620634920635 → 0.694642857143\n\
         score grow#page: 0.666666666667 → 0.75\n\
         steps grow#page: Designed 0.33, Built 0.67, Live 1.00 → Asked 0.25, Designed 0.50, Built 0.75, Live 1.00 without a reason\n\
         weight grow#page: 2 → 3 without a reason\n\
         team growth 2026-Q3: 0.620634920635 → 0.694642857143\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.694642857143\n",
    );
}

#[test]
fn what_was_read_moves_value_score_status_and_confidence() {
    check(
        &[("- signups: 120 (on track, 60%)", "- signups: 150 (at risk, 40%)")],
        "score grow: 0.620634920635 → 0.677777777778\n\
         status grow#signups: on-track → at-risk\n\
         score grow#signups: 0.528571428571 → 0.7\n\
         value grow#signups: 120 → 150 (2026-08-31)\n\
         confidence grow#signups: 60 → 40\n\
         check-in-edited grow: 2026-08-31 on-track \"Invitations work\" 110 bytes → 2026-08-31 on-track \"Invitations work\" 109 bytes (2026-08-31)\n\
         team growth 2026-Q3: 0.620634920635 → 0.677777777778\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.677777777778\n",
    );
    check(
        &[(
            "## 2026-08-31 (on track) Invitations work",
            "## 2026-09-08 (done) All there\n\n- legal: done\n\n## 2026-08-31 (on track) Invitations work",
        )],
        "status grow: on-track → done\n\
         score grow: 0.620634920635 → 0.715476190476\n\
         score grow#legal: – → 1\n\
         value grow#legal: – → 1 (2026-09-08)\n\
         check-in-added grow: – → 2026-09-08 done \"All there\" 13 bytes (2026-09-08)\n\
         team growth 2026-Q3: 0.620634920635 → 0.715476190476\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.715476190476\n",
    );
}

#[test]
fn a_check_in_is_the_same_in_another_layout_and_place() {
    let (front, later) = GROW.split_once("## 2026-08-31").expect("there");
    let (later, earlier) = later.split_once("## 2026-07-31").expect("there");
    let turned = format!("{front}## 2026-07-31{earlier}\n\n## 2026-08-31{later}");
    check_files(&[(PATH, GROW)], &[(PATH, &turned)], "");
    check(
        &[(
            "- signups: 120 (on track, 60%)\n\n- page: Built",
            "* **page**: built\n\n* `signups`: 120 (60%, ON-TRACK)",
        )],
        "",
    );
    check(
        &[(
            "## 2026-07-31 (on track) A good start",
            "## 2026-07-30 (on track) A good start",
        )],
        "check-in-edited grow: 2026-07-31 on-track \"A good start\" 13 bytes → 2026-07-30 on-track \"A good start\" 13 bytes (2026-07-30)\n",
    );
    check(
        &[("\n## 2026-07-31 (on track) A good start\n\n- signups: 80\n", "")],
        "check-in-removed grow: 2026-07-31 on-track \"A good start\" 13 bytes → – (2026-07-31)\n",
    );
    check(
        &[("- The press may find us late.", "- The press finds us late.")],
        "check-in-edited grow: 2026-08-31 on-track \"Invitations work\" 110 bytes → 2026-08-31 on-track \"Invitations work\" 107 bytes (2026-08-31)\n",
    );
    check(&[("Those who come", "Whoever comes")], "");
}

#[test]
fn what_is_given_up_says_why_and_may_be_taken_up_again() {
    let dropped = edited(
        GROW,
        &[(
            "    milestone: true\n",
            "    milestone: true\n    dropped: 2026-09-01\n    reason: The law changed\n",
        )],
    );
    check_files(
        &[(PATH, GROW)],
        &[(PATH, &dropped)],
        "key-result-dropped grow#legal: – → 2026-09-01 The law changed (2026-09-01) because The law changed\n",
    );
    check_files(
        &[(PATH, &dropped)],
        &[(PATH, GROW)],
        "key-result-dropped grow#legal: 2026-09-01 The law changed → –\n",
    );
    check(
        &[(
            "team: growth\n",
            "team: growth\ndropped: 2026-09-02\nreason: No money\n",
        )],
        "objective-dropped grow: – → 2026-09-02 No money (2026-09-02) because No money\n\
         team growth 2026-Q3: 0.620634920635 → –\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → –\n",
    );
}

#[test]
fn a_reason_is_one_that_came_with_the_move() {
    let amended = "team: growth\namendments:\n  - { date: 2026-08-20, what: signups.target, why: The market shrank }\n  - { date: 2026-08-20, what: owner, why: Ada left }\n";
    check(
        &[
            ("target: 200", "target: 180"),
            ("team: growth\nowner: ada\n", &format!("{amended}owner: bo\n")),
        ],
        "owner grow: ada → bo (2026-08-20) because Ada left\n\
         target grow#signups: 200 → 180 (2026-08-20) because The market shrank\n",
    );
    let before = edited(GROW, &[("team: growth\n", amended)]);
    let after = edited(&before, &[("target: 200", "target: 180")]);
    check_files(
        &[(PATH, &before)],
        &[(PATH, &after)],
        "target grow#signups: 200 → 180 without a reason\n",
    );
    let again = edited(
        &after,
        &[(
            "Ada left }\n",
            "Ada left }\n  - { date: 2026-09-01, what: signups.target, why: Again }\n",
        )],
    );
    check_files(
        &[(PATH, &before)],
        &[(PATH, &again)],
        "target grow#signups: 200 → 180 (2026-09-01) because Again\n",
    );
}

#[test]
fn a_reason_written_first_is_found_when_it_is_as_young_as_the_base() {
    use super::fixture::Whole;
    let before = edited(
        GROW,
        &[(
            "team: growth\n",
            "team: growth\namendments: [{ date: 2026-08-20, what: signups.target, why: Agreed }]\n",
        )],
    );
    let after = edited(&before, &[("target: 200", "target: 180")]);
    let sides = [before, after].map(|text| Whole::of(&[(PATH, &text)]));
    let reason = |since: &str| {
        let sides = Both {
            before: sides[0].side(),
            after: sides[1].side(),
        };
        told(&super::between(sides, since.parse().ok()))
    };
    assert!(reason("2026-08-20").contains("because Agreed"));
    assert!(reason("2026-08-21").contains("without a reason"));
}

#[test]
fn before_the_period_begins_nobody_asks_why() {
    let next = edited(
        GROW,
        &[
            ("period: 2026-Q3", "period: 2026-Q4"),
            ("2026-08-31: 120", "2026-11-30: 120"),
        ],
    );
    let moved = edited(&next, &[("target: 200", "target: 180")]);
    check_files(
        &[(PATH, &next)],
        &[(PATH, &moved)],
        "target grow#signups: 200 → 180\n",
    );
}

#[test]
fn key_results_come_go_and_are_known_by_their_title() {
    check(
        &[(
            "  - id: mood\n    title: People like to invite\n    owner: cy\n",
            "  - id: press\n    title: Ten articles\n    owner: cy\n    start: 0\n    target: 10\n",
        )],
        "key-result-added grow#press: – → Ten articles\n\
         key-result-removed grow#mood: People like to invite → –\n",
    );
    check(
        &[
            ("  - id: signups\n", "  - id: joined\n"),
            ("guards: signups", "guards: joined"),
            ("- signups: 120 (on track, 60%)", "- joined: 130 (on track, 60%)"),
            ("- signups: 80", "- joined: 80"),
        ],
        "score grow: 0.620634920635 → 0.639682539683\n\
         key-result-renamed grow#joined: signups → joined\n\
         score grow#joined: 0.528571428571 → 0.585714285714\n\
         value grow#joined: 120 → 130 (2026-08-31)\n\
         check-in-edited grow: 2026-08-31 on-track \"Invitations work\" 110 bytes → 2026-08-31 on-track \"Invitations work\" 109 bytes (2026-08-31)\n\
         team growth 2026-Q3: 0.620634920635 → 0.639682539683\n\
         period 2026-Q3 2026-Q3: 0.620634920635 → 0.639682539683\n",
    );
}

#[test]
fn a_reading_before_it_counts_moves_nothing() {
    check(
        &[(
            "## 2026-08-31 (on track) Invitations work",
            "## 2026-09-30 (off track) The future\n\n- signups: 1\n\n## 2026-08-31 (on track) Invitations work",
        )],
        "check-in-added grow: – → 2026-09-30 off-track \"The future\" 12 bytes (2026-09-30)\n",
    );
}

#[test]
fn worse_is_what_is_behind_now_or_given_up() {
    let check = |before, after, expected| assert_eq!(is_worse(Both { before, after }), expected);
    check(Some(Status::OnTrack), Some(Status::AtRisk), true);
    check(None, Some(Status::OffTrack), true);
    check(Some(Status::OffTrack), Some(Status::Cancelled), true);
    check(Some(Status::AtRisk), Some(Status::OnTrack), false);
    check(Some(Status::OnTrack), None, false);
    check(Some(Status::Done), Some(Status::OnTrack), false);
    check(Some(Status::AtRisk), Some(Status::AtRisk), false);
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Kind::ALL.len());
}
