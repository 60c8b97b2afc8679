//! Repositories that a theme is tried on: the example in both languages, an empty one, and one whose every text is hostile.

use std::sync::Arc;

use jiff::civil::{Date, date};

use crate::chronicle::Chronicle;
use crate::history::{self, Standing};
use crate::model::{Assets, Book};
use crate::parse;
use crate::source::{SourceFile, Sources};
use crate::words::Language;

/// What no page may hold as it is: it stands in every text of the hostile repository.
pub(super) const MARK: &str = "<okr-hostile ";

/// Paths and texts, put there by the build script.
const EXAMPLE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/example.rs"));
/// The day of the example.
const TODAY: Date = date(2026, 11, 22);

/// A repository in memory, read.
pub(super) struct Sample {
    /// As messages call it.
    pub(super) name: &'static str,
    /// Its texts.
    pub(super) sources: Sources,
    /// What they say.
    pub(super) book: Book,
    /// Where it stands.
    pub(super) standing: Standing,
    /// There are no linked files.
    pub(super) assets: Assets,
    /// They have no past.
    pub(super) chronicle: Chronicle,
}

impl Sample {
    /// Every one.
    pub(super) fn all() -> Vec<Sample> {
        let owned = |files: &[(&str, &str)]| -> Vec<(String, String)> {
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect()
        };
        vec![
            Sample::of("the example", owned(EXAMPLE)),
            Sample::of("the example in French", in_french(owned(EXAMPLE))),
            Sample::of("an empty repository", Vec::new()),
            Sample::of("a hostile repository", hostile()),
        ]
    }

    fn of(name: &'static str, mut files: Vec<(String, String)>) -> Sample {
        files.sort();
        let files = files
            .into_iter()
            .map(|(path, text)| Arc::new(SourceFile::new(path, text.into_bytes())));
        let sources = Sources(files.collect());
        let book = parse::book(&sources).book;
        let standing = history::on(&book, TODAY);
        Sample {
            name,
            sources,
            book,
            standing,
            assets: Assets::default(),
            chronicle: Chronicle::default(),
        }
    }
}

fn in_french(mut files: Vec<(String, String)>) -> Vec<(String, String)> {
    for (_, text) in files.iter_mut().filter(|(path, _)| path == "okr.yaml") {
        *text = text.replace("language: en", &format!("language: {}", Language::French.code()));
    }
    files
}

/// Markup, quotes, template tags, a word of 200 letters, right to left, signs that are drawn: in every field there is. And
/// shapes that are rare: no check-ins, two hundred of them, sixty children, eight levels, scores below 0 and above 1.
fn hostile() -> Vec<(String, String)> {
    let text = format!(
        "{MARK}title='\\\"&amp;'> </title></script><script>alert(1)</script> {{{{ page }}}} {{% if %}} {} عنوان العنوان 👩\u{200d}🚀",
        "m".repeat(200)
    );
    let quoted = format!("\"{text}\"");
    let plain = text.replace("\\\"", "\"");
    let teams: Vec<String> = (0..10)
        .map(|i| format!("  team-{i}: {{ name: {quoted}, members: [ada, bo] }}\n"))
        .collect();
    let mut files = vec![(
        "okr.yaml".to_owned(),
        format!(
            "title: {quoted}\nurl: https://example.org/okrs/\nrepository: https://example.org/okrs\nteams:\n{}people:\n  ada: {{ name: {quoted} }}\n  bo: {{}}\nperiods:\n  2026-H2: {{ name: {quoted} }}\n  odd: {{ start: 2026-11-01, end: 2026-11-30, name: {quoted} }}\n",
            teams.concat()
        ),
    )];
    files.push((
        "periods/2026-H2.md".to_owned(),
        format!(
            "---\ntitle: {quoted}\ninputs:\n  - title: {quoted}\nnot_doing:\n  - {quoted}\n---\n{plain}\n"
        ),
    ));
    files.push((
        "retrospectives/2026-H1.md".to_owned(),
        format!(
            "---\nperiod: 2026-H1\n---\n{plain}\n\n### Keep\n\n- {plain}\n\n### Decisions\n\n- {plain}\n"
        ),
    ));
    let mut objective = |id: &str, period: &str, more: &str, body: &str| {
        files.push((
            format!("objectives/{id}.md"),
            format!(
                "---\ntitle: {quoted}\nperiod: {period}\nteam: team-{}\nowner: ada\ncontributors: [bo]\n{more}key_results:\n  - {{ id: up, title: {quoted}, owner: ada, start: 0, target: 10, unit: {quoted} }}\n  - {{ id: down, title: {quoted}, owner: bo, start: 10, target: 0 }}\n  - {{ id: mile, title: {quoted}, owner: bo, milestone: true }}\n---\n{plain}\n\n{body}",
                id.len() % 10
            ),
        ));
    };
    let check_in = |day: Date, value: i64| {
        format!(
            "## {day} (at risk) {plain}\n\n{plain}\n\n- up: {value} — {plain}\n- down: {}\n\n### Why\n\n{plain}\n\n### Decisions\n\n- {plain}\n\n### Risks\n\n- {plain}\n\n### Learnings\n\n- {plain}\n\n### Asks\n\n- {plain}\n\n",
            10 - value
        )
    };
    let some = |count: usize, value: i64| -> String {
        let days = date(2026, 7, 1)
            .series(jiff::Span::new().days(1))
            .take(count)
            .collect::<Vec<_>>();
        days.into_iter().rev().map(|day| check_in(day, value)).collect()
    };
    objective("root", "2026-H2", "", &some(3, -25));
    objective("above", "2026-H2", "", &some(2, 30));
    objective("silent", "2026-H2", "", "");
    objective("many", "2026-H2", "", &some(140, 4));
    objective(
        "past",
        "2026-H1",
        "",
        "## 2026-06-30 (on track) End\n\n- up: 3\n- down: 9\n",
    );
    objective("odd", "odd", "", &some(1, 1));
    objective(
        "dropped",
        "2026-H2",
        &format!(
            "dropped: 2026-09-01\nreason: {quoted}\ntags: [a-tag]\nlinks:\n  - title: {quoted}\n    url: https://example.org/?a=1&b=2\n"
        ),
        &some(1, 1),
    );
    objective("moved", "2026-H2", "aliases: [before]\n", "");
    for i in 0..60 {
        objective(&format!("child-{i}"), "2026-H2", "parent: root\n", "");
    }
    for level in 0..8 {
        let above = if level == 0 {
            "root".to_owned()
        } else {
            format!("level-{}", level - 1)
        };
        objective(
            &format!("level-{level}"),
            "2026-H2",
            &format!("parent: {above}\n"),
            "",
        );
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_what_they_are_called() {
        let samples = Sample::all();
        let [english, french, empty, hostile] = &samples[..] else {
            panic!("{}", samples.len());
        };
        assert!(english.book.objectives.len() > 20);
        assert_eq!(english.book.config.language, Language::English);
        assert_eq!(french.book.config.language, Language::French);
        assert_eq!(empty.book.objectives.len(), 0);
        let book = &hostile.book;
        let broken: Vec<_> = book.broken.iter().map(|it| &it.id).collect();
        assert_eq!(broken, Vec::<&String>::new(), "every one of them is read");
        assert_eq!(book.objectives.len(), 76);
        for objective in &book.objectives {
            assert!(objective.title.contains(MARK), "{}", objective.id);
        }
        let texts = [&book.config.title, &book.teams[0].name, &book.periods[0].name];
        assert!(book.people.iter().any(|person| person.name.contains(MARK)));
        assert!(
            texts.iter().filter(|text| text.contains(MARK)).count() >= 2,
            "{texts:?}"
        );
    }
}
