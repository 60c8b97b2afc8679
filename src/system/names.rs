//! Names that Windows takes for something else than the file they were given to.

use crate::parse::name::is_device;

/// Whether a part of a path names one file on Windows, and the one that is meant: it is no device, has no sign of a path
/// or a stream in it, ends in nothing that Windows drops, and is no short name, such as `GIT~1` for `.git`.
pub(super) fn is_one_file(part: &[u8]) -> bool {
    let Ok(part) = std::str::from_utf8(part) else {
        return false;
    };
    let is_sign = |c: char| c.is_control() || "\\:*?\"<>|/".contains(c);
    !part.contains(is_sign) && !part.ends_with(['.', ' ']) && !names_device(part) && !is_short(part)
}

/// Whether Windows may have made a name of eight letters from a longer one.
fn is_short(part: &str) -> bool {
    let behind = |(at, _): (usize, &str)| part[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    part.match_indices('~').any(behind)
}

fn names_device(part: &str) -> bool {
    let stem = part.split(['.', ' ']).next().unwrap_or(part);
    let digit = |c: char| match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        c => c,
    };
    is_device(&stem.chars().map(digit).collect::<String>())
        || ["conin$", "conout$"]
            .iter()
            .any(|device| stem.eq_ignore_ascii_case(device))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_file_or_none() {
        for name in [
            "a.md", "café.md", "con-1", "com10", "console", "a b", ".okr", "nulle", "…", "a~", "~b",
        ] {
            assert!(is_one_file(name.as_bytes()), "{name}");
        }
        for name in [
            "GIT~1",
            "git~1.md",
            "a~~9",
            "nul",
            "NUL.md",
            "con .md",
            "aux.tar.gz",
            "COM1",
            "com¹",
            "LPT³.txt",
            "CONIN$",
            "a.",
            "a ",
            "a:b",
            "a\\b",
            "C:",
            "a?",
            "a*",
            "a\"",
            "a|b",
            "<a",
            "a\n",
            "\u{7f}",
        ] {
            assert!(!is_one_file(name.as_bytes()), "{name}");
        }
        assert!(!is_one_file(b"caf\xe9"));
    }
}
