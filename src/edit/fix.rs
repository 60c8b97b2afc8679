//! What of a file's faults can be put right without asking anybody: where what was meant is beyond doubt, and the file
//! with the change has that fault no more and no other one instead.

use std::collections::BTreeMap;

use super::{Edit, spliced_text};
use crate::diagnostic::names::{self, Sort};
use crate::diagnostic::{Diagnostic, Message};
use crate::parse;
use crate::source::{FileId, SourceFile, Sources};

/// What to do about a file.
#[derive(Debug, PartialEq)]
pub struct Plan<'a> {
    /// The file.
    pub file: FileId,
    /// What its edits put right, from the top.
    pub fixed: Vec<&'a Diagnostic>,
    /// What would bring another fault, with that.
    pub refused: Vec<(&'a Diagnostic, Message)>,
}

impl Plan<'_> {
    /// What is to be changed in the file.
    pub fn edits(&self) -> Vec<Edit> {
        edits(&self.fixed)
    }
}

/// A plan for each file that has a fault with a fix, by file.
pub fn plans<'a>(findings: &'a [Diagnostic], sources: &Sources) -> Vec<Plan<'a>> {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    let fixable = |it: &&Diagnostic| it.fix.is_some() && sources[it.file].trouble.is_none();
    for finding in findings.iter().filter(fixable) {
        by_file.entry(finding.file).or_default().push(finding);
    }
    by_file
        .into_iter()
        .map(|(file, candidates)| plan(file, candidates, sources))
        .collect()
}

fn plan<'a>(file: FileId, candidates: Vec<&'a Diagnostic>, sources: &Sources) -> Plan<'a> {
    let source = &sources[file];
    let before = names_of(&faults(source, source.text.clone(), sources));
    let after = |chosen: &[&Diagnostic]| faults(source, spliced_text(source, &edits(chosen)), sources);
    let is_sound = |after: &[Diagnostic], chosen: &[&Diagnostic]| {
        let after = names_of(after);
        is_within(&after, &before) && after.len() + chosen.len() <= before.len()
    };
    if is_sound(&after(&candidates), &candidates) {
        return Plan {
            file,
            fixed: candidates,
            refused: Vec::new(),
        };
    }
    let mut plan = Plan {
        file,
        fixed: Vec::new(),
        refused: Vec::new(),
    };
    for candidate in candidates {
        plan.fixed.push(candidate);
        let after = after(&plan.fixed);
        if !is_sound(&after, &plan.fixed) {
            plan.fixed.pop();
            let is_new = |it: &&Diagnostic| !before.contains(&name_of(it));
            let new = after.iter().find(is_new).unwrap_or(candidate);
            plan.refused.push((candidate, new.message.clone()));
        }
    }
    plan
}

fn edits(chosen: &[&Diagnostic]) -> Vec<Edit> {
    let edit = |finding: &&Diagnostic| {
        let text = finding.fix.clone()?;
        let span = finding.span;
        Some(Edit { span, text })
    };
    chosen.iter().filter_map(edit).collect()
}

/// By what a fault is known again.
fn name_of(fault: &Diagnostic) -> (&'static str, String) {
    (fault.rule, fault.message.to_string())
}

/// The same of all, in order.
fn names_of(faults: &[Diagnostic]) -> Vec<(&'static str, String)> {
    let mut names: Vec<(&'static str, String)> = faults.iter().map(name_of).collect();
    names.sort();
    names
}

/// The faults of form of a file with this text: what can be said of it with nothing but the settings and the
/// periods.
fn faults(source: &SourceFile, text: String, sources: &Sources) -> Vec<Diagnostic> {
    let is_known = |path: &str| path == "okr.yaml" || path.starts_with("periods/");
    let mut files = vec![SourceFile::new(source.path.as_str(), text.into_bytes()).into()];
    let others = sources.0.iter().filter(|other| is_known(&other.path));
    files.extend(others.filter(|other| other.path != source.path).cloned());
    let mut findings = parse::book(&Sources(files)).findings;
    let is_form = |it: &Diagnostic| names::find(it.rule).is_some_and(|name| name.sort == Sort::Form);
    findings.retain(|it| it.file == FileId(0) && is_form(it));
    findings
}

/// Whether every one of `some` is one of `all`, as often; both are sorted.
fn is_within<T: Ord>(some: &[T], all: &[T]) -> bool {
    let mut all = all.iter();
    some.iter().all(|one| all.any(|other| other == one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, refused: &[&str]) {
        let sources = Sources::from(vec![SourceFile::new("objectives/a.md", text.into())]);
        let findings = parse::book(&sources).findings;
        let plans = plans(&findings, &sources);
        let (edits, left) = match &plans[..] {
            [] => (Vec::new(), Vec::new()),
            [plan] => (plan.edits(), plan.refused.clone()),
            more => panic!("{more:?}"),
        };
        let file = &sources.0[0];
        assert_eq!(spliced_text(file, &edits), expected);
        let left: Vec<&str> = left.iter().map(|(it, _)| file.slice(it.span)).collect();
        assert_eq!(left, refused, "{text}");
    }

    const GOOD: &str = "---\ntitle: Grow\nperiod: 2026-Q3\nteam: growth\nowner: ana\ntype: committed\nkey_results:\n  - id: signups\n    title: Signups reach 200\n    owner: ana\n    start: 1\n    target: 2\n---\n\n## 2026-08-31 (on track) Better\n\n- signups: 1.5 (at risk, 0.7)\n";

    /// The change of `from` to `to` is taken back.
    fn is_fixed(from: &str, to: &str) {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        check(&GOOD.replacen(from, to, 1), GOOD, &[]);
    }

    /// The change of `from` to `to` is left to people.
    fn is_left(from: &str, to: &str, refused: &[&str]) {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let text = GOOD.replacen(from, to, 1);
        check(&text, &text, refused);
    }

    #[test]
    fn slips_in_words_that_we_know_are_put_right() {
        check(GOOD, GOOD, &[]);
        is_fixed("target: 2\n", "traget: 2\n");
        is_fixed("key_results", "key_reslts");
        is_fixed("period", "Period");
        is_fixed("committed", "comitted");
        is_fixed("at risk", "at rsik");
        is_fixed("on track", "on trck");
        is_fixed("0.7", "0,7");
        is_fixed("## 2026-08-31 (", "##2026-08-31 (");
        is_fixed("## 2026-08-31 (", "## 2026-08-31: (");
        is_fixed("owner: ana\ntype", "owner: \"@ana\"\ntype");
    }

    #[test]
    fn what_might_be_meant_in_two_ways_is_left_to_people() {
        is_left("target: 2\n", "traget: 2\n    targt: 3\n", &[]);
        is_left("target: 2\n", "target: 2\n    traget: 3\n", &[]);
        is_left("team: growth", "lead: growth", &[]);
        is_left("on track", "of track", &[]);
        is_left("on track", "at risk, 60%", &[]);
        is_left("- signups", "- signup", &[]);
        is_left("## 2026-08-31", "### 2026-08-31", &[]);
        is_left("owner: ana\ntype", "owner: \"@null\"\ntype", &[]);
        is_left("0.7", "1,7", &["1,7"]);
    }

    #[test]
    fn one_fix_that_cannot_be_made_does_not_keep_the_others() {
        let text = GOOD
            .replacen("0.7", "1,7", 1)
            .replacen("target: 2\n", "traget: 2\n", 1);
        check(&text, &GOOD.replacen("0.7", "1,7", 1), &["1,7"]);
    }

    #[test]
    fn as_often_counts() {
        assert!(is_within(&[1, 1, 3], &[1, 1, 2, 3]));
        assert!(!is_within(&[1, 1], &[1, 2]));
        assert!(!is_within(&[1], &[]));
    }
}
