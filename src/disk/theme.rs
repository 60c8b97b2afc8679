//! The files of a theme, and the small changes of a repository without one. What is not a regular file is refused, not
//! passed over: a page would look otherwise than its author meant.

use super::Failure;
use super::file::text;
use super::shelf::{Shelf, Sort};
use crate::report::show;
use crate::site::theme::Folder;
use crate::site::theme::look::{FILES, TEMPLATES};
use crate::site::theme::manifest::MANIFEST;

/// Templates of a theme, at most.
const TEMPLATES_LIMIT: usize = 200;
/// Bytes of a theme, at most.
const BYTES_LIMIT: usize = 8 << 20;

/// The theme in the folder `path` below the root, where `""` is the root itself; `None` when there is no such folder.
/// `shown` stands for it in messages.
pub fn theme(shelf: &dyn Shelf, path: &str, name: &str, shown: &str) -> Result<Option<Folder>, Failure> {
    if !is_folder(shelf, path)? {
        return Ok(None);
    }
    let mut folder = Folder {
        name: name.to_owned(),
        shown: shown.to_owned(),
        ..Folder::default()
    };
    let at = |inner: &str| match path {
        "" => inner.to_owned(),
        _ => [path, "/", inner].concat(),
    };
    let mut wanted: Vec<String> = Vec::new();
    for (entry, sort) in names(shelf, path)? {
        if entry == TEMPLATES {
            if sort != Sort::Folder {
                return Err(refused(&format!("{shown}/{TEMPLATES}"), sort, "a folder"));
            }
        } else if FILES.contains(&entry.as_str()) {
            wanted.push(entry);
        } else {
            folder.unused.push(entry);
        }
    }
    if shelf.sort(&at(TEMPLATES))?.is_some() {
        let entries = names(shelf, &at(TEMPLATES))?;
        if entries.len() > TEMPLATES_LIMIT {
            return Err(Failure::Refused(format!(
                "{shown}/{TEMPLATES} has {} files; the limit is {TEMPLATES_LIMIT}",
                entries.len()
            )));
        }
        for (entry, _) in entries {
            let shown = format!("{shown}/{TEMPLATES}/{}", show(&entry));
            if !is_template(&entry) {
                return Err(Failure::Refused(format!(
                    "{shown} cannot be a template: its name takes letters, digits, `-` and `_`, and ends in `.html`"
                )));
            }
            wanted.push(format!("{TEMPLATES}/{entry}"));
        }
    }
    let mut bytes = 0;
    for inner in wanted {
        let Some(text) = regular(shelf, &at(&inner), &format!("{shown}/{inner}"))? else {
            continue;
        };
        bytes += text.len();
        if bytes > BYTES_LIMIT {
            return Err(Failure::Refused(format!(
                "{shown} is larger than {BYTES_LIMIT} bytes, the limit of a theme"
            )));
        }
        folder.files.insert(inner, text);
    }
    Ok(Some(folder))
}

/// Of the theme in the folder `path` only what it says of itself; `None` when there is no such folder.
pub fn theme_manifest(shelf: &dyn Shelf, path: &str, name: &str) -> Result<Option<Folder>, Failure> {
    if !is_folder(shelf, path)? {
        return Ok(None);
    }
    let file = [path, "/", MANIFEST].concat();
    let text = regular(shelf, &file, &file)?;
    Ok(Some(Folder {
        name: name.to_owned(),
        shown: path.to_owned(),
        files: text.map(|text| (MANIFEST.to_owned(), text)).into_iter().collect(),
        unused: Vec::new(),
    }))
}

/// Whether there is a folder at `path`; what is none, or a link on the way, is refused.
fn is_folder(shelf: &dyn Shelf, path: &str) -> Result<bool, Failure> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    for end in ends.filter(|&end| end > 0) {
        match shelf.sort(&path[..end])? {
            Some(Sort::Folder) => {}
            Some(sort) => return Err(refused(&path[..end], sort, "a folder")),
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// The text of `theme.css`, `head.html` or `footer.html` in the root; `None` when it is not there.
pub fn own_file(shelf: &dyn Shelf, path: &str) -> Result<Option<String>, Failure> {
    regular(shelf, path, path)
}

/// The names of the themes of a repository: its folders below `themes/`.
pub fn theme_names(shelf: &dyn Shelf) -> Result<Vec<String>, Failure> {
    if shelf.sort("themes")? != Some(Sort::Folder) {
        return Ok(Vec::new());
    }
    let mut names = names(shelf, "themes")?;
    names.retain(|(_, sort)| *sort == Sort::Folder);
    Ok(names.into_iter().map(|(name, _)| name).collect())
}

fn regular(shelf: &dyn Shelf, path: &str, shown: &str) -> Result<Option<String>, Failure> {
    match shelf.sort(path)? {
        None => Ok(None),
        Some(Sort::File) => text(shelf, path).map(|text| {
            // As in the files of OKRs: some editors put a mark in front.
            text.map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
        }),
        Some(sort) => Err(refused(shown, sort, "a file")),
    }
}

/// What is in a folder, by name, without what is hidden.
fn names(shelf: &dyn Shelf, path: &str) -> Result<Vec<(String, Sort)>, Failure> {
    let mut names = Vec::new();
    for name in shelf.names(path)?.unwrap_or_default().iter() {
        if name.bytes.first() != Some(&b'.') {
            names.push((String::from_utf8_lossy(&name.bytes).into_owned(), name.sort));
        }
    }
    names.sort_by(|(one, _), (other, _): &(String, Sort)| one.cmp(other));
    Ok(names)
}

fn is_template(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    name.strip_suffix(".html")
        .is_some_and(|stem| !stem.is_empty() && stem.bytes().all(plain))
}

fn refused(path: &str, sort: Sort, meant: &str) -> Failure {
    let more = match sort {
        Sort::Link => ", and links are not followed: put the file itself there",
        _ => "",
    };
    Failure::Refused(format!("`{path}` is {}, not {meant}{more}", sort.called()))
}
