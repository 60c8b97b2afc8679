//! How the numbers of an objective come about, term by term: other pages link here as `#okr-why`.

use super::key_results::bounds;
use crate::config::Scoring;
use crate::history::terms::{self, Terms};
use crate::history::{KeyResultStanding, PeriodState};
use crate::model::{KeyResult, KeyResultIx, Measure, Objective, ObjectiveIx};
use crate::site::check_in;
use crate::site::figures::{self, with_unit};
use crate::site::html::{Html, Part, tag};
use crate::site::parts;
use crate::site::sign::{self, Sign};
use crate::site::{Site, begin_scroll};
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
    html.markup(r#"<section class="sec" id="okr-why" aria-labelledby="okr-numbers"><div class="sec-head"><h2 id="okr-numbers">"#)
        .word(site.words.how_numbers)
        .markup("</h2></div>");
    why.score(&mut html);
    why.status(&mut html);
    why.pace(&mut html);
    why.forecast(&mut html);
    why.due(&mut html);
    html.markup("</section>");
    html
}

struct Why<'a> {
    site: &'a Site<'a>,
    ix: ObjectiveIx,
    objective: &'a Objective,
    terms: Terms,
}

impl Why<'_> {
    /// One number: its name and itself on the line that opens it.
    fn details(&self, html: &mut Html, name: &'static str, value: (&'static str, &[(&str, Part<'_>)])) {
        html.markup(r#"<details class="more why"><summary>"#)
            .word(name)
            .markup(" <b>");
        html.sentence(value.0, value.1, self.site.language)
            .markup("</b></summary>");
    }

    fn sentence(&self, html: &mut Html, template: &'static str, parts: &[(&str, Part<'_>)]) {
        html.markup("<p>")
            .sentence(template, parts, self.site.language)
            .markup("</p>");
    }

    fn score(&self, html: &mut Html) {
        let (site, words) = (self.site, self.site.words);
        let now = &site.inputs.standing[self.ix];
        match now.score {
            Some(score) => self.details(html, words.score, ("{score}", &[("score", Part::Score(score))])),
            None => self.details(html, words.score, ("–", &[])),
        }
        if now.derived {
            let children = now.children.len();
            let template = site.language.form(words.derived_from, children);
            self.sentence(html, template, &[("n", Part::Count(children))]);
        } else {
            let template = site.language.form(words.mean_of, now.counted);
            let scored = ("scored", Part::Count(now.scored));
            self.sentence(html, template, &[("n", Part::Count(now.counted)), scored]);
            let closed = parts::state_of(site, self.objective.period) == PeriodState::Closed;
            if closed && now.scored < now.counted {
                self.sentence(html, words.unread_count_zero, &[]);
            }
        }
        begin_scroll(html, words.terms);
        html.markup(r#"<table class="tbl nums"><thead><tr>"#);
        for name in [words.key_result, words.how_scored, words.weight, words.score] {
            html.markup(r#"<th scope="col">"#).word(name).markup("</th>");
        }
        html.markup("</tr></thead><tbody>");
        for (at, kr) in self.objective.key_results.iter().enumerate() {
            self.term(html, KeyResultIx(at), kr);
        }
        html.markup("</tbody></table></div></details>");
    }

    fn term(&self, html: &mut Html, at: KeyResultIx, kr: &KeyResult) {
        let site = self.site;
        let now = &site.inputs.standing[self.ix].key_results[at.0];
        html.markup("<tr>");
        let mut name = tag!(html, "th", "scope" = "row");
        if let Some(lang) = site.lang(self.objective.language) {
            name = name.attr("lang", lang);
        }
        name.holding(&kr.title);
        html.markup("<td>");
        self.reasons(html, kr, now);
        html.markup("</td><td>")
            .number(self.terms.key_results[at.0].weight, site.language)
            .markup("</td><td>")
            .score(now.score, site.language)
            .markup("</td></tr>");
    }

    /// The day of the latest check-in that is not in the future: an older value is carried forward to it.
    fn last_check_in(&self) -> Option<jiff::civil::Date> {
        let check_ins = &self.site.inputs.standing[self.ix].check_ins;
        let mut all = self.objective.check_ins.iter().zip(check_ins);
        all.rfind(|(_, standing)| !standing.future)
            .map(|(check_in, _)| check_in.date)
    }

    /// From which reading and by which rule.
    fn reasons(&self, html: &mut Html, kr: &KeyResult, now: &KeyResultStanding) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let begin = html.len();
        let mut reason = |template: &'static str, parts: &[(&str, Part<'_>)]| {
            if html.len() > begin {
                html.markup(" · ");
            }
            html.sentence(template, parts, language);
        };
        if let Some(guarded) = kr.guards {
            let guarded = &self.objective.key_results[guarded.0].title;
            reason(words.guard_never_counts, &[("title", Part::Text(guarded))]);
        }
        let unit = kr.unit.as_deref();
        match now.value.zip(now.value_date) {
            Some((value, date)) => {
                let template = match self.last_check_in().is_some_and(|last| date < last) {
                    true => words.value_carried,
                    false => words.value_on,
                };
                let date = ("date", Part::DayAndMonth(date));
                match &kr.measure {
                    Measure::Metric(_) | Measure::Maintain { .. } => {
                        reason(template, &[("value", Part::WithUnit(value, unit)), date]);
                    }
                    Measure::Steps(_) | Measure::Milestone | Measure::Judged => {
                        let value = check_in::value(language, kr, value);
                        reason(template, &[("value", Part::Text(&value)), date]);
                    }
                }
            }
            None => reason(words.no_reading, &[]),
        }
        match &kr.measure {
            Measure::Metric(metric) => {
                if let (Some(start), Some(target)) = (metric.start, metric.target) {
                    reason(
                        words.from_start_to_target,
                        &[
                            ("start", Part::Number(start)),
                            ("target", Part::WithUnit(target, unit)),
                        ],
                    );
                }
                for &(score, value) in &metric.rubric {
                    reason(
                        words.rubric_at,
                        &[
                            ("score", Part::Number(score)),
                            ("value", Part::WithUnit(value, unit)),
                        ],
                    );
                }
                if let Some(progress) = now.progress {
                    reason(words.raw_progress, &[("progress", Part::Score(progress))]);
                }
            }
            Measure::Maintain { min, max } => {
                reason(
                    "{bounds}",
                    &[("bounds", Part::Text(&bounds(site, *min, *max, unit)))],
                );
                if let Some(kept) = now.kept {
                    let days = kept.days.unsigned_abs() as usize;
                    let inside = kept.inside.unsigned_abs() as usize;
                    reason(
                        language.form(words.days_inside, days),
                        &[("n", Part::Count(days)), ("inside", Part::Count(inside))],
                    );
                }
            }
            Measure::Steps(steps) => {
                let steps: Vec<String> = steps
                    .iter()
                    .map(|step| {
                        let score = figures::score(Some(step.score), language);
                        fill(words.step_scores, &[("label", &step.label), ("score", &score)])
                    })
                    .collect();
                reason("{steps}", &[("steps", Part::Text(&steps.join(", ")))]);
            }
            Measure::Milestone => reason(words.milestone_scores, &[]),
            Measure::Judged => reason(words.judged, &[]),
        }
        match (now.typed_score, now.computed_score) {
            (Some(typed), Some(computed)) => reason(
                words.typed_beside_computed,
                &[("typed", Part::Score(typed)), ("computed", Part::Score(computed))],
            ),
            (Some(typed), None) => reason(words.typed_only, &[("typed", Part::Score(typed))]),
            (None, _) => {}
        }
        if let Some(dropped) = &kr.dropped {
            reason(words.out_of_mean_from, &[("date", Part::LongDate(dropped.date))]);
        }
    }

    fn status(&self, html: &mut Html) {
        let (site, words) = (self.site, self.site.words);
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
        self.details(html, words.status, (shown, &[]));
        let template = match (check_in.status, now.status) {
            (Some(_), _) => words.status_written,
            (None, Some(_)) => words.status_weakest,
            (None, None) => words.status_none,
        };
        self.sentence(html, template, &[("date", Part::LongDate(check_in.date))]);
        if let Some(suggested) = now.suggested {
            let word = sign::status_in_sentence(suggested, words);
            let template = match site.inputs.book.period_of(self.objective).scoring {
                Scoring::Progress => words.pace_suggests,
                Scoring::Projection => words.band_suggests,
            };
            self.sentence(html, template, &[("status", Part::Text(&word))]);
        }
        if now.stale {
            self.sentence(html, words.stale_replaces, &[]);
        }
        html.markup("</details>");
    }

    fn pace(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let period = site.inputs.book.period_of(self.objective);
        let (Some(expected), Some(end)) = (now.expected, period.end) else {
            return;
        };
        let expected = ("expected", Part::Score(expected));
        self.details(html, words.pace_name, ("{expected}", &[expected]));
        let as_of = site.inputs.standing.as_of.min(end);
        self.sentence(
            html,
            words.pace_is,
            &[
                ("goal", Part::Number(self.objective.ambition.goal())),
                ("start", Part::LongDate(period.start)),
                ("end", Part::LongDate(end)),
                ("date", Part::LongDate(as_of)),
                expected,
            ],
        );
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
            let plan = plan.join(", ");
            self.sentence(
                html,
                words.planned,
                &[("title", Part::Text(&kr.title)), ("plan", Part::Text(&plan))],
            );
        }
        if let Some(gap) = now.gap {
            let template = if crate::score::above(gap, 0.0) {
                words.behind_pace
            } else {
                words.ahead_of_pace
            };
            self.sentence(html, template, &[("gap", Part::Score(gap.abs()))]);
        }
        html.markup("</details>");
    }

    fn forecast(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let period = site.inputs.book.period_of(self.objective);
        let (Some(forecast), Some(end)) = (now.forecast, period.end) else {
            return;
        };
        let low = ("low", Part::Score(forecast.low));
        let high = ("high", Part::Score(forecast.high));
        self.details(
            html,
            words.forecast_name,
            (
                "{end} ({low}–{high})",
                &[("end", Part::Score(forecast.end)), low, high],
            ),
        );
        let points = now.series.iter().filter(|point| point.score.is_some()).count();
        let date = ("date", Part::LongDate(end));
        let template = language.form(words.forecast_is, points);
        self.sentence(html, template, &[("n", Part::Count(points)), date, low, high]);
        html.markup("</details>");
    }

    fn due(&self, html: &mut Html) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let Some(due) = now.next_check_in else { return };
        let due = ("due", Part::LongDate(due));
        self.details(html, words.next_check_in, ("{due}", &[due]));
        match now.last_check_in {
            Some(last) => {
                self.sentence(html, words.due_after_last, &[("last", Part::LongDate(last)), due]);
            }
            None => self.sentence(html, words.due_first, &[due]),
        }
        let grace = site.inputs.book.config.grace as usize;
        let template = language.form(words.stale_after, grace);
        self.sentence(html, template, &[("n", Part::Count(grace))]);
        html.markup("</details>");
    }
}
