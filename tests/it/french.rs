//! A site in French says nothing of its own in English.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use okrbook::words::Language;

use crate::repo::{Repo, Run};

/// Every text in some words, also those in lists and plurals.
fn texts(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        serde_json::Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn words_of(language: Language) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    texts(
        &serde_json::to_value(language.page_words()).expect("words are JSON"),
        &mut found,
    );
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "html") {
            found.push(path);
        }
    }
}

/// The texts between tags and in attributes that are read out, each as it stands.
fn said(html: &str) -> impl Iterator<Item = &str> {
    let between = html.split('>').filter_map(|rest| rest.split('<').next());
    let spoken = ["aria-label=\"", "content=\"", "data-l=\"", "title=\""]
        .into_iter()
        .flat_map(|name| html.split(name).skip(1).filter_map(|rest| rest.split('"').next()));
    between
        .chain(spoken)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

#[test]
fn no_word_of_a_french_page_is_english() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("french");
    let _ = fs::remove_dir_all(&root);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-okrs"), &root);
    let config = fs::read_to_string(root.join("okr.yaml")).unwrap();
    fs::write(
        root.join("okr.yaml"),
        config.replacen("language: en\n", "language: fr\n", 1),
    )
    .unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_okr"));
    command.env_clear().env("TZ", "UTC").current_dir(&root);
    command.args(["--today", "2026-11-22", "build"]);
    Run::of(command).exits(0);

    let french = words_of(Language::French);
    // Whole texts without parts; those that are the same word in both languages are no fault.
    let english: BTreeSet<String> = words_of(Language::English)
        .into_iter()
        .filter(|text| !french.contains(text) && text.len() > 3 && !text.contains('{'))
        .collect();
    assert!(english.len() > 150, "{}", english.len());
    // Headings and takeaways that people wrote in their own files.
    let theirs = [
        "Keep",
        "Change",
        "Learnings",
        "Decisions",
        "What",
        "Why",
        "So what",
        "Dropped",
    ];
    let (mut found, mut faults) = (Vec::new(), BTreeSet::new());
    pages(&root.join("_site"), &mut found);
    assert!(found.len() > 100, "{}", found.len());
    for page in found {
        let html = fs::read_to_string(&page).unwrap();
        assert!(html.contains("<html lang=\"fr\">"), "{}", page.display());
        let english = said(&html).filter(|text| english.contains(*text) && !theirs.contains(text));
        faults.extend(english.map(|text| format!("`{text}` in {}", page.display())));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn what_is_wrong_with_a_revision_or_a_day_is_said_in_french() {
    let repo = Repo::clean().with("okr.yaml", "title: Acme\nlanguage: fr\n");
    let check = |arguments: &str, said: &str| {
        repo.okr(arguments).prints_nothing().says(said).exits(2);
    };
    check(
        "diff HEAD",
        "n’est dans aucun dépôt git\u{202f}: `git init` en crée un",
    );
    repo.git(&["init", "-q", "-b", "main"]);
    check(
        "diff HEAD",
        "il n’y a pas encore de commit\u{202f}: `git commit` crée le premier",
    );
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "un"]);
    check(
        "diff nulle-part",
        "il n’y a pas de révision `nulle-part`\u{202f}: il y a `main`\n",
    );
    check("check --since mian", "il n’y a pas de révision `mian`\u{202f}: ");
    check("check --since HEAD:objectives", "c’est un arbre, pas un commit");
    check(
        "status --at 2026-02-30",
        "`--at 2026-02-30` est impossible\u{202f}: ce jour n’existe pas",
    );
}
