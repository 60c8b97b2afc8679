//! A repository: where it is, where the OKRs lie in it, and whether it is whole.

use std::path::{Path, PathBuf};

use super::{Commit, Failure, Program, fault};
use crate::system::{canonical, with_slashes};

/// A repository of git, and the folder in it that is the root of the OKRs.
#[derive(Clone, Debug)]
pub struct Repository {
    pub(super) program: Program,
    /// The folder that holds `.git`, or the bare repository itself.
    top: PathBuf,
    /// The root of the OKRs below the top: empty, or with a `/` at its end.
    prefix: String,
    shallow: bool,
    /// Where git keeps what belongs to this work tree: `.git`, or a folder elsewhere that it names.
    store: PathBuf,
}

impl Repository {
    /// The repository that holds `root`, an absolute path without links.
    ///
    /// It is looked for where `.git` lies, whatever the settings say: a folder of the tree that looks like a bare
    /// repository is none.
    pub fn of(root: &Path) -> Result<Repository, Failure> {
        let mut none = Failure::NoRepository(with_slashes(root));
        for top in root.ancestors() {
            let Ok(dot_git) = top.join(".git").symlink_metadata() else {
                continue;
            };
            let program = Program::at(top)?;
            match found(&program)? {
                Found::Repository(kept) => return Repository::at(program, top, root, kept),
                Found::Nothing(complaint) => {
                    let broken = Failure::Broken {
                        top: with_slashes(top),
                        complaint,
                    };
                    // Git follows a file and looks no further; a folder that is no repository it passes by.
                    if !dot_git.is_dir() {
                        return Err(broken);
                    }
                    if matches!(none, Failure::NoRepository(_)) && is_meant(top) {
                        none = broken;
                    }
                }
            }
        }
        Err(none)
    }

    /// A bare repository at `path`, or the folder `.git` of one that is not.
    pub fn bare(path: &Path) -> Result<Repository, Failure> {
        let none = || Failure::NoRepository(with_slashes(path));
        let path = canonical(path).map_err(|_| none())?;
        if !path.join("HEAD").is_file() || !path.join("objects").is_dir() {
            return Err(none());
        }
        let program = Program::at(&path)?.bare();
        match found(&program)? {
            Found::Repository(kept) => Repository::at(program, &path, &path, kept),
            Found::Nothing(_) => Err(none()),
        }
    }

    fn at(program: Program, top: &Path, root: &Path, kept: Kept) -> Result<Repository, Failure> {
        let below = root.strip_prefix(top).unwrap_or(Path::new(""));
        let Some(mut prefix) = below.to_str().map(|_| with_slashes(below)) else {
            return Err(Failure::refused(
                "read the repository",
                "the path of the OKRs in it is not UTF-8",
            ));
        };
        if !prefix.is_empty() {
            prefix.push('/');
        }
        Ok(Repository {
            program,
            top: top.to_owned(),
            prefix,
            shallow: kept.shallow,
            store: kept.store,
        })
    }

    /// The folder that holds `.git`, or the bare repository itself.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The root of the OKRs below the top: empty, or with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Where the root of the OKRs is on the disk, in a repository with a work tree.
    pub fn root(&self) -> PathBuf {
        self.top.join(self.prefix.trim_end_matches('/'))
    }

    /// Whether the clone has left out what was before some commit.
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// The folder in which something changes when HEAD has come to another commit, without those below it.
    pub fn journal(&self) -> Option<PathBuf> {
        // What locked HEAD goes from the store last; the logs are written before a reference is.
        let places = ["reftable", ""].map(|name| self.store.join(name));
        places.into_iter().find(|place| place.is_dir())
    }

    /// The address that `origin` is fetched from, as it stands in the settings.
    pub fn origin(&self) -> Result<Option<String>, Failure> {
        let answer = self.program.ask(&["config", "--get", "remote.origin.url"])?;
        let address = answer.text.trim_end_matches(['\r', '\n']);
        Ok(Some(address.to_owned()).filter(|address| answer.succeeded && !address.is_empty()))
    }

    /// The commit of HEAD; `None` before the first one.
    pub fn head(&self) -> Result<Option<Commit>, Failure> {
        let answer = self.program.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            "HEAD^{commit}",
        ])?;
        match Commit::of(&answer.text).filter(|_| answer.succeeded) {
            Some(commit) => Ok(Some(commit)),
            None => self.must_be_unborn().map(|()| None),
        }
    }

    /// That HEAD names a branch which is still to come, and nothing that is broken.
    fn must_be_unborn(&self) -> Result<(), Failure> {
        let named = self.program.ask(&["symbolic-ref", "--quiet", "HEAD"])?;
        let complaint = if named.succeeded {
            let branch = named.text.trim_end_matches(['\r', '\n']);
            let shown = self.program.ask(&["show-ref", "--verify", "--", branch])?;
            if shown.complaint.contains("not a valid ref") {
                return Ok(());
            }
            shown.complaint
        } else {
            named.complaint
        };
        let complaint = match complaint.trim().is_empty() {
            true => "HEAD names no commit that is there".to_owned(),
            false => fault(&complaint).to_owned(),
        };
        let top = with_slashes(&self.top);
        Err(Failure::Broken { top, complaint })
    }
}

/// What git makes of a folder.
enum Found {
    /// A repository.
    Repository(Kept),
    /// None, in the words of git.
    Nothing(String),
}

/// What git keeps, and where.
struct Kept {
    /// Whether it has left out what was before some commit.
    shallow: bool,
    store: PathBuf,
}

/// Whether there is a repository.
fn found(program: &Program) -> Result<Found, Failure> {
    let answer = program.ask(&["rev-parse", "--is-shallow-repository", "--absolute-git-dir"])?;
    let (shallow, store) = answer.text.split_once('\n').unwrap_or_default();
    match answer.succeeded {
        true => Ok(Found::Repository(Kept {
            shallow: shallow.trim_end() == "true",
            store: PathBuf::from(store.trim_end_matches(['\r', '\n'])),
        })),
        false if answer.complaint.contains("not a git repository") => {
            Ok(Found::Nothing(fault(&answer.complaint).to_owned()))
        }
        false => Err(Failure::refused("read the repository", &answer.complaint)),
    }
}

/// Whether a folder `.git` holds what a repository has: an empty one is none.
fn is_meant(top: &Path) -> bool {
    ["HEAD", "objects", "refs"]
        .iter()
        .any(|name| top.join(".git").join(name).symlink_metadata().is_ok())
}
