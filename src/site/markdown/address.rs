//! Where a link of a body leads. What is not on the short list leads nowhere, and is shown as text.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use percent_encoding::percent_decode_str;

use crate::model::{ObjectiveIx, PeriodIx};
use crate::rules::link::scheme;
use crate::site::route::{Here, Route};
use crate::site::{Inputs, Site};
use crate::source::FileId;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address<'a> {
    /// To a page or a file of the site.
    Site(String),
    /// To another site: mostly as it was written.
    Outside(Cow<'a, str>),
    /// To a mailbox.
    Mail(String),
    /// To nothing that a page may link to.
    Nowhere,
}

/// A page that a file of the repository has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOfFile {
    /// An objective's.
    Objective(ObjectiveIx),
    /// A period's.
    Period(PeriodIx),
    /// A retrospective's, by its place.
    Retrospective(usize),
}

/// The pages of a book by their files.
pub struct PagesOfFiles<'a> {
    by_path: HashMap<&'a str, PageOfFile, RandomState>,
    /// Beside the files.
    by_file: Vec<Option<PageOfFile>>,
}

impl<'a> PagesOfFiles<'a> {
    /// Of a book.
    pub fn of(inputs: &Inputs<'a>) -> PagesOfFiles<'a> {
        let (book, sources) = (inputs.book, inputs.sources);
        let objectives = book
            .objectives
            .iter()
            .enumerate()
            .map(|(ix, objective)| (objective.file, PageOfFile::Objective(ObjectiveIx(ix))));
        let periods =
            book.periods.iter().enumerate().filter_map(|(ix, period)| {
                Some((period.page.as_ref()?.file, PageOfFile::Period(PeriodIx(ix))))
            });
        let retrospectives = book
            .retrospectives
            .iter()
            .enumerate()
            .map(|(at, retrospective)| (retrospective.file, PageOfFile::Retrospective(at)));
        let mut pages = PagesOfFiles {
            by_path: HashMap::with_capacity_and_hasher(book.objectives.len(), RandomState::default()),
            by_file: vec![None; sources.0.len()],
        };
        for (file, page) in objectives.chain(periods).chain(retrospectives) {
            pages.by_path.insert(&sources[file].path, page);
            pages.by_file[file.0 as usize] = Some(page);
        }
        pages
    }

    /// The page that a file has.
    pub fn of_file(&self, file: FileId) -> Option<PageOfFile> {
        *self.by_file.get(file.0 as usize)?
    }

    /// The page that the file at a path has.
    fn of_path(&self, path: &str) -> Option<PageOfFile> {
        self.by_path.get(path).copied()
    }
}

/// Where a destination, as written in the file `from`, leads. One that is only a fragment is the caller's affair.
pub fn of<'d>(site: &Site<'_>, here: &Here, from: &str, destination: &'d str) -> Address<'d> {
    if is_plain_web(destination) {
        return Address::Outside(Cow::Borrowed(destination));
    }
    let destination = cleaned(destination);
    if let Some((scheme, rest)) = scheme(&destination) {
        return outside(scheme, rest);
    }
    let (path, fragment) = destination
        .split_once('#')
        .map_or((&*destination, None), |(path, fragment)| (path, Some(fragment)));
    let Some(path) = path_from_root(from, path) else {
        return Address::Nowhere;
    };
    let fragment = fragment.map(decoded);
    match site.pages_of_files.of_path(&path) {
        Some(PageOfFile::Objective(ix)) => {
            let objective = &site.inputs.book[ix];
            if !site.shows(objective) {
                return Address::Nowhere;
            }
            let anchored = fragment.and_then(|fragment| anchor_of(site, here, ix, &fragment));
            Address::Site(anchored.unwrap_or_else(|| here.to(Route::Objective(&objective.id))))
        }
        Some(PageOfFile::Period(ix)) => {
            Address::Site(here.to(Route::Period(&site.inputs.book.periods[ix.0].id)))
        }
        Some(PageOfFile::Retrospective(at)) => {
            Address::Site(here.to(Route::Retrospective(&site.inputs.book.retrospectives[at].id)))
        }
        None if is_published(site, &path) => Address::Site(here.to(Route::File(&path))),
        None => Address::Nowhere,
    }
}

/// The link to a key result or a check-in of an objective by its anchor.
pub fn anchor_of(site: &Site<'_>, here: &Here, ix: ObjectiveIx, anchor: &str) -> Option<String> {
    let objective = &site.inputs.book[ix];
    if objective.key_results.iter().any(|kr| kr.id.value == anchor) {
        return Some(here.to_anchor(Route::Objective(&objective.id), anchor));
    }
    let at = objective
        .check_ins
        .iter()
        .position(|check_in| *check_in.anchor() == *anchor)?;
    Some(crate::site::check_in::href(site, here, ix, at))
}

/// The file of the repository that a page gets beside it when it links there.
pub fn file<'s>(site: &'s Site<'_>, from: &str, destination: &str) -> Option<&'s str> {
    let destination = cleaned(destination);
    if scheme(&destination).is_some() {
        return None;
    }
    let path = destination
        .split_once('#')
        .map_or(&*destination, |(path, _)| path);
    let path = path_from_root(from, path)?;
    if site.pages_of_files.of_path(&path).is_some() || !is_published(site, &path) {
        return None;
    }
    site.inputs.assets.files.get(&path).map(String::as_str)
}

/// Where an image comes from: a file of the repository, or a host that the configuration names.
pub fn image(site: &Site<'_>, here: &Here, from: &str, destination: &str) -> Option<String> {
    let cleaned = cleaned(destination);
    if scheme(&cleaned).is_none() {
        return file(site, from, &cleaned).map(|path| here.to(Route::File(path)));
    }
    let allowed = |host: &String| {
        let (start, rest) = cleaned.split_at_checked(host.len())?;
        (start.eq_ignore_ascii_case(host) && (rest.is_empty() || rest.starts_with('/'))).then_some(())
    };
    site.inputs
        .book
        .config
        .images
        .iter()
        .any(|host| allowed(host).is_some())
        .then(|| cleaned.into_owned())
}

/// Whether a file may be published: it is there, no part of its path is hidden, and a browser shows it without running
/// what is in it. `.git/config` may hold the token of a build, and a page of its own would run in the site's name.
fn is_published(site: &Site<'_>, path: &str) -> bool {
    const RUNS: &[&str] = &[
        "htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "js", "mjs", "cjs", "xml", "xsl", "xslt",
        "svgz", "swf", "hta", "wasm",
    ];
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let name = path.rsplit('/').next().unwrap_or(path);
    let runs = name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| RUNS.iter().any(|known| known.eq_ignore_ascii_case(extension)));
    !hidden && !runs && site.inputs.assets.files.contains(path)
}

/// Without what browsers leave out before they look for a scheme: control characters anywhere, space around.
fn cleaned(destination: &str) -> Cow<'_, str> {
    let trimmed = destination.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if trimmed.contains(|c: char| c.is_control()) {
        Cow::Owned(trimmed.chars().filter(|c| !c.is_control()).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// Whether this is an address of the web in which nothing is to be put right: nearly all that are written are.
fn is_plain_web(destination: &str) -> bool {
    let host = destination
        .strip_prefix("https://")
        .or_else(|| destination.strip_prefix("http://"));
    let bytes = host.unwrap_or_default().as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric) && bytes.iter().all(u8::is_ascii_graphic)
}

fn outside(scheme: &str, rest: &str) -> Address<'static> {
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("mailto") {
        return Address::Mail(["mailto:", rest].concat());
    }
    let host = rest.strip_prefix("//").filter(|_| is("http") || is("https"));
    match host {
        Some(host) if host.starts_with(|c: char| c.is_alphanumeric() || c == '[') => {
            Address::Outside([&scheme.to_ascii_lowercase(), "://", host].concat().into())
        }
        _ => Address::Nowhere,
    }
}

/// A relative path as a path from the root; `None` when it leads out of it or is none. A `/` at its start is the root.
fn path_from_root(from: &str, written: &str) -> Option<String> {
    let path = written.split_once('?').map_or(written, |(path, _)| path);
    if path.is_empty() || path.starts_with("//") || path.contains('\\') {
        return None;
    }
    let path = decoded(path);
    let mut parts: Vec<&str> = Vec::new();
    let path = match path.strip_prefix('/') {
        Some(path) => path,
        None => {
            parts.extend(from.split('/'));
            parts.pop();
            &path
        }
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains(['\\', '\0']) => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_lead_outside() {
        let check = |destination: &str, expected: Option<Address<'_>>| {
            let cleaned = cleaned(destination);
            let found = scheme(&cleaned).map(|(scheme, rest)| outside(scheme, rest));
            assert_eq!(found, expected, "{destination:?}");
            let as_it_is = Some(Address::Outside(Cow::Borrowed(destination)));
            assert!(!is_plain_web(destination) || found == as_it_is, "{destination:?}");
        };
        fn web(url: &str) -> Option<Address<'_>> {
            Some(Address::Outside(url.into()))
        }
        assert!(is_plain_web("https://a.example/x?y#z") && is_plain_web("http://1"));
        check("https://a.example/x?y#z", web("https://a.example/x?y#z"));
        check("HTTPS://a.example", web("https://a.example"));
        check("http://[::1]/é", web("http://[::1]/é"));
        check("https://a.example/x y", web("https://a.example/x y"));
        check(" https://a.exa\tmple\n", web("https://a.example"));
        check(
            "mailto:a@b.example",
            Some(Address::Mail("mailto:a@b.example".to_owned())),
        );
        for hostile in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "blob:https://a.example/x",
            "http:evil.example",
            "https:/evil.example",
            "http:///evil.example",
            "https://",
        ] {
            check(hostile, Some(Address::Nowhere));
        }
        check("//evil.example", None);
        check("a/b:c", None);
        check("#a:b", None);
    }

    #[test]
    fn a_path_stays_inside_the_root() {
        let check = |from: &str, written: &str, expected: Option<&str>| {
            assert_eq!(path_from_root(from, written).as_deref(), expected, "{written:?}");
        };
        let from = "objectives/2026-Q3/a.md";
        check(from, "b.md", Some("objectives/2026-Q3/b.md"));
        check(from, "./../b%20c.md?x=1", Some("objectives/b c.md"));
        check(from, "/docs/x.png", Some("docs/x.png"));
        check(from, "../../README.md", Some("README.md"));
        check(from, "../../../README.md", None);
        check(from, "%2e%2e/%2e%2e/%2e%2e/etc/passwd", None);
        check(from, "//evil.example/x", None);
        check(from, "/%2fevil.example/x", Some("evil.example/x"));
        check(from, "\\\\evil.example\\x", None);
        check(from, "..%5c..%5cx", None);
        check(from, "", None);
        check(from, "?x", None);
    }
}
