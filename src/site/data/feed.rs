//! Atom feeds (RFC 4287): what was reported, newest first, of the site, a team, a person, an objective.

use std::borrow::Cow;

use jiff::civil::Date;
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
    let of = [site.inputs.book.config.title.as_str(), "\n", id].concat();
    Uuid::new_v5(&Uuid::NAMESPACE_URL, of.as_bytes())
}

fn feed(
    site: &Site<'_>,
    route: Route<'_>,
    page: Route<'_>,
    title: &str,
    objectives: impl Iterator<Item = ObjectiveIx>,
) -> OutputFile {
    let config = &site.inputs.book.config;
    let file = route.file();
    let here = match &config.url {
        Some(url) => Here::anywhere(file.clone(), url),
        None => Here::at(file.clone()),
    };
    let latest = latest(site, objectives);
    // Nothing in it depends on the day of the build, so that readers see no change where there is none.
    let updated = latest
        .first()
        .map_or("1970-01-01".to_owned(), |it| iso_date(it.date));
    let mut xml = Xml::document(256 + 512 * latest.len());
    let language = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xml:lang", site.language.code()),
    ];
    xml.open("feed", &language);
    xml.open("title", &[]).text(title);
    if title != config.title {
        xml.text(" · ").text(&config.title);
    }
    xml.end("title");
    id_into(&mut xml, name(site, &file));
    xml.open("updated", &[])
        .text(&updated)
        .text("T00:00:00Z")
        .end("updated");
    xml.open("author", &[])
        .element("name", &[], &config.title)
        .end("author");
    if config.url.is_some() {
        let own = [
            ("rel", "self"),
            ("type", "application/atom+xml"),
            ("href", &here.to(route)),
        ];
        xml.empty("link", &own);
    }
    let to = here.to(page);
    xml.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &to)],
    );
    for happened in latest {
        entry(site, &here, &mut xml, happened);
    }
    xml.end("feed");
    OutputFile::new(file, xml.into_bytes())
}

fn latest(site: &Site<'_>, objectives: impl Iterator<Item = ObjectiveIx>) -> Vec<Happened> {
    let mut all: Vec<Happened> = Vec::new();
    for of in objectives {
        let standing = &site.inputs.standing[of];
        let check_ins = site.inputs.book[of].check_ins.iter().zip(&standing.check_ins);
        all.extend(
            check_ins
                .enumerate()
                .filter(|(_, (_, standing))| !standing.future)
                .map(|(at, (check_in, _))| Happened {
                    date: check_in.date,
                    of,
                    at,
                }),
        );
        // A feed of everything holds no more than it shows, and as much again.
        if all.len() > 64 * ENTRIES {
            newest_first(&mut all);
        }
    }
    newest_first(&mut all);
    all
}

fn newest_first(all: &mut Vec<Happened>) {
    all.sort_unstable_by_key(|it| (std::cmp::Reverse(it.date), it.of, std::cmp::Reverse(it.at)));
    all.truncate(ENTRIES);
}

fn entry(site: &Site<'_>, here: &Here, xml: &mut Xml, happened: Happened) {
    let Happened { date, of, at } = happened;
    let objective = &site.inputs.book[of];
    let check_in = &objective.check_ins[at];
    let standing = &site.inputs.standing[of].check_ins[at];
    let word = check_in::sign(standing).word(site.words);
    let about = check_in
        .title
        .as_ref()
        .map_or(Cow::Borrowed(word), |title| markdown::plain(title));
    let lang = site.lang(objective.language).unwrap_or_default();
    xml.open("entry", &[]);
    xml.open("title", &[("xml:lang", lang)])
        .text(&objective.title)
        .text(": ")
        .text(&about)
        .end("title");
    let id = [&objective.id, "#", &check_in.anchor()].concat();
    id_into(xml, name(site, &id));
    xml.open("updated", &[])
        .text(&iso_date(date))
        .text("T00:00:00Z")
        .end("updated");
    let href = check_in::href(site, here, of, at);
    xml.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &href)],
    );
    if let Some(owner) = &objective.owner {
        xml.open("author", &[])
            .element("name", &[], site.person_name(owner))
            .end("author");
    }
    xml.empty(
        "category",
        &[
            ("term", &objective.team),
            ("label", &parts::team_name(site, &objective.team)),
        ],
    );
    xml.open("summary", &[]).text(word);
    if standing.score.is_some() {
        xml.text(" · ")
            .text(site.words.score)
            .text(" ")
            .text(&figures::score(standing.score.map(f64::from), site.language));
    }
    if let Some(change) = figures::change(standing.change.map(f64::from), site.language) {
        let between = if change.word.is_empty() { "±" } else { " " };
        for part in [" (", change.word, between, &change.text, ")"] {
            xml.text(part);
        }
    }
    xml.end("summary").end("entry");
}

fn id_into(xml: &mut Xml, id: Uuid) {
    xml.element("id", &[], id.urn().encode_lower(&mut Uuid::encode_buffer()));
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
