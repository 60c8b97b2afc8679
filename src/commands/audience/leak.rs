//! Names that must not be published, looked for in what is to be.
//!
//! A name is found as it is written, with blanks for any white space, where it is no part of a longer word; in HTML, XML,
//! JSON, CSV, calendars and addresses as a reader of these sees it, also across tags.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::site::markdown;
use crate::words::Language;

/// What must not be published.
#[derive(Debug, Default)]
pub(in crate::commands) struct Search {
    names: Vec<Name>,
    /// Places in `names` by the first word.
    by_word: HashMap<String, Vec<usize>>,
    /// Those that are looked for in any place: without letters, or of a script that has no blanks between words.
    anywhere: Vec<usize>,
    /// What stands in a public text, and so is not looked for: the first text of each.
    pub(in crate::commands) known: Vec<Leak>,
}

#[derive(Debug)]
struct Name {
    /// As somebody wrote it.
    written: String,
    /// As it is looked for: with marks and without.
    forms: Vec<String>,
}

/// A name where it must not be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands) struct Leak {
    /// Path of the file below the output folder.
    pub(in crate::commands) path: String,
    /// The id or the title.
    pub(in crate::commands) name: String,
}

impl Search {
    /// For these ids and titles.
    pub(super) fn new(names: &[String]) -> Search {
        let names = names.iter().map(|written| {
            let mut forms = vec![spaced(written)];
            let plain = spaced(&markdown::plain(written));
            if !plain.is_empty() && !forms.contains(&plain) {
                forms.push(plain);
            }
            Name {
                written: written.clone(),
                forms,
            }
        });
        let mut search = Search {
            names: names.collect(),
            ..Search::default()
        };
        search.index();
        search
    }

    /// Leaves out what stands in one of these texts, each with its path, and what is a word of ours.
    pub(super) fn without_those_in<'a>(&mut self, texts: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let mut known = vec![false; self.names.len()];
        let ours: Vec<String> = Language::ALL
            .iter()
            .map(|language| language.page_texts())
            .collect();
        for at in ours.iter().flat_map(|text| self.found(text)) {
            known[at] = true;
        }
        for (path, text) in texts {
            for at in self.found(text) {
                if !std::mem::replace(&mut known[at], true) {
                    let (path, name) = (path.to_owned(), self.names[at].written.clone());
                    self.known.push(Leak { path, name });
                }
            }
        }
        let mut known = known.into_iter();
        self.names.retain(|_| !known.next().unwrap_or(false));
        self.index();
    }

    /// Whether there is nothing to look for.
    pub(in crate::commands) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names in a file that is to be published.
    pub(in crate::commands) fn leaks(&self, path: &str, bytes: &[u8]) -> Vec<Leak> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let text = String::from_utf8_lossy(bytes);
        let mut found = self.found(&decoded(path));
        found.extend(self.found(&decoded(&text)));
        found.extend(self.found(&decoded(&without_tags(&text))));
        found.sort_unstable();
        found.dedup();
        let leak = |at: usize| Leak {
            path: path.to_owned(),
            name: self.names[at].written.clone(),
        };
        found.into_iter().map(leak).collect()
    }

    fn index(&mut self) {
        self.by_word.clear();
        self.anywhere.clear();
        for (at, name) in self.names.iter().enumerate() {
            let has_blanks = |form: &String| form.chars().all(|c| c < '\u{2e80}');
            let first = |form: &String| words(form).next().map(|(_, word)| word.to_owned());
            for form in &name.forms {
                match first(form).filter(|_| has_blanks(form)) {
                    Some(word) => self.by_word.entry(word).or_default().push(at),
                    None => self.anywhere.push(at),
                }
            }
        }
    }

    /// Places of the names that stand in a text.
    fn found(&self, text: &str) -> Vec<usize> {
        let text = spaced(text);
        let mut found = Vec::new();
        for (start, word) in words(&text) {
            for &at in self.by_word.get(word).into_iter().flatten() {
                let stands = |form: &String| {
                    let lead = words(form).next().map_or(0, |(lead, _)| lead);
                    let Some(from) = start.checked_sub(lead) else {
                        return false;
                    };
                    text.get(from..)
                        .and_then(|rest| rest.strip_prefix(form.as_str()))
                        .is_some_and(|behind| !joins(form, behind))
                };
                if self.names[at].forms.iter().any(stands) {
                    found.push(at);
                }
            }
        }
        for &at in &self.anywhere {
            if self.names[at]
                .forms
                .iter()
                .any(|form| text.contains(form.as_str()))
            {
                found.push(at);
            }
        }
        found
    }
}

/// Whether a word that ends here goes on behind.
fn joins(form: &str, behind: &str) -> bool {
    let end = form.chars().next_back().is_some_and(char::is_alphanumeric);
    end && behind.chars().next().is_some_and(char::is_alphanumeric)
}

/// The words of a text, with the bytes at which they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let length = text[start..]
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(text.len() - start);
        rest = start + length;
        Some((start, &text[start..rest]))
    })
}

/// With one blank for each stretch of white space, and none at the ends.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Without what stands in `<…>`, and with the lines of a calendar put together.
fn without_tags(text: &str) -> String {
    let text = text.replace("\r\n ", "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        match rest[open..].find('>') {
            Some(close) => rest = &rest[open + close + 1..],
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

/// As a reader of HTML, XML, JSON, CSV, a calendar or an address sees it.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '\\', '%', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\', '%', '"']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, meant) = one(rest);
        out.push_str(&meant);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What is meant by the mark at the beginning, and how many bytes it takes.
fn one(text: &str) -> (usize, String) {
    let as_it_is = || (1, text[..1].to_owned());
    match text.as_bytes()[0] {
        b'&' => entity(text).unwrap_or_else(as_it_is),
        b'%' => escapes(text).unwrap_or_else(as_it_is),
        b'"' if text[1..].starts_with('"') => (2, "\"".to_owned()),
        b'\\' => escape(text).unwrap_or_else(as_it_is),
        _ => as_it_is(),
    }
}

fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let meant = match &text[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((end + 1, meant.to_string()))
}

/// `%C3%A9`: as many as make a character.
fn escapes(text: &str) -> Option<(usize, String)> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(code) = rest.strip_prefix('%').and_then(|code| code.get(..2)) {
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        rest = &rest[3..];
        if let Ok(meant) = std::str::from_utf8(&bytes) {
            return Some((text.len() - rest.len(), meant.to_owned()));
        }
        // No character is longer.
        if bytes.len() == 4 {
            return None;
        }
    }
    None
}

fn escape(text: &str) -> Option<(usize, String)> {
    let next = text[1..].chars().next()?;
    let meant = match next {
        'n' | 'r' | 't' => ' ',
        'u' => {
            let code = u32::from_str_radix(text.get(2..6)?, 16).ok()?;
            return Some((6, char::from_u32(code)?.to_string()));
        }
        '"' | '\\' | '/' | ',' | ';' => next,
        _ => return None,
    };
    Some((1 + next.len_utf8(), meant.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, published: &str, expected: bool) {
        let search = Search::new(&[name.to_owned()]);
        let found = !search.leaks("index.html", published.as_bytes()).is_empty();
        assert_eq!(found, expected, "{name:?} in {published:?}");
    }

    #[test]
    fn escapes_that_make_no_character_are_not_followed_to_the_end() {
        assert_eq!(escapes(&"%ff".repeat(100_000)), None);
        assert_eq!(escapes("%C3%A9t"), Some((6, "é".to_owned())));
    }

    #[test]
    fn a_name_is_found_in_every_form_in_which_it_is_published() {
        check("Buy Initech", "<h1>Buy Initech</h1>", true);
        check("Buy Initech", "<h1>Buy\n  <b>Ini</b>tech</h1>", true);
        check("R&D \"X\"", "<p>R&amp;D &quot;X&quot;</p>", true);
        check("R&D \"X\"", r#"{"title":"R\u0026D \"X\""}"#, true);
        check("R&D \"X\"", "a,\"R&D \"\"X\"\"\",b", true);
        check("Café, open", "SUMMARY:Café\\, op\r\n en", true);
        check("plans/café", "<a href=\"plans/caf%C3%A9/index.html\">", true);
        check("Buy **Initech**", "<p>Buy <strong>Initech</strong></p>", true);
        check("🚀", "ready 🚀 go", true);
        check("収益", "今期の収益を", true);
        check("C++", "in C++ now", true);
    }

    #[test]
    fn a_name_is_not_found_in_longer_words_or_in_others() {
        check("Grow", "Growth and ingrown", false);
        check("C++", "C is there", false);
        check("Buy Initech", "Buy now. Initech", false);
        check("Buy Initech", "buy initech", false);
        check("secret", "secrets", false);
    }

    #[test]
    fn what_the_public_may_read_anyway_is_no_secret() {
        let mut search = Search::new(&[
            "Buy Initech".to_owned(),
            "On track".to_owned(),
            "Project X".to_owned(),
        ]);
        search.without_those_in([("okr.yaml", "We may buy, or not: Buy Initech")]);
        let leaks = search.leaks("a.html", b"Buy Initech, On track, Project X");
        let names: Vec<&str> = leaks.iter().map(|leak| leak.name.as_str()).collect();
        assert_eq!(names, ["Project X"]);
    }

    #[test]
    fn a_path_can_tell_a_name_as_well() {
        let search = Search::new(&["plans/initech".to_owned()]);
        assert_eq!(search.leaks("objectives/plans/initech/index.html", b"").len(), 1);
    }
}
