//! Links within the repository lead to something.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::model::Objective;
use crate::msg;
use crate::rules::link::{self, Destination};
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::{FileId, SourceFile, Span};

pub static RULE: Rule = Rule {
    name: "broken-link",
    severity: Severity::Error,
    group: Group::Markdown,
    reach: Reach::Book,
    why: Why {
        english: "A link to a file that is not there leads every reader to a dead end, on the forge and on the site.",
        french: "Un lien vers un fichier absent mène chaque lecteur dans une impasse, sur la forge comme sur le site.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/first-contact.md", WEAK),
            ("objectives/calm.md", CALM),
        ],
    },
    at: "objectives/first-contact.md:13:27",
    strong: Example {
        today: "2026-07-10",
        files: &[
            ("objectives/first-contact.md", STRONG),
            ("objectives/calm.md", CALM),
        ],
    },
    in_french: None,
    check,
};

const CALM: &str = "\
---
title: Bring calm to the evening shift
period: 2026-Q3
team: support
key_results:
  - { id: overtime, title: Overtime falls to 5 hours, owner: ana, start: 21, target: 5, unit: h }
---
";

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

It needs [quiet evenings](../calm.md#overtime).
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

It needs [quiet evenings](calm.md#overtime).
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    // Most links lead elsewhere: what can be linked to is gathered for the first that does not.
    let mut tree = None;
    let is_ours = |source: &SourceFile, destination: &str| {
        !matches!(link::resolve(&source.path, destination), Destination::Elsewhere)
    };
    for (file, link) in objective_file::links(context.book) {
        let source = &context.sources[file];
        if !is_ours(source, &link.destination) {
            continue;
        }
        let tree = tree.get_or_insert_with(|| Tree::of(context));
        // Of a link only its destination is wrong, where that stands as it is meant.
        let inside = source
            .slice(link.span)
            .rfind(&*link.destination)
            .filter(|_| !link.destination.is_empty());
        let span = match inside {
            Some(at) => {
                let start = link.span.start as usize + at;
                Span::new(start..start + link.destination.len())
            }
            None => link.span,
        };
        findings.extend(tree.fault(file, &link.destination, span, inside.is_some()));
    }
    for listed in link::listed(context.book) {
        let source = &context.sources[listed.file];
        let url = &listed.link.url;
        if !is_ours(source, url) {
            continue;
        }
        let tree = tree.get_or_insert_with(|| Tree::of(context));
        let (span, exact) = match source.slice(listed.within).find(url.as_str()) {
            Some(at) => {
                let start = listed.within.start as usize + at;
                (Span::new(start..start + url.len()), true)
            }
            None => (place::first_line(source, listed.within), false),
        };
        findings.extend(tree.fault(listed.file, url, span, exact));
    }
}

/// What can be linked to.
struct Tree<'a> {
    context: Context<'a>,
    files: HashMap<&'a str, Option<FileId>, RandomState>,
    /// By name without its folders, in lower case; `None` when several have it. Only a link that leads nowhere asks.
    by_name: OnceCell<HashMap<String, Option<&'a str>, RandomState>>,
    folders: HashSet<&'a str, RandomState>,
    objectives: HashMap<FileId, &'a Objective, RandomState>,
    aliases: HashMap<&'a str, &'a Objective>,
    anchors: HashMap<FileId, HashSet<String>>,
}

impl<'a> Tree<'a> {
    fn of(context: &Context<'a>) -> Tree<'a> {
        let Context {
            book,
            sources,
            assets,
            ..
        } = *context;
        let mut tree = Tree {
            context: *context,
            files: HashMap::with_capacity_and_hasher(sources.0.len(), RandomState::default()),
            by_name: OnceCell::new(),
            folders: HashSet::default(),
            objectives: book.objectives.iter().map(|it| (it.file, it)).collect(),
            aliases: HashMap::new(),
            anchors: HashMap::new(),
        };
        for objective in &book.objectives {
            tree.aliases
                .extend(objective.aliases.iter().map(|alias| (alias.as_str(), objective)));
        }
        for (id, source) in sources.iter() {
            tree.insert(&source.path, Some(id));
        }
        for path in assets
            .files
            .iter()
            .chain(assets.too_large.iter().map(|(path, _)| path))
            .chain(&assets.withheld)
        {
            tree.insert(path, None);
        }
        tree
    }

    fn insert(&mut self, path: &'a str, id: Option<FileId>) {
        if self.files.contains_key(path) {
            return;
        }
        self.files.insert(path, id);
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if !self.folders.insert(above) {
                break;
            }
            folder = above;
        }
    }

    /// The only file of a name.
    fn named(&self, name: &str) -> Option<&'a str> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name = HashMap::default();
            for &path in self.files.keys() {
                by_name
                    .entry(name_of(path))
                    .and_modify(|it| *it = None)
                    .or_insert(Some(path));
            }
            by_name
        });
        by_name.get(name).copied().flatten()
    }

    /// What is wrong with a destination in a file. `exact`: the span is the destination as it is written, so that
    /// another can stand in its place.
    fn fault(&mut self, from: FileId, destination: &str, span: Span, exact: bool) -> Option<Diagnostic> {
        let finding = |message| Diagnostic::new(RULE.name, from, span, message);
        let offer = |finding: Diagnostic, right: String| {
            if exact {
                finding.instead(Some(right))
            } else {
                finding.help(msg!("write `{right}`", right = right))
            }
        };
        match link::resolve(&self.context.sources[from].path, destination) {
            Destination::Elsewhere => None,
            Destination::Outside => Some(
                finding(msg!(
                    "`{destination}` leads out of the repository",
                    destination = destination
                ))
                .help(msg!(
                    "link to a file inside it, or to a whole address with `https://`"
                )),
            ),
            Destination::Here(fragment) => {
                let near = self.missing_anchor(from, &fragment)?;
                let finding = finding(msg!("there is no `#{anchor}` in this file", anchor = fragment));
                Some(match near {
                    Some(near) => offer(finding, format!("#{near}")),
                    None => finding.help(msg!("anchors are ids of key results and dates of check-ins")),
                })
            }
            Destination::Path {
                path,
                folder,
                fragment,
            } => {
                // A folder is no file: what a forge shows for it is not ours to know.
                if folder || self.folders.contains(path.as_str()) {
                    return None;
                }
                if let Some(&id) = self.files.get(path.as_str()) {
                    let near = self.missing_anchor(id?, &fragment)?;
                    let finding = finding(msg!(
                        "there is no `#{anchor}` in `{path}`",
                        anchor = fragment,
                        path = path
                    ));
                    let before = destination.split('#').next().unwrap_or_default();
                    return Some(match near {
                        Some(near) => offer(finding, format!("{before}#{near}")),
                        None => finding.help(msg!("anchors are ids of key results and dates of check-ins")),
                    });
                }
                let finding = finding(msg!("there is no file `{path}`", path = path));
                Some(match self.meant(from, &path) {
                    Some(right) if fragment.is_empty() => offer(finding, right),
                    Some(right) => offer(finding, format!("{right}#{fragment}")),
                    None if destination.starts_with("www.") => {
                        offer(finding, format!("https://{destination}"))
                    }
                    None => finding.help(msg!("a link is read from the folder of the file it stands in")),
                })
            }
        }
    }

    /// The way to the file that may be meant: the only one of that name, or the objective that has moved from there.
    fn meant(&self, from: FileId, path: &str) -> Option<String> {
        let id = path
            .strip_prefix("objectives/")
            .and_then(|path| path.strip_suffix(".md"));
        let moved = id
            .and_then(|id| self.aliases.get(id))
            .map(|it| self.context.sources[it.file].path.as_str());
        let namesake = || self.named(&name_of(path));
        let target = moved.or_else(namesake)?;
        let way = link::relative(&self.context.sources[from].path, target);
        // What has to be encoded is better typed by hand.
        way.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_'))
            .then_some(way)
    }

    /// `None` when the anchor is there or nobody can tell; else the nearest one, if any is near.
    fn missing_anchor(&mut self, file: FileId, fragment: &str) -> Option<Option<String>> {
        // The page's own ids begin with `okr-`; `:~:` is the browser's.
        if fragment.is_empty() || fragment.starts_with("okr-") || fragment.starts_with(":~:") {
            return None;
        }
        let objective = *self.objectives.get(&file)?;
        let text = &self.context.sources[file].text;
        let anchors = self
            .anchors
            .entry(file)
            .or_insert_with(|| anchors(objective, text));
        if anchors.contains(fragment) {
            return None;
        }
        let key_results = objective.key_results.iter().map(|kr| kr.id.as_str());
        let check_ins: Vec<String> = objective
            .check_ins
            .iter()
            .map(|it| it.anchor().to_string())
            .collect();
        let all = key_results.chain(check_ins.iter().map(String::as_str));
        Some(nearest(fragment, all).map(str::to_owned))
    }
}

/// Of a path, in lower case.
fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

/// The anchors of an objective's page, and those that forges give to headings.
fn anchors(objective: &Objective, text: &str) -> HashSet<String> {
    let key_results = objective.key_results.iter().map(|kr| kr.id.value.clone());
    let check_ins = objective.check_ins.iter().map(|it| it.anchor().to_string());
    let body = text.get(objective.body.range()).unwrap_or_default();
    let headings = body
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| slug(line.trim_start_matches('#')));
    key_results.chain(check_ins).chain(headings).collect()
}

/// As forges make an anchor of a heading: lower case, blanks as `-`, without other signs.
fn slug(heading: &str) -> String {
    let heading = heading.trim().trim_end_matches('#').trim_end();
    let kept = heading
        .chars()
        .filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
