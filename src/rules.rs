//! The checks of the method, one file each, and what becomes of their findings: `okr.yaml` sets how grave they are,
//! `allow` silences them in one place. Nothing here reads a file or prints.

pub mod form;
pub mod link;

mod better_said;
mod calendar;
mod nearest;
mod objective_file;
mod part;
mod place;
mod title;

mod all_on_track;
mod all_reached;
mod at_risk_without_risk;
mod broken_link;
mod check_in_outside_period;
mod check_in_without_words;
mod empty_check_in;
mod future_check_in;
mod hidden_character;
pub mod key_result_count;
mod key_result_is_a_task;
mod key_result_is_vague;
mod key_result_not_measurable;
mod merge_conflict_marker;
mod misplaced_check_in;
mod misplaced_reading;
mod missing_alt_text;
mod missing_guard;
mod missing_owner;
mod no_reading_at_close;
pub mod objective_count;
mod objective_is_a_number;
mod objective_is_a_task;
mod objective_similar;
mod off_track_without_why;
mod owner_load;
mod owner_outside_team;
mod parent_cycle;
mod parent_dropped;
mod parent_period;
mod past_check_in_edited;
mod placeholder_owner;
mod ragged_table;
mod raw_html;
mod remote_image;
mod stale_check_in;
mod status_against_pace;
mod status_against_score;
mod target_moved_without_amendment;
pub mod team_size;
mod typed_score_differs;
mod unaligned;
mod unknown_parent;
mod unknown_person;
mod unknown_team;
mod unread_heading;
mod value_out_of_span;

/// Every rule, by group and then as people meet them.
pub static ALL: &[&Rule] = &[
    &objective_count::RULE,
    &key_result_count::RULE,
    &objective_similar::RULE,
    &team_size::RULE,
    &objective_is_a_number::RULE,
    &objective_is_a_task::RULE,
    &key_result_is_a_task::RULE,
    &key_result_is_vague::RULE,
    &key_result_not_measurable::RULE,
    &missing_guard::RULE,
    &missing_owner::RULE,
    &placeholder_owner::RULE,
    &unknown_person::RULE,
    &unknown_team::RULE,
    &owner_load::RULE,
    &owner_outside_team::RULE,
    &stale_check_in::RULE,
    &check_in_outside_period::RULE,
    &future_check_in::RULE,
    &no_reading_at_close::RULE,
    &empty_check_in::RULE,
    &check_in_without_words::RULE,
    &value_out_of_span::RULE,
    &status_against_pace::RULE,
    &status_against_score::RULE,
    &at_risk_without_risk::RULE,
    &off_track_without_why::RULE,
    &all_on_track::RULE,
    &all_reached::RULE,
    &typed_score_differs::RULE,
    &target_moved_without_amendment::RULE,
    &past_check_in_edited::RULE,
    &unknown_parent::RULE,
    &parent_cycle::RULE,
    &parent_period::RULE,
    &unaligned::RULE,
    &parent_dropped::RULE,
    &missing_alt_text::RULE,
    &remote_image::RULE,
    &broken_link::RULE,
    &ragged_table::RULE,
    &raw_html::RULE,
    &merge_conflict_marker::RULE,
    &hidden_character::RULE,
    &misplaced_check_in::RULE,
    &misplaced_reading::RULE,
    &unread_heading::RULE,
];

pub use crate::words::Text as Why;

use std::cmp::Ordering;
use std::collections::HashSet;

use foldhash::fast::RandomState;
use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::chronicle::past::Past;
use crate::chronicle::{self, Chronicle};
use crate::diagnostic::names::{self, Sort};
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::{self, Standing};
use crate::model::{Allow, Assets, Book, KeyResult, ObjectiveIx};
use crate::parse;
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::words::Language;

use objective_file::ObjectiveFile;

pub use part::Part;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What the folder says.
    pub book: &'a Book,
    /// Its texts.
    pub sources: &'a Sources,
    /// Where everything stands on the day.
    pub standing: &'a Standing,
    /// Which linked files are there.
    pub assets: &'a Assets,
    /// Who wrote what, and what was moved; without git it is empty.
    pub chronicle: &'a Chronicle,
    /// Which files rules with [`Reach::File`] look at.
    pub part: Part,
}

/// One piece of advice, with everything `okr explain` says about it.
pub struct Rule {
    /// In kebab case; says what is wrong, so that switching it off reads well.
    pub name: &'static str,
    /// Unless `okr.yaml` says otherwise.
    pub severity: Severity,
    /// With which others it is listed.
    pub group: Group,
    /// What its findings depend on.
    pub reach: Reach,
    /// Why it is worth following.
    pub why: Why,
    /// What it finds fault with.
    pub weak: Example,
    /// Where it finds it, as `path:line:column`.
    pub at: &'static str,
    /// The same, done well.
    pub strong: Example,
    /// The three in French, where the words of the files are what the rule is about.
    pub in_french: Option<Pair>,
    /// Adds its findings. They have the severity of `names`, or a milder one where a place calls for it.
    pub check: fn(&Context<'_>, &mut Vec<Diagnostic>),
}

/// The families of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// How many, and how they fit together.
    Set,
    /// How titles are put.
    Wording,
    /// Who answers for what.
    Owners,
    /// When and how it is reported.
    CheckIns,
    /// Whether the words and the figures say the same.
    Honesty,
    /// Who supports whom.
    Alignment,
    /// Whether the text is sound.
    Markdown,
}

impl Group {
    /// As in the guide.
    pub fn name(self) -> &'static str {
        match self {
            Group::Set => "set",
            Group::Wording => "wording",
            Group::Owners => "owners",
            Group::CheckIns => "check-ins",
            Group::Honesty => "honesty",
            Group::Alignment => "alignment",
            Group::Markdown => "markdown",
        }
    }
}

/// A small repository that shows a rule. Where it brings no `okr.yaml` it is read with [`EXAMPLE_SETTINGS`], so that an
/// example need not have three key results to make a point about one.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The day on which it is looked at.
    pub today: &'static str,
    /// Paths and texts. A path that comes again is its next version: each was committed a day after the one before, the
    /// last one on the day.
    pub files: &'static [(&'static str, &'static str)],
}

/// What a rule finds fault with, where, and the same done well.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The one that is found.
    pub weak: Example,
    /// As `path:line:column`.
    pub at: &'static str,
    /// The one that is not.
    pub strong: Example,
}

/// What the findings of a rule depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For each file on what it says and where its objective stands, on the settings and on the periods.
    File,
    /// On other files as well, or on how many there were before: what near names cost is bounded for all together.
    Book,
    /// They are made when a file is read.
    Form,
}

impl Rule {
    /// The examples for readers of a language; English ones where it has none.
    pub fn examples(&self, language: Language) -> Pair {
        match (language, self.in_french) {
            (Language::French, Some(pair)) => pair,
            _ => Pair {
                weak: self.weak,
                at: self.at,
                strong: self.strong,
            },
        }
    }
}

/// The `okr.yaml` of examples that bring none.
pub const EXAMPLE_SETTINGS: &str = "rules:\n  key-result-count: off\n";

/// Runs every rule and joins what it finds with `form`, the findings of reading.
///
/// The result is what people see: with the severities of `okr.yaml`, without what is switched off or allowed, by path,
/// then place, then name, each once.
pub fn check(context: &Context<'_>, form: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut findings = form;
    findings.extend(found(context, &Part::all(context.book), |_| true));
    judge(context, &mut findings);
    put_in_order(context, &mut findings);
    findings
}

/// Those of them that stop a build, and nothing else.
pub fn stopping(context: &Context<'_>, form: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut findings = form;
    findings.extend(found(context, &Part::all(context.book), |rule| {
        rule.severity == Severity::Error
    }));
    judge(context, &mut findings);
    findings.retain(Diagnostic::stops_build);
    findings
}

/// The same as `check` for a book in which nothing is other than at `before`, its findings, but what these objectives say
/// and where they stand.
pub fn again(
    context: &Context<'_>,
    form: Vec<Diagnostic>,
    before: &[Diagnostic],
    touched: &[ObjectiveIx],
) -> Vec<Diagnostic> {
    let files: HashSet<FileId, RandomState> = touched.iter().map(|&ix| context.book[ix].file).collect();
    let stay: HashSet<&str, RandomState> = ALL
        .iter()
        .filter(|rule| rule.reach == Reach::File)
        .map(|rule| rule.name)
        .collect();
    let stays = |finding: &&Diagnostic| stay.contains(finding.rule) && !files.contains(&finding.file);
    let mut findings: Vec<Diagnostic> = before.par_iter().filter(stays).cloned().collect();
    let mut new = form;
    new.extend(found(context, &Part::of_objectives(touched), |_| true));
    judge(context, &mut new);
    findings.extend(new);
    put_in_order(context, &mut findings);
    findings
}

/// What some of the rules find: those on single files in these parts of the book.
fn found(context: &Context<'_>, parts: &[Part], which: impl Fn(&Rule) -> bool + Sync) -> Vec<Diagnostic> {
    let (mut found, of_files) = rayon::join(
        || across(context, |rule| rule.reach != Reach::File && which(rule)),
        || within(context, parts, |rule| rule.reach == Reach::File && which(rule)),
    );
    found.extend(of_files);
    found
}

/// What some of the rules find when each looks at everything.
fn across(context: &Context<'_>, which: impl Fn(&Rule) -> bool + Sync) -> Vec<Diagnostic> {
    let rules = in_force(context, which);
    let of_each: Vec<Vec<Diagnostic>> = rules
        .into_par_iter()
        // Some take a hundred times as long as others.
        .with_max_len(1)
        .map(|rule| {
            let mut found = Vec::new();
            (rule.check)(context, &mut found);
            found
        })
        .collect();
    of_each.into_iter().flatten().collect()
}

/// What some of the rules find when all of them look at one part of the files, then at the next.
fn within(context: &Context<'_>, parts: &[Part], which: impl Fn(&Rule) -> bool + Sync) -> Vec<Diagnostic> {
    let rules = in_force(context, which);
    let of_each: Vec<Vec<Diagnostic>> = parts
        .par_iter()
        .with_max_len(1)
        .map(|&part| {
            let context = Context { part, ..*context };
            let mut found = Vec::new();
            for rule in &rules {
                (rule.check)(&context, &mut found);
            }
            // Who shows them would have to read these files again.
            for finding in &mut found {
                finding.keep_places(context.sources);
            }
            found
        })
        .collect();
    of_each.into_iter().flatten().collect()
}

/// Those of some rules that `okr.yaml` does not switch off.
fn in_force(context: &Context<'_>, which: impl Fn(&Rule) -> bool) -> Vec<&'static Rule> {
    let rules = ALL.iter().copied().filter(|rule| which(rule));
    rules
        .filter(|rule| severity_set(context, rule.name) != Some(Severity::Off))
        .collect()
}

/// Gives findings the severities of `okr.yaml`, and takes out what is switched off or allowed.
fn judge(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let allows = Allows::of(context);
    findings.retain_mut(|finding| {
        if !is_rule(finding.rule) {
            return true;
        }
        if let Some(severity) = severity_set(context, finding.rule) {
            finding.severity = severity;
        }
        finding.severity != Severity::Off && !allows.silence(finding)
    });
}

fn put_in_order(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    better_said::leave_out(context.sources, findings);
    findings.par_sort_by(|a, b| order(context.sources, a, b));
    findings.dedup();
}

/// A rule that is silenced in one place, in public.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception<'a> {
    /// Its name.
    pub rule: &'a str,
    /// Why, in the words of whoever silenced it.
    pub reason: &'a str,
    /// Id of the objective.
    pub objective: &'a str,
    /// Id of the key result, when it is silenced only there.
    pub key_result: Option<&'a str>,
    /// The file.
    pub file: FileId,
    /// The rule's name under `allow`.
    pub span: Span,
}

/// Every public exception, by file and place.
pub fn allowed<'a>(context: &Context<'a>) -> Vec<Exception<'a>> {
    let mut exceptions = Vec::new();
    for it in objective_file::all(context.book) {
        let whole = it.allow.iter().map(|allow| (None, allow));
        let parts = it
            .key_results
            .iter()
            .flat_map(|kr| kr.allow.iter().map(|allow| (Some(kr.id.as_str()), allow)));
        exceptions.extend(whole.chain(parts).map(|(key_result, allow)| Exception {
            rule: &allow.rule,
            reason: &allow.reason,
            objective: it.id,
            key_result,
            file: it.file,
            span: allow.rule.span,
        }));
    }
    exceptions.sort_by(|a, b| {
        let path = |it: &Exception<'_>| &context.sources[it.file].path;
        path(a).cmp(path(b)).then(a.span.cmp(&b.span))
    });
    exceptions
}

/// Where a key of a key result stands; without such a key, the first line of its entry.
pub fn place_of(source: &SourceFile, key_result: &KeyResult, key: &str) -> Span {
    place::key_in(source, key_result.span, key).unwrap_or_else(|| place::key_result(source, key_result))
}

/// An example as it is read, and everything that is found in it.
pub fn of_example(example: &Example) -> (Sources, Vec<Diagnostic>) {
    of_files(example.today, example.files)
}

fn of_files(today: &str, files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    let today: Date = today.parse().expect("examples have a day");
    let is_last = |at: usize| files[at + 1..].iter().all(|(path, _)| *path != files[at].0);
    let pasts = [past_of(today, files)];
    let mut files: Vec<SourceFile> = (0..files.len())
        .filter(|at| is_last(*at))
        .map(|at| SourceFile::new(files[at].0, files[at].1.as_bytes().to_vec()))
        .collect();
    if files.iter().all(|file| file.path != "okr.yaml") {
        files.push(SourceFile::new("okr.yaml", EXAMPLE_SETTINGS.as_bytes().to_vec()));
    }
    let (texts, others): (Vec<SourceFile>, Vec<SourceFile>) = files
        .into_iter()
        .partition(|it| it.path.ends_with(".md") || it.path == "okr.yaml");
    let sources = Sources::from(texts);
    let assets = Assets {
        files: others.into_iter().map(|file| file.path).collect(),
        ..Assets::default()
    };
    let parsed = parse::book(&sources);
    let standing = history::on(&parsed.book, today);
    let chronicle = chronicle::of(&parsed.book, &sources, &pasts);
    let context = Context {
        book: &parsed.book,
        sources: &sources,
        standing: &standing,
        assets: &assets,
        chronicle: &chronicle,
        part: Part::default(),
    };
    let findings = check(&context, parsed.findings);
    (sources, findings)
}

/// The versions of the paths that come more than once, each a day after the one before, the last one on the day.
fn past_of(today: Date, files: &[(&str, &str)]) -> Past {
    let versions = |path: &str| files.iter().filter(|(other, _)| *other == path).count();
    let committed: Vec<_> = files.iter().filter(|(path, _)| versions(path) > 1).collect();
    let first = today.saturating_sub((committed.len() as i64 - 1).days());
    let texts = committed.into_iter().map(|(path, text)| (*path, *text));
    Past::of_line(texts, first, "Ana Lopes")
}

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// For rules whose findings come with the form of the files.
fn found_while_reading(_: &Context<'_>, _: &mut Vec<Diagnostic>) {}

fn is_rule(name: &str) -> bool {
    names::find(name).is_some_and(|entry| entry.sort == Sort::Rule)
}

/// What `okr.yaml` says of a rule, if anything.
fn severity_set(context: &Context<'_>, name: &str) -> Option<Severity> {
    let setting = context.book.config.rules.get(name)?.severity;
    setting.filter(|_| is_rule(name))
}

/// The files in which something is allowed, by their number.
struct Allows<'a>(Vec<Option<ObjectiveFile<'a>>>);

impl<'a> Allows<'a> {
    fn of(context: &Context<'a>) -> Allows<'a> {
        let mut by_file = Vec::new();
        by_file.resize_with(context.sources.0.len(), || None);
        for it in objective_file::all(context.book) {
            let file = it.file.0 as usize;
            let any = !it.allow.is_empty() || it.key_results.iter().any(|kr| !kr.allow.is_empty());
            if any && file < by_file.len() {
                by_file[file] = Some(it);
            }
        }
        Allows(by_file)
    }

    /// Whether a finding is allowed where it stands: by its objective, or by the key result inside whose entry or
    /// reading it stands.
    fn silence(&self, finding: &Diagnostic) -> bool {
        let Some(Some(it)) = self.0.get(finding.file.0 as usize) else {
            return false;
        };
        let names = |allow: &[Allow]| allow.iter().any(|allow| allow.rule.value == finding.rule);
        names(it.allow)
            || it.key_results.iter().enumerate().any(|(i, kr)| {
                names(&kr.allow)
                    && (kr.span.contains(finding.span) || it.is_inside_reading_of(i, finding.span))
            })
    }
}

fn order(sources: &Sources, a: &Diagnostic, b: &Diagnostic) -> Ordering {
    let path = |it: &Diagnostic| sources.0.get(it.file.0 as usize).map(|file| file.path.as_str());
    let by_path = match a.file == b.file {
        true => Ordering::Equal,
        false => path(a).cmp(&path(b)),
    };
    by_path
        .then_with(|| a.span.start.cmp(&b.span.start))
        .then_with(|| a.rule.cmp(b.rule))
        .then_with(|| a.span.end.cmp(&b.span.end))
        .then_with(|| a.message.template.cmp(b.message.template))
        .then_with(|| a.message.parts.cmp(&b.message.parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that is found in a small repository, one line each.
    fn found(today: &str, files: &[(&str, &str)]) -> Vec<String> {
        let (sources, findings) = of_files(today, files);
        let line = |it: &Diagnostic| {
            let file = &sources[it.file];
            let place = file.place(it.span.start);
            let severity = it.severity.name();
            format!(
                "{}:{}:{}: {severity}[{}]: {}",
                file.path, place.line, place.column, it.rule, it.message
            )
        };
        findings.iter().map(line).collect()
    }

    #[test]
    fn a_weak_example_is_found_where_it_says_and_a_strong_one_is_clean() {
        let mut lies = Vec::new();
        for rule in ALL {
            // Other rules may have their say about an example; what it is for is this one.
            let mark = format!("[{}]", rule.name);
            let of_this = |lines: Vec<String>| {
                lines
                    .into_iter()
                    .filter(|line| line.contains(&mark))
                    .collect::<Vec<_>>()
            };
            for language in Language::ALL {
                let Pair { weak, at, strong } = rule.examples(language);
                let weak = of_this(found(weak.today, weak.files));
                let expected = format!("{at}: {}[{}]: ", rule.severity.name(), rule.name);
                if weak.len() != 1 || !weak[0].starts_with(&expected) {
                    lies.push(format!("{expected}\n{weak:#?}"));
                }
                let strong = of_this(found(strong.today, strong.files));
                if !strong.is_empty() {
                    lies.push(format!("the strong one of {}\n{strong:#?}", rule.name));
                }
            }
        }
        assert!(lies.is_empty(), "{}", lies.join("\n"));
    }

    #[test]
    fn every_rule_has_the_severity_of_its_name_and_stands_here_once() {
        for (i, rule) in ALL.iter().enumerate() {
            assert_eq!(
                names::find(rule.name).map(|name| name.severity),
                Some(rule.severity),
                "{}",
                rule.name
            );
            assert!(
                ALL[..i].iter().all(|other| other.name != rule.name),
                "{}",
                rule.name
            );
        }
    }

    /// An objective with one key result; `front` goes below `team`, `entry` below the target, `body` behind it all.
    fn objective(front: &str, entry: &str, body: &str) -> String {
        format!(
            "---\ntitle: Make first contact effortless\nperiod: 2026-Q3\nteam: support\n{front}key_results:\n  \
             - id: csat\n    title: Satisfaction reaches 4.6\n    start: 4.0\n    target: 4.6\n{entry}---\n\n{body}"
        )
    }

    /// What is found, without the messages.
    fn check_files(files: &[(&str, &str)], expected: &[&str]) {
        let found = found("2026-08-05", files);
        let heads: Vec<&str> = found
            .iter()
            .map(|line| line.split("]: ").next().unwrap_or_default())
            .collect();
        let expected: Vec<&str> = expected.iter().map(|line| line.trim_end_matches(']')).collect();
        assert_eq!(heads, expected, "{found:#?}");
    }

    #[test]
    fn okr_yaml_says_how_grave_a_rule_is_but_not_how_grave_an_error_of_form() {
        let nobody = objective("", "", "");
        let cases: [(&str, &[&str]); 5] = [
            ("", &["objectives/a.md:6:5: error[missing-owner]"]),
            (
                "missing-owner: info",
                &["objectives/a.md:6:5: info[missing-owner]"],
            ),
            ("missing-owner: off", &[]),
            (
                "missing-owner: { severity: warning }",
                &["objectives/a.md:6:5: warning[missing-owner]"],
            ),
            ("broken-link: off", &["objectives/a.md:6:5: error[missing-owner]"]),
        ];
        for (setting, expected) in cases {
            let settings = format!("rules:\n  key-result-count: off\n  {setting}\n");
            check_files(&[("okr.yaml", &settings), ("objectives/a.md", &nobody)], expected);
        }
    }

    #[test]
    fn what_is_allowed_is_silent_in_its_objective_or_key_result_and_nowhere_else() {
        let allow = "allow: [{ rule: missing-owner, reason: chosen next week }]\n";
        let nobody = objective("", "", "");
        let by_objective = objective(allow, "", "");
        let by_key_result = objective("", &format!("    {allow}"), "");
        let settings = "rules: { key-result-count: off, objective-similar: off }\n";
        check_files(
            &[
                ("okr.yaml", settings),
                ("objectives/a.md", &by_objective),
                ("objectives/b.md", &nobody),
                ("objectives/c.md", &by_key_result),
            ],
            &["objectives/b.md:6:5: error[missing-owner]"],
        );
        let other_rule = objective(
            "",
            "    allow: [{ rule: broken-link, reason: soon }]\n",
            "[a](b.md)\n",
        );
        check_files(
            &[("objectives/a.md", &other_rule)],
            &[
                "objectives/a.md:6:5: error[missing-owner]",
                "objectives/a.md:13:5: error[broken-link]",
            ],
        );
    }

    #[test]
    fn a_key_result_allows_what_is_found_in_its_readings() {
        let reading = "## 2026-07-31 (on track) Far\n\n- csat: 40\n";
        let owner = "    owner: cy\n";
        check_files(
            &[("objectives/a.md", &objective("", owner, reading))],
            &["objectives/a.md:15:3: warning[value-out-of-span]"],
        );
        let allow = "    owner: cy\n    allow: [{ rule: value-out-of-span, reason: another scale }]\n";
        check_files(&[("objectives/a.md", &objective("", allow, reading))], &[]);
    }

    #[test]
    fn a_draft_may_wait_for_its_owners() {
        check_files(
            &[("objectives/a.md", &objective("draft: true\n", "", ""))],
            &["objectives/a.md:7:5: warning[missing-owner]"],
        );
        check_files(
            &[("objectives/a.md", &objective("", "    owner: someone\n", ""))],
            &["objectives/a.md:10:12: error[placeholder-owner]"],
        );
        check_files(
            &[("objectives/a.md", &objective("", "    owner: \"?\"\n", ""))],
            &["objectives/a.md:10:13: error[placeholder-owner]"],
        );
    }

    #[test]
    fn every_fault_of_a_broken_file_shows_in_one_run_and_none_elsewhere() {
        let broken = "---\ntitle: A\nperiod: 2026-Q3\nteam: support\ntraget: 4\nparent: b\nkey_results:\n  \
                      - { id: csat, title: \"S\u{200b}\", start: 4.0, target: 4.6 }\n---\n\n\
                      [x](nowhere.md) ![](https://a.example/b.png)\n\n\
                      ## 2026-09-30 Far ahead\n\n- csat: 4.2\n\n<<<<<<< a\n";
        let owner = "    owner: cy\n";
        let parent = objective("", owner, "[a](a.md#csat)\n");
        let child =
            objective("parent: a\n", owner, "").replace("Make first contact effortless", "Something else");
        check_files(
            &[
                ("objectives/a.md", broken),
                ("objectives/b.md", &parent),
                ("objectives/c.md", &child),
            ],
            &[
                "objectives/a.md:5:1: error[unknown-key]",
                "objectives/a.md:8:5: error[missing-owner]",
                "objectives/a.md:8:26: error[hidden-character]",
                "objectives/a.md:11:5: error[broken-link]",
                "objectives/a.md:11:17: warning[missing-alt-text]",
                "objectives/a.md:11:17: warning[remote-image]",
                "objectives/a.md:13:1: error[future-check-in]",
                "objectives/a.md:17:1: error[merge-conflict-marker]",
            ],
        );
    }

    #[test]
    fn findings_stand_by_path_place_and_name_each_once() {
        let a = objective("", "", "[a](x.md) [a](y.md)\n");
        check_files(
            &[("objectives/b.md", &a), ("objectives/a.md", &a)],
            &[
                "objectives/a.md:6:5: error[missing-owner]",
                "objectives/a.md:12:5: error[broken-link]",
                "objectives/a.md:12:15: error[broken-link]",
                "objectives/b.md:2:1: info[objective-similar]",
                "objectives/b.md:6:5: error[missing-owner]",
                "objectives/b.md:12:5: error[broken-link]",
                "objectives/b.md:12:15: error[broken-link]",
            ],
        );
    }

    #[test]
    fn public_exceptions_are_listed_with_reason_and_place() {
        let a = objective(
            "allow: [{ rule: unaligned, reason: on its own }]\n",
            "    allow: [{ rule: missing-owner, reason: soon }]\n",
            "",
        );
        let sources = Sources::from(vec![SourceFile::new("objectives/a.md", a.into_bytes())]);
        let parsed = parse::book(&sources);
        let standing = history::on(&parsed.book, "2026-07-10".parse().expect("a date"));
        let assets = Assets::default();
        let context = Context {
            book: &parsed.book,
            sources: &sources,
            standing: &standing,
            assets: &assets,
            chronicle: &Chronicle::default(),
            part: Part::default(),
        };
        let listed: Vec<_> = allowed(&context)
            .into_iter()
            .map(|it| {
                (
                    it.rule,
                    it.reason,
                    it.objective,
                    it.key_result,
                    sources[it.file].place(it.span.start).line,
                )
            })
            .collect();
        assert_eq!(
            listed,
            [
                ("unaligned", "on its own", "a", None, 5),
                ("missing-owner", "soon", "a", Some("csat"), 11)
            ]
        );
    }

    #[test]
    fn part_by_part_the_same_is_found_as_in_the_whole() {
        let wrong = "<b>bold</b> ![](x.png)\u{200b}\n\n|a|b|\n|-|-|\n|1|\n\n<<<<<<< a\nx\n";
        let mut files: Vec<SourceFile> = (0..150)
            .map(|at| {
                let text = objective("contributors: [nobody]\n", "    weight: 2\n", wrong);
                SourceFile::new(format!("objectives/{at:03}.md"), text.into_bytes())
            })
            .collect();
        let broken = objective("owner: [\n", "", wrong);
        files.push(SourceFile::new("objectives/broken.md", broken.into_bytes()));
        files.push(SourceFile::new("periods/2026-Q3.md", wrong.as_bytes().to_vec()));
        let retrospective = ["---\nperiod: 2026-Q3\nteam: nowhere\n---\n\n", wrong].concat();
        files.push(SourceFile::new(
            "retrospectives/2026-Q3.md",
            retrospective.into_bytes(),
        ));
        let settings = "people: { ana: Ana }\nteams: { support: {} }\n";
        files.push(SourceFile::new("okr.yaml", settings.as_bytes().to_vec()));
        let sources = Sources::from(files);
        let parsed = parse::book(&sources);
        assert_eq!((parsed.book.objectives.len(), parsed.book.broken.len()), (150, 1));
        let standing = history::on(&parsed.book, "2026-07-10".parse().expect("a date"));
        let context = Context {
            book: &parsed.book,
            sources: &sources,
            standing: &standing,
            assets: &Assets::default(),
            chronicle: &Chronicle::default(),
            part: Part::default(),
        };
        let of_file = |rule: &Rule| rule.reach == Reach::File;
        let in_order = |mut findings: Vec<Diagnostic>| {
            findings.sort_by(|a, b| order(&sources, a, b));
            findings
        };
        let parts = Part::all(&parsed.book);
        assert!(parts.len() > 2);
        let whole = in_order(across(&context, of_file));
        assert_eq!(in_order(within(&context, &parts, of_file)), whole);
        let rules: HashSet<&str> = whole.iter().map(|finding| finding.rule).collect();
        for rule in [
            "raw-html",
            "ragged-table",
            "missing-alt-text",
            "merge-conflict-marker",
            "hidden-character",
            "missing-owner",
        ] {
            assert!(rules.contains(rule), "{rule}");
        }
        let others = |finding: &&Diagnostic| !parsed.book.objectives.iter().any(|it| it.file == finding.file);
        assert!(whole.iter().filter(others).count() > 8);
    }
}
