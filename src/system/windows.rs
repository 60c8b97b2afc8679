//! Windows: what the standard library does, `winapi-util` for what it does not tell of a file, `dunce` for paths that
//! other programs understand.

mod folder;

use std::fs::{File, FileTimes};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ChildStdout;
use std::time::Duration;

use super::{Refusal, Sticky};

pub(crate) use folder::{Folder, Guard, Look, Stamp};

/// A file that holds nothing.
pub(crate) const NOTHING: &str = "NUL";

/// Whether the first thread of a program has as much room for its calls as others have. Here it has half of that.
pub(crate) const MAIN_HAS_ROOM: bool = false;

/// Where git is, most likely.
pub(crate) const GIT: &[&str] = &[
    r"C:\Program Files\Git\cmd\git.exe",
    r"C:\Program Files\Git\bin\git.exe",
    r"C:\Program Files (x86)\Git\cmd\git.exe",
];

/// Where git may look for programs of its own.
pub(crate) const PATH: &str = r"C:\Windows\System32";

/// Programs that open an address in the browser, the first that is there first, with what is put in front of it.
#[cfg(feature = "serve")]
pub(crate) const BROWSERS: &[(&str, &[&str])] = &[("rundll32.exe", &["url.dll,FileProtocolHandler"])];

const ERROR_SHARING_VIOLATION: i32 = 32;
const ERROR_LOCK_VIOLATION: i32 = 33;

pub(super) fn refusal(error: &io::Error) -> Refusal {
    match (error.raw_os_error(), error.kind()) {
        (Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION), _) => Refusal::Held,
        (_, io::ErrorKind::NotFound) => Refusal::Missing,
        (_, io::ErrorKind::AlreadyExists) => Refusal::Taken,
        (_, io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory) => Refusal::Blocked,
        (_, io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => Refusal::Forbidden,
        _ => Refusal::Other,
    }
}

pub(super) use super::names::is_one_file as is_name;

/// Reads into what is free of `bytes`.
pub(super) fn fill(file: &File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let free = bytes.capacity() - bytes.len();
    file.take(free as u64).read_to_end(bytes)
}

/// Here it is the folder that says who may read.
pub(crate) fn let_everybody_read() {}

/// Whoever may read and write the folder may read and write the file; the old one is not read-only, or it could not have
/// been opened.
pub(crate) fn take_owner_and_mode(_: &File, _: &File) -> io::Result<()> {
    Ok(())
}

/// Gives a copy the times of its original, and makes it read-only where that is.
pub(crate) fn take_mode_and_times(copy: &File, of: &File) -> io::Result<()> {
    let metadata = of.metadata()?;
    let times = FileTimes::new()
        .set_accessed(metadata.accessed()?)
        .set_modified(metadata.modified()?);
    copy.set_times(times)?;
    copy.set_permissions(metadata.permissions())
}

/// Where something is, without links, in the form that all programs understand.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// A path with `/`.
pub(crate) fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Whether standard error may be painted where it is a terminal. A console has to be told that colours come, and is told
/// only where standard output is one, too.
pub(crate) fn paints_errors() -> bool {
    drop(anstream::AutoStream::always_ansi(io::stdout()));
    io::stdout().is_terminal()
}

/// What the processors have worked for this process: the standard library does not tell.
pub(crate) fn processor_time() -> Option<Duration> {
    None
}

/// Large pages of memory are for programs with a privilege.
pub(super) fn use_large_pages(_: bool) {}

pub(super) fn may_use_large_pages() -> bool {
    false
}

/// Makes room in a pipe: not here.
pub(crate) fn widen(_: &ChildStdout, _: usize) -> bool {
    false
}

/// Who may change a folder stands in lists that the standard library does not read.
pub(crate) fn is_for_everybody(_: &Path, _: Sticky) -> bool {
    false
}

pub(crate) fn is_program(place: &Path) -> bool {
    place.is_file()
}

/// Until somebody asks for the end: by Ctrl-C or Ctrl-Break, or by closing the window.
#[cfg(feature = "serve")]
pub(crate) async fn ended() -> io::Result<()> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
    let (mut interrupted, mut stopped, mut closed) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    std::future::poll_fn(|context| {
        let is_over = interrupted.poll_recv(context).is_ready()
            || stopped.poll_recv(context).is_ready()
            || closed.poll_recv(context).is_ready();
        match is_over {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    Ok(())
}
