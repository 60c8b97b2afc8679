//! What the operating system does, in the words of this program. Which system it is makes a difference in this room and
//! in no other.
#![allow(
    clippy::disallowed_methods,
    reason = "disk and git ask for what is done here, and nobody else does"
)]

#[cfg(any(windows, test))]
mod names;
#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as here;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as here;

use std::fs::File;
use std::io::{self, Read};
use std::sync::OnceLock;

#[cfg(feature = "serve")]
pub(crate) use here::{BROWSERS, ended};
pub(crate) use here::{
    Folder, GIT, Guard, Look, MAIN_HAS_ROOM, NOTHING, PATH, Stamp, canonical, is_for_everybody, is_program,
    let_everybody_read, paints_errors, processor_time, take_mode_and_times, take_owner_and_mode, widen,
    with_slashes,
};

/// Whether it can be asked what a name means. A program that holds the library of GNU would load a part of the system's
/// for it, which may belong to another version, and end there.
#[cfg(feature = "serve")]
pub(crate) const LOOKS_NAMES_UP: bool = !cfg!(all(
    target_os = "linux",
    target_env = "gnu",
    target_feature = "crt-static"
));

/// Whether there were large pages of memory when the program began: whoever starts it can rule them out.
static LARGE_PAGES: OnceLock<bool> = OnceLock::new();

/// Files from which on large pages are worth it.
const FOR_LARGE_PAGES: usize = 4096;

/// Turns large pages of memory off, when the program begins: they would make a small site wait for room that it does not
/// need.
pub(crate) fn turn_off_large_pages() {
    LARGE_PAGES.get_or_init(here::may_use_large_pages);
    here::use_large_pages(false);
}

/// Turns them on for a repository of so many files, when it is read: what is kept of it fills them, and each spares five
/// hundred small ones that would be asked for one by one.
pub(crate) fn turn_on_large_pages_for(files: usize) {
    if files >= FOR_LARGE_PAGES && LARGE_PAGES.get() == Some(&true) {
        here::use_large_pages(true);
    }
}

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, which is not followed.
    Link,
    /// Something else, in words.
    Other(&'static str),
}

impl Sort {
    /// In words.
    pub(crate) fn called(self) -> &'static str {
        match self {
            Sort::File => "a file",
            Sort::Folder => "a folder",
            Sort::Link => "a symbolic link",
            Sort::Other(words) => words,
        }
    }
}

/// A name in a folder.
#[derive(Clone, Debug)]
pub struct Name {
    /// As bytes: a name need not be UTF-8.
    pub bytes: Vec<u8>,
    /// What stands behind it.
    pub sort: Sort,
}

/// In a folder with the sticky bit nobody can move what belongs to somebody else; new things everybody can put there.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sticky {
    Protects,
    Counts,
}

/// Why the system refuses, as far as we do different things for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nothing is there.
    Missing,
    /// Something is there already.
    Taken,
    /// A link is in the way, a file where a folder should be, or a folder where a file should be.
    Blocked,
    /// Somebody else holds it.
    Held,
    /// It may not be written to.
    Forbidden,
    /// Whatever else it says.
    Other,
}

/// Why the system refused.
pub(crate) fn refusal(error: &io::Error) -> Refusal {
    here::refusal(error)
}

/// A regular file, opened for reading.
pub(crate) struct Opened {
    pub(crate) file: File,
    /// Its bytes when it was opened.
    pub(crate) size: u64,
}

impl Opened {
    /// Its bytes, at most `limit` and one more. One call reads a file that is as long as it was when it was opened.
    pub(crate) fn read(mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.size.min(limit) as usize + 1);
        loop {
            let read = match here::fill(&self.file, &mut bytes) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if read == 0 || bytes.len() as u64 == self.size {
                return Ok(bytes);
            }
            if bytes.len() == bytes.capacity() {
                break;
            }
        }
        // It has grown meanwhile, or is larger than the limit.
        let rest = (limit + 1).saturating_sub(bytes.len() as u64);
        (&mut self.file).take(rest).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The folder of a path, and its last part.
pub(crate) fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match path.iter().rposition(|&b| b == b'/') {
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (&path[..0], path),
    }
}

/// `above/name`, or `name` at the top.
pub(crate) fn join(above: &[u8], name: &[u8]) -> Vec<u8> {
    if above.is_empty() {
        name.to_vec()
    } else {
        [above, b"/", name].concat()
    }
}

/// Whether a path stays below the folder it is relative to, whatever links do, and is that of one thing there.
pub(crate) fn is_plain(path: &[u8]) -> bool {
    let mut rest = path;
    loop {
        let end = memchr::memchr2(b'/', 0, rest).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if matches!(part, b"" | b"." | b"..") || !here::is_name(part) {
            return false;
        }
        match behind {
            [] => return true,
            [b'/', behind @ ..] => rest = behind,
            _ => return false,
        }
    }
}

/// Makes a link, for tests. Whether it is there: on Windows not everybody may make one.
#[cfg(test)]
pub(crate) fn link(target: &str, at: &std::path::Path) -> bool {
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, at).expect("a link");
    #[cfg(windows)]
    let _ = match at.with_file_name(target).is_dir() {
        true => std::os::windows::fs::symlink_dir(target, at),
        false => std::os::windows::fs::symlink_file(target, at),
    };
    at.is_symlink()
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn a_plain_path_names_one_thing_below_its_folder() {
        for path in ["a", "a/b", ".a/..b", "a/b.c/…"] {
            assert!(is_plain(path.as_bytes()), "{path:?}");
        }
        for path in [
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/./b", "\0", "a\0", "a\0b", "a/\0b",
        ] {
            assert!(!is_plain(path.as_bytes()), "{path:?}");
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests_of_memory {
    use super::{FOR_LARGE_PAGES, turn_off_large_pages, turn_on_large_pages_for};

    #[test]
    fn memory_comes_in_large_pages_only_for_a_large_repository() {
        let are_used = super::here::may_use_large_pages;
        turn_off_large_pages();
        let there_are = super::LARGE_PAGES.get() == Some(&true);
        assert!(!are_used());
        turn_on_large_pages_for(FOR_LARGE_PAGES - 1);
        assert!(!are_used());
        turn_on_large_pages_for(FOR_LARGE_PAGES);
        assert_eq!(are_used(), there_are);
        turn_off_large_pages();
        assert!(!are_used());
    }
}
