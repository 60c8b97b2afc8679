//! The score against the calendar: where it should be on a day, and what that suggests.

use jiff::civil::Date;

use crate::config::Scoring;
use crate::model::{Ambition, KeyResult, Measure, Metric, Period, Status};
use crate::score::{above, at_least, difference, metric};

/// Days from `start` to `day`; negative when `day` is the earlier one.
pub fn days(start: Date, day: Date) -> i64 {
    day.duration_since(start).as_hours() / 24
}

/// Elapsed time of a period, 0 on and before its first day, 1 on and after its last, by days. `None` without an end.
pub fn elapsed(period: &Period, day: Date) -> Option<f64> {
    let end = period.end?;
    if day >= end {
        Some(1.0)
    } else if day <= period.start {
        Some(0.0)
    } else {
        Some(days(period.start, day) as f64 / days(period.start, end) as f64)
    }
}

/// The score that the pace wants of a key result on a day: `goal × elapsed`, or, with a plan, the score of the planned
/// value. `None` for milestones, judged and maintained ones, guards, periods without an end and `scoring: projection`,
/// and for a plan whose values cannot be scored because the start is unknown.
pub fn expected(key_result: &KeyResult, ambition: Ambition, period: &Period, day: Date) -> Option<f64> {
    if period.scoring == Scoring::Projection || key_result.guards.is_some() {
        return None;
    }
    let straight = || Some(ambition.goal() * elapsed(period, day)?);
    match &key_result.measure {
        Measure::Metric(plain) if plain.plan.is_empty() => straight(),
        Measure::Metric(planned) => metric::score(planned, planned_value(planned, period, day)?),
        Measure::Steps(_) => straight(),
        Measure::Maintain { .. } | Measure::Milestone | Measure::Judged => None,
    }
}

/// Where a plan wants the value on a day, straight between its dates. It begins at the start on the period's first day
/// and ends at the target on the last, unless it names another value for that day. `None` without a plan, a start, a
/// target or an end.
pub fn planned_value(metric: &Metric, period: &Period, day: Date) -> Option<f64> {
    let (first, last) = (metric.plan.first()?, metric.plan.last()?);
    let end = period.end?;
    let mut before = (period.start, metric.start?);
    if first.0 <= period.start {
        before = *first;
    }
    let after = (last.0 < end).then_some((end, metric.target?));
    for point in metric.plan.iter().copied().chain(after) {
        if day < point.0 {
            let way = days(before.0, point.0);
            let gone = days(before.0, day).max(0);
            let share = if way > 0 { gone as f64 / way as f64 } else { 1.0 };
            return Some(before.1 * (1.0 - share) + point.1 * share);
        }
        before = point;
    }
    Some(before.1)
}

/// `expected − score`; exactly 0 when both are the same to 12 significant digits.
pub fn gap(expected: f64, score: f64) -> f64 {
    difference(expected, score)
}

/// What a gap suggests: none left is on track, up to a quarter of the goal at risk, more off track. Nothing while less
/// than a tenth of the time is over.
pub fn suggestion(gap: f64, ambition: Ambition, elapsed: f64) -> Option<Status> {
    if !at_least(elapsed, 0.1) {
        None
    } else if !above(gap, 0.0) {
        Some(Status::OnTrack)
    } else if !above(gap, ambition.goal() / 4.0) {
        Some(Status::AtRisk)
    } else {
        Some(Status::OffTrack)
    }
}

/// What a projected score suggests, by its band once it is rounded to one decimal: 0–0.3 off track, 0.4–0.6 at risk,
/// 0.7–1 on track.
pub fn projected(score: f64) -> Status {
    // Half away from zero: 0.65 is 0.7, and 0.35 is 0.4.
    if at_least(score, 0.65) {
        Status::OnTrack
    } else if at_least(score, 0.35) {
        Status::AtRisk
    } else {
        Status::OffTrack
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::few::Few;
    use crate::model::KeyResultIx;
    use crate::score::round12;
    use crate::source::{Span, Spanned};

    fn quarter() -> Period {
        Period {
            id: "2026-Q3".to_owned(),
            name: "2026-Q3".to_owned(),
            start: date(2026, 7, 1),
            end: Some(date(2026, 9, 30)),
            scoring: Scoring::Progress,
            page: None,
        }
    }

    fn key_result(measure: Measure) -> KeyResult {
        KeyResult {
            id: Spanned::new("nps".to_owned(), Span::default()),
            title: Spanned::new("NPS".to_owned(), Span::default()),
            owner: None,
            contributors: Few::new(),
            weight: 1.0,
            tags: Few::new(),
            links: Few::new(),
            allow: Few::new(),
            dropped: None,
            guards: None,
            unit: None,
            measure,
            span: Span::default(),
        }
    }

    fn metric(start: f64, target: f64, plan: &[(Date, f64)]) -> Measure {
        Measure::Metric(Metric {
            start: Some(start),
            target: Some(target),
            rubric: Few::new(),
            plan: plan.to_vec().into(),
        })
    }

    #[test]
    fn time_runs_from_0_on_the_first_day_to_1_on_the_last() {
        let check = |day: Date, expected: f64| {
            let elapsed = elapsed(&quarter(), day).expect("the quarter ends");
            assert!((elapsed - expected).abs() < 5e-5, "{day}: {elapsed}");
        };
        check(date(2026, 6, 1), 0.0);
        check(date(2026, 7, 1), 0.0);
        check(date(2026, 7, 31), 0.3297);
        check(date(2026, 8, 15), 0.4945);
        check(date(2026, 8, 31), 0.6703);
        check(date(2026, 9, 30), 1.0);
        check(date(2026, 10, 3), 1.0);
    }

    #[test]
    fn a_one_day_period_is_over_on_its_day() {
        let day = date(2026, 7, 1);
        let one_day = Period {
            end: Some(day),
            ..quarter()
        };
        assert_eq!(elapsed(&one_day, day), Some(1.0));
        assert_eq!(elapsed(&one_day, date(2026, 6, 30)), Some(0.0));
        assert_eq!(
            elapsed(
                &Period {
                    end: None,
                    ..quarter()
                },
                day
            ),
            None
        );
    }

    #[test]
    fn the_pace_leads_to_the_goal() {
        let plain = key_result(metric(0.0, 10.0, &[]));
        let check = |ambition, day, wanted: f64| {
            let expected = expected(&plain, ambition, &quarter(), day).expect("it has a pace");
            assert!((expected - wanted).abs() < 5e-5, "{day}: {expected}");
        };
        check(Ambition::Aspirational, date(2026, 7, 31), 0.7 * 0.3297);
        check(Ambition::Aspirational, date(2026, 9, 30), 0.7);
        check(Ambition::Aspirational, date(2026, 10, 3), 0.7);
        check(Ambition::Committed, date(2026, 8, 31), 0.6703);
        check(Ambition::Committed, date(2026, 12, 31), 1.0);
    }

    #[test]
    fn some_have_no_pace() {
        let day = date(2026, 8, 31);
        let none = |key_result: &KeyResult, period: &Period| {
            assert_eq!(expected(key_result, Ambition::Aspirational, period, day), None);
        };
        let plain = key_result(metric(0.0, 10.0, &[]));
        none(&key_result(Measure::Milestone), &quarter());
        none(&key_result(Measure::Judged), &quarter());
        none(
            &key_result(Measure::Maintain {
                min: None,
                max: Some(5.0),
            }),
            &quarter(),
        );
        none(
            &KeyResult {
                guards: Some(KeyResultIx(0)),
                ..plain.clone()
            },
            &quarter(),
        );
        none(
            &plain,
            &Period {
                end: None,
                ..quarter()
            },
        );
        none(
            &plain,
            &Period {
                scoring: Scoring::Projection,
                ..quarter()
            },
        );
        assert!(
            expected(
                &key_result(Measure::Steps(Vec::new())),
                Ambition::Aspirational,
                &quarter(),
                day
            )
            .is_some()
        );
    }

    #[test]
    fn a_plan_is_straight_between_its_dates() {
        let plan = [(date(2026, 7, 31), 8.0), (date(2026, 8, 31), 6.0)];
        let check = |plan: &[(Date, f64)], day: Date, value: f64, score: f64| {
            let Measure::Metric(planned) = metric(10.0, 2.0, plan) else {
                unreachable!()
            };
            assert_eq!(
                planned_value(&planned, &quarter(), day).map(round12),
                Some(round12(value)),
                "{day}"
            );
            let expected = expected(
                &key_result(Measure::Metric(planned)),
                Ambition::Aspirational,
                &quarter(),
                day,
            );
            assert_eq!(expected.map(round12), Some(round12(score)), "{day}");
        };
        check(&plan, date(2026, 6, 1), 10.0, 0.0);
        check(&plan, date(2026, 7, 1), 10.0, 0.0);
        check(&plan, date(2026, 7, 16), 9.0, 0.125);
        check(&plan, date(2026, 7, 31), 8.0, 0.25);
        check(&plan, date(2026, 8, 31), 6.0, 0.5);
        check(&plan, date(2026, 9, 15), 4.0, 0.75);
        check(&plan, date(2026, 9, 30), 2.0, 1.0);
        check(&plan, date(2026, 10, 5), 2.0, 1.0);
        check(&[(date(2026, 9, 30), 4.0)], date(2026, 9, 30), 4.0, 0.75);
        check(&[(date(2026, 7, 1), 6.0)], date(2026, 7, 1), 6.0, 0.5);
    }

    #[test]
    fn a_gap_suggests_a_status() {
        let check = |gap, ambition, elapsed, expected| {
            assert_eq!(
                suggestion(gap, ambition, elapsed),
                expected,
                "{gap} after {elapsed}"
            );
        };
        use Ambition::{Aspirational, Committed};
        check(-0.1, Aspirational, 0.5, Some(Status::OnTrack));
        check(gap(0.1 + 0.2, 0.3), Aspirational, 0.5, Some(Status::OnTrack));
        check(0.001, Aspirational, 0.5, Some(Status::AtRisk));
        check(0.175, Aspirational, 0.5, Some(Status::AtRisk));
        check(0.1751, Aspirational, 0.5, Some(Status::OffTrack));
        check(0.25, Committed, 0.5, Some(Status::AtRisk));
        check(0.2501, Committed, 0.5, Some(Status::OffTrack));
        check(0.5, Committed, 0.0999, None);
        check(0.5, Committed, 0.1, Some(Status::OffTrack));
    }

    #[test]
    fn a_projected_score_suggests_its_band() {
        let check = |score, expected| assert_eq!(projected(score), expected, "{score}");
        check(0.0, Status::OffTrack);
        check(0.3499, Status::OffTrack);
        check(0.35, Status::AtRisk);
        check(0.6499, Status::AtRisk);
        check(0.65, Status::OnTrack);
        check(1.0, Status::OnTrack);
    }

    proptest! {
        #[test]
        fn a_pace_is_between_0_and_1(start in -100.0..100.0f64, target in 101.0..200.0f64, value in -500.0..500.0f64, day in 0i64..200) {
            let day = date(2026, 6, 1).checked_add(jiff::Span::new().days(day)).expect("in range");
            let planned = key_result(metric(start, target, &[(date(2026, 8, 1), value)]));
            let pace = expected(&planned, Ambition::Committed, &quarter(), day).expect("it has a pace");
            prop_assert!((0.0..=1.0).contains(&pace));
        }
    }
}
