//! The kinds of pages, one file each.

pub mod home;
pub mod not_found;
pub mod objective;

use super::{Failure, OutputFile, Site};

/// A family of pages that is rendered as one piece.
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Makes its files.
    pub files: fn(&Site<'_>) -> Result<Vec<OutputFile>, Failure>,
}

/// Every family. The objectives' own pages are jobs of their own.
pub const ALL: &[Family] = &[
    Family {
        name: "assets",
        files: super::assets,
    },
    Family {
        name: "home",
        files: home::files,
    },
    Family {
        name: "not-found",
        files: not_found::files,
    },
];
