//! What every page has around its content: the navigation, the period menu, the footer, and what never changes.

use schemars::JsonSchema;
use serde::Serialize;

use super::html::{Html, tag};
use super::icon;
use super::route::{Here, Route};
use super::symbol::SymbolSet;
use super::theme::{Frame, NavEntry, PeriodEntry, Top};
use super::{Inputs, parts};
use crate::config::Scoring;
use crate::history::{GroupStanding, PeriodState};
use crate::model::Period;
use crate::words::PageWords;

/// Characters of the site's title, and of a period's name, in the header of every page.
pub const BRAND: usize = 60;
const PERIOD: usize = 30;

/// Which entry of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Room {
    /// Home and objectives.
    Overview,
    /// The map.
    Alignment,
    /// Teams.
    Teams,
    /// Check-ins.
    CheckIns,
    /// People.
    People,
    /// None of them.
    Elsewhere,
}

impl Room {
    /// In the order of the navigation.
    const ALL: [Room; 5] = [
        Room::Overview,
        Room::Alignment,
        Room::Teams,
        Room::People,
        Room::CheckIns,
    ];

    /// The page that its entry leads to.
    fn route(self) -> Option<Route<'static>> {
        match self {
            Room::Overview => Some(Route::Home),
            Room::Alignment => Some(Route::Map),
            Room::Teams => Some(Route::Teams),
            Room::People => Some(Route::People),
            Room::CheckIns => Some(Route::CheckIns),
            Room::Elsewhere => None,
        }
    }

    fn name(self, words: &PageWords) -> &'static str {
        match self {
            Room::Overview => words.overview,
            Room::Alignment => words.alignment,
            Room::Teams => words.teams,
            Room::People => words.people,
            Room::CheckIns => words.check_ins,
            Room::Elsewhere => "",
        }
    }
}

/// What is the same on every page: shared with the templates as `site`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SiteData {
    /// Of the site.
    title: String,
    /// The title as it fits the header.
    brand: String,
    /// Code of its language.
    lang: &'static str,
    /// The content security policy: the first element behind the charset.
    csp: String,
    /// Program and version.
    generator: String,
    /// What scores mean, in a sentence.
    footer: &'static str,
    /// The period menu: at most eight, the latest first.
    periods: Vec<PeriodEntry>,
    /// The signs of the statuses and of the registers, once a page: others refer to them.
    sprite_html: Html,
    /// A mark for the header.
    logo_html: Html,
    /// For a menu.
    chevron_html: Html,
    /// For the switch of colour schemes.
    contrast_html: Html,
    /// For the search.
    lens_html: Html,
    /// `head.html` of the repository.
    head_html: Option<Html>,
    /// `footer.html` of the repository.
    footer_html: Option<Html>,
}

/// The policy of every page: nothing but the site's own files, and the images that the configuration names.
pub fn content_security_policy(images: &[String]) -> String {
    let mut hosts = String::new();
    for host in images {
        hosts.push(' ');
        hosts.push_str(host);
    }
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{hosts}; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types okr"
    )
}

impl SiteData {
    /// The symbols that the code of the repository refers to, which is on every page.
    pub fn symbols(&self) -> SymbolSet {
        let code = self.head_html.iter().chain(&self.footer_html);
        code.fold(SymbolSet::default(), |used, html| used | html.symbols())
    }
}

/// What is the same on every page.
pub fn site_data(inputs: &Inputs<'_>) -> SiteData {
    let config = &inputs.book.config;
    let words = config.language.page_words();
    SiteData {
        title: config.title.clone(),
        brand: parts::shortened(&config.title, BRAND).into_owned(),
        lang: config.language.code(),
        csp: content_security_policy(&config.images),
        generator: concat!("okrbook ", env!("CARGO_PKG_VERSION")).to_owned(),
        footer: match config.scoring {
            Scoring::Progress => words.footer_progress,
            Scoring::Projection => words.footer_projection,
        },
        periods: period_menu(inputs, words),
        sprite_html: icon::place_of_symbols(),
        logo_html: icon::logo(),
        chevron_html: icon::chevron(),
        lens_html: icon::lens(),
        contrast_html: icon::contrast(),
        head_html: inputs.options.look.head.as_deref().map(Html::of_the_repository),
        footer_html: inputs.options.look.footer.as_deref().map(Html::of_the_repository),
    }
}

/// Periods that the menu names, at most: two years of quarters. And those of them that are still to come: the nearest, so
/// that they leave room for what runs.
const MENU: usize = 8;
const TO_COME: usize = 4;

/// The period menu, the latest first.
fn period_menu(inputs: &Inputs<'_>, words: &PageWords) -> Vec<PeriodEntry> {
    let mut entries: Vec<_> = inputs.book.periods.iter().zip(&inputs.standing.periods).collect();
    entries.reverse();
    let is_to_come = |(_, standing): &&(_, &GroupStanding)| standing.state == PeriodState::Upcoming;
    let to_come = entries.iter().take_while(is_to_come).count();
    entries.drain(..to_come.saturating_sub(TO_COME));
    entries.truncate(MENU);
    let entry = |(period, standing): (&Period, &GroupStanding)| PeriodEntry {
        file: Route::Period(&period.id).file(),
        name: period.name.clone(),
        note: state_word(standing.state, words),
    };
    entries.into_iter().map(entry).collect()
}

/// The word of a period's state.
pub fn state_word(state: PeriodState, words: &PageWords) -> &'static str {
    match state {
        PeriodState::Upcoming => words.upcoming,
        PeriodState::Active => words.active,
        PeriodState::Closed => words.closed,
    }
}

/// What decides how the header of a page looks: pages of one folder and one period have the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TopOf {
    root: String,
    room: Room,
    /// Whether the page is the room's own.
    own: bool,
    period_name: Option<String>,
}

impl TopOf {
    fn new(here: &Here, room: Room, period_name: Option<&str>) -> TopOf {
        TopOf {
            root: here.root().to_owned(),
            room,
            own: room.route().is_some_and(|route| route.file() == here.file),
            period_name: period_name.map(|name| parts::shortened(name, PERIOD).into_owned()),
        }
    }

    /// What its template shows.
    pub fn top(&self, words: &'static PageWords) -> Top {
        let here = Here::anywhere(String::new(), &self.root);
        let nav = Room::ALL.iter().filter_map(|&room| {
            Some(NavEntry {
                href: here.to(room.route()?),
                name: room.name(words),
                current: (room == self.room).then_some(if self.own { "page" } else { "true" }),
            })
        });
        Top {
            root: self.root.clone(),
            nav: nav.collect(),
            search: here.to(Route::Search),
            period_name: self.period_name.clone(),
        }
    }
}

/// The frame of a page of the site with that title.
pub fn frame(
    words: &'static PageWords,
    site: &str,
    here: &Here,
    room: Room,
    title: &str,
    period_name: Option<&str>,
) -> Frame {
    let mut footer = Html::with_capacity(120);
    if here.file != Route::Home.file() {
        tag!(footer, "a", "class" = "no-print")
            .attr("href", &here.to_anchor(Route::Home, "okr-build"))
            .holding(words.about_this_build);
    }
    Frame {
        file: here.file.clone(),
        title: title.to_owned(),
        window_title: match title == site {
            true => title.to_owned(),
            false => [title, " · ", site].concat(),
        },
        title_lang: None,
        root: here.root().to_owned(),
        feed: here.to(Route::Feed),
        canonical: None,
        top: TopOf::new(here, room, period_name),
        footer_html: footer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::fixture::Fixture;

    #[test]
    fn the_period_menu_names_what_runs_however_much_is_to_come() {
        let past = (0..12).map(|at| (format!("P{at:02}"), 2014 + at));
        let to_come = (0..9).map(|at| (format!("Q{at}"), 2030 + at));
        let running = [("Now".to_owned(), 2026)];
        let periods = past.chain(running).chain(to_come);
        let periods =
            periods.map(|(id, year)| format!("  {id}: {{ start: {year}-01-01, end: {year}-12-31 }}\n"));
        let config = ["title: Acme\nperiods:\n", &periods.collect::<String>()].concat();
        let fixture = Fixture::of(&[("okr.yaml", &config)]);
        let site = fixture.site();
        let menu = period_menu(&site.inputs, site.words);
        let names: Vec<&str> = menu.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["Q3", "Q2", "Q1", "Q0", "Now", "P11", "P10", "P09"]);
    }
}
