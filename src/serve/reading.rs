//! What the files of a folder say on a day, and what is wrong with them: from the reading before, where there was one.

use std::sync::Arc;

use jiff::civil::Date;

use crate::chronicle::past::Past;
use crate::chronicle::{self, Chronicle};
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Oddity, Root};
use crate::history::{self, Standing};
use crate::model::{Assets, Book, ObjectiveIx};
use crate::parse::{self, Parsed};
use crate::rules;
use crate::source::Sources;

/// A book, where it stands, and the findings. Readings that follow one another share what is the same.
pub struct Reading {
    /// The files as they were read.
    texts: Sources,
    /// Behind them, as empty texts, what findings point at besides.
    pub sources: Sources,
    parsed: Arc<Parsed>,
    /// Where everything stands.
    pub standing: Arc<Standing>,
    /// As people see them.
    pub findings: Arc<Vec<Diagnostic>>,
    /// Which linked files are there.
    pub assets: Assets,
    /// Who wrote what.
    pub chronicle: Arc<Chronicle>,
}

/// A reading that has yet to be checked.
pub struct Unchecked {
    texts: Sources,
    /// What the files say, and what is wrong in form.
    pub parsed: Arc<Parsed>,
    standing: Arc<Standing>,
    /// The findings before, and the objectives on which others may be found, when nothing else is other than then.
    before: Option<(Arc<Vec<Diagnostic>>, Vec<ObjectiveIx>)>,
}

impl Reading {
    /// What they say.
    pub fn book(&self) -> &Book {
        &self.parsed.book
    }

    /// The book, to be held on to.
    pub fn parsed(&self) -> Arc<Parsed> {
        self.parsed.clone()
    }
}

impl Unchecked {
    /// Reads files for a site at `url`; `before` may be any reading of an earlier state of the same folder.
    pub fn of(before: Option<&Reading>, texts: Sources, today: Date, url: &str) -> Unchecked {
        let Some(before) = before.filter(|before| before.standing.as_of == today) else {
            let parsed = parse::book(&texts);
            return Unchecked::anew(texts, parsed, today, url);
        };
        let mut files = before.texts.0.iter().zip(&texts.0);
        if before.texts.0.len() == texts.0.len() && files.all(|(old, new)| Arc::ptr_eq(old, new)) {
            return Unchecked {
                texts,
                parsed: before.parsed.clone(),
                standing: before.standing.clone(),
                before: Some((before.findings.clone(), Vec::new())),
            };
        }
        let (parsed, changed) = parse::again(&before.texts, &before.parsed, &texts);
        let Some(changed) = changed else {
            return Unchecked::anew(texts, parsed, today, url);
        };
        let (standing, touched) = history::again(&parsed.book, &before.standing, &changed);
        Unchecked {
            texts,
            parsed: Arc::new(parsed),
            standing: Arc::new(standing),
            before: Some((before.findings.clone(), touched)),
        }
    }

    fn anew(texts: Sources, mut parsed: Parsed, today: Date, url: &str) -> Unchecked {
        parsed.book.config.url = Some(url.to_owned());
        Unchecked {
            standing: Arc::new(history::on(&parsed.book, today)),
            parsed: Arc::new(parsed),
            texts,
            before: None,
        }
    }

    /// The linked files that are there.
    pub fn assets(&self, root: &Root) -> Result<Assets, String> {
        let wanted = rules::link::paths(&self.parsed.book, &self.texts);
        disk::look_up(root, wanted.iter().map(String::as_str)).map_err(|failure| failure.to_string())
    }

    /// Runs the checks. `more` are findings that the files alone do not tell, `oddities` what lies between them, `pasts`
    /// what git tells of them.
    pub fn checked(
        self,
        more: Vec<Diagnostic>,
        oddities: Vec<Oddity>,
        assets: Assets,
        pasts: &[Past],
    ) -> Reading {
        let mut sources = self.texts.clone();
        let mut form = self.parsed.findings.clone();
        form.extend(more);
        form.extend(disk::point_out(oddities, &assets, &mut sources));
        let chronicle = Arc::new(chronicle::of(&self.parsed.book, &sources, pasts));
        let context = rules::Context {
            book: &self.parsed.book,
            sources: &sources,
            standing: &self.standing,
            assets: &assets,
            chronicle: &chronicle,
            part: rules::Part::default(),
        };
        let findings = match &self.before {
            Some((before, touched)) => rules::again(&context, form, before, touched),
            None => rules::check(&context, form),
        };
        Reading {
            texts: self.texts,
            sources,
            parsed: self.parsed,
            standing: self.standing,
            findings: Arc::new(findings),
            assets,
            chronicle,
        }
    }
}
