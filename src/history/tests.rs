//! The table "question | rule" of the format's section on numbers, row by row; the example of the interface; and what
//! must hold whatever is written.

use jiff::civil::Date;
use proptest::prelude::*;

use super::fixture::*;
use super::*;
use crate::config::{Cadence, Scoring};
use crate::few::Few;
use crate::model::{Book, Measure, Metric, Step};
use crate::score::round12;

fn first(book: &Book, on_day: &str) -> ObjectiveStanding {
    on(book, day(on_day)).objectives.remove(0)
}

fn first_key_result(book: &Book, on_day: &str) -> KeyResultStanding {
    first(book, on_day).key_results.remove(0)
}

fn rounded(score: Option<f64>) -> Option<f64> {
    score.map(round12)
}

/// The score of the first objective on a day.
fn check(book: &Book, on_day: &str, expected: Option<f64>) {
    assert_eq!(
        rounded(first(book, on_day).score),
        rounded(expected),
        "on {on_day}"
    );
}

/// The example of the format, section 2, as the interface publishes it.
fn first_contact() -> Sketch {
    let step = |label: &str, score| Step {
        label: label.to_owned(),
        score,
    };
    objective("2026-Q3/support/first-contact")
        .metric("response-time", 9.0, 4.0)
        .but_metric(|metric| metric.rubric = vec![(0.3, 8.0), (0.7, 5.5)].into())
        .metric("csat", 4.0, 4.6)
        .but(|key_result| key_result.weight = 2.0)
        .at_most("reopened", 5.0)
        .but(|key_result| key_result.guards = Some(KeyResultIx(0)))
        .key_result(
            "help-centre",
            Measure::Steps(vec![
                step("Designed", 1.0 / 3.0),
                step("English live", 2.0 / 3.0),
                step("French live", 1.0),
            ]),
        )
        .check_in("2026-07-31 (on track)", &["response-time: 7.9", "csat: 4.1"])
        .check_in(
            "2026-08-31 (at risk)",
            &[
                "response-time: 6.2 (at risk)",
                "csat: 4.3 (on track, 0.7, 60%)",
                "reopened: 4.1",
                "help-centre: 2 (on track)",
            ],
        )
}

#[test]
fn the_example_of_the_interface_comes_out() {
    let book = book(quarter(), [first_contact()]);
    let standing = on(&book, day("2026-09-10"));
    let objective = &standing.objectives[0];
    assert_eq!(objective.status, Some(Status::AtRisk));
    assert_eq!(objective.suggested, Some(Status::OnTrack));
    assert!(!objective.stale && !objective.derived);
    assert_eq!(rounded(objective.score), Some(0.663666666667));
    assert_eq!((objective.scored, objective.counted), (3, 3));
    assert_eq!(objective.children_score, None);
    assert_eq!(rounded(objective.expected), Some(0.546153846154));
    assert_eq!(objective.forecast, None);
    assert_eq!(objective.last_check_in, Some(day("2026-08-31")));
    assert_eq!(objective.next_check_in, Some(day("2026-09-30")));
    assert_eq!(objective.class, Some(Class::AtRisk));
    assert_eq!(
        rounded(objective.check_ins[1].score.map(f64::from)),
        Some(0.663666666667)
    );
    assert_eq!(
        rounded(objective.check_ins[1].reading_scores[0].map(f64::from)),
        Some(0.588)
    );

    let response_time = &objective.key_results[0];
    assert_eq!(response_time.value, Some(6.2));
    assert_eq!(response_time.value_date, Some(day("2026-08-31")));
    assert_eq!(rounded(response_time.progress), Some(0.56));
    assert_eq!(rounded(response_time.score), Some(0.588));
    assert_eq!(
        (response_time.typed_score, response_time.confidence),
        (None, None)
    );
    assert_eq!(response_time.status, Some(Status::AtRisk));
    assert_eq!(response_time.suggested, Some(Status::OnTrack));
    assert_eq!(rounded(response_time.expected), Some(0.546153846154));
    assert_eq!(response_time.forecast, None);

    let csat = &objective.key_results[1];
    assert_eq!((csat.score, rounded(csat.computed_score)), (Some(0.7), Some(0.5)));
    assert_eq!((csat.typed_score, csat.confidence), (Some(0.7), Some(60.0)));
    let reopened = &objective.key_results[2];
    assert_eq!(
        (reopened.inside, reopened.expected, reopened.suggested),
        (Some(true), None, None)
    );

    let team = &standing.teams[&("support".to_owned(), PeriodIx(0))];
    assert_eq!(rounded(team.score), Some(0.663666666667));
    assert_eq!(
        team.mix,
        Mix {
            at_risk: 1,
            ..Mix::default()
        }
    );
    assert_eq!(standing.periods[0].state, PeriodState::Active);
    assert_eq!(standing.periods[0].objectives, [ObjectiveIx(0)]);
}

mod which_reading_holds {
    use super::*;

    fn nps() -> Sketch {
        objective("a").metric("nps", 0.0, 10.0)
    }

    #[test]
    fn the_last_one_on_or_before_the_day_with_its_date() {
        let book = book(
            quarter(),
            [nps()
                .check_in("2026-07-31", &["nps: 2"])
                .check_in("2026-08-31", &["nps: 5"])],
        );
        let holds = |on_day: &str, value: Option<f64>, date: Option<&str>| {
            let key_result = first_key_result(&book, on_day);
            assert_eq!(
                (key_result.value, key_result.value_date),
                (value, date.map(day)),
                "on {on_day}"
            );
        };
        holds("2026-07-30", None, None);
        holds("2026-07-31", Some(2.0), Some("2026-07-31"));
        holds("2026-08-30", Some(2.0), Some("2026-07-31"));
        holds("2026-08-31", Some(5.0), Some("2026-08-31"));
        holds("2026-09-20", Some(5.0), Some("2026-08-31"));
    }

    #[test]
    fn of_one_date_the_one_further_down_the_file() {
        let twice = nps()
            .check_in("2026-07-31", &["nps: 2"])
            .check_in("2026-07-31", &["nps: 3"]);
        let book = book(quarter(), [twice]);
        let objective = first(&book, "2026-08-01");
        assert_eq!(objective.key_results[0].value, Some(3.0));
        assert_eq!(objective.series.len(), 1);
        assert_eq!(objective.key_results[0].series.len(), 1);
        assert_eq!(objective.check_ins[0].score, Some(0.3.into()));
        assert_eq!(objective.check_ins[1].change, Some(0.0.into()));
    }

    #[test]
    fn a_typed_score_lasts_until_a_value_or_another_one() {
        let book = book(
            quarter(),
            [nps()
                .check_in("2026-07-10", &["nps: 2 (0.5, 80%, on track)"])
                .check_in("2026-07-20", &["nps: n/a"])
                .check_in("2026-07-25", &["nps: n/a (at risk)"])
                .check_in("2026-07-30", &["nps: n/a (0.6)"])
                .check_in("2026-08-10", &["nps: 4"])
                .check_in("2026-08-20", &["nps: void"])
                .check_in("2026-08-30", &["nps: 6"])],
        );
        let holds = |on_day: &str, value, typed, score, confidence, status| {
            let now = first_key_result(&book, on_day);
            let all = (now.value, now.typed_score, now.score, now.confidence, now.status);
            assert_eq!(all, (value, typed, score, confidence, status), "on {on_day}");
        };
        let (on_track, at_risk) = (Some(Status::OnTrack), Some(Status::AtRisk));
        holds(
            "2026-07-10",
            Some(2.0),
            Some(0.5),
            Some(0.5),
            Some(80.0),
            on_track,
        );
        holds(
            "2026-07-20",
            Some(2.0),
            Some(0.5),
            Some(0.5),
            Some(80.0),
            on_track,
        );
        holds("2026-07-25", Some(2.0), Some(0.5), Some(0.5), Some(80.0), at_risk);
        holds("2026-07-30", Some(2.0), Some(0.6), Some(0.6), Some(80.0), at_risk);
        holds("2026-08-10", Some(4.0), None, Some(0.4), Some(80.0), at_risk);
        holds("2026-08-20", None, None, None, None, at_risk);
        holds("2026-08-30", Some(6.0), None, Some(0.6), None, at_risk);
        let now = first_key_result(&book, "2026-08-30");
        let series: Vec<_> = now
            .series
            .iter()
            .map(|point| (point.date.to_string(), point.score.map(f64::from)))
            .collect();
        let expected = [
            ("07-10", Some(0.5)),
            ("07-30", Some(0.6)),
            ("08-10", Some(0.4)),
            ("08-20", None),
            ("08-30", Some(0.6)),
        ];
        assert_eq!(
            series,
            expected.map(|(date, score)| (format!("2026-{date}"), score))
        );
        let then = first_key_result(&book, "2026-07-30");
        assert_eq!(
            (then.value_date, then.score_date),
            (Some(day("2026-07-10")), Some(day("2026-07-30")))
        );
    }
}

mod never_read {
    use super::*;

    fn two() -> Sketch {
        objective("a")
            .metric("nps", 0.0, 10.0)
            .judged("trust")
            .check_in("2026-08-31", &["nps: 8"])
    }

    #[test]
    fn no_reading_is_not_zero() {
        let book = book(quarter(), [two()]);
        let now = first(&book, "2026-09-30");
        assert_eq!((now.score, now.scored, now.counted), (Some(0.8), 1, 2));
        assert_eq!(now.key_results[1].score, None);
    }

    #[test]
    fn after_the_end_it_counts_zero_in_the_objective_and_stays_empty_itself() {
        let book = book(quarter(), [two()]);
        let now = first(&book, "2026-10-01");
        assert_eq!((now.score, now.scored, now.counted), (Some(0.4), 1, 2));
        assert_eq!(now.key_results[1].score, None);
        // What was true on the day of the check-in is not changed by the end.
        assert_eq!(now.check_ins[0].score, Some(0.8.into()));
    }

    #[test]
    fn nothing_read_at_all_is_null_and_in_the_end_zero() {
        let book = book(quarter(), [objective("a").judged("trust")]);
        check(&book, "2026-09-30", None);
        check(&book, "2026-10-01", Some(0.0));
    }

    #[test]
    fn an_unknown_start_has_only_typed_scores() {
        let unknown = objective("a")
            .metric("nps", 0.0, 10.0)
            .but_metric(|metric| metric.start = None)
            .check_in("2026-07-31", &["nps: 4"])
            .check_in("2026-08-31", &["nps: 5 (0.3)"])
            .check_in("2026-09-10", &["nps: 6"]);
        let book = book(quarter(), [unknown]);
        let holds = |on_day: &str, value: f64, score: Option<f64>| {
            let now = first_key_result(&book, on_day);
            assert_eq!(
                (now.value, now.score, now.progress),
                (Some(value), score, None),
                "on {on_day}"
            );
            assert!(now.expected.is_some());
        };
        holds("2026-07-31", 4.0, None);
        holds("2026-08-31", 5.0, Some(0.3));
        holds("2026-09-10", 6.0, None);
    }

    #[test]
    fn a_hidden_target_has_only_typed_scores() {
        let hidden = objective("a")
            .metric("revenue", 0.0, 10.0)
            .but_metric(|metric| metric.target = None)
            .check_in("2026-07-31", &["revenue: n/a (0.5)"]);
        let now = first_key_result(&book(quarter(), [hidden]), "2026-08-01");
        assert_eq!((now.value, now.progress, now.score), (None, None, Some(0.5)));
        assert_eq!(now.score_date, Some(day("2026-07-31")));
    }
}

mod which_readings_count {
    use super::*;

    fn nps(date: &str) -> Book {
        book(
            quarter(),
            [objective("a")
                .metric("nps", 0.0, 10.0)
                .check_in(date, &["nps: 5"])],
        )
    }

    #[test]
    fn up_to_the_closing_days() {
        check(&nps("2026-10-20"), "2026-10-19", Some(0.0));
        check(&nps("2026-10-20"), "2026-10-20", Some(0.5));
        check(&nps("2026-11-14"), "2026-12-31", Some(0.5));
        check(&nps("2026-11-15"), "2026-12-31", Some(0.0));
        let late = first(&nps("2026-11-15"), "2026-12-31");
        assert_eq!(late.key_results[0].value, None);
        assert!(late.series.is_empty());
        assert_eq!(late.last_check_in, Some(day("2026-11-15")));
    }

    #[test]
    fn before_the_first_day_from_the_first_day_on() {
        let early = nps("2026-06-20");
        check(&early, "2026-06-25", None);
        check(&early, "2026-07-01", Some(0.5));
        let now = first(&early, "2026-07-01");
        assert_eq!(now.key_results[0].value_date, Some(day("2026-06-20")));
        assert_eq!(
            now.series,
            [Point {
                date: day("2026-07-01"),
                score: Some(0.5.into()),
                status: None
            }]
        );
        assert_eq!(now.check_ins[0].score, None);
    }

    #[test]
    fn without_an_end_for_ever() {
        let period = period("always", "2026-07-01", None);
        let book = book(
            period,
            [objective("a")
                .metric("nps", 0.0, 10.0)
                .check_in("2031-01-01", &["nps: 5"])],
        );
        check(&book, "2030-12-31", None);
        check(&book, "2031-01-01", Some(0.5));
    }

    #[test]
    fn a_section_after_the_day_is_future_and_counts_nowhere() {
        let book = book(
            quarter(),
            [objective("a")
                .metric("nps", 0.0, 10.0)
                .check_in("2026-07-31 (on track)", &["nps: 2"])
                .check_in("2026-08-31 (off track)", &["nps: 1 (off track)"])],
        );
        let now = first(&book, "2026-08-15");
        assert_eq!((now.score, now.status), (Some(0.2), Some(Status::OnTrack)));
        assert_eq!(now.last_check_in, Some(day("2026-07-31")));
        assert!(!now.check_ins[0].future && now.check_ins[1].future);
        assert_eq!(
            (now.check_ins[1].score, now.check_ins[1].reading_scores[0]),
            (None, None)
        );
        assert_eq!(now.series.len(), 1);
        assert_eq!(first(&book, "2026-07-01").class, Some(Class::NoCheckIn));
    }

    #[test]
    fn a_past_day_is_scored_with_todays_front_matter() {
        let moved = objective("a")
            .metric("nps", 0.0, 20.0)
            .check_in("2026-07-31", &["nps: 5"]);
        let now = first(&book(quarter(), [moved]), "2026-09-01");
        assert_eq!(now.check_ins[0].score, Some(0.25.into()));
    }
}

mod maintained {
    use super::*;

    fn kept(readings: &[(&str, &str)]) -> Book {
        let sketch = objective("a").at_most("errors", 5.0);
        book(
            quarter(),
            [readings.iter().fold(sketch, |sketch, (date, reading)| {
                sketch.check_in(date, &[*reading])
            })],
        )
    }

    fn share(book: &Book, on_day: &str, inside: i64, days: i64) {
        let now = first_key_result(book, on_day);
        assert_eq!(now.kept, Some(Kept { inside, days }), "on {on_day}");
        assert_eq!(now.score, Some(inside as f64 / days as f64), "on {on_day}");
    }

    #[test]
    fn the_score_is_the_share_of_days_inside() {
        let book = kept(&[
            ("2026-07-11", "errors: 4"),
            ("2026-07-21", "errors: 6"),
            ("2026-07-31", "errors: 5"),
        ]);
        assert_eq!(first_key_result(&book, "2026-07-10").score, None);
        share(&book, "2026-07-11", 1, 1);
        share(&book, "2026-07-20", 10, 10);
        share(&book, "2026-07-21", 10, 11);
        share(&book, "2026-07-30", 10, 20);
        share(&book, "2026-07-31", 11, 21);
        share(&book, "2026-09-30", 72, 82);
        share(&book, "2026-12-31", 72, 82);
        assert_eq!(first_key_result(&book, "2026-07-25").inside, Some(false));
        assert_eq!(first_key_result(&book, "2026-07-31").inside, Some(true));
    }

    #[test]
    fn a_reading_before_the_first_day_counts_from_the_first_day() {
        let book = kept(&[
            ("2026-06-01", "errors: 9"),
            ("2026-06-20", "errors: 4"),
            ("2026-07-03", "errors: 9"),
        ]);
        share(&book, "2026-07-02", 2, 2);
        share(&book, "2026-07-04", 2, 4);
    }

    #[test]
    fn a_reading_in_the_closing_days_changes_no_day_but_stands_alone() {
        let later = kept(&[("2026-09-21", "errors: 4"), ("2026-10-02", "errors: 9")]);
        share(&later, "2026-10-05", 10, 10);
        assert_eq!(first_key_result(&later, "2026-10-05").inside, Some(false));
        share(&kept(&[("2026-10-02", "errors: 4")]), "2026-10-05", 1, 1);
        share(&kept(&[("2026-10-02", "errors: 9")]), "2026-10-05", 0, 1);
    }

    #[test]
    fn days_after_a_void_are_neither_inside_nor_outside() {
        let book = kept(&[
            ("2026-07-01", "errors: 4"),
            ("2026-07-11", "errors: void"),
            ("2026-07-21", "errors: 9"),
        ]);
        let voided = first_key_result(&book, "2026-07-15");
        assert_eq!((voided.score, voided.inside), (None, None));
        share(&book, "2026-07-21", 10, 11);
    }

    #[test]
    fn two_readings_of_one_day_make_one_day() {
        let book = kept(&[
            ("2026-07-01", "errors: 4"),
            ("2026-07-01", "errors: 9"),
            ("2026-07-02", "errors: n/a"),
        ]);
        share(&book, "2026-07-02", 0, 2);
    }
}

mod guards_and_dropped {
    use super::*;

    #[test]
    fn guards_never_count() {
        let guarded = objective("a")
            .metric("tickets", 0.0, 10.0)
            .at_most("reopened", 5.0)
            .but(|key_result| key_result.guards = Some(KeyResultIx(0)))
            .check_in(
                "2026-07-31",
                &["tickets: 8 (on track)", "reopened: 9 (off track)"],
            );
        let book = book(quarter(), [guarded]);
        let now = first(&book, "2026-08-01");
        assert_eq!((now.score, now.scored, now.counted), (Some(0.8), 1, 1));
        assert_eq!(now.status, Some(Status::OnTrack));
        assert_eq!(now.key_results[1].expected, None);
        assert_eq!(
            broken_guards(&book.objectives[0], &now, KeyResultIx(0), day("2026-08-01")),
            [KeyResultIx(1)]
        );
    }

    #[test]
    fn a_guard_is_broken_outside_below_its_start_or_by_word() {
        let broken = |sketch: Sketch, reading: &str| {
            let guarded = sketch
                .but(|key_result| key_result.guards = Some(KeyResultIx(1)))
                .judged("trust")
                .check_in("2026-07-31", &[reading]);
            let book = book(quarter(), [guarded]);
            let now = first(&book, "2026-08-01");
            !broken_guards(&book.objectives[0], &now, KeyResultIx(1), day("2026-08-01")).is_empty()
        };
        assert!(!broken(objective("a").at_most("it", 5.0), "it: 5"));
        assert!(broken(objective("a").at_most("it", 5.0), "it: 5.1"));
        assert!(!broken(objective("a").metric("it", 0.0, 5.0), "it: 0"));
        assert!(broken(objective("a").metric("it", 0.0, 5.0), "it: -1"));
        assert!(broken(objective("a").metric("it", 0.0, 5.0), "it: 4 (off track)"));
        assert!(!broken(objective("a").judged("it"), "it: 0.1 (at risk)"));
        assert!(!broken(objective("a").at_most("it", 5.0), "it: void"));
        assert!(!broken(
            objective("a").at_most("it", 5.0).but_dropped("2026-08-01"),
            "it: 9"
        ));
    }

    #[test]
    fn a_dropped_key_result_leaves_every_mean_on_its_date() {
        let dropped = objective("a")
            .metric("nps", 0.0, 10.0)
            .judged("trust")
            .but_dropped("2026-08-15")
            .check_in("2026-07-31", &["nps: 8 (on track)", "trust: 0.2 (off track)"])
            .check_in("2026-08-31", &["trust: 0.9 (on track)"]);
        let book = book(quarter(), [dropped]);
        check(&book, "2026-08-14", Some(0.5));
        check(&book, "2026-08-15", Some(0.8));
        let now = first(&book, "2026-09-01");
        assert_eq!((now.scored, now.counted), (1, 1));
        assert_eq!(now.check_ins[0].score, Some(0.5.into()));
        // Readings from that day on are history only.
        assert_eq!(now.key_results[1].score, Some(0.2));
        assert_eq!(
            (now.key_results[1].expected, now.key_results[1].suggested),
            (None, None)
        );
        assert_eq!(now.status, Some(Status::OnTrack));
    }

    #[test]
    fn a_dropped_objective_leaves_every_mean_on_its_date() {
        let judged = |id: &str, reading: &str| objective(id).judged("it").check_in("2026-07-31", &[reading]);
        let book = book(
            quarter(),
            [
                judged("a", "it: 0.4").parent("c"),
                judged("b", "it: 0.8").parent("c").dropped("2026-08-15"),
                judged("c", "it: 0.6"),
            ],
        );
        let mean = |on_day: &str| {
            let standing = on(&book, day(on_day));
            let team = &standing.teams[&("support".to_owned(), PeriodIx(0))];
            (
                rounded(standing.periods[0].score),
                rounded(team.score),
                rounded(standing.objectives[2].children_score),
            )
        };
        assert_eq!(mean("2026-08-14"), (Some(0.6), Some(0.6), Some(0.6)));
        assert_eq!(mean("2026-08-15"), (Some(0.5), Some(0.5), Some(0.4)));
        let standing = on(&book, day("2026-08-15"));
        let dropped = &standing.objectives[1];
        assert_eq!(
            (dropped.score, dropped.class, dropped.next_check_in),
            (Some(0.8), None, None)
        );
        assert!(!on(&book, day("2026-09-29")).objectives[1].stale);
        assert_eq!(standing.objectives[2].children, [ObjectiveIx(0)]);
        assert_eq!(standing.periods[0].objectives, [ObjectiveIx(0), ObjectiveIx(2)]);
    }
}

mod the_objective {
    use super::*;

    #[test]
    fn its_score_is_the_mean_by_weight() {
        let weighted = objective("a")
            .judged("one")
            .but(|key_result| key_result.weight = 3.0)
            .judged("two")
            .check_in("2026-07-31", &["one: 0.2", "two: 1"]);
        check(&book(quarter(), [weighted]), "2026-08-01", Some(0.4));
    }

    #[test]
    fn its_status_is_the_latest_heading_or_the_weakest_key_result() {
        let said = |heading: &str, one: &str, two: &str| {
            let sketch = objective("a").judged("one").judged("two");
            let first_words = ["one: 0.5 (off track)"];
            let sketch = sketch
                .check_in("2026-07-15 (done)", &first_words)
                .check_in(heading, &[one, two]);
            first(&book(quarter(), [sketch]), "2026-08-01").status
        };
        assert_eq!(
            said("2026-07-31 (paused)", "one: 0.1 (off track)", "two: 1"),
            Some(Status::Paused)
        );
        assert_eq!(
            said("2026-07-31", "one: 0.1 (on track)", "two: 1 (at risk)"),
            Some(Status::AtRisk)
        );
        assert_eq!(
            said("2026-07-31", "one: 0.1 (on track)", "two: 1 (paused)"),
            Some(Status::OnTrack)
        );
        assert_eq!(said("2026-07-31", "one: 0.1", "two: 1"), Some(Status::OffTrack));
        assert_eq!(said("2026-07-31", "one: 0.1 (pending)", "two: 1 (done)"), None);
        assert_eq!(
            first(&book(quarter(), [objective("a").judged("one")]), "2026-08-01").status,
            None
        );
    }

    #[test]
    fn its_pace_is_the_mean_of_those_with_a_pace() {
        let planned =
            |sketch: Sketch| sketch.but_metric(|metric| metric.plan = vec![(day("2026-09-10"), 2.0)].into());
        let mixed = planned(objective("a").metric("planned", 0.0, 10.0))
            .but(|key_result| key_result.weight = 2.0)
            .metric("straight", 0.0, 10.0)
            .judged("no-pace")
            .check_in("2026-09-10", &["planned: 3", "no-pace: 1"]);
        let now = first(&book(quarter(), [mixed]), "2026-09-10");
        let straight = 0.7 * 71.0 / 91.0;
        assert_eq!(rounded(now.key_results[0].expected), Some(0.2));
        assert_eq!(rounded(now.key_results[1].expected), rounded(Some(straight)));
        assert_eq!(
            (now.key_results[1].gap, now.key_results[1].suggested),
            (None, None)
        );
        assert_eq!(now.key_results[2].expected, None);
        let expected = (2.0 * 0.2 + straight) / 3.0;
        assert_eq!(rounded(now.expected), rounded(Some(expected)));
        assert_eq!(now.gap.map(round12), Some(round12(expected - 1.6 / 3.0)));
        assert_eq!(now.suggested, Some(Status::OnTrack));
    }

    #[test]
    fn a_committed_one_is_measured_against_its_full_goal() {
        let sketch = || {
            objective("a")
                .metric("nps", 0.0, 100.0)
                .check_in("2026-08-31", &["nps: 50"])
        };
        let suggested = |sketch: Sketch| first(&book(quarter(), [sketch]), "2026-08-31").suggested;
        assert_eq!(suggested(sketch()), Some(Status::OnTrack));
        assert_eq!(suggested(sketch().committed()), Some(Status::AtRisk));
        let off = sketch().check_in("2026-08-31", &["nps: 40"]).committed();
        assert_eq!(suggested(off), Some(Status::OffTrack));
    }

    #[test]
    fn nothing_is_suggested_early_and_the_pace_stays_after_the_end() {
        let book = book(
            quarter(),
            [objective("a")
                .metric("nps", 0.0, 10.0)
                .check_in("2026-07-01", &["nps: 0"])],
        );
        assert_eq!(first(&book, "2026-07-10").suggested, None);
        assert_eq!(first(&book, "2026-07-11").suggested, Some(Status::AtRisk));
        let closed = first(&book, "2026-11-01");
        assert_eq!(
            (rounded(closed.expected), closed.suggested),
            (Some(0.7), Some(Status::OffTrack))
        );
    }

    #[test]
    fn a_projection_suggests_its_band_and_has_no_pace() {
        let suggested = |score: &str| {
            let period = Period {
                scoring: Scoring::Projection,
                ..quarter()
            };
            let sketch = objective("a")
                .metric("nps", 0.0, 10.0)
                .check_in("2026-07-01", &["nps: n/a (0.1)"])
                .check_in("2026-07-02", &["nps: n/a (0.2)"])
                .check_in("2026-07-03", &[score]);
            let now = first(&book(period, [sketch]), "2026-07-03");
            assert_eq!((now.expected, now.gap, now.forecast), (None, None, None));
            assert_eq!(
                (now.key_results[0].expected, now.key_results[0].forecast),
                (None, None)
            );
            assert_eq!(now.suggested, now.key_results[0].suggested);
            now.suggested
        };
        assert_eq!(suggested("nps: n/a (0.34)"), Some(Status::OffTrack));
        assert_eq!(suggested("nps: n/a (0.35)"), Some(Status::AtRisk));
        assert_eq!(suggested("nps: n/a (0.65)"), Some(Status::OnTrack));
    }

    #[test]
    fn a_suggestion_never_replaces_the_owners_word() {
        let sketch = objective("a")
            .metric("nps", 0.0, 10.0)
            .check_in("2026-08-31 (on track)", &["nps: 0 (on track)"]);
        let now = first(&book(quarter(), [sketch]), "2026-09-01");
        assert_eq!(
            (now.status, now.suggested),
            (Some(Status::OnTrack), Some(Status::OffTrack))
        );
        assert_eq!(now.key_results[0].status, Some(Status::OnTrack));
        assert_eq!(now.key_results[0].suggested, Some(Status::OffTrack));
    }
}

mod parents {
    use super::*;

    fn child(id: &str, parent: &str, score: &str) -> Sketch {
        objective(id)
            .parent(parent)
            .judged("it")
            .check_in("2026-07-31", &[&format!("it: {score}")])
    }

    #[test]
    fn own_key_results_decide_and_the_children_stand_beside() {
        let parent = objective("a").judged("nps").check_in("2026-07-31", &["nps: 0.9"]);
        let children = [
            child("b", "a", "0.2").weight(3.0),
            child("c", "a#nps", "0.6"),
            child("d", "a", "0").draft(),
        ];
        let now = first(
            &book(quarter(), [parent].into_iter().chain(children)),
            "2026-08-01",
        );
        assert_eq!((now.score, now.derived), (Some(0.9), false));
        assert_eq!(rounded(now.children_score), Some(0.3));
        assert_eq!(now.children, [ObjectiveIx(1), ObjectiveIx(2)]);
    }

    #[test]
    fn a_parent_never_read_shows_the_childrens_mean_also_after_the_end() {
        let book = book(
            quarter(),
            [
                objective("a").judged("it"),
                objective("b").parent("a").judged("it"),
                child("c", "b", "0.2"),
                child("d", "a", "0.6"),
                objective("e").parent("a").judged("it"),
            ],
        );
        let standing = on(&book, day("2026-08-01"));
        let (a, b) = (&standing.objectives[0], &standing.objectives[1]);
        assert_eq!(
            (b.score, b.derived, b.children_score),
            (Some(0.2), true, Some(0.2))
        );
        assert_eq!(
            (rounded(a.score), a.derived, a.scored, a.counted),
            (Some(0.4), true, 0, 1)
        );
        assert_eq!(standing.objectives[4].score, None);
        // A derived score stays out of the means, but counts among the objectives.
        assert_eq!(rounded(standing.periods[0].score), Some(0.4));
        assert_eq!(
            (
                standing.periods[0].objectives.len(),
                standing.periods[0].mix.total()
            ),
            (5, 5)
        );

        let closed = on(&book, day("2026-10-01"));
        let a = &closed.objectives[0];
        assert!(a.derived && closed.objectives[1].derived);
        assert_eq!(rounded(a.score), rounded(Some((0.2 + 0.6 + 0.0) / 3.0)));
        assert_eq!(
            (closed.objectives[4].score, closed.objectives[4].derived),
            (Some(0.0), false)
        );
    }

    #[test]
    fn a_past_day_of_a_parent_is_derived_from_the_children_of_that_day() {
        let book = book(
            quarter(),
            [
                objective("a")
                    .judged("it")
                    .check_in("2026-07-15", &[])
                    .check_in("2026-07-31", &[])
                    .check_in("2026-08-31", &[])
                    .check_in("2026-09-10", &["it: 0.1"]),
                objective("b")
                    .parent("a")
                    .judged("it")
                    .check_in("2026-07-31", &["it: 0.2"])
                    .check_in("2026-08-31", &["it: 0.6"]),
                objective("c")
                    .parent("b")
                    .judged("it")
                    .check_in("2026-07-15", &["it: 0.5"]),
                child("d", "a", "0.8").dropped("2026-08-15"),
            ],
        );
        let now = first(&book, "2026-09-20");
        let scores: Vec<_> = now
            .check_ins
            .iter()
            .map(|check_in| rounded(check_in.score.map(f64::from)))
            .collect();
        assert_eq!(scores, [Some(0.5), Some(0.5), Some(0.6), Some(0.1)]);
        assert_eq!(rounded(now.check_ins[3].change.map(f64::from)), Some(-0.5));
        assert_eq!(
            now.series
                .iter()
                .map(|point| rounded(point.score.map(f64::from)))
                .collect::<Vec<_>>(),
            scores
        );
        assert_eq!((now.score, now.derived), (Some(0.1), false));
        let then = first(&book, "2026-08-31");
        assert_eq!((rounded(then.score), then.derived), (Some(0.6), true));
    }

    #[test]
    fn what_is_taken_back_was_not_read() {
        let parent = objective("a")
            .judged("it")
            .check_in("2026-07-10", &["it: 0.9"])
            .check_in("2026-07-20", &["it: void"]);
        let book = book(quarter(), [parent, child("b", "a", "0.2")]);
        let holds = |on_day: &str, score, derived| {
            let now = first(&book, on_day);
            assert_eq!((now.score, now.derived), (score, derived), "on {on_day}");
        };
        holds("2026-07-15", Some(0.9), false);
        holds("2026-07-25", None, false);
        holds("2026-07-31", Some(0.2), true);
    }

    #[test]
    fn a_ring_of_parents_ends_and_nothing_goes_round_in_it() {
        let ring = |id: &str, parent: &str| objective(id).parent(parent).judged("it");
        let book = book(
            quarter(),
            [
                ring("a", "b"),
                ring("b", "c"),
                ring("c", "a"),
                child("d", "b", "0.4"),
                ring("e", "e"),
            ],
        );
        let standing = on(&book, day("2026-08-01"));
        let scores: Vec<_> = standing
            .objectives
            .iter()
            .map(|objective| objective.score)
            .collect();
        assert_eq!(scores, [None, Some(0.4), None, Some(0.4), None]);
        assert_eq!(standing.objectives[1].children, [ObjectiveIx(0), ObjectiveIx(3)]);
        assert_eq!(standing.objectives[4].children, [ObjectiveIx(4)]);
    }

    #[test]
    fn chains_and_wide_trees_of_ten_thousand_end() {
        let chain = |place: usize| {
            let sketch = objective(&format!("o{place:05}"))
                .judged("it")
                .check_in("2026-07-15", &[]);
            match place {
                0 => sketch,
                9_999 => sketch.parent("o09998").check_in("2026-07-10", &["it: 0.25"]),
                _ => sketch.parent(&format!("o{:05}", place - 1)),
            }
        };
        let standing = on(&book(quarter(), (0..10_000).map(chain)), day("2026-08-01"));
        assert_eq!(
            (standing.objectives[0].score, standing.objectives[0].derived),
            (Some(0.25), true)
        );
        assert_eq!(standing.objectives[0].check_ins[0].score, Some(0.25.into()));

        let fan = |place: usize| match place {
            0 => objective("o00000").judged("it").check_in("2026-07-31", &[]),
            _ => child(&format!("o{place:05}"), "o00000", "0.5"),
        };
        let standing = on(&book(quarter(), (0..10_000).map(fan)), day("2026-08-01"));
        assert_eq!(standing.objectives[0].check_ins[0].score, Some(0.5.into()));
    }
}

mod groups {
    use super::*;

    fn scored(id: &str, score: &str) -> Sketch {
        objective(id)
            .judged("it")
            .check_in("2026-07-31 (on track)", &[&format!("it: {score}")])
    }

    #[test]
    fn a_mean_goes_by_weight_without_drafts() {
        let book = book(
            quarter(),
            [
                scored("a", "0.2").weight(3.0),
                scored("b", "1").team("sales"),
                scored("c", "0").draft(),
                objective("d").judged("it"),
            ],
        );
        let standing = on(&book, day("2026-08-01"));
        assert_eq!(rounded(standing.periods[0].score), Some(0.4));
        let teams: Vec<_> = standing
            .teams
            .iter()
            .map(|((team, _), it)| (&**team, rounded(it.score)))
            .collect();
        assert_eq!(teams, [("sales", Some(1.0)), ("support", Some(0.2))]);
        assert_eq!(standing.objectives[2].class, None);
    }

    #[test]
    fn a_mix_counts_each_once_by_the_first_that_fits() {
        let with = |id: &str, heading: &str| objective(id).judged("it").check_in(heading, &[]);
        let book = book(
            quarter(),
            [
                with("a", "2026-08-20 (on track)"),
                with("b", "2026-08-20 (at risk)"),
                with("c", "2026-08-20 (off track)"),
                with("d", "2026-07-10 (on track)"),
                objective("e").judged("it"),
                with("f", "2026-08-20 (paused)"),
                with("g", "2026-08-20"),
                with("h", "2026-07-10 (done)"),
                with("i", "2026-08-20 (on track)").draft(),
                with("j", "2026-08-20 (on track)").dropped("2026-08-21"),
            ],
        );
        let standing = on(&book, day("2026-08-31"));
        let mix = Mix {
            on_track: 1,
            at_risk: 1,
            off_track: 1,
            stale: 1,
            no_check_in: 1,
            other: 3,
        };
        assert_eq!(standing.periods[0].mix, mix);
        assert_eq!(standing.periods[0].objectives.len(), mix.total());
        // Never checked in is first, though it is stale as well; the data keep the written word.
        assert!(standing.objectives[4].stale);
        assert_eq!(
            (standing.objectives[3].stale, standing.objectives[3].status),
            (true, Some(Status::OnTrack))
        );
        assert!(!standing.objectives[7].stale);
    }

    #[test]
    fn a_period_is_upcoming_active_and_closed() {
        let endless = period("always", "2026-07-01", None);
        let book = books(vec![quarter(), endless], []);
        let states = |on_day: &str| {
            on(&book, day(on_day))
                .periods
                .iter()
                .map(|it| it.state)
                .collect::<Vec<_>>()
        };
        use PeriodState::{Active, Closed, Upcoming};
        assert_eq!(states("2026-06-30"), [Upcoming, Upcoming]);
        assert_eq!(states("2026-07-01"), [Active, Active]);
        assert_eq!(states("2026-09-30"), [Active, Active]);
        assert_eq!(states("2026-10-01"), [Closed, Active]);
    }

    #[test]
    fn calibration_is_over_key_results_of_closed_periods() {
        let closed = |place: usize| {
            objective(&format!("o{place}"))
                .metric("nps", 0.0, 10.0)
                .judged("trust")
                .judged("never")
                .judged("gone")
                .but_dropped("2026-09-30")
                .at_most("errors", 5.0)
                .judged("guard")
                .but(|key_result| key_result.guards = Some(KeyResultIx(0)))
                .check_in(
                    "2026-09-20",
                    &[
                        "nps: 7",
                        if place < 2 { "trust: 1" } else { "trust: 0.69" },
                        "gone: 1",
                        "errors: 1",
                        "guard: 1",
                    ],
                )
        };
        let running = objective("z")
            .period(1)
            .judged("it")
            .check_in("2026-10-01", &["it: 1"]);
        let next = period("2026-Q4", "2026-10-01", Some("2026-12-31"));
        let objectives = (0..4)
            .map(closed)
            .chain([running, closed(9).committed(), closed(8).draft()]);
        let book = books(vec![quarter(), next], objectives);
        assert_eq!(on(&book, day("2026-09-30")).calibration, Calibration::default());
        let calibration = on(&book, day("2026-10-01")).calibration;
        assert_eq!(calibration.committed, None);
        let reached = calibration.aspirational.expect("eight key results");
        assert_eq!(reached.count, 8);
        assert_eq!(
            (reached.reached_0_7.share, reached.reached_1_0.share),
            (0.75, 0.25)
        );
    }
}

mod due_and_stale {
    use super::*;

    fn next(sketch: Sketch, cadence: Cadence, on_day: &str) -> Option<Date> {
        let mut book = book(quarter(), [sketch]);
        book.config.cadence = cadence;
        first(&book, on_day).next_check_in
    }

    #[test]
    fn due_is_a_cadence_after_the_last_check_in() {
        let due = |last: &str, cadence, expected: &str| {
            let sketch = objective("a").judged("it").check_in(last, &[]);
            assert_eq!(next(sketch, cadence, last), Some(day(expected)), "after {last}");
        };
        due("2026-07-31", Cadence::Months(1), "2026-08-31");
        due("2026-08-31", Cadence::Months(1), "2026-09-30");
        due("2026-09-15", Cadence::Months(1), "2026-09-30");
        due("2026-07-15", Cadence::Days(7), "2026-07-22");
        due("2026-07-15", Cadence::Days(u32::MAX), "2026-09-30");
        due("2026-07-15", Cadence::Months(u32::MAX), "2026-09-30");
        assert_eq!(
            next(objective("a"), Cadence::Months(1), "2026-09-15"),
            Some(day("2026-08-01"))
        );
        assert_eq!(
            next(objective("a"), Cadence::Days(7), "2026-06-15"),
            Some(day("2026-07-08"))
        );
    }

    #[test]
    fn nothing_is_due_when_ended_done_cancelled_dropped_or_draft() {
        let with = |heading: &str| objective("a").judged("it").check_in(heading, &[]);
        let due = |sketch: Sketch, on_day: &str| next(sketch, Cadence::Months(1), on_day).is_some();
        assert!(due(with("2026-07-31"), "2026-09-30"));
        assert!(!due(with("2026-07-31"), "2026-10-01"));
        assert!(!due(with("2026-07-31 (done)"), "2026-08-30"));
        assert!(!due(with("2026-07-31 (cancelled)"), "2026-08-30"));
        assert!(due(with("2026-07-31 (paused)"), "2026-08-30"));
        assert!(!due(with("2026-07-31").dropped("2026-08-01"), "2026-08-30"));
        assert!(due(with("2026-07-31").dropped("2026-09-01"), "2026-08-30"));
        assert!(!due(with("2026-07-31").draft(), "2026-08-30"));
        assert!(!due(with("2026-09-30"), "2026-09-30"));
    }

    #[test]
    fn stale_is_past_due_and_grace_while_the_period_runs() {
        let stale = |sketch: Sketch, on_day: &str| first(&book(quarter(), [sketch]), on_day).stale;
        let with = |heading: &str| objective("a").judged("it").check_in(heading, &[]);
        assert!(!stale(with("2026-07-15 (on track)"), "2026-08-22"));
        assert!(stale(with("2026-07-15 (on track)"), "2026-08-23"));
        assert!(!stale(with("2026-07-15 (on track)"), "2026-10-01"));
        assert!(!stale(with("2026-07-15 (done)"), "2026-09-01"));
        assert!(!stale(with("2026-07-15 (cancelled)"), "2026-09-01"));
        assert!(!stale(with("2026-07-15").dropped("2026-09-01"), "2026-09-01"));
        assert!(stale(with("2026-07-15").dropped("2026-09-02"), "2026-09-01"));
        assert!(!stale(objective("a"), "2026-08-08"));
        assert!(stale(objective("a"), "2026-08-09"));
        assert!(!stale(objective("a"), "2026-06-09"));
    }

    #[test]
    fn without_an_end_nothing_caps_a_due_date() {
        let book = book(
            period("always", "2020-01-31", None),
            [objective("a").judged("it")],
        );
        let now = first(&book, "2026-08-01");
        assert_eq!((now.next_check_in, now.stale), (Some(day("2020-02-29")), true));
        assert_eq!((now.expected, now.forecast), (None, None));
    }

    #[test]
    fn a_due_check_in_says_how_late_it_is() {
        let book = book(
            quarter(),
            [objective("a").judged("it").check_in("2026-07-15", &[])],
        );
        let check = |on_day: &str, days_late, state| {
            let standing = on(&book, day(on_day));
            let due = due(&standing, ObjectiveIx(0)).expect("one is due");
            assert_eq!(
                due,
                Due {
                    date: day("2026-08-15"),
                    days_late,
                    state
                },
                "on {on_day}"
            );
        };
        check("2026-08-14", 0, DueState::Upcoming);
        check("2026-08-15", 0, DueState::Due);
        check("2026-08-16", 1, DueState::Late);
        check("2026-08-22", 7, DueState::Late);
        check("2026-08-23", 8, DueState::Stale);
    }
}

mod forecasts {
    use super::*;

    fn three() -> Sketch {
        objective("a")
            .metric("nps", 0.0, 100.0)
            .check_in("2026-07-01", &["nps: 0"])
            .check_in("2026-07-31", &["nps: 22"])
            .check_in("2026-08-31", &["nps: 41"])
    }

    fn of(sketch: Sketch, on_day: &str) -> (Option<Forecast>, Option<Forecast>) {
        let now = first(&book(quarter(), [sketch]), on_day);
        (now.forecast, now.key_results[0].forecast)
    }

    #[test]
    fn three_readings_make_one() {
        let (objective, key_result) = of(three(), "2026-09-01");
        let forecast = key_result.expect("three readings");
        assert_eq!(objective, key_result);
        for (number, expected) in [
            (forecast.end, 0.6116),
            (forecast.low, 0.6116),
            (forecast.high, 0.6263),
        ] {
            assert!((number - expected).abs() < 5e-5, "{forecast:?}");
        }
        assert_eq!(of(three(), "2026-08-30"), (None, None));
    }

    #[test]
    fn none_when_stale_closed_or_dropped() {
        assert_eq!(of(three(), "2026-10-01"), (None, None));
        assert_eq!(of(three().dropped("2026-09-01"), "2026-09-01"), (None, None));
        let weekly = |on_day: &str| {
            let mut book = book(quarter(), [three()]);
            book.config.cadence = Cadence::Days(7);
            let now = first(&book, on_day);
            (
                now.stale,
                now.forecast.is_some(),
                now.key_results[0].forecast.is_some(),
            )
        };
        assert_eq!(weekly("2026-09-14"), (false, true, true));
        assert_eq!(weekly("2026-09-15"), (true, false, false));
    }

    #[test]
    fn carrying_forward_invents_no_reading() {
        let silent = objective("a")
            .metric("nps", 0.0, 100.0)
            .judged("trust")
            .check_in("2026-07-01", &["nps: 0", "trust: 0.1"])
            .check_in("2026-07-31", &["nps: n/a", "trust: 0.2"])
            .check_in("2026-08-31", &["nps: 41", "trust: 0.3"]);
        let (objective, key_result) = of(silent, "2026-09-01");
        assert!(objective.is_some() && key_result.is_none());
    }

    #[test]
    fn readings_of_one_day_are_one_point() {
        let two_days = three().check_in("2026-08-31", &["nps: 50"]);
        assert!(of(two_days, "2026-09-01").1.is_some());
        let early = objective("a")
            .metric("nps", 0.0, 100.0)
            .check_in("2026-06-01", &["nps: 0"])
            .check_in("2026-06-15", &["nps: 1"])
            .check_in("2026-08-31", &["nps: 41"]);
        assert_eq!(of(early, "2026-09-01"), (None, None));
    }

    #[test]
    fn only_metrics_have_their_own() {
        let judged = objective("a")
            .judged("it")
            .check_in("2026-07-01", &["it: 0.1"])
            .check_in("2026-07-31", &["it: 0.2"])
            .check_in("2026-08-31", &["it: 0.3"]);
        let (objective, key_result) = of(judged, "2026-09-01");
        assert!(objective.is_some() && key_result.is_none());
    }

    #[test]
    fn nothing_is_foretold_of_what_was_taken_back() {
        assert_eq!(
            of(three().check_in("2026-09-01", &["nps: void"]), "2026-09-01"),
            (None, None)
        );
    }
}

mod heat_map {
    use super::*;

    fn marks(sketch: Sketch, on_day: &str) -> Vec<&'static str> {
        let book = book(quarter(), [sketch]);
        let standing = on(&book, day(on_day));
        let cells = months(&book, &standing, ObjectiveIx(0));
        assert_eq!(
            cells.iter().map(|cell| cell.first).collect::<Vec<_>>(),
            months_of(&quarter(), day(on_day))
        );
        let name = |mark| match mark {
            Mark::CheckedIn { status, .. } => status.map_or("none", Status::name),
            Mark::Missed => "missed",
            Mark::Awaited => "awaited",
            Mark::Quiet => "quiet",
            Mark::Future => "future",
        };
        cells.iter().map(|cell| name(cell.mark)).collect()
    }

    fn with(headings: &[&str]) -> Sketch {
        headings
            .iter()
            .fold(objective("a").judged("it"), |sketch, heading| {
                sketch.check_in(heading, &[])
            })
    }

    #[test]
    fn a_month_shows_its_last_check_in() {
        let sketch = with(&["2026-07-10 (off track)", "2026-07-31 (on track)", "2026-08-31"]);
        assert_eq!(marks(sketch, "2026-08-31"), ["on-track", "none", "future"]);
        let sketch = objective("a")
            .judged("it")
            .check_in("2026-07-31 (done)", &["it: 0.5"]);
        let book = book(quarter(), [sketch]);
        let cell = months(&book, &on(&book, day("2026-08-01")), ObjectiveIx(0))[0];
        assert_eq!(
            cell.mark,
            Mark::CheckedIn {
                check_in: 0,
                status: Some(Status::Done),
                score: Some(0.5)
            }
        );
    }

    #[test]
    fn a_check_in_that_was_due_and_not_made_is_missed() {
        assert_eq!(marks(with(&[]), "2026-07-31"), ["quiet", "future", "future"]);
        assert_eq!(marks(with(&[]), "2026-08-08"), ["quiet", "awaited", "future"]);
        assert_eq!(marks(with(&[]), "2026-08-09"), ["quiet", "missed", "future"]);
        assert_eq!(marks(with(&[]), "2026-12-01"), ["quiet", "missed", "missed"]);
        assert_eq!(
            marks(with(&["2026-07-31 (on track)"]), "2026-09-07"),
            ["on-track", "awaited", "awaited"]
        );
        assert_eq!(
            marks(with(&["2026-07-31 (on track)"]), "2026-09-08"),
            ["on-track", "missed", "awaited"]
        );
    }

    #[test]
    fn a_check_in_within_the_days_of_grace_is_none_missed() {
        let in_time = with(&["2026-07-31 (on track)", "2026-09-07 (at risk)"]);
        assert_eq!(marks(in_time, "2026-09-08"), ["on-track", "quiet", "at-risk"]);
        let too_late = with(&["2026-07-31 (on track)", "2026-09-08 (at risk)"]);
        assert_eq!(marks(too_late, "2026-09-08"), ["on-track", "missed", "at-risk"]);
    }

    #[test]
    fn check_ins_around_the_period_belong_to_its_first_and_last_month() {
        let around = with(&[
            "2026-06-20 (pending)",
            "2026-08-31 (at risk)",
            "2026-10-05 (done)",
            "2027-02-01 (off track)",
        ]);
        assert_eq!(marks(around, "2027-03-01"), ["pending", "at-risk", "done"]);
    }

    #[test]
    fn nobody_waits_for_what_is_done_or_given_up() {
        assert_eq!(
            marks(with(&["2026-07-10 (done)"]), "2026-12-01"),
            ["done", "quiet", "quiet"]
        );
        assert_eq!(
            marks(with(&["2026-07-10"]).dropped("2026-08-01"), "2026-12-01"),
            ["none", "quiet", "quiet"]
        );
        assert_eq!(
            marks(with(&[]).draft(), "2026-12-01"),
            ["quiet", "quiet", "quiet"]
        );
    }

    #[test]
    fn an_endless_period_has_months_up_to_now() {
        let endless = period("always", "2026-07-15", None);
        assert_eq!(months_of(&endless, day("2026-09-01")).len(), 3);
        assert_eq!(months_of(&endless, day("2026-01-01")), [day("2026-07-01")]);
    }
}

mod movements {
    use super::*;

    #[test]
    fn a_score_moves_from_what_it_was_on_the_day_and_from_nothing_before_the_first() {
        let moving = objective("a")
            .judged("it")
            .check_in("2026-07-31 (on track)", &["it: 0.3"])
            .check_in("2026-08-31 (at risk)", &["it: 0.1"]);
        let new = objective("b").judged("it").check_in("2026-08-31", &["it: 1"]);
        let silent = objective("c").judged("it");
        let standing = on(&book(quarter(), [moving, new, silent]), day("2026-09-05"));
        let moves = |ix: usize| {
            let moved = movement::of(&standing.objectives[ix], day("2026-08-05"))?;
            Some((moved.before, moved.after, moved.change()))
        };
        assert_eq!(moves(0), Some((0.3, 0.1, -0.2)));
        assert_eq!(moves(1), Some((0.0, 1.0, 1.0)));
        assert_eq!(moves(2), None);
    }
}

/// A book of a few objectives with anything in them, parents in any shape, rings among them.
fn any_book() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(0u32..10_000, 24), 1..7)
}

fn sketched(numbers: &[Vec<u32>], order: impl Iterator<Item = usize>) -> Book {
    let sketch = |place: usize| {
        let of = &numbers[place];
        let mut sketch = objective(&format!("o{place}"))
            .metric("nps", f64::from(of[0] % 50), 60.0 + f64::from(of[0] % 7))
            .judged("trust")
            .at_most("errors", 5.0)
            .key_result("live", Measure::Milestone)
            .weight(1.0 + f64::from(of[1] % 3));
        if of[2].is_multiple_of(3) {
            sketch = sketch.parent(&format!("o{}", of[3] as usize % numbers.len()));
        }
        if of[4].is_multiple_of(11) {
            sketch = sketch.dropped("2026-08-15");
        }
        for reading in of[5..].chunks_exact(2) {
            let date = day("2026-06-10")
                .checked_add(jiff::Span::new().days(i64::from(reading[0] % 130)))
                .expect("in range");
            let text = match reading[1] % 7 {
                0 => format!("nps: {}", reading[1] % 90),
                1 => "nps: n/a (0.4)".to_owned(),
                2 => "nps: void".to_owned(),
                3 => format!("trust: 0.{}", reading[1] % 97),
                4 => format!("errors: {}", reading[1] % 10),
                5 => format!("live: {}", reading[1] % 2),
                _ => "errors: n/a (at risk)".to_owned(),
            };
            sketch = sketch.check_in(&format!("{date} (on track)"), &[&text]);
        }
        sketch
    };
    book(quarter(), order.map(sketch))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_written_every_score_is_between_0_and_1(numbers in any_book(), after in 0i64..200) {
        let book = sketched(&numbers, 0..numbers.len());
        let as_of = day("2026-06-01").checked_add(jiff::Span::new().days(after)).expect("in range");
        let standing = on(&book, as_of);
        let is_score = |score: Option<f64>| score.is_none_or(|score| (0.0..=1.0).contains(&score));
        let is_band = |forecast: Option<Forecast>| forecast.is_none_or(|it| {
            0.0 <= it.low && it.low <= it.end && it.end <= it.high && it.high <= 1.0
        });
        for (objective, of) in standing.objectives.iter().zip(&book.objectives) {
            prop_assert!(is_score(objective.score) && is_score(objective.children_score) && is_score(objective.expected));
            prop_assert!(is_band(objective.forecast));
            prop_assert!(objective.scored <= objective.counted);
            prop_assert_eq!(objective.check_ins.len(), of.check_ins.len());
            prop_assert!(objective.check_ins.iter().all(|it| is_score(it.score.map(f64::from)) && it.reading_scores.iter().all(|it| is_score(it.map(f64::from)))));
            prop_assert!(objective.series.is_sorted_by(|one, other| one.date < other.date));
            prop_assert!(objective.series.iter().all(|it| it.date <= as_of && is_score(it.score.map(f64::from))));
            for key_result in &objective.key_results {
                prop_assert!(is_score(key_result.score) && is_score(key_result.expected) && is_band(key_result.forecast));
                prop_assert!(key_result.series.is_sorted_by(|one, other| one.date < other.date));
            }
        }
        for period in &standing.periods {
            prop_assert!(is_score(period.score));
            prop_assert_eq!(period.mix.total(), period.objectives.len());
        }
        for place in 0..book.objectives.len() {
            prop_assert_eq!(months(&book, &standing, ObjectiveIx(place)).len(), 3);
        }
    }

    #[test]
    fn the_order_of_files_changes_nothing(numbers in any_book()) {
        let forth = sketched(&numbers, 0..numbers.len());
        let back = sketched(&numbers, (0..numbers.len()).rev());
        let as_of = day("2026-09-10");
        prop_assert_eq!(format!("{:?}", on(&forth, as_of)), format!("{:?}", on(&back, as_of)));
    }

    #[test]
    fn carrying_forward_never_invents_a_reading(numbers in any_book()) {
        let book = sketched(&numbers, 0..numbers.len());
        for (objective, standing) in book.objectives.iter().zip(on(&book, day("2026-09-30")).objectives) {
            for (place, key_result) in standing.key_results.iter().enumerate() {
                let readings = || objective.check_ins.iter().flat_map(|it| &it.readings).filter(|it| it.key_result.0 == place);
                prop_assert!(key_result.series.len() <= readings().count());
                prop_assert!(key_result.value.is_none_or(|value| readings().any(|it| it.value == crate::model::Value::Number(value))));
            }
        }
    }

    #[test]
    fn what_was_true_on_a_day_is_what_its_check_in_says(numbers in any_book()) {
        let book = sketched(&numbers, 0..numbers.len());
        let now = on(&book, day("2026-10-30"));
        for (place, objective) in book.objectives.iter().enumerate() {
            for (check_in, standing) in objective.check_ins.iter().zip(&now.objectives[place].check_ins) {
                let then = &on(&book, check_in.date).objectives[place];
                prop_assert_eq!(rounded(standing.score.map(f64::from)), rounded(then.score), "{} on {}", objective.id, check_in.date);
            }
        }
    }

    #[test]
    fn up_and_down_are_mirror_images(values in prop::collection::vec((0i64..92, -20i32..80), 1..9), target in 1i32..60) {
        let going = |sign: f64| {
            let mut sketch = objective("a").metric("it", 0.0, sign * f64::from(target));
            let mut values = values.clone();
            values.sort_by_key(|(at, _)| *at);
            for (at, value) in values {
                let date = day("2026-07-01").checked_add(jiff::Span::new().days(at)).expect("in range");
                sketch = sketch.check_in(&date.to_string(), &[&format!("it: {}", sign * f64::from(value))]);
            }
            first(&book(quarter(), [sketch]), "2026-09-30")
        };
        let (up, down) = (going(1.0), going(-1.0));
        prop_assert_eq!(up.score, down.score);
        prop_assert_eq!(up.forecast, down.forecast);
        prop_assert_eq!(up.key_results[0].progress, down.key_results[0].progress);
        prop_assert_eq!(&up.series, &down.series);
    }
}

#[test]
fn a_metric_without_a_mean_is_still_a_metric() {
    let metric = Metric {
        start: None,
        target: None,
        rubric: Few::new(),
        plan: Few::new(),
    };
    let sketch = objective("a")
        .key_result("it", Measure::Metric(metric))
        .check_in("2026-07-31", &["it: 3"]);
    check(&book(quarter(), [sketch]), "2026-08-01", None);
}
