//! French.

use super::FileWords;

pub(super) const FILE: FileWords = FileWords {
    statuses: ["en bonne voie", "à risque", "en retard", "en attente", "en pause", "terminé", "annulé"],
    what: "faits",
    why: "pourquoi",
    so_what: "et maintenant",
    decisions: "décisions",
    risks: "risques",
    learnings: "apprentissages",
    asks: "demandes",
    retrospective: "rétrospective",
    done: "fait",
    not_done: "pas fait",
    keep: "garder",
    change: "changer",
};
