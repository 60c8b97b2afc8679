//! Which files a rule with `Reach::File` looks at: those of some objectives, one behind the other in the book, with or
//! without all the files that belong to no objective. File by file, what one rule has read is near for the next one.

use crate::history::ObjectiveStanding;
use crate::model::{Book, Broken, Objective, ObjectiveIx, Period, Retrospective};

use super::Context;

/// Objectives whose files one thread looks at one behind the other.
const TOGETHER: usize = 64;

/// Parts of a book, at most: some rules begin with what they know of the whole, and that once a part.
const PARTS: usize = 1024;

/// A part of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    from: usize,
    to: usize,
    /// Whether the files that belong to no whole objective are in it.
    others: bool,
}

impl Default for Part {
    /// Everything.
    fn default() -> Part {
        Part {
            from: 0,
            to: usize::MAX,
            others: true,
        }
    }
}

impl Part {
    /// These objectives, neighbours together.
    pub(super) fn of_objectives(these: &[ObjectiveIx]) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for &ObjectiveIx(place) in these {
            match parts.last_mut() {
                Some(last) if last.to == place => last.to = place + 1,
                _ => parts.push(Part {
                    from: place,
                    to: place + 1,
                    others: false,
                }),
            }
        }
        parts
    }

    /// All of a book: some objectives at a time, and the other files.
    pub(super) fn all(book: &Book) -> Vec<Part> {
        Part::so_many(book.objectives.len())
    }

    fn so_many(objectives: usize) -> Vec<Part> {
        let size = objectives.div_ceil(PARTS).max(TOGETHER);
        let some = (0..objectives).step_by(size).map(|from| Part {
            from,
            to: from + size,
            others: false,
        });
        let others = Part {
            from: 0,
            to: 0,
            others: true,
        };
        some.chain([others]).collect()
    }

    fn of<T>(self, all: &[T]) -> &[T] {
        let to = self.to.min(all.len());
        &all[self.from.min(to)..to]
    }

    fn other<T>(self, all: &[T]) -> &[T] {
        if self.others { all } else { &[] }
    }
}

impl<'a> Context<'a> {
    /// The objectives of its part.
    pub(super) fn objectives(&self) -> &'a [Objective] {
        self.part.of(&self.book.objectives)
    }

    /// Where each of them stands.
    pub(super) fn standings(&self) -> &'a [ObjectiveStanding] {
        self.part.of(&self.standing.objectives)
    }

    /// The objectives that could not be read, in the part that has them.
    pub(super) fn broken(&self) -> &'a [Broken] {
        self.part.other(&self.book.broken)
    }

    /// The periods, in the part that has their files.
    pub(super) fn periods(&self) -> &'a [Period] {
        self.part.other(&self.book.periods)
    }

    /// The retrospectives, in the part that has them.
    pub(super) fn retrospectives(&self) -> &'a [Retrospective] {
        self.part.other(&self.book.retrospectives)
    }

    /// Whether its part has the files that belong to no whole objective.
    pub(super) fn has_others(&self) -> bool {
        self.part.others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objectives(parts: &[Part], objectives: usize) -> Vec<usize> {
        let all: Vec<usize> = (0..objectives).collect();
        parts.iter().flat_map(|part| part.of(&all)).copied().collect()
    }

    #[test]
    fn the_parts_of_a_book_hold_each_file_once() {
        for number in [0, 1, 64, 65, 1000, 70_000, 200_001] {
            let parts = Part::so_many(number);
            assert_eq!(objectives(&parts, number), (0..number).collect::<Vec<_>>());
            assert_eq!(parts.iter().filter(|part| part.others).count(), 1);
            assert!(parts.len() <= PARTS + 1, "{number}");
        }
        assert_eq!(objectives(&[Part::default()], 3), [0, 1, 2]);
        let some = [1, 4, 5, 6, 9].map(ObjectiveIx);
        let parts = Part::of_objectives(&some);
        assert_eq!(parts.len(), 3);
        assert_eq!(objectives(&parts, 9), [1, 4, 5, 6]);
    }
}
