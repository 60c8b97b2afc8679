//! How values become bytes: numbers, days, and the line breaks of the published JSON. Equal values give equal bytes.

use jiff::civil::Date;
use serde::ser::{Error as _, Impossible};
use serde::{Serialize, Serializer};
use serde_json::Error;

use crate::bytes::first_not_of_json;
use crate::digits::two_digits;
use crate::words::iso_date;

/// Writes a value as JSON behind what is in `out`.
/// It stands `depth` containers deep; containers down to `breaks` have a line for each of their values. Deeper ones are
/// on one line, and so is an object that is the value of a key. An objective then has a line a key, a line a key result
/// and a line a check-in: what changes in a file shows as the lines that changed, and a large one carries little white
/// space.
pub(super) fn write(out: &mut Vec<u8>, value: &impl Serialize, depth: usize, breaks: usize) {
    let mut json = Json {
        out,
        depth,
        breaks,
        keyed: false,
        joined: None,
    };
    value
        .serialize(&mut json)
        .expect("our records are numbers, texts, lists and structs");
}

/// Ends the line and indents the next one.
pub(super) fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    (0..depth).for_each(|_| out.extend_from_slice(b"  "));
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

fn whole(out: &mut Vec<u8>, number: u64) {
    if number < 10 {
        return out.push(b'0' + number as u8);
    }
    // From the last digit on, two at once: a division takes longer than everything else here.
    const ROOM: usize = 20;
    let (mut text, mut start, mut rest) = ([b'0'; ROOM], ROOM, number);
    while rest >= 10 {
        start -= 2;
        text[start..start + 2].copy_from_slice(&two_digits(rest));
        rest /= 100;
    }
    if rest > 0 {
        start -= 1;
        text[start] = b'0' + rest as u8;
    }
    out.extend_from_slice(&text[start..]);
}

/// A number of one or two decimals, as people write them.
fn two_decimals(out: &mut Vec<u8>, hundredths: u64) {
    whole(out, hundredths / 100);
    match two_digits(hundredths) {
        [tenths, b'0'] => out.extend_from_slice(&[b'.', tenths]),
        [tenths, hundredths] => out.extend_from_slice(&[b'.', tenths, hundredths]),
    }
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
        // In halves, so that six divisions need not wait for one another.
        let (high, low) = ((self.value / 1_000_000) as u32, (self.value % 1_000_000) as u32);
        let pairs = [high / 10_000, high / 100, high, low / 10_000, low / 100, low];
        let mut text = [b'0'; 2 + DIGITS];
        for (place, number) in text[2..].as_chunks_mut().0.iter_mut().zip(pairs) {
            *place = two_digits(number.into());
        }
        let digits = &text[2..];
        let end = digits
            .iter()
            .rposition(|&digit| digit != b'0')
            .map_or(0, |last| last + 1);
        let Ok(before) = usize::try_from(self.before) else {
            out.extend_from_slice(b"0.");
            (self.before..0).for_each(|_| out.push(b'0'));
            return out.extend_from_slice(&digits[..end]);
        };
        if before >= end {
            out.extend_from_slice(&digits[..end]);
            return (end..before).for_each(|_| out.push(b'0'));
        }
        // Those before the point move to make room for it.
        (1..=before).for_each(|at| text[at] = text[at + 1]);
        text[1 + before] = b'.';
        let begin = usize::from(before > 0);
        out.extend_from_slice(&text[begin..2 + end]);
    }
}

/// A word of the program: it needs no escape. It is written as the name of a variant, which is one too.
#[derive(Clone, Copy)]
pub(super) struct Word(pub &'static str);

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_unit_variant("Word", 0, self.0)
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

/// JSON that is being written.
struct Json<'o> {
    out: &'o mut Vec<u8>,
    depth: usize,
    breaks: usize,
    /// Whether what comes next is the value of a key.
    keyed: bool,
    /// The depth of the object that is kept on one line though it stands above `breaks`.
    joined: Option<usize>,
}

impl<'o> Json<'o> {
    fn is_broken(&self) -> bool {
        self.depth <= self.breaks && self.joined.is_none_or(|joined| self.depth < joined)
    }

    fn begin(&mut self, brackets: [u8; 2]) -> Container<'_, 'o> {
        if brackets == OBJECT && self.keyed && self.joined.is_none() {
            self.joined = Some(self.depth + 1);
        }
        self.depth += 1;
        self.out.push(brackets[0]);
        Container {
            is_broken: self.is_broken(),
            json: self,
            end: brackets[1],
            is_empty: true,
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push(b'"');
        match first_not_of_json(text.as_bytes()) {
            None => self.out.extend_from_slice(text.as_bytes()),
            Some(first) => self.escaped(text, first),
        }
        self.out.push(b'"');
    }

    /// A text that is plain up to a place.
    fn escaped(&mut self, text: &str, first: usize) {
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
            self.out.extend_from_slice(&text.as_bytes()[done..at]);
            done = at + c.len_utf8();
            if short > 0 {
                self.out.extend_from_slice(&[b'\\', short]);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                self.out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        }
        self.out.extend_from_slice(&text.as_bytes()[done..]);
    }
}

const ARRAY: [u8; 2] = *b"[]";
const OBJECT: [u8; 2] = *b"{}";

/// A list or an object that is being written.
struct Container<'a, 'o> {
    json: &'a mut Json<'o>,
    end: u8,
    is_broken: bool,
    is_empty: bool,
}

impl Container<'_, '_> {
    fn next(&mut self) {
        if !self.is_empty {
            self.json.out.push(b',');
        }
        self.is_empty = false;
        if self.is_broken {
            line(self.json.out, self.json.depth);
        }
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.next();
        self.json.keyed = false;
        value.serialize(&mut *self.json)
    }

    #[inline]
    fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        let between: &[u8] = if self.is_broken { b": " } else { b":" };
        self.json.out.extend_from_slice(between);
        self.json.keyed = true;
        value.serialize(&mut *self.json)
    }

    fn finish(self) -> Result<(), Error> {
        let json = self.json;
        if !self.is_empty && self.is_broken {
            line(json.out, json.depth - 1);
        }
        if json.joined == Some(json.depth) {
            json.joined = None;
        }
        json.depth -= 1;
        json.out.push(self.end);
        Ok(())
    }
}

/// What none of our records has.
fn unknown<T>() -> Result<T, Error> {
    Err(Error::custom("a record of another form"))
}

impl<'a, 'o> Serializer for &'a mut Json<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Container<'a, 'o>;
    type SerializeTuple = Container<'a, 'o>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Container<'a, 'o>;
    type SerializeStruct = Container<'a, 'o>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        if value < 0 {
            self.out.push(b'-');
        }
        whole(self.out, value.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        whole(self.out, value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        if !value.is_finite() {
            return self.serialize_none();
        }
        number(self.out, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unknown()
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Error> {
        debug_assert!(first_not_of_json(name.as_bytes()).is_none(), "{name:?}");
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        unknown()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Container<'a, 'o>, Error> {
        Ok(self.begin(ARRAY))
    }

    fn serialize_tuple(self, _: usize) -> Result<Container<'a, 'o>, Error> {
        Ok(self.begin(ARRAY))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>, Error> {
        unknown()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        unknown()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Container<'a, 'o>, Error> {
        Ok(self.begin(OBJECT))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Container<'a, 'o>, Error> {
        Ok(self.begin(OBJECT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        unknown()
    }
}

impl serde::ser::SerializeSeq for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl serde::ser::SerializeTuple for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl serde::ser::SerializeMap for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl serde::ser::SerializeStruct for Container<'_, '_> {
    type Ok = ();
    type Error = Error;

    // The key is a constant where a record writes its fields: in place, what stands between two values on a line comes
    // down to a few stores.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        const ROOM: usize = 32;
        let end = key.len() + 4;
        if self.is_empty || self.is_broken || end > ROOM {
            self.next();
            let out = &mut *self.json.out;
            out.push(b'"');
            out.extend_from_slice(key.as_bytes());
            out.push(b'"');
            return self.value(value);
        }
        let mut piece = [0; ROOM];
        piece[..2].copy_from_slice(b",\"");
        piece[2..end - 2].copy_from_slice(key.as_bytes());
        piece[end - 2..end].copy_from_slice(b"\":");
        self.json.out.extend_from_slice(&piece[..end]);
        self.json.keyed = true;
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
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
        number(&mut out, value);
        assert_eq!(String::from_utf8(out).expect("digits"), expected);
    }

    #[test]
    fn keys_of_any_length_stand_between_values() {
        #[derive(Serialize)]
        struct Record {
            a: u8,
            just_as_long_as_there_is_roo: u8,
            just_as_long_as_there_is_room: u8,
            longer_than_there_is_room_for_in_one_piece: u8,
            b: [u8; 0],
        }
        let record = Record {
            a: 1,
            just_as_long_as_there_is_roo: 2,
            just_as_long_as_there_is_room: 3,
            longer_than_there_is_room_for_in_one_piece: 4,
            b: [],
        };
        for (breaks, indent) in [(0, false), (1, true)] {
            let mut out = Vec::new();
            write(&mut out, &record, 0, breaks);
            let text = String::from_utf8(out).expect("ASCII");
            assert_eq!(text.contains("\n  \"b\": "), indent, "{text}");
            let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(written, serde_json::to_value(&record).expect("JSON"));
        }
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
