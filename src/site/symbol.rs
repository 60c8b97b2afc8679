//! The symbols of statuses and registers, by name: which of them a page refers to. [`super::icon`] draws them.

use std::ops::{BitOr, BitOrAssign};

use memchr::memmem;

/// A drawing that pages refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after what it stands for")]
pub enum Symbol {
    On,
    Risk,
    Off,
    Done,
    NoStatus,
    Paused,
    Cancelled,
    Clock,
    Decision,
    Bulb,
    Ask,
}

impl Symbol {
    /// In the order in which they stand on a page.
    pub const ALL: [Symbol; 11] = [
        Symbol::On,
        Symbol::Risk,
        Symbol::Off,
        Symbol::Done,
        Symbol::NoStatus,
        Symbol::Paused,
        Symbol::Cancelled,
        Symbol::Clock,
        Symbol::Decision,
        Symbol::Bulb,
        Symbol::Ask,
    ];

    /// Its id on a page.
    pub fn id(self) -> &'static str {
        match self {
            Symbol::On => "okr-i-on",
            Symbol::Risk => "okr-i-risk",
            Symbol::Off => "okr-i-off",
            Symbol::Done => "okr-i-done",
            Symbol::NoStatus => "okr-i-none",
            Symbol::Paused => "okr-i-paused",
            Symbol::Cancelled => "okr-i-cancelled",
            Symbol::Clock => "okr-i-clock",
            Symbol::Decision => "okr-i-dec",
            Symbol::Bulb => "okr-i-bulb",
            Symbol::Ask => "okr-i-ask",
        }
    }
}

/// What all ids of symbols begin with.
const ID: &str = "okr-i-";

/// Some of the symbols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SymbolSet(u16);

impl SymbolSet {
    /// Those that a page or a part of one refers to, as `#okr-i-on`: in its markup or for its script.
    pub fn of(page: &[u8]) -> SymbolSet {
        // A page has few of these signs, and is searched for one byte twice as fast as for a word.
        let ids = memchr::memchr_iter(b'#', page).map(|at| &page[at + 1..]);
        ids.filter_map(symbol_at).collect()
    }

    /// Those that the markup of a page draws, whatever its texts say.
    pub fn in_markup(page: &[u8]) -> SymbolSet {
        const USE: &[u8] = b"<use href=\"#";
        let ids = memmem::find_iter(page, USE).map(|at| &page[at + USE.len()..]);
        ids.filter_map(symbol_at).collect()
    }

    /// Whether it is one of them.
    pub fn has(self, symbol: Symbol) -> bool {
        self | symbol.into() == self
    }
}

/// The symbol whose id a text begins with.
fn symbol_at(text: &[u8]) -> Option<Symbol> {
    if !text.starts_with(ID.as_bytes()) {
        return None;
    }
    let is_of_id = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let id = &text[..text.iter().take_while(|b| is_of_id(b)).count()];
    Symbol::ALL
        .into_iter()
        .find(|symbol| symbol.id().as_bytes() == id)
}

impl FromIterator<Symbol> for SymbolSet {
    fn from_iter<I: IntoIterator<Item = Symbol>>(symbols: I) -> SymbolSet {
        let symbols = symbols.into_iter();
        symbols.fold(SymbolSet::default(), |all, symbol| all | symbol.into())
    }
}

impl From<Symbol> for SymbolSet {
    fn from(symbol: Symbol) -> SymbolSet {
        SymbolSet(1 << symbol as u16)
    }
}

impl BitOr for SymbolSet {
    type Output = SymbolSet;

    fn bitor(self, other: SymbolSet) -> SymbolSet {
        SymbolSet(self.0 | other.0)
    }
}

impl BitOrAssign for SymbolSet {
    fn bitor_assign(&mut self, other: SymbolSet) {
        *self = *self | other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_symbol_has_an_id_of_its_own_and_a_place_in_a_set() {
        let all: SymbolSet = Symbol::ALL.into_iter().collect();
        assert_eq!(all.0.count_ones() as usize, Symbol::ALL.len());
        for symbol in Symbol::ALL {
            let page = format!("<use href=\"#{}\"/>", symbol.id());
            assert_eq!(SymbolSet::of(page.as_bytes()), symbol.into());
            assert_eq!(SymbolSet::in_markup(page.as_bytes()), symbol.into());
        }
        assert_eq!(SymbolSet::of(b"#okr-i-only #okr-i-"), SymbolSet::default());
        assert_eq!(SymbolSet::in_markup(b"#okr-i-on"), SymbolSet::default());
    }
}
