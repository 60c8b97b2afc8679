//! An open folder, below which things are reached by path without ever passing a symbolic link.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

/// An open folder. Paths given to it are relative, with `/`, without empty parts, `.` and `..`.
#[derive(Debug)]
pub(super) struct Folder {
    fd: std::os::fd::OwnedFd,
    /// The kernel itself refuses to pass links (`openat2`); else we go part by part.
    beneath: bool,
}

/// A name in a folder.
pub(super) struct Name {
    /// As bytes: a name need not be UTF-8.
    pub(super) bytes: Vec<u8>,
    /// What stands behind it; a link is a link.
    pub(super) sort: FileType,
}

/// A regular file, opened for reading.
pub(super) struct Opened {
    file: File,
    /// Its bytes when it was opened.
    pub(super) size: u64,
}

impl Opened {
    /// Its bytes, at most `limit` and one more. One call reads a file that is as long as it was when it was opened.
    pub(super) fn read(mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.size.min(limit) as usize + 1);
        loop {
            let read = match rustix::io::read(&self.file, rustix::buffer::spare_capacity(&mut bytes)) {
                Ok(read) => read,
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
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

const PLACE: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY);

impl Folder {
    /// Opens a folder that is no link itself; the way to it may pass links.
    pub(super) fn open(path: &Path) -> io::Result<Folder> {
        let fd = rustix::fs::open(path, PLACE | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Folder::of(fd))
    }

    fn of(fd: std::os::fd::OwnedFd) -> Folder {
        let beneath = kernel_refuses_links(&fd);
        Folder { fd, beneath }
    }

    /// The open folder itself.
    pub(super) fn fd(&self) -> &std::os::fd::OwnedFd {
        &self.fd
    }

    /// Opens what is at `path`. A link anywhere on the way, or at its end, is `ELOOP` or `ENOTDIR`.
    pub(super) fn at(&self, path: &[u8], flags: OFlags, mode: Mode) -> Result<std::os::fd::OwnedFd, Errno> {
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
        let mut above: Option<std::os::fd::OwnedFd> = None;
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

    /// The folder at `path`; the empty path is this one.
    pub(super) fn folder(&self, path: &[u8]) -> Result<Folder, Errno> {
        Ok(Folder {
            fd: self.at(path, PLACE, Mode::empty())?,
            beneath: self.beneath,
        })
    }

    /// What is at `path`, a link as a link; `None` when nothing is, or when the way there is no folder.
    pub(super) fn stat(&self, path: &[u8]) -> Result<Option<Stat>, Errno> {
        let (above, name) = split(path);
        let above = match self.folder(above) {
            Ok(above) => above,
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => return Ok(None),
            Err(error) => return Err(error),
        };
        match rustix::fs::statat(&above.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The regular file at `path`, opened for reading. `None`: it is something else, or a link is in the way.
    /// Nothing is opened that is not a file when we look, and we look again at what we opened.
    pub(super) fn file(&self, path: &[u8]) -> io::Result<Option<File>> {
        match self.stat(path)? {
            Some(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
                Ok(self.listed_file(path)?.map(|found| found.file))
            }
            _ => Ok(None),
        }
    }

    /// The same for a path that a listing just called a regular file.
    pub(super) fn listed_file(&self, path: &[u8]) -> io::Result<Option<Opened>> {
        match self.at(
            path,
            OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY,
            Mode::empty(),
        ) {
            Ok(fd) => {
                let stat = rustix::fs::fstat(&fd)?;
                let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
                Ok(is_file.then(|| Opened {
                    file: File::from(fd),
                    size: u64::try_from(stat.st_size).unwrap_or(0),
                }))
            }
            Err(Errno::NOENT | Errno::LOOP | Errno::NOTDIR | Errno::NXIO) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The names in the folder at `path`, in no order.
    pub(super) fn names(&self, path: &[u8]) -> Result<Vec<Name>, Errno> {
        let folder = self.folder(path)?;
        let mut names = Vec::new();
        for entry in Dir::read_from(&folder.fd)? {
            let entry = entry?;
            let bytes = entry.file_name().to_bytes().to_vec();
            if bytes == b"." || bytes == b".." {
                continue;
            }
            let sort = match entry.file_type() {
                FileType::Unknown => match rustix::fs::statat(&folder.fd, &*bytes, AtFlags::SYMLINK_NOFOLLOW)
                {
                    Ok(stat) => FileType::from_raw_mode(stat.st_mode),
                    Err(Errno::NOENT) => continue,
                    Err(error) => return Err(error),
                },
                known => known,
            };
            names.push(Name { bytes, sort });
        }
        Ok(names)
    }

    /// Makes the folder at `path` and those above it, where they are missing, and opens it.
    pub(super) fn make(&self, path: &[u8]) -> Result<Folder, Errno> {
        let mut there = path;
        let mut folder = loop {
            match self.folder(there) {
                Ok(folder) => break folder,
                Err(Errno::NOENT) if !there.is_empty() => there = split(there).0,
                Err(error) => return Err(error),
            }
        };
        let missing = path[there.len()..]
            .split(|&b| b == b'/')
            .filter(|part| !part.is_empty());
        for part in missing {
            match rustix::fs::mkdirat(&folder.fd, part, Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error),
            }
            folder = folder.folder(part)?;
        }
        Ok(folder)
    }
}

/// The folder of a path, and its last part.
pub(super) fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match path.iter().rposition(|&b| b == b'/') {
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (&path[..0], path),
    }
}

/// `above/name`, or `name` at the top.
pub(super) fn join(above: &[u8], name: &[u8]) -> Vec<u8> {
    if above.is_empty() {
        name.to_vec()
    } else {
        [above, b"/", name].concat()
    }
}

/// Whether a path stays below the folder it is relative to, whatever links do.
pub(super) fn is_plain(path: &[u8]) -> bool {
    !path.contains(&0)
        && path
            .split(|&b| b == b'/')
            .all(|part| !matches!(part, b"" | b"." | b".."))
}

#[cfg(target_os = "linux")]
fn kernel_refuses_links(fd: &std::os::fd::OwnedFd) -> bool {
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
fn kernel_refuses_links(_: &std::os::fd::OwnedFd) -> bool {
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
