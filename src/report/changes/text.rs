//! What moved, for a terminal: by team and objective, what matters first.

use std::io::{self, Write};

use super::bar::bar;
use super::entry::Entry;
use super::group::{Group, groups, of_both};
use super::line::{Line, Mark, Piece};
use super::summary;
use super::{Comparison, Format};
use crate::report::{Colour, fit, show};

pub(super) const FORMAT: Format = Format { name: "text", print };

fn print(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let colour = comparison.colour;
    let language = comparison.language();
    let groups = groups(comparison);
    let from_to = summary::from_to(comparison, str::to_owned);
    writeln!(out, "{}", colour.paint("2", &from_to))?;
    writeln!(
        out,
        "{}",
        colour.paint("1", &summary::sentence(comparison, &groups))
    )?;
    for period in &comparison.changes.periods {
        let name = comparison.period_name(&period.id);
        let moved = pieces(&of_both(period, language), colour);
        writeln!(out, "\n{} {}  {moved}", language.page_words().period, show(name))?;
    }
    for group in &groups {
        of_group(comparison, group, out)?;
    }
    let words = language.change_words();
    for (what, ids) in [
        (words.unread, &comparison.changes.unread),
        (words.uncounted, &comparison.changes.uncounted),
    ] {
        if !ids.is_empty() {
            let colon = language.page_words().colon;
            let ids: Vec<_> = ids.iter().map(|id| show(id)).collect();
            writeln!(out, "\n{what}{colon}{}", ids.join(", "))?;
        }
    }
    Ok(())
}

fn of_group(comparison: &Comparison, group: &Group<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = comparison.colour;
    let name = format!(
        "{} · {}",
        fit::line_start(&show(group.name)),
        show(&group.period.name)
    );
    write!(out, "\n{}", colour.paint("1;4", &name))?;
    if let Some(moved) = group.moved {
        write!(
            out,
            "  {}",
            pieces(&of_both(moved, comparison.language()), colour)
        )?;
    }
    writeln!(out)?;
    group
        .entries
        .iter()
        .try_for_each(|entry| of_objective(comparison, entry, out))
}

fn of_objective(comparison: &Comparison, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let colour = comparison.colour;
    writeln!(
        out,
        "\n  {}",
        colour.paint("1", &fit::line_start(&show(&entry.objective.title)))
    )?;
    let (status, moved) = entry.state(comparison.language());
    let scores = entry.changes.score;
    writeln!(
        out,
        "  {}  {}  {}  {}",
        bar(scores.before, scores.after, colour),
        pieces(&moved, colour),
        pieces(&status, colour),
        colour.paint("2", &show(&entry.changes.id)),
    )?;
    entry.lines.iter().try_for_each(|line| of_line(line, colour, out))
}

fn of_line(line: &Line, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
    let mark = match line.mark {
        Mark::New => colour.paint("32", "+"),
        Mark::Gone => colour.paint("31", "−"),
        Mark::Moved => "·".to_owned(),
    };
    let indent = "  ".repeat(line.depth + 1);
    writeln!(out, "  {indent}{mark} {}", pieces(&line.pieces, colour))
}

fn pieces(pieces: &[Piece], colour: Colour) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Ours(text) => text.clone(),
            Piece::Up(text) => colour.paint("32", text),
            Piece::Down(text) | Piece::Bad(text) => colour.paint("31", text),
            Piece::Theirs(text) => show(text),
        })
        .collect()
}
