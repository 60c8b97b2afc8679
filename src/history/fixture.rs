//! Books by hand, for tests: short to write, and built without a parser.

use jiff::civil::Date;

use crate::config::Scoring;
use crate::few::Few;
use crate::model::*;
use crate::number::Number;
use crate::source::{FileId, Span, Spanned};
use crate::words::Language;

/// A day, as in `2026-08-31`.
pub fn day(text: &str) -> Date {
    text.parse().expect("a date of a test")
}

/// The third quarter of 2026.
pub fn quarter() -> Period {
    period("2026-Q3", "2026-07-01", Some("2026-09-30"))
}

/// A period with pace.
pub fn period(id: &str, start: &str, end: Option<&str>) -> Period {
    Period {
        id: id.to_owned(),
        name: id.to_owned(),
        start: day(start),
        end: end.map(day),
        scoring: Scoring::Progress,
        page: None,
    }
}

/// A book of one period.
pub fn book(period: Period, objectives: impl IntoIterator<Item = Sketch>) -> Book {
    books(vec![period], objectives)
}

/// A book of several periods; [`Sketch::period`] says which one an objective is of. Parents are found by whole id.
pub fn books(periods: Vec<Period>, objectives: impl IntoIterator<Item = Sketch>) -> Book {
    let mut sketches: Vec<Sketch> = objectives.into_iter().collect();
    sketches.sort_by(|one, other| one.0.id.cmp(&other.0.id));
    let mut book = Book {
        objectives: sketches.into_iter().map(|sketch| sketch.0).collect(),
        periods,
        ..Book::default()
    };
    for place in 0..book.objectives.len() {
        let Some(written) = book.objectives[place]
            .parent
            .as_ref()
            .map(|parent| parent.written.value.clone())
        else {
            continue;
        };
        let (id, key_result) = written
            .split_once('#')
            .map_or((&*written, None), |(id, kr)| (id, Some(kr)));
        let target = match (book.find(id), key_result) {
            (None, _) => Target::UnknownObjective(None),
            (Some(ix), None) => Target::Objective(ix),
            (Some(ix), Some(kr)) => Target::KeyResult(ix, key_result_of(&book[ix], kr)),
        };
        book.objectives[place].parent = Some(Reference {
            written: spanned(&written),
            target,
        });
    }
    book
}

/// An objective in the making.
#[derive(Debug)]
pub struct Sketch(pub Objective);

/// An aspirational objective of the team `support` in the first period.
pub fn objective(id: &str) -> Sketch {
    let facts = ObjectiveFacts {
        id: id.to_owned(),
        file: FileId(0),
        title: spanned(id),
        period: PeriodIx(0),
        period_span: Span::default(),
        team: spanned("support"),
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
    Sketch(facts.into())
}

impl Sketch {
    /// In another period.
    pub fn period(mut self, place: usize) -> Sketch {
        self.0.period = PeriodIx(place);
        self
    }

    /// Of another team.
    pub fn team(mut self, team: &str) -> Sketch {
        self.0.team = spanned(team);
        self
    }

    /// A promise instead of a stretch.
    pub fn committed(mut self) -> Sketch {
        self.0.ambition = Ambition::Committed;
        self
    }

    /// With a weight in its team.
    pub fn weight(mut self, weight: f64) -> Sketch {
        self.0.weight = weight;
        self
    }

    /// Not yet agreed on.
    pub fn draft(mut self) -> Sketch {
        self.0.draft = true;
        self
    }

    /// Given up.
    pub fn dropped(mut self, date: &str) -> Sketch {
        self.0.dropped = Some(Box::new(given_up(date)));
        self
    }

    /// `objective` or `objective#key-result`.
    pub fn parent(mut self, written: &str) -> Sketch {
        self.0.parent = Some(Reference {
            written: spanned(written),
            target: Target::UnknownObjective(None),
        });
        self
    }

    /// A key result of any measure.
    pub fn key_result(mut self, id: &str, measure: Measure) -> Sketch {
        self.0.key_results.push(KeyResult {
            id: spanned(id),
            title: spanned(id),
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
        });
        self
    }

    /// From a start to a target.
    pub fn metric(self, id: &str, start: f64, target: f64) -> Sketch {
        let metric = Metric {
            start: Some(start),
            target: Some(target),
            rubric: Few::new(),
            plan: Few::new(),
        };
        self.key_result(id, Measure::Metric(metric))
    }

    /// The score itself.
    pub fn judged(self, id: &str) -> Sketch {
        self.key_result(id, Measure::Judged)
    }

    /// At most `max`.
    pub fn at_most(self, id: &str, max: f64) -> Sketch {
        self.key_result(
            id,
            Measure::Maintain {
                min: None,
                max: Some(max),
            },
        )
    }

    /// Changes the last key result.
    pub fn but(mut self, change: impl FnOnce(&mut KeyResult)) -> Sketch {
        change(
            self.0
                .key_results
                .last_mut()
                .expect("a key result was added before"),
        );
        self
    }

    /// Changes the metric of the last key result.
    pub fn but_metric(self, change: impl FnOnce(&mut Metric)) -> Sketch {
        self.but(|key_result| match &mut key_result.measure {
            Measure::Metric(metric) => change(metric),
            other => panic!("{other:?} is no metric"),
        })
    }

    /// The last key result was given up.
    pub fn but_dropped(self, date: &str) -> Sketch {
        self.but(|key_result| key_result.dropped = Some(Box::new(given_up(date))))
    }

    /// A check-in: its date, with its status if it has one (`2026-08-31 (at risk)`), and its readings
    /// (`nps: 35 (at risk, 0.7, 60%)`).
    pub fn check_in(mut self, heading: &str, readings: &[&str]) -> Sketch {
        let (date, status) = heading
            .split_once(' ')
            .map_or((heading, None), |(date, rest)| (date, Some(rest)));
        let date = day(date);
        let same = self
            .0
            .check_ins
            .iter()
            .filter(|check_in| check_in.date == date)
            .count();
        let readings = readings.iter().map(|text| reading(&self.0, text)).collect();
        self.0.check_ins.push(CheckIn {
            date,
            number: same as u32 + 1,
            line: 1,
            heading: Span::default(),
            span: Span::default(),
            status: status.and_then(|status| status_of(status.trim_matches(['(', ')']))),
            title: None,
            readings,
            narrative: Vec::new(),
            decisions: Few::new(),
            risks: Few::new(),
            learnings: Few::new(),
            asks: Few::new(),
        });
        // Stable: of two on one date the later written one stays the later.
        self.0.check_ins.sort_by_key(|check_in| check_in.date);
        self
    }
}

fn reading(objective: &Objective, text: &str) -> Reading {
    let (id, rest) = text.split_once(':').expect("a reading of a test");
    let (value, more) = rest
        .split_once('(')
        .map_or((rest, ""), |(value, more)| (value, more.trim_end_matches(')')));
    let mut reading = Reading {
        key_result: key_result_of(objective, id),
        value: match value.trim() {
            "n/a" => Value::NotAvailable,
            "void" => Value::Void,
            number => Value::Number(number.parse().expect("a number of a test")),
        },
        typed_score: None,
        status: None,
        confidence: None,
        note: Note::default(),
        span: Span::default(),
        item: Span::default(),
    };
    for part in more.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match (part.strip_suffix('%'), status_of(part)) {
            (Some(percent), _) => reading.confidence = Some(number(percent)),
            (None, Some(status)) => reading.status = Some(status),
            (None, None) => reading.typed_score = Some(number(part)),
        }
    }
    reading
}

fn number(text: &str) -> Number {
    text.parse::<f64>().expect("a number of a test").into()
}

fn key_result_of(objective: &Objective, id: &str) -> KeyResultIx {
    let place = objective
        .key_results
        .iter()
        .position(|key_result| key_result.id.value == id);
    KeyResultIx(place.expect("a key result of a test"))
}

fn status_of(text: &str) -> Option<Status> {
    Status::ALL
        .into_iter()
        .find(|status| status.name() == text.replace(' ', "-"))
}

fn given_up(date: &str) -> Dropped {
    Dropped {
        date: day(date),
        reason: "the market moved".to_owned(),
    }
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::default())
}
