//! `okr diff` in repositories of git as people have them.

use std::path::Path;
use std::process::Command;

use crate::repo::{Repo, Run};

/// A repository with one commit on `main`, of 2026-09-01.
fn committed() -> Repo {
    let repo = Repo::clean();
    git(&repo.root(), &["init", "-q", "-b", "main"]);
    commit(&repo, "2026-09-01");
    repo
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    git_on(folder, "2026-09-01", arguments)
}

fn git_on(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("/usr/bin/git");
    command
        .env_clear()
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(folder)
        .args(arguments);
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Ana")
            .env(format!("GIT_{who}_EMAIL"), "ana@example.com")
            .env(format!("GIT_{who}_DATE"), format!("{day}T12:00:00Z"));
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Commits everything; gives the commit.
fn commit(repo: &Repo, day: &str) -> String {
    git(&repo.root(), &["add", "-A"]);
    git_on(&repo.root(), day, &["commit", "-q", "--allow-empty", "-m", "x"]);
    git(&repo.root(), &["rev-parse", "HEAD"])
}

fn json(run: &Run) -> serde_json::Value {
    serde_json::from_str(&run.out()).expect("JSON on standard output")
}

/// `kind objective#key-result` of each change.
fn kinds(run: &Run) -> Vec<String> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    json(run)["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| {
            let key_result = text(&change["key_result"]).map_or(String::new(), |id| format!("#{id}"));
            format!(
                "{} {}{key_result}",
                text(&change["kind"]).unwrap(),
                text(&change["objective"]).unwrap()
            )
        })
        .collect()
}

#[test]
fn the_work_tree_is_compared_with_a_revision() {
    let repo = committed().edit("grow.md", "- signups: 140", "- signups: 160");
    repo.okr("diff HEAD")
        .prints("1 objective moved.")
        .prints("value 140 → 160, score 0.63 → 0.75 ▲ 0.13")
        .says_nothing()
        .exits(0);
    repo.okr("diff HEAD --exit-code").prints("moved").exits(1);
    let repo = repo.edit("grow.md", "- signups: 160", "- signups: 140");
    repo.okr("diff HEAD --exit-code")
        .prints("No objective moved.")
        .says_nothing()
        .exits(0);
}

#[test]
fn without_a_revision_it_is_where_the_default_branch_was_left() {
    let repo = committed();
    let root = repo.root();
    let base = git(&root, &["rev-parse", "HEAD"]);
    git(&root, &["switch", "-q", "-c", "more"]);
    let repo = repo.edit("grow.md", "target: 200", "target: 180");
    commit(&repo, "2026-09-02");
    git(&root, &["switch", "-q", "main"]);
    let repo = repo.edit("calm.md", "target: 4\n    unit: h", "target: 5\n    unit: h");
    commit(&repo, "2026-09-03");
    git(&root, &["switch", "-q", "more"]);
    let repo = repo.edit("grow.md", "owner: bo", "owner: cy");

    let run = repo.okr("diff --format json").says_nothing().exits(0);
    assert_eq!(
        (&json(&run)["base"], &json(&run)["head"]),
        (&base.into(), &serde_json::Value::Null)
    );
    assert_eq!(
        kinds(&run),
        [
            "score grow",
            "score grow#signups",
            "target grow#signups",
            "owner grow#rating"
        ]
    );
    let both = kinds(&repo.okr("diff main..more --format json"));
    assert_eq!(
        both,
        [
            "score calm",
            "score calm#reply",
            "target calm#reply",
            "score grow",
            "score grow#signups",
            "target grow#signups"
        ]
    );
    let parted = kinds(&repo.okr("diff main...more --format json"));
    assert_eq!(
        parted,
        ["score grow", "score grow#signups", "target grow#signups"]
    );
    assert_eq!(kinds(&repo.okr("diff main... --format json")), parted);
    assert_eq!(kinds(&repo.okr("diff main.. --format json")), both);
    git(&root, &["branch", "-q", "-m", "main", "trunk"]);
    repo.okr("diff")
        .prints_nothing()
        .says("there is no default branch")
        .exits(2);
    git(&root, &["update-ref", "refs/remotes/origin/master", "trunk"]);
    assert_eq!(kinds(&repo.okr("diff --format json")), kinds(&run));
}

#[test]
fn what_is_no_revision_is_said_plainly() {
    let repo = committed();
    for (arguments, said) in [
        ("diff mian", "did you mean `main`?"),
        ("diff main..mian", "did you mean `main`?"),
        ("diff mian...", "did you mean `main`?"),
        ("diff -x", "unexpected argument '-x'"),
        ("diff --output=x", "unexpected argument '--output'"),
        (
            "diff -- -x",
            "there is no revision `-x`: a revision does not begin with `-`",
        ),
        ("diff main..--output=x", "a revision does not begin with `-`"),
        ("diff -- --output=x..main", "a revision does not begin with `-`"),
        ("diff main another", "`okr diff main..another`"),
        ("diff main another third", "unexpected argument 'third'"),
        (
            "diff main:okr.yaml",
            "there is no revision `main:okr.yaml`: it is a blob, not a commit",
        ),
        ("diff main:objectives", "it is a tree, not a commit"),
        ("diff main...main..main", "it is a range; name one revision"),
        ("diff HEAD~9", "there is no revision `HEAD~9`"),
    ] {
        repo.okr(arguments).prints_nothing().says(said).exits(2);
    }
    assert!(!repo.at("x").exists());
}

#[test]
fn without_git_or_a_commit_there_is_nothing_to_compare() {
    let repo = Repo::clean();
    repo.okr("diff")
        .prints_nothing()
        .says("is in no git repository")
        .exits(2);
    git(&repo.root(), &["init", "-q", "-b", "main"]);
    for arguments in ["diff", "diff HEAD", "diff HEAD..HEAD"] {
        repo.okr(arguments)
            .prints_nothing()
            .says("there is no commit yet")
            .exits(2);
    }
    commit(&repo, "2026-09-01");
    git(&repo.root(), &["switch", "-q", "--orphan", "other"]);
    git(&repo.root(), &["checkout", "-q", "main", "--", "."]);
    commit(&repo, "2026-09-02");
    repo.okr("diff main...other")
        .prints_nothing()
        .says("have no commit in common")
        .exits(2);
    repo.okr("diff main..other")
        .prints("No objective moved.")
        .exits(0);
}

#[test]
fn both_sides_are_told_as_of_the_day_of_the_head() {
    let repo = committed();
    let repo = repo.edit(
        "grow.md",
        "## 2026-08-31",
        "## 2026-09-20 (off track) Down\n\n- signups: 60\n\n## 2026-08-31",
    );
    commit(&repo, "2026-09-21");
    let repo = repo.edit(
        "grow.md",
        "## 2026-09-20",
        "## 2026-11-10 (done) Late\n\n- signups: 200\n\n## 2026-09-20",
    );
    commit(&repo, "2026-11-12");
    let run = |arguments: &str| {
        let mut command = repo.command([] as [&str; 0]);
        let program = command.get_program().to_owned();
        command = Command::new(program);
        command.env_clear().current_dir(repo.root());
        Run::of({
            command.args(arguments.split_whitespace());
            command
        })
    };
    run("diff HEAD~2..HEAD~1")
        .prints("as of 21 September 2026.")
        .prints("on track → off track")
        .exits(0);
    // The calendar alone moves nothing: not on a later day either, when the period is over.
    run("diff HEAD~1..HEAD~1").prints("No objective moved.").exits(0);
    run("diff HEAD~2..HEAD~1 --today 2026-09-10")
        .prints("new check-in of 20 September 2026")
        .exits(0);
    run("diff HEAD~1..HEAD")
        .prints("as of 12 November 2026.")
        .prints("value 60 → 200")
        .exits(0);
}

#[test]
fn what_cannot_be_read_at_the_base_is_neither_new_nor_moves_the_means() {
    let repo = committed().edit("grow.md", "target: 200", "target: many");
    commit(&repo, "2026-09-02");
    let repo =
        repo.edit("grow.md", "target: many", "target: 200")
            .edit("calm.md", "- reply: 5.5 h", "- reply: 5 h");
    let run = repo.okr("diff HEAD --format json");
    assert_eq!(
        kinds(&run),
        [
            "score calm",
            "score calm#reply",
            "value calm#reply",
            "check-in-edited calm"
        ]
    );
    let teams = json(&run)["teams"].clone();
    assert_eq!(teams.as_array().map(Vec::len), Some(1), "{teams}");
    run.says("has errors and was read as far as it goes: `objectives/grow.md`")
        .exits(0);
    repo.okr("diff HEAD")
        .prints("Not compared, because there are errors on one side: grow")
        .exits(0);
}

#[test]
fn what_no_build_would_show_counts_in_no_mean_here_either() {
    let repo = committed();
    let broken = repo
        .edit("grow.md", "title: Make people", "title: Make\u{200b} people")
        .edit("grow.md", "- signups: 140", "- signups: 40")
        .edit("calm.md", "- reply: 5.5 h", "- reply: 5 h");
    let run = broken.okr("diff HEAD --format json").exits(0);
    assert_eq!(json(&run)["not_counted"], serde_json::json!(["grow"]));
    let told = kinds(&run);
    assert!(told.contains(&"value calm#reply".to_owned()), "{told:?}");
    assert!(told.contains(&"value grow#signups".to_owned()), "{told:?}");
    let teams = json(&run)["teams"].clone();
    assert_eq!(teams.as_array().map(Vec::len), Some(1), "{teams}");
    run.says("the work tree has errors and was read as far as it goes: `objectives/grow.md`");
    broken
        .okr("diff HEAD")
        .prints("In no mean, because there are errors on one side: grow");
    commit(&broken, "2026-09-02");
    let head = json(&broken.okr("diff HEAD~1..HEAD --format json"));
    let site = json(&broken.okr("export json --at HEAD --today 2026-09-10").exits(1));
    assert_eq!(head["periods"][0]["score"][1], site["periods"][0]["score"]);
    assert_eq!(site["periods"][0]["objectives"], 1);
    let fixed = broken
        .edit("grow.md", "title: Make\u{200b} people", "title: Make people")
        .edit("grow.md", "Those who", "![A chart](chart.png)\n\nThose who");
    fixed.put("objectives/chart.png", "x");
    commit(&fixed, "2026-09-03");
    let run = fixed.okr("diff HEAD --format json").says_nothing().exits(0);
    assert_eq!(json(&run).get("not_counted"), None);
    std::fs::remove_file(fixed.at("objectives/chart.png")).unwrap();
    let run = fixed.okr("diff HEAD --format json").exits(0);
    assert_eq!(json(&run)["not_counted"], serde_json::json!(["grow"]));
}

#[test]
fn a_conflict_left_in_a_file_and_settings_that_are_none_are_said() {
    let repo = committed();
    repo.put("okr.yaml", "title: [\n");
    let repo = repo.edit(
        "calm.md",
        "owner: dora\nkey",
        "<<<<<<< HEAD\nowner: dora\n=======\nowner: eli\n>>>>>>> x\nkey",
    );
    repo.okr("diff HEAD")
        .prints("No objective that can be compared moved.")
        .says("warning: `okr.yaml` of the work tree cannot be read, so its settings are the usual ones")
        .says("warning: the work tree has errors in 2 files and was read as far as it goes: `objectives/calm.md`, `okr.yaml`")
        .exits(0);
}

#[test]
fn a_moved_file_is_followed_and_a_deleted_one_is_missed_once() {
    let repo = committed().edit(
        "calm.md",
        "owner: dora\nkey",
        "owner: dora\nparent: grow#signups\nkey",
    );
    commit(&repo, "2026-09-02");
    std::fs::create_dir(repo.at("objectives/2026-Q3")).unwrap();
    std::fs::rename(
        repo.at("objectives/grow.md"),
        repo.at("objectives/2026-Q3/invite.md"),
    )
    .unwrap();
    let repo = repo.edit("2026-Q3/invite.md", "target: 200", "target: 180").edit(
        "2026-Q3/invite.md",
        "title: Make people bring their friends",
        "title: Friends bring friends",
    );
    let run = repo.okr("diff HEAD --format json");
    assert_eq!(
        kinds(&run),
        [
            "objective-renamed 2026-Q3/invite",
            "score 2026-Q3/invite",
            "title 2026-Q3/invite",
            "score 2026-Q3/invite#signups",
            "target 2026-Q3/invite#signups"
        ]
    );
    std::fs::remove_file(repo.at("objectives/2026-Q3/invite.md")).unwrap();
    assert_eq!(
        kinds(&repo.okr("diff HEAD --format json")),
        ["objective-removed grow"]
    );
}

#[test]
fn it_works_detached_in_a_linked_work_tree_below_the_top_and_without_one() {
    let repo = Repo::clean();
    let top = repo.root().parent().unwrap().to_owned();
    git(&top, &["init", "-q", "-b", "main"]);
    let first = commit(&repo, "2026-09-01");
    let repo = repo.edit("grow.md", "- signups: 140", "- signups: 160");
    commit(&repo, "2026-09-02");
    repo.okr("diff HEAD~1..HEAD").prints("value 140 → 160").exits(0);
    git(&top, &["switch", "-q", "--detach", "HEAD~1"]);
    repo.okr("diff ..main").prints("value 140 → 160").exits(0);
    repo.okr("diff").prints("No objective moved.").exits(0);

    let linked = top.join("linked");
    git(&top, &["worktree", "add", "-q", linked.to_str().unwrap(), "main"]);
    let linked = linked.join("okrs");
    Run::of(repo.command(["diff", &first, "-C", linked.to_str().unwrap()]))
        .prints("value 140 → 160")
        .exits(0);

    let own = committed().edit("grow.md", "- signups: 140", "- signups: 160");
    commit(&own, "2026-09-02");
    let bare = own.root().parent().unwrap().join("bare.git");
    git(
        &own.root(),
        &["clone", "-q", "--bare", ".", bare.to_str().unwrap()],
    );
    Run::of(own.command(["diff", "main~1..main", "-C", bare.to_str().unwrap()]))
        .prints("value 140 → 160")
        .exits(0);
    Run::of(own.command(["diff", "-C", bare.to_str().unwrap()]))
        .prints_nothing()
        .says("a bare repository has no work tree: name two revisions")
        .exits(2);
}

#[test]
fn another_checkout_that_no_revision_knows_has_not_come() {
    let repo = Repo::clean().with(
        "okr.yaml",
        "sources: [{ name: platform, path: repos/platform, repository: https://github.com/acme/platform }]\n",
    );
    repo.put(".gitignore", "repos/\n");
    let calm = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    repo.put(
        "repos/platform/objectives/quiet.md",
        calm.replace("Bring calm", "Bring quiet"),
    );
    git(&repo.root(), &["init", "-q", "-b", "main"]);
    commit(&repo, "2026-09-01");
    repo.okr("diff HEAD --exit-code")
        .prints("No objective moved.")
        .says("the source `platform` is no part of")
        .exits(0);
    let repo = repo.edit("calm.md", "- reply: 5.5 h", "- reply: 5 h");
    let run = repo.okr("diff HEAD --format json").exits(0);
    assert!(
        kinds(&run).iter().all(|kind| kind.contains(" calm")),
        "{}",
        run.out()
    );
}

#[test]
fn before_there_were_okrs_everything_is_new() {
    let repo = Repo::clean();
    let top = repo.root().parent().unwrap().to_owned();
    git(&top, &["init", "-q", "-b", "main"]);
    git(&top, &["commit", "-q", "--allow-empty", "-m", "x"]);
    repo.okr("diff HEAD")
        .prints("2 objectives moved: 2 are new.")
        .prints("+ Churn in the first month falls to 3 %: 9\u{a0}% → 3\u{a0}%")
        .says_nothing()
        .exits(0);
}

#[test]
fn a_shallow_clone_says_what_makes_it_whole() {
    let repo = committed();
    commit(&repo, "2026-09-02");
    git(&repo.root(), &["switch", "-q", "-c", "more"]);
    commit(&repo, "2026-09-03");
    let clone = repo.root().parent().unwrap().join("clone");
    let from = format!("file://{}", repo.root().display());
    let to = clone.to_str().unwrap();
    git(
        &repo.root(),
        &["clone", "-q", "--depth", "1", "--no-single-branch", &from, to],
    );
    Run::of(repo.command(["diff", "origin/main...HEAD", "-C", to]))
        .prints_nothing()
        .says("`git fetch --unshallow`")
        .exits(2);
}

#[test]
fn a_comment_begins_with_its_mark_and_speaks_the_language_of_the_head() {
    let repo = committed().with("okr.yaml", "title: Acme\nlanguage: fr\n");
    repo.okr("diff HEAD --format markdown")
        .prints("<!-- okr-diff -->\n### Ce qui a bougé dans les OKR\n\nAucun objectif n’a bougé.\n")
        .says_nothing()
        .exits(0);
}

const EVERYTHING: [(&str, &str); 14] = [
    (
        "title: Make people bring their friends",
        "title: Friends bring friends",
    ),
    ("period: 2026-Q3", "period: 2026-H2"),
    ("team: growth", "team: sales"),
    (
        "owner: ada\nkey_results",
        "owner: bo\nparent: calm#reply\nsupports: [calm]\ntype: committed\nweight: 2\nvisibility: internal\nkey_results",
    ),
    (
        "    start: 40\n    target: 200\n",
        "    start: 30\n    target: 180\n    rubric: { 0.5: 100 }\n    plan: { 2026-08-31: 120 }\n    weight: 2\n",
    ),
    (
        "title: Rating of the first week reaches 4.6\n    owner: bo\n    start: 4.0\n    target: 4.6\n",
        "title: Rating\n    owner: cy\n    guards: signups\n    min: 4\n    max: 5\n    unit: stars\n",
    ),
    (
        "  - id: churn\n    title: Churn in the first month falls to 3 %\n    owner: cy\n    start: 9\n    target: 3\n    unit: \"%\"\n",
        "  - { id: page, title: The page, owner: cy, steps: [Built, Live] }\n  - { id: out, title: Out, owner: cy, milestone: true, dropped: 2026-09-05, reason: Enough }\n",
    ),
    ("- signups: 140", "- signups: 150 (at risk, 0.4, 70%)"),
    ("- rating: 4.3", "- rating: 4.3 stars"),
    ("- churn: 6 %", "- page: Built"),
    ("The new page is live.", "The new page is loved."),
    (
        "## 2026-08-31 (on track) Invitations work",
        "## 2026-09-05 (done) There\n\n- page: Live\n\n## 2026-08-31 (at risk) Invitations work",
    ),
    ("Those who come", "Whoever comes"),
    (
        "period: 2026-H2\n",
        "period: 2026-H2\namendments: [{ date: 2026-09-04, what: signups.target, why: Agreed }]\n",
    ),
];

#[test]
fn the_data_fit_their_schema() {
    let schema = serde_json::from_str(include_str!("diff.schema.json")).expect("a schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a schema of 2020-12");
    let mut repo = committed();
    for (from, to) in EVERYTHING {
        repo = repo.edit("grow.md", from, to);
    }
    repo.put(
        "objectives/new.md",
        std::fs::read(repo.at("objectives/calm.md")).unwrap(),
    );
    let repo = repo.edit("new.md", "title: Bring calm to the evening shift", "title: Anew");
    let after = commit(&repo, "2026-09-06");
    std::fs::rename(repo.at("objectives/new.md"), repo.at("objectives/newer.md")).unwrap();
    std::fs::remove_file(repo.at("objectives/calm.md")).unwrap();
    let repo = repo.edit(
        "grow.md",
        "team: sales\n",
        "team: sales\ndropped: 2026-09-07\nreason: Enough\n",
    );
    let repo = repo.edit(
        "grow.md",
        "steps: [Built, Live] }",
        "steps: [Designed, Built, Live], dropped: 2026-09-07, reason: Enough }",
    );
    commit(&repo, "2026-09-07");
    let mut seen = std::collections::BTreeSet::new();
    for range in [
        "main~2..main~1",
        "main~1..main~2",
        "main~1..main",
        "main..main~1",
        "main~2",
    ] {
        let run = repo.okr(&format!("diff {range} --format json"));
        let data = json(&run);
        let faults: Vec<String> = validator
            .iter_errors(&data)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{range}: {faults:?}\n{}", run.out());
        seen.extend(
            kinds(&run)
                .iter()
                .map(|kind| kind.split(' ').next().unwrap().to_owned()),
        );
        if range == "main~2..main~1" {
            assert_eq!(data["head"], after.as_str());
            let target = data["changes"]
                .as_array()
                .unwrap()
                .iter()
                .find(|it| it["kind"] == "target")
                .unwrap();
            assert_eq!(target["before"], 200);
            assert_eq!(
                (&target["after"], &target["reason"], &target["date"]),
                (&180.into(), &"Agreed".into(), &"2026-09-04".into())
            );
        }
    }
    let known = schema["$defs"]["change"]["properties"]["kind"]["enum"]
        .as_array()
        .unwrap();
    let missed: Vec<&str> = known
        .iter()
        .filter_map(|kind| kind.as_str())
        .filter(|kind| !seen.contains(*kind))
        .collect();
    assert!(missed.is_empty(), "kinds that no change had: {missed:?}");
}
