//! `okr explain OBJECTIVE`: how its numbers came to be.

use super::repo::Repo;

#[test]
fn every_term_is_told_with_its_line() {
    let repo = Repo::clean();
    repo.okr("explain calm")
        .prints("Bring calm to the evening shift\ncalm · 2026-Q3 · 10 September 2026\n")
        .prints("\nScore  0.64\n  The mean by weight of 3 of 3 key results that count.\n")
        .prints("\n  reply  0.70 × 1  Median first reply falls to 4 hours\n    5.5\u{a0}h on 31 August 2026\n      objectives/calm.md:32\n    0 at 9, 1 at 4\u{a0}h · progress 0.70\n")
        .prints("\n  (0.70 × 1 + 0.63 × 1 + 0.60 × 1) / 3 = 0.64\n")
        .prints("\nStatus  on track\n  Written in the check-in of 31 August 2026.\n    objectives/calm.md:28\n")
        .prints("\nPace  0.55\n")
        .prints("\nNext check-in  30 September 2026\n")
        .exits(0);
}

#[test]
fn one_key_result_is_told_with_all_its_readings() {
    let repo = Repo::clean().edit(
        "calm.md",
        "- mood: 3.6\n",
        "- mood: 3.6\n\n## 2026-09-07\n\n- mood: n/a (0.5, off track)\n\n### Why\n\nx\n",
    );
    repo.okr("explain objectives/calm.md#mood")
        .prints("Mood of the shift reaches 4\ncalm#mood · 2026-Q3")
        .prints("typed 0.50, which counts; computed 0.60")
        .prints("Status: off track\n      objectives/calm.md:40\n")
        .prints("\nReadings\n  7 September 2026 · n/a · 0.50\n    objectives/calm.md:40\n  31 August 2026 · 3.6 · 0.60\n")
        .exits(0);
}

#[test]
fn an_objective_is_named_by_its_id_or_the_end_of_it() {
    let repo = Repo::clean();
    let text = std::fs::read_to_string(repo.at("objectives/calm.md")).unwrap();
    repo.put(
        "objectives/2026-Q3/support/quiet.md",
        text.replace("team: support", "team: night\naliases: [old-name]"),
    );
    repo.okr("explain quiet")
        .prints("2026-Q3/support/quiet · ")
        .exits(0);
    repo.okr("explain support/quiet").exits(0);
    repo.okr("explain old-name")
        .prints("2026-Q3/support/quiet · ")
        .exits(0);
    repo.put(
        "objectives/2026-Q3/night/quiet.md",
        text.replace("team: support", "team: day"),
    );
    repo.okr("explain quiet")
        .says("`quiet` could be `2026-Q3/night/quiet`, `2026-Q3/support/quiet`")
        .exits(2);
    repo.okr("explain clam").says("did you mean `calm`").exits(2);
    repo.okr("explain calm#replay")
        .says("`calm` has no key result `replay`; did you mean `reply`?")
        .exits(2);
    let repo = repo.edit("grow.md", "title: Make", "titel: Make");
    repo.okr("explain grow")
        .says("`objectives/grow.md` has errors")
        .exits(2);
}

#[test]
fn it_speaks_french() {
    let repo = Repo::clean();
    repo.put("okr.yaml", "title: Acme\nlanguage: fr\n");
    repo.okr("explain calm")
        .prints("\nScore  0,64\n")
        .prints("en bonne voie")
        .exits(0);
}

#[test]
fn a_key_result_is_found_by_its_id_alone_where_no_other_has_it() {
    let repo = Repo::clean();
    let alone = repo.okr("explain signups").exits(0);
    assert_eq!(alone.out(), repo.okr("explain grow#signups").exits(0).out());
    repo.okr("explain signup")
        .says("did you mean `signups`?")
        .exits(2);
    let repo =
        repo.edit("calm.md", "  - id: mood\n", "  - id: signups\n")
            .edit("calm.md", "- mood:", "- signups:");
    repo.okr("explain signups")
        .says("`signups` could be `calm#signups`, `grow#signups`")
        .exits(2);
}

#[test]
fn behind_a_key_result_there_is_no_other_one() {
    let repo = Repo::clean();
    for asked in ["signups#signups", "signups#mood", "mood#reply"] {
        repo.okr(&format!("explain {asked}")).prints_nothing().exits(2);
    }
}

#[test]
fn no_title_begins_a_line_as_a_command_of_a_build_server() {
    let repo = Repo::clean()
        .edit(
            "calm.md",
            "title: Bring calm to the evening shift",
            "title: \"::error::x ##[add-mask]y\"",
        )
        .edit(
            "calm.md",
            "title: Mood of the shift reaches 4",
            "title: \"  ::warning file=a::z\"",
        );
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "x"]);
    let repo = repo.edit("calm.md", "- mood: 3.6", "- mood: 3.7");
    for command in ["explain calm", "explain calm#mood", "diff HEAD", "status", "due"] {
        let said = repo.okr(command).exits(0).out();
        assert!(
            said.contains("::error::x") || said.contains("::warning"),
            "{command}: {said}"
        );
        let command_of = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        let found: Vec<&str> = said.lines().filter(|line| command_of(line)).collect();
        assert_eq!(found, Vec::<&str>::new(), "{command}");
    }
}
