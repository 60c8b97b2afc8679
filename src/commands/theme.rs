//! `okr theme`: the files of a theme to start from, and whether a theme holds.

mod check;
mod eject;
mod sample;

use clap::Subcommand;

use super::console::Console;
use super::{Everywhere, Exit};

/// Copy a file of the theme to change it, or check a theme
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Eject(eject::Arguments),
    Check(check::Arguments),
}

/// Does what is asked for.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    match &arguments.action {
        Action::Eject(arguments) => eject::run(console, everywhere, arguments),
        Action::Check(arguments) => check::run(console, everywhere, arguments),
    }
}
