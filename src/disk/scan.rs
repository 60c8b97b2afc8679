//! Everything that lies in a folder, whoever put it there.

use std::io;

use rayon::prelude::*;

use super::Failure;
use crate::report::show;
use crate::system::{Folder, Look, Refusal, Sort, join, refusal};

/// Something below a folder.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// From that folder, as bytes.
    pub(super) path: Vec<u8>,
    /// A link is a link.
    pub(super) sort: Sort,
}

impl Found {
    pub(super) fn is_folder(&self) -> bool {
        self.sort == Sort::Folder
    }
}

/// Everything below `folder`, each folder before what is in it. A mount inside is refused: it cannot move with the folder.
pub(super) fn all(folder: &Folder, shown: &str) -> Result<Vec<Found>, Failure> {
    let failed = |path: &[u8], error| Failure::system("read", named(shown, path), error);
    let top = folder.look_at_itself().map_err(|error| failed(b"", error))?;
    let mut found = Vec::new();
    let mut level = vec![Vec::new()];
    while !level.is_empty() {
        let listed: Vec<Result<Vec<Found>, Failure>> = level
            .into_par_iter()
            .map(|path| list(folder, &path, &top, shown))
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

fn list(folder: &Folder, path: &[u8], top: &Look, shown: &str) -> Result<Vec<Found>, Failure> {
    let failed = |error| Failure::system("read", named(shown, path), error);
    let look = folder
        .folder(path)
        .and_then(|folder| folder.look_at_itself())
        .map_err(failed)?;
    if !look.is_mounted_with(top) {
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
        // A folder of the user may be read-only, and can be emptied all the same if it is theirs.
        if let Ok(folder) = folder.folder(&found.path) {
            folder.let_owner_write();
        }
    }
    let folders: Vec<Found> = all.extract_if(.., |found| found.is_folder()).collect();
    let mut kept: Vec<Found> = all
        .into_par_iter()
        .filter(|found| found.path == last.as_bytes() || !ours(found) || !is_gone(folder.remove(&found.path)))
        .collect();
    kept.retain(|found| found.path != last.as_bytes());
    for found in folders.into_iter().rev() {
        let _ = folder.remove_folder(&found.path);
    }
    if kept.is_empty() {
        // If it stays, the folder stays, and that is reported.
        let _ = folder.remove(last.as_bytes());
    }
    Ok(kept)
}

/// Whether something is no longer there.
fn is_gone(removed: io::Result<()>) -> bool {
    removed.map_or_else(|error| refusal(&error) == Refusal::Missing, |()| true)
}

/// A path in messages.
pub(super) fn named(shown: &str, path: &[u8]) -> String {
    if path.is_empty() {
        shown.to_owned()
    } else {
        format!("{shown}/{}", show(&String::from_utf8_lossy(path)))
    }
}
