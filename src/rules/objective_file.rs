//! What could be read of each objective's file, whole or broken: for rules that look at single lines, so that every fault
//! of a file shows in one run.

use crate::model::{Allow, BodyLink, Book, Broken, CheckIn, KeyResult, Objective, Period, Retrospective};
use crate::rules::{Context, place};
use crate::source::{FileId, SourceFile, Sources, Span, Spanned};

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
    files(&book.objectives, &book.broken)
}

/// Those of the part of the book that a rule looks at.
pub(super) fn of<'a>(context: &Context<'a>) -> impl Iterator<Item = ObjectiveFile<'a>> + use<'a> {
    files(context.objectives(), context.broken())
}

fn files<'a>(objectives: &'a [Objective], broken: &'a [Broken]) -> impl Iterator<Item = ObjectiveFile<'a>> {
    let whole = objectives.iter().map(|it| ObjectiveFile {
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
    let broken = broken.iter().map(|it| ObjectiveFile {
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
    each(link_lists(book))
}

/// The same, a list a body.
pub(super) fn link_lists(book: &Book) -> impl Iterator<Item = (FileId, &[BodyLink])> {
    let of_objectives = lists_of_objectives(&book.objectives, &book.broken);
    of_objectives.chain(other_lists(&book.periods, &book.retrospectives))
}

/// The links of the part of the book that a rule looks at.
pub(super) fn links_of<'a>(context: &Context<'a>) -> impl Iterator<Item = (FileId, &'a BodyLink)> + use<'a> {
    let of_objectives = lists_of_objectives(context.objectives(), context.broken());
    each(of_objectives.chain(other_lists(context.periods(), context.retrospectives())))
}

fn each<'a>(
    lists: impl Iterator<Item = (FileId, &'a [BodyLink])>,
) -> impl Iterator<Item = (FileId, &'a BodyLink)> {
    lists.flat_map(|(file, links)| links.iter().map(move |link| (file, link)))
}

fn lists_of_objectives<'a>(
    objectives: &'a [Objective],
    broken: &'a [Broken],
) -> impl Iterator<Item = (FileId, &'a [BodyLink])> {
    let whole = objectives.iter().map(|it| (it.file, it.body_links.as_slice()));
    whole.chain(broken.iter().map(|it| (it.file, it.body_links.as_slice())))
}

fn other_lists<'a>(
    periods: &'a [Period],
    retrospectives: &'a [Retrospective],
) -> impl Iterator<Item = (FileId, &'a [BodyLink])> {
    let pages = periods.iter().filter_map(|it| it.page.as_ref());
    let pages = pages.map(|it| (it.file, it.body_links.as_slice()));
    pages.chain(
        retrospectives
            .iter()
            .map(|it| (it.file, it.body_links.as_slice())),
    )
}

/// Whether a file that could not be read may belong to the team: then nothing is said about its set as a whole.
pub(super) fn may_be_broken(book: &Book, team: &str) -> bool {
    book.broken
        .iter()
        .any(|it| !it.draft && it.team.as_ref().is_none_or(|of| of.value == team))
}

/// The bodies of the files that a rule looks at: of objectives, whole or broken, of period pages and retrospectives.
pub(super) fn bodies<'a>(context: &Context<'a>) -> impl Iterator<Item = (FileId, Span)> + use<'a> {
    let sources = context.sources;
    let whole = context.objectives().iter().map(|it| (it.file, it.body));
    let broken = context.broken().iter().map(|it| {
        let text = &sources[it.file].text;
        (it.file, Span::new(place::body_start(text)..text.len()))
    });
    let periods = context
        .periods()
        .iter()
        .filter_map(|it| it.page.as_ref())
        .map(|it| (it.file, it.body));
    let retrospectives = context.retrospectives().iter().map(|it| (it.file, it.body));
    whole.chain(broken).chain(periods).chain(retrospectives)
}

/// The texts that a rule looks at: of whole objectives, and of all other files.
pub(super) fn texts<'a>(context: &Context<'a>) -> impl Iterator<Item = (FileId, &'a SourceFile)> + use<'a> {
    let sources = context.sources;
    let whole = context.objectives().iter().map(|it| it.file);
    let others = match context.has_others() {
        true => of_no_objective(context.book, sources),
        false => Vec::new(),
    };
    let texts = whole.chain(others).map(|file| (file, &sources[file]));
    texts.filter(|(_, file)| file.trouble.is_none())
}

fn of_no_objective(book: &Book, sources: &Sources) -> Vec<FileId> {
    let mut is_whole = vec![false; sources.0.len()];
    for it in &book.objectives {
        is_whole[it.file.0 as usize] = true;
    }
    let others = sources.iter().map(|(file, _)| file);
    others.filter(|file| !is_whole[file.0 as usize]).collect()
}
