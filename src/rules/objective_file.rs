//! What could be read of each objective's file, whole or broken: for rules that look at single lines, so that every fault
//! of a file shows in one run.

use crate::model::{Allow, BodyLink, Book, CheckIn, KeyResult};
use crate::rules::{Context, place};
use crate::source::{FileId, Span, Spanned};

/// An objective's file as far as it could be read.
#[derive(Clone, Copy)]
pub(super) struct ObjectiveFile<'a> {
    pub id: &'a str,
    pub file: FileId,
    /// It has errors of form: what is missing here may be there all the same.
    pub broken: bool,
    pub draft: bool,
    pub owner: Option<&'a Spanned<String>>,
    pub team: Option<&'a Spanned<String>>,
    pub contributors: &'a [Spanned<String>],
    pub allow: &'a [Allow],
    pub key_results: &'a [KeyResult],
    pub check_ins: &'a [CheckIn],
}

impl ObjectiveFile<'_> {
    /// Whether a place lies in what a check-in says of the key result with this number.
    pub fn is_inside_reading_of(&self, key_result: usize, span: Span) -> bool {
        self.check_ins
            .iter()
            .flat_map(|check_in| &check_in.readings)
            .any(|reading| reading.key_result.0 == key_result && reading.item.contains(span))
    }
}

/// Every objective's file: the whole ones by id, then the broken ones.
pub(super) fn all(book: &Book) -> impl Iterator<Item = ObjectiveFile<'_>> {
    let whole = book.objectives.iter().map(|it| ObjectiveFile {
        id: &it.id,
        file: it.file,
        broken: false,
        draft: it.draft,
        owner: it.owner.as_ref(),
        team: Some(&it.team),
        contributors: &it.contributors,
        allow: &it.allow,
        key_results: &it.key_results,
        check_ins: &it.check_ins,
    });
    let broken = book.broken.iter().map(|it| ObjectiveFile {
        id: &it.id,
        file: it.file,
        broken: true,
        draft: it.draft,
        owner: it.owner.as_ref(),
        team: it.team.as_ref(),
        contributors: &it.contributors,
        allow: &it.allow,
        key_results: &it.key_results,
        check_ins: &it.check_ins,
    });
    whole.chain(broken)
}

/// The links of every body: of objectives, whole or broken, of period pages and retrospectives.
pub(super) fn links(book: &Book) -> impl Iterator<Item = (FileId, &BodyLink)> {
    let whole = book.objectives.iter().map(|it| (it.file, &it.body_links));
    let broken = book.broken.iter().map(|it| (it.file, &it.body_links));
    let periods = book
        .periods
        .iter()
        .filter_map(|it| it.page.as_ref())
        .map(|it| (it.file, &it.body_links));
    let retrospectives = book.retrospectives.iter().map(|it| (it.file, &it.body_links));
    whole
        .chain(broken)
        .chain(periods)
        .chain(retrospectives)
        .flat_map(|(file, links)| links.iter().map(move |link| (file, link)))
}

/// Whether a file that could not be read may belong to the team: then nothing is said about its set as a whole.
pub(super) fn may_be_broken(book: &Book, team: &str) -> bool {
    book.broken
        .iter()
        .any(|it| !it.draft && it.team.as_ref().is_none_or(|of| of.value == team))
}

/// The bodies of all files: of objectives, whole or broken, of period pages and retrospectives.
pub(super) fn bodies<'a>(context: &Context<'a>) -> impl Iterator<Item = (FileId, Span)> + use<'a> {
    let Context { book, sources, .. } = *context;
    let whole = book.objectives.iter().map(|it| (it.file, it.body));
    let broken = book.broken.iter().map(|it| {
        let text = &sources[it.file].text;
        (it.file, Span::new(place::body_start(text)..text.len()))
    });
    let periods = book
        .periods
        .iter()
        .filter_map(|it| it.page.as_ref())
        .map(|it| (it.file, it.body));
    let retrospectives = book.retrospectives.iter().map(|it| (it.file, it.body));
    whole.chain(broken).chain(periods).chain(retrospectives)
}
