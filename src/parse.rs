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
mod tests {
    use super::*;
    use crate::model::Target;

    const OKR: &str = "teams: { company: {}, support: { parent: company, members: [ana] } }\n";

    fn objective(period: &str, team: &str, more: &str) -> String {
        format!(
            "---\ntitle: T\nperiod: {period}\nteam: {team}\n{more}key_results:\n  - id: nps\n    title: N\n    start: 1\n    target: 5\n---\n"
        )
    }

    fn sources(files: &[(&str, String)]) -> Sources {
        files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()))
            .collect()
    }

    /// The book and what is said, and that neither depends on the order of the files.
    fn read(files: &[(&str, String)]) -> (Parsed, String) {
        let said = |sources: &Sources, parsed: &Parsed| {
            let one = |finding: &Diagnostic| {
                let source = &sources[finding.file];
                format!(
                    "{}:{}",
                    source.path,
                    testing::printed(source, std::slice::from_ref(finding))
                )
            };
            parsed.findings.iter().map(one).collect::<String>()
        };
        let forwards = sources(files);
        let parsed = book(&forwards);
        let first = said(&forwards, &parsed);
        let mut backwards: Vec<_> = files.to_vec();
        backwards.reverse();
        let backwards = sources(&backwards);
        let again = book(&backwards);
        assert_eq!(first, said(&backwards, &again));
        let shown = |book: &Book| {
            let objectives: Vec<_> = book
                .objectives
                .iter()
                .map(|one| (&one.id, one.period, format!("{:?}", one.parent)))
                .collect();
            let broken: Vec<_> = book.broken.iter().map(|one| &one.id).collect();
            format!(
                "{objectives:?} {broken:?} {:?} {:?} {:?}",
                book.periods.iter().map(|one| &one.id).collect::<Vec<_>>(),
                book.teams,
                book.people
            )
        };
        assert_eq!(shown(&parsed.book), shown(&again.book));
        (parsed, first)
    }

    fn check(files: &[(&str, String)], findings: &str) {
        assert_eq!(read(files).1, findings);
    }

    #[test]
    fn two_states_read_together_are_as_each_read_alone() {
        let state = |files: &[(&str, String)]| sources(files);
        let a = ("objectives/a.md", objective("2026-Q3", "support", "parent: b\n"));
        let b = ("objectives/b.md", objective("summer", "company", "ovner: x\n"));
        let c = (
            "objectives/c.md",
            objective("2026-Q3", "support", "owner: \"@ana\"\n"),
        );
        let settings = ("okr.yaml", OKR.to_owned());
        let french = ("okr.yaml", format!("{OKR}language: fr\n"));
        let summer = |end: &str| {
            let text = format!("---\nstart: 2026-06-21\nend: {end}\n---\n");
            ("periods/summer.md", text)
        };
        let edited = ("objectives/a.md", objective("2026-Q3", "company", ""));
        let states = [
            vec![settings.clone(), a.clone(), b.clone(), c.clone()],
            vec![
                c.clone(),
                summer("2026-09-20"),
                b.clone(),
                a.clone(),
                settings.clone(),
            ],
            vec![
                settings.clone(),
                edited,
                c.clone(),
                summer("2026-09-20"),
                b.clone(),
            ],
            vec![summer("2026-07-01"), french, a.clone(), c.clone(), b.clone()],
            vec![("objectives/moved.md", a.1.clone()), settings, b, c],
            vec![a],
        ];
        for before in &states {
            for after in &states {
                let (before, after) = (state(before), state(after));
                let (one, other) = both(&before, &after);
                assert_eq!(format!("{one:?}"), format!("{:?}", book(&before)));
                assert_eq!(format!("{other:?}"), format!("{:?}", book(&after)));
            }
        }
    }

    #[test]
    fn ids_come_from_paths_and_are_checked() {
        check(
            &[
                ("objectives/a.md", objective("2026-Q3", "support", "")),
                ("objectives/_x/b.md", objective("2026-Q3", "support", "")),
                ("objectives/x/README.md", objective("2026-Q3", "support", "")),
                ("objectives/notes.txt", "x".to_owned()),
            ],
            "",
        );
        check(
            &[("objectives/Über uns.md", objective("2026-Q3", "support", ""))],
            "objectives/Über uns.md:1:1 invalid-path: `Über uns` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  help: rename the file so that its id is `Uber-uns`\n",
        );
        check(
            &[("objectives/a b/c.md", objective("2026-Q3", "support", ""))],
            "objectives/a b/c.md:1:1 invalid-path: `a b` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit\n  help: rename the file so that its id is `a-b/c`\n",
        );
        check(
            &[("objectives/con.md", objective("2026-Q3", "support", ""))],
            "objectives/con.md:1:1 invalid-path: `con` is a reserved name\n  help: rename the file so that its id is `con-1`\n",
        );
        check(
            &[(
                "objectives/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/a.md",
                objective("2026-Q3", "support", ""),
            )],
            "objectives/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/a.md:1:1 limit: the file lies 33 folders deep; the limit is 32\n",
        );
        check(
            &[
                ("objectives/a.md", objective("2026-Q3", "support", "")),
                ("objectives/A.md", objective("2026-Q3", "support", "")),
            ],
            "objectives/a.md:1:1 duplicate-path: `a` and `A` differ only in case\n  help: the other is in `objectives/A.md`; give one of them another name\n",
        );
        check(
            &[
                ("objectives/a.md", objective("2026-Q3", "support", "")),
                ("objectives/a/history.md", objective("2026-Q3", "support", "")),
            ],
            "objectives/a/history.md:1:1 duplicate-path: the page of `a/history` would stand where `a` has its `history`\n  help: the other is in `objectives/a.md`; give one of them another name\n",
        );
        check(
            &[
                (
                    "objectives/a.md",
                    objective("2026-Q3", "support", "aliases: [b]\n"),
                ),
                ("objectives/b.md", objective("2026-Q3", "support", "")),
            ],
            "objectives/a.md:5:11 duplicate-path: `b` is taken already\n  help: the other is in `objectives/b.md`; give one of them another name\n",
        );
        check(
            &[
                (
                    "objectives/a.md",
                    objective("2026-Q3", "support", "aliases: [old]\n"),
                ),
                (
                    "objectives/c.md",
                    objective("2026-Q3", "support", "aliases: [old]\n"),
                ),
            ],
            "objectives/c.md:5:11 duplicate-path: `old` is taken already\n  help: the other is in `objectives/a.md`; give one of them another name\n",
        );
        check(
            &[
                (
                    "okr.yaml",
                    "sources: [{ name: platform, path: repos/platform }]\n".to_owned(),
                ),
                ("objectives/platform/x.md", objective("2026-Q3", "support", "")),
                (
                    "repos/platform/objectives/x.md",
                    objective("2026-Q3", "support", ""),
                ),
            ],
            "repos/platform/objectives/x.md:1:1 duplicate-path: `platform/x` is taken already\n  help: the other is in `objectives/platform/x.md`; give one of them another name\n",
        );
        check(
            &[
                ("retrospectives/a.md", "---\nperiod: 2026-Q3\n---\n".to_owned()),
                ("retrospectives/A.md", "---\nperiod: 2026-Q3\n---\n".to_owned()),
            ],
            "retrospectives/a.md:1:1 duplicate-path: `a` and `A` differ only in case\n  help: the other is in `retrospectives/A.md`; give one of them another name\n",
        );
    }

    #[test]
    fn several_objectives_of_a_tail_are_listed() {
        check(
            &[
                (
                    "objectives/2026-Q3/x/grow.md",
                    objective("2026-Q3", "support", ""),
                ),
                (
                    "objectives/2026-Q3/y/grow.md",
                    objective("2026-Q3", "support", ""),
                ),
                (
                    "objectives/2026-Q3/z/a.md",
                    objective("2026-Q3", "support", "parent: grow\n"),
                ),
            ],
            "objectives/2026-Q3/z/a.md:5:9 ambiguous-reference: `grow` could be `2026-Q3/x/grow`, `2026-Q3/y/grow`\n  help: write more of the path in front\n",
        );
        check(
            &[
                (
                    "objectives/2026-Q3/x/grow.md",
                    objective("2026-Q3", "support", ""),
                ),
                ("objectives/2026/y/grow.md", objective("2026", "support", "")),
                (
                    "objectives/2026-Q2/y/grow.md",
                    objective("2026-Q2", "support", ""),
                ),
                (
                    "objectives/2026-Q2/z/a.md",
                    objective("2026-Q2", "support", "parent: y/grow\nsupports: [grow#nps]\n"),
                ),
            ],
            "objectives/2026-Q2/z/a.md:5:9 ambiguous-reference: `y/grow` could be `2026-Q2/y/grow`, `2026/y/grow`\n  help: write more of the path in front\nobjectives/2026-Q2/z/a.md:6:12 ambiguous-reference: `grow` could be `2026-Q2/y/grow`, `2026/y/grow`\n  help: write more of the path in front\n",
        );
        check(
            &[
                (
                    "objectives/2026-Q3/x/grow.md",
                    objective("2026-Q3", "support", ""),
                ),
                (
                    "objectives/2026-Q3/y/grow.md",
                    objective("2026-Q3", "support", ""),
                ),
                (
                    "retrospectives/2026-Q3/x.md",
                    "---\nperiod: 2026-Q3\ncarry_over: [grow#nps, x/grow]\n---\n".to_owned(),
                ),
            ],
            "retrospectives/2026-Q3/x.md:3:14 ambiguous-reference: `grow` could be `2026-Q3/x/grow`, `2026-Q3/y/grow`\n  help: write more of the path in front\n",
        );
    }

    #[test]
    fn periods_are_declared_in_one_way() {
        check(
            &[
                (
                    "okr.yaml",
                    "periods: { summer: { start: 2026-06-21 } }\n".to_owned(),
                ),
                (
                    "periods/summer.md",
                    "---\nstart: 2026-06-22\nend: 2026-09-20\n---\n".to_owned(),
                ),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "periods/summer.md:2:8 duplicate-key: `start` of `summer` is `2026-06-22` here and `2026-06-21` elsewhere\n  help: keep one of them: `okr.yaml` and `periods/` declare the same period\n",
        );
        check(
            &[
                (
                    "periods/summer.md",
                    "---\nstart: 2026-06-22\nend: 2026-06-01\n---\n".to_owned(),
                ),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "periods/summer.md:3:6 invalid-date: `end` is 2026-06-01, before `start`, 2026-06-22\n",
        );
        check(
            &[
                ("periods/summer.md", "---\ntitle: Summer\n---\n".to_owned()),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "periods/summer.md:2:1 missing-key: the period `summer` has no `start`\n  help: add `start: YYYY-MM-DD`\n",
        );
        check(
            &[("periods/2026-q3.md", "---\ntitle: Q\n---\n".to_owned())],
            "periods/2026-q3.md:2:1 missing-key: the period `2026-q3` has no `start`\n  help: rename the file to `2026-Q3.md`, or add `start: YYYY-MM-DD`\n",
        );
        check(
            &[
                ("okr.yaml", "periods: { summer: { name: S } }\n".to_owned()),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "okr.yaml:1:12 missing-key: the period `summer` has no `start`\n  help: add `start: YYYY-MM-DD`\n",
        );
        check(
            &[
                ("okr.yaml", "periods: { summer: { name: S } }\n".to_owned()),
                ("periods/summer.md", "---\nstart: 2026-06-22\n---\n".to_owned()),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "",
        );
        check(
            &[
                ("okr.yaml", "periods: { summer: { start: soon } }\n".to_owned()),
                ("objectives/a.md", objective("summer", "support", "")),
            ],
            "okr.yaml:1:29 invalid-date: `soon` is not a date: write it as `YYYY-MM-DD`\n",
        );
        check(
            &[
                (
                    "okr.yaml",
                    "periods: { summer: { start: 2026-06-22 } }\n".to_owned(),
                ),
                ("periods/Summer.md", "---\nstart: 2026-06-22\n---\n".to_owned()),
                ("objectives/a.md", objective("sumer", "support", "")),
            ],
            "objectives/a.md:3:9 unknown-period: unknown period `sumer`\n  did you mean `Summer`?\nperiods/Summer.md:1:1 duplicate-path: the periods `Summer` and `summer` differ only in case\n  help: rename one of them\n",
        );
        check(
            &[("periods/x/2026-Q3.md", "---\n---\n".to_owned())],
            "periods/x/2026-Q3.md:1:1 unknown-file: this file is not read: periods lie directly in `periods/`\n  help: move it to `periods/`\n",
        );
        check(
            &[("periods/2026-Q3.md", "no front matter\n".to_owned())],
            "periods/2026-Q3.md:1:1 missing-front-matter: the file has no front matter\n  help: begin it with a line `---`, the keys, and a line `---`\n",
        );
        check(
            &[(
                "periods/2026-Q3.md",
                "---\nstart: 2026-07-01\nnot_doing: fax\ninputs: [{title: x}]\n---\n".to_owned(),
            )],
            "periods/2026-Q3.md:2:1 unknown-key: `start` of the period `2026-Q3` cannot be set: its name tells its days\n  help: take it out, or give the period another name\nperiods/2026-Q3.md:3:12 wrong-type: `not_doing` is text, not a list\n  help: write each item on a line below `not_doing:`, behind `- `\nperiods/2026-Q3.md:4:11 missing-key: `url` is missing\n  help: write `url: …`\n",
        );
        check(
            &[
                (
                    "okr.yaml",
                    "fiscal_year_start: 4\nfiscal_year_name: end\n".to_owned(),
                ),
                ("objectives/a.md", objective("2026-Q1", "support", "")),
            ],
            "",
        );
    }

    #[test]
    fn retrospectives_have_a_period() {
        check(
            &[(
                "retrospectives/a.md",
                "---\nteam: Support\ndate: 2026-13-01\ncarry_over: x\nfoo: 1\n---\n".to_owned(),
            )],
            "retrospectives/a.md:1:1 missing-key: `period` is missing\n  help: write `period: …`\nretrospectives/a.md:2:7 invalid-slug: `Support` cannot be a name in `team`: it takes small letters, digits and `-`\n  did you mean `support`?\nretrospectives/a.md:3:7 invalid-date: `2026-13-01` is no date: there is no month 13; write `2026-01-13`\nretrospectives/a.md:4:13 wrong-type: `carry_over` is text, not a list\n  help: write each item on a line below `carry_over:`, behind `- `\nretrospectives/a.md:5:1 unknown-key: unknown key `foo`\n  help: its keys are `period`, `team`, `date`, `carry_over`, `language`\n",
        );
        check(
            &[("retrospectives/a.md", "".to_owned())],
            "retrospectives/a.md:1:1 missing-front-matter: the file is empty\n  help: begin it with front matter: a line `---`, the keys, and a line `---`\n",
        );
    }

    #[test]
    fn a_reference_has_its_target() {
        let files = [
            (
                "objectives/2026/company/grow.md",
                objective("2026", "company", "aliases: [old/name]\n"),
            ),
            (
                "objectives/2026-Q3/support/bad.md",
                objective("2026-Q3", "support", "foo: 1\n"),
            ),
            (
                "objectives/2026-Q3/support/help.md",
                objective(
                    "2026-Q3",
                    "support",
                    "parent: grow#nps\nsupports: [old/name, bad, 'bad#x', grow#npx, gorw, grow#, '#nps']\n",
                ),
            ),
        ];
        let (parsed, _) = read(&files);
        let book = &parsed.book;
        assert_eq!(
            book.broken.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
            ["2026-Q3/support/bad"]
        );
        let help = &book[book.find("2026-Q3/support/help").expect("it was read")];
        let grow = book.find("2026/company/grow").expect("it was read");
        let key_result = crate::model::KeyResultIx(0);
        assert_eq!(
            help.parent.as_ref().map(|parent| &parent.target),
            Some(&Target::KeyResult(grow, key_result))
        );
        let supports: Vec<&Target> = help.supports.iter().map(|one| &one.target).collect();
        assert_eq!(
            supports,
            [
                &Target::Objective(grow),
                &Target::Broken,
                &Target::Broken,
                &Target::UnknownKeyResult(grow, Some("nps".into())),
                &Target::UnknownObjective(Some("2026/company/grow".into())),
                &Target::UnknownKeyResult(grow, None),
                &Target::UnknownObjective(None),
            ]
        );
    }

    #[test]
    fn a_reference_to_several_costs_the_file_that_has_it() {
        let files = [
            (
                "objectives/2026-Q3/x/grow.md",
                objective("2026-Q3", "x", "parent: a\n"),
            ),
            ("objectives/2026-Q3/y/grow.md", objective("2026-Q3", "y", "")),
            (
                "objectives/2026-Q3/z/a.md",
                objective("2026-Q3", "z", "parent: grow\n"),
            ),
        ];
        let (parsed, _) = read(&files);
        assert_eq!(
            parsed
                .book
                .broken
                .iter()
                .map(|one| one.id.as_str())
                .collect::<Vec<_>>(),
            ["2026-Q3/z/a"]
        );
        assert_eq!(
            parsed.book.objectives[0]
                .parent
                .as_ref()
                .map(|parent| &parent.target),
            Some(&Target::Broken)
        );
    }

    #[test]
    fn a_broken_file_costs_its_own_objective_and_keeps_what_could_be_read() {
        let bad = "---\ntitle: Grow: fast\nperiod: 2026-Q3\nteam: support\nowner: ana\ndraft: true\naliases: [old]\nkey_results:\n\
                   \x20 - id: nps\n    title: N\n    start: 1\n    target: many\n---\n\n## 2026-07-31\n\n- nps: 4\n";
        let files = [
            ("okr.yaml", OKR.to_owned()),
            ("objectives/bad.md", bad.to_owned()),
            (
                "objectives/good.md",
                objective("2026-Q3", "support", "parent: old\n"),
            ),
            ("objectives/binary.md", "\u{0}PNG\u{1}picture".to_owned()),
        ];
        let (parsed, said) = read(&files);
        assert!(
            said.contains("objectives/bad.md:2:8 invalid-yaml")
                && said.contains("objectives/bad.md:12:13 invalid-number"),
            "{said}"
        );
        assert!(
            said.contains(
                "objectives/binary.md:1:1 not-utf-8: the file is not UTF-8 (looks like a binary file)"
            ),
            "{said}"
        );
        let book = parsed.book;
        assert_eq!(book.objectives.len(), 1);
        assert_eq!(
            book.objectives[0].parent.as_ref().map(|parent| &parent.target),
            Some(&Target::Broken)
        );
        let [bad, binary] = &book.broken[..] else {
            panic!("two broken files")
        };
        assert_eq!(
            (bad.id.as_str(), bad.draft, bad.aliases.as_slice()),
            ("bad", true, &["old".to_owned()][..])
        );
        assert_eq!(bad.owner.as_ref().map(|owner| owner.as_str()), Some("ana"));
        assert_eq!(bad.check_ins[0].readings.len(), 1);
        assert_eq!((binary.id.as_str(), binary.title.as_deref()), ("binary", None));
    }

    #[test]
    fn what_is_allowed_or_a_warning_does_not_cost_the_objective() {
        let (parsed, said) = read(&[(
            "objectives/a.md",
            objective("2026-Q3", "support", "owner: '@ana'\n"),
        )]);
        assert!(said.contains("handle-with-at"));
        assert_eq!((parsed.book.objectives.len(), parsed.book.broken.len()), (1, 0));
    }

    #[test]
    fn declared_and_occurring_periods_teams_and_people_are_in_the_book() {
        let files = [
            (
                "okr.yaml",
                "teams: { support: { name: Support, members: [ana] } }\npeople: { Zoe: { name: Zoe Z } }\n\
                 periods: { summer: { start: 2026-06-21, name: Summer, scoring: projection }, 2027: { name: Next } }\n"
                    .to_owned(),
            ),
            ("periods/2026-Q4.md", "---\ntitle: Soon\n---\nHello\n".to_owned()),
            ("objectives/a.md", objective("2026-Q3", "growth", "owner: ZOE\ncontributors: [support, Bo]\n")),
            ("objectives/b.md", objective("summer", "growth", "owner: bo\n")),
            ("retrospectives/2026-H1/ops.md", "---\nperiod: 2026-H1\nteam: ops\n---\n".to_owned()),
        ];
        let (parsed, said) = read(&files);
        assert_eq!(said, "");
        let book = parsed.book;
        let periods: Vec<_> = book
            .periods
            .iter()
            .map(|one| (one.id.as_str(), one.name.as_str(), one.page.is_some()))
            .collect();
        assert_eq!(
            periods,
            [
                ("2026-H1", "2026-H1", false),
                ("summer", "Summer", false),
                ("2026-Q3", "2026-Q3", false),
                ("2026-Q4", "2026-Q4", true),
                ("2027", "Next", false),
            ]
        );
        assert_eq!(book.periods[1].end, None);
        let teams: Vec<_> = book
            .teams
            .iter()
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect();
        assert_eq!(
            teams,
            [("growth", "growth"), ("ops", "ops"), ("support", "Support")]
        );
        let people: Vec<_> = book
            .people
            .iter()
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect();
        assert_eq!(people, [("Zoe", "Zoe Z"), ("ana", "ana"), ("bo", "bo")]);
        assert_eq!(book.person_name("zoe"), "Zoe Z");
        assert_eq!(
            (book.retrospectives.len(), book.retrospectives[0].team.as_deref()),
            (1, Some("ops"))
        );
    }

    #[test]
    fn objectives_of_another_checkout_have_its_name_in_front() {
        let files = [
            (
                "okr.yaml",
                "sources: [{ name: platform, path: repos/platform }]\n".to_owned(),
            ),
            (
                "repos/platform/objectives/2026-Q3/fast.md",
                objective("2026-Q3", "platform", ""),
            ),
            ("repos/platform/okr.yaml", "title: Theirs\n".to_owned()),
            (
                "objectives/2026-Q3/a.md",
                objective("2026-Q3", "support", "parent: fast\n"),
            ),
        ];
        let (parsed, said) = read(&files);
        assert_eq!(said, "");
        let fast = parsed.book.find("platform/2026-Q3/fast");
        assert!(fast.is_some());
        assert_eq!(
            parsed.book.objectives[0]
                .parent
                .as_ref()
                .and_then(|parent| parent.objective()),
            fast
        );
    }

    #[test]
    fn an_empty_folder_is_an_empty_book() {
        let parsed = book(&Sources::default());
        assert!(parsed.findings.is_empty() && !parsed.config_unreadable && parsed.book.config.file.is_none());
        let parsed = book(&sources(&[("okr.yaml", "not yaml: [".to_owned())]));
        assert!(parsed.config_unreadable);
    }

    #[test]
    fn a_file_past_a_mebibyte_is_refused_with_its_size() {
        let sources = Sources::from(vec![SourceFile::too_large("objectives/a.md", 1_048_577)]);
        let parsed = book(&sources);
        assert_eq!(
            testing::printed(&sources.0[0], &parsed.findings),
            "1:1 limit: the file is 1048577 bytes long; the limit is 1048576 (1 MiB)\n"
        );
        assert_eq!(parsed.book.broken.len(), 1);
    }
}
