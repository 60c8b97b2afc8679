//! Markdown → HTML, by an allow-list of events: what is not on it becomes text or nothing, so there is nothing to
//! sanitise afterwards. Raw HTML is shown as text; comments are left out.

pub mod address;
mod bare;
mod bodies;
mod document;
mod footnotes;
mod headings;
mod links;
mod phrase;
mod plain;
mod told;
mod writing;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Event, Tag};

pub use self::bodies::Bodies;
use self::document::Document;
use self::headings::Slugs;
use self::links::open_link;
use self::phrase::is_plain;
pub use self::phrase::{phrase, plain};
use super::Site;
use super::html::Html;
use super::route::Here;
use crate::bytes::{ByteSet, byte_set};
use crate::model::{BodyLink, CheckIn, Link, ObjectiveIx, Reading};
use crate::source::{FileId, Span};

/// The body of a file, ready to be written part by part into one page.
pub struct Reader<'a> {
    site: &'a Site<'a>,
    here: &'a Here,
    /// The path of the file.
    from: &'a str,
    /// Whose body it is.
    objective: Option<ObjectiveIx>,
    document: Rc<Document<'a>>,
    /// List items that are not shown, by place.
    hidden: Rc<[Span]>,
    /// Footnotes in the order of their first mention: their events, and how often they were mentioned.
    notes: Vec<(usize, usize)>,
    note_numbers: HashMap<usize, usize>,
    /// Stands between `okr-fn` and the number, on a page of several bodies.
    series: String,
    /// How many tables the page has so far.
    tables: usize,
    slugs: Rc<OnceCell<Slugs>>,
}

/// How headings of a part become headings of the page.
pub struct Headings {
    /// The level of the heading above the part.
    above: u8,
    /// Levels in the file of the headings that are open.
    open: Vec<u8>,
    /// Whether they get ids.
    anchored: bool,
}

impl Headings {
    /// Below a heading of the page of level `above`; with ids to link to.
    pub fn anchored(above: u8) -> Headings {
        Headings {
            above,
            open: Vec::new(),
            anchored: true,
        }
    }

    /// Below a heading of the page of level `above`; without ids.
    pub fn below(above: u8) -> Headings {
        Headings {
            above,
            open: Vec::new(),
            anchored: false,
        }
    }

    /// The level on the page of a heading that has `level` in the file: none is skipped.
    fn shifted(&mut self, level: u8) -> u8 {
        while self.open.last().is_some_and(|&open| open >= level) {
            self.open.pop();
        }
        self.open.push(level);
        (self.above + self.open.len() as u8).min(6)
    }
}

impl<'a> Reader<'a> {
    /// The body of an objective, its readings left out of its lists.
    pub fn of_objective(site: &'a Site<'a>, here: &'a Here, ix: ObjectiveIx) -> Reader<'a> {
        let objective = &site.inputs.book[ix];
        Reader::of_part(site, here, ix, objective.body, &objective.check_ins)
    }

    /// The same body on another page, or another time on this one.
    pub fn again(&self, here: &'a Here) -> Reader<'a> {
        Reader {
            hidden: Rc::clone(&self.hidden),
            slugs: Rc::clone(&self.slugs),
            objective: self.objective,
            ..Reader::of_document(self.site, here, self.from, Rc::clone(&self.document))
        }
    }

    /// A part of the body of an objective, with the check-ins that stand in it.
    fn of_part(
        site: &'a Site<'a>,
        here: &'a Here,
        ix: ObjectiveIx,
        part: Span,
        check_ins: &[CheckIn],
    ) -> Reader<'a> {
        let mut reader = Reader::of_file(site, here, site.inputs.book[ix].file, part);
        let readings = check_ins.iter().flat_map(|check_in| &check_in.readings);
        let mut hidden: Vec<Span> = readings.map(|reading| reading.item).collect();
        hidden.sort_unstable();
        reader.hidden = hidden.into();
        reader.objective = Some(ix);
        reader
    }

    /// The body of any file.
    pub fn of_file(site: &'a Site<'a>, here: &'a Here, file: FileId, body: Span) -> Reader<'a> {
        let source = &site.inputs.sources[file];
        let document = Document::new(source.slice(body), body.start);
        Reader::of_document(site, here, &source.path, Rc::new(document))
    }

    /// A text that stands alone, such as a takeaway, as if it were written in `file`.
    fn of_text(site: &'a Site<'a>, here: &'a Here, file: FileId, text: &'a str) -> Reader<'a> {
        let from = &site.inputs.sources[file].path;
        Reader::of_document(site, here, from, Rc::new(Document::new(text, 0)))
    }

    fn of_document(
        site: &'a Site<'a>,
        here: &'a Here,
        from: &'a str,
        document: Rc<Document<'a>>,
    ) -> Reader<'a> {
        Reader {
            site,
            here,
            from,
            objective: None,
            document,
            hidden: Rc::default(),
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            series: String::new(),
            tables: 0,
            slugs: Rc::default(),
        }
    }

    /// As the body number `n` of a page that has several, so that no id is there twice.
    pub fn numbered(mut self, n: usize) -> Reader<'a> {
        self.series = format!("-{n}");
        self
    }

    /// Writes every block that lies in one of the spans.
    pub fn blocks(&mut self, html: &mut Html, spans: &[Span], headings: &mut Headings) {
        for &span in spans {
            if !self.plain_paragraph(html, span) && !self.part_alone(html, span) {
                self.part(html, span, headings);
            }
        }
    }

    /// Writes what a list item holds, without its bullet.
    pub fn item(&mut self, html: &mut Html, item: Span) {
        if self.plain_item(html, item, None) {
            return;
        }
        if let Some(number) = self.document.item_at(item) {
            let close = self.document.events()[number].close as usize;
            self.content(html, number + 1..close, 0);
        }
    }

    /// Writes the note of a reading: what its item holds behind the reading.
    pub fn note(&mut self, html: &mut Html, reading: &Reading) {
        let from = self.note_start(self.document.offset(reading.span.end));
        if self.plain_item(html, reading.item, Some(from)) {
            return;
        }
        if let Some(number) = self.document.item_at(reading.item) {
            let close = self.document.events()[number].close as usize;
            self.content(html, number + 1..close, from);
        }
    }

    /// Writes blocks, a paragraph that is alone without its tags.
    pub fn content_of(&mut self, html: &mut Html, spans: &[Span], headings: &mut Headings) {
        if let [span] = spans {
            if self.plain_content(html, *span) {
                return;
            }
            let (first, end) = self.document.first_in(*span);
            let alone = self.document.events().get(first).is_some_and(|piece| {
                matches!(piece.event, Event::Start(Tag::Paragraph)) && self.document.ends_by(first, end)
            });
            if alone {
                let close = self.document.events()[first].close as usize;
                let next = self.document.events().get(close + 1);
                if next.is_none_or(|next| next.start >= end) {
                    self.write(html, first + 1..close, 0, headings);
                    return;
                }
            }
        }
        self.blocks(html, spans, headings);
    }

    /// Writes the events of an item or a footnote; a paragraph that is alone goes without its tags.
    fn content(&mut self, html: &mut Html, events: Range<usize>, from: u32) {
        let mut headings = Headings::below(4);
        let alone = self.document.events().get(events.start).is_some_and(|piece| {
            matches!(piece.event, Event::Start(Tag::Paragraph)) && piece.close as usize + 1 == events.end
        });
        if alone {
            self.write(html, events.start + 1..events.end - 1, from, &mut headings);
        } else {
            self.write(html, events, from, &mut headings);
        }
    }

    /// Writes the blocks that lie in a span, and of a list that lies there in part those of its items that do.
    fn part(&mut self, html: &mut Html, span: Span, headings: &mut Headings) {
        let (mut number, end) = self.document.first_in(span);
        while let Some(piece) = self.document.events().get(number) {
            if piece.start >= end && !matches!(piece.event, Event::End(_)) {
                break;
            }
            match &piece.event {
                Event::End(_) => number += 1,
                _ if !self.document.ends_by(number, end) => number += 1,
                Event::Start(Tag::Item) => number = self.items(html, number, end, headings),
                _ => {
                    let close = piece.close as usize;
                    self.write(html, number..close + 1, 0, headings);
                    number = close + 1;
                }
            }
        }
    }

    /// Writes items that stand side by side as a list of their own; returns the number of the event behind them.
    fn items(&mut self, html: &mut Html, first: usize, end: u32, headings: &mut Headings) -> usize {
        let (list, start) = self.document.list_of(first);
        let mut number = first;
        while let Some(piece) = self.document.events().get(number) {
            let inside = matches!(piece.event, Event::Start(Tag::Item))
                && self.document.list_of(number).0 == list
                && self.document.ends_by(number, end);
            if !inside {
                break;
            }
            number = piece.close as usize + 1;
        }
        let events = first..number;
        if self.all_hidden(&events) {
            return number;
        }
        let name = if start.is_some() { "ol" } else { "ul" };
        html.tag(name).open();
        self.write(html, events, 0, headings);
        html.end(name);
        number
    }

    /// Whether all that stands between two events is list items that are not shown.
    fn all_hidden(&self, events: &Range<usize>) -> bool {
        let mut number = events.start;
        while number < events.end {
            let piece = &self.document.events()[number];
            if !matches!(piece.event, Event::Start(Tag::Item)) || !self.is_hidden(number) {
                return false;
            }
            number = piece.close as usize + 1;
        }
        true
    }

    fn is_hidden(&self, number: usize) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let span = self.document.in_file(&self.document.events()[number]);
        self.hidden
            .binary_search_by_key(&span.start, |hidden| hidden.start)
            .is_ok()
    }

    /// Whether an item is one of a list of tasks.
    fn is_task(&self, item: usize) -> bool {
        let first = |event: usize| self.document.events().get(event).map(|piece| &piece.event);
        match first(item + 1) {
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(first(item + 2), Some(Event::TaskListMarker(_)))
            }
            event => matches!(event, Some(Event::TaskListMarker(_))),
        }
    }

    /// Where the note begins that stands behind a reading: behind the dash, where there is one.
    fn note_start(&self, reading_end: u32) -> u32 {
        let text = self.document.text.get(reading_end as usize..).unwrap_or("");
        let rest = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
        let behind = rest.trim_start_matches(['—', '–', '-']);
        let rest = if behind.len() < rest.len() {
            behind.trim_start()
        } else {
            text.trim_start()
        };
        (self.document.text.len() - rest.len()) as u32
    }
}

/// Writes a short text of a file, such as a takeaway or the entry of a register, with its links.
pub fn inline(site: &Site<'_>, here: &Here, html: &mut Html, file: FileId, text: &str) {
    if is_plain(text) {
        html.text(text);
        return;
    }
    let mut reader = Reader::of_text(site, here, file, text);
    let events = 0..reader.document.events().len();
    reader.content(html, events, 0);
}

/// A whole body below a heading of level `above`, with its footnotes.
pub fn body(site: &Site<'_>, here: &Here, file: FileId, span: Span, above: u8) -> Html {
    let mut html = Html::with_capacity(1024);
    let mut reader = Reader::of_file(site, here, file, span);
    reader.blocks(&mut html, &[span], &mut Headings::anchored(above));
    reader.footnotes(&mut html);
    html
}

/// A link of a front matter. `None` for one that leads nowhere a page may link to.
pub fn link(site: &Site<'_>, here: &Here, file: FileId, link: &Link) -> Option<Html> {
    let from = &site.inputs.sources[file].path;
    let address = address::of(site, here, from, &link.url);
    let mut html = Html::with_capacity(link.title.len() + link.url.len() + 60);
    open_link(&mut html, &address, "").then(|| {
        html.text(&link.title).markup("</a>");
        html
    })
}

/// Paths of the files that pages link to, from the root of the repository: they stand beside the pages.
pub fn assets_of<'s>(site: &'s Site<'_>) -> BTreeSet<&'s str> {
    let (book, sources) = (site.inputs.book, site.inputs.sources);
    let mut assets = BTreeSet::new();
    if site.inputs.assets.files.is_empty() {
        return assets;
    }
    let mut add = |file: FileId, destination: &str| {
        assets.extend(address::file(site, &sources[file].path, destination));
    };
    let mut bodies = |file: FileId, links: &[BodyLink]| {
        links.iter().for_each(|link| add(file, &link.destination));
    };
    for objective in book.objectives.iter().filter(|objective| site.shows(objective)) {
        bodies(objective.file, &objective.body_links);
    }
    for page in book.periods.iter().filter_map(|period| period.page.as_ref()) {
        bodies(page.file, &page.body_links);
    }
    for retrospective in &book.retrospectives {
        bodies(retrospective.file, &retrospective.body_links);
    }
    for objective in book.objectives.iter().filter(|objective| site.shows(objective)) {
        let links = objective
            .key_results
            .iter()
            .flat_map(|key_result| &key_result.links);
        for link in objective.links.iter().chain(links) {
            add(objective.file, &link.url);
        }
    }
    for page in book.periods.iter().filter_map(|period| period.page.as_ref()) {
        page.inputs.iter().for_each(|link| add(page.file, &link.url));
    }
    assets
}

/// Whether some of a text is written from right to left.
pub fn is_right_to_left(text: &str) -> bool {
    let right = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    let first = MayBeginRight::first_in_long(text.as_bytes());
    first.is_some_and(|first| text[first..].chars().any(right))
}

byte_set! {
    /// What a letter that runs from the right may begin with. Most letters that are not ASCII are Latin, and most marks begin
    /// with another byte than these.
    MayBeginRight: [0xd6, 0xe0], [0xef, 0xf0]
}

#[cfg(test)]
mod tests;
