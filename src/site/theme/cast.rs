//! Pages of which there are many, put together without asking their template for each.
//!
//! The built-in template of such pages prints texts, and asks of a text only whether there is any. Pages that have the same
//! texts, whatever these say, then have the same around them: the template is asked once for all of them, with marks where
//! the texts come to stand.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use crate::site::Failure;
use crate::site::html::{Html, write_escaped};
use crate::site::symbol::SymbolSet;

/// A text of a page.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    text: &'a str,
    /// Whether it is printed as it is.
    is_html: bool,
    symbols: SymbolSet,
}

impl<'a> Text<'a> {
    /// One that is escaped where it is printed.
    pub fn plain(text: &'a str) -> Text<'a> {
        Text {
            text,
            is_html: false,
            symbols: SymbolSet::default(),
        }
    }

    /// The same of one that may be missing, which for a template is as if it were empty.
    pub fn optional(text: Option<&'a str>) -> Text<'a> {
        Text::plain(text.unwrap_or_default())
    }

    /// HTML.
    pub fn html(html: &'a Html) -> Text<'a> {
        Text {
            text: html.as_str(),
            is_html: true,
            symbols: html.symbols(),
        }
    }

    /// What a template has written, or any other text; it has its symbols already.
    pub fn of_value(value: &'a Value) -> Text<'a> {
        Text {
            text: value.as_str().unwrap_or_default(),
            is_html: value.is_safe(),
            symbols: SymbolSet::default(),
        }
    }

    /// The symbols that it refers to.
    pub fn symbols(self) -> SymbolSet {
        self.symbols
    }

    fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    fn write(self, page: &mut Vec<u8>) {
        if self.is_html {
            page.extend_from_slice(self.text.as_bytes());
        } else {
            write_escaped(self.text, page).expect("a list of bytes takes all that is written");
        }
    }
}

/// A text with its name: a variable such as `page`, and a field of it when there are any.
pub type Named<'a> = ((&'static str, &'static str), Text<'a>);

/// Data of pages that are nothing but texts.
pub trait Texts {
    /// All of them, with the names under which templates know them.
    fn texts(&self) -> Vec<(&'static str, Text<'_>)>;
}

/// The casts of templates, one for each set of texts that are there.
pub struct Casts {
    /// What stands before the number of a text. Nobody can write it anywhere: it is another one each time.
    mark: String,
    known: RwLock<HashMap<Shape, Cast>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    template: &'static str,
    /// A bit for each text that is there.
    texts: u64,
}

/// What a template writes.
struct Cast(Vec<Piece>);

enum Piece {
    /// The same on every page of the shape.
    Fixed(String),
    /// The place of a text.
    Place(usize),
}

impl Default for Casts {
    fn default() -> Casts {
        let number = || RandomState::new().hash_one(0);
        Casts {
            mark: format!("\u{e000}{:016x}{:016x}\u{e000}", number(), number()),
            known: RwLock::default(),
        }
    }
}

impl Casts {
    /// A page of a template with its texts. Of a shape that is not known `render` makes one, with what to add to the
    /// context; it is a page in which each text is a mark.
    ///
    /// # Errors
    /// Those of `render`.
    pub fn page(
        &self,
        template: &'static str,
        texts: &[Named<'_>],
        render: impl FnOnce(&dyn Fn(&mut Context)) -> Result<Vec<u8>, Failure>,
    ) -> Result<Vec<u8>, Failure> {
        assert!(texts.len() <= 64, "a bit for each, and two digits");
        let there = texts
            .iter()
            .rev()
            .fold(0, |bits, (_, text)| bits << 1 | u64::from(!text.is_empty()));
        let shape = Shape {
            template,
            texts: there,
        };
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(cast) = known.get(&shape) {
            return Ok(cast.with(texts));
        }
        drop(known);
        let page = render(&|context| self.put_marks(context, texts))?;
        let cast = self.cast(&String::from_utf8_lossy(&page));
        let page = cast.with(texts);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(shape, cast);
        Ok(page)
    }

    /// Puts a mark into the context for each text that is there.
    fn put_marks(&self, context: &mut Context, texts: &[Named<'_>]) {
        let mut variables: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
        for (place, ((variable, field), text)) in texts.iter().enumerate() {
            let mark = format!("{}{place:02}", self.mark);
            let value = match text {
                text if text.is_empty() => Value::from(""),
                text if text.is_html => Value::safe_string(&mark),
                _ => Value::from(mark.as_str()),
            };
            if field.is_empty() {
                context.insert_value(*variable, value);
            } else {
                variables.entry(*variable).or_default().insert(*field, value);
            }
        }
        for (variable, fields) in variables {
            context.insert(variable.to_owned(), &fields);
        }
    }

    fn cast(&self, page: &str) -> Cast {
        let mut rest = page.split(&self.mark);
        let mut pieces: Vec<Piece> = rest
            .next()
            .map(|first| Piece::Fixed(first.to_owned()))
            .into_iter()
            .collect();
        for behind_mark in rest {
            // A mark is there as a whole: it has nothing that is escaped, and templates do nothing with it but print it.
            let (place, behind) = behind_mark.split_at(2);
            let place = place.parse().expect("the number of a mark of ours");
            pieces.push(Piece::Place(place));
            pieces.push(Piece::Fixed(behind.to_owned()));
        }
        Cast(pieces)
    }
}

impl Cast {
    fn with(&self, texts: &[Named<'_>]) -> Vec<u8> {
        let lengths = self.0.iter().map(|piece| match piece {
            Piece::Fixed(text) => text.len(),
            // An escape makes it longer.
            Piece::Place(place) => texts[*place].1.text.len() * 9 / 8,
        });
        let mut page = Vec::with_capacity(lengths.sum());
        for piece in &self.0 {
            match piece {
                Piece::Fixed(text) => page.extend_from_slice(text.as_bytes()),
                Piece::Place(place) => texts[*place].1.write(&mut page),
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_asked_once_for_each_shape() {
        let casts = Casts::default();
        let asked = std::cell::Cell::new(0);
        let mut tera = tera::Tera::new();
        tera.set_escape_fn(write_escaped);
        tera.add_raw_template(
            "a.html",
            "<title>{{ frame.title }}</title>{{ top_html }}{% if page.lang %}<p lang=\"{{ page.lang }}\">{% else %}<p>{% endif %}{{ page.title }}{{ page.text_html }}{{ page.title }}",
        )
        .unwrap();
        let top = Value::safe_string("<header>");
        let check = |title: &str, lang: Option<&str>, html: &str, expected: &str, times: usize| {
            let html = Html::of_the_repository(html);
            let texts: [Named<'_>; 5] = [
                (("frame", "title"), Text::plain("A & B")),
                (("top_html", ""), Text::of_value(&top)),
                (("page", "title"), Text::plain(title)),
                (("page", "lang"), Text::optional(lang)),
                (("page", "text_html"), Text::html(&html)),
            ];
            let page = casts.page("a.html", &texts, |put_marks| {
                asked.set(asked.get() + 1);
                let mut context = Context::new();
                put_marks(&mut context);
                Ok(tera.render("a.html", &context).unwrap().into_bytes())
            });
            let page = String::from_utf8(page.unwrap()).unwrap();
            assert_eq!(page, ["<title>A &amp; B</title><header>", expected].concat());
            assert_eq!(asked.get(), times);
        };
        check("a", None, "<b>x</b>", "<p>a<b>x</b>a", 1);
        check(
            "<é>",
            None,
            "<i>\u{e000}00</i>",
            "<p>&lt;é&gt;<i>\u{e000}00</i>&lt;é&gt;",
            1,
        );
        check("a", Some("fr"), "x", "<p lang=\"fr\">axa", 2);
        check("", None, "<br>", "<p><br>", 3);
        check("b", Some("\""), "", "<p lang=\"&quot;\">bb", 4);
        check("c", None, "", "<p>cc", 5);
        check("a", Some("de"), "y", "<p lang=\"de\">aya", 5);
    }
}
