//! Names that become addresses: slugs, handles, parts of paths; and a name for what is none.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The longest slug and part of a path, in characters.
pub const LIMIT: usize = 64;

/// The longest handle, in characters.
pub const HANDLE_LIMIT: usize = 39;

/// Whether a text is a slug: `[a-z0-9][a-z0-9-]*`, at most 64 characters, no reserved name.
pub fn is_slug(text: &str) -> bool {
    let first = text.bytes().next();
    first.is_some_and(|b| b != b'-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && text.len() <= LIMIT
        && !is_reserved(text)
}

/// Whether a text is a handle: `[A-Za-z0-9][A-Za-z0-9-]*`, at most 39 characters, no reserved name.
pub fn is_handle(text: &str) -> bool {
    let first = text.bytes().next();
    first.is_some_and(|b| b != b'-')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && text.len() <= HANDLE_LIMIT
        && !is_reserved(text)
}

/// Whether a text is a part of a path: `[A-Za-z0-9][A-Za-z0-9._-]*` without a dot at the end, at most 64 characters,
/// and no name that a file system reserves.
pub fn is_path_part(text: &str) -> bool {
    is_path_text(text) && text.len() <= LIMIT && !text.ends_with('.') && !is_device(text)
}

/// Whether a text has the characters of a part of a path, whatever else is wrong with it.
pub fn is_path_text(text: &str) -> bool {
    let first = text.bytes().next();
    first.is_some_and(|b| b.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Whether a name is taken by a file system, or by the second page of a list.
pub fn is_reserved(name: &str) -> bool {
    is_device(name) || is_list_page(name)
}

/// Whether Windows reserves a name, with any extension: `CON`, `nul.txt`, `com1`.
pub fn is_device(name: &str) -> bool {
    let stem = memchr::memchr(b'.', name.as_bytes()).map_or(name, |dot| &name[..dot]);
    let Some(first) = stem.get(..3) else { return false };
    let rest = &stem[3..];
    match rest.len() {
        0 => ["con", "prn", "aux", "nul"]
            .iter()
            .any(|device| first.eq_ignore_ascii_case(device)),
        1 => {
            rest.as_bytes()[0].is_ascii_digit()
                && ["com", "lpt"]
                    .iter()
                    .any(|device| first.eq_ignore_ascii_case(device))
        }
        _ => false,
    }
}

/// Whether a list goes on in a folder of this name: `page-2`.
pub fn is_list_page(name: &str) -> bool {
    name.get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("page-"))
        && name.len() > 5
        && name[5..].bytes().all(|b| b.is_ascii_digit())
}

/// How names are compared: two that a file system may take for one are one.
pub fn key(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text.nfkc().flat_map(char::to_lowercase).collect())
    } else if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// A slug like the text, if any letter or digit is left of it.
pub fn slug_like(text: &str) -> Option<String> {
    let plain = plain(text, |c| c.is_ascii_alphanumeric())?.to_ascii_lowercase();
    end(plain, LIMIT)
}

/// A handle like the text.
pub fn handle_like(text: &str) -> Option<String> {
    let plain = plain(text.trim_start_matches('@'), |c| c.is_ascii_alphanumeric())?;
    let plain = if text.contains(' ') {
        plain.to_ascii_lowercase()
    } else {
        plain
    };
    end(plain, HANDLE_LIMIT)
}

/// A part of a path like the text.
pub fn path_part_like(text: &str) -> Option<String> {
    let plain = plain(text, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
    })?;
    end(plain.trim_start_matches(['.', '_', '-']).to_owned(), LIMIT)
}

/// Letters without their marks; a run of anything that is not `kept` is one `-`. `None` where a letter would be lost: what
/// is left of such a word is no name for it.
fn plain(text: &str, kept: impl Fn(char) -> bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            _ if kept(c) => out.push(c),
            // Combining marks of the letter before.
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            c if c.is_alphabetic() => return None,
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
        // Whoever writes a name of a megabyte gets the beginning of it.
        if out.len() > 4 * LIMIT {
            break;
        }
    }
    Some(out)
}

fn end(mut name: String, limit: usize) -> Option<String> {
    name.truncate(limit);
    let mut name = name
        .trim_end_matches(['-', '.', '_'])
        .trim_start_matches('-')
        .to_owned();
    if is_reserved(&name) {
        name = name.replace('.', "-") + "-1";
    }
    if name.is_empty() || is_reserved(&name) {
        None
    } else {
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_handles_and_path_parts_are_ascii_and_short() {
        for (text, slug, handle, part) in [
            ("support", true, true, true),
            ("no", true, true, true),
            ("2026", true, true, true),
            ("Support", false, true, true),
            ("a.b_c", false, false, true),
            ("-a", false, false, false),
            ("_a", false, false, false),
            (".a", false, false, false),
            ("a.", false, false, false),
            ("", false, false, false),
            ("é", false, false, false),
            ("аna", false, false, false),
            ("con", false, false, false),
            ("COM1", false, false, false),
            ("nul.txt", false, false, false),
            ("com10", true, true, true),
            ("console", true, true, true),
            ("page-2", false, false, true),
            ("page-two", true, true, true),
            ("a b", false, false, false),
            ("a/b", false, false, false),
        ] {
            assert_eq!(
                (is_slug(text), is_handle(text), is_path_part(text)),
                (slug, handle, part),
                "{text:?}"
            );
        }
        let long = "a".repeat(65);
        assert!(is_slug(&long[..64]) && !is_slug(&long) && is_path_part(&long[..64]) && !is_path_part(&long));
        assert!(is_handle(&long[..39]) && !is_handle(&long[..40]));
    }

    #[test]
    fn a_name_is_found_for_what_is_none() {
        for (text, slug) in [
            ("Support Team", Some("support-team")),
            ("Équipe réseau!", Some("equipe-reseau")),
            ("Straße_1", Some("strasse-1")),
            ("--", None),
            ("🎯", None),
            ("аna", None),
            ("CON", Some("con-1")),
            ("page-2", Some("page-2-1")),
        ] {
            assert_eq!(slug_like(text).as_deref(), slug, "{text:?}");
            assert!(slug.is_none_or(is_slug));
        }
        assert_eq!(handle_like("@Ana Lopes").as_deref(), Some("ana-lopes"));
        assert_eq!(handle_like("@Ana").as_deref(), Some("Ana"));
        assert_eq!(path_part_like("First contact.").as_deref(), Some("First-contact"));
        assert_eq!(path_part_like("aux.b").as_deref(), Some("aux-b-1"));
    }

    #[test]
    fn names_that_a_file_system_may_take_for_one_have_one_key() {
        assert_eq!(key("Support"), key("support"));
        assert_eq!(key("e\u{301}"), key("É"));
        assert_eq!(key("ａ"), key("A"));
    }
}
