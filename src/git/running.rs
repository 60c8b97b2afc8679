//! A git that is answering: what it reads is fed to it, and what it says is read in pieces as it comes.
//!
//! None is waited for longer than the patience allows. The clock stands still while git waits for us: a walk may take
//! as long as it takes.

use std::io::{self, BufRead, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Failure;
use crate::system;

/// Bytes read of a complaint.
const COMPLAINT: u64 = 64 << 10;

/// Bytes of a piece, and pieces that may wait to be read.
const PIECE: usize = 256 << 10;
const PIECES: usize = 8;

/// Git writes a file's head, the file, and the next one's: each would wake us. Where the pipe holds this much, what
/// comes within a moment is taken together.
const PIPE: usize = 1 << 20;
const MOMENT: Duration = Duration::from_millis(1);

/// Between two looks whether it has ended.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// What git reads while it answers.
pub(super) enum Input {
    /// Nothing.
    None,
    /// These bytes.
    Lines(Vec<u8>),
    /// What comes from the other end, until that is dropped.
    Fed(Receiver<Vec<u8>>),
}

/// A git that is answering. What it says is read from here; it ends with us.
pub(super) struct Running {
    child: Child,
    pieces: Receiver<Vec<u8>>,
    complaint: Receiver<String>,
    clock: Clock,
    patience: Duration,
    piece: Vec<u8>,
    at: usize,
    over: bool,
}

/// Since when nothing but git is waited for; `None` while it waits for what it is to read.
#[derive(Clone)]
struct Clock(Arc<Mutex<Option<Instant>>>);

impl Clock {
    fn set(&self, since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// How much longer git may be silent; `None`: it is too late.
    fn left(&self, patience: Duration) -> Option<Duration> {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = since.map_or(Duration::ZERO, |since| since.elapsed());
        patience.checked_sub(passed).filter(|left| !left.is_zero())
    }
}

impl Running {
    /// Feeds and hears a program that has just been started.
    pub(super) fn new(mut child: Child, input: Input, patience: Duration) -> Running {
        let clock = Clock(Arc::new(Mutex::new(Some(Instant::now()))));
        if let Some(stdin) = child.stdin.take() {
            let clock = clock.clone();
            std::thread::spawn(move || match input {
                Input::None => drop(stdin),
                Input::Lines(lines) => feed(stdin, [lines], &clock),
                Input::Fed(pieces) => feed(stdin, pieces, &clock),
            });
        }
        let (send, pieces) = sync_channel(PIECES);
        if let Some(out) = child.stdout.take() {
            std::thread::spawn(move || hear(out, &send));
        }
        let (tell, complaint) = sync_channel(1);
        if let Some(mut err) = child.stderr.take() {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                // What cannot be read is no complaint.
                let _ = err.by_ref().take(COMPLAINT).read_to_end(&mut bytes);
                let _ = tell.send(String::from_utf8_lossy(&bytes).into_owned());
                let _ = io::copy(&mut err, &mut io::sink());
            });
        }
        Running {
            child,
            pieces,
            complaint,
            clock,
            patience,
            piece: Vec::new(),
            at: 0,
            over: false,
        }
    }

    /// Waits for its end: whether it did what it was asked, and what it said on standard error. One that has said
    /// everything and goes on all the same is waited for no longer than one that says nothing.
    pub(super) fn end(mut self) -> Result<(bool, String), Failure> {
        let read_to_the_end = self.over;
        if !read_to_the_end {
            // It may have ended by itself meanwhile; either way it is gone then.
            let _ = self.child.kill();
        }
        let status = self.status().ok_or(Failure::Silent)?;
        let complaint = self.complaint.recv_timeout(self.patience).unwrap_or_default();
        Ok((status.success() && read_to_the_end, complaint))
    }

    /// How it ended; `None`: it has not.
    fn status(&mut self) -> Option<ExitStatus> {
        let since = Instant::now();
        let mut pause = Duration::from_micros(100);
        loop {
            if let Some(status) = self.child.try_wait().ok()? {
                return Some(status);
            }
            if since.elapsed() >= self.patience {
                return None;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let mut wait = self.patience;
        loop {
            match self.pieces.recv_timeout(wait) {
                Ok(piece) => (self.piece, self.at) = (piece, 0),
                Err(RecvTimeoutError::Disconnected) => self.over = true,
                Err(RecvTimeoutError::Timeout) => {
                    wait = self
                        .clock
                        .left(self.patience)
                        .ok_or(io::Error::from(io::ErrorKind::TimedOut))?;
                    continue;
                }
            }
            return Ok(());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl BufRead for Running {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.piece.len() && !self.over {
            self.next_piece()?;
        }
        Ok(&self.piece[self.at..])
    }

    fn consume(&mut self, length: usize) {
        self.at += length;
    }
}

impl Read for Running {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.fill_buf()?;
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.consume(length);
        Ok(length)
    }
}

fn feed(mut stdin: ChildStdin, pieces: impl IntoIterator<Item = Vec<u8>>, clock: &Clock) {
    let mut pieces = pieces.into_iter();
    loop {
        clock.set(None);
        let piece = pieces.next();
        clock.set(Some(Instant::now()));
        // Where git has ended early there is nobody to feed, and its complaint tells why.
        match piece {
            Some(piece) if stdin.write_all(&piece).is_ok() => {}
            _ => return,
        }
    }
}

fn hear(mut out: ChildStdout, send: &SyncSender<Vec<u8>>) {
    let is_wide = system::widen(&out, PIPE);
    loop {
        let mut piece = vec![0; PIECE];
        let length = match out.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => length,
        };
        piece.truncate(length);
        // Nobody listens any more: the pipe closes with us, and git ends.
        if send.send(piece).is_err() {
            return;
        }
        if is_wide && length < PIECE / 2 {
            std::thread::sleep(MOMENT);
        }
    }
}
