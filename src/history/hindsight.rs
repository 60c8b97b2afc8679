//! What was said before the end, against how it ended: the word and the forecast of a month before, and what is worth a
//! conversation.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{PeriodState, Standing, objective};
use crate::model::{Book, ObjectiveIx, PeriodIx, Status};
use crate::score::{above, at_least};

/// A final score this far below its forecast is worth a conversation.
const FAR: f64 = 0.2;

/// What was said of an objective a month before the end of its period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Said {
    /// The status of the last check-in by then.
    pub status: Option<Status>,
    /// Where the line through its scores by then would have ended.
    pub forecast: Option<f64>,
}

/// How often a word held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Objectives that were "on track" a month before the end.
    pub on_track: usize,
    /// Those of them that ended below 0.7.
    pub missed: Vec<ObjectiveIx>,
}

impl Word {
    /// Those that ended at 0.7 or more.
    pub fn kept(&self) -> usize {
        self.on_track - self.missed.len()
    }
}

/// Something that a retrospective may want to talk about. They ask; they do not accuse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Topic<'a> {
    /// A team reached 1.0 with each of its objectives, of which there are two or more.
    AllReached {
        /// Its id.
        team: &'a str,
        /// How many.
        objectives: usize,
    },
    /// It ended far below the forecast of a month before.
    BelowForecast {
        /// Which one.
        objective: ObjectiveIx,
        /// What was foreseen.
        forecast: f64,
        /// What it became.
        score: f64,
        /// Whether it was called on track then.
        on_track: bool,
    },
    /// It was called on track a month before the end, and ended below 0.7.
    OnTrackMissed {
        /// Which one.
        objective: ObjectiveIx,
        /// What it became.
        score: f64,
    },
    /// It goes on in a later period under the same title.
    GoesOn {
        /// Which one.
        objective: ObjectiveIx,
        /// As what.
        successor: ObjectiveIx,
    },
    /// It ended without any score.
    Unscored {
        /// Which one.
        objective: ObjectiveIx,
    },
}

/// The day on which hindsight looks back: a month before the last day, and when that is the last of a month, the last of
/// the month before it. `None` without an end, and when the period had not begun by then.
pub fn month_before_end(book: &Book, period: PeriodIx) -> Option<Date> {
    let period = &book.periods[period.0];
    let end = period.end?;
    let day = match end == end.last_of_month() {
        true => end.first_of_month().checked_sub(1.day()),
        false => end.checked_sub(1.month()),
    };
    day.ok().filter(|&day| day >= period.start)
}

/// What was said of an objective a month before the end.
pub fn said(book: &Book, standing: &Standing, ix: ObjectiveIx) -> Said {
    let (objective, now) = (&book[ix], &standing[ix]);
    let Some(day) = month_before_end(book, objective.period) else {
        return Said::default();
    };
    let by_then = now.series.partition_point(|point| point.date <= day);
    let mut check_ins = objective.check_ins.iter().zip(&now.check_ins);
    let last = check_ins.rfind(|(check_in, standing)| check_in.date <= day && !standing.future);
    Said {
        status: last.and_then(|(_, standing)| standing.status),
        forecast: objective::line_to_end(book.period_of(objective), &now.series[..by_then])
            .map(|forecast| forecast.end),
    }
}

/// How often "on track" a month before the end became 0.7, over those of some objectives whose period is over. Drafts,
/// dropped ones and those without a score are left out.
pub fn word(book: &Book, standing: &Standing, objectives: &[ObjectiveIx]) -> Word {
    let mut word = Word::default();
    for &ix in objectives {
        let now = &standing[ix];
        let over = standing.periods[book[ix].period.0].state == PeriodState::Closed;
        let (Some(score), true, true) = (now.score, over, now.class.is_some()) else {
            continue;
        };
        if said(book, standing, ix).status == Some(Status::OnTrack) {
            word.on_track += 1;
            if !at_least(score, 0.7) {
                word.missed.push(ix);
            }
        }
    }
    word
}

/// How far final scores lay from the forecasts of a month before, on average and without a sign; `None` when none of the
/// objectives had a forecast.
pub fn forecast_error(book: &Book, standing: &Standing, objectives: &[ObjectiveIx]) -> Option<f64> {
    let gaps: Vec<f64> = objectives
        .iter()
        .filter_map(|&ix| Some((said(book, standing, ix).forecast? - standing[ix].score?).abs()))
        .collect();
    (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / gaps.len() as f64)
}

/// What is worth a conversation about some objectives of a period that is over: teams first, then objectives by id.
pub fn topics<'a>(
    book: &'a Book,
    standing: &Standing,
    period: PeriodIx,
    objectives: &[ObjectiveIx],
) -> Vec<Topic<'a>> {
    let mut topics = all_reached(book, standing, objectives);
    for &ix in objectives {
        let Some(score) = standing[ix].score else {
            topics.push(Topic::Unscored { objective: ix });
            continue;
        };
        let said = said(book, standing, ix);
        let on_track = said.status == Some(Status::OnTrack);
        if let Some(forecast) = said.forecast.filter(|forecast| above(forecast - FAR, score)) {
            topics.push(Topic::BelowForecast {
                objective: ix,
                forecast,
                score,
                on_track,
            });
        } else if on_track && !at_least(score, 0.7) {
            topics.push(Topic::OnTrackMissed { objective: ix, score });
        }
    }
    let carried = super::outcome::carried_over(book);
    for &ix in objectives.iter().filter(|ix| carried.contains(ix)) {
        let successor = successor(book, period, ix);
        if let Some(successor) = successor.filter(|&next| book[next].title.value == book[ix].title.value) {
            topics.push(Topic::GoesOn {
                objective: ix,
                successor,
            });
        }
    }
    topics
}

fn all_reached<'a>(book: &'a Book, standing: &Standing, objectives: &[ObjectiveIx]) -> Vec<Topic<'a>> {
    let mut teams: std::collections::BTreeMap<&str, (usize, bool)> = std::collections::BTreeMap::new();
    for &ix in objectives {
        let (objectives, all) = teams.entry(&book[ix].team.value).or_insert((0, true));
        *objectives += 1;
        *all &= standing[ix].score.is_some_and(|score| at_least(score, 1.0));
    }
    teams
        .into_iter()
        .filter(|(_, (objectives, all))| *objectives >= 2 && *all)
        .map(|(team, (objectives, _))| Topic::AllReached { team, objectives })
        .collect()
}

/// The objective of the next period that has one of the same id behind the period's own part.
pub fn successor(book: &Book, period: PeriodIx, ix: ObjectiveIx) -> Option<ObjectiveIx> {
    let this = &book.periods[period.0];
    let rest = book[ix].id.strip_prefix(&this.id)?.strip_prefix('/')?;
    let later = book.periods.iter().filter(|other| other.start > this.start);
    let mut later: Vec<_> = later.collect();
    later.sort_by_key(|other| other.start);
    later
        .into_iter()
        .find_map(|other| book.find(&[&other.id, "/", rest].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Sources};

    fn file(path: &str, period: &str, title: &str, check_ins: &str) -> SourceFile {
        let text = format!(
            "---\ntitle: {title}\nperiod: {period}\nteam: ops\nkey_results:\n  \
             - {{ id: one, title: First, owner: ana, start: 0, target: 100 }}\n---\n\n{check_ins}"
        );
        SourceFile::new(format!("objectives/{path}.md"), text.into_bytes())
    }

    fn read(files: Vec<SourceFile>) -> (Book, Standing) {
        let book = crate::parse::book(&Sources::from(files)).book;
        let standing = crate::history::on(&book, jiff::civil::date(2026, 9, 1));
        (book, standing)
    }

    const FALLS: &str = "## 2026-06-30 (off track) Fell\n\n- one: 30\n\n## 2026-05-20 (on track) Fine\n\n- one: 60\n\n\
                         ## 2026-04-30 (on track) Fine\n\n- one: 40\n\n## 2026-04-10 (on track) Fine\n\n- one: 20\n";

    #[test]
    fn what_was_said_a_month_before_is_held_against_the_end() {
        let (book, standing) = read(vec![file("2026-Q2/ops/falls", "2026-Q2", "Grow", FALLS)]);
        let said = said(&book, &standing, ObjectiveIx(0));
        assert_eq!(said.status, Some(Status::OnTrack));
        assert_eq!(said.forecast, Some(1.0), "two points a day, to the end of June");
        let error = forecast_error(&book, &standing, &[ObjectiveIx(0)]).expect("one forecast");
        assert!((error - 0.7).abs() < 1e-12);
        let kept = word(&book, &standing, &[ObjectiveIx(0)]);
        assert_eq!(
            (kept.on_track, kept.kept(), kept.missed),
            (1, 0, vec![ObjectiveIx(0)])
        );
        let topics = topics(&book, &standing, PeriodIx(0), &[ObjectiveIx(0)]);
        assert_eq!(
            topics,
            [Topic::BelowForecast {
                objective: ObjectiveIx(0),
                forecast: 1.0,
                score: 0.3,
                on_track: true
            }]
        );
    }

    #[test]
    fn a_word_without_a_forecast_is_held_against_the_end_too() {
        let said =
            "## 2026-06-30 (off track) Fell\n\n- one: 30\n\n## 2026-05-20 (on track) Fine\n\n- one: 60\n";
        let (book, standing) = read(vec![file("2026-Q2/ops/falls", "2026-Q2", "Grow", said)]);
        assert_eq!(
            topics(&book, &standing, PeriodIx(0), &[ObjectiveIx(0)]),
            [Topic::OnTrackMissed {
                objective: ObjectiveIx(0),
                score: 0.3
            }]
        );
    }

    #[test]
    fn full_scores_of_a_whole_team_and_what_nobody_scored_are_named() {
        let full = "## 2026-06-30 (done) There\n\n- one: 100\n";
        let (book, standing) = read(vec![
            file("2026-Q2/ops/a", "2026-Q2", "Grow", full),
            file("2026-Q2/ops/b", "2026-Q2", "Calm", full),
        ]);
        let both = [ObjectiveIx(0), ObjectiveIx(1)];
        assert_eq!(
            topics(&book, &standing, PeriodIx(0), &both),
            [Topic::AllReached {
                team: "ops",
                objectives: 2
            }]
        );
        assert_eq!(topics(&book, &standing, PeriodIx(0), &both[..1]), []);
    }

    #[test]
    fn what_goes_on_under_the_same_title_leads_to_the_next() {
        let carried = "---\nperiod: 2026-Q2\ncarry_over: [2026-Q2/ops/a, 2026-Q2/ops/b]\n---\n\nOn.\n";
        let end = "## 2026-06-30 (off track) Not there\n\n- one: 40\n";
        let (book, standing) = read(vec![
            file("2026-Q2/ops/a", "2026-Q2", "Grow", end),
            file("2026-Q2/ops/b", "2026-Q2", "Calm", end),
            file("2026-Q4/ops/a", "2026-Q4", "Grow", ""),
            file("2026-Q4/ops/b", "2026-Q4", "Calm, measured otherwise", ""),
            SourceFile::new("retrospectives/2026-Q2.md", carried.as_bytes().to_vec()),
        ]);
        let period = book[ObjectiveIx(0)].period;
        let found = topics(&book, &standing, period, &[ObjectiveIx(0), ObjectiveIx(1)]);
        assert_eq!(
            found,
            [Topic::GoesOn {
                objective: ObjectiveIx(0),
                successor: ObjectiveIx(2)
            }]
        );
    }
}
