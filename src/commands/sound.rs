//! A repository without what has errors: what a command can tell of it all the same.

use super::console::Console;
use super::walk::{self, Ask, Repository};
use super::{Everywhere, left_out};

/// What could be read, and what could not.
pub(super) struct Sound {
    /// Without the objectives that have errors.
    pub(super) repository: Repository,
    /// Those objectives, by id with their file.
    pub(super) left_out: Vec<(String, String)>,
    /// Whether there was an error.
    pub(super) wrong: bool,
}

impl Sound {
    /// The ids of what was left out, in order.
    pub(super) fn left_out_ids(&self) -> Vec<String> {
        self.left_out.iter().map(|(id, _)| id.clone()).collect()
    }
}

/// Reads the repository, as it was if `at` says so, and leaves out what has errors; they are told on standard error.
/// `None` when the settings cannot be read: nothing can be told then.
pub(super) fn repository(
    console: &Console,
    everywhere: &Everywhere,
    at: Option<&str>,
    ask: Ask,
) -> anyhow::Result<Option<Sound>> {
    let mut repository = walk::repository_at(console, everywhere, at, ask)?;
    let wrong = repository.findings.iter().any(|finding| finding.stops_build());
    if wrong {
        repository.print_aside(console);
    }
    if repository.config_unreadable {
        return Ok(None);
    }
    let mut left_out = Vec::new();
    if wrong {
        left_out = left_out::of(&mut repository.book, &repository.findings, &repository.sources);
        repository.look_again();
    }
    Ok(Some(Sound {
        repository,
        left_out,
        wrong,
    }))
}
