//! The one writer of HTML and SVG. Everything that is not a template is written with it, and it escapes everything.

use std::fmt::Write;

use serde::{Serialize, Serializer};

/// HTML that is safe to put into a page: only this module makes it.
/// In page data its fields end in `_html`, and templates print those, and only those, with `safe`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html(String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Html {
    /// Nothing yet.
    pub fn new() -> Html {
        Html::default()
    }

    /// Nothing yet, with room for `bytes`.
    pub fn with_capacity(bytes: usize) -> Html {
        Html(String::with_capacity(bytes))
    }

    /// What was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Begins a tag; end it with [`Tag::open`] or [`Tag::close`].
    pub fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.0.push('<');
        self.0.push_str(name);
        Tag { html: self, name }
    }

    /// Writes an end tag.
    pub fn end(&mut self, name: &'static str) -> &mut Html {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
        self
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> &mut Html {
        escape(&mut self.0, text);
        self
    }

    /// Writes what was written elsewhere.
    pub fn html(&mut self, other: &Html) -> &mut Html {
        self.0.push_str(&other.0);
        self
    }
}

/// A tag that is being written.
pub struct Tag<'a> {
    html: &'a mut Html,
    name: &'static str,
}

impl<'a> Tag<'a> {
    /// With an attribute.
    pub fn attr(self, name: &'static str, value: &str) -> Tag<'a> {
        self.html.0.push(' ');
        self.html.0.push_str(name);
        self.html.0.push_str("=\"");
        escape(&mut self.html.0, value);
        self.html.0.push('"');
        self
    }

    /// With an attribute that has no value.
    pub fn flag(self, name: &'static str) -> Tag<'a> {
        self.html.0.push(' ');
        self.html.0.push_str(name);
        self
    }

    /// With a number of at most two decimals.
    pub fn num(self, name: &'static str, value: f64) -> Tag<'a> {
        let _ = write!(self.html.0, " {name}=\"");
        short(&mut self.html.0, value);
        self.html.0.push('"');
        self
    }

    /// With a percentage of at most two decimals; `share` is 0–1.
    pub fn percent(self, name: &'static str, share: f64) -> Tag<'a> {
        let _ = write!(self.html.0, " {name}=\"");
        short(&mut self.html.0, share * 100.0);
        self.html.0.push_str("%\"");
        self
    }

    /// Ends the start tag; its content follows, then [`Html::end`].
    pub fn open(self) -> &'a mut Html {
        self.html.0.push('>');
        self.html
    }

    /// Ends an element without content: `/>` in SVG.
    pub fn close(self) -> &'a mut Html {
        self.html.0.push_str("/>");
        self.html
    }

    /// Ends an HTML element that has no end tag, such as `img`.
    pub fn void(self) -> &'a mut Html {
        self.html.0.push('>');
        self.html
    }

    /// With only a text inside.
    pub fn holding(self, text: &str) -> &'a mut Html {
        let name = self.name;
        self.open().text(text).end(name)
    }
}

/// A number with at most two decimals and no needless zero; what is not finite is 0.
pub fn short(out: &mut String, value: f64) {
    let hundredths = if value.is_finite() {
        (value * 100.0).round() as i64
    } else {
        0
    };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    let _ = match (rest, rest % 10) {
        (0, _) => write!(out, "{sign}{whole}"),
        (_, 0) => write!(out, "{sign}{whole}.{}", rest / 10),
        _ => write!(out, "{sign}{whole}.{rest:02}"),
    };
}

/// Bytes that stand in HTML as they are.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = !matches!(
            byte as u8,
            b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 11 | 12 | 14..=31 | 127
        );
        byte += 1;
    }
    plain
};

/// Text as HTML, in text and in quoted attributes. What HTML cannot hold becomes U+FFFD.
fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        if PLAIN[byte as usize] {
            continue;
        }
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            0..=8 | 11 | 12 | 14..=31 | 127 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[done..i]);
        out.push_str(entity);
        done = i + 1;
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let mut html = Html::new();
        html.tag("a").attr("title", "\"'<&>").holding("<b>&\u{1}");
        assert_eq!(
            html.as_str(),
            "<a title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;b&gt;&amp;\u{fffd}</a>"
        );
    }

    #[test]
    fn numbers_are_short() {
        let check = |value: f64, expected: &str| {
            let mut out = String::new();
            short(&mut out, value);
            assert_eq!(out, expected);
        };
        check(12.0, "12");
        check(12.5, "12.5");
        check(12.345, "12.35");
        check(0.05, "0.05");
        check(-0.25, "-0.25");
        check(-0.001, "0");
        check(f64::NAN, "0");
    }
}
