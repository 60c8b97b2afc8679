//! Unix: what is done by `rustix` and by what only its standard library has.

mod folder;

use std::fs::File;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ChildStdout;
use std::time::Duration;

use rustix::fs::{Gid, Mode, Timespec, Uid};
use rustix::io::Errno;

use super::{Refusal, Sticky};

pub(crate) use folder::{Folder, Guard, Look, Stamp};

/// A file that holds nothing.
pub(crate) const NOTHING: &str = "/dev/null";

/// Whether the first thread of a program has as much room for its calls as others have.
pub(crate) const MAIN_HAS_ROOM: bool = true;

/// Where git is, most likely.
pub(crate) const GIT: &[&str] = &[
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/bin/git",
    "/opt/homebrew/bin/git",
    "/opt/local/bin/git",
    "/run/current-system/sw/bin/git",
    "/usr/pkg/bin/git",
];

/// Where git may look for programs of its own.
pub(crate) const PATH: &str = "/usr/bin:/bin";

/// Programs that open an address in the browser, the first that is there first, with what is put in front of it.
#[cfg(all(feature = "serve", target_os = "macos"))]
pub(crate) const BROWSERS: &[(&str, &[&str])] = &[("/usr/bin/open", &[])];
#[cfg(all(feature = "serve", not(target_os = "macos")))]
pub(crate) const BROWSERS: &[(&str, &[&str])] =
    &[("xdg-open", &[]), ("gio", &["open"]), ("sensible-browser", &[])];

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

/// Whether a part of a path names one thing: each does.
pub(super) fn is_name(_: &[u8]) -> bool {
    true
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

/// Where something is, without links.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// A path with `/`.
pub(crate) fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Whether standard error may be painted where it is a terminal.
pub(crate) fn paints_errors() -> bool {
    true
}

/// What the processors have worked for this process so far, in all its threads.
pub(crate) fn processor_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.try_into().ok()
}

/// Whether memory that is touched for the first time comes in large pages, where the system has them and they are free.
/// The programs that are started from now on have it so as well.
#[cfg(target_os = "linux")]
pub(super) fn use_large_pages(are_used: bool) {
    // A kernel that has none has nothing to turn off.
    let _ = rustix::thread::disable_transparent_huge_pages(!are_used);
}

/// Whether memory may come in large pages as things are.
#[cfg(target_os = "linux")]
pub(super) fn may_use_large_pages() -> bool {
    rustix::thread::transparent_huge_pages_are_disabled().is_ok_and(|are_disabled| !are_disabled)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn use_large_pages(_: bool) {}

#[cfg(not(target_os = "linux"))]
pub(super) fn may_use_large_pages() -> bool {
    false
}

/// Makes room for so many bytes in a pipe; whether there is that much now.
#[cfg(target_os = "linux")]
pub(crate) fn widen(out: &ChildStdout, bytes: usize) -> bool {
    rustix::pipe::fcntl_setpipe_size(out, bytes).is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn widen(_: &ChildStdout, _: usize) -> bool {
    false
}

/// Whether everybody can change what is in a folder.
pub(crate) fn is_for_everybody(folder: &Path, sticky: Sticky) -> bool {
    folder.metadata().map_or(true, |metadata| {
        let mode = metadata.permissions().mode();
        mode & 0o002 != 0 && !(sticky == Sticky::Protects && mode & 0o1000 != 0)
    })
}

/// Whether a file can be run, and not be changed by everybody.
pub(crate) fn is_program(place: &Path) -> bool {
    place.metadata().is_ok_and(|metadata| {
        let mode = metadata.permissions().mode();
        metadata.is_file() && mode & 0o111 != 0 && mode & 0o002 == 0
    })
}

/// Until somebody asks for the end.
#[cfg(feature = "serve")]
pub(crate) async fn ended() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    std::future::poll_fn(|context| {
        if interrupted.poll_recv(context).is_ready() || terminated.poll_recv(context).is_ready() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    Ok(())
}
