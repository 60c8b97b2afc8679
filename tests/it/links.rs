//! No link of a built site leads nowhere, and no page is without a link to it: whatever stands in the files.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::{Repo, Run};
use crate::web::Web;

/// Builds what lies in a folder, and says what is wrong with the links.
#[track_caller]
fn check(repo: &Repo, root: &Path, more: &[&str]) -> Web {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    command.env_clear().current_dir(repo.root());
    command.args(["build", "-q", "--today", "2026-11-22", "-o", "../site", "-C"]);
    let run = Run::of({
        command.arg(root).args(more);
        command
    });
    assert_eq!(
        run.code(),
        Some(0),
        "{}",
        run.err()
            .lines()
            .filter(|line| line.contains(": error"))
            .collect::<String>()
    );
    let url = more
        .iter()
        .position(|it| *it == "--base-url")
        .map(|at| more[at + 1]);
    let web = Web::of(&repo.at("../site"), url);
    let faults = web.faults();
    assert!(
        faults.is_empty(),
        "{} links:\n{}",
        faults.len(),
        faults[..faults.len().min(20)].join("\n")
    );
    web
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-okrs")
}

/// A repository with nothing but these files.
fn of(files: &[(&str, &str)]) -> Repo {
    let repo = Repo::clean();
    std::fs::remove_dir_all(repo.at("objectives")).unwrap();
    std::fs::create_dir(repo.at("objectives")).unwrap();
    for (path, text) in files {
        repo.put(path, text);
    }
    repo
}

#[test]
fn in_the_example_every_link_leads_somewhere_and_every_page_can_be_reached() {
    let repo = Repo::clean();
    let web = check(&repo, &example(), &["--drafts"]);
    assert!(web.files.len() > 150, "{} files", web.files.len());
    let index = web
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("assets/search/"));
    let bytes: usize = index.map(|(_, text)| text.len()).sum();
    let data: serde_json::Value = serde_json::from_str(&web.files["data/okrs.json"]).unwrap();
    let objectives = data["objectives"].as_array().unwrap().iter();
    let key_results: usize = objectives
        .map(|it| it["key_results"].as_array().unwrap().len())
        .sum();
    assert!(
        bytes < 300 * key_results,
        "{bytes} bytes for {key_results} key results"
    );
}

#[test]
fn with_an_address_feeds_and_maps_lead_to_pages_too() {
    let repo = Repo::clean();
    let web = check(&repo, &example(), &["--base-url", "https://acme.example/a/okrs/"]);
    let feed = &web.files["feed.xml"];
    assert!(feed.contains("https://acme.example/a/okrs/objectives/"), "{feed}");
    assert!(web.files["404.html"].contains("href=\"/a/okrs/search/index.html\""));
    let map = &web.files["sitemap.xml"];
    assert!(map.contains("https://acme.example/a/okrs/search/"), "{map}");
}

#[test]
fn an_empty_repository_has_no_dangling_link() {
    let empty = of(&[]);
    check(&empty, &empty.root(), &[]);
    let french = of(&[("okr.yaml", "title: Rien\nlanguage: fr\n")]);
    check(&french, &french.root(), &[]);
}

#[test]
fn a_french_repository_has_no_dangling_link() {
    let repo = of(&[
        (
            "okr.yaml",
            "title: Société\nlanguage: fr\nteams:\n  équipe: { name: Équipe }\n"
                .replace("équipe", "equipe")
                .as_str(),
        ),
        (
            "objectives/2026-Q3/equipe/vendre.md",
            "---\ntitle: Vendre à l’étranger\nperiod: 2026-Q3\nteam: equipe\nowner: zoe\ntags: [été]\nkey_results:\n  - { id: ventes, title: Ventes, owner: zoe, start: 0, target: 10 }\n---\n\n# Contexte\n\nVoir [la suite](#contexte) et [l’autre](aider.md#okr-h-été).\n\n## 2026-08-31 (en bonne voie) Ça marche\n\n- ventes: 4\n\n### Décisions\n\n- Rester — par @zoe\n\n### Demandes\n\n- Deux personnes\n\n## Rétrospective\n\n### Apprentissages\n\n- Rien\n",
        ),
        (
            "objectives/2026-Q3/equipe/aider.md",
            "---\ntitle: Aider\nperiod: 2026-Q3\nteam: equipe\nparent: vendre#ventes\naliases: [2026-Q2/aider]\nkey_results:\n  - { id: un, title: Un, owner: zoe, milestone: true }\n---\n\n# Été\n\n## 2026-08-31\n\n- un: fait\n",
        ),
        (
            "retrospectives/2026-Q3/equipe.md",
            "---\nperiod: 2026-Q3\nteam: equipe\ncarry_over: [aider]\n---\n\n### Décisions\n\n- [Continuer](../../objectives/2026-Q3/equipe/aider.md)\n",
        ),
        (
            "periods/2026-Q3.md",
            "---\ntitle: L’été\nnot_doing: [Tout]\n---\n\n[Aider](../objectives/2026-Q3/equipe/aider.md)\n",
        ),
    ]);
    let web = check(&repo, &repo.root(), &[]);
    assert!(
        web.files
            .contains_key("objectives/2026-Q3/equipe/vendre/index.html")
    );
}

/// What could end an attribute, a tag, an address or a script.
const HOSTILE: &str = "\"'><img src=x onerror=alert(1)></script>%2e%2e/#? &amp; {{ x }}";

#[test]
fn hostile_texts_make_no_link() {
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    let body = format!(
        "{HOSTILE}\n\n[a](javascript:alert(1)) [b](//evil.example) [c](<../../../../etc/passwd>) [d](data:text/html,x) \
         [e](#nowhere) [f](mailto:a@b.example) <a href=\"x\">x</a> [^1] [h][ref] [i](one.md#k)\n\n\
         [^1]: Foot **note**\n\n[ref]: https://acme.example/?a=b&c=d#e\n\n# {HOSTILE}\n\n# {HOSTILE}\n"
    );
    let objective = |id: &str, more: &str| {
        format!(
            "---\ntitle: {quoted}\nperiod: 2026-Q3\nteam: t\nowner: a\ntags: [{quoted}]\n{more}links: [{{ title: {quoted}, url: 'https://acme.example/a?b=c&d' }}]\nkey_results:\n  \
             - {{ id: k, title: {quoted}, owner: a, start: 0, target: 2, unit: {quoted} }}\n  - {{ id: {id}, title: x, owner: a, milestone: true }}\n---\n\n{body}\n\
             ## 2026-08-31 (on track) {HOSTILE}\n\n- k: 1\n\n{body}\n### Asks\n\n- {HOSTILE}\n- [x](javascript:alert(1))\n\n## 2026-08-31 Twice\n\n- {id}: done\n\n## Retrospective\n\n### Learnings\n\n- {HOSTILE}\n"
        )
    };
    let config = format!(
        "title: {quoted}\nrules: {{ broken-link: off }}\nteams:\n  t: {{ name: {quoted} }}\npeople:\n  a: {{ name: {quoted} }}\nperiods:\n  2026-Q3: {{ name: {quoted} }}\n"
    );
    let repo = of(&[
        ("okr.yaml", &config),
        ("objectives/x_1.y-Z/one.md", &objective("index", "")),
        (
            "objectives/x_1.y-Z/two.md",
            &objective("search", "parent: one\naliases: [old/one.html]\n"),
        ),
        ("objectives/page-3x.md", &objective("history", "parent: one#k\n")),
    ]);
    let web = check(&repo, &repo.root(), &["--keep-going"]);
    for (path, text) in &web.files {
        if path.ends_with(".html") {
            assert!(!text.contains("<img src=x"), "{path}");
            assert!(!text.contains("javascript:"), "{path}: {text}");
        }
    }
}
