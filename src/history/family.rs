//! What goes up from children to parents: the children's mean, and the derived score of a parent that was never read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::history::is_dropped;
use crate::history::objective::{Courses, Own};
use crate::model::{Book, Objective, ObjectiveIx};
use crate::number::Number;
use crate::score::Mean;

/// Fills in children, their mean, and derived scores, now and on the days of past check-ins.
/// Within a ring of parents nothing goes up: `parent-cycle` reports it.
pub fn roll_up(book: &Book, as_of: Date, own: &mut [Own]) {
    let family = Family::of(book);
    for (place, children) in family.named.iter().enumerate() {
        let listed = children.iter().chain(family.ring_child[place].as_ref()).copied();
        let mut listed: Vec<ObjectiveIx> = listed
            .filter(|child| !is_dropped(book[*child].dropped.as_deref(), as_of))
            .collect();
        listed.sort_unstable();
        // What is the same stays shared.
        if own[place].standing.children != listed {
            own[place].standing.children = listed;
        }
    }
    for parent in &family.order {
        let children = &family.named[parent.0];
        let children_score = mean(book, children, as_of, |child| own[child.0].standing.score);
        let parent = &mut own[parent.0];
        if parent.standing.children_score != children_score {
            parent.standing.children_score = children_score;
        }
        if !parent.is_read && children_score.is_some() {
            parent.standing.score = children_score;
            parent.standing.derived = true;
        }
    }
    for (parent, scores) in past_scores(book, as_of, &family, own) {
        let objective = &book[parent];
        let standing = &mut own[parent.0].standing;
        for (check_in, date) in standing
            .check_ins
            .iter_mut()
            .zip(objective.check_ins.iter().map(|it| it.date))
        {
            if let Some(score) = scores.get(&date) {
                check_in.score = score.map(Number::from);
            }
        }
        for point in &mut standing.series {
            if let Some(score) = scores.get(&point.date) {
                point.score = score.map(Number::from);
            }
        }
    }
}

/// These objectives and all above them, ascending: where a score that changes may show.
pub fn above(book: &Book, these: &[ObjectiveIx]) -> Vec<ObjectiveIx> {
    let mut found = BTreeSet::new();
    for &this in these {
        let mut next = Some(this);
        while let Some(ix) = next.filter(|&ix| ix.0 < book.objectives.len() && found.insert(ix)) {
            next = book[ix].parent.as_ref().and_then(|parent| parent.objective());
        }
    }
    found.into_iter().collect()
}

/// Who names whom as parent. Drafts name nobody.
struct Family {
    /// Beside the objectives: who names it, by id, the neighbour in a ring left out.
    named: Vec<Vec<ObjectiveIx>>,
    /// Beside the objectives: the one in the same ring that names it.
    ring_child: Vec<Option<ObjectiveIx>>,
    /// Every objective after all in `named` of it.
    order: Vec<ObjectiveIx>,
}

impl Family {
    fn of(book: &Book) -> Family {
        let count = book.objectives.len();
        let parent_of = |objective: &Objective| {
            let parent = objective.parent.as_ref()?.objective()?;
            (!objective.draft && parent.0 < count).then_some(parent)
        };
        let parents: Vec<Option<ObjectiveIx>> = book.objectives.iter().map(parent_of).collect();
        let mut named = vec![Vec::new(); count];
        for (place, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                named[parent.0].push(ObjectiveIx(place));
            }
        }
        // Leaves first. Nobody has two parents, so that what is never free of waiting children is exactly the rings.
        let mut waiting: Vec<usize> = named.iter().map(Vec::len).collect();
        let mut order: Vec<ObjectiveIx> = (0..count)
            .filter(|place| waiting[*place] == 0)
            .map(ObjectiveIx)
            .collect();
        let mut next = 0;
        while let Some(done) = order.get(next) {
            next += 1;
            if let Some(parent) = parents[done.0] {
                waiting[parent.0] -= 1;
                if waiting[parent.0] == 0 {
                    order.push(parent);
                }
            }
        }
        let mut ring_child = vec![None; count];
        for place in 0..count {
            if waiting[place] > 0 {
                ring_child[place] = named[place].iter().copied().find(|child| waiting[child.0] > 0);
                named[place].retain(|child| waiting[child.0] == 0);
                order.push(ObjectiveIx(place));
            }
        }
        Family {
            named,
            ring_child,
            order,
        }
    }
}

/// The mean of children by weight on a day; dropped ones are left out, as are those without a score.
fn mean(
    book: &Book,
    children: &[ObjectiveIx],
    day: Date,
    score: impl Fn(ObjectiveIx) -> Option<f64>,
) -> Option<f64> {
    let mut mean = Mean::default();
    for child in children {
        if !is_dropped(book[*child].dropped.as_deref(), day)
            && let Some(score) = score(*child)
        {
            mean.add(score, book[*child].weight);
        }
    }
    mean.value()
}

/// For each parent that has days on which nothing of its own was read: its score on them, by its children.
fn past_scores(
    book: &Book,
    as_of: Date,
    family: &Family,
    own: &[Own],
) -> BTreeMap<ObjectiveIx, HashMap<Date, Option<f64>>> {
    let mut asked: BTreeMap<Date, Vec<ObjectiveIx>> = BTreeMap::new();
    for (place, children) in family.named.iter().enumerate() {
        if !children.is_empty() {
            for day in &own[place].unread {
                asked.entry(*day).or_default().push(ObjectiveIx(place));
            }
        }
    }
    let courses: Vec<OnceLock<Courses>> = book.objectives.iter().map(|_| OnceLock::new()).collect();
    let courses_of = |ix: ObjectiveIx| courses[ix.0].get_or_init(|| Courses::by(book, &book[ix], as_of));
    let by_day: Vec<(Date, HashMap<ObjectiveIx, Option<f64>>)> = asked
        .par_iter()
        .map(|(day, parents)| (*day, scores_on(book, family, &courses_of, *day, parents)))
        .collect();
    let mut scores: BTreeMap<ObjectiveIx, HashMap<Date, Option<f64>>> = BTreeMap::new();
    for (day, known) in &by_day {
        for parent in &asked[day] {
            scores
                .entry(*parent)
                .or_default()
                .insert(*day, known.get(parent).copied().flatten());
        }
    }
    scores
}

/// The scores of these parents on a day, and of all below them that they needed.
fn scores_on<'a>(
    book: &Book,
    family: &Family,
    courses_of: &impl Fn(ObjectiveIx) -> &'a Courses<'a>,
    day: Date,
    parents: &[ObjectiveIx],
) -> HashMap<ObjectiveIx, Option<f64>> {
    let mut known: HashMap<ObjectiveIx, Option<f64>> = HashMap::new();
    let mut open: Vec<Visit> = parents.iter().copied().map(Visit::Enter).collect();
    while let Some(visit) = open.pop() {
        match visit {
            Visit::Enter(ix) if known.contains_key(&ix) => {}
            Visit::Enter(ix) => {
                let own = courses_of(ix).score(day);
                if own.is_read || family.named[ix.0].is_empty() {
                    known.insert(ix, own.score);
                } else {
                    open.push(Visit::Leave(ix, own.score));
                    open.extend(family.named[ix.0].iter().copied().map(Visit::Enter));
                }
            }
            Visit::Leave(ix, own) => {
                let children = mean(book, &family.named[ix.0], day, |child| {
                    known.get(&child).copied().flatten()
                });
                known.insert(ix, children.or(own));
            }
        }
    }
    known
}

/// A step of the walk through a tree that may be deep.
enum Visit {
    Enter(ObjectiveIx),
    /// All children are known; with the own score.
    Leave(ObjectiveIx, Option<f64>),
}
