//! `okr explain`: what a name means, be it of a rule or of an error of form.

mod rule;

use super::console::Console;
use super::{Everywhere, Exit};
use crate::diagnostic::names;

/// Explain a rule: why, with examples, and how to change it
///
/// Every name that `okr check` writes in brackets is explained. Outside of an OKR repository it is explained as it is by
/// default; inside, with the settings and in the language of that repository.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The name of a rule or of an error of form, such as `missing-guard`
    #[arg(value_name = "RULE")]
    what: String,
}

/// Explains.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    match names::find(&arguments.what) {
        Some(name) => rule::explain(console, everywhere, name),
        None => Err(rule::unknown(console, everywhere, &arguments.what)),
    }
}
