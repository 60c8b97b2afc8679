//! What the preview adds to a page: the faults of the files, and the findings in the file behind the page at hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Message};
use crate::msg;
use crate::parse::path::{self, Kind};
use crate::report::{self, Colour, Findings};
use crate::site::html::Html;
use crate::site::route::Route;
use crate::system::with_slashes;

use super::workshop::Look;

/// Findings shown over every page; the others are counted.
const SHOWN: usize = 20;

/// Added to pages, besides the script.
#[derive(Default)]
pub struct Notices {
    /// Over every page.
    everywhere: Html,
    /// The files, with the root of the repository: what is found in one is on its page.
    of: Option<(Arc<Look>, PathBuf)>,
    /// The page of the file that was saved last.
    pub edited: Option<String>,
}

impl Notices {
    /// What to add to the page at `path`.
    pub fn at(&self, path: &str) -> Html {
        let mut html = Html::new();
        html.html(&self.everywhere);
        if let Some((look, root)) = &self.of {
            let found = found_on(look, path);
            if !found.is_empty() {
                html.html(&Writer { look, root }.here(&found));
            }
        }
        if let Some(edited) = self.edited.as_ref().filter(|edited| *edited != path) {
            html.html(&self.leads_to(edited));
        }
        html
    }

    fn leads_to(&self, edited: &str) -> Html {
        let mut html = Html::new();
        html.tag("p").attr("class", "okr-edited").open();
        html.tag("a").attr("href", "/__okr/edited").holding(edited);
        html.end("p");
        html
    }

    /// Of a look at the files. `failure` says why the site of it could not be made, when it could not.
    pub fn of(look: Arc<Look>, root: &Path, failure: Option<&str>, edited: Option<String>) -> Notices {
        let writer = Writer { look: &look, root };
        let stopping: Vec<&Diagnostic> = look
            .findings
            .iter()
            .filter(|finding| finding.stops_build())
            .collect();
        Notices {
            everywhere: writer.everywhere(&stopping, failure),
            edited: edited.and_then(|path| page_of(&look.config, &path)),
            of: Some((look, root.to_owned())),
        }
    }

    /// When the files could not even be looked at.
    pub fn failed(why: &str) -> Notices {
        let mut html = Html::new();
        html.tag("section")
            .attr("class", "okr-fault")
            .attr("role", "alert")
            .open();
        html.tag("pre").holding(why);
        html.end("section");
        Notices {
            everywhere: html,
            ..Notices::default()
        }
    }
}

/// What is found in the file behind a page, but for what is shown over every page.
fn found_on<'a>(look: &'a Look, page: &str) -> Vec<&'a Diagnostic> {
    let Some(page_of_file) = page.strip_suffix("/index.html") else {
        return Vec::new();
    };
    let may_have_it = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".md")
            .is_some_and(|name| page_of_file.ends_with(name))
    };
    let mut files = look.sources.iter();
    let file = files.find(|(_, file)| {
        may_have_it(&file.path) && page_of(&look.config, &file.path).as_deref() == Some(page)
    });
    let Some((file, _)) = file else {
        return Vec::new();
    };
    let findings = look.findings.iter();
    findings
        .filter(|finding| finding.file == file && !finding.stops_build())
        .collect()
}

/// The page that a file of the repository has.
fn page_of(config: &Config, file: &str) -> Option<String> {
    match path::kind(file, &config.sources) {
        Kind::Objective(id) => Some(Route::Objective(&id).file()),
        Kind::Period(id) => Some(Route::Period(&id).file()),
        Kind::Retrospective(id) => Some(Route::Retrospective(&id).file()),
        Kind::Config | Kind::Other => None,
    }
}

struct Writer<'a> {
    look: &'a Look,
    root: &'a Path,
}

impl Writer<'_> {
    fn everywhere(&self, findings: &[&Diagnostic], failure: Option<&str>) -> Html {
        let mut html = Html::new();
        if findings.is_empty() && failure.is_none() {
            return html;
        }
        html.tag("section")
            .attr("class", "okr-fault")
            .attr("role", "alert")
            .open();
        let heading = match findings.len() {
            0 => msg!("the site cannot be made"),
            1 => msg!("1 error; what it stops is shown as it was before"),
            n => msg!("{n} errors; what they stop is shown as it was before", n = n),
        };
        html.tag("h2").holding(&self.say(&heading));
        if let Some(failure) = failure {
            html.tag("pre").holding(failure);
        }
        self.list(&mut html, findings);
        html.end("section");
        html
    }

    fn here(&self, findings: &[&Diagnostic]) -> Html {
        let mut html = Html::new();
        html.tag("details").attr("class", "okr-here").open();
        let summary = match findings.len() {
            1 => msg!("1 finding in the file of this page"),
            n => msg!("{n} findings in the file of this page", n = n),
        };
        html.tag("summary").holding(&self.say(&summary));
        self.list(&mut html, findings);
        html.end("details");
        html
    }

    fn list(&self, html: &mut Html, findings: &[&Diagnostic]) {
        for finding in findings.iter().take(SHOWN) {
            self.one(html, finding);
        }
        let more = match findings.len().saturating_sub(SHOWN) {
            0 => return,
            1 => msg!("and 1 more finding"),
            more => msg!("and {more} more findings", more = more),
        };
        html.tag("p").holding(&self.say(&more));
    }

    /// The same text as `check` prints, its place a link that opens an editor.
    fn one(&self, html: &mut Html, finding: &Diagnostic) {
        let file = &self.look.sources[finding.file];
        let place = file.place(finding.span.start);
        let text = self.printed(finding);
        let shown = format!("{}:{}:{}", report::show(&file.path), place.line, place.column);
        html.tag("pre").open();
        match text.strip_prefix(&shown) {
            Some(rest) => {
                let address = in_editor(&self.root.join(&file.path), place.line, place.column);
                html.tag("a").attr("href", &address).holding(&shown);
                lines(html, rest.trim_end());
            }
            None => lines(html, text.trim_end()),
        }
        html.end("pre");
    }

    fn printed(&self, finding: &Diagnostic) -> String {
        let list = std::slice::from_ref(finding);
        let findings = Findings {
            list,
            sources: &self.look.sources,
            colour: Colour::Off,
            language: self.look.config.language,
            prefix: "",
        };
        let mut text = Vec::new();
        match (report::ALL[0].print)(&findings, &mut text) {
            Ok(()) => String::from_utf8_lossy(&text).into_owned(),
            // A list of bytes takes everything.
            Err(_) => String::new(),
        }
    }

    fn say(&self, message: &Message) -> String {
        self.look.config.language.say(message)
    }
}

/// Writes what is printed of a finding. Words may be wrapped; the line of the file stays as it stands above its carets.
fn lines(html: &mut Html, text: &str) {
    for line in text.split_inclusive('\n') {
        let gutter = |c: char| c == ' ' || c.is_ascii_digit();
        if line.trim_start_matches(gutter).starts_with('|') {
            html.tag("span").attr("class", "okr-excerpt").holding(line);
        } else {
            html.text(line);
        }
    }
}

const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// An address that editors of the family of VS Code open at a place.
fn in_editor(path: &Path, line: u32, column: u32) -> String {
    let path = with_slashes(path);
    format!(
        "vscode://file/{}:{line}:{column}",
        utf8_percent_encode(path.trim_start_matches('/'), IN_PATH)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_an_editor_holds_no_sign_that_would_end_it() {
        assert_eq!(
            in_editor(Path::new("/srv/My OKRs/a\"b.md"), 3, 1),
            "vscode://file/srv/My%20OKRs/a%22b.md:3:1"
        );
    }

    #[test]
    fn only_the_words_of_a_finding_may_be_wrapped() {
        let mut html = Html::new();
        lines(
            &mut html,
            ": error[unknown-key]: unknown key `a`\n   13 |     a: 4\n      |     ^\n  help: b | c",
        );
        assert_eq!(
            html.as_str(),
            ": error[unknown-key]: unknown key `a`\n<span class=\"okr-excerpt\">   13 |     a: 4\n</span><span class=\"okr-excerpt\">      |     ^\n</span>  help: b | c"
        );
    }

    #[test]
    fn the_caret_of_a_failure_stays_below_what_it_means() {
        let html = Notices::failed("theme.toml:1:3: no\n  <b\n  ^").everywhere;
        assert!(
            html.as_str()
                .contains("<pre>theme.toml:1:3: no\n  &lt;b\n  ^</pre>"),
            "{}",
            html.as_str()
        );
    }

    #[test]
    fn files_have_pages() {
        let config = Config::default();
        assert_eq!(
            page_of(&config, "objectives/2026-Q3/a.md").as_deref(),
            Some("objectives/2026-Q3/a/index.html")
        );
        assert_eq!(page_of(&config, "okr.yaml"), None);
    }
}
