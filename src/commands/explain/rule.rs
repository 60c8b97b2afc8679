//! `okr explain RULE`.

use crate::commands::console::Console;
use crate::commands::{Everywhere, Exit, known};
use crate::config::Config;
use crate::diagnostic::names::{self, Name};
use crate::disk::{self, Failure, Root};
use crate::msg;
use crate::report::{self, Explained, Telling};
use crate::rules::{self, form};
use crate::source::{SourceFile, Sources};

/// Explains a rule or an error of form, as it is set in the repository around, if there is one.
pub(super) fn explain(console: &Console, everywhere: &Everywhere, name: &Name) -> anyhow::Result<Exit> {
    let config = settings(console, everywhere)?;
    let explained = rules::find(name.name)
        .map(Explained::Rule)
        .or_else(|| form::find(name.name).map(Explained::Form));
    let Some(explained) = explained else {
        let said = msg!("nothing is found by the name `{name}` so far", name = name.name);
        anyhow::bail!("{}", config.language.say(&said));
    };
    let telling = Telling {
        config: &config,
        colour: console.out_colour,
        columns: console.columns(),
    };
    console.result(|out| report::explanation(name, explained, telling, out))?;
    Ok(Exit::Clean)
}

/// That a name is none of ours, and none of `objectives`.
pub(super) fn unknown<'a>(
    console: &Console,
    everywhere: &Everywhere,
    name: &str,
    objectives: impl IntoIterator<Item = &'a str>,
) -> anyhow::Error {
    // Whatever is wrong with the settings, what was asked is wrong first.
    let language = settings(console, everywhere).unwrap_or_default().language;
    let names = names::ALL.iter().map(|name| name.name);
    let objectives: Vec<&str> = objectives.into_iter().collect();
    let what = match objectives.is_empty() {
        true => msg!("there is no rule and no error of form `{name}`", name = name),
        false => msg!(
            "there is no rule, no error of form and no objective `{name}`",
            name = name
        ),
    };
    // One may have typed the tail of an id.
    let tails = objectives.iter().filter_map(|id| id.rsplit('/').next());
    known::none(
        language,
        &what,
        name,
        names.chain(tails).chain(objectives.iter().copied()),
    )
}

/// The settings of the repository around, by `okr.yaml` alone; the defaults where there is none.
fn settings(console: &Console, everywhere: &Everywhere) -> anyhow::Result<Config> {
    let root = match disk::find_root(&everywhere.directory) {
        Ok(root) => Root::open(&root)?,
        Err(Failure::Refused(_)) => return Ok(Config::default()),
        Err(failure) => return Err(failure.into()),
    };
    let Some(text) = disk::own_file(&root, "okr.yaml")? else {
        return Ok(Config::default());
    };
    let sources = Sources::from(vec![SourceFile::new("okr.yaml", text.into_bytes())]);
    let parsed = crate::parse::book(&sources);
    if parsed.config_unreadable {
        let said = msg!("`okr.yaml` cannot be read; this is told as it is by default");
        console.warning(&parsed.book.config.language.say(&said));
    }
    Ok(parsed.book.config)
}
