//! The themes in the binary, file by file.

use std::fmt;

use super::manifest::{MANIFEST, Manifest};

/// A theme that comes with the program.
pub struct BuiltIn {
    /// As in `theme.name`.
    pub name: &'static str,
    /// Path in the theme's folder, and text, by path.
    pub files: &'static [(&'static str, &'static str)],
}

impl fmt::Debug for BuiltIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl BuiltIn {
    /// What the theme says of itself.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn manifest(&self) -> Result<Manifest, String> {
        let text = self.file(MANIFEST).unwrap_or_default();
        Manifest::of(self.name, text)
    }

    /// One of its files.
    pub fn file(&self, path: &str) -> Option<&'static str> {
        let found = self.files.iter().find(|(known, _)| *known == path);
        found.map(|(_, text)| *text)
    }
}

/// The one that every other theme stands on: it has every file there is.
pub static DEFAULT: BuiltIn = BuiltIn {
    name: "default",
    files: &[
        (
            "okr-search.js",
            include_str!("../../../themes/default/okr-search.js"),
        ),
        ("okr.css", include_str!("../../../themes/default/okr.css")),
        ("okr.js", include_str!("../../../themes/default/okr.js")),
        (
            "templates/base.html",
            include_str!("../../../themes/default/templates/base.html"),
        ),
        (
            "templates/calibration.html",
            include_str!("../../../themes/default/templates/calibration.html"),
        ),
        (
            "templates/check-ins.html",
            include_str!("../../../themes/default/templates/check-ins.html"),
        ),
        (
            "templates/guide.html",
            include_str!("../../../themes/default/templates/guide.html"),
        ),
        (
            "templates/home.html",
            include_str!("../../../themes/default/templates/home.html"),
        ),
        (
            "templates/ledger.html",
            include_str!("../../../themes/default/templates/ledger.html"),
        ),
        (
            "templates/map.html",
            include_str!("../../../themes/default/templates/map.html"),
        ),
        (
            "templates/moved.html",
            include_str!("../../../themes/default/templates/moved.html"),
        ),
        (
            "templates/not-found.html",
            include_str!("../../../themes/default/templates/not-found.html"),
        ),
        (
            "templates/objective-history.html",
            include_str!("../../../themes/default/templates/objective-history.html"),
        ),
        (
            "templates/objective.html",
            include_str!("../../../themes/default/templates/objective.html"),
        ),
        (
            "templates/objectives.html",
            include_str!("../../../themes/default/templates/objectives.html"),
        ),
        (
            "templates/parts.html",
            include_str!("../../../themes/default/templates/parts.html"),
        ),
        (
            "templates/people.html",
            include_str!("../../../themes/default/templates/people.html"),
        ),
        (
            "templates/period.html",
            include_str!("../../../themes/default/templates/period.html"),
        ),
        (
            "templates/periods.html",
            include_str!("../../../themes/default/templates/periods.html"),
        ),
        (
            "templates/person.html",
            include_str!("../../../themes/default/templates/person.html"),
        ),
        (
            "templates/present.html",
            include_str!("../../../themes/default/templates/present.html"),
        ),
        (
            "templates/quality.html",
            include_str!("../../../themes/default/templates/quality.html"),
        ),
        (
            "templates/registers.html",
            include_str!("../../../themes/default/templates/registers.html"),
        ),
        (
            "templates/retrospective.html",
            include_str!("../../../themes/default/templates/retrospective.html"),
        ),
        (
            "templates/retrospectives.html",
            include_str!("../../../themes/default/templates/retrospectives.html"),
        ),
        (
            "templates/search.html",
            include_str!("../../../themes/default/templates/search.html"),
        ),
        (
            "templates/team.html",
            include_str!("../../../themes/default/templates/team.html"),
        ),
        (
            "templates/teams.html",
            include_str!("../../../themes/default/templates/teams.html"),
        ),
        (
            "templates/top.html",
            include_str!("../../../themes/default/templates/top.html"),
        ),
        ("theme.toml", include_str!("../../../themes/default/theme.toml")),
    ],
};

/// An annual report, and a sample of what a theme can do: it has no more means than a repository's own.
pub static PAPER: BuiltIn = BuiltIn {
    name: "paper",
    files: &[
        ("okr.css", include_str!("../../../themes/paper/okr.css")),
        (
            "templates/home.html",
            include_str!("../../../themes/paper/templates/home.html"),
        ),
        (
            "templates/top.html",
            include_str!("../../../themes/paper/templates/top.html"),
        ),
        ("theme.toml", include_str!("../../../themes/paper/theme.toml")),
    ],
};

/// Every built-in theme.
pub static ALL: &[&BuiltIn] = &[&DEFAULT, &PAPER];

/// The built-in theme of that name.
pub fn named(name: &str) -> Option<&'static BuiltIn> {
    ALL.iter().copied().find(|theme| theme.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::site::theme::published;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test may look at its own sources")]
    fn every_file_of_a_theme_is_embedded_under_its_path() {
        for theme in ALL {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("themes")
                .join(theme.name);
            for (path, text) in theme.files {
                let file = std::fs::read_to_string(folder.join(path)).expect(path);
                assert!(file == *text, "{path}");
            }
            assert!(theme.files.is_sorted_by(|(one, _), (other, _)| one < other));
        }
    }

    #[test]
    fn a_built_in_theme_keeps_to_the_contract() {
        for theme in ALL {
            theme.manifest().expect(theme.name);
            for (path, _) in theme.files {
                assert!(
                    DEFAULT.file(path).is_some(),
                    "{}: {path} replaces nothing",
                    theme.name
                );
            }
        }
    }

    /// The classes that a style sheet knows.
    fn classes(style: &str) -> BTreeSet<&str> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let starts = style.match_indices('.').map(|(at, _)| &style[at + 1..]);
        starts
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
            .map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())])
            .collect()
    }

    #[test]
    fn a_class_that_the_default_styles_is_styled_by_every_theme() {
        let style = |theme: &BuiltIn| theme.file("okr.css").map(published);
        let default = style(&DEFAULT).expect("the default has every file");
        let known = classes(&default);
        assert!(known.len() > 100, "{known:?}");
        for theme in ALL {
            let Some(own) = style(theme) else { continue };
            let missing: Vec<_> = known.difference(&classes(&own)).copied().collect();
            assert_eq!(missing, Vec::<&str>::new(), "themes/{}/okr.css", theme.name);
        }
    }
}
