//! The kinds of change, and what the data call them.

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "each is named after the key or the event in the files"
)]
pub enum Kind {
    ObjectiveAdded,
    ObjectiveRemoved,
    ObjectiveRenamed,
    ObjectiveDropped,
    KeyResultAdded,
    KeyResultRemoved,
    /// Its id changed and its title did not. The data have no word for it: there it is one removed and one added.
    KeyResultRenamed,
    KeyResultDropped,
    CheckInAdded,
    CheckInEdited,
    CheckInRemoved,
    Value,
    Score,
    Status,
    Confidence,
    Target,
    Start,
    Rubric,
    Plan,
    Steps,
    Min,
    Max,
    Unit,
    /// How it is measured.
    Kind,
    Guards,
    Weight,
    Title,
    Owner,
    Team,
    Period,
    Parent,
    Supports,
    Type,
    Visibility,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 34] = [
        Kind::ObjectiveAdded,
        Kind::ObjectiveRemoved,
        Kind::ObjectiveRenamed,
        Kind::ObjectiveDropped,
        Kind::KeyResultAdded,
        Kind::KeyResultRemoved,
        Kind::KeyResultRenamed,
        Kind::KeyResultDropped,
        Kind::CheckInAdded,
        Kind::CheckInEdited,
        Kind::CheckInRemoved,
        Kind::Value,
        Kind::Score,
        Kind::Status,
        Kind::Confidence,
        Kind::Target,
        Kind::Start,
        Kind::Rubric,
        Kind::Plan,
        Kind::Steps,
        Kind::Min,
        Kind::Max,
        Kind::Unit,
        Kind::Kind,
        Kind::Guards,
        Kind::Weight,
        Kind::Title,
        Kind::Owner,
        Kind::Team,
        Kind::Period,
        Kind::Parent,
        Kind::Supports,
        Kind::Type,
        Kind::Visibility,
    ];

    /// As in the data; of a key of the front matter it is the key.
    pub fn name(self) -> &'static str {
        match self {
            Kind::ObjectiveAdded => "objective-added",
            Kind::ObjectiveRemoved => "objective-removed",
            Kind::ObjectiveRenamed => "objective-renamed",
            Kind::ObjectiveDropped => "objective-dropped",
            Kind::KeyResultAdded => "key-result-added",
            Kind::KeyResultRemoved => "key-result-removed",
            Kind::KeyResultRenamed => "key-result-renamed",
            Kind::KeyResultDropped => "key-result-dropped",
            Kind::CheckInAdded => "check-in-added",
            Kind::CheckInEdited => "check-in-edited",
            Kind::CheckInRemoved => "check-in-removed",
            Kind::Value => "value",
            Kind::Score => "score",
            Kind::Status => "status",
            Kind::Confidence => "confidence",
            Kind::Target => "target",
            Kind::Start => "start",
            Kind::Rubric => "rubric",
            Kind::Plan => "plan",
            Kind::Steps => "steps",
            Kind::Min => "min",
            Kind::Max => "max",
            Kind::Unit => "unit",
            Kind::Kind => "kind",
            Kind::Guards => "guards",
            Kind::Weight => "weight",
            Kind::Title => "title",
            Kind::Owner => "owner",
            Kind::Team => "team",
            Kind::Period => "period",
            Kind::Parent => "parent",
            Kind::Supports => "supports",
            Kind::Type => "type",
            Kind::Visibility => "visibility",
        }
    }

    /// Whether a key of an amendment means it. What made or ended a key result, or changed how it is measured, may be
    /// named by any of its keys.
    pub fn is_named_by(self, key: &str) -> bool {
        match self {
            Kind::KeyResultAdded | Kind::KeyResultRemoved | Kind::KeyResultRenamed => true,
            Kind::Kind => matches!(key, "start" | "target" | "min" | "max" | "steps" | "milestone"),
            kind => kind.name() == key,
        }
    }

    /// Whether moving it after the start moves the goal posts or the promise, so that people ask why.
    pub fn asks_why(self) -> bool {
        matches!(
            self,
            Kind::Target
                | Kind::Start
                | Kind::Rubric
                | Kind::Plan
                | Kind::Steps
                | Kind::Min
                | Kind::Max
                | Kind::Unit
                | Kind::Kind
                | Kind::Guards
                | Kind::Weight
                | Kind::Title
                | Kind::Owner
                | Kind::Team
                | Kind::Period
                | Kind::Type
        )
    }

    /// Whether it moves what was promised to be measured.
    pub fn moves_the_goal_posts(self) -> bool {
        matches!(
            self,
            Kind::Target
                | Kind::Start
                | Kind::Rubric
                | Kind::Plan
                | Kind::Steps
                | Kind::Min
                | Kind::Max
                | Kind::Kind
        )
    }
}
