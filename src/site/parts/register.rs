//! The four registers: what check-ins, closing sections and retrospectives put on record, and a row of it.

use jiff::civil::Date;

use crate::history::PeriodState;
use crate::model::{self, CheckIn, ObjectiveIx, PeriodIx, Status};
use crate::site::Site;
use crate::site::check_in;
use crate::site::figures;
use crate::site::html::{Html, tag};
use crate::site::markdown;
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::sign::glyph_into;
use crate::site::symbol::Symbol;
use crate::source::FileId;
use crate::words::{Language, PageWords};

/// Characters of an entry that a list shows; where it was written stands all of it.
const ENTRY: usize = 420;
/// Characters of an objective's title beside it.
const TITLE: usize = 60;

/// A register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// `### Asks`
    Asks,
    /// `### Risks`
    Risks,
    /// `### Decisions`
    Decisions,
    /// `### Learnings`
    Learnings,
}

impl Register {
    /// In the order in which a review goes through them.
    pub const ALL: [Register; 4] = [
        Register::Asks,
        Register::Risks,
        Register::Decisions,
        Register::Learnings,
    ];

    /// Its folder.
    pub fn slug(self) -> &'static str {
        match self {
            Register::Asks => "asks",
            Register::Risks => "risks",
            Register::Decisions => "decisions",
            Register::Learnings => "learnings",
        }
    }

    /// Its name.
    pub fn name(self, words: &PageWords) -> &'static str {
        match self {
            Register::Asks => words.asks,
            Register::Risks => words.risks,
            Register::Decisions => words.decisions,
            Register::Learnings => words.learnings,
        }
    }

    /// What it is for.
    pub fn lede(self, words: &PageWords) -> &'static str {
        match self {
            Register::Asks => words.asks_lede,
            Register::Risks => words.risks_lede,
            Register::Decisions => words.decisions_lede,
            Register::Learnings => words.learnings_lede,
        }
    }

    /// Whether an entry waits for something, until a later check-in follows.
    pub fn can_be_open(self) -> bool {
        matches!(self, Register::Asks | Register::Risks)
    }

    /// What a check-in put into it.
    pub fn of_check_in(self, check_in: &CheckIn) -> &[model::Entry] {
        match self {
            Register::Asks => &check_in.asks,
            Register::Risks => &check_in.risks,
            Register::Decisions => &check_in.decisions,
            Register::Learnings => &check_in.learnings,
        }
    }

    /// Its sign: a risk keeps its colour while it is open.
    pub fn glyph_into(self, html: &mut Html, open: bool) {
        let (class, symbol) = match self {
            Register::Asks => ("g ask", Symbol::Ask),
            Register::Risks if open => ("g risk", Symbol::Risk),
            Register::Risks => ("g none", Symbol::Risk),
            Register::Decisions => ("g dec", Symbol::Decision),
            Register::Learnings => ("g bulb", Symbol::Bulb),
        };
        glyph_into(html, class, symbol);
    }
}

/// Where an entry was written.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// A check-in, by its place.
    CheckIn(ObjectiveIx, usize),
    /// The closing section of an objective.
    Closing(ObjectiveIx),
    /// A retrospective, by its place.
    Retrospective(usize),
}

/// An entry of a register.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// When it was written.
    pub date: Date,
    /// In which period.
    pub period: PeriodIx,
    /// Which team; nothing for the whole organisation.
    pub team: &'a str,
    /// Where.
    pub origin: Origin,
    /// Its text.
    pub entry: &'a model::Entry,
    /// Whether it still waits for something.
    pub open: bool,
    language: Language,
    file: FileId,
}

/// The first check-in of an objective whose asks and risks are open: the latest one, while the objective runs.
pub fn open_from(site: &Site<'_>, ix: ObjectiveIx) -> Option<usize> {
    let (objective, standing) = (&site.inputs.book[ix], &site.inputs.standing[ix]);
    let runs = parts::state_of(site, objective.period) != PeriodState::Closed
        && objective.dropped.is_none()
        && !matches!(standing.status, Some(Status::Done | Status::Cancelled));
    let latest = standing.check_ins.iter().rposition(|check_in| !check_in.future);
    runs.then(|| latest.unwrap_or(0))
}

/// All entries of a register, the newest first.
pub fn entries<'a>(site: &Site<'a>, register: Register) -> Vec<Entry<'a>> {
    let book = site.inputs.book;
    let mut all = Vec::new();
    for at in 0..book.objectives.len() {
        of_objective(site, register, ObjectiveIx(at), &mut all);
    }
    for (at, retrospective) in book.retrospectives.iter().enumerate() {
        let written = match register {
            Register::Decisions => &retrospective.decisions,
            Register::Learnings => &retrospective.learnings,
            Register::Asks | Register::Risks => continue,
        };
        all.extend(written.iter().map(|entry| {
            Entry {
                date: retrospective
                    .date
                    .unwrap_or_else(|| end_of(site, retrospective.period)),
                period: retrospective.period,
                team: retrospective.team.as_deref().unwrap_or_default(),
                origin: Origin::Retrospective(at),
                entry,
                open: false,
                language: retrospective.language,
                file: retrospective.file,
            }
        }));
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    all
}

/// The open entries of a register in some objectives, the newest first.
pub fn open_of<'a>(site: &Site<'a>, register: Register, objectives: &[ObjectiveIx]) -> Vec<Entry<'a>> {
    let mut open = Vec::new();
    // Only one that runs has open entries.
    for &ix in objectives.iter().filter(|&&ix| open_from(site, ix).is_some()) {
        of_objective(site, register, ix, &mut open);
    }
    open.retain(|entry| entry.open);
    open.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    open
}

fn of_objective<'a>(site: &Site<'a>, register: Register, ix: ObjectiveIx, all: &mut Vec<Entry<'a>>) {
    let objective = &site.inputs.book[ix];
    if !site.shows(objective) {
        return;
    }
    let open_from = open_from(site, ix);
    let entry = |date, origin, entry, open| Entry {
        date,
        period: objective.period,
        team: &objective.team,
        origin,
        entry,
        open,
        language: objective.language,
        file: objective.file,
    };
    for (place, check_in) in objective.check_ins.iter().enumerate() {
        let open = register.can_be_open() && open_from.is_some_and(|from| place >= from);
        let written = register.of_check_in(check_in).iter();
        all.extend(written.map(|it| entry(check_in.date, Origin::CheckIn(ix, place), it, open)));
    }
    if let (Register::Learnings, Some(closing)) = (register, &objective.retrospective) {
        let date = end_of(site, objective.period);
        let written = closing.learnings.iter();
        all.extend(written.map(|it| entry(date, Origin::Closing(ix), it, false)));
    }
}

/// The last day of a period, or today when it has none or is not over.
fn end_of(site: &Site<'_>, period: PeriodIx) -> Date {
    let today = site.inputs.standing.as_of;
    site.inputs.book.periods[period.0]
        .end
        .map_or(today, |end| end.min(today))
}

/// Whether a row names the team of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Team {
    /// It does.
    Named,
    /// It stands above the rows.
    Above,
}

/// A row: the text, how long it has been open, when it was written, whose it is, and in which check-in.
pub fn row(site: &Site<'_>, here: &Here, html: &mut Html, register: Register, entry: &Entry<'_>, team: Team) {
    let book = site.inputs.book;
    let lang = site.lang(entry.language);
    html.markup("<li>");
    register.glyph_into(html, entry.open);
    let mut text = tag!(html, "span", "class" = "t");
    if let Some(lang) = lang {
        text = text.attr("lang", lang);
    }
    text.open();
    let plain = markdown::plain(&entry.entry.text);
    if plain.chars().count() <= ENTRY {
        markdown::inline(site, here, html, entry.file, &entry.entry.text);
    } else {
        html.text(&parts::shortened(&plain, ENTRY));
    }
    html.markup("</span>");
    if entry.open {
        let age = figures::age(Some(entry.date), site.inputs.standing.as_of, site.language);
        tag!(html, "span", "class" = "small muted").holding(&age);
    }
    html.markup("<span class=\"d\">");
    let day = site.language.long_date(entry.date);
    html.html(&parts::time_html(entry.date, &day)).text(" · ");
    if !entry.team.is_empty() && team == Team::Named {
        crate::site::link(
            html,
            &here.to(Route::Team(entry.team)),
            parts::team_name(site, entry.team),
        );
        html.text(" · ");
    }
    let (href, title, owner) = match entry.origin {
        Origin::CheckIn(ix, at) => (
            check_in::href(site, here, ix, at),
            book[ix].title.value.as_str(),
            book[ix].owner.as_ref(),
        ),
        Origin::Closing(ix) => (
            here.to_anchor(Route::Objective(&book[ix].id), "okr-retrospective"),
            book[ix].title.value.as_str(),
            book[ix].owner.as_ref(),
        ),
        Origin::Retrospective(at) => (
            here.to(Route::Retrospective(&book.retrospectives[at].id)),
            site.words.retrospective,
            None,
        ),
    };
    if let Some(owner) = owner {
        html.html(&parts::owner_html(site, here, Some(owner.value.as_str())));
        html.text(" · ");
    }
    let mut link = html.tag("a").attr("href", &href);
    if let (Some(lang), Origin::CheckIn(..) | Origin::Closing(_)) = (lang, entry.origin) {
        link = link.attr("lang", lang);
    }
    link.holding(&parts::shortened(title, TITLE));
    html.markup("</span></li>");
}
