//! A folder, below which things are reached by path without ever passing a link, a junction or anything else that leads
//! elsewhere.
//!
//! The way to a thing is gone part by part. Each folder on it is opened itself, never what it may lead to, and is held
//! until the thing is reached: nobody can put something else in its place meanwhile.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use winapi_util::file::Information;

use super::is_name;
use crate::system::{Name, Opened, Refusal, Sort, refusal, split};

/// The thing itself, not what it leads to; and folders as well.
const ITSELF: u32 = FLAG_OPEN_REPARSE_POINT | FLAG_BACKUP_SEMANTICS;
const FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
const FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;
const FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
const ACCESS_LIST: u32 = 0x1;
const ACCESS_ATTRIBUTES: u32 = 0x80;
const SHARE_READ_AND_WRITE: u32 = 0x3;
const SHARE_ALL: u32 = 0x7;
const ATTRIBUTE_READ_ONLY: u32 = 0x1;
const ATTRIBUTE_HIDDEN: u32 = 0x2;
const ATTRIBUTE_SYSTEM: u32 = 0x4;
const ATTRIBUTE_FOLDER: u32 = 0x10;
/// A link, a junction, a mounted volume.
const ATTRIBUTE_LEADS_ELSEWHERE: u32 = 0x400;

/// How long a program that has just opened what we want to rename is waited for: those that look for viruses do.
const PATIENCE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(20);
/// How long a file that is being deleted may still be there.
const GOING: Duration = Duration::from_secs(1);

/// Units of time in a second, and seconds from 1601 to 1970.
const UNITS: u64 = 10_000_000;
const SECONDS_TO_1970: u64 = 11_644_473_600;

/// A folder. Paths given to it are relative, with `/`, without empty parts, `.` and `..`.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// The folders on the way here, the top one first. The top itself holds none: it may be renamed.
    held: Vec<Arc<File>>,
}

/// What the system says of a thing.
pub(crate) struct Look(Information);

/// What keeps others from a name: a file that only one can have open, and that goes when it is closed, however that
/// comes about.
#[derive(Debug)]
pub(crate) struct Guard {
    _file: File,
}

/// What is the same as long as nothing has changed. A program that sets back the time of a file, and leaves its size as it
/// was, is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    index: u64,
    volume: u64,
    attributes: u64,
    created: Option<u64>,
    modified: Option<u64>,
}

impl Stamp {
    /// Whether both times lie before `limit`, counted from 1970. Not every file system says when a folder has changed, so
    /// that of a folder never does.
    pub(crate) fn is_before(&self, limit: Duration) -> bool {
        let limit = (limit.as_secs() + SECONDS_TO_1970) * UNITS + u64::from(limit.subsec_nanos()) / 100;
        self.attributes & u64::from(ATTRIBUTE_FOLDER) == 0
            && self.modified.is_some_and(|time| time < limit)
            && self.created.is_none_or(|time| time < limit)
    }

    /// Whether nothing of it has changed since the other thing was written: nobody knows, for here every time can be set.
    pub(crate) fn is_older(&self, _: &Stamp) -> bool {
        false
    }
}

impl Look {
    fn at(path: &Path) -> io::Result<Look> {
        let file = OpenOptions::new()
            .access_mode(ACCESS_ATTRIBUTES)
            .share_mode(SHARE_ALL)
            .custom_flags(ITSELF)
            .open(path)?;
        Look::of(&file)
    }

    fn of(file: &File) -> io::Result<Look> {
        winapi_util::file::information(file).map(Look)
    }

    fn attributes(&self) -> u32 {
        self.0.file_attributes() as u32
    }

    pub(crate) fn sort(&self) -> Sort {
        sort_of(self.attributes())
    }

    /// Its bytes.
    pub(crate) fn size(&self) -> u64 {
        self.0.file_size()
    }

    /// Whether this is the same thing, under whatever name.
    pub(crate) fn is(&self, other: &Look) -> bool {
        self.is_mounted_with(other) && self.0.file_index() == other.0.file_index()
    }

    /// Whether both lie in one file system.
    pub(crate) fn is_mounted_with(&self, other: &Look) -> bool {
        self.0.volume_serial_number() == other.0.volume_serial_number()
    }

    /// Whether it looks as new files do.
    pub(crate) fn is_as_made(&self) -> bool {
        self.attributes() & (ATTRIBUTE_READ_ONLY | ATTRIBUTE_HIDDEN | ATTRIBUTE_SYSTEM) == 0
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp {
            size: self.0.file_size(),
            index: self.0.file_index(),
            volume: self.0.volume_serial_number(),
            attributes: self.0.file_attributes(),
            created: self.0.creation_time(),
            modified: self.0.last_write_time(),
        }
    }
}

impl Folder {
    /// Opens a folder that is no link itself; the way to it may pass links.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        held(path)?;
        Ok(Folder {
            path: path.to_owned(),
            held: Vec::new(),
        })
    }

    /// The folder at `path`; the empty path is this one. Nobody can rename it, or one above it up to the one that was
    /// opened first, as long as it is open.
    pub(crate) fn folder(&self, path: &[u8]) -> io::Result<Folder> {
        let mut folder = Folder {
            path: self.path.clone(),
            held: self.held.clone(),
        };
        if folder.held.is_empty() {
            folder.held.push(Arc::new(held(&folder.path)?));
        }
        for part in path.split(|&b| b == b'/').filter(|_| !path.is_empty()) {
            folder.path.push(name(part)?);
            folder.held.push(Arc::new(held(&folder.path)?));
        }
        Ok(folder)
    }

    /// The same, but it may be renamed while it is open: things are no longer found in it then.
    pub(crate) fn movable(self) -> Folder {
        Folder {
            path: self.path,
            held: Vec::new(),
        }
    }

    /// The folder in which `path` ends, and where it ends.
    fn above(&self, path: &[u8]) -> io::Result<(Folder, PathBuf)> {
        let (above, last) = split(path);
        let folder = self.folder(above)?;
        let place = match path {
            b"" => folder.path.clone(),
            _ => folder.path.join(name(last)?),
        };
        Ok((folder, place))
    }

    /// What is at `path`, a link as a link; `None` when nothing is, or when the way there is no folder.
    pub(crate) fn look(&self, path: &[u8]) -> io::Result<Option<Look>> {
        let look = self.above(path).and_then(|(_folder, place)| Look::at(&place));
        match look {
            Ok(look) => Ok(Some(look)),
            Err(error) => match refusal(&error) {
                Refusal::Missing | Refusal::Blocked => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// The folder itself.
    pub(crate) fn look_at_itself(&self) -> io::Result<Look> {
        Look::at(&self.path)
    }

    /// What seems to be at a path. The way to it may pass a link that has just been put there: nothing is to be read by
    /// this.
    pub(crate) fn glance(&self, path: &str) -> Option<Look> {
        let mut place = self.path.clone();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            place.push(name(part.as_bytes()).ok()?);
        }
        Look::at(&place).ok()
    }

    /// The regular file at `path`, opened for reading. `None`: it is something else, or a link is in the way.
    pub(crate) fn file(&self, path: &[u8]) -> io::Result<Option<File>> {
        Ok(self.listed_file(path)?.map(|found| found.file))
    }

    /// The same, with its size.
    pub(crate) fn listed_file(&self, path: &[u8]) -> io::Result<Option<Opened>> {
        let opened = self.above(path).and_then(|(_folder, place)| {
            // What is no file on a disk says so when it is opened like a folder, and does nothing else.
            let file = OpenOptions::new().read(true).custom_flags(ITSELF).open(place)?;
            let is_on_disk = winapi_util::file::typ(&file)?.is_disk();
            Ok((is_on_disk, file))
        });
        match opened {
            Ok((true, file)) => {
                let look = Look::of(&file)?;
                Ok((look.sort() == Sort::File).then(|| Opened {
                    file,
                    size: look.size(),
                }))
            }
            Ok((false, _)) => Ok(None),
            Err(error) => match refusal(&error) {
                Refusal::Missing | Refusal::Blocked => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// The names in the folder at `path`, in no order.
    pub(crate) fn names(&self, path: &[u8]) -> io::Result<Vec<Name>> {
        let folder = self.folder(path)?;
        let mut names = Vec::new();
        for entry in folder.path.read_dir()? {
            let entry = entry?;
            let bytes = entry.file_name().as_encoded_bytes().to_vec();
            let sort = match entry.metadata() {
                // One that is not UTF-8 is told of as such.
                Ok(_) if std::str::from_utf8(&bytes).is_ok() && !is_name(&bytes) => {
                    Sort::Other("a name that Windows keeps for itself")
                }
                Ok(metadata) => sort_of(metadata.file_attributes()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            names.push(Name { bytes, sort });
        }
        Ok(names)
    }

    /// Makes the folder at `path` and those above it, where they are missing, and opens it.
    pub(crate) fn make(&self, path: &[u8]) -> io::Result<Folder> {
        match self.folder(path) {
            Err(error) if refusal(&error) == Refusal::Missing && !path.is_empty() => {}
            done => return done,
        }
        let mut folder = self.folder(b"")?;
        for part in path.split(|&b| b == b'/') {
            match folder.make_new(part) {
                Err(error) if refusal(&error) != Refusal::Taken => return Err(error),
                _ => folder = folder.folder(part)?,
            }
        }
        Ok(folder)
    }

    /// Makes the folder `name` right in this one, where nothing is.
    pub(crate) fn make_new(&self, name: &[u8]) -> io::Result<()> {
        let (_folder, place) = self.above(name)?;
        std::fs::create_dir(place)
    }

    /// A new file, opened for writing.
    pub(crate) fn create(&self, path: &[u8]) -> io::Result<File> {
        let (_folder, place) = self.above(path)?;
        File::create_new(place)
    }

    /// A new file, opened for writing, that nobody else can open yet.
    pub(crate) fn create_hidden(&self, path: &[u8]) -> io::Result<File> {
        let (_folder, place) = self.above(path)?;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .share_mode(0)
            .open(place)
    }

    /// The file at `path`, opened for writing over it.
    pub(crate) fn writable(&self, path: &[u8]) -> io::Result<File> {
        let (_folder, place) = self.above(path)?;
        let file = OpenOptions::new().write(true).custom_flags(ITSELF).open(place)?;
        match Look::of(&file)?.sort() {
            Sort::File => Ok(file),
            _ => Err(blocked()),
        }
    }

    /// Removes a file or a link.
    pub(crate) fn remove(&self, path: &[u8]) -> io::Result<()> {
        let (_folder, place) = self.above(path)?;
        match is_folder(&place.symlink_metadata()?) {
            // A link to a folder is one as well; a folder with something in it stays.
            true => std::fs::remove_dir(place),
            false => std::fs::remove_file(place),
        }
    }

    /// Removes a folder that is empty.
    pub(crate) fn remove_folder(&self, path: &[u8]) -> io::Result<()> {
        let (_folder, place) = self.above(path)?;
        std::fs::remove_dir(place)
    }

    /// Renames what lies right in this folder. A file that has the name already is replaced.
    pub(crate) fn rename(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        let (_folder, from) = self.above(from)?;
        patiently(|| std::fs::rename(&from, self.path.join(name(to)?)))
    }

    /// Puts the folder `new` in the place of the folder `old`, which is then at `aside`. If we die in between, the next
    /// build puts the old one back.
    pub(crate) fn exchange(&self, new: &str, old: &str, aside: &str) -> io::Result<()> {
        self.rename(old.as_bytes(), aside.as_bytes())?;
        self.rename(new.as_bytes(), old.as_bytes()).map_err(|error| {
            match self.rename(aside.as_bytes(), old.as_bytes()) {
                Ok(()) => error,
                Err(_) => io::Error::new(
                    error.kind(),
                    format!("{error}; what was there lies in `{aside}` until the next build"),
                ),
            }
        })
    }

    /// Gives the file `name` of this folder a second name in another one.
    pub(crate) fn link(&self, name: &[u8], to: &Folder, second: &[u8]) -> io::Result<()> {
        let (_from, from) = self.above(name)?;
        let (_to, to) = to.above(second)?;
        match Look::at(&from)?.sort() {
            Sort::File => std::fs::hard_link(from, to),
            _ => Err(blocked()),
        }
    }

    /// Where the link `name` of this folder leads.
    pub(crate) fn target(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        let (_folder, place) = self.above(name)?;
        Ok(place.read_link()?.into_os_string().into_encoded_bytes())
    }

    /// Makes the same link in another folder.
    pub(crate) fn copy_link(&self, name: &[u8], to: &Folder) -> io::Result<()> {
        let (_from, from) = self.above(name)?;
        let (_to, to) = to.above(name)?;
        let target = from.read_link()?;
        match is_folder(&from.symlink_metadata()?) {
            true => std::os::windows::fs::symlink_dir(target, to),
            false => std::os::windows::fs::symlink_file(target, to),
        }
    }

    /// What must be held before the folder `name` is looked at: a folder itself cannot be locked.
    pub(crate) fn guard(&self, name: &str) -> io::Result<Guard> {
        let (_folder, place) = self.above(format!(".{name}.okr-lock").as_bytes())?;
        let begin = Instant::now();
        loop {
            let new = OpenOptions::new()
                .write(true)
                .create_new(true)
                .share_mode(0)
                .custom_flags(FLAG_DELETE_ON_CLOSE)
                .open(&place);
            let file = match new {
                // Left when the power failed, or somebody else's: it is not removed, and locks as well.
                Err(error) if refusal(&error) == Refusal::Taken => OpenOptions::new()
                    .read(true)
                    .share_mode(0)
                    .custom_flags(FLAG_OPEN_REPARSE_POINT)
                    .open(&place),
                new => new,
            };
            match file {
                Ok(file) => return Ok(Guard { _file: file }),
                // It goes just now: it is not there any more, or not to be opened.
                Err(error)
                    if matches!(refusal(&error), Refusal::Missing | Refusal::Forbidden)
                        && begin.elapsed() < GOING =>
                {
                    std::thread::sleep(PAUSE);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Who holds the guard of its name has it.
    pub(crate) fn lock(&self) -> io::Result<()> {
        Ok(())
    }

    /// Here nobody has to be let.
    pub(crate) fn let_owner_write(&self) {}

    /// Here a folder has no mode.
    pub(crate) fn take_mode(&self, _: &Folder) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a folder, not what it may lead to, so that nobody can rename or remove it.
fn held(path: &Path) -> io::Result<File> {
    let open = |share| {
        OpenOptions::new()
            .access_mode(ACCESS_LIST)
            .share_mode(share)
            .custom_flags(ITSELF)
            .open(path)
    };
    let file = match open(SHARE_READ_AND_WRITE) {
        // Somebody is about to rename or remove it already.
        Err(error) if refusal(&error) == Refusal::Held => open(SHARE_ALL)?,
        opened => opened?,
    };
    match Look::of(&file)?.sort() {
        Sort::Folder => Ok(file),
        _ => Err(blocked()),
    }
}

/// A part of a path that names one thing.
fn name(part: &[u8]) -> io::Result<&str> {
    let plain = !matches!(part, b"" | b"." | b"..") && is_name(part);
    std::str::from_utf8(part)
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "Windows takes no such name"))
}

fn blocked() -> io::Error {
    io::Error::new(
        io::ErrorKind::NotADirectory,
        "a link, or something that is no folder, is in the way",
    )
}

fn is_folder(metadata: &Metadata) -> bool {
    metadata.file_attributes() & ATTRIBUTE_FOLDER != 0
}

fn sort_of(attributes: u32) -> Sort {
    if attributes & ATTRIBUTE_LEADS_ELSEWHERE != 0 {
        Sort::Link
    } else if attributes & ATTRIBUTE_FOLDER != 0 {
        Sort::Folder
    } else {
        Sort::File
    }
}

/// Tries again for a while when another program has it open.
fn patiently(rename: impl Fn() -> io::Result<()>) -> io::Result<()> {
    let begin = Instant::now();
    loop {
        match rename() {
            Err(error)
                if matches!(refusal(&error), Refusal::Held | Refusal::Forbidden)
                    && begin.elapsed() < PATIENCE =>
            {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_leads_elsewhere_is_passed_and_no_name_that_means_something_else_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("a/b")).unwrap();
        std::fs::write(at("a/b/f"), "text").unwrap();
        let is_linked = crate::system::link("a", &at("link"));
        crate::system::link("b/f", &at("a/g"));
        let folder = Folder::open(dir.path()).unwrap();
        let opens = |path: &str| folder.file(path.as_bytes()).is_ok_and(|file| file.is_some());
        assert!(opens("a/b/f"));
        for path in [
            "link/b/f",
            "a/g",
            "a",
            "a/missing",
            "a/b/f/g",
            "../x",
            "a/../a/b/f",
            "/a/b/f",
            "a//b/f",
            "./a",
            "NUL",
            "a/b/nul.txt",
            "a/b/f.",
            "a/b/f ",
            "a/b/f:s",
            "a/b/f::$DATA",
            "a\\b\\f",
            "C:",
            "CONIN$",
        ] {
            assert!(!opens(path), "{path}");
            if !path.starts_with(['a', 'l']) {
                assert!(folder.make([path, "/new"].concat().as_bytes()).is_err(), "{path}");
            }
        }
        assert!(!is_linked || folder.make(b"link/new").is_err());
        for path in ["a/b/com1", "a/x.", "a/x:y"] {
            assert!(folder.create(path.as_bytes()).is_err(), "{path}");
        }
        assert!(folder.make(b"a/b/f/new").is_err());
        assert!(folder.make(b"c/d/e").is_ok());
        assert!(at("c/d/e").is_dir() && !at("a/new").exists());
    }

    #[test]
    fn what_is_open_below_a_folder_keeps_it_where_it_is() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("a/b")).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let below = folder.folder(b"a/b").unwrap();
        assert!(std::fs::rename(dir.path().join("a/b"), dir.path().join("a/c")).is_err());
        let below = below.movable();
        std::fs::rename(dir.path().join("a/b"), dir.path().join("a/c")).unwrap();
        assert!(below.names(b"").is_err());
    }

    #[test]
    fn a_guard_is_held_by_one_and_leaves_nothing_but_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let refused = || folder.guard("site").err().map(|error| refusal(&error));
        let guard = folder.guard("site").unwrap();
        assert_eq!(refused(), Some(Refusal::Held));
        drop(guard);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        std::fs::write(dir.path().join(".site.okr-lock"), "mine").unwrap();
        let guard = folder.guard("site").unwrap();
        assert_eq!(refused(), Some(Refusal::Held));
        drop(guard);
        assert_eq!(std::fs::read(dir.path().join(".site.okr-lock")).unwrap(), b"mine");
    }

    #[test]
    fn folders_are_exchanged_and_the_old_one_lies_aside() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["old", "new"] {
            std::fs::create_dir(dir.path().join(name)).unwrap();
            std::fs::write(dir.path().join(name).join("f"), name).unwrap();
        }
        let folder = Folder::open(dir.path()).unwrap();
        folder.exchange("new", "old", "aside").unwrap();
        let text = |name: &str| std::fs::read_to_string(dir.path().join(name).join("f")).unwrap();
        assert_eq!((text("old"), text("aside")), ("new".to_owned(), "old".to_owned()));
        assert!(folder.exchange("none", "old", "aside2").is_err());
        assert_eq!(text("old"), "new");
    }
}
