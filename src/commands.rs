//! The command line: one file a command, with its arguments, its help and its walk through the other modules.
#![allow(
    clippy::disallowed_methods,
    reason = "clock and environment are read here, and nowhere else"
)]

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::system::{MAIN_HAS_ROOM, turn_off_large_pages};

mod audience;
mod build;
mod check;
mod choice;
mod completions;
mod console;
mod diff;
mod due;
mod explain;
mod export;
mod init;
mod known;
mod left_out;
mod look;
mod man;
mod place;
mod schema;
mod sound;
mod status;
mod theme;
#[cfg(feature = "serve")]
mod serve;
mod since;
mod today;
mod unchanged;
mod walk;

use console::Console;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done and clean.
    Clean,
    /// The OKRs have errors, or with `--strict` warnings.
    Findings,
    /// It did not work: wrong usage, settings that cannot be read, a fault of the machine.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Clean => ExitCode::SUCCESS,
            Exit::Findings => ExitCode::from(1),
            Exit::Failed => ExitCode::from(2),
        }
    }
}

/// OKRs as Markdown files in git: checked, scored and published as a static site.
#[derive(Parser)]
#[command(
    name = "okr",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Line {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
struct Everywhere {
    /// Look for the OKR repository from this folder upwards
    #[arg(
        short = 'C',
        value_name = "DIR",
        global = true,
        default_value = ".",
        hide_default_value = true
    )]
    directory: PathBuf,
    /// The day as of which everything is told, as YYYY-MM-DD
    ///
    /// Without it, the day of SOURCE_DATE_EPOCH (in UTC) when that is set, else today's local date.
    #[arg(long, value_name = "DATE", global = true, value_parser = today::given)]
    today: Option<Date>,
    /// Say nothing about the run itself
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say how long each stage takes
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = When::Auto)]
    color: When,
}

/// How figures are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Check(check::Arguments),
    Completions(completions::Arguments),
    Diff(diff::Arguments),
    Due(due::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Init(init::Arguments),
    Man(man::Arguments),
    Schema(schema::Arguments),
    Status(status::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Theme(theme::Arguments),
}

/// Runs the program with its arguments, the first being its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    turn_off_large_pages();
    // A panic is told below, in our own words, and only once.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        *PANICKED.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = place;
    }));
    let line = match panic::catch_unwind(AssertUnwindSafe(|| Line::try_parse_from(arguments))) {
        Ok(Ok(line)) => line,
        Ok(Err(usage)) => {
            // Help and version go to standard output and are no fault. A closed pipe ends quietly.
            let _ = usage.print();
            return if usage.use_stderr() {
                Exit::Failed
            } else {
                Exit::Clean
            };
        }
        Err(panic) => return bug(&Console::plain(), &*panic),
    };
    if line.everywhere.quiet && line.everywhere.verbose {
        // Which clap does not see when one stands before the command, and one behind it.
        let usage = Line::command().error(
            ErrorKind::ArgumentConflict,
            "`--quiet` and `--verbose` exclude each other",
        );
        let _ = usage.print();
        return Exit::Failed;
    }
    let console = Console::new(&line.everywhere);
    match panic::catch_unwind(AssertUnwindSafe(|| command(&console, &line))) {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => {
            console.failure(&said(&failure, &line.everywhere));
            Exit::Failed
        }
        Err(panic) => bug(&console, &*panic),
    }
}

fn command(console: &Console, line: &Line) -> anyhow::Result<Exit> {
    match &line.command {
        Command::Build(arguments) => build::run(console, &line.everywhere, arguments),
        Command::Check(arguments) => check::run(console, &line.everywhere, arguments),
        Command::Completions(arguments) => completions::run(console, Line::command(), arguments),
        Command::Diff(arguments) => diff::run(console, &line.everywhere, arguments),
        Command::Man(arguments) => man::run(console, Line::command(), arguments),
        Command::Due(arguments) => due::run(console, &line.everywhere, arguments),
        Command::Status(arguments) => status::run(console, &line.everywhere, arguments),
        Command::Explain(arguments) => explain::run(console, &line.everywhere, arguments),
        Command::Init(arguments) => init::run(console, &line.everywhere, arguments),
        Command::Export(arguments) => export::run(console, &line.everywhere, arguments),
        Command::Schema(arguments) => schema::run(console, arguments),
        Command::Theme(arguments) => theme::run(console, &line.everywhere, arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(console, &line.everywhere, arguments),
    }
}

/// Has this thread, which asks for all work and would only wait for it, do some of it itself: what it asks for then need
/// not be handed over. For commands that read a repository once; the preview has threads that ask beside each other.
/// Where there is but one processor this thread is all there is: whoever it waits for must not ask for work.
fn work_here() {
    if !MAIN_HAS_ROOM {
        return;
    }
    // Where there are threads already, they do it all.
    let _ = rayon::ThreadPoolBuilder::new()
        .use_current_thread()
        .build_global();
}

/// Why the run ends: what git has to do with it in the language of the repository, as findings are.
fn said(failure: &anyhow::Error, everywhere: &Everywhere) -> String {
    match failure.downcast_ref::<crate::git::Failure>() {
        Some(failure) => failure.said(place::language(everywhere)),
        None => format!("{failure:#}"),
    }
}

/// Where the last panic was.
static PANICKED: Mutex<Option<String>> = Mutex::new(None);

fn bug(console: &Console, panic: &(dyn std::any::Any + Send)) -> Exit {
    let place = PANICKED
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .take();
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown");
    console.failure(&format!(
        "this is a bug in okr {} ({}: {what}), and nothing was written; please report it with the files it was run on: {}/issues",
        env!("CARGO_PKG_VERSION"),
        place.as_deref().unwrap_or("nowhere"),
        env!("CARGO_PKG_REPOSITORY")
    ));
    Exit::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Line::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_says_what_it_does() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
            command.get_subcommands().for_each(check);
        }
        check(&Line::command());
    }
}
