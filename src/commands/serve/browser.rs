//! Opens an address in the user's browser, because the user asked for it.

use std::process::{Command, Stdio};

use crate::system::BROWSERS;

/// Opens `url` and does not wait for it.
pub(super) fn open(url: &str) -> Result<(), String> {
    for (program, before) in BROWSERS {
        let started = Command::new(program)
            .args(*before)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if started.is_ok() {
            return Ok(());
        }
    }
    let programs: Vec<&str> = BROWSERS.iter().map(|(program, _)| *program).collect();
    Err(format!(
        "cannot open a browser: none of {} is here",
        programs.join(", ")
    ))
}
