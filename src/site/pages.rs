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
pub mod search;
pub mod team;
pub mod teams;

use super::{Failure, OutputFile, Site};

/// A family of pages that is rendered as one piece.
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Whether a file of the site, by its path, may be one of its own.
    pub holds: fn(&str) -> bool,
    /// Makes its files.
    pub files: fn(&Site<'_>) -> Result<Vec<OutputFile>, Failure>,
}

/// Every family. The objectives' own pages are jobs of their own.
pub const ALL: &[Family] = &[
    Family {
        name: "assets",
        holds: |path| path.starts_with("assets/"),
        files: super::assets,
    },
    Family {
        name: "data",
        holds: |path| path.starts_with("data/"),
        files: data::files,
    },
    Family {
        name: "feeds",
        holds: |path| path.ends_with("feed.xml"),
        files: data::feeds,
    },
    Family {
        name: "calendar",
        holds: |path| path.ends_with(".ics"),
        files: data::calendar,
    },
    Family {
        name: "sitemap",
        holds: |path| path == "robots.txt" || path.starts_with("sitemap"),
        files: data::sitemap,
    },
    Family {
        name: "home",
        holds: |path| path == "index.html",
        files: home::files,
    },
    Family {
        name: "periods",
        holds: |path| path.starts_with("periods/"),
        files: periods::files,
    },
    Family {
        name: "period",
        holds: |path| path.starts_with("periods/"),
        files: period::files,
    },
    Family {
        name: "present",
        holds: |path| path.ends_with("/present/index.html"),
        files: present::files,
    },
    Family {
        name: "objectives",
        holds: |path| path.starts_with("objectives/"),
        files: objectives::files,
    },
    Family {
        name: "teams",
        holds: |path| path.starts_with("teams/"),
        files: teams::files,
    },
    Family {
        name: "team",
        holds: |path| path.starts_with("teams/"),
        files: team::files,
    },
    Family {
        name: "people",
        holds: |path| path.starts_with("people/"),
        files: people::files,
    },
    Family {
        name: "person",
        holds: |path| path.starts_with("people/"),
        files: person::files,
    },
    Family {
        name: "map",
        holds: |path| path.starts_with("map/") || path.ends_with("/map/index.html"),
        files: map::files,
    },
    Family {
        name: "check-ins",
        holds: |path| path.starts_with("check-ins/"),
        files: check_ins::files,
    },
    Family {
        name: "registers",
        holds: |path| path.starts_with("registers/"),
        files: registers::files,
    },
    Family {
        name: "retrospectives",
        holds: |path| path.starts_with("retrospectives/"),
        files: retrospectives::files,
    },
    Family {
        name: "calibration",
        holds: |path| path.starts_with("calibration/"),
        files: calibration::files,
    },
    Family {
        name: "ledger",
        holds: |path| path.starts_with("ledger/"),
        files: ledger::files,
    },
    Family {
        name: "guide",
        holds: |path| path.starts_with("guide/"),
        files: guide::files,
    },
    Family {
        name: "quality",
        holds: |path| path.starts_with("quality/"),
        files: quality::files,
    },
    Family {
        name: "search",
        holds: |path| path.starts_with("search/"),
        files: search::files,
    },
    Family {
        name: "search-index",
        holds: |path| path.starts_with("assets/search/"),
        files: data::search,
    },
    Family {
        name: "files",
        holds: |path| path.starts_with("files/"),
        files: files::files,
    },
    Family {
        name: "not-found",
        holds: |path| path == "404.html",
        files: not_found::files,
    },
];

#[cfg(test)]
mod tests;
