//! Links to the forge where the sources are: to read, to edit, to see what was.

use super::Site;
use super::route::encoded;

/// A file on its forge.
pub struct OnForge<'a> {
    repository: &'a str,
    path: &'a str,
}

/// Where a file of the repository, or of another checkout inside it, is on its forge; `None` when nothing says so.
pub fn of<'a>(site: &Site<'a>, path: &'a str) -> Option<OnForge<'a>> {
    let config = &site.inputs.book.config;
    let other = config.sources.iter().find_map(|source| {
        let inside = path.strip_prefix(source.path.as_str())?.strip_prefix('/')?;
        Some((source.repository.as_deref(), inside))
    });
    let (repository, path) = other.unwrap_or((config.repository.as_deref(), path));
    Some(OnForge {
        repository: repository?,
        path,
    })
}

impl OnForge<'_> {
    /// To change it there.
    pub fn edit(&self) -> String {
        self.address("edit")
    }

    /// To change it there, at a line.
    pub fn edit_at(&self, line: u32) -> String {
        format!("{}#L{line}", self.edit())
    }

    /// Its commits.
    pub fn history(&self) -> String {
        self.address("commits")
    }

    /// Who wrote each of its lines.
    pub fn blame(&self) -> String {
        self.address("blame")
    }

    /// A commit of its repository.
    pub fn commit(&self, id: &str) -> String {
        [self.repository, self.between(), "commit/", id].concat()
    }

    fn address(&self, what: &str) -> String {
        [
            self.repository,
            self.between(),
            what,
            "/HEAD/",
            &encoded(self.path),
        ]
        .concat()
    }

    fn between(&self) -> &'static str {
        if self.is_gitlab() { "/-/" } else { "/" }
    }

    /// By its host: GitLab puts `/-/` before what is wanted.
    fn is_gitlab(&self) -> bool {
        let host = self.repository.split_once("://").map_or("", |(_, rest)| rest);
        host.split('/').next().is_some_and(|host| host.contains("gitlab"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SourceSetting;
    use crate::site::fixture::Fixture;

    #[test]
    fn a_file_is_found_on_its_own_forge() {
        let mut fixture = Fixture::new();
        let config = &mut fixture.book.config;
        config.repository = Some("https://github.com/acme/okrs".to_owned());
        config.sources = vec![SourceSetting {
            name: "platform".to_owned(),
            path: "repos/platform".to_owned(),
            repository: Some("https://gitlab.example/acme/platform".to_owned()),
        }];
        let site = fixture.site();
        let edit = |path: &'static str| of(&site, path).map(|forge| forge.edit());
        assert_eq!(
            edit("objectives/a é.md").as_deref(),
            Some("https://github.com/acme/okrs/edit/HEAD/objectives/a%20%C3%A9.md")
        );
        assert_eq!(
            edit("repos/platform/objectives/a.md").as_deref(),
            Some("https://gitlab.example/acme/platform/-/edit/HEAD/objectives/a.md")
        );
        let line = of(&site, "objectives/a.md").map(|forge| forge.edit_at(36));
        assert_eq!(
            line.as_deref(),
            Some("https://github.com/acme/okrs/edit/HEAD/objectives/a.md#L36")
        );
        let commit = |path: &'static str| of(&site, path).map(|forge| forge.commit("3f2a"));
        assert_eq!(
            commit("objectives/a.md").as_deref(),
            Some("https://github.com/acme/okrs/commit/3f2a")
        );
        assert_eq!(
            commit("repos/platform/objectives/a.md").as_deref(),
            Some("https://gitlab.example/acme/platform/-/commit/3f2a")
        );
        let blame = of(&site, "objectives/a.md").map(|forge| forge.blame());
        assert_eq!(
            blame.as_deref(),
            Some("https://github.com/acme/okrs/blame/HEAD/objectives/a.md")
        );
        assert!(of(&Fixture::new().site(), "objectives/a.md").is_none());
    }
}
