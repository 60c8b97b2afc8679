//! Addresses. A link is a [`Route`]; there is no other way to spell one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::bytes::{ByteSet, byte_set};

/// A page or another file of the site that something links to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// The current period at a glance.
    Home,
    /// Every period.
    Periods,
    /// One period, by id.
    Period(&'a str),
    /// The alignment tree of a period that does not run, by its id.
    PeriodMap(&'a str),
    /// Every objective.
    Objectives,
    /// One objective, by id.
    Objective(&'a str),
    /// Its older check-ins.
    ObjectiveHistory(&'a str),
    /// Every team.
    Teams,
    /// One team, by id.
    Team(&'a str),
    /// Everybody.
    People,
    /// One person, by handle.
    Person(&'a str),
    /// The alignment tree.
    Map,
    /// The alignment tree below one objective, on large sites.
    MapRoot(&'a str),
    /// The feed of check-ins.
    CheckIns,
    /// One month of it: `2026-08`.
    CheckInsOf(&'a str),
    /// The four registers.
    Registers,
    /// One of them, by its folder.
    Register(&'a str),
    /// A month of it: `2026-08`.
    RegisterOf(&'a str, &'a str),
    /// What was learned, period by period.
    Retrospectives,
    /// One retrospective, by id.
    Retrospective(&'a str),
    /// How ambitious the targets were.
    Calibration,
    /// Where the goal posts moved.
    Ledger,
    /// A period for the review meeting, by its id.
    Present(&'a str),
    /// Where to look for something.
    Search,
    /// How OKRs are done here.
    Guide,
    /// What the check found.
    Quality,
    /// What a host serves when there is no page.
    NotFound,
    /// The style sheet.
    Style,
    /// The optional script.
    Script,
    /// The script of the search page.
    SearchScript,
    /// A part of the search index, by its name.
    SearchShard(&'a str),
    /// A file of the repository that a body links to, by its path from the root.
    File(&'a str),
    /// The feed of the site.
    Feed,
    /// The feed of a team, by id.
    TeamFeed(&'a str),
    /// The feed of a person, by handle.
    PersonFeed(&'a str),
    /// The feed of an objective, by id.
    ObjectiveFeed(&'a str),
    /// When check-ins are due.
    Calendar,
    /// How an objective stands, as a picture.
    Badge(&'a str),
    /// What search engines may read.
    Robots,
    /// The pages there are, for search engines.
    Sitemap,
    /// A part of that list, by its number from 1.
    SitemapPart(&'a str),
    /// `data/okrs.json`
    DataJson,
    /// `data/okrs.csv`
    DataCsv,
    /// `data/schema.json`
    DataSchema,
}

/// What a path part may hold as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

impl<'a> Route<'a> {
    /// The file below the output folder, with `/`.
    pub fn file(&self) -> String {
        self.parts().concat()
    }

    /// The parts of the file. The second and the fourth come from the repository, the others are plain in an address.
    fn parts(&self) -> [&'a str; 5] {
        match *self {
            Route::Home => fixed("index.html"),
            Route::Periods => fixed("periods/index.html"),
            Route::Period(id) => around("periods/", id, "/index.html"),
            Route::PeriodMap(id) => around("periods/", id, "/map/index.html"),
            Route::Objectives => fixed("objectives/index.html"),
            Route::Objective(id) => around("objectives/", id, "/index.html"),
            Route::ObjectiveHistory(id) => around("objectives/", id, "/history/index.html"),
            Route::Teams => fixed("teams/index.html"),
            Route::Team(id) => around("teams/", id, "/index.html"),
            Route::People => fixed("people/index.html"),
            Route::Person(id) => around("people/", id, "/index.html"),
            Route::Map => fixed("map/index.html"),
            Route::MapRoot(id) => around("map/", id, "/index.html"),
            Route::CheckIns => fixed("check-ins/index.html"),
            Route::CheckInsOf(month) => around("check-ins/", month, "/index.html"),
            Route::Registers => fixed("registers/index.html"),
            Route::Register(register) => around("registers/", register, "/index.html"),
            Route::RegisterOf(register, month) => ["registers/", register, "/", month, "/index.html"],
            Route::Retrospectives => fixed("retrospectives/index.html"),
            Route::Retrospective(id) => around("retrospectives/", id, "/index.html"),
            Route::Calibration => fixed("calibration/index.html"),
            Route::Ledger => fixed("ledger/index.html"),
            Route::Present(id) => around("periods/", id, "/present/index.html"),
            Route::Search => fixed("search/index.html"),
            Route::Guide => fixed("guide/index.html"),
            Route::Quality => fixed("quality/index.html"),
            Route::NotFound => fixed("404.html"),
            Route::Style => fixed("assets/okr.css"),
            Route::Script => fixed("assets/okr.js"),
            Route::SearchScript => fixed("assets/okr-search.js"),
            Route::SearchShard(name) => around("assets/search/", name, ".js"),
            Route::File(path) => around("files/", path, ""),
            Route::Feed => fixed("feed.xml"),
            Route::TeamFeed(id) => around("teams/", id, "/feed.xml"),
            Route::PersonFeed(id) => around("people/", id, "/feed.xml"),
            Route::ObjectiveFeed(id) => around("objectives/", id, "/feed.xml"),
            Route::Calendar => fixed("calendar.ics"),
            Route::Badge(id) => around("badge/", id, ".svg"),
            Route::Robots => fixed("robots.txt"),
            Route::Sitemap => fixed("sitemap.xml"),
            Route::SitemapPart(number) => around("sitemap-", number, ".xml"),
            Route::DataJson => fixed("data/okrs.json"),
            Route::DataCsv => fixed("data/okrs.csv"),
            Route::DataSchema => fixed("data/schema.json"),
        }
    }

    /// The file of a page of a list: the first is the list's own, the second `page-2/`.
    pub fn page_file(&self, page: usize) -> String {
        let file = self.file();
        if page <= 1 {
            return file;
        }
        let folder = file.strip_suffix("index.html").unwrap_or(&file);
        format!("{folder}page-{page}/index.html")
    }
}

fn fixed(file: &str) -> [&str; 5] {
    [file, "", "", "", ""]
}

/// A file of which only the whole is known.
fn whole(file: &str) -> [&str; 5] {
    around("", file, "")
}

fn around<'a>(before: &'a str, it: &'a str, behind: &'a str) -> [&'a str; 5] {
    [before, it, behind, "", ""]
}

/// How many bytes two texts have in common at their beginning.
fn alike(a: &[u8], b: &[u8]) -> usize {
    const WORD: usize = 8;
    let words = a.as_chunks::<WORD>().0.iter().zip(b.as_chunks::<WORD>().0);
    let words = WORD * words.take_while(|(a, b)| a == b).count();
    let rest = a[words..].iter().zip(&b[words..]);
    words + rest.take_while(|(a, b)| a == b).count()
}

/// The name of a folder on the way to a file, the outermost being 0.
pub fn folder(file: &str, at: usize) -> Option<&str> {
    let (folders, _) = file.rsplit_once('/')?;
    folders.split('/').nth(at)
}

/// A path as part of an address.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode_into(&mut out, path);
    out
}

byte_set! {
    /// What may not be itself in an address: everything but letters, digits and `-./`. In few ranges, so `_` and `~` are in
    /// it, which are themselves.
    Encoded: [0, b'-' - 1], [b'9' + 1, b'A' - 1], [b'Z' + 1, b'a' - 1], [b'z' + 1, 0xff]
}

fn encode_into(out: &mut String, path: &str) {
    match Encoded::first_in(path.as_bytes()) {
        None => out.push_str(path),
        Some(_) => out.extend(utf8_percent_encode(path, PLAIN)),
    }
}

/// Where a page stands, so that it can spell its links.
#[derive(Clone, Debug)]
pub struct Here {
    /// Its file.
    pub file: String,
    /// `../` once a folder, or the path of `url` on the page that hosts serve at any depth.
    root: String,
    /// Bytes of the folder that the page lies in; links to what lies near are short. Without, all begin with the root.
    folder: Option<usize>,
}

impl Here {
    /// The place of a file of the site.
    pub fn at(file: String) -> Here {
        let root = "../".repeat(memchr::memchr_iter(b'/', file.as_bytes()).count());
        let folder = Some(memchr::memrchr(b'/', file.as_bytes()).map_or(0, |slash| slash + 1));
        Here { file, root, folder }
    }

    /// A file whose links begin with a fixed path.
    pub fn anywhere(file: String, base: &str) -> Here {
        Here {
            file,
            root: base.to_owned(),
            folder: None,
        }
    }

    /// What stands before the file of another page.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The one address of a page, by its file: a folder stands for its index.
    pub fn canonical(&self, file: &str) -> String {
        self.to_file(file.strip_suffix("index.html").unwrap_or(file))
    }

    /// The link from here to another page.
    pub fn to(&self, route: Route<'_>) -> String {
        let mut link = String::with_capacity(LINK);
        self.link_into(&mut link, route);
        link
    }

    /// The same, behind what is there.
    pub fn link_into(&self, out: &mut String, route: Route<'_>) {
        self.spell(out, route.parts());
    }

    /// The link from here to a page of a list.
    pub fn to_page(&self, route: Route<'_>, page: usize) -> String {
        self.to_file(&route.page_file(page))
    }

    /// The link from here to an anchor of another page.
    pub fn to_anchor(&self, route: Route<'_>, anchor: &str) -> String {
        self.to_page_anchor(route, 1, anchor)
    }

    /// The link from here to an anchor of a page of a list.
    pub fn to_page_anchor(&self, route: Route<'_>, page: usize, anchor: &str) -> String {
        let mut link = String::with_capacity(LINK);
        self.anchor_into(&mut link, route, page, anchor);
        link
    }

    /// The same, behind what is there.
    pub fn anchor_into(&self, out: &mut String, route: Route<'_>, page: usize, anchor: &str) {
        if !self.is_page_of(route, page) {
            match page {
                // The file of the list, which need not be put together.
                1 => self.spell(out, route.parts()),
                _ => self.spell(out, whole(&route.page_file(page))),
            }
        }
        out.push('#');
        encode_into(out, anchor);
    }

    /// Whether this is the page of a list.
    fn is_page_of(&self, route: Route<'_>, page: usize) -> bool {
        match route {
            // The most frequent one, told without spelling its file.
            Route::Objective(id) if page == 1 => {
                let file = self.file.strip_prefix("objectives/");
                file.and_then(|file| file.strip_suffix("/index.html")) == Some(id)
            }
            _ => route.page_file(page) == self.file,
        }
    }

    /// The link from here to a file.
    fn to_file(&self, file: &str) -> String {
        let mut link = String::with_capacity(LINK);
        self.spell(&mut link, whole(file));
        link
    }

    /// Writes the link from here to the file of these parts.
    fn spell(&self, out: &mut String, parts: [&str; 5]) {
        let Some(folder) = self.folder else {
            out.push_str(&self.root);
            return write_parts(out, parts, 0);
        };
        // Both lie in the folders up to the last slash before the first difference.
        let mut here = &self.file.as_bytes()[..folder];
        let (mut passed, mut common) = (0, 0);
        for part in parts.map(str::as_bytes) {
            let alike = alike(here, part);
            if let Some(slash) = memchr::memrchr(b'/', &part[..alike]) {
                common = passed + slash + 1;
            }
            if alike < part.len() {
                break;
            }
            passed += alike;
            here = &here[alike..];
        }
        if common == 0 {
            out.push_str(&self.root);
        } else {
            let up = memchr::memchr_iter(b'/', &self.file.as_bytes()[common..folder]).count();
            (0..up).for_each(|_| out.push_str("../"));
        }
        write_parts(out, parts, common);
    }
}

/// About how many bytes a link takes.
const LINK: usize = 120;

/// Writes the parts of a file as an address, without so many bytes at their beginning.
fn write_parts(out: &mut String, parts: [&str; 5], mut skipped: usize) {
    for (at, part) in parts.into_iter().enumerate() {
        let Some(rest) = part.get(skipped..).filter(|rest| !rest.is_empty()) else {
            skipped -= part.len();
            continue;
        };
        skipped = 0;
        match at {
            1 | 3 => encode_into(out, rest),
            _ => out.push_str(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_their_file() {
        let here = Here::at(Route::Objective("2026-Q3/a").file());
        assert_eq!(here.to(Route::Home), "../../../index.html");
        assert_eq!(here.to(Route::Team("growth")), "../../../teams/growth/index.html");
        assert_eq!(here.to_anchor(Route::Objective("2026-Q3/a"), "nps"), "#nps");
        assert_eq!(
            here.to_anchor(Route::Objective("2026-Q3/b"), "nps"),
            "../b/index.html#nps"
        );
        assert_eq!(
            here.to(Route::File("img/café 1.png")),
            "../../../files/img/caf%C3%A9%201.png"
        );
        assert_eq!(here.to(Route::Objectives), "../../index.html");
        assert_eq!(here.to(Route::ObjectiveFeed("2026-Q3/a")), "feed.xml");
        assert_eq!(here.to(Route::ObjectiveFeed("2026-Q3/ab")), "../ab/feed.xml");
        assert_eq!(here.to(Route::Objective("2026-Q3/é")), "../%C3%A9/index.html");
        assert_eq!(
            here.to(Route::ObjectiveHistory("2026-Q3/a")),
            "history/index.html"
        );
        assert_eq!(here.to(Route::Objective("2026-Q3")), "../index.html");
        assert_eq!(
            here.to(Route::Objective("2026-Q30/a")),
            "../../2026-Q30/a/index.html"
        );
        assert_eq!(here.to_page(Route::Objectives, 2), "../../page-2/index.html");
        let month = Here::at(Route::RegisterOf("risks", "2026-08").file());
        assert_eq!(
            month.to(Route::RegisterOf("risks", "2026-07")),
            "../2026-07/index.html"
        );
        assert_eq!(
            month.to(Route::RegisterOf("decisions", "2026-08")),
            "../../decisions/2026-08/index.html"
        );
        assert_eq!(Here::at(Route::Home.file()).to(Route::Map), "map/index.html");
        assert_eq!(
            Here::at(Route::Home.file()).to_page(Route::Teams, 2),
            "teams/page-2/index.html"
        );
    }

    #[test]
    fn links_are_written_behind_what_is_there() {
        let route = Route::Objective("2026-Q3/a&b");
        let check = |here: &Here, expected: &str| {
            let mut out = "<".to_owned();
            here.link_into(&mut out, route);
            here.anchor_into(&mut out, route, 1, "kr'1");
            assert_eq!(out, expected);
        };
        let link = "../../../objectives/2026-Q3/a%26b/index.html";
        check(
            &Here::at(Route::Team("a/b").file()),
            &["<", link, link, "#kr%271"].concat(),
        );
        let link = "https://example.com/r&d/objectives/2026-Q3/a%26b/index.html";
        check(
            &Here::anywhere(String::new(), "https://example.com/r&d/"),
            &["<", link, link, "#kr%271"].concat(),
        );
    }
}
