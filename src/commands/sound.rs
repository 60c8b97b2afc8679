//! A repository without what has errors: what a command can tell of it all the same.

use super::console::Console;
use super::walk::{self, Ask, Repository};
use super::{Everywhere, left_out};
use crate::diagnostic::Diagnostic;
use crate::msg;

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

/// Errors that are told; the others are counted.
const TOLD: usize = 10;

/// Says why something is left out, a line each: all that is to be said of it, `check` says.
fn tell(console: &Console, repository: &Repository) {
    let findings = repository.findings.iter();
    let errors: Vec<&Diagnostic> = findings.filter(|finding| finding.stops_build()).collect();
    console.aside(|err| {
        let told: Vec<Diagnostic> = errors.iter().take(TOLD).map(|it| (*it).clone()).collect();
        repository.print_heads(&told, console.err_colour, err)
    });
    match errors.len().saturating_sub(TOLD) {
        0 => {}
        1 => console.note(&repository.say(&msg!("and 1 more error"))),
        more => console.note(&repository.say(&msg!("and {more} more errors", more = more))),
    }
    console.note(&repository.say(&match errors.len() {
        1 => msg!("what has errors is left out (1 error): `okr check` shows it"),
        count => msg!(
            "what has errors is left out ({errors} errors): `okr check` shows them",
            errors = count
        ),
    }));
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
        tell(console, &repository);
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
