//! New files of a site: the folders above them are made where they are missing, and kept open for the next ones.

use std::collections::VecDeque;
use std::fs::File;
use std::io;

use crate::system::{Folder, Refusal, refusal, split};

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

    /// A new file, opened for writing, where nothing is.
    pub(super) fn create(&mut self, path: &[u8]) -> io::Result<File> {
        let (above, name) = split(path);
        let (higher, last) = split(above);
        if last.is_empty() {
            return self.below.create(name);
        }
        let open = self.open(higher)?;
        open.make(last)?;
        // The last folder and the name.
        open.folder.create(&path[above.len() - last.len()..])
    }

    /// The folder at a path, made where it is missing, and so are those above it.
    fn open(&mut self, path: &[u8]) -> io::Result<&mut Open> {
        match self.open.iter().position(|open| open.path == path) {
            Some(0) => {}
            Some(place) => {
                // It is there: its place was just found.
                if let Some(open) = self.open.remove(place) {
                    self.open.push_front(open);
                }
            }
            None => {
                let folder = match split(path) {
                    (_, b"") => self.below.folder(b"")?,
                    (above, name) => {
                        let above = self.open(above)?;
                        above.make(name)?;
                        above.folder.folder(name)?
                    }
                };
                self.open.truncate(OPEN - 1);
                self.open.push_front(Open {
                    folder,
                    path: path.to_vec(),
                    made: Vec::new(),
                });
            }
        }
        self.open
            .front_mut()
            .ok_or_else(|| io::ErrorKind::InvalidInput.into())
    }
}

impl Open {
    /// Sees to it that there is a folder of that name in it.
    fn make(&mut self, name: &[u8]) -> io::Result<()> {
        if self.made == name {
            return Ok(());
        }
        match self.folder.make_new(name) {
            Err(error) if refusal(&error) != Refusal::Taken => return Err(error),
            _ => self.made = name.to_vec(),
        }
        Ok(())
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
        }
        let mut refused = |path: &str| new.create(path.as_bytes()).err().map(|error| refusal(&error));
        for path in &paths {
            assert_eq!(refused(path), Some(Refusal::Taken), "{path}");
        }
        assert_eq!(refused("top/a"), Some(Refusal::Blocked));
        assert_eq!(refused("a/../../b"), Some(Refusal::Other));
    }

    #[test]
    fn no_link_is_passed() {
        let dir = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        if !crate::system::link(elsewhere.path().to_str().unwrap(), &dir.path().join("a")) {
            return;
        }
        let folder = Folder::open(dir.path()).unwrap();
        let mut new = NewFiles::below(&folder);
        assert!(new.create(b"a/b").is_err());
        assert!(new.create(b"a/b/c").is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
