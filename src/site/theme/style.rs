//! A style sheet as it is published: without what only its readers need.

/// Without comments, and without the spaces that mean nothing: those at the ends of lines and of declarations, and around
/// braces. Texts in quotes stay as they are.
pub fn published(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        statements(&mut out, before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    statements(&mut out, rest);
    out
}

/// Each selector and each declaration by itself: only what ends it says which of the two it is.
fn statements(out: &mut String, text: &str) {
    let mut from = 0;
    let mut quote = None;
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(char),
            (None, '{') => {
                words(out, text[from..at].trim());
                out.push('{');
                from = at + 1;
            }
            (None, ';' | '}') => {
                declaration(out, text[from..at].trim());
                if char == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(char);
                from = at + 1;
            }
            (None, _) => {}
        }
    }
    words(out, text[from..].trim());
}

/// `name: value`, or nothing.
fn declaration(out: &mut String, text: &str) {
    match text.split_once(": ") {
        Some((name, value)) if !name.contains(['(', '"', ' ']) => {
            out.push_str(name);
            out.push(':');
            words(out, value);
        }
        _ => words(out, text),
    }
}

/// One space between words, and none behind a comma.
fn words(out: &mut String, text: &str) {
    if text.contains(['"', '\'']) {
        out.push_str(text);
        return;
    }
    let one_space = text.split_whitespace().collect::<Vec<_>>().join(" ");
    out.push_str(&one_space.replace(", ", ","));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_by_people_is_left_out() {
        let check = |style: &str, expected: &str| assert_eq!(published(style), expected);
        check(
            "/* a\n b */\n@media (x: 1) {\n .a, .b :is(c, d) { e: f,  g;\n  h: i; } /* j */\n\n .k { l: m; }\n}\n",
            "@media (x: 1){.a,.b :is(c,d){e:f,g;h:i}.k{l:m}}",
        );
        check(
            "a::after { content: \" ; } \"; b: c d; }",
            "a::after{content:\" ; } \";b:c d}",
        );
        check(
            "@layer a, b;\n.x > .y:hover { z: calc(1px + 2px); }",
            "@layer a,b;.x > .y:hover{z:calc(1px + 2px)}",
        );
    }
}
