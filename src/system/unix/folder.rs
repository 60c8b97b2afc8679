//! An open folder, below which things are reached by path without ever passing a symbolic link.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{AtFlags, Dir, FileType, FlockOperation, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::system::{Name, Opened, Sort, is_plain, split};

/// An open folder. Paths given to it are relative, with `/`, without empty parts, `.` and `..`.
#[derive(Debug)]
pub(crate) struct Folder {
    fd: OwnedFd,
    /// The kernel itself refuses to pass links (`openat2`); else we go part by part.
    beneath: bool,
}

/// What the system says of a thing without opening it.
pub(crate) struct Look(Stat);

/// What keeps others from a name; here it is the folder itself that is locked.
#[derive(Debug)]
pub(crate) struct Guard;

/// What is the same as long as nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: i64,
    inode: u64,
    device: u64,
    mode: u32,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// Whether both times lie before `limit`, counted from 1970.
    pub(crate) fn is_before(&self, limit: Duration) -> bool {
        let limit = (
            i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
            i64::from(limit.subsec_nanos()),
        );
        self.modified < limit && self.changed < limit
    }

    /// Whether nothing of it has changed since the other thing was written. Nobody can set when something changed; it is as
    /// coarse as the clock of the file system.
    pub(crate) fn is_older(&self, than: &Stamp) -> bool {
        self.device == than.device && self.changed < than.modified.min(than.changed)
    }
}

impl Look {
    pub(crate) fn sort(&self) -> Sort {
        sort_of(FileType::from_raw_mode(self.0.st_mode))
    }

    /// Its bytes.
    pub(crate) fn size(&self) -> u64 {
        u64::try_from(self.0.st_size).unwrap_or(0)
    }

    /// Whether this is the same thing, under whatever name.
    pub(crate) fn is(&self, other: &Look) -> bool {
        (self.0.st_dev, self.0.st_ino) == (other.0.st_dev, other.0.st_ino)
    }

    /// Whether both lie in one file system.
    pub(crate) fn is_mounted_with(&self, other: &Look) -> bool {
        self.0.st_dev == other.0.st_dev
    }

    /// Whether it has the mode that new files have.
    pub(crate) fn is_as_made(&self) -> bool {
        self.0.st_mode & 0o7777 == 0o644
    }

    #[allow(clippy::unnecessary_cast, reason = "the types differ from system to system")]
    pub(crate) fn stamp(&self) -> Stamp {
        let stat = &self.0;
        Stamp {
            size: stat.st_size as i64,
            inode: stat.st_ino as u64,
            device: stat.st_dev as u64,
            mode: stat.st_mode as u32,
            modified: (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            changed: (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
        }
    }
}

const PLACE: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY);
const NEW: OFlags = OFlags::CREATE.union(OFlags::EXCL).union(OFlags::WRONLY);

impl Folder {
    /// Opens a folder that is no link itself; the way to it may pass links.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        let fd = rustix::fs::open(path, PLACE | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
        let beneath = kernel_refuses_links(&fd);
        Ok(Folder { fd, beneath })
    }

    /// Opens what is at `path`. A link anywhere on the way, or at its end, is `ELOOP` or `ENOTDIR`.
    fn at(&self, path: &[u8], flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
        let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        if path.is_empty() {
            return rustix::fs::openat(&self.fd, ".", flags, mode);
        }
        if !is_plain(path) {
            return Err(Errno::INVAL);
        }
        #[cfg(target_os = "linux")]
        if self.beneath {
            use rustix::fs::ResolveFlags;
            let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
            return rustix::fs::openat2(&self.fd, path, flags, mode, within);
        }
        let mut parts = path.split(|&b| b == b'/').peekable();
        let mut above: Option<OwnedFd> = None;
        while let Some(part) = parts.next() {
            let (flags, mode) = match parts.peek() {
                Some(_) => (PLACE | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()),
                None => (flags, mode),
            };
            let next = rustix::fs::openat(above.as_ref().unwrap_or(&self.fd), part, flags, mode)?;
            above = Some(next);
        }
        above.ok_or(Errno::INVAL)
    }

    fn below(&self, path: &[u8]) -> Result<Folder, Errno> {
        Ok(Folder {
            fd: self.at(path, PLACE, Mode::empty())?,
            beneath: self.beneath,
        })
    }

    /// The folder at `path`; the empty path is this one.
    pub(crate) fn folder(&self, path: &[u8]) -> io::Result<Folder> {
        Ok(self.below(path)?)
    }

    /// The same, but it may be renamed while it is open. Here each may.
    pub(crate) fn movable(self) -> Folder {
        self
    }

    /// What is at `path`, a link as a link; `None` when nothing is, or when the way there is no folder.
    pub(crate) fn look(&self, path: &[u8]) -> io::Result<Option<Look>> {
        let (above, name) = split(path);
        let folder = match above {
            b"" => None,
            _ => match self.below(above) {
                Ok(folder) => Some(folder),
                Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(None),
                Err(error) => return Err(error.into()),
            },
        };
        let fd = folder.as_ref().map_or(&self.fd, |folder| &folder.fd);
        match rustix::fs::statat(fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(Look(stat))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The folder itself.
    pub(crate) fn look_at_itself(&self) -> io::Result<Look> {
        Ok(Look(rustix::fs::fstat(&self.fd)?))
    }

    /// What seems to be at a path. The way to it may pass a link that has just been put there: nothing is to be read by
    /// this.
    pub(crate) fn glance(&self, path: &str) -> Option<Look> {
        let path = if path.is_empty() { "." } else { path };
        rustix::fs::statat(&self.fd, path, AtFlags::SYMLINK_NOFOLLOW)
            .ok()
            .map(Look)
    }

    /// The regular file at `path`, opened for reading. `None`: it is something else, or a link is in the way.
    /// Nothing is opened that is not a file when we look, and we look again at what we opened.
    pub(crate) fn file(&self, path: &[u8]) -> io::Result<Option<File>> {
        match self.look(path)? {
            Some(look) if look.sort() == Sort::File => Ok(self.listed_file(path)?.map(|found| found.file)),
            _ => Ok(None),
        }
    }

    /// The same for a path that a listing just called a regular file.
    pub(crate) fn listed_file(&self, path: &[u8]) -> io::Result<Option<Opened>> {
        match self.at(
            path,
            OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY,
            Mode::empty(),
        ) {
            Ok(fd) => {
                let look = Look(rustix::fs::fstat(&fd)?);
                Ok((look.sort() == Sort::File).then(|| Opened {
                    file: File::from(fd),
                    size: look.size(),
                }))
            }
            Err(Errno::NOENT | Errno::LOOP | Errno::NOTDIR | Errno::NXIO) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The names in the folder at `path`, in no order.
    pub(crate) fn names(&self, path: &[u8]) -> io::Result<Vec<Name>> {
        let mut entries = Dir::new(self.below(path)?.fd)?;
        let mut names = Vec::new();
        while let Some(entry) = entries.read() {
            let entry = entry?;
            let bytes = entry.file_name().to_bytes().to_vec();
            if bytes == b"." || bytes == b".." {
                continue;
            }
            let sort = match entry.file_type() {
                FileType::Unknown => {
                    match rustix::fs::statat(entries.fd()?, &*bytes, AtFlags::SYMLINK_NOFOLLOW) {
                        Ok(stat) => FileType::from_raw_mode(stat.st_mode),
                        Err(Errno::NOENT) => continue,
                        Err(error) => return Err(error.into()),
                    }
                }
                known => known,
            };
            names.push(Name {
                bytes,
                sort: sort_of(sort),
            });
        }
        Ok(names)
    }

    /// Makes the folder at `path` and those above it, where they are missing, and opens it.
    pub(crate) fn make(&self, path: &[u8]) -> io::Result<Folder> {
        let mut there = path;
        let mut folder = loop {
            match self.below(there) {
                Ok(folder) => break folder,
                Err(Errno::NOENT) if !there.is_empty() => there = split(there).0,
                Err(error) => return Err(error.into()),
            }
        };
        let missing = path[there.len()..]
            .split(|&b| b == b'/')
            .filter(|part| !part.is_empty());
        for part in missing {
            match folder.mkdir(part) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            folder = folder.below(part)?;
        }
        Ok(folder)
    }

    fn mkdir(&self, name: &[u8]) -> Result<(), Errno> {
        rustix::fs::mkdirat(&self.fd, name, Mode::from_raw_mode(0o755))
    }

    /// Makes the folder `name` right in this one, where nothing is.
    pub(crate) fn make_new(&self, name: &[u8]) -> io::Result<()> {
        Ok(self.mkdir(name)?)
    }

    /// A new file, opened for writing; everybody may read it.
    pub(crate) fn create(&self, path: &[u8]) -> io::Result<File> {
        Ok(self.at(path, NEW, Mode::from_raw_mode(0o644))?.into())
    }

    /// A new file, opened for writing, that nobody else may read yet.
    pub(crate) fn create_hidden(&self, path: &[u8]) -> io::Result<File> {
        Ok(self.at(path, NEW, Mode::from_raw_mode(0o600))?.into())
    }

    /// The file at `path`, opened for writing over it.
    pub(crate) fn writable(&self, path: &[u8]) -> io::Result<File> {
        Ok(self
            .at(path, OFlags::WRONLY | OFlags::NONBLOCK, Mode::empty())?
            .into())
    }

    /// Removes a file or a link.
    pub(crate) fn remove(&self, path: &[u8]) -> io::Result<()> {
        self.unlink(path, AtFlags::empty())
    }

    /// Removes a folder that is empty.
    pub(crate) fn remove_folder(&self, path: &[u8]) -> io::Result<()> {
        self.unlink(path, AtFlags::REMOVEDIR)
    }

    fn unlink(&self, path: &[u8], flags: AtFlags) -> io::Result<()> {
        let (above, name) = split(path);
        if above.is_empty() {
            return Ok(rustix::fs::unlinkat(&self.fd, name, flags)?);
        }
        Ok(rustix::fs::unlinkat(self.below(above)?.fd, name, flags)?)
    }

    /// Renames what lies right in this folder. A file that has the name already is replaced.
    pub(crate) fn rename(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.fd, from, &self.fd, to)?)
    }

    /// Puts the folder `new` in the place of the folder `old`, in one step where the file system knows how. The old one is
    /// then at `new`, or else at `aside`.
    pub(crate) fn exchange(&self, new: &str, old: &str, aside: &str) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        match rustix::fs::renameat_with(&self.fd, new, &self.fd, old, rustix::fs::RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
        // If we die in between, the next build puts the old one back.
        rustix::fs::renameat(&self.fd, old, &self.fd, aside)?;
        rustix::fs::renameat(&self.fd, new, &self.fd, old).inspect_err(|_| {
            let _ = rustix::fs::renameat(&self.fd, aside, &self.fd, old);
        })?;
        Ok(())
    }

    /// Gives the file `name` of this folder a second name in another one.
    pub(crate) fn link(&self, name: &[u8], to: &Folder, second: &[u8]) -> io::Result<()> {
        Ok(rustix::fs::linkat(
            &self.fd,
            name,
            &to.fd,
            second,
            AtFlags::empty(),
        )?)
    }

    /// Where the link `name` of this folder leads.
    pub(crate) fn target(&self, name: &[u8]) -> io::Result<Vec<u8>> {
        Ok(rustix::fs::readlinkat(&self.fd, name, Vec::new())?.into_bytes())
    }

    /// Makes the same link in another folder.
    pub(crate) fn copy_link(&self, name: &[u8], to: &Folder) -> io::Result<()> {
        let target = rustix::fs::readlinkat(&self.fd, name, Vec::new())?;
        Ok(rustix::fs::symlinkat(&*target, &to.fd, name)?)
    }

    /// What must be held before the folder `name` is looked at.
    pub(crate) fn guard(&self, _: &str) -> io::Result<Guard> {
        Ok(Guard)
    }

    /// Locks this folder until it is closed. It stays locked under another name.
    pub(crate) fn lock(&self) -> io::Result<()> {
        Ok(rustix::fs::flock(
            &self.fd,
            FlockOperation::NonBlockingLockExclusive,
        )?)
    }

    /// Lets its owner change what is in it. If this fails, changing fails as well, and that is reported.
    pub(crate) fn let_owner_write(&self) {
        if let Ok(stat) = rustix::fs::fstat(&self.fd)
            && stat.st_mode & 0o200 == 0
        {
            let _ = rustix::fs::fchmod(&self.fd, Mode::from_raw_mode(stat.st_mode & 0o7777 | 0o700));
        }
    }

    /// Gives it the mode of another one.
    pub(crate) fn take_mode(&self, of: &Folder) -> io::Result<()> {
        let mode = Mode::from_raw_mode(rustix::fs::fstat(&of.fd)?.st_mode & 0o7777);
        Ok(rustix::fs::fchmod(&self.fd, mode)?)
    }
}

fn sort_of(sort: FileType) -> Sort {
    match sort {
        FileType::RegularFile => Sort::File,
        FileType::Directory => Sort::Folder,
        FileType::Symlink => Sort::Link,
        FileType::Fifo => Sort::Other("a named pipe"),
        FileType::Socket => Sort::Other("a socket"),
        FileType::CharacterDevice | FileType::BlockDevice => Sort::Other("a device"),
        FileType::Unknown => Sort::Other("something unknown"),
    }
}

#[cfg(target_os = "linux")]
fn kernel_refuses_links(fd: &OwnedFd) -> bool {
    rustix::fs::openat2(
        fd,
        ".",
        PLACE | OFlags::CLOEXEC,
        Mode::empty(),
        rustix::fs::ResolveFlags::BENEATH | rustix::fs::ResolveFlags::NO_SYMLINKS,
    )
    .is_ok()
}

#[cfg(not(target_os = "linux"))]
fn kernel_refuses_links(_: &OwnedFd) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both_ways(path: &Path, check: impl Fn(&Folder)) {
        let mut folder = Folder::open(path).unwrap();
        check(&folder);
        folder.beneath = false;
        check(&folder);
    }

    #[test]
    fn no_link_is_passed_and_nothing_but_a_file_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(at("a/b")).unwrap();
        std::fs::write(at("a/b/f"), "text").unwrap();
        std::os::unix::fs::symlink("a", at("link")).unwrap();
        std::os::unix::fs::symlink("b/f", at("a/g")).unwrap();
        let name = at("pipe");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &name,
            FileType::Fifo,
            Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        both_ways(dir.path(), |folder| {
            let opens = |path: &str| folder.file(path.as_bytes()).unwrap().is_some();
            assert!(opens("a/b/f"));
            for path in ["link/b/f", "a/g", "pipe", "a", "a/missing", "a/b/f/g"] {
                assert!(!opens(path), "{path}");
            }
            for path in ["../x", "a/../a/b/f", "/etc/passwd", "a//b/f", "./a"] {
                assert!(
                    folder.at(path.as_bytes(), OFlags::RDONLY, Mode::empty()).is_err(),
                    "{path}"
                );
            }
            assert!(folder.make(b"link/new").is_err());
            assert!(folder.make(b"a/b/f/new").is_err());
            assert!(folder.make(b"c/d/e").is_ok());
            assert!(at("c/d/e").is_dir() && !at("a/new").exists());
        });
    }
}
