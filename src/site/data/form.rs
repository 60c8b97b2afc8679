//! How values become bytes: numbers, days, and the line breaks of the published JSON. Equal values give equal bytes.

use jiff::civil::Date;

use crate::bytes::first_not_of_json;
use crate::digits::two_digits;
use crate::words::iso_date;

/// What can stand in our JSON, on one line and without white space.
pub(super) trait ToJson {
    /// Writes it behind what is there.
    fn write(&self, out: &mut Vec<u8>);

    /// Whether a record leaves it out together with its key.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Makes a struct that is written as an object: the order of its fields is the order of the keys. The first one is always
/// there.
macro_rules! record {
    ($visible:vis struct $name:ident $(<$life:lifetime>)? {
        $first:ident: $type_of_first:ty $(, $field:ident: $type:ty)* $(,)?
    }) => {
        $visible struct $name $(<$life>)? {
            $first: $type_of_first,
            $($field: $type,)*
        }

        impl $(<$life>)? $crate::site::data::form::ToJson for $name $(<$life>)? {
            // What stands between two values is one piece.
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(concat!("{\"", stringify!($first), "\":").as_bytes());
                self.$first.write(out);
                $(
                    if !self.$field.is_left_out() {
                        out.extend_from_slice(concat!(",\"", stringify!($field), "\":").as_bytes());
                        self.$field.write(out);
                    }
                )*
                out.push(b'}');
            }
        }
    };
}
pub(super) use record;

/// An object or a list with a line for each of its values, and so has a list in it that [`Lines::items`] writes. What changes
/// in a file shows as the lines that changed, and a large one carries little white space.
pub(super) struct Lines<'o> {
    out: &'o mut Vec<u8>,
    /// In how many containers its values stand.
    depth: usize,
    is_empty: bool,
}

impl<'o> Lines<'o> {
    /// Of an object that stands in so many others.
    pub(super) fn object(out: &'o mut Vec<u8>, depth: usize) -> Lines<'o> {
        out.push(b'{');
        Lines::behind(out, depth, true)
    }

    /// Of a list.
    pub(super) fn list(out: &'o mut Vec<u8>, depth: usize) -> Lines<'o> {
        out.push(b'[');
        Lines::behind(out, depth, true)
    }

    /// Behind what is there of a container that stands in so many others.
    pub(super) fn behind(out: &'o mut Vec<u8>, depth: usize, is_empty: bool) -> Lines<'o> {
        Lines {
            out,
            depth: depth + 1,
            is_empty,
        }
    }

    /// Goes on to the next value, which is written to what this gives.
    pub(super) fn item(&mut self) -> &mut Vec<u8> {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        self.line(self.depth);
        self.out
    }

    /// Goes on to a key, behind which its value stands.
    pub(super) fn key(&mut self, key: &'static str) -> &mut Vec<u8> {
        let out = self.item();
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\": ");
        out
    }

    /// A key and its value on one line.
    pub(super) fn value(&mut self, key: &'static str, value: &impl ToJson) {
        value.write(self.key(key));
    }

    /// A key and its list, each item on a line.
    pub(super) fn items<T: ToJson>(&mut self, key: &'static str, items: impl IntoIterator<Item = T>) {
        let depth = self.depth;
        let mut list = Lines::list(self.key(key), depth);
        for item in items {
            item.write(list.item());
        }
        list.end(b']');
    }

    /// The bracket at its end.
    pub(super) fn end(mut self, bracket: u8) {
        if !self.is_empty {
            self.line(self.depth - 1);
        }
        self.out.push(bracket);
    }

    fn line(&mut self, depth: usize) {
        self.out.push(b'\n');
        (0..depth).for_each(|_| self.out.extend_from_slice(b"  "));
    }
}

/// A number as the data has it: rounded to 12 significant digits, without an exponent, a whole one without a fraction,
/// minus zero as zero. What is not finite cannot come from a file; it is left to the caller.
pub(super) fn number(out: &mut Vec<u8>, value: f64) {
    if value < 0.0 {
        out.push(b'-');
    }
    let value = value.abs();
    // Signed integers: processors have a conversion for them, which leaves out what is behind the point.
    let integer = value as i64;
    if value < 1e12 && integer as f64 == value {
        return whole(out, integer.unsigned_abs());
    }
    let hundredths = (value * 100.0 + 0.5) as i64;
    if value < 1e10 && hundredths as f64 / 100.0 == value {
        return two_decimals(out, hundredths.unsigned_abs());
    }
    Digits::scaled(value)
        .unwrap_or_else(|| Digits::exact(value))
        .write(out);
}

/// Bytes that are copied for each number: a copy of a known length is a few moves.
const ROOM: usize = 32;

/// Writes so many bytes of a text: all of it is copied, and the rest cut off.
fn put(out: &mut Vec<u8>, text: &[u8; ROOM], length: usize) {
    out.extend_from_slice(text);
    out.truncate(out.len() - (ROOM - length));
}

fn whole(out: &mut Vec<u8>, number: u64) {
    if number < 10 {
        return out.push(b'0' + number as u8);
    }
    let mut text = [b'0'; ROOM];
    let length = whole_in(&mut text, number);
    put(out, &text, length);
}

/// Writes a whole number where a text begins; how many digits it has, at most 20.
fn whole_in(text: &mut [u8; ROOM], number: u64) -> usize {
    let length = number.checked_ilog10().map_or(1, |log| log as usize + 1);
    // From the last digit on, two at once: a division takes longer than everything else here.
    let (mut at, mut rest) = (length, number);
    while at >= 2 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&two_digits(rest));
        rest /= 100;
    }
    if at == 1 {
        text[0] = b'0' + rest as u8;
    }
    length
}

/// A number of one or two decimals, as people write them.
fn two_decimals(out: &mut Vec<u8>, hundredths: u64) {
    let mut text = [b'0'; ROOM];
    let point = whole_in(&mut text, hundredths / 100);
    let decimals = two_digits(hundredths);
    text[point] = b'.';
    text[point + 1..point + 3].copy_from_slice(&decimals);
    put(out, &text, point + 3 - usize::from(decimals[1] == b'0'));
}

/// Significant digits of a number, at most.
const DIGITS: usize = 12;

/// The significant digits of a number.
struct Digits {
    /// [`DIGITS`] of them, the first not 0.
    value: u64,
    /// Behind how many digits the point stands; zeros fill up what is missing. Below 0, so many zeros stand between the
    /// point and the first digit.
    before: i32,
}

impl Digits {
    /// `value` has as many digits, or is the power of ten to which rounding led.
    fn new(value: u64, before: i32) -> Digits {
        match value {
            1_000_000_000_000 => Digits {
                value: value / 10,
                before: before + 1,
            },
            _ => Digits { value, before },
        }
    }

    /// The quick way, for numbers of everyday size. The product is off by less than a thousandth: nearer than that to the
    /// middle between two integers, it cannot say to which one to round.
    fn scaled(value: f64) -> Option<Digits> {
        if !(1e-3..1e11).contains(&value) {
            return None;
        }
        const LIMITS: [f64; 14] = [
            1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        ];
        const SCALES: [f64; 14] = [
            1e14, 1e13, 1e12, 1e11, 1e10, 1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1,
        ];
        let size = LIMITS.iter().position(|&limit| value < limit)?;
        let product = value * SCALES[size];
        let whole = product as i64;
        let fraction = product - whole as f64;
        let unsure = (fraction - 0.5).abs() < 1e-3;
        (!unsure).then(|| Digits::new(whole.unsigned_abs() + u64::from(fraction > 0.5), size as i32 - 2))
    }

    /// From the exact decimal expansion, `d.ddddddddddde-7` with eleven digits behind the point.
    fn exact(value: f64) -> Digits {
        let text = format!("{value:.11e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let value = digits
            .bytes()
            .filter(u8::is_ascii_digit)
            .fold(0, |all, b| all * 10 + u64::from(b - b'0'));
        Digits::new(value, 1 + exponent.parse::<i32>().unwrap_or(0))
    }

    /// Zeros at the end of a fraction are left out.
    fn write(&self, out: &mut Vec<u8>) {
        match self.before {
            // `0.00123`: what a score is like.
            before @ -2..=0 => {
                let first = 2 + before.unsigned_abs() as usize;
                let mut text = [b'0'; ROOM];
                text[1] = b'.';
                let end = self.write_in(&mut text, first);
                put(out, &text, end);
            }
            // The digits before the point move to make room for it.
            before @ 1.. => {
                let before = before as usize;
                let mut text = [b'0'; ROOM];
                let end = self.write_in(&mut text, 1);
                if before + 1 < end {
                    text.copy_within(1..=before, 0);
                    text[before] = b'.';
                    put(out, &text, end);
                } else {
                    out.extend_from_slice(&text[1..end]);
                    (end - 1..before).for_each(|_| out.push(b'0'));
                }
            }
            before => {
                let mut text = [b'0'; ROOM];
                let end = self.write_in(&mut text, 0);
                out.extend_from_slice(b"0.");
                (before..0).for_each(|_| out.push(b'0'));
                out.extend_from_slice(&text[..end]);
            }
        }
    }

    /// Writes them at a place of a text; where those end that are not zeros behind all others.
    fn write_in(&self, text: &mut [u8; ROOM], first: usize) -> usize {
        // In halves, so that six divisions need not wait for one another.
        let (high, low) = ((self.value / 1_000_000) as u32, (self.value % 1_000_000) as u32);
        let pairs = [high / 10_000, high / 100, high, low / 10_000, low / 100, low];
        let digits = &mut text[first..first + DIGITS];
        for (place, number) in digits.as_chunks_mut().0.iter_mut().zip(pairs) {
            *place = two_digits(number.into());
        }
        let last = digits.iter().rposition(|&digit| digit != b'0');
        last.map_or(first, |last| first + last + 1)
    }
}

/// A word of the program: it needs no escape.
#[derive(Clone, Copy)]
pub(super) struct Word(pub &'static str);

impl ToJson for Word {
    fn write(&self, out: &mut Vec<u8>) {
        debug_assert!(first_not_of_json(self.0.as_bytes()).is_none(), "{:?}", self.0);
        quoted(out, self.0);
    }
}

/// A day as `YYYY-MM-DD`.
#[derive(Clone, Copy)]
pub(super) struct Day(pub Date);

impl ToJson for Day {
    fn write(&self, out: &mut Vec<u8>) {
        quoted(out, &iso_date(self.0));
    }
}

impl ToJson for str {
    fn write(&self, out: &mut Vec<u8>) {
        match first_not_of_json(self.as_bytes()) {
            None => quoted(out, self),
            Some(first) => escaped(out, self, first),
        }
    }
}

impl ToJson for String {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_str().write(out);
    }
}

impl ToJson for f64 {
    fn write(&self, out: &mut Vec<u8>) {
        match self.is_finite() {
            true => number(out, *self),
            false => out.extend_from_slice(b"null"),
        }
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl ToJson for usize {
    fn write(&self, out: &mut Vec<u8>) {
        whole(out, *self as u64);
    }
}

impl ToJson for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        whole(out, (*self).into());
    }
}

impl ToJson for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        if *self < 0 {
            out.push(b'-');
        }
        whole(out, self.unsigned_abs());
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }

    fn is_left_out(&self) -> bool {
        (**self).is_left_out()
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut Vec<u8>) {
        list(out, self);
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_slice().write(out);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_slice().write(out);
    }
}

/// Values as a list on one line.
pub(super) fn list<T: ToJson>(out: &mut Vec<u8>, values: impl IntoIterator<Item = T>) {
    out.push(b'[');
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        value.write(out);
    }
    out.push(b']');
}

/// A text that needs no escape.
fn quoted(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// A text that needs none up to a place.
fn escaped(out: &mut Vec<u8>, text: &str, first: usize) {
    out.push(b'"');
    let mut done = 0;
    for (at, c) in text[first..].char_indices() {
        let at = first + at;
        let short = match c {
            '"' | '\\' => c as u8,
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            '\u{8}' => b'b',
            '\u{c}' => b'f',
            c if c < ' ' || unseen(c) => 0,
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[done..at]);
        done = at + c.len_utf8();
        if short > 0 {
            out.extend_from_slice(&[b'\\', short]);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
        }
    }
    out.extend_from_slice(&text.as_bytes()[done..]);
    out.push(b'"');
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
        number(&mut out, value);
        assert_eq!(String::from_utf8(out).expect("digits"), expected);
    }

    fn json(value: &(impl ToJson + ?Sized)) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_record_is_an_object_with_its_fields_as_keys() {
        struct Missing;
        impl ToJson for Missing {
            fn write(&self, _: &mut Vec<u8>) {
                unreachable!("it is left out");
            }
            fn is_left_out(&self) -> bool {
                true
            }
        }
        record! {
            struct Inner {
                only: [Option<f64>; 3],
            }
        }
        record! {
            struct Record<'a> {
                text: &'a str,
                missing: Missing,
                whole: u32,
                below: i64,
                holds: bool,
                inner: Vec<Inner>,
                empty: Vec<Word>,
            }
        }
        let record = Record {
            text: "a\n",
            missing: Missing,
            whole: 120,
            below: -7,
            holds: false,
            inner: vec![Inner {
                only: [Some(0.5), None, Some(f64::NAN)],
            }],
            empty: Vec::new(),
        };
        assert_eq!(
            json(&record),
            r#"{"text":"a\n","whole":120,"below":-7,"holds":false,"inner":[{"only":[0.5,null,null]}],"empty":[]}"#
        );
    }

    #[test]
    fn whole_numbers_have_all_their_digits() {
        for n in [
            0,
            7,
            10,
            99,
            100,
            101,
            999,
            1_000,
            12_345,
            u64::MAX / 10,
            u64::MAX,
        ] {
            let mut out = Vec::new();
            whole(&mut out, n);
            assert_eq!(String::from_utf8(out).expect("digits"), n.to_string());
        }
        assert_eq!(json(&i64::MIN), i64::MIN.to_string());
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
        check(100.0 / 3.0, "33.3333333333");
        check(-200_000.0 / 3.0, "-66666.6666667");
        check(99_999_999_999.99, "100000000000");
        check(f64::MIN_POSITIVE, &format!("0.{}222507385851", "0".repeat(307)));
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_itself_rounded(
            value in prop_oneof![any::<f64>().prop_filter("finite", |v| v.is_finite()), -1.0..1.0, -1e12..1e12,
                (-1_000_000_000_000i64..1_000_000_000_000, 0..12).prop_map(|(n, k)| n as f64 / 10f64.powi(k))]
        ) {
            let mut out = Vec::new();
            number(&mut out, value);
            let text = String::from_utf8(out).expect("digits");
            prop_assert!(text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.'), "{}", text);
            let (whole, fraction) = text.trim_start_matches('-').split_once('.').unwrap_or((&text, "1"));
            prop_assert!(whole == "0" || text.trim_start_matches('-').starts_with(|c| c != '0'), "{}", text);
            prop_assert!(!fraction.is_empty() && !fraction.ends_with('0'), "{}", text);
            let rounded: f64 = format!("{value:.11e}").parse().expect("a number");
            prop_assert_eq!(text.parse::<f64>().expect("a number"), rounded + 0.0);
        }
    }

    #[test]
    fn what_steers_a_screen_is_escaped_and_means_the_same() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}b\u{2028}\u{e0041}é🟢\"\u{7f}";
        let json = json(text);
        assert_eq!(json, r#""a\u001b[31m\u009b\u202eb\u2028\udb40\udc41é🟢\"\u007f""#);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }

    #[test]
    fn an_object_and_its_lists_have_a_line_a_value() {
        let mut out = Vec::new();
        let mut object = Lines::object(&mut out, 0);
        object.value("a", &[Some(1_usize), None]);
        object.items("b", ["x", "y"]);
        object.items("c", [0_u32; 0]);
        let mut list = Lines::list(object.key("d"), 1);
        Lines::object(list.item(), 2).end(b'}');
        list.end(b']');
        object.end(b'}');
        assert_eq!(
            String::from_utf8(out).expect("text"),
            "{\n  \"a\": [1,null],\n  \"b\": [\n    \"x\",\n    \"y\"\n  ],\n  \"c\": [],\n  \"d\": [\n    {}\n  ]\n}"
        );
    }
}
