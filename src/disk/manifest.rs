//! The list of what a build wrote, which lies beside its pages: only that is ever replaced or removed.

use std::io::{self, Read, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::bytes::first_not_of_json;
use crate::system::{Folder, is_plain};

/// Its name in the output folder.
pub(super) const NAME: &str = ".okr-manifest.json";
/// Bytes of a manifest, at most: some millions of pages.
const LIMIT: u64 = 1 << 30;

/// What a build wrote.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    /// The program and its version.
    pub(super) generator: String,
    /// [`Made::inputs`]
    pub(super) inputs: String,
    /// [`Made::seen`]
    #[serde(default)]
    seen: String,
    /// [`Made::linked`]
    #[serde(default)]
    linked: Vec<String>,
    /// [`Made::findings`]
    #[serde(default)]
    findings: Found,
    /// Each file.
    pub(super) files: Files,
}

/// What a build was made from, so that the next one can tell whether there is anything to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Hash of everything.
    pub inputs: String,
    /// Hash of what can be seen before anything is parsed; empty when the rest does not follow from it.
    pub seen: String,
    /// Files of the repository that texts link to, whether they were there or not, by their paths.
    pub linked: Vec<String>,
    /// What the check found.
    pub findings: Found,
}

/// How much a check found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Found {
    /// Errors, with which a site is built only when it is asked for.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Manifest {
    /// That of a build by this program.
    pub(super) fn new(made: &Made, files: Vec<(String, Hash)>) -> Manifest {
        Manifest {
            version: 1,
            generator: generator(),
            inputs: made.inputs.clone(),
            seen: made.seen.clone(),
            linked: made.linked.clone(),
            findings: made.findings,
            files: Files::of(files),
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

    /// Whether this program made the site from these inputs.
    pub(super) fn is_of(&self, inputs: &str) -> bool {
        self.inputs == inputs && self.generator == generator()
    }

    /// What it says of a file. A path that leads elsewhere is never ours, whatever the list says.
    pub(super) fn hash(&self, path: &str) -> Option<Hash> {
        self.files.hash(path).filter(|_| may_be_ours(path))
    }

    /// Writes it: sorted, one file a line.
    pub(super) fn write(&self, to: impl Write) -> io::Result<()> {
        let mut to = io::BufWriter::with_capacity(64 << 10, to);
        let text = |text: &str| serde_json::to_string(text).map_err(io::Error::from);
        write!(to, "{{\n  \"version\": {},\n", self.version)?;
        writeln!(to, "  \"generator\": {},", text(&self.generator)?)?;
        writeln!(to, "  \"inputs\": {},", text(&self.inputs)?)?;
        writeln!(to, "  \"seen\": {},", text(&self.seen)?)?;
        writeln!(to, "  \"linked\": {},", serde_json::to_string(&self.linked)?)?;
        let findings = serde_json::to_string(&self.findings)?;
        write!(to, "  \"findings\": {findings},\n  \"files\": {{")?;
        // The first one has no line before it.
        let mut comma = 1;
        for some in self.files.all().chunks(LINES * AT_ONCE) {
            let lines = some.par_chunks(LINES).map(lines_of);
            for lines in lines.collect::<io::Result<Vec<_>>>()? {
                to.write_all(&lines[std::mem::take(&mut comma)..])?;
            }
        }
        if !self.files.all().is_empty() {
            to.write_all(b"\n  ")?;
        }
        to.write_all(b"}\n}\n")?;
        to.flush()
    }
}

/// Files whose lines one thread writes one behind the other.
const LINES: usize = 1024;

/// So many times as many are in memory at once.
const AT_ONCE: usize = 16;

/// The lines of some files, each behind the comma of the one before.
fn lines_of(files: &[(String, Hash)]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::with_capacity(files.iter().map(|(path, _)| path.len() + 56).sum());
    for (path, hash) in files {
        lines.extend_from_slice(b",\n    ");
        if first_not_of_json(path.as_bytes()).is_none() {
            lines.push(b'"');
            lines.extend_from_slice(path.as_bytes());
            lines.push(b'"');
        } else {
            serde_json::to_writer(&mut lines, path)?;
        }
        lines.extend_from_slice(b": \"");
        lines.extend_from_slice(&hash.text());
        lines.push(b'"');
    }
    Ok(lines)
}

/// Whether a file at a path may be ours: one that leads elsewhere never is, nor is the list itself.
pub(super) fn may_be_ours(path: &str) -> bool {
    is_plain(path.as_bytes()) && path != NAME
}

/// The hashes of files, by their paths: read and written in their order.
#[derive(Debug)]
pub(super) struct Files(Vec<(String, Hash)>);

impl Files {
    fn of(mut files: Vec<(String, Hash)>) -> Files {
        files.par_sort_by(|a, b| a.0.cmp(&b.0));
        Files(files)
    }

    /// All of them.
    pub(super) fn all(&self) -> &[(String, Hash)] {
        &self.0
    }

    /// Their paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(path, _)| path.as_str())
    }

    fn hash(&self, path: &str) -> Option<Hash> {
        let place = self.0.binary_search_by(|(it, _)| it.as_str().cmp(path)).ok()?;
        Some(self.0[place].1)
    }
}

impl<'de> Deserialize<'de> for Files {
    /// A list that somebody put out of order holds the same files. Of a path that stands twice the last hash counts.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Files, D::Error> {
        struct Listed;

        impl<'de> serde::de::Visitor<'de> for Listed {
            type Value = Vec<(String, Hash)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("hashes by paths")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut files = Vec::new();
                while let Some(file) = map.next_entry()? {
                    files.push(file);
                }
                Ok(files)
            }
        }

        let mut files = Files::of(from.deserialize_map(Listed)?);
        files.0.dedup_by(|later, kept| {
            let is_twice = later.0 == kept.0;
            if is_twice {
                kept.1 = later.1;
            }
            is_twice
        });
        Ok(files)
    }
}

/// What the site in a folder was made from, when this program made it; nothing is said when that cannot be read.
pub(super) fn made(folder: &Folder) -> Option<Made> {
    #[derive(Deserialize)]
    struct Head {
        version: u32,
        generator: String,
        inputs: String,
        seen: String,
        linked: Vec<String>,
        findings: Found,
    }
    let file = folder.file(NAME.as_bytes()).ok()??;
    let mut text = Vec::new();
    file.take(LIMIT).read_to_end(&mut text).ok()?;
    let head: Head = serde_json::from_slice(&text).ok()?;
    (head.version == 1 && head.generator == generator()).then_some(Made {
        inputs: head.inputs,
        seen: head.seen,
        linked: head.linked,
        findings: head.findings,
    })
}

/// The program and its version.
pub(super) fn generator() -> String {
    concat!("okr ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// Of the bytes of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hash(Option<u128>);

/// What stands before its digits.
const PREFIX: &str = "xxh3:";

impl Hash {
    pub(super) fn of(bytes: &[u8]) -> Hash {
        Hash(Some(xxhash_rust::xxh3::xxh3_128(bytes)))
    }

    /// As it is written.
    fn text(self) -> [u8; PREFIX.len() + 32] {
        let mut text = [b'0'; PREFIX.len() + 32];
        text[..PREFIX.len()].copy_from_slice(PREFIX.as_bytes());
        let mut rest = self.0.unwrap_or(0);
        for digit in text[PREFIX.len()..].iter_mut().rev() {
            *digit = b"0123456789abcdef"[(rest & 15) as usize];
            rest >>= 4;
        }
        text
    }
}

impl<'de> Deserialize<'de> for Hash {
    /// One that is written in another way is the hash of no file.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Hash, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let digits = text.strip_prefix(PREFIX).filter(|digits| digits.len() == 32);
        Ok(Hash(
            digits.and_then(|digits| u128::from_str_radix(digits, 16).ok()),
        ))
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
        Hash(Some(self.0.digest128()))
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &str) -> Manifest {
        let text = format!("{{ \"version\": 1, \"generator\": \"\", \"inputs\": \"\", \"files\": {files} }}");
        serde_json::from_str(&text).unwrap()
    }

    fn digits(digit: char) -> String {
        format!("xxh3:{}", digit.to_string().repeat(32))
    }

    #[test]
    fn a_list_out_of_order_holds_the_same_files() {
        let (one, two, three) = (digits('1'), digits('2'), digits('3'));
        let manifest = read(&format!(
            "{{ \"c\": \"{three}\", \"a/b\": \"{one}\", \"b\": \"{two}\" }}"
        ));
        assert_eq!(manifest.files.paths().collect::<Vec<_>>(), ["a/b", "b", "c"]);
        for (path, hash) in [("a/b", &one), ("b", &two), ("c", &three)] {
            assert_eq!(&manifest.hash(path).unwrap().to_string(), hash, "{path}");
        }
        assert_eq!(manifest.hash("a"), None);
    }

    #[test]
    fn of_a_path_that_stands_twice_the_last_hash_counts() {
        let (one, two) = (digits('1'), digits('2'));
        let manifest = read(&format!(
            "{{ \"a\": \"{one}\", \"b\": \"{one}\", \"a\": \"{one}\", \"a\": \"{two}\" }}"
        ));
        assert_eq!(manifest.files.all().len(), 2);
        assert_eq!(manifest.hash("a").unwrap().to_string(), two);
    }

    #[test]
    fn a_list_reads_back_however_long_it_is() {
        for number in [0, 1, LINES, LINES + 1, LINES * AT_ONCE + 1] {
            let files: Vec<_> = (0..number)
                .map(|at| (format!("{at:06}"), Hash::of(&at.to_le_bytes())))
                .collect();
            let mut text = Vec::new();
            Manifest::new(&Made::default(), files.clone())
                .write(&mut text)
                .unwrap();
            let manifest: Manifest = serde_json::from_slice(&text).unwrap();
            assert!(manifest.files.all() == files, "{number}");
            assert_eq!(
                String::from_utf8(text).unwrap().lines().count(),
                9 + number + usize::from(number > 0)
            );
        }
    }

    #[test]
    fn a_path_reads_back_whatever_signs_it_has() {
        let paths = ["a\"b", "a\\b", "b/\u{7f}\u{1}", "b/é", "c d/index.html"];
        let files: Vec<_> = paths
            .map(|path| (path.to_owned(), Hash::of(path.as_bytes())))
            .into();
        let mut text = Vec::new();
        Manifest::new(&Made::default(), files.clone())
            .write(&mut text)
            .unwrap();
        let manifest: Manifest = serde_json::from_slice(&text).unwrap();
        assert_eq!(manifest.files.all(), files);
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_never_ours() {
        let one = digits('1');
        let manifest = read(&format!("{{ \"../a\": \"{one}\", \"{NAME}\": \"{one}\" }}"));
        assert_eq!(manifest.hash("../a"), None);
        assert_eq!(manifest.hash(NAME), None);
    }
}
