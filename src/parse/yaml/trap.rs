//! What a fault of YAML means in words of the file, and how much of the text it costs.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::Fault;
use crate::diagnostic::{Help, Message};
use crate::msg;
use crate::parse::typed::shown;

/// A fault, understood.
pub(super) struct Trap {
    pub(super) findings: Vec<Found>,
    pub(super) cure: Cure,
}

/// One finding; its place counts from the start of the text.
pub(super) struct Found {
    pub(super) rule: &'static str,
    pub(super) range: Range<usize>,
    pub(super) message: Message,
    pub(super) help: Vec<Help>,
}

/// What must be taken out so that the rest can be read.
pub(super) enum Cure {
    /// A value: something stood here, and nobody knows what.
    Value(Range<usize>),
    /// A value that was never closed: what stands below it may have been part of it.
    Open(Range<usize>),
    /// A value that stands right behind its colon.
    Unspaced(Range<usize>),
    /// A whole line: nobody knows what it belongs to.
    Line(Range<usize>),
    /// Tabs that stand for indentation.
    Tabs(Vec<Range<usize>>),
    /// Everything from here on.
    Rest(usize),
}

/// Understands a fault of `text`.
pub(super) fn of(text: &str, fault: &Fault) -> Trap {
    if let Some(marker) = conflict(text) {
        let start = line_start(text, marker.start);
        return one(
            marker,
            msg!("a merge conflict is not resolved"),
            vec![note(msg!(
                "keep one side, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`"
            ))],
            Cure::Rest(start),
        );
    }
    if let Some(trap) = refused(text, fault) {
        return trap;
    }
    use ErrorKind::*;
    match &fault.kind {
        TabInBlockIndentation
        | TabInPlainScalar
        | TabNotAllowed
        | TabInIndentation
        | TabAtBlockScalarStart => tabs(text).unwrap_or_else(|| unknown(text, fault)),
        UnexpectedCharacter { character } => unexpected(text, fault, *character),
        BomInsideDocument => {
            let range = fault.at..fault.at + '\u{feff}'.len_utf8();
            one(
                range.clone(),
                msg!("an invisible character U+FEFF stands here"),
                vec![note(msg!("delete it"))],
                Cure::Value(range),
            )
        }
        UnclosedQuotedScalar | DocumentIndicatorInQuotedScalar => unclosed_quote(text, fault.at),
        InvalidTrailingSingleQuotedScalar => trailing(text, fault, '\''),
        InvalidTrailingDoubleQuotedScalar => trailing(text, fault, '"'),
        UnknownQuotedScalarEscape
        | InvalidQuotedScalarHexEscape
        | InvalidLowSurrogateHexEscape
        | InvalidLowSurrogate
        | MissingLowSurrogate
        | UnpairedLowSurrogate
        | InvalidUnicodeEscape => escape(text, fault.at),
        UnclosedFlowCollection { .. } | MismatchedFlowCollectionEnd { .. } => {
            unclosed_bracket(text, fault.at)
        }
        MisplacedFlowCollectionEnd => misplaced_bracket(text, fault),
        MappingValueNotAllowed
        | InvalidColonPlacement
        | ExpectedFlowMappingSeparator
        | ExpectedFlowSequenceSeparator => colon(text, fault),
        InvalidBlockScalarHeader
        | MissingAnchorOrAliasName
        | MappingKeyNotAllowed
        | UndeclaredTagHandle
        | MissingTagUri
        | UnclosedVerbatimTag
        | InvalidTagTerminator
        | InvalidTagEscape => begins_badly(text, fault),
        BlockSequenceEntryNotAllowed => list_beside_key(text, fault),
        BlockEntryInFlowCollection if fault.bracket.is_some() => {
            unclosed_bracket(text, fault.bracket.unwrap_or(fault.at))
        }
        UnexpectedEofFlowSequence
        | UnexpectedEofFlowMapping
        | UnexpectedEofImplicitFlowMapping
        | ExpectedNodeContent => {
            let value = whole_value(text, fault.at);
            one(
                value.clone(),
                msg!("what stands in these brackets cannot be read"),
                vec![note(msg!("is there a `,` too many?"))],
                Cure::Value(value),
            )
        }
        CommentInterceptedScalar => intercepted(text, fault.at),
        CommentNotSeparated => one(
            fault.at..behind(text, fault.at),
            msg!("no space stands before `#`"),
            vec![note(msg!(
                "write a space before and behind the `#` of a comment, or put the text in quotes"
            ))],
            Cure::Value(whole_value(text, fault.at)),
        ),
        DirectiveDisallowed => one(
            trimmed(text, line_at(text, fault.at)),
            msg!("a line that begins with `%` is a YAML directive; directives are not read"),
            vec![note(msg!("take the line out"))],
            Cure::Line(line_at(text, fault.at)),
        ),
        SimpleKeyExpected
        | ExpectedBlockMappingKey
        | ExpectedBlockSequenceEntry
        | InvalidIndentation
        | ExpectedDocumentStart
        | UnexpectedEofBlockMapping
        | UnexpectedEofBlockSequence
        | InvalidSimpleKey => tabs_near(text, fault.at).unwrap_or_else(|| line(text, fault)),
        _ => unknown(text, fault),
    }
}

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].rfind('\n').map_or(0, |i| i + 1)
}

/// Just past the character at a byte.
pub(super) fn behind(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A text as YAML reads it as text, in the quotes that need the fewest escapes.
pub(super) fn quoted(text: &str) -> String {
    if !text.contains('"') && !text.contains('\\') {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// A text in a message: in backticks unless it has some, and not endless.
pub(super) fn code(text: &str) -> String {
    let short = match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    if short.contains('`') {
        short
    } else {
        format!("`{short}`")
    }
}

fn one(range: Range<usize>, message: Message, help: Vec<Help>, cure: Cure) -> Trap {
    Trap {
        findings: vec![Found {
            rule: "invalid-yaml",
            range,
            message,
            help,
        }],
        cure,
    }
}

fn note(message: Message) -> Help {
    Help::Note(message)
}

fn unknown(text: &str, fault: &Fault) -> Trap {
    let range = trimmed(text, line_at(text, fault.at));
    one(
        range,
        msg!("this line cannot be read as YAML: {reason}", reason = fault.kind),
        vec![note(msg!("put a text with special characters in quotes"))],
        Cure::Rest(line_start(text, fault.at)),
    )
}

/// Aliases, anchors and tags are reported by the tree where the rest of the line allows one; where it does not, here.
fn refused(text: &str, fault: &Fault) -> Option<Trap> {
    let line = line_at(text, fault.at);
    let mark = fault.refused.iter().find(|mark| line.contains(&mark.start))?;
    let value = Fault {
        at: mark.start,
        kind: fault.kind.clone(),
        bracket: fault.bracket,
        scalar: None,
        refused: Vec::new(),
    };
    Some(begins_badly(text, &value))
}

/// The first line of a merge conflict.
fn conflict(text: &str) -> Option<Range<usize>> {
    let is_marker = |line: &str| {
        ["<<<<<<<", ">>>>>>>"].iter().any(|mark| {
            line.strip_prefix(mark)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    lines(text).find(|range| is_marker(&text[range.clone()]))
}

/// Every line that is indented with tabs, where the line of a fault or the one before it is: the fault comes of that.
fn tabs_near(text: &str, at: usize) -> Option<Trap> {
    let here = line_at(text, at);
    let before = text[..here.start].trim_end();
    let above = line_at(text, before.len());
    let is_tabbed = |line: &str| line.trim_start_matches(' ').starts_with('\t') && !line.trim().is_empty();
    if is_tabbed(&text[here]) || is_tabbed(&text[above]) {
        tabs(text)
    } else {
        None
    }
}

/// Every line that is indented with tabs: one slip of the editor, and one finding at the first of them.
fn tabs(text: &str) -> Option<Trap> {
    let mut cut: Vec<Range<usize>> = Vec::new();
    for line in lines(text) {
        let content = &text[line.clone()];
        let blank = content.len() - content.trim_start_matches([' ', '\t']).len();
        let indentation = &content[..blank];
        if blank == content.len() || !indentation.contains('\t') {
            continue;
        }
        let first = line.start + indentation.find('\t').unwrap_or(0);
        cut.push(first..line.start + blank);
    }
    let message = match cut.len() {
        0 => return None,
        1 => msg!("this line is indented with a tab"),
        2 => msg!("this line and another one are indented with tabs"),
        count => msg!(
            "this line and {more} others are indented with tabs",
            more = count - 1
        ),
    };
    let help = vec![note(msg!("indent with spaces: YAML does not take tabs there"))];
    let first = cut.first()?.clone();
    Some(one(first, message, help, Cure::Tabs(cut)))
}

fn unexpected(text: &str, fault: &Fault, character: char) -> Trap {
    let value = value_at(text, fault);
    let written = &text[value.clone()];
    match character {
        '@' => {
            let handle = written.trim_start_matches('@');
            let is_handle =
                !handle.is_empty() && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            let help = if is_handle {
                Help::Replacement(handle.to_owned())
            } else {
                note(msg!("put it in quotes: {text}", text = code(&quoted(written))))
            };
            let message = if is_handle {
                msg!("a handle is written without `@`")
            } else {
                msg!("a value cannot begin with `@`")
            };
            one(value.clone(), message, vec![help], Cure::Value(value))
        }
        '%' | '`' => one(
            value.clone(),
            if character == '%' {
                msg!("a value cannot begin with `%`")
            } else {
                msg!("a value cannot begin with a backtick")
            },
            vec![note(msg!(
                "put it in quotes: {text}",
                text = code(&quoted(written))
            ))],
            Cure::Value(value),
        ),
        _ if character.is_control() => {
            let range = fault.at..text.len();
            let found = text[range].char_indices().find(|&(_, c)| c == character);
            let at = found.map_or(fault.at, |(i, _)| fault.at + i);
            let range = at..(at + character.len_utf8()).min(text.len());
            one(
                range.clone(),
                msg!(
                    "a control character U+{code} stands here",
                    code = format!("{:04X}", character as u32)
                ),
                vec![note(msg!("delete it"))],
                Cure::Value(range),
            )
        }
        _ => begins_badly(text, fault),
    }
}

fn begins_badly(text: &str, fault: &Fault) -> Trap {
    let value = value_at(text, fault);
    let written = &text[value.clone()];
    let Some(first) = written.chars().next() else {
        return unknown(text, fault);
    };
    one(
        value.clone(),
        msg!(
            "a value that begins with `{character}` is no text in YAML",
            character = first
        ),
        vec![note(msg!(
            "put it in quotes: {text}",
            text = code(&quoted(written))
        ))],
        Cure::Value(value),
    )
}

fn unclosed_quote(text: &str, at: usize) -> Trap {
    let rest = at..trimmed(text, line_at(text, at)).end.max(at);
    let quote = if text[at..].starts_with('\'') { '\'' } else { '"' };
    one(
        rest.clone(),
        msg!("this text has no closing `{quote}`", quote = quote),
        vec![note(msg!("write a `{quote}` at its end", quote = quote))],
        Cure::Open(rest),
    )
}

/// Text behind a closing quote: either the quote was not meant to close, or an earlier one never did.
fn trailing(text: &str, fault: &Fault, quote: char) -> Trap {
    let line = line_at(text, fault.at);
    let opened_here = text[line.start..fault.at].matches(quote).count() >= 2;
    if !opened_here {
        let earlier = lines(&text[..line.start])
            .filter_map(|range| opens(text, range, quote))
            .last();
        if let Some(at) = earlier {
            return unclosed_quote(text, at);
        }
    }
    let value = value_at(text, fault);
    let written = &text[value.clone()];
    let inner = written.trim_matches(quote);
    let (message, help) = if quote == '\'' && written.len() > 1 && written.ends_with('\'') {
        (
            msg!("a `'` inside this text ends it early"),
            msg!(
                "write {text}",
                text = code(&format!("'{}'", inner.replace('\'', "''")))
            ),
        )
    } else if written.len() > 1 && written.ends_with(quote) && written.starts_with(quote) {
        (
            msg!("a `{quote}` inside this text ends it early", quote = quote),
            msg!(
                "write {text}",
                text = code(&format!("'{}'", inner.replace('\'', "''")))
            ),
        )
    } else {
        (
            msg!("text stands behind the closing `{quote}`", quote = quote),
            msg!("put all of it in quotes: {text}", text = code(&quoted(written))),
        )
    };
    one(value.clone(), message, vec![note(help)], Cure::Value(value))
}

/// Where a line opens a quote that it does not close.
fn opens(text: &str, line: Range<usize>, quote: char) -> Option<usize> {
    let parts = Parts::of(text, line);
    let start = parts.value.start;
    let content = text[parts.value].strip_prefix(quote)?;
    if content.contains(quote) {
        None
    } else {
        Some(start)
    }
}

fn escape(text: &str, at: usize) -> Trap {
    let line = line_at(text, at);
    let rest = &text[at..line.end];
    let mut chars = rest.char_indices().skip(1);
    let mut wrong = None;
    let mut end = rest.trim_end().len();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => {
                let next = chars.next();
                let known = next.is_some_and(|(_, c)| "0abtnvfre \"/\\N_LP\txuU".contains(c));
                if wrong.is_none() && (!known || next.is_some_and(|(_, c)| "xuU".contains(c))) {
                    wrong = Some(at + i..at + i + 1 + next.map_or(0, |(_, c)| c.len_utf8()));
                }
            }
            '"' => {
                end = i + 1;
                break;
            }
            _ => {}
        }
    }
    let value = at..at + end;
    let range = wrong.unwrap_or(value.clone());
    let inner = text[value.clone()].trim_matches('"');
    one(
        range.clone(),
        msg!(
            "`{escape}` is no escape that YAML knows",
            escape = &text[range.clone()]
        ),
        vec![note(msg!(
            "write {text}",
            text = code(&format!("'{}'", inner.replace('\'', "''")))
        ))],
        Cure::Value(value),
    )
}

fn unclosed_bracket(text: &str, at: usize) -> Trap {
    let open = &text[at..behind(text, at)];
    let close = if open == "{" { '}' } else { ']' };
    let rest = at..trimmed(text, line_at(text, at)).end.max(at);
    if let Some(cut) = text[rest.clone()].find(" #").map(|i| rest.start + i + 1)
        && !text[cut..rest.end].starts_with("# ")
    {
        // `{ accent: #0b5fff }`: what is behind the `#` is gone, and the bracket with it.
        let end = text[cut..rest.end]
            .find([',', ']', '}', ' '])
            .map_or(rest.end, |i| cut + i);
        let value = &text[cut..end];
        return Trap {
            findings: vec![cut_by_comment(
                cut..end,
                value,
                msg!("put it in quotes: {text}", text = code(&quoted(value))),
            )],
            cure: Cure::Open(rest),
        };
    }
    one(
        at..behind(text, at),
        msg!(
            "this `{open}` has no closing `{close}`",
            open = open,
            close = close
        ),
        vec![note(msg!("write `{close}` behind the last entry", close = close))],
        Cure::Open(rest),
    )
}

fn misplaced_bracket(text: &str, fault: &Fault) -> Trap {
    let bracket = fault.at..behind(text, fault.at);
    one(
        bracket.clone(),
        msg!(
            "this `{bracket}` closes nothing",
            bracket = &text[bracket.clone()]
        ),
        vec![note(msg!("take it out, or put the text in quotes"))],
        Cure::Value(whole_value(text, fault.at)),
    )
}

/// A `:` where none can be.
fn colon(text: &str, fault: &Fault) -> Trap {
    let here = line_at(text, fault.at);
    if let Some(open) = fault.bracket
        && open < here.start
        && Parts::of(text, here.clone())
            .key
            .is_some_and(|key| key.end >= fault.at)
    {
        return unclosed_bracket(text, open);
    }
    let swallowed = fault
        .scalar
        .clone()
        .filter(|scalar| scalar.start < here.start && scalar.end > here.start);
    let Some(scalar) = swallowed else {
        return colon_in_value(text, fault);
    };
    let first = line_at(text, scalar.start);
    let parts = Parts::of(text, first.clone());
    let unspaced = text[parts.value.clone()]
        .split_once(':')
        .is_some_and(|(key, _)| !key.contains(' '));
    if parts.key.is_none() && (!parts.item || unspaced) {
        return without_colon(text, first);
    }
    one(
        trimmed(text, here.clone()),
        msg!("this line is indented, as if the text of the line before went on here, and it has a `: `"),
        vec![note(msg!(
            "indent it like the key above, or put the whole text in quotes"
        ))],
        Cure::Line(here),
    )
}

fn colon_in_value(text: &str, fault: &Fault) -> Trap {
    let value = value_at(text, fault);
    let written = &text[value.clone()];
    let mut help = vec![note(msg!(
        "put the text in quotes: {text}",
        text = code(&quoted(written))
    ))];
    if fault.bracket.is_some() || text[line_at(text, fault.at)].contains(['{', '[']) {
        help = vec![note(msg!(
            "put the text in quotes, or a comma between two entries"
        ))];
    }
    one(
        value.clone(),
        msg!("the text {text} has a `:` in it", text = code(written)),
        help,
        Cure::Value(value),
    )
}

fn list_beside_key(text: &str, fault: &Fault) -> Trap {
    let value = value_at(text, fault);
    one(
        value.clone(),
        msg!("a list cannot begin beside its key"),
        vec![note(msg!(
            "write each `- ` on a line of its own below the key, or `[a, b]`; put a text that begins with `-` in quotes"
        ))],
        Cure::Value(value),
    )
}

fn intercepted(text: &str, at: usize) -> Trap {
    let line = line_at(text, at);
    let comment = at..trimmed(text, line).end.max(at);
    let found = cut_by_comment(
        comment.clone(),
        &text[comment.clone()],
        msg!("put the whole text in quotes"),
    );
    Trap {
        findings: vec![found],
        cure: Cure::Value(comment),
    }
}

fn cut_by_comment(range: Range<usize>, written: &str, help: Message) -> Found {
    Found {
        rule: "cut-by-comment",
        range,
        message: msg!(
            "{text} would be cut off: behind a space, `#` begins a comment",
            text = code(written)
        ),
        help: vec![note(help)],
    }
}

/// A line that fits nowhere.
fn line(text: &str, fault: &Fault) -> Trap {
    let here = line_at(text, fault.at);
    let parts = Parts::of(text, here.clone());
    let content = trimmed(text, here.clone());
    if text[parts.value.clone()].starts_with([',', '?', '&', '*', '!']) && parts.key.is_some() {
        let at = Fault {
            at: parts.value.start,
            kind: fault.kind.clone(),
            bracket: None,
            scalar: None,
            refused: Vec::new(),
        };
        return begins_badly(text, &at);
    }
    if parts.key.is_none() && !parts.item {
        return without_colon(text, here);
    }
    let column = content.start - here.start + 1;
    let message = if parts.item {
        msg!(
            "this `-` stands in column {column}, where no list above has one",
            column = column
        )
    } else {
        msg!(
            "this line begins in column {column}, where no key above does",
            column = column
        )
    };
    one(
        content,
        message,
        vec![note(msg!("indent it like the lines it belongs to"))],
        Cure::Line(here),
    )
}

/// A line that is no `key: value`.
fn without_colon(text: &str, line: Range<usize>) -> Trap {
    let content = trimmed(text, line.clone());
    let written = &text[content.clone()];
    let bare = written.trim_start_matches("- ");
    let help = match bare.split_once(':') {
        Some((key, value)) if !key.is_empty() && !key.contains(' ') => {
            let value_range = content.end - value.len()..content.end;
            return one(
                content,
                msg!("no space stands behind `{key}:`", key = shown(key)),
                vec![note(msg!(
                    "write `{key}: {value}`",
                    key = shown(key),
                    value = shown(value)
                ))],
                Cure::Unspaced(value_range),
            );
        }
        _ => match bare.split_once(['=', ' ']) {
            Some((key, value))
                if is_word(key) && !value.trim().is_empty() && bare.split(' ').count() <= 6 =>
            {
                msg!(
                    "write `{key}: {value}`",
                    key = shown(key),
                    value = shown(value.trim_start_matches(['=', ' ']))
                )
            }
            _ => msg!("is the line `---` missing that ends the front matter?"),
        },
    };
    one(
        content,
        msg!("this line has no `key: value`"),
        vec![note(help)],
        Cure::Line(line),
    )
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The value that a place is in: in brackets up to the next comma, elsewhere the rest of the line.
fn value_at(text: &str, fault: &Fault) -> Range<usize> {
    let line = line_at(text, fault.at);
    let parts = Parts::of(text, line.clone());
    let at = fault.at;
    let brackets = text[parts.value.clone()].starts_with(['[', '{']) && parts.value.start < at;
    let outside = fault.bracket.is_some_and(|open| open < line.start);
    if !brackets && !outside {
        let start = parts.value.start.min(at);
        return start..parts.value.end.max(behind(text, at).min(line.end)).max(start);
    }
    let from = if outside && !brackets {
        line.start
    } else {
        parts.value.start
    };
    let before = &text[from..at];
    let opening = before.rfind(['[', '{', ',']).map_or(0, |i| i + 1);
    let opening = before[opening..].find(": ").map_or(opening, |i| opening + i + 2);
    let start = from + opening;
    let start = start + (text[start..at].len() - text[start..at].trim_start().len());
    let end = text[at..line.end]
        .find([',', ']', '}'])
        .map_or(line.end, |i| at + i);
    let end = start.max(start + text[start..end].trim_end().len());
    start..end.max(behind(text, at).min(line.end))
}

/// Everything behind the key of a line, up to its end.
fn whole_value(text: &str, at: usize) -> Range<usize> {
    let line = line_at(text, at);
    let end = trimmed(text, line.clone())
        .end
        .max(behind(text, at).min(line.end));
    Parts::of(text, line).value.start.min(at)..end
}

/// A line in its parts.
struct Parts {
    /// It begins with `- `.
    item: bool,
    /// The key, when there is a `: `.
    key: Option<Range<usize>>,
    /// What stands behind it, without a comment; without a key, all of it.
    value: Range<usize>,
}

impl Parts {
    fn of(text: &str, line: Range<usize>) -> Parts {
        let mut start = trimmed(text, line.clone()).start;
        let mut item = false;
        while text[start..line.end].starts_with("- ") || &text[start..line.end] == "-" {
            item = true;
            let rest = text[start..line.end][1..].trim_start();
            start = line.end - rest.len();
        }
        let content = &text[start..line.end];
        let content = content.find(" # ").map_or(content, |i| &content[..i]).trim_end();
        let bracketed = content.starts_with(['{', '[', '"', '\'']);
        let colon = content
            .find(": ")
            .or_else(|| content.ends_with(':').then(|| content.len().saturating_sub(1)));
        match colon.filter(|_| !bracketed) {
            Some(i) => {
                let value = content[i + 1..].trim_start();
                let end = start + content.len();
                Parts {
                    item,
                    key: Some(start..start + i),
                    value: end - value.len()..end,
                }
            }
            None => Parts {
                item,
                key: None,
                value: start..start + content.len(),
            },
        }
    }
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = line_start(text, at);
    start..text[start..].find('\n').map_or(text.len(), |i| start + i)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    start..(range.start + content.trim_end().len()).max(start)
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches('\n').len()
    })
}
