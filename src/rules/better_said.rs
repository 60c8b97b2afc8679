//! Findings that say again what another one says better.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::conflict;
use crate::source::{FileId, Sources};

use super::{merge_conflict_marker, past_check_in_edited, placeholder_owner, target_moved_without_amendment};

/// Takes them out.
pub(super) fn leave_out(sources: &Sources, findings: &mut Vec<Diagnostic>) {
    of_placeholders(findings);
    of_conflicts(sources, findings);
}

/// An owner such as `?` is no handle and nobody: once is enough.
fn of_placeholders(findings: &mut Vec<Diagnostic>) {
    let placeholders: HashSet<(FileId, u32)> = findings
        .iter()
        .filter(|it| it.rule == placeholder_owner::RULE.name)
        .map(|it| (it.file, it.span.end))
        .collect();
    if placeholders.is_empty() {
        return;
    }
    // A value in quotes ends one later.
    findings.retain(|it| {
        let ends = [it.span.end, it.span.end.saturating_sub(1)];
        it.rule != "invalid-slug" || !ends.iter().any(|&end| placeholders.contains(&(it.file, end)))
    });
}

/// A merge that was never finished is one error: nothing else is said of its lines, and nothing of what git knows to
/// have moved in its file.
fn of_conflicts(sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let marker = merge_conflict_marker::RULE.name;
    let moved = [
        past_check_in_edited::RULE.name,
        target_moved_without_amendment::RULE.name,
    ];
    let files: HashSet<FileId> = findings
        .iter()
        .filter(|it| it.rule == marker && it.severity == Severity::Error)
        .map(|it| it.file)
        .collect();
    let conflicts: HashMap<FileId, Vec<conflict::Conflict>> = files
        .into_iter()
        .map(|file| (file, conflict::all(&sources[file].text)))
        .collect();
    findings.retain(|it| match conflicts.get(&it.file) {
        Some(conflicts) if it.rule != marker => {
            !moved.contains(&it.rule) && !conflicts.iter().any(|one| one.span().contains(it.span))
        }
        _ => true,
    });
}
