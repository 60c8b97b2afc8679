//! Everything that lies in a folder, whoever put it there.

use rayon::prelude::*;
use rustix::fs::{AtFlags, FileType, Mode};
use rustix::io::Errno;

use super::Failure;
use super::folder::{Folder, join, split};
use crate::report::show;

/// Something below a folder.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// From that folder, as bytes.
    pub(super) path: Vec<u8>,
    /// A link is a link.
    pub(super) sort: FileType,
}

impl Found {
    pub(super) fn is_folder(&self) -> bool {
        self.sort == FileType::Directory
    }
}

/// Everything below `folder`, each folder before what is in it. A mount inside is refused: it cannot move with the folder.
pub(super) fn all(folder: &Folder, shown: &str) -> Result<Vec<Found>, Failure> {
    let failed = |path: &[u8], error| Failure::system("read", named(shown, path), error);
    let device = rustix::fs::fstat(folder.fd())
        .map_err(|error| failed(b"", error))?
        .st_dev;
    let mut found = Vec::new();
    let mut level = vec![Vec::new()];
    while !level.is_empty() {
        let listed: Vec<Result<Vec<Found>, Failure>> = level
            .into_par_iter()
            .map(|path| list(folder, &path, device, shown))
            .collect();
        let from = found.len();
        for entries in listed {
            found.extend(entries?);
        }
        level = found[from..]
            .iter()
            .filter(|found| found.is_folder())
            .map(|found| found.path.clone())
            .collect();
    }
    Ok(found)
}

fn list(folder: &Folder, path: &[u8], device: u64, shown: &str) -> Result<Vec<Found>, Failure> {
    let failed = |error| Failure::system("read", named(shown, path), error);
    let stat = rustix::fs::fstat(folder.folder(path).map_err(failed)?.fd()).map_err(failed)?;
    if stat.st_dev != device {
        let path = named(shown, path);
        return Err(Failure::Refused(format!(
            "another file system is mounted at {path}, and cannot move with `{shown}`: build into a folder without mounts"
        )));
    }
    let names = folder.names(path).map_err(failed)?;
    Ok(names
        .into_iter()
        .map(|name| Found {
            path: join(path, &name.bytes),
            sort: name.sort,
        })
        .collect())
}

/// Removes everything below `folder` that `ours` says yes to, and the folders that are empty then.
/// `last` is removed when nothing else is left. Gives what is still there.
pub(super) fn remove(
    folder: &Folder,
    shown: &str,
    last: &str,
    ours: impl Fn(&Found) -> bool + Sync,
) -> Result<Vec<Found>, Failure> {
    let mut all = all(folder, shown)?;
    for found in all.iter().filter(|found| found.is_folder()) {
        make_writable(folder, &found.path);
    }
    let folders: Vec<Found> = all.extract_if(.., |found| found.is_folder()).collect();
    let mut kept: Vec<Found> = all
        .into_par_iter()
        .filter(|found| {
            found.path == last.as_bytes() || !ours(found) || !unlink(folder, &found.path, AtFlags::empty())
        })
        .collect();
    kept.retain(|found| found.path != last.as_bytes());
    for found in folders.into_iter().rev() {
        let _ = unlink(folder, &found.path, AtFlags::REMOVEDIR);
    }
    if kept.is_empty() {
        unlink(folder, last.as_bytes(), AtFlags::empty());
    }
    Ok(kept)
}

/// A folder of the user may be read-only, and can be emptied all the same if it is theirs.
fn make_writable(folder: &Folder, path: &[u8]) {
    let Ok(below) = folder.folder(path) else { return };
    if let Ok(stat) = rustix::fs::fstat(below.fd())
        && stat.st_mode & 0o200 == 0
    {
        // If this fails, removing fails as well, and that is reported.
        let _ = rustix::fs::fchmod(below.fd(), Mode::from_raw_mode(stat.st_mode & 0o7777 | 0o700));
    }
}

fn unlink(folder: &Folder, path: &[u8], flags: AtFlags) -> bool {
    let (above, name) = split(path);
    match folder
        .folder(above)
        .and_then(|above| rustix::fs::unlinkat(above.fd(), name, flags))
    {
        Ok(()) | Err(Errno::NOENT) => true,
        Err(_) => false,
    }
}

/// A path in messages.
pub(super) fn named(shown: &str, path: &[u8]) -> String {
    if path.is_empty() {
        shown.to_owned()
    } else {
        format!("{shown}/{}", show(&String::from_utf8_lossy(path)))
    }
}
