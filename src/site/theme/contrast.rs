//! How well the colours of a theme are told apart: WCAG's ratio for each pair of tokens that stand on each other.

use std::collections::BTreeMap;

use super::colour::{self, Colour};

/// The five meanings of colour.
const STATUSES: [&str; 5] = ["on", "risk", "off", "done", "none"];
/// Of words, at least (WCAG 1.4.3).
const TEXT: f64 = 4.5;
/// Of shapes, at least (WCAG 1.4.11).
const MARK: f64 = 3.0;

/// A scheme of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    /// As in a style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

/// Two tokens that stand on each other, measured.
#[derive(Debug, PartialEq)]
pub struct Pair {
    /// What stands in front, without `--`.
    pub fore: String,
    /// What stands behind it.
    pub back: String,
    /// In which scheme.
    pub scheme: Scheme,
    /// What it takes.
    pub least: f64,
    /// What it has, 1 to 21.
    pub ratio: f64,
}

impl Pair {
    /// Whether it is told apart.
    pub fn is_enough(&self) -> bool {
        self.ratio >= self.least
    }
}

/// A token that cannot be measured.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmeasured {
    /// Without `--`.
    pub token: String,
    /// As it is written, or nothing where it is not.
    pub value: String,
}

/// The 50 pairs in both schemes, and the tokens that are in the way.
pub fn of(style: &str) -> (Vec<Pair>, Vec<Unmeasured>) {
    let tokens = Tokens::of(style);
    let mut pairs = Vec::new();
    let mut unmeasured = Vec::new();
    for (fore, back, least) in wanted() {
        for scheme in Scheme::ALL {
            match (tokens.colour(&fore, scheme), tokens.colour(&back, scheme)) {
                (Ok(one), Ok(other)) => pairs.push(Pair {
                    fore: fore.clone(),
                    back: back.clone(),
                    scheme,
                    least,
                    ratio: ratio(one, other),
                }),
                (one, other) => unmeasured.extend([one, other].into_iter().filter_map(Result::err)),
            }
        }
    }
    unmeasured.sort();
    unmeasured.dedup();
    (pairs, unmeasured)
}

/// Front, back, and what they take.
fn wanted() -> Vec<(String, String, f64)> {
    let mut pairs = Vec::new();
    let mut pair = |fore: &str, back: &str, least| pairs.push((fore.to_owned(), back.to_owned(), least));
    for fore in ["ink", "ink-2", "ink-3", "accent"] {
        for back in ["bg", "surface", "sunken"] {
            pair(fore, back, TEXT);
        }
    }
    for status in STATUSES {
        let ink = format!("{status}-ink");
        for back in [&format!("{status}-soft"), "bg", "surface"] {
            pair(&ink, back, TEXT);
        }
    }
    for status in STATUSES {
        for back in ["bg", "surface", "sunken", &format!("{status}-soft")] {
            pair(status, back, MARK);
        }
    }
    pair("control", "bg", MARK);
    pair("control", "surface", MARK);
    pair("accent", "bg", MARK);
    pairs
}

fn ratio(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG has it.
fn luminance(colour: Colour) -> f64 {
    let [r, g, b] = colour.map(|it| {
        if it <= 0.04045 {
            it / 12.92
        } else {
            ((it + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// What the root of a page has of custom properties, by name without `--`.
struct Tokens {
    of: BTreeMap<(Scheme, String), String>,
}

impl Tokens {
    fn of(style: &str) -> Tokens {
        let mut layered = Vec::new();
        let mut unlayered = Vec::new();
        for rule in rules(style) {
            let Some(schemes) = rule.schemes() else { continue };
            let list = if rule.is_layered() {
                &mut layered
            } else {
                &mut unlayered
            };
            list.push((schemes, rule.name, rule.value));
        }
        let mut of = BTreeMap::new();
        // What stands in no layer wins, then what stands last.
        for (schemes, name, value) in layered.into_iter().chain(unlayered) {
            for scheme in schemes {
                of.insert((*scheme, name.to_owned()), value.clone());
            }
        }
        Tokens { of }
    }

    fn colour(&self, token: &str, scheme: Scheme) -> Result<Colour, Unmeasured> {
        let value = self.value(token, scheme, 0);
        colour::read(value.as_deref().unwrap_or_default()).ok_or_else(|| {
            let written = self.of.get(&(scheme, token.to_owned()));
            Unmeasured {
                token: token.to_owned(),
                value: written.cloned().unwrap_or_default(),
            }
        })
    }

    /// A value without `var()` and `light-dark()`.
    fn value(&self, token: &str, scheme: Scheme, depth: usize) -> Option<String> {
        let value = self.of.get(&(scheme, token.to_owned()))?;
        self.resolved(value, scheme, depth)
    }

    fn resolved(&self, value: &str, scheme: Scheme, depth: usize) -> Option<String> {
        if depth > 16 {
            return None;
        }
        let value = value.trim();
        if let Some(inner) = function(value, "light-dark") {
            let (light, dark) = colour::split_once(inner, ',')?;
            let chosen = match scheme {
                Scheme::Light => light,
                Scheme::Dark => dark,
            };
            return self.resolved(chosen, scheme, depth + 1);
        }
        if let Some(inner) = function(value, "var") {
            let (name, instead) = match colour::split_once(inner, ',') {
                Some((name, instead)) => (name, Some(instead)),
                None => (inner, None),
            };
            let name = name.trim().strip_prefix("--")?;
            return self
                .value(name, scheme, depth + 1)
                .or_else(|| self.resolved(instead?, scheme, depth + 1));
        }
        Some(value.to_owned())
    }
}

/// What is in the parentheses of a function that is the whole value.
fn function<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    value.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')
}

/// A custom property with the rules around it, from outside.
struct Rule<'a> {
    around: Vec<&'a str>,
    name: &'a str,
    value: String,
}

impl Rule<'_> {
    fn is_layered(&self) -> bool {
        self.around.iter().any(|rule| rule.starts_with("@layer"))
    }

    /// The schemes for which it holds on the root of every page on a screen; `None` when it does not.
    fn schemes(&self) -> Option<&'static [Scheme]> {
        let (selector, around) = self.around.split_last()?;
        let mut scheme: Option<Scheme> = None;
        for rule in around {
            if rule.starts_with("@layer") {
                continue;
            }
            let query: String = rule.strip_prefix("@media")?.split_whitespace().collect();
            scheme = Some(match query.as_str() {
                "(prefers-color-scheme:dark)" => Scheme::Dark,
                "(prefers-color-scheme:light)" => Scheme::Light,
                _ => return None,
            });
        }
        let of_root = selector.split(',').find_map(|selector| {
            let selector = selector.trim();
            let rest = selector
                .strip_prefix(":root")
                .or_else(|| selector.strip_prefix("html"))?;
            match rest.replace(['"', '\''], "").as_str() {
                "" => Some(None),
                "[data-theme=dark]" => Some(Some(Scheme::Dark)),
                "[data-theme=light]" => Some(Some(Scheme::Light)),
                _ => None,
            }
        })?;
        Some(match of_root.or(scheme) {
            None => &Scheme::ALL,
            Some(Scheme::Light) => &[Scheme::Light],
            Some(Scheme::Dark) => &[Scheme::Dark],
        })
    }
}

/// Every custom property of a style sheet, in order.
fn rules(style: &str) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    let mut around = Vec::new();
    let mut from = 0;
    let mut quote = None;
    let mut chars = style.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), '\\') => drop(chars.next()),
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '/') if style[at..].starts_with("/*") => {
                let end = style[at + 2..]
                    .find("*/")
                    .map_or(style.len(), |end| at + 2 + end + 2);
                while chars.next_if(|(next, _)| *next < end).is_some() {}
                // A comment in front of a selector or a property is no part of it.
                if style[from..at].trim().is_empty() {
                    from = end;
                }
            }
            (None, '{') => {
                around.push(style[from..at].trim());
                from = at + 1;
            }
            (None, ';' | '}') => {
                if let Some((name, value)) = style[from..at].split_once(':')
                    && let Some(name) = name.trim().strip_prefix("--")
                {
                    rules.push(Rule {
                        around: around.clone(),
                        name,
                        value: without_comments(value),
                    });
                }
                if c == '}' {
                    around.pop();
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    rules
}

fn without_comments(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.trim().replace("!important", "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::theme::built_in;

    fn ratios(style: &str, fore: &str, back: &str) -> Vec<String> {
        let (pairs, _) = of(style);
        pairs
            .iter()
            .filter(|pair| pair.fore == fore && pair.back == back && pair.least == 4.5)
            .map(|pair| format!("{:.2}", pair.ratio))
            .collect()
    }

    #[test]
    fn every_pair_of_a_built_in_theme_is_told_apart() {
        for theme in built_in::ALL {
            let (pairs, unmeasured) = of(theme.file("okr.css").unwrap());
            assert_eq!(pairs.len(), 100, "{}", theme.name);
            assert_eq!(unmeasured, [], "{}", theme.name);
            let weak: Vec<_> = pairs.iter().filter(|pair| !pair.is_enough()).collect();
            assert!(weak.is_empty(), "{}: {weak:#?}", theme.name);
        }
    }

    #[test]
    fn the_ratio_is_that_of_wcag() {
        let style = built_in::DEFAULT.file("okr.css").unwrap();
        assert_eq!(ratios(style, "ink", "bg"), ["16.99", "16.01"]);
        assert_eq!(ratios(style, "ink-3", "sunken"), ["5.18", "5.84"]);
        assert_eq!(ratios(style, "done-ink", "done-soft"), ["6.97", "8.42"]);
        assert_eq!(
            ratios(":root{--ink:#000;--bg:#fff}", "ink", "bg"),
            ["21.00", "21.00"]
        );
        assert_eq!(
            ratios(":root{--ink:#777;--bg:#fff}", "ink", "bg"),
            ["4.48", "4.48"]
        );
    }

    #[test]
    fn the_last_and_the_unlayered_rule_wins() {
        let check = |style: &str, expected: [&str; 2]| {
            assert_eq!(
                ratios(&format!(":root{{--bg:#fff}}{style}"), "ink", "bg"),
                expected,
                "{style}"
            );
        };
        check("@layer a{:root{--ink:#000}}", ["21.00"; 2]);
        check(":root{--ink:#000}@layer a{:root{--ink:#777}}", ["21.00"; 2]);
        check(":root{--ink:#777;--ink:#000}", ["21.00"; 2]);
        check(":root{--ink:#777} html{--ink:#000 !important}", ["21.00"; 2]);
        check(
            ":root { --ink: #000; } @media (prefers-color-scheme: dark) { :root { --ink: #777; } }",
            ["21.00", "4.48"],
        );
        check(
            ":root{--ink:#000} :root[data-theme=\"dark\"]{--ink:#777}",
            ["21.00", "4.48"],
        );
        check("@media print{:root{--ink:#777}} :root{--ink:#000}", ["21.00"; 2]);
        check(
            ":root{--ink:#000} .x{--ink:#777} @media (max-width: 40rem){:root{--ink:#777}}",
            ["21.00"; 2],
        );
        check(
            ":root{--a:light-dark(#000,#777);--ink:var(--a)}",
            ["21.00", "4.48"],
        );
        check(":root{--ink:var(--none, var(--bg, #777))}", ["1.00"; 2]);
        check(
            "/* :root{ */ :root{/* a */--x:\"}\";--ink:/* b */#000}",
            ["21.00"; 2],
        );
    }

    #[test]
    fn what_cannot_be_measured_is_named() {
        let style = built_in::DEFAULT.file("okr.css").unwrap();
        let check = |more: &str, expected: &[(&str, &str)]| {
            let (pairs, unmeasured) = of(&format!("{style}{more}"));
            assert!(pairs.len() < 100, "{more}");
            let told: Vec<_> = unmeasured
                .iter()
                .map(|it| (it.token.as_str(), it.value.as_str()))
                .collect();
            assert_eq!(told, expected, "{more}");
        };
        check(
            ":root { --bg: color-mix(in srgb, red, blue); }",
            &[("bg", "color-mix(in srgb, red, blue)")],
        );
        check(":root { --off: var(--off); }", &[("off", "var(--off)")]);
        check(":root { --off: ; }", &[("off", "")]);
        assert_eq!(of("").1.len(), 23);
        for hostile in [
            "{{{{",
            "}}}}",
            "/*",
            "\"",
            ":root{--bg:",
            ":root{--bg:light-dark(",
            "\\",
            "é{--é:é}",
        ] {
            of(hostile);
        }
    }
}
