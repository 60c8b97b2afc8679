//! Something may have changed: events of the file system, or the clock where there are none. Events wake, and say where to
//! look first; what has changed is for whoever wakes to see.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::system;

/// How often files are looked at where no events come.
const POLL: Duration = Duration::from_millis(300);
/// How long nothing rings once all is said of a folder that was moved.
const SETTLED: Duration = Duration::from_millis(250);
/// How long to wait at least before looking without having been told: an event may be lost, and one of a folder above
/// the root never comes.
const SELDOM: Duration = Duration::from_secs(4);
/// How long to wait at most: at midnight the site is another one, with the same files.
const MINUTE: Duration = Duration::from_secs(60);
/// How often the time of a look goes into the time before the next without a cause: a twentieth of a percent of one core.
const SHARE: u32 = 2000;
/// The same where no events come: a tenth.
const POLL_SHARE: u32 = 10;

/// Files that are looked at by themselves before all are: more than somebody saves at once are worth no look of their own.
const FEW: usize = 4;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// By events of the file system; by the clock where it has none.
    Events,
    /// By the clock.
    Clock,
}

/// Wakes whoever waits on it.
pub struct Alarm {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    /// Folders that were not there when they were to be watched.
    missing: BTreeSet<PathBuf>,
    /// What was moved or deleted: what is at these paths now is not what was watched there.
    moved: Arc<Mutex<Vec<PathBuf>>>,
    /// Of what was told since it was last asked for.
    told: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// A watched folder was moved or deleted: what the system still has to say of it may end the watch of another that
    /// has its name by now.
    is_doubtful: bool,
    rung: Receiver<()>,
}

impl Alarm {
    /// An alarm that watches nothing yet. Where the system gives no events the clock wakes, and the reason is told.
    pub fn new(notice: Notice) -> (Alarm, Option<notify::Error>) {
        // One that has not been heard yet is enough.
        let (ring, rung) = mpsc::sync_channel(1);
        let moved = Arc::<Mutex<Vec<PathBuf>>>::default();
        let told = Arc::<Mutex<BTreeSet<PathBuf>>>::default();
        let (watcher, why) = match notice {
            Notice::Events => match watcher(ring, moved.clone(), told.clone()) {
                Ok(watcher) => (Some(watcher), None),
                Err(error) => (None, Some(error)),
            },
            Notice::Clock => (None, None),
        };
        let alarm = Alarm {
            watcher,
            watched: BTreeSet::new(),
            missing: BTreeSet::new(),
            moved,
            told,
            is_doubtful: false,
            rung,
        };
        (alarm, why)
    }

    /// Watches these folders, each without those below it, and no others; says whether it watches one that it did not
    /// watch before, or finds one gone that was there or was not asked for before: either way it is time for a look.
    /// Where that cannot be done, the clock wakes from then on.
    ///
    /// # Errors
    /// When events have just been given up: why.
    pub fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> Result<bool, notify::Error> {
        let Some(watcher) = &mut self.watcher else {
            return Ok(false);
        };
        let moved = std::mem::take(&mut *self.moved.lock().unwrap_or_else(PoisonError::into_inner));
        let is_moved = |folder: &&PathBuf| moved.iter().any(|moved| folder.starts_with(moved));
        let gone: Vec<PathBuf> = self.watched.iter().filter(is_moved).cloned().collect();
        self.is_doubtful |= !gone.is_empty();
        for gone in gone {
            // Its watch may have ended by itself, with the folder.
            let _ = watcher.unwatch(&gone);
            self.watched.remove(&gone);
        }
        for gone in self.watched.difference(folders) {
            // A folder that was deleted is not watched any more: that is no fault.
            let _ = watcher.unwatch(gone);
        }
        let mut is_more = false;
        let mut missing = BTreeSet::new();
        let mut watched: BTreeSet<PathBuf> = self.watched.intersection(folders).cloned().collect();
        for new in folders.difference(&self.watched) {
            match watcher.watch(new, RecursiveMode::NonRecursive) {
                Ok(()) => is_more |= watched.insert(new.clone()),
                Err(error) if is_gone(&error) || !new.is_dir() => {
                    // It may have been there at the look, and no event tells that it went.
                    is_more |= !self.missing.contains(new);
                    missing.insert(new.clone());
                }
                Err(error) => {
                    self.watcher = None;
                    self.watched.clear();
                    return Err(error);
                }
            }
        }
        self.watched = watched;
        self.missing = missing;
        Ok(is_more)
    }

    /// Forgets what it watches: after a folder was deleted and made again, its watch is of the old one.
    pub fn forget(&mut self) {
        if let Some(watcher) = &mut self.watcher {
            for folder in std::mem::take(&mut self.watched) {
                // See above.
                let _ = watcher.unwatch(&folder);
            }
        }
    }

    /// After a folder was moved: waits until something rings, or until the system has said what it has to say of it,
    /// and then forgets what it watches. Either way it is time for a look. `false`: no folder was moved.
    pub fn settles(&mut self) -> bool {
        if !self.is_doubtful {
            return false;
        }
        if !self.wait_at_most(SETTLED) {
            self.is_doubtful = false;
            self.forget();
        }
        true
    }

    /// Waits until something may have changed, or until it is time to look without having been told; `took` is how long
    /// a look takes. What rang before is one ring. Whether something rang.
    pub fn wait(&self, took: Duration) -> bool {
        match &self.watcher {
            Some(_) => self.wait_at_most((took * SHARE).clamp(SELDOM, MINUTE)),
            None => {
                std::thread::sleep(POLL.max(took * POLL_SHARE));
                false
            }
        }
    }

    /// Hears what rang until now, so that it does not wake: a look at everything must follow. Of which files it told, by
    /// their paths from `root`; none when they are many.
    pub fn heard(&self, root: &Path) -> BTreeSet<String> {
        while self.rung.try_recv().is_ok() {}
        let told = std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner));
        if told.len() > FEW {
            return BTreeSet::new();
        }
        let below = told.iter().filter_map(|path| path.strip_prefix(root).ok());
        below.map(system::with_slashes).collect()
    }

    /// Waits for a ring, but not longer than `time`. Whether there was one.
    pub fn wait_at_most(&self, time: Duration) -> bool {
        match self.rung.recv_timeout(time) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(time);
                false
            }
        }
    }
}

fn watcher(
    ring: SyncSender<()>,
    moved: Arc<Mutex<Vec<PathBuf>>>,
    told: Arc<Mutex<BTreeSet<PathBuf>>>,
) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        let matters = match event {
            Ok(event) => {
                let matters = changes(event.kind);
                if matters {
                    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                    told.extend(event.paths.iter().cloned());
                }
                if matches!(
                    event.kind,
                    EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
                ) {
                    let mut moved = moved.lock().unwrap_or_else(PoisonError::into_inner);
                    moved.extend(event.paths);
                }
                matters
            }
            // What was lost may have mattered.
            Err(_) => true,
        };
        if matters {
            // Full: one that has not been heard yet is enough.
            let _ = ring.try_send(());
        }
    })
}

/// Reading a file is an event as well, and we read them all.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => matches!(
            error.kind(),
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_goes_before_it_is_watched_is_told_of_once() {
        let dir = tempfile::tempdir().unwrap();
        let (there, gone) = (dir.path().to_owned(), dir.path().join("gone"));
        let (mut alarm, why) = Alarm::new(Notice::Events);
        assert!(why.is_none(), "{why:?}");
        let both = BTreeSet::from([there.clone(), gone.clone()]);
        assert!(alarm.watch(&both).unwrap());
        assert!(!alarm.watch(&both).unwrap());
        let mut more = both.clone();
        more.insert(dir.path().join("also gone"));
        assert!(alarm.watch(&more).unwrap());
        assert!(!alarm.watch(&more).unwrap());
    }
}
