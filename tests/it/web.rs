//! A built site as browsers, feed readers and search engines follow it: its files, the ids in its pages, and every link.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::tree;

/// A site and where it is said to be.
pub struct Web {
    /// By path, with `/`.
    pub files: BTreeMap<String, String>,
    ids: BTreeMap<String, BTreeSet<String>>,
    /// `https://host/path/`
    url: Option<String>,
}

/// A link, and the file that it stands in.
struct Link<'a> {
    from: &'a str,
    to: String,
}

/// Where a link leads.
enum Target {
    /// Away from the site.
    Away,
    /// A file of it, and an id in that.
    Here(String, Option<String>),
    /// To nowhere: why.
    Wrong(&'static str),
}

impl Web {
    /// Reads a built site.
    pub fn of(folder: &Path, url: Option<&str>) -> Web {
        let files: BTreeMap<String, String> = tree::below(folder)
            .into_iter()
            .map(|(path, bytes)| {
                let path = path.to_str().expect("paths are UTF-8").to_owned();
                (path, String::from_utf8_lossy(&bytes).into_owned())
            })
            .collect();
        let ids = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, text)| {
                let ids = tags(text).into_iter().filter_map(|tag| tag.value("id"));
                (path.clone(), ids.collect())
            })
            .collect();
        Web {
            files,
            ids,
            url: url.map(str::to_owned),
        }
    }

    /// Everything that is wrong with its links, and the pages that no link leads to.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for link in self.links() {
            match self.target(link.from, &link.to) {
                Target::Away => {}
                Target::Wrong(why) => faults.push(format!("{}: {why}: {}", link.from, link.to)),
                Target::Here(file, id) => {
                    if !self.files.contains_key(&file) {
                        faults.push(format!("{}: no file: {}", link.from, link.to));
                    } else if let Some(id) = id
                        && !self.ids.get(&file).is_some_and(|ids| ids.contains(&id))
                    {
                        faults.push(format!("{}: no such id: {}", link.from, link.to));
                    }
                }
            }
        }
        faults.extend(
            self.unreached()
                .into_iter()
                .map(|page| format!("{page}: no link leads there")),
        );
        faults
    }

    /// Every link of every file.
    fn links(&self) -> Vec<Link<'_>> {
        let mut links = Vec::new();
        for (path, text) in &self.files {
            let found = match path.rsplit('.').next() {
                Some("html") => in_page(text),
                Some("xml") => in_xml(text),
                Some("ics") => in_calendar(text),
                Some("txt") => text
                    .lines()
                    .filter_map(|line| line.strip_prefix("Sitemap: "))
                    .map(str::to_owned)
                    .collect(),
                Some("js") if path.starts_with("assets/search/") => self.in_shard(path, text),
                _ => Vec::new(),
            };
            links.extend(found.into_iter().map(|to| Link { from: path, to }));
        }
        links
    }

    fn target(&self, from: &str, link: &str) -> Target {
        let (address, id) = match link.split_once('#') {
            Some((address, id)) => (address, Some(decoded(id)).filter(|id| !id.is_empty())),
            None => (link, None),
        };
        let below = self.url.as_deref().and_then(|url| address.strip_prefix(url));
        let path = self.url.as_deref().map(|url| {
            let rest = url.split_once("://").map_or("", |(_, rest)| rest);
            rest.find('/').map_or("/", |slash| &rest[slash..])
        });
        let file = if let Some(below) = below {
            // Its own address: a folder stands for its page.
            let folder = below.is_empty() || below.ends_with('/');
            [below, if folder { "index.html" } else { "" }].concat()
        } else if address.starts_with("https://")
            || address.starts_with("http://")
            || address.starts_with("mailto:")
        {
            return Target::Away;
        } else if address.starts_with("//")
            || address.split('/').next().is_some_and(|first| first.contains(':'))
        {
            return Target::Wrong("not to be followed");
        } else if address.is_empty() {
            from.to_owned()
        } else if address.starts_with('/') {
            match path.and_then(|path| address.strip_prefix(path)) {
                Some(below) if from == "404.html" => below.to_owned(),
                _ => return Target::Wrong("begins at the root of the host"),
            }
        } else {
            match joined(from, address) {
                Some(file) => file,
                None => return Target::Wrong("leads out of the site"),
            }
        };
        Target::Here(decoded(&file), id)
    }

    /// Pages that cannot be reached from the first one, but those that are for others to lead to.
    fn unreached(&self) -> Vec<String> {
        let mut reached: BTreeSet<String> = BTreeSet::from(["index.html".to_owned()]);
        let mut next = vec!["index.html".to_owned()];
        while let Some(page) = next.pop() {
            let Some(text) = self.files.get(&page) else {
                continue;
            };
            for link in in_page(text) {
                if let Target::Here(file, _) = self.target(&page, &link)
                    && file.ends_with(".html")
                    && reached.insert(file.clone())
                {
                    next.push(file);
                }
            }
        }
        let leads_on = |text: &str| text.contains("http-equiv=\"refresh\"");
        self.files
            .iter()
            .filter(|(path, text)| path.ends_with(".html") && *path != "404.html" && !leads_on(text))
            .map(|(path, _)| path.clone())
            .filter(|path| !path.starts_with("files/") && !reached.contains(path))
            .collect()
    }

    /// What a part of the search index names: its shards, and the addresses of what is found.
    fn in_shard(&self, path: &str, text: &str) -> Vec<String> {
        let call = text
            .strip_prefix("okrSearch(")
            .and_then(|text| text.strip_suffix(");\n"))
            .unwrap_or_else(|| panic!("{path} is no call"));
        let arguments: Vec<Value> =
            serde_json::from_str(&format!("[{call}]")).unwrap_or_else(|error| panic!("{path}: {error}"));
        let name = arguments[0].as_str().expect("a name");
        if name == "index" {
            let texts = arguments[1].as_array().expect("numbers").len();
            let words = arguments.get(2).and_then(Value::as_array);
            return (0..texts)
                .map(|part| format!("t-{part}.js"))
                .chain(
                    words
                        .into_iter()
                        .flatten()
                        .map(|prefix| format!("w-{}.js", prefix.as_str().expect("letters"))),
                )
                .collect();
        }
        if !name.starts_with("t-") {
            return Vec::new();
        }
        let documents = arguments[2].as_array().expect("documents");
        documents.iter().flat_map(addresses).collect()
    }
}

/// Where a document of the search index leads, from the folder of the index.
fn addresses(document: &Value) -> Vec<String> {
    let id = document[1].as_str().expect("an id");
    match document[0].as_u64() {
        Some(1) => return vec![format!("../../teams/{id}/index.html")],
        Some(2) => return vec![format!("../../people/{id}/index.html")],
        Some(3) => return vec![format!("../../retrospectives/{id}/index.html")],
        _ => {}
    }
    let own = format!("../../objectives/{id}/");
    let mut all = vec![format!("{own}index.html")];
    let key_results = document[8].as_array().expect("key results");
    let mut items = key_results.iter().filter_map(Value::as_str);
    while let (Some(id), Some(_title)) = (items.next(), items.next()) {
        all.push(format!("{own}index.html#{id}"));
    }
    let mut day = 0;
    for (page, check_ins) in document[9].as_array().expect("pages").iter().enumerate() {
        let page = match page {
            0 => String::new(),
            1 => "history/".to_owned(),
            page => format!("history/page-{page}/"),
        };
        for check_in in check_ins.as_array().expect("check-ins") {
            let anchor = match (&check_in[0], check_in[0].as_i64()) {
                (_, Some(days)) => {
                    day = if day == 0 { days } else { day - days };
                    let epoch = jiff::civil::date(1970, 1, 1);
                    (epoch + jiff::Span::new().days(day)).to_string()
                }
                (anchor, None) => anchor.as_str().expect("an anchor").to_owned(),
            };
            all.push(format!("{own}{page}index.html#{anchor}"));
        }
    }
    all
}

/// A start tag, with the values of its attributes decoded.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn value(&self, name: &str) -> Option<String> {
        self.attributes
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.clone())
    }
}

/// The start tags of what our own writer wrote: values stand in double quotes, and `<` begins a tag.
fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for piece in text.split('<').skip(1) {
        let mut quoted = false;
        let end = piece.find(|char| {
            quoted ^= char == '"';
            char == '>' && !quoted
        });
        let tag = &piece[..end.unwrap_or_else(|| panic!("a tag without an end: {piece}"))];
        let name = tag
            .split(|char: char| char.is_whitespace() || char == '/')
            .next()
            .unwrap_or_default();
        if name.is_empty() || name.starts_with(['!', '?']) {
            continue;
        }
        let mut attributes = Vec::new();
        let mut rest = &tag[name.len()..];
        while let Some((before, behind)) = rest.split_once("=\"") {
            let key = before.split_whitespace().last().unwrap_or_default();
            let (value, behind) = behind.split_once('"').expect("a value has an end");
            attributes.push((key.to_owned(), unescaped(value)));
            rest = behind;
        }
        tags.push(Tag {
            name: name.to_owned(),
            attributes,
        });
    }
    tags
}

fn in_page(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for tag in tags(text) {
        links.extend(tag.value("href"));
        links.extend(tag.value("src"));
        let is = |key: &str, value: &str| tag.value(key).as_deref() == Some(value);
        if tag.name == "meta" && is("http-equiv", "refresh") {
            let content = tag.value("content").unwrap_or_default();
            links.extend(content.split_once("url=").map(|(_, to)| to.to_owned()));
        }
        if tag.name == "meta" && is("property", "og:url") {
            links.extend(tag.value("content"));
        }
        if let Some(routes) = tag.value("data-routes") {
            let routes: Vec<String> = serde_json::from_str(&routes).expect("addresses");
            assert!(routes.iter().all(|route| route.contains("{}")), "{routes:?}");
        }
    }
    links
}

/// Links of a feed, and the addresses of a map.
fn in_xml(text: &str) -> Vec<String> {
    let mut links: Vec<String> = tags(text).iter().filter_map(|tag| tag.value("href")).collect();
    links.extend(
        text.split("<loc>")
            .skip(1)
            .filter_map(|rest| Some(unescaped(rest.split_once("</loc>")?.0))),
    );
    links
}

fn in_calendar(text: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    unfolded
        .lines()
        .filter_map(|line| line.strip_prefix("URL:"))
        .map(str::to_owned)
        .collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .expect("addresses are UTF-8")
        .into_owned()
}

fn joined(from: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
