//! Unix: what is done by `rustix` and by what only its standard library has.

mod folder;

use std::fs::File;
use std::io;

use rustix::fs::{Gid, Mode, Timespec, Uid};
use rustix::io::Errno;

use super::Refusal;

pub(crate) use folder::{Folder, Guard, Look, Stamp};

pub(super) fn refusal(error: &io::Error) -> Refusal {
    match Errno::from_io_error(error) {
        Some(Errno::NOENT) => Refusal::Missing,
        Some(Errno::EXIST) => Refusal::Taken,
        Some(Errno::LOOP | Errno::NOTDIR | Errno::ISDIR) => Refusal::Blocked,
        Some(Errno::WOULDBLOCK) => Refusal::Held,
        Some(Errno::ROFS | Errno::ACCESS | Errno::PERM) => Refusal::Forbidden,
        _ => Refusal::Other,
    }
}

/// Reads into what is free of `bytes`, once.
pub(super) fn fill(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    Ok(rustix::io::read(file, rustix::buffer::spare_capacity(bytes))?)
}

/// What this process makes may be read by everybody from now on, and written by nobody else.
pub(crate) fn let_everybody_read() {
    rustix::process::umask(Mode::from_raw_mode(0o022));
}

/// Gives a new file the owner and the mode of the one whose place it takes.
pub(crate) fn take_owner_and_mode(new: &File, old: &File) -> io::Result<()> {
    let stat = rustix::fs::fstat(old)?;
    // Only the administrator may give a file away; for everybody else it is theirs already.
    let owner = (Uid::from_raw(stat.st_uid), Gid::from_raw(stat.st_gid));
    let _ = rustix::fs::fchown(new, Some(owner.0), Some(owner.1));
    Ok(rustix::fs::fchmod(
        new,
        Mode::from_raw_mode(stat.st_mode & 0o7777),
    )?)
}

/// Gives a copy the mode and the times of its original.
pub(crate) fn take_mode_and_times(copy: &File, of: &File) -> io::Result<()> {
    let stat = rustix::fs::fstat(of)?;
    rustix::fs::fchmod(copy, Mode::from_raw_mode(stat.st_mode & 0o7777))?;
    let times = rustix::fs::Timestamps {
        last_access: Timespec {
            tv_sec: stat.st_atime,
            tv_nsec: stat.st_atime_nsec as _,
        },
        last_modification: Timespec {
            tv_sec: stat.st_mtime,
            tv_nsec: stat.st_mtime_nsec as _,
        },
    };
    Ok(rustix::fs::futimens(copy, &times)?)
}
