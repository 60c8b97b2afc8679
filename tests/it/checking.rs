//! `okr check` and the exit codes of the commands that begin with it.

use crate::repo::Repo;
use crate::tree;

#[test]
fn a_clean_repository_is_clean() {
    Repo::clean()
        .okr("check")
        .prints_nothing()
        .says("checked 2 objectives, 6 key results, 2 check-ins: clean\n")
        .exits(0);
}

#[test]
fn an_error_is_printed_with_its_place_and_fails() {
    Repo::clean()
        .edit("grow.md", "    target: 200\n", "    traget: 200\n")
        .okr("check")
        .prints("objectives/grow.md:11:5: error[unknown-key]: unknown key `traget`\n   11 |     traget: 200\n      |     ^^^^^^ did you mean `target`?\n")
        .exits(1);
}

#[test]
fn every_finding_of_every_file_is_in_one_run() {
    let run = Repo::clean()
        .edit("grow.md", "    owner: bo\n", "")
        .edit(
            "calm.md",
            "period: 2026-Q3\n",
            "period: 2026-Q3\npriority: high\n",
        )
        .okr("check")
        .prints("objectives/calm.md:4:1: error[unknown-key]: unknown key `priority`")
        .prints("error[missing-owner]")
        .exits(1);
    assert!(run.err().contains("2 errors"), "{}", run.err());
}

#[test]
fn a_warning_fails_only_when_it_is_to_be_strict() {
    let repo = Repo::clean().with("objectives/old.MD", "x");
    repo.okr("check")
        .prints("objectives/old.MD:1:1: warning[unknown-file]")
        .says("0 errors, 1 warning")
        .exits(0);
    repo.okr("check --strict").exits(1);
    repo.okr("build").exits(0);
    assert!(repo.at("_site/index.html").exists());
    std::fs::remove_dir_all(repo.at("_site")).unwrap();
    repo.okr("build --strict").exits(1);
    assert!(!repo.at("_site").exists());
}

#[test]
fn a_rule_that_the_settings_raise_fails_the_check_and_not_the_build() {
    let repo = Repo::clean()
        .edit(
            "calm.md",
            "## 2026-08-31 (on track) Two",
            "## 2026-07-02 (on track) Two",
        )
        .with("okr.yaml", "rules:\n  stale-check-in: error\n");
    repo.okr("check").prints("error[stale-check-in]").exits(1);
    repo.okr("build").says("error[stale-check-in]").exits(0);
}

#[test]
fn findings_of_other_paths_are_not_printed() {
    let repo = Repo::clean()
        .edit(
            "grow.md",
            "period: 2026-Q3\n",
            "period: 2026-Q3\npriority: high\n",
        )
        .edit("calm.md", "period: 2026-Q3\n", "period: 2026-Q3\nurgency: high\n");
    for paths in ["objectives/grow.md", "./objectives/../objectives/grow.md"] {
        let run = repo
            .okr(&format!("check {paths}"))
            .prints("priority")
            .says("1 error")
            .exits(1);
        assert!(!run.out().contains("urgency"), "{}", run.out());
    }
    for paths in ["objectives", ".", "objectives/grow.md objectives/calm.md"] {
        repo.okr(&format!("check {paths}"))
            .prints("priority")
            .prints("urgency")
            .exits(1);
    }
    repo.okr("check okr.yaml").prints_nothing().exits(0);
    repo.okr("check objectives/gorw.md")
        .says("did you mean `objectives/grow.md`?")
        .exits(2);
    repo.okr("check /etc")
        .says("is not in the OKR repository")
        .exits(2);
    repo.okr("check ..").exits(2);
}

#[test]
fn the_repository_is_found_from_below_and_from_elsewhere() {
    let repo = Repo::clean();
    repo.okr("check -C objectives").says("2 objectives").exits(0);
    let mut elsewhere = repo.command(["-C", repo.root().to_str().unwrap(), "check"]);
    elsewhere.current_dir("/");
    crate::repo::Run::of(elsewhere).says("2 objectives").exits(0);
    repo.okr("check -C ..")
        .says("error: no OKR repository here")
        .says("okr init")
        .exits(2);
    repo.okr("check -C nowhere")
        .says("cannot open nowhere: no such file or directory")
        .exits(2);
}

#[test]
fn settings_that_are_no_yaml_are_a_failure_and_unknown_ones_a_finding() {
    let repo = Repo::clean().with("okr.yaml", "title: [\n");
    repo.okr("check").prints("okr.yaml:").exits(2);
    repo.okr("build").says("okr.yaml:").exits(2);
    repo.okr("export json").exits(2);
    let repo = Repo::clean().with("okr.yaml", "titel: Acme\n");
    repo.okr("check")
        .prints("okr.yaml:1:1: error[unknown-key]: unknown key `titel`")
        .exits(1);
    repo.okr("build").exits(1);
    repo.okr("build --keep-going").exits(1);
    assert!(
        !repo.at("_site").exists(),
        "an error in the settings always stops"
    );
}

#[test]
fn errors_stop_a_build_and_cost_their_objective_when_it_is_to_keep_going() {
    let repo = Repo::clean();
    repo.okr("build").exits(0);
    let before = tree::below(&repo.at("_site"));
    for (from, to) in [
        ("    target: 200\n", "    traget: 200\n"),
        ("    owner: bo\n", ""),
    ] {
        let repo = Repo::clean().edit("grow.md", from, to);
        repo.okr("build")
            .prints_nothing()
            .says("objectives/grow.md:")
            .says("nothing was written")
            .exits(1);
        assert!(!repo.at("_site").exists());
        repo.okr("build --keep-going")
            .says("left out: objectives/grow.md")
            .exits(1);
        let home = std::fs::read_to_string(repo.at("_site/index.html")).unwrap();
        assert!(
            home.contains("objectives/grow.md"),
            "the home page names what was left out"
        );
        assert!(
            !repo.at("_site/objectives/grow").exists()
                && repo.at("_site/objectives/calm/index.html").exists()
        );
    }
    let repo = repo.edit("grow.md", "    target: 200\n", "    traget: 200\n");
    repo.okr("build").exits(1);
    assert_eq!(tree::below(&repo.at("_site")), before, "nothing is replaced");
}

#[test]
fn without_any_file_of_ours_there_is_a_plain_word() {
    let repo = Repo::clean();
    std::fs::remove_file(repo.at("okr.yaml")).unwrap();
    repo.okr("check").says("2 objectives").exits(0);
    std::fs::remove_dir_all(repo.at("objectives")).unwrap();
    repo.okr("check").says("no OKR repository here").exits(2);
}

#[test]
fn from_inside_a_built_site_its_repository_is_found() {
    let repo = Repo::clean();
    repo.okr("build -q").exits(0);
    let run = repo.okr("check -C _site").exits(0);
    assert_eq!(run.err(), repo.okr("check").err());
    repo.okr("build -q -C . -o ../elsewhere").exits(0);
    let elsewhere = repo.at("../elsewhere");
    repo.okr(&format!("check -C {}", elsewhere.display()))
        .says("no OKR repository here")
        .exits(2);
}

#[test]
fn of_a_conflict_that_is_no_error_no_side_is_taken_without_a_word() {
    let broken = || {
        Repo::clean().edit(
            "calm.md",
            "    start: 21\n",
            "<<<<<<< HEAD\n    start: 21\n=======\n    start: 22\n>>>>>>> x\n",
        )
    };
    for severity in ["off", "info", "warning"] {
        let repo = broken().with(
            "okr.yaml",
            format!("rules: {{ merge-conflict-marker: {severity} }}\n"),
        );
        repo.okr("check").prints("error[").exits(1);
        repo.okr("build").exits(1);
    }
    broken()
        .edit(
            "calm.md",
            "owner: dora\nkey",
            "owner: dora\nallow: [{ rule: merge-conflict-marker, reason: an example }]\nkey",
        )
        .okr("check")
        .prints("error[")
        .exits(1);
    let example = "\n```\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> x\n```\n";
    let repo = Repo::clean()
        .edit(
            "calm.md",
            "owner: dora\nkey",
            "owner: dora\nallow: [{ rule: merge-conflict-marker, reason: an example }]\nkey",
        )
        .edit("calm.md", "\n---\n", &format!("\n---\n{example}"));
    repo.okr("build -q").exits(0);
    let page = std::fs::read_to_string(repo.at("_site/objectives/calm/index.html")).unwrap();
    assert!(page.contains("ours") && page.contains("theirs"), "{page}");
}

#[test]
fn a_merge_that_was_never_finished_is_one_error_and_nothing_follows_from_it() {
    let check = |repo: Repo, places: &[&str], code: i32| {
        let found = repo.okr("check").exits(code).out();
        let found: Vec<&str> = found
            .lines()
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(": a ").next().unwrap())
            .collect();
        let expected: Vec<String> = places
            .iter()
            .map(|place| format!("{place}: error[merge-conflict-marker]"))
            .collect();
        assert_eq!(found, expected);
    };
    check(
        Repo::clean().edit(
            "calm.md",
            "owner: dora\nkey",
            "<<<<<<< HEAD\nowner: dora\n=======\nowner: eli\ntraget: 4\n>>>>>>> x\nkey",
        ),
        &["objectives/calm.md:5:1"],
        1,
    );
    check(
        Repo::clean().edit(
            "calm.md",
            "    owner: eli\n    start: 21\n",
            "<<<<<<< HEAD\n    owner: eli\n    start: 21\n||||||| base\n=======\n    owner: dora\n    start: 22\n>>>>>>> x\n",
        ),
        &["objectives/calm.md:15:1"],
        1,
    );
    check(
        Repo::clean().edit(
            "calm.md",
            "    start: 21\n",
            "<<<<<<< HEAD\n=======\n    start: 21\n>>>>>>> x\n",
        ),
        &["objectives/calm.md:16:1"],
        1,
    );
    check(
        Repo::clean()
            .edit(
                "grow.md",
                "- signups: 140\n",
                "<<<<<<< HEAD\n- signups: 140\n=======\n- signups: 150\n>>>>>>> x\n",
            )
            .edit(
                "grow.md",
                "The new page is live.\n",
                "<<<<<<< HEAD\nThe new page is live.\n=======\n## 2026-08-31 (at risk) Late\n\n- rating: 4.2\n>>>>>>> x\n",
            ),
        &["objectives/grow.md:29:1", "objectives/grow.md:37:1"],
        1,
    );
    check(
        Repo::clean().with(
            "okr.yaml",
            "<<<<<<< HEAD\ntitle: Acme OKRs\n=======\ntitle: Acme\n>>>>>>> x\n",
        ),
        &["okr.yaml:1:1"],
        2,
    );
}

#[test]
fn a_misspelt_folder_and_lines_with_tabs_are_each_one_finding() {
    let repo = Repo::clean();
    std::fs::rename(repo.at("objectives"), repo.at("objective")).unwrap();
    repo.okr("check")
        .prints("objective:1:1: warning[unknown-file]: `objective/` is not read: there is no `objectives/`\n  help: rename it `objectives`\n")
        .exits(0);
    let fine = Repo::clean();
    std::fs::create_dir(fine.at("objective")).unwrap();
    fine.okr("check").prints_nothing().exits(0);
    let tabs = Repo::clean().edit(
        "calm.md",
        "    owner: eli\n    start: 21\n    target: 5\n",
        "\towner: eli\n\tstart: 21\n\ttarget: 5\n",
    );
    let run = tabs.okr("check").exits(1);
    let found: Vec<String> = run
        .out()
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        found,
        ["objectives/calm.md:15:1: error[invalid-yaml]: this line and 2 others are indented with tabs"]
    );
}
