//! `okr status` and `okr due`: where everything stands, in the terminal.

use std::path::Path;
use std::process::Command;

use crate::repo::{Repo, Run};

/// The program in the example company, as of a day.
fn example(columns: &str, arguments: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-okrs");
    command
        .env_clear()
        .env("COLUMNS", columns)
        .current_dir(root)
        .args(["--today", "2026-11-22"])
        .args(arguments.split_whitespace());
    Run::of(command)
}

fn json(run: &Run) -> Vec<serde_json::Value> {
    serde_json::from_str(&run.out()).unwrap()
}

fn ids(run: &Run) -> Vec<String> {
    let of = |it: &serde_json::Value| {
        let id = it.get("id").or_else(|| it.get("objective"));
        id.and_then(|id| id.as_str()).unwrap().to_owned()
    };
    json(run).iter().map(of).collect()
}

/// Wide and hostile names, and no owner. What hides in a title costs the objective; in the settings it is there.
fn strange() -> Repo {
    Repo::clean()
        .with(
            "okr.yaml",
            "title: \"Acme\\x1b[31m\"\nteams: { growth: {}, support: { name: \"::stop::S\\x1b[31m\\u202e\" } }\n",
        )
        .edit(
            "grow.md",
            "Make people bring their friends",
            "\"日本語のタイトルは幅が広いので途中で切られます とても長い\"",
        )
        .edit(
            "calm.md",
            "title: Bring calm to the evening shift",
            "title: \"::error::Calm\"",
        )
        .edit("calm.md", "owner: dora\nkey", "key")
}

#[test]
fn they_look_like_this() {
    insta::assert_snapshot!("status", example("80", "status").out());
    insta::assert_snapshot!("status_wide", example("130", "status").out());
    insta::assert_snapshot!(
        "status_of_a_closed_period",
        example("80", "status --period 2026-H1").out()
    );
    insta::assert_snapshot!(
        "status_in_colour",
        example("80", "--color always status --team growth")
            .out()
            .replace('\u{1b}', "ESC")
    );
    insta::assert_snapshot!("due", example("80", "due").out());
    insta::assert_snapshot!("due_wide", example("150", "due").out());
    let french = Repo::clean().with("okr.yaml", "title: Acme\nlanguage: fr\n");
    insta::assert_snapshot!("status_in_french", french.okr("status").out());
    insta::assert_snapshot!("due_in_french", french.okr("due").out());
    insta::assert_snapshot!("status_of_strange_titles", strange().okr("status").out());
}

#[test]
fn every_line_fits_and_nothing_moves_the_cursor() {
    for columns in ["20", "40", "80", "110", "160", "100000", "x"] {
        for arguments in [
            "status",
            "due",
            "status --period 2026-H1",
            "status --period 2027-H1",
        ] {
            let run = example(columns, arguments).exits(0);
            let room = columns.parse().unwrap_or(80).clamp(60, 160);
            for line in run.out().lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= room, "{width} of {room}: {line}");
            }
        }
    }
    let repo = strange();
    for command in ["status", "due"] {
        let out = repo.okr(command).out();
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
        assert!(
            out.lines().all(|line| !line.trim_start().starts_with("::")),
            "{out}"
        );
        assert!(out.contains("::error::Calm"), "{out}");
    }
}

#[test]
fn no_colour_is_written_where_none_is_wanted() {
    let repo = Repo::clean();
    for command in ["status", "due"] {
        assert!(!repo.okr(command).out().contains('\u{1b}'));
        let mut asked = repo.command(["--color", "always", command]);
        asked.env("NO_COLOR", "1");
        assert!(
            Run::of(asked).out().contains('\u{1b}'),
            "asked for by the command line"
        );
    }
}

#[test]
fn the_json_of_status_is_that_of_the_data_and_filtered() {
    let all: serde_json::Value = serde_json::from_str(&example("80", "export json").out()).unwrap();
    let of_period: Vec<&serde_json::Value> = all["objectives"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["period"] == "2026-H2")
        .collect();
    let status = json(&example("80", "status --format json").exits(0));
    assert_eq!(status.len(), of_period.len());
    // Only a build knows the commits.
    for (one, other) in status.iter().zip(of_period) {
        assert_eq!(one["id"], other["id"]);
        assert_eq!(one["score"], other["score"]);
        assert_eq!(one["key_results"], other["key_results"]);
    }
    let team = ids(&example("80", "status --format json --team Growth"));
    assert!(
        !team.is_empty() && team.iter().all(|id| id.starts_with("2026-H2/growth/")),
        "{team:?}"
    );
    assert_eq!(
        ids(&example(
            "80",
            "status --format json --team platform --owner @SAM --period 2026-H2"
        )),
        ids(&example("80", "status --format json --team platform --owner sam")),
    );
    let closed = ids(&example("80", "status --format json --period 2026-H1"));
    assert!(closed.iter().all(|id| id.starts_with("2026-H1/")) && !closed.is_empty());
    assert_eq!(
        ids(&example(
            "80",
            "status --format json --team company --owner sam --period 2027-H1"
        )),
        [""; 0]
    );
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    for (arguments, said) in [
        (
            "status --team grwth",
            "there is no team `grwth`; did you mean `growth`?",
        ),
        (
            "status --owner sm",
            "there is nobody called `sm`; did you mean `sam`?",
        ),
        (
            "status --period 2026-H3",
            "there is no period `2026-H3`; did you mean `2026-H1`, `2026-H2` or `2027-H1`?",
        ),
        (
            "due --owner mirella",
            "there is nobody called `mirella`; did you mean `mirela`?",
        ),
        (
            "status --team zzzzzz",
            "there is no team `zzzzzz`; there are `company`, ",
        ),
    ] {
        example("80", arguments).prints_nothing().says(said).exits(2);
    }
}

#[test]
fn means_are_never_of_a_person() {
    let run = example("80", "status --owner sam").exits(0);
    assert!(!run.out().contains("average"), "{}", run.out());
    example("80", "status --team platform").prints("average");
}

#[test]
fn what_is_due_comes_by_day_with_its_state() {
    let run = example("80", "due --format json").exits(0);
    let list = json(&run);
    let days: Vec<&str> = list.iter().map(|it| it["due"].as_str().unwrap()).collect();
    assert!(days.is_sorted() && days.len() > 5, "{days:?}");
    assert_eq!(
        run.out().lines().nth(1).unwrap(),
        "  {\"objective\":\"2026-H2/platform/european-data-residency\",\"owner\":null,\"due\":\"2026-08-01\",\
         \"days_late\":113,\"state\":\"stale\"},"
    );
    // The next is due a month after the last, and there are seven days of grace.
    let repo = Repo::clean();
    for (today, days_late, state) in [("2026-09-29", 0, "upcoming"), ("2026-09-30", 0, "due")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
        command.env_clear().current_dir(repo.root());
        command.args(["--today", today, "due", "--format", "json"]);
        let list = json(&Run::of(command));
        assert_eq!(list.len(), 2);
        assert_eq!(
            (&list[0]["days_late"], &list[0]["state"]),
            (&days_late.into(), &state.into()),
            "{today}"
        );
    }
}

#[test]
fn a_pipeline_fails_when_a_check_in_is_late_by_more() {
    let late = |today: &str, arguments: &str| {
        let repo = Repo::clean().with("okr.yaml", "title: Acme\ncadence: weekly\ngrace: 7\n");
        let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
        command
            .env_clear()
            .current_dir(repo.root())
            .args(["--today", today])
            .args(arguments.split(' '));
        Run::of(command)
    };
    // Due on 7 September.
    late("2026-09-10", "due --format json")
        .prints("\"days_late\":3,\"state\":\"late\"")
        .exits(0);
    late("2026-09-15", "due --format json")
        .prints("\"days_late\":8,\"state\":\"stale\"")
        .exits(0);
    late("2026-09-10", "due --fail-after 3d").exits(0);
    late("2026-09-10", "due --fail-after 2d")
        .says("late by more than 2 days: 2")
        .exits(1);
    late("2026-09-10", "due --fail-after 0d --owner ada")
        .says("late by more than 0 days: 1")
        .exits(1);
    late("2026-09-10", "due --fail-after 1d --owner ada")
        .says("late by more than 1 day: 1\n")
        .exits(1);
    late("2026-09-10", "due --fail-after 1w").exits(0);
    late("2026-09-15", "due --fail-after 1w").exits(1);
    late("2026-09-15", "due --fail-after 10")
        .says("write days or weeks")
        .exits(2);
    late("2026-09-07", "due --fail-after 0d").exits(0);
}

#[test]
fn what_has_errors_is_left_out_and_told() {
    let repo = Repo::clean().edit("grow.md", "    target: 200\n", "    traget: 200\n");
    for command in ["status", "due"] {
        let run = repo.okr(command).says("error[unknown-key]").exits(1);
        assert!(
            run.out().contains("Bring calm") && !run.out().contains("Make people"),
            "{}",
            run.out()
        );
    }
    let empty = Repo::clean();
    std::fs::remove_dir_all(empty.at("objectives")).unwrap();
    empty.okr("due").prints("nobody owes a check-in\n").exits(0);
    empty.okr("status").exits(0);
    empty.okr("status --format json").prints("[]").exits(0);
    Repo::clean().with("okr.yaml", "a: [\n").okr("status").exits(2);
}

#[test]
fn of_a_broken_file_only_the_errors_are_told_and_the_rest_is_for_the_check() {
    let repo = Repo::clean()
        .edit("grow.md", "    target: 200\n", "    traget: 200\n")
        .edit(
            "calm.md",
            "Two people joined\n\nBoth",
            "Two people joined\n\n<b>x</b>\n\nBoth",
        );
    repo.okr("check").prints("info[raw-html]").exits(1);
    for command in ["status", "due", "export csv"] {
        let run = repo
            .okr(command)
            .says("objectives/grow.md:11:5: error[unknown-key]: unknown key `traget`\n")
            .says("what has errors is left out (1 error): `okr check` shows it")
            .exits(1);
        assert!(
            !run.err().contains("raw-html") && !run.err().contains('|'),
            "{}",
            run.err()
        );
        let quiet = repo.okr(&format!("{command} -q")).exits(1);
        assert_eq!(quiet.err().lines().count(), 1, "{}", quiet.err());
    }
}

#[test]
fn what_was_left_out_is_said_and_not_that_there_is_nothing() {
    let repo = Repo::clean().edit("grow.md", "period: 2026-Q3", "peroid: 2026-Q3");
    for command in ["status", "due"] {
        repo.okr(command)
            .prints("1 objective is left out, since its file has errors: grow")
            .exits(1);
    }
    let repo = repo.edit("calm.md", "period: 2026-Q3", "peroid: 2026-Q3");
    repo.okr("status")
        .prints("2 objectives are left out, since their files have errors: calm, grow")
        .exits(1);
    let due = repo.okr("due").prints("2 objectives are left out").exits(1);
    assert!(!due.out().contains("nobody"));
    repo.okr("build --keep-going").exits(1);
    let home = std::fs::read_to_string(repo.at("_site/index.html")).unwrap();
    assert!(!home.contains("No objectives are set") && !home.contains("Nothing needs attention"));
}

#[test]
fn a_period_that_was_always_empty_is_not_called_unreadable() {
    let repo = Repo::clean()
        .with(
            "okr.yaml",
            "title: Acme\nperiods: { later: { start: 2026-10-01, end: 2026-12-31 } }\n",
        )
        .edit("grow.md", "period: 2026-Q3", "peroid: 2026-Q3");
    repo.okr("build --keep-going").exits(1);
    let page = std::fs::read_to_string(repo.at("_site/periods/later/index.html")).unwrap();
    assert!(
        page.contains("Of what could be read, no objective is set for this period yet"),
        "{page}"
    );
}
