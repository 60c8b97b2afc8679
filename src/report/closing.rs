//! The last line of a check: how much was looked at, and how it is.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Book;
use crate::words::{Language, Plural, fill};

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of [`Severity::Error`].
    pub errors: usize,
    /// Of [`Severity::Warning`].
    pub warnings: usize,
    /// Of [`Severity::Info`].
    pub infos: usize,
}

impl Counts {
    /// Counts a list.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Counts {
        let mut counts = Counts::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Info => counts.infos += 1,
                Severity::Off => {}
            }
        }
        counts
    }
}

/// `checked 38 objectives, 141 key results, 212 check-ins: 2 errors, 5 warnings`
pub fn closing(book: &Book, counts: Counts) -> String {
    let objectives = book.objectives.len() + book.broken.len();
    let key_results = book
        .objectives
        .iter()
        .map(|objective| objective.key_results.len());
    let broken_key_results = book.broken.iter().map(|broken| broken.key_results.len());
    let check_ins = book.objectives.iter().map(|objective| objective.check_ins.len());
    let broken_check_ins = book.broken.iter().map(|broken| broken.check_ins.len());
    let language = book.config.language;
    let words = language.page_words();
    let looked_at = [
        many(language, words.checked_objectives, objectives),
        many(
            language,
            words.checked_key_results,
            key_results.chain(broken_key_results).sum(),
        ),
        many(
            language,
            words.checked_check_ins,
            check_ins.chain(broken_check_ins).sum(),
        ),
    ];
    fill(
        words.checked,
        &[
            ("what", &looked_at.join(", ")),
            ("outcome", &outcome(language, counts)),
        ],
    )
}

/// `2 errors, 5 warnings`, or that it is clean.
pub fn outcome(language: Language, counts: Counts) -> String {
    let Counts {
        errors,
        warnings,
        infos,
    } = counts;
    let words = language.page_words();
    if counts == Counts::default() {
        return words.checked_clean.to_owned();
    }
    let mut parts = vec![
        many(language, words.n_errors, errors),
        many(language, words.n_warnings, warnings),
    ];
    if infos > 0 {
        parts.push(many(language, words.n_infos, infos));
    }
    parts.join(", ")
}

/// In plain digits, as programs read them.
fn many(language: Language, plural: Plural, count: usize) -> String {
    fill(language.form(plural, count), &[("n", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_nothing_is_clean() {
        let check = |errors, warnings, infos, expected: &str| {
            assert_eq!(
                outcome(
                    Language::English,
                    Counts {
                        errors,
                        warnings,
                        infos
                    }
                ),
                expected
            );
        };
        check(2, 5, 0, "2 errors, 5 warnings");
        check(1, 0, 0, "1 error, 0 warnings");
        check(0, 1, 3, "0 errors, 1 warning, 3 infos");
        check(0, 0, 1, "0 errors, 0 warnings, 1 info");
        check(0, 0, 0, "clean");
        assert_eq!(
            closing(&Book::default(), Counts::default()),
            "checked 0 objectives, 0 key results, 0 check-ins: clean"
        );
    }
}
