//! What `okr.yaml` says: one documented field a setting. Reading it is `parse::config`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::{Severity, names};
use crate::source::{FileId, Span, Spanned};
use crate::words::Language;

/// The settings of a repository, with their defaults where nothing is written.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file, when there is one.
    pub file: Option<FileId>,
    /// Title of the site. Default `OKRs`.
    pub title: String,
    /// Language of the site, the terminal and, unless it says otherwise, of each file.
    pub language: Language,
    /// Where the site will be: absolute, `http` or `https`, with a `/` at the end.
    pub url: Option<String>,
    /// Where the sources are: absolute, `http` or `https`, without a `/` at the end.
    pub repository: Option<String>,
    /// What a score means while a period runs.
    pub scoring: Scoring,
    /// How often a check-in is due.
    pub cadence: Cadence,
    /// Days after the due date from which a missing check-in is stale.
    pub grace: u32,
    /// Days after a period's end in which its final readings are still given.
    pub closing: u32,
    /// Month, 1–12, in which the fiscal year begins.
    pub fiscal_year_start: u8,
    /// Which of its days names a fiscal year.
    pub fiscal_year_name: FiscalYearName,
    /// Teams by id; `None` when the key is not there, and then any team will do.
    pub teams: Option<BTreeMap<String, TeamSetting>>,
    /// People by handle; `None` when the key is not there, and then any owner will do.
    pub people: Option<BTreeMap<String, PersonSetting>>,
    /// Named periods, and names or scoring of built-in ones.
    pub periods: BTreeMap<String, PeriodSetting>,
    /// Severities and limits of rules by name.
    pub rules: BTreeMap<String, RuleSetting>,
    /// The look.
    pub theme: ThemeSetting,
    /// Other checkouts inside the root.
    pub sources: Vec<SourceSetting>,
    /// Hosts from which pages may load images, as `https://host`.
    pub images: Vec<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            file: None,
            title: "OKRs".to_owned(),
            language: Language::English,
            url: None,
            repository: None,
            scoring: Scoring::Progress,
            cadence: Cadence::Months(1),
            grace: 7,
            closing: 45,
            fiscal_year_start: 1,
            fiscal_year_name: FiscalYearName::Start,
            teams: None,
            people: None,
            periods: BTreeMap::new(),
            rules: BTreeMap::new(),
            theme: ThemeSetting::default(),
            sources: Vec::new(),
            images: Vec::new(),
        }
    }
}

impl Config {
    /// The folders of the other checkouts, from the root.
    pub fn other_roots(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.path.clone()).collect()
    }

    /// The severity of a finding in this repository. Errors of form cannot be changed.
    pub fn severity(&self, name: &str) -> Severity {
        let default = names::find(name).map_or(Severity::Error, |entry| entry.severity);
        self.rules
            .get(name)
            .and_then(|rule| rule.severity)
            .unwrap_or(default)
    }

    /// A parameter of a rule, or its default.
    ///
    /// # Panics
    /// When the rule has no such parameter: a slip in our own code, which any test of that rule shows.
    pub fn limit(&self, rule: &str, parameter: &str) -> f64 {
        let set = self.rules.get(rule);
        let default = parameters(rule).iter().find(|(name, _)| *name == parameter);
        let default = default.unwrap_or_else(|| panic!("`{rule}` has no `{parameter}`"));
        set.and_then(|rule| rule.parameters.get(parameter))
            .copied()
            .unwrap_or(default.1)
    }
}

/// The rules that have parameters, with these and their defaults.
pub const PARAMETERS: &[(&str, &[(&str, f64)])] = &[
    ("objective-count", &[("min", 1.0), ("max", 3.0)]),
    ("key-result-count", &[("min", 3.0), ("max", 5.0)]),
    ("team-size", &[("min", 3.0), ("max", 11.0)]),
    ("owner-load", &[("max", 5.0)]),
    ("value-out-of-span", &[("factor", 10.0)]),
    ("typed-score-differs", &[("above", 0.2)]),
];

/// The parameters of a rule and their defaults; most have none.
pub fn parameters(rule: &str) -> &'static [(&'static str, f64)] {
    let of_rule = PARAMETERS.iter().find(|(name, _)| *name == rule);
    of_rule.map_or(&[], |(_, parameters)| parameters)
}

/// What a score means while the period runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scoring {
    /// How far you have got: pace, its tick and the forecast are shown.
    Progress,
    /// Where you expect to end: pace and forecast are hidden, the suggested status is the score's band.
    Projection,
}

/// How often a check-in is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// Every so many days.
    Days(u32),
    /// Every so many calendar months, clamped to the month's end.
    Months(u32),
}

/// Which of its days names a fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiscalYearName {
    /// The first: with April, 2026-Q1 begins in April 2026.
    Start,
    /// The last: with April, 2026-Q1 begins in April 2025.
    End,
}

/// A declared team.
#[derive(Clone, Debug, Default)]
pub struct TeamSetting {
    /// As shown; the id when empty.
    pub name: Option<String>,
    /// The team above.
    pub parent: Option<Spanned<String>>,
    /// Handles.
    pub members: Vec<Spanned<String>>,
    /// Its key in `okr.yaml`.
    pub span: Span,
}

/// A declared person.
#[derive(Clone, Debug, Default)]
pub struct PersonSetting {
    /// As shown; the handle when empty.
    pub name: Option<String>,
    /// Account on the forge.
    pub github: Option<String>,
    /// The key in `okr.yaml`.
    pub span: Span,
}

/// A period under `periods:` or in `periods/<period>.md`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeriodSetting {
    /// First day; only for names that are not built in.
    pub start: Option<Date>,
    /// Last day; without one the period has no pace and no closing.
    pub end: Option<Date>,
    /// As shown; the id when empty.
    pub name: Option<String>,
    /// Its own scoring.
    pub scoring: Option<Scoring>,
    /// Its key.
    pub span: Span,
}

/// What `rules:` says of one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSetting {
    /// Its severity.
    pub severity: Option<Severity>,
    /// `min`, `max`, `factor`, `above`.
    pub parameters: BTreeMap<String, f64>,
}

/// The look of the site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeSetting {
    /// A built-in theme or a folder under `themes/`.
    pub name: Option<Spanned<String>>,
    /// `#` and 3, 4, 6 or 8 hexadecimal digits.
    pub accent: Option<String>,
    /// Options of the theme, as written and in that order.
    pub options: Vec<ThemeOption>,
}

/// What is set of an option of the theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeOption {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value, as written.
    pub value: Spanned<String>,
}

/// Another checkout inside the root.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceSetting {
    /// Stands in front of its ids.
    pub name: String,
    /// Its folder from the root, with `/`.
    pub path: String,
    /// Where its sources are.
    pub repository: Option<String>,
}
