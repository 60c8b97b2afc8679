//! Opens an address in the user's browser, because the user asked for it.

use std::process::{Command, Stdio};

/// Programs that do it, the first that is there first.
#[cfg(target_os = "macos")]
const PROGRAMS: [&str; 1] = ["/usr/bin/open"];
#[cfg(not(target_os = "macos"))]
const PROGRAMS: [&str; 3] = ["xdg-open", "gio", "sensible-browser"];

/// Opens `url` and does not wait for it.
pub(super) fn open(url: &str) -> Result<(), String> {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        if program == "gio" {
            command.arg("open");
        }
        let started = command
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if started.is_ok() {
            return Ok(());
        }
    }
    Err(format!(
        "cannot open a browser: none of {} is here",
        PROGRAMS.join(", ")
    ))
}
