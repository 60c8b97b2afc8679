//! Atom feeds (RFC 4287): what was reported, newest first, of the site, a team, a person, an objective.

use std::cmp::Reverse;

use jiff::civil::Date;
use sha1::{Digest, Sha1};
use uuid::Uuid;

use super::xml::Xml;
use crate::model::ObjectiveIx;
use crate::site::check_in;
use crate::site::figures;
use crate::site::markdown;
use crate::site::parts;
use crate::site::route::{Here, Route};
use crate::site::{OutputFile, Site};
use crate::words::iso_date;

/// The latest check-ins of a feed; readers keep the older ones.
const ENTRIES: usize = 50;

/// A check-in by the place of its objective and its own.
#[derive(Clone, Copy)]
struct Happened {
    date: Date,
    of: ObjectiveIx,
    at: usize,
}

/// How many feeds there are of the site, of teams and of people.
pub fn count(site: &Site<'_>) -> usize {
    let book = site.inputs.book;
    1 + book.teams.len() + book.people.len()
}

/// Which of them lies at a path.
pub fn place(site: &Site<'_>, path: &str) -> Option<usize> {
    let book = site.inputs.book;
    match path.split('/').collect::<Vec<_>>()[..] {
        ["feed.xml"] => Some(0),
        ["teams", id, "feed.xml"] => Some(1 + book.teams.iter().position(|team| team.id == id)?),
        ["people", id, "feed.xml"] => {
            let place = book.people.iter().position(|person| person.id == id)?;
            Some(1 + book.teams.len() + place)
        }
        _ => None,
    }
}

/// One of the feeds of the site, of teams and of people, in this order.
pub fn file(site: &Site<'_>, at: usize) -> OutputFile {
    let book = site.inputs.book;
    let Some(at) = at.checked_sub(1) else {
        let all = (0..book.objectives.len())
            .map(ObjectiveIx)
            .filter(|&ix| site.shows(&book[ix]));
        return feed(site, Route::Feed, Route::Home, &book.config.title, all);
    };
    if let Some(team) = book.teams.get(at) {
        let objectives = site.index.of_team(&team.id).iter().copied();
        let routes = (Route::TeamFeed(&team.id), Route::Team(&team.id));
        return feed(site, routes.0, routes.1, &team.name, objectives);
    }
    let at = at - book.teams.len();
    let person = &book.people[at];
    let owned = site.index.owned(at);
    let mut objectives: Vec<ObjectiveIx> = owned.objectives.clone();
    objectives.extend(owned.key_results.iter().map(|(ix, _)| ix));
    objectives.extend(&owned.contributes);
    objectives.sort_unstable();
    objectives.dedup();
    let routes = (Route::PersonFeed(&person.id), Route::Person(&person.id));
    feed(site, routes.0, routes.1, &person.name, objectives.into_iter())
}

/// The feed of one objective.
pub fn of_objective(site: &Site<'_>, ix: ObjectiveIx) -> OutputFile {
    let objective = &site.inputs.book[ix];
    let routes = (
        Route::ObjectiveFeed(&objective.id),
        Route::Objective(&objective.id),
    );
    feed(site, routes.0, routes.1, &objective.title, std::iter::once(ix))
}

/// A name that stays the same as long as the title of the site and the id do: a UUID of version 5.
pub fn name(site: &Site<'_>, id: &str) -> Uuid {
    Names::beginning(site, id).with("")
}

/// Names of which the beginning is the same, and hashed once.
struct Names(Sha1);

impl Names {
    fn beginning(site: &Site<'_>, id: &str) -> Names {
        let mut hash = Sha1::new();
        hash.update(Uuid::NAMESPACE_URL.as_bytes());
        for part in [site.inputs.book.config.title.as_str(), "\n", id] {
            hash.update(part.as_bytes());
        }
        Names(hash)
    }

    fn with(&self, rest: &str) -> Uuid {
        let hash = self.0.clone().chain_update(rest).finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        uuid::Builder::from_sha1_bytes(first).into_uuid()
    }
}

fn feed(
    site: &Site<'_>,
    route: Route<'_>,
    page: Route<'_>,
    title: &str,
    objectives: impl DoubleEndedIterator<Item = ObjectiveIx>,
) -> OutputFile {
    let config = &site.inputs.book.config;
    let file = route.file();
    let here = match &config.url {
        Some(url) => Here::anywhere(file.clone(), url),
        None => Here::at(file.clone()),
    };
    let latest = latest(site, objectives);
    // Nothing in it depends on the day of the build, so that readers see no change where there is none.
    let updated = latest.first().map_or(NEVER, |it| it.date);
    let mut xml = Xml::document(256 + 512 * latest.len());
    xml.markup(r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang=""#)
        .word(site.language.code())
        .markup("\"><title>")
        .text(title);
    if title != config.title {
        xml.markup(" · ").text(&config.title);
    }
    xml.markup("</title>\n");
    id_into(&mut xml, name(site, &file));
    updated_into(&mut xml, updated);
    xml.markup("<author><name>")
        .text(&config.title)
        .markup("</name>\n</author>\n");
    if config.url.is_some() {
        xml.markup(r#"<link rel="self" type="application/atom+xml" href=""#)
            .text(&here.to(route))
            .markup("\"/>\n");
    }
    xml.markup(r#"<link rel="alternate" type="text/html" href=""#)
        .text(&here.to(page))
        .markup("\"/>\n");
    // Few: a feed has few entries.
    let mut known: Vec<Entries> = Vec::new();
    for happened in latest {
        let place = known.iter().position(|entries| entries.of == happened.of);
        let place = place.unwrap_or_else(|| {
            known.push(Entries::of(site, &here, happened.of));
            known.len() - 1
        });
        known[place].write(site, &here, &mut xml, happened);
    }
    xml.markup("</feed>\n");
    OutputFile::new(file, xml.into_bytes())
}

/// The latest check-ins. Objectives lie in the order of their ids, and so mostly of their periods: from the last one on,
/// fewer of them have to be looked at.
fn latest(site: &Site<'_>, objectives: impl DoubleEndedIterator<Item = ObjectiveIx>) -> Vec<Happened> {
    let mut all: Vec<Happened> = Vec::new();
    // A check-in from before this day is in no feed: so many others are newer.
    let mut since = Date::MIN;
    for of in objectives.rev() {
        let standing = &site.inputs.standing[of];
        if standing.last_check_in.is_none_or(|last| last < since) {
            continue;
        }
        let check_ins = site.inputs.book[of].check_ins.iter().zip(&standing.check_ins);
        let new = check_ins
            .enumerate()
            .rev()
            .take_while(|(_, (check_in, _))| check_in.date >= since)
            .filter(|(_, (_, standing))| !standing.future);
        all.extend(new.map(|(at, (check_in, _))| Happened {
            date: check_in.date,
            of,
            at,
        }));
        // A feed of everything holds no more than it shows, and as much again.
        if all.len() > 2 * ENTRIES {
            all.select_nth_unstable_by_key(ENTRIES, newest_first);
            all.truncate(ENTRIES);
            since = all.iter().map(|it| it.date).min().unwrap_or(since);
        }
    }
    if all.len() > ENTRIES {
        all.select_nth_unstable_by_key(ENTRIES, newest_first);
        all.truncate(ENTRIES);
    }
    all.sort_unstable_by_key(newest_first);
    all
}

fn newest_first(it: &Happened) -> impl Ord + use<> {
    (Reverse(it.date), it.of, Reverse(it.at))
}

/// What the check-ins of an objective have in common as entries of a feed, written once.
struct Entries {
    of: ObjectiveIx,
    /// From the beginning of an entry to what stands behind the title of the objective.
    head: Xml,
    /// Who and which team, up to the summary.
    tail: Xml,
    /// The link to the page of the objective.
    page: Xml,
    names: Names,
}

impl Entries {
    fn of(site: &Site<'_>, here: &Here, of: ObjectiveIx) -> Entries {
        let objective = &site.inputs.book[of];
        let mut head = Xml::with_capacity(120);
        head.markup("<entry><title");
        if let Some(lang) = site.lang(objective.language) {
            head.markup(r#" xml:lang=""#).word(lang).markup("\"");
        }
        head.markup(">").text(&objective.title).markup(": ");
        let mut tail = Xml::with_capacity(200);
        if let Some(owner) = &objective.owner {
            tail.markup("<author><name>")
                .text(site.person_name(owner))
                .markup("</name>\n</author>\n");
        }
        let team = parts::team_name(site, &objective.team);
        tail.markup(r#"<category term=""#).text(&objective.team);
        if !team.is_empty() {
            tail.markup(r#"" label=""#).text(team);
        }
        tail.markup("\"/>\n<summary>");
        let mut page = Xml::with_capacity(100);
        page.text(&here.to_anchor(Route::Objective(&objective.id), ""));
        Entries {
            of,
            head,
            tail,
            page,
            names: Names::beginning(site, &[&objective.id, "#"].concat()),
        }
    }

    fn write(&self, site: &Site<'_>, here: &Here, xml: &mut Xml, happened: Happened) {
        let Happened { date, of, at } = happened;
        let check_in = &site.inputs.book[of].check_ins[at];
        let standing = &site.inputs.standing[of].check_ins[at];
        let word = check_in::sign(standing).word(site.words);
        xml.written(&self.head);
        match &check_in.title {
            Some(title) => xml.text(&markdown::plain(title)),
            None => xml.word(word),
        };
        xml.markup("</title>\n");
        let anchor = check_in.anchor();
        id_into(xml, self.names.with(&anchor));
        updated_into(xml, date);
        xml.markup(r#"<link rel="alternate" type="text/html" href=""#);
        match site.history.page(of, at) {
            0 => xml.written(&self.page).plain(&anchor),
            _ => xml.text(&check_in::href(site, here, of, at)),
        };
        xml.markup("\"/>\n");
        let language = site.language;
        xml.written(&self.tail).word(word);
        if let Some(score) = standing.score {
            xml.markup(" · ").word(site.words.score).markup(" ");
            xml.score(score.into(), language);
        }
        if let Some(moved) = standing.change.map(f64::from) {
            let word = figures::direction(moved, language).word;
            let between = if word.is_empty() { "±" } else { " " };
            xml.markup(" (").word(word).markup(between);
            xml.score(moved.abs(), language).markup(")");
        }
        xml.markup("</summary>\n</entry>\n");
    }
}

/// What a feed without entries says of its last change.
const NEVER: Date = jiff::civil::date(1970, 1, 1);

fn updated_into(xml: &mut Xml, date: Date) {
    xml.markup("<updated>")
        .plain(&iso_date(date))
        .markup("T00:00:00Z</updated>\n");
}

fn id_into(xml: &mut Xml, id: Uuid) {
    xml.markup("<id>")
        .plain(id.urn().encode_lower(&mut Uuid::encode_buffer()))
        .markup("</id>\n");
}

#[cfg(test)]
mod tests {
    use atom_syndication::Feed;
    use jiff::civil::date;

    use super::*;
    use crate::site::fixture::Fixture;

    fn read(file: &OutputFile) -> Feed {
        let crate::site::Content::Bytes(bytes) = &file.content else {
            panic!("a feed is no copy")
        };
        Feed::read_from(&bytes[..]).expect("it is Atom")
    }

    #[test]
    fn a_feed_reads_back_with_the_latest_check_ins_first() {
        let fixture = Fixture::new()
            .objective("2026-H2/a", "")
            .check_ins(60, date(2026, 7, 1));
        let site = fixture.site();
        let file = of_objective(&site, fixture.last());
        assert_eq!(file.path, "objectives/2026-H2/a/feed.xml");
        let feed = read(&file);
        assert_eq!(feed.entries().len(), ENTRIES);
        let newest = &feed.entries()[0];
        assert_eq!(newest.updated().to_rfc3339(), "2026-08-29T00:00:00+00:00");
        assert_eq!(feed.updated(), newest.updated());
        assert_eq!(newest.links()[0].href(), "index.html#2026-08-29");
        let ids: std::collections::BTreeSet<&str> = feed.entries().iter().map(|it| it.id()).collect();
        assert_eq!(ids.len(), ENTRIES);
        assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")), "{ids:?}");
    }

    #[test]
    fn a_feed_of_many_has_the_latest_of_all_of_them() {
        let mut fixture = Fixture::new().objective("2026-H2/none", "");
        // Days overlap, and so do the last ones; some check-ins are still to come.
        for at in 0..12_i8 {
            let first = date(2026, 6 + at % 3, 1 + at);
            fixture = fixture
                .objective(&format!("2026-H2/{at:02}"), "")
                .check_ins(30, first);
        }
        let today = date(2026, 8, 20);
        for (objective, standing) in fixture
            .book
            .objectives
            .iter()
            .zip(&mut fixture.standing.objectives)
        {
            let past = objective.check_ins.iter().map(|check_in| check_in.date);
            standing.last_check_in = past.filter(|&date| date <= today).max();
            for (check_in, standing) in objective.check_ins.iter().zip(&mut standing.check_ins) {
                standing.future = check_in.date > today;
            }
        }
        let site = fixture.site();
        let objectives = || (0..fixture.book.objectives.len()).map(ObjectiveIx);
        let mut expected: Vec<_> = objectives()
            .flat_map(|of| {
                let check_ins = fixture.book[of].check_ins.iter().enumerate();
                check_ins.map(move |(at, check_in)| (Reverse(check_in.date), of, Reverse(at)))
            })
            .filter(|(Reverse(date), ..)| *date <= today)
            .collect();
        expected.sort_unstable();
        expected.truncate(ENTRIES);
        let check = |found: Vec<Happened>| {
            let found = found.iter().map(|it| (Reverse(it.date), it.of, Reverse(it.at)));
            assert_eq!(found.collect::<Vec<_>>(), expected);
        };
        check(latest(&site, objectives()));
        check(latest(&site, objectives().rev()));
    }

    #[test]
    fn names_are_uuids_of_version_5() {
        let fixture = Fixture::new().objective("2026-H2/a", "");
        let site = fixture.site();
        let long = "a-".repeat(50);
        for (beginning, rest) in [("", ""), ("2026-H2/a#", "2026-08-01"), (long.as_str(), "b")] {
            let of = [site.inputs.book.config.title.as_str(), "\n", beginning, rest].concat();
            assert_eq!(
                Names::beginning(&site, beginning).with(rest),
                Uuid::new_v5(&Uuid::NAMESPACE_URL, of.as_bytes())
            );
        }
    }

    #[test]
    fn every_team_and_everybody_has_a_feed_and_links_are_absolute_with_a_url() {
        let config = "title: Acme <&>\nurl: https://acme.example/okrs/\n";
        let objective = "---\ntitle: A & B <script>\nperiod: 2026-Q3\nteam: support\nowner: ana\nkey_results:\n  - id: k\n    title: K\n    owner: ana\n    start: 0\n    target: 2\n---\n\n## 2026-08-31 (on track) Good <b>start</b>\n\n- k: 1\n";
        let fixture = Fixture::of(&[("okr.yaml", config), ("objectives/a.md", objective)]);
        let site = fixture.site();
        let files: Vec<OutputFile> = (0..count(&site)).map(|at| file(&site, at)).collect();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            ["feed.xml", "teams/support/feed.xml", "people/ana/feed.xml"]
        );
        for file in &files {
            let feed = read(file);
            let entry = &feed.entries()[0];
            assert!(
                entry.title().value.starts_with("A & B <script>: Good "),
                "{:?}",
                entry.title()
            );
            assert_eq!(
                entry.links()[0].href(),
                "https://acme.example/okrs/objectives/a/index.html#2026-08-31"
            );
            assert!(
                feed.links()
                    .iter()
                    .all(|link| link.href().starts_with("https://acme.example/okrs/"))
            );
            assert_eq!(entry.authors()[0].name(), "ana");
        }
    }
}
