//! `okr status`: where everything stands, in the terminal.

use super::console::Console;
use super::sound::{self, Sound};
use super::walk::Ask;
use super::{Everywhere, Exit, Form, choice};
use crate::history::now;
use crate::model::{ObjectiveIx, PeriodIx};
use crate::report::{self, Dashboard, Means};
use crate::site::{self, data, fold};

/// Show where the objectives stand: scores, statuses, and how old they are
///
/// The objectives of the running periods, by team. The bar is the score, and the tick on it is where the pace wants it
/// today.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Only of this team
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Only those for which this person answers, or for one of their key results
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Of this period, and not of those that run now
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// As it was: at a revision of git, or at the last commit of a day or before it
    #[arg(long, value_name = "REV|DATE", allow_hyphen_values = true)]
    at: Option<String>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Form::Text)]
    format: Form,
}

/// Shows what could be read; errors are told on standard error and in the exit code.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    // Only the data name commits.
    let ask = match arguments.format {
        Form::Json => Ask::Git,
        Form::Text => Ask::Nobody,
    };
    let Some(sound) = sound::repository(console, everywhere, arguments.at.as_deref(), ask)? else {
        return Ok(Exit::Failed);
    };
    let Sound {
        repository, wrong, ..
    } = &sound;
    let (book, standing) = (&repository.book, &repository.standing);
    let team = arguments
        .team
        .as_deref()
        .map(|team| choice::team(book, team))
        .transpose()?;
    let owner = arguments
        .owner
        .as_deref()
        .map(|owner| choice::person(book, owner))
        .transpose()?;
    let periods = match &arguments.period {
        Some(period) => vec![choice::period(book, period)?],
        None => now::running(book, standing),
    };
    let of_period = |period: PeriodIx| -> Vec<ObjectiveIx> {
        choice::objectives(book)
            .filter(|(_, objective)| {
                objective.period == period
                    && team.is_none_or(|team| objective.team.value == team)
                    && owner.is_none_or(|owner| choice::is_owned_by(objective, owner, standing))
            })
            .map(|(ix, _)| ix)
            .collect()
    };
    match arguments.format {
        Form::Json => {
            let options = site::Options::default();
            let mut which: Vec<ObjectiveIx> = periods.into_iter().flat_map(of_period).collect();
            which.sort_unstable();
            console.result(|out| out.write_all(&data::objectives(repository.inputs(&options), &which)))?;
        }
        Form::Text => {
            let in_order = |period: PeriodIx| {
                let mut of_period = of_period(period);
                of_period.sort_by_cached_key(|&ix| {
                    let team = book[ix].team.value.as_str();
                    let name = fold::folded(book.team_name(team));
                    (book.team_depth(team), name, team, ix)
                });
                (period, of_period)
            };
            let left_out = sound.left_out_ids();
            let dashboard = Dashboard {
                book,
                standing,
                periods: periods.into_iter().map(in_order).collect(),
                means: match (owner, team) {
                    (Some(_), _) => Means::None,
                    (None, Some(team)) => Means::Team(team),
                    (None, None) => Means::All,
                },
                left_out: &left_out,
                colour: console.out_colour,
                columns: console.columns(),
            };
            console.result(|out| report::dashboard(&dashboard, out))?;
        }
    }
    Ok(if *wrong { Exit::Findings } else { Exit::Clean })
}
