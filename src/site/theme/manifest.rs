//! `theme.toml`: what a theme says of itself, and the options that `okr.yaml` may set.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::{ThemeOption, ThemeSetting};
use crate::diagnostic::{Diagnostic, nearest};
use crate::msg;
use crate::source::FileId;

/// The contract between the program and a theme: names of templates, of what they may use, and of tokens.
/// It grows by one when a theme that kept to it would break.
pub const API: i64 = 1;

/// The keys of `theme.toml`.
pub const KEYS: &[&str] = &["api", "name", "options", "version"];

/// What a theme says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// As shown to people.
    pub name: String,
    /// Of the theme; any text.
    pub version: String,
    /// What `theme.options` in `okr.yaml` may set, by name.
    pub options: BTreeMap<String, Choice>,
}

/// An option of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Unless `okr.yaml` says otherwise.
    pub default: OptionValue,
    /// The texts to choose from; none: any value of the default's sort.
    pub one_of: Vec<String>,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Anything else.
    Text(String),
}

/// The file of a theme that says what it is.
pub const MANIFEST: &str = "theme.toml";

/// The options of a theme as its templates see them.
pub type Options = BTreeMap<String, OptionValue>;

/// What is wrong in a `theme.toml`: which bytes, and what.
#[derive(Debug)]
struct Fault {
    span: Range<usize>,
    message: String,
}

impl Manifest {
    /// Reads the `theme.toml` of a folder.
    ///
    /// # Errors
    /// What is wrong with it in the order of the file, a line each with its place: at most [`FAULTS`], and how many more.
    pub fn of(folder: &str, text: &str) -> Result<Manifest, String> {
        let lines = |faults: &[Fault]| {
            let lines = told(text, faults).into_iter();
            let lines: Vec<String> = lines.map(|line| format!("{folder}/{MANIFEST}:{line}")).collect();
            lines.join("\n")
        };
        Manifest::read(text).map_err(|faults| lines(&faults))
    }

    fn read(text: &str) -> Result<Manifest, Vec<Fault>> {
        let table = DeTable::parse(text).map_err(|error| {
            let message = error.message().replace('\n', ", ");
            vec![fault(
                error.span().unwrap_or_default(),
                format!("no TOML: {message}"),
            )]
        })?;
        let table = table.get_ref();
        let mut faults = Vec::new();
        // Asked first: of another api, the other keys may mean something else.
        if let Err(WrongApi { fault, is_another }) = check_api(table) {
            faults.push(fault);
            if is_another {
                return Err(faults);
            }
        }
        faults.extend(unknown_keys(table));
        let mut kept = |result: Result<String, Fault>| result.map_err(|fault| faults.push(fault)).ok();
        let (name, version) = (kept(line(table, "name")), kept(line(table, "version")));
        let options = read_options(table, &mut faults);
        match (name, version) {
            (Some(name), Some(version)) if faults.is_empty() => Ok(Manifest {
                name,
                version,
                options,
            }),
            _ => {
                // The parser gives the keys in the order of their letters.
                faults.sort_by_key(|fault| fault.span.start);
                Err(faults)
            }
        }
    }

    /// The options with what `okr.yaml` sets. What is wrong there keeps its default.
    pub fn options(&self, setting: &ThemeSetting) -> Options {
        let mut options = self.defaults();
        for set in &setting.options {
            let value = self
                .options
                .get(&*set.name)
                .and_then(|choice| choice.read(&set.value));
            options.extend(value.map(|value| (set.name.value.clone(), value)));
        }
        options
    }

    /// What is wrong with the options that `okr.yaml` sets.
    pub fn findings(&self, setting: &ThemeSetting, file: FileId) -> Vec<Diagnostic> {
        let finding = |set: &ThemeOption| match self.options.get(&*set.name) {
            None => Some(self.unknown(set, file)),
            Some(choice) if choice.read(&set.value).is_none() => Some(choice.misfit(set, file)),
            Some(_) => None,
        };
        setting.options.iter().filter_map(finding).collect()
    }

    fn unknown(&self, set: &ThemeOption, file: FileId) -> Diagnostic {
        let message = msg!(
            "the theme `{theme}` has no option `{option}`",
            theme = self.name,
            option = *set.name
        );
        let known = || self.options.keys().map(String::as_str);
        let finding = Diagnostic::new("unknown-key", file, set.name.span, message);
        match nearest(&set.name, known()) {
            None if !self.options.is_empty() => {
                finding.help(msg!("its options are {options}", options = listed(known())))
            }
            near => finding.instead(near),
        }
    }

    /// The options as the theme has them.
    pub fn defaults(&self) -> Options {
        let default = |(name, choice): (&String, &Choice)| (name.clone(), choice.default.clone());
        self.options.iter().map(default).collect()
    }
}

impl Choice {
    fn read(&self, text: &str) -> Option<OptionValue> {
        if !self.one_of.is_empty() {
            let known = self.one_of.iter().any(|one| one == text);
            return known.then(|| OptionValue::Text(text.to_owned()));
        }
        match self.default {
            OptionValue::Flag(_) => text.parse().ok().map(OptionValue::Flag),
            OptionValue::Whole(_) => text.parse().ok().map(OptionValue::Whole),
            OptionValue::Number(_) => {
                let number: f64 = text.parse().ok()?;
                number.is_finite().then_some(OptionValue::Number(number))
            }
            OptionValue::Text(_) => Some(OptionValue::Text(text.to_owned())),
        }
    }

    fn misfit(&self, set: &ThemeOption, file: FileId) -> Diagnostic {
        let message = msg!(
            "the option `{option}` cannot be `{value}`",
            option = *set.name,
            value = *set.value
        );
        let finding = Diagnostic::new("wrong-type", file, set.value.span, message);
        match nearest(&set.value, self.one_of.iter().map(String::as_str)) {
            None => finding.help(msg!("write {choice}", choice = self.words())),
            near => finding.instead(near),
        }
    }

    /// What it takes, in words.
    fn words(&self) -> String {
        if let Some((last, before)) = self.one_of.split_last() {
            return match before {
                [] => format!("`{last}`"),
                _ => format!("{} or `{last}`", listed(before.iter().map(String::as_str))),
            };
        }
        match self.default {
            OptionValue::Flag(_) => "`true` or `false`".to_owned(),
            OptionValue::Whole(_) => "a whole number".to_owned(),
            OptionValue::Number(_) => "a number".to_owned(),
            OptionValue::Text(_) => "a text".to_owned(),
        }
    }
}

/// Names between backticks: `` `a`, `b` ``.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// So many faults are told: past them nobody reads on.
const FAULTS: usize = 20;

/// The faults with their lines and columns: `4:1: unknown key …`.
fn told(text: &str, faults: &[Fault]) -> Vec<String> {
    let place = |Fault { span, message }: &Fault| {
        let before = text.get(..span.start).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let (line, column) = (before.matches('\n').count() + 1, line.chars().count() + 1);
        format!("{line}:{column}: {message}")
    };
    let mut lines: Vec<String> = faults.iter().take(FAULTS).map(place).collect();
    if let Some(more @ 1..) = faults.len().checked_sub(FAULTS) {
        lines.push(format!(" and {more} more"));
    }
    lines
}

fn fault(span: Range<usize>, message: String) -> Fault {
    Fault { span, message }
}

fn missing(key: &str, example: &str) -> Fault {
    fault(0..0, format!("`{key}` is missing: write `{example}`"))
}

fn unknown_keys(table: &DeTable<'_>) -> impl Iterator<Item = Fault> {
    let unknown = table.keys().filter(|key| !KEYS.contains(&&**key.get_ref()));
    unknown.map(|key| {
        let name = key.get_ref();
        let near = nearest(name, KEYS.iter().copied());
        let name = name.escape_debug();
        let message = match near {
            Some(known) => format!("unknown key `{name}`: did you mean `{known}`?"),
            None => format!(
                "unknown key `{name}`: its keys are {}",
                listed(KEYS.iter().copied())
            ),
        };
        fault(key.span(), message)
    })
}

/// A file that does not say that it is of this version of the contract.
struct WrongApi {
    fault: Fault,
    /// Whether it says that it is of another one.
    is_another: bool,
}

fn check_api(table: &DeTable<'_>) -> Result<(), WrongApi> {
    let Some(api) = table.get("api") else {
        return Err(WrongApi {
            fault: missing("api", &format!("api = {API}")),
            is_another: false,
        });
    };
    let number = match api.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    let message = match number {
        Some(API) => return Ok(()),
        Some(newer) if newer > API => format!(
            "the theme is made for api {newer} of `okr`, and this version knows api {API}: \
             update `okr`, or take a version of the theme for api {API}"
        ),
        Some(older) => format!(
            "the theme is made for api {older} of `okr`, and this version knows api {API}: \
             docs/themes.md says what has changed since"
        ),
        None => format!("`api` is no whole number: write `api = {API}`"),
    };
    Err(WrongApi {
        fault: fault(api.span(), message),
        is_another: number.is_some(),
    })
}

/// A text of one line.
fn line(table: &DeTable<'_>, key: &str) -> Result<String, Fault> {
    let example = format!("{key} = \"…\"");
    let value = table.get(key).ok_or_else(|| missing(key, &example))?;
    match value.get_ref() {
        DeValue::String(text) if is_line(text) => Ok(text.trim().to_owned()),
        _ => Err(fault(
            value.span(),
            format!("`{key}` is no text of one line, of at most {TEXT_LIMIT} characters: write `{example}`"),
        )),
    }
}

/// The options that are right.
fn read_options(table: &DeTable<'_>, faults: &mut Vec<Fault>) -> BTreeMap<String, Choice> {
    let mut right = BTreeMap::new();
    let Some(options) = table.get("options") else {
        return right;
    };
    let DeValue::Table(options) = options.get_ref() else {
        let message = "`options` is no table: write `[options]`, and below it `name = default`".to_owned();
        faults.push(fault(options.span(), message));
        return right;
    };
    for (key, value) in options.iter() {
        let name = key.get_ref();
        if !is_identifier(name) {
            let message = format!(
                "`{}` cannot be the name of an option: it takes small letters, digits and `_`",
                name.escape_debug()
            );
            faults.push(fault(key.span(), message));
            continue;
        }
        match choice(name, value) {
            Ok(choice) => {
                right.insert(name.to_string(), choice);
            }
            Err(fault) => faults.push(fault),
        }
    }
    right
}

fn choice(name: &str, value: &Spanned<DeValue<'_>>) -> Result<Choice, Fault> {
    let any = |default| Choice {
        default,
        one_of: Vec::new(),
    };
    let choice = match value.get_ref() {
        DeValue::Boolean(flag) => Some(any(OptionValue::Flag(*flag))),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| any(OptionValue::Whole(number))),
        DeValue::Float(number) => {
            let number = number.as_str().parse().ok().filter(|it: &f64| it.is_finite());
            number.map(|number| any(OptionValue::Number(number)))
        }
        DeValue::String(text) if is_line(text) || text.is_empty() => {
            Some(any(OptionValue::Text(text.to_string())))
        }
        DeValue::Array(values) => {
            let texts: Option<Vec<String>> = values
                .iter()
                .map(|value| match value.get_ref() {
                    DeValue::String(text) if is_line(text) => Some(text.trim().to_owned()),
                    _ => None,
                })
                .collect();
            texts.and_then(|one_of| {
                Some(Choice {
                    default: OptionValue::Text(one_of.first()?.clone()),
                    one_of,
                })
            })
        }
        _ => None,
    };
    choice.ok_or_else(|| {
        let message = format!(
            "the option `{name}` has no default: write a text, a number, `true` or `false`, \
             or a list of texts to choose from, the default first"
        );
        fault(value.span(), message)
    })
}

/// Characters of a text in `theme.toml`, at most.
const TEXT_LIMIT: usize = 200;

fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= TEXT_LIMIT && !text.chars().any(char::is_control)
}

/// A name that templates can write behind `theme.options.`
fn is_identifier(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Help;
    use crate::source::{Span, Spanned};

    const HEAD: &str = "name = \"Acme\"\nversion = \"1.2\"\napi = 1\n";

    fn faults(text: &str) -> Vec<String> {
        let Err(found) = Manifest::read(text) else {
            panic!("{text}")
        };
        let found = told(text, &found);
        assert!(!found.concat().contains('\n'), "{found:?}");
        found
    }

    fn fault(text: &str, expected: &str) {
        let found = faults(text);
        assert!(found[0].starts_with(expected), "{text}\n{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn a_theme_says_what_it_is_and_what_can_be_set() {
        let text = format!(
            "{HEAD}[options]\nwide = false\ncolumns = 2\nscale = 1.25\nmotto = \"\"\nheadings = [\"serif\", \"sans\"]\n"
        );
        let manifest = Manifest::read(&text).unwrap();
        assert_eq!(manifest.name, "Acme");
        assert_eq!(manifest.version, "1.2");
        let names: Vec<&str> = manifest.options.keys().map(String::as_str).collect();
        assert_eq!(names, ["columns", "headings", "motto", "scale", "wide"]);
        let json = serde_json::to_string(&manifest.defaults()).unwrap();
        assert_eq!(
            json,
            r#"{"columns":2,"headings":"serif","motto":"","scale":1.25,"wide":false}"#
        );
    }

    #[test]
    fn the_version_of_the_contract_is_asked_first() {
        fault(
            "name = \"A\"\nversion = \"1\"\n",
            "1:1: `api` is missing: write `api = 1`",
        );
        fault(
            "name = 3\napi = 2\n",
            "2:7: the theme is made for api 2 of `okr`, and this version knows api 1: update `okr`, or take",
        );
        fault(
            "api = 0\n",
            "1:7: the theme is made for api 0 of `okr`, and this version knows api 1: docs/themes.md",
        );
        fault("api = -1\n", "1:7: the theme is made for api -1");
        let rest = "name = \"A\"\nversion = \"1\"\n";
        fault(
            &format!("api = \"1\"\n{rest}"),
            "1:7: `api` is no whole number: write `api = 1`",
        );
        fault(
            &format!("api = 99999999999999999999\n{rest}"),
            "1:7: `api` is no whole number",
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(faults("").len(), 3);
        let found = faults("verion = 1\nname = 3\n[options]\nWide = 1\nwide = true\nlead = []\n");
        let places: Vec<&str> = found
            .iter()
            .map(|fault| fault.split(' ').next().unwrap())
            .collect();
        assert_eq!(
            places,
            ["1:1:", "1:1:", "1:1:", "2:8:", "4:1:", "6:8:"],
            "{found:?}"
        );
        // In the order of the file, whatever the names are.
        let many: String = (0..100).rev().map(|n| format!("A{n:02} = 1\n")).collect();
        let found = faults(&format!("{HEAD}[options]\n{many}"));
        assert!(found[0].starts_with("5:1: `A99` cannot be"), "{found:?}");
        assert_eq!(found.len(), FAULTS + 1);
        assert_eq!(found[FAULTS], " and 80 more");
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let check = |text: &str, expected: &str| fault(&format!("{HEAD}{text}"), expected);
        fault(
            "api = 1\nversion = \"1\"\n",
            "1:1: `name` is missing: write `name = \"…\"`",
        );
        fault("api = 1\nname = \"A\"\n", "1:1: `version` is missing");
        check(
            "verion = 1\n",
            "4:1: unknown key `verion`: did you mean `version`?",
        );
        check(
            "x = 1\n",
            "4:1: unknown key `x`: its keys are `api`, `name`, `options`, `version`",
        );
        check("\"a\\nb\" = 1\n", "4:1: unknown key `a\\nb`: its keys are");
        check("name = \"B\"\n", "4:1: no TOML: ");
        check("[options\n", "4:9: no TOML: ");
        check("options = 3\n", "4:11: `options` is no table");
        check(
            "[options]\nWide = true\n",
            "5:1: `Wide` cannot be the name of an option",
        );
        check("[options]\n\"a\\u001b\" = true\n", "5:1: `a\\u{1b}` cannot be");
        check("[options]\na = []\n", "5:5: the option `a` has no default");
        check(
            "[options]\na = [\"x\", 3]\n",
            "5:5: the option `a` has no default",
        );
        check("[options]\na = nan\n", "5:5: the option `a` has no default");
        check(
            "[options]\na = 1979-05-27\n",
            "5:5: the option `a` has no default",
        );
        check("[options.a]\nb = 1\n", "4:1: the option `a` has no default");
        fault(
            "api = 1\nversion = \"1\"\nname = \"a\\nb\"\n",
            "3:8: `name` is no text of one line",
        );
        let long = "é".repeat(201);
        fault(
            &format!("api = 1\nversion = \"1\"\nname = \"{long}\"\n"),
            "3:8: `name` is no text of one line",
        );
    }

    #[test]
    fn a_hostile_file_is_only_wrong() {
        for text in [
            "\u{0}".to_owned(),
            "a".repeat(100_000),
            format!("a = {}", "[".repeat(50_000)),
            format!("a = {}", "{a=".repeat(50_000)),
            "[a]\n".repeat(50_000),
            "\"".repeat(9_999),
            "é = 1".to_owned(),
        ] {
            Manifest::of("", &text).expect_err("it is no theme");
        }
    }

    #[test]
    fn settings_are_checked_against_the_options() {
        let text =
            format!("{HEAD}[options]\nwide = false\nlead = [\"none\", \"large\"]\nsize = 3\nratio = 0.5\n");
        let manifest = Manifest::read(&text).unwrap();
        let check = |name: &str, value: &str, expected: &str| {
            let at = |text: &str| Spanned::new(text.to_owned(), Span::default());
            let setting = ThemeSetting {
                options: vec![ThemeOption {
                    name: at(name),
                    value: at(value),
                }],
                ..ThemeSetting::default()
            };
            let (options, findings) = (manifest.options(&setting), manifest.findings(&setting, FileId(0)));
            let told = match findings.first() {
                None => serde_json::to_string(&options[name]).unwrap(),
                Some(finding) => {
                    let help = match &finding.help[..] {
                        [Help::Replacement(text)] => format!("; {text}?"),
                        [Help::Note(note)] => format!("; {note}"),
                        _ => String::new(),
                    };
                    format!("{}: {}{help}", finding.rule, finding.message)
                }
            };
            assert_eq!(told, expected);
        };
        check("wide", "true", "true");
        check("lead", "large", "\"large\"");
        check("size", "7", "7");
        check("ratio", "7", "7.0");
        check(
            "wide",
            "yes",
            "wrong-type: the option `wide` cannot be `yes`; write `true` or `false`",
        );
        check(
            "size",
            "1.5",
            "wrong-type: the option `size` cannot be `1.5`; write a whole number",
        );
        check(
            "ratio",
            "inf",
            "wrong-type: the option `ratio` cannot be `inf`; write a number",
        );
        check(
            "lead",
            "larg",
            "wrong-type: the option `lead` cannot be `larg`; large?",
        );
        check(
            "lead",
            "huge drop capital",
            "wrong-type: the option `lead` cannot be `huge drop capital`; write `none` or `large`",
        );
        check(
            "wid",
            "true",
            "unknown-key: the theme `Acme` has no option `wid`; wide?",
        );
        check(
            "colour",
            "red",
            "unknown-key: the theme `Acme` has no option `colour`; its options are `lead`, `ratio`, `size`, `wide`",
        );
    }
}
