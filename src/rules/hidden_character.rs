//! What a file says can be seen.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::bytes::{ByteSet, byte_set};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::KeyResult;
use crate::msg;
use crate::rules::objective_file::ObjectiveFile;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file, place};
use crate::source::{FileId, SourceFile, Span};

pub static RULE: Rule = Rule {
    name: "hidden-character",
    severity: Severity::Error,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "A character without a shape makes two names look alike that are not, or shows a text in another order than it \
                  is read. In the body, outside headings and readings, this is a warning.",
        french: "Un caractère sans forme fait paraître semblables deux noms qui ne le sont pas, ou montre un texte dans un autre \
                 ordre que celui où il est lu. Dans le corps, hors des titres et des relevés, c’est un avertissement.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:7:24",
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
    title: Satisfaction\u{200b} after first contact reaches 4.6
    owner: cy
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

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    // Few files have such a character at all.
    let objectives: LazyCell<HashMap<FileId, ObjectiveFile<'_>>, _> =
        LazyCell::new(|| objective_file::of(context).map(|it| (it.file, it)).collect());
    for (id, file) in objective_file::texts(context) {
        if !may_hide(&file.text) {
            continue;
        }
        let body = if file.path.ends_with(".md") {
            place::body_start(&file.text)
        } else {
            file.text.len()
        };
        let readings = objectives.get(&id).map(Readings::of);
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let range = at..at + line.len();
            at = range.end;
            if !may_hide(line) {
                continue;
            }
            let hidden = hidden(line);
            let Some(&(column, c)) = hidden.first() else {
                continue;
            };
            let structured = range.start < body
                || is_heading(file, &range)
                || readings.as_ref().is_some_and(|it| it.contain(file, &range));
            let start = range.start + column;
            let span = Span::new(start..start + c.len_utf8());
            let message = match hidden.len() {
                1 => msg!("a character that cannot be seen: {name}", name = name(c)),
                count => msg!(
                    "{count} characters that cannot be seen in this line, the first is {name}",
                    count = count,
                    name = name(c)
                ),
            };
            let before: String = line[..column].chars().rev().take(12).collect();
            let before: String = before.chars().rev().filter(|&c| !is_hidden_alone(c)).collect();
            let help = if before.trim().is_empty() {
                msg!(
                    "delete what stands before the first letter of the line, and type the line again if need be"
                )
            } else {
                msg!(
                    "delete what stands behind `{before}`, or type the line again",
                    before = before.trim_start()
                )
            };
            let severity = if structured {
                Severity::Error
            } else {
                Severity::Warning
            };
            findings.push(
                Diagnostic::new(RULE.name, id, span, message)
                    .help(help)
                    .severity(severity),
            );
        }
    }
}

/// Whether a text has a character that may be hidden.
fn may_hide(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(near) = Odd::first_in_long(&bytes[at..]) {
        at += near;
        // One by one, since what is beyond ASCII seldom stands alone.
        while let Some(&byte) = bytes.get(at).filter(|&&byte| Odd::has(byte)) {
            if begins_hidden(byte) && text[at..].chars().next().is_some_and(is_hidden_alone) {
                return true;
            }
            at += 1;
        }
    }
    false
}

byte_set! {
    /// What is not plain text, in few ranges.
    Odd: [0, b'\t' - 1], [b'\n' + 1, b' ' - 1], [0x7f, 0xff]
}

/// Whether a hidden character may begin with this byte, in UTF-8.
fn begins_hidden(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3)
}

/// The characters of a line that nobody sees and no script needs there.
fn hidden(line: &str) -> Vec<(usize, char)> {
    let right_to_left = line.chars().any(is_right_to_left);
    let mut found = Vec::new();
    let mut before = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let needed = match c {
            '\u{200c}' | '\u{200d}' => joins(c, before, after),
            // Marks that a text in two directions is set with; alone they turn nothing round.
            '\u{200e}' | '\u{200f}' | '\u{61c}' => right_to_left,
            // A flag is a black flag and the letters of its region, written in tags.
            '\u{e0020}'..='\u{e007f}' => before.is_some_and(|it| it == '🏴' || is_tag(it)),
            _ => false,
        };
        if is_hidden_alone(c) && !needed {
            found.push((at, c));
            if is_tag(c) {
                // Tags behind one that is no flag are none either.
                before = None;
                continue;
            }
        }
        before = Some(c);
    }
    found
}

/// Whether a character has no shape of its own and is not blank space either.
fn is_hidden_alone(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0001}' | '\u{e0020}'..='\u{e007f}' => true,
        _ => false,
    }
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// Whether a joiner or non-joiner stands where a script or an emoji needs it.
fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let in_emoji = c == '\u{200d}' && (is_emoji(before) || is_emoji_part(before)) && is_emoji(after);
    let in_word = is_joined_script(before) && (is_joined_script(after) || !after.is_alphanumeric());
    in_emoji || in_word
}

fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
}

/// What may stand between an emoji and its joiner: a variation, a shade of skin.
fn is_emoji_part(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Scripts whose letters are written differently with a joiner or non-joiner: Arabic and its kin, those of South and
/// South-East Asia, Mongolian.
fn is_joined_script(c: char) -> bool {
    matches!(c,
        '\u{0620}'..='\u{08ff}' | '\u{0900}'..='\u{0dff}' | '\u{0f00}'..='\u{109f}' | '\u{1780}'..='\u{180d}'
        | '\u{180f}'..='\u{18af}' | '\u{1a20}'..='\u{1aaf}' | '\u{1b00}'..='\u{1c4f}' | '\u{a800}'..='\u{abff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{10eff}' | '\u{11000}'..='\u{11fff}'
        | '\u{1e900}'..='\u{1e95f}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{05ff}' | '\u{0620}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn name(c: char) -> String {
    let words = match c {
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{61c}' => "Arabic letter mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of a direction",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "isolate",
        '\u{2069}' => "end of an isolate",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        '\u{e0001}'..='\u{e007f}' => "tag",
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "control character",
        _ => "format character",
    };
    format!("U+{:04X}, {words}", u32::from(c))
}

/// A line with `#` in front, or with an underline below.
fn is_heading(file: &SourceFile, line: &Range<usize>) -> bool {
    let visible = |text: &str| text.chars().filter(|&c| !is_hidden_alone(c)).collect::<String>();
    if visible(&file.text[line.clone()]).trim_start().starts_with('#') {
        return true;
    }
    let next = file.text[line.end..].lines().next().unwrap_or_default().trim();
    !next.is_empty() && (next.bytes().all(|b| b == b'=') || next.bytes().all(|b| b == b'-'))
}

/// The readings of an objective, by their place.
struct Readings<'a> {
    key_results: &'a [KeyResult],
    spans: Vec<Span>,
}

impl<'a> Readings<'a> {
    fn of(it: &ObjectiveFile<'a>) -> Readings<'a> {
        let readings = it.check_ins.iter().flat_map(|check_in| &check_in.readings);
        let mut spans: Vec<Span> = readings.map(|reading| reading.span).collect();
        spans.sort_unstable();
        Readings {
            key_results: it.key_results,
            spans,
        }
    }

    /// Whether a line is read as a reading, or would be if all of it could be seen: `- ID:` with something hidden in it.
    fn contain(&self, file: &SourceFile, line: &Range<usize>) -> bool {
        let next = self
            .spans
            .partition_point(|span| (span.start as usize) < line.end);
        if next > 0 && self.spans[next - 1].end as usize > line.start {
            return true;
        }
        let visible: String = file.text[line.clone()]
            .chars()
            .filter(|&c| !is_hidden_alone(c))
            .collect();
        let Some(item) = visible.trim_start().strip_prefix(['-', '*', '+']) else {
            return false;
        };
        let item = item.trim_start().trim_start_matches(['*', '`', '_']);
        let begins = |kr: &KeyResult| {
            item.strip_prefix(kr.id.as_str())
                .is_some_and(|rest| !rest.starts_with(is_of_id))
        };
        self.key_results.iter().any(begins)
    }
}

fn is_of_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[char]) {
        let found: Vec<char> = hidden(line).into_iter().map(|(_, c)| c).collect();
        assert_eq!(found, expected, "{line:?}");
    }

    #[test]
    fn what_scripts_and_emoji_need_is_fine() {
        check("naïve café — “quoted” … №", &[]);
        check(
            "👩\u{200d}💻 🏳\u{fe0f}\u{200d}🌈 👩🏽\u{200d}🚀 ❤\u{fe0f}\u{200d}🔥",
            &[],
        );
        check("می\u{200c}خواهم", &[]);
        check("क्\u{200d}ष क्\u{200c}ष", &[]);
        check("שלום \u{200f}(abc)\u{200e}", &[]);
        check("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", &[]);
        check("tab\tstop\n", &[]);
    }

    #[test]
    fn what_nobody_sees_is_found() {
        check("a\u{200b}b", &['\u{200b}']);
        check("a\u{200d}b \u{200c}", &['\u{200d}', '\u{200c}']);
        check("\u{202e}abc\u{202c}", &['\u{202e}', '\u{202c}']);
        check("x\u{2066}y\u{2069}", &['\u{2066}', '\u{2069}']);
        check("a\u{feff}b\u{2060}c", &['\u{feff}', '\u{2060}']);
        check("a\u{200f}b", &['\u{200f}']);
        check("a\u{1b}[31m\u{7}\u{85}", &['\u{1b}', '\u{7}', '\u{85}']);
        check("go\u{e0074}\u{e0065}", &['\u{e0074}', '\u{e0065}']);
    }

    #[test]
    fn the_quick_look_misses_no_hidden_character() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            let text = ["a".repeat(30), c.to_string(), "é—“b”".to_owned()].concat();
            assert_eq!(may_hide(&text), is_hidden_alone(c), "{c:?}");
        }
    }
}
