//! What is on the disk: everything below a folder, as a value that can be compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Bytes of every file by its path, links as where they lead to. Empty for a folder that is not there.
pub fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    each(folder, &mut |path| {
        let bytes = match std::fs::read_link(path) {
            Ok(target) => target.into_os_string().into_encoded_bytes(),
            Err(_) if path.is_dir() => return,
            Err(_) => std::fs::read(path).unwrap(),
        };
        files.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
    });
    files
}

/// The modes of every file and folder by path; on Windows, which has none, those that they were made with elsewhere.
pub fn modes(folder: &Path) -> BTreeMap<PathBuf, u32> {
    let mut modes = BTreeMap::new();
    each(folder, &mut |path| {
        modes.insert(path.to_owned(), mode(&path.symlink_metadata().unwrap()));
    });
    modes
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777
}

#[cfg(windows)]
fn mode(metadata: &std::fs::Metadata) -> u32 {
    match (metadata.is_dir(), metadata.permissions().readonly()) {
        (true, _) => 0o755,
        (false, false) => 0o644,
        (false, true) => 0o444,
    }
}

/// The names in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn each(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        visit(&path);
        if path.is_dir() && !path.is_symlink() {
            each(&path, visit);
        }
    }
}
