//! From files read one by one to a [`Book`]: ids are compared, references looked up, broken files set aside.

use std::collections::BTreeMap;

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
    collisions(&mut objectives, &mut retrospectives, sources);
    let occurring = objectives
        .iter()
        .filter_map(|one| one.content.front.period.as_ref());
    let occurring = occurring.chain(
        retrospectives
            .iter()
            .filter_map(|one| one.content.period.as_ref()),
    );
    let periods = calendar.periods(occurring.map(|period| period.value.clone()), pages);

    let meanings = look_up(&mut objectives, &mut retrospectives, &periods);
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
        .iter()
        .zip(meanings.objectives)
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
    for ((mut one, place), (parent, supports)) in objectives.into_iter().zip(&places).zip(named) {
        findings.append(&mut one.findings);
        findings.append(&mut one.content.findings);
        match place {
            Some(_) => book.objectives.extend(whole(one, &by_id, parent, supports)),
            None => book.broken.push(broken(one)),
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

/// Whether findings cost a file its objective. A rule, even one that is an error, can be allowed: it costs nothing here.
pub(super) fn is_broken(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| {
        names::find(finding.rule)
            .is_some_and(|name| name.sort == Sort::Form && name.severity == Severity::Error)
    })
}

/// Reports ids that need one place in the site.
fn collisions(
    objectives: &mut [Read<objective::Read>],
    retrospectives: &mut [Read<retrospective::Read>],
    sources: &Sources,
) {
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    {
        let mut ids: Vec<(&str, Claim)> = Vec::with_capacity(objectives.len());
        let mut owners: Vec<(usize, Span)> = Vec::with_capacity(objectives.len());
        for (at, one) in objectives.iter().enumerate() {
            ids.push((&one.id, Claim::Objective));
            owners.push((at, Span::default()));
        }
        for (at, one) in objectives.iter().enumerate() {
            for alias in &one.content.front.aliases {
                ids.push((&alias.value, Claim::Page));
                owners.push((at, alias.span));
            }
        }
        for collision in path::collisions(&ids) {
            let (at, span) = owners[collision.at];
            let other = &sources[objectives[owners[collision.with].0].file].path;
            let finding = Diagnostic::new("duplicate-path", objectives[at].file, span, collision.message);
            found.push((
                at,
                finding.help(msg!(
                    "the other is in `{path}`; give one of them another name",
                    path = other
                )),
            ));
        }
    }
    for (at, finding) in found {
        objectives[at].findings.push(finding);
    }
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    {
        let ids: Vec<(&str, Claim)> = retrospectives
            .iter()
            .map(|one| (one.id.as_str(), Claim::Page))
            .collect();
        for collision in path::collisions(&ids) {
            let other = &sources[retrospectives[collision.with].file].path;
            let finding = Diagnostic::new(
                "duplicate-path",
                retrospectives[collision.at].file,
                Span::default(),
                collision.message,
            );
            let finding = finding.help(msg!(
                "the other is in `{path}`; give one of them another name",
                path = other
            ));
            found.push((collision.at, finding));
        }
    }
    for (at, finding) in found {
        retrospectives[at].findings.push(finding);
    }
}

/// What every reference means, in the order in which it is written: the parent first.
struct Meanings {
    objectives: Vec<Vec<Meaning>>,
    retrospectives: Vec<Vec<Meaning>>,
}

/// Looks every reference up, and reports those that mean several objectives.
fn look_up(
    objectives: &mut [Read<objective::Read>],
    retrospectives: &mut [Read<retrospective::Read>],
    periods: &[Period],
) -> Meanings {
    let by_id = period::index(periods);
    let period_of = |period: &Option<Spanned<String>>| by_id.get(period.as_ref()?.value.as_str()).copied();
    let mut named = Vec::with_capacity(objectives.len());
    for (at, one) in objectives.iter().enumerate() {
        named.push(Named {
            id: &one.id,
            objective: at,
            period: period_of(&one.content.front.period),
        });
    }
    for (at, one) in objectives.iter().enumerate() {
        let period = period_of(&one.content.front.period);
        let aliases = one.content.front.aliases.iter();
        named.extend(aliases.map(|alias| Named {
            id: &alias.value,
            objective: at,
            period,
        }));
    }
    let written_there = objectives.iter().flat_map(|one| {
        let front = &one.content.front;
        front.parent.iter().chain(&front.supports)
    });
    let written = written_there.chain(retrospectives.iter().flat_map(|one| &one.content.carry_over));
    let mut index = Index::new(&named, periods, written.map(objective_part));
    let mut ambiguous: Vec<Vec<Diagnostic>> = Vec::with_capacity(objectives.len());
    let mut meanings = Meanings {
        objectives: Vec::new(),
        retrospectives: Vec::new(),
    };
    for (at, one) in objectives.iter().enumerate() {
        let front = &one.content.front;
        let period = named[at].period;
        let written = front.parent.iter().chain(&front.supports);
        let found: Vec<Meaning> = written
            .clone()
            .map(|written| index.find(objective_part(written), period, Some(at)))
            .collect();
        ambiguous.push(several(one.file, written, &found));
        meanings.objectives.push(found);
    }
    let mut ambiguous_there: Vec<Vec<Diagnostic>> = Vec::with_capacity(retrospectives.len());
    for one in retrospectives.iter() {
        let period = period_of(&one.content.period);
        let written = one.content.carry_over.iter();
        let found: Vec<Meaning> = written
            .clone()
            .map(|written| index.find(objective_part(written), period, None))
            .collect();
        ambiguous_there.push(several(one.file, written, &found));
        meanings.retrospectives.push(found);
    }
    for (one, found) in objectives.iter_mut().zip(ambiguous) {
        one.findings.extend(found);
    }
    for (one, found) in retrospectives.iter_mut().zip(ambiguous_there) {
        one.findings.extend(found);
    }
    meanings
}

/// Reports the references that mean several objectives.
fn several<'w>(
    file: FileId,
    written: impl Iterator<Item = &'w Spanned<String>>,
    found: &[Meaning],
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (written, meaning) in written.zip(found) {
        let Meaning::Several(ids, count) = meaning else {
            continue;
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
        findings.push(finding.help(msg!("write more of the path in front")));
    }
    findings
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
