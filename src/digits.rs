//! Whole numbers in digits: small ones are looked up, and written at once.

/// Appends the digits of a whole number.
#[inline]
pub fn whole_into(out: &mut String, n: u64) {
    // A function of its own: what calls itself is not put in place.
    fn beginning(out: &mut String, n: u64) {
        whole_into(out, n);
    }
    match n {
        0..10 => out.push(digit(n)),
        10..100 => out.push_str(pair(n)),
        _ => {
            beginning(out, n / 100);
            out.push_str(pair(n));
        }
    }
}

/// The numbers below a hundred in two digits, one behind the other.
static PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut n = 0;
    while n < 100 {
        pairs[2 * n] = b'0' + (n / 10) as u8;
        pairs[2 * n + 1] = b'0' + (n % 10) as u8;
        n += 1;
    }
    pairs
};

/// A number below 100 in two digits; of a greater one the last.
#[inline]
pub fn two_digits(n: u64) -> [u8; 2] {
    let at = 2 * (n % 100) as usize;
    [PAIRS[at], PAIRS[at + 1]]
}

/// The same as a text.
#[inline]
pub fn pair(n: u64) -> &'static str {
    static TEXT: &str = ascii(&PAIRS);
    let at = 2 * (n % 100) as usize;
    &TEXT[at..at + 2]
}

/// So many hundredths, fewer than a hundred, behind a point; nothing for none, and no needless zero.
#[inline]
pub fn decimals(hundredths: u64) -> &'static str {
    static TEXT: &str = ascii(&BEHIND_POINT);
    let at = 3 * hundredths as usize;
    let digits = match hundredths {
        0 => 0,
        _ if hundredths.is_multiple_of(10) => 2,
        _ => 3,
    };
    &TEXT[at..at + digits]
}

/// The numbers below a hundred in two digits behind a point, one behind the other.
static BEHIND_POINT: [u8; 300] = {
    let mut all = [b'.'; 300];
    let mut n = 0;
    while n < 100 {
        all[3 * n + 1] = PAIRS[2 * n];
        all[3 * n + 2] = PAIRS[2 * n + 1];
        n += 1;
    }
    all
};

/// Bytes of a table as a text, which they are known to be when it is compiled.
pub const fn ascii(bytes: &[u8]) -> &str {
    assert!(bytes.is_ascii(), "a table has other bytes");
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => unreachable!(),
    }
}

/// The digit of a number below 10; of a greater one the last.
#[inline]
pub fn digit(n: u64) -> char {
    char::from(b'0' + (n % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_as_the_library_writes_them() {
        let ends = [u64::MAX, u64::MAX / 10, 9_999, 10_000, 10_001, 99_999, 100_000];
        for n in (0..1_200).chain(ends) {
            let mut out = String::new();
            whole_into(&mut out, n);
            assert_eq!(out, n.to_string());
            assert_eq!(pair(n), format!("{:02}", n % 100));
            assert_eq!(two_digits(n), pair(n).as_bytes());
            assert_eq!(digit(n).to_string(), (n % 10).to_string());
        }
    }

    #[test]
    fn hundredths_have_no_needless_zero() {
        for n in 0..100 {
            let number = format!("0{}", decimals(n));
            assert_eq!(number.parse::<f64>().unwrap(), n as f64 / 100.0);
            assert!(n == 0 || !number.ends_with('0'), "{number}");
        }
        assert_eq!(decimals(0), "");
    }
}
