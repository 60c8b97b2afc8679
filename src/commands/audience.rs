//! `--audience public`: internal objectives are taken out before anything is made of the files, so that no page, mean,
//! count or finding ever knew them; and what they are called is looked for in everything that is to be published.

mod guard;
mod leak;
mod public;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::disk::Tree;
use crate::model::{Assets, Book, CheckIn, KeyResult, Objective, Reference, Target, Visibility};
use crate::parse::{self, Parsed};
use crate::site::Drafts;
use crate::source::{FileId, Sources, Span};

pub(super) use guard::{Guard, tell, warn};
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
    /// The ids among them.
    ids: BTreeSet<String>,
}

/// The files that the public may see, and what the others are called.
pub(super) fn without_internal(tree: Tree) -> (Tree, Withheld) {
    let Parsed { book, findings, .. } = parse::book(&tree.sources);
    let is_internal = |objective: &&Objective| objective.visibility == Visibility::Internal;
    let path = |file| tree.sources[file].path.clone();
    let mut withheld = Withheld::default();
    for objective in book.objectives.iter().filter(is_internal) {
        withheld.files.insert(path(objective.file));
        let title = Some(objective.title.value.as_str());
        withheld.name(&objective.id, title, &objective.key_results, &objective.check_ins);
    }
    for broken in &book.broken {
        if says_internal(&tree.sources[broken.file].text) {
            withheld.files.insert(path(broken.file));
            let title = broken.title.as_deref();
            withheld.name(&broken.id, title, &broken.key_results, &broken.check_ins);
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

fn references(book: &Book) -> impl Iterator<Item = (FileId, &Reference)> {
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
    /// Takes down what one of them is called.
    fn name(&mut self, id: &str, title: Option<&str>, key_results: &[KeyResult], check_ins: &[CheckIn]) {
        let key_results = key_results.iter().map(|kr| kr.title.value.as_str());
        let check_ins = check_ins.iter().filter_map(|it| it.title.as_deref());
        self.ids.insert(id.to_owned());
        let own = [id].into_iter().chain(title);
        let names = own.chain(key_results).chain(check_ins);
        self.names.extend(names.map(str::to_owned));
    }

    /// Takes out of the book what refers to an internal objective: it could be found before, and cannot now.
    pub(super) fn take_out_references(&self, book: &mut Book, sources: &Sources) {
        if self.known.is_empty() && self.ambiguous.is_empty() {
            return;
        }
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

    /// What looks for the names in everything that is to be published. One that stands where the public reads it, or is a
    /// word of ours, is no secret. What a file says only to us does not count: comments, references and relative links,
    /// and drafts that are not shown.
    pub(super) fn search(&self, sources: &Sources, book: &Book, drafts: Drafts) -> Search {
        let mut search = Search::new(&self.names);
        if search.is_empty() {
            return search;
        }
        let hidden: HashSet<FileId> = book
            .objectives
            .iter()
            .filter(|objective| objective.draft && drafts == Drafts::Hide)
            .map(|objective| objective.file)
            .collect();
        let mut references: HashMap<&str, Vec<Span>> = HashMap::new();
        for (path, span) in self.known.union(&self.ambiguous) {
            references.entry(path).or_default().push(*span);
        }
        let texts: Vec<(&str, String)> = sources
            .iter()
            .filter(|(file, _)| !hidden.contains(file))
            .map(|(_, file)| {
                let spans = references.get(file.path.as_str()).map_or(&[][..], Vec::as_slice);
                (file.path.as_str(), public::shown(&file.text, spans))
            })
            .collect();
        let texts = texts.iter().map(|(path, text)| (*path, text.as_str()));
        search.without_those_in(texts);
        search.known.retain(|leak| self.ids.contains(&leak.name));
        search
    }
}
