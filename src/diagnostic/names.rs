//! The name, sort and default severity of everything that can be found in a file.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::Severity::{self, Error, Info, Warning};

/// Whether a finding can be configured and allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The file cannot be read as meant: always reported.
    Form,
    /// Advice of the method: `rules:` in `okr.yaml` sets it, `allow` silences it in one place.
    Rule,
}

/// A name with its default.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// In kebab case, as `okr.yaml`, messages and data have it.
    pub name: &'static str,
    /// Unless `okr.yaml` says otherwise.
    pub severity: Severity,
    /// Form or rule.
    pub sort: Sort,
}

const fn form(name: &'static str, severity: Severity) -> Name {
    Name {
        name,
        severity,
        sort: Sort::Form,
    }
}

const fn rule(name: &'static str, severity: Severity) -> Name {
    Name {
        name,
        severity,
        sort: Sort::Rule,
    }
}

/// Every name of the format, first the errors of form, then the rules by group.
pub const ALL: &[Name] = &[
    form("unknown-key", Error),
    form("missing-key", Error),
    form("duplicate-key", Error),
    form("wrong-type", Error),
    form("invalid-yaml", Error),
    form("invalid-number", Error),
    form("invalid-date", Error),
    form("invalid-slug", Error),
    form("invalid-status", Error),
    form("invalid-score", Error),
    form("invalid-reading", Error),
    form("duplicate-reading", Error),
    form("unknown-key-result", Error),
    form("unknown-step", Error),
    form("wrong-unit", Error),
    form("mixed-kinds", Error),
    form("start-equals-target", Error),
    form("invalid-rubric", Error),
    form("invalid-plan", Error),
    form("unknown-period", Error),
    form("ambiguous-reference", Error),
    form("invalid-path", Error),
    form("duplicate-path", Error),
    form("missing-front-matter", Error),
    form("cut-by-comment", Error),
    form("not-utf-8", Error),
    form("limit", Error),
    form("handle-with-at", Warning),
    form("remote-image", Warning),
    form("unknown-file", Warning),
    // set
    rule("objective-count", Warning),
    rule("key-result-count", Warning),
    rule("objective-similar", Info),
    rule("team-size", Info),
    // wording
    rule("objective-is-a-number", Warning),
    rule("objective-is-a-task", Warning),
    rule("key-result-is-a-task", Info),
    rule("key-result-is-vague", Warning),
    rule("key-result-not-measurable", Warning),
    rule("missing-guard", Info),
    // owners
    rule("missing-owner", Error),
    rule("placeholder-owner", Error),
    rule("unknown-person", Error),
    rule("unknown-team", Error),
    rule("owner-load", Info),
    rule("owner-outside-team", Info),
    // check-ins
    rule("stale-check-in", Warning),
    rule("check-in-outside-period", Warning),
    rule("future-check-in", Error),
    rule("no-reading-at-close", Warning),
    rule("empty-check-in", Warning),
    rule("check-in-without-words", Info),
    rule("value-out-of-span", Warning),
    // honesty
    rule("status-against-pace", Info),
    rule("status-against-score", Info),
    rule("at-risk-without-risk", Info),
    rule("off-track-without-why", Warning),
    rule("all-on-track", Info),
    rule("all-reached", Info),
    rule("typed-score-differs", Info),
    rule("target-moved-without-amendment", Warning),
    rule("past-check-in-edited", Warning),
    // alignment
    rule("unknown-parent", Error),
    rule("parent-cycle", Error),
    rule("parent-period", Warning),
    rule("unaligned", Info),
    rule("parent-dropped", Warning),
    // markdown
    rule("missing-alt-text", Warning),
    rule("broken-link", Error),
    rule("ragged-table", Warning),
    rule("raw-html", Info),
    rule("merge-conflict-marker", Error),
    rule("hidden-character", Error),
    rule("link-in-tree", Warning),
    rule("misplaced-check-in", Warning),
    rule("misplaced-reading", Warning),
    rule("unread-heading", Info),
];

/// The entry of a name.
pub fn find(name: &str) -> Option<&'static Name> {
    static BY_NAME: LazyLock<HashMap<&str, &Name, RandomState>> =
        LazyLock::new(|| ALL.iter().map(|entry| (entry.name, entry)).collect());
    BY_NAME.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_twice() {
        for (i, entry) in ALL.iter().enumerate() {
            assert!(
                ALL[..i].iter().all(|other| other.name != entry.name),
                "{}",
                entry.name
            );
        }
    }
}
