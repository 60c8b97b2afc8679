//! The words of the field, as plain values. The model knows nobody: no YAML, no HTML, no git, no clock.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use arrayvec::ArrayString;
use jiff::civil::Date;

use crate::config::{Config, Scoring};
use crate::few::{Few, MostlyOne};
use crate::number::Number;
use crate::shared::Shared;
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::words::{Language, iso_date};

/// Everything the folder says.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The settings.
    pub config: Config,
    /// Objectives that were read without an error of form, by id, byte-wise. Drafts are among them.
    pub objectives: Vec<Objective>,
    /// What could be read of the others.
    pub broken: Vec<Broken>,
    /// Declared and occurring periods, by start, then id.
    pub periods: Vec<Period>,
    /// Declared and occurring teams, by id.
    pub teams: Vec<Team>,
    /// Every handle that occurs, declared or not, by id.
    pub people: Vec<Person>,
    /// By id.
    pub retrospectives: Vec<Retrospective>,
}

impl Book {
    /// The place of an objective in `objectives`, by its whole id.
    pub fn find(&self, id: &str) -> Option<ObjectiveIx> {
        self.objectives
            .binary_search_by(|objective| objective.id.as_str().cmp(id))
            .ok()
            .map(ObjectiveIx)
    }

    /// The name to show for a handle.
    pub fn person_name<'a>(&'a self, handle: &'a str) -> &'a str {
        self.person(handle).map_or(handle, |person| &person.name)
    }

    /// The person of a handle. Handles compare without case.
    pub fn person(&self, handle: &str) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.id.eq_ignore_ascii_case(handle))
    }

    /// The team of an id.
    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams
            .binary_search_by(|team| team.id.as_str().cmp(id))
            .ok()
            .map(|i| &self.teams[i])
    }

    /// The name to show for a team.
    pub fn team_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.team(id).map_or(id, |team| &team.name)
    }

    /// How many teams stand above one.
    pub fn team_depth(&self, id: &str) -> usize {
        let above = |team: &&Team| team.parent.as_deref().and_then(|parent| self.team(parent));
        // The bound ends the walk through teams in a ring.
        std::iter::successors(self.team(id), above)
            .skip(1)
            .take(64)
            .count()
    }

    /// The period of an objective.
    pub fn period_of(&self, objective: &Objective) -> &Period {
        &self.periods[objective.period.0]
    }
}

impl std::ops::Index<ObjectiveIx> for Book {
    type Output = Objective;
    fn index(&self, ix: ObjectiveIx) -> &Objective {
        &self.objectives[ix.0]
    }
}

/// A place in [`Book::objectives`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectiveIx(pub usize);

/// A place in [`Book::periods`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodIx(pub usize);

/// A place in [`Objective::key_results`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyResultIx(pub usize);

/// What we want: a direction in words, and the key results that prove it.
/// Books that follow one another share those that are the same: a copy costs nothing.
pub type Objective = Shared<ObjectiveFacts>;

/// What an objective's file says.
#[derive(Clone, Debug)]
pub struct ObjectiveFacts {
    /// Path under `objectives/` without `.md`.
    pub id: String,
    /// Its file.
    pub file: FileId,
    /// What we want.
    pub title: Spanned<String>,
    /// When.
    pub period: PeriodIx,
    /// `period:` as written.
    pub period_span: Span,
    /// Whose: the id of a team.
    pub team: Spanned<String>,
    /// One person.
    pub owner: Option<Spanned<String>>,
    /// Handles or teams.
    pub contributors: Few<Spanned<String>>,
    /// What it helps: the cascade.
    pub parent: Option<Reference>,
    /// What else it helps; never rolls up.
    pub supports: Few<Reference>,
    /// How ambitious.
    pub ambition: Ambition,
    /// Free words.
    pub tags: Few<String>,
    /// The work: issues, epics, road maps.
    pub links: Few<Link>,
    /// Share in its team, greater than 0.
    pub weight: f64,
    /// Left out of the site unless drafts are asked for, and of every count.
    pub draft: bool,
    /// Given up.
    pub dropped: Option<Box<Dropped>>,
    /// Of its words.
    pub language: Language,
    /// Who may see it.
    pub visibility: Visibility,
    /// Why something moved after the start.
    pub amendments: Few<Amendment>,
    /// Former ids.
    pub aliases: Few<Spanned<String>>,
    /// Silenced rules.
    pub allow: Few<Allow>,
    /// How we get there, in file order; at least one.
    pub key_results: Vec<KeyResult>,
    /// Everything behind the front matter.
    pub body: Span,
    /// The parts of the body that are neither check-in nor retrospective, in file order.
    pub prose: Vec<Span>,
    /// By date, then place in the file: oldest first.
    pub check_ins: Vec<CheckIn>,
    /// `## Retrospective`: its text without the heading, and its learnings.
    pub retrospective: Option<Box<Closing>>,
    /// What the body links to.
    pub body_links: Vec<BodyLink>,
}

/// What could be read of a file with errors of form: enough to name it and to look at its key results.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Path under `objectives/` without `.md`.
    pub id: String,
    /// Its file.
    pub file: FileId,
    /// Its title, where that could be read.
    pub title: Option<String>,
    /// Former ids.
    pub aliases: Vec<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Silenced rules.
    pub allow: Few<Allow>,
    /// Its owner.
    pub owner: Option<Spanned<String>>,
    /// Its team.
    pub team: Option<Spanned<String>>,
    /// Its contributors.
    pub contributors: Few<Spanned<String>>,
    /// Key results as far as they could be read. One whose measure could not is [`Measure::Judged`] here.
    pub key_results: Vec<KeyResult>,
    /// Check-ins as far as they could be read.
    pub check_ins: Vec<CheckIn>,
    /// What the body links to.
    pub body_links: Vec<BodyLink>,
}

/// How ambitious an objective is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambition {
    /// A stretch: the goal of its pace is 0.7.
    Aspirational,
    /// A promise: the goal of its pace is 1.0.
    Committed,
}

impl Ambition {
    /// `type:` as written.
    pub fn name(self) -> &'static str {
        match self {
            Ambition::Aspirational => "aspirational",
            Ambition::Committed => "committed",
        }
    }

    /// The score that the pace leads to on the last day.
    pub fn goal(self) -> f64 {
        match self {
            Ambition::Aspirational => 0.7,
            Ambition::Committed => 1.0,
        }
    }
}

/// Who may see an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Nobody outside.
    Internal,
}

/// Another objective, or one of its key results, as somebody wrote it.
#[derive(Clone, Debug)]
pub struct Reference {
    /// As written, with its place: `company/delight-customers#nps`.
    pub written: Spanned<String>,
    /// What it means.
    pub target: Target,
}

/// What a reference means.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An objective.
    Objective(ObjectiveIx),
    /// A key result of an objective.
    KeyResult(ObjectiveIx, KeyResultIx),
    /// An objective whose file has errors: it exists, and nothing more can be said.
    Broken,
    /// Several objectives by that tail; reported as `ambiguous-reference`.
    Ambiguous,
    /// No objective of that name: the nearest known id.
    UnknownObjective(Option<String>),
    /// The objective, but no such key result: the nearest known one.
    UnknownKeyResult(ObjectiveIx, Option<String>),
}

impl Reference {
    /// The objective meant, when it is known.
    pub fn objective(&self) -> Option<ObjectiveIx> {
        match self.target {
            Target::Objective(ix) | Target::KeyResult(ix, _) => Some(ix),
            _ => None,
        }
    }

    /// The key result meant, when one is.
    pub fn key_result(&self) -> Option<KeyResultIx> {
        match self.target {
            Target::KeyResult(_, key_result) => Some(key_result),
            _ => None,
        }
    }
}

/// A link to the work.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// As shown.
    pub title: String,
    /// `http`, `https`, `mailto` or relative: checked when it was read.
    pub url: String,
}

/// That something was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    /// From this day on it is out of every mean.
    pub date: Date,
    /// Why.
    pub reason: String,
}

/// Why something moved after the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// When.
    pub date: Date,
    /// `ID.KEY`, as in `nps.target`, or a key of the objective.
    pub what: Spanned<String>,
    /// The reason.
    pub why: String,
}

/// A silenced rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    /// Its name.
    pub rule: Spanned<String>,
    /// The reason.
    pub reason: String,
}

/// What is measured to know whether the objective is met.
#[derive(Clone, Debug)]
pub struct KeyResult {
    /// Unique in its file.
    pub id: Spanned<String>,
    /// What becomes true.
    pub title: Spanned<String>,
    /// One person; not inherited from the objective.
    pub owner: Option<Spanned<String>>,
    /// Handles or teams.
    pub contributors: Few<Spanned<String>>,
    /// Share in the objective as written, greater than 0. A guard counts 0 all the same: see [`KeyResult::counted_weight`].
    pub weight: f64,
    /// Free words.
    pub tags: Few<String>,
    /// The work.
    pub links: Few<Link>,
    /// Silenced rules.
    pub allow: Few<Allow>,
    /// Given up; readings from that day on are history only.
    pub dropped: Option<Box<Dropped>>,
    /// The key result whose quality this one guards.
    pub guards: Option<KeyResultIx>,
    /// As written.
    pub unit: Option<Box<str>>,
    /// What a reading is, and how it becomes a score.
    pub measure: Measure,
    /// The whole entry in the front matter.
    pub span: Span,
}

impl KeyResult {
    /// The weight in the objective's mean: 0 for a guard.
    pub fn counted_weight(&self) -> f64 {
        if self.guards.is_some() { 0.0 } else { self.weight }
    }
}

/// The kinds of key result.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// From a start to a target.
    Metric(Metric),
    /// Kept within bounds, which belong to the inside. At least one is there.
    Maintain {
        /// Lowest value inside.
        min: Option<f64>,
        /// Highest value inside.
        max: Option<f64>,
    },
    /// Labels, each with the score of having reached it, rising to 1.
    Steps(Vec<Step>),
    /// Done or not done.
    Milestone,
    /// The score itself.
    Judged,
}

impl Measure {
    /// `kind` in the data.
    pub fn name(&self) -> &'static str {
        match self {
            Measure::Metric(_) => "metric",
            Measure::Maintain { .. } => "maintain",
            Measure::Steps(_) => "steps",
            Measure::Milestone => "milestone",
            Measure::Judged => "judged",
        }
    }
}

/// A value that goes from a start to a target, up or down.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// `None`: unknown, still to be measured.
    pub start: Option<f64>,
    /// `None`: hidden; only typed scores.
    pub target: Option<f64>,
    /// Score and value, by rising score; 0 (`start`) and 1 (`target`) are not in it.
    pub rubric: Few<(f64, f64)>,
    /// Planned values by date, ascending, as written: without the implied start and end.
    pub plan: Few<(Date, f64)>,
}

/// One label of a key result in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// As written.
    pub label: String,
    /// Of having reached it: greater than 0, rising, the last one 1.
    pub score: f64,
}

/// A dated section.
#[derive(Clone, Debug)]
pub struct CheckIn {
    /// The day for which the figures hold.
    pub date: Date,
    /// Which one of its date, from 1.
    pub number: u32,
    /// Line of the heading, from 1.
    pub line: u32,
    /// The heading.
    pub heading: Span,
    /// The section, heading and all.
    pub span: Span,
    /// The heading's word.
    pub status: Option<Status>,
    /// The takeaway: inline Markdown as written.
    pub title: Option<Box<str>>,
    /// In file order; a key result at most once.
    pub readings: Vec<Reading>,
    /// What, why, so what, and any other `###`, in file order. Without readings and registers.
    pub narrative: Vec<Narrative>,
    /// `### Decisions`, one entry a list item.
    pub decisions: Few<Entry>,
    /// `### Risks`
    pub risks: Few<Entry>,
    /// `### Learnings`
    pub learnings: Few<Entry>,
    /// `### Asks`
    pub asks: Few<Entry>,
}

/// What a check-in is called on its page.
pub type Anchor = ArrayString<32>;

impl CheckIn {
    /// The anchor on the page: `2026-08-31`, for a second one of that date in the file's order of dates `2026-08-31-2`.
    pub fn anchor(&self) -> Anchor {
        let mut anchor = Anchor::new();
        anchor.push_str(&iso_date(self.date));
        if self.number != 1 {
            write!(anchor, "-{}", self.number).expect("there is room for ten digits");
        }
        anchor
    }
}

/// What a key result was on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Which one.
    pub key_result: KeyResultIx,
    /// The value.
    pub value: Value,
    /// 0–1, in place of the computed one.
    pub typed_score: Option<Number>,
    /// The owner's word.
    pub status: Option<Status>,
    /// Percent, 0–100.
    pub confidence: Option<Number>,
    /// What stands behind it.
    pub note: Note,
    /// The first line, from the id to the end of the parentheses.
    pub span: Span,
    /// The whole list item.
    pub item: Span,
}

/// The note of a reading: Markdown as written, indentation taken away.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// As it stands in the file; empty where there is none.
    Here(Span),
    /// Several lines that were indented.
    Unindented(Box<str>),
}

impl Note {
    /// Its text, when there is one. `file`: where it was read.
    pub fn text<'a>(&'a self, file: &'a SourceFile) -> Option<&'a str> {
        let text = match self {
            // The text of the file may be far away in memory: it is not fetched for nothing.
            Note::Here(span) if span.is_empty() => return None,
            Note::Here(span) => file.slice(*span),
            Note::Unindented(text) => text,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Note::default()
    }
}

impl Default for Note {
    fn default() -> Note {
        Note::Here(Span::default())
    }
}

/// The value of a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A metric's or maintained value; the number of steps reached; 0 or 1 of a milestone; a judged score.
    Number(f64),
    /// `n/a`: no value this time; the last one stays.
    NotAvailable,
    /// `void`: from this date there is no reading until the next one.
    Void,
}

/// A part of a check-in's text.
#[derive(Clone, Debug)]
pub struct Narrative {
    /// Its heading.
    pub part: Part,
    /// Its blocks, without the heading and without readings; not empty.
    pub blocks: MostlyOne<Span>,
}

/// The headings of a check-in's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// `### What`, or the text under no heading.
    What,
    /// `### Why`
    Why,
    /// `### So what`
    SoWhat,
    /// Any other heading: its text.
    Other(Span),
}

/// One entry of a register: Markdown as written, indentation taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The text.
    pub text: String,
    /// The list item.
    pub span: Span,
}

/// `## Retrospective` in an objective's file.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The section without its heading.
    pub span: Span,
    /// `### Learnings` in it.
    pub learnings: Few<Entry>,
}

/// A link or an image in a body.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyLink {
    /// As written, decoded.
    pub destination: Box<str>,
    /// The whole link or image in the text.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
}

/// How an owner says that it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// This month's mark was met or passed.
    OnTrack,
    /// In time, but we know of dangers.
    AtRisk,
    /// Behind the plan.
    OffTrack,
    /// Not begun.
    Pending,
    /// Halted for now.
    Paused,
    /// Reached, nothing more to do.
    Done,
    /// Given up.
    Cancelled,
}

impl Status {
    /// Every status, in the order of `words::FileWords::statuses`.
    pub const ALL: [Status; 7] = [
        Status::OnTrack,
        Status::AtRisk,
        Status::OffTrack,
        Status::Pending,
        Status::Paused,
        Status::Done,
        Status::Cancelled,
    ];

    /// As in the data.
    pub fn name(self) -> &'static str {
        match self {
            Status::OnTrack => "on-track",
            Status::AtRisk => "at-risk",
            Status::OffTrack => "off-track",
            Status::Pending => "pending",
            Status::Paused => "paused",
            Status::Done => "done",
            Status::Cancelled => "cancelled",
        }
    }
}

/// A stretch of time for which objectives are set.
#[derive(Clone, Debug)]
pub struct Period {
    /// `2026`, `2026-H2`, `2026-Q3`, `2026-07`, or a declared name.
    pub id: String,
    /// As shown.
    pub name: String,
    /// First day.
    pub start: Date,
    /// Last day. `None`: it has none, and stays active.
    pub end: Option<Date>,
    /// What a score means in it.
    pub scoring: Scoring,
    /// `periods/<period>.md`.
    pub page: Option<PeriodPage>,
}

impl Period {
    /// Whether `other` lies inside.
    pub fn contains(&self, other: &Period) -> bool {
        self.start <= other.start
            && match (self.end, other.end) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(end), Some(other_end)) => other_end <= end,
            }
    }
}

/// What `periods/<period>.md` adds.
#[derive(Clone, Debug)]
pub struct PeriodPage {
    /// The file.
    pub file: FileId,
    /// Heading of the page.
    pub title: Option<String>,
    /// What the period starts from.
    pub inputs: Vec<Link>,
    /// What is deliberately not done.
    pub not_doing: Vec<String>,
    /// The introduction.
    pub body: Span,
    /// What the body links to.
    pub body_links: Vec<BodyLink>,
}

/// People who share objectives.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Slug.
    pub id: String,
    /// As shown; the id when not declared.
    pub name: String,
    /// The team above.
    pub parent: Option<String>,
    /// Handles, in the order declared.
    pub members: Vec<String>,
}

/// Somebody who is named in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Handle.
    pub id: String,
    /// As shown; the handle when not declared.
    pub name: String,
    /// Account on the forge.
    pub github: Option<String>,
}

/// A file under `retrospectives/`.
#[derive(Clone, Debug)]
pub struct Retrospective {
    /// Path under `retrospectives/` without `.md`.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// Of which period.
    pub period: PeriodIx,
    /// Of which team; `None`: the whole organisation.
    pub team: Option<String>,
    /// When it was held.
    pub date: Option<Date>,
    /// What goes on.
    pub carry_over: Vec<Reference>,
    /// Of its words.
    pub language: Language,
    /// The text.
    pub body: Span,
    /// `### Keep`
    pub keep: Vec<Entry>,
    /// `### Change`
    pub change: Vec<Entry>,
    /// `### Learnings`
    pub learnings: Vec<Entry>,
    /// `### Decisions`
    pub decisions: Vec<Entry>,
    /// What the body links to.
    pub body_links: Vec<BodyLink>,
}

/// Which files of the repository are there, of those that bodies point at.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Every path that was asked for, from the root, byte-wise.
    pub asked: Vec<String>,
    /// Paths of regular files from the root, with `/`.
    pub files: BTreeSet<String>,
    /// Paths that are there but too large to publish, with their size in bytes.
    pub too_large: Vec<(String, u64)>,
    /// Paths that are there and not for those the site is for.
    pub withheld: BTreeSet<String>,
}
