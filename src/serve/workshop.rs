//! From the files as they are now to a whole site. What cannot be read as meant is shown as it last could be.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::reading::{Reading, Unchecked};
use super::snapshot::Snapshot;
use crate::chronicle::Chronicle;
use crate::config::{Config, SourceSetting};
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Reach, Root, Seen};
use crate::git::{self, Commit, Heads, History};
use crate::history::Standing;
use crate::model::{Assets, Book};
use crate::parse::Parsed;
use crate::site::theme;
use crate::site::{self, Drafts};
use crate::source::{FileId, SourceFile, Sources};

/// Everything that one site is made from.
pub struct Whole {
    /// Its texts.
    pub sources: Sources,
    /// What they say.
    pub parsed: Arc<Parsed>,
    /// Where it stands.
    pub standing: Arc<Standing>,
    /// What the check said of them.
    pub findings: Arc<Vec<Diagnostic>>,
    /// Which linked files are there.
    pub assets: Assets,
    /// Who wrote what.
    pub chronicle: Arc<Chronicle>,
    /// What is asked for.
    pub options: site::Options,
    /// The linked files, by path.
    pub files: HashMap<String, Arc<Vec<u8>>>,
}

impl Whole {
    fn of(reading: &Reading, options: site::Options, files: HashMap<String, Arc<Vec<u8>>>) -> Whole {
        Whole {
            sources: reading.sources.clone(),
            parsed: reading.parsed(),
            standing: reading.standing.clone(),
            findings: reading.findings.clone(),
            assets: reading.assets.clone(),
            chronicle: reading.chronicle.clone(),
            options,
            files,
        }
    }
}

/// The files as they are now, and what is wrong with them.
pub struct Look {
    /// The texts that the findings point at.
    pub sources: Sources,
    /// The settings.
    pub config: Config,
    /// Sorted by place.
    pub findings: Arc<Vec<Diagnostic>>,
    /// Folders in which something that matters may change.
    pub folders: Arc<BTreeSet<PathBuf>>,
}

/// What a look at the files leads to.
pub enum Made {
    /// Nothing has changed since the last look that a page could show. Folders may have come or gone: those of now in
    /// which something that matters may change.
    Same(Arc<BTreeSet<PathBuf>>),
    /// Something has. The site may be the one that is shown already: then it could not be made.
    New {
        /// What was seen.
        look: Arc<Look>,
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
    /// The files as they were at the last look, so that those that are the same are not opened again.
    seen: Seen,
    /// What the last look said.
    read: Option<Reading>,
    /// What the site says that is shown in place of one with errors.
    shown: Option<Reading>,
    watched: Option<(Watched, Arc<BTreeSet<PathBuf>>)>,
    last: Option<Inputs>,
    /// What git told at a look: it tells the same until there is something else to ask.
    history: History,
    asked: Asked,
}

/// What git's answer follows from.
#[derive(Default, PartialEq)]
struct Asked {
    commit: Option<Commit>,
    /// Those of other checkouts, and whether a clone is still shallow; only where there are such.
    heads: Option<Heads>,
    others: Vec<SourceSetting>,
    /// Objectives with the ids that they had before.
    former: Vec<(String, Vec<String>)>,
}

/// What the folders follow from in which something may change.
#[derive(PartialEq)]
struct Watched {
    folders: Vec<String>,
    journal: Option<PathBuf>,
    linked: BTreeSet<String>,
    theme: Option<String>,
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
    /// Where it shows that the commit is another one; the site depends on it only in when it is made.
    journal: Option<PathBuf>,
    today: Date,
}

/// Where the repository is. That git cannot be asked costs the preview nothing but the name of the commit.
struct At {
    commit: Option<Commit>,
    journal: Option<PathBuf>,
}

impl At {
    fn of(root: &Path) -> At {
        git::Repository::of(root).map_or_else(
            |_| At {
                commit: None,
                journal: git::half_made(root),
            },
            |repository| At {
                commit: repository.head().unwrap_or_default(),
                journal: repository.journal(),
            },
        )
    }
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
            seen: Seen::default(),
            read: None,
            shown: None,
            watched: None,
            last: None,
            history: History::default(),
            asked: Asked::default(),
        }
    }

    /// Asks git for what was before, when the answer can be another one than the last; whether it was asked.
    fn ask(&mut self, root: &Root, sources: &Sources, book: &Book, commit: Option<Commit>) -> bool {
        let heads = |history: &History| {
            let is_more = !book.config.sources.is_empty() || history.is_shallow();
            is_more.then(|| git::heads(root.path(), sources))
        };
        let mut asked = Asked {
            commit,
            heads: heads(&self.history),
            others: book.config.sources.clone(),
            former: former(book),
        };
        if self.asked == asked {
            return false;
        }
        self.history = git::history(root.path(), sources);
        // Only the answer tells that a clone is shallow.
        asked.heads = heads(&self.history);
        self.asked = asked;
        true
    }

    /// The next look is like a first one: nothing is the same as before.
    pub fn forget(&mut self) {
        self.last = None;
        self.seen = Seen::default();
    }

    /// Whether a file was there at the last look.
    pub fn knows(&self, path: &str) -> bool {
        self.seen.knows(path)
    }

    /// Looks at the files, and makes the site of them when they have changed. After a look at some, all are to be looked
    /// at: only then is it certain that the site is of the files as they are.
    ///
    /// # Errors
    /// When they cannot be read, in one sentence.
    pub fn make(&mut self, reach: Reach<'_>) -> Result<Made, String> {
        let said = |failure: disk::Failure| failure.to_string();
        let today = (self.outside.today)()?;
        // Opened anew: the folder may have been deleted and made again.
        let root = Root::open(&self.root).map_err(said)?;
        let seen = &mut self.seen;
        let (tree, at) = rayon::join(|| disk::again(&root, seen, reach), || At::of(root.path()));
        let disk::Tree {
            sources,
            oddities,
            folders,
        } = tree.map_err(said)?;
        let At { commit, journal } = at;
        let seen_oddities = oddities.iter().map(|odd| (odd.path.clone(), odd.rule)).collect();

        let read = Unchecked::of(self.read.as_ref(), sources.clone(), today, &self.url);
        let asked = self.ask(&root, &sources, &read.parsed.book, commit.clone());
        let commit = commit.map(|commit| commit.to_string());
        let assets = read.assets(&root)?;
        let files = linked(&root, &assets);
        let (look, more) = match (self.outside.look)(&root, &read.parsed.book) {
            Ok((look, findings)) => (Ok(look), findings),
            Err(why) => (Err(why), Vec::new()),
        };
        let inputs = Inputs {
            texts: sources.0,
            oddities: seen_oddities,
            files: sorted(&files),
            look: format!("{look:?}"),
            commit,
            journal,
            today,
        };
        let folders = self.folders(folders, inputs.journal.as_ref(), &read.parsed.book, &assets);
        if !asked && self.last.as_ref() == Some(&inputs) {
            return Ok(Made::Same(folders));
        }
        let edited = self.edited(&inputs);
        let options = site::Options {
            drafts: self.drafts,
            commit: inputs.commit.clone(),
            left_out: Vec::new(),
            look: look.clone().unwrap_or_default(),
        };
        self.last = Some(inputs);
        let read = read.checked(more, oddities, assets, &self.history.pasts);

        let wrong: BTreeSet<FileId> = read
            .findings
            .iter()
            .filter(|finding| finding.stops_build())
            .map(|finding| finding.file)
            .collect();
        for (place, source) in read.sources.0.iter().enumerate() {
            let is_known = |good: &Arc<SourceFile>| Arc::ptr_eq(good, source);
            if !wrong.contains(&FileId(place as u32)) && !self.good.get(&source.path).is_some_and(is_known) {
                self.good.insert(source.path.clone(), source.clone());
            }
        }
        let seen = Arc::new(Look {
            sources: read.sources.clone(),
            config: read.book().config.clone(),
            findings: read.findings.clone(),
            folders,
        });
        let site = if let Err(why) = look {
            Err(why)
        } else if wrong.is_empty() {
            self.shown = None;
            Snapshot::of(Whole::of(&read, options, files)).map_err(|failure| failure.to_string())
        } else {
            self.with_last_good(&read, &wrong, options, &root, today)
        };
        self.read = Some(read);
        Ok(Made::New {
            look: seen,
            site,
            edited,
        })
    }

    /// The folders in which something that matters may change.
    fn folders(
        &mut self,
        folders: Vec<String>,
        journal: Option<&PathBuf>,
        book: &Book,
        assets: &Assets,
    ) -> Arc<BTreeSet<PathBuf>> {
        let theme = book.config.theme.name.as_ref();
        let watched = Watched {
            folders,
            journal: journal.cloned(),
            linked: assets.files.clone(),
            theme: theme.map(|name| name.value.clone()),
        };
        if let Some((_, folders)) = self.watched.as_ref().filter(|(before, _)| *before == watched) {
            return folders.clone();
        }
        let mut folders: BTreeSet<PathBuf> = watched
            .folders
            .iter()
            .map(|folder| self.root.join(folder))
            .collect();
        folders.extend(watched.linked.iter().filter_map(|path| {
            let path = self.root.join(path);
            path.parent().map(Path::to_owned)
        }));
        folders.extend(watched.journal.clone());
        let themes = self.root.join("themes");
        let theme = watched.theme.as_ref().map(|name| themes.join(name));
        for folder in [Some(themes), theme].into_iter().flatten() {
            folders.insert(folder.join("templates"));
            folders.insert(folder);
        }
        let folders = Arc::new(folders);
        self.watched = Some((watched, folders.clone()));
        folders
    }

    /// The site with each wrong file as it was when it last could be read, and without those that never could.
    fn with_last_good(
        &mut self,
        read: &Reading,
        wrong: &BTreeSet<FileId>,
        options: site::Options,
        root: &Root,
        today: Date,
    ) -> Result<Snapshot, String> {
        let mut sources = read.sources.clone();
        for file in wrong {
            let source = &mut sources.0[file.0 as usize];
            if let Some(good) = self.good.get(&source.path) {
                *source = good.clone();
            }
        }
        // What was shown last is most like it.
        let before = self.shown.as_ref().or(self.read.as_ref());
        let read = Unchecked::of(before, sources, today, &self.url);
        if read.parsed.config_unreadable {
            return Err("`okr.yaml` cannot be read".to_owned());
        }
        let assets = read.assets(root)?;
        let files = linked(root, &assets);
        let read = read.checked(Vec::new(), Vec::new(), assets, &self.history.pasts);
        let left_out = read.book().broken.iter();
        let options = site::Options {
            left_out: left_out
                .map(|broken| (broken.id.clone(), read.sources[broken.file].path.clone()))
                .collect(),
            ..options
        };
        let site = Snapshot::of(Whole::of(&read, options, files)).map_err(|failure| failure.to_string());
        self.shown = Some(read);
        site
    }

    /// Which files have another text than at the last look; at the first none has.
    fn edited(&self, now: &Inputs) -> Vec<String> {
        let Some(last) = &self.last else {
            return Vec::new();
        };
        // Both are sorted by path.
        let mut before = last.texts.iter().peekable();
        let mut edited = Vec::new();
        for file in &now.texts {
            while before.next_if(|old| old.path < file.path).is_some() {}
            let old = before.next_if(|old| old.path == file.path);
            if !old.is_some_and(|old| Arc::ptr_eq(old, file) || old.text == file.text) {
                edited.push(file.path.clone());
            }
        }
        edited
    }
}

/// Objectives with the ids that they had before, also those that cannot be read as meant at the moment; by id.
fn former(book: &Book) -> Vec<(String, Vec<String>)> {
    let of = |id: &String, aliases: Vec<String>| (!aliases.is_empty()).then(|| (id.clone(), aliases));
    let sound = book.objectives.iter().filter_map(|it| {
        let aliases = it.aliases.iter().map(|alias| alias.value.clone());
        of(&it.id, aliases.collect())
    });
    let broken = book.broken.iter().filter_map(|it| of(&it.id, it.aliases.clone()));
    let mut former: Vec<_> = sound.chain(broken).collect();
    former.sort_unstable();
    former
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

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    /// Something that people do to a folder of OKRs. Numbers say to which of its files, and how.
    #[derive(Clone, Debug)]
    enum Edit {
        Retitle(usize, u8),
        CheckIn(usize, u8),
        Owner(usize, u8),
        Parent(usize, usize),
        Drop(usize),
        Draft(usize),
        Break(usize),
        Heal(usize),
        Delete(usize),
        Rename(usize, u8),
        Add(u8),
        Folder(u8),
        Stray(u8),
        Link(usize, usize),
        Settings(u8),
        Period(u8),
        Picture,
    }

    const PARENTS: [&str; 4] = ["grow", "calm", "deep", "grow#nps"];
    const NAMES: [&str; 5] = ["grow", "calm", "deep", "team/new", "team/more"];

    fn edits() -> impl Strategy<Value = Edit> {
        let file = 0..NAMES.len();
        prop_oneof![
            4 => (file.clone(), any::<u8>()).prop_map(|(file, n)| Edit::Retitle(file, n)),
            4 => (file.clone(), 0..4u8).prop_map(|(file, n)| Edit::CheckIn(file, n)),
            1 => (file.clone(), 0..3u8).prop_map(|(file, n)| Edit::Owner(file, n)),
            2 => (file.clone(), 0..PARENTS.len()).prop_map(|(file, to)| Edit::Parent(file, to)),
            1 => file.clone().prop_map(Edit::Drop),
            1 => file.clone().prop_map(Edit::Draft),
            2 => file.clone().prop_map(Edit::Break),
            3 => file.clone().prop_map(Edit::Heal),
            1 => file.clone().prop_map(Edit::Delete),
            1 => (file.clone(), 0..3u8).prop_map(|(file, n)| Edit::Rename(file, n)),
            1 => (0..2u8).prop_map(Edit::Add),
            1 => (0..2u8).prop_map(Edit::Folder),
            1 => (0..2u8).prop_map(Edit::Stray),
            2 => (file.clone(), file).prop_map(|(file, to)| Edit::Link(file, to)),
            1 => (0..4u8).prop_map(Edit::Settings),
            1 => (0..2u8).prop_map(Edit::Period),
            1 => Just(Edit::Picture),
        ]
    }

    fn objective(name: &str) -> String {
        format!(
            "---\ntitle: Make {name} work for everybody\nperiod: 2026-Q3\nteam: support\nowner: ana\nkey_results:\n  \
             - {{ id: nps, title: Net promoter score reaches 50, owner: bo, start: 30, target: 50 }}\n  \
             - {{ id: wait, title: Waiting falls to 4 hours, owner: ana, start: 9, target: 4 }}\n---\n\nWhy {name}.\n\n\
             ## 2026-07-31 (on track) Begun\n\n- nps: 34\n"
        )
    }

    fn apply(root: &Path, edit: &Edit) {
        let at = |name: &str| root.join(format!("objectives/{name}.md"));
        let change = |file: &usize, change: &dyn Fn(String) -> String| {
            let path = at(NAMES[*file]);
            if let Ok(text) = fs::read_to_string(&path) {
                fs::write(&path, change(text)).unwrap();
            }
        };
        let behind_title = |text: String, line: &str| match text.split_once("\nperiod:") {
            Some((title, rest)) => format!("{title}\n{line}\nperiod:{rest}"),
            None => text,
        };
        match edit {
            Edit::Retitle(file, n) => change(file, &|text| {
                text.replacen("title: Make", &format!("title: Make {n} and"), 1)
            }),
            Edit::CheckIn(file, n) => change(file, &|text| {
                format!(
                    "{text}\n## 2026-08-{:02} (at risk) Further\n\n- nps: {}\n- wait: 7\n",
                    n + 1,
                    35 + n
                )
            }),
            Edit::Owner(file, n) => change(file, &|text| {
                text.replacen(
                    "owner: ana",
                    ["owner: cy", "owner: bo", "owner: ana"][usize::from(*n)],
                    1,
                )
            }),
            Edit::Parent(file, to) => {
                change(file, &|text| {
                    behind_title(text, &format!("parent: {}", PARENTS[*to]))
                });
            }
            Edit::Drop(file) => change(file, &|text| {
                behind_title(text, "dropped: 2026-08-02\nreason: no longer needed")
            }),
            Edit::Draft(file) => change(file, &|text| behind_title(text, "draft: true")),
            Edit::Break(file) => change(file, &|text| text.replacen("start: 30", "strat: 30", 1)),
            Edit::Heal(file) => {
                fs::create_dir_all(root.join("objectives/team")).unwrap();
                fs::write(at(NAMES[*file]), objective(NAMES[*file])).unwrap();
            }
            Edit::Delete(file) => drop(fs::remove_file(at(NAMES[*file]))),
            Edit::Rename(file, n) => drop(fs::rename(at(NAMES[*file]), at(&format!("other-{n}")))),
            Edit::Add(n) => fs::write(at(&format!("added-{n}")), objective("more")).unwrap(),
            Edit::Folder(n) => fs::create_dir_all(root.join(format!("objectives/empty-{n}"))).unwrap(),
            Edit::Stray(n) => fs::write(root.join(format!("objectives/stray-{n}.txt")), "x").unwrap(),
            Edit::Link(file, to) => change(file, &|text| {
                format!(
                    "{text}\n[a]({0}.md#2026-08-02) [b]({0}.md) ![c](../picture.png)\n",
                    NAMES[*to]
                )
            }),
            Edit::Settings(n) => {
                let settings = [
                    "",
                    "language: fr\n",
                    "teams: { support: { members: [ana] } }\n",
                    "title: [\n",
                ];
                fs::write(root.join("okr.yaml"), settings[usize::from(*n)]).unwrap();
            }
            Edit::Period(n) => {
                fs::create_dir_all(root.join("periods")).unwrap();
                fs::write(
                    root.join("periods/2026-Q3.md"),
                    format!("---\ntitle: Summer {n}\n---\n"),
                )
                .unwrap();
            }
            Edit::Picture => fs::write(root.join("picture.png"), "x").unwrap(),
        }
    }

    fn workshop(root: &Path) -> Workshop {
        let outside = Outside {
            today: Box::new(|| Ok("2026-08-20".parse().expect("a day"))),
            look: Box::new(|_, _| Ok((theme::Look::default(), Vec::new()))),
        };
        Workshop::new(root, "http://127.0.0.1:3000/", Drafts::Hide, outside)
    }

    /// All that pages are made of.
    fn inputs(workshop: &Workshop) -> String {
        let read = workshop.read.as_ref().expect("a look");
        let book = read.book();
        format!(
            "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:?}",
            book, read.standing, read.findings, read.sources, read.assets
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn after_any_edits_a_site_is_made_of_what_a_first_look_finds(edits in prop::collection::vec(edits(), 1..16)) {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("objectives")).unwrap();
            for name in ["grow", "calm", "deep"] {
                fs::write(dir.path().join(format!("objectives/{name}.md")), objective(name)).unwrap();
            }
            let mut lasting = workshop(dir.path());
            lasting.make(Reach::Whole).unwrap();
            let named = BTreeSet::from(["objectives/grow.md", "objectives/calm.md"].map(str::to_owned));
            for edit in &edits {
                apply(dir.path(), edit);
                // That some files were looked at before all of them leaves no trace.
                lasting.make(Reach::Files(&named)).unwrap();
                let made = lasting.make(Reach::Whole).unwrap();
                let mut fresh = workshop(dir.path());
                let Made::New { look, .. } = fresh.make(Reach::Whole).unwrap() else {
                    panic!("a first look finds something new");
                };
                prop_assert_eq!(inputs(&lasting), inputs(&fresh), "{:?}", edit);
                let folders = match made {
                    Made::New { look: seen, .. } => {
                        prop_assert_eq!(&seen.findings, &look.findings);
                        seen.folders.clone()
                    }
                    Made::Same(folders) => folders,
                };
                prop_assert_eq!(&folders, &look.folders);
            }
        }
    }
}
