//! Text → [`Book`] and what is wrong with it. Parsing does not fail: a broken file costs its own objective and nothing
//! else, and every fault in it is found in one run.

pub mod typed;
pub mod scalar;
pub mod name;
pub mod link;
pub mod conflict;
pub mod front_matter;
pub mod yaml;
pub mod piece;
pub mod boundary;
pub mod status;
pub mod decode;
pub mod steps;
pub mod reading;
pub mod register;
pub mod heading;
pub mod markdown;
pub mod blocks;
pub mod check_in;
pub mod path;
pub mod period_name;
pub mod period;
pub mod key_result;
pub mod objective;
pub mod retrospective;
pub mod config;
pub mod reference;
pub mod people;

mod again;
mod assembly;

pub use again::again;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{Book, PeriodPage};
use crate::msg;
use crate::source::{FileId, SourceFile, Sources, Span, Trouble};

use decode::Decoder;
use path::Kind;
use period::{Calendar, PeriodFile};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 1024 * 1024;

/// What reading gives: the book, and everything that is wrong in form.
#[derive(Debug)]
pub struct Parsed {
    /// What the folder says.
    pub book: Book,
    /// By path, then place.
    pub findings: Vec<Diagnostic>,
    /// `okr.yaml` is there and is no YAML: nothing can be done without knowing the settings.
    pub config_unreadable: bool,
    /// The periods that can be named, for another reading.
    calendar: Calendar,
}

/// Reads every file. `sources` may stand in any order: the book is the same.
pub fn book(sources: &Sources) -> Parsed {
    let ground = Ground::of(sources);
    let objectives = ground.objectives(sources, |_, _| None);
    ground.parsed(sources, objectives)
}

/// Reads two states of one folder. An objective whose file is the same in both, as the settings are, is read once.
pub fn both(before: &Sources, after: &Sources) -> (Parsed, Parsed) {
    let (old, new) = rayon::join(|| Ground::of(before), || Ground::of(after));
    let objectives = old.objectives(before, |_, _| None);
    let known: HashMap<&str, &Read<objective::Read>> = match is_same_ground(before, after, &new.config) {
        true => objectives
            .iter()
            .map(|read| (before[read.file].path.as_str(), read))
            .collect(),
        false => HashMap::new(),
    };
    let again = new.objectives(after, |file, source| {
        let read = known.get(source.path.as_str())?;
        let same = &before[read.file];
        let is_same = same.text == source.text && same.trouble.is_none();
        is_same.then(|| read.content.in_file(file))
    });
    rayon::join(|| old.parsed(before, objectives), || new.parsed(after, again))
}

/// Whether settings and periods are the same, so that a file says the same on both sides. `config` is that of `after`.
fn is_same_ground(before: &Sources, after: &Sources, config: &Config) -> bool {
    let ground = |sources: &'_ Sources| -> BTreeMap<String, String> {
        let files = sources.0.iter().filter(|file| {
            matches!(
                path::kind(&file.path, &config.sources),
                Kind::Config | Kind::Period(_)
            )
        });
        files.map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    let is_whole = |sources: &Sources| sources.0.iter().all(|file| file.trouble.is_none());
    ground(before) == ground(after) && is_whole(before) && is_whole(after)
}

/// What must be known before an objective can be read: settings and periods.
struct Ground {
    config: Config,
    config_unreadable: bool,
    calendar: Calendar,
    pages: BTreeMap<String, PeriodPage>,
    objectives: Vec<(String, FileId)>,
    retrospectives: Vec<(String, FileId)>,
    findings: Vec<Diagnostic>,
}

impl Ground {
    fn of(sources: &Sources) -> Ground {
        let settings = match sources.find("okr.yaml") {
            Some(file) => config::read_whole(&sources[file], file),
            None => config::Read::default(),
        };
        let mut findings = settings.findings;
        let files = Files::of(sources, &settings.config);
        let (calendar, pages) = calendar(
            sources,
            files.periods,
            &settings.config,
            settings.unreadable_periods,
            &mut findings,
        );
        Ground {
            config: settings.config,
            config_unreadable: settings.is_unreadable,
            calendar,
            pages,
            objectives: files.objectives,
            retrospectives: files.retrospectives,
            findings,
        }
    }

    /// Reads the objectives, but for those that `known` has read already.
    fn objectives(
        &self,
        sources: &Sources,
        known: impl Fn(FileId, &SourceFile) -> Option<objective::Read> + Sync,
    ) -> Vec<Read<objective::Read>> {
        let (config, calendar) = (&self.config, &self.calendar);
        read_each(&self.objectives, sources, |file, source| match source {
            Some(source) => {
                known(file, source).unwrap_or_else(|| objective::read(file, source, config, calendar))
            }
            None => objective::Read::nothing(config),
        })
    }

    /// Reads the rest, and puts the book together.
    fn parsed(self, sources: &Sources, objectives: Vec<Read<objective::Read>>) -> Parsed {
        let retrospectives = read_each(&self.retrospectives, sources, |file, source| match source {
            Some(source) => retrospective::read(file, source, &self.config, &self.calendar),
            None => retrospective::Read::nothing(&self.config),
        });
        let mut findings = self.findings;
        let book = assembly::book(
            self.config,
            &self.calendar,
            self.pages,
            objectives,
            retrospectives,
            sources,
            &mut findings,
        );
        findings.sort_by(|a, b| by_place(sources, a, b));
        Parsed {
            book,
            findings,
            config_unreadable: self.config_unreadable,
            calendar: self.calendar,
        }
    }
}

fn by_place(sources: &Sources, a: &Diagnostic, b: &Diagnostic) -> Ordering {
    (&sources[a.file].path, a.span).cmp(&(&sources[b.file].path, b.span))
}

/// A file with its id, and what it says.
struct Read<R> {
    id: String,
    file: FileId,
    /// What is wrong with its path, or with the file as a whole.
    findings: Vec<Diagnostic>,
    content: R,
}

/// The files of each kind by id, then path.
#[derive(Default)]
struct Files {
    objectives: Vec<(String, FileId)>,
    periods: Vec<(String, FileId)>,
    retrospectives: Vec<(String, FileId)>,
}

impl Files {
    fn of(sources: &Sources, config: &Config) -> Files {
        let mut files = Files::default();
        for (file, source) in sources.iter() {
            match path::kind(&source.path, &config.sources) {
                Kind::Objective(id) => files.objectives.push((id, file)),
                Kind::Period(id) => files.periods.push((id, file)),
                Kind::Retrospective(id) => files.retrospectives.push((id, file)),
                Kind::Config | Kind::Other => {}
            }
        }
        for list in [
            &mut files.objectives,
            &mut files.periods,
            &mut files.retrospectives,
        ] {
            list.sort_by(|a, b| (&a.0, &sources[a.1].path).cmp(&(&b.0, &sources[b.1].path)));
        }
        files
    }
}

/// Files that one thread reads one behind the other, at most: another one that has nothing to do takes the next ones.
const TOGETHER: usize = 32;

/// Reads files side by side; what a file makes of the reader stays its own affair. `None` stands for a file that is no
/// text.
fn read_each<R: Send>(
    files: &[(String, FileId)],
    sources: &Sources,
    read: impl Fn(FileId, Option<&SourceFile>) -> R + Sync,
) -> Vec<Read<R>> {
    let one = |(id, file): &(String, FileId)| {
        let (id, file) = (id.clone(), *file);
        let source = &sources[file];
        let mut findings = Vec::new();
        if let Some(problem) = path::problem(&id) {
            let found = Diagnostic::new(problem.rule, file, Span::default(), problem.message);
            findings.push(match problem.instead {
                Some(other) => found.help(msg!("rename the file so that its id is `{id}`", id = other)),
                None => found,
            });
        }
        let content = match &source.trouble {
            Some(trouble) => {
                findings.push(self::trouble(file, source, trouble));
                read(file, None)
            }
            None => catch_unwind(AssertUnwindSafe(|| read(file, Some(source)))).unwrap_or_else(|_| {
                findings.push(Diagnostic::new(
                    "invalid-yaml",
                    file,
                    Span::default(),
                    msg!("this file brought `okr` to a halt: that is a mistake of `okr`, please report it"),
                ));
                read(file, None)
            }),
        };
        Read {
            id,
            file,
            findings,
            content,
        }
    };
    files.par_iter().with_max_len(TOGETHER).map(one).collect()
}

/// Why a file is no text, as a finding.
pub fn trouble(file: FileId, source: &SourceFile, trouble: &Trouble) -> Diagnostic {
    match trouble {
        Trouble::NotUtf8(like) => {
            let end = Span::new(source.text.len()..source.text.len());
            Diagnostic::new(
                "not-utf-8",
                file,
                end,
                msg!("the file is not UTF-8 (looks like {like})", like = like),
            )
            .help(msg!("save it as UTF-8"))
        }
        Trouble::TooLarge(size) => Diagnostic::new(
            "limit",
            file,
            Span::default(),
            msg!(
                "the file is {size} bytes long; the limit is {limit} (1 MiB)",
                size = size,
                limit = FILE_LIMIT
            ),
        ),
    }
}

/// The periods of `okr.yaml` and of the files under `periods/`, and what these add.
fn calendar(
    sources: &Sources,
    files: Vec<(String, FileId)>,
    config: &Config,
    unreadable: BTreeSet<String>,
    findings: &mut Vec<Diagnostic>,
) -> (Calendar, BTreeMap<String, PeriodPage>) {
    let mut calendar = Calendar::new(config, unreadable);
    let mut read: Vec<(PeriodFile, Decoder<'_>)> = Vec::new();
    for (id, file) in files {
        let source = &sources[file];
        let mut decoder = Decoder::new(file, source);
        if id.contains('/') {
            decoder.report_with(
                "unknown-file",
                Span::default(),
                msg!("this file is not read: periods lie directly in `periods/`"),
                msg!("move it to `periods/`"),
            );
        } else if let Some(trouble) = &source.trouble {
            decoder.findings.push(self::trouble(file, source, trouble));
            calendar.unreadable(id);
        } else {
            if let Some(problem) = path::problem(&id) {
                let found = Diagnostic::new(problem.rule, file, Span::default(), problem.message);
                decoder.findings.push(match problem.instead {
                    Some(other) => found.help(msg!("rename the file to `{name}.md`", name = other)),
                    None => found,
                });
            }
            let source = conflict::settled(source, config);
            let file = period::read(id, file, &source, &calendar, &mut decoder);
            calendar.add(&file, &mut decoder);
            read.push((file, decoder));
            continue;
        }
        findings.append(&mut decoder.findings);
    }
    if let Some(file) = config.file {
        findings.extend(without_start(file, config, &calendar, &read));
    }
    let mut pages = BTreeMap::new();
    for (file, mut decoder) in read {
        calendar.close(&file, &mut decoder);
        findings.append(&mut decoder.findings);
        // Of several checkouts that have a page of a period, the root's own is shown.
        let is_root = sources[file.page.file].path.starts_with("periods/");
        if is_root || !pages.contains_key(&file.id) {
            pages.insert(file.id, file.page);
        }
    }
    (calendar, pages)
}

/// Periods that `okr.yaml` declares without a first day, and no file under `periods/` with one.
fn without_start<'a>(
    file: FileId,
    config: &'a Config,
    calendar: &'a Calendar,
    read: &'a [(PeriodFile, Decoder<'_>)],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let in_files: BTreeSet<&str> = read.iter().map(|(file, _)| file.id.as_str()).collect();
    config.periods.iter().filter_map(move |(id, setting)| {
        let has_start =
            setting.start.is_some() || calendar.built_in(id).is_some() || in_files.contains(id.as_str());
        (!has_start).then(|| {
            let message = msg!("the period `{period}` has no `start`", period = id);
            Diagnostic::new("missing-key", file, setting.span, message).help(msg!("add `start: YYYY-MM-DD`"))
        })
    })
}

#[cfg(test)]
pub(crate) mod testing {
    //! Findings as tests read them.

    use crate::diagnostic::{Diagnostic, Help};
    use crate::source::SourceFile;

    /// One line a finding, `line:column rule: message`, and one a help.
    pub fn printed(source: &SourceFile, findings: &[Diagnostic]) -> String {
        let mut sorted: Vec<_> = findings.iter().collect();
        sorted.sort_by_key(|finding| finding.span);
        let mut out = String::new();
        for finding in sorted {
            let place = source.place(finding.span.start);
            out += &format!(
                "{}:{} {}: {}\n",
                place.line, place.column, finding.rule, finding.message
            );
            for help in &finding.help {
                out += &match help {
                    Help::Replacement(text) => format!("  did you mean `{text}`?\n"),
                    Help::Note(message) => format!("  help: {message}\n"),
                    Help::Fact(message) => format!("  note: {message}\n"),
                };
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
