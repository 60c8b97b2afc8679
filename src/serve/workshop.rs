//! From the files as they are now to a whole site. What cannot be read as meant is shown as it last could be.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::snapshot::Snapshot;
use crate::chronicle::{self, Chronicle};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Root};
use crate::git::{self, History};
use crate::history::{self, Standing};
use crate::model::{Assets, Book};
use crate::site::theme;
use crate::site::{self, Drafts};
use crate::source::{FileId, SourceFile, Sources};
use crate::{parse, rules};

/// Everything that one site is made from.
pub struct Whole {
    /// Its texts.
    pub sources: Sources,
    /// What they say.
    pub book: Book,
    /// Where it stands.
    pub standing: Standing,
    /// What the check said of them.
    pub findings: Vec<Diagnostic>,
    /// Which linked files are there.
    pub assets: Assets,
    /// Who wrote what.
    pub chronicle: Chronicle,
    /// What is asked for.
    pub options: site::Options,
    /// The linked files, by path.
    pub files: HashMap<String, Arc<Vec<u8>>>,
}

/// The files as they are now, and what is wrong with them.
pub struct Look {
    /// The texts that the findings point at.
    pub sources: Sources,
    /// The settings.
    pub config: Config,
    /// Sorted by place.
    pub findings: Vec<Diagnostic>,
    /// Folders in which something that matters may change.
    pub folders: BTreeSet<PathBuf>,
}

/// What a look at the files leads to.
pub enum Made {
    /// Nothing has changed since the last look.
    Same,
    /// Something has. The site may be the one that is shown already: then it could not be made.
    New {
        /// What was seen.
        look: Box<Look>,
        /// The site of it.
        site: Result<Snapshot, String>,
        /// Files that are new or have other texts than at the last look, by path.
        edited: Vec<String>,
    },
}

/// What a site depends on beside the files that are read for what they say.
pub struct Outside {
    /// The day; asked for at every look.
    pub today: Box<dyn Fn() -> Result<Date, String> + Send>,
    /// How pages look, and what is wrong with what the settings say of it.
    pub look: Box<LookOf>,
}

/// Tells how pages of a repository look.
pub type LookOf = dyn Fn(&Root, &Book) -> Looked + Send;

/// How pages look with what is wrong in the settings of it, or why that cannot be told.
pub type Looked = Result<(theme::Look, Vec<Diagnostic>), String>;

/// Makes sites of one repository, one after the other.
pub struct Workshop {
    root: PathBuf,
    url: String,
    drafts: Drafts,
    outside: Outside,
    /// The last text of each file that could be read as meant.
    good: HashMap<String, Arc<SourceFile>>,
    last: Option<Inputs>,
    /// What git told of the commit of the last look: it tells the same until there is another one.
    history: History,
}

/// What a site depends on. Equal inputs, equal site.
#[derive(PartialEq)]
struct Inputs {
    texts: Vec<Arc<SourceFile>>,
    oddities: Vec<(String, &'static str)>,
    files: Vec<(String, Arc<Vec<u8>>)>,
    /// As text: equal texts, equal looks.
    look: String,
    commit: Option<String>,
    today: Date,
}

impl Workshop {
    /// A workshop for the repository at `root`, whose site is at `url`.
    pub fn new(root: &Path, url: &str, drafts: Drafts, outside: Outside) -> Workshop {
        Workshop {
            root: root.to_owned(),
            url: url.to_owned(),
            drafts,
            outside,
            good: HashMap::new(),
            last: None,
            history: History::default(),
        }
    }

    /// Whether the day is no longer that of the last look.
    pub fn is_another_day(&self) -> bool {
        let today = (self.outside.today)().ok();
        self.last.as_ref().map(|last| last.today) != today
    }

    /// The next look is like a first one: nothing is the same as before.
    pub fn forget(&mut self) {
        self.last = None;
    }

    /// Looks at the files, and makes the site of them when they have changed.
    ///
    /// # Errors
    /// When they cannot be read, in one sentence.
    pub fn make(&mut self) -> Result<Made, String> {
        let said = |failure: disk::Failure| failure.to_string();
        let today = (self.outside.today)()?;
        // Opened anew: the folder may have been deleted and made again.
        let root = Root::open(&self.root).map_err(said)?;
        let (tree, commit) = rayon::join(|| disk::read(&root), || git::head(root.path()));
        let disk::Tree {
            mut sources,
            oddities,
            folders,
        } = tree.map_err(said)?;
        // That git cannot be asked costs the preview nothing but the name of the commit.
        let commit = commit.unwrap_or_default();
        let texts = sources.0.clone();
        let seen_oddities = oddities.iter().map(|odd| (odd.path.clone(), odd.rule)).collect();

        if self.history.head != commit {
            self.history = git::history(root.path(), &sources);
        }
        let commit = commit.map(|commit| commit.to_string());
        let mut read = Reading::of(&sources, today, &self.url);
        let assets = read.assets(&root, &sources);
        let files = linked(&root, &assets);
        let look = match (self.outside.look)(&root, &read.book) {
            Ok((look, findings)) => {
                read.form.extend(findings);
                Ok(look)
            }
            Err(why) => Err(why),
        };
        let inputs = Inputs {
            texts,
            oddities: seen_oddities,
            files: sorted(&files),
            look: format!("{look:?}"),
            commit,
            today,
        };
        if self.last.as_ref() == Some(&inputs) {
            return Ok(Made::Same);
        }
        read.form.extend(disk::point_out(oddities, &assets, &mut sources));
        let chronicle = chronicle::of(&read.book, &sources, &self.history.pasts);
        let findings = read.check(&sources, &assets, &chronicle);
        let edited = self.edited(&inputs);
        let options = site::Options {
            drafts: self.drafts,
            commit: inputs.commit.clone(),
            left_out: Vec::new(),
            look: look.clone().unwrap_or_default(),
        };
        let mut folders: BTreeSet<PathBuf> = folders.iter().map(|folder| self.root.join(folder)).collect();
        folders.extend(assets.files.iter().filter_map(|path| {
            let path = self.root.join(path);
            path.parent().map(Path::to_owned)
        }));
        for folder in [
            "themes",
            &read
                .book
                .config
                .theme
                .name
                .as_ref()
                .map_or_else(String::new, |name| format!("themes/{}", name.value)),
        ] {
            folders.insert(self.root.join(folder));
            folders.insert(self.root.join(folder).join("templates"));
        }
        self.last = Some(inputs);

        let wrong: BTreeSet<FileId> = findings
            .iter()
            .filter(|finding| finding.stops_build())
            .map(|finding| finding.file)
            .collect();
        for (file, source) in sources.iter() {
            if !wrong.contains(&file) {
                self.good
                    .insert(source.path.clone(), sources.0[file.0 as usize].clone());
            }
        }
        let seen = Box::new(Look {
            sources: sources.clone(),
            config: read.book.config.clone(),
            findings: findings.clone(),
            folders,
        });
        let site = if let Err(why) = look {
            Err(why)
        } else if wrong.is_empty() {
            Snapshot::of(Whole {
                sources,
                book: read.book,
                standing: read.standing,
                findings,
                assets,
                chronicle,
                options,
                files,
            })
            .map_err(|failure| failure.to_string())
        } else {
            self.with_last_good(sources, &wrong, options, &root, today)
        };
        Ok(Made::New {
            look: seen,
            site,
            edited,
        })
    }

    /// The site with each wrong file as it was when it last could be read, and without those that never could.
    fn with_last_good(
        &self,
        mut sources: Sources,
        wrong: &BTreeSet<FileId>,
        options: site::Options,
        root: &Root,
        today: Date,
    ) -> Result<Snapshot, String> {
        for file in wrong {
            let source = &mut sources.0[file.0 as usize];
            if let Some(good) = self.good.get(&source.path) {
                *source = good.clone();
            }
        }
        let mut read = Reading::of(&sources, today, &self.url);
        if read.config_unreadable {
            return Err("`okr.yaml` cannot be read".to_owned());
        }
        let assets = read.assets(root, &sources);
        let files = linked(root, &assets);
        let path = |file: FileId| sources[file].path.clone();
        let left_out = read.book.broken.iter();
        let options = site::Options {
            left_out: left_out
                .map(|broken| (broken.id.clone(), path(broken.file)))
                .collect(),
            ..options
        };
        let chronicle = chronicle::of(&read.book, &sources, &self.history.pasts);
        let findings = read.check(&sources, &assets, &chronicle);
        Snapshot::of(Whole {
            sources,
            book: read.book,
            standing: read.standing,
            findings,
            assets,
            chronicle,
            options,
            files,
        })
        .map_err(|failure| failure.to_string())
    }

    /// Which files have another text than at the last look; at the first none has.
    fn edited(&self, now: &Inputs) -> Vec<String> {
        let Some(last) = &self.last else {
            return Vec::new();
        };
        let before: HashMap<&str, &str> = last
            .texts
            .iter()
            .map(|file| (file.path.as_str(), file.text.as_str()))
            .collect();
        let is_other = |file: &&Arc<SourceFile>| before.get(file.path.as_str()) != Some(&file.text.as_str());
        now.texts
            .iter()
            .filter(is_other)
            .map(|file| file.path.clone())
            .collect()
    }
}

/// A book and where it stands.
struct Reading {
    book: Book,
    form: Vec<Diagnostic>,
    config_unreadable: bool,
    standing: Standing,
}

impl Reading {
    fn of(sources: &Sources, today: Date, url: &str) -> Reading {
        let mut parsed = parse::book(sources);
        parsed.book.config.url = Some(url.to_owned());
        Reading {
            standing: history::on(&parsed.book, today),
            book: parsed.book,
            form: parsed.findings,
            config_unreadable: parsed.config_unreadable,
        }
    }

    fn assets(&self, root: &Root, sources: &Sources) -> Assets {
        let wanted = rules::link::paths(&self.book, sources);
        disk::look_up(root, wanted.iter().map(String::as_str))
    }

    fn check(&mut self, sources: &Sources, assets: &Assets, chronicle: &Chronicle) -> Vec<Diagnostic> {
        let context = rules::Context {
            book: &self.book,
            sources,
            standing: &self.standing,
            assets,
            chronicle,
        };
        rules::check(&context, std::mem::take(&mut self.form))
    }
}

/// The linked files. One that is refused is left out: the page with its link is shown all the same.
fn linked(root: &Root, assets: &Assets) -> HashMap<String, Arc<Vec<u8>>> {
    assets
        .files
        .iter()
        .filter_map(|path| Some((path.clone(), Arc::new(disk::linked(root, path).ok()?))))
        .collect()
}

fn sorted(files: &HashMap<String, Arc<Vec<u8>>>) -> Vec<(String, Arc<Vec<u8>>)> {
    let mut sorted: Vec<_> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    sorted
}
