//! What the check found, by rule, and the exceptions that somebody gave a reason for.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::guide::severity_word;
use crate::diagnostic::{Diagnostic, Severity};
use crate::digits::whole_into;
use crate::rules;
use crate::site::forge;
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown::{self, address::PageOfFile};
use crate::site::paging::{self, Pager};
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::sign::glyph_into;
use crate::site::symbol::Symbol;
use crate::site::theme::LongTexts;
use crate::site::{Drafts, Failure, OutputFile, Site, link_to};

/// Bytes of a row beside its texts.
const ROW: usize = 520;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    lede: String,
    groups: Vec<Group>,
    exceptions: Option<Group>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        let groups = self.groups.iter_mut().chain(&mut self.exceptions);
        groups.map(|group| &mut group.rows_html).collect()
    }
}

/// Rows under one heading.
#[derive(JsonSchema, Serialize)]
struct Group {
    id: String,
    name: String,
    href: Option<String>,
    note: String,
    rows_html: Html,
}

/// What stands on which page: findings by their places in [`crate::site::Inputs::findings`].
pub struct Plan {
    findings: Vec<usize>,
    pages: Vec<Range<usize>>,
}

fn plan<'s>(site: &'s Site<'_>) -> &'s Plan {
    site.plans.quality.get_or_init(|| {
        let findings = by_rule(site);
        let sizes = findings.iter().map(|&at| size(site, &site.inputs.findings[at]));
        let pages = paging::pages(sizes, paging::ENTRIES, paging::BYTES);
        Plan { findings, pages }
    })
}

/// How many pages there are.
pub fn count(site: &Site<'_>) -> usize {
    plan(site).pages.len()
}

/// Which page lies at a path.
pub fn part(_: &Site<'_>, path: &str) -> Option<usize> {
    paging::place(path)
}

/// `quality/index.html`, or one of its further pages.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    let (words, language) = (site.words, site.language);
    let Plan { findings, pages } = plan(site);
    let here = Here::at(Route::Quality.page_file(at + 1));
    let page = Page {
        crumbs_html: parts::crumbs(site, &here, [(None, words.quality)]),
        lede: match findings.len() {
            0 => words.quality_clean.to_owned(),
            n => language.count(words.n_findings, n),
        },
        groups: groups(site, &here, findings, pages[at].clone()),
        exceptions: (at == 0).then(|| exceptions(site, &here)).flatten(),
        pager: paging::pager(site, &here, Route::Quality, at + 1, pages.len()),
    };
    let frame = site.frame(&here, Room::Elsewhere, words.quality, None);
    Ok(vec![site.page_of_long_texts("quality.html", &frame, page)?])
}

/// The findings that the site shows, the gravest first, those of a rule together.
fn by_rule(site: &Site<'_>) -> Vec<usize> {
    let book = site.inputs.book;
    let hidden = |finding: &Diagnostic| {
        site.inputs.options.drafts == Drafts::Hide
            && match site.pages_of_files.of_file(finding.file) {
                Some(PageOfFile::Objective(ix)) => book[ix].draft,
                _ => book
                    .broken
                    .iter()
                    .any(|broken| broken.file == finding.file && broken.draft),
            }
    };
    let all = site.inputs.findings;
    let mut findings: Vec<usize> = (0..all.len())
        .filter(|&at| all[at].severity != Severity::Off && !hidden(&all[at]))
        .collect();
    // A stable sort: within a rule the order of files and places stays.
    findings.sort_by_key(|&at| (all[at].severity, all[at].rule));
    findings
}

fn size(site: &Site<'_>, finding: &Diagnostic) -> usize {
    let path = &site.inputs.sources[finding.file].path;
    ROW + finding.message.size() + 3 * path.len()
}

fn groups(site: &Site<'_>, here: &Here, all: &[usize], shown: Range<usize>) -> Vec<Group> {
    let findings = site.inputs.findings;
    let key = |at: usize| (findings[at].severity, findings[at].rule);
    all[shown]
        .chunk_by(|&a, &b| key(a) == key(b))
        .map(|of_rule| {
            let (severity, rule) = key(of_rule[0]);
            let first = all.partition_point(|&at| key(at) < (severity, rule));
            let behind = all.partition_point(|&at| key(at) <= (severity, rule));
            let mut rows_html = Html::with_capacity(ROW * of_rule.len());
            for &at in of_rule {
                row(site, here, &mut rows_html, &findings[at]);
            }
            Group {
                id: ["okr-", severity.name(), "-", rule].concat(),
                name: rule.to_owned(),
                href: rules::find(rule)
                    .map(|rule| here.to_anchor(Route::Guide, &["okr-r-", rule.name].concat())),
                note: [
                    severity_word(site, severity),
                    " · ",
                    &site.language.whole((behind - first) as u64),
                ]
                .concat(),
                rows_html,
            }
        })
        .collect()
}

fn row(site: &Site<'_>, here: &Here, html: &mut Html, finding: &Diagnostic) {
    let (class, symbol) = match finding.severity {
        Severity::Error => ("g off", Symbol::Off),
        Severity::Warning => ("g risk", Symbol::Risk),
        Severity::Info | Severity::Off => ("g none", Symbol::NoStatus),
    };
    html.markup("<li>");
    glyph_into(html, class, symbol);
    html.markup("<span class=\"t\">")
        .html(&markdown::phrase(&site.language.say(&finding.message)))
        .markup(r#"</span><span class="d">"#);
    place(
        site,
        here,
        html,
        finding.file,
        finding.places(site.inputs.sources).0.line,
    );
    html.markup("</span></li>");
}

/// Where it is: the page of the file, and its line on the forge.
fn place(site: &Site<'_>, here: &Here, html: &mut Html, file: crate::source::FileId, line: u32) {
    let book = site.inputs.book;
    let source = &site.inputs.sources[file];
    let page = match site.pages_of_files.of_file(file) {
        Some(PageOfFile::Objective(ix)) if site.shows(&book[ix]) => Some((
            Route::Objective(&book[ix].id),
            Cow::Borrowed(book[ix].title.as_str()),
            site.lang(book[ix].language),
        )),
        Some(PageOfFile::Period(ix)) => {
            let period = &book.periods[ix.0];
            Some((
                Route::Period(&period.id),
                Cow::Borrowed(period.name.as_str()),
                None,
            ))
        }
        Some(PageOfFile::Retrospective(at)) => {
            let retrospective = &book.retrospectives[at];
            Some((
                Route::Retrospective(&retrospective.id),
                Cow::Owned(super::retrospectives::name(site, retrospective)),
                None,
            ))
        }
        _ => None,
    };
    if let Some((route, title, lang)) = page {
        link_to(html, here, route, lang, &title);
        html.text(" · ");
    }
    let mut shown = String::with_capacity(source.path.len() + 8);
    shown.push_str(&source.path);
    shown.push(':');
    whole_into(&mut shown, line.into());
    match forge::of(site, &source.path) {
        Some(forge) => crate::site::link(html, &forge.edit_at(line), &shown),
        None => {
            html.text(&shown);
        }
    }
}

/// What is allowed, with the reason somebody gave.
fn exceptions(site: &Site<'_>, here: &Here) -> Option<Group> {
    let inputs = &site.inputs;
    let context = rules::Context {
        book: inputs.book,
        sources: inputs.sources,
        standing: inputs.standing,
        assets: inputs.assets,
        chronicle: inputs.chronicle,
        part: rules::Part::default(),
    };
    let all = rules::allowed(&context);
    let shown: Vec<_> = all
        .iter()
        .filter(|exception| match site.pages_of_files.of_file(exception.file) {
            Some(PageOfFile::Objective(ix)) => site.shows(&inputs.book[ix]),
            _ => true,
        })
        .take(paging::ENTRIES / 2)
        .collect();
    if shown.is_empty() {
        return None;
    }
    let mut rows_html = Html::with_capacity(ROW * shown.len());
    for exception in &shown {
        rows_html.markup("<li>");
        glyph_into(&mut rows_html, "g none", Symbol::NoStatus);
        rows_html
            .markup("<span class=\"t\"><code>")
            .text(exception.rule)
            .markup("</code> ");
        rows_html
            .text(exception.reason)
            .markup("</span><span class=\"d\">");
        let line = site.inputs.sources[exception.file]
            .place(exception.span.start)
            .line;
        place(site, here, &mut rows_html, exception.file, line);
        rows_html.markup("</span></li>");
    }
    Some(Group {
        id: "okr-exceptions".to_owned(),
        name: site.words.exceptions.to_owned(),
        href: None,
        note: site.language.whole(all.len() as u64),
        rows_html,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    #[test]
    fn findings_and_exceptions_stand_with_their_place() {
        let objective = "---\ntitle: A <b>\nperiod: 2026-H2\nteam: support\nallow: [{ rule: unaligned, reason: on its <own> }]\nkey_results:\n  - { id: k, title: K, owner: ana, start: 0, target: 2 }\n---\n";
        let mut fixture = Fixture::of(&[
            (
                "okr.yaml",
                "title: Acme\nrepository: https://github.com/acme/okrs\n",
            ),
            ("objectives/2026-H2/a.md", objective),
        ]);
        let file = fixture.book[crate::model::ObjectiveIx(0)].file;
        let span = fixture.book[crate::model::ObjectiveIx(0)].title.span;
        fixture.findings = vec![
            Diagnostic::new("missing-owner", file, span, crate::msg!("`<x>` has no owner")),
            Diagnostic::new("missing-owner", file, span, crate::msg!("another")),
        ];
        let pages = files(&fixture.site(), 0).expect("the template is right");
        let Content::Bytes(bytes) = &pages[0].content else {
            panic!("the page is no copy")
        };
        let html = String::from_utf8_lossy(bytes);
        for said in [
            "2 findings",
            "<code>&lt;x&gt;</code> has no owner",
            "href=\"https://github.com/acme/okrs/edit/HEAD/objectives/2026-H2/a.md#L2\"",
            "on its &lt;own&gt;",
            "href=\"../guide/index.html#okr-r-missing-owner\"",
        ] {
            assert!(html.contains(said), "{said}\n{html}");
        }
    }
}
