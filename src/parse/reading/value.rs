//! The value of a reading, by the kind of its key result.

use super::{CANDIDATES, KeyResultShape, Reader};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::{Measure, Value};
use crate::msg;
use crate::parse::boundary::{dash, is_boundary, value_length};
use crate::parse::piece::Piece;
use crate::parse::scalar;
use crate::parse::status::{self, listed};
use crate::parse::steps::Labels;
use crate::parse::typed::{Case, nearest, prefix, same_words, shown};
use crate::words::Language;

impl<'a> Reader<'a> {
    /// The value at the beginning, and where it ends with its unit.
    pub(super) fn value(&self, key_result: usize, text: Piece<'_>) -> Result<(Value, usize), Diagnostic> {
        let it = &self.shape.key_results[key_result];
        if let Some(Measure::Steps(steps)) = &it.measure {
            return self.step(key_result, text, steps.len());
        }
        if let Some(found) = word_value(text.text) {
            return Ok(found);
        }
        match &it.measure {
            None => Ok((Value::NotAvailable, value_length(text.text))),
            // The value is confidential: no message repeats it.
            Some(Measure::Metric(metric)) if metric.target.is_none() => {
                let typed = text.part(0..value_length(text.text));
                Err(typed
                    .finding(
                        "invalid-reading",
                        msg!(
                            "the target of `{id}` is hidden: only a score is written",
                            id = it.id
                        ),
                    )
                    .help(msg!("write `{id}: n/a (0.5)` with the score", id = it.id)))
            }
            Some(Measure::Metric(_) | Measure::Maintain { .. }) => self
                .number(it, text)
                .map(|(number, end)| (Value::Number(number), end)),
            Some(Measure::Milestone) => match self.milestone(text.text) {
                Some((done, end)) => Ok((Value::Number(f64::from(u8::from(done))), end)),
                None => Err(self.no_milestone(it, text)),
            },
            Some(Measure::Judged) => {
                judged(it, text).map_err(|wrong| self.status_as_value(it, text).unwrap_or(wrong))
            }
            Some(Measure::Steps(_)) => Ok((Value::NotAvailable, 0)),
        }
    }

    pub(super) fn labels(&self, key_result: usize) -> Option<&Labels> {
        match &self.shape.key_results[key_result].measure {
            Some(Measure::Steps(steps)) => Some(
                self.labels[key_result]
                    .get_or_init(|| Labels::new(steps.iter().map(|step| step.label.as_str()))),
            ),
            _ => None,
        }
    }

    /// The step at the beginning: a label, `n/m`, or a word that stands for no value.
    pub(super) fn step(
        &self,
        key_result: usize,
        text: Piece<'_>,
        count: usize,
    ) -> Result<(Value, usize), Diagnostic> {
        let it = &self.shape.key_results[key_result];
        if let Some((step, end)) = self
            .labels(key_result)
            .and_then(|labels| labels.longest(text.text))
        {
            return Ok((Value::Number(step as f64 + 1.0), end));
        }
        if let Some(found) = word_value(text.text) {
            return Ok(found);
        }
        let typed = text.part(0..value_length(text.text));
        if let Some((reached, of, end)) =
            fraction(text.text).filter(|(.., end)| is_boundary(&text.text[*end..]))
        {
            return match (reached, of) {
                (Some(reached), Some(of)) if of == count && reached <= count => {
                    Ok((Value::Number(reached as f64), end))
                }
                (_, Some(of)) if of == count => Err(typed.finding(
                    "invalid-reading",
                    msg!(
                        "`{typed}` is more steps than `{id}` has: {count}",
                        typed = shown(typed.text),
                        id = it.id,
                        count = count
                    ),
                )),
                (reached, _) => Err(typed
                    .finding(
                        "invalid-reading",
                        msg!(
                            "`{typed}` counts other steps than the {count} of `{id}`",
                            typed = shown(typed.text),
                            count = count,
                            id = it.id
                        ),
                    )
                    .instead(
                        reached
                            .filter(|reached| *reached <= count)
                            .map(|reached| format!("{reached}/{count}")),
                    )),
            };
        }
        if let Some(finding) = self.status_as_value(it, text) {
            return Err(finding);
        }
        let finding = typed.finding(
            "unknown-step",
            msg!(
                "`{typed}` is not a step of `{id}`",
                typed = shown(typed.text),
                id = it.id
            ),
        );
        let Some(Measure::Steps(steps)) = &it.measure else {
            return Err(finding);
        };
        let labels = || steps.iter().take(CANDIDATES).map(|step| step.label.as_str());
        if let Ok(reached) = typed.text.parse::<usize>()
            && reached <= count
        {
            return Err(finding.instead(Some(format!("{reached}/{count}"))));
        }
        Err(match self.nearest(typed.text, labels()) {
            Some(label) => finding.instead(Some(label)),
            None => {
                let first: Vec<&str> = labels().take(10).collect();
                finding.help(msg!("its steps are {steps}", steps = listed(&first)))
            }
        })
    }

    pub(super) fn nearest<'b>(
        &self,
        text: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) -> Option<&'b str> {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        if left == 0 { None } else { nearest(text, known) }
    }

    /// Whether a milestone is done, and where that word ends.
    pub(super) fn milestone(&self, text: &str) -> Option<(bool, usize)> {
        let typed = &text[..value_length(text)];
        [self.language(), Language::English]
            .into_iter()
            .find_map(|language| {
                let words = language.file_words();
                [(words.not_done, false), (words.done, true)]
                    .into_iter()
                    .find(|(word, _)| same_words(word, typed))
                    .map(|(_, done)| (done, typed.len()))
            })
    }

    pub(super) fn no_milestone(&self, it: &KeyResultShape, text: Piece<'_>) -> Diagnostic {
        if let Some(finding) = self.status_as_value(it, text) {
            return finding;
        }
        let typed = text.part(0..value_length(text.text));
        let words = self.language().file_words();
        typed
            .finding(
                "invalid-reading",
                msg!(
                    "`{typed}` does not say whether `{id}` is done",
                    typed = shown(typed.text),
                    id = it.id
                ),
            )
            .help(msg!(
                "write `{done}` or `{not_done}`",
                done = words.done,
                not_done = words.not_done
            ))
    }

    /// A status where the value belongs.
    pub(super) fn status_as_value(&self, it: &KeyResultShape, text: Piece<'_>) -> Option<Diagnostic> {
        let typed = text.part(0..value_length(text.text));
        status::named(typed.text, self.language())?;
        Some(
            typed
                .finding(
                    "invalid-reading",
                    msg!("`{typed}` is a status, not a value", typed = shown(typed.text)),
                )
                .help(msg!(
                    "write the value before it, or `{id}: n/a ({typed})`",
                    id = it.id,
                    typed = shown(typed.text)
                )),
        )
    }

    /// The number of a metric or a maintained value, and where it ends with its unit.
    pub(super) fn number(&self, it: &KeyResultShape, text: Piece<'_>) -> Result<(f64, usize), Diagnostic> {
        if let Some(number) = scalar::plain_prefix(text.text) {
            let after = &text.text[number..];
            let unit = it
                .unit
                .as_deref()
                .and_then(|unit| unit_length(after, unit))
                .filter(|length| is_boundary(&after[*length..]));
            let end = match unit {
                Some(length) => Some(number + length),
                // A bare number ends the value, or something follows that is not its unit.
                None => (value_length(text.text) == number).then_some(number),
            };
            if let Some(end) = end {
                let typed = text.part(0..number);
                return match scalar::number(typed.text) {
                    Ok(value) => Ok((value, end)),
                    Err(message) => Err(typed.finding("invalid-number", message)),
                };
            }
        }
        Err(self.no_number(it, text))
    }

    /// Says why a value is not a number with its unit.
    pub(super) fn no_number(&self, it: &KeyResultShape, text: Piece<'_>) -> Diagnostic {
        if let Some(finding) = self.status_as_value(it, text) {
            return finding;
        }
        let typed = text.part(0..value_length(text.text)).trimmed();
        let bare = match it.unit.as_deref().and_then(|unit| typed.text.strip_suffix(unit)) {
            Some(bare) if !bare.trim().is_empty() => typed.part(0..bare.len()).trimmed(),
            _ => typed,
        };
        let Some(number) = scalar::plain_prefix(typed.text) else {
            return not_a_value(bare);
        };
        let behind = typed.from(number).trimmed();
        let is_word = behind.text.starts_with(|c: char| {
            !c.is_ascii_digit()
                && !matches!(
                    c,
                    ',' | '.' | '\'' | '’' | '_' | '-' | '–' | '—' | '/' | '+' | '*' | '^' | '<'
                )
        });
        let is_clause = behind
            .text
            .strip_prefix([',', ';', ':', '.'])
            .is_some_and(|rest| rest.starts_with(' '));
        if !is_word && !is_clause || is_part_of_number(behind.text) {
            return not_a_value(bare);
        }
        let one_word = !behind.text.contains(char::is_whitespace);
        let near = it
            .unit
            .as_deref()
            .filter(|unit| self.nearest(behind.text, [*unit]).is_some());
        let message = match &it.unit {
            _ if !one_word && near.is_none() => {
                let number = &typed.text[..number];
                let finding = behind.finding(
                    "invalid-reading",
                    msg!(
                        "`{text}` follows the value of `{id}`",
                        text = shown(behind.text),
                        id = it.id
                    ),
                );
                return finding.help(msg!(
                    "a note stands behind a dash: `{number} — {text}`",
                    number = number,
                    text = shown(behind.text.trim_start_matches([',', ';', ':', '.']))
                ));
            }
            Some(_) => msg!(
                "`{text}` is not the unit of `{id}`",
                text = shown(behind.text),
                id = it.id
            ),
            None => msg!(
                "`{id}` has no unit, but `{text}` follows the number",
                id = it.id,
                text = shown(behind.text)
            ),
        };
        let finding = behind.finding("wrong-unit", message);
        match it.unit.as_deref() {
            Some(unit) if is_spelling_of(unit, behind.text) => finding.instead(Some(unit)),
            // 6 days are not 6 hours.
            Some(unit) => finding.help(msg!("write the value in `{unit}`", unit = unit)),
            None => finding.help(msg!("write the number alone, or add a `unit` to the key result")),
        }
    }
}

/// A judged reading: the score itself.
pub(super) fn judged(it: &KeyResultShape, text: Piece<'_>) -> Result<(Value, usize), Diagnostic> {
    let typed = text.part(0..value_length(text.text));
    let out_of_range = |likely: f64| {
        let finding = typed.finding(
            "invalid-score",
            msg!(
                "`{typed}` is no score of `{id}`: it lies between 0 and 1",
                typed = shown(typed.text),
                id = it.id
            ),
        );
        finding.instead((0.0..=1.0).contains(&likely).then(|| likely.to_string()))
    };
    match scalar::number(typed.text) {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok((Value::Number(value), typed.text.len())),
        // Whole numbers are tenths up to 10, and percent above.
        Ok(value) if value.fract() != 0.0 => Err(out_of_range(value)),
        Ok(value) => Err(out_of_range(if value > 10.0 {
            value / 100.0
        } else {
            value / 10.0
        })),
        Err(message) => match typed
            .text
            .strip_suffix('%')
            .map(|percent| scalar::number(percent.trim_end()))
        {
            Some(Ok(percent)) => Err(out_of_range(percent / 100.0)),
            _ => Err(not_a_number(typed, message)),
        },
    }
}

pub(super) fn not_a_value(typed: Piece<'_>) -> Diagnostic {
    match scalar::number(typed.text) {
        Err(message) => not_a_number(typed, message),
        Ok(_) => typed.finding(
            "invalid-reading",
            msg!("`{typed}` is not a reading", typed = shown(typed.text)),
        ),
    }
}

pub(super) fn not_a_number(typed: Piece<'_>, message: Message) -> Diagnostic {
    let proposes = message.parts.iter().any(|(name, _)| *name == "instead");
    let finding = typed.finding("invalid-number", message);
    if proposes {
        finding
    } else {
        finding.help(msg!("write a number, or `n/a` when there is none this time"))
    }
}

/// Whether the text behind a number belongs to it: a shortening or an exponent.
pub(super) fn is_part_of_number(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "k" | "m" | "b" | "bn" | "mio" | "thousand" | "million" | "billion" | "mille"
    ) || lower.strip_prefix(['e', 'x']).is_some_and(|rest| {
        rest.trim_start_matches(['+', '-'])
            .starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a text begins with a token that is a number, with one of the shortenings, or with the unit.
pub(super) fn is_number(text: &str, unit: Option<&str>) -> bool {
    let token = &text[..text
        .find(|c: char| c.is_whitespace() || c == '(')
        .unwrap_or(text.len())];
    let token = token.strip_prefix('.').unwrap_or(token);
    let Some(end) = scalar::plain_prefix(token) else {
        return false;
    };
    let rest = &token[end..];
    rest.chars().all(|c| !c.is_alphabetic())
        || matches!(rest, "k" | "K" | "m" | "M")
        || unit.is_some_and(|unit| prefix(rest, unit, Case::Exact) == Some(rest.len()))
}

/// `n/a`, `na` and `void`, in any letter case.
pub(super) fn word_value(text: &str) -> Option<(Value, usize)> {
    if !text.starts_with(['n', 'N', 'v', 'V']) {
        return None;
    }
    NO_VALUE.iter().find_map(|(word, value)| {
        let end = prefix(text, word, Case::Ignored)?;
        is_boundary(&text[end..]).then_some((*value, end))
    })
}

/// `2/3`: the two numbers, `None` for one that is too large, and where it ends.
pub(super) fn fraction(text: &str) -> Option<(Option<usize>, Option<usize>, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let second = digits(text[first..].strip_prefix('/')?);
    let end = first + 1 + second;
    (first > 0 && second > 0).then(|| (text[..first].parse().ok(), text[first + 1..end].parse().ok(), end))
}

/// How long the unit at the beginning is, with white space before it.
pub(super) fn unit_length(text: &str, unit: &str) -> Option<usize> {
    let space = text.len() - text.trim_start().len();
    prefix(&text[space..], unit, Case::Exact).map(|length| space + length)
}

/// Two numbers with a dash between them and no space: where they begin and end. `at` is where the dash may stand.
pub(super) fn range_of_numbers(text: &str, at: usize) -> Option<(usize, usize)> {
    let length = dash(&text[at..]).filter(|_| !text[at..].starts_with(char::is_whitespace))?;
    let behind = &text[at + length..];
    let digits = behind
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    (text[..at].ends_with(|c: char| c.is_ascii_digit()) && digits > 0).then_some((0, at + length + digits))
}

/// A decimal comma between digits, as in `0,7`: where the number ends, unless that is where the part ends anyway.
pub(super) fn decimal_comma_end(text: &str, at: usize, comma: usize) -> Option<usize> {
    let whole = text[at..comma].trim_start();
    let behind = text.get(comma + 1..)?;
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let next = behind[digits..].trim_start();
    let is_number = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    (is_number && digits > 0 && (next.is_empty() || next.starts_with([',', '%']))).then(|| {
        let end = comma + 1 + digits;
        if next.starts_with('%') {
            text.len() - next.len() + 1
        } else {
            end
        }
    })
}

/// Whether a text means the same unit: in other letters, or shorter or longer.
pub(super) fn is_spelling_of(unit: &str, text: &str) -> bool {
    let (unit, text) = (unit.to_lowercase(), text.to_lowercase());
    unit.starts_with(&text) || text.starts_with(&unit)
}

/// The words that stand for a value, with what they mean.
pub(super) const NO_VALUE: [(&str, Value); 3] = [
    ("n/a", Value::NotAvailable),
    ("na", Value::NotAvailable),
    ("void", Value::Void),
];
