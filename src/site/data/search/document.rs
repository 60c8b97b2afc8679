//! What a search finds: teams, people, objectives with everything that is said of them, and retrospectives.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::{Date, date};
use rayon::prelude::*;

use super::Names;
use super::literal::{list, number, text};
use crate::few::Few;
use crate::model::{self, ObjectiveIx, PeriodIx};
use crate::score::Band;
use crate::site::Site;
use crate::site::chart;
use crate::site::figures;
use crate::site::fold;
use crate::site::markdown;
use crate::site::pages::retrospectives;
use crate::site::parts::register::Register;
use crate::site::parts::{self, shortened};
use crate::site::sign::Sign;

/// Where a text stands, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title of an objective, the name of a team or a person.
    Title,
    /// The title of a key result.
    KeyResult,
    /// The period, the team, the owners, the tags.
    Whose,
    /// The takeaway of a check-in.
    Takeaway,
    /// An entry of a register.
    Entry,
}

/// How many fields there are.
pub const FIELDS: usize = 5;

/// The signs that a result may show; a document names the place of its own.
pub const SIGNS: [Sign; 17] = {
    use crate::model::Status::*;
    [
        Sign::Word(OnTrack),
        Sign::Word(AtRisk),
        Sign::Word(OffTrack),
        Sign::Word(Pending),
        Sign::Word(Paused),
        Sign::Word(Done),
        Sign::Word(Cancelled),
        Sign::Stale,
        Sign::NoCheckIn,
        Sign::NotStarted,
        Sign::NoStatus,
        Sign::Dropped,
        Sign::Ended(Band::Missed),
        Sign::Ended(Band::InBetween),
        Sign::Ended(Band::CameClose),
        Sign::Ended(Band::Reached),
        Sign::NoScore,
    ]
};

/// Characters of a title or a takeaway that a result shows where entries are shortened too.
const TITLE: usize = 300;
/// Bytes of a document whose older check-ins are found, and not shown.
const LARGE: usize = 60_000;
/// Bytes that the brackets and numbers of an objective, a key result, a check-in and an entry take.
const MARKS: [usize; 4] = [40, 8, 12, 6];

/// Something that a search finds.
#[derive(Debug)]
pub enum Document<'a> {
    /// A team or a person: what it is, its id, its name.
    Named(Kind, &'a str, &'a str),
    /// An objective.
    Objective(Box<Objective<'a>>),
    /// A retrospective, for its entries in the registers.
    Retrospective(Box<Retrospective<'a>>),
}

/// What a document is, as the script of the page tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An objective.
    Objective,
    /// A team.
    Team,
    /// A person.
    Person,
    /// A retrospective.
    Retrospective,
}

/// A name and its id.
type Name<'a> = (&'a str, &'a str);

/// An objective as it is found.
#[derive(Debug)]
pub struct Objective<'a> {
    id: &'a str,
    title: &'a str,
    sign: usize,
    score: String,
    period: Name<'a>,
    team: Name<'a>,
    owner: Option<Name<'a>>,
    key_results: Vec<KeyResult<'a>>,
    /// The newest first.
    check_ins: Vec<CheckIn<'a>>,
    tags: Vec<&'a str>,
    lang: Option<&'static str>,
}

#[derive(Debug)]
struct KeyResult<'a> {
    key_result: &'a model::KeyResult,
    /// When it is not the objective's.
    owner: Option<Name<'a>>,
}

/// A check-in that says something in short, or the closing section.
#[derive(Debug)]
struct CheckIn<'a> {
    /// 0 for the objective's own page, else the page of its history.
    page: u32,
    place: Place,
    takeaway: Cow<'a, str>,
    entries: Few<Entry<'a>>,
}

/// Where something stands on its page.
#[derive(Debug)]
enum Place {
    /// The closing section.
    Closing,
    /// The one check-in of a day.
    Day(Date),
    /// Another one of that day, by its anchor.
    Anchor(Box<str>),
}

/// The place of its register in [`Register::ALL`], and its text.
type Entry<'a> = (usize, Cow<'a, str>);

/// A retrospective as it is found.
#[derive(Debug)]
pub struct Retrospective<'a> {
    id: &'a str,
    title: String,
    period: Name<'a>,
    team: Option<Name<'a>>,
    entries: Few<Entry<'a>>,
    lang: Option<&'static str>,
}

/// Everything that can be found: teams, people, objectives with those of the current period first, retrospectives.
pub fn all<'a>(site: &Site<'a>) -> Vec<Document<'a>> {
    let book = site.inputs.book;
    let running = site.index.running();
    let others = (0..book.periods.len())
        .rev()
        .map(PeriodIx)
        .filter(|period| !running.contains(period));
    let objectives: Vec<ObjectiveIx> = running
        .iter()
        .copied()
        .chain(others)
        .flat_map(|period| site.index.of_period(period).iter().copied())
        .collect();
    let objectives: Vec<Document<'a>> = objectives
        .into_par_iter()
        .map(|ix| Document::Objective(Box::new(objective(site, ix))))
        .collect();
    let retrospectives = (0..book.retrospectives.len()).rev();
    book.teams
        .iter()
        .map(|team| Document::Named(Kind::Team, &team.id, &team.name))
        .chain(
            book.people
                .iter()
                .map(|person| Document::Named(Kind::Person, &person.id, &person.name)),
        )
        .chain(objectives)
        .chain(retrospectives.map(|at| Document::Retrospective(Box::new(retrospective(site, at)))))
        .collect()
}

fn objective<'a>(site: &Site<'a>, ix: ObjectiveIx) -> Objective<'a> {
    let book = site.inputs.book;
    let it = &book[ix];
    let sign = parts::sign(site, ix);
    let owner = it.owner.as_ref().map(|owner| person(site, &owner.value));
    let key_results = it.key_results.iter().map(|key_result| KeyResult {
        key_result,
        owner: key_result
            .owner
            .as_ref()
            .map(|owner| person(site, &owner.value))
            .filter(|it| Some(*it) != owner),
    });
    let mut tags: Vec<&str> = Vec::new();
    let of_key_results = it.key_results.iter().flat_map(|key_result| &key_result.tags);
    for tag in it.tags.iter().chain(of_key_results) {
        if !tags.contains(&tag.as_str()) {
            tags.push(tag);
        }
    }
    let period = book.period_of(it);
    Objective {
        id: &it.id,
        title: &it.title.value,
        sign: SIGNS.iter().position(|other| *other == sign).unwrap_or(0),
        score: figures::score(site.inputs.standing[ix].score, site.language),
        period: (&period.name, &period.id),
        team: team(site, &it.team.value),
        owner,
        key_results: key_results.collect(),
        check_ins: check_ins(site, ix),
        tags,
        lang: site.lang(it.language),
    }
}

fn check_ins<'a>(site: &Site<'a>, ix: ObjectiveIx) -> Vec<CheckIn<'a>> {
    let it = &site.inputs.book[ix];
    let closing = it.retrospective.iter().map(|closing| CheckIn {
        page: 0,
        place: Place::Closing,
        takeaway: Cow::Borrowed(""),
        entries: entries([(Register::Learnings, closing.learnings.as_slice())]),
    });
    let newest_first = it.check_ins.iter().enumerate().rev();
    let dated = newest_first.map(|(at, check_in)| {
        let of = Register::ALL.map(|register| (register, register.of_check_in(check_in)));
        CheckIn {
            page: site.history.page(ix, at) as u32,
            place: match check_in.number {
                1 => Place::Day(check_in.date),
                _ => Place::Anchor(check_in.anchor().as_str().into()),
            },
            takeaway: markdown::plain(check_in.title.as_deref().unwrap_or_default()),
            entries: entries(of),
        }
    });
    let mut all: Vec<CheckIn<'_>> = closing
        .chain(dated)
        .filter(|it| !it.takeaway.is_empty() || !it.entries.is_empty())
        .collect();
    all.shrink_to_fit();
    all
}

fn entries<'a, const N: usize>(of: [(Register, &'a [model::Entry]); N]) -> Few<Entry<'a>> {
    let of = of.into_iter().flat_map(|(register, entries)| {
        let place = Register::ALL.iter().position(|other| *other == register);
        entries
            .iter()
            .map(move |entry| (place.unwrap_or(0), markdown::plain(&entry.text)))
    });
    of.collect()
}

fn retrospective<'a>(site: &Site<'a>, at: usize) -> Retrospective<'a> {
    let book = site.inputs.book;
    let it = &book.retrospectives[at];
    let period = &book.periods[it.period.0];
    Retrospective {
        id: &it.id,
        title: retrospectives::name(site, it),
        period: (&period.name, &period.id),
        team: it.team.as_deref().map(|id| team(site, id)),
        entries: entries([
            (Register::Decisions, it.decisions.as_slice()),
            (Register::Learnings, it.learnings.as_slice()),
        ]),
        lang: site.lang(it.language),
    }
}

fn team<'a>(site: &Site<'a>, id: &'a str) -> Name<'a> {
    site.index
        .team(id)
        .map_or((id, id), |team| (&team.name, &team.id))
}

fn person<'a>(site: &Site<'a>, handle: &'a str) -> Name<'a> {
    let person = site.index.person(site.inputs.book, handle);
    person.map_or((handle, handle), |person| (&person.name, &person.id))
}

/// Whether the words of an id are all among those of a name.
pub fn is_said_by(id: &str, name: &str) -> bool {
    if id == name {
        return true;
    }
    let mut words = HashSet::new();
    fold::each_word(name, |word| {
        words.insert(word.to_owned());
    });
    let mut said = true;
    fold::each_word(id, |word| said &= words.contains(word));
    said
}

impl<'a> Document<'a> {
    /// How many key results it has.
    pub fn key_results(&self) -> usize {
        match self {
            Document::Objective(it) => it.key_results.len(),
            _ => 0,
        }
    }

    /// Every text by which it is found.
    pub fn each_text<'s>(&'s self, mut each: impl FnMut(Field, &'s str)) {
        let mut name = |(name, id): Name<'s>| {
            each(Field::Whose, name);
            if id != name {
                each(Field::Whose, id);
            }
        };
        match self {
            Document::Named(_, id, name) => {
                each(Field::Title, name);
                each(Field::Title, id);
            }
            Document::Retrospective(it) => {
                name(it.period);
                it.team.into_iter().for_each(name);
                each(Field::Title, &it.title);
                it.entries.iter().for_each(|(_, entry)| each(Field::Entry, entry));
            }
            Document::Objective(it) => {
                name(it.period);
                name(it.team);
                it.owner.into_iter().for_each(&mut name);
                it.key_results
                    .iter()
                    .filter_map(|it| it.owner)
                    .for_each(&mut name);
                each(Field::Title, it.title);
                it.key_results
                    .iter()
                    .for_each(|it| each(Field::KeyResult, &it.key_result.title));
                it.tags.iter().for_each(|tag| each(Field::Whose, tag));
                for check_in in &it.check_ins {
                    each(Field::Takeaway, &check_in.takeaway);
                    check_in
                        .entries
                        .iter()
                        .for_each(|(_, entry)| each(Field::Entry, entry));
                }
            }
        }
    }

    /// About how many bytes it takes, with entries of at most `entry` characters.
    pub fn size(&self, entry: usize) -> usize {
        let entries =
            |of: &[Entry<'_>]| -> usize { of.iter().map(|(_, text)| text.len().min(entry) + MARKS[3]).sum() };
        match self {
            Document::Named(_, id, name) => id.len() + name.len() + MARKS[1],
            Document::Retrospective(it) => it.id.len() + it.title.len() + MARKS[0] + entries(&it.entries),
            Document::Objective(it) => {
                let key_results = it
                    .key_results
                    .iter()
                    .map(|it| it.key_result.id.len() + it.key_result.title.len() + MARKS[1]);
                let check_ins = it
                    .check_ins
                    .iter()
                    .map(|it| it.takeaway.len() + MARKS[2] + entries(&it.entries));
                it.id.len()
                    + it.title.len()
                    + MARKS[0]
                    + key_results.sum::<usize>()
                    + check_ins.sum::<usize>()
            }
        }
    }

    /// Appends it as a list, with the places of its names.
    pub fn write(&self, out: &mut String, names: &mut Names<'a>, entry: usize) {
        match self {
            Document::Named(kind, id, name) => {
                begin(out, *kind, id, name, entry);
            }
            Document::Retrospective(it) => {
                begin(out, Kind::Retrospective, it.id, &it.title, entry);
                place(out, names, Some(it.period));
                place(out, names, it.team);
                out.push_str(",[");
                let before = out.len();
                it.entries
                    .iter()
                    .for_each(|it| write_entry(out, before, it, entry));
                out.push(']');
                if let Some(lang) = it.lang {
                    item(out, lang);
                }
            }
            Document::Objective(it) => it.write(out, names, entry),
        }
        out.push(']');
    }
}

impl<'a> Objective<'a> {
    fn write(&self, out: &mut String, names: &mut Names<'a>, entry: usize) {
        begin(out, Kind::Objective, self.id, self.title, entry);
        out.push(',');
        number(out, self.sign);
        item(out, &self.score);
        place(out, names, Some(self.period));
        place(out, names, Some(self.team));
        place(out, names, self.owner);
        out.push(',');
        list(out, &self.key_results, |out, it| {
            text(out, &it.key_result.id);
            item(out, &shortened(&it.key_result.title, title_of(entry)));
            // A number behind a title is the owner.
            if it.owner.is_some() {
                place(out, names, it.owner);
            }
        });
        out.push_str(",[");
        self.write_check_ins(out, entry);
        out.push(']');
        if !self.tags.is_empty() || self.lang.is_some() {
            out.push(',');
            list(out, &self.tags, |out, tag| text(out, tag));
        }
        if let Some(lang) = self.lang {
            item(out, lang);
        }
    }

    /// A list of check-ins for each page that has some, until there is no room.
    fn write_check_ins(&self, out: &mut String, entry: usize) {
        let room = if entry == usize::MAX { usize::MAX } else { LARGE };
        let before = out.len();
        let (mut page, mut later) = (None, None);
        for check_in in &self.check_ins {
            if out.len() - before > room {
                break;
            }
            match page {
                Some(page) if page == check_in.page => out.push(','),
                _ => {
                    let behind = page.map_or(0, |page| page + 1);
                    out.push_str(if page.is_some() { "]," } else { "" });
                    (behind..check_in.page).for_each(|_| out.push_str("[],"));
                    out.push('[');
                    page = Some(check_in.page);
                }
            }
            check_in.write(out, &mut later, entry);
        }
        out.push_str(if page.is_some() { "]" } else { "" });
    }
}

impl CheckIn<'_> {
    /// The anchor, or when it is a date the days since 1970, then how many days before the last one; the takeaway; register and text of each entry.
    fn write(&self, out: &mut String, later: &mut Option<Date>, entry: usize) {
        out.push('[');
        match &self.place {
            &Place::Day(day) => {
                let from = later.unwrap_or(date(1970, 1, 1));
                number(out, chart::days_between(from, day).unsigned_abs() as usize);
                *later = Some(day);
            }
            Place::Closing => text(out, "okr-retrospective"),
            Place::Anchor(anchor) => text(out, anchor),
        }
        item(out, &shortened(&self.takeaway, title_of(entry)));
        self.entries.iter().for_each(|it| write_entry(out, 0, it, entry));
        out.push(']');
    }
}

fn begin(out: &mut String, kind: Kind, id: &str, title: &str, entry: usize) {
    out.push('[');
    number(out, kind as usize);
    item(out, id);
    item(out, &shortened(title, title_of(entry)));
}

/// The characters of a title where an entry has so many.
fn title_of(entry: usize) -> usize {
    if entry == usize::MAX { entry } else { TITLE }
}

/// A text behind another item.
fn item(out: &mut String, of: &str) {
    out.push(',');
    text(out, of);
}

/// The place of a name, or -1.
fn place<'a>(out: &mut String, names: &mut Names<'a>, name: Option<Name<'a>>) {
    match name {
        Some((name, id)) => {
            out.push(',');
            number(out, names.place(name, id));
        }
        None => out.push_str(",-1"),
    }
}

fn write_entry(out: &mut String, before: usize, (register, of): &Entry<'_>, entry: usize) {
    if entry == 0 {
        return;
    }
    if out.len() > before {
        out.push(',');
    }
    number(out, *register);
    item(out, &shortened(of, entry));
}
