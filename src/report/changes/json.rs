//! What moved, for programs.

use std::io::{self, Write};

use super::{Comparison, Format};
use crate::report::show;
use crate::site::data;

pub(super) const FORMAT: Format = Format { name: "json", print };

fn print(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let commits = comparison.commits;
    let json = data::changes(comparison.changes, commits.before, commits.after);
    show::json(&String::from_utf8_lossy(&json), out)
}
