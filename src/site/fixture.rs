//! A small book to try pages with.

use jiff::civil::{Date, date};

use super::{Drafts, Inputs, Options, Site};
use crate::chronicle::Chronicle;
use crate::config::Scoring;
use crate::few::Few;
use crate::history::{
    Calibration, CheckInStanding, GroupStanding, KeyResultStanding, Mix, ObjectiveFigures, PeriodState,
    Standing,
};
use crate::model::{
    Ambition, Assets, Book, CheckIn, KeyResult, Measure, Metric, ObjectiveFacts, ObjectiveIx, Period,
    PeriodIx, Team, Visibility,
};
use crate::source::{FileId, SourceFile, Sources, Span, Spanned};
use crate::words::Language;

/// Everything that a site is made of.
pub struct Fixture {
    pub book: Book,
    pub sources: Sources,
    pub standing: Standing,
    pub assets: Assets,
    /// Who wrote what.
    pub chronicle: Chronicle,
    pub options: Options,
    pub findings: Vec<crate::diagnostic::Diagnostic>,
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::default())
}

impl Fixture {
    /// One period and one team, on 2026-11-22.
    pub fn new() -> Fixture {
        let period = Period {
            id: "2026-H2".to_owned(),
            name: "H2 2026".to_owned(),
            start: date(2026, 7, 1),
            end: Some(date(2026, 12, 31)),
            scoring: Scoring::Progress,
            page: None,
        };
        let team = Team {
            id: "platform".to_owned(),
            name: "Platform".to_owned(),
            parent: None,
            members: Vec::new(),
        };
        Fixture {
            book: Book {
                periods: vec![period],
                teams: vec![team],
                ..Book::default()
            },
            sources: Sources::default(),
            standing: Standing {
                as_of: date(2026, 11, 22),
                objectives: Vec::new(),
                periods: vec![GroupStanding {
                    state: PeriodState::Active,
                    score: None,
                    expected: None,
                    objectives: Vec::new(),
                    mix: Mix::default(),
                }],
                teams: std::collections::BTreeMap::new(),
                calibration: Calibration::default(),
            },
            assets: Assets::default(),
            chronicle: Chronicle::default(),
            options: Options {
                drafts: Drafts::Hide,
                commit: None,
                left_out: Vec::new(),
                look: crate::site::theme::Look::default(),
            },
            findings: Vec::new(),
        }
    }

    /// What some files say, path and text, on 2026-11-22.
    pub fn of(files: &[(&str, &str)]) -> Fixture {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()));
        let sources = files.collect::<Sources>();
        let parsed = crate::parse::book(&sources);
        let errors: Vec<String> = parsed
            .findings
            .iter()
            .filter(|finding| finding.stops_build())
            .map(|finding| finding.message.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        Fixture::of_parsed(parsed.book, sources)
    }

    /// What can be read of a repository with these files, whatever is wrong with them.
    pub fn of_any(files: &[(&str, &str)]) -> Fixture {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()));
        let sources = files.collect::<Sources>();
        let book = crate::parse::book(&sources).book;
        Fixture::of_parsed(book, sources)
    }

    fn of_parsed(book: Book, sources: Sources) -> Fixture {
        let standing = crate::history::on(&book, date(2026, 11, 22));
        Fixture {
            book,
            sources,
            standing,
            ..Fixture::new()
        }
    }

    /// With an objective of one key result, `nps`; ids must come in order. Its body is all prose.
    pub fn objective(mut self, id: &str, body: &str) -> Fixture {
        let file = FileId(self.sources.0.len() as u32);
        let text = ["---\ntitle: x\n---\n", body].concat();
        let span = Span::new(17..text.len());
        let source = SourceFile::new(["objectives/", id, ".md"].concat(), text.into_bytes());
        self.sources.0.push(source.into());
        let facts = ObjectiveFacts {
            id: id.to_owned(),
            file,
            title: spanned(&["Title of ", id].concat()),
            period: PeriodIx(0),
            period_span: Span::default(),
            team: spanned("platform"),
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
            key_results: vec![KeyResult {
                id: spanned("nps"),
                title: spanned("Net promoter score reaches 50"),
                owner: None,
                contributors: Few::new(),
                weight: 1.0,
                tags: Few::new(),
                links: Few::new(),
                allow: Few::new(),
                dropped: None,
                guards: None,
                unit: None,
                measure: Measure::Metric(Metric {
                    start: Some(30.0),
                    target: Some(50.0),
                    rubric: Few::new(),
                    plan: Few::new(),
                }),
                span: Span::default(),
            }],
            body: span,
            prose: vec![span],
            check_ins: Vec::new(),
            retrospective: None,
            body_links: Vec::new(),
        };
        self.book.objectives.push(facts.into());
        let standing = ObjectiveFigures {
            status: None,
            suggested: None,
            stale: false,
            score: None,
            scored: 0,
            counted: 1,
            derived: false,
            children_score: None,
            children: Vec::new(),
            expected: None,
            gap: None,
            forecast: None,
            last_check_in: None,
            next_check_in: None,
            class: None,
            key_results: vec![KeyResultStanding {
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
            }],
            check_ins: Vec::new(),
            series: Vec::new(),
        };
        self.standing.objectives.push(standing.into());
        self
    }

    /// With empty check-ins of the last objective, one a day from a day on.
    pub fn check_ins(mut self, count: usize, from: Date) -> Fixture {
        let objective = self.book.objectives.last_mut().expect("there is one");
        let standing = self.standing.objectives.last_mut().expect("there is one");
        let mut day = from;
        for _ in 0..count {
            objective.check_ins.push(CheckIn {
                date: day,
                number: 1,
                line: 1,
                heading: Span::default(),
                span: Span::default(),
                status: None,
                title: Some(["On ", &day.to_string()].concat().into()),
                readings: Vec::new(),
                narrative: Vec::new(),
                decisions: Few::new(),
                risks: Few::new(),
                learnings: Few::new(),
                asks: Few::new(),
            });
            standing.check_ins.push(CheckInStanding {
                future: false,
                score: None,
                change: None,
                status: None,
                reading_scores: Vec::new(),
            });
            standing.last_check_in = Some(day);
            day = day.tomorrow().expect("it is not the end of time");
        }
        self
    }

    /// With the versions that a file had before it was as it is, and then this one, each committed by Ana Lopes a day
    /// after the one before, from a day on.
    pub fn after(mut self, path: &str, versions: &[&str], first: Date) -> Fixture {
        let file = self.sources.find(path).expect("it is there");
        let now = self.sources[file].text.clone();
        let texts = versions.iter().copied().chain([now.as_str()]);
        let past = crate::chronicle::past::Past::of_line(texts.map(|text| (path, text)), first, "Ana Lopes");
        self.chronicle = crate::chronicle::of(&self.book, &self.sources, &[past]);
        self
    }

    /// With a file of the repository that bodies may link to.
    pub fn asset(mut self, path: &str) -> Fixture {
        self.assets.files.insert(path.to_owned());
        self
    }

    /// The last objective.
    pub fn last(&self) -> ObjectiveIx {
        ObjectiveIx(self.book.objectives.len() - 1)
    }

    /// The pages of one objective: path and text.
    pub fn objective_pages(&self, id: &str) -> Vec<(String, String)> {
        let site = self.site();
        let ix = self.book.find(id).expect("it is there");
        super::pages::objective::files(&site, &[ix])
            .expect("the templates are right")
            .into_iter()
            .map(|file| match file.content {
                super::Content::Bytes(bytes) => (file.path, String::from_utf8_lossy(&bytes).into_owned()),
                super::Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .filter(|(path, _)| path.ends_with(".html"))
            .collect()
    }

    /// The site of it.
    pub fn site(&self) -> Site<'_> {
        Site::new(Inputs {
            book: &self.book,
            sources: &self.sources,
            standing: &self.standing,
            findings: &self.findings,
            assets: &self.assets,
            chronicle: &self.chronicle,
            options: &self.options,
        })
        .expect("the theme is right")
    }
}
