//! A small organisation with one of each kind of thing, built by hand: the data are held against values that no other
//! module had a part in.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::chronicle::Chronicle;
use crate::config::Scoring;
use crate::diagnostic::{Diagnostic, Severity};
use crate::few::Few;
use crate::history::{
    Calibration, CheckInStanding, Class, Forecast, GroupStanding, KeyResultStanding, Mix, ObjectiveFigures,
    ObjectiveStanding, PeriodState, Reached, Share, Standing,
};
use crate::model::*;
use crate::msg;
use crate::site::{Drafts, Inputs, Options};
use crate::source::{FileId, SourceFile, Sources, Span, Spanned};
use crate::words::Language;

pub(super) const COMMIT: &str = "3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a3f2a";

pub(super) struct Organisation {
    pub book: Book,
    pub sources: Sources,
    pub standing: Standing,
    pub findings: Vec<Diagnostic>,
    pub assets: Assets,
    pub chronicle: Chronicle,
    pub options: Options,
}

impl Organisation {
    pub fn inputs(&self) -> Inputs<'_> {
        let Organisation {
            book,
            sources,
            standing,
            findings,
            assets,
            chronicle,
            options,
        } = self;
        Inputs {
            book,
            sources,
            standing,
            findings,
            assets,
            chronicle,
            options,
        }
    }
}

/// Four objectives of 2026-Q3 on 2026-09-10, one of them a draft, one given up.
pub(super) fn acme() -> Organisation {
    let ids = [
        "2026-Q3/company/delight-customers",
        "2026-Q3/support/dropped",
        "2026-Q3/support/first-contact",
        "2026-Q3/support/idea",
    ];
    let texts = [
        "---\ntitle: Delight\n",
        "---\ntitle: Öld\n",
        "---\ntitle: First\n",
        "---\ntitle: Idea\n",
    ];
    let files = ids
        .iter()
        .zip(texts)
        .map(|(id, text)| SourceFile::new(format!("objectives/{id}.md"), text.into()));
    let sources = files.collect::<Sources>();

    let mut delight = objective(ids[0], 0, "Delight customers", "company");
    delight.key_results = vec![
        key_result("nps", metric(Some(31.0), None)),
        key_result(
            "uptime",
            Measure::Maintain {
                min: Some(99.9),
                max: None,
            },
        ),
        key_result("launch", Measure::Milestone),
        key_result("taste", Measure::Judged),
    ];
    delight.key_results[0].links = vec![Link {
        title: "Survey".into(),
        url: "https://example.org/?a=1&b=2".into(),
    }]
    .into();
    delight.ambition = Ambition::Committed;
    delight.tags = vec!["brand".into()].into();
    delight.check_ins = vec![check_in(date(2026, 7, 31), 30), check_in(date(2026, 12, 1), 20)];
    delight.check_ins[0].readings = vec![
        Reading {
            typed_score: Some(0.25.into()),
            ..reading(0, Value::NotAvailable)
        },
        reading(1, Value::Number(99.95)),
        Reading {
            note: Note::Unindented("=HYPERLINK(\"https://example.org\"), \"x\"".into()),
            ..reading(2, Value::Void)
        },
    ];
    delight.check_ins[0].title = Some("-3 points".into());

    let mut dropped = objective(ids[1], 1, "Öld plan", "support");
    dropped.dropped = Some(Box::new(Dropped {
        date: date(2026, 8, 1),
        reason: "no longer needed".into(),
    }));
    dropped.key_results = vec![key_result("one", Measure::Judged)];
    dropped.supports = vec![
        reference(Target::Objective(ObjectiveIx(0))),
        reference(Target::Objective(ObjectiveIx(3))),
    ]
    .into();

    let mut idea = objective(ids[3], 3, "A secret idea", "support");
    idea.draft = true;

    let book = Book {
        config: crate::config::Config {
            title: "Acme OKRs".into(),
            ..Default::default()
        },
        objectives: vec![delight, dropped, first_contact(), idea],
        periods: vec![
            period("2026-Q3", date(2026, 7, 1), Some(date(2026, 9, 30))),
            period("someday", date(2026, 8, 1), None),
        ],
        teams: vec![
            team("company", "Acme", None),
            team("support", "Customer Support", Some("company")),
        ],
        people: [("ana", "Ana Lopes"), ("bo", "bo"), ("cy", "cy")]
            .map(|(id, name)| Person {
                id: id.into(),
                name: name.into(),
                github: None,
            })
            .into(),
        ..Book::default()
    };

    let mut now: Vec<ObjectiveStanding> = book.objectives.iter().map(silence).collect();
    let delight = &mut now[0];
    delight.children = vec![ObjectiveIx(2)];
    delight.score = Some(0.625);
    delight.forecast = Some(Forecast {
        end: 0.61,
        low: 0.48,
        high: 0.74,
    });
    delight.key_results[0].typed_score = Some(0.25);
    delight.key_results[0].score = Some(0.25);
    delight.key_results[0].confidence = Some(60.0);
    delight.check_ins[0].score = Some(0.625.into());
    delight.check_ins[0].reading_scores = vec![Some(0.25.into()), Some(1.0.into()), None];
    delight.check_ins[1].future = true;
    let first = &mut now[2];
    first.status = Some(Status::AtRisk);
    first.suggested = Some(Status::OnTrack);
    first.score = Some(1.991 / 3.0);
    first.scored = 3;
    first.counted = 3;
    first.expected = Some(0.7 * 71.0 / 91.0);
    first.last_check_in = Some(date(2026, 8, 31));
    first.next_check_in = Some(date(2026, 9, 30));
    first.key_results[0] = KeyResultStanding {
        value: Some(6.2),
        value_date: Some(date(2026, 8, 31)),
        progress: Some((6.2 - 9.0) / (4.0 - 9.0)),
        score: Some(0.588),
        status: Some(Status::AtRisk),
        suggested: Some(Status::OnTrack),
        expected: Some(0.7 * 71.0 / 91.0),
        ..unread()
    };
    first.check_ins[0].score = Some((1.991 / 3.0).into());
    first.check_ins[0].reading_scores = vec![Some(0.588.into())];

    let group = |score, objectives: &[usize], mix| GroupStanding {
        state: PeriodState::Active,
        score,
        expected: None,
        objectives: objectives.iter().map(|&ix| ObjectiveIx(ix)).collect(),
        mix,
    };
    let at_risk = Mix {
        at_risk: 1,
        ..Mix::default()
    };
    let standing = Standing {
        as_of: date(2026, 9, 10),
        objectives: now,
        periods: vec![
            group(
                Some(0.52),
                &[0, 2],
                Mix {
                    no_check_in: 1,
                    ..at_risk
                },
            ),
            group(None, &[], Mix::default()),
        ],
        teams: BTreeMap::from([
            (
                ("company".to_owned(), PeriodIx(0)),
                group(
                    Some(0.625),
                    &[0],
                    Mix {
                        no_check_in: 1,
                        ..Mix::default()
                    },
                ),
            ),
            (
                ("support".to_owned(), PeriodIx(0)),
                group(Some(1.991 / 3.0), &[2], at_risk),
            ),
        ]),
        calibration: Calibration {
            aspirational: Some(Reached {
                count: 24,
                reached_0_7: Share {
                    share: 0.75,
                    low: 0.551_001_741_877_01,
                    high: 0.880_007_965_207_01,
                },
                reached_1_0: Share {
                    share: 0.375,
                    low: 0.211_591_334_316_01,
                    high: 0.572_903_809_621_01,
                },
            }),
            committed: None,
        },
    };

    let findings = vec![
        Diagnostic::new(
            "stale-check-in",
            FileId(1),
            Span::new(11..15),
            msg!("`{what}` is silent", what = "Öld"),
        )
        .help(msg!("write a check-in"))
        .instead(Some("Old")),
        Diagnostic::new("unaligned", FileId(2), Span::new(4..9), msg!("alone")),
        Diagnostic::new("raw-html", FileId(2), Span::new(4..9), msg!("switched off")).severity(Severity::Off),
        Diagnostic::new(
            "missing-owner",
            FileId(3),
            Span::new(4..9),
            msg!("a finding in a draft"),
        ),
    ];
    Organisation {
        book,
        sources,
        standing,
        findings,
        assets: Assets::default(),
        chronicle: Chronicle::default(),
        options: Options {
            drafts: Drafts::Hide,
            commit: Some(COMMIT.into()),
            left_out: Vec::new(),
            look: crate::site::theme::Look::default(),
        },
    }
}

/// The example of the format.
fn first_contact() -> Objective {
    let mut it = objective(
        "2026-Q3/support/first-contact",
        2,
        "Make first contact effortless",
        "support",
    );
    it.owner = Some(at("ANA"));
    it.parent = Some(reference(Target::KeyResult(ObjectiveIx(0), KeyResultIx(0))));
    it.key_results = vec![
        KeyResult {
            title: at("Median first reply within 4 hours"),
            owner: Some(at("bo")),
            unit: Some("h".into()),
            ..key_result("response-time", metric(Some(9.0), Some(4.0)))
        },
        KeyResult {
            weight: 2.0,
            ..key_result("csat", metric(Some(4.0), Some(4.6)))
        },
        KeyResult {
            guards: Some(KeyResultIx(0)),
            unit: Some("%".into()),
            contributors: vec![at("support"), at("Cy")].into(),
            dropped: Some(Box::new(Dropped {
                date: date(2026, 8, 1),
                reason: "measured elsewhere".into(),
            })),
            ..key_result(
                "reopened",
                Measure::Maintain {
                    min: None,
                    max: Some(5.0),
                },
            )
        },
        key_result(
            "help-centre",
            Measure::Steps(vec![Step {
                label: "Live".into(),
                score: 1.0,
            }]),
        ),
    ];
    it.check_ins = vec![CheckIn {
        status: Some(Status::AtRisk),
        title: Some("Hiring bites".into()),
        readings: vec![Reading {
            status: Some(Status::AtRisk),
            note: Note::Unindented("hiring slipped by two weeks".into()),
            ..reading(0, Value::Number(6.2))
        }],
        decisions: vec![Entry {
            text: "Move the evening shift to the Lisbon team — decided by ana".into(),
            span: Span::default(),
        }]
        .into(),
        ..check_in(date(2026, 8, 31), 36)
    }];
    it
}

pub(super) fn at(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::default())
}

pub(super) fn objective(id: &str, file: u32, title: &str, team: &str) -> Objective {
    let facts = ObjectiveFacts {
        id: id.to_owned(),
        file: FileId(file),
        title: at(title),
        period: PeriodIx(0),
        period_span: Span::default(),
        team: at(team),
        owner: None,
        contributors: Few::new(),
        parent: None,
        supports: Few::new(),
        ambition: Ambition::Aspirational,
        tags: Few::new(),
        links: Few::new(),
        weight: 1.0,
        draft: false,
        dropped: None,
        language: Language::English,
        visibility: Visibility::Public,
        amendments: Few::new(),
        aliases: Few::new(),
        allow: Few::new(),
        key_results: Vec::new(),
        body: Span::default(),
        prose: Vec::new(),
        check_ins: Vec::new(),
        retrospective: None,
        body_links: Vec::new(),
    };
    facts.into()
}

pub(super) fn key_result(id: &str, measure: Measure) -> KeyResult {
    KeyResult {
        id: at(id),
        title: at(id),
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

pub(super) fn metric(start: Option<f64>, target: Option<f64>) -> Measure {
    Measure::Metric(Metric {
        start,
        target,
        rubric: Few::new(),
        plan: Few::new(),
    })
}

pub(super) fn check_in(date: Date, line: u32) -> CheckIn {
    CheckIn {
        date,
        number: 1,
        line,
        heading: Span::default(),
        span: Span::default(),
        status: None,
        title: None,
        readings: Vec::new(),
        narrative: Vec::new(),
        decisions: Few::new(),
        risks: Few::new(),
        learnings: Few::new(),
        asks: Few::new(),
    }
}

pub(super) fn reading(key_result: usize, value: Value) -> Reading {
    Reading {
        key_result: KeyResultIx(key_result),
        value,
        typed_score: None,
        status: None,
        confidence: None,
        note: Note::default(),
        span: Span::default(),
        item: Span::default(),
    }
}

fn reference(target: Target) -> Reference {
    Reference {
        written: at("as written"),
        target,
    }
}

fn period(id: &str, start: Date, end: Option<Date>) -> Period {
    Period {
        id: id.into(),
        name: id.into(),
        start,
        end,
        scoring: Scoring::Progress,
        page: None,
    }
}

fn team(id: &str, name: &str, parent: Option<&str>) -> Team {
    Team {
        id: id.into(),
        name: name.into(),
        parent: parent.map(Into::into),
        members: Vec::new(),
    }
}

/// How an objective stands of which nothing was read.
pub(super) fn silence(objective: &Objective) -> ObjectiveStanding {
    let standing = ObjectiveFigures {
        status: None,
        suggested: None,
        stale: false,
        score: None,
        scored: 0,
        counted: objective.key_results.len(),
        derived: false,
        children_score: None,
        children: Vec::new(),
        expected: None,
        gap: None,
        forecast: None,
        last_check_in: None,
        next_check_in: None,
        class: Some(Class::NoCheckIn),
        key_results: objective.key_results.iter().map(|_| unread()).collect(),
        check_ins: objective.check_ins.iter().map(unscored).collect(),
        series: Vec::new(),
    };
    standing.into()
}

fn unscored(check_in: &CheckIn) -> CheckInStanding {
    CheckInStanding {
        future: false,
        score: None,
        change: None,
        status: None,
        reading_scores: check_in.readings.iter().map(|_| None).collect(),
    }
}

fn unread() -> KeyResultStanding {
    KeyResultStanding {
        value: None,
        value_date: None,
        progress: None,
        score: None,
        typed_score: None,
        computed_score: None,
        score_date: None,
        confidence: None,
        status: None,
        suggested: None,
        expected: None,
        gap: None,
        forecast: None,
        inside: None,
        kept: None,
        series: Vec::new(),
    }
}
