//! From files read one by one to a [`Book`]: ids are compared, references looked up, broken files set aside.

use std::collections::BTreeMap;
use std::mem::take;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::names::{self, Sort};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Book, Broken, KeyResultIx, Objective, ObjectiveFacts, ObjectiveIx, Period, PeriodIx, PeriodPage,
    Reference, Retrospective, Target,
};
use crate::msg;
use crate::source::{FileId, Sources, Span, Spanned};

use super::path::{self, Claim};
use super::period::{self, Calendar};
use super::reference::{Index, Meaning, Named};
use super::typed::nearest;
use super::{Read, objective, people, retrospective};

/// Puts a book together. What is wrong between files is added to `findings`, and so is what was wrong in each.
pub(super) fn book(
    config: Config,
    calendar: &Calendar,
    pages: BTreeMap<String, PeriodPage>,
    mut objectives: Vec<Read<objective::Read>>,
    mut retrospectives: Vec<Read<retrospective::Read>>,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) -> Book {
    let occurring = objectives
        .iter()
        .filter_map(|one| one.content.front.period.as_ref());
    let occurring = occurring.chain(
        retrospectives
            .iter()
            .filter_map(|one| one.content.period.as_ref()),
    );
    let periods = calendar.periods(occurring.map(|period| period.value.clone()), pages);

    let ((colliding, colliding_there), meanings) = rayon::join(
        || {
            (
                colliding_objectives(&objectives, sources),
                colliding_retrospectives(&retrospectives, sources),
            )
        },
        || look_up(&objectives, &retrospectives, &periods),
    );
    for (at, finding) in colliding.into_iter().chain(meanings.ambiguous) {
        objectives[at].findings.push(finding);
    }
    for (at, finding) in colliding_there.into_iter().chain(meanings.ambiguous_there) {
        retrospectives[at].findings.push(finding);
    }
    let by_id = period::index(&periods);
    let places = places(&objectives, &by_id);
    let meant = Meant {
        objectives: &objectives,
        places: &places,
    };
    let carried: Vec<Vec<Reference>> = retrospectives
        .iter()
        .zip(meanings.retrospectives)
        .map(|(one, meanings)| meant.references(&one.content.carry_over, meanings))
        .collect();
    let named: Vec<(Option<Reference>, Vec<Reference>)> = objectives
        .par_iter()
        .zip(meanings.objectives)
        .with_max_len(TOGETHER)
        .map(|(one, mut meanings)| {
            let front = &one.content.front;
            let supports = meanings.split_off(usize::from(front.parent.is_some()));
            let parent = meant.references(front.parent.as_slice(), meanings).pop();
            (parent, meant.references(&front.supports, supports))
        })
        .collect();

    let mut book = Book {
        config,
        ..Book::default()
    };
    let told: Vec<([Vec<Diagnostic>; 2], Told)> = objectives
        .into_par_iter()
        .zip(&places)
        .zip(named)
        .with_max_len(TOGETHER)
        .map(|((mut one, place), (parent, supports))| {
            let findings = [take(&mut one.findings), take(&mut one.content.findings)];
            let told = match place {
                Some(_) => Told::Whole(whole(one, &by_id, parent, supports)),
                None => Told::Broken(Box::new(broken(one))),
            };
            (findings, told)
        })
        .collect();
    for (of_file, told) in told {
        findings.extend(of_file.into_iter().flatten());
        match told {
            Told::Whole(objective) => book.objectives.extend(objective),
            Told::Broken(objective) => book.broken.push(*objective),
        }
    }
    for (one, carry_over) in retrospectives.into_iter().zip(carried) {
        let is_broken = is_broken(&one.findings) || is_broken(&one.content.findings);
        findings.extend(one.findings);
        findings.extend(one.content.findings);
        let period = one
            .content
            .period
            .and_then(|period| by_id.get(period.value.as_str()).copied());
        let (Some(period), false) = (period, is_broken) else {
            continue;
        };
        book.retrospectives.push(Retrospective {
            id: one.id,
            file: one.file,
            period,
            team: one.content.team.map(|team| team.value),
            date: one.content.date,
            carry_over,
            language: one.content.language,
            body: one.content.body_span,
            keep: one.content.body.keep,
            change: one.content.body.change,
            learnings: one.content.body.learnings,
            decisions: one.content.body.decisions,
            body_links: one.content.body.body_links,
        });
    }
    drop(by_id);
    book.periods = periods;
    book.teams = people::teams(&book.config, &book.objectives, &book.retrospectives);
    book.people = people::people(&book.config, &book.teams, &book.objectives);
    book
}

/// Objectives that one thread looks at one behind the other, at most.
const TOGETHER: usize = 256;

/// What comes of a file.
enum Told {
    Whole(Option<Objective>),
    Broken(Box<Broken>),
}

/// Whether findings cost a file its objective. A rule, even one that is an error, can be allowed: it costs nothing here.
pub(super) fn is_broken(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| {
        names::find(finding.rule)
            .is_some_and(|name| name.sort == Sort::Form && name.severity == Severity::Error)
    })
}

/// What is found of objectives or retrospectives, by their place in the list.
type Found = Vec<(usize, Diagnostic)>;

/// Objectives that need one place in the site.
fn colliding_objectives(objectives: &[Read<objective::Read>], sources: &Sources) -> Found {
    let mut claims = Vec::with_capacity(objectives.len());
    let mut former = Vec::new();
    for (at, one) in objectives.iter().enumerate() {
        claims.push((one.id.as_str(), Claim::Objective, at, Span::default()));
        let aliases = one.content.front.aliases.iter();
        former.extend(aliases.map(|alias| (alias.as_str(), Claim::Page, at, alias.span)));
    }
    claims.append(&mut former);
    colliding(&claims, |at| objectives[at].file, sources)
}

/// The same of retrospectives.
fn colliding_retrospectives(retrospectives: &[Read<retrospective::Read>], sources: &Sources) -> Found {
    let all = retrospectives.iter().enumerate();
    let claims: Vec<_> = all
        .map(|(at, one)| (one.id.as_str(), Claim::Page, at, Span::default()))
        .collect();
    colliding(&claims, |at| retrospectives[at].file, sources)
}

/// Reports ids that need one place in the site: each with its claim, whose it is, and where that says so.
fn colliding(
    claims: &[(&str, Claim, usize, Span)],
    file: impl Fn(usize) -> FileId,
    sources: &Sources,
) -> Found {
    let ids: Vec<(&str, Claim)> = claims.iter().map(|&(id, claim, ..)| (id, claim)).collect();
    let found = path::collisions(&ids).into_iter().map(|collision| {
        let (.., at, span) = claims[collision.at];
        let (.., other, _) = claims[collision.with];
        let other = &sources[file(other)].path;
        let finding = Diagnostic::new("duplicate-path", file(at), span, collision.message);
        let help = msg!(
            "the other is in `{path}`; give one of them another name",
            path = other
        );
        (at, finding.help(help))
    });
    found.collect()
}

/// What every reference means, in the order in which it is written: the parent first.
#[derive(Default)]
struct Meanings {
    objectives: Vec<Vec<Meaning>>,
    retrospectives: Vec<Vec<Meaning>>,
    /// References that mean several objectives.
    ambiguous: Found,
    /// Those of retrospectives.
    ambiguous_there: Found,
}

/// Looks every reference up.
fn look_up(
    objectives: &[Read<objective::Read>],
    retrospectives: &[Read<retrospective::Read>],
    periods: &[Period],
) -> Meanings {
    let by_id = period::index(periods);
    let period_of = |period: &Option<Spanned<String>>| by_id.get(period.as_ref()?.value.as_str()).copied();
    let mut named = Vec::with_capacity(objectives.len());
    let mut former = Vec::new();
    let mut written = Vec::with_capacity(objectives.len());
    for (at, one) in objectives.iter().enumerate() {
        let front = &one.content.front;
        let of = |id| Named {
            id,
            objective: at,
            period: period_of(&front.period),
        };
        named.push(of(one.id.as_str()));
        former.extend(front.aliases.iter().map(|alias| of(alias.as_str())));
        written.extend(references(one).map(objective_part));
    }
    named.append(&mut former);
    let written_there = retrospectives.iter().flat_map(|one| &one.content.carry_over);
    let written = written.into_iter().chain(written_there.map(objective_part));
    let mut index = Index::new(&named, periods, written);
    let mut meanings = Meanings::default();
    // Nearly all are whole ids, looked up side by side. Tails are looked up in turn, since what is found for one is kept.
    let of_whole_ids = |one: &Read<objective::Read>| -> Option<Vec<Meaning>> {
        references(one)
            .map(|written| index.whole_id(objective_part(written)))
            .collect()
    };
    let of_whole_ids: Vec<Option<Vec<Meaning>>> = objectives
        .par_iter()
        .with_max_len(TOGETHER)
        .map(of_whole_ids)
        .collect();
    for ((at, one), of_whole_ids) in objectives.iter().enumerate().zip(of_whole_ids) {
        if let Some(found) = of_whole_ids {
            meanings.objectives.push(found);
            continue;
        }
        let period = named[at].period;
        let written = references(one);
        let found: Vec<Meaning> = written
            .clone()
            .map(|written| index.find(objective_part(written), period, Some(at)))
            .collect();
        let several = several(one.file, written, &found);
        meanings.ambiguous.extend(several.map(|finding| (at, finding)));
        meanings.objectives.push(found);
    }
    for (at, one) in retrospectives.iter().enumerate() {
        let period = period_of(&one.content.period);
        let written = one.content.carry_over.iter();
        let found: Vec<Meaning> = written
            .clone()
            .map(|written| index.find(objective_part(written), period, None))
            .collect();
        let several = several(one.file, written, &found);
        meanings
            .ambiguous_there
            .extend(several.map(|finding| (at, finding)));
        meanings.retrospectives.push(found);
    }
    meanings
}

/// What an objective says that it helps.
fn references(one: &Read<objective::Read>) -> impl Iterator<Item = &Spanned<String>> + Clone {
    let front = &one.content.front;
    front.parent.iter().chain(&front.supports)
}

/// Reports the references that mean several objectives.
fn several<'w>(
    file: FileId,
    written: impl Iterator<Item = &'w Spanned<String>>,
    found: &[Meaning],
) -> impl Iterator<Item = Diagnostic> {
    written.zip(found).filter_map(move |(written, meaning)| {
        let Meaning::Several(ids, count) = meaning else {
            return None;
        };
        let listed: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let listed = listed.join(", ");
        let part = objective_part(written);
        let message = if *count > ids.len() {
            let more = count - ids.len();
            msg!(
                "`{written}` could be {ids} and {more} more",
                written = part,
                ids = listed,
                more = more
            )
        } else {
            msg!("`{written}` could be {ids}", written = part, ids = listed)
        };
        let finding = Diagnostic::new("ambiguous-reference", file, written.span, message);
        Some(finding.help(msg!("write more of the path in front")))
    })
}

fn objective_part(written: &Spanned<String>) -> &str {
    written
        .value
        .split_once('#')
        .map_or(written.value.as_str(), |(id, _)| id)
        .trim()
}

/// Where in the book each objective will stand; `None` for those that are set aside.
fn places(
    objectives: &[Read<objective::Read>],
    periods: &BTreeMap<&str, PeriodIx>,
) -> Vec<Option<ObjectiveIx>> {
    let mut next = 0;
    objectives
        .iter()
        .map(|one| {
            let front = &one.content.front;
            let known = front
                .period
                .as_ref()
                .is_some_and(|period| periods.contains_key(period.value.as_str()));
            let whole =
                known && front.title.is_some() && front.team.is_some() && !front.key_results.list.is_empty();
            if !whole || is_broken(&one.findings) || is_broken(&one.content.findings) {
                return None;
            }
            next += 1;
            Some(ObjectiveIx(next - 1))
        })
        .collect()
}

/// From what a reference means to its place in the book.
struct Meant<'a> {
    objectives: &'a [Read<objective::Read>],
    places: &'a [Option<ObjectiveIx>],
}

impl Meant<'_> {
    fn references(&self, written: &[Spanned<String>], meanings: Vec<Meaning>) -> Vec<Reference> {
        let reference = |(written, meaning): (&Spanned<String>, Meaning)| Reference {
            target: self.target(written, meaning),
            written: written.clone(),
        };
        written.iter().zip(meanings).map(reference).collect()
    }

    fn target(&self, written: &str, meaning: Meaning) -> Target {
        let at = match meaning {
            Meaning::One(at) => at,
            Meaning::Several(..) => return Target::Ambiguous,
            Meaning::None(near) => return Target::UnknownObjective(near),
        };
        let Some(ix) = self.places[at] else {
            return Target::Broken;
        };
        let Some((_, key_result)) = written.split_once('#') else {
            return Target::Objective(ix);
        };
        let key_result = key_result.trim();
        let list = &self.objectives[at].content.front.key_results.list;
        match list.iter().position(|one| one.id.value == key_result) {
            Some(found) => Target::KeyResult(ix, KeyResultIx(found)),
            None => {
                let near = nearest(key_result, list.iter().map(|one| one.id.as_str()));
                Target::UnknownKeyResult(ix, near.map(str::to_owned))
            }
        }
    }
}

/// The objective of a file without errors of form.
pub(super) fn whole(
    read: Read<objective::Read>,
    periods: &BTreeMap<&str, PeriodIx>,
    parent: Option<Reference>,
    supports: Vec<Reference>,
) -> Option<Objective> {
    let Read {
        id,
        file,
        content:
            objective::Read {
                front,
                body_span,
                body,
                ..
            },
        ..
    } = read;
    let period = front.period?;
    let facts = ObjectiveFacts {
        id,
        file,
        title: front.title?,
        period: *periods.get(period.value.as_str())?,
        period_span: period.span,
        team: front.team?,
        owner: front.owner,
        contributors: front.contributors,
        parent,
        supports: supports.into(),
        ambition: front.ambition,
        tags: front.tags,
        links: front.links,
        weight: front.weight,
        draft: front.draft,
        dropped: front.dropped,
        language: front.language,
        visibility: front.visibility,
        amendments: front.amendments,
        aliases: front.aliases,
        allow: front.allow,
        key_results: front.key_results.list,
        body: body_span,
        prose: body.prose,
        check_ins: body.check_ins,
        retrospective: body.retrospective,
        body_links: body.body_links,
    };
    Some(facts.into())
}

fn broken(read: Read<objective::Read>) -> Broken {
    let Read {
        id,
        file,
        content: objective::Read { front, body, .. },
        ..
    } = read;
    Broken {
        id,
        file,
        title: front.title.map(|title| title.value),
        aliases: front.aliases.into_iter().map(|alias| alias.value).collect(),
        draft: front.draft,
        allow: front.allow,
        owner: front.owner,
        team: front.team,
        contributors: front.contributors,
        key_results: front.key_results.list,
        check_ins: body.check_ins,
        body_links: body.body_links,
    }
}
