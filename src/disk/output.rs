//! The output folder: it belongs to the user, and what we put there is always one whole build.
//!
//! A site is built in a folder beside it, into which everything foreign is carried first, and then the two change places.
//! What was there before is removed afterwards: only what a manifest lists, or what was carried over.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::before::{Before, Force, folders_of, hash_of, is_as_written};
use super::lock::{self, Locked};
use super::manifest::{self, Hash, HashOfParts, Made, Manifest};
use super::new_files::NewFiles;
use super::place::{self, show_path};
use super::scan::{self, Found, named};
use super::shelf::Shelf;
use super::{Failure, Root, file};
use crate::per_thread::PerThread;
use crate::site::{self, Content, LargeFile, OutputFile};
use crate::system::{self, Folder, Refusal, Sort, is_plain, refusal, split};

/// What publishing did.
#[derive(Debug)]
pub struct Published {
    /// How many of them are the same as before.
    pub same: usize,
    /// What could not be tidied up, for the user to know.
    pub notes: Vec<String>,
    /// Long, so it takes time to take apart, which a process that ends need not do.
    manifest: Manifest,
}

impl Published {
    /// Pages and other files of the site, the manifest left out.
    pub fn files(&self) -> usize {
        self.manifest.files.all().len()
    }
}

/// The output folder, locked: no other build touches it until this value is dropped.
#[derive(Debug)]
pub struct OutputFolder<'a> {
    /// Linked files are copied from here.
    files: &'a dyn Shelf,
    /// Its name in messages.
    shown: String,
    parent: Folder,
    name: String,
    /// Its folder as it was. One that we made goes again if nothing comes of the build.
    lock: Locked,
    before: Before,
    notes: Vec<String>,
}

impl<'a> OutputFolder<'a> {
    /// Locks the folder at `out`, and makes it if it is missing.
    /// `files` are those of the repository that pages link to; `sources` are the folders below the root that `okr.yaml` names; nothing is ever written where texts are read.
    /// Sets the umask of the process, so that everybody may read the site.
    pub fn lock(
        root: &Root,
        files: &'a dyn Shelf,
        out: &Path,
        sources: &[String],
        force: Force,
    ) -> Result<OutputFolder<'a>, Failure> {
        let mut folder = OutputFolder::locked(root, files, out, sources)?;
        folder.before = Before::of(&folder.lock.folder, &folder.shown, force)?;
        Ok(folder)
    }

    /// Its name in messages when it holds what a build from these inputs gave, all of it and unchanged.
    ///
    /// # Errors
    /// As [`OutputFolder::lock`].
    pub fn if_current(
        root: &Root,
        files: &'a dyn Shelf,
        out: &Path,
        sources: &[String],
        inputs: &str,
    ) -> Result<Option<String>, Failure> {
        let folder = OutputFolder::locked(root, files, out, sources)?;
        let manifest = Manifest::of(&folder.lock.folder, &folder.shown)?;
        let is_current = manifest
            .is_some_and(|manifest| manifest.is_of(inputs) && is_as_written(&folder.lock.folder, &manifest));
        Ok(is_current.then(|| folder.shown.clone()))
    }

    fn locked(
        root: &Root,
        files: &'a dyn Shelf,
        out: &Path,
        sources: &[String],
    ) -> Result<OutputFolder<'a>, Failure> {
        let path = place::resolve(out)?;
        let shown = place::shown(root, &path);
        place::refuse(root, &path, &shown, sources)?;
        let (Some(above), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str()))
        else {
            return Err(Failure::Refused(format!(
                "cannot write a site to {shown}: choose a folder with a name in UTF-8"
            )));
        };
        system::let_everybody_read();
        std::fs::create_dir_all(above).map_err(|error| Failure::system("make", show_path(above), error))?;
        let parent = Folder::open(above).map_err(|error| Failure::system("open", show_path(above), error))?;
        let name = name.to_owned();
        let lock = lock::wait(&parent, &name, &shown)?;
        let mut folder = OutputFolder {
            files,
            shown,
            parent,
            name,
            lock,
            before: Before::default(),
            notes: Vec::new(),
        };
        folder.tidy()?;
        Ok(folder)
    }

    /// What the site at `out` was made from, when this program made it. Looks and does not touch.
    pub fn made(out: &Path) -> Option<Made> {
        let folder = Folder::open(&place::resolve(out).ok()?).ok()?;
        manifest::made(&folder)
    }

    /// Its name in messages: from the root when it is inside.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether it holds what a build from these inputs gave, all of it and unchanged.
    pub fn is_current(&self, inputs: &str) -> bool {
        let before = &self.before;
        before
            .manifest
            .as_ref()
            .is_some_and(|manifest| manifest.is_of(inputs) && manifest.files.all().len() == before.ours.len())
    }

    /// Puts the large files and those that `run` makes of `jobs` into the folder: all of them, or, when anything fails,
    /// nothing.
    pub fn publish<J: Send>(
        mut self,
        made: &Made,
        jobs: impl ParallelIterator<Item = J>,
        large: &[LargeFile<'_>],
        run: impl Fn(J) -> Result<Vec<OutputFile>, site::Failure> + Sync,
    ) -> Result<Published, Failure> {
        let (temporary, to) = self.make_beside()?;
        let aside = temporary.replace(".tmp-", ".old-");
        let built = self.build(&to, made, jobs, large, run).and_then(|built| {
            self.swap(&temporary, &aside)?;
            Ok(built)
        });
        let (manifest, same) = match built {
            Ok(built) => built,
            Err(failure) => {
                // The failure is what matters; a folder that stays is removed by the next build.
                let _ = scan::remove(&to, &temporary, manifest::NAME, |_| true);
                let _ = self.parent.remove_folder(temporary.as_bytes());
                return Err(failure);
            }
        };
        self.lock.is_new = false;
        let left = match self.parent.rename(temporary.as_bytes(), aside.as_bytes()) {
            Ok(()) => aside,
            Err(error) if refusal(&error) == Refusal::Missing => aside,
            Err(_) => temporary,
        };
        match self.parent.folder(self.name.as_bytes()) {
            Ok(current) => self.discard(&left, &current),
            Err(error) => self.notes.push(self.stays(&left, &error)),
        }
        drop(to);
        Ok(Published {
            same,
            notes: std::mem::take(&mut self.notes),
            manifest,
        })
    }

    fn make_beside(&self) -> Result<(String, Folder), Failure> {
        let failed = |error: io::Error| match refusal(&error) {
            Refusal::Forbidden => Failure::Refused(format!(
                "cannot write {}: a folder beside it, in which the site is built, cannot be made: {}",
                self.shown,
                super::reason(&error)
            )),
            _ => Failure::system("write", self.shown.clone(), error),
        };
        let process = std::process::id();
        for attempt in 0..100 {
            let name = match attempt {
                0 => format!(".{}.tmp-{process}", self.name),
                _ => format!(".{}.tmp-{process}-{attempt}", self.name),
            };
            match self.parent.make_new(name.as_bytes()) {
                Ok(()) => {
                    let folder = self.parent.folder(name.as_bytes()).map_err(failed)?.movable();
                    // Held until the end, so that another build does not take it for a leftover.
                    folder.lock().map_err(failed)?;
                    return Ok((name, folder));
                }
                Err(error) if refusal(&error) == Refusal::Taken => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Err(Failure::Refused(format!(
            "cannot write {}: too many folders `.{}.tmp-{process}` beside it",
            self.shown, self.name
        )))
    }

    fn build<J: Send>(
        &self,
        to: &Folder,
        made: &Made,
        jobs: impl ParallelIterator<Item = J>,
        large: &[LargeFile<'_>],
        run: impl Fn(J) -> Result<Vec<OutputFile>, site::Failure> + Sync,
    ) -> Result<(Manifest, usize), Failure> {
        self.carry_over(to)?;
        let before = &self.before;
        let building = Building {
            folder: self,
            to,
            foreign: before.foreign.iter().map(|found| &*found.path).collect(),
            foreign_folders: before.foreign_folders.iter().map(|found| &*found.path).collect(),
            conflicts: Mutex::new(BTreeSet::new()),
        };
        // Each thread goes on where it made the last file.
        let new_files = PerThread::default();
        let put_all = |job: J| -> Result<Vec<Written>, Failure> {
            let files = run(job)?.into_iter();
            let made: &Mutex<NewFiles<'_>> = new_files.get(|| Mutex::new(NewFiles::below(to)));
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            files.map(|file| building.put(&mut made, file)).collect()
        };
        let join = |mut some: Vec<Written>, more: Vec<Written>| -> Result<_, Failure> {
            some.extend(more);
            Ok(some)
        };
        let (large, files) = rayon::join(
            || {
                large
                    .par_iter()
                    .map(|file| building.put_large(file))
                    .collect::<Vec<_>>()
            },
            || {
                jobs.map(put_all)
                    .try_fold(Vec::new, |some, more| join(some, more?))
                    .try_reduce(Vec::new, join)
            },
        );
        let mut written = files?;
        for file in large {
            written.push(file?);
        }
        written.push(building.put(&mut NewFiles::below(to), no_jekyll())?);
        let mut conflicts = building
            .conflicts
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if building.foreign.contains(manifest::NAME.as_bytes()) {
            conflicts.insert(manifest::NAME.to_owned());
        }
        if !conflicts.is_empty() {
            return Err(self.conflict(&conflicts));
        }
        let same = written.iter().filter(|file| file.same).count();
        let written = written.into_iter().map(|file| (file.path, file.hash));
        let manifest = Manifest::new(made, written.collect());
        NewFiles::below(to)
            .create(manifest::NAME.as_bytes())
            .and_then(|file| manifest.write(file))
            .map_err(|error| Failure::system("write", format!("{}/{}", self.shown, manifest::NAME), error))?;
        self.restore_modes(to, &manifest)?;
        Ok((manifest, same))
    }

    fn conflict(&self, paths: &BTreeSet<String>) -> Failure {
        let lines = paths.iter().take(10).map(|path| {
            let what = if self.before.changed.contains(path) {
                "was changed by hand since okr wrote it"
            } else {
                "was not written by okr, and a file of the site must go there"
            };
            format!("{}/{path} {what}: move it away and build again", self.shown)
        });
        let mut text = lines.collect::<Vec<_>>().join("\n");
        if paths.len() > 10 {
            text.push_str(&format!("\nand {} more", paths.len() - 10));
        }
        Failure::Refused(text)
    }

    /// Everything foreign is put into the new folder first: as a second name of the same file, or else as a copy.
    fn carry_over(&self, to: &Folder) -> Result<(), Failure> {
        let failed =
            |path: &[u8], error: io::Error| Failure::system("carry over", named(&self.shown, path), error);
        for found in &self.before.foreign_folders {
            to.make(&found.path).map_err(|error| failed(&found.path, error))?;
        }
        self.before.foreign.par_iter().try_for_each(|found| {
            let (above, name) = split(&found.path);
            let to = to.make(above).map_err(|error| failed(&found.path, error))?;
            let linked = self
                .lock
                .folder
                .folder(above)
                .and_then(|from| from.link(name, &to, name));
            match linked {
                Ok(()) => Ok(()),
                Err(_) => self.copy(found, &to).map_err(|error| failed(&found.path, error)),
            }
        })
    }

    fn copy(&self, found: &Found, to: &Folder) -> io::Result<()> {
        let (from, name) = split(&found.path);
        let lock = &self.lock.folder;
        match found.sort {
            Sort::Link => lock.folder(from)?.copy_link(name, to),
            Sort::File => {
                let gone = || io::Error::from(io::ErrorKind::NotFound);
                let mut source = lock.file(&found.path)?.ok_or_else(gone)?;
                let mut copy = to.create_hidden(name)?;
                io::copy(&mut source, &mut copy)?;
                system::take_mode_and_times(&copy, &source)
            }
            _ => Err(io::Error::other(
                "it is neither a file nor a link, and has no second name",
            )),
        }
    }

    /// A folder that is the user's alone keeps its mode.
    fn restore_modes(&self, to: &Folder, manifest: &Manifest) -> Result<(), Failure> {
        if self.before.foreign_folders.is_empty() {
            return Ok(());
        }
        let ours = folders_of(manifest.files.paths().map(str::as_bytes));
        for found in self
            .before
            .foreign_folders
            .iter()
            .rev()
            .filter(|found| !ours.contains(&*found.path))
        {
            let old = self.lock.folder.folder(&found.path);
            let restored = old.and_then(|old| to.folder(&found.path)?.take_mode(&old));
            restored
                .map_err(|error| Failure::system("carry over", named(&self.shown, &found.path), error))?;
        }
        Ok(())
    }

    /// The moment in which the new site takes the place of the old one.
    fn swap(&self, temporary: &str, aside: &str) -> Result<(), Failure> {
        self.parent
            .exchange(temporary, &self.name, aside)
            .map_err(|error| Failure::system("replace", self.shown.clone(), error))
    }

    /// Removes what builds that were killed left beside the folder.
    fn tidy(&mut self) -> Result<(), Failure> {
        let leftovers = lock::leftovers(&self.parent, &self.name)
            .map_err(|error| Failure::system("read the folder above", self.shown.clone(), error))?;
        for name in leftovers {
            let Ok(folder) = self.parent.folder(name.as_bytes()).map(Folder::movable) else {
                continue;
            };
            // Its build is alive, and busy removing it.
            if folder.lock().is_err() {
                continue;
            }
            let current = self
                .lock
                .folder
                .folder(b"")
                .map_err(|error| Failure::system("open", self.shown.clone(), error))?;
            self.discard(&name, &current);
        }
        Ok(())
    }

    /// Removes a folder of an earlier build that lies beside. What is neither listed in its manifest nor also in
    /// `current` was put there by somebody while a build ran: it is moved to `current`.
    fn discard(&mut self, name: &str, current: &Folder) {
        let Ok(old) = self.parent.folder(name.as_bytes()).map(Folder::movable) else {
            return;
        };
        let manifest = Manifest::of(&old, name).ok().flatten();
        let unfinished = manifest.is_none() && name.contains(".tmp-");
        let ours = |found: &Found| {
            unfinished
                || found.path == manifest::NAME.as_bytes() && manifest.is_some()
                || std::str::from_utf8(&found.path).is_ok_and(|path| {
                    manifest
                        .as_ref()
                        .is_some_and(|manifest| manifest.hash(path).is_some())
                })
                || is_carried(&old, current, found)
                || rescue(&old, current, found)
        };
        match scan::remove(&old, name, manifest::NAME, ours) {
            Ok(kept) => self.notes.extend(kept.iter().map(|found| {
                format!(
                    "{} was put there during a build, and its place in {} is taken",
                    named(name, &found.path),
                    self.shown
                )
            })),
            Err(failure) => self.notes.push(failure.to_string()),
        }
        match self.parent.remove_folder(name.as_bytes()) {
            Err(error) if refusal(&error) != Refusal::Missing => self.notes.push(self.stays(name, &error)),
            _ => {}
        }
    }

    fn stays(&self, name: &str, error: &io::Error) -> String {
        format!(
            "cannot remove {name} beside {}: {}; it is no longer needed",
            self.shown,
            super::reason(error)
        )
    }
}

impl Drop for OutputFolder<'_> {
    fn drop(&mut self) {
        if self.lock.is_new {
            // Only ever an empty folder: one with something in it cannot be removed so.
            let _ = self.parent.remove_folder(self.name.as_bytes());
        }
    }
}

/// A site on its way into a new folder.
struct Building<'a> {
    folder: &'a OutputFolder<'a>,
    to: &'a Folder,
    foreign: HashSet<&'a [u8]>,
    foreign_folders: HashSet<&'a [u8]>,
    /// Places where something foreign is in the way.
    conflicts: Mutex<BTreeSet<String>>,
}

struct Written {
    path: String,
    hash: Hash,
    same: bool,
}

/// Whether a file of ours is at a place already.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Taken,
}

impl Building<'_> {
    fn put(&self, made: &mut NewFiles<'_>, file: OutputFile) -> Result<Written, Failure> {
        let path = file.path;
        let shown = || format!("{}/{path}", self.folder.shown);
        if !is_plain(path.as_bytes()) || path == manifest::NAME {
            return Err(Failure::Refused(format!(
                "no file of a site may be at {}",
                shown()
            )));
        }
        let bytes = match file.content {
            Content::Bytes(bytes) => bytes,
            Content::CopyOf(source) => file::linked(self.folder.files, &source)?,
        };
        let hash = Hash::of(&bytes);
        let same = self.folder.before.ours.get(&path) == Some(&hash);
        // On a disk, a second name for the old file is cheaper than writing it again.
        let placed = if same && self.link(path.as_bytes()) {
            Ok(())
        } else {
            made.create(path.as_bytes())
                .and_then(|mut file| file.write_all(&bytes))
        };
        self.placed(&path, placed)?;
        Ok(Written { path, hash, same })
    }

    /// A file that is too large to be in memory: some parts at once. Only then is it known whether it is the same as
    /// before; the old one takes its place then, so that what did not change keeps its time.
    fn put_large(&self, file: &LargeFile<'_>) -> Result<Written, Failure> {
        /// Parts that are in memory at once, for each thread that makes them.
        const AT_ONCE: usize = 2;
        let at_once = AT_ONCE * rayon::current_num_threads();
        let mut hash = HashOfParts::default();
        let mut written = || -> io::Result<()> {
            let mut to = NewFiles::below(self.to).create(file.path.as_bytes())?;
            for first in (0..file.parts).step_by(at_once) {
                for part in file.some(first..(first + at_once).min(file.parts)) {
                    hash.add(&part);
                    to.write_all(&part)?;
                }
            }
            Ok(())
        };
        let written = written();
        let is_written = written.is_ok();
        self.placed(&file.path, written)?;
        let hash = hash.hash();
        let same = self.folder.before.ours.get(&file.path) == Some(&hash);
        if same && is_written {
            // Where that cannot be, the new one is as good.
            let _ = self.link_as(file.path.as_bytes(), Place::Taken);
        }
        Ok(Written {
            path: file.path.clone(),
            same,
            hash,
        })
    }

    /// What became of a file that was to be put at `path`.
    fn placed(&self, path: &str, placed: io::Result<()>) -> Result<(), Failure> {
        let shown = || format!("{}/{path}", self.folder.shown);
        let Err(error) = placed else { return Ok(()) };
        match refusal(&error) {
            Refusal::Taken | Refusal::Blocked => {
                let Some(foreign) = self.in_the_way(path) else {
                    return Err(Failure::Refused(format!(
                        "two files of the site would be at {}",
                        shown()
                    )));
                };
                self.conflicts
                    .lock()
                    .unwrap_or_else(|poisoned| poisoned.into_inner())
                    .insert(foreign);
            }
            _ => return Err(Failure::system("write", shown(), error)),
        }
        Ok(())
    }

    /// Whether the file of the last build has a second name in the new folder now.
    fn link(&self, path: &[u8]) -> bool {
        self.link_as(path, Place::Free)
    }

    fn link_as(&self, path: &[u8], place: Place) -> bool {
        let (above, name) = split(path);
        let aside = [name, b".same"].concat();
        let linked = self.folder.lock.folder.folder(above).and_then(|from| {
            if !from.look(name)?.is_some_and(|look| look.is_as_made()) {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            let to = self.to.make(above)?;
            match place {
                Place::Free => from.link(name, &to, name),
                Place::Taken => {
                    from.link(name, &to, &aside)?;
                    to.rename(&aside, name).inspect_err(|_| {
                        // It is in nobody's list: it must not stay.
                        let _ = to.remove(&aside);
                    })
                }
            }
        });
        linked.is_ok()
    }

    /// The foreign thing at `path` or above it.
    fn in_the_way(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut ways = ends.map(|end| &path[..end]);
        ways.find(|way| self.foreign.contains(way.as_bytes()))
            .or(Some(path).filter(|path| self.foreign_folders.contains(path.as_bytes())))
            .map(str::to_owned)
    }
}

/// Whether `found` in the old folder is also in the current one: the same file, or a copy of it.
fn is_carried(old: &Folder, current: &Folder, found: &Found) -> bool {
    let same = || -> io::Result<bool> {
        let (Some(a), Some(b)) = (old.look(&found.path)?, current.look(&found.path)?) else {
            return Ok(false);
        };
        if a.is(&b) {
            return Ok(true);
        }
        if found.sort != b.sort() {
            return Ok(false);
        }
        let (above, name) = split(&found.path);
        match found.sort {
            Sort::File => Ok(hash_of(old, &found.path)? == hash_of(current, &found.path)?),
            Sort::Link => {
                let target = |folder: &Folder| folder.folder(above)?.target(name);
                Ok(target(old)? == target(current)?)
            }
            _ => Ok(false),
        }
    };
    same().unwrap_or(false)
}

/// Whether `found` could be given a second name in the current folder.
fn rescue(old: &Folder, current: &Folder, found: &Found) -> bool {
    let (above, name) = split(&found.path);
    let linked = old
        .folder(above)
        .and_then(|from| from.link(name, &current.make(above)?, name));
    linked.is_ok()
}

/// Tells GitHub Pages to serve the files as they are.
pub(super) fn no_jekyll() -> OutputFile {
    OutputFile {
        path: ".nojekyll".to_owned(),
        content: Content::Bytes(Vec::new()),
    }
}

#[cfg(test)]
mod tests;
