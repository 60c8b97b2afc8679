//! A wrong name on the command line: what there is instead.

use crate::diagnostic::{Message, nearest_few};
use crate::msg;
use crate::report::show;
use crate::words::Language;

/// Names offered at most.
const OFFERED: usize = 3;
/// Names listed at most, when none is near.
const LISTED: usize = 8;

/// The failure that `what` is not there, such as ``there is no team `suport` ``, with the nearest of those that are.
pub(super) fn none<'a>(
    language: Language,
    what: &Message,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> anyhow::Error {
    let known: Vec<&str> = known.into_iter().collect();
    let near = nearest_few(name, known.iter().copied(), OFFERED);
    let offer = if !near.is_empty() {
        msg!("did you mean {names}?", names = listed(&near))
    } else if known.is_empty() {
        msg!("there is none")
    } else if known.len() <= LISTED {
        msg!(
            "there are {names}",
            names = known
                .iter()
                .map(|name| quoted(name))
                .collect::<Vec<_>>()
                .join(", ")
        )
    } else {
        let names: Vec<String> = known[..LISTED].iter().map(|name| quoted(name)).collect();
        msg!(
            "there are {names} and {more} more",
            names = names.join(", "),
            more = known.len() - LISTED
        )
    };
    anyhow::anyhow!("{}; {}", language.say(what), language.say(&offer))
}

fn quoted(name: &str) -> String {
    format!("`{}`", show(name))
}

/// `a`, `b` or `c`
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_offered_and_else_the_first_are_listed() {
        let check = |name: &str, known: &[&str], expected: &str| {
            let what = msg!("there is no team `{team}`", team = name);
            let said = none(Language::English, &what, name, known.iter().copied()).to_string();
            assert_eq!(said, expected);
        };
        check(
            "suport",
            &["sales", "support"],
            "there is no team `suport`; did you mean `support`?",
        );
        check(
            "salex",
            &["sales", "salem"],
            "there is no team `salex`; did you mean `salem` or `sales`?",
        );
        check(
            "x9",
            &["sales", "support"],
            "there is no team `x9`; there are `sales`, `support`",
        );
        check("x9", &[], "there is no team `x9`; there is none");
        let many = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj"];
        check(
            "xxxxyyyy",
            &many,
            "there is no team `xxxxyyyy`; there are `aa`, `bb`, `cc`, `dd`, `ee`, `ff`, `gg`, `hh` and 2 more",
        );
    }
}
