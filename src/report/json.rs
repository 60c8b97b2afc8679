//! Findings as the `findings` array of the data, and nothing else.

use std::io::{self, Write};

use super::show::is_hidden;
use super::{Findings, Format};
use crate::site::data;

pub(super) const FORMAT: Format = Format {
    name: "json",
    for_people: false,
    print,
};

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let json = data::findings(findings.list, findings.sources, findings.say);
    inert(&String::from_utf8_lossy(&json), out)
}

/// The same JSON without control and format characters, so that it is harmless on a terminal as well.
/// Outside of texts JSON has none of them but line ends.
fn inert(json: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    for (at, c) in json.char_indices().filter(|&(_, c)| c != '\n' && is_hidden(c)) {
        out.write_all(&json.as_bytes()[plain..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        plain = at + c.len_utf8();
    }
    out.write_all(&json.as_bytes()[plain..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_or_hides_is_escaped_and_means_the_same() {
        let text = "a\u{202e}b\u{9b}c\u{e0041}d é";
        let mut out = Vec::new();
        inert(&serde_json::to_string_pretty(&[text]).unwrap(), &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, "[\n  \"a\\u202eb\\u009bc\\udb40\\udc41d é\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
