//! `okr serve`: the preview, and what it says on the terminal.

mod browser;

use std::net::IpAddr;

use anyhow::bail;

use super::console::Console;
use super::{Everywhere, Exit, look, today};
use crate::diagnostic::{Diagnostic, Message};
use crate::disk::{self, Root};
use crate::msg;
use crate::report::{self, Counts, Findings};
use crate::serve::{self, Look, Notice, Outside, Port, Told, Workshop};
use crate::site::Drafts;

/// Show the site while you write: it is made anew at every save, and the page reloads
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Listen on this port; without it, on the next free one from 3000 on
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Listen on this address: then others on the network may read the site
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Answer to this name as well
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    allow_host: Vec<String>,
    /// Look at the files again and again, where the file system tells of no changes
    #[arg(long)]
    poll: bool,
    /// Show drafts as well
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    look: look::Wanted,
}

fn host_name(text: &str) -> Result<String, String> {
    let is_name = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']'))
    };
    match text.is_empty()
        || !is_name(text)
        || text.rsplit_once(':').is_some_and(|(_, port)| is_port(text, port))
    {
        true => Err("a host is a name or an address, without a port, as in okrs.local".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// Whether what stands behind the last colon is a port, and not a part of an IPv6 address.
fn is_port(text: &str, port: &str) -> bool {
    text.matches(':').count() == 1 || text.contains("]:") && port.bytes().all(|b| b.is_ascii_digit())
}

/// Serves until it is interrupted.
pub(super) fn run(console: &Console, everywhere: &Everywhere, arguments: &Arguments) -> anyhow::Result<Exit> {
    let given = everywhere.today;
    // Wrong settings of the day are told now, not at the first look.
    today::of_run(given)?;
    let root = Root::open(&disk::find_root(&everywhere.directory)?)?;
    let address: Option<IpAddr> = arguments.host.trim_matches(['[', ']']).parse().ok();
    if address.is_some_and(|address| address.is_unspecified()) && arguments.allow_host.is_empty() {
        bail!(
            "`--host {host}` listens on every address of this machine: say by which name the preview may be asked for, as in `--allow-host {name}`",
            host = arguments.host,
            name = "okrs.local"
        );
    }
    let port = arguments.port.map_or(Port::Free, Port::Given);
    let listening = serve::listen(&arguments.host, port, &arguments.allow_host)?;
    if !address.is_some_and(|address| address.is_loopback()) && arguments.host != "localhost" {
        console.warning(&format!(
            "everybody who reaches {} can read these OKRs",
            arguments.host
        ));
    }
    let drafts = match arguments.drafts {
        true => Drafts::Show,
        false => Drafts::Hide,
    };
    let wanted = arguments.look.clone();
    let outside = Outside {
        today: Box::new(move || today::of_run(given).map_err(|error| format!("{error:#}"))),
        look: Box::new(move |root, book| {
            let seen = look::of_book(root, root, book, &wanted, drop).and_then(|found| {
                let findings = look::findings(root, &book.config)?;
                Ok((found, findings))
            });
            seen.map_err(|error| format!("{error:#}"))
        }),
    };
    let workshop = Workshop::new(root.path(), &listening.url, drafts, outside);
    let notice = match arguments.poll {
        true => Notice::Clock,
        false => Notice::Events,
    };
    console.note(&format!("{} (Ctrl-C ends it)", listening.url));
    if arguments.open
        && let Err(why) = browser::open(&listening.url)
    {
        console.warning(&why);
    }
    let console = *console;
    listening.run(root.path(), workshop, notice, move |told| tell(&console, &told))?;
    Ok(Exit::Clean)
}

fn tell(console: &Console, told: &Told<'_>) {
    match told {
        Told::Made {
            look,
            took,
            edited,
            failure,
        } => {
            let stopping: Vec<Diagnostic> = look
                .findings
                .iter()
                .filter(|finding| finding.stops_build())
                .cloned()
                .collect();
            console.aside(|err| print(console, look, &stopping, err));
            if let Some(failure) = failure {
                console.failure(failure);
            }
            let counts = Counts::of(look.findings.as_slice());
            let took = took.as_millis();
            let what = match edited {
                [] => msg!("made in {took} ms", took = took),
                [one] => msg!("{file}: made in {took} ms", file = one, took = took),
                [one, more @ ..] => msg!(
                    "{file} and {more} more: made in {took} ms",
                    file = one,
                    more = more.len(),
                    took = took
                ),
            };
            let said = |message: &Message| look.config.language.say(message);
            console.note(&format!(
                "{} · {}",
                said(&what),
                report::outcome(look.config.language, counts)
            ));
        }
        Told::Unread(why) => console.failure(why),
        Told::Clock(why) => console.warning(&format!(
            "the file system tells of no more changes ({why}): files are looked at again and again instead"
        )),
    }
}

fn print(
    console: &Console,
    look: &Look,
    list: &[Diagnostic],
    to: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let language = look.config.language;
    (report::ALL[0].print)(
        &Findings {
            list,
            sources: &look.sources,
            colour: console.err_colour,
            language,
            prefix: "",
        },
        to,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_without_a_port() {
        for host in ["okrs.local", "box", "192.168.0.3", "[::1]", "::1", "fe80::1"] {
            assert_eq!(host_name(host).as_deref(), Ok(host));
        }
        for host in ["", "a:3000", "[::1]:3000", "http://a", "a/b", "a b", "a\nb"] {
            assert!(host_name(host).is_err(), "{host}");
        }
    }
}
