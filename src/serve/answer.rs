//! From a request to a response. A path is looked up among the files of the site; nothing here opens one on the disk.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use tokio::sync::watch;
use xxhash_rust::xxh3::xxh3_64;

use super::gate::{Gate, Refusal};
use super::notice::Notices;
use super::snapshot::{Answer, Snapshot};
use crate::site::html::Html;
use crate::site::route::encoded;

/// How long a stream of events may be silent: a browser that is gone is noticed then.
const SILENCE: Duration = Duration::from_secs(15);

/// How long to wait for the first site.
const FIRST: Duration = Duration::from_secs(10);

const SCRIPT: &str = include_str!("reload.js");
const STYLE: &str = include_str!("preview.css");

/// What is sent: bytes, or events one by one.
pub type Body = Either<Full<Bytes>, Channel<Bytes>>;

/// What requests are answered from.
pub struct Desk {
    gate: Gate,
    token: String,
    shown: RwLock<Shown>,
    version: watch::Sender<u64>,
}

/// The site that is shown, as one: a request takes all of it at once.
#[derive(Clone)]
struct Shown {
    site: Option<Snapshot>,
    policy: String,
    notices: Arc<Notices>,
    version: u64,
}

impl Desk {
    /// A desk with nothing to show yet.
    pub fn new(gate: Gate, token: String) -> Desk {
        Desk {
            gate,
            token,
            shown: RwLock::new(Shown {
                site: None,
                policy: crate::site::frame::content_security_policy(&[]),
                notices: Arc::default(),
                version: 0,
            }),
            version: watch::Sender::new(0),
        }
    }

    /// Shows another site, or the same one with other notices, and tells the browsers.
    /// `policy` is the content security policy of its pages.
    pub fn show(&self, site: Option<(Snapshot, String)>, notices: Notices) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((site, policy)) = site {
            shown.site = Some(site);
            shown.policy = policy;
        }
        shown.notices = Arc::new(notices);
        shown.version += 1;
        self.version.send_replace(shown.version);
    }

    /// Answers a request.
    pub async fn answer<B>(&self, request: Request<B>) -> Response<Body> {
        // Who comes before the first site is made waits for it.
        let mut version = self.version.subscribe();
        let first = version.wait_for(|&version| version > 0);
        // One that takes longer is answered for what it is: not there yet.
        let _ = tokio::time::timeout(FIRST, first).await;
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut response = match self.gate.admit(&request) {
            Ok(()) => self.admitted(&request, &shown).await,
            Err(refusal) => refused(refusal),
        };
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
            let policy = format!("{}; frame-ancestors 'none'", shown.policy);
            // Only a host in `images:` could make it unfit for a header, and the configuration checks those.
            let value = HeaderValue::try_from(policy)
                .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
            headers.insert(header::CONTENT_SECURITY_POLICY, value);
        }
        if request.method() == Method::HEAD {
            *response.body_mut() = Either::Left(Full::default());
        }
        response
    }

    async fn admitted<B>(&self, request: &Request<B>, shown: &Shown) -> Response<Body> {
        match request.uri().path() {
            "/__okr/events" => self.events(request.uri().query().unwrap_or_default()),
            "/__okr/reload.js" => whole(StatusCode::OK, "js", SCRIPT.as_bytes().to_vec()),
            "/__okr/preview.css" => whole(StatusCode::OK, "css", STYLE.as_bytes().to_vec()),
            "/__okr/edited" => match &shown.notices.edited {
                Some(edited) => redirect(&format!("../{}", encoded(edited))),
                None => redirect("../index.html"),
            },
            path => self.page(path, shown).await,
        }
    }

    async fn page(&self, asked: &str, shown: &Shown) -> Response<Body> {
        let Some(site) = &shown.site else {
            return self.with_notices(StatusCode::SERVICE_UNAVAILABLE, "", bare(None), shown);
        };
        let (status, path, answer) = match file_of(asked) {
            Some(path) => {
                let answer = site.at(&path).await;
                (StatusCode::OK, path, answer)
            }
            None => (StatusCode::OK, String::new(), Answer::Nothing),
        };
        let (status, path, answer) = match answer {
            Answer::Nothing => {
                let path = "404.html".to_owned();
                let answer = site.at(&path).await;
                (StatusCode::NOT_FOUND, path, answer)
            }
            found => (status, path, found),
        };
        match answer {
            Answer::File(bytes) if path.ends_with(".html") && !path.starts_with("files/") => {
                self.with_notices(status, &path, bytes.to_vec(), shown)
            }
            Answer::File(bytes) => {
                let mut response = whole(status, ending(&path), bytes.to_vec());
                if path.starts_with("files/") {
                    // A file of the repository, opened by itself, is no page of ours.
                    response.headers_mut().insert(
                        header::CONTENT_SECURITY_POLICY,
                        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
                    );
                }
                response
            }
            Answer::Folder => {
                let name = asked.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                redirect(&format!("./{name}/"))
            }
            Answer::Nothing => plain(StatusCode::NOT_FOUND, "there is no such page"),
            Answer::Failed(why) => {
                self.with_notices(StatusCode::INTERNAL_SERVER_ERROR, &path, bare(Some(&why)), shown)
            }
        }
    }

    /// A page with what the preview adds to it.
    fn with_notices(
        &self,
        status: StatusCode,
        path: &str,
        mut page: Vec<u8>,
        shown: &Shown,
    ) -> Response<Body> {
        let notices = shown.notices.at(path);
        let hash = xxh3_64(&[&page, notices.as_str().as_bytes()].concat());
        let tag = format!("\"{hash:016x}\"");
        let mut added = Html::with_capacity(notices.as_str().len() + 400);
        added
            .tag("link")
            .attr("rel", "stylesheet")
            .attr("href", "/__okr/preview.css")
            .open();
        added
            .tag("div")
            .attr("id", "okr-preview")
            .attr("data-page", &tag)
            .attr("data-token", &self.token)
            .attr("data-version", &shown.version.to_string())
            .open();
        added.html(&notices);
        added.end("div");
        added.tag("script").attr("src", "/__okr/reload.js").open();
        added.end("script");
        let end = find_last(&page, b"</body>").unwrap_or(page.len());
        page.splice(end..end, added.into_string().into_bytes());
        let mut response = whole(status, "html", page);
        if let Ok(tag) = HeaderValue::try_from(tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }

    /// A stream that says `reload` whenever there is something newer than the page that listens.
    fn events(&self, query: &str) -> Response<Body> {
        let given = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        if given("token") != Some(self.token.as_str()) {
            return plain(StatusCode::FORBIDDEN, "only a page of this preview may listen");
        }
        let mut known: u64 = given("version")
            .and_then(|version| version.parse().ok())
            .unwrap_or(0);
        let mut version = self.version.subscribe();
        let (mut sender, body) = Channel::new(1);
        tokio::spawn(async move {
            loop {
                let now = *version.borrow_and_update();
                let said = if now > known { "data: reload\n\n" } else { ":\n\n" };
                known = now;
                if sender
                    .send_data(Bytes::from_static(said.as_bytes()))
                    .await
                    .is_err()
                {
                    return;
                }
                // Silence is broken by a comment.
                if let Ok(Err(_)) = tokio::time::timeout(SILENCE, version.changed()).await {
                    return;
                }
            }
        });
        let mut response = Response::new(Either::Right(body));
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream; charset=utf-8"),
        );
        response
    }
}

/// Of every response.
const HEADERS: [(&str, &str); 8] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// The file of the site that a path of a request means; `None` for one that no file can have.
fn file_of(asked: &str) -> Option<String> {
    let decoded = percent_decode_str(asked.strip_prefix('/')?).decode_utf8().ok()?;
    if decoded.contains(|c: char| c == '\\' || c.is_control()) {
        return None;
    }
    let folder = decoded.strip_suffix('/').unwrap_or(&decoded);
    let is_plain = folder.is_empty() || folder.split('/').all(|part| !matches!(part, "" | "." | ".."));
    match is_plain {
        true if folder.len() < decoded.len() || decoded.is_empty() => Some(match folder {
            "" => "index.html".to_owned(),
            folder => format!("{folder}/index.html"),
        }),
        true => Some(decoded.into_owned()),
        false => None,
    }
}

/// A page for when the site has none.
fn bare(why: Option<&str>) -> Vec<u8> {
    let mut html = Html::new();
    html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>okr serve</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"></head><body>");
    if let Some(why) = why {
        html.tag("main").open();
        html.tag("h1").holding("This page cannot be made");
        html.tag("pre").holding(why);
        html.end("main");
    }
    html.markup("</body></html>");
    html.into_string().into_bytes()
}

fn find_last(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).rposition(|window| window == word)
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn content_type(ending: &str) -> &'static str {
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn whole(status: StatusCode, ending: &str, bytes: Vec<u8>) -> Response<Body> {
    let length = bytes.len();
    let mut response = Response::new(Either::Left(Full::new(Bytes::from(bytes))));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(ending)),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    whole(status, "txt", format!("{text}\n").into_bytes())
}

/// To an address that is relative to the one asked for.
fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::FOUND, "this way");
    match HeaderValue::try_from(to) {
        Ok(to) => {
            response.headers_mut().insert(header::LOCATION, to);
            response
        }
        Err(_) => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

fn refused(refusal: Refusal) -> Response<Body> {
    match refusal {
        Refusal::Method => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "this is only read: GET or HEAD");
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
        Refusal::Host => plain(
            StatusCode::FORBIDDEN,
            "this preview does not go by that name: see `okr serve --allow-host`",
        ),
        Refusal::Foreign => plain(StatusCode::FORBIDDEN, "another site may not read this preview"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_file_of_the_site_or_nothing() {
        let check = |asked: &str, expected: Option<&str>| {
            assert_eq!(file_of(asked).as_deref(), expected, "{asked}");
        };
        check("/", Some("index.html"));
        check("/teams/", Some("teams/index.html"));
        check("/teams/index.html", Some("teams/index.html"));
        check("/files/caf%C3%A9%201.png", Some("files/café 1.png"));
        for asked in [
            "/../etc/passwd",
            "/%2e%2e/etc/passwd",
            "/a/..%2f..%2fetc/passwd",
            "//evil.example",
            "/a//b",
            "/a/./b",
            "/a%00b",
            "/a%5cb",
            "/%ff",
            "*",
            "",
        ] {
            check(asked, None);
        }
    }
}
