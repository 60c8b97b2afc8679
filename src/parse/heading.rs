//! Headings with dates: those of check-ins, and those that look like one and are not.

use std::ops::Range;

use jiff::civil::Date;

use super::piece::Piece;
use super::typed::{ascii, shown};
use super::{scalar, status};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::Status;
use crate::msg;
use crate::words::Language;

/// The most characters of a title.
const TITLE: usize = 500;

/// What a heading is.
#[derive(Debug)]
pub enum Heading {
    /// It has no date.
    Undated,
    /// It opens a check-in.
    CheckIn(CheckInHeading),
    /// It looks like a date, but is not the heading of a check-in.
    Wrong(Diagnostic),
}

/// The heading of a check-in.
#[derive(Debug, Default)]
pub struct CheckInHeading {
    /// The day for which the figures hold.
    pub date: Date,
    /// The word in its parentheses.
    pub status: Option<Status>,
    /// The takeaway, as written.
    pub title: Option<String>,
    /// What is wrong behind the date.
    pub findings: Vec<Diagnostic>,
}

/// Reads a heading: `whole` is all of it, `content` what stands behind its `#` or above its underline.
pub fn read(whole: Piece<'_>, content: Piece<'_>, level: u8, language: Language) -> Heading {
    let text = content.text;
    if level == 2 && scalar::begins_iso(text) {
        let day = content.part(0..10);
        let rest = content.from(10);
        return match scalar::date(day.text) {
            Ok(_) if rest.text.starts_with(|c: char| c != '(' && !c.is_whitespace()) => {
                Heading::Wrong(glued(content))
            }
            Ok(date) => Heading::CheckIn(behind_date(date, rest, language)),
            Err(message) => Heading::Wrong(day.finding("invalid-date", message)),
        };
    }
    match like_a_date(text, level) {
        None => Heading::Undated,
        Some(range) => Heading::Wrong(wrong(whole, content, content.part(range), level)),
    }
}

/// What else is wrong with a heading of level 2 whose date is: the status behind it.
pub fn behind_wrong_date(content: Piece<'_>, language: Language) -> Vec<Diagnostic> {
    let text = content.text;
    let date = match scalar::begins_iso(text) {
        true => Some(0..10),
        false => like_a_date(text, 2),
    };
    let Some(open) = date.and_then(|date| {
        let behind = text[date.end..].trim_start_matches(|c: char| c != '(' && !c.is_alphanumeric());
        behind.starts_with('(').then(|| text.len() - behind.len())
    }) else {
        return Vec::new();
    };
    let mut findings = behind_date(Date::default(), content.from(open), language).findings;
    findings.retain(|finding| finding.rule == "invalid-status");
    findings
}

/// Whether a line, such as one of a code block, is a heading that looks like a date.
pub fn is_dated_line(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (1..=6).contains(&level) && {
        let text = text.trim();
        scalar::begins_iso(text) || like_a_date(text, level as u8).is_some()
    }
}

/// A line of a paragraph that is no heading only because the space behind its `#` is missing, and looks like a date.
pub fn without_space(line: Piece<'_>) -> Option<Diagnostic> {
    let line = line.trimmed();
    let text = line.text.trim_start_matches('#');
    let level = line.text.len() - text.len();
    if !(1..=6).contains(&level) {
        return None;
    }
    let date = like_a_date(text, level as u8)?;
    let typed = line.part(0..level + date.end);
    let (marker, date) = (&line.text[..level], &text[date]);
    let instead = format!("## {}", date);
    Some(match scalar::date(date) {
        Ok(_) => typed
            .finding(
                "invalid-date",
                msg!(
                    "`{typed}` is no heading: a space is missing behind `{marker}`",
                    typed = shown(typed.text),
                    marker = marker
                ),
            )
            .surely(Some(&instead).filter(|_| level == 2))
            .instead(Some(instead)),
        Err(message) => typed.finding("invalid-date", message).help(msg!(
            "a space is missing behind `{marker}`: a check-in begins with `## YYYY-MM-DD`",
            marker = marker
        )),
    })
}

/// Something stands right behind the date.
fn glued(content: Piece<'_>) -> Diagnostic {
    let end = content.text[10..]
        .find(|c: char| c.is_whitespace() || c == '(')
        .map_or(content.text.len(), |at| 10 + at);
    let typed = content.part(0..end);
    let finding = typed.finding(
        "invalid-date",
        msg!(
            "`{typed}` is no date: only a space or `(` may follow it",
            typed = shown(typed.text)
        ),
    );
    let date = &content.text[..10];
    let mark = &typed.text[10..];
    if mark.chars().all(|c| !c.is_alphanumeric()) {
        let fix = Some(date).filter(|_| [":", ",", ".", "-", "–", "—"].contains(&mark));
        finding.instead(Some(date)).surely(fix)
    } else {
        finding
    }
}

/// Reads `[(STATUS)] [title]`.
fn behind_date(date: Date, rest: Piece<'_>, language: Language) -> CheckInHeading {
    let mut heading = CheckInHeading {
        date,
        ..CheckInHeading::default()
    };
    let mut rest = rest.trimmed();
    if rest.text.starts_with('(') {
        match rest.text.find(')') {
            None => {
                heading.findings.push(rest.finding(
                    "invalid-status",
                    msg!(
                        "the parenthesis of `{typed}` is not closed",
                        typed = shown(rest.text)
                    ),
                ));
                return heading;
            }
            Some(close) => {
                let word = rest.part(1..close).trimmed();
                heading.status = status::named(word.text, language);
                if word.text.is_empty() {
                    let empty = rest.part(0..close + 1);
                    heading.findings.push(
                        empty
                            .finding("invalid-status", msg!("the parentheses hold no status"))
                            .help(msg!(
                                "write one, as in `(on track)`, or leave the parentheses out"
                            )),
                    );
                } else if heading.status.is_none() {
                    heading.findings.push(status::unknown(word, language));
                }
                rest = rest.from(close + 1).trimmed();
            }
        }
    }
    let title = without_dash(rest.text);
    if title.len() > TITLE && title.chars().nth(TITLE).is_some() {
        let count = title.chars().count();
        heading.findings.push(rest.finding(
            "limit",
            msg!(
                "this title has {count} characters: at most {limit}",
                count = count,
                limit = TITLE
            ),
        ));
    }
    let may_begin = heading.status.is_none() && heading.findings.is_empty();
    if may_begin && let Some(length) = status::before_title(title, language) {
        let word = rest.from(rest.text.len() - title.len()).part(0..length);
        let bare = word.text.trim_matches(|c: char| "[]{}".contains(c)).trim();
        let message = msg!(
            "`{word}` is read as a part of the title: a status stands in parentheses",
            word = shown(word.text)
        );
        let finding = word.finding("unread-heading", message);
        heading.findings.push(finding.instead(Some(format!("({bare})"))));
    }
    heading.title = (!title.is_empty()).then(|| on_one_line(title));
    heading
}

/// The title without the `—` or `:` before it. Two colons are its own.
fn without_dash(text: &str) -> &str {
    let rest = text
        .strip_prefix(['—', '–'])
        .or_else(|| text.strip_prefix(':').filter(|rest| !rest.starts_with(':')))
        .or_else(|| text.strip_prefix("--"))
        .or_else(|| {
            text.strip_prefix('-')
                .filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        });
    rest.map_or(text, str::trim_start)
}

/// A heading that is underlined may go over several lines.
fn on_one_line(text: &str) -> String {
    if text.contains('\n') {
        text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// What is wrong with a heading that looks like `date` and is not the heading of a check-in.
fn wrong(whole: Piece<'_>, content: Piece<'_>, date: Piece<'_>, level: u8) -> Diagnostic {
    let level_2 = || msg!("a check-in begins with a heading of level 2: `## YYYY-MM-DD`");
    if let Err(message) = scalar::date(date.text) {
        let finding = date.finding("invalid-date", message);
        return if level == 2 {
            finding
        } else {
            finding.help(level_2())
        };
    }
    let marked = whole.text.starts_with('#');
    if level != 2 && marked && date.start == content.start {
        let typed = whole.part(0..date.start + date.text.len() - whole.start);
        let message: Message = msg!(
            "`{typed}` is a heading of level {level}, a check-in has level 2",
            typed = shown(typed.text),
            level = level
        );
        return typed
            .finding("invalid-date", message)
            .instead(Some(format!("## {}", date.text)));
    }
    if level != 2 {
        return date
            .finding(
                "invalid-date",
                msg!("a heading of level {level} is no check-in", level = level),
            )
            .help(msg!("write `## {date}`", date = date.text));
    }
    let typed = content.part(0..date.start + date.text.len() - content.start);
    typed
        .finding(
            "invalid-date",
            msg!(
                "`{typed}` does not begin with a plain date",
                typed = shown(typed.text)
            ),
        )
        .help(msg!(
            "a check-in begins with its date: `## {date}`",
            date = date.text
        ))
}

/// Where the text of a heading looks like the date of a check-in, in whatever form.
fn like_a_date(text: &str, level: u8) -> Option<Range<usize>> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    spelled_date(text, level).or_else(|| numeric_date(text, level))
}

/// A date in digits. It is the heading's if it comes first, behind a day of the week, or, on level 2, behind a few words.
fn numeric_date(text: &str, level: u8) -> Option<Range<usize>> {
    let (mut words, mut weekdays, mut at) = (0, true, 0);
    while let Some(start) = text[at..].find(char::is_alphanumeric).map(|skipped| at + skipped) {
        let rest = &text[start..];
        let found = date_length(rest).or_else(|| {
            if words == 0 {
                short_date_length(rest, level)
            } else {
                None
            }
        });
        if let Some(length) = found {
            return (weekdays || level == 2).then(|| start..start + length);
        }
        let word = word(rest);
        words += 1;
        weekdays &= words == 1 && is_weekday(word);
        if words > WORDS_BEFORE {
            return None;
        }
        at = start + word.len();
    }
    None
}

/// How many words may stand before the date of a heading that still looks like one.
const WORDS_BEFORE: usize = 4;

fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

/// Three numbers with `-`, `.` or `/` between them, one of them a year of four digits at either end.
fn date_length(text: &str) -> Option<usize> {
    let (groups, length) = groups(text);
    let [first, second, third] = groups;
    let year = |digits: usize| digits == 4;
    let small = |digits: usize| digits == 1 || digits == 2;
    (small(second) && (year(first) && small(third) || small(first) && year(third))).then_some(length)
}

/// Forms that are a date only where one is expected: `31.07.26`, `20260731`, and, alone or before a parenthesis, `2026-07`.
fn short_date_length(text: &str, level: u8) -> Option<usize> {
    let (groups, length) = groups(text);
    let alone = || matches!(text[length..].trim_start().chars().next(), None | Some('('));
    match groups {
        [2, 2, 2] => (text.as_bytes().get(2) != Some(&b'-')).then_some(length),
        [8, 0, 0] => scalar::date(&format!(
            "{}-{}-{}",
            text.get(..4)?,
            text.get(4..6)?,
            text.get(6..8)?
        ))
        .is_ok()
        .then_some(length),
        [4, 2, 0] => (level <= 2 && alone() && is_month(text.get(5..7)?)).then_some(length),
        _ => None,
    }
}

fn is_month(digits: &str) -> bool {
    digits.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

/// How many digits the numbers at the beginning have, up to three with `-`, `.` or `/` between them, and how long that
/// is in bytes. A fourth number, or a letter, behind them: not what was looked for.
fn groups(text: &str) -> ([usize; 3], usize) {
    let (mut counts, mut group, mut length) = ([0; 3], 0, 0);
    let mut pending = false;
    for (at, c) in text.char_indices().take(24) {
        let plain = ascii(c);
        if plain.is_ascii_digit() {
            if std::mem::take(&mut pending) {
                group += 1;
            }
            if group == counts.len() {
                break;
            }
            counts[group] += 1;
            length = at + c.len_utf8();
        } else if matches!(plain, '-' | '.' | '/') && !pending {
            pending = true;
        } else if !(plain == ' ' && pending && text[..at].ends_with('.')) {
            break;
        }
    }
    (counts, length)
}

/// A date with the name of a month, at the beginning or behind a day of the week: `31 July 2026`, `July 31, 2026`,
/// `1er août 2026`; without a year only alone or before a parenthesis.
fn spelled_date(text: &str, level: u8) -> Option<Range<usize>> {
    let mut words = [(0, ""); 4];
    let (mut count, mut at) = (0, 0);
    while count < words.len()
        && let Some(start) = text[at..].find(char::is_alphanumeric).map(|skipped| at + skipped)
    {
        let word = word(&text[start..]);
        // What stands far away belongs to something else.
        if count > 0 && start - at > 4 {
            break;
        }
        words[count] = (start, word);
        count += 1;
        at = start + word.len();
    }
    let words = &words[..count];
    let words = if words.first().is_some_and(|(_, word)| is_weekday(word)) {
        &words[1..]
    } else {
        words
    };
    let day = |word: &str| {
        let digits = word.trim_end_matches(char::is_alphabetic);
        (1..=2).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && word.len() - digits.len() <= 2
    };
    let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let month = |word: &str| scalar::month_of(word).is_some();
    let end = |place: usize| words[place].0 + words[place].1.len();
    let day_and_month = |a: &str, b: &str| day(a) && month(b) || month(a) && day(b);
    match words {
        [(start, a), (_, b), (_, c), ..]
            if year(c) && day_and_month(a, b) || year(a) && month(b) && day(c) =>
        {
            Some(*start..end(2))
        }
        [(start, a), (_, b), ..] if level <= 2 && day_and_month(a, b) => {
            let end = end(1);
            let alone = matches!(
                text[end..].trim_start_matches(['.', ' ']).chars().next(),
                None | Some('(')
            );
            alone.then_some(*start..end)
        }
        _ => None,
    }
}

fn is_weekday(word: &str) -> bool {
    const NAMES: [&str; 14] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ];
    if !(2..=10).contains(&word.len()) {
        return false;
    }
    let lower = word.to_lowercase();
    NAMES
        .iter()
        .any(|name| *name == lower || lower.len() <= 4 && name.starts_with(&lower))
}

#[cfg(test)]
mod tests;
