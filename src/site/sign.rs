//! How a status looks: a shape, a colour, a word. Never a colour alone.

use schemars::JsonSchema;
use serde::Serialize;

use super::html::Html;
use super::symbol::Symbol;
use crate::history::{Class, KeyResultStanding, ObjectiveStanding, PeriodState};
use crate::model::{Objective, Status};
use crate::score::Band;
use crate::words::{PageWords, Plural};

/// What a list shows as the state of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The owner's word.
    Word(Status),
    /// A check-in is overdue: silence replaces the owner's word.
    Stale,
    /// There never was a check-in.
    NoCheckIn,
    /// Nothing was due yet.
    NotStarted,
    /// Checked in without a status.
    NoStatus,
    /// Given up.
    Dropped,
    /// Its period is over: the word of its final score.
    Ended(Band),
    /// Its period is over, and there is no score.
    NoScore,
}

impl Sign {
    /// What lists show for an objective.
    pub fn of_objective(objective: &Objective, standing: &ObjectiveStanding, state: PeriodState) -> Sign {
        if objective.dropped.is_some() && standing.class.is_none() {
            return Sign::Dropped;
        }
        match standing.class {
            Some(Class::NoCheckIn) if state == PeriodState::Upcoming || !standing.stale => Sign::NotStarted,
            Some(Class::NoCheckIn) => Sign::NoCheckIn,
            Some(Class::Stale) => Sign::Stale,
            _ => standing.status.map_or(Sign::NoStatus, Sign::Word),
        }
    }

    /// What lists show for an objective of a period in this state: after its end the word of the final score.
    pub fn in_list(objective: &Objective, standing: &ObjectiveStanding, state: PeriodState) -> Sign {
        match Sign::of_objective(objective, standing, state) {
            Sign::Dropped => Sign::Dropped,
            _ if state == PeriodState::Closed => standing
                .score
                .map_or(Sign::NoScore, |score| Sign::Ended(Band::of(score))),
            sign => sign,
        }
    }

    /// What lists show for a key result.
    pub fn of_key_result(standing: &KeyResultStanding) -> Sign {
        match standing.status {
            Some(status) => Sign::Word(status),
            None if standing.score.is_none() => Sign::NotStarted,
            None => Sign::NoStatus,
        }
    }

    /// The class that gives its colours.
    pub fn class(self) -> &'static str {
        match self {
            Sign::Word(Status::OnTrack) | Sign::Ended(Band::CameClose) => "on",
            Sign::Word(Status::AtRisk) | Sign::Ended(Band::InBetween) => "risk",
            Sign::Word(Status::OffTrack) | Sign::Ended(Band::Missed) => "off",
            Sign::Word(Status::Done) | Sign::Ended(Band::Reached) => "done",
            _ => "none",
        }
    }

    /// The symbol of the sprite.
    pub fn symbol(self) -> Symbol {
        match self {
            Sign::Word(Status::OnTrack) | Sign::Ended(Band::CameClose) => Symbol::On,
            Sign::Word(Status::AtRisk) | Sign::Ended(Band::InBetween) => Symbol::Risk,
            Sign::Word(Status::OffTrack) | Sign::Ended(Band::Missed) => Symbol::Off,
            Sign::Word(Status::Done) | Sign::Ended(Band::Reached) => Symbol::Done,
            Sign::Word(Status::Paused) => Symbol::Paused,
            Sign::Word(Status::Cancelled) | Sign::Dropped => Symbol::Cancelled,
            Sign::Stale => Symbol::Clock,
            Sign::Word(Status::Pending)
            | Sign::NoCheckIn
            | Sign::NotStarted
            | Sign::NoStatus
            | Sign::NoScore => Symbol::NoStatus,
        }
    }

    /// Its word.
    pub fn word(self, words: &PageWords) -> &'static str {
        match self {
            Sign::Word(status) => status_word(status, words),
            Sign::Stale => words.stale,
            Sign::NoCheckIn => words.no_check_in,
            Sign::NotStarted => words.not_started,
            Sign::NoStatus => words.no_status,
            Sign::Dropped => words.dropped,
            Sign::Ended(band) => band_word(band, words),
            Sign::NoScore => words.no_score,
        }
    }

    /// Its word behind a number of objectives.
    pub fn counted(self, words: &PageWords) -> Plural {
        match self {
            Sign::Word(Status::OnTrack) => words.n_on_track,
            Sign::Word(Status::AtRisk) => words.n_at_risk,
            Sign::Word(Status::OffTrack) => words.n_off_track,
            Sign::Word(Status::Done) => words.n_done,
            Sign::Word(Status::Pending) => words.n_pending,
            Sign::Word(Status::Paused) => words.n_paused,
            Sign::Word(Status::Cancelled) => words.n_cancelled,
            Sign::Stale => words.n_stale,
            Sign::NoCheckIn => words.n_no_check_in,
            Sign::NotStarted => words.n_not_started,
            Sign::NoStatus => words.n_no_status,
            Sign::Dropped => words.n_dropped,
            Sign::Ended(Band::Reached) => words.n_reached,
            Sign::Ended(Band::CameClose) => words.n_came_close,
            Sign::Ended(Band::InBetween) => words.n_in_between,
            Sign::Ended(Band::Missed) => words.n_missed,
            Sign::NoScore => words.n_no_score,
        }
    }

    /// For sorting: the worst first.
    pub fn order(self) -> u8 {
        match self {
            Sign::Word(Status::OffTrack) | Sign::Ended(Band::Missed) => 0,
            Sign::Stale => 1,
            Sign::NoCheckIn => 2,
            Sign::Word(Status::AtRisk) | Sign::Ended(Band::InBetween) => 3,
            Sign::NoStatus | Sign::NotStarted | Sign::NoScore => 4,
            Sign::Word(Status::Pending) => 5,
            Sign::Word(Status::Paused) => 6,
            Sign::Word(Status::OnTrack) | Sign::Ended(Band::CameClose) => 7,
            Sign::Word(Status::Done) | Sign::Ended(Band::Reached) => 8,
            Sign::Word(Status::Cancelled) | Sign::Dropped => 9,
        }
    }

    /// The shape alone; its word must stand beside it.
    pub fn glyph(self) -> Html {
        let mut html = Html::with_capacity(80);
        self.glyph_into(&mut html, true);
        html
    }

    /// Shape and word on a tinted ground.
    pub fn pill(self, words: &PageWords) -> Html {
        self.labelled("st pill", words)
    }

    /// Shape and word.
    pub fn label(self, words: &PageWords) -> Html {
        self.labelled("st", words)
    }

    /// The pill, behind what is there.
    pub fn pill_into(self, html: &mut Html, words: &PageWords) {
        self.labelled_into(html, "st pill", words);
    }

    fn labelled(self, kind: &'static str, words: &PageWords) -> Html {
        let mut html = Html::with_capacity(140);
        self.labelled_into(&mut html, kind, words);
        html
    }

    fn labelled_into(self, html: &mut Html, kind: &'static str, words: &PageWords) {
        html.markup(r#"<span class=""#)
            .word(kind)
            .markup(" ")
            .word(self.class())
            .markup("\">");
        self.glyph_into(html, false);
        html.word(self.word(words)).markup("</span>");
    }

    /// Writes the shape; its word must stand beside it.
    pub fn glyph_into(self, html: &mut Html, coloured: bool) {
        if coloured {
            html.markup(r#"<svg class="g "#).word(self.class());
        } else {
            html.markup(r#"<svg class="g"#);
        }
        use_into(html, self.symbol());
    }

    /// Writes the shape around a place in a chart.
    pub fn mark_into(self, svg: &mut Html) {
        svg.markup(r##"<use href="#"##)
            .symbol(self.symbol())
            .markup(r#"" x="-8" y="-8" width="16" height="16"/>"#);
    }
}

/// The word of a final score.
pub fn band_word(band: Band, words: &PageWords) -> &'static str {
    match band {
        Band::Reached => words.reached,
        Band::CameClose => words.came_close,
        Band::InBetween => words.in_between,
        Band::Missed => words.missed,
    }
}

/// The word of a status.
pub fn status_word(status: Status, words: &PageWords) -> &'static str {
    match status {
        Status::OnTrack => words.on_track,
        Status::AtRisk => words.at_risk,
        Status::OffTrack => words.off_track,
        Status::Pending => words.pending,
        Status::Paused => words.paused,
        Status::Done => words.done,
        Status::Cancelled => words.cancelled,
    }
}

/// The word of a status inside a sentence.
pub fn status_in_sentence(status: Status, words: &PageWords) -> String {
    status_word(status, words).to_lowercase()
}

/// A symbol of the sprite, hidden from screen readers: a word stands beside it.
pub fn glyph_into(html: &mut Html, class: &'static str, symbol: Symbol) {
    html.markup(r#"<svg class=""#).word(class);
    use_into(html, symbol);
}

/// What stands behind the class of a symbol.
fn use_into(html: &mut Html, symbol: Symbol) {
    html.markup(r##"" aria-hidden="true"><use href="#"##)
        .symbol(symbol)
        .markup("\"/></svg>");
}

/// A sign as templates use it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SignData {
    /// `on`, `risk`, `off`, `done`, `none`.
    pub class: &'static str,
    /// Its word.
    pub word: &'static str,
    /// For sorting.
    pub order: u8,
    /// The shape.
    pub glyph_html: Html,
    /// Shape and word on a tinted ground.
    pub pill_html: Html,
}

impl SignData {
    /// Everything about a sign.
    pub fn new(sign: Sign, words: &PageWords) -> SignData {
        SignData {
            class: sign.class(),
            word: sign.word(words),
            order: sign.order(),
            glyph_html: sign.glyph(),
            pill_html: sign.pill(words),
        }
    }
}
