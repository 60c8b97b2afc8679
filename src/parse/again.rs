//! A folder that was read before: a file that is the same is not read again. What comes of it is what reading from nothing
//! gives.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::{Objective, ObjectiveIx, Reference};
use crate::source::{FileId, SourceFile, Sources, Spanned};

use super::check_in::Body;
use super::key_result::KeyResults;
use super::objective::{self, Front};
use super::path::{self, Kind};
use super::{Ground, Parsed, Read, assembly, by_place, is_same_ground, period};

/// Reads `after`; `known` is what reading `before` gave. With it come the objectives that say something else than before,
/// when nothing else has changed: not what there is, nor who is named, nor what refers to what.
pub fn again(before: &Sources, known: &Parsed, after: &Sources) -> (Parsed, Option<Vec<ObjectiveIx>>) {
    match in_place(before, known, after) {
        Some((parsed, changed)) => (parsed, Some(changed)),
        None => (anew(before, known, after), None),
    }
}

/// The same book with other objectives in some places, when that is all that has changed.
fn in_place(before: &Sources, known: &Parsed, after: &Sources) -> Option<(Parsed, Vec<ObjectiveIx>)> {
    if known.config_unreadable || before.0.len() != after.0.len() {
        return None;
    }
    let mut files: Vec<FileId> = Vec::new();
    for (place, (old, new)) in before.0.iter().zip(&after.0).enumerate() {
        if Arc::ptr_eq(old, new) {
            continue;
        }
        if old.path != new.path {
            return None;
        }
        if old != new {
            files.push(FileId(place as u32));
        }
    }
    let read: Option<Vec<Changed>> = files
        .par_iter()
        .map(|&file| changed(known, file, &after[file]))
        .collect();
    let read = read?;
    let mut book = known.book.clone();
    let mut findings: Vec<Diagnostic> = known
        .findings
        .iter()
        .filter(|finding| files.binary_search(&finding.file).is_err())
        .cloned()
        .collect();
    let mut changed = Vec::new();
    for one in read {
        book.objectives[one.place.0] = one.objective;
        findings.extend(one.findings);
        changed.push(one.place);
    }
    findings.sort_by(|a, b| by_place(after, a, b));
    let parsed = Parsed {
        book,
        findings,
        config_unreadable: false,
        calendar: known.calendar.clone(),
    };
    Some((parsed, changed))
}

/// An objective in the place of another.
struct Changed {
    place: ObjectiveIx,
    objective: Objective,
    findings: Vec<Diagnostic>,
}

/// What a file says now; `None` when other files may have to be looked at because of it.
fn changed(known: &Parsed, file: FileId, source: &SourceFile) -> Option<Changed> {
    let book = &known.book;
    let Kind::Objective(id) = path::kind(&source.path, &book.config.sources) else {
        return None;
    };
    let place = book.find(&id).filter(|&place| book[place].file == file)?;
    if source.trouble.is_some() {
        return None;
    }
    let read = || objective::read(file, source, &book.config, &known.calendar);
    let mut content = catch_unwind(AssertUnwindSafe(read)).ok()?;
    let old = &book[place];
    if assembly::is_broken(&content.findings) || !is_named_alike(&content.front, old, &book.period_of(old).id)
    {
        return None;
    }
    let findings = std::mem::take(&mut content.findings);
    let meant = |written: &Spanned<String>, old: &Reference| Reference {
        written: written.clone(),
        target: old.target.clone(),
    };
    let front = &content.front;
    let parent = front.parent.as_ref().zip(old.parent.as_ref());
    let parent = parent.map(|(written, old)| meant(written, old));
    let supports = front.supports.iter().zip(&old.supports);
    let supports = supports.map(|(written, old)| meant(written, old)).collect();
    let read = Read {
        id,
        file,
        findings: Vec::new(),
        content,
    };
    Some(Changed {
        place,
        objective: assembly::whole(read, &period::index(&book.periods), parent, supports)?,
        findings,
    })
}

/// Whether a file still names what it named, so that no team, no person, no period and no reference is another one.
fn is_named_alike(front: &Front, old: &Objective, period: &str) -> bool {
    let texts =
        |list: &[Spanned<String>]| -> Vec<String> { list.iter().map(|it| it.value.clone()).collect() };
    let key_results = |list: &[crate::model::KeyResult]| -> Vec<_> {
        list.iter()
            .map(|it| {
                (
                    it.id.value.clone(),
                    it.owner.as_ref().map(|owner| owner.value.clone()),
                    texts(&it.contributors),
                )
            })
            .collect()
    };
    let text = |it: Option<&Spanned<String>>| it.map(|it| it.value.clone());
    let written = |it: &Reference| it.written.clone();
    front.title.is_some()
        && text(front.period.as_ref()).as_deref() == Some(period)
        && text(front.team.as_ref()) == text(Some(&old.team))
        && text(front.owner.as_ref()) == text(old.owner.as_ref())
        && texts(&front.contributors) == texts(&old.contributors)
        && texts(front.parent.as_slice()) == texts(old.parent.as_ref().map(written).as_slice())
        && texts(&front.supports) == texts(&old.supports.iter().map(written).collect::<Vec<_>>())
        && texts(&front.aliases) == texts(&old.aliases)
        && key_results(&front.key_results.list) == key_results(&old.key_results)
        && front.draft == old.draft
        && front.dropped == old.dropped
}

/// Puts a book together anew, from objectives that were read before where their files, the settings and the periods are
/// the same.
fn anew(before: &Sources, known: &Parsed, after: &Sources) -> Parsed {
    let ground = Ground::of(after);
    if known.config_unreadable || !is_same_ground(before, after, &ground.config) {
        let objectives = ground.objectives(after, |_, _| None);
        return ground.parsed(after, objectives);
    }
    let book = &known.book;
    let by_path: HashMap<&str, &Objective> = book
        .objectives
        .iter()
        .map(|it| (before[it.file].path.as_str(), it))
        .collect();
    let mut findings: HashMap<FileId, Vec<Diagnostic>> = HashMap::new();
    for finding in &known.findings {
        findings.entry(finding.file).or_default().push(finding.clone());
    }
    let objectives = ground.objectives(after, |file, source| {
        let old = *by_path.get(source.path.as_str())?;
        if before[old.file] != *source {
            return None;
        }
        // An objective without errors of form has no findings but those of its own file.
        let own = findings.get(&old.file).cloned().unwrap_or_default();
        Some(read_from(old, &book.period_of(old).id, own).in_file(file))
    });
    ground.parsed(after, objectives)
}

/// What reading its file gave.
fn read_from(objective: &Objective, period: &str, findings: Vec<Diagnostic>) -> objective::Read {
    let it = (**objective).clone();
    objective::Read {
        front: Front {
            title: Some(it.title),
            period: Some(Spanned::new(period.to_owned(), it.period_span)),
            team: Some(it.team),
            owner: it.owner,
            contributors: it.contributors,
            parent: it.parent.map(|parent| parent.written),
            supports: it.supports.into_iter().map(|it| it.written).collect(),
            ambition: it.ambition,
            tags: it.tags,
            links: it.links,
            weight: it.weight,
            draft: it.draft,
            dropped: it.dropped,
            language: it.language,
            visibility: it.visibility,
            amendments: it.amendments,
            aliases: it.aliases,
            allow: it.allow,
            key_results: KeyResults {
                measured: it.key_results.iter().map(|kr| Some(kr.measure.clone())).collect(),
                list: it.key_results,
                all_named: true,
            },
        },
        body_span: it.body,
        body: Body {
            prose: it.prose,
            check_ins: it.check_ins,
            retrospective: it.retrospective,
            body_links: it.body_links,
        },
        findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn objective(title: &str, more: &str) -> String {
        format!(
            "---\ntitle: {title}\nperiod: 2026-Q3\nteam: support\n{more}key_results:\n  - id: nps\n    title: N\n    start: 1\n    target: 5\n---\n"
        )
    }

    fn sources(files: &[(&str, String)]) -> Sources {
        files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()))
            .collect()
    }

    /// What is read again is what is read from nothing; how many objectives were changed in place.
    fn check(before: &[(&str, String)], after: &[(&str, String)], in_place: Option<usize>) {
        let (before, after) = (sources(before), sources(after));
        let known = parse::book(&before);
        let (parsed, changed) = again(&before, &known, &after);
        assert_eq!(format!("{parsed:#?}"), format!("{:#?}", parse::book(&after)));
        assert_eq!(changed.map(|changed| changed.len()), in_place);
    }

    #[test]
    fn what_is_read_again_is_what_is_read_from_nothing() {
        let a = ("objectives/a.md", objective("A", ""));
        let b = ("objectives/b.md", objective("B", "parent: a\n"));
        let both = [a.clone(), b.clone()];
        let edited = |text: String| [a.clone(), ("objectives/b.md", text)];
        check(&both, &both, Some(0));
        check(
            &both,
            &edited(objective("Another, longer title", "parent: a\n")),
            Some(1),
        );
        check(&both, &edited(objective("B", "weight: 2\nparent: a#nps\n")), None);
        check(&both, &edited(objective("B", "owner: li\n")), None);
        check(&both, &edited(objective("B", "parent: c\n")), None);
        check(&both, &edited(objective("B", "draft: true\nparent: a\n")), None);
        check(&both, &edited(objective("B", "traget: 4\nparent: a\n")), None);
        check(&both, &edited("no front matter".to_owned()), None);
        check(&both, &both[..1], None);
        check(&both[..1], &both, None);
        check(
            &both,
            &[b.clone(), ("objectives/c.md", objective("C", "parent: b\n"))],
            None,
        );
        let settings = ("okr.yaml", "language: fr\n".to_owned());
        check(&both, &[a.clone(), b.clone(), settings.clone()], None);
        check(
            &[a.clone(), b.clone(), settings],
            &[a.clone(), b.clone(), ("okr.yaml", "language: en\n".to_owned())],
            None,
        );
        let period = ("periods/2026-Q3.md", "---\ntitle: Q\n---\n".to_owned());
        check(
            &[a.clone(), b.clone(), period.clone()],
            &[
                a.clone(),
                b.clone(),
                ("periods/2026-Q3.md", "---\ntitle: R\n---\n".to_owned()),
            ],
            None,
        );
        check(
            &edited(objective("B", "traget: 4\n")),
            &[
                ("objectives/a.md", objective("A2", "")),
                edited(objective("B", "traget: 4\n"))[1].clone(),
            ],
            Some(1),
        );
    }
}
