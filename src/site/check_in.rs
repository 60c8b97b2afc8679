//! Check-ins as pages show them: where each one stands, what it says, what it read.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::figures;
use super::html::{Html, Tag, attributes, tag};
use super::markdown::{self, Headings, Reader};
use super::paging::BYTES;
use super::provenance;
use super::route::{Here, Route};
use super::sign::Sign;
use super::{Site, holding_in, link_to_anchor};
use crate::history::CheckInStanding;
use crate::model::{
    Book, CheckIn, Entry, KeyResult, Measure, Narrative, Objective, ObjectiveIx, Part, Reading, Value,
};
use crate::words::{Language, fill};

/// How many check-ins stand on the page of their objective at most; the rest is on the pages of its history.
pub const ON_PAGE: usize = 60;
/// How many stand on a page of the history at most.
const ON_HISTORY_PAGE: usize = 500;
/// Bytes about that a key result takes on the page of its objective, and that there are for check-ins in any case.
const KEY_RESULT: usize = 1_500;
const LITTLE_ROOM: usize = 8_000;
/// Bytes about of a check-in beside what is written in it, and of a reading beside its title.
const FRAME: usize = 330;
const READING: usize = 230;

/// The link to the check-in at a place of [`Objective::check_ins`].
pub fn href(site: &Site<'_>, here: &Here, ix: ObjectiveIx, at: usize) -> String {
    let mut link = String::new();
    href_into(site, here, &mut link, ix, at);
    link
}

/// The same, behind what is there; the link to its objective when there is none at that place.
pub fn href_into(site: &Site<'_>, here: &Here, out: &mut String, ix: ObjectiveIx, at: usize) {
    let objective = &site.inputs.book[ix];
    let Some(check_in) = objective.check_ins.get(at) else {
        return here.link_into(out, Route::Objective(&objective.id));
    };
    let (route, page) = match site.history.page(ix, at) {
        0 => (Route::Objective(&objective.id), 1),
        page => (Route::ObjectiveHistory(&objective.id), page),
    };
    here.anchor_into(out, route, page, &check_in.anchor());
}

/// On which page of its objective each check-in stands: counted when it is first asked for, since every link to one
/// does.
pub struct History<'a> {
    book: &'a Book,
    /// Beside the objectives. Of one whose check-ins all stand on its own page nothing is kept; of another the place of
    /// the oldest check-in of each page, without the last page.
    oldest: Vec<OnceLock<Box<[u32]>>>,
}

impl<'a> History<'a> {
    /// Of all objectives.
    pub fn of(book: &'a Book) -> History<'a> {
        History {
            book,
            oldest: book.objectives.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn oldest(&self, of: ObjectiveIx) -> &[u32] {
        self.oldest[of.0].get_or_init(|| {
            let objective = &self.book[of];
            if surely_fits_on_page(objective) {
                return Box::default();
            }
            let pages = pages(objective);
            let mut oldest: Vec<u32> = pages.iter().map(|page| page.start as u32).collect();
            oldest.pop();
            oldest.into_boxed_slice()
        })
    }

    /// The page on which the check-in at a place stands; 0 is the objective's own page.
    pub fn page(&self, of: ObjectiveIx, at: usize) -> usize {
        self.oldest(of).partition_point(|&oldest| oldest as usize > at)
    }

    /// How many pages the longest history has.
    pub fn longest(&self) -> usize {
        let all = (0..self.oldest.len()).into_par_iter();
        all.map(|at| self.oldest(ObjectiveIx(at)).len())
            .max()
            .unwrap_or(0)
    }

    /// The places of the check-ins on each page, from the objective's own on; there is always that one.
    pub fn pages(&self, of: ObjectiveIx, check_ins: usize) -> Vec<Range<usize>> {
        let oldest = self.oldest(of).iter().map(|&oldest| oldest as usize);
        let mut end = check_ins;
        let mut page = |start: usize| std::mem::replace(&mut end, start);
        oldest.chain([0]).map(|start| start..page(start)).collect()
    }
}

/// Bytes that there are for check-ins on the page of their objective.
fn own_room(objective: &Objective) -> usize {
    let prose: usize = objective.prose.iter().map(|span| span.range().len()).sum();
    let taken = objective.key_results.len() * KEY_RESULT + prose;
    BYTES.saturating_sub(taken).max(LITTLE_ROOM)
}

/// Whether all check-ins certainly fit on the page of their objective, even if every reading had the longest name. Else it
/// takes a look at the readings.
fn surely_fits_on_page(objective: &Objective) -> bool {
    let names = objective
        .key_results
        .iter()
        .map(|it| it.title.len() + it.id.len());
    let reading = READING + names.max().unwrap_or(0);
    let most = |check_in: &CheckIn| own_size(check_in) + check_in.readings.len() * reading;
    let all = &objective.check_ins;
    all.len() <= ON_PAGE && all.iter().map(most).sum::<usize>() <= own_room(objective)
}

/// The page of each check-in, the newest first: the latest stand on the objective's own page, as far as there is room.
fn page_of_each(objective: &Objective) -> impl Iterator<Item = usize> {
    let own = own_room(objective);
    let (mut page, mut count, mut bytes) = (0, 0, 0);
    objective.check_ins.iter().rev().map(move |check_in| {
        let (most, room) = match page {
            0 => (ON_PAGE, own),
            _ => (ON_HISTORY_PAGE, BYTES),
        };
        let size = size(objective, check_in);
        if count > 0 && (count >= most || bytes + size > room) {
            (page, count, bytes) = (page + 1, 0, 0);
        }
        count += 1;
        bytes += size;
        page
    })
}

/// About how many bytes a check-in takes with everything that it says.
fn size(objective: &Objective, check_in: &CheckIn) -> usize {
    let readings = check_in.readings.iter().map(|reading| {
        let key_result = &objective.key_results[reading.key_result.0];
        READING + key_result.title.len() + key_result.id.len()
    });
    own_size(check_in) + readings.sum::<usize>()
}

/// The same without its readings.
fn own_size(check_in: &CheckIn) -> usize {
    FRAME + 2 * check_in.span.range().len()
}

/// The places of the check-ins on each page, from the objective's own on; there is always that one.
fn pages(objective: &Objective) -> Vec<Range<usize>> {
    let end = objective.check_ins.len();
    let mut pages = Vec::from([Range { start: end, end }]);
    for page in page_of_each(objective) {
        if page == pages.len() {
            let end = pages[page - 1].start;
            pages.push(end..end);
        }
        pages[page].start -= 1;
    }
    pages
}

/// The sign of a check-in.
pub fn sign(standing: &CheckInStanding) -> Sign {
    standing.status.map_or(Sign::NoStatus, Sign::Word)
}

/// The check-ins of an objective with everything that they say, on one of its pages.
pub struct TimeLine<'a> {
    site: &'a Site<'a>,
    here: &'a Here,
    ix: ObjectiveIx,
    /// Beside the key results: what is the same in every check-in.
    rows: Vec<ReadingRow>,
}

/// What the readings of a key result have in common.
struct ReadingRow {
    /// From the beginning up to the value.
    name: Html,
    /// Behind the number of a metric or a maintained value.
    unit: Html,
}

impl<'a> TimeLine<'a> {
    /// On the page `here`.
    pub fn new(site: &'a Site<'a>, here: &'a Here, ix: ObjectiveIx) -> TimeLine<'a> {
        let objective = &site.inputs.book[ix];
        let page = Route::Objective(&objective.id);
        let row = |key_result: &KeyResult| {
            let mut name = Html::with_capacity(80 + key_result.title.len());
            name.markup("<li>");
            let lang = site.lang(objective.language);
            link_to_anchor(&mut name, here, (page, &key_result.id), lang, &key_result.title);
            name.markup(" <span>");
            let mut unit = Html::new();
            unit.unit(key_result.unit.as_deref());
            ReadingRow { name, unit }
        };
        TimeLine {
            site,
            here,
            ix,
            rows: objective.key_results.iter().map(row).collect(),
        }
    }

    /// Those at some places of [`Objective::check_ins`], the newest first.
    pub fn write(&self, reader: &mut Reader<'_>, places: Range<usize>) -> Html {
        let objective = &self.site.inputs.book[self.ix];
        let sizes = objective.check_ins[places.clone()]
            .iter()
            .map(|check_in| size(objective, check_in));
        let mut html = Html::with_capacity(sizes.sum());
        for at in places.rev() {
            self.item(&mut html, reader, at);
        }
        html
    }

    fn item(&self, html: &mut Html, reader: &mut Reader<'_>, at: usize) {
        let TimeLine { site, here, ix, .. } = *self;
        let objective = &site.inputs.book[ix];
        let check_in = &objective.check_ins[at];
        let standing = &site.inputs.standing[ix].check_ins[at];
        let anchor = check_in.anchor();
        html.markup("<li id=\"").anchor(&anchor).markup("\">");
        sign(standing).glyph_into(html, true);
        html.markup(r##"<div class="tl-h"><h3><a href="#"##)
            .anchor(&anchor)
            .markup("\"><time datetime=\"")
            .iso_date(check_in.date)
            .markup("\">")
            .long_date(check_in.date, site.language)
            .markup("</time></a></h3>");
        figures_into(site, html, standing);
        html.markup("</div>");
        let lang = site.lang(objective.language);
        takeaway(site, here, html, objective, check_in, lang);
        let told = Told { site, lang };
        if !check_in.narrative.is_empty() || !check_in.readings.is_empty() {
            html.markup(r#"<dl class="wws">"#);
            told.parts(html, reader, objective, check_in);
            if !check_in.readings.is_empty() {
                html.markup("<dt>")
                    .word(site.words.readings)
                    .markup("</dt><dd><ul class=\"rd\">");
                for (place, reading) in check_in.readings.iter().enumerate() {
                    let of = reading.key_result.0;
                    let score = standing.reading_scores.get(place).copied().flatten();
                    html.html(&self.rows[of].name);
                    told.reading(
                        html,
                        reader,
                        (&objective.key_results[of], &self.rows[of].unit),
                        reading,
                        score.map(f64::from),
                    );
                }
                html.markup("</ul></dd>");
            }
            html.markup("</dl>");
        }
        told.registers(html, reader, check_in);
        provenance::of_check_in(site, html, ix, at);
        html.markup("</li>");
    }
}

/// A check-in in the feed of all: with what it says, without its readings.
pub fn in_feed(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    reader: &mut Reader<'_>,
    ix: ObjectiveIx,
    at: usize,
) {
    let objective = &site.inputs.book[ix];
    let standing = &site.inputs.standing[ix].check_ins[at];
    let lang = site.lang(objective.language);
    html.markup("<li>");
    sign(standing).glyph_into(html, true);
    html.markup(r#"<div class="tl-h"><h3>"#);
    let link = tag!(html, "a", "class" = "tt").way(here, |page| href_into(site, here, page, ix, at));
    holding_in(link, lang, &objective.title);
    html.markup("</h3>");
    figures_into(site, html, standing);
    html.markup("</div>");
    html.html(&told(site, here, reader, ix, at));
    let mut by = html.markup(r#"<p class="by">"#);
    if let Some(owner) = &objective.owner {
        by = by.html(&super::parts::owner_html(site, here, Some(owner)));
        by = by.text(" · ");
    }
    super::link(
        by,
        &here.to(Route::Team(&objective.team)),
        super::parts::team_name(site, &objective.team),
    );
    by.markup("</p></li>");
}

/// What a check-in says, under a heading of its own: takeaway, text and registers, without its readings.
pub fn told(site: &Site<'_>, here: &Here, reader: &mut Reader<'_>, ix: ObjectiveIx, at: usize) -> Html {
    let objective = &site.inputs.book[ix];
    let check_in = &objective.check_ins[at];
    let lang = site.lang(objective.language);
    let mut html = Html::with_capacity(1600);
    takeaway(site, here, &mut html, objective, check_in, lang);
    let told = Told { site, lang };
    if !check_in.narrative.is_empty() {
        html.markup(r#"<dl class="wws">"#);
        told.parts(&mut html, reader, objective, check_in);
        html.markup("</dl>");
    }
    told.registers(&mut html, reader, check_in);
    reader.footnotes(&mut html);
    html
}

/// A row of a long feed: sign, title, takeaway, score.
pub fn row(site: &Site<'_>, here: &Here, ix: ObjectiveIx, at: usize) -> Html {
    const TITLE: usize = 72;
    const TAKEAWAY: usize = 90;
    let objective = &site.inputs.book[ix];
    let check_in = &objective.check_ins[at];
    let standing = &site.inputs.standing[ix].check_ins[at];
    let sign = sign(standing);
    let lang = site.lang(objective.language);
    let mut html = Html::with_capacity(480);
    html.markup("<li>");
    sign.glyph_into(&mut html, true);
    let mut title = tag!(html, "span", "class" = "t");
    if let Some(lang) = lang {
        title = title.attr("lang", lang);
    }
    title
        .open()
        .tag("a")
        .way(here, |page| href_into(site, here, page, ix, at))
        .holding(&super::parts::shortened(&objective.title, TITLE));
    html.markup("</span><span class=\"score\">")
        .score(standing.score.map(f64::from), site.language)
        .markup("</span><span class=\"d\">")
        .word(if standing.future {
            site.words.future
        } else {
            sign.word(site.words)
        });
    if let Some(takeaway) = &check_in.title {
        html.markup(" · ");
        let plain = markdown::plain(takeaway);
        let text = super::parts::shortened(&plain, TAKEAWAY);
        match lang {
            Some(lang) => html.tag("span").attr("lang", lang).holding(&text),
            None => html.text(&text),
        };
    }
    html.markup("</span></li>");
    html
}

/// The value of a key result as people write it, with its unit or its label.
pub fn value(language: Language, key_result: &KeyResult, value: f64) -> String {
    let words = language.page_words();
    match &key_result.measure {
        Measure::Metric(_) | Measure::Maintain { .. } => {
            figures::with_unit(language, value, key_result.unit.as_deref())
        }
        Measure::Steps(steps) => {
            let reached = steps.len().min(value.max(0.0) as usize);
            match reached.checked_sub(1) {
                Some(last) => steps[last].label.clone(),
                None => words.no_step.to_owned(),
            }
        }
        Measure::Milestone if crate::score::at_least(value, 1.0) => words.milestone_done.to_owned(),
        Measure::Milestone => words.milestone_open.to_owned(),
        Measure::Judged => figures::score(Some(value), language),
    }
}

/// Status, score and change.
fn figures_into(site: &Site<'_>, html: &mut Html, standing: &CheckInStanding) {
    if standing.future {
        html.markup(r#"<span class="tag">"#)
            .word(site.words.future)
            .markup("</span>");
        if let Some(status) = standing.status {
            word_into(site, html, Sign::Word(status));
        }
        return;
    }
    word_into(site, html, sign(standing));
    if standing.score.is_some() {
        html.markup("<span class=\"score\"><span class=\"vh\">")
            .word(site.words.score)
            .markup("</span> ")
            .score(standing.score.map(f64::from), site.language)
            .markup("</span>");
    }
    change_into(site, html, standing.change.map(f64::from));
}

/// The word of a sign whose shape stands beside it already.
fn word_into(site: &Site<'_>, html: &mut Html, sign: Sign) {
    html.markup(r#"<span class="st "#)
        .word(sign.class())
        .markup("\">")
        .word(sign.word(site.words))
        .markup("</span>");
}

/// How a score moved, for the eye and the ear; nothing for none.
pub fn change_into(site: &Site<'_>, html: &mut Html, moved: Option<f64>) {
    let Some(moved) = moved else { return };
    let direction = figures::direction(moved, site.language);
    html.markup("<span class=\"").word(direction.name).markup("\">");
    if direction.sign.is_empty() {
        html.markup("±");
    } else {
        html.markup("<span aria-hidden=\"true\">")
            .word(direction.sign)
            .markup("</span> <span class=\"vh\">")
            .word(direction.word)
            .markup("</span> ");
    }
    html.score(Some(moved.abs()), site.language).markup("</span>");
}

fn takeaway(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    objective: &Objective,
    check_in: &CheckIn,
    lang: Option<&'static str>,
) {
    let Some(title) = &check_in.title else { return };
    let mut tag = tag!(html, "p", "class" = "take");
    if let Some(lang) = lang {
        tag = tag.attr("lang", lang);
    }
    if markdown::is_right_to_left(title) {
        tag = tag.fixed(attributes!("dir" = "auto"));
    }
    markdown::inline(site, here, tag.open(), objective.file, title);
    html.markup("</p>");
}

/// What a check-in tells, in the language of its file; its labels are in the site's.
struct Told<'a> {
    site: &'a Site<'a>,
    lang: Option<&'static str>,
}

impl Told<'_> {
    fn foreign<'h>(&self, tag: Tag<'h>) -> Tag<'h> {
        match self.lang {
            Some(lang) => tag.attr("lang", lang),
            None => tag,
        }
    }

    /// What, why, so what, the rest.
    fn parts(&self, html: &mut Html, reader: &mut Reader<'_>, objective: &Objective, check_in: &CheckIn) {
        for narrative in &check_in.narrative {
            self.part(html, reader, objective, narrative);
        }
    }

    fn part(&self, html: &mut Html, reader: &mut Reader<'_>, objective: &Objective, narrative: &Narrative) {
        let words = self.site.words;
        match narrative.part {
            Part::What => html.markup("<dt>").word(words.what).markup("</dt>"),
            Part::Why => html.markup("<dt>").word(words.why).markup("</dt>"),
            Part::SoWhat => html.markup("<dt>").word(words.so_what).markup("</dt>"),
            Part::Other(heading) => self
                .foreign(html.tag("dt"))
                .open()
                .html(&markdown::phrase(
                    self.site.inputs.sources[objective.file].slice(heading),
                ))
                .markup("</dt>"),
        };
        self.foreign(tag!(html, "dd", "class" = "md")).open();
        reader.content_of(html, &narrative.blocks, &mut Headings::below(3));
        html.markup("</dd>");
    }

    /// A reading behind the name of its key result.
    fn reading(
        &self,
        html: &mut Html,
        reader: &mut Reader<'_>,
        (key_result, unit): (&KeyResult, &Html),
        reading: &Reading,
        score: Option<f64>,
    ) {
        let (words, language) = (self.site.words, self.site.language);
        match (&reading.value, &key_result.measure) {
            (&Value::Number(number), Measure::Metric(_) | Measure::Maintain { .. }) => {
                html.number(number, language).html(unit);
            }
            (&Value::Number(number), _) => {
                html.text(&value(language, key_result, number));
            }
            (Value::NotAvailable, _) => {
                html.word(words.not_available);
            }
            (Value::Void, _) => {
                html.word(words.taken_back);
            }
        }
        html.markup("</span> <b>").score(score, language).markup("</b> ");
        let is_typed = reading.typed_score.is_some();
        match (is_typed, reading.status, reading.confidence) {
            (false, None, None) => {}
            (false, Some(status), None) => word_into(self.site, html, Sign::Word(status)),
            (_, status, confidence) => {
                html.markup("<span>");
                if is_typed {
                    html.markup(r#"<span class="muted">"#)
                        .word(words.typed)
                        .markup("</span> ");
                }
                if let Some(status) = status {
                    word_into(self.site, html, Sign::Word(status));
                    html.markup(" ");
                }
                if let Some(confidence) = confidence {
                    html.markup(r#"<span class="muted">"#)
                        .text(&confidence_text(self.site, f64::from(confidence)))
                        .markup("</span>");
                }
                html.markup("</span>");
            }
        }
        if !reading.note.is_empty() {
            self.foreign(tag!(html, "div", "class" = "md")).open();
            reader.note(html, reading);
            html.markup("</div>");
        }
        html.markup("</li>");
    }

    fn registers(&self, html: &mut Html, reader: &mut Reader<'_>, check_in: &CheckIn) {
        let words = self.site.words;
        let registers = [
            (words.decision, &check_in.decisions),
            (words.risk, &check_in.risks),
            (words.learning, &check_in.learnings),
            (words.ask, &check_in.asks),
        ];
        if registers.iter().all(|(_, entries)| entries.is_empty()) {
            return;
        }
        html.markup(r#"<ul class="drl">"#);
        for (word, entries) in registers {
            for entry in entries {
                self.entry(html, reader, word, entry);
            }
        }
        html.markup("</ul>");
    }

    fn entry(&self, html: &mut Html, reader: &mut Reader<'_>, word: &str, entry: &Entry) {
        html.markup(r#"<li><span class="muted">"#)
            .text(word)
            .markup("</span>");
        self.foreign(tag!(html, "div", "class" = "md")).open();
        reader.item(html, entry.span);
        html.markup("</div></li>");
    }
}

/// `60 % sure`
pub fn confidence_text(site: &Site<'_>, confidence: f64) -> String {
    fill(
        site.words.sure,
        &[("percent", &figures::number(site.language, confidence))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::fixture::Fixture;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn a_status_stands_alone_behind_its_reading_unless_there_is_more_to_say() {
        let check = |reading: &str, expected: &str| {
            let front = "title: T\nperiod: 2026-Q3\nteam: t\nkey_results:\n  - id: k\n    title: K\n    start: 0\n    target: 2\n";
            let text = ["---\n", front, "---\n\n## 2026-08-31\n\n- k: ", reading, "\n"].concat();
            let fixture = Fixture::of(&[("objectives/2026-Q3/a.md", &text)]);
            let (site, ix) = (fixture.site(), fixture.last());
            let here = Here::at(Route::Objective("2026-Q3/a").file());
            let mut reader = Reader::of_objective(&site, &here, ix);
            let html = TimeLine::new(&site, &here, ix).write(&mut reader, 0..1);
            let (_, behind) = html.as_str().split_once("</b> ").unwrap();
            let (row, _) = behind.split_once("</li>").unwrap();
            assert_eq!(row.replace('\u{a0}', " "), expected, "{reading}");
        };
        check("1", "");
        check("1 (on track)", r#"<span class="st on">On track</span>"#);
        check(
            "1 (on track, 60%)",
            r#"<span><span class="st on">On track</span> <span class="muted">60 % sure</span></span>"#,
        );
        check("1 (60%)", r#"<span><span class="muted">60 % sure</span></span>"#);
    }

    #[test]
    fn what_surely_fits_on_a_page_is_not_cut() {
        let check = |objective: &Objective, surely: bool, pages_of: usize| {
            assert_eq!(surely_fits_on_page(objective), surely);
            assert_eq!(pages(objective).len(), pages_of);
        };
        for (count, pages) in [(0, 1), (ON_PAGE, 1), (ON_PAGE + 1, 2)] {
            let fixture = Fixture::new()
                .objective("2026-H2/a", "")
                .check_ins(count, date(2026, 7, 1));
            check(&fixture.book[fixture.last()], pages == 1, pages);
        }
        // The name of a key result that nobody reads counts as well, until readings are looked at.
        for (count, words, name, surely, pages) in [
            (8, 100, 1, true, 1),
            (8, 10_000, 1, false, 8),
            (60, 145, 1, true, 1),
            (60, 145, 490, false, 1),
        ] {
            let (told, name) = ("words ".repeat(words), "L".repeat(name));
            let days = date(2026, 7, 1).series(1.day()).take(count);
            let check_ins: String = days
                .map(|day| format!("## {day}\n\n- k: 1\n\n{told}\n\n"))
                .collect();
            let text = format!(
                "---\ntitle: T\nperiod: 2026-Q3\nteam: t\nkey_results:\n  - {{ id: k, title: K, start: 0, target: 2 }}\n  - {{ id: l, title: {name}, start: 0, target: 2 }}\n---\n\n{check_ins}"
            );
            let fixture = Fixture::of_any(&[("objectives/2026-Q3/a.md", &text)]);
            check(&fixture.book[fixture.last()], surely, pages);
        }
    }

    #[test]
    fn old_check_ins_are_linked_where_they_stand() {
        let fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .check_ins(600, date(2025, 1, 1));
        let (site, ix) = (fixture.site(), fixture.last());
        let here = Here::at(Route::Objective("2026-H2/a").file());
        let check = |at: usize, expected: &str| assert_eq!(href(&site, &here, ix, at), expected, "{at}");
        check(599, "#2026-08-23");
        check(540, "#2026-06-25");
        check(539, "history/index.html#2026-06-24");
        check(40, "history/index.html#2025-02-10");
        check(39, "history/page-2/index.html#2025-02-09");
        check(600, "index.html");
    }
}
