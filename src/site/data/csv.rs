//! `data/okrs.csv`: the readings as a table, for a spreadsheet.

use super::form;
use super::record::{Bounds, Records, bounds, value};
use crate::bytes::{ByteSet, byte_set};
use crate::model::{KeyResult, Objective, ObjectiveIx, Reading};
use crate::site::route::Route;
use crate::site::{Inputs, LargeFile};
use crate::source::SourceFile;
use crate::words::iso_date;

/// How many objectives one part of the file has, and about how many bytes each.
const TOGETHER: usize = 32;
const A_RECORD: usize = 5 * 1024;

const COLUMNS: &str = "objective,period,team,owner,type,key_result,kr_owner,kind,unit,start,target,date,value,score,status,confidence,note";

/// `data/okrs.csv` after RFC 4180: UTF-8 without a mark, lines end with CR LF, the first one names the columns.
///
/// One row a reading, in the order of the JSON. A key result that was never read has one row, before the readings of its
/// objective, empty from `date` on. A maintained key result has its bounds in `start` and `target`.
/// A text that a spreadsheet would take for a formula begins with `'`.
pub fn csv<'a>(inputs: Inputs<'a>) -> LargeFile<'a> {
    let records = Records::of(inputs);
    let shown: Vec<ObjectiveIx> = records.shown().collect();
    let parts = 1 + shown.len().div_ceil(TOGETHER);
    let part = move |part: usize| {
        let Some(chunk) = part.checked_sub(1) else {
            return [COLUMNS, "\r\n"].concat().into_bytes();
        };
        let first = chunk * TOGETHER;
        let which = &shown[first..(first + TOGETHER).min(shown.len())];
        let mut table = Table {
            out: Vec::with_capacity(which.len() * A_RECORD),
            first: true,
        };
        which.iter().for_each(|&ix| rows(&mut table, &records, ix));
        table.out
    };
    LargeFile {
        path: Route::DataCsv.file(),
        parts,
        part: Box::new(part),
    }
}

fn rows(table: &mut Table, records: &Records<'_>, ix: ObjectiveIx) {
    let objective = &records.inputs.book[ix];
    let standing = &records.inputs.standing[ix];
    let file = &records.inputs.sources[objective.file];
    // What stands before the reading is the same in every row of a key result.
    let cells: Vec<Vec<u8>> = objective
        .key_results
        .iter()
        .map(|key_result| key_result_cells(records, objective, key_result))
        .collect();
    let mut read = vec![false; objective.key_results.len()];
    for reading in objective.check_ins.iter().flat_map(|check_in| &check_in.readings) {
        read[reading.key_result.0] = true;
    }
    for (cells, _) in cells.iter().zip(read).filter(|(_, read)| !read) {
        table.cells(cells);
        (0..6).for_each(|_| table.empty());
        table.end_row();
    }
    for (check_in, now) in objective.check_ins.iter().zip(&standing.check_ins) {
        let date = iso_date(check_in.date);
        for (reading, &score) in check_in.readings.iter().zip(&now.reading_scores) {
            table.cells(&cells[reading.key_result.0]);
            table.word(&date);
            reading_cells(table, file, reading, score.map(f64::from));
            table.end_row();
        }
    }
}

fn key_result_cells<'a>(records: &Records<'a>, objective: &'a Objective, kr: &'a KeyResult) -> Vec<u8> {
    let mut table = Table {
        out: Vec::with_capacity(180),
        first: true,
    };
    table.text(&objective.id);
    table.text(&records.inputs.book.period_of(objective).id);
    table.text(&objective.team);
    table.text(records.owner(&objective.owner).unwrap_or(""));
    table.word(objective.ambition.name());
    table.text(&kr.id);
    table.text(records.owner(&kr.owner).unwrap_or(""));
    table.word(kr.measure.name());
    table.text(kr.unit.as_deref().unwrap_or(""));
    let (Bounds::Way {
        start: from,
        target: to,
    }
    | Bounds::Maintained { min: from, max: to }) = bounds(kr);
    table.number(from);
    table.number(to);
    table.out
}

fn reading_cells(table: &mut Table, file: &SourceFile, reading: &Reading, score: Option<f64>) {
    table.number(value(reading.value));
    table.number(score);
    table.word(reading.status.map_or("", |status| status.name()));
    table.number(reading.confidence.map(f64::from));
    table.text(reading.note.text(file).unwrap_or(""));
}

byte_set! {
    /// What a cell holds only between quotes.
    Quoted: [b'\n', b'\n'], [b'\r', b'\r'], [b'"', b'"'], [b',', b',']
}

struct Table {
    out: Vec<u8>,
    /// Whether the next cell is the first of its row.
    first: bool,
}

impl Table {
    /// The first cells of a row, as they were written for another table.
    fn cells(&mut self, cells: &[u8]) {
        self.out.extend_from_slice(cells);
        self.first = false;
    }

    fn empty(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }

    fn number(&mut self, value: Option<f64>) {
        self.empty();
        if let Some(value) = value {
            form::number(&mut self.out, value);
        }
    }

    /// A word of the program or a day.
    fn word(&mut self, word: &str) {
        debug_assert!(Quoted::first_in(word.as_bytes()).is_none(), "{word:?}");
        self.empty();
        self.out.extend_from_slice(word.as_bytes());
    }

    fn text(&mut self, text: &str) {
        self.empty();
        let begins_formula = matches!(
            text.as_bytes().first(),
            Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')
        );
        let guard = if begins_formula && !is_number(text) {
            "'"
        } else {
            ""
        };
        if Quoted::first_in(text.as_bytes()).is_some() {
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
