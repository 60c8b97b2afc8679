//! One walk through all commits: which versions the objectives' files had, who made each, and what was in it.
//!
//! Three programs work side by side: one lists the commits, one says which files each of them changed, and one reads
//! what was in these.

use std::collections::HashMap;
use std::io::{BufRead, Read};
use std::sync::mpsc::{SyncSender, sync_channel};

use super::commit::is_name;
use super::objects::{self, Content};
use super::revision::day;
use super::running::{Input, Running};
use super::{Failure, Repository};
use crate::chronicle::past::{self, CommitIx, ContentIx, Contents, Past, Version};
use crate::disk::FILE_LIMIT;
use crate::git::Commit;
use crate::source::SourceFile;
use crate::system::NOTHING;

/// Names of commits that are handed on at once.
const BATCH: usize = 256;

/// Bytes of a path or of a commit's head, at most.
const LONGEST: u64 = 1 << 16;

/// So many files that came and went in one commit are compared with each other for renames.
const RENAMES: &str = "-l400";

impl Repository {
    /// Every version of files up to a commit. `files` are their paths from the root of the OKRs, each with other paths
    /// that it is known to have had; all lie in one of the folders `areas`. One that was renamed is followed by what is
    /// in it.
    pub fn past<'a>(
        &self,
        head: &Commit,
        areas: &[String],
        files: impl IntoIterator<Item = (&'a str, Vec<String>)>,
    ) -> Result<Past, Failure> {
        let mut found = Found::new(self.prefix(), files);
        let (commits, names) = sync_channel(BATCH);
        let contents = self.contents_of(Input::Fed(names), FILE_LIMIT)?;
        let mut wanted = Wanted {
            names: commits,
            batch: Vec::new(),
            known: HashMap::new(),
        };
        let outlines = std::thread::spawn(move || outlines(contents));
        let walked = self.walk(head, areas, &mut found, &mut wanted);
        let asked = wanted.end();
        let contents = outlines
            .join()
            .unwrap_or_else(|_| Err(Failure::refused("read earlier versions", "it stopped")));
        walked?;
        let contents = contents?;
        if contents.len() != asked {
            return Err(Failure::refused(
                "read earlier versions of files",
                "it ended early",
            ));
        }
        Ok(Past {
            base: String::new(),
            commits: found.commits,
            files: found.versions,
            contents,
            shallow: self.is_shallow(),
        })
    }

    fn walk(
        &self,
        head: &Commit,
        areas: &[String],
        found: &mut Found<'_>,
        wanted: &mut Wanted,
    ) -> Result<(), Failure> {
        let mut list = self.program.start(
            &["rev-list", "--parents", "--end-of-options", head.text()],
            Input::None,
        )?;
        let (send, receive) = sync_channel(BATCH);
        let areas: Vec<String> = areas.iter().map(|area| [self.prefix(), area].concat()).collect();
        let no_order = format!("-O{NOTHING}");
        let mut question = vec![
            "diff-tree",
            "--stdin",
            // A commit that changed nothing here is an answer too: git is not silent for long.
            "--always",
            "--root",
            "-r",
            "-c",
            "-z",
            "--raw",
            "--no-abbrev",
            "-M",
            RENAMES,
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            &no_order,
            "--no-notes",
            "--encoding=UTF-8",
            "--format=%x01%H%x00%ct%x00%an",
            "--",
        ];
        question.extend(areas.iter().map(String::as_str));
        let changes = self.program.start(&question, Input::Fed(receive))?;
        let lines = std::thread::spawn(move || {
            main_line(&mut list, &send).and_then(|line| ended(list).map(|()| line))
        });
        let read = found.read(changes, wanted);
        let line = lines
            .join()
            .unwrap_or_else(|_| Err(Failure::refused("list the commits", "it stopped")));
        // When the list ends early, so does what is made from it.
        let line = line?;
        read?;
        found.publish(&line, self.is_shallow());
        Ok(())
    }
}

fn ended(running: Running) -> Result<(), Failure> {
    let (succeeded, complaint) = running.end()?;
    match succeeded {
        true => Ok(()),
        false => Err(Failure::refused("list the commits", &complaint)),
    }
}

/// Which commits are there, how they hang together, and which are on the main line.
#[derive(Default)]
struct MainLine {
    places: HashMap<String, u32>,
    /// By place; those without a parent are the first commits, or where a shallow clone ends.
    is_first: Vec<bool>,
    /// By place: by which commit of the main line it came in, counted from the newest.
    published: Vec<u32>,
}

/// Reads the list, the newest first, and hands its names on.
fn main_line(list: &mut impl BufRead, send: &SyncSender<Vec<u8>>) -> Result<MainLine, Failure> {
    let mut line = MainLine::default();
    let mut parents: Vec<Vec<u32>> = Vec::new();
    let mut order: Vec<u32> = Vec::new();
    let mut text = String::new();
    let mut batch = Vec::new();
    loop {
        text.clear();
        if list.read_line(&mut text).map_err(Failure::of_pipe)? == 0 {
            break;
        }
        let mut names = text.split_ascii_whitespace();
        let Some(name) = names.next().filter(|name| is_name(name.as_bytes())) else {
            return Err(Failure::refused("list the commits", "it said something else"));
        };
        batch.extend_from_slice(name.as_bytes());
        batch.push(b'\n');
        if batch.len() > BATCH * 41 {
            // When nobody reads on, the other program has ended, and says why.
            let _ = send.send(std::mem::take(&mut batch));
        }
        let mut place = |name: &str| {
            let next = line.places.len() as u32;
            *line.places.entry(name.to_owned()).or_insert(next)
        };
        let here = place(name);
        let above: Vec<u32> = names.map(&mut place).collect();
        let all = line.places.len();
        parents.resize(all, Vec::new());
        parents[here as usize] = above;
        order.push(here);
    }
    let _ = send.send(batch);
    line.is_first = parents.iter().map(Vec::is_empty).collect();
    line.published = published(&parents, order.first().copied());
    Ok(line)
}

/// By which commit of the main line, counted from the newest, each came in: the oldest one that leads to it.
fn published(parents: &[Vec<u32>], head: Option<u32>) -> Vec<u32> {
    let mut main = Vec::new();
    let mut here = head;
    while let Some(place) = here {
        main.push(place);
        here = parents[place as usize].first().copied();
    }
    let mut published = vec![u32::MAX; parents.len()];
    let mut waiting = Vec::new();
    for (number, &place) in main.iter().enumerate().rev() {
        waiting.push(place);
        while let Some(place) = waiting.pop() {
            let it = &mut published[place as usize];
            if *it == u32::MAX {
                *it = number as u32;
                waiting.extend(&parents[place as usize]);
            }
        }
    }
    published
}

/// The contents that are wanted, each asked for once.
struct Wanted {
    names: SyncSender<Vec<u8>>,
    batch: Vec<u8>,
    known: HashMap<String, ContentIx>,
}

impl Wanted {
    fn content(&mut self, name: &str) -> ContentIx {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let next = ContentIx(self.known.len());
        self.known.insert(name.to_owned(), next);
        self.batch.extend_from_slice(name.as_bytes());
        self.batch.push(b'\n');
        if self.batch.len() > BATCH * 41 {
            self.send();
        }
        next
    }

    fn send(&mut self) {
        // When nobody reads on, the other program has ended, and says why.
        let _ = self.names.send(std::mem::take(&mut self.batch));
    }

    /// How many were asked for.
    fn end(mut self) -> usize {
        self.send();
        self.known.len()
    }
}

fn outlines(contents: objects::Contents) -> Result<Contents, Failure> {
    let mut all = Contents::default();
    for content in contents {
        match content? {
            Content::Bytes(bytes) => all.add(&SourceFile::new("", bytes).text),
            Content::TooLarge => all.add(""),
            Content::Missing => return Err(Failure::Missing),
        }
    }
    Ok(all)
}

/// What the walk has found so far.
struct Found<'p> {
    prefix: &'p str,
    commits: Vec<past::Commit>,
    versions: HashMap<String, Vec<Version>>,
    /// Which file a path was in the versions that come next.
    owners: HashMap<String, Owner>,
}

struct Owner {
    /// Its path today.
    path: String,
    /// Whether a version was seen in which the path was new: before that it may have been another file.
    is_begun: bool,
}

impl<'p> Found<'p> {
    fn new<'a>(prefix: &'p str, files: impl IntoIterator<Item = (&'a str, Vec<String>)>) -> Found<'p> {
        let mut owners = HashMap::new();
        let mut former = Vec::new();
        let owner = |path: &str| Owner {
            path: path.to_owned(),
            is_begun: false,
        };
        for (path, others) in files {
            owners.insert(path.to_owned(), owner(path));
            former.extend(others.into_iter().map(|other| (other, path)));
        }
        for (other, path) in former {
            owners.entry(other).or_insert_with(|| owner(path));
        }
        Found {
            prefix,
            commits: Vec::new(),
            versions: HashMap::new(),
            owners,
        }
    }

    fn read(&mut self, mut from: Running, wanted: &mut Wanted) -> Result<(), Failure> {
        let other = || Failure::refused("tell what commits changed", "it said something else");
        let mut commit = None;
        while let Some(token) = token(&mut from)? {
            let token = token.strip_prefix("\n").unwrap_or(&token);
            if let Some(id) = token.strip_prefix('\u{1}') {
                let (seconds, author) = (self::token(&mut from)?, self::token(&mut from)?);
                let (Some(seconds), Some(author), true) = (seconds, author, is_name(id.as_bytes())) else {
                    return Err(other());
                };
                commit = Some((id.to_owned(), seconds, author));
            } else if let Some(raw) = token.strip_prefix(':') {
                let raw = Raw::of(raw).ok_or_else(other)?;
                let path = self::token(&mut from)?.ok_or_else(other)?;
                let target = match raw.is_rename() {
                    true => Some(self::token(&mut from)?.ok_or_else(other)?),
                    false => None,
                };
                self.change(&raw, &path, target.as_deref(), &mut commit, wanted);
            } else if !token.is_empty() {
                return Err(other());
            }
        }
        let (succeeded, complaint) = from.end()?;
        match succeeded {
            true => Ok(()),
            false => Err(Failure::refused("tell what commits changed", &complaint)),
        }
    }

    fn change(
        &mut self,
        raw: &Raw<'_>,
        path: &str,
        target: Option<&str>,
        commit: &mut Option<(String, String, String)>,
        wanted: &mut Wanted,
    ) {
        let (Some(path), Some(now)) = (
            path.strip_prefix(self.prefix),
            target.unwrap_or(path).strip_prefix(self.prefix),
        ) else {
            return;
        };
        let Some(owner) = self.owners.get_mut(now) else {
            return;
        };
        owner.is_begun |= raw.status.starts_with('A');
        let of = owner.path.clone();
        if target.is_some() {
            let before = self.owners.get(path).is_none_or(|before| before.is_begun);
            if before {
                let owner = Owner {
                    path: of.clone(),
                    is_begun: false,
                };
                self.owners.insert(path.to_owned(), owner);
            }
        }
        // One that changed none of the files is never made.
        if let Some((id, seconds, author)) = commit.take() {
            self.commits.push(past::Commit {
                id,
                author,
                day: day(&seconds),
                published: 0,
            });
        }
        let commit = CommitIx(self.commits.len().saturating_sub(1));
        let version = Version {
            commit: Some(commit),
            before: raw.before.iter().map(|name| wanted.content(name)).collect(),
            after: raw.after.map(|name| wanted.content(name)),
        };
        self.versions.entry(of).or_default().push(version);
    }

    /// Puts in by which commit of the main line each came in, and takes out those of whom it is not known that they
    /// made the files so.
    fn publish(&mut self, line: &MainLine, is_shallow: bool) {
        let mut is_end = vec![false; self.commits.len()];
        for (commit, is_end) in self.commits.iter_mut().zip(&mut is_end) {
            let Some(&place) = line.places.get(&commit.id) else {
                continue;
            };
            commit.published = line.published[place as usize];
            *is_end = is_shallow && line.is_first[place as usize];
        }
        for version in self.versions.values_mut().flatten() {
            version.commit = version.commit.filter(|commit| !is_end[commit.0]);
        }
    }
}

/// What stands before the path: modes and names at the parents and after the commit, and what happened.
struct Raw<'a> {
    /// Names of contents at the parents; of one that was no file there is none.
    before: Vec<&'a str>,
    after: Option<&'a str>,
    /// A letter for each parent.
    status: &'a str,
}

impl<'a> Raw<'a> {
    /// `100644 100644 <name> <name> M`; of a merge with one more `:` in front, mode, name and letter for each parent more.
    fn of(text: &'a str) -> Option<Raw<'a>> {
        let bare = text.trim_start_matches(':');
        let parents = text.len() - bare.len() + 1;
        let parts: Vec<&str> = bare.split(' ').collect();
        let [modes @ .., status] = parts.as_slice() else {
            return None;
        };
        if modes.len() != 2 * (parents + 1) {
            return None;
        }
        let (modes, names) = modes.split_at(parents + 1);
        let content = |at: usize| {
            let is_file = modes[at].starts_with("100") && names[at].bytes().any(|byte| byte != b'0');
            (is_file && is_name(names[at].as_bytes())).then_some(names[at])
        };
        Some(Raw {
            before: (0..parents).filter_map(content).collect(),
            after: content(parents),
            status,
        })
    }

    /// Whether two paths follow: only one parent says so.
    fn is_rename(&self) -> bool {
        self.status.starts_with(['R', 'C']) && self.status[1..].bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// What stands before the next zero; `None` at the end.
fn token(from: &mut Running) -> Result<Option<String>, Failure> {
    let mut bytes = Vec::new();
    let read = from.by_ref().take(LONGEST).read_until(0, &mut bytes);
    if read.map_err(Failure::of_pipe)? == 0 {
        return Ok(None);
    }
    if bytes.pop() != Some(0) {
        return Err(Failure::refused(
            "tell what commits changed",
            "a name is too long",
        ));
    }
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        // A path that is not UTF-8 is no path of ours, and a name is told as far as it can be.
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }))
}
