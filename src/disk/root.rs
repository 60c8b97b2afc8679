//! The root of a repository: where it is, and which files below it are there.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Failure;
use super::manifest::Hash;
use super::shelf::{Name, Shelf, Sort, Text};
use super::tree::FILE_LIMIT;
use crate::model::Assets;
use crate::source::SourceFile;
use crate::system::{Folder, Refusal, canonical, is_plain, refusal, with_slashes};

/// Bytes of a linked file, at most.
pub const ASSET_LIMIT: u64 = 20 << 20;

/// The root of an OKR repository. Every file of it is opened here: regular files only, and no link is ever followed.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    pub(super) folder: Folder,
}

impl Root {
    /// Opens the folder at `path`.
    pub fn open(path: &Path) -> Result<Root, Failure> {
        let failed = |error| Failure::system("open", with_slashes(path), error);
        let path = canonical(path).map_err(failed)?;
        let folder = Folder::open(&path).map_err(failed)?;
        Ok(Root { path, folder })
    }

    /// Where it is: absolute, without links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The top of the git work tree around it; without git, the root itself.
    pub fn top(&self) -> PathBuf {
        let is_top = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        self.path
            .ancestors()
            .find(is_top)
            .unwrap_or(&self.path)
            .to_owned()
    }

    /// The way here from the top of the git work tree around it, `okrs/` for one; empty at the top and without git.
    pub fn prefix(&self) -> String {
        let top = self.top();
        let way = self.path.strip_prefix(&top).ok();
        let parts = way.into_iter().flat_map(Path::components);
        parts
            .map(|part| format!("{}/", part.as_os_str().to_string_lossy()))
            .collect()
    }

    /// Opens a file by its path from the root. `None`: there is no regular file, or a link is in the way.
    pub fn file(&self, path: &str) -> io::Result<Option<File>> {
        self.folder.file(path.as_bytes())
    }
}

/// Files that one thread reads one behind the other, at most: another one that has nothing to do takes the next ones.
const TOGETHER: usize = 64;

impl Shelf for Root {
    fn sort(&self, path: &str) -> Result<Option<Sort>, Failure> {
        match self.folder.look(path.as_bytes()) {
            Ok(look) => Ok(look.map(|look| look.sort())),
            Err(error) => Err(Failure::system("read", path, error)),
        }
    }

    fn names(&self, folder: &str) -> Result<Option<Arc<[Name]>>, Failure> {
        match self.folder.names(folder.as_bytes()) {
            Ok(mut names) => {
                names.sort_unstable_by(|a, b| a.bytes.cmp(&b.bytes));
                Ok(Some(names.into()))
            }
            Err(error) => match refusal(&error) {
                Refusal::Missing | Refusal::Blocked => Ok(None),
                _ => Err(Failure::system("read", folder, error)),
            },
        }
    }

    fn texts(&self, paths: &[String]) -> Vec<Result<Text, Failure>> {
        let texts = paths.par_iter().with_max_len(TOGETHER);
        texts.map(|path| text(self, path.clone())).collect()
    }

    fn top(&self) -> Result<Vec<Name>, Failure> {
        Ok(self.names("")?.map(|names| names.to_vec()).unwrap_or_default())
    }

    fn bytes(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
        let failed = |error| Failure::system("read", path, error);
        let Some(file) = self.file(path).map_err(failed)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
        match bytes.len() as u64 > limit {
            true => Err(Failure::too_large(path, limit)),
            false => Ok(Some(bytes)),
        }
    }

    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, Failure> {
        let size = |path: &&str| {
            // What cannot be looked at is not there for a page either.
            let look = self.folder.look(path.as_bytes()).ok().flatten()?;
            (look.sort() == Sort::File).then(|| look.size())
        };
        Ok(paths.iter().map(size).collect())
    }

    fn mark(&self, path: &str) -> Result<String, Failure> {
        let bytes = self.bytes(path, ASSET_LIMIT)?.unwrap_or_default();
        Ok(Hash::of(&bytes).to_string())
    }

    fn lacks(&self, source: &str, path: &str) -> Result<(), Failure> {
        Err(Failure::Refused(format!(
            "`okr.yaml` names the source `{source}`, but there is no folder `{path}`: check it out there, or take it out of `sources:`"
        )))
    }
}

/// The text of a file that a listing called a file.
pub(super) fn text(root: &Root, path: String) -> Result<Text, Failure> {
    let failed = |error| Failure::system("read", path.clone(), error);
    let Some(file) = root.folder.listed_file(path.as_bytes()).map_err(failed)? else {
        return Ok(match root.sort(&path)? {
            None => Text::Gone,
            Some(_) => Text::Link,
        });
    };
    let mut size = file.size;
    let mut bytes = Vec::new();
    if size <= FILE_LIMIT {
        bytes = file.read(FILE_LIMIT).map_err(failed)?;
        size = bytes.len() as u64;
    }
    Ok(Text::File(Arc::new(match size {
        _ if size > FILE_LIMIT => SourceFile::too_large(path, size),
        _ => SourceFile::new(path, bytes),
    })))
}

/// Whether a folder is the root of OKRs: it has `okr.yaml` or `objectives/`, and is no site that was built.
pub fn is_marked(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).symlink_metadata().is_ok();
    // A site has a folder of that name, too.
    has("okr.yaml") || folder.join("objectives").is_dir() && !has(super::manifest::NAME)
}

/// Opens a folder that is to hold OKRs, and makes it where it is missing.
pub fn make_root(folder: &Path) -> Result<Root, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::system("make", with_slashes(folder), error))?;
    Root::open(folder)
}

/// The nearest folder upwards from `dir` that has `okr.yaml` or `objectives/`.
pub fn find_root(dir: &Path) -> Result<PathBuf, Failure> {
    let start = canonical(dir).map_err(|error| Failure::system("open", with_slashes(dir), error))?;
    match start.ancestors().find(|folder| is_marked(folder)) {
        Some(root) => Ok(root.to_owned()),
        None => Err(Failure::Refused(format!(
            "no OKR repository here: neither `okr.yaml` nor `objectives/` is in {} or in a folder above it; `okr init` makes one",
            with_slashes(&start)
        ))),
    }
}

/// Whether a page may publish what is at a path from the root: nothing outside it, and nothing hidden (`.git/config`).
pub fn may_be_published(path: &str) -> bool {
    is_plain(path.as_bytes()) && !path.split('/').any(|part| part.starts_with('.'))
}

/// Which of the `wanted` files are there, by their paths from the root.
pub fn look_up<'a>(shelf: &dyn Shelf, wanted: impl IntoIterator<Item = &'a str>) -> Result<Assets, Failure> {
    let asked: BTreeSet<&str> = wanted.into_iter().collect();
    let mut assets = Assets {
        asked: asked.iter().map(|&path| path.to_owned()).collect(),
        ..Assets::default()
    };
    let wanted: Vec<&str> = asked.into_iter().filter(|path| may_be_published(path)).collect();
    for (path, size) in wanted.iter().zip(shelf.sizes(&wanted)?) {
        match size {
            Some(size) if size > ASSET_LIMIT => assets.too_large.push(((*path).to_owned(), size)),
            Some(_) => drop(assets.files.insert((*path).to_owned())),
            None => {}
        }
    }
    Ok(assets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_inside_count_as_there() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("img")).unwrap();
        std::fs::create_dir_all(at(".git")).unwrap();
        std::fs::write(at("img/a.png"), "x").unwrap();
        std::fs::write(at(".git/config"), "token").unwrap();
        crate::system::link("img/a.png", &at("b.png"));
        crate::system::link("img", &at("pictures"));
        File::create(at("limit")).unwrap().set_len(ASSET_LIMIT).unwrap();
        File::create(at("large"))
            .unwrap()
            .set_len(ASSET_LIMIT + 1)
            .unwrap();
        let root = Root::open(dir.path()).unwrap();
        let wanted = [
            "img/a.png",
            "img",
            "b.png",
            "pictures/a.png",
            "../etc/passwd",
            "/etc/passwd",
            ".git/config",
            "limit",
            "large",
            "none",
            "",
        ];
        let assets = look_up(&root, wanted).unwrap();
        let mut asked = wanted;
        asked.sort_unstable();
        assert_eq!(assets.asked, asked);
        assert_eq!(
            assets.files.iter().map(String::as_str).collect::<Vec<_>>(),
            ["img/a.png", "limit"]
        );
        assert_eq!(assets.too_large, [("large".to_owned(), ASSET_LIMIT + 1)]);
    }

    #[test]
    fn the_way_from_the_top_of_the_work_tree_is_known() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("a/b")).unwrap();
        let check = |folder: &str, expected: &str| {
            assert_eq!(
                Root::open(&dir.path().join(folder)).unwrap().prefix(),
                expected,
                "{folder}"
            );
        };
        check("a/b", "");
        std::fs::write(dir.path().join(".git"), "gitdir: /elsewhere").unwrap();
        check("", "");
        check("a/b", "a/b/");
    }

    #[test]
    fn the_nearest_marked_folder_is_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let base = canonical(dir.path()).unwrap();
        std::fs::create_dir_all(base.join("a/objectives/2026")).unwrap();
        std::fs::create_dir_all(base.join("b/c")).unwrap();
        std::fs::write(base.join("b/okr.yaml"), "").unwrap();
        assert_eq!(
            find_root(&base.join("a/objectives/2026")).unwrap(),
            base.join("a")
        );
        assert_eq!(find_root(&base.join("b/c")).unwrap(), base.join("b"));
        let error = find_root(&base).unwrap_err().to_string();
        assert!(
            error.contains("okr init") && error.contains(&with_slashes(&base)),
            "{error}"
        );
    }
}
