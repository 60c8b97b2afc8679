//! Where to look for something: a box for the script, and for everybody the objectives from A to Z.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ObjectiveIx;
use crate::site::data::search::SIGNS;
use crate::site::fold;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::parts::register::Register;
use crate::site::route::{Here, Route};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site};

/// Bytes of a row beside its title, its address and its names.
const ROW: usize = 110;
/// The first of the scripts of which not every letter has a heading.
const MANY_LETTERS: char = '\u{700}';

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    script: String,
    root: String,
    signs: String,
    routes: String,
    kinds: String,
    lede: String,
    empty: Option<String>,
    letters: Vec<Letter>,
    groups: Vec<Group>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let groups = self.groups.iter_mut();
        groups.map(|group| &mut group.rows_html).collect()
    }
}

/// The way to a letter.
#[derive(Clone, JsonSchema, Serialize)]
struct Letter {
    name: String,
    href: String,
}

#[derive(JsonSchema, Serialize)]
struct Group {
    id: String,
    name: String,
    rows_html: Html,
}

/// An objective and what it is sorted by.
struct Entry {
    words: String,
    ix: ObjectiveIx,
}

/// `search/index.html`, and its further pages.
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let entries = entries(site);
    let sizes = entries.iter().map(|entry| size(site, entry.ix));
    let cut = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
    let heads: Vec<(usize, &Entry)> = heads(&entries, &cut);
    let words = site.words;
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(Route::Search.page_file(at + 1));
            let letters = heads.iter().map(|(page, entry)| Letter {
                name: name(site, entry),
                href: here.to_page_anchor(Route::Search, page + 1, &anchor(entry)),
            });
            let page = Page {
                crumbs_html: parts::crumbs(site, &here, [(None, words.search)]),
                script: here.to(Route::SearchScript),
                root: here.root().to_owned(),
                signs: signs(site),
                routes: routes(site),
                kinds: kinds(site),
                lede: site.language.count(words.n_objectives, entries.len()),
                empty: entries
                    .is_empty()
                    .then(|| parts::attention::first_steps(site, "objectives/"))
                    .flatten(),
                letters: letters.collect(),
                groups: entries[range.clone()]
                    .chunk_by(|a, b| letter(a) == letter(b))
                    .map(|of_letter| group(site, &here, of_letter))
                    .collect(),
                pager: paging::pager(site, &here, Route::Search, at + 1, cut.len()),
            };
            let frame = site.frame(&here, Room::Elsewhere, words.search, None);
            site.page_of_long_texts("search.html", &frame, page)
        })
        .collect()
}

/// Every objective in the order of its words.
fn entries(site: &Site<'_>) -> Vec<Entry> {
    let objectives = site.inputs.book.objectives.iter().enumerate();
    let mut entries: Vec<Entry> = objectives
        .filter(|(_, objective)| site.shows(objective))
        .map(|(at, objective)| {
            let mut words = String::with_capacity(objective.title.len() + 8);
            fold::each_word(&objective.title, |word| {
                words.push_str(word);
                words.push(' ');
            });
            Entry {
                words,
                ix: ObjectiveIx(at),
            }
        })
        .collect();
    let place = |entry: &Entry| entry.words.is_empty();
    entries.sort_unstable_by(|a, b| (place(a), &a.words, a.ix).cmp(&(place(b), &b.words, b.ix)));
    entries
}

/// The first entry of each letter, and the page that it stands on.
fn heads<'e>(entries: &'e [Entry], cut: &[Range<usize>]) -> Vec<(usize, &'e Entry)> {
    let mut heads: Vec<(usize, &Entry)> = Vec::new();
    for (page, range) in cut.iter().enumerate() {
        for entry in &entries[range.clone()] {
            if heads.last().is_none_or(|(_, head)| letter(head) != letter(entry)) {
                heads.push((page, entry));
            }
        }
    }
    heads
}

/// `0` for all digits; nothing for what has no heading of its own.
fn letter(entry: &Entry) -> Option<char> {
    let first = entry.words.chars().next()?;
    match first {
        first if first.is_numeric() => Some('0'),
        first => (first < MANY_LETTERS).then_some(first),
    }
}

fn anchor(entry: &Entry) -> String {
    match letter(entry) {
        Some(letter) => format!("okr-l-{letter}"),
        None => "okr-l-other".to_owned(),
    }
}

fn name(site: &Site<'_>, entry: &Entry) -> String {
    match letter(entry) {
        Some('0') => "0–9".to_owned(),
        Some(letter) => letter.to_uppercase().collect(),
        None => site.words.other_letters.to_owned(),
    }
}

fn group(site: &Site<'_>, here: &Here, entries: &[Entry]) -> Group {
    let first = &entries[0];
    let mut rows_html = Html::with_capacity(entries.len() * 3 * ROW);
    for entry in entries {
        row(site, here, &mut rows_html, entry.ix);
    }
    Group {
        id: anchor(first),
        name: name(site, first),
        rows_html,
    }
}

fn row(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx) {
    let objective = &site.inputs.book[ix];
    html.markup("<li>");
    let href = here.to(Route::Objective(&objective.id));
    let mut link = html.tag("a").attr("href", &href);
    if let Some(lang) = site.lang(objective.language) {
        link = link.attr("lang", lang);
    }
    link.holding(&objective.title);
    html.markup(" <small>")
        .text(&site.inputs.book.period_of(objective).name)
        .text(" · ")
        .text(parts::team_name(site, &objective.team))
        .markup("</small></li>");
}

fn size(site: &Site<'_>, ix: ObjectiveIx) -> usize {
    let objective = &site.inputs.book[ix];
    ROW + objective.id.len()
        + objective.title.len()
        + site.inputs.book.period_of(objective).name.len()
        + parts::team_name(site, &objective.team).len()
}

/// Class, reference to the symbol, and word of every sign, for the script.
fn signs(site: &Site<'_>) -> String {
    let sign = SIGNS.map(|sign| {
        [
            sign.class().to_owned(),
            ["#", sign.symbol().id()].concat(),
            sign.word(site.words).to_owned(),
        ]
    });
    json(&sign)
}

/// What documents are called, in the order of [`crate::site::data::search`], and then the entries of registers.
fn kinds(site: &Site<'_>) -> String {
    let words = site.words;
    let register = |register: &Register| match register {
        Register::Asks => words.ask,
        Register::Risks => words.risk,
        Register::Decisions => words.decision,
        Register::Learnings => words.learning,
    };
    let of: Vec<&str> = Register::ALL.iter().map(register).collect();
    json(
        &[words.objective, words.team, words.person, words.retrospective]
            .into_iter()
            .chain(of)
            .collect::<Vec<&str>>(),
    )
}

/// The addresses of documents, with `{}` for an id: in the order of [`crate::site::data::search`], then the pages of an
/// objective's history.
fn routes(site: &Site<'_>) -> String {
    const ID: &str = "{}";
    let of = [
        Route::Objective(ID),
        Route::Team(ID),
        Route::Person(ID),
        Route::Retrospective(ID),
    ];
    let history = (1..=site.history.longest()).map(|page| Route::ObjectiveHistory(ID).page_file(page));
    json(&of.iter().map(Route::file).chain(history).collect::<Vec<String>>())
}

fn json<T: Serialize>(of: &T) -> String {
    serde_json::to_string(of).unwrap_or_default()
}
