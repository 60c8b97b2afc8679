//! The earlier versions of the objectives' files, as plain values: what git tells, before anything is made of it.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::outline::{self, Part};
use crate::diagnostic::Message;
use crate::msg;

/// Digits of a commit as people are told it.
const SHORT: usize = 10;

/// Every version of the files that are asked for.
#[derive(Debug, Default)]
pub struct Past {
    /// The folder, from the root of the OKRs, that is a repository of its own; empty: the root.
    pub base: String,
    /// The commits that made them.
    pub commits: Vec<Commit>,
    /// By path from the base, the newest first.
    pub files: HashMap<String, Vec<Version>>,
    /// What was in them.
    pub contents: Contents,
    /// Whether commits before some depth were left out of the clone.
    pub shallow: bool,
}

impl Past {
    /// That of one line of commits, each of which writes one file, a day after the one before: path and text of each.
    pub fn of_line<'a>(
        commits: impl IntoIterator<Item = (&'a str, &'a str)>,
        first: Date,
        author: &str,
    ) -> Past {
        let mut past = Past::default();
        let mut latest: HashMap<&str, ContentIx> = HashMap::new();
        for (at, (path, text)) in commits.into_iter().enumerate() {
            past.contents.add(text);
            past.commits.push(Commit {
                id: format!("{at:040}"),
                author: author.to_owned(),
                day: Some(first.saturating_add((at as i64).days())),
                published: 0,
            });
            let before = latest.insert(path, ContentIx(at));
            let version = Version {
                commit: Some(CommitIx(at)),
                before: before.into_iter().collect(),
                after: Some(ContentIx(at)),
            };
            past.files.entry(path.to_owned()).or_default().insert(0, version);
        }
        let all = past.commits.len() as u32;
        for (at, commit) in past.commits.iter_mut().enumerate() {
            commit.published = all - 1 - at as u32;
        }
        past
    }

    /// The versions of a file, by its path from the root of the OKRs; empty when there are none.
    pub fn versions(&self, path: &str) -> &[Version] {
        let inner = match self.base.as_str() {
            "" => Some(path),
            base => path.strip_prefix(base).and_then(|path| path.strip_prefix('/')),
        };
        let versions = inner.and_then(|inner| self.files.get(inner));
        versions.map_or(&[], Vec::as_slice)
    }
}

/// A commit, as far as people are told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// Hexadecimal digits: 40, or 64.
    pub id: String,
    /// Its author's name, as written.
    pub author: String,
    /// In UTC, by the committer's clock; `None` when that is no day between 1970 and 2200.
    pub day: Option<Date>,
    /// By which commit of the main line it came in, counted from the newest one: itself, or a merge.
    pub published: u32,
}

impl Commit {
    /// When it was made, by whom, and which one it is.
    pub fn told(&self) -> Message {
        match self.day {
            Some(day) => msg!(
                "on {date} by {author}, commit {commit}",
                date = day,
                author = self.author,
                commit = self.short()
            ),
            None => msg!(
                "by {author}, commit {commit}",
                author = self.author,
                commit = self.short()
            ),
        }
    }

    /// The first digits, for people.
    pub fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }
}

/// A place in [`Past::commits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitIx(pub usize);

/// A place in [`Contents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentIx(pub usize);

/// A file after a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Who made it so; `None` at the depth where a shallow clone ends: there it was so already.
    pub commit: Option<CommitIx>,
    /// What was in it before, at each parent of a merge.
    pub before: Vec<ContentIx>,
    /// What is in it; `None` when it was taken away.
    pub after: Option<ContentIx>,
}

/// The texts of all versions in their parts, each kept once.
#[derive(Debug, Default)]
pub struct Contents {
    /// By [`ContentIx`].
    files: Vec<Outline>,
    texts: Vec<String>,
    /// By the hash of a text without its blank lines.
    known: HashMap<u128, TextIx>,
    /// By the hash of a text as it stands: most of a version stood in the one before.
    as_is: HashMap<u128, TextIx>,
}

/// A text in [`Contents`]. Two that differ in blank lines and white space at the end of lines are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextIx(u32);

/// The parts of a file that matter here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Its front matter.
    pub front: Option<TextIx>,
    /// Its dated sections, in its order.
    pub sections: Vec<Section>,
}

/// A dated section of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// The day in its heading.
    pub date: Date,
    /// Line of its heading, from 1.
    pub line: u32,
    /// All of it.
    pub text: TextIx,
}

/// A file of today, as far as its parts are known from earlier versions.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// Its front matter; `None`: no version had this one.
    pub front: Option<TextIx>,
    /// Line, day and text of its dated sections; without a text when no version had this one.
    pub sections: Vec<(u32, Date, Option<TextIx>)>,
}

impl Present {
    /// The section whose heading is in a line.
    pub fn section(&self, line: u32) -> Option<TextIx> {
        let found = self.sections.iter().find(|(at, ..)| *at == line);
        found.and_then(|(.., text)| *text)
    }
}

impl Contents {
    /// Adds a file. Their places follow the order in which they are added.
    pub fn add(&mut self, text: &str) {
        let outline = self.outline(text);
        self.files.push(outline);
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The parts of a file of today.
    pub fn look_up(&self, text: &str) -> Present {
        let mut present = Present::default();
        let known = |text: &str| self.known.get(&hash(text)).copied();
        outline::parts(text, |part| match part {
            Part::Front(text) => present.front = known(text),
            Part::Section { date, line, text } => present.sections.push((line, date, known(text))),
        });
        present
    }

    fn outline(&mut self, text: &str) -> Outline {
        let mut outline = Outline::default();
        outline::parts(text, |part| match part {
            Part::Front(text) => outline.front = Some(self.text(text)),
            Part::Section { date, line, text } => {
                let text = self.text(text);
                outline.sections.push(Section { date, line, text });
            }
        });
        outline
    }

    fn text(&mut self, text: &str) -> TextIx {
        let as_is = xxh3_128(text.as_bytes());
        if let Some(known) = self.as_is.get(&as_is) {
            return *known;
        }
        let ix = *self.known.entry(hash(text)).or_insert_with(|| {
            self.texts.push(text.trim_end().to_owned());
            TextIx(self.texts.len() as u32 - 1)
        });
        self.as_is.insert(as_is, ix);
        ix
    }
}

/// Of a text without its blank lines.
fn hash(text: &str) -> u128 {
    let mut hash = Xxh3::new();
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    hash.digest128()
}

impl std::ops::Index<ContentIx> for Contents {
    type Output = Outline;
    fn index(&self, ix: ContentIx) -> &Outline {
        &self.files[ix.0]
    }
}

impl std::ops::Index<TextIx> for Contents {
    type Output = str;
    fn index(&self, ix: TextIx) -> &str {
        &self.texts[ix.0 as usize]
    }
}
