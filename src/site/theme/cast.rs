//! Pages of which there are many, put together without asking their template for each.
//!
//! The built-in template of such pages prints texts, and asks of a text only whether there is any. Pages that have the same
//! texts, whatever these say, then have the same around them: the template is asked once for all of them, with marks where
//! the texts come to stand.

use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

use tera::{Context, Value};

use super::marks::Marks;
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
#[derive(Default)]
pub struct Casts {
    known: RwLock<HashMap<Shape, Cast>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    template: &'static str,
    /// A bit for each text that is there.
    texts: u64,
}

/// What a template writes: the same on every page of a shape.
struct Cast {
    /// Before the first text.
    first: Vec<u8>,
    /// The place of each text that is printed, and what stands behind it.
    rest: Vec<(usize, Vec<u8>)>,
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
        marks: &Marks,
        render: impl FnOnce(&dyn Fn(&mut Context)) -> Result<Vec<u8>, Failure>,
    ) -> Result<Vec<u8>, Failure> {
        assert!(texts.len() <= 64, "a bit for each");
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
        let cast = Cast::of(&render(&|context| put_marks(context, texts, marks))?, marks);
        let page = cast.with(texts);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(shape, cast);
        Ok(page)
    }
}

/// Puts a mark into the context for each text that is there.
fn put_marks(context: &mut Context, texts: &[Named<'_>], marks: &Marks) {
    let mut variables: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    for (place, ((variable, field), text)) in texts.iter().enumerate() {
        let value = match text {
            text if text.is_empty() => Value::from(""),
            text if text.is_html => Value::safe_string(&marks.of(place)),
            _ => Value::from(marks.of(place)),
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

impl Cast {
    /// From a page in which each text is a mark.
    fn of(page: &[u8], marks: &Marks) -> Cast {
        let (first, rest) = marks.split(page);
        let rest = rest.into_iter().map(|(place, behind)| (place, behind.to_vec()));
        Cast {
            first: first.to_vec(),
            rest: rest.collect(),
        }
    }

    fn with(&self, texts: &[Named<'_>]) -> Vec<u8> {
        // An escape makes a text longer.
        let room = |(place, behind): &(usize, Vec<u8>)| texts[*place].1.text.len() * 9 / 8 + behind.len();
        let rooms: usize = self.rest.iter().map(room).sum();
        let mut page = Vec::with_capacity(self.first.len() + rooms);
        page.extend_from_slice(&self.first);
        for (place, behind) in &self.rest {
            texts[*place].1.write(&mut page);
            page.extend_from_slice(behind);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_asked_once_for_each_shape() {
        let (casts, marks) = (Casts::default(), Marks::default());
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
            let page = casts.page("a.html", &texts, &marks, |put_marks| {
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
