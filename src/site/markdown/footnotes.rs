//! Footnotes: where they are mentioned, and their list.

use super::Reader;
use crate::site::html::{Html, tag};

impl Reader<'_> {
    /// Writes the footnotes that were mentioned so far, and those that nothing mentions.
    pub fn footnotes(&mut self, html: &mut Html) {
        for unused in self.document.unused_footnotes() {
            self.notes.push((unused, 0));
        }
        if self.notes.is_empty() {
            return;
        }
        tag!(html, "section", "class" = "fn md")
            .attr("aria-label", self.site.words.footnotes)
            .open();
        html.markup("<ol>");
        let mut written = 0;
        // A footnote may mention another, which then stands behind it.
        while let Some(&(number, _)) = self.notes.get(written) {
            html.tag("li").attr("id", &self.note_id(written + 1)).open();
            let close = self.document.events()[number].close as usize;
            self.content(html, number + 1..close, 0);
            for mention in 1..=self.notes[written].1 {
                html.text(" ");
                html.tag("a")
                    .attr("href", &["#", &self.mention_id(written + 1, mention)].concat())
                    .attr("aria-label", self.site.words.back_to_text)
                    .holding("↩");
            }
            html.markup("</li>");
            written += 1;
        }
        html.markup("</ol></section>");
        self.notes.clear();
        self.note_numbers.clear();
    }

    pub(super) fn mention(&mut self, html: &mut Html, label: &str) {
        let Some(event) = self.document.footnote(label) else {
            html.text("[^").text(label).text("]");
            return;
        };
        let known = self.note_numbers.len();
        let note = *self.note_numbers.entry(event).or_insert(known);
        if note == self.notes.len() {
            self.notes.push((event, 0));
        }
        self.notes[note].1 += 1;
        let mention = self.notes[note].1;
        let id = self.mention_id(note + 1, mention);
        html.markup("<sup>");
        html.tag("a")
            .attr("id", &id)
            .attr("href", &["#", &self.note_id(note + 1)].concat())
            .holding(&(note + 1).to_string());
        html.markup("</sup>");
    }

    pub(super) fn note_id(&self, note: usize) -> String {
        format!("okr-fn{}-{note}", self.series)
    }

    pub(super) fn mention_id(&self, note: usize, mention: usize) -> String {
        format!("okr-fnref{}-{note}-{mention}", self.series)
    }
}
