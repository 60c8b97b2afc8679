//! Which objective of the base is which of the head: by id, by alias, else by what it says.

use std::collections::{BTreeSet, HashMap};

use super::Both;
use crate::model::{Book, Broken, CheckIn, KeyResult, Objective, ObjectiveIx};
use crate::source::FileId;

/// Two objectives are one when so much of what they say is the same.
const ALIKE: f64 = 0.5;
/// A word that so many objectives share says nothing about which one is meant.
const COMMON: usize = 40;

/// The objectives of both sides, put together.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Every objective once, but for drafts and those that cannot be read on the other side.
    pub objectives: Vec<Both<Option<ObjectiveIx>>>,
    /// Where an objective of the base is at the head, beside its [`Book::objectives`].
    after: Vec<Option<ObjectiveIx>>,
    /// Ids of objectives that have errors on one side, by id.
    pub unread: Vec<String>,
    /// Files that can be read, of objectives that cannot be read on the other side.
    pub alone: Both<BTreeSet<FileId>>,
}

impl Pairs {
    /// Where an objective of the base is at the head.
    pub fn after(&self, before: ObjectiveIx) -> Option<ObjectiveIx> {
        self.after.get(before.0).copied().flatten()
    }
}

/// Puts the sides together.
pub fn of(books: Both<&Book>) -> Pairs {
    let all = books.map(all);
    let found = matched(all.as_ref().map(Vec::as_slice));
    let mut pairs = Pairs {
        after: vec![None; books.before.objectives.len()],
        ..Pairs::default()
    };
    let mut unread = BTreeSet::new();
    let mut is_met = vec![false; all.after.len()];
    for (before, after) in all.before.iter().zip(&found) {
        let after = after.map(|at| {
            is_met[at] = true;
            &all.after[at]
        });
        pairs.add(Some(before), after, &mut unread);
    }
    for (after, _) in all.after.iter().zip(is_met).filter(|(_, is_met)| !is_met) {
        pairs.add(None, Some(after), &mut unread);
    }
    pairs.unread = unread.into_iter().collect();
    pairs
}

impl Pairs {
    fn add(&mut self, before: Option<&One<'_>>, after: Option<&One<'_>>, unread: &mut BTreeSet<String>) {
        let both = Both { before, after };
        if let (Some(before), Some(after)) = (
            before.and_then(|one| one.objective),
            after.and_then(|one| one.objective),
        ) {
            self.after[before.0] = Some(after);
        }
        let mut sides = [after, before].into_iter().flatten();
        if sides.clone().any(|one| one.objective.is_none()) {
            if !sides.clone().all(|one| one.draft) {
                unread.extend(sides.next().map(|one| one.id.to_owned()));
            }
            let read = both.map(|one| one.filter(|one| one.objective.is_some()).map(|one| one.file));
            self.alone.before.extend(read.before);
            self.alone.after.extend(read.after);
            return;
        }
        let shown = both.map(|one| one.filter(|one| !one.draft).and_then(|one| one.objective));
        if shown.latest().is_some() {
            self.objectives.push(shown);
        }
    }
}

/// What has errors on a side, on both.
#[derive(Debug, Default)]
pub struct Uncounted {
    /// Its files.
    pub files: Both<BTreeSet<FileId>>,
    /// Ids of its objectives, by id; drafts are not among them.
    pub ids: BTreeSet<String>,
}

/// The objectives that stand in one of the `wrong` files on one side, with their counterparts on the other.
pub fn uncounted(books: Both<&Book>, wrong: Both<&BTreeSet<FileId>>) -> Uncounted {
    let mut uncounted = Uncounted::default();
    if wrong.before.is_empty() && wrong.after.is_empty() {
        return uncounted;
    }
    for Both { before, after } in of(books).objectives {
        let (before, after) = (
            before.map(|ix| &books.before[ix]),
            after.map(|ix| &books.after[ix]),
        );
        let is_wrong = before.is_some_and(|it| wrong.before.contains(&it.file))
            || after.is_some_and(|it| wrong.after.contains(&it.file));
        if is_wrong {
            uncounted.ids.extend(after.or(before).map(|it| it.id.clone()));
            uncounted.files.before.extend(before.map(|it| it.file));
            uncounted.files.after.extend(after.map(|it| it.file));
        }
    }
    uncounted
}

/// What can be said of an objective, read or broken, to know it again.
struct One<'a> {
    id: &'a str,
    file: FileId,
    /// `None`: its file has errors.
    objective: Option<ObjectiveIx>,
    draft: bool,
    title: Option<&'a str>,
    aliases: Vec<&'a str>,
    key_results: &'a [KeyResult],
    check_ins: &'a [CheckIn],
    /// Words of the title, in lower case.
    words: BTreeSet<String>,
}

fn all(book: &Book) -> Vec<One<'_>> {
    let Book {
        objectives, broken, ..
    } = book;
    let read = objectives
        .iter()
        .enumerate()
        .map(|(at, one)| read(ObjectiveIx(at), one));
    read.chain(broken.iter().map(self::broken)).collect()
}

fn read(at: ObjectiveIx, one: &Objective) -> One<'_> {
    One {
        id: &one.id,
        file: one.file,
        objective: Some(at),
        draft: one.draft,
        title: Some(&one.title),
        aliases: one.aliases.iter().map(|alias| alias.as_str()).collect(),
        key_results: &one.key_results,
        check_ins: &one.check_ins,
        words: words(&one.title),
    }
}

fn broken(one: &Broken) -> One<'_> {
    One {
        id: &one.id,
        file: one.file,
        objective: None,
        draft: one.draft,
        title: one.title.as_deref(),
        aliases: one.aliases.iter().map(String::as_str).collect(),
        key_results: &one.key_results,
        check_ins: &one.check_ins,
        words: one.title.as_deref().map(words).unwrap_or_default(),
    }
}

fn words(title: &str) -> BTreeSet<String> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Beside the base: the place of each at the head.
fn matched(all: Both<&[One<'_>]>) -> Vec<Option<usize>> {
    let by_id: HashMap<&str, usize> = all
        .after
        .iter()
        .enumerate()
        .map(|(at, one)| (one.id, at))
        .collect();
    let mut found: Vec<Option<usize>> = all.before.iter().map(|one| by_id.get(one.id).copied()).collect();
    let met: BTreeSet<usize> = found.iter().flatten().copied().collect();
    let rest = Both {
        before: (0..all.before.len())
            .filter(|at| found[*at].is_none())
            .collect::<Vec<_>>(),
        after: (0..all.after.len())
            .filter(|at| !met.contains(at))
            .collect::<Vec<_>>(),
    };
    let mut candidates = candidates(all, &rest);
    // Both ways round the same are chosen: neither side's ids go first.
    candidates.sort_by(|one, other| {
        let key = |it: &Candidate| {
            let (before, after) = (all.before[it.before].id, all.after[it.after].id);
            (before.min(after).to_owned(), before.max(after).to_owned())
        };
        (other.by_alias, other.likeness)
            .partial_cmp(&(one.by_alias, one.likeness))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(other.same_name.cmp(&one.same_name))
            .then_with(|| key(one).cmp(&key(other)))
    });
    let mut taken = BTreeSet::new();
    for candidate in candidates {
        if found[candidate.before].is_none() && taken.insert(candidate.after) {
            found[candidate.before] = Some(candidate.after);
        }
    }
    found
}

/// Two that may be one.
struct Candidate {
    before: usize,
    after: usize,
    by_alias: bool,
    /// 0–1.
    likeness: f64,
    /// The last parts of their ids that are the same.
    same_name: usize,
}

fn candidates(all: Both<&[One<'_>]>, rest: &Both<Vec<usize>>) -> Vec<Candidate> {
    let mut by_mark: HashMap<Mark<'_>, Both<Vec<usize>>> = HashMap::new();
    for &at in &rest.before {
        for mark in marks(&all.before[at]) {
            by_mark.entry(mark).or_default().before.push(at);
        }
    }
    for &at in &rest.after {
        for mark in marks(&all.after[at]) {
            by_mark.entry(mark).or_default().after.push(at);
        }
    }
    let mut near = BTreeSet::new();
    for Both { before, after } in by_mark.values() {
        if before.len().max(after.len()) <= COMMON {
            near.extend(
                before
                    .iter()
                    .flat_map(|one| after.iter().map(move |other| (*one, *other))),
            );
        }
    }
    let mut candidates = Vec::new();
    for (before, after) in near {
        let (one, other) = (&all.before[before], &all.after[after]);
        let by_alias = other.aliases.contains(&one.id) || one.aliases.contains(&other.id);
        let likeness = likeness(one, other);
        if by_alias || likeness >= ALIKE {
            candidates.push(Candidate {
                before,
                after,
                by_alias,
                likeness,
                same_name: same_name(one.id, other.id),
            });
        }
    }
    candidates
}

/// Something by which an objective is found again.
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Mark<'a> {
    Id(&'a str),
    Title(&'a str),
    KeyResult(&'a str),
    KeyResultTitle(&'a str),
    CheckIn(jiff::civil::Date, &'a str),
}

fn marks<'a>(one: &One<'a>) -> BTreeSet<Mark<'a>> {
    let mut marks: BTreeSet<Mark<'a>> = one.aliases.iter().map(|alias| Mark::Id(alias)).collect();
    marks.insert(Mark::Id(one.id));
    marks.extend(one.title.map(Mark::Title));
    for key_result in one.key_results {
        marks.insert(Mark::KeyResult(&key_result.id));
        marks.insert(Mark::KeyResultTitle(&key_result.title));
    }
    let titled = one
        .check_ins
        .iter()
        .filter_map(|it| Some((it.date, it.title.as_deref()?)));
    marks.extend(titled.map(|(date, title)| Mark::CheckIn(date, title)));
    marks
}

/// How much of what they say is the same, 0–1: the words of the title, the key results by id and by title, and, where both
/// have some, the check-ins.
fn likeness(one: &One<'_>, other: &One<'_>) -> f64 {
    let key_results = |one: &One<'_>, of: fn(&KeyResult) -> &str| -> BTreeSet<String> {
        one.key_results.iter().map(|it| of(it).to_owned()).collect()
    };
    let mut parts = vec![
        (2.0, shared(&one.words, &other.words)),
        (
            1.0,
            shared(&key_results(one, |it| &it.id), &key_results(other, |it| &it.id)),
        ),
        (
            2.0,
            shared(
                &key_results(one, |it| &it.title),
                &key_results(other, |it| &it.title),
            ),
        ),
    ];
    if !one.check_ins.is_empty() && !other.check_ins.is_empty() {
        let check_ins = |one: &One<'_>| -> BTreeSet<_> {
            let told = one.check_ins.iter().map(|it| (it.date, it.title.clone()));
            told.collect()
        };
        parts.push((2.0, shared(&check_ins(one), &check_ins(other))));
    }
    let all: f64 = parts.iter().map(|(weight, _)| weight).sum();
    parts.iter().map(|(weight, part)| weight * part).sum::<f64>() / all
}

/// Twice what both have, of what they have together.
fn shared<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    match one.len() + other.len() {
        0 => 0.0,
        all => 2.0 * one.intersection(other).count() as f64 / all as f64,
    }
}

/// How many parts of two ids are the same from the end.
fn same_name(one: &str, other: &str) -> usize {
    let parts = one.rsplit('/').zip(other.rsplit('/'));
    parts.take_while(|(one, other)| one == other).count()
}
