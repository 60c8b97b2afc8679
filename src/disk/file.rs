//! Single files: texts beside the OKRs, linked files, and the file of an export.

use std::io::{Read, Write};
use std::path::Path;

use super::manifest::Hash;
use super::root::ASSET_LIMIT;
use super::{Failure, Root};
use crate::model::Assets;
use crate::parse;

/// The text of a file of the repository, `theme.css` for one; `None` when it is not there.
pub(super) fn text(root: &Root, path: &str) -> Result<Option<String>, Failure> {
    let Some(bytes) = bytes(root, path, parse::FILE_LIMIT as u64)? else {
        return Ok(None);
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Failure::Refused(format!("cannot read {path}: it is not UTF-8"))),
    }
}

/// Path and hash of each linked file that is there, by path.
pub fn hashes(root: &Root, assets: &Assets) -> Result<Vec<(String, String)>, Failure> {
    let hash = |path: &String| {
        let bytes = bytes(root, path, ASSET_LIMIT)?.unwrap_or_default();
        Ok((path.clone(), Hash::of(&bytes).to_string()))
    };
    assets.files.iter().map(hash).collect()
}

/// The bytes of a linked file.
pub(super) fn linked(root: &Root, path: &str) -> Result<Vec<u8>, Failure> {
    let gone = || Failure::Refused(format!("cannot read {path}: it is no longer a regular file"));
    let bytes = bytes(root, path, ASSET_LIMIT)?.ok_or_else(gone)?;
    if path.to_ascii_lowercase().ends_with(".svg") && runs(&bytes) {
        return Err(Failure::Refused(format!(
            "cannot publish {path}: it is an SVG that may run a script; take out `<script`, `on…=` and `javascript:`"
        )));
    }
    Ok(bytes)
}

/// Whether an SVG holds what a browser would run when the file is opened by itself, where no policy of ours holds.
/// Whoever hides it behind entities or another encoding is refused for these.
fn runs(svg: &[u8]) -> bool {
    let text = String::from_utf8_lossy(svg).to_ascii_lowercase();
    let is_handler = |at: usize| {
        let before = text[..at].chars().next_back();
        let name: usize = text[at + 2..]
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let behind = text[at + 2 + name..].trim_start();
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '/' | '"' | '\''))
            && name > 0
            && behind.starts_with('=')
    };
    [
        "<script",
        ":script",
        "javascript:",
        "<!entity",
        "<foreignobject",
        "<handler",
        "<iframe",
    ]
    .iter()
    .any(|word| text.contains(word))
        || text.contains('\0')
        || text.contains("&#")
        || text.match_indices("on").any(|(at, _)| is_handler(at))
}

fn bytes(root: &Root, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
    let failed = |error| Failure::system("read", path, error);
    let Some(file) = root.file(path).map_err(failed)? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::Refused(format!(
            "cannot read {path}: it is larger than {limit} bytes, the limit"
        )));
    }
    Ok(Some(bytes))
}

/// Writes a file that the command line names: whole or not at all where it is a regular file.
/// A pipe or a device is written to as it is.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::system("write", path.display().to_string(), error);
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(&target)
            .map_err(failed)?;
        return file.write_all(bytes).map_err(failed);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".tmp-{}", std::process::id()));
    let temporary = target.with_file_name(name);
    let written = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, &target));
    written.map_err(|error| {
        // What could not be written need not stay; the failure is what matters.
        let _ = std::fs::remove_file(&temporary);
        failed(error)
    })
}

/// Adds to the end of a file that the environment names, and makes it where it is missing.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| Failure::system("write", path.display().to_string(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_a_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("okrs.json");
        std::fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink("okrs.json", dir.path().join("link")).unwrap();
        write_file(&dir.path().join("link"), b"new").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(dir.path().join("link").is_symlink());
        assert!(
            write_file(dir.path(), b"new")
                .unwrap_err()
                .to_string()
                .contains("is a directory")
        );
        assert!(write_file(&dir.path().join("none/a"), b"new").is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
