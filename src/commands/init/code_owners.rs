//! Who is asked to review a change of a file: its owners, in the form that forges read.

use super::Forge;
use crate::commands::walk::Repository;
use crate::history::PeriodState;
use crate::model::{Book, Objective};

const HEADING: &str = "\
# Who is asked to review a change: the owners of the objective and of its key results.
";

const NOBODY: &str = "\
#
# A line for each objective, with the accounts of its owners, which must be able to write to the repository:
# /objectives/2026-Q3/product/first-week.md @ana @bo
";

/// The file. Objectives of periods that are over, drafts and dropped ones are not in it.
pub(super) fn lines(there: Option<&Repository>, forge: Forge, prefix: &str) -> String {
    let lines: Vec<String> = there.map_or_else(Vec::new, |there| {
        let line = |objective: &Objective| {
            let accounts = accounts(&there.book, objective, forge).join(" ");
            let path = &there.sources[objective.file].path;
            (!accounts.is_empty()).then(|| format!("/{prefix}{path} {accounts}\n"))
        };
        running(there).filter_map(line).collect()
    });
    match lines.is_empty() {
        true => format!("{HEADING}{NOBODY}"),
        false => format!("{HEADING}{}", lines.concat()),
    }
}

fn running(there: &Repository) -> impl Iterator<Item = &Objective> {
    let periods = &there.standing.periods;
    there.book.objectives.iter().filter(move |objective| {
        let state = periods[objective.period.0].state;
        state != PeriodState::Closed && !objective.draft && objective.dropped.is_none()
    })
}

/// The accounts of its owners, each once, the objective's first.
fn accounts(book: &Book, objective: &Objective, forge: Forge) -> Vec<String> {
    let key_results = objective.key_results.iter();
    let owners = key_results.filter(|it| it.dropped.is_none()).map(|it| &it.owner);
    let mut accounts: Vec<String> = Vec::new();
    for owner in std::iter::once(&objective.owner).chain(owners).flatten() {
        let account = book.person(owner).and_then(|person| person.github.as_deref());
        let account = match forge {
            Forge::Github => account.unwrap_or(owner),
            Forge::Gitlab => owner,
        };
        let account = format!("@{account}");
        if !accounts.iter().any(|known| known.eq_ignore_ascii_case(&account)) {
            accounts.push(account);
        }
    }
    accounts
}
