//! `okr export`: the data of the site, without the site.

use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;

use super::console::Console;
use super::sound::{self, Sound};
use super::walk::Ask;
use super::{Everywhere, Exit, look};
use crate::diagnostic::nearest;
use crate::disk;
use crate::report::show;
use crate::site::theme::Look;
use crate::site::{self, Drafts, Inputs, LargeFile, Site, data};

/// Print the data of the site
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which form
    #[arg(value_enum, value_name = "FORMAT")]
    form: Form,
    /// With `page-data`: which page, as its path on the site, such as `index.html`
    #[arg(value_name = "PAGE")]
    page: Option<String>,
    /// With `page-data`: print the JSON Schema of it instead
    #[arg(long)]
    schema: bool,
    /// As it was: at a revision of git, or at the last commit of a day or before it
    #[arg(long, value_name = "REV|DATE", allow_hyphen_values = true)]
    at: Option<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// Everything, as JSON
    Json,
    /// A row for each reading, as CSV
    Csv,
    /// When check-ins are due, as a calendar
    Ics,
    /// The running periods, as Markdown
    Markdown,
    /// What the template of a page may use, as JSON
    PageData,
}

/// Exports what could be read; errors are told on standard error and in the exit code.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    if !matches!(arguments.form, Form::PageData) && (arguments.page.is_some() || arguments.schema) {
        bail!(
            "only `page-data` takes a page and `--schema`: the schema of the published data is `okr schema data`"
        );
    }
    if matches!(arguments.form, Form::PageData) && arguments.page.is_none() {
        let schema = if arguments.schema { " --schema" } else { "" };
        bail!(
            "each kind of page has data of its own: say which page, as in `okr export page-data index.html{schema}`"
        );
    }
    // None of these names a commit.
    let ask = match arguments.form {
        Form::Csv | Form::Ics | Form::Markdown => Ask::Nobody,
        Form::Json | Form::PageData => Ask::Git,
    };
    let Some(sound) = sound::repository(console, everywhere, arguments.at.as_deref(), ask)? else {
        return Ok(Exit::Failed);
    };
    let Sound {
        repository,
        left_out,
        wrong,
    } = sound;
    let options = site::Options {
        drafts: Drafts::Hide,
        commit: repository.commit(),
        left_out,
        look: match arguments.form {
            Form::PageData => look::without_templates(console, &repository)?,
            _ => Look::default(),
        },
    };
    let inputs = repository.inputs(&options);
    let parts = console.stage("render", || -> anyhow::Result<Vec<Vec<u8>>> {
        Ok(match arguments.form {
            Form::Json => all_of(&data::json(inputs)),
            Form::Csv => all_of(&data::csv(inputs)),
            Form::Ics => vec![data::calendar::calendar(&Site::new(inputs)?)],
            Form::Markdown => vec![data::markdown::markdown(&Site::new(inputs)?).into_bytes()],
            Form::PageData => vec![page_data(inputs, arguments)?],
        })
    })?;
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => {
            let others = repository.book.config.other_roots();
            disk::write_file(&repository.place.root, &others, file, &parts.concat())?;
        }
        _ => console.result(|out| parts.iter().try_for_each(|part| out.write_all(part)))?,
    }
    Ok(if wrong { Exit::Findings } else { Exit::Clean })
}

/// What the template of a page may use, or the schema of that.
fn page_data(inputs: Inputs<'_>, arguments: &Arguments) -> anyhow::Result<Vec<u8>> {
    let asked = arguments.page.as_deref().unwrap_or_default();
    let found = match site::page_data::of(inputs, asked)? {
        Ok(found) => found,
        Err(pages) => bail!(no_page(asked, &pages)),
    };
    let mut text = if arguments.schema {
        serde_json::to_string_pretty(&found.schema)?
    } else {
        found.data
    };
    text.push('\n');
    Ok(text.into_bytes())
}

fn no_page(asked: &str, pages: &[String]) -> String {
    let shown = show(asked);
    let meant = [asked.trim_matches('/'), "index.html"].join("/");
    let meant = meant.trim_start_matches('/');
    let known = || pages.iter().map(String::as_str);
    match known()
        .find(|page| *page == meant)
        .or_else(|| nearest(asked, known()))
    {
        Some(near) => format!("there is no page `{shown}`: did you mean `{near}`?"),
        None => {
            format!("there is no page `{shown}`: a page is named by its path on the site, as in `index.html`")
        }
    }
}

fn all_of(file: &LargeFile<'_>) -> Vec<Vec<u8>> {
    file.some(0..file.parts)
}
