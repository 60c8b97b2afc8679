//! Who has what: built once, so that no page looks for its rows among all there are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use crate::history::{GroupStanding, PeriodState, Standing, now, outcome};
use crate::model::{Book, KeyResultIx, ObjectiveIx, PeriodIx, Person, Team};

/// Objectives and key results by who has them. Only objectives that have a page are in it.
pub struct Index<'a> {
    periods: Vec<Vec<ObjectiveIx>>,
    teams: BTreeMap<&'a str, Vec<ObjectiveIx>>,
    teams_by_id: HashMap<&'a str, &'a Team, RandomState>,
    children: Vec<Vec<ObjectiveIx>>,
    people: HashMap<Cow<'a, str>, usize, RandomState>,
    owned: Vec<Owned>,
    memberships: Vec<Vec<&'a str>>,
    subteams: BTreeMap<&'a str, Vec<&'a str>>,
    standings: Vec<Vec<(&'a str, &'a GroupStanding)>>,
    current: Option<PeriodIx>,
    running: Vec<PeriodIx>,
    carried_over: BTreeSet<ObjectiveIx>,
}

/// What somebody answers for.
#[derive(Debug, Default)]
pub struct Owned {
    /// Objectives, by id.
    pub objectives: Vec<ObjectiveIx>,
    /// Key results, by id of their objective, then in file order.
    pub key_results: Vec<(ObjectiveIx, KeyResultIx)>,
    /// Objectives of others to which they contribute, or to one of whose key results; by id.
    pub contributes: Vec<ObjectiveIx>,
}

impl<'a> Index<'a> {
    /// Goes once through the book; `shows` says which objectives have a page.
    pub fn new(
        book: &'a Book,
        standing: &'a Standing,
        shows: impl Fn(&crate::model::Objective) -> bool,
    ) -> Index<'a> {
        let people: HashMap<Cow<'a, str>, usize, RandomState> = book
            .people
            .iter()
            .enumerate()
            .map(|(at, person)| (in_lower_case(&person.id), at))
            .collect();
        let mut index = Index {
            periods: vec![Vec::new(); book.periods.len()],
            teams: BTreeMap::new(),
            teams_by_id: book.teams.iter().map(|team| (team.id.as_str(), team)).collect(),
            children: vec![Vec::new(); book.objectives.len()],
            people,
            owned: book.people.iter().map(|_| Owned::default()).collect(),
            memberships: vec![Vec::new(); book.people.len()],
            subteams: BTreeMap::new(),
            standings: vec![Vec::new(); book.periods.len()],
            current: now::current(book, standing),
            running: Vec::new(),
            carried_over: outcome::carried_over(book),
        };
        for (at, objective) in book.objectives.iter().enumerate() {
            if shows(objective) {
                index.add(book, ObjectiveIx(at));
            }
        }
        for team in &book.teams {
            for member in &team.members {
                if let Some(&at) = index.people.get(&in_lower_case(member)) {
                    index.memberships[at].push(&team.id);
                }
            }
            if let Some(parent) = &team.parent {
                index.subteams.entry(parent).or_default().push(&team.id);
            }
        }
        for ((team, period), group) in &standing.teams {
            index.standings[period.0].push((team, group));
        }
        index.running = running(standing, index.current, &index.periods);
        index
    }

    fn add(&mut self, book: &'a Book, ix: ObjectiveIx) {
        let objective = &book[ix];
        self.periods[objective.period.0].push(ix);
        self.teams.entry(&objective.team.value).or_default().push(ix);
        let parent = objective.parent.as_ref().and_then(|parent| parent.objective());
        if let Some(parent) = parent.filter(|&parent| parent != ix) {
            self.children[parent.0].push(ix);
        }
        let owner = objective.owner.as_ref().and_then(|owner| self.place(owner));
        if let Some(owner) = owner {
            self.owned[owner].objectives.push(ix);
        }
        for (at, key_result) in objective.key_results.iter().enumerate() {
            let owner = key_result.owner.as_ref().and_then(|owner| self.place(owner));
            if let Some(owner) = owner {
                self.owned[owner].key_results.push((ix, KeyResultIx(at)));
            }
        }
        let of_key_results = objective.key_results.iter().flat_map(|kr| &kr.contributors);
        for handle in objective.contributors.iter().chain(of_key_results) {
            let place = self.place(handle).filter(|&place| Some(place) != owner);
            if let Some(contributes) = place.map(|place| &mut self.owned[place].contributes)
                && contributes.last() != Some(&ix)
            {
                contributes.push(ix);
            }
        }
    }

    fn place(&self, handle: &str) -> Option<usize> {
        self.people.get(&in_lower_case(handle)).copied()
    }

    /// The objectives of a period, by id: also those that count nowhere.
    pub fn of_period(&self, period: PeriodIx) -> &[ObjectiveIx] {
        &self.periods[period.0]
    }

    /// The team of an id.
    pub fn team(&self, id: &str) -> Option<&'a Team> {
        self.teams_by_id.get(id).copied()
    }

    /// The objectives of a team, of every period, by id.
    pub fn of_team(&self, team: &str) -> &[ObjectiveIx] {
        self.teams.get(team).map_or(&[], Vec::as_slice)
    }

    /// The objectives that name this one or one of its key results as their parent, by id: also drafts and dropped ones.
    pub fn children(&self, of: ObjectiveIx) -> &[ObjectiveIx] {
        &self.children[of.0]
    }

    /// What the person at this place of [`Book::people`] answers for.
    pub fn owned(&self, person: usize) -> &Owned {
        &self.owned[person]
    }

    /// The teams of the person at this place of [`Book::people`].
    pub fn memberships(&self, person: usize) -> &[&'a str] {
        &self.memberships[person]
    }

    /// The person of a handle. Handles compare without case.
    pub fn person<'b>(&self, book: &'b Book, handle: &str) -> Option<&'b Person> {
        self.place(handle).map(|at| &book.people[at])
    }

    /// The teams right below a team, by id.
    pub fn subteams(&self, team: &str) -> &[&'a str] {
        self.subteams.get(team).map_or(&[], Vec::as_slice)
    }

    /// The teams that have objectives that count in a period, by id.
    pub fn teams_of(&self, period: PeriodIx) -> &[(&'a str, &'a GroupStanding)] {
        &self.standings[period.0]
    }

    /// Where a team stands in a period.
    pub fn team_in(&self, team: &str, period: PeriodIx) -> Option<&'a GroupStanding> {
        let teams = &self.standings[period.0];
        let at = teams.binary_search_by(|(id, _)| (*id).cmp(team)).ok()?;
        Some(teams[at].1)
    }

    /// Whether a retrospective of its period carries an objective over.
    pub fn is_carried_over(&self, ix: ObjectiveIx) -> bool {
        self.carried_over.contains(&ix)
    }

    /// The objectives that retrospectives of their periods carry over.
    pub fn carried_over(&self) -> &BTreeSet<ObjectiveIx> {
        &self.carried_over
    }

    /// The period that the site opens with.
    pub fn current(&self) -> Option<PeriodIx> {
        self.current
    }

    /// The periods that pages about "now" speak of: the current one, then the others that run and have objectives,
    /// the latest first.
    pub fn running(&self) -> &[PeriodIx] {
        &self.running
    }
}

/// Most handles are.
pub(super) fn in_lower_case(handle: &str) -> Cow<'_, str> {
    match handle.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => handle.to_ascii_lowercase().into(),
        false => handle.into(),
    }
}

fn running(standing: &Standing, current: Option<PeriodIx>, shown: &[Vec<ObjectiveIx>]) -> Vec<PeriodIx> {
    let others = (0..standing.periods.len()).rev().filter(|&at| {
        standing.periods[at].state == PeriodState::Active
            && !shown[at].is_empty()
            && current != Some(PeriodIx(at))
    });
    current.into_iter().chain(others.map(PeriodIx)).collect()
}
