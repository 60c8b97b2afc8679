//! Where the program is looked for: in the usual places, then in those of `PATH` that no repository can put one in.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::system::{self, Sticky, canonical, is_for_everybody, is_program};

/// What makes a folder the top of a tree that somebody else may have written: any of these lists, all that is in it.
const TOPS: [&[&str]; 5] = [
    &[".git"],
    &["okr.yaml"],
    &["okr.yml"],
    &["objectives"],
    // A bare repository.
    &["HEAD", "objects", "refs"],
];

/// The program.
pub(super) fn git() -> Option<PathBuf> {
    let usual = system::GIT
        .iter()
        .map(PathBuf::from)
        .find(|place| place.is_file());
    usual.or_else(|| in_path(&std::env::var_os("PATH")?))
}

/// The first program in the absolute folders of `path` that nobody else can have put there: neither its folder, nor that
/// to which a link in it leads, lies in a tree of somebody's or can be written to by everybody.
fn in_path(path: &OsStr) -> Option<PathBuf> {
    let name = ["git", std::env::consts::EXE_SUFFIX].concat();
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .filter_map(|folder| canonical(&folder).ok())
        .filter(|folder| is_ours_alone(folder))
        .filter_map(|folder| canonical(&folder.join(&name)).ok())
        // Under another name it may be a program that starts others.
        .filter(|place| place.ends_with(&name))
        .find(|place| is_program(place) && place.parent().is_some_and(is_ours_alone))
}

/// Whether a folder lies in no tree of somebody's, and neither it nor one above it can be changed by everybody.
fn is_ours_alone(folder: &Path) -> bool {
    let has = |folder: &Path, name: &str| folder.join(name).symlink_metadata().is_ok();
    let is_top = |folder: &Path| {
        TOPS.iter()
            .any(|names| names.iter().all(|name| has(folder, name)))
    };
    !folder.ancestors().any(is_top)
        && !is_for_everybody(folder, Sticky::Counts)
        && !folder
            .ancestors()
            .any(|above| is_for_everybody(above, Sticky::Protects))
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn git_is_an_exe_in_a_folder_of_path_that_no_repository_brings() {
        let machine = tempfile::tempdir().unwrap();
        let root = canonical(machine.path()).unwrap();
        for folder in ["tools", "scripts", "repository/.git", "repository/bin"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in [
            "tools/git.exe",
            "scripts/git.bat",
            "scripts/git.cmd",
            "scripts/git",
            "repository/bin/git.exe",
        ] {
            std::fs::write(root.join(file), "").unwrap();
        }
        let finds = |folders: &[&str]| {
            let folders = folders.iter().map(|folder| root.join(folder));
            in_path(&std::env::join_paths(folders).unwrap())
        };
        let found = Some(root.join("tools").join("git.exe"));
        assert_eq!(finds(&["none", "scripts", "repository/bin", "tools"]), found);
        assert_eq!(finds(&["scripts", "repository/bin"]), None);
        assert_eq!(in_path("tools;.;".as_ref()), None);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// A machine with repositories, tools, and folders for everybody.
    struct Machine(tempfile::TempDir);

    impl Machine {
        fn new() -> Machine {
            let machine = Machine(tempfile::tempdir().unwrap());
            for folder in [
                "repository/.git/bin",
                "repository/bin",
                "okrs/objectives",
                "okrs/bin",
                "bare.git/objects",
                "bare.git/refs",
                "bare.git/bin",
                "shared/bin",
                "sticky/bin",
                "tools",
            ] {
                fs::create_dir_all(machine.at(folder)).unwrap();
            }
            fs::write(machine.at("bare.git/HEAD"), "ref: refs/heads/main\n").unwrap();
            machine.allow("shared", 0o777).allow("sticky", 0o1777)
        }

        fn at(&self, path: &str) -> PathBuf {
            self.0.path().canonicalize().unwrap().join(path)
        }

        fn allow(self, path: &str, mode: u32) -> Machine {
            fs::set_permissions(self.at(path), fs::Permissions::from_mode(mode)).unwrap();
            self
        }

        fn with_git(self, folder: &str) -> Machine {
            let place = [folder, "/git"].concat();
            fs::write(self.at(&place), "").unwrap();
            self.allow(&place, 0o755)
        }

        fn finds(&self, path: &str) -> Option<PathBuf> {
            let root = self.at("");
            let path: Vec<String> = path
                .split(':')
                .map(|part| part.replace("ROOT", root.to_str().unwrap().trim_end_matches('/')))
                .collect();
            in_path(path.join(":").as_ref())
        }
    }

    #[test]
    fn git_is_found_in_a_folder_of_path() {
        let machine = Machine::new().with_git("tools");
        let found = machine.finds("ROOT/nowhere:ROOT/tools");
        assert_eq!(found, Some(machine.at("tools/git")));
        assert_eq!(machine.finds("ROOT/nowhere"), None);
        assert_eq!(machine.finds(""), None);
    }

    #[test]
    fn what_any_repository_brings_is_no_git() {
        let folders = [
            "repository",
            "repository/bin",
            "repository/.git/bin",
            "okrs/bin",
            "bare.git/bin",
        ];
        let machine = folders.into_iter().fold(Machine::new(), Machine::with_git);
        for folder in folders {
            let path = ["ROOT/", folder].concat();
            assert_eq!(machine.finds(&path), None, "{path}");
        }
        assert_eq!(machine.finds("ROOT/tools/../repository/bin"), None);
    }

    #[test]
    fn a_link_leads_to_no_other_program_and_into_no_repository() {
        let machine = Machine::new().with_git("repository/bin");
        symlink(machine.at("repository/bin"), machine.at("link")).unwrap();
        symlink(machine.at("repository/bin/git"), machine.at("tools/git")).unwrap();
        assert_eq!(machine.finds("ROOT/link:ROOT/tools"), None);
        let machine = Machine::new().with_git("tools");
        fs::rename(machine.at("tools/git"), machine.at("tools/starter")).unwrap();
        symlink(machine.at("tools/starter"), machine.at("tools/git")).unwrap();
        assert_eq!(machine.finds("ROOT/tools"), None);
    }

    #[test]
    fn a_folder_of_path_that_is_not_absolute_is_not_looked_at() {
        let machine = Machine::new().with_git("tools");
        for path in ["tools", ".", "", "./tools:bin"] {
            assert_eq!(machine.finds(path), None, "{path}");
        }
    }

    #[test]
    fn what_everybody_can_write_or_replace_is_no_git() {
        let machine = Machine::new()
            .with_git("shared")
            .with_git("shared/bin")
            .with_git("sticky")
            .with_git("sticky/bin")
            .with_git("tools");
        for path in ["ROOT/shared", "ROOT/shared/bin", "ROOT/sticky"] {
            assert_eq!(machine.finds(path), None, "{path}");
        }
        let found = machine.finds("ROOT/sticky/bin");
        assert_eq!(found, Some(machine.at("sticky/bin/git")));
        let machine = machine.allow("tools/git", 0o777);
        assert_eq!(machine.finds("ROOT/tools"), None);
    }

    #[test]
    fn a_file_that_cannot_be_run_hides_no_program() {
        let machine = Machine::new()
            .with_git("tools")
            .allow("tools/git", 0o644)
            .with_git("sticky/bin");
        let found = machine.finds("ROOT/tools:ROOT/sticky/bin");
        assert_eq!(found, Some(machine.at("sticky/bin/git")));
    }
}
