//! The `git` program, started so that nothing in the repository can make it run something, open a connection, ask a
//! question or change what it answers.
//!
//! What a repository could say in its settings, in replaced objects and in grafts is overruled or not looked at.
//! Answers are read in pieces, and none is waited for longer than [`PATIENCE`].

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::Failure;

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

/// How long git may take until it says something more. It looks through a hundred thousand commits in which nothing of
/// interest happened in a few seconds, and says nothing meanwhile.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes read of a short answer.
const ANSWER: u64 = 64 << 10;

/// Bytes of a piece of a long answer, and pieces that may wait to be read.
const PIECE: usize = 64 << 10;
const PIECES: usize = 16;

/// Settings that hold whatever the repository says.
const SETTINGS: [&str; 11] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.quotePath=false",
    "core.useReplaceRefs=false",
    "core.warnAmbiguousRefs=false",
    "diff.external=",
    "log.mailmap=false",
    "log.showSignature=false",
    "protocol.allow=never",
    "i18n.logOutputEncoding=UTF-8",
];

/// The program, and the folder in which it looks for its repository.
#[derive(Clone, Debug)]
pub(super) struct Program {
    path: PathBuf,
    /// The folder that holds `.git`, or a bare repository. No folder above it is looked at.
    top: PathBuf,
    /// Whether the folder itself is the repository.
    bare: bool,
}

/// What git said in a few lines.
pub(super) struct Answer {
    /// On standard output.
    pub(super) text: String,
    /// On standard error.
    pub(super) complaint: String,
    /// Whether it did what it was asked.
    pub(super) succeeded: bool,
}

impl Program {
    /// The program for a folder that holds `.git`.
    pub(super) fn at(top: &Path) -> Result<Program, Failure> {
        Program::among(&PLACES, top)
    }

    fn among(places: &[&str], top: &Path) -> Result<Program, Failure> {
        let path = places.iter().map(PathBuf::from).find(|place| place.is_file());
        Ok(Program {
            path: path.ok_or(Failure::NoProgram)?,
            top: top.to_owned(),
            bare: false,
        })
    }

    /// The same for a folder that is itself the repository.
    pub(super) fn bare(self) -> Program {
        Program { bare: true, ..self }
    }

    /// Asks for a short answer.
    pub(super) fn ask(&self, question: &[&str]) -> Result<Answer, Failure> {
        let mut running = self.start(question, Input::None)?;
        let mut bytes = Vec::new();
        running
            .by_ref()
            .take(ANSWER)
            .read_to_end(&mut bytes)
            .map_err(|_| Failure::Silent)?;
        // What is beyond a short answer is nobody's question; it ends by itself when nobody reads.
        let (succeeded, complaint) = running.end();
        if complaint.contains("dubious ownership") {
            let place = quoted(&complaint).unwrap_or_else(|| self.top.display().to_string());
            return Err(Failure::Ownership(place));
        }
        Ok(Answer {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            complaint,
            succeeded,
        })
    }

    /// Asks for a long answer, to be read as it comes.
    pub(super) fn start(&self, question: &[&str], input: Input) -> Result<Running, Failure> {
        let mut command = self.command(question);
        command.stdin(match input {
            Input::None => Stdio::null(),
            Input::Lines(_) | Input::Fed(_) => Stdio::piped(),
        });
        let mut child = command.spawn().map_err(|error| Failure::Refused {
            doing: "be started",
            complaint: crate::disk::reason(&error),
        })?;
        match (input, child.stdin.take()) {
            (Input::Lines(lines), Some(stdin)) => drop(std::thread::spawn(move || feed(stdin, [lines]))),
            (Input::Fed(pieces), Some(stdin)) => drop(std::thread::spawn(move || feed(stdin, pieces))),
            _ => {}
        }
        let (send, pieces) = sync_channel(PIECES);
        if let Some(mut out) = child.stdout.take() {
            std::thread::spawn(move || {
                loop {
                    let mut piece = vec![0; PIECE];
                    match out.read(&mut piece) {
                        Ok(0) | Err(_) => return,
                        Ok(length) => piece.truncate(length),
                    }
                    // Nobody listens any more: the pipe closes with us, and git ends.
                    if send.send(piece).is_err() {
                        return;
                    }
                }
            });
        }
        let (tell, complaint) = sync_channel(1);
        if let Some(mut err) = child.stderr.take() {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                // What cannot be read is no complaint.
                let _ = err.by_ref().take(ANSWER).read_to_end(&mut bytes);
                let _ = tell.send(String::from_utf8_lossy(&bytes).into_owned());
                let _ = io::copy(&mut err, &mut io::sink());
            });
        }
        Ok(Running {
            child,
            pieces,
            complaint,
            piece: Vec::new(),
            at: 0,
            over: false,
        })
    }

    fn command(&self, question: &[&str]) -> Command {
        let mut command = Command::new(&self.path);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            // A path that cannot be: an empty file would be hinted at.
            .env("GIT_GRAFT_FILE", "/dev/null/none")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .current_dir(&self.top);
        if let Some(above) = self.top.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        if !self.bare {
            // Files of the tree that look like a repository are none.
            command.args(["-c", "safe.bareRepository=explicit"]);
        }
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
            .args(question)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// What git reads while it answers.
pub(super) enum Input {
    /// Nothing.
    None,
    /// These bytes.
    Lines(Vec<u8>),
    /// What comes from the other end, until that is dropped.
    Fed(Receiver<Vec<u8>>),
}

fn feed(mut stdin: ChildStdin, pieces: impl IntoIterator<Item = Vec<u8>>) {
    for piece in pieces {
        // Where git has ended early there is nobody to feed, and its complaint tells why.
        if stdin.write_all(&piece).is_err() {
            return;
        }
    }
}

/// A git that is answering. What it says is read from here; it ends with us.
pub(super) struct Running {
    child: Child,
    pieces: Receiver<Vec<u8>>,
    complaint: Receiver<String>,
    piece: Vec<u8>,
    at: usize,
    over: bool,
}

impl Running {
    /// Waits for its end: whether it did what it was asked, and what it said on standard error.
    pub(super) fn end(mut self) -> (bool, String) {
        let read_to_the_end = self.over;
        if !read_to_the_end {
            // It may have ended by itself meanwhile; either way it is gone then.
            let _ = self.child.kill();
        }
        let succeeded = self.child.wait().is_ok_and(|status| status.success());
        let complaint = self.complaint.recv_timeout(PATIENCE).unwrap_or_default();
        (succeeded && read_to_the_end, complaint)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Read for Running {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() && !self.over {
            match self.pieces.recv_timeout(PATIENCE) {
                Ok(piece) => (self.piece, self.at) = (piece, 0),
                Err(RecvTimeoutError::Disconnected) => self.over = true,
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
        let rest = &self.piece[self.at..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        if self.over { Ok(0) } else { Ok(length) }
    }
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

    #[test]
    fn without_the_program_there_is_a_plain_answer() {
        let failure = Program::among(&["/nowhere/git"], Path::new("/")).unwrap_err();
        assert_eq!(failure, Failure::NoProgram);
    }

    #[test]
    fn the_repository_of_somebody_else_is_named() {
        let complaint =
            "fatal: detected dubious ownership in repository at '/srv/okrs'\nTo add an exception …";
        assert_eq!(quoted(complaint).as_deref(), Some("/srv/okrs"));
    }
}
