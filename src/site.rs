//! `Book` → the files of the site. One way in: [`Site::new`]; each [`Job`] then makes its files when asked, so that a
//! large site is never in memory as a whole.

pub mod html;
pub mod fold;
pub mod icon;
pub mod route;
pub mod theme;
pub mod chart;
pub mod sign;
pub mod symbol;
pub mod markdown;
pub mod forge;
pub mod provenance;
pub mod check_in;
pub mod figures;
pub mod index;
pub mod paging;
pub mod frame;
pub mod page_data;
pub mod parts;
pub mod pages;
#[cfg(test)]
mod fixture;
pub mod data;

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use foldhash::fast::RandomState;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::chronicle::Chronicle;
use crate::diagnostic::Diagnostic;
use crate::history::Standing;
use crate::model::{Assets, Book, Objective, ObjectiveIx};
use crate::source::Sources;
use crate::words::{Language, PageWords};

use frame::{Room, TopOf};
use html::{Html, Tag, tag};
use index::Index;
use markdown::address::PagesOfFiles;
use page_data::Asked;
use route::{Here, Route};
use symbol::SymbolSet;
use theme::cast::Texts;
use theme::{Frame, LongTexts, Look, Theme};

/// A file of the site.
#[derive(Debug)]
pub struct OutputFile {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file of the site.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as a file of the repository, by its path from the root.
    CopyOf(String),
}

impl OutputFile {
    /// A file made of bytes.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> OutputFile {
        OutputFile {
            path: path.into(),
            content: Content::Bytes(bytes),
        }
    }
}

/// A file that is too large to be in memory as a whole: its parts stand one behind the other, and each is made when
/// asked for.
pub struct LargeFile<'a> {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// How many parts it has.
    pub parts: usize,
    /// Makes one of them.
    pub part: Box<dyn Fn(usize) -> Vec<u8> + Sync + 'a>,
}

impl LargeFile<'_> {
    /// Makes some parts at once.
    pub fn some(&self, parts: std::ops::Range<usize>) -> Vec<Vec<u8>> {
        parts.into_par_iter().map(|part| (self.part)(part)).collect()
    }

    /// All its bytes, for a small one.
    pub fn bytes(&self) -> Vec<u8> {
        self.some(0..self.parts).concat()
    }
}

/// Whether drafts are on the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// Left out.
    #[default]
    Hide,
    /// Shown, and marked.
    Show,
}

/// What a build is asked for, beside the book.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Drafts or not.
    pub drafts: Drafts,
    /// Commit of HEAD, 40 hexadecimal digits.
    pub commit: Option<String>,
    /// Objectives left out by `--keep-going`, by id with their file: named on the home page.
    pub left_out: Vec<(String, String)>,
    /// How pages look.
    pub look: Look,
}

/// The inputs of every page.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What the folder says.
    pub book: &'a Book,
    /// Its texts.
    pub sources: &'a Sources,
    /// Where everything stands.
    pub standing: &'a Standing,
    /// What the check said, without what is allowed.
    pub findings: &'a [Diagnostic],
    /// Which linked files are there.
    pub assets: &'a Assets,
    /// Who wrote what, and what was moved; without git it is empty.
    pub chronicle: &'a Chronicle,
    /// What is asked for.
    pub options: &'a Options,
}

/// A failure to render.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The theme is wrong, whatever the page.
    #[error("{0}")]
    Theme(String),
    /// A template does not render.
    #[error("cannot render {page}: {reason}")]
    Template {
        /// Which page.
        page: String,
        /// What the engine says.
        reason: String,
    },
    /// Something in it is not for those the site is for.
    #[error("cannot publish {page}: it names what is internal")]
    Withheld {
        /// Which page.
        page: String,
    },
}

/// A piece of work that makes some files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Job {
    /// A part of a family of pages: the family's place in [`pages::ALL`], and the part's.
    Family(usize, usize),
    /// The pages of objectives that stand side by side in the book: the first of them, and how many.
    Objectives(ObjectiveIx, usize),
}

impl Job {
    /// The same work in its smallest pieces, so that what fails in one of them hides nothing of the next.
    pub fn one_by_one(self) -> impl Iterator<Item = Job> {
        let count = match self {
            Job::Family(..) => 1,
            Job::Objectives(_, count) => count,
        };
        (0..count).map(move |at| match self {
            Job::Family(..) => self,
            Job::Objectives(first, _) => Job::Objectives(ObjectiveIx(first.0 + at), 1),
        })
    }
}

/// The whole site, ready to be rendered in any order.
pub struct Site<'a> {
    inputs: Inputs<'a>,
    theme: Theme<'a>,
    words: &'static PageWords,
    language: Language,
    /// The headers that were made, by what decides how they look and by their symbols.
    tops: RwLock<HashMap<TopOf, HashMap<SymbolSet, tera::Value, RandomState>, RandomState>>,
    sprite: icon::Sprite,
    /// Symbols that every page refers to.
    on_every_page: SymbolSet,
    pages_of_files: PagesOfFiles<'a>,
    index: Index<'a>,
    history: check_in::History<'a>,
    plans: pages::Plans,
    asked: Option<Asked>,
}

impl<'a> Site<'a> {
    /// Prepares what pages share.
    ///
    /// # Errors
    /// When the theme is wrong.
    pub fn new(inputs: Inputs<'a>) -> Result<Site<'a>, Failure> {
        let config = &inputs.book.config;
        let words = config.language.page_words();
        let shows = |objective: &Objective| shows(inputs.options, objective);
        let index = || Index::new(inputs.book, inputs.standing, shows);
        let theme = || Theme::new(&inputs.options.look);
        let (index, (theme, pages_of_files)) = rayon::join(index, || (theme(), PagesOfFiles::of(&inputs)));
        let mut theme = theme?;
        theme.share("w", words);
        let site = frame::site_data(&inputs);
        let on_every_page = site.symbols();
        theme.share("site", site);
        Ok(Site {
            inputs,
            theme,
            words,
            language: config.language,
            tops: RwLock::default(),
            sprite: icon::Sprite::default(),
            on_every_page,
            pages_of_files,
            index,
            history: check_in::History::of(inputs.book),
            plans: pages::Plans::default(),
            asked: None,
        })
    }

    /// All there is to do, the single pages first. How many parts a family has is counted when its turn comes: nothing
    /// else waits for it.
    pub fn jobs(&self) -> impl ParallelIterator<Item = Job> {
        let families = pages::ALL.par_iter().with_max_len(1).enumerate();
        let parts = families.flat_map(|(at, family)| {
            let parts = (0..family.count(self)).into_par_iter();
            parts
                .with_max_len(TOGETHER)
                .map(move |part| Job::Family(at, part))
        });
        let count = self.inputs.book.objectives.len();
        // A small site has work for all threads first.
        let width = SIDE_BY_SIDE.min(count.div_ceil(4 * rayon::current_num_threads()).max(1));
        let objectives = (0..count.div_ceil(width)).into_par_iter();
        let objectives = objectives
            .with_max_len(TOGETHER / width)
            .map(move |at| at * width)
            .map(move |first| Job::Objectives(ObjectiveIx(first), width.min(count - first)));
        parts.chain(objectives)
    }

    /// The pieces of work that may make the file at a path: for who wants single files. One that is no file of the site
    /// has some as well, and none of them makes it.
    pub fn jobs_for(&self, path: &str) -> Vec<Job> {
        let id = path
            .strip_prefix("objectives/")
            .or_else(|| path.strip_prefix("badge/"));
        let objective = id.and_then(|below| self.objective_of(below));
        let objective = objective.map(|ix| Job::Objectives(ix, 1));
        let families = pages::ALL.iter().enumerate();
        let parts = families
            .filter(|(_, family)| (family.holds)(path))
            .flat_map(|(at, family)| {
                let parts = family.parts_for(self, path);
                parts.map(move |part| Job::Family(at, part))
            });
        objective.into_iter().chain(parts).collect()
    }

    /// The objective to whose folder, or former folder, a path belongs.
    fn objective_of(&self, below: &str) -> Option<ObjectiveIx> {
        let book = self.inputs.book;
        let of_id = |id: &str| {
            let is_former = |objective: &Objective| objective.aliases.iter().any(|alias| alias.value == id);
            let former = || book.objectives.iter().position(is_former).map(ObjectiveIx);
            book.find(id).or_else(former).filter(|&ix| self.shows(&book[ix]))
        };
        let folders = below.rmatch_indices('/').map(|(at, _)| &below[..at]);
        below
            .strip_suffix(".svg")
            .into_iter()
            .chain(folders)
            .find_map(of_id)
    }

    /// The files that grow with the whole site: its data.
    pub fn large(&self) -> Vec<LargeFile<'a>> {
        vec![data::json(self.inputs), data::csv(self.inputs)]
    }

    /// The files of one piece of work.
    ///
    /// # Errors
    /// When a template asks for what is not there.
    pub fn run(&self, job: Job) -> Result<Vec<OutputFile>, Failure> {
        match job {
            Job::Family(family, part) => pages::ALL[family].files(self, part),
            Job::Objectives(ObjectiveIx(first), count) => {
                let all = (first..first + count).map(ObjectiveIx);
                let shown: Vec<ObjectiveIx> = all.filter(|&ix| self.shows(&self.inputs.book[ix])).collect();
                pages::objective::files(self, &shown)
            }
        }
    }

    /// Whether an objective has a page.
    fn shows(&self, objective: &Objective) -> bool {
        shows(self.inputs.options, objective)
    }

    /// The name to show for a handle.
    fn person_name<'b>(&'b self, handle: &'b str) -> &'b str {
        self.index
            .person(self.inputs.book, handle)
            .map_or(handle, |person| &person.name)
    }

    /// The frame of a page.
    fn frame(&self, here: &Here, room: Room, title: &str, period_name: Option<&str>) -> Frame {
        let site = &self.inputs.book.config.title;
        let mut frame = frame::frame(self.words, site, here, room, title, period_name);
        let url = self.inputs.book.config.url.as_deref();
        frame.canonical = url
            .filter(|_| here.file != Route::NotFound.file())
            .map(|url| Here::anywhere(String::new(), url).canonical(&here.file));
        frame
    }

    /// The header of a page with these symbols, made once for all pages that have the same.
    fn top(&self, of: &TopOf, symbols: SymbolSet) -> Result<tera::Value, Failure> {
        let known = self.tops.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(top) = known.get(of).and_then(|tops| tops.get(&symbols)) {
            return Ok(top.clone());
        }
        drop(known);
        let mut top = self.theme.top(&of.top(self.words))?;
        self.sprite.put_into(&mut top, symbols);
        // What a template writes is UTF-8, or the engine says that it is not.
        let top = tera::Value::safe_string(&String::from_utf8_lossy(&top));
        let mut known = self.tops.write().unwrap_or_else(PoisonError::into_inner);
        let tops = known.entry(of.clone()).or_default();
        Ok(tops.entry(symbols).or_insert(top).clone())
    }

    /// `lang` of a text, when it is not the site's.
    fn lang(&self, language: Language) -> Option<&'static str> {
        (language != self.language).then(|| language.code())
    }

    /// A page of the site.
    fn page<T: JsonSchema + Serialize>(
        &self,
        template: &str,
        frame: &Frame,
        data: &T,
    ) -> Result<OutputFile, Failure> {
        if let Some(asked) = &self.asked {
            return self.data_of_page(asked, template, frame, data);
        }
        let top = self.top(&frame.top, SymbolSet::default())?;
        let mut page = self.theme.page(template, frame, &top, data)?;
        self.sprite.put_used_into(&mut page);
        Ok(OutputFile::new(frame.file.clone(), page))
    }

    /// A page with long texts: the same in less time. Somebody else's template may do anything with them, and gets them.
    fn page_of_long_texts<T: JsonSchema + Serialize + LongTexts>(
        &self,
        template: &str,
        frame: &Frame,
        data: T,
    ) -> Result<OutputFile, Failure> {
        if !self.theme.is_built_in() || self.asked.is_some() {
            return self.page(template, frame, &data);
        }
        let top = self.top(&frame.top, SymbolSet::default())?;
        let put_symbols = |page: &mut Vec<u8>, symbols| self.sprite.put_into(page, symbols);
        let page = self
            .theme
            .page_of_long_texts(template, frame, &top, data, put_symbols)?;
        Ok(OutputFile::new(frame.file.clone(), page))
    }

    /// A page of which there are many, with nothing but texts: the same in less time. Somebody else's template may do
    /// anything with its texts, and is asked for each page.
    fn page_of_texts<T: JsonSchema + Serialize + Texts>(
        &self,
        template: &'static str,
        frame: &Frame,
        data: &T,
    ) -> Result<OutputFile, Failure> {
        if !self.theme.is_built_in() || self.asked.is_some() {
            return self.page(template, frame, data);
        }
        let texts = frame.texts().into_iter().chain(data.texts());
        let symbols = texts.fold(self.on_every_page, |symbols, (_, text)| symbols | text.symbols());
        let top = self.top(&frame.top, symbols)?;
        let page = self.theme.page_of_texts(template, frame, &top, data)?;
        debug_assert_eq!(
            symbols,
            self.on_every_page | SymbolSet::in_markup(&page),
            "{}",
            frame.file
        );
        Ok(OutputFile::new(frame.file.clone(), page))
    }
}

/// Pieces that one thread makes one behind the other, at most: another one that has nothing to do takes the next ones.
const TOGETHER: usize = 64;
/// Objectives whose pages are made side by side, at most: so many that their texts still fit into the memory next to a
/// processor.
const SIDE_BY_SIDE: usize = 8;

/// Whether an objective has a page.
fn shows(options: &Options, objective: &Objective) -> bool {
    !objective.draft || options.drafts == Drafts::Show
}

/// Beside the objectives' own pages: the style sheet and the scripts.
fn assets(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    Ok(vec![
        OutputFile::new(Route::Style.file(), site.theme.style().into_bytes()),
        OutputFile::new(Route::Script.file(), site.theme.script().as_bytes().to_vec()),
        OutputFile::new(
            Route::SearchScript.file(),
            site.theme.search_script().as_bytes().to_vec(),
        ),
    ])
}

/// Begins what is scrolled sideways where it is wider than the page, with its name for the ear; `</div>` ends it.
fn begin_scroll(html: &mut Html, name: &str) {
    html.markup(r#"<div class="scroll" tabindex="0" role="region" aria-label=""#)
        .text(name)
        .markup("\">");
}

/// A text in a page that is a link when there is somewhere to go.
fn link(html: &mut Html, href: &str, text: &str) {
    link_in(html, href, None, text);
}

/// The same in a language, when it is not the site's.
fn link_in(html: &mut Html, href: &str, lang: Option<&'static str>, text: &str) {
    link_with(html.tag("a"), href, lang, text);
}

/// A link to another page.
fn link_to(html: &mut Html, here: &Here, route: Route<'_>, lang: Option<&'static str>, text: &str) {
    let link = html.tag("a").way(here, |page| here.link_into(page, route));
    holding_in(link, lang, text);
}

/// A link to a place on another page.
fn link_to_anchor(
    html: &mut Html,
    here: &Here,
    (route, anchor): (Route<'_>, &str),
    lang: Option<&'static str>,
    text: &str,
) {
    let link = html
        .tag("a")
        .way(here, |page| here.anchor_into(page, route, 1, anchor));
    holding_in(link, lang, text);
}

/// A link that looks like the title that it is.
fn link_of_title(html: &mut Html, href: &str, lang: Option<&'static str>, text: &str) {
    link_with(tag!(html, "a", "class" = "tt"), href, lang, text);
}

fn link_with(link: Tag<'_>, href: &str, lang: Option<&'static str>, text: &str) {
    holding_in(link.attr("href", href), lang, text);
}

/// An element with a text in a language, when it is not the site's.
fn holding_in(tag: Tag<'_>, lang: Option<&'static str>, text: &str) {
    let tag = match lang {
        Some(lang) => tag.attr("lang", lang),
        None => tag,
    };
    tag.holding(text);
}
