//! Marks: what a template prints where a text comes to stand afterwards.

use std::hash::{BuildHasher, RandomState};

use memchr::memmem::Finder;

/// Marks by their numbers.
pub struct Marks {
    /// What stands before a number. Nobody can write it anywhere: it is another one each time.
    sign: String,
    finder: Finder<'static>,
}

impl Default for Marks {
    fn default() -> Marks {
        let number = || RandomState::new().hash_one(0);
        let sign = format!("\u{e000}{:016x}{:016x}\u{e000}", number(), number());
        Marks {
            finder: Finder::new(&sign).into_owned(),
            sign,
        }
    }
}

impl Marks {
    /// How many there are.
    pub const COUNT: usize = 1_000;
    const DIGITS: usize = 3;

    /// The mark of a number below [`Marks::COUNT`]. It has nothing that is escaped.
    pub fn of(&self, number: usize) -> String {
        debug_assert!(number < Marks::COUNT);
        format!("{}{number:0digits$}", self.sign, digits = Marks::DIGITS)
    }

    /// What a template has printed: what stands before its first mark, and the number of each mark with what stands behind.
    /// Templates do nothing with a mark but print it, so it is there as a whole.
    pub fn split<'p>(&self, page: &'p [u8]) -> (&'p [u8], Vec<(usize, &'p [u8])>) {
        let places: Vec<usize> = self.finder.find_iter(page).collect();
        let ends = places.iter().skip(1).copied().chain([page.len()]);
        let behind = places.iter().zip(ends).map(|(&place, end)| {
            let number = place + self.sign.len();
            let (number, rest) = page[number..end].split_at(Marks::DIGITS);
            let number = number
                .iter()
                .fold(0, |all, digit| all * 10 + usize::from(digit.wrapping_sub(b'0')));
            (number, rest)
        });
        let first = places.first().copied().unwrap_or(page.len());
        (&page[..first], behind.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_marks_is_found() {
        let marks = Marks::default();
        let page = ["<p>", &marks.of(7), &marks.of(0), "\u{e000}00<é>", &marks.of(999)].concat();
        let (first, behind) = marks.split(page.as_bytes());
        assert_eq!(first, b"<p>");
        let rest = "\u{e000}00<é>".as_bytes();
        assert_eq!(behind, [(7, &b""[..]), (0, rest), (999, &b""[..])]);
        assert_eq!(marks.split(b"<p>"), (&b"<p>"[..], Vec::new()));
        assert_eq!(marks.split(b""), (&b""[..], Vec::new()));
    }

    #[test]
    fn nobody_knows_the_marks_of_another_run() {
        let (one, other) = (Marks::default(), Marks::default());
        assert_ne!(one.of(1), other.of(1));
        assert!(other.split(one.of(1).as_bytes()).1.is_empty());
    }
}
