//! The contents of files by their names, all by one `cat-file`.

use std::io::{BufRead, Read};

use super::running::{Input, Running};
use super::{Failure, Repository};

/// What is at a name.
pub(super) enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It has more bytes than the limit.
    TooLarge,
    /// The clone has left it out.
    Missing,
}

/// The contents of many names, in the order in which they were asked for, each made when it is wanted.
pub(super) struct Contents {
    from: Running,
    limit: u64,
}

impl Repository {
    /// Reads what is at these names. What is larger than `limit` is passed over.
    pub(super) fn contents<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        limit: u64,
    ) -> Result<Contents, Failure> {
        let mut lines = Vec::new();
        for name in names {
            lines.extend_from_slice(name.as_bytes());
            lines.push(b'\n');
        }
        self.contents_of(Input::Lines(lines), limit)
    }

    /// The same for names that come one by one, each with a line end.
    pub(super) fn contents_of(&self, names: Input, limit: u64) -> Result<Contents, Failure> {
        let from = self.program.start(&["cat-file", "--batch", "--buffer"], names)?;
        Ok(Contents { from, limit })
    }
}

impl Iterator for Contents {
    type Item = Result<Content, Failure>;

    fn next(&mut self) -> Option<Result<Content, Failure>> {
        self.one().transpose()
    }
}

impl Contents {
    /// `<name> blob <size>`, a line end, the bytes and another line end; or `<name> missing`.
    fn one(&mut self) -> Result<Option<Content>, Failure> {
        let mut head = Vec::new();
        let read = self.from.by_ref().take(256).read_until(b'\n', &mut head);
        if read.map_err(Failure::of_pipe)? == 0 {
            return Ok(None);
        }
        let head = String::from_utf8_lossy(&head);
        let mut parts = head.trim_end().split(' ').skip(1);
        let size = match (parts.next(), parts.next()) {
            (Some("missing"), _) => return Ok(Some(Content::Missing)),
            (Some(_), Some(size)) => size.parse::<u64>().ok(),
            _ => None,
        };
        let Some(size) = size else {
            return Err(Failure::refused(
                "read an earlier version of a file",
                "it ended early",
            ));
        };
        if size > self.limit {
            let mut rest = self.from.by_ref().take(size + 1);
            std::io::copy(&mut rest, &mut std::io::sink()).map_err(Failure::of_pipe)?;
            return Ok(Some(Content::TooLarge));
        }
        let mut bytes = vec![0; size as usize + 1];
        self.from.read_exact(&mut bytes).map_err(Failure::of_pipe)?;
        bytes.pop();
        Ok(Some(Content::Bytes(bytes)))
    }
}
