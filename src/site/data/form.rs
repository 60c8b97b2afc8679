//! How values become bytes: numbers, days, and the line breaks of the published JSON. Equal values give equal bytes.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::words::iso_date;

/// Writes a value as JSON behind what is in `out`.
/// It stands `depth` containers deep; containers down to `breaks` have a line for each of their values. Deeper ones are
/// on one line, and so is an object that is the value of a key. An objective then has a line a key, a line a key result
/// and a line a check-in: what changes in a file shows as the lines that changed, and a large one carries little white
/// space.
pub(super) fn write(out: &mut Vec<u8>, value: &impl Serialize, depth: usize, breaks: usize) {
    let form = Lines {
        depth,
        breaks,
        filled: false,
        keyed: false,
        joined: None,
    };
    value
        .serialize(&mut serde_json::Serializer::with_formatter(out, form))
        .expect("our structs have only text as keys, and memory takes every byte");
}

/// Ends the line and indents the next one.
pub(super) fn line<W: Write + ?Sized>(out: &mut W, depth: usize) -> io::Result<()> {
    out.write_all(b"\n")?;
    (0..depth).try_for_each(|_| out.write_all(b"  "))
}

/// A number as the data has it: rounded to 12 significant digits, without an exponent, a whole one without a fraction,
/// minus zero as zero. What is not finite cannot come from a file; it is left to the caller.
pub(super) fn number<W: Write + ?Sized>(out: &mut W, value: f64) -> io::Result<()> {
    let Digits {
        value: digits,
        decimals,
    } = Digits::of(value);
    if value < 0.0 {
        out.write_all(b"-")?;
    }
    let mut buffer = [b'0'; 20];
    let mut start = buffer.len();
    let mut rest = digits;
    while rest > 0 || start == buffer.len() {
        start -= 1;
        buffer[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let digits = &buffer[start..];
    if decimals <= 0 {
        out.write_all(digits)?;
        return (decimals..0).try_for_each(|_| out.write_all(b"0"));
    }
    let decimals = decimals as usize;
    if decimals < digits.len() {
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        out.write_all(whole)?;
        out.write_all(b".")?;
        return out.write_all(fraction);
    }
    out.write_all(b"0.")?;
    (digits.len()..decimals).try_for_each(|_| out.write_all(b"0"))?;
    out.write_all(digits)
}

/// The 12 significant digits of a number as an integer without zeros at its end, and how many of them stand behind the
/// point; below 0 that many zeros follow.
struct Digits {
    value: u64,
    decimals: i32,
}

impl Digits {
    fn of(value: f64) -> Digits {
        let value = value.abs();
        if value < 1e12 && value.fract() == 0.0 {
            return Digits {
                value: value as u64,
                decimals: 0,
            };
        }
        let Digits {
            value: mut digits,
            mut decimals,
        } = Digits::scaled(value).unwrap_or_else(|| Digits::exact(value));
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            decimals -= 1;
        }
        Digits {
            value: digits,
            decimals,
        }
    }

    /// The quick way, for numbers of everyday size. The product is off by less than a thousandth: nearer than that to the
    /// middle between two integers, it cannot say to which one to round.
    fn scaled(value: f64) -> Option<Digits> {
        if !(1e-3..1e11).contains(&value) {
            return None;
        }
        let decimals = (1..=14)
            .rev()
            .find(|&decimals| value < 10f64.powi(12 - decimals))?;
        let product = value * 10f64.powi(decimals);
        let unsure = (product.fract() - 0.5).abs() < 1e-3;
        (!unsure).then_some(Digits {
            value: product.round() as u64,
            decimals,
        })
    }

    /// From the exact decimal expansion, `d.ddddddddddde-7` with eleven digits behind the point.
    fn exact(value: f64) -> Digits {
        let text = format!("{value:.11e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let value = digits
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0, |all, b| all * 10 + u64::from(b - b'0'));
        Digits {
            value,
            decimals: 11 - exponent.parse::<i32>().unwrap_or(0),
        }
    }
}

/// A day as `YYYY-MM-DD`.
#[derive(Clone, Copy)]
pub(super) struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&iso_date(self.0))
    }
}

struct Lines {
    depth: usize,
    breaks: usize,
    /// Whether the container that ends has a value in it.
    filled: bool,
    /// Whether what comes next is the value of a key.
    keyed: bool,
    /// The depth of the object that is kept on one line though it stands above `breaks`.
    joined: Option<usize>,
}

impl Lines {
    fn broken(&self, depth: usize) -> bool {
        depth <= self.breaks && self.joined.is_none_or(|joined| depth < joined)
    }

    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.filled && self.broken(self.depth) {
            line(out, self.depth - 1)?;
        }
        if self.joined == Some(self.depth) {
            self.joined = None;
        }
        self.depth -= 1;
        self.filled = true;
        out.write_all(bracket)
    }

    fn next<W: Write + ?Sized>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.broken(self.depth) {
            line(out, self.depth)
        } else {
            Ok(())
        }
    }
}

impl Formatter for Lines {
    fn write_f64<W: Write + ?Sized>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        number(out, value)
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        if text.is_ascii() && !text.as_bytes().contains(&0x7f) {
            return out.write_all(text.as_bytes());
        }
        let mut plain = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| unseen(c)) {
            out.write_all(&text.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[plain..])
    }

    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.keyed = false;
        self.next(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        if self.keyed && self.joined.is_none() {
            self.joined = Some(self.depth + 1);
        }
        self.begin(out, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.keyed = true;
        out.write_all(if self.broken(self.depth) { b": " } else { b":" })
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

/// Characters that steer a terminal or reorder a line, and the two line ends that JavaScript sees and JSON does not.
/// Escaped they mean the same to every reader of JSON, and do nothing to a screen it is printed on.
fn unseen(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: f64, expected: &str) {
        let mut out = Vec::new();
        number(&mut out, value).expect("memory takes every byte");
        assert_eq!(String::from_utf8(out).expect("digits"), expected);
    }

    #[test]
    fn numbers_have_twelve_digits_and_no_exponent() {
        check(0.0, "0");
        check(-0.0, "0");
        check(1.0, "1");
        check(-3.0, "-3");
        check(6.2, "6.2");
        check(0.1 + 0.2, "0.3");
        check(4.3 - 4.0, "0.3");
        check(2.0 / 3.0, "0.666666666667");
        check(-2.0 / 300.0, "-0.00666666666667");
        check(123_456_789_012_345.0, "123456789012000");
        check(1_000_000.5, "1000000.5");
        check(999_999_999_999.9, "1000000000000");
        check(0.999_999_999_999_9, "1");
        check(1e21, "1000000000000000000000");
        check(1.5e-7, "0.00000015");
        check(1e12, "1000000000000");
        check(f64::MIN_POSITIVE, &format!("0.{}222507385851", "0".repeat(307)));
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_itself_rounded(
            value in prop_oneof![any::<f64>().prop_filter("finite", |v| v.is_finite()), -1.0..1.0, -1e12..1e12,
                (-1_000_000_000_000i64..1_000_000_000_000, 0..12).prop_map(|(n, k)| n as f64 / 10f64.powi(k))]
        ) {
            let mut out = Vec::new();
            number(&mut out, value).expect("memory takes every byte");
            let text = String::from_utf8(out).expect("digits");
            prop_assert!(text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.'), "{}", text);
            let rounded: f64 = format!("{value:.11e}").parse().expect("a number");
            prop_assert_eq!(text.parse::<f64>().expect("a number"), rounded + 0.0);
        }
    }

    #[test]
    fn what_steers_a_screen_is_escaped_and_means_the_same() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}b\u{2028}\u{e0041}é🟢\"\u{7f}";
        let mut out = Vec::new();
        write(&mut out, &text, 0, 0);
        let json = String::from_utf8(out).expect("text");
        assert_eq!(json, r#""a\u001b[31m\u009b\u202eb\u2028\udb40\udc41é🟢\"\u007f""#);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }

    #[test]
    fn lines_break_down_to_a_depth() {
        let value = serde_json::json!({ "a": [{ "b": [1, { "c": [] }] }, {}], "d": [], "e": { "f": [[]] } });
        let mut out = Vec::new();
        write(&mut out, &value, 0, 2);
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "{\n  \"a\": [\n    {\"b\":[1,{\"c\":[]}]},\n    {}\n  ],\n  \"d\": [],\n  \"e\": {\"f\":[[]]}\n}"
        );
    }
}
