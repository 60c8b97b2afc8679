//! Where the files of a repository lie: in a folder of the disk, or in a revision. Both are walked in the same way.

use std::sync::Arc;

use crate::source::SourceFile;

use super::Failure;

pub use crate::system::{Name, Sort};

/// A file, read.
#[derive(Debug)]
pub enum Text {
    /// Its text.
    File(Arc<SourceFile>),
    /// It has become a link, or something that is no file.
    Link,
    /// It was taken away while we were reading.
    Gone,
}

/// Files and folders by their paths from the root, with `/`.
pub trait Shelf: std::fmt::Debug + Sync {
    /// What is at a path; `None` when nothing is.
    fn sort(&self, path: &str) -> Result<Option<Sort>, Failure>;

    /// The names in a folder, byte-wise; `None` when it is no folder any more.
    fn names(&self, folder: &str) -> Result<Option<Arc<[Name]>>, Failure>;

    /// The texts of files, in the order of `paths`. What is larger than [`super::tree::FILE_LIMIT`] is not read.
    fn texts(&self, paths: &[String]) -> Vec<Result<Text, Failure>>;

    /// The bytes of a regular file; `None` when there is none. More than `limit` is refused.
    fn bytes(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure>;

    /// How many bytes the files at these paths have; `None` where there is no regular file.
    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, Failure>;

    /// The names beside `okr.yaml`, where they can be had cheaply.
    fn top(&self) -> Result<Vec<Name>, Failure> {
        Ok(Vec::new())
    }

    /// A text that is the same only as long as the bytes of a file are.
    fn mark(&self, path: &str) -> Result<String, Failure>;

    /// What follows when `okr.yaml` names a source and there is no folder for it.
    fn lacks(&self, source: &str, path: &str) -> Result<(), Failure>;
}
