//! `Book` → the files of the site. One way in: [`Site::new`], then each [`Job`] makes its files when asked, so that a
//! large site is never in memory as a whole.

pub mod data;

use crate::diagnostic::Diagnostic;
use crate::history::Standing;
use crate::model::{Assets, Book};
use crate::source::Sources;

/// A file of the site.
#[derive(Debug)]
pub struct OutputFile {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file of the site.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as a file of the repository, by its path from the root.
    CopyOf(String),
}

/// Whether drafts are on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// Left out.
    Hide,
    /// Shown, and marked.
    Show,
}

/// What a build is asked for, beside the book.
#[derive(Clone, Debug)]
pub struct Options {
    /// Drafts or not.
    pub drafts: Drafts,
    /// Commit of HEAD, 40 hexadecimal digits.
    pub commit: Option<String>,
    /// Objectives left out by `--keep-going`, by id with their file: named on the home page.
    pub left_out: Vec<(String, String)>,
}

/// The inputs of every page.
pub struct Inputs<'a> {
    /// What the folder says.
    pub book: &'a Book,
    /// Its texts.
    pub sources: &'a Sources,
    /// Where everything stands.
    pub standing: &'a Standing,
    /// What the check said.
    pub findings: &'a [Diagnostic],
    /// Which linked files are there.
    pub assets: &'a Assets,
    /// What is asked for.
    pub options: &'a Options,
}

/// A failure to render: a template or an address that collides.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A template does not render.
    #[error("cannot render {page}: {reason}")]
    Template {
        /// Which page.
        page: String,
        /// What the engine says.
        reason: String,
    },
}
