//! What the compiler cannot see: where imports point, files that nobody declares or embeds, where HTML is written, what
//! comes in with the dependencies, and whether the documentation names everything.

#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// Every file below a folder, by its path from the root, with `/`.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(root().join(&folder))
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.expect("an entry of a folder that was just opened");
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no file below {folder}");
    found
}

fn sources() -> Vec<(String, String)> {
    let all = files("src").into_iter().filter(|path| path.ends_with(".rs"));
    all.map(|path| (read(&path), path))
        .map(|(text, path)| (path, text))
        .collect()
}

/// Lines that are code, with their numbers from 1.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n  {}", faults.join("\n  "));
}

#[test]
fn imports_point_upwards() {
    let lib = read("src/lib.rs");
    let order: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(order.len() > 10, "the modules of lib.rs: {order:?}");
    let place = |name: &str| order.iter().position(|module| *module == name);
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in sources() {
        let module = path
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
            .unwrap_or_default();
        let Some(here) = place(module) else { continue };
        for (line, name) in named_modules(&text) {
            let Some(there) = place(name) else { continue };
            seen += 1;
            if there > here {
                faults.push(format!(
                    "{path}:{line}: `{module}` stands above `{name}` in src/lib.rs and imports it"
                ));
            }
        }
    }
    assert!(seen > 100, "only {seen} imports found");
    none("imports that point downwards", &faults);
}

/// The names directly behind `crate::`, also in braces, with their lines.
fn named_modules(text: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    for (line, text) in code(text) {
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let list = rest
                .strip_prefix('{')
                .map_or(rest, |inner| inner.split('}').next().unwrap_or(inner));
            let depth_one = if rest.starts_with('{') {
                list.split(',').collect()
            } else {
                vec![list]
            };
            for name in depth_one {
                let name = name.trim_start();
                let end = name
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(name.len());
                names.push((line, &name[..end]));
            }
        }
    }
    names
}

/// What only one system has, and where it may be named: in the room of that system.
#[test]
fn systems_differ_in_one_room() {
    let marks = [
        "rustix::",
        "std::os::unix",
        "std::os::windows",
        "tokio::signal::",
        "winapi_util::",
        "dunce::",
        "cfg(unix)",
        "cfg(windows)",
        "cfg(target_os",
        "cfg(not(",
        "cfg(any(",
        "cfg!(",
        "/dev/",
    ];
    let mut faults = Vec::new();
    let mut inside = 0;
    for (path, text) in sources() {
        let program = text.split("\nmod tests").next().unwrap_or(&text);
        for (line, text) in code(program) {
            let found = marks.iter().find(|mark| text.contains(*mark));
            match found {
                Some(_) if path.starts_with("src/system") => inside += 1,
                Some(mark) if !path.ends_with("/tests.rs") => {
                    faults.push(format!("{path}:{line}: `{mark}` belongs into src/system"));
                }
                _ => {}
            }
        }
    }
    assert!(inside > 30, "only {inside} places in src/system");
    none("systems told apart outside of their room", &faults);
}

/// Both rooms hold the same words, or the program would not compile on the other system.
#[test]
fn both_systems_speak_the_same_words() {
    let words = |path: &str| -> BTreeSet<String> {
        code(&read(path))
            .filter_map(|(_, line)| {
                let line = line.trim_start();
                let rest = line
                    .strip_prefix("pub(crate) ")
                    .or_else(|| line.strip_prefix("pub(super) "))?;
                let rest = rest.strip_prefix("async ").unwrap_or(rest);
                let (kind, rest) = rest.split_once(' ')?;
                let end = rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                ["fn", "const", "struct"]
                    .contains(&kind)
                    .then(|| rest[..end].to_owned())
            })
            .collect()
    };
    for file in ["", "/folder"] {
        let [unix, windows] =
            ["unix", "windows"].map(|system| words(&format!("src/system/{system}{file}.rs")));
        assert!(unix.len() > 10, "{unix:?}");
        // One of them is a function of another file under the name that the other gives it.
        let differ: Vec<&String> = unix
            .symmetric_difference(&windows)
            .filter(|word| *word != "is_name")
            .collect();
        assert!(differ.is_empty(), "only one system knows {differ:?}");
    }
}

#[test]
fn every_file_is_declared() {
    let mut faults = Vec::new();
    for top in ["src", "tests/it"] {
        for path in files(top).iter().filter(|path| path.ends_with(".rs")) {
            let inner = path
                .trim_start_matches(top)
                .trim_start_matches('/')
                .trim_end_matches(".rs");
            if ["lib", "main", "build"].contains(&inner) {
                continue;
            }
            let (parents, declared): (Vec<String>, &str) = match inner.rsplit_once('/') {
                Some((folder, name)) => (
                    vec![format!("{top}/{folder}.rs"), format!("{top}/{folder}/mod.rs")],
                    name,
                ),
                None => (vec![format!("{top}/lib.rs"), format!("{top}/main.rs")], inner),
            };
            let says = |parent: &String| {
                fs::read_to_string(root().join(parent)).is_ok_and(|text| {
                    code(&text).any(|(_, line)| {
                        let line = line
                            .trim_start()
                            .trim_start_matches("pub(crate) ")
                            .trim_start_matches("pub(super) ")
                            .trim_start_matches("pub ");
                        line == format!("mod {declared};")
                    })
                })
            };
            if !parents.iter().any(says) {
                faults.push(format!("{path}: write `mod {declared};` in {}", parents[0]));
            }
        }
    }
    none("files that nobody declares", &faults);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path);
    none(
        "modules without a first line `//! …`",
        &silent.collect::<Vec<_>>(),
    );
}

#[test]
fn every_file_of_the_theme_is_embedded() {
    let mut embedded = BTreeSet::new();
    for (path, text) in sources() {
        let folder = Path::new(&path).parent().expect("a file of src").to_path_buf();
        for opening in ["include_str!(", "include_bytes!("] {
            for (at, _) in text.match_indices(opening) {
                let argument = text[at + opening.len()..].trim_start();
                if let Some(name) = argument.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    embedded.insert(resolved(&folder.join(name)));
                }
            }
        }
    }
    let missing = files("themes")
        .into_iter()
        .filter(|path| !embedded.contains(path));
    none(
        "files of themes/ that no `include_str!` names",
        &missing.collect::<Vec<_>>(),
    );
    let data = files("src")
        .into_iter()
        .filter(|path| !path.ends_with(".rs") && !embedded.contains(path));
    none("files of src/ that nothing includes", &data.collect::<Vec<_>>());
}

/// A path without `..`, with `/`.
fn resolved(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

#[test]
fn html_is_written_in_one_place() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if !path.starts_with("src/site") || path == "src/site/html.rs" || path.starts_with("src/site/html/") {
            continue;
        }
        let program = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
        for (line, text) in code(program) {
            for (at, _) in text.match_indices("\"<") {
                let tag =
                    text[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
                let before = text[..at].trim_end_matches(['r', '#']);
                let writes = ["format!(", "push_str(", "concat!(", "write!(", "writeln!("];
                if tag && writes.iter().any(|call| before.contains(call)) {
                    faults.push(format!("{path}:{line}: {}", text.trim()));
                }
            }
        }
    }
    none("HTML made without `site::html`", &faults);
}

/// The text of a literal as it stands in a source, its lines joined.
fn literal(code: &str) -> Option<String> {
    let rest = code.trim_start().strip_prefix('"')?;
    let (mut text, mut chars) = (String::new(), rest.chars());
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => match chars.next()? {
                '\n' => {
                    let rest = chars.as_str().trim_start();
                    chars = rest.chars();
                }
                other => text.extend(['\\', other]),
            },
            other => text.push(other),
        }
    }
}

#[test]
fn every_message_has_its_french() {
    let known: BTreeSet<String> = read("src/words/french/messages.rs")
        .lines()
        .filter_map(|line| literal(line.trim_start().strip_prefix('(')?))
        .collect();
    assert!(known.len() > 400, "the list of messages is not read");
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        if path.ends_with("/fixture.rs") || path.ends_with("/tests.rs") || path == "src/diagnostic.rs" {
            continue;
        }
        for code in text.split("msg!(").skip(1) {
            if let Some(english) = literal(code).filter(|english| !known.contains(english)) {
                faults.push(format!("{path}: {english}"));
            }
        }
    }
    none(
        "in no language but English: add them to src/words/french/messages.rs",
        &faults,
    );
}

#[test]
fn a_rule_on_single_files_looks_at_its_part_of_the_book() {
    let mut seen = 0;
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if !path.starts_with("src/rules/") || !text.contains("reach: Reach::File") {
            continue;
        }
        seen += 1;
        for all in [
            "book.objectives",
            "book.broken",
            "book.retrospectives",
            "standing.objectives",
            "objective_file::all(",
            "objective_file::links(",
            "sources.iter()",
        ] {
            let lines = code(&text).filter(|(_, line)| line.contains(all));
            faults.extend(lines.map(|(line, _)| format!("{path}:{line}: {all}")));
        }
    }
    assert!(seen > 20, "rules on single files: {seen}");
    none("what all parts of a book would have in common", &faults);
}

#[test]
fn nothing_that_opens_a_connection_comes_in() {
    const FORBIDDEN: [&str; 6] = ["reqwest", "ureq", "curl", "isahc", "hyper-client", "surf"];
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p} {f}",
        ])
        .current_dir(root())
        .output()
        .expect("cargo, which runs this test, runs");
    let text = String::from_utf8_lossy(&tree.stdout);
    assert!(
        tree.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&tree.stderr)
    );
    assert!(text.lines().count() > 20, "cargo tree printed:\n{text}");
    let mut faults = Vec::new();
    for line in text.lines() {
        let name = line.split(' ').next().unwrap_or_default();
        if FORBIDDEN.contains(&name) || (name.starts_with("hyper") && line.contains("client")) {
            faults.push(line.to_owned());
        }
    }
    none("crates that open connections", &faults);
}

#[test]
fn every_command_stands_in_the_readme() {
    let help = Command::new(env!("CARGO_BIN_EXE_okr"))
        .arg("--help")
        .output()
        .expect("okr runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
        .collect();
    assert!(
        commands.contains(&"build") && commands.contains(&"check"),
        "okr --help says:\n{help}"
    );
    let readme = read("README.md");
    let missing = commands
        .iter()
        .filter(|name| !readme.contains(&format!("`okr {name}")));
    none(
        "commands that README.md does not show",
        &missing.map(|name| format!("okr {name}")).collect::<Vec<_>>(),
    );
}

#[test]
fn every_setting_stands_in_the_documentation() {
    let config = read("src/config.rs");
    let start = config.find("pub struct Config {").expect("the settings");
    let fields = config[start..].lines().skip(1).take_while(|line| *line != "}");
    let settings: Vec<&str> = fields
        .filter_map(|line| line.strip_prefix("    pub ")?.split(':').next())
        .filter(|name| *name != "file")
        .collect();
    assert!(settings.len() > 10, "settings: {settings:?}");
    let text = read("docs/format.md");
    let missing = settings
        .iter()
        .filter(|name| !text.contains(&format!("`{name}`")) && !text.contains(&format!("{name}:")));
    none(
        "settings that docs/format.md does not name",
        &missing.map(ToString::to_string).collect::<Vec<_>>(),
    );
}

#[test]
fn every_finding_stands_in_the_documentation_as_it_is() {
    let text = read("docs/findings.md");
    let (made, later) = text.split_once("\n## Not checked yet\n").unwrap_or((&text, ""));
    let row = |name: &okrbook::diagnostic::names::Name| {
        format!("\n| `{}` | {} | ", name.name, name.severity.name())
    };
    let sources = sources();
    let makes = |name: &str| {
        let quoted = format!("\"{name}\"");
        sources
            .iter()
            .any(|(path, text)| path != "src/diagnostic/names.rs" && text.contains(&quoted))
    };
    let mut faults = Vec::new();
    for name in okrbook::diagnostic::names::ALL {
        let part = if makes(name.name) { made } else { later };
        if part.matches(&row(name)).count() != 1 {
            let heading = if makes(name.name) { "above" } else { "below" };
            faults.push(format!(
                "{heading} `Not checked yet`: not one row that begins with {}",
                row(name).trim()
            ));
        }
    }
    let rows = text.matches("\n| `").count();
    if rows != okrbook::diagnostic::names::ALL.len() {
        faults.push(format!(
            "{rows} rows for {} names",
            okrbook::diagnostic::names::ALL.len()
        ));
    }
    none("docs/findings.md", &faults);
}

#[test]
fn the_top_folder_holds_what_it_should() {
    const ALLOWED: [&str; 23] = [
        ".ci",
        ".gitattributes",
        ".github",
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "SECURITY.md",
        "action.yml",
        "benches",
        "clippy.toml",
        "docs",
        "example-okrs",
        "fuzz",
        "rustfmt.toml",
        "src",
        "tests",
        "themes",
    ];
    let tracked = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Some(tracked) = tracked.ok().filter(|output| output.status.success()) else {
        eprintln!("not looked at: this is no work tree of git");
        return;
    };
    let tracked = String::from_utf8_lossy(&tracked.stdout).into_owned();
    let top: BTreeSet<&str> = tracked
        .split('\0')
        .filter_map(|path| path.split('/').next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(top.contains("Cargo.toml"), "git ls-files: {top:?}");
    let foreign = top
        .into_iter()
        .filter(|name| !ALLOWED.contains(name))
        .map(str::to_owned);
    none("foreign entries in the top folder", &foreign.collect::<Vec<_>>());
}

#[test]
fn workflows_run_only_what_was_reviewed() {
    let mut faults = Vec::new();
    for path in files(".github")
        .iter()
        .filter(|path| path.ends_with(".yml") || path.ends_with(".yaml"))
    {
        let text = read(path);
        if !text.contains("\npermissions:") {
            faults.push(format!("{path}: no `permissions:`"));
        }
        let mut script = None;
        for (i, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            if script.is_some_and(|above| !line.trim().is_empty() && indent <= above) {
                script = None;
            }
            let key = line.trim_start().trim_start_matches("- ");
            if key.starts_with("run:") {
                script = Some(indent);
            }
            if script.is_some() && line.contains("${{") {
                faults.push(format!("{path}:{}: an expression in a script", i + 1));
            }
            if key.contains("pull_request_target") {
                faults.push(format!("{path}:{}: pull_request_target", i + 1));
            }
            if let Some(action) = key.strip_prefix("uses:") {
                let action = action.split('#').next().unwrap_or_default().trim();
                let commit = action.split_once('@').map_or("", |(_, commit)| commit);
                let pinned = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
                if !pinned && !action.starts_with("./") {
                    faults.push(format!("{path}:{}: `{action}` is not pinned to a commit", i + 1));
                }
            }
        }
    }
    none("workflows", &faults);
}
