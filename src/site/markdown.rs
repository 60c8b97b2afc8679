//! Markdown → HTML, by an allow-list of events: what is not on it becomes text or nothing, so there is nothing to
//! sanitise afterwards. Raw HTML is shown as text; comments are left out.

pub mod address;
mod bare;
mod bodies;
mod document;
mod plain;
mod told;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use self::address::Address;
pub use self::bodies::Bodies;
use self::document::Document;
use super::Site;
use super::html::{Html, Tag as HtmlTag};
use super::route::{Here, Route};
use crate::bytes::{ByteSet, byte_set};
use crate::model::{BodyLink, CheckIn, Link, ObjectiveIx, Reading};
use crate::parse::markdown::Piece;
use crate::source::{FileId, Span};
use crate::words::fill;

/// What stands before an id that a heading of a body has.
const HEADING: &str = "okr-h-";

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

/// The headings of a body by the names that forges give them.
#[derive(Default)]
struct Slugs {
    events: HashMap<String, usize>,
    names: HashMap<usize, String>,
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

    /// Writes the footnotes that were mentioned so far, and those that nothing mentions.
    pub fn footnotes(&mut self, html: &mut Html) {
        for unused in self.document.unused_footnotes() {
            self.notes.push((unused, 0));
        }
        if self.notes.is_empty() {
            return;
        }
        html.tag("section")
            .fixed("class", "fn md")
            .attr("aria-label", self.site.words.footnotes)
            .open();
        html.tag("ol").open();
        let mut written = 0;
        // A footnote may mention another, which then stands behind it.
        while let Some(&(number, _)) = self.notes.get(written) {
            html.tag("li").attr("id", &self.note_id(written + 1)).open();
            let close = self.document.events()[number].close as usize;
            self.content(html, number + 1..close, 0);
            for mention in 1..=self.notes[written].1 {
                html.text(" ");
                html.tag("a")
                    .attr("href", &["#", &self.mention_id(written + 1, mention)].concat())
                    .attr("aria-label", self.site.words.back_to_text)
                    .holding("↩");
            }
            html.end("li");
            written += 1;
        }
        html.end("ol").end("section");
        self.notes.clear();
        self.note_numbers.clear();
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

    /// Writes events. Those before byte `from` are left out, and so are tags that begin there.
    fn write(&mut self, html: &mut Html, events: Range<usize>, from: u32, headings: &mut Headings) {
        let mut state = Writing::default();
        let mut number = events.start;
        while number < events.end {
            let piece = &self.document.events()[number];
            let (close, is_end) = (piece.close as usize, matches!(piece.event, Event::End(_)));
            if piece.start < from && !is_end {
                if piece.end <= from {
                    number = close + 1;
                    continue;
                }
                match &piece.event {
                    Event::Start(_) => {
                        state.cut.push(close);
                        number += 1;
                    }
                    Event::Text(text) => {
                        let skip = (from - piece.start) as usize;
                        let whole = self.document.text.get(piece.start as usize..piece.end as usize);
                        let rest = text.get(skip..).filter(|_| whole == Some(&**text));
                        number = self.text_with_addresses(html, rest.unwrap_or(text), number + 1, events.end);
                    }
                    _ => number += 1,
                }
                continue;
            }
            if is_end && state.cut.last() == Some(&number) {
                state.cut.pop();
                number += 1;
                continue;
            }
            number = self.event(html, number, events.end, headings, &mut state);
        }
    }

    /// Writes one event, or as much as belongs together; returns the number of the next.
    fn event(
        &mut self,
        html: &mut Html,
        number: usize,
        limit: usize,
        headings: &mut Headings,
        state: &mut Writing,
    ) -> usize {
        let piece = &self.document.events()[number];
        let behind = piece.close as usize + 1;
        match &piece.event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => {
                    self.block(html, "p").open();
                }
                Tag::Heading { level, .. } => {
                    let name = heading_name(headings.shifted(level_of(*level)));
                    let id = headings.anchored.then(|| self.heading_id(number)).flatten();
                    let tag = self.block(html, name);
                    match id {
                        Some(id) => tag.attr("id", &id).open(),
                        None => tag.open(),
                    };
                    state.headings.push(name);
                }
                Tag::BlockQuote(_) => {
                    html.tag("blockquote").open();
                }
                Tag::CodeBlock(kind) => open_code(html, kind, state),
                Tag::HtmlBlock => {
                    let mut raw = String::new();
                    for piece in &self.document.events()[number + 1..behind - 1] {
                        if let Event::Html(text) | Event::Text(text) = &piece.event {
                            raw.push_str(text);
                        }
                    }
                    let shown = without_comments(&raw);
                    if !shown.trim().is_empty() {
                        self.block(html, "p").holding(shown.trim());
                    }
                    return behind;
                }
                Tag::List(start) => {
                    if !self.hidden.is_empty() && self.all_hidden(&(number + 1..behind - 1)) {
                        return behind;
                    }
                    match start {
                        None => html.tag("ul").open(),
                        Some(1) => html.tag("ol").open(),
                        Some(start) => html.tag("ol").attr("start", &start.to_string()).open(),
                    };
                }
                Tag::Item if self.is_hidden(number) => return behind,
                Tag::Item => {
                    let tag = self.block(html, "li");
                    if self.is_task(number) {
                        tag.fixed("class", "task").open();
                    } else {
                        tag.open();
                    }
                }
                // Footnotes stand at the end of the page.
                Tag::FootnoteDefinition(_) => return behind,
                Tag::Table(alignments) => {
                    state.alignments = alignments.clone();
                    self.tables += 1;
                    open_table(html, self.site, self.tables);
                }
                Tag::TableHead => open_row(html, true, state),
                Tag::TableRow => open_row(html, false, state),
                Tag::TableCell => self.open_cell(html, state),
                Tag::Link {
                    dest_url,
                    title,
                    link_type,
                    ..
                } => {
                    let address = match link_type {
                        pulldown_cmark::LinkType::Email => Address::Mail(["mailto:", dest_url].concat()),
                        _ => self.address(dest_url),
                    };
                    state.links.push(open_link(html, &address, title));
                    if number + 1 == behind - 1 {
                        html.text(dest_url);
                    }
                }
                Tag::Image { dest_url, title, .. } => {
                    self.image(html, dest_url, title, number + 1..behind - 1, state);
                    return behind;
                }
                Tag::Emphasis => {
                    html.tag("em").open();
                }
                Tag::Strong => {
                    html.tag("strong").open();
                }
                Tag::Strikethrough => {
                    html.tag("del").open();
                }
                Tag::Superscript => {
                    html.tag("sup").open();
                }
                Tag::Subscript => {
                    html.tag("sub").open();
                }
                Tag::DefinitionList
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::MetadataBlock(_) => {}
            },
            Event::End(tag) => end(html, tag, state),
            Event::Text(text) => {
                if state.verbatim || !state.links.is_empty() {
                    html.text(text);
                } else {
                    return self.text_with_addresses(html, text, number + 1, limit);
                }
            }
            Event::Code(text) => {
                html.tag("code").holding(text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                html.text(text);
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                html.text(&without_comments(text));
            }
            Event::FootnoteReference(label) => {
                let label = label.clone();
                self.mention(html, &label);
            }
            Event::SoftBreak => {
                html.text("\n");
            }
            Event::HardBreak => {
                html.tag("br").void();
            }
            Event::Rule => {
                html.tag("hr").void();
            }
            Event::TaskListMarker(done) => task_box(html, self.site, *done),
        }
        number + 1
    }

    fn open_cell(&self, html: &mut Html, state: &mut Writing) {
        let alignment = state.alignments.get(state.column).copied();
        state.column += 1;
        let mut tag = if state.head {
            self.block(html, "th").fixed("scope", "col")
        } else {
            self.block(html, "td")
        };
        tag = match alignment {
            Some(Alignment::Right) => tag.fixed("class", "ar"),
            Some(Alignment::Center) => tag.fixed("class", "ac"),
            _ => tag,
        };
        tag.open();
    }

    /// A tag of a block; a text that may run from right to left says so.
    fn block<'h>(&self, html: &'h mut Html, name: &'static str) -> HtmlTag<'h> {
        let tag = html.tag(name);
        if self.document.right_to_left {
            tag.fixed("dir", "auto")
        } else {
            tag
        }
    }

    /// Writes a text and those that follow it at once, the addresses in them as links; returns the number of the event
    /// behind them.
    fn text_with_addresses(&self, html: &mut Html, text: &str, next: usize, limit: usize) -> usize {
        if !may_have_addresses(text) {
            html.text(text);
            return next;
        }
        let mut behind = next;
        let mut text = Cow::Borrowed(text);
        for piece in &self.document.events()[next..limit] {
            let Event::Text(more) = &piece.event else { break };
            text.to_mut().push_str(more);
            behind += 1;
        }
        self.addresses(html, &text);
        behind
    }

    /// Writes a text, the addresses in it as links.
    fn addresses(&self, html: &mut Html, text: &str) {
        for part in bare::parts(text) {
            match part {
                bare::Part::Text(text) => {
                    html.text(text);
                }
                bare::Part::Address(address) => {
                    let opened = open_link(html, &self.address(address), "");
                    html.text(address);
                    if opened {
                        html.end("a");
                    }
                }
            }
        }
    }

    fn image(&self, html: &mut Html, destination: &str, title: &str, inner: Range<usize>, state: &Writing) {
        let alt = self.document.plain(inner);
        if let Some(source) = address::image(self.site, self.here, self.from, destination) {
            let mut tag = html
                .tag("img")
                .attr("src", &source)
                .attr("alt", &alt)
                .fixed("loading", "lazy");
            if !title.is_empty() {
                tag = tag.attr("title", title);
            }
            tag.void();
            return;
        }
        let shown = if alt.is_empty() { destination } else { &alt };
        let address = self.address(destination);
        let linked = state.links.is_empty() && open_link(html, &address, title);
        html.text(shown);
        if linked {
            html.end("a");
        }
    }

    fn address(&self, destination: &str) -> Address {
        match destination.trim().strip_prefix('#') {
            Some(fragment) => self.own_anchor(fragment),
            None => address::of(self.site, self.here, self.from, destination),
        }
    }

    /// An anchor of the body's own page: a key result, a check-in, or a heading by the name that forges give it.
    fn own_anchor(&self, fragment: &str) -> Address {
        let Some(ix) = self.objective else {
            return Address::Nowhere;
        };
        let objective = &self.site.inputs.book[ix];
        let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        if let Some(href) = address::anchor_of(self.site, self.here, ix, &fragment) {
            return Address::Site(href);
        }
        let Some(&number) = self.slugs().events.get(&*fragment) else {
            return Address::Nowhere;
        };
        let heading = self.document.in_file(&self.document.events()[number]);
        let check_in = objective
            .check_ins
            .iter()
            .position(|check_in| check_in.heading.start == heading.start);
        match check_in {
            Some(at) => Address::Site(super::check_in::href(self.site, self.here, ix, at)),
            None if objective.prose.iter().any(|prose| prose.contains(heading)) => Address::Site(
                self.here
                    .to_anchor(Route::Objective(&objective.id), &[HEADING, &fragment].concat()),
            ),
            None => Address::Nowhere,
        }
    }

    fn heading_id(&self, number: usize) -> Option<String> {
        let name = self.slugs().names.get(&number)?;
        Some([HEADING, name].concat())
    }

    /// The second heading of a name gets `-1`. One that would have the name of another has none.
    fn slugs(&self) -> &Slugs {
        self.slugs.get_or_init(|| {
            let mut slugs = Slugs::default();
            let mut times: HashMap<String, usize> = HashMap::new();
            for (number, piece) in self.document.events().iter().enumerate() {
                if !matches!(piece.event, Event::Start(Tag::Heading { .. })) {
                    continue;
                }
                let slug = slug(&self.document.plain(number + 1..piece.close as usize));
                let time = times.entry(slug.clone()).or_default();
                let name = match *time {
                    0 => slug,
                    n => format!("{slug}-{n}"),
                };
                *time += 1;
                if let Entry::Vacant(place) = slugs.events.entry(name) {
                    slugs.names.insert(number, place.key().clone());
                    place.insert(number);
                }
            }
            slugs
        })
    }

    fn mention(&mut self, html: &mut Html, label: &str) {
        let Some(event) = self.document.footnote(label) else {
            html.text("[^").text(label).text("]");
            return;
        };
        let known = self.note_numbers.len();
        let note = *self.note_numbers.entry(event).or_insert(known);
        if note == self.notes.len() {
            self.notes.push((event, 0));
        }
        self.notes[note].1 += 1;
        let mention = self.notes[note].1;
        let id = self.mention_id(note + 1, mention);
        html.tag("sup").open();
        html.tag("a")
            .attr("id", &id)
            .attr("href", &["#", &self.note_id(note + 1)].concat())
            .holding(&(note + 1).to_string());
        html.end("sup");
    }

    fn note_id(&self, note: usize) -> String {
        format!("okr-fn{}-{note}", self.series)
    }

    fn mention_id(&self, note: usize, mention: usize) -> String {
        format!("okr-fnref{}-{note}-{mention}", self.series)
    }
}

/// Where the writing of events stands.
#[derive(Default)]
struct Writing {
    /// Whether the text is code.
    verbatim: bool,
    /// Whether the open links have tags.
    links: Vec<bool>,
    /// The names of the open headings.
    headings: Vec<&'static str>,
    alignments: Vec<Alignment>,
    head: bool,
    column: usize,
    /// Ends of tags that were not opened.
    cut: Vec<usize>,
}

fn open_code(html: &mut Html, kind: &CodeBlockKind<'_>, state: &mut Writing) {
    html.tag("pre").fixed("tabindex", "0").open();
    match class_of(kind) {
        Some(class) => html.tag("code").attr("class", &class).open(),
        None => html.tag("code").open(),
    };
    state.verbatim = true;
}

/// Begins the table of a page that has so many up to it.
fn open_table(html: &mut Html, site: &Site<'_>, number: usize) {
    let name = fill(site.words.table_n, &[("n", &number.to_string())]);
    html.tag("div")
        .fixed("class", "scroll")
        .fixed("tabindex", "0")
        .fixed("role", "region")
        .attr("aria-label", &name)
        .open();
    html.tag("table").fixed("class", "tbl").open();
}

fn open_row(html: &mut Html, head: bool, state: &mut Writing) {
    state.head = head;
    state.column = 0;
    html.markup(if head { "<thead><tr>" } else { "<tr>" });
}

/// The box of a task, for the eye and the ear.
fn task_box(html: &mut Html, site: &Site<'_>, done: bool) {
    let (mark, word) = match done {
        true => ("☑", site.words.task_done),
        false => ("☐", site.words.task_open),
    };
    html.markup("<span aria-hidden=\"true\">")
        .word(mark)
        .markup("</span><span class=\"vh\">")
        .word(word)
        .markup("</span> ");
}

fn end(html: &mut Html, tag: &TagEnd, state: &mut Writing) {
    let name = match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(_) => state.headings.pop().unwrap_or("h6"),
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => {
            state.verbatim = false;
            html.end("code");
            "pre"
        }
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => {
            html.end("tbody").end("table");
            "div"
        }
        TagEnd::TableHead => {
            state.head = false;
            html.end("tr").end("thead").tag("tbody").open();
            return;
        }
        TagEnd::TableRow => "tr",
        TagEnd::TableCell if state.head => "th",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::Link => {
            if state.links.pop() != Some(true) {
                return;
            }
            "a"
        }
        TagEnd::HtmlBlock
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::Image
        | TagEnd::MetadataBlock(_) => return,
    };
    html.end(name);
}

/// A short text of a file, such as a takeaway or the entry of a register, with its links.
pub fn inline(site: &Site<'_>, here: &Here, file: FileId, text: &str) -> Html {
    let mut html = Html::with_capacity(text.len() + 16);
    if is_plain(text) {
        html.text(text);
        return html;
    }
    let mut reader = Reader::of_text(site, here, file, text);
    let events = 0..reader.document.events().len();
    reader.content(&mut html, events, 0);
    html
}

/// A short text as a phrase: emphasis and code, no links and no blocks, so that it can stand in a link.
pub fn phrase(text: &str) -> Html {
    let mut html = Html::with_capacity(text.len() + 16);
    if is_plain(text) {
        html.text(text);
        return html;
    }
    let written = pieces(text, |piece| {
        match piece {
            Piece::Text(words) | Piece::Link { words, .. } => html.text(words),
            Piece::Code(code) => html.tag("code").holding(code),
            Piece::Emphasis(words) => html.tag("em").holding(words),
            Piece::Strong(words) => html.tag("strong").holding(words),
        };
    });
    if written {
        return html;
    }
    html.cut(0);
    let mut blocks = 0;
    for (event, _) in crate::parse::markdown::events(text) {
        match &event {
            Event::Start(Tag::Emphasis) => {
                html.tag("em").open();
            }
            Event::End(TagEnd::Emphasis) => {
                html.end("em");
            }
            Event::Start(Tag::Strong) => {
                html.tag("strong").open();
            }
            Event::End(TagEnd::Strong) => {
                html.end("strong");
            }
            Event::Start(Tag::Strikethrough) => {
                html.tag("del").open();
            }
            Event::End(TagEnd::Strikethrough) => {
                html.end("del");
            }
            Event::Code(code) => {
                html.tag("code").holding(code);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_)) => {
                if blocks > 0 {
                    html.text(" ");
                }
                blocks += 1;
            }
            event => {
                let mut plain = String::new();
                document::push_plain(&mut plain, event);
                html.text(&plain);
            }
        }
    }
    html
}

/// Tells the pieces of a line; `false` when it takes more than they are, and some of them were told maybe.
fn pieces<'t>(text: &'t str, each: impl FnMut(Piece<'t>)) -> bool {
    !text.contains('\n') && crate::parse::markdown::paragraph(text, 0..text.len(), 0, 0, each).is_some()
}

/// A short text without any mark.
pub fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let written = pieces(text, |piece| {
        let (Piece::Text(words)
        | Piece::Link { words, .. }
        | Piece::Code(words)
        | Piece::Emphasis(words)
        | Piece::Strong(words)) = piece;
        out.push_str(words);
    });
    if written {
        return Cow::Owned(out);
    }
    out.clear();
    for (event, _) in crate::parse::markdown::events(text) {
        let begins_block = matches!(
            event,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::CodeBlock(_))
        );
        if begins_block && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        document::push_plain(&mut out, &event);
    }
    Cow::Owned(out)
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
        html.text(&link.title).end("a");
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
    let first = MayBeginRight::first_in(text.as_bytes());
    first.is_some_and(|first| text[first..].chars().any(right))
}

byte_set! {
    /// What a letter that runs from the right may begin with. Most letters that are not ASCII are Latin, and most marks begin
    /// with another byte than these.
    MayBeginRight: [0xd6, 0xe0], [0xef, 0xf0]
}

/// Begins a link; `false` when it leads nowhere and nothing was begun.
fn open_link(html: &mut Html, address: &Address, title: &str) -> bool {
    let mut tag = match address {
        Address::Site(href) | Address::Mail(href) => html.tag("a").attr("href", href),
        Address::Outside(href) => html.tag("a").attr("href", href).fixed("rel", "noopener nofollow"),
        Address::Nowhere => return false,
    };
    if !title.is_empty() {
        tag = tag.attr("title", title);
    }
    tag.open();
    true
}

/// Whether an address may stand in a text as it is.
fn may_have_addresses(text: &str) -> bool {
    memchr::memchr(b':', text.as_bytes()).is_some() && text.contains("://")
}

/// Whether a text has nothing that Markdown could read as a mark.
fn is_plain(text: &str) -> bool {
    let mark = |byte: u8| {
        matches!(
            byte,
            b'*' | b'_'
                | b'`'
                | b'['
                | b']'
                | b'<'
                | b'&'
                | b'\\'
                | b'!'
                | b'~'
                | b'#'
                | b'>'
                | b'|'
                | b'='
                | b'+'
                | b'\n'
                | b'\t'
        )
    };
    let first = text.bytes().next();
    !text.bytes().any(mark)
        && !may_have_addresses(text)
        && !first.is_some_and(|byte| byte == b'-' || byte == b' ' || byte.is_ascii_digit())
        && !text.ends_with(' ')
}

/// The class of a code block's language, when it is a plain word.
fn class_of(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let word = info.split_whitespace().next()?;
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (word.len() <= 40 && word.bytes().all(plain)).then(|| ["language-", word].concat())
}

/// Raw HTML without its comments; an unclosed one goes on to the end.
fn without_comments(raw: &str) -> Cow<'_, str> {
    let Some(first) = raw.find("<!--") else {
        return Cow::Borrowed(raw);
    };
    let mut out = raw[..first].to_owned();
    let mut rest = &raw[first..];
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 4..];
        let end = match inside {
            _ if inside.starts_with('>') => Some(1),
            _ if inside.starts_with("->") => Some(2),
            _ => inside.find("-->").map(|at| at + 3),
        };
        let Some(end) = end else {
            return Cow::Owned(out);
        };
        rest = &inside[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The name of a heading as forges make it: lower case, no marks, hyphens for spaces.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase).take(200) {
        match c {
            ' ' => slug.push('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => slug.push(c),
            _ => {}
        }
    }
    slug
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn heading_name(level: u8) -> &'static str {
    match level {
        ..=1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::fixture::Fixture;

    fn fixture(body: &str) -> Fixture {
        let mut fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .objective("2026-H2/b", body)
            .check_ins(70, jiff::civil::date(2026, 8, 1))
            .asset("objectives/2026-H2/_img/p.svg")
            .asset("docs/plan é.pdf")
            .asset("docs/page.html")
            .asset(".git/config");
        fixture.book.config.images = vec!["https://img.example".to_owned()];
        fixture
    }

    fn written(body: &str) -> String {
        let fixture = fixture(body);
        let site = fixture.site();
        let objective = &fixture.book[fixture.last()];
        let here = Here::at(Route::Objective(&objective.id).file());
        let mut html = Html::new();
        let mut reader = Reader::of_objective(&site, &here, fixture.last());
        reader.blocks(&mut html, &objective.prose, &mut Headings::anchored(2));
        reader.footnotes(&mut html);
        html.into_string()
    }

    fn check(body: &str, expected: &str) {
        assert_eq!(written(body), expected, "{body}");
    }

    #[test]
    fn plain_markdown_is_written() {
        check(
            "a *b* **c** ~~d~~ `e <f>`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e &lt;f&gt;</code></p>",
        );
        check(
            "- a\n- [x] b\n- [ ] c",
            "<ul><li>a</li><li class=\"task\"><span aria-hidden=\"true\">☑</span><span class=\"vh\">done:</span> b</li><li class=\"task\"><span aria-hidden=\"true\">☐</span><span class=\"vh\">to do:</span> c</li></ul>",
        );
        check("3. a\n\n   b\n", "<ol start=\"3\"><li><p>a</p><p>b</p></li></ol>");
        check("> a\n\n---\n", "<blockquote><p>a</p></blockquote><hr>");
        check("a  \nb\nc", "<p>a<br>b\nc</p>");
        check(
            "```sh x\na & b\n```",
            "<pre tabindex=\"0\"><code class=\"language-sh\">a &amp; b\n</code></pre>",
        );
        check(
            "| a | b |\n|---|--:|\n| 1 | 2 |",
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table class=\"tbl\"><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"ar\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"ar\">2</td></tr></tbody></table></div>",
        );
    }

    #[test]
    fn headings_never_skip_a_level_and_never_take_the_name_of_something_else() {
        check(
            "# A\n\n#### B\n\n## nps\n",
            "<h3 id=\"okr-h-a\">A</h3><h4 id=\"okr-h-b\">B</h4><h4 id=\"okr-h-nps\">nps</h4>",
        );
        check(
            "###### getElementById\n\n# getElementById\n",
            "<h3 id=\"okr-h-getelementbyid\">getElementById</h3><h3 id=\"okr-h-getelementbyid-1\">getElementById</h3>",
        );
        assert!(!written("# \" onclick=alert(1) x=\"\n").contains("\" onclick"));
    }

    #[test]
    fn links_lead_to_pages_of_the_site() {
        let to = |destination: &str| {
            let html = written(&format!("[x]({destination})"));
            html.strip_prefix("<p><a href=\"")
                .map_or(String::from("text"), |rest| {
                    rest.split('"').next().unwrap_or("").to_owned()
                })
        };
        assert_eq!(to("a.md"), "../a/index.html");
        assert_eq!(to("../2026-H2/a.md#nps"), "../a/index.html#nps");
        assert_eq!(to("/objectives/2026-H2/a.md#unknown"), "../a/index.html");
        assert_eq!(to("#nps"), "#nps");
        assert_eq!(to("#2026-10-09"), "#2026-10-09");
        assert_eq!(to("b.md#2026-08-01"), "history/index.html#2026-08-01");
        assert_eq!(
            to("../../docs/plan%20%C3%A9.pdf"),
            "../../../files/docs/plan%20%C3%A9.pdf"
        );
        for nothing in [
            "c.md",
            "#c",
            "../../docs/page.html",
            "../../.git/config",
            "../../..",
            "mailto",
            "docs",
        ] {
            assert_eq!(to(nothing), "text", "{nothing}");
        }
        check(
            "[x](#background)\n\n## Background",
            "<p><a href=\"#okr-h-background\">x</a></p><h3 id=\"okr-h-background\">Background</h3>",
        );
    }

    #[test]
    fn links_lead_outside_to_the_web_and_to_mail() {
        check(
            "[x](https://a.example \"t\")",
            "<p><a href=\"https://a.example\" rel=\"noopener nofollow\" title=\"t\">x</a></p>",
        );
        check(
            "<a@b.example> <https://a.example/?a=1&b=2>",
            "<p><a href=\"mailto:a@b.example\">a@b.example</a> <a href=\"https://a.example/?a=1&amp;b=2\" rel=\"noopener nofollow\">https://a.example/?a=1&amp;b=2</a></p>",
        );
        check(
            "see https://a.example/b_c_d?x=[1]&y.",
            "<p>see <a href=\"https://a.example/b_c_d?x=[1]&amp;y\" rel=\"noopener nofollow\">https://a.example/b_c_d?x=[1]&amp;y</a>.</p>",
        );
        check(
            "[https://a.example](a.md) `https://b.example`",
            "<p><a href=\"../a/index.html\">https://a.example</a> <code>https://b.example</code></p>",
        );
        check(
            "[](https://a.example)",
            "<p><a href=\"https://a.example\" rel=\"noopener nofollow\">https://a.example</a></p>",
        );
    }

    #[test]
    fn images_come_from_the_repository_or_from_a_host_that_is_named() {
        check(
            "![p 95](_img/p.svg)",
            "<p><img src=\"../../../files/objectives/2026-H2/_img/p.svg\" alt=\"p 95\" loading=\"lazy\"></p>",
        );
        check(
            "![x](https://img.example/a.png)",
            "<p><img src=\"https://img.example/a.png\" alt=\"x\" loading=\"lazy\"></p>",
        );
        check(
            "![x](https://img.example.evil.example/a.png)",
            "<p><a href=\"https://img.example.evil.example/a.png\" rel=\"noopener nofollow\">x</a></p>",
        );
        check(
            "![x](https://img.example@evil.example/a.png)",
            "<p><a href=\"https://img.example@evil.example/a.png\" rel=\"noopener nofollow\">x</a></p>",
        );
        check(
            "[![x *y*](https://o.example/a.png)](a.md)",
            "<p><a href=\"../a/index.html\">x y</a></p>",
        );
        check(
            "![x](none.png) ![](data:image/svg+xml,y)",
            "<p>x data:image/svg+xml,y</p>",
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_with_a_way_back() {
        check(
            "a[^x] b[^x]\n\n[^x]: see[^y]\n\n[^y]: end\n",
            "<p>a<sup><a id=\"okr-fnref-1-1\" href=\"#okr-fn-1\">1</a></sup> b<sup><a id=\"okr-fnref-1-2\" href=\"#okr-fn-1\">1</a></sup></p>\
             <section class=\"fn md\" aria-label=\"Notes\"><ol><li id=\"okr-fn-1\">see<sup><a id=\"okr-fnref-2-1\" href=\"#okr-fn-2\">2</a></sup> <a href=\"#okr-fnref-1-1\" aria-label=\"Back to the text\">↩</a> <a href=\"#okr-fnref-1-2\" aria-label=\"Back to the text\">↩</a></li>\
             <li id=\"okr-fn-2\">end <a href=\"#okr-fnref-2-1\" aria-label=\"Back to the text\">↩</a></li></ol></section>",
        );
        check("a[^x]\n", "<p>a[^x]</p>");
        check(
            "[^x]: alone\n",
            "<section class=\"fn md\" aria-label=\"Notes\"><ol><li id=\"okr-fn-1\">alone</li></ol></section>",
        );
    }

    #[test]
    fn raw_html_is_text_and_comments_are_left_out() {
        check("<b>x</b> <!-- y --> z", "<p>&lt;b&gt;x&lt;/b&gt;  z</p>");
        check("<div>\nx <!-- y\n</div>\n\nz", "<p>&lt;div&gt;\nx</p><p>z</p>");
        check("<!-- a -->\n\nb\n\n<!-- c\n\nd -->", "<p>b</p>");
        check("<!--> <i>", "<p>&lt;i&gt;</p>");
        check(
            "$x$ <math><mi>x</math>",
            "<p>$x$ &lt;math&gt;&lt;mi&gt;x&lt;/math&gt;</p>",
        );
    }

    #[test]
    fn what_is_written_from_right_to_left_says_so() {
        check("مرحبا", "<p dir=\"auto\">مرحبا</p>");
    }

    #[test]
    fn a_part_of_a_list_is_written_as_a_list() {
        let body = "- one\n\n- two\n\n- three\n\n[a]: https://a.example\n";
        let fixture = fixture(body);
        let site = fixture.site();
        let here = Here::at(Route::Objective("2026-H2/b").file());
        let span = |from: &str, to: &str| {
            let at = |text: &str| 17 + body.find(text).expect("it is there");
            Span::new(at(from)..at(to))
        };
        let check = |hidden: Vec<Span>, span: Span, expected: &str| {
            let mut reader = Reader::of_objective(&site, &here, fixture.last());
            reader.hidden = hidden.into();
            let mut html = Html::new();
            reader.blocks(&mut html, &[span], &mut Headings::below(3));
            assert_eq!(html.as_str(), expected);
        };
        check(
            Vec::new(),
            span("- two", "- three"),
            "<ul><li><p>two</p></li></ul>",
        );
        check(
            Vec::new(),
            span("- one", "- three"),
            "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
        );
        check(
            vec![span("- one", "- two")],
            span("- one", "[a]"),
            "<ul><li><p>two</p></li><li><p>three</p></li></ul>",
        );
        check(
            vec![
                span("- one", "- two"),
                span("- two", "- three"),
                span("- three", "[a]"),
            ],
            span("- one", "[a]"),
            "",
        );
        let mut reader = Reader::of_objective(&site, &here, fixture.last());
        let mut html = Html::new();
        reader.item(&mut html, span("- two", "- three"));
        assert_eq!(html.as_str(), "two");
    }

    #[test]
    fn a_note_is_what_stands_behind_its_reading() {
        let check = |item: &str, reading: &str, expected: &str| {
            let body = [item, "\n\n[r]: https://a.example\n"].concat();
            let fixture = fixture(&body);
            let site = fixture.site();
            let here = Here::at(Route::Objective("2026-H2/b").file());
            let start = 17 + body.find(reading).expect("it is there");
            let mut html = Html::new();
            Reader::of_objective(&site, &here, fixture.last()).note(
                &mut html,
                &Reading {
                    key_result: crate::model::KeyResultIx(0),
                    value: crate::model::Value::Number(1.0),
                    typed_score: None,
                    status: None,
                    confidence: None,
                    note: None,
                    span: Span::new(start..start + reading.len()),
                    item: Span::new(17..17 + item.len()),
                },
            );
            assert_eq!(html.as_str(), expected, "{item}");
        };
        check(
            "- nps: 4 (at risk) — it *fell*, [so][r]",
            "nps: 4 (at risk)",
            "it <em>fell</em>, <a href=\"https://a.example\" rel=\"noopener nofollow\">so</a>",
        );
        check("- **nps**: 4 -- a & b", "nps**: 4", "a &amp; b");
        check(
            "- nps: 4\n  A longer note\n  https://b.example\n",
            "nps: 4",
            "A longer note\n<a href=\"https://b.example\" rel=\"noopener nofollow\">https://b.example</a>",
        );
        check("- nps: 4 — one\n\n  two\n", "nps: 4", "one<p>two</p>");
        check("- nps: 4\n", "nps: 4", "");
    }

    #[test]
    fn short_texts_are_short() {
        assert_eq!(
            phrase("a [b](https://c.example) *d* <e> `f`").as_str(),
            "a b <em>d</em> &lt;e&gt; <code>f</code>"
        );
        assert_eq!(plain("a [b](c) *d* `e` &amp; ![f](g)\n\nh"), "a b d e & f h");
        assert_eq!(plain("Rollback by itself"), "Rollback by itself");
        assert_eq!(plain("2. a"), "a");
        let fixture = fixture("");
        let site = fixture.site();
        let here = Here::at(Route::CheckIns.file());
        let file = fixture.book[fixture.last()].file;
        assert_eq!(
            inline(&site, &here, file, "see [a](a.md) & b").as_str(),
            "see <a href=\"../objectives/2026-H2/a/index.html\">a</a> &amp; b"
        );
    }

    #[test]
    fn linked_files_are_copied_and_nothing_else() {
        let mut fixture = fixture("");
        let link = |destination: &str| BodyLink {
            destination: destination.into(),
            span: Span::default(),
            image: false,
        };
        fixture.book.objectives[1].body_links = [
            "_img/p.svg",
            "../../docs/page.html",
            "../../.git/config",
            "none",
            "a.md",
            "https://a.example",
            "%2e%2e/../docs/plan%20%C3%A9.pdf#x",
        ]
        .map(link)
        .to_vec();
        let site = fixture.site();
        assert_eq!(
            assets_of(&site).into_iter().collect::<Vec<_>>(),
            ["docs/plan é.pdf", "objectives/2026-H2/_img/p.svg"]
        );
    }

    /// What a browser would find in HTML that this module wrote: its tags with their attributes.
    fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut tags = Vec::new();
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            let mut inside = &rest[open + 1..];
            let name_end = inside.find([' ', '>', '/', '\t', '\n']).unwrap_or(inside.len());
            let name_end = if inside.starts_with('/') {
                inside.find('>').unwrap_or(inside.len())
            } else {
                name_end
            };
            let name = inside[..name_end].to_owned();
            inside = &inside[name_end..];
            let mut attributes = Vec::new();
            loop {
                inside = inside.trim_start();
                if let Some(after) = inside.strip_prefix('>') {
                    inside = after;
                    break;
                }
                if let Some(after) = inside.strip_prefix("/>") {
                    inside = after;
                    break;
                }
                assert!(!inside.is_empty(), "a tag that is not closed: {html}");
                let end = inside.find(['=', ' ', '>']).unwrap_or(inside.len());
                let attribute = inside[..end].to_owned();
                inside = &inside[end..];
                let mut value = String::new();
                if let Some(after) = inside.strip_prefix("=\"") {
                    let close = after.find('"').expect("the value is closed");
                    value = after[..close].to_owned();
                    inside = &after[close + 1..];
                }
                attributes.push((attribute, value));
            }
            tags.push((name, attributes));
            rest = inside;
        }
        tags
    }

    /// Whether nothing in it runs, loads, or takes a name that is not its own.
    fn is_inert(html: &str) {
        const NAMES: &[&str] = &[
            "p",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "code",
            "ul",
            "ol",
            "li",
            "div",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "a",
            "img",
            "em",
            "strong",
            "del",
            "br",
            "hr",
            "sup",
            "span",
            "section",
        ];
        const ATTRIBUTES: &[&str] = &[
            "href",
            "rel",
            "title",
            "src",
            "alt",
            "loading",
            "id",
            "class",
            "dir",
            "start",
            "scope",
            "tabindex",
            "role",
            "aria-label",
            "aria-hidden",
        ];
        for (name, attributes) in tags(html) {
            let name = name.trim_start_matches('/');
            assert!(NAMES.contains(&name), "<{name}> in {html}");
            for (attribute, value) in attributes {
                assert!(ATTRIBUTES.contains(&attribute.as_str()), "{attribute} in {html}");
                match attribute.as_str() {
                    "href" => assert!(
                        value.starts_with("https://")
                            || value.starts_with("http://")
                            || value.starts_with("mailto:")
                            || value.starts_with('#')
                            || value.starts_with("../../../"),
                        "{value} in {html}"
                    ),
                    "src" => assert!(
                        value.starts_with("https://img.example/") || value.starts_with("../../../files/"),
                        "{value} in {html}"
                    ),
                    "id" => assert!(value.starts_with("okr-"), "{value} in {html}"),
                    "class" => assert!(!value.contains(['&', ';', '<']), "{value} in {html}"),
                    _ => {}
                }
            }
        }
    }

    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "<svg/onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe srcdoc='<script>x</script>'></iframe>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<![CDATA[<script>x</script>]]>",
        "<?php <script> ?>",
        "</p></main><script>x</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#9;script:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](&#106;avascript&colon;alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](\u{1}javascript:alert(1))",
        "[x](%6aavascript:alert(1))",
        "[x](javascript%3Aalert(1))",
        "[x](vbscript:x) [y](data:text/html;base64,x) [z](file:///etc/passwd) [w](blob:x)",
        "[x](//evil.example) [y](\\\\evil.example) [z](/\\evil.example) [w](/%5cevil.example) [v](https:evil)",
        "[x](https://a.example/\"onmouseover=alert(1)//)",
        "[x](https://a.example/ '\"><script>x</script>')",
        "![x\" onerror=\"alert(1)](https://img.example/a.png \"\\\" onload=\\\"x\")",
        "![x](javascript:alert(1)) ![y](data:image/svg+xml,<svg onload=x>) ![z](//evil.example/x.png)",
        "![x](https://img.example\\@evil.example/x) ![y](https://img.example:8080/x) ![z](https://img.example/../x)",
        "<javascript:alert(1)> <data:x> <vbscript:x> <https://a.example/'onclick=x>",
        "https://a.example/\"><script>x</script> http://a.example/'onclick=x",
        "[^\"><script>x</script>] x\n\n[^\"><script>x</script>]: y",
        "[^onclick=x]\n\n[^onclick=x]: <script>",
        "x[^__proto__] y[^constructor]\n\n[^__proto__]: a\n\n[^constructor]: b",
        "# body\n\n# document\n\n# okr-main {#attributes onclick=alert(1)}",
        "## <img src=x onerror=alert(1)>",
        "```\"><script>alert(1)</script>\nx\n```",
        "~~~sh onclick=alert(1)\nx\n~~~",
        "    <script>alert(1)</script>",
        "| <script> | \" onclick=x |\n|---|:-:|\n| [x](javascript:y) | <b |",
        "- [x] <script>\n- [ ](javascript:x)",
        "> <details open ontoggle=alert(1)>\n> <summary>x</summary>",
        "<details>\n\n[x](javascript:alert(1))\n\n</details>",
        "[ref]\n\n[ref]: javascript:alert(1) '\"onclick=x'",
        "[a]: //evil\n[b]: data:x\n[a] [b] ![a] ![b]",
        "$$\\href{javascript:alert(1)}{x}$$ \\(x\\)",
        "a\u{0}b <\u{0}script> \u{202e}x",
        "<style>*{background:url(javascript:x)}</style><link rel=stylesheet href=x><base href=//evil>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    ];

    #[test]
    fn nothing_hostile_comes_through() {
        for hostile in HOSTILE {
            is_inert(&written(hostile));
            is_inert(&phrase(hostile).into_string());
        }
        is_inert(&written(&HOSTILE.join("\n\n")));
        is_inert(&written(&HOSTILE.concat()));
    }

    proptest::proptest! {
        #[test]
        fn no_mixture_of_hostile_pieces_comes_through(pieces in proptest::collection::vec((proptest::sample::select(HOSTILE), 0..20_usize, 0..40_usize), 1..6)) {
            let mut text = String::new();
            for (piece, from, length) in pieces {
                text.extend(piece.chars().skip(from).take(length));
                text.push(if from % 3 == 0 { '\n' } else { ' ' });
            }
            is_inert(&written(&text));
            is_inert(&phrase(&text).into_string());
        }
    }

    #[test]
    fn no_text_takes_long() {
        let long = [
            "[".repeat(50_000),
            "![".repeat(50_000),
            "> ".repeat(300),
            "*a ".repeat(50_000),
            "- ".repeat(300),
            "`".repeat(50_000),
            "https://(".repeat(20_000),
            "<!--".repeat(50_000),
            "<!-- -->".repeat(20_000),
            "[^a] ".repeat(20_000) + "\n\n[^a]: x",
            "# a\n".repeat(20_000),
            "[a](#b) ".repeat(20_000),
            (0..5_000)
                .map(|n| format!("[^{n}]\n\n[^{n}]: [^{n}] x\n\n"))
                .collect(),
            "| a ".repeat(5_000) + "\n" + &"|---".repeat(5_000),
        ];
        for text in long {
            #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
            let begin = std::time::Instant::now();
            let html = written(&text);
            let seconds = begin.elapsed().as_secs_f64();
            assert!(seconds < 5.0, "{seconds} s for {}", &text[..20]);
            assert!(
                html.len() < 200 * text.len() + 10_000,
                "{} bytes for {}",
                html.len(),
                &text[..20]
            );
        }
    }
}
