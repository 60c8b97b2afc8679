//! `okr.yaml` → [`Config`]. A value that cannot be read is reported, and its default holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{
    self, Cadence, Config, FiscalYearName, PeriodSetting, PersonSetting, RuleSetting, SourceSetting,
    TeamSetting, ThemeOption, ThemeSetting,
};
use crate::diagnostic::{Diagnostic, Help, Severity};
use crate::msg;
use crate::source::{FileId, SourceFile, Span, Spanned, Trouble};

use super::decode::{Decoder, Fields};
use super::period::{self, Calendar};
use super::typed::{nearest, shown};
use super::yaml::{self, Entry, Node, Value};
use super::{link, name};

/// Every key of `okr.yaml`, in the order in which they are usually written.
pub const KEYS: &[&str] = &[
    "title",
    "language",
    "url",
    "repository",
    "scoring",
    "cadence",
    "grace",
    "closing",
    "fiscal_year_start",
    "fiscal_year_name",
    "teams",
    "people",
    "periods",
    "rules",
    "theme",
    "sources",
    "images",
];

/// A day more than ten years away is a slip of the keyboard.
const MOST_DAYS: u32 = 3660;

/// The settings, and what is wrong with them.
pub fn read(source: &SourceFile, file: FileId) -> (Config, Vec<Diagnostic>) {
    let read = read_whole(source, file);
    (read.config, read.findings)
}

/// The settings, and how well they could be read. By default, there is no `okr.yaml`.
#[derive(Debug, Default)]
pub struct Read {
    /// The settings; defaults where something is wrong.
    pub config: Config,
    /// What is wrong.
    pub findings: Vec<Diagnostic>,
    /// The file is no YAML, or no mapping: nothing can be done without knowing the settings.
    pub is_unreadable: bool,
    /// Periods that are declared with errors.
    pub unreadable_periods: BTreeSet<String>,
}

/// Reads `okr.yaml`.
pub fn read_whole(source: &SourceFile, file: FileId) -> Read {
    let mut decoder = Decoder::new(file, source);
    let mut config = Config {
        file: Some(file),
        ..Config::default()
    };
    let mut unreadable_periods = BTreeSet::new();
    if let Some(trouble) = &source.trouble {
        decoder.findings.push(super::trouble(file, source, trouble));
        let is_unreadable = matches!(trouble, Trouble::NotUtf8(_) | Trouble::TooLarge(_));
        return Read {
            config,
            findings: decoder.findings,
            is_unreadable,
            unreadable_periods,
        };
    }
    let tree = yaml::read(
        file,
        source,
        Span::new(0..source.text.len()),
        &mut decoder.findings,
    );
    let is_unreadable = !tree.as_ref().is_some_and(|tree| {
        tree.extent == yaml::Extent::Whole && matches!(tree.root.value, Value::Mapping(_))
    });
    let fields = tree
        .as_ref()
        .and_then(|tree| decoder.fields("okr.yaml", &tree.root, KEYS));
    if let Some(fields) = fields {
        settings(&mut config, fields, &mut decoder, &mut unreadable_periods);
    }
    Read {
        config,
        findings: decoder.findings,
        is_unreadable,
        unreadable_periods,
    }
}

fn settings(
    config: &mut Config,
    fields: Fields<'_>,
    decoder: &mut Decoder<'_>,
    unreadable: &mut BTreeSet<String>,
) {
    if let Some(title) = fields.find("title").and_then(|node| decoder.title("title", node)) {
        config.title = title.value;
    }
    if let Some(language) = fields
        .find("language")
        .and_then(|node| super::objective::language(node, decoder))
    {
        config.language = language;
    }
    config.url = fields
        .find("url")
        .and_then(|node| site("url", node, decoder))
        .map(|url| format!("{}/", url.trim_end_matches('/')));
    config.repository = fields
        .find("repository")
        .and_then(|node| repository(node, decoder));
    if let Some(scoring) = fields
        .find("scoring")
        .and_then(|node| decoder.word("scoring", node, period::SCORING))
    {
        config.scoring = scoring;
    }
    if let Some(cadence) = fields.find("cadence").and_then(|node| cadence(node, decoder)) {
        config.cadence = cadence;
    }
    if let Some(grace) = fields
        .find("grace")
        .and_then(|node| decoder.whole("grace", node, 0, MOST_DAYS))
    {
        config.grace = grace;
    }
    if let Some(closing) = fields
        .find("closing")
        .and_then(|node| decoder.whole("closing", node, 0, MOST_DAYS))
    {
        config.closing = closing;
    }
    if let Some(month) = fields
        .find("fiscal_year_start")
        .and_then(|node| decoder.whole("fiscal_year_start", node, 1, 12))
    {
        config.fiscal_year_start = month as u8;
    }
    const NAMES: &[(&str, FiscalYearName)] =
        &[("start", FiscalYearName::Start), ("end", FiscalYearName::End)];
    if let Some(named) = fields
        .find("fiscal_year_name")
        .and_then(|node| decoder.word("fiscal_year_name", node, NAMES))
    {
        config.fiscal_year_name = named;
    }
    config.people = fields.find("people").and_then(|node| people(node, decoder));
    config.teams = fields.find("teams").and_then(|node| teams(node, decoder));
    if let Some(node) = fields.find("rules") {
        config.rules = rules(node, decoder);
    }
    if let Some(node) = fields.find("theme") {
        config.theme = theme(node, decoder);
    }
    if let Some(node) = fields.find("sources") {
        config.sources = sources(node, decoder);
    }
    if let Some(node) = fields.find("images") {
        config.images = images(node, decoder);
    }
    // After the fiscal year, which tells the days of the built-in ones.
    if let Some(node) = fields.find("periods") {
        let calendar = Calendar::new(config, BTreeSet::new());
        config.periods = periods(node, &calendar, decoder, unreadable);
    }
}

fn site(key: &str, node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let url = decoder.scalar(key, node)?.trim();
    if link::is_site(url) {
        return Some(url.to_owned());
    }
    decoder.report_with(
        "wrong-type",
        node.span,
        msg!("`{url}` is no address of a site", url = shown(url)),
        msg!("write it whole, as in `https://acme.github.io/okrs/`: `http` or `https`, and no quotes, spaces, `?` or `#`"),
    );
    None
}

fn repository(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let url = site("repository", node, decoder)?;
    Some(url.trim_end_matches('/').trim_end_matches(".git").to_owned())
}

fn cadence(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Cadence> {
    if matches!(node.value, Value::Mapping(_)) {
        let fields = decoder.fields("cadence", node, &["days"])?;
        let days = decoder.required(fields, "days")?;
        return decoder.whole("days", days, 1, MOST_DAYS).map(Cadence::Days);
    }
    const WORDS: &[(&str, Cadence)] = &[
        ("weekly", Cadence::Days(7)),
        ("biweekly", Cadence::Days(14)),
        ("monthly", Cadence::Months(1)),
        ("quarterly", Cadence::Months(3)),
    ];
    let before = decoder.findings.len();
    let cadence = decoder.word("cadence", node, WORDS);
    if let Some(finding) = decoder.findings[before..].last_mut() {
        finding.help.push(Help::Note(msg!(
            "for another rhythm write `cadence: { days: 10 }`"
        )));
    }
    cadence
}

/// The settings of a named thing: nothing behind its key is a declaration, too.
fn declared<'n>(entry: &'n Entry<'n>, known: &'n [&'n str], decoder: &mut Decoder<'_>) -> Option<Fields<'n>> {
    if entry.value.is_empty() {
        return Some(Fields::of(&[], known, entry.key_span));
    }
    let mut fields = decoder.fields(&entry.key, &entry.value, known)?;
    fields.span = entry.key_span;
    Some(fields)
}

fn people(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<BTreeMap<String, PersonSetting>> {
    let mut people = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for entry in decoder.mapping("people", node)? {
        // A handle is read as one everywhere, so that `"@ana"` is `ana` here too.
        let key = Node {
            span: entry.key_span,
            value: Value::Quoted(entry.key.clone()),
        };
        let Some(handle) = decoder.handle("people", &key) else {
            continue;
        };
        if !seen.insert(handle.to_ascii_lowercase()) {
            decoder.report_with(
                "duplicate-key",
                entry.key_span,
                msg!("`{handle}` stands twice under `people`", handle = handle.value),
                msg!("letter case does not tell handles apart"),
            );
            continue;
        }
        let Some(fields) = declared(entry, &["name", "github"], decoder) else {
            continue;
        };
        let person = PersonSetting {
            name: fields
                .find("name")
                .and_then(|node| decoder.title("name", node))
                .map(|name| name.value),
            github: fields
                .find("github")
                .and_then(|node| decoder.handle("github", node))
                .map(|github| github.value),
            span: entry.key_span,
        };
        people.insert(handle.value, person);
    }
    Some(people)
}

fn teams(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<BTreeMap<String, TeamSetting>> {
    let mut teams = BTreeMap::new();
    for entry in decoder.mapping("teams", node)? {
        let id = Spanned::new(entry.key.to_string(), entry.key_span);
        if !name::is_slug(&id) {
            decoder.invalid_slug("teams", &id);
            continue;
        }
        let Some(fields) = declared(entry, &["name", "parent", "members"], decoder) else {
            continue;
        };
        let team = TeamSetting {
            name: fields
                .find("name")
                .and_then(|node| decoder.title("name", node))
                .map(|name| name.value),
            parent: fields
                .find("parent")
                .and_then(|node| decoder.slug("parent", node)),
            members: fields
                .find("members")
                .map(|node| members(node, decoder))
                .unwrap_or_default(),
            span: entry.key_span,
        };
        teams.insert(id.value, team);
    }
    unknown_parents(&mut teams, decoder);
    rings(&mut teams, decoder);
    Some(teams)
}

fn members(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Vec<Spanned<String>> {
    let mut members: Vec<Spanned<String>> = Vec::new();
    let mut seen = BTreeSet::new();
    for item in decoder.list("members", node) {
        members.extend(
            decoder
                .handle("members", item)
                .filter(|handle| seen.insert(handle.to_ascii_lowercase())),
        );
    }
    members
}

fn unknown_parents(teams: &mut BTreeMap<String, TeamSetting>, decoder: &mut Decoder<'_>) {
    let ids: Vec<String> = teams.keys().cloned().collect();
    for team in teams.values_mut() {
        let Some(parent) = team
            .parent
            .take_if(|parent| ids.binary_search(&parent.value).is_err())
        else {
            continue;
        };
        let near = nearest(&parent, ids.iter().map(String::as_str));
        let message = msg!("unknown team `{team}`", team = parent.value);
        decoder
            .findings
            .push(Diagnostic::new("unknown-team", decoder.file, parent.span, message).instead(near));
    }
}

/// Reports each ring of teams once, and opens it: whoever goes up from a team comes to an end.
fn rings(teams: &mut BTreeMap<String, TeamSetting>, decoder: &mut Decoder<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let ids: Vec<String> = teams.keys().cloned().collect();
    for begin in &ids {
        let mut at = begin.clone();
        // Every team remembers from where it was first come to: one met again on the same walk closes a ring.
        while !seen.contains_key(&at) {
            seen.insert(at.clone(), begin.clone());
            match teams.get(&at).and_then(|team| team.parent.as_ref()) {
                Some(parent) => at = parent.value.clone(),
                None => break,
            }
        }
        let closes = seen.get(&at) == Some(begin) && teams.get(&at).is_some_and(|team| team.parent.is_some());
        if !closes {
            continue;
        }
        let mut ring = vec![at.clone()];
        let mut next = teams[&at].parent.as_ref().map(|parent| parent.value.clone());
        while let Some(id) = next.filter(|id| *id != at && ring.len() < ids.len()) {
            next = teams
                .get(&id)
                .and_then(|team| team.parent.as_ref())
                .map(|parent| parent.value.clone());
            ring.push(id);
        }
        let first = ring.iter().min().cloned().unwrap_or(at);
        let turn = ring.iter().position(|id| *id == first).unwrap_or(0);
        ring.rotate_left(turn);
        let mut shown: Vec<String> = ring.iter().take(20).map(|id| format!("`{id}`")).collect();
        shown.push(format!("`{first}`"));
        let Some(parent) = teams.get_mut(&first).and_then(|team| team.parent.take()) else {
            continue;
        };
        decoder.report_with(
            "parent-cycle",
            parent.span,
            msg!("teams are their own parents: {ring}", ring = shown.join(" → ")),
            msg!("take one `parent` out"),
        );
    }
}

fn periods(
    node: &Node<'_>,
    calendar: &Calendar,
    decoder: &mut Decoder<'_>,
    unreadable: &mut BTreeSet<String>,
) -> BTreeMap<String, PeriodSetting> {
    let mut read = BTreeMap::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let Some(entries) = decoder.mapping("periods", node) else {
        return read;
    };
    for entry in entries {
        let id = entry.key.to_string();
        if !id.contains('/')
            && let Some(twin) = seen.insert(name::key(&id).into_owned(), id.clone())
        {
            decoder.report_with(
                "duplicate-path",
                entry.key_span,
                msg!(
                    "the periods `{one}` and `{other}` differ only in case",
                    one = id,
                    other = twin
                ),
                msg!("rename one of them"),
            );
        }
        let problem = if id.contains('/') {
            Some(super::path::Problem {
                rule: "invalid-path",
                message: msg!("a period's name has no `/`"),
                instead: name::path_part_like(&id),
            })
        } else {
            super::path::problem(&id)
        };
        if let Some(problem) = problem {
            let finding = Diagnostic::new(problem.rule, decoder.file, entry.key_span, problem.message);
            decoder.findings.push(finding.instead(problem.instead));
            unreadable.insert(id);
            continue;
        }
        let before = decoder.findings.len();
        let Some(fields) = declared(entry, &["start", "end", "name", "scoring"], decoder) else {
            unreadable.insert(id);
            continue;
        };
        let is_built_in = calendar.built_in(&id).is_some();
        let mut setting = period::setting(&id, fields, is_built_in, decoder);
        if let (Some(start), Some(end)) = (setting.start, setting.end)
            && end < start
        {
            let span = fields.find("end").map_or(entry.key_span, |node| node.span);
            decoder.report(
                "invalid-date",
                span,
                msg!(
                    "`end` is {end}, before `start`, {start}",
                    end = end,
                    start = start
                ),
            );
            setting.end = None;
        }
        setting.span = entry.key_span;
        let failed = decoder.findings.len() > before;
        if setting.start.is_none() && !is_built_in && failed {
            unreadable.insert(id);
        } else {
            read.insert(id, setting);
        }
    }
    read
}

fn rules(node: &Node<'_>, decoder: &mut Decoder<'_>) -> BTreeMap<String, RuleSetting> {
    let mut rules = BTreeMap::new();
    let Some(entries) = decoder.mapping("rules", node) else {
        return rules;
    };
    for entry in entries {
        if !decoder.rule_name(&entry.key, entry.key_span) {
            continue;
        }
        if entry.value.is_empty() {
            decoder.report_with(
                "missing-key",
                entry.key_span,
                msg!("`{rule}` is empty", rule = entry.key),
                msg!(
                    "write `{rule}: off`, or `info`, `warning`, `error`",
                    rule = entry.key
                ),
            );
            continue;
        }
        rules.insert(entry.key.to_string(), rule(entry, decoder));
    }
    rules
}

fn rule(entry: &Entry<'_>, decoder: &mut Decoder<'_>) -> RuleSetting {
    if !matches!(entry.value.value, Value::Mapping(_)) {
        return RuleSetting {
            severity: severity(&entry.key, &entry.value, decoder),
            ..RuleSetting::default()
        };
    }
    let parameters = config::parameters(&entry.key);
    let names = parameters.iter().map(|(name, _)| *name);
    let known: Vec<&str> = std::iter::once("severity").chain(names).collect();
    let mut setting = RuleSetting::default();
    let Some(fields) = decoder.fields(&entry.key, &entry.value, &known) else {
        return setting;
    };
    setting.severity = fields
        .find("severity")
        .and_then(|node| severity("severity", node, decoder));
    for (parameter, _) in parameters {
        let Some(node) = fields.find(parameter) else {
            continue;
        };
        let Some(number) = decoder.number(parameter, node) else {
            continue;
        };
        if number < 0.0 {
            decoder.report(
                "invalid-number",
                node.span,
                msg!(
                    "`{key}` is {number}; it cannot be less than 0",
                    key = parameter,
                    number = number
                ),
            );
            continue;
        }
        setting.parameters.insert((*parameter).to_owned(), number);
    }
    if let (Some(min), Some(max)) = (setting.parameters.get("min"), setting.parameters.get("max"))
        && min > max
    {
        decoder.report(
            "invalid-number",
            fields.find("min").map_or(fields.span, |node| node.span),
            msg!("`min` is {min}, greater than `max`, {max}", min = min, max = max),
        );
        setting.parameters.clear();
    }
    setting
}

fn severity(key: &str, node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<Severity> {
    // Editors that know the old YAML make `false` of `off`.
    if matches!(&node.value, Value::Plain(text) if text == "false") {
        return Some(Severity::Off);
    }
    let words =
        [Severity::Error, Severity::Warning, Severity::Info, Severity::Off].map(|one| (one.name(), one));
    decoder.word(key, node, &words)
}

fn theme(node: &Node<'_>, decoder: &mut Decoder<'_>) -> ThemeSetting {
    let mut theme = ThemeSetting::default();
    let Some(fields) = decoder.fields("theme", node, &["name", "accent", "options"]) else {
        return theme;
    };
    if let Some(node) = fields.find("name")
        && let Some(written) = decoder.text("name", node)
    {
        if name::is_path_part(&written) {
            theme.name = Some(written);
        } else {
            let message = msg!("`{name}` cannot be the name of a theme", name = shown(&written));
            let instead = name::path_part_like(&written);
            decoder
                .findings
                .push(Diagnostic::new("invalid-path", decoder.file, node.span, message).instead(instead));
        }
    }
    if let Some(node) = fields.find("accent")
        && let Some(accent) = decoder.text("accent", node)
    {
        if is_colour(&accent) {
            theme.accent = Some(accent.value);
        } else {
            decoder.report_with(
                "wrong-type",
                node.span,
                msg!("`{accent}` is no colour", accent = shown(&accent)),
                msg!("write `#` and 3, 4, 6 or 8 hexadecimal digits in quotes, as in `accent: \"#0b5fff\"`"),
            );
        }
    }
    if let Some(entries) = fields
        .find("options")
        .and_then(|node| decoder.mapping("options", node))
    {
        for entry in entries {
            if let Some(text) = decoder.text(&entry.key, &entry.value) {
                let name = Spanned::new(entry.key.to_string(), entry.key_span);
                theme.options.push(ThemeOption { name, value: text });
            }
        }
    }
    theme
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

fn sources(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Vec<SourceSetting> {
    let mut sources: Vec<SourceSetting> = Vec::new();
    for item in decoder.list("sources", node) {
        let Some(fields) = decoder.fields("sources", item, &["name", "path", "repository"]) else {
            continue;
        };
        let named = decoder
            .required(fields, "name")
            .and_then(|node| decoder.text("name", node));
        let named = named.filter(|named| {
            let problem = super::path::problem(named)
                .filter(|_| !named.contains('/'))
                .or_else(|| {
                    named.contains('/').then(|| super::path::Problem {
                        rule: "invalid-path",
                        message: msg!("the name of a source has no `/`"),
                        instead: name::path_part_like(named),
                    })
                });
            let Some(problem) = problem else { return true };
            let finding = Diagnostic::new(problem.rule, decoder.file, named.span, problem.message);
            decoder.findings.push(finding.instead(problem.instead));
            false
        });
        let path = decoder
            .required(fields, "path")
            .and_then(|node| source_path(node, decoder));
        let repository = fields
            .find("repository")
            .and_then(|node| repository(node, decoder));
        let (Some(named), Some(path)) = (named, path) else {
            continue;
        };
        let same_name = sources
            .iter()
            .any(|other| name::key(&other.name) == name::key(&named));
        if same_name || sources.iter().any(|other| other.path == path) {
            decoder.report(
                "duplicate-key",
                named.span,
                msg!("the source `{name}` or its path stands twice", name = named.value),
            );
            continue;
        }
        sources.push(SourceSetting {
            name: named.value,
            path,
            repository,
        });
    }
    sources
}

/// A folder inside the root, as paths of files have it: no `.`, no `..`, no `/` at either end.
fn source_path(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Option<String> {
    let written = decoder.text("path", node)?;
    let path = written.trim_end_matches('/');
    let path = path.strip_prefix("./").unwrap_or(path);
    let is_harmless = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.starts_with('.');
    let inside =
        !path.contains(['\\', ':']) && !path.contains(char::is_control) && path.split('/').all(is_harmless);
    let is_ours =
        ["objectives", "periods", "retrospectives"].contains(&path.split('/').next().unwrap_or(path));
    if inside && !is_ours {
        return Some(path.to_owned());
    }
    decoder.report_with(
        "invalid-path",
        node.span,
        if is_ours {
            msg!(
                "`{path}` lies in a folder of this repository's own files",
                path = shown(&written)
            )
        } else {
            msg!("`{path}` is no folder inside the root", path = shown(&written))
        },
        msg!("write a path from the folder of `okr.yaml`, as in `repos/platform`"),
    );
    None
}

fn images(node: &Node<'_>, decoder: &mut Decoder<'_>) -> Vec<String> {
    let mut hosts = Vec::new();
    for item in decoder.texts("images", node) {
        let host = item
            .strip_prefix("https://")
            .map(|host| host.trim_end_matches('/'));
        match host.filter(|host| link::is_host(host)) {
            Some(host) => hosts.push(format!("https://{}", host.to_ascii_lowercase())),
            None => decoder.report_with(
                "wrong-type",
                item.span,
                msg!(
                    "`{host}` is no host that pages may load images from",
                    host = shown(&item)
                ),
                msg!("write `https://` and the host, without a path"),
            ),
        }
    }
    hosts
}

#[cfg(test)]
mod tests;
