//! A folder of Markdown objectives, checked, scored and rendered as a static site.
//!
//! Text in, [`model::Book`] in the middle, files out.
//! The modules stand in reading order: each imports only from those above it.

pub mod bytes;
pub mod digits;
pub mod shared;
pub mod few;
pub mod number;
pub mod per_thread;
pub mod source;
pub mod diagnostic;
pub mod words;
pub mod config;
pub mod model;
pub mod parse;
pub mod score;
pub mod history;
pub mod alignment;
pub mod changes;
pub mod chronicle;
pub mod rules;
pub mod site;
pub mod report;
pub mod edit;
pub mod system;
pub mod disk;
pub mod git;
#[cfg(feature = "serve")]
pub mod serve;
pub mod commands;
