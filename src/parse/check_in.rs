//! Dated sections.

use crate::diagnostic::Diagnostic;
use crate::model::{BodyLink, CheckIn, Closing, Entry, Measure};
use crate::source::{FileId, SourceFile, Span};
use crate::words::Language;

/// What the front matter says about readings.
#[derive(Debug)]
pub struct Shape {
    /// Of the words.
    pub language: Language,
    /// In file order.
    pub key_results: Vec<KeyResultShape>,
}

/// What a reading of a key result is.
#[derive(Debug)]
pub struct KeyResultShape {
    /// Its id.
    pub id: String,
    /// Its unit.
    pub unit: Option<String>,
    /// `None`: not known.
    pub measure: Option<Measure>,
}

/// What the body says.
#[derive(Debug, Default)]
pub struct Body {
    /// Neither check-in nor retrospective.
    pub prose: Vec<Span>,
    /// Oldest first.
    pub check_ins: Vec<CheckIn>,
    /// Closing.
    pub retrospective: Option<Closing>,
    /// Links.
    pub body_links: Vec<BodyLink>,
}

/// The body of a retrospective.
#[derive(Debug, Default)]
pub struct RetrospectiveBody {
    /// Keep.
    pub keep: Vec<Entry>,
    /// Change.
    pub change: Vec<Entry>,
    /// Learnings.
    pub learnings: Vec<Entry>,
    /// Decisions.
    pub decisions: Vec<Entry>,
    /// Links.
    pub body_links: Vec<BodyLink>,
}

/// The body of an objective.
pub fn body(_: FileId, _: &SourceFile, _: Span, _: &Shape, _: &mut Vec<Diagnostic>) -> Body {
    Body::default()
}

/// The body of a retrospective.
pub fn retrospective_body(_: &SourceFile, _: Span, _: Language) -> RetrospectiveBody {
    RetrospectiveBody::default()
}
