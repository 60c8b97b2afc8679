//! Where a site or an export may be written: never over, or among, the texts it is made from.

use std::path::{Component, Path, PathBuf};

use super::{Failure, Root};
use crate::report::show;
use crate::system::{canonical, with_slashes};

/// Absolute, with the links of the way to it resolved, whether it is there or not; what is there has the name that its
/// folder says, however it was written.
pub(super) fn resolve(out: &Path) -> Result<PathBuf, Failure> {
    let failed = |error| Failure::system("open", show_path(out), error);
    let absolute = std::path::absolute(out).map_err(failed)?;
    if absolute
        .symlink_metadata()
        .is_ok_and(|metadata| !metadata.is_symlink())
    {
        return canonical(&absolute).map_err(failed);
    }
    let mut rest = Vec::new();
    let mut there = absolute.as_path();
    // A path that ends with `..`, or is `/`, has no name.
    while let (Some(name), Some(above)) = (there.file_name(), there.parent()) {
        rest.push(name);
        there = above;
        if there.symlink_metadata().is_ok() {
            break;
        }
    }
    let mut path = canonical(there).map_err(failed)?;
    path.extend(rest.into_iter().rev());
    Ok(path)
}

/// As messages name it: from the root when it is inside.
pub(super) fn shown(root: &Root, path: &Path) -> String {
    match path.strip_prefix(root.path()) {
        Ok(inside) if !inside.as_os_str().is_empty() => show_path(inside),
        _ => show_path(path),
    }
}

/// A path in messages.
pub(super) fn show_path(path: &Path) -> String {
    show(&with_slashes(path))
}

/// Folders of a repository of OKRs that are read.
const READ: [&str; 4] = ["objectives", "periods", "retrospectives", "themes"];
/// Files beside them that are.
const READ_FILES: [&str; 4] = ["okr.yaml", "theme.css", "head.html", "footer.html"];

/// Refuses a file in whose place, links followed, a text stands that is read, or something of git's.
pub(super) fn refuse_file(root: &Root, file: &Path, sources: &[String]) -> Result<(), Failure> {
    // One that is there may be a link.
    let file = match canonical(file) {
        Ok(file) => file,
        Err(_) => resolve(file)?,
    };
    let refuse = |why: String| {
        let shown = shown(root, &file);
        Err(Failure::Refused(format!("cannot write {shown}: {why}")))
    };
    if is_of_git(&file) {
        return refuse("that belongs to git".to_owned());
    }
    for base in std::iter::once("").chain(sources.iter().map(String::as_str)) {
        let base_path = root.path().join(base);
        let mut areas = READ.iter().map(|area| base_path.join(area));
        if let Some(area) = areas.find(|area| file.starts_with(area)) {
            return refuse(never_written(&shown_inside(root, &area)));
        }
        if READ_FILES.iter().any(|name| file == base_path.join(name)) {
            return refuse("it is read from, never written to".to_owned());
        }
    }
    Ok(())
}

fn is_of_git(path: &Path) -> bool {
    path.components()
        .any(|part| matches!(part, Component::Normal(name) if name.eq_ignore_ascii_case(".git")))
}

fn shown_inside(root: &Root, area: &Path) -> String {
    area.strip_prefix(root.path())
        .map_or_else(|_| show_path(area), show_path)
}

fn never_written(area: &str) -> String {
    format!("`{area}/` is read from, never written to")
}

/// Refuses every place where a site could overwrite, or be read as, the texts it is made from.
pub(super) fn refuse(root: &Root, out: &Path, shown: &str, sources: &[String]) -> Result<(), Failure> {
    let refuse = |why: String| {
        Err(Failure::Refused(format!(
            "cannot write the site to {shown}: {why}"
        )))
    };
    if root.path().starts_with(out) {
        return refuse("the repository is in it; choose a folder of its own, such as `-o _site`".to_owned());
    }
    if is_of_git(out) {
        return refuse("that belongs to git".to_owned());
    }
    for base in std::iter::once("").chain(sources.iter().map(String::as_str)) {
        let base_path = root.path().join(base);
        if base_path.starts_with(out) {
            return refuse(format!("the source `{base}` is in it"));
        }
        for area in READ {
            let area_path = base_path.join(area);
            if out.starts_with(&area_path) || area_path.starts_with(out) {
                return refuse(never_written(&shown_inside(root, &area_path)));
            }
        }
    }
    match out.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() => {
            refuse("it is a symbolic link, and links are not followed; name the folder itself".to_owned())
        }
        Ok(metadata) if !metadata.is_dir() => refuse("it is there, and no folder".to_owned()),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::system("open", shown, error)),
    }
}
