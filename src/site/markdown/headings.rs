//! The anchors of headings: the names that forges give them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use pulldown_cmark::{Event, Tag};

use super::Reader;

/// What stands before an id that a heading of a body has.
pub(super) const HEADING: &str = "okr-h-";

impl Reader<'_> {
    pub(super) fn heading_id(&self, number: usize) -> Option<String> {
        let name = self.slugs().names.get(&number)?;
        Some([HEADING, name].concat())
    }

    /// The second heading of a name gets `-1`. One that would have the name of another has none.
    pub(super) fn slugs(&self) -> &Slugs {
        self.slugs.get_or_init(|| {
            let mut slugs = Slugs::default();
            let mut times: HashMap<String, usize> = HashMap::new();
            for (number, piece) in self.document.events().iter().enumerate() {
                if !matches!(piece.event, Event::Start(Tag::Heading { .. })) {
                    continue;
                }
                let slug = slug(&self.document.plain(number + 1..piece.close as usize));
                let time = times.entry(slug.clone()).or_default();
                let name = match *time {
                    0 => slug,
                    n => format!("{slug}-{n}"),
                };
                *time += 1;
                if let Entry::Vacant(place) = slugs.events.entry(name) {
                    slugs.names.insert(number, place.key().clone());
                    place.insert(number);
                }
            }
            slugs
        })
    }
}

/// The headings of a body by the names that forges give them.
#[derive(Default)]
pub(super) struct Slugs {
    pub(super) events: HashMap<String, usize>,
    names: HashMap<usize, String>,
}

/// The name of a heading as forges make it: lower case, no marks, hyphens for spaces.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase).take(200) {
        match c {
            ' ' => slug.push('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => slug.push(c),
            _ => {}
        }
    }
    slug
}
