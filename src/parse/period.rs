//! Which periods there are: built in, declared in `okr.yaml`, or in `periods/<period>.md`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::config::{Config, PeriodSetting, Scoring};
use crate::model::{Period, PeriodIx, PeriodPage};
use crate::msg;
use crate::source::{FileId, SourceFile, Span, Spanned};

use super::decode::{Decoder, Fields};
use super::period_name::{self, FiscalYear};
use super::typed::{nearest, shown};
use super::{front_matter, markdown, name, yaml};

/// First and last day; a period without a last day has no end.
pub type Days = (Date, Option<Date>);

/// The periods that can be named in a file.
#[derive(Clone, Debug)]
pub struct Calendar {
    fiscal: FiscalYear,
    scoring: Scoring,
    declared: BTreeMap<String, PeriodSetting>,
    /// Declared, but not readable: named without a further finding, and of no use.
    unreadable: BTreeSet<String>,
    /// Declared names by what a file system may take for one.
    keys: BTreeMap<String, String>,
}

/// What a name in a file means.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// A period with its days.
    Known(Days),
    /// It is declared, and what is wrong with it is reported there.
    Unreadable,
    /// No period: the nearest name.
    Unknown(Option<String>),
}

impl Calendar {
    /// The periods of `okr.yaml` alone; `unreadable` are those it declares with errors.
    pub fn new(config: &Config, unreadable: BTreeSet<String>) -> Calendar {
        let fiscal = FiscalYear {
            start: config.fiscal_year_start,
            name: config.fiscal_year_name,
        };
        let keys = config
            .periods
            .keys()
            .map(|id| (name::key(id).into_owned(), id.clone()))
            .collect();
        Calendar {
            fiscal,
            scoring: config.scoring,
            declared: config.periods.clone(),
            unreadable,
            keys,
        }
    }

    /// Takes note of a period that is declared in a file that cannot be read.
    pub fn unreadable(&mut self, id: String) {
        self.unreadable.insert(id);
    }

    /// First and last day of a built-in period.
    pub fn built_in(&self, name: &str) -> Option<(Date, Date)> {
        period_name::days(name, self.fiscal)
    }

    /// What a name means.
    pub fn find(&self, name: &str) -> Lookup {
        if let Some((first, last)) = self.built_in(name) {
            return Lookup::Known((first, Some(last)));
        }
        if let Some(PeriodSetting {
            start: Some(start),
            end,
            ..
        }) = self.declared.get(name)
        {
            return Lookup::Known((*start, *end));
        }
        if self.declared.contains_key(name) || self.unreadable.contains(name) {
            return Lookup::Unreadable;
        }
        let meant = period_name::meant(name).filter(|meant| self.built_in(meant).is_some());
        let near = || nearest(name, self.declared.keys().map(String::as_str)).map(str::to_owned);
        Lookup::Unknown(meant.or_else(near))
    }

    /// Reads a period that a file names; an unknown one is reported.
    pub fn named(
        &self,
        decoder: &mut Decoder<'_>,
        written: Spanned<String>,
    ) -> Option<(Spanned<String>, Days)> {
        match self.find(&written) {
            Lookup::Known(days) => Some((written, days)),
            Lookup::Unreadable => None,
            Lookup::Unknown(near) => {
                let finding = decoder.report(
                    "unknown-period",
                    written.span,
                    msg!("unknown period `{period}`", period = shown(&written)),
                );
                match near {
                    Some(near) => finding.help.push(crate::diagnostic::Help::Replacement(near)),
                    None => finding.help.push(crate::diagnostic::Help::Note(msg!(
                        "write a year, half, quarter or month as `2026`, `2026-H2`, `2026-Q3`, `2026-07`, or declare it under `periods:` in `okr.yaml`"
                    ))),
                }
                None
            }
        }
    }

    /// Adds what a period file declares. A value that `okr.yaml`, or another file, has differently is reported.
    pub fn add(&mut self, read: &PeriodFile, decoder: &mut Decoder<'_>) {
        let id = &read.id;
        let twin = self
            .keys
            .entry(name::key(id).into_owned())
            .or_insert_with(|| id.clone());
        if twin != id {
            let message = msg!(
                "the periods `{one}` and `{other}` differ only in case",
                one = id,
                other = twin
            );
            decoder.report_with(
                "duplicate-path",
                Span::default(),
                message,
                msg!("rename one of them"),
            );
        }
        let known = self.declared.entry(id.clone()).or_default();
        let mut differs = |key: &str, span: Span, here: String, there: String| {
            decoder.report_with(
                "duplicate-key",
                span,
                msg!(
                    "`{key}` of `{period}` is `{here}` here and `{there}` elsewhere",
                    key = key,
                    period = id,
                    here = here,
                    there = there
                ),
                msg!("keep one of them: `okr.yaml` and `periods/` declare the same period"),
            );
        };
        let PeriodSetting {
            start,
            end,
            name,
            scoring,
            ..
        } = &read.setting;
        if let (Some(here), Some(there)) = (start, known.start)
            && *here != there
        {
            differs("start", read.spans[0], here.to_string(), there.to_string());
        }
        if let (Some(here), Some(there)) = (end, known.end)
            && *here != there
        {
            differs("end", read.spans[1], here.to_string(), there.to_string());
        }
        if let (Some(here), Some(there)) = (name, &known.name)
            && here != there
        {
            differs("name", read.spans[2], here.clone(), there.clone());
        }
        if let (Some(here), Some(there)) = (scoring, known.scoring)
            && *here != there
        {
            differs(
                "scoring",
                read.spans[3],
                scoring_word(*here).to_owned(),
                scoring_word(there).to_owned(),
            );
        }
        known.start = known.start.or(*start);
        known.end = known.end.or(*end);
        known.name = known.name.take().or_else(|| name.clone());
        known.scoring = known.scoring.or(*scoring);
    }

    /// Reports what only shows when everything about a period is known: no start, an end before it.
    pub fn close(&mut self, read: &PeriodFile, decoder: &mut Decoder<'_>) {
        if self.built_in(&read.id).is_some() {
            return;
        }
        let Some(known) = self.declared.get_mut(&read.id) else {
            return;
        };
        match (known.start, known.end) {
            (None, _) if read.complete => {
                let near = period_name::meant(&read.id)
                    .filter(|meant| period_name::days(meant, self.fiscal).is_some());
                decoder.report_with(
                    "missing-key",
                    read.span,
                    msg!("the period `{period}` has no `start`", period = read.id),
                    match near {
                        Some(near) => msg!(
                            "rename the file to `{name}.md`, or add `start: YYYY-MM-DD`",
                            name = near
                        ),
                        None => msg!("add `start: YYYY-MM-DD`"),
                    },
                );
            }
            (Some(start), Some(end)) if end < start => {
                known.end = None;
                decoder.report(
                    "invalid-date",
                    read.spans[1],
                    msg!(
                        "`end` is {end}, before `start`, {start}",
                        end = end,
                        start = start
                    ),
                );
            }
            _ => {}
        }
    }

    /// The periods of a book: declared and occurring ones, by start, then id.
    pub fn periods(
        &self,
        occurring: impl IntoIterator<Item = String>,
        pages: BTreeMap<String, PeriodPage>,
    ) -> Vec<Period> {
        let mut pages = pages;
        let ids: BTreeSet<String> = self.declared.keys().cloned().chain(occurring).collect();
        let mut periods: Vec<Period> = ids
            .into_iter()
            .filter_map(|id| {
                let Lookup::Known((start, end)) = self.find(&id) else {
                    return None;
                };
                let setting = self.declared.get(&id);
                Some(Period {
                    name: setting
                        .and_then(|setting| setting.name.clone())
                        .unwrap_or_else(|| id.clone()),
                    scoring: setting
                        .and_then(|setting| setting.scoring)
                        .unwrap_or(self.scoring),
                    page: pages.remove(&id),
                    id,
                    start,
                    end,
                })
            })
            .collect();
        periods.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        periods
    }
}

/// The places of periods by their ids.
pub fn index(periods: &[Period]) -> BTreeMap<&str, PeriodIx> {
    periods
        .iter()
        .enumerate()
        .map(|(i, period)| (period.id.as_str(), PeriodIx(i)))
        .collect()
}

/// `scoring:` as written.
pub fn scoring_word(scoring: Scoring) -> &'static str {
    match scoring {
        Scoring::Progress => "progress",
        Scoring::Projection => "projection",
    }
}

/// The words of `scoring:`.
pub const SCORING: &[(&str, Scoring)] = &[
    ("progress", Scoring::Progress),
    ("projection", Scoring::Projection),
];

/// What `periods/<period>.md` says.
#[derive(Debug)]
pub struct PeriodFile {
    /// The stem of its name.
    pub id: String,
    /// `start`, `end`, `name` and `scoring`.
    pub setting: PeriodSetting,
    /// Where these stand.
    pub spans: [Span; 4],
    /// Where a missing key is reported.
    pub span: Span,
    /// Whether all of its front matter could be read.
    pub complete: bool,
    /// What it adds.
    pub page: PeriodPage,
}

const KEYS: &[&str] = &["title", "inputs", "not_doing", "start", "end", "name", "scoring"];

/// Reads a period file. `built_in`: its name is that of a built-in period.
pub fn read(
    id: String,
    file: FileId,
    source: &SourceFile,
    calendar: &Calendar,
    decoder: &mut Decoder<'_>,
) -> PeriodFile {
    let split = front_matter::split(file, source, &mut decoder.findings);
    let tree = split
        .yaml
        .and_then(|span| yaml::read(file, source, span, &mut decoder.findings));
    let mut read = PeriodFile {
        setting: PeriodSetting::default(),
        spans: [Span::default(); 4],
        span: Span::default(),
        complete: tree
            .as_ref()
            .is_some_and(|tree| tree.extent == yaml::Extent::Whole),
        page: PeriodPage {
            file,
            title: None,
            inputs: Vec::new(),
            not_doing: Vec::new(),
            body: split.body,
            body_links: markdown::links(source, split.body),
        },
        id,
    };
    let fields = tree
        .as_ref()
        .and_then(|tree| decoder.fields("the front matter", &tree.root, KEYS));
    let Some(fields) = fields else { return read };
    read.span = fields.span;
    read.spans =
        ["start", "end", "name", "scoring"].map(|key| fields.find(key).map_or(fields.span, |node| node.span));
    read.page.title = fields
        .find("title")
        .and_then(|node| decoder.title("title", node))
        .map(|title| title.value);
    read.page.inputs = fields
        .find("inputs")
        .map(|node| decoder.links("inputs", node))
        .unwrap_or_default();
    read.page.not_doing = fields
        .find("not_doing")
        .map(|node| decoder.values("not_doing", node))
        .unwrap_or_default();
    read.setting = setting(&read.id, fields, calendar.built_in(&read.id).is_some(), decoder);
    if fields.find("start").is_some() && read.setting.start.is_none() {
        read.complete = false;
    }
    read
}

/// `start`, `end`, `name` and `scoring` of a period; only the last two for a built-in one.
pub fn setting(id: &str, fields: Fields<'_>, is_built_in: bool, decoder: &mut Decoder<'_>) -> PeriodSetting {
    let mut setting = PeriodSetting {
        span: fields.span,
        ..PeriodSetting::default()
    };
    setting.name = fields
        .find("name")
        .and_then(|node| decoder.title("name", node))
        .map(|name| name.value);
    setting.scoring = fields
        .find("scoring")
        .and_then(|node| decoder.word("scoring", node, SCORING));
    for key in ["start", "end"] {
        let Some(node) = fields.find(key) else { continue };
        if is_built_in {
            decoder.report_with(
                "unknown-key",
                fields.key_span(key),
                msg!(
                    "`{key}` of the period `{period}` cannot be set: its name tells its days",
                    key = key,
                    period = id
                ),
                msg!("take it out, or give the period another name"),
            );
            continue;
        }
        let date = decoder.date(key, node);
        match key {
            "start" => setting.start = date,
            _ => setting.end = date,
        }
    }
    setting
}
