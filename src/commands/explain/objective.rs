//! `okr explain OBJECTIVE[#KR]`.

use crate::commands::console::Console;
use crate::commands::walk::{self, Repository};
use crate::commands::{Exit, known};
use crate::model::{Book, KeyResultIx, ObjectiveIx};
use crate::msg;
use crate::report::{self, terms};

/// Explains the numbers of an objective, or of one of its key results; `None` when there is no such objective.
pub(super) fn explain(
    console: &Console,
    repository: &Repository,
    asked: &str,
) -> anyhow::Result<Option<Exit>> {
    let book = &repository.book;
    let (id, key_result) = match asked.split_once('#') {
        Some((id, key_result)) => (id, Some(key_result)),
        None => (asked, None),
    };
    let (ix, alone) = match find(book, repository, id) {
        Found::One(ix) => (ix, None),
        // Behind `#` stands a key result already.
        Found::KeyResult(..) if key_result.is_some() => return Ok(None),
        Found::KeyResult(ix, at) => (ix, Some(at)),
        Found::Several(ids) => {
            let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
            let (named, more) = (named.join(", "), ids.len().saturating_sub(NAMED));
            let said = match more {
                0 => msg!("`{written}` could be {ids}", written = id, ids = named),
                _ => msg!(
                    "`{written}` could be {ids} and {more} more",
                    written = id,
                    ids = named,
                    more = more
                ),
            };
            anyhow::bail!("{}", repository.say(&said));
        }
        Found::Broken(path) => {
            let said = msg!(
                "`{path}` has errors, so that nothing can be said of it: `okr check` shows them",
                path = path
            );
            anyhow::bail!("{}", repository.say(&said));
        }
        Found::None => return Ok(None),
    };
    let at = key_result
        .map(|asked| self::key_result(book, ix, asked))
        .transpose()?
        .or(alone);
    let told = report::terms::Told {
        book,
        sources: &repository.sources,
        standing: &repository.standing,
        chronicle: &repository.chronicle,
        colour: console.out_colour,
        columns: console.columns(),
    };
    console.result(|out| terms::terms(told, ix, at, out))?;
    Ok(Some(Exit::Clean))
}

/// Of several that could be meant, so many are named.
const NAMED: usize = 10;

enum Found {
    One(ObjectiveIx),
    KeyResult(ObjectiveIx, KeyResultIx),
    Several(Vec<String>),
    Broken(String),
    None,
}

/// By the whole id, else a former one, else the path of its file, else the tail of an id.
fn find(book: &Book, repository: &Repository, asked: &str) -> Found {
    if let Some(ix) = book.find(asked) {
        return Found::One(ix);
    }
    let path = |ix: usize| &repository.sources[book.objectives[ix].file].path;
    let all = 0..book.objectives.len();
    let former = |ix: &usize| {
        book.objectives[*ix]
            .aliases
            .iter()
            .any(|alias| alias.value == asked)
    };
    if let Some(ix) = all.clone().find(|ix| former(ix) || path(*ix) == asked) {
        return Found::One(ObjectiveIx(ix));
    }
    let is_tail = |id: &str| id.strip_suffix(asked).is_some_and(|front| front.ends_with('/'));
    let by_tail: Vec<usize> = all.filter(|ix| is_tail(&book.objectives[*ix].id)).collect();
    if let [only] = by_tail.as_slice() {
        return Found::One(ObjectiveIx(*only));
    }
    if !by_tail.is_empty() {
        let ids = by_tail.into_iter().map(|ix| book.objectives[ix].id.clone());
        return Found::Several(ids.collect());
    }
    let mut broken = book.broken.iter();
    match broken.find(|broken| broken.id == asked || is_tail(&broken.id)) {
        Some(broken) => Found::Broken(repository.sources[broken.file].path.clone()),
        None => find_key_result(book, asked),
    }
}

/// A key result by its id alone, if no other one has it.
fn find_key_result(book: &Book, asked: &str) -> Found {
    let objectives = book.objectives.iter().enumerate();
    let found: Vec<(usize, usize)> = objectives
        .filter_map(|(ix, objective)| {
            let at = objective.key_results.iter().position(|it| it.id.value == asked)?;
            Some((ix, at))
        })
        .collect();
    match found.as_slice() {
        [] => Found::None,
        [(ix, at)] => Found::KeyResult(ObjectiveIx(*ix), KeyResultIx(*at)),
        several => {
            let id = |(ix, _): &(usize, usize)| [&book.objectives[*ix].id, "#", asked].concat();
            Found::Several(several.iter().map(id).collect())
        }
    }
}

fn key_result(book: &Book, ix: ObjectiveIx, asked: &str) -> anyhow::Result<KeyResultIx> {
    let objective = &book[ix];
    let found = objective.key_results.iter().position(|kr| kr.id.value == asked);
    found.map(KeyResultIx).ok_or_else(|| {
        let what = msg!(
            "`{objective}` has no key result `{key_result}`",
            objective = objective.id,
            key_result = asked
        );
        let ids = objective.key_results.iter().map(|kr| kr.id.as_str());
        known::none(book.config.language, &what, asked, ids)
    })
}

/// Reads the repository around, if there is one.
pub(super) fn around(
    console: &Console,
    everywhere: &crate::commands::Everywhere,
) -> anyhow::Result<Option<Repository>> {
    match crate::disk::find_root(&everywhere.directory) {
        Ok(_) => walk::repository(console, everywhere).map(Some),
        Err(crate::disk::Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}
