//! The body of an objective: its dated sections, its closing section and what is neither.

use std::ops::Range;

use super::blocks::{Block, Blocks, Kind};
use super::heading::{self, Heading};
use super::markdown;
use super::piece::Piece;
use super::reading::{Item, Line, Reader};
pub use super::reading::{KeyResultShape, Shape};
use super::register;
use super::typed::same_words;
use crate::diagnostic::Diagnostic;
use crate::few::Few;
use crate::model::{BodyLink, CheckIn, Closing, Entry, KeyResultIx, Narrative, Part, Reading};
use crate::msg;
use crate::number::Number;
use crate::source::{FileId, SourceFile, Span, line_ends};
use crate::words::Language;

/// What a body says.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The parts that are neither check-in nor retrospective, in file order.
    pub prose: Vec<Span>,
    /// By date, then place in the file.
    pub check_ins: Vec<CheckIn>,
    /// The closing section.
    pub retrospective: Option<Box<Closing>>,
    /// Every link and image.
    pub body_links: Vec<BodyLink>,
}

/// What the body of a file under `retrospectives/` says.
#[derive(Debug, Default)]
pub struct RetrospectiveBody {
    /// `### Keep`
    pub keep: Vec<Entry>,
    /// `### Change`
    pub change: Vec<Entry>,
    /// `### Learnings`
    pub learnings: Vec<Entry>,
    /// `### Decisions`
    pub decisions: Vec<Entry>,
    /// Every link and image.
    pub body_links: Vec<BodyLink>,
}

/// The most check-ins of a file.
const CHECK_INS: usize = 2_000;

/// Reads the body of an objective: `span` is what stands behind its front matter.
pub fn body(file: FileId, source: &SourceFile, span: Span, shape: &Shape, out: &mut Vec<Diagnostic>) -> Body {
    let text = source.slice(span);
    let blocks = match Blocks::of(text, span.start as usize) {
        Ok(blocks) => blocks,
        Err(line) => {
            let line = Span::new(span.start as usize + line.start..span.start as usize + line.end);
            let message = msg!(
                "in this line of `{path}` more than {limit} quotes and lists begin",
                path = source.path,
                limit = markdown::DEPTH
            );
            out.push(Diagnostic::new("limit", file, line, message));
            return Body::default();
        }
    };
    let mut walk = Walk {
        whole: Piece {
            file,
            start: span.start as usize,
            text,
        },
        source,
        language: shape.language,
        reader: Reader::new(shape),
        out,
        body: Body::default(),
        unread: Vec::new(),
        section: Section::Prose,
        prose: Some(0),
        lines: (0, 0),
        zone: Zone::Top,
        blocks: Vec::new(),
        details: 0,
        swallowed: None,
    };
    walk.blocks(blocks.list);
    walk.end_section(text.len());
    walk.end_prose(text.len());
    let Walk { mut body, unread, .. } = walk;
    body.body_links = blocks.links;
    // They stay as long as the book does.
    body.body_links.shrink_to_fit();
    body.check_ins.shrink_to_fit();
    finish(&mut body, unread, source, file, shape, out);
    body
}

/// Reads the body of a file under `retrospectives/`.
pub fn retrospective_body(
    file: FileId,
    source: &SourceFile,
    span: Span,
    language: Language,
    out: &mut Vec<Diagnostic>,
) -> RetrospectiveBody {
    let text = source.slice(span);
    let base = span.start as usize;
    let mut body = RetrospectiveBody::default();
    let mut register = None;
    // One that is nested beyond all reason is shown as it stands.
    let Ok(blocks) = Blocks::of(text, base) else {
        return body;
    };
    for Block {
        kind, range, depth, ..
    } in blocks.list
    {
        match kind {
            Kind::Heading { level: 1 | 2, .. } if depth == 0 => register = None,
            Kind::Heading { level: 3, content } if depth == 0 => {
                let heading = Piece {
                    file,
                    start: base,
                    text,
                }
                .part(content)
                .trimmed();
                register = register::heading(heading.text, register::OF_RETROSPECTIVE, language);
                if register.is_none() {
                    let near = register::near(heading.text, register::OF_RETROSPECTIVE, language);
                    out.extend(near.map(|word| register::unread(heading, word)));
                }
            }
            Kind::Item { content, .. } if depth == 1 => {
                let list = match register {
                    Some(register::Heading::Keep) => &mut body.keep,
                    Some(register::Heading::Change) => &mut body.change,
                    Some(register::Heading::Learnings) => &mut body.learnings,
                    Some(register::Heading::Decisions) => &mut body.decisions,
                    _ => continue,
                };
                list.extend(register::entry(text, base, range, content));
            }
            _ => {}
        }
    }
    body.body_links = blocks.links;
    body
}

/// A section of the body while it is read.
enum Section {
    /// Neither check-in nor retrospective.
    Prose,
    /// A check-in.
    CheckIn(Box<CheckIn>),
    /// Meant as a check-in, but its date is wrong: its readings are checked, and nothing is kept.
    Misdated(Vec<Reading>),
    /// The closing section: its heading.
    Closing(Range<usize>),
}

/// What stands under which heading of level 3.
enum Zone {
    /// Under none yet.
    Top,
    /// Text.
    Part(Part),
    /// A register; its heading as written.
    Register(register::Heading, Range<usize>),
}

struct Walk<'a, 'o> {
    whole: Piece<'a>,
    source: &'a SourceFile,
    language: Language,
    reader: Reader<'a>,
    out: &'o mut Vec<Diagnostic>,
    body: Body,
    /// Readings of sections that are not kept, a section each.
    unread: Vec<Vec<Reading>>,
    section: Section,
    /// Where the prose began that is not yet ended.
    prose: Option<usize>,
    /// How many lines of the file end before a byte of it.
    lines: (usize, u32),
    zone: Zone,
    /// The blocks of the narrative part that is being read; `true` for one that is only a line.
    blocks: Vec<(Span, bool)>,
    /// How many `<details>` are open.
    details: usize,
    /// In a list or quote: where a line is that was meant as the heading of the next check-in.
    swallowed: Option<usize>,
}

impl Walk<'_, '_> {
    fn blocks(&mut self, blocks: Vec<Block>) {
        let text = self.whole.text;
        let mut list = List::default();
        for Block {
            kind,
            range,
            depth,
            quoted,
        } in blocks
        {
            match kind {
                Kind::Heading { level, content } if depth == 0 => self.heading(level, range, content),
                Kind::Heading { content, .. } => {
                    let place = if quoted { Container::Quote } else { Container::List };
                    self.nested_heading(range, content, place);
                }
                Kind::List if depth == 0 => {
                    self.find_swallowed(range.clone());
                    list = List {
                        range,
                        readings: false,
                        others: false,
                    };
                }
                Kind::Item { content, inline } if depth == 1 => {
                    if self.swallowed.is_some_and(|at| at < range.start) {
                        self.end_swallowed(range.start);
                    }
                    self.item(range, content, inline, &mut list);
                }
                Kind::Item {
                    content,
                    inline: true,
                } => {
                    let place = if quoted {
                        Misplaced::Quoted
                    } else {
                        Misplaced::Nested
                    };
                    self.misplaced_reading(content, place);
                }
                Kind::ListEnd if depth == 0 => {
                    let in_register = matches!(self.zone, Zone::Register(..));
                    // A list of readings is shown as readings, a list of a register as its entries.
                    if !in_register && (list.others || !list.readings) {
                        self.block(std::mem::take(&mut list.range), false);
                    }
                    self.end_swallowed(range.start);
                }
                Kind::Code => {
                    self.unread_lines(range.clone(), Container::Code);
                    if depth == 0 {
                        self.block(range, false);
                    }
                }
                Kind::Html => {
                    self.unread_lines(range.clone(), Container::Html);
                    if depth == 0 && html_outside_comments(&text[range.clone()], &mut self.details) {
                        self.block(range, false);
                    }
                }
                Kind::Paragraph if depth == 0 => self.paragraph(range),
                Kind::Rule if depth == 0 => self.block(range, true),
                Kind::Other if depth == 0 => {
                    let end = range.end;
                    self.find_swallowed(range.clone());
                    self.block(range, false);
                    self.end_swallowed(end);
                }
                Kind::InlineHtml if depth <= 1 => {
                    html_outside_comments(&text[range], &mut self.details);
                }
                _ => {}
            }
        }
    }

    fn piece(&self, range: Range<usize>) -> Piece<'_> {
        self.whole.part(range)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.whole.start + range.start..self.whole.start + range.end)
    }

    /// The line of a byte of the file that is not before the one asked for last.
    fn line_of(&mut self, at: usize) -> u32 {
        let (from, before) = self.lines;
        let passed = line_ends(&self.source.text.as_bytes()[from.min(at)..at]);
        self.lines = (at, before + passed as u32);
        self.lines.1 + 1
    }

    /// A heading that is in no quote, list or footnote.
    fn heading(&mut self, level: u8, range: Range<usize>, content: Range<usize>) {
        self.swallowed = None;
        let found = heading::read(
            self.piece(range.clone()).trimmed(),
            self.piece(content.clone()).trimmed(),
            level,
            self.language,
        );
        if self.details > 0 && !matches!(found, Heading::Undated) {
            self.misplaced_heading(range.clone(), Container::Details);
            self.begin(Section::Prose, range.start);
            return;
        }
        match found {
            Heading::CheckIn(read) => {
                let start = self.whole.start + range.start;
                self.out.extend(read.findings);
                let check_in = CheckIn {
                    date: read.date,
                    number: 1,
                    line: self.line_of(start),
                    heading: self.piece(range.clone()).trimmed().span(),
                    span: Span::new(start..start),
                    status: read.status,
                    title: read.title.map(String::into_boxed_str),
                    readings: Vec::new(),
                    narrative: Vec::new(),
                    decisions: Few::new(),
                    risks: Few::new(),
                    learnings: Few::new(),
                    asks: Few::new(),
                };
                self.begin(Section::CheckIn(Box::new(check_in)), range.start);
            }
            Heading::Wrong(finding) => {
                self.out.push(finding);
                if level == 2 {
                    let content = self.piece(content).trimmed();
                    let behind = heading::behind_wrong_date(content, self.language);
                    self.out.extend(behind);
                }
                self.begin(Section::Misdated(Vec::new()), range.start);
            }
            Heading::Undated if level <= 2 => {
                let retrospective = self.language.file_words().retrospective;
                let english = Language::English.file_words().retrospective;
                let text = self.whole.text[content.clone()].trim();
                let closing = level == 2 && (same_words(text, retrospective) || same_words(text, english));
                if level == 2 && !closing {
                    let near = register::near_word(text, [retrospective, english].into_iter());
                    let heading = self.piece(content).trimmed();
                    let unread = near.map(|word| register::unread(heading, word));
                    self.out.extend(unread);
                }
                self.begin(
                    if closing {
                        Section::Closing(range.clone())
                    } else {
                        Section::Prose
                    },
                    range.start,
                );
            }
            Heading::Undated if level == 3 => self.open_zone(content),
            Heading::Undated => self.block(range, false),
        }
    }

    /// A heading of level 3.
    fn open_zone(&mut self, content: Range<usize>) {
        use register::Heading;
        self.end_zone();
        let text = self.whole.text[content.clone()].trim();
        self.zone = match register::heading(text, register::OF_CHECK_IN, self.language) {
            Some(Heading::What) => Zone::Part(Part::What),
            Some(Heading::Why) => Zone::Part(Part::Why),
            Some(Heading::SoWhat) => Zone::Part(Part::SoWhat),
            Some(register) => Zone::Register(register, content),
            None => {
                let among = match self.section {
                    Section::CheckIn(_) => register::OF_CHECK_IN,
                    Section::Closing(_) => &[Heading::Learnings],
                    Section::Prose | Section::Misdated(_) => &[],
                };
                let near = register::near(text, among, self.language);
                let heading = self.whole.part(content).trimmed();
                let unread = near.map(|word| register::unread(heading, word));
                self.out.extend(unread);
                Zone::Part(Part::Other(heading.span()))
            }
        };
    }

    /// Ends the part of the narrative that is being read.
    fn end_zone(&mut self) {
        let zone = std::mem::replace(&mut self.zone, Zone::Top);
        let mut blocks = std::mem::take(&mut self.blocks);
        while blocks.pop_if(|(_, rule)| *rule).is_some() {}
        let skipped = blocks.iter().take_while(|(_, rule)| *rule).count();
        let Section::CheckIn(check_in) = &mut self.section else {
            return;
        };
        if blocks.len() == skipped {
            return;
        }
        let part = match zone {
            Zone::Top => Part::What,
            Zone::Part(part) => part,
            // Text in a register that is no list belongs to no entry, and is shown all the same.
            Zone::Register(_, heading) => Part::Other(self.whole.part(heading).trimmed().span()),
        };
        let blocks = blocks[skipped..].iter().map(|(span, _)| *span).collect();
        check_in.narrative.push(Narrative { part, blocks });
    }

    /// Ends the section that is being read, and begins the next.
    fn begin(&mut self, section: Section, at: usize) {
        self.end_section(at);
        match section {
            Section::Prose => self.prose = self.prose.or(Some(at)),
            _ => self.end_prose(at),
        }
        self.section = section;
    }

    fn end_section(&mut self, at: usize) {
        self.end_zone();
        match std::mem::replace(&mut self.section, Section::Prose) {
            Section::Prose => {}
            Section::CheckIn(mut check_in) => {
                check_in.span.end = (self.whole.start + at) as u32;
                // It stays as long as the book does.
                check_in.narrative.shrink_to_fit();
                check_in.readings.shrink_to_fit();
                self.body.check_ins.push(*check_in);
            }
            Section::Misdated(readings) => self.unread.push(readings),
            Section::Closing(heading) => {
                let span = self.span(heading.end..at);
                match &mut self.body.retrospective {
                    Some(closing) if closing.span == Span::default() => closing.span = span,
                    // Of two closing sections the second is shown as prose; its learnings count.
                    Some(_) => self.prose = Some(heading.start),
                    none => {
                        let learnings = Few::new();
                        *none = Some(Box::new(Closing { span, learnings }))
                    }
                }
            }
        }
    }

    fn end_prose(&mut self, at: usize) {
        if let Some(start) = self.prose.take()
            && !self.whole.text[start..at].trim().is_empty()
        {
            self.body.prose.push(self.span(start..at));
        }
    }

    /// A block that belongs to the text of a check-in.
    fn block(&mut self, range: Range<usize>, rule: bool) {
        if let Section::CheckIn(_) = self.section {
            self.blocks.push((self.span(range), rule));
        }
    }

    /// A paragraph: a line in it may be a heading, or an item of a list, whose space is missing.
    fn paragraph(&mut self, range: Range<usize>) {
        let text = self.whole.text;
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let line = &rest[..length];
            // Most lines begin with a letter.
            if !line.as_bytes()[0].is_ascii_alphanumeric() {
                if line.trim_start().starts_with('#')
                    && let Some(finding) = heading::without_space(self.piece(at..at + length))
                {
                    self.out.push(finding);
                    self.begin(Section::Misdated(Vec::new()), at);
                    return;
                }
                if let Some(content) = line.strip_prefix(['-', '*', '+', '•', '·', '–', '—']) {
                    let content = at + length - content.trim_start().len();
                    self.misplaced_reading(content, Misplaced::NoItem);
                }
            }
            at += length;
        }
        self.block(range, false);
    }

    /// A line at the margin goes on with the list or the quote before it: it may be a heading whose space is missing.
    fn find_swallowed(&mut self, range: Range<usize>) {
        self.swallowed = None;
        let mut at = range.start;
        if memchr::memchr(b'#', &self.whole.text.as_bytes()[range.clone()]).is_none() {
            return;
        }
        for line in self.whole.text[range].split_inclusive('\n') {
            if line.starts_with('#')
                && let Some(finding) = heading::without_space(self.piece(at..at + line.len()))
            {
                self.out.push(finding);
                self.swallowed = self.swallowed.or(Some(at));
            }
            at += line.len();
        }
    }

    /// What follows a swallowed heading is not read into the check-in before it.
    fn end_swallowed(&mut self, at: usize) {
        if self.swallowed.take().is_some() {
            self.begin(Section::Misdated(Vec::new()), at);
        }
    }

    /// An item of a list that is in nothing else.
    fn item(&mut self, range: Range<usize>, content: usize, inline: bool, list: &mut List) {
        let at_top = matches!(self.zone, Zone::Top);
        match &self.section {
            Section::CheckIn(_) | Section::Misdated(_) if at_top => {
                let read = inline.then(|| self.reader.item(self.line(content)));
                match read {
                    Some(Item::Reading(line)) => {
                        list.readings = true;
                        let reading = self.reading(line, range, content);
                        match &mut self.section {
                            Section::CheckIn(check_in) => check_in.readings.push(reading),
                            Section::Misdated(readings) => readings.push(reading),
                            Section::Prose | Section::Closing(_) => {}
                        }
                    }
                    Some(Item::Wrong(findings)) => {
                        list.readings = true;
                        self.out.extend(findings);
                    }
                    Some(Item::Prose) | None => list.others = true,
                }
                return;
            }
            _ => {}
        }
        let dated = matches!(self.section, Section::CheckIn(_) | Section::Misdated(_));
        if inline {
            self.misplaced_reading(
                content,
                if dated {
                    Misplaced::UnderHeading
                } else {
                    Misplaced::Outside
                },
            );
        }
        let Zone::Register(register, _) = self.zone else {
            return;
        };
        let entries = match (&mut self.section, register) {
            (Section::CheckIn(check_in), register::Heading::Decisions) => &mut check_in.decisions,
            (Section::CheckIn(check_in), register::Heading::Risks) => &mut check_in.risks,
            (Section::CheckIn(check_in), register::Heading::Learnings) => &mut check_in.learnings,
            (Section::CheckIn(check_in), register::Heading::Asks) => &mut check_in.asks,
            (Section::Closing(_), register::Heading::Learnings) => {
                let closing = self.body.retrospective.get_or_insert_with(|| {
                    let (span, learnings) = (Span::default(), Few::new());
                    Box::new(Closing { span, learnings })
                });
                &mut closing.learnings
            }
            _ => return,
        };
        entries.extend(register::entry(self.whole.text, self.whole.start, range, content));
    }

    /// The line that begins at a byte, without a hard line break.
    fn line(&self, at: usize) -> Piece<'_> {
        let line = self.whole.from(at).first_line();
        let bare = line.text.strip_suffix('\\').unwrap_or(line.text);
        line.part(0..bare.len()).trimmed()
    }

    /// The reading of an item, with the note on its further lines.
    fn reading(&self, line: Line<'_>, range: Range<usize>, content: usize) -> Reading {
        let text = self.whole.text;
        let further = match memchr::memchr(b'\n', &text.as_bytes()[content..range.end]) {
            Some(length) => {
                let indent = memchr::memrchr(b'\n', &text.as_bytes()[..content])
                    .map_or(content, |at| content - at - 1);
                register::unindented_lines(&text[content + length + 1..range.end], indent)
            }
            None => String::new(),
        };
        let note = match (line.note, further) {
            (note, further) if further.trim().is_empty() => note.to_owned(),
            ("", further) => further.trim_start_matches('\n').to_owned(),
            (note, further) => [note, &further].join("\n"),
        };
        Reading {
            key_result: KeyResultIx(line.key_result),
            value: line.value,
            typed_score: line.words.score.map(Number::from),
            status: line.words.status,
            confidence: line.words.confidence.map(Number::from),
            note: (!note.is_empty()).then(|| note.into_boxed_str()),
            span: line.typed.span(),
            item: self.span(range),
        }
    }

    /// An item that is a reading where none is read.
    fn misplaced_reading(&mut self, content: usize, place: Misplaced) {
        let line = self.line(content);
        let Some(id) = self.reader.complete(line) else {
            return;
        };
        let message = match place {
            Misplaced::UnderHeading => {
                msg!(
                    "this reading of `{id}` is not read: it stands under a heading of level 3",
                    id = id
                )
            }
            Misplaced::Nested => msg!(
                "this reading of `{id}` is not read: it stands inside another list or block",
                id = id
            ),
            Misplaced::Quoted => msg!(
                "this reading of `{id}` is not read: it stands in a quote",
                id = id
            ),
            Misplaced::Code => msg!(
                "this reading of `{id}` is not read: it stands in a code block",
                id = id
            ),
            Misplaced::Html => msg!("this reading of `{id}` is not read: it stands in HTML", id = id),
            Misplaced::NoItem => {
                msg!(
                    "this reading of `{id}` is not read: its line is no list item",
                    id = id
                )
            }
            Misplaced::Outside => msg!(
                "this reading of `{id}` is not read: it stands in no dated section",
                id = id
            ),
        };
        let finding = line.finding("misplaced-reading", message);
        let finding = match place {
            Misplaced::NoItem => finding.help(msg!("begin it with `- `, a hyphen and a plain space")),
            _ => finding.help(msg!(
                "readings stand in a list, before the first `###` of a dated section"
            )),
        };
        self.out.push(finding);
    }

    /// The heading of a check-in where none is read.
    fn misplaced_heading(&mut self, range: Range<usize>, place: Container) {
        let message = match place {
            Container::Quote => msg!("this check-in is not read: it stands in a quote"),
            Container::List => msg!("this check-in is not read: it stands in a list or a footnote"),
            Container::Code => msg!("this check-in is not read: it stands in a code block"),
            Container::Html => msg!("this check-in is not read: it stands in a comment or in HTML"),
            Container::Details => msg!("this check-in is not read: it stands in `<details>`"),
        };
        let finding = self
            .piece(range)
            .trimmed()
            .first_line()
            .finding("misplaced-check-in", message);
        self.out.push(finding);
    }

    /// A heading in a quote, a list or a footnote.
    fn nested_heading(&mut self, range: Range<usize>, content: Range<usize>, place: Container) {
        // The level does not matter here: any is looked at as generously as level 2.
        let found = heading::read(
            self.piece(range.clone()),
            self.piece(content).trimmed(),
            2,
            self.language,
        );
        if !matches!(found, Heading::Undated) {
            self.misplaced_heading(range, place);
        }
    }

    /// Code and HTML, which Markdown does not look into.
    fn unread_lines(&mut self, range: Range<usize>, place: Container) {
        let mut at = range.start;
        // What is commented out is left out on purpose.
        let is_comment = self.whole.text[range.clone()].trim_start().starts_with("<!--");
        for line in self.whole.text[range].split_inclusive('\n') {
            let bare = line.trim_start_matches([' ', '\t', '>']);
            let start = at + line.len() - bare.len();
            at += line.len();
            match bare.as_bytes() {
                // One `#` begins a comment in most languages of code.
                [b'#', second, ..]
                    if (place == Container::Html || *second == b'#')
                        && heading::is_dated_line(bare.trim_end()) =>
                {
                    self.misplaced_heading(start..at, place);
                }
                [b'-' | b'*' | b'+', b' ' | b'\t', ..] if !is_comment => {
                    let content = start + bare.len() - bare[1..].trim_start().len();
                    if content < at {
                        let misplaced = if place == Container::Code {
                            Misplaced::Code
                        } else {
                            Misplaced::Html
                        };
                        self.misplaced_reading(content, misplaced);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Where a check-in is not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    List,
    Code,
    Html,
    Details,
}

/// Where a reading is not read.
#[derive(Clone, Copy)]
enum Misplaced {
    UnderHeading,
    Nested,
    Quoted,
    Code,
    Html,
    NoItem,
    Outside,
}

/// A list at the margin while it is read.
#[derive(Default)]
struct List {
    range: Range<usize>,
    readings: bool,
    others: bool,
}

/// Whether something is left of an HTML block without its comments; counts `<details>` that open and close.
fn html_outside_comments(html: &str, details: &mut usize) -> bool {
    let mut rest = html;
    let mut seen = false;
    while !rest.is_empty() {
        let (outside, comment) = rest.split_once("<!--").unwrap_or((rest, ""));
        seen |= !outside.trim().is_empty();
        for (at, _) in outside.match_indices('<') {
            let tag = &outside.as_bytes()[at + 1..];
            let opens = |name: &[u8]| {
                tag.get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
            };
            if opens(b"details") {
                *details += 1;
            } else if opens(b"/details") {
                *details = details.saturating_sub(1);
            }
        }
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    seen
}

/// Puts the check-ins in order, numbers those of one date, and takes out what is read twice.
fn finish(
    body: &mut Body,
    unread: Vec<Vec<Reading>>,
    source: &SourceFile,
    file: FileId,
    shape: &Shape,
    out: &mut Vec<Diagnostic>,
) {
    if let Some(beyond) = body.check_ins.get(CHECK_INS) {
        out.push(Diagnostic::new(
            "limit",
            file,
            beyond.heading,
            msg!(
                "`{path}` has {count} check-ins: at most {limit}",
                path = source.path,
                count = body.check_ins.len(),
                limit = CHECK_INS
            ),
        ));
        body.check_ins.truncate(CHECK_INS);
    }
    body.check_ins.sort_by_key(|check_in| check_in.date);
    let mut seen: Vec<Option<Span>> = vec![None; shape.key_results.len()];
    let mut twice = |readings: &mut Vec<Reading>, seen: &mut Vec<Option<Span>>| {
        readings.retain(|reading| {
            let first = &mut seen[reading.key_result.0];
            let Some(first) = *first else {
                *first = Some(reading.span);
                return true;
            };
            out.push(
                Diagnostic::new(
                    "duplicate-reading",
                    file,
                    reading.span,
                    msg!(
                        "`{id}` is read twice on one date",
                        id = shape.key_results[reading.key_result.0].id
                    ),
                )
                .help(msg!(
                    "the other reading stands in line {line}: keep one",
                    line = source.place(first.start).line
                )),
            );
            false
        });
    };
    let mut number = 1;
    let mut previous = None;
    for check_in in &mut body.check_ins {
        if previous == Some(check_in.date) {
            number += 1;
        } else {
            number = 1;
            seen.fill(None);
        }
        check_in.number = number;
        previous = Some(check_in.date);
        twice(&mut check_in.readings, &mut seen);
    }
    for mut readings in unread {
        seen.fill(None);
        twice(&mut readings, &mut seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::model::{Measure, Metric, Step, Value};

    fn shape(language: Language) -> Shape {
        let metric = Measure::Metric(Metric {
            start: Some(9.0),
            target: Some(4.0),
            rubric: Few::new(),
            plan: Few::new(),
        });
        let steps = ["Designed", "English live", "French live"];
        let steps = steps.iter().enumerate().map(|(at, label)| Step {
            label: (*label).to_owned(),
            score: (at as f64 + 1.0) / 3.0,
        });
        let it = |id: &str, unit: Option<&str>, measure| KeyResultShape {
            id: id.to_owned(),
            unit: unit.map(Box::from),
            measure: Some(measure),
        };
        Shape {
            language,
            key_results: vec![
                it("response-time", Some("h"), metric.clone()),
                it("csat", None, metric),
                it(
                    "reopened",
                    Some("%"),
                    Measure::Maintain {
                        min: None,
                        max: Some(5.0),
                    },
                ),
                it("help-centre", None, Measure::Steps(steps.collect())),
            ],
        }
    }

    /// What stands before every body here.
    const FRONT: &str = "---\ntitle: é\n---\n";

    struct Read {
        source: SourceFile,
        body: Body,
        findings: Vec<Diagnostic>,
    }

    impl Read {
        fn slice(&self, span: Span) -> &str {
            self.source.slice(span)
        }
    }

    fn read_in(text: &str, language: Language) -> Read {
        let source = SourceFile::new("objectives/a.md", format!("{FRONT}{text}").into_bytes());
        let mut findings = Vec::new();
        let span = Span::new(FRONT.len()..source.text.len());
        let body = body(FileId(0), &source, span, &shape(language), &mut findings);
        Read {
            source,
            body,
            findings,
        }
    }

    fn read(text: &str) -> Read {
        read_in(text, Language::English)
    }

    /// The check-ins with all their parts, a line each: what two bodies are compared by.
    fn told(read: &Read) -> String {
        let mut out = String::new();
        let entries = |entries: &[Entry]| entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
        for it in &read.body.check_ins {
            out += &format!("{} {:?} {:?}\n", it.anchor(), it.status, it.title);
            let mut readings: Vec<_> = it.readings.iter().collect();
            readings.sort_by_key(|reading| reading.key_result);
            for reading in readings {
                let Reading {
                    key_result,
                    value,
                    typed_score,
                    status,
                    confidence,
                    note,
                    ..
                } = reading;
                out += &format!(
                    "- {} {value:?} {typed_score:?} {status:?} {confidence:?} {note:?}\n",
                    key_result.0
                );
            }
            for part in &it.narrative {
                let blocks: Vec<_> = part.blocks.iter().map(|&span| read.slice(span).trim()).collect();
                let heading = match part.part {
                    Part::Other(heading) => format!("Other({:?})", read.slice(heading)),
                    part => format!("{part:?}"),
                };
                out += &format!("{heading} {blocks:?}\n");
            }
            for (name, list) in [
                ("decisions", &it.decisions),
                ("risks", &it.risks),
                ("learnings", &it.learnings),
                ("asks", &it.asks),
            ] {
                if !list.is_empty() {
                    out += &format!("{name} {:?}\n", entries(list));
                }
            }
        }
        for &span in &read.body.prose {
            out += &format!("prose {:?}\n", read.slice(span).trim());
        }
        if let Some(closing) = &read.body.retrospective {
            out += &format!(
                "closing {:?} {:?}\n",
                read.slice(closing.span).trim(),
                entries(&closing.learnings)
            );
        }
        out
    }

    /// Every finding as `line:column rule [text at its place] message`.
    fn found(read: &Read) -> Vec<String> {
        let first_line = read.source.place(FRONT.len() as u32).line;
        read.findings
            .iter()
            .map(|finding| {
                let place = read.source.place(finding.span.start);
                let at = read.slice(finding.span);
                format!(
                    "{}:{} {} [{at}] {}",
                    place.line - first_line + 1,
                    place.column,
                    finding.rule,
                    finding.message
                )
            })
            .collect()
    }

    fn check(text: &str, expected: &str) {
        let read = read(text);
        assert_eq!(found(&read), Vec::<String>::new(), "{text}");
        assert_eq!(told(&read).trim_end(), expected.trim_end(), "{text}");
    }

    /// Findings: place, rule and text at the place; the messages are tested where they are made.
    fn check_found(text: &str, expected: &[&str]) {
        let read = read(text);
        let found = found(&read);
        let short: Vec<&str> = found
            .iter()
            .map(|line| line.split_once("] ").map_or(line.as_str(), |(head, _)| head))
            .collect();
        let expected: Vec<&str> = expected.iter().map(|line| line.trim_end_matches(']')).collect();
        assert_eq!(short, expected, "{text}");
    }

    const EXAMPLE: &str = "
Why this matters, in ordinary Markdown.

## 2026-08-31 (at risk) Hiring bites

Two people joined late, so the evening shift is still uncovered.

- response-time: 6.2 h (at risk) — hiring slipped by two weeks

- csat: 4.3 (on track, 0.7, 60%)
  A longer note goes on indented lines,
  like in any list item.

- reopened: 4.1 %

- help-centre: English live (on track)

### Why

Head wind: the market for support engineers.

### Decisions

- Move the evening shift to the Lisbon team — decided by ana

### Risks

- French copy depends on one translator. Plan: a second one from 15 September.

## 2026-07-31 (on track) Good start

- response-time: 7.9 h

- csat: 4.1
";

    #[test]
    fn the_example_of_the_format_is_read() {
        check(
            EXAMPLE,
            r#"2026-07-31 Some(OnTrack) Some("Good start")
- 0 Number(7.9) None None None None
- 1 Number(4.1) None None None None
2026-08-31 Some(AtRisk) Some("Hiring bites")
- 0 Number(6.2) None Some(AtRisk) None Some("hiring slipped by two weeks")
- 1 Number(4.3) Some(0.7) Some(OnTrack) Some(60.0) Some("A longer note goes on indented lines,\nlike in any list item.")
- 2 Number(4.1) None None None None
- 3 Number(2.0) None Some(OnTrack) None None
What ["Two people joined late, so the evening shift is still uncovered."]
Why ["Head wind: the market for support engineers."]
decisions ["Move the evening shift to the Lisbon team — decided by ana"]
risks ["French copy depends on one translator. Plan: a second one from 15 September."]
prose "Why this matters, in ordinary Markdown.""#,
        );
    }

    #[test]
    fn every_part_knows_its_place() {
        let read = read(EXAMPLE);
        let latest = &read.body.check_ins[1];
        assert_eq!(read.slice(latest.heading), "## 2026-08-31 (at risk) Hiring bites");
        assert_eq!(latest.line, read.source.place(latest.heading.start).line);
        assert!(
            read.slice(latest.span)
                .starts_with("## 2026-08-31 (at risk) Hiring bites\n\nTwo people")
        );
        assert!(read.slice(latest.span).ends_with("15 September.\n\n"));
        let reading = &latest.readings[1];
        assert_eq!(read.slice(reading.span), "csat: 4.3 (on track, 0.7, 60%)");
        assert!(
            read.slice(reading.item)
                .starts_with("- csat: 4.3 (on track, 0.7, 60%)\n  A longer")
        );
        assert!(
            read.slice(latest.decisions[0].span)
                .starts_with("- Move the evening")
        );
        assert_eq!(
            read.slice(read.body.check_ins[0].span).lines().last(),
            Some("- csat: 4.1")
        );
    }

    #[test]
    fn a_heading_may_be_underlined() {
        check(
            "2026-08-31 (at risk) Hiring\nbites\n---\n\n- csat: 4\n",
            "2026-08-31 Some(AtRisk) Some(\"Hiring bites\")\n- 1 Number(4.0) None None None None",
        );
        check(
            "   ## 2026-08-31 *so* `so` ##\n",
            "2026-08-31 None Some(\"*so* `so`\")",
        );
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_level_1_or_2() {
        check(
            "## 2026-08-31\n\na\n\n## Notes\n\nb\n\n### c\n\n## 2026-07-31\n\nd\n\n# End\n\ne\n",
            "2026-07-31 None None\nWhat [\"d\"]\n2026-08-31 None None\nWhat [\"a\"]\nprose \"## Notes\\n\\nb\\n\\n### c\"\nprose \"# End\\n\\ne\"",
        );
    }

    #[test]
    fn sections_of_one_date_are_numbered_in_the_order_of_the_file() {
        check(
            "## 2026-08-31 a\n- csat: 4\n\n## 2026-07-31\n\n## 2026-08-31 b\n- reopened: 3\n\n## 2026-08-31 c\n",
            "2026-07-31 None None\n\
             2026-08-31 None Some(\"a\")\n- 1 Number(4.0) None None None None\n\
             2026-08-31-2 None Some(\"b\")\n- 2 Number(3.0) None None None None\n\
             2026-08-31-3 None Some(\"c\")",
        );
    }

    #[test]
    fn a_key_result_is_read_once_a_date() {
        check_found(
            "## 2026-08-31\n- csat: 4\n- csat: 5\n",
            &["3:3 duplicate-reading [csat: 5]"],
        );
        check_found(
            "## 2026-08-31\n- csat: 4\n\n## 2026-08-31 b\n- csat: n/a\n",
            &["5:3 duplicate-reading [csat: n/a]"],
        );
        check_found(
            "## 31.08.2026\n- csat: 4\n- csat: 5\n",
            &["1:4 invalid-date [31.08.2026]", "3:3 duplicate-reading [csat: 5]"],
        );
        assert_eq!(
            read("## 2026-08-31\n- csat: 4\n- csat: 5\n").body.check_ins[0]
                .readings
                .len(),
            1
        );
    }

    #[test]
    fn every_top_level_list_before_the_first_heading_is_read() {
        check(
            "## 2026-08-31\n* csat: 4\n\ntext\n\n1. reopened: 3\n\n#### Details\n\n+ help-centre: 1/3\n",
            "2026-08-31 None None\n- 1 Number(4.0) None None None None\n- 2 Number(3.0) None None None None\n- 3 Number(1.0) None None None None\nWhat [\"text\", \"#### Details\"]",
        );
    }

    #[test]
    fn a_list_of_readings_and_prose_is_kept_whole() {
        check(
            "## 2026-08-31\n- csat: 4\n- New hires joined\n- todo: call Ana\n",
            "2026-08-31 None None\n- 1 Number(4.0) None None None None\nWhat [\"- csat: 4\\n- New hires joined\\n- todo: call Ana\"]",
        );
    }

    #[test]
    fn a_note_is_markdown_without_its_indentation() {
        let note = |text: &str, expected: &str| {
            let read = read(&format!("## 2026-08-31\n{text}\n- reopened: 3\n"));
            assert_eq!(found(&read), Vec::<String>::new());
            assert_eq!(
                read.body.check_ins[0].readings[0].note.as_deref().unwrap_or(""),
                expected,
                "{text}"
            );
        };
        note("- csat: 4 — one\n  two\n", "one\ntwo");
        note(
            "- csat: 4\n\n  one\n\n  - a\n    - b\n\n      code\n",
            "one\n\n- a\n  - b\n\n    code",
        );
        note("-   csat: 4\n    one\n", "one");
        note("- csat: 4\\\n  one\n", "one");
        note("- csat: 4  \n  one\n", "one");
        note("- csat: 4\nlazy\n", "lazy");
        note("-\n  csat: 4 (on track)\n  one\n", "one");
        note("1. csat: 4 -- one\n   two\n", "one\ntwo");
        note("- csat: 4 —\n  two\n", "two");
        note("- csat: 4\n\n\n", "");
    }

    #[test]
    fn narrative_and_registers_are_told_apart() {
        check(
            "## 2026-08-31\n\nfirst\n\n### What\n\nsecond\n\n- item\n\n### so-what\n\n> third\n\n### Numbers *by team*\n\n| a |\n|---|\n| 1 |\n\n### Asks\n\n- one\n  two\n\n- three\n\n  - four\n\nloose\n\n### Learnings\n\n### Why\n",
            "2026-08-31 None None\nWhat [\"first\"]\nWhat [\"second\", \"- item\"]\nSoWhat [\"> third\"]\nOther(\"Numbers *by team*\") [\"| a |\\n|---|\\n| 1 |\"]\nOther(\"Asks\") [\"loose\"]\nasks [\"one\\ntwo\", \"three\\n\\n- four\"]",
        );
    }

    #[test]
    fn comments_and_lines_between_sections_are_no_text() {
        check(
            "## 2026-08-31\n\n<!-- to do -->\n\n---\n\n## 2026-07-31\n\n***\n\ntext\n\n***\n\nmore\n\n---\n",
            "2026-07-31 None None\nWhat [\"text\", \"***\", \"more\"]\n2026-08-31 None None",
        );
        check(
            "## 2026-08-31\n\n<!-- a --> b\n",
            "2026-08-31 None None\nWhat [\"<!-- a --> b\"]",
        );
    }

    #[test]
    fn french_headings_are_read_in_french_files() {
        let text = "## 2026-08-31 (en bonne voie) Très bien\n\n### Faits\n\na\n\n### Pourquoi\n\nb\n\n### Et maintenant\n\nc\n\n### De\u{301}cisions\n\n- d\n\n### Risques\n\n- e\n\n### Apprentissages\n\n- f\n\n### Demandes\n\n- g\n\n## Rétrospective\n\nh\n\n### Apprentissages\n\n- i\n";
        let read = read_in(text, Language::French);
        assert_eq!(
            told(&read),
            "2026-08-31 Some(OnTrack) Some(\"Très bien\")\nWhat [\"a\"]\nWhy [\"b\"]\nSoWhat [\"c\"]\ndecisions [\"d\"]\nrisks [\"e\"]\nlearnings [\"f\"]\nasks [\"g\"]\nclosing \"h\\n\\n### Apprentissages\\n\\n- i\" [\"i\"]\n"
        );
        assert!(
            read_in("## Rétrospective\n", Language::English)
                .body
                .retrospective
                .is_none()
        );
    }

    #[test]
    fn the_closing_section_gives_its_learnings() {
        check(
            "text\n\n## Retrospective\n\nIt went well.\n\n### Learnings\n\n- a\n- b\n\n### Other\n\n- c\n\n## 2026-08-31\n\nx\n",
            "2026-08-31 None None\nWhat [\"x\"]\nprose \"text\"\nclosing \"It went well.\\n\\n### Learnings\\n\\n- a\\n- b\\n\\n### Other\\n\\n- c\" [\"a\", \"b\"]",
        );
        check(
            "## Retrospective\n\na\n\n## retrospective\n\n### Learnings\n\n- b\n",
            "prose \"## retrospective\\n\\n### Learnings\\n\\n- b\"\nclosing \"a\" [\"b\"]",
        );
    }

    #[test]
    fn headings_that_only_look_like_a_date_are_errors() {
        check_found(
            "text\n\n## 31.07.2026 x\n- csat: 4\n",
            &["3:4 invalid-date [31.07.2026]"],
        );
        check_found(
            "##2026-07-31\n\n- csat: 4\n",
            &["1:1 invalid-date [##2026-07-31]"],
        );
        check_found(
            "text\n##2026-07-31 (x)\nmore\n",
            &["2:1 invalid-date [##2026-07-31]"],
        );
        check_found("# 2026-07-31\n- csat: 4\n", &["1:1 invalid-date [# 2026-07-31]"]);
        check_found(
            "### 2026-07-31\n- csat: 4\n",
            &["1:1 invalid-date [### 2026-07-31]"],
        );
        check_found(
            "## Friday, 2026-07-31\n- csat: 4\n",
            &["1:4 invalid-date [Friday, 2026-07-31]"],
        );
        check_found("## 2026-02-30\n- csat: 4\n", &["1:4 invalid-date [2026-02-30]"]);
        check_found("## 2026-08-31x\n- csat: 4\n", &["1:4 invalid-date [2026-08-31x]"]);
        check_found("2026-08-31\n===\n", &["1:1 invalid-date [2026-08-31]"]);
        check_found(
            "## 2026-08-31\n- csat: 4\n### 2026-07-31\n- csat: 5\n",
            &["3:1 invalid-date [### 2026-07-31]"],
        );
        check_found(
            "## 2026-08-31\n- csat: 4\n##2026-07-31\n- csat: 5\n",
            &["3:1 invalid-date [##2026-07-31]"],
        );
        check_found(
            "## 2026-08-31\n- csat: 4\n##2026-07-31\n\n* csat: 5\n",
            &["3:1 invalid-date [##2026-07-31]"],
        );
        check_found(
            "## 2026-08-31\n> quote\n##2026-07-31\n\n- csat: 5\n",
            &["3:1 invalid-date [##2026-07-31]"],
        );
        check_found(
            "## 2026-13-01\n- csat: 4,5\n",
            &["1:4 invalid-date [2026-13-01]", "2:9 invalid-number [4,5]"],
        );
        check_found("## 2026-08-31 (at rsk) x\n", &["1:16 invalid-status [at rsk]"]);
    }

    #[test]
    fn a_check_in_where_none_is_read_is_a_warning() {
        check_found("> ## 2026-07-31\n", &["1:3 misplaced-check-in [## 2026-07-31]"]);
        check_found("> ### 31.07.2026\n", &["1:3 misplaced-check-in [### 31.07.2026]"]);
        check_found("- ## 2026-07-31\n", &["1:3 misplaced-check-in [## 2026-07-31]"]);
        check_found(
            "```\n## 2026-07-31 x\n```\n",
            &["2:1 misplaced-check-in [## 2026-07-31 x]"],
        );
        check_found("    ## 2026-07-31\n", &["1:5 misplaced-check-in [## 2026-07-31]"]);
        check_found(
            "<!--\n## 2026-07-31\n-->\n",
            &["2:1 misplaced-check-in [## 2026-07-31]"],
        );
        check_found(
            "<!--\n\n## 2026-07-31\n",
            &["3:1 misplaced-check-in [## 2026-07-31]"],
        );
        check_found(
            "<div>\n## 2026-07-31\n</div>\n",
            &["2:1 misplaced-check-in [## 2026-07-31]"],
        );
        check_found(
            "<details>\n\n## 2026-07-31\n\n</details>\n",
            &["3:1 misplaced-check-in [## 2026-07-31]"],
        );
        check_found(
            "<DETAILS open>\n<summary>x</summary>\n\n### 2026-07-31\n\ntext </details>\n\n## 2026-08-31\n",
            &["4:1 misplaced-check-in [### 2026-07-31]"],
        );
        check_found("<!-- <details> -->\n\n## 2026-08-31\n", &[]);
        check_found("```sh\n# 2026-07-31: a comment\n```\n", &[]);
        let read =
            read("## 2026-08-31\n- csat: 4\n\n<details>\n\n## 2026-07-31\n\n- reopened: 3\n\n</details>\n");
        assert_eq!(read.body.check_ins.len(), 1);
        assert_eq!(read.body.check_ins[0].readings.len(), 1);
        assert_eq!(read.findings.len(), 2, "{:?}", found(&read));
    }

    #[test]
    fn a_reading_where_none_is_read_is_a_warning() {
        check_found("- csat: 4\n", &["1:3 misplaced-reading [csat: 4]"]);
        check_found(
            "## Notes\n\n- csat: 4 (on track) — x\n",
            &["3:3 misplaced-reading [csat: 4 (on track) — x]"],
        );
        check_found(
            "## Retrospective\n\n- csat: 4\n",
            &["3:3 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n### Why\n- csat: 4\n",
            &["3:3 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n### Risks\n- csat: 4\n",
            &["3:3 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n- a\n  - csat: 4\n",
            &["3:5 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n> - csat: 4\n",
            &["2:5 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n```\n- csat: 4\n```\n",
            &["3:3 misplaced-reading [csat: 4]"],
        );
        check_found(
            "- a\n\n  - csat: 4\n\n    note\n",
            &["3:5 misplaced-reading [csat: 4]"],
        );
        check_found(
            "## 2026-08-31\n<div>\n- csat: 4\n</div>\n",
            &["3:3 misplaced-reading [csat: 4]"],
        );
        check_found("## 2026-08-31\n<!--\n- csat: 4\n-->\n", &[]);
        check_found("## 2026-08-31\n-csat: 4\n", &["2:2 misplaced-reading [csat: 4]"]);
        check_found(
            "## 2026-08-31\n-\u{a0}csat: 4\n• reopened: 4%\n",
            &[
                "2:3 misplaced-reading [csat: 4]",
                "3:3 misplaced-reading [reopened: 4%]",
            ],
        );
        check_found("- csat: some 4 or 5\n- todo: 5\n- csats: 4\n", &[]);
        check_found(
            "## 2026-08-31\n### Risks\n- csat: people may leave\n- csat: 4,5\n",
            &[],
        );
    }

    #[test]
    fn an_item_with_a_fault_is_pointed_out_and_not_shown_as_text() {
        let read = read("## 2026-08-31\n- respnse-time: 6\n- csat 4.3\n- csat: (on track)\n");
        assert_eq!(
            read.findings
                .iter()
                .map(|finding| finding.rule)
                .collect::<Vec<_>>(),
            ["unknown-key-result", "invalid-reading", "invalid-reading"]
        );
        assert!(read.body.check_ins[0].narrative.is_empty());
    }

    #[test]
    fn links_are_found_wherever_they_stand() {
        let read = read(
            "[a](b.md)\n\n## 2026-08-31 [c](d.md)\n\n- csat: 4 — ![e](f.png)\n\n### Why\n\n<https://g.example>\n",
        );
        let links: Vec<_> = read
            .body
            .body_links
            .iter()
            .map(|link| (&*link.destination, read.slice(link.span), link.image))
            .collect();
        assert_eq!(
            links,
            [
                ("b.md", "[a](b.md)", false),
                ("d.md", "[c](d.md)", false),
                ("f.png", "![e](f.png)", true),
                ("https://g.example", "<https://g.example>", false)
            ]
        );
    }

    #[test]
    fn a_file_has_at_most_2000_check_ins() {
        let many = |count: usize| {
            (0..count)
                .map(|at| format!("## 2026-08-31 {at}\n"))
                .collect::<String>()
        };
        assert!(read(&many(2000)).findings.is_empty());
        let beyond = read(&many(2001));
        assert_eq!(
            found(&beyond),
            ["2001:1 limit [## 2026-08-31 2000] `objectives/a.md` has 2001 check-ins: at most 2000"]
        );
        assert_eq!(&*beyond.body.check_ins[1999].anchor(), "2026-08-31-2000");
    }

    #[test]
    fn nesting_beyond_all_reason_is_a_finding() {
        check_found(
            &format!("## 2026-08-31\n\n{}\n", ">".repeat(101)),
            &[&format!("3:1 limit [{}]", ">".repeat(101))],
        );
    }

    #[test]
    fn a_retrospective_file_gives_its_registers() {
        let text = "Intro [a](b.md)\n\n### Keep\n\n- one\n- two\n\n### Changer\n\n- three\n\n### Decisions\n\n- four\n\n## More\n\n- five\n\n### Learnings\n\n- six\n  - seven\n";
        let source = SourceFile::new("retrospectives/a.md", text.as_bytes().to_vec());
        let found = retrospective_body(
            FileId(0),
            &source,
            Span::new(0..text.len()),
            Language::French,
            &mut Vec::new(),
        );
        let texts = |entries: &[Entry]| entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found.keep), ["one", "two"]);
        assert_eq!(texts(&found.change), ["three"]);
        assert_eq!(texts(&found.decisions), ["four"]);
        assert_eq!(texts(&found.learnings), ["six\n- seven"]);
        assert_eq!(found.body_links.len(), 1);
    }

    /// The renderer meets the list of a narrative again, on its own: it has to know which items are readings.
    #[test]
    fn the_items_of_a_block_are_where_they_were() {
        let read = read("## 2026-08-31\n\n- csat: 4\n\n- prose\n\n- reopened: 3\n  note\n\n\n\ntext\n");
        let check_in = &read.body.check_ins[0];
        let block = check_in.narrative[0].blocks[0];
        let items: Vec<Span> = markdown::events(read.slice(block))
            .filter(|(event, _)| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Item)))
            .map(|(_, range)| Span::new(range.start + block.start as usize..range.end + block.start as usize))
            .collect();
        let read_items: Vec<u32> = check_in
            .readings
            .iter()
            .map(|reading| reading.item.start)
            .collect();
        assert_eq!([items[0].start, items[2].start], read_items[..]);
        assert_eq!(check_in.readings[0].value, Value::Number(4.0));
    }

    /// Lines of which bodies are put together at random, right and wrong.
    fn line() -> impl Strategy<Value = String> {
        let lines = [
            "",
            "",
            "text",
            "## 2026-08-31 (at risk) Title",
            "## 2026-07-31",
            "## 31.07.2026",
            "##2026-07-31",
            "### Why",
            "### Decisions",
            "### Other `x`",
            "#### Deep",
            "# Top",
            "## Retrospective",
            "### Learnings",
            "---",
            "===",
            "- csat: 4.3 (on track, 0.7, 60%) — note",
            "- csat: 4,3",
            "- response-time: 6 h",
            "  further",
            "  - csat: 4",
            "- help-centre: English live",
            "> quote",
            "> ## 2026-07-31",
            "> - csat: 4",
            "```",
            "<!--",
            "-->",
            "<details>",
            "</details>",
            "a </details> b",
            "- [ ] csat: 4",
            "1. reopened: 4 %",
            "[a]: b",
            "[a](b) ![c](d)",
            "| a | b |",
            "|---|---|",
            "[^1]: note",
            "    code",
            "\t- csat: 4",
            "- ",
            "* * *",
            "é\u{301}\u{200d}🟢",
            "-",
            "\\",
        ];
        prop_oneof![4 => prop::sample::select(lines.to_vec()).prop_map(str::to_owned), 1 => "[ -~é🟢\u{a0}]{0,20}"]
    }

    /// A check-in without faults, dated `DATE`, in parts between which more blank lines may stand.
    fn section() -> impl Strategy<Value = Vec<String>> {
        let text = prop::sample::select(vec![
            "Some *text*\nin lines.\n",
            "> A quote\n",
            "```\ncode\n```\n",
            "| a |\n|---|\n| 1 |\n",
        ]);
        let part = (
            prop::sample::select(vec!["### What\n", "### Why\n", "### So what\n", "### Numbers\n"]),
            prop::collection::vec(text.clone(), 1..3),
        );
        let register = (
            prop::sample::select(vec![
                "### Decisions\n",
                "### Risks\n",
                "### Learnings\n",
                "### Asks\n",
            ]),
            prop::collection::vec(
                prop::sample::select(vec!["- one\n", "- two\n  lines\n", "- three\n\n  parts\n"]),
                1..3,
            ),
        );
        let head = prop::sample::select(vec![
            " (on track) Good\n",
            "\n",
            " (🔴)\n",
            " A title (with more)\n",
        ]);
        let readings = vec![
            "- response-time: 6.2 h (at risk) — hiring slipped\n  by weeks\n",
            "- csat: 4.3 (on track, 0.7, 60%)\n",
            "- **reopened:** 4.1% -- fewer\n",
            "- `help-centre`: 2/3\n\n  A note\n\n  - with a list\n",
        ];
        let readings = prop::sample::subsequence(readings, 0..=4);
        (
            head,
            prop::collection::vec(text, 0..2),
            readings,
            prop::collection::vec(part, 0..3),
            prop::collection::vec(register, 0..3),
        )
            .prop_map(|(head, text, readings, parts, registers)| {
                let mut out = vec![format!("## DATE{head}")];
                out.extend(text.iter().map(|text| text.to_string()));
                out.extend(readings.iter().map(|reading| reading.to_string()));
                for (heading, blocks) in parts.iter().chain(&registers) {
                    out.push(heading.to_string());
                    out.extend(blocks.iter().map(|block| block.to_string()));
                }
                out
            })
    }

    proptest! {
        #[test]
        fn no_body_is_too_odd(lines in prop::collection::vec(line(), 0..40)) {
            let read = read_in(&lines.join("\n"), Language::French);
            let body = Span::new(FRONT.len()..read.source.text.len());
            let inside = |outer: Span, inner: Span| {
                assert!(outer.contains(inner), "{inner:?} is not in {outer:?}");
                assert!(read.source.text.get(inner.range()).is_some(), "{inner:?} splits a character");
            };
            for it in &read.body.check_ins {
                inside(body, it.span);
                inside(it.span, it.heading);
                for reading in &it.readings {
                    inside(it.span, reading.item);
                    inside(reading.item, reading.span);
                }
                for &block in it.narrative.iter().flat_map(|part| &part.blocks) {
                    inside(it.span, block);
                }
                for entry in [&it.decisions, &it.risks, &it.learnings, &it.asks].into_iter().flatten() {
                    inside(it.span, entry.span);
                }
            }
            for finding in &read.findings {
                inside(body, finding.span);
            }
            for link in &read.body.body_links {
                inside(body, link.span);
            }
            for pair in read.body.prose.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }

        #[test]
        fn only_what_is_said_counts(
            sections in prop::collection::vec(section(), 1..4),
            blank in prop::collection::vec(0..3usize, 60),
            turn in 0..4usize,
        ) {
            let dated: Vec<Vec<String>> = sections
                .into_iter()
                .zip(["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"])
                .map(|(parts, date)| parts.into_iter().map(|part| part.replace("DATE", date)).collect())
                .collect();
            let text = |sections: &[Vec<String>], blank: &[usize], end: &str| {
                let parts = sections.iter().flatten().zip(blank.iter().cycle());
                parts.map(|(part, &lines)| format!("{part}{}", "\n".repeat(1 + lines))).collect::<String>().replace('\n', end)
            };
            let plain = read(&text(&dated, &[0], "\n"));
            prop_assert_eq!(found(&plain), Vec::<String>::new());
            prop_assert_eq!(plain.body.check_ins.len(), dated.len());
            for (it, parts) in plain.body.check_ins.iter().zip(&dated) {
                let readings = parts.iter().filter(|part| part.starts_with("- ") && part.contains(':')).count();
                prop_assert_eq!(it.readings.len(), readings);
            }
            let told_plain = told(&plain);
            prop_assert_eq!(&told(&read(&text(&dated, &blank, "\n"))), &told_plain, "blank lines");
            let carriage = text(&dated, &[0], "\r\n");
            prop_assert_eq!(&told(&read(&carriage)), &told_plain, "line ends");
            let mut turned = dated.clone();
            turned.rotate_left(turn % dated.len());
            prop_assert_eq!(&told(&read(&text(&turned, &[0], "\n"))), &told_plain, "order");
        }
    }
}
