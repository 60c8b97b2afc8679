//! How OKRs are done here: made from the configuration and the rules, so that the page and the checks never disagree.

use schemars::JsonSchema;
use serde::Serialize;

use crate::config::{Cadence, Scoring};
use crate::diagnostic::Severity;
use crate::model::{Ambition, Status};
use crate::rules::{self, Group};
use crate::site::figures::{self, number};
use crate::site::frame::Room;
use crate::site::html::Html;
use crate::site::markdown;
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::sign::Sign;
use crate::site::{Failure, OutputFile, Site};
use crate::words::fill;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    /// Terms and what they mean here.
    set: Vec<Term>,
    rhythm: Vec<Term>,
    scores: Vec<Term>,
    statuses: Vec<Term>,
    steps: Vec<Term>,
    culture: Vec<&'static str>,
    initiatives_html: Html,
    examples: Vec<ExampleRow>,
    groups: Vec<RuleGroup>,
}

#[derive(JsonSchema, Serialize)]
struct Term {
    name_html: Html,
    text: String,
}

#[derive(JsonSchema, Serialize)]
struct ExampleRow {
    objective: &'static str,
    key_results: [&'static str; 3],
}

#[derive(JsonSchema, Serialize)]
struct RuleGroup {
    id: String,
    name: &'static str,
    rules: Vec<RuleRow>,
}

#[derive(JsonSchema, Serialize)]
struct RuleRow {
    name: &'static str,
    severity: &'static str,
    off: bool,
    why_html: Html,
}

/// `guide/index.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let words = site.words;
    let here = Here::at(Route::Guide.file());
    let page = Page {
        crumbs_html: parts::crumbs(site, &here, [(None, words.guide)]),
        set: set(site),
        rhythm: rhythm(site),
        scores: scores(site),
        statuses: statuses(site),
        steps: words
            .guide_steps
            .iter()
            .map(|(minutes, step)| Term {
                name_html: text(&fill(words.minutes, &[("n", minutes)])),
                text: (*step).to_owned(),
            })
            .collect(),
        culture: words.guide_culture.to_vec(),
        initiatives_html: markdown::phrase(words.guide_initiatives),
        examples: site
            .language
            .examples()
            .iter()
            .map(|example| ExampleRow {
                objective: example.objective,
                key_results: example.key_results,
            })
            .collect(),
        groups: groups(site),
    };
    let frame = site.frame(&here, Room::Elsewhere, words.guide, None);
    Ok(vec![site.page("guide.html", &frame, &page)?])
}

fn text(text: &str) -> Html {
    let mut html = Html::new();
    html.text(text);
    html
}

fn term(name: &str, meaning: String) -> Term {
    Term {
        name_html: text(name),
        text: meaning,
    }
}

/// How many of what.
fn set(site: &Site<'_>) -> Vec<Term> {
    let (words, language) = (site.words, site.language);
    let config = &site.inputs.book.config;
    let between = |template: &str, (min, max): (f64, f64)| {
        fill(
            template,
            &[("min", &number(language, min)), ("max", &number(language, max))],
        )
    };
    vec![
        term(
            words.objectives,
            between(words.guide_objectives, rules::objective_count::limits(config)),
        ),
        term(
            words.key_results,
            between(words.guide_key_results, rules::key_result_count::limits(config)),
        ),
        term(
            words.team,
            between(words.guide_team, rules::team_size::limits(config)),
        ),
        term(words.owner, words.guide_owner.to_owned()),
    ]
}

/// When.
fn rhythm(site: &Site<'_>) -> Vec<Term> {
    let (words, language) = (site.words, site.language);
    let config = &site.inputs.book.config;
    let cadence = match config.cadence {
        Cadence::Days(days) => language.count(words.guide_every_days, days as usize),
        Cadence::Months(months) => language.count(words.guide_every_months, months as usize),
    };
    vec![
        term(words.check_ins, cadence),
        term(
            words.stale,
            language.count(words.guide_grace, config.grace as usize),
        ),
        term(
            words.guide_closing_name,
            language.count(words.guide_closing, config.closing as usize),
        ),
    ]
}

/// What numbers mean.
fn scores(site: &Site<'_>) -> Vec<Term> {
    let (words, language) = (site.words, site.language);
    let goal = |ambition: Ambition| figures::score(Some(ambition.goal()), language);
    let scoring = match site.inputs.book.config.scoring {
        Scoring::Progress => words.guide_progress,
        Scoring::Projection => words.guide_projection,
    };
    vec![
        term(
            &figures::score(Some(0.3), language),
            words.guide_missed.to_owned(),
        ),
        term(
            &figures::score(Some(0.4), language),
            words.guide_in_between.to_owned(),
        ),
        term(
            &figures::score(Some(0.7), language),
            words.guide_came_close.to_owned(),
        ),
        term(
            &figures::score(Some(1.0), language),
            words.guide_reached.to_owned(),
        ),
        term(words.score, scoring.to_owned()),
        term(
            words.aspirational,
            fill(
                words.guide_aspirational,
                &[("goal", &goal(Ambition::Aspirational))],
            ),
        ),
        term(
            words.committed,
            fill(words.guide_committed, &[("goal", &goal(Ambition::Committed))]),
        ),
    ]
}

fn statuses(site: &Site<'_>) -> Vec<Term> {
    let words = site.words;
    [
        (Sign::Word(Status::OnTrack), words.guide_on_track),
        (Sign::Word(Status::AtRisk), words.guide_at_risk),
        (Sign::Word(Status::OffTrack), words.guide_off_track),
        (Sign::Word(Status::Pending), words.guide_pending),
        (Sign::Word(Status::Paused), words.guide_paused),
        (Sign::Word(Status::Done), words.guide_done),
        (Sign::Word(Status::Cancelled), words.guide_cancelled),
        (Sign::Stale, words.guide_stale),
    ]
    .into_iter()
    .map(|(sign, meaning)| Term {
        name_html: sign.label(words),
        text: meaning.to_owned(),
    })
    .collect()
}

/// The rules with the severity that they have here.
fn groups(site: &Site<'_>) -> Vec<RuleGroup> {
    let words = site.words;
    let config = &site.inputs.book.config;
    let all = [
        (Group::Set, words.group_set),
        (Group::Wording, words.group_wording),
        (Group::Owners, words.group_owners),
        (Group::CheckIns, words.check_ins),
        (Group::Honesty, words.group_honesty),
        (Group::Alignment, words.alignment),
        (Group::Markdown, words.group_markdown),
    ];
    let of = |group: Group| {
        let rules = rules::ALL.iter().filter(move |rule| rule.group == group);
        rules
            .map(|rule| {
                let severity = config.severity(rule.name);
                RuleRow {
                    name: rule.name,
                    severity: severity_word(site, severity),
                    off: severity == Severity::Off,
                    why_html: markdown::phrase(rule.why.in_language(site.language)),
                }
            })
            .collect::<Vec<RuleRow>>()
    };
    all.into_iter()
        .map(|(group, name)| RuleGroup {
            id: ["okr-g-", group.name()].concat(),
            name,
            rules: of(group),
        })
        .filter(|group| !group.rules.is_empty())
        .collect()
}

/// The word of a severity.
pub fn severity_word(site: &Site<'_>, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => site.words.error,
        Severity::Warning => site.words.warning,
        Severity::Info => site.words.info,
        Severity::Off => site.words.off,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    fn guide(config: &str) -> String {
        let fixture = Fixture::of(&[("okr.yaml", config)]);
        let file = files(&fixture.site()).expect("the template is right").remove(0);
        assert_eq!(file.path, "guide/index.html");
        match file.content {
            Content::Bytes(bytes) => String::from_utf8(bytes).expect("text"),
            Content::CopyOf(_) => panic!("the guide is no copy"),
        }
    }

    #[test]
    fn the_guide_says_what_the_configuration_says() {
        let html = guide(
            "title: Acme\ncadence: weekly\ngrace: 3\nrules: { objective-count: { max: 4 }, missing-owner: off }\n",
        );
        for said in [
            "1 to 4",
            "3 to 5",
            "Every 7 days",
            "After 3 days",
            "objective-count",
        ] {
            assert!(html.contains(said), "{said}\n{html}");
        }
        let row = html.split("id=\"okr-r-missing-owner\"").nth(1).expect("its row");
        assert!(
            row.split("</li>").next().is_some_and(|row| row.contains(">off<")),
            "{row}"
        );
    }

    #[test]
    fn what_the_method_says_is_there_in_both_languages() {
        for (language, said) in [
            (
                "en",
                [
                    "how we get there",
                    "No company OKRs?",
                    "what happened, why, and what follows",
                    "expect a mix",
                    "do not punish",
                    "ambition and openness",
                    "about 80\u{a0}% likely",
                ],
            ),
            (
                "fr",
                [
                    "comment nous y arrivons",
                    "Pas d’OKR d’entreprise",
                    "les faits, pourquoi, et maintenant",
                    "résultats mêlés",
                    "ne punissent",
                    "l’ambition et la franchise",
                    "environ 80\u{202f}% de chances",
                ],
            ),
        ] {
            let html = guide(&format!("title: Acme\nlanguage: {language}\n"));
            for text in said {
                assert!(html.contains(text), "{text}\n{html}");
            }
            let language = crate::words::Language::of_code(language).expect("a language");
            for example in language.examples() {
                assert!(html.contains(example.objective), "{}", example.objective);
            }
        }
    }

    #[test]
    fn every_rule_is_in_the_guide_in_both_languages() {
        for config in ["title: Acme\n", "title: Acme\nlanguage: fr\n"] {
            let html = guide(config);
            for rule in rules::ALL {
                assert!(
                    html.contains(&format!("id=\"okr-r-{}\"", rule.name)),
                    "{}",
                    rule.name
                );
            }
        }
    }
}
