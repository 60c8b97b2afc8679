//! How a title reads: as work to do, as a figure, as something that can be seen, or as a wish. The words come from
//! `words::title`; what is asked about them is the rules' affair. Nothing here is sure, and nothing is looked up elsewhere:
//! who writes a title knows better.

mod lexicon;
mod token;

use std::ops::Range;

use arrayvec::ArrayString;

use crate::history::is_dropped;
use crate::model::{KeyResult, Objective};
use crate::rules::Context;
use crate::words::Language;
use crate::words::title::TitleWords;

use lexicon::Sort;
use token::{Number, Token, Tokens};

/// A title, taken apart.
pub(super) struct Title<'a> {
    text: &'a str,
    tokens: Tokens,
    words: &'static TitleWords,
}

/// What a title is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A direction in words.
    Objective,
    /// What proves it.
    KeyResult,
}

/// Every key result that still stands, with its objective.
pub(super) fn key_results<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a Objective, &'a KeyResult)> + use<'a> {
    let as_of = context.standing.as_of;
    let objectives = context.objectives().iter();
    let standing = objectives.filter(move |it| !is_dropped(it.dropped.as_deref(), as_of));
    standing.flat_map(move |objective| {
        let key_results = objective.key_results.iter();
        let standing = key_results.filter(move |kr| !is_dropped(kr.dropped.as_deref(), as_of));
        standing.map(move |kr| (objective, kr))
    })
}

/// Whether a title may name work, by its first two words. Most do not, and need not be taken apart for that: where this is
/// `false`, [`Title::work`] is `None`.
fn may_name_work(title: &str, language: Language) -> bool {
    let lexicon = lexicon::of(language);
    // `None`: a word that takes more than a look.
    let sort = |word: &str| {
        let begins = word.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        let is_plain = begins && word.bytes().all(|b| b.is_ascii_alphanumeric());
        let mut folded: ArrayString<24> = ArrayString::from(word).ok().filter(|_| is_plain)?;
        folded.make_ascii_lowercase();
        Some(lexicon.word(&folded))
    };
    let mut words = title.split(' ');
    let Some(first) = words.next().and_then(sort) else {
        return true;
    };
    // Reduce and ship: see `Title::work`.
    let mut may_join = || {
        let second = words.next().map(sort);
        second.is_some_and(|second| second.is_none_or(|second| second.meets(Sort::AND | Sort::BEGINS_PHRASE)))
    };
    first.meets(Sort::WORK_IN_ANY_WAY | Sort::LEAD | Sort::BEGINS_PHRASE)
        || first.meets(Sort::ANY_VERB) && may_join()
}

/// The words of a title that say what to do, when it names work: `Launch`, `Mise en place`.
pub(super) fn work(title: &str, language: Language, of: Of) -> Option<Range<usize>> {
    let may_name = may_name_work(title, language);
    may_name.then(|| Title::new(title, language).work(of)).flatten()
}

impl<'a> Title<'a> {
    pub fn new(text: &'a str, language: Language) -> Title<'a> {
        Title {
            text,
            tokens: Tokens::of(text, lexicon::of(language)),
            words: language.title_words(),
        }
    }

    /// A part of the title as written.
    pub fn slice(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// As the function [`work`].
    pub fn work(&self, of: Of) -> Option<Range<usize>> {
        let (at, lead) = self.first_word()?;
        if let Some(range) = self.work_at(at, lead, of) {
            return Some(range);
        }
        // Design and ship: the second verb may be the one that tells.
        let joined = self.has(at + 1, Sort::AND) && self.is_any_verb(at);
        joined.then(|| self.work_at(at + 2, lead, of)).flatten()
    }

    /// The figure of a title that is one: `40 %`, `5 000`.
    pub fn figure_to_reach(&self) -> Option<Range<usize>> {
        let (first, _) = self.first_word()?;
        let found = self
            .tokens
            .iter()
            .enumerate()
            .find(|(i, token)| match token.number {
                Some(Number::Share | Number::Measure) => true,
                Some(Number::Count(value)) => {
                    value >= 100.0
                        || *i == first && self.tokens.len() > first + 1
                        || *i == first + 1
                        || i.checked_sub(1)
                            .is_some_and(|before| self.has(before, Sort::TARGET))
                }
                Some(Number::Name) | None => false,
            });
        found.map(|(_, token)| token.range.clone())
    }

    /// The first figure, in digits or letters, or a day: `50`, `two`, `31 July`.
    pub fn figure(&self) -> Option<Range<usize>> {
        let found = self.tokens.iter().find(|token| {
            token.number.is_some_and(|number| number != Number::Name)
                || token.is(Sort::NUMBER)
                || token.is(Sort::DAY)
        });
        found.map(|token| token.range.clone())
    }

    /// The word that leaves open how much, where no figure closes it: `Improve`, `better`, `increases`.
    pub fn open_word(&self) -> Option<Range<usize>> {
        let (first, _) = self.first_word()?;
        if self.figure().is_some() || self.work(Of::KeyResult).is_some() {
            return None;
        }
        let is_open = |i: usize| {
            let token = &self.tokens[i];
            if i == first && (token.is(Sort::IMPROVING) || token.is(Sort::CHANGING)) {
                return true;
            }
            let taken_back = || {
                let before = &self.tokens[i.saturating_sub(4)..i];
                before.iter().any(|token| token.is(Sort::NOT_VAGUE_AFTER))
            };
            token.is(Sort::CHANGES) || token.is(Sort::VAGUE) && !taken_back()
        };
        let found = (0..self.tokens.len()).find(|&i| is_open(i));
        found.map(|i| self.tokens[i].range.clone())
    }

    /// The word of improvement with which a title begins that names nothing to measure: `Improve the experience`.
    pub fn unnamed_measure(&self) -> Option<Range<usize>> {
        let (first, _) = self.first_word()?;
        let begins = self.tokens[first].is(Sort::IMPROVING) || self.tokens[first].is(Sort::VAGUE);
        let names_one = || {
            self.tokens
                .iter()
                .any(|token| token.is(Sort::MEASURE) || token.number.is_some())
        };
        (begins && !names_one()).then(|| self.tokens[first].range.clone())
    }

    /// Whether somebody could see that it is so: a state, a participle, all or none of something.
    pub fn is_observable(&self) -> bool {
        if self
            .tokens
            .iter()
            .any(|token| token.is(Sort::UNIVERSAL) || token.is(Sort::STATE))
        {
            return !self.is_felt();
        }
        let became = |i: usize| {
            // Has been fully migrated: one or two words may stand between.
            self.has(i, Sort::BEING)
                && (i + 1..=i + 3).any(|next| {
                    let token = self.tokens.get(next);
                    token.is_some_and(|token| {
                        token.is_word() && (self.words.is_participle)(self.tokens.word(token))
                    })
                })
        };
        !self.is_felt() && (0..self.tokens.len()).any(became)
    }

    /// What is counted, when the title counts work that could be done worse and faster: `tickets`.
    pub fn counted(&self) -> Option<Range<usize>> {
        let no = |token: &Token| token.is(Sort::NOT_COUNTED) || token.number == Some(Number::Share);
        if self.tokens.iter().any(no) {
            return None;
        }
        let found = self.tokens.iter().find(|token| token.is(Sort::COUNTED));
        found.map(|token| token.range.clone())
    }

    fn is_felt(&self) -> bool {
        self.tokens.iter().any(|token| token.is(Sort::FEELING))
    }

    fn has(&self, i: usize, sort: Sort) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is(sort))
    }

    fn is_any_verb(&self, i: usize) -> bool {
        self.has(i, Sort::ANY_VERB)
    }

    /// Where the title begins once `we have` and the like are left out, and whether anything was.
    fn first_word(&self) -> Option<(usize, bool)> {
        let mut at = 0;
        let mut lead = false;
        while let Some(token) = self.tokens.get(at) {
            // `The` and `En` begin a phrase, and with it the title; only a lead before a verb is left out.
            if token.is_word() && !token.is(Sort::LEAD) || token.number.is_some() {
                return Some((at, lead));
            }
            lead |= token.is_word();
            at += 1;
        }
        None
    }

    fn work_at(&self, at: usize, lead: bool, of: Of) -> Option<Range<usize>> {
        let verb = self.tokens.get(at)?;
        let is_work = verb.is(Sort::WORKING) && !self.is_share(at + 1) && !self.has_an_aim(at + 1)
            || verb.is(Sort::WORKING_LATER)
                && (lead || self.begins_object(at + 1) && !self.says_what_is(at + 1))
            || verb.is(Sort::BEHIND_LEAD) && lead
            || verb.is(Sort::WORKING_OR_NOUN)
                && !self.is_share(at + 1)
                && (self.begins_object(at + 1) || !self.tells_outcome(at + 1))
            || (verb.is(Sort::MAKING) || verb.is(Sort::ADDING)) && self.makes_a_thing(at, of)
            || verb.is(Sort::WORK) && self.has(at + 1, Sort::OF) && !self.tells_outcome(at + 1);
        is_work.then(|| verb.range.clone())
    }

    /// Whether a share of a whole follows: migrate 80 % of the services.
    fn is_share(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.number == Some(Number::Share))
    }

    /// Whether no work alone brings it: establish a climate of trust.
    fn has_an_aim(&self, at: usize) -> bool {
        self.phrase(at).iter().any(|token| token.is(Sort::AIM))
    }

    /// The words from there to the end of the phrase.
    fn phrase(&self, at: usize) -> &[Token] {
        let rest = &self.tokens[at.min(self.tokens.len())..];
        let end = rest
            .iter()
            .position(|token| token.is(Sort::END) && !token.is(Sort::DETERMINER));
        &rest[..end.unwrap_or(rest.len())]
    }

    /// Whether what stands there belongs to a noun, so that a verb is before it.
    fn begins_object(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        match token.number {
            Some(Number::Share | Number::Measure) => false,
            Some(Number::Count(_)) => true,
            Some(Number::Name) | None => token.is(Sort::DETERMINER) || token.is(Sort::NUMBER),
        }
    }

    /// Whether the rest tells what is then so: reaches 80 %, below 5 minutes.
    fn tells_outcome(&self, from: usize) -> bool {
        self.tokens[from.min(self.tokens.len())..].iter().any(|token| {
            token.is(Sort::OUTCOME)
                || token.is(Sort::COMPARISON)
                || matches!(token.number, Some(Number::Share | Number::Measure))
        })
    }

    /// Whether a verb of a state follows: hosting a thousand invoices costs.
    fn says_what_is(&self, from: usize) -> bool {
        self.tokens[from..].iter().any(|token| token.is(Sort::OUTCOME))
    }

    /// Whether a thing comes of it: build a website, run three workshops.
    fn makes_a_thing(&self, at: usize, of: Of) -> bool {
        let verb = &self.tokens[at];
        let next = self.tokens.get(at + 1);
        let counts = next
            .is_some_and(|token| matches!(token.number, Some(Number::Count(_))) || token.is(Sort::NUMBER));
        if of == Of::KeyResult && counts && verb.is(Sort::MAKING) {
            return true;
        }
        let is_thing = self.phrase(at + 1).iter().any(|token| token.is(Sort::THING));
        let is_for_people = || self.tokens[at..].iter().any(|token| token.is(Sort::RELATIVE));
        is_thing && (of == Of::KeyResult || !is_for_people())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words of most sorts, and signs that stand beside them.
    const WORDS: &[&str] = &[
        "launch",
        "Launch",
        "ship",
        "improve",
        "Reduce",
        "increase",
        "and",
        "&",
        "as",
        "well",
        "we",
        "have",
        "to",
        "the",
        "a",
        "five",
        "5",
        "50 %",
        "3x",
        "of",
        "migration",
        "report",
        "create",
        "add",
        "set",
        "up",
        "put",
        "in",
        "place",
        "reaches",
        "below",
        "support",
        "l’écart",
        "Réduire",
        "réduire",
        "lancer",
        "Lancer",
        "mise",
        "Mise",
        "en",
        "et",
        "nous",
        "créer",
        "de",
        "un",
        "Improve,",
        "(ship)",
        "",
    ];

    proptest! {
        #[test]
        fn what_may_not_name_work_names_none(words in proptest::collection::vec(0..WORDS.len(), 0..6)) {
            let words: Vec<&str> = words.into_iter().map(|at| WORDS[at]).collect();
            let title = words.join(" ");
            for language in Language::ALL {
                if !may_name_work(&title, language) {
                    let read = Title::new(&title, language);
                    prop_assert_eq!(read.work(Of::Objective).or(read.work(Of::KeyResult)), None, "{:?}", title);
                }
            }
        }
    }

    #[test]
    fn most_titles_are_known_to_name_no_work_by_their_first_words() {
        let check = |title: &str, expected: bool| {
            assert_eq!(may_name_work(title, Language::English), expected, "{title}");
        };
        check("Median reply time falls below 4 h", false);
        check("Reduce churn", false);
        check("Reduce", false);
        check("Reduce and ship", true);
        check("Launch the portal", true);
        check("5 launches", true);
        check("L’équipe", true);
        check("", true);
    }
}
