//! What is compared: from `BASE`, `BASE..HEAD` or `BASE...HEAD` to two commits.

use anyhow::bail;

use super::Commits;
use crate::git::{Commit, Failure, Repository};

/// What the command line names.
#[derive(Debug, PartialEq)]
pub(super) enum Range<'a> {
    /// From where HEAD and the default branch parted to the work tree.
    Default,
    /// From a revision to the work tree.
    WorkTree(&'a str),
    /// From one revision to another.
    Two(&'a str, &'a str),
    /// From where two revisions parted to the second.
    Parted(&'a str, &'a str),
}

impl<'a> Range<'a> {
    /// A side that is left out is HEAD, as for git.
    pub(super) fn of(text: Option<&'a str>) -> Range<'a> {
        let or_head = |side: &'a str| if side.is_empty() { "HEAD" } else { side };
        let Some(text) = text else {
            return Range::Default;
        };
        if let Some((base, head)) = text.split_once("...") {
            Range::Parted(or_head(base), or_head(head))
        } else if let Some((base, head)) = text.split_once("..") {
            Range::Two(or_head(base), or_head(head))
        } else {
            Range::WorkTree(text)
        }
    }

    /// The commits.
    pub(super) fn commits(&self, repository: &Repository, has_work_tree: bool) -> anyhow::Result<Commits> {
        if !has_work_tree && matches!(self, Range::Default | Range::WorkTree(_)) {
            bail!("a bare repository has no work tree: name two revisions, as in `okr diff main~1..main`");
        }
        Ok(match *self {
            Range::Default => {
                let head = head(repository)?;
                Commits {
                    before: repository.merge_base(&head, &repository.default_branch()?)?,
                    after: None,
                }
            }
            Range::WorkTree(base) => Commits {
                before: repository.resolve(base)?,
                after: None,
            },
            Range::Two(base, head) => Commits {
                before: repository.resolve(base)?,
                after: Some(repository.resolve(head)?),
            },
            Range::Parted(base, head) => {
                let (base, head) = (repository.resolve(base)?, repository.resolve(head)?);
                Commits {
                    before: repository.merge_base(&base, &head)?,
                    after: Some(head),
                }
            }
        })
    }
}

fn head(repository: &Repository) -> Result<Commit, Failure> {
    repository.head()?.ok_or(Failure::NoCommit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_that_is_left_out_is_head() {
        let check = |text: Option<&str>, expected| assert_eq!(Range::of(text), expected);
        check(None, Range::Default);
        check(Some("main"), Range::WorkTree("main"));
        check(Some("main.x"), Range::WorkTree("main.x"));
        check(Some("a..b"), Range::Two("a", "b"));
        check(Some("a.."), Range::Two("a", "HEAD"));
        check(Some("..b"), Range::Two("HEAD", "b"));
        check(Some("a...b"), Range::Parted("a", "b"));
        check(Some("..."), Range::Parted("HEAD", "HEAD"));
        check(Some(""), Range::WorkTree(""));
    }
}
