//! One build at a time in a folder, and what builds that were killed left beside it.

use std::time::{Duration, Instant};

use rustix::fs::{FileType, FlockOperation, Mode};
use rustix::io::Errno;

use super::Failure;
use super::folder::Folder;

/// How long a build waits for another one into the same folder.
const PATIENCE: Duration = Duration::from_secs(60);

/// Folders beside `name` that builds into it left there, in the order of their names.
pub(super) fn leftovers(parent: &Folder, name: &str) -> Result<Vec<String>, Errno> {
    let [building, old] = [format!(".{name}.tmp-"), format!(".{name}.old-")];
    let is_one = |text: &str| {
        let number = text.strip_prefix(&building).or_else(|| text.strip_prefix(&old));
        number.is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        })
    };
    let mut names: Vec<String> = parent
        .names(b"")?
        .into_iter()
        .filter(|entry| entry.sort == FileType::Directory)
        .filter_map(|entry| String::from_utf8(entry.bytes).ok())
        .filter(|text| is_one(text))
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Puts the old site back when a build died between two renames.
pub(super) fn recover(parent: &Folder, name: &str) -> Result<(), Errno> {
    if parent.stat(name.as_bytes())?.is_some() {
        return Ok(());
    }
    for old in leftovers(parent, name)?
        .into_iter()
        .filter(|old| old.contains(".old-"))
    {
        let folder = parent.folder(old.as_bytes())?;
        if rustix::fs::flock(folder.fd(), FlockOperation::NonBlockingLockExclusive).is_ok()
            && parent.stat(name.as_bytes())?.is_none()
        {
            return rustix::fs::renameat(parent.fd(), &*old, parent.fd(), name);
        }
    }
    Ok(())
}

/// The lock is on the folder itself, and a build ends with another folder in its place: so it is looked at anew each time.
pub(super) fn wait(parent: &Folder, name: &str, shown: &str) -> Result<(Folder, bool), Failure> {
    let failed = |error| Failure::system("write", shown, error);
    let begin = Instant::now();
    loop {
        let made = match rustix::fs::mkdirat(parent.fd(), name, Mode::from_raw_mode(0o755)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            // A file system that cannot be written to says so even of a folder that is there.
            Err(error) if parent.stat(name.as_bytes()).is_ok_and(|stat| stat.is_none()) => {
                return Err(failed(error));
            }
            Err(_) => false,
        };
        let folder = match parent.folder(name.as_bytes()) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => continue,
            Err(error) => return Err(failed(error)),
        };
        match rustix::fs::flock(folder.fd(), FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {
                let ours = rustix::fs::fstat(folder.fd()).map_err(failed)?;
                let there = parent.stat(name.as_bytes()).map_err(failed)?;
                if there.is_some_and(|there| (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)) {
                    return Ok((folder, made));
                }
            }
            Err(Errno::WOULDBLOCK) if begin.elapsed() > PATIENCE => {
                return Err(Failure::Refused(format!(
                    "another build is running in {shown}, and did not end in {} seconds",
                    PATIENCE.as_secs()
                )));
            }
            Err(Errno::WOULDBLOCK) => std::thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(Failure::system("lock", shown, error)),
        }
    }
}
