//! A score as a line of a terminal, with a tick where the pace wants it: `━━━━━━╾┼───`. It reads without colour.

use super::Colour;

const DIM: &str = "2";

/// `cells` columns: heavy up to the score, light behind it. Without a score all of it is dotted.
pub fn bar(score: Option<f64>, expected: Option<f64>, cells: usize, style: &str, colour: Colour) -> String {
    let Some(score) = score else {
        return colour.paint(DIM, &"╌".repeat(cells));
    };
    let halves = (score.clamp(0.0, 1.0) * (cells * 2) as f64).round() as usize;
    let tick = expected
        .map(|expected| ((expected.clamp(0.0, 1.0) * cells as f64) as usize).min(cells.saturating_sub(1)));
    let line: String = (0..cells)
        .map(
            |cell| match (halves.saturating_sub(cell * 2), tick == Some(cell)) {
                (2.., false) => '━',
                (2.., true) => '╋',
                (1, false) => '╾',
                (1, true) => '┽',
                (0, false) => '─',
                (0, true) => '┼',
            },
        )
        .collect();
    // All signs of a line have the same length.
    let heavy = halves.div_ceil(2) * '━'.len_utf8();
    let (heavy, light) = line.split_at(heavy.min(line.len()));
    [part(style, heavy, colour), part(DIM, light, colour)].concat()
}

fn part(style: &str, text: &str, colour: Colour) -> String {
    match text {
        "" => String::new(),
        text => colour.paint(style, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_heavy_up_to_the_score_and_ticked_at_the_pace() {
        let check =
            |score, expected, line: &str| assert_eq!(bar(score, expected, 10, "32", Colour::Off), line);
        check(Some(0.0), None, "──────────");
        check(Some(1.0), None, "━━━━━━━━━━");
        check(Some(0.62), None, "━━━━━━────");
        check(Some(0.65), None, "━━━━━━╾───");
        check(Some(0.3), Some(0.55), "━━━──┼────");
        check(Some(0.8), Some(0.55), "━━━━━╋━━──");
        check(Some(0.55), Some(0.55), "━━━━━┽────");
        check(Some(2.0), Some(1.0), "━━━━━━━━━╋");
        check(Some(-1.0), Some(0.0), "┼─────────");
        check(None, Some(0.5), "╌╌╌╌╌╌╌╌╌╌");
        assert_eq!(bar(Some(0.5), None, 0, "32", Colour::On), "");
        assert_eq!(
            bar(Some(0.5), None, 2, "32", Colour::On),
            "\x1b[32m━\x1b[0m\x1b[2m─\x1b[0m"
        );
    }
}
