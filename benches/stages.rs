//! How long each stage of a build takes, a page: the time that criterion prints is that of one objective.
//!
//! The corpus is made here, with four key results and six check-ins a file. `OKR_BENCH_OBJECTIVES` sets how many files.
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark makes its files and reads the clock"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use jiff::civil::{Date, date};
use okrbook::chronicle::Chronicle;
use okrbook::disk::{self, Force, OutputFolder, Root};
use okrbook::model::Assets;
use okrbook::site::theme::Look;
use okrbook::site::{Drafts, Inputs, Options, OutputFile, Site};
use okrbook::{history, parse, rules};
use rayon::prelude::*;

const TODAY: Date = date(2026, 9, 30);
const SENTENCES: [&str; 6] = [
    "The evening shift carries the week, and **nobody** outside of it knows.",
    "We asked twelve customers, and nine of them said the `export` was the reason.",
    "A second team joined in the [spring](https://example.com/w/17), later than planned.",
    "Costs per order fell, but only where the new route is already in use.",
    "Half of the backlog — the older half — was never looked at again.",
    "What we learned last quarter holds: fewer steps, fewer people who give up.",
];

/// A sequence that is the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }

    fn sentence(&mut self) -> &'static str {
        SENTENCES[self.roll(SENTENCES.len() as u64) as usize]
    }
}

fn objective(number: usize, dice: &mut Dice) -> String {
    let mut text = format!(
        "---\ntitle: Shorten the way from idea {number} to its proof\nperiod: 2026-Q3\nteam: team{:04}\nowner: ana\nkey_results:\n",
        number / 4
    );
    // Writing to a `String` cannot fail.
    for i in 0..4 {
        let (start, target) = (dice.roll(100), 100 + dice.roll(90));
        let _ = write!(
            text,
            "  - id: kr{i}\n    title: Measure {i} of idea {number} rises\n    owner: person{}\n    start: {start}\n    target: {target}\n    unit: points\n",
            dice.roll(16)
        );
    }
    let _ = write!(
        text,
        "---\n\n{} {}\n\n- {}\n- {}\n\n",
        dice.sentence(),
        dice.sentence(),
        dice.sentence(),
        dice.sentence()
    );
    text.push_str("| Assumption | Owner | Confidence |\n|---|---|---:|\n| the old route closes | ana | 70 % |\n\n```sh\ncurl -s https://metrics.example.com | jq .rate\n```\n");
    for day in ["07-14", "07-28", "08-14", "08-28", "09-14", "09-28"] {
        let _ = writeln!(text, "\n## 2026-{day} (on track) Half way there\n");
        for i in 0..4 {
            let _ = writeln!(
                text,
                "- kr{i}: {} points (on track) — {}\n",
                dice.roll(150),
                dice.sentence()
            );
        }
        for part in ["What", "Why", "So what"] {
            let _ = write!(text, "### {part}\n\n{} {}\n\n", dice.sentence(), dice.sentence());
        }
    }
    text
}

fn corpus(root: &Path, objectives: usize) {
    let mut dice = Dice(1);
    std::fs::write(root.join("okr.yaml"), "title: Benchmark\n").expect("a folder of our own");
    for number in 0..objectives {
        let folder = root.join(format!("objectives/2026-Q3/team{:04}", number / 4));
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        std::fs::write(
            folder.join(format!("idea-{number}.md")),
            objective(number, &mut dice),
        )
        .expect("a folder of our own");
    }
}

/// The time of one objective in a run over all of them.
fn each(criterion: &mut Criterion, stage: &str, objectives: usize, mut run: impl FnMut() -> Duration) {
    let mut group = criterion.benchmark_group("a page");
    group.sample_size(10);
    group.bench_function(BenchmarkId::new(stage, objectives), |bencher| {
        bencher.iter_custom(|rounds| (0..rounds).map(|_| run()).sum::<Duration>() / objectives as u32);
    });
    group.finish();
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    black_box(work());
    begin.elapsed()
}

fn main() {
    let objectives = std::env::var("OKR_BENCH_OBJECTIVES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1_000)
        .max(1);
    let mut criterion = Criterion::default().configure_from_args();
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let okrs = folder.path().join("okrs");
    std::fs::create_dir(&okrs).expect("a folder of our own");
    corpus(&okrs, objectives);
    let root = Root::open(&okrs).expect("the corpus");

    each(&mut criterion, "read", objectives, || timed(|| disk::read(&root)));
    let sources = disk::read(&root).expect("the corpus").sources;
    each(&mut criterion, "parse", objectives, || {
        timed(|| parse::book(&sources))
    });
    let book = parse::book(&sources).book;
    assert_eq!(
        book.objectives.len(),
        objectives,
        "every objective of the corpus is sound"
    );
    each(&mut criterion, "score", objectives, || {
        timed(|| history::on(&book, TODAY))
    });
    let standing = history::on(&book, TODAY);
    let assets = Assets::default();
    let chronicle = Chronicle::default();
    let context = rules::Context {
        book: &book,
        sources: &sources,
        standing: &standing,
        assets: &assets,
        chronicle: &chronicle,
        part: rules::Part::default(),
    };
    each(&mut criterion, "check", objectives, || {
        timed(|| rules::check(&context, Vec::new()))
    });
    let findings = rules::check(&context, Vec::new());
    let options = Options {
        drafts: Drafts::Hide,
        commit: None,
        left_out: Vec::new(),
        look: Look::default(),
    };
    let inputs = Inputs {
        book: &book,
        sources: &sources,
        standing: &standing,
        findings: &findings,
        assets: &assets,
        chronicle: &chronicle,
        options: &options,
    };
    let site = Site::new(inputs).expect("the theme");
    each(&mut criterion, "render", objectives, || {
        timed(|| {
            let jobs = site.jobs();
            jobs.map(|job| site.run(job).expect("the theme").len())
                .sum::<usize>()
        })
    });
    let page = "<p>What a page of an objective weighs, more or less.</p>\n".repeat(200);
    let pages: Vec<usize> = (0..objectives).collect();
    let mut round = 0;
    each(&mut criterion, "write", objectives, || {
        round += 1;
        let out = folder.path().join(format!("site-{round}"));
        let write = |number: &usize| {
            let path = format!(
                "objectives/2026-Q3/team{:04}/idea-{number}/index.html",
                number / 4
            );
            Ok(vec![OutputFile::new(path, page.clone().into_bytes())])
        };
        let time = timed(|| {
            let folder = OutputFolder::lock(&root, &root, &out, &[], Force::No).expect("a folder of our own");
            folder
                .publish(&disk::Made::default(), pages.par_iter(), &[], write)
                .expect("a folder of our own")
        });
        std::fs::remove_dir_all(&out).expect("a folder of our own");
        time
    });
    criterion.final_summary();
}
