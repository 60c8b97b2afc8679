//! The versions of one file from the oldest on, and the dated sections in each.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::past::{Commit, CommitIx, Contents, Outline, TextIx, Version};

/// The versions of a file, the oldest first; those in which it was taken away are left out.
pub struct Timeline<'a> {
    /// Each with what was in it.
    pub states: Vec<State<'a>>,
    /// Their texts.
    pub contents: &'a Contents,
    /// The texts that sections of each day had, from the oldest on.
    pub days: BTreeMap<Date, Vec<TextIx>>,
    first: HashMap<TextIx, usize>,
}

/// A file after a commit.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// Who made it so.
    pub commit: Option<CommitIx>,
    /// By which commit of the main line it came in.
    pub published: Option<u32>,
    /// What was in it.
    pub outline: &'a Outline,
}

impl<'a> Timeline<'a> {
    /// From the versions of a file, the newest first.
    pub fn new(versions: &'a [Version], contents: &'a Contents, commits: &'a [Commit]) -> Timeline<'a> {
        let states: Vec<State<'a>> = versions
            .iter()
            .rev()
            .filter_map(|version| {
                Some(State {
                    commit: version.commit,
                    published: version.commit.map(|commit| commits[commit.0].published),
                    outline: &contents[version.after?],
                })
            })
            .collect();
        let mut first = HashMap::new();
        let mut days: BTreeMap<Date, Vec<TextIx>> = BTreeMap::new();
        for (at, state) in states.iter().enumerate() {
            for section in &state.outline.sections {
                first.entry(section.text).or_insert(at);
                let texts = days.entry(section.date).or_default();
                if !texts.contains(&section.text) {
                    texts.push(section.text);
                }
            }
        }
        Timeline {
            states,
            contents,
            days,
            first,
        }
    }

    /// The first state in which a text stands.
    pub fn first(&self, text: TextIx) -> Option<&State<'a>> {
        self.states.get(*self.first.get(&text)?)
    }
}
