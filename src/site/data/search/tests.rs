//! The index as its page reads it.

use serde_json::Value;

use super::*;
use crate::site::Content;
use crate::site::fixture::Fixture;

const GROW: &str = "---\ntitle: Réduire le churn </script>\nperiod: 2026-H2\nteam: growth\nowner: ana\ntags: [qualité]\nlanguage: fr\nkey_results:\n  - { id: k, title: Chiffre, owner: bo, start: 0, target: 2 }\n  - { id: l, title: Lettre, owner: ana, start: 0, target: 2, tags: [qualité, presse] }\n---\n\n## 2026-10-31 (à risque) Le *message*\n\n- k: 1\n\n### Décisions\n\n- Aller à [Lisbonne](https://example.com)\n\n## 2026-10-31 Encore\n\n## 2026-09-30 (en bonne voie) Avant\n\n- k: 0\n\n## Rétrospective\n\n### Apprentissages\n\n- On apprend\n";
const OLD: &str = "---\ntitle: An old one\nperiod: 2026-H1\nteam: growth\nkey_results:\n  - { id: k, title: Figure, owner: bo, start: 0, target: 2 }\n---\n";

/// Name and arguments of each call.
fn shards(fixture: &Fixture) -> Vec<(String, Value)> {
    files(&fixture.site())
        .into_iter()
        .map(|file| match file.content {
            Content::Bytes(bytes) => (file.path, String::from_utf8(bytes).expect("text")),
            Content::CopyOf(_) => panic!("{} is a copy", file.path),
        })
        .map(|(path, text)| {
            let arguments = text
                .strip_prefix("okrSearch(")
                .and_then(|text| text.strip_suffix(");\n"));
            let list = ["[", arguments.expect("one call"), "]"].concat();
            let mut list: Vec<Value> = serde_json::from_str(&list).expect("JSON");
            let name = list.remove(0).as_str().expect("a name").to_owned();
            assert_eq!(path, ["assets/search/", &name, ".js"].concat());
            assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{text}");
            (name, Value::Array(list))
        })
        .collect()
}

#[test]
fn a_small_site_has_all_its_texts_and_no_words() {
    let fixture = Fixture::of(&[
        ("objectives/2026-H1/growth/old.md", OLD),
        ("objectives/2026-H2/growth/grow.md", GROW),
    ]);
    let shards = shards(&fixture);
    let names: Vec<&str> = shards.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["index", "t-0"]);
    assert_eq!(shards[0].1, serde_json::json!([[0]]));
    assert_eq!(
        shards[1].1,
        serde_json::json!([
            ["2026-H2", "growth", "ana", "bo", "2026-H1"],
            [
                [1, "growth", "growth"],
                [2, "ana", "ana"],
                [2, "bo", "bo"],
                [
                    0,
                    "2026-H2/growth/grow",
                    "Réduire le churn </script>",
                    10,
                    "0.50",
                    0,
                    1,
                    2,
                    ["k", "Chiffre", 3, "l", "Lettre"],
                    [[
                        ["okr-retrospective", "", 3, "On apprend"],
                        ["2026-10-31-2", "Encore"],
                        [20757, "Le message", 2, "Aller à Lisbonne"],
                        [31, "Avant"]
                    ]],
                    ["qualité", "presse"],
                    "fr"
                ],
                [
                    0,
                    "2026-H1/growth/old",
                    "An old one",
                    12,
                    "0.00",
                    4,
                    1,
                    -1,
                    ["k", "Figure", 3],
                    []
                ]
            ]
        ])
    );
}

/// Objectives with long entries, each with words of its own.
fn large(objectives: usize, entries: usize) -> Fixture {
    let of = |at: usize| {
        let entries: String = (0..entries)
            .map(|entry| {
                format!(
                    "- Entry {entry} of {at}: w{at}x{entry} {}\n\n",
                    "and so on ".repeat(30)
                )
            })
            .collect();
        let text = format!(
            "---\ntitle: Objective number {at}\nperiod: 2026-H{}\nteam: growth\nowner: ana\nkey_results:\n  \
             - {{ id: one, title: First result, owner: ana, start: 0, target: 2 }}\n  \
             - {{ id: two, title: Second result, owner: bo, start: 0, target: 2 }}\n---\n\n\
             ## 2026-10-31 (on track) Takeaway {at}\n\n- one: 1\n\n### Decisions\n\n{entries}",
            at % 2 + 1
        );
        (format!("objectives/2026-H{}/o-{at:04}.md", at % 2 + 1), text)
    };
    let files: Vec<(String, String)> = (0..objectives).map(of).collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Fixture::of(&files)
}

fn sizes(fixture: &Fixture) -> Vec<(String, usize)> {
    let size = |file: &OutputFile| match &file.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::CopyOf(path) => panic!("{path} is a copy"),
    };
    files(&fixture.site())
        .iter()
        .map(|file| (file.path.clone(), size(file)))
        .collect()
}

#[test]
fn no_text_takes_less_than_half_of_what_is_reckoned() {
    const SHORT: &str = "---\ntitle: A\nperiod: 2026-H2\nteam: t\nkey_results:\n  - { id: k, title: K, start: 0, target: 2 }\n---\n\n## 2026-10-31 B\n\n### Risks\n\n- C\n";
    for fixture in [
        Fixture::of(&[("objectives/2026-H2/a.md", SHORT)]),
        large(1, 0),
        large(20, 3),
    ] {
        let site = fixture.site();
        let documents = document::all(&site);
        let reckoned: usize = super::sizes(&documents, usize::MAX).iter().sum();
        let written = bytes(&texts(&documents, PART_OF_ALL, usize::MAX));
        assert!(reckoned <= 2 * written, "{reckoned} and {written}");
    }
}

#[test]
fn a_large_site_has_words_by_their_first_letters_and_keeps_its_budget() {
    let sizes = sizes(&large(400, 2));
    let all: usize = sizes.iter().map(|(_, size)| size).sum();
    assert!(all <= 400 * 2 * 300, "{all}");
    for (path, size) in &sizes {
        assert!(*size < 70_000, "{path} has {size} bytes");
        let name = path
            .strip_prefix("assets/search/")
            .and_then(|name| name.strip_suffix(".js"))
            .expect("a script");
        assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{name}"
        );
    }
    let has = |name: &str| {
        sizes
            .iter()
            .any(|(path, _)| *path == ["assets/search/", name, ".js"].concat())
    };
    for name in ["w-o", "w-w", "w-2", "t-1"] {
        assert!(has(name), "{name} in {sizes:?}");
    }
}

#[test]
fn an_objective_with_very_many_entries_is_cut_and_its_words_are_found() {
    let fixture = large(1, 3_000);
    let shards = shards(&fixture);
    for (name, shard) in &shards {
        assert!(shard.to_string().len() < 200_000, "{name}");
    }
    let words = shards.iter().find(|(name, _)| name == "w-w");
    let words = words.expect("words that begin with w").1.to_string();
    assert_eq!(words.matches(":4").count(), 3_000);
}

#[test]
fn an_empty_site_has_an_empty_index() {
    let shards = shards(&Fixture::of(&[("okr.yaml", "title: Acme\n")]));
    assert_eq!(shards, [("index".to_owned(), serde_json::json!([[]]))]);
}
