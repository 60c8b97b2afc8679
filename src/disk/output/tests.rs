//! Builds into folders of all sorts.

use std::collections::BTreeMap;
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::*;
use crate::disk::{Found, Verified};

/// A repository, its output folder, and everything that can be done to them.
struct Bench {
    dir: tempfile::TempDir,
    root: Root,
}

type Page = (&'static str, &'static str);

fn made(inputs: impl Into<String>) -> Made {
    Made {
        inputs: inputs.into(),
        seen: "seen".to_owned(),
        linked: vec!["img/a.png".to_owned()],
        findings: Found {
            errors: 0,
            warnings: 2,
            infos: 1,
        },
    }
}

impl Bench {
    fn new() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("okrs/objectives")).unwrap();
        let root = Root::open(&dir.path().join("okrs")).unwrap();
        Bench { dir, root }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.out().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn build_with(&self, force: Force, pages: &[Page]) -> Result<Published, String> {
        let folder = OutputFolder::lock(&self.root, &self.root, &self.out(), &[], force)
            .map_err(|failure| failure.to_string())?;
        folder
            .publish(&made(format!("{pages:?}")), pages.par_iter(), &[], make)
            .map_err(|failure| failure.to_string())
    }

    fn build(&self, pages: &[Page]) -> Result<Published, String> {
        self.build_with(Force::No, pages)
    }

    fn is_current(&self, pages: &[Page]) -> bool {
        let inputs = format!("{pages:?}");
        let at_once = OutputFolder::if_current(&self.root, &self.root, &self.out(), &[], &inputs).unwrap();
        let folder = OutputFolder::lock(&self.root, &self.root, &self.out(), &[], Force::No).unwrap();
        assert_eq!(at_once.is_some(), folder.is_current(&inputs));
        at_once.is_some()
    }

    /// Texts by path, manifest and `.nojekyll` left out; a folder is a text of its own when it is empty.
    fn site(&self) -> BTreeMap<String, String> {
        let mut site = BTreeMap::new();
        let folder = Folder::open(&self.out()).unwrap();
        for found in scan::all(&folder, "site").unwrap() {
            let path = String::from_utf8(found.path).unwrap();
            if found.sort == Sort::File && path != manifest::NAME && path != ".nojekyll" {
                site.insert(path.clone(), fs::read_to_string(self.at(&path)).unwrap());
            }
        }
        site
    }

    fn shows(&self, pages: &[Page]) {
        let pages: BTreeMap<String, String> = pages
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect();
        assert_eq!(self.site(), pages);
        let beside: Vec<_> = fs::read_dir(self.dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(beside.len(), 2, "nothing is left beside: {beside:?}");
    }
}

/// A link, or a file where nobody may make one.
fn put_link(target: &str, at: PathBuf) {
    if !system::link(target, &at) {
        fs::write(at, "in its place").unwrap();
    }
}

fn make(page: &Page) -> Result<Vec<OutputFile>, site::Failure> {
    if page.1 == "fails" {
        return Err(site::Failure::Template {
            page: page.0.to_owned(),
            reason: "no".to_owned(),
        });
    }
    Ok(vec![OutputFile::new(page.0, page.1.as_bytes().to_vec())])
}

const OLD: &[Page] = &[
    ("index.html", "old"),
    ("a/index.html", "same"),
    ("a/b/index.html", "goes"),
];
const NEW: &[Page] = &[
    ("index.html", "new"),
    ("a/index.html", "same"),
    ("c/index.html", "comes"),
];

#[test]
fn a_build_is_what_is_there_afterwards_and_nothing_else() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    bench.shows(OLD);
    assert!(bench.is_current(OLD) && !bench.is_current(NEW));
    assert_eq!(OutputFolder::made(&bench.out()), Some(made(format!("{OLD:?}"))));
    let published = bench.build(NEW).unwrap();
    assert_eq!((published.files(), published.same), (4, 2));
    bench.shows(NEW);
    assert!(!bench.at("a/b").exists());
    assert!(bench.at(".nojekyll").exists());
    #[cfg(unix)]
    for (path, mode) in [
        ("", 0o755),
        ("c", 0o755),
        ("c/index.html", 0o644),
        ("a/index.html", 0o644),
    ] {
        assert_eq!(
            fs::metadata(bench.at(path)).unwrap().permissions().mode() & 0o7777,
            mode,
            "{path}"
        );
    }
}

#[test]
fn the_manifest_lists_every_file_by_path() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(bench.at(manifest::NAME)).unwrap()).unwrap();
    let files: Vec<&String> = manifest["files"].as_object().unwrap().keys().collect();
    assert_eq!(
        files,
        [".nojekyll", "a/b/index.html", "a/index.html", "index.html"]
    );
    assert_eq!(
        (&manifest["version"], &manifest["inputs"]),
        (&1.into(), &format!("{OLD:?}").into())
    );
}

#[test]
fn what_is_not_ours_stays_as_it_is() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    bench.put("CNAME", "okrs.example");
    bench.put("a/b/notes.txt", "mine");
    bench.put("media/2026/talk.mp4", "film");
    bench.put("sealed/secret", "s");
    fs::create_dir_all(bench.at("empty/folder")).unwrap();
    let links = [("/etc/hostname", "link"), ("nowhere", "a/dangling")]
        .map(|(target, name)| (target, name, system::link(target, &bench.at(name))));
    #[cfg(unix)]
    {
        fs::set_permissions(bench.at("CNAME"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::set_permissions(bench.at("sealed"), fs::Permissions::from_mode(0o500)).unwrap();
    }
    let look = |path: &str| {
        Folder::open(&bench.out())
            .unwrap()
            .look(path.as_bytes())
            .unwrap()
            .unwrap()
    };
    let before = look("CNAME");
    bench.build(NEW).unwrap();
    let mut all = NEW.to_vec();
    all.extend([
        ("CNAME", "okrs.example"),
        ("a/b/notes.txt", "mine"),
        ("media/2026/talk.mp4", "film"),
        ("sealed/secret", "s"),
    ]);
    bench.shows(&all);
    assert!(look("CNAME").is(&before));
    #[cfg(unix)]
    for (path, mode) in [("CNAME", 0o600), ("sealed", 0o500)] {
        let found = fs::metadata(bench.at(path)).unwrap().permissions().mode();
        assert_eq!(found & 0o7777, mode, "{path}");
    }
    assert!(bench.at("empty/folder").is_dir());
    for (target, name, _) in links.into_iter().filter(|(_, _, is_there)| *is_there) {
        assert_eq!(fs::read_link(bench.at(name)).unwrap(), PathBuf::from(target));
    }
}

#[test]
fn what_is_in_the_way_is_named_and_nothing_changes() {
    type Prepare = fn(&Bench);
    let cases: [(Prepare, &str); 6] = [
        (
            |bench| bench.put("index.html", "my words"),
            "site/index.html was changed by hand",
        ),
        (
            |bench| bench.put("c/index.html", "mine"),
            "site/c/index.html was not written by okr",
        ),
        (|bench| bench.put("c", "a file"), "site/c was not written by okr"),
        (
            |bench| fs::create_dir_all(bench.at("c/index.html")).unwrap(),
            "site/c/index.html was not written by okr",
        ),
        (
            |bench| put_link("/tmp", bench.at("c")),
            "site/c was not written by okr",
        ),
        (
            |bench| {
                fs::remove_file(bench.at("index.html")).unwrap();
                put_link("/etc/hostname", bench.at("index.html"));
            },
            "site/index.html was changed by hand",
        ),
    ];
    for (prepare, expected) in cases {
        let bench = Bench::new();
        bench.build(OLD).unwrap();
        prepare(&bench);
        let before = bench.site();
        for force in [Force::No, Force::Yes] {
            let failure = bench.build_with(force, NEW).unwrap_err();
            assert!(failure.contains(expected), "{failure}");
            assert_eq!(bench.site(), before);
        }
    }
}

#[test]
fn a_page_changed_by_hand_that_is_no_longer_written_stays() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    bench.put("a/b/index.html", "my words");
    bench.build(NEW).unwrap();
    let mut all = NEW.to_vec();
    all.push(("a/b/index.html", "my words"));
    bench.shows(&all);
    bench.build(&NEW[..1]).unwrap();
    bench.shows(&[NEW[0], ("a/b/index.html", "my words")]);
}

#[test]
fn a_folder_with_files_and_without_a_manifest_is_refused_unless_forced() {
    let bench = Bench::new();
    bench.put("thesis.txt", "years");
    let failure = bench.build(OLD).unwrap_err();
    assert!(
        failure.contains("is not empty") && failure.contains("--force"),
        "{failure}"
    );
    bench.shows(&[("thesis.txt", "years")]);
    bench.build_with(Force::Yes, OLD).unwrap();
    let mut all = OLD.to_vec();
    all.push(("thesis.txt", "years"));
    bench.shows(&all);
    let other = Bench::new();
    other.put("index.html", "mine");
    assert!(
        other
            .build_with(Force::Yes, OLD)
            .unwrap_err()
            .contains("site/index.html was not written by okr")
    );
    other.shows(&[("index.html", "mine")]);
}

#[test]
fn a_manifest_cannot_claim_what_lies_elsewhere() {
    let bench = Bench::new();
    fs::write(bench.dir.path().join("okrs/treasure"), "gold").unwrap();
    let hash = Hash::of(b"gold");
    bench.put(
        manifest::NAME,
        &format!(r#"{{"version": 1, "generator": "okr", "inputs": "", "files": {{"../okrs/treasure": "{hash}", "/etc/hostname": "x"}}}}"#),
    );
    bench.build(OLD).unwrap();
    bench.shows(OLD);
    assert_eq!(
        fs::read_to_string(bench.dir.path().join("okrs/treasure")).unwrap(),
        "gold"
    );
}

#[test]
fn a_failure_leaves_the_old_site_and_no_trace() {
    let bench = Bench::new();
    assert!(bench.build(&[("index.html", "fails")]).is_err());
    assert!(
        !bench.out().exists(),
        "a folder that was not there is not there again"
    );
    bench.build(OLD).unwrap();
    for pages in [
        &[("index.html", "new"), ("a/index.html", "fails")][..],
        &[("x", "1"), ("x", "1")],
        &[("x", "1"), ("x/y", "2")],
        &[("../x", "1")],
    ] {
        assert!(bench.build(pages).is_err());
        bench.shows(OLD);
    }
    assert!(
        bench
            .build(&[("x", "1"), ("x", "1")])
            .unwrap_err()
            .contains("two files of the site would be at")
    );
}

#[test]
fn what_a_killed_build_left_is_tidied_up() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    let beside = |name: &str| bench.dir.path().join(name);
    fs::create_dir_all(beside(".site.tmp-12/a")).unwrap();
    fs::write(beside(".site.tmp-12/a/index.html"), "half").unwrap();
    // As if a build died right after the exchange, and somebody had put a file there meanwhile.
    fs::rename(bench.out(), beside("old")).unwrap();
    bench.build(OLD).unwrap();
    fs::rename(beside("old"), beside(".site.old-13")).unwrap();
    fs::write(beside(".site.old-13/late.txt"), "late").unwrap();
    bench.build(NEW).unwrap();
    let mut all = NEW.to_vec();
    all.push(("late.txt", "late"));
    bench.shows(&all);
}

#[test]
fn a_file_that_somebody_changed_is_seen_whatever_its_times_say() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    let page = bench.at("index.html");
    let before = fs::metadata(&page).unwrap().modified().unwrap();
    let write = |text: &str| {
        let mut file = fs::OpenOptions::new().write(true).open(&page).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_modified(before).unwrap();
    };
    write("odd");
    assert!(!bench.is_current(OLD));
    // The bytes are what counts: those that were there are right again.
    write("old");
    assert!(bench.is_current(OLD));
    fs::remove_file(&page).unwrap();
    fs::create_dir(&page).unwrap();
    assert!(!bench.is_current(OLD));
}

#[test]
fn a_build_that_died_between_two_renames_is_undone() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    fs::rename(bench.out(), bench.dir.path().join(".site.old-13")).unwrap();
    assert!(bench.is_current(OLD));
    bench.shows(OLD);
}

#[test]
fn a_site_is_never_written_where_texts_are_read() {
    let bench = Bench::new();
    fs::create_dir_all(bench.dir.path().join("okrs/repos/platform/objectives")).unwrap();
    fs::create_dir_all(bench.dir.path().join("okrs/.git")).unwrap();
    fs::write(bench.dir.path().join("file"), "").unwrap();
    let is_linked = system::link("okrs", &bench.dir.path().join("link"));
    let sources = ["repos/platform".to_owned()];
    let lock = |out: &str| {
        OutputFolder::lock(
            &bench.root,
            &bench.root,
            &bench.dir.path().join(out),
            &sources,
            Force::Yes,
        )
        .map(drop)
    };
    for out in [
        "okrs",
        "",
        "okrs/objectives",
        "okrs/objectives/site",
        "okrs/periods",
        "okrs/retrospectives/x",
        "okrs/repos",
        "okrs/repos/platform",
        "okrs/repos/platform/objectives/x",
        "okrs/.git",
        "okrs/.git/site",
        "okrs/.GIT/site",
        "okrs/themes/x",
        "link",
        "link/objectives",
        "okrs/objectives/../objectives/x/..",
        "file",
        "file/site",
    ] {
        assert!(lock(out).is_err() || !is_linked && out.contains("link"), "{out}");
    }
    for out in ["site", "okrs/_site", "okrs/public/site", "link/_out"] {
        assert!(lock(out).is_ok(), "{out}");
        assert!(
            !bench.dir.path().join(out).exists(),
            "{out} goes when nothing comes of it"
        );
    }
}

#[test]
fn verifying_names_every_difference() {
    let bench = Bench::new();
    bench.build(OLD).unwrap();
    let verify = |pages: &[Page]| {
        Verified::of(
            &bench.root,
            &bench.root,
            &bench.out(),
            pages.par_iter(),
            &[],
            make,
        )
        .unwrap()
    };
    assert!(verify(OLD).is_same());
    fs::write(bench.at("index.html"), "other").unwrap();
    let text = |path: &str| vec![path.to_owned()];
    assert_eq!(
        verify(NEW),
        Verified {
            different: text("index.html"),
            missing: text("c/index.html"),
            extra: text("a/b/index.html")
        }
    );
}

#[test]
fn a_large_file_is_written_part_by_part_and_hashed_as_a_whole() {
    let bench = Bench::new();
    let large = |end: u8| {
        [LargeFile {
            path: "data/large".to_owned(),
            parts: 40,
            part: Box::new(move |part| vec![part as u8, end]),
        }]
    };
    let publish = |end: u8| {
        let folder = OutputFolder::lock(&bench.root, &bench.root, &bench.out(), &[], Force::No).unwrap();
        folder
            .publish(&made("same"), (&[] as &[Page]).par_iter(), &large(end), make)
            .unwrap()
    };
    publish(1);
    let bytes = std::fs::read(bench.out().join("data/large")).unwrap();
    let expected: Vec<u8> = (0..40).flat_map(|part| [part, 1]).collect();
    assert_eq!(bytes, expected);
    assert_eq!(publish(1).same, 2, "the large file and .nojekyll");
    assert_eq!(publish(2).same, 1);
    let verified = |end: u8| {
        Verified::of(
            &bench.root,
            &bench.root,
            &bench.out(),
            (&[] as &[Page]).par_iter(),
            &large(end),
            make,
        )
        .unwrap()
    };
    assert!(verified(2).is_same());
    assert_eq!(verified(1).different, ["data/large"]);
}
