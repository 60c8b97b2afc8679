//! Who may ask the preview for something: only pages that it served itself, under a name that it goes by.

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, Request};

/// What the preview answers to.
#[derive(Debug)]
pub struct Gate {
    /// `name:port`, in lower case.
    hosts: Vec<String>,
}

/// Why a request gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Neither `GET` nor `HEAD`.
    Method,
    /// Not one of our names.
    Host,
    /// Another site asks.
    Foreign,
}

impl Gate {
    /// A gate for a port: `localhost`, the loopback addresses, and `names`.
    /// A name is a host without a port; an IPv6 address may stand with or without its brackets.
    pub fn new<'a>(port: u16, names: impl IntoIterator<Item = &'a str>) -> Gate {
        let own = ["localhost", "127.0.0.1", "::1"];
        let mut hosts = Vec::new();
        for name in own.into_iter().chain(names) {
            let name = name.to_ascii_lowercase();
            let name = match name.starts_with('[') {
                false if name.contains(':') => format!("[{name}]"),
                _ => name,
            };
            hosts.push(format!("{name}:{port}"));
            if port == 80 {
                // Which browsers leave out.
                hosts.push(name);
            }
        }
        Gate { hosts }
    }

    /// Whether a request may be answered.
    ///
    /// # Errors
    /// When it may not, with the reason.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<(), Refusal> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::Method);
        }
        let headers = request.headers();
        let host = only(headers, HOST.as_str()).ok_or(Refusal::Host)?;
        let target = request.uri().authority().map(|authority| authority.as_str());
        if !self.goes_by(host) || target.is_some_and(|target| !self.goes_by(target)) {
            return Err(Refusal::Host);
        }
        if headers.contains_key(ORIGIN) {
            let origin = only(headers, ORIGIN.as_str()).and_then(|origin| origin.strip_prefix("http://"));
            if !origin.is_some_and(|origin| self.goes_by(origin)) {
                return Err(Refusal::Foreign);
            }
        }
        match fetch(headers, "sec-fetch-site") {
            Some("cross-site" | "same-site") if !is_navigation(headers) => Err(Refusal::Foreign),
            _ => Ok(()),
        }
    }

    fn goes_by(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }
}

/// A header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().map(HeaderValue::to_str)?.ok()?;
    values.next().is_none().then_some(value)
}

fn fetch<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether somebody follows a link, or types an address, in a tab of its own.
fn is_navigation(headers: &HeaderMap) -> bool {
    fetch(headers, "sec-fetch-mode") == Some("navigate")
        && fetch(headers, "sec-fetch-dest") == Some("document")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&str, &str)], expected: Result<(), Refusal>) {
        let mut request = Request::builder().uri("/index.html");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).unwrap();
        assert_eq!(
            Gate::new(3000, ["Box.local"]).admit(&request),
            expected,
            "{headers:?}"
        );
    }

    #[test]
    fn it_goes_by_its_own_names_and_no_others() {
        for host in [
            "localhost:3000",
            "LOCALHOST:3000",
            "127.0.0.1:3000",
            "[::1]:3000",
            "box.local:3000",
        ] {
            check(&[("host", host)], Ok(()));
        }
        for host in [
            "localhost",
            "localhost:3001",
            "evil.example",
            "evil.example:3000",
            "localhost:3000.evil.example",
            "",
            "127.0.0.1:3000@evil",
            "127.1:3000",
            "0.0.0.0:3000",
        ] {
            check(&[("host", host)], Err(Refusal::Host));
        }
        check(&[], Err(Refusal::Host));
        check(
            &[("host", "localhost:3000"), ("host", "evil.example")],
            Err(Refusal::Host),
        );
        check(
            &[("host", "evil.example"), ("x-forwarded-host", "localhost:3000")],
            Err(Refusal::Host),
        );
    }

    #[test]
    fn another_site_may_link_here_and_nothing_else() {
        let ours = ("host", "localhost:3000");
        check(&[ours, ("origin", "http://localhost:3000")], Ok(()));
        for origin in [
            "null",
            "http://evil.example",
            "https://localhost:3000",
            "http://localhost:3001",
            "",
        ] {
            check(&[ours, ("origin", origin)], Err(Refusal::Foreign));
        }
        check(&[ours, ("sec-fetch-site", "same-origin")], Ok(()));
        check(&[ours, ("sec-fetch-site", "none")], Ok(()));
        check(&[ours, ("sec-fetch-site", "cross-site")], Err(Refusal::Foreign));
        check(&[ours, ("sec-fetch-site", "same-site")], Err(Refusal::Foreign));
        let follows = [
            ours,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        check(
            &[&follows[..], &[("sec-fetch-dest", "document")]].concat(),
            Ok(()),
        );
        check(
            &[&follows[..], &[("sec-fetch-dest", "iframe")]].concat(),
            Err(Refusal::Foreign),
        );
    }

    #[test]
    fn it_is_only_read() {
        for method in [
            Method::POST,
            Method::OPTIONS,
            Method::PUT,
            Method::DELETE,
            Method::CONNECT,
        ] {
            let request = Request::builder()
                .method(method)
                .header("host", "localhost:3000")
                .body(())
                .unwrap();
            assert_eq!(Gate::new(3000, []).admit(&request), Err(Refusal::Method));
        }
        let elsewhere = Request::builder()
            .uri("http://evil.example/")
            .header("host", "localhost:3000")
            .body(())
            .unwrap();
        assert_eq!(Gate::new(3000, []).admit(&elsewhere), Err(Refusal::Host));
    }
}
