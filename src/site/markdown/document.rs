//! A body that is parsed once, when something in it asks for that: its events by place, so that any part of it can be
//! written in any order, and a reference definition or a footnote in one section serves all of them.

use std::cell::OnceCell;
use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use crate::source::Span;

/// A text, its events with their places and how they nest.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text of the events.
    pub text: &'a str,
    /// Where the text begins in its file, in bytes.
    base: u32,
    parsed: OnceCell<Parsed<'a>>,
    /// Whether it may define links or footnotes, which hold for all of it.
    pub defines: bool,
    /// Whether some of it is written from right to left.
    pub right_to_left: bool,
}

#[derive(Debug)]
struct Parsed<'a> {
    /// In the order of the text.
    events: Vec<Piece<'a>>,
    /// Start and number of every event that is no end, by start.
    places: Vec<(u32, u32)>,
    /// Footnotes by label in lower case: the number of the event that begins them.
    footnotes: HashMap<String, usize>,
}

/// An event and its place.
#[derive(Debug)]
pub struct Piece<'a> {
    /// What it is.
    pub event: Event<'a>,
    /// First byte in the text.
    pub start: u32,
    /// Just past its last byte.
    pub end: u32,
    /// The number of the event that ends it; its own for one without content.
    pub close: u32,
    /// The number of the event that it lies in; its own at the top.
    parent: u32,
}

impl<'a> Parsed<'a> {
    fn new(text: &'a str) -> Parsed<'a> {
        let mut events: Vec<Piece<'a>> = Vec::with_capacity(text.len() / 12 + 8);
        let mut open: Vec<u32> = Vec::new();
        let mut footnotes = HashMap::new();
        let mut places = Vec::with_capacity(text.len() / 18 + 8);
        crate::parse::markdown::events(text).for_each(|(event, range)| {
            let number = events.len() as u32;
            let mut parent = open.last().copied().unwrap_or(number);
            match &event {
                Event::End(_) => {
                    if let Some(start) = open.pop() {
                        events[start as usize].close = number;
                        parent = events[start as usize].parent;
                    }
                }
                Event::Start(tag) => {
                    if let Tag::FootnoteDefinition(label) = tag {
                        footnotes.entry(label.to_lowercase()).or_insert(number as usize);
                    }
                    open.push(number);
                    places.push((range.start as u32, number));
                }
                _ => places.push((range.start as u32, number)),
            }
            events.push(Piece {
                event,
                start: range.start as u32,
                end: range.end as u32,
                close: number,
                parent,
            });
        });
        places.sort_unstable();
        Parsed {
            events,
            places,
            footnotes,
        }
    }
}

impl<'a> Document<'a> {
    /// A text that begins at byte `base` of its file.
    pub fn new(text: &'a str, base: u32) -> Document<'a> {
        Document {
            text,
            base,
            parsed: OnceCell::new(),
            defines: crate::parse::markdown::has_definitions(text),
            right_to_left: super::is_right_to_left(text),
        }
    }

    fn parsed(&self) -> &Parsed<'a> {
        self.parsed.get_or_init(|| Parsed::new(self.text))
    }

    /// Whether something asked for its events.
    #[cfg(test)]
    pub fn is_parsed(&self) -> bool {
        self.parsed.get().is_some()
    }

    /// The events, in the order of the text.
    pub fn events(&self) -> &[Piece<'a>] {
        &self.parsed().events
    }

    /// The numbers of the first event that begins at or behind the start of a span, and the span's end in the text.
    pub fn first_in(&self, span: Span) -> (usize, u32) {
        let start = span.start.saturating_sub(self.base);
        let place = self.parsed().places.partition_point(|&(at, _)| at < start);
        let first = self
            .parsed()
            .places
            .get(place)
            .map_or(self.events().len(), |&(_, number)| number as usize);
        (first, span.end.saturating_sub(self.base))
    }

    /// The number of the event that begins the list item at a span.
    pub fn item_at(&self, span: Span) -> Option<usize> {
        let (mut number, _) = self.first_in(span);
        let start = span.start.saturating_sub(self.base);
        while let Some(piece) = self.events().get(number) {
            if matches!(piece.event, Event::Start(Tag::Item)) {
                return Some(number);
            }
            if piece.start > start {
                break;
            }
            number += 1;
        }
        None
    }

    /// Whether an event ends before `end`; blank lines at its end do not count.
    pub fn ends_by(&self, number: usize, end: u32) -> bool {
        const BLANK: u32 = 4096;
        let piece = &self.events()[number];
        piece.end <= end
            || (piece.end - end <= BLANK
                && self
                    .text
                    .get(end as usize..piece.end as usize)
                    .is_some_and(|rest| rest.trim().is_empty()))
    }

    /// The list that an item stands in.
    pub fn list_of(&self, item: usize) -> (usize, Option<u64>) {
        let parent = self.events()[item].parent as usize;
        match self.events()[parent].event {
            Event::Start(Tag::List(first)) => (parent, first),
            _ => (parent, None),
        }
    }

    /// The event that begins a footnote.
    pub fn footnote(&self, label: &str) -> Option<usize> {
        if !self.defines {
            return None;
        }
        self.parsed().footnotes.get(&label.to_lowercase()).copied()
    }

    /// The footnotes that nothing refers to, in the order of the text.
    pub fn unused_footnotes(&self) -> Vec<usize> {
        if !self.defines {
            return Vec::new();
        }
        let mut unused: HashMap<&str, usize> = self
            .parsed()
            .footnotes
            .iter()
            .map(|(label, &number)| (label.as_str(), number))
            .collect();
        if !unused.is_empty() {
            for piece in self.events() {
                if let Event::FootnoteReference(label) = &piece.event {
                    unused.remove(label.to_lowercase().as_str());
                }
            }
        }
        let mut numbers: Vec<usize> = unused.into_values().collect();
        numbers.sort_unstable();
        numbers
    }

    /// The text between two events, without marks.
    pub fn plain(&self, events: std::ops::Range<usize>) -> String {
        let mut plain = String::new();
        for piece in &self.events()[events] {
            push_plain(&mut plain, &piece.event);
        }
        plain
    }

    /// A place in the file as a place in the text.
    pub fn offset(&self, in_file: u32) -> u32 {
        in_file.saturating_sub(self.base)
    }

    /// A place in the text as a place in the file.
    pub fn in_file(&self, piece: &Piece<'_>) -> Span {
        Span {
            start: piece.start + self.base,
            end: piece.end + self.base,
        }
    }
}

/// Appends what an event says without marks.
pub fn push_plain(plain: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
            plain.push_str(text);
        }
        Event::InlineHtml(html) | Event::Html(html) if !html.trim_start().starts_with("<!--") => {
            plain.push_str(html);
        }
        Event::SoftBreak | Event::HardBreak => plain.push(' '),
        _ => {}
    }
}
