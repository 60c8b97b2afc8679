//! `okr schema`: what the published data may hold.

use clap::ValueEnum;

use super::Exit;
use super::console::Console;
use crate::site::data;

/// Print a JSON Schema
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Of what
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The published data, `data/okrs.json`
    Data,
}

/// Prints.
pub(super) fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<Exit> {
    let schema = match arguments.what {
        What::Data => data::schema(),
    };
    console.result(|out| out.write_all(&schema))?;
    Ok(Exit::Clean)
}
