//! What git is asked in a run: the commit, and the earlier versions of the objectives' files, of the repository itself
//! and of the other checkouts in it. That it cannot answer is a value as well: nothing else depends on it.

use std::path::Path;

use super::{Commit, Failure, Repository};
use crate::chronicle::past::Past;
use crate::config::SourceSetting;
use crate::parse;
use crate::source::{FileId, Sources};

/// What git told.
#[derive(Debug, Default)]
pub struct History {
    /// The commit that the files are of.
    pub head: Option<Commit>,
    /// One for each repository that holds objectives.
    pub pasts: Vec<Past>,
    /// Why something is not known. That there is no repository is none.
    pub failure: Option<Failure>,
    /// From what all of it follows.
    pub heads: Heads,
}

/// The commits that repositories are at, by where they lie: what git tells of equal files follows from them. `None` when
/// one of them cannot be asked or has left out what was before, so that nothing follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heads(pub Option<Vec<(String, Commit)>>);

impl Default for Heads {
    fn default() -> Heads {
        Heads(Some(Vec::new()))
    }
}

impl Heads {
    fn add(&mut self, base: &str, repository: &Repository, head: &Commit) {
        match &mut self.0 {
            Some(commits) if !repository.is_shallow() => commits.push((base.to_owned(), head.clone())),
            heads => *heads = None,
        }
    }
}

impl History {
    /// Whether commits were left out of a clone.
    pub fn is_shallow(&self) -> bool {
        self.pasts.iter().any(|past| past.shallow)
    }

    fn failed(failure: Failure) -> History {
        History {
            heads: Heads(is_usual(&failure).then(Vec::new)),
            failure: (!matches!(failure, Failure::NoRepository(_))).then_some(failure),
            ..History::default()
        }
    }
}

/// Asks the repository that holds `root`, and the other checkouts that `okr.yaml` names.
pub fn history(root: &Path, sources: &Sources) -> History {
    let repository = match Repository::of(root) {
        Ok(repository) => repository,
        Err(failure) => return History::failed(failure),
    };
    let head = match repository.head() {
        Ok(Some(head)) => head,
        Ok(None) => return History::default(),
        Err(failure) => return History::failed(failure),
    };
    let mut history = history_at(&repository, &head, sources);
    history.heads.add("", &repository, &head);
    for other in others(sources) {
        let base = other.path.trim_end_matches('/');
        if is_of_its_own(root, base) {
            match of_other(root, base, sources, &mut history.heads) {
                Ok(past) => history.pasts.extend(past),
                Err(failure) => history.failure = history.failure.or(Some(failure)),
            }
        }
    }
    if history.failure.is_some() {
        history.heads = Heads(None);
    }
    history
}

/// The heads that [`history`] gives, without the rest.
pub fn heads(root: &Path, sources: &Sources) -> Heads {
    let known = || -> Result<Heads, Failure> {
        let mut heads = Heads::default();
        let repository = Repository::of(root)?;
        let Some(head) = repository.head()? else {
            return Ok(heads);
        };
        heads.add("", &repository, &head);
        for other in others(sources) {
            let base = other.path.trim_end_matches('/');
            if is_of_its_own(root, base) {
                let repository = Repository::of(&root.join(base))?;
                if let Some(head) = repository.head()? {
                    heads.add(base, &repository, &head);
                }
            }
        }
        Ok(heads)
    };
    known().unwrap_or_else(|failure| Heads(is_usual(&failure).then(Vec::new)))
}

fn is_usual(failure: &Failure) -> bool {
    matches!(failure, Failure::NoProgram | Failure::NoRepository(_))
}

/// The same for the files of a commit, without other checkouts: no commit knows of theirs.
pub fn history_at(repository: &Repository, head: &Commit, sources: &Sources) -> History {
    let others = others(sources);
    let mut areas = vec!["objectives".to_owned()];
    areas.extend(
        others
            .iter()
            .map(|other| [other.path.trim_end_matches('/'), "/objectives"].concat()),
    );
    let past = repository.past(head, &areas, files(sources, ""));
    let (past, failure) = match past {
        Ok(past) => (Some(past), None),
        Err(failure) => (None, Some(failure)),
    };
    History {
        head: Some(head.clone()),
        pasts: past.into_iter().collect(),
        failure,
        heads: Heads::default(),
    }
}

fn others(sources: &Sources) -> Vec<SourceSetting> {
    let settings = sources.find("okr.yaml");
    settings.map_or_else(Vec::new, |file| {
        parse::config::read(&sources[file], file).0.sources
    })
}

fn is_of_its_own(root: &Path, base: &str) -> bool {
    root.join(base).join(".git").symlink_metadata().is_ok()
}

fn of_other(root: &Path, base: &str, sources: &Sources, heads: &mut Heads) -> Result<Option<Past>, Failure> {
    let repository = Repository::of(&root.join(base))?;
    let Some(head) = repository.head()? else {
        return Ok(None);
    };
    heads.add(base, &repository, &head);
    let mut past = repository.past(&head, &["objectives".to_owned()], files(sources, base))?;
    past.base = base.to_owned();
    Ok(Some(past))
}

/// The objectives' files below a folder by their paths from there, each with the paths of its former ids.
fn files<'a>(sources: &'a Sources, base: &'a str) -> impl Iterator<Item = (&'a str, Vec<String>)> {
    sources.0.iter().filter_map(move |file| {
        let path = match base {
            "" => file.path.as_str(),
            base => file.path.strip_prefix(base)?.strip_prefix('/')?,
        };
        let is_objective = path.starts_with("objectives/") || path.contains("/objectives/");
        let former = parse::objective::former_ids(FileId(0), file);
        let top = path.find("objectives/").map_or("", |at| &path[..at]);
        let former = former
            .into_iter()
            .map(|id| [top, "objectives/", &id, ".md"].concat());
        is_objective.then(|| (path, former.collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_there_is_no_git_is_said_only_where_there_is_a_repository() {
        let without_git = History::failed(Failure::NoProgram);
        assert_eq!(without_git.failure, Some(Failure::NoProgram));
        assert_eq!(without_git.heads, Heads::default());
        let without_repository = History::failed(Failure::NoRepository("/srv/okrs".to_owned()));
        assert_eq!(without_repository.failure, None);
        assert_eq!(without_repository.heads, Heads::default());
    }
}
