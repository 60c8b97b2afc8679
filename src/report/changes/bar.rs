//! Two scores as one bar of ten cells: what is there, what came, what went.

use crate::report::Colour;

const CELLS: usize = 10;

/// `██████▓▓░░` gained two tenths, `██████▒▒░░` lost them.
pub(super) fn bar(before: Option<f64>, after: Option<f64>, colour: Colour) -> String {
    let filled = |score: Option<f64>| (score.unwrap_or(0.0).clamp(0.0, 1.0) * CELLS as f64).round() as usize;
    let (before, after) = (filled(before.or(after)), filled(after));
    let part = |style: &str, cell: &str, cells: usize| match cells {
        0 => String::new(),
        cells => colour.paint(style, &cell.repeat(cells)),
    };
    [
        "█".repeat(before.min(after)),
        part("32", "▓", after.saturating_sub(before)),
        part("31", "▒", before.saturating_sub(after)),
        part("2", "░", CELLS - before.max(after)),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_ten_cells_whatever_it_shows() {
        let check = |before, after, expected| assert_eq!(bar(before, after, Colour::Off), expected);
        check(Some(0.6), Some(0.8), "██████▓▓░░");
        check(Some(0.8), Some(0.6), "██████▒▒░░");
        check(Some(0.5), Some(0.5), "█████░░░░░");
        check(None, Some(0.3), "███░░░░░░░");
        check(Some(0.3), None, "▒▒▒░░░░░░░");
        check(None, None, "░░░░░░░░░░");
        check(Some(1.0), Some(0.0), "▒▒▒▒▒▒▒▒▒▒");
        check(Some(7.0), Some(1.0), "██████████");
    }
}
