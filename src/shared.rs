//! A value that its copies share until one of them is changed: a copy costs nothing, whatever is in it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A value that copies share. Books, standings and findings that follow one another share what is the same.
#[derive(Clone, PartialEq)]
pub struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// Whether both are one and the same, not merely alike.
    pub fn is(&self, other: &Shared<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Shared<T> {
        Shared(Arc::new(value))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Before it is changed, what is shared with others is copied.
impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_until_one_of_the_two_is_changed() {
        let one: Shared<Vec<u8>> = vec![1].into();
        let mut two = one.clone();
        assert!(two.is(&one));
        two.push(2);
        assert!(!two.is(&one));
        assert_eq!((one.as_slice(), two.as_slice()), (&[1][..], &[1, 2][..]));
        assert!(one == vec![1].into() && !one.is(&vec![1].into()));
    }
}
