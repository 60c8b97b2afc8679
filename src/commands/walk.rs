//! The walk that every command begins with: the files of a repository, what they say, and where that stands today.

use jiff::civil::Date;

use super::audience::{self, Audience, Withheld};
use super::console::Console;
use super::place::{self, Place};
use super::{Everywhere, look};
use crate::chronicle::{self, Chronicle};
use crate::diagnostic::{Diagnostic, Message, Severity};
use crate::disk::{self, Shelf};
use crate::git::{self, History};
use crate::history::{self, Standing};
use crate::model::{Assets, Book};
use crate::report::{self, Colour, Counts, Findings, Format};
use crate::source::{FileId, Sources};
use crate::{parse, rules, site};

/// A repository, read.
pub(super) struct Repository {
    /// Where it was read.
    pub(super) place: Place,
    /// What the audience may not see.
    pub(super) withheld: Withheld,
    /// Its texts.
    pub(super) sources: Sources,
    /// What they say.
    pub(super) book: Book,
    /// Where it stands.
    pub(super) standing: Standing,
    /// Linked files.
    pub(super) assets: Assets,
    /// What git told.
    pub(super) history: History,
    /// Who wrote what, and what was moved.
    pub(super) chronicle: Chronicle,
    /// What is wrong, in the order in which it is printed.
    pub(super) findings: Vec<Diagnostic>,
    /// `okr.yaml` is there and is no YAML: nothing can be done without knowing the settings.
    pub(super) config_unreadable: bool,
}

/// Whether git is asked who wrote what, and what was moved.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ask {
    Git,
    Nobody,
}

/// Reads the repository that the command line names.
pub(super) fn repository(console: &Console, everywhere: &Everywhere) -> anyhow::Result<Repository> {
    let place = place::of_work_tree(everywhere)?;
    let tree = console.stage("read", || place.read(console))?;
    of_tree(console, place, tree, None, Ask::Git)
}

/// The same as it was at a revision or on a day, if one is given.
pub(super) fn repository_at(
    console: &Console,
    everywhere: &Everywhere,
    at: Option<&str>,
    ask: Ask,
) -> anyhow::Result<Repository> {
    let place = place::of(everywhere, at)?;
    let tree = console.stage("read", || place.read(console))?;
    of_tree(console, place, tree, None, ask)
}

/// What the files that were read of a repository say, as far as an audience may see it.
pub(super) fn of_tree(
    console: &Console,
    place: Place,
    tree: disk::Tree,
    audience: Option<Audience>,
    ask: Ask,
) -> anyhow::Result<Repository> {
    let (tree, withheld) = match audience {
        Some(Audience::Public) => audience::without_internal(tree),
        None => (tree, Withheld::default()),
    };
    let ask = |sources: &Sources| match &place.at {
        _ if ask == Ask::Nobody => History::default(),
        Some(at) => History {
            heads: git::Heads(None),
            ..git::history_at(&at.repository, at.files.commit(), sources)
        },
        None => git::history(place.root.path(), sources),
    };
    let look_up = |book: &Book, sources: &Sources| {
        let mut assets = look_up(place.files(), book, sources)?;
        withheld.keep_back(&mut assets);
        Ok(assets)
    };
    let told = told(
        console,
        Given {
            files: place.files(),
            tree,
            withheld: &withheld,
            today: place.today,
        },
        ask,
        look_up,
    )?;
    say(console, &told.history);
    Ok(Repository {
        sources: told.sources,
        book: told.book,
        standing: told.standing,
        assets: told.assets,
        history: told.history,
        chronicle: told.chronicle,
        findings: told.findings,
        config_unreadable: told.config_unreadable,
        place,
        withheld,
    })
}

/// What the files of a repository say, wherever they were read.
pub(super) struct Told {
    /// Their texts.
    pub(super) sources: Sources,
    /// What they say.
    book: Book,
    /// Where it stands.
    standing: Standing,
    /// Linked files.
    assets: Assets,
    /// What git told.
    history: History,
    /// Who wrote what, and what was moved.
    chronicle: Chronicle,
    /// What is wrong, in the order in which it is printed.
    pub(super) findings: Vec<Diagnostic>,
    /// `okr.yaml` is there and is no YAML.
    config_unreadable: bool,
}

/// What is read, and how.
pub(super) struct Given<'a> {
    /// Where themes are looked for.
    pub(super) files: &'a dyn Shelf,
    /// What was read.
    pub(super) tree: disk::Tree,
    /// What the audience may not see.
    pub(super) withheld: &'a Withheld,
    /// As of when.
    pub(super) today: Date,
}

/// What files say on a day. `ask` asks git for their earlier versions, beside the rest of the work, on a thread of its own
/// that must not use the pool: see `work_here`. `look_up` finds the files that they link to.
pub(super) fn told(
    console: &Console,
    given: Given<'_>,
    ask: impl FnOnce(&Sources) -> History + Send,
    look_up: impl FnOnce(&Book, &Sources) -> anyhow::Result<Assets>,
) -> anyhow::Result<Told> {
    let Given {
        files,
        tree,
        withheld,
        today,
    } = given;
    let disk::Tree {
        mut sources,
        oddities,
        ..
    } = tree;
    let (parsed, standing, history) = std::thread::scope(|scope| {
        let asked = scope.spawn(|| ask(&sources));
        let mut parsed = console.stage("parse", || parse::book(&sources));
        withheld.take_out_references(&mut parsed.book, &sources);
        let standing = console.stage("score", || history::on(&parsed.book, today));
        let history = console.stage("wait for git", || asked.join());
        (parsed, standing, history)
    });
    let history = history.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let parse::Parsed {
        book,
        findings: mut form,
        config_unreadable,
        ..
    } = parsed;
    form.extend(look::findings(files, &book.config)?);
    let chronicle = console.stage("chronicle", || chronicle::of(&book, &sources, &history.pasts));
    let (findings, assets) = console.stage("check", || -> anyhow::Result<_> {
        let assets = look_up(&book, &sources)?;
        form.extend(disk::point_out(oddities, &assets, &mut sources));
        let context = rules::Context {
            book: &book,
            sources: &sources,
            standing: &standing,
            assets: &assets,
            chronicle: &chronicle,
            part: rules::Part::default(),
        };
        Ok((rules::check(&context, form), assets))
    })?;
    Ok(Told {
        sources,
        book,
        standing,
        assets,
        history,
        chronicle,
        findings,
        config_unreadable,
    })
}

/// Says what git could not tell.
fn say(console: &Console, history: &History) {
    if let Some(failure) = &history.failure {
        let lacking = match history.head {
            None => "pages name no commit",
            Some(_) => "nobody knows who wrote what",
        };
        console.warning(&format!("{failure} ({lacking})"));
    }
    if history.is_shallow() {
        console.warning(&format!(
            "the clone is shallow, so who wrote what, and what was moved, is known only from its first commit on: `{}` brings the rest, in continuous integration `fetch-depth: 0`",
            git::Failure::UNSHALLOW
        ));
    }
}

/// The files that the texts of a book link to.
pub(super) fn look_up(files: &dyn Shelf, book: &Book, sources: &Sources) -> anyhow::Result<Assets> {
    let wanted = rules::link::paths(book, sources);
    Ok(disk::look_up(files, wanted.iter().map(String::as_str))?)
}

impl Repository {
    /// What pages and data are made of.
    pub(super) fn inputs<'a>(&'a self, options: &'a site::Options) -> site::Inputs<'a> {
        site::Inputs {
            book: &self.book,
            sources: &self.sources,
            standing: &self.standing,
            findings: &self.findings,
            assets: &self.assets,
            chronicle: &self.chronicle,
            options,
        }
    }

    /// The day as of which everything is told.
    pub(super) fn today(&self) -> Date {
        self.standing.as_of
    }

    /// Tells again where everything stands and who wrote what, once something was taken out of the book.
    pub(super) fn look_again(&mut self) {
        self.standing = history::on(&self.book, self.today());
        self.chronicle = chronicle::of(&self.book, &self.sources, &self.history.pasts);
    }

    /// The commit that everything is of.
    pub(super) fn commit(&self) -> Option<String> {
        self.history.head.as_ref().map(|commit| commit.text().to_owned())
    }

    /// A sentence in the language of the repository.
    pub(super) fn say(&self, message: &Message) -> String {
        self.book.config.language.say(message)
    }

    /// Whether a file is `okr.yaml`.
    pub(super) fn is_settings(&self, file: FileId) -> bool {
        self.sources[file].path == "okr.yaml"
    }

    /// The findings, ready to be printed.
    pub(super) fn print(
        &self,
        list: &[Diagnostic],
        format: &Format,
        colour: Colour,
        to: &mut dyn std::io::Write,
    ) -> std::io::Result<()> {
        (format.print)(&self.listed(list, colour, &self.place.root.prefix()), to)
    }

    /// Of each finding the line that says what is wrong.
    pub(super) fn print_heads(
        &self,
        list: &[Diagnostic],
        colour: Colour,
        to: &mut dyn std::io::Write,
    ) -> std::io::Result<()> {
        report::heads(&self.listed(list, colour, &self.place.root.prefix()), to)
    }

    /// Findings as Markdown, for the summary page of a job.
    pub(super) fn summary(&self, list: &[Diagnostic]) -> String {
        let closing = report::closing(&self.book, Counts::of(list));
        report::summary(
            &self.listed(list, Colour::Off, &self.place.root.prefix()),
            &closing,
        )
    }

    fn listed<'a>(&'a self, list: &'a [Diagnostic], colour: Colour, prefix: &'a str) -> Findings<'a> {
        Findings {
            list,
            sources: &self.sources,
            colour,
            language: self.book.config.language,
            prefix,
        }
    }

    /// Prints the findings of a command whose result is something else, and the closing line.
    pub(super) fn print_aside(&self, console: &Console) {
        console.aside(|err| self.print(&self.findings, &report::ALL[0], console.err_colour, err));
        console.note(&report::closing(&self.book, Counts::of(&self.findings)));
    }
}

/// Whether a list is bad enough for exit 1.
pub(super) fn fails(findings: &[Diagnostic], strict: bool) -> bool {
    let worst = if strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    findings.iter().any(|finding| finding.severity <= worst)
}
