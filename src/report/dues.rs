//! `okr due` for people: who owes a check-in, and by when. A line each, the earliest first.

use std::io::{self, Write};

use super::{Colour, fit, left_out, show};
use crate::history::{Due, DueState};
use crate::model::{Book, ObjectiveIx};
use crate::msg;
use crate::words::{Language, iso_date};

/// From so many columns on there is room for the id.
const WIDE: usize = 110;
const GAP: &str = "  ";
/// Columns of a title and of an owner at least and at most.
const TITLE: usize = 16;
const OWNER: usize = 20;

/// What is owed.
pub struct Dues<'a> {
    /// What the folder says.
    pub book: &'a Book,
    /// By day, then id.
    pub list: &'a [(ObjectiveIx, Due)],
    /// Days from today to each of them, negative when they have passed.
    pub days: &'a dyn Fn(&Due) -> i64,
    /// What could not be read, by id.
    pub left_out: &'a [String],
    /// For a terminal or not.
    pub colour: Colour,
    /// Columns of the terminal.
    pub columns: usize,
}

/// Prints it.
pub fn dues(dues: &Dues<'_>, out: &mut dyn Write) -> io::Result<()> {
    let language = dues.book.config.language;
    if dues.list.is_empty() && dues.left_out.is_empty() {
        return writeln!(out, "{}", language.say(&msg!("nobody owes a check-in")));
    }
    let words = language.page_words();
    let rows: Vec<[String; 4]> = dues
        .list
        .iter()
        .map(|(ix, due)| {
            let objective = &dues.book[*ix];
            let owner = objective.owner.as_ref();
            [
                when((dues.days)(due), language),
                show(&objective.title),
                owner.map_or_else(|| words.no_owner.to_owned(), |owner| show(owner)),
                show(&objective.id),
            ]
        })
        .collect();
    let widest = |at: usize| rows.iter().map(|row| fit::width(&row[at])).max().unwrap_or(0);
    let (when, owner) = (widest(0), widest(2).min(OWNER));
    let taken = "2026-07-31".len() + when + owner + 2 + 4 * GAP.len();
    let room = dues.columns.saturating_sub(taken).max(TITLE);
    // An id is copied: it stands there whole or not at all.
    let beside_id = room.saturating_sub(widest(3) + GAP.len());
    let ids = dues.columns >= WIDE && beside_id >= 2 * TITLE;
    let title = widest(1).min(if ids { beside_id } else { room });
    for ([said, name, of, id], (_, due)) in rows.iter().zip(dues.list) {
        let (glyph, style) = look(due.state);
        let said = format!("{glyph} {}{GAP}{}", iso_date(due.date), fit::left(said, when));
        let mut line = [
            dues.colour.paint(style, &said),
            fit::left(&fit::cut(name, title), title),
            fit::left(&fit::cut(of, owner), owner),
        ]
        .join(GAP);
        if ids {
            line = format!("{line}{GAP}{}", dues.colour.paint("2", id));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    left_out(dues.left_out, language, dues.columns, out)
}

/// `9 days late`, `today`, `in 8 days`
fn when(days: i64, language: Language) -> String {
    let words = language.page_words();
    let count = days.unsigned_abs() as usize;
    match days {
        0 => words.today.to_owned(),
        ..0 => language.count(words.days_late, count),
        1.. => language.count(words.in_days, count),
    }
}

/// Shape and colour.
fn look(state: DueState) -> (&'static str, &'static str) {
    match state {
        DueState::Stale => ("✗", "31"),
        DueState::Late => ("◐", "33"),
        DueState::Due => ("●", "1"),
        DueState::Upcoming => ("○", "2"),
    }
}
