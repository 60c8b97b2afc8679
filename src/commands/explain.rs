//! `okr explain`: what a name means, be it of a rule or of an error of form; or how an objective's numbers come about.

mod objective;
mod rule;

use super::console::Console;
use super::{Everywhere, Exit};
use crate::diagnostic::names;

/// Explain a rule, or how an objective's score and status came to be
///
/// Every name that `okr check` writes in brackets is explained. Outside of an OKR repository it is explained as it is by
/// default; inside, with the settings and in the language of that repository. An objective is named by its id or the end
/// of it, a key result behind `#` or alone: every term is told, down to the line and the commit.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The name of a rule or of an error of form, such as `missing-guard`; or an objective, or one of its key results
    #[arg(value_name = "RULE|OBJECTIVE[#KR]")]
    what: String,
}

/// Explains.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let what = &arguments.what;
    if let Some(name) = names::find(what) {
        return rule::explain(console, everywhere, name);
    }
    let Some(repository) = objective::around(console, everywhere)? else {
        return Err(rule::unknown(console, everywhere, what, []));
    };
    if repository.config_unreadable {
        repository.print_aside(console);
        return Ok(Exit::Failed);
    }
    match objective::explain(console, &repository, what)? {
        Some(exit) => Ok(exit),
        None => {
            let objectives = || repository.book.objectives.iter();
            let key_results = objectives().flat_map(|it| &it.key_results);
            let ids = objectives().map(|it| it.id.as_str());
            let ids = ids.chain(key_results.map(|it| it.id.value.as_str()));
            Err(rule::unknown(console, everywhere, what, ids))
        }
    }
}
