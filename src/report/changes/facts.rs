//! The two sides of a change as people write them: values with their units, names instead of ids, dates as dates.

use super::Comparison;
use super::line::{Line, Mark, Piece, ours, theirs};
use crate::changes::{Both, Change, Fact, Kind, Named, ObjectiveChanges, Reason};
use crate::model::{Ambition, KeyResult, Measure, Step};
use crate::site::{check_in, figures, sign};
use crate::words::ChangeWords;

/// Puts changes of one objective into words.
pub(super) struct Facts<'a> {
    /// All of it.
    pub(super) comparison: &'a Comparison<'a>,
    /// The objective.
    pub(super) objective: &'a ObjectiveChanges,
}

impl Facts<'_> {
    /// `target: 4 h → 5 h, reason: …`
    pub(super) fn line(&self, change: &Change) -> Line {
        let mut pieces = vec![ours(format!("{} ", label(change.kind, self.words())))];
        pieces.extend(self.sides(change));
        pieces.extend(self.why(change));
        Line::new(Mark::Moved, pieces)
    }

    /// `4 h → 5 h`
    pub(super) fn sides(&self, change: &Change) -> Vec<Piece> {
        let key_results = self.key_results(change);
        let both = Both {
            before: (change.before.as_ref(), key_results.before),
            after: (change.after.as_ref(), key_results.after),
        };
        let labels = match (&change.before, &change.after) {
            (Some(Fact::Steps(before)), Some(Fact::Steps(after))) => {
                !before.iter().map(label_of).eq(after.iter().map(label_of))
            }
            _ => true,
        };
        let written = both.map(|(fact, key_result)| match fact {
            Some(fact) => self.fact(change.kind, fact, key_result, labels),
            None => none(change.kind, key_result, self.comparison),
        });
        vec![written.before, ours(" → "), written.after]
    }

    /// `, reason: …`; nothing where nobody asks.
    pub(super) fn why(&self, change: &Change) -> Vec<Piece> {
        let words = self.words();
        match &change.reason {
            Reason::NotAsked => Vec::new(),
            Reason::Lacking => vec![ours(", "), Piece::Bad(words.no_reason.to_owned())],
            Reason::Given(why) => {
                let colon = self.comparison.language().page_words().colon;
                vec![ours(format!(", {}{colon}", words.reason)), theirs(why)]
            }
        }
    }

    fn words(&self) -> &'static ChangeWords {
        self.comparison.language().change_words()
    }

    /// The key result of a change on each side.
    pub(super) fn key_results(&self, change: &Change) -> Both<Option<&KeyResult>> {
        let books = self.comparison.sides.map(|side| side.book);
        let at = change.key_result.as_ref().map(|it| it.at).unwrap_or_default();
        let before = self.objective.at.before.zip(at.before);
        let after = self.objective.at.after.zip(at.after);
        Both {
            before: before.map(|(ix, at)| &books.before[ix].key_results[at.0]),
            after: after.map(|(ix, at)| &books.after[ix].key_results[at.0]),
        }
    }

    fn fact(&self, kind: Kind, fact: &Fact, key_result: Option<&KeyResult>, labels: bool) -> Piece {
        let language = self.comparison.language();
        let number = |value: f64| {
            let unit = key_result.and_then(|it| it.unit.as_deref());
            figures::with_unit(language, value, unit)
        };
        let listed = |items: Vec<String>| theirs(items.join(", "));
        let colon = language.page_words().colon;
        match fact {
            Fact::Text(text) => self.text(kind, text),
            Fact::Status(status) => ours(sign::status_in_sentence(*status, language.page_words())),
            Fact::Number(value) => match (kind, key_result) {
                (Kind::Value, Some(key_result)) => theirs(check_in::value(language, key_result, *value)),
                (Kind::Score, _) => ours(figures::score(Some(*value), language)),
                (Kind::Confidence, _) => ours(percent(*value, self.comparison)),
                (Kind::Weight, _) => ours(figures::number(language, *value)),
                _ => theirs(number(*value)),
            },
            Fact::Named(named) => theirs(name(named)),
            Fact::Names(names) => listed(names.iter().map(name).collect()),
            Fact::Rubric(points) => listed(
                points
                    .iter()
                    .map(|(score, value)| {
                        format!("{}{colon}{}", figures::number(language, *score), number(*value))
                    })
                    .collect(),
            ),
            Fact::Plan(points) => listed(
                points
                    .iter()
                    .map(|(date, value)| format!("{}{colon}{}", language.short_date(*date), number(*value)))
                    .collect(),
            ),
            Fact::Steps(steps) => listed(
                steps
                    .iter()
                    .map(|step| match labels {
                        true => step.label.clone(),
                        false => format!("{} {}", step.label, figures::score(Some(step.score), language)),
                    })
                    .collect(),
            ),
            Fact::Dropped(dropped) => ours(language.long_date(dropped.date)),
            Fact::CheckIn(check_in) => theirs(check_in.title.clone().unwrap_or_default()),
        }
    }

    /// A text as people know it: the name of a team, a person or a period, our word for a word of the format.
    fn text(&self, kind: Kind, text: &str) -> Piece {
        let (language, words) = (self.comparison.language(), self.words());
        let sides = self.comparison.sides.map(|side| side.book);
        match kind {
            Kind::Owner => {
                let name = sides.after.person(text).or_else(|| sides.before.person(text));
                theirs(name.map_or(text, |person| &person.name))
            }
            Kind::Team => {
                let team = sides.after.team(text).or_else(|| sides.before.team(text));
                theirs(team.map_or(text, |team| &team.name))
            }
            Kind::Type => {
                let page = language.page_words();
                let is_committed = text == Ambition::Committed.name();
                let word = if is_committed {
                    page.committed
                } else {
                    page.aspirational
                };
                ours(word.to_lowercase())
            }
            Kind::Visibility => ours(language.page_words().internal.to_lowercase()),
            Kind::Kind => ours(match text {
                "metric" => words.metric,
                "maintain" => words.maintain,
                "steps" => words.steps,
                "milestone" => words.milestone,
                _ => words.judged,
            }),
            _ => theirs(text),
        }
    }
}

fn label_of(step: &Step) -> &str {
    &step.label
}

fn name(named: &Named) -> String {
    match &named.key_result {
        Some(key_result) => format!("{}#{key_result}", named.objective),
        None => named.objective.clone(),
    }
}

fn percent(value: f64, comparison: &Comparison<'_>) -> String {
    let language = comparison.language();
    let number = figures::number(language, value);
    crate::words::fill(language.page_words().percent, &[("n", &number)])
}

/// What stands where nothing is.
fn none(kind: Kind, key_result: Option<&KeyResult>, comparison: &Comparison<'_>) -> Piece {
    let words = comparison.language().page_words();
    let is_metric = key_result.is_some_and(|it| matches!(it.measure, Measure::Metric(_)));
    ours(match kind {
        Kind::Start if is_metric => words.start_unknown,
        Kind::Target if is_metric => words.target_hidden,
        _ => "–",
    })
}

/// What a key is called.
pub(in crate::report) fn label(kind: Kind, words: &ChangeWords) -> &'static str {
    match kind {
        Kind::ObjectiveAdded => words.new_objective,
        Kind::ObjectiveRemoved => words.removed_objective,
        Kind::ObjectiveRenamed | Kind::KeyResultRenamed => words.renamed,
        Kind::ObjectiveDropped | Kind::KeyResultDropped => words.dropped,
        Kind::KeyResultAdded => words.new_key_result,
        Kind::KeyResultRemoved => words.removed_key_result,
        Kind::CheckInAdded => words.new_check_in,
        Kind::CheckInEdited => words.edited_check_in,
        Kind::CheckInRemoved => words.removed_check_in,
        Kind::Value => words.value,
        Kind::Score => words.score,
        Kind::Status => words.status,
        Kind::Confidence => words.confidence,
        Kind::Target => words.target,
        Kind::Start => words.start,
        Kind::Rubric => words.rubric,
        Kind::Plan => words.plan,
        Kind::Steps => words.steps,
        Kind::Min => words.min,
        Kind::Max => words.max,
        Kind::Unit => words.unit,
        Kind::Kind => words.kind,
        Kind::Guards => words.guards,
        Kind::Weight => words.weight,
        Kind::Title => words.title,
        Kind::Owner => words.owner,
        Kind::Team => words.team,
        Kind::Period => words.period,
        Kind::Parent => words.parent,
        Kind::Supports => words.supports,
        Kind::Type => words.ambition,
        Kind::Visibility => words.visibility,
    }
}
