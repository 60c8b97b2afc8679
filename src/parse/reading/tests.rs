//! Readings as people write them, right and wrong.

use super::*;
use crate::diagnostic::Help;
use crate::few::Few;
use crate::model::{Metric, Step};
use crate::source::{FileId, Span};

fn shape(language: Language) -> Shape {
    let metric = |target| {
        Measure::Metric(Metric {
            start: Some(9.0),
            target,
            rubric: Few::new(),
            plan: Few::new(),
        })
    };
    let step = |label: &str, score| Step {
        label: label.to_owned(),
        score,
    };
    let it = |id: &str, unit: Option<&str>, measure| KeyResultShape {
        id: id.to_owned(),
        unit: unit.map(Box::from),
        measure,
    };
    Shape {
        language,
        key_results: vec![
            it("response-time", Some("h"), Some(metric(Some(4.0)))),
            it("csat", None, Some(metric(Some(4.6)))),
            it("nps", None, Some(metric(Some(40.0)))),
            it(
                "reopened",
                Some("%"),
                Some(Measure::Maintain {
                    min: None,
                    max: Some(5.0),
                }),
            ),
            it(
                "help-centre",
                None,
                Some(Measure::Steps(vec![
                    step("Designed", 1.0 / 3.0),
                    step("English live", 2.0 / 3.0),
                    step("French live (beta)", 1.0),
                ])),
            ),
            it("launch", None, Some(Measure::Milestone)),
            it("trust", None, Some(Measure::Judged)),
            it("salary", Some("k€"), Some(metric(None))),
            it("revenue", Some("€ (net)"), Some(metric(Some(5.0)))),
            it("broken", None, None),
        ],
    }
}

/// A short form of what an item is: `id value status score confidence | note`, or what is found, with its place.
fn told(text: &str, language: Language) -> String {
    let shape = shape(language);
    let reader = Reader::new(&shape);
    let line = Piece {
        file: FileId(0),
        start: 10,
        text,
    };
    match reader.item(line) {
        Item::Prose => "prose".to_owned(),
        Item::Reading(line) => {
            assert_eq!(
                line.typed.text,
                &text[line.typed.start - 10..][..line.typed.text.len()]
            );
            let value = match line.value {
                Value::Number(number) => number.to_string(),
                Value::NotAvailable => "n/a".to_owned(),
                Value::Void => "void".to_owned(),
            };
            let mut out = format!("{} {value}", shape.key_results[line.key_result].id);
            out.extend(line.words.status.map(|status| format!(" {}", status.name())));
            out.extend(line.words.score.map(|score| format!(" score {score}")));
            out.extend(line.words.confidence.map(|confidence| format!(" {confidence}%")));
            if !line.note.text.is_empty() {
                out += &format!(" | {}", line.note.text);
            }
            out
        }
        Item::Wrong(findings) => findings
            .iter()
            .map(|finding| {
                let Span { start, end } = finding.span;
                let at = &text[start as usize - 10..end as usize - 10];
                let help = finding.help.iter().map(|help| match help {
                    Help::Replacement(text) => format!("; did you mean `{text}`?"),
                    Help::Note(note) | Help::Fact(note) => format!("; {note}"),
                });
                format!(
                    "{}[{at}]: {}{}",
                    finding.rule,
                    finding.message,
                    help.collect::<String>()
                )
            })
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(told(text, Language::English), expected, "{text}");
}

#[test]
fn every_form_of_a_reading_is_read() {
    check(
        "response-time: 6.2 h (at risk) — hiring slipped",
        "response-time 6.2 at-risk | hiring slipped",
    );
    check("response-time: 6.2h", "response-time 6.2");
    check("response-time: 6.2", "response-time 6.2");
    check("response-time: 6.2\u{a0}h(at risk)", "response-time 6.2 at-risk");
    check(
        "csat: 4.3 (on track, 0.7, 60%)",
        "csat 4.3 on-track score 0.7 60%",
    );
    check(
        "csat: 4.3 (60 %, .7, On-Track)",
        "csat 4.3 on-track score 0.7 60%",
    );
    check("csat: 4.3 (0.7)", "csat 4.3 score 0.7");
    check("csat: 4.3 (1)", "csat 4.3 score 1");
    check("csat: 4.3 (62.5%)", "csat 4.3 62.5%");
    check("csat: 4.3 (🟡)", "csat 4.3 at-risk");
    check("csat:4.3", "csat 4.3");
    check("csat:  4.3  ", "csat 4.3");
    check("csat: -3", "csat -3");
    check("csat: -0", "csat 0");
    check("**csat**: 4.3", "csat 4.3");
    check("__csat__: 4.3", "csat 4.3");
    check("**csat:** 4.3 (on track)", "csat 4.3 on-track");
    check("`csat`: 4.3", "csat 4.3");
    check("**`csat`**: 4.3", "csat 4.3");
    check("**`csat`:** 4.3", "csat 4.3");
    for dash in ["—", "–", "--", "-", "---"] {
        check(&format!("csat: 4.3 {dash} well"), "csat 4.3 | well");
        check(
            &format!("csat: 4.3 (on track) {dash} well - done"),
            "csat 4.3 on-track | well - done",
        );
    }
    check("csat: 4.3—well", "csat 4.3 | well");
    check("csat: 4.3 (on track)— well", "csat 4.3 on-track | well");
    check("csat: 4.3 —", "csat 4.3");
    check("csat: 4.3 — (on track)", "csat 4.3 | (on track)");
    check("csat: 4.3 <!-- from the dashboard -->", "csat 4.3");
    check("csat: 4.3 (on track) <!-- a --> — b", "csat 4.3 on-track | b");
    for word in ["n/a", "N/A", "na", "NA"] {
        check(&format!("csat: {word}"), "csat n/a");
        check(&format!("help-centre: {word} — ill"), "help-centre n/a | ill");
        check(&format!("salary: {word} (0.5)"), "salary n/a score 0.5");
    }
    check("csat: n/a (at risk, 0.5, 40%)", "csat n/a at-risk score 0.5 40%");
    check("csat: void", "csat void");
    check(
        "csat: void (paused) — the figure was wrong",
        "csat void paused | the figure was wrong",
    );
    check("launch: void", "launch void");
    check("reopened: 4.1 %", "reopened 4.1");
    check("reopened: 4.1%(on track)", "reopened 4.1 on-track");
    check("revenue: 5 € (net) (on track)", "revenue 5 on-track");
    check("revenue: 5", "revenue 5");
    check("help-centre: English live (on track)", "help-centre 2 on-track");
    check("help-centre: english LIVE — at last", "help-centre 2 | at last");
    check("help-centre: french live (beta) (done)", "help-centre 3 done");
    check("help-centre: 2/3", "help-centre 2");
    check("help-centre: 0/3 (pending)", "help-centre 0 pending");
    check("launch: done", "launch 1");
    check("launch: Not done (at risk) — soon", "launch 0 at-risk | soon");
    check("launch: DONE — yes", "launch 1 | yes");
    check("trust: 0.6", "trust 0.6");
    check("trust: 1 (done)", "trust 1 done");
    check(
        "broken: whatever it is (on track) — a note",
        "broken n/a on-track | a note",
    );
}

#[test]
fn french_words_are_read_in_french_files() {
    fn french(text: &str, expected: &str) {
        assert_eq!(told(text, Language::French), expected, "{text}");
    }
    french("launch: fait (en bonne voie)", "launch 1 on-track");
    french("launch: pas fait (À RISQUE)", "launch 0 at-risk");
    french("launch: done (on track)", "launch 1 on-track");
    french(
        "csat: 4.3 (termine\u{301}, 0.7) — très bien",
        "csat 4.3 done score 0.7 | très bien",
    );
    french(
        "reopened: 4.1\u{202f}% (en\u{a0}retard)",
        "reopened 4.1 off-track",
    );
    check(
        "launch: fait",
        "invalid-reading[fait]: `fait` does not say whether `launch` is done; write `done` or `not done`",
    );
    french(
        "launch: fini",
        "invalid-reading[fini]: `fini` does not say whether `launch` is done; write `fait` or `pas fait`",
    );
}

#[test]
fn other_items_are_prose() {
    for text in [
        "todo: call Ana",
        "New hires joined",
        "csat",
        "csat is up",
        "csat - up by a little",
        "csat — 4.3 points up",
        "nps2 went well",
        "npx: 4 people",
        "Users: 42 people",
        "10:30",
        "https://example.org: 42",
        "response to the survey: 6",
        "[csat](#csat) went up",
        "see `csat`",
        "csatisfaction",
        "csat 2nd round",
        "done",
        "",
        "**",
        ": 4",
        "— csat: 4",
        "[x] call Ana",
    ] {
        check(text, "prose");
    }
}

#[test]
fn a_wrong_id_gets_the_right_one() {
    let unknown = |text: &str, typed: &str, id: &str| {
        check(
            text,
            &format!(
                "unknown-key-result[{typed}]: this objective has no key result `{typed}`; did you mean `{id}`?"
            ),
        );
    };
    unknown("respnse-time: 6", "respnse-time", "response-time");
    unknown("response_time: 6 h", "response_time", "response-time");
    unknown("reponse-tim: 6", "reponse-tim", "response-time");
    unknown("CSAT: 4.3", "CSAT", "csat");
    unknown("NPS: 4.3", "NPS", "nps");
    unknown("cast: 4.3", "cast", "csat");
    unknown("csats: rubbish", "csats", "csat");
    unknown("csta 4.3", "csta", "csat");
    unknown("lanch => done", "lanch", "launch");
    unknown("**cast**: 4.3", "cast", "csat");
    unknown("Launch = done", "Launch", "launch");
    let ids = "its key results are `response-time`, `csat`, `nps`, `reopened`, `help-centre`, `launch`, `trust`, `salary`, `revenue`, `broken`";
    for (text, typed) in [
        ("velocity: 42", "velocity"),
        ("velocity: 42 (on track)", "velocity"),
        ("Velocity: n/a", "Velocity"),
        ("migration: not done — next week", "migration"),
        ("rollout: 2/5", "rollout"),
        ("errors: 4 %", "errors"),
        ("delay: 4 h (at risk)", "delay"),
        ("page: English live", "page"),
        ("ratio: void", "ratio"),
    ] {
        check(
            text,
            &format!("unknown-key-result[{typed}]: this objective has no key result `{typed}`; {ids}"),
        );
    }
}

#[test]
fn a_known_id_without_its_colon_is_pointed_out() {
    let form = |text: &str, at: &str, help: &str| {
        check(
            text,
            &format!(
                "invalid-reading[{at}]: a reading of `csat` begins with the id, a colon and the value; write `csat: {help}`"
            ),
        );
    };
    form("csat 4.3", "csat", "4.3");
    form("csat：4.3", "csat：", "4.3");
    form("csat => 4.3", "csat =>", "4.3");
    form("csat -> 4.3", "csat ->", "4.3");
    form("csat->4.3", "csat->", "4.3");
    form("csat = 4.3 (on track)", "csat =", "4.3 (on track)");
    form("csat : 4.3", "csat :", "4.3");
    form("**csat: 4.3**", "csat:", "4.3**");
    form("*csat*: 4.3", "csat*:", "4.3");
    form("[csat](#csat): 4.3", "csat](#csat):", "4.3");
    form("csat 4,3", "csat", "4,3");
    form("csat -3", "csat", "-3");
}

#[test]
fn a_wrong_value_is_pointed_at() {
    check(
        "csat:",
        "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
    );
    check(
        "csat: (on track)",
        "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
    );
    check(
        "csat: — ill",
        "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
    );
    check(
        "csat: - ill",
        "invalid-reading[csat:]: `csat` has no value here; write the value, or `n/a` when there is none this time",
    );
    check(
        "csat: 4,3",
        "invalid-number[4,3]: `4,3` has a decimal comma: write `4.3`",
    );
    check(
        "csat: 1,000 (on track)",
        "invalid-number[1,000]: `1,000` has a thousands separator: write `1000`",
    );
    check(
        "csat: 1 000 — x",
        "invalid-number[1 000]: `1 000` has a thousands separator: write `1000`",
    );
    check(
        "csat: 1'000",
        "invalid-number[1'000]: `1'000` has a thousands separator: write `1000`",
    );
    check(
        "csat: 1_000",
        "invalid-number[1_000]: `1_000` has a thousands separator: write `1000`",
    );
    check(
        "csat: 10k",
        "invalid-number[10k]: `10k` is shortened: write `10000`",
    );
    check(
        "csat: 10 k",
        "invalid-number[10 k]: `10 k` is shortened: write `10000`",
    );
    check(
        "csat: 1e5",
        "invalid-number[1e5]: `1e5` has an exponent: write `100000`",
    );
    check("csat: +5", "invalid-number[+5]: `+5` has a plus sign: write `5`");
    check(
        "csat: .5",
        "invalid-number[.5]: `.5` lacks a digit beside its point: write `0.5`",
    );
    check(
        "csat: 5.",
        "invalid-number[5.]: `5.` lacks a digit beside its point: write `5`",
    );
    check(
        "csat: ４",
        "invalid-number[４]: `４` is not written with the digits 0 to 9: write `4`",
    );
    check(
        "csat: $5",
        "invalid-number[$5]: `$5` has a currency in it: write `5`, the currency belongs to `unit`",
    );
    check(
        "response-time: 1,5 h",
        "invalid-number[1,5]: `1,5` has a decimal comma: write `1.5`",
    );
    check(
        "csat: TBD",
        "invalid-number[TBD]: `TBD` is not a number yet: write the figure once it is known; write a number, or `n/a` when there is none this time",
    );
    check(
        "csat: about 4",
        "invalid-number[about 4]: `about 4` is not a number; write a number, or `n/a` when there is none this time",
    );
    check(
        "csat: on track",
        "invalid-reading[on track]: `on track` is a status, not a value; write the value before it, or `csat: n/a (on track)`",
    );
    check(
        "csat: 1234567890123456",
        "invalid-number[1234567890123456]: `1234567890123456` has 16 significant digits: round it to 15",
    );
    check(
        "csat: 4-5",
        "invalid-number[4-5]: `4-5` is not a number; write a number, or `n/a` when there is none this time",
    );
    check(
        "csat: 4–5",
        "invalid-reading[4–5]: `4–5` is a range, not a value; write one number; a note stands behind ` — `",
    );
    check(
        "csat: 2/3",
        "invalid-number[2/3]: `2/3` is not a number; write a number, or `n/a` when there is none this time",
    );
    check(
        "response-time: 6.2 min",
        "wrong-unit[min]: `min` is not the unit of `response-time`; write the value in `h`",
    );
    check(
        "response-time: 6 days",
        "wrong-unit[days]: `days` is not the unit of `response-time`; write the value in `h`",
    );
    check(
        "response-time: 6 hours",
        "wrong-unit[hours]: `hours` is not the unit of `response-time`; did you mean `h`?",
    );
    check(
        "response-time: 6.2H",
        "wrong-unit[H]: `H` is not the unit of `response-time`; did you mean `h`?",
    );
    check(
        "response-time: 6.2 % (at risk)",
        "wrong-unit[%]: `%` is not the unit of `response-time`; write the value in `h`",
    );
    check(
        "csat: 4.3 %",
        "wrong-unit[%]: `csat` has no unit, but `%` follows the number; write the number alone, or add a `unit` to the key result",
    );
    check(
        "csat: 4.3 points",
        "wrong-unit[points]: `csat` has no unit, but `points` follows the number; write the number alone, or add a `unit` to the key result",
    );
    check(
        "csat: 4.3 but falling",
        "invalid-reading[but falling]: `but falling` follows the value of `csat`; a note stands behind a dash: `4.3 — but falling`",
    );
    check(
        "response-time: 6.2 h but falling",
        "invalid-reading[but falling]: `but falling` follows the reading; a note stands behind a dash: `— but falling`",
    );
    check(
        "response-time: 6.2 h on track",
        "invalid-reading[on track]: `on track` follows the reading; a status stands in parentheses: `(on track)`",
    );
    check(
        "launch: maybe",
        "invalid-reading[maybe]: `maybe` does not say whether `launch` is done; write `done` or `not done`",
    );
    check(
        "launch: 100%",
        "invalid-reading[100%]: `100%` does not say whether `launch` is done; write `done` or `not done`",
    );
    check(
        "launch: done yesterday",
        "invalid-reading[done yesterday]: `done yesterday` does not say whether `launch` is done; write `done` or `not done`",
    );
    check(
        "trust: 7",
        "invalid-score[7]: `7` is no score of `trust`: it lies between 0 and 1; did you mean `0.7`?",
    );
    check(
        "trust: 70%",
        "invalid-score[70%]: `70%` is no score of `trust`: it lies between 0 and 1; did you mean `0.7`?",
    );
    check(
        "trust: -0.1",
        "invalid-score[-0.1]: `-0.1` is no score of `trust`: it lies between 0 and 1",
    );
    check(
        "trust: 0,7",
        "invalid-number[0,7]: `0,7` has a decimal comma: write `0.7`",
    );
    check(
        "trust: good",
        "invalid-number[good]: `good` is not a number; write a number, or `n/a` when there is none this time",
    );
    check(
        "salary: 80 k€",
        "invalid-reading[80 k€]: the target of `salary` is hidden: only a score is written; write `salary: n/a (0.5)` with the score",
    );
    check(
        "help-centre: Englsh live",
        "unknown-step[Englsh live]: `Englsh live` is not a step of `help-centre`; did you mean `English live`?",
    );
    check(
        "help-centre: nothing (at risk)",
        "unknown-step[nothing]: `nothing` is not a step of `help-centre`; its steps are `Designed`, `English live`, `French live (beta)`",
    );
    check(
        "help-centre: 2",
        "unknown-step[2]: `2` is not a step of `help-centre`; did you mean `2/3`?",
    );
    check(
        "help-centre: 2/4",
        "invalid-reading[2/4]: `2/4` counts other steps than the 3 of `help-centre`; did you mean `2/3`?",
    );
    check(
        "help-centre: 4/3",
        "invalid-reading[4/3]: `4/3` is more steps than `help-centre` has: 3",
    );
    check(
        "help-centre: 99999999999999999999999/3",
        "invalid-reading[99999999999999999999999/3]: `99999999999999999999999/3` is more steps than `help-centre` has: 3",
    );
    check(
        "csat: void (0.5)",
        "invalid-reading[void (0.5)]: `void` takes a reading back, so it has no score and no confidence; write `n/a` to keep the last value",
    );
    check(
        "[ ] csat: 4.3",
        "invalid-reading[[ ]]: a reading has no check box; write `- csat: 4.3`",
    );
}

#[test]
fn wrong_parentheses_are_pointed_at() {
    let status = |typed: &str, help: &str| {
        check(
            &format!("csat: 4.3 ({typed})"),
            &format!("invalid-status[{typed}]: `{typed}` is not a status; {help}"),
        );
    };
    status("on trak", "did you mean `on track`?");
    status("green", "did you mean `on track`?");
    status("fine", "did you mean `done`?");
    check(
        "csat: 4.3 (on track",
        "invalid-reading[(on track]: the parenthesis of `(on track` is not closed; close it with `)` on the same line; a note stands behind it",
    );
    check(
        "csat: 4.3 (on track, at risk)",
        "invalid-reading[at risk]: `at risk` is a second status in the parentheses",
    );
    check(
        "csat: 4.3 (0.5, 0.6)",
        "invalid-reading[0.6]: `0.6` is a second score in the parentheses",
    );
    check(
        "csat: 4.3 (50%, 60%)",
        "invalid-reading[60%]: `60%` is a second confidence in the parentheses",
    );
    check(
        "csat: 4.3 (1.2)",
        "invalid-score[1.2]: `1.2` is no score: it lies between 0 and 1",
    );
    check(
        "csat: 4.3 (60)",
        "invalid-score[60]: `60` is no score: it lies between 0 and 1; a confidence is written `60%`",
    );
    check(
        "csat: 4.3 (-0.1)",
        "invalid-score[-0.1]: `-0.1` is no score: it lies between 0 and 1",
    );
    check(
        "csat: 4.3 (0,7)",
        "invalid-score[0,7]: `0,7` has a decimal comma; did you mean `0.7`?",
    );
    check(
        "csat: 4.3 (on track, 0,7, 60%)",
        "invalid-score[0,7]: `0,7` has a decimal comma; did you mean `0.7`?",
    );
    check(
        "csat: 4.3 (62,5%)",
        "invalid-number[62,5%]: `62,5` has a decimal comma: write `62.5`",
    );
    check(
        "csat: 4.3 (120%)",
        "invalid-reading[120%]: `120%` is no confidence: it lies between 0% and 100%",
    );
    check("csat: 4.3 (x%)", "invalid-number[x%]: `x` is not a number");
    check(
        "csat: 4.3 ()",
        "invalid-reading[()]: the parentheses are empty; write a status, a score or a confidence, as in `(on track, 0.7, 60%)`, or leave them out",
    );
    check(
        "csat: 4.3 (on track,)",
        "invalid-reading[]: nothing stands beside the comma in the parentheses",
    );
    check(
        "csat: 4.3 (on track) (60%)",
        "invalid-reading[(60%)]: `(60%)` follows the reading; a reading has one pair of parentheses: `(STATUS, SCORE, CONFIDENCE%)`",
    );
    check(
        "csat: 4.3 (on track) up",
        "invalid-reading[up]: `up` follows the reading; a note stands behind a dash: `— up`",
    );
    check(
        &format!("csat: 4.3 (0.5{})", ", x".repeat(6)),
        &format!(
            "{}invalid-reading[x]: the parentheses hold more than a status, a score and a confidence",
            "invalid-status[x]: `x` is not a status; a status is one of `on track`, `at risk`, `off track`, `pending`, `paused`, `done`, `cancelled`\n"
                .repeat(5)
        ),
    );
    check(
        "csat: 4,3 (on trak, 2)",
        "invalid-number[4,3]: `4,3` has a decimal comma: write `4.3`\n\
         invalid-status[on trak]: `on trak` is not a status; did you mean `on track`?\n\
         invalid-score[2]: `2` is no score: it lies between 0 and 1; a confidence is written `2%`",
    );
    check(
        "broken: 4.3 (on trak)",
        "invalid-status[on trak]: `on trak` is not a status; did you mean `on track`?",
    );
}

#[test]
fn a_key_result_is_found_wherever_its_readings_stand() {
    let check = |shape: &Shape| {
        let ids: Vec<&str> = shape.key_results.iter().map(|it| it.id.as_str()).collect();
        let mut orders = vec![
            ids.clone(),
            ids.iter().rev().copied().collect(),
            ids.iter().step_by(2).copied().collect(),
            ids.iter().flat_map(|&id| [id, id, "no such id", "NPS"]).collect(),
        ];
        orders.push(orders.concat());
        for order in orders {
            let reader = Reader::new(shape);
            for id in order {
                // Of two with one id the first is meant.
                assert_eq!(reader.find(id), ids.iter().position(|&known| known == id), "{id}");
            }
        }
    };
    let mut all = shape(Language::English);
    check(&all);
    all.key_results.append(&mut shape(Language::English).key_results);
    check(&all);
    all.key_results.clear();
    check(&all);
}

#[test]
fn edits_are_counted_like_typing_slips() {
    fn check(name: &str, id: &str, edits: usize) {
        let name: Vec<char> = name.chars().collect();
        assert_eq!(
            (0..=2).find(|&edits| within(&name, id.as_bytes(), edits)),
            Some(edits),
            "{name:?} {id}"
        );
    }
    check("csat", "csat", 0);
    check("cast", "csat", 1);
    check("csa", "csat", 1);
    check("csatt", "csat", 1);
    check("cšat", "csat", 1);
    check("scatt", "csat", 2);
    check("", "ab", 2);
    let name: Vec<char> = "csat".chars().collect();
    assert!(!within(&name, b"nps", 2));
}

proptest::proptest! {
    #[test]
    fn no_item_is_too_odd(text in "(csat|\\*\\*nps:\\*\\*|help-centre|launch|trust|salary|revenue|broken|.{0,6})[:=> -]{0,3}.{0,30}[(]?.{0,20}[)]? ?.{0,5}") {
        told(&text, Language::French);
    }

    #[test]
    fn what_is_plain_is_read_as_anything_is(
        text in "(csat|nps|response-time|reopened|salary|margin|revenue|launch|cs): {1,2}-?[0-9]{0,2}(\\.[0-9])? {0,2}(h|%|k|k€|€)?( ?\\([a-z ]{0,3}\\)| \\((at risk|on track| done|paused )\\))?( ?(—|-|–|<!--) ?[a(—-]{0,3})? {0,1}"
    ) {
        let mut shape = shape(Language::French);
        shape.key_results.push(KeyResultShape {
            id: "margin".to_owned(),
            unit: Some(Box::from("k€")),
            measure: shape.key_results[1].measure.clone(),
        });
        let reader = Reader::new(&shape);
        let line = Piece { file: FileId(0), start: 10, text: text.trim() };
        if let Some(plain) = reader.plain(line) {
            let any = reader.any_item(line);
            proptest::prop_assert_eq!(format!("{:?}", Item::Reading(plain)), format!("{any:?}"));
        }
    }

    #[test]
    fn edits_are_those_of_optimal_alignment(name in "[a-d]{0,8}", id in "[a-d]{0,8}") {
        let letters: Vec<char> = name.chars().collect();
        let distance = strsim::osa_distance(&name, &id);
        for edits in 0..=2 {
            proptest::prop_assert_eq!(within(&letters, id.as_bytes(), edits), distance <= edits);
        }
    }
}
