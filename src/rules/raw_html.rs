//! HTML in a body is shown as the text it is.

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::parse::markdown;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file};
use crate::source::Span;

pub static RULE: Rule = Rule {
    name: "raw-html",
    severity: Severity::Info,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "Pages hold no HTML that somebody typed: tags are shown as text. Most of what they are used for can be written \
                  in Markdown; comments are left out.",
        french: "Les pages ne contiennent pas de HTML saisi\u{202f}: les balises sont montrées comme du texte. Presque tout peut \
                 s’écrire en Markdown\u{202f}; les commentaires sont laissés de côté.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", WEAK)],
    },
    at: "objectives/first-contact.md:13:25",
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
    owner: cy
    start: 4.0
    target: 4.6
---

The first answer is the <b>only one that counts.
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

The first answer is the **only one** that counts.

<!-- The source: interviews in May. -->
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (id, body) in objective_file::bodies(context) {
        let text = context.sources[id].slice(body);
        if !may_hold_html(text) {
            continue;
        }
        for (event, range) in markdown::events(text) {
            let html = match event {
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => &text[range.clone()],
                _ => continue,
            };
            let Some(at) = outside_comments(html).filter(|&at| !html[at..].starts_with("</")) else {
                continue;
            };
            let tag = tag(&html[at..]);
            let start = body.start as usize + range.start + at;
            findings.push(
                Diagnostic::new(
                    RULE.name,
                    id,
                    Span::new(start..start + tag.len()),
                    msg!("`{tag}` is HTML, and is shown as text", tag = tag),
                )
                .help(msg!("write it in Markdown, or put it between backticks")),
            );
        }
    }
}

/// A quick look, since reading Markdown is dear: HTML begins with `<` and one of few signs.
fn may_hold_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .filter_map(|at| bytes.get(at + 1))
        .any(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
}

/// Where something stands that is neither blank nor within `<!-- -->`.
fn outside_comments(html: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += html[at..].len() - html[at..].trim_start().len();
        if at == html.len() {
            return None;
        }
        if !html[at..].starts_with("<!--") {
            return Some(at);
        }
        at += html[at..].find("-->")? + 3;
    }
}

/// The first tag of a text, on its line and not too long.
fn tag(html: &str) -> &str {
    let end = html
        .find(['>', '\n'])
        .map_or(html.len(), |at| at + usize::from(html[at..].starts_with('>')));
    let end = html[..end].char_indices().nth(60).map_or(end, |(at, _)| at);
    html[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_html() {
        for (html, found) in [
            ("<!-- a -->", None),
            ("<!-- a\n\nb -->\n <!-- c -->\n", None),
            ("<!-- open", None),
            ("<!-- a --> <b>x", Some("<b>")),
            ("<details open\n>", Some("<details open")),
            ("<br>", Some("<br>")),
        ] {
            assert_eq!(outside_comments(html).map(|at| tag(&html[at..])), found, "{html}");
        }
    }
}
