//! One objective: key results, history, check-ins, what it helps and is helped by, how its numbers come about, its file.

mod about;
mod course;
mod head;
mod key_results;
mod why;

use std::ops::Range;

use serde::Serialize;

use crate::model::{ObjectiveIx, Status};
use crate::site::check_in::{self, Item, ON_HISTORY_PAGE, ON_PAGE};
use crate::site::forge;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown::{Headings, Reader};
use crate::site::paging::{self, Pager};
use crate::site::parts::{self, Crumb};
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Bytes of prose that still stand in the aside.
const SHORT_PROSE: usize = 700;

#[derive(Serialize)]
struct Page {
    crumbs: Vec<Crumb>,
    title: String,
    lang: Option<&'static str>,
    dir: Option<&'static str>,
    score_html: Html,
    meta_html: Html,
    notices_html: Html,
    legend: String,
    key_results_html: Html,
    chart_html: Html,
    why_this_html: Html,
    why_this_aside_html: Html,
    check_ins: Vec<Item>,
    check_ins_note: String,
    older: Option<String>,
    older_href: Option<String>,
    first_due: Option<String>,
    add: Option<String>,
    retrospective_html: Html,
    footnotes_html: Html,
    about_html: Html,
    numbers_html: Html,
}

#[derive(Serialize)]
struct HistoryPage {
    crumbs: Vec<Crumb>,
    title: String,
    lang: Option<&'static str>,
    check_ins: Vec<Item>,
    footnotes_html: Html,
    pager: Option<Pager>,
}

/// `objectives/<id>/index.html`, and its history when it is long.
pub fn files(site: &Site<'_>, ix: ObjectiveIx) -> Result<Vec<OutputFile>, Failure> {
    let objective = &site.inputs.book[ix];
    let here = Here::at(Route::Objective(&objective.id).file());
    let page = page(site, &here, ix);
    let period = site.inputs.book.period_of(objective);
    let mut frame = site.frame(&here, Room::Overview, &objective.title, Some(&period.name));
    frame.title_lang = site.lang(objective.language);
    let mut files = vec![site.page("objective.html", &frame, &page)?];
    let older = objective.check_ins.len().saturating_sub(ON_PAGE);
    for number in 1..=older.div_ceil(ON_HISTORY_PAGE) {
        files.push(history(site, ix, older, number)?);
    }
    Ok(files)
}

fn page(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Page {
    let (words, language) = (site.words, site.language);
    let objective = &site.inputs.book[ix];
    let now = &site.inputs.standing[ix];
    let mut reader = Reader::of_objective(site, here, ix);
    let total = objective.check_ins.len();
    let mut why_this = Html::with_capacity(1024);
    reader.blocks(&mut why_this, &objective.prose, &mut Headings::anchored(2));
    let check_ins = items(site, here, &mut reader, ix, total.saturating_sub(ON_PAGE)..total);
    let mut retrospective = Html::new();
    if let Some(closing) = &objective.retrospective {
        reader.blocks(&mut retrospective, &[closing.span], &mut Headings::anchored(2));
    }
    let mut footnotes = Html::new();
    reader.footnotes(&mut footnotes);
    let short = is_short(&why_this);
    let (why_this, why_this_aside) = if short {
        (Html::new(), why_this)
    } else {
        (why_this, Html::new())
    };
    let older = total.saturating_sub(ON_PAGE);
    let path = &site.inputs.sources[objective.file].path;
    let open = !matches!(now.status, Some(Status::Done | Status::Cancelled)) && objective.dropped.is_none();
    Page {
        crumbs: head::crumbs(site, here, ix),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        dir: crate::site::markdown::is_right_to_left(&objective.title).then_some("auto"),
        score_html: head::score(site, ix),
        meta_html: head::meta(site, here, ix),
        notices_html: head::notices(site, ix),
        legend: key_results::legend(site, ix),
        key_results_html: key_results::table(site, here, ix),
        chart_html: course::figure(site, ix),
        why_this_html: why_this,
        why_this_aside_html: why_this_aside,
        check_ins,
        check_ins_note: language.count(words.n_check_ins, total),
        older: (older > 0).then(|| language.count(words.older_check_ins, older)),
        older_href: (older > 0).then(|| here.to(Route::ObjectiveHistory(&objective.id))),
        first_due: now
            .next_check_in
            .filter(|_| total == 0)
            .map(|date| fill(words.first_due, &[("date", &language.long_date(date))])),
        add: forge::of(site, path)
            .filter(|_| open)
            .map(|forge| forge.edit_at(about::line_of_next(objective))),
        retrospective_html: retrospective,
        footnotes_html: footnotes,
        about_html: about::aside(site, here, ix),
        numbers_html: why::section(site, ix),
    }
}

/// Whether prose is short and plain enough for the aside.
fn is_short(prose: &Html) -> bool {
    let text = prose.as_str();
    text.len() <= SHORT_PROSE
        && ["<pre", "<table", "<img", "<h3", "<blockquote"]
            .iter()
            .all(|wide| !text.contains(wide))
}

/// Check-ins by place, the newest first.
fn items(
    site: &Site<'_>,
    here: &Here,
    reader: &mut Reader<'_>,
    ix: ObjectiveIx,
    places: Range<usize>,
) -> Vec<Item> {
    places
        .rev()
        .map(|at| check_in::in_full(site, here, reader, ix, at))
        .collect()
}

/// A page of the check-ins that are too old for the objective's own; `older` is how many there are.
fn history(site: &Site<'_>, ix: ObjectiveIx, older: usize, number: usize) -> Result<OutputFile, Failure> {
    let objective = &site.inputs.book[ix];
    let route = Route::ObjectiveHistory(&objective.id);
    let here = Here::at(route.page_file(number));
    let mut reader = Reader::of_objective(site, &here, ix);
    let newest = older - (number - 1) * ON_HISTORY_PAGE;
    let places = newest.saturating_sub(ON_HISTORY_PAGE)..newest;
    let check_ins = items(site, &here, &mut reader, ix, places);
    let mut footnotes = Html::new();
    reader.footnotes(&mut footnotes);
    let period = site.inputs.book.period_of(objective);
    let page = HistoryPage {
        crumbs: parts::crumbs(
            site,
            &here,
            [
                (
                    Some(Route::Objective(&objective.id)),
                    objective.title.value.as_str(),
                ),
                (None, site.words.older_title),
            ],
        ),
        title: objective.title.value.clone(),
        lang: site.lang(objective.language),
        check_ins,
        footnotes_html: footnotes,
        pager: paging::pager(site, &here, route, number, older.div_ceil(ON_HISTORY_PAGE)),
    };
    let title = [&objective.title.value, " · ", site.words.older_title].concat();
    let mut frame = site.frame(&here, Room::Overview, &title, Some(&period.name));
    frame.title_lang = site.lang(objective.language);
    site.page("objective-history.html", &frame, &page)
}
