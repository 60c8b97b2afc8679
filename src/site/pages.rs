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

use std::ops::Range;
use std::sync::OnceLock;

use super::{Failure, OutputFile, Site};

/// A family of pages.
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Whether a file of the site, by its path, may be one of its own.
    pub holds: fn(&str) -> bool,
    /// How its files are made.
    pub work: Work,
}

/// How the files of a family are made.
pub enum Work {
    /// All at once: they are few.
    Whole(fn(&Site<'_>) -> Result<Vec<OutputFile>, Failure>),
    /// Some at a time, so that those of a large site are never in memory together.
    Parts {
        /// How many times.
        count: fn(&Site<'_>) -> usize,
        /// Which of them, from 0, makes the file at a path that the family holds, as far as that is told by the path.
        part: fn(&Site<'_>, &str) -> Option<usize>,
        /// The files of one of them.
        files: fn(&Site<'_>, usize) -> Result<Vec<OutputFile>, Failure>,
    },
}

impl Family {
    /// How many pieces of work it is.
    pub fn count(&self, site: &Site<'_>) -> usize {
        match self.work {
            Work::Whole(_) => 1,
            Work::Parts { count, .. } => count(site),
        }
    }

    /// The pieces that may make the file at a path.
    pub fn parts_for(&self, site: &Site<'_>, path: &str) -> Range<usize> {
        let count = self.count(site);
        let part = match self.work {
            Work::Whole(_) => None,
            Work::Parts { part, .. } => part(site, path).filter(|&part| part < count),
        };
        part.map_or(0..count, |part| part..part + 1)
    }

    /// The files of one piece.
    pub fn files(&self, site: &Site<'_>, part: usize) -> Result<Vec<OutputFile>, Failure> {
        match self.work {
            Work::Whole(files) => files(site),
            Work::Parts { files, .. } => files(site, part),
        }
    }
}

/// What the pages of a large family share: worked out once, when the first of them is asked for.
#[derive(Default)]
pub struct Plans {
    check_ins: OnceLock<check_ins::Plan>,
    map: OnceLock<map::Plan>,
    objectives: OnceLock<objectives::Plan>,
    quality: OnceLock<quality::Plan>,
}

/// Every family. The objectives' own pages are jobs of their own.
pub const ALL: &[Family] = &[
    Family {
        name: "assets",
        holds: |path| path.starts_with("assets/"),
        work: Work::Whole(super::assets),
    },
    Family {
        name: "data",
        holds: |path| path.starts_with("data/"),
        work: Work::Whole(data::files),
    },
    Family {
        name: "feeds",
        holds: |path| path.ends_with("feed.xml"),
        work: Work::Parts {
            count: data::count_of_feeds,
            part: data::part_of_feeds,
            files: data::feeds,
        },
    },
    Family {
        name: "calendar",
        holds: |path| path.ends_with(".ics"),
        work: Work::Whole(data::calendar),
    },
    Family {
        name: "sitemap",
        holds: |path| path == "robots.txt" || path.starts_with("sitemap"),
        work: Work::Whole(data::sitemap),
    },
    Family {
        name: "home",
        holds: |path| path == "index.html",
        work: Work::Whole(home::files),
    },
    Family {
        name: "periods",
        holds: |path| path.starts_with("periods/"),
        work: Work::Whole(periods::files),
    },
    Family {
        name: "period",
        holds: |path| path.starts_with("periods/"),
        work: Work::Parts {
            count: period::count,
            part: period::part,
            files: period::files,
        },
    },
    Family {
        name: "present",
        holds: |path| path.ends_with("/present/index.html"),
        work: Work::Parts {
            count: present::count,
            part: present::part,
            files: present::files,
        },
    },
    Family {
        name: "objectives",
        holds: |path| path.starts_with("objectives/"),
        work: Work::Parts {
            count: objectives::count,
            part: objectives::part,
            files: objectives::files,
        },
    },
    Family {
        name: "teams",
        holds: |path| path.starts_with("teams/"),
        work: Work::Whole(teams::files),
    },
    Family {
        name: "team",
        holds: |path| path.starts_with("teams/"),
        work: Work::Parts {
            count: team::count,
            part: team::part,
            files: team::files,
        },
    },
    Family {
        name: "people",
        holds: |path| path.starts_with("people/"),
        work: Work::Whole(people::files),
    },
    Family {
        name: "person",
        holds: |path| path.starts_with("people/"),
        work: Work::Parts {
            count: person::count,
            part: person::part,
            files: person::files,
        },
    },
    Family {
        name: "map",
        holds: |path| path.starts_with("map/") || path.ends_with("/map/index.html"),
        work: Work::Parts {
            count: map::count,
            part: map::part,
            files: map::files,
        },
    },
    Family {
        name: "check-ins",
        holds: |path| path.starts_with("check-ins/"),
        work: Work::Parts {
            count: check_ins::count,
            part: check_ins::part,
            files: check_ins::files,
        },
    },
    Family {
        name: "registers",
        holds: |path| path.starts_with("registers/"),
        work: Work::Whole(registers::files),
    },
    Family {
        name: "retrospectives",
        holds: |path| path.starts_with("retrospectives/"),
        work: Work::Whole(retrospectives::files),
    },
    Family {
        name: "calibration",
        holds: |path| path.starts_with("calibration/"),
        work: Work::Whole(calibration::files),
    },
    Family {
        name: "ledger",
        holds: |path| path.starts_with("ledger/"),
        work: Work::Whole(ledger::files),
    },
    Family {
        name: "guide",
        holds: |path| path.starts_with("guide/"),
        work: Work::Whole(guide::files),
    },
    Family {
        name: "quality",
        holds: |path| path.starts_with("quality/"),
        work: Work::Parts {
            count: quality::count,
            part: quality::part,
            files: quality::files,
        },
    },
    Family {
        name: "search",
        holds: |path| path.starts_with("search/"),
        work: Work::Whole(search::files),
    },
    Family {
        name: "search-index",
        holds: |path| path.starts_with("assets/search/"),
        work: Work::Whole(data::search),
    },
    Family {
        name: "files",
        holds: |path| path.starts_with("files/"),
        work: Work::Whole(files::files),
    },
    Family {
        name: "not-found",
        holds: |path| path == "404.html",
        work: Work::Whole(not_found::files),
    },
];

#[cfg(test)]
mod tests;
