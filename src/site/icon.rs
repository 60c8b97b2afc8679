//! The drawings of every page: the shapes of statuses and registers, and the few others of its header.

use memchr::memmem;

use super::html::Html;
use super::symbol::{Symbol, SymbolSet};

enum Shape {
    Circle(f64, f64, f64, f64),
    Dashed(f64, f64, f64, f64),
    Path(&'static str, f64),
    Filled(&'static str),
    /// What is drawn on a filled shape.
    Sign(&'static str),
}

const RING: Shape = Shape::Circle(8.0, 8.0, 6.5, 1.6);

/// How a symbol is drawn.
fn shapes(symbol: Symbol) -> &'static [Shape] {
    match symbol {
        Symbol::On => &[
            Shape::Filled("M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8z"),
            Shape::Sign("M4.9 8.3l2.1 2.1 4.1-4.5"),
        ],
        Symbol::Risk => &[
            Shape::Filled(
                "M8 1.1c.5 0 .9.3 1.2.7l5.9 10.6c.5.9-.1 2.1-1.2 2.1H2.1c-1.1 0-1.7-1.2-1.2-2.1L6.8 1.8C7.1 1.4 7.5 1.1 8 1.1z",
            ),
            Shape::Sign("M8 5.7v3.4M8 11.9v.01"),
        ],
        Symbol::Off => &[
            Shape::Filled("M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5z"),
            Shape::Sign("M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
        ],
        Symbol::Done => &[
            Shape::Filled("M8 .4L15.6 8 8 15.6.4 8z"),
            Shape::Sign("M5.3 8.2l1.9 1.9 3.6-4"),
        ],
        Symbol::NoStatus => &[Shape::Dashed(8.0, 8.0, 6.4, 1.6)],
        Symbol::Paused => &[RING, Shape::Path("M6.3 5.6v4.8M9.7 5.6v4.8", 1.6)],
        Symbol::Cancelled => &[RING, Shape::Path("M5 8h6", 1.6)],
        Symbol::Clock => &[RING, Shape::Path("M8 4.5V8l2.4 1.6", 1.6)],
        Symbol::Decision => &[Shape::Path("M3 14.5V1.8M3 2.5h9.5L10.3 5.6l2.2 3.1H3", 1.6)],
        Symbol::Bulb => &[Shape::Path(
            "M5.8 11.5h4.4M6.5 14.2h3M5.8 11.3C4.2 10.3 3.5 8.9 3.5 7.2a4.5 4.5 0 0 1 9 0c0 1.7-.7 3.1-2.3 4.1",
            1.5,
        )],
        Symbol::Ask => &[Shape::Path("M2.5 2.5h11v8h-6l-3 3v-3h-2z", 1.6)],
    }
}

/// Where the symbols come to stand that a page uses: in itself, for a file of their own would be blocked from `file://`.
pub fn place_of_symbols() -> Html {
    let mut svg = Html::new();
    svg.markup(r#"<svg hidden width="0" height="0"></svg>"#);
    svg
}

/// The symbols, drawn once for all pages.
pub struct Sprite {
    place: memmem::Finder<'static>,
    drawn: [Html; Symbol::ALL.len()],
}

impl Default for Sprite {
    fn default() -> Sprite {
        let drawn = Symbol::ALL.map(|symbol| {
            let mut svg = Html::with_capacity(400);
            svg.markup(r#"<symbol id=""#)
                .word(symbol.id())
                .markup(r#"" viewBox="0 0 16 16">"#);
            draw(&mut svg, shapes(symbol));
            svg.markup("</symbol>");
            svg
        });
        Sprite {
            place: memmem::Finder::new(place_of_symbols().as_str()).into_owned(),
            drawn,
        }
    }
}

impl Sprite {
    /// Puts the symbols that a page refers to into their place in it.
    pub fn put_used_into(&self, page: &mut Vec<u8>) {
        self.put_into(page, SymbolSet::of(page));
    }

    /// Puts symbols into their place in a page, or in what will be a part of one.
    pub fn put_into(&self, page: &mut Vec<u8>, symbols: SymbolSet) {
        let Some(place) = self.place.find(page) else {
            return;
        };
        let inside = place + self.place.needle().len() - "</svg>".len();
        let drawn = Symbol::ALL.iter().zip(&self.drawn);
        let drawn = drawn.filter(|(symbol, _)| symbols.has(**symbol));
        let drawn: String = drawn.map(|(_, drawn)| drawn.as_str()).collect();
        page.splice(inside..inside, drawn.into_bytes());
    }
}

/// The mark of the program.
pub fn logo() -> Html {
    lines(
        r#"<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8.5"/><path d="M5.5 12.5l3-3.5 2.5 2 3.5-4.5"/></svg>"#,
    )
}

/// That a menu opens.
pub fn chevron() -> Html {
    lines(r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M3.5 5.5L7 9l3.5-3.5"/></svg>"#)
}

/// A search.
pub fn lens() -> Html {
    lines(
        r#"<svg viewBox="0 0 14 14" aria-hidden="true"><circle cx="6" cy="6" r="4.4"/><path d="M9.4 9.4l3.6 3.6"/></svg>"#,
    )
}

/// Light and dark.
pub fn contrast() -> Html {
    lines(
        r#"<svg viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="5.6"/><path d="M7 1.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" stroke="none"/></svg>"#,
    )
}

/// A drawing of lines for the header: how thick they are, and that nothing is filled, is in the style sheet.
fn lines(svg: &'static str) -> Html {
    let mut html = Html::new();
    html.markup(svg);
    html
}

fn draw(svg: &mut Html, shapes: &[Shape]) {
    for shape in shapes {
        match *shape {
            Shape::Circle(x, y, r, width) => circle(svg, [x, y, r, width]).markup("/>"),
            Shape::Dashed(x, y, r, width) => {
                circle(svg, [x, y, r, width]).markup(r#" stroke-dasharray="2.6 2.4"/>"#)
            }
            Shape::Path(d, width) => svg
                .markup(r#"<path d=""#)
                .word(d)
                .markup(r#"" fill="none" stroke="currentColor" stroke-width=""#)
                .short(width)
                .markup(r#"" stroke-linecap="round" stroke-linejoin="round"/>"#),
            Shape::Filled(d) => svg
                .markup(r#"<path d=""#)
                .word(d)
                .markup(r#"" fill="currentColor"/>"#),
            Shape::Sign(d) => svg.markup(r#"<path class="k" d=""#).word(d).markup("\"/>"),
        };
    }
}

/// A ring up to where its tag ends.
fn circle(svg: &mut Html, [x, y, r, width]: [f64; 4]) -> &mut Html {
    svg.markup(r#"<circle cx=""#)
        .short(x)
        .markup(r#"" cy=""#)
        .short(y)
        .markup(r#"" r=""#)
        .short(r)
        .markup(r#"" fill="none" stroke="currentColor" stroke-width=""#)
        .short(width)
        .markup("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_symbols_that_it_uses() {
        let page = |uses: &str| {
            let place = place_of_symbols();
            let mut page = [place.as_str(), "<p>", uses, "</p>"].concat().into_bytes();
            Sprite::default().put_used_into(&mut page);
            String::from_utf8(page).unwrap()
        };
        assert!(!page("").contains("<symbol"));
        let two = page("<use href=\"#okr-i-on\"/><use href=\"#okr-i-clock\"/><use href=\"#okr-i-on\"/>");
        assert_eq!(two.matches("<symbol").count(), 2, "{two}");
        assert!(
            two.starts_with("<svg hidden width=\"0\" height=\"0\"><symbol id=\"okr-i-on\""),
            "{two}"
        );
        assert!(
            two.contains("<symbol id=\"okr-i-clock\"") && two.contains("</symbol></svg><p>"),
            "{two}"
        );
        assert!(page("<b data-signs=\"on #okr-i-on, off #okr-i-off\">").contains("id=\"okr-i-off\""));
        let mut elsewhere = b"<use href=\"#okr-i-on\"/>".to_vec();
        Sprite::default().put_used_into(&mut elsewhere);
        assert_eq!(
            elsewhere, b"<use href=\"#okr-i-on\"/>",
            "a theme that has no place for them"
        );
    }
}
