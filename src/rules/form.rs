//! The errors of form, and the links of the tree: what each means, what it looks like, and what to do. They are found while
//! files are read; here they are explained.

mod all;

pub use all::ALL;

use crate::words::Text;

/// One way in which a file cannot be read as meant.
pub struct Form {
    /// As in `diagnostic::names`.
    pub name: &'static str,
    /// What it says.
    pub meaning: Text,
    /// What puts it right.
    pub remedy: Text,
    /// What it looks like.
    pub wrong: Sample,
    /// The same, put right.
    pub right: Sample,
}

/// A piece of a repository.
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    /// An entry of `key_results:`.
    KeyResult(&'static str),
    /// The front matter of an objective up to `key_results:`.
    Objective(&'static str),
    /// The text below the front matter, of an objective with the key results of [`KEY_RESULTS`].
    Body(&'static str),
    /// A whole file of an objective.
    File(&'static str),
    /// The whole `okr.yaml`.
    Settings(&'static str),
    /// Files below `objectives/`, each with the same objective in it.
    Paths(&'static [&'static str]),
    /// Nothing that could be printed: in words.
    Words(Text),
}

/// The front matter that samples of an objective lack.
pub const OBJECTIVE: &str = "title: First contact\nperiod: 2026-Q3\nteam: support\n";

/// The key results that the samples of check-ins report on.
pub const KEY_RESULTS: &str = "\
key_results:
  - { id: reply, title: First reply within 4 hours, owner: bo, start: 9, target: 4, unit: h }
  - { id: csat, title: Satisfaction reaches 4.6, owner: cy, start: 4.0, target: 4.6 }
  - { id: guide, title: The guide is live, owner: ana, steps: [Designed, Live] }
";

impl Sample {
    /// The files that show it, by path from the root; none when it is only words.
    pub fn files(self) -> Vec<(String, String)> {
        let objective = |text: String| vec![("objectives/sample.md".to_owned(), text)];
        match self {
            Sample::KeyResult(entry) => {
                let entry: String = entry.lines().map(|line| format!("  {line}\n")).collect();
                objective(format!("---\n{OBJECTIVE}key_results:\n{entry}---\n"))
            }
            Sample::Objective(front) => objective(format!("---\n{front}{KEY_RESULTS}---\n")),
            Sample::Body(body) => objective(format!("---\n{OBJECTIVE}{KEY_RESULTS}---\n\n{body}")),
            Sample::File(text) => objective(text.to_owned()),
            Sample::Settings(text) => {
                let mut files = objective(format!("---\n{OBJECTIVE}{KEY_RESULTS}---\n"));
                files.push(("okr.yaml".to_owned(), text.to_owned()));
                files
            }
            Sample::Paths(paths) => paths
                .iter()
                .map(|path| {
                    let text = format!("---\n{OBJECTIVE}{KEY_RESULTS}---\n");
                    (format!("objectives/{path}"), text)
                })
                .collect(),
            Sample::Words(_) => Vec::new(),
        }
    }
}

/// The error of form of a name.
pub fn find(name: &str) -> Option<&'static Form> {
    ALL.iter().find(|form| form.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::names::{self, Sort};

    #[test]
    fn every_error_of_form_is_explained_once() {
        let named = names::ALL.iter().filter(|name| name.sort == Sort::Form);
        let found_on_the_disk = ["link-in-tree"];
        let explained: Vec<&str> = ALL.iter().map(|form| form.name).collect();
        let named = named.map(|name| name.name).chain(found_on_the_disk);
        assert_eq!(named.collect::<Vec<_>>(), explained);
    }
}
