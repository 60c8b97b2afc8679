//! `okr theme check`: every kind of page, made with the theme from repositories that try it, and the contrast of its colours.

use std::collections::BTreeMap;
use std::io::Write;

use rayon::prelude::*;

use super::sample::{MARK, Sample};
use crate::commands::console::Console;
use crate::commands::walk::Repository;
use crate::commands::{Everywhere, Exit, look, walk};
use crate::diagnostic::{Message, Severity, nearest};
use crate::msg;
use crate::report::{self, Counts, show};
use crate::site::theme::Look;
use crate::site::theme::contrast::{self, Pair};
use crate::site::theme::look::{FILES, TEMPLATES};
use crate::site::{self, Content, Drafts, Inputs, Job, OutputFile, Site};

/// Make every kind of page with the theme, from the example, an empty and a hostile repository, and measure its contrast
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Check this theme instead of the repository's: a built-in one, one of `themes/`, or the folder of one
    #[arg(long, value_name = "NAME|DIR")]
    theme: Option<String>,
}

/// Something that is wrong with the theme.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    severity: Severity,
    text: String,
}

/// Checks.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let repository = walk::repository(console, everywhere)?;
    let look = look::to_check(&repository, arguments.theme.as_deref())?;
    let mut faults = unused(&repository, &look);
    // The same fault is on many pages: it is told once.
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut pages = 0;
    let mut style = String::new();
    for sample in Sample::all() {
        let name = repository.say(&Message {
            template: sample.name,
            parts: Vec::new(),
        });
        console.stage(sample.name, || {
            let (made, wrong) = made(&repository, &sample, &name, &look);
            pages += made.iter().filter(|file| file.path.ends_with(".html")).count();
            for (what, place) in wrong {
                found.entry(what).or_default().push(place);
            }
            let sheet = made.into_iter().find(|file| file.path == "assets/okr.css");
            if let Some(Content::Bytes(bytes)) = sheet.map(|file| file.content) {
                style = String::from_utf8_lossy(&bytes).into_owned();
            }
        });
    }
    faults.extend(found.into_iter().map(|(what, places)| {
        error(match &places[..] {
            [place, ..] if place.is_empty() => what,
            [place, more @ ..] if !more.is_empty() => {
                let places = msg!("{place}, and {n} more", place = place, n = more.len());
                format!("{}: {what}", repository.say(&places))
            }
            places => format!("{}: {what}", places.concat()),
        })
    }));
    // Where no page could be made there is no style sheet either, and that is told already.
    let (pairs, unmeasured) = match style.is_empty() {
        true => Default::default(),
        false => contrast::of(&style),
    };
    faults.extend(
        pairs
            .iter()
            .filter(|pair| !pair.is_enough())
            .map(|pair| weak(&repository, pair)),
    );
    faults.extend(unmeasured.into_iter().map(|it| {
        let text = if it.value.is_empty() {
            msg!("the colour `--{token}` has no value on `:root`", token = it.token)
        } else {
            msg!(
                "the colour `--{token}` cannot be measured: `{value}` is none of `#rrggbb`, `rgb()`, `hsl()` and `oklch()`",
                token = it.token,
                value = it.value
            )
        };
        warning(repository.say(&text))
    }));
    faults.sort();
    console.result(|out| {
        for fault in &faults {
            print(console, out, fault)?;
        }
        Ok(())
    })?;
    let of = |severity| faults.iter().filter(|fault| fault.severity == severity).count();
    let counts = Counts {
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: 0,
    };
    let least = pairs
        .iter()
        .min_by(|a, b| (a.ratio / a.least).total_cmp(&(b.ratio / b.least)));
    console.note(&repository.say(&msg!(
        "checked {pages} pages and {pairs} contrasts: {outcome}",
        pages = pages,
        pairs = pairs.len(),
        outcome = report::outcome(repository.book.config.language, counts)
    )));
    if let Some(least) = least {
        console.note(&repository.say(&msg!(
            "the weakest contrast is {ratio} of {least}: {pair}",
            ratio = ratio(&repository, least.ratio),
            least = ratio(&repository, least.least),
            pair = named(least)
        )));
    }
    Ok(if counts.errors > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// A line to a fault, and what belongs to it behind two blanks.
fn print(console: &Console, out: &mut dyn Write, fault: &Fault) -> std::io::Result<()> {
    let colour = match fault.severity {
        Severity::Error => "1;31",
        _ => "1;33",
    };
    for (i, line) in fault.text.lines().enumerate() {
        if i == 0 {
            write!(
                out,
                "{}: ",
                console.out_colour.paint(colour, fault.severity.name())
            )?;
        } else {
            write!(out, "  ")?;
        }
        writeln!(out, "{}", show(line))?;
    }
    Ok(())
}

fn error(text: String) -> Fault {
    Fault {
        severity: Severity::Error,
        text,
    }
}

fn warning(text: String) -> Fault {
    Fault {
        severity: Severity::Warning,
        text,
    }
}

/// Files in the folder of the theme that nothing reads.
fn unused(repository: &Repository, look: &Look) -> Vec<Fault> {
    let Some(own) = &look.own else {
        return Vec::new();
    };
    // What people put beside any code.
    let is_usual = |name: &str| {
        ["README", "LICENSE", "CHANGELOG"]
            .iter()
            .any(|usual| name.starts_with(usual))
    };
    let fault = |name: &String| {
        let path = format!("{}/{name}", own.shown);
        let text = match nearest(name, FILES.into_iter().chain([TEMPLATES])) {
            Some(near) => msg!(
                "{path} is not used: did you mean `{near}`?",
                path = path,
                near = near
            ),
            None => msg!("{path} is not used", path = path),
        };
        warning(repository.say(&text))
    };
    own.unused
        .iter()
        .filter(|name| !is_usual(name))
        .map(fault)
        .collect()
}

/// The files of a sample's site, and what is wrong with them, each with its place; what is wrong with the theme as a whole
/// has none.
fn made(
    repository: &Repository,
    sample: &Sample,
    name: &str,
    look: &Look,
) -> (Vec<OutputFile>, Vec<(String, String)>) {
    let options = site::Options {
        drafts: Drafts::Hide,
        commit: None,
        left_out: vec![(format!("{MARK}>"), format!("objectives/{MARK}>.md"))],
        look: look.clone(),
    };
    let inputs = Inputs {
        book: &sample.book,
        sources: &sample.sources,
        standing: &sample.standing,
        findings: &[],
        assets: &sample.assets,
        chronicle: &sample.chronicle,
        options: &options,
    };
    let site = match Site::new(inputs) {
        Ok(site) => site,
        Err(failure) => return (Vec::new(), vec![(failure.to_string(), String::new())]),
    };
    let place = |page: &str| repository.say(&msg!("{page} of {sample}", page = page, sample = name));
    let jobs = site.jobs().flat_map_iter(Job::one_by_one);
    let results: Vec<_> = jobs.map(|job| site.run(job)).collect();
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    for result in results {
        match result {
            Ok(made) => files.extend(made),
            Err(site::Failure::Template { page, reason }) => wrong.push((reason, place(&page))),
            Err(failure @ (site::Failure::Theme(_) | site::Failure::Withheld { .. })) => {
                wrong.push((failure.to_string(), String::new()))
            }
        }
    }
    for file in files.iter().filter(|file| file.path.ends_with(".html")) {
        let Content::Bytes(bytes) = &file.content else {
            continue;
        };
        let found = wrong_with(&String::from_utf8_lossy(bytes));
        wrong.extend(found.iter().map(|what| (repository.say(what), place(&file.path))));
    }
    (files, wrong)
}

/// What a page lacks, or has that it may not have.
fn wrong_with(page: &str) -> Vec<Message> {
    let mut wrong = Vec::new();
    let policy = page.find("http-equiv=\"Content-Security-Policy\"");
    let loads = ["<script", "<link", "<style", "<img"]
        .iter()
        .filter_map(|tag| page.find(tag))
        .min();
    match (policy, loads) {
        (None, _) => wrong.push(msg!(
            "there is no content security policy: print `site.csp` as `base.html` of the default theme does"
        )),
        (Some(policy), Some(first)) if first < policy => wrong.push(msg!(
            "the content security policy stands behind something that loads: it belongs right behind the charset"
        )),
        _ => {}
    }
    if page.contains(MARK) {
        wrong.push(msg!(
            "what stands in a file is printed as HTML: leave `| safe` out, nothing needs it"
        ));
    }
    if [" style=\"", " style='", "<style"]
        .iter()
        .any(|style| page.contains(style))
    {
        wrong.push(msg!(
            "a style in the HTML does nothing under the content security policy: put it into the style sheet"
        ));
    }
    if page.contains("<script>") {
        wrong.push(msg!(
            "a script in the HTML does nothing under the content security policy: put it into `okr.js`"
        ));
    }
    if !page.contains("<html lang=\"") {
        wrong.push(msg!(
            "the page does not say its language: write `<html lang=\"{ site.lang }\">`"
        ));
    }
    if !page.contains("<title>") {
        wrong.push(msg!("the page has no title"));
    }
    wrong
}

fn weak(repository: &Repository, pair: &Pair) -> Fault {
    error(repository.say(&msg!(
        "{pair} has a contrast of {ratio}; it takes {least}",
        pair = named(pair),
        ratio = ratio(repository, pair.ratio),
        least = ratio(repository, pair.least)
    )))
}

fn named(pair: &Pair) -> String {
    let Pair {
        fore, back, scheme, ..
    } = pair;
    format!("`--{fore}` / `--{back}` ({})", scheme.name())
}

/// Rounded down: 4.499 is not enough.
fn ratio(repository: &Repository, ratio: f64) -> String {
    let hundredths = (ratio * 100.0).floor() / 100.0;
    crate::site::figures::score(Some(hundredths), repository.book.config.language)
}
