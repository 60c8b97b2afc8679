//! Which objective a tail of an id means: the whole id first, then the same period and periods that contain it, then
//! anywhere. One index for all references, so that ten thousand of them are no more than ten thousand look-ups.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::typed::nearest;
use crate::model::{Period, PeriodIx};

/// How many ids a message lists.
const LISTED: usize = 5;

/// How many comparisons all proposals for unknown references may cost together. Beyond it they go without one.
const PROPOSALS: usize = 1_000_000;

/// The most edits between a name and one that is near it.
const EDITS: usize = 3;

/// An objective that can be meant, by an id that it has or had.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its id, or a former one.
    pub id: &'a str,
    /// Which one: the caller's number.
    pub objective: usize,
    /// Its period, where that is known.
    pub period: Option<PeriodIx>,
}

/// What a reference means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// One objective, by the caller's number.
    One(usize),
    /// Several: the first ids, and how many there are.
    Several(Vec<String>, usize),
    /// None: the nearest id.
    None(Option<String>),
}

/// Every id, and every tail of one that somebody wrote.
pub struct Index<'a> {
    named: &'a [Named<'a>],
    periods: &'a [Period],
    whole: HashMap<&'a str, usize, RandomState>,
    tails: HashMap<&'a str, Vec<u32>, RandomState>,
    /// What was found for a tail in a period: many references ask the same.
    known: HashMap<(String, Option<PeriodIx>), Hits, RandomState>,
    proposals_left: usize,
}

/// The objectives of one level, the first few of them, in the order of `named`.
#[derive(Clone, Debug, Default)]
struct Hits {
    first: Vec<u32>,
    count: usize,
}

impl<'a> Index<'a> {
    /// Ids first, former ids behind them: of a name that both have, the one that holds it now is meant. `written`: whatever
    /// will be asked for; a tail that is not among it is not known.
    pub fn new(
        named: &'a [Named<'a>],
        periods: &'a [Period],
        written: impl Iterator<Item = &'a str>,
    ) -> Index<'a> {
        let mut whole = HashMap::with_capacity_and_hasher(named.len(), RandomState::default());
        for (at, one) in named.iter().enumerate() {
            whole.entry(one.id).or_insert(at);
        }
        let is_tail = |written: &&str| !whole.contains_key(written);
        let mut tails: HashMap<&str, Vec<u32>, RandomState> =
            written.filter(is_tail).map(|tail| (tail, Vec::new())).collect();
        // How many parts they have: most repositories name the others with as many.
        let lengths: BTreeSet<usize> = tails.keys().map(|tail| parts(tail)).collect();
        if !lengths.is_empty() {
            for (at, one) in named.iter().enumerate() {
                for tail in lengths.iter().filter_map(|&length| last_parts(one.id, length)) {
                    if let Some(tail) = tails.get_mut(tail) {
                        tail.push(at as u32);
                    }
                }
            }
        }
        Index {
            named,
            periods,
            whole,
            tails,
            known: HashMap::default(),
            proposals_left: PROPOSALS,
        }
    }

    /// What `written`, the part before a `#`, means when it is a whole id: the same wherever it is written.
    pub fn whole_id(&self, written: &str) -> Option<Meaning> {
        let at = *self.whole.get(written)?;
        Some(Meaning::One(self.named[at].objective))
    }

    /// What `written` means in a file of this period. `own`: the objective that says it, which does not mean itself as
    /// long as there is another.
    pub fn find(&mut self, written: &str, period: Option<PeriodIx>, own: Option<usize>) -> Meaning {
        if let Some(meaning) = self.whole_id(written) {
            return meaning;
        }
        debug_assert!(
            self.tails.contains_key(written),
            "only what was announced is known"
        );
        for level in period.map(Some).into_iter().chain([None]) {
            let hits = self.hits(written, level);
            match self.one_of(&hits, own) {
                Meaning::None(_) => {}
                meaning => return meaning,
            }
        }
        let only_own = self
            .tails
            .get(written)
            .and_then(|tail| tail.first())
            .map(|&at| self.named[at as usize].objective);
        match only_own {
            Some(objective) => Meaning::One(objective),
            None => Meaning::None(self.proposal(written)),
        }
    }

    /// The hits of a tail: in a period and those that contain it, or anywhere.
    fn hits(&mut self, written: &str, period: Option<PeriodIx>) -> Hits {
        let key = (written.to_owned(), period);
        if let Some(hits) = self.known.get(&key) {
            return hits.clone();
        }
        let mut hits = Hits::default();
        let mut last = None;
        for &at in self.tails.get(written).map_or(&[][..], Vec::as_slice) {
            let one = &self.named[at as usize];
            let near = match (period, one.period) {
                (None, _) => true,
                (Some(mine), Some(theirs)) => {
                    mine == theirs || self.periods[theirs.0].contains(&self.periods[mine.0])
                }
                (Some(_), None) => false,
            };
            // An objective may be hit by its id and by former ones.
            if !near
                || last == Some(one.objective)
                || hits
                    .first
                    .iter()
                    .any(|&hit| self.named[hit as usize].objective == one.objective)
            {
                continue;
            }
            last = Some(one.objective);
            hits.count += 1;
            // One more than is listed: the one that asks is left out.
            if hits.first.len() <= LISTED {
                hits.first.push(at);
            }
        }
        self.known.insert(key, hits.clone());
        hits
    }

    fn one_of(&self, hits: &Hits, own: Option<usize>) -> Meaning {
        let others: Vec<&Named<'_>> = hits
            .first
            .iter()
            .map(|&at| &self.named[at as usize])
            .filter(|one| Some(one.objective) != own)
            .collect();
        let count = hits.count - (hits.first.len() - others.len());
        match others[..] {
            [] => Meaning::None(None),
            [one] if count == 1 => Meaning::One(one.objective),
            _ => Meaning::Several(
                others.iter().take(LISTED).map(|one| one.id.to_owned()).collect(),
                count,
            ),
        }
    }

    /// The id that was almost written: compared by tails of as many parts.
    fn proposal(&mut self, written: &str) -> Option<String> {
        let bare = written.trim_start_matches("objectives/").trim_end_matches(".md");
        if bare != written
            && let Some(&at) = self.whole.get(bare)
        {
            return Some(self.named[at].id.to_owned());
        }
        if written.len() > 200 || self.proposals_left < self.named.len() {
            return None;
        }
        self.proposals_left -= self.named.len();
        let parts = parts(bare);
        let length = bare.chars().count();
        let letters = Letters::of(bare);
        let mut best: Option<(&str, &str)> = None;
        let tails = self.named.iter().filter_map(|one| {
            let tail = last_parts(one.id, parts).unwrap_or(one.id);
            let may_be_near = tail.len().abs_diff(length) <= EDITS && letters.may_become(tail);
            may_be_near.then_some((tail, one.id))
        });
        for (tail, id) in tails {
            let known = best.map(|(tail, _)| tail).into_iter().chain([tail]);
            if nearest(bare, known) == Some(tail) && best.is_none_or(|(before, _)| before != tail) {
                best = Some((tail, id));
            }
        }
        best.map(|(_, id)| id.to_owned())
    }
}

/// How many parts an id, or a tail of one, has.
fn parts(id: &str) -> usize {
    id.matches('/').count() + 1
}

/// The last so many parts of an id; `None` when it has fewer.
fn last_parts(id: &str, parts: usize) -> Option<&str> {
    let mut cuts = id.rmatch_indices('/').map(|(cut, _)| cut);
    match cuts.nth(parts - 1) {
        Some(cut) => Some(&id[cut + 1..]),
        None => (self::parts(id) == parts).then_some(id),
    }
}

/// How often each letter occurs in a name, whatever its case: most names differ too much in that to be looked at twice.
struct Letters {
    counts: [i16; 128],
    /// Whether there are no others.
    is_ascii: bool,
}

impl Letters {
    fn of(name: &str) -> Letters {
        let mut counts = [0; 128];
        for byte in name.bytes().filter(u8::is_ascii) {
            counts[usize::from(byte.to_ascii_lowercase())] += 1;
        }
        Letters {
            counts,
            is_ascii: name.is_ascii(),
        }
    }

    /// Whether so few edits as a slip has can make `other` of it: each takes one letter, brings one, or does both.
    fn may_become(&self, other: &str) -> bool {
        if !self.is_ascii || !other.is_ascii() {
            return true;
        }
        let mut counts = self.counts;
        for byte in other.bytes() {
            counts[usize::from(byte.to_ascii_lowercase())] -= 1;
        }
        let differing: i16 = counts.iter().map(|count| count.abs()).sum();
        usize::from(differing.unsigned_abs()) <= 2 * EDITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Scoring;

    fn periods() -> Vec<Period> {
        [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-Q2", "2026-04-01", "2026-06-30"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
        ]
        .into_iter()
        .map(|(id, start, end)| Period {
            id: id.to_owned(),
            name: id.to_owned(),
            start: start.parse().expect("a date"),
            end: Some(end.parse().expect("a date")),
            scoring: Scoring::Progress,
            page: None,
        })
        .collect()
    }

    /// Objectives lie in the folder of their period; `old:` ones are aliases of the first objective.
    fn check(ids: &[&str], period: usize, own: Option<usize>, written: &str, expected: &str) {
        let periods = periods();
        let named: Vec<Named<'_>> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| {
                let period = periods
                    .iter()
                    .position(|period| id.starts_with(&format!("{}/", period.id)));
                let objective = if id.starts_with("old/") { 0 } else { at };
                Named {
                    id,
                    objective,
                    period: period.map(PeriodIx),
                }
            })
            .collect();
        let mut index = Index::new(&named, &periods, [written].into_iter());
        for _ in 0..2 {
            let found = match index.find(written, Some(PeriodIx(period)), own) {
                Meaning::One(at) => ids[at].to_owned(),
                Meaning::Several(ids, count) => format!("{count}: {}", ids.join(" ")),
                Meaning::None(near) => format!("none, {}", near.as_deref().unwrap_or("nothing near")),
            };
            assert_eq!(found, expected, "{written} in {ids:?}");
        }
    }

    #[test]
    fn a_tail_means_the_nearest_objective() {
        let all = [
            "2026/company/grow",
            "2026-Q2/support/grow",
            "2026-Q3/support/grow",
            "2026-Q3/support/hire",
            "other/hire",
        ];
        check(&all, 2, None, "2026-Q2/support/grow", "2026-Q2/support/grow");
        check(&all, 2, None, "company/grow", "2026/company/grow");
        check(&all, 2, None, "support/grow", "2026-Q3/support/grow");
        check(&all, 1, None, "support/grow", "2026-Q2/support/grow");
        check(&all, 2, None, "hire", "2026-Q3/support/hire");
        check(&all, 0, None, "grow", "2026/company/grow");
        check(&all, 0, None, "hire", "2: 2026-Q3/support/hire other/hire");
        check(&all, 2, None, "grow", "2: 2026/company/grow 2026-Q3/support/grow");
        check(&all, 1, None, "other/hire", "other/hire");
        check(&all, 2, None, "ow", "none, nothing near");
        check(&all, 2, None, "support/gorw", "none, 2026-Q2/support/grow");
        check(&all, 2, None, "objectives/other/hire.md", "none, other/hire");
        check(&["grow", "2026-Q3/grow"], 2, None, "grow", "grow");
    }

    #[test]
    fn an_objective_means_another_by_its_own_name() {
        let all = ["2026/company/grow", "2026-Q3/support/grow"];
        check(&all, 2, Some(1), "grow", "2026/company/grow");
        check(&all[1..], 2, Some(0), "grow", "2026-Q3/support/grow");
    }

    #[test]
    fn former_ids_still_lead_there() {
        let all = ["2026-Q3/support/grow", "old/support/grow", "old/name"];
        check(&all, 2, None, "old/name", "2026-Q3/support/grow");
        check(&all, 2, None, "name", "2026-Q3/support/grow");
        check(&all, 2, None, "support/grow", "2026-Q3/support/grow");
    }

    #[test]
    fn many_hits_are_counted_and_the_first_ones_listed() {
        let ids: Vec<String> = (0..9).map(|i| format!("t{i}/x")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        check(&ids, 2, None, "x", "9: t0/x t1/x t2/x t3/x t4/x");
        check(&ids, 2, Some(0), "x", "8: t1/x t2/x t3/x t4/x t5/x");
    }

    #[test]
    fn ten_thousand_references_to_ten_thousand_objectives_take_no_time() {
        let periods = periods();
        let ids: Vec<String> = (0..10_000).map(|i| format!("2026-Q3/team-{}/same", i)).collect();
        let named: Vec<Named<'_>> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| Named {
                id,
                objective: at,
                period: Some(PeriodIx(2)),
            })
            .collect();
        let unknown: Vec<String> = (0..10_000).map(|at| format!("nothing-like-{at}")).collect();
        let written = unknown.iter().map(String::as_str).chain(["same"]);
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let begun = std::time::Instant::now();
        let mut index = Index::new(&named, &periods, written);
        for (at, unknown) in unknown.iter().enumerate() {
            assert!(matches!(
                index.find("same", Some(PeriodIx(2)), Some(at)),
                Meaning::Several(..)
            ));
            assert_eq!(
                index.find(unknown, Some(PeriodIx(2)), Some(at)),
                Meaning::None(None)
            );
        }
        assert!(begun.elapsed().as_secs() < 10);
    }

    #[test]
    fn letters_never_tell_two_near_names_apart() {
        let names = [
            "first-contact",
            "First-Contakt",
            "frist-contact",
            "fist-contct",
            "first-contact-2",
            "über-uns",
            "uber-uns",
            "a",
            "b",
            "",
        ];
        for one in names {
            for other in names {
                if nearest(one, [other]).is_some() {
                    assert!(Letters::of(one).may_become(other), "{one} {other}");
                }
            }
        }
        assert!(!Letters::of("first-contact").may_become("retire-the-engine"));
    }
}
