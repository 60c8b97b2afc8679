//! Sets of bytes, and where the first of them stands in a text: sixteen bytes are looked at in one step.

use wide::u8x16;

/// How many bytes a step looks at.
const STEP: usize = 16;

/// Some bytes: [`byte_set`] makes such sets.
pub trait ByteSet {
    /// For each byte whether it is one of them.
    const TABLE: &[bool; 256];

    /// Of each byte all bits when it is one of them, else none.
    fn found(bytes: u8x16) -> u8x16;

    /// Whether a byte is in the set.
    #[inline]
    fn has(byte: u8) -> bool {
        Self::TABLE[usize::from(byte)]
    }

    /// Where the first byte of the set stands.
    #[inline]
    fn first_in(bytes: &[u8]) -> Option<usize> {
        let first = |step: &[u8; STEP]| {
            let found = Self::found(u8x16::new(*step)).to_bitmask();
            (found != 0).then(|| found.trailing_zeros() as usize)
        };
        let (steps, rest) = bytes.as_chunks();
        for (step, bytes) in steps.iter().enumerate() {
            if let Some(place) = first(bytes) {
                return Some(STEP * step + place);
            }
        }
        match bytes.last_chunk() {
            // It overlaps the step before, which has none.
            Some(last) if !rest.is_empty() => first(last).map(|place| bytes.len() - STEP + place),
            Some(_) => None,
            None => Self::first_in_short(rest),
        }
    }

    /// The same of a long text that mostly has none: four steps at once.
    #[inline]
    fn first_in_long(bytes: &[u8]) -> Option<usize> {
        let (fours, _) = bytes.as_chunks::<{ 4 * STEP }>();
        let has_one = |four: &&[u8; 4 * STEP]| {
            let steps = four.as_chunks().0.iter();
            let found = steps.fold(u8x16::ZERO, |found, step| found | Self::found(u8x16::new(*step)));
            found.to_bitmask() != 0
        };
        let before = 4 * STEP * fours.iter().take_while(|four| !has_one(four)).count();
        Self::first_in(&bytes[before..]).map(|place| before + place)
    }

    /// The same of less than a step.
    #[inline]
    fn first_in_short(bytes: &[u8]) -> Option<usize> {
        const HALF: usize = STEP / 2;
        const QUARTER: usize = STEP / 4;
        // Two parts, which may overlap, have all of them.
        let step: Option<[u8; STEP]> = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => Some(joined::<HALF, 2>([first, last])),
            _ => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => Some(joined::<QUARTER, 4>([first, last, first, last])),
                _ => None,
            },
        };
        if step.is_some_and(|step| Self::found(u8x16::new(step)).to_bitmask() == 0) {
            return None;
        }
        bytes.iter().position(|&byte| Self::has(byte))
    }
}

/// A step that is put together from parts of it.
#[inline(always)]
fn joined<const PART: usize, const PARTS: usize>(parts: [&[u8; PART]; PARTS]) -> [u8; STEP] {
    let mut step = [0; STEP];
    for (place, part) in step.as_chunks_mut().0.iter_mut().zip(parts) {
        *place = *part;
    }
    step
}

/// Makes a type that stands for the bytes of some ranges. A text is read faster with few of them.
macro_rules! byte_set {
    ($(#[$doc:meta])* $name:ident: $([$first:expr, $last:expr]),+ $(,)?) => {
        $(#[$doc])*
        struct $name;

        impl $crate::bytes::ByteSet for $name {
            const TABLE: &[bool; 256] = &$crate::bytes::table(&[$(($first, $last)),+]);

            #[inline(always)]
            fn found(bytes: wide::u8x16) -> wide::u8x16 {
                wide::u8x16::ZERO $(| $crate::bytes::within::<{ $first }, { $last }>(bytes))+
            }
        }
    };
}
pub(crate) use byte_set;

/// The set of one byte.
pub struct Only<const BYTE: u8>;

impl<const BYTE: u8> ByteSet for Only<BYTE> {
    const TABLE: &[bool; 256] = &table(&[(BYTE, BYTE)]);

    #[inline(always)]
    fn found(bytes: u8x16) -> u8x16 {
        within::<BYTE, BYTE>(bytes)
    }
}

byte_set! {
    /// What may not be able to stand in a text of JSON as it is. Most of what begins beyond ASCII can.
    NotOfJson: [0, b' ' - 1], [b'"', b'"'], [b'\\', b'\\'], [0x7f, 0xff]
}

/// Where a text has the first byte that may not be able to stand in a text of JSON as it is.
#[inline]
pub fn first_not_of_json(text: &[u8]) -> Option<usize> {
    NotOfJson::first_in(text)
}

/// Bytes of the first line of a text, without its end. To begin takes `memchr` longer than most lines.
#[inline(never)]
pub fn line_length(text: &[u8]) -> usize {
    Only::<b'\n'>::first_in(text).unwrap_or(text.len())
}

/// Which of the bytes are in a range, both ends of which belong to it.
#[inline(always)]
pub fn within<const FIRST: u8, const LAST: u8>(bytes: u8x16) -> u8x16 {
    let all = u8x16::splat;
    if FIRST == LAST {
        bytes.simd_eq(all(FIRST))
    } else if FIRST ^ LAST == 1 {
        // Two that differ in the lowest bit alone are the same once it is set.
        (bytes | all(1)).simd_eq(all(LAST))
    } else if FIRST == 0 {
        bytes.min(all(LAST)).simd_eq(bytes)
    } else if LAST == u8::MAX {
        bytes.max(all(FIRST)).simd_eq(bytes)
    } else {
        let above = bytes - all(FIRST);
        above.min(all(LAST - FIRST)).simd_eq(above)
    }
}

/// The table of some ranges.
pub const fn table(ranges: &[(u8, u8)]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut range = 0;
    while range < ranges.len() {
        let (first, last) = ranges[range];
        let mut byte = first as usize;
        while byte <= last as usize {
            table[byte] = true;
            byte += 1;
        }
        range += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    byte_set! {
        Few: [0, 8], [b'&', b'&'], [b'2', b'3'], [b'[', b'^'], [0x7f, 0x7f], [0xc7, 0xc8], [0xe1, 0xff]
    }

    #[test]
    fn a_set_has_the_bytes_of_its_ranges() {
        for byte in 0..=255 {
            let expected =
                matches!(byte, 0..=8 | b'&' | b'2' | b'3' | b'['..=b'^' | 0x7f | 0xc7 | 0xc8 | 0xe1..);
            assert_eq!(Few::has(byte), expected, "{byte:#x}");
            let text = [byte; 40];
            for length in [1, 3, 4, 7, 8, 15, 16, 17, 40] {
                assert_eq!(Few::first_in(&text[..length]), expected.then_some(0), "{byte:#x}");
            }
        }
    }

    #[test]
    fn a_line_ends_where_its_end_stands_or_the_text_does() {
        for (text, length) in [("", 0), ("a", 1), ("\na", 0), ("ab\n\nc", 2)] {
            assert_eq!(line_length(text.as_bytes()), length, "{text:?}");
        }
        let line = "a".repeat(100);
        assert_eq!(line_length(line.as_bytes()), 100);
        assert_eq!(line_length([&line, "\nb"].concat().as_bytes()), 100);
    }

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        for length in 0..150 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(Few::first_in(&bytes), None);
            assert_eq!(Few::first_in_long(&bytes), None);
            for at in 0..length {
                bytes[length - 1] = b'[';
                bytes[at] = b'&';
                assert_eq!(Few::first_in(&bytes), Some(at), "of {length}");
                assert_eq!(Few::first_in_long(&bytes), Some(at), "of {length}");
                (bytes[at], bytes[length - 1]) = (b'a', b'a');
            }
        }
    }
}
