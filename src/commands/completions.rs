//! `okr completions`: what a shell can complete.

use clap_complete::Shell;

use super::Exit;
use super::console::Console;

/// Print the completions of a shell
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints.
pub(super) fn run(console: &Console, mut line: clap::Command, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut line, "okr", &mut script);
    console.result(|out| out.write_all(&script))?;
    Ok(Exit::Clean)
}
