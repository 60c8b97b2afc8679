//! A line about a change, before it is known how it is printed: what we say and what people wrote are kept apart.

use crate::history::movement::Move;
use crate::site::figures;
use crate::words::Language;

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Our words.
    Ours(String),
    /// How much something rose.
    Up(String),
    /// How much something fell.
    Down(String),
    /// Our words, for what people should see.
    Bad(String),
    /// What people wrote.
    Theirs(String),
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Something came.
    New,
    /// Something went.
    Gone,
    /// Something is another.
    Moved,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What it begins with.
    pub(super) mark: Mark,
    /// 0, or 1 below a line of 0.
    pub(super) depth: usize,
    /// Its parts, which are put side by side.
    pub(super) pieces: Vec<Piece>,
    /// How many changes it tells of.
    pub(super) changes: usize,
}

impl Line {
    /// A line about one change.
    pub(super) fn new(mark: Mark, pieces: Vec<Piece>) -> Line {
        Line {
            mark,
            depth: 0,
            pieces,
            changes: 1,
        }
    }

    /// Below the line before it.
    pub(super) fn below(mut self) -> Line {
        self.depth = 1;
        self
    }
}

/// Our words.
pub(super) fn ours(text: impl Into<String>) -> Piece {
    Piece::Ours(text.into())
}

/// What people wrote.
pub(super) fn theirs(text: impl Into<String>) -> Piece {
    Piece::Theirs(text.into())
}

/// `0.62 → 0.84 ▲ 0.22`; without a change only what is there.
pub(super) fn score(before: Option<f64>, after: Option<f64>, language: Language) -> Vec<Piece> {
    let written = |score| figures::score(score, language);
    let (old, new) = (written(before), written(after));
    let mut pieces = vec![ours(match old == new {
        true => new,
        false => format!("{old} → {new}"),
    })];
    let moved = before
        .zip(after)
        .map(|(before, after)| Move { before, after }.change());
    if let Some(change) = figures::change(moved, language).filter(|change| !change.sign.is_empty()) {
        let text = format!("{} {}", change.sign, change.text);
        pieces.push(ours(" "));
        pieces.push(match change.direction {
            "up" => Piece::Up(text),
            _ => Piece::Down(text),
        });
    }
    pieces
}
