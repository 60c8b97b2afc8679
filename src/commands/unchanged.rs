//! Whether there is anything to build: told by what a site is made from, before anything of it is parsed.

use jiff::civil::Date;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::look;
use crate::config::Config;
use crate::disk::{self, Shelf};
use crate::git::Heads;
use crate::parse;
use crate::site::theme::Look;
use crate::source::Sources;

/// The hash of what was read of a repository.
pub(super) struct Read(pub(super) u128);

/// What else a site is made from, as far as it is known before anything is parsed.
pub(super) struct Asked<'a> {
    pub(super) today: Date,
    /// The command line, in so far as it decides what is on the site.
    pub(super) arguments: String,
    pub(super) look: &'a Look,
    pub(super) heads: &'a Heads,
}

impl Read {
    /// Of the texts, and of what else lies between them.
    pub(super) fn of(tree: &disk::Tree) -> Read {
        let mut hash = Xxh3::new();
        for file in &tree.sources.0 {
            hash.update(&xxh3_128(file.path.as_bytes()).to_le_bytes());
            hash.update(&file.hash().to_le_bytes());
        }
        hash.update(format!("{:?}", tree.oddities).as_bytes());
        for file in tree.sources.0.iter().filter(|file| file.trouble.is_some()) {
            hash.update(format!("{:?}", (&file.path, &file.trouble)).as_bytes());
        }
        Read(hash.digest128())
    }

    /// The hash of everything that a site follows from, the program's own sources and the files that texts link to with
    /// it; empty when something is not known.
    pub(super) fn seen(
        &self,
        files: &dyn Shelf,
        config: &Config,
        linked: &[String],
        asked: &Asked<'_>,
    ) -> anyhow::Result<String> {
        let Asked {
            today,
            arguments,
            look,
            heads: Heads(Some(heads)),
        } = asked
        else {
            return Ok(String::new());
        };
        let mut hash = Xxh3::new();
        let mut add = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        add(env!("OKR_SOURCES").as_bytes());
        add(&self.0.to_le_bytes());
        add(format!("{today} {arguments} {heads:?} {look:?}").as_bytes());
        add(format!("{:?}", look::findings(files, config)?).as_bytes());
        let assets = disk::look_up(files, linked.iter().map(String::as_str))?;
        add(format!("{assets:?}").as_bytes());
        for (path, mark) in disk::marks(files, &assets)? {
            add(path.as_bytes());
            add(mark.as_bytes());
        }
        Ok(format!("xxh3:{:032x}", hash.digest128()))
    }
}

/// The settings, when nothing is wrong with them.
pub(super) fn settings(sources: &Sources) -> Option<Config> {
    let Some(file) = sources.find("okr.yaml") else {
        return Some(Config::default());
    };
    let (config, findings) = parse::config::read(&sources[file], file);
    findings.is_empty().then_some(config)
}
