//! What a link in a file of the repository points at. Rules, pages and whoever looks files up all ask here.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::model::{Book, Link};
use crate::rules::objective_file;
use crate::source::{FileId, Sources, Span};

/// What a destination means, seen from the file it is written in.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// An address with a scheme or a host; nothing in the repository.
    Elsewhere,
    /// A place in the same file; empty for its top.
    Here(String),
    /// A file or folder of the repository, by its path from the root, and a place in it. The root itself is empty.
    Path {
        /// From the root, with `/`, without `.` and `..`.
        path: String,
        /// Written with a `/` at its end, or as a number of dots: a folder is meant.
        folder: bool,
        /// Behind `#`, decoded; empty for its top.
        fragment: String,
    },
    /// More `..` than there are folders.
    Outside,
}

/// Reads a destination. A path that begins with `/` is one from the root, as forges have it.
pub fn resolve(from: &str, destination: &str) -> Destination {
    let destination = destination.trim();
    if scheme(destination).is_some() || destination.starts_with("//") {
        return Destination::Elsewhere;
    }
    let (address, fragment) = destination.split_once('#').unwrap_or((destination, ""));
    let fragment = decoded(fragment);
    let written = address.split('?').next().unwrap_or_default();
    if written.is_empty() {
        return Destination::Here(fragment);
    }
    let written = decoded(written);
    let from_root = written.starts_with('/');
    let mut parts: Vec<&str> = if from_root {
        Vec::new()
    } else {
        from.split('/').collect()
    };
    if !from_root {
        parts.pop();
    }
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => return Destination::Outside,
            ".." => {}
            part => parts.push(part),
        }
    }
    let folder = matches!(written.rsplit('/').next(), Some("" | "." | ".."));
    Destination::Path {
        path: parts.join("/"),
        folder,
        fragment,
    }
}

/// Every path of the repository that a body or a list of links points at, whether it is there or not.
pub fn paths(book: &Book, sources: &Sources) -> BTreeSet<String> {
    let path = |file, destination: &str| match resolve(&sources[file].path, destination) {
        Destination::Path {
            path, folder: false, ..
        } => Some(path),
        _ => None,
    };
    let lists: Vec<_> = objective_file::link_lists(book).collect();
    let lists = lists.par_iter().with_min_len(AT_LEAST);
    let of_bodies = lists.flat_map_iter(|&(file, links)| {
        let paths = links.iter().map(move |link| path(file, &link.destination));
        paths.flatten()
    });
    let mut paths: BTreeSet<String> = of_bodies.collect();
    paths.extend(listed(book).filter_map(|listed| path(listed.file, &listed.link.url)));
    paths
}

/// Bodies whose links one thread reads one behind the other, at least.
const AT_LEAST: usize = 256;

/// A link of a list in front matter: `links` and `inputs`.
pub(super) struct Listed<'a> {
    pub file: FileId,
    pub link: &'a Link,
    /// The part of the file in which it is written.
    pub within: Span,
}

pub(super) fn listed(book: &Book) -> impl Iterator<Item = Listed<'_>> {
    let objectives = book.objectives.iter().flat_map(|it| {
        let within = Span {
            start: 0,
            end: it.body.start,
        };
        it.links.iter().map(move |link| Listed {
            file: it.file,
            link,
            within,
        })
    });
    let key_results = objective_file::all(book).flat_map(|it| {
        let each = it.key_results.iter();
        each.flat_map(move |kr| {
            kr.links.iter().map(move |link| Listed {
                file: it.file,
                link,
                within: kr.span,
            })
        })
    });
    let periods = book
        .periods
        .iter()
        .filter_map(|it| it.page.as_ref())
        .flat_map(|it| {
            let within = Span {
                start: 0,
                end: it.body.start,
            };
            it.inputs.iter().map(move |link| Listed {
                file: it.file,
                link,
                within,
            })
        });
    objectives.chain(key_results).chain(periods)
}

/// The way from a file to another, both from the root.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let same = from[..folders]
        .iter()
        .zip(&to[..to.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut way = vec![".."; folders - same];
    way.extend(&to[same..]);
    way.join("/")
}

/// Scheme and rest of `scheme:rest`, when that is what it is.
pub fn scheme(destination: &str) -> Option<(&str, &str)> {
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let end = destination.bytes().position(|b| !is_of_name(b))?;
    let (name, rest) = destination.split_at(end);
    let rest = rest.strip_prefix(':')?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some((name, rest))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, fragment: &str) -> Destination {
        Destination::Path {
            path: path.to_owned(),
            folder: false,
            fragment: fragment.to_owned(),
        }
    }

    #[test]
    fn a_destination_is_read_from_the_file_it_stands_in() {
        let from = "objectives/q3/a.md";
        for (destination, expected) in [
            ("b.md", path("objectives/q3/b.md", "")),
            ("../q4/./b.md#nps", path("objectives/q4/b.md", "nps")),
            ("/docs/a%20b.png?raw=1", path("docs/a b.png", "")),
            ("../../README.md", path("README.md", "")),
            ("../../../etc/passwd", Destination::Outside),
            ("#caf%C3%A9", Destination::Here("café".to_owned())),
            ("", Destination::Here(String::new())),
            ("https://a.example/b.md", Destination::Elsewhere),
            ("mailto:a@b.example", Destination::Elsewhere),
            ("//a.example", Destination::Elsewhere),
            (
                "../q4/",
                Destination::Path {
                    path: "objectives/q4".to_owned(),
                    folder: true,
                    fragment: String::new(),
                },
            ),
            (
                "../..",
                Destination::Path {
                    path: String::new(),
                    folder: true,
                    fragment: String::new(),
                },
            ),
        ] {
            assert_eq!(resolve(from, destination), expected, "{destination}");
        }
    }

    #[test]
    fn the_way_between_files_is_the_shortest() {
        for (from, to, way) in [
            ("objectives/q3/a.md", "objectives/q3/b.md", "b.md"),
            ("objectives/q3/a.md", "objectives/q4/b.md", "../q4/b.md"),
            ("objectives/q3/a.md", "img/b.png", "../../img/b.png"),
            ("a.md", "img/b.png", "img/b.png"),
            ("objectives/a.md", "objectives/q3/a.md", "q3/a.md"),
        ] {
            assert_eq!(relative(from, to), way, "{from} {to}");
        }
    }
}
