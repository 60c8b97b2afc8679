//! What lies in an output folder before a build: what an earlier build wrote, and what is the user's.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::Failure;
use super::manifest::{self, Hash, Manifest, may_be_ours};
use super::scan::{self, Found, named};
use crate::system::{Folder, Sort, split};

/// Whether a folder may be taken that has files in it and no manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// It is refused.
    No,
    /// It is taken; what is in it stays.
    Yes,
}

/// What lay in the folder when it was locked.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) manifest: Option<Manifest>,
    /// Files an earlier build wrote, as it wrote them.
    pub(super) ours: HashMap<String, Hash>,
    /// Files an earlier build wrote, and somebody changed since.
    pub(super) changed: BTreeSet<String>,
    /// Files, links and whatever else is no folder, and not `ours`.
    pub(super) foreign: Vec<Found>,
    /// Folders in which nothing of ours lies.
    pub(super) foreign_folders: Vec<Found>,
}

impl Before {
    pub(super) fn of(folder: &Folder, shown: &str, force: Force) -> Result<Before, Failure> {
        let all = scan::all(folder, shown)?;
        let manifest = Manifest::of(folder, shown)?;
        if manifest.is_none() && force == Force::No && !all.is_empty() {
            return Err(Failure::Refused(format!(
                "`{shown}` is not empty and was not written by okr: choose another folder, or add `--force` to build into it beside what is there"
            )));
        }
        let judged: Vec<Judged> = all
            .into_par_iter()
            .map(|found| judge(folder, manifest.as_ref(), found))
            .collect::<Result<_, _>>()
            .map_err(|(path, error)| Failure::system("read", named(shown, &path), error))?;
        let mut before = Before {
            manifest,
            ..Before::default()
        };
        let mut folders = Vec::new();
        for found in judged {
            match found {
                Judged::Manifest => {}
                Judged::Ours(path, hash) => drop(before.ours.insert(path, hash)),
                Judged::Changed(path, found) => {
                    before.changed.insert(path);
                    before.foreign.push(found);
                }
                Judged::Foreign(found) if found.is_folder() => folders.push(found),
                Judged::Foreign(found) => before.foreign.push(found),
            }
        }
        let ours = folders_of(
            before
                .manifest
                .iter()
                .flat_map(|manifest| manifest.files.paths().map(str::as_bytes)),
        );
        before.foreign_folders = folders
            .into_iter()
            .filter(|found| !ours.contains(&*found.path))
            .collect();
        Ok(before)
    }
}

enum Judged {
    Manifest,
    Ours(String, Hash),
    Changed(String, Found),
    Foreign(Found),
}

fn judge(
    folder: &Folder,
    manifest: Option<&Manifest>,
    found: Found,
) -> Result<Judged, (Vec<u8>, std::io::Error)> {
    let Some(manifest) = manifest else {
        return Ok(Judged::Foreign(found));
    };
    if found.path == manifest::NAME.as_bytes() && found.sort == Sort::File {
        return Ok(Judged::Manifest);
    }
    let listed = std::str::from_utf8(&found.path)
        .ok()
        .and_then(|path| Some((path.to_owned(), manifest.hash(path)?)));
    let Some((path, expected)) = listed.filter(|_| !found.is_folder()) else {
        return Ok(Judged::Foreign(found));
    };
    match hash_of(folder, &found.path) {
        Ok(Some(hash)) if hash == expected => Ok(Judged::Ours(path, hash)),
        Ok(_) => Ok(Judged::Changed(path, found)),
        Err(error) => Err((found.path, error)),
    }
}

/// Whether everything that a manifest lists is there as it was written. The manifest is written last, so what has not
/// changed since is not read; on a clock that was set back nobody would see a change by this.
pub(super) fn is_as_written(folder: &Folder, manifest: &Manifest) -> bool {
    let look = |path: &str| folder.look(path.as_bytes()).ok().flatten();
    let Some(written) = look(manifest::NAME).map(|look| look.stamp()) else {
        return false;
    };
    manifest.files.all().par_iter().all(|(path, hash)| {
        let there = may_be_ours(path).then(|| look(path)).flatten();
        there.is_some_and(|there| {
            there.sort() == Sort::File
                && (there.stamp().is_older(&written)
                    || matches!(hash_of(folder, path.as_bytes()), Ok(Some(found)) if found == *hash))
        })
    })
}

/// The hash of a regular file; `None` when it is none.
pub(super) fn hash_of(folder: &Folder, path: &[u8]) -> std::io::Result<Option<Hash>> {
    let Some(file) = folder.listed_file(path)? else {
        return Ok(None);
    };
    Ok(Some(Hash::of(&file.read(u64::MAX - 1)?)))
}

/// Every folder on the way to one of `paths`.
pub(super) fn folders_of<'p>(paths: impl Iterator<Item = &'p [u8]>) -> BTreeSet<&'p [u8]> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut above = split(path).0;
        while !above.is_empty() && folders.insert(above) {
            above = split(above).0;
        }
    }
    folders
}
