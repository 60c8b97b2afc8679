//! The words of pages, and how a language writes dates and numbers. A text with parts has them as `{name}`.

use arrayvec::ArrayString;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Language;
use crate::bytes::{ByteSet, Only};
use crate::digits::{pair, whole_into};

/// A text that depends on a number, which it shows as `{n}`.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Plural {
    /// For one; in French also for none.
    pub one: &'static str,
    /// For any other number.
    pub other: &'static str,
}

/// The words of pages. Those that templates print are fields with their key as name.
#[derive(Debug, JsonSchema, Serialize)]
#[allow(missing_docs, reason = "each field is named after the English text it holds")]
pub struct PageWords {
    // the frame
    pub skip: &'static str,
    pub main_navigation: &'static str,
    pub overview: &'static str,
    pub alignment: &'static str,
    pub teams: &'static str,
    pub team: &'static str,
    pub people: &'static str,
    pub check_ins: &'static str,
    pub objectives: &'static str,
    pub objective: &'static str,
    pub periods: &'static str,
    pub period: &'static str,
    pub all_periods: &'static str,
    pub switch_theme: &'static str,
    pub current: &'static str,
    pub closed: &'static str,
    pub upcoming: &'static str,
    pub active: &'static str,
    pub built_from: &'static str,
    pub as_of: &'static str,
    pub footer_progress: &'static str,
    pub footer_projection: &'static str,
    pub about_this_build: &'static str,
    pub data: &'static str,
    // search
    pub locale: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub search_key: &'static str,
    pub search_results: &'static str,
    pub search_failed: &'static str,
    pub n_found: Plural,
    pub nothing_found: &'static str,
    pub show_more: &'static str,
    pub a_to_z: &'static str,
    pub letters: &'static str,
    pub other_letters: &'static str,
    pub feed: &'static str,
    pub calendar: &'static str,
    pub check_in_due: &'static str,
    pub period_ends: &'static str,
    pub draft: &'static str,
    pub internal: &'static str,
    // statuses
    pub on_track: &'static str,
    pub at_risk: &'static str,
    pub off_track: &'static str,
    pub pending: &'static str,
    pub paused: &'static str,
    pub done: &'static str,
    pub cancelled: &'static str,
    pub stale: &'static str,
    pub no_check_in: &'static str,
    pub no_status: &'static str,
    pub dropped: &'static str,
    pub not_started: &'static str,
    // the same, in a sentence behind a number
    pub n_on_track: Plural,
    pub n_at_risk: Plural,
    pub n_off_track: Plural,
    pub n_stale: Plural,
    pub n_no_check_in: Plural,
    pub n_not_started: Plural,
    // figures
    pub score: &'static str,
    pub average_score: &'static str,
    pub average: &'static str,
    pub pace: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub since: &'static str,
    pub trend: &'static str,
    pub status: &'static str,
    pub last_check_in: &'static str,
    pub next_check_in: &'static str,
    pub never: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub age_in_days: Plural,
    pub days_ago: Plural,
    pub no_owner: &'static str,
    pub summary: &'static str,
    pub of: &'static str,
    pub derived: &'static str,
    // counts
    pub n_objectives: Plural,
    pub n_key_results: Plural,
    pub n_teams: Plural,
    pub n_people: Plural,
    pub n_check_ins: Plural,
    pub n_days: Plural,
    // home
    pub answer_on_track: Plural,
    pub answer_none_on_track: Plural,
    pub answer_all_on_track: &'static str,
    pub answer_empty: &'static str,
    /// The same where something was left out.
    pub answer_left_out: &'static str,
    pub answer_upcoming: Plural,
    pub and: &'static str,
    pub ruler: &'static str,
    pub ruler_no_end: &'static str,
    pub ruler_before: &'static str,
    pub ruler_after: &'static str,
    pub key_results_well: &'static str,
    pub key_results_rest: &'static str,
    pub checked_in_on_time: &'static str,
    pub next_due: &'static str,
    pub nothing_due: &'static str,
    pub needs_attention: &'static str,
    pub nothing_needs_attention: &'static str,
    /// Where something was left out.
    pub nothing_else_needs_attention: &'static str,
    pub and_n_more: Plural,
    pub what_moved: &'static str,
    pub nothing_moved: &'static str,
    pub filter: &'static str,
    pub all: &'static str,
    pub tick_legend: &'static str,
    pub table_caption: &'static str,
    pub also_running: &'static str,
    pub left_out: Plural,
    pub left_out_help: &'static str,
    pub empty_title: &'static str,
    pub empty_help: &'static str,
    // reasons for attention
    pub reason_off_track: &'static str,
    pub reason_stale: Plural,
    pub reason_no_check_in: &'static str,
    pub reason_due: &'static str,
    pub reason_no_owner: &'static str,
    pub reason_behind: &'static str,
    pub reason_fell: &'static str,
    pub reason_worse_than_start: Plural,
    pub not_found: &'static str,
    pub not_found_title: &'static str,
    pub not_found_text: &'static str,
    pub n_done: Plural,
    pub n_pending: Plural,
    pub n_paused: Plural,
    pub n_cancelled: Plural,
    pub n_no_status: Plural,
    pub n_dropped: Plural,
    pub silent_or_other: &'static str,
    // list pages
    pub page_of: &'static str,
    pub pages: &'static str,
    pub previous_page: &'static str,
    pub next_page: &'static str,
    pub breadcrumb: &'static str,
    pub colon: &'static str,
    pub reached: &'static str,
    pub came_close: &'static str,
    pub in_between: &'static str,
    pub missed: &'static str,
    /// `if it ended today: {word}`, where the period runs.
    pub if_it_ended_today: &'static str,
    /// `expected to end: {word}`, where scores are projections.
    pub expected_to_end: &'static str,
    /// `just below {score}`, where the rounded figure stands at the next word's bound.
    pub just_below: &'static str,
    pub no_score: &'static str,
    pub no_score_or_dropped: &'static str,
    pub n_reached: Plural,
    pub n_came_close: Plural,
    pub n_in_between: Plural,
    pub n_missed: Plural,
    pub n_no_score: Plural,
    pub result: &'static str,
    pub tick_closed: &'static str,
    pub from_day: &'static str,
    pub answer_done: Plural,
    pub is_done: Plural,
    pub is_at_risk: Plural,
    pub is_off_track: Plural,
    pub is_pending: Plural,
    pub is_paused: Plural,
    pub is_cancelled: Plural,
    pub is_stale: Plural,
    pub has_no_check_in: Plural,
    pub is_not_started: Plural,
    pub has_no_status: Plural,
    pub is_in_between: Plural,
    pub was_missed: Plural,
    pub has_no_score: Plural,
    pub answer_well: Plural,
    pub answer_none_well: Plural,
    pub answer_all_well: &'static str,
    pub days_late: Plural,
    pub in_days: Plural,
    pub average_final_score: &'static str,
    pub healthy_range: &'static str,
    pub ended_well: &'static str,
    pub n_key_results_unread: Plural,
    pub carried_over: &'static str,
    pub was_carried_over: &'static str,
    pub carried_over_note: &'static str,
    pub final_readings_until: &'static str,
    pub n_times: &'static str,
    pub final_scores_of: &'static str,
    pub final_scores_by_team: &'static str,
    pub how_it_ended: &'static str,
    pub all_teams: &'static str,
    pub all_objectives: &'static str,
    pub more_about: &'static str,
    pub teams_to_look_at: &'static str,
    pub n_periods: Plural,
    pub now_in: &'static str,
    pub begins_in: Plural,
    pub days_left: Plural,
    pub last_day: &'static str,
    pub introduction: &'static str,
    pub inputs: &'static str,
    pub not_doing: &'static str,
    pub coverage: &'static str,
    pub covered_owner: &'static str,
    pub covered_aligned: &'static str,
    pub covered_check_in: &'static str,
    pub covered_reading: &'static str,
    pub see_map: &'static str,
    pub in_n_periods: Plural,
    pub in_period: &'static str,
    pub no_teams: &'static str,
    pub teams_with_objectives: Plural,
    pub nothing_in: &'static str,
    pub members: &'static str,
    pub part_of: &'static str,
    pub teams_below: &'static str,
    pub other_periods: &'static str,
    pub status_by_month: &'static str,
    pub heat_note: &'static str,
    pub heat_caption: &'static str,
    pub check_in_missed: &'static str,
    pub check_in_awaited: &'static str,
    pub nothing_was_due: &'static str,
    pub not_yet_due: &'static str,
    pub what_is_due: &'static str,
    pub key_result: &'static str,
    pub key_results: &'static str,
    pub for_objective: &'static str,
    pub contributes_to: &'static str,
    pub person: &'static str,
    pub people_caption: &'static str,
    pub people_named: Plural,
    pub people_rest: &'static str,
    pub no_people: &'static str,
    pub next_check_in_due: &'static str,
    pub check_in_due_since: &'static str,
    pub owns_nothing: &'static str,
    pub owns_objectives: &'static str,
    pub owns_key_results: &'static str,
    pub owns_both: &'static str,
    pub map_answer: Plural,
    pub map_rest: &'static str,
    pub map_empty: &'static str,
    pub n_below: Plural,
    pub supports: &'static str,
    pub also_supports: &'static str,
    pub gaps: &'static str,
    pub gap_no_key_result: Plural,
    pub gap_unhelped: Plural,
    pub stand_alone: &'static str,
    // end of list pages
    // where it comes from
    pub edit: &'static str,
    pub history: &'static str,
    pub add_a_check_in: &'static str,
    // objective and check-in pages
    pub footnotes: &'static str,
    pub back_to_text: &'static str,
    pub table_n: &'static str,
    pub task_done: &'static str,
    pub task_open: &'static str,
    pub owner: &'static str,
    pub contributors: &'static str,
    pub ambition: &'static str,
    pub aspirational: &'static str,
    pub committed: &'static str,
    pub tags: &'static str,
    pub no_reading_yet: &'static str,
    pub scored_of: Plural,
    pub dropped_on: &'static str,
    pub will_be_dropped: &'static str,
    pub was_due: &'static str,
    pub amended: &'static str,
    pub behind_but_reported: &'static str,
    pub ahead_but_reported: &'static str,
    pub score_but_reported: &'static str,
    pub bars_with_tick: &'static str,
    pub moved_to: &'static str,
    pub bars: &'static str,
    pub bars_with_goal: &'static str,
    pub exactly: &'static str,
    pub key_results_caption: &'static str,
    pub way: &'static str,
    pub start_unknown: &'static str,
    pub target_hidden: &'static str,
    pub inside: &'static str,
    pub outside: &'static str,
    pub at_least: &'static str,
    pub at_most: &'static str,
    pub from_min_to_max: &'static str,
    pub days_inside: Plural,
    pub n_of_total: &'static str,
    pub no_step: &'static str,
    pub milestone_done: &'static str,
    pub milestone_open: &'static str,
    pub judged: &'static str,
    pub value_of: &'static str,
    pub worse_than_start: &'static str,
    pub percent_of_target: &'static str,
    pub far_beyond_target: &'static str,
    pub typed: &'static str,
    pub typed_computed: &'static str,
    pub weight_of: &'static str,
    pub guards: &'static str,
    pub guard_broken: &'static str,
    pub helped_by: &'static str,
    pub helped_by_n: Plural,
    pub sure: &'static str,
    pub score_history: &'static str,
    pub history_as_table: &'static str,
    pub show_as_table: &'static str,
    pub chart_title: &'static str,
    pub chart_points: Plural,
    pub chart_point: &'static str,
    pub chart_point_status: &'static str,
    pub chart_pace: &'static str,
    pub chart_forecast: &'static str,
    pub chart_table: &'static str,
    pub forecast_label: &'static str,
    pub pace_to: &'static str,
    pub planned_to: &'static str,
    pub at_this_pace: &'static str,
    pub band_off: &'static str,
    pub band_risk: &'static str,
    pub band_on: &'static str,
    pub check_in: &'static str,
    pub why_this: &'static str,
    pub no_check_in_yet: &'static str,
    pub first_due: &'static str,
    pub older_check_ins: Plural,
    pub older_title: &'static str,
    pub retrospective: &'static str,
    pub about_objective: &'static str,
    pub future: &'static str,
    pub what: &'static str,
    pub why: &'static str,
    pub so_what: &'static str,
    pub readings: &'static str,
    pub decision: &'static str,
    pub risk: &'static str,
    pub learning: &'static str,
    pub ask: &'static str,
    pub not_available: &'static str,
    pub taken_back: &'static str,
    pub for_key_result: &'static str,
    pub the_work: &'static str,
    pub source: &'static str,
    pub formerly: &'static str,
    pub exception: &'static str,
    pub how_numbers: &'static str,
    pub derived_from: Plural,
    pub mean_of: Plural,
    pub unread_count_zero: &'static str,
    pub terms: &'static str,
    pub how_scored: &'static str,
    pub weight: &'static str,
    pub no_reading: &'static str,
    pub guard_never_counts: &'static str,
    pub value_on: &'static str,
    pub value_carried: &'static str,
    pub from_start_to_target: &'static str,
    pub rubric_at: &'static str,
    pub raw_progress: &'static str,
    pub step_scores: &'static str,
    pub milestone_scores: &'static str,
    pub typed_beside_computed: &'static str,
    pub typed_only: &'static str,
    pub out_of_mean_from: &'static str,
    pub status_written: &'static str,
    pub status_weakest: &'static str,
    pub status_none: &'static str,
    pub pace_suggests: &'static str,
    pub band_suggests: &'static str,
    pub stale_replaces: &'static str,
    pub pace_name: &'static str,
    pub pace_is: &'static str,
    pub planned: &'static str,
    pub behind_pace: &'static str,
    pub ahead_of_pace: &'static str,
    pub forecast_name: &'static str,
    pub forecast_is: Plural,
    pub due_after_last: &'static str,
    pub due_first: &'static str,
    pub stale_after: Plural,
    pub check_ins_lede: &'static str,
    pub no_check_ins: &'static str,
    pub check_ins_of: &'static str,
    pub check_ins_by: Plural,
    pub months: &'static str,
    pub by_month: &'static str,
    pub on_record: &'static str,
    pub guide: &'static str,
    pub guide_lede: &'static str,
    pub guide_set: &'static str,
    pub guide_what: &'static str,
    pub guide_objectives: &'static str,
    pub guide_key_results: &'static str,
    pub guide_team: &'static str,
    pub guide_owner: &'static str,
    pub guide_rhythm: &'static str,
    pub guide_closing_name: &'static str,
    pub guide_scores: &'static str,
    pub guide_progress: &'static str,
    pub guide_projection: &'static str,
    pub guide_aspirational: &'static str,
    pub guide_committed: &'static str,
    pub guide_statuses: &'static str,
    pub guide_on_track: &'static str,
    pub guide_at_risk: &'static str,
    pub guide_off_track: &'static str,
    pub guide_pending: &'static str,
    pub guide_paused: &'static str,
    pub guide_done: &'static str,
    pub guide_cancelled: &'static str,
    pub guide_stale: &'static str,
    pub guide_workshop: &'static str,
    pub minutes: &'static str,
    pub guide_leads: &'static str,
    pub guide_rules: &'static str,
    pub guide_rules_note: &'static str,
    pub group_set: &'static str,
    pub group_wording: &'static str,
    pub group_owners: &'static str,
    pub group_honesty: &'static str,
    pub group_markdown: &'static str,
    pub error: &'static str,
    pub warning: &'static str,
    pub info: &'static str,
    pub off: &'static str,
    pub quality: &'static str,
    pub quality_lede: &'static str,
    pub quality_clean: &'static str,
    pub exceptions: &'static str,
    pub guide_every_days: Plural,
    pub guide_every_months: Plural,
    pub guide_grace: Plural,
    pub guide_closing: Plural,
    pub n_findings: Plural,
    pub guide_steps: [(&'static str, &'static str); 7],
    pub guide_culture: [&'static str; 3],
    pub guide_initiatives: &'static str,
    pub guide_examples: &'static str,
    pub guide_examples_note: &'static str,
    pub guide_missed: &'static str,
    pub guide_in_between: &'static str,
    pub guide_came_close: &'static str,
    pub guide_reached: &'static str,
    pub asks_open: &'static str,
    pub registers: &'static str,
    pub registers_lede: &'static str,
    pub asks: &'static str,
    pub asks_lede: &'static str,
    pub risks: &'static str,
    pub risks_lede: &'static str,
    pub decisions_lede: &'static str,
    pub learnings_lede: &'static str,
    pub open_of: &'static str,
    pub see_all: &'static str,
    pub open_entries: &'static str,
    pub nothing_open: &'static str,
    pub no_entries: &'static str,
    pub whole_organisation: &'static str,
    pub risks_open: &'static str,
    pub decisions: &'static str,
    pub learnings: &'static str,
    // looking back
    pub retrospectives: &'static str,
    pub retrospective_of: &'static str,
    pub retrospective_of_team: &'static str,
    pub retrospectives_lede: &'static str,
    pub no_retrospective: &'static str,
    pub no_retrospective_help: &'static str,
    pub held_on: &'static str,
    pub not_closed_yet: &'static str,
    pub forecast_error: &'static str,
    pub forecast_error_note: &'static str,
    pub worth_a_conversation: &'static str,
    pub nothing_to_discuss: &'static str,
    pub all_final_scores: &'static str,
    pub final_score: &'static str,
    pub forecast_before: &'static str,
    pub outcome: &'static str,
    pub outcome_closed: &'static str,
    pub goes_on_in: &'static str,
    pub all_reached_title: &'static str,
    pub all_reached_text: &'static str,
    pub below_forecast_text: &'static str,
    pub was_called_on_track: &'static str,
    pub on_track_missed_text: &'static str,
    pub goes_on_text: &'static str,
    pub unscored_text: &'static str,
    pub lessons: &'static str,
    pub calibration: &'static str,
    pub calibration_lede: &'static str,
    pub calibration_none: &'static str,
    pub calibration_as_meant: &'static str,
    pub calibration_too_high: &'static str,
    pub calibration_too_safe: &'static str,
    pub calibration_too_few: Plural,
    pub calibration_hidden: Plural,
    pub reached_level: &'static str,
    pub meant_about: &'static str,
    pub share_between: &'static str,
    pub percent: &'static str,
    pub by_period: &'static str,
    pub by_team: &'static str,
    pub the_word: &'static str,
    pub the_word_held: &'static str,
    pub the_word_none: &'static str,
    pub the_word_missed: &'static str,
    pub ledger: &'static str,
    pub ledger_lede: &'static str,
    pub ledger_none: &'static str,
    pub n_moves: Plural,
    pub share_passed: &'static str,
    pub before_the_period: &'static str,
    pub after_the_period: &'static str,
    pub given_up: &'static str,
    pub moved_target: &'static str,
    pub moved_start: &'static str,
    pub moved_rubric: &'static str,
    pub moved_plan: &'static str,
    pub moved_min: &'static str,
    pub moved_max: &'static str,
    pub moved_steps: &'static str,
    pub moved_unit: &'static str,
    pub moved_kind: &'static str,
    pub moved_type: &'static str,
    pub key_result_added: &'static str,
    pub key_result_removed: &'static str,
    pub rewritten: &'static str,
    pub removed: &'static str,
    pub no_reason: &'static str,
    pub not_committed: &'static str,
    pub shallow: &'static str,
    // who wrote what
    pub written_by: &'static str,
    pub last_changed: &'static str,
    pub last_changed_by: &'static str,
    pub blame: &'static str,
    pub present: &'static str,
    pub present_lede: &'static str,
    pub since_last_time: &'static str,
    pub to_answer: &'static str,
    pub screen_of: &'static str,
    pub present_rest: &'static str,
    // calibration
    pub by_period_and_team: &'static str,
    // the terminal
    pub checked: &'static str,
    pub checked_clean: &'static str,
    pub checked_objectives: Plural,
    pub checked_key_results: Plural,
    pub checked_check_ins: Plural,
    pub n_errors: Plural,
    pub n_warnings: Plural,
    pub n_infos: Plural,
}

impl Language {
    /// Every word of pages, one behind the other.
    pub fn page_texts(self) -> String {
        fn collect(value: serde_json::Value, out: &mut String) {
            match value {
                serde_json::Value::String(text) => {
                    out.push_str(&text);
                    out.push('\n');
                }
                serde_json::Value::Array(list) => list.into_iter().for_each(|it| collect(it, out)),
                serde_json::Value::Object(map) => map.into_iter().for_each(|(_, it)| collect(it, out)),
                _ => {}
            }
        }
        let mut out = String::new();
        // Words are texts: nothing in them cannot be written.
        collect(
            serde_json::to_value(self.page_words()).unwrap_or_default(),
            &mut out,
        );
        out
    }

    /// The words of pages.
    pub fn page_words(self) -> &'static PageWords {
        match self {
            Language::English => &super::english::PAGE,
            Language::French => &super::french::PAGE,
        }
    }

    /// The form of a plural, with its number.
    pub fn count(self, plural: Plural, n: usize) -> String {
        let form = self.form(plural, n);
        let mut out = String::with_capacity(form.len() + 8);
        pieces(form, &[("n", n as u64)], |piece| match piece {
            Piece::Words(words) => out.push_str(words),
            Piece::Part(n) => self.whole_into(&mut out, n),
        });
        out
    }

    /// The form of a plural for a number, which is still to be put in.
    pub fn form(self, plural: Plural, n: usize) -> &'static str {
        let one = match self {
            Language::English => n == 1,
            Language::French => n < 2,
        };
        if one { plural.one } else { plural.other }
    }

    /// The same as [`Language::whole`], behind what is there.
    pub fn whole_into(self, out: &mut String, n: u64) {
        match n {
            ..10_000 => whole_into(out, n),
            _ => out.push_str(&self.whole(n)),
        }
    }

    /// A whole number with its thousands apart from 10,000 on.
    pub fn whole(self, n: u64) -> String {
        let digits = n.to_string();
        if digits.len() < 5 {
            return digits;
        }
        let separator = match self {
            Language::English => ',',
            Language::French => '\u{202f}',
        };
        let mut out = String::with_capacity(digits.len() + 4);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// A number as written in files (`-1234.5`), as people write it: `−1234.5`, `−1234,5`.
    pub fn number(self, plain: &str) -> String {
        let (sign, rest) = plain
            .strip_prefix('-')
            .map_or(("", plain), |rest| ("\u{2212}", rest));
        let (whole, fraction) =
            split_at::<b'.'>(rest).map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
        let mut out = String::with_capacity(plain.len() + 4);
        out.push_str(sign);
        match whole.parse::<u64>() {
            Ok(n) if n >= 10_000 => out.push_str(&self.whole(n)),
            _ => out.push_str(whole),
        }
        if let Some(fraction) = fraction {
            out.push(self.decimal_mark());
            out.push_str(fraction);
        }
        out
    }

    /// What stands before the decimals of a number.
    pub fn decimal_mark(self) -> char {
        match self {
            Language::English => '.',
            Language::French => ',',
        }
    }

    /// `30 October 2026`, `1er octobre 2026`.
    pub fn long_date(self, date: Date) -> String {
        let mut text = String::with_capacity(20);
        self.long_date_into(&mut text, date);
        text
    }

    /// The same, behind what is there.
    pub fn long_date_into(self, out: &mut String, date: Date) {
        self.day_then(out, date, self.month(date));
        out.push(' ');
        match u64::try_from(date.year()) {
            Ok(year) => whole_into(out, year),
            Err(_) => out.push_str(&date.year().to_string()),
        }
    }

    /// `30 October`, without the year.
    pub fn day_and_month(self, date: Date) -> String {
        let mut text = String::with_capacity(16);
        self.day_and_month_into(&mut text, date);
        text
    }

    /// The same, behind what is there.
    pub fn day_and_month_into(self, out: &mut String, date: Date) {
        self.day_then(out, date, self.month(date));
    }

    /// `30 Oct`, `30 oct.`
    pub fn short_date(self, date: Date) -> String {
        let mut text = String::with_capacity(12);
        self.day_then(&mut text, date, self.short_month(date));
        text
    }

    /// `October 2026`
    pub fn month_and_year(self, date: Date) -> String {
        format!("{} {}", self.month(date), date.year())
    }

    /// `October`, `octobre`
    pub fn month(self, date: Date) -> &'static str {
        let names = match self {
            Language::English => &super::english::MONTHS,
            Language::French => &super::french::MONTHS,
        };
        names[usize::from(date.month().unsigned_abs()) - 1]
    }

    /// `Oct`, `oct.`
    pub fn short_month(self, date: Date) -> &'static str {
        let names = match self {
            Language::English => &super::english::SHORT_MONTHS,
            Language::French => &super::french::SHORT_MONTHS,
        };
        names[usize::from(date.month().unsigned_abs()) - 1]
    }

    /// A day of the month and what stands behind it.
    fn day_then(self, out: &mut String, date: Date, rest: &str) {
        match (self, date.day()) {
            (Language::French, 1) => out.push_str("1er"),
            (_, day) => whole_into(out, u64::from(day.unsigned_abs())),
        }
        out.push(' ');
        out.push_str(rest);
    }
}

/// A day as machines read it: `2026-10-30`.
pub type IsoDate = ArrayString<16>;

/// A day as machines read it.
pub fn iso_date(date: Date) -> IsoDate {
    let (year, month, day) = (
        date.year(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    );
    if !(1000..10_000).contains(&year) {
        return IsoDate::from(&date.to_string()).expect("there is room for six digits and a sign");
    }
    let mut text = IsoDate::new();
    let year = u64::from(year.unsigned_abs());
    text.push_str(pair(year / 100));
    text.push_str(pair(year));
    text.push('-');
    text.push_str(pair(month.into()));
    text.push('-');
    text.push_str(pair(day.into()));
    text
}

/// A template with its parts put in.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    pieces(template, parts, |piece| match piece {
        Piece::Words(words) => out.push_str(words),
        Piece::Part(part) => out.push_str(part),
    });
    out
}

/// What a template is made of.
pub enum Piece<'a, P> {
    /// Words of the program.
    Words(&'a str),
    /// The part whose name stands there in braces.
    Part(P),
}

/// Gives the pieces of a template one by one. What stands for no part stays as it is.
pub fn pieces<'a, P: Copy>(template: &'a str, parts: &[(&str, P)], mut each: impl FnMut(Piece<'a, P>)) {
    let mut rest = template;
    while let Some((before, tail)) = split_at::<b'{'>(rest) {
        each(Piece::Words(before));
        let known = split_at::<b'}'>(tail).and_then(|(name, behind)| {
            let part = parts.iter().find(|(part, _)| *part == name);
            part.map(|&(_, part)| (part, behind))
        });
        match known {
            Some((part, behind)) => {
                each(Piece::Part(part));
                rest = behind;
            }
            None => {
                each(Piece::Words("{"));
                rest = tail;
            }
        }
    }
    each(Piece::Words(rest));
}

/// What stands before and behind the first of an ASCII character.
fn split_at<const CHARACTER: u8>(text: &str) -> Option<(&str, &str)> {
    let at = Only::<CHARACTER>::first_in(text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_and_dates_are_written_as_each_language_does() {
        let check = |plain: &str, english: &str, french: &str| {
            assert_eq!(Language::English.number(plain), english);
            assert_eq!(Language::French.number(plain), french);
        };
        check("6.2", "6.2", "6,2");
        check("-0.25", "\u{2212}0.25", "\u{2212}0,25");
        check("9999", "9999", "9999");
        check("41000", "41,000", "41\u{202f}000");
        assert_eq!(Language::French.long_date(date(2026, 10, 1)), "1er octobre 2026");
        assert_eq!(Language::English.long_date(date(2026, 10, 1)), "1 October 2026");
    }

    #[test]
    fn days_are_written_as_the_library_writes_them() {
        for day in [
            date(2026, 1, 2),
            date(2026, 12, 31),
            date(999, 9, 9),
            date(-1, 1, 1),
            date(1000, 10, 10),
        ] {
            assert_eq!(*iso_date(day), *day.to_string());
        }
    }

    #[test]
    fn french_none_is_singular() {
        let plural = Plural {
            one: "{n} x",
            other: "{n} xs",
        };
        assert_eq!(Language::French.count(plural, 0), "0 x");
        assert_eq!(Language::English.count(plural, 0), "0 xs");
    }

    #[test]
    fn a_part_is_put_in_as_it_is() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    }
}
