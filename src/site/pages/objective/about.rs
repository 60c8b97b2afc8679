//! The aside of an objective's page: what it helps and is helped by, the work, its file.

use crate::model::{Objective, ObjectiveIx, Reference};
use crate::site::figures;
use crate::site::forge;
use crate::site::html::{Html, tag};
use crate::site::markdown;
use crate::site::parts;
use crate::site::provenance;
use crate::site::route::{Here, Route};
use crate::site::{Site, link_to};
use crate::words::fill;

/// Objectives below that are named; the map has them all.
const BELOW: usize = 24;

/// All of it.
pub fn aside(site: &Site<'_>, here: &Here, ix: ObjectiveIx) -> Html {
    let mut html = Html::with_capacity(2400);
    alignment(site, here, &mut html, ix);
    work(site, here, &mut html, ix);
    source(site, &mut html, ix);
    html
}

/// The line in the file before which the next check-in goes: the newest one's, else the first behind the front matter.
pub fn line_of_next(objective: &Objective) -> u32 {
    objective
        .check_ins
        .iter()
        .map(|check_in| check_in.line)
        .min()
        .unwrap_or(1)
}

fn section(html: &mut Html, title: &str) {
    html.markup("<section><h2>").text(title).markup("</h2>");
}

fn alignment(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx) {
    let (words, language, book) = (site.words, site.language, site.inputs.book);
    let objective = &book[ix];
    let now = &site.inputs.standing[ix];
    let children = site.index.children(ix);
    let above: Vec<(&Reference, &str)> = objective
        .parent
        .iter()
        .map(|parent| (parent, words.supports))
        .chain(
            objective
                .supports
                .iter()
                .map(|other| (other, words.also_supports)),
        )
        .collect();
    if above.is_empty() && children.is_empty() {
        return;
    }
    section(html, words.alignment);
    if !above.is_empty() {
        html.markup(r#"<ul class="rows">"#);
        for (reference, how) in above {
            self::reference(site, here, html, reference, how);
        }
        html.markup("</ul>");
    }
    if !children.is_empty() {
        html.markup(r#"<h3 id="okr-below">"#);
        html.text(&language.count(words.n_below, children.len()));
        if let Some(score) = now.children_score {
            let average = figures::score(Some(score), language);
            html.text(", ").text(&fill(words.average, &[("score", &average)]));
        }
        html.markup(r#"</h3><ul class="rows">"#);
        for &child in children.iter().take(BELOW) {
            let helps = book[child]
                .parent
                .as_ref()
                .and_then(|parent| parent.key_result())
                .map(|kr| {
                    fill(
                        words.for_key_result,
                        &[("title", &objective.key_results[kr.0].title)],
                    )
                });
            row(site, here, html, child, &helps.unwrap_or_default());
        }
        html.markup("</ul>");
        if let Some(more) = children.len().checked_sub(BELOW).filter(|more| *more > 0) {
            html.markup("<p>");
            crate::site::link(
                html,
                &here.to(Route::Map),
                &language.count(words.and_n_more, more),
            );
            html.markup("</p>");
        }
    }
    html.markup("</section>");
}

/// An objective that this one names.
fn reference(site: &Site<'_>, here: &Here, html: &mut Html, reference: &Reference, how: &str) {
    let book = site.inputs.book;
    let shown = reference.objective().filter(|&ix| site.shows(&book[ix]));
    let Some(ix) = shown else {
        html.markup(r#"<li><span></span><span class="t">"#)
            .text(&reference.written)
            .markup(r#"</span><span class="d">"#)
            .text(how)
            .markup("</span></li>");
        return;
    };
    let helps = match reference.key_result() {
        Some(kr) => [how, " ", &book[ix].key_results[kr.0].title.value].concat(),
        None => how.to_owned(),
    };
    row(site, here, html, ix, &parts::capitalised(&helps));
}

fn row(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx, note: &str) {
    let objective = &site.inputs.book[ix];
    let sign = parts::sign(site, ix);
    html.markup("<li>").html(&sign.glyph());
    let mut title = tag!(html, "span", "class" = "t");
    if let Some(lang) = site.lang(objective.language) {
        title = title.attr("lang", lang);
    }
    title.open();
    html.markup(r#"<span class="vh">"#)
        .text(sign.word(site.words))
        .word(site.words.colon)
        .markup("</span>");
    link_to(
        html,
        here,
        Route::Objective(&objective.id),
        None,
        &objective.title,
    );
    html.markup(r#"</span><span class="score">"#)
        .score(site.inputs.standing[ix].score, site.language)
        .markup("</span>");
    if !note.is_empty() {
        html.markup(r#"<span class="d">"#).text(note).markup("</span>");
    }
    html.markup("</li>");
}

fn work(site: &Site<'_>, here: &Here, html: &mut Html, ix: ObjectiveIx) {
    let objective = &site.inputs.book[ix];
    if objective.links.is_empty() {
        return;
    }
    section(html, site.words.the_work);
    html.markup(r#"<ul class="bul">"#);
    for link in &objective.links {
        html.markup("<li>");
        match markdown::link(site, here, objective.file, link) {
            Some(link) => html.html(&link),
            None => html.text(&link.title),
        };
        html.markup("</li>");
    }
    html.markup("</ul></section>");
}

fn source(site: &Site<'_>, html: &mut Html, ix: ObjectiveIx) {
    let words = site.words;
    let objective = &site.inputs.book[ix];
    let path = &site.inputs.sources[objective.file].path;
    section(html, words.source);
    html.markup("<p><code>").text(path).markup("</code></p>");
    provenance::of_file(site, html, ix);
    if !objective.aliases.is_empty() {
        let former: Vec<&str> = objective
            .aliases
            .iter()
            .map(|alias| alias.value.as_str())
            .collect();
        html.markup(r#"<p class="muted">"#)
            .text(&fill(words.formerly, &[("ids", &former.join(", "))]))
            .markup("</p>");
    }
    for allowed in &objective.allow {
        html.markup(r#"<p class="muted">"#);
        html.word(words.exception).text(" ");
        html.markup("<code>").text(&allowed.rule).markup("</code>");
        html.text(", ").text(&allowed.reason).markup("</p>");
    }
    if let Some(forge) = forge::of(site, path) {
        html.markup(r#"<p class="links no-print">"#);
        let next = forge.edit_at(line_of_next(objective));
        for (href, text) in [
            (forge.edit(), words.edit),
            (forge.history(), words.history),
            (forge.blame(), words.blame),
            (next, words.add_a_check_in),
        ] {
            tag!(html, "a", "class" = "btn").attr("href", &href).holding(text);
        }
        html.markup("</p>");
    }
    html.markup("</section>");
}
