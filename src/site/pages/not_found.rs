//! What a host serves when there is no page. It is served at any depth, so its links begin with the path of `url`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::site::frame::Room;
use crate::site::route::{Here, Route};
use crate::site::{Failure, OutputFile, Site};

#[derive(JsonSchema, Serialize)]
struct Page {
    home: String,
    map: String,
    objectives: String,
}

/// `404.html`
pub fn files(site: &Site<'_>) -> Result<Vec<OutputFile>, Failure> {
    let base = site.inputs.book.config.url.as_deref().and_then(path_of);
    let file = Route::NotFound.file();
    let here = base.map_or_else(
        || Here::at(file.clone()),
        |base| Here::anywhere(file.clone(), base),
    );
    let page = Page {
        home: here.to(Route::Home),
        map: here.to(Route::Map),
        objectives: here.to(Route::Objectives),
    };
    let frame = site.frame(&here, Room::Elsewhere, site.words.not_found, None);
    Ok(vec![site.page("not-found.html", &frame, &page)?])
}

/// `https://host/a/b/` → `/a/b/`
fn path_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.find('/').map(|slash| &rest[slash..])
}
