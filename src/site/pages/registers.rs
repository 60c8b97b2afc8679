//! The registers: decisions, risks, learnings and asks, open ones first, by period and team, and by month.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::PeriodIx;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::parts::register::{self, Entry, Register, Team};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Entries of each register on the page of all.
const LATEST: usize = 5;
/// Open entries on a register's page.
const OPEN: usize = 120;
/// Months that are named.
const MONTHS: usize = 120;
/// Bytes of a row beside its text.
const ROW: usize = 620;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    lede: String,
    sections: Vec<Section>,
    months: Vec<Link>,
    pager: Option<Pager>,
}

#[derive(JsonSchema, Serialize)]
struct Section {
    id: String,
    name: String,
    href: Option<String>,
    note: String,
    groups: Vec<Group>,
    more: Option<Link>,
    empty: Option<&'static str>,
}

/// Rows under the name of a team.
#[derive(JsonSchema, Serialize)]
struct Group {
    name: Option<String>,
    rows_html: Html,
}

#[derive(JsonSchema, Serialize)]
struct Link {
    href: String,
    name: String,
    note: String,
}

/// `registers/index.html`, `registers/<register>/index.html`, `registers/<register>/<month>/index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let all = Register::ALL.map(|register| (register, register::entries(site, register)));
    let mut files = vec![overview(site, &all)?];
    for (register, entries) in &all {
        let months = months(entries);
        files.push(of_register(site, *register, entries, &months)?);
        for month in &months {
            files.extend(of_month(site, *register, entries, month)?);
        }
    }
    Ok(files)
}

fn page(site: &Site<'_>, here: &Here, page: &Page) -> Result<OutputFile, Failure> {
    let frame = site.frame(here, Room::CheckIns, &page.heading, None);
    site.page("registers.html", &frame, page)
}

/// All four, each with its latest entries.
fn overview(site: &Site<'_>, all: &[(Register, Vec<Entry<'_>>)]) -> Result<OutputFile, Failure> {
    let words = site.words;
    let here = Here::at(Route::Registers.file());
    let sections = all.iter().map(|(register, entries)| {
        let open: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.open).collect();
        let shown: Vec<&Entry<'_>> = match register.can_be_open() {
            true => open.iter().take(LATEST).copied().collect(),
            false => entries.iter().take(LATEST).collect(),
        };
        let href = here.to(Route::Register(register.slug()));
        Section {
            id: ["okr-", register.slug()].concat(),
            name: register.name(words).to_owned(),
            href: Some(href.clone()),
            note: count(site, *register, open.len(), entries.len()),
            groups: rows(site, &here, *register, &shown, Team::Named),
            more: (entries.len() > shown.len()).then(|| Link {
                href,
                name: fill(
                    words.see_all,
                    &[("n", &site.language.whole(entries.len() as u64))],
                ),
                note: String::new(),
            }),
            empty: shown.is_empty().then_some(match entries.is_empty() {
                true => words.no_entries,
                false => words.nothing_open,
            }),
        }
    });
    let of = Page {
        crumbs_html: parts::crumbs(site, &here, [(None, words.registers)]),
        heading: words.registers.to_owned(),
        lede: words.registers_lede.to_owned(),
        sections: sections.collect(),
        months: Vec::new(),
        pager: None,
    };
    page(site, &here, &of)
}

/// One register: what is open, then as much of the rest as there is room for, period by period, team by team.
fn of_register(
    site: &Site<'_>,
    register: Register,
    entries: &[Entry<'_>],
    months: &[Range<usize>],
) -> Result<OutputFile, Failure> {
    let words = site.words;
    let here = Here::at(Route::Register(register.slug()).file());
    let (mut open, mut rest): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) =
        entries.iter().partition(|entry| entry.open);
    let (open_count, all_count) = (open.len(), entries.len());
    open.truncate(OPEN);
    let mut room = paging::BYTES.saturating_sub(open.iter().map(|entry| size(entry)).sum());
    let fits = rest.iter().take(paging::ENTRIES).take_while(|entry| {
        let fits = size(entry) <= room;
        room = room.saturating_sub(size(entry));
        fits
    });
    let fits = fits.count();
    let left = rest.len() - fits;
    rest.truncate(fits);
    let mut sections = Vec::new();
    if register.can_be_open() {
        sections.push(Section {
            id: "okr-open".to_owned(),
            name: words.open_entries.to_owned(),
            href: None,
            note: site.language.whole(open_count as u64),
            empty: open.is_empty().then_some(words.nothing_open),
            groups: by_team(site, &here, register, open),
            more: None,
        });
    }
    // A stable sort: within a period and a team the newest stay first.
    rest.sort_by_key(|entry| std::cmp::Reverse(entry.period));
    for of_period in rest.chunk_by(|a, b| a.period == b.period) {
        sections.push(section_of_period(site, &here, register, of_period));
    }
    if let (Some(last), true) = (sections.last_mut(), left > 0) {
        let oldest = months.last().map(|month| month_id(entries[month.start].date));
        last.more = oldest.map(|month| Link {
            href: here.to(Route::RegisterOf(register.slug(), &month)),
            name: site.language.count(words.and_n_more, left),
            note: String::new(),
        });
    }
    if all_count == 0 && sections.is_empty() {
        sections.push(nothing(register, site));
    }
    let of = Page {
        crumbs_html: parts::crumbs(
            site,
            &here,
            [
                (Some(Route::Registers), words.registers),
                (None, register.name(words)),
            ],
        ),
        heading: register.name(words).to_owned(),
        lede: register.lede(words).to_owned(),
        sections,
        months: months
            .iter()
            .take(MONTHS)
            .map(|month| {
                let first = entries[month.start].date;
                Link {
                    href: here.to(Route::RegisterOf(register.slug(), &month_id(first))),
                    name: parts::capitalised(&site.language.month_and_year(first)),
                    note: site.language.whole(month.len() as u64),
                }
            })
            .collect(),
        pager: None,
    };
    page(site, &here, &of)
}

fn nothing(register: Register, site: &Site<'_>) -> Section {
    Section {
        id: "okr-none".to_owned(),
        name: register.name(site.words).to_owned(),
        href: None,
        note: String::new(),
        groups: Vec::new(),
        more: None,
        empty: Some(site.words.no_entries),
    }
}

fn section_of_period(site: &Site<'_>, here: &Here, register: Register, entries: &[&Entry<'_>]) -> Section {
    let period = &site.inputs.book.periods[period_of(entries).0];
    Section {
        id: ["okr-p-", &period.id].concat(),
        name: period.name.clone(),
        href: Some(here.to(Route::Period(&period.id))),
        note: site.language.whole(entries.len() as u64),
        groups: by_team(site, here, register, entries.to_vec()),
        more: None,
        empty: None,
    }
}

fn period_of(entries: &[&Entry<'_>]) -> PeriodIx {
    entries.first().map_or(PeriodIx(0), |entry| entry.period)
}

/// A month of a register, over as many pages as it takes.
fn of_month(
    site: &Site<'_>,
    register: Register,
    entries: &[Entry<'_>],
    month: &Range<usize>,
) -> Result<Vec<OutputFile>, Failure> {
    let words = site.words;
    let entries = &entries[month.clone()];
    let id = month_id(entries[0].date);
    let route = Route::RegisterOf(register.slug(), &id);
    let cut = paging::pages(entries.iter().map(size), paging::ENTRIES, paging::BYTES);
    let name = parts::capitalised(&site.language.month_and_year(entries[0].date));
    cut.iter()
        .enumerate()
        .map(|(at, range)| {
            let here = Here::at(route.page_file(at + 1));
            let shown: Vec<&Entry<'_>> = entries[range.clone()].iter().collect();
            let section = Section {
                id: "okr-month".to_owned(),
                name: name.clone(),
                href: None,
                note: site.language.whole(entries.len() as u64),
                groups: by_team(site, &here, register, shown),
                more: None,
                empty: None,
            };
            let of = Page {
                crumbs_html: parts::crumbs(
                    site,
                    &here,
                    [
                        (Some(Route::Registers), words.registers),
                        (Some(Route::Register(register.slug())), register.name(words)),
                        (None, &name),
                    ],
                ),
                heading: [
                    register.name(words),
                    ", ",
                    &site.language.month_and_year(entries[0].date),
                ]
                .concat(),
                lede: register.lede(words).to_owned(),
                sections: vec![section],
                months: Vec::new(),
                pager: paging::pager(site, &here, route, at + 1, cut.len()),
            };
            page(site, &here, &of)
        })
        .collect()
}

/// `3 open of 12`, or how many there are.
fn count(site: &Site<'_>, register: Register, open: usize, all: usize) -> String {
    let whole = |n: usize| site.language.whole(n as u64);
    if register.can_be_open() {
        fill(
            site.words.open_of,
            &[("open", &whole(open)), ("total", &whole(all))],
        )
    } else {
        whole(all)
    }
}

fn rows(site: &Site<'_>, here: &Here, register: Register, entries: &[&Entry<'_>], team: Team) -> Vec<Group> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut rows_html = Html::with_capacity(ROW * entries.len());
    for entry in entries {
        register::row(site, here, &mut rows_html, register, entry, team);
    }
    vec![Group {
        name: None,
        rows_html,
    }]
}

/// Under the names of their teams, in the order of these names; the newest first in each.
fn by_team(site: &Site<'_>, here: &Here, register: Register, mut entries: Vec<&Entry<'_>>) -> Vec<Group> {
    let name = |entry: &Entry<'_>| match entry.team {
        "" => site.words.whole_organisation.to_owned(),
        team => parts::team_name(site, team).to_owned(),
    };
    entries.sort_by_cached_key(|entry| (name(entry).to_lowercase(), entry.team.to_owned()));
    let several = entries.first().map(|entry| entry.team) != entries.last().map(|entry| entry.team);
    entries
        .chunk_by(|a, b| a.team == b.team)
        .flat_map(|of_team| {
            let team = if several { Team::Above } else { Team::Named };
            let mut groups = rows(site, here, register, of_team, team);
            for group in &mut groups {
                group.name = several.then(|| name(of_team[0]));
            }
            groups
        })
        .collect()
}

fn size(entry: &Entry<'_>) -> usize {
    ROW + entry.entry.text.len()
}

/// The entries of each month, the newest first.
fn months(entries: &[Entry<'_>]) -> Vec<Range<usize>> {
    let mut months: Vec<Range<usize>> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match months.last_mut() {
            Some(month) if entries[month.start].date.first_of_month() == entry.date.first_of_month() => {
                month.end = at + 1;
            }
            _ => months.push(at..at + 1),
        }
    }
    months
}

fn month_id(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    const FIRST: &str = "---\ntitle: First\nperiod: 2026-H2\nteam: support\nowner: ana\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 2 }\n---\n\n## 2026-09-30 (on track) Old\n\n- k: 1\n\n### Asks\n\n- An answered ask\n\n## 2026-10-31 (at risk) New\n\n- k: 1\n\n### Asks\n\n- Two people *now*, from @bo <b>x</b>\n\n### Decisions\n\n- Stop the old way\n";
    const SECOND: &str = "---\ntitle: Second\nperiod: 2026-H2\nteam: growth\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 2 }\n---\n\n## 2026-10-31 (done) Over\n\n- k: 2\n\n### Asks\n\n- An ask of something that is done\n";

    fn made(files_of: &[(&str, &str)]) -> Vec<(String, String)> {
        files(&Fixture::of(files_of).site())
            .expect("the templates are right")
            .into_iter()
            .map(|file| match file.content {
                Content::Bytes(bytes) => (file.path, String::from_utf8_lossy(&bytes).into_owned()),
                Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .collect()
    }

    fn of<'a>(files: &'a [(String, String)], path: &str) -> &'a str {
        let found = files.iter().find(|(it, _)| it == path);
        &found.unwrap_or_else(|| panic!("{path} is not there")).1
    }

    #[test]
    fn what_waits_stands_first_and_the_rest_by_period_and_team() {
        let files = made(&[
            ("objectives/2026-H2/support/first.md", FIRST),
            ("objectives/2026-H2/growth/second.md", SECOND),
        ]);
        let asks = of(&files, "registers/asks/index.html");
        let place = |text: &str| asks.find(text).unwrap_or_else(|| panic!("{text}\n{asks}"));
        assert!(place("Two people <em>now</em>, from @bo &lt;b&gt;x&lt;/b&gt;") < place("An answered ask"));
        assert!(
            place("An ask of something that is done") < place("An answered ask"),
            "growth before support"
        );
        assert!(place("okr-open") < place("okr-p-2026-H2"));
        let overview = of(&files, "registers/index.html");
        assert!(overview.contains("1 open of 3"), "{overview}");
        assert!(!overview.contains("An answered ask"));
        assert!(of(&files, "registers/asks/2026-09/index.html").contains("An answered ask"));
        assert!(of(&files, "registers/decisions/index.html").contains("Stop the old way"));
        assert!(of(&files, "registers/learnings/index.html").contains("Nothing is on record yet"));
    }
}
