//! `--audience public`: internal objectives are taken out before anything is made of the files, so that no page, mean,
//! count or finding ever knew them; and what they are called is looked for in everything that is to be published.

mod guard;
mod leak;

use std::collections::{BTreeSet, HashSet};

use crate::disk::Tree;
use crate::model::{Assets, Book, Objective, Reference, Target, Visibility};
use crate::parse::{self, Parsed};
use crate::source::{SourceFile, Sources, Span};

pub(super) use guard::{Guard, tell};
pub(super) use leak::Search;

/// For whom a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Audience {
    /// Everybody outside: objectives with `visibility: internal` are left out
    Public,
}

/// What was taken out.
#[derive(Debug, Default)]
pub(super) struct Withheld {
    /// Paths of the internal objectives' files.
    files: BTreeSet<String>,
    /// Where public files refer to something that could be found while the internal ones were there.
    known: HashSet<(String, Span)>,
    /// Where they refer to several at once; without the internal ones it would be another, or only one.
    ambiguous: HashSet<(String, Span)>,
    /// Ids and titles of what was taken out.
    names: Vec<String>,
}

/// The files that the public may see, and what the others are called.
pub(super) fn without_internal(tree: Tree) -> (Tree, Withheld) {
    let Parsed { book, findings, .. } = parse::book(&tree.sources);
    let is_internal = |objective: &&Objective| objective.visibility == Visibility::Internal;
    let path = |file| tree.sources[file].path.clone();
    let mut withheld = Withheld::default();
    for objective in book.objectives.iter().filter(is_internal) {
        withheld.files.insert(path(objective.file));
        let key_results = objective.key_results.iter().map(|kr| kr.title.value.as_str());
        let check_ins = objective.check_ins.iter().filter_map(|it| it.title.as_deref());
        let own = [objective.id.as_str(), &objective.title];
        let names = own.into_iter().chain(key_results).chain(check_ins);
        withheld.names.extend(names.map(str::to_owned));
    }
    for broken in &book.broken {
        if says_internal(&tree.sources[broken.file].text) {
            withheld.files.insert(path(broken.file));
            let key_results = broken.key_results.iter().map(|kr| kr.title.value.as_str());
            let check_ins = broken.check_ins.iter().filter_map(|it| it.title.as_deref());
            let own = [Some(broken.id.as_str()), broken.title.as_deref()];
            let names = own.into_iter().flatten().chain(key_results).chain(check_ins);
            withheld.names.extend(names.map(str::to_owned));
        }
    }
    for (file, reference) in references(&book) {
        if !matches!(reference.target, Target::UnknownObjective(_)) {
            withheld.known.insert((path(file), reference.written.span));
        }
    }
    let ambiguous = findings
        .iter()
        .filter(|finding| finding.rule == "ambiguous-reference");
    withheld.ambiguous = ambiguous
        .map(|finding| (path(finding.file), finding.span))
        .collect();
    withheld.names.retain(|name| !name.trim().is_empty());
    withheld.names.sort();
    withheld.names.dedup();
    let Tree {
        sources,
        mut oddities,
        folders,
    } = tree;
    let files = sources
        .0
        .into_iter()
        .filter(|file| !withheld.files.contains(&file.path));
    oddities.retain(|odd| !withheld.files.contains(&odd.path));
    let tree = Tree {
        sources: Sources(files.collect()),
        oddities,
        folders,
    };
    (tree, withheld)
}

/// Whether a file that cannot be read as meant may say that it is internal: rather one too many is kept back.
fn says_internal(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("visibility") && text.contains("internal")
}

fn references(book: &Book) -> impl Iterator<Item = (crate::source::FileId, &Reference)> {
    let objectives = book.objectives.iter().flat_map(|objective| {
        let all = objective.parent.iter().chain(&objective.supports);
        all.map(|reference| (objective.file, reference))
    });
    let retrospectives = book.retrospectives.iter().flat_map(|retrospective| {
        let all = retrospective.carry_over.iter();
        all.map(|reference| (retrospective.file, reference))
    });
    objectives.chain(retrospectives)
}

impl Withheld {
    /// Takes out of the book what refers to an internal objective: it could be found before, and cannot now.
    pub(super) fn take_out_references(&self, book: &mut Book, sources: &Sources) {
        let stays = |file, reference: &Reference| {
            let place = (sources[file].path.clone(), reference.written.span);
            match reference.target {
                Target::UnknownObjective(_) => !self.known.contains(&place),
                _ => !self.ambiguous.contains(&place),
            }
        };
        for objective in &mut book.objectives {
            let file = objective.file;
            objective.parent.take_if(|parent| !stays(file, parent));
            objective.supports.retain(|reference| stays(file, reference));
        }
        for retrospective in &mut book.retrospectives {
            let file = retrospective.file;
            retrospective
                .carry_over
                .retain(|reference| stays(file, reference));
        }
    }

    /// Keeps the files of internal objectives from being published as linked files.
    pub(super) fn keep_back(&self, assets: &mut Assets) {
        let published = assets.files.extract_if(.., |path| self.files.contains(path));
        assets.withheld.extend(published);
        assets.withheld.extend(self.files.iter().cloned());
    }

    /// Whether a file is one of an internal objective.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// What looks for the names in everything that is to be published. One that stands in a file that the public may
    /// see, or is a word of ours, is no secret.
    pub(super) fn search(&self, sources: &Sources) -> Search {
        let mut search = Search::new(&self.names);
        let texts = sources
            .0
            .iter()
            .map(|file: &std::sync::Arc<SourceFile>| file.text.as_str());
        search.without_those_in(texts);
        search
    }
}
