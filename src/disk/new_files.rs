//! New files of a site: the folders above them are made where they are missing, and kept open for the next ones.

use std::collections::VecDeque;

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::folder::{Folder, join, split};

/// Folders that are open at once.
const OPEN: usize = 8;

/// Where new files are made. Pages that are made one behind the other lie near each other.
pub(super) struct NewFiles<'a> {
    below: &'a Folder,
    /// The last used one first.
    open: VecDeque<Open>,
}

struct Open {
    path: Vec<u8>,
    folder: Folder,
    /// The name of the folder in it that was made last.
    made: Vec<u8>,
}

impl<'a> NewFiles<'a> {
    /// In a folder and those below it.
    pub(super) fn below(folder: &'a Folder) -> NewFiles<'a> {
        NewFiles {
            below: folder,
            open: VecDeque::new(),
        }
    }

    /// A new file, opened for writing. What is there already is `EXIST`.
    pub(super) fn create(&mut self, path: &[u8]) -> Result<std::fs::File, Errno> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY;
        let mode = Mode::from_raw_mode(0o644);
        let (above, name) = split(path);
        let (higher, last) = split(above);
        if last.is_empty() {
            return Ok(self.below.at(name, flags, mode)?.into());
        }
        let open = self.open(higher)?;
        if open.made != last {
            match rustix::fs::mkdirat(open.folder.fd(), last, Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(Errno::EXIST) => open.made = last.to_vec(),
                Err(error) => return Err(error),
            }
        }
        Ok(open.folder.at(&join(last, name), flags, mode)?.into())
    }

    fn open(&mut self, path: &[u8]) -> Result<&mut Open, Errno> {
        match self.open.iter().position(|open| open.path == path) {
            Some(0) => {}
            Some(place) => {
                // It is there: its place was just found.
                if let Some(open) = self.open.remove(place) {
                    self.open.push_front(open);
                }
            }
            None => {
                self.open.truncate(OPEN - 1);
                self.open.push_front(Open {
                    folder: self.below.make(path)?,
                    path: path.to_vec(),
                    made: Vec::new(),
                });
            }
        }
        self.open.front_mut().ok_or(Errno::INVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_to_lie_where_their_paths_say_in_any_order() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let mut new = NewFiles::below(&folder);
        let mut paths = vec!["top".to_owned()];
        for round in 0..3 {
            paths.extend((0..12).map(|number| format!("a/{number}/b/c/{round}")));
            paths.extend((0..12).map(|number| format!("a/{number}/{round}")));
        }
        for path in &paths {
            new.create(path.as_bytes()).unwrap();
        }
        for path in &paths {
            assert!(dir.path().join(path).is_file(), "{path}");
            assert_eq!(new.create(path.as_bytes()).err(), Some(Errno::EXIST), "{path}");
        }
        assert_eq!(new.create(b"top/a").err(), Some(Errno::NOTDIR));
        assert_eq!(new.create(b"a/../../b").err(), Some(Errno::INVAL));
    }

    #[test]
    fn no_link_is_passed() {
        let dir = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("a")).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let mut new = NewFiles::below(&folder);
        assert!(new.create(b"a/b").is_err());
        assert!(new.create(b"a/b/c").is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
