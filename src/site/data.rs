//! The data of the site for other programs: `data/okrs.json`, `data/okrs.csv`, `data/schema.json`, and the form in which
//! findings are given to them. Everything is read off the book and its standing; nothing is computed here.

mod csv;
mod findings;
mod form;
mod json;
mod record;

pub use csv::csv;
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
