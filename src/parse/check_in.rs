//! The body of an objective: its dated sections, its closing section and what is neither.

use crate::diagnostic::Diagnostic;
use crate::model::{BodyLink, CheckIn, Closing, Entry, Measure};
use crate::source::{FileId, SourceFile, Span};
use crate::words::Language;

/// What has to be known of an objective to read its body.
#[derive(Debug)]
pub struct Shape {
    /// Of its words.
    pub language: Language,
    /// In file order; readings refer to them by place.
    pub key_results: Vec<KeyResultShape>,
}

/// What has to be known of a key result to read its readings.
#[derive(Debug)]
pub struct KeyResultShape {
    /// As in the front matter.
    pub id: String,
    /// Its unit.
    pub unit: Option<String>,
    /// What its readings are; `None` when that could not be read, and then only their form is checked.
    pub measure: Option<Measure>,
}

/// What a body says.
#[derive(Debug, Default)]
pub struct Body {
    /// The parts that are neither check-in nor retrospective, in file order.
    pub prose: Vec<Span>,
    /// By date, then place in the file.
    pub check_ins: Vec<CheckIn>,
    /// The closing section.
    pub retrospective: Option<Closing>,
    /// Every link and image.
    pub body_links: Vec<BodyLink>,
}

/// What the body of a file under `retrospectives/` says.
#[derive(Debug, Default)]
pub struct RetrospectiveBody {
    /// `### Keep`
    pub keep: Vec<Entry>,
    /// `### Change`
    pub change: Vec<Entry>,
    /// `### Learnings`
    pub learnings: Vec<Entry>,
    /// `### Decisions`
    pub decisions: Vec<Entry>,
    /// Every link and image.
    pub body_links: Vec<BodyLink>,
}

/// Reads the body of an objective: `span` is what stands behind its front matter.
pub fn body(file: FileId, source: &SourceFile, span: Span, shape: &Shape, out: &mut Vec<Diagnostic>) -> Body {
    let _ = (file, source, span, shape, out);
    todo!("written next")
}

/// Reads the body of a file under `retrospectives/`.
pub fn retrospective_body(source: &SourceFile, span: Span, language: Language) -> RetrospectiveBody {
    let _ = (source, span, language);
    todo!("written next")
}
