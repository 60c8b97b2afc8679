//! Who wrote a check-in and its readings: the first commit in which each stands as it stands today.

use super::WrittenCheckIn;
use super::past::Present;
use super::timeline::Timeline;
use crate::model::{CheckIn, Objective, Reading};
use crate::source::SourceFile;

/// Beside the check-ins of an objective.
pub fn check_ins(
    objective: &Objective,
    source: &SourceFile,
    now: &Present,
    timeline: &Timeline<'_>,
) -> Vec<WrittenCheckIn> {
    let written = |check_in: &CheckIn| {
        let text = now.section(check_in.line);
        let texts = timeline.days.get(&check_in.date).map_or(&[][..], Vec::as_slice);
        let reading = |reading: &Reading| {
            let typed = source.slice(reading.span);
            let holds = texts
                .iter()
                .find(|&&text| stands_in(typed, &timeline.contents[text]))?;
            timeline.first(*holds)?.commit
        };
        WrittenCheckIn {
            commit: text.and_then(|text| timeline.first(text)?.commit),
            readings: check_in.readings.iter().map(reading).collect(),
        }
    };
    objective.check_ins.iter().map(written).collect()
}

/// Whether a reading stands in a section as it is, and not as the beginning of another one.
fn stands_in(typed: &str, section: &str) -> bool {
    section.match_indices(typed).any(|(at, _)| {
        let (before, behind) = (&section[..at], &section[at + typed.len()..]);
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        let is_item = line.len() < 12 && line.starts_with(|c: char| "-*+".contains(c) || c.is_ascii_digit());
        is_item
            && behind
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start()
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '(' | '/' | '%'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_found_only_as_it_stands() {
        let check = |typed: &str, section: &str, expected| {
            assert_eq!(stands_in(typed, section), expected, "{typed} in {section:?}");
        };
        check("nps: 43", "## 2026-08-31\n\n- nps: 43\n", true);
        check("nps: 43", "- nps: 43 — so far", true);
        check("nps: 43", "1. nps: 43 -- so far", true);
        check("nps: 43", "- nps: 433", false);
        check("nps: 43", "- nps: 43.5", false);
        check("nps: 43", "- nps: 43 (at risk)", false);
        check("nps: 43 (at risk)", "- nps: 43 (at risk)\n", true);
        check("nps: 43", "We said nps: 43\n", false);
        check("nps: 43", "- [ ] nps: 43", true);
        check("nps: 4 %", "- nps: 4 % — x", true);
        check("nps: 4", "- nps: 4 % — x", false);
    }
}
