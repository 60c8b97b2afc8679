//! A text as a span of code in Markdown: no mention, no link, no image, no end of a list or of a table's cell.

use super::show;

/// A span of code that shows at most `limit` characters of `text`. Its fence is longer than any run of backticks in it.
pub(super) fn code(text: &str, limit: usize) -> String {
    // What looks like a mark that programs leave in comments is none.
    let mut text: String = show(text).replace('\t', " ").replace("<!--", "<! --");
    if let Some((at, _)) = text.char_indices().nth(limit) {
        text.truncate(at);
        text.push('…');
    }
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    match text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// The same in a cell of a table, where a `|` ends the cell also within code. One behind a backslash cannot be written
/// there in a way that every reader of Markdown understands, and becomes a broken bar.
pub(super) fn in_cell(text: &str, limit: usize) -> String {
    code(&text.replace("\\|", "\\¦"), limit).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    const HOSTILE: [&str; 12] = [
        "plain",
        "```` @everyone closes #1",
        "`",
        "``a`",
        " spaced ",
        "a | b || c",
        "a \\| b \\",
        "\\",
        "</details> <img src=x> ![x](https://evil.example/x.png)",
        "<!-- okr-diff -->",
        "a\n\n# b\u{202e}",
        "",
    ];

    fn shown(text: &str) -> String {
        show(text).replace("<!--", "<! --")
    }

    #[test]
    fn it_is_one_span_that_says_the_same() {
        for text in HOSTILE {
            let markdown = format!("x {} y\n", code(text, 100));
            let events: Vec<Event<'_>> = Parser::new(&markdown).collect();
            assert_eq!(events.len(), 5, "{markdown}: {events:?}");
            let Event::Code(inner) = &events[2] else {
                panic!("{markdown}: {events:?}")
            };
            assert_eq!(inner.trim(), shown(text).trim(), "{markdown}");
        }
    }

    #[test]
    fn in_a_table_it_stays_in_its_cell() {
        for text in HOSTILE {
            let markdown = format!("| a | b |\n| --- | --- |\n| {} | y |\n", in_cell(text, 100));
            let events: Vec<Event<'_>> = Parser::new_ext(&markdown, Options::ENABLE_TABLES).collect();
            let cells = events
                .iter()
                .filter(|it| matches!(it, Event::Start(Tag::TableCell)));
            assert_eq!(cells.count(), 4, "{markdown}");
            let codes: Vec<&str> = events
                .iter()
                .filter_map(|it| match it {
                    Event::Code(code) => Some(&**code),
                    _ => None,
                })
                .collect();
            assert_eq!(codes.len(), 1, "{markdown}: {events:?}");
            assert_eq!(
                codes[0].trim(),
                shown(text).replace("\\|", "\\¦").trim(),
                "{markdown}"
            );
            assert!(
                events.iter().any(|it| *it == Event::Text("y".into())),
                "{markdown}"
            );
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(code("abcdef", 4), "`abcd…`");
    }
}
