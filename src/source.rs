//! Text as it was read, and a place in it.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_128;

use crate::few::Few;

/// A range of bytes in the text of one [`SourceFile`]; the end is just past the last byte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// Just past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a byte range. Files are far below 4 GiB: the limit is 1 MiB.
    pub fn new(range: Range<usize>) -> Span {
        Span {
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// As a byte range, to slice text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it has no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Which file of [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place as people count: lines and columns from 1, columns in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One file as it was read: UTF-8, without a byte order mark, every line ending a `\n`.
#[derive(Debug, Default)]
pub struct SourceFile {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// The text. For a file that cannot be read it is what could be: see `trouble`.
    pub text: String,
    /// Why the text is not the whole file; nothing of it may then be used but for excerpts.
    pub trouble: Option<Trouble>,
    /// Of `text`: made when the text is new and near at hand. A file that is not read has none.
    hash: u128,
    /// Bytes of the byte order mark that was left out: 0 or 3.
    bom: u8,
    /// Places in `text` before which a `\r` was left out, ascending.
    removed: Few<u32>,
    lines: OnceLock<Box<[u32]>>,
}

/// Why a file could not be taken as text.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Not UTF-8; what it looks like instead (`UTF-16`, `Latin-1`, `a binary file`). The place is the end of `text`.
    NotUtf8(&'static str),
    /// Larger than the limit: the size found, in bytes.
    TooLarge(u64),
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &SourceFile) -> bool {
        let whole = |file: &'_ SourceFile| (file.trouble.clone(), file.bom);
        self.path == other.path
            && self.text == other.text
            && self.removed == other.removed
            && whole(self) == whole(other)
    }
}

impl Eq for SourceFile {}

impl Clone for SourceFile {
    fn clone(&self) -> SourceFile {
        self.with_text(self.text.clone())
    }
}

impl SourceFile {
    /// Takes bytes as text: drops a byte order mark, reads CRLF and CR as line ends.
    /// What is not UTF-8 is kept up to the fault, with [`Trouble::NotUtf8`].
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> SourceFile {
        let path = path.into();
        match String::from_utf8(bytes) {
            Ok(text) if memchr::memchr(0, text.as_bytes()).is_none() => SourceFile::of_text(path, text),
            Ok(text) => {
                let end = text.bytes().position(|b| b == 0).unwrap_or(0);
                let mut file = SourceFile::of_text(path, text[..end].to_owned());
                file.trouble = Some(Trouble::NotUtf8(looks_like(text.as_bytes())));
                file
            }
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let valid = String::from_utf8_lossy(&bytes[..end]).into_owned();
                let mut file = SourceFile::of_text(path, valid);
                file.trouble = Some(Trouble::NotUtf8(looks_like(&bytes)));
                file
            }
        }
    }

    /// A file too large to be read.
    pub fn too_large(path: impl Into<String>, size: u64) -> SourceFile {
        SourceFile {
            path: path.into(),
            trouble: Some(Trouble::TooLarge(size)),
            ..SourceFile::default()
        }
    }

    fn of_text(path: String, mut text: String) -> SourceFile {
        let mut bom = 0;
        if text.starts_with('\u{feff}') {
            text.drain(..3);
            bom = 3;
        }
        let mut removed = Few::new();
        if memchr::memchr(b'\r', text.as_bytes()).is_some() {
            let mut clean = String::with_capacity(text.len());
            let mut chars = text.chars().peekable();
            while let Some(c) = chars.next() {
                match c {
                    '\r' if chars.peek() == Some(&'\n') => removed.push(clean.len() as u32),
                    '\r' => clean.push('\n'),
                    c => clean.push(c),
                }
            }
            text = clean;
        }
        SourceFile {
            path,
            hash: xxh3_128(text.as_bytes()),
            text,
            trouble: None,
            bom,
            removed,
            lines: OnceLock::new(),
        }
    }

    /// The same file with a text of the same length and the same lines.
    pub fn with_text(&self, text: String) -> SourceFile {
        SourceFile {
            path: self.path.clone(),
            hash: xxh3_128(text.as_bytes()),
            text,
            trouble: self.trouble.clone(),
            bom: self.bom,
            removed: self.removed.clone(),
            lines: OnceLock::new(),
        }
    }

    /// Equal texts that were read have equal ones.
    pub fn hash(&self) -> u128 {
        self.hash
    }

    /// The byte in the file on disk that stands at `offset` of `text`.
    pub fn original_offset(&self, offset: u32) -> usize {
        let dropped = self.removed.partition_point(|&at| at < offset);
        offset as usize + dropped + self.bom as usize
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Where each line begins, for a text that is too long to be counted through again and again.
    fn lines(&self) -> Option<&[u32]> {
        const LONG: usize = 16 * 1024;
        (self.text.len() > LONG).then(|| {
            let lines = self.lines.get_or_init(|| {
                let bytes = self.text.bytes().enumerate();
                let ends = bytes.filter(|&(_, b)| b == b'\n');
                std::iter::once(0)
                    .chain(ends.map(|(i, _)| i as u32 + 1))
                    .collect()
            });
            &**lines
        })
    }

    /// Line and column of a byte offset. Past the end it is the end.
    pub fn place(&self, offset: u32) -> Place {
        let offset = offset.min(self.text.len() as u32);
        let before = &self.text.as_bytes()[..offset as usize];
        let (line, start) = match self.lines() {
            Some(lines) => {
                let line = lines.partition_point(|&start| start <= offset);
                (line, lines[line - 1] as usize)
            }
            None => {
                let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
                (line_ends(&before[..start]) + 1, start)
            }
        };
        Place {
            line: line as u32,
            column: letters(&before[start..]) as u32 + 1,
        }
    }

    /// Where a span begins and ends; one that ends before it begins is empty.
    pub fn places(&self, span: Span) -> (Place, Place) {
        let start = self.place(span.start);
        let length = self.text.len();
        let from = length.min(span.start as usize);
        let inside = &self.text.as_bytes()[from..length.min(span.end as usize).max(from)];
        let end = match memchr::memrchr(b'\n', inside) {
            Some(last) => Place {
                line: start.line + line_ends(inside) as u32,
                column: letters(&inside[last + 1..]) as u32 + 1,
            },
            None => Place {
                line: start.line,
                column: start.column + letters(inside) as u32,
            },
        };
        (start, end)
    }

    /// The text of a line, counted from 1, without its line end; empty past the last one.
    pub fn line(&self, line: u32) -> &str {
        let before = line.saturating_sub(1) as usize;
        match self.lines() {
            Some(lines) => {
                let Some(&start) = lines.get(before) else {
                    return "";
                };
                let end = lines
                    .get(before + 1)
                    .map_or(self.text.len(), |&next| next as usize - 1);
                &self.text[start as usize..end]
            }
            None => {
                let mut ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
                let start = match before.checked_sub(1) {
                    Some(last) => ends.nth(last).map(|end| end + 1),
                    None => Some(0),
                };
                let end = ends.next().unwrap_or(self.text.len());
                start.map_or("", |start| &self.text[start..end])
            }
        }
    }
}

/// How many characters begin in some bytes.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}

/// How many lines end in some bytes.
pub fn line_ends(bytes: &[u8]) -> usize {
    // So few are counted at once that a byte holds the count: then sixteen and more are compared in one step.
    let count = |bytes: &[u8]| bytes.iter().fold(0, |count: u8, &b| count + u8::from(b == b'\n'));
    bytes.chunks(224).map(|chunk| usize::from(count(chunk))).sum()
}

fn looks_like(bytes: &[u8]) -> &'static str {
    let zeros = bytes.iter().take(512).filter(|&&b| b == 0).count();
    let sample = bytes.len().min(512);
    if bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || (zeros * 3 > sample && zeros * 3 < sample * 2)
    {
        "UTF-16"
    } else if zeros > 0
        || bytes
            .iter()
            .take(512)
            .any(|&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c))
    {
        "a binary file"
    } else {
        "Latin-1 or Windows-1252"
    }
}

/// All files of a run. A run that follows another shares those that are the same.
#[derive(Clone, Debug, Default)]
pub struct Sources(pub Vec<Arc<SourceFile>>);

impl From<Vec<SourceFile>> for Sources {
    fn from(files: Vec<SourceFile>) -> Sources {
        files.into_iter().collect()
    }
}

impl FromIterator<SourceFile> for Sources {
    fn from_iter<I: IntoIterator<Item = SourceFile>>(files: I) -> Sources {
        Sources(files.into_iter().map(Arc::new).collect())
    }
}

impl std::ops::Index<FileId> for Sources {
    type Output = SourceFile;
    fn index(&self, file: FileId) -> &SourceFile {
        &self.0[file.0 as usize]
    }
}

impl Sources {
    /// The file with this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.0
            .iter()
            .position(|file| file.path == path)
            .map(|i| FileId(i as u32))
    }

    /// Every file with its number.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.0
            .iter()
            .enumerate()
            .map(|(i, file)| (FileId(i as u32), &**file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, offset: u32, place: (u32, u32), original: usize) {
        let file = SourceFile::new("a.md", bytes.to_vec());
        assert_eq!(file.text, text);
        let found = file.place(offset);
        assert_eq!((found.line, found.column), place);
        assert_eq!(file.original_offset(offset), original);
    }

    #[test]
    fn a_hash_is_that_of_the_text_as_it_is_read() {
        let hash = |bytes: &[u8]| SourceFile::new("a.md", bytes.to_vec()).hash();
        assert_eq!(hash(b"a\nb"), hash(b"\xef\xbb\xbfa\r\nb"));
        assert_ne!(hash(b"a\nb"), hash(b"a\nc"));
        let file = SourceFile::new("a.md", b"a\nb".to_vec());
        assert_eq!(file.clone().hash(), file.hash());
        assert_eq!(file.with_text("a\nc".to_owned()).hash(), hash(b"a\nc"));
    }

    #[test]
    fn places_count_from_one_in_characters() {
        check(b"ab\ncd", "ab\ncd", 4, (2, 2), 4);
        check("é\nàb".as_bytes(), "é\nàb", 5, (2, 2), 5);
        check(b"", "", 0, (1, 1), 0);
        check(b"a\n", "a\n", 2, (2, 1), 2);
    }

    #[test]
    fn both_ends_of_a_span_are_where_each_of_them_is() {
        let file = SourceFile::new("a.md", "é\nab\n\ncé".into());
        for start in 0..12 {
            for end in 0..12 {
                let both = (file.place(start), file.place(end.max(start)));
                assert_eq!(file.places(Span { start, end }), both, "{start}..{end}");
            }
        }
    }

    #[test]
    fn places_in_a_long_text_are_counted_alike() {
        let text = "é\n\nab".repeat(20_000);
        let long = SourceFile::new("a.md", text.clone().into_bytes());
        for end in [0, 1, 3, 4, 5, 6, 59_998, 60_000] {
            let short = SourceFile::new("a.md", text.as_bytes()[..60_000].to_vec());
            let place = long.place(end);
            assert_eq!(place, short.place(end), "{end}");
            if end < 59_998 {
                assert_eq!(long.line(place.line), short.line(place.line), "{end}");
            }
        }
        let short = SourceFile::new("a.md", "é\n\nab".into());
        let lines: Vec<&str> = (0..5).map(|line| short.line(line)).collect();
        assert_eq!(lines, ["é", "é", "", "ab", ""]);
        assert_eq!(long.line(40_001), "ab");
        assert_eq!(long.line(40_002), "");
    }

    #[test]
    fn a_byte_order_mark_and_crlf_are_read_as_if_they_were_not_there() {
        check(b"\xef\xbb\xbfa\r\nb\r\nc", "a\nb\nc", 4, (3, 1), 9);
        check(b"a\rb", "a\nb", 2, (2, 1), 2);
    }

    #[test]
    fn what_is_no_text_says_what_it_looks_like() {
        let utf16: Vec<u8> = "---\ntitle".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], &str); 4] = [
            (&utf16, "UTF-16"),
            (b"caf\xe9", "Latin-1 or Windows-1252"),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "a binary file"),
            (b"a\0b", "a binary file"),
        ];
        for (bytes, like) in cases {
            let file = SourceFile::new("a.md", bytes.to_vec());
            assert_eq!(file.trouble, Some(Trouble::NotUtf8(like)), "{bytes:?}");
        }
    }
}
