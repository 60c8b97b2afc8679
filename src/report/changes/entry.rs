//! What is told of one objective, line by line: what matters first.

use std::cmp::Reverse;

use super::Comparison;
use super::facts::{Facts, label};
use super::line::{Line, Mark, Piece, ours, score, theirs};
use crate::changes::{Both, Change, CheckInFact, Fact, Kind, ObjectiveChanges, is_worse};
use crate::history::PeriodState;
use crate::model::{KeyResult, Measure, Objective, ObjectiveIx};
use crate::site::figures;
use crate::site::sign::{Sign, status_in_sentence};
use crate::words::{ChangeWords, Language, fill};

/// One objective.
pub(super) struct Entry<'a> {
    /// What moved in it.
    pub(super) changes: &'a ObjectiveChanges,
    /// At the head; of a removed one at the base.
    pub(super) objective: &'a Objective,
    /// What lists show of it on each side.
    pub(super) sign: Both<Option<Sign>>,
    /// In the order in which they are told, without status and score of the objective.
    pub(super) lines: Vec<Line>,
    /// The lower, the earlier it is told.
    pub(super) rank: Rank,
}

/// What matters first: bad news, then how much the score moved, in thousandths, then the id.
pub(super) type Rank = (u8, Reverse<u64>, String);

impl<'a> Entry<'a> {
    /// Of the changes of an objective.
    pub(super) fn new(comparison: &'a Comparison<'a>, changes: &'a ObjectiveChanges) -> Entry<'a> {
        let sides = comparison.sides;
        let objective = match changes.at {
            Both { after: Some(ix), .. } => &sides.after.book[ix],
            Both { before, .. } => {
                &sides.before.book[before.expect("a change is about an objective of a side")]
            }
        };
        let sign = Both {
            before: changes.at.before.map(|ix| sign(sides.before, ix)),
            after: changes.at.after.map(|ix| sign(sides.after, ix)),
        };
        Entry {
            changes,
            objective,
            sign,
            lines: lines(comparison, changes, objective),
            rank: rank(changes),
        }
    }

    /// Whether it got worse by its owner's word.
    pub(super) fn is_worse(&self) -> bool {
        self.changes.at.before.is_some() && self.changes.at.after.is_some() && is_worse(self.changes.status)
    }

    /// Status and score: `on track → at risk`, and `0.70 → 0.66 ▼ 0.04`.
    pub(super) fn state(&self, language: Language) -> (Vec<Piece>, Vec<Piece>) {
        let words = language.page_words();
        let word = |sign: Option<Sign>| sign.map(|sign| sign.word(words).to_lowercase());
        let none = || "–".to_owned();
        let status = match (word(self.sign.before), word(self.sign.after)) {
            (Some(before), Some(after)) if before == after => ours(after),
            (before, after) => {
                let text = [before.unwrap_or_else(none), after.unwrap_or_else(none)].join(" → ");
                match self.is_worse() {
                    true => Piece::Bad(text),
                    false => ours(text),
                }
            }
        };
        let Both { before, after } = self.changes.score;
        (vec![status], score(before, after, language))
    }
}

fn sign(side: crate::changes::Side<'_>, ix: ObjectiveIx) -> Sign {
    let objective = &side.book[ix];
    let state = PeriodState::on(side.book.period_of(objective), side.standing.as_of);
    Sign::of_objective(objective, &side.standing[ix], state)
}

fn rank(changes: &ObjectiveChanges) -> Rank {
    let has = |of: &dyn Fn(&Change) -> bool| changes.list.iter().any(of);
    let worse = has(&|it| it.kind == Kind::Status && it.key_result.is_none() && is_worse(changes.status));
    let moved = changes
        .score
        .before
        .zip(changes.score.after)
        .map_or(0.0, |(before, after)| crate::score::difference(after, before));
    let first = if worse {
        0
    } else if has(&|it| matches!(it.kind, Kind::ObjectiveDropped | Kind::ObjectiveRemoved)) {
        1
    } else if moved < 0.0 {
        2
    } else if has(&|it| it.kind.moves_the_goal_posts()) {
        3
    } else if moved > 0.0 {
        4
    } else if has(&|it| it.kind == Kind::ObjectiveAdded) {
        5
    } else if has(&|it| matches!(it.kind, Kind::CheckInAdded | Kind::Status | Kind::Value)) {
        6
    } else {
        7
    };
    let thousandths = (moved.abs() * 1000.0).round() as u64;
    (first, Reverse(thousandths), changes.id.clone())
}

fn lines(comparison: &Comparison<'_>, changes: &ObjectiveChanges, objective: &Objective) -> Vec<Line> {
    let teller = Teller {
        language: comparison.language(),
        words: comparison.language().change_words(),
        facts: Facts {
            comparison,
            objective: changes,
        },
    };
    let own = |is_told: fn(Kind) -> bool| {
        let list = changes.list.iter();
        list.filter(move |it| it.key_result.is_none() && is_told(it.kind))
    };
    let mut lines = Vec::new();
    for change in own(|kind| kind == Kind::ObjectiveAdded) {
        lines.push(Line::new(Mark::New, vec![ours(label(change.kind, teller.words))]));
        lines.extend(objective.key_results.iter().map(|it| teller.promise(it)));
    }
    for change in own(|kind| matches!(kind, Kind::ObjectiveRemoved | Kind::ObjectiveDropped)) {
        lines.push(teller.gone(change));
    }
    lines.extend(own(|kind| kind == Kind::CheckInAdded).filter_map(|it| teller.check_in(it)));
    lines.extend(teller.key_results(&changes.list));
    let rest = own(|kind| {
        !matches!(
            kind,
            Kind::ObjectiveAdded
                | Kind::ObjectiveRemoved
                | Kind::ObjectiveDropped
                | Kind::Score
                | Kind::Status
                | Kind::CheckInAdded
                | Kind::CheckInEdited
                | Kind::CheckInRemoved
        )
    });
    lines.extend(rest.map(|it| teller.facts.line(it)));
    let edited = own(|kind| matches!(kind, Kind::CheckInEdited | Kind::CheckInRemoved));
    lines.extend(edited.filter_map(|it| teller.check_in(it)));
    lines
}

struct Teller<'a> {
    language: Language,
    words: &'static ChangeWords,
    facts: Facts<'a>,
}

impl Teller<'_> {
    /// What a new key result promises: `Median first reply: 9 h → 4 h`.
    fn promise(&self, key_result: &KeyResult) -> Line {
        let mut pieces = vec![theirs(&*key_result.title)];
        pieces.extend(self.measure(key_result));
        Line {
            changes: 0,
            ..Line::new(Mark::New, pieces).below()
        }
    }

    fn measure(&self, key_result: &KeyResult) -> Vec<Piece> {
        let page = self.language.page_words();
        let colon = ours(page.colon);
        let number = |value: f64| {
            theirs(figures::with_unit(
                self.language,
                value,
                key_result.unit.as_deref(),
            ))
        };
        match &key_result.measure {
            Measure::Metric(metric) => vec![
                colon,
                metric.start.map_or(ours(page.start_unknown), number),
                ours(" → "),
                metric.target.map_or(ours(page.target_hidden), number),
            ],
            Measure::Maintain { min, max } => {
                let mut pieces = vec![colon];
                for (word, bound) in [(self.words.min, min), (self.words.max, max)] {
                    if let Some(bound) = bound {
                        if pieces.len() > 1 {
                            pieces.push(ours(", "));
                        }
                        pieces.push(ours(format!("{word} ")));
                        pieces.push(number(*bound));
                    }
                }
                pieces
            }
            Measure::Steps(steps) => {
                let labels: Vec<&str> = steps.iter().map(|step| step.label.as_str()).collect();
                vec![colon, theirs(labels.join(" → "))]
            }
            Measure::Milestone => vec![colon, ours(self.words.milestone)],
            Measure::Judged => vec![colon, ours(self.words.judged)],
        }
    }

    fn gone(&self, change: &Change) -> Line {
        let (mark, text) = match (change.kind, &change.after) {
            (Kind::ObjectiveRemoved, _) => (Mark::Gone, self.words.removed_objective.to_owned()),
            (_, Some(Fact::Dropped(dropped))) => {
                let day = self.language.long_date(dropped.date);
                (Mark::Gone, fill(self.words.dropped, &[("date", &day)]))
            }
            _ => (Mark::New, self.words.taken_up.to_owned()),
        };
        let mut pieces = vec![ours(text)];
        pieces.extend(self.facts.why(change));
        Line::new(mark, pieces)
    }

    /// `new check-in of 31 August 2026 (at risk): Hiring bites`
    fn check_in(&self, change: &Change) -> Option<Line> {
        let of = |fact: &Option<Fact>| match fact {
            Some(Fact::CheckIn(check_in)) => Some(check_in.clone()),
            _ => None,
        };
        let both: Both<Option<CheckInFact>> = Both {
            before: of(&change.before),
            after: of(&change.after),
        };
        let day = |it: &CheckInFact| self.language.long_date(it.date);
        let (mark, text) = match (&both.before, &both.after) {
            (None, Some(after)) => (Mark::New, fill(self.words.new_check_in, &[("date", &day(after))])),
            (Some(before), None) => (
                Mark::Gone,
                fill(self.words.removed_check_in, &[("date", &day(before))]),
            ),
            (Some(before), Some(after)) if before.date != after.date => (
                Mark::Moved,
                fill(
                    self.words.moved_check_in,
                    &[("before", &day(before)), ("date", &day(after))],
                ),
            ),
            (Some(_), Some(after)) => (
                Mark::Moved,
                fill(self.words.edited_check_in, &[("date", &day(after))]),
            ),
            (None, None) => return None,
        };
        let told = both.latest()?;
        let page = self.language.page_words();
        let mut pieces = vec![ours(text)];
        if let Some(status) = told.status {
            pieces.push(ours(format!(" ({})", status_in_sentence(status, page))));
        }
        if let Some(title) = told.title {
            pieces.push(ours(page.colon));
            pieces.push(theirs(title));
        }
        Some(Line::new(mark, pieces))
    }

    /// A line with the title of each key result in which something moved, and below it what.
    fn key_results(&self, list: &[Change]) -> Vec<Line> {
        let about: Vec<&Change> = list.iter().filter(|it| it.key_result.is_some()).collect();
        let of_one = about.chunk_by(|one, other| one.key_result == other.key_result);
        of_one.flat_map(|changes| self.key_result(changes)).collect()
    }

    fn key_result(&self, changes: &[&Change]) -> Vec<Line> {
        let Some(key_result) = self.facts.key_results(changes[0]).latest() else {
            return Vec::new();
        };
        let title = theirs(&*key_result.title);
        if let [change] = changes
            && matches!(change.kind, Kind::KeyResultAdded | Kind::KeyResultRemoved)
        {
            let mut pieces = vec![
                ours(label(change.kind, self.words)),
                ours(self.language.page_words().colon),
                title,
            ];
            let mark = match change.kind {
                Kind::KeyResultAdded => {
                    pieces.extend(self.measure(key_result));
                    Mark::New
                }
                _ => Mark::Gone,
            };
            pieces.extend(self.facts.why(change));
            return vec![Line::new(mark, pieces)];
        }
        let mut lines = vec![Line {
            changes: 0,
            ..Line::new(Mark::Moved, vec![title])
        }];
        lines.extend(self.reading(changes));
        for change in changes {
            lines.extend(match change.kind {
                Kind::Value | Kind::Score | Kind::Status | Kind::Confidence => None,
                Kind::KeyResultDropped => Some(self.gone(change).below()),
                _ => Some(self.facts.line(change).below()),
            });
        }
        lines
    }

    /// What was read, on one line: `7.9 h → 6.2 h, score 0.22 → 0.59 ▲ 0.37, status on track → at risk`.
    fn reading(&self, changes: &[&Change]) -> Option<Line> {
        let mut pieces = Vec::new();
        let mut told = 0;
        for kind in [Kind::Value, Kind::Score, Kind::Status, Kind::Confidence] {
            let Some(change) = changes.iter().find(|it| it.kind == kind) else {
                continue;
            };
            told += 1;
            if !pieces.is_empty() {
                pieces.push(ours(", "));
            }
            pieces.push(ours(format!("{} ", label(kind, self.words))));
            match (kind, &change.before, &change.after) {
                (Kind::Score, Some(Fact::Number(before)), Some(Fact::Number(after))) => {
                    pieces.extend(score(Some(*before), Some(*after), self.language));
                }
                _ => pieces.extend(self.facts.sides(change)),
            }
        }
        let line = Line {
            changes: told,
            ..Line::new(Mark::Moved, pieces).below()
        };
        (told > 0).then_some(line)
    }
}
