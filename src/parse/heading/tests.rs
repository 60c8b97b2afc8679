//! Headings of check-ins and of other sections.

use super::*;
use crate::source::{FileId, Span};

fn piece(text: &str) -> Piece<'_> {
    Piece {
        file: FileId(0),
        start: 100,
        text,
    }
}

fn of(text: &str) -> Heading {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let whole = piece(text);
    read(whole, whole.from(level).trimmed(), level as u8, Language::French)
}

#[test]
fn a_check_in_has_date_status_and_title() {
    fn check(text: &str, status: Option<Status>, title: &str) {
        let Heading::CheckIn(found) = of(text) else {
            panic!("{text}: {:?}", of(text))
        };
        assert_eq!(found.date, jiff::civil::date(2026, 8, 31), "{text}");
        assert_eq!(
            (found.status, found.title.as_deref().unwrap_or_default()),
            (status, title),
            "{text}"
        );
        assert!(found.findings.is_empty(), "{text}: {:?}", found.findings);
    }
    check("## 2026-08-31", None, "");
    check(
        "## 2026-08-31 (at risk) Hiring bites",
        Some(Status::AtRisk),
        "Hiring bites",
    );
    check("## 2026-08-31 Hiring **bites**", None, "Hiring **bites**");
    check("## 2026-08-31(at risk)Hiring", Some(Status::AtRisk), "Hiring");
    check("## 2026-08-31 ( On-Track ) — Good", Some(Status::OnTrack), "Good");
    check("## 2026-08-31 (🔴): Bad", Some(Status::OffTrack), "Bad");
    check("## 2026-08-31 — Good", None, "Good");
    check("## 2026-08-31 – Good", None, "Good");
    check("## 2026-08-31 : Good", None, "Good");
    check("## 2026-08-31 - Good", None, "Good");
    check("## 2026-08-31 -5 % in a month", None, "-5 % in a month");
    check(
        "## 2026-08-31 (en bonne voie) Très bien",
        Some(Status::OnTrack),
        "Très bien",
    );
    check(
        "## 2026-08-31 Two people (of five) left",
        None,
        "Two people (of five) left",
    );
    check(
        "## 2026-08-31 (done) Two (of five)",
        Some(Status::Done),
        "Two (of five)",
    );
    check("## 2026-08-31 (done)", Some(Status::Done), "");
}

#[test]
fn a_wrong_parenthesis_is_pointed_at() {
    fn check(text: &str, at: &str, expected: &str) {
        let Heading::CheckIn(found) = of(text) else {
            panic!("{text}")
        };
        let [finding] = &found.findings[..] else {
            panic!("{text}: {:?}", found.findings)
        };
        assert_eq!(
            (finding.message.to_string().as_str(), finding.rule),
            (expected, "invalid-status")
        );
        let start = 100 + text.find(at).expect("the place is in the text");
        assert_eq!(finding.span, Span::new(start..start + at.len()), "{text}");
    }
    check(
        "## 2026-08-31 (at rsk) Hiring",
        "at rsk",
        "`at rsk` is not a status",
    );
    check("## 2026-08-31 (draft)", "draft", "`draft` is not a status");
    check("## 2026-08-31 () x", "()", "the parentheses hold no status");
    check(
        "## 2026-08-31 (at risk x",
        "(at risk x",
        "the parenthesis of `(at risk x` is not closed",
    );
}

#[test]
fn a_title_that_is_too_long_is_a_finding() {
    let text = format!("## 2026-08-31 {}", "é".repeat(501));
    let Heading::CheckIn(found) = of(&text) else {
        panic!("no check-in")
    };
    assert_eq!(
        found.findings[0].message.to_string(),
        "this title has 501 characters: at most 500"
    );
    let text = format!("## 2026-08-31 {}", "é".repeat(500));
    assert!(matches!(of(&text), Heading::CheckIn(found) if found.findings.is_empty()));
}

#[test]
fn what_looks_like_a_date_is_never_passed_over() {
    fn check(text: &str, at: &str, expected: &str) {
        let Heading::Wrong(found) = of(text) else {
            panic!("{text}: {:?}", of(text))
        };
        assert_eq!(
            (found.message.to_string().as_str(), found.rule),
            (expected, "invalid-date")
        );
        let start = 100 + text.find(at).expect("the place is in the text");
        assert_eq!(found.span, Span::new(start..start + at.len()), "{text}");
    }
    let form = |text: &str, at: &str| {
        check(
            text,
            at,
            &format!("`{at}` is not in the form `YYYY-MM-DD`: write `2026-07-31`"),
        )
    };
    form("## 31.07.2026", "31.07.2026");
    form("## 31.07.26 (on track)", "31.07.26");
    form("## 31/07/2026 Title", "31/07/2026");
    form("## 31. 7. 2026", "31. 7. 2026");
    form("## 2026/07/31", "2026/07/31");
    form("## 2026-7-31", "2026-7-31");
    form("## 20260731", "20260731");
    form("## ２０２６-０７-３１", "２０２６-０７-３１");
    form("## 2026‑07‑31", "2026‑07‑31");
    form("## 31 July 2026 Title", "31 July 2026");
    form("## Fri, July 31st, 2026", "July 31st, 2026");
    form("## Vendredi 31 juillet 2026", "31 juillet 2026");
    check(
        "## 2026-02-30",
        "2026-02-30",
        "`2026-02-30` is no date: the last day of that month is `2026-02-28`",
    );
    check(
        "## 2026-02-30x",
        "2026-02-30",
        "`2026-02-30` is no date: the last day of that month is `2026-02-28`",
    );
    check(
        "## 1969-02-03 x",
        "1969-02-03",
        "`1969-02-03` is out of range: dates lie in the years 1970 to 2200",
    );
    check(
        "## 2026-08-31x",
        "2026-08-31x",
        "`2026-08-31x` is no date: only a space or `(` may follow it",
    );
    check(
        "## 2026-08-31: A",
        "2026-08-31:",
        "`2026-08-31:` is no date: only a space or `(` may follow it",
    );
    check(
        "## 2026-08-31T10:00 A",
        "2026-08-31T10:00",
        "`2026-08-31T10:00` is no date: only a space or `(` may follow it",
    );
    check(
        "# 2026-07-31",
        "# 2026-07-31",
        "`# 2026-07-31` is a heading of level 1, a check-in has level 2",
    );
    check(
        "### 2026-07-31 x",
        "### 2026-07-31",
        "`### 2026-07-31` is a heading of level 3, a check-in has level 2",
    );
    check(
        "#### Friday 2026-07-31",
        "2026-07-31",
        "a heading of level 4 is no check-in",
    );
    check(
        "### 31.07.2026",
        "31.07.2026",
        "`31.07.2026` is not in the form `YYYY-MM-DD`: write `2026-07-31`",
    );
    let behind = |text: &str, at: &str| check(text, at, &format!("`{at}` does not begin with a plain date"));
    behind("## Friday, 2026-07-31", "Friday, 2026-07-31");
    behind("## Check-in 2026-07-31", "Check-in 2026-07-31");
    behind("## (at risk) 2026-07-31 x", "(at risk) 2026-07-31");
    behind("## **2026-07-31** x", "**2026-07-31");
    behind("## [2026-07-31](x)", "[2026-07-31");
    check(
        "## 2026-07",
        "2026-07",
        "`2026-07` has no day: write it as `2026-07-DD`",
    );
    check(
        "## 31 July (on track)",
        "31 July",
        "`31 July` is not a date: write it as `YYYY-MM-DD`",
    );
    check(
        "## ##2026-07-31",
        "##2026-07-31",
        "`##2026-07-31` does not begin with a plain date",
    );
}

#[test]
fn other_headings_are_let_alone() {
    for text in [
        "## Why",
        "## 2026 in review",
        "## 2026-Q3",
        "## 2026-07 in numbers",
        "## Release 1.2.10",
        "## 1.2.10 Scope",
        "## 5 May be too late",
        "## March of progress",
        "### What we did until 2026-07-31",
        "# What we did until 2026-07-31",
        "## All that we learned and want to keep from 2026-07-31 on",
        "## 127.0.0.1",
        "## 2025/26",
        "## 3 goals, 2 risks, 2026",
        "##",
    ] {
        assert!(matches!(of(text), Heading::Undated), "{text}: {:?}", of(text));
    }
}

#[test]
fn a_missing_space_is_pointed_out() {
    fn check(text: &str, at: &str, expected: &str) {
        let found = without_space(piece(text)).expect(text);
        assert_eq!(found.message.to_string(), expected);
        let start = 100 + text.find(at).expect("the place is in the text");
        assert_eq!(found.span, Span::new(start..start + at.len()), "{text}");
    }
    check(
        "##2026-07-31",
        "##2026-07-31",
        "`##2026-07-31` is no heading: a space is missing behind `##`",
    );
    check(
        "  ##2026-07-31 (x)",
        "##2026-07-31",
        "`##2026-07-31` is no heading: a space is missing behind `##`",
    );
    check(
        "##31.07.2026",
        "##31.07.2026",
        "`31.07.2026` is not in the form `YYYY-MM-DD`: write `2026-07-31`",
    );
    for text in ["#1234", "##", "", "2026-07-31", "\\##2026-07-31"] {
        assert!(without_space(piece(text)).is_none(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_heading_is_too_odd(text in "#{0,7} ?.{0,12}[0-9 .Jul/-]{0,14}.{0,12}") {
        let _ = (of(&text), without_space(piece(&text)), is_dated_line(&text));
    }
}
