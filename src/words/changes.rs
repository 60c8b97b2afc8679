//! The words in which it is told what moved between two revisions. A text with parts has them as `{name}`.

use super::{Language, Plural};

/// What moved, in words. They stand inside a line, so that they are in lower case, but for sentences.
#[derive(Debug)]
#[allow(missing_docs, reason = "each field is named after the English text it holds")]
pub struct ChangeWords {
    // the frame
    pub heading: &'static str,
    pub from_to: &'static str,
    pub work_tree: &'static str,
    pub nothing: &'static str,
    pub nothing_known: &'static str,
    pub n_objectives: Plural,
    pub n_worse: Plural,
    pub n_added: Plural,
    pub n_removed: Plural,
    pub n_dropped: Plural,
    pub n_check_ins: Plural,
    pub n_lacking: Plural,
    pub more_changes: Plural,
    pub more_objectives: Plural,
    pub unread: &'static str,
    pub uncounted: &'static str,
    // what came and went
    pub new_objective: &'static str,
    pub removed_objective: &'static str,
    pub renamed: &'static str,
    pub dropped: &'static str,
    pub taken_up: &'static str,
    pub new_key_result: &'static str,
    pub removed_key_result: &'static str,
    pub new_check_in: &'static str,
    pub edited_check_in: &'static str,
    pub removed_check_in: &'static str,
    pub moved_check_in: &'static str,
    // why
    pub reason: &'static str,
    pub no_reason: &'static str,
    // keys
    pub value: &'static str,
    pub score: &'static str,
    pub status: &'static str,
    pub confidence: &'static str,
    pub target: &'static str,
    pub start: &'static str,
    pub rubric: &'static str,
    pub plan: &'static str,
    pub steps: &'static str,
    pub min: &'static str,
    pub max: &'static str,
    pub unit: &'static str,
    pub kind: &'static str,
    pub guards: &'static str,
    pub weight: &'static str,
    pub title: &'static str,
    pub owner: &'static str,
    pub team: &'static str,
    pub period: &'static str,
    pub parent: &'static str,
    pub supports: &'static str,
    pub ambition: &'static str,
    pub visibility: &'static str,
    // ways to measure
    pub metric: &'static str,
    pub maintain: &'static str,
    pub milestone: &'static str,
    pub judged: &'static str,
}

impl Language {
    /// The words of what moved.
    pub fn change_words(self) -> &'static ChangeWords {
        match self {
            Language::English => &super::english::CHANGES,
            Language::French => &super::french::CHANGES,
        }
    }
}
