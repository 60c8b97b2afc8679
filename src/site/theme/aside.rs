//! Long texts of a page, laid aside while its template is at work, which would copy each of them several times.

use super::marks::Marks;
use crate::site::html::Html;
use crate::site::symbol::SymbolSet;

/// Data of a page with texts that may be long.
pub trait LongTexts {
    /// These texts. Built-in templates do nothing with them but print them, and ask whether there is any.
    fn long_texts(&mut self) -> Vec<&mut Html>;
}

/// Texts that were taken out of the data of a page.
pub struct Aside {
    /// By the numbers of their marks, with their places among the long texts.
    texts: Vec<(usize, Html)>,
}

impl Aside {
    /// From so many bytes on a text is long.
    const LONG: usize = 512;

    /// Puts marks into the places of the texts that are long.
    pub fn of(data: &mut impl LongTexts, marks: &Marks) -> Aside {
        let mut texts = Vec::new();
        let all = data.long_texts().into_iter().enumerate();
        for (place, text) in all
            .filter(|(_, text)| text.len() >= Aside::LONG)
            .take(Marks::COUNT)
        {
            let mark = Html::in_place_of(marks.of(texts.len()));
            texts.push((place, std::mem::replace(text, mark)));
        }
        Aside { texts }
    }

    /// The symbols that the texts refer to.
    pub fn symbols(&self) -> SymbolSet {
        let symbols = self.texts.iter().map(|(_, text)| text.symbols());
        symbols.fold(SymbolSet::default(), |all, symbols| all | symbols)
    }

    /// The page, from what its template has printed.
    pub fn put_into(&self, printed: &[u8], marks: &Marks) -> Vec<u8> {
        let (first, behind) = marks.split(printed);
        let text = |number: usize| self.texts[number].1.as_str().as_bytes();
        let longer: usize = behind.iter().map(|(number, _)| text(*number).len()).sum();
        let mut page = Vec::with_capacity(printed.len() + longer);
        page.extend_from_slice(first);
        for (number, rest) in behind {
            page.extend_from_slice(text(number));
            page.extend_from_slice(rest);
        }
        page
    }

    /// Puts the texts back into the data.
    pub fn give_back(self, data: &mut impl LongTexts) {
        let mut all = data.long_texts();
        for (place, text) in self.texts {
            *all[place] = text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::symbol::Symbol;

    struct Data([Html; 3]);

    impl LongTexts for Data {
        fn long_texts(&mut self) -> Vec<&mut Html> {
            self.0.iter_mut().collect()
        }
    }

    #[test]
    fn more_texts_than_there_are_marks_stay_where_they_are() {
        struct Many(Vec<Html>);
        impl LongTexts for Many {
            fn long_texts(&mut self) -> Vec<&mut Html> {
                self.0.iter_mut().collect()
            }
        }
        let text = Html::of_the_repository(&"a".repeat(Aside::LONG));
        let mut data = Many(vec![text.clone(); Marks::COUNT + 2]);
        let marks = Marks::default();
        let aside = Aside::of(&mut data, &marks);
        assert_ne!(data.0[Marks::COUNT - 1], text);
        assert_eq!(data.0[Marks::COUNT..], [text.clone(), text.clone()]);
        let printed: String = data.0.iter().map(Html::as_str).collect();
        let expected = text.as_str().repeat(Marks::COUNT + 2);
        assert_eq!(aside.put_into(printed.as_bytes(), &marks), expected.into_bytes());
    }

    #[test]
    fn only_long_texts_are_laid_aside_and_put_where_they_are_printed() {
        let long = |sign: &str| Html::of_the_repository(&sign.repeat(Aside::LONG));
        let mut drawn = long("b");
        drawn.symbol(Symbol::Risk);
        let whole = [long("a"), Html::of_the_repository("short"), drawn];
        let mut data = Data(whole.clone());
        let marks = Marks::default();
        let aside = Aside::of(&mut data, &marks);
        assert_eq!(data.0[1].as_str(), "short");
        assert!(
            data.0
                .iter()
                .all(|text| !text.is_empty() && text.len() < Aside::LONG)
        );
        assert_eq!(aside.symbols(), Symbol::Risk.into());
        let printed = |texts: &[Html; 3]| {
            let [a, short, b] = texts.each_ref().map(Html::as_str);
            ["<p>", b, "<i>", a, short, b, "</p>"].concat().into_bytes()
        };
        assert_eq!(aside.put_into(&printed(&data.0), &marks), printed(&whole));
        assert_eq!(aside.put_into(b"none", &marks), b"none");
        aside.give_back(&mut data);
        assert_eq!(data.0, whole);
    }
}
