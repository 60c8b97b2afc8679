//! The workflows that `okr init` writes and our own: their form, what they may do, and their scripts, run as they stand.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::repo::Repo;

/// What this version calls itself in a workflow.
const OURS: &str = concat!("okrbook/okrbook@v", env!("CARGO_PKG_VERSION"));

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A repository as `okr init` makes it, with a history, in a folder below the top.
struct Begun {
    repo: Repo,
}

impl Begun {
    fn on(forge: &str) -> Begun {
        let repo = Repo::clean();
        repo.git(&["init", "-q", "-b", "main"]);
        repo.okr(&format!("init --forge {forge}")).exits(0);
        repo.git(&["add", "-A"]);
        repo.git(&["commit", "-q", "-m", "first"]);
        Begun { repo }
    }

    /// A pull request that moves a target and misspells a key, merged as a forge does to check it.
    fn with_a_pull_request(self) -> Begun {
        self.repo.git(&["checkout", "-q", "-b", "change"]);
        let repo = self
            .repo
            .edit("grow.md", "    target: 200\n", "    target: 150\n")
            .edit("calm.md", "owner: dora\nkey", "owner: dora\npriority: 1\nkey");
        repo.git(&["commit", "-q", "-a", "-m", "change"]);
        repo.git(&["checkout", "-q", "main"]);
        repo.git(&["merge", "-q", "--no-ff", "-m", "merge", "change"]);
        Begun { repo }
    }

    fn workflow(&self, name: &str) -> Value {
        yaml(&self.repo.at(format!(".github/workflows/{name}.yml")))
    }
}

/// The steps of a job that run a script, by name.
fn scripts(job: &Value) -> BTreeMap<String, String> {
    let steps = job["steps"].as_array().unwrap().iter();
    steps
        .filter_map(|step| {
            let script = step["run"].as_str()?;
            Some((step["name"].as_str().unwrap_or("").to_owned(), script.to_owned()))
        })
        .collect()
}

/// A machine of a forge: folders of its own, and programs that stand in for those it has.
struct Runner {
    dir: tempfile::TempDir,
    env: BTreeMap<String, String>,
}

impl Runner {
    fn new() -> Runner {
        let dir = tempfile::tempdir().unwrap();
        let runner = Runner {
            dir,
            env: BTreeMap::new(),
        };
        for folder in ["temp", "bin", "home"] {
            fs::create_dir(runner.at(folder)).unwrap();
        }
        fs::write(runner.at("summary.md"), "").unwrap();
        fs::write(runner.at("path"), "").unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_okr"), runner.at("bin/okr")).unwrap();
        let path = format!("{}:/usr/bin:/bin", runner.at("bin").display());
        runner
            .with("PATH", &path)
            .with("HOME", "/nonexistent")
            .with("SOURCE_DATE_EPOCH", "1789000000")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn with(mut self, name: &str, value: &str) -> Runner {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// With what GitHub sets.
    fn of_github(self) -> Runner {
        let at = |path: &str| self.at(path).display().to_string();
        let set = [
            ("RUNNER_TEMP", at("temp")),
            ("GITHUB_STEP_SUMMARY", at("summary.md")),
            ("GITHUB_PATH", at("path")),
            ("RUNNER_OS", "Linux".to_owned()),
            ("RUNNER_ARCH", "X64".to_owned()),
        ];
        set.iter()
            .fold(self, |runner, (name, value)| runner.with(name, value))
    }

    /// A program that stands in for another one.
    fn with_program(self, name: &str, script: &str) -> Runner {
        let path = self.at("bin").join(name);
        fs::write(&path, format!("#!/bin/bash\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// Runs a script as GitHub runs `run:` with `shell: bash`.
    fn run(&self, folder: &Path, script: &str) -> Output {
        let file = self.at("script.sh");
        fs::write(&file, script).unwrap();
        let mut bash = Command::new("/bin/bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(file);
        bash.current_dir(folder).env_clear().envs(&self.env);
        bash.output().unwrap()
    }
}

fn text(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&all).into_owned()
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", text(output));
}

/// Runs the tests of a script in Node.js. Where there is none, that is said.
fn in_node(arguments: &[&Path]) {
    let node = Command::new("node").args(arguments).output();
    let Ok(node) = node else {
        eprintln!("not looked at: there is no node on this machine");
        return;
    };
    assert!(node.status.success(), "{}", text(&node));
    assert!(text(&node).contains(" 0 failed"), "{}", text(&node));
}

/// The script of a job, in a file.
fn script_of(job: &Value, into: &Path) -> PathBuf {
    let steps = job["steps"].as_array().unwrap();
    let script = steps.iter().find_map(|step| step["with"]["script"].as_str());
    fs::write(into, script.unwrap()).unwrap();
    into.to_owned()
}

#[track_caller]
fn fits(schema: &str, path: &Path) {
    let schema = here().join("tests/schemas").join(schema);
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let value = yaml(path);
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
}

fn workflows(of: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(of.join(".github/workflows")).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_workflow_has_the_published_form() {
    let github = Begun::on("github");
    for root in [here(), &github.repo.root()] {
        let files = workflows(root);
        assert!(files.len() >= 2);
        files.iter().for_each(|file| fits("github-workflows.json", file));
    }
    fits("github-actions.json", &here().join("action.yml"));
    fits(
        "github-actions.json",
        &github.repo.at(".github/actions/okr/action.yml"),
    );
    let gitlab = Begun::on("gitlab");
    fits("gitlab-ci.json", &gitlab.repo.at(".gitlab/okr.yml"));
    fits("gitlab-ci.json", &gitlab.repo.at(".gitlab-ci.yml"));
}

/// Every value below one, with the keys that lead there.
fn each<'a>(value: &'a Value, key: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(key, value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, key, visit)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| each(value, key, visit)),
        _ => {}
    }
}

#[test]
fn workflows_run_what_was_reviewed_with_the_rights_they_need() {
    let begun = Begun::on("github");
    let mut uses = 0;
    for file in workflows(&begun.repo.root()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let workflow = yaml(&file);
        let mut faults = Vec::new();
        each(&workflow, "", &mut |key, value| match (key, value.as_str()) {
            ("run" | "script", Some(text)) if text.contains("${{") => {
                faults.push("an expression in a script".to_owned());
            }
            ("uses", Some(action)) => {
                uses += 1;
                let commit = action.split_once('@').map_or("", |(_, commit)| commit);
                let is_pinned = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
                if !is_pinned && action != "./.github/actions/okr" {
                    faults.push(format!("{action} is not pinned"));
                }
            }
            _ => {}
        });
        for step in workflow["jobs"].as_object().unwrap().values() {
            for step in step["steps"].as_array().unwrap() {
                let checks_out = step["uses"]
                    .as_str()
                    .is_some_and(|it| it.starts_with("actions/checkout@"));
                if checks_out && step["with"]["persist-credentials"] != false {
                    faults.push("a checkout that leaves its token behind".to_owned());
                }
            }
        }
        assert!(faults.is_empty(), "{name}: {faults:?}");
        assert!(
            !fs::read_to_string(&file).unwrap().contains("pull_request_target"),
            "{name}"
        );
    }
    assert!(uses > 10);

    let check = begun.workflow("okr-check");
    assert_eq!(check["on"], serde_json::json!({ "pull_request": null }));
    assert_eq!(check["permissions"], serde_json::json!({ "contents": "read" }));
    assert!(
        check["jobs"]["check"].get("permissions").is_none(),
        "as at the top"
    );

    let comment = begun.workflow("okr-comment");
    assert_eq!(comment["on"]["workflow_run"]["workflows"][0], check["name"]);
    assert_eq!(comment["permissions"], serde_json::json!({}));
    let job = &comment["jobs"]["comment"];
    assert_eq!(
        job["permissions"],
        serde_json::json!({ "actions": "read", "pull-requests": "write" })
    );
    let steps = job["steps"].as_array().unwrap();
    assert_eq!(
        steps.len(),
        1,
        "nothing of the pull request is checked out or run"
    );

    let site = begun.workflow("okr-site");
    assert!(site["on"]["schedule"][0]["cron"].is_string());
    assert_eq!(
        site["jobs"]["deploy"]["permissions"],
        serde_json::json!({ "pages": "write", "id-token": "write" })
    );
}

#[test]
fn the_version_stands_in_one_place() {
    let begun = Begun::on("github");
    let mut places = Vec::new();
    for path in crate::tree::below(&begun.repo.at(".github")).into_keys() {
        let text = fs::read_to_string(begun.repo.at(".github").join(&path)).unwrap();
        if text.contains("okrbook/") {
            places.push(path.to_string_lossy().into_owned());
            assert_eq!(text.matches(OURS).count(), 1, "{text}");
        }
    }
    assert_eq!(places, ["actions/okr/action.yml"]);
    let begun = Begun::on("gitlab");
    let text = fs::read_to_string(begun.repo.at(".gitlab/okr.yml")).unwrap();
    assert_eq!(text.matches("okrbook/").count(), 1);
    assert_eq!(
        text.matches(concat!("OKR_VERSION: \"", env!("CARGO_PKG_VERSION"), "\"\n"))
            .count(),
        1
    );
}

#[test]
fn a_pull_request_is_checked_summarised_and_built() {
    let begun = Begun::on("github").with_a_pull_request();
    let root = begun.repo.root();
    let workflow = begun.workflow("okr-check");
    let scripts = scripts(&workflow["jobs"]["check"]);
    let runner = Runner::new()
        .of_github()
        .with("OKR_DIR", workflow["env"]["OKR_DIR"].as_str().unwrap())
        .with("GITHUB_EVENT_NAME", "pull_request");

    let check = runner.run(&root, &scripts["Check what the pull request changes"]);
    ends(&check, 1);
    let out = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(
        out.starts_with("::error file=objectives/calm.md,line=6,"),
        "{out}"
    );

    ends(&runner.run(&root, &scripts["Say what moves"]), 0);
    let difference = fs::read_to_string(runner.at("temp/okr-diff/diff.md")).unwrap();
    assert!(difference.starts_with("<!-- okr-diff -->\n"), "{difference}");
    assert!(difference.contains("`150`"), "{difference}");
    let summary = fs::read_to_string(runner.at("summary.md")).unwrap();
    assert!(
        summary.starts_with("### okr check\n") && summary.ends_with(&difference),
        "{summary}"
    );

    ends(&runner.run(&root, &scripts["Build the site"]), 1);
    assert!(
        runner.at("temp/okr-site/index.html").exists(),
        "without what is broken"
    );

    let kept = workflow["jobs"]["check"]["steps"].as_array().unwrap().iter();
    let kept: Vec<&str> = kept.filter_map(|step| step["with"]["path"].as_str()).collect();
    assert_eq!(
        kept,
        [
            "${{ runner.temp }}/okr-diff/diff.md",
            "${{ runner.temp }}/okr-site"
        ]
    );
}

#[test]
fn the_comment_is_written_only_where_and_how_it_should_be() {
    let begun = Begun::on("github").with_a_pull_request();
    let dir = tempfile::tempdir().unwrap();
    let comment = begun.workflow("okr-comment");
    let script = script_of(&comment["jobs"]["comment"], &dir.path().join("comment.js"));
    let hostile = Begun::on("github");
    let title = "``` @everyone closes #1 | <img src=x> \\\\| [x](https://evil.example) <!-- okr-diff -->";
    let repo = hostile.repo.edit(
        "grow.md",
        "title: Make people bring their friends",
        &format!("title: \"{title}\""),
    );
    let mut files = Vec::new();
    for (i, (repo, base)) in [(&begun.repo, "HEAD^1"), (&begun.repo, "HEAD"), (&repo, "HEAD")]
        .iter()
        .enumerate()
    {
        let run = repo.okr(&format!("diff --format markdown {base}")).exits(0);
        let file = dir.path().join(format!("{i}.md"));
        fs::write(&file, run.out()).unwrap();
        files.push(file);
    }
    let mut arguments = vec![here().join("tests/workflows/comment.mjs"), script];
    arguments.extend(files);
    let arguments: Vec<&Path> = arguments.iter().map(PathBuf::as_path).collect();
    in_node(&arguments);
}

#[test]
fn the_reminder_is_one_issue_a_week() {
    let begun = Begun::on("github");
    let dir = tempfile::tempdir().unwrap();
    let reminder = begun.workflow("okr-reminder");
    let script = script_of(&reminder["jobs"]["remind"], &dir.path().join("reminder.js"));
    let due = dir.path().join("due.json");
    let weekly = Repo::clean().with("okr.yaml", "title: Acme\ncadence: weekly\n");
    fs::write(&due, weekly.okr("due --format json").exits(0).out()).unwrap();
    in_node(&[&here().join("tests/workflows/reminder.mjs"), &script, &due]);
}

/// What a page links to, and what it loads.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in [" href=\"", " src=\""] {
        for part in html.split(attribute).skip(1) {
            let link = part.split('"').next().unwrap_or_default();
            found.push(link.replace("&amp;", "&"));
        }
    }
    found
}

#[test]
fn the_site_is_built_and_every_link_works_under_a_path() {
    let begun = Begun::on("github");
    let root = begun.repo.root();
    let workflow = begun.workflow("okr-site");
    let runner = Runner::new()
        .of_github()
        .with("OKR_DIR", ".")
        .with("URL", "https://acme.github.io/okrs");
    let scripts = scripts(&workflow["jobs"]["build"]);
    ends(&runner.run(&root, &scripts["Build the site"]), 0);

    // As a host serves it: the site in a folder of something larger.
    let host = runner.at("host");
    let site = host.join("okrs");
    fs::create_dir_all(&host).unwrap();
    fs::rename(runner.at("temp/okr-site"), &site).unwrap();
    let mut seen = 0;
    for path in crate::tree::below(&site).into_keys() {
        if path.extension().is_none_or(|it| it != "html") {
            continue;
        }
        let html = fs::read_to_string(site.join(&path)).unwrap();
        let folder = site.join(&path).parent().unwrap().to_owned();
        for link in links(&html) {
            let target = link.split(['#', '?']).next().unwrap_or_default();
            let file = match target.strip_prefix("https://acme.github.io/") {
                Some(rest) => host.join(rest),
                None if target.starts_with("https://") || target.starts_with("mailto:") => continue,
                None if target.starts_with('/') => host.join(target.trim_start_matches('/')),
                None if target.is_empty() => site.join(&path),
                None => folder.join(target),
            };
            let file = if file.is_dir() {
                file.join("index.html")
            } else {
                file
            };
            seen += 1;
            assert!(file.exists(), "{}: {link}", path.display());
            assert!(
                file.canonicalize()
                    .unwrap()
                    .starts_with(site.canonicalize().unwrap()),
                "{}: {link} leads out of the site",
                path.display()
            );
        }
    }
    assert!(seen > 200, "{seen} links");
}

/// A small program that is this one, as a binary would be.
fn put_program(at: &Path) {
    let script = format!("#!/bin/bash\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_okr"));
    fs::write(at, script).unwrap();
    fs::set_permissions(at, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A release in a folder, and a `curl` that finds it there.
fn released(runner: Runner, version: &str, target: &str) -> Runner {
    let name = format!("okrbook-{version}-{target}");
    let release = runner.at("release");
    fs::create_dir_all(release.join(&name)).unwrap();
    put_program(&release.join(&name).join("okr"));
    let made = Command::new("/bin/bash")
        .args([
            "-ec",
            "tar -czf $0.tar.gz $0 && sha256sum $0.tar.gz > SHA256SUMS",
            &name,
        ])
        .current_dir(&release)
        .status();
    assert!(made.unwrap().success());
    with_curl(runner)
}

/// A `curl` that takes files from the folder `release`, and knows only the address of this version.
fn with_curl(runner: Runner) -> Runner {
    let script = format!(
        r#"
while [ $# -gt 0 ]; do
  case "$1" in --output) out=$2; shift ;; https://*) url=$1 ;; esac
  shift
done
base="{}/releases/download/v{}/"
case "$url" in "$base"*) cp "{}/${{url#"$base"}}" "$out" 2> /dev/null || exit 22 ;; *) exit 6 ;; esac
"#,
        env!("CARGO_PKG_REPOSITORY"),
        env!("CARGO_PKG_VERSION"),
        runner.at("release").display()
    );
    runner.with_program("curl", &script)
}

fn action_script() -> String {
    let action = yaml(&here().join("action.yml"));
    action["runs"]["steps"][0]["run"].as_str().unwrap().to_owned()
}

fn action(build: &str) -> Runner {
    Runner::new()
        .of_github()
        .with("OKR_BUILD", build)
        .with("OKR_SOURCE", here().to_str().unwrap())
        .with_program(
            "cargo",
            "echo \"cargo $*\"; while [ $# -gt 0 ]; do [ \"$1\" = --root ] && root=$2; shift; done; mkdir -p \"$root/bin\"; printf '#!/bin/bash\\necho built\\n' > \"$root/bin/okr\"; chmod +x \"$root/bin/okr\"",
        )
}

#[test]
fn the_action_installs_the_released_binary_when_its_checksum_is_right() {
    let version = env!("CARGO_PKG_VERSION");
    let runner = released(action("auto"), version, "x86_64-unknown-linux-gnu");
    let output = runner.run(&runner.at("home"), &action_script());
    ends(&output, 0);
    assert!(
        text(&output).contains(&format!("okr {version}\n")),
        "{}",
        text(&output)
    );
    let path = fs::read_to_string(runner.at("path")).unwrap();
    assert!(Path::new(path.trim()).join("okr").exists(), "{path}");

    for (file, bytes) in [
        (
            "SHA256SUMS",
            "0".repeat(64) + &format!("  okrbook-{version}-x86_64-unknown-linux-gnu.tar.gz\n"),
        ),
        ("SHA256SUMS", String::new()),
    ] {
        let runner = released(action("auto"), version, "x86_64-unknown-linux-gnu");
        fs::write(runner.at("release").join(file), bytes).unwrap();
        let output = runner.run(&runner.at("home"), &action_script());
        ends(&output, 1);
        assert!(text(&output).contains("is not the one that was released"));
        assert_eq!(fs::read_to_string(runner.at("path")).unwrap(), "");
    }
}

#[test]
fn the_action_builds_where_nothing_is_released_or_when_it_is_told_to() {
    let runs = |runner: &Runner| runner.run(&runner.at("home"), &action_script());
    let runner = with_curl(action("auto"));
    let output = runs(&runner);
    ends(&output, 0);
    assert!(
        text(&output).contains("cargo install --quiet --locked --path"),
        "{}",
        text(&output)
    );
    assert!(text(&output).ends_with("built\n"), "{}", text(&output));

    let version = env!("CARGO_PKG_VERSION");
    let runner = released(action("always"), version, "x86_64-unknown-linux-gnu");
    assert!(text(&runs(&runner)).ends_with("built\n"));
    let runner = released(action("auto"), version, "x86_64-unknown-linux-gnu").with("RUNNER_ARCH", "RISCV64");
    assert!(text(&runs(&runner)).ends_with("built\n"));
    let output = runs(&with_curl(action("never")));
    ends(&output, 1);
    assert!(text(&output).contains("There is no binary"), "{}", text(&output));
    ends(&runs(&with_curl(action("perhaps"))), 1);
}

#[test]
fn a_release_is_what_the_action_installs() {
    let release = yaml(&here().join(".github/workflows/release.yml"));
    let version = env!("CARGO_PKG_VERSION");
    let runner = action("never").with("TAG", &format!("v{version}"));
    let work = runner.at("work");
    let mut programs = vec![
        ("x86_64-unknown-linux-gnu", "okr"),
        ("aarch64-apple-darwin", "okr"),
        ("x86_64-pc-windows-msvc", "okr.exe"),
    ];
    if ["python3", "unzip"]
        .iter()
        .any(|name| !Path::new("/usr/bin").join(name).exists())
    {
        println!(
            "skipped for Windows: the runners of GitHub have python3 and unzip, and this machine has not"
        );
        programs.truncate(2);
    }
    for (target, program) in &programs {
        let part = work.join(format!("parts/binary-{target}"));
        fs::create_dir_all(&part).unwrap();
        put_program(&part.join(program));
    }
    for name in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(here().join(name), work.join(name)).unwrap();
    }

    // The steps of the first job, with the program of this test in the place of the one they build.
    let notes = scripts(&release["jobs"]["notes"]);
    fs::copy(here().join("Cargo.toml"), work.join("Cargo.toml")).unwrap();
    let changelog = format!("# Changelog\n\n## [{version}]\n\n- It begins.\n\n## [0.0.9]\n\n- Older.\n");
    fs::write(work.join("CHANGELOG.md"), changelog).unwrap();
    ends(
        &runner.run(
            &work,
            &notes["The tag is the version, and the changelog knows it"],
        ),
        0,
    );
    assert_eq!(
        fs::read_to_string(work.join("extras/notes.md")).unwrap(),
        "\n- It begins.\n\n"
    );
    fs::create_dir_all(work.join("target/debug")).unwrap();
    put_program(&work.join("target/debug/okr"));
    let runner = runner.with_program("rustup", "").with_program("cargo", "");
    ends(&runner.run(&work, &notes["Completions and manual pages"]), 0);
    let commands = fs::read_dir(work.join("extras/man")).unwrap().count();
    assert!(commands > 6, "{commands} manual pages");
    fs::rename(work.join("extras"), work.join("parts/extras")).unwrap();

    let jobs = scripts(&release["jobs"]["release"]);
    ends(&runner.run(&work, &jobs["Archives and checksums"]), 0);
    fs::rename(work.join("release"), runner.at("release")).unwrap();
    assert_eq!(
        fs::read_dir(runner.at("release")).unwrap().count(),
        programs.len() + 1
    );
    let mut runner = with_curl(runner);
    let systems = ["Linux", "macOS", "Windows"];
    for (system, (_, program)) in systems
        .into_iter()
        .zip(&programs)
        .filter(|(system, _)| *system != "macOS")
    {
        runner = runner.with("RUNNER_OS", system);
        fs::write(runner.at("path"), "").unwrap();
        let output = runner.run(&runner.at("home"), &action_script());
        ends(&output, 0);
        assert!(
            text(&output).ends_with(&format!("okr {version}\n")),
            "{}",
            text(&output)
        );
        let path = fs::read_to_string(runner.at("path")).unwrap();
        assert!(Path::new(path.trim()).join(program).exists(), "{path}");
    }
    if programs.len() == 3 {
        let zip = runner.at(&format!("release/okrbook-{version}-x86_64-pc-windows-msvc.zip"));
        fs::write(&zip, [fs::read(&zip).unwrap(), b"x".to_vec()].concat()).unwrap();
        let output = runner.run(&runner.at("home"), &action_script());
        ends(&output, 1);
        assert!(text(&output).contains("is not the one that was released"));
    }
    let cargo = fs::read_to_string(here().join("Cargo.toml")).unwrap();
    // A key of a section, up to the next section.
    let set = |section: &str, key: &str| {
        let (_, section) = cargo.split_once(&format!("\n[package.metadata.binstall{section}]\n"))?;
        let section = section.split("\n[").next()?;
        let line = section
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))?;
        Some(line.trim_matches('"').to_owned())
    };
    for (target, found) in [
        ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"),
        ("x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"),
        ("aarch64-unknown-linux-musl", "aarch64-unknown-linux-gnu"),
        ("aarch64-apple-darwin", "aarch64-apple-darwin"),
    ] {
        let value = |key: &str| {
            let of_target = set(&format!(".overrides.{target}"), key);
            let value = of_target.or_else(|| set("", key)).unwrap();
            value
                .replace("{ target }", target)
                .replace("{ version }", version)
        };
        assert_eq!(
            value("pkg-url"),
            format!("{{ repo }}/releases/download/v{version}/okrbook-{version}-{found}.tar.gz")
        );
        assert_eq!(
            value("bin-dir"),
            format!("okrbook-{version}-{found}/{{ bin }}{{ binary-ext }}")
        );
    }
    let name = format!("okrbook-{version}-x86_64-unknown-linux-gnu");
    let list = Command::new("tar")
        .arg("-tzf")
        .arg(runner.at("release").join(format!("{name}.tar.gz")))
        .output()
        .unwrap();
    let list = text(&list);
    for file in [
        "okr",
        "completions/okr.bash",
        "man/okr.1",
        "man/okr-check.1",
        "LICENSE-MIT",
    ] {
        assert!(
            list.lines().any(|line| line == format!("{name}/{file}")),
            "{file}: {list}"
        );
    }

    for (tag, changelog, why) in [
        ("v9.9.9", "## [9.9.9]\n\n- x\n", "the version in Cargo.toml"),
        (
            &*format!("v{version}"),
            "## [Unreleased]\n\n- x\n",
            "says nothing of",
        ),
    ] {
        let runner = Runner::new().with("TAG", tag);
        fs::write(work.join("CHANGELOG.md"), changelog).unwrap();
        let output = runner.run(
            &work,
            &notes["The tag is the version, and the changelog knows it"],
        );
        ends(&output, 1);
        assert!(text(&output).contains(why), "{}", text(&output));
    }
}

#[test]
fn a_program_for_linux_is_laid_out_by_what_it_does() {
    let made = |target: &str, exe: &str| {
        let cargo = format!(
            r#"RUSTFLAGS=${{CARGO_ENCODED_RUSTFLAGS//$'\x1f'/ }}
echo "cargo $* [$RUSTFLAGS]"
case "$RUSTFLAGS" in *profile-generate=*) touch "${{RUSTFLAGS##*=}}/1.profraw" ;; esac
mkdir -p target/{target}/dist; echo "made with $RUSTFLAGS" > target/{target}/dist/okr{exe}"#
        );
        let runner = Runner::new();
        let runner = runner
            .with_program("cargo", &cargo)
            .with_program("rustup", "echo \"rustup $*\"");
        // Blanks in the name are what a flag must bear.
        let temp = runner.at("a temp").display().to_string();
        fs::create_dir(&temp).unwrap();
        let sysroot = runner.at("home").display().to_string();
        let rustc = format!("case $1 in -vV) echo 'host: here' ;; *) echo {sysroot} ;; esac");
        let runner = runner.with("TMPDIR", &temp).with_program("rustc", &rustc);
        let work = runner.at("work");
        for folder in ["work/.github", "work/benches", "home/lib/rustlib/here/bin"] {
            fs::create_dir_all(runner.at(folder)).unwrap();
        }
        fs::copy(
            here().join(".github/build-release"),
            work.join(".github/build-release"),
        )
        .unwrap();
        for (path, script) in [
            ("work/benches/compare", "echo \"compare $*\""),
            (
                "home/lib/rustlib/here/bin/llvm-profdata",
                "echo \"merge of ${@: -1}\"; [ -e \"${@: -1}\" ]",
            ),
        ] {
            fs::write(runner.at(path), format!("#!/bin/bash\n{script}\n")).unwrap();
            fs::set_permissions(runner.at(path), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let output = runner.run(&work, &format!(".github/build-release {target} binary/okr"));
        ends(&output, 0);
        assert_eq!(
            fs::read_dir(&temp).unwrap().count(),
            0,
            "the counts are left behind"
        );
        let program = fs::read_to_string(work.join(format!("binary/okr{exe}"))).unwrap();
        // The folder of the counts has another name each time.
        let counts = format!("{temp}/tmp.");
        text(&output)
            .lines()
            .chain([program.trim()])
            .map(|line| match line.split_once(&counts) {
                Some((before, behind)) => {
                    let name = behind.find(['/', ']']).map_or("", |end| &behind[end..]);
                    format!("{before}COUNTS{name}")
                }
                None => line.to_owned(),
            })
            .collect::<Vec<_>>()
    };
    let build = |target: &str, flags: &str| {
        format!("cargo build --locked --profile dist --target {target} [{flags}]")
    };
    let target = "x86_64-unknown-linux-gnu";
    let crt = "-C target-feature=+crt-static";
    assert_eq!(
        made(target, ""),
        [
            "rustup component add llvm-tools".to_owned(),
            build(target, &format!("{crt} -C profile-generate=COUNTS")),
            format!("compare 1000 --alone --rounds 1 --saves 3 --okr target/{target}/dist/okr"),
            "merge of COUNTS/1.profraw".to_owned(),
            build(target, &format!("{crt} -C profile-use=COUNTS/all")),
            format!("made with {crt} -C profile-use=COUNTS/all"),
        ]
    );
    let target = "x86_64-pc-windows-msvc";
    assert_eq!(
        made(target, ".exe"),
        [build(target, crt), format!("made with {crt}")]
    );
    let target = "aarch64-apple-darwin";
    assert_eq!(made(target, ""), [build(target, ""), "made with".to_owned()]);

    let usage = Runner::new().run(here(), ".github/build-release");
    ends(&usage, 2);
    assert_eq!(
        text(&usage),
        "Makes the program of a release: .github/build-release TARGET FILE\n"
    );
}

/// The lines of `before_script` and `script`, as GitLab runs them: in one shell.
fn of_gitlab(pipeline: &Value, job: &str) -> String {
    let lines = |value: &Value| -> Vec<String> {
        let lines = value.as_array().into_iter().flatten();
        lines.map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    let mut script = lines(&pipeline[".okr"]["before_script"]);
    script.extend(lines(&pipeline[job]["script"]));
    script.join("\n")
}

#[test]
fn the_jobs_of_gitlab_do_what_they_say() {
    let begun = Begun::on("gitlab").with_a_pull_request();
    let root = begun.repo.root();
    let pipeline = yaml(&begun.repo.at(".gitlab/okr.yml"));
    let base = Command::new("git")
        .args(["rev-parse", "HEAD^1"])
        .current_dir(&root)
        .output()
        .unwrap();
    let machine = String::from_utf8(Command::new("uname").arg("-m").output().unwrap().stdout).unwrap();
    let target = format!("{}-unknown-linux-gnu", machine.trim());
    let runner = || {
        let set = pipeline["variables"].as_object().unwrap();
        let runner = set.iter().fold(Runner::new(), |runner, (name, value)| {
            runner.with(name, value.as_str().unwrap())
        });
        let runner = runner
            .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", text(&base).trim())
            .with("CI_PROJECT_DIR", root.to_str().unwrap())
            .with("CI_PAGES_URL", "https://acme.gitlab.io/okrs");
        released(runner, env!("CARGO_PKG_VERSION"), &target)
    };

    let check = runner().run(&root, &of_gitlab(&pipeline, "okr-check"));
    ends(&check, 1);
    assert!(
        text(&check).contains("objectives/calm.md:6:1: error[unknown-key]"),
        "{}",
        text(&check)
    );
    let report = fs::read(root.join("okr-code-quality.json")).unwrap();
    let report: Vec<Value> = serde_json::from_slice(&report).unwrap();
    assert_eq!(report[0]["location"]["path"], "objectives/calm.md");

    let difference = runner().run(&root, &of_gitlab(&pipeline, "okr-diff"));
    ends(&difference, 1);
    assert!(
        fs::read_to_string(root.join("okr-diff.txt"))
            .unwrap()
            .contains("150")
    );
    assert!(root.join("okr-site/index.html").exists());

    begun.repo.git(&["checkout", "-q", "HEAD^1"]);
    ends(&runner().run(&root, &of_gitlab(&pipeline, "pages")), 0);
    assert!(root.join("public/index.html").exists());

    let broken = runner();
    fs::write(broken.at("release/SHA256SUMS"), "").unwrap();
    assert_ne!(
        broken.run(&root, &of_gitlab(&pipeline, "pages")).status.code(),
        Some(0)
    );

    let name = pipeline["okr-diff"]["artifacts"]["expose_as"].as_str().unwrap();
    assert!(
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || " _-".contains(c)),
        "GitLab takes no other name: {name}"
    );
}
