//! What the site has for other programs, beside the large files.

use crate::site::route::Route;
use crate::site::{Failure, OutputFile, Site, data};

/// `feed.xml`, and those of teams and people.
pub fn feeds(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(data::feed::files(site))
}

/// `calendar.ics`
pub fn calendar(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![OutputFile::new(
        Route::Calendar.file(),
        data::calendar::calendar(site),
    )])
}

/// `robots.txt`, `sitemap.xml`
pub fn sitemap(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(data::sitemap::files(site))
}

/// `assets/search/*.js`
pub fn search(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(data::search::files(site))
}

/// `data/schema.json`; what it describes is made by [`Site::large`].
pub fn files(_: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![OutputFile::new(Route::DataSchema.file(), data::schema())])
}
