//! What git knows: the commit of HEAD. The `git` program is asked, for reading only, and nothing in the repository
//! can make it run something, open a connection or wait for an answer.
#![allow(
    clippy::disallowed_methods,
    reason = "a program is started here, and nowhere else"
)]

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Where the program is looked for. Not in `PATH`, which may lead into the repository.
const PLACES: [&str; 7] = [
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/bin/git",
    "/opt/homebrew/bin/git",
    "/opt/local/bin/git",
    "/run/current-system/sw/bin/git",
    "/usr/pkg/bin/git",
];

/// How long git may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes read of an answer.
const ANSWER: u64 = 64 << 10;

/// Why there is a repository and no answer.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum Failure {
    /// The repository belongs to another user, and git refuses to read it.
    #[error(
        "git does not read {0}, which belongs to another user, so pages name no commit: if you trust it, `git config --global --add safe.directory {0}`"
    )]
    Ownership(String),
    /// It did not end.
    #[error("git gave no answer within {} seconds, so pages name no commit", PATIENCE.as_secs())]
    Silent,
}

/// The commit of HEAD in hexadecimal digits, also with a dirty tree.
/// `None`: no git, no repository, or no commit yet.
pub fn head(root: &Path) -> Result<Option<String>, Failure> {
    let answer = ask(root, &["rev-parse", "--verify", "--end-of-options", "HEAD"])?;
    Ok(answer
        .map(|text| text.trim_end().to_owned())
        .filter(|text| is_commit(text)))
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn ask(root: &Path, question: &[&str]) -> Result<Option<String>, Failure> {
    let Some(program) = PLACES.iter().map(Path::new).find(|place| place.is_file()) else {
        return Ok(None);
    };
    let Ok(mut child) = command(program, root, question).spawn() else {
        return Ok(None);
    };
    let (send, receive) = mpsc::channel();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    std::thread::spawn(move || {
        // Nobody listens any more when git was too slow.
        let _ = send.send((text(out), text(err)));
    });
    let Ok((answer, complaint)) = receive.recv_timeout(PATIENCE) else {
        end(&mut child);
        return Err(Failure::Silent);
    };
    let succeeded = child.wait().is_ok_and(|status| status.success());
    if complaint.contains("dubious ownership") {
        return Err(Failure::Ownership(
            quoted(&complaint).unwrap_or_else(|| root.display().to_string()),
        ));
    }
    Ok(succeeded.then_some(answer))
}

fn command(program: &Path, root: &Path, question: &[&str]) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .arg("-C")
        .arg(root);
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.pager=cat",
        "diff.external=",
        "log.showSignature=false",
        "protocol.allow=never",
    ] {
        command.arg("-c").arg(setting);
    }
    command
        .args(question)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn end(child: &mut Child) {
    // It may have ended by itself meanwhile; either way it is gone then.
    let _ = child.kill();
    let _ = child.wait();
}

fn text(stream: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What cannot be read is no answer.
        let _ = stream.take(ANSWER).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The path in git's complaint: `… in repository at '/srv/okrs'`.
fn quoted(complaint: &str) -> Option<String> {
    let (_, rest) = complaint.split_once('\'')?;
    let (path, _) = rest.split_once('\'')?;
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(dir: &Path, arguments: &[&str]) {
        let mut command = command(Path::new("/usr/bin/git"), dir, arguments);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "Ana")
                .env(format!("GIT_{who}_EMAIL"), "ana@example.com");
        }
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn repository() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        git(dir.path(), &["init", "-q"]);
        dir
    }

    #[test]
    fn head_is_the_commit_or_nothing() {
        let plain = tempfile::tempdir().unwrap();
        assert_eq!(head(plain.path()), Ok(None));
        let dir = repository();
        assert_eq!(head(dir.path()), Ok(None), "no commit yet");
        git(dir.path(), &["commit", "-q", "--allow-empty", "-m", "first"]);
        let commit = head(dir.path()).unwrap().unwrap();
        assert!(is_commit(&commit) && commit.len() == 40, "{commit}");
        let below = dir.path().join("okrs");
        std::fs::create_dir(&below).unwrap();
        assert_eq!(
            head(&below).unwrap(),
            Some(commit),
            "also for a root inside the repository"
        );
    }

    #[test]
    fn nothing_in_the_settings_of_a_repository_is_run() {
        let dir = repository();
        git(dir.path(), &["commit", "-q", "--allow-empty", "-m", "first"]);
        let proof = dir.path().join("proof");
        let run = format!("touch {}", proof.display());
        let config = format!(
            "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {run}\n\tpager = {run}\n\tsshCommand = {run}\n\thooksPath = {dir}\n\teditor = {run}\n\tgitProxy = {run}\n\taskPass = {run}\n[diff]\n\texternal = {run}\n[alias]\n\trev-parse = !{run}\n[credential]\n\thelper = !{run}\n[filter \"x\"]\n\tclean = {run}\n\tsmudge = {run}\n[gpg]\n\tprogram = {run}\n[uploadpack]\n\tpackObjectsHook = {run}\n",
            dir = dir.path().display()
        );
        std::fs::write(dir.path().join(".git/config"), config).unwrap();
        assert!(head(dir.path()).unwrap().is_some());
        assert!(!proof.exists());
    }

    #[test]
    fn a_repository_of_somebody_else_is_named_with_its_cure() {
        let complaint =
            "fatal: detected dubious ownership in repository at '/srv/okrs'\nTo add an exception …";
        let failure = Failure::Ownership(quoted(complaint).unwrap());
        assert!(
            failure
                .to_string()
                .contains("`git config --global --add safe.directory /srv/okrs`"),
            "{failure}"
        );
    }
}
