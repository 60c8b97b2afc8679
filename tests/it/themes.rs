//! How pages look: what a repository may change, how a theme that is wrong is told, and that the old site stays.

use std::collections::BTreeMap;
#[cfg(unix)]
use std::os::unix::fs::symlink;

use crate::repo::{Repo, Run};
use crate::tree;

const MANIFEST: &str = "name = \"Acme\"\nversion = \"1.0\"\napi = 1\n";

/// With a theme of its own that changes nothing.
fn themed() -> Repo {
    Repo::clean()
        .with("okr.yaml", "title: Acme OKRs\ntheme: { name: acme }\n")
        .with("themes/acme/theme.toml", MANIFEST)
}

fn page(repo: &Repo, path: &str) -> String {
    std::fs::read_to_string(repo.at("_site").join(path)).expect(path)
}

fn in_pull_request(repo: &Repo, arguments: &str) -> Run {
    let mut command = repo.command(arguments.split_whitespace());
    command.env("GITHUB_EVENT_NAME", "pull_request");
    Run::of(command)
}

/// A build that fails and leaves everything as it was.
fn fails(repo: &Repo, arguments: &str, says: &str) {
    let before: BTreeMap<_, _> = tree::below(&repo.at("_site"));
    assert!(!before.is_empty(), "there is an old site");
    let run = repo.okr(arguments).says(says).exits(2);
    assert!(!run.err().contains("this is a bug"), "{}", run.err());
    assert!(
        tree::below(&repo.at("_site")) == before,
        "{arguments}: the old site stays"
    );
}

#[test]
fn small_changes_need_no_theme() {
    let repo = Repo::clean()
        .with("theme.css", ":root { --radius: 0px; }\n")
        .with("head.html", "<meta name=\"x-acme\" content=\"1\">\n")
        .with(
            "footer.html",
            "<a href=\"https://acme.example/imprint\">Imprint</a>",
        );
    repo.okr("build").exits(0);
    let home = page(&repo, "index.html");
    let (csp, head) = (home.find("Content-Security-Policy"), home.find("x-acme"));
    assert!(csp.is_some() && csp < head, "the policy comes first");
    assert!(home.contains("content=\"1\">\n</head>"), "{home}");
    assert!(home.contains("Imprint</a></div></footer>"), "{home}");
    assert!(page(&repo, "objectives/grow/index.html").contains("Imprint</a>"));
    assert!(page(&repo, "assets/okr.css").ends_with("--radius: 0px; }\n"));
    repo.okr("build").says("up to date").exits(0);
    for file in ["theme.css", "head.html", "footer.html"] {
        repo.put(file, "/* another */");
        repo.okr("build").says("wrote").exits(0);
    }
    // A symbol that a page does not use itself is there for whoever refers to it.
    let pages = ["index.html", "objectives/grow/index.html"].map(|path| page(&repo, path));
    assert!(!pages.concat().contains("id=\"okr-i-ask\""));
    repo.put("footer.html", "<svg><use href=\"#okr-i-ask\"/></svg>");
    repo.okr("build").exits(0);
    for path in ["index.html", "objectives/grow/index.html"] {
        assert!(page(&repo, path).contains("id=\"okr-i-ask\""), "{path}");
    }
}

#[test]
fn what_a_theme_does_not_bring_is_built_in() {
    let repo = themed();
    repo.okr("build -o plain --no-custom-theme").exits(0);
    repo.okr("build").exits(0);
    let (plain, own) = (tree::below(&repo.at("plain")), tree::below(&repo.at("_site")));
    let differing: Vec<_> = own
        .iter()
        .filter(|(path, file)| plain.get(*path) != Some(file))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(differing.len(), 1, "the manifest alone: {differing:?}");
}

#[test]
fn a_theme_replaces_file_by_file() {
    let repo = themed()
        .with("themes/acme/okr.css", "body { color: #111; /* kept */ }\n")
        .with("themes/acme/theme.css", ".x { color: #222; }\n")
        .with("themes/acme/okr.js", "// nothing\n")
        .with(
            "themes/acme/templates/people.html",
            "{% extends \"default/people.html\" %}{% block main %}<p>Ours</p>{{ super() }}{% endblock %}",
        )
        .with(
            "themes/acme/templates/parts.html",
            "{% component crumbs(steps_html) %}<p>Here</p><ol>{{ steps_html }}</ol>{% endcomponent crumbs %}",
        );
    repo.put("theme.css", ".y { color: #333; }\n");
    repo.okr("build").exits(0);
    let style = page(&repo, "assets/okr.css");
    let order: Vec<_> = ["/* kept */", ".x", ".y"]
        .iter()
        .map(|part| style.find(part))
        .collect();
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{style}");
    assert_eq!(page(&repo, "assets/okr.js"), "// nothing\n");
    let people = page(&repo, "people/index.html");
    assert!(
        people.contains("<p>Ours</p>") && people.contains("<p>Here</p><ol><li><a href=\"../index.html\">"),
        "{people}"
    );
    assert!(
        people.contains("people/ada/") || people.contains("ada/index.html"),
        "{people}"
    );
    assert!(!page(&repo, "teams/index.html").contains("Ours"));
    repo.put("themes/acme/okr.js", "// something\n");
    repo.okr("build").says("wrote").exits(0);
    assert_eq!(page(&repo, "assets/okr.js"), "// something\n");
}

#[test]
fn options_are_what_the_theme_says_and_okr_yaml_sets() {
    let repo = themed()
        .with(
            "themes/acme/theme.toml",
            format!("{MANIFEST}[options]\nwide = false\nlead = [\"plain\", \"large\"]\n"),
        )
        .with(
            "themes/acme/templates/not-found.html",
            "{{ theme.name }} {{ theme.options.lead }} {% if theme.options.wide %}wide{% endif %}",
        );
    repo.okr("build").exits(0);
    assert_eq!(page(&repo, "404.html"), "acme plain ");
    let set = |options: &str| {
        let settings = format!("title: Acme OKRs\ntheme:\n  name: acme\n  options: {options}\n");
        repo.put("okr.yaml", settings);
    };
    set("{ wide: true, lead: large }");
    repo.okr("build").exits(0);
    assert_eq!(page(&repo, "404.html"), "acme large wide");
    set("{ wid: true }");
    for command in ["check", "build"] {
        let run = repo.okr(command).exits(1);
        let told = run.out() + &run.err();
        assert!(
            told.contains("okr.yaml:4:14: error[unknown-key]: the theme `Acme` has no option `wid`")
                && told.contains("did you mean `wide`?"),
            "{told}"
        );
    }
    set("{ lead: huge }");
    repo.okr("check")
        .prints("okr.yaml:4:20: error[wrong-type]: the option `lead` cannot be `huge`\n")
        .prints("help: write `plain` or `large`")
        .exits(1);
    repo.put("okr.yaml", "theme: { options: { lead: large } }\n");
    repo.okr("check")
        .prints("okr.yaml:1:21: error[unknown-key]: the theme `Default` has no option `lead`")
        .exits(1);
}

#[test]
fn an_unknown_theme_is_told_with_the_nearest() {
    let repo = themed();
    repo.put("okr.yaml", "theme: { name: acmee }\n");
    for command in ["check", "build"] {
        let run = repo.okr(command).exits(1);
        let told = run.out() + &run.err();
        assert!(
            told.contains("okr.yaml:1:16: error[invalid-path]: there is no theme `acmee`")
                && told.contains("did you mean `acme`?"),
            "{told}"
        );
    }
    repo.put("okr.yaml", "title: Acme OKRs\n");
    repo.okr("build").exits(0);
    fails(
        &repo,
        "build --theme acmee",
        "there is no theme `acmee`: did you mean `acme`?",
    );
    fails(
        &repo,
        "build --theme nothing",
        "there is no theme and no folder `nothing`: the themes are `acme`, `default`",
    );
    fails(
        &repo,
        "build --theme ./acme",
        "there is no theme `./acme`: did you mean `acme`?",
    );
    fails(
        &repo,
        "build --theme okr.yaml",
        "cannot use the theme `okr.yaml`: it is not a folder",
    );
}

#[test]
fn the_command_line_names_a_theme_or_its_folder() {
    let repo = themed().with("themes/acme/templates/not-found.html", "ours");
    repo.put("okr.yaml", "title: Acme OKRs\n");
    for theme in ["acme", "themes/acme", "themes/acme/", "./themes/acme"] {
        repo.okr(&format!("build --force --theme {theme}")).exits(0);
        assert_eq!(page(&repo, "404.html"), "ours", "{theme}");
    }
    repo.okr("build --theme default").exits(0);
    assert!(page(&repo, "404.html").contains("<!doctype html>"));
}

#[test]
fn another_version_of_the_contract_is_refused() {
    let repo = themed();
    repo.okr("build").exits(0);
    repo.put("themes/acme/theme.toml", MANIFEST.replace("api = 1", "api = 2"));
    fails(
        &repo,
        "build",
        "themes/acme/theme.toml:3:7: the theme is made for api 2 of `okr`, and this version knows api 1: update `okr`",
    );
    repo.put("themes/acme/theme.toml", "name = \"Acme\"\nversion = \"1\"\n");
    fails(
        &repo,
        "build",
        "themes/acme/theme.toml:1:1: `api` is missing: write `api = 1`",
    );
    std::fs::remove_file(repo.at("themes/acme/theme.toml")).unwrap();
    fails(
        &repo,
        "build",
        "themes/acme/theme.toml is missing: it says `name`, `version` and `api`",
    );
    repo.put("themes/acme/theme.toml", [0xff, 0xfe]);
    fails(
        &repo,
        "build",
        "cannot read themes/acme/theme.toml: it is not UTF-8",
    );
    repo.okr("build --no-custom-theme").exits(0);
}

#[test]
fn a_template_that_is_wrong_is_named_with_page_and_line() {
    let repo = themed();
    repo.okr("build").exits(0);
    let check = |template: &str, text: &str, says: &[&str]| {
        repo.put(&format!("themes/acme/templates/{template}"), text);
        for part in says {
            fails(&repo, "build", part);
        }
        std::fs::remove_file(repo.at("themes/acme/templates").join(template)).unwrap();
    };
    check(
        "home.html",
        "<p>\n\t{{ page.answer.loud }}\n",
        &[
            "cannot render index.html: themes/acme/templates/home.html:2:17: field `loud` is not defined",
            "{{ page.answer.loud }}\n",
            "                   ^",
        ],
    );
    check(
        "objective.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ page.tilte }}{% endblock %}",
        &[
            "/index.html: themes/acme/templates/objective.html:2:25: field `tilte` is not defined; there are about_html, add, ",
        ],
    );
    check(
        "parts.html",
        "\n{% component strip(strip) %}{{ strip.x.y }}{% endcomponent strip %}",
        &[
            "themes/acme/templates/parts.html:2:38: field `x` is not defined",
            "called from the built-in template default/",
        ],
    );
    check(
        "home.html",
        "{% if page %}",
        &["themes/acme/templates/home.html:1:14: "],
    );
    check(
        "home.html",
        "{% if page %",
        &["themes/acme/templates/home.html:1:"],
    );
    check(
        "home.html",
        "\n{{ page.answer | shout }}",
        &["themes/acme/templates/home.html:2:18: unknown filter `shout`"],
    );
    check(
        "home.html",
        "{% extends \"bsae.html\" %}",
        &["themes/acme/templates/home.html:1: it extends `bsae.html`, and there is no such template"],
    );
    check(
        "base.html",
        "{% extends \"base.html\" %}",
        &["themes/acme/templates/base.html:1: it extends itself, by way of `base.html`"],
    );
    check(
        "home.html",
        "\n\n{% include \"home.html\" %}",
        &["themes/acme/templates/home.html:3: it includes itself, by way of `home.html`, `home.html`"],
    );
    check(
        "home.html",
        "{% component crumbs(steps_html) %}{% endcomponent crumbs %}{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}",
        &["cannot render index.html: themes/acme/templates/home.html: maximum render recursion depth"],
    );
    check(
        "top.html",
        "{{ top.x.y }}",
        &["cannot render top.html: themes/acme/templates/top.html:1:"],
    );
}

#[test]
fn a_template_reaches_nothing_outside() {
    let repo = themed();
    repo.okr("build").exits(0);
    for (text, says) in [
        (
            "{{ get_env(name=\"HOME\") }}",
            "home.html:1:4: unknown function `get_env`",
        ),
        (
            "{{ load_data(path=\"/etc/passwd\") }}",
            "unknown function `load_data`",
        ),
        ("{{ now() }}", "unknown function `now`"),
        ("{{ get_random(end=3) }}", "unknown function `get_random`"),
        ("{% include \"/etc/passwd\" %}", "unknown template `/etc/passwd`"),
        (
            "{% include \"../theme.toml\" %}",
            "unknown template `../theme.toml`",
        ),
        ("{% extends \"../../../okr.yaml\" %}", "../../../okr.yaml"),
    ] {
        repo.put("themes/acme/templates/home.html", text);
        fails(&repo, "build", says);
    }
}

#[test]
fn a_template_is_cut_off_when_it_is_too_much() {
    let repo = themed();
    repo.okr("build").exits(0);
    let check = |text: &str, says: &str| {
        repo.put("themes/acme/templates/home.html", text);
        fails(&repo, "build", says);
    };
    check(
        "{% for i in range(end=10001) %}{{ i }}{% endfor %}",
        "themes/acme/templates/home.html:1:13: a range of more than 10000 numbers, the limit",
    );
    check(
        "{% for i in range(end=3, step_by=0) %}{{ i }}{% endfor %}",
        "`step_by` of `range` is 0",
    );
    let large = "x".repeat(10_000);
    check(
        &format!("{{% for i in range(end=10000) %}}{large}{{% endfor %}}"),
        "cannot render index.html: themes/acme/templates/home.html: the page grows beyond 20 MiB, the limit",
    );
    check(
        "{% for i in range(end=10000) %}{% for k in range(end=10000) %}{{ k }}{% endfor %}{% endfor %}",
        "home.html: the page ",
    );
    repo.put(
        "themes/acme/templates/home.html",
        "{% for i in range(end=10000) %}{{ i }}{% endfor %}{% for i in range(start=3, end=0, step_by=-1) %}{{ i }}{% endfor %}",
    );
    repo.okr("build").exits(0);
    assert!(page(&repo, "index.html").ends_with("9999321"));
}

#[cfg(unix)]
#[test]
fn links_and_strange_files_are_refused() {
    let repo = themed();
    repo.okr("build").exits(0);
    repo.put("elsewhere.html", "{{ 1 }}");
    std::fs::create_dir_all(repo.at("themes/acme/templates")).unwrap();
    let link = |target: &str, path: &str, says: &str| {
        symlink(target, repo.at(path)).unwrap();
        fails(&repo, "build", says);
        std::fs::remove_file(repo.at(path)).unwrap();
    };
    link(
        "../../../elsewhere.html",
        "themes/acme/templates/home.html",
        "`themes/acme/templates/home.html` is a symbolic link, not a file, and links are not followed",
    );
    link(
        "/etc/passwd",
        "themes/acme/okr.css",
        "`themes/acme/okr.css` is a symbolic link",
    );
    link("elsewhere.html", "head.html", "`head.html` is a symbolic link");
    link("nowhere", "footer.html", "`footer.html` is a symbolic link");
    link("elsewhere.html", "theme.css", "`theme.css` is a symbolic link");
    for (name, says) in [
        (
            "notes.txt",
            "themes/acme/templates/notes.txt cannot be a template",
        ),
        ("a b.html", "themes/acme/templates/a b.html cannot be a template"),
        (
            "\u{1b}[1m.html",
            "themes/acme/templates/\\u{1b}[1m.html cannot be a template",
        ),
        (".html.html", ""),
    ] {
        let path = format!("themes/acme/templates/{name}");
        repo.put(&path, "x");
        if says.is_empty() {
            repo.okr("build").exits(0);
        } else {
            fails(&repo, "build", says);
        }
        std::fs::remove_file(repo.at(path)).unwrap();
    }
    std::fs::create_dir(repo.at("themes/acme/templates/home.html")).unwrap();
    fails(
        &repo,
        "build",
        "`themes/acme/templates/home.html` is a folder, not a file",
    );
    std::fs::remove_dir_all(repo.at("themes/acme/templates")).unwrap();
    std::fs::rename(repo.at("themes/acme"), repo.at("moved")).unwrap();
    symlink("../moved", repo.at("themes/acme")).unwrap();
    fails(
        &repo,
        "build",
        "`themes/acme` is a symbolic link, not a folder, and links are not followed",
    );
    // What is in a theme is no content: it is told when it is used.
    repo.okr("check").exits(0);
}

#[test]
fn a_theme_has_a_size() {
    let repo = themed();
    repo.okr("build").exits(0);
    repo.put("themes/acme/okr.css", vec![b' '; 1024 * 1024 + 1]);
    fails(
        &repo,
        "build",
        "cannot read themes/acme/okr.css: it is larger than 1048576 bytes, the limit",
    );
    repo.put("themes/acme/okr.css", vec![b' '; 1024 * 1024]);
    repo.okr("build").exits(0);
    for i in 0..8 {
        repo.put(
            &format!("themes/acme/templates/x{i}.html"),
            vec![b' '; 1024 * 1024],
        );
    }
    fails(
        &repo,
        "build",
        "themes/acme is larger than 8388608 bytes, the limit of a theme",
    );
    for i in 0..8 {
        std::fs::remove_file(repo.at(format!("themes/acme/templates/x{i}.html"))).unwrap();
    }
    for i in 0..200 {
        repo.put(&format!("themes/acme/templates/x{i}.html"), " ");
    }
    repo.okr("build").exits(0);
    repo.put("themes/acme/templates/x200.html", " ");
    fails(
        &repo,
        "build",
        "themes/acme/templates has 201 files; the limit is 200",
    );
}

#[test]
fn a_pull_request_is_shown_without_its_own_code() {
    let repo = themed()
        .with("themes/acme/templates/not-found.html", "ours")
        .with("theme.css", ".own-style { color: red; }")
        .with("head.html", "<!-- own head -->")
        .with("footer.html", "own footer");
    repo.put(
        "okr.yaml",
        "title: Acme OKRs\ntheme: { name: acme, accent: \"#123456\" }\n",
    );
    let is_plain = || {
        let (style, home) = (page(&repo, "assets/okr.css"), page(&repo, "index.html"));
        assert!(style.contains("--accent: #123456") && !style.contains("own-style"));
        assert!(!home.contains("own head") && !home.contains("own footer"));
        assert!(page(&repo, "404.html").contains("<!doctype html>"));
    };
    repo.okr("build --no-custom-theme")
        .says("the theme `acme` is left out, and `default` used instead")
        .exits(0);
    is_plain();
    repo.okr("build").exits(0);
    assert_eq!(page(&repo, "404.html"), "ours");
    in_pull_request(&repo, "build")
        .says("the theme `acme` is left out")
        .exits(0);
    is_plain();
    for theme in ["acme", "themes/acme", "./themes/../themes/acme"] {
        in_pull_request(&repo, &format!("build --theme {theme}"))
            .says("for a pull request: it is not built in")
            .exits(2);
        repo.okr(&format!("build --no-custom-theme --theme {theme}"))
            .says("with `--no-custom-theme`: it is not built in")
            .exits(2);
    }
    in_pull_request(&repo, "build --theme default").exits(0);
    // The theme of the branch that the request goes to, checked out beside it.
    let base = repo.at("../base/themes/acme");
    std::fs::create_dir_all(base.join("templates")).unwrap();
    std::fs::write(base.join("theme.toml"), MANIFEST).unwrap();
    std::fs::write(base.join("templates/not-found.html"), "theirs").unwrap();
    in_pull_request(&repo, "build --theme ../base/themes/acme").exits(0);
    assert_eq!(page(&repo, "404.html"), "theirs");
}

#[test]
fn what_a_template_may_use_is_printed_with_its_schema() {
    let repo = themed().with(
        "themes/acme/theme.toml",
        format!("{MANIFEST}[options]\nwide = true\n"),
    );
    for page in [
        "index.html",
        "objectives/grow/index.html",
        "people/ada/index.html",
    ] {
        let json = |arguments: &str| -> serde_json::Value {
            let run = repo.okr(&format!("export page-data {page}{arguments}")).exits(0);
            serde_json::from_str(&run.out()).expect(page)
        };
        let (data, schema) = (json(""), json(" --schema"));
        assert_eq!(data["frame"]["file"], page);
        assert_eq!(data["theme"]["options"]["wide"], true);
        let validator = jsonschema::draft202012::new(&schema).expect("a schema of 2020-12");
        assert!(validator.is_valid(&data), "{page}");
    }
    // With it a template that is wrong is put right.
    repo.put("themes/acme/templates/home.html", "{{ page.nothing }}");
    repo.okr("export page-data index.html")
        .prints("\"template\": \"home.html\"")
        .exits(0);
    for (page, says) in [
        (
            "indx.html",
            "there is no page `indx.html`: did you mean `index.html`?",
        ),
        ("people/ada", "did you mean `people/ada/index.html`?"),
        ("/", "did you mean `index.html`?"),
        (
            "assets/okr.css",
            "there is no page `assets/okr.css`: a page is named by its path",
        ),
        ("\u{1b}[1m", "there is no page `\\u{1b}[1m`"),
    ] {
        repo.okr(&format!("export page-data {page}"))
            .says(says)
            .prints_nothing()
            .exits(2);
    }
    repo.okr("export page-data").exits(2);
    repo.okr("export json index.html")
        .says("only `page-data` takes a page")
        .exits(2);
    repo.okr("export json --schema")
        .says("`okr schema data`")
        .exits(2);
}

#[cfg(unix)]
#[test]
fn a_file_of_the_theme_is_copied_and_never_overwritten() {
    let repo = Repo::clean();
    let before = tree::below(&repo.root());
    repo.okr("theme eject home.html")
        .says("this repository has no theme of its own to put templates/home.html into: write themes/custom/theme.toml with\n")
        .says("  api = 1\n")
        .exits(2);
    assert_eq!(tree::below(&repo.root()), before);
    repo.put("okr.yaml", "title: Acme OKRs\ntheme: { name: custom }\n");
    repo.put("themes/custom/theme.toml", MANIFEST);
    repo.okr("theme eject home.html")
        .says("wrote themes/custom/templates/home.html\n")
        .says("begin with {% extends \"default/home.html\" %}")
        .exits(0);
    repo.okr("theme eject okr.css")
        .says("wrote themes/custom/okr.css")
        .exits(0);
    repo.okr("build").exits(0);
    repo.put("themes/custom/okr.css", "mine");
    repo.okr("theme eject okr.css")
        .says("themes/custom/okr.css is there already, and nothing is overwritten")
        .exits(2);
    assert_eq!(std::fs::read(repo.at("themes/custom/okr.css")).unwrap(), b"mine");
    symlink("../../objectives/grow.md", repo.at("themes/custom/okr.js")).unwrap();
    repo.okr("theme eject okr.js").says("is there already").exits(2);
    std::fs::remove_dir_all(repo.at("themes/custom/templates")).unwrap();
    symlink("../../objectives", repo.at("themes/custom/templates")).unwrap();
    let before = tree::below(&repo.root());
    repo.okr("theme eject home.html").exits(2);
    repo.okr("theme eject hom.html")
        .says("a theme has no file `hom.html`: did you mean `home.html`?")
        .exits(2);
    assert_eq!(tree::below(&repo.root()), before);
    let repo = Repo::clean().with("okr.yaml", "theme: { name: paper }\n").with(
        "themes/paper/theme.toml",
        "name = \"P\"\nversion = \"1\"\napi = 1\n",
    );
    repo.okr("theme eject top.html")
        .says("{% extends \"paper/top.html\" %}")
        .exits(0);
    let text = std::fs::read_to_string(repo.at("themes/paper/templates/top.html")).unwrap();
    assert!(
        text.contains("theme.options.masthead"),
        "the one of the built-in paper"
    );
}

#[test]
fn a_theme_is_checked_against_repositories_that_try_it() {
    let repo = Repo::clean();
    for theme in ["default", "paper"] {
        let run = repo
            .okr(&format!("theme check --theme {theme}"))
            .prints_nothing()
            .exits(0);
        let told = run.err();
        assert!(told.contains(" pages and 100 contrasts: clean\n"), "{told}");
    }
    let repo = themed();
    repo.okr("theme check").says("100 contrasts: clean").exits(0);
    repo.put(
        "themes/acme/theme.css",
        ":root { --ink-3: #aaaaaa; --on: color-mix(in srgb, red, blue); }",
    );
    repo.put("themes/acme/orc.css", "");
    repo.put("themes/acme/README.md", "");
    repo.okr("theme check")
        .prints("error: `--ink-3` / `--bg` (light) has a contrast of 2.")
        .prints("; it takes 4.50\n")
        .prints("warning: the colour `--on` cannot be measured: `color-mix(in srgb, red, blue)`")
        .prints("warning: themes/acme/orc.css is not used: did you mean `okr.css`?\n")
        .says("errors, 2 warnings")
        .exits(1);
    std::fs::remove_file(repo.at("themes/acme/theme.css")).unwrap();
    let check = |template: &str, text: &str, prints: &[&str]| {
        repo.put(&format!("themes/acme/templates/{template}"), text);
        let mut run = repo.okr("theme check").exits(1);
        for part in prints {
            run = run.prints(part);
        }
        std::fs::remove_file(repo.at("themes/acme/templates").join(template)).unwrap();
    };
    check(
        "people.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.peple }}{% endblock %}",
        &[
            "error: people/index.html of the example, and 3 more: themes/acme/templates/people.html:1:50: field `peple`",
        ],
    );
    check(
        "teams.html",
        "{% extends \"base.html\" %}{% block main %}{% for row in page.table.rows %}{{ row.name | safe }}{% endfor %}{% endblock %}",
        &["error: teams/index.html of a hostile repository: what stands in a file is printed as HTML"],
    );
    check(
        "not-found.html",
        "<p style=\"color: red\"><script>alert(1)</script>",
        &[
            "error: 404.html of the example, and 3 more: there is no content security policy",
            "404.html of the example, and 3 more: a style in the HTML does nothing",
            "a script in the HTML does nothing",
            "the page does not say its language",
            "the page has no title",
        ],
    );
    check(
        "home.html",
        "{% if",
        &["error: themes/acme/templates/home.html:1:"],
    );
    repo.okr("theme check --theme acm")
        .says("did you mean `acme`?")
        .exits(2);
    // What is checked is not published: that is done for a pull request as well.
    repo.put("themes/acme/templates/home.html", "{{ nothing }}");
    in_pull_request(&repo, "theme check")
        .prints("home.html:1:4")
        .exits(1);
}
