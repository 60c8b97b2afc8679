//! What the site has for other programs, beside the large files.

use crate::site::route::Route;
use crate::site::{Failure, OutputFile, Site, data};

/// How many feeds there are beside those of objectives.
pub fn count_of_feeds(site: &Site<'_>) -> usize {
    data::feed::count(site)
}

/// Which feed lies at a path.
pub fn part_of_feeds(site: &Site<'_>, path: &str) -> Option<usize> {
    data::feed::place(site, path)
}

/// `feed.xml`, and those of teams and people.
pub fn feeds(site: &Site<'_>, part: usize) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![data::feed::file(site, part)])
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
