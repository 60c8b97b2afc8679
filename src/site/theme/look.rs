//! Everything that decides how pages look, as it was read: the built-in theme, what stands above it file by file, and
//! the small changes of a repository without a theme of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use super::built_in::{self, BuiltIn};
use super::manifest::{MANIFEST, Manifest, Options};

/// Where its templates are.
pub const TEMPLATES: &str = "templates";
/// The files of a theme beside its templates. `theme.css` stands behind `okr.css`, for a theme of a few rules.
pub const FILES: [&str; 5] = ["okr-search.js", "okr.css", "okr.js", "theme.css", MANIFEST];

/// The look of a site.
#[derive(Clone, Debug)]
pub struct Look {
    /// What is used of every file that nothing above it has.
    pub built_in: &'static BuiltIn,
    /// A theme that is not built in: its files stand above those of `built_in`.
    pub own: Option<Folder>,
    /// The options of the theme, with what `okr.yaml` sets.
    pub options: Options,
    /// The accent, which the style sheet takes as a token.
    pub accent: Option<String>,
    /// `theme.css` of the repository: stands behind the style sheet.
    pub style: Option<String>,
    /// `head.html` of the repository: stands at the end of the head of every page.
    pub head: Option<String>,
    /// `footer.html` of the repository: stands in the footer of every page.
    pub footer: Option<String>,
    /// How long a template that is not built in has been at it.
    pub clock: Clock,
}

/// The files of a theme that is not built in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folder {
    /// The name of the theme: its folder's.
    pub name: String,
    /// Where it is, as people know it: `themes/acme`.
    pub shown: String,
    /// Path in it, with `/`, and text.
    pub files: BTreeMap<String, String>,
    /// What else lies there, and is not read.
    pub unused: Vec<String>,
}

/// Tells the time since some moment. It decides only when a template is cut off.
#[derive(Clone, Copy)]
pub struct Clock(pub fn() -> Duration);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("clock")
    }
}

impl Default for Look {
    /// The built-in theme as it is.
    fn default() -> Look {
        Look {
            built_in: &built_in::DEFAULT,
            own: None,
            options: Options::new(),
            accent: None,
            style: None,
            head: None,
            footer: None,
            clock: Clock(|| Duration::ZERO),
        }
    }
}

impl Folder {
    /// What the theme says of itself.
    ///
    /// # Errors
    /// With the places, a line each, when that cannot be read or does not fit this program.
    pub fn manifest(&self) -> Result<Manifest, String> {
        match self.files.get(MANIFEST) {
            Some(text) => Manifest::of(&self.shown, text),
            None => Err(format!(
                "{}/{MANIFEST} is missing: it says `name`, `version` and `api` of the theme",
                self.shown
            )),
        }
    }

    /// A template of it, by its name.
    pub fn template(&self, name: &str) -> Option<&str> {
        self.files.get(&format!("{TEMPLATES}/{name}")).map(String::as_str)
    }
}

impl Look {
    /// The name of the theme, as its options and `okr.yaml` have it.
    pub fn name(&self) -> &str {
        match &self.own {
            Some(own) => &own.name,
            None => self.built_in.name,
        }
    }

    /// A file of the theme that is no template: the first there is, from the top.
    pub fn file(&self, path: &str) -> Option<&str> {
        let own = self.own.as_ref().and_then(|own| own.files.get(path));
        own.map(String::as_str)
            .or_else(|| self.built_in.file(path))
            .or_else(|| built_in::DEFAULT.file(path))
    }

    /// Whether a file of the theme is one that came with the program.
    pub fn is_built_in(&self, path: &str) -> bool {
        self.own.as_ref().is_none_or(|own| !own.files.contains_key(path))
    }
}
