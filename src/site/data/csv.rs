//! `data/okrs.csv`: the readings as a table, for a spreadsheet.

use rayon::prelude::*;

use super::form;
use super::record::{Records, SpanRecord, span, value};
use crate::model::{KeyResult, Objective, ObjectiveIx, Reading};
use crate::site::Inputs;

const COLUMNS: &str = "objective,period,team,owner,type,key_result,kr_owner,kind,unit,start,target,date,value,score,status,confidence,note";

/// `data/okrs.csv` after RFC 4180: UTF-8 without a mark, lines end with CR LF, the first one names the columns.
///
/// One row a reading, in the order of the JSON. A key result that was never read has one row, before the readings of its
/// objective, empty from `date` on. A maintained key result has its bounds in `start` and `target`.
/// A text that a spreadsheet would take for a formula begins with `'`.
pub fn csv(inputs: &Inputs<'_>) -> Vec<u8> {
    let records = Records::of(inputs);
    let shown: Vec<ObjectiveIx> = records.shown().collect();
    let rows: Vec<Vec<u8>> = shown.par_iter().map(|&ix| rows(&records, ix)).collect();
    let mut out = Vec::with_capacity(COLUMNS.len() + 2 + rows.iter().map(Vec::len).sum::<usize>());
    out.extend_from_slice(COLUMNS.as_bytes());
    out.extend_from_slice(b"\r\n");
    rows.iter().for_each(|rows| out.extend_from_slice(rows));
    out
}

fn rows(records: &Records<'_>, ix: ObjectiveIx) -> Vec<u8> {
    let objective = &records.inputs.book[ix];
    let standing = &records.inputs.standing[ix];
    let mut table = Table {
        out: Vec::new(),
        first: true,
    };
    let mut read = vec![false; objective.key_results.len()];
    for reading in objective.check_ins.iter().flat_map(|check_in| &check_in.readings) {
        read[reading.key_result.0] = true;
    }
    for (key_result, _) in objective.key_results.iter().zip(read).filter(|(_, read)| !read) {
        key_result_cells(&mut table, records, objective, key_result);
        (0..6).for_each(|_| table.empty());
        table.end_row();
    }
    for (check_in, now) in objective.check_ins.iter().zip(&standing.check_ins) {
        let date = check_in.date.to_string();
        for (reading, &score) in check_in.readings.iter().zip(&now.reading_scores) {
            key_result_cells(
                &mut table,
                records,
                objective,
                &objective.key_results[reading.key_result.0],
            );
            table.text(&date);
            reading_cells(&mut table, reading, score);
            table.end_row();
        }
    }
    table.out
}

fn key_result_cells<'a>(
    table: &mut Table,
    records: &Records<'a>,
    objective: &'a Objective,
    kr: &'a KeyResult,
) {
    table.text(&objective.id);
    table.text(&records.inputs.book.period_of(objective).id);
    table.text(&objective.team);
    table.text(records.owner(&objective.owner).unwrap_or(""));
    table.text(objective.ambition.name());
    table.text(&kr.id);
    table.text(records.owner(&kr.owner).unwrap_or(""));
    table.text(kr.measure.name());
    table.text(kr.unit.as_deref().unwrap_or(""));
    let (SpanRecord::Way {
        start: from,
        target: to,
    }
    | SpanRecord::Bounds { min: from, max: to }) = span(kr);
    table.number(from);
    table.number(to);
}

fn reading_cells(table: &mut Table, reading: &Reading, score: Option<f64>) {
    table.number(value(reading.value));
    table.number(score);
    table.text(reading.status.map_or("", |status| status.name()));
    table.number(reading.confidence);
    table.text(reading.note.as_deref().unwrap_or(""));
}

struct Table {
    out: Vec<u8>,
    /// Whether the next cell is the first of its row.
    first: bool,
}

impl Table {
    fn empty(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    fn number(&mut self, value: Option<f64>) {
        self.empty();
        if let Some(value) = value {
            form::number(&mut self.out, value).expect("memory takes every byte");
        }
    }

    fn text(&mut self, text: &str) {
        self.empty();
        let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text) {
            "'"
        } else {
            ""
        };
        if text.bytes().any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n')) {
            self.out.push(b'"');
            self.out.extend_from_slice(guard.as_bytes());
            self.out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(guard.as_bytes());
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    fn end_row(&mut self) {
        self.out.extend_from_slice(b"\r\n");
        self.first = true;
    }
}

/// A plain number as in our files.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}
