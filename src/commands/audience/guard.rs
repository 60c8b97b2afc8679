//! What stands between the pages and the folder they are written to: a file with a name that must not be published ends
//! the build.

use std::sync::{Mutex, PoisonError};

use super::leak::{Leak, Search};
use crate::commands::console::Console;
use crate::commands::walk::Repository;
use crate::disk::{self, Shelf};
use crate::msg;
use crate::site::{self, Content, LargeFile, OutputFile};

/// Lets through what may be published.
pub(in crate::commands) struct Guard<'a> {
    search: &'a Search,
    files: &'a dyn Shelf,
    leaks: Mutex<Vec<Leak>>,
}

impl<'a> Guard<'a> {
    /// With what is looked for, and the files that pages link to.
    pub(in crate::commands) fn new(search: &'a Search, files: &'a dyn Shelf) -> Guard<'a> {
        Guard {
            search,
            files,
            leaks: Mutex::default(),
        }
    }

    /// The same files, if no name is in them that must not be.
    pub(in crate::commands) fn passed(
        &self,
        files: Vec<OutputFile>,
    ) -> Result<Vec<OutputFile>, site::Failure> {
        if self.search.is_empty() {
            return Ok(files);
        }
        for file in &files {
            let leaks = match &file.content {
                Content::Bytes(bytes) => self.search.leaks(&file.path, bytes),
                // What cannot be read is told when it is copied.
                Content::CopyOf(path) => match disk::linked(self.files, path) {
                    Ok(bytes) => self.search.leaks(&file.path, &bytes),
                    Err(_) => Vec::new(),
                },
            };
            self.stop(leaks)?;
        }
        Ok(files)
    }

    /// The same of files that are made part by part.
    pub(in crate::commands) fn passed_large<'f>(
        &self,
        files: Vec<LargeFile<'f>>,
    ) -> Result<Vec<LargeFile<'f>>, site::Failure> {
        if self.search.is_empty() {
            return Ok(files);
        }
        for file in &files {
            for part in 0..file.parts {
                self.stop(self.search.leaks(&file.path, &(file.part)(part)))?;
            }
        }
        Ok(files)
    }

    fn stop(&self, leaks: Vec<Leak>) -> Result<(), site::Failure> {
        let Some(leak) = leaks.first() else {
            return Ok(());
        };
        let failure = site::Failure::Withheld {
            page: leak.path.clone(),
        };
        self.leaks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(leaks);
        Err(failure)
    }

    /// What was stopped.
    pub(in crate::commands) fn leaks(&self) -> Vec<Leak> {
        let mut leaks = std::mem::take(&mut *self.leaks.lock().unwrap_or_else(PoisonError::into_inner));
        leaks.sort();
        leaks.dedup();
        leaks
    }
}

/// Says which ids of internal objectives are no secret, since a public file holds them.
pub(in crate::commands) fn warn(console: &Console, repository: &Repository, search: &Search) {
    for leak in &search.known {
        console.warning(&repository.say(&msg!(
            "`{name}` is the id of an internal objective, and stands in {path}, which is public",
            name = leak.name,
            path = leak.path
        )));
    }
}

/// Says what would have been published, and that nothing was.
pub(in crate::commands) fn tell(console: &Console, repository: &Repository, leaks: &[Leak]) {
    for leak in leaks {
        console.failure(&repository.say(&msg!(
            "`{name}` is internal, and would be published in {path}",
            name = leak.name,
            path = leak.path
        )));
    }
    console.note(&repository.say(&msg!("nothing was written")));
}
