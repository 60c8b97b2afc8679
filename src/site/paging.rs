//! Long lists over several pages, so that no page grows with the whole organisation.

use std::iter::Peekable;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::Site;
use super::route::{self, Here, Route};
use crate::words::fill;

/// Entries of a list on one page at most.
pub const ENTRIES: usize = 500;
/// Bytes of entries on one page at most, as far as they can be foreseen.
pub const BYTES: usize = 165_000;

/// Cuts a list of entries into pages of at most `most` entries whose sizes add up to at most `room`; an entry larger than
/// that stands alone. There is always one page.
pub fn pages(sizes: impl IntoIterator<Item = usize>, most: usize, room: usize) -> Vec<Range<usize>> {
    let mut sizes = sizes.into_iter().peekable();
    let (mut pages, mut from) = (Vec::new(), 0);
    loop {
        let end = from + filled(&mut sizes, most, room);
        pages.push(from..end);
        from = end;
        if sizes.peek().is_none() {
            return pages;
        }
    }
}

/// How many entries stand on the first of these pages. No more sizes are asked for than it takes to know that.
pub fn first(sizes: impl IntoIterator<Item = usize>, most: usize, room: usize) -> usize {
    filled(&mut sizes.into_iter().peekable(), most, room)
}

/// Takes the sizes of the entries of one page; how many they are.
fn filled(sizes: &mut Peekable<impl Iterator<Item = usize>>, most: usize, room: usize) -> usize {
    let (mut entries, mut taken) = (0, 0);
    while let Some(size) = sizes.next_if(|size| entries == 0 || entries < most && taken + size <= room) {
        entries += 1;
        taken += size;
    }
    entries
}

/// The part of a list that stands on a page when every page holds `most` of it; empty behind its end.
pub fn part<T>(list: &[T], page: usize, most: usize) -> &[T] {
    list.chunks(most).nth(page - 1).unwrap_or(&[])
}

/// How many pages a list takes.
pub fn count(length: usize, most: usize) -> usize {
    length.div_ceil(most).max(1)
}

/// The place, from 0, of a page among those of a list that has a folder at the top; the reverse of
/// [`Route::page_file`].
pub fn place(file: &str) -> Option<usize> {
    match route::folder(file, 1) {
        None => Some(0),
        Some(folder) => folder
            .strip_prefix("page-")?
            .parse::<usize>()
            .ok()?
            .checked_sub(1),
    }
}

/// Where to go from a page of a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Pager {
    text: String,
    previous: Option<String>,
    next: Option<String>,
}

/// The way to the pages beside this one; nothing when there is only one. Pages count from 1.
pub fn pager(site: &Site<'_>, here: &Here, route: Route<'_>, page: usize, pages: usize) -> Option<Pager> {
    (pages > 1).then(|| Pager {
        text: fill(
            site.words.page_of,
            &[("n", &page.to_string()), ("total", &pages.to_string())],
        ),
        previous: (page > 1).then(|| here.to_page(route, page - 1)),
        next: (page < pages).then(|| here.to_page(route, page + 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_where_its_entries_or_its_room_do() {
        assert_eq!(pages([], 3, 9), vec![std::ops::Range { start: 0, end: 0 }]);
        assert_eq!(pages([1; 7], 3, 9), [0..3, 3..6, 6..7]);
        assert_eq!(pages([5; 3], 3, 9), [0..1, 1..2, 2..3]);
        assert_eq!(pages([100, 1], 3, 9), [0..1, 1..2]);
        for sizes in [&[] as &[usize], &[1; 7], &[5; 3], &[100, 1], &[9]] {
            let sizes = sizes.iter().copied();
            assert_eq!(first(sizes.clone(), 3, 9), pages(sizes, 3, 9)[0].len());
        }
        let mut asked = 0;
        let sizes = std::iter::repeat_with(|| {
            asked += 1;
            1
        });
        assert_eq!((first(sizes, 3, 9), asked), (3, 4));
    }

    #[test]
    fn a_page_has_its_place_by_its_file() {
        for at in [0, 1, 11] {
            assert_eq!(place(&Route::Quality.page_file(at + 1)), Some(at));
        }
        assert_eq!(place("quality/page-x/index.html"), None);
    }

    #[test]
    fn parts_of_a_list_end_with_it() {
        assert_eq!(part(&[1, 2, 3], 2, 2), [3]);
        assert!(part(&[1, 2, 3], 3, 2).is_empty());
        assert_eq!((count(0, 2), count(4, 2), count(5, 2)), (1, 2, 3));
    }
}
