//! Findings as the `findings` array of the data, and nothing else.

use std::io::{self, Write};

use super::{Findings, Format, show};
use crate::site::data;

pub(super) const FORMAT: Format = Format {
    name: "json",
    for_people: false,
    print,
};

fn print(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let json = data::findings(findings.list, findings.sources, &|message| findings.say(message));
    show::json(&String::from_utf8_lossy(&json), out)
}
