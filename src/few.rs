//! Lists that are short in nearly every file: of a million objectives each spare word of a field is megabytes.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list that is mostly empty: then it takes up one word, where a `Vec` takes three.
#[derive(Clone, PartialEq)]
#[expect(clippy::box_collection, reason = "one word is what it is for")]
pub struct Few<T>(Option<Box<Vec<T>>>);

impl<T> Few<T> {
    /// An empty one.
    pub const fn new() -> Few<T> {
        Few(None)
    }

    /// All of them, in order.
    pub fn as_slice(&self) -> &[T] {
        self
    }

    /// Puts one behind the others.
    pub fn push(&mut self, one: T) {
        self.0.get_or_insert_default().push(one);
    }

    /// Keeps those for which `keeps` holds.
    pub fn retain(&mut self, keeps: impl FnMut(&T) -> bool) {
        if let Some(list) = &mut self.0 {
            list.retain(keeps);
        }
        self.0.take_if(|list| list.is_empty());
    }
}

impl<T> Default for Few<T> {
    fn default() -> Few<T> {
        Few::new()
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(mut list: Vec<T>) -> Few<T> {
        list.shrink_to_fit();
        Few((!list.is_empty()).then(|| Box::new(list)))
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Few<T> {
        all.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, more: I) {
        more.into_iter().for_each(|one| self.push(one));
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_deref_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> std::slice::Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Few<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> std::slice::IterMut<'a, T> {
        self.iter_mut()
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> std::vec::IntoIter<T> {
        self.0.map_or_else(Vec::new, |list| *list).into_iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A list that is mostly of one, which then stands in it.
#[derive(Clone, PartialEq)]
pub enum MostlyOne<T> {
    /// Just one.
    One(T),
    /// Any other number.
    Others(Box<[T]>),
}

impl<T> FromIterator<T> for MostlyOne<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> MostlyOne<T> {
        let mut all = all.into_iter();
        match (all.next(), all.next()) {
            (Some(one), None) => MostlyOne::One(one),
            (first, second) => MostlyOne::Others(first.into_iter().chain(second).chain(all).collect()),
        }
    }
}

impl<T> Deref for MostlyOne<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            MostlyOne::One(one) => std::slice::from_ref(one),
            MostlyOne::Others(list) => list,
        }
    }
}

impl<'a, T> IntoIterator for &'a MostlyOne<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> std::slice::Iter<'a, T> {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for MostlyOne<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_the_list_that_they_were_made_of() {
        for length in 0..4 {
            let list: Vec<usize> = (0..length).collect();
            let mut pushed = Few::new();
            list.iter().for_each(|&one| pushed.push(one));
            assert_eq!(*pushed, *list);
            assert_eq!(pushed, Few::from(list.clone()));
            assert_eq!(*list.iter().copied().collect::<MostlyOne<usize>>(), *list);
        }
    }

    #[test]
    fn what_is_empty_or_one_takes_little_room() {
        assert_eq!(size_of::<Few<String>>(), 8);
        assert_eq!(size_of::<MostlyOne<[u32; 2]>>(), 16);
    }
}
