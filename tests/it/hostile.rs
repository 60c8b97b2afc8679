//! A repository as unkind as the format allows: texts that would be code elsewhere, long words, every direction of writing,
//! too much and too little of everything. It is built, read back by parsers that are not ours, and left in the folder of
//! the tests, where `tests/run` opens its site in a browser.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::repo::Run;

/// The day on which its site is built.
const DAY: &str = "2026-11-22";

/// Ends what it stands in, and begins something else, in each of the languages of a page, a feed, a table and a template.
const EVIL: &str = r#"<script>alert(1)</script> "><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} ${7*7} ]]> --></title></textarea> javascript:alert(3) &lt;b&gt; &#60;i&#62; '`|\"#;

/// One word of 200 letters.
fn word() -> String {
    "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
        .repeat(3)
        .chars()
        .take(200)
        .collect()
}

/// A sentence of 300 characters.
fn sentence() -> String {
    "Make the thing that everybody asked for and nobody described work for those who did not ask, "
        .repeat(4)
        .chars()
        .take(299)
        .chain(['.'])
        .collect()
}

/// Titles that are hard to set.
fn titles() -> Vec<String> {
    [
        EVIL,
        "تقليل زمن الاستجابة للعملاء إلى أربع ساعات في كل الأسواق",
        "להפוך את התמיכה ל-24/7 בלי משמרת שנייה (NPS ≥ 50)",
        "Ship v2.0 לכל הלקוחות and ترجمة كل شيء before Q4 — 100 %",
        "👩‍👩‍👧‍👦 Make families 🇫🇷 smile 👍🏽 ✅🔥 every day",
        "让每一位客户在第一次联系时就得到解决方案而不需要再次联系我们的支持团队",
        "ทำให้ลูกค้าทุกคนพึงพอใจตั้งแต่การติดต่อครั้งแรกโดยไม่ต้องติดต่อซ้ำ",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
        "a",
        "- [ ] **not** _a_ [link](javascript:alert(4)) `code` <b>bold</b>",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([word(), sentence()])
    .collect()
}

/// A text as a scalar of YAML.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Three metrics of one owner.
fn metrics(owner: &str) -> String {
    format!(
        "key_results:\n  - {{ id: one, title: First, owner: {owner}, start: 0, target: 10 }}\n  - {{ id: two, title: Second, owner: {owner}, start: 10, target: 0 }}\n  - {{ id: three, title: Third, owner: {owner}, start: 1, target: 5 }}\n"
    )
}

fn objective(title: &str, period: &str, team: &str, more: &str, body: &str) -> String {
    let title = quoted(title);
    format!("---\ntitle: {title}\nperiod: {period}\nteam: {team}\nowner: poly\n{more}---\n\n{body}")
}

/// Every file, with its path.
fn files() -> Vec<(String, String)> {
    let mut files = vec![
        ("okr.yaml".to_owned(), settings()),
        ("periods/2026-Q4.md".to_owned(), period()),
        (
            "periods/2027-Q1.md".to_owned(),
            "---\ntitle: Nobody wrote anything\n---\n".to_owned(),
        ),
        ("retrospectives/2026-Q1.md".to_owned(), retrospective("")),
        (
            "retrospectives/2026-Q1/team-0.md".to_owned(),
            retrospective("team: team-0\n"),
        ),
        ("objectives/2026-Q4/everything.md".to_owned(), everything()),
        ("objectives/2026-Q1/past.md".to_owned(), past()),
        ("objectives/2026/two-hundred.md".to_owned(), two_hundred()),
        (
            "objectives/2026-Q4/one-check-in.md".to_owned(),
            objective(
                "One check-in",
                "2026-Q4",
                "team-1",
                &metrics("poly"),
                "## 2026-11-20\n\nA word.\n\n- one: 4\n",
            ),
        ),
        (
            "objectives/2026-Q4/beyond.md".to_owned(),
            objective("Beyond both ends", "2026-Q4", "team-1", &metrics("poly"), BEYOND),
        ),
    ];
    for (n, title) in titles().iter().enumerate() {
        let body = format!(
            "{title}\n\n## 2026-11-0{} (at risk) {title}\n\n{title}\n\n- one: 3 — {title}\n\n### Risks\n\n- {title}\n\n### Asks\n\n- {title}\n",
            n % 9 + 1
        );
        let team = format!("team-{}", n % 10);
        files.push((
            format!("objectives/2026-Q4/title-{n:02}.md"),
            objective(title, "2026-Q4", &team, &metrics("poly"), &body),
        ));
    }
    let mut parent = String::new();
    for level in 1..=8 {
        files.push((
            format!("objectives/2026-Q4/deep/level-{level}.md"),
            objective(
                &format!("Level {level}"),
                "2026-Q4",
                "team-2",
                &[&parent, metrics("poly").as_str()].concat(),
                "",
            ),
        ));
        parent = format!("parent: 2026-Q4/deep/level-{level}#one\n");
    }
    for child in 1..=60 {
        let more = format!(
            "parent: 2026-Q4/everything\n{}",
            metrics(&format!("person-{}", child % 7))
        );
        files.push((
            format!("objectives/2026-Q4/wide/child-{child:02}.md"),
            objective(
                &format!("Child {child} of the same parent"),
                "2026-Q4",
                "team-3",
                &more,
                "",
            ),
        ));
    }
    files
}

fn settings() -> String {
    let mut text = format!(
        "title: {}\nlanguage: en\nurl: https://okrs.example/deep/\nrepository: https://forge.example/okrs\nteams:\n",
        quoted(&format!("{EVIL} {}", word()))
    );
    let names: Vec<String> = titles();
    for (team, name) in names.iter().take(10).enumerate() {
        let parent = if team > 0 {
            format!(", parent: team-{}", team - 1)
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "  team-{team}: {{ name: {}, members: [poly]{parent} }}",
            quoted(name)
        );
    }
    let _ = writeln!(text, "people:\n  poly: {{ name: {} }}", quoted(EVIL));
    for person in 0..7 {
        let _ = writeln!(
            text,
            "  person-{person}: {{ name: {} }}",
            quoted(&names[person + 4])
        );
    }
    let _ = writeln!(
        text,
        "periods:\n  2026: {{ name: {} }}\n  2026-Q4: {{ name: {} }}",
        quoted(EVIL),
        quoted(&word())
    );
    text
}

fn period() -> String {
    let evil = quoted(EVIL);
    format!(
        "---\ntitle: {evil}\ninputs:\n  - {{ title: {evil}, url: 'https://example.com/?a=\"><script>alert(5)</script>&b={}' }}\nnot_doing:\n  - {evil}\n  - {}\n---\n\n{EVIL}\n\n{}\n",
        word(),
        quoted(&word()),
        word()
    )
}

fn retrospective(team: &str) -> String {
    format!(
        "---\nperiod: 2026-Q1\n{team}date: 2026-04-10\ncarry_over: [2026-Q1/past]\n---\n\n{EVIL}\n\n### Keep\n\n- {EVIL}\n- {}\n\n### Learnings\n\n- {EVIL}\n\n### Decisions\n\n- {}\n",
        word(),
        sentence()
    )
}

/// Scores below 0 and above 1, and every way to write none.
const BEYOND: &str = "\
## 2026-11-20 (on track)

- one: 35
- two: 25
- three: n/a (0.5)

## 2026-10-31

- one: -8
- two: -4
- three: 999999999999

## 2026-10-15

- one: void
- three: n/a
";

/// Every key of an objective and every kind of key result, each with a text that wants to be something else.
fn everything() -> String {
    let evil = quoted(EVIL);
    let long = quoted(&word());
    let body = format!(
        "{EVIL}\n\n[link](javascript:alert(6)) [data](data:text/html,<script>alert(7)</script>) <javascript:alert(8)> [ok](https://example.com/{long_word})\n\n\
         ![picture](https://evil.example/x.png) ![{EVIL}](javascript:alert(9))\n\n| {head} |\n|{rule}\n| {cells} |\n\n~~~{EVIL}\n{EVIL} {long_word} {long_word}\n~~~\n\n> {EVIL}\n\n\
         1. {EVIL}\n   - [x] {long_word}\n\nText[^1] `{long_word}`\n\n[^1]: {EVIL}\n\n<details open ontoggle=alert(10)><summary>x</summary></details>\n\n",
        long_word = word(),
        head = (1..=14)
            .map(|n| format!("Column {n}"))
            .collect::<Vec<_>>()
            .join(" | "),
        rule = "---|".repeat(14),
        cells = (1..=14)
            .map(|n| format!("Cell number {n}"))
            .collect::<Vec<_>>()
            .join(" | "),
    );
    let check_ins = format!(
        "## 2026-11-20 (off track) {EVIL}\n\n{EVIL}\n\n- metric: 5 (at risk, 0.4, 60%) — {EVIL}\n\n- held: 7\n\n- steps: 1/3 — {long_word}\n\n- mile: not done\n\n- judged: 0.3\n\n### What\n\n{EVIL}\n\n### Why\n\n{long_word}\n\n### So what\n\n{sentence}\n\n### Decisions\n\n- {EVIL} — decided by poly\n- {long_word}\n\n### Risks\n\n- {EVIL}\n- {long_word}\n\n### Learnings\n\n- {EVIL}\n\n### Asks\n\n- {EVIL}\n\n### {EVIL}\n\nSomething else.\n\n## 2026-11-01 {long_word}\n\n- metric: 4\n\n## Retrospective\n\n{EVIL}\n\n### Learnings\n\n- {EVIL}\n",
        long_word = word(),
        sentence = sentence(),
    );
    let key_results = format!(
        "key_results:\n\
         \x20 - id: metric\n    title: {evil}\n    owner: poly\n    contributors: [person-1, team-2]\n    start: 0\n    target: 10\n    unit: '\"><b x>'\n    rubric: {{ 0.3: 4, 0.7: 8 }}\n    plan: {{ 2026-11-30: 6 }}\n    tags: [{evil}]\n    links: [{{ title: {evil}, url: 'https://example.com/\"onmouseover=alert(11)' }}]\n\
         \x20 - id: held\n    title: {long}\n    owner: person-0\n    guards: metric\n    max: 5\n\
         \x20 - id: steps\n    title: Steps\n    owner: poly\n    steps: [{evil}, {long}, 'Done at last']\n\
         \x20 - id: mile\n    title: A milestone\n    owner: poly\n    milestone: true\n\
         \x20 - id: judged\n    title: Judged\n    owner: poly\n    allow: [{{ rule: key-result-not-measurable, reason: {evil} }}]\n\
         \x20 - id: gone\n    title: Dropped\n    owner: poly\n    start: unknown\n    target: 3\n    dropped: 2026-11-05\n    reason: {evil}\n\
         \x20 - id: hidden\n    title: Hidden\n    owner: poly\n    start: 0\n    target: hidden\n"
    );
    let more = format!(
        "contributors: [person-2, team-4]\nparent: 2026-Q4/title-00\nsupports: [2026-Q4/title-01#one]\ntype: committed\ntags: [{evil}, {long}, rtl]\nlinks:\n  - {{ title: {evil}, url: 'https://example.com/{}' }}\nweight: 3\naliases: [2026-Q4/formerly]\namendments:\n  - {{ date: 2026-11-02, what: metric.target, why: {evil} }}\nallow:\n  - {{ rule: unaligned, reason: {evil} }}\n{key_results}",
        word()
    );
    objective(
        &format!("Everything at once {EVIL}"),
        "2026-Q4",
        "team-0",
        &more,
        &[body, check_ins].concat(),
    )
}

/// One that is over and was given up.
fn past() -> String {
    let more = format!(
        "dropped: 2026-03-01\nreason: {}\n{}",
        quoted(EVIL),
        metrics("poly")
    );
    let body = format!("## 2026-02-20 (on track) {EVIL}\n\n- one: 12\n\n- two: 11\n\n- three: 3\n");
    objective("Past and dropped", "2026-Q1", "team-0", &more, &body)
}

/// Two hundred check-ins, a day after the other.
fn two_hundred() -> String {
    let mut body = String::new();
    let mut day: jiff::civil::Date = "2026-11-20".parse().unwrap();
    for n in 0..200 {
        let status = ["on track", "at risk", "off track"][n % 3];
        let value = (n * 7) % 23;
        let _ = writeln!(
            body,
            "## {day} ({status}) Day {n}\n\nIt goes on.\n\n- one: {value}\n\n- two: {value}\n\n### Decisions\n\n- Decision {n}\n"
        );
        day = day.yesterday().unwrap();
    }
    objective("Two hundred check-ins", "2026", "team-5", &metrics("poly"), &body)
}

/// The repository below this folder.
fn write(root: &Path) {
    for (path, text) in files() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Runs the program in a folder, on the day of the site.
fn okr(root: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okr"));
    command
        .env_clear()
        .env("HOME", root)
        .env("TZ", "UTC")
        .stdin(Stdio::null());
    command.current_dir(root).args(["--today", DAY]).args(arguments);
    Run::of(command)
}

/// The site below a folder of this name, built once for each test.
fn site(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    write(&root);
    okr(&root, &["build"]).exits(0);
    root.join("_site")
}

/// Every file below a folder.
fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn ending<'a>(files: &'a [PathBuf], end: &'a str) -> impl Iterator<Item = &'a PathBuf> {
    files
        .iter()
        .filter(move |path| path.to_string_lossy().ends_with(end))
}

/// `tests/run` opens it in a browser: `hostile` below the folder of the tests.
#[test]
fn unkind_texts_are_no_findings_and_stop_no_build() {
    let site = site("hostile");
    let root = site.parent().unwrap();
    okr(root, &["build", "--verify"]).exits(0);
    let found = okr(root, &["check", "--format", "json"]).exits(0).out();
    let found: Vec<serde_json::Value> = serde_json::from_str(&found).expect("an array");
    assert!(
        found.iter().all(|finding| finding["severity"] != "error"),
        "{found:?}"
    );
    // Nothing of it was taken for a template.
    for page in ending(&all(&site), ".html") {
        let text = fs::read_to_string(page).unwrap();
        for code in ["<script>alert", "\"><b x>", "<img src=x"] {
            assert!(!text.contains(code), "{}: {code}", page.display());
        }
    }
    assert!(
        fs::read_to_string(site.join("index.html"))
            .unwrap()
            .contains("{{ 7*7 }}")
    );
}

#[test]
fn what_machines_read_is_read_back_by_others() {
    let site = site("hostile-data");
    let files = all(&site);

    let feeds: Vec<&PathBuf> = ending(&files, "feed.xml").collect();
    assert!(feeds.len() > 90, "{}", feeds.len());
    for path in feeds {
        let feed = atom_syndication::Feed::read_from(&fs::read(path).unwrap()[..]);
        let feed = feed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(feed.id().starts_with("urn:uuid:"), "{}", path.display());
        for entry in feed.entries() {
            assert!(entry.links()[0].href().starts_with("https://okrs.example/deep/"));
        }
    }
    let of_evil = atom_syndication::Feed::read_from(
        &fs::read(site.join("objectives/2026-Q4/title-00/feed.xml")).unwrap()[..],
    );
    let of_evil = of_evil.expect("it is Atom");
    let title = &of_evil.entries()[0].title().value;
    assert_eq!(*title, format!("{EVIL}: {EVIL}"), "as it was written");

    let calendar = fs::read_to_string(site.join("calendar.ics")).unwrap();
    let unfolded = icalendar::parser::unfold(&calendar);
    let calendar = icalendar::parser::read_calendar(&unfolded).expect("a calendar");
    let summaries: Vec<String> = calendar
        .components
        .iter()
        .filter_map(|event| event.find_prop("SUMMARY"))
        .map(|summary| summary.val.to_string())
        .collect();
    assert!(calendar.components.len() > 80 && summaries.len() == calendar.components.len());

    let schema: serde_json::Value =
        serde_json::from_slice(&fs::read(site.join("data/schema.json")).unwrap()).expect("a schema");
    let data: serde_json::Value =
        serde_json::from_slice(&fs::read(site.join("data/okrs.json")).unwrap()).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema of 2020-12");
    let faults: Vec<String> = validator
        .iter_errors(&data)
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    let titles: BTreeSet<&str> = data["objectives"]
        .as_array()
        .expect("objectives")
        .iter()
        .filter_map(|objective| objective["title"].as_str())
        .collect();
    let hard = self::titles();
    for title in &hard {
        assert!(titles.contains(title.as_str()), "{title}");
    }

    let mut table = csv::Reader::from_path(site.join("data/okrs.csv")).expect("a table");
    let rows: Vec<csv::StringRecord> = table
        .records()
        .map(|row| row.expect("a row as wide as its head"))
        .collect();
    assert!(rows.len() > 600, "{}", rows.len());
    let cells = rows.iter().flat_map(csv::StringRecord::iter);
    for cell in cells.filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
        assert!(cell.parse::<f64>().is_ok(), "a formula: {cell}");
    }

    for path in ending(&files, ".svg").chain(ending(&files, ".xml")) {
        let text = fs::read_to_string(path).unwrap();
        assert!(!text.contains("<script"), "{}", path.display());
    }
}
