//! The front matter of `retrospectives/**/*.md`.

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::words::Language;

use super::check_in::{self, RetrospectiveBody};
use super::decode::Decoder;
use super::period::Calendar;
use super::{conflict, front_matter, objective, yaml};

/// Every key of a retrospective.
pub const KEYS: &[&str] = &["period", "team", "date", "carry_over", "language"];

/// A retrospective, read on its own.
#[derive(Debug)]
pub struct Read {
    /// `period`, when there is one of that name.
    pub period: Option<Spanned<String>>,
    /// `team`
    pub team: Option<Spanned<String>>,
    /// `date`
    pub date: Option<Date>,
    /// `carry_over`, as written.
    pub carry_over: Vec<Spanned<String>>,
    /// `language`, or that of the repository.
    pub language: Language,
    /// Where the body is.
    pub body_span: Span,
    /// What it says.
    pub body: RetrospectiveBody,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
}

impl Read {
    /// What a file says that cannot be read.
    pub fn nothing(config: &Config) -> Read {
        Read {
            period: None,
            team: None,
            date: None,
            carry_over: Vec::new(),
            language: config.language,
            body_span: Span::default(),
            body: RetrospectiveBody::default(),
            findings: Vec::new(),
        }
    }
}

/// Reads a retrospective's file.
pub fn read(file: FileId, source: &SourceFile, config: &Config, calendar: &Calendar) -> Read {
    let source = &*conflict::settled(source, config);
    let mut decoder = Decoder::new(file, source);
    let split = front_matter::split(file, source, &mut decoder.findings);
    let tree = split
        .yaml
        .and_then(|span| yaml::read(file, source, span, &mut decoder.findings));
    let mut read = Read {
        body_span: split.body,
        ..Read::nothing(config)
    };
    if let Some(tree) = &tree
        && let Some(mut fields) = decoder.fields("the front matter", &tree.root, KEYS)
    {
        fields.span = Span::new(0..3.min(source.text.len()));
        let period = if tree.extent == yaml::Extent::Part {
            fields.find("period")
        } else {
            decoder.required(fields, "period")
        };
        let period = period.and_then(|node| decoder.text("period", node));
        read.period = period
            .and_then(|written| calendar.named(&mut decoder, written))
            .map(|(period, _)| period);
        read.team = fields.find("team").and_then(|node| decoder.slug("team", node));
        read.date = fields.find("date").and_then(|node| decoder.date("date", node));
        if let Some(node) = fields.find("carry_over") {
            read.carry_over = decoder.texts("carry_over", node);
        }
        if let Some(language) = fields
            .find("language")
            .and_then(|node| objective::language(node, &mut decoder))
        {
            read.language = language;
        }
    }
    read.body = check_in::retrospective_body(file, source, split.body, read.language, &mut decoder.findings);
    read.findings = decoder.findings;
    read
}
