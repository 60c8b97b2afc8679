//! `okr export`: the data of the site, without the site.

use std::path::PathBuf;

use clap::ValueEnum;

use super::console::Console;
use super::sound::{self, Sound};
use super::walk::Repository;
use super::{Everywhere, Exit, build};
use crate::disk;
use crate::site::{self, Drafts, Inputs, LargeFile, Site, data};

/// Print the data of the site
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which form
    #[arg(value_enum, value_name = "FORMAT")]
    form: Form,
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
}

/// Exports what could be read; errors are told on standard error and in the exit code.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let Some(sound) = sound::repository(console, everywhere)? else {
        return Ok(Exit::Failed);
    };
    let Sound {
        repository,
        left_out,
        wrong,
    } = sound;
    let options = site::Options {
        drafts: Drafts::Hide,
        commit: build::commit(console, &repository),
        left_out,
        look: crate::site::theme::Look::default(),
    };
    let Repository {
        sources,
        book,
        standing,
        assets,
        findings,
        ..
    } = &repository;
    let inputs = Inputs {
        book,
        sources,
        standing,
        findings,
        assets,
        options: &options,
    };
    let parts = console.stage("render", || -> anyhow::Result<Vec<Vec<u8>>> {
        Ok(match arguments.form {
            Form::Json => all_of(&data::json(inputs)),
            Form::Csv => all_of(&data::csv(inputs)),
            Form::Ics => vec![data::calendar::calendar(&Site::new(inputs)?)],
            Form::Markdown => vec![data::markdown::markdown(&Site::new(inputs)?).into_bytes()],
        })
    })?;
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => disk::write_file(file, &parts.concat())?,
        _ => console.result(|out| parts.iter().try_for_each(|part| out.write_all(part)))?,
    }
    Ok(if wrong { Exit::Findings } else { Exit::Clean })
}

fn all_of(file: &LargeFile<'_>) -> Vec<Vec<u8>> {
    file.some(0..file.parts)
}
