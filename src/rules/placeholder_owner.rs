//! An owner is somebody, not a note to find somebody.

use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::model::Book;
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::{SourceFile, Span, Spanned};

pub static RULE: Rule = Rule {
    name: "placeholder-owner",
    severity: Severity::Error,
    group: Group::Owners,
    reach: Reach::File,
    why: Why {
        english: "`TBD` never answers a question. An owner who is still to be found is no owner; leave the key out and mark the \
                  objective `draft: true` until there is one.",
        french: "«\u{202f}À définir\u{202f}» ne répond jamais à une question. Un responsable à trouver n’en est pas un\u{202f}; laissez la clé de \
                 côté et marquez l’objectif `draft: true` en attendant.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:8:12",
    strong: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", STRONG)],
    },
    in_french: None,
    check,
};

const WEAK: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: TBD
    start: 4.0
    target: 4.6
---
";

const STRONG: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---
";

/// In lower case, letters and digits only; what has none of either is a placeholder too.
const PLACEHOLDERS: &[&str] = &[
    "aconfirmer",
    "adefinir",
    "adeterminer",
    "anyone",
    "anybody",
    "atrouver",
    "aucun",
    "everybody",
    "everyone",
    "fixme",
    "inconnu",
    "na",
    "nobody",
    "noone",
    "none",
    "personne",
    "placeholder",
    "quelquun",
    "somebody",
    "someone",
    "tba",
    "tbc",
    "tbd",
    "todo",
    "toutlemonde",
    "unassigned",
    "unknown",
    "unowned",
];

/// Whether a name stands for somebody still to be found. A handle that `okr.yaml` declares never does.
pub(super) fn is_placeholder(book: &Book, owner: &str) -> bool {
    let word = plain(owner);
    let stands_in =
        word.is_empty() || PLACEHOLDERS.contains(&word.as_str()) || (word.len() > 1 && all_x(&word));
    let declared = |handle: &str| {
        book.config
            .people
            .as_ref()
            .is_some_and(|people| people.contains_key(handle))
    };
    stands_in && !declared(owner) && !declared(&owner.to_ascii_lowercase())
}

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for it in objective_file::of(context) {
        let file = &context.sources[it.file];
        let mut report = |owner: Option<(&str, Span)>, message: &dyn Fn(&str) -> Message| {
            let Some((owner, span)) = owner.filter(|(owner, _)| is_placeholder(context.book, owner)) else {
                return;
            };
            findings.push(
                Diagnostic::new(RULE.name, it.file, span, message(owner)).help(msg!(
                    "write the handle of one person, or leave the key out and write `draft: true` until there is one"
                )),
            );
        };
        let of_objective = owner(it.owner, it.broken, file, || place::value_of_key(file, "owner"));
        report(of_objective, &|owner| {
            msg!("`{owner}` is not a person", owner = owner)
        });
        for kr in it.key_results {
            let of_key_result = owner(kr.owner.as_ref(), it.broken, file, || {
                place::value_in(file, kr.span, "owner")
            });
            report(of_key_result, &|owner| {
                msg!(
                    "`{owner}` is not a person: key result `{key_result}` has no owner",
                    owner = owner,
                    key_result = kr.id.value
                )
            });
        }
    }
}

/// The owner that was read. What is no handle either, such as `?`, was not: in a broken file it still stands where it was
/// written.
fn owner<'a>(
    read: Option<&'a Spanned<String>>,
    broken: bool,
    file: &'a SourceFile,
    written: impl FnOnce() -> Option<Span>,
) -> Option<(&'a str, Span)> {
    match read {
        Some(owner) => Some((owner.as_str(), owner.span)),
        None if broken => written().map(|span| (file.slice(span), span)),
        None => None,
    }
}

/// In lower case and without accents, blanks and signs.
fn plain(owner: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if owner.is_ascii() {
        let letters = owner.bytes().filter(u8::is_ascii_alphanumeric);
        let mut plain = String::with_capacity(owner.len());
        plain.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
        return plain;
    }
    owner
        .nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn all_x(word: &str) -> bool {
    word.bytes().all(|b| b == b'x')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_is_told_from_a_name() {
        let book = Book::default();
        for name in [
            "TBD",
            "todo",
            "?",
            "n/a",
            "N-A",
            "XXX",
            "à définir",
            "À DÉFINIR",
            "quelqu'un",
            "-",
        ] {
            assert!(is_placeholder(&book, name), "{name}");
        }
        for name in ["ana", "x", "Todor", "nao", "bo"] {
            assert!(!is_placeholder(&book, name), "{name}");
        }
    }
}
