//! The schema of the site's data.

use crate::site::route::Route;
use crate::site::{Failure, OutputFile, Site, data};

/// `data/schema.json`; what it describes is made by [`Site::large`].
pub fn files(_: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![OutputFile::new(Route::DataSchema.file(), data::schema())])
}
