//! The files of one side, what is wrong with them, and what the other side has no counterpart of.

use std::collections::BTreeSet;

use crate::changes::Both;
use crate::commands::console::Console;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::disk::Tree;
use crate::git::{Commit, Snapshot};
use crate::msg;
use crate::parse::{self, Parsed};
use crate::source::{FileId, Sources};
use crate::words::Language;

/// Files that are named when they have errors.
const NAMED: usize = 5;

/// The files of one side.
pub(super) struct Said {
    /// Its texts.
    pub(super) sources: Sources,
    /// Its commit; `None`: the work tree.
    pub(super) commit: Option<Commit>,
    /// The `sources` of its settings that are no part of it: checkouts of their own, which no revision knows.
    absent: Vec<String>,
}

impl Said {
    /// Of a commit.
    pub(super) fn of_revision(snapshot: Snapshot) -> Said {
        Said {
            sources: snapshot.tree.sources,
            commit: Some(snapshot.commit),
            absent: snapshot.absent,
        }
    }

    /// Of the disk.
    pub(super) fn of_work_tree(tree: Tree) -> Said {
        Said {
            sources: tree.sources,
            commit: None,
            absent: Vec::new(),
        }
    }

    /// Says what could not be read, and which files have errors.
    pub(super) fn warn(&self, parsed: &Parsed, errors: &[Diagnostic], language: Language, console: &Console) {
        let side = match &self.commit {
            Some(commit) => commit.short(),
            None => language.change_words().work_tree.to_owned(),
        };
        for name in &self.absent {
            console.warning(&language.say(&msg!(
                "the source `{name}` is no part of {side}, so it is left out of both sides",
                name = name,
                side = side
            )));
        }
        if parsed.config_unreadable {
            console.warning(&language.say(&msg!(
                "`okr.yaml` of {side} cannot be read, so its settings are the usual ones",
                side = side
            )));
        }
        let files: BTreeSet<&str> = errors
            .iter()
            .map(|finding| self.sources[finding.file].path.as_str())
            .collect();
        let listed: Vec<String> = files.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
        let (count, listed) = (files.len(), listed.join(", "));
        let message = match count {
            0 => return,
            1 => msg!(
                "{side} has errors and was read as far as it goes: {files}",
                side = side,
                files = listed
            ),
            2..=NAMED => msg!(
                "{side} has errors in {count} files and was read as far as it goes: {files}",
                side = side,
                count = count,
                files = listed
            ),
            _ => msg!(
                "{side} has errors in {count} files and was read as far as it goes: {files} and {more} more",
                side = side,
                count = count,
                files = listed,
                more = count - NAMED
            ),
        };
        console.warning(&language.say(&message));
    }
}

/// Takes out of each side the sources that the other lacks: they have not come or gone.
pub(super) fn without_what_a_side_lacks(said: &mut Both<Said>) {
    let absent: BTreeSet<String> = said
        .before
        .absent
        .iter()
        .chain(&said.after.absent)
        .cloned()
        .collect();
    if absent.is_empty() {
        return;
    }
    for side in [&mut said.before, &mut said.after] {
        let Some(config) = config(&side.sources) else {
            continue;
        };
        let folders: Vec<String> = config
            .sources
            .iter()
            .filter(|source| absent.contains(&source.name))
            .map(|source| [source.path.trim_end_matches('/'), "/"].concat())
            .collect();
        side.sources
            .0
            .retain(|file| !folders.iter().any(|folder| file.path.starts_with(folder)));
    }
}

fn config(sources: &Sources) -> Option<Config> {
    let file: FileId = sources.find("okr.yaml")?;
    Some(parse::config::read(&sources[file], file).0)
}
