//! Teams and people: declared ones, and those that files name.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use foldhash::fast::RandomState;

use crate::config::Config;
use crate::model::{Objective, Person, Retrospective, Team};

/// Every team, by id.
pub fn teams(config: &Config, objectives: &[Objective], retrospectives: &[Retrospective]) -> Vec<Team> {
    let declared = config.teams.iter().flatten();
    let mut teams: BTreeMap<&str, Team> = declared
        .map(|(id, setting)| {
            let team = Team {
                id: id.clone(),
                name: setting.name.clone().unwrap_or_else(|| id.clone()),
                parent: setting.parent.as_ref().map(|parent| parent.value.clone()),
                members: setting
                    .members
                    .iter()
                    .map(|member| member.value.clone())
                    .collect(),
            };
            (id.as_str(), team)
        })
        .collect();
    let named = objectives
        .iter()
        .map(|one| one.team.as_str())
        .chain(retrospectives.iter().filter_map(|one| one.team.as_deref()));
    for id in once_each(named) {
        teams.entry(id).or_insert_with(|| Team {
            id: id.to_owned(),
            name: id.to_owned(),
            parent: None,
            members: Vec::new(),
        });
    }
    teams.into_values().collect()
}

/// Each name once, in no order: a thousand people are named in a hundred thousand places.
fn once_each<'a>(names: impl Iterator<Item = &'a str>) -> HashSet<&'a str, RandomState> {
    names.collect()
}

/// Every handle, by id, once however it is capitalised: as it is declared, else as it is written most plainly.
pub fn people(config: &Config, teams: &[Team], objectives: &[Objective]) -> Vec<Person> {
    let is_team: BTreeSet<&str> = teams.iter().map(|team| team.id.as_str()).collect();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for (handle, setting) in config.people.iter().flatten() {
        let person = Person {
            id: handle.clone(),
            name: setting.name.clone().unwrap_or_else(|| handle.clone()),
            github: setting.github.clone(),
        };
        people.insert(handle.to_ascii_lowercase(), person);
    }
    let declared: BTreeSet<String> = people.keys().cloned().collect();
    let members = teams
        .iter()
        .flat_map(|team| team.members.iter().map(String::as_str));
    let named = objectives.iter().flat_map(|objective| {
        let contributors = objective
            .contributors
            .iter()
            .chain(objective.key_results.iter().flat_map(|one| &one.contributors));
        let contributors = contributors
            .map(|one| one.as_str())
            .filter(|one| !is_team.contains(one));
        let owners = objective
            .owner
            .iter()
            .chain(objective.key_results.iter().filter_map(|one| one.owner.as_ref()));
        owners.map(|one| one.as_str()).chain(contributors)
    });
    for handle in once_each(members.chain(named)) {
        let key = handle.to_ascii_lowercase();
        if declared.contains(&key) {
            continue;
        }
        let person = people.entry(key).or_insert_with(|| Person {
            id: handle.to_owned(),
            name: handle.to_owned(),
            github: None,
        });
        // Small letters sort last: of `Ana` and `ana`, in whichever file, it is `ana`.
        if handle > person.id.as_str() {
            handle.clone_into(&mut person.id);
            handle.clone_into(&mut person.name);
        }
    }
    let mut people: Vec<Person> = people.into_values().collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people
}
