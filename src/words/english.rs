//! English.

use super::FileWords;

pub(super) const FILE: FileWords = FileWords {
    statuses: ["on track", "at risk", "off track", "pending", "paused", "done", "cancelled"],
    what: "what",
    why: "why",
    so_what: "so what",
    decisions: "decisions",
    risks: "risks",
    learnings: "learnings",
    asks: "asks",
    retrospective: "retrospective",
    done: "done",
    not_done: "not done",
    keep: "keep",
    change: "change",
};
