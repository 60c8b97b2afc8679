//! `okr man`: the manual pages, of the program or of one command.

use anyhow::bail;

use super::Exit;
use super::console::Console;
use crate::diagnostic::nearest;

/// Print a manual page, to be read with `man -l -`
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Of which command; without it, of the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints.
pub(super) fn run(console: &Console, mut line: clap::Command, arguments: &Arguments) -> anyhow::Result<Exit> {
    line.build();
    let page = match &arguments.command {
        None => line,
        Some(name) => of_command(&line, name)?,
    };
    let mut text = Vec::new();
    // A command has no version of its own.
    let source = concat!("okr ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(source).render(&mut text)?;
    console.result(|out| out.write_all(&text))?;
    Ok(Exit::Clean)
}

fn of_command(line: &clap::Command, name: &str) -> anyhow::Result<clap::Command> {
    if let Some(command) = line.find_subcommand(name) {
        return Ok(command.clone());
    }
    let known = line.get_subcommands().map(clap::Command::get_name);
    match nearest(name, known) {
        Some(near) => bail!("there is no command `{name}`; did you mean `{near}`?"),
        None => bail!("there is no command `{name}`"),
    }
}
