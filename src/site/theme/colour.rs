//! The colours of a style sheet that we can measure: `#rgb`, `#rrggbb`, `rgb()`, `hsl()`, `oklch()`, `white` and `black`,
//! without transparency.

/// Red, green and blue of sRGB, 0 to 1.
pub type Colour = [f64; 3];

/// Reads a colour.
pub fn read(text: &str) -> Option<Colour> {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        "white" => return Some([1.0; 3]),
        "black" => return Some([0.0; 3]),
        _ => {}
    }
    if let Some(digits) = text.strip_prefix('#') {
        return hexadecimal(digits);
    }
    let (name, inner) = text.strip_suffix(')')?.split_once('(')?;
    let [a, b, c] = components(inner)?;
    let colour = match name {
        "rgb" | "rgba" => [channel(a)?, channel(b)?, channel(c)?],
        "hsl" | "hsla" => hsl(angle(a)?, percent(b)?, percent(c)?),
        "oklch" => oklch(part(a, 1.0)?, part(b, 0.4)?, angle(c)?),
        _ => return None,
    };
    colour
        .iter()
        .all(|it| it.is_finite())
        .then(|| colour.map(|it| it.clamp(0.0, 1.0)))
}

fn hexadecimal(digits: &str) -> Option<Colour> {
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let byte = |text: &str| u8::from_str_radix(text, 16).ok().map(|it| f64::from(it) / 255.0);
    let pick = |i: usize| match digits.len() {
        3 | 4 => byte(&digits[i..=i].repeat(2)),
        6 | 8 => byte(&digits[2 * i..2 * i + 2]),
        _ => None,
    };
    let is_opaque = match digits.len() {
        4 | 8 => pick(3)? == 1.0,
        _ => true,
    };
    is_opaque.then_some([pick(0)?, pick(1)?, pick(2)?])
}

/// The three parts of a colour that is opaque, between blanks or commas.
fn components(inner: &str) -> Option<[&str; 3]> {
    let (parts, alpha) = match inner.split_once('/') {
        Some((parts, alpha)) => (parts, Some(alpha.trim())),
        None => (inner, None),
    };
    let mut parts = parts.split([',', ' ']).filter(|part| !part.is_empty());
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let alpha = alpha.or_else(|| parts.next());
    let is_opaque = alpha.is_none_or(|alpha| part(alpha, 1.0) == Some(1.0));
    (is_opaque && parts.next().is_none()).then_some(three)
}

fn channel(text: &str) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(_) => percent(text),
        None => text.parse::<f64>().ok().map(|it| it / 255.0),
    }
}

fn percent(text: &str) -> Option<f64> {
    let number: f64 = text.trim_end_matches('%').parse().ok()?;
    Some(number / 100.0)
}

/// A number, or a percentage of `whole`.
fn part(text: &str, whole: f64) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(_) => percent(text).map(|it| it * whole),
        None => text.parse().ok(),
    }
}

/// In degrees.
fn angle(text: &str) -> Option<f64> {
    if let Some(turns) = text.strip_suffix("turn") {
        return turns.parse::<f64>().ok().map(|it| it * 360.0);
    }
    text.trim_end_matches("deg").parse().ok()
}

fn hsl(hue: f64, saturation: f64, lightness: f64) -> Colour {
    let spread = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|n| {
        let k = (n + hue / 30.0).rem_euclid(12.0);
        lightness - spread * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

/// Björn Ottosson's matrices, as CSS Color 4 has them.
fn oklch(lightness: f64, chroma: f64, hue: f64) -> Colour {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    linear.map(|it| {
        if it <= 0.003_130_8 {
            it * 12.92
        } else {
            1.055 * it.powf(1.0 / 2.4) - 0.055
        }
    })
}

/// At the first `c` that stands in no parentheses.
pub fn split_once(text: &str, c: char) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let at = text.char_indices().find_map(|(at, found)| {
        match found {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0 && found == c).then_some(at)
    })?;
    Some((&text[..at], &text[at + c.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_however_they_are_written() {
        let check = |text: &str, expected: &str| {
            let hex = read(text).map(|colour| {
                let digits = colour.map(|it| format!("{:02x}", (it * 255.0).round() as u8));
                digits.concat()
            });
            assert_eq!(hex.unwrap_or_default(), expected, "{text}");
        };
        check("#FbF", "ffbbff");
        check("#12345f", "12345f");
        check("#123f", "112233");
        check("#123456ff", "123456");
        check("#123456fe", "");
        check("#12345", "");
        check("#ééé", "");
        check("White", "ffffff");
        check("rgb(18 52 86)", "123456");
        check("rgba(18, 52, 86, 1)", "123456");
        check("rgb(100% 0% 50% / 100%)", "ff0080");
        check("rgb(18 52 86 / .5)", "");
        check("rgb(18 52)", "");
        check("rgb(300 -4 0)", "ff0000");
        check("rgb(nan nan nan)", "");
        check("hsl(210 50% 40%)", "336699");
        check("hsl(0.5turn, 100%, 50%)", "00ffff");
        check("oklch(62.8% 0.2577 29.23)", "ff0000");
        check("oklch(1 0 0deg)", "ffffff");
        check("color(display-p3 1 0 0)", "");
        check("red", "");
        check("", "");
    }
}
