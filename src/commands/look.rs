//! How pages look: the theme that the command line or `okr.yaml` names, with what stands beside it in the repository.

use std::path::Path;

use anyhow::{Context, bail};

use super::console::Console;
use super::walk::Repository;
use crate::config::{Config, ThemeSetting};
use crate::diagnostic::{Diagnostic, Message, nearest};
use crate::disk::{self, Root, Shelf};
use crate::model::Book;
use crate::msg;
use crate::site::theme::built_in::{self, BuiltIn};
use crate::site::theme::look::TEMPLATES;
use crate::site::theme::manifest::listed;
use crate::site::theme::{Clock, Folder, Look, Manifest};
use crate::system::canonical;

/// Which look is asked for.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Wanted {
    /// Use this theme: a built-in one, one of `themes/`, or the folder of one
    #[arg(long, value_name = "NAME|DIR")]
    theme: Option<String>,
    /// Use built-in files only, as is always done for a pull request: no theme of the repository, no `theme.css`, no `head.html`, no `footer.html`
    #[arg(long)]
    no_custom_theme: bool,
}

/// Whether what a repository brings of its own decides how pages look: it is code.
#[derive(Clone, Copy, PartialEq)]
enum Custom {
    Use,
    LeaveOut,
}

/// A theme, found.
struct Found {
    built_in: &'static BuiltIn,
    own: Option<Folder>,
}

impl Wanted {
    fn custom(&self) -> Custom {
        let event = std::env::var("GITHUB_EVENT_NAME");
        if self.no_custom_theme || event.is_ok_and(|event| event == "pull_request") {
            Custom::LeaveOut
        } else {
            Custom::Use
        }
    }
}

/// The look of a repository's site. What is used in place of what is asked for is told.
pub(super) fn of(console: &Console, repository: &Repository, wanted: &Wanted) -> anyhow::Result<Look> {
    let place = &repository.place;
    of_book(&place.root, place.files(), &repository.book, wanted, |note| {
        console.note(&repository.say(&note));
    })
}

/// The same for what was read elsewhere: `files` are those of the repository, whose root is at `root`.
pub(super) fn of_book(
    root: &Root,
    files: &dyn Shelf,
    book: &Book,
    wanted: &Wanted,
    tell: impl Fn(Message),
) -> anyhow::Result<Look> {
    of_config(root, files, &book.config, wanted, tell)
}

/// The same when nothing but the settings is known yet.
pub(super) fn of_config(
    root: &Root,
    files: &dyn Shelf,
    config: &Config,
    wanted: &Wanted,
    tell: impl Fn(Message),
) -> anyhow::Result<Look> {
    made((root, files), config, wanted, wanted.custom(), tell)
}

fn made(
    (root, files): (&Root, &dyn Shelf),
    config: &Config,
    wanted: &Wanted,
    custom: Custom,
    tell: impl Fn(Message),
) -> anyhow::Result<Look> {
    let setting = &config.theme;
    let configured = setting
        .name
        .as_deref()
        .map_or(built_in::DEFAULT.name, String::as_str);
    let (found, is_configured) = match &wanted.theme {
        Some(asked) => (
            asked_for(root, files, asked, wanted, custom)?,
            asked == configured,
        ),
        None => (of_settings(files, configured, custom, &tell)?, true),
    };
    let manifest = found.manifest()?;
    let options = if is_configured {
        manifest.options(setting)
    } else {
        if !setting.options.is_empty() {
            let note = msg!(
                "`theme.options` of okr.yaml is for `{theme}`, and is not used here",
                theme = configured
            );
            tell(note);
        }
        manifest.defaults()
    };
    let own_file = |path: &str| match custom {
        Custom::Use => disk::own_file(files, path),
        Custom::LeaveOut => Ok(None),
    };
    Ok(Look {
        built_in: found.built_in,
        own: found.own,
        options,
        accent: setting.accent.clone(),
        style: own_file("theme.css")?,
        head: own_file("head.html")?,
        footer: own_file("footer.html")?,
        clock: Clock(since_start),
    })
}

/// The look to be checked. Whoever asks for that wants to see what is there, for a pull request as well: nothing of it is
/// published.
pub(super) fn to_check(repository: &Repository, theme: Option<&str>) -> anyhow::Result<Look> {
    let setting = repository.book.config.theme.name.as_deref();
    let name = theme
        .or(setting.map(String::as_str))
        .unwrap_or(built_in::DEFAULT.name);
    let wanted = Wanted {
        theme: Some(name.to_owned()),
        no_custom_theme: false,
    };
    let Repository { place, book, .. } = repository;
    made(
        (&place.root, place.files()),
        &book.config,
        &wanted,
        Custom::Use,
        |_| {},
    )
}

/// The same with the built-in templates: what a template may use can be asked for when one of them is wrong.
pub(super) fn without_templates(console: &Console, repository: &Repository) -> anyhow::Result<Look> {
    let mut look = of(console, repository, &Wanted::default())?;
    if let Some(own) = &mut look.own {
        own.files.retain(|path, _| !path.starts_with(TEMPLATES));
    }
    Ok(look)
}

/// What is wrong with `theme:` in `okr.yaml`. A theme that says nothing that can be read of itself is told when it is
/// used: it is code, and no content.
pub(super) fn findings(files: &dyn Shelf, config: &Config) -> anyhow::Result<Vec<Diagnostic>> {
    let ThemeSetting { name, options, .. } = &config.theme;
    let Some(file) = config.file else {
        return Ok(Vec::new());
    };
    if name.is_none() && options.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = name.as_deref().map_or(built_in::DEFAULT.name, String::as_str);
    let Ok(folder) = disk::theme_manifest(files, &format!("themes/{wanted}"), wanted) else {
        return Ok(Vec::new());
    };
    let manifest = match (folder, built_in::named(wanted), name) {
        (Some(folder), _, _) => folder.manifest(),
        (None, Some(theme), _) => theme.manifest(),
        (None, None, name) => {
            let message = msg!(
                "there is no theme `{theme}`: none is built in, and there is no folder `themes/{theme}`",
                theme = wanted
            );
            let span = name.as_ref().map_or_else(Default::default, |name| name.span);
            let known = known(files)?;
            let near = nearest(wanted, known.iter().map(String::as_str));
            return Ok(vec![
                Diagnostic::new("invalid-path", file, span, message).instead(near),
            ]);
        }
    };
    Ok(manifest.map_or_else(|_| Vec::new(), |manifest| manifest.findings(&config.theme, file)))
}

impl Found {
    fn built_in(theme: &'static BuiltIn) -> Found {
        Found {
            built_in: theme,
            own: None,
        }
    }

    fn own(folder: Folder) -> Found {
        Found {
            built_in: built_in::named(&folder.name).unwrap_or(&built_in::DEFAULT),
            own: Some(folder),
        }
    }

    fn manifest(&self) -> anyhow::Result<Manifest> {
        let manifest = match &self.own {
            Some(own) => own.manifest(),
            None => self.built_in.manifest(),
        };
        manifest.map_err(anyhow::Error::msg)
    }
}

/// The theme of that name: of the repository, else built in.
fn of_repository(files: &dyn Shelf, name: &str) -> anyhow::Result<Option<Found>> {
    let path = format!("themes/{name}");
    Ok(match disk::theme(files, &path, name, &path)? {
        Some(folder) => Some(Found::own(folder)),
        None => built_in::named(name).map(Found::built_in),
    })
}

fn of_settings(
    files: &dyn Shelf,
    name: &str,
    custom: Custom,
    tell: impl Fn(Message),
) -> anyhow::Result<Found> {
    if custom == Custom::Use {
        // That there is none is a finding, which ends a build before this.
        let found = of_repository(files, name)?;
        return Ok(found.unwrap_or(Found::built_in(&built_in::DEFAULT)));
    }
    let used = built_in::named(name).unwrap_or(&built_in::DEFAULT);
    if used.name != name {
        let note = msg!(
            "the theme `{theme}` is left out, and `{used}` used instead",
            theme = name,
            used = used.name
        );
        tell(note);
    }
    Ok(Found::built_in(used))
}

/// The theme of `--theme`.
fn asked_for(
    root: &Root,
    files: &dyn Shelf,
    asked: &str,
    wanted: &Wanted,
    custom: Custom,
) -> anyhow::Result<Found> {
    let folder = Path::new(asked);
    let is_name = !asked.contains(std::path::is_separator) && !matches!(asked, "" | "." | "..");
    if custom == Custom::LeaveOut && is_name {
        return built_in::named(asked)
            .map(Found::built_in)
            .with_context(|| left_out(asked, wanted));
    }
    if is_name && let Some(found) = of_repository(files, asked)? {
        return Ok(found);
    }
    let Ok(path) = canonical(folder) else {
        bail!(unknown(files, asked)?);
    };
    if !path.is_dir() {
        bail!("cannot use the theme `{asked}`: it is not a folder");
    }
    // A theme from elsewhere is what a pull request is to be shown with: the folder of another branch.
    if custom == Custom::LeaveOut && (wanted.no_custom_theme || path.starts_with(root.path())) {
        bail!(left_out(asked, wanted));
    }
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let opened = Root::open(&path)?;
    let shown = asked.trim_end_matches('/');
    let found = disk::theme(&opened, "", &name, shown)?;
    found
        .map(Found::own)
        .with_context(|| format!("cannot use the theme `{asked}`: it is not a folder"))
}

fn left_out(asked: &str, wanted: &Wanted) -> String {
    let built_in = listed(built_in::ALL.iter().map(|theme| theme.name));
    let why = if wanted.no_custom_theme {
        "with `--no-custom-theme`"
    } else {
        "for a pull request"
    };
    format!("cannot use the theme `{asked}` {why}: it is not built in, as {built_in} are")
}

fn unknown(files: &dyn Shelf, asked: &str) -> anyhow::Result<String> {
    let known = known(files)?;
    let known = || known.iter().map(String::as_str);
    Ok(match nearest(asked, known()) {
        Some(near) => format!("there is no theme `{asked}`: did you mean `{near}`?"),
        None => format!(
            "there is no theme and no folder `{asked}`: the themes are {}",
            listed(known())
        ),
    })
}

/// The names of all themes.
fn known(files: &dyn Shelf) -> anyhow::Result<Vec<String>> {
    let mut names = disk::theme_names(files)?;
    names.extend(built_in::ALL.iter().map(|theme| theme.name.to_owned()));
    names.sort();
    names.dedup();
    Ok(names)
}

/// Of this run.
fn since_start() -> std::time::Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
