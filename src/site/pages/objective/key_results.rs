//! The table of key results: what each one measures, where it is, what it scores, and what guards it.

use super::head::{contributors, quoting};
use crate::history::{PeriodState, Point, broken_guards, is_dropped};
use crate::model::{KeyResult, KeyResultIx, Measure, Objective, ObjectiveIx, Value};
use crate::site::Site;
use crate::site::chart::{Bar, Domain, Range, bar_into, spark_into};
use crate::site::check_in::confidence_text;
use crate::site::figures::{self, number, with_unit};
use crate::site::html::{Html, tag};
use crate::site::markdown;
use crate::site::parts::{self, verdict};
use crate::site::route::Here;
use crate::words::fill;

/// What the bars mean.
pub fn legend(site: &Site<'_>, ix: ObjectiveIx) -> String {
    let paced = site.inputs.standing[ix]
        .key_results
        .iter()
        .any(|kr| kr.expected.is_some());
    let words = site.words;
    let closed = parts::state_of(site, site.inputs.book[ix].period) == PeriodState::Closed;
    let text = match (paced, closed) {
        (true, false) => words.bars_with_tick,
        (true, true) => words.bars_with_goal,
        (false, _) => words.bars,
    };
    text.to_owned()
}

/// The table.
pub fn table(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Html {
    let words = site.words;
    let objective = &site.inputs.book[ix];
    let now = &site.inputs.standing[ix];
    let domain = Domain::of(now.key_results.iter().filter_map(|kr| kr.progress));
    let mut html = Html::with_capacity(700 + 1900 * objective.key_results.len());
    html.markup(r#"<table class="tbl fold krs" role="table"><caption class="vh">"#)
        .word(words.key_results_caption)
        .markup(r#"</caption><thead role="rowgroup"><tr role="row">"#);
    for name in [
        words.key_result,
        words.status,
        words.trend,
        words.way,
        words.score,
    ] {
        html.markup(r#"<th role="columnheader" scope="col">"#)
            .text(name)
            .markup("</th>");
    }
    html.markup(r#"</tr></thead><tbody role="rowgroup">"#);
    let row = Row {
        site,
        here,
        ix,
        objective,
        domain,
    };
    for at in in_order(objective) {
        row.write(&mut html, at);
    }
    html.markup("</tbody></table>");
    html
}

/// In file order, but guards stand right behind what they guard.
fn in_order(objective: &Objective) -> Vec<KeyResultIx> {
    let all = objective.key_results.iter().enumerate();
    let mut order: Vec<(usize, bool, usize)> = all
        .map(|(at, kr)| (kr.guards.map_or(at, |guarded| guarded.0), kr.guards.is_some(), at))
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, _, at)| KeyResultIx(at)).collect()
}

struct Row<'a> {
    site: &'a Site<'a>,
    here: &'a Here,
    ix: ObjectiveIx,
    objective: &'a Objective,
    domain: Domain,
}

impl Row<'_> {
    fn write(&self, html: &mut Html, at: KeyResultIx) {
        let (site, words) = (self.site, self.site.words);
        let kr = &self.objective.key_results[at.0];
        let now = &site.inputs.standing[self.ix].key_results[at.0];
        let sign = parts::sign_of_key_result(site, self.ix, at);
        let gone = is_dropped(kr.dropped.as_deref(), site.inputs.standing.as_of);
        html.markup(r#"<tr role="row" id=""#).text(&kr.id);
        if gone {
            html.markup(r#"" class="gone"#);
        }
        html.markup(r#""><th role="rowheader" scope="row" class="obj wide"#);
        if kr.guards.is_some() {
            html.markup(" in1");
        }
        html.markup("\">");
        self.name(html, at, kr);
        html.markup(r#"</th><td role="cell">"#);
        sign.pill_into(html, words);
        if let Some(confidence) = now.confidence.filter(|_| !gone) {
            sub(html, &confidence_text(site, confidence));
        }
        html.markup(r#"</td><td role="cell" class="c-tr">"#);
        self.trend(html, at, kr, sign.class());
        html.markup(r#"</td><td role="cell" class="c-v">"#);
        self.way(html, at, kr);
        html.markup(r#"</td><td role="cell" class="c-sc"><span class="scorecell"><span class="score num">"#)
            .score(now.score, site.language)
            .markup("</span>");
        let length = match kr.measure {
            Measure::Metric(_) => now.progress.or(now.score),
            _ => now.score,
        };
        // The tick is a score; on a bar of raw progress it has a place only where the two are the same.
        let bent = matches!(&kr.measure, Measure::Metric(metric) if !metric.rubric.is_empty());
        bar_into(
            html,
            Bar {
                value: length,
                expected: now.expected.filter(|_| !bent),
                class: sign.class(),
            },
            self.domain,
        );
        html.markup("</span>");
        if let Some(score) = now.score {
            let mut notes = Vec::new();
            notes.extend(verdict::beside(site, self.objective.period, sign, score));
            if let (Some(_), Some(computed)) = (now.typed_score, now.computed_score) {
                let computed = figures::score(Some(computed), site.language);
                notes.push(fill(words.typed_computed, &[("score", &computed)]));
            }
            if !notes.is_empty() {
                sub(html, &notes.join(" · "));
            }
        }
        html.markup("</td></tr>");
    }

    /// Title, owner and what else there is to say of it.
    fn name(&self, html: &mut Html, at: KeyResultIx, kr: &KeyResult) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix];
        let as_of = site.inputs.standing.as_of;
        let mut title = tag!(html, "span", "class" = "tt");
        if let Some(lang) = site.lang(self.objective.language) {
            title = title.attr("lang", lang);
        }
        title.holding(&kr.title);
        html.markup(r#"<span class="sub">"#);
        let owner = kr.owner.as_ref().map(|owner| owner.value.as_str());
        parts::owner_into(site, self.here, html, owner);
        if !kr.contributors.is_empty() {
            html.text(" · ")
                .html(&contributors(site, self.here, &kr.contributors));
        }
        if kr.guards.is_none() && kr.weight != 1.0 {
            let weight = number(language, kr.weight);
            html.text(" · ")
                .text(&fill(words.weight_of, &[("weight", &weight)]));
        }
        let (helped, first) = self.helped_by(at);
        if helped > 0 {
            html.text(" · ");
            let link = tag!(html, "a", "href" = "#okr-below");
            let text = match first {
                Some(title) if helped == 1 => fill(words.helped_by, &[("title", title)]),
                _ => language.count(words.helped_by_n, helped),
            };
            link.holding(&text);
        }
        if let Some(guarded) = kr.guards {
            let guarded = &self.objective.key_results[guarded.0];
            html.text(" · ").word(words.guards).text(" ");
            html.tag("a")
                .attr("href", &["#", &guarded.id.value].concat())
                .holding(&guarded.title);
        }
        for link in &kr.links {
            html.text(" · ");
            match markdown::link(site, self.here, self.objective.file, link) {
                Some(link) => html.html(&link),
                None => html.text(&link.title),
            };
        }
        for tag in &kr.tags {
            html.text(" ")
                .markup(r#"<span class="tag">"#)
                .text(tag)
                .markup("</span>");
        }
        html.markup("</span>");
        for broken in broken_guards(self.objective, now, at, as_of) {
            let guard = &self.objective.key_results[broken.0];
            html.markup(r#"<span class="sub warn">"#);
            html.word(words.guard_broken).text(" ");
            html.tag("a")
                .attr("href", &["#", &guard.id.value].concat())
                .holding(&guard.title);
            html.markup("</span>");
        }
        if let Some(dropped) = &kr.dropped {
            let template = if dropped.date <= as_of {
                words.dropped_on
            } else {
                words.will_be_dropped
            };
            let date = language.long_date(dropped.date);
            html.markup(r#"<span class="sub">"#);
            let lang = site.lang(self.objective.language);
            quoting(
                html,
                template,
                &[("date", &date)],
                ("reason", &dropped.reason),
                lang,
            );
            html.markup("</span>");
        }
    }

    /// How many objectives have this key result as their parent, and the title of the first.
    fn helped_by(&self, at: KeyResultIx) -> (usize, Option<&str>) {
        let book = self.site.inputs.book;
        let mut helpers = self.site.index.children(self.ix).iter().filter(|&&child| {
            let parent = book[child].parent.as_ref();
            parent.and_then(|parent| parent.key_result()) == Some(at)
        });
        let first = helpers.next().map(|&child| book[child].title.value.as_str());
        (usize::from(first.is_some()) + helpers.count(), first)
    }

    /// From where over where to where, or whatever else this kind has.
    fn way(&self, html: &mut Html, at: KeyResultIx, kr: &KeyResult) {
        let (site, words, language) = (self.site, self.site.words, self.site.language);
        let now = &site.inputs.standing[self.ix].key_results[at.0];
        let unit = kr.unit.as_deref();
        let strong = |html: &mut Html| {
            html.markup(r#"<b class="score">"#);
            match (now.value, &kr.measure) {
                (None, _) => html.markup("–"),
                (Some(value), Measure::Metric(_)) => html.number(value, language),
                (Some(value), _) => html.text(&crate::site::check_in::value(language, kr, value)),
            };
            html.markup("</b>");
        };
        let mut notes: Vec<String> = Vec::new();
        match &kr.measure {
            Measure::Metric(metric) => {
                html.markup(r#"<span class="nowrap">"#);
                match metric.start {
                    Some(start) => html.number(start, language),
                    None => html.word(words.start_unknown),
                };
                html.markup(" → ");
                strong(html);
                html.markup(" → ");
                match metric.target {
                    Some(target) => html.with_unit(target, unit, language),
                    None => html.word(words.target_hidden),
                };
                html.markup("</span>");
                notes.extend(now.progress.and_then(|progress| beyond(site, progress)));
            }
            Measure::Maintain { min, max } => {
                strong(html);
                notes.push(bounds(site, *min, *max, unit));
                if let Some(inside) = now.inside {
                    let word = if inside { words.inside } else { words.outside };
                    let class = if inside { "" } else { "warn" };
                    html.text(" ").tag("span").attr("class", class).holding(word);
                }
                if let Some(kept) = now.kept.filter(|kept| kept.days > 0) {
                    let of = language.count(words.days_inside, kept.days.unsigned_abs() as usize);
                    notes.push(fill(&of, &[("inside", &kept.inside.to_string())]));
                }
            }
            Measure::Steps(steps) => {
                let reached = now
                    .value
                    .map_or(0, |value| steps.len().min(value.max(0.0) as usize));
                strong(html);
                html.text(" ");
                let of = fill(
                    words.n_of_total,
                    &[("n", &reached.to_string()), ("total", &steps.len().to_string())],
                );
                html.markup(r#"<span class="muted">"#).text(&of).markup("</span>");
                let labels: Vec<String> = steps
                    .iter()
                    .enumerate()
                    .map(|(i, step)| {
                        if i < reached {
                            ["✓\u{a0}", &step.label].concat()
                        } else {
                            step.label.clone()
                        }
                    })
                    .collect();
                notes.push(labels.join(" · "));
            }
            Measure::Milestone => strong(html),
            Measure::Judged => {
                strong(html);
                notes.push(words.judged.to_owned());
            }
        }
        let last = site.inputs.standing[self.ix].last_check_in;
        if let Some(date) = now.value_date.filter(|&date| Some(date) != last) {
            notes.push(fill(words.value_of, &[("date", &language.short_date(date))]));
        }
        if !notes.is_empty() {
            sub(html, &notes.join(" · "));
        }
    }

    /// The line of raw progress for metrics, of the score for the rest.
    fn trend(&self, html: &mut Html, at: KeyResultIx, kr: &KeyResult, class: &'static str) {
        let site = self.site;
        let period = site.inputs.book.period_of(self.objective);
        let now = &site.inputs.standing[self.ix].key_results[at.0];
        let straight = !matches!(&kr.measure, Measure::Metric(metric) if !metric.plan.is_empty());
        let goal = parts::goal(site, self.objective).filter(|_| now.expected.is_some() && straight);
        let progress = self.progress(at, kr);
        let points = progress.as_deref().unwrap_or(&now.series);
        spark_into(html, period, points, goal, Range::Progress, class);
    }

    /// Raw progress on the days of the series; `None` where it has none, or where typed scores count instead.
    fn progress(&self, at: KeyResultIx, kr: &KeyResult) -> Option<Vec<Point>> {
        let Measure::Metric(metric) = &kr.measure else {
            return None;
        };
        let series = &self.site.inputs.standing[self.ix].key_results[at.0].series;
        let mut points = series.clone();
        let mut values = Vec::with_capacity(points.len());
        for check_in in &self.objective.check_ins {
            for reading in &check_in.readings {
                if reading.key_result == at {
                    if reading.typed_score.is_some() {
                        return None;
                    }
                    if let Value::Number(value) = reading.value {
                        values.push((check_in.date, value));
                    }
                }
            }
        }
        for point in &mut points {
            // A reading from before the period counts from its first day, so the series may begin later.
            let behind = values.partition_point(|(date, _)| *date <= point.date);
            let value = behind.checked_sub(1).map(|last| values[last].1);
            if point.score.is_some() {
                point.score = Some(crate::score::metric::progress(metric, value?)?.into());
            }
        }
        Some(points)
    }
}

fn sub(html: &mut Html, text: &str) {
    html.markup(r#"<span class="sub">"#).text(text).markup("</span>");
}

/// Raw progress in words, where it lies outside of 0 to 1.
fn beyond(site: &Site<'_>, progress: f64) -> Option<String> {
    /// Percent of the target that are still a number one reads.
    const MOST: f64 = 9.995;
    let words = site.words;
    if crate::score::above(0.0, progress) {
        Some(words.worse_than_start.to_owned())
    } else if crate::score::above(progress, MOST) {
        Some(words.far_beyond_target.to_owned())
    } else if crate::score::above(progress, 1.0) {
        let percent = format!("{:.0}", crate::score::round12(progress * 100.0));
        Some(fill(words.percent_of_target, &[("percent", &percent)]))
    } else {
        None
    }
}

/// `at most 5 %`, `at least 99.9 %`, `from 95 to 99 %`
pub(super) fn bounds(site: &Site<'_>, min: Option<f64>, max: Option<f64>, unit: Option<&str>) -> String {
    let (words, language) = (site.words, site.language);
    let shown = |bound: f64| with_unit(language, bound, unit);
    match (min, max) {
        (Some(min), Some(max)) if min == max => fill(words.exactly, &[("value", &shown(max))]),
        (Some(min), Some(max)) => fill(
            words.from_min_to_max,
            &[("min", &number(language, min)), ("max", &shown(max))],
        ),
        (Some(min), None) => fill(words.at_least, &[("min", &shown(min))]),
        (None, Some(max)) => fill(words.at_most, &[("max", &shown(max))]),
        (None, None) => String::new(),
    }
}
