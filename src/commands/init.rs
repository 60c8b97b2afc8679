//! `okr init`: a folder made ready to be pushed, with everything that a forge needs to check and publish it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;
use jiff::civil::Date;

use super::console::Console;
use super::walk::{self, Repository};
use super::{Everywhere, Exit, today};
use crate::diagnostic::Severity;
use crate::disk::{self, Placed, Root};
use crate::git;
use crate::msg;
use crate::parse::period_name::{self, FiscalYear};
use crate::report::show;
use crate::system::{canonical, with_slashes};
use crate::words::Language;

mod code_owners;
mod files;
mod steps;

/// Make a repository of OKRs that is ready to be pushed: settings, an example, workflows that check and publish
///
/// Files that are there are kept as they are. Inside a git work tree the workflows are put at its top.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Language of the settings, the example and the site
    #[arg(long, value_name = "LANGUAGE", value_parser = language_codes())]
    language: Option<String>,
    /// The forge whose workflows are written; without it, the one that `origin` is on, else GitHub
    #[arg(long, value_name = "FORGE", value_enum)]
    forge: Option<Forge>,
}

/// Where the repository will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Forge {
    /// github.com, or a server of one's own
    Github,
    /// gitlab.com, or a server of one's own
    Gitlab,
}

fn language_codes() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Language::ALL.map(Language::code))
}

/// What is known of the place before anything is written.
struct Setting {
    language: Language,
    forge: Forge,
    /// The way to the OKRs from the top of the work tree: empty, or with a `/` at its end.
    prefix: String,
    /// Whether there are objectives.
    is_begun: bool,
    /// Where the repository is on the web, as far as git knows.
    repository: Option<String>,
    today: Date,
    /// The running quarter.
    period: String,
    /// Of the example.
    team: String,
    owners: [String; 2],
    /// Who answers for which file.
    code_owners: String,
}

/// Writes what is missing, and says what is left to do.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let today = today::of_run(everywhere.today)?;
    let folder = arguments.folder.as_deref().unwrap_or(&everywhere.directory);
    refuse_objectives(folder)?;
    refuse_stores(folder)?;
    let root = disk::make_root(folder)?;
    let here = Everywhere {
        directory: root.path().to_owned(),
        ..*everywhere
    };
    let there = match disk::is_marked(root.path()) {
        true => Some(walk::repository(console, &here)?),
        false => None,
    };
    if let Some(there) = there.as_ref().filter(|there| there.config_unreadable) {
        there.print_aside(console);
        return Ok(Exit::Failed);
    }
    let setting = setting(&root, there.as_ref(), arguments, today)?;
    let top = Root::open(&root.top())?;
    let mut written = Vec::new();
    let mut kept = Vec::new();
    for file in files::all(&setting) {
        let (base, path) = match file.place {
            files::Place::Top => (&top, file.path.clone()),
            files::Place::Root => (&root, file.path.clone()),
        };
        let shown = match file.place {
            files::Place::Top => file.path,
            files::Place::Root => format!("{}{}", setting.prefix, file.path),
        };
        match disk::place(base, &path, file.text.as_bytes())? {
            Placed::Written => written.push(shown),
            Placed::Kept => kept.push(shown),
        }
    }
    let say = |message| setting.language.say(&message);
    let mut text = String::new();
    for path in &written {
        text += &format!("{}\n", say(msg!("wrote {path}", path = show(path))));
    }
    for path in &kept {
        let kept = msg!("kept {path}, which was there", path = show(path));
        text += &format!("{}\n", say(kept));
    }
    text += &steps::left_to_do(&setting, folder, &root, &kept);
    if !everywhere.quiet {
        console.result(|out| out.write_all(text.as_bytes()))?;
    }
    finish(console, &here)
}

/// What was there before may have faults; what we write has none.
fn finish(console: &Console, here: &Everywhere) -> anyhow::Result<Exit> {
    let mut repository = walk::repository(console, here)?;
    if here.quiet {
        repository
            .findings
            .retain(|finding| finding.severity == Severity::Error);
    }
    repository.print_aside(console);
    Ok(match walk::fails(&repository.findings, false) {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

/// A repository among the objectives of another one would be read as a part of both.
fn refuse_objectives(folder: &Path) -> anyhow::Result<()> {
    let Some(there) = folder.ancestors().find(|folder| folder.is_dir()) else {
        return Ok(());
    };
    let Ok(outer) = disk::find_root(there) else {
        return Ok(());
    };
    if canonical(there)?.starts_with(outer.join("objectives")) {
        bail!(
            "{} lies among the objectives of {}: name a folder beside them",
            with_slashes(folder),
            with_slashes(&outer)
        );
    }
    Ok(())
}

/// What git keeps is no place for files of people: nobody could commit them.
fn refuse_stores(folder: &Path) -> anyhow::Result<()> {
    let there = folder.ancestors().find(|folder| folder.is_dir());
    // A relative path of folders that are still to come begins here.
    let there = there.unwrap_or(Path::new("."));
    if let Some(store) = git::store_around(there) {
        bail!(
            "{} is where git keeps a repository, and has no work tree: clone it, and run `okr init` in the clone",
            with_slashes(&store)
        );
    }
    Ok(())
}

fn setting(
    root: &Root,
    there: Option<&Repository>,
    arguments: &Arguments,
    today: Date,
) -> anyhow::Result<Setting> {
    let config = there.map(|there| &there.book.config);
    let asked = arguments.language.as_deref().and_then(Language::of_code);
    let language = match (asked, config.filter(|config| config.file.is_some())) {
        (Some(asked), Some(config)) if asked != config.language => bail!(
            "okr.yaml says `language: {}`: change it there, or leave `--language` out",
            config.language.code()
        ),
        (_, Some(config)) => config.language,
        (asked, None) => asked.unwrap_or(Language::English),
    };
    let repository = match config.and_then(|config| config.repository.clone()) {
        Some(address) => Some(address),
        None => origin(root)?.as_deref().and_then(web_address),
    };
    let on_gitlab = |address: &str| address.contains("gitlab");
    let forge = match repository.as_deref().is_some_and(on_gitlab) {
        true => Forge::Gitlab,
        false => Forge::Github,
    };
    let forge = arguments.forge.unwrap_or(forge);
    let fiscal = config.map_or(FiscalYear::CALENDAR, |config| FiscalYear {
        start: config.fiscal_year_start,
        name: config.fiscal_year_name,
    });
    let [team, first, second] = files::names(language).map(str::to_owned);
    let mut teams = config.and_then(|it| it.teams.as_ref()).into_iter().flatten();
    let people = config.and_then(|it| it.people.as_ref()).into_iter().flatten();
    let mut people = people.map(|(handle, _)| handle.clone());
    let first = people.next().unwrap_or(first);
    Ok(Setting {
        language,
        forge,
        prefix: root.prefix(),
        is_begun: there
            .is_some_and(|there| !there.book.objectives.is_empty() || !there.book.broken.is_empty()),
        repository,
        today,
        period: period_name::quarter_of(today, fiscal),
        team: teams.next().map_or(team, |(id, _)| id.clone()),
        owners: match (people.next(), config.is_some_and(|it| it.people.is_some())) {
            (Some(second), _) => [first, second],
            (None, true) => [first.clone(), first],
            (None, false) => [first, second],
        },
        code_owners: code_owners::lines(there, forge, &root.prefix()),
    })
}

/// Where git fetches from, when there is git and it knows.
fn origin(root: &Root) -> anyhow::Result<Option<String>> {
    match git::Repository::of(root.path()) {
        Ok(repository) => Ok(repository.origin()?),
        // A remote that cannot be asked for costs no more than a line of the settings.
        Err(git::Failure::NoProgram | git::Failure::NoRepository(_) | git::Failure::Broken { .. }) => {
            Ok(None)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Where a repository is on the web, from the address that git fetches it from, without anybody's name or password.
fn web_address(origin: &str) -> Option<String> {
    let rest = ["https://", "http://", "ssh://", "git://"]
        .iter()
        .find_map(|scheme| origin.strip_prefix(scheme));
    let (host, path) = match rest {
        Some(rest) => rest.split_once('/')?,
        None => origin.split_once(':')?,
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = match origin.starts_with("http") {
        true => host,
        false => host.split(':').next().unwrap_or(host),
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_plain = |text: &str, also: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c) || also.contains(c))
    };
    let is_right = host.contains('.')
        && is_plain(host, ":")
        && path.contains('/')
        && is_plain(path, "/")
        && !path.contains("//");
    is_right.then(|| format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_git_is_put_as_one_of_the_web() {
        let check = |origin: &str, expected: Option<&str>| {
            assert_eq!(web_address(origin).as_deref(), expected, "{origin}");
        };
        let okrs = Some("https://github.com/acme/okrs");
        check("git@github.com:acme/okrs.git", okrs);
        check("https://github.com/acme/okrs.git", okrs);
        check("https://github.com/acme/okrs/", okrs);
        check("https://ana:secret@github.com/acme/okrs.git", okrs);
        check("ssh://git@github.com:22/acme/okrs.git", okrs);
        check(
            "https://git.acme.example:8443/a/b/okrs",
            Some("https://git.acme.example:8443/a/b/okrs"),
        );
        check("/srv/git/okrs.git", None);
        check("../okrs", None);
        check("C:\\okrs", None);
        check("https://github.com/acme/\"okrs", None);
        check("file:///srv/okrs", None);
        check("", None);
    }
}
