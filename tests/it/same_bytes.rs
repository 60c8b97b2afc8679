//! The same OKRs give the same bytes, wherever, whenever and by whomever they are built.

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use crate::repo::Repo;
#[cfg(unix)]
use crate::repo::Run;
use crate::tree;

#[cfg(unix)]
#[test]
fn place_zone_language_and_mask_change_nothing() {
    let here = Repo::clean();
    here.okr("build").exits(0);
    let there = Repo::clean();
    let mut command = there.command(["build", "-o", "../a/b/site"]);
    command.envs([
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
        ("USER", "someone"),
    ]);
    Run::of(command).exits(0);
    assert_eq!(
        tree::below(&here.at("_site")),
        tree::below(&there.at("../a/b/site"))
    );

    let masked = Repo::clean();
    let mut command = std::process::Command::new("sh");
    command.args([
        "-c",
        "umask 077; exec \"$0\" build --today 2026-09-10",
        env!("CARGO_BIN_EXE_okr"),
    ]);
    command.env_clear().current_dir(masked.root());
    Run::of(command).exits(0);
    assert_eq!(tree::below(&here.at("_site")), tree::below(&masked.at("_site")));
    for (path, mode) in tree::modes(&masked.at("_site")) {
        let expected = if path.is_dir() { 0o755 } else { 0o644 };
        assert_eq!(mode, expected, "{}", path.display());
    }
    assert_eq!(
        masked.at("_site").metadata().unwrap().permissions().mode() & 0o777,
        0o755
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = Repo::clean();
    plain.okr("build").exits(0);
    let other = Repo::clean();
    for file in ["okr.yaml", "objectives/grow.md", "objectives/calm.md"] {
        let text = std::fs::read_to_string(other.at(file)).unwrap();
        other.put(file, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    other.okr("check").prints_nothing().exits(0);
    other.okr("build").exits(0);
    assert_eq!(tree::below(&plain.at("_site")), tree::below(&other.at("_site")));
}

#[test]
fn the_data_on_the_site_is_the_data_of_the_export() {
    let repo = Repo::clean();
    repo.okr("build").exits(0);
    for (arguments, file) in [
        ("export json", "data/okrs.json"),
        ("export csv", "data/okrs.csv"),
        ("schema data", "data/schema.json"),
    ] {
        let run = repo.okr(arguments).exits(0);
        assert_eq!(
            run.out(),
            std::fs::read_to_string(repo.at("_site").join(file)).unwrap(),
            "{file}"
        );
    }
    repo.okr("export json -o ../out.json").prints_nothing().exits(0);
    assert_eq!(
        std::fs::read(repo.at("../out.json")).unwrap(),
        std::fs::read(repo.at("_site/data/okrs.json")).unwrap()
    );
}

#[test]
fn verifying_tells_whether_a_site_is_what_a_build_would_write() {
    let repo = Repo::clean();
    repo.okr("build --verify").says("cannot open _site").exits(2);
    repo.okr("build").exits(0);
    let before = tree::below(&repo.at("_site"));
    repo.okr("build --verify").exits(0);
    repo.put("_site/index.html", "other");
    repo.okr("build --verify").says("index.html differs").exits(1);
    assert_eq!(
        tree::below(&repo.at("_site")).len(),
        before.len(),
        "and writes nothing"
    );
}
