//! What every page has around its content: the navigation, the period menu, the footer, and what never changes.

use schemars::JsonSchema;
use serde::Serialize;

use super::html::Html;
use super::route::{Here, Route};
use super::theme::{Frame, NavEntry, PeriodEntry, Top};
use super::{Inputs, parts};
use crate::config::Scoring;
use crate::history::PeriodState;
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
    /// The period menu: at most twelve, the latest first.
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

/// What is the same on every page.
pub fn site_data(inputs: &Inputs<'_>) -> SiteData {
    let config = &inputs.book.config;
    let words = config.language.page_words();
    SiteData {
        title: config.title.clone(),
        brand: parts::shortened(&config.title, BRAND),
        lang: config.language.code(),
        csp: content_security_policy(&config.images),
        generator: concat!("okrbook ", env!("CARGO_PKG_VERSION")).to_owned(),
        footer: match config.scoring {
            Scoring::Progress => words.footer_progress,
            Scoring::Projection => words.footer_projection,
        },
        periods: period_menu(inputs, words),
        sprite_html: sprite(),
        logo_html: line_art(
            "0 0 20 20",
            &[
                Shape::Circle(10.0, 10.0, 8.5, 2.0),
                Shape::Path("M5.5 12.5l3-3.5 2.5 2 3.5-4.5", 2.0),
            ],
        ),
        chevron_html: line_art("0 0 14 14", &[Shape::Path("M3.5 5.5L7 9l3.5-3.5", 1.6)]),
        lens_html: line_art(
            "0 0 14 14",
            &[
                Shape::Circle(6.0, 6.0, 4.4, 1.6),
                Shape::Path("M9.4 9.4l3.6 3.6", 1.6),
            ],
        ),
        contrast_html: line_art(
            "0 0 14 14",
            &[
                Shape::Circle(7.0, 7.0, 5.6, 1.5),
                Shape::Filled("M7 1.4a5.6 5.6 0 0 1 0 11.2z"),
            ],
        ),
        head_html: inputs.options.look.head.as_deref().map(Html::of_the_repository),
        footer_html: inputs.options.look.footer.as_deref().map(Html::of_the_repository),
    }
}

/// The period menu: the periods that are not over, then the latest others; at most twelve.
fn period_menu(inputs: &Inputs<'_>, words: &PageWords) -> Vec<PeriodEntry> {
    let mut entries: Vec<_> = inputs.book.periods.iter().zip(&inputs.standing.periods).collect();
    entries.reverse();
    entries.truncate(12);
    let entry = |(period, standing): (&crate::model::Period, &crate::history::GroupStanding)| PeriodEntry {
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
            period_name: period_name.map(|name| parts::shortened(name, PERIOD)),
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

/// The frame of a page.
pub fn frame(
    words: &'static PageWords,
    here: &Here,
    room: Room,
    title: &str,
    period_name: Option<&str>,
) -> Frame {
    let mut footer = Html::with_capacity(120);
    if here.file != Route::Home.file() {
        footer
            .tag("a")
            .attr("class", "no-print")
            .attr("href", &here.to_anchor(Route::Home, "okr-build"))
            .holding(words.about_this_build);
    }
    Frame {
        file: here.file.clone(),
        title: title.to_owned(),
        title_lang: None,
        root: here.root().to_owned(),
        feed: here.to(Route::Feed),
        canonical: None,
        top: TopOf::new(here, room, period_name),
        footer_html: footer,
    }
}

enum Shape {
    Circle(f64, f64, f64, f64),
    Path(&'static str, f64),
    Filled(&'static str),
}

fn line_art(view_box: &str, shapes: &[Shape]) -> Html {
    let mut svg = Html::new();
    svg.tag("svg")
        .attr("viewBox", view_box)
        .attr("aria-hidden", "true")
        .open();
    draw(&mut svg, shapes);
    svg.end("svg");
    svg
}

fn draw(svg: &mut Html, shapes: &[Shape]) {
    for shape in shapes {
        match *shape {
            Shape::Circle(cx, cy, r, width) => svg
                .tag("circle")
                .num("cx", cx)
                .num("cy", cy)
                .num("r", r)
                .attr("fill", "none")
                .attr("stroke", "currentColor")
                .num("stroke-width", width)
                .close(),
            Shape::Path(d, width) => svg
                .tag("path")
                .attr("d", d)
                .attr("fill", "none")
                .attr("stroke", "currentColor")
                .num("stroke-width", width)
                .attr("stroke-linecap", "round")
                .attr("stroke-linejoin", "round")
                .close(),
            Shape::Filled(d) => svg.tag("path").attr("d", d).attr("fill", "currentColor").close(),
        };
    }
}

/// The shapes of statuses and registers, once a page: a file of their own would be blocked from `file://`.
fn sprite() -> Html {
    let mut svg = Html::with_capacity(3000);
    svg.tag("svg")
        .flag("hidden")
        .attr("width", "0")
        .attr("height", "0")
        .open();
    let symbol = |svg: &mut Html, id: &str, solid: Option<&str>, sign: Option<&str>, art: &[Shape]| {
        svg.tag("symbol")
            .attr("id", &["okr-i-", id].concat())
            .attr("viewBox", "0 0 16 16")
            .open();
        if let Some(solid) = solid {
            draw_solid(svg, solid);
        }
        if let Some(sign) = sign {
            svg.tag("path").attr("class", "k").attr("d", sign).close();
        }
        draw(svg, art);
        svg.end("symbol");
    };
    symbol(
        &mut svg,
        "on",
        Some("M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8z"),
        Some("M4.9 8.3l2.1 2.1 4.1-4.5"),
        &[],
    );
    symbol(
        &mut svg,
        "risk",
        Some(
            "M8 1.1c.5 0 .9.3 1.2.7l5.9 10.6c.5.9-.1 2.1-1.2 2.1H2.1c-1.1 0-1.7-1.2-1.2-2.1L6.8 1.8C7.1 1.4 7.5 1.1 8 1.1z",
        ),
        Some("M8 5.7v3.4M8 11.9v.01"),
        &[],
    );
    symbol(
        &mut svg,
        "off",
        Some("M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z"),
        Some("M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
        &[],
    );
    symbol(
        &mut svg,
        "done",
        Some("M8 .4L15.6 8 8 15.6.4 8z"),
        Some("M5.3 8.2l1.9 1.9 3.6-4"),
        &[],
    );
    svg.tag("symbol")
        .attr("id", "okr-i-none")
        .attr("viewBox", "0 0 16 16")
        .open();
    svg.tag("circle")
        .attr("cx", "8")
        .attr("cy", "8")
        .attr("r", "6.4")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "1.6")
        .attr("stroke-dasharray", "2.6 2.4")
        .close();
    svg.end("symbol");
    let ring = || Shape::Circle(8.0, 8.0, 6.5, 1.6);
    symbol(
        &mut svg,
        "paused",
        None,
        None,
        &[ring(), Shape::Path("M6.3 5.6v4.8M9.7 5.6v4.8", 1.6)],
    );
    symbol(
        &mut svg,
        "cancelled",
        None,
        None,
        &[ring(), Shape::Path("M5 8h6", 1.6)],
    );
    symbol(
        &mut svg,
        "clock",
        None,
        None,
        &[ring(), Shape::Path("M8 4.5V8l2.4 1.6", 1.6)],
    );
    symbol(
        &mut svg,
        "dec",
        None,
        None,
        &[Shape::Path("M3 14.5V1.8M3 2.5h9.5L10.3 5.6l2.2 3.1H3", 1.6)],
    );
    symbol(
        &mut svg,
        "bulb",
        None,
        None,
        &[Shape::Path(
            "M5.8 11.5h4.4M6.5 14.2h3M5.8 11.3C4.2 10.3 3.5 8.9 3.5 7.2a4.5 4.5 0 0 1 9 0c0 1.7-.7 3.1-2.3 4.1",
            1.5,
        )],
    );
    symbol(
        &mut svg,
        "ask",
        None,
        None,
        &[Shape::Path("M2.5 2.5h11v8h-6l-3 3v-3h-2z", 1.6)],
    );
    svg.end("svg");
    svg
}

fn draw_solid(svg: &mut Html, d: &str) {
    svg.tag("path").attr("d", d).attr("fill", "currentColor").close();
}
