//! The labels of a key result in steps, found at the beginning of a text.

use super::boundary::is_boundary;
use super::typed::{Case, folded};

/// Labels, ready to be found.
#[derive(Debug)]
pub struct Labels {
    /// Each label in characters that compare without case, with its place; sorted.
    sorted: Vec<(Vec<char>, usize)>,
}

impl Labels {
    /// The labels in their order.
    pub fn new<'a>(labels: impl Iterator<Item = &'a str>) -> Labels {
        let characters = |label: &str| folded(label, Case::Ignored).map(|(c, _)| c).collect();
        let mut sorted: Vec<_> = labels
            .enumerate()
            .map(|(place, label)| (characters(label), place))
            .collect();
        sorted.sort();
        Labels { sorted }
    }

    /// The place of the longest label with which a text begins, letter case ignored, and where it ends.
    /// The time grows with the longest label, not with how many there are.
    pub fn longest(&self, text: &str) -> Option<(usize, usize)> {
        let mut candidates = &self.sorted[..];
        let mut found = None;
        for (depth, (c, end)) in folded(text, Case::Ignored).enumerate() {
            let at = |label: &Vec<char>| label.get(depth).copied();
            let first = candidates.partition_point(|(label, _)| at(label) < Some(c));
            let last = candidates.partition_point(|(label, _)| at(label) <= Some(c));
            candidates = &candidates[first..last];
            match candidates.first() {
                None => break,
                Some((label, place)) if label.len() == depth + 1 && is_boundary(&text[end..]) => {
                    found = Some((*place, end));
                }
                Some(_) => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_label_is_found_without_regard_to_case() {
        fn check(text: &str, expected: Option<(usize, usize)>) {
            let labels = [
                "English",
                "English live",
                "Été fini",
                "Beta (closed)",
                "2/3 done",
                "A — b",
            ];
            assert_eq!(Labels::new(labels.into_iter()).longest(text), expected, "{text}");
        }
        check("English", Some((0, 7)));
        check("english LIVE (on track)", Some((1, 12)));
        check("English lively", Some((0, 7)));
        check("Englishman", None);
        check("E\u{301}TE\u{301} fini — oui", Some((2, 12)));
        check("beta (closed) (at risk)", Some((3, 13)));
        check("2/3 done", Some((4, 8)));
        check("a — b — note", Some((5, 7)));
        check("English\u{a0}live", Some((1, 13)));
        check("", None);
    }
}
