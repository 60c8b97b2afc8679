//! `okr check`: everything that is wrong, in one run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::console::Console;
use super::walk::{self, Repository};
use super::{Everywhere, Exit, since};
use crate::diagnostic::{Diagnostic, nearest};
use crate::report::{self, Counts, Format};
use crate::system::{canonical, with_slashes};
use crate::{disk, edit, msg};

/// Check the OKRs and say what is wrong, where, and what to do
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print only findings in these files and folders; the whole repository is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value = report::ALL[0].name, value_parser = format_names())]
    format: String,
    /// Fail on warnings as well
    #[arg(long)]
    strict: bool,
    /// Print only what is different since this revision: findings in files that were changed, and those that a change
    /// brought elsewhere
    ///
    /// That is, from where HEAD and the revision parted, as in `git diff REV...`: what only the other branch has changed
    /// is not told.
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    since: Option<String>,
    /// Put right what is a slip beyond doubt, such as a misspelt key, and check again
    ///
    /// Misspelt keys, words of a setting, statuses and names of rules, an `@` before a handle, the form of a heading with
    /// a date, and a decimal comma in a score, where only one thing can be meant and no other fault comes of it. Values,
    /// targets, titles and prose are never changed, nor what a rule of the playbook asks about, nor a file that is not
    /// UTF-8. What was put right is told on standard error.
    #[arg(long)]
    fix: bool,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(report::ALL.iter().map(|format| format.name))
}

/// Checks.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let format = report::ALL.iter().find(|format| format.name == arguments.format);
    let format: &Format = format.context("clap lets only known formats pass")?;
    let mut repository = walk::repository(console, everywhere)?;
    let within = arguments
        .paths
        .iter()
        .map(|path| inside(&repository, path))
        .collect::<anyhow::Result<BTreeSet<String>>>()?;
    let since = match &arguments.since {
        Some(revision) => Some(since::read(console, &repository, revision)?),
        None => None,
    };
    let asked_for = |repository: &Repository| {
        let mut findings = asked_for(repository, &within);
        if let Some(before) = since.as_ref().filter(|_| !repository.config_unreadable) {
            before.leave_out(&mut findings, &repository.sources);
        }
        findings
    };
    let mut selected = asked_for(&repository);
    if arguments.fix {
        for _ in 0..ROUNDS {
            if !fix(console, &repository, &selected)? {
                break;
            }
            repository = walk::repository(console, everywhere)?;
            selected = asked_for(&repository);
        }
    }
    let unreadable = repository.config_unreadable;
    let findings = &*selected;
    console.result(|out| repository.print(findings, format, console.out_colour, out))?;
    if let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) {
        disk::append(Path::new(&file), repository.summary(findings).as_bytes())?;
    }
    if format.for_people {
        console.note(&report::closing(&repository.book, Counts::of(findings)));
    }
    Ok(match unreadable {
        true => Exit::Failed,
        false if walk::fails(findings, arguments.strict) => Exit::Findings,
        false => Exit::Clean,
    })
}

/// What `--fix` puts right may show more to put right; so often at most.
const ROUNDS: usize = 10;

/// The findings in these files and folders; in all where none are named.
fn asked_for(repository: &Repository, within: &BTreeSet<String>) -> Vec<Diagnostic> {
    let is_asked_for = |finding: &&Diagnostic| {
        let path = &repository.sources[finding.file].path;
        within.is_empty()
            || is_within(path, within)
            || repository.config_unreadable && repository.is_settings(finding.file)
    };
    repository.findings.iter().filter(is_asked_for).cloned().collect()
}

/// Puts right what can be, and says so; whether anything was.
fn fix(console: &Console, repository: &Repository, findings: &[Diagnostic]) -> anyhow::Result<bool> {
    if repository.config_unreadable {
        return Ok(false);
    }
    let plans = edit::fix::plans(findings, &repository.sources);
    let named = |it: &Diagnostic| {
        let file = &repository.sources[it.file];
        let place = file.place(it.span.start);
        let place = format!("{}:{}:{}", file.path, place.line, place.column);
        // In backticks it is no phrase of ours that would be put into another language.
        let [from, to] =
            [file.slice(it.span), it.fix.as_deref().unwrap_or_default()].map(|text| format!("`{text}`"));
        (place, from, to)
    };
    let mut any = false;
    for plan in plans.iter().filter(|plan| !plan.fixed.is_empty()) {
        let file = &repository.sources[plan.file];
        disk::rewrite(&repository.place.root, file, |bytes| {
            edit::spliced(file, bytes, &plan.edits())
        })?;
        any = true;
        for it in &plan.fixed {
            let (place, from, to) = named(it);
            console.note(&repository.say(&msg!(
                "put right: {place}: {from} is now {to}",
                place = place,
                from = from,
                to = to
            )));
        }
    }
    let refused = plans.iter().filter(|_| !any).flat_map(|plan| &plan.refused);
    for (it, fault) in refused {
        let (place, from, to) = named(it);
        let left = repository.say(&msg!(
            "left as it is: {place}: with {to} in place of {from} the file would have another error",
            place = place,
            from = from,
            to = to
        ));
        let colon = repository.book.config.language.page_words().colon;
        console.note(&[&left, colon, &repository.say(fault)].concat());
    }
    Ok(any)
}

fn is_within(path: &str, folders: &BTreeSet<String>) -> bool {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len(), 0]);
    ends.into_iter().any(|end| folders.contains(&path[..end]))
}

/// A path of the command line as a path from the root; the root itself is empty.
fn inside(repository: &Repository, path: &Path) -> anyhow::Result<String> {
    let shown = with_slashes(path);
    // The last part is not resolved: a link in the tree has findings of its own.
    let found = match (path.file_name(), path.parent()) {
        (Some(name), Some(above)) => {
            let above = if above.as_os_str().is_empty() {
                Path::new(".")
            } else {
                above
            };
            canonical(above)
                .map(|above| above.join(name))
                .and_then(|path| path.symlink_metadata().map(|_| path))
        }
        _ => canonical(path),
    };
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let known = repository.sources.0.iter().map(|file| file.path.as_str());
            match nearest(&shown, known) {
                Some(near) => bail!(
                    "cannot read {shown}: {}; did you mean `{}`?",
                    disk::reason(&error),
                    typed(repository.place.root.path(), near)
                ),
                None => bail!("cannot read {shown}: {}", disk::reason(&error)),
            }
        }
    };
    match found.strip_prefix(repository.place.root.path()) {
        Ok(inside) => Ok(with_slashes(inside)),
        Err(_) => bail!(
            "{shown} is not in the OKR repository at {}",
            with_slashes(repository.place.root.path())
        ),
    }
}

/// A path from the root as it can be typed where we are.
fn typed(root: &Path, path: &str) -> String {
    match canonical(Path::new(".")) {
        Ok(here) if here == root => path.to_owned(),
        _ => with_slashes(&root.join(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_what_is_below_it_and_the_root_holds_all() {
        let check = |path: &str, folder: &str, expected| {
            assert_eq!(
                is_within(path, &BTreeSet::from([folder.to_owned()])),
                expected,
                "{path} in {folder}"
            );
        };
        check("objectives/a.md", "objectives/a.md", true);
        check("objectives/a.md", "objectives", true);
        check("objectives/a.md", "", true);
        check("objectives/ab.md", "objectives/a", false);
        check("okr.yaml", "objectives", false);
    }
}
