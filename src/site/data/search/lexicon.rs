//! In which documents a word stands: the words that begin alike in a shard of their own, cut further where they are many.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::document::{Document, FIELDS, Field};
use crate::site::fold;

/// Bytes of a shard of words, unless a single word takes more.
const PART: usize = 64_000;
/// The digits of a number: five bits each, and whether more follow.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Neighbours that are told by their number.
const RUN: usize = 4;

/// Every word and where it stands.
#[derive(Default)]
pub struct Lexicon {
    words: HashMap<Box<str>, Occurrences, RandomState>,
}

/// Numbers of documents by the most telling field in which a word stands there, each list ascending.
type Places = [Vec<u32>; FIELDS];

/// Where a word stands.
#[derive(Default)]
struct Occurrences {
    places: Places,
    /// The last of its documents.
    last: u32,
}

impl Occurrences {
    fn push(&mut self, field: usize, number: u32) {
        self.places[field].push(number);
        self.last = number;
    }
}

impl Lexicon {
    /// Reads all texts. The number of a document is its place in the list.
    pub fn of(documents: &[Document<'_>]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        // A word of a better field is known before one of a worse: texts are taken field by field.
        let mut texts: [Vec<&str>; FIELDS] = Default::default();
        for (number, document) in documents.iter().enumerate() {
            texts.iter_mut().for_each(Vec::clear);
            document.each_text(|field, text| texts[field as usize].push(text));
            for (field, of_field) in texts.iter().enumerate() {
                for text in of_field {
                    fold::each_word(text, |word| lexicon.add(word, field, number as u32));
                }
            }
        }
        lexicon
    }

    fn add(&mut self, word: &str, field: usize, number: u32) {
        match self.words.get_mut(word) {
            // There it stands in a better field already.
            Some(found) if found.last == number => {}
            Some(found) => found.push(field, number),
            None => {
                let mut found = Occurrences::default();
                found.push(field, number);
                self.words.insert(word.into(), found);
            }
        }
    }

    /// What words begin with, and all of those words: in the order of their keys.
    pub fn shards(self) -> Vec<(String, String)> {
        let mut words: Vec<Word> = self
            .words
            .into_iter()
            .map(|(word, found)| Word {
                key: key(&word),
                places: encoded(&found.places),
                word,
            })
            .collect();
        words.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let mut cuts = Vec::new();
        cut(&words, 0..words.len(), 0, &mut cuts);
        cuts.into_iter()
            .map(|(prefix, range)| (prefix, written(&words[range])))
            .collect()
    }
}

struct Word {
    /// What shards are named after: letters and digits as they are, anything else by its number.
    key: String,
    word: Box<str>,
    places: String,
}

fn key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for char in word.chars() {
        if char.is_ascii_alphanumeric() {
            key.push(char);
        } else {
            key.push_str(&format!("-{:06x}", u32::from(char)));
        }
    }
    key
}

/// Cuts words that share `depth` characters of their keys into shards: by the next character, and further where that is
/// not enough. A word that ends there has a shard of its own.
fn cut(words: &[Word], range: Range<usize>, depth: usize, cuts: &mut Vec<(String, Range<usize>)>) {
    let next = |at: usize| words[at].key.as_bytes().get(depth).copied();
    let mut start = range.start;
    while start < range.end {
        let char = next(start);
        let end = (start..range.end)
            .find(|&at| next(at) != char)
            .unwrap_or(range.end);
        let bytes: usize = words[start..end]
            .iter()
            .map(|word| word.word.len() + word.places.len() + 2)
            .sum();
        if char.is_some() && bytes > PART && end - start > 1 {
            cut(words, start..end, depth + 1, cuts);
        } else {
            let length = depth + usize::from(char.is_some());
            cuts.push((words[start].key[..length].to_owned(), start..end));
        }
        start = end;
    }
}

/// Words behind each other: how many characters one shares with the word before it, the rest of it, and its places.
fn written(words: &[Word]) -> String {
    let mut out = String::new();
    let mut before = "";
    for word in words {
        let shared = word
            .word
            .chars()
            .zip(before.chars())
            .take_while(|(a, b)| a == b)
            .count()
            .min(35);
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(char::from_digit(shared as u32, 36));
        out.extend(word.word.chars().skip(shared));
        out.push_str(&word.places);
        before = &word.word;
    }
    out
}

/// `:` and its place before the documents of each field that has some; they are the differences from the number behind the
/// one before, and `.` stands before the length of a run.
fn encoded(places: &Places) -> String {
    let mut out = String::new();
    for (field, of_field) in places.iter().enumerate() {
        if of_field.is_empty() {
            continue;
        }
        out.push(':');
        out.extend(char::from_digit(field as u32, 10));
        let mut expected = 0;
        let mut at = 0;
        while at < of_field.len() {
            let next = of_field[at];
            let run = of_field[at..]
                .iter()
                .zip(expected..)
                .take_while(|(number, expected)| *number == expected)
                .count();
            if run >= RUN {
                out.push('.');
                digits(&mut out, run as u32);
                at += run;
                expected += run as u32;
            } else {
                digits(&mut out, next - expected);
                at += 1;
                expected = next + 1;
            }
        }
    }
    out
}

fn digits(out: &mut String, mut number: u32) {
    while number >= 32 {
        out.push(char::from(DIGITS[32 + (number % 32) as usize]));
        number /= 32;
    }
    out.push(char::from(DIGITS[number as usize]));
}

/// The place of a field in [`Places`].
const _: () = assert!(Field::Entry as usize + 1 == FIELDS);

#[cfg(test)]
mod tests {
    use super::*;

    /// What the script of the page does.
    fn decoded(code: &str) -> Places {
        let fields = code.split(':').skip(1);
        let mut places = Places::default();
        let of_field = |code: &str| {
            let (mut numbers, mut expected, mut run) = (Vec::new(), 0, false);
            let (mut value, mut shift) = (0, 0);
            for byte in code.bytes() {
                let Some(digit) = DIGITS.iter().position(|it| *it == byte) else {
                    assert_eq!(byte, b'.');
                    run = true;
                    continue;
                };
                value |= (digit as u32 & 31) << shift;
                shift += 5;
                if digit < 32 {
                    if run {
                        numbers.extend(expected..expected + value);
                        expected += value;
                    } else {
                        numbers.push(expected + value);
                        expected += value + 1;
                    }
                    (value, shift, run) = (0, 0, false);
                }
            }
            numbers
        };
        for field in fields {
            let (place, code) = field.split_at(1);
            places[place.parse::<usize>().expect("a digit")] = of_field(code);
        }
        places
    }

    #[test]
    fn places_are_read_as_they_were_written() {
        let check = |title: &[u32], entry: &[u32], expected: &str| {
            let mut places = Places::default();
            places[0] = title.to_vec();
            places[4] = entry.to_vec();
            let code = encoded(&places);
            assert_eq!(code, expected);
            assert_eq!(decoded(&code), places);
        };
        check(&[0], &[], ":0A");
        check(&[31, 32, 65, 3000], &[], ":0fAgB27C");
        check(&[0, 1, 2, 3, 4, 9], &[], ":0.FE");
        check(&[7], &[70_000, 70_001, 70_002, 70_003, 70_004], ":0H:4wrkC.E");
        check(&[], &[], "");
    }

    fn word(word: &str, bytes: usize) -> Word {
        Word {
            key: key(word),
            word: word.into(),
            places: ":".repeat(bytes),
        }
    }

    #[test]
    fn a_shard_that_is_too_large_is_cut_by_longer_beginnings() {
        let words = [
            word("a", 10),
            word("be", 40_000),
            word("bee", 10),
            word("beer", PART),
            word("c", PART * 2),
            word("к", 10),
        ];
        let mut cuts = Vec::new();
        cut(&words, 0..words.len(), 0, &mut cuts);
        let names: Vec<(&str, usize)> = cuts
            .iter()
            .map(|(prefix, range)| (prefix.as_str(), range.len()))
            .collect();
        assert_eq!(
            names,
            [("a", 1), ("be", 1), ("bee", 1), ("beer", 1), ("c", 1), ("-", 1)]
        );
    }

    #[test]
    fn words_are_written_behind_each_other() {
        let words = [word("cafe", 1), word("café", 1), word("caffeine", 0)];
        assert_eq!(written(&words), "0cafe: 3é: 3feine");
    }
}
