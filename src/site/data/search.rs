//! The search index: what can be found, and in which of it a word stands. Each shard is one call with a JSON literal, so
//! that a page can load it from a folder.
//!
//! `t-0.js`, `t-1.js` … hold the texts, what belongs to the current period first; `w-a.js`, `w-b.js` … the words that begin
//! so, each with the numbers of the documents that have it. A small site has no words: its page reads all the texts.

mod document;
mod lexicon;
mod literal;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::super::{OutputFile, Site};
use crate::site::route::Route;
use document::Document;
use lexicon::Lexicon;

pub use document::SIGNS;

/// Bytes of texts up to which a site may be without words.
const SMALL: usize = 128_000;
/// Bytes by [`Document::size`] of texts that take more than [`SMALL`] when they are written: it is never off by half.
const SURELY_NOT_SMALL: usize = 2 * SMALL;
/// Bytes of a shard of texts where all of them are loaded, and where only some are.
const PART_OF_ALL: usize = 64_000;
const PART_OF_SOME: usize = 16_000;
/// Bytes a key result that the whole index may have.
const BUDGET: usize = 298;
/// Characters to which the entries of registers are shortened, as far as the budget asks for it; their words are found
/// all the same.
const ENTRIES: [usize; 4] = [240, 120, 60, 0];

/// The shards.
pub fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let documents = document::all(site);
    let key_results: usize = documents.iter().map(Document::key_results).sum();
    let index = Index::within(&documents, key_results * BUDGET);
    // They are not needed beside the files.
    drop(documents);
    index.files()
}

/// The texts, and the words where the page cannot read all texts.
struct Index {
    parts: Vec<Part>,
    words: Option<Vec<(String, String)>>,
}

impl Index {
    /// The whole texts when they are few. Else with words, and with entries as short as it takes; when not even that
    /// helps, a small site is better off with its whole texts.
    fn within(documents: &[Document<'_>], budget: usize) -> Index {
        let whole = |parts| Index { parts, words: None };
        let mut is_small = sizes(documents, usize::MAX).iter().sum::<usize>() <= SURELY_NOT_SMALL;
        if is_small {
            let parts = texts(documents, PART_OF_ALL, usize::MAX);
            is_small = bytes(&parts) <= SMALL;
            if is_small && bytes(&parts) <= budget {
                return whole(parts);
            }
        }
        let words = Lexicon::of(documents).shards();
        let taken: usize = words.iter().map(|(_, words)| words.len()).sum();
        let mut shorter = Vec::new();
        for entry in ENTRIES {
            // Those of the attempt before are not kept beside.
            shorter.clear();
            shorter = texts(documents, PART_OF_SOME, entry);
            if taken + bytes(&shorter) <= budget {
                break;
            }
        }
        if is_small && taken + bytes(&shorter) > budget {
            return whole(texts(documents, PART_OF_ALL, usize::MAX));
        }
        Index {
            parts: shorter,
            words: Some(words),
        }
    }

    fn files(self) -> Vec<OutputFile> {
        let mut index = String::new();
        literal::list(&mut index, &self.parts, |out, part| {
            literal::number(out, part.first);
        });
        if let Some(words) = &self.words {
            index.push(',');
            literal::list(&mut index, words, |out, (prefix, _)| literal::text(out, prefix));
        }
        let mut files = vec![shard("index", &index)];
        for (number, part) in self.parts.into_iter().enumerate() {
            files.push(shard(&["t-", &number.to_string()].concat(), &part.literal));
        }
        for (prefix, words) in self.words.into_iter().flatten() {
            let mut value = String::with_capacity(words.len() + 16);
            literal::text(&mut value, &words);
            files.push(shard(&["w-", &prefix].concat(), &value));
        }
        files
    }
}

/// One call, with the name of the shard before what is in it.
fn shard(name: &str, value: &str) -> OutputFile {
    let bytes = ["okrSearch(\"", name, "\",", value, ");\n"].concat().into_bytes();
    OutputFile::new(Route::SearchShard(name).file(), bytes)
}

/// Documents that are loaded together.
struct Part {
    /// The number of the first one.
    first: usize,
    /// The names that they share, then the documents.
    literal: String,
}

fn bytes(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.literal.len()).sum()
}

fn sizes(documents: &[Document<'_>], entry: usize) -> Vec<usize> {
    documents.par_iter().map(|it| it.size(entry)).collect()
}

/// The documents in parts of about `most` bytes, with entries of at most `entry` characters.
fn texts(documents: &[Document<'_>], most: usize, entry: usize) -> Vec<Part> {
    let mut cuts = super::super::paging::pages(sizes(documents, entry), usize::MAX, most);
    cuts.retain(|cut| !cut.is_empty());
    cuts.into_par_iter()
        .map(|cut| {
            let mut names = Names::default();
            let mut written = String::with_capacity(most + most / 4);
            literal::list(&mut written, &documents[cut.clone()], |out, document| {
                document.write(out, &mut names, entry);
            });
            let mut literal = String::with_capacity(written.len() + 1024);
            literal::list(&mut literal, &names.all, |out, name| out.push_str(name));
            literal.push(',');
            literal.push_str(&written);
            Part {
                first: cut.start,
                literal,
            }
        })
        .collect()
}

/// The names that documents share: periods, teams, people.
#[derive(Default)]
struct Names<'a> {
    all: Vec<String>,
    places: HashMap<String, usize>,
    /// The same by name and id.
    known: HashMap<(&'a str, &'a str), usize, RandomState>,
}

impl<'a> Names<'a> {
    /// The place of a name; `id` is also found, when its words are not those of the name.
    fn place(&mut self, name: &'a str, id: &'a str) -> usize {
        if let Some(&place) = self.known.get(&(name, id)) {
            return place;
        }
        let mut written = String::new();
        if document::is_said_by(id, name) {
            literal::text(&mut written, name);
        } else {
            literal::list(&mut written, [name, id], literal::text);
        }
        let next = self.all.len();
        let place = *self.places.entry(written).or_insert_with_key(|written| {
            self.all.push(written.clone());
            next
        });
        self.known.insert((name, id), place);
        place
    }
}

#[cfg(test)]
mod tests;
