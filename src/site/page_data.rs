//! What a template may use for a page, as JSON, and its schema: the contract of themes, from the very values and types that
//! templates are given.

use std::sync::OnceLock;

use rayon::iter::ParallelIterator;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::frame::{self, SiteData};
use super::symbol::SymbolSet;
use super::theme::{Frame, ThemeData, Top};
use super::{Failure, Inputs, OutputFile, Site};
use crate::words::PageWords;

/// Of one page.
#[derive(Debug)]
pub struct PageData {
    /// JSON.
    pub data: String,
    /// The JSON Schema of `data`.
    pub schema: Schema,
}

/// The variables of a template. `top.html` has `top` in the place of `page`, `frame` and `top_html`.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "PageData")]
pub(super) struct Variables<'a, T> {
    /// The template that makes this page.
    pub template: &'a str,
    /// What stands around the content.
    pub frame: &'a Frame,
    /// What this page shows.
    pub page: &'a T,
    /// What is the same on every page.
    pub site: &'a SiteData,
    /// The theme, and its options with what `okr.yaml` sets.
    pub theme: ThemeData<'a>,
    /// What `top.html` shows.
    pub top: Top,
    /// The header, made from `top.html`.
    pub top_html: &'a str,
    /// The words of the site's language.
    pub w: &'a PageWords,
}

/// The page that is asked for, and its data when they were met.
#[derive(Debug)]
pub(super) struct Asked {
    pub file: String,
    found: OnceLock<PageData>,
}

impl Asked {
    /// Takes what the template of the page may use.
    pub fn take<T: JsonSchema + Serialize>(&self, variables: &Variables<'_, T>) -> Result<(), Failure> {
        let data = serde_json::to_string_pretty(variables).map_err(|error| Failure::Template {
            page: self.file.clone(),
            reason: error.to_string(),
        })?;
        let schema = SchemaSettings::draft2020_12()
            .for_serialize()
            .with_transform(RecursiveTransform(closed))
            .into_generator()
            .into_root_schema_for::<Variables<'_, T>>();
        // One file is one page: it is met once.
        let _ = self.found.set(PageData { data, schema });
        Ok(())
    }
}

/// A schema that names everything there is.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// What the template of the page at `file` may use; else the paths of all pages.
///
/// # Errors
/// When the theme is wrong.
pub fn of(inputs: Inputs<'_>, file: &str) -> Result<Result<PageData, Vec<String>>, Failure> {
    let mut site = Site::new(inputs)?;
    site.asked = Some(Asked {
        file: file.to_owned(),
        found: OnceLock::new(),
    });
    let mut pages = Vec::new();
    for job in site.jobs().collect::<Vec<_>>() {
        let files = site.run(job)?;
        let names = files.into_iter().map(|OutputFile { path, .. }| path);
        pages.extend(names.filter(|path| path.ends_with(".html")));
        if let Some(found) = site.asked.as_mut().and_then(|asked| asked.found.take()) {
            return Ok(Ok(found));
        }
    }
    Ok(Err(pages))
}

impl Site<'_> {
    /// In the place of a page: its data when it is the one that is asked for, and nothing for any other.
    pub(super) fn data_of_page<T: JsonSchema + Serialize>(
        &self,
        asked: &Asked,
        template: &str,
        frame: &Frame,
        page: &T,
    ) -> Result<OutputFile, Failure> {
        if asked.file == frame.file {
            asked.take(&Variables {
                template,
                frame,
                page,
                site: &frame::site_data(&self.inputs),
                theme: self.theme.data(),
                top: frame.top.top(self.words),
                top_html: self
                    .top(&frame.top, SymbolSet::default())?
                    .as_str()
                    .unwrap_or_default(),
                w: self.words,
            })?;
        }
        Ok(OutputFile::new(frame.file.clone(), Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::fixture::Fixture;

    #[test]
    fn the_data_of_every_page_fit_their_schema_and_hold_nothing_else() {
        let fixture = Fixture::of(&[
            (
                "okr.yaml",
                "teams: { platform: { members: [ada] } }\npeople: { ada: { name: Ada } }\n",
            ),
            (
                "objectives/run.md",
                "---\ntitle: Run\nperiod: 2026-H2\nteam: platform\nowner: ada\nkey_results:\n  - id: nps\n    title: NPS\n    owner: ada\n    start: 0\n    target: 50\n---\nWhy.\n\n## 2026-08-31 (at risk) Slow\n\nWords.\n\n- nps: 20 — a note\n\n### Risks\n\n- it breaks\n\n## 2026-10-31 (on track) Better\n\n- nps: 40\n",
            ),
            (
                "objectives/old.md",
                "---\ntitle: Old\nperiod: 2026-H1\nteam: platform\nowner: ada\nkey_results:\n  - id: nps\n    title: NPS\n    owner: ada\n    start: 0\n    target: 50\n---\n\n## 2026-06-30 (on track) End\n\n- nps: 40\n",
            ),
            ("periods/2026-H2.md", "---\ntitle: The half\n---\nWords.\n"),
            (
                "retrospectives/2026-H1.md",
                "---\nperiod: 2026-H1\n---\n### Keep\n\n- this\n",
            ),
        ]);
        let inputs = || Inputs {
            book: &fixture.book,
            sources: &fixture.sources,
            standing: &fixture.standing,
            findings: &fixture.findings,
            assets: &fixture.assets,
            chronicle: &fixture.chronicle,
            options: &fixture.options,
        };
        let pages = of(inputs(), "none").unwrap().expect_err("there is no such page");
        assert!(pages.len() > 30, "{pages:?}");
        for page in pages {
            let PageData { data, schema } = of(inputs(), &page).unwrap().expect(&page);
            let data: serde_json::Value = serde_json::from_str(&data).expect("data are JSON");
            assert!(jsonschema::meta::is_valid(schema.as_value()), "{page}");
            let validator = jsonschema::draft202012::new(schema.as_value()).expect("a schema of 2020-12");
            let faults: Vec<String> = validator
                .iter_errors(&data)
                .map(|error| format!("{page}{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{faults:?}");
            assert_eq!(data["frame"]["file"], page.as_str());
            let mut more = data.clone();
            more["page"]["more"] = serde_json::Value::Null;
            assert!(!validator.is_valid(&more), "{page}: the schema names everything");
        }
    }
}
