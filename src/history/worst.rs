//! Which teams need a look first.

use super::{GroupStanding, PeriodState};

/// The places of `teams`, those first that have most objectives off track or silent; among equals, and after the end, the
/// one further behind the pace, then the one that stands first.
pub fn first(teams: &[(&str, &GroupStanding)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..teams.len()).collect();
    order.sort_by(|&a, &b| {
        let (of_a, of_b) = (teams[a].1, teams[b].1);
        (need(of_b).cmp(&need(of_a)))
            .then(gap(of_b).total_cmp(&gap(of_a)))
            .then(a.cmp(&b))
    });
    order
}

/// How many objectives are off track, stale or without a check-in; after the end only scores speak.
fn need(team: &GroupStanding) -> usize {
    if team.state == PeriodState::Closed {
        return 0;
    }
    team.mix.off_track + team.mix.stale + team.mix.no_check_in
}

fn gap(team: &GroupStanding) -> f64 {
    match (team.expected, team.score) {
        (Some(expected), Some(score)) => expected - score,
        (Some(expected), None) => expected,
        (None, _) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Mix;

    fn team(off_track: usize, score: f64) -> GroupStanding {
        GroupStanding {
            state: PeriodState::Active,
            score: Some(score),
            expected: Some(0.5),
            objectives: Vec::new(),
            mix: Mix {
                off_track,
                ..Mix::default()
            },
        }
    }

    #[test]
    fn those_with_most_to_look_at_come_first_then_those_furthest_behind() {
        let (calm, behind, worst) = (team(0, 0.6), team(0, 0.1), team(2, 0.5));
        let order = first(&[("a", &calm), ("b", &behind), ("c", &worst)]);
        assert_eq!(order, [2, 1, 0]);
    }
}
