//! Pages load images from the repository, and from hosts that `okr.yaml` names. An error of form: it cannot be allowed in
//! one place, since the content policy of the site is one for all pages.

use crate::diagnostic::{Diagnostic, Severity};
use crate::msg;
use crate::rules::{Context, Example, Group, Reach, Rule, Why, objective_file};

pub static RULE: Rule = Rule {
    name: "remote-image",
    severity: Severity::Warning,
    group: Group::Markdown,
    reach: Reach::File,
    why: Why {
        english: "An image from elsewhere tells its host who reads the page, and is gone when the host wishes. Pages do not load \
                  it unless `images:` in `okr.yaml` names its host.",
        french: "Une image venue d’ailleurs dit à son hôte qui lit la page, et disparaît quand il veut. Les pages ne la chargent \
                 pas, sauf si `images:` dans `okr.yaml` nomme son hôte.",
    },
    weak: Example {
        today: "2026-07-10",
        files: &[("objectives/first-contact.md", TEXT)],
    },
    at: "objectives/first-contact.md:13:1",
    strong: Example {
        today: "2026-07-10",
        files: &[("okr.yaml", SETTINGS), ("objectives/first-contact.md", TEXT)],
    },
    in_french: None,
    check,
};

const SETTINGS: &str = "\
images: [https://img.acme.example]
rules:
  key-result-count: off
";

const TEXT: &str = "\
---
title: Make first contact effortless
period: 2026-Q3
team: support
key_results:
  - id: csat
    title: Satisfaction after first contact reaches 4.6
    owner: cy
    start: 4.0
    target: 4.6
---

![Tickets wait twice as long after six](https://img.acme.example/queue.png)
";

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let hosts = &context.book.config.images;
    for (file, link) in objective_file::links_of(context).filter(|(_, link)| link.image) {
        let Some(origin) = origin(&link.destination) else {
            continue;
        };
        if hosts
            .iter()
            .any(|host| host.trim_end_matches('/').eq_ignore_ascii_case(&origin))
        {
            continue;
        }
        let message = msg!(
            "the image comes from `{host}`, and pages will not load it",
            host = origin
        );
        findings.push(Diagnostic::new(RULE.name, file, link.span, message).help(msg!(
            "put the image into the repository, or add `{host}` to `images:` in `okr.yaml`",
            host = origin
        )));
    }
}

/// `https://host` of an address on another host, in lower case.
fn origin(destination: &str) -> Option<String> {
    let lower = destination.trim().to_ascii_lowercase();
    let (scheme, rest) = ["https:", "http:", ""]
        .iter()
        .find_map(|scheme| Some((*scheme, lower.strip_prefix(scheme)?.strip_prefix("//")?)))?;
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let scheme = if scheme.is_empty() { "https:" } else { scheme };
    Some(format!("{scheme}//{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_image_is_told_from_a_path() {
        for (destination, host) in [
            ("https://img.acme.example/a.png", Some("https://img.acme.example")),
            ("HTTP://Img.acme.example", Some("http://img.acme.example")),
            ("//img.acme.example?x", Some("https://img.acme.example")),
            ("queue.png", None),
            ("../img/http.png", None),
        ] {
            assert_eq!(origin(destination).as_deref(), host, "{destination}");
        }
    }
}
