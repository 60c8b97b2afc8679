//! One build at a time in a folder, and what builds that were killed left beside it.

use std::io;
use std::time::{Duration, Instant};

use super::Failure;
use crate::system::{Folder, Guard, Refusal, Sort, refusal};

/// How long a build waits for another one into the same folder.
const PATIENCE: Duration = Duration::from_secs(60);

/// Folders beside `name` that builds into it left there, in the order of their names.
pub(super) fn leftovers(parent: &Folder, name: &str) -> io::Result<Vec<String>> {
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
        .filter(|entry| entry.sort == Sort::Folder)
        .filter_map(|entry| String::from_utf8(entry.bytes).ok())
        .filter(|text| is_one(text))
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Puts the old site back when a build died between two renames.
fn recover(parent: &Folder, name: &str) -> io::Result<()> {
    if parent.look(name.as_bytes())?.is_some() {
        return Ok(());
    }
    for old in leftovers(parent, name)?
        .into_iter()
        .filter(|old| old.contains(".old-"))
    {
        let folder = parent.folder(old.as_bytes())?.movable();
        if folder.lock().is_ok() && parent.look(name.as_bytes())?.is_none() {
            return parent.rename(old.as_bytes(), name.as_bytes());
        }
    }
    Ok(())
}

/// A folder that no other build touches until this is dropped.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) folder: Folder,
    /// It was made for this build.
    pub(super) is_new: bool,
    _guard: Guard,
}

/// Waits until the folder `name` is ours. The lock is on the folder itself where folders can be locked, and a build ends
/// with another folder in its place: so it is looked at anew each time.
pub(super) fn wait(parent: &Folder, name: &str, shown: &str) -> Result<Locked, Failure> {
    let begin = Instant::now();
    loop {
        match take(parent, name) {
            Ok(Some(locked)) => return Ok(locked),
            Ok(None) => {}
            Err(error) if refusal(&error) != Refusal::Held => {
                return Err(Failure::system("write", shown, error));
            }
            Err(_) if begin.elapsed() > PATIENCE => {
                return Err(Failure::Refused(format!(
                    "another build is running in {shown}, and did not end in {} seconds",
                    PATIENCE.as_secs()
                )));
            }
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Makes the folder where it is missing, and locks it; `None` when it has become another one meanwhile.
fn take(parent: &Folder, name: &str) -> io::Result<Option<Locked>> {
    let guard = parent.guard(name)?;
    recover(parent, name)?;
    let is_new = match parent.make_new(name.as_bytes()) {
        Ok(()) => true,
        Err(error) if refusal(&error) == Refusal::Taken => false,
        // A file system that cannot be written to says so even of a folder that is there.
        Err(error) if parent.look(name.as_bytes()).is_ok_and(|look| look.is_none()) => return Err(error),
        Err(_) => false,
    };
    let folder = match parent.folder(name.as_bytes()) {
        Ok(folder) => folder.movable(),
        Err(error) if refusal(&error) == Refusal::Missing => return Ok(None),
        Err(error) => return Err(error),
    };
    folder.lock()?;
    let ours = folder.look_at_itself()?;
    let there = parent.look(name.as_bytes())?;
    let is_ours = there.is_some_and(|there| there.is(&ours));
    Ok(is_ours.then_some(Locked {
        folder,
        is_new,
        _guard: guard,
    }))
}
