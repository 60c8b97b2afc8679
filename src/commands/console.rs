//! The streams: results on standard output, everything about the run on standard error.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anstream::ColorChoice;

use super::{Everywhere, When};
use crate::report::{Colour, show};
use crate::system::{paints_errors, processor_time};

/// What is printed for people is no narrower and no wider, in columns.
const NARROWEST: usize = 40;
const WIDEST: usize = 160;

/// Where a command talks to its user.
#[derive(Clone, Copy)]
pub(super) struct Console {
    quiet: bool,
    verbose: bool,
    /// Of standard output.
    pub(super) out_colour: Colour,
    /// Of standard error.
    pub(super) err_colour: Colour,
}

impl Console {
    /// As the command line asks for.
    pub(super) fn new(everywhere: &Everywhere) -> Console {
        let colour = |choice: ColorChoice| match (everywhere.color, choice) {
            (When::Never, _) | (When::Auto, ColorChoice::Never) => Colour::Off,
            _ => Colour::On,
        };
        let err_choice = match paints_errors() {
            true => anstream::AutoStream::choice(&io::stderr()),
            false => ColorChoice::Never,
        };
        Console {
            quiet: everywhere.quiet,
            verbose: everywhere.verbose,
            out_colour: colour(anstream::AutoStream::choice(&io::stdout())),
            err_colour: colour(err_choice),
        }
    }

    /// Before the command line is known.
    pub(super) fn plain() -> Console {
        Console {
            quiet: false,
            verbose: false,
            out_colour: Colour::Off,
            err_colour: Colour::Off,
        }
    }

    /// Columns of standard output: as COLUMNS says, as wide as the terminal is, or 80.
    pub(super) fn columns(&self) -> usize {
        let said = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let of_terminal = || {
            let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
            (width.0 > 0).then(|| usize::from(width.0))
        };
        said.or_else(of_terminal).unwrap_or(80).clamp(NARROWEST, WIDEST)
    }

    /// Writes a result. Nobody who has stopped reading is bothered with it.
    pub(super) fn result(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
        let mut out = io::BufWriter::with_capacity(64 << 10, io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // What is left in the buffer has nobody to go to.
                let _ = out.into_parts();
                Ok(())
            }
            Err(error) => {
                let _ = out.into_parts();
                anyhow::bail!("cannot write to standard output: {}", crate::disk::reason(&error))
            }
        }
    }

    /// Writes something of the run that is to be read whatever the options say.
    pub(super) fn aside(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut err = io::BufWriter::with_capacity(64 << 10, io::stderr().lock());
        // Where standard error is closed there is nowhere to say so.
        let _ = write(&mut err).and_then(|()| err.flush());
        let _ = err.into_parts();
    }

    /// A sentence about the run, unless it is to be quiet.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            self.aside(|err| lines(err, text));
        }
    }

    /// Something the user should know, although the run goes on.
    pub(super) fn warning(&self, text: &str) {
        self.aside(|err| {
            write!(err, "{}: ", self.err_colour.paint("1;33", "warning"))?;
            lines(err, text)
        });
    }

    /// Why the run ends here.
    pub(super) fn failure(&self, text: &str) {
        self.aside(|err| {
            write!(err, "{}: ", self.err_colour.paint("1;31", "error"))?;
            lines(err, text)
        });
    }

    /// Does a part of the work, and with `-v` says how long that took, and how long the processors worked on it:
    /// on a busy machine only that can be compared.
    pub(super) fn stage<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        if !self.verbose {
            return work();
        }
        let (begin, worked) = (Instant::now(), processor_time());
        let result = work();
        let took = begin.elapsed();
        let worked = processor_time()
            .zip(worked)
            .map(|(now, before)| now.saturating_sub(before));
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        self.aside(|err| {
            write!(err, "{name:<16}{:>10.1} ms", ms(took))?;
            if let Some(worked) = worked {
                write!(err, "{:>10.1} ms of processor time", ms(worked))?;
            }
            writeln!(err)
        });
        result
    }
}

/// Our own line ends are kept; whatever else moves a cursor is not. A line never begins with what a user wrote.
fn lines(err: &mut dyn Write, text: &str) -> io::Result<()> {
    for (i, line) in text.lines().enumerate() {
        let indent = if i == 0 { "" } else { "  " };
        writeln!(err, "{indent}{}", show(line))?;
    }
    Ok(())
}
