//! Single files: texts beside the OKRs, linked files, and the file of an export.

use std::io::{self, Write};
use std::path::Path;

use super::root::ASSET_LIMIT;
use super::shelf::Shelf;
use super::tree::FILE_LIMIT;
use super::{Failure, Root};
use crate::model::Assets;
use crate::source::SourceFile;
use crate::system::{self, Folder, Refusal, refusal, split};

/// The text of a file of the repository, `theme.css` for one; `None` when it is not there.
pub(super) fn text(shelf: &dyn Shelf, path: &str) -> Result<Option<String>, Failure> {
    let Some(bytes) = shelf.bytes(path, FILE_LIMIT)? else {
        return Ok(None);
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Failure::Refused(format!("cannot read {path}: it is not UTF-8"))),
    }
}

/// Path and mark of each linked file that is there, by path: equal marks, equal files.
pub fn marks(shelf: &dyn Shelf, assets: &Assets) -> Result<Vec<(String, String)>, Failure> {
    let mark = |path: &String| Ok((path.clone(), shelf.mark(path)?));
    assets.files.iter().map(mark).collect()
}

/// The bytes of a linked file. An SVG that may run a script is refused.
pub fn linked(shelf: &dyn Shelf, path: &str) -> Result<Vec<u8>, Failure> {
    let gone = || Failure::Refused(format!("cannot read {path}: it is no longer a regular file"));
    let bytes = shelf.bytes(path, ASSET_LIMIT)?.ok_or_else(gone)?;
    if path.to_ascii_lowercase().ends_with(".svg") && runs(&bytes) {
        return Err(Failure::Refused(format!(
            "cannot publish {path}: it is an SVG that may run a script; take out `<script`, `on…=` and `javascript:`"
        )));
    }
    Ok(bytes)
}

/// Whether an SVG holds what a browser would run when the file is opened by itself, where no policy of ours holds.
/// Whoever hides it behind entities or another encoding is refused for these.
fn runs(svg: &[u8]) -> bool {
    let text = String::from_utf8_lossy(svg).to_ascii_lowercase();
    let is_handler = |at: usize| {
        let before = text[..at].chars().next_back();
        let name: usize = text[at + 2..]
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let behind = text[at + 2 + name..].trim_start();
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '/' | '"' | '\''))
            && name > 0
            && behind.starts_with('=')
    };
    [
        "<script",
        ":script",
        "javascript:",
        "<!entity",
        "<foreignobject",
        "<handler",
        "<iframe",
    ]
    .iter()
    .any(|word| text.contains(word))
        || text.contains('\0')
        || text.contains("&#")
        || text.match_indices("on").any(|(at, _)| is_handler(at))
}

/// Writes a file that the command line names: whole or not at all where it is a regular file, and never one that the
/// repository at `root` and its other roots, `sources`, is read from. A pipe or a device is written to as it is.
pub fn write_file(root: &Root, sources: &[String], path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    super::place::refuse_file(root, path, sources)?;
    let failed = |error| Failure::system("write", system::with_slashes(path), error);
    let target = system::canonical(path).unwrap_or_else(|_| path.to_owned());
    if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(&target)
            .map_err(failed)?;
        return file.write_all(bytes).map_err(failed);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".tmp-{}", std::process::id()));
    let temporary = target.with_file_name(name);
    let written = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, &target));
    written.map_err(|error| {
        // What could not be written need not stay; the failure is what matters.
        let _ = std::fs::remove_file(&temporary);
        failed(error)
    })
}

/// Replaces a file of the repository by what `change` makes of its bytes: whole or not at all, with the mode it had, and
/// never through a link. It must still say what `file` says.
pub fn rewrite(root: &Root, file: &SourceFile, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Result<(), Failure> {
    let path = file.path.as_str();
    let changed = || {
        Failure::Refused(format!(
            "cannot write {path}: it was changed meanwhile; try again"
        ))
    };
    let before = root.bytes(path, FILE_LIMIT)?.ok_or_else(changed)?;
    if SourceFile::new(path, before.clone()).text != file.text {
        return Err(changed());
    }
    replace(&root.folder, path.as_bytes(), &change(&before))
        .map_err(|error| Failure::system("write", path, error))
}

fn replace(root: &Folder, path: &[u8], bytes: &[u8]) -> io::Result<()> {
    // Who may not write the file may not replace it either.
    let old = root.writable(path)?;
    let (above, name) = split(path);
    let folder = root.folder(above)?;
    let temporary = [b".", name, format!(".tmp-{}", std::process::id()).as_bytes()].concat();
    let mut file = folder.create_hidden(&temporary)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| system::take_owner_and_mode(&file, &old))
        .and_then(|()| file.sync_all())
        .and_then(|()| {
            // Some systems rename no file that is open, nor one over it.
            drop((file, old));
            folder.rename(&temporary, name)
        });
    written.inspect_err(|_| {
        // What could not be written need not stay; the failure is what matters.
        let _ = folder.remove(&temporary);
    })
}

/// What has become of a file that was to be put into a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It is there now.
    Written,
    /// Something was there, and still is.
    Kept,
}

/// Puts a file where nothing is, with the folders above it. What is there is kept, whatever it is, and no link is passed.
pub fn place(root: &Root, path: &str, bytes: &[u8]) -> Result<Placed, Failure> {
    let failed = |error: io::Error| Failure::system("write", path, error);
    let (above, name) = split(path.as_bytes());
    let folder = root.folder.make(above).map_err(failed)?;
    let mut file = match folder.create(name) {
        Ok(file) => file,
        Err(error) => match refusal(&error) {
            Refusal::Taken | Refusal::Blocked => return Ok(Placed::Kept),
            _ => return Err(failed(error)),
        },
    };
    match file.write_all(bytes) {
        Ok(()) => Ok(Placed::Written),
        Err(error) => {
            // Half a file is worse than none; the failure is what matters.
            drop(file);
            let _ = folder.remove(name);
            Err(failed(error))
        }
    }
}

/// Adds to the end of a file that the environment names, and makes it where it is missing.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| Failure::system("write", system::with_slashes(path), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_put_where_nothing_is() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        let put = |path: &str| place(&root, path, b"new");
        assert_eq!(put("a/b/c.md").unwrap(), Placed::Written);
        assert_eq!(std::fs::read(dir.path().join("a/b/c.md")).unwrap(), b"new");
        std::fs::write(dir.path().join("d"), "old").unwrap();
        let links =
            [("nowhere", "e"), ("a", "f")].map(|(target, name)| system::link(target, &dir.path().join(name)));
        assert_eq!(put("d").unwrap(), Placed::Kept);
        assert_eq!(put("a").unwrap(), Placed::Kept);
        if links[0] {
            assert_eq!(put("e").unwrap(), Placed::Kept);
        }
        assert_eq!(std::fs::read(dir.path().join("d")).unwrap(), b"old");
        assert!(!dir.path().join("nowhere").exists());
        for path in ["f/g.md", "d/g.md"].iter().skip(usize::from(!links[1])) {
            let failure = put(path).unwrap_err().to_string();
            assert!(
                failure.starts_with(&format!("cannot write {path}: ")),
                "{failure}"
            );
        }
        assert!(!dir.path().join("a/g.md").exists());
    }

    #[test]
    fn a_file_of_the_repository_is_rewritten_whole_with_its_mode_and_never_through_a_link() {
        #[cfg(unix)]
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("objectives")).unwrap();
        std::fs::write(at("objectives/a.md"), "\u{feff}old\r\n").unwrap();
        #[cfg(unix)]
        std::fs::set_permissions(at("objectives/a.md"), std::fs::Permissions::from_mode(0o640)).unwrap();
        let root = Root::open(dir.path()).unwrap();
        let file = |text: &str| SourceFile::new("objectives/a.md", text.into());
        rewrite(&root, &file("old\n"), |bytes| {
            [bytes, b"new\r\n".as_slice()].concat()
        })
        .unwrap();
        let written = std::fs::read(at("objectives/a.md")).unwrap();
        assert_eq!(written, "\u{feff}old\r\nnew\r\n".as_bytes());
        #[cfg(unix)]
        assert_eq!(
            at("objectives/a.md").metadata().unwrap().permissions().mode() & 0o777,
            0o640
        );
        let refused = rewrite(&root, &file("other\n"), |_| Vec::new()).unwrap_err();
        assert!(refused.to_string().contains("changed meanwhile"), "{refused}");
        std::fs::rename(at("objectives/a.md"), at("real.md")).unwrap();
        system::link("../real.md", &at("objectives/a.md"));
        rewrite(&root, &file("old\nnew\n"), |_| Vec::new()).unwrap_err();
        assert_eq!(std::fs::read(at("real.md")).unwrap(), written);
        assert!(std::fs::read_dir(at("objectives")).unwrap().count() <= 1);
    }

    #[test]
    fn a_file_is_replaced_whole_and_a_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        let file = dir.path().join("okrs.json");
        std::fs::write(&file, "old").unwrap();
        let link = dir.path().join("link");
        let is_linked = system::link("okrs.json", &link);
        write_file(&root, &[], if is_linked { &link } else { &file }, b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert_eq!(link.is_symlink(), is_linked);
        let refused = write_file(&root, &[], dir.path(), b"new")
            .unwrap_err()
            .to_string();
        assert!(cfg!(windows) || refused.contains("is a directory"), "{refused}");
        assert!(write_file(&root, &[], &dir.path().join("none/a"), b"new").is_err());
        assert_eq!(
            std::fs::read_dir(dir.path()).unwrap().count(),
            1 + usize::from(is_linked)
        );
    }
}
