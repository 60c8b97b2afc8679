//! Who wrote what: authors and commits as pages name them, with links to the forge.

use super::Site;
use super::forge;
use super::html::Html;
use crate::chronicle::past::{Commit, CommitIx};
use crate::model::{Objective, ObjectiveIx};
use crate::words::fill;

/// Who wrote a check-in, and who wrote readings in it; nothing when nobody knows.
pub fn of_check_in(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx, at: usize) {
    let chronicle = site.inputs.chronicle;
    let Some(written) = chronicle[ix].check_ins.get(at) else {
        return;
    };
    let mut commits: Vec<CommitIx> = Vec::new();
    for commit in written.readings.iter().chain([&written.commit]).flatten() {
        if !commits.contains(commit) {
            commits.push(*commit);
        }
    }
    if commits.is_empty() {
        return;
    }
    commits.sort_by_key(|ix| (chronicle.commits[ix.0].day, std::cmp::Reverse(*ix)));
    html.markup(r#"<p class="by">"#)
        .word(site.words.written_by)
        .text(" ");
    for (place, commit) in commits.into_iter().enumerate() {
        if place > 0 {
            html.text(", ");
        }
        author(site, html, &site.inputs.book[ix], &chronicle.commits[commit.0]);
    }
    html.markup("</p>");
}

/// Who last changed the file of an objective; nothing when nobody knows.
pub fn of_file(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx) {
    let chronicle = site.inputs.chronicle;
    let Some(commit) = chronicle.commit(chronicle[ix].last) else {
        return;
    };
    html.markup(r#"<p class="muted">"#);
    match commit.day {
        Some(day) => {
            let date = site.language.long_date(day);
            html.text(&fill(site.words.last_changed, &[("date", &date)]))
        }
        None => html.word(site.words.last_changed_by),
    };
    html.text(" ");
    author(site, html, &site.inputs.book[ix], commit);
    html.markup("</p>");
}

/// An author, with the commit.
pub fn author(site: &Site<'_>, html: &mut Html, objective: &Objective, commit: &Commit) {
    html.markup("<bdi>").text(&commit.author).markup("</bdi>");
    html.text(" (");
    let path = &site.inputs.sources[objective.file].path;
    match forge::of(site, path) {
        Some(forge) => html
            .tag("a")
            .attr("href", &forge.commit(&commit.id))
            .holding(commit.short()),
        None => html.markup("<code>").text(commit.short()).markup("</code>"),
    };
    html.text(")");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::site::fixture::Fixture;

    const PATH: &str = "objectives/first.md";
    const FIRST: &str = "---\ntitle: First\nperiod: 2026-H2\nteam: support\nowner: ana\nkey_results:\n  - { id: k, title: K one, owner: ana, start: 0, target: 2 }\n  - { id: l, title: L two, owner: ana, start: 0, target: 2 }\n---\n\n## 2026-07-31 (on track) <i>Begun</i>\n\n- k: 1\n";

    fn page(fixture: &Fixture) -> String {
        fixture.objective_pages("first").remove(0).1
    }

    #[test]
    fn a_check_in_names_everybody_who_wrote_in_it() {
        let now = [FIRST, "\n- l: 1\n"].concat();
        let fixture = Fixture::of(&[(PATH, &now)]).after(PATH, &[FIRST], date(2026, 8, 1));
        let page = page(&fixture);
        assert!(
            page.contains(
                "Written by <bdi>Ana Lopes</bdi> (<code>0000000000</code>), <bdi>Ana Lopes</bdi> ("
            ),
            "{page}"
        );
        assert!(
            page.contains("Last changed on 2 August 2026 by <bdi>Ana Lopes</bdi>"),
            "{page}"
        );
    }

    #[test]
    fn without_git_nobody_is_named() {
        let page = page(&Fixture::of(&[(PATH, FIRST)]));
        assert!(
            !page.contains("Written by") && !page.contains("Last changed"),
            "{page}"
        );
    }
}
