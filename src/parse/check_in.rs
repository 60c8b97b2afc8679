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
use crate::bytes::line_length;
use crate::diagnostic::Diagnostic;
use crate::few::Few;
use crate::model::{BodyLink, CheckIn, Closing, Entry, KeyResultIx, Narrative, Note, Part, Reading};
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
        let part = self.part_of(zone, &blocks[skipped..]);
        if let (Section::CheckIn(check_in), Some(part)) = (&mut self.section, part) {
            check_in.narrative.push(part);
        }
        // The next part has its room.
        blocks.clear();
        self.blocks = blocks;
    }

    /// These blocks of a zone as a part of the narrative; none without any.
    fn part_of(&self, zone: Zone, blocks: &[(Span, bool)]) -> Option<Narrative> {
        if blocks.is_empty() {
            return None;
        }
        let part = match zone {
            Zone::Top => Part::What,
            Zone::Part(part) => part,
            // Text in a register that is no list belongs to no entry, and is shown all the same.
            Zone::Register(_, heading) => Part::Other(self.whole.part(heading).trimmed().span()),
        };
        Some(Narrative {
            part,
            blocks: blocks.iter().map(|(span, _)| *span).collect(),
        })
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
            let length = (line_length(rest.as_bytes()) + 1).min(rest.len());
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
        let line_end = content + line_length(&text.as_bytes()[content..range.end]);
        let further = match text.get(line_end + 1..range.end) {
            Some(further) => {
                let indent = memchr::memrchr(b'\n', &text.as_bytes()[..content])
                    .map_or(content, |at| content - at - 1);
                register::unindented_lines(further, indent)
            }
            None => String::new(),
        };
        let note = match (line.note.text, further) {
            ("", further) if further.trim().is_empty() => Note::default(),
            (_, further) if further.trim().is_empty() => Note::Here(line.note.span()),
            ("", further) => Note::Unindented(further.trim_start_matches('\n').into()),
            (note, further) => Note::Unindented([note, &further].join("\n").into()),
        };
        Reading {
            key_result: KeyResultIx(line.key_result),
            value: line.value,
            typed_score: line.words.score.map(Number::from),
            status: line.words.status,
            confidence: line.words.confidence.map(Number::from),
            note,
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
mod tests;
