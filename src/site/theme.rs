//! Templates, style sheet and script: the built-in theme, in the binary.

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::Failure;
use super::frame::TopOf;
use super::html::Html;

/// Everything that decides how pages look.
pub struct Theme {
    tera: Tera,
    /// `assets/okr.css`
    pub style: String,
    /// `assets/okr.js`
    pub script: &'static str,
}

/// The templates of the built-in theme: name and text.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "base.html",
        include_str!("../../themes/default/templates/base.html"),
    ),
    (
        "top.html",
        include_str!("../../themes/default/templates/top.html"),
    ),
    (
        "parts.html",
        include_str!("../../themes/default/templates/parts.html"),
    ),
    (
        "home.html",
        include_str!("../../themes/default/templates/home.html"),
    ),
    (
        "map.html",
        include_str!("../../themes/default/templates/map.html"),
    ),
    (
        "objectives.html",
        include_str!("../../themes/default/templates/objectives.html"),
    ),
    (
        "people.html",
        include_str!("../../themes/default/templates/people.html"),
    ),
    (
        "period.html",
        include_str!("../../themes/default/templates/period.html"),
    ),
    (
        "periods.html",
        include_str!("../../themes/default/templates/periods.html"),
    ),
    (
        "person.html",
        include_str!("../../themes/default/templates/person.html"),
    ),
    (
        "team.html",
        include_str!("../../themes/default/templates/team.html"),
    ),
    (
        "teams.html",
        include_str!("../../themes/default/templates/teams.html"),
    ),
    (
        "registers.html",
        include_str!("../../themes/default/templates/registers.html"),
    ),
    (
        "guide.html",
        include_str!("../../themes/default/templates/guide.html"),
    ),
    (
        "quality.html",
        include_str!("../../themes/default/templates/quality.html"),
    ),
    (
        "retrospective.html",
        include_str!("../../themes/default/templates/retrospective.html"),
    ),
    (
        "retrospectives.html",
        include_str!("../../themes/default/templates/retrospectives.html"),
    ),
    (
        "calibration.html",
        include_str!("../../themes/default/templates/calibration.html"),
    ),
    (
        "ledger.html",
        include_str!("../../themes/default/templates/ledger.html"),
    ),
    (
        "present.html",
        include_str!("../../themes/default/templates/present.html"),
    ),
    (
        "not-found.html",
        include_str!("../../themes/default/templates/not-found.html"),
    ),
    (
        "check-in-parts.html",
        include_str!("../../themes/default/templates/check-in-parts.html"),
    ),
    (
        "check-ins.html",
        include_str!("../../themes/default/templates/check-ins.html"),
    ),
    (
        "objective.html",
        include_str!("../../themes/default/templates/objective.html"),
    ),
    (
        "moved.html",
        include_str!("../../themes/default/templates/moved.html"),
    ),
    (
        "objective-history.html",
        include_str!("../../themes/default/templates/objective-history.html"),
    ),
];

const STYLE: &str = include_str!("../../themes/default/okr.css");
const SCRIPT: &str = include_str!("../../themes/default/okr.js");

impl Theme {
    /// The built-in theme, with the repository's own small changes behind its style sheet.
    ///
    /// # Errors
    /// When a template is wrong.
    pub fn default(accent: Option<&str>, own_style: Option<&str>) -> Result<Theme, Failure> {
        let mut tera = Tera::new();
        tera.add_raw_templates(TEMPLATES.iter().copied())
            .map_err(|error| Failure::Template {
                page: "the theme".to_owned(),
                reason: error.to_string(),
            })?;
        let mut style = published(STYLE);
        if let Some(accent) = accent {
            style.push_str(&[":root { --accent: ", accent, "; }\n"].concat());
        }
        if let Some(own) = own_style {
            style.push('\n');
            style.push_str(own);
        }
        Ok(Theme {
            tera,
            style,
            script: SCRIPT,
        })
    }

    /// Sets what every page may show, such as the words of the language.
    pub fn share<T: Serialize>(&mut self, name: &'static str, value: &T) {
        self.tera.global_context().insert(name, value);
    }

    /// The header of pages, from the template `top.html`.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn top(&self, top: &Top) -> Result<Value, Failure> {
        let failure = |reason: String| Failure::Template {
            page: "top.html".to_owned(),
            reason,
        };
        let mut context = Context::new();
        context.insert("top", top);
        let rendered = self.tera.render("top.html", &context);
        Ok(Value::from(rendered.map_err(|error| failure(error.to_string()))?))
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
        let failure = |reason: String| Failure::Template {
            page: frame.file.clone(),
            reason,
        };
        let mut context = Context::new();
        context.insert_value(
            "frame",
            Value::try_from_serializable(frame).map_err(|error| failure(error.to_string()))?,
        );
        context.insert_value("top_html", top.clone());
        context.insert_value(
            "page",
            Value::try_from_serializable(data).map_err(|error| failure(error.to_string()))?,
        );
        let mut out = Vec::with_capacity(48 * 1024);
        self.tera
            .render_to(template, &context, &mut out)
            .map_err(|error| failure(error.to_string()))?;
        Ok(out)
    }
}

/// The style sheet as it is published: without what only its readers need, comments and indentation.
fn published(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        lines(&mut out, before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    lines(&mut out, rest);
    out
}

fn lines(out: &mut String, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // In a text in quotes a space may be meant.
        if line.contains('"') {
            out.push_str(line);
        } else {
            out.push_str(&line.replace(" { ", "{").replace("; }", "}").replace("; ", ";"));
        }
        out.push('\n');
    }
}

/// What stands around the content of every page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Its file below the output folder.
    pub file: String,
    /// Title of the page; the site's stands behind it.
    pub title: String,
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

/// What the template `top.html` shows.
#[derive(Clone, Debug, Serialize)]
pub struct Top {
    /// `../` once a folder.
    pub root: String,
    /// The navigation, with the entry of this page marked.
    pub nav: Vec<NavEntry>,
    /// Name on the period menu.
    pub period_name: Option<String>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavEntry {
    /// Where to.
    pub href: String,
    /// Its name.
    pub name: &'static str,
    /// `page` on that page, `true` below it, else nothing.
    pub current: Option<&'static str>,
}

/// An entry of the period menu.
#[derive(Clone, Debug, Serialize)]
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
    fn the_style_sheet_is_published_without_comments_and_within_its_budget() {
        assert_eq!(
            published("/* a\n b */\n@media x {\n .a { b: c; } /* d */\n\n .e { f: g; }\n}\n"),
            "@media x {\n.a{b: c}\n.e{f: g}\n}\n"
        );
        let style = published(STYLE);
        assert!(style.len() <= 32_000, "{}", style.len());
    }

    #[test]
    fn every_template_of_the_folder_is_embedded() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| {
                entry
                    .expect("it can be read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        let mut embedded: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        embedded.sort_unstable();
        assert_eq!(files, embedded);
    }
}
