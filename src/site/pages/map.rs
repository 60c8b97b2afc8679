//! The alignment tree: who helps whom, and where a link is missing.
//! One map of what runs now and one of every other period; a branch too large for a page has a page of its own.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use schemars::JsonSchema;
use serde::Serialize;

use crate::alignment::{self, Tree};
use crate::model::{KeyResultIx, ObjectiveIx, PeriodIx, Target};
use crate::site::chart::{Bar, Domain, bar_into};
use crate::site::frame::{Room, state_word};
use crate::site::html::Html;
use crate::site::paging::{self, Pager};
use crate::site::parts::lines;
use crate::site::parts::{self, MixData};
use crate::site::route::{Here, Route};
use crate::site::theme::LongTexts;
use crate::site::{Failure, OutputFile, Site, link_to, link_to_anchor};
use crate::words::fill;

/// Objectives drawn on one page.
const NODES: usize = 100;
/// Levels drawn on one page.
const LEVELS: usize = 6;
/// Above this many objectives only two levels stand open.
const OPEN: usize = 60;
/// Objectives without any link on one page.
const ALONE: usize = 120;
/// Entries of a gap that are named.
const GAPS: usize = 20;
/// Characters of a title that is only mentioned.
const SHORT_TITLE: usize = 70;

#[derive(JsonSchema, Serialize)]
struct Page {
    crumbs_html: Html,
    heading: String,
    heading_lang: Option<&'static str>,
    answer: String,
    answer_rest: &'static str,
    mix: Option<MixData>,
    tree_html: Html,
    empty: Option<String>,
    gaps: Vec<Gap>,
    alone_html: Html,
    alone_count: String,
    others: Vec<Other>,
    pager: Option<Pager>,
}

impl LongTexts for Page {
    fn long_texts(&mut self) -> Vec<&mut Html> {
        vec![&mut self.tree_html, &mut self.alone_html]
    }
}

#[derive(JsonSchema, Serialize)]
struct Gap {
    text: String,
    entries: Vec<GapEntry>,
    more: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct GapEntry {
    href: String,
    name: String,
    lang: Option<&'static str>,
}

#[derive(JsonSchema, Serialize)]
struct Other {
    href: String,
    name: String,
    note: String,
}

/// A map: some objectives and those above them, as a tree.
struct Map<'a> {
    tree: Tree,
    /// What it is about, by id; those above them that belong to other periods are not in it.
    about: Vec<ObjectiveIx>,
    periods: &'a [PeriodIx],
}

/// What one page draws: these, and the children of those that have some here; `cut` are those whose children are drawn
/// elsewhere.
struct Drawing {
    tops: Vec<ObjectiveIx>,
    children: BTreeMap<ObjectiveIx, Vec<ObjectiveIx>>,
    count: usize,
    cut: BTreeSet<ObjectiveIx>,
}

/// What is drawn: a map each of what runs and of every other period, and the branches that are too large for them.
#[derive(Default)]
pub struct Plan {
    maps: Vec<Vec<PeriodIx>>,
    /// The whole tree, when there are such branches.
    tree: Option<Tree>,
    branches: Vec<ObjectiveIx>,
}

/// The map of some periods: what stands on its pages.
struct Planned<'a> {
    map: Map<'a>,
    drawings: Vec<Drawing>,
    alone: Vec<ObjectiveIx>,
}

fn plan<'s>(site: &'s Site<'_>) -> &'s Plan {
    site.plans.map.get_or_init(|| {
        let running = site.index.running();
        let others = (0..site.inputs.book.periods.len())
            .map(PeriodIx)
            .filter(|period| !running.contains(period) && !site.index.of_period(*period).is_empty());
        let maps: Vec<Vec<PeriodIx>> = std::iter::once(running.to_vec())
            .chain(others.map(|period| vec![period]))
            .collect();
        let cut_of = |periods: &Vec<PeriodIx>| -> Vec<ObjectiveIx> {
            let drawings = planned(site, periods).drawings;
            drawings.into_iter().flat_map(|drawing| drawing.cut).collect()
        };
        // One behind the other: while it waited for another thread, this one could take on a page that waits for this plan.
        let cut: VecDeque<ObjectiveIx> = maps.iter().flat_map(cut_of).collect();
        if cut.is_empty() {
            return Plan {
                maps,
                ..Plan::default()
            };
        }
        let book = site.inputs.book;
        let tree = alignment::tree(book, |ix| site.shows(&book[ix]));
        let branches = branches(&tree, cut);
        Plan {
            maps,
            tree: Some(tree),
            branches,
        }
    })
}

/// How many parts there are: one a map, and one a branch.
pub fn count(site: &Site<'_>) -> usize {
    let plan = plan(site);
    plan.maps.len() + plan.branches.len()
}

/// Which part the page at a path belongs to.
pub fn part(site: &Site<'_>, path: &str) -> Option<usize> {
    let book = site.inputs.book;
    let plan = plan(site);
    if let Some(rest) = path.strip_prefix("periods/") {
        let id = rest.split('/').next()?;
        let is_it = |periods: &Vec<PeriodIx>| periods.iter().any(|period| book.periods[period.0].id == id);
        // The first is of what runs, whatever period that is.
        return Some(plan.maps.iter().skip(1).position(is_it)? + 1);
    }
    let below = path.strip_prefix("map/")?;
    let of = |id: &str| plan.branches.iter().position(|&top| book[top].id == id);
    let branch = below.rmatch_indices('/').find_map(|(at, _)| of(&below[..at]));
    Some(branch.map_or(0, |at| plan.maps.len() + at))
}

/// The pages of one map, or of one branch.
pub fn files(site: &Site<'_>, at: usize) -> Result<Vec<OutputFile>, Failure> {
    let plan = plan(site);
    match (plan.maps.get(at), &plan.tree) {
        (Some(periods), _) => whole(site, at == 0, &planned(site, periods)),
        (None, Some(tree)) => branch(site, tree, plan.branches[at - plan.maps.len()]),
        (None, None) => Ok(Vec::new()),
    }
}

/// The link to the map in which a period is.
pub fn address(site: &Site<'_>, here: &Here, period: PeriodIx) -> String {
    if site.index.running().contains(&period) {
        here.to(Route::Map)
    } else {
        here.to(Route::PeriodMap(&site.inputs.book.periods[period.0].id))
    }
}

fn map_of<'a>(site: &Site<'_>, periods: &'a [PeriodIx]) -> Map<'a> {
    let book = site.inputs.book;
    let mut about: Vec<ObjectiveIx> = periods
        .iter()
        .flat_map(|&period| site.index.of_period(period).iter().copied())
        .collect();
    about.sort_unstable();
    let mut is_in = vec![false; book.objectives.len()];
    for &ix in &about {
        is_in[ix.0] = true;
    }
    for &ix in &about {
        let mut at = ix;
        while let Some(parent) = book[at].parent.as_ref().and_then(|parent| parent.objective()) {
            if !site.shows(&book[parent]) || is_in[parent.0] {
                break;
            }
            is_in[parent.0] = true;
            at = parent;
        }
    }
    Map {
        tree: alignment::tree(book, |ix| is_in[ix.0]),
        about,
        periods,
    }
}

fn planned<'a>(site: &Site<'_>, periods: &'a [PeriodIx]) -> Planned<'a> {
    let map = map_of(site, periods);
    let (trees, alone) = trees_and_alone(site, &map);
    let sizes = trees.iter().map(|ix| map.tree.below[ix.0] + 1);
    let drawings = paging::pages(sizes, NODES, NODES)
        .into_iter()
        .map(|range| draw(&map.tree, &trees[range], None))
        .collect();
    Planned { map, drawings, alone }
}

/// The pages of one map; the main one is of what runs.
fn whole(site: &Site<'_>, is_main: bool, planned: &Planned<'_>) -> Result<Vec<OutputFile>, Failure> {
    let Planned { map, drawings, alone } = planned;
    let first = map
        .periods
        .first()
        .map(|period| &site.inputs.book.periods[period.0]);
    let other = first.filter(|_| !is_main);
    let route = other.map_or(Route::Map, |period| Route::PeriodMap(&period.id));
    let heading = match other {
        Some(period) => [site.words.alignment, site.words.colon, &period.name].concat(),
        None => site.words.alignment.to_owned(),
    };
    let pages = drawings.len().max(paging::count(alone.len(), ALONE));
    (1..=pages)
        .map(|number| {
            let here = Here::at(route.page_file(number));
            let mut page = blank(site, &heading);
            if let Some(period) = other {
                page.crumbs_html = parts::crumbs(
                    site,
                    &here,
                    [
                        (Some(Route::Periods), site.words.periods),
                        (Some(Route::Period(&period.id)), period.name.as_str()),
                        (None, site.words.alignment),
                    ],
                );
            }
            page.answer = answer(site, map);
            if let Some(drawing) = drawings.get(number - 1) {
                page.tree_html = tree_html(site, &here, &map.tree, drawing, map.periods);
            }
            let shown = paging::part(alone, number, ALONE).iter().copied();
            page.alone_html = lines::of(site, &here, shown, lines::WHOSE);
            page.alone_count = site.language.count(site.words.n_objectives, alone.len());
            if number == 1 {
                page.mix = (!map.about.is_empty()).then(|| parts::mix_of(site, &map.about));
                page.gaps = gaps(site, &here, map);
                page.others = others(site, &here, map.periods);
                let is_empty = drawings.iter().all(|drawing| drawing.tops.is_empty());
                page.empty = is_empty.then(|| site.words.map_empty.to_owned());
            }
            page.pager = paging::pager(site, &here, route, number, pages);
            let name = first.map(|period| period.name.as_str());
            let frame = site.frame(&here, Room::Alignment, &heading, name);
            site.page_of_long_texts("map.html", &frame, page)
        })
        .collect()
}

/// The branches that are drawn by themselves, and those that do not fit on their pages.
fn branches(tree: &Tree, mut waiting: VecDeque<ObjectiveIx>) -> Vec<ObjectiveIx> {
    let mut made = HashSet::new();
    let mut branches = Vec::new();
    while let Some(top) = waiting.pop_front() {
        if !made.insert(top) {
            continue;
        }
        branches.push(top);
        for chunk in tree.children[top.0].chunks(NODES) {
            waiting.extend(&draw(tree, &[top], Some(chunk)).cut);
        }
    }
    branches
}

/// The pages of a branch, which shows every period.
fn branch(site: &Site<'_>, tree: &Tree, top: ObjectiveIx) -> Result<Vec<OutputFile>, Failure> {
    let book = site.inputs.book;
    let objective = &book[top];
    let route = Route::MapRoot(&objective.id);
    let chunks: Vec<&[ObjectiveIx]> = tree.children[top.0].chunks(NODES).collect();
    let pages = chunks.iter().enumerate().map(|(at, chunk)| {
        let here = Here::at(route.page_file(at + 1));
        let drawing = draw(tree, &[top], Some(chunk));
        let mut page = blank(site, &objective.title);
        page.heading_lang = site.lang(objective.language);
        page.crumbs_html = parts::crumbs(
            site,
            &here,
            [
                (Some(Route::Map), site.words.alignment),
                (None, objective.title.value.as_str()),
            ],
        );
        page.answer = site.language.count(site.words.n_below, tree.below[top.0]);
        page.tree_html = tree_html(site, &here, tree, &drawing, &[objective.period]);
        page.pager = paging::pager(site, &here, route, at + 1, chunks.len());
        let name = &book.period_of(objective).name;
        let mut frame = site.frame(&here, Room::Alignment, &objective.title, Some(name));
        frame.title_lang = site.lang(objective.language);
        site.page_of_long_texts("map.html", &frame, page)
    });
    pages.collect()
}

fn blank(site: &Site<'_>, heading: &str) -> Page {
    Page {
        crumbs_html: Html::new(),
        heading: heading.to_owned(),
        heading_lang: None,
        answer: String::new(),
        answer_rest: site.words.map_rest,
        mix: None,
        tree_html: Html::new(),
        empty: None,
        gaps: Vec::new(),
        alone_html: Html::new(),
        alone_count: String::new(),
        others: Vec::new(),
        pager: None,
    }
}

/// How many objectives are linked.
fn answer(site: &Site<'_>, map: &Map<'_>) -> String {
    let is_linked = |ix: &ObjectiveIx| {
        map.tree.parent[ix.0].is_some() || !map.tree.children[ix.0].is_empty() || also_helps(site, *ix)
    };
    let linked = map.about.iter().filter(|ix| is_linked(ix)).count();
    let total = site.language.whole(map.about.len() as u64);
    fill(
        &site.language.count(site.words.map_answer, linked),
        &[("total", &total)],
    )
}

/// Whether an objective helps another one beside the tree.
fn also_helps(site: &Site<'_>, ix: ObjectiveIx) -> bool {
    let book = site.inputs.book;
    let helped = book[ix].supports.iter().filter_map(|helped| helped.objective());
    helped.into_iter().any(|helped| site.shows(&book[helped]))
}

/// Roots with something below them or beside them, or of a team at the top, those of teams above others first; and the
/// other roots.
fn trees_and_alone(site: &Site<'_>, map: &Map<'_>) -> (Vec<ObjectiveIx>, Vec<ObjectiveIx>) {
    let book = site.inputs.book;
    let level = |ix: ObjectiveIx| parts::team_depth(site, &book[ix].team);
    let has_lower_teams = |ix: ObjectiveIx| !site.index.subteams(&book[ix].team).is_empty();
    let any = map
        .tree
        .roots
        .iter()
        .any(|ix| !map.tree.children[ix.0].is_empty());
    let (mut trees, alone): (Vec<_>, Vec<_>) = map.tree.roots.iter().copied().partition(|&ix| {
        !map.tree.children[ix.0].is_empty()
            || also_helps(site, ix)
            || (any && level(ix) == 0 && has_lower_teams(ix))
    });
    trees.sort_by_cached_key(|&ix| (level(ix), ix));
    (trees, alone)
}

/// Chooses what a page draws below `tops`, level by level, whole families only; of a single top perhaps only some
/// children.
fn draw(tree: &Tree, tops: &[ObjectiveIx], only: Option<&[ObjectiveIx]>) -> Drawing {
    let mut drawing = Drawing {
        tops: tops.to_vec(),
        children: BTreeMap::new(),
        count: tops.len(),
        cut: BTreeSet::new(),
    };
    let mut queue: VecDeque<(ObjectiveIx, usize)> = tops.iter().map(|&ix| (ix, 1)).collect();
    while let Some((ix, level)) = queue.pop_front() {
        let children = match only {
            Some(only) if level == 1 => only,
            _ => &tree.children[ix.0],
        };
        if children.is_empty() {
            continue;
        }
        let fits = drawing.count + children.len() <= NODES || (level == 1 && only.is_some());
        if level < LEVELS && fits {
            drawing.count += children.len();
            drawing.children.insert(ix, children.to_vec());
            queue.extend(children.iter().map(|&child| (child, level + 1)));
        } else {
            drawing.cut.insert(ix);
        }
    }
    drawing
}

/// The nodes of a page in nested lists.
fn tree_html(site: &Site<'_>, here: &Here, tree: &Tree, drawing: &Drawing, periods: &[PeriodIx]) -> Html {
    let folds = drawing.count > OPEN;
    let mut html = Html::with_capacity(1024 * drawing.count);
    // What is still to come: a node with its level, or the end of something.
    enum Step {
        Node(ObjectiveIx, usize),
        End(&'static str),
    }
    let mut steps: Vec<Step> = drawing.tops.iter().rev().map(|&ix| Step::Node(ix, 0)).collect();
    while let Some(step) = steps.pop() {
        let (ix, level) = match step {
            Step::Node(ix, level) => (ix, level),
            Step::End(tags) => {
                html.markup(tags);
                continue;
            }
        };
        html.markup(if level == 0 { "<li class=\"tier\">" } else { "<li>" });
        let below = tree.below[ix.0];
        let node = Node {
            ix,
            is_below: level > 0,
            elsewhere: drawing.cut.contains(&ix).then_some(below),
            periods,
        };
        node.write(site, here, &mut html);
        steps.push(Step::End("</li>"));
        let children = drawing.children.get(&ix).map_or(&[][..], Vec::as_slice);
        if !children.is_empty() && folds && level > 0 {
            html.markup("<details class=\"more\"><summary>")
                .text(&site.language.count(site.words.n_below, below))
                .markup("</summary><ul class=\"kids\">");
            steps.push(Step::End("</ul></details>"));
        } else if !children.is_empty() {
            html.markup("<ul class=\"kids\">");
            steps.push(Step::End("</ul>"));
        }
        steps.extend(children.iter().rev().map(|&child| Step::Node(child, level + 1)));
    }
    html
}

/// An objective in the tree.
struct Node<'a> {
    ix: ObjectiveIx,
    /// Whether it hangs below another one there.
    is_below: bool,
    /// How many are below it, when they are drawn on a page of their own.
    elsewhere: Option<usize>,
    /// What the map is of.
    periods: &'a [PeriodIx],
}

impl Node<'_> {
    fn write(&self, site: &Site<'_>, here: &Here, html: &mut Html) {
        let (book, words) = (site.inputs.book, site.words);
        let (objective, now) = (&book[self.ix], &site.inputs.standing[self.ix]);
        let sign = parts::sign(site, self.ix);
        html.markup(r#"<div class="node "#)
            .word(sign.class())
            .markup("\">");
        sign.glyph_into(html, true);
        html.markup("<span class=\"t\"><span class=\"vh\">")
            .word(sign.word(words))
            .word(words.colon)
            .markup("</span>");
        let lang = site.lang(objective.language);
        link_to(
            html,
            here,
            Route::Objective(&objective.id),
            lang,
            &objective.title,
        );
        html.markup("</span><span class=\"score small\">")
            .score(now.score, site.language)
            .markup("</span><span class=\"d\"><span>")
            .text(parts::team_name(site, &objective.team))
            .markup("</span>");
        match &objective.owner {
            Some(owner) => html.markup("<span>").text(site.person_name(owner)),
            None => html.markup("<span class=\"warn\">").word(words.no_owner),
        }
        .markup("</span>");
        let is_other = !self.periods.contains(&objective.period)
            || (self.periods.len() > 1 && Some(&objective.period) != self.periods.first());
        if is_other {
            mark(html, &book.period_of(objective).name);
        }
        if objective.draft {
            mark(html, words.draft);
        }
        if let Some(Target::KeyResult(of, kr)) = objective.parent.as_ref().map(|parent| &parent.target)
            && self.is_below
        {
            helped(site, here, html, words.supports, (*of, Some(*kr)));
        }
        for reference in &objective.supports {
            match reference.target {
                Target::KeyResult(of, kr) if site.shows(&book[of]) => {
                    helped(site, here, html, words.also_supports, (of, Some(kr)));
                }
                Target::Objective(of) if site.shows(&book[of]) => {
                    helped(site, here, html, words.also_supports, (of, None));
                }
                _ => {}
            }
        }
        if let Some(below) = self.elsewhere {
            let text = site.language.count(words.n_below, below);
            link_to(html, here, Route::MapRoot(&objective.id), None, &text);
        }
        html.markup("</span>");
        let shown = Bar {
            value: now.score,
            expected: parts::expected(site, objective.period, now.expected),
            class: sign.class(),
        };
        bar_into(html, shown, Domain::UNIT);
        html.markup("</div>");
    }
}

fn mark(html: &mut Html, name: &str) {
    html.markup("<span class=\"tag\">").text(name).markup("</span>");
}

/// What an objective helps, beside its place in the tree.
fn helped(
    site: &Site<'_>,
    here: &Here,
    html: &mut Html,
    how: &'static str,
    (of, kr): (ObjectiveIx, Option<KeyResultIx>),
) {
    let objective = &site.inputs.book[of];
    let page = Route::Objective(&objective.id);
    let lang = site.lang(objective.language);
    html.markup("<span>").word(how).markup(" ");
    match kr.map(|kr| &objective.key_results[kr.0]) {
        Some(kr) => {
            let name = parts::shortened(&kr.title, SHORT_TITLE);
            link_to_anchor(html, here, (page, &kr.id), lang, &name);
        }
        None => {
            let name = parts::shortened(&objective.title, SHORT_TITLE);
            link_to(html, here, page, lang, &name);
        }
    }
    html.markup("</span>");
}

/// Links that stop at an objective, and key results that nothing helps.
fn gaps(site: &Site<'_>, here: &Here, map: &Map<'_>) -> Vec<Gap> {
    let (book, standing, words) = (site.inputs.book, site.inputs.standing, site.words);
    let live = |ix: &&ObjectiveIx| standing[**ix].class.is_some();
    let mut vague = Vec::new();
    let mut helped: HashSet<(ObjectiveIx, KeyResultIx)> = HashSet::new();
    for &ix in map.about.iter().filter(live) {
        let objective = &book[ix];
        if let Some(Target::Objective(_)) = objective.parent.as_ref().map(|parent| &parent.target) {
            vague.push(GapEntry {
                href: here.to(Route::Objective(&objective.id)),
                name: objective.title.value.clone(),
                lang: site.lang(objective.language),
            });
        }
        for reference in objective.parent.iter().chain(&objective.supports) {
            if let Target::KeyResult(of, kr) = reference.target {
                helped.insert((of, kr));
            }
        }
    }
    let mut unhelped = Vec::new();
    for &ix in map.about.iter().filter(live) {
        if map.tree.children[ix.0].is_empty() {
            continue;
        }
        let objective = &book[ix];
        for (at, key_result) in objective.key_results.iter().enumerate() {
            let at = KeyResultIx(at);
            let counts = key_result.guards.is_none() && key_result.dropped.is_none();
            if counts && !helped.contains(&(ix, at)) {
                unhelped.push(GapEntry {
                    href: here.to_anchor(Route::Objective(&objective.id), &key_result.id),
                    name: key_result.title.value.clone(),
                    lang: site.lang(objective.language),
                });
            }
        }
    }
    let gap = |plural, mut entries: Vec<GapEntry>| {
        let all = entries.len();
        entries.truncate(GAPS);
        (all > 0).then(|| Gap {
            text: site.language.count(plural, all),
            more: (all > entries.len()).then(|| site.language.count(words.and_n_more, all - entries.len())),
            entries,
        })
    };
    [
        gap(words.gap_no_key_result, vague),
        gap(words.gap_unhelped, unhelped),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The other maps, the latest period first.
fn others(site: &Site<'_>, here: &Here, periods: &[PeriodIx]) -> Vec<Other> {
    let book = site.inputs.book;
    let running = site.index.running();
    let is_main = running == periods;
    let main = running
        .first()
        .filter(|_| !is_main)
        .map(|&period| (here.to(Route::Map), period));
    let rest = (0..book.periods.len())
        .rev()
        .map(PeriodIx)
        .filter(|period| {
            !running.contains(period)
                && !periods.contains(period)
                && !site.index.of_period(*period).is_empty()
        })
        .map(|period| (here.to(Route::PeriodMap(&book.periods[period.0].id)), period));
    main.into_iter()
        .chain(rest)
        .take(24)
        .map(|(href, period)| Other {
            href,
            name: book.periods[period.0].name.clone(),
            note: state_word(parts::state_of(site, period), site.words).to_owned(),
        })
        .collect()
}
