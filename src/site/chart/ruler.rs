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
    svg.markup(r#"<svg role="img" aria-label=""#)
        .text(&label)
        .markup(r#""><rect class="track" width="100%" height="6" rx="3"/>"#);
    if now > 0.0 {
        svg.markup(r#"<rect class="fill" width=""#)
            .percent(now)
            .markup(r#"" height="6" rx="3"/>"#);
    }
    let months = months(period);
    let each = months.len().div_ceil(12);
    for (i, &month) in months.iter().enumerate().step_by(each) {
        let at = x(period, month).unwrap_or(0.0);
        if i > 0 {
            svg.markup(r#"<line class="tk" x1=""#)
                .percent(at)
                .markup(r#"" x2=""#)
                .percent(at)
                .markup(r#"" y1="0" y2="6"/>"#);
        }
        // A month that begins just before the end has no room for its name.
        if at < 0.96 {
            svg.markup(r#"<text x=""#)
                .percent(at)
                .markup(r#"" y="24" aria-hidden="true">"#)
                .text(language.short_month(month))
                .markup("</text>");
        }
    }
    if today >= period.start && today <= end {
        svg.markup(r#"<circle cx=""#)
            .percent(now)
            .markup(r#"" cy="3" r="5" fill="currentColor"/>"#);
    }
    svg.markup("</svg>");
    svg
}
