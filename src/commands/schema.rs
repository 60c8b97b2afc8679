//! `okr schema`: what the front matter, `okr.yaml` and the published data may hold.

use clap::ValueEnum;

use super::Exit;
use super::console::Console;
use crate::site::data;

/// Print a JSON Schema
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Of what
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The front matter of an objective
    Objective,
    /// `okr.yaml`
    Config,
    /// The published data, `data/okrs.json`
    Data,
}

/// For editors: what `okr check` says of a file goes further.
pub(super) const OBJECTIVE: &str = include_str!("schema/objective.json");
/// The same of `okr.yaml`.
pub(super) const CONFIG: &str = include_str!("schema/config.json");

/// Prints.
pub(super) fn run(console: &Console, arguments: &Arguments) -> anyhow::Result<Exit> {
    let schema = match arguments.what {
        What::Objective => OBJECTIVE.as_bytes().to_vec(),
        What::Config => CONFIG.as_bytes().to_vec(),
        What::Data => data::schema(),
    };
    console.result(|out| out.write_all(&schema))?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn keys(schema: &str, place: &str) -> Vec<String> {
        let schema: serde_json::Value = serde_json::from_str(schema).expect("a schema is JSON");
        let properties = schema.pointer(place).and_then(|it| it.as_object());
        let mut keys: Vec<String> = properties.expect(place).keys().cloned().collect();
        keys.sort();
        keys
    }

    fn sorted(keys: &[&str]) -> Vec<String> {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_schemas_know_the_keys_that_are_read() {
        assert_eq!(keys(OBJECTIVE, "/properties"), sorted(parse::objective::KEYS));
        assert_eq!(
            keys(OBJECTIVE, "/$defs/keyResult/properties"),
            sorted(parse::key_result::KEYS)
        );
        assert_eq!(keys(CONFIG, "/properties"), sorted(parse::config::KEYS));
    }
}
