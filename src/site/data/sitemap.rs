//! `robots.txt` and `sitemap.xml`: for search engines, where the site's address is known.

use super::xml::Xml;
use crate::site::route::{Here, Route};
use crate::site::{OutputFile, Site};

/// Addresses that one map may hold (sitemaps.org).
const ADDRESSES: usize = 50_000;

/// `robots.txt`; with `url` in the configuration also `sitemap.xml`, and beyond 50,000 pages the maps that it lists.
pub fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let mut robots = "User-agent: *\nAllow: /\n".to_owned();
    let Some(url) = &site.inputs.book.config.url else {
        return vec![OutputFile::new(Route::Robots.file(), robots.into_bytes())];
    };
    let here = Here::anywhere(String::new(), url);
    robots.push_str(&["Sitemap: ", &here.to(Route::Sitemap), "\n"].concat());
    let mut files = vec![OutputFile::new(Route::Robots.file(), robots.into_bytes())];
    let pages = pages(site, &here);
    if pages.len() <= ADDRESSES {
        files.push(OutputFile::new(Route::Sitemap.file(), map(&pages)));
        return files;
    }
    let mut index = Xml::document(64 * 1024);
    index.markup(r#"<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#);
    for (number, pages) in (1_usize..).zip(pages.chunks(ADDRESSES)) {
        let number = number.to_string();
        let route = Route::SitemapPart(&number);
        index
            .markup("<sitemap><loc>")
            .text(&here.to(route))
            .markup("</loc>\n</sitemap>\n");
        files.push(OutputFile::new(route.file(), map(pages)));
    }
    index.markup("</sitemapindex>\n");
    files.push(OutputFile::new(Route::Sitemap.file(), index.into_bytes()));
    files
}

fn map(pages: &[String]) -> Vec<u8> {
    let mut xml = Xml::document(64 * 1024);
    xml.markup(r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#);
    for page in pages {
        xml.markup("<url><loc>").text(page).markup("</loc>\n</url>\n");
    }
    xml.markup("</urlset>\n");
    xml.into_bytes()
}

/// The pages that somebody may look for; lists that go on are reached from their first page.
fn pages(site: &Site<'_>, here: &Here) -> Vec<String> {
    let book = site.inputs.book;
    let lists = [
        Route::Home,
        Route::Periods,
        Route::Objectives,
        Route::Teams,
        Route::People,
        Route::Map,
        Route::CheckIns,
        Route::Registers,
        Route::Retrospectives,
        Route::Calibration,
        Route::Ledger,
        Route::Guide,
        Route::Search,
        Route::Quality,
    ];
    let objectives = book.objectives.iter().filter(|objective| site.shows(objective));
    lists
        .into_iter()
        .chain(book.periods.iter().map(|period| Route::Period(&period.id)))
        .chain(book.retrospectives.iter().map(|it| Route::Retrospective(&it.id)))
        .chain(book.teams.iter().map(|team| Route::Team(&team.id)))
        .chain(book.people.iter().map(|person| Route::Person(&person.id)))
        .chain(objectives.map(|objective| Route::Objective(&objective.id)))
        .map(|route| here.canonical(&route.file()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Content;
    use crate::site::fixture::Fixture;

    fn texts(fixture: &Fixture) -> Vec<(String, String)> {
        files(&fixture.site())
            .into_iter()
            .map(|file| match file.content {
                Content::Bytes(bytes) => (file.path, String::from_utf8(bytes).expect("text")),
                Content::CopyOf(_) => panic!("{} is a copy", file.path),
            })
            .collect()
    }

    #[test]
    fn without_an_address_there_is_no_map() {
        let fixture = Fixture::new().objective("2026-H2/a", "");
        assert_eq!(
            texts(&fixture),
            [("robots.txt".to_owned(), "User-agent: *\nAllow: /\n".to_owned())]
        );
    }

    #[test]
    fn the_map_names_every_page_by_its_folder() {
        let config = "title: Acme\nurl: https://acme.example/okrs/\n";
        let fixture = Fixture::of(&[("okr.yaml", config)]);
        let files = texts(&fixture);
        assert!(
            files[0]
                .1
                .ends_with("Sitemap: https://acme.example/okrs/sitemap.xml\n")
        );
        assert_eq!(files[1].0, "sitemap.xml");
        assert!(
            files[1].1.contains("<loc>https://acme.example/okrs/</loc>"),
            "{}",
            files[1].1
        );
        assert!(
            files[1]
                .1
                .contains("<loc>https://acme.example/okrs/people/</loc>")
        );
    }
}
