//! The sorts of words by which the rules of wording read a title. The lists themselves are in the files of the languages;
//! what is made of them is `rules::title`'s affair.

use super::Language;

/// One language's words in titles. Each list is parted by blanks; an entry of several words has `_` between them. They are
/// written as people write them; compared are they without accents and without capitals.
#[derive(Debug)]
pub struct TitleWords {
    /// Verbs of work that is done once it is done: launch, hire. As in the dictionary.
    pub working: &'static str,
    /// The same, but nouns as well: launch, test. They are verbs where what follows shows it.
    pub working_or_noun: &'static str,
    /// Verbs that are work when a thing comes of it: build a website, and not build trust.
    pub making: &'static str,
    /// The same, of which a number says nothing: add five teams.
    pub adding: &'static str,
    /// Nouns that name work when `of` follows: migration, creation.
    pub work: &'static str,
    /// The things that come of work: website, handbook, workshop.
    pub things: &'static str,
    /// What no work alone brings: trust, a culture.
    pub aims: &'static str,
    /// Other forms of the verbs of work, which the rules of the language do not make.
    pub irregular: &'static str,
    /// What may stand before the verb: we have, to.
    pub leads: &'static str,
    /// What stands before a noun and never before a verb: the, our, new.
    pub determiners: &'static str,
    /// What joins two verbs.
    pub and: &'static str,
    /// Where a phrase ends: that, for, so.
    pub ends: &'static str,
    /// What says of a thing what it is for people: that, which, nobody.
    pub relatives: &'static str,
    /// Of, behind a noun of work.
    pub of: &'static str,
    /// Verbs of a state that is reached: reaches, is, falls.
    pub outcomes: &'static str,
    /// What compares with a number: below, at least.
    pub comparisons: &'static str,
    /// Verbs that make something better, of which nobody knows how much: improve.
    pub improving: &'static str,
    /// Verbs that make something more or less: increase, cut.
    pub changing: &'static str,
    /// The same within a sentence: increases.
    pub changes: &'static str,
    /// Words that leave open how much: better, several.
    pub vague: &'static str,
    /// What before such a word takes it back: no, any.
    pub not_vague_after: &'static str,
    /// Nouns of what can be measured: rate, time.
    pub measures: &'static str,
    /// Numbers in letters.
    pub numbers: &'static str,
    /// What a number counts when it is a measure: hours, kilometres.
    pub units: &'static str,
    /// What stands before a number that is to be reached: to, by, below.
    pub targets: &'static str,
    /// What stands before a stretch of time that is no measure: first, during.
    pub stretches: &'static str,
    /// What stands before a year.
    pub before_years: &'static str,
    /// What stands before a number that is a name: phase, tier.
    pub numbered: &'static str,
    /// The months, and what else tells a day.
    pub days: &'static str,
    /// Nouns of work that is counted, in the plural: tickets, calls.
    pub counted: &'static str,
    /// What shows that not more is better, or that a share is meant: rate, per customer, fewer.
    pub not_counted: &'static str,
    /// To be, before a state.
    pub being: &'static str,
    /// States that somebody can see: live, signed.
    pub states: &'static str,
    /// How people feel about it: loved, seen as.
    pub feelings: &'static str,
    /// All, none: it can be seen whether that is so.
    pub universal: &'static str,
    /// The forms of a verb of work, with how sure it is that such a form is one.
    pub forms: fn(&str) -> Vec<(String, Form)>,
    /// Whether a word is a participle that says what became of something: signed, obtenue.
    pub is_participle: fn(&str) -> bool,
}

/// What a form of a verb tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing but the verb: implement, implémenter.
    Sure,
    /// The verb, where what follows shows it: hiring, published.
    Likely,
    /// The verb, behind `we have`.
    BehindLead,
}

impl Language {
    /// The words by which titles in this language are read.
    pub fn title_words(self) -> &'static TitleWords {
        match self {
            Language::English => &super::english::title::TITLE,
            Language::French => &super::french::title::TITLE,
        }
    }
}
