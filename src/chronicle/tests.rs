//! Against versions written by hand, each a day after the one before.

use jiff::civil::{Date, date};

use super::*;
use crate::parse;
use crate::source::{SourceFile, Sources};

const PATH: &str = "objectives/a.md";

const FRONT: &str = "---\ntitle: Make people bring their friends\nperiod: 2026-Q3\nteam: growth\nowner: ada\nkey_results:\n  - { id: nps, title: N, owner: ada, start: 31, target: 50 }\n  - { id: csat, title: C, owner: bo, start: 4.0, target: 4.6 }\n---\n";

fn front(from: &str, to: &str) -> String {
    assert_eq!(FRONT.matches(from).count(), 1, "{from}");
    FRONT.replacen(from, to, 1)
}

fn with(sections: &str) -> String {
    [FRONT, "\n", sections].concat()
}

/// The versions of one file on the days from 1 August on, and what it is now.
struct History {
    versions: Vec<String>,
    /// By which commit of the main line each came in.
    published: Vec<u32>,
    now: String,
}

impl History {
    fn of(versions: &[String]) -> History {
        History {
            versions: versions.to_vec(),
            published: (0..versions.len() as u32).rev().collect(),
            now: versions.last().unwrap().clone(),
        }
    }

    fn read(&self) -> (Book, Chronicle) {
        let texts = self.versions.iter().map(|text| (PATH, text.as_str()));
        let mut past = Past::of_line(texts, day(0), "");
        for (at, commit) in past.commits.iter_mut().enumerate() {
            commit.author = format!("Author {at}");
        }
        for (commit, published) in past.commits.iter_mut().zip(&self.published) {
            commit.published = *published;
        }
        let sources = Sources(vec![SourceFile::new(PATH, self.now.clone().into_bytes()).into()]);
        let parsed = parse::book(&sources);
        assert_eq!(parsed.book.objectives.len(), 1, "{:?}", parsed.findings);
        let chronicle = of(&parsed.book, &sources, &[past]);
        (parsed.book, chronicle)
    }

    fn moves(&self) -> Vec<String> {
        let (_, chronicle) = self.read();
        let shown = |fact: &Option<Fact>| match fact {
            None => "-".to_owned(),
            Some(Fact::Number(number)) => number.to_string(),
            Some(Fact::Text(text)) => text.clone(),
            Some(other) => format!("{other:?}"),
        };
        chronicle.objectives[0]
            .moves
            .iter()
            .map(|it| {
                let of = it
                    .key_result
                    .as_ref()
                    .map_or(String::new(), |id| format!("{id}."));
                let commit = it.commit.map_or("now".to_owned(), |commit| commit.0.to_string());
                let why = it
                    .amendment
                    .map_or(String::new(), |at| format!(" amendment {at}"));
                let (before, after) = (shown(&it.before), shown(&it.after));
                format!("{of}{} {before} > {after} by {commit}{why}", it.kind.name())
            })
            .collect()
    }

    fn edits(&self) -> Vec<String> {
        let (book, chronicle) = self.read();
        let value = |figures: &Figures| match figures.value {
            Value::Number(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        chronicle.objectives[0]
            .edits
            .iter()
            .map(|it| {
                let commit = it.commit.map_or("now".to_owned(), |commit| commit.0.to_string());
                let published = it.published.map_or("?".to_owned(), |commit| commit.0.to_string());
                let what = match &it.what {
                    Rewritten::Removed => "removed".to_owned(),
                    Rewritten::Status { before, after } => {
                        format!("{} > {}", before.name(), after.map_or("-", |after| after.name()))
                    }
                    Rewritten::Reading {
                        key_result,
                        before,
                        after,
                    } => format!(
                        "{} {} > {}",
                        book.objectives[0].key_results[key_result.0].id.value,
                        value(before),
                        after.as_ref().map_or("-".to_owned(), value)
                    ),
                };
                format!("{} {what} {published} {commit}", it.check_in)
            })
            .collect()
    }
}

fn day(at: usize) -> Date {
    date(2026, 8, 1 + at as i8)
}

#[test]
fn a_check_in_is_of_whoever_wrote_it_as_it_stands() {
    let first = "## 2026-07-31 (on track) Begun\n\n- nps: 33\n";
    let second = "## 2026-08-31 Better\n\n- nps: 40\n\n";
    let both = "## 2026-08-31 Better\n\n- nps: 40\n\n- csat: 4.3\n\n";
    let history = History::of(&[
        with(first),
        with(&[second, first].concat()),
        with(&[both, first].concat()),
        // Blank lines are nobody's work.
        with(&[both.replace("\n\n", "\n").as_str(), "\n", first].concat()),
    ]);
    let (_, chronicle) = history.read();
    let by = |place: usize| {
        chronicle
            .check_in(ObjectiveIx(0), place)
            .map(|it| it.author.as_str())
    };
    assert_eq!([by(0), by(1)], [Some("Author 0"), Some("Author 2")]);
    let reading = |at: usize, place: usize| {
        let commit = chronicle.reading(ObjectiveIx(0), at, place);
        commit.map(|it| it.author.as_str())
    };
    assert_eq!(reading(0, 0), Some("Author 0"));
    assert_eq!(
        [reading(1, 0), reading(1, 1)],
        [Some("Author 1"), Some("Author 2")]
    );
    assert_eq!(chronicle.objectives[0].last, Some(CommitIx(3)));
    assert!(chronicle.objectives[0].edits.is_empty(), "nothing was rewritten");
}

#[test]
fn what_is_not_committed_is_of_nobody() {
    let first = with("## 2026-07-31\n\n- nps: 33\n");
    let mut history = History::of(&[first]);
    history.now.push_str("\n## 2026-08-31\n\n- nps: 40\n");
    let (_, chronicle) = history.read();
    assert!(chronicle.check_in(ObjectiveIx(0), 0).is_some());
    assert_eq!(chronicle.check_in(ObjectiveIx(0), 1), None);
}

#[test]
fn a_moved_target_is_told_with_who_moved_it_and_its_reason() {
    let moved = front("target: 50", "target: 45");
    let again = front("target: 50", "target: 40");
    let with_reason = again.replace(
        "key_results:",
        "amendments:\n  - { date: 2026-08-03, what: nps.target, why: The market }\nkey_results:",
    );
    let history = History::of(&[FRONT.to_owned(), moved, with_reason]);
    assert_eq!(
        history.moves(),
        ["nps.target 50 > 45 by 1", "nps.target 45 > 40 by 2 amendment 0"]
    );
}

#[test]
fn every_goal_post_is_watched_and_no_other_key() {
    let check = |from: &str, to: &str, expected: &[&str]| {
        let history = History::of(&[FRONT.to_owned(), front(from, to)]);
        assert_eq!(history.moves(), expected, "{from} -> {to}");
    };
    check("start: 31", "start: 35", &["nps.start 31 > 35 by 1"]);
    check("start: 31", "start: unknown", &["nps.start 31 > - by 1"]);
    check(
        "target: 50 }",
        "target: 50, weight: 2 }",
        &["nps.weight 1 > 2 by 1"],
    );
    check(
        "target: 50 }",
        "target: 50, rubric: { 0.7: 45 } }",
        &["nps.rubric - > Rubric([(0.7, 45.0)]) by 1"],
    );
    check(
        "start: 31, target: 50",
        "min: 40",
        &["nps.kind metric > maintain by 1"],
    );
    check("target: 50", "target: 50.0", &[]);
    check("title: N", "title: Other", &[]);
    check(
        "  - { id: csat, title: C, owner: bo, start: 4.0, target: 4.6 }\n",
        "",
        &["csat.key-result-removed C > - by 1"],
    );
    check("owner: ada\n", "owner: bo\n", &["owner ada > bo by 1"]);
    check("id: csat", "id: mood", &[]);
}

#[test]
fn a_baseline_that_is_filled_in_was_not_moved() {
    let history = History::of(&[front("start: 31", "start: unknown"), FRONT.to_owned()]);
    assert!(history.moves().is_empty());
}

#[test]
fn what_is_moved_before_the_period_or_in_a_draft_is_planning() {
    let later = front("period: 2026-Q3", "period: 2026-Q4");
    let moved = later.replace("target: 50", "target: 45");
    assert!(History::of(&[later, moved]).moves().is_empty());
    let draft = front("owner: ada\nkey", "owner: ada\ndraft: true\nkey");
    assert!(
        History::of(&[draft, front("target: 50", "target: 45")])
            .moves()
            .is_empty()
    );
}

#[test]
fn a_target_moved_in_the_work_tree_is_told_before_it_is_committed() {
    let mut history = History::of(&[FRONT.to_owned()]);
    history.now = front("target: 50", "target: 45");
    assert_eq!(history.moves(), ["nps.target 50 > 45 by now"]);
}

#[test]
fn a_version_with_errors_hides_no_move() {
    let broken = front("target: 50", "traget: 45");
    let history = History::of(&[FRONT.to_owned(), broken, front("target: 50", "target: 45")]);
    assert_eq!(history.moves(), ["nps.target 50 > 45 by 2"]);
}

#[test]
fn a_new_id_of_a_key_result_hides_no_move() {
    let history = History::of(&[
        front("id: nps", "id: promoters"),
        front("id: nps", "id: promoters").replace("target: 50", "target: 45"),
        front("target: 50", "target: 45"),
    ]);
    assert_eq!(history.moves(), ["nps.target 50 > 45 by 1"]);
}

#[test]
fn a_figure_that_was_rewritten_is_told_with_both_commits() {
    let said = |nps: &str| {
        with(&format!(
            "## 2026-07-31 (on track) Begun\n\n- nps: {nps} — so far\n"
        ))
    };
    let check = |versions: &[&str], expected: &[&str]| {
        let versions: Vec<String> = versions.iter().map(|nps| said(nps)).collect();
        assert_eq!(History::of(&versions).edits(), expected, "{versions:?}");
    };
    check(&["33", "38"], &["2026-07-31 nps 33 > 38 0 1"]);
    check(&["33", "35", "38"], &["2026-07-31 nps 33 > 38 0 2"]);
    check(&["33", "38", "33"], &[]);
    check(&["33", "33.0"], &[]);
    check(&["n/a", "33"], &[]);
    check(&["33", "n/a"], &["2026-07-31 nps 33 > NotAvailable 0 1"]);
    check(&["33", "33 (at risk)"], &[]);
    check(
        &["33 (at risk)", "33 (on track)"],
        &["2026-07-31 nps 33 > 33 0 1"],
    );
}

#[test]
fn a_figure_in_a_comment_or_in_a_block_of_code_was_never_published() {
    let text = "## 2026-07-31\n\n<!--\n- nps: 99\n-->\n\n```\n- nps: 3\n```\n\n- nps: 33\n";
    let noted = text.replace("- nps: 33", "- nps: 33 — so far");
    assert!(History::of(&[with(text), with(&noted)]).edits().is_empty());
}

#[test]
fn words_may_be_mended_and_readings_added() {
    let first = with("## 2026-07-31 (on track) Begn\n\nText.\n\n- nps: 33\n");
    let mended = with("## 2026-07-31 (on-track) Begun\n\nA text.\n\n- nps: 33 — a note\n\n- csat: 4.1\n");
    assert!(History::of(&[first, mended]).edits().is_empty());
}

#[test]
fn a_status_and_a_section_can_be_rewritten_as_well() {
    let first = with("## 2026-07-31 (off track) Begun\n\n- nps: 33\n");
    let history = History::of(&[first.clone(), first.replace("off track", "on track")]);
    assert_eq!(history.edits(), ["2026-07-31 off-track > on-track 0 1"]);
    let history = History::of(&[first.clone(), FRONT.to_owned()]);
    assert_eq!(history.edits(), ["2026-07-31 removed 0 1"]);
    let history = History::of(&[first.clone(), first.replace("- nps: 33\n", "Nothing.\n")]);
    assert_eq!(history.edits(), ["2026-07-31 nps 33 > - 0 1"]);
    let history = History::of(&[first.clone(), first.replace("2026-07-31", "2026-08-01")]);
    assert!(history.edits().is_empty(), "another date is no removal");
}

#[test]
fn what_came_in_with_one_merge_was_not_published_in_between() {
    let said = |nps: &str| with(&format!("## 2026-07-31\n\n- nps: {nps}\n"));
    let mut history = History::of(&[said("33"), said("38"), said("40")]);
    history.published = vec![1, 1, 0];
    assert_eq!(history.edits(), ["2026-07-31 nps 38 > 40 0 2"]);
    history.published = vec![0, 0, 0];
    assert!(history.edits().is_empty());
}

#[test]
fn a_figure_rewritten_in_the_work_tree_is_told_before_it_is_committed() {
    let mut history = History::of(&[with("## 2026-07-31\n\n- nps: 33\n")]);
    history.now = with("## 2026-07-31\n\n- nps: 38\n");
    assert_eq!(history.edits(), ["2026-07-31 nps 33 > 38 0 now"]);
}
