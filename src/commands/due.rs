//! `okr due`: who owes a check-in, and by when.

use super::console::Console;
use super::sound;
use super::walk::Ask;
use super::{Everywhere, Exit, Form, choice};
use crate::history::{self, Due};
use crate::model::ObjectiveIx;
use crate::msg;
use crate::report::{self, Dues};
use crate::site::{self, data, figures};

/// Show who owes a check-in, and by when
///
/// The earliest comes first. In JSON, `state` is `upcoming` (its day is still to come), `due` (today), `late` (its day has
/// passed, the days of grace have not) or `stale` (those are over as well); `days_late` is 0 until the day has passed.
/// Done, cancelled and dropped objectives, drafts, and those of a period that is over owe none.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Exit with 1 when a check-in is late by more than this: `10d`, `2w`
    #[arg(long, value_name = "TIME", value_parser = time)]
    fail_after: Option<i64>,
    /// Only those for which this person answers, or for one of their key results
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Form::Text)]
    format: Form,
}

/// A stretch of time in days.
fn time(text: &str) -> Result<i64, String> {
    let wrong = || "write days or weeks, as in `10d` or `2w`".to_owned();
    let (number, days) = match text.strip_suffix(['d', 'D']) {
        Some(number) => (number, 1),
        None => (text.strip_suffix(['w', 'W']).ok_or_else(wrong)?, 7),
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let number: i64 = number
        .parse()
        .map_err(|_| "that is longer than time".to_owned())?;
    number
        .checked_mul(days)
        .ok_or_else(|| "that is longer than time".to_owned())
}

/// Shows what could be read; errors are told on standard error and in the exit code.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let Some(sound) = sound::repository(console, everywhere, None, Ask::Nobody)? else {
        return Ok(Exit::Failed);
    };
    let repository = &sound.repository;
    let (book, standing) = (&repository.book, &repository.standing);
    let owner = arguments
        .owner
        .as_deref()
        .map(|owner| choice::person(book, owner))
        .transpose()?;
    let mut list: Vec<(ObjectiveIx, Due)> = choice::objectives(book)
        .filter(|(_, objective)| owner.is_none_or(|owner| choice::is_owned_by(objective, owner, standing)))
        .filter_map(|(ix, _)| Some((ix, history::due(standing, ix)?)))
        .collect();
    list.sort_by_key(|(ix, due)| (due.date, *ix));
    match arguments.format {
        Form::Json => {
            let options = site::Options::default();
            console.result(|out| out.write_all(&data::due(repository.inputs(&options), &list)))?;
        }
        Form::Text => {
            let left_out = sound.left_out_ids();
            let dues = Dues {
                book,
                list: &list,
                days: &|due| figures::days(standing.as_of, due.date),
                left_out: &left_out,
                colour: console.out_colour,
                columns: console.columns(),
            };
            console.result(|out| report::dues(&dues, out))?;
        }
    }
    let too_late = |limit: i64| list.iter().filter(|(_, due)| due.days_late > limit).count();
    let fails = match arguments.fail_after.map(|limit| (limit, too_late(limit))) {
        Some((limit, count)) if count > 0 => {
            let said = match limit {
                1 => msg!("late by more than 1 day: {count}", count = count),
                _ => msg!(
                    "late by more than {limit} days: {count}",
                    limit = limit,
                    count = count
                ),
            };
            console.note(&repository.say(&said));
            true
        }
        _ => false,
    };
    Ok(match fails || sound.wrong {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_days_or_weeks() {
        for (text, days) in [("10d", 10), ("0d", 0), ("2w", 14), ("3W", 21), ("007d", 7)] {
            assert_eq!(time(text), Ok(days), "{text}");
        }
        for text in [
            "",
            "10",
            "d",
            "-1d",
            "+1d",
            "1.5w",
            "10 d",
            "1m",
            "99999999999999999999d",
            "9223372036854775807w",
        ] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
