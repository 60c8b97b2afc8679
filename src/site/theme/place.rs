//! Where a template went wrong: what the engine says, in one line with file, line and column, and the text at that place.

use tera::{ErrorKind, ReportError};

use super::look::{Look, TEMPLATES};
use super::manifest::listed;

/// What is wrong with the templates when they are read.
pub fn of_theme(look: &Look, error: &tera::Error) -> String {
    let at = |template: &str, word: &str| {
        let own = look.own.as_ref().and_then(|own| own.template(template));
        let line = own.and_then(|text| text.lines().position(|line| line.contains(word)));
        named(look, &format!("{template}:{}", line.unwrap_or_default() + 1))
    };
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let place = at(current, "extends");
            format!("{place}: it extends `{parent}`, and there is no such template")
        }
        ErrorKind::CircularExtend {
            tpl,
            inheritance_chain: chain,
        } => {
            let place = at(tpl, "extends");
            format!(
                "{place}: it extends itself, by way of {}",
                listed(chain.iter().map(String::as_str))
            )
        }
        ErrorKind::CircularInclude {
            tpl,
            include_chain: chain,
        } => {
            let place = at(tpl, "include");
            format!(
                "{place}: it includes itself, by way of {}",
                listed(chain.iter().map(String::as_str))
            )
        }
        _ => of(look, None, error),
    }
}

/// What is wrong with a page, as the end of a sentence that names it; `template` is what it was begun with.
pub fn of_page(look: &Look, template: &str, error: &tera::Error) -> String {
    of(look, Some(template), error)
}

fn of(look: &Look, template: Option<&str>, error: &tera::Error) -> String {
    let told = error.to_string();
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        let called = told
            .lines()
            .filter_map(|line| line.strip_prefix("note: called from "))
            .map(|place| format!("\ncalled from {}", named(look, place)));
        return report_line(look, report) + &called.collect::<String>();
    }
    // What is found wrong when all templates are known is told as a report in text.
    match (report(&told), template) {
        (Some((message, place)), _) => format!("{}: {}", named(look, place), sentence(message)),
        (None, Some(template)) => format!("{}: {}", begun(look, template), sentence(&told)),
        (None, None) => sentence(&told),
    }
}

/// The file of the template that a page was begun with.
fn begun(look: &Look, template: &str) -> String {
    match look.own.as_ref().filter(|own| own.template(template).is_some()) {
        Some(_) => named(look, template),
        None => format!("the built-in template {template}"),
    }
}

/// Where a page became too much.
pub fn beyond(look: &Look, template: &str, limit: &str) -> String {
    format!("{}: {limit}", begun(look, template))
}

fn report_line(look: &Look, report: &ReportError) -> String {
    let span = report.span();
    let place = format!("{}:{}:{}", report.filename(), span.start_line, span.start_col + 1);
    format!(
        "{}: {}{}",
        named(look, &place),
        sentence(report.message()),
        excerpt(look, report)
    )
}

/// The line, or what stands around the place in a long one, and a caret below it.
fn excerpt(look: &Look, report: &ReportError) -> String {
    const AROUND: usize = 40;
    let span = report.span();
    let own = look.own.as_ref().and_then(|own| own.template(report.filename()));
    let Some(line) = own.and_then(|text| text.lines().nth(span.start_line.saturating_sub(1))) else {
        return String::new();
    };
    let from = span.start_col.saturating_sub(AROUND);
    let mut part: String = line.chars().skip(from).take(2 * AROUND).collect();
    if from > 0 {
        part.replace_range(..part.chars().next().map_or(0, char::len_utf8), "…");
    }
    let left = part.chars().count() - part.trim_start().chars().count();
    let indent = (span.start_col - from).saturating_sub(left);
    format!("\n  {}\n  {}^", part.trim(), " ".repeat(indent))
}

/// Message and place of the first report in a text of the engine.
fn report(told: &str) -> Option<(&str, &str)> {
    let (message, rest) = told.strip_prefix("error: ")?.split_once('\n')?;
    let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
    Some((message, place))
}

/// A place in a template with the file that people know: `home.html:3:1` is `themes/acme/templates/home.html:3:1`.
fn named(look: &Look, place: &str) -> String {
    match &look.own {
        Some(own) if !place.contains('/') => format!("{}/{TEMPLATES}/{place}", own.shown),
        _ => format!("the built-in template {place}"),
    }
}

/// Lower case and without a full stop, as all our messages.
fn sentence(message: &str) -> String {
    let message = message.replace(". Available fields: ", "; there are ");
    let mut letters = message.trim().trim_end_matches('.').chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
