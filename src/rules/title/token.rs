//! A title as words, numbers and signs.

use std::ops::{Deref, Range};

use super::lexicon::{Lexicon, Sort, fold_into, folded};

/// A title taken apart.
pub struct Tokens {
    /// In the order of the title. A phrase that the language knows is one token.
    list: Vec<Token>,
    /// Their words without accents and capitals, one behind the other.
    folded: String,
}

/// A word, a number or a sign.
#[derive(Debug)]
pub struct Token {
    /// Where it stands in the title.
    pub range: Range<usize>,
    /// What the language knows of it.
    pub sort: Sort,
    /// Where a word stands among the folded ones; empty for anything else.
    word: Range<u32>,
    /// What sort of number it is.
    pub number: Option<Number>,
}

/// Sorts of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A percentage.
    Share,
    /// With a unit, a currency or a factor: 300 ms, $5M, 3x.
    Measure,
    /// So many of something.
    Count(f64),
    /// A year, a day, a version, a stretch of time: no figure that could be reached.
    Name,
}

impl Token {
    /// Whether it belongs to a sort.
    pub fn is(&self, sort: Sort) -> bool {
        self.sort.meets(sort)
    }

    /// Whether it has letters.
    pub fn is_word(&self) -> bool {
        !self.word.is_empty()
    }
}

impl Tokens {
    /// Takes a title apart.
    pub fn of(text: &str, lexicon: &Lexicon) -> Tokens {
        let mut tokens = Tokens {
            list: Vec::with_capacity(12),
            folded: String::with_capacity(text.len() + 8),
        };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if c == ' ' {
                at += 1;
                continue;
            }
            let end = if c.is_ascii_digit() {
                digits_end(text, at)
            } else if c.is_alphanumeric() {
                word_end(text, at)
            } else {
                at + c.len_utf8()
            };
            if c.is_alphanumeric() {
                tokens.push_word_or_number(text, at..end, lexicon);
            } else if !c.is_whitespace() && !is_inside_word(c) {
                tokens.list.push(Token {
                    range: at..end,
                    sort: lexicon.word(&text[at..end]),
                    word: 0..0,
                    number: None,
                });
            }
            at = end;
        }
        tokens.join_phrases(lexicon);
        name_numbers(text, &mut tokens.list);
        tokens
    }

    /// The word of a token without accents and capitals; empty for anything else.
    pub fn word(&self, token: &Token) -> &str {
        &self.folded[token.word.start as usize..token.word.end as usize]
    }

    fn push_word_or_number(&mut self, text: &str, range: Range<usize>, lexicon: &Lexicon) {
        let written = &text[range.clone()];
        if written.starts_with(|c: char| c.is_ascii_digit()) {
            self.list.push(Token {
                range,
                sort: Sort::default(),
                word: 0..0,
                number: Some(number(written, lexicon)),
            });
            return;
        }
        if !self.folded.is_empty() {
            self.folded.push(' ');
        }
        let start = self.folded.len();
        fold_into(&mut self.folded, written);
        let word = start as u32..self.folded.len() as u32;
        let sort = lexicon.word(&self.folded[start..]);
        self.list.push(Token {
            range,
            sort,
            word,
            number: None,
        });
    }

    /// Makes one token of the words of a phrase.
    fn join_phrases(&mut self, lexicon: &Lexicon) {
        if !self.list.iter().any(|token| token.is(Sort::BEGINS_PHRASE)) {
            return;
        }
        let (mut kept, mut at) = (0, 0);
        while let Some(token) = self.list.get(at) {
            let following = &self.list[at + 1..];
            let phrases = match token.is(Sort::BEGINS_PHRASE) {
                true => lexicon.phrases(self.word(token)),
                false => &[],
            };
            let phrase = phrases.iter().find(|(others, _)| {
                following.len() >= others.len()
                    && others
                        .iter()
                        .zip(following)
                        .all(|(word, token)| word == self.word(token))
            });
            if let Some((others, sort)) = phrase {
                let last = &self.list[at + others.len()];
                let (range, word) = (last.range.end, last.word.end);
                let token = &mut self.list[at];
                token.sort = *sort;
                token.range.end = range;
                token.word.end = word;
            }
            self.list.swap(kept, at);
            kept += 1;
            at += 1 + phrase.map_or(0, |(others, _)| others.len());
        }
        self.list.truncate(kept);
    }
}

impl Deref for Tokens {
    type Target = [Token];
    fn deref(&self) -> &[Token] {
        &self.list
    }
}

/// Apostrophes and the like part words and are none themselves.
fn is_inside_word(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '*' | '_' | '"' | '“' | '”' | '«' | '»')
}

/// Letters and digits; a hyphen between two letters joins.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let plain = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if matches!(rest.get(plain), None | Some(b' ' | b'.' | b',')) {
        return start + plain;
    }
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(c, '-' | '‑') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joins && !('\u{300}'..='\u{36f}').contains(&c) {
            break;
        }
        end = start + i + c.len_utf8();
    }
    end
}

/// Digits with what may stand between them: `10,000`, `3.8`, `1 200`, `24/7`. Letters that follow belong to it: `3x`, `5M`.
fn digits_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    loop {
        while is_digit(end) {
            end += 1;
        }
        let Some(c) = text[end..].chars().next() else {
            return end;
        };
        let next = end + c.len_utf8();
        let three = is_digit(next) && is_digit(next + 1) && is_digit(next + 2) && !is_digit(next + 3);
        let goes_on = match c {
            '.' | ',' | '/' | ':' => is_digit(next),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => three && end - start <= 3,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = next;
    }
    if text[end..].starts_with(|c: char| c.is_alphanumeric()) {
        return word_end(text, end);
    }
    end
}

/// What sort of number begins with a digit.
fn number(written: &str, lexicon: &Lexicon) -> Number {
    let letters = written.find(|c: char| c.is_alphabetic()).unwrap_or(written.len());
    let (digits, letters) = written.split_at(letters);
    match (value(digits), letters) {
        (None, _) => Number::Name,
        (Some(value), "") => Number::Count(value),
        (Some(value), "k" | "K") => Number::Count(value * 1e3),
        (Some(value), "M" | "m") => Number::Count(value * 1e6),
        (Some(_), "x" | "X") => Number::Measure,
        (Some(_), unit) if lexicon.word(&folded(unit)).meets(Sort::UNIT) => Number::Measure,
        // `1st`, `3D`.
        (Some(_), _) => Number::Name,
    }
}

/// `10,000`, `3,8`, `1 200`: a separator before three digits parts thousands. `24/7` is none.
fn value(digits: &str) -> Option<f64> {
    let mut plain = String::with_capacity(digits.len());
    let mut rest = digits;
    while let Some(at) = rest.find(|c: char| !c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(at);
        plain.push_str(before);
        let sign = tail.chars().next()?;
        rest = &tail[sign.len_utf8()..];
        let three = rest.bytes().take_while(u8::is_ascii_digit).count() == 3;
        match sign {
            '.' | ',' if !three => plain.push('.'),
            '/' | ':' => return None,
            _ => {}
        }
    }
    plain.push_str(rest);
    plain.parse().ok()
}

/// Tells figures from years, days, versions and stretches of time, and takes their signs and units into them.
fn name_numbers(text: &str, tokens: &mut [Token]) {
    for i in 0..tokens.len() {
        let Some(Number::Count(value)) = tokens[i].number else {
            continue;
        };
        let (before, after) = (i.checked_sub(1).map(|i| &tokens[i]), tokens.get(i + 1));
        let sign = |token: Option<&Token>| {
            token
                .filter(|token| !token.is_word())
                .map_or("", |token| &text[token.range.clone()])
        };
        let is_before = |sort| before.is_some_and(|token| token.is(sort));
        let is_after = |sort| after.is_some_and(|token| token.is(sort));
        let is_money = |sign: &str| matches!(sign, "€" | "$" | "£" | "¥");
        if sign(after) == "%" || sign(after) == "‰" {
            let end = tokens[i + 1].range.end;
            tokens[i].range.end = end;
            tokens[i].number = Some(Number::Share);
        } else if is_money(sign(after)) {
            let end = tokens[i + 1].range.end;
            tokens[i].range.end = end;
            tokens[i].number = Some(Number::Measure);
        } else if is_money(sign(before)) {
            tokens[i].range.start = tokens[i - 1].range.start;
            tokens[i].number = Some(Number::Measure);
        } else if is_year(value, &text[tokens[i].range.clone()])
            && (after.is_none() || is_before(Sort::BEFORE_YEAR))
            || is_after(Sort::DAY)
            || is_before(Sort::DAY)
            || is_before(Sort::NUMBERED)
            || sign(before) == "#"
            || is_name(text, before)
        {
            tokens[i].number = Some(Number::Name);
        } else if is_after(Sort::UNIT) {
            let stretch = is_before(Sort::STRETCH) && !is_before(Sort::TARGET);
            let end = tokens[i + 1].range.end;
            tokens[i].range.end = end;
            tokens[i].number = Some(if stretch { Number::Name } else { Number::Measure });
        }
    }
}

fn is_year(value: f64, digits: &str) -> bool {
    digits.len() == 4 && (1990.0..2100.0).contains(&value)
}

/// A word in capitals that nobody measures: `ISO 27001`, but not `NPS 50`.
fn is_name(text: &str, before: Option<&Token>) -> bool {
    let Some(before) = before.filter(|token| token.is_word() && !token.is(Sort::MEASURE)) else {
        return false;
    };
    let word = &text[before.range.clone()];
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::title::lexicon;
    use crate::words::Language;

    #[test]
    fn figures_are_told_from_years_names_and_stretches() {
        let check = |language, text: &str, expected: &[(&str, Number)]| {
            let tokens = Tokens::of(text, lexicon::of(language));
            let found: Vec<(&str, Number)> = tokens
                .iter()
                .filter_map(|token| Some((&text[token.range.clone()], token.number?)))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        let english = |text, expected| check(Language::English, text, expected);
        let french = |text, expected| check(Language::French, text, expected);
        english("Cut churn below 2 %", &[("2 %", Number::Share)]);
        english("10,000 teams", &[("10,000", Number::Count(10_000.0))]);
        english("Reach $5M", &[("$5M", Number::Measure)]);
        english("render in 300 ms", &[("300 ms", Number::Measure)]);
        english("under 300ms", &[("300ms", Number::Measure)]);
        english("3x growth", &[("3x", Number::Measure)]);
        english("who left us in 2024", &[("2024", Number::Name)]);
        english("Reach 2000 customers", &[("2000", Number::Count(2000.0))]);
        english("by 31 July", &[("31", Number::Name)]);
        english(
            "ISO 27001 and tier 1",
            &[("27001", Number::Name), ("1", Number::Name)],
        );
        english("NPS 50", &[("50", Number::Count(50.0))]);
        english("in their first 90 days", &[("90 days", Number::Name)]);
        english(
            "24/7, 1st, Q3, B2B, v2",
            &[("24/7", Number::Name), ("1st", Number::Name)],
        );
        french("1 200 appels", &[("1 200", Number::Count(1200.0))]);
        french("5\u{202f}000 abonnés", &[("5\u{202f}000", Number::Count(5000.0))]);
        french(
            "de 3,8 à 4,5",
            &[("3,8", Number::Count(3.8)), ("4,5", Number::Count(4.5))],
        );
        french("de 2027", &[("2027", Number::Name)]);
        french("pendant 10 ans", &[("10 ans", Number::Name)]);
        french("le 1er juillet", &[("1er", Number::Name)]);
    }

    #[test]
    fn elisions_and_phrases_are_taken_apart_and_together() {
        let french = lexicon::of(Language::French);
        let words = |text: &str| -> Vec<String> {
            let tokens = Tokens::of(text, french);
            tokens.iter().map(|token| tokens.word(token).to_owned()).collect()
        };
        assert_eq!(words("L’audit, d'ici là"), ["l", "audit", "", "d", "ici", "la"]);
        assert_eq!(words("Mise en œuvre du plan"), ["mise en oeuvre", "du", "plan"]);
        assert_eq!(words("Rendez-vous pris"), ["rendez-vous", "pris"]);
    }
}
