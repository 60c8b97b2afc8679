//! Where the program is looked for: in the usual places, then in those of `PATH` that no repository can put one in.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const USUAL: [&str; 7] = [
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/bin/git",
    "/opt/homebrew/bin/git",
    "/opt/local/bin/git",
    "/run/current-system/sw/bin/git",
    "/usr/pkg/bin/git",
];

/// What makes a folder the top of a tree that somebody else may have written.
const TOPS: [&str; 4] = [".git", "okr.yaml", "okr.yml", "objectives"];

/// The program for a repository at `top`.
pub(super) fn git(top: &Path) -> Option<PathBuf> {
    let usual = USUAL.iter().map(PathBuf::from).find(|place| place.is_file());
    let here = std::env::current_dir().unwrap_or_default();
    usual.or_else(|| in_path(&std::env::var_os("PATH")?, &[top, &here]))
}

/// The first program in the absolute folders of `path` that lie in no tree that holds one of the `folders`, and that not
/// everybody can write to.
fn in_path(path: &OsStr, folders: &[&Path]) -> Option<PathBuf> {
    let folders = folders.iter().filter_map(|folder| folder.canonicalize().ok());
    let trees: Vec<PathBuf> = folders.flat_map(|folder| trees(&folder)).collect();
    let is_outside = |place: &Path| !trees.iter().any(|tree| place.starts_with(tree));
    let name = ["git", std::env::consts::EXE_SUFFIX].concat();
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        // Both the folder and where a link in it leads.
        .filter_map(|folder| folder.canonicalize().ok())
        .filter(|folder| is_outside(folder) && !is_for_everybody(folder))
        .filter_map(|folder| folder.join(&name).canonicalize().ok())
        .find(|place| {
            is_outside(place) && place.is_file() && place.parent().is_some_and(|it| !is_for_everybody(it))
        })
}

/// The folders from here upwards that are the top of something.
fn trees(folder: &Path) -> Vec<PathBuf> {
    let is_top = |folder: &&Path| {
        TOPS.iter()
            .any(|name| folder.join(name).symlink_metadata().is_ok())
    };
    folder.ancestors().filter(is_top).map(Path::to_owned).collect()
}

#[cfg(unix)]
fn is_for_everybody(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = folder.metadata();
    metadata.map_or(true, |metadata| metadata.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn is_for_everybody(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A machine on which git lies in a folder, beside a repository and a folder for the work of a day.
    struct Machine(tempfile::TempDir);

    impl Machine {
        fn new() -> Machine {
            let machine = Machine(tempfile::tempdir().unwrap());
            for folder in [
                "repository/.git",
                "repository/bin",
                "repository/.git/bin",
                "elsewhere",
                "shared",
                "tools",
            ] {
                fs::create_dir_all(machine.at(folder)).unwrap();
            }
            let everybody = fs::Permissions::from_mode(0o777);
            fs::set_permissions(machine.at("shared"), everybody).unwrap();
            machine
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.path().canonicalize().unwrap().join(path)
        }

        fn with_git(self, folder: &str) -> Machine {
            fs::write(self.at(folder).join("git"), "").unwrap();
            self
        }

        fn finds(&self, path: &str) -> Option<PathBuf> {
            let path: Vec<String> = path
                .split(':')
                .map(|part| part.replace("ROOT", self.at("").to_str().unwrap()))
                .collect();
            let top = self.at("repository");
            in_path(path.join(":").as_ref(), &[&top, &self.at("elsewhere")])
        }
    }

    #[test]
    fn git_is_found_in_a_folder_of_path() {
        let machine = Machine::new().with_git("tools").with_git("elsewhere");
        assert_eq!(
            machine.finds("ROOT/nowhere:ROOT/tools"),
            Some(machine.at("tools/git"))
        );
        let found = machine.finds("ROOT/elsewhere:ROOT/tools");
        assert_eq!(
            found,
            Some(machine.at("elsewhere/git")),
            "a folder that is the top of nothing"
        );
        assert_eq!(machine.finds("ROOT/nowhere"), None);
        assert_eq!(machine.finds(""), None);
    }

    #[test]
    fn what_a_repository_brings_is_no_git() {
        let machine = Machine::new()
            .with_git("repository/bin")
            .with_git("repository/.git/bin")
            .with_git("repository");
        for path in [
            "ROOT/repository/bin",
            "ROOT/repository/.git/bin",
            "ROOT/repository",
            "ROOT/elsewhere/../repository/bin",
        ] {
            assert_eq!(machine.finds(path), None, "{path}");
        }
    }

    #[test]
    fn a_link_into_the_repository_is_no_git() {
        let machine = Machine::new().with_git("repository/bin");
        std::os::unix::fs::symlink(machine.at("repository/bin"), machine.at("link")).unwrap();
        std::os::unix::fs::symlink(machine.at("repository/bin/git"), machine.at("tools/git")).unwrap();
        assert_eq!(machine.finds("ROOT/link:ROOT/tools"), None);
    }

    #[test]
    fn a_folder_of_path_that_is_not_absolute_is_not_looked_at() {
        let machine = Machine::new().with_git("tools");
        for path in ["tools", ".", "", "./tools:bin"] {
            assert_eq!(machine.finds(path), None, "{path}");
        }
    }

    #[test]
    fn where_everybody_can_write_no_git_is_taken() {
        let machine = Machine::new().with_git("shared").with_git("tools");
        assert_eq!(
            machine.finds("ROOT/shared:ROOT/tools"),
            Some(machine.at("tools/git"))
        );
        std::fs::remove_file(machine.at("tools/git")).unwrap();
        std::os::unix::fs::symlink(machine.at("shared/git"), machine.at("tools/git")).unwrap();
        assert_eq!(machine.finds("ROOT/tools"), None);
    }
}
