//! Promises of the published data, held by readers that are not ours.

use serde_json::{Value as Json, json};

use super::fixture::{COMMIT, Organisation, acme};
use super::*;
use crate::model::Note;
use crate::site::Drafts;
use crate::source::{SourceFile, Sources};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("the data are UTF-8")
}

fn data(of: &Organisation) -> Json {
    serde_json::from_slice(&json(of.inputs()).bytes()).expect("the data are JSON")
}

fn validator() -> jsonschema::Validator {
    let schema = serde_json::from_slice(&schema()).expect("the schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).expect("the schema is a schema of 2020-12")
}

/// Takes out the first line that begins with `start`, with everything that is indented deeper.
fn part<'a>(text: &'a str, start: &str) -> &'a str {
    let at = text
        .find(start)
        .unwrap_or_else(|| panic!("no {start:?} in {text}"));
    &text[at..text[at..].find('\n').map_or(text.len(), |end| at + end)]
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let json = text(json(acme().inputs()).bytes());
    let line = |start| part(&json, start);
    let top: Vec<&str> = json
        .lines()
        .filter_map(|line| line.strip_prefix("  \""))
        .filter_map(|line| line.split('"').next())
        .collect();
    assert_eq!(
        top,
        [
            "version",
            "title",
            "as_of",
            "commit",
            "periods",
            "teams",
            "people",
            "calibration",
            "objectives",
            "findings"
        ]
    );
    assert!(json.starts_with(&format!(
        "{{\n  \"version\": 1,\n  \"title\": \"Acme OKRs\",\n  \"as_of\": \"2026-09-10\",\n  \"commit\": \"{COMMIT}\",\n"
    )));
    assert_eq!(
        line("    {\"id\":\"2026-Q3\""),
        r#"    {"id":"2026-Q3","name":"2026-Q3","start":"2026-07-01","end":"2026-09-30","state":"active","score":0.52,"objectives":2,"mix":{"on_track":0,"at_risk":1,"off_track":0,"stale":0,"no_check_in":1,"other":0}},"#
    );
    assert_eq!(
        line("    {\"id\":\"support\""),
        r#"    {"id":"support","name":"Customer Support","parent":"company","periods":[{"period":"2026-Q3","score":0.663666666667,"objectives":1,"mix":{"on_track":0,"at_risk":1,"off_track":0,"stale":0,"no_check_in":0,"other":0}}]}"#
    );
    assert_eq!(
        line("    {\"id\":\"ana\""),
        r#"    {"id":"ana","name":"Ana Lopes"},"#
    );
    assert_eq!(
        line("  \"calibration\""),
        r#"  "calibration": {"aspirational":{"count":24,"reached_0_7":{"share":0.75,"low":0.551001741877,"high":0.880007965207},"reached_1_0":{"share":0.375,"low":0.211591334316,"high":0.572903809621}},"committed":null},"#
    );
    assert_eq!(
        line("    {\"rule\":\"stale-check-in\""),
        r#"    {"rule":"stale-check-in","severity":"warning","source":"objectives/2026-Q3/support/dropped.md","line":2,"column":8,"end_line":2,"end_column":11,"message":"`Öld` is silent","help":"write a check-in\ndid you mean `Old`?"},"#
    );
    let at = json
        .find("      \"id\": \"2026-Q3/support/first-contact\"")
        .expect("the objective");
    let objective = &json[at..at + json[at..].find("\n    }").expect("its end")];
    assert_eq!(
        objective,
        r#"      "id": "2026-Q3/support/first-contact",
      "source": "objectives/2026-Q3/support/first-contact.md",
      "title": "Make first contact effortless",
      "period": "2026-Q3",
      "team": "support",
      "owner": "ana",
      "contributors": [],
      "type": "aspirational",
      "language": "en",
      "tags": [],
      "links": [],
      "parent": {"objective":"2026-Q3/company/delight-customers","key_result":"nps"},
      "supports": [],
      "children": [],
      "status": "at-risk",
      "suggested_status": "on-track",
      "stale": false,
      "score": 0.663666666667,
      "scored": 3,
      "counted": 3,
      "derived": false,
      "children_score": null,
      "weight": 1,
      "expected": 0.546153846154,
      "forecast": null,
      "last_check_in": "2026-08-31",
      "next_check_in": "2026-09-30",
      "dropped": null,
      "key_results": [
        {"id":"response-time","title":"Median first reply within 4 hours","owner":"bo","contributors":[],"kind":"metric","guards":null,"tags":[],"links":[],"weight":1,"unit":"h","start":9,"target":4,"value":6.2,"value_date":"2026-08-31","progress":0.56,"score":0.588,"typed_score":null,"confidence":null,"status":"at-risk","suggested_status":"on-track","expected":0.546153846154,"forecast":null,"dropped":null},
        {"id":"csat","title":"csat","owner":null,"contributors":[],"kind":"metric","guards":null,"tags":[],"links":[],"weight":2,"unit":null,"start":4,"target":4.6,"value":null,"value_date":null,"progress":null,"score":null,"typed_score":null,"confidence":null,"status":null,"suggested_status":null,"expected":null,"forecast":null,"dropped":null},
        {"id":"reopened","title":"reopened","owner":null,"contributors":["support","cy"],"kind":"maintain","guards":"response-time","tags":[],"links":[],"weight":0,"unit":"%","min":null,"max":5,"value":null,"value_date":null,"progress":null,"score":null,"typed_score":null,"confidence":null,"status":null,"suggested_status":null,"expected":null,"forecast":null,"dropped":{"date":"2026-08-01","reason":"measured elsewhere"}},
        {"id":"help-centre","title":"help-centre","owner":null,"contributors":[],"kind":"steps","guards":null,"tags":[],"links":[],"weight":1,"unit":null,"start":null,"target":null,"value":null,"value_date":null,"progress":null,"score":null,"typed_score":null,"confidence":null,"status":null,"suggested_status":null,"expected":null,"forecast":null,"dropped":null}
      ],
      "check_ins": [
        {"date":"2026-08-31","line":36,"status":"at-risk","title":"Hiring bites","score":0.663666666667,"readings":[{"key_result":"response-time","kind":"value","value":6.2,"score":0.588,"typed_score":null,"status":"at-risk","confidence":null,"note":"hiring slipped by two weeks"}],"decisions":["Move the evening shift to the Lisbon team — decided by ana"],"risks":[],"learnings":[],"asks":[],"commit":null,"author":null}
      ]"#
    );
}

#[test]
fn what_is_hidden_unknown_or_taken_back_is_null() {
    let data = data(&acme());
    let delight = &data["objectives"][0];
    assert_eq!(delight["key_results"][0]["start"], 31);
    assert_eq!(delight["key_results"][0]["target"], Json::Null);
    assert_eq!(delight["key_results"][1]["min"], 99.9);
    assert_eq!(delight["key_results"][1].get("start"), None);
    assert_eq!(
        delight["forecast"],
        serde_json::json!({ "end": 0.61, "low": 0.48, "high": 0.74 })
    );
    let readings = &delight["check_ins"][0]["readings"];
    let told = |i: usize| {
        (
            readings[i]["kind"].as_str(),
            &readings[i]["value"],
            readings[i]["score"].as_f64(),
        )
    };
    assert_eq!(told(0), (Some("none"), &Json::Null, Some(0.25)));
    assert_eq!(told(1), (Some("value"), &Json::from(99.95), Some(1.0)));
    assert_eq!(told(2), (Some("void"), &Json::Null, None));
    assert_eq!(
        delight["check_ins"][1]["score"],
        Json::Null,
        "a future check-in has no score"
    );
    assert_eq!(data["periods"][1]["end"], Json::Null);
}

#[test]
fn drafts_and_what_was_found_in_them_are_left_out_unless_asked_for() {
    let mut acme = acme();
    let hidden = text(json(acme.inputs()).bytes()) + &text(csv(acme.inputs()).bytes());
    for secret in ["support/idea", "secret", "a finding in a draft"] {
        assert!(!hidden.contains(secret), "{secret}");
    }
    assert_eq!(
        data(&acme)["objectives"][1]["supports"].as_array().map(Vec::len),
        Some(1)
    );

    acme.options.drafts = Drafts::Show;
    let shown = data(&acme);
    assert_eq!(shown["objectives"][3]["title"], "A secret idea");
    assert_eq!(
        shown["objectives"][1]["supports"][1]["objective"],
        "2026-Q3/support/idea"
    );
    assert_eq!(shown["findings"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_schema_takes_the_data_and_nothing_else() {
    let mut acme = acme();
    // A draft may lack what a schema can ask of an objective on the site.
    acme.book.objectives[3].key_results = vec![fixture::key_result("one", crate::model::Measure::Judged)];
    acme.standing.objectives[3] = fixture::silence(&acme.book.objectives[3]);
    acme.options.drafts = Drafts::Show;
    let data = data(&acme);
    let validator = validator();
    let faults: Vec<String> = validator
        .iter_errors(&data)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let mut tried = 0;
    for place in objects(&data, String::new()) {
        let keys: Vec<String> = data
            .pointer(&place)
            .and_then(Json::as_object)
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        let changed = |change: &dyn Fn(&mut serde_json::Map<String, Json>)| {
            let mut other = data.clone();
            change(
                other
                    .pointer_mut(&place)
                    .and_then(Json::as_object_mut)
                    .expect("an object"),
            );
            validator.is_valid(&other)
        };
        assert!(
            !changed(&|it| drop(it.insert("more".into(), Json::Null))),
            "a key too many in {place}"
        );
        for key in keys {
            assert!(!changed(&|it| drop(it.remove(&key))), "{place} without {key}");
            assert!(
                !changed(&|it| drop(it.insert(key.clone(), serde_json::json!([[1]])))),
                "{place}/{key} is a list"
            );
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

/// Where the objects of a document are.
fn objects(value: &Json, place: String) -> Vec<String> {
    match value {
        Json::Object(map) => {
            let inner = map
                .iter()
                .flat_map(|(key, value)| objects(value, format!("{place}/{key}")));
            std::iter::once(place.clone()).chain(inner).collect()
        }
        Json::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, value)| objects(value, format!("{place}/{i}")))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_schema_knows_every_word_of_the_model() {
    use crate::model::{Ambition, Status};
    use crate::words::Language;
    let schema: Json = serde_json::from_slice(&schema()).expect("the schema is JSON");
    let words = |place: &str| -> Vec<String> {
        let list = schema
            .pointer(place)
            .and_then(Json::as_array)
            .unwrap_or_else(|| panic!("no {place}"));
        list.iter()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(words("/$defs/status/enum"), Status::ALL.map(Status::name));
    assert_eq!(
        words("/$defs/objective/properties/language/enum"),
        Language::ALL.map(Language::code)
    );
    let ambitions = [Ambition::Aspirational, Ambition::Committed].map(Ambition::name);
    assert_eq!(words("/$defs/objective/properties/type/enum"), ambitions);
}

#[test]
fn the_table_has_a_row_a_reading() {
    let bytes = csv(acme().inputs()).bytes();
    assert!(bytes.ends_with(b"\r\n"));
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&bytes[..]);
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| {
            row.expect("rows of one length")
                .iter()
                .map(str::to_owned)
                .collect()
        })
        .collect();
    assert_eq!(
        rows[0].join(","),
        text(bytes).lines().next().expect("a first line")
    );
    let short: Vec<String> = rows[1..].iter().map(|row| row[5..].join("|")).collect();
    assert_eq!(
        short,
        [
            "taste||judged||||||||||".trim_end_matches('|').to_owned() + "|||||||||",
            "nps||metric||31||2026-07-31||0.25|||".to_owned(),
            "uptime||maintain||99.9||2026-07-31|99.95|1|||".to_owned(),
            "launch||milestone||||2026-07-31|||||'=HYPERLINK(\"https://example.org\"), \"x\"".to_owned(),
            "one||judged|||||||||".to_owned(),
            "csat||metric||4|4.6||||||".to_owned(),
            "reopened||maintain|%||5||||||".to_owned(),
            "help-centre||steps|||||||||".to_owned(),
            "response-time|bo|metric|h|9|4|2026-08-31|6.2|0.588|at-risk||hiring slipped by two weeks"
                .to_owned(),
        ]
    );
    assert_eq!(
        rows[9][..5],
        [
            "2026-Q3/support/first-contact",
            "2026-Q3",
            "support",
            "ana",
            "aspirational"
        ]
    );
}

#[test]
fn a_cell_is_never_a_formula() {
    fn check(note: &str, cell: &str) {
        let mut acme = acme();
        acme.book.objectives[2].check_ins[0].readings[0].note = Note::Unindented(note.into());
        let bytes = csv(acme.inputs()).bytes();
        let mut reader = ::csv::Reader::from_reader(&bytes[..]);
        let last = reader.records().last().expect("a row").expect("a whole row");
        assert_eq!(&last[16], cell);
    }
    check("=1+1", "'=1+1");
    check("+1", "'+1");
    check("-1", "-1");
    check("-1.50", "-1.50");
    check("-", "'-");
    check("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0");
    check("@SUM(1;1)", "'@SUM(1;1)");
    check("\t=1", "'\t=1");
    check("\r=1", "'\r=1");
    check("a = b, \"c\"\nd", "a = b, \"c\"\nd");
    check("'quoted'", "'quoted'");
}

#[test]
fn findings_alone_are_an_array_with_a_line_each() {
    let acme = acme();
    let text = text(findings(&acme.findings, &acme.sources, &|message| {
        message.to_string().to_uppercase()
    }));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert_eq!((lines[0], lines[4]), ("[", "]"));
    assert!(lines[1].contains(r#""message":"`ÖLD` IS SILENT""#), "{text}");
    assert_eq!(super::findings(&[], &acme.sources, &ToString::to_string), b"[]\n");
}

#[test]
fn chosen_objectives_read_as_in_the_whole() {
    let acme = acme();
    let chosen = objectives(
        acme.inputs(),
        &[crate::model::ObjectiveIx(2), crate::model::ObjectiveIx(0)],
    );
    let chosen: Json = serde_json::from_slice(&chosen).expect("the data are JSON");
    let whole = data(&acme);
    assert_eq!(
        chosen,
        serde_json::json!([whole["objectives"][2], whole["objectives"][0]])
    );
}

/// The example of the format, read and counted by everybody else's code, gives the example of the interface.
#[test]
fn the_example_of_the_format_gives_the_example_of_the_data() {
    const FIRST_CONTACT: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
owner: ana
parent: company/delight-customers#nps
type: aspirational
key_results:
  - id: response-time
    title: Median first reply within 4 hours
    owner: bo
    start: 9
    target: 4
    unit: h
    rubric: { 0.3: 8, 0.7: 5.5 }
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
    weight: 2
  - id: reopened
    title: Reopened tickets stay below 5 %
    owner: bo
    guards: response-time
    max: 5
    unit: \"%\"
  - id: help-centre
    title: New help centre is live in both languages
    owner: ana
    steps: [Designed, English live, French live]
---

Why this matters, in ordinary Markdown.

## 2026-08-31 (at risk) Hiring bites

- response-time: 6.2 h (at risk) — hiring slipped by two weeks

- csat: 4.3 (on track, 0.7, 60%)

- reopened: 4.1 %

- help-centre: English live (on track)

### Decisions

- Move the evening shift to the Lisbon team — decided by ana

## 2026-07-31 (on track) Good start

- response-time: 7.9 h

- csat: 4.1
";
    const DELIGHT: &str = "\
---
title: Delight customers
period: 2026-Q3
team: company
key_results:
  - { id: nps, title: NPS reaches 50, owner: li, start: 31, target: 50 }
---
";
    let sources = Sources::from(vec![
        SourceFile::new("objectives/2026-Q3/company/delight-customers.md", DELIGHT.into()),
        SourceFile::new(
            "objectives/2026-Q3/support/first-contact.md",
            FIRST_CONTACT.into(),
        ),
    ]);
    let parsed = crate::parse::book(&sources);
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    let read = Organisation {
        standing: crate::history::on(&parsed.book, jiff::civil::date(2026, 9, 10)),
        book: parsed.book,
        sources,
        findings: parsed.findings,
        ..acme()
    };
    let data = data(&read);
    let faults: Vec<String> = validator()
        .iter_errors(&data)
        .map(|error| error.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let it = &data["objectives"][1];
    let told = |keys: &[&str]| keys.iter().map(|key| it[*key].clone()).collect::<Vec<_>>();
    assert_eq!(
        it["parent"],
        json!({ "objective": "2026-Q3/company/delight-customers", "key_result": "nps" })
    );
    assert_eq!(
        data["objectives"][0]["children"],
        json!(["2026-Q3/support/first-contact"])
    );
    assert_eq!(
        told(&["status", "suggested_status", "stale"]),
        [json!("at-risk"), json!("on-track"), json!(false)]
    );
    assert_eq!(
        told(&["score", "expected"]),
        [json!(0.663666666667), json!(0.546153846154)]
    );
    assert_eq!(
        told(&["scored", "counted", "derived"]),
        [json!(3), json!(3), json!(false)]
    );
    assert_eq!(
        told(&["last_check_in", "next_check_in"]),
        [json!("2026-08-31"), json!("2026-09-30")]
    );
    assert_eq!(
        it["key_results"][0],
        json!({
            "id": "response-time", "title": "Median first reply within 4 hours", "owner": "bo", "contributors": [],
            "kind": "metric", "guards": null, "tags": [], "links": [], "weight": 1, "unit": "h", "start": 9, "target": 4,
            "value": 6.2, "value_date": "2026-08-31", "progress": 0.56, "score": 0.588, "typed_score": null,
            "confidence": null, "status": "at-risk", "suggested_status": "on-track", "expected": 0.546153846154,
            "forecast": null, "dropped": null
        })
    );
    assert_eq!(
        it["key_results"][3]["value"], 2,
        "of steps it is the number reached"
    );
    let dates: Vec<&Json> = it["check_ins"]
        .as_array()
        .expect("check-ins")
        .iter()
        .map(|it| &it["date"])
        .collect();
    assert_eq!(dates, ["2026-07-31", "2026-08-31"]);
    let last = &it["check_ins"][1];
    assert_eq!(last["readings"][1]["confidence"], 60);
    assert_eq!(last["readings"][1]["typed_score"], 0.7);
    assert_eq!(
        last["decisions"],
        json!(["Move the evening shift to the Lisbon team — decided by ana"])
    );
    assert_eq!(last["score"], 0.663666666667);
}
