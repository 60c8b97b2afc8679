//! Where what was promised stands, and how it came to be that: the earlier figures, who moved them, and why.

use std::io;

use super::Teller;
use crate::changes::{Fact, Kind};
use crate::chronicle::Move;
use crate::model::{Amendment, KeyResult, Measure};
use crate::report::changes::label;
use crate::rules;
use crate::site::figures::with_unit;
use crate::words::fill;

impl Teller<'_> {
    /// The place of what a key result promises, then what was moved after the start, the oldest first.
    pub(super) fn moved(&mut self, kr: &KeyResult) -> io::Result<()> {
        if let Some(key) = key_of(kr) {
            self.place(3, kr, key)?;
        }
        let told = self.told;
        let moves = &told.chronicle[self.ix].moves;
        let of_this = |it: &&Move| {
            let counts = it.kind.moves_the_goal_posts() || matches!(it.kind, Kind::Unit | Kind::Weight);
            counts && it.key_result.as_deref() == Some(kr.id.as_str())
        };
        for it in moves.iter().filter(of_this) {
            self.one_moved(kr, it)?;
        }
        // Without git, or of what was moved before the start, the amendment is all there is.
        for (place, amendment) in self.objective.amendments.iter().enumerate() {
            let is_told = moves.iter().any(|it| it.amendment == Some(place));
            if let Some(("", key)) = amendment
                .what
                .strip_prefix(kr.id.as_str())
                .and_then(|it| it.split_once('.'))
                && !is_told
            {
                let date = self.language.long_date(amendment.date);
                let why = [("date", date.as_str()), ("what", key), ("why", &amendment.why)];
                self.line(2, &fill(self.words.amended, &why))?;
            }
        }
        Ok(())
    }

    /// `target 200 → 150, reason (4 September 2026): …`
    fn one_moved(&mut self, kr: &KeyResult, it: &Move) -> io::Result<()> {
        let words = self.language.change_words();
        let [before, after] = [&it.before, &it.after].map(|fact| self.fact(kr, it.kind, fact));
        let amendments = &self.objective.amendments;
        let why = match it.amendment.and_then(|place| amendments.get(place)) {
            Some(Amendment { date, why, .. }) => {
                let date = self.language.long_date(*date);
                [words.reason, " (", &date, ")", self.words.colon, why].concat()
            }
            None => words.no_reason.to_owned(),
        };
        let text = [label(it.kind, words), " ", &before, " → ", &after, ", ", &why].concat();
        self.line(2, &text)?;
        let source = &self.told.sources[self.objective.file];
        let span = rules::place_of(source, kr, it.kind.name());
        let commit = self.told.chronicle.commit(it.commit);
        self.source(3, source.place(span.start).line, commit)
    }

    fn fact(&self, kr: &KeyResult, kind: Kind, fact: &Option<Fact>) -> String {
        match fact {
            Some(Fact::Number(number)) if kind != Kind::Weight => {
                with_unit(self.language, *number, kr.unit.as_deref())
            }
            Some(fact) => fact.as_typed(),
            None => "–".to_owned(),
        }
    }

    /// `objectives/a.md:12`
    fn place(&mut self, indent: usize, kr: &KeyResult, key: &str) -> io::Result<()> {
        let source = &self.told.sources[self.objective.file];
        let line = source.place(rules::place_of(source, kr, key).start).line;
        let text = format!("{}:{line}", source.path);
        self.faint(indent, &text)
    }
}

/// The key by which a key result says how far it wants to get.
fn key_of(kr: &KeyResult) -> Option<&'static str> {
    match &kr.measure {
        Measure::Metric(_) => Some("target"),
        Measure::Maintain { min: None, .. } => Some("max"),
        Measure::Maintain { .. } => Some("min"),
        Measure::Steps(_) => Some("steps"),
        Measure::Milestone => Some("milestone"),
        Measure::Judged => None,
    }
}
