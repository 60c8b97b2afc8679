//! The data of the site: JSON, a table, and the schema of the JSON.

use crate::site::route::Route;
use crate::site::{Failure, OutputFile, Site, data};

/// `data/okrs.csv`
pub fn table(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![OutputFile::of_parts(
        Route::DataCsv.file(),
        data::csv(&site.inputs),
    )])
}

/// `data/okrs.json`, `data/schema.json`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![
        OutputFile::of_parts(Route::DataJson.file(), data::json(&site.inputs)),
        OutputFile::new(Route::DataSchema.file(), data::schema()),
    ])
}
