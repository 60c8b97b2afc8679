//! Links and images of a body, and addresses in its text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Event;

use super::address::{self, Address};
use super::headings::HEADING;
use super::writing::Writing;
use super::{Reader, bare};
use crate::bytes::{ByteSet, Only};
use crate::site::check_in;
use crate::site::html::{Html, attributes};
use crate::site::route::Route;

impl Reader<'_> {
    /// Writes a text and those that follow it at once, the addresses in them as links; returns the number of the event
    /// behind them.
    pub(super) fn text_with_addresses(
        &self,
        html: &mut Html,
        text: &str,
        next: usize,
        limit: usize,
    ) -> usize {
        if !may_have_addresses(text) {
            html.text(text);
            return next;
        }
        let mut behind = next;
        let mut text = Cow::Borrowed(text);
        for piece in &self.document.events()[next..limit] {
            let Event::Text(more) = &piece.event else { break };
            text.to_mut().push_str(more);
            behind += 1;
        }
        self.addresses(html, &text);
        behind
    }

    /// Writes a text, the addresses in it as links.
    pub(super) fn addresses(&self, html: &mut Html, text: &str) {
        for part in bare::parts(text) {
            match part {
                bare::Part::Text(text) => {
                    html.text(text);
                }
                bare::Part::Address(address) => {
                    let opened = open_link(html, &self.address(address), "");
                    html.text(address);
                    if opened {
                        html.markup("</a>");
                    }
                }
            }
        }
    }

    pub(super) fn image(
        &self,
        html: &mut Html,
        destination: &str,
        title: &str,
        inner: Range<usize>,
        state: &Writing,
    ) {
        let alt = self.document.plain(inner);
        if let Some(source) = address::image(self.site, self.here, self.from, destination) {
            let mut tag = html
                .tag("img")
                .attr("src", &source)
                .attr("alt", &alt)
                .fixed(attributes!("loading" = "lazy"));
            if !title.is_empty() {
                tag = tag.attr("title", title);
            }
            tag.open();
            return;
        }
        let shown = if alt.is_empty() { destination } else { &alt };
        let address = self.address(destination);
        let linked = state.links.is_empty() && open_link(html, &address, title);
        html.text(shown);
        if linked {
            html.markup("</a>");
        }
    }

    pub(super) fn address<'d>(&self, destination: &'d str) -> Address<'d> {
        match destination.trim().strip_prefix('#') {
            Some(fragment) => self.own_anchor(fragment),
            None => address::of(self.site, self.here, self.from, destination),
        }
    }

    /// An anchor of the body's own page: a key result, a check-in, or a heading by the name that forges give it.
    pub(super) fn own_anchor(&self, fragment: &str) -> Address<'static> {
        let Some(ix) = self.objective else {
            return Address::Nowhere;
        };
        let objective = &self.site.inputs.book[ix];
        let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
        if let Some(href) = address::anchor_of(self.site, self.here, ix, &fragment) {
            return Address::Site(href);
        }
        let Some(&number) = self.slugs().events.get(&*fragment) else {
            return Address::Nowhere;
        };
        let heading = self.document.in_file(&self.document.events()[number]);
        let check_in = objective
            .check_ins
            .iter()
            .position(|check_in| check_in.heading.start == heading.start);
        match check_in {
            Some(at) => Address::Site(check_in::href(self.site, self.here, ix, at)),
            None if objective.prose.iter().any(|prose| prose.contains(heading)) => Address::Site(
                self.here
                    .to_anchor(Route::Objective(&objective.id), &[HEADING, &fragment].concat()),
            ),
            None => Address::Nowhere,
        }
    }
}

/// Begins a link; `false` when it leads nowhere and nothing was begun.
pub(super) fn open_link(html: &mut Html, address: &Address<'_>, title: &str) -> bool {
    let mut tag = match address {
        Address::Site(href) | Address::Mail(href) => html.tag("a").attr("href", href),
        Address::Outside(href) => html
            .tag("a")
            .attr("href", href)
            .fixed(attributes!("rel" = "noopener nofollow")),
        Address::Nowhere => return false,
    };
    if !title.is_empty() {
        tag = tag.attr("title", title);
    }
    tag.open();
    true
}

/// Whether an address may stand in a text as it is.
#[inline(never)]
pub(super) fn may_have_addresses(text: &str) -> bool {
    Only::<b':'>::first_in(text.as_bytes()).is_some() && text.contains("://")
}
