//! How the numbers of an objective come about, term by term: other pages link here as `#okr-why`.

use super::key_results::{bounds, last_value};
use crate::config::Scoring;
use crate::history::terms::{self, Terms};
use crate::history::{KeyResultStanding, PeriodState};
use crate::model::{KeyResult, KeyResultIx, Measure, Objective, ObjectiveIx};
use crate::site::Site;
use crate::site::figures::{self, number, with_unit};
use crate::site::html::Html;
use crate::site::parts;
use crate::site::sign::{self, Sign};
use crate::words::fill;

/// The section.
pub fn section(site: &Site<'_>, ix: ObjectiveIx) -> Html {
    let objective = &site.inputs.book[ix];
    let terms = terms::terms(site.inputs.book, site.inputs.standing, ix);
    let why = Why {
        site,
        ix,
        objective,
        terms,
    };
    let mut html = Html::with_capacity(3200);
    html.markup(r#"<section class="sec" id="okr-why" aria-labelledby="okr-numbers">"#);
    html.markup(r#"<div class="sec-head">"#);
    html.markup(r#"<h2 id="okr-numbers">"#)
        .word(site.words.how_numbers)
        .end("h2");
    html.end("div");
    why.score(&mut html);
    why.status(&mut html);
    why.pace(&mut html);
    why.forecast(&mut html);
    why.due(&mut html);
    html.end("section");
    html
}

struct Why<'a> {
    site: &'a Site<'a>,
    ix: ObjectiveIx,
    objective: &'a Objective,
    terms: Terms,
}

impl Why<'_> {
    fn number(&self, value: f64) -> String {
        figures::score(Some(value), self.site.language)
    }

    /// One number: its name and itself on the line that opens it.
    fn details(&self, html: &mut Html, name: &str, value: &str) {
        html.markup(r#"<details class="more why">"#);
        html.markup("<summary>");
        html.text(name).text(" ");
        html.markup("<b>").text(value).end("b");
        html.end("summary");
    }

    fn sentence(&self, html: &mut Html, text: &str) {
        html.markup("<p>").text(text).end("p");
    }

    fn score(&self, html: &mut Html) {
        let (site, words) = (self.site, self.site.words);
        let now = &site.inputs.standing[self.ix];
        self.details(html, words.score, &figures::score(now.score, site.language));
        if now.derived {
            let children = site.language.count(words.derived_from, now.children.len());
            self.sentence(html, &children);
        } else {
            let text = fill(
                &site.language.count(words.mean_of, now.counted),
                &[("scored", &now.scored.to_string())],
            );
            self.sentence(html, &text);
            let closed = parts::state_of(site, self.objective.period) == PeriodState::Closed;
            if closed && now.scored < now.counted {
                self.sentence(html, words.unread_count_zero);
            }
        }
        html.tag("div")
            .fixed("class", "scroll")
            .fixed("tabindex", "0")
            .fixed("role", "region")
            .attr("aria-label", words.terms)
            .open();
        html.markup(r#"<table class="tbl nums">"#);
        html.markup("<thead>").markup("<tr>");
        for name in [words.key_result, words.how_scored, words.weight, words.score] {
            html.markup(r#"<th scope="col">"#).text(name).end("th");
        }
        html.end("tr").end("thead");
        html.markup("<tbody>");
        for (at, kr) in self.objective.key_results.iter().enumerate() {
            self.term(html, KeyResultIx(at), kr);
        }
        html.end("tbody").end("table").end("div").end("details");
    }

    fn term(&self, html: &mut Html, at: KeyResultIx, kr: &KeyResult) {
        let site = self.site;
        let now = &site.inputs.standing[self.ix].key_results[at.0];
        html.markup("<tr>");
        let mut name = html.tag("th").fixed("scope", "row");
        if let Some(lang) = site.lang(self.objective.language) {
            name = name.attr("lang", lang);
        }
        name.holding(&kr.title);
        html.markup("<td>")
            .text(&self.reasons(kr, now).join(" · "))
            .end("td");
        let weight = self.terms.key_results[at.0].weight;
        html.markup("<td>").text(&number(site.language, weight)).end("td");
        html.markup("<td>").score(now.score, site.language).end("td");
        html.end("tr");
    }

    /// The day of the latest check-in that is not in the future: an older value is carried forward to it.
    fn last_check_in(&self) -> Option<jiff::civil::Date> {
        let check_ins = &self.site.inputs.standing[self.ix].check_ins;
        let mut all = self.objective.check_ins.iter().zip(check_ins);
        all.rfind(|(_, standing)| !standing.future)
            .map(|(check_in, _)| check_in.date)
    }

    /// From which reading and by which rule.
    fn reasons(&self, kr: &KeyResult, now: &KeyResultStanding) -> Vec<String> {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let mut reasons = Vec::new();
        if let Some(guarded) = kr.guards {
            let guarded = &self.objective.key_results[guarded.0].title;
            reasons.push(fill(words.guard_never_counts, &[("title", guarded)]));
        }
        match last_value(site, kr, now.value).zip(now.value_date) {
            Some((value, date)) => reasons.push(fill(
                match self.last_check_in().is_some_and(|last| date < last) {
                    true => words.value_carried,
                    false => words.value_on,
                },
                &[("value", &value), ("date", &language.day_and_month(date))],
            )),
            None => reasons.push(words.no_reading.to_owned()),
        }
        let unit = kr.unit.as_deref();
        match &kr.measure {
            Measure::Metric(metric) => {
                if let (Some(start), Some(target)) = (metric.start, metric.target) {
                    reasons.push(fill(
                        words.from_start_to_target,
                        &[
                            ("start", &number(language, start)),
                            ("target", &with_unit(language, target, unit)),
                        ],
                    ));
                }
                for &(score, value) in &metric.rubric {
                    let value = with_unit(language, value, unit);
                    reasons.push(fill(
                        words.rubric_at,
                        &[("score", &number(language, score)), ("value", &value)],
                    ));
                }
                if let Some(progress) = now.progress {
                    reasons.push(fill(
                        words.raw_progress,
                        &[("progress", &figures::score(Some(progress), language))],
                    ));
                }
            }
            Measure::Maintain { min, max } => {
                reasons.push(bounds(site, *min, *max, unit));
                if let Some(kept) = now.kept {
                    let days = language.count(words.days_inside, kept.days.unsigned_abs() as usize);
                    reasons.push(fill(&days, &[("inside", &kept.inside.to_string())]));
                }
            }
            Measure::Steps(steps) => reasons.push(
                steps
                    .iter()
                    .map(|step| {
                        fill(
                            words.step_scores,
                            &[("label", &step.label), ("score", &self.number(step.score))],
                        )
                    })
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            Measure::Milestone => reasons.push(words.milestone_scores.to_owned()),
            Measure::Judged => reasons.push(words.judged.to_owned()),
        }
        match (now.typed_score, now.computed_score) {
            (Some(typed), Some(computed)) => reasons.push(fill(
                words.typed_beside_computed,
                &[
                    ("typed", &self.number(typed)),
                    ("computed", &self.number(computed)),
                ],
            )),
            (Some(typed), None) => reasons.push(fill(words.typed_only, &[("typed", &self.number(typed))])),
            (None, _) => {}
        }
        if let Some(dropped) = &kr.dropped {
            let date = language.long_date(dropped.date);
            reasons.push(fill(words.out_of_mean_from, &[("date", &date)]));
        }
        reasons
    }

    fn status(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let latest = self
            .objective
            .check_ins
            .iter()
            .zip(&now.check_ins)
            .rev()
            .find(|(_, standing)| !standing.future);
        let Some((check_in, _)) = latest else { return };
        let shown = now
            .status
            .map_or(words.no_status, |status| Sign::Word(status).word(words));
        self.details(html, words.status, shown);
        let date = language.long_date(check_in.date);
        let template = match (check_in.status, now.status) {
            (Some(_), _) => words.status_written,
            (None, Some(_)) => words.status_weakest,
            (None, None) => words.status_none,
        };
        self.sentence(html, &fill(template, &[("date", &date)]));
        if let Some(suggested) = now.suggested {
            let word = sign::status_in_sentence(suggested, words);
            let template = match site.inputs.book.period_of(self.objective).scoring {
                Scoring::Progress => words.pace_suggests,
                Scoring::Projection => words.band_suggests,
            };
            self.sentence(html, &fill(template, &[("status", &word)]));
        }
        if now.stale {
            self.sentence(html, words.stale_replaces);
        }
        html.end("details");
    }

    fn pace(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let period = site.inputs.book.period_of(self.objective);
        let (Some(expected), Some(end)) = (now.expected, period.end) else {
            return;
        };
        self.details(html, words.pace_name, &self.number(expected));
        let as_of = site.inputs.standing.as_of.min(end);
        let text = fill(
            words.pace_is,
            &[
                ("goal", &number(language, self.objective.ambition.goal())),
                ("start", &language.long_date(period.start)),
                ("end", &language.long_date(end)),
                ("date", &language.long_date(as_of)),
                ("expected", &self.number(expected)),
            ],
        );
        self.sentence(html, &text);
        let planned = self
            .objective
            .key_results
            .iter()
            .filter_map(|kr| match &kr.measure {
                Measure::Metric(metric) if !metric.plan.is_empty() => Some((kr, metric)),
                _ => None,
            });
        for (kr, metric) in planned {
            let plan: Vec<String> = metric
                .plan
                .iter()
                .map(|(day, value)| {
                    let value = with_unit(language, *value, kr.unit.as_deref());
                    fill(
                        words.value_on,
                        &[("value", &value), ("date", &language.day_and_month(*day))],
                    )
                })
                .collect();
            self.sentence(
                html,
                &fill(words.planned, &[("title", &kr.title), ("plan", &plan.join(", "))]),
            );
        }
        if let Some(gap) = now.gap {
            let template = if crate::score::above(gap, 0.0) {
                words.behind_pace
            } else {
                words.ahead_of_pace
            };
            self.sentence(html, &fill(template, &[("gap", &self.number(gap.abs()))]));
        }
        html.end("details");
    }

    fn forecast(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let period = site.inputs.book.period_of(self.objective);
        let (Some(forecast), Some(end)) = (now.forecast, period.end) else {
            return;
        };
        let (low, high) = (self.number(forecast.low), self.number(forecast.high));
        self.details(
            html,
            words.forecast_name,
            &[&self.number(forecast.end), " (", &low, "–", &high, ")"].concat(),
        );
        let points = now.series.iter().filter(|point| point.score.is_some()).count();
        let text = fill(
            &language.count(words.forecast_is, points),
            &[("date", &language.long_date(end)), ("low", &low), ("high", &high)],
        );
        self.sentence(html, &text);
        html.end("details");
    }

    fn due(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let Some(due) = now.next_check_in else { return };
        self.details(html, words.next_check_in, &language.long_date(due));
        let text = match now.last_check_in {
            Some(last) => fill(
                words.due_after_last,
                &[
                    ("last", &language.long_date(last)),
                    ("due", &language.long_date(due)),
                ],
            ),
            None => fill(words.due_first, &[("due", &language.long_date(due))]),
        };
        self.sentence(html, &text);
        let grace = site.inputs.book.config.grace as usize;
        self.sentence(html, &language.count(words.stale_after, grace));
        html.end("details");
    }
}
