//! `okr serve`, asked over its socket as a browser would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::repo::{Repo, TODAY};
use crate::tree;

/// Longer than anything may take: where no event comes, a busy machine is given up to a minute between two looks.
const PATIENCE: Duration = Duration::from_secs(75);

/// A preview that runs, until it is dropped.
struct Preview {
    child: Child,
    address: String,
    said: Receiver<String>,
}

impl Preview {
    fn of(repo: &Repo, arguments: &[&str]) -> Preview {
        Preview::at(&repo.root(), arguments)
    }

    fn at(root: &Path, arguments: &[&str]) -> Preview {
        Preview::of_command(
            Command::new(env!("CARGO_BIN_EXE_okr"))
                .args(["serve", "--today", TODAY, "-C"])
                .arg(root)
                .args(arguments),
        )
    }

    fn of_command(command: &mut Command) -> Preview {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (say, said) = mpsc::channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        let mut preview = Preview {
            child,
            address: String::new(),
            said,
        };
        let url = preview.says("http://");
        let (url, _) = url.split_once("/ (").unwrap();
        preview.address = url.replace("http://", "");
        preview.shows("/", "</html>");
        preview
    }

    /// The next line on the terminal that holds `part`.
    fn says(&self, part: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.said.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("it never said `{part}`"));
            if line.contains(part) {
                return line;
            }
        }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // What came before a connection was cut counts.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get_with(&self, path: &str, headers: &str) -> String {
        let host = &self.address;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
        ))
    }

    fn get(&self, path: &str) -> String {
        self.get_with(path, "")
    }

    /// Waits until a page holds `part`.
    fn shows(&self, path: &str, part: &str) -> String {
        self.until(path, |page| page.contains(part), part)
    }

    /// Waits until a page no longer holds `part`.
    fn hides(&self, path: &str, part: &str) -> String {
        self.until(path, |page| !page.contains(part), part)
    }

    fn until(&self, path: &str, good: impl Fn(&str) -> bool, what: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let page = self.get(path);
            if good(&page) {
                return page;
            }
            assert!(Instant::now() < end, "{path} and `{what}`: {page}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// A page that listens; what it is told goes to the receiver, line by line.
    fn listens(&self, page: &str) -> Receiver<String> {
        let part = |name: &str| {
            let (_, rest) = page.split_once(&format!("data-{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (token, version, host) = (part("token"), part("version"), &self.address);
        write!(
            stream,
            "GET /__okr/events?token={token}&version={version} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        let (say, said) = mpsc::channel();
        let lines = BufReader::new(stream).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        said
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // One that has ended by itself is what the test wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A text with one of its parts changed.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}`");
    text.replacen(from, to, 1)
}

const GROW: &str = "/objectives/grow/index.html";

fn title(repo: &Repo, title: &str) -> String {
    edited(
        &repo.text("objectives/grow.md"),
        "title: Make people bring their friends",
        &format!("title: {title}"),
    )
}

#[test]
fn every_way_to_save_is_seen() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    preview.shows(GROW, "Make people bring their friends");
    let path = repo.at("objectives/grow.md");

    std::fs::write(&path, title(&Repo::clean(), "Written in place")).unwrap();
    preview.shows(GROW, "Written in place");
    preview.shows("/", "Written in place");

    let beside = repo.at("objectives/.grow.md.tmp");
    std::fs::write(&beside, title(&Repo::clean(), "Renamed over it")).unwrap();
    std::fs::rename(&beside, &path).unwrap();
    preview.shows(GROW, "Renamed over it");

    // As vim does it: the old file goes aside first.
    std::fs::rename(&path, repo.at("objectives/grow.md~")).unwrap();
    std::fs::write(&path, title(&Repo::clean(), "Written anew")).unwrap();
    std::fs::remove_file(repo.at("objectives/grow.md~")).unwrap();
    preview.shows(GROW, "Written anew");

    std::fs::create_dir(repo.at("objectives/team")).unwrap();
    std::fs::rename(&path, repo.at("objectives/team/grow.md")).unwrap();
    preview.shows("/objectives/team/grow/index.html", "Written anew");
    assert!(preview.get(GROW).starts_with("HTTP/1.1 404 "));

    std::fs::rename(repo.at("objectives/team"), repo.at("objectives/crew")).unwrap();
    preview.shows("/objectives/crew/grow/index.html", "Written anew");
    std::fs::create_dir(repo.at("objectives/team")).unwrap();
    std::fs::write(
        repo.at("objectives/team/new.md"),
        title(&Repo::clean(), "In a folder made again"),
    )
    .unwrap();
    preview.shows("/objectives/team/new/index.html", "In a folder made again");

    std::fs::remove_dir_all(repo.at("objectives/crew")).unwrap();
    preview.hides("/", "Written anew");

    repo.put("okr.yaml", "title: Another name\n");
    preview.shows("/", "Another name");
    repo.put("theme.css", ":root { --accent: #123456; }\n");
    preview.shows("/assets/okr.css", "#123456");
}

#[test]
fn without_events_the_clock_wakes() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &["--poll"]);
    repo.put("objectives/grow.md", title(&repo, "Seen all the same"));
    preview.shows(GROW, "Seen all the same");
}

#[test]
fn a_broken_save_keeps_the_last_good_page_and_heals_by_itself() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let good = repo.text("objectives/grow.md");
    repo.put(
        "objectives/grow.md",
        edited(&good, "    start: 40", "    strat: 40"),
    );
    let page = preview.shows(GROW, "did you mean `start`?");
    assert!(page.contains("Make people bring their friends"), "{page}");
    assert!(
        page.contains("role=\"alert\"") && page.contains("vscode://file/"),
        "{page}"
    );
    preview.says("error[unknown-key]");

    // The others go on.
    repo.put(
        "objectives/calm.md",
        edited(
            &repo.text("objectives/calm.md"),
            "title: Bring calm",
            "title: Bring peace",
        ),
    );
    preview.shows("/objectives/calm/index.html", "Bring peace");
    preview.shows(GROW, "did you mean `start`?");

    repo.put("objectives/grow.md", &good);
    preview.hides(GROW, "did you mean `start`?");
    let settings = repo.text("okr.yaml");
    repo.put("okr.yaml", "title: [Acme\n");
    preview.shows("/", "okr.yaml:1:8");
    repo.put("okr.yaml", settings);
    preview.hides("/", "okr.yaml:1:8");
}

#[test]
fn a_file_that_was_never_whole_is_named_and_the_others_are_shown() {
    let repo = Repo::clean().with(
        "objectives/new.md",
        "---\ntitle: <script>alert(1)</script>\n---\n",
    );
    let preview = Preview::of(&repo, &[]);
    let page = preview.shows("/", "objectives/new.md:");
    assert!(page.contains("Make people bring their friends"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}

#[test]
fn a_page_is_told_once_to_load_again_and_never_misses_it() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let page = preview.get(GROW);
    let told = preview.listens(&page);
    repo.put("objectives/grow.md", title(&repo, "Changed"));
    let reloads = |told: &Receiver<String>| {
        let end = Instant::now() + PATIENCE;
        std::iter::from_fn(|| {
            told.recv_timeout(end.saturating_duration_since(Instant::now()))
                .ok()
        })
        .any(|line| line == "data: reload")
    };
    assert!(reloads(&told));
    // A page that is older than what is shown is told at once.
    assert!(reloads(&preview.listens(&page)));
}

#[test]
fn a_storm_of_saves_ends_in_the_right_page() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let text = repo.text("objectives/grow.md");
    for i in 0..1000 {
        let title = format!("title: Save {i}.");
        repo.put(
            "objectives/grow.md",
            edited(&text, "title: Make people bring their friends", &title),
        );
    }
    let ended = Instant::now();
    preview.shows(GROW, "Save 999.");
    assert!(ended.elapsed() < Duration::from_secs(5), "{:?}", ended.elapsed());
}

#[test]
fn a_tree_that_goes_and_comes_back_is_shown_again() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let aside = repo.root().with_file_name("aside");
    std::fs::rename(repo.root(), &aside).unwrap();
    let page = preview.shows(GROW, "role=\"alert\"");
    assert!(
        page.contains("Make people bring their friends"),
        "the last good page stays: {page}"
    );
    std::fs::rename(&aside, repo.root()).unwrap();
    preview.hides(GROW, "role=\"alert\"");
    repo.put("objectives/grow.md", title(&repo, "Back again"));
    preview.shows(GROW, "Back again");
}

#[test]
fn a_root_that_is_deleted_and_made_again_is_shown_again() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let (settings, grow) = (repo.text("okr.yaml"), repo.text("objectives/grow.md"));
    std::fs::remove_dir_all(repo.root()).unwrap();
    preview.shows(GROW, "role=\"alert\"");
    std::fs::create_dir_all(repo.at("objectives")).unwrap();
    repo.put("okr.yaml", settings);
    repo.put("objectives/grow.md", &grow);
    preview.hides(GROW, "role=\"alert\"");
    assert!(
        preview
            .get("/objectives/calm/index.html")
            .starts_with("HTTP/1.1 404 ")
    );
    repo.put("objectives/grow.md", title(&repo, "Back again"));
    preview.shows(GROW, "Back again");
}

#[test]
fn a_folder_above_the_root_that_moves_is_noticed_without_an_event() {
    let repo = Repo::clean();
    let above = repo.root().parent().unwrap().join("above");
    std::fs::create_dir(&above).unwrap();
    std::fs::rename(repo.root(), above.join("okrs")).unwrap();
    let preview = Preview::at(&above.join("okrs"), &[]);
    let aside = above.with_file_name("aside");
    std::fs::rename(&above, &aside).unwrap();
    preview.shows(GROW, "role=\"alert\"");
    std::fs::rename(&aside, &above).unwrap();
    preview.hides(GROW, "role=\"alert\"");
}

#[test]
fn after_edits_it_serves_what_a_build_writes() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let calm = repo.text("objectives/calm.md");
    let steps: [&dyn Fn(); 6] = [
        &|| repo.put("objectives/grow.md", title(&repo, "Marked once.")),
        &|| repo.put("objectives/calm.md", &calm[..40]),
        &|| {
            repo.put(
                "objectives/calm.md",
                edited(&calm, "title: Bring calm", "title: Marked twice. Bring calm"),
            )
        },
        &|| std::fs::rename(repo.at("objectives/calm.md"), repo.at("objectives/quiet.md")).unwrap(),
        &|| repo.put("okr.yaml", repo.text("okr.yaml") + "language: fr\n"),
        &|| {
            repo.put(
                "objectives/new.md",
                edited(&calm, "title: Bring calm", "title: Marked thrice. Bring calm"),
            )
        },
    ];
    for step in steps {
        step();
        // Each is seen as one of its own.
        std::thread::sleep(Duration::from_millis(150));
    }
    preview.shows("/", "Marked thrice.");

    let out = repo.root().with_file_name("site");
    let url = format!("http://{}/", preview.address);
    repo.okr(&format!("build -o {} --base-url {url}", out.display()))
        .exits(0);
    let files = tree::below(&out);
    assert!(files.len() > 40, "{}", files.len());
    for (path, built) in files {
        let path = path.to_str().unwrap();
        if matches!(path, ".okr-manifest.json" | ".nojekyll") {
            continue;
        }
        let served = preview.get(&format!("/{path}"));
        let (_, served) = served.split_once("\r\n\r\n").unwrap();
        assert_eq!(as_built(served), String::from_utf8_lossy(&built), "{path}");
    }
}

/// A page without what the preview adds to it.
fn as_built(page: &str) -> String {
    let added = page.find("<link rel=\"stylesheet\" href=\"/__okr/preview.css\">");
    match (added, page.rfind("</body>")) {
        (Some(from), Some(to)) => [&page[..from], &page[to..]].concat(),
        _ => page.to_owned(),
    }
}

#[test]
fn a_build_into_the_watched_tree_is_no_change() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let version = |page: &str| -> String {
        let (_, rest) = page.split_once("data-version=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let before = version(&preview.get(GROW));
    repo.okr("build").exits(0);
    repo.okr("build -o objectives/_site").exits(2);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(version(&preview.get(GROW)), before);
    repo.put("objectives/grow.md", title(&repo, "Seen beside a site"));
    preview.shows(GROW, "Seen beside a site");
}

#[test]
fn a_save_that_a_full_disk_cuts_off_keeps_the_last_good_page() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    repo.put("objectives/grow.md", "");
    let page = preview.shows(GROW, "role=\"alert\"");
    assert!(page.contains("Make people bring their friends"), "{page}");
    assert!(page.contains("objectives/grow.md:1:1"), "{page}");
}

#[test]
fn nothing_outside_the_site_is_ever_served() {
    let repo = Repo::clean();
    std::fs::write(repo.root().with_file_name("secret.txt"), "the secret").unwrap();
    let preview = Preview::of(&repo, &[]);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/files/../../secret.txt",
        "/files/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/objectives/grow.md",
        "/okr.yaml",
        "//secret.txt",
        "/a\\..\\secret.txt",
        "/%00",
        "/__okr/nothing",
    ] {
        let answer = preview.get(path);
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        assert!(!answer.contains("the secret"), "{path}");
    }
}

#[test]
fn only_pages_of_its_own_may_ask() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let forbidden = |answer: String| assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    forbidden(preview.ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
    forbidden(preview.get_with("/", "Origin: http://evil.example\r\n"));
    forbidden(preview.get_with("/", "Sec-Fetch-Site: cross-site\r\n"));
    forbidden(preview.get("/__okr/events"));
    forbidden(preview.get("/__okr/events?token=0&version=0"));
    let posted = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        preview.address
    );
    assert!(preview.ask(&posted).starts_with("HTTP/1.1 405 "));
    let answer = preview.get("/").to_ascii_lowercase();
    for header in [
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "frame-ancestors 'none'",
        "cache-control: no-store",
        "referrer-policy: no-referrer",
        "cross-origin-resource-policy: same-origin",
        "content-type: text/html; charset=utf-8",
    ] {
        assert!(answer.contains(header), "{header}: {answer}");
    }
    assert!(!answer.contains("access-control-"), "{answer}");
}

#[test]
fn folders_lead_to_their_page_and_never_to_another_host() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    assert!(preview.get("/teams").contains("\r\nlocation: ./teams/\r\n"));
    assert!(preview.get("/teams/").starts_with("HTTP/1.1 200 "));
    for path in [
        "//evil.example",
        "//evil.example/",
        "/\\evil.example",
        "/teams//evil.example",
    ] {
        let answer = preview.get(path);
        assert!(!answer.contains("\r\nlocation: "), "{path}: {answer}");
    }
    let head = preview.ask(&format!(
        "HEAD / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        preview.address
    ));
    assert!(
        head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
}

#[test]
fn idle_slow_and_senseless_connections_keep_nobody_waiting() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    let idle: Vec<TcpStream> = (0..300)
        .map(|_| TcpStream::connect(&preview.address).unwrap())
        .collect();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(&preview.address).unwrap();
        stream.write_all(bytes).unwrap();
    }
    let mut never_reads = TcpStream::connect(&preview.address).unwrap();
    write!(
        never_reads,
        "GET /data/okrs.json HTTP/1.1\r\nHost: {}\r\n\r\n",
        preview.address
    )
    .unwrap();
    let long = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n",
        preview.address,
        "x".repeat(20_000)
    );
    assert!(!preview.ask(&long).starts_with("HTTP/1.1 200 "));
    let asked = Instant::now();
    assert!(preview.get(GROW).starts_with("HTTP/1.1 200 "));
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    drop(idle);
}

#[test]
fn a_port_that_is_taken_is_named_and_without_one_the_next_is_found() {
    let repo = Repo::clean();
    let first = Preview::of(&repo, &[]);
    let second = Preview::of(&repo, &[]);
    assert_ne!(first.address, second.address);
    let (_, port) = first.address.split_once(':').unwrap();
    repo.okr(&format!("serve --port {port}")).exits(2).says(&format!(
        "cannot listen on 127.0.0.1:{port}: address already in use"
    ));
    repo.okr("serve --host 0.0.0.0").exits(2).says("--allow-host");
    repo.okr("serve --host no-such-host.invalid")
        .exits(2)
        .says("cannot listen on `no-such-host.invalid`");
    repo.okr("serve --port 70000").exits(2).says("70000");
    // An address of nobody's: kept for documents.
    repo.okr("serve --host 192.0.2.1 --port 3000")
        .exits(2)
        .says("cannot listen on 192.0.2.1:3000: cannot assign requested address");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_within_a_second_and_nothing_was_written() {
    let repo = Repo::clean();
    let before = tree::below(&repo.root());
    let mut preview = Preview::of(&repo, &[]);
    let listening = preview.listens(&preview.get("/"));
    let pid = rustix::process::Pid::from_child(&preview.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let asked = Instant::now();
    let status = preview.child.wait().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(status.code(), Some(0));
    drop(listening);
    assert_eq!(tree::below(&repo.root()), before);
}

#[test]
fn what_a_shallow_clone_did_not_know_is_shown_once_it_is_complete() {
    let repo = Repo::clean();
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "."]);
    repo.git(&["commit", "-q", "-m", "x", "--author", "Bo Lind <bo@example.com>"]);
    repo.git(&["commit", "-q", "-m", "y", "--allow-empty"]);
    let from = format!("file://{}", repo.root().display());
    repo.git(&["clone", "-q", "--depth", "1", &from, "shallow"]);
    let preview = Preview::at(&repo.at("shallow"), &[]);
    let page = preview.get("/objectives/calm/index.html");
    assert!(!page.contains("Bo Lind"), "{page}");
    repo.git(&["-C", "shallow", "fetch", "-q", "--unshallow"]);
    // What git keeps is looked at with the files.
    repo.put("shallow/okr.yaml", "title: Complete\n");
    preview.shows("/objectives/calm/index.html", "Complete");
    preview.shows("/objectives/calm/index.html", "Bo Lind");
}

/// What an event tells is shown sooner than a look without one would be.
#[track_caller]
fn at_once(show: impl FnOnce()) {
    let since = Instant::now();
    show();
    let took = since.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_commit_shows_its_author_at_once() {
    let repo = Repo::clean();
    let bo = |folder: &str, file: &str| {
        repo.git(&["-C", folder, "add", file]);
        repo.git(&[
            "-C",
            folder,
            "commit",
            "-q",
            "-m",
            "x",
            "--author",
            "Bo Lind <bo@example.com>",
        ]);
    };
    let preview = Preview::of(&repo, &[]);
    repo.git(&["init", "-q", "-b", "main"]);
    // The repository itself is noticed before anything is committed.
    std::thread::sleep(Duration::from_millis(500));
    at_once(|| {
        bo(".", "objectives/calm.md");
        preview.shows("/objectives/calm/index.html", "Bo Lind");
    });
    std::thread::sleep(Duration::from_millis(500));
    at_once(|| {
        bo(".", "objectives/grow.md");
        preview.shows(GROW, "Bo Lind");
    });
    drop(preview);

    // What belongs to a second work tree lies in the store of the first.
    repo.git(&["worktree", "add", "-q", "../second"]);
    let second = repo.root().parent().unwrap().join("second");
    let path = second.join("objectives/grow.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let heading = "## 2026-08-31 (on track) Invitations work";
    let more = format!("## 2026-09-01 Ada looks again\n\n- signups: 150\n\n{heading}");
    std::fs::write(&path, edited(&text, heading, &more)).unwrap();
    let preview = Preview::at(&second, &[]);
    preview.shows(GROW, "Ada looks again");
    std::thread::sleep(Duration::from_millis(500));
    at_once(|| {
        repo.git(&[
            "-C",
            "../second",
            "commit",
            "-q",
            "-a",
            "-m",
            "y",
            "--author",
            "Cy Dahl <cy@example.com>",
        ]);
        preview.shows(GROW, "Cy Dahl");
    });
}

#[test]
fn the_first_folder_of_objectives_is_seen_at_once() {
    let repo = Repo::clean();
    let text = repo.text("objectives/grow.md");
    std::fs::remove_dir_all(repo.at("objectives")).unwrap();
    let preview = Preview::of(&repo, &[]);
    std::thread::sleep(Duration::from_millis(500));
    at_once(|| {
        repo.put("objectives/grow.md", &text);
        preview.shows(GROW, "Make people bring their friends");
    });
}

#[test]
fn the_first_file_of_a_folder_that_was_empty_is_seen_at_once() {
    let repo = Repo::clean();
    let preview = Preview::of(&repo, &[]);
    std::thread::sleep(Duration::from_millis(500));
    std::fs::create_dir(repo.at("objectives/new")).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    at_once(|| {
        repo.put("objectives/new/grow.md", repo.text("objectives/grow.md"));
        preview.shows(
            "/objectives/new/grow/index.html",
            "Make people bring their friends",
        );
    });
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_given_an_address_that_is_listened_on() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Repo::clean();
    let (bin, told) = (repo.at("../bin"), repo.at("../told"));
    std::fs::create_dir(&bin).unwrap();
    let script = format!(
        "#!/bin/bash\naddress=${{1#http://}}; address=${{address%/}}\n\
         exec 3<> \"/dev/tcp/${{address%:*}}/${{address##*:}}\" && echo \"$# $1\" > {0}.new && mv {0}.new {0}\n",
        told.display()
    );
    std::fs::write(bin.join("xdg-open"), script).unwrap();
    std::fs::set_permissions(bin.join("xdg-open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let preview = Preview::of_command(
        Command::new(env!("CARGO_BIN_EXE_okr"))
            .args(["serve", "--today", TODAY, "--open", "-C"])
            .arg(repo.root())
            .env("PATH", path),
    );
    let end = Instant::now() + PATIENCE;
    while !told.exists() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(10));
    }
    let told = std::fs::read_to_string(told).unwrap();
    assert_eq!(told, format!("1 http://{}/\n", preview.address));
}
