//! The program as people meet it: what it prints, how it ends, what it leaves on the disk; and what the compiler cannot see.
#![allow(
    clippy::disallowed_methods,
    reason = "the core touches nothing; its tests make files and run the program"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that is skipped says why"
)]

mod repo;
mod tree;
mod web;

mod arguments;
mod audience;
mod bad_input;
mod checking;
mod contract;
mod diff;
mod explain_objective;
mod explaining;
mod fixing;
mod git;
mod forges;
mod french;
mod hostile;
mod links;
mod output_folder;
#[cfg(feature = "serve")]
mod preview;
mod same_bytes;
mod schemas;
mod since;
mod starting;
mod standing;
mod streams;
mod themes;
mod tidy;
mod wording;
#[cfg(target_os = "linux")]
mod without_git;
// They are shell scripts.
#[cfg(unix)]
mod workflows;
