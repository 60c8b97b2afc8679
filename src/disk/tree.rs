//! The files of a repository as text, and what lies between them that is no text of ours.

use std::io::Read;

use rayon::prelude::*;
use rustix::fs::FileType;
use rustix::io::Errno;

use super::folder::{is_plain, join};
use super::{Failure, Root};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::Assets;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::{msg, parse};

/// Bytes of a file, at most.
const FILE_LIMIT: u64 = parse::FILE_LIMIT as u64;
/// Objectives of a repository, at most.
const OBJECTIVES_LIMIT: usize = 1_000_000;
/// Folders below `objectives/` on the way to a file, at most.
const DEPTH_LIMIT: usize = parse::path::DEPTH;
/// Characters of a folder's name, at most.
const NAME_LIMIT: usize = 64;

/// What a repository holds.
#[derive(Debug, Default)]
pub struct Tree {
    /// Every file that is read, by path, byte-wise.
    pub sources: Sources,
    /// Everything else that lies where files are read, by path.
    pub oddities: Vec<Oddity>,
}

/// Something in the tree that is not read as a file.
#[derive(Debug)]
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
pub fn read(root: &Root) -> Result<Tree, Failure> {
    let mut walk = Walk {
        root,
        files: Vec::new(),
        objectives: 0,
        oddities: Vec::new(),
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
        walk.area(base, "objectives", Depth::Any)?;
        walk.area(base, "periods", Depth::One)?;
        walk.area(base, "retrospectives", Depth::Any)?;
    }
    let Walk {
        mut files,
        mut oddities,
        ..
    } = walk;
    files.sort_unstable();
    files.dedup();
    let read: Vec<Result<Read1, Failure>> = files.into_par_iter().map(|path| one(root, path)).collect();

    let mut sources: Vec<SourceFile> = settings.into_iter().collect();
    let mut failures = Vec::new();
    for file in read {
        match file {
            Ok(Read1::Text(file)) => sources.push(file),
            Ok(Read1::Odd(oddity)) => oddities.push(oddity),
            Ok(Read1::Gone) => {}
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
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    oddities.sort_by(|a, b| a.path.cmp(&b.path));
    oddities.dedup_by(|a, b| a.path == b.path && a.rule == b.rule);
    Ok(Tree {
        sources: Sources(sources),
        oddities,
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
        sources.0.push(SourceFile::new(path, Vec::new()));
        let finding = Diagnostic::new(rule, file, Span::default(), message);
        findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
    findings
}

enum Depth {
    One,
    Any,
}

struct Walk<'a> {
    root: &'a Root,
    files: Vec<String>,
    objectives: usize,
    oddities: Vec<Oddity>,
}

impl Walk<'_> {
    fn settings(&mut self) -> Result<Option<SourceFile>, Failure> {
        match self.root.sort("okr.yaml")? {
            Some(FileType::RegularFile) => match one(self.root, "okr.yaml".to_owned())? {
                Read1::Text(file) => Ok(Some(file)),
                Read1::Odd(_) | Read1::Gone => Ok(None),
            },
            Some(FileType::Symlink) => Err(Failure::Refused(
                "`okr.yaml` is a symbolic link, and links are not followed: put the file itself there"
                    .to_owned(),
            )),
            Some(sort) => Err(Failure::Refused(format!(
                "`okr.yaml` is {}, not a file",
                called(sort)
            ))),
            None => {
                if self.root.sort("okr.yml")?.is_some() {
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
            match self.root.sort(&path[..end])? {
                Some(FileType::Directory) => {}
                Some(FileType::Symlink) => {
                    self.link(&path[..end]);
                    return Ok(false);
                }
                _ => {
                    return Err(Failure::Refused(format!(
                        "`okr.yaml` names the source `{name}`, but there is no folder `{path}`: check it out there, or take it out of `sources:`"
                    )));
                }
            }
        }
        Ok(true)
    }

    fn area(&mut self, base: &str, name: &str, depth: Depth) -> Result<(), Failure> {
        let top = text(join(base.as_bytes(), name.as_bytes()));
        match self.root.sort(&top)? {
            Some(FileType::Directory) => self.folder(top, name == "objectives", depth),
            Some(FileType::Symlink) => {
                self.link(&top);
                Ok(())
            }
            Some(sort) => {
                let message = msg!(
                    "`{name}` is {sort}, not a folder",
                    name = name,
                    sort = called(sort)
                );
                self.odd(&top, "unknown-file", message, None);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn folder(&mut self, top: String, objectives: bool, depth: Depth) -> Result<(), Failure> {
        let deepest = match depth {
            Depth::One => 0,
            Depth::Any => DEPTH_LIMIT,
        };
        let mut folders = vec![(top, 0)];
        let mut first_beyond = None;
        while let Some((folder, level)) = folders.pop() {
            let mut names = match self.root.folder.names(folder.as_bytes()) {
                Ok(names) => names,
                Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => continue,
                Err(error) => return Err(Failure::system("read", folder, error)),
            };
            names.sort_unstable_by(|a, b| a.bytes.cmp(&b.bytes));
            for name in names {
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
                let path = format!("{folder}/{part}");
                match name.sort {
                    FileType::Directory if part == "node_modules" => {
                        self.odd(
                            &path,
                            "unknown-file",
                            msg!("folders named `node_modules` are not read"),
                            None,
                        );
                    }
                    FileType::Directory if deepest == 0 => {
                        let message = msg!("folders below `{top}/` are not read", top = folder);
                        self.odd(
                            &path,
                            "unknown-file",
                            message,
                            Some(msg!("put its files right into `{top}/`", top = folder)),
                        );
                    }
                    FileType::Directory if part.chars().count() > NAME_LIMIT => {
                        let message = msg!(
                            "the folder's name has {found} characters; the limit is {limit}",
                            found = part.chars().count(),
                            limit = NAME_LIMIT
                        );
                        self.odd(&path, "limit", message, Some(msg!("give it a shorter name")));
                    }
                    FileType::Directory if level == deepest => {
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
                    FileType::Directory => folders.push((path, level + 1)),
                    FileType::Symlink => self.link(&path),
                    FileType::RegularFile if part == "README.md" => {}
                    FileType::RegularFile if part.ends_with(".md") => {
                        if objectives {
                            self.objectives += 1;
                        }
                        if objectives && self.objectives > OBJECTIVES_LIMIT {
                            first_beyond.get_or_insert(path);
                        } else {
                            self.files.push(path);
                        }
                    }
                    FileType::RegularFile => self.stray(path, part),
                    sort => {
                        let message =
                            msg!("`{name}` is {sort}, not a file", name = part, sort = called(sort));
                        self.odd(
                            &path,
                            "unknown-file",
                            message,
                            Some(msg!("take it out of `{folder}/`", folder = folder)),
                        );
                    }
                }
            }
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

fn called(sort: FileType) -> &'static str {
    match sort {
        FileType::RegularFile => "a file",
        FileType::Directory => "a folder",
        FileType::Symlink => "a symbolic link",
        FileType::Fifo => "a named pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        FileType::Unknown => "something unknown",
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

enum Read1 {
    Text(SourceFile),
    Odd(Oddity),
    /// Taken away while we were reading.
    Gone,
}

fn one(root: &Root, path: String) -> Result<Read1, Failure> {
    let failed = |error| Failure::system("read", path.clone(), error);
    let Some(mut file) = root.folder.listed_file(path.as_bytes()).map_err(failed)? else {
        return Ok(match root.sort(&path)? {
            None => Read1::Gone,
            Some(_) => Read1::Odd(link(&path)),
        });
    };
    let size = file.metadata().map_err(failed)?.len();
    let mut bytes = Vec::new();
    if size <= FILE_LIMIT {
        bytes.reserve_exact(size as usize + 1);
        (&mut file)
            .take(FILE_LIMIT + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }
    let size = size.max(bytes.len() as u64);
    Ok(Read1::Text(match size {
        _ if size > FILE_LIMIT => SourceFile::too_large(path, size),
        _ => SourceFile::new(path, bytes),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
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
            tree.sources.0.into_iter().map(|file| file.path).collect(),
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
            std::os::unix::fs::symlink("a.md", dir.join("objectives/link.md")).unwrap();
            std::os::unix::fs::symlink("..", dir.join("objectives/loop")).unwrap();
            let pipe = dir.join("objectives/pipe.md");
            let mode = rustix::fs::Mode::from_raw_mode(0o600);
            rustix::fs::mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, mode, 0).unwrap();
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
        assert_eq!(
            oddities,
            [
                "objectives/d.MD unknown-file",
                "objectives/e.markdown unknown-file",
                "objectives/f.png unknown-file",
                "objectives/link.md link-in-tree",
                "objectives/loop link-in-tree",
                "objectives/node_modules unknown-file",
                "objectives/pipe.md unknown-file",
                "periods/old unknown-file",
            ]
        );
    }

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
