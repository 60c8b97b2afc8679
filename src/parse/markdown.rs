//! Links of a Markdown text.

use crate::model::BodyLink;
use crate::source::{SourceFile, Span};

/// The links of a text.
pub fn links(_: &SourceFile, _: Span) -> Vec<BodyLink> {
    Vec::new()
}
