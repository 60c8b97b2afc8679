//! What moved, as people and programs read it.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::fixture::{printed, pull_request};
use super::{MARK, json, markdown, text};
use crate::changes::Both;
use crate::changes::fixture::{GROW, Whole, edited};
use crate::report::Colour;

const ENGLISH: &str = "teams: { growth: { name: Growth }, support: { name: Customer Support } }\n";

#[track_caller]
fn check(printed: &str, expected: &str) {
    assert!(printed == expected, "printed:\n{printed}\nexpected:\n{expected}");
}

#[test]
fn a_terminal_shows_bad_news_first() {
    let shown = printed(&text::FORMAT, &pull_request(ENGLISH), Colour::Off);
    check(&shown, ENGLISH_TEXT);
}

#[test]
fn a_terminal_speaks_french() {
    let shown = printed(&text::FORMAT, &pull_request("language: fr\n"), Colour::Off);
    check(&shown, FRENCH_TEXT);
}

#[test]
fn a_comment_has_a_table_and_folds_the_rest() {
    let shown = printed(&markdown::FORMAT, &pull_request(ENGLISH), Colour::On);
    check(&shown, ENGLISH_MARKDOWN);
}

#[test]
fn colour_is_an_addition() {
    let shown = printed(&text::FORMAT, &pull_request(ENGLISH), Colour::On);
    assert!(shown.contains("\x1b[31m▼ 0.50\x1b[0m"), "{shown}");
    let mut plain = String::new();
    for part in shown.split("\x1b[") {
        plain.push_str(match plain.is_empty() && !shown.starts_with("\x1b[") {
            true => part,
            false => part.split_once('m').map_or("", |(_, rest)| rest),
        });
    }
    check(&plain, ENGLISH_TEXT);
}

#[test]
fn where_nothing_moved_that_is_said() {
    let still = || Whole::of(&[("objectives/grow.md", GROW)]);
    let whole = Both {
        before: still(),
        after: still(),
    };
    let of = |format| printed(format, &whole, Colour::Off);
    check(
        &of(&text::FORMAT),
        "From 0123456789 to the work tree, as of 10 September 2026.\nNo objective moved.\n",
    );
    check(
        &of(&markdown::FORMAT),
        "<!-- okr-diff -->\n### What moved in the OKRs\n\nNo objective moved.\n\nFrom `0123456789` to the work tree, as of 10 September 2026.\n",
    );
    check(
        &of(&json::FORMAT),
        "{\n  \"version\": 1,\n  \"base\": \"0123456789abcdef0123456789abcdef01234567\",\n  \"head\": null,\n  \"changes\": [],\n  \"objectives\": [],\n  \"teams\": [],\n  \"periods\": []\n}\n",
    );
}

#[test]
fn a_key_result_with_another_id_is_one_gone_and_one_come_in_the_data() {
    let whole = Both {
        before: Whole::of(&[("objectives/grow.md", GROW)]),
        after: Whole::of(&[("objectives/grow.md", &GROW.replace("signups", "joined"))]),
    };
    let shown = printed(&json::FORMAT, &whole, Colour::Off);
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains("\"kind\"")).collect();
    assert_eq!(
        lines,
        [
            r#"    {"kind":"key-result-removed","objective":"grow","key_result":"signups","before":"signups","after":"joined","date":null,"reason":null},"#,
            r#"    {"kind":"key-result-added","objective":"grow","key_result":"joined","before":"signups","after":"joined","date":null,"reason":null}"#,
        ]
    );
}

/// Words of people in every place where they may stand.
fn hostile(evil: &str) -> Both<Whole> {
    let quoted = serde_json::to_string(evil).expect("a text");
    let settings = format!(
        "teams: {{ growth: {{ name: {quoted} }} }}\npeople: {{ ada: {{ name: {quoted} }}, bo: {{ name: {quoted} }} }}\nperiods: {{ 2026-Q3: {{ name: {quoted} }} }}\n"
    );
    let after = edited(
        GROW,
        &[
            (
                "title: Make people bring their friends",
                &format!("title: {quoted}"),
            ),
            (
                "title: Signups by invitation a week reach 200\n    owner: ada",
                &format!("title: {quoted}\n    owner: bo\n    unit: {quoted}"),
            ),
            (
                "team: growth\n",
                &format!(
                    "team: growth\namendments: [{{ date: 2026-09-01, what: signups.target, why: {quoted} }}]\n"
                ),
            ),
            ("target: 200", "target: 180"),
            (
                "steps: [Designed, Built, Live]",
                &format!("steps: [Designed, Built, {quoted}]"),
            ),
            (
                "    milestone: true\n",
                &format!("    milestone: true\n    dropped: 2026-09-01\n    reason: {quoted}\n"),
            ),
            (
                "## 2026-07-31",
                &format!(
                    "## 2026-09-09 (at risk) {}\n\n- signups: 100\n\n## 2026-07-31",
                    evil.replace('\n', " ")
                ),
            ),
        ],
    );
    Both {
        before: Whole::of(&[("okr.yaml", &settings), ("objectives/grow.md", GROW)]),
        after: Whole::of(&[("okr.yaml", &settings), ("objectives/grow.md", &after)]),
    }
}

const EVIL: [&str; 7] = [
    "@everyone closes #1, fixes acme/okrs#2, see GH-3",
    "```` ` `` <!-- okr-diff --> </details></summary><h1>x</h1>",
    "![x](https://evil.example/x.png) <img src=https://evil.example/y.png> https://evil.example [a](javascript:b)",
    "a | b \\| c || \\\\| d",
    "line\nother\n\n# heading\n| a | b |\n| --- | --- |",
    "::error::x ##[error]y ##vso[task.complete] \u{1b}[31m \u{202e}",
    "&#64;everyone &lt;b&gt; **bold** _it_ ~~x~~",
];

#[test]
fn what_people_wrote_is_inert_in_a_comment() {
    for evil in EVIL {
        let shown = printed(&markdown::FORMAT, &hostile(evil), Colour::Off);
        assert_eq!(shown.matches(MARK).count(), 1, "{shown}");
        assert!(shown.starts_with(MARK));
        let mut codes = 0;
        for event in Parser::new_ext(&shown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Code(_) => codes += 1,
                Event::Text(text) => assert!(
                    !text.contains(['@', '#', '<', '`', '!', '[', '\\', '|', '&', '/']),
                    "{text:?} in\n{shown}"
                ),
                Event::Html(html) => {
                    let html = html.trim_end();
                    let is_ours = [MARK, "<details>", "</details>"].contains(&html)
                        || html.starts_with("<summary><code>growth</code>, <code>2026-Q3</code>");
                    assert!(is_ours, "{html:?} in\n{shown}");
                }
                Event::InlineHtml(html) => panic!("{html:?} in\n{shown}"),
                Event::Start(
                    Tag::Link { .. }
                    | Tag::Image { .. }
                    | Tag::Emphasis
                    | Tag::Strikethrough
                    | Tag::CodeBlock(_),
                ) => {
                    panic!("{event:?} in\n{shown}")
                }
                _ => {}
            }
        }
        assert!(codes > 12, "{shown}");
        let rows: Vec<&str> = shown.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(rows.len(), 3, "{shown}");
        assert_eq!(
            shown.matches("\n<details>\n").count(),
            shown.matches("\n</details>\n").count()
        );
    }
}

#[test]
fn what_people_wrote_is_inert_on_a_terminal_and_in_the_data() {
    for evil in EVIL {
        let whole = hostile(evil);
        let shown = printed(&text::FORMAT, &whole, Colour::Off);
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}']) && !shown.contains("##["),
            "{shown}"
        );
        for line in shown.lines().skip(2).filter(|line| !line.is_empty()) {
            let own = ["  ", "Period ", "Not compared"]
                .iter()
                .any(|start| line.starts_with(start));
            assert!(own || line.contains(" · "), "{line}");
        }
        let data = printed(&json::FORMAT, &whole, Colour::Off);
        assert!(
            !data.contains(['\u{1b}', '\u{202e}']) && !data.contains("##["),
            "{data}"
        );
        let line = evil.split_whitespace().collect::<Vec<_>>().join(" ");
        let parsed: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        let titles: Vec<&serde_json::Value> = parsed["changes"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|change| change["kind"] == "title")
            .collect();
        assert_eq!(
            titles
                .iter()
                .map(|change| change["after"].as_str())
                .collect::<Vec<_>>(),
            [Some(&*line), Some(&*line)]
        );
    }
}

#[test]
fn a_long_comment_ends_at_an_entry_and_counts_the_rest() {
    let long = "`x` ".repeat(120);
    let text = |n: usize, target: usize| {
        let mut text = format!(
            "---\ntitle: T{n} {long}\nperiod: 2026-Q3\nteam: t{}\nkey_results:\n",
            n % 7
        );
        for kr in 0..6 {
            text += &format!(
                "  - {{ id: kr-{kr}, title: \"🎯 {n} {kr}\", owner: ada, start: 0, target: {target} }}\n"
            );
        }
        text + "---\n"
    };
    let side = |target: usize| {
        let files: Vec<(String, String)> = (0..300)
            .map(|n| (format!("objectives/o{n}.md"), text(n, target)))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        Whole::of(&files)
    };
    let whole = Both {
        before: side(5),
        after: side(6),
    };
    let shown = printed(&markdown::FORMAT, &whole, Colour::Off);
    let length = shown.encode_utf16().count();
    assert!((55_000..=60_000).contains(&length), "{length}");
    let told = shown.matches("  - target ").count();
    let rows = shown.lines().filter(|line| line.starts_with("| `")).count();
    assert!(rows > 50 && told > 50);
    assert!(
        shown.contains(&format!("\nand {} more objectives\n", 300 - rows)),
        "{rows}"
    );
    let rest = crate::words::Language::English.whole(300 * 6 - told as u64);
    assert!(shown.contains(&format!("\nand {rest} more changes\n")), "{told}");
    assert_eq!(
        shown.matches("\n<details>\n").count(),
        shown.matches("\n</details>\n").count()
    );
    assert!(shown.ends_with("as of 10 September 2026.\n"));
}

const ENGLISH_TEXT: &str = "\
From 0123456789 to the work tree, as of 10 September 2026.
3 objectives moved: 1 got worse, 1 is new, 1 new check-in, 4 changes without a reason.

Period 2026-Q3  0.66 → 0.42 ▼ 0.24, 2 → 1 on track, 0 → 1 off track, 0 → 1 without check-in

Customer Support · 2026-Q3  0.70 → 0.20 ▼ 0.50, 1 → 0 on track, 0 → 1 off track, 0 → 1 without check-in

  Bring calm to the evening shift
  ██▒▒▒▒▒░░░  0.70 → 0.20 ▼ 0.50  on track → off track  calm
    + new check-in of 9 September 2026 (off track): Both left again
    · Median first reply falls to 4 hours
      · value 5.5\u{a0}h → 8\u{a0}h, score 0.70 → 0.20 ▼ 0.50, status – → off track, confidence – → 20\u{a0}%
    · owner dora → –, no reason given

  Answer in the language of the customer
  ░░░░░░░░░░  –  – → no check-in  more
    + new objective
      + Share of answers: unknown → 80\u{a0}%
      + Open questions: lowest value inside 2, highest value inside 9
      + The list of words: Begun → Read → Used
      + The law is kept: a milestone
      + It sounds right: judged by its owner

Growth · 2026-Q3  0.62 → 0.64 ▲ 0.02

  Make people bring their friends
  ██████░░░░  0.62 → 0.64 ▲ 0.02  on track  2026-Q3/grow
    · Signups by invitation a week reach 200
      · score 0.53 → 0.57 ▲ 0.04
      · target 200 → 180, no reason given
      · rubric 0.3: 80, 0.7: 150 → 0.3: 80, 0.7: 140, no reason given
      · plan 31 Aug: 120 → 31 Aug: 100, no reason given
    · The invitation page is live
      · weight 2 → 3, reason: It matters more
    · The terms are agreed on
      − dropped on 1 September 2026, reason: The law changed
    − key result removed: People like to invite
    · renamed grow → 2026-Q3/grow
    · check-in of 31 July 2026 is now of 30 July 2026 (on track): A good start

Not compared, because there are errors on one side: broken
";
const FRENCH_TEXT: &str = "\
De 0123456789 à l’arbre de travail, situation au 10 septembre 2026.
3\u{a0}objectifs ont bougé\u{202f}: 1 va moins bien, 1 est nouveau, 1\u{a0}nouveau point d’étape, 4\u{a0}changements sans raison donnée.

Période 2026-Q3  0,66 → 0,42 ▼ 0,24, 2 → 1 en bonne voie, 0 → 1 en retard, 0 → 1 sans point d’étape

support · 2026-Q3  0,70 → 0,20 ▼ 0,50, 1 → 0 en bonne voie, 0 → 1 en retard, 0 → 1 sans point d’étape

  Bring calm to the evening shift
  ██▒▒▒▒▒░░░  0,70 → 0,20 ▼ 0,50  en bonne voie → en retard  calm
    + nouveau point d’étape du 9 septembre 2026 (en retard)\u{202f}: Both left again
    · Median first reply falls to 4 hours
      · valeur 5,5\u{a0}h → 8\u{a0}h, score 0,70 → 0,20 ▼ 0,50, statut – → en retard, confiance – → 20\u{202f}%
    · responsable dora → –, sans raison donnée

  Answer in the language of the customer
  ░░░░░░░░░░  –  – → aucun point  more
    + nouvel objectif
      + Share of answers\u{202f}: inconnu → 80\u{a0}%
      + Open questions\u{202f}: valeur minimale admise 2, valeur maximale admise 9
      + The list of words\u{202f}: Begun → Read → Used
      + The law is kept\u{202f}: un jalon
      + It sounds right\u{202f}: jugé par son responsable

growth · 2026-Q3  0,62 → 0,64 ▲ 0,02

  Make people bring their friends
  ██████░░░░  0,62 → 0,64 ▲ 0,02  en bonne voie  2026-Q3/grow
    · Signups by invitation a week reach 200
      · score 0,53 → 0,57 ▲ 0,04
      · cible 200 → 180, sans raison donnée
      · barème 0,3\u{202f}: 80, 0,7\u{202f}: 150 → 0,3\u{202f}: 80, 0,7\u{202f}: 140, sans raison donnée
      · plan 31 août\u{202f}: 120 → 31 août\u{202f}: 100, sans raison donnée
    · The invitation page is live
      · poids 2 → 3, raison\u{202f}: It matters more
    · The terms are agreed on
      − abandonné le 1er septembre 2026, raison\u{202f}: The law changed
    − résultat clé supprimé\u{202f}: People like to invite
    · renommé grow → 2026-Q3/grow
    · le point d’étape du 31 juillet 2026 est désormais daté du 30 juillet 2026 (en bonne voie)\u{202f}: A good start

Non comparés, car il y a des erreurs d’un côté\u{202f}: broken
";
const ENGLISH_MARKDOWN: &str = "\
<!-- okr-diff -->
### What moved in the OKRs

3 objectives moved: 1 got worse, 1 is new, 1 new check-in, 4 changes without a reason.

| Objective | Team | Status | Score |
| --- | --- | --- | --- |
| `Bring calm to the evening shift` | `Customer Support`, `2026-Q3` | 🔴 **on track → off track** | 0.70 → 0.20 ▼ 0.50 |
| `Make people bring their friends` | `Growth`, `2026-Q3` | 🟢 on track | 0.62 → 0.64 ▲ 0.02 |
| `Answer in the language of the customer` | `Customer Support`, `2026-Q3` | – → no check-in | – |

Period `2026-Q3` 0.66 → 0.42 ▼ 0.24, 2 → 1 on track, 0 → 1 off track, 0 → 1 without check-in

<details>
<summary><code>support</code>, <code>2026-Q3</code> 0.70 → 0.20 ▼ 0.50, 1 → 0 on track, 0 → 1 off track, 0 → 1 without check-in</summary>

**`Bring calm to the evening shift`** `calm`

- new check-in of 9 September 2026 (off track): `Both left again`
- `Median first reply falls to 4 hours`
  - value `5.5\u{a0}h` → `8\u{a0}h`, score 0.70 → 0.20 ▼ 0.50, status – → off track, confidence – → 20\u{a0}%
- owner `dora` → –, **no reason given**

**`Answer in the language of the customer`** `more`

- new objective
  - `Share of answers`: unknown → `80\u{a0}%`
  - `Open questions`: lowest value inside `2`, highest value inside `9`
  - `The list of words`: `Begun → Read → Used`
  - `The law is kept`: a milestone
  - `It sounds right`: judged by its owner

</details>

<details>
<summary><code>growth</code>, <code>2026-Q3</code> 0.62 → 0.64 ▲ 0.02</summary>

**`Make people bring their friends`** `2026-Q3/grow`

- `Signups by invitation a week reach 200`
  - score 0.53 → 0.57 ▲ 0.04
  - target `200` → `180`, **no reason given**
  - rubric `0.3: 80, 0.7: 150` → `0.3: 80, 0.7: 140`, **no reason given**
  - plan `31 Aug: 120` → `31 Aug: 100`, **no reason given**
- `The invitation page is live`
  - weight 2 → 3, reason: `It matters more`
- `The terms are agreed on`
  - dropped on 1 September 2026, reason: `The law changed`
- key result removed: `People like to invite`
- renamed `grow` → `2026-Q3/grow`
- check-in of 31 July 2026 is now of 30 July 2026 (on track): `A good start`

</details>

Not compared, because there are errors on one side: `broken`

From `0123456789` to the work tree, as of 10 September 2026.
";
