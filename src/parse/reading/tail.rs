//! What stands behind a value: parentheses and a note.

use super::value::{decimal_comma_end, range_of_numbers};
use super::{Parentheses, Reader};
use crate::diagnostic::Diagnostic;
use crate::msg;
use crate::parse::boundary::{dash, value_length};
use crate::parse::piece::Piece;
use crate::parse::scalar;
use crate::parse::status;
use crate::parse::typed::shown;

impl<'a> Reader<'a> {
    /// Reads what follows the value: parentheses and a note.
    pub(super) fn tail<'t>(&self, value: Piece<'t>, end: usize) -> Result<Tail<'t>, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut tail = Tail {
            words: Parentheses::default(),
            end,
            note: value.from(value.text.len()),
        };
        let mut rest = value.from(end);
        let open = rest.text.len() - rest.text.trim_start().len();
        if rest.text[open..].starts_with('(') {
            let inside = rest.from(open + 1);
            match inside.text.find(')') {
                Some(close) => {
                    let pair = rest.part(open..open + close + 2);
                    tail.words = self.parentheses(pair, &mut findings);
                    rest = inside.from(close + 1);
                    tail.end = rest.start - value.start;
                }
                None => {
                    let typed = rest.from(open);
                    findings.push(
                        typed
                            .finding(
                                "invalid-reading",
                                msg!(
                                    "the parenthesis of `{typed}` is not closed",
                                    typed = shown(typed.text)
                                ),
                            )
                            .help(msg!(
                                "close it with `)` on the same line; a note stands behind it"
                            )),
                    );
                    return Err(findings);
                }
            }
        }
        match note(rest) {
            Ok(note) => tail.note = note,
            Err(extra) => findings.push(self.extra(extra)),
        }
        if let Some((before, range)) = range_of_numbers(value.text, tail.end) {
            let typed = value.part(before..range);
            findings.push(
                typed
                    .finding(
                        "invalid-reading",
                        msg!("`{typed}` is a range, not a value", typed = shown(typed.text)),
                    )
                    .help(msg!("write one number; a note stands behind ` — `")),
            );
        }
        if findings.is_empty() {
            Ok(tail)
        } else {
            Err(findings)
        }
    }

    /// Something stands where only parentheses or a note may.
    pub(super) fn extra(&self, extra: Piece<'_>) -> Diagnostic {
        let text = shown(extra.text);
        let finding = extra.finding(
            "invalid-reading",
            msg!("`{text}` follows the reading", text = text),
        );
        if extra.text.starts_with('(') {
            finding.help(msg!(
                "a reading has one pair of parentheses: `(STATUS, SCORE, CONFIDENCE%)`"
            ))
        } else if status::named(&extra.text[..value_length(extra.text)], self.language()).is_some() {
            finding.help(msg!("a status stands in parentheses: `({text})`", text = text))
        } else {
            finding.help(msg!("a note stands behind a dash: `— {text}`", text = text))
        }
    }

    /// Reads `STATUS, SCORE, CONFIDENCE%`, each at most once, in any order.
    pub(super) fn parentheses(&self, pair: Piece<'_>, findings: &mut Vec<Diagnostic>) -> Parentheses {
        let mut words = Parentheses::default();
        let inside = pair.part(1..pair.text.len() - 1);
        if inside.text.trim().is_empty() {
            findings.push(pair.finding("invalid-reading", msg!("the parentheses are empty")).help(msg!(
                "write a status, a score or a confidence, as in `(on track, 0.7, 60%)`, or leave them out"
            )));
            return words;
        }
        let (mut at, mut count) = (0, 0);
        while at <= inside.text.len() {
            let comma = inside.text[at..]
                .find(',')
                .map_or(inside.text.len(), |comma| at + comma);
            let end = decimal_comma_end(inside.text, at, comma).unwrap_or(comma);
            count += 1;
            if count > PARTS {
                let rest = inside.from(at).trimmed();
                findings.push(rest.finding(
                    "invalid-reading",
                    msg!("the parentheses hold more than a status, a score and a confidence"),
                ));
                break;
            }
            self.part(inside.part(at..end).trimmed(), end > comma, &mut words, findings);
            at = end + 1;
        }
        words
    }

    /// Reads one part of the parentheses.
    pub(super) fn part(
        &self,
        part: Piece<'_>,
        decimal_comma: bool,
        words: &mut Parentheses,
        findings: &mut Vec<Diagnostic>,
    ) {
        let text = part.text;
        if text.is_empty() {
            findings.push(part.finding(
                "invalid-reading",
                msg!("nothing stands beside the comma in the parentheses"),
            ));
        } else if let Some(number) = text.strip_suffix('%') {
            match confidence(part, number.trim_end()) {
                Ok(value) => put(&mut words.confidence, value, part, "confidence", findings),
                Err(finding) => findings.push(finding),
            }
        } else if text.starts_with(|c: char| c.is_numeric() || matches!(c, '.' | '-' | '+')) {
            match score(part, decimal_comma) {
                Ok(value) => put(&mut words.score, value, part, "score", findings),
                Err(finding) => findings.push(finding),
            }
        } else {
            match status::named(text, self.language()) {
                Some(value) => put(&mut words.status, value, part, "status", findings),
                None => findings.push(status::unknown(part, self.language())),
            }
        }
    }
}

/// What follows a value.
pub(super) struct Tail<'a> {
    pub(super) words: Parentheses,
    /// The end of the parentheses, in bytes of the value's piece.
    pub(super) end: usize,
    pub(super) note: Piece<'a>,
}

/// The note behind a dash; `Err` is what stands there instead.
pub(super) fn note(rest: Piece<'_>) -> Result<Piece<'_>, Piece<'_>> {
    let mut rest = rest;
    // Comments are not shown, wherever they stand.
    while let Some(comment) = rest.text.trim_start().strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { break };
        rest = rest.from(rest.text.len() - comment.len() + end + 3);
    }
    let text = rest.text;
    match dash(text) {
        Some(end) => Ok(rest.from(end).trimmed()),
        None if text.trim().is_empty() => Ok(rest.from(text.len())),
        None => Err(rest.trimmed()),
    }
}

pub(super) fn put<T>(
    slot: &mut Option<T>,
    value: T,
    part: Piece<'_>,
    sort: &'static str,
    findings: &mut Vec<Diagnostic>,
) {
    if slot.is_some() {
        findings.push(part.finding(
            "invalid-reading",
            msg!(
                "`{part}` is a second {sort} in the parentheses",
                part = shown(part.text),
                sort = sort
            ),
        ));
    } else {
        *slot = Some(value);
    }
}

pub(super) fn confidence(part: Piece<'_>, number: &str) -> Result<f64, Diagnostic> {
    match scalar::number(number) {
        Ok(value) if (0.0..=100.0).contains(&value) => Ok(value),
        Ok(_) => Err(part.finding(
            "invalid-reading",
            msg!(
                "`{part}` is no confidence: it lies between 0% and 100%",
                part = shown(part.text)
            ),
        )),
        Err(message) => Err(part.finding("invalid-number", message)),
    }
}

pub(super) fn score(part: Piece<'_>, decimal_comma: bool) -> Result<f64, Diagnostic> {
    let text = part.text;
    let zeroed = text.starts_with('.').then(|| format!("0{text}"));
    match scalar::number(zeroed.as_deref().unwrap_or(text)) {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        Ok(value) => {
            let finding = part.finding(
                "invalid-score",
                msg!(
                    "`{part}` is no score: it lies between 0 and 1",
                    part = shown(text)
                ),
            );
            Err(if value <= 100.0 && value.fract() == 0.0 && value > 0.0 {
                finding.help(msg!("a confidence is written `{part}%`", part = shown(text)))
            } else {
                finding
            })
        }
        Err(_) if decimal_comma => Err(part
            .finding(
                "invalid-score",
                msg!("`{part}` has a decimal comma", part = shown(text)),
            )
            .instead(Some(text.replace(',', ".")))
            .surely(Some(text.replace(',', ".")))),
        Err(message) => Err(part.finding("invalid-score", message)),
    }
}

/// So many parts of the parentheses are looked at: three are right, and with more than a few nothing is clear.
pub(super) const PARTS: usize = 6;
