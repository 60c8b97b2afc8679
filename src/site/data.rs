//! What the site has for other programs: `data/okrs.json`, `data/okrs.csv`, `data/schema.json`, feeds, the calendar, badges,
//! the map of the site, the search index, and the form in which findings are given. Everything is read off the book and its standing; nothing
//! is computed here.

pub mod badge;
pub mod calendar;
mod changes;
mod csv;
mod due;
pub mod feed;
mod findings;
mod form;
mod json;
pub mod markdown;
mod record;
pub mod search;
pub mod sitemap;
mod xml;

pub use changes::changes;
pub use csv::csv;
pub use due::due;
pub use findings::findings;
pub use json::{json, objectives};

/// `data/schema.json`: what `data/okrs.json` may hold, as a JSON Schema of 2020-12 that allows nothing else.
pub fn schema() -> Vec<u8> {
    include_bytes!("data/schema.json").to_vec()
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
