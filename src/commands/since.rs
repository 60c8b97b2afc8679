//! What is different since a revision: findings in files that were changed, and those that a change brought elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use super::audience::Withheld;
use super::console::Console;
use super::walk::{self, Given, Repository};
use crate::diagnostic::Diagnostic;
use crate::git;
use crate::model::Book;
use crate::source::{SourceFile, Sources};

/// A revision, as far as it matters to the findings of today.
pub(super) struct Before {
    /// Text by path.
    texts: HashMap<String, Arc<SourceFile>>,
    /// How often something was found, by path, rule and message.
    found: HashMap<(String, &'static str, String), usize>,
}

/// Reads a revision. It is looked at as of the same day, so that what only time has brought is nothing new.
pub(super) fn read(console: &Console, repository: &Repository, revision: &str) -> anyhow::Result<Before> {
    let store = git::Repository::of(repository.place.root.path())?;
    let commit = parted(console, &store, revision)?;
    let files = store.revision(&commit)?;
    let snapshot = console.stage("read revision", || files.snapshot())?;
    let given = Given {
        files: &files,
        tree: snapshot.tree,
        withheld: &Withheld::default(),
        today: repository.today(),
    };
    let ask = |sources: &Sources| git::history_at(&store, &commit, sources);
    let look_up = |book: &Book, sources: &Sources| walk::look_up(&files, book, sources);
    let told = walk::told(console, given, ask, look_up)?;
    let mut found = HashMap::new();
    for finding in &told.findings {
        *found.entry(known_by(finding, &told.sources)).or_default() += 1;
    }
    let texts = told.sources.0.into_iter().map(|file| (file.path.clone(), file));
    Ok(Before {
        texts: texts.collect(),
        found,
    })
}

/// Where HEAD and a revision parted, as in `git diff REV...`: what only the other line of commits has changed since is
/// nothing new here.
fn parted(console: &Console, store: &git::Repository, revision: &str) -> anyhow::Result<git::Commit> {
    let commit = store.resolve(revision)?;
    let Some(head) = store.head()? else {
        return Ok(commit);
    };
    match store.merge_base(&head, &commit) {
        Ok(base) => Ok(base),
        Err(failure @ (git::Failure::Shallow { .. } | git::Failure::NothingInCommon(..))) => {
            console.warning(&format!(
                "{failure}; what is different is told from {} itself",
                commit.short()
            ));
            Ok(commit)
        }
        Err(failure) => Err(failure.into()),
    }
}

impl Before {
    /// Leaves out what stands in a file that is as it was, and was found there already.
    pub(super) fn leave_out(&self, findings: &mut Vec<Diagnostic>, sources: &Sources) {
        let mut found = self.found.clone();
        findings.retain(|finding| {
            let file = &sources[finding.file];
            let is_as_it_was = self
                .texts
                .get(&file.path)
                .is_some_and(|before| before.text == file.text);
            let known = found.get_mut(&known_by(finding, sources));
            match known.filter(|times| **times > 0) {
                Some(times) => {
                    *times -= 1;
                    !is_as_it_was
                }
                None => true,
            }
        });
    }
}

/// By what a finding is known again. Not by its line: what stands above it may have moved it.
fn known_by(finding: &Diagnostic, sources: &Sources) -> (String, &'static str, String) {
    let path = sources[finding.file].path.clone();
    (path, finding.rule, finding.message.to_string())
}
