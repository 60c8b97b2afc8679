//! The same tree, looked at again and again: a file whose stat is the same is not opened, a folder whose stat is the same
//! is not listed. Memory only saves work: a stat that is too young to be trusted is not.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::shelf::{Name, Shelf, Sort, Text};
use super::tree::{self, Tree};
use super::{Failure, Root};
use crate::source::SourceFile;
use crate::system::Stamp;

/// How much older than the look a time of change must be: what is written within one step of the file system's clock has
/// the same time. The coarsest steps are of two seconds.
const MARGIN: Duration = Duration::from_millis(2500);

/// How long a look waits in all for texts of files that had one and are empty now: many a program empties a file before it
/// writes it.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long until such a file is looked at once more.
const PAUSE: Duration = Duration::from_millis(2);

/// What was seen at the last look.
#[derive(Debug, Default)]
pub struct Seen {
    /// By path.
    files: Vec<KnownFile>,
    folders: HashMap<String, Known<Arc<[Name]>>, RandomState>,
    tree: Tree,
}

impl Seen {
    /// Whether a file was there.
    pub fn knows(&self, path: &str) -> bool {
        self.file(path, 0).is_some()
    }

    /// The file at a path, which is `near` the place that it has by now.
    fn file(&self, path: &str, near: usize) -> Option<&KnownFile> {
        let is_it = |known: &&KnownFile| known.was.path == path;
        let there = |at: usize| self.files.get(at).filter(is_it);
        there(near).or_else(|| there(near + 1)).or_else(|| {
            let found = self
                .files
                .binary_search_by(|known| known.was.path.as_str().cmp(path));
            found.ok().map(|at| &self.files[at])
        })
    }
}

/// How much of a tree is looked at.
#[derive(Clone, Copy, Debug)]
pub enum Reach<'a> {
    /// Everything.
    Whole,
    /// These files, by their paths from the root, as far as they are still there; everything else is taken to be as it
    /// was. What comes of it waits for a look at everything.
    Files(&'a BTreeSet<String>),
}

/// What was at a path.
#[derive(Debug)]
struct Known<T> {
    stamp: Stamp,
    /// Any change since shows in the stamp.
    is_settled: bool,
    was: T,
}

type KnownFile = Known<Arc<SourceFile>>;

/// Whether a change after the look would show in a stamp.
fn is_settled(stamp: &Stamp, looked: SystemTime) -> bool {
    looked
        .checked_sub(MARGIN)
        .and_then(|limit| limit.duration_since(UNIX_EPOCH).ok())
        .is_some_and(|limit| stamp.is_before(limit))
}

/// Reads a tree as [`tree::read`] does, with what was seen before; `seen` is what was seen now.
///
/// # Errors
/// As [`tree::read`]; `seen` is then as before.
pub fn again(root: &Root, seen: &mut Seen, reach: Reach<'_>) -> Result<Tree, Failure> {
    match reach {
        Reach::Whole => look(root, seen, SystemTime::now()),
        Reach::Files(paths) => Ok(look_at(root, seen, paths, SystemTime::now())),
    }
}

fn look(root: &Root, seen: &mut Seen, looked: SystemTime) -> Result<Tree, Failure> {
    let shelf = Again::of(root, seen, looked);
    let tree = tree::read(&shelf)?;
    *seen = shelf.now.into_inner().unwrap_or_else(PoisonError::into_inner);
    // The settings were read before the others.
    seen.files.sort_by(|a, b| a.was.path.cmp(&b.was.path));
    seen.tree = tree.clone();
    Ok(tree)
}

fn look_at(root: &Root, seen: &mut Seen, paths: &BTreeSet<String>, looked: SystemTime) -> Tree {
    let shelf = Again::of(root, seen, looked);
    let text = |path: &String| shelf.text(path, seen.file(path, 0));
    let found: Vec<_> = paths.iter().map(text).collect();
    for (text, known) in found {
        let (Ok(Text::File(file)), Some(known)) = (text, known) else {
            continue;
        };
        let files = &mut seen.files;
        if let Ok(at) = files.binary_search_by(|known| known.was.path.cmp(&file.path)) {
            files[at] = known;
        }
        let sources = &mut seen.tree.sources.0;
        if let Ok(at) = sources.binary_search_by(|source| source.path.cmp(&file.path)) {
            sources[at] = file;
        }
    }
    seen.tree.clone()
}

#[derive(Debug)]
struct Again<'a> {
    root: &'a Root,
    looked: SystemTime,
    /// No file is waited for after this.
    patient_until: Instant,
    before: &'a Seen,
    /// Only what is settled: anything else is read again the next time.
    now: Mutex<Seen>,
}

impl<'a> Again<'a> {
    /// A look at a time, by somebody who has seen `before`.
    fn of(root: &'a Root, before: &'a Seen, looked: SystemTime) -> Again<'a> {
        Again {
            root,
            looked,
            patient_until: Instant::now() + PATIENCE,
            before,
            now: Mutex::default(),
        }
    }

    /// What is at a path now.
    fn stamp(&self, path: &str) -> Option<Stamp> {
        self.root.folder.glance(path).map(|look| look.stamp())
    }

    /// What was at a path, when it certainly is the same now.
    fn same<T>(stamp: Option<Stamp>, known: Option<&Known<T>>) -> Option<&T> {
        let known = known.filter(|known| known.is_settled && stamp == Some(known.stamp))?;
        Some(&known.was)
    }

    fn known<T>(&self, stamp: Stamp, was: T) -> Known<T> {
        Known {
            stamp,
            is_settled: is_settled(&stamp, self.looked),
            was,
        }
    }

    /// The text of a file; one that was just emptied is given the time to be written.
    fn text(&self, path: &str, before: Option<&KnownFile>) -> (Result<Text, Failure>, Option<KnownFile>) {
        let had_text = before.is_some_and(|before| !before.was.text.is_empty());
        loop {
            let (text, seen) = self.text_now(path, before);
            let is_empty = matches!(&text, Ok(Text::File(file)) if file.text.is_empty());
            if !(had_text && is_empty && Instant::now() < self.patient_until) {
                return (text, seen);
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn text_now(&self, path: &str, before: Option<&KnownFile>) -> (Result<Text, Failure>, Option<KnownFile>) {
        // Taken before the file is read: what is written meanwhile shows in the next one.
        let stamp = self.stamp(path);
        let text = match Self::same(stamp, before) {
            Some(file) => Ok(Text::File(file.clone())),
            None => super::root::text(self.root, path.to_owned()).map(|text| match (text, before) {
                // One text, one file: what was made of it holds.
                (Text::File(file), Some(before)) if file == before.was => Text::File(before.was.clone()),
                (text, _) => text,
            }),
        };
        let seen = match (&text, stamp) {
            (Ok(Text::File(file)), Some(stamp)) => Some(self.known(stamp, file.clone())),
            _ => None,
        };
        (text, seen)
    }
}

impl Shelf for Again<'_> {
    fn sort(&self, path: &str) -> Result<Option<Sort>, Failure> {
        self.root.sort(path)
    }

    fn names(&self, folder: &str) -> Result<Option<Arc<[Name]>>, Failure> {
        let stamp = self.stamp(folder);
        let names = match Self::same(stamp, self.before.folders.get(folder)) {
            Some(names) => Some(names.clone()),
            None => self.root.names(folder)?,
        };
        if let (Some(names), Some(stamp)) = (&names, stamp) {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.folders
                .insert(folder.to_owned(), self.known(stamp, names.clone()));
        }
        Ok(names)
    }

    fn texts(&self, paths: &[String]) -> Vec<Result<Text, Failure>> {
        let one = |(at, path): (usize, &String)| self.text(path, self.before.file(path, at));
        let (texts, seen): (Vec<_>, Vec<_>) = paths.par_iter().enumerate().map(one).unzip();
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.files.extend(seen.into_iter().flatten());
        texts
    }

    fn bytes(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
        self.root.bytes(path, limit)
    }

    fn sizes(&self, paths: &[&str]) -> Result<Vec<Option<u64>>, Failure> {
        self.root.sizes(paths)
    }

    fn mark(&self, path: &str) -> Result<String, Failure> {
        self.root.mark(path)
    }

    fn lacks(&self, source: &str, path: &str) -> Result<(), Failure> {
        self.root.lacks(source, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks as if it were `later`: what is there has not changed for a while then.
    fn texts(root: &Root, seen: &mut Seen, later: Duration) -> Vec<Arc<SourceFile>> {
        let looked = SystemTime::now() + later;
        look(root, seen, looked).unwrap().sources.0
    }

    fn a_file_that_is_the_same_is_the_one_seen_before_and_any_change_is_seen(later: Duration) {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (
            dir.path().join("objectives/a.md"),
            dir.path().join("objectives/b.md"),
        );
        std::fs::create_dir(dir.path().join("objectives")).unwrap();
        std::fs::write(&one, "one").unwrap();
        std::fs::write(&two, "two").unwrap();
        let root = Root::open(dir.path()).unwrap();
        let mut seen = Seen::default();
        let first = texts(&root, &mut seen, later);
        let second = texts(&root, &mut seen, later);
        assert!(Arc::ptr_eq(&first[0], &second[0]) && Arc::ptr_eq(&first[1], &second[1]));

        // The clock of the file system goes in steps, and an hour is more than one.
        let step = || std::thread::sleep(Duration::from_millis(if later.is_zero() { 0 } else { 30 }));
        step();
        // As long, and by its time of change as old, where the system has another time that shows it.
        let times = std::fs::metadata(&one).unwrap().modified().unwrap();
        std::fs::write(&one, "eno").unwrap();
        if cfg!(unix) {
            let file = std::fs::File::options().write(true).open(&one).unwrap();
            file.set_modified(times).unwrap();
        }
        let third = texts(&root, &mut seen, later);
        assert_eq!(third[0].text, "eno");
        assert!(Arc::ptr_eq(&first[1], &third[1]));

        step();
        std::fs::rename(&two, dir.path().join("objectives/c.md")).unwrap();
        std::fs::write(&two, "new").unwrap();
        let fourth: Vec<String> = texts(&root, &mut seen, later)
            .iter()
            .map(|file| format!("{} {}", file.path, file.text))
            .collect();
        assert_eq!(
            fourth,
            [
                "objectives/a.md eno",
                "objectives/b.md new",
                "objectives/c.md two"
            ]
        );

        step();
        std::fs::remove_dir_all(dir.path().join("objectives")).unwrap();
        assert!(texts(&root, &mut seen, later).is_empty());
    }

    #[test]
    fn a_change_right_after_a_look_is_seen() {
        a_file_that_is_the_same_is_the_one_seen_before_and_any_change_is_seen(Duration::ZERO);
    }

    #[test]
    fn a_change_of_what_has_long_been_the_same_is_seen() {
        a_file_that_is_the_same_is_the_one_seen_before_and_any_change_is_seen(Duration::from_secs(3600));
    }

    #[test]
    fn a_file_that_is_emptied_before_it_is_written_is_seen_as_it_was_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("objectives/a.md");
        std::fs::create_dir(dir.path().join("objectives")).unwrap();
        std::fs::write(&path, "one").unwrap();
        let root = Root::open(dir.path()).unwrap();
        let mut seen = Seen::default();
        assert_eq!(texts(&root, &mut seen, Duration::ZERO)[0].text, "one");

        std::fs::write(&path, "").unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(PAUSE * 2);
                std::fs::write(dir.path().join("new"), "two").unwrap();
                // Some systems replace no file in the moment in which it is read.
                let replace = || std::fs::rename(dir.path().join("new"), &path);
                assert!((0..1000).any(|_| replace().is_ok()));
            });
            assert_eq!(texts(&root, &mut seen, Duration::ZERO)[0].text, "two");
        });

        std::fs::write(&path, "").unwrap();
        assert_eq!(texts(&root, &mut seen, Duration::ZERO)[0].text, "");
    }

    #[test]
    fn of_some_files_only_they_are_looked_at_and_the_next_look_at_all_sees_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("objectives");
        std::fs::create_dir(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        write("a.md", "one");
        write("b.md", "two");
        let root = Root::open(dir.path()).unwrap();
        let mut seen = Seen::default();
        let mut texts = |reach: Reach<'_>| {
            let tree = again(&root, &mut seen, reach).unwrap();
            tree.sources
                .0
                .iter()
                .map(|file| file.text.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(Reach::Whole), ["one", "two"]);
        write("a.md", "three");
        write("b.md", "four");
        write("c.md", "five");
        let named = BTreeSet::from(["objectives/a.md".to_owned(), "objectives/d.md".to_owned()]);
        assert_eq!(texts(Reach::Files(&named)), ["three", "two"]);
        assert_eq!(texts(Reach::Whole), ["three", "four", "five"]);
        // That one is gone is told by the look at all.
        std::fs::remove_file(folder.join("a.md")).unwrap();
        assert_eq!(texts(Reach::Files(&named)), ["three", "four", "five"]);
        assert_eq!(texts(Reach::Whole), ["four", "five"]);
    }

    #[test]
    fn what_was_changed_when_it_was_looked_at_is_not_settled() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), "").unwrap();
        let root = Root::open(dir.path()).unwrap();
        let stamp = root.folder.glance("a").unwrap().stamp();
        let now = SystemTime::now();
        assert!(!is_settled(&stamp, now));
        assert!(!is_settled(&stamp, UNIX_EPOCH));
        assert!(is_settled(&stamp, now + MARGIN + MARGIN));
    }
}
