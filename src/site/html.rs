//! The one writer of HTML and SVG. Everything that is not a template is written with it, and it escapes everything.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::figures;
use super::route::Here;
use super::symbol::{Symbol, SymbolSet};
use crate::bytes::{ByteSet, byte_set};
use crate::digits::{decimals, whole_into};
use crate::model::Anchor;
use crate::words::{Language, Piece, iso_date, pieces};

/// Attributes that stand in the program as they are, and need no escape: `attributes!("x" = "8")` is ` x="8"`.
macro_rules! attributes {
    ($($name:literal = $value:literal),+) => {
        concat!($(" ", $name, "=\"", $value, "\""),+)
    };
}

/// Begins a tag, with [`attributes!`]: `tag!(html, "text", "x" = "8")`. What stands in the program becomes one text
/// there, so that it is written at once.
macro_rules! tag {
    ($html:expr, $name:literal, $($attributes:tt)+) => {
        $html.begun(
            concat!("<", $name, $crate::site::html::attributes!($($attributes)+)),
            $name,
        )
    };
}

pub(crate) use {attributes, tag};

/// HTML that is safe to put into a page: only this module makes it.
/// In page data its fields end in `_html`, and templates print them as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html {
    text: String,
    symbols: SymbolSet,
}

/// For templates it is safe by itself: they print it as it is.
impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.text).serialize(serializer)
    }
}

impl JsonSchema for Html {
    fn schema_name() -> Cow<'static, str> {
        "Html".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "HTML that is safe: it is printed as it is" })
    }
}

impl Html {
    /// Nothing yet.
    pub fn new() -> Html {
        Html::default()
    }

    /// Nothing yet, with room for `bytes`.
    pub fn with_capacity(bytes: usize) -> Html {
        Html {
            text: String::with_capacity(bytes),
            symbols: SymbolSet::default(),
        }
    }

    /// `head.html` and `footer.html` as they are: like a theme they are code of the repository, reviewed as such, and
    /// left out where the code of a stranger would be.
    pub fn of_the_repository(code: &str) -> Html {
        Html {
            text: code.to_owned(),
            symbols: SymbolSet::of(code.as_bytes()),
        }
    }

    /// What stands for a text until it is put into its place: a mark of [`crate::site::theme`], and nothing else.
    pub fn in_place_of(mark: String) -> Html {
        Html {
            text: mark,
            symbols: SymbolSet::default(),
        }
    }

    /// What was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The symbols that it refers to.
    pub fn symbols(&self) -> SymbolSet {
        self.symbols
    }

    /// Takes back what was written behind a length that it had, which has no symbols.
    pub fn cut(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// Takes back some of what was written: parts in the order of the text, which do not overlap and have no symbols.
    pub fn cut_out(&mut self, parts: &[Range<usize>]) {
        let Some(first) = parts.first() else { return };
        let mut kept = String::with_capacity(self.text.len() - first.start);
        let mut from = first.start;
        for part in parts {
            kept.push_str(&self.text[from..part.start]);
            from = part.end;
        }
        kept.push_str(&self.text[from..]);
        self.text.truncate(first.start);
        self.text.push_str(&kept);
    }

    // What is constant where it is written comes down to a few stores there, if it is put in place: hence `inline(always)`.

    /// Begins a tag; end it with [`Tag::open`] or [`Tag::holding`].
    #[inline(always)]
    pub fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Tag { html: self, name }
    }

    /// Begins a tag that is written up to some place in it: for [`tag!`].
    #[inline(always)]
    pub fn begun(&mut self, beginning: &'static str, name: &'static str) -> Tag<'_> {
        debug_assert!(beginning[1..].starts_with(name), "{beginning}");
        self.text.push_str(beginning);
        Tag { html: self, name }
    }

    /// Writes an end tag.
    #[inline(always)]
    pub fn end(&mut self, name: &'static str) -> &mut Html {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> &mut Html {
        escape(&mut self.text, text);
        self
    }

    /// Writes a line in which no sign means anything, neither here nor to Markdown. Of any other line it writes nothing, and
    /// returns `false`.
    pub fn unmarked(&mut self, line: &str) -> bool {
        let is_unmarked = MayMean::first_in(line.as_bytes()).is_none();
        if is_unmarked {
            self.text.push_str(line);
        }
        is_unmarked
    }

    /// Writes a text of the program that depends on what it is about: a word of a language, a class, how a shape is drawn.
    /// None of them needs an escape; of words a test sees to that.
    #[inline]
    pub fn word(&mut self, word: &'static str) -> &mut Html {
        self.text.push_str(word);
        self
    }

    /// Writes markup that stands in the program as it is: tags without any value that somebody wrote.
    #[inline(always)]
    pub fn markup(&mut self, markup: &'static str) -> &mut Html {
        self.text.push_str(markup);
        self
    }

    /// Writes a score, a progress or a gap with two decimals; an en dash for none.
    pub fn score(&mut self, value: Option<f64>, language: Language) -> &mut Html {
        match value {
            Some(value) => figures::score_into(&mut self.text, value, language),
            None => self.text.push('–'),
        }
        self
    }

    /// Writes a number of SVG, with at most two decimals.
    pub fn short(&mut self, value: f64) -> &mut Html {
        short(&mut self.text, value);
        self
    }

    /// Writes a number of SVG, with at most one decimal.
    pub fn shorter(&mut self, value: f64) -> &mut Html {
        hundredths_into(&mut self.text, rounded(value * 10.0).saturating_mul(10));
        self
    }

    /// Writes a share as a percentage of SVG or CSS with at most two decimals: `37.5%` for 0.375.
    pub fn percent(&mut self, share: f64) -> &mut Html {
        short(&mut self.text, share * 100.0);
        self.text.push('%');
        self
    }

    /// Writes the name of a symbol of the page, behind `href="#`: none of them needs an escape.
    #[inline]
    pub fn symbol(&mut self, symbol: Symbol) -> &mut Html {
        self.text.push_str(symbol.id());
        self.symbols |= symbol.into();
        self
    }

    /// Writes a number as people write it.
    pub fn number(&mut self, value: f64, language: Language) -> &mut Html {
        figures::number_into(&mut self.text, value, language);
        self
    }

    /// Writes a number with its unit.
    pub fn with_unit(&mut self, value: f64, unit: Option<&str>, language: Language) -> &mut Html {
        self.number(value, language).unit(unit)
    }

    /// Writes a unit behind its number.
    pub fn unit(&mut self, unit: Option<&str>) -> &mut Html {
        match unit {
            Some(unit) => self.markup("\u{a0}").text(unit),
            None => self,
        }
    }

    /// Writes a sentence of the program, in which each name in braces is the place of a part: `{gap} behind the pace`.
    /// What stands for no part stays as it is.
    pub fn sentence(
        &mut self,
        template: &'static str,
        parts: &[(&str, Part<'_>)],
        language: Language,
    ) -> &mut Html {
        pieces(template, parts, |piece| match piece {
            Piece::Words(words) => self.text.push_str(words),
            Piece::Part(part) => self.part(part, language),
        });
        self
    }

    fn part(&mut self, part: Part<'_>, language: Language) {
        match part {
            Part::Text(text) => self.text(text),
            Part::Written(write) => {
                write(self);
                self
            }
            Part::Count(count) => {
                language.whole_into(&mut self.text, count as u64);
                self
            }
            Part::Score(score) => self.score(Some(score), language),
            Part::Number(number) => self.number(number, language),
            Part::WithUnit(number, unit) => self.with_unit(number, unit, language),
            Part::LongDate(date) => self.long_date(date, language),
            Part::DayAndMonth(date) => {
                language.day_and_month_into(&mut self.text, date);
                self
            }
        };
    }

    /// Writes what a check-in is called on its page: digits and `-`.
    pub fn anchor(&mut self, anchor: &Anchor) -> &mut Html {
        debug_assert!(Special::first_in(anchor.as_bytes()).is_none(), "{anchor}");
        self.text.push_str(anchor);
        self
    }

    /// Writes a day as machines read it.
    pub fn iso_date(&mut self, date: Date) -> &mut Html {
        self.text.push_str(&iso_date(date));
        self
    }

    /// Writes a day with the name of its month and its year.
    pub fn long_date(&mut self, date: Date, language: Language) -> &mut Html {
        language.long_date_into(&mut self.text, date);
        self
    }

    /// Writes what was written elsewhere.
    pub fn html(&mut self, other: &Html) -> &mut Html {
        self.text.push_str(&other.text);
        self.symbols |= other.symbols;
        self
    }
}

/// What stands in a sentence in the place of a name.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// What somebody wrote.
    Text(&'a str),
    /// What a function writes, such as another sentence.
    Written(&'a dyn Fn(&mut Html)),
    /// How many.
    Count(usize),
    /// A score, a progress or a gap.
    Score(f64),
    /// A number as people write it.
    Number(f64),
    /// The same with its unit.
    WithUnit(f64, Option<&'a str>),
    /// A day with the name of its month and its year.
    LongDate(Date),
    /// The same without its year.
    DayAndMonth(Date),
}

/// A tag that is being written.
pub struct Tag<'a> {
    html: &'a mut Html,
    name: &'static str,
}

impl<'a> Tag<'a> {
    /// With an attribute.
    pub fn attr(self, name: &'static str, value: &str) -> Tag<'a> {
        let out = &mut self.html.text;
        out.reserve(name.len() + value.len() + 4);
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(out, value);
        out.push('"');
        self
    }

    /// With [`attributes!`] that stand in the program as they are.
    #[inline(always)]
    pub fn fixed(self, attributes: &'static str) -> Tag<'a> {
        self.html.text.push_str(attributes);
        self
    }

    /// With a link that is the way from a page to another one, written in place. Only what it begins with can need an
    /// escape, the way to the root: the rest is encoded as an address is.
    pub fn way(self, here: &Here, write: impl FnOnce(&mut String)) -> Tag<'a> {
        let out = &mut self.html.text;
        out.reserve(ADDRESS);
        out.push_str(" href=\"");
        let begin = out.len();
        write(out);
        let is_plain = |text: &str| Special::first_in(text.as_bytes()).is_none();
        if is_plain(here.root()) {
            debug_assert!(is_plain(&out[begin..]), "{}", &out[begin..]);
        } else {
            let way = out.split_off(begin);
            escape(out, &way);
        }
        out.push('"');
        self
    }

    /// Ends the start tag. Its content follows, then [`Html::end`], unless it is an element that has neither, such as `img`.
    #[inline(always)]
    pub fn open(self) -> &'a mut Html {
        self.html.text.push('>');
        self.html
    }

    /// With only a text inside.
    pub fn holding(self, text: &str) -> &'a mut Html {
        let name = self.name;
        self.open().text(text).end(name)
    }
}

/// About how many bytes an attribute with an address takes.
const ADDRESS: usize = 100;

/// A number with at most two decimals and no needless zero; what is not finite is 0.
pub fn short(out: &mut String, value: f64) {
    hundredths_into(out, rounded(value * 100.0));
}

/// The nearest whole number, halves away from zero; 0 for what is not finite.
fn rounded(value: f64) -> i64 {
    if value.is_finite() {
        // As an integer it loses what is behind its point.
        (value + 0.5_f64.copysign(value)) as i64
    } else {
        0
    }
}

fn hundredths_into(out: &mut String, hundredths: i64) {
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    whole_into(out, whole);
    out.push_str(decimals(rest));
}

byte_set! {
    /// What cannot stand in HTML as it is: marks of HTML, and what steers a terminal. White space can, but is in the set, so
    /// that it has few ranges.
    Special: [0, b' ' - 1], [b'"', b'"'], [b'&', b'\''], [b'<', b'<'], [b'>', b'>'], [0x7f, 0x7f]
}

byte_set! {
    /// All of these, the marks of Markdown, and what an address on the web has in it.
    MayMean: [0, b' ' - 1], [b'!', b'"'], [b'&', b'\''], [b'*', b'*'], [b':', b':'], [b'<', b'<'], [b'>', b'>'], [b'[', b'`'], [b'{', 0x7f]
}

/// Text as HTML, in text and in quoted attributes, for templates.
///
/// # Errors
/// When it cannot be written.
pub fn write_escaped(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut written = Ok(());
    escaped(text, |part| {
        if written.is_ok() {
            written = out.write_all(part.as_bytes());
        }
    });
    written
}

fn escape(out: &mut String, text: &str) {
    escaped(text, |part| out.push_str(part));
}

/// The parts of a text as HTML. What HTML cannot hold becomes U+FFFD.
#[inline]
fn escaped(text: &str, mut part: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(near) = Special::first_in(&bytes[at..]) {
        let here = at + near;
        at = here + 1;
        let entity = match bytes[here] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\t' | b'\n' | b'\r' => continue,
            _ => "\u{fffd}",
        };
        part(&text[done..here]);
        part(entity);
        done = at;
    }
    part(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::route::Route;

    #[test]
    fn everything_is_escaped() {
        let mut html = Html::new();
        html.tag("a").attr("title", "\"'<&>").holding("<b>&\u{1}");
        assert_eq!(
            html.as_str(),
            "<a title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;b&gt;&amp;\u{fffd}</a>"
        );
    }

    #[test]
    fn what_needs_an_escape_is_not_unmarked() {
        for byte in (0..=0x7f).filter(|&byte| Special::has(byte)) {
            let mut html = Html::new();
            assert!(!html.unmarked(&char::from(byte).to_string().repeat(3)));
            assert!(html.is_empty());
        }
        let mut html = Html::new();
        assert!(html.unmarked("Réponses en 4 h, 5 % de plus (“oui”)."));
        assert_eq!(html.as_str(), "Réponses en 4 h, 5 % de plus (“oui”).");
    }

    #[test]
    fn no_word_of_the_program_needs_an_escape() {
        for language in Language::ALL {
            let mut escaped = String::new();
            escape(&mut escaped, &language.page_texts());
            assert_eq!(escaped, language.page_texts());
        }
    }

    #[test]
    fn a_template_escapes_as_everything_else() {
        let text = "a 'long' text & <b> of \u{7}\"many\" words";
        let (mut html, mut written) = (Html::new(), Vec::new());
        html.text(text);
        write_escaped(text, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), html.as_str());
        assert!(write_escaped(text, &mut &mut [0; 12][..]).is_err());
    }

    #[test]
    fn what_stands_anywhere_in_a_long_text_is_escaped() {
        for at in 0..70 {
            let before = "é".repeat(at / 2) + &"a".repeat(at % 3);
            let mut html = Html::new();
            html.text(&format!("{before}<\n&{before}"));
            assert_eq!(html.as_str(), format!("{before}&lt;\n&amp;{before}"));
        }
    }

    #[test]
    fn the_way_to_a_page_is_escaped_as_any_other_attribute() {
        let check = |here: &Here, expected: &str| {
            let mut html = Html::new();
            let route = Route::Team("r&d");
            html.tag("a").way(here, |out| here.link_into(out, route)).open();
            assert_eq!(html.as_str(), expected);
        };
        let here = Here::at(Route::Map.file());
        check(&here, "<a href=\"../teams/r%26d/index.html\">");
        let hosted = Here::anywhere(Route::NotFound.file(), "/a&'b/");
        check(&hosted, "<a href=\"/a&amp;&#39;b/teams/r%26d/index.html\">");
    }

    #[test]
    fn a_sentence_has_its_parts_where_their_names_stand() {
        let check = |template: &'static str, expected: &str| {
            let parts = [
                ("title", Part::Text("R&D <b>")),
                ("days", Part::Count(12_000)),
                ("score", Part::Score(0.7)),
                ("number", Part::Number(-2.5)),
                ("value", Part::WithUnit(38.0, Some("ms"))),
                ("date", Part::LongDate(jiff::civil::date(2026, 10, 30))),
                ("day", Part::DayAndMonth(jiff::civil::date(2026, 10, 30))),
            ];
            let mut html = Html::new();
            html.sentence(template, &parts, Language::French);
            assert_eq!(html.as_str(), expected);
        };
        check("", "");
        check("Il n’y a rien", "Il n’y a rien");
        check("{title}, {title}", "R&amp;D &lt;b&gt;, R&amp;D &lt;b&gt;");
        check("{days} · {score} · {number}", "12\u{202f}000 · 0,70 · −2,5");
        check(
            "{value} le {date}, {day}",
            "38\u{a0}ms le 30 octobre 2026, 30 octobre",
        );
        check("{other} {score} {", "{other} 0,70 {");
        check("{ {score}", "{ 0,70");
    }

    #[test]
    fn numbers_are_short() {
        let check = |value: f64, expected: &str| {
            let mut out = String::new();
            short(&mut out, value);
            assert_eq!(out, expected);
        };
        check(12.0, "12");
        check(12.5, "12.5");
        check(12.345, "12.35");
        check(0.05, "0.05");
        check(-0.25, "-0.25");
        check(-0.001, "0");
        check(0.125, "0.13");
        check(f64::NAN, "0");
        let mut html = Html::new();
        html.shorter(12.25).short(-0.25);
        assert_eq!(html.as_str(), "12.3-0.25");
    }
}
