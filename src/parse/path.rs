//! Which file is what, by its path alone; ids, what is wrong with one, and ids whose pages would be written twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use crate::config::SourceSetting;
use crate::diagnostic::Message;
use crate::msg;

use super::{name, typed};

/// How many folders may lie between `objectives/` and a file.
pub const DEPTH: usize = 32;

/// What a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `okr.yaml`
    Config,
    /// An objective with its id.
    Objective(String),
    /// A period with its id.
    Period(String),
    /// A retrospective with its id.
    Retrospective(String),
    /// Nothing that is read.
    Other,
}

/// What a path from the root stands for. Files and folders that begin with `_` or `.`, and `README.md`, are nothing.
pub fn kind(path: &str, sources: &[SourceSetting]) -> Kind {
    if path == "okr.yaml" {
        return Kind::Config;
    }
    let inside = |source: &SourceSetting| {
        path.strip_prefix(source.path.as_str())?
            .strip_prefix('/')
            .map(str::len)
    };
    let source = sources
        .iter()
        .filter_map(|source| Some((inside(source)?, source)))
        .min_by_key(|(rest, _)| *rest);
    let (prefix, rest) = match source {
        Some((rest, source)) => (Some(source.name.as_str()), &path[path.len() - rest..]),
        None => (None, path),
    };
    let Some((folder, below)) = rest.split_once('/') else {
        return Kind::Other;
    };
    let Some(stem) = below.strip_suffix(".md") else {
        return Kind::Other;
    };
    let skipped = below.split('/').any(|part| part.starts_with(['_', '.']))
        || below.ends_with("/README.md")
        || below == "README.md";
    if skipped {
        return Kind::Other;
    }
    let id = || prefix.map_or_else(|| stem.to_owned(), |prefix| format!("{prefix}/{stem}"));
    match folder {
        "objectives" => Kind::Objective(id()),
        "retrospectives" => Kind::Retrospective(id()),
        "periods" => Kind::Period(stem.to_owned()),
        _ => Kind::Other,
    }
}

/// What is wrong with an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// `invalid-path` or `limit`.
    pub rule: &'static str,
    /// What is there.
    pub message: Message,
    /// An id that would do.
    pub instead: Option<String>,
}

/// What is wrong with an id, if anything is.
pub fn problem(id: &str) -> Option<Problem> {
    let instead = || {
        let parts: Option<Vec<String>> = id.split('/').map(part_instead).collect();
        parts
            .map(|parts| parts.join("/"))
            .filter(|other| other != id && other.split('/').count() <= DEPTH + 1)
    };
    let mut parts = 0;
    for part in id.split('/') {
        parts += 1;
        if let Some((rule, message)) = part_problem(part, parts == 1) {
            return Some(Problem {
                rule,
                message,
                instead: instead(),
            });
        }
    }
    (parts > DEPTH + 1).then(|| Problem {
        rule: "limit",
        message: msg!(
            "the file lies {count} folders deep; the limit is {limit}",
            count = parts - 1,
            limit = DEPTH
        ),
        instead: None,
    })
}

fn part_problem(part: &str, is_first: bool) -> Option<(&'static str, Message)> {
    let shown = || typed::shown(part);
    if part.is_empty() {
        return Some(("invalid-path", msg!("a part of the path is empty")));
    }
    if !name::is_path_text(part) {
        return Some((
            "invalid-path",
            msg!(
                "`{part}` cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit",
                part = shown()
            ),
        ));
    }
    if part.len() > name::LIMIT {
        return Some((
            "limit",
            msg!(
                "the part `{part}` of the path is {length} characters long; the limit is {limit}",
                part = shown(),
                length = part.len(),
                limit = name::LIMIT
            ),
        ));
    }
    if part.ends_with('.') {
        return Some((
            "invalid-path",
            msg!(
                "`{part}` ends with a dot, which some file systems drop",
                part = shown()
            ),
        ));
    }
    if name::is_device(part) || (is_first && is_taken(part)) {
        return Some((
            "invalid-path",
            msg!("`{part}` is a reserved name", part = shown()),
        ));
    }
    None
}

/// Names beside the pages of a list: its own page, and the pages on which it goes on.
fn is_taken(part: &str) -> bool {
    part.eq_ignore_ascii_case("index.html") || name::is_list_page(part)
}

fn part_instead(part: &str) -> Option<String> {
    if name::is_path_part(part) && !is_taken(part) {
        Some(part.to_owned())
    } else if is_taken(part) {
        name::path_part_like(&part.replace('.', "-"))
    } else {
        name::path_part_like(part)
    }
}

/// What an id needs of the site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim {
    /// Everything an objective has: page, history, feed, badge.
    Objective,
    /// A page, as an alias and a retrospective have.
    Page,
}

/// Two ids that need the same place in the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Collision {
    /// The later one, which is the one to change.
    pub at: usize,
    /// The one before it.
    pub with: usize,
    /// What is needed twice.
    pub message: Message,
}

/// Finds ids whose pages, feeds or badges would be written twice. Of two, the one further down is at fault;
/// objectives stand before aliases.
pub fn collisions(ids: &[(&str, Claim)]) -> Vec<Collision> {
    let keys: Vec<Cow<'_, str>> = ids.iter().map(|(id, _)| name::key(id)).collect();
    let mut first: HashMap<&str, usize, RandomState> =
        HashMap::with_capacity_and_hasher(ids.len(), RandomState::default());
    let mut found = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let with = match first.entry(key) {
            Entry::Occupied(taken) => *taken.get(),
            Entry::Vacant(free) => {
                free.insert(at);
                continue;
            }
        };
        let (here, there) = (ids[at], ids[with]);
        let message = if here.0 == there.0 {
            msg!("`{id}` is taken already", id = here.0)
        } else {
            msg!(
                "`{id}` and `{other}` differ only in case",
                id = here.0,
                other = there.0
            )
        };
        found.push(Collision { at, with, message });
    }
    for (at, key) in keys.iter().enumerate() {
        for cut in memchr::memchr_iter(b'/', key.as_bytes()) {
            let (front, rest) = (&key[..cut], &key[cut + 1..]);
            let next = rest.split('/').next().unwrap_or(rest);
            let owner = match next {
                "index.html" | "feed.xml" | "history" => first.get(front),
                _ => None,
            };
            if let Some(&with) = owner
                && (next == "index.html" || (ids[with].1 == Claim::Objective && takes(next, rest)))
            {
                let message = msg!(
                    "the page of `{id}` would stand where `{other}` has its `{name}`",
                    id = ids[at].0,
                    other = ids[with].0,
                    name = next
                );
                found.push(Collision { at, with, message });
            }
            let badge = front.strip_suffix(".svg").and_then(|front| first.get(front));
            if let Some(&with) = badge
                && ids[with].1 == Claim::Objective
                && ids[at].1 == Claim::Objective
            {
                let message = msg!(
                    "the badge of `{id}` would stand below that of `{other}`",
                    id = ids[at].0,
                    other = ids[with].0
                );
                found.push(Collision { at, with, message });
            }
        }
    }
    found.sort_by_key(|collision| (collision.at, collision.with));
    found.dedup_by_key(|collision| collision.at);
    found
}

/// Whether something below an objective's page is in the way of its feed or history.
fn takes(next: &str, rest: &str) -> bool {
    match next {
        "feed.xml" => true,
        _ => {
            rest == "history"
                || rest
                    .strip_prefix("history/")
                    .is_some_and(|rest| is_taken(rest.split('/').next().unwrap_or(rest)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        let sources = [
            SourceSetting {
                name: "platform".into(),
                path: "repos/platform".into(),
                repository: None,
            },
            SourceSetting {
                name: "deep".into(),
                path: "repos/platform/x".into(),
                repository: None,
            },
        ];
        for (path, expected) in [
            ("okr.yaml", Kind::Config),
            (
                "objectives/2026-Q3/support/first-contact.md",
                Kind::Objective("2026-Q3/support/first-contact".into()),
            ),
            ("objectives/a.md", Kind::Objective("a".into())),
            ("objectives/Über uns.md", Kind::Objective("Über uns".into())),
            ("objectives/_drafts/a.md", Kind::Other),
            ("objectives/x/.a.md", Kind::Other),
            ("objectives/x/README.md", Kind::Other),
            ("objectives/README.md", Kind::Other),
            ("objectives/a.MD", Kind::Other),
            ("objectives/a.txt", Kind::Other),
            ("periods/2026-Q3.md", Kind::Period("2026-Q3".into())),
            (
                "retrospectives/2026-Q3/support.md",
                Kind::Retrospective("2026-Q3/support".into()),
            ),
            (
                "repos/platform/objectives/x.md",
                Kind::Objective("platform/x".into()),
            ),
            (
                "repos/platform/x/objectives/y.md",
                Kind::Objective("deep/y".into()),
            ),
            ("repos/platform/okr.yaml", Kind::Other),
            ("repos/other/objectives/x.md", Kind::Other),
            ("docs/a.md", Kind::Other),
            ("a.md", Kind::Other),
        ] {
            assert_eq!(kind(path, &sources), expected, "{path}");
        }
    }

    fn check(id: &str, expected: &str) {
        let shown = problem(id).map(|problem| {
            let instead = problem.instead.map(|id| format!(" -> {id}")).unwrap_or_default();
            format!("{}: {}{instead}", problem.rule, problem.message)
        });
        assert_eq!(shown.as_deref().unwrap_or("fine"), expected, "{id}");
    }

    #[test]
    fn an_id_that_cannot_be_an_address_is_refused_with_a_name_that_can() {
        check("2026-Q3/support/first-contact_2.x", "fine");
        check(&vec!["a"; 33].join("/"), "fine");
        check(
            &vec!["a"; 34].join("/"),
            "limit: the file lies 33 folders deep; the limit is 32",
        );
        check(&"a".repeat(64), "fine");
        check(
            &"a".repeat(65),
            &format!(
                "limit: the part `{}…` of the path is 65 characters long; the limit is 64 -> {}",
                "a".repeat(60),
                "a".repeat(64)
            ),
        );
        let takes = "cannot be part of an address: it takes letters a–z, digits, `.`, `_` and `-`, and begins with a letter or digit";
        check(
            "x/First contact",
            &format!("invalid-path: `First contact` {takes} -> x/First-contact"),
        );
        check("x/-a", &format!("invalid-path: `-a` {takes} -> x/a"));
        check("Équipe/a", &format!("invalid-path: `Équipe` {takes} -> Equipe/a"));
        check("🎯", &format!("invalid-path: `🎯` {takes}"));
        check("a//b", "invalid-path: a part of the path is empty");
        check(
            "a/b.",
            "invalid-path: `b.` ends with a dot, which some file systems drop -> a/b",
        );
        check("a/CON", "invalid-path: `CON` is a reserved name -> a/CON-1");
        check("a/nul.x", "invalid-path: `nul.x` is a reserved name -> a/nul-x-1");
        check("page-2", "invalid-path: `page-2` is a reserved name -> page-2-1");
        check(
            "index.html",
            "invalid-path: `index.html` is a reserved name -> index-html",
        );
    }

    fn collide(ids: &[&str], aliases: &[&str], expected: &[&str]) {
        let files = ids.iter().map(|id| (*id, Claim::Objective));
        let all: Vec<_> = files.chain(aliases.iter().map(|id| (*id, Claim::Page))).collect();
        let found: Vec<String> = collisions(&all)
            .into_iter()
            .map(|found| found.message.to_string())
            .collect();
        assert_eq!(found, expected, "{ids:?} {aliases:?}");
    }

    #[test]
    fn nothing_would_be_written_twice() {
        collide(&["a", "a/b", "b", "a/c/history", "x.svg/y"], &["old"], &[]);
        collide(&["a", "A"], &[], &["`A` and `a` differ only in case"]);
        collide(
            &["x/É", "x/E\u{301}"],
            &[],
            &["`x/E\u{301}` and `x/É` differ only in case"],
        );
        collide(
            &["a", "a/history"],
            &[],
            &["the page of `a/history` would stand where `a` has its `history`"],
        );
        collide(
            &["a", "a/History"],
            &[],
            &["the page of `a/History` would stand where `a` has its `history`"],
        );
        collide(&["a", "a/history/x"], &[], &[]);
        collide(
            &["a", "a/history/page-2"],
            &[],
            &["the page of `a/history/page-2` would stand where `a` has its `history`"],
        );
        collide(
            &["a", "a/feed.xml/b"],
            &[],
            &["the page of `a/feed.xml/b` would stand where `a` has its `feed.xml`"],
        );
        collide(
            &["a", "a/index.html"],
            &[],
            &["the page of `a/index.html` would stand where `a` has its `index.html`"],
        );
        collide(
            &["a", "a.svg/b"],
            &[],
            &["the badge of `a.svg/b` would stand below that of `a`"],
        );
        collide(&["a", "a.svg"], &[], &[]);
        collide(&["a"], &["a"], &["`a` is taken already"]);
        collide(&["a"], &["b", "b"], &["`b` is taken already"]);
        collide(
            &["a"],
            &["a/history"],
            &["the page of `a/history` would stand where `a` has its `history`"],
        );
        collide(&["b/history"], &["b"], &[]);
        collide(
            &["b/index.html"],
            &["b"],
            &["the page of `b/index.html` would stand where `b` has its `index.html`"],
        );
    }
}
