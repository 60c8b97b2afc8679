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
    /// A part of that list, from 1.
    SitemapPart(usize),
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

impl Route<'_> {
    /// The file below the output folder, with `/`.
    pub fn file(&self) -> String {
        match *self {
            Route::Home => "index.html".to_owned(),
            Route::Periods => "periods/index.html".to_owned(),
            Route::Period(id) => joined(["periods/", id, "/index.html"]),
            Route::PeriodMap(id) => joined(["periods/", id, "/map/index.html"]),
            Route::Objectives => "objectives/index.html".to_owned(),
            Route::Objective(id) => joined(["objectives/", id, "/index.html"]),
            Route::ObjectiveHistory(id) => joined(["objectives/", id, "/history/index.html"]),
            Route::Teams => "teams/index.html".to_owned(),
            Route::Team(id) => joined(["teams/", id, "/index.html"]),
            Route::People => "people/index.html".to_owned(),
            Route::Person(id) => joined(["people/", id, "/index.html"]),
            Route::Map => "map/index.html".to_owned(),
            Route::MapRoot(id) => joined(["map/", id, "/index.html"]),
            Route::CheckIns => "check-ins/index.html".to_owned(),
            Route::CheckInsOf(month) => joined(["check-ins/", month, "/index.html"]),
            Route::Registers => "registers/index.html".to_owned(),
            Route::Register(register) => joined(["registers/", register, "/index.html"]),
            Route::RegisterOf(register, month) => joined(["registers/", register, "/", month, "/index.html"]),
            Route::Retrospectives => "retrospectives/index.html".to_owned(),
            Route::Retrospective(id) => joined(["retrospectives/", id, "/index.html"]),
            Route::Calibration => "calibration/index.html".to_owned(),
            Route::Ledger => "ledger/index.html".to_owned(),
            Route::Present(id) => joined(["periods/", id, "/present/index.html"]),
            Route::Search => "search/index.html".to_owned(),
            Route::Guide => "guide/index.html".to_owned(),
            Route::Quality => "quality/index.html".to_owned(),
            Route::NotFound => "404.html".to_owned(),
            Route::Style => "assets/okr.css".to_owned(),
            Route::Script => "assets/okr.js".to_owned(),
            Route::SearchScript => "assets/okr-search.js".to_owned(),
            Route::SearchShard(name) => joined(["assets/search/", name, ".js"]),
            Route::File(path) => joined(["files/", path]),
            Route::Feed => "feed.xml".to_owned(),
            Route::TeamFeed(id) => joined(["teams/", id, "/feed.xml"]),
            Route::PersonFeed(id) => joined(["people/", id, "/feed.xml"]),
            Route::ObjectiveFeed(id) => joined(["objectives/", id, "/feed.xml"]),
            Route::Calendar => "calendar.ics".to_owned(),
            Route::Badge(id) => joined(["badge/", id, ".svg"]),
            Route::Robots => "robots.txt".to_owned(),
            Route::Sitemap => "sitemap.xml".to_owned(),
            Route::SitemapPart(number) => format!("sitemap-{number}.xml"),
            Route::DataJson => "data/okrs.json".to_owned(),
            Route::DataCsv => "data/okrs.csv".to_owned(),
            Route::DataSchema => "data/schema.json".to_owned(),
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

/// Parts of a path, one behind the other.
#[inline]
fn joined<const N: usize>(parts: [&str; N]) -> String {
    let mut path = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| path.push_str(part));
    path
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
    /// What is not itself in an address: everything but letters, digits and `-./_~`, which are alike in [`PLAIN`].
    Encoded: [0, b'-' - 1], [b'9' + 1, b'A' - 1], [b'Z' + 1, b'_' - 1], [b'`', b'`'], [b'z' + 1, b'~' - 1], [0x7f, 0xff]
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
        self.to_file(file.strip_suffix("index.html").unwrap_or(file), 0)
    }

    /// The link from here to another page.
    pub fn to(&self, route: Route<'_>) -> String {
        self.to_file(&route.file(), 0)
    }

    /// The link from here to a page of a list.
    pub fn to_page(&self, route: Route<'_>, page: usize) -> String {
        self.to_file(&route.page_file(page), 0)
    }

    /// The link from here to an anchor of another page.
    pub fn to_anchor(&self, route: Route<'_>, anchor: &str) -> String {
        self.to_page_anchor(route, 1, anchor)
    }

    /// The link from here to an anchor of a page of a list.
    pub fn to_page_anchor(&self, route: Route<'_>, page: usize, anchor: &str) -> String {
        let room = 1 + anchor.len();
        let mut link = if self.is_page_of(route, page) {
            String::with_capacity(room)
        } else {
            self.to_file(&route.page_file(page), room)
        };
        link.push('#');
        encode_into(&mut link, anchor);
        link
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

    /// The link from here to a file, with room for what comes behind it.
    fn to_file(&self, file: &str, room: usize) -> String {
        let Some(folder) = self.folder else {
            let mut link = String::with_capacity(self.root.len() + file.len() + room);
            link.push_str(&self.root);
            encode_into(&mut link, file);
            return link;
        };
        // Both lie in the folders up to the last slash before the first difference.
        let alike = alike(&self.file.as_bytes()[..folder], file.as_bytes());
        let common = memchr::memrchr(b'/', &file.as_bytes()[..alike]).map_or(0, |slash| slash + 1);
        let up = match common {
            0 => self.root.len() / "../".len(),
            _ => memchr::memchr_iter(b'/', &self.file.as_bytes()[common..folder]).count(),
        };
        let mut link = String::with_capacity(3 * up + file.len() - common + room);
        (0..up).for_each(|_| link.push_str("../"));
        encode_into(&mut link, &file[common..]);
        link
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
        assert_eq!(Here::at(Route::Home.file()).to(Route::Map), "map/index.html");
        assert_eq!(
            Here::at(Route::Home.file()).to_page(Route::Teams, 2),
            "teams/page-2/index.html"
        );
    }
}
