//! What holds of any two folders.

use proptest::prelude::*;

use crate::changes::fixture::{Whole, told};
use crate::changes::{Both, Change, Changes, Kind, Reason, between};

/// The choices that make an objective: each from a few, so that two folders have much in common.
#[derive(Clone, Debug)]
struct Made {
    id: usize,
    title: usize,
    team: usize,
    target: u32,
    extra: usize,
    values: Vec<u32>,
    parent: Option<usize>,
}

fn made() -> impl Strategy<Value = Made> {
    (
        0..6usize,
        0..4usize,
        0..2usize,
        5..8u32,
        0..4usize,
        proptest::collection::vec(0..4u32, 0..3),
        proptest::option::of(0..6usize),
    )
        .prop_map(|(id, title, team, target, extra, values, parent)| Made {
            id,
            title,
            team,
            target,
            extra,
            values,
            parent,
        })
}

impl Made {
    fn path(&self) -> String {
        let folder = ["a", "b/c"][self.id % 2];
        format!("objectives/{folder}/o{}.md", self.id)
    }

    fn text(&self) -> String {
        let title = [
            "Grow",
            "Bring calm to the shift",
            "Bring calm to all",
            "Earn more",
        ][self.title];
        let extra = [
            "",
            "  - { id: calls, title: Calls, owner: bo, max: 3 }\n",
            "  - { id: talks, title: Calls, owner: bo, max: 4 }\n",
            "  - { id: calls, title: Letters, owner: bo, steps: [A, B] }\n",
        ][self.extra];
        let parent = self.parent.map_or(String::new(), |it| format!("parent: o{it}\n"));
        let mut text = format!(
            "---\ntitle: {title}\nperiod: 2026-Q3\nteam: t{}\n{parent}key_results:\n  - {{ id: nps, title: NPS {}, owner: ana, start: 0, target: {} }}\n{extra}---\n",
            self.team, self.title, self.target
        );
        for (month, value) in self.values.iter().enumerate() {
            text += &format!(
                "\n## 2026-0{}-15 (on track) Month {value}\n\n- nps: {value}\n",
                month + 7
            );
        }
        text
    }
}

fn folder() -> impl Strategy<Value = Vec<Made>> {
    proptest::collection::vec(made(), 0..6).prop_map(|mut folder| {
        folder.sort_by_key(|it| it.id);
        folder.dedup_by_key(|it| it.id);
        folder
    })
}

fn whole(folder: &[Made]) -> Whole {
    let files: Vec<(String, String)> = folder.iter().map(|it| (it.path(), it.text())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    Whole::of(&files)
}

fn compared(before: &Whole, after: &Whole) -> Changes {
    let sides = Both {
        before: before.side(),
        after: after.side(),
    };
    between(sides, None)
}

/// What the other direction tells, seen from this one; reasons aside, which belong to a direction.
fn mirrored(change: &Change) -> Change {
    let kind = match change.kind {
        Kind::ObjectiveAdded => Kind::ObjectiveRemoved,
        Kind::ObjectiveRemoved => Kind::ObjectiveAdded,
        Kind::KeyResultAdded => Kind::KeyResultRemoved,
        Kind::KeyResultRemoved => Kind::KeyResultAdded,
        Kind::CheckInAdded => Kind::CheckInRemoved,
        Kind::CheckInRemoved => Kind::CheckInAdded,
        kind => kind,
    };
    Change {
        kind,
        key_result: None,
        before: change.after.clone(),
        after: change.before.clone(),
        date: None,
        reason: Reason::NotAsked,
    }
}

fn bare(change: &Change) -> Change {
    Change {
        key_result: None,
        date: None,
        reason: Reason::NotAsked,
        ..change.clone()
    }
}

/// As texts, sorted: the order follows the head.
fn texts(changes: impl Iterator<Item = Change>) -> Vec<String> {
    let mut texts: Vec<String> = changes.map(|change| format!("{change:?}")).collect();
    texts.sort();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_folder_has_not_moved_against_itself(folder in folder()) {
        let changes = compared(&whole(&folder), &whole(&folder));
        prop_assert!(changes == Changes::default(), "{}", told(&changes));
    }

    #[test]
    fn the_other_way_round_what_came_goes(one in folder(), other in folder()) {
        let (one, other) = (whole(&one), whole(&other));
        let (there, back) = (compared(&one, &other), compared(&other, &one));
        prop_assert_eq!(
            texts(there.all().filter(|(_, it)| !is_of_names(it.kind)).map(|(_, it)| bare(it))),
            texts(back.all().filter(|(_, it)| !is_of_names(it.kind)).map(|(_, it)| mirrored(it)))
        );
        prop_assert_eq!(there.teams.len(), back.teams.len());
        for (there, back) in there.periods.iter().zip(&back.periods) {
            prop_assert_eq!(there.score, Both { before: back.score.after, after: back.score.before });
        }
    }

    #[test]
    fn the_order_of_files_changes_nothing(one in folder(), other in folder()) {
        let (mut turned, mut turned_too) = (one.clone(), other.clone());
        turned.reverse();
        turned_too.reverse();
        prop_assert_eq!(
            told(&compared(&whole(&one), &whole(&other))),
            told(&compared(&whole(&turned), &whole(&turned_too)))
        );
    }
}

/// What is told in the ids of the head.
fn is_of_names(kind: Kind) -> bool {
    matches!(kind, Kind::Parent | Kind::Supports | Kind::Guards)
}
