//! Which addresses may be linked to.

use percent_encoding::percent_decode_str;

use crate::diagnostic::Message;
use crate::msg;

/// Whether a link to the work may be published: `http`, `https`, `mailto`, or a path in the repository.
/// The scheme is looked at as a browser would see it.
pub fn allowed(url: &str) -> Result<(), Message> {
    if url.chars().any(|c| c.is_control()) {
        return Err(msg!("a link cannot have a control character in it"));
    }
    if url.contains(' ') {
        return Err(msg!("a link cannot have a space in it; write `%20`"));
    }
    let decoded = percent_decode_str(url).decode_utf8_lossy();
    for form in [url, &decoded] {
        let slashes = form.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        if slashes.starts_with("//") || slashes.starts_with('\\') || slashes.starts_with("/\\") {
            return Err(msg!(
                "a link that begins with `//` has no scheme; write `https://…`"
            ));
        }
        let Some(scheme) = scheme(form) else { continue };
        if !["http", "https", "mailto"].contains(&scheme.as_str()) {
            return Err(msg!(
                "a link with `{scheme}:` is not taken; use `https:`, `http:`, `mailto:`, or a path in the repository",
                scheme = scheme
            ));
        }
    }
    Ok(())
}

/// Whether a text is the address of a site: absolute, `http` or `https`, a host, and nothing that would break out of an
/// attribute or could not be gone on from.
pub fn is_site(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let harmless = |c: char| !c.is_control() && !c.is_whitespace() && !"\"'<>\\`{}|^?#".contains(c);
    rest.is_some_and(|rest| is_host(rest.split('/').next().unwrap_or("")) && rest.chars().all(harmless))
}

/// Whether a text names a host, with a port or without: `img.acme.example`, `localhost:3000`.
pub fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "80"));
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.split('.').all(label)
        && !port.is_empty()
        && port.len() <= 5
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// The scheme in lower case, read past spaces and control characters as browsers do.
fn scheme(url: &str) -> Option<String> {
    let mut name = String::new();
    for c in url.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        match c {
            ':' => return (!name.is_empty()).then_some(name),
            '/' | '?' | '#' | '.' if name.is_empty() => return None,
            '/' | '?' | '#' => return None,
            c => name.extend(c.to_lowercase()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_are_taken() {
        for url in [
            "https://a.example/x?y=1#z",
            "HTTP://a.example",
            "mailto:ana@acme.example",
            "docs/plan.md",
            "../x.md#a",
            "/x",
            "#a",
            "?q=a:b",
            "a/b:c",
        ] {
            assert_eq!(allowed(url), Ok(()), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:x",
            " javascript:x",
            "java%73cript:x",
            "javascript%3Aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "%2f%2fevil.example",
            "a b",
            "x\u{0}y",
        ] {
            assert!(allowed(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_site_has_a_host_and_nothing_that_breaks_out_of_an_attribute() {
        for url in [
            "https://acme.github.io/okrs/",
            "http://localhost:3000",
            "https://a.example",
        ] {
            assert!(is_site(url), "{url}");
        }
        for url in [
            "acme.github.io",
            "ftp://a.example",
            "https://",
            "https:///x",
            "https://a.example/\"x",
            "https://a.example/?q",
            "https://a.example/#x",
            "https://a.example/ x",
            "https://user@a.example",
            "https://-a.example",
            "https://a.example:x",
        ] {
            assert!(!is_site(url), "{url}");
        }
    }
}
