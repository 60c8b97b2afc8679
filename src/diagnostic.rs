//! What we tell people about their files: the finding, its place, its severity and its words.

pub mod names;

use std::fmt;

use crate::shared::Shared;
use crate::source::{FileId, Place, Sources, Span};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be read as meant, or a rule that is set to fail.
    Error,
    /// Advice that `--strict` fails on.
    Warning,
    /// A hint; it never fails.
    Info,
    /// Not reported.
    Off,
}

impl Severity {
    /// As written in `okr.yaml`, in messages and in the data.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Off => "off",
        }
    }
}

/// A text for people with named parts, such as ``unknown key `{key}` ``.
/// The template is the English text and the key by which a translation is found.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The English text; `{name}` stands for a part.
    pub template: &'static str,
    /// The parts by name.
    pub parts: Vec<(&'static str, String)>,
}

impl Message {
    /// About how many bytes it takes, in whatever language.
    pub fn size(&self) -> usize {
        let parts: usize = self.parts.iter().map(|(_, part)| part.len()).sum();
        self.template.len() + parts
    }

    /// The text with its parts put in, from `template` (this one's own, or its translation).
    pub fn render(&self, template: &str) -> String {
        let mut out = String::with_capacity(self.size());
        let mut rest = template;
        while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
            out.push_str(&rest[..open]);
            let tail = &rest[open + 1..];
            let known = memchr::memchr(b'}', tail.as_bytes()).and_then(|close| {
                let part = self.parts.iter().find(|(name, _)| *name == &tail[..close])?;
                Some((close, &part.1))
            });
            match known {
                Some((close, value)) => {
                    out.push_str(value);
                    rest = &tail[close + 1..];
                }
                None => {
                    out.push('{');
                    rest = tail;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(self.template))
    }
}

/// Makes a [`Message`]: `msg!("unknown key `{key}`", key = name)`.
#[macro_export]
macro_rules! msg {
    ($template:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        // Most of what could be said never is.
        ::std::hint::cold_path();
        $crate::diagnostic::Message {
            template: $template,
            parts: vec![$((stringify!($name), ($value).to_string())),*],
        }
    }};
}

/// What can be done about a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Help {
    /// The right text for what the caret points at: shown as ``did you mean `target`?`` beside the caret.
    Replacement(String),
    /// A sentence on a line of its own that says what to do.
    Note(Message),
    /// The same that says what else is so.
    Fact(Message),
}

/// One thing that is wrong, or worth a look, in one place of one file. A copy costs nothing.
pub type Diagnostic = Shared<Finding>;

/// What is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its name: one of [`names::ALL`].
    pub rule: &'static str,
    /// How grave it is in this repository. Made with the default of `names`; `rules::check` applies `okr.yaml`.
    pub severity: Severity,
    /// The file.
    pub file: FileId,
    /// What the caret points at.
    pub span: Span,
    /// See [`Diagnostic::keep_places`].
    places: Kept,
    /// What is there.
    pub message: Message,
    /// What to do.
    pub help: Vec<Help>,
    /// What was meant beyond doubt: it may be written in place of what the caret points at, without asking.
    pub fix: Option<String>,
}

/// Where a finding begins and ends, when somebody has looked. It says nothing that its file and span do not say: two
/// findings are equal whoever has looked.
#[derive(Clone, Debug, Default)]
struct Kept(Option<(Place, Place)>);

impl PartialEq for Kept {
    fn eq(&self, _: &Kept) -> bool {
        true
    }
}

impl Diagnostic {
    /// A finding with the default severity of its name.
    ///
    /// # Panics
    /// When `rule` is no known name: a slip in our own code, which any test of that finding shows.
    pub fn new(rule: &'static str, file: FileId, span: Span, message: Message) -> Diagnostic {
        let severity = names::find(rule)
            .unwrap_or_else(|| panic!("`{rule}` is not in names::ALL"))
            .severity;
        let finding = Finding {
            rule,
            severity,
            file,
            span,
            places: Kept::default(),
            message,
            help: Vec::new(),
            fix: None,
        };
        finding.into()
    }

    /// With one more help.
    pub fn help(mut self, message: Message) -> Diagnostic {
        // Most have no more than one.
        self.help.reserve_exact(1);
        self.help.push(Help::Note(message));
        self
    }

    /// With something else that is so.
    pub fn note(mut self, message: Message) -> Diagnostic {
        self.help.push(Help::Fact(message));
        self
    }

    /// With the nearest right text, where there is one.
    pub fn instead(mut self, replacement: Option<impl Into<String>>) -> Diagnostic {
        self.help
            .extend(replacement.map(|text| Help::Replacement(text.into())));
        self
    }

    /// With the text that was meant beyond doubt, where there is one.
    pub fn surely(mut self, fix: Option<impl Into<String>>) -> Diagnostic {
        self.fix = fix.map(Into::into);
        self
    }

    /// With another severity than the default.
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// Where it begins and ends; the end is just past its last character.
    pub fn places(&self, sources: &Sources) -> (Place, Place) {
        self.places
            .0
            .unwrap_or_else(|| sources[self.file].places(self.span))
    }

    /// Keeps where it begins and ends, best while its file is near at hand. Neither its file nor its span changes any more.
    pub fn keep_places(&mut self, sources: &Sources) {
        self.places = Kept(Some(self.places(sources)));
    }

    /// Whether it stops a build: an error now that is one by default.
    /// A rule that `okr.yaml` raises to an error fails `check` only.
    pub fn stops_build(&self) -> bool {
        self.severity == Severity::Error
            && names::find(self.rule).is_some_and(|name| name.severity == Severity::Error)
    }
}

/// The nearest of `known` to `word`, if one is near enough to be meant: one edit in three letters, at most three.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    by_distance(word, known).into_iter().min().map(|(_, name)| name)
}

/// Those of `known` that are near enough to be meant, the nearest first, at most `count`; else those that have `word` in
/// them.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let mut near = by_distance(word, known.iter().copied());
    if near.is_empty() && word.chars().count() > 2 {
        let lower = word.to_lowercase();
        let holds = |name: &&str| name.to_lowercase().contains(&lower);
        near = known.into_iter().filter(holds).map(|name| (0, name)).collect();
    }
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(count).map(|(_, name)| name).collect()
}

fn by_distance<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count().div_ceil(3)).clamp(1, 3);
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect()
}

/// How many slips of the keyboard a word may have, and still be known beyond doubt.
pub fn slips(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The one of `known` that `word` is beyond doubt: but for letter case it is the same, or it is one edit away where it
/// has four letters or more, two from seven on, and no other name is as near.
/// For words that we know all of; a name that people gave may be one that is still missing.
pub fn surely<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.trim().to_lowercase();
    let limit = slips(&lower);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [(_, name)] => Some(name),
        [(first, name), (second, _), ..] if first < second => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_beyond_doubt_when_one_name_alone_is_a_slip_away() {
        let check = |word: &str, known: &[&str], expected: Option<&str>| {
            assert_eq!(surely(word, known.iter().copied()), expected, "{word}");
        };
        let keys = ["target", "title", "team", "type", "min", "max", "key_results"];
        check("traget", &keys, Some("target"));
        check("key_reslts", &keys, Some("key_results"));
        check("Title", &keys, Some("title"));
        check("MAX", &keys, Some("max"));
        check("mex", &keys, None);
        check("kind", &keys, None);
        check("lead", &keys, None);
        check("of track", &["on track", "off track"], None);
        check("off trak", &["on track", "off track"], Some("off track"));
        check("done", &["done", "done"], Some("done"));
        check("", &keys, None);
    }

    #[test]
    fn parts_are_put_in_once_and_as_they_are() {
        let message = msg!("`{key}` is `{value}`", key = "a {value}", value = 3);
        assert_eq!(message.to_string(), "`a {value}` is `3`");
        assert_eq!(msg!("write `{ 0.3: 8 }`").to_string(), "write `{ 0.3: 8 }`");
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let known = ["target", "title", "team", "type"];
        assert_eq!(nearest("traget", known), Some("target"));
        assert_eq!(nearest("Titel", known), Some("title"));
        assert_eq!(nearest("priority", known), None);
        assert_eq!(nearest_few("tem", known, 3), ["team"]);
        assert_eq!(
            nearest_few("tet", ["text", "test", "tent", "ten"], 3),
            ["ten", "tent", "test"]
        );
        assert_eq!(
            nearest_few("guard", ["missing-guard", "missing-owner"], 3),
            ["missing-guard"]
        );
        assert!(nearest_few("xyz", known, 3).is_empty());
    }
}
