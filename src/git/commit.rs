//! The name of a commit or of a file's content: hexadecimal digits, and nothing else.

use std::fmt;

/// A commit that is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Commit(String);

/// Digits of a commit as people are told it.
const SHORT: usize = 10;

impl Commit {
    /// What git printed, if it is a commit's name.
    pub(super) fn of(text: &str) -> Option<Commit> {
        let text = text.trim_end();
        is_name(text.as_bytes()).then(|| Commit(text.to_owned()))
    }

    /// All digits: 40, or 64 in a repository that counts in SHA-256.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The first digits, for people.
    pub fn short(&self) -> String {
        self.0.chars().take(SHORT).collect()
    }
}

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether these are the digits of a name.
pub(super) fn is_name(text: &[u8]) -> bool {
    matches!(text.len(), 40 | 64) && text.iter().all(u8::is_ascii_hexdigit)
}
