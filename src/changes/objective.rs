//! What moved in one objective: its own keys, its score and its status, then its key results and its check-ins.

use jiff::civil::Date;

use super::pairs::Pairs;
use super::reason::Amendments;
use super::reference::References;
use super::{Both, Change, Fact, Kind, ObjectiveChanges, Reason, Side, check_in, fact, key_result};
use crate::model::{Objective, ObjectiveIx, Visibility};

/// `None` when nothing moved.
pub fn changes(
    sides: Both<Side<'_>>,
    pairs: &Pairs,
    at: Both<Option<ObjectiveIx>>,
    since: Option<Date>,
) -> Option<ObjectiveChanges> {
    let list = match at {
        Both {
            before: Some(before),
            after: Some(after),
        } => moved(sides, pairs, Both { before, after }, since),
        Both { before, after } => vec![came_or_went(
            before.map(|ix| &sides.before.book[ix]),
            after.map(|ix| &sides.after.book[ix]),
        )],
    };
    if list.is_empty() {
        return None;
    }
    let standing = Both {
        before: at.before.map(|ix| &sides.before.standing[ix]),
        after: at.after.map(|ix| &sides.after.standing[ix]),
    };
    let id = match at {
        Both { after: Some(ix), .. } => &sides.after.book[ix].id,
        Both { before, .. } => &sides.before.book[before?].id,
    };
    Some(ObjectiveChanges {
        id: id.clone(),
        at,
        score: standing.map(|it| it.and_then(|it| it.score)),
        status: standing.map(|it| it.and_then(|it| it.status)),
        list,
    })
}

/// One that is on one side only: what is in it came or went with it.
fn came_or_went(before: Option<&Objective>, after: Option<&Objective>) -> Change {
    let title = |objective: Option<&Objective>| objective.and_then(|it| Fact::text(Some(&it.title)));
    Change {
        kind: match after {
            Some(_) => Kind::ObjectiveAdded,
            None => Kind::ObjectiveRemoved,
        },
        key_result: None,
        before: title(before),
        after: title(after),
        date: None,
        reason: Reason::NotAsked,
    }
}

fn moved(sides: Both<Side<'_>>, pairs: &Pairs, at: Both<ObjectiveIx>, since: Option<Date>) -> Vec<Change> {
    let both = Both {
        before: &sides.before.book[at.before],
        after: &sides.after.book[at.after],
    };
    let period = sides.before.book.period_of(both.before);
    let has_begun = period.start <= sides.after.standing.as_of;
    let amendments = Amendments::new(both.map(|it| it.amendments.as_slice()), since, has_begun);
    let mut list = Vec::new();
    own(sides, pairs, at, both, &amendments, &mut list);
    let standing = Both {
        before: &sides.before.standing[at.before],
        after: &sides.after.standing[at.after],
    };
    let after = key_result::changes(both, standing, &amendments, &mut list);
    check_in::changes(
        sides,
        both,
        &|before| after.get(before.0).copied().flatten(),
        &mut list,
    );
    list
}

fn own(
    sides: Both<Side<'_>>,
    pairs: &Pairs,
    at: Both<ObjectiveIx>,
    both: Both<&Objective>,
    amendments: &Amendments<'_>,
    list: &mut Vec<Change>,
) {
    let mut add = |kind: Kind, fact: Both<Option<Fact>>| {
        if fact::is_moved(&fact) {
            let (date, reason) = amendments.explain(kind, &[], fact.before.is_none());
            list.push(change(kind, fact, date, reason));
        }
    };
    let text = |of: fn(&Objective) -> Option<&str>| both.map(|it| Fact::text(of(it)));
    add(Kind::ObjectiveRenamed, text(|it| Some(&it.id)));
    let standing = Both {
        before: &sides.before.standing[at.before],
        after: &sides.after.standing[at.after],
    };
    add(Kind::Status, standing.map(|it| it.status.map(Fact::Status)));
    add(Kind::Score, standing.map(|it| Fact::number(it.score)));
    add(Kind::Title, text(|it| Some(&it.title)));
    add(
        Kind::Owner,
        text(|it| it.owner.as_ref().map(|owner| owner.as_str())),
    );
    add(Kind::Team, text(|it| Some(&it.team)));
    add(
        Kind::Period,
        Both {
            before: Fact::text(Some(&sides.before.book.period_of(both.before).id)),
            after: Fact::text(Some(&sides.after.book.period_of(both.after).id)),
        },
    );
    add(Kind::Type, text(|it| Some(it.ambition.name())));
    add(Kind::Weight, both.map(|it| Some(Fact::Number(it.weight))));
    let internal = |it: &Objective| (it.visibility == Visibility::Internal).then_some("internal");
    add(Kind::Visibility, both.map(|it| Fact::text(internal(it))));

    let references = References { sides, pairs };
    let parents = references.names(both.map(|it| it.parent.as_slice()));
    add(
        Kind::Parent,
        parents.map(|names| names.into_iter().next().map(Fact::Named)),
    );
    let supports = references.names(both.map(|it| it.supports.as_slice()));
    add(
        Kind::Supports,
        supports.map(|names| (!names.is_empty()).then_some(Fact::Names(names))),
    );
    let dropped = both.map(|it| it.dropped.as_deref());
    if dropped.before != dropped.after {
        let (date, reason) = (dropped.after.map(|it| it.date), Reason::of_dropped(dropped.after));
        let fact = dropped.map(|it| it.cloned().map(Fact::Dropped));
        list.push(change(Kind::ObjectiveDropped, fact, date, reason));
    }
}

/// A change of an objective.
fn change(kind: Kind, fact: Both<Option<Fact>>, date: Option<Date>, reason: Reason) -> Change {
    Change {
        kind,
        key_result: None,
        before: fact.before,
        after: fact.after,
        date,
        reason,
    }
}
