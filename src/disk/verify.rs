//! Whether the site that is there is the one a build would write now.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::output::no_jekyll;
use super::place::{resolve, shown};
use super::shelf::Shelf;
use super::{Failure, Root, file};
use crate::site::{self, Content, LargeFile, OutputFile};
use crate::system::Folder;

/// How a folder differs from the site that would be written now. All paths from the folder, sorted.
#[derive(Debug, Default, PartialEq)]
pub struct Verified {
    /// Other bytes.
    pub different: Vec<String>,
    /// Not there.
    pub missing: Vec<String>,
    /// Listed in the manifest, but no longer part of the site.
    pub extra: Vec<String>,
}

impl Verified {
    /// Makes the site again and compares it with what is in the folder at `out`. Writes nothing.
    pub fn of<J: Send>(
        root: &Root,
        files: &dyn Shelf,
        out: &Path,
        jobs: impl ParallelIterator<Item = J>,
        large: &[LargeFile<'_>],
        run: impl Fn(J) -> Result<Vec<OutputFile>, site::Failure> + Sync,
    ) -> Result<Verified, Failure> {
        let path = resolve(out)?;
        let shown = shown(root, &path);
        let folder = Folder::open(&path).map_err(|error| Failure::system("open", shown.clone(), error))?;
        let manifest = Manifest::of(&folder, &shown)?.ok_or_else(|| {
            Failure::Refused(format!("`{shown}` holds no site: it has no {}", manifest::NAME))
        })?;
        let compare = |file: OutputFile| -> Result<(String, Option<bool>), Failure> {
            let bytes = match file.content {
                Content::Bytes(bytes) => bytes,
                Content::CopyOf(source) => file::linked(files, &source)?,
            };
            let failed = |error| Failure::system("read", format!("{shown}/{}", file.path), error);
            let Some(mut there) = folder.file(file.path.as_bytes()).map_err(failed)? else {
                return Ok((file.path, None));
            };
            let mut found = Vec::with_capacity(bytes.len() + 1);
            there.read_to_end(&mut found).map_err(failed)?;
            Ok((file.path, Some(found == bytes)))
        };
        let mut compared: Vec<(String, Option<bool>)> = jobs
            .map(|job| run(job)?.into_iter().map(compare).collect())
            .collect::<Result<Vec<Vec<_>>, Failure>>()?
            .into_iter()
            .flatten()
            .chain([compare(no_jekyll())?])
            .collect();
        for file in large {
            let bytes = file.bytes();
            compared.push(compare(OutputFile::new(file.path.clone(), bytes))?);
        }
        let mut verified = Verified::default();
        let mut extra: BTreeSet<&str> = manifest.files.paths().collect();
        for (path, outcome) in compared {
            extra.remove(path.as_str());
            match outcome {
                Some(true) => {}
                Some(false) => verified.different.push(path),
                None => verified.missing.push(path),
            }
        }
        verified.extra = extra.into_iter().map(str::to_owned).collect();
        verified.different.sort_unstable();
        verified.missing.sort_unstable();
        Ok(verified)
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        *self == Verified::default()
    }
}
