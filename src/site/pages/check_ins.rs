//! The feed of check-ins: the latest, and a page a month. A month with many is a list of takeaways.

use std::collections::HashSet;
use std::ops::Range;

use foldhash::fast::RandomState;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{CheckIn, Entry, ObjectiveIx};
use crate::site::check_in;
use crate::site::frame::Room;
use crate::site::html::{Html, tag};
use crate::site::markdown::{self, Bodies};
use crate::site::paging::{self, BYTES, ENTRIES, Pager};
use crate::site::parts;
use crate::site::parts::register::{self, Register};
use crate::site::route::{Here, Route, folder};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site, holding_in};
use crate::words::fill;

/// Check-ins that a page shows with all that they say; more are rows.
const IN_FULL: usize = 80;
/// Bytes in the files that a page shows with all that they say.
const BYTES_IN_FULL: usize = 50_000;
/// The first page goes back over whole months until it has so many.
const ENOUGH: usize = 20;
/// Months that the first page goes back at most.
const MONTHS: usize = 3;
/// Rows of a large month on the first page.
const FIRST_ROWS: usize = 100;
/// Months that are listed.
const MONTHS_LISTED: usize = 120;
/// Entries of a register that are named beside a month.
const REGISTERED: usize = 8;
/// Characters of an entry of a register, and of the title beside it.
const ENTRY: usize = 160;
const TITLE: usize = 48;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    lede: String,
    days: Vec<Day>,
    all: Option<Link>,
    registers: Vec<RegisterList>,
    months: Vec<Link>,
    newer: Option<Link>,
    older: Option<Link>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let days = self.days.iter_mut();
        let days = days.flat_map(|day| [&mut day.items_html, &mut day.rows_html]);
        let registers = self.registers.iter_mut().map(|list| &mut list.rows_html);
        days.chain(registers).collect()
    }
}

#[derive(JsonSchema, Serialize)]
struct Day {
    id: String,
    title_html: Html,
    note: String,
    items_html: Html,
    rows_html: Html,
}

#[derive(Clone, JsonSchema, Serialize)]
struct Link {
    href: String,
    name: String,
    note: String,
}

#[derive(JsonSchema, Serialize)]
struct RegisterList {
    id: &'static str,
    title: &'static str,
    note: String,
    rows_html: Html,
    href: String,
    more: Option<String>,
}

/// A check-in among all.
#[derive(Clone, Copy)]
struct Happened {
    date: Date,
    of: ObjectiveIx,
    at: usize,
}

/// The check-ins of a month, by place among all.
struct Month {
    first: Date,
    range: Range<usize>,
    /// How many objectives they are of.
    objectives: usize,
}

/// All of them, and where each month begins and ends.
pub struct Plan {
    all: Vec<Happened>,
    months: Vec<Month>,
}

fn plan<'s>(site: &'s Site<'_>) -> &'s Plan {
    site.plans.check_ins.get_or_init(|| {
        let all = all(site);
        let months = months(&all);
        Plan { all, months }
    })
}

/// How many parts there are: the latest, and one a month.
pub fn count(site: &Site<'_>) -> usize {
    1 + plan(site).months.len()
}

/// Which part the page at a path belongs to.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    let Some(of) = folder(path, 1) else {
        return Some(0);
    };
    let months = &plan(site).months;
    months
        .iter()
        .position(|month| id(month.first) == of)
        .map(|at| at + 1)
}

/// `check-ins/index.html`, or `check-ins/2026-08/index.html` with its further pages.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    let Plan { all, months } = plan(site);
    match at.checked_sub(1) {
        None => Ok(vec![latest(site, all, months)?]),
        Some(at) => month(site, all, months, at),
    }
}

/// Every check-in, the newest first; those of one day by objective.
fn all(site: &Site<'_>) -> Vec<Happened> {
    let objectives = site.inputs.book.objectives.iter().enumerate();
    let mut all: Vec<Happened> = objectives
        .filter(|(_, objective)| site.shows(objective))
        .flat_map(|(ix, objective)| {
            let check_ins = objective.check_ins.iter().enumerate();
            check_ins.map(move |(at, check_in)| Happened {
                date: check_in.date,
                of: ObjectiveIx(ix),
                at,
            })
        })
        .collect();
    all.sort_unstable_by_key(|happened| (std::cmp::Reverse(happened.date), happened.of, happened.at));
    all
}

fn months(all: &[Happened]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (place, happened) in all.iter().enumerate() {
        let first = happened.date.first_of_month();
        match months.last_mut() {
            Some(month) if month.first == first => month.range.end = place + 1,
            _ => months.push(Month {
                first,
                range: place..place + 1,
                objectives: 0,
            }),
        }
    }
    for month in &mut months {
        let of = all[month.range.clone()].iter().map(|happened| happened.of);
        month.objectives = of.collect::<HashSet<_, RandomState>>().len();
    }
    months
}

/// `2026-08`
fn id(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

fn link(site: &Site<'_>, here: &Here, month: &Month) -> Link {
    Link {
        href: here.to(Route::CheckInsOf(&id(month.first))),
        name: parts::capitalised(&site.language.month_and_year(month.first)),
        note: site.language.count(site.words.n_check_ins, month.range.len()),
    }
}

/// Whether some check-ins are few and short enough to be shown with all that they say.
fn fits_in_full(site: &Site<'_>, happened: &[Happened]) -> bool {
    let bytes: usize = happened
        .iter()
        .take(IN_FULL + 1)
        .map(|happened| check_in(site, *happened).span.range().len())
        .sum();
    happened.len() <= IN_FULL && bytes <= BYTES_IN_FULL
}

fn check_in<'a>(site: &Site<'a>, happened: Happened) -> &'a CheckIn {
    &site.inputs.book[happened.of].check_ins[happened.at]
}

/// The first page: the latest months, or the beginning of a large one.
fn latest(site: &Site<'_>, all: &[Happened], months: &[Month]) -> Result<OutputFile, Failure> {
    let words = site.words;
    let here = Here::at(Route::CheckIns.file());
    let mut end = 0;
    for month in months.iter().take(MONTHS) {
        let fits = fits_in_full(site, &all[..month.range.end]);
        if end >= ENOUGH || (end > 0 && !fits) {
            break;
        }
        end = month.range.end;
    }
    let shown = &all[..end];
    let full = fits_in_full(site, shown);
    let shown = if full {
        shown
    } else {
        &shown[..end.min(FIRST_ROWS)]
    };
    let days = if full {
        days_in_full(site, &here, shown)
    } else {
        days_of_rows(site, shown, &rows(site, &here, shown))
    };
    let page = Page {
        crumbs_html: Html::new(),
        heading: words.check_ins.to_owned(),
        lede: if all.is_empty() {
            words.no_check_ins.to_owned()
        } else {
            words.check_ins_lede.to_owned()
        },
        days,
        all: (end > shown.len())
            .then(|| months.first().map(|month| link(site, &here, month)))
            .flatten(),
        registers: registers(site, &here, all, &all[..end]),
        months: months
            .iter()
            .take(MONTHS_LISTED)
            .map(|month| link(site, &here, month))
            .collect(),
        newer: None,
        older: None,
        pager: None,
    };
    let frame = site.frame(&here, Room::CheckIns, words.check_ins, None);
    site.page_of_long_texts("check-ins.html", &frame, page)
}

/// The pages of a month.
fn month(site: &Site<'_>, all: &[Happened], months: &[Month], at: usize) -> Result<Vec<OutputFile>, Failure> {
    let of = &months[at];
    let id = id(of.first);
    let route = Route::CheckInsOf(&id);
    let shown = &all[of.range.clone()];
    let first = Here::at(route.file());
    if fits_in_full(site, shown) {
        let days = days_in_full(site, &first, shown);
        return Ok(vec![month_page(site, all, months, at, &first, days, None)?]);
    }
    // The link of a row leads one folder higher from a further page. Where pages are cut does not depend on that.
    const HIGHER: &str = "../";
    let mut rows_of_first = Vec::with_capacity(ENTRIES);
    let sizes = shown.iter().map(|happened| {
        let row = check_in::row(site, &first, happened.of, happened.at);
        let size = row.len() + 8;
        rows_of_first.push(row);
        size
    });
    let on_first = paging::first(sizes, ENTRIES, BYTES);
    let (shown_first, shown_further) = shown.split_at(on_first);
    let further = rows(site, &Here::at(route.page_file(2)), shown_further);
    let sizes = further.iter().map(|row| row.len() + 8 - HIGHER.len());
    let pages = match shown_further {
        [] => Vec::new(),
        _ => paging::pages(sizes, ENTRIES, BYTES),
    };
    let count = 1 + pages.len();
    let mut files = Vec::with_capacity(count);
    let first_page = (shown_first, &rows_of_first[..on_first]);
    let further_pages = pages.into_iter();
    let further_pages = further_pages.map(|range| (&shown_further[range.clone()], &further[range]));
    for (number, (part, rows)) in (1..).zip(std::iter::once(first_page).chain(further_pages)) {
        let here = Here::at(route.page_file(number));
        let days = days_of_rows(site, part, rows);
        let pager = paging::pager(site, &here, route, number, count);
        files.push(month_page(site, all, months, at, &here, days, pager)?);
    }
    Ok(files)
}

fn month_page(
    site: &Site<'_>,
    all: &[Happened],
    months: &[Month],
    at: usize,
    here: &Here,
    days: Vec<Day>,
    pager: Option<Pager>,
) -> Result<OutputFile, Failure> {
    let (words, language) = (site.words, site.language);
    let of = &months[at];
    let name = parts::capitalised(&language.month_and_year(of.first));
    let shown = &all[of.range.clone()];
    let is_first = here.file == Route::CheckInsOf(&id(of.first)).file();
    let page = Page {
        crumbs_html: parts::crumbs(
            site,
            here,
            [(Some(Route::CheckIns), words.check_ins), (None, name.as_str())],
        ),
        heading: fill(
            words.check_ins_of,
            &[("month", &language.month_and_year(of.first))],
        ),
        lede: fill(
            &language.count(words.check_ins_by, of.objectives),
            &[("check_ins", &language.count(words.n_check_ins, shown.len()))],
        ),
        days,
        all: None,
        registers: if is_first {
            registers(site, here, shown, shown)
        } else {
            Vec::new()
        },
        months: Vec::new(),
        newer: at
            .checked_sub(1)
            .and_then(|newer| months.get(newer))
            .map(|month| link(site, here, month)),
        older: months.get(at + 1).map(|month| link(site, here, month)),
        pager,
    };
    let title = page.heading.clone();
    let frame = site.frame(here, Room::CheckIns, &title, None);
    site.page_of_long_texts("check-ins.html", &frame, page)
}

/// Check-ins side by side that are of one day.
fn by_day(shown: &[Happened]) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    shown.chunk_by(|a, b| a.date == b.date).map(move |day| {
        let range = from..from + day.len();
        from = range.end;
        range
    })
}

fn day(site: &Site<'_>, date: Date, count: usize) -> Day {
    Day {
        id: ["okr-d-", &date.to_string()].concat(),
        title_html: parts::time_html(date, &site.language.long_date(date)),
        note: site.language.count(site.words.n_check_ins, count),
        items_html: Html::new(),
        rows_html: Html::new(),
    }
}

fn days_in_full(site: &Site<'_>, here: &Here, shown: &[Happened]) -> Vec<Day> {
    let mut days = Vec::new();
    let mut bodies = Bodies::new(site, here);
    for range in by_day(shown) {
        let mut of = day(site, shown[range.start].date, range.len());
        for place in range {
            let happened = shown[place];
            let mut reader = bodies.check_in(happened.of, happened.at).numbered(place + 1);
            check_in::in_feed(
                site,
                here,
                &mut of.items_html,
                &mut reader,
                happened.of,
                happened.at,
            );
        }
        days.push(of);
    }
    days
}

fn rows(site: &Site<'_>, here: &Here, shown: &[Happened]) -> Vec<Html> {
    shown
        .iter()
        .map(|happened| check_in::row(site, here, happened.of, happened.at))
        .collect()
}

fn days_of_rows(site: &Site<'_>, shown: &[Happened], rows: &[Html]) -> Vec<Day> {
    by_day(shown)
        .map(|range| {
            let mut of = day(site, shown[range.start].date, range.len());
            of.rows_html = Html::with_capacity(range.len() * 400);
            for row in &rows[range] {
                of.rows_html.html(row);
            }
            of
        })
        .collect()
}

/// What the check-ins shown put on record, and which asks and risks are open among others.
fn registers(site: &Site<'_>, here: &Here, open_among: &[Happened], shown: &[Happened]) -> Vec<RegisterList> {
    let words = site.words;
    let title = |register: Register| match register {
        Register::Asks => words.asks_open,
        Register::Risks => words.risks_open,
        Register::Decisions => words.decisions,
        Register::Learnings => words.learnings,
    };
    let mut lists = Vec::new();
    for register in Register::ALL {
        let open = register.can_be_open();
        let mut entries: Vec<(Happened, &Entry)> = Vec::new();
        let mut total = 0;
        for &happened in if open { open_among } else { shown } {
            let written = register.of_check_in(check_in(site, happened));
            if written.is_empty() || (open && !is_open(site, happened)) {
                continue;
            }
            total += written.len();
            let room = REGISTERED.saturating_sub(entries.len());
            entries.extend(written.iter().take(room).map(|entry| (happened, entry)));
        }
        if total == 0 {
            continue;
        }
        let mut rows = Html::with_capacity(420 * entries.len());
        for &(happened, entry) in &entries {
            registered(site, here, &mut rows, register, happened, entry);
        }
        let more = total - entries.len();
        lists.push(RegisterList {
            id: register.slug(),
            title: title(register),
            href: here.to(Route::Register(register.slug())),
            note: site.language.whole(total as u64),
            rows_html: rows,
            more: (more > 0).then(|| site.language.count(words.and_n_more, more)),
        });
    }
    lists
}

fn is_open(site: &Site<'_>, happened: Happened) -> bool {
    register::open_from(site, happened.of).is_some_and(|from| happened.at >= from)
}

fn registered(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    register: Register,
    happened: Happened,
    entry: &Entry,
) {
    let objective = &site.inputs.book[happened.of];
    let lang = site.lang(objective.language);
    html.markup("<li>");
    register.glyph_into(html, true);
    let mut text = tag!(html, "span", "class" = "t");
    if let Some(lang) = lang {
        text = text.attr("lang", lang);
    }
    text.holding(&parts::shortened(&markdown::plain(&entry.text), ENTRY));
    html.markup(r#"<span class="d">"#);
    html.html(&parts::time_html(
        happened.date,
        &site.language.short_date(happened.date),
    ));
    html.text(" · ");
    let link = html.tag("a").way(here, |page| {
        check_in::href_into(site, here, page, happened.of, happened.at);
    });
    holding_in(link, lang, &parts::shortened(&objective.title, TITLE));
    html.markup("</span></li>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;
    use jiff::civil::date;

    fn made(fixture: &Fixture) -> Vec<(String, String)> {
        let site = fixture.site();
        (0..count(&site))
            .flat_map(|at| files(&site, at).expect("the templates are right"))
            .map(|file| match file.content {
                Content::Bytes(bytes) => (file.path, String::from_utf8_lossy(&bytes).into_owned()),
                Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .collect()
    }

    #[test]
    fn each_month_has_its_page() {
        let fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .check_ins(40, date(2026, 8, 20));
        let files = made(&fixture);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "check-ins/index.html",
                "check-ins/2026-09/index.html",
                "check-ins/2026-08/index.html"
            ]
        );
        let (_, august) = &files[2];
        assert!(august.contains("On 2026-08-31") && !august.contains("On 2026-09-01"));
        assert!(august.contains("href=\"../2026-09/index.html\""));
    }

    #[test]
    fn no_page_grows_with_the_organisation() {
        let mut fixture = Fixture::new();
        for n in 0..1200 {
            fixture = fixture
                .objective(
                    &format!("2026-H2/team-of-some-length/o{n:06}-an-objective-with-a-long-name"),
                    "",
                )
                .check_ins(2, date(2026, 9, 1));
        }
        let files = made(&fixture);
        assert!(
            files
                .iter()
                .any(|(path, _)| path == "check-ins/2026-09/page-5/index.html")
        );
        for (path, html) in &files {
            assert!(html.len() < 200_000, "{path}: {}", html.len());
        }
        // Wherever a month is cut, nothing is lost and nothing stands twice.
        let of_month = files
            .iter()
            .filter(|(path, _)| path.starts_with("check-ins/2026-09/"));
        let of_month: Vec<&str> = of_month.map(|(_, html)| html.as_str()).collect();
        for n in 0..1200 {
            let link = format!("/o{n:06}-an-objective-with-a-long-name/index.html#2026-09-01\"");
            let found = of_month.iter().map(|html| html.matches(&link).count());
            assert_eq!(found.sum::<usize>(), 1, "{link}");
        }
    }

    #[test]
    fn nothing_is_said_of_an_empty_book() {
        let files = made(&Fixture::new().objective("2026-H2/a", ""));
        assert_eq!(files.len(), 1);
    }
}
