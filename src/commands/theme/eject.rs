//! `okr theme eject`: one file of the theme, to be changed in a repository's own.

use anyhow::bail;

use crate::commands::console::Console;
use crate::commands::{Everywhere, Exit, walk};
use crate::diagnostic::nearest;
use crate::disk::{self, Placed};
use crate::msg;
use crate::report::show;
use crate::site::theme::built_in::{self, DEFAULT};
use crate::site::theme::look::TEMPLATES;
use crate::site::theme::manifest::MANIFEST;
use crate::site::theme::manifest::{API, listed};

/// Copy a file of the theme into the theme of the repository, to change it there; nothing is overwritten
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which file: `okr.css`, `okr.js`, or a template such as `home.html`
    #[arg(value_name = "FILE")]
    file: String,
}

/// Copies.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let repository = walk::repository(console, everywhere)?;
    let path = path_of(&arguments.file)?;
    let name = repository.book.config.theme.name.as_deref();
    let name = name.map_or(DEFAULT.name, String::as_str);
    let folder = format!("themes/{name}");
    if disk::theme_manifest(&repository.place.root, &folder, name)?.is_none() {
        bail!(
            "this repository has no theme of its own to put {path} into: write themes/custom/{MANIFEST} with\n\
             name = \"Custom\"\nversion = \"1.0\"\napi = {API}\n\
             and `theme: {{ name: custom }}` in okr.yaml, then do this again"
        );
    }
    let below = built_in::named(name).unwrap_or(&DEFAULT);
    let text = below
        .file(path)
        .or_else(|| DEFAULT.file(path))
        .unwrap_or_default();
    let target = format!("{folder}/{path}");
    if disk::place(&repository.place.root, &target, text.as_bytes())? == Placed::Kept {
        bail!("{target} is there already, and nothing is overwritten");
    }
    console.note(&repository.say(&msg!("wrote {path}", path = target)));
    if let Some(template) = path.strip_prefix(TEMPLATES) {
        let from = if below.file(path).is_some() {
            below.name
        } else {
            DEFAULT.name
        };
        console.note(&repository.say(&msg!(
            "to change only a block of it, begin with {tag} and keep that block",
            tag = format!("{{% extends \"{from}{template}\" %}}")
        )));
    }
    Ok(Exit::Clean)
}

/// The file in the folder of a theme that is meant.
fn path_of(asked: &str) -> anyhow::Result<&'static str> {
    let files = || {
        DEFAULT
            .files
            .iter()
            .map(|(path, _)| *path)
            .filter(|path| *path != MANIFEST)
    };
    let name = |path: &'static str| path.rsplit('/').next().unwrap_or(path);
    if let Some(path) = files().find(|path| *path == asked || name(path) == asked) {
        return Ok(path);
    }
    let shown = show(asked);
    match nearest(asked, files().map(name)) {
        Some(near) => bail!("a theme has no file `{shown}`: did you mean `{near}`?"),
        None => bail!(
            "a theme has no file `{shown}`: its files are {}",
            listed(files().map(name))
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_path_or_its_name() {
        let check = |asked: &str, expected: &str| {
            let found = path_of(asked).map_or_else(|error| error.to_string(), str::to_owned);
            assert!(found.starts_with(expected), "{found}");
        };
        check("okr.css", "okr.css");
        check("home.html", "templates/home.html");
        check("templates/home.html", "templates/home.html");
        check(
            "hom.html",
            "a theme has no file `hom.html`: did you mean `home.html`?",
        );
        check("theme.toml", "a theme has no file `theme.toml`");
        check(
            "../okr.yaml",
            "a theme has no file `../okr.yaml`: its files are `okr-search.js`, `okr.css`, `okr.js`, `base.html`",
        );
        check("\u{1b}", "a theme has no file `\\u{1b}`");
    }
}
