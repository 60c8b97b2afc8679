//! `okr serve`: the site from memory, always one whole of it, made anew when a file changes.
//! Nothing is written, and what a request names is looked up among the files of the site, never on the disk.
#![allow(
    clippy::disallowed_methods,
    reason = "how long a site takes is told to whoever waits for it"
)]

mod answer;
mod gate;
mod notice;
mod reading;
mod snapshot;
mod watch;
mod workshop;

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::task::AbortHandle;

use crate::disk::{Reach, reason};
use crate::site::frame::content_security_policy;
use crate::system;

use answer::Desk;
use gate::Gate;
use notice::Notices;
use snapshot::Snapshot;
use watch::Alarm;
use workshop::Made;

pub use watch::Notice;
pub use workshop::{Look, Outside, Workshop};

/// Where the first port is looked for when none is given.
const FIRST_PORT: u16 = 3000;
/// How many ports are tried then.
const PORTS: u16 = 100;
/// Connections that are open at once; the oldest gives way to a new one.
const CONNECTIONS: usize = 256;
/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the headers of a request.
const HEADER: usize = 16 << 10;
/// A file that cannot be read as meant may be half written: it is read again after this time before anybody is told.
const HALF_WRITTEN: Duration = Duration::from_millis(50);
/// How often we look whether files that could not be read are back.
const AWAY: Duration = Duration::from_millis(300);

/// Which port to listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// This one.
    Given(u16),
    /// The first that is free, from 3000 on.
    Free,
}

/// Why the preview cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Somebody else listens there, or it is not ours to take.
    #[error("cannot listen on {address}: {reason}{}", if *.given { "; without `--port` the next free one is taken" } else { "" })]
    Port {
        /// Where.
        address: String,
        /// What the system says.
        reason: String,
        /// Whether the port was given.
        given: bool,
    },
    /// The host is no name or address of this machine.
    #[error("cannot listen on `{host}`: {reason}")]
    Host {
        /// As given.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// Anything else that the system refuses.
    #[error("cannot {doing}: {reason}")]
    System {
        /// What we were doing.
        doing: &'static str,
        /// What the system says.
        reason: String,
    },
}

/// What whoever runs the preview is told.
pub enum Told<'a> {
    /// A site was made, or could not be: `failure` says why.
    Made {
        /// The files it is of.
        look: &'a Look,
        /// From the first look to the last page that needs it.
        took: Duration,
        /// Files with another text than before.
        edited: &'a [String],
        /// Why there is no site of them.
        failure: Option<&'a str>,
    },
    /// The files cannot be read.
    Unread(&'a str),
    /// No events come from the file system any more: the clock wakes instead.
    Clock(&'a str),
}

/// A port that is listened on.
pub struct Listening {
    listeners: Vec<TcpListener>,
    gate: Gate,
    /// Where the site is.
    pub url: String,
}

/// Takes a port of `host`, a name or an address; `names` are further names by which the preview may be asked for.
///
/// # Errors
/// When there is none to be had.
pub fn listen(host: &str, port: Port, names: &[String]) -> Result<Listening, Failure> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let first = address(bare).map_err(|reason| Failure::Host {
        host: host.to_owned(),
        reason,
    })?;
    let bind = |port: u16| TcpListener::bind(SocketAddr::new(first, port));
    let (wanted, listener) = match port {
        Port::Given(port) => (port, bind(port)),
        Port::Free => (FIRST_PORT, free(bind)),
    };
    let listener = listener.map_err(|error| Failure::Port {
        address: SocketAddr::new(first, wanted).to_string(),
        reason: reason(&error),
        given: port != Port::Free,
    })?;
    let taken = listener.local_addr().map_err(failed("see the port"))?.port();
    let mut listeners = vec![listener];
    if first.is_loopback() && first.is_ipv4() {
        // `localhost` may mean either; where there is no IPv6 one is enough.
        listeners.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, taken)));
    }
    let shown = match first {
        IpAddr::V6(_) => format!("[{bare}]"),
        IpAddr::V4(_) => bare.to_owned(),
    };
    Ok(Listening {
        listeners,
        gate: Gate::new(taken, names.iter().map(String::as_str).chain([host])),
        url: format!("http://{shown}:{taken}/"),
    })
}

/// The address of a host, which is given as an address or by a name.
fn address(host: &str) -> Result<IpAddr, String> {
    if let Ok(address) = host.parse() {
        return Ok(address);
    }
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    if !system::LOOKS_NAMES_UP {
        return Err("this program is static and looks no names up: give an address of this machine, and the name as `--allow-host`".to_owned());
    }
    let addresses = (host, 0).to_socket_addrs().map_err(|error| reason(&error))?;
    let mut addresses = addresses.map(|address| address.ip());
    addresses.next().ok_or_else(|| "no such address".to_owned())
}

/// The first port that nobody listens on.
fn free(bind: impl Fn(u16) -> io::Result<TcpListener>) -> io::Result<TcpListener> {
    let mut ports = FIRST_PORT..FIRST_PORT + PORTS;
    loop {
        match ports.next().map(&bind) {
            Some(Err(error)) if error.kind() == io::ErrorKind::AddrInUse => {}
            Some(done) => return done,
            None => return bind(0),
        }
    }
}

fn failed(doing: &'static str) -> impl Fn(io::Error) -> Failure {
    move |error| Failure::System {
        doing,
        reason: reason(&error),
    }
}

impl Listening {
    /// Serves until somebody ends it. Files are looked at, and `tell` is called, on a thread of its own.
    ///
    /// # Errors
    /// When the system refuses what a server needs.
    pub fn run(
        self,
        root: &Path,
        workshop: Workshop,
        notice: Notice,
        tell: impl FnMut(Told<'_>) + Send + 'static,
    ) -> Result<(), Failure> {
        let desk = Arc::new(Desk::new(self.gate, token()?));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed("start a server"))?;
        let (alarm, why) = Alarm::new(notice);
        let mut tell = tell;
        if let Some(why) = why {
            tell(Told::Clock(&why.to_string()));
        }
        let keeper = Keeper {
            root: root.to_owned(),
            workshop,
            alarm,
            desk: desk.clone(),
            tell,
        };
        std::thread::spawn(move || keeper.run());
        runtime.block_on(async {
            for listener in self.listeners {
                listener
                    .set_nonblocking(true)
                    .map_err(failed("wait for browsers"))?;
                let listener =
                    tokio::net::TcpListener::from_std(listener).map_err(failed("wait for browsers"))?;
                tokio::spawn(accept(listener, desk.clone()));
            }
            system::ended().await.map_err(failed("listen for signals"))
        })
    }
}

async fn accept(listener: tokio::net::TcpListener, desk: Arc<Desk>) {
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open, or the browser is gone already: the next one is not.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        open.retain(|connection| !connection.is_finished());
        if open.len() >= CONNECTIONS
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        // A short answer is not held back until there is more of it.
        let _ = stream.set_nodelay(true);
        let desk = desk.clone();
        let connection = tokio::spawn(async move {
            let answer = service_fn(|request| {
                let desk = desk.clone();
                async move { Ok::<_, std::convert::Infallible>(desk.answer(request).await) }
            });
            // What is no HTTP, too long or too slow ends its own connection and nothing else.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(HEADER)
                .serve_connection(TokioIo::new(stream), answer)
                .await;
        });
        open.push_back(connection.abort_handle());
    }
}

/// 128 bits that no other site can guess.
fn token() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::System {
        doing: "draw a random token",
        reason: error.to_string(),
    })?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// Keeps what is shown as the files are.
struct Keeper<T> {
    root: PathBuf,
    workshop: Workshop,
    alarm: Alarm,
    desk: Arc<Desk>,
    tell: T,
}

impl<T: FnMut(Told<'_>)> Keeper<T> {
    fn run(mut self) {
        let mut edited = None;
        let mut unread: Option<String> = None;
        let mut looked = Duration::from_millis(1);
        let mut told = BTreeSet::new();
        loop {
            let begun = Instant::now();
            let reach = match told.is_empty() {
                true => Reach::Whole,
                false => Reach::Files(&told),
            };
            let folders = match self.made(reach) {
                Ok(Made::Same(folders)) => {
                    if told.is_empty() {
                        looked = begun.elapsed();
                    }
                    folders
                }
                Ok(Made::New {
                    look,
                    site,
                    edited: now,
                }) => {
                    unread = None;
                    edited = now.last().cloned().or(edited);
                    self.show(&look, site, &now, edited.clone(), begun);
                    look.folders.clone()
                }
                Err(why) => {
                    if unread.as_ref() != Some(&why) {
                        self.desk.show(None, Notices::failed(&why));
                        (self.tell)(Told::Unread(&why));
                    }
                    unread = Some(why);
                    // What was watched may be gone for good, under a name that comes back.
                    self.alarm.forget();
                    self.workshop.forget();
                    told.clear();
                    std::thread::sleep(AWAY);
                    continue;
                }
            };
            if !told.is_empty() {
                // What was told of is shown by now; whether that is all, only a look at everything says.
                told.clear();
                self.alarm.heard(&self.root);
                continue;
            }
            match self.alarm.watch(&folders) {
                Ok(false) if self.alarm.settles() => continue,
                Ok(false) => {}
                // Between the look and the watch something may have changed.
                Ok(true) => continue,
                Err(error) => (self.tell)(Told::Clock(&error.to_string())),
            }
            if self.alarm.wait(looked) {
                told = self.alarm.heard(&self.root);
                told.retain(|path| self.workshop.knows(path));
            }
        }
    }

    fn show(
        &mut self,
        look: &Arc<Look>,
        site: Result<Snapshot, String>,
        edited: &[String],
        last: Option<String>,
        begun: Instant,
    ) {
        let failure = site.as_ref().err().cloned();
        let notices = Notices::of(look.clone(), &self.root, failure.as_deref(), last);
        let policy = content_security_policy(&look.config.images);
        self.desk.show(site.ok().map(|site| (site, policy)), notices);
        (self.tell)(Told::Made {
            look,
            took: begun.elapsed(),
            edited,
            failure: failure.as_deref(),
        });
    }

    /// What is half written is not told of.
    fn made(&mut self, reach: Reach<'_>) -> Result<Made, String> {
        let first = self.workshop.make(reach);
        let is_fault = match &first {
            Ok(Made::Same(_)) => false,
            Ok(Made::New { look, site, .. }) => {
                site.is_err() || look.findings.iter().any(|finding| finding.stops_build())
            }
            Err(_) => true,
        };
        if !is_fault {
            return first;
        }
        self.alarm.wait_at_most(HALF_WRITTEN);
        match (first, self.workshop.make(Reach::Whole)) {
            (first, Ok(Made::Same(_))) => first,
            (
                Ok(Made::New { edited: before, .. }),
                Ok(Made::New {
                    look,
                    site,
                    edited: now,
                }),
            ) => Ok(Made::New {
                look,
                site,
                edited: [before, now].concat(),
            }),
            (_, second) => second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_port_is_tried_only_while_ports_are_taken() {
        let taken = |last: u16, then: io::ErrorKind| {
            let tried = std::cell::RefCell::new(Vec::new());
            let refused = free(|port| {
                tried.borrow_mut().push(port);
                Err(io::Error::from(if port < last {
                    io::ErrorKind::AddrInUse
                } else {
                    then
                }))
            });
            assert_eq!(refused.unwrap_err().kind(), then);
            tried.into_inner()
        };
        assert_eq!(taken(3002, io::ErrorKind::PermissionDenied), [3000, 3001, 3002]);
        let all = taken(u16::MAX, io::ErrorKind::AddrInUse);
        assert_eq!((all.len(), all.last()), (101, Some(&0)));
    }

    #[test]
    fn an_address_and_this_machine_are_known_without_asking() {
        for (host, expected) in [
            ("127.0.0.1", "127.0.0.1"),
            ("0.0.0.0", "0.0.0.0"),
            ("::1", "::1"),
            ("localhost", "127.0.0.1"),
            ("LocalHost", "127.0.0.1"),
        ] {
            assert_eq!(address(host).unwrap().to_string(), expected);
        }
    }
}
