//! The files of a revision, read from the objects of the repository: nothing is checked out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader};
use std::sync::Arc;

use super::commit::is_name;
use super::objects::Content;
use super::program::{Input, Program};
use super::{Commit, Failure, Repository};
use crate::disk::{self, AREAS, Name, Shelf, Sort, Text, Tree};
use crate::model::Assets;
use crate::parse;
use crate::source::{FileId, SourceFile};

/// Bytes of paths in one question.
const QUESTION: usize = 60_000;

/// Bytes of a path, at most.
const PATH: usize = 1 << 16;

/// What a revision holds.
#[derive(Debug)]
pub struct Snapshot {
    /// Which revision.
    pub commit: Commit,
    /// Its files.
    pub tree: Tree,
    /// The `sources` of its `okr.yaml` that are no part of it, by name: checkouts of their own.
    pub absent: Vec<String>,
}

impl Snapshot {
    /// Whether there are no OKRs in it: neither `okr.yaml` nor a file below `objectives/`.
    pub fn is_empty(&self) -> bool {
        self.tree.sources.0.is_empty()
    }
}

/// A file, a link or a submodule of a revision.
#[derive(Clone, Debug)]
struct Entry {
    sort: Sort,
    /// Of its content.
    name: String,
    /// Bytes; `None` when the clone has left it out, or it is no file.
    size: Option<u64>,
}

impl Repository {
    /// The files of some revisions, beside `commits`. What is the same in several is read once.
    pub fn read(&self, commits: &[&Commit]) -> Result<Vec<Snapshot>, Failure> {
        let known = Known::default();
        commits
            .iter()
            .map(|commit| self.snapshot(commit, &known))
            .collect()
    }

    fn snapshot(&self, commit: &Commit, known: &Known) -> Result<Snapshot, Failure> {
        let mut shelf = Revision {
            repository: self,
            commit,
            known,
            entries: BTreeMap::new(),
            absent: RefCell::default(),
        };
        let areas = AREAS.iter().map(|(area, _)| (*area).to_owned());
        shelf.list(
            Listing::Below,
            ["okr.yaml", "okr.yml"]
                .map(str::to_owned)
                .into_iter()
                .chain(areas),
        )?;
        for source in shelf.sources() {
            let ways = source
                .match_indices('/')
                .map(|(at, _)| &source[..at])
                .chain([&*source]);
            shelf.list(Listing::Itself, ways.map(str::to_owned).collect::<Vec<_>>())?;
            let areas = AREAS.iter().map(|(area, _)| [&source, "/", area].concat());
            shelf.list(Listing::Below, areas.collect::<Vec<_>>())?;
        }
        let tree = disk::read(&shelf)?;
        Ok(Snapshot {
            commit: commit.clone(),
            tree,
            absent: shelf.absent.into_inner(),
        })
    }

    /// Which of the `wanted` files a revision has, by their paths from the root of the OKRs, as [`disk::look_up`] for
    /// the disk.
    pub fn look_up<'a>(
        &self,
        commit: &Commit,
        wanted: impl IntoIterator<Item = &'a str>,
    ) -> Result<Assets, Failure> {
        let wanted: BTreeSet<&str> = wanted
            .into_iter()
            .filter(|path| disk::may_be_published(path))
            .collect();
        let known = Known::default();
        let mut shelf = Revision {
            repository: self,
            commit,
            known: &known,
            entries: BTreeMap::new(),
            absent: RefCell::default(),
        };
        shelf.list(Listing::Itself, wanted.iter().map(|path| (*path).to_owned()))?;
        let mut assets = Assets::default();
        for path in wanted {
            match shelf.entries.get(path.as_bytes()) {
                Some(entry) if entry.sort == Sort::File => match entry.size {
                    Some(size) if size > disk::ASSET_LIMIT => assets.too_large.push((path.to_owned(), size)),
                    _ => drop(assets.files.insert(path.to_owned())),
                },
                _ => {}
            }
        }
        Ok(assets)
    }
}

/// Contents that were read, by name.
type Known = RefCell<HashMap<String, Vec<u8>>>;

/// What is asked of a path.
#[derive(Clone, Copy, PartialEq)]
enum Listing {
    /// The path itself, be it a folder.
    Itself,
    /// All files below it.
    Below,
}

struct Revision<'a> {
    repository: &'a Repository,
    commit: &'a Commit,
    known: &'a Known,
    /// By path from the root of the OKRs.
    entries: BTreeMap<Vec<u8>, Entry>,
    absent: RefCell<Vec<String>>,
}

impl Revision<'_> {
    /// Adds what is at these paths.
    fn list(&mut self, listing: Listing, paths: impl IntoIterator<Item = String>) -> Result<(), Failure> {
        let prefix = self.repository.prefix();
        let mut question: Vec<String> = Vec::new();
        let mut bytes = 0;
        let mut paths = paths.into_iter().peekable();
        while let Some(path) = paths.next() {
            let path = [prefix, &path].concat();
            bytes += path.len() + 1;
            question.push(path);
            if bytes > QUESTION || paths.peek().is_none() {
                self.ask(listing, &question)?;
                question.clear();
                bytes = 0;
            }
        }
        Ok(())
    }

    fn ask(&mut self, listing: Listing, paths: &[String]) -> Result<(), Failure> {
        let mut question = vec!["ls-tree", "-z", "-l", "--full-tree"];
        if listing == Listing::Below {
            question.push("-r");
        }
        question.extend(["--end-of-options", self.commit.text(), "--"]);
        question.extend(paths.iter().map(String::as_str));
        let program: &Program = &self.repository.program;
        let mut from = BufReader::new(program.start(&question, Input::None)?);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = std::io::Read::take(&mut from, PATH as u64).read_until(0, &mut line);
            if read.map_err(Failure::of_pipe)? == 0 {
                break;
            }
            let Some((path, entry)) = entry(&line) else {
                return Err(Failure::refused(
                    "list the files of a commit",
                    "it said something else",
                ));
            };
            if let Some(path) = path.strip_prefix(self.repository.prefix().as_bytes()) {
                self.entries.insert(path.to_owned(), entry);
            }
        }
        let (succeeded, complaint) = from.into_inner().end();
        match succeeded {
            true => Ok(()),
            false => Err(Failure::refused("list the files of a commit", &complaint)),
        }
    }

    /// The folders of `sources` in `okr.yaml`.
    fn sources(&self) -> Vec<String> {
        let Some(Ok(Text::File(file))) = self.texts(vec!["okr.yaml".to_owned()]).pop() else {
            return Vec::new();
        };
        let (config, _) = parse::config::read(&file, FileId(0));
        let paths = config.sources.into_iter().map(|source| source.path);
        paths.map(|path| path.trim_end_matches('/').to_owned()).collect()
    }

    /// What is right in a folder that is not listed itself.
    fn below<'a>(&'a self, folder: &'a [u8]) -> impl Iterator<Item = (&'a [u8], &'a Entry)> {
        let first = [folder, b"/"].concat();
        let start = first.len();
        self.entries
            .range(first.clone()..)
            .take_while(move |(path, _)| path.starts_with(&first))
            .map(move |(path, entry)| (&path[start..], entry))
    }
}

impl Shelf for Revision<'_> {
    fn sort(&self, path: &str) -> Result<Option<Sort>, disk::Failure> {
        Ok(match self.entries.get(path.as_bytes()) {
            Some(entry) => Some(entry.sort),
            None => self.below(path.as_bytes()).next().map(|_| Sort::Folder),
        })
    }

    fn names(&self, folder: &str) -> Result<Option<Vec<Name>>, disk::Failure> {
        let mut names: Vec<Name> = Vec::new();
        for (path, entry) in self.below(folder.as_bytes()) {
            let slash = path.iter().position(|&byte| byte == b'/');
            let (bytes, sort) = match slash {
                Some(slash) => (&path[..slash], Sort::Folder),
                None => (path, entry.sort),
            };
            if names.last().is_none_or(|last| last.bytes != bytes) {
                names.push(Name {
                    bytes: bytes.to_owned(),
                    sort,
                });
            }
        }
        Ok(Some(names))
    }

    fn texts(&self, paths: Vec<String>) -> Vec<Result<Text, disk::Failure>> {
        let entries: Vec<Option<&Entry>> = paths
            .iter()
            .map(|path| self.entries.get(path.as_bytes()))
            .collect();
        if let Err(failure) = self.fetch(entries.iter().flatten().copied()) {
            return vec![Err(disk::Failure::Refused(failure.to_string()))];
        }
        let known = self.known.borrow();
        paths
            .into_iter()
            .zip(entries)
            .map(|(path, entry)| match entry {
                None => Ok(Text::Gone),
                Some(entry) if entry.sort != Sort::File => Ok(Text::Link),
                Some(Entry { size: Some(size), .. }) if *size > disk::FILE_LIMIT => {
                    Ok(Text::File(Arc::new(SourceFile::too_large(path, *size))))
                }
                Some(entry) => match known.get(&entry.name) {
                    Some(bytes) => Ok(Text::File(Arc::new(SourceFile::new(path, bytes.clone())))),
                    None => Err(disk::Failure::Refused(Failure::Missing.to_string())),
                },
            })
            .collect()
    }

    fn lacks(&self, source: &str, _: &str) -> Result<(), disk::Failure> {
        self.absent.borrow_mut().push(source.to_owned());
        Ok(())
    }
}

impl Revision<'_> {
    /// Reads the contents that are not known yet.
    fn fetch<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Result<(), Failure> {
        let mut known = self.known.borrow_mut();
        let is_read = |entry: &Entry| {
            entry.sort == Sort::File && entry.size.is_some_and(|size| size <= disk::FILE_LIMIT)
        };
        let wanted: BTreeSet<&str> = entries
            .filter(|entry| is_read(entry) && !known.contains_key(&entry.name))
            .map(|entry| entry.name.as_str())
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let contents = self
            .repository
            .contents(wanted.iter().copied(), disk::FILE_LIMIT)?;
        for (name, content) in wanted.iter().zip(contents) {
            if let Content::Bytes(bytes) = content? {
                known.insert((*name).to_owned(), bytes);
            }
        }
        Ok(())
    }
}

/// `<mode> <type> <name> <size>`, a tab, the path and a zero.
fn entry(line: &[u8]) -> Option<(&[u8], Entry)> {
    let line = line.strip_suffix(b"\0")?;
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut parts = head.split_ascii_whitespace();
    let (mode, _, name, size) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let sort = match mode {
        "040000" => Sort::Folder,
        "120000" => Sort::Link,
        "160000" => Sort::Other("a submodule"),
        mode if mode.starts_with("100") => Sort::File,
        _ => Sort::Other("something unknown"),
    };
    let entry = Entry {
        sort,
        name: name.to_owned(),
        size: size.parse().ok(),
    };
    is_name(name.as_bytes()).then_some((&line[tab + 1..], entry))
}
