//! What the ledger tells: amendments and what was given up, as files say, and what git knows to have been moved or
//! rewritten, each once.

use jiff::civil::Date;

use crate::changes::Kind;
use crate::chronicle::past::Commit;
use crate::chronicle::{Edit, Move};
use crate::model::{Amendment, Dropped, KeyResultIx, Objective, ObjectiveIx};
use crate::site::Site;

/// One change.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Its day; `None`: the commit that made it has none.
    pub date: Option<Date>,
    /// Of which objective.
    pub ix: ObjectiveIx,
    /// Of which key result, where that is there today.
    pub key_result: Option<KeyResultIx>,
    /// What.
    pub what: What<'a>,
    /// In whose words; `None`: nobody says why.
    pub why: Option<&'a str>,
    /// Who did it, where git knows.
    pub commit: Option<&'a Commit>,
}

/// What was done.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// A key of the front matter was moved, as an amendment says.
    Amended(&'a str),
    /// The same, and git knows from what to what.
    Moved(&'a Move),
    /// The objective, or the key result, was given up.
    GivenUp,
    /// A check-in was rewritten once it was published.
    Rewritten(&'a Edit),
}

/// Everything up to the day, by period, the latest first, and in it by day, the latest first.
pub fn all<'a>(site: &Site<'a>) -> Vec<Entry<'a>> {
    let (book, as_of) = (site.inputs.book, site.inputs.standing.as_of);
    let mut entries = Vec::new();
    for (at, objective) in book.objectives.iter().enumerate() {
        if !objective.draft {
            let told = Told {
                site,
                ix: ObjectiveIx(at),
                objective,
            };
            told.amended(&mut entries);
            told.given_up(&mut entries);
            told.moved(&mut entries);
            told.rewritten(&mut entries);
        }
    }
    entries.retain(|entry| entry.date.is_none_or(|date| date <= as_of));
    entries.sort_by(|a, b| {
        let key = |entry: &Entry<'_>| (book[entry.ix].period, entry.date);
        key(b).cmp(&key(a)).then(a.ix.cmp(&b.ix))
    });
    entries
}

/// What is told of one objective.
struct Told<'s, 'a> {
    site: &'s Site<'a>,
    ix: ObjectiveIx,
    objective: &'a Objective,
}

impl<'a> Told<'_, 'a> {
    fn amended(&self, entries: &mut Vec<Entry<'a>>) {
        let chronicle = self.site.inputs.chronicle;
        for (place, amendment) in self.objective.amendments.iter().enumerate() {
            let (key_result, key) = named(self.objective, &amendment.what);
            let moved = chronicle[self.ix]
                .moves
                .iter()
                .find(|it| it.amendment == Some(place));
            let what = match moved {
                Some(moved) => What::Moved(moved),
                // A change that is told as given up is not told twice.
                None if is_giving_up(key) && self.dropped(key_result).is_some() => What::GivenUp,
                None => What::Amended(key),
            };
            entries.push(Entry {
                date: Some(amendment.date),
                ix: self.ix,
                key_result,
                what,
                why: Some(&amendment.why),
                commit: chronicle.commit(moved.and_then(|it| it.commit)),
            });
        }
    }

    fn given_up(&self, entries: &mut Vec<Entry<'a>>) {
        let is_told = |key_result: Option<KeyResultIx>| {
            self.objective.amendments.iter().any(|amendment: &Amendment| {
                let (of, key) = named(self.objective, &amendment.what);
                of == key_result && is_giving_up(key)
            })
        };
        let key_results = (0..self.objective.key_results.len()).map(|at| Some(KeyResultIx(at)));
        for key_result in [None].into_iter().chain(key_results) {
            if let Some(dropped) = self.dropped(key_result).filter(|_| !is_told(key_result)) {
                entries.push(Entry {
                    date: Some(dropped.date),
                    ix: self.ix,
                    key_result,
                    what: What::GivenUp,
                    why: Some(&dropped.reason),
                    commit: None,
                });
            }
        }
    }

    /// What moved and no amendment names.
    fn moved(&self, entries: &mut Vec<Entry<'a>>) {
        let chronicle = self.site.inputs.chronicle;
        for moved in &chronicle[self.ix].moves {
            if moved.amendment.is_none() && is_of_interest(moved.kind) {
                let key_result = moved.key_result.as_ref().and_then(|id| place(self.objective, id));
                entries.push(Entry {
                    date: self.day(moved.commit.is_some(), chronicle.commit(moved.commit)),
                    ix: self.ix,
                    key_result,
                    what: What::Moved(moved),
                    why: None,
                    commit: chronicle.commit(moved.commit),
                });
            }
        }
    }

    fn rewritten(&self, entries: &mut Vec<Entry<'a>>) {
        let chronicle = self.site.inputs.chronicle;
        for edit in &chronicle[self.ix].edits {
            let commit = chronicle.commit(edit.commit);
            entries.push(Entry {
                date: self.day(edit.commit.is_some(), commit),
                ix: self.ix,
                key_result: edit.key_result(),
                what: What::Rewritten(edit),
                why: None,
                commit,
            });
        }
    }

    /// What is not committed is of today.
    fn day(&self, is_committed: bool, commit: Option<&Commit>) -> Option<Date> {
        match is_committed {
            true => commit.and_then(|commit| commit.day),
            false => Some(self.site.inputs.standing.as_of),
        }
    }

    fn dropped(&self, key_result: Option<KeyResultIx>) -> Option<&'a Dropped> {
        match key_result {
            Some(kr) => self.objective.key_results[kr.0].dropped.as_deref(),
            None => self.objective.dropped.as_deref(),
        }
    }
}

/// Whether a move belongs here without an amendment that names it: what is measured and how much, not who does it.
fn is_of_interest(kind: Kind) -> bool {
    kind.moves_the_goal_posts()
        || matches!(
            kind,
            Kind::Unit
                | Kind::Weight
                | Kind::Type
                | Kind::Period
                | Kind::KeyResultAdded
                | Kind::KeyResultRemoved
        )
}

fn is_giving_up(key: &str) -> bool {
    key == "dropped" || key == "reason"
}

/// `nps.target` is a key of a key result, `owner` one of the objective.
fn named<'a>(objective: &Objective, what: &'a str) -> (Option<KeyResultIx>, &'a str) {
    let Some((id, key)) = what.split_once('.') else {
        return (None, what);
    };
    match place(objective, id) {
        Some(place) => (Some(place), key),
        None => (None, what),
    }
}

fn place(objective: &Objective, id: &str) -> Option<KeyResultIx> {
    let mut ids = objective.key_results.iter();
    ids.position(|kr| kr.id.value == id).map(KeyResultIx)
}

/// Whether the reason of a change is asked for: it moves what was promised, and not only fills it in.
pub fn asks_why(entry: &Entry<'_>) -> bool {
    match entry.what {
        What::Moved(moved) => moved.kind.moves_the_goal_posts(),
        What::Amended(_) | What::GivenUp | What::Rewritten(_) => false,
    }
}
