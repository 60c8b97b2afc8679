//! The period ruler: a thin bar with a cut at each month and a dot at today.

use jiff::civil::Date;

use super::{days_between, months, x};
use crate::model::Period;
use crate::site::html::Html;
use crate::words::{Language, fill};

/// Draws the ruler; nothing for a period without an end.
pub fn ruler(period: &Period, today: Date, language: Language) -> Html {
    let mut svg = Html::with_capacity(900);
    let (Some(end), Some(now)) = (period.end, x(period, today)) else {
        return svg;
    };
    let words = language.page_words();
    let days = days_between(period.start, end) + 1;
    let template = match now {
        _ if today < period.start => words.ruler_before,
        _ if today > end => words.ruler_after,
        _ => words.ruler,
    };
    let start = if period.start.year() == end.year() {
        language.day_and_month(period.start)
    } else {
        language.long_date(period.start)
    };
    let label = fill(
        template,
        &[
            ("start", &start),
            ("end", &language.long_date(end)),
            ("today", &language.day_and_month(today)),
            ("day", &(days_between(period.start, today) + 1).to_string()),
            ("days", &days.to_string()),
        ],
    );
    let now = now.clamp(0.0, 1.0);
    svg.tag("svg")
        .fixed("role", "img")
        .attr("aria-label", &label)
        .open();
    svg.tag("rect")
        .fixed("class", "track")
        .fixed("width", "100%")
        .fixed("height", "6")
        .fixed("rx", "3")
        .close();
    if now > 0.0 {
        svg.tag("rect")
            .fixed("class", "fill")
            .percent("width", now)
            .fixed("height", "6")
            .fixed("rx", "3")
            .close();
    }
    let months = months(period);
    let each = months.len().div_ceil(12);
    for (i, &month) in months.iter().enumerate().step_by(each) {
        let at = x(period, month).unwrap_or(0.0);
        if i > 0 {
            svg.tag("line")
                .fixed("class", "tk")
                .percent("x1", at)
                .percent("x2", at)
                .fixed("y1", "0")
                .fixed("y2", "6")
                .close();
        }
        // A month that begins just before the end has no room for its name.
        if at < 0.96 {
            svg.tag("text")
                .percent("x", at)
                .fixed("y", "24")
                .fixed("aria-hidden", "true")
                .holding(language.short_month(month));
        }
    }
    if today >= period.start && today <= end {
        svg.tag("circle")
            .percent("cx", now)
            .fixed("cy", "3")
            .fixed("r", "5")
            .fixed("fill", "currentColor")
            .close();
    }
    svg.end("svg");
    svg
}
