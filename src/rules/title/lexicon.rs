//! The words of a language, each with the sorts it belongs to.

use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;

use crate::words::Language;
use crate::words::title::{Form, TitleWords};

/// Sorts of words, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort(u64);

macro_rules! sorts {
    ($($name:ident = $bit:literal,)*) => {
        impl Sort {
            $(pub const $name: Sort = Sort(1 << $bit);)*
        }
    };
}

sorts! {
    WORKING = 0,
    WORKING_LATER = 1,
    BEHIND_LEAD = 2,
    WORKING_OR_NOUN = 3,
    MAKING = 4,
    ADDING = 5,
    WORK = 6,
    THING = 7,
    LEAD = 8,
    DETERMINER = 9,
    AND = 10,
    END = 11,
    RELATIVE = 12,
    OF = 13,
    OUTCOME = 14,
    COMPARISON = 15,
    IMPROVING = 16,
    CHANGING = 17,
    CHANGES = 18,
    VAGUE = 19,
    NOT_VAGUE_AFTER = 20,
    MEASURE = 21,
    NUMBER = 22,
    UNIT = 23,
    TARGET = 24,
    STRETCH = 25,
    BEFORE_YEAR = 26,
    NUMBERED = 27,
    DAY = 28,
    COUNTED = 29,
    NOT_COUNTED = 30,
    BEING = 31,
    STATE = 32,
    FEELING = 33,
    UNIVERSAL = 34,
    AIM = 35,
    BEGINS_PHRASE = 36,
}

impl Sort {
    /// Verbs that the other sorts of work may follow: Design and ship.
    pub const ANY_VERB: Sort = Sort(
        Sort::WORKING.0
            | Sort::WORKING_OR_NOUN.0
            | Sort::MAKING.0
            | Sort::ADDING.0
            | Sort::IMPROVING.0
            | Sort::CHANGING.0,
    );
    /// Words that name work, whatever must then follow.
    pub const WORK_IN_ANY_WAY: Sort = Sort(
        Sort::WORKING.0
            | Sort::WORKING_LATER.0
            | Sort::BEHIND_LEAD.0
            | Sort::WORKING_OR_NOUN.0
            | Sort::MAKING.0
            | Sort::ADDING.0
            | Sort::WORK.0,
    );

    /// Whether it belongs to one of those as well.
    pub fn meets(self, other: Sort) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Sort {
    type Output = Sort;
    fn bitor(self, other: Sort) -> Sort {
        Sort(self.0 | other.0)
    }
}

/// Words and phrases, folded.
pub struct Lexicon {
    words: HashMap<String, Sort, RandomState>,
    /// By their first word: the others, and what they are. The longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Sort)>, RandomState>,
}

impl Lexicon {
    /// What a folded word is.
    pub fn word(&self, folded: &str) -> Sort {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// The phrases that begin with a folded word: their other words.
    pub fn phrases(&self, folded: &str) -> &[(Vec<String>, Sort)] {
        self.phrases.get(folded).map_or(&[], Vec::as_slice)
    }

    fn of(words: &TitleWords) -> Lexicon {
        let mut lexicon = Lexicon {
            words: HashMap::default(),
            phrases: HashMap::default(),
        };
        let lists = [
            (words.work, Sort::WORK),
            (words.things, Sort::THING),
            (words.aims, Sort::AIM),
            (words.irregular, Sort::WORKING_LATER),
            (words.leads, Sort::LEAD),
            (words.determiners, Sort::DETERMINER),
            (words.and, Sort::AND),
            (words.ends, Sort::END),
            (words.relatives, Sort::RELATIVE),
            (words.of, Sort::OF),
            (words.outcomes, Sort::OUTCOME),
            (words.comparisons, Sort::COMPARISON),
            (words.improving, Sort::IMPROVING),
            (words.changing, Sort::CHANGING),
            (words.changes, Sort::CHANGES),
            (words.vague, Sort::VAGUE),
            (words.not_vague_after, Sort::NOT_VAGUE_AFTER),
            (words.measures, Sort::MEASURE),
            (words.numbers, Sort::NUMBER),
            (words.units, Sort::UNIT),
            (words.targets, Sort::TARGET),
            (words.stretches, Sort::STRETCH),
            (words.before_years, Sort::BEFORE_YEAR),
            (words.numbered, Sort::NUMBERED),
            (words.days, Sort::DAY),
            (words.counted, Sort::COUNTED),
            (words.not_counted, Sort::NOT_COUNTED),
            (words.being, Sort::BEING),
            (words.states, Sort::STATE),
            (words.feelings, Sort::FEELING),
            (words.universal, Sort::UNIVERSAL),
        ];
        for (list, sort) in lists {
            for entry in list.split_whitespace() {
                lexicon.add(entry, sort);
            }
        }
        let verbs = [
            (words.working, Sort::WORKING),
            (words.working_or_noun, Sort::WORKING_OR_NOUN),
            (words.making, Sort::MAKING),
            (words.adding, Sort::ADDING),
        ];
        for (list, sort) in verbs {
            for (form, sure) in list.split_whitespace().flat_map(words.forms) {
                lexicon.add(
                    &form,
                    match sure {
                        Form::Sure => sort,
                        Form::Likely => Sort::WORKING_LATER,
                        Form::BehindLead => Sort::BEHIND_LEAD,
                    },
                );
            }
        }
        for (first, others) in &mut lexicon.phrases {
            others.sort_by_key(|(others, _)| std::cmp::Reverse(others.len()));
            let known = lexicon.words.entry(first.clone()).or_default();
            *known = *known | Sort::BEGINS_PHRASE;
        }
        lexicon
    }

    fn add(&mut self, entry: &str, sort: Sort) {
        let mut parts = entry.split('_').map(folded);
        let first = parts.next().unwrap_or_default();
        let others: Vec<String> = parts.collect();
        if others.is_empty() {
            let known = self.words.entry(first).or_default();
            *known = *known | sort;
            return;
        }
        let phrases = self.phrases.entry(first).or_default();
        match phrases.iter_mut().find(|(known, _)| *known == others) {
            Some((_, known)) => *known = *known | sort,
            None => phrases.push((others, sort)),
        }
    }
}

/// The words of a language.
pub fn of(language: Language) -> &'static Lexicon {
    static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(Language::English.title_words()));
    static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(Language::French.title_words()));
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
    }
}

/// Without accents, capitals and ligatures.
pub fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(&mut folded, word);
    folded
}

/// The same behind what is folded already.
pub fn fold_into(folded: &mut String, word: &str) {
    if word.is_ascii() {
        let start = folded.len();
        folded.push_str(word);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '\u{300}'..='\u{36f}' => {}
            _ => folded.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_ligatures_do_not_matter() {
        for (word, plain) in [
            ("Déploiement", "deploiement"),
            ("ŒUVRE", "oeuvre"),
            ("ça", "ca"),
            ("SSO", "sso"),
        ] {
            assert_eq!(folded(word), plain);
        }
    }

    #[test]
    fn a_word_may_be_of_many_sorts_and_a_phrase_is_one() {
        let english = of(Language::English);
        assert!(english.word("launch").meets(Sort::WORKING_OR_NOUN));
        assert!(english.word("without").meets(Sort::END) && english.word("without").meets(Sort::UNIVERSAL));
        assert_eq!(english.word("dragon"), Sort::default());
        let french = of(Language::French);
        assert!(
            french.phrases("mise").iter().any(|(others, sort)| {
                others.iter().eq(["en", "oeuvre"].iter()) && sort.meets(Sort::WORK)
            })
        );
    }
}
