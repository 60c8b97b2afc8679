//! The list pages, tried on small folders and on large ones.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::{Date, date};
use rayon::iter::ParallelIterator;

use crate::chronicle::Chronicle;
use crate::history;
use crate::model::Assets;
use crate::parse;
use crate::site::{Content, Drafts, Inputs, Job, Options, Site};
use crate::source::{SourceFile, Sources};

const TODAY: Date = date(2026, 8, 20);
/// Bytes that no page may pass, however large the organisation.
const LIMIT: usize = 200_000;

/// A repository as text.
struct Folder {
    files: Vec<(String, String)>,
    today: Date,
    drafts: Drafts,
}

/// Its pages by path.
struct Pages(BTreeMap<String, String>);

impl Folder {
    fn new(config: &str) -> Folder {
        Folder {
            files: vec![("okr.yaml".to_owned(), config.to_owned())],
            today: TODAY,
            drafts: Drafts::Hide,
        }
    }

    /// Three periods, two teams below a company.
    fn company() -> Folder {
        Folder::new(
            "title: Acme\nteams:\n  company: { name: Acme }\n  \
             growth: { name: Growth, parent: company, members: [ana, bo] }\n  \
             ops: { name: Ops, parent: company }\npeople:\n  ana: { name: Ana Lopes }\n  bo: { name: Bo Lind }\n",
        )
    }

    fn file(mut self, path: &str, text: &str) -> Folder {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    /// An objective with two key results; `more` is front matter, `body` what follows it.
    fn objective(self, id: &str, more: &str, body: &str) -> Folder {
        let mut parts = id.split('/');
        let (period, team) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let title = format!("Title of {id}");
        let text = format!(
            "---\ntitle: {title}\nperiod: {period}\nteam: {team}\n{more}key_results:\n  \
             - {{ id: one, title: First result, owner: ana, start: 0, target: 100 }}\n  \
             - {{ id: two, title: Second result, owner: bo, start: 0, target: 10 }}\n---\n{body}"
        );
        self.file(&format!("objectives/{id}.md"), &text)
    }

    fn on(mut self, today: Date) -> Folder {
        self.today = today;
        self
    }

    fn with_drafts(mut self) -> Folder {
        self.drafts = Drafts::Show;
        self
    }

    fn pages(self) -> Pages {
        self.rendered(|_| true)
    }

    /// Without the objectives' own pages.
    fn lists(self) -> Pages {
        self.rendered(|job| matches!(job, Job::Family(..)))
    }

    fn rendered(self, is_wanted: impl Fn(&Job) -> bool) -> Pages {
        let files = self.files.into_iter();
        let sources: Sources = files
            .map(|(path, text)| SourceFile::new(path, text.into_bytes()))
            .collect();
        let parsed = parse::book(&sources);
        assert!(
            parsed.findings.is_empty(),
            "{:?}",
            parsed.findings.first().map(|finding| &finding.message)
        );
        let standing = history::on(&parsed.book, self.today);
        let options = Options {
            drafts: self.drafts,
            commit: None,
            left_out: Vec::new(),
            look: crate::site::theme::Look::default(),
        };
        let inputs = Inputs {
            book: &parsed.book,
            sources: &sources,
            standing: &standing,
            findings: &[],
            assets: &Assets::default(),
            chronicle: &Chronicle::default(),
            options: &options,
        };
        let site = Site::new(inputs).expect("the theme is right");
        let mut pages = BTreeMap::new();
        let jobs: Vec<Job> = site.jobs().flat_map_iter(Job::one_by_one).collect();
        for job in jobs.into_iter().filter(is_wanted) {
            for file in site.run(job).expect("every page renders") {
                let Content::Bytes(bytes) = file.content else {
                    continue;
                };
                let text = String::from_utf8(bytes).expect("pages are UTF-8");
                let before = pages.insert(file.path.clone(), text);
                assert!(before.is_none(), "{} is written twice", file.path);
            }
        }
        Pages(pages)
    }
}

impl Pages {
    fn page(&self, path: &str) -> &str {
        self.0.get(path).unwrap_or_else(|| panic!("no {path}"))
    }

    fn html(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of an element that begins with `start`, without its tags.
    fn text_after(&self, path: &str, start: &str) -> String {
        let page = self.page(path);
        let at = page.find(start).unwrap_or_else(|| panic!("no {start} in {path}")) + start.len();
        let end = page[at..].find("</p>").unwrap_or(page.len() - at);
        without_tags(&page[at..at + end])
    }
}

fn without_code(html: &str) -> String {
    let mut pieces = html.split("<code>");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.split_once("</code>").map_or(piece, |(_, rest)| rest)
    })
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for char in html.chars() {
        match char {
            '<' => inside = true,
            '>' => inside = false,
            char if !inside => text.push(char),
            _ => {}
        }
    }
    text
}

/// Every value of an attribute in a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.match_indices(&start)
        .map(|(at, start)| {
            let value = &page[at + start.len()..];
            &value[..value.find('"').unwrap_or(0)]
        })
        .collect()
}

/// The file that a relative link leads to.
fn target(from: &str, link: &str) -> Option<String> {
    let path = link.split('#').next().unwrap_or("");
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

const WELL: &str = "\n## 2026-07-31 (on track)\n\n- one: 40\n\n- two: 4\n\nGoing well.\n";
const BADLY: &str = "\n## 2026-08-15 (off track)\n\n- one: 2\n\n- two: 0\n\nHard.\n";

fn everything() -> Folder {
    Folder::company()
        .objective("2026-Q3/company/lead", "owner: ana\n", WELL)
        .objective("2026-Q3/growth/sell", "owner: ana\nparent: company/lead#one\n", WELL)
        .objective(
            "2026-Q3/growth/given-up",
            "owner: bo\nparent: company/lead\ndropped: 2026-08-01\nreason: Not now\n",
            WELL,
        )
        .objective("2026-Q3/ops/run", "owner: bo\nsupports: [growth/sell]\n", BADLY)
        .objective("2026-Q3/ops/sketch", "draft: true\nparent: company/lead\n", "")
        .objective("2026-Q2/growth/before", "owner: ana\n", "\n## 2026-06-30\n\n- one: 70\n\n- two: 7\n\nDone.\n")
        .objective("2026-Q4/ops/later", "owner: bo\n", "")
        .file(
            "periods/2026-Q3.md",
            "---\ntitle: Grow <up>\ninputs:\n  - { title: Strategy, url: 'https://example.com/s' }\nnot_doing: [A second app]\n---\n\nWhy *now*.\n",
        )
}

#[test]
fn every_link_leads_to_a_file_of_the_site() {
    links_lead_to_files(&everything().with_drafts().pages());
}

#[test]
fn an_objective_that_is_hidden_between_others_is_on_no_way() {
    let pages = everything()
        .objective(
            "2026-Q3/ops/middle",
            "draft: true\nparent: company/lead#one\n",
            "",
        )
        .objective("2026-Q3/ops/below", "parent: ops/middle#one\n", "")
        .pages();
    let page = &pages.0["objectives/2026-Q3/ops/below/index.html"];
    assert!(page.contains("lead/index.html\">"), "{page}");
    assert!(!page.contains("ops/middle/"), "{page}");
    links_lead_to_files(&pages);
}

fn links_lead_to_files(pages: &Pages) {
    // What other parts of the program write beside these pages.
    let elsewhere = ["data/"];
    for (path, page) in pages.html() {
        for link in values(page, "href").into_iter().chain(values(page, "src")) {
            if link.contains(':') || link.starts_with('#') {
                continue;
            }
            let target = target(path, link).unwrap_or_else(|| panic!("{path}: {link} leads out of the site"));
            let known =
                pages.0.contains_key(&target) || elsewhere.iter().any(|part| target.starts_with(part));
            assert!(known, "{path}: {link} leads to {target}");
        }
    }
}

#[test]
fn ids_are_there_once_and_labels_name_one() {
    for (path, page) in everything().pages().html() {
        let mut ids = HashSet::new();
        for id in values(page, "id") {
            assert!(ids.insert(id), "{path}: {id} twice");
        }
        for id in values(page, "aria-labelledby")
            .iter()
            .flat_map(|ids| ids.split(' '))
        {
            assert!(ids.contains(id), "{path}: nothing is {id}");
        }
        let headings: Vec<u32> = page
            .match_indices("<h")
            .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
            .collect();
        assert_eq!(headings.first(), Some(&1), "{path}");
        assert_eq!(headings.iter().filter(|level| **level == 1).count(), 1, "{path}");
        for pair in headings.windows(2) {
            assert!(pair[1] <= pair[0] + 1, "{path}: {headings:?}");
        }
    }
}

#[test]
fn a_dropped_objective_is_listed_and_counts_nowhere() {
    let pages = everything().pages();
    let period = "periods/2026-Q3/index.html";
    assert!(pages.page(period).contains("Title of 2026-Q3/growth/given-up"));
    assert!(pages.page(period).contains("Dropped</span>"));
    assert_eq!(
        pages.text_after(period, "<p class=\"lede\">"),
        "2 of 3 objectives are on track. 1 is off track."
    );
    assert_eq!(
        pages.text_after("teams/growth/index.html", "<p class=\"lede\">"),
        "1 of 1 objectives is on track."
    );
}

#[test]
fn drafts_are_on_no_list_unless_asked_for() {
    let has = |pages: &Pages| {
        let with: Vec<String> = pages
            .html()
            .filter(|(_, page)| page.contains("2026-Q3/ops/sketch"))
            .map(|(path, _)| path.to_owned())
            .collect();
        with
    };
    assert_eq!(has(&everything().pages()), Vec::<String>::new());
    let shown = has(&everything().with_drafts().pages());
    for path in [
        "index.html",
        "periods/2026-Q3/index.html",
        "teams/ops/index.html",
        "objectives/index.html",
        "map/index.html",
    ] {
        assert!(shown.iter().any(|shown| shown == path), "{path} in {shown:?}");
    }
}

#[test]
fn a_closed_period_says_how_it_ended() {
    let pages = everything().pages();
    let page = pages.page("periods/2026-Q2/index.html");
    assert!(page.contains("1 of 1 objectives ended at 0.7 or more"));
    assert!(page.contains("<svg class=\"plot\""));
    assert!(page.contains("<desc id=\"okr-dots-text\">Growth: 0.70.</desc>"));
    assert!(page.contains("Came close"));
    assert!(
        !page.contains("Final readings count until"),
        "the closing days are over"
    );
    let early = everything().on(date(2026, 8, 14)).pages();
    assert!(
        early
            .page("periods/2026-Q2/index.html")
            .contains("Final readings count until 14 August 2026")
    );
    // Between two periods the closing is what the site opens with.
    let home = Folder::company()
        .objective(
            "2026-Q2/growth/before",
            "owner: ana\n",
            "\n## 2026-06-30\n\n- one: 70\n\n- two: 7\n\nDone.\n",
        )
        .pages();
    assert!(home.page("index.html").contains("<svg class=\"plot\""));
    assert!(!home.page("index.html").contains("eeds attention"));
}

#[test]
fn what_was_dropped_is_not_said_to_end() {
    let pages = Folder::company()
        .objective(
            "2026-Q3/growth/ended",
            "owner: ana\ndropped: 2026-08-20\nreason: Not now\n",
            "\n## 2026-08-15\n\n- one: 20\n\n- two: 7\n",
        )
        .pages();
    let page = pages.page("objectives/2026-Q3/growth/ended/index.html");
    let head = page.split("</header>").nth(1).unwrap_or_default();
    let head = head.split("okr-key-results").next().unwrap_or_default();
    assert!(
        head.contains("Dropped") && !head.contains("if it ended today"),
        "{head}"
    );
}

#[test]
fn a_figure_at_a_bound_that_its_score_has_not_reached_says_so() {
    let pages = Folder::company()
        .objective(
            "2026-Q2/growth/ended",
            "owner: ana\n",
            "\n## 2026-06-30\n\n- one: 69.8\n\n- two: 6.98\n",
        )
        .objective(
            "2026-Q3/growth/runs",
            "owner: ana\n",
            "\n## 2026-08-15\n\n- one: 69.8\n\n- two: 6.98\n",
        )
        .pages();
    let ended = pages.page("objectives/2026-Q2/growth/ended/index.html");
    assert!(ended.contains("just below 0.70") && !ended.contains("if it ended today"));
    let runs = pages.page("objectives/2026-Q3/growth/runs/index.html");
    assert!(runs.contains("if it ended today: in between (just below 0.70)"));
    assert!(
        pages
            .page("periods/2026-Q2/index.html")
            .contains("just below 0.70")
    );
}

#[test]
fn the_page_of_a_period_has_its_text_escaped_and_read() {
    let pages = everything().pages();
    let page = pages.page("periods/2026-Q3/index.html");
    assert!(page.contains("<h1>Grow &lt;up&gt;</h1>"));
    assert!(page.contains("<em>now</em>"));
    assert!(page.contains("https://example.com/s"));
    assert!(page.contains("A second app"));
}

#[test]
fn an_empty_period_and_an_empty_folder_say_what_to_do() {
    let pages = Folder::company()
        .file("periods/2026-Q3.md", "---\ntitle: Next\n---\n")
        .pages();
    assert!(
        pages
            .page("periods/2026-Q3/index.html")
            .contains("objectives/2026-Q3/")
    );
    let empty = Folder::new("title: Acme\n").pages();
    for path in [
        "index.html",
        "periods/index.html",
        "objectives/index.html",
        "teams/index.html",
        "people/index.html",
        "map/index.html",
    ] {
        assert!(empty.page(path).contains("class=\"empty\""), "{path}");
    }
}

#[test]
fn projection_shows_neither_tick_nor_pace() {
    let config = "title: Acme\nscoring: projection\n";
    let pages = Folder::new(config)
        .objective("2026-Q3/ops/run", "owner: bo\n", WELL)
        .pages();
    for (path, page) in pages.html() {
        for shape in ["class=\"tick\"", "class=\"pace\"", "pace 0"] {
            assert!(!page.contains(shape), "{path} has {shape}");
        }
    }
}

#[test]
fn people_have_no_average() {
    let pages = everything().pages();
    for (path, page) in pages.html().filter(|(path, _)| path.starts_with("people/")) {
        assert!(!page.contains("verage"), "{path}");
        assert!(!page.contains("class=\"strip\""), "{path}");
        assert!(!page.contains("class=\"dist\""), "{path}");
    }
    let ana = pages.page("people/ana/index.html");
    assert!(ana.contains("Owns 2 objectives and 3 key results in 2026-Q3"));
    assert!(ana.contains("objectives/2026-Q3/ops/run/index.html#one"));
}

#[test]
fn the_map_names_the_key_result_that_is_helped_and_its_gaps() {
    let pages = everything().pages();
    let map = pages.page("map/index.html");
    assert!(
        map.contains("helps <a href=\"../objectives/2026-Q3/company/lead/index.html#one\">First result</a>")
    );
    assert!(map.contains("also helps <a href=\"../objectives/2026-Q3/growth/sell/index.html\">"));
    assert!(map.contains("1 key result has no objective that helps it"));
    assert!(
        !map.contains("names a parent but no key result"),
        "a dropped one is no gap"
    );
    assert!(map.contains("periods/2026-Q2/map/index.html"));
}

#[test]
fn every_objective_is_on_a_map_once_even_in_a_long_chain_or_under_a_wide_root() {
    let mut folder = Folder::new("title: Acme\nrules: { parent-cycle: off }\n");
    for i in 0..150 {
        let parent = if i == 0 {
            String::new()
        } else {
            format!("parent: ops/chain-{:03}\n", i - 1)
        };
        folder = folder.objective(&format!("2026-Q3/ops/chain-{i:03}"), &parent, "");
    }
    for i in 0..230 {
        folder = folder.objective(&format!("2026-Q3/ops/wide-{i:03}"), "parent: ops/chain-000\n", "");
    }
    for i in 0..3 {
        let parent = format!("parent: ops/ring-{}\n", (i + 1) % 3);
        folder = folder.objective(&format!("2026-Q3/ops/ring-{i}"), &parent, "");
    }
    let pages = folder.lists();
    let maps = || pages.html().filter(|(path, _)| path.starts_with("map/"));
    let mut drawn = BTreeSet::new();
    for (path, page) in maps() {
        let tree = page.split("<ul class=\"map\">").nth(1).unwrap_or("");
        let nodes: Vec<&str> = tree
            .split("<div class=\"node ")
            .skip(1)
            .filter_map(|node| node.split("Title of ").nth(1)?.split('<').next())
            .collect();
        let once: HashSet<&&str> = nodes.iter().collect();
        assert_eq!(once.len(), nodes.len(), "{path} draws one twice");
        drawn.extend(nodes);
        assert_eq!(
            tree.matches("<li").count(),
            tree.matches("</li>").count(),
            "{path}"
        );
        assert_eq!(
            tree.matches("<ul").count() + 1,
            tree.matches("</ul>").count(),
            "{path}"
        );
        assert!(page.len() < LIMIT, "{path} has {} bytes", page.len());
    }
    assert_eq!(drawn.len(), 150 + 230 + 3);
}

#[test]
fn no_page_grows_with_the_whole_organisation() {
    let mut config = "title: Acme\nteams:\n".to_owned();
    for team in 0..300 {
        config.push_str(&format!(
            "  team-{team:03}: {{ name: The team with number {team} }}\n"
        ));
    }
    let mut folder = Folder::new(&config);
    for i in 0..1_300 {
        let id = format!("2026-Q3/team-{:03}/an-objective-with-a-long-name-{i:04}", i % 300);
        let body = if i % 3 == 0 { BADLY } else { WELL };
        folder = folder.objective(&id, "owner: ana\ncontributors: [bo]\n", body);
    }
    // One team with very many.
    for i in 0..400 {
        let id = format!("2026-Q3/team-000/one-of-very-many-{i:04}");
        folder = folder.objective(&id, "owner: bo\n", WELL);
    }
    let pages = folder.lists();
    for (path, page) in pages.html() {
        assert!(page.len() < LIMIT, "{path} has {} bytes", page.len());
    }
    let listed = |folder: &str| -> usize {
        pages
            .html()
            .filter(|(path, _)| path.starts_with(folder))
            .filter(|(path, _)| path.matches('/').count() == 1 || path[folder.len()..].starts_with("page-"))
            .map(|(_, page)| page.matches("Title of ").count())
            .sum()
    };
    assert_eq!(listed("objectives/"), 1_700);
    assert!(pages.0.contains_key("objectives/page-4/index.html"));
    assert!(pages.0.contains_key("teams/page-2/index.html"));
    assert!(pages.0.contains_key("teams/team-000/page-2/index.html"));
    assert!(pages.0.contains_key("people/ana/page-2/index.html"));
    assert!(pages.0.contains_key("periods/2026-Q3/page-2/index.html"));
}

#[test]
fn one_team_one_person_one_parent_and_one_month_may_hold_very_many() {
    let mut folder = Folder::company().objective("2026-Q3/ops/root", "owner: ana\n", WELL);
    for i in 0..2_000 {
        let body = format!(
            "\n## 2026-08-{:02} (on track) Takeaway {i}\n\n- one: 4\n\n### Asks\n\n- Ask {i}\n\n### Decisions\n\n- Decision {i}\n",
            i % 20 + 1
        );
        folder = folder.objective(
            &format!("2026-Q3/ops/one-of-very-many-{i:04}"),
            "owner: ana\nparent: ops/root#one\ntags: [many]\n",
            &body,
        );
    }
    for level in 0..8 {
        let parent = match level {
            0 => "parent: ops/root\n".to_owned(),
            _ => format!("parent: ops/level-{}\n", level - 1),
        };
        folder = folder.objective(&format!("2026-Q3/ops/level-{level}"), &parent, "");
    }
    let pages = folder.rendered(|job| match job {
        Job::Family(..) => true,
        // The parent is the last one by id.
        Job::Objectives(ix, _) => ix.0 == 2_008,
    });
    assert!(pages.0.contains_key("objectives/2026-Q3/ops/root/index.html"));
    for (path, file) in &pages.0 {
        if path.ends_with(".html") || path.starts_with("assets/") {
            assert!(file.len() < LIMIT, "{path} has {} bytes", file.len());
        }
    }
}

#[test]
fn one_objective_may_have_very_many_check_ins_and_key_results() {
    let key_results: String = (0..100)
        .map(|i| format!("  - {{ id: kr-{i}, title: Key result number {i} reaches its target, owner: ana, start: 0, target: 100 }}\n"))
        .collect();
    let with = |check_ins: usize, readings: usize| -> String {
        let mut day = date(2026, 1, 1);
        (0..check_ins)
            .map(|i| {
                let readings: String = (0..readings)
                    .map(|kr| format!("- kr-{kr}: {}\n\n", i % 90))
                    .collect();
                let text = format!("\n## {day} (on track) Takeaway {i}\n\n{readings}");
                day = day.tomorrow().expect("it is not the end of time");
                text
            })
            .collect()
    };
    let objective = |title: &str, body: &str| {
        format!(
            "---\ntitle: {title}\nperiod: long\nteam: ops\nowner: ana\nkey_results:\n{key_results}---\n{body}"
        )
    };
    let pages = Folder::new("title: Acme\nperiods:\n  long: { start: 2026-01-01, end: 2026-12-31 }\n")
        .file("objectives/a.md", &objective("Wide", &with(64, 90)))
        .file("objectives/b.md", &objective("Long", &with(220, 6)))
        .pages();
    for (path, page) in pages.html() {
        assert!(page.len() < LIMIT, "{path} has {} bytes", page.len());
    }
    let shown = |id: &str| -> usize {
        let of_it = format!("objectives/{id}/");
        pages
            .html()
            .filter(|(path, _)| path.starts_with(&of_it))
            .map(|(_, page)| {
                values(page, "id")
                    .iter()
                    .filter(|id| id.starts_with("2026-"))
                    .count()
            })
            .sum()
    };
    assert_eq!((shown("a"), shown("b")), (64, 220), "each stands on one page");
    for (path, page) in pages.html().filter(|(path, _)| !path.starts_with("objectives/")) {
        for link in values(page, "href").iter().filter(|link| link.contains("#2026-")) {
            let (address, id) = link.split_once('#').expect("it has one");
            let to = target(path, address).expect("it is on the site");
            assert!(
                pages.page(&to).contains(&format!(" id=\"{id}\"")),
                "{path}: {link}"
            );
        }
    }
}

#[test]
fn the_longest_table_of_objectives_fits_a_page() {
    let mut folder = Folder::company();
    for i in 0..150 {
        folder = folder.objective(&format!("2026-Q3/ops/objective-{i:03}"), "owner: ana\n", BADLY);
    }
    let pages = folder.lists();
    let home = pages.page("index.html");
    assert!(home.matches("data-s=").count() == 150, "all are in the table");
    for (path, page) in pages.html() {
        assert!(page.len() < LIMIT, "{path} has {} bytes", page.len());
    }
}

#[test]
fn links_of_the_error_page_begin_with_the_path_of_the_site() {
    let of = |config: &str| {
        let pages = Folder::new(config).pages();
        pages.page("404.html").to_owned()
    };
    let under = of("title: Acme\nurl: https://acme.example/okrs/\n");
    assert!(under.contains("href=\"/okrs/index.html\""));
    assert!(under.contains("href=\"/okrs/assets/okr.css\""));
    let anywhere = of("title: Acme\n");
    assert!(anywhere.contains("href=\"index.html\""));
}

#[test]
fn the_day_before_and_after_a_period_are_told_apart() {
    let check = |today: Date, expected: &str| {
        let pages = Folder::company()
            .objective("2026-Q3/ops/run", "owner: bo\n", "")
            .on(today)
            .pages();
        let page = pages.page("periods/2026-Q3/index.html");
        assert!(page.contains(expected), "{today}: {expected}");
    };
    check(date(2026, 6, 30), "begins in 1 day");
    check(date(2026, 7, 1), "91 days left");
    check(date(2026, 9, 30), "last day");
    check(date(2026, 10, 1), "The only objective ended below 0.7");
}

#[test]
fn jobs_name_each_family_once() {
    let names: HashSet<&str> = super::ALL.iter().map(|family| family.name).collect();
    assert_eq!(names.len(), super::ALL.len());
}

#[test]
fn french_pages_speak_french() {
    let pages = Folder::new("title: Acme\nlanguage: fr\n")
        .objective(
            "2026-Q3/ops/vendre",
            "owner: ana\n",
            "\n## 2026-07-31 (en bonne voie)\n\n- one: 40\n\nBien.\n",
        )
        .objective("2026-Q3/ops/aider", "parent: vendre\n", "")
        .pages();
    assert_eq!(
        pages.text_after("periods/2026-Q3/index.html", "<p class=\"lede\">"),
        "1 objectif sur 2 est en bonne voie. 1 n’a aucun point d’étape."
    );
    assert!(
        pages
            .page("people/ana/index.html")
            .contains("Responsable de 1\u{a0}objectif et de")
    );
    for (path, page) in pages.html() {
        // What stands as code is a name, the same in every language.
        let text = without_tags(&without_code(page));
        for word in [
            "Objective",
            "check-in",
            "Since",
            "Status",
            "Team",
            "Period ",
            "owner",
            "below",
        ] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}
