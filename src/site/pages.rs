//! The kinds of pages, one file each.

pub mod calibration;
pub mod check_ins;
pub mod files;
pub mod data;
pub mod guide;
pub mod home;
pub mod ledger;
pub mod map;
pub mod not_found;
pub mod objective;
pub mod objectives;
pub mod people;
pub mod period;
pub mod periods;
pub mod person;
pub mod present;
pub mod quality;
pub mod registers;
pub mod retrospectives;
pub mod team;
pub mod teams;

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
        name: "data",
        files: data::files,
    },
    Family {
        name: "feeds",
        files: data::feeds,
    },
    Family {
        name: "calendar",
        files: data::calendar,
    },
    Family {
        name: "sitemap",
        files: data::sitemap,
    },
    Family {
        name: "home",
        files: home::files,
    },
    Family {
        name: "periods",
        files: periods::files,
    },
    Family {
        name: "period",
        files: period::files,
    },
    Family {
        name: "present",
        files: present::files,
    },
    Family {
        name: "objectives",
        files: objectives::files,
    },
    Family {
        name: "teams",
        files: teams::files,
    },
    Family {
        name: "team",
        files: team::files,
    },
    Family {
        name: "people",
        files: people::files,
    },
    Family {
        name: "person",
        files: person::files,
    },
    Family {
        name: "map",
        files: map::files,
    },
    Family {
        name: "check-ins",
        files: check_ins::files,
    },
    Family {
        name: "registers",
        files: registers::files,
    },
    Family {
        name: "retrospectives",
        files: retrospectives::files,
    },
    Family {
        name: "calibration",
        files: calibration::files,
    },
    Family {
        name: "ledger",
        files: ledger::files,
    },
    Family {
        name: "guide",
        files: guide::files,
    },
    Family {
        name: "quality",
        files: quality::files,
    },
    Family {
        name: "files",
        files: files::files,
    },
    Family {
        name: "not-found",
        files: not_found::files,
    },
];

#[cfg(test)]
mod tests;
