//! The files of a repository as text, and what lies between them that is no text of ours.

use std::sync::Arc;

use rayon::prelude::*;

use super::Failure;
use super::shelf::{Shelf, Sort, Text};
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::model::Assets;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::system::{is_plain, join, turn_on_large_pages_for};
use crate::{msg, parse};

/// Bytes of a file, at most.
pub const FILE_LIMIT: u64 = parse::FILE_LIMIT as u64;
/// Objectives of a repository, at most.
const OBJECTIVES_LIMIT: usize = 1_000_000;
/// Folders below `objectives/` on the way to a file, at most.
const DEPTH_LIMIT: usize = parse::path::DEPTH;
/// Characters of a folder's name, at most.
const NAME_LIMIT: usize = 64;

/// What a repository holds.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Every file that is read, by path, byte-wise.
    pub sources: Sources,
    /// Everything else that lies where files are read, by path.
    pub oddities: Vec<Oddity>,
    /// Every folder in which files are looked for, from the root; the root itself is empty.
    pub folders: Vec<String>,
}

/// Something in the tree that is not read as a file.
#[derive(Clone, Debug)]
pub struct Oddity {
    /// From the root, with `/`.
    pub path: String,
    /// Name of the finding.
    pub rule: &'static str,
    /// What is there.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
}

/// Reads `okr.yaml`, the objectives, periods and retrospectives, and those of the `sources` that `okr.yaml` names.
/// Each file is opened and read once.
pub fn read(shelf: &impl Shelf) -> Result<Tree, Failure> {
    let mut walk = Walk {
        shelf,
        files: Vec::new(),
        objectives: 0,
        oddities: Vec::new(),
        folders: vec![String::new()],
    };
    let settings = walk.settings()?;
    let mut bases = vec![String::new()];
    if let Some(file) = &settings {
        let (config, _) = parse::config::read(file, FileId(0));
        for source in config.sources {
            let path = source.path.trim_end_matches('/').to_owned();
            if walk.is_source(&source.name, &path)? && !bases.contains(&path) {
                bases.push(path);
            }
        }
    }
    for base in &bases {
        for (area, depth) in AREAS {
            walk.area(base, area, depth)?;
        }
    }
    let Walk {
        mut files,
        mut oddities,
        folders,
        ..
    } = walk;
    // They nearly are: a folder stands in its place among names, and not among paths.
    files.sort();
    files.dedup();
    turn_on_large_pages_for(files.len());
    let texts = shelf.texts(&files);

    let mut sources: Vec<Arc<SourceFile>> = Vec::with_capacity(files.len() + 1);
    let mut failures = Vec::new();
    for (path, text) in files.iter().zip(texts) {
        match text {
            Ok(Text::File(file)) => sources.push(file),
            Ok(Text::Link) => oddities.push(link(path)),
            Ok(Text::Gone) => {}
            Err(failure) => failures.push(failure),
        }
    }
    let unread = failures.len();
    match failures.into_iter().next() {
        None => {}
        Some(failure) if unread == 1 => return Err(failure),
        Some(failure) => {
            return Err(Failure::Refused(format!(
                "{failure}; {} more cannot be read either",
                unread - 1
            )));
        }
    }
    // The others have the order of `files`.
    if let Some(settings) = settings {
        let place = sources.partition_point(|file| file.path < settings.path);
        sources.insert(place, settings);
    }
    oddities.sort_by(|a, b| a.path.cmp(&b.path));
    oddities.dedup_by(|a, b| a.path == b.path && a.rule == b.rule);
    Ok(Tree {
        sources: Sources(sources),
        oddities,
        folders,
    })
}

/// The findings about names. A stray file that a body links to (`assets`) is none.
/// What they point at is put behind the files of `sources`, as empty texts.
pub fn point_out(oddities: Vec<Oddity>, assets: &Assets, sources: &mut Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for Oddity {
        path,
        rule,
        message,
        help,
    } in oddities
    {
        if rule == "unknown-file" && assets.files.contains(&path) {
            continue;
        }
        let file = FileId(sources.0.len() as u32);
        sources.0.push(SourceFile::new(path, Vec::new()).into());
        let finding = Diagnostic::new(rule, file, Span::default(), message);
        findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
    findings
}

/// The folders that are read, each from the root and from every source.
pub const AREAS: [(&str, Depth); 3] = [
    ("objectives", Depth::Any),
    ("periods", Depth::One),
    ("retrospectives", Depth::Any),
];

/// How far down files are read.
#[derive(Clone, Copy, Debug)]
pub enum Depth {
    /// Right in the folder.
    One,
    /// In folders below it as well.
    Any,
}

struct Walk<'a, S> {
    shelf: &'a S,
    files: Vec<String>,
    objectives: usize,
    oddities: Vec<Oddity>,
    folders: Vec<String>,
}

impl<S: Shelf> Walk<'_, S> {
    fn settings(&mut self) -> Result<Option<Arc<SourceFile>>, Failure> {
        match self.shelf.sort("okr.yaml")? {
            Some(Sort::File) => {
                let mut texts = self.shelf.texts(&["okr.yaml".to_owned()]);
                match texts.pop() {
                    Some(Ok(Text::File(file))) => Ok(Some(file)),
                    Some(Err(failure)) => Err(failure),
                    Some(Ok(Text::Link | Text::Gone)) | None => Ok(None),
                }
            }
            Some(Sort::Link) => Err(Failure::Refused(
                "`okr.yaml` is a symbolic link, and links are not followed: put the file itself there"
                    .to_owned(),
            )),
            Some(sort) => Err(Failure::Refused(format!(
                "`okr.yaml` is {}, not a file",
                sort.called()
            ))),
            None => {
                if self.shelf.sort("okr.yml")?.is_some() {
                    let message = msg!("`okr.yml` is not read");
                    self.odd(
                        "okr.yml",
                        "unknown-file",
                        message,
                        Some(msg!("rename it `okr.yaml`")),
                    );
                }
                Ok(None)
            }
        }
    }

    /// Whether the folder of a source may be read: it is there, and no link leads to it.
    fn is_source(&mut self, name: &str, path: &str) -> Result<bool, Failure> {
        if !is_plain(path.as_bytes()) {
            return Ok(false);
        }
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends {
            match self.shelf.sort(&path[..end])? {
                Some(Sort::Folder) => {}
                Some(Sort::Link) => {
                    self.link(&path[..end]);
                    return Ok(false);
                }
                _ => {
                    self.shelf.lacks(name, path)?;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn area(&mut self, base: &str, name: &str, depth: Depth) -> Result<(), Failure> {
        let top = text(join(base.as_bytes(), name.as_bytes()));
        match self.shelf.sort(&top)? {
            Some(Sort::Folder) => self.folder(top, name == "objectives", depth),
            Some(Sort::Link) => {
                self.link(&top);
                Ok(())
            }
            Some(sort) => {
                let message = msg!(
                    "`{name}` is {sort}, not a folder",
                    name = name,
                    sort = sort.called()
                );
                self.odd(&top, "unknown-file", message, None);
                Ok(())
            }
            None if base.is_empty() && name == "objectives" => self.misspelt(),
            None => Ok(()),
        }
    }

    /// A folder that is nearly called `objectives`, where there is no such folder: nothing in it is read.
    fn misspelt(&mut self) -> Result<(), Failure> {
        for name in self.shelf.top()? {
            let Ok(part) = std::str::from_utf8(&name.bytes) else {
                continue;
            };
            if name.sort == Sort::Folder && nearest(part, ["objectives"]).is_some() {
                let message = msg!(
                    "`{folder}/` is not read: there is no `objectives/`",
                    folder = part
                );
                self.odd(
                    part,
                    "unknown-file",
                    message,
                    Some(msg!("rename it `objectives`")),
                );
            }
        }
        Ok(())
    }

    fn folder(&mut self, top: String, objectives: bool, depth: Depth) -> Result<(), Failure> {
        let deepest = match depth {
            Depth::One => 0,
            Depth::Any => DEPTH_LIMIT,
        };
        let names = self.shelf.names(&top);
        let mut folders = vec![(top, 0, names)];
        let mut first_beyond = None;
        while let Some((folder, level, names)) = folders.pop() {
            let Some(names) = names? else {
                continue;
            };
            self.folders.push(folder.clone());
            let mut below = Vec::new();
            for name in names.iter() {
                if matches!(name.bytes.first(), Some(b'_' | b'.')) {
                    continue;
                }
                let Ok(part) = std::str::from_utf8(&name.bytes) else {
                    let path = format!("{folder}/{}", String::from_utf8_lossy(&name.bytes));
                    let message = msg!("the name `{name}` is not UTF-8", name = name.bytes.escape_ascii());
                    let help = msg!("rename it with `a-z`, `0-9` and `-`");
                    self.odd(&path, "invalid-path", message, Some(help));
                    continue;
                };
                let path = [&folder, "/", part].concat();
                match name.sort {
                    Sort::Folder if part == "node_modules" => {
                        self.odd(
                            &path,
                            "unknown-file",
                            msg!("folders named `node_modules` are not read"),
                            None,
                        );
                    }
                    Sort::Folder if deepest == 0 => {
                        let message = msg!("folders below `{top}/` are not read", top = folder);
                        self.odd(
                            &path,
                            "unknown-file",
                            message,
                            Some(msg!("put its files right into `{top}/`", top = folder)),
                        );
                    }
                    Sort::Folder if part.chars().count() > NAME_LIMIT => {
                        let message = msg!(
                            "the folder's name has {found} characters; the limit is {limit}",
                            found = part.chars().count(),
                            limit = NAME_LIMIT
                        );
                        self.odd(&path, "limit", message, Some(msg!("give it a shorter name")));
                    }
                    Sort::Folder if level == deepest => {
                        let message = msg!(
                            "the folder is {found} folders deep; the limit is {limit}",
                            found = level + 1,
                            limit = deepest
                        );
                        self.odd(
                            &path,
                            "limit",
                            message,
                            Some(msg!("move its files up; nothing in it is read")),
                        );
                    }
                    Sort::Folder => below.push(path),
                    Sort::Link => self.link(&path),
                    Sort::File if part == "README.md" => {}
                    Sort::File if part.ends_with(".md") => {
                        if objectives {
                            self.objectives += 1;
                        }
                        if objectives && self.objectives > OBJECTIVES_LIMIT {
                            first_beyond.get_or_insert(path);
                        } else {
                            self.files.push(path);
                        }
                    }
                    Sort::File => self.stray(path, part),
                    sort => {
                        let message = msg!(
                            "`{name}` is {sort}, not a file",
                            name = part,
                            sort = sort.called()
                        );
                        self.odd(
                            &path,
                            "unknown-file",
                            message,
                            Some(msg!("take it out of `{folder}/`", folder = folder)),
                        );
                    }
                }
            }
            let shelf = self.shelf;
            let below: Vec<_> = below
                .into_par_iter()
                .map(|path| {
                    let names = shelf.names(&path);
                    (path, level + 1, names)
                })
                .collect();
            // The last one is next.
            folders.extend(below.into_iter().rev());
        }
        if let Some(path) = first_beyond {
            let message = msg!(
                "the repository has {found} objectives; the limit is {limit}",
                found = self.objectives,
                limit = OBJECTIVES_LIMIT
            );
            self.odd(
                &path,
                "limit",
                message,
                Some(msg!(
                    "from here on none is read: move some into a repository of their own"
                )),
            );
        }
        Ok(())
    }

    fn stray(&mut self, path: String, name: &str) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let markdown = name.rsplit_once('.').is_some_and(|(_, ending)| {
            ["md", "markdown", "mdown", "mkd"]
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
        });
        let help = if markdown {
            msg!("rename it `{stem}.md`", stem = stem)
        } else {
            msg!("move it elsewhere, link to it from a text, or begin its name with `_`")
        };
        let message = msg!(
            "`{name}` is not read: only files that end in `.md` are",
            name = name
        );
        self.odd(&path, "unknown-file", message, Some(help));
    }

    fn link(&mut self, path: &str) {
        self.oddities.push(link(path));
    }

    fn odd(&mut self, path: &str, rule: &'static str, message: Message, help: Option<Message>) {
        self.oddities.push(Oddity {
            path: path.to_owned(),
            rule,
            message,
            help,
        });
    }
}

fn link(path: &str) -> Oddity {
    Oddity {
        path: path.to_owned(),
        rule: "link-in-tree",
        message: msg!("a symbolic link, which is not followed"),
        help: Some(msg!("put the file or folder itself there")),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Root;
    use crate::source::Trouble;

    fn tree(make: impl Fn(&std::path::Path)) -> (Vec<String>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("objectives")).unwrap();
        make(dir.path());
        let tree = read(&Root::open(dir.path()).unwrap()).unwrap();
        let oddities = tree
            .oddities
            .iter()
            .map(|odd| format!("{} {}", odd.path, odd.rule))
            .collect();
        (
            tree.sources.0.iter().map(|file| file.path.clone()).collect(),
            oddities,
        )
    }

    fn put(path: std::path::PathBuf) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "text").unwrap();
    }

    #[test]
    fn what_is_read_and_what_is_reported() {
        let (sources, oddities) = tree(|dir| {
            for name in [
                "objectives/b/c.md",
                "objectives/a.md",
                "objectives/README.md",
                "objectives/_drafts/x.md",
                "objectives/.x.md",
                "objectives/d.MD",
                "objectives/e.markdown",
                "objectives/f.png",
                "objectives/node_modules/g.md",
                "periods/2026-Q3.md",
                "periods/old/2025-Q3.md",
                "retrospectives/2026-Q3/support.md",
                "other.md",
            ] {
                put(dir.join(name));
            }
            crate::system::link("a.md", &dir.join("objectives/link.md"));
            crate::system::link("..", &dir.join("objectives/loop"));
            #[cfg(unix)]
            {
                let pipe = dir.join("objectives/pipe.md");
                let mode = rustix::fs::Mode::from_raw_mode(0o600);
                rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
            }
        });
        assert_eq!(
            sources,
            [
                "objectives/a.md",
                "objectives/b/c.md",
                "periods/2026-Q3.md",
                "retrospectives/2026-Q3/support.md"
            ]
        );
        let mut expected = vec![
            "objectives/d.MD unknown-file",
            "objectives/e.markdown unknown-file",
            "objectives/f.png unknown-file",
            "objectives/link.md link-in-tree",
            "objectives/loop link-in-tree",
            "objectives/node_modules unknown-file",
            "objectives/pipe.md unknown-file",
            "periods/old unknown-file",
        ];
        if cfg!(windows) {
            // There are no pipes, and not everybody may make a link.
            let has_links = oddities.iter().any(|odd| odd.ends_with("link-in-tree"));
            expected.retain(|odd| !odd.contains("pipe") && (has_links || !odd.ends_with("link-in-tree")));
        }
        assert_eq!(oddities, expected);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_and_folders_too_deep_are_reported() {
        use std::os::unix::ffi::OsStrExt;
        let deep = |levels: usize| format!("objectives/{}a.md", "d/".repeat(levels));
        let (sources, oddities) = tree(|dir| {
            put(dir
                .join("objectives")
                .join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")));
            put(dir.join(deep(DEPTH_LIMIT)));
            put(dir.join(deep(DEPTH_LIMIT + 1)));
            put(dir.join(format!("objectives/{}/a.md", "x".repeat(NAME_LIMIT + 1))));
        });
        assert_eq!(sources, [deep(DEPTH_LIMIT)]);
        assert_eq!(oddities.len(), 3);
        assert!(
            oddities
                .iter()
                .any(|odd| odd == "objectives/caf\u{fffd}.md invalid-path"),
            "{oddities:?}"
        );
        assert_eq!(oddities.iter().filter(|odd| odd.ends_with(" limit")).count(), 2);
    }

    #[test]
    fn a_file_at_the_limit_is_read_and_one_above_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join("objectives").join(name);
        std::fs::create_dir_all(at("")).unwrap();
        std::fs::write(at("limit.md"), vec![b'x'; FILE_LIMIT as usize]).unwrap();
        std::fs::write(at("above.md"), vec![b'x'; FILE_LIMIT as usize + 1]).unwrap();
        let tree = read(&Root::open(dir.path()).unwrap()).unwrap();
        assert_eq!(tree.sources.0[0].trouble, Some(Trouble::TooLarge(FILE_LIMIT + 1)));
        assert_eq!(
            (tree.sources.0[1].trouble.clone(), tree.sources.0[1].text.len()),
            (None, FILE_LIMIT as usize)
        );
    }
}
