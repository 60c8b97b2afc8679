//! A site for the public: nothing of an internal objective is in it, and nothing is written when something would be.

use super::repo::Repo;

const SECRET: &str = "\
---
title: Buy Initech before the others do
period: 2026-Q3
team: growth
owner: mallory
visibility: internal
parent: calm
key_results:
  - id: offer
    title: An offer is on the table
    owner: mallory
    start: 0
    target: 10
  - id: votes
    title: Votes of the board reach 9
    owner: mallory
    start: 0
    target: 9
  - id: lawyers
    title: Lawyers who agree reach 5
    owner: mallory
    start: 0
    target: 5
---

## 2026-08-31 (off track) The board hesitates

- offer: 1

- votes: 2

- lawyers: 1

### Why

The price.

### Risks

- Somebody talks.
";

/// With an internal objective that supports a public one, and is supported by one.
fn acme() -> Repo {
    Repo::clean().with("objectives/initech.md", SECRET).edit(
        "grow.md",
        "team: growth\n",
        "team: growth\nparent: initech#offer\nsupports: [initech]\n",
    )
}

/// Every text below a folder.
fn published(repo: &Repo) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![repo.at("_site")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                    found.push((
                        path.strip_prefix(repo.at("_site")).unwrap().display().to_string(),
                        text,
                    ));
                }
            }
        }
    }
    found
}

#[test]
fn nothing_of_an_internal_objective_is_published() {
    let repo = acme();
    repo.okr("build").exits(0);
    assert!(published(&repo).iter().any(|(_, text)| text.contains("Initech")));
    let everybody: serde_json::Value = serde_json::from_str(&read(&repo, "data/okrs.json")).unwrap();
    repo.okr("build --audience public").exits(0);
    for (path, text) in published(&repo) {
        assert!(!path.contains("initech"), "{path}");
        for name in [
            "Initech",
            "initech",
            "An offer is on",
            "The board",
            "mallory",
            "Somebody talks",
            "Lawyers",
        ] {
            assert!(!text.contains(name), "{name} in {path}");
        }
    }
    let data: serde_json::Value = serde_json::from_str(&read(&repo, "data/okrs.json")).unwrap();
    let objectives = data["objectives"].as_array().unwrap();
    let ids: Vec<&str> = objectives.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["calm", "grow"]);
    let grow = &objectives[1];
    assert_eq!(
        (&grow["parent"], grow["supports"].as_array().unwrap().len()),
        (&serde_json::Value::Null, 0)
    );
    assert_eq!(objectives[0]["children"].as_array().unwrap().len(), 0);
    let count = |data: &serde_json::Value| data["periods"][0]["objectives"].as_u64();
    assert_eq!((count(&everybody), count(&data)), (Some(3), Some(2)));
    assert_ne!(everybody["periods"][0]["score"], data["periods"][0]["score"]);
    repo.okr("build --audience public").says("is up to date").exits(0);
}

fn read(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.at("_site").join(path)).unwrap()
}

#[test]
fn a_name_that_would_be_published_elsewhere_stops_the_build() {
    let repo = acme()
        .with(
            "notes.txt",
            "To do: buy Initech before the others do. Votes of the board reach 9!",
        )
        .edit(
            "calm.md",
            "The evening shift",
            "See the [notes](../notes.txt). The evening shift",
        );
    repo.okr("build --audience public")
        .says("`Votes of the board reach 9` is internal, and would be published in files/notes.txt")
        .says("nothing was written")
        .exits(1);
    assert!(!repo.at("_site").exists());
    repo.okr("build").exits(0);
    let before = read(&repo, "index.html");
    repo.okr("build --audience public").exits(1);
    assert_eq!(read(&repo, "index.html"), before, "the old site stays");
    repo.okr("build --audience public --verify").exits(1);
}

#[test]
fn a_name_that_a_public_file_has_as_well_is_no_secret() {
    let repo = acme().with("notes.txt", "Votes of the board reach 9").edit(
        "calm.md",
        "The evening shift",
        "Votes of the board reach 9: see the [notes](../notes.txt). The evening shift",
    );
    repo.okr("build --audience public").exits(0);
}

#[test]
fn a_link_to_an_internal_file_leads_nowhere_and_copies_nothing() {
    let repo = acme().edit(
        "calm.md",
        "The evening shift",
        "See [this](initech.md). The evening shift",
    );
    repo.okr("build --audience public").exits(0);
    assert!(!read(&repo, "objectives/calm/index.html").contains("initech"));
    assert!(!repo.at("_site/files").exists());
    for (path, text) in published(&repo) {
        assert!(!text.to_lowercase().contains("initech"), "{path}");
    }
}

#[test]
fn what_a_public_file_says_to_nobody_is_a_secret_all_the_same() {
    let repo = acme().with("notes.txt", "Votes of the board reach 9").edit(
        "calm.md",
        "The evening shift",
        "[notes](../notes.txt) <!-- Votes of the board reach 9 --> The evening shift",
    );
    repo.okr("build --audience public")
        .says("would be published in files/notes.txt")
        .exits(1);
    assert!(!repo.at("_site").exists());
    let draft = SECRET
        .replace("visibility: internal", "draft: true")
        .replace("parent: calm\n", "");
    let repo = acme()
        .with("objectives/early.md", &draft)
        .with("notes.txt", "Votes of the board reach 9")
        .edit(
            "calm.md",
            "The evening shift",
            "[notes](../notes.txt) The evening shift",
        );
    repo.okr("build --audience public").says("notes.txt").exits(1);
    repo.okr("build --audience public --drafts").exits(0);
}

#[test]
fn a_broken_file_that_may_be_internal_is_kept_back() {
    let repo = acme();
    repo.put(
        "objectives/initech.md",
        SECRET
            .replace("visibility: internal", "\"visibility\" :  Internal")
            .replace("target: 10", "traget: 10"),
    );
    repo.okr("build --audience public --keep-going").exits(0);
    for file in ["index.html", "quality/index.html", "data/okrs.json"] {
        assert!(!read(&repo, file).to_lowercase().contains("initech"), "{file}");
    }
}

#[test]
fn a_reference_that_is_ambiguous_is_not_another_one_for_the_public() {
    let repo = acme();
    repo.put(
        "objectives/2026-Q3/a/same.md",
        SECRET
            .replace("visibility: internal\n", "")
            .replace("parent: calm\n", "")
            .replace("Initech", "Umbrella"),
    );
    repo.put("objectives/2026-Q3/b/same.md", SECRET);
    repo.put(
        "objectives/calm.md",
        std::fs::read_to_string(repo.at("objectives/calm.md"))
            .unwrap()
            .replacen("title:", "parent: same\ntitle:", 1),
    );
    repo.okr("build").says("ambiguous").exits(1);
    repo.okr("build --audience public").exits(0);
    let data: serde_json::Value = serde_json::from_str(&read(&repo, "data/okrs.json")).unwrap();
    let objectives = data["objectives"].as_array().unwrap();
    let calm = objectives
        .iter()
        .find(|objective| objective["id"] == "calm")
        .unwrap();
    assert!(calm["parent"].is_null(), "{}", calm["parent"]);
}

#[test]
fn what_is_wrong_with_an_internal_file_is_not_told_and_stops_nothing() {
    let repo = acme();
    repo.put(
        "objectives/initech.md",
        SECRET.replace("target: 10", "traget: 10"),
    );
    repo.okr("build").says("objectives/initech.md").exits(1);
    let run = repo.okr("build --audience public").exits(0);
    assert!(!run.err().contains("initech"), "{}", run.err());
}

#[test]
fn an_audience_that_nobody_knows_is_wrong_usage() {
    acme().okr("build --audience everyone").says("public").exits(2);
}

#[test]
fn an_id_that_a_public_file_holds_is_published_and_warned_of() {
    let repo = acme().edit(
        "calm.md",
        "The evening shift carries",
        "After initech the evening shift carries",
    );
    repo.okr("build --audience public")
        .says("warning: `initech` is the id of an internal objective, and stands in objectives/calm.md, which is public\n")
        .exits(0);
    let run = acme().okr("build --audience public").exits(0);
    assert!(!run.err().contains("is the id of"), "{}", run.err());
}
