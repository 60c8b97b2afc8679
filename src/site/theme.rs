//! The look of the site at work: templates with their data in, pages out; the style sheet and the script.

mod aside;
pub mod built_in;
pub mod cast;
mod colour;
pub mod contrast;
pub mod limits;
pub mod look;
pub mod manifest;
mod marks;
mod place;
mod shared;
mod style;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use schemars::JsonSchema;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use super::Failure;
use super::frame::TopOf;
use super::html::{self, Html};
use super::symbol::SymbolSet;
use aside::Aside;
use cast::{Casts, Named, Text, Texts};
use limits::Limited;
use look::TEMPLATES;
use marks::Marks;
use shared::Shared;
use style::published;

pub use aside::LongTexts;
pub use look::{Clock, Folder, Look};
pub use manifest::{Manifest, OptionValue, Options};

/// Everything that decides how pages look.
pub struct Theme<'a> {
    look: &'a Look,
    tera: Tera,
    shared: Shared<'a>,
    casts: Casts,
    marks: Marks,
    sizes: Sizes,
}

/// How many bytes a template prints for a page, long texts left out: the most that any had until now. Those of a list are
/// much alike, and one that outgrows its room is copied.
#[derive(Default)]
struct Sizes(Mutex<HashMap<String, usize>>);

impl Sizes {
    /// Of a template that has made no page yet.
    const ANY: usize = 48 * 1024;
    /// More room is not asked for beforehand: what is larger is not of ours.
    const MOST: usize = 256 * 1024;

    fn of(&self, template: &str) -> usize {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(template).copied().unwrap_or(Sizes::ANY)
    }

    fn learn(&self, template: &str, size: usize) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = known.entry(template.to_owned()).or_insert(Sizes::ANY);
        *most = size.clamp(*most, Sizes::MOST);
    }
}

/// What templates see of the theme.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ThemeData<'a> {
    /// Its name.
    name: &'a str,
    /// Its options, with what `okr.yaml` sets.
    options: &'a Options,
}

impl<'a> Theme<'a> {
    /// The templates of a look, each from the highest place that has it. Those below can still be named with the theme
    /// that they are from: `{% extends "default/home.html" %}`.
    ///
    /// # Errors
    /// When a template is wrong.
    pub fn new(look: &'a Look) -> Result<Theme<'a>, Failure> {
        let failure = |error: tera::Error| Failure::Theme(place::of_theme(look, &error));
        let mut below = vec![&built_in::DEFAULT];
        if look.built_in.name != built_in::DEFAULT.name {
            below.insert(0, look.built_in);
        }
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(below.iter().map(|theme| format!("{}/", theme.name)))
            .map_err(failure)?;
        tera.register_function("range", limits::range);
        tera.register_filter("safe", safe);
        tera.set_escape_fn(html::write_escaped);
        let template = |path: &str| Some(path.strip_prefix(TEMPLATES)?.strip_prefix('/')?.to_owned());
        let mut templates: Vec<(String, &str)> = Vec::new();
        for theme in below {
            templates.extend(
                theme
                    .files
                    .iter()
                    .filter_map(|(path, text)| Some(([theme.name, "/", &template(path)?].concat(), *text))),
            );
        }
        if let Some(own) = &look.own {
            let own = own.files.iter();
            templates.extend(own.filter_map(|(path, text)| Some((template(path)?, text.as_str()))));
        }
        tera.add_raw_templates(templates).map_err(failure)?;
        let mut theme = Theme {
            look,
            tera,
            shared: Shared::default(),
            casts: Casts::default(),
            marks: Marks::default(),
            sizes: Sizes::default(),
        };
        theme.share("theme", theme.data());
        Ok(theme)
    }

    /// What templates see of the theme.
    pub fn data(&self) -> ThemeData<'a> {
        ThemeData {
            name: self.look.name(),
            options: &self.look.options,
        }
    }

    /// `assets/okr.css`: the theme's, the accent, and the repository's own small changes behind it.
    pub fn style(&self) -> String {
        let theirs = self.look.file("okr.css").unwrap_or_default();
        let mut style = if self.look.is_built_in("okr.css") {
            published(theirs)
        } else {
            theirs.to_owned()
        };
        if let Some(more) = self.look.file("theme.css") {
            style.push('\n');
            style.push_str(more);
        }
        if let Some(accent) = &self.look.accent {
            style.push_str(&["\n:root { --accent: ", accent, "; }\n"].concat());
        }
        if let Some(own) = &self.look.style {
            style.push('\n');
            style.push_str(own);
        }
        style
    }

    /// `assets/okr.js`
    pub fn script(&self) -> &str {
        self.look.file("okr.js").unwrap_or_default()
    }

    /// `assets/okr-search.js`
    pub fn search_script(&self) -> &str {
        self.look.file("okr-search.js").unwrap_or_default()
    }

    /// Sets what every page may show, such as the words of the language.
    pub fn share<T: Serialize + Send + Sync + 'a>(&mut self, name: &'static str, value: T) {
        self.shared.add(name, value);
        self.casts = Casts::default();
    }

    /// The header of pages, from the template `top.html`.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn top(&self, top: &Top) -> Result<Vec<u8>, Failure> {
        let mut context = self.shared.context();
        context.insert("top", top);
        self.rendered("top.html", "top.html", &context, 4 * 1024)
    }

    /// Whether the templates are the program's own.
    pub fn is_built_in(&self) -> bool {
        self.look.own.is_none()
    }

    /// A page from its template and its data.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn page<T: Serialize>(
        &self,
        template: &str,
        frame: &Frame,
        top: &Value,
        data: &T,
    ) -> Result<Vec<u8>, Failure> {
        let failure = |error: tera::Error| Failure::Template {
            page: frame.file.clone(),
            reason: error.to_string(),
        };
        let mut context = self.shared.context();
        context.insert_value("frame", Value::try_from_serializable(frame).map_err(failure)?);
        context.insert_value("top_html", top.clone());
        context.insert_value("template", Value::from(template));
        context.insert_value("page", Value::try_from_serializable(data).map_err(failure)?);
        let room = self.sizes.of(template);
        let page = self.rendered(&frame.file, template, &context, room)?;
        if page.len() > room {
            self.sizes.learn(template, page.len());
        }
        Ok(page)
    }

    /// A page with long texts and built-in templates: what [`Theme::page`] makes of it, with less to copy, and with the
    /// symbols that it refers to, which `put_symbols` puts into what the template has printed. What a long text says of a
    /// symbol without drawing it does not count.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn page_of_long_texts<T: Serialize + LongTexts>(
        &self,
        template: &str,
        frame: &Frame,
        top: &Value,
        mut data: T,
        put_symbols: impl Fn(&mut Vec<u8>, SymbolSet),
    ) -> Result<Vec<u8>, Failure> {
        debug_assert!(self.is_built_in());
        let aside = Aside::of(&mut data, &self.marks);
        let mut printed = self.page(template, frame, top, &data)?;
        let symbols = SymbolSet::of(&printed) | aside.symbols();
        put_symbols(&mut printed, symbols);
        let page = aside.put_into(&printed, &self.marks);
        debug_assert_eq!(
            {
                aside.give_back(&mut data);
                let mut whole = self.page(template, frame, top, &data)?;
                let drawn = SymbolSet::of(&printed) | SymbolSet::in_markup(&whole);
                debug_assert_eq!(symbols, drawn, "{}", frame.file);
                put_symbols(&mut whole, symbols);
                String::from_utf8_lossy(&whole).into_owned()
            },
            String::from_utf8_lossy(&page).into_owned(),
            "`{template}` does something with a text of {}",
            frame.file
        );
        Ok(page)
    }

    /// A page of which there are many, with nothing but texts and built-in templates: what [`Theme::page`] makes of it, in
    /// less time.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn page_of_texts<T: Serialize + Texts>(
        &self,
        template: &'static str,
        frame: &Frame,
        top: &Value,
        data: &T,
    ) -> Result<Vec<u8>, Failure> {
        debug_assert!(self.is_built_in());
        let frames = frame
            .texts()
            .into_iter()
            .map(|(name, text)| (("frame", name), text));
        let top_html = (("top_html", ""), Text::of_value(top));
        let pages = data
            .texts()
            .into_iter()
            .map(|(name, text)| (("page", name), text));
        let texts: Vec<Named<'_>> = frames.chain([top_html]).chain(pages).collect();
        let page = self.casts.page(template, &texts, &self.marks, |put_marks| {
            let mut context = self.shared.context();
            context.insert_value("template", Value::from(template));
            put_marks(&mut context);
            self.rendered(&frame.file, template, &context, 16 * 1024)
        })?;
        debug_assert_eq!(
            self.page(template, frame, top, data)
                .map(|asked| String::from_utf8_lossy(&asked).into_owned())
                .map_err(|failure| failure.to_string()),
            Ok(String::from_utf8_lossy(&page).into_owned()),
            "`{template}` does something with a text of {}",
            frame.file
        );
        Ok(page)
    }

    /// What a template makes of its data; `room` is about how much that is. Only a theme that is not built in can be
    /// too much: of the others we know.
    fn rendered(
        &self,
        page: &str,
        template: &str,
        context: &Context,
        room: usize,
    ) -> Result<Vec<u8>, Failure> {
        let failure = |reason: String| Failure::Template {
            page: page.to_owned(),
            reason,
        };
        if self.look.own.is_none() {
            let mut out = Vec::with_capacity(room);
            let rendered = self.tera.render_to(template, context, &mut out);
            return match rendered {
                Ok(()) => Ok(out),
                Err(error) => Err(failure(place::of_page(self.look, template, &error))),
            };
        }
        let mut out = Limited::new(self.look.clock, room);
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out.into_page()),
            Err(error) => Err(failure(match out.beyond() {
                Some(limit) => place::beyond(self.look, template, limit),
                None => place::of_page(self.look, template, &error),
            })),
        }
    }
}

/// The filter `safe`. That of the engine does the same with a copy of the text, and most of a page is such text.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    value.mark_safe()
}

/// What stands around the content of every page.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Frame {
    /// Its file below the output folder.
    pub file: String,
    /// Title of the page.
    pub title: String,
    /// The same for the window: with the title of the site behind it, unless it is that.
    pub window_title: String,
    /// Language of the title when it is not the site's.
    pub title_lang: Option<&'static str>,
    /// `../` once a folder.
    pub root: String,
    /// The feed that tells when this page changes.
    pub feed: String,
    /// The one address of the page, when the site's is known.
    pub canonical: Option<String>,
    /// What decides how its header looks.
    #[serde(skip)]
    pub top: TopOf,
    /// What the footer says beside the meaning of scores.
    pub footer_html: Html,
}

impl Texts for Frame {
    fn texts(&self) -> Vec<(&'static str, Text<'_>)> {
        // All that templates see: a new one is a text as well.
        let Frame {
            file,
            title,
            window_title,
            title_lang,
            root,
            feed,
            canonical,
            footer_html,
            top: _,
        } = self;
        vec![
            ("file", Text::plain(file)),
            ("title", Text::plain(title)),
            ("window_title", Text::plain(window_title)),
            ("title_lang", Text::optional(*title_lang)),
            ("root", Text::plain(root)),
            ("feed", Text::plain(feed)),
            ("canonical", Text::optional(canonical.as_deref())),
            ("footer_html", Text::html(footer_html)),
        ]
    }
}

/// What the template `top.html` shows.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Top {
    /// `../` once a folder.
    pub root: String,
    /// The navigation, with the entry of this page marked.
    pub nav: Vec<NavEntry>,
    /// Where to look for something.
    pub search: String,
    /// Name on the period menu.
    pub period_name: Option<String>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NavEntry {
    /// Where to.
    pub href: String,
    /// Its name.
    pub name: &'static str,
    /// `page` on that page, `true` below it, else nothing.
    pub current: Option<&'static str>,
}

/// An entry of the period menu.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PeriodEntry {
    /// Link below the root of the site.
    pub file: String,
    /// Its name.
    pub name: String,
    /// `current`, `closed` …
    pub note: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheets_keep_within_their_budget() {
        for theme in built_in::ALL {
            let style = published(theme.file("okr.css").unwrap_or_default());
            assert!(style.len() <= 32_000, "{}: {}", theme.name, style.len());
        }
    }
}
