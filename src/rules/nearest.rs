//! The nearest known name, for many unknown ones: each is looked for once, and a folder full of strange names costs no
//! more than a bounded number of comparisons. Past that, findings come without an offer.

use std::collections::HashMap;

use crate::diagnostic;

/// Letters against letters: about a third of a second.
const COMPARISONS: usize = 100_000_000;

pub(super) struct Nearest<'a> {
    known: Vec<&'a str>,
    found: HashMap<String, Option<&'a str>>,
    left: usize,
}

impl<'a> Nearest<'a> {
    pub fn new(known: impl IntoIterator<Item = &'a str>) -> Nearest<'a> {
        Nearest {
            known: known.into_iter().collect(),
            found: HashMap::new(),
            left: COMPARISONS,
        }
    }

    /// The known name that is near enough to `word` to be meant.
    pub fn to(&mut self, word: &str) -> Option<&'a str> {
        if let Some(&found) = self.found.get(word) {
            return found;
        }
        // Three letters are at most twelve bytes.
        let near = self
            .known
            .iter()
            .copied()
            .filter(|name| name.len().abs_diff(word.len()) <= 12);
        let cost: usize = self.known.len() + near.clone().map(|name| name.len() * word.len()).sum::<usize>();
        self.left = self.left.saturating_sub(cost);
        if self.left == 0 {
            return None;
        }
        let found = diagnostic::nearest(word, near);
        self.found.insert(word.to_owned(), found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_strange_names_ends_without_offers() {
        let known: Vec<String> = (0..1000).map(|i| format!("person-{i}")).collect();
        let mut nearest = Nearest::new(known.iter().map(String::as_str));
        assert_eq!(nearest.to("persn-7"), Some("person-7"));
        for i in 0..5000 {
            nearest.to(&format!("someone-{i}"));
        }
        assert_eq!(nearest.to("persn-8"), None);
        assert_eq!(nearest.to("persn-7"), Some("person-7"), "what was found stays");
    }
}
