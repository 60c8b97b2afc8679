//! How an objective's numbers come about, for a terminal: term by term, down to the line and the commit.

mod moved;

use std::io::{self, Write};

use super::{Colour, fit, show};
use crate::chronicle::Chronicle;
use crate::chronicle::past::Commit;
use crate::config::Scoring;
use crate::history::terms::{self, Place, StatusOf, Term, Terms};
use crate::history::{KeyResultStanding, ObjectiveStanding, PeriodState, Standing};
use crate::model::{Book, KeyResult, KeyResultIx, Measure, Objective, ObjectiveIx, Period, Status, Value};
use crate::msg;
use crate::site::check_in::value;
use crate::site::figures::{self, number, with_unit};
use crate::site::sign;
use crate::source::Sources;
use crate::words::{Language, PageWords, fill};

/// Widest lines.
const WIDEST: usize = 100;

/// What is told, and how.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The objectives.
    pub book: &'a Book,
    /// Their texts.
    pub sources: &'a Sources,
    /// Where they stand.
    pub standing: &'a Standing,
    /// Who wrote what.
    pub chronicle: &'a Chronicle,
    /// For a terminal or not.
    pub colour: Colour,
    /// Columns of the terminal.
    pub columns: usize,
}

/// Tells how the numbers of an objective come about, or of one of its key results.
pub fn terms(
    told: Told<'_>,
    ix: ObjectiveIx,
    key_result: Option<KeyResultIx>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let language = told.book.config.language;
    let objective = &told.book[ix];
    let mut teller = Teller {
        told,
        ix,
        objective,
        period: told.book.period_of(objective),
        now: &told.standing[ix],
        terms: terms::terms(told.book, told.standing, ix),
        language,
        words: language.page_words(),
        out,
    };
    match key_result {
        None => teller.objective(),
        Some(at) => teller.one(at),
    }
}

struct Teller<'a> {
    told: Told<'a>,
    ix: ObjectiveIx,
    objective: &'a Objective,
    period: &'a Period,
    now: &'a ObjectiveStanding,
    terms: Terms,
    language: Language,
    words: &'static PageWords,
    out: &'a mut dyn Write,
}

impl Teller<'_> {
    fn objective(&mut self) -> io::Result<()> {
        self.head()?;
        self.score()?;
        self.status()?;
        self.pace()?;
        self.forecast()?;
        self.due()
    }

    fn head(&mut self) -> io::Result<()> {
        let title = self
            .told
            .colour
            .paint("1", &fit::line_start(&show(&self.objective.title)));
        writeln!(self.out, "{title}")?;
        let day = self.language.long_date(self.told.standing.as_of);
        let id = show(&self.objective.id);
        self.line(0, &[&id, " · ", &show(&self.period.name), " · ", &day].concat())
    }

    fn score(&mut self) -> io::Result<()> {
        let (words, now) = (self.words, self.now);
        self.heading(words.score, &self.number(now.score))?;
        if now.derived {
            let text = self.language.count(words.derived_from, now.children.len());
            self.line(1, &text)?;
        } else {
            let text = self.language.count(words.mean_of, now.counted);
            self.line(1, &fill(&text, &[("scored", &now.scored.to_string())]))?;
            if self.has_ended() && now.scored < now.counted {
                self.line(1, words.unread_count_zero)?;
            }
        }
        for at in 0..self.objective.key_results.len() {
            self.term(at)?;
        }
        if !now.derived && self.terms.weights > 0.0 {
            let text = self.mean();
            self.line(1, &text)?;
        }
        Ok(())
    }

    /// `(0.59 × 1 + 0.70 × 2) / 3 = 0.66`
    fn mean(&self) -> String {
        let part = |term: &Term| {
            let counts = term.counts?;
            Some(
                [
                    &self.number(Some(counts)),
                    " × ",
                    &number(self.language, term.weight),
                ]
                .concat(),
            )
        };
        let parts: Vec<String> = self.terms.key_results.iter().filter_map(part).collect();
        let sum = number(self.language, self.terms.weights);
        let score = self.number(self.now.score);
        format!("({}) / {sum} = {score}", parts.join(" + "))
    }

    /// A key result in the mean.
    fn term(&mut self, at: usize) -> io::Result<()> {
        let (kr, now) = (&self.objective.key_results[at], &self.now.key_results[at]);
        let weight = self.terms.key_results[at].weight;
        writeln!(self.out)?;
        let name = self.told.colour.paint("36", &show(&kr.id));
        let figure = match weight > 0.0 {
            true => [&self.number(now.score), " × ", &number(self.language, weight)].concat(),
            false => self.number(now.score),
        };
        writeln!(self.out, "  {name}  {figure}  {}", show(&kr.title))?;
        self.key_result(at, kr, now)
    }

    /// From which reading and by which rule.
    fn key_result(&mut self, at: usize, kr: &KeyResult, now: &KeyResultStanding) -> io::Result<()> {
        let (words, language) = (self.words, self.language);
        let term = self.terms.key_results[at].clone();
        if let Some(guarded) = kr.guards {
            let title = &self.objective.key_results[guarded.0].title.value;
            self.line(2, &fill(words.guard_never_counts, &[("title", title)]))?;
        }
        match now.value.zip(now.value_date) {
            Some((read, date)) => {
                let text = fill(
                    words.value_on,
                    &[
                        ("value", &value(language, kr, read)),
                        ("date", &language.long_date(date)),
                    ],
                );
                self.sourced(2, &text, term.value)?;
            }
            None => self.line(2, words.no_reading)?,
        }
        let rule = self.rule(kr, now);
        if !rule.is_empty() {
            self.line(2, &rule)?;
            self.moved(kr)?;
        }
        match (now.typed_score, now.computed_score) {
            (Some(typed), Some(computed)) => {
                let text = fill(
                    words.typed_beside_computed,
                    &[
                        ("typed", &self.number(Some(typed))),
                        ("computed", &self.number(Some(computed))),
                    ],
                );
                self.sourced(2, &text, term.typed)?;
            }
            (Some(typed), None) => {
                let text = fill(words.typed_only, &[("typed", &self.number(Some(typed)))]);
                self.sourced(2, &text, term.typed)?;
            }
            (None, _) => {}
        }
        if let Some(dropped) = &kr.dropped {
            let date = language.long_date(dropped.date);
            self.line(2, &fill(words.out_of_mean_from, &[("date", &date)]))?;
        }
        if let Some(status) = now.status {
            let text = [words.status, words.colon, &self.word(status)].concat();
            self.sourced(2, &text, term.status)?;
        }
        if let Some(confidence) = now.confidence {
            let text = fill(words.sure, &[("percent", &number(language, confidence))]);
            self.sourced(2, &text, term.confidence)?;
        }
        Ok(())
    }

    /// How a value becomes a score.
    fn rule(&self, kr: &KeyResult, now: &KeyResultStanding) -> String {
        let (words, language, unit) = (self.words, self.language, kr.unit.as_deref());
        let mut parts = Vec::new();
        match &kr.measure {
            Measure::Metric(metric) => {
                if let (Some(start), Some(target)) = (metric.start, metric.target) {
                    parts.push(fill(
                        words.from_start_to_target,
                        &[
                            ("start", &number(language, start)),
                            ("target", &with_unit(language, target, unit)),
                        ],
                    ));
                }
                for &(score, at) in &metric.rubric {
                    parts.push(fill(
                        words.rubric_at,
                        &[
                            ("score", &number(language, score)),
                            ("value", &with_unit(language, at, unit)),
                        ],
                    ));
                }
                if now.progress.is_some() {
                    let progress = self.number(now.progress);
                    parts.push(fill(words.raw_progress, &[("progress", &progress)]));
                }
            }
            Measure::Maintain { min, max } => {
                let bound = |sign: &str, bound: &Option<f64>| {
                    bound.map(|bound| [sign, " ", &with_unit(language, bound, unit)].concat())
                };
                parts.extend([bound("≥", min), bound("≤", max)].into_iter().flatten());
                if let Some(kept) = now.kept {
                    let days = language.count(words.days_inside, kept.days.unsigned_abs() as usize);
                    parts.push(fill(&days, &[("inside", &kept.inside.to_string())]));
                }
            }
            Measure::Steps(steps) => parts.extend(steps.iter().map(|step| {
                let score = self.number(Some(step.score));
                fill(words.step_scores, &[("label", &step.label), ("score", &score)])
            })),
            Measure::Milestone => parts.push(words.milestone_scores.to_owned()),
            Measure::Judged => parts.push(words.judged.to_owned()),
        }
        parts.join(" · ")
    }

    fn status(&mut self) -> io::Result<()> {
        let (words, now) = (self.words, self.now);
        let shown = now
            .status
            .map_or(words.no_status.to_owned(), |status| self.word(status));
        self.heading(words.status, &shown)?;
        let latest = now.check_ins.iter().rposition(|check_in| !check_in.future);
        let Some(latest) = latest else {
            return self.line(1, words.no_check_in);
        };
        let date = self.language.long_date(self.objective.check_ins[latest].date);
        match self.terms.status {
            StatusOf::Heading(at) => {
                let text = fill(words.status_written, &[("date", &date)]);
                let commit = self.told.chronicle.check_in(self.ix, at);
                let line = self.objective.check_ins[at].line;
                self.line(1, &text)?;
                self.source(2, line, commit)?;
            }
            StatusOf::Weakest(at) => {
                self.line(1, &fill(words.status_weakest, &[("date", &date)]))?;
                let id = self.objective.key_results[at.0].id.value.clone();
                let place = self.terms.key_results[at.0].status;
                self.sourced(2, &id, place)?;
            }
            StatusOf::Nobody => self.line(1, &fill(words.status_none, &[("date", &date)]))?,
        }
        if let Some(suggested) = now.suggested {
            let template = match self.period.scoring {
                Scoring::Progress => words.pace_suggests,
                Scoring::Projection => words.band_suggests,
            };
            let word = sign::status_in_sentence(suggested, words);
            self.line(1, &fill(template, &[("status", &word)]))?;
        }
        if now.stale {
            self.line(1, words.stale_replaces)?;
        }
        Ok(())
    }

    fn pace(&mut self) -> io::Result<()> {
        let (words, now, language) = (self.words, self.now, self.language);
        let (Some(expected), Some(end)) = (now.expected, self.period.end) else {
            return Ok(());
        };
        self.heading(words.pace_name, &self.number(Some(expected)))?;
        let as_of = self.told.standing.as_of.min(end);
        let text = fill(
            words.pace_is,
            &[
                ("goal", &number(language, self.objective.ambition.goal())),
                ("start", &language.long_date(self.period.start)),
                ("end", &language.long_date(end)),
                ("date", &language.long_date(as_of)),
                ("expected", &self.number(Some(expected))),
            ],
        );
        self.line(1, &text)?;
        if let Some(gap) = now.gap {
            let template = match crate::score::above(gap, 0.0) {
                true => words.behind_pace,
                false => words.ahead_of_pace,
            };
            self.line(1, &fill(template, &[("gap", &self.number(Some(gap.abs())))]))?;
        }
        Ok(())
    }

    fn forecast(&mut self) -> io::Result<()> {
        let (words, language) = (self.words, self.language);
        let (Some(forecast), Some(end)) = (self.now.forecast, self.period.end) else {
            return Ok(());
        };
        let [low, high] = [forecast.low, forecast.high].map(|it| self.number(Some(it)));
        let shown = format!("{} ({low}–{high})", self.number(Some(forecast.end)));
        self.heading(words.forecast_name, &shown)?;
        let points = self.now.series.iter().filter(|point| point.score.is_some());
        let text = language.count(words.forecast_is, points.count());
        let text = fill(
            &text,
            &[("date", &language.long_date(end)), ("low", &low), ("high", &high)],
        );
        self.line(1, &text)
    }

    fn due(&mut self) -> io::Result<()> {
        let (words, now, language) = (self.words, self.now, self.language);
        let Some(due) = now.next_check_in else {
            return Ok(());
        };
        let day = language.long_date(due);
        self.heading(words.next_check_in, &day)?;
        let text = match now.last_check_in {
            Some(last) => fill(
                words.due_after_last,
                &[("last", &language.long_date(last)), ("due", &day)],
            ),
            None => fill(words.due_first, &[("due", &day)]),
        };
        self.line(1, &text)?;
        let grace = self.told.book.config.grace as usize;
        self.line(1, &language.count(words.stale_after, grace))
    }

    /// One key result: its score, and every reading.
    fn one(&mut self, at: KeyResultIx) -> io::Result<()> {
        let (kr, now) = (&self.objective.key_results[at.0], &self.now.key_results[at.0]);
        let title = self.told.colour.paint("1", &fit::line_start(&show(&kr.title)));
        writeln!(self.out, "{title}")?;
        let day = self.language.long_date(self.told.standing.as_of);
        let id = [show(&self.objective.id).as_str(), "#", &show(&kr.id)].concat();
        self.line(0, &[&id, " · ", &show(&self.period.name), " · ", &day].concat())?;
        self.heading(self.words.score, &self.number(now.score))?;
        self.key_result(at.0, kr, now)?;
        if let Some(expected) = now.expected {
            self.heading(self.words.pace_name, &self.number(Some(expected)))?;
            if let Some(gap) = now.gap {
                let template = match crate::score::above(gap, 0.0) {
                    true => self.words.behind_pace,
                    false => self.words.ahead_of_pace,
                };
                self.line(1, &fill(template, &[("gap", &self.number(Some(gap.abs())))]))?;
            }
        }
        self.readings(at, kr)
    }

    fn readings(&mut self, at: KeyResultIx, kr: &KeyResult) -> io::Result<()> {
        let mut is_first = true;
        for (check_in, it) in self.objective.check_ins.iter().enumerate().rev() {
            let now = &self.now.check_ins[check_in];
            let Some(reading) = it.readings.iter().position(|reading| reading.key_result == at) else {
                continue;
            };
            if is_first {
                self.heading(self.words.readings, "")?;
                is_first = false;
            }
            let read = match it.readings[reading].value {
                Value::Number(read) => value(self.language, kr, read),
                Value::NotAvailable => "n/a".to_owned(),
                Value::Void => "void".to_owned(),
            };
            let date = self.language.long_date(it.date);
            let text = match now.future {
                true => [&date, " · ", &read, " · ", self.words.future].concat(),
                false => {
                    let score =
                        self.number(now.reading_scores.get(reading).copied().flatten().map(f64::from));
                    [&date, " · ", &read, " · ", &score].concat()
                }
            };
            self.sourced(1, &text, Some(Place { check_in, reading }))?;
        }
        Ok(())
    }

    /// A line with the place of a reading below it.
    fn sourced(&mut self, indent: usize, text: &str, place: Option<Place>) -> io::Result<()> {
        self.line(indent, text)?;
        let Some(Place { check_in, reading }) = place else {
            return Ok(());
        };
        let source = &self.told.sources[self.objective.file];
        let span = self.objective.check_ins[check_in].readings[reading].span;
        let line = source.place(span.start).line;
        let commit = self.told.chronicle.reading(self.ix, check_in, reading);
        self.source(indent + 1, line, commit)
    }

    /// `objectives/a.md:36, on 2026-08-31 by Ana Lopes, commit 3f2a12bc9d`
    fn source(&mut self, indent: usize, line: u32, commit: Option<&Commit>) -> io::Result<()> {
        let path = &self.told.sources[self.objective.file].path;
        let mut text = format!("{path}:{line}");
        if let Some(commit) = commit {
            text.push_str(", ");
            text.push_str(&self.language.say(&commit.told()));
        } else if !self.told.chronicle.commits.is_empty() {
            text.push_str(", ");
            let unknown = match self.told.chronicle.shallow {
                true => msg!("not known in a shallow clone"),
                false => msg!("not committed yet"),
            };
            text.push_str(&self.language.say(&unknown));
        }
        self.faint(indent, &text)
    }

    fn faint(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let text = self.told.colour.paint("2", &show(text));
        writeln!(self.out, "{}{text}", "  ".repeat(indent))
    }

    fn heading(&mut self, name: &str, figure: &str) -> io::Result<()> {
        writeln!(self.out)?;
        let name = self.told.colour.paint("1", name);
        writeln!(self.out, "{}", format!("{name}  {figure}").trim_end())
    }

    fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        let columns = self.told.columns.min(WIDEST).saturating_sub(2 * indent);
        for line in fit::lines(text, columns) {
            writeln!(
                self.out,
                "{}{}",
                "  ".repeat(indent),
                fit::line_start(&show(&line))
            )?;
        }
        Ok(())
    }

    fn has_ended(&self) -> bool {
        PeriodState::on(self.period, self.told.standing.as_of) == PeriodState::Closed
    }

    fn word(&self, status: Status) -> String {
        sign::status_in_sentence(status, self.words)
    }

    fn number(&self, number: Option<f64>) -> String {
        figures::score(number, self.language)
    }
}
