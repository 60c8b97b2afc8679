//! The pages of one objective, made part by part.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::{about, course, head, key_results, why};
use crate::model::{Objective, ObjectiveIx, Status};
use crate::site::check_in::TimeLine;
use crate::site::forge;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown::{Headings, Reader, is_right_to_left};
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::theme::Frame;
use crate::site::theme::cast::{Text, Texts};
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

/// Bytes of prose that still stand in the aside.
const SHORT_PROSE: usize = 700;

#[derive(Default, JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
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
    check_ins_html: Html,
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

impl Texts for Page {
    fn texts(&self) -> Vec<(&'static str, Text<'_>)> {
        // All of them: a new one is a text as well.
        let Page {
            crumbs_html,
            title,
            lang,
            dir,
            score_html,
            meta_html,
            notices_html,
            legend,
            key_results_html,
            chart_html,
            why_this_html,
            why_this_aside_html,
            check_ins_html,
            check_ins_note,
            older,
            older_href,
            first_due,
            add,
            retrospective_html,
            footnotes_html,
            about_html,
            numbers_html,
        } = self;
        vec![
            ("crumbs_html", Text::html(crumbs_html)),
            ("title", Text::plain(title)),
            ("lang", Text::optional(*lang)),
            ("dir", Text::optional(*dir)),
            ("score_html", Text::html(score_html)),
            ("meta_html", Text::html(meta_html)),
            ("notices_html", Text::html(notices_html)),
            ("legend", Text::plain(legend)),
            ("key_results_html", Text::html(key_results_html)),
            ("chart_html", Text::html(chart_html)),
            ("why_this_html", Text::html(why_this_html)),
            ("why_this_aside_html", Text::html(why_this_aside_html)),
            ("check_ins_html", Text::html(check_ins_html)),
            ("check_ins_note", Text::plain(check_ins_note)),
            ("older", Text::optional(older.as_deref())),
            ("older_href", Text::optional(older_href.as_deref())),
            ("first_due", Text::optional(first_due.as_deref())),
            ("add", Text::optional(add.as_deref())),
            ("retrospective_html", Text::html(retrospective_html)),
            ("footnotes_html", Text::html(footnotes_html)),
            ("about_html", Text::html(about_html)),
            ("numbers_html", Text::html(numbers_html)),
        ]
    }
}

#[derive(JsonSchema, Serialize)]
struct HistoryPage {
    crumbs_html: Html,
    title: String,
    lang: Option<&'static str>,
    check_ins_html: Html,
    footnotes_html: Html,
    pager: Option<Pager>,
}

#[derive(JsonSchema, Serialize)]
struct MovedPage {
    title: String,
    lang: Option<&'static str>,
    href: String,
}

/// Where the check-ins of an objective stand.
pub(super) struct Places {
    ix: ObjectiveIx,
    /// Its own page, then those of its history, each with its check-ins.
    pages: Vec<(Here, Range<usize>)>,
}

impl Places {
    pub(super) fn of(site: &Site<'_>, ix: ObjectiveIx) -> Places {
        let objective = &site.inputs.book[ix];
        let file = |page: usize| match page {
            0 => Route::Objective(&objective.id).file(),
            number => Route::ObjectiveHistory(&objective.id).page_file(number),
        };
        let cut = site.history.pages(ix, objective.check_ins.len()).into_iter();
        let pages = cut.enumerate().map(|(page, cut)| (Here::at(file(page)), cut));
        Places {
            ix,
            pages: pages.collect(),
        }
    }
}

/// The page of an objective on its way.
pub(super) struct Sheet<'a> {
    site: &'a Site<'a>,
    here: &'a Here,
    ix: ObjectiveIx,
    objective: &'a Objective,
    /// The check-ins on the page.
    shown: Range<usize>,
    /// The pages of its history.
    older: &'a [(Here, Range<usize>)],
    /// The body of the file.
    source: Reader<'a>,
    /// The same on this page, as far as it was read.
    reader: Reader<'a>,
    page: Page,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(site: &'a Site<'a>, places: &'a Places) -> Sheet<'a> {
        let Places { ix, pages } = places;
        let ix = *ix;
        let objective = &site.inputs.book[ix];
        let ((here, shown), older) = pages.split_first().expect("an objective has a page");
        let source = Reader::of_objective(site, here, ix);
        Sheet {
            site,
            here,
            ix,
            objective,
            shown: shown.clone(),
            older,
            reader: source.again(here),
            source,
            page: Page::default(),
        }
    }

    /// What stands in the body of the file. Footnotes are numbered as they are met, so its parts are read in the order of
    /// the page.
    pub(super) fn body(&mut self) {
        self.why_this();
        self.check_ins();
        self.retrospective();
        self.reader.footnotes(&mut self.page.footnotes_html);
    }

    fn why_this(&mut self) {
        let mut html = Html::with_capacity(1024);
        let prose = &self.objective.prose;
        self.reader.blocks(&mut html, prose, &mut Headings::anchored(2));
        let place = if is_short(&html) {
            &mut self.page.why_this_aside_html
        } else {
            &mut self.page.why_this_html
        };
        *place = html;
    }

    fn check_ins(&mut self) {
        let (words, language) = (self.site.words, self.site.language);
        let (site, here) = (self.site, self.here);
        let total = self.objective.check_ins.len();
        let shown = self.shown.clone();
        let older = shown.start;
        let page = &mut self.page;
        page.check_ins_note = language.count(words.n_check_ins, total);
        if older > 0 {
            page.older = Some(language.count(words.older_check_ins, older));
            page.older_href = Some(here.to(Route::ObjectiveHistory(&self.objective.id)));
        }
        let next = site.inputs.standing[self.ix].next_check_in;
        page.first_due = next
            .filter(|_| total == 0)
            .map(|date| fill(words.first_due, &[("date", &language.long_date(date))]));
        page.check_ins_html = TimeLine::new(site, here, self.ix).write(&mut self.reader, shown);
    }

    fn retrospective(&mut self) {
        if let Some(closing) = &self.objective.retrospective {
            let html = &mut self.page.retrospective_html;
            self.reader
                .blocks(html, &[closing.span], &mut Headings::anchored(2));
        }
    }

    pub(super) fn key_results(&mut self) {
        self.page.legend = key_results::legend(self.site, self.ix);
        self.page.key_results_html = key_results::table(self.site, self.here, self.ix);
    }

    pub(super) fn chart(&mut self) {
        self.page.chart_html = course::figure(self.site, self.ix);
    }

    pub(super) fn numbers(&mut self) {
        self.page.numbers_html = why::section(self.site, self.ix);
    }

    /// What it is aligned with, its file, and where to write the next check-in.
    pub(super) fn about(&mut self) {
        let site = self.site;
        let (objective, now) = (self.objective, &site.inputs.standing[self.ix]);
        let open =
            !matches!(now.status, Some(Status::Done | Status::Cancelled)) && objective.dropped.is_none();
        let path = &site.inputs.sources[objective.file].path;
        self.page.add = forge::of(site, path)
            .filter(|_| open)
            .map(|forge| forge.edit_at(about::line_of_next(objective)));
        self.page.about_html = about::aside(site, self.here, self.ix);
    }

    pub(super) fn head(&mut self) {
        let (site, here, ix) = (self.site, self.here, self.ix);
        let page = &mut self.page;
        page.crumbs_html = head::crumbs(site, here, ix);
        page.title.clone_from(&self.objective.title.value);
        page.lang = site.lang(self.objective.language);
        page.dir = is_right_to_left(&self.objective.title).then_some("auto");
        page.score_html = head::score(site, ix);
        page.meta_html = head::meta(site, here, ix);
        page.notices_html = head::notices(site, ix);
    }

    /// The page, when all its parts are made.
    pub(super) fn file(&self) -> Result<OutputFile, Failure> {
        let mut frame = self.frame(self.here, &self.objective.title);
        frame.feed = self.here.to(Route::ObjectiveFeed(&self.objective.id));
        self.site.page_of_texts("objective.html", &frame, &self.page)
    }

    /// The frame of a page that belongs to the objective.
    fn frame(&self, here: &Here, title: &str) -> Frame {
        let period = self.site.inputs.book.period_of(self.objective);
        let mut frame = self.site.frame(here, Room::Overview, title, Some(&period.name));
        frame.title_lang = self.site.lang(self.objective.language);
        frame
    }

    /// The pages of its history, and those of its former ids.
    pub(super) fn further_pages(&self) -> Result<Vec<OutputFile>, Failure> {
        let older = (1..).zip(self.older);
        let older = older.map(|(number, (here, shown))| self.history(number, here, shown.clone()));
        let former = self.objective.aliases.iter().map(|alias| self.moved(alias));
        older.chain(former).collect()
    }

    /// The page of a former id: it leads to the objective.
    fn moved(&self, alias: &str) -> Result<OutputFile, Failure> {
        let objective = self.objective;
        let here = Here::at(Route::Objective(alias).file());
        let page = MovedPage {
            title: objective.title.value.clone(),
            lang: self.site.lang(objective.language),
            href: here.to(Route::Objective(&objective.id)),
        };
        self.site
            .page("moved.html", &self.frame(&here, &objective.title), &page)
    }

    /// A page of the check-ins that are too old for the objective's own.
    fn history(&self, number: usize, here: &'a Here, shown: Range<usize>) -> Result<OutputFile, Failure> {
        let (site, objective) = (self.site, self.objective);
        let mut reader = self.source.again(here);
        let check_ins_html = TimeLine::new(site, here, self.ix).write(&mut reader, shown);
        let mut footnotes = Html::new();
        reader.footnotes(&mut footnotes);
        let page = HistoryPage {
            crumbs_html: parts::crumbs(
                site,
                here,
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
            check_ins_html,
            footnotes_html: footnotes,
            pager: paging::pager(
                site,
                here,
                Route::ObjectiveHistory(&objective.id),
                number,
                self.older.len(),
            ),
        };
        let title = [&objective.title.value, " · ", site.words.older_title].concat();
        site.page("objective-history.html", &self.frame(here, &title), &page)
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
