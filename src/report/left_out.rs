//! What a list for people does not show, since its files have errors.

use std::io::{self, Write};

use super::{fit, show};
use crate::words::Language;

/// So many are named.
const NAMED: usize = 5;

/// Says how many objectives are left out, and names the first; nothing when none is.
pub fn left_out(ids: &[String], language: Language, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let words = language.page_words();
    let mut names: Vec<String> = ids.iter().take(NAMED).map(|id| show(id).to_string()).collect();
    if ids.len() > NAMED {
        names.push(language.count(words.and_n_more, ids.len() - NAMED));
    }
    let said = language.count(words.left_out, ids.len());
    let said = [said.as_str(), words.colon, &names.join(", ")].concat();
    for line in fit::lines(&said, columns) {
        writeln!(out, "{}", fit::line_start(&line))?;
    }
    Ok(())
}
