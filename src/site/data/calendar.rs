//! `calendar.ics` (RFC 5545): when check-ins are due, and when periods end.

use jiff::ToSpan;
use jiff::civil::Date;

use super::feed;
use crate::history::PeriodState;
use crate::site::Site;
use crate::site::route::{Here, Route};
use crate::words::fill;

/// Bytes of a line, its end left out.
const LINE: usize = 75;

/// The calendar: all-day entries, in the order of the data, with ids that stay.
pub fn calendar(site: &Site<'_>) -> Vec<u8> {
    let (book, words) = (site.inputs.book, site.words);
    let standing = site.inputs.standing;
    let stamp = [&basic(standing.as_of), "T000000Z"].concat();
    let here = Here::anywhere(String::new(), book.config.url.as_deref().unwrap_or_default());
    let absolute = |route: Route<'_>| book.config.url.as_ref().map(|_| here.to(route));
    let mut out = Lines(String::new());
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//okrbook//okr//EN");
    out.line("CALSCALE", "GREGORIAN");
    out.text("X-WR-CALNAME", &book.config.title);
    let event = |out: &mut Lines, id: &str, day: Date, summary: &str, url: Option<String>| {
        out.line("BEGIN", "VEVENT");
        out.line("UID", &feed::name(site, id).to_string());
        out.line("DTSTAMP", &stamp);
        out.line("DTSTART;VALUE=DATE", &basic(day));
        let next = day.checked_add(1.day()).unwrap_or(day);
        out.line("DTEND;VALUE=DATE", &basic(next));
        out.line("TRANSP", "TRANSPARENT");
        out.text("SUMMARY", summary);
        if let Some(url) = url {
            out.line("URL", &url);
        }
        out.line("END", "VEVENT");
    };
    for (period, now) in book.periods.iter().zip(&standing.periods) {
        let (Some(end), true) = (period.end, now.state != PeriodState::Closed) else {
            continue;
        };
        let id = ["calendar/period/", &period.id].concat();
        let summary = fill(words.period_ends, &[("period", &period.name)]);
        event(&mut out, &id, end, &summary, absolute(Route::Period(&period.id)));
    }
    for (objective, now) in book.objectives.iter().zip(&standing.objectives) {
        let Some(due) = now.next_check_in.filter(|_| site.shows(objective)) else {
            continue;
        };
        let id = ["calendar/due/", &objective.id, "/", &due.to_string()].concat();
        let owner = match &objective.owner {
            Some(owner) => site.person_name(owner),
            None => words.no_owner,
        };
        let summary = fill(
            words.check_in_due,
            &[("title", &objective.title), ("owner", owner)],
        );
        event(
            &mut out,
            &id,
            due,
            &summary,
            absolute(Route::Objective(&objective.id)),
        );
    }
    out.line("END", "VCALENDAR");
    out.0.into_bytes()
}

/// `20260930`
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

struct Lines(String);

impl Lines {
    /// A property whose value needs no escape; folded after 75 bytes, never within a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for c in name
            .chars()
            .chain([':'])
            .chain(value.chars().filter(|c| !c.is_control()))
        {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value somebody wrote.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len() + 8);
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use icalendar::parser::{read_calendar, unfold};

    use super::*;
    use crate::site::fixture::Fixture;

    const OBJECTIVE: &str = "---\ntitle: \"Reach; people, with a very long title: ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ BEGIN:VEVENT\"\nperiod: 2026-H2\nteam: support\nowner: ana\nkey_results:\n  - id: k\n    title: K\n    owner: ana\n    start: 0\n    target: 2\n---\n\n## 2026-10-31 (on track) Good\n\n- k: 1\n";

    #[test]
    fn the_calendar_reads_back_and_its_lines_are_short() {
        let config = "title: Acme\nurl: https://acme.example/okrs/\n";
        let fixture = Fixture::of(&[("okr.yaml", config), ("objectives/a.md", OBJECTIVE)]);
        let text = String::from_utf8(calendar(&fixture.site())).expect("text");
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= LINE && !line.contains('\n')),
            "{text}"
        );
        let unfolded = unfold(&text);
        let calendar = read_calendar(&unfolded).expect("it is a calendar");
        let of = |name: &str| -> Vec<String> {
            calendar
                .components
                .iter()
                .filter_map(|component| component.find_prop(name))
                .map(|property| property.val.to_string())
                .collect()
        };
        assert_eq!(of("DTSTART"), ["20261231", "20261130"]);
        assert_eq!(of("URL")[1], "https://acme.example/okrs/objectives/a/index.html");
        let summaries = of("SUMMARY");
        assert!(summaries[1].contains("Reach; people, with"), "{summaries:?}");
        assert_eq!(
            calendar.components.len(),
            2,
            "nothing that somebody wrote becomes an entry"
        );
    }
}
