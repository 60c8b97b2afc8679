//! `okr status` for people: the objectives of some periods by team, a line each. Every figure is `history`'s.

use std::io::{self, Write};

use super::{Colour, bar, fit, left_out, show};
use crate::config::Scoring;
use crate::history::{GroupStanding, PeriodState, Standing, movement};
use crate::model::{Book, ObjectiveIx, Period, PeriodIx};
use crate::msg;
use crate::site::figures;
use crate::site::sign::Sign;
use crate::site::symbol::Symbol;
use crate::words::{Language, PageWords, fill};

/// From so many columns on there is room for the owner, the change and a longer bar.
const WIDE: usize = 110;
/// Columns between two of a line.
const GAP: &str = "  ";
/// Columns of a title at least, however little room there is.
const TITLE: usize = 16;
const DIM: &str = "2";

/// What is shown.
pub struct Dashboard<'a> {
    /// What the folder says.
    pub book: &'a Book,
    /// Where it stands.
    pub standing: &'a Standing,
    /// Which periods, in this order, and of each the objectives by id.
    pub periods: Vec<(PeriodIx, Vec<ObjectiveIx>)>,
    /// Of whom the means are: of nobody when single persons are looked at.
    pub means: Means<'a>,
    /// What could not be read, by id.
    pub left_out: &'a [String],
    /// For a terminal or not.
    pub colour: Colour,
    /// Columns of the terminal.
    pub columns: usize,
}

/// Whose means are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Means<'a> {
    /// Of the period and of its teams.
    All,
    /// Of one team.
    Team(&'a str),
    /// Of nobody: there is no figure by person.
    None,
}

/// Prints it.
pub fn dashboard(dashboard: &Dashboard<'_>, out: &mut dyn Write) -> io::Result<()> {
    dashboard.title(out)?;
    let rows: Vec<Row> = dashboard
        .periods
        .iter()
        .flat_map(|(_, objectives)| objectives.iter().map(|&ix| dashboard.row(ix)))
        .collect();
    let columns = Columns::of(&rows, dashboard.columns);
    let mut rows = rows.iter();
    for (period, objectives) in &dashboard.periods {
        writeln!(out)?;
        dashboard.period(*period, objectives, out)?;
        for (team, members) in dashboard.by_team(objectives) {
            writeln!(out)?;
            dashboard.team(*period, team, out)?;
            for row in rows.by_ref().take(members) {
                writeln!(out, "{}", columns.line(row, dashboard.colour))?;
            }
        }
    }
    dashboard.legend(out)?;
    if !dashboard.left_out.is_empty() {
        writeln!(out)?;
    }
    left_out(dashboard.left_out, dashboard.language(), dashboard.columns, out)
}

/// A line, in words.
struct Row {
    title: String,
    owner: String,
    score: Option<f64>,
    expected: Option<f64>,
    shown_score: String,
    change: String,
    sign: Sign,
    status: String,
    age: String,
    short_age: String,
}

impl<'a> Dashboard<'a> {
    fn language(&self) -> Language {
        self.book.config.language
    }

    fn words(&self) -> &'static PageWords {
        self.language().page_words()
    }

    fn paint(&self, style: &str, text: &str) -> String {
        self.colour.paint(style, text)
    }

    /// Whose OKRs, and as of when.
    fn title(&self, out: &mut dyn Write) -> io::Result<()> {
        let as_of = fill(
            self.words().as_of,
            &[("date", &self.language().long_date(self.standing.as_of))],
        );
        let room = self.columns.saturating_sub(fit::width(&as_of) + GAP.len());
        let title = fit::cut(&fit::line_start(&show(&self.book.config.title)), room);
        let blanks = " ".repeat(self.columns - fit::width(&title) - fit::width(&as_of));
        writeln!(
            out,
            "{}{blanks}{}",
            self.paint("1", &title),
            self.paint(DIM, &as_of)
        )
    }

    /// Its name and days, and the mean and mix of whoever is looked at.
    fn period(&self, ix: PeriodIx, objectives: &[ObjectiveIx], out: &mut dyn Write) -> io::Result<()> {
        let period = &self.book.periods[ix.0];
        let days = [self.days(period), self.countdown(ix)].into_iter().flatten();
        let days = days.collect::<Vec<_>>().join(" · ");
        let name = fit::cut(&fit::line_start(&show(&period.name)), self.columns / 2);
        writeln!(out, "{}{GAP}{}", self.paint("1;4", &name), self.paint(DIM, &days))?;
        if objectives.is_empty() {
            let said = match self.left_out {
                [] => msg!("no objective fits"),
                _ => msg!("of what could be read, no objective fits"),
            };
            return writeln!(out, "{}", self.language().say(&said));
        }
        let group = match self.means {
            Means::All => Some(&self.standing.periods[ix.0]),
            Means::Team(team) => self.standing.teams.get(&(team.to_owned(), ix)),
            Means::None => None,
        };
        let Some(group) = group.filter(|group| !group.objectives.is_empty()) else {
            return Ok(());
        };
        let facts = [self.mean(group), self.mix(group)].map(|part| part.join(", "));
        let facts: Vec<&str> = facts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let facts = facts.join(" · ");
        for line in fit::lines(&facts, self.columns) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// `1 July – 31 December 2026`
    fn days(&self, period: &Period) -> Option<String> {
        let language = self.language();
        let end = period.end?;
        let start = match period.start.year() == end.year() {
            true => language.day_and_month(period.start),
            false => language.long_date(period.start),
        };
        Some(format!("{start} – {}", language.long_date(end)))
    }

    fn countdown(&self, ix: PeriodIx) -> Option<String> {
        let (words, language, as_of) = (self.words(), self.language(), self.standing.as_of);
        let period = &self.book.periods[ix.0];
        let days = |to| figures::days(as_of, to).max(0) as usize;
        match (self.standing.periods[ix.0].state, period.end) {
            (PeriodState::Upcoming, _) => Some(language.count(words.begins_in, days(period.start))),
            (PeriodState::Active, Some(end)) if end == as_of => Some(words.last_day.to_owned()),
            (PeriodState::Active, Some(end)) => Some(language.count(words.days_left, days(end))),
            (PeriodState::Closed, _) => Some(words.closed.to_owned()),
            (PeriodState::Active, None) => None,
        }
    }

    /// `average 0.48`, `pace 0.55`
    fn mean(&self, group: &GroupStanding) -> Vec<String> {
        let figure = |template, value| {
            fill(
                template,
                &[("score", &figures::score(Some(value), self.language()))],
            )
        };
        let average = group.score.map(|score| figure(self.words().average, score));
        let running = group.state == PeriodState::Active;
        let pace = group.expected.filter(|_| running && group.score.is_some());
        let pace = pace.map(|pace| figure(self.words().pace, pace));
        average.into_iter().chain(pace).collect()
    }

    /// `6 on track`, `3 at risk`
    fn mix(&self, group: &GroupStanding) -> Vec<String> {
        let mut counts: Vec<(Sign, usize)> = Vec::new();
        for &ix in &group.objectives {
            let sign = self.sign(ix);
            match counts.iter_mut().find(|(known, _)| *known == sign) {
                Some((_, n)) => *n += 1,
                None => counts.push((sign, 1)),
            }
        }
        // The good ones first.
        counts.sort_by_key(|(sign, _)| std::cmp::Reverse(sign.order()));
        let said = counts.into_iter().map(|(sign, n)| {
            let word = self.language().count(sign.counted(self.words()), n);
            format!("{n}\u{a0}{word}")
        });
        said.collect()
    }

    /// Runs of objectives of one team, with their number.
    fn by_team(&self, objectives: &'a [ObjectiveIx]) -> Vec<(&'a str, usize)> {
        let mut teams: Vec<(&str, usize)> = Vec::new();
        for &ix in objectives {
            let team = self.book[ix].team.value.as_str();
            match teams.last_mut() {
                Some((last, n)) if *last == team => *n += 1,
                _ => teams.push((team, 1)),
            }
        }
        teams
    }

    fn team(&self, period: PeriodIx, team: &str, out: &mut dyn Write) -> io::Result<()> {
        let name = fit::line_start(&show(self.book.team_name(team)));
        let group = self.standing.teams.get(&(team.to_owned(), period));
        let score = group
            .filter(|_| self.means == Means::All)
            .and_then(|group| group.score);
        let mean = score.map(|score| {
            let figure = figures::score(Some(score), self.language());
            format!(
                "{GAP}{}",
                self.paint(DIM, &fill(self.words().average, &[("score", &figure)]))
            )
        });
        let name = fit::cut(&name, self.columns * 2 / 3);
        writeln!(out, "{}{}", self.paint("1", &name), mean.unwrap_or_default())
    }

    fn sign(&self, ix: ObjectiveIx) -> Sign {
        let objective = &self.book[ix];
        let state = self.standing.periods[objective.period.0].state;
        Sign::in_list(objective, &self.standing[ix], state)
    }

    fn row(&self, ix: ObjectiveIx) -> Row {
        let (objective, now) = (&self.book[ix], &self.standing[ix]);
        let (words, language, as_of) = (self.words(), self.language(), self.standing.as_of);
        let state = self.standing.periods[objective.period.0].state;
        let sign = self.sign(ix);
        let period = self.book.period_of(objective);
        let since = movement::reference(period, self.book.config.cadence, as_of);
        let moved = movement::of(now, since).map(movement::Move::change);
        let change = figures::change(moved, language).filter(|change| !change.sign.is_empty());
        let derived = if now.derived { "*" } else { "" };
        Row {
            title: fit::line_start(&show(&objective.title)),
            owner: objective
                .owner
                .as_ref()
                .map_or_else(|| words.no_owner.to_owned(), |owner| show(owner)),
            score: now.score,
            expected: now.expected.filter(|_| state != PeriodState::Upcoming),
            shown_score: format!("{}{derived}", figures::score(now.score, language)),
            change: change.map_or_else(String::new, |change| format!("{} {}", change.sign, change.text)),
            sign,
            status: sign.word(words).to_owned(),
            age: figures::age(now.last_check_in, as_of, language),
            short_age: now.last_check_in.map_or_else(
                || "–".to_owned(),
                |last| language.count(words.age_in_days, figures::days(last, as_of).max(0) as usize),
            ),
        }
    }

    /// What the signs mean that do not say it themselves.
    fn legend(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = || self.periods.iter().flat_map(|(_, objectives)| objectives);
        let ticked = |closed: bool| {
            self.periods.iter().any(|(period, objectives)| {
                let state = self.standing.periods[period.0].state;
                self.book.periods[period.0].scoring == Scoring::Progress
                    && state != PeriodState::Upcoming
                    && (state == PeriodState::Closed) == closed
                    && objectives.iter().any(|&ix| {
                        let now = &self.standing[ix];
                        now.expected.is_some() && now.score.is_some()
                    })
            })
        };
        let mut notes = Vec::new();
        if ticked(false) {
            notes.push(self.words().tick_legend.to_owned());
        }
        if ticked(true) {
            notes.push(self.words().tick_closed.to_owned());
        }
        if shown().any(|&ix| self.standing[ix].derived) {
            notes.push(format!("* {}", self.words().derived));
        }
        if notes.is_empty() {
            return Ok(());
        }
        writeln!(out)?;
        for line in notes.iter().flat_map(|note| fit::lines(note, self.columns)) {
            writeln!(out, "{}", self.paint(DIM, &line))?;
        }
        Ok(())
    }
}

/// How wide what stands side by side is.
struct Columns {
    title: usize,
    /// None where there is no room.
    owner: Option<usize>,
    bar: usize,
    score: usize,
    change: Option<usize>,
    status: usize,
    age: usize,
    short: bool,
}

impl Columns {
    fn of(rows: &[Row], columns: usize) -> Columns {
        let widest = |text: fn(&Row) -> &str| rows.iter().map(|row| fit::width(text(row))).max().unwrap_or(0);
        let wide = columns >= WIDE;
        let mut these = Columns {
            title: 0,
            owner: wide.then(|| widest(|row| &row.owner).min(20)),
            bar: if wide { 20 } else { 10 },
            score: widest(|row| &row.shown_score),
            change: Some(widest(|row| &row.change)).filter(|&width| wide && width > 0),
            status: widest(|row| &row.status) + 2,
            age: widest(if wide {
                |row| &row.age
            } else {
                |row| &row.short_age
            }),
            short: !wide,
        };
        let taken = these.beside_title();
        let room = columns.saturating_sub(GAP.len() + taken).max(TITLE);
        these.title = widest(|row| &row.title).min(room);
        these
    }

    /// What stands behind the title, gaps and all.
    fn beside_title(&self) -> usize {
        let optional = [self.owner, self.change].into_iter().flatten();
        [self.bar, self.score, self.status, self.age]
            .into_iter()
            .chain(optional)
            .map(|width| width + GAP.len())
            .sum()
    }

    fn line(&self, row: &Row, colour: Colour) -> String {
        let style = style(row.sign);
        let mut parts = vec![fit::left(&fit::cut(&row.title, self.title), self.title)];
        if let Some(width) = self.owner {
            parts.push(colour.paint(DIM, &fit::left(&fit::cut(&row.owner, width), width)));
        }
        parts.push(bar::bar(row.score, row.expected, self.bar, style, colour));
        parts.push(fit::right(&row.shown_score, self.score));
        if let Some(width) = self.change {
            parts.push(colour.paint(DIM, &fit::left(&row.change, width)));
        }
        let status = format!("{} {}", glyph(row.sign), row.status);
        parts.push(colour.paint(style, &fit::left(&status, self.status)));
        let age = if self.short { &row.short_age } else { &row.age };
        parts.push(colour.paint(DIM, &fit::right(age, self.age)));
        format!("{GAP}{}", parts.join(GAP)).trim_end().to_owned()
    }
}

/// The colour of a sign; its word always stands beside it.
pub(super) fn style(sign: Sign) -> &'static str {
    match sign.class() {
        "on" => "32",
        "risk" => "33",
        "off" => "31",
        "done" => "36",
        _ => DIM,
    }
}

/// The shape of a sign, one column wide.
fn glyph(sign: Sign) -> &'static str {
    match sign.symbol() {
        Symbol::On => "●",
        Symbol::Risk => "◐",
        Symbol::Off => "✗",
        Symbol::Done => "✓",
        Symbol::Paused => "‖",
        Symbol::Cancelled => "–",
        Symbol::Clock => "◔",
        Symbol::NoStatus | Symbol::Decision | Symbol::Bulb | Symbol::Ask => "○",
    }
}
