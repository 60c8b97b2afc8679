//! The files of a revision, read from the objects of the repository: nothing is checked out. Other checkouts inside it
//! are read as they were then.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::commit::is_name;
use super::objects::Content;
use super::running::Input;
use super::{Commit, Failure, Repository};
use crate::disk::{self, AREAS, Name, Shelf, Sort, Text, Tree};
use crate::model::Assets;
use crate::parse;
use crate::source::{FileId, SourceFile};

/// Bytes of paths in one question.
const QUESTION: usize = 60_000;

/// Bytes of a path, at most.
const PATH: u64 = 1 << 16;

/// What a revision holds.
#[derive(Debug)]
pub struct Snapshot {
    /// Which revision.
    pub commit: Commit,
    /// Its files.
    pub tree: Tree,
    /// The `sources` of its `okr.yaml` that are not here as they were then, by name.
    pub absent: Vec<String>,
}

impl Snapshot {
    /// Whether there are no OKRs in it: neither `okr.yaml` nor a file below `objectives/`.
    pub fn is_empty(&self) -> bool {
        self.tree.sources.0.is_empty()
    }
}

/// The files of a revision.
#[derive(Debug)]
pub struct Revision {
    repository: Repository,
    commit: Commit,
    known: Known,
    listed: Mutex<Listed>,
    /// Other checkouts, by their folders.
    others: Vec<(String, Revision)>,
    absent: Mutex<Vec<String>>,
}

/// Contents that were read, by name.
type Known = Arc<Mutex<HashMap<String, Arc<Vec<u8>>>>>;

/// What was asked of a revision, and what it has there.
#[derive(Debug, Default)]
struct Listed {
    /// By path from the root of the OKRs.
    entries: BTreeMap<Vec<u8>, Entry>,
    /// Paths that were asked for themselves.
    asked: BTreeSet<String>,
    /// Folders that were asked for with everything below.
    whole: Vec<String>,
}

const SUBMODULE: Sort = Sort::Other("a submodule");

/// A file, a link, a folder or a submodule.
#[derive(Clone, Debug)]
struct Entry {
    sort: Sort,
    /// Of its content.
    name: String,
    /// Bytes; `None` when the clone has left it out, or it is no file.
    size: Option<u64>,
}

/// What is asked of a path.
#[derive(Clone, Copy, PartialEq)]
enum Listing {
    /// The path itself, be it a folder.
    Itself,
    /// All files below it.
    Below,
}

impl Repository {
    /// The files of some revisions, beside `commits`. What is the same in several is read once.
    pub fn read(&self, commits: &[&Commit]) -> Result<Vec<Snapshot>, Failure> {
        let known = Known::default();
        let read = |commit: &&Commit| {
            let revision = Revision::of(self, commit, known.clone())?;
            revision.snapshot()
        };
        commits.iter().map(read).collect()
    }

    /// The files of a revision.
    pub fn revision(&self, commit: &Commit) -> Result<Revision, Failure> {
        Revision::of(self, commit, Known::default())
    }

    /// Which of the `wanted` files a revision has, by their paths from the root of the OKRs.
    pub fn look_up<'a>(
        &self,
        commit: &Commit,
        wanted: impl IntoIterator<Item = &'a str>,
    ) -> Result<Assets, Failure> {
        Ok(disk::look_up(&self.revision(commit)?, wanted)?)
    }
}

impl Revision {
    fn of(repository: &Repository, commit: &Commit, known: Known) -> Result<Revision, Failure> {
        let mut revision = Revision {
            repository: repository.clone(),
            commit: commit.clone(),
            known,
            listed: Mutex::default(),
            others: Vec::new(),
            absent: Mutex::default(),
        };
        let top = ["okr.yaml", "okr.yml"]
            .into_iter()
            .chain(AREAS.iter().map(|(area, _)| *area));
        revision.list(Listing::Below, top.map(str::to_owned))?;
        for path in revision.sources() {
            if let Some(other) = revision.other(&path) {
                revision.others.push((path, other));
                continue;
            }
            let areas = AREAS.iter().map(|(area, _)| [&path, "/", area].concat());
            revision.list(Listing::Below, areas.collect::<Vec<_>>())?;
        }
        for path in revision.submodules() {
            if let Some(other) = revision.other(&path) {
                revision.others.push((path, other));
            }
        }
        Ok(revision)
    }

    /// The submodules among what is read, of which the disk shows the files as well.
    fn submodules(&self) -> Vec<String> {
        let listed = lock(&self.listed);
        let submodules = listed.entries.iter().filter(|(_, entry)| entry.sort == SUBMODULE);
        let paths = submodules.filter_map(|(path, _)| String::from_utf8(path.clone()).ok());
        paths.filter(|path| self.inside(path).is_none()).collect()
    }

    /// Which one.
    pub fn commit(&self) -> &Commit {
        &self.commit
    }

    /// All files that are read for what they say.
    pub fn snapshot(&self) -> Result<Snapshot, Failure> {
        let tree = disk::read(self)?;
        Ok(Snapshot {
            commit: self.commit.clone(),
            tree,
            absent: std::mem::take(&mut lock(&self.absent)),
        })
    }

    /// The folders of `sources` in `okr.yaml`.
    fn sources(&self) -> Vec<String> {
        let Some(Ok(Text::File(file))) = self.texts(&["okr.yaml".to_owned()]).pop() else {
            return Vec::new();
        };
        let (config, _) = parse::config::read(&file, FileId(0));
        let paths = config.sources.into_iter().map(|source| source.path);
        paths.map(|path| path.trim_end_matches('/').to_owned()).collect()
    }

    /// Another checkout as it was then: a submodule at the commit that this one names, any other at the last commit
    /// that is not younger.
    fn other(&self, path: &str) -> Option<Revision> {
        let place = self.repository.root().join(path);
        place.join(".git").symlink_metadata().ok()?;
        let other = Repository::of(&place).ok().filter(|other| other.top() == place)?;
        let submodule = match self.sort(path) {
            Ok(Some(Sort::Other(_))) => lock(&self.listed)
                .entries
                .get(path.as_bytes())
                .map(|it| it.name.clone()),
            Ok(None) => None,
            // It is a folder of this repository.
            _ => return None,
        };
        let commit = match submodule {
            Some(name) => other.resolve(&name).ok()?,
            None => other.commit_beside(&self.repository, &self.commit).ok()??,
        };
        Revision::of(&other, &commit, Known::default()).ok()
    }

    /// Whether a name in a folder is that of another checkout, which can be read.
    fn is_other(&self, folder: &str, name: &[u8]) -> bool {
        let path = [folder.as_bytes(), b"/", name].concat();
        self.others.iter().any(|(base, _)| base.as_bytes() == path)
    }

    /// The checkout that holds a path, and the path from there.
    fn inside<'a, 'p>(&'a self, path: &'p str) -> Option<(&'a Revision, &'p str)> {
        self.others.iter().find_map(|(base, other)| {
            let rest = path.strip_prefix(base.as_str())?;
            match rest.is_empty() {
                true => Some((other, "")),
                false => Some((other, rest.strip_prefix('/')?)),
            }
        })
    }

    /// Asks for what is at these paths, where that is not known yet.
    fn list(&self, listing: Listing, paths: impl IntoIterator<Item = String>) -> Result<(), Failure> {
        let mut listed = lock(&self.listed);
        let wanted: Vec<String> = paths
            .into_iter()
            .filter(|path| !listed.knows(listing, path))
            .collect();
        let mut question: Vec<String> = Vec::new();
        let mut bytes = 0;
        for (at, path) in wanted.iter().enumerate() {
            let path = [self.repository.prefix(), path].concat();
            bytes += path.len() + 1;
            // Of a repository as a whole no path is asked for.
            question.extend(Some(path).filter(|path| !path.is_empty()));
            if bytes > QUESTION || at + 1 == wanted.len() {
                self.ask(listing, &question, &mut listed.entries)?;
                question.clear();
                bytes = 0;
            }
        }
        match listing {
            Listing::Itself => listed.asked.extend(wanted),
            Listing::Below => listed.whole.extend(wanted),
        }
        Ok(())
    }

    fn ask(
        &self,
        listing: Listing,
        paths: &[String],
        entries: &mut BTreeMap<Vec<u8>, Entry>,
    ) -> Result<(), Failure> {
        let mut question = vec!["ls-tree", "-z", "-l", "--full-tree"];
        if listing == Listing::Below {
            question.push("-r");
        }
        // Git takes everything behind the commit for a path.
        question.extend(["--end-of-options", self.commit.text()]);
        question.extend(paths.iter().map(String::as_str));
        let mut from = self.repository.program.start(&question, Input::None)?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = from.by_ref().take(PATH).read_until(0, &mut line);
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
                entries.insert(path.to_owned(), entry);
            }
        }
        let (succeeded, complaint) = from.end()?;
        match succeeded {
            true => Ok(()),
            false => Err(Failure::refused("list the files of a commit", &complaint)),
        }
    }

    /// What is at these paths.
    fn entries(&self, paths: &[String]) -> Result<Vec<Option<Entry>>, Failure> {
        self.list(Listing::Itself, paths.iter().cloned())?;
        let listed = lock(&self.listed);
        Ok(paths
            .iter()
            .map(|path| listed.entries.get(path.as_bytes()).cloned())
            .collect())
    }

    /// Reads the contents that are not known yet.
    fn fetch<'a>(&self, entries: impl Iterator<Item = &'a Entry>, limit: u64) -> Result<(), Failure> {
        let mut known = lock(&self.known);
        let wanted: BTreeSet<&str> = entries
            .filter(|entry| entry.is_at_most(limit) && !known.contains_key(&entry.name))
            .map(|entry| entry.name.as_str())
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let contents = self.repository.contents(wanted.iter().copied(), limit)?;
        for (name, content) in wanted.iter().zip(contents) {
            if let Content::Bytes(bytes) = content? {
                known.insert((*name).to_owned(), Arc::new(bytes));
            }
        }
        Ok(())
    }

    fn read(&self, paths: Vec<String>) -> Result<Vec<Result<Text, disk::Failure>>, Failure> {
        let entries = self.entries(&paths)?;
        self.fetch(entries.iter().flatten(), disk::FILE_LIMIT)?;
        let known = lock(&self.known);
        let text = |(path, entry): (String, Option<Entry>)| match entry {
            None => Ok(Text::Gone),
            Some(entry) if entry.sort != Sort::File => Ok(Text::Link),
            Some(Entry { size: Some(size), .. }) if size > disk::FILE_LIMIT => {
                Ok(Text::File(Arc::new(SourceFile::too_large(path, size))))
            }
            Some(entry) => match known.get(&entry.name) {
                Some(bytes) => Ok(Text::File(Arc::new(SourceFile::new(path, bytes.to_vec())))),
                None => Err(Failure::Missing.into()),
            },
        };
        Ok(paths.into_iter().zip(entries).map(text).collect())
    }
}

impl Shelf for Revision {
    fn sort(&self, path: &str) -> Result<Option<Sort>, disk::Failure> {
        match self.inside(path) {
            Some((_, "")) => return Ok(Some(Sort::Folder)),
            Some((other, path)) => return other.sort(path),
            None => {}
        }
        self.list(Listing::Itself, [path.to_owned()])?;
        let listed = lock(&self.listed);
        Ok(match listed.entries.get(path.as_bytes()) {
            Some(entry) => Some(entry.sort),
            None => listed.below(path).next().map(|_| Sort::Folder),
        })
    }

    fn names(&self, folder: &str) -> Result<Option<Arc<[Name]>>, disk::Failure> {
        if let Some((other, folder)) = self.inside(folder) {
            return other.names(folder);
        }
        self.list(Listing::Below, [folder.to_owned()])?;
        let listed = lock(&self.listed);
        let mut names: Vec<Name> = Vec::new();
        for (path, entry) in listed.below(folder) {
            let slash = path.iter().position(|&byte| byte == b'/');
            let (bytes, sort) = match slash {
                Some(slash) => (&path[..slash], Sort::Folder),
                None if entry.sort == SUBMODULE && self.is_other(folder, path) => (path, Sort::Folder),
                None => (path, entry.sort),
            };
            if names.last().is_none_or(|last| last.bytes != bytes) {
                names.push(Name {
                    bytes: bytes.to_owned(),
                    sort,
                });
            }
        }
        // A folder stands in its place among paths, and not among names.
        names.sort_unstable_by(|a, b| a.bytes.cmp(&b.bytes));
        Ok(Some(names.into()))
    }

    fn texts(&self, paths: &[String]) -> Vec<Result<Text, disk::Failure>> {
        // The paths of each checkout at once: each question to git takes a while.
        let mut texts: Vec<Option<Result<Text, disk::Failure>>> = paths.iter().map(|_| None).collect();
        let mut own = Vec::new();
        let mut of_others: BTreeMap<&str, (&Revision, Vec<usize>)> = BTreeMap::new();
        for (at, path) in paths.iter().enumerate() {
            match self.inside(path) {
                None => own.push(at),
                Some((other, inner)) => {
                    let base = &path[..path.len() - inner.len()];
                    of_others.entry(base).or_insert((other, Vec::new())).1.push(at);
                }
            }
        }
        match self.read(own.iter().map(|&at| paths[at].clone()).collect()) {
            Ok(read) => own
                .into_iter()
                .zip(read)
                .for_each(|(at, text)| texts[at] = Some(text)),
            Err(failure) => return vec![Err(failure.into())],
        }
        for (base, (other, places)) in of_others {
            let inner: Vec<String> = places
                .iter()
                .map(|&at| paths[at][base.len()..].to_owned())
                .collect();
            for (&at, text) in places.iter().zip(other.texts(&inner)) {
                texts[at] = Some(text.map(|text| match text {
                    Text::File(mut file) => {
                        let own = Arc::get_mut(&mut file).expect("it has just been made");
                        own.path.clone_from(&paths[at]);
                        Text::File(file)
                    }
                    other => other,
                }));
            }
        }
        texts
            .into_iter()
            .map(|text| text.unwrap_or(Ok(Text::Gone)))
            .collect()
    }

    fn bytes(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, disk::Failure> {
        if let Some((other, path)) = self.inside(path) {
            return other.bytes(path, limit);
        }
        let Some(entry) = self.entries(&[path.to_owned()])?.pop().flatten() else {
            return Ok(None);
        };
        if entry.sort != Sort::File {
            return Ok(None);
        }
        if entry.size.is_some_and(|size| size > limit) {
            return Err(disk::Failure::too_large(path, limit));
        }
        let content = self.repository.contents([entry.name.as_str()], limit)?.next();
        match content.transpose()? {
            Some(Content::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Content::TooLarge) => Err(disk::Failure::too_large(path, limit)),
            Some(Content::Missing) | None => Err(Failure::Missing.into()),
        }
    }

    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, disk::Failure> {
        let own: Vec<String> = paths
            .iter()
            .filter(|path| self.inside(path).is_none())
            .map(|path| (*path).to_owned())
            .collect();
        let mut own = self.entries(&own)?.into_iter();
        paths
            .iter()
            .map(|path| match self.inside(path) {
                Some((other, inner)) => Ok(other.sizes(&[inner])?.pop().flatten()),
                None => {
                    let entry = own.next().flatten().filter(|entry| entry.sort == Sort::File);
                    Ok(entry.and_then(|entry| entry.size))
                }
            })
            .collect()
    }

    fn mark(&self, path: &str) -> Result<String, disk::Failure> {
        match self.inside(path) {
            Some((other, path)) => other.mark(path),
            None => {
                let entry = self.entries(&[path.to_owned()])?.pop().flatten();
                Ok(entry.map_or_else(String::new, |entry| entry.name))
            }
        }
    }

    fn lacks(&self, source: &str, _: &str) -> Result<(), disk::Failure> {
        lock(&self.absent).push(source.to_owned());
        Ok(())
    }
}

impl Listed {
    /// Whether everything that can be said of a path is here.
    fn knows(&self, listing: Listing, path: &str) -> bool {
        let is_below = |folder: &String| {
            path.strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.whole.iter().any(is_below) || listing == Listing::Itself && self.asked.contains(path)
    }

    /// What is below a folder.
    fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a [u8], &'a Entry)> {
        let first = match folder {
            "" => Vec::new(),
            folder => [folder, "/"].concat().into_bytes(),
        };
        let start = first.len();
        self.entries
            .range(first.clone()..)
            .take_while(move |(path, _)| path.starts_with(&first))
            .map(move |(path, entry)| (&path[start..], entry))
    }
}

impl Entry {
    fn is_at_most(&self, limit: u64) -> bool {
        self.sort == Sort::File && self.size.is_some_and(|size| size <= limit)
    }
}

/// What others who hold it did before a panic is whole all the same: each adds what it has read.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        "160000" => SUBMODULE,
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
