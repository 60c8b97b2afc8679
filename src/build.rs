//! Names this very program: a hash of its sources, so that a site is rendered anew when the program has changed, and the
//! commit it is released from, so that `okr init` can name exactly that. Puts the example into it.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads files and the environment"
)]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const EXAMPLE: &str = "example-okrs";
const SOURCES: [&str; 4] = ["Cargo.toml", "Cargo.lock", "src", "themes"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = BTreeSet::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        collect(&root, Path::new(source), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(root.join(&file))?.hash(&mut hasher);
    }
    println!("cargo:rustc-env=OKR_SOURCES={:016x}", hasher.finish());
    println!("cargo:rerun-if-env-changed=OKR_COMMIT");
    if let Some(commit) = env::var("OKR_COMMIT").ok().or_else(|| packaged(&root)) {
        println!("cargo:rustc-env=OKR_COMMIT={commit}");
    }
    embed_example(&root)
}

/// The example as a list of paths and texts, for `okr theme check`.
fn embed_example(root: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={EXAMPLE}");
    let mut files = BTreeSet::new();
    collect(root, Path::new(EXAMPLE), &mut files)?;
    let mut list = String::from("&[\n");
    for file in files {
        let inner = file
            .strip_prefix(EXAMPLE)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace(std::path::MAIN_SEPARATOR, "/");
        if inner == "okr.yaml" || inner.ends_with(".md") {
            list.push_str(&format!(
                "    ({inner:?}, include_str!({:?})),\n",
                root.join(&file)
            ));
        }
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("example.rs"), list)
}

/// The commit that a package on crates.io was made from; none of a work tree with changes.
fn packaged(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = text.split_once("\"sha1\": \"")?;
    let commit = rest.get(..40)?;
    let is_whole = commit.bytes().all(|byte| byte.is_ascii_hexdigit()) && !text.contains("\"dirty\"");
    is_whole.then(|| commit.to_owned())
}

fn collect(root: &Path, path: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    let whole = root.join(path);
    if whole.is_dir() {
        for entry in fs::read_dir(whole)? {
            collect(root, &path.join(entry?.file_name()), files)?;
        }
    } else if whole.is_file() {
        files.insert(path.to_owned());
    }
    Ok(())
}
