//! The running periods as one Markdown text, for a message or a wiki.

use crate::model::{ObjectiveIx, PeriodIx};
use crate::site::Site;
use crate::site::check_in;
use crate::site::figures;
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::words::{fill, iso_date};

/// Title and day, then each running period: its objectives as a table, the key results as lists below it.
/// Nothing that somebody wrote becomes markup, and no name calls anybody.
pub fn markdown(site: &Site<'_>) -> String {
    let (book, words, language) = (site.inputs.book, site.words, site.language);
    let day = language.long_date(site.inputs.standing.as_of);
    let mut out = ["# ", &text(&book.config.title), "\n\n"].concat();
    out.push_str(&fill(words.as_of, &[("date", &day)]));
    out.push('\n');
    for &period in site.index.running() {
        of_period(site, &mut out, period);
    }
    out
}

fn of_period(site: &Site<'_>, out: &mut String, period: PeriodIx) {
    let (book, words, language) = (site.inputs.book, site.words, site.language);
    let standing = &site.inputs.standing.periods[period.0];
    let objectives = site.index.of_period(period);
    let count = language.count(words.n_objectives, objectives.len());
    let score = figures::score(standing.score, language);
    let heading = ["\n## ", &text(&book.periods[period.0].name), "\n\n"];
    out.push_str(&heading.concat());
    let average = fill(words.average, &[("score", &score)]);
    out.push_str(&[&count, ", ", &average, "\n\n"].concat());
    row(
        out,
        &[
            words.objective,
            words.owner,
            words.status,
            words.score,
            words.last_check_in,
        ]
        .map(str::to_owned),
    );
    out.push_str("| --- | --- | --- | ---: | --- |\n");
    for &ix in objectives {
        let objective = &book[ix];
        let now = &site.inputs.standing[ix];
        let owner = objective
            .owner
            .as_ref()
            .map_or(words.no_owner, |owner| site.person_name(owner));
        let last = now
            .last_check_in
            .map_or_else(|| words.never.to_owned(), |last| iso_date(last).to_string());
        let cells = [
            linked(site, ix),
            text(owner),
            parts::sign(site, ix).word(words).to_owned(),
            figures::score(now.score, language),
            last,
        ];
        row(out, &cells);
    }
    for &ix in objectives {
        key_results(site, out, ix);
    }
}

fn key_results(site: &Site<'_>, out: &mut String, ix: ObjectiveIx) {
    let objective = &site.inputs.book[ix];
    if objective.key_results.is_empty() {
        return;
    }
    out.push_str(&["\n### ", &text(&objective.title), "\n\n"].concat());
    for (kr, now) in objective
        .key_results
        .iter()
        .zip(&site.inputs.standing[ix].key_results)
    {
        let value = now.value.map_or_else(
            || "–".to_owned(),
            |value| check_in::value(site.language, kr, value),
        );
        let score = figures::score(now.score, site.language);
        let line = [
            "- ",
            &text(&kr.title),
            site.words.colon,
            &text(&value),
            ", **",
            &score,
            "**\n",
        ];
        out.push_str(&line.concat());
    }
}

/// The title, as a link where the site's address is known.
fn linked(site: &Site<'_>, ix: ObjectiveIx) -> String {
    let objective = &site.inputs.book[ix];
    let title = text(&objective.title);
    match &site.inputs.book.config.url {
        Some(url) => {
            let here = Here::anywhere(String::new(), url);
            ["[", &title, "](", &here.to(Route::Objective(&objective.id)), ")"].concat()
        }
        None => title,
    }
}

fn row(out: &mut String, cells: &[String]) {
    for cell in cells {
        out.push_str(&["| ", cell, " "].concat());
    }
    out.push_str("|\n");
}

/// Text in Markdown: marks are escaped, lines joined, and a `@` calls nobody.
fn text(written: &str) -> String {
    let mut out = String::with_capacity(written.len() + 8);
    for c in written.chars() {
        match c {
            '@' => out.push_str("@<!-- -->"),
            '#' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '!' | '$' => {
                out.extend(['\\', c])
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::fixture::Fixture;

    #[test]
    fn a_hostile_title_stays_text() {
        let objective = "---\ntitle: \"<img src=x> | @everyone **bold** [x](y)\"\nperiod: 2026-H2\nteam: support\nowner: ana\nkey_results:\n  - id: k\n    title: \"# K\"\n    owner: ana\n    start: 0\n    target: 2\n---\n\n## 2026-11-20 (at risk) Good\n\n- k: 1\n";
        let fixture = Fixture::of(&[("objectives/2026-H2/a.md", objective)]);
        let written = markdown(&fixture.site());
        let row = written
            .lines()
            .find(|line| line.contains("img"))
            .expect("its row");
        assert_eq!(
            row,
            "| \\<img src=x\\> \\| @<!-- -->everyone \\*\\*bold\\*\\* \\[x\\](y) | ana | At risk | 0.50 | 2026-11-20 |"
        );
        assert!(written.contains("\n- \\# K: 1, **0.50**\n"), "{written}");
    }
}
