//! One whole site in memory. It has a thread of its own, which makes a page when it is first asked for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc;

use tokio::sync::oneshot;

use super::workshop::Whole;
use crate::site::{self, Content, Inputs, Job, OutputFile, Site};

/// Why nothing comes from a thread that has ended by itself.
const BUG: &str = "this is a bug in okr: please report it with the files it was run on";

/// A whole site. Dropping the last handle ends its thread.
#[derive(Clone)]
pub struct Snapshot {
    ask: mpsc::Sender<Ask>,
}

struct Ask {
    path: String,
    answer: oneshot::Sender<Answer>,
}

/// What stands at a path of the site.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A file.
    File(Arc<Vec<u8>>),
    /// A folder with an `index.html`.
    Folder,
    /// Nothing.
    Nothing,
    /// It should be there, and cannot be made: why.
    Failed(String),
}

impl Snapshot {
    /// Prepares a site; its pages are made when they are asked for.
    ///
    /// # Errors
    /// When the theme is wrong.
    pub fn of(whole: Whole) -> Result<Snapshot, site::Failure> {
        let (ask, asked) = mpsc::channel::<Ask>();
        let (prepared, ready) = mpsc::channel();
        std::thread::spawn(move || {
            let inputs = Inputs {
                book: &whole.parsed.book,
                sources: &whole.sources,
                standing: &whole.standing,
                findings: &whole.findings,
                assets: &whole.assets,
                chronicle: &whole.chronicle,
                options: &whole.options,
            };
            // Whoever waits for the answer is gone only when the preview ends.
            let site = match Site::new(inputs) {
                Ok(site) => {
                    let _ = prepared.send(Ok(()));
                    site
                }
                Err(failure) => {
                    let _ = prepared.send(Err(failure));
                    return;
                }
            };
            let mut shelf = Shelf::new(&site, &whole.files);
            for Ask { path, answer } in asked {
                // A browser that has gone away meanwhile misses nothing.
                let _ = answer.send(shelf.answer(&path));
            }
        });
        match ready.recv() {
            Ok(Ok(())) => Ok(Snapshot { ask }),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(site::Failure::Template {
                page: "the site".to_owned(),
                reason: BUG.to_owned(),
            }),
        }
    }

    /// What stands at a path below the root of the site.
    pub async fn at(&self, path: &str) -> Answer {
        let (answer, answered) = oneshot::channel();
        let ask = Ask {
            path: path.to_owned(),
            answer,
        };
        if self.ask.send(ask).is_err() {
            return broken();
        }
        answered.await.unwrap_or_else(|_| broken())
    }
}

fn broken() -> Answer {
    Answer::Failed(BUG.to_owned())
}

/// What has been made of a site so far.
struct Shelf<'s, 'a> {
    site: &'s Site<'a>,
    linked: &'s HashMap<String, Arc<Vec<u8>>>,
    files: HashMap<String, Answer>,
    done: HashSet<Job>,
}

impl<'s, 'a> Shelf<'s, 'a> {
    fn new(site: &'s Site<'a>, linked: &'s HashMap<String, Arc<Vec<u8>>>) -> Shelf<'s, 'a> {
        Shelf {
            site,
            linked,
            files: HashMap::new(),
            done: HashSet::new(),
        }
    }

    fn answer(&mut self, path: &str) -> Answer {
        match self.file(path) {
            Answer::Nothing => {
                let index = match path.trim_end_matches('/') {
                    "" => "index.html".to_owned(),
                    folder => format!("{folder}/index.html"),
                };
                match self.file(&index) {
                    Answer::File(_) | Answer::Failed(_) => Answer::Folder,
                    Answer::Folder | Answer::Nothing => Answer::Nothing,
                }
            }
            found => found,
        }
    }

    fn file(&mut self, path: &str) -> Answer {
        if let Some(found) = self.files.get(path) {
            return found.clone();
        }
        for large in self.site.large() {
            if large.path == path {
                let made = Answer::File(Arc::new(large.bytes()));
                self.files.insert(path.to_owned(), made.clone());
                return made;
            }
        }
        for job in self.site.jobs_for(path) {
            if !self.done.insert(job) {
                continue;
            }
            match self.site.run(job) {
                Ok(files) => files.into_iter().for_each(|file| self.keep(file)),
                Err(failure) => return Answer::Failed(failure.to_string()),
            }
            if let Some(found) = self.files.get(path) {
                return found.clone();
            }
        }
        Answer::Nothing
    }

    fn keep(&mut self, file: OutputFile) {
        let answer = match file.content {
            Content::Bytes(bytes) => Answer::File(Arc::new(bytes)),
            Content::CopyOf(source) => match self.linked.get(&source) {
                Some(bytes) => Answer::File(bytes.clone()),
                None => Answer::Nothing,
            },
        };
        self.files.insert(file.path, answer);
    }
}
