//! The list of what a build wrote, which lies beside its pages: only that is ever replaced or removed.

use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use super::Failure;
use super::folder::{Folder, is_plain};

/// Its name in the output folder.
pub(super) const NAME: &str = ".okr-manifest.json";
/// Bytes of a manifest, at most: some millions of pages.
const LIMIT: u64 = 1 << 30;

/// What a build wrote.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    /// The program and its version.
    pub(super) generator: String,
    /// Hash of everything the build was made from.
    pub(super) inputs: String,
    /// Hash of each file by its path.
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    /// That of a build by this program.
    pub(super) fn new(inputs: &str, files: impl IntoIterator<Item = (String, Hash)>) -> Manifest {
        let files = files
            .into_iter()
            .map(|(path, hash)| (path, hash.to_string()))
            .collect();
        Manifest {
            version: 1,
            generator: generator(),
            inputs: inputs.to_owned(),
            files,
        }
    }

    /// That of a folder, when there is one. `shown` is the folder's name in messages.
    pub(super) fn of(folder: &Folder, shown: &str) -> Result<Option<Manifest>, Failure> {
        let path = format!("{shown}/{NAME}");
        let failed = |error| Failure::system("read", path.clone(), error);
        let Some(file) = folder.file(NAME.as_bytes()).map_err(failed)? else {
            return Ok(None);
        };
        let mut text = Vec::new();
        file.take(LIMIT).read_to_end(&mut text).map_err(failed)?;
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| {
            Failure::Refused(format!(
                "cannot read {path}: {error}; it says which files are ours: move `{shown}` away and build again"
            ))
        })?;
        if manifest.version != 1 {
            return Err(Failure::Refused(format!(
                "{path} has version {}, and this program knows version 1: build with the newer `okr`, or into another folder",
                manifest.version
            )));
        }
        Ok(Some(manifest))
    }

    /// Whether it lists this file. A path that leads elsewhere is never ours, whatever the list says.
    pub(super) fn hash(&self, path: &str) -> Option<&str> {
        self.files
            .get(path)
            .map(String::as_str)
            .filter(|_| is_plain(path.as_bytes()) && path != NAME)
    }

    /// As written to disk: sorted, one file a line.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("maps of text are JSON");
        bytes.push(b'\n');
        bytes
    }
}

/// The program and its version.
pub(super) fn generator() -> String {
    concat!("okr ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// Of the bytes of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hash(u128);

impl Hash {
    pub(super) fn of(bytes: &[u8]) -> Hash {
        Hash(xxhash_rust::xxh3::xxh3_128(bytes))
    }
}

/// The hash of a file of which there is only a part at a time.
#[derive(Default)]
pub(super) struct HashOfParts(xxhash_rust::xxh3::Xxh3);

impl HashOfParts {
    pub(super) fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    pub(super) fn hash(&self) -> Hash {
        Hash(self.0.digest128())
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "xxh3:{:032x}", self.0)
    }
}
