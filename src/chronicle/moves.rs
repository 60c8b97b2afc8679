//! What was moved after the period began: the front matter of each version against the one before.
//!
//! Versions are walked from the newest to the oldest. A change counts when it leads to what stands there afterwards, so
//! that what was changed on a branch and lost in its merge is not told.

use std::collections::HashMap;

use jiff::civil::Date;

use super::Move;
use super::facts::{Facts, KeyResultFacts, Parser};
use super::outline::{self, Part};
use super::past::{CommitIx, ContentIx, Past, TextIx, Version};
use crate::changes::{Fact, Kind};
use crate::model::{Amendment, Book, Objective};
use crate::source::SourceFile;

/// The moves of an objective, the oldest first.
pub fn of(
    book: &Book,
    objective: &Objective,
    source: &SourceFile,
    past: &Past,
    parser: &Parser<'_>,
) -> Vec<Move> {
    let versions = past.versions(&source.path);
    let fronts = Fronts {
        past,
        versions,
        parser,
        known: HashMap::new(),
    };
    let moves = fronts.moves(&source.text);
    let start = book.period_of(objective).start;
    let mut moves: Vec<Move> = moves
        .into_iter()
        // What is not committed is of today; before the start nothing is promised yet.
        .filter(|it| day(past, it.commit).is_none_or(|day| day >= start) || it.commit.is_none())
        .collect();
    moves.reverse();
    explain(&mut moves, &objective.amendments, past);
    moves
}

fn day(past: &Past, commit: Option<CommitIx>) -> Option<Date> {
    past.commits.get(commit?.0)?.day
}

/// Gives each amendment to the move that it is nearest to, of those it can mean and that have none yet.
fn explain(moves: &mut [Move], amendments: &[Amendment], past: &Past) {
    for (place, amendment) in amendments.iter().enumerate() {
        let distance = |it: &Move| match day(past, it.commit) {
            Some(day) => day
                .since(amendment.date)
                .map_or(i32::MAX, |span| span.get_days().abs()),
            // What is not committed yet is the latest there is.
            None => 0,
        };
        let nearest = moves
            .iter_mut()
            .filter(|it| it.amendment.is_none() && is_meant(amendment, it))
            .min_by_key(|it| distance(it));
        if let Some(it) = nearest {
            it.amendment = Some(place);
        }
    }
}

fn is_meant(amendment: &Amendment, it: &Move) -> bool {
    match (amendment.what.split_once('.'), &it.key_result) {
        (Some((id, key)), Some(of)) => id == of && it.kind.is_named_by(key),
        (None, None) => it.kind.is_named_by(&amendment.what),
        _ => false,
    }
}

/// What the versions promised, each front matter read once.
struct Fronts<'a> {
    past: &'a Past,
    versions: &'a [Version],
    parser: &'a Parser<'a>,
    known: HashMap<TextIx, Option<Facts>>,
}

/// A key of a key result, or of the objective.
type Key = (Option<String>, Kind);

impl Fronts<'_> {
    /// The newest first.
    fn moves(mut self, text: &str) -> Vec<Move> {
        let now = self.past.contents.look_up(text);
        let fronts = || {
            self.versions
                .iter()
                .filter_map(|version| self.front(version.after?))
        };
        if fronts().all(|front| now.front == Some(front)) {
            return Vec::new();
        }
        let head = fronts().next();
        let present = front_of(text).and_then(|front| self.parser.facts(front));
        let mut chain = Chain::new(present.as_ref());
        if now.front.is_none() || now.front != head {
            let before = self.readable_from(0).and_then(|front| self.facts(front));
            chain.step(&[before], present.as_ref(), None);
        }
        for at in 0..self.versions.len() {
            let version = &self.versions[at];
            let Some(after) = version.after.and_then(|content| self.front(content)) else {
                continue;
            };
            let mut before: Vec<TextIx> = version.before.iter().filter_map(|it| self.front(*it)).collect();
            if before.contains(&after) {
                continue;
            }
            self.read(after);
            for front in &mut before {
                self.read(*front);
                if self.facts(*front).is_none() {
                    // The version before has errors: what was promised then is what stood before it.
                    match self.readable_from(at + 1) {
                        Some(readable) => *front = readable,
                        None => continue,
                    }
                    self.read(*front);
                }
            }
            if self.facts(after).is_none() {
                continue;
            }
            let before: Vec<Option<&Facts>> = before.iter().map(|front| self.facts(*front)).collect();
            chain.step(&before, self.facts(after), version.commit);
        }
        chain.moves
    }

    fn front(&self, content: ContentIx) -> Option<TextIx> {
        self.past.contents[content].front
    }

    fn read(&mut self, front: TextIx) {
        let (past, parser) = (self.past, self.parser);
        self.known
            .entry(front)
            .or_insert_with(|| parser.facts(&past.contents[front]));
    }

    fn facts(&self, front: TextIx) -> Option<&Facts> {
        self.known.get(&front)?.as_ref()
    }

    /// The newest front matter without errors, from a version on.
    fn readable_from(&mut self, at: usize) -> Option<TextIx> {
        for version in at..self.versions.len() {
            let front = self.versions[version]
                .after
                .and_then(|content| self.front(content));
            if let Some(front) = front {
                self.read(front);
                if self.facts(front).is_some() {
                    return Some(front);
                }
            }
        }
        None
    }
}

/// The front matter of a file.
fn front_of(text: &str) -> Option<&str> {
    let mut front = None;
    outline::parts(text, |part| {
        if let Part::Front(text) = part {
            front = Some(text);
        }
    });
    front
}

/// What is known on the way back: what stands there afterwards, and what key results are called today.
#[derive(Default)]
struct Chain {
    moves: Vec<Move>,
    /// What stands at a key after the next change that counts; of keys that were not moved yet there is nothing.
    awaited: HashMap<Key, Option<Fact>>,
    /// Earlier ids of key results, with those of today.
    names: HashMap<String, String>,
    /// The key results of today; `None`: nobody can say.
    present: Option<Vec<String>>,
}

impl Chain {
    fn new(present: Option<&Facts>) -> Chain {
        let mut chain = Chain::default();
        let Some(present) = present else { return chain };
        let awaited = |id: Option<&str>, list: &[(Kind, Fact)]| {
            let keys = list.iter();
            keys.map(|(kind, fact)| ((id.map(str::to_owned), *kind), Some(fact.clone())))
                .collect::<Vec<_>>()
        };
        chain.awaited.extend(awaited(None, &present.own));
        for kr in &present.key_results {
            chain.awaited.extend(awaited(Some(&kr.id), &kr.list));
        }
        chain.present = Some(present.key_results.iter().map(|kr| kr.id.clone()).collect());
        chain
    }

    /// Whether a change leads to what stands there afterwards.
    fn fits(&self, key: &Key, after: &Option<Fact>) -> bool {
        match (self.awaited.get(key), &self.present, &key.0) {
            (Some(awaited), ..) => is_same(awaited, after),
            (None, None, _) => true,
            // A key that is not there today, of something that is.
            (None, Some(_), None) => after.is_none(),
            (None, Some(present), Some(id)) => after.is_none() || !present.contains(id),
        }
    }

    fn step(&mut self, before: &[Option<&Facts>], after: Option<&Facts>, commit: Option<CommitIx>) {
        let before: Vec<&Facts> = before.iter().flatten().copied().collect();
        let (Some(first), Some(after)) = (before.first(), after) else {
            return;
        };
        let is_draft = first.draft;
        let add = |chain: &mut Chain, key: Key, before: Option<Fact>, now: Option<Fact>| {
            chain.add(key, before, now, commit, is_draft);
        };
        for (kind, was, is) in moved(&first.own, &after.own) {
            if before[1..]
                .iter()
                .all(|other| fact(&other.own, kind) != is.as_ref())
            {
                add(self, (None, kind), was, is);
            }
        }
        for kr in &after.key_results {
            let former = former(first, after, kr);
            let id = self.today(&kr.id);
            let Some(former) = former else {
                if before[1..].iter().all(|other| find(other, &kr.id).is_none()) {
                    let title = Some(Fact::Text(kr.title.clone()));
                    add(self, (Some(id), Kind::KeyResultAdded), None, title);
                }
                continue;
            };
            if former.id != kr.id {
                self.names.insert(former.id.clone(), id.clone());
            }
            let list = moved(&former.list, &kr.list);
            let is_other_kind = list.iter().any(|(kind, ..)| *kind == Kind::Kind);
            for (kind, was, is) in list {
                let of_measure = !matches!(kind, Kind::Kind | Kind::Weight | Kind::Owner);
                let elsewhere = before[1..]
                    .iter()
                    .any(|other| find(other, &kr.id).is_some_and(|it| fact(&it.list, kind) == is.as_ref()));
                // When it is measured in another way, that is told, and not each key that came or went with it.
                if !(elsewhere || is_other_kind && of_measure) {
                    add(self, (Some(id.clone()), kind), was, is);
                }
            }
        }
        for kr in &first.key_results {
            let is_there = find(after, &kr.id).is_some()
                || after
                    .key_results
                    .iter()
                    .any(|it| former(first, after, it).is_some_and(|former| former.id == kr.id));
            if !is_there {
                let title = Some(Fact::Text(kr.title.clone()));
                let id = self.today(&kr.id);
                add(self, (Some(id), Kind::KeyResultRemoved), title, None);
            }
        }
    }

    fn add(
        &mut self,
        key: Key,
        before: Option<Fact>,
        after: Option<Fact>,
        commit: Option<CommitIx>,
        is_draft: bool,
    ) {
        let is_event = matches!(key.1, Kind::KeyResultAdded | Kind::KeyResultRemoved);
        if !is_event {
            if !self.fits(&key, &after) {
                return self.earlier(&key, &before, &after, commit);
            }
            self.awaited.insert(key.clone(), before.clone());
        }
        // What is filled in was promised by nobody before.
        let is_filled_in = before.is_none()
            && !matches!(
                key.1,
                Kind::KeyResultAdded | Kind::Rubric | Kind::Plan | Kind::Type
            );
        if is_draft || is_filled_in {
            return;
        }
        let (key_result, kind) = key;
        self.moves.push(Move {
            kind,
            key_result,
            before,
            after,
            commit,
            amendment: None,
        });
    }

    /// A change that was made twice, on two branches, is of the first who made it.
    fn earlier(&mut self, key: &Key, before: &Option<Fact>, after: &Option<Fact>, commit: Option<CommitIx>) {
        let last = self
            .moves
            .iter_mut()
            .rev()
            .find(|it| it.kind == key.1 && it.key_result == key.0);
        if let Some(last) = last.filter(|it| is_same(&it.before, before) && is_same(&it.after, after)) {
            last.commit = commit;
        }
    }

    fn today(&self, id: &str) -> String {
        self.names.get(id).map_or(id, String::as_str).to_owned()
    }
}

/// The key result that this one was before: by its id, else by its title when its id is new.
fn former<'a>(before: &'a Facts, after: &Facts, kr: &KeyResultFacts) -> Option<&'a KeyResultFacts> {
    find(before, &kr.id).or_else(|| {
        let mut others = before.key_results.iter();
        others.find(|other| other.title == kr.title && find(after, &other.id).is_none())
    })
}

fn find<'a>(facts: &'a Facts, id: &str) -> Option<&'a KeyResultFacts> {
    facts.key_results.iter().find(|kr| kr.id == id)
}

fn fact(list: &[(Kind, Fact)], kind: Kind) -> Option<&Fact> {
    list.iter().find(|(of, _)| *of == kind).map(|(_, fact)| fact)
}

/// The keys that differ, with what stands on each side.
fn moved(before: &[(Kind, Fact)], after: &[(Kind, Fact)]) -> Vec<(Kind, Option<Fact>, Option<Fact>)> {
    let mut kinds: Vec<Kind> = after.iter().map(|(kind, _)| *kind).collect();
    kinds.extend(
        before
            .iter()
            .map(|(kind, _)| *kind)
            .filter(|kind| fact(after, *kind).is_none()),
    );
    kinds
        .into_iter()
        .map(|kind| (kind, fact(before, kind).cloned(), fact(after, kind).cloned()))
        .filter(|(_, before, after)| !is_same(before, after))
        .collect()
}

fn is_same(one: &Option<Fact>, other: &Option<Fact>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}
