//! What moved, as a comment on a pull request: a table of statuses and scores, the rest folded away. Whatever people wrote
//! stands in spans of code, so that it mentions nobody, closes nothing and loads nothing.

use std::io::{self, Write};

use super::entry::Entry;
use super::group::{Group, groups, of_both};
use super::line::{Line, Piece};
use super::summary;
use super::{Comparison, Format};
use crate::model::Status;
use crate::report::code::{code, in_cell};
use crate::site::html::Html;
use crate::site::sign::Sign;
use crate::words::{Language, Plural};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    print,
};

/// The first line of the comment, by which it is found again. It stands there once.
pub const MARK: &str = "<!-- okr-diff -->";

/// Characters of a comment, at most; GitHub refuses more than 65,536. They are counted as UTF-16, which is never less.
const LIMIT: usize = 60_000;
/// Of those, for the table and what stands above it.
const TABLE: usize = 30_000;
/// The same with what is said of periods.
const PERIODS: usize = 35_000;
/// For the sentences that say how much was left out.
const CLOSING: usize = 200;
/// Characters of a title in the table, and of a text below it.
const TITLE: usize = 100;
const TEXT: usize = 240;
/// Objectives that are named as not compared, and as not counted.
const NAMED: usize = 20;

fn print(comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(comment(comparison).as_bytes())
}

/// The whole comment.
fn comment(comparison: &Comparison) -> String {
    let language = comparison.language();
    let words = language.change_words();
    let groups = groups(comparison);
    let foot = foot(comparison);
    let mut page = Page {
        text: format!("{MARK}\n### {}\n\n", words.heading),
        length: foot.encode_utf16().count() + MARK.len() + words.heading.len() + CLOSING,
        language,
    };
    page.add(&format!("{}\n", summary::sentence(comparison, &groups)));
    table(&mut page, &groups);
    periods(&mut page, comparison);
    details(&mut page, &groups);
    page.text.push_str(&foot);
    page.text
}

/// The text so far, and its length with what is still to come.
struct Page {
    text: String,
    length: usize,
    language: Language,
}

impl Page {
    fn add(&mut self, text: &str) {
        self.length += text.encode_utf16().count();
        self.text.push_str(text);
    }

    /// Adds a text if the page then has no more than `limit` characters.
    fn add_within(&mut self, limit: usize, text: &str) -> bool {
        let fits = self.length + text.encode_utf16().count() <= limit;
        if fits {
            self.add(text);
        }
        fits
    }

    /// How many were left out, for which room was kept.
    fn add_rest(&mut self, plural: Plural, rest: usize) {
        if rest > 0 {
            let text = self.language.count(plural, rest);
            self.text.push_str(&format!("\n{text}\n"));
        }
    }
}

fn table(page: &mut Page, groups: &[Group<'_>]) {
    let words = page.language.page_words();
    let mut entries: Vec<(&Group<'_>, &Entry<'_>)> = groups
        .iter()
        .flat_map(|group| group.entries.iter().map(move |entry| (group, entry)))
        .collect();
    if entries.is_empty() {
        return;
    }
    entries.sort_by(|one, other| one.1.rank.cmp(&other.1.rank));
    page.add(&format!(
        "\n| {} | {} | {} | {} |\n| --- | --- | --- | --- |\n",
        words.objective, words.team, words.status, words.score
    ));
    let rows = entries
        .iter()
        .map(|(group, entry)| row(page.language, group, entry));
    let rows: Vec<String> = rows.collect();
    let told = rows.iter().take_while(|row| page.add_within(TABLE, row)).count();
    page.add_rest(page.language.change_words().more_objectives, rows.len() - told);
}

fn periods(page: &mut Page, comparison: &Comparison) {
    let words = page.language.page_words();
    let all = &comparison.changes.periods;
    let told = all.iter().take_while(|period| {
        let name = code(comparison.period_name(&period.id), TITLE);
        let moved = pieces(&of_both(period, page.language), code);
        page.add_within(PERIODS, &format!("\n{} {name} {moved}\n", words.period))
    });
    let told = told.count();
    page.add_rest(words.and_n_more, all.len() - told);
}

fn row(language: Language, group: &Group<'_>, entry: &Entry<'_>) -> String {
    let (status, moved) = entry.state(language);
    format!(
        "| {} | {}, {} | {}{} | {} |\n",
        in_cell(&entry.objective.title, TITLE),
        in_cell(group.name, TITLE),
        in_cell(&group.period.name, TITLE),
        light(entry.sign.after),
        pieces(&status, in_cell),
        pieces(&moved, in_cell),
    )
}

/// Colours that a list of comments shows from afar; the word stands beside it.
fn light(sign: Option<Sign>) -> &'static str {
    match sign {
        Some(Sign::Word(Status::OnTrack)) => "🟢 ",
        Some(Sign::Word(Status::AtRisk)) => "🟡 ",
        Some(Sign::Word(Status::OffTrack)) => "🔴 ",
        _ => "",
    }
}

fn details(page: &mut Page, groups: &[Group<'_>]) {
    let mut rest: usize = groups
        .iter()
        .flat_map(|group| &group.entries)
        .flat_map(|entry| &entry.lines)
        .map(|line| line.changes)
        .sum();
    for group in groups {
        if group.entries.iter().all(|entry| entry.lines.is_empty()) {
            continue;
        }
        // Room for the end of what is folded is taken at once.
        if !page.add_within(LIMIT - CLOSE.len(), &opening(page.language, group)) {
            break;
        }
        page.length += CLOSE.len();
        let whole = group
            .entries
            .iter()
            .all(|entry| of_objective(page, entry, &mut rest));
        page.text.push_str(CLOSE);
        if !whole {
            break;
        }
    }
    page.add_rest(page.language.change_words().more_changes, rest);
}

const CLOSE: &str = "\n</details>\n";

/// Names of the team and the period are ids here, which are of letters and digits.
fn opening(language: Language, group: &Group<'_>) -> String {
    let mut html = Html::new();
    html.tag("code").holding(group.team);
    html.text(", ");
    html.tag("code").holding(&group.period.id);
    let moved = group
        .moved
        .map(|moved| of_both(moved, language))
        .unwrap_or_default();
    html.text(" ").text(&pieces(&moved, code));
    format!("\n<details>\n<summary>{}</summary>\n", html.as_str().trim_end())
}

/// Whether all of it could be told. `rest` is what is still to be told of all.
fn of_objective(page: &mut Page, entry: &Entry<'_>, rest: &mut usize) -> bool {
    if entry.lines.is_empty() {
        return true;
    }
    let title = code(&entry.objective.title, TEXT);
    let head = format!("\n**{title}** {}\n\n", code(&entry.changes.id, TEXT));
    if !page.add_within(LIMIT, &head) {
        return false;
    }
    entry.lines.iter().all(|line| {
        let fits = page.add_within(LIMIT, &of_line(line));
        if fits {
            *rest -= line.changes;
        }
        fits
    })
}

fn of_line(line: &Line) -> String {
    format!("{}- {}\n", "  ".repeat(line.depth), pieces(&line.pieces, code))
}

fn foot(comparison: &Comparison) -> String {
    let language = comparison.language();
    let mut text = String::new();
    let (words, page_words) = (language.change_words(), language.page_words());
    for (what, ids) in [
        (words.unread, &comparison.changes.unread),
        (words.uncounted, &comparison.changes.uncounted),
    ] {
        if ids.is_empty() {
            continue;
        }
        let mut named: Vec<String> = ids.iter().take(NAMED).map(|id| code(id, TEXT)).collect();
        let more = ids.len() - named.len();
        if more > 0 {
            named.push(language.count(page_words.and_n_more, more));
        }
        text += &format!("\n{what}{}{}\n", page_words.colon, named.join(", "));
    }
    text + &format!(
        "\n{}\n",
        summary::from_to(comparison, |commit| code(commit, TITLE))
    )
}

/// `code` writes what people wrote.
fn pieces(pieces: &[Piece], code: fn(&str, usize) -> String) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Ours(text) | Piece::Up(text) | Piece::Down(text) => text.clone(),
            Piece::Bad(text) => format!("**{text}**"),
            Piece::Theirs(text) => code(text, TEXT),
        })
        .collect()
}
