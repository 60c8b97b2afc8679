//! `okr build`: the site, as one whole, if the OKRs have no errors.

use std::path::PathBuf;

use anyhow::bail;
use xxhash_rust::xxh3::Xxh3;

use super::audience::{self, Audience, Guard};
use super::console::Console;
use super::place::{self, Place};
use super::unchanged::{self, Asked};
use super::walk::{self, Ask, Repository};
use super::{Everywhere, Exit, left_out, look};
use crate::disk::{self, Force, Found, Made, OutputFolder, Root, Verified};
use crate::git;
use crate::msg;
use crate::report::{Counts, outcome};
use crate::site::{self, Drafts, Job, Site};

/// Check the OKRs and write the site
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write the site to this folder instead of `_site` in the root of the repository
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Build the site as it was: at a revision of git, or at the last commit of a day or before it
    #[arg(long, value_name = "REV|DATE", allow_hyphen_values = true)]
    at: Option<String>,
    /// Leave out what is not for everybody, and write nothing when a name of it would be published all the same
    #[arg(long, value_name = "WHO", value_enum)]
    audience: Option<Audience>,
    /// Leave objectives with errors out, and build the others
    #[arg(long)]
    keep_going: bool,
    /// Show drafts as well
    #[arg(long)]
    drafts: bool,
    /// Write nothing when there are warnings either
    #[arg(long)]
    strict: bool,
    /// Build into a folder that has other files in it, and also when nothing has changed; no file of yours is overwritten
    #[arg(long)]
    force: bool,
    /// Where the site will be, instead of `url` in okr.yaml
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    #[command(flatten)]
    look: look::Wanted,
    /// Write nothing: make the site again in memory and say how the one that is there differs
    #[arg(long)]
    verify: bool,
}

fn web_address(text: &str) -> Result<String, String> {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_plain = |text: &str| {
        !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "\"'<>`\\?#".contains(c))
    };
    match host {
        Some(host) if !host.is_empty() && !host.starts_with('/') && is_plain(text) => {
            Ok(format!("{}/", text.trim_end_matches('/')))
        }
        _ => Err("an address begins with https:// or http://, as in https://acme.github.io/okrs/".to_owned()),
    }
}

/// Builds.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let place = place::of(everywhere, arguments.at.as_deref())?;
    let has_work_tree = place.at.as_ref().is_none_or(|at| !at.is_bare);
    if arguments.output.is_none() && !has_work_tree {
        bail!("a bare repository has no place for a site: say where, as in `-o site`");
    }
    let tree = console.stage("read", || place.read(console))?;
    let read = console.stage("hash", || unchanged::Read::of(&tree));
    if place.at.is_none()
        && let Some(done) = nothing_to_do(console, &place, &tree, &read, arguments)?
    {
        console.note(&done);
        return Ok(Exit::Clean);
    }
    let mut repository = walk::of_tree(console, place, tree, arguments.audience, Ask::Git)?;
    repository.print_aside(console);
    if repository.config_unreadable {
        return Ok(Exit::Failed);
    }
    let stops = repository.findings.iter().any(|finding| finding.stops_build());
    let in_settings = |finding: &crate::diagnostic::Diagnostic| repository.is_settings(finding.file);
    let settings_stop = repository
        .findings
        .iter()
        .any(|finding| finding.stops_build() && in_settings(finding));
    let strict_stops = arguments.strict && walk::fails(&repository.findings, true);
    let wrong = stops || strict_stops;
    if settings_stop || wrong && !arguments.keep_going {
        console.note(&repository.say(&msg!("nothing was written")));
        return Ok(Exit::Findings);
    }
    let mut left_out_of_it = Vec::new();
    if stops {
        left_out_of_it = left_out::of(&mut repository.book, &repository.findings, &repository.sources);
        repository.look_again();
        for (_, file) in &left_out_of_it {
            console.note(&repository.say(&msg!("left out: {file}", file = file)));
        }
    }
    if let Some(url) = &arguments.base_url {
        repository.book.config.url = Some(url.clone());
    }
    let options = site::Options {
        drafts: if arguments.drafts {
            Drafts::Show
        } else {
            Drafts::Hide
        },
        commit: repository.commit(),
        left_out: left_out_of_it,
        look: look::of(console, &repository, &arguments.look)?,
    };
    let made = console.stage("hash", || made(&repository, &read, &options, arguments))?;
    let written = write(console, &repository, &options, arguments, &made)?;
    // The process ends: what it holds need not be taken apart.
    std::mem::forget(repository);
    Ok(if wrong || written == Outcome::Differs {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

impl Arguments {
    fn out(&self, root: &Root) -> PathBuf {
        self.output.clone().unwrap_or_else(|| root.path().join("_site"))
    }

    /// What of them decides what is on the site.
    fn of_the_site(&self) -> String {
        let site = Arguments {
            output: None,
            keep_going: false,
            strict: false,
            force: false,
            verify: false,
            ..self.clone()
        };
        format!("{site:?}")
    }
}

/// What is said when the site is there that a build would write now. Only where a build without errors made it, and
/// where neither warnings nor files of others could stop another one.
fn nothing_to_do(
    console: &Console,
    place: &Place,
    tree: &disk::Tree,
    read: &unchanged::Read,
    arguments: &Arguments,
) -> anyhow::Result<Option<String>> {
    if arguments.force || arguments.verify || arguments.strict || arguments.keep_going {
        return Ok(None);
    }
    let root = &place.root;
    let out = arguments.out(root);
    let Some(made) =
        OutputFolder::made(&out).filter(|made| made.findings.errors == 0 && !made.seen.is_empty())
    else {
        return Ok(None);
    };
    let Some(config) = unchanged::settings(&tree.sources) else {
        return Ok(None);
    };
    // What is wrong with the theme is told where it is used.
    let Ok(look) = look::of_config(root, root, &config, &arguments.look, drop) else {
        return Ok(None);
    };
    let asked = Asked {
        today: place.today,
        arguments: arguments.of_the_site(),
        look: &look,
        heads: &console.stage("git", || git::heads(root.path(), &tree.sources)),
    };
    if made.seen != read.seen(root, &config, &made.linked, &asked)? {
        return Ok(None);
    }
    let current = console.stage("compare", || {
        OutputFolder::if_current(root, root, &out, &config.other_roots(), &made.inputs)
    })?;
    let Some(folder) = current else {
        return Ok(None);
    };
    let Found {
        errors,
        warnings,
        infos,
    } = made.findings;
    let counts = Counts {
        errors,
        warnings,
        infos,
    };
    let note = if counts == Counts::default() {
        msg!("{folder} is up to date", folder = folder)
    } else {
        msg!(
            "{folder} is up to date: {outcome}; `okr check` lists them",
            folder = folder,
            outcome = outcome(config.language, counts)
        )
    };
    Ok(Some(config.language.say(&note)))
}

/// What the site is made from, for the build after this one.
fn made(
    repository: &Repository,
    read: &unchanged::Read,
    options: &site::Options,
    arguments: &Arguments,
) -> anyhow::Result<Made> {
    let Repository {
        place,
        book,
        assets,
        findings,
        ..
    } = repository;
    let asked = Asked {
        today: repository.today(),
        arguments: arguments.of_the_site(),
        look: &options.look,
        heads: &repository.history.heads,
    };
    let Counts {
        errors,
        warnings,
        infos,
    } = Counts::of(findings);
    // What is kept beside the pages is published with them: a site for an audience says nothing of its files.
    let (seen, linked) = match arguments.audience {
        Some(Audience::Public) => Default::default(),
        None => {
            let linked = &assets.asked;
            (
                read.seen(place.files(), &book.config, linked, &asked)?,
                linked.clone(),
            )
        }
    };
    Ok(Made {
        inputs: hash(repository, read, options, arguments.audience)?,
        seen,
        linked,
        findings: Found {
            errors,
            warnings,
            infos,
        },
    })
}

#[derive(PartialEq)]
enum Outcome {
    Good,
    Differs,
}

fn write(
    console: &Console,
    repository: &Repository,
    options: &site::Options,
    arguments: &Arguments,
    made: &Made,
) -> anyhow::Result<Outcome> {
    let Repository {
        place, sources, book, ..
    } = repository;
    let out = arguments.out(&place.root);
    let inputs = repository.inputs(options);
    let search = repository.withheld.search(sources, book, options.drafts);
    audience::warn(console, repository, &search);
    let guard = Guard::new(&search, place.files());
    let run = |site: &Site<'_>, job: Job| guard.passed(site.run(job)?);
    if arguments.verify {
        let site = Site::new(inputs)?;
        let verified = console.stage("render, compare", || {
            let large = guard.passed_large(site.large())?;
            Verified::of(&place.root, place.files(), &out, site.jobs(), &large, |job| {
                run(&site, job)
            })
        });
        return match guard.leaks() {
            leaks if leaks.is_empty() => Ok(say_differences(console, repository, &verified?)),
            leaks => {
                audience::tell(console, repository, &leaks);
                Ok(Outcome::Differs)
            }
        };
    }
    let other_roots = book.config.other_roots();
    let force = if arguments.force { Force::Yes } else { Force::No };
    let folder = console.stage("lock", || {
        OutputFolder::lock(&place.root, place.files(), &out, &other_roots, force)
    })?;
    if !arguments.force && folder.is_current(&made.inputs) {
        let note = msg!("{folder} is up to date", folder = folder.shown());
        console.note(&repository.say(&note));
        return Ok(Outcome::Good);
    }
    let shown = folder.shown().to_owned();
    let site = console.stage("prepare", || Site::new(inputs))?;
    let published = console.stage("render, write", || {
        let large = guard.passed_large(site.large())?;
        folder.publish(made, site.jobs(), &large, |job| run(&site, job))
    });
    let leaks = guard.leaks();
    if !leaks.is_empty() {
        audience::tell(console, repository, &leaks);
        return Ok(Outcome::Differs);
    }
    let published = published?;
    for note in &published.notes {
        console.warning(note);
    }
    let (files, same) = (published.files(), published.same);
    // As with the repository: the process ends.
    std::mem::forget((site, published));
    let note = match same {
        0 => msg!("wrote {files} files to {folder}", files = files, folder = shown),
        _ => msg!(
            "wrote {files} files to {folder}, {same} of them the same as before",
            files = files,
            folder = shown,
            same = same
        ),
    };
    console.note(&repository.say(&note));
    Ok(Outcome::Good)
}

fn say_differences(console: &Console, repository: &Repository, verified: &Verified) -> Outcome {
    let lists = [
        (&verified.different, "differs"),
        (&verified.missing, "is missing"),
        (&verified.extra, "is no longer written"),
    ];
    for (paths, how) in lists {
        for path in paths {
            console.warning(&format!("{path} {how}"));
        }
    }
    if verified.is_same() {
        console.note(&repository.say(&msg!("the site is what a build would write now")));
        Outcome::Good
    } else {
        Outcome::Differs
    }
}

/// Of everything a site is made from, the program's own sources with it. Equal hashes, equal sites.
fn hash(
    repository: &Repository,
    read: &unchanged::Read,
    options: &site::Options,
    audience: Option<Audience>,
) -> anyhow::Result<String> {
    let mut hash = Xxh3::new();
    let mut add = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    add(env!("OKR_SOURCES").as_bytes());
    add(&read.0.to_le_bytes());
    add(repository.today().to_string().as_bytes());
    add(format!("{options:?} {:?} {audience:?}", repository.book.config.url).as_bytes());
    // What git told depends on how much of it the clone has.
    for commit in &repository.chronicle.commits {
        add(commit.id.as_bytes());
    }
    add(&[u8::from(repository.chronicle.shallow)]);
    for (path, mark) in disk::marks(repository.place.files(), &repository.assets)? {
        add(path.as_bytes());
        add(mark.as_bytes());
    }
    Ok(format!("xxh3:{:032x}", hash.digest128()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_http_and_ends_with_a_slash() {
        assert_eq!(
            web_address("https://acme.example/okrs").unwrap(),
            "https://acme.example/okrs/"
        );
        assert_eq!(
            web_address("http://localhost:8000//").unwrap(),
            "http://localhost:8000/"
        );
        for text in [
            "",
            "acme.example",
            "https://",
            "https:///x",
            "ftp://a",
            "https://a/\"x",
            "https://a b",
            "javascript:1",
        ] {
            assert!(web_address(text).is_err(), "{text}");
        }
    }
}
