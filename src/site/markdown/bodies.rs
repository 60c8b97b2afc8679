//! Single check-ins of many objectives: of a body only what one needs is parsed, and what several need once.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::Reader;
use crate::model::ObjectiveIx;
use crate::parse::markdown::has_definitions;
use crate::site::Site;
use crate::site::route::Here;

/// The check-ins of a page, whosever they are.
pub struct Bodies<'a> {
    site: &'a Site<'a>,
    here: &'a Here,
    known: HashMap<ObjectiveIx, Body<'a>>,
}

struct Body<'a> {
    /// It may define links or footnotes, which hold for all of it.
    defines: bool,
    /// All of it, once it had to be parsed.
    whole: OnceCell<Reader<'a>>,
}

impl<'a> Bodies<'a> {
    /// For the page that is `here`.
    pub fn new(site: &'a Site<'a>, here: &'a Here) -> Bodies<'a> {
        Bodies {
            site,
            here,
            known: HashMap::new(),
        }
    }

    /// A reader of a check-in by its place: of its section alone, unless that needs what stands elsewhere in the body.
    pub fn check_in(&mut self, ix: ObjectiveIx, at: usize) -> Reader<'a> {
        let (site, here) = (self.site, self.here);
        let objective = &site.inputs.book[ix];
        let source = &site.inputs.sources[objective.file];
        let check_in = &objective.check_ins[at];
        let body = self.known.entry(ix).or_insert_with(|| Body {
            defines: has_definitions(source.slice(objective.body)),
            whole: OnceCell::new(),
        });
        if !body.defines && !may_name_a_heading(source.slice(check_in.span)) {
            return Reader::of_part(site, here, ix, check_in.span, std::slice::from_ref(check_in));
        }
        let whole = body.whole.get_or_init(|| Reader::of_objective(site, here, ix));
        whole.again(here)
    }
}

/// Whether a link of a text may lead to a heading of its own file.
pub(super) fn may_name_a_heading(text: &str) -> bool {
    let mut ends =
        memchr::memchr_iter(b']', text.as_bytes()).filter_map(|at| text[at + 1..].strip_prefix('('));
    ends.any(|destination| destination.trim_start().starts_with(['#', '<', '\\', '&']))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::site::check_in;
    use crate::site::fixture::Fixture;
    use crate::site::html::Html;
    use crate::site::route::Route;

    const FRONT: &str = "---\ntitle: Grow\nperiod: 2026-Q3\nteam: support\nkey_results:\n  - id: nps\n    title: NPS\n---\n\n## Context\n\n";

    /// What is written of each check-in of an objective, the oldest first, and how long the texts were that it took.
    fn written(body: &str) -> (Vec<String>, Vec<usize>) {
        let text = [FRONT, body].concat();
        let fixture = Fixture::of(&[("objectives/2026-Q3/a.md", &text)]);
        let (site, ix) = (fixture.site(), fixture.last());
        let here = Here::at(Route::CheckIns.file());
        let mut bodies = Bodies::new(&site, &here);
        let check_ins = 0..fixture.book[ix].check_ins.len();
        let of_one =
            |mut reader: Reader<'_>, at: usize| -> Html { check_in::told(&site, &here, &mut reader, ix, at) };
        check_ins
            .map(|at| {
                let reader = bodies.check_in(ix, at);
                let length = reader.document.text.len();
                let alone = of_one(reader.numbered(1), at);
                let whole = of_one(Reader::of_objective(&site, &here, ix).numbered(1), at);
                assert_eq!(alone, whole, "{body}");
                (alone.into_string(), length)
            })
            .unzip()
    }

    #[test]
    fn a_check_in_is_parsed_alone_and_reads_as_in_its_body() {
        let (html, lengths) = written(
            "## 2026-08-31 (at risk) *Later*\n\nMore [here](https://a.example).\n\n- nps: 0.4 — a note\n\n### Risks\n\n- None\n\n## 2026-07-31\n\n- nps: 0.3\n",
        );
        assert!(
            html[1].contains("https://a.example") && html[1].contains("None"),
            "{html:?}"
        );
        assert!(lengths.iter().all(|&length| length < 130), "{lengths:?}");
    }

    #[test]
    fn a_link_that_may_lead_to_a_heading_is_seen_wherever_it_stands() {
        for text in [
            "[a](#b)",
            "é [a] ](x) [b]( \n#c)",
            "![a](<#b>)",
            "[a](\\#b)",
            "]](&#35;b)",
        ] {
            assert!(may_name_a_heading(text), "{text}");
        }
        for text in ["", "]", "[a](b#c)", "[a] (#b)", "[a](é)", "](", "# a [b]"] {
            assert!(!may_name_a_heading(text), "{text}");
        }
    }

    #[test]
    fn what_several_check_ins_need_is_parsed_once() {
        let body = "## 2026-08-31\n\nSee[^1] and [why](#context).\n\n## 2026-07-31\n\nSee[^1], [there].\n\n[^1]: A note.\n\n[there]: https://a.example\n";
        let (html, lengths) = written(body);
        assert!(html.iter().all(|html| html.contains("A note")), "{html:?}");
        assert!(html[1].contains("okr-h-context"), "{html:?}");
        assert!(lengths.iter().all(|&length| length > body.len()), "{lengths:?}");
        let text = [FRONT, body].concat();
        let fixture = Fixture::of(&[("objectives/2026-Q3/a.md", &text)]);
        let (site, ix, here) = (fixture.site(), fixture.last(), Here::at(Route::CheckIns.file()));
        let mut bodies = Bodies::new(&site, &here);
        let [one, other] = [0, 1].map(|at| bodies.check_in(ix, at));
        assert!(Rc::ptr_eq(&one.document, &other.document));
    }
}
