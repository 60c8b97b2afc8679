//! The rules of wording, on titles as people write them.

use std::collections::{BTreeMap, BTreeSet};

use crate::repo::Repo;

/// Language, kind, title and the names of what is to be found in it. Written before the rules were, half of it from
/// published OKRs.
const TITLES: &str = include_str!("wording/titles.tsv");

const RULES: [&str; 6] = [
    "objective-is-a-number",
    "objective-is-a-task",
    "key-result-is-a-task",
    "key-result-is-vague",
    "key-result-not-measurable",
    "missing-guard",
];

/// A repository in which only the wording of one key result, or of the objective, is worth a word.
fn file(language: &str, kind: &str, title: &str) -> String {
    let title = serde_json::to_string(title).unwrap();
    let (objective, key_result, keys) = match kind {
        "objective" => (title, "\"NPS 50\"".to_owned(), "start: 20, target: 50"),
        kind => (
            "\"x\"".to_owned(),
            title,
            match kind {
                "metric" => "start: 0, target: 100",
                "metric %" => "start: 10, target: 80, unit: \"%\"",
                "metric down" => "start: 80, target: 10",
                "maintain" => "max: 5",
                "milestone" => "milestone: true",
                "steps" => "steps: [One, Two]",
                "judged" => "weight: 1",
                other => panic!("kind {other}"),
            },
        ),
    };
    format!(
        "---\ntitle: {objective}\nperiod: 2026-Q3\nteam: a\nlanguage: {language}\nkey_results:\n  \
         - {{ id: kr, title: {key_result}, owner: ana, {keys} }}\n---\n"
    )
}

/// What the rules of wording find, by path.
fn found(repo: &Repo) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let json = repo.okr("check --format json").out();
    let findings: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let mut found: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for finding in findings {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        if RULES.contains(&text("rule").as_str()) {
            found
                .entry(text("source"))
                .or_default()
                .insert((text("rule"), text("severity")));
        }
    }
    found
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}

#[test]
fn nine_of_ten_findings_are_right_and_seven_of_ten_faults_are_found() {
    let rows: Vec<Vec<&str>> = TITLES
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(rows.len(), 120);
    let repo = Repo::clean();
    for (i, row) in rows.iter().enumerate() {
        repo.put(&format!("objectives/t/n{i:03}.md"), file(row[0], row[1], row[2]));
    }
    let found = found(&repo);

    let (mut right, mut wrong, mut missed) = ([0; 6], [0; 6], [0; 6]);
    for (i, row) in rows.iter().enumerate() {
        let found = found.get(&format!("objectives/t/n{i:03}.md"));
        for (rule, name) in RULES.iter().enumerate() {
            let expected = row[3].split(',').any(|it| it == *name);
            let is_found = found.is_some_and(|found| found.iter().any(|(it, _)| it == name));
            match (expected, is_found) {
                (true, true) => right[rule] += 1,
                (false, true) => wrong[rule] += 1,
                (true, false) => missed[rule] += 1,
                (false, false) => continue,
            }
            if expected != is_found {
                let what = if expected { "missed" } else { "wrong" };
                println!("{what}: {name} in `{}`", row[2]);
            }
        }
    }
    for (rule, name) in RULES.iter().enumerate() {
        let (right, wrong, missed) = (right[rule], wrong[rule], missed[rule]);
        println!("{name:<26} right {right:>2}, wrong {wrong:>2}, missed {missed:>2}");
    }
    let [right, wrong, missed] = [right, wrong, missed].map(|counts| counts.iter().sum::<usize>());
    let (precision, recall) = (share(right, right + wrong), share(right, right + missed));
    println!(
        "{} titles: precision {precision:.3}, recall {recall:.3}",
        rows.len()
    );
    assert!(
        precision >= 0.9 && recall >= 0.7,
        "precision {precision}, recall {recall}"
    );
}

/// What is found in one title, with its severity.
fn of_one(language: &str, kind: &str, title: &str) -> Vec<(String, String)> {
    let repo = Repo::clean().with("objectives/t/one.md", file(language, kind, title));
    found(&repo)
        .remove("objectives/t/one.md")
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn the_examples_of_the_play_get_an_info_and_no_more() {
    let english = [
        ("metric", "Reach an NPS of 50 or more", false),
        (
            "metric down",
            "Cut the mean time to answer customers below 2 hours",
            false,
        ),
        ("metric %", "Raise customer retention by 10 %", false),
        ("metric", "Launch two new features by the end of Q4", true),
        ("metric down", "Cut the mean time to fix bugs by 25 %", false),
        ("metric %", "Raise the share of automated tests to 80 %", false),
        (
            "metric",
            "Enter three new regional markets by the end of the year",
            false,
        ),
        (
            "metric %",
            "Raise brand awareness by 20 % in the target markets",
            false,
        ),
        (
            "metric",
            "Set up partnerships with five key influencers or organisations",
            true,
        ),
    ];
    let french = [
        ("metric", "Atteindre un NPS de 50 ou plus", false),
        (
            "metric down",
            "Ramener sous 2 heures le délai moyen de réponse aux clients",
            false,
        ),
        ("metric %", "Augmenter la fidélisation des clients de 10 %", false),
        (
            "metric",
            "Lancer deux nouvelles fonctionnalités d’ici la fin du T4",
            true,
        ),
        (
            "metric down",
            "Réduire de 25 % le temps moyen de correction des anomalies",
            false,
        ),
        ("metric %", "Porter à 80 % la part des tests automatisés", false),
        (
            "metric",
            "Entrer sur trois nouveaux marchés régionaux d’ici la fin de l’année",
            false,
        ),
        (
            "metric %",
            "Accroître de 20 % la notoriété de la marque sur les marchés visés",
            false,
        ),
        (
            "metric",
            "Mettre en place des partenariats avec cinq organisations clés",
            true,
        ),
    ];
    for (language, examples) in [("en", english), ("fr", french)] {
        for (kind, title, is_output) in examples {
            // Written with its figures: only an output is worth a word.
            let found = of_one(language, kind, title);
            let task = ("key-result-is-a-task".to_owned(), "info".to_owned());
            assert_eq!(found.contains(&task), is_output, "{title}: {found:?}");
            assert!(
                found.iter().all(|(_, severity)| severity == "info"),
                "{title}: {found:?}"
            );
            // Written without: none states a baseline.
            let found = of_one(language, "judged", title);
            assert!(!found.is_empty(), "{title}");
            assert!(
                found.iter().all(|(_, severity)| severity == "info"),
                "{title}: {found:?}"
            );
        }
    }
}

#[test]
fn five_pages_are_a_task_and_more_views_a_result() {
    for (language, task, result) in [
        ("en", "Create five web pages", "5 % more page views"),
        ("fr", "Créer cinq pages web", "5 % de pages vues en plus"),
    ] {
        let found = of_one(language, "metric", task);
        assert_eq!(found, [("key-result-is-a-task".to_owned(), "info".to_owned())]);
        assert_eq!(of_one(language, "metric %", result), []);
    }
}

#[test]
fn a_title_is_read_in_the_language_of_its_file() {
    let repo = Repo::clean()
        .with("okr.yaml", "title: Acme\nlanguage: fr\n")
        .with("objectives/t/de.md", file("en", "objective", "Launch the portal"))
        .with(
            "objectives/t/fr.md",
            file("fr", "objective", "Lancer le portail").replace("language: fr\n", ""),
        );
    let found = found(&repo);
    assert!(
        found.contains_key("objectives/t/fr.md"),
        "the language of okr.yaml holds"
    );
    assert!(
        found.contains_key("objectives/t/de.md"),
        "the file's own language holds before it"
    );
    repo.okr("check")
        .prints("objectives/t/fr.md:2:9: warning[objective-is-a-task]: `Lancer` nomme un travail");
}

#[test]
fn the_caret_stands_below_the_words_that_are_meant() {
    Repo::clean()
        .edit("grow.md", "Make people bring their friends", "Raise the number of friends to 300")
        .okr("check")
        .prints("objectives/grow.md:2:39: warning[objective-is-a-number]: `300` is a measure")
        .prints("    2 | title: Raise the number of friends to 300\n      |                                       ^^^\n");
    // Folded over lines the words are not where they were read: the first line stands for the whole.
    Repo::clean()
        .edit(
            "grow.md",
            "title: Make people bring their friends",
            "title: >-\n  Launch the\n  portal",
        )
        .okr("check")
        .prints("objectives/grow.md:3:3: warning[objective-is-a-task]: `Launch` names work");
}

#[test]
fn strange_titles_are_read_to_their_end() {
    let repo = Repo::clean();
    let titles = [
        "",
        " ",
        "%",
        "1",
        "1 000 000",
        "12,",
        "1.2.3.4",
        "1 2 3 4 5 000 00",
        "— — —",
        "’’’",
        "We have",
        "Launch",
        "Launch and",
        "Mettre en",
        "日本語 100 個",
        "e\u{301}\u{301}\u{301}",
        "\u{200b}Launch\u{200b}",
        "١٢٣ ½ Ⅷ ²",
        "a-b-c- -d",
        "99999999999999999999999999999999999999 %",
    ];
    let mut n = 0;
    for title in titles {
        for language in ["en", "fr"] {
            for kind in ["objective", "metric", "judged", "milestone"] {
                n += 1;
                repo.put(&format!("objectives/t/s{n}.md"), file(language, kind, title));
            }
        }
    }
    let run = repo.okr("check --format json");
    assert!(matches!(run.code(), Some(0 | 1)), "{}", run.err());
}
