//! The files of the repository that pages link to or show: copies, under the same path.

use crate::site::markdown::assets_of;
use crate::site::route::Route;
use crate::site::{Content, Failure, OutputFile, Site};

/// `files/<path>` of each.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let copy = |path: &str| OutputFile {
        path: Route::File(path).file(),
        content: Content::CopyOf(path.to_owned()),
    };
    Ok(assets_of(site).into_iter().map(copy).collect())
}
