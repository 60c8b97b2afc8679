//! Reads `SourceFile`s and publishes `OutputFile`s as one whole.
//! Nothing else in the program opens a file of the repository or writes one of the site.
#![allow(
    clippy::disallowed_methods,
    reason = "files are read and written here, and nowhere else"
)]

mod again;
mod before;
mod file;
mod lock;
mod manifest;
mod new_files;
mod output;
mod place;
mod root;
mod scan;
mod shelf;
mod theme;
mod tree;
mod verify;

use std::io;

pub use again::{Reach, Seen, again};
pub use before::Force;
pub use file::{Placed, append, linked, marks, place, rewrite, write_file};
pub use manifest::{Found, Made};
pub use output::{OutputFolder, Published};
pub use root::{ASSET_LIMIT, Root, find_root, is_marked, look_up, make_root, may_be_published};
pub use shelf::{Name, Shelf, Sort, Text};
pub use theme::{own_file, theme, theme_manifest, theme_names};
pub use tree::{AREAS, FILE_LIMIT, Oddity, Tree, point_out, read};
pub use verify::Verified;

/// What did not work on this machine, with what we were doing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The system refused something.
    #[error("cannot {doing} {path}: {reason}")]
    System {
        /// `read`, `write`, …
        doing: &'static str,
        /// Where.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// We refused something; the sentence says what to do.
    #[error("{0}")]
    Refused(String),
    /// A page could not be made.
    #[error(transparent)]
    Render(#[from] crate::site::Failure),
}

impl Failure {
    /// A file that is not read.
    pub fn too_large(path: &str, limit: u64) -> Failure {
        Failure::Refused(format!(
            "cannot read {path}: it is larger than {limit} bytes, the limit"
        ))
    }

    fn system(doing: &'static str, path: impl Into<String>, error: impl Into<io::Error>) -> Failure {
        Failure::System {
            doing,
            path: path.into(),
            reason: reason(&error.into()),
        }
    }
}

/// What the system says, as a part of a sentence: `no space left on device`.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let text = text.trim_end().trim_end_matches('.');
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
